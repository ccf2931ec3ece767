/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attachments of the client store. The file comes first and is on the disk before its row is
 * written, so that a row never names a file that is missing; a file without a row is harmless.
 * Copying and hashing run on GTask's threads, so that a large file holds up no autosave. */
#define G_LOG_DOMAIN "gb-store"

#include "config.h"

#include "store/gb-store-private.h"

#define SNIFF_BYTES 4096

void
gb_store_blob_free (GbStoreBlob *self)
{
  if (self == NULL)
    return;
  g_free (self->digest);
  g_free (self->type);
  g_free (self);
}

/**
 * gb_store_txn_add_blob:
 * @txn: a transaction
 * @blob: what is known of it; its file is in the blob folder already
 * @error: return location for an error
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_store_txn_add_blob (GbStoreTxn *txn, const GbStoreBlob *blob, GError **error)
{
  g_autoptr (GbStatement) insert = NULL;

  g_return_val_if_fail (txn != NULL && blob != NULL, FALSE);

  insert = _gb_store_txn_prepare (txn,
                                  "INSERT INTO blobs (digest, type, size, added_at)"
                                  " VALUES (:digest, :type, :size, :now)"
                                  " ON CONFLICT (digest) DO NOTHING",
                                  error);
  if (insert == NULL)
    return FALSE;
  gb_statement_bind_text (insert, ":digest", blob->digest);
  gb_statement_bind_text (insert, ":type", blob->type);
  gb_statement_bind_int64 (insert, ":size", blob->size);
  gb_statement_bind_int64 (insert, ":now", g_get_real_time ());
  return gb_statement_run (insert, error);
}

/**
 * gb_store_txn_get_blob:
 * @txn: a transaction
 * @digest: which
 * @out_blob: (out) (nullable): what is known of it, or %NULL if it is not here
 * @error: return location for an error
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_store_txn_get_blob (GbStoreTxn *txn, const char *digest, GbStoreBlob **out_blob, GError **error)
{
  g_autoptr (GbStatement) select = NULL;
  gboolean has_row;

  g_return_val_if_fail (txn != NULL && digest != NULL && out_blob != NULL, FALSE);

  *out_blob = NULL;
  select = _gb_store_txn_prepare (
    txn, "SELECT digest, type, size FROM blobs WHERE digest = :digest", error);
  if (select == NULL)
    return FALSE;
  gb_statement_bind_text (select, ":digest", digest);
  if (!gb_statement_step (select, &has_row, error))
    return FALSE;
  if (has_row) {
    *out_blob = g_new0 (GbStoreBlob, 1);
    (*out_blob)->digest = gb_statement_dup_text (select, 0);
    (*out_blob)->type = gb_statement_dup_text (select, 1);
    (*out_blob)->size = gb_statement_get_int64 (select, 2);
  }
  return TRUE;
}

/**
 * gb_store_txn_add_original:
 * @txn: a transaction
 * @image: a picture that was made smaller; a blob of this store
 * @original: what it was made of; likewise
 * @error: return location for an error
 *
 * A picture that is made of another one once more has the newer one.
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_store_txn_add_original (GbStoreTxn *txn, const char *image, const char *original, GError **error)
{
  g_autoptr (GbStatement) insert = NULL;

  g_return_val_if_fail (txn != NULL && image != NULL && original != NULL, FALSE);

  insert = _gb_store_txn_prepare (txn,
                                  "INSERT INTO originals (image, original)"
                                  " VALUES (:image, :original)"
                                  " ON CONFLICT (image) DO UPDATE SET original = excluded.original"
                                  " WHERE original <> excluded.original",
                                  error);
  if (insert == NULL)
    return FALSE;
  gb_statement_bind_text (insert, ":image", image);
  gb_statement_bind_text (insert, ":original", original);
  return gb_statement_run (insert, error);
}

/**
 * gb_store_txn_get_original:
 * @txn: a transaction
 * @digest: of a picture that was made smaller, or of what it was made of
 * @out_image: (out) (nullable) (transfer full): the smaller one
 * @out_original: (out) (nullable) (transfer full): the larger one
 * @error: return location for an error
 *
 * Both are %NULL for a picture that is neither.
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_store_txn_get_original (GbStoreTxn *txn,
                           const char *digest,
                           char **out_image,
                           char **out_original,
                           GError **error)
{
  g_autoptr (GbStatement) select = NULL;
  gboolean has_row;

  g_return_val_if_fail (txn != NULL && digest != NULL, FALSE);
  g_return_val_if_fail (out_image != NULL && out_original != NULL, FALSE);

  *out_image = NULL;
  *out_original = NULL;
  select = _gb_store_txn_prepare (txn,
                                  "SELECT image, original FROM originals"
                                  " WHERE image = :digest OR original = :digest LIMIT 1",
                                  error);
  if (select == NULL)
    return FALSE;
  gb_statement_bind_text (select, ":digest", digest);
  if (!gb_statement_step (select, &has_row, error))
    return FALSE;
  if (has_row) {
    *out_image = gb_statement_dup_text (select, 0);
    *out_original = gb_statement_dup_text (select, 1);
  }
  return TRUE;
}

typedef struct {
  GbBlobFolder *folder; /* (owned) */
  GFile *file;          /* (owned) (nullable): the source, or … */
  GBytes *bytes;        /* (owned) (nullable): … its content */
  GbStoreBlob *blob;    /* (owned) (nullable) */
  char *type;           /* (owned) (nullable) */
} AddBlob;

static void
add_blob_free (AddBlob *self)
{
  g_clear_object (&self->folder);
  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->blob, gb_store_blob_free);
  g_free (self->type);
  g_free (self);
}

static char *
guess_type (const char *name, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  g_autofree char *content_type = NULL;
  g_autofree char *type = NULL;
  guint8 head[SNIFF_BYTES];
  gssize n = 0;

  if (stream != NULL)
    n = g_input_stream_read (G_INPUT_STREAM (stream), head, sizeof head, NULL, NULL);
  content_type = g_content_type_guess (name, head, (gsize)MAX (n, 0), NULL);
  type = g_content_type_get_mime_type (content_type);
  return type != NULL ? g_steal_pointer (&type) : g_strdup ("application/octet-stream");
}

static char *
copy_blob (AddBlob *data, goffset *out_size, GCancellable *cancellable, GError **error)
{
  if (data->file != NULL)
    return gb_blob_folder_add_file (data->folder, data->file, 0, out_size, cancellable, error);
  *out_size = (goffset)g_bytes_get_size (data->bytes);
  return gb_blob_folder_add_bytes (data->folder, data->bytes, error);
}

static void
copy_blob_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  AddBlob *data = task_data;
  GError *error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autofree char *digest = NULL;
  goffset size = 0;

  digest = copy_blob (data, &size, cancellable, &error);
  if (digest == NULL) {
    g_task_return_error (task, error);
    return;
  }
  path = gb_blob_folder_dup_file (data->folder, digest);
  name = data->file != NULL ? g_file_get_basename (data->file) : NULL;
  data->blob = g_new0 (GbStoreBlob, 1);
  data->blob->digest = g_steal_pointer (&digest);
  data->blob->size = size;
  data->blob->type = data->type != NULL ? g_steal_pointer (&data->type) : guess_type (name, path);
  g_task_return_boolean (task, TRUE);
}

/* Gives back what the store knows: a blob that was here keeps its first type. */
static gboolean
add_blob_func (GbStoreTxn *txn, gpointer user_data, GError **error)
{
  AddBlob *data = user_data;
  GbStoreBlob *known;

  if (!gb_store_txn_add_blob (txn, data->blob, error) ||
      !gb_store_txn_get_blob (txn, data->blob->digest, &known, error))
    return FALSE;
  gb_store_blob_free (data->blob);
  data->blob = known;
  return TRUE;
}

static void
add_row_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AddBlob *data = gb_store_run_get_data (result);
  GError *error = NULL;

  if (gb_store_run_finish (GB_STORE (source), result, &error))
    g_task_return_pointer (task, g_steal_pointer (&data->blob), (GDestroyNotify)gb_store_blob_free);
  else
    g_task_return_error (task, error);
}

static void
copy_blob_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AddBlob *data = g_task_get_task_data (G_TASK (result));
  AddBlob *next;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (task, error);
    return;
  }
  next = g_new0 (AddBlob, 1);
  next->blob = g_steal_pointer (&data->blob);
  gb_store_write_async (GB_STORE (source), GB_DATABASE_PRIORITY_USER, add_blob_func, next,
                        (GDestroyNotify)add_blob_free, g_task_get_cancellable (task), add_row_cb,
                        g_object_ref (task));
}

static void
add_blob (GbStore *self,
          AddBlob *data,
          const char *type,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) copy = NULL;

  g_task_set_source_tag (task, gb_store_add_blob_async);
  data->folder = g_object_ref (_gb_store_get_blobs (self));
  data->type = g_strdup (type);
  copy = g_task_new (self, cancellable, copy_blob_cb, g_steal_pointer (&task));
  g_task_set_source_tag (copy, add_blob);
  g_task_set_task_data (copy, data, (GDestroyNotify)add_blob_free);
  g_task_run_in_thread (copy, copy_blob_thread);
}

/**
 * gb_store_add_blob_async:
 * @self: a store
 * @file: what to copy
 * @type: (nullable): its MIME type, or %NULL to guess it
 * @cancellable: (nullable): to stop it
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Copies a file into the store.
 */
void
gb_store_add_blob_async (GbStore *self,
                         GFile *file,
                         const char *type,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  AddBlob *data;

  g_return_if_fail (GB_IS_STORE (self));
  g_return_if_fail (G_IS_FILE (file));

  data = g_new0 (AddBlob, 1);
  data->file = g_object_ref (file);
  add_blob (self, data, type, cancellable, callback, user_data);
}

/**
 * gb_store_add_blob_bytes_async:
 * @self: a store
 * @bytes: the content
 * @type: (nullable): its MIME type, or %NULL to guess it
 * @cancellable: (nullable): to stop it
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Puts a content into the store: a pasted image, or what the portal sent.
 */
void
gb_store_add_blob_bytes_async (GbStore *self,
                               GBytes *bytes,
                               const char *type,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  AddBlob *data;

  g_return_if_fail (GB_IS_STORE (self));
  g_return_if_fail (bytes != NULL);

  data = g_new0 (AddBlob, 1);
  data->bytes = g_bytes_ref (bytes);
  add_blob (self, data, type, cancellable, callback, user_data);
}

/**
 * gb_store_add_blob_finish:
 * @self: a store
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the blob, which is on the disk; or %NULL with a %G_IO_ERROR or a
 *   %GB_DATABASE_ERROR
 */
GbStoreBlob *
gb_store_add_blob_finish (GbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
load_blob_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  GBytes *bytes = gb_blob_folder_load (_gb_store_get_blobs (source), task_data, &error);

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify)g_bytes_unref);
  else
    g_task_return_error (task, error);
}

/**
 * gb_store_load_blob_async:
 * @self: a store
 * @digest: which
 * @cancellable: (nullable): to stop it
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Reads a blob and verifies it.
 */
void
gb_store_load_blob_async (GbStore *self,
                          const char *digest,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GB_IS_STORE (self));
  g_return_if_fail (digest != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gb_store_load_blob_async);
  g_task_set_task_data (task, g_strdup (digest), g_free);
  g_task_run_in_thread (task, load_blob_thread);
}

/**
 * gb_store_load_blob_finish:
 * @self: a store
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the content, or %NULL with %G_IO_ERROR_NOT_FOUND,
 *   %G_IO_ERROR_INVALID_DATA (the file was damaged) or another %G_IO_ERROR
 */
GBytes *
gb_store_load_blob_finish (GbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gb_store_find_blob:
 * @self: a store
 * @digest: which
 *
 * Returns: (transfer full) (nullable): the file of a blob, or %NULL if it is not here
 */
GFile *
gb_store_find_blob (GbStore *self, const char *digest)
{
  GbBlobFolder *folder;
  g_autofree char *path = NULL;

  g_return_val_if_fail (GB_IS_STORE (self), NULL);

  folder = _gb_store_get_blobs (self);
  if (gb_blob_folder_get_size (folder, digest) < 0)
    return NULL;
  path = gb_blob_folder_dup_file (folder, digest);
  return g_file_new_for_path (path);
}
