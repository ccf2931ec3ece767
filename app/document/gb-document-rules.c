/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the schema cannot say: block ids are unique, addresses have a host, the spans of a table
 * fit, and no text holds a character that hides or reorders others. These rules are a part of the
 * format, unlike those of app/check, which a draft may break. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-document-rules"

#include "config.h"

#include "document/gb-document-private.h"

#include "document/gb-text.h"

#include <string.h>

#define MAX_COLUMNS 200
#define MAX_START   9999

/* Elements of the body with an id; those with text have inline content. */
static const struct {
  const char *name;
  gboolean has_text;
} blocks[] = {
  { "p", TRUE },           { "li", FALSE },     { "h2", TRUE },      { "h3", TRUE },
  { "h4", TRUE },          { "h5", TRUE },      { "ul", FALSE },     { "ol", FALSE },
  { "table", FALSE },      { "caption", TRUE }, { "figure", FALSE }, { "figcaption", TRUE },
  { "blockquote", FALSE }, { "hr", FALSE },
};

static gboolean
check_characters (xmlNode *node, const char *text, GError **error)
{
  const char *found = gb_text_find_forbidden (text);

  if (found == NULL)
    return TRUE;
  _gb_xml_set_error (error, node, "the character U+%04X is not allowed",
                     (guint)g_utf8_get_char (found));
  return FALSE;
}

static gboolean
check_host (xmlNode *node, const char *address, GError **error)
{
  g_autofree char *host = NULL;

  if (!g_str_has_prefix (address, "http:") && !g_str_has_prefix (address, "https:"))
    return TRUE;
  if (g_uri_split (address, G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_ENCODED, NULL, NULL, &host,
                   NULL, NULL, NULL, NULL, NULL) &&
      host != NULL && *host != '\0')
    return TRUE;
  _gb_xml_set_error (error, node, "the address has no host");
  return FALSE;
}

static guint
get_span (xmlNode *cell, const char *name)
{
  g_autofree char *value = _gb_xml_dup_attribute (cell, name);

  return value != NULL ? (guint)g_ascii_strtoull (value, NULL, 10) : 1;
}

static gboolean
check_widths (xmlNode *cell, const char *value, GError **error)
{
  guint n_widths = 1;

  for (const char *p = strchr (value, ','); p != NULL; p = strchr (p + 1, ','))
    n_widths++;
  if (n_widths == get_span (cell, "colspan"))
    return TRUE;
  _gb_xml_set_error (error, cell, "data-colwidth needs one number for each column of the cell");
  return FALSE;
}

static gboolean
check_attribute (xmlNode *node, xmlAttr *attribute, GHashTable *ids, GError **error)
{
  const char *name = (const char *)attribute->name;
  g_autoptr (GbXmlChar) content = xmlNodeListGetString (node->doc, attribute->children, 1);
  const char *value = content != NULL ? (const char *)content : "";

  if (!check_characters (node, value, error))
    return FALSE;
  if (strcmp (name, "href") == 0)
    return check_host (node, value, error);
  if (strcmp (name, "data-colwidth") == 0)
    return check_widths (node, value, error);
  if (strcmp (name, "start") == 0 && g_ascii_strtoull (value, NULL, 10) > MAX_START) {
    _gb_xml_set_error (error, node, "a list cannot start at %s", value);
    return FALSE;
  }
  if (strcmp (name, "name") == 0 && (strcmp (value, ".") == 0 || strcmp (value, "..") == 0)) {
    _gb_xml_set_error (error, node, "“%s” is no name for an attachment", value);
    return FALSE;
  }
  if (strcmp (name, "id") == 0 && !g_hash_table_add (ids, g_strdup (value))) {
    _gb_xml_set_error (error, node, "the id “%s” is used twice", value);
    return FALSE;
  }
  return TRUE;
}

/* Places the cells of one row as HTML does. remaining[k] is the number of rows that column k is
 * still covered by a cell from above. Returns the number of columns used, 0 with the error set. */
static guint
place_row (xmlNode *row, guint *remaining, GError **error)
{
  guint column = 0;

  for (xmlNode *cell = _gb_xml_first (row); cell != NULL; cell = _gb_xml_next (cell)) {
    guint n_columns = get_span (cell, "colspan");
    guint n_rows = get_span (cell, "rowspan");

    while (column < MAX_COLUMNS && remaining[column] > 0)
      column++;
    if (column + n_columns > MAX_COLUMNS) {
      _gb_xml_set_error (error, cell, "a table has at most %d columns", MAX_COLUMNS);
      return 0;
    }
    for (guint i = 0; i < n_columns; i++, column++) {
      if (remaining[column] > 0) {
        _gb_xml_set_error (error, cell, "the cell overlaps one that spans rows above it");
        return 0;
      }
      remaining[column] = n_rows;
    }
  }
  while (column < MAX_COLUMNS && remaining[column] > 0)
    column++;
  return column;
}

static gboolean
check_table (xmlNode *table, GError **error)
{
  guint remaining[MAX_COLUMNS] = { 0 };
  guint n_columns = 0;
  xmlNode *body = _gb_xml_find (table, "tbody");

  for (xmlNode *row = _gb_xml_first (body); row != NULL; row = _gb_xml_next (row)) {
    guint n_used = place_row (row, remaining, error);

    if (n_used == 0)
      return FALSE;
    if (n_columns != 0 && n_used != n_columns) {
      _gb_xml_set_error (error, row, "the row has %u columns instead of %u", n_used, n_columns);
      return FALSE;
    }
    n_columns = n_used;
    for (guint i = 0; i < n_columns; i++)
      remaining[i]--;
  }
  for (guint i = 0; i < n_columns; i++) {
    if (remaining[i] > 0) {
      _gb_xml_set_error (error, table, "a cell spans more rows than the table has");
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
check_node (xmlNode *node, GHashTable *ids, GError **error)
{
  if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
    return check_characters (node, (const char *)node->content, error);
  if (node->type != XML_ELEMENT_NODE)
    return TRUE;

  for (xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next) {
    if (!check_attribute (node, attribute, ids, error))
      return FALSE;
  }
  if (_gb_xml_is (node, GB_DOCUMENT_NS, "source-url")) {
    g_autofree char *address = _gb_xml_dup_content (node);

    if (!check_host (node, address, error))
      return FALSE;
  }
  for (xmlNode *child = node->children; child != NULL; child = child->next) {
    if (!check_node (child, ids, error))
      return FALSE;
  }
  return !_gb_xml_is (node, GB_DOCUMENT_XHTML_NS, "table") || check_table (node, error);
}

/**
 * _gb_rules_check:
 * @xml: a tree that the schema accepts
 * @error: return location for %GB_DOCUMENT_ERROR_INVALID
 *
 * Returns: %TRUE if @xml keeps the rules beside the schema
 */
gboolean
_gb_rules_check (xmlDoc *xml, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return check_node (xmlDocGetRootElement (xml), ids, error);
}

/**
 * _gb_rules_needs_id:
 * @node: an element
 *
 * Returns: %TRUE if @node is a part of a body that has an id
 */
gboolean
_gb_rules_needs_id (const xmlNode *node)
{
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++) {
    if (_gb_xml_is (node, GB_DOCUMENT_XHTML_NS, blocks[i].name))
      return TRUE;
  }
  return FALSE;
}

/**
 * _gb_rules_is_text_block:
 * @node: an element
 *
 * Returns: %TRUE if @node is a part of a body that holds inline content
 */
gboolean
_gb_rules_is_text_block (const xmlNode *node)
{
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++) {
    if (_gb_xml_is (node, GB_DOCUMENT_XHTML_NS, blocks[i].name))
      return blocks[i].has_text;
  }
  return FALSE;
}
