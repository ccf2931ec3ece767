/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures without what is not picture: of a PNG or JPEG only those parts are copied that a decoder
 * needs. Nothing is decoded here. Keeps no state; any thread. Used by programs without a screen,
 * and by ui/editor/gb-picture.c after it has decoded the picture. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-private.h"

#include "document/gb-document-error.h"

#include <string.h>

#define MAX_BYTES (30 * 1024 * 1024)

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

/* APP2 has a colour profile, APP14 says how the colours are stored; every other one, and comments,
 * tell of camera, place, time, program and author. */
static gboolean
is_jpeg_segment_kept (guint8 marker, const guint8 *content, gsize length)
{
  if (marker == 0xe2)
    return length >= 12 && memcmp (content, "ICC_PROFILE", 12) == 0;
  if (marker == 0xee)
    return TRUE;
  return marker < 0xe0 || (marker > 0xef && marker != 0xfe);
}

/* APP0 has the density of the pixels, and may have a small picture of what the large one showed
 * before it was cut or painted over: JFIF 1.02, thumbnail, and the segments of "JFXX". */
static void
append_density (GByteArray *result, const guint8 *content, gsize length)
{
  static const guint8 start[] = { 0xff, 0xe0, 0, 16 };
  static const guint8 no_thumbnail[] = { 0, 0 };

  if (length < 14 || memcmp (content, "JFIF", 5) != 0)
    return;
  g_byte_array_append (result, start, sizeof start);
  g_byte_array_append (result, content, 12);
  g_byte_array_append (result, no_thumbnail, sizeof no_thumbnail);
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
    if (marker == 0xe0)
      append_density (result, data + at + 4, length - 4);
    else if (is_jpeg_segment_kept (marker, data + at + 4, length - 4))
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

/* The frame of a JPEG: C4, C8 and CC are none (ITU-T T.81, B.1.1.3). */
static guint
read_jpeg_width (const guint8 *data, gsize size)
{
  gsize at = 2;

  while (at + 9 <= size && data[at] == 0xff) {
    guint8 marker = data[at + 1];

    if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc)
      return read_be16 (data + at + 7);
    at += marker == 0xff ? 1 : 2 + (gsize)read_be16 (data + at + 2);
  }
  return 0;
}

/**
 * _gb_import_picture_get_width:
 * @bytes: a picture that was made fit for a document
 *
 * Returns: its width in pixels, or 0 if it does not say
 */
guint
_gb_import_picture_get_width (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (size >= 24 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    return MIN (read_be32 (data + 16), G_MAXINT);
  if (size >= 3 && memcmp (data, "\xff\xd8\xff", 3) == 0)
    return read_jpeg_width (data, size);
  return 0;
}

/**
 * gb_import_strip_picture:
 * @bytes: the content of a file, from anywhere
 * @out_type: (out): the MIME type of the result, "image/png" or "image/jpeg"; a static string
 * @out_original: (out) (optional): %NULL, for nothing is made smaller here
 * @error: return location for %GB_DOCUMENT_ERROR_UNSUPPORTED or %GB_DOCUMENT_ERROR_TOO_LARGE
 *
 * Takes a PNG or JPEG as it is encoded, without what it tells of camera, place, time, program and
 * author. A file that is cut short is refused.
 *
 * Returns: (transfer full): the picture, or %NULL
 */
GBytes *
gb_import_strip_picture (GBytes *bytes,
                         const char **out_type,
                         GBytes **out_original,
                         GError **error)
{
  gsize size;
  const guint8 *data;
  GBytes *stripped = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (out_type != NULL, NULL);

  if (out_original != NULL)
    *out_original = NULL;
  data = g_bytes_get_data (bytes, &size);
  if (size > MAX_BYTES) {
    g_set_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_TOO_LARGE,
                 "the picture has more than %d bytes", MAX_BYTES);
    return NULL;
  }
  if (size >= 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0) {
    *out_type = "image/png";
    stripped = strip_png (data, size);
  } else if (size >= 3 && memcmp (data, "\xff\xd8\xff", 3) == 0) {
    *out_type = "image/jpeg";
    stripped = strip_jpeg (data, size);
  } else {
    g_set_error_literal (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_UNSUPPORTED,
                         "the picture is neither a PNG nor a JPEG");
    return NULL;
  }
  if (stripped == NULL)
    g_set_error_literal (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_UNSUPPORTED,
                         "the picture is damaged or cut short");
  return stripped;
}
