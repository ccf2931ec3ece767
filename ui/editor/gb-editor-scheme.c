/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The scheme gb-editor: images of the draft by digest, from the view that asks. Nothing else can be
 * loaded. Lives on the main thread; used by GbEditorView. */

#define G_LOG_DOMAIN "gb-editor"

#include "config.h"

#include "editor/gb-editor-scheme.h"

#include "document/gb-digest.h"
#include "editor/gb-editor-view.h"

#include <string.h>

#define BLOB_PREFIX "/blob/"

#define CONTENT_POLICY "default-src 'none'"

/* The pictures that a web page can show and that hold no script. */
static const struct {
  const char *magic;
  gsize offset;
  const char *type;
} image_types[] = {
  { "\x89PNG\r\n\x1a\n", 0, "image/png" },
  { "\xff\xd8\xff", 0, "image/jpeg" },
  { "GIF8", 0, "image/gif" },
  { "WEBP", 8, "image/webp" },
};

static void
answer_bytes (WebKitURISchemeRequest *request, GBytes *bytes, const char *type)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (WebKitURISchemeResponse) response =
    webkit_uri_scheme_response_new (stream, (gint64)g_bytes_get_size (bytes));
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);

  soup_message_headers_append (headers, "Content-Security-Policy", CONTENT_POLICY);
  /* nosniff looks at the header, everything else at the type of the response. */
  soup_message_headers_append (headers, "Content-Type", type);
  soup_message_headers_append (headers, "X-Content-Type-Options", "nosniff");
  webkit_uri_scheme_response_set_content_type (response, type);
  webkit_uri_scheme_response_set_status (response, 200, NULL);
  webkit_uri_scheme_response_set_http_headers (response, headers);
  webkit_uri_scheme_request_finish_with_response (request, response);
}

static void
answer_not_found (WebKitURISchemeRequest *request)
{
  g_autoptr (GError) error =
    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no such file of the editor");

  webkit_uri_scheme_request_finish_error (request, error);
}

static const char *
find_image_type (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  for (gsize i = 0; i < G_N_ELEMENTS (image_types); i++) {
    gsize length = strlen (image_types[i].magic);

    if (size >= image_types[i].offset + length &&
        memcmp (data + image_types[i].offset, image_types[i].magic, length) == 0)
      return image_types[i].type;
  }
  return NULL;
}

static void
load_blob_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (WebKitURISchemeRequest) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
    gb_editor_view_load_blob_finish (GB_EDITOR_VIEW (object), result, &error);
  const char *type;

  if (bytes == NULL) {
    webkit_uri_scheme_request_finish_error (request, error);
    return;
  }
  type = find_image_type (bytes);
  if (type != NULL)
    answer_bytes (request, bytes, type);
  else
    answer_not_found (request);
}

static void
request_cb (WebKitURISchemeRequest *request, gpointer user_data)
{
  const char *path = webkit_uri_scheme_request_get_path (request);
  WebKitWebView *view = webkit_uri_scheme_request_get_web_view (request);

  if (path != NULL && g_str_has_prefix (path, BLOB_PREFIX)) {
    const char *digest = path + strlen (BLOB_PREFIX);

    if (GB_IS_EDITOR_VIEW (view) && gb_digest_is_valid (digest))
      gb_editor_view_load_blob_async (GB_EDITOR_VIEW (view), digest, load_blob_cb,
                                      g_object_ref (request));
    else
      answer_not_found (request);
    return;
  }
  answer_not_found (request);
}

void
gb_editor_scheme_register (WebKitWebContext *context)
{
  g_return_if_fail (WEBKIT_IS_WEB_CONTEXT (context));

  webkit_web_context_register_uri_scheme (context, GB_EDITOR_SCHEME, request_cb, NULL, NULL);
}
