/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One square QR code (GB/T 18284-2000), error correction M. modules: size × size, 1 = dark. */
typedef struct {
  guint size;
  guint8 *modules;
} GbQr;

GbQr *gb_qr_new (const char *text, GError **error);
void gb_qr_free (GbQr *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbQr, gb_qr_free)
/* An SVG path over a size × size grid: "M0 0h7v1…". */
char *gb_qr_to_path (const GbQr *self);

G_END_DECLS
