/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an open document takes of the memory: the program with all its processes, which shows one
 * text after the other with the findings beside it, less what it takes with a text of two lines;
 * and as the peer a page that is nothing but contenteditable, with the same texts, less an empty
 * page. What several processes share is counted in parts (PSS). Each is a process of its own.
 * Prints lines: name, value, unit, peer, the peer's value, the ratio. */

#include "config.h"

#include "bench-text.h"
#include "page-rig.h"

#include "editor/gb-editor-view.h"
#include "editor/gb-editor.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <webkit2/webkit2.h>

#define RESULT    "\nresult:"
#define SETTLE_MS 4000
#define TITLE     "关于做好政策解读工作的通知"

static const char *const texts[] = { "5000", "50000", "200000", "tables" };

#define N_TEXTS G_N_ELEMENTS (texts)
/* Before the first text, with each, and after the last. */
#define N_VALUES (N_TEXTS + 2)

static void
fail (const char *what)
{
  g_printerr ("bench-memory: %s\n", what);
  exit (2);
}

/* ───── The memory of a process and its children ───── */

static gboolean
read_proc (int pid, const char *name, char **out_content)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", pid, name);

  return g_file_get_contents (path, out_content, NULL, NULL);
}

static int
get_parent (int pid)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!read_proc (pid, "status", &status))
    return 0;
  line = strstr (status, "\nPPid:");
  return line != NULL ? atoi (line + strlen ("\nPPid:")) : 0;
}

static gboolean
is_below (int pid, int ancestor)
{
  while (pid > 1 && pid != ancestor)
    pid = get_parent (pid);
  return pid == ancestor;
}

/* MiB. */
static double
get_pss (int pid)
{
  g_autofree char *rollup = NULL;
  const char *line;

  if (!read_proc (pid, "smaps_rollup", &rollup) || (line = strstr (rollup, "\nPss:")) == NULL)
    return 0;
  return g_ascii_strtod (line + strlen ("\nPss:"), NULL) / 1024;
}

static double
get_memory (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;
  double sum = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    int pid = atoi (name);

    if (pid > 0 && is_below (pid, getpid ()))
      sum += get_pss (pid);
  }
  return sum;
}

static void
print_memory (void)
{
  rig_idle (SETTLE_MS);
  g_print (" %.2f", get_memory ());
}

/* ───── The program ───── */

static gboolean
shows (Rig *rig, const char *id)
{
  g_autofree char *shown = NULL;
  g_autofree char *title = NULL;

  g_object_get (rig->page, "document-id", &shown, "title", &title, NULL);
  return g_strcmp0 (shown, id) == 0 && g_strcmp0 (title, TITLE) == 0;
}

static void
open_and_print (Rig *rig, const char *id)
{
  gb_document_page_open (rig->page, id);
  rig_wait_for (shows (rig, id));
  print_memory ();
}

static char *
create (Rig *rig, const char *blocks)
{
  g_autofree char *body =
    g_strdup_printf ("<body xmlns=\"http://www.w3.org/1999/xhtml\">%s</body>", blocks);

  return rig_create_with_body (rig, GB_DOCUMENT_KIND_NOTICE, TITLE, body);
}

static void
run_program (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autofree char *small = NULL;

  rig_be (rig, "zhangxiao");
  small = create (rig, "<p id=\"a\">各县人民政府：</p><p id=\"b\">请遵照执行。</p>");
  rig_open (rig, small);
  rig_activate (rig, "list-findings");
  g_print (RESULT);
  print_memory ();
  for (gsize i = 0; i < N_TEXTS; i++) {
    g_autofree char *text = bench_text_new (texts[i]);
    g_autofree char *id = create (rig, text);

    open_and_print (rig, id);
  }
  open_and_print (rig, small);
  g_print ("\n");
}

/* ───── The peer ───── */

static void
loaded_cb (WebKitWebView *view, WebKitLoadEvent event, gpointer user_data)
{
  if (event == WEBKIT_LOAD_FINISHED)
    *(gboolean *)user_data = TRUE;
}

static void
load_and_print (WebKitWebView *view, const char *text)
{
  g_autofree char *html =
    g_strdup_printf ("<!DOCTYPE html><meta charset=utf-8><div contenteditable>%s</div>", text);
  gboolean is_loaded = FALSE;
  gulong handler = g_signal_connect (view, "load-changed", G_CALLBACK (loaded_cb), &is_loaded);

  webkit_web_view_load_html (view, html, NULL);
  rig_wait_for (is_loaded);
  g_signal_handler_disconnect (view, handler);
  print_memory ();
}

static void
run_bare (void)
{
  GtkWidget *window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  GtkWidget *view = webkit_web_view_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 760);
  gtk_container_add (GTK_CONTAINER (window), view);
  gtk_widget_show_all (window);
  g_print (RESULT);
  load_and_print (WEBKIT_WEB_VIEW (view), "");
  for (gsize i = 0; i < N_TEXTS; i++) {
    g_autofree char *text = bench_text_new (texts[i]);

    load_and_print (WEBKIT_WEB_VIEW (view), text);
  }
  load_and_print (WEBKIT_WEB_VIEW (view), "");
  g_print ("\n");
  gtk_widget_destroy (window);
}

/* ───── Both ───── */

static void
measure (const char *program, const char *mode, double *values)
{
  const char *const argv[] = { program, mode, NULL };
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  char *rest;
  int status = 0;

  if (!g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, &status,
                     &error) ||
      !g_spawn_check_wait_status (status, &error))
    fail (error->message);
  /* The library of tests says this and that before. */
  rest = strstr (output, RESULT);
  if (rest == NULL)
    fail ("no result");
  rest += strlen (RESULT);
  for (gsize i = 0; i < N_VALUES; i++)
    values[i] = g_ascii_strtod (rest, &rest);
}

static void
print (const char *name, double value, const char *peer_name, double peer)
{
  g_print ("memory-%s\t%.1f\tMiB\t%s\t%.1f\t%.2f\n", name, value, peer_name, peer, value / peer);
}

int
main (int argc, char **argv)
{
  double program[N_VALUES];
  double bare[N_VALUES];

  if (argc < 2) {
    measure (argv[0], "--program", program);
    measure (argv[0], "--bare", bare);
    print ("without-text", program[0], "empty WebKitGTK window", bare[0]);
    for (gsize i = 0; i < N_TEXTS; i++)
      print (texts[i], program[i + 1] - program[0], "bare contenteditable", bare[i + 1] - bare[0]);
    print ("after", program[N_VALUES - 1] - program[0], "bare contenteditable",
           bare[N_VALUES - 1] - bare[0]);
    return 0;
  }
  rig_init (&argc, &argv);
  if (strcmp (argv[1], "--program") == 0)
    run_program ();
  else
    run_bare ();
  return 0;
}
