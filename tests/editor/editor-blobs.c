/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "editor-blobs.h"

#include "document/gb-digest.h"

GHashTable *editor_blobs;
gboolean editor_blobs_is_full;
gboolean editor_blobs_is_too_heavy;

static GHashTable *originals; /* digest of an image to that of its original */

static void
store (GBytes *bytes,
       const char *type,
       GBytes *original,
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
  if (original != NULL) {
    char *original_digest = gb_digest_bytes (original);

    g_hash_table_insert (editor_blobs, g_strdup (original_digest), g_bytes_ref (original));
    g_hash_table_insert (originals, g_strdup (digest), original_digest);
  }
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

static void
find (const char *digest,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer callback_data,
      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, callback_data);

  g_task_return_pointer (task, g_strdup (digest), g_free);
}

static gboolean
find_finish (GAsyncResult *result,
             char **out_image,
             char **out_original,
             gboolean *out_fits,
             gpointer user_data,
             GError **error)
{
  g_autofree char *digest = g_task_propagate_pointer (G_TASK (result), error);
  GHashTableIter iter;
  const char *image;
  const char *original;

  if (digest == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, originals);
  while (g_hash_table_iter_next (&iter, (gpointer *)&image, (gpointer *)&original)) {
    if (g_str_equal (image, digest) || g_str_equal (original, digest)) {
      *out_image = g_strdup (image);
      *out_original = g_strdup (original);
    }
  }
  *out_fits = !editor_blobs_is_too_heavy;
  return TRUE;
}

void
editor_blobs_begin (Rig *rig)
{
  editor_blobs =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  gb_editor_set_blob_source (rig->editor, load, load_finish, NULL);
  gb_editor_set_image_store (rig->editor, store, store_finish, NULL);
  originals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gb_editor_set_original_source (rig->editor, find, find_finish, NULL);
}

void
editor_blobs_end (void)
{
  g_clear_pointer (&editor_blobs, g_hash_table_unref);
  g_clear_pointer (&originals, g_hash_table_unref);
}
