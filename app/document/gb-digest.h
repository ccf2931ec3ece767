/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Digests are written "sm3:" and 64 lower-case hexadecimal digits (GB/T 32905-2016). The prefix
 * leaves room for other algorithms. */
#define GB_DIGEST_PREFIX "sm3:"
#define GB_DIGEST_LENGTH 68

char *gb_digest_data (gconstpointer data, gsize size);
char *gb_digest_bytes (GBytes *bytes);
char *gb_digest_file (GFile *file, goffset *out_size, GCancellable *cancellable, GError **error);
gboolean gb_digest_is_valid (const char *digest);

G_END_DECLS
