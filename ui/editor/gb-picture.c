/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures on their way into a document. Everything here is untrusted input: the size is known
 * before anything is decoded, the whole of it is decoded before anything is kept, and of the file
 * only those parts are copied that a decoder needs. Keeps no state; any thread. Used by
 * GbEditorImages and by the desk's page. */

#define G_LOG_DOMAIN "gb-editor"

#include "config.h"

#include "editor/gb-picture.h"

#include "import/gb-import.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#define CHUNK_BYTES  65536
#define JPEG_QUALITY "88"
/* Of an original that cannot stay as it is encoded. */
#define ORIGINAL_QUALITY "95"

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
  guint keeps_size : 1; /* in */
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

/* ───── Decoding ───── */

static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, Prepared *prepared)
{
  if (width < 1 || height < 1 || (gint64)width * height > GB_PICTURE_MAX_PIXELS) {
    prepared->is_too_large = TRUE;
    return;
  }
  if (width > GB_PICTURE_MAX_WIDTH && !prepared->keeps_size) {
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
encode (GdkPixbuf *pixbuf, gboolean as_jpeg, const char *quality, GError **error)
{
  g_autoptr (GdkPixbuf) upright = gdk_pixbuf_apply_embedded_orientation (pixbuf);
  char *buffer = NULL;
  gsize size = 0;
  gboolean is_written =
    as_jpeg
      ? gdk_pixbuf_save_to_buffer (upright, &buffer, &size, "jpeg", NULL, "quality", quality, NULL)
      : gdk_pixbuf_save_to_buffer (upright, &buffer, &size, "png", NULL, NULL);

  if (!is_written) {
    set_broken (error);
    return NULL;
  }
  return g_bytes_new_take (buffer, size);
}

/* As it is encoded; %NULL for a file that is cut short. */
static GBytes *
strip (GBytes *bytes, const char **out_type, GError **error)
{
  GBytes *stripped = gb_import_strip_picture (bytes, out_type, NULL, NULL);

  if (stripped == NULL)
    set_broken (error);
  return stripped;
}

/* All the pixels of a picture that was made smaller, upright, and as silent as the smaller one. */
static GBytes *
keep_original (GBytes *bytes, gssize kind, gboolean is_as_it_was, GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  Prepared whole = { .keeps_size = TRUE };
  const char *type;

  if (is_as_it_was)
    return strip (bytes, &type, error);
  pixbuf = decode (bytes, kinds[kind].type, &whole, error);
  return pixbuf != NULL ? encode (pixbuf, kinds[kind].kind == KIND_JPEG, ORIGINAL_QUALITY, error)
                        : NULL;
}

GBytes *
gb_picture_prepare (GBytes *bytes, const char **out_type, GBytes **out_original, GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  Prepared prepared = { 0 };
  const guint8 *data;
  gsize size;
  gssize kind;
  gboolean is_as_it_was;
  g_autoptr (GBytes) original = NULL;
  GBytes *result;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (out_type != NULL, NULL);

  if (out_original != NULL)
    *out_original = NULL;

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
  is_as_it_was = kinds[kind].kind != KIND_OTHER && !is_turned (pixbuf);
  if (is_as_it_was && !prepared.is_scaled)
    return strip (bytes, out_type, error);
  if (prepared.is_scaled && out_original != NULL) {
    original = keep_original (bytes, kind, is_as_it_was, error);
    if (original == NULL)
      return NULL;
  }
  result = encode (pixbuf, kinds[kind].kind == KIND_JPEG, JPEG_QUALITY, error);
  if (result != NULL && out_original != NULL)
    *out_original = g_steal_pointer (&original);
  return result;
}
