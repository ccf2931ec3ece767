/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Digests against the vectors of GB/T 32905-2016, annex A. */

#include "config.h"

#include "document/gb-digest.h"

#include <string.h>

#define ABC   "sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
#define ABCD  "sm3:debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
#define EMPTY "sm3:1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"

static void
test_vectors (void)
{
  g_autofree char *abc = gb_digest_data ("abc", 3);
  g_autofree char *empty = gb_digest_data (NULL, 0);
  g_autoptr (GString) repeated = g_string_new (NULL);
  g_autofree char *abcd = NULL;

  for (guint i = 0; i < 16; i++)
    g_string_append (repeated, "abcd");
  abcd = gb_digest_data (repeated->str, repeated->len);

  g_assert_cmpstr (abc, ==, ABC);
  g_assert_cmpstr (empty, ==, EMPTY);
  g_assert_cmpstr (abcd, ==, ABCD);
  g_assert_cmpuint (strlen (abc), ==, GB_DIGEST_LENGTH);
}

static void
test_bytes (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autofree char *digest = gb_digest_bytes (bytes);

  g_assert_cmpstr (digest, ==, ABC);
}

/* More than one read. */
static void
test_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("gb-digest-XXXXXX", &stream, &error);
  g_autofree guint8 *data = g_malloc (200001);
  g_autofree char *expected = NULL;
  g_autofree char *digest = NULL;
  goffset size = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < 200001; i++)
    data[i] = (guint8)(i * 7);
  g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (stream)),
                                            data, 200001, NULL, NULL, &error));
  expected = gb_digest_data (data, 200001);
  digest = gb_digest_file (file, &size, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (digest, ==, expected);
  g_assert_cmpint (size, ==, 200001);
  g_assert_true (g_file_delete (file, NULL, &error));

  g_clear_pointer (&digest, g_free);
  digest = gb_digest_file (file, NULL, NULL, &error);
  g_assert_null (digest);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_valid (void)
{
  g_assert_true (gb_digest_is_valid (ABC));
  g_assert_false (gb_digest_is_valid (NULL));
  g_assert_false (gb_digest_is_valid (""));
  g_assert_false (gb_digest_is_valid ("sm3:66c7"));
  g_assert_false (gb_digest_is_valid (ABC "0"));
  g_assert_false (
    gb_digest_is_valid ("sm3:66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0"));
  g_assert_false (
    gb_digest_is_valid ("md5:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/digest/vectors", test_vectors);
  g_test_add_func ("/digest/bytes", test_bytes);
  g_test_add_func ("/digest/file", test_file);
  g_test_add_func ("/digest/valid", test_valid);
  return g_test_run ();
}
