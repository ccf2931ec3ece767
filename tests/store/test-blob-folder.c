/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GbBlobFolder: a blob exists only complete and verified. */
#define G_LOG_DOMAIN "test-blob-folder"

#include "config.h"

#include "document/gb-digest.h"
#include "store/gb-blob-folder.h"

#include <glib/gstdio.h>
#include <utime.h>

static GbBlobFolder *
create_folder (char **out_path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *tmp = g_dir_make_tmp ("gb-blobs-XXXXXX", &error);
  GbBlobFolder *folder;

  g_assert_no_error (error);
  *out_path = g_build_filename (tmp, "blobs", NULL);
  folder = gb_blob_folder_new (*out_path, &error);
  g_assert_no_error (error);
  return folder;
}

static guint
count_files (const char *parent, const char *name)
{
  g_autofree char *path = g_build_filename (parent, name, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
test_bytes (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GbBlobFolder) folder = create_folder (&path);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("附件", 6);
  g_autoptr (GBytes) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = gb_digest_bytes (bytes);
  g_autofree char *digest = NULL;
  g_autofree char *again = NULL;
  g_autofree char *file = NULL;
  GStatBuf info;

  g_assert_cmpint (gb_blob_folder_get_size (folder, expected), ==, -1);
  g_assert_null (gb_blob_folder_load (folder, expected, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);

  digest = gb_blob_folder_add_bytes (folder, bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (digest, ==, expected);
  again = gb_blob_folder_add_bytes (folder, bytes, &error);
  g_assert_cmpstr (again, ==, expected);
  g_assert_cmpint (gb_blob_folder_get_size (folder, digest), ==, 6);
  loaded = gb_blob_folder_load (folder, digest, &error);
  g_assert_true (g_bytes_equal (bytes, loaded));
  g_assert_cmpuint (count_files (path, "incoming"), ==, 0);

  file = gb_blob_folder_dup_file (folder, digest);
  g_assert_cmpint (g_stat (file, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0700);
}

static void
test_names_are_checked (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GbBlobFolder) folder = create_folder (&path);

  g_assert_null (gb_blob_folder_dup_file (folder, NULL));
  g_assert_null (gb_blob_folder_dup_file (folder, "sm3:../../etc/passwd"));
  g_assert_cmpint (gb_blob_folder_get_size (folder, "sm3:.."), ==, -1);
  g_assert_cmpint (gb_blob_folder_get_partial (folder, "x"), ==, 0);
}

static void
test_file (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GbBlobFolder) folder = create_folder (&path);
  g_autofree char *source = g_build_filename (path, "..", "source", NULL);
  g_autofree char *content = g_strnfill (200000, 'a');
  g_autoptr (GFile) file = g_file_new_for_path (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = gb_digest_data (content, 200000);
  g_autofree char *digest = NULL;
  goffset size;

  g_assert_true (g_file_set_contents (source, content, 200000, NULL));
  g_assert_null (gb_blob_folder_add_file (folder, file, 199999, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  g_clear_error (&error);
  g_assert_cmpuint (count_files (path, "incoming"), ==, 0);
  digest = gb_blob_folder_add_file (folder, file, 200000, &size, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (digest, ==, expected);
  g_assert_cmpint (size, ==, 200000);
}

static void
test_damage_is_noticed (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GbBlobFolder) folder = create_folder (&path);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr (GError) error = NULL;
  g_autofree char *digest = gb_blob_folder_add_bytes (folder, bytes, &error);
  g_autofree char *file = gb_blob_folder_dup_file (folder, digest);

  g_assert_true (g_file_set_contents (file, "abd", 3, NULL));
  g_assert_null (gb_blob_folder_load (folder, digest, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_pieces (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GbBlobFolder) folder = create_folder (&path);
  g_autofree char *digest = gb_digest_data ("abcdef", 6);
  g_autoptr (GBytes) first = g_bytes_new_static ("abc", 3);
  g_autoptr (GBytes) second = g_bytes_new_static ("def", 3);
  g_autoptr (GBytes) loaded = NULL;
  g_autoptr (GError) error = NULL;
  gboolean complete;

  g_assert_true (gb_blob_folder_append (folder, digest, 0, first, 6, &complete, &error));
  g_assert_false (complete);
  g_assert_cmpint (gb_blob_folder_get_partial (folder, digest), ==, 3);
  g_assert_cmpint (gb_blob_folder_get_size (folder, digest), ==, -1);

  g_assert_false (gb_blob_folder_append (folder, digest, 0, first, 6, &complete, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
  g_clear_error (&error);
  g_assert_false (gb_blob_folder_append (folder, digest, 4, second, 6, &complete, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);

  g_assert_true (gb_blob_folder_append (folder, digest, 3, second, 6, &complete, &error));
  g_assert_no_error (error);
  g_assert_true (complete);
  loaded = gb_blob_folder_load (folder, digest, &error);
  g_assert_cmpmem (g_bytes_get_data (loaded, NULL), 6, "abcdef", 6);
  g_assert_cmpuint (count_files (path, "partial"), ==, 0);
  /* Whatever comes for it now is dropped. */
  g_assert_true (gb_blob_folder_append (folder, digest, 0, first, 6, &complete, &error));
  g_assert_true (complete);
}

static void
test_wrong_pieces_are_dropped (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GbBlobFolder) folder = create_folder (&path);
  g_autofree char *digest = gb_digest_data ("abcdef", 6);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abcdeX", 6);
  g_autoptr (GError) error = NULL;
  gboolean complete;

  g_assert_false (gb_blob_folder_append (folder, digest, 0, bytes, 6, &complete, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_false (complete);
  g_assert_cmpint (gb_blob_folder_get_size (folder, digest), ==, -1);
  g_assert_cmpint (gb_blob_folder_get_partial (folder, digest), ==, 0);
}

static void
test_stale_files_are_removed (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GbBlobFolder) folder = create_folder (&path);
  g_autoptr (GbBlobFolder) again = NULL;
  g_autofree char *stale = g_build_filename (path, "incoming", "stale", NULL);
  g_autofree char *fresh = g_build_filename (path, "incoming", "fresh", NULL);
  struct utimbuf long_ago = { 0, 0 };

  g_assert_true (g_file_set_contents (stale, "x", 1, NULL));
  g_assert_true (g_file_set_contents (fresh, "x", 1, NULL));
  g_assert_cmpint (g_utime (stale, &long_ago), ==, 0);
  again = gb_blob_folder_new (path, NULL);
  g_assert_false (g_file_test (stale, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (fresh, G_FILE_TEST_EXISTS));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/blob-folder/bytes", test_bytes);
  g_test_add_func ("/blob-folder/names-are-checked", test_names_are_checked);
  g_test_add_func ("/blob-folder/file", test_file);
  g_test_add_func ("/blob-folder/damage-is-noticed", test_damage_is_noticed);
  g_test_add_func ("/blob-folder/pieces", test_pieces);
  g_test_add_func ("/blob-folder/wrong-pieces-are-dropped", test_wrong_pieces_are_dropped);
  g_test_add_func ("/blob-folder/stale-files-are-removed", test_stale_files_are_removed);
  return g_test_run ();
}
