/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files and folders. Keeps no state; any thread, and none that must not wait for a disk. */

#define G_LOG_DOMAIN "gb-file"

#include "config.h"

#include "document/gb-file-private.h"

#include "document/gb-document-error.h"
#include "document/gb-document.h"

#include <glib/gstdio.h>

/**
 * _gb_read_file:
 * @file: a file
 * @cancellable: (nullable): a cancellable
 * @error: return location for a %G_IO_ERROR or %GB_DOCUMENT_ERROR_TOO_LARGE
 *
 * Reads @file, but no more than a document may have, whatever the file system says its size is.
 *
 * Returns: (transfer full): its content, or %NULL
 */
GBytes *
_gb_read_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autofree char *data = NULL;
  gsize size = 0;

  if (stream == NULL)
    return NULL;
  data = g_malloc (GB_DOCUMENT_MAX_BYTES + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), data, GB_DOCUMENT_MAX_BYTES + 1, &size,
                                cancellable, error))
    return NULL;
  if (size > GB_DOCUMENT_MAX_BYTES) {
    g_set_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_TOO_LARGE,
                 "the file has more than %d bytes", GB_DOCUMENT_MAX_BYTES);
    return NULL;
  }
  return g_bytes_new (data, size);
}

/**
 * _gb_remove_tree:
 * @path: a folder
 *
 * Removes it with all that is in it, as far as that can be done. A link is removed and never
 * followed: what is below may be of somebody else's making.
 */
void
_gb_remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
      _gb_remove_tree (child);
    else
      g_unlink (child);
  }
  g_rmdir (path);
}

/**
 * _gb_dup_data_folders:
 * @name: a path below them, "gongbao/check"
 *
 * Where an office's own files are looked for: the person's data folder, then those of the system
 * (XDG Base Directory Specification). They need not exist.
 *
 * Returns: (transfer full): paths, %NULL-terminated
 */
char **
_gb_dup_data_folders (const char *name)
{
  const char *const *system = g_get_system_data_dirs ();
  g_autoptr (GPtrArray) folders = g_ptr_array_new ();

  g_ptr_array_add (folders, g_build_filename (g_get_user_data_dir (), name, NULL));
  for (guint i = 0; system[i] != NULL; i++)
    g_ptr_array_add (folders, g_build_filename (system[i], name, NULL));
  g_ptr_array_add (folders, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&folders), FALSE);
}
