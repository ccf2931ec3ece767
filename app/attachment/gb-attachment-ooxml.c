/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What .docx, .xlsx and .pptx (ECMA-376-1) have in common, and the text of .docx and .pptx by
 * paragraph, row and slide. Every part is walked piece by piece, so that a large one needs the
 * memory of one piece. */

#define G_LOG_DOMAIN "gb-attachment"

#include "config.h"

#include "attachment/gb-attachment-ooxml.h"

#include <string.h>

/* Parts of one kind that are read: headers, slides, comments of sheets. */
#define MAX_PARTS 2000

/* ───── Text ───── */

static void
note_traits (GbAttachmentContent *content, xmlNode *node)
{
  if (_gb_attachment_xml_is (node,
                             " ins del moveFrom moveTo rPrChange pPrChange tblPrChange tcPrChange "
                             "trPrChange sectPrChange cellIns cellDel "))
    content->traits |= GB_ATTACHMENT_HAS_CHANGES;
  else if (_gb_attachment_xml_is (node, " altChunk "))
    content->traits |= GB_ATTACHMENT_HAS_EMBEDDED;
}

/* The mark of a paragraph may be hidden, which hides no text. */
static gboolean
is_hidden_run (xmlNode *run)
{
  xmlNode *properties = _gb_docx_xml_find (run, "rPr");
  xmlNode *vanish = _gb_docx_xml_find (properties, "vanish");

  return vanish != NULL && _gb_docx_xml_is_on (vanish) &&
         (_gb_docx_xml_find (run, "t") != NULL || _gb_docx_xml_find (run, "delText") != NULL);
}

/* What was deleted is read as well: it can be got back by whoever opens the file. */
void
_gb_attachment_ooxml_append (GbAttachmentContent *content, GString *text, xmlNode *parent)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (node->type != XML_ELEMENT_NODE || text->len > GB_ATTACHMENT_MAX_PIECE_BYTES)
      continue;
    note_traits (content, node);
    if (_gb_attachment_xml_is (node, " t delText ")) {
      xmlChar *value = xmlNodeGetContent (node);

      g_string_append (text, (const char *)value);
      xmlFree (value);
    } else if (_gb_attachment_xml_is (node, " tab ") && !_gb_attachment_xml_is (parent, " tabs ")) {
      g_string_append_c (text, '\t');
    } else if (_gb_attachment_xml_is (node, " br cr ")) {
      g_string_append_c (text, '\n');
    } else if (!_gb_attachment_xml_is (node, " rPh Fallback ")) {
      /* The reading of a word in a sheet, and the second form of a drawing, are no text. */
      if (_gb_attachment_xml_is (node, " r ") && is_hidden_run (node))
        content->traits |= GB_ATTACHMENT_HAS_HIDDEN;
      _gb_attachment_ooxml_append (content, text, node);
      if (_gb_attachment_xml_is (node, " p ") && node->next != NULL)
        g_string_append_c (text, '\n');
    }
  }
}

gboolean
_gb_attachment_ooxml_add (GbAttachmentReading *reading, xmlNode *node)
{
  g_autoptr (GString) text = g_string_new (NULL);

  _gb_attachment_ooxml_append (reading->content, text, node);
  return gb_attachment_content_add (reading->content, reading->place, reading->number,
                                    reading->name, text->str, (gssize)text->len);
}

gboolean
_gb_attachment_ooxml_read (GbDocxPackage *package,
                           const char *name,
                           guint depth,
                           GbDocxElementFunc func,
                           GbAttachmentReading *reading,
                           GCancellable *cancellable,
                           GError **error)
{
  return _gb_docx_xml_walk (_gb_docx_package_get_part (package, name), depth, func, reading,
                            cancellable, error);
}

gboolean
_gb_attachment_ooxml_read_all (GbDocxPackage *package,
                               const char *prefix,
                               guint depth,
                               GbDocxElementFunc func,
                               GbAttachmentReading *reading,
                               GCancellable *cancellable,
                               GError **error)
{
  g_autoptr (GPtrArray) names = _gb_docx_package_list (package, prefix);

  for (guint i = 0; i < names->len && i < MAX_PARTS; i++) {
    if (!_gb_attachment_ooxml_read (package, g_ptr_array_index (names, i), depth, func, reading,
                                    cancellable, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
_gb_attachment_ooxml_comment_cb (xmlNode *node, gpointer user_data, GError **error)
{
  GbAttachmentReading *reading = user_data;
  const char *author = _gb_docx_xml_get (node, "author");

  reading->content->traits |= GB_ATTACHMENT_HAS_COMMENTS;
  _gb_attachment_ooxml_add (reading, node);
  if (author != NULL)
    gb_attachment_content_add_author (reading->content, author);
  return TRUE;
}

/* ───── .docx ───── */

static void
append_cells (GbAttachmentReading *reading, GString *text, xmlNode *row)
{
  for (xmlNode *cell = row->children; cell != NULL; cell = cell->next) {
    g_autoptr (GString) cell_text = g_string_new (NULL);

    if (cell->type != XML_ELEMENT_NODE)
      continue;
    note_traits (reading->content, cell);
    if (_gb_attachment_xml_is (cell, " sdt sdtContent customXml ins ")) {
      append_cells (reading, text, cell);
      continue;
    }
    if (!_gb_docx_xml_is (cell, "tc"))
      continue;
    _gb_attachment_ooxml_append (reading->content, cell_text, cell);
    g_strdelimit (cell_text->str, "\t\n", ' ');
    g_string_append (text, g_strstrip (cell_text->str));
    g_string_append_c (text, '\t');
  }
}

/* Rows may stand in content controls. */
static void
read_rows (GbAttachmentReading *reading, xmlNode *parent, guint *n_rows)
{
  for (xmlNode *row = parent->children; row != NULL; row = row->next) {
    g_autoptr (GString) text = g_string_new (NULL);

    if (_gb_attachment_xml_is (row, " sdt sdtContent customXml "))
      read_rows (reading, row, n_rows);
    if (!_gb_docx_xml_is (row, "tr"))
      continue;
    *n_rows += 1;
    append_cells (reading, text, row);
    if (text->len > 0)
      g_string_truncate (text, text->len - 1);
    if (!gb_attachment_content_add (reading->content, GB_ATTACHMENT_PLACE_ROW, *n_rows, NULL,
                                    text->str, (gssize)text->len))
      return;
  }
}

static void
read_blocks (GbAttachmentReading *reading, xmlNode *node)
{
  guint n_rows = 0;

  if (_gb_docx_xml_is (node, "p")) {
    reading->number++;
    note_traits (reading->content, node);
    _gb_attachment_ooxml_add (reading, node);
  } else if (_gb_docx_xml_is (node, "tbl")) {
    read_rows (reading, node, &n_rows);
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

gboolean
_gb_attachment_read_word (GbAttachmentContent *content,
                          GbDocxPackage *package,
                          const char *main_part,
                          GCancellable *cancellable,
                          GError **error)
{
  GbAttachmentReading reading = { .content = content, .place = GB_ATTACHMENT_PLACE_PARAGRAPH };
  GbAttachmentReading comments = { .content = content, .place = GB_ATTACHMENT_PLACE_COMMENT };

  return _gb_attachment_ooxml_read (package, main_part, 2, block_cb, &reading, cancellable,
                                    error) &&
         _gb_attachment_ooxml_read_all (package, "word/footnotes", 2, block_cb, &reading,
                                        cancellable, error) &&
         _gb_attachment_ooxml_read_all (package, "word/endnotes", 2, block_cb, &reading,
                                        cancellable, error) &&
         _gb_attachment_ooxml_read_all (package, "word/header", 1, block_cb, &reading, cancellable,
                                        error) &&
         _gb_attachment_ooxml_read_all (package, "word/footer", 1, block_cb, &reading, cancellable,
                                        error) &&
         _gb_attachment_ooxml_read (package, "word/comments.xml", 1,
                                    _gb_attachment_ooxml_comment_cb, &comments, cancellable, error);
}

/* ───── .pptx ───── */

static gboolean
slide_cb (xmlNode *node, gpointer user_data, GError **error)
{
  GbAttachmentReading *reading = user_data;
  const char *show = _gb_docx_xml_get (node->parent, "show");

  if (show != NULL && (strcmp (show, "0") == 0 || strcmp (show, "false") == 0))
    reading->content->traits |= GB_ATTACHMENT_HAS_HIDDEN;
  _gb_attachment_ooxml_add (reading, node);
  return TRUE;
}

/* Slides have the numbers of their parts, which are those of their order unless somebody moved
 * them. */
static gboolean
read_slides (GbAttachmentContent *content,
             GbDocxPackage *package,
             const char *prefix,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GPtrArray) names = _gb_docx_package_list (package, prefix);
  GbAttachmentReading reading = { .content = content, .place = GB_ATTACHMENT_PLACE_SLIDE };

  for (guint i = 0; i < names->len && i < MAX_PARTS; i++) {
    const char *name = g_ptr_array_index (names, i);

    reading.number = (guint)_gb_docx_xml_parse_int (name + strlen (prefix), 1, G_MAXINT, 1);
    if (!_gb_attachment_ooxml_read (package, name, 1, slide_cb, &reading, cancellable, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
_gb_attachment_read_slides (GbAttachmentContent *content,
                            GbDocxPackage *package,
                            const char *main_part,
                            GCancellable *cancellable,
                            GError **error)
{
  GbAttachmentReading comments = { .content = content, .place = GB_ATTACHMENT_PLACE_COMMENT };

  return read_slides (content, package, "ppt/slides/slide", cancellable, error) &&
         read_slides (content, package, "ppt/notesslides/notesslide", cancellable, error) &&
         _gb_attachment_ooxml_read_all (package, "ppt/comments/", 1,
                                        _gb_attachment_ooxml_comment_cb, &comments, cancellable,
                                        error);
}

/* ───── What all have ───── */

static gboolean
property_cb (xmlNode *node, gpointer user_data, GError **error)
{
  GbAttachmentReading *reading = user_data;

  if (_gb_attachment_xml_is (node, " creator lastModifiedBy Company Manager ")) {
    xmlChar *value = xmlNodeGetContent (node);

    gb_attachment_content_add_author (reading->content, (const char *)value);
    xmlFree (value);
  }
  return TRUE;
}

static gboolean
has_any (GbDocxPackage *package, const char *const *prefixes)
{
  for (guint i = 0; prefixes[i] != NULL; i++) {
    g_autoptr (GPtrArray) names = _gb_docx_package_list (package, prefixes[i]);

    if (names->len > 0)
      return TRUE;
  }
  return FALSE;
}

gboolean
_gb_attachment_read_office_properties (GbAttachmentContent *content,
                                       GbDocxPackage *package,
                                       GCancellable *cancellable,
                                       GError **error)
{
  static const char *const macros[] = { "word/vbaproject", "xl/vbaproject",
                                        "ppt/vbaproject",  "xl/macrosheets/",
                                        "word/jsaproject", "xl/jsaproject",
                                        "ppt/jsaproject",  NULL };
  static const char *const embedded[] = { "word/embeddings/", "xl/embeddings/", "ppt/embeddings/",
                                          "word/afchunk", NULL };
  static const char *const changes[] = { "xl/revisions/", NULL };
  GbAttachmentReading reading = { .content = content };

  if (has_any (package, macros))
    content->traits |= GB_ATTACHMENT_HAS_MACROS;
  if (has_any (package, embedded))
    content->traits |= GB_ATTACHMENT_HAS_EMBEDDED;
  if (has_any (package, changes))
    content->traits |= GB_ATTACHMENT_HAS_CHANGES;
  return _gb_attachment_ooxml_read (package, "docProps/core.xml", 1, property_cb, &reading,
                                    cancellable, error) &&
         _gb_attachment_ooxml_read (package, "docProps/app.xml", 1, property_cb, &reading,
                                    cancellable, error);
}
