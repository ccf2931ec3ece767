/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long a returning person waits for the window and for the list of 200 documents, next to an
 * empty GtkApplication window in the same run. Each start is a process of its own; the kinds
 * alternate, so that a busy moment of the machine meets all. The program tells by its debug
 * messages when the window is mapped and when the frame with the list has been painted; the clock
 * is this one's, from before the process is started. Once the desk is the trial's, whose portal the
 * program starts itself, and once an office that does not answer. */

#include "config.h"

#include "bench-fill.h"

#include <glib/gstdio.h>
#include <handy.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define N_STARTS    7
#define N_DOCUMENTS 200
#define SETTLE_US   (6 * G_USEC_PER_SEC)

/* Nothing listens on the port tcpmux. */
#define DEAD_OFFICE        "http://127.0.0.1:1"
#define DEAD_OFFICE_FOLDER "127.0.0.1_1"

typedef struct {
  double window;
  double list;
} Times;

/* --- The peer ----------------------------------------------------------------------------------
 */

static void
painted_cb (gpointer user_data)
{
  g_print ("the list is on the screen\n");
  fflush (stdout);
}

static void
activate_cb (GtkApplication *application)
{
  GtkWidget *window;

  hdy_init ();
  window = g_object_new (HDY_TYPE_APPLICATION_WINDOW, "application", application, "default-width",
                         1200, "default-height", 800, NULL);

  gtk_widget_show (window);
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted_cb),
                    NULL);
}

static int
be_empty (void)
{
  g_autoptr (GtkApplication) application =
    gtk_application_new ("org.gongbao.Empty", G_APPLICATION_DEFAULT_FLAGS);

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (application), 0, NULL);
}

/* --- Starts ------------------------------------------------------------------------------------
 */

static void
fail (const char *program, const char *reason)
{
  g_printerr ("%s: %s\n", program, reason);
  exit (2);
}

static void
prepare_home (const char *home, const char *office, const char *folder)
{
  g_autofree char *settings = g_build_filename (home, "config", "glib-2.0", "settings", NULL);
  g_autofree char *keyfile = g_build_filename (settings, "keyfile", NULL);
  g_autofree char *content = g_strdup_printf (
    "[org/gongbao/"
    "Gongbao]\noffice='%s'\naccount='zhangxiao'\nbox='drafts'\nbox-account='zhangxiao'\n",
    office);
  g_autoptr (GFile) store =
    g_file_new_build_filename (home, "data", "gongbao", folder, "zhangxiao", NULL);
  g_autoptr (GbAccount) account = gb_bench_new_account ();

  if (g_mkdir_with_parents (settings, 0700) != 0 ||
      !g_file_set_contents (keyfile, content, -1, NULL))
    fail (home, "cannot write the settings");
  gb_bench_fill_store (store, account, N_DOCUMENTS);
}

static GSubprocess *
start (const char *program, const char *argument, const char *home)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;
  g_autofree char *config = g_build_filename (home, "config", NULL);
  g_autofree char *data = g_build_filename (home, "data", NULL);
  g_autofree char *cache = g_build_filename (home, "cache", NULL);
  GSubprocess *child;

  g_subprocess_launcher_setenv (launcher, "XDG_CONFIG_HOME", config, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", data, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_CACHE_HOME", cache, TRUE);
  g_subprocess_launcher_setenv (launcher, "GSETTINGS_BACKEND", "keyfile", TRUE);
  g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "gb-shell", TRUE);
  child = g_subprocess_launcher_spawn (launcher, &error, program, argument, NULL);
  if (child == NULL)
    fail (program, error->message);
  return child;
}

/* Milliseconds from the start of a process to its frame with the list. */
static Times
measure (const char *program, const char *argument, const char *home, gint64 settle_us)
{
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (GSubprocess) child = start (program, argument, home);
  g_autoptr (GDataInputStream) lines =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  Times times = { 0, 0 };

  while (times.list == 0) {
    g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
    double now = (double)(g_get_monotonic_time () - begin) / 1000.0;

    if (line == NULL)
      fail (program, "it ended before there was a list");
    if (strstr (line, "the window is mapped") != NULL)
      times.window = now;
    else if (strstr (line, "the list is on the screen") != NULL)
      times.list = now;
  }
  g_usleep ((gulong)settle_us);
  g_subprocess_send_signal (child, SIGTERM);
  g_subprocess_wait (child, NULL, NULL);
  return times;
}

static void
print (const char *name, double *values, double peer)
{
  double value = gb_bench_median (values, N_STARTS);

  g_print ("%s\t%.0f\tms\tempty GtkApplication window\t%.0f\t%.2f\n", name, value, peer,
           value / peer);
}

static void
remove_home (const char *home)
{
  const char *const argv[] = { "rm", "-rf", "--", home, NULL };

  g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

static void
run_all (const char *self, const char *program)
{
  g_autofree char *trial = g_dir_make_tmp ("gongbao-bench-XXXXXX", NULL);
  g_autofree char *dead = g_dir_make_tmp ("gongbao-bench-XXXXXX", NULL);
  double empty[N_STARTS];
  double window[N_STARTS];
  double with_portal[N_STARTS];
  double without_portal[N_STARTS];
  double peer;

  if (trial == NULL || dead == NULL)
    fail (self, "no temporary folder");
  prepare_home (trial, "trial", "trial");
  prepare_home (dead, DEAD_OFFICE, DEAD_OFFICE_FOLDER);

  /* The first starts fill the caches of the machine, and the trial gets its portal. */
  measure (self, "--empty", trial, 0);
  measure (program, NULL, trial, SETTLE_US);
  measure (program, NULL, dead, SETTLE_US);
  for (int i = 0; i < N_STARTS; i++) {
    Times times;

    empty[i] = measure (self, "--empty", trial, 0).list;
    times = measure (program, NULL, trial, 0);
    window[i] = times.window;
    with_portal[i] = times.list;
    without_portal[i] = measure (program, NULL, dead, 0).list;
  }
  peer = gb_bench_median (empty, N_STARTS);
  print ("startup-window", window, peer);
  print ("startup-list", with_portal, peer);
  print ("startup-list-offline", without_portal, peer);
  remove_home (trial);
  remove_home (dead);
}

int
main (int argc, char **argv)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = NULL;
  g_autofree char *program = NULL;

  if (argc > 1 && strcmp (argv[1], "--empty") == 0)
    return be_empty ();

  folder = g_path_get_dirname (self);
  program = g_getenv ("GONGBAO") != NULL
              ? g_strdup (g_getenv ("GONGBAO"))
              : g_build_filename (folder, "..", "..", "ui", "gongbao", NULL);
  run_all (self, program);
  return 0;
}
