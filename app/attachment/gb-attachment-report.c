/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Hands the text of an attachment to the rules for persons and secrets. The text is cut into pieces
 * of bounded size, tables with their heads, so that a list of half a million rows does not need
 * gigabytes; what is found twice is kept once. */

#define G_LOG_DOMAIN "gb-attachment"

#include "config.h"

#include "attachment/gb-attachment-report.h"

#include "attachment/gb-attachment-clean.h"
#include "attachment/gb-attachment-reader.h"
#include "check/gb-check-attachment.h"
#include "import/gb-import-error.h"

#include <string.h>

/* What the rules get at once. */
#define MAX_BLOCKS 4000
/* A longer line is looked at in pieces that overlap by more than what is looked for. */
#define PIECE_BYTES   8192
#define OVERLAP_BYTES 256
/* Rows before the head: title, number of the attachment, unit of the numbers. */
#define MAX_ROWS_BEFORE_HEAD 10
#define MAX_CELLS            512
/* Findings of one kind that are listed one by one; of the others there is the number. */
#define MAX_LISTED    100
#define CONTEXT_CHARS 16

typedef struct {
  const GbAttachmentContent *content;
  const char *digest;
  const char *name;
  GbCheckData *data;
  GCancellable *cancellable; /* (nullable) */
  GPtrArray *findings;       /* of GbFinding */
  GHashTable *known;  /* what was found in one place → its finding, or NULL when unlisted */
  GHashTable *counts; /* alike → how many, listed or not */

  GPtrArray *texts; /* of GbCheckBlock that are no cells */
  GPtrArray *cells; /* of GbCheckBlock: one table */
  guint n_blocks;   /* that were made */

  /* The table that is being read. */
  const char *sheet; /* (nullable) */
  GStrv head;        /* (nullable): its cells; %NULL before it was found */
  guint n_rows;      /* in cells */
  guint n_before;    /* rows that were taken for titles */
  gboolean is_table;
} Scan;

/* ───── What was found ───── */

static guint
find_part (const GbFinding *hit)
{
  return hit->block != NULL ? (guint)g_ascii_strtoull (hit->block, NULL, 10) : G_MAXUINT;
}

static void
set_words (GbAttachmentSpot *spot, const GbCheckBlock *block, const GbFinding *hit)
{
  guint start = MIN (hit->offset_chars, block->n_chars);
  guint end = MIN (hit->offset_chars + hit->length_chars, block->n_chars);
  guint before = start > CONTEXT_CHARS ? start - CONTEXT_CHARS : 0;
  guint after = MIN (end + CONTEXT_CHARS, block->n_chars);
  g_autofree char *words = gb_check_block_dup_piece (block, before, start - before);

  gb_attachment_spot_set_string (&spot->before, words);
  g_free (g_steal_pointer (&words));
  words = gb_check_block_dup_piece (block, start, end - start);
  gb_attachment_spot_set_string (&spot->text, words);
  g_free (g_steal_pointer (&words));
  words = gb_check_block_dup_piece (block, end, after - end);
  gb_attachment_spot_set_string (&spot->after, words);
}

/* NULL when it is known already, at the same level or a graver one. */
static char *
make_key (Scan *self, const GbFinding *hit, const GbCheckBlock *block, guint part)
{
  g_autofree char *text =
    gb_check_block_dup_piece (block, MIN (hit->offset_chars, block->n_chars),
                              MIN (hit->length_chars, block->n_chars - hit->offset_chars));
  /* The head of a table is looked at again with each piece of it. */
  gboolean is_of_table = block->row == 0 && block->role == GB_CHECK_ROLE_CELL;

  return g_strdup_printf ("%s %u %s", hit->rule, is_of_table ? G_MAXUINT - block->column : part,
                          text);
}

static const GbCheckBlock *
find_block (GPtrArray *blocks, const GbFinding *hit, guint *hint)
{
  for (guint n = 0; n < blocks->len; n++) {
    guint i = (*hint + n) % blocks->len;
    const GbCheckBlock *block = g_ptr_array_index (blocks, i);

    if (g_strcmp0 (block->id, hit->block) == 0) {
      *hint = i;
      return block;
    }
  }
  return NULL;
}

static void
add_hit (Scan *self, const GbFinding *hit, const GbCheckBlock *block)
{
  guint i = find_part (hit);
  const GbAttachmentPart *part = g_ptr_array_index (self->content->parts, i);
  g_autofree char *key = make_key (self, hit, block, i);
  GbFinding *known = NULL;
  gboolean is_known = g_hash_table_lookup_extended (self->known, key, NULL, (gpointer *)&known);
  GbAttachmentSpot *spot;
  GbFinding *finding;
  guint count;

  if (is_known) {
    if (known != NULL && known->level < hit->level)
      known->level = hit->level;
    return;
  }
  count = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, hit->alike)) + 1;
  g_hash_table_replace (self->counts, g_strdup (hit->alike), GUINT_TO_POINTER (count));
  if (count > MAX_LISTED) {
    g_hash_table_insert (self->known, g_steal_pointer (&key), NULL);
    return;
  }
  spot = gb_attachment_spot_new (self->digest, self->name);
  spot->place = part->place;
  spot->number = part->number;
  gb_attachment_spot_set_string (&spot->sheet, part->name);
  set_words (spot, block, hit);
  finding = gb_attachment_finding_new_hit (hit, spot);
  g_hash_table_insert (self->known, g_steal_pointer (&key), finding);
  g_ptr_array_add (self->findings, finding);
}

static void
look_at (Scan *self, GPtrArray *blocks)
{
  g_autoptr (GPtrArray) hits = NULL;
  guint hint = 0;

  if (blocks->len == 0)
    return;
  hits = gb_check_texts (blocks, self->data);
  for (guint i = 0; i < hits->len; i++) {
    const GbFinding *hit = g_ptr_array_index (hits, i);
    const GbCheckBlock *block = find_block (blocks, hit, &hint);

    if (block != NULL && find_part (hit) < self->content->parts->len)
      add_hit (self, hit, block);
  }
  g_ptr_array_set_size (blocks, 0);
}

/* ───── Blocks ───── */

/* Names the part, and is different for each block. */
static char *
make_id (Scan *self, guint part)
{
  return g_strdup_printf ("%u.%u", part, self->n_blocks++);
}

static void
add_text (Scan *self, guint part, const char *text, gsize length)
{
  while (length > 0) {
    g_autofree char *id = make_id (self, part);
    g_autofree char *piece = NULL;
    gsize n = MIN (length, PIECE_BYTES);

    while (n < length && n > PIECE_BYTES - 4 && ((guint8)text[n] & 0xc0) == 0x80)
      n--;
    piece = g_strndup (text, n);
    g_ptr_array_add (self->texts, gb_check_block_new (id, GB_CHECK_ROLE_PARAGRAPH, piece));
    if (self->texts->len >= MAX_BLOCKS)
      look_at (self, self->texts);
    if (n == length)
      return;
    n -= OVERLAP_BYTES;
    while (((guint8)text[n] & 0xc0) == 0x80)
      n--;
    text += n;
    length -= n;
  }
}

static void
add_cell (Scan *self, guint part, GbCheckRole role, guint row, guint column, const char *text)
{
  g_autofree char *id = make_id (self, part);
  GbCheckBlock *block;
  g_autofree char *piece = NULL;

  if (*text == '\0')
    return;
  piece = g_strndup (text, strnlen (text, PIECE_BYTES));
  if (!g_utf8_validate (piece, -1, NULL)) {
    char *valid = g_utf8_make_valid (piece, -1);

    g_free (piece);
    piece = valid;
  }
  block = gb_check_block_new (id, role, piece);
  block->table = 1;
  block->row = row;
  block->column = column;
  g_ptr_array_add (self->cells, block);
}

static void
add_cells (Scan *self, guint part, guint row, char **cells)
{
  for (guint i = 0; cells[i] != NULL && i < MAX_CELLS; i++)
    add_cell (self, part, GB_CHECK_ROLE_CELL, row, i, cells[i]);
}

/* What the list is about: the names of file and sheet are as good as a caption. */
static void
begin_table (Scan *self, const char *sheet)
{
  look_at (self, self->cells);
  g_clear_pointer (&self->head, g_strfreev);
  self->sheet = sheet;
  self->n_rows = 0;
  self->n_before = 0;
  self->is_table = TRUE;
}

static void
end_table (Scan *self)
{
  if (!self->is_table)
    return;
  begin_table (self, NULL);
  self->is_table = FALSE;
}

static guint
count_cells (char **cells)
{
  guint n = 0;

  for (guint i = 0; cells[i] != NULL; i++)
    n += *cells[i] != '\0';
  return n;
}

/* The head says what stands below it: names of columns, no numbers. */
static gboolean
is_head (char **cells)
{
  static const char *const words[] = { "姓名",     "序号", "身份证", "身份号码", "电话", "手机",
                                       "联系方式", "账号", "帐号",   "卡号",     "住址", "地址",
                                       "户主",     "学生", "金额",   "单位" };
  guint n = 0;

  for (guint i = 0; cells[i] != NULL; i++) {
    for (guint k = 0; k < G_N_ELEMENTS (words); k++) {
      if (strstr (cells[i], words[k]) != NULL && strlen (cells[i]) < 60) {
        n++;
        break;
      }
    }
  }
  return n >= 2 || (n == 1 && count_cells (cells) >= 2);
}

/* A piece of a table begins with what names it. */
static void
add_head (Scan *self, guint part)
{
  add_cell (self, part, GB_CHECK_ROLE_CAPTION, 0, 0, self->name);
  if (self->sheet != NULL)
    add_cell (self, part, GB_CHECK_ROLE_CAPTION, 0, 1, self->sheet);
  add_cells (self, part, 0, self->head);
  self->n_rows = 1;
}

/* cells: (transfer full) */
static void
add_row (Scan *self, guint part, char **cells)
{
  g_auto (GStrv) row = cells;

  if (self->head == NULL) {
    g_autofree char *title = g_strjoinv (" | ", row);

    if (!is_head (row) && self->n_before < MAX_ROWS_BEFORE_HEAD) {
      self->n_before++;
      add_text (self, part, title, strlen (title));
      return;
    }
    self->head = g_steal_pointer (&row);
    add_head (self, part);
    return;
  }
  if (self->cells->len >= MAX_BLOCKS) {
    look_at (self, self->cells);
    add_head (self, part);
  }
  add_cells (self, part, self->n_rows++, row);
}

/* ───── Parts ───── */

/* Columns of a page stand apart by two spaces or more, or by tabs. */
static char **
split_columns (const char *line, gsize length)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  const char *end = line + length;

  while (line < end) {
    const char *start;

    while (line < end && (*line == ' ' || *line == '\t'))
      line++;
    start = line;
    while (line < end && *line != '\t' && !(*line == ' ' && line + 1 < end && line[1] == ' '))
      line++;
    if (line > start && cells->len < MAX_CELLS)
      g_ptr_array_add (cells, g_strndup (start, (gsize)(line - start)));
  }
  g_ptr_array_add (cells, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&cells), FALSE);
}

/* Each line is looked at as it is, and as a row of a table if it may be one: only a head with words
 * that name what stands below it makes a table of lines. */
static void
take_line (Scan *self, guint part, const char *line, gsize length)
{
  g_auto (GStrv) cells = NULL;

  add_text (self, part, line, length);
  cells = split_columns (line, MIN (length, PIECE_BYTES));
  if (g_strv_length (cells) < 2)
    return;
  if (is_head (cells)) {
    begin_table (self, NULL);
    self->head = g_steal_pointer (&cells);
    add_head (self, part);
  } else if (self->head != NULL) {
    add_row (self, part, g_steal_pointer (&cells));
  }
}

static void
take_lines (Scan *self, guint part, const char *text)
{
  while (*text != '\0') {
    gsize length = strcspn (text, "\n");

    if (length > 0)
      take_line (self, part, text, length);
    text += length + (text[length] == '\n' ? 1 : 0);
  }
}

static void
take_part (Scan *self, guint i, const GbAttachmentPart *part, const GbAttachmentPart *last)
{
  switch (part->place) {
  case GB_ATTACHMENT_PLACE_ROW:
    if (last == NULL || last->place != GB_ATTACHMENT_PLACE_ROW ||
        g_strcmp0 (last->name, part->name) != 0 || last->number >= part->number)
      begin_table (self, part->name);
    add_row (self, i, g_strsplit (part->text, "\t", MAX_CELLS + 1));
    break;
  case GB_ATTACHMENT_PLACE_PAGE:
  case GB_ATTACHMENT_PLACE_LINE:
    if (last == NULL || last->place != part->place)
      end_table (self);
    take_lines (self, i, part->text);
    break;
  case GB_ATTACHMENT_PLACE_PARAGRAPH:
  case GB_ATTACHMENT_PLACE_SLIDE:
  case GB_ATTACHMENT_PLACE_COMMENT:
  case GB_ATTACHMENT_PLACE_DRAWING:
  case GB_ATTACHMENT_PLACE_FILE:
  default:
    end_table (self);
    add_text (self, i, part->text, strlen (part->text));
  }
}

/* The number of those that are not listed stands behind the last one that is. */
static void
add_more (Scan *self)
{
  for (guint i = self->findings->len; i > 0; i--) {
    const GbFinding *last = g_ptr_array_index (self->findings, i - 1);
    g_autofree char *alike = g_strndup (last->alike, strcspn (last->alike, "@"));
    guint count = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, alike));

    if (count <= MAX_LISTED)
      continue;
    g_hash_table_remove (self->counts, alike);
    g_ptr_array_insert (
      self->findings, (gint)i,
      gb_attachment_finding_new_more (last, count - MAX_LISTED,
                                      gb_attachment_spot_new (self->digest, self->name)));
  }
}

static gboolean
scan_texts (Scan *self, GError **error)
{
  const GbAttachmentPart *last = NULL;

  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->texts = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_check_block_free);
  self->cells = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_check_block_free);
  for (guint i = 0; i < self->content->parts->len; i++) {
    const GbAttachmentPart *part = g_ptr_array_index (self->content->parts, i);

    if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
      return FALSE;
    take_part (self, i, part, last);
    last = part;
  }
  look_at (self, self->texts);
  look_at (self, self->cells);
  add_more (self);
  return TRUE;
}

static void
scan_clear (Scan *self)
{
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->counts, g_hash_table_unref);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_clear_pointer (&self->head, g_strfreev);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scan, scan_clear)

/* ───── Troubles ───── */

static void
add_trouble (Scan *self, GbAttachmentTrouble trouble, const char *detail)
{
  GbFinding *finding = gb_attachment_finding_new_trouble (
    trouble, detail, gb_attachment_spot_new (self->digest, self->name), self->data);

  if (finding != NULL)
    g_ptr_array_add (self->findings, finding);
}

static void
add_traits (Scan *self, const GbAttachmentContent *content)
{
  static const struct {
    GbAttachmentTraits trait;
    GbAttachmentTrouble trouble;
  } troubles[] = {
    { GB_ATTACHMENT_IS_PROTECTED, GB_ATTACHMENT_TROUBLE_PROTECTED },
    { GB_ATTACHMENT_HAS_MACROS, GB_ATTACHMENT_TROUBLE_MACROS },
    { GB_ATTACHMENT_HAS_CHANGES, GB_ATTACHMENT_TROUBLE_CHANGES },
    { GB_ATTACHMENT_HAS_COMMENTS, GB_ATTACHMENT_TROUBLE_COMMENTS },
    { GB_ATTACHMENT_HAS_HIDDEN, GB_ATTACHMENT_TROUBLE_HIDDEN },
    { GB_ATTACHMENT_HAS_EMBEDDED, GB_ATTACHMENT_TROUBLE_EMBEDDED },
    { GB_ATTACHMENT_HAS_SCRIPT, GB_ATTACHMENT_TROUBLE_SCRIPT },
    { GB_ATTACHMENT_HAS_AUTHOR, GB_ATTACHMENT_TROUBLE_AUTHOR },
    { GB_ATTACHMENT_IS_ARCHIVE, GB_ATTACHMENT_TROUBLE_ARCHIVE },
    { GB_ATTACHMENT_IS_PICTURE, GB_ATTACHMENT_TROUBLE_PICTURE },
    { GB_ATTACHMENT_IS_OLD, GB_ATTACHMENT_TROUBLE_OLD },
    { GB_ATTACHMENT_IS_OTHER, GB_ATTACHMENT_TROUBLE_OTHER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (troubles); i++) {
    if ((content->traits & troubles[i].trait) != 0)
      add_trouble (self, troubles[i].trouble,
                   troubles[i].trait == GB_ATTACHMENT_HAS_AUTHOR ? content->author : NULL);
  }
  if (content->is_cut)
    add_trouble (self, GB_ATTACHMENT_TROUBLE_TOO_LARGE, NULL);
}

static void
add_error (Scan *self, const GError *error)
{
  GbAttachmentTrouble trouble = GB_ATTACHMENT_TROUBLE_DAMAGED;

  if (g_error_matches (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_PROTECTED))
    trouble = GB_ATTACHMENT_TROUBLE_PROTECTED;
  else if (g_error_matches (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_TOO_LARGE))
    trouble = GB_ATTACHMENT_TROUBLE_TOO_LARGE;
  else if (g_error_matches (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_CONVERTER_SLOW))
    trouble = GB_ATTACHMENT_TROUBLE_SLOW;
  else if (g_error_matches (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_NO_CONVERTER))
    trouble = GB_ATTACHMENT_TROUBLE_NO_READER;
  g_debug ("%s", error->message);
  add_trouble (self, trouble, NULL);
}

static int
compare_levels (gconstpointer a, gconstpointer b)
{
  const GbFinding *finding_a = *(GbFinding *const *)a;
  const GbFinding *finding_b = *(GbFinding *const *)b;

  return (int)finding_b->level - (int)finding_a->level;
}

static gboolean
is_looked_at (const GbAttachmentContent *content)
{
  return !content->is_cut &&
         (content->traits &
          (GB_ATTACHMENT_IS_PROTECTED | GB_ATTACHMENT_IS_PICTURE | GB_ATTACHMENT_IS_ARCHIVE |
           GB_ATTACHMENT_IS_OLD | GB_ATTACHMENT_IS_OTHER)) == 0;
}

/**
 * gb_attachment_report_new:
 * @file: a file
 * @digest: the digest of the blob, "" for a file that belongs to no document
 * @name: its name for people, with its ending
 * @data: what the rules know
 * @cancellable: (nullable): a cancellable
 * @error: return location for a %G_IO_ERROR
 *
 * Reads @file and runs the rules for persons and secrets over its text.
 *
 * Returns: (transfer full): what was found, or %NULL if @file is not there or @cancellable was
 *   triggered
 */
GbAttachmentReport *
gb_attachment_report_new (GFile *file,
                          const char *digest,
                          const char *name,
                          GbCheckData *data,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GbAttachmentReport) self = g_atomic_rc_box_new0 (GbAttachmentReport);
  g_autoptr (GbAttachmentContent) content = NULL;
  g_auto (Scan) scan = { 0 };

  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_finding_free);
  content = gb_attachment_read (file, name, cancellable, &local_error);
  if (content == NULL && local_error->domain == G_IO_ERROR) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return NULL;
  }
  scan.content = content;
  scan.digest = digest;
  scan.name = name;
  scan.data = data;
  scan.cancellable = cancellable;
  scan.findings = self->findings;
  if (content == NULL) {
    add_error (&scan, local_error);
    return g_steal_pointer (&self);
  }
  if (!scan_texts (&scan, error))
    return NULL;
  add_traits (&scan, content);
  g_ptr_array_sort (self->findings, compare_levels);
  self->is_looked_at = is_looked_at (content);
  self->can_clean = gb_attachment_can_clean (content);
  return g_steal_pointer (&self);
}

GbAttachmentReport *
gb_attachment_report_ref (GbAttachmentReport *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_report (gpointer data)
{
  GbAttachmentReport *self = data;

  g_clear_pointer (&self->findings, g_ptr_array_unref);
}

void
gb_attachment_report_unref (GbAttachmentReport *self)
{
  g_atomic_rc_box_release_full (self, clear_report);
}
