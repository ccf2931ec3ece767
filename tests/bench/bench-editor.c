/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long the editor takes until one can write, next to an empty WebKitGTK window in the same run.
 * Each start is a process of its own; the two kinds alternate, so that a busy moment of the machine
 * meets both. Prints one line: name, value, unit, peer, the peer's value, the ratio. */

#include "config.h"

#include "editor/gb-editor.h"

#include "ui/gongbao-ui-resources.h"

#include <handy.h>
#include <stdlib.h>
#include <string.h>
#include <webkit2/webkit2.h>

#define N_STARTS 7

static gint64 process_start;

static void
finish (void)
{
  g_print ("%.1f\n", (double)(g_get_monotonic_time () - process_start) / 1000.0);
  gtk_main_quit ();
}

static void
load_changed_cb (WebKitWebView *view, WebKitLoadEvent event, gpointer user_data)
{
  if (event == WEBKIT_LOAD_FINISHED)
    finish ();
}

static void
show (GtkWidget *child)
{
  GtkWidget *window = gtk_window_new (GTK_WINDOW_TOPLEVEL);

  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 800);
  gtk_container_add (GTK_CONTAINER (window), child);
  gtk_widget_show (child);
  gtk_widget_show (window);
}

static void
start_empty (void)
{
  GtkWidget *view = webkit_web_view_new ();

  g_signal_connect (view, "load-changed", G_CALLBACK (load_changed_cb), NULL);
  show (view);
  webkit_web_view_load_html (WEBKIT_WEB_VIEW (view), "<!DOCTYPE html><title>x</title>", NULL);
}

static void
start_editor (void)
{
  GtkWidget *editor;

  hdy_init ();
  g_resources_register (gongbao_ui_get_resource ());
  editor = gb_editor_new ();
  gb_editor_load (GB_EDITOR (editor), GB_DOCUMENT_KIND_NOTICE, "标题",
                  "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p id=\"a\">正文</p></body>");
  g_signal_connect (editor, "notify::ready", G_CALLBACK (finish), NULL);
  show (editor);
}

/* Milliseconds from the start of a process to the end of its job. */
static double
measure (const char *program, const char *mode)
{
  const char *const argv[] = { program, mode, NULL };
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, NULL,
                     &error)) {
    g_printerr ("%s: %s\n", program, error->message);
    exit (2);
  }
  return g_ascii_strtod (output, NULL);
}

static int
compare (const void *a, const void *b)
{
  const double difference = *(const double *)a - *(const double *)b;

  return difference < 0 ? -1 : difference > 0;
}

static double
median (double *values)
{
  qsort (values, N_STARTS, sizeof *values, compare);
  return values[N_STARTS / 2];
}

static void
run_all (const char *program)
{
  double editor[N_STARTS];
  double empty[N_STARTS];
  double value;
  double peer;

  /* The first start of each fills the caches of the machine. */
  measure (program, "--empty");
  measure (program, "--editor");
  for (int i = 0; i < N_STARTS; i++) {
    empty[i] = measure (program, "--empty");
    editor[i] = measure (program, "--editor");
  }
  value = median (editor);
  peer = median (empty);
  g_print ("editor-ready\t%.0f\tms\tempty WebKitGTK window\t%.0f\t%.2f\n", value, peer,
           value / peer);
}

int
main (int argc, char **argv)
{
  process_start = g_get_monotonic_time ();
  if (argc < 2) {
    run_all (argv[0]);
    return 0;
  }
  gtk_init (&argc, &argv);
  if (strcmp (argv[1], "--editor") == 0)
    start_editor ();
  else
    start_empty ();
  gtk_main ();
  return 0;
}
