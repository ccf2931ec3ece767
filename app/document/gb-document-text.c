/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The plain text of a document, as a reader would read it out: for search, exports and
 * comparison, and its count of words. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-document-text"

#include "config.h"

#include "document/gb-document-private.h"

#include "document/gb-text.h"

#include <string.h>

static void write_blocks (GString *text, xmlNode *parent, guint depth);

static void
append_inline (GString *text, xmlNode *parent, char line_break)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (node->type == XML_TEXT_NODE)
      g_string_append (text, (const char *)node->content);
    else if (_gb_xml_is (node, GB_DOCUMENT_XHTML_NS, "br"))
      g_string_append_c (text, line_break);
    else
      append_inline (text, node, line_break);
  }
}

static void
append_marker (GString *text, xmlNode *list, guint number)
{
  g_autofree char *class = _gb_xml_dup_attribute (list, "class");

  if (_gb_xml_is (list, GB_DOCUMENT_XHTML_NS, "ul")) {
    g_string_append (text, "• ");
  } else if (g_strcmp0 (class, "paren") == 0) {
    g_string_append_printf (text, "%u) ", number);
  } else if (g_strcmp0 (class, "wide-paren") == 0) {
    g_string_append_printf (text, "（%u）", number);
  } else if (g_strcmp0 (class, "circled") == 0 && number >= 1 && number <= 20) {
    g_string_append_unichar (text, 0x2460 + number - 1);
  } else if (g_strcmp0 (class, "cjk") == 0 || g_strcmp0 (class, "cjk-paren") == 0) {
    g_autofree char *numeral = gb_text_format_chinese_number (number);

    g_string_append_printf (text, strcmp (class, "cjk") == 0 ? "%s、" : "（%s）", numeral);
  } else {
    g_string_append_printf (text, "%u. ", number);
  }
}

static void
append_indent (GString *text, guint depth)
{
  for (guint i = 0; i < depth; i++)
    g_string_append (text, "  ");
}

static void
write_list (GString *text, xmlNode *list, guint depth)
{
  g_autofree char *start = _gb_xml_dup_attribute (list, "start");
  guint number = start != NULL ? (guint)g_ascii_strtoull (start, NULL, 10) : 1;

  for (xmlNode *item = _gb_xml_first (list); item != NULL; item = _gb_xml_next (item)) {
    append_indent (text, depth);
    append_marker (text, list, number++);
    for (xmlNode *node = _gb_xml_first (item); node != NULL; node = _gb_xml_next (node)) {
      if (!_gb_xml_is (node, GB_DOCUMENT_XHTML_NS, "p")) {
        write_list (text, node, depth + 1);
        continue;
      }
      if (node != _gb_xml_first (item))
        append_indent (text, depth + 1);
      append_inline (text, node, '\n');
      g_string_append_c (text, '\n');
    }
  }
}

/* A cell is one field of its row, whatever is in it. */
static void
append_cell (GString *text, xmlNode *parent)
{
  for (xmlNode *node = _gb_xml_first (parent); node != NULL; node = _gb_xml_next (node)) {
    if (node != _gb_xml_first (parent))
      g_string_append_c (text, ' ');
    if (_gb_rules_is_text_block (node))
      append_inline (text, node, ' ');
    else
      append_cell (text, node);
  }
}

static void
write_table (GString *text, xmlNode *table)
{
  xmlNode *caption = _gb_xml_find (table, "caption");
  xmlNode *body = _gb_xml_find (table, "tbody");

  if (caption != NULL) {
    append_inline (text, caption, '\n');
    g_string_append_c (text, '\n');
  }
  for (xmlNode *row = _gb_xml_first (body); row != NULL; row = _gb_xml_next (row)) {
    for (xmlNode *cell = _gb_xml_first (row); cell != NULL; cell = _gb_xml_next (cell)) {
      if (cell != _gb_xml_first (row))
        g_string_append_c (text, '\t');
      append_cell (text, cell);
    }
    g_string_append_c (text, '\n');
  }
}

static void
write_block (GString *text, xmlNode *block, guint depth)
{
  const char *name = (const char *)block->name;

  if (_gb_rules_is_text_block (block)) {
    append_inline (text, block, '\n');
    g_string_append_c (text, '\n');
  } else if (strcmp (name, "ul") == 0 || strcmp (name, "ol") == 0) {
    write_list (text, block, depth);
  } else if (strcmp (name, "table") == 0) {
    write_table (text, block);
  } else {
    write_blocks (text, block, depth);
  }
}

static void
write_blocks (GString *text, xmlNode *parent, guint depth)
{
  for (xmlNode *node = _gb_xml_first (parent); node != NULL; node = _gb_xml_next (node))
    write_block (text, node, depth);
}

/**
 * gb_document_dup_text:
 * @self: a document
 *
 * Returns: (transfer full): its text without the title: one line a block, list items with their
 *   markers, the cells of a row with tabs between them, captions, a line break as a line break.
 *   Alternative texts of images are not a part of it.
 */
char *
gb_document_dup_text (GbDocument *self)
{
  GString *text;

  g_return_val_if_fail (GB_IS_DOCUMENT (self), NULL);

  text = g_string_new (NULL);
  write_blocks (text, _gb_xml_find (xmlDocGetRootElement (gb_document_get_xml (self)), "body"), 0);
  return g_string_free (text, FALSE);
}

static guint
count_words (xmlNode *parent)
{
  guint n_words = 0;

  for (xmlNode *node = _gb_xml_first (parent); node != NULL; node = _gb_xml_next (node)) {
    if (_gb_rules_is_text_block (node)) {
      g_autoptr (GString) text = g_string_new (NULL);

      append_inline (text, node, '\n');
      n_words += gb_text_count_words (text->str);
    } else {
      n_words += count_words (node);
    }
  }
  return n_words;
}

/**
 * gb_document_count_words:
 * @self: a document
 *
 * Counts as gb_text_count_words () does. What the reader's program writes, the markers of lists, is
 * not a part of the text, and the title is not a part of the body; the editor counts the same.
 *
 * Returns: the number of words of the body
 */
guint
gb_document_count_words (GbDocument *self)
{
  g_return_val_if_fail (GB_IS_DOCUMENT (self), 0);

  return count_words (_gb_xml_find (xmlDocGetRootElement (gb_document_get_xml (self)), "body"));
}

static xmlNode *
find_block (xmlNode *parent, const char *id)
{
  for (xmlNode *node = _gb_xml_first (parent); node != NULL; node = _gb_xml_next (node)) {
    g_autofree char *node_id = _gb_xml_dup_attribute (node, "id");
    xmlNode *found;

    if (g_strcmp0 (node_id, id) == 0)
      return node;
    found = find_block (node, id);
    if (found != NULL)
      return found;
  }
  return NULL;
}

/**
 * gb_document_dup_block_text:
 * @self: a document
 * @id: the id of a block
 *
 * Returns: (transfer full) (nullable): the text of that block, in which offsets of findings and
 *   comments count characters and a line break is one; %NULL if there is no such block, or if it
 *   holds blocks and not text
 */
char *
gb_document_dup_block_text (GbDocument *self, const char *id)
{
  GString *text;
  xmlNode *block;

  g_return_val_if_fail (GB_IS_DOCUMENT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  block = find_block (_gb_xml_find (xmlDocGetRootElement (gb_document_get_xml (self)), "body"), id);
  if (block == NULL || !_gb_rules_is_text_block (block))
    return NULL;
  text = g_string_new (NULL);
  append_inline (text, block, '\n');
  return g_string_free (text, FALSE);
}
