/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A part is parsed piece by piece: each element at a given depth is handed over as a tree and freed
 * before the next one is made, so that a large text needs the memory of one paragraph. A DOCTYPE is
 * refused while it is parsed, so that no entity is ever declared; nothing is loaded. Nothing here
 * keeps state. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-docx-xml.h"

#include "import/gb-import-error.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

static const char *const word_namespaces[] = {
  "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
  "http://purl.oclc.org/ooxml/wordprocessingml/main",
};
static const char *const relation_namespaces[] = {
  "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
  "http://purl.oclc.org/ooxml/officeDocument/relationships",
};

typedef struct {
  GbDocxElementFunc func;
  gpointer user_data;
  GCancellable *cancellable;
  guint depth;
  guint n_alive;       /* elements and attributes in memory */
  gboolean is_hostile; /* DOCTYPE or too deep */
  gboolean is_large;
  GError *error; /* (owned) (nullable): of the function, or cancelled */
} Walk;

static void
ignore_error_cb (void *user_data, xmlError *error)
{
  g_debug ("xml: line %d: %s", error->line, error->message != NULL ? error->message : "");
}

static void
internal_subset_cb (void *user_data,
                    const xmlChar *name,
                    const xmlChar *external_id,
                    const xmlChar *system_id)
{
  xmlParserCtxt *context = user_data;

  ((Walk *)context->_private)->is_hostile = TRUE;
  xmlStopParser (context);
}

static void
start_element_cb (void *user_data,
                  const xmlChar *name,
                  const xmlChar *prefix,
                  const xmlChar *uri,
                  int n_namespaces,
                  const xmlChar **namespaces,
                  int n_attributes,
                  int n_defaulted,
                  const xmlChar **attributes)
{
  xmlParserCtxt *context = user_data;
  Walk *walk = context->_private;

  if (context->nameNr >= GB_DOCX_MAX_DEPTH)
    walk->is_hostile = TRUE;
  walk->n_alive += 1 + (guint)n_attributes + (guint)n_namespaces;
  if (walk->n_alive > GB_DOCX_MAX_ALIVE)
    walk->is_large = TRUE;
  if (walk->is_hostile || walk->is_large) {
    xmlStopParser (context);
    return;
  }
  xmlSAX2StartElementNs (context, name, prefix, uri, n_namespaces, namespaces, n_attributes,
                         n_defaulted, attributes);
}

static void
end_element_cb (void *user_data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  xmlParserCtxt *context = user_data;
  Walk *walk = context->_private;
  xmlNode *node = context->node;
  gboolean is_wanted = node != NULL && context->nodeNr == (int)walk->depth + 1;

  xmlSAX2EndElementNs (context, name, prefix, uri);
  if (!is_wanted || walk->error != NULL)
    return;
  if (g_cancellable_set_error_if_cancelled (walk->cancellable, &walk->error) ||
      !walk->func (node, walk->user_data, &walk->error)) {
    xmlStopParser (context);
    return;
  }
  walk->n_alive = 0;
  /* White space before it goes too. */
  for (xmlNode *previous = node->prev; previous != NULL; previous = node->prev) {
    xmlUnlinkNode (previous);
    xmlFreeNode (previous);
  }
  xmlUnlinkNode (node);
  xmlFreeNode (node);
}

/**
 * _gb_docx_xml_walk:
 * @part: (nullable): the content of a part; %NULL has no elements
 * @depth: how deep the wanted elements are; the children of the root are at 1
 * @func: is called with each of them, in order
 * @user_data: its second argument
 * @cancellable: (nullable): a cancellable
 * @error: return location for %GB_IMPORT_ERROR_DAMAGED, %G_IO_ERROR_CANCELLED or what @func sets
 *
 * Returns: %FALSE if the part is no well-formed XML, has a DOCTYPE, or @func returned %FALSE
 */
gboolean
_gb_docx_xml_walk (GBytes *part,
                   guint depth,
                   GbDocxElementFunc func,
                   gpointer user_data,
                   GCancellable *cancellable,
                   GError **error)
{
  Walk walk = { .func = func, .user_data = user_data, .cancellable = cancellable, .depth = depth };
  xmlParserCtxt *context;
  xmlDoc *xml;
  gboolean is_good;

  if (part == NULL)
    return TRUE;
  xmlInitParser ();
  context = xmlNewParserCtxt ();
  context->_private = &walk;
  context->sax->serror = ignore_error_cb;
  context->sax->internalSubset = internal_subset_cb;
  context->sax->startElementNs = start_element_cb;
  context->sax->endElementNs = end_element_cb;
  context->sax->comment = NULL;
  context->sax->processingInstruction = NULL;
  /* NOENT: the five entities of XML become text at once; others cannot be declared. */
  xml = xmlCtxtReadMemory (
    context, g_bytes_get_data (part, NULL), (int)g_bytes_get_size (part), NULL, NULL,
    XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES);
  is_good = xml != NULL && context->wellFormed && !walk.is_hostile && !walk.is_large;
  xmlFreeDoc (xml);
  xmlFreeParserCtxt (context);
  if (walk.error != NULL) {
    g_propagate_error (error, walk.error);
    return FALSE;
  }
  if (walk.is_large)
    g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_TOO_LARGE,
                 "a table in the file is larger than a document may have; split it");
  else if (!is_good)
    g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_DAMAGED,
                 "the text inside the file is damaged%s; open it in WPS or Word and save it anew",
                 walk.is_hostile ? " or not made by a word processor" : "");
  return is_good;
}

static gboolean
is_in (const xmlNs *ns, const char *const namespaces[2])
{
  return ns != NULL && ns->href != NULL &&
         (strcmp ((const char *)ns->href, namespaces[0]) == 0 ||
          strcmp ((const char *)ns->href, namespaces[1]) == 0);
}

gboolean
_gb_docx_xml_is (const xmlNode *node, const char *name)
{
  return node != NULL && node->type == XML_ELEMENT_NODE &&
         strcmp ((const char *)node->name, name) == 0 && is_in (node->ns, word_namespaces);
}

gboolean
_gb_docx_xml_is_local (const xmlNode *node, const char *name)
{
  return node != NULL && node->type == XML_ELEMENT_NODE &&
         strcmp ((const char *)node->name, name) == 0;
}

xmlNode *
_gb_docx_xml_find (xmlNode *parent, const char *name)
{
  if (parent == NULL)
    return NULL;
  for (xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (_gb_docx_xml_is (node, name))
      return node;
  }
  return NULL;
}

xmlNode *
_gb_docx_xml_find_below (xmlNode *node, const char *name)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next) {
    xmlNode *found;

    if (child->type != XML_ELEMENT_NODE)
      continue;
    if (_gb_docx_xml_is_local (child, name))
      return child;
    found = _gb_docx_xml_find_below (child, name);
    if (found != NULL)
      return found;
  }
  return NULL;
}

static const char *
get_attribute (const xmlNode *node,
               const char *name,
               const char *const namespaces[2],
               gboolean may_be_bare)
{
  if (node == NULL)
    return NULL;
  for (const xmlAttr *attribute = node->properties; attribute != NULL;
       attribute = attribute->next) {
    if (strcmp ((const char *)attribute->name, name) == 0 &&
        (is_in (attribute->ns, namespaces) || (may_be_bare && attribute->ns == NULL)))
      return attribute->children != NULL && attribute->children->content != NULL
               ? (const char *)attribute->children->content
               : "";
  }
  return NULL;
}

const char *
_gb_docx_xml_get (const xmlNode *node, const char *name)
{
  return get_attribute (node, name, word_namespaces, TRUE);
}

const char *
_gb_docx_xml_get_relation (const xmlNode *node, const char *name)
{
  return get_attribute (node, name, relation_namespaces, FALSE);
}

const char *
_gb_docx_xml_get_child_val (xmlNode *parent, const char *name)
{
  return _gb_docx_xml_get (_gb_docx_xml_find (parent, name), "val");
}

int
_gb_docx_xml_parse_int (const char *text, int min, int max, int fallback)
{
  char *end = NULL;
  gint64 number;

  if (text == NULL)
    return fallback;
  number = g_ascii_strtoll (text, &end, 10);
  if (end == text)
    return fallback;
  return (int)CLAMP (number, min, max);
}

double
_gb_docx_xml_parse_number (const char *text)
{
  double number = text != NULL ? g_ascii_strtod (text, NULL) : 0;

  return number > 0 && number <= 100000 ? number : 0;
}

gboolean
_gb_docx_xml_is_on (const xmlNode *node)
{
  static const char *const off[] = { "0", "false", "off", "none", NULL };
  const char *value = _gb_docx_xml_get (node, "val");

  return value == NULL || !g_strv_contains (off, value);
}
