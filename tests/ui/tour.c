/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "gb-tour"

#include "config.h"

#include "tour.h"

#include "shell-rig.h"

#include "application/gb-import-dialog.h"
#include "editor/gb-editor.h"
#include "library/gb-sidebar.h"
#include "library/gb-template-dialog.h"
#include "publish/gb-publish-dialog.h"
#include "review/gb-compare-window.h"
#include "review/gb-decision-dialog.h"
#include "settings/gb-preferences.h"
#include "settings/gb-welcome.h"

#include <handy.h>
#include <string.h>

static TourLook look;

/* --- Getting there -----------------------------------------------------------------------------
 */

static GbDocumentPage *
get_page (void)
{
  return shell_find (GB_TYPE_DOCUMENT_PAGE);
}

static void
act (const char *name)
{
  GActionGroup *actions = gb_document_page_get_actions (get_page ());

  rig_wait_for (g_action_group_get_action_enabled (actions, name));
  g_action_group_activate_action (actions, name, NULL);
  rig_idle (200);
}

static void
open_document (const char *id, const char *action)
{
  shell_activate ("open-document", g_variant_new_string (id));
  rig_wait_for (
    g_action_group_get_action_enabled (gb_document_page_get_actions (get_page ()), action));
  rig_idle (500);
}

static GtkWidget *
wait_for_window (GType type)
{
  GtkWidget *window = NULL;

  rig_wait_for ((window = rig_find_window (type)) != NULL);
  return window;
}

static void
close_popover_cb (GtkWidget *widget, gpointer user_data)
{
  if (GTK_IS_POPOVER (widget) && gtk_widget_get_mapped (widget))
    gtk_popover_popdown (GTK_POPOVER (widget));
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), close_popover_cb, NULL);
}

static void
close_popovers (void)
{
  close_popover_cb (GTK_WIDGET (shell_window), NULL);
  rig_idle (200);
}

static void
close_window (GtkWidget *window)
{
  gtk_window_close (GTK_WINDOW (window));
  rig_idle (200);
}

static void
decide (GbEventType type, const char *action, const char *name)
{
  GtkWidget *dialog;

  act (action);
  dialog = wait_for_window (GB_TYPE_DECISION_DIALOG);
  g_assert_cmpint (gb_decision_dialog_get_event_type (GB_DECISION_DIALOG (dialog)), ==, type);
  look (name, 5);
  close_window (dialog);
}

/* --- The screens -------------------------------------------------------------------------------
 */

static void
test_welcome (void)
{
  GbWelcome *welcome = shell_find (GB_TYPE_WELCOME);

  look ("welcome", 8);
  gtk_window_resize (shell_window, 360, 640);
  look ("welcome-narrow", 8);
  g_signal_emit_by_name (welcome, "connect-office", "http://127.0.0.1:1", "zhangxiao", "secret");
  rig_wait_for (gb_welcome_get_error (welcome, GB_WELCOME_FIELD_ADDRESS) != NULL);
  look ("welcome-error", 9);
  gb_welcome_show_error (welcome, GB_WELCOME_FIELD_ADDRESS, NULL);
  gtk_window_resize (shell_window, 1200, 800);
}

static void
test_empty (void)
{
  static const char *const boxes[] = { "drafts",     "to-review", "returned",
                                       "to-publish", "published", "all" };

  shell_open_trial ("zhangxiao");
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++) {
    g_autofree char *name = g_strconcat ("empty-", boxes[i], NULL);

    shell_activate ("box", g_variant_new_string (boxes[i]));
    look (name, 15);
  }
}

static void
test_menus (void)
{
  static const struct {
    const char *action;
    const char *name;
  } menus[] = {
    { "show-new-menu", "menu-new" },
    { "show-menu", "menu" },
    { "show-accounts", "menu-accounts" },
    { "show-outbox", "outbox" },
  };
  GtkWidget *window;

  for (guint i = 0; i < G_N_ELEMENTS (menus); i++) {
    shell_activate (menus[i].action, NULL);
    look (menus[i].name, 15);
    close_popovers ();
  }
  g_action_group_activate_action (G_ACTION_GROUP (shell_window), "show-help-overlay", NULL);
  window = wait_for_window (GTK_TYPE_SHORTCUTS_WINDOW);
  look ("shortcuts", 20);
  close_window (window);
  g_action_group_activate_action (G_ACTION_GROUP (shell_application), "about", NULL);
  window = wait_for_window (GTK_TYPE_ABOUT_DIALOG);
  look ("about", 5);
  close_window (window);
  g_action_group_activate_action (G_ACTION_GROUP (shell_application), "preferences", NULL);
  window = wait_for_window (GB_TYPE_PREFERENCES);
  look ("preferences", 5);
  close_window (window);
  shell_activate ("new-from-template", NULL);
  window = wait_for_window (GB_TYPE_TEMPLATE_DIALOG);
  look ("templates", 5);
  close_window (window);
}

/* Of the editor in the page. */
static void
edit (const char *name)
{
  GActionGroup *actions = gtk_widget_get_action_group (GTK_WIDGET (get_page ()), "editor");

  rig_wait_for (g_action_group_get_action_enabled (actions, name));
  g_action_group_activate_action (actions, name, NULL);
  rig_idle (200);
}

static void
test_writing (void)
{
  static const struct {
    const char *action;
    const char *name;
  } popovers[] = {
    { "edit-link", "link" },
    { "choose-table", "table" },
    { "choose-character", "characters" },
  };

  shell_activate ("open-sample", NULL);
  rig_wait_for (g_action_group_get_action_enabled (gb_document_page_get_actions (get_page ()),
                                                   "show-properties"));
  look ("editor", 20);
  act ("show-properties");
  look ("properties", 30);
  act ("submit");
  look ("findings", 30);
  act ("show-outline");
  look ("outline", 20);
  act ("show-check");
  look ("check", 20);
  act ("show-history");
  look ("history", 20);
  act ("show-history");
  edit ("find-replace");
  look ("find", 20);
  for (guint i = 0; i < G_N_ELEMENTS (popovers); i++) {
    edit (popovers[i].action);
    look (popovers[i].name, 20);
    close_popovers ();
  }
  act ("view-preview");
  rig_idle (800);
  look ("preview", 20);
  act ("preview-phone");
  look ("preview-phone", 20);
  act ("view-edit");
}

static void
test_narrow (void)
{
  gtk_window_resize (shell_window, 360, 640);
  rig_idle (600);
  look ("narrow-document", 3);
  act ("show-properties");
  look ("narrow-properties", 10);
  act ("show-properties");
  shell_activate ("go-back", NULL);
  look ("narrow-list", 5);
  shell_activate ("go-back", NULL);
  look ("narrow-sidebar", 10);
  gtk_window_resize (shell_window, 650, 640);
  rig_idle (600);
  look ("middle", 10);
  gtk_window_resize (shell_window, 1200, 800);
  rig_idle (600);
}

static void
test_import (void)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("GB_TEST_DATADIR"), "import", "npm-circular.docx", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  const char *const uris[] = { uri, "file:///nowhere.docx", NULL };

  shell_activate ("import-files", g_variant_new_strv (uris, -1));
  rig_wait_for (rig_find_window (GB_TYPE_IMPORT_DIALOG) != NULL);
  look ("import", 5);
  close_window (rig_find_window (GB_TYPE_IMPORT_DIALOG));
}

static void
test_job (void)
{
  static const char *const reviewers[] = { "lihua", "wangqiang", "chenmin" };
  g_autofree char *id = shell_create (shell_get_desk (), TOUR_TITLE);
  GtkWidget *dialog;

  shell_act (shell_get_desk (), id, GB_EVENT_SUBMIT, "");
  open_document (id, "recall");
  look ("in-review", 20);
  shell_switch_to ("lihua");
  open_document (id, "approve");
  look ("to-review", 20);
  decide (GB_EVENT_RETURN, "return", "returning");
  decide (GB_EVENT_APPROVE, "approve", "approving");
  shell_act (shell_get_desk (), id, GB_EVENT_RETURN, TOUR_REASON);
  shell_switch_to ("zhangxiao");
  open_document (id, "submit");
  look ("returned", 20);
  shell_act (shell_get_desk (), id, GB_EVENT_SUBMIT, "");
  for (guint i = 0; i < G_N_ELEMENTS (reviewers); i++) {
    shell_switch_to (reviewers[i]);
    open_document (id, "approve");
    shell_act (shell_get_desk (), id, GB_EVENT_APPROVE, "");
  }
  shell_switch_to ("zhaolei");
  open_document (id, "publish");
  look ("approved", 20);
  act ("publish");
  dialog = wait_for_window (GB_TYPE_PUBLISH_DIALOG);
  look ("publishing", 10);
  gb_publish_dialog_start (GB_PUBLISH_DIALOG (dialog));
  rig_wait_for (g_str_equal (gb_publish_dialog_get_page (GB_PUBLISH_DIALOG (dialog)), "receipt"));
  look ("receipt", 5);
  close_window (dialog);
  open_document (id, "withdraw");
  look ("published", 20);
  decide (GB_EVENT_WITHDRAW, "withdraw", "withdrawing");
}

void
tour_add_tests (TourLook see)
{
  look = see;
  g_test_add_func ("/tour/welcome", test_welcome);
  g_test_add_func ("/tour/empty", test_empty);
  g_test_add_func ("/tour/menus", test_menus);
  g_test_add_func ("/tour/writing", test_writing);
  g_test_add_func ("/tour/narrow", test_narrow);
  g_test_add_func ("/tour/import", test_import);
  g_test_add_func ("/tour/job", test_job);
}
