/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The portal's life and its listener. It owns the sockets, the office thread and the sign-in, keeps
 * the long polls that wait, and lives on the main thread.
 *
 * We accept connections ourselves and hand them to the SoupServer, whose own listener has no limit
 * on connections and no time-outs: a client that sends nothing, or one byte a minute, would hold
 * its socket for ever.
 *
 * Every connection carries one request, and every answer says so. libsoup 3.2 never closes a
 * connection that its client leaves after an answer, so that a portal which keeps connections open
 * runs out of descriptors; and a client must be told, because one that finds its connection closed
 * sends a PUT again without its body. */
#define G_LOG_DOMAIN "gb-portal-server"

#include "config.h"

#include "server/gb-portal-server.h"

#include "server/gb-exchange.h"
#include "server/gb-problem.h"
#include "server/gb-public-site.h"
#include "server/gb-sign-in.h"
#include "store/gb-folder-lock.h"
#include "store/gb-office-accounts.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#define EXCHANGE_KEY      "gb-exchange"
#define SOCKET_KEY        "gb-socket"
#define PORT_FILE         "portal.json"
#define LOCK_FILE         "portal.lock"
#define LISTEN_BACKLOG    512 /* connections that may wait to be taken */
#define MAX_CONNECTIONS   1024
#define MAX_WAITING       1000
#define SOCKET_TIMEOUT_S  60 /* without a byte in either direction */
#define HEAD_TIMEOUT_S    30 /* from the first byte to the end of the headers */
#define BODY_TIMEOUT_S    60 /* for the body, and a second more for each 32 KiB */
#define REFUSE_TIMEOUT_S  20 /* to send the rest of a body that is thrown away */
#define MAX_REFUSED_BYTES (128u * 1024 * 1024)
#define STOP_TIMEOUT_MS   3000
#define ACCEPT_PAUSE_MS   50
#define STOP_STEP_MS      10
#define STOP_QUIET_STEPS  3

struct _GbPortalServer {
  GObject parent_instance;

  /* Owned */
  char *folder;
  char *url; /* (nullable) until started */
  GInetAddress *address;
  GbFolderLock *lock;
  GSocket *socket;
  SoupServer *soup;
  GbOfficeThread *office;
  GbSignIn *sign_in;
  GPtrArray *waiting; /* of GbExchange: long polls */
  GTask *stop_task;   /* (nullable) */

  gint64 stop_until; /* monotonic µs */
  guint n_connections;
  guint n_works; /* jobs on other threads, and long polls that wait */
  guint n_quiet_steps;
  guint accept_source;
  guint16 port;

  guint is_trial : 1;
  guint is_stopping : 1;
};

G_DEFINE_FINAL_TYPE (GbPortalServer, gb_portal_server, G_TYPE_OBJECT)

/* What a job's callback needs. */
typedef struct {
  GbPortalServer *self; /* (owned) */
  GbExchange *exchange; /* (owned) */
} Work;

static void dispatch (GbPortalServer *self, GbExchange *exchange);

static Work *
work_new (GbPortalServer *self, GbExchange *exchange)
{
  Work *work = g_new0 (Work, 1);

  work->self = g_object_ref (self);
  work->exchange = gb_exchange_ref (exchange);
  self->n_works++;
  return work;
}

static void
work_free (Work *work)
{
  work->self->n_works--;
  gb_exchange_unref (work->exchange);
  g_object_unref (work->self);
  g_free (work);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

/* Fills request->account; NULL if the person is signed in, else a refusal. Office thread. */
static GbResponse *
authorize (GbOffice *office, GbRequest *request)
{
  g_autofree char *token = NULL;
  g_autoptr (GError) error = NULL;

  token = gb_request_dup_bearer (gb_request_get_header (request, "authorization"));
  if (token == NULL)
    return gb_problem_respond ("sign-in-required", NULL);
  g_clear_pointer (&request->account, gb_account_unref);
  g_clear_pointer (&request->device, g_free);
  g_clear_pointer (&request->token_digest, g_free);
  request->token_digest = gb_sign_in_digest_token (token);
  if (!gb_office_find_session (office->database, request->token_digest, gb_office_now (),
                               &request->account, &request->device, &request->session_expires_at,
                               &error))
    return gb_problem_respond_internal (error);
  if (request->device == NULL)
    request->device = g_strdup ("");
  return request->account == NULL ? gb_problem_respond ("sign-in-required", NULL) : NULL;
}

static GbResponse *
authorize_handler (GbOffice *office, GbRequest *request, gpointer data)
{
  GbResponse *refusal = authorize (office, request);

  return refusal != NULL ? refusal : gb_response_new (0);
}

static GbResponse *
endpoint_handler (GbOffice *office, GbRequest *request, gpointer data)
{
  const GbEndpoint *endpoint = data;

  if (endpoint->flags & GB_ENDPOINT_ACCOUNT) {
    GbResponse *refusal = authorize (office, request);

    if (refusal != NULL)
      return refusal;
  }
  return endpoint->handler (office, request, NULL);
}

static void
answer (GbExchange *exchange, GbResponse *response)
{
  gb_exchange_answer (exchange, response);
  if (!exchange->is_finished)
    soup_server_message_unpause (exchange->message);
}

/* A refusal while the body is still coming: it is thrown away, but a client that sends all of it
 * before it reads gets to see the answer. */
static void
answer_early (GbExchange *exchange, GbResponse *response)
{
  soup_message_body_set_accumulate (soup_server_message_get_request_body (exchange->message),
                                    FALSE);
  gb_exchange_set_deadline (exchange, REFUSE_TIMEOUT_S);
  gb_exchange_answer (exchange, response);
}

static gboolean
wait_over_cb (gpointer user_data)
{
  Work *work = user_data;

  work->exchange->wait_source = 0;
  if (g_ptr_array_remove (work->self->waiting, work->exchange))
    dispatch (work->self, work->exchange);
  return G_SOURCE_REMOVE;
}

/* Asks every waiting poll again; those for which there is still nothing come back here. */
static void
wake_waiting (GbPortalServer *self)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_exchange_unref);
  for (guint i = 0; i < waiting->len; i++) {
    GbExchange *exchange = g_ptr_array_index (waiting, i);

    g_clear_handle_id (&exchange->wait_source, g_source_remove);
    if (self->is_stopping)
      exchange->request->arrived_at = G_MININT64 / 2;
    if (!exchange->is_finished)
      dispatch (self, exchange);
  }
}

static void
keep_waiting (GbPortalServer *self, GbExchange *exchange, GbResponse *response)
{
  gint64 wait_ms = (response->wait_until - g_get_monotonic_time ()) / 1000 + 1;

  if (exchange->is_finished)
    return;
  /* Over the limit, or stopping: answer with nothing new instead of waiting. */
  if (self->is_stopping || self->waiting->len >= MAX_WAITING) {
    exchange->request->arrived_at = G_MININT64 / 2;
    dispatch (self, exchange);
    return;
  }
  g_ptr_array_add (self->waiting, gb_exchange_ref (exchange));
  exchange->wait_source =
    g_timeout_add_full (G_PRIORITY_DEFAULT, (guint)MAX (wait_ms, 1), wait_over_cb,
                        work_new (self, exchange), (GDestroyNotify)work_free);
}

static void
handled_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GbResponse) response =
    gb_office_thread_handle_finish (GB_OFFICE_THREAD (object), result);

  if (response->wait)
    keep_waiting (work->self, work->exchange, response);
  else
    answer (work->exchange, response);
}

static void
signed_in_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GbResponse) response = gb_sign_in_handle_finish (GB_SIGN_IN (object), result);

  answer (work->exchange, response);
}

static void
dispatch (GbPortalServer *self, GbExchange *exchange)
{
  const GbEndpoint *endpoint = exchange->endpoint;

  if (endpoint->flags & GB_ENDPOINT_SIGN_IN)
    gb_sign_in_handle_async (self->sign_in, exchange->request, signed_in_cb,
                             work_new (self, exchange));
  else
    gb_office_thread_handle_async (self->office,
                                   endpoint->flags & GB_ENDPOINT_PUBLIC ? GB_DATABASE_PRIORITY_SYNC
                                                                        : GB_DATABASE_PRIORITY_USER,
                                   endpoint_handler, exchange->request, (gpointer)endpoint,
                                   handled_cb, work_new (self, exchange));
}

static GbExchange *
get_exchange (SoupServerMessage *message)
{
  return g_object_get_data (G_OBJECT (message), EXCHANGE_KEY);
}

/* The whole request is here. */
static void
request_cb (SoupServer *soup,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  GbPortalServer *self = user_data;
  GbExchange *exchange = get_exchange (message);
  g_autoptr (GbResponse) response = NULL;

  if (exchange == NULL || exchange->request == NULL || exchange->is_answered)
    return;
  gb_exchange_set_deadline (exchange, 0);
  gb_exchange_read_body (exchange);
  if (exchange->endpoint->flags & GB_ENDPOINT_PUBLIC)
    response =
      gb_public_site_answer_cached (gb_office_thread_get_pages (self->office), exchange->request);
  if (response != NULL) {
    gb_exchange_answer (exchange, response);
    return;
  }
  soup_server_message_pause (message);
  dispatch (self, exchange);
}

static void
authorized_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Work) work = user_data;
  g_autoptr (GbResponse) response =
    gb_office_thread_handle_finish (GB_OFFICE_THREAD (object), result);

  if (response->status != 0)
    answer_early (work->exchange, response);
  if (!work->exchange->is_finished)
    soup_server_message_unpause (work->exchange->message);
}

/* The headers are here. A body is read only for somebody who is signed in. */
static void
head_cb (SoupServer *soup,
         SoupServerMessage *message,
         const char *path,
         GHashTable *query,
         gpointer user_data)
{
  GbPortalServer *self = user_data;
  GbExchange *exchange = get_exchange (message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autoptr (GbResponse) refusal = NULL;
  guint64 length;

  if (exchange == NULL)
    return;
  refusal = gb_exchange_read_head (exchange);
  if (refusal != NULL) {
    answer_early (exchange, refusal);
    return;
  }
  length = soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
             ? (guint64)soup_message_headers_get_content_length (headers)
             : exchange->endpoint->max_body;
  gb_exchange_set_deadline (
    exchange, BODY_TIMEOUT_S + (guint)(MIN (length, exchange->endpoint->max_body) / (32 * 1024)));
  if (exchange->endpoint->max_body == 0)
    soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  if (exchange->endpoint->flags & GB_ENDPOINT_ACCOUNT && exchange->endpoint->max_body > 0) {
    soup_server_message_pause (message);
    gb_office_thread_handle_async (self->office, GB_DATABASE_PRIORITY_USER, authorize_handler,
                                   exchange->request, NULL, authorized_cb,
                                   work_new (self, exchange));
  }
}

static void
got_chunk_cb (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  GbExchange *exchange = user_data;
  g_autoptr (GbResponse) refusal = NULL;

  exchange->received += g_bytes_get_size (chunk);
  if (exchange->received > MAX_REFUSED_BYTES && exchange->is_answered) {
    gb_exchange_set_deadline (exchange, 0);
    if (exchange->socket != NULL)
      g_socket_shutdown (exchange->socket, TRUE, TRUE, NULL);
  } else if (!exchange->is_answered && exchange->endpoint != NULL &&
             exchange->received > MAX (exchange->endpoint->max_body, 64 * 1024)) {
    refusal = gb_problem_respond ("too-large", NULL);
    answer_early (exchange, refusal);
  }
}

static void
got_body_cb (SoupServerMessage *message, gpointer user_data)
{
  gb_exchange_set_deadline (user_data, 0);
}

static void
finished_cb (SoupServerMessage *message, gpointer user_data)
{
  GbExchange *exchange = user_data;

  exchange->is_finished = TRUE;
  gb_exchange_set_deadline (exchange, 0);
}

static void
request_started_cb (SoupServer *soup, SoupServerMessage *message, gpointer user_data)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);
  GSocket *socket = remote != NULL ? g_object_get_data (G_OBJECT (remote), SOCKET_KEY) : NULL;
  GbExchange *exchange = gb_exchange_new (message, socket);

  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), exchange);
  g_signal_connect (message, "got-body", G_CALLBACK (got_body_cb), exchange);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), exchange);
  g_object_set_data (G_OBJECT (message), EXCHANGE_KEY, exchange);
  gb_exchange_set_deadline (exchange, HEAD_TIMEOUT_S);
}

/* The exchange holds the message and the message the exchange: here the circle is cut. */
static void
request_ended_cb (SoupServer *soup, SoupServerMessage *message, gpointer user_data)
{
  g_autoptr (GbExchange) exchange = g_object_steal_data (G_OBJECT (message), EXCHANGE_KEY);
  GbPortalServer *self = user_data;

  if (exchange == NULL)
    return;
  exchange->is_finished = TRUE;
  gb_exchange_set_deadline (exchange, 0);
  g_signal_handlers_disconnect_by_data (message, exchange);
  if (exchange->wait_source != 0)
    g_ptr_array_remove (self->waiting, exchange);
}

static void
connection_gone_cb (gpointer user_data, GObject *connection)
{
  GbPortalServer *self = user_data;

  self->n_connections--;
  g_object_unref (self);
}

static void
take_connection (GbPortalServer *self, GSocket *socket)
{
  g_autoptr (GSocketConnection) connection = g_socket_connection_factory_create_connection (socket);
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_get_remote_address (socket, NULL);
  g_autoptr (GError) error = NULL;

  /* Dropping the last reference closes it. */
  if (local == NULL || remote == NULL || self->n_connections >= MAX_CONNECTIONS)
    return;
  g_socket_set_timeout (socket, SOCKET_TIMEOUT_S);
  g_object_set_data_full (G_OBJECT (remote), SOCKET_KEY, g_object_ref (socket), g_object_unref);
  self->n_connections++;
  g_object_weak_ref (G_OBJECT (connection), connection_gone_cb, g_object_ref (self));
  if (!soup_server_accept_iostream (self->soup, G_IO_STREAM (connection), local, remote, &error))
    g_debug ("a connection was not accepted: %s", error->message);
}

static void arm_accept (GbPortalServer *self, guint delay_ms);

static gboolean
accept_cb (GSocket *listener, GIOCondition condition, gpointer user_data)
{
  GbPortalServer *self = user_data;
  g_autoptr (GError) error = NULL;

  for (;;) {
    g_autoptr (GSocket) socket = g_socket_accept (listener, NULL, &error);

    if (socket == NULL)
      break;
    take_connection (self, socket);
  }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return G_SOURCE_CONTINUE;
  /* A client that hung up, or no descriptors left: not in a circle, but not never again either. */
  self->accept_source = 0;
  arm_accept (self, ACCEPT_PAUSE_MS);
  return G_SOURCE_REMOVE;
}

static gboolean
accept_again_cb (gpointer user_data)
{
  GbPortalServer *self = user_data;

  self->accept_source = 0;
  arm_accept (self, 0);
  return G_SOURCE_REMOVE;
}

static void
arm_accept (GbPortalServer *self, guint delay_ms)
{
  g_autoptr (GSource) source = NULL;

  if (delay_ms > 0) {
    self->accept_source = g_timeout_add (delay_ms, accept_again_cb, self);
    return;
  }
  source = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_callback (source, G_SOURCE_FUNC (accept_cb), self, NULL);
  g_source_set_priority (source, G_PRIORITY_HIGH);
  self->accept_source = g_source_attach (source, NULL);
}

static void
last_seq_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  wake_waiting (GB_PORTAL_SERVER (user_data));
}

static char *
dup_port_file (GbPortalServer *self)
{
  return g_build_filename (self->folder, PORT_FILE, NULL);
}

static guint16
read_port (GbPortalServer *self)
{
  g_autofree char *path = dup_port_file (self);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root;
  gint64 port = 0;

  if (json_parser_load_from_file (parser, path, NULL)) {
    root = json_parser_get_root (parser);
    if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
      port = json_object_get_int_member_with_default (json_node_get_object (root), "port", 0);
  }
  return port > 0 && port <= G_MAXUINT16 ? (guint16)port : 0;
}

static gboolean
write_port (GbPortalServer *self, GError **error)
{
  g_autofree char *path = dup_port_file (self);
  JsonObject *object = json_object_new ();
  g_autofree char *text = NULL;

  json_object_set_int_member (object, "port", self->port);
  text = gb_json_object_to_string (object);
  return g_file_set_contents (path, text, -1, error);
}

/* Takes the port; connections wait in the kernel until the office is open. */
static gboolean
try_listen (GbPortalServer *self, guint16 port, GError **error)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (self->address, port);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GSocket) socket = g_socket_new (g_inet_address_get_family (self->address),
                                             G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL)
    return FALSE;
  /* Every answer closes its connection, so that they come in bursts: with GLib's ten that may wait,
   * the eleventh tries again a second later. */
  g_socket_set_listen_backlog (socket, LISTEN_BACKLOG);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    return FALSE;
  effective = g_socket_get_local_address (socket, error);
  if (effective == NULL)
    return FALSE;
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  g_socket_set_blocking (socket, FALSE);
  self->socket = g_steal_pointer (&socket);
  return TRUE;
}

/* A trial whose old port is taken by another program gets a new one; an office's portal does not
 * wander. */
static gboolean
listen_somewhere (GbPortalServer *self, GError **error)
{
  guint16 remembered = self->port != 0 ? self->port : read_port (self);
  g_autoptr (GError) local_error = NULL;

  if (try_listen (self, remembered, &local_error))
    return TRUE;
  if (self->is_trial && self->port == 0 && remembered != 0 &&
      g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    return try_listen (self, 0, error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
make_url (GbPortalServer *self)
{
  g_autofree char *host = g_inet_address_to_string (self->address);

  self->url = g_strdup_printf (g_inet_address_get_family (self->address) == G_SOCKET_FAMILY_IPV6
                                 ? "http://[%s]:%u"
                                 : "http://%s:%u",
                               host, self->port);
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbPortalServer *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!gb_office_thread_open_finish (GB_OFFICE_THREAD (object), result, &error) ||
      !write_port (self, &error)) {
    g_task_return_error (task, error);
    return;
  }
  arm_accept (self, 0);
  g_task_return_boolean (task, TRUE);
}

static void
closed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbPortalServer *self = g_task_get_source_object (task);

  gb_office_thread_close_finish (GB_OFFICE_THREAD (object), result);
  g_clear_pointer (&self->lock, gb_folder_lock_free);
  g_task_return_boolean (task, TRUE);
}

/* Answers under way are sent before the connections are closed: an exchange is off our list when it
 * is answered, and libsoup writes in the steps after that. */
static gboolean
drain_cb (gpointer user_data)
{
  GbPortalServer *self = user_data;

  self->n_quiet_steps = self->n_works > 0 ? 0 : self->n_quiet_steps + 1;
  if (self->n_quiet_steps < STOP_QUIET_STEPS && g_get_monotonic_time () < self->stop_until)
    return G_SOURCE_CONTINUE;
  g_clear_handle_id (&self->accept_source, g_source_remove);
  soup_server_disconnect (self->soup);
  gb_office_thread_close_async (self->office, closed_cb, g_steal_pointer (&self->stop_task));
  return G_SOURCE_REMOVE;
}

static void
gb_portal_server_dispose (GObject *object)
{
  GbPortalServer *self = GB_PORTAL_SERVER (object);

  g_clear_handle_id (&self->accept_source, g_source_remove);
  g_clear_object (&self->socket);
  g_clear_object (&self->soup);
  g_clear_object (&self->sign_in);
  g_clear_object (&self->office);
  g_clear_pointer (&self->lock, gb_folder_lock_free);

  G_OBJECT_CLASS (gb_portal_server_parent_class)->dispose (object);
}

static void
gb_portal_server_finalize (GObject *object)
{
  GbPortalServer *self = GB_PORTAL_SERVER (object);

  g_clear_object (&self->address);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);

  G_OBJECT_CLASS (gb_portal_server_parent_class)->finalize (object);
}

static void
gb_portal_server_class_init (GbPortalServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gb_portal_server_dispose;
  object_class->finalize = gb_portal_server_finalize;
}

static void
gb_portal_server_init (GbPortalServer *self)
{
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_exchange_unref);
  self->soup = soup_server_new ("raw-paths", TRUE, NULL);
  soup_server_add_early_handler (self->soup, NULL, head_cb, self, NULL);
  soup_server_add_handler (self->soup, NULL, request_cb, self, NULL);
  g_signal_connect_object (self->soup, "request-started", G_CALLBACK (request_started_cb), self, 0);
  g_signal_connect_object (self->soup, "request-finished", G_CALLBACK (request_ended_cb), self, 0);
  g_signal_connect_object (self->soup, "request-aborted", G_CALLBACK (request_ended_cb), self, 0);
}

GbPortalServer *
gb_portal_server_new (const char *folder,
                      gboolean trial,
                      const char *address,
                      guint16 port,
                      GError **error)
{
  g_autoptr (GInetAddress) inet = NULL;
  GbPortalServer *self;

  g_return_val_if_fail (folder != NULL, NULL);

  inet = g_inet_address_new_from_string (address != NULL ? address : "127.0.0.1");
  if (inet == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "“%s” is not an IP address",
                 address);
    return NULL;
  }
  if (trial && !g_inet_address_get_is_loopback (inet)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "a trial listens on this computer only, not on %s", address);
    return NULL;
  }
  self = g_object_new (GB_TYPE_PORTAL_SERVER, NULL);
  self->folder = g_strdup (folder);
  self->address = g_steal_pointer (&inet);
  self->is_trial = trial;
  self->port = port;
  return self;
}

void
gb_portal_server_start_async (GbPortalServer *self,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (GB_IS_PORTAL_SERVER (self));
  g_return_if_fail (self->office == NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gb_portal_server_start_async);
  self->lock = gb_folder_lock_new (self->folder, LOCK_FILE, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY)) {
    g_error_free (error);
    error =
      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY, "another portal uses this data folder");
  }
  if (self->lock == NULL || !listen_somewhere (self, &error)) {
    g_task_return_error (task, error);
    return;
  }
  make_url (self);
  self->office = gb_office_thread_new (self->folder, self->is_trial);
  self->sign_in = gb_sign_in_new (self->office);
  g_signal_connect_object (self->office, "notify::last-seq", G_CALLBACK (last_seq_cb), self, 0);
  gb_office_thread_open_async (self->office, self->is_trial ? self->url : NULL, opened_cb,
                               g_steal_pointer (&task));
}

gboolean
gb_portal_server_start_finish (GbPortalServer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

const char *
gb_portal_server_get_url (GbPortalServer *self)
{
  g_return_val_if_fail (GB_IS_PORTAL_SERVER (self), NULL);

  return self->url;
}

void
gb_portal_server_stop_async (GbPortalServer *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (GB_IS_PORTAL_SERVER (self));
  g_return_if_fail (self->stop_task == NULL && self->office != NULL);

  self->stop_task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->stop_task, gb_portal_server_stop_async);
  self->is_stopping = TRUE;
  self->stop_until = g_get_monotonic_time () + STOP_TIMEOUT_MS * 1000;
  wake_waiting (self);
  g_timeout_add (STOP_STEP_MS, drain_cb, self);
}

void
gb_portal_server_stop_finish (GbPortalServer *self, GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
