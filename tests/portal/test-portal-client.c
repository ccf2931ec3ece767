/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GbPortalClient against a SoupServer in this process: the requests that it makes, the answers that
 * it reads, and every fault that a network, a proxy or a broken portal can produce. */
#define G_LOG_DOMAIN "test-portal-client"

#include "config.h"

#include "document/gb-digest.h"
#include "portal/gb-portal-client.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <string.h>

#define UUID "11111111-1111-4111-8111-111111111111"
#define API  "/api/v1/"
#define ACCOUNT                                                                                    \
  "{\"id\":\"zhangxiao\",\"name\":\"张晓\",\"unit\":\"办公室\",\"roles\":[\"drafter\"],"      \
  "\"rights\":[]}"

/* What the next answers are, and what was asked. */
typedef enum {
  FAULT_NONE,
  FAULT_SILENCE,      /* accepts and never answers */
  FAULT_CUT_BODY,     /* the connection ends in the middle of the body */
  FAULT_DROP,         /* the connection ends before the headers */
  FAULT_STALL_BODY,   /* headers and half a body, then nothing */
  FAULT_ENDLESS_BODY, /* a body that is larger than any limit */
} Fault;

typedef struct {
  SoupServer *server;
  GbPortalClient *client;
  char *url;

  Fault fault;
  guint status;
  const char *type;
  GBytes *body;
  const char *header_name; /* (nullable): one more header */
  const char *header_value;

  GPtrArray *requests; /* "METHOD path" */
  SoupMessageHeaders *headers;
  GBytes *received;

  /* The portal's side of an upload */
  GByteArray *upload;
  gsize upload_limit; /* takes this much of each piece; 0 = all */
  gboolean upload_complete;
} Fixture;

static void
answer (Fixture *self, guint status, const char *type, const char *body)
{
  self->status = status;
  self->type = type;
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = g_bytes_new (body, strlen (body));
}

static void
finish_upload (Fixture *self, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *offset = NULL;
  goffset start = 0;
  goffset end = 0;
  goffset total = body->length;
  gsize size = body->length;

  soup_message_headers_get_content_range (headers, &start, &end, &total);
  if (start != self->upload->len) {
    soup_server_message_set_status (message, 409, NULL);
  } else {
    if (self->upload_limit > 0)
      size = MIN (size, self->upload_limit);
    g_byte_array_append (self->upload, (const guint8 *)body->data, (guint)size);
    self->upload_complete = self->upload->len == total;
    soup_server_message_set_status (message, self->upload_complete ? 201 : 202, NULL);
  }
  offset = g_strdup_printf ("%u", self->upload->len);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Upload-Offset",
                                offset);
  if (soup_server_message_get_status (message) == 409)
    soup_server_message_set_response (message, "application/problem+json", SOUP_MEMORY_STATIC,
                                      "{\"type\":\"wrong-offset\"}", 23);
}

static void
steal_and_close (SoupServerMessage *message, const char *bytes)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  if (bytes != NULL)
    g_output_stream_write_all (g_io_stream_get_output_stream (stream), bytes, strlen (bytes), NULL,
                               NULL, NULL);
  g_io_stream_close (stream, NULL, NULL);
}

/* Headers and half a body; the rest never comes. */
static void
stall (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_response_body (message);

  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_set_content_type (soup_server_message_get_response_headers (message),
                                         "application/json", NULL);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  soup_message_body_append (body, SOUP_MEMORY_STATIC, "{\"cursor\":", 10);
  soup_server_message_pause (message);
}

static void
wrote_headers_cb (SoupServerMessage *message, gpointer user_data)
{
  soup_server_message_pause (message);
}

static void
write_more_cb (SoupServerMessage *message, gpointer user_data)
{
  static const char block[65536] = { ' ' };

  soup_message_body_append (soup_server_message_get_response_body (message), SOUP_MEMORY_STATIC,
                            block, sizeof block);
}

static gboolean
make_fault (Fixture *self, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  switch (self->fault) {
  case FAULT_NONE:
    return FALSE;
  case FAULT_SILENCE:
    soup_server_message_pause (message);
    return TRUE;
  case FAULT_CUT_BODY:
    steal_and_close (message, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                              "Content-Length: 1000\r\n\r\n{\"cursor\": 1");
    return TRUE;
  case FAULT_DROP:
    steal_and_close (message, NULL);
    return TRUE;
  case FAULT_STALL_BODY:
    g_signal_connect (message, "wrote-headers", G_CALLBACK (wrote_headers_cb), NULL);
    stall (message);
    soup_server_message_unpause (message);
    return TRUE;
  case FAULT_ENDLESS_BODY:
    soup_server_message_set_status (message, 200, NULL);
    soup_message_headers_set_content_type (headers, "application/json", NULL);
    soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
    soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
    g_signal_connect (message, "wrote-headers", G_CALLBACK (write_more_cb), NULL);
    g_signal_connect (message, "wrote-chunk", G_CALLBACK (write_more_cb), NULL);
    return TRUE;
  default:
    g_assert_not_reached ();
  }
}

static void
copy_header (const char *name, const char *value, gpointer user_data)
{
  soup_message_headers_append (user_data, name, value);
}

static void
server_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
  Fixture *self = user_data;
  const char *method = soup_server_message_get_method (message);
  const char *query_string = g_uri_get_query (soup_server_message_get_uri (message));
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  g_ptr_array_add (
    self->requests,
    g_strconcat (method, " ", path, query_string != NULL ? "?" : NULL, query_string, NULL));
  soup_message_headers_clear (self->headers);
  soup_message_headers_foreach (soup_server_message_get_request_headers (message), copy_header,
                                self->headers);
  g_clear_pointer (&self->received, g_bytes_unref);
  self->received = soup_message_body_flatten (soup_server_message_get_request_body (message));
  if (make_fault (self, message))
    return;
  if (self->upload != NULL && g_str_equal (method, "PUT")) {
    finish_upload (self, message);
    return;
  }
  soup_server_message_set_status (message, self->status, NULL);
  if (self->header_name != NULL)
    soup_message_headers_replace (headers, self->header_name, self->header_value);
  if (self->upload != NULL) {
    g_autofree char *offset = g_strdup_printf ("%u", self->upload->len);

    soup_message_headers_replace (headers, "Upload-Offset", offset);
  }
  if (self->body != NULL && self->type != NULL)
    soup_server_message_set_response (message, self->type, SOUP_MEMORY_COPY,
                                      g_bytes_get_data (self->body, NULL),
                                      g_bytes_get_size (self->body));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GSList *uris;

  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, server_cb, self, NULL);
  g_assert_true (soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  self->client = gb_portal_client_new (self->url, &error);
  g_assert_no_error (error);
  gb_portal_client_set_timeout (self->client, 10000);
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  answer (self, 200, "application/json", "{}");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  /* Every request has let go of the client. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (G_OBJECT (self->client)->ref_count, ==, 1);
  g_clear_object (&self->client);
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->received, g_bytes_unref);
  g_clear_pointer (&self->requests, g_ptr_array_unref);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  if (self->upload != NULL)
    g_byte_array_unref (self->upload);
  g_free (self->url);
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **out_result = user_data;

  *out_result = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static const char *
last_request (Fixture *self)
{
  g_assert_cmpuint (self->requests->len, >, 0);
  return g_ptr_array_index (self->requests, self->requests->len - 1);
}

static const char *
header (Fixture *self, const char *name)
{
  return soup_message_headers_get_one (self->headers, name);
}

static GbPortalChanges *
get_changes (Fixture *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gb_portal_client_get_changes_async (self->client, 7, 0, cancellable, result_cb, &result);
  return gb_portal_client_get_changes_finish (self->client, wait_for (&result), error);
}

static void
assert_changes_fail (Fixture *self, GbPortalError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (get_changes (self, NULL, &error));
  g_assert_error (error, GB_PORTAL_ERROR, (int)code);
}

static GbDocument *
document_new (const char *title)
{
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autoptr (GError) error = NULL;
  GbDocument *document;

  gb_metadata_set (metadata, "title", title);
  document = gb_document_new (GB_DOCUMENT_KIND_NOTICE, metadata, NULL, NULL, &error);
  g_assert_no_error (error);
  return document;
}

/* --- Addresses ---------------------------------------------------------------------------------
 */

static void
test_addresses (void)
{
  static const struct {
    const char *url;
    const char *normal; /* NULL: refused with code */
    GbPortalError code;
  } cases[] = {
    { "https://portal.example.gov.cn", "https://portal.example.gov.cn", 0 },
    { "https://portal.example.gov.cn/", "https://portal.example.gov.cn", 0 },
    { "https://portal.example.gov.cn:8443/gb//?x#y", "https://portal.example.gov.cn:8443/gb", 0 },
    { "http://127.0.0.1:80/", "http://127.0.0.1", 0 },
    { "http://localhost:8000", "http://localhost:8000", 0 },
    { "http://[::1]:8000", "http://[::1]:8000", 0 },
    { "http://portal.example.gov.cn", NULL, GB_PORTAL_ERROR_INSECURE },
    { "ftp://portal.example.gov.cn", NULL, GB_PORTAL_ERROR_PROTOCOL },
    { "https://user:secret@portal.example.gov.cn", NULL, GB_PORTAL_ERROR_PROTOCOL },
    { "portal.example.gov.cn", NULL, GB_PORTAL_ERROR_PROTOCOL },
    { "", NULL, GB_PORTAL_ERROR_PROTOCOL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GbPortalClient) client = gb_portal_client_new (cases[i].url, &error);

    if (cases[i].normal == NULL) {
      g_assert_null (client);
      g_assert_error (error, GB_PORTAL_ERROR, (int)cases[i].code);
    } else {
      g_assert_no_error (error);
      g_assert_cmpstr (gb_portal_client_get_base_url (client), ==, cases[i].normal);
    }
  }
}

/* --- Good answers ------------------------------------------------------------------------------
 */

static void
test_sign_in (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) out = NULL;
  g_autoptr (GbPortalSession) session = NULL;
  g_autoptr (GError) error = NULL;

  gb_portal_client_set_token (self->client, "old");
  answer (self, 201, "application/json",
          "{\"token\":\"t0k\",\"expires_at\":\"2030-01-01T00:00:00Z\",\"account\":" ACCOUNT "}");
  gb_portal_client_sign_in_async (self->client, "zhangxiao", "密\"码", "本机", NULL, result_cb,
                                  &result);
  session = gb_portal_client_sign_in_finish (self->client, wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (session->token, ==, "t0k");
  g_assert_cmpstr (gb_account_get_id (session->account), ==, "zhangxiao");
  g_assert_cmpstr (last_request (self), ==, "POST " API "sessions");
  g_assert_null (header (self, "Authorization"));
  g_assert_nonnull (strstr (g_bytes_get_data (self->received, NULL), "密\\\"码"));
  g_assert_cmpstr (gb_portal_client_get_token (self->client), ==, "t0k");

  answer (self, 204, NULL, "");
  gb_portal_client_sign_out_async (self->client, NULL, result_cb, &out);
  g_assert_true (gb_portal_client_sign_out_finish (self->client, wait_for (&out), &error));
  g_assert_cmpstr (header (self, "Authorization"), ==, "Bearer t0k");
  g_assert_null (gb_portal_client_get_token (self->client));
}

static void
test_account (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GbAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  answer (self, 200, "application/json; charset=utf-8", ACCOUNT);
  gb_portal_client_get_account_async (self->client, NULL, result_cb, &result);
  account = gb_portal_client_get_account_finish (self->client, wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (gb_account_get_name (account), ==, "张晓");
}

static void
test_capabilities (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) again = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *etag = NULL;
  g_autofree char *no_etag = NULL;
  g_autoptr (GError) error = NULL;

  answer (self, 200, "application/json", "{\"api\":1}");
  self->header_name = "ETag";
  self->header_value = "\"abc\"";
  gb_portal_client_get_capabilities_async (self->client, NULL, NULL, result_cb, &result);
  node = gb_portal_client_get_capabilities_finish (self->client, wait_for (&result), &etag, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);
  g_assert_cmpstr (etag, ==, "\"abc\"");

  answer (self, 304, NULL, "");
  gb_portal_client_get_capabilities_async (self->client, etag, NULL, result_cb, &again);
  g_assert_null (
    gb_portal_client_get_capabilities_finish (self->client, wait_for (&again), &no_etag, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (header (self, "If-None-Match"), ==, "\"abc\"");
}

static char *
event_json (guint64 seq)
{
  g_autoptr (GbEvent) event =
    gb_event_new (NULL, UUID, 1, GB_EVENT_SUBMIT, "", "zhangxiao", "张晓");
  g_autoptr (JsonNode) node = NULL;

  event->seq = seq;
  event->accepted_at = 1;
  gb_event_set_string (&event->revision,
                       "sm3:0000000000000000000000000000000000000000000000000000000000000000");
  node = gb_event_to_json (event);
  return json_to_string (node, FALSE);
}

static void
test_changes (Fixture *self, gconstpointer data)
{
  g_autofree char *event = event_json (8);
  g_autofree char *body = g_strdup_printf ("{\"cursor\":8,\"events\":[%s]}", event);
  g_autoptr (GbPortalChanges) changes = NULL;
  g_autoptr (GError) error = NULL;

  answer (self, 200, "application/json", body);
  changes = get_changes (self, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (changes->cursor, ==, 8);
  g_assert_cmpuint (changes->events->len, ==, 1);
  g_assert_cmpuint (((GbEvent *)g_ptr_array_index (changes->events, 0))->seq, ==, 8);
  g_assert_cmpstr (last_request (self), ==, "GET " API "changes?since=7&wait=0");
}

static void
test_document (Fixture *self, gconstpointer data)
{
  g_autofree char *event = event_json (8);
  g_autofree char *body =
    g_strdup_printf ("{\"id\":\"" UUID "\",\"head\":\"h\",\"state\":\"draft\","
                     "\"edition\":2,\"url\":null,\"events\":[%s]}",
                     event);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GbPortalDocument) document = NULL;
  g_autoptr (GError) error = NULL;

  answer (self, 200, "application/json", body);
  gb_portal_client_get_document_async (self->client, UUID, NULL, result_cb, &result);
  document = gb_portal_client_get_document_finish (self->client, wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (document->edition, ==, 2);
  g_assert_cmpstr (document->url, ==, "");
  g_assert_cmpuint (document->events->len, ==, 1);
}

static void
test_names_are_checked (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) blob = NULL;
  g_autoptr (GError) error = NULL;
  gboolean complete;
  gint64 offset;

  gb_portal_client_get_document_async (self->client, "../sessions", NULL, result_cb, &result);
  g_assert_null (gb_portal_client_get_document_finish (self->client, wait_for (&result), &error));
  g_assert_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_REJECTED);
  g_clear_error (&error);
  gb_portal_client_head_blob_async (self->client, "sm3:x", NULL, result_cb, &blob);
  g_assert_false (
    gb_portal_client_head_blob_finish (self->client, wait_for (&blob), &complete, &offset, &error));
  g_assert_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_REJECTED);
  g_assert_cmpuint (self->requests->len, ==, 0);
}

static GbDocument *
get_revision (Fixture *self, const char *digest, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gb_portal_client_get_revision_async (self->client, UUID, digest, NULL, result_cb, &result);
  return gb_portal_client_get_revision_finish (self->client, wait_for (&result), error);
}

static void
test_get_revision (Fixture *self, gconstpointer data)
{
  g_autoptr (GbDocument) document = document_new ("一");
  g_autoptr (GbDocument) other = document_new ("二");
  g_autoptr (GbDocument) got = NULL;
  g_autoptr (GError) error = NULL;

  self->type = GB_DOCUMENT_MIME;
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = g_bytes_ref (gb_document_get_bytes (document));
  got = get_revision (self, gb_document_get_digest (document), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (gb_document_get_title (got), ==, "一");
  /* Another text than the one that was asked for. */
  g_assert_null (get_revision (self, gb_document_get_digest (other), &error));
  g_assert_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_PROTOCOL);
  g_clear_error (&error);
  answer (self, 200, GB_DOCUMENT_MIME, "<document");
  g_assert_null (get_revision (self, gb_document_get_digest (document), &error));
  g_assert_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_PROTOCOL);
}

static gboolean
put_revision (Fixture *self,
              GbDocument *document,
              const char *parent,
              const char *event_id,
              GbEvent **out_event,
              GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gb_portal_client_put_revision_async (self->client, UUID, document, parent, event_id, NULL,
                                       result_cb, &result);
  return gb_portal_client_put_revision_finish (self->client, wait_for (&result), out_event, error);
}

static void
test_put_revision (Fixture *self, gconstpointer data)
{
  g_autoptr (GbDocument) document = document_new ("一");
  g_autofree char *event = event_json (3);
  g_autofree char *body = g_strdup_printf ("{\"event\":%s}", event);
  g_autofree char *request = g_strdup_printf ("PUT " API "documents/" UUID "/revisions/%s",
                                              gb_document_get_digest (document));
  g_autoptr (GbEvent) accepted = NULL;
  g_autoptr (GbEvent) none = NULL;
  g_autoptr (GError) error = NULL;
  const GbPortalProblem *problem;

  answer (self, 201, "application/json", body);
  g_assert_true (put_revision (self, document, "", NULL, &accepted, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (accepted->seq, ==, 3);
  g_assert_cmpstr (last_request (self), ==, request);
  g_assert_cmpstr (header (self, "If-None-Match"), ==, "*");
  g_assert_null (header (self, "If-Match"));
  g_assert_cmpstr (header (self, "Content-Type"), ==, GB_DOCUMENT_MIME);
  g_assert_true (g_bytes_equal (self->received, gb_document_get_bytes (document)));

  answer (self, 200, NULL, "");
  g_assert_true (put_revision (self, document, "sm3:p", UUID, &none, &error));
  g_assert_null (none);
  g_assert_cmpstr (header (self, "If-Match"), ==, "\"sm3:p\"");
  g_assert_cmpstr (header (self, "Idempotency-Key"), ==, UUID);

  answer (self, 412, "application/problem+json",
          "{\"type\":\"stale-revision\",\"title\":\"t\",\"detail\":\"d\",\"head\":\"sm3:h\","
          "\"by\":\"lihua\",\"by_name\":\"李华\",\"at\":5}");
  g_assert_false (put_revision (self, document, "sm3:p", NULL, NULL, &error));
  g_assert_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_CONFLICT);
  problem = gb_portal_error_get_problem (error);
  g_assert_cmpuint (problem->status, ==, 412);
  g_assert_cmpstr (problem->type, ==, "stale-revision");
  g_assert_cmpstr (problem->head, ==, "sm3:h");
  g_assert_cmpstr (problem->by_name, ==, "李华");
  g_assert_cmpint (problem->at, ==, 5);
}

static GbPortalReceipt *
post_event (Fixture *self, const GbEvent *event, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gb_portal_client_post_event_async (self->client, event, NULL, result_cb, &result);
  return gb_portal_client_post_event_finish (self->client, wait_for (&result), error);
}

static void
test_post_event (Fixture *self, gconstpointer data)
{
  g_autoptr (GbEvent) event = gb_event_new (NULL, UUID, 1, GB_EVENT_PUBLISH, "", "zhaolei", "赵蕾");
  g_autofree char *accepted = event_json (4);
  g_autofree char *published = event_json (5);
  g_autofree char *body = g_strdup_printf ("{\"event\":%s,\"published\":%s,\"state\":\"published\","
                                           "\"url\":\"http://x/\",\"published_at\":9}",
                                           accepted, published);
  g_autoptr (GbPortalReceipt) receipt = NULL;
  g_autoptr (GbPortalReceipt) replayed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) copy = NULL;

  answer (self, 201, "application/json", body);
  receipt = post_event (self, event, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (receipt->event->seq, ==, 4);
  g_assert_cmpuint (receipt->published->seq, ==, 5);
  g_assert_cmpstr (receipt->url, ==, "http://x/");
  g_assert_cmpint (receipt->published_at, ==, 9);
  g_assert_false (receipt->replayed);
  g_assert_cmpstr (header (self, "Idempotency-Key"), ==, event->id);
  g_assert_cmpstr (last_request (self), ==, "POST " API "documents/" UUID "/events");

  self->header_name = "Idempotency-Replayed";
  self->header_value = "true";
  replayed = post_event (self, event, &error);
  g_assert_true (replayed->replayed);

  answer (self, 403, "application/problem+json",
          "{\"type\":\"own-text\",\"state\":\"in-review\",\"head\":\"sm3:h\"}");
  g_assert_null (post_event (self, event, &error));
  g_assert_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_REJECTED);
  /* The problem travels with copies of the error. */
  copy = g_error_copy (error);
  g_clear_error (&error);
  g_assert_cmpstr (gb_portal_error_get_problem (copy)->type, ==, "own-text");
  g_assert_cmpstr (gb_portal_error_get_problem (copy)->state, ==, "in-review");
}

/* --- Statuses ----------------------------------------------------------------------------------
 */

static void
test_statuses (Fixture *self, gconstpointer data)
{
  static const struct {
    guint status;
    const char *type;
    GbPortalError code;
  } cases[] = {
    { 400, "application/problem+json", GB_PORTAL_ERROR_REJECTED },
    { 401, "application/problem+json", GB_PORTAL_ERROR_UNAUTHORIZED },
    { 403, "application/problem+json", GB_PORTAL_ERROR_REJECTED },
    { 404, "application/problem+json", GB_PORTAL_ERROR_NOT_FOUND },
    { 409, "application/problem+json", GB_PORTAL_ERROR_CONFLICT },
    { 410, "application/problem+json", GB_PORTAL_ERROR_NOT_FOUND },
    { 412, "application/problem+json", GB_PORTAL_ERROR_CONFLICT },
    { 413, "application/problem+json", GB_PORTAL_ERROR_REJECTED },
    { 422, "application/problem+json", GB_PORTAL_ERROR_REJECTED },
    { 428, "application/problem+json", GB_PORTAL_ERROR_REJECTED },
    { 429, "application/problem+json", GB_PORTAL_ERROR_BUSY },
    { 500, "application/problem+json", GB_PORTAL_ERROR_BUSY },
    { 500, "text/html", GB_PORTAL_ERROR_BUSY },
    { 503, "text/html", GB_PORTAL_ERROR_BUSY },
    /* Not the portal's words: a proxy, or another program on this port. */
    { 401, "text/html", GB_PORTAL_ERROR_PROTOCOL },
    { 403, "text/html", GB_PORTAL_ERROR_PROTOCOL },
    { 404, "text/plain", GB_PORTAL_ERROR_PROTOCOL },
    { 407, "text/html", GB_PORTAL_ERROR_PROTOCOL },
    { 200, "text/html", GB_PORTAL_ERROR_PROTOCOL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    answer (self, cases[i].status, cases[i].type, "{\"type\":\"x\",\"title\":\"t\"}");
    assert_changes_fail (self, cases[i].code);
  }
}

static void
test_retry_after (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  answer (self, 429, "application/problem+json", "{\"type\":\"too-many\"}");
  self->header_name = "Retry-After";
  self->header_value = "300";
  g_assert_null (get_changes (self, NULL, &error));
  g_assert_cmpuint (gb_portal_error_get_problem (error)->retry_after_s, ==, 300);
}

static void
test_redirect_is_not_followed (Fixture *self, gconstpointer data)
{
  answer (self, 302, "text/html", "");
  self->header_name = "Location";
  self->header_value = "/login";
  assert_changes_fail (self, GB_PORTAL_ERROR_PROTOCOL);
  g_assert_cmpuint (self->requests->len, ==, 1);
}

static void
test_bad_bodies (Fixture *self, gconstpointer data)
{
  static const char *const bodies[] = {
    "",
    "{",
    "[]",
    "null",
    "\"x\"",
    "{}",
    "{\"cursor\":\"1\",\"events\":[]}",
    "{\"cursor\":-1,\"events\":[]}",
    "{\"cursor\":1}",
    "{\"cursor\":1,\"events\":{}}",
    "{\"cursor\":1,\"events\":[1]}",
    "{\"cursor\":1,\"events\":[{}]}",
    "{\"cursor\":1,\"events\":[{\"id\":null}]}",
    "\xff\xfe{\"cursor\":1,\"events\":[]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    answer (self, 200, "application/json", bodies[i]);
    assert_changes_fail (self, GB_PORTAL_ERROR_PROTOCOL);
  }
  answer (self, 422, "application/problem+json", "{\"title\":\"no type\"}");
  assert_changes_fail (self, GB_PORTAL_ERROR_PROTOCOL);
  answer (self, 422, "application/problem+json", "not json");
  assert_changes_fail (self, GB_PORTAL_ERROR_PROTOCOL);
  answer (self, 422, "application/problem+json", "{\"type\":[1],\"detail\":{}}");
  assert_changes_fail (self, GB_PORTAL_ERROR_PROTOCOL);
}

/* --- Faults ------------------------------------------------------------------------------------
 */

static void
test_faults (Fixture *self, gconstpointer data)
{
  self->fault = FAULT_CUT_BODY;
  assert_changes_fail (self, GB_PORTAL_ERROR_OFFLINE);
  self->fault = FAULT_DROP;
  assert_changes_fail (self, GB_PORTAL_ERROR_OFFLINE);
  self->fault = FAULT_ENDLESS_BODY;
  assert_changes_fail (self, GB_PORTAL_ERROR_PROTOCOL);
  /* And the client goes on working. */
  self->fault = FAULT_NONE;
  answer (self, 200, "application/json", "{\"cursor\":1,\"events\":[]}");
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (GbPortalChanges) changes = get_changes (self, NULL, &error);

    g_assert_no_error (error);
  }
}

static void
test_timeouts (Fixture *self, gconstpointer data)
{
  gb_portal_client_set_timeout (self->client, 200);
  self->fault = FAULT_SILENCE;
  assert_changes_fail (self, GB_PORTAL_ERROR_OFFLINE);
  self->fault = FAULT_STALL_BODY;
  assert_changes_fail (self, GB_PORTAL_ERROR_OFFLINE);
}

static void
test_nobody_listens (Fixture *self, gconstpointer data)
{
  soup_server_disconnect (self->server);
  assert_changes_fail (self, GB_PORTAL_ERROR_OFFLINE);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  static const Fault faults[] = { FAULT_SILENCE, FAULT_STALL_BODY, FAULT_ENDLESS_BODY };
  g_autoptr (GCancellable) before = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (before);
  g_assert_null (get_changes (self, before, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (self->requests->len, ==, 0);

  /* While waiting for the headers, and in the body. */
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();

    g_clear_error (&error);
    self->fault = faults[i];
    g_timeout_add (100, cancel_cb, cancellable);
    g_assert_null (get_changes (self, cancellable, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  }
}

/* After the answer a cancel takes nothing back: what the portal did is told. */
static void
test_late_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GbPortalChanges) changes = NULL;
  g_autoptr (GError) error = NULL;

  answer (self, 200, "application/json", "{\"cursor\":1,\"events\":[]}");
  gb_portal_client_get_changes_async (self->client, 7, 0, cancellable, result_cb, &result);
  wait_for (&result);
  g_cancellable_cancel (cancellable);
  changes = gb_portal_client_get_changes_finish (self->client, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (changes);
}

/* --- Blobs -------------------------------------------------------------------------------------
 */

typedef struct {
  GFile *file;
  char *digest;
  GBytes *bytes;
} Source;

static void
source_init (Source *self, gsize size)
{
  g_autoptr (GFileIOStream) stream = NULL;
  g_autofree guint8 *data = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8)(i * 7 + i / 251);
  self->file = g_file_new_tmp ("gb-upload-XXXXXX", &stream, NULL);
  self->bytes = g_bytes_new (data, size);
  self->digest = gb_digest_bytes (self->bytes);
  g_assert_true (g_file_replace_contents (self->file, (const char *)data, size, NULL, FALSE,
                                          G_FILE_CREATE_NONE, NULL, NULL, NULL));
}

static void
source_clear (Source *self)
{
  g_file_delete (self->file, NULL, NULL);
  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->digest, g_free);
}

static gboolean
put_blob (Fixture *self, Source *source, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gb_portal_client_put_blob_async (self->client, source->digest, source->file, "text/plain", NULL,
                                   result_cb, &result);
  return gb_portal_client_put_blob_finish (self->client, wait_for (&result), error);
}

static void
start_upload (Fixture *self, GBytes *already)
{
  if (self->upload != NULL)
    g_byte_array_unref (self->upload);
  self->upload = g_byte_array_new ();
  if (already != NULL)
    g_byte_array_append (self->upload, g_bytes_get_data (already, NULL),
                         (guint)g_bytes_get_size (already));
  g_ptr_array_set_size (self->requests, 0);
  answer (self, 404, NULL, "");
}

static void
assert_uploaded (Fixture *self, Source *source)
{
  g_assert_true (self->upload_complete);
  g_assert_cmpmem (self->upload->data, self->upload->len, g_bytes_get_data (source->bytes, NULL),
                   g_bytes_get_size (source->bytes));
}

static void
test_put_blob (Fixture *self, gconstpointer data)
{
  static const gsize sizes[] = { 0, 1, 1000, 1024 * 1024, 1024 * 1024 + 1, 3 * 1024 * 1024 + 5 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GError) error = NULL;
    Source source;

    source_init (&source, sizes[i]);
    start_upload (self, NULL);
    g_assert_true (put_blob (self, &source, &error));
    g_assert_no_error (error);
    assert_uploaded (self, &source);
    g_assert_cmpuint (self->requests->len, ==, 2 + (sizes[i] > 0 ? (sizes[i] - 1) >> 20 : 0));
    g_assert_cmpstr (header (self, "Content-Type"), ==, "text/plain");
    source_clear (&source);
  }
}

static void
test_put_blob_resumes (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) part = NULL;
  Source source;

  source_init (&source, 2500000);
  part = g_bytes_new_from_bytes (source.bytes, 0, 1234567);
  start_upload (self, part);
  g_assert_true (put_blob (self, &source, &error));
  g_assert_no_error (error);
  assert_uploaded (self, &source);
  g_assert_cmpuint (self->requests->len, ==, 3);

  /* A portal that keeps only a part of each piece is followed. */
  start_upload (self, NULL);
  self->upload_limit = 400000;
  g_assert_true (put_blob (self, &source, &error));
  assert_uploaded (self, &source);

  /* It is there: nothing is sent. */
  g_ptr_array_set_size (self->requests, 0);
  answer (self, 200, "application/octet-stream", "");
  g_assert_true (put_blob (self, &source, &error));
  g_assert_cmpuint (self->requests->len, ==, 1);
  source_clear (&source);
}

static void
test_put_blob_that_gets_nowhere (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Source source;

  source_init (&source, 1000);
  answer (self, 404, "text/html", "");
  g_assert_false (put_blob (self, &source, &error));
  g_assert_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_PROTOCOL);
  g_clear_error (&error);
  /* HEAD says one offset and PUT another, for ever. */
  answer (self, 409, "application/problem+json", "{\"type\":\"wrong-offset\"}");
  self->status = 404;
  self->header_name = "Upload-Offset";
  self->header_value = "10";
  g_assert_false (put_blob (self, &source, &error));
  g_assert_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_NOT_FOUND);
  source_clear (&source);
}

static GBytes *
get_blob (Fixture *self, const char *digest, gsize max_bytes, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gb_portal_client_get_blob_async (self->client, digest, max_bytes, NULL, result_cb, &result);
  return gb_portal_client_get_blob_finish (self->client, wait_for (&result), error);
}

static void
test_get_blob (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) got = NULL;
  g_autoptr (GError) error = NULL;
  Source source;

  source_init (&source, 200000);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = g_bytes_ref (source.bytes);
  self->type = "application/octet-stream";
  got = get_blob (self, source.digest, 200000, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (got, source.bytes));
  g_assert_null (get_blob (self, source.digest, 199999, &error));
  g_assert_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_PROTOCOL);
  g_clear_error (&error);
  answer (self, 200, "application/octet-stream", "other");
  g_assert_null (get_blob (self, source.digest, 200000, &error));
  g_assert_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_PROTOCOL);
  source_clear (&source);
}

#define ADD(name, func) g_test_add ("/portal-client/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/portal-client/addresses", test_addresses);
  ADD ("sign-in", test_sign_in);
  ADD ("account", test_account);
  ADD ("capabilities", test_capabilities);
  ADD ("changes", test_changes);
  ADD ("document", test_document);
  ADD ("names-are-checked", test_names_are_checked);
  ADD ("get-revision", test_get_revision);
  ADD ("put-revision", test_put_revision);
  ADD ("post-event", test_post_event);
  ADD ("statuses", test_statuses);
  ADD ("retry-after", test_retry_after);
  ADD ("redirect-is-not-followed", test_redirect_is_not_followed);
  ADD ("bad-bodies", test_bad_bodies);
  ADD ("faults", test_faults);
  ADD ("timeouts", test_timeouts);
  ADD ("nobody-listens", test_nobody_listens);
  ADD ("cancel", test_cancel);
  ADD ("late-cancel", test_late_cancel);
  ADD ("put-blob", test_put_blob);
  ADD ("put-blob-resumes", test_put_blob_resumes);
  ADD ("put-blob-that-gets-nowhere", test_put_blob_that_gets_nowhere);
  ADD ("get-blob", test_get_blob);
  return g_test_run ();
}
