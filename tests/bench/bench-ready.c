/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long the editor takes until one can write, next to an empty WebKitGTK window in the same run
 * (as it comes, and with the sandbox that the editor has):
 * from the start of a process, and from opening a document while the editor is there already, as
 * it is in the program, which makes one editor when its list is on the screen and shows every
 * document in it. Each start is a process of its own; the kinds alternate, so that a busy moment of
 * the machine meets all. Prints lines: name, value, unit, peer, the peer's value, the ratio. */

#include "config.h"

#include "editor/gb-editor.h"

#include "ui/gongbao-ui-resources.h"

#include <handy.h>
#include <stdlib.h>
#include <string.h>
#include <webkit2/webkit2.h>

#define N_STARTS     7
#define N_PARAGRAPHS 100
#define SETTLE_MS    500

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

/* The sandbox of the editor is not for sale: what it costs is shown by a second empty window. */
static void
start_empty (gboolean is_boxed)
{
  g_autoptr (WebKitWebContext) context = webkit_web_context_new_ephemeral ();
  GtkWidget *view;

  if (is_boxed)
    webkit_web_context_set_sandbox_enabled (context, TRUE);
  view = webkit_web_view_new_with_context (context);
  g_signal_connect (view, "load-changed", G_CALLBACK (load_changed_cb), NULL);
  show (view);
  webkit_web_view_load_html (WEBKIT_WEB_VIEW (view), "<!DOCTYPE html><title>x</title>", NULL);
}

static void
shown_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  if (!gb_editor_snapshot_finish (GB_EDITOR (object), result, NULL, NULL, NULL))
    exit (2);
  finish ();
}

/* The page is asked for its text right behind: the answer comes when it has been laid out. */
static gboolean
open_cb (gpointer user_data)
{
  g_autoptr (GString) body = g_string_new ("<body xmlns=\"http://www.w3.org/1999/xhtml\">");

  for (int i = 0; i < N_PARAGRAPHS; i++)
    g_string_append_printf (body,
                            "<p id=\"p%d\">各县（市、区）人民政府要把政策解读与政策文件同步组织、"
                            "同步审签、同步部署，主动回应群众关切，提高政策知晓率。</p>",
                            i);
  g_string_append (body, "</body>");
  process_start = g_get_monotonic_time ();
  gb_editor_load (GB_EDITOR (user_data), GB_DOCUMENT_KIND_NOTICE, "关于做好政策解读的通知",
                  body->str);
  gb_editor_snapshot_async (GB_EDITOR (user_data), NULL, shown_cb, NULL);
  return G_SOURCE_REMOVE;
}

static void
ready_cb (GtkWidget *editor)
{
  g_timeout_add (SETTLE_MS, open_cb, editor);
}

static void
start_editor (gboolean opens)
{
  GtkWidget *editor;

  hdy_init ();
  g_resources_register (gongbao_ui_get_resource ());
  editor = gb_editor_new ();
  gb_editor_load (GB_EDITOR (editor), GB_DOCUMENT_KIND_NOTICE, "标题",
                  "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p id=\"a\">正文</p></body>");
  g_signal_connect (editor, "notify::ready", opens ? G_CALLBACK (ready_cb) : G_CALLBACK (finish),
                    NULL);
  show (editor);
}

/* Milliseconds from the start of a process to the end of its job. */
static double
measure (const char *program, const char *mode)
{
  const char *const argv[] = { program, mode, NULL };
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  if (!g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, &status,
                     &error) ||
      !g_spawn_check_wait_status (status, &error)) {
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
print (const char *name, double value, const char *peer_name, double peer)
{
  g_print ("%s\t%.0f\tms\t%s\t%.0f\t%.2f\n", name, value, peer_name, peer, value / peer);
}

static void
run_all (const char *program)
{
  double editor[N_STARTS];
  double open[N_STARTS];
  double empty[N_STARTS];
  double boxed[N_STARTS];
  double peer;
  double boxed_peer;

  /* The first start of each fills the caches of the machine. */
  measure (program, "--empty");
  measure (program, "--editor");
  for (int i = 0; i < N_STARTS; i++) {
    empty[i] = measure (program, "--empty");
    boxed[i] = measure (program, "--boxed");
    editor[i] = measure (program, "--editor");
    open[i] = measure (program, "--open");
  }
  peer = median (empty);
  boxed_peer = median (boxed);
  print ("editor-ready", median (editor), "empty WebKitGTK window", peer);
  print ("editor-ready", median (editor), "empty WebKitGTK window in its sandbox", boxed_peer);
  print ("editor-open", median (open), "empty WebKitGTK window", peer);
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
    start_editor (FALSE);
  else if (strcmp (argv[1], "--open") == 0)
    start_editor (TRUE);
  else
    start_empty (strcmp (argv[1], "--boxed") == 0);
  gtk_main ();
  return 0;
}
