/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of the portal's addresses. Constant data, any thread. */
#define G_LOG_DOMAIN "gb-endpoints"

#include "config.h"

#include "server/gb-endpoints.h"

#include "document/gb-digest.h"
#include "document/gb-document.h"
#include "server/gb-api.h"
#include "server/gb-attachment-types.h"
#include "server/gb-public-site.h"

#include <string.h>

#define API          "/api/v1"
#define MAX_SEGMENTS 8
#define JSON_BYTES   (64 * 1024)
#define JSON_TYPE    "application/json"

static const GbEndpoint endpoints[] = {
  { "GET", "/healthz", gb_api_get_health, 0, 0, NULL },
  { "GET", API "/capabilities", gb_api_get_capabilities, 0, 0, NULL },
  { "POST", API "/sessions", NULL, GB_ENDPOINT_SIGN_IN, JSON_BYTES, JSON_TYPE },
  { "GET", API "/sessions/current", gb_api_get_session, GB_ENDPOINT_ACCOUNT, 0, NULL },
  { "DELETE", API "/sessions/current", gb_api_delete_session, GB_ENDPOINT_ACCOUNT, 0, NULL },
  { "GET", API "/checks", gb_api_get_checks, GB_ENDPOINT_ACCOUNT, 0, NULL },
  { "GET", API "/changes", gb_api_get_changes, GB_ENDPOINT_ACCOUNT, 0, NULL },
  { "GET", API "/documents/{uuid}", gb_api_get_document, GB_ENDPOINT_ACCOUNT, 0, NULL },
  { "GET", API "/documents/{uuid}/revisions/{digest}", gb_api_get_revision, GB_ENDPOINT_ACCOUNT, 0,
    NULL },
  { "PUT", API "/documents/{uuid}/revisions/{digest}", gb_api_put_revision, GB_ENDPOINT_ACCOUNT,
    GB_DOCUMENT_MAX_BYTES, GB_DOCUMENT_MIME },
  { "POST", API "/documents/{uuid}/events", gb_api_post_event, GB_ENDPOINT_ACCOUNT, JSON_BYTES,
    JSON_TYPE },
  { "HEAD", API "/blobs/{digest}", gb_api_head_blob, GB_ENDPOINT_ACCOUNT, 0, NULL },
  { "GET", API "/blobs/{digest}", gb_api_get_blob, GB_ENDPOINT_ACCOUNT, 0, NULL },
  { "PUT", API "/blobs/{digest}", gb_api_put_blob, GB_ENDPOINT_ACCOUNT | GB_ENDPOINT_ANY_BODY,
    GB_BLOB_MAX_BYTES, NULL },
  { "GET", NULL, gb_public_site_handle, GB_ENDPOINT_PUBLIC, 0, NULL },
};

/* Decodes "/a/b%20c/": NULL if a segment hides a slash, a NUL or bytes that are not UTF-8, or is
 * "", "." or ".."; the last one may be empty. */
static char **
split_path (const char *path)
{
  g_auto (GStrv) parts = NULL;
  g_autoptr (GPtrArray) segments = g_ptr_array_new_with_free_func (g_free);

  if (path[0] != '/')
    return NULL;
  parts = g_strsplit (path + 1, "/", MAX_SEGMENTS + 1);
  if (g_strv_length (parts) > MAX_SEGMENTS)
    return NULL;
  for (guint i = 0; parts[i] != NULL; i++) {
    char *segment = g_uri_unescape_string (parts[i], "/");

    if (segment == NULL)
      return NULL;
    g_ptr_array_add (segments, segment);
    if (!g_utf8_validate (segment, -1, NULL) || g_str_equal (segment, ".") ||
        g_str_equal (segment, "..") || (*segment == '\0' && parts[i + 1] != NULL))
      return NULL;
  }
  /* g_strsplit () makes nothing of nothing, but "/" has one empty segment. */
  if (segments->len == 0)
    g_ptr_array_add (segments, g_strdup (""));
  g_ptr_array_add (segments, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&segments), FALSE);
}

static gboolean
is_uuid (const char *text)
{
  for (const char *c = text; *c != '\0'; c++) {
    if (g_ascii_isupper (*c))
      return FALSE;
  }
  return g_uuid_string_is_valid (text);
}

static gboolean
segment_matches (const char *template, const char *segment)
{
  if (g_str_equal (template, "{uuid}"))
    return is_uuid (segment);
  if (g_str_equal (template, "{digest}"))
    return gb_digest_is_valid (segment);
  return g_str_equal (template, segment);
}

static gboolean
template_matches (const GbEndpoint *endpoint, char **segments)
{
  g_auto (GStrv) parts = NULL;

  if (endpoint->template == NULL)
    return !g_str_equal (segments[0], "api");
  parts = g_strsplit (endpoint->template + 1, "/", -1);
  if (g_strv_length (parts) != g_strv_length (segments))
    return FALSE;
  for (guint i = 0; parts[i] != NULL; i++) {
    if (!segment_matches (parts[i], segments[i]))
      return FALSE;
  }
  return TRUE;
}

static void
take_params (const GbEndpoint *endpoint, char **segments, char **params)
{
  g_auto (GStrv) parts = NULL;
  guint n = 0;

  if (endpoint->template == NULL)
    return;
  parts = g_strsplit (endpoint->template + 1, "/", -1);
  for (guint i = 0; parts[i] != NULL; i++) {
    if (parts[i][0] == '{' && n < GB_REQUEST_MAX_PARAMS)
      params[n++] = g_strdup (segments[i]);
  }
}

static char *
join_path (char **segments)
{
  g_autofree char *joined = g_strjoinv ("/", segments);

  return g_strconcat ("/", joined, NULL);
}

/* The methods of one address for the header Allow. */
static char *
list_methods (char **segments)
{
  GString *allow = g_string_new (NULL);
  gboolean has_head = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (endpoints); i++) {
    if (!template_matches (&endpoints[i], segments))
      continue;
    /* An address of the table is not one of the site's pages as well. */
    if (endpoints[i].template == NULL && allow->len > 0)
      continue;
    if (g_str_equal (endpoints[i].method, "HEAD"))
      has_head = TRUE;
    g_string_append_printf (allow, "%s%s", allow->len > 0 ? ", " : "", endpoints[i].method);
    if (g_str_equal (endpoints[i].method, "GET") && !has_head) {
      g_string_append (allow, ", HEAD");
      has_head = TRUE;
    }
  }
  if (allow->len > 0)
    g_string_append (allow, ", OPTIONS");
  return g_string_free (allow, FALSE);
}

static const GbEndpoint *
find_method (const char *method, char **segments)
{
  for (guint i = 0; i < G_N_ELEMENTS (endpoints); i++) {
    if (!template_matches (&endpoints[i], segments))
      continue;
    if (g_str_equal (endpoints[i].method, method))
      return &endpoints[i];
  }
  return NULL;
}

const GbEndpoint *
gb_endpoints_find (const char *method,
                   const char *path,
                   char **out_path,
                   char **params,
                   guint *out_status,
                   char **out_allow)
{
  g_auto (GStrv) segments = split_path (path);
  g_autofree char *allow = NULL;
  const GbEndpoint *endpoint;

  *out_path = NULL;
  *out_allow = NULL;
  *out_status = 400;
  if (segments == NULL)
    return NULL;
  *out_path = join_path (segments);
  allow = list_methods (segments);
  *out_status = 404;
  if (*allow == '\0')
    return NULL;
  endpoint = find_method (method, segments);
  if (endpoint == NULL && g_str_equal (method, "HEAD"))
    endpoint = find_method ("GET", segments);
  if (endpoint == NULL) {
    *out_status = 405;
    *out_allow = g_steal_pointer (&allow);
    return NULL;
  }
  take_params (endpoint, segments, params);
  *out_status = 200;
  return endpoint;
}
