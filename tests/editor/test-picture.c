/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures on their way into a document: what they must not tell, what they may not be, and that
 * nothing that is broken gets further. */

#include "config.h"

#include "editor/gb-picture.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

/* Exif as a phone writes it: orientation 6 (the top is at the right), and a pointer to a directory
 * with the reference N and a latitude of 23° 17' 24". Big endian. */
static const guint8 exif[] = "Exif\0\0MM\0\x2a\0\0\0\x08"
                             "\0\x02"
                             "\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"
                             "\x88\x25\0\x04\0\0\0\x01\0\0\0\x26"
                             "\0\0\0\0"
                             "\0\x02"
                             "\0\x01\0\x02\0\0\0\x02N\0\0\0"
                             "\0\x02\0\x05\0\0\0\x03\0\0\0\x44"
                             "\0\0\0\0"
                             "\0\0\0\x17\0\0\0\x01\0\0\0\x11\0\0\0\x01\0\0\0\x18\0\0\0\x01";

static GBytes *
make_picture (const char *format, int width, int height)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr (GError) error = NULL;
  char *buffer;
  gsize size;

  gdk_pixbuf_fill (pixbuf, 0x3584e4ff);
  gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &size, format, &error, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (buffer, size);
}

static GBytes *
insert (GBytes *bytes, gsize at, const void *what, gsize length)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  GByteArray *result = g_byte_array_new ();

  g_byte_array_append (result, data, (guint)at);
  g_byte_array_append (result, what, (guint)length);
  g_byte_array_append (result, data + at, (guint)(size - at));
  return g_byte_array_free_to_bytes (result);
}

static GBytes *
with_exif (GBytes *jpeg, guint8 orientation)
{
  guint8 segment[4 + sizeof exif - 1] = { 0xff, 0xe1, 0, sizeof exif - 1 + 2 };

  memcpy (segment + 4, exif, sizeof exif - 1);
  /* The value of the first entry. */
  segment[4 + 6 + 8 + 2 + 9] = orientation;
  return insert (jpeg, 2, segment, sizeof segment);
}

static gboolean
contains (GBytes *bytes, const char *text, gsize length)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return memmem (data, size, text, length) != NULL;
}

static GdkPixbuf *
decode (GBytes *bytes)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_loader_write_bytes (loader, bytes, &error);
  g_assert_no_error (error);
  gdk_pixbuf_loader_close (loader, &error);
  g_assert_no_error (error);
  return g_object_ref (gdk_pixbuf_loader_get_pixbuf (loader));
}

static GBytes *
prepare (GBytes *bytes, const char *expected_type)
{
  g_autoptr (GError) error = NULL;
  const char *type = NULL;
  GBytes *result = gb_picture_prepare (bytes, &type, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (type, ==, expected_type);
  return result;
}

static void
refuse (GBytes *bytes, GbPictureError code)
{
  g_autoptr (GError) error = NULL;
  const char *type = NULL;
  g_autoptr (GBytes) result = gb_picture_prepare (bytes, &type, NULL, &error);

  g_assert_null (result);
  g_assert_error (error, GB_PICTURE_ERROR, (int)code);
}

static void
test_place_is_forgotten (void)
{
  g_autoptr (GBytes) plain = make_picture ("jpeg", 80, 40);
  g_autoptr (GBytes) commented = insert (plain, 2, "\xff\xfe\0\x08secret", 10);
  g_autoptr (GBytes) located = with_exif (commented, 1);
  g_autoptr (GBytes) film = NULL;
  g_autoptr (GBytes) result = NULL;

  g_assert_true (contains (located, "Exif", 4));
  film = insert (located, g_bytes_get_size (located), "ftypmp42 a film", 15);
  result = prepare (film, "image/jpeg");
  g_assert_false (contains (result, "Exif", 4));
  g_assert_false (contains (result, "secret", 6));
  g_assert_false (contains (result, "film", 4));
  /* Otherwise it is the same file, bit for bit. */
  g_assert_true (g_bytes_equal (result, plain));
}

static void
test_stands_upright (void)
{
  g_autoptr (GBytes) plain = make_picture ("jpeg", 80, 40);
  g_autoptr (GBytes) turned = with_exif (plain, 6);
  g_autoptr (GBytes) result = prepare (turned, "image/jpeg");
  g_autoptr (GdkPixbuf) pixbuf = decode (result);

  g_assert_cmpint (gdk_pixbuf_get_width (pixbuf), ==, 40);
  g_assert_cmpint (gdk_pixbuf_get_height (pixbuf), ==, 80);
  g_assert_false (contains (result, "Exif", 4));
}

static void
test_png (void)
{
  g_autoptr (GBytes) plain = make_picture ("png", 8, 8);
  /* Behind the header, which is 25 bytes long; nobody looks at the sums of what is left out. */
  g_autoptr (GBytes) noted = insert (plain, 33, "\0\0\0\x10tEXtAuthor\0Zhang San\0\0\0\0", 28);
  g_autoptr (GBytes) result = prepare (noted, "image/png");
  g_autoptr (GdkPixbuf) pixbuf = decode (result);

  g_assert_false (contains (result, "Zhang", 5));
  g_assert_cmpint (gdk_pixbuf_get_width (pixbuf), ==, 8);
}

static void
test_wide (void)
{
  g_autoptr (GBytes) wide = make_picture ("png", 3200, 100);
  g_autoptr (GBytes) result = prepare (wide, "image/png");
  g_autoptr (GdkPixbuf) pixbuf = decode (result);

  g_assert_cmpint (gdk_pixbuf_get_width (pixbuf), ==, GB_PICTURE_MAX_WIDTH);
  g_assert_cmpint (gdk_pixbuf_get_height (pixbuf), ==, 50);
}

/* What a picture was made of, as wide as it came and as silent as the smaller one. */
static GBytes *
keep (GBytes *bytes, const char *expected_type)
{
  g_autoptr (GError) error = NULL;
  const char *type = NULL;
  GBytes *original = NULL;
  g_autoptr (GBytes) result = gb_picture_prepare (bytes, &type, &original, &error);
  g_autoptr (GdkPixbuf) pixbuf = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (type, ==, expected_type);
  pixbuf = decode (result);
  g_assert_cmpint (gdk_pixbuf_get_width (pixbuf), <=, GB_PICTURE_MAX_WIDTH);
  return original;
}

static void
test_original (void)
{
  g_autoptr (GBytes) wide = make_picture ("jpeg", 2000, 100);
  g_autoptr (GBytes) located = with_exif (wide, 1);
  g_autoptr (GBytes) as_it_was = keep (located, "image/jpeg");
  /* As the sensor lies it is 100 × 2000 pixels; the top is at the right. */
  g_autoptr (GBytes) lying = make_picture ("jpeg", 2000, 40);
  g_autoptr (GBytes) turned = with_exif (lying, 6);
  g_autoptr (GBytes) upright = keep (turned, "image/jpeg");
  g_autoptr (GBytes) bitmap = make_picture ("bmp", 1700, 10);
  g_autoptr (GBytes) other = keep (bitmap, "image/png");
  g_autoptr (GBytes) small = make_picture ("png", 1600, 10);
  g_autoptr (GdkPixbuf) standing = NULL;
  g_autoptr (GdkPixbuf) painted = NULL;

  /* Not compressed once more, but without the place. */
  g_assert_true (g_bytes_equal (as_it_was, wide));
  g_assert_nonnull (upright);
  g_assert_false (contains (upright, "Exif", 4));
  standing = decode (upright);
  g_assert_cmpint (gdk_pixbuf_get_width (standing), ==, 40);
  g_assert_cmpint (gdk_pixbuf_get_height (standing), ==, 2000);
  painted = decode (other);
  g_assert_cmpint (gdk_pixbuf_get_width (painted), ==, 1700);
  g_assert_null (keep (small, "image/png"));
}

static void
test_other_kinds (void)
{
  g_autoptr (GBytes) bitmap = make_picture ("bmp", 8, 8);
  g_autoptr (GBytes) result = prepare (bitmap, "image/png");
  /* A GIF of one pixel. */
  static const guint8 gif[] = "GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff\x2c\0\0\0\0\x01\0\x01\0"
                              "\0\x02\x02\x44\x01\0\x3b";
  g_autoptr (GBytes) animation = g_bytes_new_static (gif, sizeof gif - 1);
  g_autoptr (GBytes) still = prepare (animation, "image/png");

  g_assert_cmpuint (g_bytes_get_size (result), >, 0);
  g_assert_cmpuint (g_bytes_get_size (still), >, 0);
}

static guint32
sum_of (const guint8 *data, gsize size)
{
  guint32 sum = 0xffffffff;

  for (gsize i = 0; i < size; i++) {
    sum ^= data[i];
    for (int bit = 0; bit < 8; bit++)
      sum = (sum & 1) != 0 ? sum >> 1 ^ 0xedb88320 : sum >> 1;
  }
  return ~sum;
}

/* A small PNG that says, and signs, that it has 50,000 × 50,000 pixels. */
static GBytes *
make_bomb (void)
{
  static const guint8 size[] = { 0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50 };
  g_autoptr (GBytes) small = make_picture ("png", 8, 8);
  gsize length;
  guint8 *data = g_memdup2 (g_bytes_get_data (small, NULL), g_bytes_get_size (small));
  guint32 sum;

  length = g_bytes_get_size (small);
  memcpy (data + 16, size, sizeof size);
  sum = GUINT32_TO_BE (sum_of (data + 12, 17));
  memcpy (data + 29, &sum, sizeof sum);
  return g_bytes_new_take (data, length);
}

static void
test_refused (void)
{
  static const char svg[] = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>x()</script></svg>";
  g_autoptr (GBytes) script = g_bytes_new_static (svg, sizeof svg - 1);
  g_autoptr (GBytes) huge = make_bomb ();
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) start = g_bytes_new_static ("\xff\xd8\xff", 3);
  g_autofree guint8 *many = g_malloc0 (GB_PICTURE_MAX_BYTES + 1);
  g_autoptr (GBytes) heavy = g_bytes_new_static (many, GB_PICTURE_MAX_BYTES + 1);

  refuse (script, GB_PICTURE_ERROR_TYPE);
  refuse (nothing, GB_PICTURE_ERROR_TYPE);
  refuse (start, GB_PICTURE_ERROR_BROKEN);
  refuse (heavy, GB_PICTURE_ERROR_SIZE);
  refuse (huge, GB_PICTURE_ERROR_SIZE);
}

/* Cut at every length, and with every byte of the beginning changed: an answer, never a crash. */
static void
test_broken (void)
{
  static const char *const formats[] = { "jpeg", "png" };

  for (gsize f = 0; f < G_N_ELEMENTS (formats); f++) {
    g_autoptr (GBytes) good = make_picture (formats[f], 16, 16);
    gsize size;
    const guint8 *data = g_bytes_get_data (good, &size);

    for (gsize length = 0; length < size; length++) {
      g_autoptr (GBytes) cut = g_bytes_new (data, length);
      g_autoptr (GError) error = NULL;
      const char *type;
      g_autoptr (GBytes) result = gb_picture_prepare (cut, &type, NULL, &error);

      g_assert_true ((result == NULL) == (error != NULL));
      g_assert_null (result);
    }
    for (gsize at = 0; at < MIN (size, 200); at++) {
      g_autofree guint8 *copy = g_memdup2 (data, size);
      g_autoptr (GBytes) changed = NULL;
      g_autoptr (GError) error = NULL;
      const char *type;
      g_autoptr (GBytes) result = NULL;

      copy[at] ^= 0x05;
      changed = g_bytes_new (copy, size);
      result = gb_picture_prepare (changed, &type, NULL, &error);
      g_assert_true ((result == NULL) == (error != NULL));
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture/place-is-forgotten", test_place_is_forgotten);
  g_test_add_func ("/picture/stands-upright", test_stands_upright);
  g_test_add_func ("/picture/png", test_png);
  g_test_add_func ("/picture/wide", test_wide);
  g_test_add_func ("/picture/original", test_original);
  g_test_add_func ("/picture/other-kinds", test_other_kinds);
  g_test_add_func ("/picture/refused", test_refused);
  g_test_add_func ("/picture/broken", test_broken);
  return g_test_run ();
}
