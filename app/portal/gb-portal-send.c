/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One HTTP request and its whole answer, for GbPortalClient, in the main context of its thread.
 * Here the errors of libsoup, GIO and TLS become those of the portal's client. A Send owns the
 * message, an inner cancellable (the caller's or the time-out trips it), and what has come so far.
 */
#define G_LOG_DOMAIN "gb-portal"

#include "config.h"

#include "portal/gb-portal-private.h"

#include <string.h>

#define CHUNK_BYTES (64 * 1024)
/* A peer that sends one byte now and then keeps no request open for ever. */
#define TOTAL_TIMEOUT_FACTOR 20

typedef struct {
  /* Owned */
  SoupMessage *message;
  GInputStream *stream;      /* (nullable) until the headers are here */
  GByteArray *body;          /* what has come so far */
  GCancellable *inner;       /* tripped by the time-out and by the caller's cancellable */
  GCancellable *cancellable; /* (nullable): the caller's */

  gsize max_bytes;
  guint idle_ms;
  gint64 deadline; /* µs, monotonic */
  gulong cancelled_handler;
  guint idle_source;

  guint timed_out : 1;
  guint takes_any_status : 1; /* what a browser would show, whatever the status */
} Send;

static void
send_free (Send *self)
{
  g_clear_handle_id (&self->idle_source, g_source_remove);
  if (self->cancelled_handler != 0)
    g_cancellable_disconnect (self->cancellable, self->cancelled_handler);
  g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->stream);
  g_clear_object (&self->message);
  g_clear_object (&self->inner);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_free (self);
}

void
_gb_portal_answer_free (GbPortalAnswer *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->message);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

gboolean
_gb_portal_set_protocol_error (GError **error, const char *what)
{
  g_set_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_PROTOCOL, "not an answer of this portal: %s",
               what);
  return FALSE;
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static gboolean
idle_timeout_cb (gpointer user_data)
{
  Send *self = user_data;

  self->idle_source = 0;
  self->timed_out = TRUE;
  g_cancellable_cancel (self->inner);
  return G_SOURCE_REMOVE;
}

static void
restart_timeout (Send *self)
{
  gint64 left_ms = (self->deadline - g_get_monotonic_time ()) / 1000;

  g_clear_handle_id (&self->idle_source, g_source_remove);
  if (!self->timed_out)
    self->idle_source =
      g_timeout_add ((guint)CLAMP (left_ms, 0, (gint64)self->idle_ms), idle_timeout_cb, self);
}

static void
wrote_body_data_cb (SoupMessage *message, guint size, gpointer user_data)
{
  restart_timeout (user_data);
}

/* The one place where foreign errors are converted. */
static void
return_foreign_error (GTask *task, GError *foreign)
{
  Send *self = g_task_get_task_data (task);
  g_autoptr (GError) owned = foreign;
  GbPortalError code = GB_PORTAL_ERROR_OFFLINE;

  if (g_error_matches (owned, G_IO_ERROR, G_IO_ERROR_CANCELLED) && !self->timed_out) {
    g_task_return_error (task, g_steal_pointer (&owned));
    return;
  }
  if (self->timed_out) {
    g_task_return_new_error (task, GB_PORTAL_ERROR, code, "no answer from the portal in time");
    return;
  }
  if (g_error_matches (owned, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    code = GB_PORTAL_ERROR_INSECURE;
  else if (owned->domain == SOUP_SESSION_ERROR)
    code = GB_PORTAL_ERROR_PROTOCOL;
  g_task_return_new_error (task, GB_PORTAL_ERROR, code, "%s", owned->message);
}

static gboolean
is_problem (SoupMessageHeaders *headers)
{
  return g_strcmp0 (soup_message_headers_get_content_type (headers, NULL),
                    "application/problem+json") == 0;
}

/* A refusal counts only if the portal itself wrote it: the login page of a proxy, also with 403,
 * must not make an operation look refused for good. */
static void
return_refusal (GTask *task, guint status, SoupMessageHeaders *headers, GBytes *body)
{
  Send *self = g_task_get_task_data (task);
  g_autoptr (GbPortalProblem) problem = NULL;
  GError *error = NULL;

  if (is_problem (headers))
    problem = _gb_portal_read_problem (status, headers, body);
  if (problem == NULL && (status >= 500 || status == 429 || self->max_bytes == 0))
    problem = _gb_portal_read_problem (status, headers, NULL);
  if (problem != NULL)
    _gb_portal_set_problem (&error, g_steal_pointer (&problem));
  else
    _gb_portal_set_protocol_error (&error, "a status that no problem explains");
  g_task_return_error (task, error);
}

static void
finish (GTask *task)
{
  Send *self = g_task_get_task_data (task);
  guint status = soup_message_get_status (self->message);
  g_autoptr (GBytes) body = g_byte_array_free_to_bytes (g_steal_pointer (&self->body));
  GbPortalAnswer *answer;

  g_clear_handle_id (&self->idle_source, g_source_remove);
  if (status >= 400 && !self->takes_any_status) {
    return_refusal (task, status, soup_message_get_response_headers (self->message), body);
    return;
  }
  if (!self->takes_any_status && status != SOUP_STATUS_NOT_MODIFIED &&
      (status < 200 || status >= 300)) {
    GError *error = NULL;

    _gb_portal_set_protocol_error (&error, "a redirect");
    g_task_return_error (task, error);
    return;
  }
  answer = g_new0 (GbPortalAnswer, 1);
  answer->status = status;
  answer->message = g_object_ref (self->message);
  answer->body = g_steal_pointer (&body);
  g_task_return_pointer (task, answer, (GDestroyNotify)_gb_portal_answer_free);
}

static void read_next (GTask *task);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GBytes) chunk = NULL;
  Send *self = g_task_get_task_data (task);
  GError *error = NULL;
  gsize size;

  chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (chunk == NULL) {
    return_foreign_error (task, error);
    return;
  }
  size = g_bytes_get_size (chunk);
  if (size == 0) {
    finish (task);
    return;
  }
  if (size > self->max_bytes - self->body->len) {
    _gb_portal_set_protocol_error (&error, "too large");
    g_task_return_error (task, error);
    return;
  }
  g_byte_array_append (self->body, g_bytes_get_data (chunk, NULL), (guint)size);
  read_next (task);
}

static void
read_next (GTask *task)
{
  Send *self = g_task_get_task_data (task);

  restart_timeout (self);
  g_input_stream_read_bytes_async (self->stream, CHUNK_BYTES, G_PRIORITY_DEFAULT, self->inner,
                                   read_cb, g_object_ref (task));
}

static void
send_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Send *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->stream == NULL)
    return_foreign_error (task, error);
  else
    read_next (task);
}

static void
send_message (SoupSession *session,
              SoupMessage *message,
              guint idle_ms,
              gsize max_bytes,
              gboolean takes_any_status,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Send *self = g_new0 (Send, 1);

  g_task_set_source_tag (task, _gb_portal_send_async);
  /* What the portal did is told even if somebody cancels in the same moment. */
  g_task_set_check_cancellable (task, FALSE);
  self->message = g_object_ref (message);
  self->body = g_byte_array_new ();
  self->inner = g_cancellable_new ();
  self->max_bytes = max_bytes;
  self->takes_any_status = takes_any_status;
  self->idle_ms = idle_ms;
  self->deadline = g_get_monotonic_time () + (gint64)idle_ms * 1000 * TOTAL_TIMEOUT_FACTOR;
  g_task_set_task_data (task, self, (GDestroyNotify)send_free);
  if (cancellable != NULL) {
    self->cancellable = g_object_ref (cancellable);
    self->cancelled_handler =
      g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self->inner, NULL);
  }

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  /* On a connection that was used before, libsoup repeats an idempotent request by itself when the
   * peer hangs up, and sends a PUT without its body then: the portal would refuse it for good. */
  if (strcmp (soup_message_get_method (message), "PUT") == 0)
    soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  soup_message_disable_feature (message, SOUP_TYPE_AUTH_MANAGER);
  restart_timeout (self);
  g_signal_connect_data (message, "wrote-body-data", G_CALLBACK (wrote_body_data_cb), self, NULL,
                         0);
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, self->inner, send_cb,
                           g_steal_pointer (&task));
}

void
_gb_portal_send_async (SoupSession *session,
                       SoupMessage *message,
                       guint idle_ms,
                       gsize max_bytes,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  send_message (session, message, idle_ms, max_bytes, FALSE, cancellable, callback, user_data);
}

void
_gb_portal_fetch_async (SoupSession *session,
                        SoupMessage *message,
                        guint idle_ms,
                        gsize max_bytes,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  send_message (session, message, idle_ms, max_bytes, TRUE, cancellable, callback, user_data);
}

GbPortalAnswer *
_gb_portal_send_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
