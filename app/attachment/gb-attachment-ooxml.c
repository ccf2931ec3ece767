/* SPDX-License-Identifier: GPL-3.0-or-later */

/* .docx, .xlsx and .pptx (ECMA-376-1): text by paragraph, row and slide, and what else they take
 * along. Every part is walked piece by piece, so that a large sheet needs the memory of one row. */

#define G_LOG_DOMAIN "gb-attachment"

#include "config.h"

#include "attachment/gb-attachment-private.h"

#include "import/gb-docx-relations.h"
#include "import/gb-docx-xml.h"

#include <string.h>

/* Parts of one kind that are read: footnotes, slides, comments of sheets. */
#define MAX_PARTS 2000
/* xl/sharedStrings.xml: more is refused, a cell then has its number as its text. */
#define MAX_STRINGS 4000000

typedef struct {
  GbAttachmentContent *content;
  GbAttachmentPlace place;
  guint number;
  const char *name;   /* (nullable) */
  GPtrArray *strings; /* (nullable): of char *, of a workbook */
} Reading;

/* ───── Text ───── */

static gboolean
is_one_of (const xmlNode *node, const char *names)
{
  g_autofree char *name = g_strconcat (" ", (const char *)node->name, " ", NULL);

  return strstr (names, name) != NULL;
}

static void
note_traits (GbAttachmentContent *content, const xmlNode *node)
{
  if (is_one_of (node, " ins del moveFrom moveTo rPrChange pPrChange tblPrChange "))
    content->traits |= GB_ATTACHMENT_HAS_CHANGES;
  else if (_gb_docx_xml_is (node, "vanish") && _gb_docx_xml_is_on (node))
    content->traits |= GB_ATTACHMENT_HAS_HIDDEN;
}

/* What was deleted is read as well: it can be got back by whoever opens the file. */
static void
append_text (GbAttachmentContent *content, GString *text, xmlNode *parent)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (node->type != XML_ELEMENT_NODE)
      continue;
    note_traits (content, node);
    if (is_one_of (node, " t delText ")) {
      xmlChar *value = xmlNodeGetContent (node);

      g_string_append (text, (const char *)value);
      xmlFree (value);
    } else if (is_one_of (node, " tab ") && !is_one_of (parent, " tabs ")) {
      g_string_append_c (text, '\t');
    } else if (is_one_of (node, " br cr ")) {
      g_string_append_c (text, '\n');
    } else if (!is_one_of (node, " rPh Fallback ")) {
      /* The reading of a word in a sheet, and the second form of a drawing, are no text. */
      append_text (content, text, node);
      if (is_one_of (node, " p ") && node->next != NULL)
        g_string_append_c (text, '\n');
    }
  }
}

static gboolean
add_text (Reading *reading, xmlNode *node)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_text (reading->content, text, node);
  return gb_attachment_content_add (reading->content, reading->place, reading->number,
                                    reading->name, text->str);
}

/* ───── .docx ───── */

static void
read_rows (Reading *reading, xmlNode *table)
{
  guint n_rows = 0;

  for (xmlNode *row = table->children; row != NULL; row = row->next) {
    g_autoptr (GString) text = g_string_new (NULL);

    if (!_gb_docx_xml_is (row, "tr"))
      continue;
    n_rows++;
    for (xmlNode *cell = row->children; cell != NULL; cell = cell->next) {
      g_autoptr (GString) cell_text = g_string_new (NULL);

      if (cell->type == XML_ELEMENT_NODE)
        note_traits (reading->content, cell);
      if (!_gb_docx_xml_is (cell, "tc"))
        continue;
      append_text (reading->content, cell_text, cell);
      g_strdelimit (cell_text->str, "\t\n", ' ');
      g_string_append (text, g_strstrip (cell_text->str));
      g_string_append_c (text, '\t');
    }
    if (text->len > 0)
      g_string_truncate (text, text->len - 1);
    if (!gb_attachment_content_add (reading->content, GB_ATTACHMENT_PLACE_ROW, n_rows, NULL,
                                    text->str))
      return;
  }
}

static void
read_blocks (Reading *reading, xmlNode *node)
{
  if (_gb_docx_xml_is (node, "p")) {
    reading->number++;
    add_text (reading, node);
  } else if (_gb_docx_xml_is (node, "tbl")) {
    read_rows (reading, node);
  } else {
    note_traits (reading->content, node);
    for (xmlNode *child = node->children; child != NULL; child = child->next) {
      if (child->type == XML_ELEMENT_NODE)
        read_blocks (reading, child);
    }
  }
}

static gboolean
block_cb (xmlNode *node, gpointer user_data, GError **error)
{
  read_blocks (user_data, node);
  return TRUE;
}

static gboolean
comment_cb (xmlNode *node, gpointer user_data, GError **error)
{
  Reading *reading = user_data;

  reading->content->traits |= GB_ATTACHMENT_HAS_COMMENTS;
  add_text (reading, node);
  gb_attachment_content_add_author (reading->content, _gb_docx_xml_get (node, "author") != NULL
                                                        ? _gb_docx_xml_get (node, "author")
                                                        : "");
  return TRUE;
}

static gboolean
read_part (GbDocxPackage *package,
           const char *name,
           guint depth,
           GbDocxElementFunc func,
           Reading *reading,
           GCancellable *cancellable,
           GError **error)
{
  return _gb_docx_xml_walk (_gb_docx_package_get_part (package, name), depth, func, reading,
                            cancellable, error);
}

/* word/footer1.xml, xl/comments2.xml …: there is no more than a few of them. */
static gboolean
read_numbered (GbDocxPackage *package,
               const char *prefix,
               guint depth,
               GbDocxElementFunc func,
               Reading *reading,
               GCancellable *cancellable,
               GError **error)
{
  for (guint i = 1; i <= MAX_PARTS; i++) {
    g_autofree char *name = g_strdup_printf ("%s%u.xml", prefix, i);

    if (!_gb_docx_package_has (package, name))
      break;
    if (!read_part (package, name, depth, func, reading, cancellable, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
_gb_attachment_read_word (GbAttachmentContent *content,
                          GbDocxPackage *package,
                          GCancellable *cancellable,
                          GError **error)
{
  Reading reading = { .content = content, .place = GB_ATTACHMENT_PLACE_PARAGRAPH };
  Reading comments = { .content = content, .place = GB_ATTACHMENT_PLACE_COMMENT };

  return read_part (package, "word/document.xml", 2, block_cb, &reading, cancellable, error) &&
         read_part (package, "word/footnotes.xml", 2, block_cb, &reading, cancellable, error) &&
         read_part (package, "word/endnotes.xml", 2, block_cb, &reading, cancellable, error) &&
         read_numbered (package, "word/header", 1, block_cb, &reading, cancellable, error) &&
         read_numbered (package, "word/footer", 1, block_cb, &reading, cancellable, error) &&
         read_part (package, "word/comments.xml", 1, comment_cb, &comments, cancellable, error);
}

/* ───── .xlsx ───── */

static gboolean
string_cb (xmlNode *node, gpointer user_data, GError **error)
{
  Reading *reading = user_data;
  g_autoptr (GString) text = g_string_new (NULL);

  if (!_gb_docx_xml_is_local (node, "si") || reading->strings->len >= MAX_STRINGS)
    return TRUE;
  append_text (reading->content, text, node);
  g_strdelimit (text->str, "\t\n", ' ');
  g_ptr_array_add (reading->strings, g_strdup (text->str));
  return TRUE;
}

static void
append_cell (const Reading *reading, GString *text, xmlNode *cell)
{
  const char *type = _gb_docx_xml_get (cell, "t");
  g_autoptr (GString) inline_text = g_string_new (NULL);
  xmlNode *value = _gb_docx_xml_find_below (cell, "v");
  xmlChar *content;

  if (g_strcmp0 (type, "inlineStr") == 0) {
    append_text (reading->content, inline_text, cell);
    g_strdelimit (inline_text->str, "\t\n", ' ');
    g_string_append (text, inline_text->str);
    return;
  }
  if (value == NULL)
    return;
  content = xmlNodeGetContent (value);
  if (g_strcmp0 (type, "s") == 0) {
    int index = _gb_docx_xml_parse_int ((const char *)content, 0, G_MAXINT, -1);

    if (index >= 0 && (guint)index < reading->strings->len)
      g_string_append (text, g_ptr_array_index (reading->strings, index));
  } else {
    g_strdelimit ((char *)content, "\t\n", ' ');
    g_string_append (text, (const char *)content);
  }
  xmlFree (content);
}

static gboolean
is_true (const char *value)
{
  return value != NULL && (strcmp (value, "1") == 0 || strcmp (value, "true") == 0);
}

static gboolean
row_cb (xmlNode *node, gpointer user_data, GError **error)
{
  Reading *reading = user_data;
  g_autoptr (GString) text = g_string_new (NULL);

  if (is_one_of (node, " row col ") && is_true (_gb_docx_xml_get (node, "hidden")))
    reading->content->traits |= GB_ATTACHMENT_HAS_HIDDEN;
  if (!_gb_docx_xml_is_local (node, "row"))
    return TRUE;
  reading->number = (guint)_gb_docx_xml_parse_int (_gb_docx_xml_get (node, "r"), 1, 1 << 24,
                                                   (int)reading->number + 1);
  for (xmlNode *cell = node->children; cell != NULL; cell = cell->next) {
    if (!_gb_docx_xml_is_local (cell, "c"))
      continue;
    if (text->len > 0)
      g_string_append_c (text, '\t');
    append_cell (reading, text, cell);
  }
  gb_attachment_content_add (reading->content, GB_ATTACHMENT_PLACE_ROW, reading->number,
                             reading->name, text->str);
  return TRUE;
}

/* [name, id of the relation] of each sheet. */
typedef struct {
  GbAttachmentContent *content;
  GPtrArray *names;
  GPtrArray *relations;
} Workbook;

static gboolean
sheet_cb (xmlNode *node, gpointer user_data, GError **error)
{
  Workbook *book = user_data;
  const char *name = _gb_docx_xml_get (node, "name");
  const char *state = _gb_docx_xml_get (node, "state");
  const char *relation = _gb_docx_xml_get_relation (node, "id");

  if (!_gb_docx_xml_is_local (node, "sheet") || relation == NULL || book->names->len >= MAX_PARTS)
    return TRUE;
  if (state != NULL && strcmp (state, "visible") != 0)
    book->content->traits |= GB_ATTACHMENT_HAS_HIDDEN;
  g_ptr_array_add (book->names, g_strdup (name != NULL ? name : ""));
  g_ptr_array_add (book->relations, g_strdup (relation));
  return TRUE;
}

static gboolean
read_workbook (GbAttachmentContent *content,
               GbDocxPackage *package,
               const Workbook *book,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GbDocxRelations) relations = NULL;
  Reading reading = { .content = content, .strings = strings };

  relations = _gb_docx_relations_new (package, "xl/workbook.xml", cancellable, error);
  if (relations == NULL ||
      !read_part (package, "xl/sharedStrings.xml", 1, string_cb, &reading, cancellable, error))
    return FALSE;
  for (guint i = 0; i < book->names->len; i++) {
    const GbDocxRelation *relation =
      _gb_docx_relations_get (relations, g_ptr_array_index (book->relations, i));

    if (relation == NULL || relation->is_external)
      continue;
    reading.number = 0;
    reading.name = g_ptr_array_index (book->names, i);
    if (!read_part (package, relation->target, 2, row_cb, &reading, cancellable, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
_gb_attachment_read_sheets (GbAttachmentContent *content,
                            GbDocxPackage *package,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  Workbook book = { content, names, ids };
  Reading comments = { .content = content, .place = GB_ATTACHMENT_PLACE_COMMENT };

  if (!_gb_docx_xml_walk (_gb_docx_package_get_part (package, "xl/workbook.xml"), 2, sheet_cb,
                          &book, cancellable, error) ||
      !read_workbook (content, package, &book, cancellable, error))
    return FALSE;
  if (_gb_docx_package_has_folder (package, "xl/revisions/"))
    content->traits |= GB_ATTACHMENT_HAS_CHANGES;
  return read_numbered (package, "xl/comments", 2, comment_cb, &comments, cancellable, error) &&
         read_numbered (package, "xl/threadedComments/threadedComment", 1, comment_cb, &comments,
                        cancellable, error);
}

/* ───── .pptx ───── */

static gboolean
slide_cb (xmlNode *node, gpointer user_data, GError **error)
{
  Reading *reading = user_data;

  add_text (reading, node);
  return TRUE;
}

static gboolean
read_slide (GbAttachmentContent *content,
            GbDocxPackage *package,
            guint number,
            const char *name,
            GCancellable *cancellable,
            GError **error)
{
  Reading reading = {
    .content = content,
    .place = GB_ATTACHMENT_PLACE_SLIDE,
    .number = number,
  };

  return read_part (package, name, 1, slide_cb, &reading, cancellable, error);
}

gboolean
_gb_attachment_read_slides (GbAttachmentContent *content,
                            GbDocxPackage *package,
                            GCancellable *cancellable,
                            GError **error)
{
  Reading comments = { .content = content, .place = GB_ATTACHMENT_PLACE_COMMENT };

  for (guint i = 1; i <= MAX_PARTS; i++) {
    g_autofree char *slide = g_strdup_printf ("ppt/slides/slide%u.xml", i);
    g_autofree char *notes = g_strdup_printf ("ppt/notesSlides/notesSlide%u.xml", i);

    if (!_gb_docx_package_has (package, slide))
      break;
    if (!read_slide (content, package, i, slide, cancellable, error) ||
        !read_slide (content, package, i, notes, cancellable, error))
      return FALSE;
  }
  return read_numbered (package, "ppt/comments/comment", 1, comment_cb, &comments, cancellable,
                        error);
}

/* ───── What all have ───── */

static gboolean
property_cb (xmlNode *node, gpointer user_data, GError **error)
{
  Reading *reading = user_data;

  if (is_one_of (node, " creator lastModifiedBy Company Manager ")) {
    xmlChar *value = xmlNodeGetContent (node);

    gb_attachment_content_add_author (reading->content, (const char *)value);
    xmlFree (value);
  }
  return TRUE;
}

gboolean
_gb_attachment_read_office_properties (GbAttachmentContent *content,
                                       GbDocxPackage *package,
                                       GCancellable *cancellable,
                                       GError **error)
{
  static const char *const macros[] = {
    "word/vbaProject.bin",
    "xl/vbaProject.bin",
    "ppt/vbaProject.bin",
  };
  static const char *const embedded[] = { "word/embeddings/", "xl/embeddings/", "ppt/embeddings/" };
  Reading reading = { .content = content };

  for (guint i = 0; i < G_N_ELEMENTS (macros); i++) {
    if (_gb_docx_package_has (package, macros[i]))
      content->traits |= GB_ATTACHMENT_HAS_MACROS;
    if (_gb_docx_package_has_folder (package, embedded[i]))
      content->traits |= GB_ATTACHMENT_HAS_EMBEDDED;
  }
  if (_gb_docx_package_has_folder (package, "xl/macrosheets/"))
    content->traits |= GB_ATTACHMENT_HAS_MACROS;
  return read_part (package, "docProps/core.xml", 1, property_cb, &reading, cancellable, error) &&
         read_part (package, "docProps/app.xml", 1, property_cb, &reading, cancellable, error);
}
