/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "faulty-portal.h"

#include "document/gb-digest.h"
#include "document/gb-document.h"

#include <libsoup/soup.h>
#include <string.h>

#define API       "/api/v1"
#define DELAY_MS  500
#define MAX_BATCH 200

typedef struct {
  Fault fault;
  char *method;
  char *path;
  guint n;
} Order;

typedef struct {
  SoupServerMessage *message;
  guint64 since;
} Poll;

typedef struct {
  char *fingerprint;
  guint status;
  char *body;
  char *type;
} Receipt;

struct _FaultyPortal {
  SoupServer *server;
  guint port;
  GbRoute *route;
  GHashTable *accounts;  /* token to GbAccount */
  GPtrArray *log;        /* of GbEvent */
  GHashTable *revisions; /* "document digest" to GBytes */
  GHashTable *blobs;     /* digest to GBytes */
  GHashTable *receipts;  /* key to Receipt */
  GList *polls;          /* of Poll */
  GList *lates;          /* of Late */
  GList *orders;         /* of Order */
  GPtrArray *requests;   /* of "METHOD path" */
};

static void
order_free (Order *order)
{
  g_free (order->method);
  g_free (order->path);
  g_free (order);
}

static void
receipt_free (Receipt *receipt)
{
  g_free (receipt->fingerprint);
  g_free (receipt->body);
  g_free (receipt->type);
  g_free (receipt);
}

/* --- The office --------------------------------------------------------------------------------
 */

static GbWorkflow *
fold (FaultyPortal *self, const char *document)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new ();

  for (guint i = 0; i < self->log->len; i++) {
    GbEvent *event = g_ptr_array_index (self->log, i);

    if (strcmp (event->document, document) == 0)
      g_ptr_array_add (events, event);
  }

  return gb_workflow_new (self->route, events);
}

static void
answer (SoupServerMessage *message, guint status, const char *type, const char *body)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, body, strlen (body));
}

static void
answer_problem (SoupServerMessage *message, guint status, const char *type, const char *head)
{
  g_autofree char *body = g_strdup_printf ("{\"type\":\"%s\",\"title\":\"%s\",\"status\":%u,"
                                           "\"detail\":\"refused: %s\",\"head\":\"%s\"}",
                                           type, type, status, type, head);

  answer (message, status, "application/problem+json", body);
}

static char *
events_to_json (FaultyPortal *self, guint64 since)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  guint64 cursor = since;
  guint n = 0;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "events");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->log->len && n < MAX_BATCH; i++) {
    const GbEvent *event = g_ptr_array_index (self->log, i);

    if (event->seq <= since)
      continue;
    json_builder_add_value (builder, gb_event_to_json (event));
    cursor = event->seq;
    n++;
  }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "cursor");
  json_builder_add_int_value (builder, (gint64)cursor);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

static void
gone_cb (SoupServerMessage *message, gpointer user_data)
{
  FaultyPortal *self = user_data;

  for (GList *l = self->polls; l != NULL; l = l->next) {
    Poll *poll = l->data;

    if (poll->message == message) {
      self->polls = g_list_delete_link (self->polls, l);
      g_object_unref (poll->message);
      g_free (poll);
      return;
    }
  }
}

static void
finish_poll (FaultyPortal *self, Poll *poll)
{
  g_autofree char *body = events_to_json (self, poll->since);

  g_signal_handlers_disconnect_by_func (poll->message, gone_cb, self);
  self->polls = g_list_remove (self->polls, poll);
  answer (poll->message, 200, "application/json", body);
  soup_server_message_unpause (poll->message);
  g_object_unref (poll->message);
  g_free (poll);
}

static GbEvent *
append (FaultyPortal *self, GbEvent *event)
{
  const GbEvent *last = self->log->len > 0 ? self->log->pdata[self->log->len - 1] : NULL;
  g_autofree char *hash = NULL;

  event->seq = last != NULL ? last->seq + 1 : 1;
  event->accepted_at = g_get_real_time ();
  gb_event_set_string (&event->prev_hash, last != NULL ? last->hash : "");
  hash = gb_event_compute_hash (event);
  gb_event_set_string (&event->hash, hash);
  g_ptr_array_add (self->log, event);

  return event;
}

static void
tell_everybody (FaultyPortal *self)
{
  while (self->polls != NULL)
    finish_poll (self, self->polls->data);
}

/* --- Requests ----------------------------------------------------------------------------------
 */

static char *
accepted_to_json (FaultyPortal *self, const GbEvent *event, const GbEvent *published)
{
  g_autoptr (GbWorkflow) workflow = fold (self, event->document);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "event");
  json_builder_add_value (builder, gb_event_to_json (event));
  json_builder_set_member_name (builder, "state");
  json_builder_add_string_value (builder, gb_state_to_string (gb_workflow_get_state (workflow)));
  json_builder_set_member_name (builder, "head");
  json_builder_add_string_value (builder, gb_workflow_get_head (workflow));
  if (published != NULL) {
    json_builder_set_member_name (builder, "published");
    json_builder_add_value (builder, gb_event_to_json (published));
    json_builder_set_member_name (builder, "published_at");
    json_builder_add_int_value (builder, published->accepted_at);
    json_builder_set_member_name (builder, "url");
    json_builder_add_string_value (builder, published->url);
  }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

static void
handle_changes (FaultyPortal *self, SoupServerMessage *message, GHashTable *query)
{
  const char *since = query != NULL ? g_hash_table_lookup (query, "since") : NULL;
  const char *wait = query != NULL ? g_hash_table_lookup (query, "wait") : NULL;
  const GbEvent *last = self->log->len > 0 ? self->log->pdata[self->log->len - 1] : NULL;
  Poll *poll = g_new0 (Poll, 1);

  poll->message = g_object_ref (message);
  poll->since = since != NULL ? g_ascii_strtoull (since, NULL, 10) : 0;
  self->polls = g_list_prepend (self->polls, poll);
  g_signal_connect (message, "finished", G_CALLBACK (gone_cb), self);
  soup_server_message_pause (message);
  if ((last != NULL && last->seq > poll->since) || wait == NULL || strcmp (wait, "0") == 0)
    finish_poll (self, poll);
}

static char *
strip_quotes (const char *etag)
{
  return etag != NULL && strlen (etag) >= 2 ? g_strndup (etag + 1, strlen (etag) - 2)
                                            : g_strdup ("");
}

static void
put_revision (FaultyPortal *self,
              SoupServerMessage *message,
              GbAccount *account,
              const char *document,
              const char *digest)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *key = soup_message_headers_get_one (headers, "Idempotency-Key");
  g_autofree char *parent = strip_quotes (soup_message_headers_get_one (headers, "If-Match"));
  g_autofree char *name = g_strconcat (document, " ", digest, NULL);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = g_bytes_new (body->data, (gsize)body->length);
  g_autoptr (GbDocument) text = gb_document_new_from_bytes (bytes, NULL);
  g_autoptr (GbWorkflow) workflow = fold (self, document);
  g_autofree char *head = g_strdup (gb_workflow_get_head (workflow));
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  g_autoptr (GbEvent) event = NULL;

  if (text == NULL || strcmp (gb_document_get_digest (text), digest) != 0) {
    answer_problem (message, 422, "malformed", head);
    return;
  }
  for (guint i = 0; i < self->log->len; i++) {
    const GbEvent *old = g_ptr_array_index (self->log, i);

    if (key != NULL && strcmp (old->id, key) == 0) {
      json = accepted_to_json (self, old, NULL);
      answer (message, 200, "application/json", json);
      return;
    }
  }
  if (strcmp (parent, head) != 0) {
    answer_problem (message, 412, "stale-revision", head);
    return;
  }

  event = gb_event_new (key, document, gb_workflow_get_edition_for (workflow, GB_EVENT_REVISE),
                        GB_EVENT_REVISE, digest, gb_account_get_id (account),
                        gb_account_get_name (account));
  if (!gb_workflow_check (workflow, event, account, NULL, &error)) {
    answer_problem (message, 409, gb_workflow_error_to_string ((GbWorkflowError)error->code), head);
    return;
  }
  g_hash_table_insert (self->revisions, g_steal_pointer (&name), g_bytes_ref (bytes));
  json = accepted_to_json (self, append (self, gb_event_ref (event)), NULL);
  answer (message, 201, "application/json", json);
}

static void
keep_receipt (FaultyPortal *self,
              const GbEvent *event,
              guint status,
              const char *type,
              const char *body)
{
  Receipt *receipt = g_new0 (Receipt, 1);

  receipt->fingerprint = gb_event_compute_fingerprint (event);
  receipt->status = status;
  receipt->type = g_strdup (type);
  receipt->body = g_strdup (body);
  g_hash_table_insert (self->receipts, g_strdup (event->id), receipt);
}

static void
post_event (FaultyPortal *self,
            SoupServerMessage *message,
            GbAccount *account,
            const char *document)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *key = soup_message_headers_get_one (headers, "Idempotency-Key");
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *text = g_strndup (body->data, (gsize)body->length);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  g_autoptr (GbEvent) event = node != NULL ? gb_event_new_from_json (node, NULL) : NULL;
  g_autoptr (GbWorkflow) workflow = fold (self, document);
  g_autofree char *head = g_strdup (gb_workflow_get_head (workflow));
  GbWorkflowFacts facts = { .is_public = TRUE, .now = g_get_real_time () };
  GbEvent *published = NULL;
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;
  const Receipt *receipt;

  if (event == NULL || g_strcmp0 (key, event->id) != 0 || strcmp (event->document, document) != 0) {
    answer_problem (message, 422, "malformed", head);
    return;
  }
  receipt = g_hash_table_lookup (self->receipts, key);
  if (receipt != NULL) {
    g_autofree char *fingerprint = gb_event_compute_fingerprint (event);

    if (strcmp (fingerprint, receipt->fingerprint) != 0) {
      answer_problem (message, 422, "key-reused", head);
      return;
    }
    soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                  "Idempotency-Replayed", "true");
    answer (message, receipt->status, receipt->type, receipt->body);
    return;
  }
  if (!gb_workflow_check (workflow, event, account, &facts, &error)) {
    guint status = error->code == GB_WORKFLOW_ERROR_WRONG_STATE ||
                       error->code == GB_WORKFLOW_ERROR_WRONG_STEP ||
                       error->code == GB_WORKFLOW_ERROR_STALE_REVISION
                     ? 409
                     : 403;

    answer_problem (message, status, gb_workflow_error_to_string ((GbWorkflowError)error->code),
                    head);
    keep_receipt (self, event, status, "application/problem+json",
                  soup_server_message_get_response_body (message)->data != NULL
                    ? soup_server_message_get_response_body (message)->data
                    : "");
    return;
  }

  append (self, gb_event_ref (event));
  if (event->type == GB_EVENT_PUBLISH || event->type == GB_EVENT_EMERGENCY) {
    published = gb_event_new (NULL, document, event->edition, GB_EVENT_PUBLISHED, event->revision,
                              "portal", "portal");
    gb_event_set_string (&published->url, "/zcjd/2026/0123456789ab.html");
    append (self, published);
  }
  json = accepted_to_json (self, self->log->pdata[self->log->len - (published != NULL ? 2 : 1)],
                           published);
  keep_receipt (self, event, 201, "application/json", json);
  answer (message, 201, "application/json", json);
}

static void
handle_blob (FaultyPortal *self, SoupServerMessage *message, const char *digest)
{
  const char *method = soup_server_message_get_method (message);
  GBytes *blob = g_hash_table_lookup (self->blobs, digest);

  if (strcmp (method, "PUT") == 0) {
    SoupMessageBody *body = soup_server_message_get_request_body (message);
    g_autofree char *actual = gb_digest_data (body->data, (gsize)body->length);

    if (strcmp (actual, digest) != 0) {
      answer_problem (message, 422, "digest-mismatch", "");
      return;
    }
    g_hash_table_insert (self->blobs, g_strdup (digest),
                         g_bytes_new (body->data, (gsize)body->length));
    answer (message, 201, "application/json", "{}");
  } else if (blob == NULL) {
    answer_problem (message, 404, "not-found", "");
    soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                  "Upload-Offset", "0");
  } else {
    soup_server_message_set_status (message, 200, NULL);
    soup_server_message_set_response (message, "application/octet-stream", SOUP_MEMORY_COPY,
                                      g_bytes_get_data (blob, NULL), g_bytes_get_size (blob));
  }
}

static void
handle_document (FaultyPortal *self,
                 SoupServerMessage *message,
                 GbAccount *account,
                 const char *path)
{
  const char *method = soup_server_message_get_method (message);
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  guint n = g_strv_length (parts);

  if (n == 3 && strcmp (parts[1], "revisions") == 0 && strcmp (method, "PUT") == 0) {
    put_revision (self, message, account, parts[0], parts[2]);
  } else if (n == 3 && strcmp (parts[1], "revisions") == 0) {
    g_autofree char *name = g_strconcat (parts[0], " ", parts[2], NULL);
    GBytes *bytes = g_hash_table_lookup (self->revisions, name);

    if (bytes == NULL) {
      answer_problem (message, 404, "not-found", "");
      return;
    }
    soup_server_message_set_status (message, 200, NULL);
    soup_server_message_set_response (message, GB_DOCUMENT_MIME, SOUP_MEMORY_COPY,
                                      g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  } else if (n == 2 && strcmp (parts[1], "events") == 0) {
    post_event (self, message, account, parts[0]);
  } else {
    answer_problem (message, 404, "not-found", "");
  }
}

static void
handle_capabilities (FaultyPortal *self, SoupServerMessage *message)
{
  g_autoptr (JsonNode) route = gb_route_to_json (self->route);
  g_autofree char *text = json_to_string (route, FALSE);
  g_autofree char *body = g_strdup_printf ("{\"api\":1,\"route\":%s,"
                                           "\"limits\":{\"blob_bytes\":1000000},"
                                           "\"attachment_types\":[\"text/plain\"]}",
                                           text);

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "ETag",
                                "\"one\"");
  answer (message, 200, "application/json", body);
}

static void
handle_session (SoupServerMessage *message, GbAccount *account)
{
  g_autoptr (JsonNode) node = gb_account_to_json (account);
  g_autofree char *body = json_to_string (node, FALSE);

  answer (message, 200, "application/json", body);
}

static void
handle (FaultyPortal *self, SoupServerMessage *message, const char *path, GHashTable *query)
{
  const char *authorization = soup_message_headers_get_one (
    soup_server_message_get_request_headers (message), "Authorization");
  GbAccount *account = NULL;

  if (authorization != NULL && g_str_has_prefix (authorization, "Bearer "))
    account = g_hash_table_lookup (self->accounts, authorization + strlen ("Bearer "));
  if (strcmp (path, "/capabilities") == 0)
    handle_capabilities (self, message);
  else if (account == NULL)
    answer_problem (message, 401, "unauthorized", "");
  else if (strcmp (path, "/sessions/current") == 0)
    handle_session (message, account);
  else if (strcmp (path, "/changes") == 0)
    handle_changes (self, message, query);
  else if (g_str_has_prefix (path, "/blobs/"))
    handle_blob (self, message, path + strlen ("/blobs/"));
  else if (g_str_has_prefix (path, "/documents/"))
    handle_document (self, message, account, path + strlen ("/documents/"));
  else
    answer_problem (message, 404, "not-found", "");
}

/* --- Faults ------------------------------------------------------------------------------------
 */

static Fault
take_order (FaultyPortal *self, const char *method, const char *path)
{
  for (GList *l = self->orders; l != NULL; l = l->next) {
    Order *order = l->data;
    Fault fault = order->fault;

    if (strcmp (order->method, method) != 0 || strstr (path, order->path) == NULL)
      continue;
    if (--order->n == 0) {
      self->orders = g_list_delete_link (self->orders, l);
      order_free (order);
    }
    return fault;
  }

  return FAULT_NONE;
}

static void
hang_up (SoupServerMessage *message)
{
  GSocket *socket = soup_server_message_get_socket (message);

  if (socket != NULL)
    g_socket_shutdown (socket, TRUE, TRUE, NULL);
}

static void
wrote_headers_cb (SoupServerMessage *message, gpointer user_data)
{
  hang_up (message);
}

typedef struct {
  FaultyPortal *portal;
  SoupServerMessage *message;
  guint timer;
} Late;

static void
late_free (Late *late)
{
  g_signal_handlers_disconnect_by_data (late->message, late);
  late->portal->lates = g_list_remove (late->portal->lates, late);
  g_clear_handle_id (&late->timer, g_source_remove);
  g_object_unref (late->message);
  g_free (late);
}

static void
late_gone_cb (SoupServerMessage *message, gpointer user_data)
{
  late_free (user_data);
}

static gboolean
late_cb (gpointer user_data)
{
  Late *late = user_data;
  g_autoptr (SoupServerMessage) message = g_object_ref (late->message);

  late->timer = 0;
  late_free (late);
  soup_server_message_unpause (message);

  return G_SOURCE_REMOVE;
}

static void
answer_late (FaultyPortal *self, SoupServerMessage *message)
{
  Late *late = g_new0 (Late, 1);

  late->portal = self;
  late->message = g_object_ref (message);
  late->timer = g_timeout_add (DELAY_MS, late_cb, late);
  self->lates = g_list_prepend (self->lates, late);
  soup_server_message_pause (message);
  g_signal_connect (message, "finished", G_CALLBACK (late_gone_cb), late);
}

static void
request_cb (SoupServer *server,
            SoupServerMessage *message,
            const char *full_path,
            GHashTable *query,
            gpointer user_data)
{
  FaultyPortal *self = user_data;
  const char *method = soup_server_message_get_method (message);
  const char *path = g_str_has_prefix (full_path, API) ? full_path + strlen (API) : full_path;
  Fault fault = take_order (self, method, path);
  guint n_before = self->log->len;

  g_ptr_array_add (self->requests, g_strconcat (method, " ", path, NULL));

  switch (fault) {
  case FAULT_500_BEFORE:
    answer (message, 500, "text/plain", "no");
    return;
  case FAULT_503:
    answer (message, 503, "text/plain", "no");
    return;
  case FAULT_DROP_BEFORE:
    hang_up (message);
    answer (message, 500, "text/plain", "");
    return;
  case FAULT_LOGIN_PAGE:
    answer (message, 200, "text/html", "<html><body>Sign in to the network</body></html>");
    return;
  case FAULT_401:
    answer_problem (message, 401, "unauthorized", "");
    return;
  case FAULT_409:
    answer_problem (message, 409, "wrong-state", "");
    return;
  case FAULT_412:
    answer_problem (message, 412, "stale-revision",
                    "sm3:0000000000000000000000000000000000000000000000000000000000000009");
    return;
  case FAULT_422:
    answer_problem (message, 422, "blocked", "");
    return;
  default:
    break;
  }

  /* A poll that waits is late anyhow. */
  if (fault == FAULT_DELAY && strcmp (path, "/changes") == 0)
    fault = FAULT_NONE;
  handle (self, message, path, query);

  switch (fault) {
  case FAULT_500_AFTER:
    answer (message, 500, "text/plain", "no");
    break;
  case FAULT_DROP_AFTER:
    hang_up (message);
    break;
  case FAULT_TRUNCATE:
    g_signal_connect (message, "wrote-headers", G_CALLBACK (wrote_headers_cb), NULL);
    break;
  case FAULT_DELAY:
    answer_late (self, message);
    break;
  default:
    break;
  }

  if (self->log->len > n_before)
    tell_everybody (self);
}

/* --- The portal --------------------------------------------------------------------------------
 */

static void
listen_now (FaultyPortal *self)
{
  g_autoptr (GError) error = NULL;
  GSList *uris;

  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);
  soup_server_listen_local (self->server, self->port, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->port = (guint)g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
}

FaultyPortal *
faulty_portal_new (void)
{
  FaultyPortal *self = g_new0 (FaultyPortal, 1);

  self->route = gb_route_new_default ();
  self->accounts =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)gb_account_unref);
  self->log = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_event_unref);
  self->revisions =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  self->blobs =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  self->receipts =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)receipt_free);
  self->requests = g_ptr_array_new_with_free_func (g_free);
  listen_now (self);

  return self;
}

void
faulty_portal_free (FaultyPortal *self)
{
  faulty_portal_set_down (self, TRUE);
  gb_route_unref (self->route);
  g_hash_table_unref (self->accounts);
  g_ptr_array_unref (self->log);
  g_hash_table_unref (self->revisions);
  g_hash_table_unref (self->blobs);
  g_hash_table_unref (self->receipts);
  g_list_free_full (self->orders, (GDestroyNotify)order_free);
  g_ptr_array_unref (self->requests);
  g_free (self);
}

char *
faulty_portal_dup_url (FaultyPortal *self)
{
  return g_strdup_printf ("http://127.0.0.1:%u", self->port);
}

void
faulty_portal_add_account (FaultyPortal *self, GbAccount *account, const char *token)
{
  g_hash_table_insert (self->accounts, g_strdup (token), gb_account_ref (account));
}

void
faulty_portal_remove_token (FaultyPortal *self, const char *token)
{
  g_hash_table_remove (self->accounts, token);
}

void
faulty_portal_set_down (FaultyPortal *self, gboolean down)
{
  if (!down) {
    if (self->server == NULL)
      listen_now (self);
    return;
  }
  if (self->server == NULL)
    return;

  while (self->lates != NULL)
    late_free (self->lates->data);
  while (self->polls != NULL) {
    Poll *poll = self->polls->data;

    g_signal_handlers_disconnect_by_func (poll->message, gone_cb, self);
    self->polls = g_list_remove (self->polls, poll);
    hang_up (poll->message);
    soup_server_message_unpause (poll->message);
    g_object_unref (poll->message);
    g_free (poll);
  }
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
}

void
faulty_portal_order (FaultyPortal *self, Fault fault, const char *method, const char *path, guint n)
{
  Order *order = g_new0 (Order, 1);

  order->fault = fault;
  order->method = g_strdup (method);
  order->path = g_strdup (path);
  order->n = n;
  self->orders = g_list_append (self->orders, order);
}

guint
faulty_portal_get_n_ordered (FaultyPortal *self)
{
  return g_list_length (self->orders);
}

char *
faulty_portal_dup_history (FaultyPortal *self, const char *document)
{
  g_autoptr (GString) history = g_string_new (NULL);

  for (guint i = 0; i < self->log->len; i++) {
    const GbEvent *event = g_ptr_array_index (self->log, i);

    if (strcmp (event->document, document) == 0)
      g_string_append_printf (history, "%s%s", history->len > 0 ? " " : "",
                              gb_event_type_to_string (event->type));
  }

  return g_string_free (g_steal_pointer (&history), FALSE);
}

GPtrArray *
faulty_portal_get_log (FaultyPortal *self)
{
  return self->log;
}

guint
faulty_portal_count_requests (FaultyPortal *self, const char *method, const char *path)
{
  guint n = 0;

  for (guint i = 0; i < self->requests->len; i++) {
    const char *request = g_ptr_array_index (self->requests, i);

    if (g_str_has_prefix (request, method) && strstr (request, path) != NULL)
      n++;
  }

  return n;
}

gboolean
faulty_portal_has_blob (FaultyPortal *self, const char *digest)
{
  return g_hash_table_contains (self->blobs, digest);
}
