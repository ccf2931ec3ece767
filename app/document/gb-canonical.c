/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The canonical form: a body is rebuilt from what the schema accepted, and a tree is written as
 * exclusive C14N. Whatever is not copied here by name does not get through. Nothing here keeps
 * state. */

#define G_LOG_DOMAIN "gb-canonical"

#include "config.h"

#include "document/gb-document-private.h"

#include <libxml/c14n.h>
#include <string.h>

/* Every attribute of the body, in the order of C14N, so that the tree has one order too. */
static const char *const attribute_names[] = {
  "alt", "class", "colspan", "data-colwidth", "id", "rowspan", "scope", "src", "start", "width",
};

/* In the order of the schema. */
static const char *const paragraph_classes[] = {
  "left", "center", "right", "no-indent", "addressee", "signature", "date", "note",
};

static void
set_attribute (xmlNode *node, const char *name, const char *value)
{
  xmlNewProp (node, (const xmlChar *)name, (const xmlChar *)value);
}

static void
copy_classes (xmlNode *target, const char *value)
{
  g_auto (GStrv) tokens = g_strsplit_set (value, " \t\n\r", -1);
  g_autoptr (GString) classes = g_string_new (NULL);

  if (!_gb_xml_is (target, GB_DOCUMENT_XHTML_NS, "p")) {
    g_autofree char *token = g_strstrip (g_strdup (value));

    set_attribute (target, "class", token);
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (paragraph_classes); i++) {
    if (g_strv_contains ((const char *const *)tokens, paragraph_classes[i])) {
      if (classes->len > 0)
        g_string_append_c (classes, ' ');
      g_string_append (classes, paragraph_classes[i]);
    }
  }
  if (classes->len > 0)
    set_attribute (target, "class", classes->str);
}

/* "007" and "+7" are 7 to the schema. */
static void
copy_number (xmlNode *target, const char *name, const char *value)
{
  g_autofree char *digits = NULL;
  guint64 number = g_ascii_strtoull (value, NULL, 10);

  if (strcmp (name, "start") == 0 && number == 1)
    return;
  digits = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  set_attribute (target, name, digits);
}

static void
copy_widths (xmlNode *target, const char *value)
{
  g_auto (GStrv) widths = g_strsplit (value, ",", -1);
  g_autoptr (GString) numbers = g_string_new (NULL);

  for (guint i = 0; widths[i] != NULL; i++)
    g_string_append_printf (numbers, "%s%" G_GUINT64_FORMAT, i > 0 ? "," : "",
                            g_ascii_strtoull (widths[i], NULL, 10));
  set_attribute (target, "data-colwidth", numbers->str);
}

static void
copy_attribute (xmlNode *target, const char *name, const char *value)
{
  if (strcmp (name, "class") == 0) {
    copy_classes (target, value);
  } else if (strcmp (name, "start") == 0 || strcmp (name, "colspan") == 0 ||
             strcmp (name, "rowspan") == 0) {
    copy_number (target, name, value);
  } else if (strcmp (name, "data-colwidth") == 0) {
    copy_widths (target, value);
  } else {
    g_autofree char *trimmed = g_strstrip (g_strdup (value));

    set_attribute (target, name, trimmed);
  }
}

static void
copy_block (xmlNode *parent, xmlNode *source)
{
  xmlNode *target = _gb_xml_add (parent, (const char *)source->name);

  for (guint i = 0; i < G_N_ELEMENTS (attribute_names); i++) {
    g_autofree char *value = _gb_xml_dup_attribute (source, attribute_names[i]);

    if (value != NULL)
      copy_attribute (target, attribute_names[i], value);
  }
  if (_gb_rules_is_text_block (source)) {
    _gb_inline_copy (target, source);
    return;
  }
  for (xmlNode *node = _gb_xml_first (source); node != NULL; node = _gb_xml_next (node))
    copy_block (target, node);
}

static gboolean
is_leaf (const xmlNode *node)
{
  return node->children == NULL || node->children->type != XML_ELEMENT_NODE ||
         _gb_rules_is_text_block (node);
}

/* Children of elements that hold only elements get a line each. */
static void
break_lines (xmlNode *parent)
{
  if (is_leaf (parent))
    return;
  for (xmlNode *node = parent->children; node != NULL; node = node->next) {
    break_lines (node);
    xmlAddPrevSibling (node, xmlNewDocText (node->doc, (const xmlChar *)"\n"));
  }
  xmlAddChild (parent, xmlNewDocText (parent->doc, (const xmlChar *)"\n"));
}

static void
join_lines (xmlNode *parent)
{
  xmlNode *next;

  if (_gb_rules_is_text_block (parent) || xmlFirstElementChild (parent) == NULL)
    return;
  for (xmlNode *node = parent->children; node != NULL; node = next) {
    next = node->next;
    if (node->type == XML_TEXT_NODE) {
      xmlUnlinkNode (node);
      xmlFreeNode (node);
    } else {
      join_lines (node);
    }
  }
}

/**
 * _gb_canonical_add_body:
 * @document: the root element of a new tree
 * @body: a <body> element that the schema accepts
 *
 * Appends a canonical copy of @body to @document.
 */
void
_gb_canonical_add_body (xmlNode *document, xmlNode *body)
{
  xmlNode *target = xmlNewDocNode (document->doc, NULL, (const xmlChar *)"body", NULL);

  xmlSetNs (target, xmlNewNs (target, (const xmlChar *)GB_DOCUMENT_XHTML_NS, NULL));
  xmlAddChild (document, target);
  for (xmlNode *node = _gb_xml_first (body); node != NULL; node = _gb_xml_next (node))
    copy_block (target, node);
}

/**
 * _gb_canonical_serialize:
 * @xml: a canonical tree; it gets line breaks for a moment, so no other thread may use it yet
 *
 * Returns: (transfer full): its exclusive canonical form (XML-EXC-C14N 1.0, without comments)
 */
GBytes *
_gb_canonical_serialize (xmlDoc *xml)
{
  xmlNode *root = xmlDocGetRootElement (xml);
  g_autoptr (GbXmlChar) data = NULL;
  int size;

  break_lines (root);
  size = xmlC14NDocDumpMemory (xml, NULL, XML_C14N_EXCLUSIVE_1_0, NULL, 0, &data);
  join_lines (root);
  g_assert (size > 0 && data != NULL);
  return g_bytes_new (data, size);
}
