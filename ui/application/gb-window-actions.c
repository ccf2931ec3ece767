/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window can do: one table of actions, one of keys, and one function that says which of
 * them make sense at the moment. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "application/gb-window-private.h"

#include "library/gb-box-row.h"
#include "library/gb-new-document.h"
#include "library/gb-template-dialog.h"
#include "settings/gb-sign-in-dialog.h"
#include "widgets/gb-messages.h"
#include "widgets/gb-spoken.h"

#include <glib/gi18n.h>

static void
create_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = gb_desk_create_finish (GB_DESK (object), result, &error);

  if (self->desk != GB_DESK (object))
    return;
  if (id == NULL) {
    g_autofree char *message = gb_message_for_error (error);

    _gb_window_show_toast (self, message, NULL);
    return;
  }
  _gb_window_show_new_document (self, id);
}

void
_gb_window_show_new_document (GbWindow *self, const char *id)
{
  self->view_is_settled = TRUE;
  gb_document_list_clear_search (self->list);
  gb_sidebar_select (self->sidebar, GB_BOX_DRAFTS, NULL);
  self->focuses_page = TRUE;
  _gb_window_show_document (self, id);
}

static void
create_document (GbWindow *self, GbDocument *document)
{
  gb_desk_create_async (self->desk, document, self->cancellable, create_cb, g_object_ref (self));
}

static void
new_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbWindow *self = user_data;
  g_autoptr (GbDocument) document = NULL;
  GbDocumentKind kind;

  if (!gb_document_kind_from_string (g_variant_get_string (parameter, NULL), &kind))
    return;
  document = gb_new_document (self->desk, kind);
  create_document (self, document);
}

static void
template_response_cb (GbWindow *self, int response, GbTemplateDialog *dialog)
{
  GbDocument *template = gb_template_dialog_get_document (dialog);

  if (response == GTK_RESPONSE_ACCEPT && template != NULL && self->desk != NULL) {
    g_autoptr (GbDocument) document = gb_new_document_fill (self->desk, template);

    create_document (self, document);
  }
  gtk_widget_destroy (GTK_WIDGET (dialog));
}

static void
new_from_template_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbWindow *self = user_data;
  GtkWidget *dialog = gb_template_dialog_new (GTK_WINDOW (self));

  g_signal_connect_object (dialog, "response", G_CALLBACK (template_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
show_import_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  _gb_window_show_import_chooser (user_data);
}

/* Files that were let go somewhere in the window, as their URIs. */
static void
import_files_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autofree const char **uris = g_variant_get_strv (parameter, NULL);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; uris[i] != NULL; i++)
    g_ptr_array_add (files, g_file_new_for_uri (uris[i]));
  _gb_window_import_files (user_data, files);
}

static void
show_import_report_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  _gb_window_show_import_report (user_data);
}

static void
open_sample_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  _gb_window_import_sample (user_data);
}

static void
open_document_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  _gb_window_show_document (user_data, g_variant_get_string (parameter, NULL));
}

static void
show_new_menu_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbWindow *self = user_data;

  _gb_window_show_pane (self, self->list_pane);
  gb_document_list_show_new_menu (self->list);
}

static void
search_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbWindow *self = user_data;

  _gb_window_show_pane (self, self->list_pane);
  gb_document_list_start_search (self->list);
}

static void
sync_now_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbWindow *self = user_data;

  gb_desk_retry_now (self->desk);
}

static void
show_outbox_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbWindow *self = user_data;

  if (hdy_leaflet_get_folded (self->outer_leaflet)) {
    _gb_window_show_pane (self, self->list_pane);
    gb_document_list_show_outbox (self->list);
  } else {
    g_settings_set_boolean (self->settings, "show-sidebar", TRUE);
    gb_sidebar_show_outbox (self->sidebar);
  }
}

static void
show_accounts_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbWindow *self = user_data;

  _gb_window_show_pane (self, self->sidebar_pane);
  gb_sidebar_show_accounts (self->sidebar);
}

static void
show_menu_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbWindow *self = user_data;

  if (self->desk == NULL)
    return;
  _gb_window_show_pane (self, self->sidebar_pane);
  gb_sidebar_show_menu (self->sidebar);
}

static void
switch_account_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  _gb_window_switch_account (user_data, g_variant_get_string (parameter, NULL));
}

static void
leave_office_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  _gb_window_leave_office (user_data);
}

static void
restart_trial_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  _gb_window_restart_trial (user_data);
}

static void
sign_in_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbWindow *self = user_data;

  gtk_window_present (GTK_WINDOW (gb_sign_in_dialog_new (GTK_WINDOW (self), self->session)));
}

static void
open_in_browser_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbWindow *self = user_data;
  const GbSummary *summary = gb_document_list_get_selected_summary (self->list);
  g_autoptr (GError) error = NULL;

  if (summary == NULL || summary->url == NULL || summary->url[0] == '\0')
    return;
  if (!gtk_show_uri_on_window (GTK_WINDOW (self), summary->url, GDK_CURRENT_TIME, &error)) {
    g_autofree char *message = NULL;

    g_debug ("opening the browser: %s", error->message);
    /* Translators: %s is an address. */
    message = g_strdup_printf (_ ("No browser could be started. The address is %s"), summary->url);
    _gb_window_show_toast (self, message, NULL);
  }
}

static void
box_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  GbWindow *self = user_data;
  GbBox box;

  if (!gb_box_from_string (g_variant_get_string (value, NULL), &box))
    return;
  self->view_is_settled = TRUE;
  gb_sidebar_select (self->sidebar, box, NULL);
  _gb_window_show_pane (self, self->list_pane);
  gb_document_list_focus (self->list);
}

static void
next_document_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gb_document_list_move_selection (GB_WINDOW (user_data)->list, 1);
}

static void
previous_document_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gb_document_list_move_selection (GB_WINDOW (user_data)->list, -1);
}

static void
go_back_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbWindow *self = user_data;

  if (hdy_leaflet_get_folded (self->inner_leaflet) &&
      hdy_leaflet_get_visible_child (self->inner_leaflet) == self->document_pane &&
      (!hdy_leaflet_get_folded (self->outer_leaflet) ||
       hdy_leaflet_get_visible_child (self->outer_leaflet) == GTK_WIDGET (self->inner_leaflet))) {
    _gb_window_show_pane (self, self->list_pane);
    gb_document_list_focus (self->list);
  } else {
    _gb_window_show_pane (self, self->sidebar_pane);
    gb_sidebar_focus (self->sidebar);
  }
}

static gboolean
is_pane_mapped (GtkWidget *pane)
{
  return gtk_widget_get_mapped (pane) && gtk_widget_get_child_visible (pane);
}

/* F6 goes round the panes that can be seen. */
static void
move_pane (GbWindow *self, int step)
{
  GtkWidget *panes[] = { self->sidebar_pane, self->list_pane, self->document_pane };
  int current = -1;

  /* The document has areas of its own: the text, and the panel beside it. */
  if (self->page != NULL && _gb_window_has_focus_in (self, self->document_pane) &&
      self->pages->move_focus (self->page, step, FALSE))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (panes); i++) {
    if (_gb_window_has_focus_in (self, panes[i]))
      current = i;
  }
  for (guint i = 0; i < G_N_ELEMENTS (panes); i++) {
    current = (current + step + (int)G_N_ELEMENTS (panes)) % (int)G_N_ELEMENTS (panes);
    if (!is_pane_mapped (panes[current]))
      continue;
    if (panes[current] == self->sidebar_pane)
      gb_sidebar_focus (self->sidebar);
    else if (panes[current] == self->list_pane)
      gb_document_list_focus (self->list);
    else if (self->page == NULL || !self->pages->move_focus (self->page, step, TRUE))
      gtk_widget_child_focus (self->document_pane, GTK_DIR_TAB_FORWARD);
    return;
  }
}

static void
next_pane_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move_pane (user_data, 1);
}

static void
previous_pane_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move_pane (user_data, -1);
}

static void
close_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (user_data));
}

/* Some hundred widgets, which are made when somebody wants to see them. GTK's own action, which
 * comes with them, takes the place of this one. */
static void
show_help_overlay_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbWindow *self = user_data;
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/org/gongbao/Gongbao/ui/help-overlay.ui");
  GObject *overlay = gtk_builder_get_object (builder, "help_overlay");

  gtk_application_window_set_help_overlay (GTK_APPLICATION_WINDOW (self),
                                           GTK_SHORTCUTS_WINDOW (overlay));
  gb_spoken_name_shortcuts (GTK_SHORTCUTS_WINDOW (overlay));
  gtk_window_present (GTK_WINDOW (overlay));
}

static const GActionEntry entries[] = {
  { "box", NULL, "s", "'drafts'", box_cb },
  { "close", close_cb },
  { "go-back", go_back_cb },
  { "import", show_import_cb },
  { "import-files", import_files_cb, "as" },
  { "leave-office", leave_office_cb },
  { "new", new_cb, "s" },
  { "new-from-template", new_from_template_cb },
  { "next-document", next_document_cb },
  { "next-pane", next_pane_cb },
  { "open-document", open_document_cb, "s" },
  { "open-in-browser", open_in_browser_cb },
  { "open-sample", open_sample_cb },
  { "previous-document", previous_document_cb },
  { "previous-pane", previous_pane_cb },
  { "restart-trial", restart_trial_cb },
  { "search", search_cb },
  { "show-accounts", show_accounts_cb },
  { "show-help-overlay", show_help_overlay_cb },
  { "show-import-report", show_import_report_cb },
  { "show-menu", show_menu_cb },
  { "show-new-menu", show_new_menu_cb },
  { "show-outbox", show_outbox_cb },
  { "sign-in", sign_in_cb },
  { "switch-account", switch_account_cb, "s" },
  { "sync-now", sync_now_cb },
};

static const struct {
  const char *action;
  const char *accels[3];
} accelerators[] = {
  { "win.box::all", { "<Primary>6" } },
  { "win.box::drafts", { "<Primary>1" } },
  { "win.box::published", { "<Primary>5" } },
  { "win.box::returned", { "<Primary>3" } },
  { "win.box::to-publish", { "<Primary>4" } },
  { "win.box::to-review", { "<Primary>2" } },
  { "win.close", { "<Primary>w" } },
  { "win.go-back", { "<Alt>Left" } },
  { "win.import", { "<Primary>o" } },
  { "win.new-from-template", { "<Primary><Shift>n" } },
  { "win.next-document", { "<Primary>Page_Down" } },
  { "win.next-pane", { "F6" } },
  { "win.open-in-browser", { "<Primary><Shift>b" } },
  { "win.open-sample", { "<Primary><Shift>o" } },
  { "win.previous-document", { "<Primary>Page_Up" } },
  { "win.previous-pane", { "<Shift>F6" } },
  { "win.search", { "<Primary><Shift>f" } },
  { "win.show-accounts", { "<Primary><Shift>l" } },
  { "win.show-help-overlay", { "<Primary>F1", "<Primary>question" } },
  { "win.show-menu", { "F10" } },
  { "win.show-new-menu", { "<Primary>n" } },
  { "win.show-outbox", { "<Primary><Shift>m" } },
  { "win.show-sidebar", { "F9" } },
  { "win.sync-now", { "F5" } },
};

static void
set_enabled (GbWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
_gb_window_update_actions (GbWindow *self)
{
  gboolean has_desk = self->desk != NULL && !self->is_busy;
  gboolean in_trial = has_desk && gb_session_get_is_trial (self->session);
  gboolean may_write =
    has_desk && (gb_account_get_roles (gb_desk_get_account (self->desk)) & GB_ROLE_DRAFTER) != 0;
  gboolean is_signed_out = has_desk && gb_desk_get_network (self->desk) == GB_NETWORK_SIGNED_OUT;
  gboolean is_importing = self->importer != NULL && gb_importer_get_is_running (self->importer);
  const GbSummary *summary = has_desk ? gb_document_list_get_selected_summary (self->list) : NULL;
  static const char *const with_desk[] = {
    "box",           "go-back",           "leave-office",  "next-document", "next-pane",
    "open-document", "previous-document", "previous-pane", "search",        "show-accounts",
    "show-menu",     "show-outbox",       "sync-now",
  };

  for (guint i = 0; i < G_N_ELEMENTS (with_desk); i++)
    set_enabled (self, with_desk[i], has_desk);
  set_enabled (self, "new", may_write);
  set_enabled (self, "new-from-template", may_write);
  set_enabled (self, "show-new-menu", may_write);
  set_enabled (self, "import", may_write && !is_importing);
  set_enabled (self, "open-sample", may_write && in_trial && !is_importing);
  set_enabled (self, "show-import-report", has_desk && self->importer != NULL);
  set_enabled (self, "switch-account", in_trial);
  set_enabled (self, "restart-trial", gb_session_get_trial_stopped (self->session));
  set_enabled (self, "sign-in", is_signed_out && !in_trial);
  set_enabled (self, "open-in-browser",
               summary != NULL && summary->url != NULL && summary->url[0] != '\0');
  gb_document_list_set_may_write (self->list, may_write);
}

void
_gb_window_add_actions (GbWindow *self)
{
  g_autoptr (GAction) show_sidebar = g_settings_create_action (self->settings, "show-sidebar");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self), show_sidebar);
}

void
_gb_window_set_accelerators (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (application, accelerators[i].action,
                                           (const char *const *)accelerators[i].accels);
}

void
_gb_window_set_page_accelerators (GbWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  guint n_page = 0;
  const GbAccelerator *page = self->pages->get_accelerators (&n_page);

  for (guint i = 0; i < n_page; i++)
    gtk_application_set_accels_for_action (application, page[i].action, page[i].accels);
}
