/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The paper of an office by its looks (GB/T 9704-2012): title in 2号小标宋, 一、 in 黑体, （一） in
 * 楷体 (§7.3.1, §7.3.3); above it the letterhead (§7.2), below it the record block (§7.4). Most
 * papers say none of this with styles. What is recognised is compared with the face and size of
 * most of the text, so that a paper that is set in 黑体 throughout has no headings for that. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-docx-rules.h"

#include "import/gb-import-private.h"

#include <string.h>

/* The letterhead has seven elements; two joint issuers more, and empty lines are not counted. */
#define MAX_HEAD_PARAGRAPHS 14
#define MAX_FOOT_BLOCKS     8
#define MAX_TITLE_LINES     5
#define MAX_TITLE_CHARS     120
#define MAX_HEADING_CHARS   60
/* In half points: 小二 and larger is no size for text; two points more are seen as larger. */
#define TITLE_SIZE 36
#define MARK_SIZE  52
#define LARGER     4

/* What a paragraph looks like as a whole. */
typedef struct {
  GbDocxFace face;  /* UNSET if it is mixed */
  guint size;       /* 0 if it is mixed */
  gboolean is_bold; /* all of it */
  gboolean is_red;  /* all of it */
} Look;

typedef struct {
  GbDocxFace face;
  guint size;
  gboolean is_bold;
} Usual;

static Look
get_look (const GbDocxParagraph *paragraph)
{
  Look look = { .is_bold = TRUE, .is_red = TRUE };
  gboolean is_first = TRUE;

  for (guint i = 0; i < paragraph->inlines->len; i++) {
    const GbDocxInline *item = g_ptr_array_index (paragraph->inlines, i);
    const GbDocxRunFormat *format = &item->format;

    /* Spaces and line breaks look like nothing. */
    if (item->type != GB_DOCX_INLINE_TEXT || strspn (item->text, " \t") == strlen (item->text))
      continue;
    if (is_first) {
      look.face = format->face;
      look.size = format->size;
    }
    if (look.face != format->face)
      look.face = GB_DOCX_FACE_UNSET;
    if (look.size != format->size)
      look.size = 0;
    look.is_bold = look.is_bold && format->bold == GB_DOCX_ON;
    look.is_red = look.is_red && format->color == GB_DOCX_COLOR_RED;
    is_first = FALSE;
  }
  if (is_first)
    look.is_bold = look.is_red = FALSE;
  return look;
}

static gpointer
get_most (GHashTable *counts)
{
  GHashTableIter iter;
  gpointer key;
  gpointer value;
  gpointer most = NULL;
  gsize n = 0;

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    if (GPOINTER_TO_SIZE (value) > n) {
      n = GPOINTER_TO_SIZE (value);
      most = key;
    }
  }
  return most;
}

static void
count (GHashTable *counts, guint key, gsize n)
{
  gsize before = GPOINTER_TO_SIZE (g_hash_table_lookup (counts, GUINT_TO_POINTER (key)));

  g_hash_table_insert (counts, GUINT_TO_POINTER (key), GSIZE_TO_POINTER (before + n));
}

/* Face, size and weight of most characters. */
static Usual
find_usual (const GbDocxModel *model)
{
  g_autoptr (GHashTable) faces = g_hash_table_new (g_direct_hash, g_direct_equal);
  g_autoptr (GHashTable) sizes = g_hash_table_new (g_direct_hash, g_direct_equal);
  gsize n_bold = 0;
  gsize n_all = 0;
  Usual usual = { 0 };

  for (guint i = 0; i < model->blocks->len; i++) {
    const GbDocxBlock *block = g_ptr_array_index (model->blocks, i);

    for (guint k = 0; block->paragraph != NULL && k < block->paragraph->inlines->len; k++) {
      const GbDocxInline *item = g_ptr_array_index (block->paragraph->inlines, k);
      gsize n;

      if (item->type != GB_DOCX_INLINE_TEXT)
        continue;
      n = strlen (item->text);
      count (faces, item->format.face, n);
      count (sizes, item->format.size, n);
      n_all += n;
      n_bold += item->format.bold == GB_DOCX_ON ? n : 0;
    }
  }
  usual.face = (GbDocxFace)GPOINTER_TO_UINT (get_most (faces));
  usual.size = GPOINTER_TO_UINT (get_most (sizes));
  usual.is_bold = n_bold > n_all / 2;
  return usual;
}

static gboolean
is_sentence (const char *text)
{
  return g_str_has_suffix (text, "。") || g_str_has_suffix (text, "；") ||
         g_str_has_suffix (text, "：") || g_str_has_suffix (text, "，") ||
         g_str_has_suffix (text, ":");
}

static gboolean
is_short (const char *text, glong max_chars)
{
  return g_utf8_strlen (text, -1) <= max_chars;
}

static gboolean
has_font_evidence (const GbDocxParagraph *paragraph, const Usual *usual)
{
  Look look = get_look (paragraph);

  if (look.face == GB_DOCX_FACE_BIAOSONG && usual->face != GB_DOCX_FACE_BIAOSONG)
    return TRUE;
  if (look.size >= TITLE_SIZE && look.size > usual->size)
    return TRUE;
  return (look.is_bold && !usual->is_bold && look.size >= usual->size) ||
         (look.face == GB_DOCX_FACE_HEI && usual->face != GB_DOCX_FACE_HEI) ||
         (look.size != 0 && look.size >= usual->size + LARGER);
}

static gboolean
is_title (const GbDocxParagraph *paragraph, const Usual *usual)
{
  if (!is_short (paragraph->text, MAX_TITLE_CHARS) || *paragraph->text == '\0')
    return FALSE;
  if (paragraph->format.role == GB_DOCX_ROLE_TITLE)
    return TRUE;
  return paragraph->number == NULL && paragraph->format.align == GB_DOCX_ALIGN_CENTER &&
         !is_sentence (paragraph->text) && has_font_evidence (paragraph, usual);
}

/* A title of several lines looks the same in all of them. */
static gboolean
goes_on (const GbDocxParagraph *first, const GbDocxParagraph *paragraph, const Usual *usual)
{
  Look look = get_look (paragraph);
  Look wanted = get_look (first);

  return is_title (paragraph, usual) && look.size == wanted.size && look.face == wanted.face &&
         look.is_bold == wanted.is_bold && paragraph->format.align == first->format.align &&
         paragraph->format.role == first->format.role;
}

static gboolean
matches (const char *pattern, const char *text)
{
  return g_regex_match_simple (pattern, text, G_REGEX_OPTIMIZE, 0);
}

/* 示府办〔2026〕3号, with whatever brackets somebody found on the keyboard; 签发人 may stand
 * beside. */
#define NUMBER_PATTERN                                                                             \
  "^[\\p{Han}A-Za-z]{1,20}\\s*[〔\\[［【（(]\\s*(19|20)[0-9]{2}\\s*[〕\\]］】）)]\\s*"     \
  "第?\\s*[0-9]{1,5}\\s*号"

static const char *
get_head_reason (const GbDocxParagraph *paragraph)
{
  const char *text = paragraph->text;
  Look look = get_look (paragraph);

  if (matches ("^[0-9]{6}$", text))
    return "copy number";
  if (matches ("^(绝密|机密|秘密)([★☆*].{0,12})?$", text))
    return "secrecy mark";
  if (matches ("^(特急|加急|特提|平急|急件|紧急)$", text))
    return "urgency mark";
  if (matches ("^签\\s*发\\s*人\\s*[:：]", text))
    return "signer";
  if (matches ("^[★☆\\-—–_=─━\\s]+$", text))
    return "decoration";
  if (is_short (text, 60) && !is_sentence (text) &&
      (matches ("^.{2,50}文\\s*件$", text) || (look.is_red && look.size >= TITLE_SIZE) ||
       (look.is_red && look.size == 0)))
    return "letterhead";
  return NULL;
}

static void
drop_block (GbDocxModel *model, GbDocxBlock *block, const char *reason)
{
  _gb_docx_model_drop (model, block->paragraph->line, reason, block->paragraph->text);
  block->is_dropped = TRUE;
}

/* The number alone, without what stands beside it, and with the brackets of the standard. */
static void
clean_number (GbDocxModel *model, GbDocxParagraph *paragraph)
{
  g_autoptr (GRegex) regex = g_regex_new (NUMBER_PATTERN, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  GbDocxRunFormat format = { 0 };
  g_autofree char *number = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  int end = 0;

  if (!g_regex_match (regex, paragraph->text, 0, &match))
    return;
  g_match_info_fetch_pos (match, 0, NULL, &end);
  number = g_strndup (paragraph->text, (gsize)end);
  _gb_docx_model_drop (model, paragraph->line, "signer", paragraph->text + end);
  for (const char *p = number; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isspace (c) || c == 0x7b2c)
      continue;
    if (c == '[' || c == 0xff3b || c == 0x3010 || c == 0xff08 || c == '(')
      c = 0x3014;
    else if (c == ']' || c == 0xff3d || c == 0x3011 || c == 0xff09 || c == ')')
      c = 0x3015;
    g_string_append_unichar (text, c);
  }
  g_ptr_array_set_size (paragraph->inlines, 0);
  _gb_docx_paragraph_add (paragraph, GB_DOCX_INLINE_TEXT, text->str, NULL, &format);
  _gb_docx_paragraph_finish (paragraph);
}

static void
mark_tables (GbDocxModel *model)
{
  guint depth = 0;

  for (guint i = 0; i < model->blocks->len; i++) {
    GbDocxBlock *block = g_ptr_array_index (model->blocks, i);

    depth += block->type == GB_DOCX_BLOCK_TABLE;
    block->is_in_table = depth > 0;
    depth -= block->type == GB_DOCX_BLOCK_TABLE_END;
  }
}

/* The paragraphs at the beginning: some letterheads are tables. */
static GPtrArray *
get_head (const GbDocxModel *model)
{
  GPtrArray *head = g_ptr_array_new ();

  for (guint i = 0; i < model->blocks->len && head->len < MAX_HEAD_PARAGRAPHS; i++) {
    GbDocxBlock *block = g_ptr_array_index (model->blocks, i);

    if (block->type == GB_DOCX_BLOCK_NOTE)
      break;
    if (block->paragraph != NULL && *block->paragraph->text != '\0')
      g_ptr_array_add (head, block);
  }
  return head;
}

static GbDocxParagraph *
get_paragraph (GPtrArray *head, guint i)
{
  return ((GbDocxBlock *)g_ptr_array_index (head, i))->paragraph;
}

static gboolean
is_in_table (GPtrArray *head, guint i)
{
  return ((GbDocxBlock *)g_ptr_array_index (head, i))->is_in_table;
}

/* Letterhead: everything before the document number, if there is one, must be one of its elements.
 * Returns how many paragraphs belong to it; out_number is the index of the number's paragraph, or
 * -1. */
static guint
measure_letterhead (GPtrArray *head, int *out_number)
{
  gboolean has_mark = FALSE;
  guint n = 0;

  *out_number = -1;
  for (; n < head->len; n++) {
    const GbDocxParagraph *paragraph = get_paragraph (head, n);
    const char *reason = get_head_reason (paragraph);

    if (matches (NUMBER_PATTERN, paragraph->text) && is_short (paragraph->text, 60)) {
      if (*out_number >= 0)
        break;
      *out_number = (int)n;
      continue;
    }
    if (reason == NULL)
      break;
    has_mark = has_mark || g_str_equal (reason, "letterhead");
  }
  return has_mark || *out_number >= 0 ? n : 0;
}

static void
take_letterhead (GbDocxModel *model, GPtrArray *head, guint n)
{
  for (guint i = 0; i < n; i++) {
    GbDocxBlock *block = g_ptr_array_index (head, i);
    const char *reason = get_head_reason (block->paragraph);

    if (reason != NULL)
      drop_block (model, block, reason);
    else
      clean_number (model, block->paragraph);
  }
}

/* One paragraph of all lines of the title. */
static void
join_title (GbDocxModel *model, GPtrArray *head, guint first, guint n)
{
  GbDocxParagraph *title = get_paragraph (head, first);
  g_autoptr (GString) text = g_string_new (NULL);
  GbDocxRunFormat format = { 0 };

  for (guint i = 0; i < n; i++) {
    GbDocxBlock *block = g_ptr_array_index (head, first + i);

    g_string_append (text, block->paragraph->text);
    block->is_dropped = i > 0;
  }
  g_string_replace (text, "\n", "", 0);
  g_ptr_array_set_size (title->inlines, 0);
  _gb_docx_paragraph_add (title, GB_DOCX_INLINE_TEXT, text->str, NULL, &format);
  _gb_docx_paragraph_finish (title);
  title->is_title = TRUE;
  title->format.outline = -1;
  g_clear_pointer (&title->number, _gb_docx_number_free);
}

/* The number stands below the title on a page: the writer looks for it there. */
static void
move_behind (GbDocxModel *model, GbDocxBlock *number, GbDocxBlock *title)
{
  guint from = 0;
  guint to = 0;

  g_ptr_array_find (model->blocks, number, &from);
  g_ptr_array_find (model->blocks, title, &to);
  if (from >= to)
    return;
  memmove (model->blocks->pdata + from, model->blocks->pdata + from + 1,
           (to - from) * sizeof (gpointer));
  model->blocks->pdata[to] = number;
}

/* A paper whose only heading of the first level stands at its top has its title there. */
static gboolean
is_only_heading (const GbDocxModel *model, const GbDocxParagraph *paragraph)
{
  guint n = 0;

  if (paragraph->format.outline != 0 || paragraph->number != NULL ||
      _gb_import_match (GB_IMPORT_PATTERN_HEADING_1, paragraph->text, NULL))
    return FALSE;
  for (guint i = 0; i < model->blocks->len; i++) {
    const GbDocxBlock *block = g_ptr_array_index (model->blocks, i);

    if (block->paragraph != NULL && *block->paragraph->text != '\0' &&
        block->paragraph->format.outline == 0)
      n++;
  }
  return n == 1;
}

/* Headings below such a title move up by one. */
static void
raise_headings (GbDocxModel *model)
{
  for (guint i = 0; i < model->blocks->len; i++) {
    GbDocxBlock *block = g_ptr_array_index (model->blocks, i);

    if (block->paragraph != NULL && block->paragraph->format.outline > 0 &&
        block->paragraph->format.outline < 9)
      block->paragraph->format.outline--;
  }
}

/* （2026年1月1日通过） and —— stand below a title and head nothing. */
static void
spare_subtitle (GbDocxParagraph *paragraph)
{
  paragraph->is_subtitle = paragraph->format.align == GB_DOCX_ALIGN_CENTER &&
                           matches ("^([（(].*[）)]|[—–-].*)$", paragraph->text);
}

static void
find_title (GbDocxModel *model, const Usual *usual)
{
  g_autoptr (GPtrArray) head = get_head (model);
  int number = -1;
  guint first = measure_letterhead (head, &number);
  guint n_lines = 0;

  take_letterhead (model, head, first);
  if (first >= head->len || is_in_table (head, first))
    return;
  if (is_only_heading (model, get_paragraph (head, first)) &&
      is_short (get_paragraph (head, first)->text, MAX_TITLE_CHARS)) {
    n_lines = 1;
    raise_headings (model);
  } else {
    while (first + n_lines < head->len && n_lines < MAX_TITLE_LINES &&
           !is_in_table (head, first + n_lines) &&
           (n_lines == 0 ? is_title (get_paragraph (head, first), usual)
                         : goes_on (get_paragraph (head, first),
                                    get_paragraph (head, first + n_lines), usual)))
      n_lines++;
  }
  if (n_lines > 0)
    join_title (model, head, first, n_lines);
  if (n_lines > 0 && first + n_lines < head->len)
    spare_subtitle (get_paragraph (head, first + n_lines));
  if (n_lines > 0 && number >= 0)
    move_behind (model, g_ptr_array_index (head, (guint)number), g_ptr_array_index (head, first));
  else if (n_lines > 0 && first + n_lines < head->len &&
           is_short (get_paragraph (head, first + n_lines)->text, 40) &&
           matches (NUMBER_PATTERN "$", get_paragraph (head, first + n_lines)->text))
    clean_number (model, get_paragraph (head, first + n_lines));
}

static gboolean
is_record_line (const char *text)
{
  return matches ("^(抄\\s*送|抄\\s*报|分\\s*送|主\\s*送|送)\\s*[:：]", text) ||
         matches ("[0-9〇一二三四五六七八九十]{4}年.{1,3}月.{1,3}日\\s*印\\s*发$", text) ||
         matches ("^[（(]?共印\\s*[0-9]+\\s*份[）)]?[。.]?$", text);
}

/* 版记: copies to, printed by and when (§7.4). It may be a table. */
static void
drop_record_block (GbDocxModel *model)
{
  guint n_blocks = 0;
  gboolean in_table = FALSE;
  guint i = model->blocks->len;

  /* Notes come after the text. */
  for (guint k = 0; k < model->blocks->len; k++) {
    if (((GbDocxBlock *)g_ptr_array_index (model->blocks, k))->type == GB_DOCX_BLOCK_NOTE) {
      i = k;
      break;
    }
  }
  while (i > 0 && n_blocks < MAX_FOOT_BLOCKS) {
    GbDocxBlock *block = g_ptr_array_index (model->blocks, i - 1);

    if (block->type == GB_DOCX_BLOCK_TABLE_END)
      in_table = TRUE;
    if (block->type == GB_DOCX_BLOCK_TABLE)
      in_table = FALSE;
    if (block->paragraph != NULL && *block->paragraph->text != '\0') {
      if (!is_record_line (block->paragraph->text) && !in_table)
        return;
      if (is_record_line (block->paragraph->text))
        drop_block (model, block, "record block");
      else if (in_table)
        return;
      n_blocks++;
    }
    i--;
  }
}

/* Ranks the ways in which a paper sets headings apart, the strongest first. */
static guint
get_strength (const GbDocxParagraph *paragraph, const Usual *usual)
{
  Look look = get_look (paragraph);

  /* Titles of attachments are no higher than the headings of the text. */
  if (look.face == GB_DOCX_FACE_BIAOSONG && usual->face != GB_DOCX_FACE_BIAOSONG)
    return 3;
  if (look.size != 0 && look.size >= usual->size + LARGER && usual->size != 0)
    return 100 + look.size;
  if (look.face == GB_DOCX_FACE_HEI && usual->face != GB_DOCX_FACE_HEI)
    return 3;
  if (look.face == GB_DOCX_FACE_KAI && usual->face != GB_DOCX_FACE_KAI)
    return 2;
  return look.is_bold && !usual->is_bold ? 1 : 0;
}

static gboolean
may_be_heading (const GbDocxParagraph *paragraph)
{
  return !paragraph->is_title && !paragraph->is_subtitle && *paragraph->text != '\0' &&
         paragraph->format.role != GB_DOCX_ROLE_CAPTION &&
         paragraph->format.role != GB_DOCX_ROLE_QUOTE &&
         (paragraph->format.outline < 0 || paragraph->format.outline > 8) &&
         paragraph->format.align != GB_DOCX_ALIGN_RIGHT &&
         is_short (paragraph->text, MAX_HEADING_CHARS) && !is_sentence (paragraph->text);
}

static int
compare_strengths (gconstpointer a, gconstpointer b)
{
  guint left = *(const guint *)a;
  guint right = *(const guint *)b;

  return left > right ? -1 : left < right;
}

static void
mark_headings (GbDocxModel *model, const Usual *usual)
{
  g_autoptr (GArray) strengths = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint pass = 0; pass < 2; pass++) {
    for (guint i = 0; i < model->blocks->len; i++) {
      GbDocxBlock *block = g_ptr_array_index (model->blocks, i);
      guint strength;

      if (block->type == GB_DOCX_BLOCK_NOTE)
        break;
      if (block->is_in_table || block->paragraph == NULL || block->is_dropped ||
          !may_be_heading (block->paragraph))
        continue;
      strength = get_strength (block->paragraph, usual);
      if (strength == 0)
        continue;
      if (pass == 0) {
        gboolean is_known = FALSE;

        for (guint k = 0; k < strengths->len; k++)
          is_known = is_known || g_array_index (strengths, guint, k) == strength;
        if (!is_known && strengths->len < 8)
          g_array_append_val (strengths, strength);
      } else {
        for (guint k = 0; k < strengths->len; k++) {
          if (g_array_index (strengths, guint, k) == strength)
            block->paragraph->looks_like_heading = MIN (k + 1, 4);
        }
      }
    }
    g_array_sort (strengths, compare_strengths);
  }
}

/**
 * _gb_docx_rules_apply:
 * @model: what was read
 *
 * Marks titles and headings in @model and leaves out the head and foot of official paper.
 */
void
_gb_docx_rules_apply (GbDocxModel *model)
{
  Usual usual = find_usual (model);

  mark_tables (model);
  find_title (model, &usual);
  drop_record_block (model);
  mark_headings (model, &usual);
}
