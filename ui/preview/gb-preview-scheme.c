/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One web context for all previews, as long as one of them lives: ephemeral, sandboxed, with the
 * scheme gb-preview: and the portal's own content policy, so that nothing is loaded from a
 * network. Main thread. Used by GbPreview.
 */

#define G_LOG_DOMAIN "gb-preview"

#include "config.h"

#include "preview/gb-preview-scheme.h"

#include <string.h>

/* The policy of the public pages: what would not load there must not load here. */
#define CONTENT_POLICY                                                                             \
  "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "                \
  "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

#define SOURCE_KEY "gb-preview-source"

typedef struct {
  GbPreviewSchemeFunc func;
  gpointer user_data;
} Source;

static void
request_cb (WebKitURISchemeRequest *request, gpointer user_data)
{
  WebKitWebView *view = webkit_uri_scheme_request_get_web_view (request);
  const char *path = webkit_uri_scheme_request_get_path (request);
  const Source *source = NULL;

  if (view != NULL)
    source = g_object_get_data (G_OBJECT (view), SOURCE_KEY);
  if (source == NULL || path == NULL || *path != '/') {
    gb_preview_scheme_answer (request, NULL, NULL);
    return;
  }
  source->func (request, path, source->user_data);
}

WebKitWebContext *
gb_preview_scheme_ref_context (void)
{
  static GWeakRef weak_context;
  WebKitWebContext *context = g_weak_ref_get (&weak_context);
  g_autoptr (WebKitWebsiteDataManager) manager = NULL;

  if (context != NULL)
    return context;
  manager = webkit_website_data_manager_new_ephemeral ();
  context = webkit_web_context_new_with_website_data_manager (manager);
  webkit_web_context_set_sandbox_enabled (context, TRUE);
  webkit_web_context_set_cache_model (context, WEBKIT_CACHE_MODEL_DOCUMENT_VIEWER);
  webkit_web_context_set_spell_checking_enabled (context, FALSE);
  webkit_web_context_register_uri_scheme (context, GB_PREVIEW_SCHEME, request_cb, NULL, NULL);
  g_weak_ref_set (&weak_context, context);
  return context;
}

void
gb_preview_scheme_set_source (WebKitWebView *view, GbPreviewSchemeFunc func, gpointer user_data)
{
  Source *source;

  g_return_if_fail (WEBKIT_IS_WEB_VIEW (view));

  if (func == NULL) {
    g_object_set_data (G_OBJECT (view), SOURCE_KEY, NULL);
    return;
  }
  source = g_new0 (Source, 1);
  source->func = func;
  source->user_data = user_data;
  g_object_set_data_full (G_OBJECT (view), SOURCE_KEY, source, g_free);
}

void
gb_preview_scheme_answer (WebKitURISchemeRequest *request, GBytes *bytes, const char *type)
{
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (WebKitURISchemeResponse) response = NULL;
  g_autofree char *plain_type = NULL;
  SoupMessageHeaders *headers;

  g_return_if_fail (WEBKIT_IS_URI_SCHEME_REQUEST (request));

  if (bytes == NULL) {
    g_autoptr (GError) error =
      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "not a part of the page");

    webkit_uri_scheme_request_finish_error (request, error);
    return;
  }
  stream = g_memory_input_stream_new_from_bytes (bytes);
  response = webkit_uri_scheme_response_new (stream, (gint64)g_bytes_get_size (bytes));
  headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  soup_message_headers_append (headers, "Content-Security-Policy", CONTENT_POLICY);
  soup_message_headers_append (headers, "Content-Type", type);
  soup_message_headers_append (headers, "X-Content-Type-Options", "nosniff");
  /* The next version of the page has the same address. */
  soup_message_headers_append (headers, "Cache-Control", "no-store");
  /* WebKit takes all of the string for the type, and would download “text/html; charset=utf-8”. */
  plain_type = g_strndup (type, strcspn (type, "; "));
  webkit_uri_scheme_response_set_content_type (response, plain_type);
  webkit_uri_scheme_response_set_status (response, 200, NULL);
  webkit_uri_scheme_response_set_http_headers (response, headers);
  webkit_uri_scheme_request_finish_with_response (request, response);
}
