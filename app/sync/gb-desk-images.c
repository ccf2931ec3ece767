/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Images of texts. One that was made smaller for the page is kept together with what it was made
 * of; that stays on this computer, because no text names it, until somebody uses it. Main thread;
 * what reads and writes runs on the threads of GbStore. */

#define G_LOG_DOMAIN "gb-desk"

#include "config.h"

#include "sync/gb-desk.h"

#include "sync/gb-desk-private.h"

/* Both on their way into the store, the original first: a row never names what is missing. */
typedef struct {
  GBytes *bytes;
  char *type;
  GBytes *original;      /* (nullable) */
  char *digest;          /* (nullable) until it is there */
  char *original_digest; /* (nullable) likewise */
} Image;

static void
image_free (Image *image)
{
  g_bytes_unref (image->bytes);
  g_free (image->type);
  g_clear_pointer (&image->original, g_bytes_unref);
  g_free (image->digest);
  g_free (image->original_digest);
  g_free (image);
}

/* The two names, for the database thread. */
typedef struct {
  char *digest; /* of either, to look for */
  char *image;
  char *original;
  GbStoreBlob *blob; /* (nullable): of the original */
  gboolean fits;
} Pair;

static void
pair_free (Pair *pair)
{
  g_free (pair->digest);
  g_free (pair->image);
  g_free (pair->original);
  g_clear_pointer (&pair->blob, gb_store_blob_free);
  g_free (pair);
}

/* ───── Keeping ───── */

static gboolean
add_pair (GbStoreTxn *txn, gpointer data, GError **error)
{
  const Pair *pair = data;

  return gb_store_txn_add_original (txn, pair->image, pair->original, error);
}

static void
add_pair_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Image *image = g_task_get_task_data (task);
  GError *error = NULL;

  if (gb_store_run_finish (GB_STORE (source), result, &error))
    g_task_return_pointer (task, g_steal_pointer (&image->digest), g_free);
  else
    g_task_return_error (task, error);
}

static void
add_image_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Image *image = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GbStoreBlob) blob = gb_store_add_blob_finish (GB_STORE (source), result, &error);
  Pair *pair;

  if (blob == NULL) {
    g_task_return_error (task, error);
    return;
  }
  image->digest = g_strdup (blob->digest);
  if (image->original_digest == NULL || g_str_equal (image->original_digest, image->digest)) {
    g_task_return_pointer (task, g_steal_pointer (&image->digest), g_free);
    return;
  }
  pair = g_new0 (Pair, 1);
  pair->image = g_strdup (image->digest);
  pair->original = g_strdup (image->original_digest);
  gb_store_write_async (GB_STORE (source), GB_DATABASE_PRIORITY_USER, add_pair, pair,
                        (GDestroyNotify)pair_free, g_task_get_cancellable (task), add_pair_cb,
                        g_object_ref (task));
}

/* task: (transfer full) */
static void
add_image (GbStore *store, GTask *task)
{
  const Image *image = g_task_get_task_data (task);

  gb_store_add_blob_bytes_async (store, image->bytes, image->type, g_task_get_cancellable (task),
                                 add_image_cb, task);
}

static void
add_original_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Image *image = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GbStoreBlob) blob = gb_store_add_blob_finish (GB_STORE (source), result, &error);

  if (blob == NULL) {
    g_task_return_error (task, error);
    return;
  }
  image->original_digest = g_strdup (blob->digest);
  add_image (GB_STORE (source), g_steal_pointer (&task));
}

/**
 * gb_desk_add_image_async:
 * @bytes: an image that a document may hold
 * @type: its MIME type
 * @original: (nullable): what it was made of, if it was made smaller; of the same type
 * @cancellable: (nullable): stops it
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Keeps an image in the store. An image that the portal would not take is refused here; of an
 * original that is asked when it is used.
 */
void
gb_desk_add_image_async (GbDesk *self,
                         GBytes *bytes,
                         const char *type,
                         GBytes *original,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Image *image;
  GError *error = NULL;

  g_return_if_fail (GB_IS_DESK (self));
  g_return_if_fail (bytes != NULL);
  g_return_if_fail (type != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gb_desk_add_image_async);
  if (!_gb_desk_check_attachment (self, (goffset)g_bytes_get_size (bytes), type, &error)) {
    g_task_return_error (task, error);
    return;
  }
  image = g_new0 (Image, 1);
  image->bytes = g_bytes_ref (bytes);
  image->type = g_strdup (type);
  g_task_set_task_data (task, image, (GDestroyNotify)image_free);
  if (original == NULL) {
    add_image (_gb_desk_get_store (self), g_steal_pointer (&task));
    return;
  }
  image->original = g_bytes_ref (original);
  gb_store_add_blob_bytes_async (_gb_desk_get_store (self), original, type, cancellable,
                                 add_original_cb, g_steal_pointer (&task));
}

/**
 * gb_desk_add_image_finish:
 *
 * Returns: (transfer full): the digest of the image, or %NULL with %GB_DESK_ERROR_ATTACHMENT_SIZE,
 *   %GB_DESK_ERROR_ATTACHMENT_TYPE, a %G_IO_ERROR or a %GB_DATABASE_ERROR
 */
char *
gb_desk_add_image_finish (GbDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ───── Finding ───── */

static gboolean
find_pair (GbStoreTxn *txn, gpointer data, GError **error)
{
  Pair *pair = data;

  return gb_store_txn_get_original (txn, pair->digest, &pair->image, &pair->original, error) &&
         (pair->original == NULL ||
          gb_store_txn_get_blob (txn, pair->original, &pair->blob, error));
}

static void
find_pair_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (gb_store_run_finish (GB_STORE (source), result, &error)) {
    Pair *found = gb_store_run_get_data (result);
    Pair *pair = g_new0 (Pair, 1);

    pair->image = g_steal_pointer (&found->image);
    pair->original = g_steal_pointer (&found->original);
    pair->fits =
      found->blob != NULL && _gb_desk_check_attachment (g_task_get_source_object (task),
                                                        found->blob->size, found->blob->type, NULL);
    g_task_return_pointer (task, pair, (GDestroyNotify)pair_free);
  } else {
    g_task_return_error (task, error);
  }
}

/**
 * gb_desk_find_original_async:
 * @digest: of an image of a text
 * @cancellable: (nullable): ends the wait
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Looks for what an image was made of, if it was made smaller here, or for the smaller one that was
 * made of it. What came from another computer has no original.
 */
void
gb_desk_find_original_async (GbDesk *self,
                             const char *digest,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;
  Pair *pair;

  g_return_if_fail (GB_IS_DESK (self));
  g_return_if_fail (digest != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gb_desk_find_original_async);
  pair = g_new0 (Pair, 1);
  pair->digest = g_strdup (digest);
  gb_store_read_async (_gb_desk_get_store (self), GB_DATABASE_PRIORITY_USER, find_pair, pair,
                       (GDestroyNotify)pair_free, cancellable, find_pair_cb, task);
}

/**
 * gb_desk_find_original_finish:
 * @out_image: (out) (nullable) (transfer full): the digest of the smaller one
 * @out_original: (out) (nullable) (transfer full): that of what it was made of
 * @out_fits: (out): whether the portal would take that
 *
 * Returns: %TRUE, with both or neither; or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_desk_find_original_finish (GbDesk *self,
                              GAsyncResult *result,
                              char **out_image,
                              char **out_original,
                              gboolean *out_fits,
                              GError **error)
{
  Pair *pair;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  pair = g_task_propagate_pointer (G_TASK (result), error);
  if (pair == NULL)
    return FALSE;
  *out_image = g_steal_pointer (&pair->image);
  *out_original = g_steal_pointer (&pair->original);
  *out_fits = pair->fits;
  pair_free (pair);
  return TRUE;
}
