/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "site/gb-qr.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

static gboolean
is_dark (const GbQr *qr, guint x, guint y)
{
  return qr->modules[y * qr->size + x] == 1;
}

/* The three finder patterns of GB/T 18284-2000 §7.3.2: a frame, a gap, a square. */
static void
assert_finder (const GbQr *qr, guint left, guint top)
{
  for (guint y = 0; y < 7; y++)
    for (guint x = 0; x < 7; x++) {
      gboolean frame = x == 0 || y == 0 || x == 6 || y == 6;
      gboolean square = x >= 2 && x <= 4 && y >= 2 && y <= 4;

      g_assert_cmpint (is_dark (qr, left + x, top + y), ==, frame || square);
    }
}

static void
test_modules (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbQr) qr = gb_qr_new ("http://127.0.0.1:8080/zcjd/2026/4f6c0a1b2c3d.html", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (qr->size, >=, 21);
  g_assert_cmpuint ((qr->size - 21) % 4, ==, 0);
  assert_finder (qr, 0, 0);
  assert_finder (qr, qr->size - 7, 0);
  assert_finder (qr, 0, qr->size - 7);
}

/* Drawing the path gives the modules back. */
static void
test_path (void)
{
  g_autoptr (GbQr) qr = gb_qr_new ("https://示例.政务/公报", NULL);
  g_autofree char *path = gb_qr_to_path (qr);
  g_autofree guint8 *drawn = g_new0 (guint8, qr->size * qr->size);
  g_auto (GStrv) runs = g_strsplit (path, "M", -1);

  g_assert_cmpstr (runs[0], ==, "");
  for (guint i = 1; runs[i] != NULL; i++) {
    guint x, y, width, back;
    int end = 0;

    g_assert_cmpint (sscanf (runs[i], "%u %uh%uv1h-%uz%n", &x, &y, &width, &back, &end), ==, 4);
    g_assert_cmpint ((gsize)end, ==, strlen (runs[i]));
    g_assert_cmpuint (width, ==, back);
    memset (drawn + y * qr->size + x, 1, width);
  }
  g_assert_cmpmem (drawn, qr->size * qr->size, qr->modules, qr->size * qr->size);
}

static void
test_limits (void)
{
  g_autofree char *long_text = g_strnfill (2331, 'a');
  g_autofree char *too_long = g_strnfill (2332, 'a');
  g_autoptr (GError) empty_error = NULL;
  g_autoptr (GError) long_error = NULL;
  g_autoptr (GbQr) longest = gb_qr_new (long_text, NULL);

  g_assert_nonnull (longest);
  g_assert_cmpuint (longest->size, ==, 177);
  g_assert_null (gb_qr_new ("", &empty_error));
  g_assert_error (empty_error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_null (gb_qr_new (too_long, &long_error));
  g_assert_error (long_error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/site/qr/modules", test_modules);
  g_test_add_func ("/site/qr/path", test_path);
  g_test_add_func ("/site/qr/limits", test_limits);
  return g_test_run ();
}
