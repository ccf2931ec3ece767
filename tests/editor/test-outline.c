/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of headings beside a real text: what it shows, where it leads, and what it moves. */

#include "config.h"

#include "editor-rig.h"

#include "document/gb-outline.h"

#include <string.h>

#define DEADLINE_MS   10000
#define BODY(content) "<body xmlns=\"http://www.w3.org/1999/xhtml\">" content "</body>"

static Rig rig;
static GtkWidget *window;
static GtkListBox *list;

static void
find_list_cb (GtkWidget *widget, gpointer user_data)
{
  if (GTK_IS_LIST_BOX (widget))
    list = GTK_LIST_BOX (widget);
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), find_list_cb, user_data);
}

/* What a screen reader reads of the rows, and a star at the selected one. */
static char *
dup_rows (void)
{
  GString *text = g_string_new (NULL);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    g_string_append_printf (text, "%s%s%s", i > 0 ? " | " : "",
                            gtk_list_box_row_is_selected (row) ? "*" : "",
                            atk_object_get_name (gtk_widget_get_accessible (GTK_WIDGET (row))));
  return g_string_free (text, FALSE);
}

static void
wait_for_rows (const char *expected)
{
  g_autofree char *rows = dup_rows ();

  for (int i = 0; i < DEADLINE_MS / 10 && !g_str_equal (rows, expected); i++) {
    rig_wait_ms (10);
    g_free (rows);
    rows = dup_rows ();
  }
  rig_check_equal (rows, expected);
}

static void
put_caret (const char *block)
{
  gb_editor_reveal (rig.editor, block, 0);
  rig_wait_ms (100);
}

static char *
dup_body (void)
{
  g_autofree char *body = rig_snapshot (&rig, NULL);

  return rig_without_ids (body);
}

/* A key at the list, which has the focus. */
static void
press (guint keyval, GdkModifierType modifiers)
{
  g_autoptr (GdkEvent) event = gdk_event_new (GDK_KEY_PRESS);
  GdkDisplay *display = gtk_widget_get_display (window);
  g_autofree GdkKeymapKey *keys = NULL;
  int n_keys = 0;

  gdk_keymap_get_entries_for_keyval (gdk_keymap_get_for_display (display), keyval, &keys, &n_keys);
  event->key.window = g_object_ref (gtk_widget_get_window (window));
  event->key.keyval = keyval;
  event->key.state = modifiers;
  event->key.hardware_keycode = n_keys > 0 ? (guint16)keys[0].keycode : 0;
  gdk_event_set_device (event, gdk_seat_get_keyboard (gdk_display_get_default_seat (display)));
  gtk_widget_event (window, event);
}

static void
load (void)
{
  rig_load (&rig, "题",
            BODY ("<p id=\"p\">前言</p><h2 id=\"a\">一、甲</h2><p id=\"a1\">甲文</p>"
                  "<h3 id=\"b\">（一）乙</h3><p id=\"b1\">乙文</p>"
                  "<h2 id=\"c\">二、丙</h2><p id=\"c1\">丙文</p>"
                  "<p class=\"signature\" id=\"s\">办公室</p>"));
  put_caret ("p");
  wait_for_rows ("Level 1: 一、甲 | Level 2: （一）乙 | Level 1: 二、丙");
}

static void
test_follows_the_caret (void)
{
  load ();
  put_caret ("b1");
  wait_for_rows ("Level 1: 一、甲 | *Level 2: （一）乙 | Level 1: 二、丙");
  rig_type (&rig, "x");
  put_caret ("c");
  wait_for_rows ("Level 1: 一、甲 | Level 2: （一）乙 | *Level 1: 二、丙");
  /* The text of a heading is that of its row. */
  rig_key (&rig, "End");
  rig_type (&rig, "yz");
  wait_for_rows ("Level 1: 一、甲 | Level 2: （一）乙 | *Level 1: 二、丙yz");
}

static void
test_leads (void)
{
  g_autofree char *body = NULL;

  load ();
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (list, 2));
  wait_for_rows ("Level 1: 一、甲 | Level 2: （一）乙 | *Level 1: 二、丙");
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (rig.view)));
  rig_type (&rig, "q");
  rig_settle (&rig);
  body = dup_body ();
  g_assert_nonnull (strstr (body, "<h2>q二、丙</h2>"));

  /* Somebody walks with the keys: the text follows, the focus stays. */
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (list, 2)));
  press (GDK_KEY_Up, 0);
  rig_wait_ms (200);
  {
    g_autofree char *section = NULL;

    g_object_get (rig.editor, "section", &section, NULL);
    rig_check_equal (section, "b");
  }
}

static void
test_moves (void)
{
  g_autofree char *before = NULL;
  g_autofree char *body = NULL;

  load ();
  before = dup_body ();
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (list, 1)));
  gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, 2));
  rig_wait_ms (200);
  press (GDK_KEY_Up, GDK_MOD1_MASK | GDK_SHIFT_MASK);
  wait_for_rows ("*Level 1: 一、丙 | Level 1: 二、甲 | Level 2: （一）乙");
  body = dup_body ();
  g_assert_nonnull (strstr (body, "<p>前言</p><h2>一、丙</h2><p>丙文</p><h2>二、甲</h2>"));
  g_assert_nonnull (strstr (body, "<p>乙文</p><p class=\"signature\">办公室</p>"));
  rig_activate (&rig, "undo");
  wait_for_rows ("Level 1: 一、甲 | Level 2: （一）乙 | *Level 1: 二、丙");
  g_free (body);
  body = dup_body ();
  rig_check_equal (body, before);

  gb_editor_move_section (rig.editor, "a", "");
  wait_for_rows ("Level 1: 一、丙 | *Level 1: 二、甲 | Level 2: （一）乙");
  rig_activate (&rig, "undo");
  rig_activate (&rig, "promote-section");
  rig_wait_ms (200);
  put_caret ("b1");
  rig_activate (&rig, "promote-section");
  wait_for_rows ("Level 1: 一、甲 | *Level 1: 二、乙 | Level 1: 三、丙");
}

/* The pointer of the display: the grabs of a drag are the X server's. */
static void
point (const char *arguments)
{
  g_autofree char *command = g_strconcat ("xdotool ", arguments, NULL);
  g_autoptr (GError) error = NULL;

  g_spawn_command_line_sync (command, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  rig_wait_ms (60);
}

/* The middle of the upper or lower half of a row, on the screen. */
static char *
dup_place (int index, gboolean lower)
{
  GtkWidget *row = GTK_WIDGET (gtk_list_box_get_row_at_index (list, index));
  int x;
  int y;
  int height = gtk_widget_get_allocated_height (row);

  gdk_window_get_origin (gtk_widget_get_window (window), &x, &y);
  {
    int row_x;
    int row_y;

    gtk_widget_translate_coordinates (row, window, 60, lower ? height * 3 / 4 : height / 4, &row_x,
                                      &row_y);
    return g_strdup_printf ("mousemove %d %d", x + row_x, y + row_y);
  }
}

static void
drag (int from, int to, gboolean lower)
{
  g_autofree char *start = dup_place (from, TRUE);
  g_autofree char *end = dup_place (to, lower);

  point (start);
  point ("mousedown 1");
  /* Far enough to be a drag, and then there. */
  point ("mousemove_relative 0 -- 12");
  point ("mousemove_relative -- 4 -12");
  point (end);
  point ("mousemove_relative 2 0");
  point ("mouseup 1");
}

static void
test_drag (void)
{
  load ();
  drag (2, 0, FALSE);
  wait_for_rows ("*Level 1: 一、丙 | Level 1: 二、甲 | Level 2: （一）乙");
  rig_wait_ms (300);
  drag (0, 2, TRUE);
  wait_for_rows ("Level 1: 一、甲 | Level 2: （一）乙 | *Level 1: 二、丙");
}

/* In the text, the keys move a section while the caret is in its heading. */
static void
test_keys_in_the_text (void)
{
  load ();
  put_caret ("c");
  rig_key (&rig, "<Alt><Shift>Up");
  wait_for_rows ("*Level 1: 一、丙 | Level 1: 二、甲 | Level 2: （一）乙");
}

static void
test_no_headings (void)
{
  rig_load (&rig, "t", BODY ("<p id=\"p\">x</p>"));
  wait_for_rows ("");
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (list)));
}

static void
test_reader (void)
{
  load ();
  g_object_set (rig.editor, "editable", FALSE, NULL);
  rig_wait_ms (60);
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (list, 2));
  wait_for_rows ("Level 1: 一、甲 | Level 2: （一）乙 | *Level 1: 二、丙");
  g_assert_false (
    g_action_group_get_action_enabled (gb_editor_get_actions (rig.editor), "move-section-up"));
  g_object_set (rig.editor, "editable", TRUE, NULL);
}

/* A reader of a long text is brought to the heading, too. */
static void
test_scrolls (void)
{
  GString *content = g_string_new (NULL);
  g_autofree char *body = NULL;

  for (int i = 0; i < 60; i++)
    g_string_append_printf (content, "<h2 id=\"h%d\">第%d章</h2><p id=\"p%d\">文</p>", i, i, i);
  body = g_strdup_printf (BODY ("%s"), content->str);
  g_string_free (content, TRUE);
  for (guint editable = 0; editable < 2; editable++) {
    g_autofree char *top = NULL;

    rig_load (&rig, "t", body);
    g_object_set (rig.editor, "editable", editable, NULL);
    gb_editor_peek (rig.editor, "h40");
    rig_wait_ms (200);
    top = rig_call (&rig, "const t = document.getElementById('h40').getBoundingClientRect().top;"
                          "return t >= 0 && t < 100 ? 'at the top' : String(t);");
    rig_check_equal (top, "at the top");
  }
}

/* Letters that are being composed are no heading yet. */
static void
test_composition (void)
{
  rig_use_input_method (&rig);
  for (guint order = 0; order < RIG_N_ORDERS; order++) {
    rig_input_method_set_order (rig.input_method, order);
    load ();
    put_caret ("c");
    rig_key (&rig, "End");
    rig_settle (&rig);
    rig_type (&rig, "nihao");
    rig_wait_ms (300);
    wait_for_rows ("Level 1: 一、甲 | Level 2: （一）乙 | *Level 1: 二、丙");
    rig_type (&rig, " ");
    wait_for_rows ("Level 1: 一、甲 | Level 2: （一）乙 | *Level 1: 二、丙" RIG_CANDIDATE);
  }
}

int
main (int argc, char *argv[])
{
  int result;

  rig_init (&argc, &argv);
  rig_open (&rig, 800, 700);
  window = gtk_window_new (GTK_WINDOW_POPUP);
  gtk_container_add (GTK_CONTAINER (window), gb_outline_new (rig.editor));
  gtk_window_move (GTK_WINDOW (window), 820, 0);
  gtk_window_set_default_size (GTK_WINDOW (window), 300, 500);
  gtk_widget_insert_action_group (window, "editor", gb_editor_get_actions (rig.editor));
  find_list_cb (window, NULL);
  gtk_widget_show (window);

  g_test_add_func ("/outline/follows-the-caret", test_follows_the_caret);
  g_test_add_func ("/outline/leads", test_leads);
  g_test_add_func ("/outline/moves", test_moves);
  g_test_add_func ("/outline/drag", test_drag);
  g_test_add_func ("/outline/keys-in-the-text", test_keys_in_the_text);
  g_test_add_func ("/outline/no-headings", test_no_headings);
  g_test_add_func ("/outline/reader", test_reader);
  g_test_add_func ("/outline/scrolls", test_scrolls);
  g_test_add_func ("/outline/composition", test_composition);
  result = g_test_run ();
  gtk_widget_destroy (window);
  rig_close (&rig);
  return result;
}
