/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "key-window.h"

#include "bench-text.h"
#include "page-rig.h"

#include "editor/gb-editor-view.h"
#include "editor/gb-editor.h"

#include <gdk/gdkx.h>
#include <gio/gunixinputstream.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <webkit2/webkit2.h>

#define N_SNAPSHOTS 10
#define SETTLE_MS   1000
#define DEADLINE_MS 5000
/* Between a key that was painted and the next: as fast as a key repeats, and as slow as somebody
 * types who looks for it. */
#define PAUSE_MIN_MS 30
#define PAUSE_MAX_MS 200
#define OFFSET       10
#define TITLE        "关于做好政策解读工作的通知"

typedef struct {
  GtkWidget *window;
  WebKitWebView *view;
  GbEditor *editor; /* (nullable): bare */
} KeyWindow;

/* ───── The page ───── */

static void
script_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JSCValue) value = webkit_web_view_call_async_javascript_function_finish (
    WEBKIT_WEB_VIEW (object), result, &error);
  char **out_answer = user_data;

  g_assert_no_error (error);
  *out_answer = jsc_value_to_string (value);
}

/* Answered in order, behind all that the page was told before. */
static char *
call (WebKitWebView *view, const char *script)
{
  char *answer = NULL;

  webkit_web_view_call_async_javascript_function (view, script, -1, NULL, NULL, NULL, NULL,
                                                  script_cb, &answer);
  rig_wait_for (answer != NULL);
  return answer;
}

static void
place_caret (KeyWindow *window, const char *place)
{
  g_autofree char *script =
    g_strdup_printf ("const p = document.getElementById('%s');"
                     "p.closest('div').focus(); getSelection().collapse(p.firstChild, %d);"
                     "p.scrollIntoView({ block: 'center' }); return '';",
                     place, OFFSET);
  g_autofree char *answer = NULL;

  XSetInputFocus (gdk_x11_display_get_xdisplay (gtk_widget_get_display (window->window)),
                  gdk_x11_window_get_xid (gtk_widget_get_window (window->window)), RevertToParent,
                  CurrentTime);
  rig_wait_for (gtk_window_has_toplevel_focus (GTK_WINDOW (window->window)));
  if (window->editor != NULL) {
    gb_editor_reveal (window->editor, place, OFFSET);
  } else {
    gtk_widget_grab_focus (GTK_WIDGET (window->view));
    answer = call (window->view, script);
  }
}

/* ───── Keys ───── */

static gint64 painted_at;

static gboolean
draw_cb (GtkWidget *widget, cairo_t *cr)
{
  painted_at = g_get_monotonic_time ();
  return GDK_EVENT_PROPAGATE;
}

static double
press (KeyWindow *window, gunichar key)
{
  gint64 start = g_get_monotonic_time ();

  painted_at = 0;
  rig_press (GTK_WIDGET (window->view), gdk_unicode_to_keyval (key), 0);
  while (painted_at == 0 && g_get_monotonic_time () - start < DEADLINE_MS * 1000)
    g_main_context_iteration (NULL, TRUE);
  if (painted_at == 0)
    g_error ("a key was never painted");
  return (double)(painted_at - start) / 1000.0;
}

static void
press_keys (KeyWindow *window, const char *place, guint round, guint n)
{
  g_autoptr (GString) answer = g_string_new (KEY_WINDOW_ANSWER);
  /* The same pauses in both windows. */
  g_autoptr (GRand) rand = g_rand_new_with_seed (round);

  place_caret (window, place);
  rig_idle (SETTLE_MS);
  for (guint i = 0; i < n; i++) {
    g_string_append_printf (answer, " %.3f", press (window, bench_text_get_key (round * n + i)));
    rig_idle ((guint)g_rand_int_range (rand, PAUSE_MIN_MS, PAUSE_MAX_MS));
  }
  /* What is saved and checked now is not the other window's burden. */
  rig_idle (SETTLE_MS);
  g_print ("%s\n", answer->str);
}

static void
take_snapshots (KeyWindow *window)
{
  /* In the page: what the web process is busy with, and no key can be handled meanwhile. */
  g_autofree char *script =
    g_strdup_printf ("const start = performance.now();"
                     "for (let i = 0; i < %d; i++) JSON.stringify(Editor.snapshot());"
                     "return String((performance.now() - start) / %d);",
                     N_SNAPSHOTS, N_SNAPSHOTS);
  g_autofree char *answer = call (window->view, script);

  g_print (KEY_WINDOW_ANSWER " %s\n", answer);
}

/* ───── What the parent says ───── */

static void
line_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **out_result = user_data;

  *out_result = g_object_ref (result);
}

/* Returns: (transfer full) (nullable): NULL at the end. */
static char *
read_line (GDataInputStream *input)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *line;

  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, line_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  line = g_data_input_stream_read_line_finish (input, result, NULL, &error);
  g_assert_no_error (error);
  return line;
}

static void
obey (KeyWindow *window)
{
  g_autoptr (GInputStream) stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (stream);
  char *line;

  g_signal_connect_after (window->view, "draw", G_CALLBACK (draw_cb), NULL);
  for (; (line = read_line (input)) != NULL; g_free (line)) {
    g_auto (GStrv) words = g_strsplit (line, " ", -1);

    if (strcmp (words[0], "keys") == 0 && g_strv_length (words) == 4)
      press_keys (window, words[1], (guint)atoi (words[2]), (guint)atoi (words[3]));
    else if (strcmp (line, "snapshot") == 0)
      take_snapshots (window);
    else
      g_error ("what is %s?", line);
  }
}

static void
begin (int *argc, char ***argv)
{
  rig_init (argc, argv);
  g_object_set (gtk_settings_get_default (), "gtk-cursor-blink", FALSE, NULL);
}

/* ───── The program ───── */

static gboolean
shows (Rig *rig, const char *title)
{
  g_autofree char *shown = NULL;

  g_object_get (rig->page, "title", &shown, NULL);
  return g_strcmp0 (shown, title) == 0;
}

/* Returns: the milliseconds from opening it until it is laid out. */
static double
open_text (Rig *rig, KeyWindow *window, const char *name)
{
  g_autofree char *text = bench_text_new (name);
  g_autofree char *body =
    g_strdup_printf ("<body xmlns=\"http://www.w3.org/1999/xhtml\">%s</body>", text);
  g_autofree char *other = rig_create (rig, "另一件公文");
  g_autofree char *id = rig_create_with_body (rig, GB_DOCUMENT_KIND_NOTICE, TITLE, body);
  g_autofree char *answer = NULL;
  gint64 start;

  /* Somebody who opens a text has one open already, or the list, which is ready for it. */
  rig_open (rig, other);
  window->editor = GB_EDITOR (rig_find (GTK_WIDGET (rig->page), GB_TYPE_EDITOR));
  window->view = WEBKIT_WEB_VIEW (rig_find (GTK_WIDGET (window->editor), GB_TYPE_EDITOR_VIEW));
  rig_idle (SETTLE_MS);
  start = g_get_monotonic_time ();
  gb_document_page_open (rig->page, id);
  while (!shows (rig, TITLE))
    g_main_context_iteration (NULL, TRUE);
  answer = call (window->view, "return String(document.getElementById('editor').offsetHeight);");
  return (double)(g_get_monotonic_time () - start) / 1000.0;
}

static void
open_panels (Rig *rig, KeyWindow *window)
{
  GtkWidget *entry;

  rig_activate (rig, "list-findings");
  g_action_group_activate_action (gb_editor_get_actions (window->editor), "find", NULL);
  rig_idle (500);
  entry = gtk_window_get_focus (GTK_WINDOW (rig->window));
  g_assert_true (GTK_IS_ENTRY (entry));
  gtk_entry_set_text (GTK_ENTRY (entry), "责任");
  rig_idle (SETTLE_MS);
}

void
key_window_run_program (int *argc, char ***argv, const char *text)
{
  g_autoptr (Rig) rig = NULL;
  KeyWindow window = { NULL };
  double opened;

  begin (argc, argv);
  rig = rig_new (FALSE);
  rig_be (rig, "zhangxiao");
  window.window = rig->window;
  rig_resize (rig, 1280, 860);
  opened = open_text (rig, &window, text);
  rig_idle (SETTLE_MS);
  open_panels (rig, &window);
  g_print (KEY_WINDOW_ANSWER " %.1f\n", opened);
  obey (&window);
}

/* ───── The peer ───── */

static void
loaded_cb (WebKitWebView *view, WebKitLoadEvent event, gpointer user_data)
{
  if (event == WEBKIT_LOAD_FINISHED)
    *(gboolean *)user_data = TRUE;
}

void
key_window_run_bare (int *argc, char ***argv, const char *name)
{
  KeyWindow window = { NULL };
  gboolean is_loaded = FALSE;
  g_autofree char *text = bench_text_new (name);
  g_autofree char *html =
    g_strdup_printf ("<!DOCTYPE html><meta charset=utf-8><div contenteditable>%s</div>", text);

  begin (argc, argv);
  window.window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  window.view = WEBKIT_WEB_VIEW (webkit_web_view_new ());
  gtk_window_set_default_size (GTK_WINDOW (window.window), 1000, 800);
  gtk_container_add (GTK_CONTAINER (window.window), GTK_WIDGET (window.view));
  gtk_widget_show_all (window.window);
  g_signal_connect (window.view, "load-changed", G_CALLBACK (loaded_cb), &is_loaded);
  webkit_web_view_load_html (window.view, html, NULL);
  rig_wait_for (is_loaded);
  rig_idle (SETTLE_MS);
  g_print (KEY_WINDOW_ANSWER " 0\n");
  obey (&window);
  gtk_widget_destroy (window.window);
}
