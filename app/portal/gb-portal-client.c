/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GbPortalClient owns the HTTP session, the address and the token. It lives in the main context of
 * the thread that made it; GbDesk and gongbaoctl use it. The token goes into the Authorization
 * header of requests to this address and nowhere else: no redirect is followed. */
#define G_LOG_DOMAIN "gb-portal"

#include "config.h"

#include "portal/gb-portal-client.h"

#include "document/gb-digest.h"
#include "portal/gb-portal-private.h"

#include <string.h>

#define API_PATH           "/api/v1/"
#define DEFAULT_TIMEOUT_MS 30000
#define MAX_CONNECTIONS    6 /* the long poll has one for itself */
#define MAX_JSON_BYTES     (16 * 1024 * 1024)
#define MAX_PAGE_BYTES     (64 * 1024 * 1024)
#define MAX_WAIT_S         25

struct _GbPortalClient {
  GObject parent_instance;

  /* Owned */
  SoupSession *session;
  char *base_url; /* no slash at the end */
  char *token;    /* (nullable) until signed in */

  guint timeout_ms;
};

G_DEFINE_FINAL_TYPE (GbPortalClient, gb_portal_client, G_TYPE_OBJECT)

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_strcmp0 (host, "localhost") == 0;
}

/* The address without a slash, a query and a fragment. */
static char *
normalize_base_url (const char *base_url, gboolean *out_is_loopback, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (base_url, SOUP_HTTP_URI_FLAGS, NULL);
  g_autofree char *path = NULL;
  char *joined;
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
  gboolean is_https = g_str_equal (scheme, "https");

  if (uri == NULL || (!is_https && !g_str_equal (scheme, "http")) || g_uri_get_host (uri) == NULL ||
      *g_uri_get_host (uri) == '\0' || g_uri_get_userinfo (uri) != NULL) {
    g_set_error_literal (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_PROTOCOL,
                         "not the http(s) address of a portal");
    return NULL;
  }
  *out_is_loopback = is_loopback (g_uri_get_host (uri));
  if (!is_https && !*out_is_loopback) {
    g_set_error_literal (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_INSECURE,
                         "a portal on another computer needs https");
    return NULL;
  }
  path = g_strdup (g_uri_get_path (uri));
  while (g_str_has_suffix (path, "/"))
    path[strlen (path) - 1] = '\0';
  joined = g_uri_join (SOUP_HTTP_URI_FLAGS, scheme, NULL, g_uri_get_host (uri),
                       g_uri_get_port (uri), path, NULL, NULL);
  /* GLib writes the empty path of an http address as a slash. */
  if (g_str_has_suffix (joined, "/"))
    joined[strlen (joined) - 1] = '\0';
  return joined;
}

static SoupSession *
create_session (gboolean is_for_loopback)
{
  /* The timeout is none: gb-portal-send.c has its own clock, which knows of progress. */
  SoupSession *session =
    soup_session_new_with_options ("user-agent", "gongbao/" GB_VERSION, "max-conns-per-host",
                                   MAX_CONNECTIONS, "timeout", 0u, NULL);

  /* A proxy of the environment does not reach this computer's own portal. */
  if (is_for_loopback)
    g_object_set (session, "proxy-resolver", NULL, NULL);
  return session;
}

SoupMessage *
_gb_portal_client_new_message (GbPortalClient *self, const char *method, const char *path)
{
  g_autofree char *url = g_strconcat (self->base_url, API_PATH, path, NULL);
  SoupMessage *message = soup_message_new (method, url);

  if (self->token != NULL) {
    g_autofree char *value = g_strconcat ("Bearer ", self->token, NULL);

    soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                  value);
  }
  return message;
}

void
_gb_portal_client_send_async (GbPortalClient *self,
                              SoupMessage *message,
                              gsize max_bytes,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  _gb_portal_send_async (self->session, message, self->timeout_ms, max_bytes, cancellable, callback,
                         user_data);
}

static void
set_header (SoupMessage *message, const char *name, const char *value)
{
  soup_message_headers_replace (soup_message_get_request_headers (message), name, value);
}

static void
set_json_body (SoupMessage *message, JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
}

static GTask *
task_new (GbPortalClient *self,
          gpointer tag,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

/* Ids and digests become part of an address, so nothing else gets there. */
static gboolean
check_names (GTask *task, const char *id, const char *digest)
{
  if ((id == NULL || g_uuid_string_is_valid (id)) &&
      (digest == NULL || gb_digest_is_valid (digest)))
    return TRUE;
  g_task_return_new_error (task, GB_PORTAL_ERROR, GB_PORTAL_ERROR_REJECTED,
                           "not the name of a document or content");
  return FALSE;
}

/* Returns NULL after having returned the task. */
static GbPortalAnswer *
take_answer (GAsyncResult *result, GTask *task)
{
  GError *error = NULL;
  GbPortalAnswer *answer = _gb_portal_send_finish (result, &error);

  if (answer == NULL)
    g_task_return_error (task, error);
  return answer;
}

static void
return_value (GTask *task, gpointer value, GDestroyNotify free_func, GError *error)
{
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, value, free_func);
}

static void
gb_portal_client_dispose (GObject *object)
{
  GbPortalClient *self = GB_PORTAL_CLIENT (object);

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (gb_portal_client_parent_class)->dispose (object);
}

static void
gb_portal_client_finalize (GObject *object)
{
  GbPortalClient *self = GB_PORTAL_CLIENT (object);

  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->token, g_free);

  G_OBJECT_CLASS (gb_portal_client_parent_class)->finalize (object);
}

static void
gb_portal_client_class_init (GbPortalClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gb_portal_client_dispose;
  object_class->finalize = gb_portal_client_finalize;
}

static void
gb_portal_client_init (GbPortalClient *self)
{
  self->timeout_ms = DEFAULT_TIMEOUT_MS;
}

/**
 * gb_portal_client_new:
 * @base_url: the portal's address
 * @error: return location for an error
 *
 * Returns: (transfer full): a client, or %NULL with %GB_PORTAL_ERROR_PROTOCOL (not an address) or
 *   %GB_PORTAL_ERROR_INSECURE (http to another computer)
 */
GbPortalClient *
gb_portal_client_new (const char *base_url, GError **error)
{
  g_autofree char *normal = NULL;
  GbPortalClient *self;
  gboolean is_for_loopback;

  g_return_val_if_fail (base_url != NULL, NULL);

  normal = normalize_base_url (base_url, &is_for_loopback, error);
  if (normal == NULL)
    return NULL;
  self = g_object_new (GB_TYPE_PORTAL_CLIENT, NULL);
  self->base_url = g_steal_pointer (&normal);
  self->session = create_session (is_for_loopback);
  return self;
}

/**
 * gb_portal_client_get_base_url:
 * @self: a client
 *
 * Returns: the portal's address, without a slash at the end
 */
const char *
gb_portal_client_get_base_url (GbPortalClient *self)
{
  g_return_val_if_fail (GB_IS_PORTAL_CLIENT (self), NULL);

  return self->base_url;
}

/**
 * gb_portal_client_set_token:
 * @self: a client
 * @token: (nullable): what a session gave; %NULL forgets it
 *
 * Later requests carry it.
 */
void
gb_portal_client_set_token (GbPortalClient *self, const char *token)
{
  g_return_if_fail (GB_IS_PORTAL_CLIENT (self));

  g_free (self->token);
  self->token = g_strdup (token);
}

/**
 * gb_portal_client_get_token:
 * @self: a client
 *
 * Returns: (nullable): the token; never to be logged
 */
const char *
gb_portal_client_get_token (GbPortalClient *self)
{
  g_return_val_if_fail (GB_IS_PORTAL_CLIENT (self), NULL);

  return self->token;
}

/**
 * gb_portal_client_set_timeout:
 * @self: a client
 * @timeout_ms: how long nothing may happen in a request
 *
 * A request as a whole may take twenty times as long.
 */
void
gb_portal_client_set_timeout (GbPortalClient *self, guint timeout_ms)
{
  g_return_if_fail (GB_IS_PORTAL_CLIENT (self));
  g_return_if_fail (timeout_ms > 0);

  self->timeout_ms = timeout_ms;
}

static void
sign_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GbPortalAnswer) answer = take_answer (result, task);
  GbPortalSession *session;
  GError *error = NULL;

  if (answer == NULL)
    return;
  session = _gb_portal_read_session (answer, &error);
  if (session != NULL)
    gb_portal_client_set_token (g_task_get_source_object (task), session->token);
  return_value (task, session, (GDestroyNotify)gb_portal_session_free, error);
}

/**
 * gb_portal_client_sign_in_async:
 * @self: a client
 * @account: an account's id
 * @password: its password
 * @device: how this installation is called
 * @cancellable: (nullable): to stop it
 * @callback: called in the client's context
 * @user_data: for @callback
 *
 * POST /sessions.
 */
void
gb_portal_client_sign_in_async (GbPortalClient *self,
                                const char *account,
                                const char *password,
                                const char *device,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  GTask *task;

  g_return_if_fail (GB_IS_PORTAL_CLIENT (self));
  g_return_if_fail (account != NULL && password != NULL && device != NULL);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "account");
  json_builder_add_string_value (builder, account);
  json_builder_set_member_name (builder, "password");
  json_builder_add_string_value (builder, password);
  json_builder_set_member_name (builder, "device");
  json_builder_add_string_value (builder, device);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  task = task_new (self, gb_portal_client_sign_in_async, cancellable, callback, user_data);
  message = _gb_portal_client_new_message (self, "POST", "sessions");
  /* An old token has nothing to do with it. */
  soup_message_headers_remove (soup_message_get_request_headers (message), "Authorization");
  set_json_body (message, root);
  _gb_portal_client_send_async (self, message, MAX_JSON_BYTES, cancellable, sign_in_cb, task);
}

/**
 * gb_portal_client_sign_in_finish:
 * @self: a client
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the session, whose token the client has now; or %NULL with a
 *   %GB_PORTAL_ERROR: %GB_PORTAL_ERROR_UNAUTHORIZED for a wrong password,
 *   %GB_PORTAL_ERROR_BUSY after too many
 */
GbPortalSession *
gb_portal_client_sign_in_finish (GbPortalClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
get_account_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GbPortalAnswer) answer = take_answer (result, task);
  GError *error = NULL;

  if (answer != NULL) {
    GbAccount *account = _gb_portal_read_account (answer, &error);

    return_value (task, account, (GDestroyNotify)gb_account_unref, error);
  }
}

/**
 * gb_portal_client_get_account_async:
 * @self: a client
 * @cancellable: (nullable): to stop it
 * @callback: called in the client's context
 * @user_data: for @callback
 *
 * GET /sessions/current: whether the token is still good, and whose it is.
 */
void
gb_portal_client_get_account_async (GbPortalClient *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (SoupMessage) message = NULL;
  GTask *task;

  g_return_if_fail (GB_IS_PORTAL_CLIENT (self));

  task = task_new (self, gb_portal_client_get_account_async, cancellable, callback, user_data);
  message = _gb_portal_client_new_message (self, "GET", "sessions/current");
  _gb_portal_client_send_async (self, message, MAX_JSON_BYTES, cancellable, get_account_cb, task);
}

/**
 * gb_portal_client_get_account_finish:
 * @self: a client
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the account, or %NULL with a %GB_PORTAL_ERROR
 */
GbAccount *
gb_portal_client_get_account_finish (GbPortalClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
sign_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GbPortalAnswer) answer = take_answer (result, task);

  if (answer != NULL)
    g_task_return_boolean (task, TRUE);
}

/**
 * gb_portal_client_sign_out_async:
 * @self: a client
 * @cancellable: (nullable): to stop it
 * @callback: called in the client's context
 * @user_data: for @callback
 *
 * DELETE /sessions/current. The client forgets the token at once, whatever the portal says.
 */
void
gb_portal_client_sign_out_async (GbPortalClient *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (SoupMessage) message = NULL;
  GTask *task;

  g_return_if_fail (GB_IS_PORTAL_CLIENT (self));

  task = task_new (self, gb_portal_client_sign_out_async, cancellable, callback, user_data);
  message = _gb_portal_client_new_message (self, "DELETE", "sessions/current");
  gb_portal_client_set_token (self, NULL);
  _gb_portal_client_send_async (self, message, MAX_JSON_BYTES, cancellable, sign_out_cb, task);
}

/**
 * gb_portal_client_sign_out_finish:
 * @self: a client
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %TRUE, or %FALSE with a %GB_PORTAL_ERROR
 */
gboolean
gb_portal_client_sign_out_finish (GbPortalClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* An answer that is kept with its tag, and asked for again with it. */
typedef struct {
  JsonNode *node; /* (owned) */
  char *etag;     /* (owned) (nullable) */
} Tagged;

static void
tagged_free (Tagged *self)
{
  g_clear_pointer (&self->node, json_node_unref);
  g_free (self->etag);
  g_free (self);
}

static void
get_tagged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GbPortalAnswer) answer = take_answer (result, task);
  g_autoptr (JsonNode) node = NULL;
  SoupMessageHeaders *headers;
  Tagged *tagged;
  GError *error = NULL;

  if (answer == NULL)
    return;
  if (answer->status == SOUP_STATUS_NOT_MODIFIED) {
    g_task_return_pointer (task, NULL, NULL);
    return;
  }
  node = _gb_portal_answer_read_json (answer, &error);
  if (node == NULL) {
    g_task_return_error (task, error);
    return;
  }
  headers = soup_message_get_response_headers (answer->message);
  tagged = g_new0 (Tagged, 1);
  tagged->node = g_steal_pointer (&node);
  tagged->etag = g_strdup (soup_message_headers_get_one (headers, "ETag"));
  g_task_return_pointer (task, tagged, (GDestroyNotify)tagged_free);
}

/* task: (transfer full) */
static void
get_tagged (GTask *task, const char *path, const char *etag)
{
  GbPortalClient *self = g_task_get_source_object (task);
  g_autoptr (SoupMessage) message = _gb_portal_client_new_message (self, "GET", path);

  if (etag != NULL && *etag != '\0')
    set_header (message, "If-None-Match", etag);
  _gb_portal_client_send_async (self, message, MAX_JSON_BYTES, g_task_get_cancellable (task),
                                get_tagged_cb, task);
}

static JsonNode *
take_tagged (GAsyncResult *result, char **out_etag, GError **error)
{
  Tagged *tagged;
  JsonNode *node;

  if (out_etag != NULL)
    *out_etag = NULL;
  tagged = g_task_propagate_pointer (G_TASK (result), error);
  if (tagged == NULL)
    return NULL;
  node = g_steal_pointer (&tagged->node);
  if (out_etag != NULL)
    *out_etag = g_steal_pointer (&tagged->etag);
  tagged_free (tagged);
  return node;
}

/**
 * gb_portal_client_get_capabilities_async:
 * @self: a client
 * @etag: (nullable): that of the copy at hand
 * @cancellable: (nullable): to stop it
 * @callback: called in the client's context
 * @user_data: for @callback
 *
 * GET /capabilities; no session is needed.
 */
void
gb_portal_client_get_capabilities_async (GbPortalClient *self,
                                         const char *etag,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_return_if_fail (GB_IS_PORTAL_CLIENT (self));

  get_tagged (
    task_new (self, gb_portal_client_get_capabilities_async, cancellable, callback, user_data),
    "capabilities", etag);
}

/**
 * gb_portal_client_get_capabilities_finish:
 * @self: a client
 * @result: the result
 * @out_etag: (out) (optional) (nullable): the tag to keep beside the copy
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the capabilities object; %NULL without an error when the
 * copy at hand is still right; %NULL with a %GB_PORTAL_ERROR otherwise
 */
JsonNode *
gb_portal_client_get_capabilities_finish (GbPortalClient *self,
                                          GAsyncResult *result,
                                          char **out_etag,
                                          GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return take_tagged (result, out_etag, error);
}

/**
 * gb_portal_client_get_checks_async:
 * @self: a client
 * @etag: (nullable): that of the copy at hand
 * @cancellable: (nullable): to stop it
 * @callback: called in the client's context
 * @user_data: for @callback
 *
 * GET /checks.
 */
void
gb_portal_client_get_checks_async (GbPortalClient *self,
                                   const char *etag,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (GB_IS_PORTAL_CLIENT (self));

  get_tagged (task_new (self, gb_portal_client_get_checks_async, cancellable, callback, user_data),
              "checks", etag);
}

/**
 * gb_portal_client_get_checks_finish:
 * @self: a client
 * @result: the result
 * @out_etag: (out) (optional) (nullable): the tag to keep beside the copy
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the office's tables and what it changed; %NULL without an
 * error when the copy at hand is still right; %NULL with a %GB_PORTAL_ERROR otherwise
 */
JsonNode *
gb_portal_client_get_checks_finish (GbPortalClient *self,
                                    GAsyncResult *result,
                                    char **out_etag,
                                    GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return take_tagged (result, out_etag, error);
}

static void
get_changes_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GbPortalAnswer) answer = take_answer (result, task);
  GError *error = NULL;

  if (answer != NULL) {
    GbPortalChanges *changes = _gb_portal_read_changes (answer, &error);

    return_value (task, changes, (GDestroyNotify)gb_portal_changes_free, error);
  }
}

/**
 * gb_portal_client_get_changes_async:
 * @self: a client
 * @since: the cursor of the last answer, 0 at first
 * @wait_s: how long the portal may wait for something new, at most 25 s; 0 answers at once
 * @cancellable: (nullable): to stop it
 * @callback: called in the client's context
 * @user_data: for @callback
 *
 * GET /changes.
 */
void
gb_portal_client_get_changes_async (GbPortalClient *self,
                                    guint64 since,
                                    guint wait_s,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autofree char *path = NULL;
  GTask *task;

  g_return_if_fail (GB_IS_PORTAL_CLIENT (self));

  wait_s = MIN (wait_s, MAX_WAIT_S);
  path = g_strdup_printf ("changes?since=%" G_GUINT64_FORMAT "&wait=%u", since, wait_s);
  task = task_new (self, gb_portal_client_get_changes_async, cancellable, callback, user_data);
  message = _gb_portal_client_new_message (self, "GET", path);
  _gb_portal_send_async (self->session, message, self->timeout_ms + wait_s * 1000, MAX_JSON_BYTES,
                         cancellable, get_changes_cb, task);
}

/**
 * gb_portal_client_get_changes_finish:
 * @self: a client
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the accepted events after the cursor and the new cursor, or %NULL with
 *   a %GB_PORTAL_ERROR
 */
GbPortalChanges *
gb_portal_client_get_changes_finish (GbPortalClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
get_document_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GbPortalAnswer) answer = take_answer (result, task);
  GError *error = NULL;

  if (answer != NULL) {
    GbPortalDocument *document = _gb_portal_read_document (answer, &error);

    return_value (task, document, (GDestroyNotify)gb_portal_document_free, error);
  }
}

/**
 * gb_portal_client_get_document_async:
 * @self: a client
 * @id: a UUID
 * @cancellable: (nullable): to stop it
 * @callback: called in the client's context
 * @user_data: for @callback
 *
 * GET /documents/{id}.
 */
void
gb_portal_client_get_document_async (GbPortalClient *self,
                                     const char *id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GTask) task = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (GB_IS_PORTAL_CLIENT (self));
  g_return_if_fail (id != NULL);

  task = task_new (self, gb_portal_client_get_document_async, cancellable, callback, user_data);
  if (!check_names (task, id, NULL))
    return;
  path = g_strconcat ("documents/", id, NULL);
  message = _gb_portal_client_new_message (self, "GET", path);
  _gb_portal_client_send_async (self, message, MAX_JSON_BYTES, cancellable, get_document_cb,
                                g_steal_pointer (&task));
}

/**
 * gb_portal_client_get_document_finish:
 * @self: a client
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): what the portal knows of the document, or %NULL with a
 *   %GB_PORTAL_ERROR
 */
GbPortalDocument *
gb_portal_client_get_document_finish (GbPortalClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
post_event_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GbPortalAnswer) answer = take_answer (result, task);
  GError *error = NULL;

  if (answer != NULL) {
    GbPortalReceipt *receipt = _gb_portal_read_receipt (answer, &error);

    return_value (task, receipt, (GDestroyNotify)gb_portal_receipt_free, error);
  }
}

/**
 * gb_portal_client_post_event_async:
 * @self: a client
 * @event: what this account does; its id is the idempotency key
 * @cancellable: (nullable): to stop it; the portal may have accepted the event all the same
 * @callback: called in the client's context
 * @user_data: for @callback
 *
 * POST /documents/{document}/events. After any error but a refusal the same event may be sent
 * again: the portal accepts it once.
 */
void
gb_portal_client_post_event_async (GbPortalClient *self,
                                   const GbEvent *event,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (GTask) task = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (GB_IS_PORTAL_CLIENT (self));
  g_return_if_fail (event != NULL);

  task = task_new (self, gb_portal_client_post_event_async, cancellable, callback, user_data);
  if (!check_names (task, event->document, NULL) || !check_names (task, event->id, NULL))
    return;
  path = g_strconcat ("documents/", event->document, "/events", NULL);
  body = gb_event_to_json (event);
  message = _gb_portal_client_new_message (self, "POST", path);
  set_header (message, "Idempotency-Key", event->id);
  set_json_body (message, body);
  _gb_portal_client_send_async (self, message, MAX_JSON_BYTES, cancellable, post_event_cb,
                                g_steal_pointer (&task));
}

/**
 * gb_portal_client_post_event_finish:
 * @self: a client
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the portal's receipt; or %NULL with a %GB_PORTAL_ERROR, of which
 *   %GB_PORTAL_ERROR_REJECTED and %GB_PORTAL_ERROR_CONFLICT are refusals
 */
GbPortalReceipt *
gb_portal_client_post_event_finish (GbPortalClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
gb_portal_page_free (GbPortalPage *self)
{
  if (self == NULL)
    return;
  g_free (self->type);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

static void
get_page_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GbPortalAnswer) answer = take_answer (result, task);
  SoupMessageHeaders *headers;
  GbPortalPage *page;
  const char *type;

  if (answer == NULL)
    return;
  headers = soup_message_get_response_headers (answer->message);
  type = soup_message_headers_get_content_type (headers, NULL);
  page = g_new0 (GbPortalPage, 1);
  page->status = answer->status;
  page->type = g_strdup (type != NULL ? type : "");
  page->bytes = g_bytes_ref (answer->body);
  g_task_return_pointer (task, page, (GDestroyNotify)gb_portal_page_free);
}

/**
 * gb_portal_client_get_page_async:
 * @self: a client
 * @path: a path of this portal, beginning with a slash, or a whole address
 * @cancellable: (nullable): to stop it
 * @callback: called in the client's context
 * @user_data: for @callback
 *
 * GET of a public page, as a reader does it.
 */
void
gb_portal_client_get_page_async (GbPortalClient *self,
                                 const char *path,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GTask) task = NULL;
  g_autofree char *url = NULL;

  g_return_if_fail (GB_IS_PORTAL_CLIENT (self));
  g_return_if_fail (path != NULL);

  task = task_new (self, gb_portal_client_get_page_async, cancellable, callback, user_data);
  url = *path == '/' ? g_strconcat (self->base_url, path, NULL) : g_strdup (path);
  message = soup_message_new ("GET", url);
  if (message == NULL) {
    g_task_return_new_error (task, GB_PORTAL_ERROR, GB_PORTAL_ERROR_PROTOCOL, "not an address");
    return;
  }
  _gb_portal_fetch_async (self->session, message, self->timeout_ms, MAX_PAGE_BYTES, cancellable,
                          get_page_cb, g_steal_pointer (&task));
}

/**
 * gb_portal_client_get_page_finish:
 * @self: a client
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the page, also for statuses such as 404; or %NULL with
 *   %GB_PORTAL_ERROR_OFFLINE or another %GB_PORTAL_ERROR
 */
GbPortalPage *
gb_portal_client_get_page_finish (GbPortalClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
