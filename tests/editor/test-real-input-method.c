/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pinyin with the input methods that people have: the daemon of ibus or of Fcitx 5 runs on this
 * session bus, GTK's module for it stands before the view and the entries, and keys come from the X
 * server. What the scripted input method cannot show is here: the daemon answers a while after the
 * key, and GTK gets the keys again that it leaves. Main thread.
 *
 *   test-real-input-method ibus|fcitx5 */

#include "config.h"

#include "editor-rig.h"
#include "ime-places.h"

#include "editor/gb-editor-find.h"

#include <string.h>

#define BODY(content) "<body xmlns=\"http://www.w3.org/1999/xhtml\">" content "</body>"
#define DEADLINE_MS   20000
#define SETTLE_MS     300 /* what is wrong comes late */

static Rig rig;
static GSubprocess *daemon_process; /* (nullable) */

/* ───── The two daemons ───── */

/* Runs a program to its end. Returns: what it printed, (transfer full); it says no more by failing.
 */
static char *
run (const char *const *argv)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  process = g_subprocess_newv (
    argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, &error);
  g_assert_no_error (error);
  return g_strchomp (text);
}

static void
start_daemon (const char *const *argv)
{
  g_autoptr (GError) error = NULL;

  daemon_process = g_subprocess_newv (
    argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  g_assert_no_error (error);
}

static void
start_ibus (void)
{
  static const char *const argv[] = { "ibus-daemon", "--panel=disable", "--emoji-extension=disable",
                                      NULL };

  start_daemon (argv);
  g_setenv ("GTK_IM_MODULE", "ibus", TRUE);
}

/* It refuses while it starts, and sometimes says that it failed when it has not. */
static gboolean
is_ibus_ready (void)
{
  static const char *const choose[] = { "ibus", "engine", "libpinyin", NULL };
  static const char *const ask[] = { "ibus", "engine", NULL };
  g_autofree char *answer = run (choose);
  g_autofree char *engine = run (ask);

  return g_str_equal (engine, "libpinyin");
}

static void
write_config (const char *name, const char *content)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "fcitx5", name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);
}

static void
start_fcitx5 (void)
{
  static const char *const argv[] = { "fcitx5", "--disable",
                                      "notificationitem,notifications,"
                                      "wayland,kimpanel",
                                      NULL };

  write_config ("profile", "[Groups/0]\nName=Default\nDefault Layout=us\nDefaultIM=pinyin\n"
                           "[Groups/0/Items/0]\nName=pinyin\nLayout=\n"
                           "[GroupOrder]\n0=Default\n");
  write_config ("config", "[Behavior]\nActiveByDefault=True\n");
  start_daemon (argv);
  g_setenv ("GTK_IM_MODULE", "fcitx5", TRUE);
}

static gboolean
is_fcitx5_ready (void)
{
  static const char *const ask[] = { "fcitx5-remote", "-n", NULL };
  g_autofree char *engine = run (ask);

  return g_str_equal (engine, "pinyin");
}

static const struct {
  const char *name;
  void (*start) (void);
  gboolean (*is_ready) (void); /* with the window in the focus */
} daemons[] = {
  { "ibus", start_ibus, is_ibus_ready },
  { "fcitx5", start_fcitx5, is_fcitx5_ready },
};

/* ───── Keys of the X server ───── */

static void
exited_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_wait_check_finish (G_SUBPROCESS (object), result, &error);
  g_assert_no_error (error);
  *(gboolean *)user_data = TRUE;
}

/* Key names of X, with blanks between them. */
static void
press_keys (const char *gap_ms, const char *names)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_auto (GStrv) keys = g_strsplit (names, " ", -1);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  g_ptr_array_add (argv, (gpointer) "xdotool");
  g_ptr_array_add (argv, (gpointer) "key");
  g_ptr_array_add (argv, (gpointer) "--delay");
  g_ptr_array_add (argv, (gpointer)gap_ms);
  for (guint i = 0; keys[i] != NULL; i++)
    g_ptr_array_add (argv, keys[i]);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_newv ((const char *const *)argv->pdata, 0, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check_async (process, NULL, exited_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

#define SLOW "120"
#define FAST "5"

/* ───── The text ───── */

static void
wait_for_text (const char *expected)
{
  g_autofree char *text = ime_place_dup_text (&rig);

  for (guint i = 0; i < DEADLINE_MS / 100 && strcmp (text, expected) != 0; i++) {
    rig_wait_ms (100);
    g_free (text);
    text = ime_place_dup_text (&rig);
  }
  rig_wait_ms (SETTLE_MS);
  g_free (text);
  text = ime_place_dup_text (&rig);
  rig_check_equal (text, expected);
}

static void
check (const char *gap_ms, const char *keys, const char *expected)
{
  press_keys (gap_ms, keys);
  wait_for_text (expected);
}

/* The same keys as from the scripted input method, in the same places. */
static void
test_place (gconstpointer data)
{
  const ImePlace *place = data;
  const char *gap_ms = (place - ime_places) % 2 ? FAST : SLOW;

  ime_place_enter (place, &rig);
  check (gap_ms, "n i h a o space", place->committed);
  check (gap_ms, "h Return", place->raw);
  check (gap_ms, "Return", place->split);
  check (gap_ms, "n i h a o space", place->next);
  ime_place_check_undo (place, &rig);
}

/* Enter just behind a commit, while the daemon has both keys; and a while later. */
static void
test_enter (void)
{
  static const char *const gaps_ms[] = { "5", "40", "100", "200", "300", "450" };

  for (guint i = 0; i < G_N_ELEMENTS (gaps_ms); i++) {
    ime_place_enter (&ime_places[IME_PLACE_EMPTY], &rig);
    press_keys (FAST, "n i h a o");
    check (gaps_ms[i], "space Return", "<p>你好</p><p/>");
  }
}

static void
test_cancel (void)
{
  ime_place_enter (&ime_places[IME_PLACE_MIDDLE], &rig);
  check (SLOW, "n i Escape", "<p>甲乙丙丁</p>");
  check (SLOW, "n i BackSpace BackSpace BackSpace", "<p>甲丙丁</p>");
  check (SLOW, "n i h a o space", "<p>甲你好丙丁</p>");
}

/* A choice by number, and the comma of a Chinese keyboard, which is committed without letters. */
static void
test_punctuation (void)
{
  ime_place_enter (&ime_places[IME_PLACE_EMPTY], &rig);
  check (SLOW, "n i h a o 1 comma", "<p>你好，</p>");
  check (FAST, "n i h a o space period", "<p>你好，你好。</p>");
}

/* ───── The entry of the find bar ───── */

static GtkEntry *
get_find_entry (void)
{
  return GTK_ENTRY (rig_find_widget (&rig, GTK_TYPE_SEARCH_ENTRY, "Find in the text"));
}

static void
check_find (const char *keys, const char *text, const char *count)
{
  GtkEntry *entry = get_find_entry ();
  AtkObject *accessible = gtk_widget_get_accessible (GTK_WIDGET (entry));

  press_keys (SLOW, keys);
  for (guint i = 0; i < DEADLINE_MS / 100; i++) {
    if (g_str_equal (gtk_entry_get_text (entry), text) &&
        g_strcmp0 (atk_object_get_description (accessible), count) == 0)
      break;
    rig_wait_ms (100);
  }
  rig_wait_ms (SETTLE_MS);
  rig_check_equal (gtk_entry_get_text (entry), text);
  rig_check_equal (atk_object_get_description (accessible), count);
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (entry)));
}

/* Letters are not looked for, and the Enter and the Escape of the input method do neither go to a
 * match nor close the bar. */
static void
test_find (void)
{
  GbEditorFind *bar = GB_EDITOR_FIND (rig_find_widget (&rig, GB_TYPE_EDITOR_FIND, NULL));

  rig_load (&rig, "t", BODY ("<p id=\"a\">ni你好h，你好</p><p id=\"b\">你好hni</p>"));
  gb_editor_reveal (rig.editor, "a", 0);
  rig_wait_ms (300);
  rig_activate (&rig, "find");
  rig_wait_ms (300);
  check_find ("n i h a o", "", "");
  check_find ("space", "你好", "1/3");
  check_find ("n i Escape", "你好", "1/3");
  g_assert_true (gb_editor_find_get_is_open (bar));
  check_find ("h Return", "你好h", "1/2");
  check_find ("Return", "你好h", "2/2");
  press_keys (SLOW, "Escape");
  for (guint i = 0; i < DEADLINE_MS / 100 && gb_editor_find_get_is_open (bar); i++)
    rig_wait_ms (100);
  g_assert_false (gb_editor_find_get_is_open (bar));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (rig.view)));
}

int
main (int argc, char **argv)
{
  guint which = 0;
  int result;

  while (which < G_N_ELEMENTS (daemons) && g_strcmp0 (argv[1], daemons[which].name) != 0)
    which++;
  g_assert_cmpuint (which, <, G_N_ELEMENTS (daemons));
  daemons[which].start ();
  rig_init (&argc, &argv);
  rig_open (&rig, 800, 600);
  for (guint i = 0; i < DEADLINE_MS / 200 && !daemons[which].is_ready (); i++)
    rig_wait_ms (200);
  g_assert_true (daemons[which].is_ready ());

  for (guint i = 0; i < ime_n_places; i++) {
    g_autofree char *path = g_strdup_printf ("/real-input-method/place/%s", ime_places[i].name);

    g_test_add_data_func (path, &ime_places[i], test_place);
  }
  g_test_add_func ("/real-input-method/enter", test_enter);
  g_test_add_func ("/real-input-method/cancel", test_cancel);
  g_test_add_func ("/real-input-method/punctuation", test_punctuation);
  g_test_add_func ("/real-input-method/find", test_find);
  result = g_test_run ();
  rig_close (&rig);
  g_subprocess_force_exit (daemon_process);
  g_subprocess_wait (daemon_process, NULL, NULL);
  g_clear_object (&daemon_process);
  return result;
}
