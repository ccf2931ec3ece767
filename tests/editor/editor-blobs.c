/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "editor-blobs.h"

#include "document/gb-digest.h"

GHashTable *editor_blobs;
gboolean editor_blobs_is_full;

static void
store (GBytes *bytes,
       const char *type,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer callback_data,
       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, callback_data);
  char *digest;

  if (editor_blobs_is_full) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "no room");
    return;
  }
  digest = gb_digest_bytes (bytes);
  g_hash_table_insert (editor_blobs, g_strdup (digest), g_bytes_ref (bytes));
  g_task_return_pointer (task, digest, g_free);
}

static char *
store_finish (GAsyncResult *result, gpointer user_data, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
load (const char *digest,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer callback_data,
      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, callback_data);
  GBytes *bytes = g_hash_table_lookup (editor_blobs, digest);

  g_task_return_pointer (task, bytes != NULL ? g_bytes_ref (bytes) : NULL,
                         (GDestroyNotify)g_bytes_unref);
}

static GBytes *
load_finish (GAsyncResult *result, gpointer user_data, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
editor_blobs_begin (Rig *rig)
{
  editor_blobs =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  gb_editor_set_blob_source (rig->editor, load, load_finish, NULL);
  gb_editor_set_image_store (rig->editor, store, store_finish, NULL);
}

void
editor_blobs_end (void)
{
  g_clear_pointer (&editor_blobs, g_hash_table_unref);
}
