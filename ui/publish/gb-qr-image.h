/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbQrImage:
 *
 * A QR code, black on white whatever the theme, with the quiet zone of four modules that readers
 * need (GB/T 18284-2000 §8.8).
 */
#define GB_TYPE_QR_IMAGE (gb_qr_image_get_type ())
G_DECLARE_FINAL_TYPE (GbQrImage, gb_qr_image, GB, QR_IMAGE, GtkDrawingArea)

/* text: (nullable): nothing is drawn. A text that is too long for a code shows nothing either. */
void gb_qr_image_set_text (GbQrImage *self, const char *text);

G_END_DECLS
