/* SPDX-License-Identifier: GPL-3.0-or-later */

/* .odt, .ods and .odp (OASIS OpenDocument 1.3 part 3): text by paragraph, row and slide, and what
 * else they take along. */

#define G_LOG_DOMAIN "gb-attachment"

#include "config.h"

#include "attachment/gb-attachment-private.h"

#include "import/gb-docx-xml.h"

#include <string.h>

/* Columns that are read; more is said not to be. */
#define MAX_COLUMNS 512

typedef struct {
  GbAttachmentContent *content;
  guint n_paragraphs;
  guint n_pages;
} Reading;

static gboolean
has_value (const xmlNode *node, const char *name, const char *value)
{
  xmlChar *found = xmlGetProp (node, (const xmlChar *)name);
  gboolean is_same = found != NULL && strcmp ((const char *)found, value) == 0;

  xmlFree (found);
  return is_same;
}

static void
take_annotation (Reading *reading, xmlNode *node)
{
  reading->content->traits |= GB_ATTACHMENT_HAS_COMMENTS;
  for (xmlNode *child = node->children; child != NULL; child = child->next) {
    xmlChar *text = xmlNodeGetContent (child);

    if (_gb_attachment_xml_is (child, " creator "))
      gb_attachment_content_add_author (reading->content, (const char *)text);
    else if (_gb_attachment_xml_is (child, " p list "))
      gb_attachment_content_add (reading->content, GB_ATTACHMENT_PLACE_COMMENT, 0, NULL,
                                 (const char *)text, -1);
    xmlFree (text);
  }
}

static void
note_traits (Reading *reading, const xmlNode *node)
{
  if (_gb_attachment_xml_is (node, " tracked-changes "))
    reading->content->traits |= GB_ATTACHMENT_HAS_CHANGES;
  else if (_gb_attachment_xml_is (node, " hidden-text hidden-paragraph ") ||
           has_value (node, "visibility", "collapse") || has_value (node, "visibility", "filter") ||
           has_value (node, "display", "none"))
    reading->content->traits |= GB_ATTACHMENT_HAS_HIDDEN;
  else if (_gb_attachment_xml_is (node, " object "))
    reading->content->traits |= GB_ATTACHMENT_HAS_EMBEDDED;
}

static void
append_text (Reading *reading, GString *text, xmlNode *parent)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (node->type == XML_TEXT_NODE)
      g_string_append (text, (const char *)node->content);
    if (node->type != XML_ELEMENT_NODE || text->len > GB_ATTACHMENT_MAX_PIECE_BYTES)
      continue;
    note_traits (reading, node);
    if (_gb_attachment_xml_is (node, " s tab "))
      g_string_append_c (text, ' ');
    else if (_gb_attachment_xml_is (node, " line-break "))
      g_string_append_c (text, '\n');
    else if (_gb_attachment_xml_is (node, " annotation "))
      take_annotation (reading, node);
    else
      append_text (reading, text, node);
  }
}

static guint
get_repeated (xmlNode *node, const char *name)
{
  xmlChar *value = xmlGetProp (node, (const xmlChar *)name);
  int n = _gb_docx_xml_parse_int ((const char *)value, 1, 1 << 20, 1);

  xmlFree (value);
  return (guint)n;
}

/* A repeated cell is read once; empty ones are repeated to the end of the sheet. Cells stand in
 * their columns, because the head of a column says what is in it. */
static void
read_row (Reading *reading, xmlNode *row, const char *table, guint number)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint column = 0;
  guint written = 0; /* tabs in text */

  for (xmlNode *cell = row->children; cell != NULL; cell = cell->next) {
    g_autoptr (GString) cell_text = g_string_new (NULL);

    if (!_gb_attachment_xml_is (cell, " table-cell covered-table-cell "))
      continue;
    append_text (reading, cell_text, cell);
    g_strdelimit (cell_text->str, "\t\n", ' ');
    g_strstrip (cell_text->str);
    if (*cell_text->str != '\0') {
      if (column >= MAX_COLUMNS || text->len > GB_ATTACHMENT_MAX_PIECE_BYTES) {
        reading->content->is_cut = TRUE;
        break;
      }
      for (; written < column; written++)
        g_string_append_c (text, '\t');
      g_string_append (text, cell_text->str);
    }
    column += get_repeated (cell, "number-columns-repeated");
  }
  if (text->len > 0)
    note_traits (reading, row);
  gb_attachment_content_add (reading->content, GB_ATTACHMENT_PLACE_ROW, number, table, text->str,
                             (gssize)text->len);
}

static void
read_rows (Reading *reading, xmlNode *parent, const char *table, guint *n_rows)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (_gb_attachment_xml_is (node, " table-row ")) {
      read_row (reading, node, table, *n_rows + 1);
      *n_rows += get_repeated (node, "number-rows-repeated");
    } else if (_gb_attachment_xml_is (
                 node, " table-column table-row-group table-header-rows table-rows ")) {
      note_traits (reading, node);
      read_rows (reading, node, table, n_rows);
    }
  }
}

static void
read_blocks (Reading *reading, xmlNode *node)
{
  if (node->type != XML_ELEMENT_NODE)
    return;
  note_traits (reading, node);
  if (_gb_attachment_xml_is (node, " p h ")) {
    g_autoptr (GString) text = g_string_new (NULL);

    append_text (reading, text, node);
    reading->n_paragraphs++;
    gb_attachment_content_add (reading->content,
                               reading->n_pages > 0 ? GB_ATTACHMENT_PLACE_SLIDE
                                                    : GB_ATTACHMENT_PLACE_PARAGRAPH,
                               reading->n_pages > 0 ? reading->n_pages : reading->n_paragraphs,
                               NULL, text->str, (gssize)text->len);
    return;
  }
  if (_gb_attachment_xml_is (node, " table ")) {
    xmlChar *name = xmlGetProp (node, (const xmlChar *)"name");
    guint n_rows = 0;

    read_rows (reading, node, (const char *)name, &n_rows);
    xmlFree (name);
    return;
  }
  if (_gb_attachment_xml_is (node, " annotation ")) {
    take_annotation (reading, node);
    return;
  }
  if (_gb_attachment_xml_is (node, " page "))
    reading->n_pages++;
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    read_blocks (reading, child);
}

static gboolean
block_cb (xmlNode *node, gpointer user_data, GError **error)
{
  read_blocks (user_data, node);
  return TRUE;
}

/* A sheet is hidden by the style that it has. */
static gboolean
style_cb (xmlNode *node, gpointer user_data, GError **error)
{
  Reading *reading = user_data;

  for (xmlNode *child = node->children; child != NULL; child = child->next) {
    if (_gb_attachment_xml_is (child, " table-properties ") &&
        has_value (child, "display", "false"))
      reading->content->traits |= GB_ATTACHMENT_HAS_HIDDEN;
  }
  return TRUE;
}

static gboolean
property_cb (xmlNode *node, gpointer user_data, GError **error)
{
  Reading *reading = user_data;

  if (_gb_attachment_xml_is (node, " creator initial-creator printed-by ")) {
    xmlChar *value = xmlNodeGetContent (node);

    gb_attachment_content_add_author (reading->content, (const char *)value);
    xmlFree (value);
  }
  return TRUE;
}

static gboolean
manifest_cb (xmlNode *node, gpointer user_data, GError **error)
{
  Reading *reading = user_data;

  if (_gb_docx_xml_find_below (node, "encryption-data") != NULL)
    reading->content->traits |= GB_ATTACHMENT_IS_PROTECTED;
  return TRUE;
}

gboolean
_gb_attachment_read_open_document (GbAttachmentContent *content,
                                   GbDocxPackage *package,
                                   const char *main_part,
                                   GCancellable *cancellable,
                                   GError **error)
{
  Reading reading = { .content = content };
  GBytes *text = _gb_docx_package_get_part (package, main_part);
  g_autoptr (GPtrArray) basic = _gb_docx_package_list (package, "basic/");
  g_autoptr (GPtrArray) scripts = _gb_docx_package_list (package, "scripts/");

  if (!_gb_docx_xml_walk (_gb_docx_package_get_part (package, "META-INF/manifest.xml"), 1,
                          manifest_cb, &reading, cancellable, error))
    return FALSE;
  /* What is encrypted looks like damage. */
  if ((content->traits & GB_ATTACHMENT_IS_PROTECTED) != 0) {
    content->is_office = FALSE;
    return TRUE;
  }
  if (basic->len > 0 || scripts->len > 0)
    content->traits |= GB_ATTACHMENT_HAS_MACROS;
  return _gb_docx_xml_walk (text, 2, style_cb, &reading, cancellable, error) &&
         _gb_docx_xml_walk (text, 3, block_cb, &reading, cancellable, error) &&
         _gb_docx_xml_walk (_gb_docx_package_get_part (package, "meta.xml"), 2, property_cb,
                            &reading, cancellable, error);
}
