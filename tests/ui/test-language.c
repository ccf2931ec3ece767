/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The main screens in the language of the environment. In English no word of the interface is
 * Chinese; names, titles and columns come from the office and are left out of account. In either
 * language no word is cut off, in a wide window and in one of a telephone's width. */

#include "config.h"

#include "shell-rig.h"

#include "library/gb-sidebar.h"
#include "library/gb-template-dialog.h"
#include "publish/gb-publish-dialog.h"
#include "review/gb-compare-window.h"
#include "review/gb-decision-dialog.h"
#include "settings/gb-preferences.h"

#include <handy.h>
#include <string.h>

#define TITLE  "解读《关于我市全面推进政务公开工作实施意见》"
#define REASON "请补充依据"

/* What the office and the people wrote. Longer words before those that they contain. */
static const char *const data[] = {
  TITLE,
  REASON,
  "示例县人民政府门户网站",
  "示例县人民政府办公室",
  "解读全面推进政务公开工作的实施意见。",
  "全面推进政务公开。",
  "实施意见",
  "政务公开办",
  "政务公开",
  "政府办公室",
  "政策文件",
  "政策解读",
  "通知公告",
  "本网",
  "一审",
  "二审",
  "三审",
  "张晓",
  "李华",
  "王强",
  "陈敏",
  "赵蕾",
};

static const char *screen;
static GPtrArray *complaints; /* about the room that labels have on it */
static gboolean is_english;

/* --- Looking -----------------------------------------------------------------------------------
 */

static gboolean
has_chinese (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    if (g_unichar_get_script (g_utf8_get_char (p)) == G_UNICODE_SCRIPT_HAN)
      return TRUE;
  }
  return FALSE;
}

static char *
without_data (const char *text)
{
  GString *rest = g_string_new (text);

  for (guint i = 0; i < G_N_ELEMENTS (data); i++)
    g_string_replace (rest, data[i], "", 0);
  return g_string_free (rest, FALSE);
}

static void
check_words (GtkWidget *widget, const char *what, const char *text)
{
  g_autofree char *rest = NULL;

  if (text == NULL || !is_english)
    return;
  rest = without_data (text);
  if (has_chinese (rest)) {
    g_test_message ("%s: the %s of a %s is Chinese: %s", screen, what, G_OBJECT_TYPE_NAME (widget),
                    text);
    g_test_fail ();
  }
}

static void
complain (GtkLabel *label, const char *what)
{
  g_ptr_array_add (complaints,
                   g_strdup_printf ("%s: %s: %s", screen, what, gtk_label_get_text (label)));
}

/* Titles and names may be as long as they like; they end in three dots and have a tooltip. */
static void
check_room (GtkLabel *label)
{
  GtkWidget *widget = GTK_WIDGET (label);
  GtkWidget *top = gtk_widget_get_toplevel (widget);
  int width = gtk_widget_get_allocated_width (widget);
  int height = gtk_widget_get_allocated_height (widget);
  int text_width = 0;
  int text_height = 0;
  int x = 0;

  pango_layout_get_pixel_size (gtk_label_get_layout (label), &text_width, &text_height);
  if (pango_layout_is_ellipsized (gtk_label_get_layout (label))) {
    g_autofree char *rest = without_data (gtk_label_get_text (label));

    if (g_str_equal (rest, gtk_label_get_text (label)))
      complain (label, "ends in dots");
  } else if (gtk_label_get_angle (label) == 0 &&
             (text_width > width + 1 || text_height > height + 1)) {
    complain (label, "has too little room");
  }
  if (gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW) == NULL &&
      gtk_widget_translate_coordinates (widget, top, 0, 0, &x, NULL) &&
      (x < 0 || x + MIN (text_width, width) > gtk_widget_get_allocated_width (top)))
    complain (label, "leaves the window");
}

static void
check_cb (GtkWidget *widget, gpointer user_data)
{
  g_autofree char *tooltip = NULL;
  guint *n_labels = user_data;

  if (!gtk_widget_get_mapped (widget))
    return;
  tooltip = gtk_widget_get_tooltip_text (widget);
  check_words (widget, "tooltip", tooltip);
  check_words (widget, "name", atk_object_get_name (gtk_widget_get_accessible (widget)));
  if (GTK_IS_ENTRY (widget))
    check_words (widget, "placeholder", gtk_entry_get_placeholder_text (GTK_ENTRY (widget)));
  if (GTK_IS_LABEL (widget)) {
    const char *text = gtk_label_get_text (GTK_LABEL (widget));

    check_words (widget, "text", text);
    if (text[0] != '\0')
      check_room (GTK_LABEL (widget));
    *n_labels += 1;
  } else if (GTK_IS_CONTAINER (widget)) {
    gtk_container_forall (GTK_CONTAINER (widget), check_cb, user_data);
  }
}

/* Looks at all windows that are there. Rows that have just been made have no size yet: what is cut
 * off is what stays so. */
static void
look (const char *name, guint at_least)
{
  guint n_labels = 0;

  screen = name;
  for (guint i = 0; i < 20 && (i == 0 || complaints->len > 0); i++) {
    g_autoptr (GList) windows = NULL;

    rig_idle (400);
    windows = gtk_window_list_toplevels ();
    g_ptr_array_set_size (complaints, 0);
    n_labels = 0;
    for (GList *l = windows; l != NULL; l = l->next)
      check_cb (l->data, &n_labels);
  }
  for (guint i = 0; i < complaints->len; i++) {
    g_test_message ("%s", (char *)g_ptr_array_index (complaints, i));
    g_test_fail ();
  }
  g_test_message ("%s: %u labels", name, n_labels);
  g_assert_cmpuint (n_labels, >=, at_least);
  rig_shoot (name);
}

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
  look ("welcome", 8);
  gtk_window_resize (shell_window, 360, 640);
  look ("welcome-narrow", 8);
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

static void
test_writing (void)
{
  shell_activate ("open-sample", NULL);
  rig_wait_for (g_action_group_get_action_enabled (gb_document_page_get_actions (get_page ()),
                                                   "show-properties"));
  look ("editor", 20);
  act ("show-properties");
  look ("properties", 30);
  act ("submit");
  look ("findings", 30);
  act ("show-history");
  look ("history", 20);
  act ("show-history");
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
test_job (void)
{
  static const char *const reviewers[] = { "lihua", "wangqiang", "chenmin" };
  g_autofree char *id = shell_create (shell_get_desk (), TITLE);
  GtkWidget *dialog;

  shell_act (shell_get_desk (), id, GB_EVENT_SUBMIT, "");
  open_document (id, "recall");
  look ("in-review", 20);
  shell_switch_to ("lihua");
  open_document (id, "approve");
  look ("to-review", 20);
  decide (GB_EVENT_RETURN, "return", "returning");
  decide (GB_EVENT_APPROVE, "approve", "approving");
  shell_act (shell_get_desk (), id, GB_EVENT_RETURN, REASON);
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

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  complaints = g_ptr_array_new_with_free_func (g_free);
  is_english = g_str_equal (g_getenv ("LANGUAGE"), "en");
  shell_start ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  g_test_add_func ("/language/welcome", test_welcome);
  g_test_add_func ("/language/empty", test_empty);
  g_test_add_func ("/language/menus", test_menus);
  g_test_add_func ("/language/writing", test_writing);
  g_test_add_func ("/language/narrow", test_narrow);
  g_test_add_func ("/language/job", test_job);
  g_test_add_func ("/language/close", shell_close);
  status = g_test_run ();
  g_ptr_array_unref (complaints);
  shell_end ();
  return status;
}
