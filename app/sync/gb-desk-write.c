/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing texts and taking operations back: each function is one transaction on the database
 * thread and finishes when it is on the disk. */

#define G_LOG_DOMAIN "gb-desk"

#include "config.h"

#include "sync/gb-desk.h"

#include "sync/gb-desk-private.h"

#include <string.h>

/* Before the first contact with the portal nobody knows what it takes. */
#define DEFAULT_BLOB_BYTES G_GINT64_CONSTANT (52428800)

static const char *const default_types[] = {
  "application/pdf",
  "application/msword",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "application/vnd.ms-excel",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.ms-powerpoint",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  "application/zip",
  "image/jpeg",
  "image/png",
  "image/gif",
  "text/plain",
  "text/csv",
};

typedef struct {
  GbDeskView *view;
  char *id;
  GbDocument *document;
  gint64 row;

  gboolean changed; /* something that lists show */
} Change;

static Change *
change_new (GbDesk *self, const char *id)
{
  Change *change = g_new0 (Change, 1);

  change->view = _gb_desk_view_ref (_gb_desk_get_view (self));
  change->id = g_strdup (id);

  return change;
}

static void
change_free (Change *change)
{
  g_clear_pointer (&change->view, _gb_desk_view_unref);
  g_free (change->id);
  g_clear_object (&change->document);
  g_free (change);
}

/* --- Working copies ----------------------------------------------------------------------------
 */

static gboolean
shows_the_same (const GbStoreSummary *before, const GbStoreSummary *after)
{
  return strcmp (before->title, after->title) == 0 && before->kind == after->kind &&
         strcmp (before->column, after->column) == 0 && before->boxes == after->boxes &&
         before->dirty == after->dirty && before->state == after->state;
}

static gboolean
write_copy (GbStoreTxn *txn, gpointer data, GError **error)
{
  Change *change = data;
  g_autoptr (GbStoreSummary) before = NULL;
  g_autoptr (GbStoreSummary) after = NULL;

  if (!gb_store_txn_get_summary (txn, change->id, &before, error) ||
      !gb_store_txn_save_working_copy (txn, change->id, change->document, error) ||
      !_gb_desk_fold (txn, change->view, change->id, change->document, error) ||
      !gb_store_txn_get_summary (txn, change->id, &after, error))
    return FALSE;

  change->changed = before == NULL || !shows_the_same (before, after);

  return TRUE;
}

static void
create_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbDesk *self = g_task_get_source_object (task);
  Change *change = gb_store_run_get_data (result);
  GError *error = NULL;

  if (!gb_store_run_finish (GB_STORE (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }

  _gb_desk_emit_changed (self, change->id);
  g_task_return_pointer (task, g_strdup (change->id), g_free);
}

/**
 * gb_desk_create_async:
 * @document: the first text
 * @cancellable: (nullable): stops it before it has begun to write
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Makes a draft that nobody else knows of until it is submitted.
 */
void
gb_desk_create_async (GbDesk *self,
                      GbDocument *document,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autofree char *id = g_uuid_string_random ();
  GTask *task;
  Change *change;

  g_return_if_fail (GB_IS_DESK (self));
  g_return_if_fail (GB_IS_DOCUMENT (document));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gb_desk_create_async);
  change = change_new (self, id);
  change->document = g_object_ref (document);
  gb_store_write_async (_gb_desk_get_store (self), GB_DATABASE_PRIORITY_USER, write_copy, change,
                        (GDestroyNotify)change_free, cancellable, create_cb, task);
}

/**
 * gb_desk_create_finish:
 *
 * Returns: (transfer full): the new document's UUID, or %NULL with a %GB_DATABASE_ERROR
 */
char *
gb_desk_create_finish (GbDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
save_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbDesk *self = g_task_get_source_object (task);
  const Change *change = gb_store_run_get_data (result);
  GError *error = NULL;

  if (!gb_store_run_finish (GB_STORE (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }

  if (change->changed)
    _gb_desk_emit_changed (self, change->id);
  g_task_return_boolean (task, TRUE);
}

/**
 * gb_desk_save_async:
 * @id: a document's UUID
 * @document: its text as it is now
 * @cancellable: (nullable): stops it before it has begun to write
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Overwrites the working copy. It is never refused for the document's state: what somebody typed is
 * kept, whether it can be submitted or not. "changed" is emitted only if lists show it.
 */
void
gb_desk_save_async (GbDesk *self,
                    const char *id,
                    GbDocument *document,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task;
  Change *change;

  g_return_if_fail (GB_IS_DESK (self));
  g_return_if_fail (id != NULL);
  g_return_if_fail (GB_IS_DOCUMENT (document));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gb_desk_save_async);
  change = change_new (self, id);
  change->document = g_object_ref (document);
  gb_store_write_async (_gb_desk_get_store (self), GB_DATABASE_PRIORITY_USER, write_copy, change,
                        (GDestroyNotify)change_free, cancellable, save_cb, task);
}

/**
 * gb_desk_save_finish:
 *
 * Returns: %TRUE when the text is on the disk, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_desk_save_finish (GbDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- Attachments -------------------------------------------------------------------------------
 */

static gint64
get_size_limit (JsonNode *capabilities)
{
  JsonObject *object;
  JsonNode *limits;
  JsonNode *limit;

  if (capabilities == NULL)
    return DEFAULT_BLOB_BYTES;

  object = json_node_get_object (capabilities);
  limits = json_object_get_member (object, "limits");
  limit = limits != NULL && JSON_NODE_HOLDS_OBJECT (limits)
            ? json_object_get_member (json_node_get_object (limits), "blob_bytes")
            : NULL;
  if (limit == NULL || json_node_get_value_type (limit) != G_TYPE_INT64)
    return DEFAULT_BLOB_BYTES;

  return json_node_get_int (limit);
}

static gboolean
is_type_accepted (JsonNode *capabilities, const char *type)
{
  JsonNode *types =
    capabilities != NULL
      ? json_object_get_member (json_node_get_object (capabilities), "attachment_types")
      : NULL;
  JsonArray *array;

  if (types == NULL || !JSON_NODE_HOLDS_ARRAY (types)) {
    for (guint i = 0; i < G_N_ELEMENTS (default_types); i++) {
      if (strcmp (default_types[i], type) == 0)
        return TRUE;
    }
    return FALSE;
  }

  array = json_node_get_array (types);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);

    if (json_node_get_value_type (element) == G_TYPE_STRING &&
        strcmp (json_node_get_string (element), type) == 0)
      return TRUE;
  }

  return FALSE;
}

/**
 * _gb_desk_check_attachment:
 * @size: in bytes
 * @type: a MIME type
 * @error: return location for %GB_DESK_ERROR_ATTACHMENT_SIZE or %GB_DESK_ERROR_ATTACHMENT_TYPE
 *
 * Returns: whether the portal would take it
 */
gboolean
_gb_desk_check_attachment (GbDesk *self, goffset size, const char *type, GError **error)
{
  JsonNode *capabilities = _gb_desk_get_capabilities (self);
  gint64 limit = get_size_limit (capabilities);

  if (size == 0) {
    g_set_error_literal (error, GB_DESK_ERROR, GB_DESK_ERROR_ATTACHMENT_SIZE, "the file is empty");
    return FALSE;
  }
  if (size > limit) {
    g_set_error (error, GB_DESK_ERROR, GB_DESK_ERROR_ATTACHMENT_SIZE,
                 "larger than %" G_GINT64_FORMAT " bytes", limit);
    return FALSE;
  }
  if (!is_type_accepted (capabilities, type)) {
    g_set_error (error, GB_DESK_ERROR, GB_DESK_ERROR_ATTACHMENT_TYPE,
                 "the portal takes no files of the type %s", type);
    return FALSE;
  }

  return TRUE;
}

static void
add_blob_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GFileInfo *info = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GbStoreBlob) blob = gb_store_add_blob_finish (GB_STORE (source), result, &error);

  if (blob == NULL) {
    g_task_return_error (task, error);
    return;
  }

  g_task_return_pointer (task,
                         gb_attachment_new (blob->digest, g_file_info_get_display_name (info),
                                            blob->type, (guint64)blob->size),
                         (GDestroyNotify)gb_attachment_free);
}

static void
query_info_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbDesk *self = g_task_get_source_object (task);
  g_autofree char *type = NULL;
  GCancellable *cancellable;
  GError *error = NULL;
  GFileInfo *info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (info == NULL) {
    g_task_return_error (task, error);
    return;
  }

  g_task_set_task_data (task, info, g_object_unref);
  if (g_file_info_get_content_type (info) != NULL)
    type = g_content_type_get_mime_type (g_file_info_get_content_type (info));
  if (type == NULL)
    type = g_strdup ("application/octet-stream");
  if (!_gb_desk_check_attachment (self, g_file_info_get_size (info), type, &error)) {
    g_task_return_error (task, error);
    return;
  }

  cancellable = g_task_get_cancellable (task);
  gb_store_add_blob_async (_gb_desk_get_store (self), G_FILE (source), type, cancellable,
                           add_blob_cb, g_steal_pointer (&task));
}

/**
 * gb_desk_attach_async:
 * @file: what to attach
 * @cancellable: (nullable): stops it
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Copies the file into the store. What the portal would not take is refused here.
 */
void
gb_desk_attach_async (GbDesk *self,
                      GFile *file,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task;

  g_return_if_fail (GB_IS_DESK (self));
  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gb_desk_attach_async);
  g_file_query_info_async (
    file,
    G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME "," G_FILE_ATTRIBUTE_STANDARD_CONTENT_TYPE
                                           "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
    G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, cancellable, query_info_cb, task);
}

/**
 * gb_desk_attach_finish:
 *
 * Returns: (transfer full): what to put into the document, or %NULL with
 *   %GB_DESK_ERROR_ATTACHMENT_SIZE, %GB_DESK_ERROR_ATTACHMENT_TYPE, a %G_IO_ERROR or a
 *   %GB_DATABASE_ERROR
 */
GbAttachment *
gb_desk_attach_finish (GbDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Taking back -------------------------------------------------------------------------------
 */

static gboolean
cancel_operation (GbStoreTxn *txn, gpointer data, GError **error)
{
  Change *change = data;
  g_autoptr (GbOutboxRow) row = NULL;

  if (!gb_store_txn_get_outbox_row (txn, change->row, &row, error))
    return FALSE;
  if (row == NULL || row->state == GB_OUTBOX_DONE) {
    g_set_error_literal (error, GB_DESK_ERROR, GB_DESK_ERROR_NOT_FOUND,
                         "it is not in the outbox any more");
    return FALSE;
  }
  if (row->state == GB_OUTBOX_SENDING || row->state == GB_OUTBOX_UNKNOWN) {
    g_set_error_literal (error, GB_DESK_ERROR, GB_DESK_ERROR_SENT,
                         "it may have reached the portal: wait for its answer");
    return FALSE;
  }

  change->id = g_strdup (row->document);

  return _gb_desk_drop_operations (txn, row->document, row->row, FALSE, error) &&
         _gb_desk_fold (txn, change->view, row->document, NULL, error);
}

static void
cancel_operation_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbDesk *self = g_task_get_source_object (task);
  const Change *change = gb_store_run_get_data (result);
  GError *error = NULL;

  if (!gb_store_run_finish (GB_STORE (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }

  _gb_desk_outbox_changed (self);
  _gb_desk_emit_changed (self, change->id);
  g_task_return_boolean (task, TRUE);
}

/**
 * gb_desk_cancel_operation_async:
 * @row: of gb_desk_list_outbox_async()
 * @cancellable: (nullable): stops it before it has begun
 * @callback: called on the main thread
 * @user_data: for @callback
 */
void
gb_desk_cancel_operation_async (GbDesk *self,
                                gint64 row,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task;
  Change *change;

  g_return_if_fail (GB_IS_DESK (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gb_desk_cancel_operation_async);
  change = change_new (self, NULL);
  change->row = row;
  gb_store_write_async (_gb_desk_get_store (self), GB_DATABASE_PRIORITY_USER, cancel_operation,
                        change, (GDestroyNotify)change_free, cancellable, cancel_operation_cb,
                        task);
}

/**
 * gb_desk_cancel_operation_finish:
 *
 * Returns: %TRUE, or %FALSE with %GB_DESK_ERROR_SENT, %GB_DESK_ERROR_NOT_FOUND or a
 *   %GB_DATABASE_ERROR
 */
gboolean
gb_desk_cancel_operation_finish (GbDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
