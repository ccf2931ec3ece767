/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures on their way into a document. Everything here is untrusted input: the size is known
 * before anything is decoded, the whole of it is decoded before anything is kept, and of the file
 * only those parts are copied that a decoder needs. Keeps no state; any thread. Used by
 * GbEditorImages and by the desk's page. */

#define G_LOG_DOMAIN "gb-editor"

#include "config.h"

#include "editor/gb-picture.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#define CHUNK_BYTES  65536
#define JPEG_QUALITY "88"

G_DEFINE_QUARK (gb_picture_error, gb_picture_error)

typedef enum {
  KIND_PNG,
  KIND_JPEG,
  KIND_OTHER, /* becomes a PNG */
} Kind;

/* Nothing that holds scripts or names other files: no SVG, no PDF, no PostScript. */
static const struct {
  const char *magic;
  gsize length;
  gsize offset;
  const char *type;
  Kind kind;
} kinds[] = {
  { "\x89PNG\r\n\x1a\n", 8, 0, "image/png", KIND_PNG },
  { "\xff\xd8\xff", 3, 0, "image/jpeg", KIND_JPEG },
  { "GIF8", 4, 0, "image/gif", KIND_OTHER },
  { "BM", 2, 0, "image/bmp", KIND_OTHER },
  { "II*\0", 4, 0, "image/tiff", KIND_OTHER },
  { "MM\0*", 4, 0, "image/tiff", KIND_OTHER },
  { "WEBP", 4, 8, "image/webp", KIND_OTHER },
};

typedef struct {
  guint is_too_large : 1;
  guint is_scaled : 1;
} Prepared;

static gssize
find_kind (const guint8 *data, gsize size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (size >= kinds[i].offset + kinds[i].length &&
        memcmp (data + kinds[i].offset, kinds[i].magic, kinds[i].length) == 0)
      return (gssize)i;
  }
  return -1;
}

static guint
read_be16 (const guint8 *data)
{
  return (guint)data[0] << 8 | data[1];
}

static guint32
read_be32 (const guint8 *data)
{
  return (guint32)data[0] << 24 | (guint32)data[1] << 16 | (guint32)data[2] << 8 | data[3];
}

/* ───── Without what is not picture ───── */

/* APP0 has the density, APP2 a colour profile, APP14 how the colours are stored; every other one,
 * and comments, tell of camera, place, time, program and author. */
static gboolean
is_jpeg_segment_kept (guint8 marker, const guint8 *content, gsize length)
{
  if (marker == 0xe2)
    return length >= 12 && memcmp (content, "ICC_PROFILE", 12) == 0;
  if (marker == 0xe0 || marker == 0xee)
    return TRUE;
  return marker < 0xe0 || (marker > 0xef && marker != 0xfe);
}

/* The length of the compressed data from data on: up to the next marker that is none of a restart.
 */
static gsize
measure_scan (const guint8 *data, gsize size)
{
  gsize at = 0;

  while (at + 1 < size) {
    if (data[at] == 0xff && data[at + 1] != 0 && (data[at + 1] < 0xd0 || data[at + 1] > 0xd7))
      return at;
    at++;
  }
  return size;
}

/* NULL for a file that is cut short. What stands behind its end, such as a film, is not copied. */
static GBytes *
strip_jpeg (const guint8 *data, gsize size)
{
  g_autoptr (GByteArray) result = g_byte_array_sized_new ((guint)size);
  gsize at = 2;

  g_byte_array_append (result, data, 2);
  while (at + 4 <= size && data[at] == 0xff) {
    guint8 marker = data[at + 1];
    gsize length = 2 + (gsize)read_be16 (data + at + 2);

    if (marker == 0xff) {
      at++;
      continue;
    }
    if (length < 4 || length > size - at)
      return NULL;
    if (is_jpeg_segment_kept (marker, data + at + 4, length - 4))
      g_byte_array_append (result, data + at, (guint)length);
    at += length;
    if (marker == 0xda) {
      gsize scan = measure_scan (data + at, size - at);

      g_byte_array_append (result, data + at, (guint)scan);
      at += scan;
    }
    if (at + 2 <= size && data[at] == 0xff && data[at + 1] == 0xd9) {
      g_byte_array_append (result, data + at, 2);
      return g_byte_array_free_to_bytes (g_steal_pointer (&result));
    }
  }
  return NULL;
}

static gboolean
is_png_chunk_kept (const guint8 *name)
{
  static const char kept[] = "IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs ";

  for (const char *p = kept; *p != '\0'; p += 5) {
    if (memcmp (p, name, 4) == 0)
      return TRUE;
  }
  return FALSE;
}

static GBytes *
strip_png (const guint8 *data, gsize size)
{
  g_autoptr (GByteArray) result = g_byte_array_sized_new ((guint)size);
  gsize at = 8;

  g_byte_array_append (result, data, 8);
  while (at + 12 <= size) {
    gsize length = 12 + (gsize)read_be32 (data + at);

    if (length > size - at)
      return NULL;
    if (is_png_chunk_kept (data + at + 4))
      g_byte_array_append (result, data + at, (guint)length);
    if (memcmp (data + at + 4, "IEND", 4) == 0)
      return g_byte_array_free_to_bytes (g_steal_pointer (&result));
    at += length;
  }
  return NULL;
}

/* ───── Decoding ───── */

static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, Prepared *prepared)
{
  if (width < 1 || height < 1 || (gint64)width * height > GB_PICTURE_MAX_PIXELS) {
    prepared->is_too_large = TRUE;
    return;
  }
  if (width > GB_PICTURE_MAX_WIDTH) {
    int scaled = (int)((gint64)height * GB_PICTURE_MAX_WIDTH / width);

    prepared->is_scaled = TRUE;
    gdk_pixbuf_loader_set_size (loader, GB_PICTURE_MAX_WIDTH, MAX (scaled, 1));
  }
}

static void
set_broken (GError **error)
{
  g_set_error_literal (error, GB_PICTURE_ERROR, GB_PICTURE_ERROR_BROKEN,
                       "the picture is damaged or cut short");
}

/* In pieces: a picture that says that it is too large is not even begun. */
static GdkPixbuf *
decode (GBytes *bytes, const char *type, Prepared *prepared, GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_mime_type (type, NULL);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gboolean is_good = TRUE;
  GdkPixbuf *pixbuf;

  if (loader == NULL) {
    g_set_error (error, GB_PICTURE_ERROR, GB_PICTURE_ERROR_TYPE, "nothing here reads %s", type);
    return NULL;
  }
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), prepared);
  for (gsize at = 0; at < size && is_good && !prepared->is_too_large; at += CHUNK_BYTES)
    is_good = gdk_pixbuf_loader_write (loader, data + at, MIN (size - at, CHUNK_BYTES), NULL);
  /* A loader has to be closed whatever it has seen. */
  is_good = gdk_pixbuf_loader_close (loader, NULL) && is_good;

  if (prepared->is_too_large) {
    g_set_error (error, GB_PICTURE_ERROR, GB_PICTURE_ERROR_SIZE, "more than %d pixels",
                 GB_PICTURE_MAX_PIXELS);
    return NULL;
  }
  pixbuf = is_good ? gdk_pixbuf_loader_get_pixbuf (loader) : NULL;
  if (pixbuf == NULL) {
    set_broken (error);
    return NULL;
  }
  return g_object_ref (pixbuf);
}

static gboolean
is_turned (GdkPixbuf *pixbuf)
{
  const char *orientation = gdk_pixbuf_get_option (pixbuf, "orientation");

  return orientation != NULL && strcmp (orientation, "1") != 0;
}

static GBytes *
encode (GdkPixbuf *pixbuf, gboolean as_jpeg, GError **error)
{
  g_autoptr (GdkPixbuf) upright = gdk_pixbuf_apply_embedded_orientation (pixbuf);
  char *buffer = NULL;
  gsize size = 0;
  gboolean is_written = as_jpeg
                          ? gdk_pixbuf_save_to_buffer (upright, &buffer, &size, "jpeg", NULL,
                                                       "quality", JPEG_QUALITY, NULL)
                          : gdk_pixbuf_save_to_buffer (upright, &buffer, &size, "png", NULL, NULL);

  if (!is_written) {
    set_broken (error);
    return NULL;
  }
  return g_bytes_new_take (buffer, size);
}

GBytes *
gb_picture_prepare (GBytes *bytes, const char **out_type, GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  Prepared prepared = { 0 };
  const guint8 *data;
  gsize size;
  gssize kind;
  GBytes *stripped;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (out_type != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  if (size > GB_PICTURE_MAX_BYTES) {
    g_set_error (error, GB_PICTURE_ERROR, GB_PICTURE_ERROR_SIZE, "more than %d bytes",
                 GB_PICTURE_MAX_BYTES);
    return NULL;
  }
  kind = find_kind (data, size);
  if (kind < 0) {
    g_set_error_literal (error, GB_PICTURE_ERROR, GB_PICTURE_ERROR_TYPE, "not a picture");
    return NULL;
  }
  pixbuf = decode (bytes, kinds[kind].type, &prepared, error);
  if (pixbuf == NULL)
    return NULL;

  *out_type = kinds[kind].kind == KIND_JPEG ? "image/jpeg" : "image/png";
  if (kinds[kind].kind == KIND_OTHER || prepared.is_scaled || is_turned (pixbuf))
    return encode (pixbuf, kinds[kind].kind == KIND_JPEG, error);
  stripped = kinds[kind].kind == KIND_JPEG ? strip_jpeg (data, size) : strip_png (data, size);
  if (stripped == NULL)
    set_broken (error);
  return stripped;
}
