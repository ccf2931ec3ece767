/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Validation against resources/document.rng. The compiled schema is shared and lives as long as the
 * process. libxml2 fills caches inside it while it validates, so one lock guards its use; any
 * thread may call. */

#define G_LOG_DOMAIN "gb-schema"

#include "config.h"

#include "document/gb-document-private.h"

#include "document/gb-document-error.h"

#include <libxml/relaxng.h>
#include <string.h>

/* The attributes of each element of the body; those before the bar are required. */
static const struct {
  const char *name;
  const char *attributes;
} vocabulary[] = {
  { "p", "id|class" },
  { "h2", "id|" },
  { "h3", "id|" },
  { "h4", "id|" },
  { "h5", "id|" },
  { "ul", "id|" },
  { "ol", "id|class start" },
  { "li", "id|" },
  { "table", "id|" },
  { "caption", "id|" },
  { "tbody", "|" },
  { "tr", "|" },
  { "th", "|scope colspan rowspan data-colwidth" },
  { "td", "|colspan rowspan data-colwidth" },
  { "figure", "id|" },
  { "img", "src alt|width" },
  { "figcaption", "id|" },
  { "blockquote", "id|" },
  { "hr", "id|" },
  { "a", "href|" },
  { "br", "|" },
  { "strong", "|" },
  { "em", "|" },
  { "u", "|" },
  { "s", "|" },
  { "sub", "|" },
  { "sup", "|" },
  { "span", "class|" },
};

static GMutex schema_lock;
static xmlRelaxNG *schema; /* guarded by schema_lock */

typedef struct {
  char *message; /* (owned) (nullable): the first error, which is the innermost */
  xmlNode *node; /* (nullable) */
} ValidateState;

static void
schema_error_cb (gpointer user_data, xmlError *xml_error)
{
  g_debug ("schema: %s", xml_error->message);
}

static void
validate_error_cb (gpointer user_data, xmlError *xml_error)
{
  ValidateState *state = user_data;

  if (state->message != NULL)
    return;
  state->message = _gb_xml_clean_message (xml_error->message);
  state->node = xml_error->node;
}

/* The schema is a part of the program, so failing to compile it is no error of the input. */
static void
load_schema (void)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (GB_RESOURCE_PREFIX "/document.rng",
                                                      G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  xmlRelaxNGParserCtxt *parser;
  gsize size = 0;
  const char *data;

  g_assert (bytes != NULL);
  data = g_bytes_get_data (bytes, &size);
  parser = xmlRelaxNGNewMemParserCtxt (data, (int)size);
  xmlRelaxNGSetParserStructuredErrors (parser, schema_error_cb, NULL);
  schema = xmlRelaxNGParse (parser);
  xmlRelaxNGFreeParserCtxt (parser);
  g_assert (schema != NULL);
}

static gboolean
explain_attributes (xmlNode *node, const char *attributes, GError **error)
{
  g_auto (GStrv) halves = g_strsplit (attributes, "|", 2);
  g_auto (GStrv) required = g_strsplit (halves[0], " ", -1);
  g_auto (GStrv) optional = g_strsplit (halves[1], " ", -1);

  for (xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next) {
    const char *name = (const char *)attribute->name;

    if (attribute->ns != NULL || (!g_strv_contains ((const char *const *)required, name) &&
                                  !g_strv_contains ((const char *const *)optional, name))) {
      _gb_xml_set_error (error, node, "the attribute “%s” is not allowed on “%s”", name,
                         (const char *)node->name);
      return TRUE;
    }
  }
  for (guint i = 0; required[i] != NULL; i++) {
    if (!xmlHasProp (node, (const xmlChar *)required[i])) {
      _gb_xml_set_error (error, node, "“%s” needs the attribute “%s”", (const char *)node->name,
                         required[i]);
      return TRUE;
    }
  }
  return FALSE;
}

/* Whatever else an address must be, it begins like one of these. */
static gboolean
explain_address (xmlNode *node, GError **error)
{
  static const char *const prefixes[] = {
    "http://", "https://", "mailto:", "tel:", "#", "document:",
  };
  g_autofree char *href = NULL;

  if (strcmp ((const char *)node->name, "a") != 0)
    return FALSE;
  href = _gb_xml_dup_attribute (node, "href");
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++) {
    if (g_str_has_prefix (href, prefixes[i]))
      return FALSE;
  }
  _gb_xml_set_error (error, node, "the href of a link is not an address that is allowed");
  return TRUE;
}

/* libxml2 often names the element around a fault, or none at all. This finds the faults that are
 * usual, in the order of the document. Returns TRUE with the error set. */
static gboolean
explain (xmlNode *parent, GError **error)
{
  for (xmlNode *node = _gb_xml_first (parent); node != NULL; node = _gb_xml_next (node)) {
    guint i = 0;

    while (i < G_N_ELEMENTS (vocabulary) &&
           !_gb_xml_is (node, GB_DOCUMENT_XHTML_NS, vocabulary[i].name))
      i++;
    if (i == G_N_ELEMENTS (vocabulary)) {
      _gb_xml_set_error (error, node, "the element “%s” is not allowed in a body",
                         (const char *)node->name);
      return TRUE;
    }
    if (explain_attributes (node, vocabulary[i].attributes, error) ||
        explain_address (node, error) || explain (node, error))
      return TRUE;
  }
  return FALSE;
}

static gboolean
explain_root (xmlNode *root, GError **error)
{
  g_autofree char *kind = NULL;

  if (!_gb_xml_is (root, GB_DOCUMENT_NS, "document")) {
    _gb_xml_set_error (error, root, "the root is not a document of Gongbao");
    return TRUE;
  }
  kind = _gb_xml_dup_attribute (root, "kind");
  if (gb_document_kind_from_string (kind != NULL ? g_strstrip (kind) : NULL, NULL))
    return FALSE;
  _gb_xml_set_error (error, root, "the kind of the document is not one that is allowed");
  return TRUE;
}

static void
set_error (xmlDoc *xml, const ValidateState *state, GError **error)
{
  xmlNode *root = xmlDocGetRootElement (xml);
  xmlNode *node = state->node != NULL ? state->node : root;
  xmlNode *body = _gb_xml_find (root, "body");
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *message = NULL;

  if (explain_root (root, error))
    return;
  if (body != NULL && _gb_xml_is (body, GB_DOCUMENT_XHTML_NS, NULL) && explain (body, error))
    return;
  if (node->type != XML_ELEMENT_NODE && node->parent != NULL &&
      node->parent->type == XML_ELEMENT_NODE)
    node = node->parent;
  message = g_strdup (state->message != NULL ? state->message : "not a valid document");
  message[0] = g_ascii_tolower (message[0]);
  for (xmlAttr *attribute = node->type == XML_ELEMENT_NODE ? node->properties : NULL;
       attribute != NULL; attribute = attribute->next)
    g_string_append_printf (names, " %s", (const char *)attribute->name);
  if (g_str_has_suffix (message, "attributes"))
    _gb_xml_set_error (
      error, node, "an attribute of “%s” is missing or has a value that is not allowed (it has:%s)",
      (const char *)node->name, names->len > 0 ? names->str : " none");
  else
    _gb_xml_set_error (error, node, "“%s”: %s", (const char *)node->name, message);
}

/**
 * _gb_schema_validate:
 * @xml: a tree that is no deeper than %GB_XML_MAX_DEPTH
 * @error: return location for %GB_DOCUMENT_ERROR_INVALID
 *
 * Returns: %TRUE if the schema accepts @xml
 */
gboolean
_gb_schema_validate (xmlDoc *xml, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&schema_lock);
  xmlRelaxNGValidCtxt *context;
  ValidateState state = { 0 };
  int result;

  if (schema == NULL)
    load_schema ();

  context = xmlRelaxNGNewValidCtxt (schema);
  xmlRelaxNGSetValidStructuredErrors (context, validate_error_cb, &state);
  result = xmlRelaxNGValidateDoc (context, xml);
  xmlRelaxNGFreeValidCtxt (context);

  if (result != 0)
    set_error (xml, &state, error);
  g_free (state.message);
  return result == 0;
}
