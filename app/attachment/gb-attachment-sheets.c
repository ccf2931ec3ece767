/* SPDX-License-Identifier: GPL-3.0-or-later */

/* .xlsx (ECMA-376-1 §18): the text of its sheets by row. Cells stand in the columns that they have,
 * because the head of a column says what is in it. */

#define G_LOG_DOMAIN "gb-attachment"

#include "config.h"

#include "attachment/gb-attachment-ooxml.h"

#include "import/gb-docx-relations.h"

#include <string.h>

/* Sheets that are read, and strings that are kept; more is said not to be read. */
#define MAX_SHEETS  2000
#define MAX_STRINGS 1000000
/* Columns of a sheet (ECMA-376-1 §18.3.1.13), and those that are read. */
#define MAX_COLUMNS 512
/* Groups of hidden columns in one sheet. */
#define MAX_HIDDEN 64

typedef struct {
  guint first;
  guint last;
} Columns;

/* What a cell needs to know of its workbook and sheet. */
typedef struct {
  GPtrArray *strings; /* of char * */
  gboolean is_hidden; /* the sheet */
  Columns hidden[MAX_HIDDEN];
  guint n_hidden;
} Book;

/* Of each sheet. */
typedef struct {
  GbAttachmentContent *content;
  GPtrArray *names;
  GPtrArray *relations; /* ids */
  GArray *are_hidden;   /* of gboolean */
} Sheets;

static gboolean
is_true (const char *value)
{
  return value != NULL && (strcmp (value, "1") == 0 || strcmp (value, "true") == 0);
}

/* A cell with line breaks or tabs stays one cell. */
static void
append_flat (GString *text, const char *value)
{
  gsize start = text->len;

  g_string_append (text, value);
  g_strdelimit (text->str + start, "\t\n\r", ' ');
}

static gboolean
string_cb (xmlNode *node, gpointer user_data, GError **error)
{
  GbAttachmentReading *reading = user_data;
  Book *book = reading->more;
  g_autoptr (GString) text = g_string_new (NULL);

  if (!_gb_docx_xml_is_local (node, "si"))
    return TRUE;
  if (book->strings->len >= MAX_STRINGS) {
    reading->content->is_cut = TRUE;
    return TRUE;
  }
  _gb_attachment_ooxml_append (reading->content, text, node);
  g_ptr_array_add (book->strings, g_strdup (text->str));
  return TRUE;
}

static void
append_cell (const GbAttachmentReading *reading, GString *text, xmlNode *cell)
{
  const Book *book = reading->more;
  const char *type = _gb_docx_xml_get (cell, "t");
  g_autoptr (GString) inline_text = g_string_new (NULL);
  xmlNode *value = _gb_docx_xml_find_below (cell, "v");
  xmlChar *content;

  if (g_strcmp0 (type, "inlineStr") == 0) {
    _gb_attachment_ooxml_append (reading->content, inline_text, cell);
    append_flat (text, inline_text->str);
    return;
  }
  if (value == NULL)
    return;
  content = xmlNodeGetContent (value);
  if (g_strcmp0 (type, "s") == 0) {
    int index = _gb_docx_xml_parse_int ((const char *)content, 0, G_MAXINT, -1);

    if (index >= 0 && (guint)index < book->strings->len)
      append_flat (text, g_ptr_array_index (book->strings, index));
  } else {
    append_flat (text, (const char *)content);
  }
  xmlFree (content);
}

/* "C5" is in column 2; fallback without a name that can be read. */
static guint
get_column (xmlNode *cell, guint fallback)
{
  const char *name = _gb_docx_xml_get (cell, "r");
  guint column = 0;
  guint n = 0;

  while (name != NULL && n < 3 && g_ascii_isalpha (name[n])) {
    column = column * 26 + (guint)(g_ascii_toupper (name[n]) - 'A') + 1;
    n++;
  }
  return n > 0 ? column - 1 : fallback;
}

static gboolean
is_hidden_column (const Book *book, guint column)
{
  for (guint i = 0; i < book->n_hidden; i++) {
    if (column + 1 >= book->hidden[i].first && column + 1 <= book->hidden[i].last)
      return TRUE;
  }
  return FALSE;
}

static void
append_row (GbAttachmentReading *reading, GString *text, xmlNode *row)
{
  Book *book = reading->more;
  guint next = 0;

  for (xmlNode *cell = row->children; cell != NULL; cell = cell->next) {
    guint column;
    gsize length;

    if (!_gb_docx_xml_is_local (cell, "c"))
      continue;
    column = get_column (cell, next);
    if (column >= MAX_COLUMNS || text->len > GB_ATTACHMENT_MAX_PIECE_BYTES) {
      reading->content->is_cut = TRUE;
      return;
    }
    for (guint i = MAX (next, 1); i <= column; i++)
      g_string_append_c (text, '\t');
    length = text->len;
    append_cell (reading, text, cell);
    if (text->len > length && is_hidden_column (book, column))
      reading->content->traits |= GB_ATTACHMENT_HAS_HIDDEN;
    next = MAX (next, column + 1);
  }
}

/* A hidden row or sheet without text hides nothing. */
static gboolean
row_cb (xmlNode *node, gpointer user_data, GError **error)
{
  GbAttachmentReading *reading = user_data;
  Book *book = reading->more;
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_parts = reading->content->parts->len;

  if (_gb_docx_xml_is_local (node, "col") && is_true (_gb_docx_xml_get (node, "hidden")) &&
      book->n_hidden < MAX_HIDDEN) {
    Columns *columns = &book->hidden[book->n_hidden++];

    columns->first = (guint)_gb_docx_xml_parse_int (_gb_docx_xml_get (node, "min"), 1, 16384, 1);
    columns->last = (guint)_gb_docx_xml_parse_int (_gb_docx_xml_get (node, "max"), 1, 16384, 1);
  }
  if (!_gb_docx_xml_is_local (node, "row"))
    return TRUE;
  reading->number = (guint)_gb_docx_xml_parse_int (_gb_docx_xml_get (node, "r"), 1, 1 << 24,
                                                   (int)reading->number + 1);
  append_row (reading, text, node);
  gb_attachment_content_add (reading->content, GB_ATTACHMENT_PLACE_ROW, reading->number,
                             reading->name, text->str, (gssize)text->len);
  if (reading->content->parts->len > n_parts &&
      (book->is_hidden || is_true (_gb_docx_xml_get (node, "hidden"))))
    reading->content->traits |= GB_ATTACHMENT_HAS_HIDDEN;
  return TRUE;
}

static gboolean
sheet_cb (xmlNode *node, gpointer user_data, GError **error)
{
  Sheets *sheets = user_data;
  const char *name = _gb_docx_xml_get (node, "name");
  const char *state = _gb_docx_xml_get (node, "state");
  const char *relation = _gb_docx_xml_get_relation (node, "id");
  gboolean is_hidden = state != NULL && strcmp (state, "visible") != 0;

  if (!_gb_docx_xml_is_local (node, "sheet") || relation == NULL)
    return TRUE;
  if (sheets->names->len >= MAX_SHEETS) {
    sheets->content->is_cut = TRUE;
    return TRUE;
  }
  g_ptr_array_add (sheets->names, g_strdup (name != NULL ? name : ""));
  g_ptr_array_add (sheets->relations, g_strdup (relation));
  g_array_append_val (sheets->are_hidden, is_hidden);
  return TRUE;
}

static gboolean
read_sheets (Sheets *sheets,
             GbDocxPackage *package,
             const char *main_part,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GbDocxRelations) relations = NULL;
  Book book = { .strings = strings };
  GbAttachmentReading reading = { .content = sheets->content,
                                  .place = GB_ATTACHMENT_PLACE_ROW,
                                  .more = &book };

  relations = _gb_docx_relations_new (package, main_part, cancellable, error);
  if (relations == NULL || !_gb_attachment_ooxml_read (package, "xl/sharedStrings.xml", 1,
                                                       string_cb, &reading, cancellable, error))
    return FALSE;
  for (guint i = 0; i < sheets->names->len; i++) {
    const GbDocxRelation *relation =
      _gb_docx_relations_get (relations, g_ptr_array_index (sheets->relations, i));

    if (relation == NULL || relation->is_external)
      continue;
    reading.number = 0;
    reading.name = g_ptr_array_index (sheets->names, i);
    book.is_hidden = g_array_index (sheets->are_hidden, gboolean, i);
    book.n_hidden = 0;
    if (!_gb_attachment_ooxml_read (package, relation->target, 2, row_cb, &reading, cancellable,
                                    error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
drawing_cb (xmlNode *node, gpointer user_data, GError **error)
{
  _gb_attachment_ooxml_add (user_data, node);
  return TRUE;
}

/* A pivot table and a link to another workbook keep the rows that they were made of, which a reader
 * gets back with two clicks. */
static gboolean
cache_cb (xmlNode *node, gpointer user_data, GError **error)
{
  GbAttachmentReading *reading = user_data;

  if (_gb_attachment_xml_is (node, " r row ") && node->children != NULL)
    reading->content->traits |= GB_ATTACHMENT_HAS_HIDDEN;
  return TRUE;
}

gboolean
_gb_attachment_read_sheets (GbAttachmentContent *content,
                            GbDocxPackage *package,
                            const char *main_part,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) are_hidden = g_array_new (FALSE, FALSE, sizeof (gboolean));
  Sheets sheets = { content, names, ids, are_hidden };
  GbAttachmentReading comments = { .content = content, .place = GB_ATTACHMENT_PLACE_COMMENT };
  GbAttachmentReading drawings = { .content = content, .place = GB_ATTACHMENT_PLACE_DRAWING };

  return _gb_docx_xml_walk (_gb_docx_package_get_part (package, main_part), 2, sheet_cb, &sheets,
                            cancellable, error) &&
         read_sheets (&sheets, package, main_part, cancellable, error) &&
         _gb_attachment_ooxml_read_all (package, "xl/comments", 2, _gb_attachment_ooxml_comment_cb,
                                        &comments, cancellable, error) &&
         _gb_attachment_ooxml_read_all (package, "xl/threadedComments/", 1,
                                        _gb_attachment_ooxml_comment_cb, &comments, cancellable,
                                        error) &&
         _gb_attachment_ooxml_read_all (package, "xl/drawings/drawing", 1, drawing_cb, &drawings,
                                        cancellable, error) &&
         _gb_attachment_ooxml_read_all (package, "xl/pivotCache/pivotCacheRecords", 1, cache_cb,
                                        &drawings, cancellable, error) &&
         _gb_attachment_ooxml_read_all (package, "xl/externalLinks/externalLink", 4, cache_cb,
                                        &drawings, cancellable, error);
}
