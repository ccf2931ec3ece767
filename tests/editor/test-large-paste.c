/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A clipboard of three hundred pages, with the markup of an office program: a bar says that it is
 * on its way, writing goes on meanwhile, and it can be given up. */

#include "config.h"

#include "editor-rig.h"

#include "editor/gb-paste-bar.h"

#include <string.h>

#define DEADLINE_MS  120000
#define N_PARAGRAPHS 6000
/* Of one paragraph; what a program writes of looks is far more than the text. */
#define N_LOOKS       60
#define BODY(content) "<body xmlns=\"http://www.w3.org/1999/xhtml\">" content "</body>"

static Rig rig;
static char *html; /* what lies on the clipboard */

static void
make_html (void)
{
  GString *text = g_string_new ("<html xmlns:w=\"urn:schemas-microsoft-com:office:word\"><body>");
  g_autoptr (GString) looks = g_string_new (NULL);

  for (guint i = 0; i < N_LOOKS; i++)
    g_string_append (looks, "mso-bidi-font-family:仿宋;mso-hansi-font-family:仿宋;color:black;");
  for (guint i = 0; i < N_PARAGRAPHS; i++)
    g_string_append_printf (text,
                            "<p class=MsoNormal><span style='%s'>第%u段的文字，写满一行以上，"
                            "和公文里的段落一样长短。</span></p>",
                            looks->str, i);
  g_string_append (text, "</body></html>");
  html = g_string_free (text, FALSE);
}

static void
get_cb (GtkClipboard *clipboard, GtkSelectionData *data, guint info, gpointer user_data)
{
  gtk_selection_data_set (data, gtk_selection_data_get_target (data), 8, (const guchar *)html,
                          (int)strlen (html));
}

static void
clear_cb (GtkClipboard *clipboard, gpointer user_data)
{
}

static void
begin (void)
{
  static const GtkTargetEntry target = { (char *)"text/html", 0, 0 };

  rig_load (&rig, "", BODY ("<p id=\"a\">甲乙</p>"));
  gb_editor_reveal (rig.editor, "a", 1);
  rig_wait_ms (200);
  g_assert_true (gtk_clipboard_set_with_data (gtk_clipboard_get (GDK_SELECTION_CLIPBOARD), &target,
                                              1, get_cb, clear_cb, NULL));
  rig_key (&rig, "<Control>v");
}

static gboolean
is_busy (void)
{
  return gtk_widget_get_mapped (rig_find_widget (&rig, GTK_TYPE_PROGRESS_BAR, "Pasting"));
}

static void
wait_for_busy (gboolean busy)
{
  for (guint i = 0; i < DEADLINE_MS / 10 && is_busy () != busy; i++)
    rig_wait_ms (10);
  g_assert_cmpint (is_busy (), ==, busy);
}

static void
check_bar (void)
{
  GtkWidget *bar = rig_find_widget (&rig, GB_TYPE_PASTE_BAR, NULL);
  GtkWidget *cancel = rig_find_widget (&rig, GTK_TYPE_BUTTON, "Do Not Paste");

  g_assert_true (gtk_widget_get_mapped (bar));
  g_assert_nonnull (cancel);
  g_assert_true (gtk_widget_get_mapped (cancel));
}

static void
test_meanwhile (void)
{
  g_autofree char *body = NULL;
  g_autofree char *bare = NULL;
  g_autofree char *last = g_strdup_printf (
    "第%u段的文字，写满一行以上，和公文里的段落一样长短。xyz乙</p>", N_PARAGRAPHS - 1);

  begin ();
  wait_for_busy (TRUE);
  check_bar ();
  rig_type (&rig, "xy");
  rig_wait_ms (100);
  rig_type (&rig, "z");
  wait_for_busy (FALSE);
  rig_settle (&rig);
  body = rig_snapshot (&rig, NULL);
  bare = rig_without_ids (body);
  g_assert_true (
    g_str_has_prefix (bare, "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p>甲第0段"));
  g_assert_true (g_str_has_suffix (bare, "</body>"));
  g_assert_nonnull (strstr (bare, last));

  /* One step, and what was written meanwhile is another one. */
  rig_activate (&rig, "undo");
  for (guint i = 0; i < DEADLINE_MS / 100; i++) {
    g_free (body);
    g_free (bare);
    body = rig_snapshot (&rig, NULL);
    bare = rig_without_ids (body);
    if (strstr (bare, "第0段") == NULL)
      break;
    rig_wait_ms (100);
  }
  rig_check_equal (bare, BODY ("<p>甲xyz乙</p>"));
}

static void
test_cancel (void)
{
  g_autofree char *body = NULL;
  g_autofree char *bare = NULL;

  begin ();
  wait_for_busy (TRUE);
  rig_type (&rig, "xy");
  gtk_button_clicked (GTK_BUTTON (rig_find_widget (&rig, GTK_TYPE_BUTTON, "Do Not Paste")));
  wait_for_busy (FALSE);
  rig_settle (&rig);
  rig_type (&rig, "z");
  rig_settle (&rig);
  /* What was given up does not come later. */
  rig_wait_ms (3000);
  body = rig_snapshot (&rig, NULL);
  bare = rig_without_ids (body);
  rig_check_equal (bare, BODY ("<p>甲xyz乙</p>"));
  g_assert_false (is_busy ());
}

int
main (int argc, char **argv)
{
  int result;

  rig_init (&argc, &argv);
  make_html ();
  rig_open (&rig, 900, 700);
  g_test_add_func ("/paste/large/meanwhile", test_meanwhile);
  g_test_add_func ("/paste/large/cancel", test_cancel);
  result = g_test_run ();
  rig_close (&rig);
  g_free (html);
  return result;
}
