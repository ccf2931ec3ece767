/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Revisions and blobs of GbPortalClient. Both are named by their digest, and what comes is verified
 * on a GTask thread, because parsing or hashing a large one would hold up the main loop. */
#define G_LOG_DOMAIN "gb-portal"

#include "config.h"

#include "document/gb-digest.h"
#include "portal/gb-portal-client.h"
#include "portal/gb-portal-private.h"

/* An upload that breaks off loses at most one piece. */
#define PIECE_BYTES        (1024 * 1024)
#define MAX_BLOB_ANSWER    (64 * 1024)
#define MAX_OFFSET_RETRIES 3

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

static gboolean
check_names (GTask *task, const char *id, const char *digest)
{
  if ((id == NULL || g_uuid_string_is_valid (id)) && gb_digest_is_valid (digest))
    return TRUE;
  g_task_return_new_error (task, GB_PORTAL_ERROR, GB_PORTAL_ERROR_REJECTED,
                           "not the name of a document or content");
  return FALSE;
}

static char *
revision_path (const char *id, const char *digest)
{
  return g_strconcat ("documents/", id, "/revisions/", digest, NULL);
}

typedef struct {
  char *digest;  /* (owned): what was asked for */
  GBytes *bytes; /* (owned) (nullable): what came */
} Fetch;

static Fetch *
fetch_new (const char *digest)
{
  Fetch *self = g_new0 (Fetch, 1);

  self->digest = g_strdup (digest);
  return self;
}

static void
fetch_free (Fetch *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->digest);
  g_free (self);
}

static void
parse_revision_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Fetch *fetch = task_data;
  g_autoptr (GError) reason = NULL;
  g_autoptr (GbDocument) document = gb_document_new_from_bytes (fetch->bytes, &reason);
  GError *error = NULL;

  if (document != NULL && g_str_equal (gb_document_get_digest (document), fetch->digest)) {
    g_task_return_pointer (task, g_steal_pointer (&document), g_object_unref);
    return;
  }
  _gb_portal_set_protocol_error (&error,
                                 reason != NULL ? reason->message : "a text with another digest");
  g_task_return_error (task, error);
}

static void
get_revision_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GbPortalAnswer) answer = NULL;
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;

  answer = _gb_portal_send_finish (result, &error);
  if (answer == NULL || !_gb_portal_answer_check_type (answer, GB_DOCUMENT_MIME, &error)) {
    g_task_return_error (task, error);
    return;
  }
  fetch->bytes = g_bytes_ref (answer->body);
  g_task_run_in_thread (task, parse_revision_thread);
}

/**
 * gb_portal_client_get_revision_async:
 * @self: a client
 * @id: a document's UUID
 * @digest: which revision
 * @cancellable: (nullable): to stop it
 * @callback: called in the client's context
 * @user_data: for @callback
 *
 * GET /documents/{id}/revisions/{digest}.
 */
void
gb_portal_client_get_revision_async (GbPortalClient *self,
                                     const char *id,
                                     const char *digest,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GTask) task = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (GB_IS_PORTAL_CLIENT (self));
  g_return_if_fail (id != NULL && digest != NULL);

  task = task_new (self, gb_portal_client_get_revision_async, cancellable, callback, user_data);
  if (!check_names (task, id, digest))
    return;
  g_task_set_task_data (task, fetch_new (digest), (GDestroyNotify)fetch_free);
  path = revision_path (id, digest);
  message = _gb_portal_client_new_message (self, "GET", path);
  _gb_portal_client_send_async (self, message, GB_DOCUMENT_MAX_BYTES, cancellable, get_revision_cb,
                                g_steal_pointer (&task));
}

/**
 * gb_portal_client_get_revision_finish:
 * @self: a client
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the text, valid and with the digest that was asked for; or %NULL with a
 *   %GB_PORTAL_ERROR
 */
GbDocument *
gb_portal_client_get_revision_finish (GbPortalClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
put_revision_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GbPortalAnswer) answer = NULL;
  GError *error = NULL;
  GbEvent *event = NULL;

  answer = _gb_portal_send_finish (result, &error);
  if (answer != NULL)
    event = _gb_portal_read_optional_event (answer, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, event, (GDestroyNotify)gb_event_unref);
}

static void
set_precondition (SoupMessage *message, const char *parent)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree char *tag = NULL;

  if (parent == NULL || *parent == '\0') {
    soup_message_headers_replace (headers, "If-None-Match", "*");
    return;
  }
  tag = g_strdup_printf ("\"%s\"", parent);
  soup_message_headers_replace (headers, "If-Match", tag);
}

/**
 * gb_portal_client_put_revision_async:
 * @self: a client
 * @id: a document's UUID
 * @document: the text
 * @parent: (nullable): the digest that it was made from; "" for a document's first
 * @event_id: (nullable): a UUID for the portal's "revise" event
 * @cancellable: (nullable): to stop it
 * @callback: called in the client's context
 * @user_data: for @callback
 *
 * PUT /documents/{id}/revisions/{digest}.
 */
void
gb_portal_client_put_revision_async (GbPortalClient *self,
                                     const char *id,
                                     GbDocument *document,
                                     const char *parent,
                                     const char *event_id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GTask) task = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (GB_IS_PORTAL_CLIENT (self));
  g_return_if_fail (id != NULL && GB_IS_DOCUMENT (document));
  g_return_if_fail (event_id == NULL || g_uuid_string_is_valid (event_id));

  task = task_new (self, gb_portal_client_put_revision_async, cancellable, callback, user_data);
  if (!check_names (task, id, gb_document_get_digest (document)))
    return;
  path = revision_path (id, gb_document_get_digest (document));
  message = _gb_portal_client_new_message (self, "PUT", path);
  set_precondition (message, parent);
  if (event_id != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Idempotency-Key",
                                  event_id);
  soup_message_set_request_body_from_bytes (message, GB_DOCUMENT_MIME,
                                            gb_document_get_bytes (document));
  _gb_portal_client_send_async (self, message, MAX_BLOB_ANSWER, cancellable, put_revision_cb,
                                g_steal_pointer (&task));
}

/**
 * gb_portal_client_put_revision_finish:
 * @self: a client
 * @result: the result
 * @out_event: (out) (optional) (nullable): the accepted "revise" event, if the portal told it
 * @error: return location for an error
 *
 * Returns: %TRUE if the portal has the text as the document's head; or %FALSE with a
 *   %GB_PORTAL_ERROR: %GB_PORTAL_ERROR_CONFLICT if the head is another one, which the problem names
 */
gboolean
gb_portal_client_put_revision_finish (GbPortalClient *self,
                                      GAsyncResult *result,
                                      GbEvent **out_event,
                                      GError **error)
{
  g_autoptr (GError) local = NULL;
  GbEvent *event;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (out_event != NULL)
    *out_event = NULL;
  event = g_task_propagate_pointer (G_TASK (result), &local);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (out_event != NULL)
    *out_event = event;
  else if (event != NULL)
    gb_event_unref (event);
  return TRUE;
}

typedef struct {
  gboolean complete;
  gint64 offset; /* bytes */
} BlobStatus;

/* 404 is an answer here: the portal says how much it has. */
static gboolean
read_blob_status (GAsyncResult *result, BlobStatus *out_status, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GbPortalAnswer) answer = _gb_portal_send_finish (result, &local);
  const GbPortalProblem *problem;

  out_status->complete = answer != NULL;
  out_status->offset = 0;
  /* A proxy's login page must not pass for an attachment that the portal has. */
  if (answer != NULL)
    return _gb_portal_answer_check_type (answer, "application/octet-stream", error);
  problem = gb_portal_error_get_problem (local);
  if (problem != NULL && problem->status == SOUP_STATUS_NOT_FOUND && problem->upload_offset >= 0) {
    out_status->offset = problem->upload_offset;
    return TRUE;
  }
  /* The portal always says how much it has; somebody else's 404 is no answer. */
  if (g_error_matches (local, GB_PORTAL_ERROR, GB_PORTAL_ERROR_NOT_FOUND))
    return _gb_portal_set_protocol_error (error, "no offset of an upload");
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
head_blob_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BlobStatus status;
  GError *error = NULL;

  if (read_blob_status (result, &status, &error))
    g_task_return_pointer (task, g_memdup2 (&status, sizeof status), g_free);
  else
    g_task_return_error (task, error);
}

static void
send_head (GbPortalClient *self,
           const char *digest,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  g_autofree char *path = g_strconcat ("blobs/", digest, NULL);
  g_autoptr (SoupMessage) message = _gb_portal_client_new_message (self, "HEAD", path);

  _gb_portal_client_send_async (self, message, 0, cancellable, callback, user_data);
}

/**
 * gb_portal_client_head_blob_async:
 * @self: a client
 * @digest: which
 * @cancellable: (nullable): to stop it
 * @callback: called in the client's context
 * @user_data: for @callback
 *
 * HEAD /blobs/{digest}: how much of it the portal has.
 */
void
gb_portal_client_head_blob_async (GbPortalClient *self,
                                  const char *digest,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GB_IS_PORTAL_CLIENT (self));
  g_return_if_fail (digest != NULL);

  task = task_new (self, gb_portal_client_head_blob_async, cancellable, callback, user_data);
  if (check_names (task, NULL, digest))
    send_head (self, digest, cancellable, head_blob_cb, g_steal_pointer (&task));
}

/**
 * gb_portal_client_head_blob_finish:
 * @self: a client
 * @result: the result
 * @out_complete: (out): %TRUE: the portal has all of it
 * @out_offset: (out): bytes that it has if not all
 * @error: return location for an error
 *
 * Returns: %TRUE, or %FALSE with a %GB_PORTAL_ERROR
 */
gboolean
gb_portal_client_head_blob_finish (GbPortalClient *self,
                                   GAsyncResult *result,
                                   gboolean *out_complete,
                                   gint64 *out_offset,
                                   GError **error)
{
  g_autofree BlobStatus *status = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (out_complete != NULL && out_offset != NULL, FALSE);

  status = g_task_propagate_pointer (G_TASK (result), error);
  *out_complete = status != NULL && status->complete;
  *out_offset = status != NULL ? status->offset : 0;
  return status != NULL;
}

static void
verify_blob_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Fetch *fetch = task_data;
  g_autofree char *digest = gb_digest_bytes (fetch->bytes);
  GError *error = NULL;

  if (g_str_equal (digest, fetch->digest)) {
    g_task_return_pointer (task, g_steal_pointer (&fetch->bytes), (GDestroyNotify)g_bytes_unref);
    return;
  }
  _gb_portal_set_protocol_error (&error, "a content with another digest");
  g_task_return_error (task, error);
}

static void
get_blob_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GbPortalAnswer) answer = NULL;
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;

  answer = _gb_portal_send_finish (result, &error);
  if (answer == NULL) {
    g_task_return_error (task, error);
    return;
  }
  fetch->bytes = g_bytes_ref (answer->body);
  g_task_run_in_thread (task, verify_blob_thread);
}

/**
 * gb_portal_client_get_blob_async:
 * @self: a client
 * @digest: which
 * @max_bytes: how large it may be
 * @cancellable: (nullable): to stop it
 * @callback: called in the client's context
 * @user_data: for @callback
 *
 * GET /blobs/{digest}.
 */
void
gb_portal_client_get_blob_async (GbPortalClient *self,
                                 const char *digest,
                                 gsize max_bytes,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GTask) task = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (GB_IS_PORTAL_CLIENT (self));
  g_return_if_fail (digest != NULL);

  task = task_new (self, gb_portal_client_get_blob_async, cancellable, callback, user_data);
  if (!check_names (task, NULL, digest))
    return;
  g_task_set_task_data (task, fetch_new (digest), (GDestroyNotify)fetch_free);
  path = g_strconcat ("blobs/", digest, NULL);
  message = _gb_portal_client_new_message (self, "GET", path);
  _gb_portal_client_send_async (self, message, MAX (max_bytes, MAX_BLOB_ANSWER), cancellable,
                                get_blob_cb, g_steal_pointer (&task));
}

/**
 * gb_portal_client_get_blob_finish:
 * @self: a client
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the content, verified; or %NULL with a %GB_PORTAL_ERROR
 */
GBytes *
gb_portal_client_get_blob_finish (GbPortalClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* An upload: size and offset first, then piece after piece. */
typedef struct {
  /* Owned */
  char *digest;
  char *type;
  GFile *file;
  GFileInputStream *stream; /* (nullable) until it is read */

  gint64 total;    /* bytes */
  gint64 offset;   /* bytes that the portal has */
  guint n_retries; /* how often the portal had another offset */
} Upload;

static void
upload_free (Upload *self)
{
  g_clear_object (&self->stream);
  g_clear_object (&self->file);
  g_free (self->digest);
  g_free (self->type);
  g_free (self);
}

static void
return_file_error (GTask *task, GError *error)
{
  g_prefix_error (&error, "cannot read the attachment: ");
  g_task_return_error (task, error);
}

static void put_piece (GTask *task);

/* The portal has this much now; the upload must get on, or it would never end. */
static void
go_on_at (GTask *task, gint64 offset, gboolean is_retry)
{
  Upload *upload = g_task_get_task_data (task);
  GError *error = NULL;

  if (is_retry)
    upload->n_retries++;
  if (offset < 0 || offset > upload->total || (!is_retry && offset <= upload->offset) ||
      upload->n_retries > MAX_OFFSET_RETRIES) {
    _gb_portal_set_protocol_error (&error, "an upload that does not get on");
    g_task_return_error (task, error);
    return;
  }
  upload->offset = offset;
  put_piece (task);
}

static void
put_piece_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GbPortalAnswer) answer = NULL;
  const GbPortalProblem *problem;
  GError *error = NULL;

  answer = _gb_portal_send_finish (result, &error);
  if (answer == NULL) {
    problem = gb_portal_error_get_problem (error);
    if (problem != NULL && problem->status == SOUP_STATUS_CONFLICT && problem->upload_offset >= 0) {
      go_on_at (task, problem->upload_offset, TRUE);
      g_clear_error (&error);
      return;
    }
    g_task_return_error (task, error);
    return;
  }
  if (answer->status == SOUP_STATUS_ACCEPTED) {
    g_autoptr (GbPortalProblem) status = _gb_portal_read_problem (
      answer->status, soup_message_get_response_headers (answer->message), NULL);

    go_on_at (task, status->upload_offset, FALSE);
    return;
  }
  if (answer->status != SOUP_STATUS_CREATED) {
    _gb_portal_set_protocol_error (&error, "a status that confirms no upload");
    g_task_return_error (task, error);
    return;
  }
  g_task_return_boolean (task, TRUE);
}

static void
send_piece (GTask *task, GBytes *bytes)
{
  Upload *upload = g_task_get_task_data (task);
  g_autofree char *path = g_strconcat ("blobs/", upload->digest, NULL);
  g_autoptr (SoupMessage) message =
    _gb_portal_client_new_message (g_task_get_source_object (task), "PUT", path);
  gint64 size = (gint64)g_bytes_get_size (bytes);

  soup_message_set_request_body_from_bytes (message, upload->type, bytes);
  if (size < upload->total)
    soup_message_headers_set_content_range (soup_message_get_request_headers (message),
                                            upload->offset, upload->offset + size - 1,
                                            upload->total);
  _gb_portal_client_send_async (g_task_get_source_object (task), message, MAX_BLOB_ANSWER,
                                g_task_get_cancellable (task), put_piece_cb, g_object_ref (task));
}

static void
read_piece_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autofree guint8 *buffer = NULL;
  g_autoptr (GBytes) bytes = NULL;
  Upload *upload = g_task_get_task_data (task);
  GError *error = NULL;
  gsize size = 0;

  buffer = g_object_steal_data (G_OBJECT (task), "piece");
  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &size, &error)) {
    return_file_error (task, error);
    return;
  }
  if (size == 0 && upload->total > 0) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
                             "the attachment became shorter");
    return;
  }
  bytes = g_bytes_new_take (g_steal_pointer (&buffer), size);
  send_piece (task, bytes);
}

static void
put_piece (GTask *task)
{
  Upload *upload = g_task_get_task_data (task);
  gsize size = (gsize)MIN (upload->total - upload->offset, PIECE_BYTES);
  guint8 *buffer = g_malloc (MAX (size, 1));
  GError *error = NULL;

  g_object_set_data_full (G_OBJECT (task), "piece", buffer, g_free);
  /* On a local file a seek does no I/O. */
  if (!g_seekable_seek (G_SEEKABLE (upload->stream), upload->offset, G_SEEK_SET,
                        g_task_get_cancellable (task), &error)) {
    return_file_error (task, error);
    return;
  }
  g_input_stream_read_all_async (G_INPUT_STREAM (upload->stream), buffer, size, G_PRIORITY_DEFAULT,
                                 g_task_get_cancellable (task), read_piece_cb, g_object_ref (task));
}

static void
query_size_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GFileInfo) info = NULL;
  Upload *upload = g_task_get_task_data (task);
  GError *error = NULL;

  info = g_file_input_stream_query_info_finish (G_FILE_INPUT_STREAM (source), result, &error);
  if (info == NULL) {
    return_file_error (task, error);
    return;
  }
  upload->total = g_file_info_get_size (info);
  if (upload->offset > upload->total)
    upload->offset = 0;
  put_piece (task);
}

static void
open_file_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Upload *upload = g_task_get_task_data (task);
  GError *error = NULL;

  upload->stream = g_file_read_finish (G_FILE (source), result, &error);
  if (upload->stream == NULL) {
    return_file_error (task, error);
    return;
  }
  g_file_input_stream_query_info_async (upload->stream, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                        G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                        query_size_cb, g_object_ref (task));
}

static void
find_offset_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Upload *upload = g_task_get_task_data (task);
  GError *error = NULL;
  BlobStatus status;

  if (!read_blob_status (result, &status, &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (status.complete) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  upload->offset = status.offset;
  g_file_read_async (upload->file, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), open_file_cb,
                     g_object_ref (task));
}

/**
 * gb_portal_client_put_blob_async:
 * @self: a client
 * @digest: the digest of @file
 * @file: a file that does not change
 * @type: its MIME type
 * @cancellable: (nullable): to stop it; what was sent stays sent
 * @callback: called in the client's context
 * @user_data: for @callback
 *
 * HEAD, then PUT /blobs/{digest} from where the portal is, in pieces of 1 MiB.
 */
void
gb_portal_client_put_blob_async (GbPortalClient *self,
                                 const char *digest,
                                 GFile *file,
                                 const char *type,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Upload *upload;

  g_return_if_fail (GB_IS_PORTAL_CLIENT (self));
  g_return_if_fail (digest != NULL && type != NULL);
  g_return_if_fail (G_IS_FILE (file));

  task = task_new (self, gb_portal_client_put_blob_async, cancellable, callback, user_data);
  if (!check_names (task, NULL, digest))
    return;
  upload = g_new0 (Upload, 1);
  upload->digest = g_strdup (digest);
  upload->type = g_strdup (type);
  upload->file = g_object_ref (file);
  g_task_set_task_data (task, upload, (GDestroyNotify)upload_free);
  send_head (self, digest, cancellable, find_offset_cb, g_steal_pointer (&task));
}

/**
 * gb_portal_client_put_blob_finish:
 * @self: a client
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %TRUE if the portal has it and has verified it; or %FALSE with a %GB_PORTAL_ERROR, or a
 *   %G_IO_ERROR if @file cannot be read. Calling again goes on where this stopped.
 */
gboolean
gb_portal_client_put_blob_finish (GbPortalClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
