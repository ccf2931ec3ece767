/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A QR code as plain modules, by libqrencode. A GbQr is a value without a thread; the site draws
 * it as an SVG path, the receipt of the desktop program with Cairo.
 */

#define G_LOG_DOMAIN "gb-qr"

#include "config.h"

#include "site/gb-qr.h"

#include <errno.h>
#include <gio/gio.h>
#include <qrencode.h>
#include <string.h>

/* GB/T 18284-2000 §7.3: in 8-bit mode with level M, version 40 holds 2331 bytes. */
#define MAX_BYTES 2331

/**
 * gb_qr_new:
 * @text: UTF-8, usually an address
 * @error: return location for an error
 *
 * Returns: (transfer full): the code, or %NULL with %G_IO_ERROR_INVALID_ARGUMENT if @text is empty
 *   or too long, or another %G_IO_ERROR
 */
GbQr *
gb_qr_new (const char *text, GError **error)
{
  QRcode *code;
  GbQr *self;
  gsize n_modules;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (*text == '\0' || strlen (text) > MAX_BYTES) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "a QR code holds between 1 and %d bytes, not %" G_GSIZE_FORMAT, MAX_BYTES,
                 strlen (text));
    return NULL;
  }
  code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  if (code == NULL) {
    int saved_errno = errno;

    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno),
                 "cannot make a QR code: %s", g_strerror (saved_errno));
    return NULL;
  }

  self = g_new0 (GbQr, 1);
  self->size = (guint)code->width;
  n_modules = (gsize)self->size * self->size;
  self->modules = g_new (guint8, n_modules);
  for (gsize i = 0; i < n_modules; i++)
    self->modules[i] = code->data[i] & 1;
  QRcode_free (code);
  return self;
}

void
gb_qr_free (GbQr *self)
{
  if (self == NULL)
    return;
  g_free (self->modules);
  g_free (self);
}

/**
 * gb_qr_to_path:
 * @self: a code
 *
 * Each run of dark modules in a row is one rectangle, so that no hairlines show between the
 * modules of a row.
 *
 * Returns: (transfer full): the d attribute of an SVG path, one unit a module, without a quiet zone
 */
char *
gb_qr_to_path (const GbQr *self)
{
  GString *path;

  g_return_val_if_fail (self != NULL, NULL);

  path = g_string_new (NULL);
  for (guint y = 0; y < self->size; y++) {
    const guint8 *row = self->modules + (gsize)y * self->size;
    guint x = 0;

    while (x < self->size) {
      guint start = x;

      while (x < self->size && row[x] != 0)
        x++;
      if (x > start)
        g_string_append_printf (path, "M%u %uh%uv1h-%uz", start, y, x - start, x - start);
      else
        x++;
    }
  }
  return g_string_free (path, FALSE);
}
