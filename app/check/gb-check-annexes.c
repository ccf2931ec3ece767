/* SPDX-License-Identifier: GPL-3.0-or-later */

/* 附件说明 (“附件：1. …” below the text), the attachments that are there, and what the text says of
 * them (GB/T 9704-2012 7.3.4, 7.3.7). An attachment is a file, a linked file, or a part of the body
 * that begins with “附件1” in a line of its own. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-families.h"
#include "check/gb-check-scan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A list is longer nowhere; more are numbers of something else. */
#define MAX_LISTED 99
/* “附件12：” and nothing more, alone in its line. */
#define MAX_HEADING_CHARS 6

enum {
  COUNT,
  REF,
  PUNCT,
  MISSING,
};

static const GbRule rules[] = {
  [COUNT] = { "ATT-COUNT", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_DOCUMENT, 0,
              N_ ("The list of attachments is numbered 1, 2, 3 and names each of them."),
              "GB/T 9704-2012 7.3.4、7.3.7", GB_CERTAINTY_TEXT },
  [REF] = { "ATT-REF", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_DOCUMENT, 0,
            N_ ("An attachment that the text names by its number exists."),
            "GB/T 9704-2012 7.3.4；《党政机关公文处理工作条例》第二十条", GB_CERTAINTY_TEXT },
  [PUNCT] = { "ATT-PUNCT", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_DOCUMENT, 0,
              N_ ("No mark stands behind the name of an attachment."),
              "GB/T 9704-2012 7.3.4（附件名称后不加标点符号）", GB_CERTAINTY_TEXT },
  [MISSING] = { "ATT-MISSING", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_DOCUMENT, 0,
                N_ ("Attachments that are listed are there, and those that are there are listed."),
                "GB/T 9704-2012 7.3.4、7.3.7（附件标题与附件说明一致）", GB_CERTAINTY_TEXT },
};

/* One name of the list. */
typedef struct {
  const GbCheckBlock *block;
  guint offset; /* of the name */
  guint length; /* without white space behind it */
  guint serial; /* 0: none is written */
  guint serial_offset;
  guint serial_length;
  gboolean is_linked; /* the block holds a link: the file is there, if elsewhere */
} Listed;

typedef struct {
  GArray *listed;                 /* of Listed */
  GPtrArray *titles;              /* of char: of the attachments that are parts of the body */
  const GbCheckBlock *first_part; /* (nullable) */
} Annexes;

static gboolean
is_space (gunichar c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == 0xa0 || c == 0x3000;
}

static guint
skip_spaces (const GbCheckBlock *block, guint i)
{
  while (i < block->n_chars && is_space (block->chars[i]))
    i++;
  return i;
}

static gboolean
is_word_at (const GbCheckBlock *block, guint i)
{
  return gb_scan_char (block, i) == 0x9644 && gb_scan_char (block, i + 1) == 0x4ef6; /* 附件 */
}

static guint
read_number (const GbCheckBlock *block, guint *i)
{
  guint number = 0;

  for (; gb_char_is_digit (gb_scan_char (block, *i)) && number <= MAX_LISTED; (*i)++)
    number = number * 10 + block->chars[*i] - '0';
  return number;
}

static gboolean
is_colon (gunichar c)
{
  return c == ':' || c == 0xff1a;
}

static gboolean
is_label_mark (gunichar c)
{
  return c == '.' || c == 0xff0e || c == 0x3001; /* . ． 、 */
}

static gboolean
has_link (const xmlNode *parent)
{
  for (const xmlNode *node = parent != NULL ? parent->children : NULL; node != NULL;
       node = node->next) {
    if (node->type == XML_ELEMENT_NODE &&
        (strcmp ((const char *)node->name, "a") == 0 || has_link (node)))
      return TRUE;
  }
  return FALSE;
}

/* --- The list ----------------------------------------------------------------------------------
 */

/* “2.” that goes on with the list; 版本2.0 does not. */
static gboolean
is_label (const GbCheckBlock *block, guint i, guint wanted)
{
  gunichar before = i > 0 ? block->chars[i - 1] : ' ';
  guint end = i;

  return !gb_char_is_digit (before) && !gb_char_is_latin (before) &&
         read_number (block, &end) == wanted && end > i &&
         is_label_mark (gb_scan_char (block, end)) &&
         !gb_char_is_digit (gb_scan_char (block, end + 1));
}

static void
add_listed (Annexes *self, const GbCheckBlock *block, guint start, guint end)
{
  Listed one = { .block = block, .is_linked = has_link (block->node) };
  guint i = skip_spaces (block, start);
  guint after = i;
  guint serial = read_number (block, &after);

  if (after > i && is_label_mark (gb_scan_char (block, after))) {
    one.serial = serial;
    one.serial_offset = i;
    one.serial_length = after - i;
    i = skip_spaces (block, after + 1);
  }
  while (end > i && is_space (block->chars[end - 1]))
    end--;
  if (end <= i || self->listed->len > MAX_LISTED)
    return;
  one.offset = i;
  one.length = end - i;
  g_array_append_val (self->listed, one);
}

/* Names in one text: each begins with the number that follows that of the one before. */
static void
split_names (Annexes *self, const GbCheckBlock *block, guint start)
{
  guint i = skip_spaces (block, start);
  guint begin = i;

  for (; i < block->n_chars; i++) {
    if (i > begin && (block->chars[i] == '\n' || is_label (block, i, self->listed->len + 2))) {
      add_listed (self, block, begin, i);
      begin = i;
    }
  }
  add_listed (self, block, begin, block->n_chars);
}

static gboolean
is_plain (const GbCheckBlock *block)
{
  return block->role == GB_CHECK_ROLE_PARAGRAPH || block->role == GB_CHECK_ROLE_NOTE;
}

/* “附件：” or “附件1：”. out_start: behind the mark; out_serial: 0 for the first form. */
static gboolean
begins_list (const GbCheckBlock *block, guint *out_start, guint *out_serial)
{
  guint i = skip_spaces (block, 0);

  if (!is_plain (block) || !is_word_at (block, i))
    return FALSE;
  i = skip_spaces (block, i + 2);
  *out_serial = read_number (block, &i);
  i = skip_spaces (block, i);
  if (!is_colon (gb_scan_char (block, i)))
    return FALSE;
  *out_start = i + 1;
  return TRUE;
}

/* What follows “附件：” in blocks of its own. */
static gboolean
goes_on (const Annexes *self, const GbCheckBlock *block)
{
  guint i = skip_spaces (block, 0);
  guint end = i;

  if (block->role == GB_CHECK_ROLE_ITEM)
    return TRUE;
  return is_plain (block) && read_number (block, &end) > 0 && end > i &&
         is_label_mark (gb_scan_char (block, end)) && self->listed->len < MAX_LISTED;
}

/* “附件”, “附件1”, “附件2：” alone: here an attachment begins. */
static gboolean
begins_part (const GbCheckBlock *block)
{
  guint i = skip_spaces (block, 0);
  guint end = block->n_chars;
  gboolean has_number = FALSE;

  while (end > i && is_space (block->chars[end - 1]))
    end--;
  if (end - i > MAX_HEADING_CHARS || block->role == GB_CHECK_ROLE_CELL || !is_word_at (block, i))
    return FALSE;
  i = skip_spaces (block, i + 2);
  has_number = i < end && gb_char_is_digit (block->chars[i]);
  read_number (block, &i);
  i = skip_spaces (block, i);
  if (i < end && is_colon (block->chars[i]))
    return has_number && i + 1 == end;
  return i >= end;
}

static void
take_part (Annexes *self, GPtrArray *blocks, guint index)
{
  const GbCheckBlock *next = index + 1 < blocks->len ? g_ptr_array_index (blocks, index + 1) : NULL;

  if (self->first_part == NULL)
    self->first_part = g_ptr_array_index (blocks, index);
  g_ptr_array_add (self->titles, g_strdup (next != NULL && next->id != NULL ? next->text : ""));
}

static const GbCheckBlock *
get_block (GPtrArray *blocks, guint index)
{
  return index < blocks->len ? g_ptr_array_index (blocks, index) : NULL;
}

/* “附件1：name” is a line of the list, with its like beside it or at the end of the text; otherwise
 * it is where an attachment begins. */
static gboolean
is_line_of_list (GPtrArray *blocks, guint index)
{
  const GbCheckBlock *next = get_block (blocks, index + 1);
  const GbCheckBlock *before = index > 0 ? get_block (blocks, index - 1) : NULL;
  guint start = 0;
  guint serial = 0;

  return next == NULL || next->role == GB_CHECK_ROLE_SIGNATURE ||
         next->role == GB_CHECK_ROLE_DATE || begins_list (next, &start, &serial) ||
         (before != NULL && begins_list (before, &start, &serial));
}

static void
take_line (Annexes *self, GPtrArray *blocks, guint index, guint start, guint serial)
{
  const GbCheckBlock *block = g_ptr_array_index (blocks, index);
  guint n_before = self->listed->len;
  Listed *one;

  if (!is_line_of_list (blocks, index)) {
    g_ptr_array_add (self->titles, gb_check_block_dup_piece (block, start, block->n_chars - start));
    if (self->first_part == NULL)
      self->first_part = block;
    return;
  }
  add_listed (self, block, start, block->n_chars);
  if (self->listed->len == n_before)
    return;
  one = &g_array_index (self->listed, Listed, n_before);
  one->serial = serial;
  one->serial_offset = skip_spaces (block, skip_spaces (block, 0) + 2);
  one->serial_length = serial > 9 ? 2 : 1;
}

static void
collect (Annexes *self, GPtrArray *blocks)
{
  guint start = 0;
  guint serial = 0;

  for (guint i = 0; i < blocks->len; i++) {
    const GbCheckBlock *block = g_ptr_array_index (blocks, i);

    if (block->id == NULL || block->table > 0)
      continue;
    if (begins_part (block)) {
      take_part (self, blocks, i);
      continue;
    }
    if (!begins_list (block, &start, &serial))
      continue;
    if (serial > 0) {
      take_line (self, blocks, i, start, serial);
      continue;
    }
    /* An attachment may have attachments; they are not this document's. */
    if (self->listed->len > 0 || self->first_part != NULL)
      continue;
    split_names (self, block, start);
    while (i + 1 < blocks->len && goes_on (self, g_ptr_array_index (blocks, i + 1)))
      split_names (self, g_ptr_array_index (blocks, ++i), 0);
  }
}

/* --- What is compared --------------------------------------------------------------------------
 */

static void
check_marks (GbCheckRun *run, const Annexes *self)
{
  static const char *const marks = "。；，、;,.：:";

  for (guint i = 0; i < self->listed->len; i++) {
    const Listed *one = &g_array_index (self->listed, Listed, i);
    guint n_marks = 0;

    while (n_marks < one->length &&
           g_utf8_strchr (marks, -1, one->block->chars[one->offset + one->length - 1 - n_marks]) !=
             NULL)
      n_marks++;
    if (n_marks > 0 && n_marks < one->length)
      gb_check_report (run, &rules[PUNCT], one->block, one->offset + one->length - n_marks, n_marks,
                       "", NULL, N_ ("take out the mark behind the name of the attachment"), NULL);
  }
}

static void
check_serials (GbCheckRun *run, const Annexes *self)
{
  for (guint i = 0; self->listed->len > 1 && i < self->listed->len; i++) {
    const Listed *one = &g_array_index (self->listed, Listed, i);
    g_autofree char *wanted = g_strdup_printf ("%u", i + 1);

    if (one->serial == i + 1 || one->block->role == GB_CHECK_ROLE_ITEM)
      continue;
    if (one->serial == 0)
      gb_check_report (run, &rules[COUNT], one->block, one->offset, one->length, NULL, NULL,
                       N_ ("number the attachments: this is the one with %s"), wanted, NULL);
    else
      gb_check_report (run, &rules[COUNT], one->block, one->serial_offset, one->serial_length, NULL,
                       NULL, N_ ("number the attachments without a gap: here %s is expected"),
                       wanted, NULL);
    return;
  }
}

static guint
count_linked (const Annexes *self)
{
  guint n = 0;

  for (guint i = 0; i < self->listed->len; i++)
    n += g_array_index (self->listed, Listed, i).is_linked ? 1 : 0;
  return n;
}

/* TRUE if there is an attachment for each name. Files may be copies of parts of the body, so either
 * number may be the right one, or both together. */
static gboolean
check_number (GbCheckRun *run, const Annexes *self)
{
  guint n_listed = self->listed->len;
  guint n_files = gb_document_get_attachments (run->document)->len;
  guint n_parts = self->titles->len;
  guint n_linked = count_linked (self);
  const Listed *first;
  g_autofree char *listed = g_strdup_printf ("%u", n_listed);
  g_autofree char *there = g_strdup_printf ("%u", n_files + n_parts);

  if (n_listed == 0 || n_linked == n_listed)
    return TRUE;
  first = &g_array_index (self->listed, Listed, 0);
  if (n_files + n_parts + n_linked == 0) {
    gb_check_report (run, &rules[MISSING], first->block, first->offset, first->length, NULL, NULL,
                     N_ ("attach what is listed here, or take it out of the list: there is no "
                         "attachment"),
                     NULL);
    return FALSE;
  }
  if (n_listed == n_files || n_listed == n_parts || n_listed == n_files + n_parts ||
      n_listed == n_files + n_linked)
    return TRUE;
  gb_check_report (run, &rules[COUNT], first->block, first->offset, first->length, NULL, NULL,
                   N_ ("list what is attached: %s are listed, %s are there"), listed, there, NULL);
  return FALSE;
}

/* 附件1：某某表.xlsx and 某某表 are one name. */
static char *
dup_plain_name (const char *name)
{
  GString *plain = g_string_new (NULL);
  const char *dot = strrchr (name, '.');
  const char *end = dot != NULL && strlen (dot) <= 6 ? dot : name + strlen (name);

  for (const char *p = name; p < end; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (gb_char_is_han (c) || gb_char_is_latin (c))
      g_string_append_unichar (plain, g_unichar_tolower (c));
  }
  if (g_str_has_prefix (plain->str, "附件"))
    g_string_erase (plain, 0, (gssize)strlen ("附件"));
  return g_string_free (plain, FALSE);
}

/* Of the characters of the shorter one, how many stand in the other, in percent. */
static guint
measure_likeness (const char *a, const char *b)
{
  const char *shorter = g_utf8_strlen (a, -1) <= g_utf8_strlen (b, -1) ? a : b;
  const char *longer = shorter == a ? b : a;
  guint n_chars = 0;
  guint n_found = 0;

  for (const char *p = shorter; *p != '\0'; p = g_utf8_next_char (p)) {
    n_chars++;
    n_found += g_utf8_strchr (longer, -1, g_utf8_get_char (p)) != NULL ? 1 : 0;
  }
  return n_chars > 0 ? n_found * 100 / n_chars : 0;
}

static gboolean
is_among (const char *name, GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++) {
    const char *other = g_ptr_array_index (names, i);

    /* A file that was named by a machine says nothing. */
    if (*other == '\0' || measure_likeness (name, other) >= 60)
      return TRUE;
  }
  return FALSE;
}

static void
check_names (GbCheckRun *run, const Annexes *self)
{
  GPtrArray *files = gb_document_get_attachments (run->document);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < files->len; i++) {
    const GbAttachment *file = g_ptr_array_index (files, i);

    g_ptr_array_add (names, dup_plain_name (file->name));
  }
  for (guint i = 0; i < self->titles->len; i++)
    g_ptr_array_add (names, dup_plain_name (g_ptr_array_index (self->titles, i)));
  for (guint i = 0; names->len > 0 && i < self->listed->len; i++) {
    const Listed *one = &g_array_index (self->listed, Listed, i);
    g_autofree char *piece = gb_check_block_dup_piece (one->block, one->offset, one->length);
    g_autofree char *plain = dup_plain_name (piece);

    if (*plain != '\0' && !one->is_linked && !is_among (plain, names))
      gb_check_report (run, &rules[MISSING], one->block, one->offset, one->length, NULL, NULL,
                       N_ ("write the name as the attachment has it: none is called like this"),
                       NULL);
  }
}

/* Files that no word of the text announces. Only an official document must list them. */
static void
check_unlisted (GbCheckRun *run, const Annexes *self)
{
  GPtrArray *files = gb_document_get_attachments (run->document);
  const char *last = NULL;

  if (files->len == 0 || self->listed->len > 0 ||
      (GB_CHECK_OFFICIAL & GB_CHECK_KIND (run->kind)) == 0)
    return;
  for (guint i = 0; i < run->blocks->len; i++) {
    const GbCheckBlock *block = g_ptr_array_index (run->blocks, i);

    if (strstr (block->text, "附件") != NULL)
      return;
    if (block->id != NULL && block->role == GB_CHECK_ROLE_PARAGRAPH)
      last = block->id;
  }
  gb_check_report_field (run, &rules[MISSING], NULL, last,
                         N_ ("list the attachment below the text: 附件：%s"),
                         ((const GbAttachment *)g_ptr_array_index (files, 0))->name, NULL);
}

/* 见附件2, （附件2）: what the text points at. An interpretation speaks of the attachments of its
 * policy, unless it has its own. */
static void
check_references_in (GbCheckRun *run, const GbCheckBlock *block, guint n_there)
{
  static const char *const before = "见（(照按填";
  guint depth = 0;

  for (guint i = 0; i < block->n_chars; i++) {
    guint end = i + 2;
    guint number;

    if (block->chars[i] == 0x300a) /* 《 */
      depth++;
    else if (block->chars[i] == 0x300b && depth > 0) /* 》 */
      depth--;
    if (depth > 0 || i == 0 || !is_word_at (block, i) ||
        g_utf8_strchr (before, -1, block->chars[i - 1]) == NULL)
      continue;
    number = read_number (block, &end);
    if (n_there == 0) {
      gb_check_report (run, &rules[MISSING], block, i, end - i, NULL, NULL,
                       N_ ("attach what the text points at: there is no attachment"), NULL);
      return;
    }
    if (number > n_there) {
      g_autofree char *count = g_strdup_printf ("%u", n_there);

      gb_check_report (run, &rules[REF], block, i, end - i, NULL, NULL,
                       N_ ("correct the number: there are %s attachments"), count, NULL);
    }
  }
}

static void
check_references (GbCheckRun *run, const Annexes *self)
{
  guint n_there = MAX (self->listed->len,
                       MAX (gb_document_get_attachments (run->document)->len, self->titles->len));
  gboolean is_official = (GB_CHECK_OFFICIAL & GB_CHECK_KIND (run->kind)) != 0;

  if (n_there == 0 && !is_official)
    return;
  for (guint i = 0; i < run->blocks->len; i++) {
    const GbCheckBlock *block = g_ptr_array_index (run->blocks, i);

    if (block == self->first_part)
      return;
    if (block->id != NULL && !block->is_quoted && (block->features & GB_HAS_HAN) != 0 &&
        strstr (block->text, "附件") != NULL && !has_link (block->node))
      check_references_in (run, block, n_there);
  }
}

static void
check_document (GbCheckRun *run)
{
  Annexes annexes = { .listed = g_array_new (FALSE, FALSE, sizeof (Listed)),
                      .titles = g_ptr_array_new_with_free_func (g_free) };

  collect (&annexes, run->blocks);
  check_marks (run, &annexes);
  check_serials (run, &annexes);
  if (check_number (run, &annexes))
    check_names (run, &annexes);
  check_unlisted (run, &annexes);
  check_references (run, &annexes);
  g_array_unref (annexes.listed);
  g_ptr_array_unref (annexes.titles);
}

const GbRuleFamily gb_rules_annexes = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
  .check_document = check_document,
};
