/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What happens around LibreOffice, with a script in its place: how it is called, that it is killed
 * with its children, that only one runs, and that nothing stays behind. LibreOffice itself is not
 * needed. */

#include "config.h"

#include "docx-maker.h"

#include "import/gb-import-error.h"
#include "import/gb-office-convert.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

#define LONG_MS 30000

typedef struct {
  char *folder; /* programs and logs */
  char *path;   /* before the test */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *path = NULL;

  fixture->folder = docx_maker_make_folder ();
  fixture->path = g_strdup (g_getenv ("PATH"));
  path = g_strconcat (fixture->folder, ":", fixture->path, NULL);
  g_setenv ("PATH", path, TRUE);
  g_setenv ("GB_FAKE_FOLDER", fixture->folder, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  g_setenv ("PATH", fixture->path, TRUE);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static char *
read_log (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? text : g_strdup ("");
}

/* The script finds the folder for its result in its arguments as LibreOffice does. */
static void
install (Fixture *fixture, const char *commands)
{
  g_autofree char *path = g_build_filename (fixture->folder, "soffice", NULL);
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\n"
                                             "printf '%%s\\n' \"$@\" \"HOME=$HOME\" "
                                             ">>\"$GB_FAKE_FOLDER/arguments\"\n"
                                             "while [ $# -gt 1 ]; do\n"
                                             "  [ \"$1\" != --outdir ] || out=$2\n"
                                             "  shift\n"
                                             "done\n"
                                             "%s\n",
                                             commands);

  g_assert_true (g_file_set_contents (path, script, -1, NULL));
  g_assert_cmpint (g_chmod (path, 0755), ==, 0);
}

/* What the script gives back. */
static void
prepare_result (Fixture *fixture)
{
  DocxMaker *maker = docx_maker_new ("result.docx");
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "result.docx", NULL);
  g_autoptr (GFile) target = g_file_new_for_path (path);

  docx_maker_add_frame (maker, "");
  docx_maker_add_body (maker, "<w:p><w:r><w:t>转换得到的一段话。</w:t></w:r></w:p>");
  file = docx_maker_finish (maker);
  g_assert_true (g_file_move (file, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, NULL));
}

static GFile *
make_input (Fixture *fixture, const char *name, const char *content)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  return g_file_new_for_path (path);
}

static void
assert_refused (GFile *file, guint timeout_ms, GbImportError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbImport) import = _gb_office_import_within (file, timeout_ms, NULL, NULL, &error);

  g_assert_null (import);
  g_assert_error (error, GB_IMPORT_ERROR, (int)code);
}

static void
test_success (Fixture *fixture, gconstpointer user_data)
{
  static const char *const names[] = { "-旧文件.doc", "a b.wps", "x.odt", "y.RTF" };
  g_autofree char *arguments = NULL;
  const char *profile;
  g_autofree char *folder = NULL;

  prepare_result (fixture);
  install (fixture, "cp \"$GB_FAKE_FOLDER/result.docx\" \"$out/input.docx\"");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GFile) file = make_input (fixture, names[i], "{\\rtf1 x}");
    g_autoptr (GError) error = NULL;
    g_autoptr (GbImport) import = gb_import_file (file, NULL, NULL, &error);
    g_autofree char *text = NULL;

    g_assert_no_error (error);
    text = gb_document_dup_text (import->document);
    g_assert_cmpstr (text, ==, "转换得到的一段话。\n");
  }
  arguments = read_log (fixture, "arguments");
  g_assert_nonnull (strstr (arguments, "--headless\n"));
  g_assert_nonnull (strstr (arguments, "--convert-to\ndocx"));
  g_assert_null (strstr (arguments, "旧文件"));
  profile = strstr (arguments, "-env:UserInstallation=file:///");
  g_assert_nonnull (profile);
  /* A folder of its own is its home, and is gone. */
  folder = g_strdup (strstr (arguments, "HOME=") + strlen ("HOME="));
  *strchr (folder, '\n') = '\0';
  g_assert_nonnull (strstr (profile, folder));
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

static void
test_failure (Fixture *fixture, gconstpointer user_data)
{
  static const char *const commands[] = {
    "exit 1",
    "exit 0",
    "kill -9 $$",
    "echo x >\"$out/input.odt\"",
  };
  g_autoptr (GFile) file = make_input (fixture, "x.doc", "{\\rtf1 x}");

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    install (fixture, commands[i]);
    assert_refused (file, LONG_MS, GB_IMPORT_ERROR_CONVERTER_FAILED);
  }
  install (fixture, "echo 'no zip' >\"$out/input.docx\"");
  assert_refused (file, LONG_MS, GB_IMPORT_ERROR_DAMAGED);
}

static gboolean
is_alive (Fixture *fixture)
{
  g_autofree char *text = read_log (fixture, "child");
  pid_t pid = (pid_t)g_ascii_strtoll (text, NULL, 10);

  g_assert_cmpint (pid, >, 0);
  return kill (pid, 0) == 0;
}

/* A killed child of a killed parent is a zombie until somebody collects it. */
static gboolean
has_ended (Fixture *fixture)
{
  g_autofree char *text = read_log (fixture, "child");
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat", g_strchomp (text));
  g_autofree char *stat = NULL;

  if (!is_alive (fixture))
    return TRUE;
  return g_file_get_contents (path, &stat, NULL, NULL) && strstr (stat, ") Z ") != NULL;
}

static void
assert_child_ends (Fixture *fixture)
{
  for (guint i = 0; i < 1000 && !has_ended (fixture); i++)
    g_usleep (10000);
  g_assert_true (has_ended (fixture));
}

/* When the time is over the whole group goes, not only the script. */
static void
test_timeout (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) file = make_input (fixture, "x.doc", "{\\rtf1 x}");

  install (fixture, "sleep 1000 & echo $! >\"$GB_FAKE_FOLDER/child\"; wait");
  assert_refused (file, 1500, GB_IMPORT_ERROR_CONVERTER_SLOW);
  assert_child_ends (fixture);
}

static gpointer
cancel_soon_thread (gpointer user_data)
{
  g_autoptr (GCancellable) cancellable = user_data;
  g_autofree char *path = g_build_filename (g_getenv ("GB_FAKE_FOLDER"), "child", NULL);

  for (guint i = 0; i < 1000 && !g_file_test (path, G_FILE_TEST_EXISTS); i++)
    g_usleep (10000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) file = make_input (fixture, "x.doc", "{\\rtf1 x}");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GbImport) import = NULL;
  GThread *thread;

  install (fixture, "sleep 1000 & echo $! >\"$GB_FAKE_FOLDER/new\"; "
                    "mv \"$GB_FAKE_FOLDER/new\" \"$GB_FAKE_FOLDER/child\"; wait");
  thread = g_thread_new ("cancel", cancel_soon_thread, g_object_ref (cancellable));
  import = _gb_office_import_within (file, LONG_MS, NULL, cancellable, &error);
  g_thread_join (thread);
  g_assert_null (import);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_child_ends (fixture);
}

static gpointer
import_thread (gpointer user_data)
{
  GFile *file = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GbImport) import = _gb_office_import_within (file, LONG_MS, NULL, NULL, &error);

  g_assert_no_error (error);
  return NULL;
}

static void
test_one_at_a_time (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) file = make_input (fixture, "x.doc", "{\\rtf1 x}");
  GThread *threads[4];
  g_autofree char *log = NULL;

  prepare_result (fixture);
  install (fixture, "echo begin >>\"$GB_FAKE_FOLDER/log\"; sleep 0.2; "
                    "cp \"$GB_FAKE_FOLDER/result.docx\" \"$out/input.docx\"; "
                    "echo end >>\"$GB_FAKE_FOLDER/log\"");
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("import", import_thread, file);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  log = read_log (fixture, "log");
  g_assert_cmpstr (log, ==, "begin\nend\nbegin\nend\nbegin\nend\nbegin\nend\n");
}

static void
test_not_installed (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) file = make_input (fixture, "x.doc", "{\\rtf1 x}");

  g_setenv ("PATH", "/nowhere", TRUE);
  assert_refused (file, LONG_MS, GB_IMPORT_ERROR_NO_CONVERTER);
}

/* What LibreOffice is not needed for. */
static void
test_not_needed (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "改名.doc", NULL);
  g_autofree char *result = g_build_filename (fixture->folder, "result.docx", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) empty = make_input (fixture, "empty.doc", "");
  g_autoptr (GFile) missing = g_file_new_for_path ("/nowhere/x.doc");
  g_autoptr (GError) error = NULL;
  g_autoptr (GbImport) import = NULL;

  prepare_result (fixture);
  g_assert_cmpint (g_rename (result, path), ==, 0);
  g_setenv ("PATH", "/nowhere", TRUE);
  import = gb_import_file (file, NULL, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&import, gb_import_free);
  assert_refused (empty, LONG_MS, GB_IMPORT_ERROR_DAMAGED);
  import = gb_import_file (missing, NULL, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer user_data);
  } tests[] = {
    { "/office/success", test_success },
    { "/office/failure", test_failure },
    { "/office/timeout", test_timeout },
    { "/office/cancel", test_cancel },
    { "/office/one-at-a-time", test_one_at_a_time },
    { "/office/not-installed", test_not_installed },
    { "/office/not-needed", test_not_needed },
  };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
