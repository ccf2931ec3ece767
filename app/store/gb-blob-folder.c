/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GbBlobFolder owns nothing but a path: the state is on the disk, and a rename is what makes a
 * blob exist. Any thread may use it; the client does on GTask threads, the portal on its main one.
 */
#define G_LOG_DOMAIN "gb-blob-folder"

#include "config.h"

#include "store/gb-blob-folder.h"

#include "document/gb-digest.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Files that are not blobs yet. Digits and letters a–f name the folders of blobs, so that these
 * two never collide with one. */
#define INCOMING_FOLDER "incoming" /* copies being made; stale ones are removed */
#define PARTIAL_FOLDER  "partial"  /* uploads in pieces, by digest */
#define STALE_AFTER_S   (24 * 60 * 60)
#define CHUNK_BYTES     (64 * 1024)

struct _GbBlobFolder {
  GObject parent_instance;

  char *path; /* (owned) */
};

G_DEFINE_FINAL_TYPE (GbBlobFolder, gb_blob_folder, G_TYPE_OBJECT)

static gboolean
set_errno (GError **error, const char *what)
{
  int saved = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved), "%s: %s", what,
               g_strerror (saved));
  return FALSE;
}

static void
clear_fd (int *fd)
{
  if (*fd >= 0)
    g_close (*fd, NULL);
  *fd = -1;
}
typedef int Fd;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fd, clear_fd)

static const char *
hex_of (const char *digest)
{
  return digest + strlen (GB_DIGEST_PREFIX);
}

static gboolean
sync_folder (const char *path, GError **error)
{
  g_auto (Fd) fd = g_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  return (fd >= 0 && fsync (fd) == 0) || set_errno (error, "cannot sync a folder");
}

static gboolean
write_all (int fd, const guint8 *data, gsize size, GError **error)
{
  while (size > 0) {
    gssize n = write (fd, data, size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return set_errno (error, "cannot write a blob");
    data += n;
    size -= (gsize)n;
  }
  return TRUE;
}

/* path is complete and synced; from here on it is a blob. */
static gboolean
publish_file (GbBlobFolder *self, const char *path, const char *digest, GError **error)
{
  g_autofree char *target = gb_blob_folder_dup_file (self, digest);
  g_autofree char *folder = g_path_get_dirname (target);

  if (g_mkdir (folder, 0700) != 0 && errno != EEXIST)
    return set_errno (error, "cannot create a folder for a blob");
  if (g_rename (path, target) != 0)
    return set_errno (error, "cannot name a blob");
  return sync_folder (folder, error) && sync_folder (self->path, error);
}

static char *
create_incoming (GbBlobFolder *self, int *out_fd, GError **error)
{
  g_autofree char *path = g_build_filename (self->path, INCOMING_FOLDER, "XXXXXX", NULL);

  *out_fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (*out_fd < 0) {
    set_errno (error, "cannot create a file for a blob");
    return NULL;
  }
  return g_steal_pointer (&path);
}

static gboolean
copy_stream (GInputStream *stream,
             int fd,
             goffset max_bytes,
             goffset *out_size,
             GCancellable *cancellable,
             GError **error)
{
  g_autofree guint8 *buffer = g_malloc (CHUNK_BYTES);
  goffset size = 0;
  gssize n;

  while ((n = g_input_stream_read (stream, buffer, CHUNK_BYTES, cancellable, error)) > 0) {
    size += n;
    if (max_bytes > 0 && size > max_bytes) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                   "the file is larger than %" G_GOFFSET_FORMAT " bytes", max_bytes);
      return FALSE;
    }
    if (!write_all (fd, buffer, (gsize)n, error))
      return FALSE;
  }
  *out_size = size;
  return n == 0;
}

/* fd is the file at path, written; the file is gone or a blob when this returns. */
static char *
finish_incoming (GbBlobFolder *self,
                 const char *path,
                 int fd,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *digest = NULL;

  if (fsync (fd) != 0) {
    set_errno (error, "cannot sync a blob");
    return NULL;
  }
  digest = gb_digest_file (file, NULL, cancellable, error);
  if (digest == NULL)
    return NULL;
  if (gb_blob_folder_get_size (self, digest) < 0 && !publish_file (self, path, digest, error))
    return NULL;
  return g_steal_pointer (&digest);
}

static void
remove_stale (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gint64 now_s = g_get_real_time () / G_USEC_PER_SEC;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    GStatBuf info;

    if (g_lstat (path, &info) == 0 && now_s - info.st_mtime > STALE_AFTER_S)
      g_unlink (path);
  }
}

static gboolean
make_folder (const char *parent, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (parent, name, NULL);

  if (g_mkdir_with_parents (path, 0700) != 0)
    return set_errno (error, "cannot create the folder of the blobs");
  remove_stale (path);
  return TRUE;
}

static char *
dup_partial (GbBlobFolder *self, const char *digest)
{
  return g_build_filename (self->path, PARTIAL_FOLDER, hex_of (digest), NULL);
}

static gboolean
verify_partial (GbBlobFolder *self, const char *path, const char *digest, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *actual = gb_digest_file (file, NULL, NULL, error);

  if (actual == NULL)
    return FALSE;
  if (g_str_equal (actual, digest))
    return publish_file (self, path, digest, error);
  g_unlink (path);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "the content is %s, not %s", actual,
               digest);
  return FALSE;
}

static void
gb_blob_folder_finalize (GObject *object)
{
  g_clear_pointer (&GB_BLOB_FOLDER (object)->path, g_free);

  G_OBJECT_CLASS (gb_blob_folder_parent_class)->finalize (object);
}

static void
gb_blob_folder_class_init (GbBlobFolderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gb_blob_folder_finalize;
}

static void
gb_blob_folder_init (GbBlobFolder *self)
{
}

/**
 * gb_blob_folder_new:
 * @path: the folder, created 0700 if it is missing
 * @error: return location for an error
 *
 * Copies and uploads that were left behind more than a day ago are removed.
 *
 * Returns: (transfer full): the folder, or %NULL with a %G_IO_ERROR
 */
GbBlobFolder *
gb_blob_folder_new (const char *path, GError **error)
{
  g_autoptr (GbBlobFolder) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (GB_TYPE_BLOB_FOLDER, NULL);
  self->path = g_strdup (path);
  if (!make_folder (path, INCOMING_FOLDER, error) || !make_folder (path, PARTIAL_FOLDER, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * gb_blob_folder_dup_file:
 * @self: a folder
 * @digest: a digest
 *
 * Returns: (transfer full) (nullable): where the blob lies if it is there; %NULL if @digest is none
 */
char *
gb_blob_folder_dup_file (GbBlobFolder *self, const char *digest)
{
  const char *hex;
  char prefix[3] = { 0 };

  g_return_val_if_fail (GB_IS_BLOB_FOLDER (self), NULL);

  if (digest == NULL || !gb_digest_is_valid (digest))
    return NULL;
  hex = hex_of (digest);
  prefix[0] = hex[0];
  prefix[1] = hex[1];
  return g_build_filename (self->path, prefix, hex + 2, NULL);
}

/**
 * gb_blob_folder_get_size:
 * @self: a folder
 * @digest: a digest
 *
 * Returns: the size in bytes, or -1 if the blob is not there
 */
goffset
gb_blob_folder_get_size (GbBlobFolder *self, const char *digest)
{
  g_autofree char *path = gb_blob_folder_dup_file (self, digest);
  GStatBuf info;

  if (path == NULL || g_stat (path, &info) != 0)
    return -1;
  return info.st_size;
}

/**
 * gb_blob_folder_load:
 * @self: a folder
 * @digest: a digest
 * @error: return location for an error
 *
 * Reads a blob and verifies it.
 *
 * Returns: (transfer full): the content, or %NULL with %G_IO_ERROR_NOT_FOUND,
 *   %G_IO_ERROR_INVALID_DATA (the file was damaged) or another
 */
GBytes *
gb_blob_folder_load (GbBlobFolder *self, const char *digest, GError **error)
{
  g_autofree char *path = gb_blob_folder_dup_file (self, digest);
  g_autofree char *actual = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (path == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "not a digest");
    return NULL;
  }
  file = g_file_new_for_path (path);
  bytes = g_file_load_bytes (file, NULL, NULL, error);
  if (bytes == NULL)
    return NULL;
  actual = gb_digest_bytes (bytes);
  if (g_str_equal (actual, digest))
    return g_steal_pointer (&bytes);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "the file of %s is damaged", digest);
  return NULL;
}

/**
 * gb_blob_folder_add_bytes:
 * @self: a folder
 * @bytes: the content
 * @error: return location for an error
 *
 * Returns: (transfer full): its digest; the blob is on the disk. Or %NULL with a %G_IO_ERROR
 */
char *
gb_blob_folder_add_bytes (GbBlobFolder *self, GBytes *bytes, GError **error)
{
  g_auto (Fd) fd = -1;
  g_autofree char *path = NULL;
  char *digest = NULL;
  gconstpointer data;
  gsize size;

  g_return_val_if_fail (GB_IS_BLOB_FOLDER (self), NULL);
  g_return_val_if_fail (bytes != NULL, NULL);

  path = create_incoming (self, &fd, error);
  if (path == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &size);
  if (write_all (fd, data, size, error))
    digest = finish_incoming (self, path, fd, NULL, error);
  /* Gone already if it became a blob. */
  g_unlink (path);
  return digest;
}

/**
 * gb_blob_folder_add_file:
 * @self: a folder
 * @file: what to copy; it may lie anywhere that GIO reads
 * @max_bytes: the largest size to take, 0 = any
 * @out_size: (out) (optional): its size in bytes
 * @cancellable: (nullable): to stop it
 * @error: return location for an error
 *
 * Returns: (transfer full): its digest; the blob is on the disk. Or %NULL with a %G_IO_ERROR
 *   (%G_IO_ERROR_MESSAGE_TOO_LARGE among them)
 */
char *
gb_blob_folder_add_file (GbBlobFolder *self,
                         GFile *file,
                         goffset max_bytes,
                         goffset *out_size,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_auto (Fd) fd = -1;
  g_autofree char *path = NULL;
  char *digest = NULL;
  goffset size = 0;

  g_return_val_if_fail (GB_IS_BLOB_FOLDER (self), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  stream = g_file_read (file, cancellable, error);
  if (stream == NULL)
    return NULL;
  path = create_incoming (self, &fd, error);
  if (path == NULL)
    return NULL;
  if (copy_stream (G_INPUT_STREAM (stream), fd, max_bytes, &size, cancellable, error))
    digest = finish_incoming (self, path, fd, cancellable, error);
  g_unlink (path);
  if (out_size != NULL)
    *out_size = size;
  return digest;
}

/**
 * gb_blob_folder_get_partial:
 * @self: a folder
 * @digest: a digest
 *
 * Returns: how many bytes of an upload in pieces are here; 0 if none, or if the blob is complete
 */
goffset
gb_blob_folder_get_partial (GbBlobFolder *self, const char *digest)
{
  g_autofree char *path = NULL;
  GStatBuf info;

  g_return_val_if_fail (GB_IS_BLOB_FOLDER (self), 0);

  if (digest == NULL || !gb_digest_is_valid (digest))
    return 0;
  path = dup_partial (self, digest);
  return g_stat (path, &info) == 0 ? info.st_size : 0;
}

/**
 * gb_blob_folder_append:
 * @self: a folder
 * @digest: a valid digest
 * @offset: where @bytes begin
 * @bytes: a piece
 * @total: the size of the whole, in bytes
 * @out_complete: (out): %TRUE: the blob is complete, verified and on the disk
 * @error: return location for an error
 *
 * Adds a piece of an upload. A piece for a blob that is there is dropped.
 *
 * Returns: %TRUE, or %FALSE with %G_IO_ERROR_PARTIAL_INPUT (ask for the offset),
 *   %G_IO_ERROR_INVALID_ARGUMENT (the piece reaches past @total), %G_IO_ERROR_INVALID_DATA (the
 *   whole has another digest; it was dropped) or another
 */
gboolean
gb_blob_folder_append (GbBlobFolder *self,
                       const char *digest,
                       goffset offset,
                       GBytes *bytes,
                       goffset total,
                       gboolean *out_complete,
                       GError **error)
{
  g_auto (Fd) fd = -1;
  g_autofree char *path = NULL;
  goffset size;

  g_return_val_if_fail (GB_IS_BLOB_FOLDER (self), FALSE);
  g_return_val_if_fail (gb_digest_is_valid (digest), FALSE);
  g_return_val_if_fail (bytes != NULL && out_complete != NULL, FALSE);

  *out_complete = gb_blob_folder_get_size (self, digest) >= 0;
  if (*out_complete)
    return TRUE;
  size = (goffset)g_bytes_get_size (bytes);
  if (offset < 0 || total < 0 || size > total || offset > total - size) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "piece past the end");
    return FALSE;
  }
  if (offset != gb_blob_folder_get_partial (self, digest)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "piece at another offset");
    return FALSE;
  }

  path = dup_partial (self, digest);
  fd = g_open (path, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0)
    return set_errno (error, "cannot open an upload");
  if (!write_all (fd, g_bytes_get_data (bytes, NULL), (gsize)size, error))
    return FALSE;
  if (offset + size < total)
    return TRUE;
  if (fsync (fd) != 0)
    return set_errno (error, "cannot sync an upload");
  *out_complete = verify_partial (self, path, digest, error);
  return *out_complete;
}
