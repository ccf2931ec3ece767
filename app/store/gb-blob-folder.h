/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GbBlobFolder:
 *
 * Attachments and images as files named by their digest: DIR/ab/cdef…, 0600. A file appears under
 * its name only complete, verified and on the disk; a blob is never changed. Immutable: any thread.
 * The functions block on the disk; call them off the main thread. Used by client and portal.
 */
#define GB_TYPE_BLOB_FOLDER (gb_blob_folder_get_type ())
G_DECLARE_FINAL_TYPE (GbBlobFolder, gb_blob_folder, GB, BLOB_FOLDER, GObject)

/* Creates the folder 0700 if missing. Errors of all functions: G_IO_ERROR; a digest that does not
 * fit the content is G_IO_ERROR_INVALID_DATA. */
GbBlobFolder *gb_blob_folder_new (const char *path, GError **error);

/* NULL if digest is none. Says nothing about whether the file is there. */
char *gb_blob_folder_dup_file (GbBlobFolder *self, const char *digest);
/* -1 if the blob is not there, else its size in bytes. */
goffset gb_blob_folder_get_size (GbBlobFolder *self, const char *digest);
GBytes *gb_blob_folder_load (GbBlobFolder *self, const char *digest, GError **error);

/* Returns: (transfer full): the digest. Adding what is there already is fine. */
char *gb_blob_folder_add_bytes (GbBlobFolder *self, GBytes *bytes, GError **error);
char *gb_blob_folder_add_file (GbBlobFolder *self,
                               GFile *file,
                               goffset max_bytes,
                               goffset *out_size,
                               GCancellable *cancellable,
                               GError **error);

/* An upload in pieces: how much of it is on the disk, in bytes. */
goffset gb_blob_folder_get_partial (GbBlobFolder *self, const char *digest);
/* Appends at offset, which must be that of get_partial (else G_IO_ERROR_PARTIAL_INPUT). When total
 * is reached the digest is verified; a mismatch drops the partial file. */
gboolean gb_blob_folder_append (GbBlobFolder *self,
                                const char *digest,
                                goffset offset,
                                GBytes *bytes,
                                goffset total,
                                gboolean *out_complete,
                                GError **error);

G_END_DECLS
