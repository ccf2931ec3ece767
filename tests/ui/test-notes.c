/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said of findings, in a real window and with the portal of the trial: the author ignores
 * one with a reason, whoever reviews reads it, who signs lets pass what blocks, and the publisher's
 * sheet says so. */

#include "config.h"

#include "page-rig.h"

#include "check/gb-check-panel.h"
#include "check/gb-check-settled.h"
#include "publish/gb-publish-dialog.h"
#include "review/gb-decision-dialog.h"
#include "review/gb-history.h"

#include <handy.h>
#include <string.h>

#define TITLE "关于城区道路积水问题的回应"
#define KIND  GB_DOCUMENT_KIND_RESPONSE
#define START "<body xmlns=\"http://www.w3.org/1999/xhtml\">"
#define END   "</body>"

#define REASON "品牌名称如此，不是标点错误。"
#define IGNORE "Ignore this here, and say why…"
#define PASS   "已与起草科室核实。"

static GtkWidget *
get_panel (Rig *rig)
{
  return rig_find (GTK_WIDGET (rig->page), GB_TYPE_CHECK_PANEL);
}

static gboolean
lists (Rig *rig, const char *words)
{
  GtkWidget *panel = get_panel (rig);
  g_autofree char *text = panel != NULL ? rig_read (panel) : g_strdup ("");

  /* Pictures are taken in any language. */
  return strstr (text, g_dgettext (GETTEXT_PACKAGE, words)) != NULL;
}

static char *
dup_folded (guint n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u ignored", "%u ignored", n), n);
}

static gboolean
folds (Rig *rig, guint n)
{
  g_autofree char *words = dup_folded (n);

  return lists (rig, words);
}

/* The first visible button with this tooltip, or else with this label. */
static GtkWidget *
find_button (GtkWidget *root, const char *tip, const char *label)
{
  GtkWidget *found = NULL;
  g_autofree char *own = gtk_widget_get_tooltip_text (root);

  if (GTK_IS_BUTTON (root) && gtk_widget_get_mapped (root) &&
      (tip != NULL ? g_strcmp0 (own, tip)
                   : g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label)) == 0)
    return root;
  if (GTK_IS_CONTAINER (root)) {
    g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (root));

    for (GList *l = children; l != NULL && found == NULL; l = l->next)
      found = find_button (l->data, tip, label);
  }
  return found;
}

static GtkWidget *
find_by_tip (Rig *rig, const char *tip)
{
  GtkWidget *panel = get_panel (rig);

  return panel != NULL ? find_button (panel, g_dgettext (GETTEXT_PACKAGE, tip), NULL) : NULL;
}

static void
press_text (Rig *rig, const char *text)
{
  GtkWidget *widget;
  GtkWidget *button;

  rig_wait_for ((widget = rig_find_text (get_panel (rig), g_dgettext (GETTEXT_PACKAGE, text))) !=
                NULL);
  button = GTK_IS_BUTTON (widget) ? widget : gtk_widget_get_ancestor (widget, GTK_TYPE_BUTTON);
  gtk_button_clicked (GTK_BUTTON (button));
  rig_idle (100);
}

/* In the sheet that is open. */
static void
answer (Rig *rig, const char *reason)
{
  GtkWidget *dialog;
  GtkWidget *button;

  rig_wait_for ((dialog = rig_find_window (GB_TYPE_DECISION_DIALOG)) != NULL);
  button = gtk_dialog_get_widget_for_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
  if (*reason == '\0') {
    g_assert_false (gtk_widget_get_sensitive (button));
    gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);
    rig_wait_for (rig_find_window (GB_TYPE_DECISION_DIALOG) == NULL);
    return;
  }
  gb_decision_dialog_set_opinion (GB_DECISION_DIALOG (dialog), reason);
  g_assert_true (gtk_widget_get_sensitive (button));
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
  rig_wait_for (rig_find_window (GB_TYPE_DECISION_DIALOG) == NULL);
}

static guint
count_notes (Rig *rig, const char *id)
{
  g_autoptr (GbOpenDocument) open = rig_load (rig, id);

  return gb_workflow_get_notes (open->workflow)->len;
}

static char *
open_with (Rig *rig, const char *title, const char *body)
{
  char *id;

  rig_be (rig, "zhangxiao");
  id = rig_create_with_body (rig, KIND, title, body);
  rig_open (rig, id);
  rig_activate (rig, "list-findings");
  return id;
}

/* Asked why, told, listed apart with the reason, and listed again when it is taken back. */
static void
test_ignore (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autofree char *id =
    open_with (rig, TITLE, START "<p id=\"a\">各县人民政府,市直各部门：</p>" END);

  rig_wait_for (find_by_tip (rig, IGNORE) != NULL);
  gtk_button_clicked (GTK_BUTTON (find_by_tip (rig, IGNORE)));
  answer (rig, "");
  g_assert_cmpuint (count_notes (rig, id), ==, 0);
  gtk_button_clicked (GTK_BUTTON (find_by_tip (rig, IGNORE)));
  answer (rig, REASON);
  rig_wait_for (folds (rig, 1));
  g_assert_false (lists (rig, "Mistakes"));
  g_assert_false (lists (rig, REASON));
  rig_activate (rig, "list-settled");
  rig_wait_for (lists (rig, REASON));
  g_assert_true (lists (rig, "Ignored by 张晓"));

  /* Text comes before it, and it is still known. */
  rig_type (rig, "x");
  rig_idle (1500);
  rig_wait_for (folds (rig, 1));
  g_assert_false (lists (rig, "人民政府,市直各部门：\nChinese text"));

  press_text (rig, "List It Again");
  rig_wait_for (!folds (rig, 1) && lists (rig, "Mistakes"));
  g_assert_cmpuint (count_notes (rig, id), ==, 0);
}

/* The key ignores the finding with the caret. */
static void
test_key (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autofree char *id =
    open_with (rig, TITLE, START "<p id=\"a\">各县人民政府,市直各部门：</p>" END);

  rig_wait_for (lists (rig, "Mistakes"));
  rig_activate (rig, "next-finding");
  rig_idle (500);
  rig_activate (rig, "ignore-finding");
  answer (rig, REASON);
  rig_wait_for (count_notes (rig, id) == 1);
}

/* Nobody is asked about what is locked. */
static void
test_locked (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autofree char *id =
    open_with (rig, TITLE, START "<p id=\"a\">身份证号11010519491231002X。</p>" END);

  rig_wait_for (lists (rig, "11010519491231002X"));
  g_assert_null (find_by_tip (rig, IGNORE));
  rig_activate (rig, "next-finding");
  rig_idle (500);
  rig_activate (rig, "ignore-finding");
  rig_idle (200);
  g_assert_null (rig_find_window (GB_TYPE_DECISION_DIALOG));
  g_assert_nonnull (rig_find_text (GTK_WIDGET (rig->page),
                                   "What this rule finds protects people or secrets, or is a "
                                   "condition of the law. Nobody may let it pass; mend the text."));
}

static void
be_at (Rig *rig, const char *account, const char *id)
{
  rig_be (rig, account);
  rig_wait_for (rig_state (rig, id) != GB_N_STATES);
  rig_open (rig, id);
}

static gboolean
is_at_step (GbDesk *desk, const char *id, int step)
{
  g_autoptr (GbOpenDocument) open = rig_load_at (desk, id);

  return open != NULL && gb_workflow_get_step_index (open->workflow) == step;
}

static void
approve (Rig *rig, const char *account, const char *id, int step)
{
  GbDesk *desk = rig_open_desk (rig, account, "-other");

  rig_wait_for (is_at_step (desk, id, step));
  rig_act_at (desk, id, GB_EVENT_APPROVE, NULL, "", 0);
  rig_close_desk (desk);
}

/* From the author's reason to the publisher's sheet. */
static void
test_whole_way (void)
{
  g_autoptr (Rig) rig = rig_new (TRUE);
  g_autofree char *id = open_with (
    rig, TITLE, START "<p id=\"a\">咨询电话：XXXX，请拨打。</p><p id=\"b\">请遵照执行。</p>" END);
  g_autofree char *text = NULL;
  GtkWidget *dialog;
  GtkWidget *button;

  rig_wait_for (lists (rig, "XXXX"));
  rig_activate (rig, "submit");
  g_assert_cmpuint (rig_state (rig, id), ==, GB_STATE_DRAFT);
  rig_wait_for (find_by_tip (rig, IGNORE) != NULL);
  gtk_button_clicked (GTK_BUTTON (find_by_tip (rig, IGNORE)));
  answer (rig, REASON);
  rig_wait_for (folds (rig, 1));
  rig_activate (rig, "submit");
  rig_wait_for_state (rig, id, GB_STATE_IN_REVIEW);

  /* Whoever reviews is told, reads it, and is told again before they decide. */
  be_at (rig, "lihua", id);
  rig_wait_for (rig_banner (rig, "settled") != NULL);
  rig_activate (rig, "list-settled");
  rig_wait_for (lists (rig, REASON));
  g_assert_true (lists (rig, "It stops publication until someone who signs lets it pass."));
  g_assert_false (lists (rig, "Let It Pass…"));
  rig_shoot ("notes-reviewer");
  rig_activate (rig, "approve");
  rig_wait_for ((dialog = rig_find_window (GB_TYPE_DECISION_DIALOG)) != NULL);
  text = rig_read (dialog);
  g_assert_nonnull (strstr (text, REASON));
  rig_shoot ("notes-decision");
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
  rig_wait_for (is_at_step (rig->desk, id, 1));
  rig_wait_for (gb_desk_get_n_pending (rig->desk) == 0);
  approve (rig, "wangqiang", id, 1);

  rig_be (rig, "chenmin");
  rig_wait_for (is_at_step (rig->desk, id, 2));
  rig_open (rig, id);
  rig_wait_for (rig_banner (rig, "settled") != NULL);
  rig_activate (rig, "list-settled");
  rig_wait_for (lists (rig, REASON));
  press_text (rig, "Let It Pass…");
  rig_shoot ("notes-override");
  answer (rig, PASS);
  rig_wait_for (count_notes (rig, id) == 2);
  rig_wait_for (lists (rig, PASS));
  g_assert_true (lists (rig, "Let pass by 陈敏"));
  g_assert_false (lists (rig, "It stops publication"));
  rig_shoot ("notes-passed");
  rig_decide (rig, "approve", "同意。");
  rig_wait_for_state (rig, id, GB_STATE_APPROVED);

  rig_be (rig, "zhaolei");
  rig_wait_for (rig_state (rig, id) == GB_STATE_APPROVED);
  rig_open (rig, id);
  rig_activate (rig, "show-history");
  g_clear_pointer (&text, g_free);
  text = rig_read (rig_find (GTK_WIDGET (rig->page), GB_TYPE_HISTORY));
  g_assert_nonnull (strstr (text, "Finding ignored"));
  g_assert_nonnull (strstr (text, REASON));
  g_assert_nonnull (strstr (text, "Finding let pass"));
  g_assert_nonnull (strstr (text, PASS));
  rig_shoot ("notes-history");
  rig_activate (rig, "publish");
  rig_wait_for ((dialog = rig_find_window (GB_TYPE_PUBLISH_DIALOG)) != NULL);
  g_clear_pointer (&text, g_free);
  text = rig_read (dialog);
  g_assert_nonnull (strstr (text, PASS));
  rig_shoot ("notes-publish");
  g_assert_nonnull (strstr (text, "let pass by 陈敏"));
  button = find_button (dialog, NULL, g_dgettext (GETTEXT_PACKAGE, "_Publish"));
  g_assert_nonnull (button);
  gtk_button_clicked (GTK_BUTTON (button));
  rig_wait_for (rig_state (rig, id) == GB_STATE_PUBLISHED);
}

/* Pictures; with the program in Chinese, dark, and narrow. */
static void
test_looks (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  HdyStyleManager *style = hdy_style_manager_get_default ();
  g_autofree char *id =
    open_with (rig, TITLE,
               START "<p id=\"a\">各县(区)人民政府,市直各部门：</p>"
                     "<p id=\"b\">咨询电话：XXXX，请拨打。本办法由市政府办公室解释!</p>" END);

  rig_idle (1500);
  for (guint i = 0; i < 2; i++) {
    rig_activate (rig, "next-finding");
    rig_idle (600);
    rig_activate (rig, "ignore-finding");
    rig_idle (300);
    if (i == 0)
      rig_shoot ("notes-ask");
    if (rig_find_window (GB_TYPE_DECISION_DIALOG) != NULL)
      answer (rig, REASON);
    rig_idle (1000);
  }
  rig_activate (rig, "list-settled");
  rig_idle (500);
  rig_shoot ("notes-author");
  hdy_style_manager_set_color_scheme (style, HDY_COLOR_SCHEME_FORCE_DARK);
  rig_idle (500);
  rig_shoot ("notes-author-dark");
  hdy_style_manager_set_color_scheme (style, HDY_COLOR_SCHEME_DEFAULT);
  rig_resize (rig, 360, 640);
  rig_idle (500);
  rig_activate (rig, "list-settled");
  rig_idle (500);
  rig_shoot ("notes-author-narrow");
  rig_check_names (GTK_WIDGET (rig->page), 10);
}

int
main (int argc, char *argv[])
{
  rig_init (&argc, &argv);

  g_test_add_func ("/notes/ignore", test_ignore);
  g_test_add_func ("/notes/key", test_key);
  g_test_add_func ("/notes/locked", test_locked);
  g_test_add_func ("/notes/whole-way", test_whole_way);
  g_test_add_func ("/notes/looks", test_looks);

  return g_test_run ();
}
