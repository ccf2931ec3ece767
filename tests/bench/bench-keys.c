/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long a key takes until the page is painted again, in the editor and in a page that is nothing
 * but contenteditable, with the same text in texts of several sizes; and how long the largest takes
 * to be opened and to be handed over. Each measure is a process of its own; the kinds alternate, so
 * that a busy moment of the machine meets both. The caret does not blink meanwhile: what is painted
 * is the key. Prints lines: name, value, unit, peer, the peer's value, the ratio. */

#include "config.h"

#include "editor-rig.h"

#include <gdk/gdkx.h>
#include <handy.h>
#include <stdlib.h>
#include <string.h>

#define N_KEYS       60
#define N_RUNS       3
#define N_SNAPSHOTS  9
#define PAUSE_MS     30
#define SETTLE_MS    800
#define DEADLINE_MS  5000
#define IN_PARAGRAPH 100
#define RESULT       "\nresult: "

static const guint sizes[] = { 5000, 50000, 200000 };

typedef struct {
  double values[N_KEYS];
  guint n;
} Series;

/* ───── The text ───── */

static char *
make_body (guint n_chars, const char *start, const char *end)
{
  static const char *const sentence = "各县人民政府要把政策解读与政策文件同步组织同步审签同步部署，"
                                      "主动回应群众关切，提高政策知晓率。";
  glong length = g_utf8_strlen (sentence, -1);
  GString *body = g_string_new (start);

  for (guint at = 0, paragraph = 0; at < n_chars; paragraph++) {
    g_string_append_printf (body, "<p id=\"p%u\">", paragraph);
    for (guint in = 0; in < IN_PARAGRAPH && at < n_chars; in += (guint)length, at += (guint)length)
      g_string_append (body, sentence);
    g_string_append (body, "</p>");
  }
  g_string_append (body, end);
  return g_string_free (body, FALSE);
}

static guint
get_middle (guint n_chars)
{
  return n_chars / IN_PARAGRAPH / 3;
}

/* ───── Keys ───── */

static gint64 painted_at;

static gboolean
draw_cb (GtkWidget *widget, cairo_t *cr)
{
  painted_at = g_get_monotonic_time ();
  return GDK_EVENT_PROPAGATE;
}

static void
focus (GtkWidget *window, GtkWidget *view)
{
  gtk_widget_grab_focus (view);
  XSetInputFocus (gdk_x11_display_get_xdisplay (gtk_widget_get_display (window)),
                  gdk_x11_window_get_xid (gtk_widget_get_window (window)), RevertToParent,
                  CurrentTime);
  rig_wait_for (window, "has-toplevel-focus");
}

static void
type (Rig *rig, Series *series)
{
  rig_wait_ms (SETTLE_MS);
  g_signal_connect_after (rig->view, "draw", G_CALLBACK (draw_cb), NULL);
  for (guint i = 0; i < N_KEYS; i++) {
    gint64 start = g_get_monotonic_time ();

    painted_at = 0;
    rig_press (rig, GDK_KEY_x, 0);
    while (painted_at == 0 && g_get_monotonic_time () - start < DEADLINE_MS * 1000)
      g_main_context_iteration (NULL, TRUE);
    if (painted_at == 0)
      g_error ("a key was never painted");
    series->values[series->n++] = (double)(painted_at - start) / 1000.0;
    rig_wait_ms (PAUSE_MS);
  }
}

static int
compare (const void *a, const void *b)
{
  const double difference = *(const double *)a - *(const double *)b;

  return difference < 0 ? -1 : difference > 0;
}

/* part: of 1; 0.5 is the median. */
static double
quantile (double *values, guint n, double part)
{
  qsort (values, n, sizeof *values, compare);
  return values[MIN (n - 1, (guint)(part * n))];
}

static void
print_keys (Series *series)
{
  g_print (RESULT "%.3f %.3f ", quantile (series->values, series->n, 0.5),
           quantile (series->values, series->n, 0.95));
}

/* ───── The two pages ───── */

static void
run_editor (guint n_chars)
{
  Rig rig = { 0 };
  Series series = { .n = 0 };
  double snapshots[N_SNAPSHOTS];
  gint64 start;
  gint64 opened;
  g_autofree char *body =
    make_body (n_chars, "<body xmlns=\"http://www.w3.org/1999/xhtml\">", "</body>");
  g_autofree char *block = g_strdup_printf ("p%u", get_middle (n_chars));
  g_autofree char *first = NULL;

  rig_open (&rig, 1000, 800);
  rig_wait_ms (SETTLE_MS);
  start = g_get_monotonic_time ();
  gb_editor_load (rig.editor, GB_DOCUMENT_KIND_NOTICE, "标题", body);
  first = rig_call (&rig, "return String(document.getElementById('editor').offsetHeight);");
  opened = g_get_monotonic_time () - start;
  gb_editor_reveal (rig.editor, block, 10);
  type (&rig, &series);
  for (guint i = 0; i < N_SNAPSHOTS; i++) {
    /* In the page: what the web process is busy with, and no key can be handled meanwhile. */
    g_autofree char *took = rig_call (&rig, "const start = performance.now();"
                                            "JSON.stringify(Editor.snapshot());"
                                            "return String(performance.now() - start);");

    snapshots[i] = g_ascii_strtod (took, NULL);
  }
  print_keys (&series);
  g_print ("%.1f %.1f\n", (double)opened / 1000.0, quantile (snapshots, N_SNAPSHOTS, 0.5));
  rig_close (&rig);
}

static void
loaded_cb (WebKitWebView *view, WebKitLoadEvent event, gpointer user_data)
{
  if (event == WEBKIT_LOAD_FINISHED)
    *(gboolean *)user_data = TRUE;
}

static void
run_bare (guint n_chars)
{
  Rig rig = { 0 };
  Series series = { .n = 0 };
  gboolean is_loaded = FALSE;
  g_autofree char *script = NULL;
  g_autofree char *html = NULL;

  script = g_strdup_printf (
    "</div><script>const p = document.getElementById('p%u');"
    "document.querySelector('div').focus();"
    "getSelection().collapse(p.firstChild, 10); p.scrollIntoView({block: 'center'});</script>",
    get_middle (n_chars));
  html = make_body (n_chars, "<!DOCTYPE html><meta charset=utf-8><div contenteditable>", script);
  rig.window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  rig.view = (GbEditorView *)webkit_web_view_new ();
  gtk_window_set_default_size (GTK_WINDOW (rig.window), 1000, 800);
  gtk_container_add (GTK_CONTAINER (rig.window), GTK_WIDGET (rig.view));
  gtk_widget_show_all (rig.window);
  g_signal_connect (rig.view, "load-changed", G_CALLBACK (loaded_cb), &is_loaded);
  webkit_web_view_load_html (WEBKIT_WEB_VIEW (rig.view), html, NULL);
  while (!is_loaded)
    g_main_context_iteration (NULL, TRUE);
  focus (rig.window, GTK_WIDGET (rig.view));
  type (&rig, &series);
  print_keys (&series);
  g_print ("\n");
  gtk_widget_destroy (rig.window);
}

/* ───── All of them ───── */

/* The numbers that a child prints. */
static void
measure (const char *program, const char *mode, guint n_chars, double *values, guint n)
{
  g_autofree char *count = g_strdup_printf ("%u", n_chars);
  const char *const argv[] = { program, mode, count, NULL };
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  char *rest;
  int status = 0;

  if (!g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, &status,
                     &error) ||
      !g_spawn_check_wait_status (status, &error)) {
    g_printerr ("%s %s %u: %s\n", program, mode, n_chars, error->message);
    exit (2);
  }
  /* The library of tests says this and that before. */
  rest = strstr (output, RESULT);
  if (rest == NULL) {
    g_printerr ("%s %s %u: no result\n", program, mode, n_chars);
    exit (2);
  }
  rest += strlen (RESULT);
  for (guint i = 0; i < n; i++)
    values[i] = g_ascii_strtod (rest, &rest);
}

static void
print (const char *name, guint n_chars, double value, double peer)
{
  g_print ("%s-%u\t%.1f\tms\tbare contenteditable\t%.1f\t%.2f\n", name, n_chars, value, peer,
           value / peer);
}

static void
run_size (const char *program, guint n_chars)
{
  double editor[4][N_RUNS];
  double bare[2][N_RUNS];

  for (int i = 0; i < N_RUNS; i++) {
    double values[4];

    measure (program, "--bare", n_chars, values, 2);
    for (int k = 0; k < 2; k++)
      bare[k][i] = values[k];
    measure (program, "--editor", n_chars, values, 4);
    for (int k = 0; k < 4; k++)
      editor[k][i] = values[k];
  }
  print ("key-p50", n_chars, quantile (editor[0], N_RUNS, 0.5), quantile (bare[0], N_RUNS, 0.5));
  print ("key-p95", n_chars, quantile (editor[1], N_RUNS, 0.5), quantile (bare[1], N_RUNS, 0.5));
  g_print ("open-%u\t%.0f\tms\t\t\t\n", n_chars, quantile (editor[2], N_RUNS, 0.5));
  g_print ("snapshot-%u\t%.1f\tms\t\t\t\n", n_chars, quantile (editor[3], N_RUNS, 0.5));
}

int
main (int argc, char **argv)
{
  if (argc < 3) {
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
      run_size (argv[0], sizes[i]);
    return 0;
  }
  rig_init (&argc, &argv);
  g_object_set (gtk_settings_get_default (), "gtk-cursor-blink", FALSE, NULL);
  if (strcmp (argv[1], "--editor") == 0)
    run_editor ((guint)atoi (argv[2]));
  else
    run_bare ((guint)atoi (argv[2]));
  return 0;
}
