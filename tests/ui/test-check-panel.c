/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the checker finds, in a real window: the list beside the text, the number at the foot, going
 * from one to the next, and mending one or all. */

#include "config.h"

#include "page-rig.h"

#include "check/gb-check-group.h"
#include "check/gb-check-panel.h"
#include "document/gb-properties-panel.h"

#include <handy.h>
#include <string.h>

#define TITLE "关于城区道路积水问题的回应"
/* A kind of which nothing more is asked than what the rig fills in. */
#define KIND  GB_DOCUMENT_KIND_RESPONSE
#define START "<body xmlns=\"http://www.w3.org/1999/xhtml\">"
#define END   "</body>"

#define MARKS "Chinese text has full-width marks."

static GtkWidget *
get_panel (Rig *rig)
{
  return rig_find (GTK_WIDGET (rig->page), GB_TYPE_CHECK_PANEL);
}

static GbEditor *
get_editor (Rig *rig)
{
  return GB_EDITOR (rig_find (GTK_WIDGET (rig->page), GB_TYPE_EDITOR));
}

static guint
get_current (Rig *rig)
{
  return gb_editor_findings_get_current (gb_editor_get_findings (get_editor (rig)));
}

static char *
dup_text (Rig *rig, const char *id)
{
  g_autoptr (GbOpenDocument) open = rig_load (rig, id);

  return gb_document_dup_text (open->document);
}

static gboolean
says (Rig *rig, const char *id, const char *words)
{
  g_autofree char *text = dup_text (rig, id);

  return strstr (text, words) != NULL;
}

static gboolean
lists (Rig *rig, const char *words)
{
  GtkWidget *panel = get_panel (rig);
  g_autofree char *text = panel != NULL ? rig_read (panel) : g_strdup ("");

  return strstr (text, words) != NULL;
}

static GtkWidget *
find_badge (Rig *rig, const char *count)
{
  GtkWidget *label = rig_find_text (GTK_WIDGET (rig->page), count);

  return label != NULL ? gtk_widget_get_ancestor (label, GTK_TYPE_TOGGLE_BUTTON) : NULL;
}

static void
press_text (Rig *rig, const char *text)
{
  GtkWidget *widget;
  GtkWidget *button;

  rig_wait_for ((widget = rig_find_text (get_panel (rig), text)) != NULL);
  button = GTK_IS_BUTTON (widget) ? widget : gtk_widget_get_ancestor (widget, GTK_TYPE_BUTTON);
  gtk_button_clicked (GTK_BUTTON (button));
  rig_idle (100);
}

static void
undo (Rig *rig)
{
  g_action_group_activate_action (gb_editor_get_actions (get_editor (rig)), "undo", NULL);
}

static char *
open_with (Rig *rig, const char *body)
{
  char *id;

  rig_be (rig, "zhangxiao");
  id = rig_create_with_body (rig, KIND, TITLE, body);
  rig_open (rig, id);
  return id;
}

static void
test_list (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autofree char *id = open_with (
    rig, START "<p id=\"a\">各县人民政府,市直各部门:</p><p id=\"b\">请遵照执行!</p>" END);
  GtkWidget *badge;

  /* The number at the foot is there before anybody asks, and leads to the list. */
  rig_wait_for ((badge = find_badge (rig, "3")) != NULL);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (badge)));
  gtk_button_clicked (GTK_BUTTON (badge));
  rig_wait_for (lists (rig, MARKS));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (badge)));
  g_assert_true (lists (rig, "Mistakes"));
  g_assert_true (lists (rig, "人民政府,市直"));
  g_assert_true (lists (rig, "GB/T 15834"));
  rig_check_names (get_panel (rig), 6);

  /* Mended together, and taken back together. */
  press_text (rig, "Mend All 3");
  rig_wait_for (says (rig, id, "各县人民政府，市直各部门：") && says (rig, id, "请遵照执行！"));
  rig_wait_for (lists (rig, "Nothing Found"));
  rig_wait_for (find_badge (rig, "3") == NULL);
  undo (rig);
  rig_wait_for (says (rig, id, "各县人民政府,市直各部门:") && says (rig, id, "请遵照执行!"));
  rig_wait_for (lists (rig, MARKS));
}

/* From one to the next by keys, and mended there. */
static void
test_keys (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autofree char *id =
    open_with (rig, START "<p id=\"a\">甲乡,乙乡,丙乡。</p><p id=\"b\">丁乡,戊乡?</p>" END);
  guint first;

  rig_wait_for (find_badge (rig, "4") != NULL);
  rig_activate (rig, "next-finding");
  rig_wait_for (get_current (rig) != 0);
  first = get_current (rig);
  rig_activate (rig, "next-finding");
  rig_wait_for (get_current (rig) == first + 1);
  rig_activate (rig, "previous-finding");
  rig_wait_for (get_current (rig) == first);
  rig_activate (rig, "mend-finding");
  rig_wait_for (says (rig, id, "甲乡，乙乡,丙乡。"));
  rig_wait_for (find_badge (rig, "3") != NULL);
  /* With the caret nowhere near one, the key goes to the next. */
  rig_activate (rig, "next-finding");
  rig_wait_for (get_current (rig) != 0);
  rig_activate (rig, "mend-alike");
  rig_wait_for (says (rig, id, "甲乡，乙乡，丙乡。") && says (rig, id, "丁乡，戊乡？"));
  rig_wait_for (find_badge (rig, "3") == NULL);
  undo (rig);
  rig_wait_for (says (rig, id, "甲乡，乙乡,丙乡。") && says (rig, id, "丁乡,戊乡?"));
  undo (rig);
  rig_wait_for (says (rig, id, "甲乡,乙乡,丙乡。"));
}

/* What is typed is checked, and a press on a finding shows it. */
static void
test_typing (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autofree char *id = open_with (rig, START "<p id=\"a\">各部门</p>" END);
  GtkWidget *row;

  rig_activate (rig, "show-check");
  rig_wait_for (lists (rig, "Nothing Found"));
  rig_type (rig, ",");
  rig_wait_for (lists (rig, MARKS) || lists (rig, "Write the full-width mark ，"));
  rig_wait_for (find_badge (rig, "1") != NULL);
  row = rig_find (rig_find (get_panel (rig), GB_TYPE_CHECK_GROUP), GTK_TYPE_LIST_BOX_ROW);
  g_assert_nonnull (row);
  g_signal_emit_by_name (row, "activate");
  rig_wait_for (get_current (rig) != 0);
  g_assert_true (says (rig, id, ",各部门"));
}

/* A finding in the form is gone to there; who reads mends nothing. */
static void
test_form_and_reader (void)
{
  g_autoptr (Rig) rig = rig_new (TRUE);
  g_autofree char *id = NULL;
  g_autofree char *bare = NULL;

  rig_be (rig, "zhangxiao");
  bare = rig_create_with (rig, GB_DOCUMENT_KIND_NOTICE, "title", "关于做好防汛工作的通知", NULL);
  rig_open (rig, bare);
  rig_activate (rig, "show-check");
  rig_wait_for (lists (rig, "To Be Mended before Submission"));
  rig_activate (rig, "next-finding");
  id = rig_create_with_body (rig, KIND, TITLE, START "<p id=\"a\">各部门,请遵照执行。</p>" END);
  rig_open (rig, id);
  rig_wait_for (lists (rig, "部门,请遵"));
  rig_activate (rig, "submit");
  rig_wait_for_state (rig, id, GB_STATE_IN_REVIEW);
  rig_be (rig, "lihua");
  rig_open (rig, id);
  rig_activate (rig, "show-check");
  rig_wait_for (lists (rig, "部门,请遵"));
  g_assert_false (rig_is_enabled (rig, "mend-finding"));
  g_assert_false (rig_is_enabled (rig, "mend-alike"));
  rig_activate (rig, "next-finding");
  rig_wait_for (get_current (rig) != 0);
}

/* In a narrow window the list lies over the text, and gives way to what is gone to. */
static void
test_narrow (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autofree char *id = open_with (rig, START "<p id=\"a\">各部门,请遵照执行。</p>" END);
  GtkWidget *flap = rig_find (GTK_WIDGET (rig->page), HDY_TYPE_FLAP);

  rig_wait_for (find_badge (rig, "1") != NULL);
  rig_resize (rig, 360, 640);
  rig_activate (rig, "list-findings");
  rig_wait_for (lists (rig, "部门,请遵"));
  g_assert_true (hdy_flap_get_reveal_flap (HDY_FLAP (flap)));
  rig_activate (rig, "next-finding");
  g_assert_false (hdy_flap_get_reveal_flap (HDY_FLAP (flap)));
  rig_wait_for (get_current (rig) != 0);
}

static char *
make_many (guint n)
{
  GString *body = g_string_new (START);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (body, "<p id=\"p%u\">第%u项工作,由各县人民政府负责落实。</p>", i,
                            i + 1);
  g_string_append (body, END);
  return g_string_free (body, FALSE);
}

static guint
count_rows (Rig *rig)
{
  GtkWidget *list = rig_find (rig_find (get_panel (rig), GB_TYPE_CHECK_GROUP), GTK_TYPE_LIST_BOX);
  g_autoptr (GList) rows = NULL;

  if (list == NULL)
    return 0;
  rows = gtk_container_get_children (GTK_CONTAINER (list));
  return g_list_length (rows);
}

static void
test_many (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autofree char *body = make_many (300);
  g_autofree char *id = open_with (rig, body);

  rig_wait_for (find_badge (rig, "300") != NULL);
  rig_activate (rig, "show-check");
  rig_wait_for (lists (rig, "Mend All 300"));
  /* One line until somebody looks, then as many as one goes through. */
  g_assert_cmpuint (count_rows (rig), ==, 0);
  g_object_set (rig_find (get_panel (rig), GB_TYPE_CHECK_GROUP), "expanded", TRUE, NULL);
  rig_wait_for (count_rows (rig) == 50);
  press_text (rig, "Show 250 more");
  rig_wait_for (count_rows (rig) == 250);
  press_text (rig, "Mend All 300");
  rig_wait_for (says (rig, id, "第300项工作，由各县"));
  rig_wait_for (lists (rig, "Nothing Found"));
}

/* For the eye, and that nothing breaks. */
static void
test_looks (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  HdyStyleManager *style = hdy_style_manager_get_default ();
  g_autofree char *body = make_many (300);
  g_autofree char *clean = open_with (rig, START "<p id=\"a\">各部门请遵照执行。</p>" END);
  g_autofree char *five = NULL;
  g_autofree char *many = NULL;
  g_autofree char *bare = NULL;

  rig_activate (rig, "show-check");
  rig_idle (1000);
  rig_shoot ("check-0");
  five = rig_create_with_body (
    rig, KIND, TITLE,
    START "<p id=\"a\">各县(区)人民政府,市直各部门:</p><h2 id=\"b\">一、总体要求</h2>"
          "<p id=\"c\">为贯彻落实《实施意见》,现就有关事项通知如下;请遵照执行!</p>" END);
  rig_open (rig, five);
  rig_activate (rig, "next-finding");
  rig_idle (1000);
  rig_shoot ("check-5");
  hdy_style_manager_set_color_scheme (style, HDY_COLOR_SCHEME_FORCE_DARK);
  rig_idle (500);
  rig_shoot ("check-5-dark");
  g_object_set (get_editor (rig), "dark-paper", TRUE, NULL);
  rig_idle (500);
  rig_shoot ("check-5-dark-paper");
  g_object_set (get_editor (rig), "dark-paper", FALSE, NULL);
  hdy_style_manager_set_color_scheme (style, HDY_COLOR_SCHEME_DEFAULT);
  g_object_set (gtk_settings_get_default (), "gtk-theme-name", "HighContrast", NULL);
  rig_idle (500);
  rig_shoot ("check-5-high-contrast");
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-theme-name");
  many = rig_create_with_body (rig, KIND, TITLE, body);
  rig_open (rig, many);
  rig_idle (1000);
  rig_shoot ("check-300");
  g_object_set (rig_find (get_panel (rig), GB_TYPE_CHECK_GROUP), "expanded", TRUE, NULL);
  rig_idle (500);
  rig_shoot ("check-300-expanded");
  bare = rig_create_with (rig, GB_DOCUMENT_KIND_NOTICE, "title", "关于做好防汛工作的通知", NULL);
  rig_open (rig, bare);
  rig_idle (1000);
  rig_activate (rig, "submit");
  rig_idle (1000);
  rig_shoot ("check-before-submission");
  rig_open (rig, five);
  rig_resize (rig, 360, 640);
  rig_idle (500);
  rig_activate (rig, "list-findings");
  rig_idle (500);
  rig_shoot ("check-narrow");
  rig_activate (rig, "next-finding");
  rig_idle (500);
  rig_shoot ("check-narrow-text");
}

int
main (int argc, char *argv[])
{
  rig_init (&argc, &argv);

  g_test_add_func ("/check-panel/list", test_list);
  g_test_add_func ("/check-panel/keys", test_keys);
  g_test_add_func ("/check-panel/typing", test_typing);
  g_test_add_func ("/check-panel/form-and-reader", test_form_and_reader);
  g_test_add_func ("/check-panel/narrow", test_narrow);
  g_test_add_func ("/check-panel/many", test_many);
  g_test_add_func ("/check-panel/looks", test_looks);

  return g_test_run ();
}
