/* SPDX-License-Identifier: GPL-3.0-or-later */

/* .odt, .ods and .odp (OASIS OpenDocument 1.3 part 3): text by paragraph, row and slide, and what
 * else they take along. */

#define G_LOG_DOMAIN "gb-attachment"

#include "config.h"

#include "attachment/gb-attachment-private.h"

#include "import/gb-docx-xml.h"

#include <string.h>

/* A repeated cell is read once: empty ones are repeated to the end of the sheet. */
typedef struct {
  GbAttachmentContent *content;
  guint n_paragraphs;
  guint n_pages;
} Reading;

static gboolean
is_one_of (const xmlNode *node, const char *names)
{
  g_autofree char *name = g_strconcat (" ", (const char *)node->name, " ", NULL);

  return node->type == XML_ELEMENT_NODE && strstr (names, name) != NULL;
}

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

    if (is_one_of (child, " creator "))
      gb_attachment_content_add_author (reading->content, (const char *)text);
    else if (is_one_of (child, " p list "))
      gb_attachment_content_add (reading->content, GB_ATTACHMENT_PLACE_COMMENT, 0, NULL,
                                 (const char *)text);
    xmlFree (text);
  }
}

static void
note_traits (Reading *reading, const xmlNode *node)
{
  if (is_one_of (node, " tracked-changes "))
    reading->content->traits |= GB_ATTACHMENT_HAS_CHANGES;
  else if (is_one_of (node, " hidden-text hidden-paragraph ") ||
           has_value (node, "visibility", "collapse") || has_value (node, "visibility", "filter") ||
           has_value (node, "display", "none"))
    reading->content->traits |= GB_ATTACHMENT_HAS_HIDDEN;
  else if (is_one_of (node, " object "))
    reading->content->traits |= GB_ATTACHMENT_HAS_EMBEDDED;
}

static void
append_text (Reading *reading, GString *text, xmlNode *parent)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (node->type == XML_TEXT_NODE)
      g_string_append (text, (const char *)node->content);
    if (node->type != XML_ELEMENT_NODE)
      continue;
    note_traits (reading, node);
    if (is_one_of (node, " s tab "))
      g_string_append_c (text, ' ');
    else if (is_one_of (node, " line-break "))
      g_string_append_c (text, '\n');
    else if (is_one_of (node, " annotation "))
      take_annotation (reading, node);
    else
      append_text (reading, text, node);
  }
}

static void
read_row (Reading *reading, xmlNode *row, const char *table, guint number)
{
  g_autoptr (GString) text = g_string_new (NULL);

  note_traits (reading, row);
  for (xmlNode *cell = row->children; cell != NULL; cell = cell->next) {
    g_autoptr (GString) cell_text = g_string_new (NULL);

    if (!is_one_of (cell, " table-cell covered-table-cell "))
      continue;
    append_text (reading, cell_text, cell);
    g_strdelimit (cell_text->str, "\t\n", ' ');
    if (text->len > 0)
      g_string_append_c (text, '\t');
    g_string_append (text, g_strstrip (cell_text->str));
  }
  gb_attachment_content_add (reading->content, GB_ATTACHMENT_PLACE_ROW, number, table, text->str);
}

static void
read_rows (Reading *reading, xmlNode *parent, const char *table, guint *n_rows)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (is_one_of (node, " table-row ")) {
      xmlChar *repeated = xmlGetProp (node, (const xmlChar *)"number-rows-repeated");

      read_row (reading, node, table, *n_rows + 1);
      *n_rows += (guint)_gb_docx_xml_parse_int ((const char *)repeated, 1, 1 << 20, 1);
      xmlFree (repeated);
    } else if (is_one_of (node, " table-column table-row-group table-header-rows table-rows ")) {
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
  if (is_one_of (node, " p h ")) {
    g_autoptr (GString) text = g_string_new (NULL);

    append_text (reading, text, node);
    reading->n_paragraphs++;
    gb_attachment_content_add (
      reading->content,
      reading->n_pages > 0 ? GB_ATTACHMENT_PLACE_SLIDE : GB_ATTACHMENT_PLACE_PARAGRAPH,
      reading->n_pages > 0 ? reading->n_pages : reading->n_paragraphs, NULL, text->str);
    return;
  }
  if (is_one_of (node, " table ")) {
    xmlChar *name = xmlGetProp (node, (const xmlChar *)"name");
    guint n_rows = 0;

    read_rows (reading, node, (const char *)name, &n_rows);
    xmlFree (name);
    return;
  }
  if (is_one_of (node, " annotation ")) {
    take_annotation (reading, node);
    return;
  }
  if (is_one_of (node, " page "))
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
    if (is_one_of (child, " table-properties ") && has_value (child, "display", "false"))
      reading->content->traits |= GB_ATTACHMENT_HAS_HIDDEN;
  }
  return TRUE;
}

static gboolean
property_cb (xmlNode *node, gpointer user_data, GError **error)
{
  Reading *reading = user_data;

  if (is_one_of (node, " creator initial-creator printed-by ")) {
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
                                   GCancellable *cancellable,
                                   GError **error)
{
  Reading reading = { .content = content };
  GBytes *text = _gb_docx_package_get_part (package, "content.xml");

  if (!_gb_docx_xml_walk (_gb_docx_package_get_part (package, "META-INF/manifest.xml"), 1,
                          manifest_cb, &reading, cancellable, error))
    return FALSE;
  /* What is encrypted looks like damage. */
  if ((content->traits & GB_ATTACHMENT_IS_PROTECTED) != 0) {
    content->is_office = FALSE;
    return TRUE;
  }
  if (_gb_docx_package_has_folder (package, "basic/") ||
      _gb_docx_package_has_folder (package, "scripts/"))
    content->traits |= GB_ATTACHMENT_HAS_MACROS;
  return _gb_docx_xml_walk (text, 2, style_cb, &reading, cancellable, error) &&
         _gb_docx_xml_walk (text, 3, block_cb, &reading, cancellable, error) &&
         _gb_docx_xml_walk (_gb_docx_package_get_part (package, "meta.xml"), 2, property_cb,
                            &reading, cancellable, error);
}
