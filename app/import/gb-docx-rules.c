/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The paper of an office by its looks (GB/T 9704-2012): title in 2号小标宋, 一、 in 黑体, （一） in
 * 楷体 (§7.3.1, §7.3.3); above it the letterhead (§7.2), below it the record block (§7.4). Most
 * papers say none of this with styles. What is recognised is compared with the face and size of
 * most of the text, so that a paper that is set in 黑体 throughout has no headings for that. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-docx-rules.h"

#include "import/gb-docx-looks.h"
#include "import/gb-docx-paper.h"
#include "import/gb-import-private.h"

#include <string.h>

/* The letterhead has seven elements; two joint issuers more, and empty lines are not counted. */
#define MAX_HEAD_PARAGRAPHS 14
#define MAX_TITLE_LINES     5
#define MAX_TITLE_CHARS     120
#define MAX_HEADING_CHARS   60
#define MAX_HEADING_LEVEL   4
#define MAX_WAYS            8

static gboolean
has_font_evidence (const GbDocxParagraph *paragraph, const GbDocxUsual *usual)
{
  GbDocxLook look = _gb_docx_get_look (paragraph);

  if (look.face == GB_DOCX_FACE_BIAOSONG && usual->face != GB_DOCX_FACE_BIAOSONG)
    return TRUE;
  if (look.size >= GB_DOCX_TITLE_SIZE && look.size > usual->size)
    return TRUE;
  return (look.is_bold && !usual->is_bold && look.size >= usual->size) ||
         (look.face == GB_DOCX_FACE_HEI && usual->face != GB_DOCX_FACE_HEI) ||
         (look.size != 0 && look.size >= usual->size + GB_DOCX_LARGER);
}

static gboolean
is_title (const GbDocxParagraph *paragraph, const GbDocxUsual *usual)
{
  if (!_gb_docx_is_short (paragraph->text, MAX_TITLE_CHARS) || *paragraph->text == '\0')
    return FALSE;
  if (paragraph->format.role == GB_DOCX_ROLE_TITLE)
    return TRUE;
  return paragraph->number == NULL && paragraph->format.align == GB_DOCX_ALIGN_CENTER &&
         !_gb_docx_is_sentence (paragraph->text) && has_font_evidence (paragraph, usual);
}

/* A title of several lines looks the same in all of them. */
static gboolean
goes_on (const GbDocxParagraph *first, const GbDocxParagraph *paragraph, const GbDocxUsual *usual)
{
  GbDocxLook look = _gb_docx_get_look (paragraph);
  GbDocxLook wanted = _gb_docx_get_look (first);

  return is_title (paragraph, usual) && look.size == wanted.size && look.face == wanted.face &&
         look.is_bold == wanted.is_bold && paragraph->format.align == first->format.align &&
         paragraph->format.role == first->format.role;
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

static gboolean
is_heading (const GbDocxBlock *block)
{
  return block->paragraph != NULL && !block->is_dropped && *block->paragraph->text != '\0' &&
         block->paragraph->format.outline >= 0 && block->paragraph->format.outline < 9;
}

/* Many papers have their title in the first level and headings from the second on. Returns how many
 * levels there are. */
static guint
raise_headings (GbDocxModel *model)
{
  int highest = 9;
  int lowest = -1;

  for (guint i = 0; i < model->blocks->len; i++) {
    const GbDocxBlock *block = g_ptr_array_index (model->blocks, i);

    if (is_heading (block)) {
      highest = MIN (highest, block->paragraph->format.outline);
      lowest = MAX (lowest, block->paragraph->format.outline);
    }
  }
  for (guint i = 0; i < model->blocks->len; i++) {
    GbDocxBlock *block = g_ptr_array_index (model->blocks, i);

    if (is_heading (block))
      block->paragraph->format.outline -= highest;
  }
  return lowest >= highest ? (guint)(lowest - highest + 1) : 0;
}

/* （2026年1月1日通过） and —— stand below a title and head nothing. */
static void
spare_subtitle (GbDocxParagraph *paragraph)
{
  paragraph->is_subtitle = paragraph->format.align == GB_DOCX_ALIGN_CENTER &&
                           _gb_docx_matches ("^([（(].*[）)]|[—–-].*)$", paragraph->text);
}

static gboolean
is_contents (const GbDocxModel *model, const GbDocxParagraph *paragraph)
{
  return paragraph->format.role == GB_DOCX_ROLE_CONTENTS ||
         (model->has_dropped_contents &&
          _gb_import_match (GB_IMPORT_PATTERN_CONTENTS, paragraph->text, NULL));
}

/* Lines of a table of contents without its field, and what stands above one. */
static void
drop_contents (GbDocxModel *model)
{
  for (guint i = model->blocks->len; i > 0; i--) {
    GbDocxBlock *block = g_ptr_array_index (model->blocks, i - 1);

    if (block->paragraph == NULL || !is_contents (model, block->paragraph))
      continue;
    _gb_docx_model_drop (model, block->paragraph->line, GB_DOCX_DROPPED_CONTENTS,
                         block->paragraph->text);
    g_ptr_array_remove_index (model->blocks, i - 1);
  }
}

static void
find_title (GbDocxModel *model, const GbDocxUsual *usual)
{
  g_autoptr (GPtrArray) head = get_head (model);
  int number = -1;
  guint first = _gb_docx_paper_measure_letterhead (head, &number);
  guint n_lines = 0;

  _gb_docx_paper_take_letterhead (model, head, first);
  if (first >= head->len || is_in_table (head, first))
    return;
  if (is_only_heading (model, get_paragraph (head, first)) &&
      _gb_docx_is_short (get_paragraph (head, first)->text, MAX_TITLE_CHARS)) {
    n_lines = 1;
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
           _gb_docx_is_short (get_paragraph (head, first + n_lines)->text, 40) &&
           _gb_docx_matches (GB_DOCX_NUMBER_PATTERN "$",
                             get_paragraph (head, first + n_lines)->text))
    _gb_docx_paper_clean_number (model, get_paragraph (head, first + n_lines));
}

static gboolean
may_be_heading (const GbDocxParagraph *paragraph)
{
  return !paragraph->is_title && !paragraph->is_subtitle && *paragraph->text != '\0' &&
         paragraph->format.role != GB_DOCX_ROLE_CAPTION &&
         paragraph->format.role != GB_DOCX_ROLE_QUOTE &&
         (paragraph->format.outline < 0 || paragraph->format.outline > 8) &&
         paragraph->format.align != GB_DOCX_ALIGN_RIGHT &&
         _gb_docx_is_short (paragraph->text, MAX_HEADING_CHARS) &&
         !_gb_docx_is_sentence (paragraph->text);
}

static gboolean
has_image (const GbDocxBlock *block)
{
  for (guint i = 0; block->paragraph != NULL && i < block->paragraph->inlines->len; i++) {
    const GbDocxInline *item = g_ptr_array_index (block->paragraph->inlines, i);

    if (item->type == GB_DOCX_INLINE_IMAGE)
      return TRUE;
  }
  return FALSE;
}

/* 表1 above a table and 图1 below an image, whether or not somebody chose the style for it. */
static void
mark_captions (GbDocxModel *model)
{
  for (guint i = 0; i < model->blocks->len; i++) {
    GbDocxBlock *block = g_ptr_array_index (model->blocks, i);
    const GbDocxBlock *before = i > 0 ? g_ptr_array_index (model->blocks, i - 1) : NULL;
    const GbDocxBlock *after =
      i + 1 < model->blocks->len ? g_ptr_array_index (model->blocks, i + 1) : NULL;

    if (block->paragraph == NULL || block->is_in_table || has_image (block) ||
        !_gb_docx_is_short (block->paragraph->text, MAX_HEADING_CHARS) ||
        _gb_docx_is_sentence (block->paragraph->text))
      continue;
    if ((after != NULL && after->type == GB_DOCX_BLOCK_TABLE &&
         _gb_import_match (GB_IMPORT_PATTERN_TABLE_CAPTION, block->paragraph->text, NULL)) ||
        (before != NULL && has_image (before) &&
         _gb_import_match (GB_IMPORT_PATTERN_FIGURE_CAPTION, block->paragraph->text, NULL)))
      block->paragraph->format.role = GB_DOCX_ROLE_CAPTION;
  }
}

/* One way in which a paper sets headings apart. */
typedef struct {
  guint strength;
  guint level; /* 0 until it is known */
} Way;

static int
compare_ways (gconstpointer a, gconstpointer b)
{
  guint left = ((const Way *)a)->strength;
  guint right = ((const Way *)b)->strength;

  return left > right ? -1 : left < right;
}

/* The level that the number of a heading gives; 0 without a number. */
static guint
get_numbered_level (const GbDocxParagraph *paragraph)
{
  static const GbImportPattern patterns[] = {
    GB_IMPORT_PATTERN_HEADING_1,
    GB_IMPORT_PATTERN_HEADING_2,
    GB_IMPORT_PATTERN_HEADING_3,
    GB_IMPORT_PATTERN_HEADING_4,
  };
  const char *label = paragraph->number != NULL ? paragraph->number->label : "";
  g_autofree char *text = g_strconcat (label, paragraph->text, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++) {
    if (_gb_import_match (patterns[i], text, NULL))
      return i + 1;
  }
  return 0;
}

static Way *
find_way (GArray *ways, guint strength)
{
  for (guint i = 0; i < ways->len; i++) {
    if (g_array_index (ways, Way, i).strength == strength)
      return &g_array_index (ways, Way, i);
  }
  return NULL;
}

static void
note_way (GArray *ways, guint strength, const GbDocxParagraph *paragraph)
{
  const Way fresh = { .strength = strength };
  Way *way = find_way (ways, strength);

  if (way == NULL && ways->len < MAX_WAYS) {
    g_array_append_val (ways, fresh);
    way = &g_array_index (ways, Way, ways->len - 1);
  }
  if (way != NULL && way->level == 0)
    way->level = get_numbered_level (paragraph);
}

/* Where a number says the level of one way, it counts for all headings of that way; the others
 * follow by their strength, below the headings that have a style. */
static void
settle_ways (GArray *ways, guint n_levels)
{
  guint last = n_levels;

  g_array_sort (ways, compare_ways);
  for (guint i = 0; i < ways->len; i++) {
    Way *way = &g_array_index (ways, Way, i);

    if (way->level == 0)
      way->level = MIN (last + 1, MAX_HEADING_LEVEL);
    last = MAX (last, way->level);
  }
}

/* 0 if the block cannot be one. */
static guint
get_heading_strength (const GbDocxBlock *block, const GbDocxUsual *usual)
{
  return !block->is_in_table && block->paragraph != NULL && !block->is_dropped &&
             may_be_heading (block->paragraph)
           ? _gb_docx_get_strength (block->paragraph, usual)
           : 0;
}

/* n_levels: of headings that have a style. */
static void
mark_headings (GbDocxModel *model, const GbDocxUsual *usual, guint n_levels)
{
  g_autoptr (GArray) ways = g_array_new (FALSE, FALSE, sizeof (Way));
  guint end = 0;

  for (; end < model->blocks->len; end++) {
    const GbDocxBlock *block = g_ptr_array_index (model->blocks, end);
    guint strength = get_heading_strength (block, usual);

    if (block->type == GB_DOCX_BLOCK_NOTE)
      break;
    if (strength > 0)
      note_way (ways, strength, block->paragraph);
  }
  settle_ways (ways, n_levels);
  for (guint i = 0; i < end; i++) {
    const GbDocxBlock *block = g_ptr_array_index (model->blocks, i);
    const Way *way = find_way (ways, get_heading_strength (block, usual));

    if (way != NULL)
      block->paragraph->looks_like_heading = way->level;
  }
}

/* Whether the row that begins at block i has text in each cell and is set apart in all of them.
 * out_next: the block after the row. */
static gboolean
is_set_apart (const GbDocxModel *model, guint i, const GbDocxUsual *usual, guint *out_next)
{
  guint depth = 0;
  guint n_cells = 0;
  guint n_apart = 0;
  gboolean is_plain = FALSE;

  for (; i < model->blocks->len; i++) {
    const GbDocxBlock *block = g_ptr_array_index (model->blocks, i);

    if (block->type == GB_DOCX_BLOCK_TABLE)
      depth++;
    else if (block->type == GB_DOCX_BLOCK_TABLE_END)
      depth--;
    else if (block->type == GB_DOCX_BLOCK_CELL && depth == 0)
      n_cells++;
    else if (block->type == GB_DOCX_BLOCK_ROW_END && depth == 0)
      break;
    if (block->paragraph == NULL || *block->paragraph->text == '\0')
      continue;
    if (_gb_docx_get_strength (block->paragraph, usual) > 0)
      n_apart++;
    else
      is_plain = TRUE;
  }
  *out_next = i + 1;
  return !is_plain && n_cells > 1 && n_apart >= n_cells;
}

static void
make_header (GbDocxModel *model, guint i)
{
  for (; i < model->blocks->len; i++) {
    GbDocxBlock *block = g_ptr_array_index (model->blocks, i);

    if (block->type == GB_DOCX_BLOCK_ROW_END)
      return;
    block->is_header = block->is_header || block->type == GB_DOCX_BLOCK_CELL;
  }
}

/* Few people tell the program that a row is the head of the table; they make it bold. */
static void
mark_header_rows (GbDocxModel *model, const GbDocxUsual *usual)
{
  for (guint i = 0; i + 1 < model->blocks->len; i++) {
    const GbDocxBlock *block = g_ptr_array_index (model->blocks, i);
    guint next = 0;
    guint end = 0;

    if (block->type != GB_DOCX_BLOCK_TABLE || !is_set_apart (model, i + 2, usual, &next) ||
        next >= model->blocks->len ||
        ((GbDocxBlock *)g_ptr_array_index (model->blocks, next))->type != GB_DOCX_BLOCK_ROW)
      continue;
    if (!is_set_apart (model, next + 1, usual, &end))
      make_header (model, i + 2);
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
  GbDocxUsual usual = _gb_docx_find_usual (model);

  drop_contents (model);
  mark_tables (model);
  find_title (model, &usual);
  _gb_docx_paper_drop_record_block (model);
  mark_captions (model);
  mark_headings (model, &usual, raise_headings (model));
  mark_header_rows (model, &usual);
}
