/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The writer collects what a reader finds as blocks, and makes a document of them at the end, when
 * it can be seen what belongs together. It owns everything it was given, belongs to one thread, and
 * is used by the readers of this folder. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-writer.h"

#include "document/gb-digest.h"
#include "document/gb-document-error.h"
#include "document/gb-text.h"
#include "import/gb-import-widths.h"

#include <string.h>

/* So far from the start a title can stand. */
#define MAX_HEAD_BLOCKS 30
/* What no line of a page can be: so long, and no decoration. */
#define NO_LINE_CHARS 400
/* Of one paragraph; no person writes so many, and validation compares each with all others. */
#define MAX_RUNS 4000
/* Of the schema. */
#define MAX_ALT_CHARS   500
#define MAX_FIELD_CHARS 500

typedef struct {
  guint number;      /* 0 until it is referred to */
  GPtrArray *blocks; /* (owned), of GbImportBlock */
} Footnote;

struct _GbImportWriter {
  /* Owned */
  GPtrArray *blocks; /* of GbImportBlock: the body */
  GPtrArray *dropped;
  GPtrArray *images;
  GHashTable *digests;      /* of the images */
  GHashTable *addresses;    /* given address to the one that is written, "" for none */
  GStringChunk *strings;    /* owns addresses */
  GHashTable *footnotes;    /* key to Footnote */
  GPtrArray *footnote_list; /* (owned container), borrowed Footnote in the order of their numbers */
  GPtrArray *figures;       /* (owned content): they wait for the end of a list or table */
  GPtrArray *own_figures;   /* (owned content): those of the open paragraph */
  GbMetadata *metadata;
  GbImportBlock *open;  /* (nullable): the paragraph that is written */
  GbImportBlock *table; /* (nullable) */

  /* Borrowed */
  GbImportPictureFunc prepare;
  GPtrArray *row;     /* (nullable) of the table */
  GbImportCell *cell; /* (nullable) of the row, or the last one */
  Footnote *footnote; /* (nullable): the one that is written */

  guint table_depth;
  guint quote_depth;
  guint line;
  guint content_first; /* index of a block */
  double image_share;  /* of the next image, in per cent; 0 if it is not known */
  gboolean has_new_cell;
};

static void
footnote_free (Footnote *footnote)
{
  g_ptr_array_unref (footnote->blocks);
  g_free (footnote);
}

static void
import_image_free (GbImportImage *image)
{
  g_free (image->digest);
  g_free (image->type);
  g_bytes_unref (image->bytes);
  g_clear_pointer (&image->original, g_bytes_unref);
  g_free (image);
}

/* ───── Where blocks go ───── */

static void
add_to_caption (GbImportWriter *self, GbImportBlock *block)
{
  if (self->table->runs->len > 0)
    _gb_import_runs_add (self->table->runs, NULL, 0, GB_IMPORT_MARK_NONE, NULL);
  g_ptr_array_extend_and_steal (self->table->runs, g_ptr_array_ref (block->runs));
  block->runs = _gb_import_runs_new ();
  _gb_import_block_free (block);
}

static void
move_figures (GPtrArray *from, GPtrArray *to)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, g_ptr_array_index (from, i));
  g_ptr_array_set_size (from, 0);
}

static gboolean
is_item (const GbImportBlock *block)
{
  return block->type == GB_IMPORT_BLOCK_TEXT && block->style.list != GB_IMPORT_LIST_NONE;
}

static void
add_to_body (GbImportWriter *self, GbImportBlock *block)
{
  if (!is_item (block))
    move_figures (self->figures, self->blocks);
  g_ptr_array_add (self->blocks, block);
}

/* block: (transfer full) */
static void
add_block (GbImportWriter *self, GbImportBlock *block)
{
  if (self->footnote != NULL)
    g_ptr_array_add (self->footnote->blocks, block);
  else if (self->table == NULL)
    add_to_body (self, block);
  else if (self->cell != NULL)
    g_ptr_array_add (self->cell->blocks, block);
  else
    add_to_caption (self, block);
}

static void
settle_style (GbImportWriter *self, GbImportBlock *block)
{
  if (self->footnote != NULL || self->table != NULL) {
    block->style.role = GB_IMPORT_ROLE_NONE;
    block->style.heading = 0;
    block->style.looks_like_heading = 0;
  }
  if (block->label == NULL && block->style.list == GB_IMPORT_LIST_AUTO)
    block->style.list = GB_IMPORT_LIST_NONE;
  _gb_import_list_settle_label (block);
}

/* ───── Addresses ───── */

#define HOST "[^\\s\"<>/?#@:]+"
#define ADDRESS_PATTERN                                                                            \
  "^(?:https?://" HOST "(?::[0-9]{1,5})?(?:[/?#][^\\s\"<>]*)?"                                     \
  "|mailto:[^\\s\"<>@]+@[^\\s\"<>@]+|tel:\\+?[0-9\\-]{3,20}"                                       \
  "|document:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$"
#define MAX_ADDRESS_BYTES 2000

static gboolean
is_address (const char *address)
{
  g_autofree char *host = NULL;

  if (strlen (address) > MAX_ADDRESS_BYTES || gb_text_find_forbidden (address) != NULL ||
      !g_regex_match_simple (ADDRESS_PATTERN, address, G_REGEX_DOLLAR_ENDONLY, 0))
    return FALSE;
  return !g_str_has_prefix (address, "http") ||
         (g_uri_split (address, G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_ENCODED, NULL, NULL, &host,
                       NULL, NULL, NULL, NULL, NULL) &&
          host != NULL && *host != '\0');
}

static char *
complete_address (const char *href)
{
  g_autoptr (GString) address = g_string_new (NULL);
  g_autofree char *trimmed = g_strstrip (g_strdup (href));
  char *colon;

  for (const char *p = trimmed; *p != '\0'; p++) {
    if (*p == ' ')
      g_string_append (address, "%20");
    else if (*p != '\n' && *p != '\r' && *p != '\t')
      g_string_append_c (address, *p);
  }
  /* Schemes are of any case, those of a document small. */
  colon = strchr (address->str, ':');
  for (char *p = address->str; colon != NULL && p < colon; p++)
    *p = g_ascii_tolower (*p);
  return g_string_free (g_steal_pointer (&address), FALSE);
}

/* NULL for none: an anchor inside the source leads nowhere, any other scheme is noted. */
static const char *
find_address (GbImportWriter *self, const char *href)
{
  const char *known;
  const char *written = "";
  g_autofree char *address = NULL;

  if (href == NULL || *href == '\0' || *href == '#')
    return NULL;
  known = g_hash_table_lookup (self->addresses, href);
  if (known == NULL) {
    address = complete_address (href);
    if (is_address (address))
      written = g_string_chunk_insert_const (self->strings, address);
    else
      _gb_import_writer_drop (self, GB_IMPORT_DROPPED_ADDRESS, href);
    known = written;
    g_hash_table_insert (self->addresses, g_strdup (href), (gpointer)written);
  }
  return *known != '\0' ? known : NULL;
}

/* ───── Life ───── */

GbImportWriter *
_gb_import_writer_new (GbImportPictureFunc prepare)
{
  GbImportWriter *self = g_new0 (GbImportWriter, 1);

  self->prepare = prepare != NULL ? prepare : gb_import_strip_picture;
  self->blocks = _gb_import_blocks_new ();
  self->figures = g_ptr_array_new ();
  self->own_figures = g_ptr_array_new ();
  self->dropped = _gb_import_notes_new ();
  self->images = g_ptr_array_new_with_free_func ((GDestroyNotify)import_image_free);
  self->digests = g_hash_table_new (g_str_hash, g_str_equal);
  self->addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->strings = g_string_chunk_new (256);
  self->footnotes =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)footnote_free);
  self->footnote_list = g_ptr_array_new ();
  self->metadata = gb_metadata_new ();
  return self;
}

void
_gb_import_writer_free (GbImportWriter *self)
{
  move_figures (self->own_figures, self->blocks);
  move_figures (self->figures, self->blocks);
  g_ptr_array_unref (self->figures);
  g_ptr_array_unref (self->own_figures);
  g_clear_pointer (&self->open, _gb_import_block_free);
  g_clear_pointer (&self->table, _gb_import_block_free);
  g_ptr_array_unref (self->blocks);
  g_clear_pointer (&self->dropped, g_ptr_array_unref);
  g_clear_pointer (&self->images, g_ptr_array_unref);
  g_hash_table_unref (self->digests);
  g_hash_table_unref (self->addresses);
  g_string_chunk_free (self->strings);
  g_ptr_array_unref (self->footnote_list);
  g_hash_table_unref (self->footnotes);
  g_object_unref (self->metadata);
  g_free (self);
}

void
_gb_import_writer_set_line (GbImportWriter *self, guint line)
{
  self->line = line;
}

void
_gb_import_writer_drop (GbImportWriter *self, const char *reason, const char *text)
{
  _gb_import_drop (self->dropped, self->line, reason, text);
}

GPtrArray *
_gb_import_writer_get_notes (GbImportWriter *self)
{
  return self->dropped;
}

void
_gb_import_writer_set_field (GbImportWriter *self, const char *field, const char *value)
{
  g_autofree char *line = gb_text_clean_line (value);

  g_strstrip (line);
  if (g_utf8_strlen (line, -1) > MAX_FIELD_CHARS)
    return;
  if (strcmp (field, "source-url") == 0 && (!is_address (line) || !g_str_has_prefix (line, "http")))
    return;
  if (strcmp (field, "originally-published") == 0 &&
      !g_regex_match_simple ("^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}$", line,
                             G_REGEX_DOLLAR_ENDONLY, 0))
    return;
  gb_metadata_set (self->metadata, field, line);
}

void
_gb_import_writer_begin_content (GbImportWriter *self)
{
  _gb_import_writer_end_paragraph (self);
  self->content_first = self->blocks->len;
}

/* ───── Paragraphs ───── */

void
_gb_import_writer_begin_paragraph (GbImportWriter *self, const GbImportParagraph *paragraph)
{
  _gb_import_writer_end_paragraph (self);
  self->open = _gb_import_block_new (GB_IMPORT_BLOCK_TEXT, self->line);
  self->open->style = *paragraph;
  self->open->label = g_strdup (paragraph->label);
  self->open->style.label = NULL;
  self->open->is_quoted = self->quote_depth > 0;
}

void
_gb_import_writer_end_paragraph (GbImportWriter *self)
{
  g_autoptr (GbImportBlock) block = g_steal_pointer (&self->open);
  gboolean is_in_body;

  if (block == NULL)
    return;
  if (_gb_import_runs_normalize (block->runs)) {
    g_autofree char *text = _gb_import_runs_dup_text (block->runs);

    _gb_import_drop (self->dropped, block->line, GB_IMPORT_DROPPED_CHARACTER, text);
  }
  is_in_body = self->table == NULL && self->footnote == NULL;
  if (block->runs->len > 0) {
    settle_style (self, block);
    is_in_body = is_in_body && !is_item (block);
    add_block (self, g_steal_pointer (&block));
  } else {
    is_in_body = is_in_body && !is_item (block);
  }
  if (is_in_body)
    move_figures (self->own_figures, self->blocks);
  else
    move_figures (self->own_figures, self->figures);
}

/* A paragraph that goes on for ever is none: what comes goes into the next one. */
static void
ensure_paragraph (GbImportWriter *self)
{
  GbImportParagraph style = { 0 };

  if (self->open != NULL && self->open->runs->len < MAX_RUNS)
    return;
  if (self->open != NULL) {
    style = self->open->style;
    if (style.list != GB_IMPORT_LIST_NONE)
      style.list = GB_IMPORT_LIST_CONTINUED;
  }
  _gb_import_writer_begin_paragraph (self, &style);
}

void
_gb_import_writer_add_text (GbImportWriter *self,
                            const char *text,
                            gssize length,
                            GbImportMarks marks,
                            const char *href)
{
  const char *address = find_address (self, href);

  if (length == 0 || *text == '\0')
    return;
  ensure_paragraph (self);
  /* A reader of a document sees links by their own look. */
  if (address != NULL)
    marks &= ~GB_IMPORT_MARK_U;
  if (marks & GB_IMPORT_MARK_SUP)
    marks &= ~GB_IMPORT_MARK_SUB;
  _gb_import_runs_add (self->open->runs, text, length, marks, address);
}

void
_gb_import_writer_add_break (GbImportWriter *self)
{
  ensure_paragraph (self);
  _gb_import_runs_add (self->open->runs, NULL, 0, GB_IMPORT_MARK_NONE, NULL);
}

static char *
clean_alt (const char *alt)
{
  g_autofree char *line = gb_text_clean_line (alt != NULL ? alt : "");

  g_strstrip (line);
  return g_utf8_strlen (line, -1) > MAX_ALT_CHARS ? g_utf8_substring (line, 0, MAX_ALT_CHARS)
                                                  : g_steal_pointer (&line);
}

/* Returns the digest, which lives as long as the writer, or NULL. */
static const char *
keep_image (GbImportWriter *self, GBytes *bytes, guint *out_width, GError **error)
{
  const char *type = NULL;
  g_autoptr (GBytes) original = NULL;
  g_autoptr (GBytes) prepared = self->prepare (bytes, &type, &original, error);
  g_autofree char *digest = NULL;
  GbImportImage *image;
  const char *known;

  if (prepared == NULL)
    return NULL;
  *out_width = _gb_import_picture_get_width (prepared);
  digest = gb_digest_bytes (prepared);
  known = g_hash_table_lookup (self->digests, digest);
  if (known != NULL)
    return known;
  image = g_new0 (GbImportImage, 1);
  image->digest = g_steal_pointer (&digest);
  image->type = g_strdup (type);
  image->bytes = g_steal_pointer (&prepared);
  image->original = g_steal_pointer (&original);
  g_ptr_array_add (self->images, image);
  g_hash_table_insert (self->digests, image->digest, image->digest);
  return image->digest;
}

void
_gb_import_writer_set_image_share (GbImportWriter *self, double per_cent)
{
  self->image_share = per_cent;
}

void
_gb_import_writer_add_image (GbImportWriter *self, GBytes *bytes, const char *alt)
{
  _gb_import_writer_add_named_image (self, bytes, alt, NULL);
}

void
_gb_import_writer_add_named_image (GbImportWriter *self,
                                   GBytes *bytes,
                                   const char *alt,
                                   const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *words = clean_alt (alt);
  guint natural = 0;
  const char *digest = keep_image (self, bytes, &natural, &error);
  const double share = self->image_share;
  GbImportBlock *block;

  self->image_share = 0;
  if (digest == NULL) {
    _gb_import_writer_drop (self, GB_IMPORT_DROPPED_IMAGE,
                            *words != '\0' ? words
                            : name != NULL ? name
                                           : error->message);
    return;
  }
  block = _gb_import_block_new (GB_IMPORT_BLOCK_FIGURE, self->line);
  block->digest = g_strdup (digest);
  block->alt = g_steal_pointer (&words);
  block->share = _gb_import_widths_share (share, natural);
  if (self->open != NULL)
    g_ptr_array_add (self->own_figures, block);
  else if (self->table != NULL || self->footnote != NULL)
    g_ptr_array_add (self->figures, block);
  else
    add_to_body (self, block);
}

void
_gb_import_writer_add_rule (GbImportWriter *self)
{
  _gb_import_writer_end_paragraph (self);
  if (self->table == NULL && self->footnote == NULL)
    add_to_body (self, _gb_import_block_new (GB_IMPORT_BLOCK_RULE, self->line));
}

void
_gb_import_writer_begin_quote (GbImportWriter *self)
{
  _gb_import_writer_end_paragraph (self);
  self->quote_depth++;
}

void
_gb_import_writer_end_quote (GbImportWriter *self)
{
  _gb_import_writer_end_paragraph (self);
  if (self->quote_depth > 0)
    self->quote_depth--;
}

/* ───── Tables ───── */

static gboolean
is_outer_table (GbImportWriter *self)
{
  return self->table != NULL && self->footnote == NULL && self->table_depth == 1;
}

void
_gb_import_writer_begin_table (GbImportWriter *self)
{
  _gb_import_writer_end_paragraph (self);
  self->table_depth++;
  if (self->table_depth > 1 || self->footnote != NULL)
    return;
  /* Those of a list that ends here. */
  move_figures (self->figures, self->blocks);
  self->table = _gb_import_block_new (GB_IMPORT_BLOCK_TABLE, self->line);
  self->table->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  self->table->is_quoted = FALSE;
  self->row = NULL;
  self->cell = NULL;
}

void
_gb_import_writer_add_column (GbImportWriter *self, double width)
{
  if (!is_outer_table (self))
    return;
  if (self->table->columns == NULL)
    self->table->columns = g_array_new (FALSE, FALSE, sizeof (double));
  if (self->table->columns->len < GB_IMPORT_MAX_COLUMNS)
    g_array_append_val (self->table->columns, width);
}

void
_gb_import_writer_begin_row (GbImportWriter *self)
{
  _gb_import_writer_end_paragraph (self);
  if (!is_outer_table (self))
    return;
  self->row = _gb_import_row_new ();
  g_ptr_array_add (self->table->rows, self->row);
}

void
_gb_import_writer_begin_cell (GbImportWriter *self,
                              guint colspan,
                              guint rowspan,
                              gboolean is_header)
{
  _gb_import_writer_end_paragraph (self);
  if (!is_outer_table (self))
    return;
  if (self->row == NULL)
    _gb_import_writer_begin_row (self);
  /* What stands beyond the last column joins what stands in it. */
  self->has_new_cell = self->row->len < GB_IMPORT_MAX_COLUMNS;
  if (!self->has_new_cell)
    return;
  self->cell = _gb_import_cell_new (colspan, rowspan, is_header);
  g_ptr_array_add (self->row, self->cell);
}

void
_gb_import_writer_set_cell_width (GbImportWriter *self, double width)
{
  if (is_outer_table (self) && self->cell != NULL && self->has_new_cell)
    self->cell->width = width;
}

void
_gb_import_writer_end_cell (GbImportWriter *self)
{
  _gb_import_writer_end_paragraph (self);
}

void
_gb_import_writer_end_row (GbImportWriter *self)
{
  _gb_import_writer_end_paragraph (self);
  if (is_outer_table (self))
    self->row = NULL;
}

static gboolean
has_text (const GbImportBlock *table)
{
  for (guint r = 0; r < table->rows->len; r++) {
    GPtrArray *row = g_ptr_array_index (table->rows, r);

    for (guint i = 0; i < row->len; i++) {
      if (((GbImportCell *)g_ptr_array_index (row, i))->blocks->len > 0)
        return TRUE;
    }
  }
  return FALSE;
}

static GbImportCell *
get_only_cell (const GbImportBlock *table)
{
  GbImportCell *only = NULL;

  for (guint r = 0; r < table->rows->len; r++) {
    GPtrArray *row = g_ptr_array_index (table->rows, r);

    if (row->len > 1 || (row->len == 1 && only != NULL))
      return NULL;
    if (row->len == 1)
      only = g_ptr_array_index (row, 0);
  }
  return only;
}

static void
add_caption_as_text (GbImportWriter *self, GbImportBlock *table)
{
  GbImportBlock *block;

  if (table->runs->len == 0)
    return;
  block = _gb_import_block_new (GB_IMPORT_BLOCK_TEXT, table->line);
  g_ptr_array_unref (block->runs);
  block->runs = table->runs;
  table->runs = _gb_import_runs_new ();
  add_to_body (self, block);
}

/* A frame around text, or a layout, is no table. */
static void
add_table (GbImportWriter *self, GbImportBlock *table)
{
  g_autoptr (GbImportBlock) owned = table;
  GbImportCell *only = get_only_cell (table);

  if (only == NULL && has_text (table)) {
    add_to_body (self, g_steal_pointer (&owned));
    return;
  }
  add_caption_as_text (self, table);
  for (guint i = 0; only != NULL && i < only->blocks->len; i++)
    add_to_body (self, g_ptr_array_index (only->blocks, i));
  if (only != NULL) {
    g_ptr_array_set_free_func (only->blocks, NULL);
    g_ptr_array_set_size (only->blocks, 0);
  }
}

void
_gb_import_writer_end_table (GbImportWriter *self)
{
  g_autoptr (GPtrArray) own = NULL;

  _gb_import_writer_end_paragraph (self);
  if (self->table_depth == 0)
    return;
  self->table_depth--;
  if (self->table_depth > 0 || self->table == NULL || self->footnote != NULL)
    return;
  own = self->figures;
  self->figures = g_ptr_array_new ();
  self->row = NULL;
  self->cell = NULL;
  add_table (self, g_steal_pointer (&self->table));
  move_figures (own, self->blocks);
}

/* ───── Footnotes ───── */

static Footnote *
find_footnote (GbImportWriter *self, const char *key)
{
  Footnote *footnote = g_hash_table_lookup (self->footnotes, key);

  if (footnote == NULL) {
    footnote = g_new0 (Footnote, 1);
    footnote->blocks = _gb_import_blocks_new ();
    g_hash_table_insert (self->footnotes, g_strdup (key), footnote);
  }
  return footnote;
}

static void
number_footnote (GbImportWriter *self, Footnote *footnote)
{
  if (footnote->number > 0)
    return;
  g_ptr_array_add (self->footnote_list, footnote);
  footnote->number = self->footnote_list->len;
}

void
_gb_import_writer_add_footnote_reference (GbImportWriter *self, const char *key)
{
  Footnote *footnote = find_footnote (self, key);
  g_autofree char *mark = NULL;

  number_footnote (self, footnote);
  mark = g_strdup_printf ("[%u]", footnote->number);
  _gb_import_writer_add_text (self, mark, -1, GB_IMPORT_MARK_SUP, NULL);
}

void
_gb_import_writer_begin_footnote (GbImportWriter *self, const char *key)
{
  _gb_import_writer_end_paragraph (self);
  self->footnote = find_footnote (self, key);
}

void
_gb_import_writer_end_footnote (GbImportWriter *self)
{
  _gb_import_writer_end_paragraph (self);
  self->footnote = NULL;
}

static void
add_footnotes (GbImportWriter *self)
{
  GHashTableIter iter;
  Footnote *footnote;

  /* One that nothing refers to is text all the same. */
  g_hash_table_iter_init (&iter, self->footnotes);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&footnote)) {
    if (footnote->blocks->len > 0)
      number_footnote (self, footnote);
  }
  for (guint i = 0; i < self->footnote_list->len; i++) {
    footnote = g_ptr_array_index (self->footnote_list, i);
    if (footnote->blocks->len > 0) {
      g_autofree char *mark = g_strdup_printf ("[%u] ", footnote->number);
      GbImportBlock *first = g_ptr_array_index (footnote->blocks, 0);

      _gb_import_runs_prepend (first->runs, mark, GB_IMPORT_MARK_NONE);
    }
    g_ptr_array_extend_and_steal (self->blocks, footnote->blocks);
    footnote->blocks = _gb_import_blocks_new ();
  }
}

/* ───── The document ───── */

static void
close_everything (GbImportWriter *self)
{
  _gb_import_writer_end_footnote (self);
  while (self->table_depth > 0)
    _gb_import_writer_end_table (self);
  move_figures (self->figures, self->blocks);
}

static gboolean
is_title (GPtrArray *blocks, guint i)
{
  const GbImportBlock *block = g_ptr_array_index (blocks, i);

  return block->type == GB_IMPORT_BLOCK_TEXT && block->style.role == GB_IMPORT_ROLE_TITLE;
}

/* Takes the title out of the text: (transfer full) (nullable). */
static char *
take_title (GPtrArray *blocks, guint *content_first)
{
  GString *title = g_string_new (NULL);
  guint first = 0;
  guint n_lines = 0;

  while (first < MIN (blocks->len, MAX_HEAD_BLOCKS) && !is_title (blocks, first))
    first++;
  while (first + n_lines < MIN (blocks->len, MAX_HEAD_BLOCKS) &&
         is_title (blocks, first + n_lines)) {
    const GbImportBlock *block = g_ptr_array_index (blocks, first + n_lines);
    g_autofree char *text = _gb_import_runs_dup_text (block->runs);

    for (const char *p = text; *p != '\0'; p++) {
      if (*p != '\n')
        g_string_append_c (title, *p);
    }
    n_lines++;
  }
  if (n_lines == 0 || g_utf8_strlen (title->str, -1) > MAX_FIELD_CHARS)
    return g_string_free (title, TRUE);
  g_ptr_array_remove_range (blocks, first, n_lines);
  *content_first -= MIN (*content_first, first < *content_first ? n_lines : 0);
  return g_string_free (title, FALSE);
}

static void
import_line_free (GbImportLine *line)
{
  g_free (line->text);
  g_free (line);
}

/* What gb-import-page.c looks at: one line for each block. */
static GPtrArray *
make_lines (GPtrArray *blocks)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify)import_line_free);

  for (guint i = 0; i < blocks->len; i++) {
    const GbImportBlock *block = g_ptr_array_index (blocks, i);
    GbImportLine *line = g_new0 (GbImportLine, 1);

    line->number = block->line;
    line->text = block->type == GB_IMPORT_BLOCK_TEXT ? _gb_import_runs_dup_text (block->runs)
                                                     : g_strnfill (NO_LINE_CHARS, 'x');
    g_ptr_array_add (lines, line);
  }
  return lines;
}

/* An image among the furniture of a page is left out with it. */
static void
remove_unseen_images (GbImport *import)
{
  g_auto (GStrv) digests = gb_document_dup_blob_digests (import->document);
  g_autoptr (GHashTable) shown = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; digests[i] != NULL; i++)
    g_hash_table_add (shown, digests[i]);
  for (guint i = import->images->len; i > 0; i--) {
    const GbImportImage *image = g_ptr_array_index (import->images, i - 1);

    if (!g_hash_table_contains (shown, image->digest))
      g_ptr_array_remove_index (import->images, i - 1);
  }
}

/**
 * _gb_import_writer_finish:
 * @self: a writer that has seen everything; nothing else may be called afterwards
 * @extent: whether it is a whole paper
 * @error: return location for a #GbDocumentError
 *
 * Makes the document.
 *
 * Returns: (transfer full): it, with what was left out and its images; or %NULL
 */
GbImport *
_gb_import_writer_finish (GbImportWriter *self, GbImportExtent extent, GError **error)
{
  g_auto (GbImportPage) page = { 0 };
  g_autoptr (GbImport) import = NULL;
  g_autofree char *body = NULL;

  close_everything (self);
  page.metadata = g_object_ref (self->metadata);
  if (extent == GB_IMPORT_WHOLE) {
    g_autofree char *title = take_title (self->blocks, &self->content_first);
    const char *given = gb_metadata_get (self->metadata, "title");

    /* What the source says of itself wins, but it may have shortened it. */
    if (*given != '\0' && (title == NULL || strstr (title, given) == NULL)) {
      g_free (title);
      title = g_strdup (given);
    }

    page.dropped = g_ptr_array_ref (self->dropped);
    page.lines = make_lines (self->blocks);
    page.has_roles = TRUE;
    page.content_first = self->content_first;
    if (page.lines->len == 0 && title == NULL && g_hash_table_size (self->footnotes) == 0) {
      g_set_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_UNSUPPORTED, "the file has no text");
      return NULL;
    }
    _gb_import_page_recognize (&page, title);
  } else {
    page.dropped = g_ptr_array_ref (self->dropped);
    page.lines = make_lines (self->blocks);
    page.kind = GB_DOCUMENT_KIND_NOTICE;
    page.end = page.lines->len;
    if (page.lines->len == 0 && g_hash_table_size (self->footnotes) == 0) {
      g_set_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_UNSUPPORTED, "there is no text");
      return NULL;
    }
  }
  add_footnotes (self);
  body = _gb_import_blocks_dup_body (self->blocks, &page);

  import = g_new0 (GbImport, 1);
  import->dropped = g_steal_pointer (&self->dropped);
  import->images = g_steal_pointer (&self->images);
  import->document = gb_document_new (page.kind, page.metadata, body, NULL, error);
  if (import->document == NULL)
    return NULL;
  remove_unseen_images (import);
  return g_steal_pointer (&import);
}
