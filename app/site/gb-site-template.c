/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The XSLT of resources/site/: compiled once for the process and kept, applied to the input tree
 * that gb-site-input.c builds. A template can read and write nothing: what it imports comes from
 * the program's resources, document () finds nothing, and no context may touch a file or the
 * network. Only GbSite uses this, from any one thread at a time.
 */

#define G_LOG_DOMAIN "gb-site-template"

#include "config.h"

#include "site/gb-site-template-private.h"

#include <gio/gio.h>
#include <libexslt/exslt.h>
#include <libxml/HTMLtree.h>
#include <libxml/parser.h>
#include <libxslt/documents.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>
#include <string.h>

#define RESOURCE_FOLDER "/org/gongbao/Gongbao/site/"
#define RESOURCE_SCHEME "resource:"

static GMutex mutex;
/* guarded by mutex: name → xsltStylesheet, never freed, because contexts borrow them */
static GHashTable *stylesheets;
static xsltSecurityPrefs *security; /* guarded by mutex while it is made, then constant */

static xmlDoc *
load_resource (const char *path, xmlDict *dict)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *uri = NULL;
  xmlParserCtxt *parser;
  xmlDoc *doc;
  gconstpointer data;
  gsize size;

  if (!g_str_has_prefix (path, RESOURCE_FOLDER) || strstr (path, "..") != NULL)
    return NULL;
  bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (bytes == NULL)
    return NULL;

  data = g_bytes_get_data (bytes, &size);
  uri = g_strconcat (RESOURCE_SCHEME "//", path, NULL);
  parser = xmlNewParserCtxt ();
  if (dict != NULL) {
    /* The nodes of an imported stylesheet share the names of the importing one. */
    xmlDictFree (parser->dict);
    parser->dict = dict;
    xmlDictReference (dict);
  }
  doc = xmlCtxtReadMemory (parser, data, (int)size, uri, NULL,
                           XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_NOENT);
  xmlFreeParserCtxt (parser);
  return doc;
}

/* libxslt asks this for every import, include and document (). */
static xmlDoc *
loader_cb (const xmlChar *uri, xmlDict *dict, int options, void *context, xsltLoadType type)
{
  const char *path = (const char *)uri;

  if (type == XSLT_LOAD_DOCUMENT || !g_str_has_prefix (path, RESOURCE_SCHEME))
    return NULL;
  path += strlen (RESOURCE_SCHEME);
  while (path[0] == '/' && path[1] == '/')
    path++;
  return load_resource (path, dict);
}

static void
initialise (void)
{
  if (stylesheets != NULL)
    return;

  stylesheets = g_hash_table_new (g_str_hash, g_str_equal);
  exsltRegisterAll ();
  xsltSetLoaderFunc (loader_cb);
  security = xsltNewSecurityPrefs ();
  xsltSetSecurityPrefs (security, XSLT_SECPREF_READ_FILE, xsltSecurityForbid);
  xsltSetSecurityPrefs (security, XSLT_SECPREF_WRITE_FILE, xsltSecurityForbid);
  xsltSetSecurityPrefs (security, XSLT_SECPREF_CREATE_DIRECTORY, xsltSecurityForbid);
  xsltSetSecurityPrefs (security, XSLT_SECPREF_READ_NETWORK, xsltSecurityForbid);
  xsltSetSecurityPrefs (security, XSLT_SECPREF_WRITE_NETWORK, xsltSecurityForbid);
}

/* The mutex is held. */
static xsltStylesheet *
ref_stylesheet (const char *name, GError **error)
{
  g_autofree char *path = NULL;
  xsltStylesheet *stylesheet;
  xmlDoc *doc;

  initialise ();
  stylesheet = g_hash_table_lookup (stylesheets, name);
  if (stylesheet != NULL)
    return stylesheet;

  path = g_strconcat (RESOURCE_FOLDER, name, NULL);
  doc = load_resource (path, NULL);
  if (doc == NULL) {
    g_set_error (error, GB_SITE_ERROR, GB_SITE_ERROR_TEMPLATE, "there is no template %s", name);
    return NULL;
  }
  stylesheet = xsltParseStylesheetDoc (doc);
  if (stylesheet == NULL || stylesheet->errors > 0) {
    if (stylesheet != NULL)
      xsltFreeStylesheet (stylesheet);
    else
      xmlFreeDoc (doc);
    g_set_error (error, GB_SITE_ERROR, GB_SITE_ERROR_TEMPLATE, "%s does not compile", name);
    return NULL;
  }
  g_hash_table_insert (stylesheets, g_strdup (name), stylesheet);
  return stylesheet;
}

static void G_GNUC_PRINTF (2, 3) transform_error_cb (void *context, const char *format, ...)
{
  GString *message = context;
  va_list args;

  va_start (args, format);
  g_string_append_vprintf (message, format, args);
  va_end (args);
}

static xmlDoc *
transform (xsltStylesheet *stylesheet, const char *name, xmlDoc *input, GError **error)
{
  g_autoptr (GString) message = g_string_new (NULL);
  xsltTransformContext *context = xsltNewTransformContext (stylesheet, input);
  xsltTransformState state;
  xmlDoc *result;

  if (context == NULL || xsltSetCtxtSecurityPrefs (security, context) != 0) {
    if (context != NULL)
      xsltFreeTransformContext (context);
    g_set_error (error, GB_SITE_ERROR, GB_SITE_ERROR_TEMPLATE, "%s cannot be applied safely", name);
    return NULL;
  }
  xsltSetTransformErrorFunc (context, message, transform_error_cb);
  result = xsltApplyStylesheetUser (stylesheet, input, NULL, NULL, NULL, context);
  state = context->state;
  xsltFreeTransformContext (context);

  if (result != NULL && state == XSLT_STATE_OK && xmlDocGetRootElement (result) != NULL)
    return result;
  if (result != NULL)
    xmlFreeDoc (result);
  g_strdelimit (message->str, "\n", ' ');
  g_set_error (error, GB_SITE_ERROR, GB_SITE_ERROR_TEMPLATE, "%s failed: %s", name,
               *message->str != '\0' ? g_strstrip (message->str) : "no result");
  return NULL;
}

static GBytes *
serialise_xml (xmlDoc *doc)
{
  xmlChar *text = NULL;
  int length = 0;
  GBytes *bytes;

  xmlDocDumpFormatMemoryEnc (doc, &text, &length, "UTF-8", 0);
  bytes = g_bytes_new (text, (gsize)length);
  xmlFree (text);
  return bytes;
}

static GBytes *
serialise_html (xmlDoc *doc)
{
  xmlOutputBuffer *buffer = xmlAllocOutputBuffer (NULL);
  GBytes *bytes;

  /* XSLT 1.0 knows no HTML 5: its html method writes either the DOCTYPE of HTML 4 or none. */
  if (xmlGetIntSubset (doc) == NULL)
    xmlCreateIntSubset (doc, BAD_CAST "html", NULL, NULL);
  /* Without an encoding the writer turns every Chinese character into a numeric reference. */
  doc->type = XML_HTML_DOCUMENT_NODE;
  if (doc->encoding == NULL)
    doc->encoding = xmlStrdup (BAD_CAST "UTF-8");
  htmlDocContentDumpFormatOutput (buffer, doc, "UTF-8", 0);
  bytes = g_bytes_new (xmlOutputBufferGetContent (buffer), xmlOutputBufferGetSize (buffer));
  xmlOutputBufferClose (buffer);
  return bytes;
}

/**
 * _gb_site_template_apply:
 * @name: a file of resources/site/, "page.xsl"
 * @input: the tree that it shows; stays the caller's
 * @output: how the result is written
 * @error: return location for an error
 *
 * Returns: (transfer full): UTF-8, or %NULL with %GB_SITE_ERROR_TEMPLATE
 */
GBytes *
_gb_site_template_apply (const char *name, xmlDoc *input, GbSiteOutput output, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  xsltStylesheet *stylesheet;
  xmlDoc *result;
  GBytes *bytes;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (input != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  /* Transforming one stylesheet in two threads is not safe: libxslt counts in it. */
  locker = g_mutex_locker_new (&mutex);
  stylesheet = ref_stylesheet (name, error);
  if (stylesheet == NULL)
    return NULL;
  result = transform (stylesheet, name, input, error);
  if (result == NULL)
    return NULL;

  bytes = output == GB_SITE_OUTPUT_XML ? serialise_xml (result) : serialise_html (result);
  xmlFreeDoc (result);
  return bytes;
}
