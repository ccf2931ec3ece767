/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program as it is installed: a process of its own, whose document page lies in a module. It
 * tells by its debug messages how far it has come. */

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

static GSubprocess *
start (const char *program)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "gb-shell", TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, program, "--try=zhangxiao", NULL);
  g_assert_no_error (error);
  return process;
}

/* Whether it says so before it ends. */
static gboolean
says (GSubprocess *process, const char *text)
{
  g_autoptr (GDataInputStream) lines =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *line = NULL;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  while ((line = g_data_input_stream_read_line (lines, NULL, NULL, NULL)) != NULL) {
    if (strstr (line, text) != NULL)
      return TRUE;
    g_free (line);
  }
  return FALSE;
}

static void
stop (GSubprocess *process)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

static void
test_module (void)
{
  g_autoptr (GSubprocess) process = start (g_getenv ("GONGBAO"));

  g_assert_true (says (process, "the document page is loaded"));
  stop (process);
}

/* Half a program says what it lacks, and goes on. */
static void
test_no_module (void)
{
  g_autofree char *folder = g_dir_make_tmp ("gongbao-half-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "gongbao", NULL);
  g_autoptr (GFile) program = g_file_new_for_path (g_getenv ("GONGBAO"));
  g_autoptr (GFile) copy = g_file_new_for_path (path);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_file_copy (program, copy, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  process = start (path);
  g_assert_true (says (process, "no document page"));
  stop (process);
  g_remove (path);
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/program/module", test_module);
  g_test_add_func ("/program/no-module", test_no_module);

  return g_test_run ();
}
