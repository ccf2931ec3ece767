/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding and replacing with the hands of a person: the bar's entries, its keys, its buttons, and
 * an input method in the entry and in the text. */

#include "config.h"

#include "editor-rig.h"
#include "entry-input-method.h"

#include "editor/gb-editor-find.h"

#include <string.h>

#define DEADLINE_MS   10000
#define BODY(content) "<body xmlns=\"http://www.w3.org/1999/xhtml\">" content "</body>"

static Rig rig;

static GbEditorFind *
get_bar (void)
{
  return GB_EDITOR_FIND (rig_find_widget (&rig, GB_TYPE_EDITOR_FIND, NULL));
}

static GtkEntry *
get_entry (const char *name)
{
  return GTK_ENTRY (rig_find_widget (&rig, GTK_TYPE_ENTRY, name));
}

#define FIND    "Find in the text"
#define REPLACE "Replace with"

/* The words beside the entry, which a screen reader reads as its description. */
static const char *
get_count (void)
{
  return atk_object_get_description (gtk_widget_get_accessible (GTK_WIDGET (get_entry (FIND))));
}

static void
wait_for_count (const char *expected)
{
  for (int i = 0; i < DEADLINE_MS / 10 && g_strcmp0 (get_count (), expected) != 0; i++)
    rig_wait_ms (10);
  rig_check_equal (get_count (), expected);
}

/* A press of a key at the widget with the focus, as it comes from the window. */
static void
press (guint keyval, GdkModifierType modifiers)
{
  GdkDisplay *display = gtk_widget_get_display (rig.window);
  g_autofree GdkKeymapKey *keys = NULL;
  int n_keys = 0;

  gdk_keymap_get_entries_for_keyval (gdk_keymap_get_for_display (display), keyval, &keys, &n_keys);
  for (int i = 0; i < 2; i++) {
    g_autoptr (GdkEvent) event = gdk_event_new (i == 0 ? GDK_KEY_PRESS : GDK_KEY_RELEASE);

    event->key.window = g_object_ref (gtk_widget_get_window (rig.window));
    event->key.time = GDK_CURRENT_TIME;
    event->key.keyval = keyval;
    event->key.state = modifiers;
    event->key.hardware_keycode = n_keys > 0 ? (guint16)keys[0].keycode : 0;
    gdk_event_set_device (event, gdk_seat_get_keyboard (gdk_display_get_default_seat (display)));
    gtk_widget_event (rig.window, event);
  }
}

static void
put_caret (const char *block, guint offset)
{
  gb_editor_reveal (rig.editor, block, offset);
  rig_wait_ms (100);
}

static char *
get_selection (void)
{
  return rig_call (&rig, "return document.getSelection().toString();");
}

static guint
count_shown (void)
{
  g_autofree char *count =
    rig_call (&rig, "return String(document.querySelectorAll('.gb-match').length);");

  return (guint)g_ascii_strtoull (count, NULL, 10);
}

static char *
dup_body (void)
{
  g_autofree char *body = rig_snapshot (&rig, NULL);

  return rig_without_ids (body);
}

static gboolean
is_focus_in_text (void)
{
  return gtk_widget_has_focus (GTK_WIDGET (rig.view));
}

static void
close_bar (void)
{
  gb_editor_find_close (get_bar ());
  gtk_entry_set_text (get_entry (FIND), "");
  gtk_entry_set_text (get_entry (REPLACE), "");
}

/* Ctrl+F, a text, Enter, Shift+Enter, Escape. */
static void
test_find (void)
{
  g_autofree char *body = NULL;
  g_autofree char *selection = NULL;

  rig_load (
    &rig, "公开的题目",
    BODY ("<p id=\"a\">政务公开</p><p id=\"b\">全面<strong>公</strong>开</p>"
          "<table id=\"t\"><tbody><tr><td><p id=\"c\">不公开</p></td></tr></tbody></table>"));
  put_caret ("a", 0);
  rig_activate (&rig, "find");
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (get_entry (FIND))));
  gtk_entry_set_text (get_entry (FIND), "公开");
  wait_for_count ("2/4");
  /* 公 and 开 of the second paragraph are shown apart. */
  g_assert_cmpuint (count_shown (), ==, 5);
  press (GDK_KEY_Return, 0);
  wait_for_count ("3/4");
  press (GDK_KEY_Return, 0);
  wait_for_count ("4/4");
  press (GDK_KEY_Return, 0);
  wait_for_count ("1/4");
  press (GDK_KEY_Return, GDK_SHIFT_MASK);
  wait_for_count ("4/4");
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (get_entry (FIND))));
  gtk_entry_set_text (get_entry (FIND), "公开了");
  wait_for_count ("Not found");
  gtk_entry_set_text (get_entry (FIND), "公开");
  wait_for_count ("4/4");

  /* What is shown is not in the document. */
  body = rig_snapshot (&rig, NULL);
  g_assert_null (strstr (body, "gb-match"));

  press (GDK_KEY_Escape, 0);
  g_assert_false (gb_editor_find_get_is_open (get_bar ()));
  for (int i = 0; i < DEADLINE_MS / 10 && count_shown () > 0; i++)
    rig_wait_ms (10);
  g_assert_cmpuint (count_shown (), ==, 0);
  g_assert_true (is_focus_in_text ());
  selection = get_selection ();
  rig_check_equal (selection, "公开");
  /* The caret is at the match: what is typed takes its place. */
  rig_type (&rig, "x");
  rig_settle (&rig);
  g_free (body);
  body = rig_snapshot (&rig, NULL);
  g_assert_nonnull (strstr (body, "不x"));
  close_bar ();
}

/* The bar is opened over a selection, and F3 goes on with the bar closed. */
static void
test_selection_is_offered (void)
{
  rig_load (&rig, "t", BODY ("<p id=\"a\">甲乙甲乙甲乙</p>"));
  put_caret ("a", 0);
  rig_key (&rig, "<Shift>Right");
  rig_key (&rig, "<Shift>Right");
  rig_settle (&rig);
  rig_activate (&rig, "find");
  wait_for_count ("1/3");
  rig_check_equal (gtk_entry_get_text (get_entry (FIND)), "甲乙");
  press (GDK_KEY_Escape, 0);
  rig_wait_ms (100);
  rig_activate (&rig, "find-next");
  wait_for_count ("2/3");
  rig_activate (&rig, "find-previous");
  wait_for_count ("1/3");
  g_assert_true (is_focus_in_text ());
  /* In the text, Escape closes the bar too. */
  rig_key (&rig, "Escape");
  for (int i = 0; i < DEADLINE_MS / 10 && gb_editor_find_get_is_open (get_bar ()); i++)
    rig_wait_ms (10);
  g_assert_false (gb_editor_find_get_is_open (get_bar ()));
  close_bar ();
}

static void
test_replace (void)
{
  static const char *const before = "<p>甲<strong>甲</strong>乙甲</p>";
  g_autofree char *body = NULL;

  rig_load (&rig, "甲", BODY ("<p id=\"a\">甲<strong>甲</strong>乙甲</p>"));
  put_caret ("a", 0);
  rig_activate (&rig, "find-replace");
  g_assert_true (gtk_widget_is_visible (GTK_WIDGET (get_entry (REPLACE))));
  gtk_entry_set_text (get_entry (FIND), "甲");
  wait_for_count ("2/4");
  gtk_entry_set_text (get_entry (REPLACE), "丙丁");
  gtk_widget_grab_focus (GTK_WIDGET (get_entry (REPLACE)));
  /* The focus of the entry takes the selection from the page, as it would in the desktop. */
  rig_wait_ms (300);
  rig_check_equal (get_count (), "2/4");
  press (GDK_KEY_Return, 0);
  wait_for_count ("2/3");
  press (GDK_KEY_Return, 0);
  wait_for_count ("2/2");
  body = dup_body ();
  g_assert_nonnull (strstr (body, "<p>丙丁<strong>丙丁</strong>乙甲</p>"));
  rig_activate (&rig, "undo");
  wait_for_count ("3/3");
  rig_activate (&rig, "undo");
  wait_for_count ("4/4");

  rig_activate (&rig, "replace-all");
  wait_for_count ("4 replaced");
  g_free (body);
  body = dup_body ();
  g_assert_nonnull (strstr (body, "<p>丙丁<strong>丙丁</strong>乙丙丁</p>"));
  /* All at once. */
  rig_activate (&rig, "undo");
  rig_wait_ms (200);
  g_free (body);
  body = dup_body ();
  g_assert_nonnull (strstr (body, before));
  close_bar ();
}

static gboolean
is_enabled (const char *name)
{
  return g_action_group_get_action_enabled (gb_editor_get_actions (rig.editor), name);
}

static void
test_reader (void)
{
  g_autofree char *selection = NULL;

  rig_load (&rig, "t", BODY ("<p id=\"a\">甲乙甲</p>"));
  g_object_set (rig.editor, "editable", FALSE, NULL);
  g_assert_false (is_enabled ("find-replace"));
  g_assert_false (is_enabled ("replace-all"));
  rig_activate (&rig, "find");
  gtk_entry_set_text (get_entry (FIND), "甲");
  wait_for_count ("1/2");
  g_assert_false (is_enabled ("replace-all"));
  g_assert_false (
    gtk_widget_is_visible (GTK_WIDGET (rig_find_widget (&rig, GTK_TYPE_BUTTON, "Replace All"))));
  rig_activate (&rig, "find-next");
  wait_for_count ("2/2");
  press (GDK_KEY_Escape, 0);
  for (int i = 0; i < DEADLINE_MS / 10; i++) {
    g_free (selection);
    selection = get_selection ();
    if (g_str_equal (selection, "甲"))
      break;
    rig_wait_ms (10);
  }
  rig_check_equal (selection, "甲");
  g_object_set (rig.editor, "editable", TRUE, NULL);
  close_bar ();
}

/* GTK's own input method: Ctrl+Shift+U and digits are letters that are not committed yet. They do
 * not look for anything until they are. */
static void
test_preedit_is_not_searched (void)
{
  static const guint keys[] = { GDK_KEY_U, GDK_KEY_4, GDK_KEY_f, GDK_KEY_6, GDK_KEY_0 };
  GtkEntry *entry = get_entry (FIND);

  rig_load (&rig, "t", BODY ("<p id=\"a\">u4f60 你 4f60</p>"));
  g_object_set (entry, "im-module", "gtk-im-context-simple", NULL);
  rig_activate (&rig, "find");
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    press (keys[i], GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  rig_wait_ms (400);
  rig_check_equal (gtk_entry_get_text (entry), "");
  rig_check_equal (get_count (), "");
  g_assert_cmpuint (count_shown (), ==, 0);
  /* Enter commits; it does not go to the next match. */
  press (GDK_KEY_Return, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  rig_check_equal (gtk_entry_get_text (entry), "你");
  wait_for_count ("1/1");
  close_bar ();
}

/* ───── Composing in the entries ───── */

#define SLOW_GAP_MS 120
#define SETTLE_MS   400 /* longer than the entry waits for the next letter */

static void
press_keys (guint gap_ms, const guint *keyvals)
{
  for (guint i = 0; keyvals[i] != 0; i++) {
    if (i > 0)
      rig_wait_ms (gap_ms);
    press (keyvals[i], 0);
  }
}

/* Nothing that comes late changes it. */
static void
check_stays (const char *text, const char *count)
{
  wait_for_count (count);
  rig_wait_ms (SETTLE_MS);
  rig_check_equal (gtk_entry_get_text (get_entry (FIND)), text);
  rig_check_equal (get_count (), count);
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (get_entry (FIND))));
}

static const guint type_letters[] = { GDK_KEY_n, GDK_KEY_i, 0 };
static const guint press_space[] = { GDK_KEY_space, 0 };
static const guint press_enter[] = { GDK_KEY_Return, 0 };
static const guint type_raw[] = { GDK_KEY_h, GDK_KEY_Return, 0 };
static const guint press_escape[] = { GDK_KEY_Escape, 0 };

/* Letters are not looked for, and the Enter and the Escape that belong to the input method do
 * neither go to a match nor close the bar. */
static void
check_composing (RigOrder order, guint gap_ms)
{
  GtkEntry *entry = get_entry (FIND);
  static const char *const body = BODY ("<p id=\"a\">ni你好h，你好</p><p id=\"b\">你好hni</p>");

  rig_load (&rig, "t", body);
  put_caret ("a", 0);
  rig_activate (&rig, "find");
  entry_input_method_attach (entry, order);

  press_keys (gap_ms, type_letters);
  check_stays ("", "");
  g_assert_cmpuint (count_shown (), ==, 0);
  press_keys (gap_ms, press_space);
  check_stays (RIG_CANDIDATE, "1/3");
  g_assert_cmpuint (count_shown (), ==, 3);
  press_keys (gap_ms, type_letters);
  check_stays (RIG_CANDIDATE, "1/3");
  press_keys (gap_ms, press_escape);
  check_stays (RIG_CANDIDATE, "1/3");
  g_assert_true (gb_editor_find_get_is_open (get_bar ()));
  press_keys (gap_ms, type_raw);
  check_stays (RIG_CANDIDATE "h", "1/2");
  press_keys (gap_ms, press_enter);
  check_stays (RIG_CANDIDATE "h", "2/2");

  entry_input_method_detach (entry);
  press (GDK_KEY_Escape, 0);
  g_assert_false (gb_editor_find_get_is_open (get_bar ()));
  close_bar ();
}

static void
test_composing (void)
{
  for (RigOrder order = 0; order < RIG_N_ORDERS; order++) {
    check_composing (order, SLOW_GAP_MS);
    check_composing (order, 0);
  }
}

/* Enter goes to a match once, however soon it comes after a commit: the first one while that has
 * not been looked for yet, the next one afterwards. */
static void
test_enter_after_commit (void)
{
  static const guint delays_ms[] = { 20, 100, 300, 450, 550 };
  GtkEntry *entry = get_entry (FIND);

  for (guint i = 0; i < RIG_N_ORDERS * G_N_ELEMENTS (delays_ms); i++) {
    const guint delay_ms = delays_ms[i / RIG_N_ORDERS];
    g_autofree char *next = NULL;
    gboolean was_found;
    guint match;

    rig_load (&rig, "t", BODY ("<p id=\"a\">你好你好你好</p>"));
    put_caret ("a", 0);
    rig_activate (&rig, "find");
    entry_input_method_attach (entry, i % RIG_N_ORDERS);
    press_keys (0, type_letters);
    press_keys (0, press_space);
    rig_wait_ms (delay_ms);
    was_found = g_str_equal (get_count (), "1/3");
    press_keys (0, press_enter);
    if (was_found)
      wait_for_count ("2/3");
    rig_wait_ms (SETTLE_MS);
    match = (guint)g_ascii_strtoull (get_count (), NULL, 10);
    g_assert_cmpuint (match, >=, was_found ? 2 : 1);
    g_assert_cmpuint (match, <=, 2);
    press_keys (0, press_enter);
    next = g_strdup_printf ("%u/3", match + 1);
    check_stays (RIG_CANDIDATE, next);
    entry_input_method_detach (entry);
    close_bar ();
  }
}

/* The Enter of the input method does not replace anything; the next one does. */
static void
test_composing_what_replaces (void)
{
  for (RigOrder order = 0; order < RIG_N_ORDERS; order++) {
    g_autofree char *before = NULL;
    g_autofree char *after = NULL;
    GtkEntry *entry = get_entry (REPLACE);

    rig_load (&rig, "t", BODY ("<p id=\"a\">甲乙甲</p>"));
    put_caret ("a", 0);
    rig_activate (&rig, "find-replace");
    gtk_entry_set_text (get_entry (FIND), "甲");
    wait_for_count ("1/2");
    gtk_widget_grab_focus (GTK_WIDGET (entry));
    entry_input_method_attach (entry, order);
    press_keys (0, type_letters);
    press_keys (0, press_space);
    press_keys (0, type_raw);
    rig_wait_ms (SETTLE_MS);
    rig_check_equal (gtk_entry_get_text (entry), RIG_CANDIDATE "h");
    rig_check_equal (get_count (), "1/2");
    before = dup_body ();
    rig_check_equal (before, BODY ("<p>甲乙甲</p>"));
    press_keys (0, press_enter);
    wait_for_count ("1/1");
    after = dup_body ();
    rig_check_equal (after, BODY ("<p>你好h乙甲</p>"));
    entry_input_method_detach (entry);
    close_bar ();
  }
}

/* With the bar open, a person writes Chinese into the text: nothing moves, and the new text is
 * found when it is committed. */
static void
test_writing_while_searching (void)
{
  GString *content = g_string_new (NULL);
  g_autofree char *body = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  for (int i = 0; i < 80; i++)
    g_string_append_printf (content, "<p id=\"p%d\">你好，第%d段。</p>", i, i);
  body = g_strdup_printf (BODY ("%s"), content->str);
  g_string_free (content, TRUE);
  rig_use_input_method (&rig);
  for (guint order = 0; order < RIG_N_ORDERS; order++) {
    rig_input_method_set_order (rig.input_method, order);
    rig_load (&rig, "t", body);
    put_caret ("p70", 0);
    rig_activate (&rig, "find");
    gtk_entry_set_text (get_entry (FIND), RIG_CANDIDATE);
    wait_for_count ("71/80");
    gtk_widget_grab_focus (GTK_WIDGET (rig.editor));
    rig_wait_ms (150);
    put_caret ("p70", 3);
    g_free (before);
    before = rig_call (&rig, "return String(scrollY);");
    rig_type (&rig, "nihao");
    rig_wait_ms (200);
    wait_for_count ("80 matches");
    rig_type (&rig, " ");
    wait_for_count ("81 matches");
    g_free (after);
    after = rig_call (&rig, "return String(scrollY);");
    rig_check_equal (after, before);
    g_assert_cmpuint (count_shown (), ==, 81);
    close_bar ();
  }
}

/* A text that is loaded while the bar is open is searched too, and nothing in it moves. */
static void
test_another_text (void)
{
  rig_load (&rig, "t", BODY ("<p id=\"a\">甲</p>"));
  rig_activate (&rig, "find");
  gtk_entry_set_text (get_entry (FIND), "甲");
  wait_for_count ("1/1");
  rig_load (&rig, "t", BODY ("<p id=\"a\">甲甲甲</p>"));
  wait_for_count ("3 matches");
  close_bar ();
}

/* 50,000 characters, of which every hundredth is a match: typing in the entry and in the text is
 * answered within the deadline of every test, and the time is told. */
static void
test_long_text (void)
{
  GString *content = g_string_new (NULL);
  g_autofree char *body = NULL;
  gint64 start;

  for (int i = 0; i < 500; i++) {
    g_string_append_printf (content, "<p id=\"p%d\">", i);
    for (int j = 0; j < 20; j++)
      g_string_append (content, j == 7 ? "政务公开，" : "关于文件的");
    g_string_append (content, "</p>");
  }
  body = g_strdup_printf (BODY ("%s"), content->str);
  g_string_free (content, TRUE);
  rig_load (&rig, "t", body);
  put_caret ("p0", 0);
  rig_activate (&rig, "find");
  start = g_get_monotonic_time ();
  gtk_entry_set_text (get_entry (FIND), "公开");
  wait_for_count ("1/500");
  g_test_message ("500 matches shown after %" G_GINT64_FORMAT " ms",
                  (g_get_monotonic_time () - start) / 1000);
  start = g_get_monotonic_time ();
  gtk_entry_set_text (get_entry (FIND), "的");
  wait_for_count ("1/9500");
  g_test_message ("9500 matches after %" G_GINT64_FORMAT " ms",
                  (g_get_monotonic_time () - start) / 1000);
  gtk_widget_grab_focus (GTK_WIDGET (rig.editor));
  rig_wait_ms (150);
  put_caret ("p499", 0);
  start = g_get_monotonic_time ();
  for (int i = 0; i < 20; i++)
    rig_type (&rig, "a");
  rig_settle (&rig);
  g_test_message ("20 keys took %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - start) / 1000);
  close_bar ();
}

int
main (int argc, char *argv[])
{
  int result;

  rig_init (&argc, &argv);
  rig_open (&rig, 1000, 700);

  g_test_add_func ("/find/find", test_find);
  g_test_add_func ("/find/selection", test_selection_is_offered);
  g_test_add_func ("/find/replace", test_replace);
  g_test_add_func ("/find/reader", test_reader);
  g_test_add_func ("/find/preedit", test_preedit_is_not_searched);
  g_test_add_func ("/find/composing", test_composing);
  g_test_add_func ("/find/composing/enter", test_enter_after_commit);
  g_test_add_func ("/find/composing/replacement", test_composing_what_replaces);
  g_test_add_func ("/find/another-text", test_another_text);
  g_test_add_func ("/find/long-text", test_long_text);
  g_test_add_func ("/find/writing", test_writing_while_searching);
  result = g_test_run ();
  rig_close (&rig);
  return result;
}
