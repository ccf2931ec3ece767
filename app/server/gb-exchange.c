/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request between libsoup and the handlers. Main thread. What comes in here comes from anybody:
 * sizes, counts and encodings are checked before a handler sees them. */
#define G_LOG_DOMAIN "gb-exchange"

#include "config.h"

#include "server/gb-exchange.h"

#include "server/gb-problem.h"

#include <string.h>

#define MAX_PATH    2048
#define MAX_HEADERS 64

static const char api_policy[] = "default-src 'none'; frame-ancestors 'none'";

/* Headers that mean something to us and may come once only; two of them are a trick or a mistake.
 */
static const char *const single_headers[] = {
  "authorization", "content-range", "content-type", "idempotency-key", "if-match",
};

GbExchange *
gb_exchange_new (SoupServerMessage *message, GSocket *socket)
{
  GbExchange *self = g_new0 (GbExchange, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->message = g_object_ref (message);
  self->socket = socket != NULL ? g_object_ref (socket) : NULL;
  return self;
}

GbExchange *
gb_exchange_ref (GbExchange *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
gb_exchange_unref (GbExchange *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_handle_id (&self->deadline_source, g_source_remove);
  g_clear_handle_id (&self->wait_source, g_source_remove);
  g_object_unref (self->message);
  g_clear_object (&self->socket);
  g_clear_pointer (&self->request, gb_request_free);
  g_free (self);
}

static void
add_header_cb (const char *name, const char *value, gpointer user_data)
{
  GHashTable *headers = user_data;
  g_autofree char *key = g_ascii_strdown (name, -1);
  const char *before = g_hash_table_lookup (headers, key);
  char *joined = before != NULL ? g_strconcat (before, ", ", value, NULL) : g_strdup (value);

  g_hash_table_replace (headers, g_steal_pointer (&key), joined);
}

static gboolean
has_duplicate (SoupMessageHeaders *headers, const char **out_name)
{
  for (guint i = 0; i < G_N_ELEMENTS (single_headers); i++) {
    SoupMessageHeadersIter iter;
    const char *name;
    const char *value;
    guint count = 0;

    soup_message_headers_iter_init (&iter, headers);
    while (soup_message_headers_iter_next (&iter, &name, &value)) {
      if (g_ascii_strcasecmp (name, single_headers[i]) == 0)
        count++;
    }
    if (count > 1) {
      *out_name = single_headers[i];
      return TRUE;
    }
  }
  return FALSE;
}

static guint
count_headers (SoupMessageHeaders *headers)
{
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;
  guint count = 0;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    count++;
  return count;
}

static GbResponse *
read_headers (GbExchange *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  const char *name;

  if (count_headers (headers) > MAX_HEADERS)
    return gb_problem_respond ("bad-request", "too many headers");
  if (has_duplicate (headers, &name))
    return gb_problem_respond_field ("duplicate-header", name, NULL);
  soup_message_headers_foreach (headers, add_header_cb, self->request->headers);
  return NULL;
}

/* The form encoding of a query. What is not UTF-8 is left out: no handler expects it. */
static void
read_query (GbExchange *self, const char *query)
{
  g_autoptr (GHashTable) form = NULL;
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  if (query == NULL)
    return;
  form = soup_form_decode (query);
  g_hash_table_iter_init (&iter, form);
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    if (g_utf8_validate (name, -1, NULL) && g_utf8_validate (value, -1, NULL))
      g_hash_table_replace (self->request->query, g_strdup (name), g_strdup (value));
  }
}

static char *
dup_remote (SoupServerMessage *message)
{
  GSocketAddress *address = soup_server_message_get_remote_address (message);

  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return g_strdup ("");
  return g_inet_address_to_string (
    g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

static GbResponse *
refuse_endpoint (guint status, const char *allow)
{
  GbResponse *response;

  if (status == 405) {
    response = gb_problem_respond ("method-not-allowed", NULL);
    gb_response_add_header (response, "Allow", allow);
    return response;
  }
  return gb_problem_respond (status == 404 ? "not-found" : "bad-request", NULL);
}

/* What can be said before a byte of the body has come. */
static GbResponse *
check_body_head (GbExchange *self)
{
  const GbEndpoint *endpoint = self->endpoint;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  g_autofree char *type = NULL;
  g_autofree char *token = NULL;

  if (endpoint->flags & GB_ENDPOINT_ACCOUNT) {
    token = gb_request_dup_bearer (gb_request_get_header (self->request, "authorization"));
    if (token == NULL)
      return gb_problem_respond ("sign-in-required", NULL);
  }
  if (endpoint->max_body == 0)
    return NULL;
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
      (guint64)soup_message_headers_get_content_length (headers) > endpoint->max_body)
    return gb_problem_respond ("too-large", NULL);
  type = gb_request_dup_content_type (self->request);
  if (endpoint->content_type != NULL && !g_str_equal (type, endpoint->content_type))
    return gb_problem_respond ("unsupported-type", NULL);
  return NULL;
}

GbResponse *
gb_exchange_read_head (GbExchange *self)
{
  const char *method = soup_server_message_get_method (self->message);
  GUri *uri = soup_server_message_get_uri (self->message);
  const char *path = g_uri_get_path (uri);
  g_autofree char *decoded = NULL;
  g_autofree char *allow = NULL;
  char *params[GB_REQUEST_MAX_PARAMS] = { NULL };
  GbResponse *response;
  guint status;

  self->is_head = g_str_equal (method, "HEAD");
  if (strlen (path) > MAX_PATH)
    return gb_problem_respond ("bad-request", "the address is too long");
  self->endpoint = gb_endpoints_find (g_str_equal (method, "OPTIONS") ? "" : method, path, &decoded,
                                      params, &status, &allow);
  if (status == 405 && g_str_equal (method, "OPTIONS")) {
    response = gb_response_new (204);
    gb_response_add_header (response, "Allow", allow);
    return response;
  }
  if (self->endpoint == NULL)
    return refuse_endpoint (status, allow);
  self->request = gb_request_new (method, decoded);
  memcpy (self->request->params, params, sizeof params);
  g_free (self->request->remote);
  self->request->remote = dup_remote (self->message);
  read_query (self, g_uri_get_query (uri));
  response = read_headers (self);
  return response != NULL ? response : check_body_head (self);
}

void
gb_exchange_read_body (GbExchange *self)
{
  SoupMessageBody *body = soup_server_message_get_request_body (self->message);

  if (self->endpoint->max_body == 0)
    return;
  g_bytes_unref (self->request->body);
  self->request->body = soup_message_body_flatten (body);
}

static gboolean
deadline_cb (gpointer user_data)
{
  GbExchange *self = user_data;

  self->deadline_source = 0;
  if (self->socket != NULL)
    g_socket_shutdown (self->socket, TRUE, TRUE, NULL);
  return G_SOURCE_REMOVE;
}

void
gb_exchange_set_deadline (GbExchange *self, guint seconds)
{
  g_clear_handle_id (&self->deadline_source, g_source_remove);
  if (seconds > 0)
    self->deadline_source = g_timeout_add_seconds (seconds, deadline_cb, self);
}

static void
copy_headers (GbExchange *self, GbResponse *response)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);
  gboolean is_public = self->endpoint != NULL && (self->endpoint->flags & GB_ENDPOINT_PUBLIC) != 0;

  for (guint i = 0; i < response->headers->len; i++) {
    const GbResponseHeader *header = &g_array_index (response->headers, GbResponseHeader, i);

    soup_message_headers_replace (headers, header->name, header->value);
  }
  soup_message_headers_replace (headers, "Connection", "close");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  if (soup_message_headers_get_one (headers, "Cache-Control") == NULL)
    soup_message_headers_replace (headers, "Cache-Control", "no-store");
  if (soup_message_headers_get_one (headers, "Content-Security-Policy") == NULL)
    soup_message_headers_replace (headers, "Content-Security-Policy", api_policy);
  if (!is_public)
    soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  if (response->content_type != NULL)
    soup_message_headers_replace (headers, "Content-Type", response->content_type);
}

void
gb_exchange_answer (GbExchange *self, GbResponse *response)
{
  SoupMessageBody *body = soup_server_message_get_response_body (self->message);

  if (self->is_answered)
    return;
  self->is_answered = TRUE;
  /* libsoup cuts every answer to the range that was asked for; only files are meant for that. */
  if (!response->allow_ranges)
    soup_message_headers_remove (soup_server_message_get_request_headers (self->message), "Range");
  copy_headers (self, response);
  if (response->allow_ranges)
    soup_message_headers_replace (soup_server_message_get_response_headers (self->message),
                                  "Accept-Ranges", "bytes");
  if (response->body != NULL && g_bytes_get_size (response->body) > 0)
    soup_message_body_append_bytes (body, response->body);
  if (response->length >= 0)
    soup_message_headers_set_content_length (
      soup_server_message_get_response_headers (self->message), response->length);
  soup_server_message_set_status (self->message, response->status, NULL);
}
