/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one way into libxml2. Input is untrusted: a DOCTYPE is refused while it is parsed, so that no
 * entity is ever declared, nothing is loaded, and nesting is limited before anything recursive sees
 * the tree. Nothing here keeps state, so every function may be called on any thread. */

#define G_LOG_DOMAIN "gb-xml"

#include "config.h"

#include "document/gb-document-private.h"

#include "document/gb-document-error.h"
#include "document/gb-text.h"

#include <libxml/parser.h>
#include <string.h>

typedef struct {
  char *message; /* (owned) (nullable): the first error */
  int line;
  int max_depth;
} ParseState;

/**
 * _gb_xml_clean_message:
 * @message: a message of libxml2, which quotes the input as it is
 *
 * Returns: (transfer full): @message as one line of valid text
 */
char *
_gb_xml_clean_message (const char *message)
{
  g_autofree char *valid = g_utf8_make_valid (message, -1);

  return g_strchomp (gb_text_clean_line (valid));
}

static void
keep_first_error (xmlParserCtxt *context, int line, const char *message)
{
  ParseState *state = context->_private;

  if (state->message != NULL)
    return;
  state->message = _gb_xml_clean_message (message);
  state->line = line;
}

static void
parse_error_cb (gpointer user_data, xmlError *xml_error)
{
  if (xml_error->level >= XML_ERR_ERROR)
    keep_first_error (user_data, xml_error->line, xml_error->message);
}

static void
internal_subset_cb (gpointer user_data,
                    const xmlChar *name,
                    const xmlChar *external_id,
                    const xmlChar *system_id)
{
  xmlParserCtxt *context = user_data;

  keep_first_error (context, xmlSAX2GetLineNumber (context), "a DOCTYPE is not allowed");
  xmlStopParser (context);
}

static void
processing_instruction_cb (gpointer user_data, const xmlChar *target, const xmlChar *data)
{
  xmlParserCtxt *context = user_data;

  keep_first_error (context, xmlSAX2GetLineNumber (context),
                    "processing instructions are not allowed");
  xmlStopParser (context);
}

static void
start_element_cb (gpointer user_data,
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
  const ParseState *state = context->_private;

  if (context->nameNr >= state->max_depth) {
    keep_first_error (context, xmlSAX2GetLineNumber (context), "elements are nested too deeply");
    xmlStopParser (context);
    return;
  }
  xmlSAX2StartElementNs (context, name, prefix, uri, n_namespaces, namespaces, n_attributes,
                         n_defaulted, attributes);
}

static void
init_parser (void)
{
  static gsize initialized = 0;

  if (g_once_init_enter (&initialized)) {
    xmlInitParser ();
    g_once_init_leave (&initialized, 1);
  }
}

/**
 * _gb_xml_parse:
 * @data: the bytes of an XML file, in any encoding that it declares
 * @size: their number
 * @max_depth: how deeply elements may be nested, at most %GB_XML_MAX_DEPTH
 * @error: return location for %GB_DOCUMENT_ERROR_NOT_WELL_FORMED or %GB_DOCUMENT_ERROR_TOO_LARGE
 *
 * Returns: (transfer full): the tree, with line numbers and without comments and CDATA sections; or
 *   %NULL
 */
GbXmlDoc *
_gb_xml_parse (const char *data, gsize size, int max_depth, GError **error)
{
  xmlParserCtxt *context;
  ParseState state = { .max_depth = max_depth };
  g_autoptr (GbXmlDoc) xml = NULL;
  gboolean well_formed;

  if (size > GB_DOCUMENT_MAX_BYTES) {
    g_set_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_TOO_LARGE,
                 "the document has more than %d bytes", GB_DOCUMENT_MAX_BYTES);
    return NULL;
  }

  init_parser ();
  context = xmlNewParserCtxt ();
  context->_private = &state;
  context->sax->serror = parse_error_cb;
  context->sax->internalSubset = internal_subset_cb;
  context->sax->startElementNs = start_element_cb;
  context->sax->processingInstruction = processing_instruction_cb;
  context->sax->comment = NULL;
  xml = xmlCtxtReadMemory (context, data, (int)size, NULL, NULL,
                           XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES);
  well_formed = xml != NULL && context->wellFormed && context->nsWellFormed;
  xmlFreeParserCtxt (context);

  if (!well_formed || state.message != NULL) {
    g_set_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_NOT_WELL_FORMED, "line %d: %s",
                 MAX (state.line, 1),
                 state.message != NULL ? state.message : "not a well-formed XML document");
    g_free (state.message);
    return NULL;
  }
  return g_steal_pointer (&xml);
}

/**
 * _gb_xml_set_error:
 * @error: return location for %GB_DOCUMENT_ERROR_INVALID
 * @node: (nullable): where the fault is; its line precedes the message
 * @format: the reason, a printf() format
 * @...: its arguments
 *
 * Says that a document is refused, with line and reason.
 */
void
_gb_xml_set_error (GError **error, xmlNode *node, const char *format, ...)
{
  g_autofree char *message = NULL;
  long line = node != NULL ? xmlGetLineNo (node) : 0;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  if (line > 0)
    g_set_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_INVALID, "line %ld: %s", line,
                 message);
  else
    g_set_error_literal (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_INVALID, message);
}

/**
 * _gb_xml_is:
 * @node: (nullable): a node
 * @ns: a namespace
 * @name: (nullable): a local name, %NULL for any
 *
 * Returns: %TRUE if @node is an element of that name
 */
gboolean
_gb_xml_is (const xmlNode *node, const char *ns, const char *name)
{
  return node != NULL && node->type == XML_ELEMENT_NODE && node->ns != NULL &&
         strcmp ((const char *)node->ns->href, ns) == 0 &&
         (name == NULL || strcmp ((const char *)node->name, name) == 0);
}

/**
 * _gb_xml_first:
 * @parent: an element
 *
 * Returns: (nullable): its first child element
 */
xmlNode *
_gb_xml_first (xmlNode *parent)
{
  return xmlFirstElementChild (parent);
}

/**
 * _gb_xml_next:
 * @node: an element
 *
 * Returns: (nullable): the next element beside it
 */
xmlNode *
_gb_xml_next (xmlNode *node)
{
  return xmlNextElementSibling (node);
}

/**
 * _gb_xml_find:
 * @parent: an element
 * @name: a local name
 *
 * Returns: (nullable): the first child element of that name
 */
xmlNode *
_gb_xml_find (xmlNode *parent, const char *name)
{
  for (xmlNode *node = _gb_xml_first (parent); node != NULL; node = _gb_xml_next (node)) {
    if (strcmp ((const char *)node->name, name) == 0)
      return node;
  }
  return NULL;
}

/**
 * _gb_xml_dup_attribute:
 * @node: an element
 * @name: the name of an attribute without namespace
 *
 * Returns: (transfer full) (nullable): its value, or %NULL if there is none
 */
char *
_gb_xml_dup_attribute (const xmlNode *node, const char *name)
{
  g_autoptr (GbXmlChar) value = xmlGetNoNsProp (node, (const xmlChar *)name);

  return g_strdup ((const char *)value);
}

/**
 * _gb_xml_dup_content:
 * @node: an element
 *
 * Returns: (transfer full): its text without ASCII space at the ends, never %NULL
 */
char *
_gb_xml_dup_content (const xmlNode *node)
{
  g_autoptr (GbXmlChar) content = xmlNodeGetContent (node);

  return g_strstrip (g_strdup (content != NULL ? (const char *)content : ""));
}

/**
 * _gb_xml_add:
 * @parent: an element
 * @name: a local name
 *
 * Returns: (transfer none): a new last child of @parent, in its namespace
 */
xmlNode *
_gb_xml_add (xmlNode *parent, const char *name)
{
  return xmlAddChild (parent, xmlNewDocNode (parent->doc, parent->ns, (const xmlChar *)name, NULL));
}

/**
 * _gb_xml_add_text:
 * @parent: an element
 * @text: literal text, not markup
 * @length: its bytes, or -1
 *
 * Appends @text to the content of @parent.
 */
void
_gb_xml_add_text (xmlNode *parent, const char *text, gssize length)
{
  if (length < 0)
    length = (gssize)strlen (text);
  if (length > 0)
    xmlAddChild (parent, xmlNewDocTextLen (parent->doc, (const xmlChar *)text, (int)length));
}

/**
 * _gb_xml_dup_node:
 * @node: an element
 *
 * Returns: (transfer full): @node as UTF-8 text, without a declaration
 */
char *
_gb_xml_dup_node (xmlNode *node)
{
  xmlOutputBuffer *output = xmlAllocOutputBuffer (NULL);
  char *text;

  xmlNodeDumpOutput (output, node->doc, node, 0, 0, "UTF-8");
  text =
    g_strndup ((const char *)xmlOutputBufferGetContent (output), xmlOutputBufferGetSize (output));
  xmlOutputBufferClose (output);
  return text;
}
