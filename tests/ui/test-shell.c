/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program's frame in a real window: every template builds, every action can be activated with
 * and without a desk, every accelerator stands in the shortcuts window, and a screen reader finds a
 * name for whatever takes the focus. One application for all cases, in this order; the last one
 * closes it. */

#include "config.h"

#include "shell-rig.h"

#include "document/gb-document-page.h"
#include "editor/gb-editor-view.h"
#include "editor/gb-editor.h"
#include "library/gb-box-row.h"
#include "library/gb-document-list.h"
#include "library/gb-document-row.h"
#include "library/gb-sidebar.h"
#include "library/gb-template-dialog.h"
#include "preview/gb-preview.h"
#include "settings/gb-account-button.h"
#include "settings/gb-welcome.h"
#include "sync/gb-trial.h"
#include "widgets/gb-network-button.h"
#include "widgets/gb-outbox-popover.h"
#include "widgets/gb-state-pill.h"

#include <handy.h>

static void
test_templates (void)
{
  const GType types[] = {
    GB_TYPE_ACCOUNT_BUTTON, GB_TYPE_DOCUMENT_LIST, GB_TYPE_NETWORK_BUTTON, GB_TYPE_OUTBOX_POPOVER,
    GB_TYPE_SIDEBAR,        GB_TYPE_STATE_PILL,    GB_TYPE_WELCOME,
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    GtkWidget *widget = g_object_ref_sink (gtk_widget_new (types[i], NULL));

    g_assert_true (GTK_IS_WIDGET (widget));
    gtk_widget_destroy (widget);
    g_assert_finalize_object (widget);
  }
  for (guint i = 0; i < GB_N_BOXES; i++) {
    GtkWidget *row = g_object_ref_sink (gb_box_row_new_for_box (i));
    GbBox box;

    g_assert_true (gb_box_from_string (gb_box_to_string (i), &box));
    g_assert_cmpint (box, ==, i);
    g_assert_finalize_object (row);
  }
}

static void
test_row (void)
{
  GtkWidget *row;

  for (guint state = 0; state < GB_N_STATES; state++) {
    GbSummary summary = {
      .id = (char *)"1",
      .title = (char *)(state % 2 ? "标题" : ""),
      .kind = GB_DOCUMENT_KIND_NOTICE,
      .column = (char *)"zcjd",
      .state = state,
      .step_name = (char *)"二审",
      .author_name = (char *)"张晓",
      .unit = (char *)"",
      .url = (char *)"",
      .modified_at = g_get_real_time (),
      .pending = state % 2,
      .refused = state % 3 == 0,
      .unratified = state == GB_STATE_PUBLISHED,
    };
    const char *name;

    row = g_object_ref_sink (gb_document_row_new (&summary));
    name = atk_object_get_name (gtk_widget_get_accessible (row));
    g_assert_nonnull (name);
    if (state == GB_STATE_IN_REVIEW)
      g_assert_nonnull (strstr (name, "二审"));
    g_assert_true ((strstr (name, "等待补审") != NULL) == summary.unratified);
    g_assert_finalize_object (row);
  }
}

static char *
dup_key (const char *accelerator)
{
  guint key = 0;
  GdkModifierType modifiers = 0;

  gtk_accelerator_parse (accelerator, &key, &modifiers);
  g_assert_cmpuint (key, !=, 0);
  return gtk_accelerator_name (key, modifiers);
}

static void
collect_shortcuts_cb (GtkWidget *widget, gpointer user_data)
{
  GHashTable *keys = user_data;

  if (GTK_IS_SHORTCUTS_SHORTCUT (widget)) {
    g_autofree char *accelerators = NULL;
    g_auto (GStrv) list = NULL;

    g_object_get (widget, "accelerator", &accelerators, NULL);
    list = g_strsplit (accelerators != NULL ? accelerators : "", " ", -1);
    for (guint i = 0; list[i] != NULL; i++) {
      if (list[i][0] != '\0')
        g_hash_table_add (keys, dup_key (list[i]));
    }
  } else if (GTK_IS_CONTAINER (widget)) {
    gtk_container_forall (GTK_CONTAINER (widget), collect_shortcuts_cb, keys);
  }
}

static void
test_accelerators (void)
{
  g_autoptr (GHashTable) shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GtkShortcutsWindow *overlay;
  g_auto (GStrv) actions =
    gtk_application_list_action_descriptions (GTK_APPLICATION (shell_application));
  guint n_accelerators = 0;

  shell_activate ("show-help-overlay", NULL);
  overlay = gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (shell_window));
  g_assert_nonnull (overlay);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (overlay)));
  gtk_widget_hide (GTK_WIDGET (overlay));
  collect_shortcuts_cb (GTK_WIDGET (overlay), shown);
  for (guint i = 0; actions[i] != NULL; i++) {
    g_auto (GStrv) accels =
      gtk_application_get_accels_for_action (GTK_APPLICATION (shell_application), actions[i]);

    for (guint j = 0; accels[j] != NULL; j++) {
      g_autofree char *key = dup_key (accels[j]);
      const char *owner = g_hash_table_lookup (owners, key);

      if (!g_hash_table_contains (shown, key)) {
        g_test_message ("%s (%s) is not in the shortcuts window", key, actions[i]);
        g_test_fail ();
      }
      if (owner != NULL) {
        g_test_message ("%s belongs to %s and to %s", key, owner, actions[i]);
        g_test_fail ();
      }
      g_hash_table_replace (owners, g_steal_pointer (&key), g_strdup (actions[i]));
      n_accelerators++;
    }
  }
  g_assert_cmpuint (n_accelerators, >, 20);
}

/* Closes whatever an action has opened beside the window. */
static void
close_others (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next) {
    if (l->data != shell_window && gtk_widget_get_visible (l->data) &&
        gtk_window_get_window_type (l->data) == GTK_WINDOW_TOPLEVEL)
      gtk_window_close (l->data);
  }
}

/* Those with a parameter get one that makes sense; those that end the test are left out. */
static void
activate_all (void)
{
  static const char *const left_out[] = { "close", "import", "leave-office", "open-in-browser" };
  g_auto (GStrv) actions = g_action_group_list_actions (G_ACTION_GROUP (shell_window));

  for (guint i = 0; actions[i] != NULL; i++) {
    const GVariantType *type =
      g_action_group_get_action_parameter_type (G_ACTION_GROUP (shell_window), actions[i]);
    GVariant *parameter = NULL;
    gboolean skip = FALSE;

    for (guint j = 0; j < G_N_ELEMENTS (left_out); j++)
      skip = skip || g_str_equal (actions[i], left_out[j]);
    if (skip)
      continue;
    if (type != NULL && g_variant_type_equal (type, G_VARIANT_TYPE_STRING_ARRAY)) {
      parameter = g_variant_ref_sink (g_variant_new_strv (NULL, 0));
    } else if (type != NULL) {
      g_assert_true (g_variant_type_equal (type, G_VARIANT_TYPE_STRING));
      parameter = g_variant_new_string (g_str_equal (actions[i], "box")   ? "all"
                                        : g_str_equal (actions[i], "new") ? "notice"
                                        : g_str_equal (actions[i], "switch-account")
                                          ? "zhangxiao"
                                          : "5f0a31a4-0000-4000-8000-000000000000");
      g_variant_ref_sink (parameter);
    }
    g_test_message ("win.%s", actions[i]);
    if (shell_is_enabled (actions[i]))
      shell_activate (actions[i], parameter);
    rig_idle (30);
    close_others ();
    if (parameter != NULL)
      g_variant_unref (parameter);
  }
  if (!g_variant_get_boolean (
        g_action_group_get_action_state (G_ACTION_GROUP (shell_window), "show-sidebar")))
    shell_activate ("show-sidebar", NULL);
  g_action_group_activate_action (G_ACTION_GROUP (shell_application), "about", NULL);
  rig_idle (100);
  close_others ();
  rig_idle (100);
  g_action_group_activate_action (G_ACTION_GROUP (shell_application), "preferences", NULL);
  rig_idle (100);
  close_others ();
}

static void
check_names (guint at_least)
{
  rig_check_names (GTK_WIDGET (shell_window), at_least);
}

static void
test_welcome (void)
{
  GbWelcome *welcome = shell_find (GB_TYPE_WELCOME);

  g_assert_nonnull (welcome);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (welcome)));
  g_assert_false (shell_is_enabled ("new"));
  g_assert_false (shell_is_enabled ("search"));
  check_names (5);
  activate_all ();

  gb_welcome_show_error (welcome, GB_WELCOME_FIELD_PASSWORD, "wrong");
  g_assert_true (GTK_IS_ENTRY (gtk_window_get_focus (shell_window)));
  gb_welcome_show_error (welcome, GB_WELCOME_FIELD_PASSWORD, NULL);
}

static void
connect_to (const char *address, GbWelcomeField field)
{
  GbWelcome *welcome = shell_find (GB_TYPE_WELCOME);

  g_signal_emit_by_name (welcome, "connect-office", address, "somebody", "something");
  rig_wait_for (gb_welcome_get_error (welcome, field) != NULL);
  g_test_message ("%s: %s", address, gb_welcome_get_error (welcome, field));
  gb_welcome_show_error (welcome, field, NULL);
}

/* A port that nobody listens on; an address that is no portal's is not on the network here. */
static void
test_connect_errors (void)
{
  connect_to ("http://127.0.0.1:1", GB_WELCOME_FIELD_ADDRESS);
  connect_to ("http://portal.example.gov.cn", GB_WELCOME_FIELD_ADDRESS);
}

static void
start_trial_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  gb_trial_start_finish (GB_TRIAL (object), result, &error);
  g_assert_no_error (error);
  *(gboolean *)user_data = TRUE;
}

/* An office server as any other, but that it is on this computer: a wrong password, the right one,
 * work, and out again. */
static void
test_office (void)
{
  GbWelcome *welcome = shell_find (GB_TYPE_WELCOME);
  g_autoptr (GFile) folder = g_file_new_build_filename (g_get_user_data_dir (), "office", NULL);
  g_autoptr (GbTrial) office = gb_trial_new (folder);
  gboolean started = FALSE;

  g_assert_true (g_file_make_directory_with_parents (folder, NULL, NULL));
  gb_trial_start_async (office, NULL, start_trial_cb, &started);
  rig_wait_for (started);

  connect_to (gb_trial_get_url (office), GB_WELCOME_FIELD_PASSWORD);
  g_assert_false (shell_is_enabled ("search"));

  g_signal_emit_by_name (welcome, "connect-office", gb_trial_get_url (office), "zhangxiao",
                         gb_trial_get_password (office, "zhangxiao"));
  rig_wait_for (shell_is_enabled ("search"));
  g_assert_true (shell_is_enabled ("new"));
  g_assert_false (shell_is_enabled ("switch-account"));

  shell_activate ("leave-office", NULL);
  rig_wait_for (gtk_widget_get_mapped (GTK_WIDGET (welcome)));
  rig_wait_for (!shell_is_enabled ("search"));
  rig_idle (300);
  gb_trial_stop (office);
}

static void
test_trial (void)
{
  GbSidebar *sidebar;

  gb_window_open_trial (GB_WINDOW (shell_window), "zhangxiao");
  rig_wait_for (gb_window_get_list_ready (GB_WINDOW (shell_window)));
  rig_wait_for (shell_is_enabled ("new"));
  g_assert_true (shell_is_enabled ("open-sample"));
  sidebar = shell_find (GB_TYPE_SIDEBAR);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (sidebar)));
}

static void
test_sample (void)
{
  GbDocumentList *list = shell_find (GB_TYPE_DOCUMENT_LIST);
  const GbSummary *summary;

  shell_activate ("open-sample", NULL);
  rig_wait_for (gb_document_list_get_selected_summary (list) != NULL);
  summary = gb_document_list_get_selected_summary (list);
  g_assert_cmpstr (summary->title, ==, "解读《关于我市全面推进政务公开工作实施意见》");
  g_assert_cmpint (summary->kind, ==, GB_DOCUMENT_KIND_INTERPRETATION);
  g_assert_cmpstr (summary->column, ==, "zcjd");
  g_assert_cmpstr (summary->unit, ==, "政府办公室");
}

static void
test_new_of_every_kind (void)
{
  GbDocumentList *list = shell_find (GB_TYPE_DOCUMENT_LIST);

  for (guint kind = 0; kind < GB_N_DOCUMENT_KINDS; kind++) {
    g_autofree char *before = g_strdup (gb_document_list_get_selected (list));

    shell_activate ("new", g_variant_new_string (gb_document_kind_to_string (kind)));
    rig_wait_for (gb_document_list_get_selected_summary (list) != NULL &&
                  g_strcmp0 (gb_document_list_get_selected_summary (list)->id, before) != 0);
    g_assert_cmpint (gb_document_list_get_selected_summary (list)->kind, ==, kind);
    g_assert_cmpstr (gb_document_list_get_selected_summary (list)->author_name, ==, "张晓");
    /* Whoever begins a text types on. */
    rig_wait_for (GB_IS_EDITOR_VIEW (gtk_window_get_focus (shell_window)));
  }
}

static gboolean
is_seen (GType type)
{
  return gtk_widget_get_mapped (GTK_WIDGET (shell_find (type)));
}

/* The keys of the document work wherever the focus is, as long as one is open. */
static void
test_page_keys_from_the_list (void)
{
  GbDocumentList *list = shell_find (GB_TYPE_DOCUMENT_LIST);

  rig_wait_for (is_seen (GB_TYPE_EDITOR));
  gb_document_list_focus (list);
  g_assert_false (GB_IS_EDITOR_VIEW (gtk_window_get_focus (shell_window)));
  rig_press (GTK_WIDGET (shell_window), GDK_KEY_2, GDK_MOD1_MASK);
  rig_wait_for (is_seen (GB_TYPE_PREVIEW));
  gb_document_list_focus (list);
  rig_press (GTK_WIDGET (shell_window), GDK_KEY_1, GDK_MOD1_MASK);
  rig_wait_for (is_seen (GB_TYPE_EDITOR));
  rig_wait_for (GB_IS_EDITOR_VIEW (gtk_window_get_focus (shell_window)));
}

static gboolean
has_focus_in (GType type)
{
  GtkWidget *focus = gtk_window_get_focus (shell_window);

  return focus != NULL && gtk_widget_get_ancestor (focus, type) != NULL;
}

/* F6 goes from the list to the text, and on; Shift+F6 comes back. */
static void
test_panes (void)
{
  GtkWidget *list = shell_find (GB_TYPE_DOCUMENT_LIST);

  gb_document_list_focus (GB_DOCUMENT_LIST (list));
  g_assert_true (has_focus_in (GB_TYPE_DOCUMENT_LIST));
  shell_activate ("next-pane", NULL);
  g_assert_true (has_focus_in (GB_TYPE_DOCUMENT_PAGE));
  g_assert_true (has_focus_in (GB_TYPE_EDITOR));
  for (guint i = 0; i < 4 && has_focus_in (GB_TYPE_DOCUMENT_PAGE); i++)
    shell_activate ("next-pane", NULL);
  g_assert_false (has_focus_in (GB_TYPE_DOCUMENT_PAGE));
  shell_activate ("previous-pane", NULL);
  g_assert_true (has_focus_in (GB_TYPE_DOCUMENT_PAGE));
}

/* F11 leaves nothing but the document; whoever looks for another one has the list again. */
static void
test_focus_mode (void)
{
  GtkWidget *list = shell_find (GB_TYPE_DOCUMENT_LIST);
  GtkWidget *sidebar = shell_find (GB_TYPE_SIDEBAR);
  GActionGroup *page = gtk_widget_get_action_group (GTK_WIDGET (shell_window), "page");

  rig_wait_for (g_action_group_get_action_enabled (page, "focus-mode"));
  for (guint i = 0; i < 2; i++) {
    g_action_group_activate_action (page, "focus-mode", NULL);
    rig_wait_for (!gtk_widget_get_mapped (list));
    g_assert_false (gtk_widget_get_mapped (sidebar));
    if (i == 0)
      g_action_group_activate_action (page, "focus-mode", NULL);
    else
      shell_activate ("search", NULL);
    rig_wait_for (gtk_widget_get_mapped (list));
    g_assert_true (gtk_widget_get_mapped (sidebar));
  }
}

static void
test_search (void)
{
  GbDocumentList *list = shell_find (GB_TYPE_DOCUMENT_LIST);

  shell_activate ("box", g_variant_new_string ("all"));
  shell_activate ("search", NULL);
  g_assert_true (GTK_IS_SEARCH_ENTRY (gtk_window_get_focus (shell_window)));
  gtk_entry_set_text (GTK_ENTRY (gtk_window_get_focus (shell_window)), "政务");
  rig_wait_for (gb_document_list_get_n_items (list) == 1);
  gtk_entry_set_text (GTK_ENTRY (gtk_window_get_focus (shell_window)), "没有这样的词");
  rig_wait_for (gb_document_list_get_n_items (list) == 0);
  gb_document_list_clear_search (list);
  rig_wait_for (gb_document_list_get_n_items (list) == 1 + GB_N_DOCUMENT_KINDS);
}

static void
collect_names_cb (GtkWidget *widget, gpointer user_data)
{
  if (GTK_IS_LIST_BOX_ROW (widget))
    g_string_append_printf (user_data, "%s\n",
                            atk_object_get_name (gtk_widget_get_accessible (widget)));
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), collect_names_cb, user_data);
}

/* An office's own template is offered, and a file that is none is named with the reason. */
static void
test_from_template (void)
{
  GbDocumentList *list = shell_find (GB_TYPE_DOCUMENT_LIST);
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "gongbao", "templates", NULL);
  g_autofree char *good = g_build_filename (folder, "会议通知.xml", NULL);
  g_autofree char *bad = g_build_filename (folder, "坏.xml", NULL);
  g_autofree char *before = g_strdup (gb_document_list_get_selected (list));
  g_autoptr (GbDocument) skeleton = gb_document_new_from_template (GB_DOCUMENT_KIND_CIRCULAR);
  g_autoptr (GbMetadata) metadata = gb_metadata_copy (gb_document_get_metadata (skeleton));
  g_autoptr (GbDocument) template = NULL;
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  GtkWidget *dialog = NULL;
  gsize size;
  const char *data;

  gb_metadata_set (metadata, "title", "关于召开会议的通告");
  template = gb_document_with_metadata (skeleton, metadata, &error);
  g_assert_no_error (error);
  data = g_bytes_get_data (gb_document_get_bytes (template), &size);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (good, data, (gssize)size, &error);
  g_assert_no_error (error);
  g_file_set_contents (bad, "<document", -1, &error);
  g_assert_no_error (error);

  shell_activate ("new-from-template", NULL);
  rig_wait_for ((dialog = rig_find_window (GB_TYPE_TEMPLATE_DIALOG)) != NULL);
  rig_wait_for (gb_template_dialog_get_document (GB_TEMPLATE_DIALOG (dialog)) != NULL);
  collect_names_cb (dialog, names);
  g_assert_true (g_str_has_prefix (names->str, "会议通知, "));
  g_assert_nonnull (strstr (names->str, "坏.xml: "));
  g_assert_nonnull (strstr (names->str, "line 1"));
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
  rig_wait_for (
    gb_document_list_get_selected_summary (list) != NULL &&
    g_strcmp0 (gb_document_list_get_selected_summary (list)->id, before) != 0 &&
    g_strcmp0 (gb_document_list_get_selected_summary (list)->title, "关于召开会议的通告") == 0);
  g_assert_cmpint (gb_document_list_get_selected_summary (list)->kind, ==,
                   GB_DOCUMENT_KIND_CIRCULAR);
  g_assert_cmpstr (gb_document_list_get_selected_summary (list)->author_name, ==, "张晓");
  g_assert_null (rig_find_window (GB_TYPE_TEMPLATE_DIALOG));
}

static void
test_desk_actions (void)
{
  rig_idle (500);
  activate_all ();
  check_names (20);
}

static void
report_width_cb (GtkWidget *widget, gpointer user_data)
{
  int depth = GPOINTER_TO_INT (user_data);
  int minimum = 0;

  if (!gtk_widget_get_visible (widget))
    return;
  gtk_widget_get_preferred_width (widget, &minimum, NULL);
  if (minimum <= 360)
    return;
  g_test_message ("%*s%s needs %d pixels", depth, "", G_OBJECT_TYPE_NAME (widget), minimum);
  if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), report_width_cb, GINT_TO_POINTER (depth + 1));
}

/* Also with a document open, whatever the width was when it was opened. */
static void
check_minimum_width (void)
{
  int minimum = 0;

  gtk_widget_get_preferred_width (GTK_WIDGET (shell_window), &minimum, NULL);
  if (minimum > 360) {
    report_width_cb (GTK_WIDGET (shell_window), GINT_TO_POINTER (0));
    g_test_fail ();
  }
}

static void
test_sizes (void)
{
  const int sizes[][2] = { { 1200, 800 }, { 800, 600 }, { 360, 640 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    int width = 0;
    int height = 0;

    gtk_window_resize (shell_window, sizes[i][0], sizes[i][1]);
    rig_idle (600);
    gtk_window_get_size (shell_window, &width, &height);
    g_test_message ("%d × %d", width, height);
    check_minimum_width ();
    g_assert_cmpint (width, <=, sizes[i][0]);
    g_assert_cmpint (height, <=, sizes[i][1]);
    check_names (5);
    shell_activate ("show-outbox", NULL);
    rig_idle (100);
    shell_activate ("go-back", NULL);
    shell_activate ("go-back", NULL);
    rig_idle (300);
    check_names (5);
  }
  gtk_window_resize (shell_window, 1200, 800);
  rig_idle (300);
}

static void
test_switch_account (void)
{
  shell_activate ("switch-account", g_variant_new_string ("lihua"));
  rig_wait_for (!shell_is_enabled ("search"));
  rig_wait_for (shell_is_enabled ("search"));
  g_assert_false (shell_is_enabled ("new"));
  g_assert_cmpstr (g_variant_get_string (
                     g_action_group_get_action_state (G_ACTION_GROUP (shell_window), "box"), NULL),
                   ==, "to-review");
  activate_all ();
  rig_wait_for (shell_is_enabled ("new"));
}

static void
test_close (void)
{
  shell_close ();
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  shell_start ();

  g_test_add_func ("/shell/templates", test_templates);
  g_test_add_func ("/shell/row", test_row);
  g_test_add_func ("/shell/accelerators", test_accelerators);
  g_test_add_func ("/shell/welcome", test_welcome);
  g_test_add_func ("/shell/connect-errors", test_connect_errors);
  g_test_add_func ("/shell/office", test_office);
  g_test_add_func ("/shell/trial", test_trial);
  g_test_add_func ("/shell/sample", test_sample);
  g_test_add_func ("/shell/new-of-every-kind", test_new_of_every_kind);
  g_test_add_func ("/shell/page-keys-from-the-list", test_page_keys_from_the_list);
  g_test_add_func ("/shell/panes", test_panes);
  g_test_add_func ("/shell/focus-mode", test_focus_mode);
  g_test_add_func ("/shell/search", test_search);
  g_test_add_func ("/shell/from-template", test_from_template);
  g_test_add_func ("/shell/desk-actions", test_desk_actions);
  g_test_add_func ("/shell/sizes", test_sizes);
  g_test_add_func ("/shell/switch-account", test_switch_account);
  g_test_add_func ("/shell/close", test_close);
  status = g_test_run ();
  shell_end ();
  return status;
}
