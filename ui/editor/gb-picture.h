/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the caller does next: ask for another kind of file, a smaller one, or a whole one. */
typedef enum {
  GB_PICTURE_ERROR_TYPE,
  GB_PICTURE_ERROR_SIZE,
  GB_PICTURE_ERROR_BROKEN,
} GbPictureError;

#define GB_PICTURE_ERROR (gb_picture_error_quark ())
GQuark gb_picture_error_quark (void);

/* No picture of a document is wider, in pixels: twice the text column of the portal. */
#define GB_PICTURE_MAX_WIDTH 1600
/* What is read at all. */
#define GB_PICTURE_MAX_BYTES  (30 * 1024 * 1024)
#define GB_PICTURE_MAX_PIXELS (64 * 1024 * 1024)

/**
 * gb_picture_prepare:
 * @bytes: the content of a file, from anywhere
 * @out_type: (out): the MIME type of the result, "image/png" or "image/jpeg"; a static string
 * @out_original: (out) (optional) (transfer full): where the picture was made smaller, the same as
 *   large as it came, of the same type, and as silent; else %NULL
 * @error: %GB_PICTURE_ERROR
 *
 * Makes of a picture what a document may hold: a PNG or a JPEG that decodes, is not wider than
 * %GB_PICTURE_MAX_WIDTH, stands upright, and says nothing of where, when and with what it was
 * taken. A picture that fits already keeps its pixels as they are encoded. Of several pictures in
 * one file the first is taken. Any thread; may take a second.
 *
 * Returns: (transfer full): the picture, or %NULL
 */
GBytes *
gb_picture_prepare (GBytes *bytes, const char **out_type, GBytes **out_original, GError **error);

G_END_DECLS
