/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Clipboards of other programs: every tests/data/clipboard/NAME.html (or .txt) becomes exactly
 * NAME.xhtml, and what was left out is exactly NAME.dropped, one “reason: text” a line, or nothing
 * where there is no such file. The origin of each is said in tests/data/clipboard/README. With
 * GB_WRITE_EXPECTED in the environment the expected files are written anew, to be read by a person.
 */

#include "config.h"

#include "import/gb-import-clipboard.h"

#include <string.h>

static char *folder;

/* One block a line, so that a difference can be read. */
static char *
format_body (GbDocument *document)
{
  g_autofree char *body = gb_document_dup_body (document);
  g_autoptr (GRegex) noise = g_regex_new (" id=\"[^\"]*\"| xmlns=\"[^\"]*\"", 0, 0, NULL);
  g_autofree char *bare = g_regex_replace_literal (noise, body, -1, 0, "", 0, NULL);
  g_autoptr (GRegex) ends = g_regex_new (
    "(</(?:p|h[2-5]|li|tr|table|figure|caption|ol|ul|blockquote|tbody)>|<hr/>|<body>|<tbody>)", 0,
    0, NULL);
  char *lines = g_regex_replace (ends, bare, -1, 0, "\\1\n", 0, NULL);
  GString *text = g_string_new (lines);

  g_free (lines);
  g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}

static char *
format_notes (GPtrArray *dropped)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < dropped->len; i++) {
    const GbImportNote *note = g_ptr_array_index (dropped, i);

    g_string_append_printf (text, "%s: %s\n", note->reason, note->text);
  }
  return g_string_free (text, FALSE);
}

static void
check_file (const char *name, const char *ending, const char *actual)
{
  g_autofree char *base = g_strdup_printf ("%s.%s", name, ending);
  g_autofree char *path = g_build_filename (folder, base, NULL);
  g_autofree char *expected = NULL;

  if (g_getenv ("GB_WRITE_EXPECTED") != NULL) {
    if (*actual != '\0')
      g_assert_true (g_file_set_contents (path, actual, -1, NULL));
    return;
  }
  if (!g_file_get_contents (path, &expected, NULL, NULL))
    expected = g_strdup ("");
  if (strcmp (actual, expected) != 0) {
    g_test_message ("%s: expected\n%s", base, expected);
    g_test_message ("%s: got\n%s", base, actual);
    g_test_fail ();
  }
}

static void
test_file (gconstpointer data)
{
  const char *base = data;
  g_autofree char *path = g_build_filename (folder, base, NULL);
  g_autofree char *content = NULL;
  g_autofree char *name = g_strndup (base, strrchr (base, '.') - base);
  g_autofree char *body = NULL;
  g_autofree char *notes = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GbImport) import = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  if (g_str_has_suffix (base, ".txt")) {
    import = gb_import_clipboard_text (content, &error);
  } else {
    bytes = g_bytes_new_static (content, size);
    import = gb_import_clipboard_html (bytes, NULL, &error);
  }
  g_assert_no_error (error);
  body = format_body (import->document);
  notes = format_notes (import->dropped);
  check_file (name, "xhtml", body);
  check_file (name, "dropped", notes);
}

int
main (int argc, char **argv)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint n_files = 0;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  folder = g_build_filename (g_getenv ("GB_TEST_DATADIR"), "clipboard", NULL);
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    if (g_str_has_suffix (name, ".html") || g_str_has_suffix (name, ".txt")) {
      g_autofree char *test = g_strconcat ("/clipboard/", name, NULL);

      g_test_add_data_func_full (test, g_strdup (name), test_file, g_free);
      n_files++;
    }
  }
  g_assert_cmpuint (n_files, >=, 60);
  return g_test_run ();
}
