/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window owns references to the session and its desk; the page is a child of the third pane
 * and is made when the first list is on the screen, so that the list does not wait for the web
 * process.
 * Main thread. The application makes it. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "application/gb-window-private.h"

#include "application/gb-page-loader.h"
#include "library/gb-box-row.h"
#include "widgets/gb-messages.h"
#include "widgets/gb-pane.h"

#include <glib/gi18n.h>

#define TOAST_TIMEOUT_S  8
#define DRAIN_TIMEOUT_MS 5000
#define PRESENT_DELAY_MS 200 /* nobody waits longer for a window */
#define PAINT_TIMEOUT_MS 500 /* a window that nobody sees is not painted */

G_DEFINE_FINAL_TYPE (GbWindow, gb_window, HDY_TYPE_APPLICATION_WINDOW)

enum {
  PROP_0,
  PROP_SESSION,
  PROP_SETTINGS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
hide_toast (GbWindow *self)
{
  g_clear_handle_id (&self->toast_source, g_source_remove);
  gtk_revealer_set_reveal_child (self->toast_revealer, FALSE);
}

static gboolean
toast_timeout_cb (gpointer user_data)
{
  GbWindow *self = user_data;

  self->toast_source = 0;
  gtk_revealer_set_reveal_child (self->toast_revealer, FALSE);
  return G_SOURCE_REMOVE;
}

static void
toast_close_clicked_cb (GbWindow *self)
{
  hide_toast (self);
}

static void
toast_show_clicked_cb (GbWindow *self)
{
  g_autofree char *id = g_steal_pointer (&self->toast_document);
  const char *action = g_steal_pointer (&self->toast_action);

  hide_toast (self);
  if (action != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (self), action, NULL);
  else if (id != NULL)
    _gb_window_show_document (self, id);
}

/* Asks for attention in this order: what stops the work, what delays it, what one should know. */
static void
update_notice (GbWindow *self)
{
  const char *text = NULL;
  const char *button = NULL;
  const char *action = NULL;
  GtkMessageType type = GTK_MESSAGE_WARNING;
  gboolean may_dismiss = FALSE;

  if (self->desk == NULL) {
    gtk_revealer_set_reveal_child (self->notice_revealer, FALSE);
    return;
  }

  if (self->damage != NULL) {
    text = self->damage;
    type = GTK_MESSAGE_ERROR;
  } else if (gb_session_get_trial_stopped (self->session)) {
    text = _ ("The portal of the trial has stopped. Go on working; what you submit, decide or "
              "publish waits until it runs again.");
    button = _ ("Start It _Again");
    action = "win.restart-trial";
  } else if (!gb_session_get_is_trial (self->session) &&
             gb_desk_get_network (self->desk) == GB_NETWORK_SIGNED_OUT) {
    text = _ ("You are signed out, because the last sign-in was too long ago. Go on working; what "
              "waits is sent when you have signed in again.");
    button = _ ("_Sign In…");
    action = "win.sign-in";
  } else if (!gb_session_get_is_trial (self->session) &&
             !gb_session_get_secrets_persistent (self->session) && !self->hides_secrets_notice) {
    text = _ ("This desktop has no keyring, so you stay signed in only until you close the "
              "program.");
    type = GTK_MESSAGE_INFO;
    may_dismiss = TRUE;
  }

  gtk_label_set_text (self->notice_label, text != NULL ? text : "");
  gtk_info_bar_set_message_type (self->notice, type);
  gtk_info_bar_set_show_close_button (self->notice, may_dismiss);
  gtk_widget_set_visible (GTK_WIDGET (self->notice_button), action != NULL);
  if (action != NULL) {
    gtk_button_set_label (self->notice_button, button);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (self->notice_button), action);
  }
  gtk_revealer_set_reveal_child (self->notice_revealer, text != NULL);
}

static void
notice_response_cb (GbWindow *self, int response)
{
  if (response == GTK_RESPONSE_CLOSE) {
    self->hides_secrets_notice = TRUE;
    update_notice (self);
  }
}

/* Logging out while something is on its way would only delay it, but nobody likes that. */
static void
update_inhibition (GbWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  gboolean is_sending =
    self->desk != NULL && gb_desk_get_network (self->desk) == GB_NETWORK_SENDING;

  if (application == NULL)
    return;
  if (is_sending && self->inhibit_cookie == 0) {
    self->inhibit_cookie =
      gtk_application_inhibit (application, GTK_WINDOW (self),
                               GTK_APPLICATION_INHIBIT_LOGOUT | GTK_APPLICATION_INHIBIT_SUSPEND,
                               _ ("Documents are being sent"));
  } else if (!is_sending && self->inhibit_cookie != 0) {
    gtk_application_uninhibit (application, self->inhibit_cookie);
    self->inhibit_cookie = 0;
  }
}

static void
desk_network_cb (GbWindow *self)
{
  update_notice (self);
  update_inhibition (self);
  _gb_window_update_actions (self);
}

static void
desk_refused_cb (GbWindow *self, const char *document, const char *type, const char *detail)
{
  g_autofree char *text = NULL;

  /* Translators: %s is the reason, a sentence. */
  text = g_strdup_printf (_ ("The office server refused it: %s"), gb_message_for_problem (type));
  _gb_window_show_toast (self, text, document);
  if (!gtk_window_is_active (GTK_WINDOW (self))) {
    g_autoptr (GNotification) notification =
      g_notification_new (_ ("The office server refused something"));

    g_notification_set_body (notification, gb_message_for_problem (type));
    g_notification_set_default_action_and_target (notification, "app.show-document", "s", document);
    g_application_send_notification (G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))),
                                     "refused", notification);
  }
}

static void
desk_damaged_cb (GbWindow *self, const GError *error)
{
  g_free (self->damage);
  self->damage = gb_message_for_error (error);
  update_notice (self);
}

static void
open_pending_document (GbWindow *self)
{
  g_autofree char *id = NULL;

  if (self->page == NULL)
    return;
  id = self->pending_document != NULL ? g_steal_pointer (&self->pending_document)
                                      : g_strdup (gb_document_list_get_selected (self->list));
  self->pages->open (self->page, id);
  if (self->focuses_page) {
    self->focuses_page = FALSE;
    gtk_widget_grab_focus (GTK_WIDGET (self->page));
  }
}

static void
page_back_cb (GbWindow *self)
{
  _gb_window_show_pane (self, self->list_pane);
  gb_document_list_focus (self->list);
}

static void
stop_waiting_for_paint (GbWindow *self)
{
  if (self->paint_handler != 0)
    g_signal_handler_disconnect (self->frame_clock, self->paint_handler);
  self->paint_handler = 0;
  g_clear_object (&self->frame_clock);
}

/* Nothing but the document, on the whole screen. */
static void
set_focus_mode (GbWindow *self, gboolean focus_mode)
{
  gtk_widget_set_visible (self->list_pane, !focus_mode);
  gtk_widget_set_visible (self->sidebar_pane,
                          !focus_mode && g_settings_get_boolean (self->settings, "show-sidebar"));
  if (focus_mode)
    gtk_window_fullscreen (GTK_WINDOW (self));
  else
    gtk_window_unfullscreen (GTK_WINDOW (self));
}

static void
remove_page (GbWindow *self)
{
  GtkWidget *child = gtk_bin_get_child (GTK_BIN (self->document_pane));

  stop_waiting_for_paint (self);
  g_clear_handle_id (&self->page_source, g_source_remove);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "page", NULL);
  if (!gtk_widget_get_visible (self->list_pane))
    set_focus_mode (self, FALSE);
  if (child != NULL)
    gtk_widget_destroy (child);
  self->page = NULL;
}

static void
focus_mode_cb (GbWindow *self)
{
  gboolean focus_mode;

  g_object_get (self->page, "focus-mode", &focus_mode, NULL);
  set_focus_mode (self, focus_mode);
}

static void
make_page (GbWindow *self)
{
  GtkWidget *page;
  GtkWidget *header;

  remove_page (self);
  page = self->pages->create (self->desk);
  self->page = (GbDocumentPage *)page;
  g_signal_connect_object (page, "back", G_CALLBACK (page_back_cb), self, G_CONNECT_SWAPPED);
  g_object_bind_property (self->inner_leaflet, "folded", page, "back-visible",
                          G_BINDING_SYNC_CREATE);
  g_signal_connect_object (page, "notify::focus-mode", G_CALLBACK (focus_mode_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_visible (page, TRUE);
  gtk_container_add (GTK_CONTAINER (self->document_pane), page);
  /* Its keys work wherever the focus is. */
  gtk_widget_insert_action_group (GTK_WIDGET (self), "page", self->pages->get_actions (self->page));
  header = self->pages->get_header_bar (self->page);
  if (header != NULL)
    hdy_header_group_add_header_bar (self->inner_group, HDY_HEADER_BAR (header));
  open_pending_document (self);
}

static void
show_no_pages (GbWindow *self, const GError *error)
{
  g_autofree char *description = NULL;
  GtkWidget *status = hdy_status_page_new ();

  /* Translators: %s is the reason, in English. */
  description = g_strdup_printf (_ ("Documents cannot be opened, because a part of the program is "
                                    "missing. Install Gongbao again.\n%s"),
                                 error->message);
  hdy_status_page_set_icon_name (HDY_STATUS_PAGE (status), "dialog-error-symbolic");
  hdy_status_page_set_title (HDY_STATUS_PAGE (status), _ ("The Program Is Not Complete"));
  hdy_status_page_set_description (HDY_STATUS_PAGE (status), description);
  gtk_widget_set_hexpand (status, TRUE);
  gtk_widget_show (status);
  remove_page (self);
  gtk_container_add (GTK_CONTAINER (self->document_pane), status);
}

static void
pages_loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  self->is_loading_pages = FALSE;
  self->pages = gb_page_loader_load_finish (result, &error);
  if (self->pages == NULL) {
    g_warning ("no document page: %s", error->message);
    if (self->desk != NULL)
      show_no_pages (self, error);
    return;
  }
  g_debug ("the document page is loaded");
  /* Closed meanwhile. */
  if (gtk_window_get_application (GTK_WINDOW (self)) == NULL)
    return;
  _gb_window_set_page_accelerators (self);
  if (self->desk != NULL && self->page == NULL && !self->is_closing)
    make_page (self);
}

/* The page waits for nothing any more, but lets the list be used first. */
static gboolean
make_page_cb (gpointer user_data)
{
  GbWindow *self = user_data;

  self->page_source = 0;
  gb_session_list_is_shown (self->session);
  if (self->pages != NULL) {
    if (self->desk != NULL)
      make_page (self);
  } else if (!self->is_loading_pages) {
    self->is_loading_pages = TRUE;
    gb_page_loader_load_async (pages_loaded_cb, g_object_ref (self));
  }
  return G_SOURCE_REMOVE;
}

static void
after_paint_cb (GbWindow *self)
{
  g_debug ("the list is on the screen");
  stop_waiting_for_paint (self);
  g_clear_handle_id (&self->page_source, g_source_remove);
  self->page_source = g_idle_add_full (G_PRIORITY_LOW, make_page_cb, self, NULL);
}

/* After the frame that shows the list. */
static void
queue_page (GbWindow *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  stop_waiting_for_paint (self);
  if (clock != NULL) {
    self->frame_clock = g_object_ref (clock);
    self->paint_handler =
      g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (after_paint_cb), self);
    gtk_widget_queue_draw (GTK_WIDGET (self));
  }
  self->page_source = g_timeout_add (PAINT_TIMEOUT_MS, make_page_cb, self);
}

/* Where a person's work begins: with what waits for them. */
static GbBox
get_first_box (GbAccount *account)
{
  guint roles = gb_account_get_roles (account);

  if (roles & GB_ROLE_DRAFTER)
    return GB_BOX_DRAFTS;
  if (roles & GB_ROLE_PUBLISHER)
    return GB_BOX_TO_PUBLISH;
  return GB_BOX_TO_REVIEW;
}

static void
count_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  guint counts[GB_N_BOXES] = { 0 };

  if (!gb_desk_count_finish (GB_DESK (object), result, counts, &error)) {
    g_debug ("counting the boxes failed: %s", error->message);
    return;
  }
  if (self->desk != GB_DESK (object) || self->view_is_settled)
    return;
  if (counts[GB_BOX_ALL] > 0)
    gb_sidebar_select (self->sidebar, GB_BOX_ALL, NULL);
  else
    self->view_is_settled = TRUE;
}

/* The first sight of a desk is never an empty list if there is anything to see, and with room for
 * it the first document is open. */
static void
settle_first_view (GbWindow *self)
{
  if (self->view_is_settled)
    return;
  if (gb_document_list_get_is_searching (self->list)) {
    self->view_is_settled = TRUE;
  } else if (gb_document_list_select_first (self->list)) {
    self->view_is_settled = TRUE;
  } else if (self->box_is_guessed) {
    self->box_is_guessed = FALSE;
    gb_desk_count_async (self->desk, self->cancellable, count_cb, g_object_ref (self));
  } else {
    self->view_is_settled = TRUE;
  }
}

static void
present_now (GbWindow *self)
{
  g_clear_handle_id (&self->present_source, g_source_remove);
  gtk_window_present (GTK_WINDOW (self));
}

static gboolean
present_timeout_cb (gpointer user_data)
{
  GbWindow *self = user_data;

  self->present_source = 0;
  gtk_window_present (GTK_WINDOW (self));
  return G_SOURCE_REMOVE;
}

/* The list is there: now the web process may start. */
static void
list_loaded_cb (GbWindow *self)
{
  if (self->present_source != 0)
    present_now (self);
  if (!self->was_loaded)
    g_debug ("the list is ready");
  self->was_loaded = TRUE;
  settle_first_view (self);
  if (self->page == NULL && self->page_source == 0)
    queue_page (self);
  _gb_window_update_actions (self);
  if (self->wanted_document != NULL) {
    g_autofree char *id = g_steal_pointer (&self->wanted_document);

    _gb_window_show_document (self, id);
  }
  if (self->writes_new) {
    self->writes_new = FALSE;
    g_action_group_activate_action (G_ACTION_GROUP (self), "show-new-menu", NULL);
  }
}

static void
list_selected_cb (GbWindow *self)
{
  g_clear_pointer (&self->pending_document, g_free);
  if (gb_document_list_get_selected (self->list) != NULL)
    open_pending_document (self);
  _gb_window_update_actions (self);
}

static void
list_activated_cb (GbWindow *self)
{
  _gb_window_show_pane (self, self->document_pane);
}

static void
list_back_cb (GbWindow *self)
{
  g_settings_set_boolean (self->settings, "show-sidebar", TRUE);
  _gb_window_show_pane (self, self->sidebar_pane);
  gb_sidebar_focus (self->sidebar);
}

static void
sidebar_selected_cb (GbWindow *self,
                     int box,
                     const char *column,
                     const char *title,
                     gboolean by_hand)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "box");

  if (by_hand)
    self->view_is_settled = TRUE;
  if (self->view_is_settled) {
    g_settings_set_string (self->settings, "box", gb_box_to_string (box));
    g_settings_set_string (self->settings, "column", column != NULL ? column : "");
    g_settings_set_string (self->settings, "box-account",
                           gb_account_get_id (gb_desk_get_account (self->desk)));
  }
  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_string (column != NULL ? "" : gb_box_to_string (box)));
  gb_document_list_set_box (self->list, box, column, title);
}

static void
sidebar_activated_cb (GbWindow *self)
{
  _gb_window_show_pane (self, self->list_pane);
}

static gboolean
resize_cb (gpointer user_data)
{
  gtk_widget_queue_resize (user_data);
  return G_SOURCE_REMOVE;
}

/* The bar's buttons come and go with folding, while it is given its size: its title keeps the room
 * that it had before unless it is measured once more. */
static void
measure_again (GtkWidget *header)
{
  g_idle_add_full (G_PRIORITY_LOW, resize_cb, g_object_ref (header), g_object_unref);
}

static void
update_back_buttons (GbWindow *self)
{
  gboolean is_folded = hdy_leaflet_get_folded (self->outer_leaflet);
  gboolean has_sidebar = g_settings_get_boolean (self->settings, "show-sidebar");

  g_object_set (self->list, "back-visible", is_folded || !has_sidebar, "compact",
                is_folded || !has_sidebar, NULL);
  measure_again (gb_sidebar_get_header_bar (self->sidebar));
  measure_again (gb_document_list_get_header_bar (self->list));
}

static void
set_desk (GbWindow *self, GbDesk *desk)
{
  g_autofree char *box_name = NULL;
  g_autofree char *column = NULL;
  GbBox box = GB_BOX_DRAFTS;

  if (self->desk == desk)
    return;
  remove_page (self);
  hide_toast (self);
  _gb_window_stop_import (self);
  g_clear_pointer (&self->damage, g_free);
  self->view_is_settled = FALSE;
  g_clear_pointer (&self->pending_document, g_free);
  g_set_object (&self->desk, desk);
  g_signal_group_set_target (self->desk_signals, desk);
  gb_sidebar_set_people (self->sidebar, gb_session_get_people (self->session));
  gb_sidebar_set_desk (self->sidebar, desk);
  gb_document_list_set_desk (self->list, desk);

  if (desk != NULL) {
    const char *account = gb_account_get_id (gb_desk_get_account (desk));
    g_autofree char *last_account = g_settings_get_string (self->settings, "box-account");

    box_name = g_settings_get_string (self->settings, "box");
    self->box_is_guessed =
      !g_str_equal (account, last_account) || !gb_box_from_string (box_name, &box);
    if (self->box_is_guessed) {
      box = get_first_box (gb_desk_get_account (desk));
      column = g_strdup ("");
    } else {
      column = g_settings_get_string (self->settings, "column");
    }
    gb_sidebar_select (self->sidebar, box, column[0] != '\0' ? column : NULL);
    gtk_stack_set_visible_child_name (self->stack, "desk");
    _gb_window_show_pane (self, self->list_pane);
  } else if (!self->is_closing) {
    gtk_stack_set_visible_child_name (self->stack, "welcome");
  }
  update_notice (self);
  update_inhibition (self);
  _gb_window_update_actions (self);
}

static void
session_desk_cb (GbWindow *self)
{
  set_desk (self, gb_session_get_desk (self->session));
}

static void
session_changed_cb (GbWindow *self)
{
  update_notice (self);
  _gb_window_update_actions (self);
}

static GbWelcomeField
get_field_for_error (const GError *error)
{
  switch ((GbSessionError)error->code) {
  case GB_SESSION_ERROR_WRONG_PASSWORD:
  case GB_SESSION_ERROR_TOO_MANY:
    return GB_WELCOME_FIELD_PASSWORD;
  case GB_SESSION_ERROR_TRIAL:
    return GB_WELCOME_FIELD_TRIAL;
  case GB_SESSION_ERROR_UNREACHABLE:
  case GB_SESSION_ERROR_NOT_A_PORTAL:
  case GB_SESSION_ERROR_INSECURE:
  case GB_SESSION_ERROR_FAILED:
  default:
    return GB_WELCOME_FIELD_ADDRESS;
  }
}

static void
set_busy (GbWindow *self, gboolean trial, gboolean busy)
{
  self->is_busy = busy;
  gb_welcome_set_busy (self->welcome, trial, busy);
  _gb_window_update_actions (self);
}

static void
open_desk_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean opened = gb_session_finish (GB_SESSION (object), result, &error);

  set_busy (self, FALSE, FALSE);
  if (opened) {
    gb_welcome_set_office (self->welcome, NULL, NULL);
    return;
  }
  if (self->desk != NULL) {
    _gb_window_show_toast (self, error->message, NULL);
    return;
  }
  gtk_stack_set_visible_child_name (self->stack, "welcome");
  gb_welcome_show_error (self->welcome,
                         self->wants_trial ? GB_WELCOME_FIELD_TRIAL : get_field_for_error (error),
                         error->message);
}

static void
welcome_try_cb (GbWindow *self)
{
  gb_window_open_trial (self, NULL);
}

static void
welcome_connect_cb (GbWindow *self, const char *address, const char *account, const char *password)
{
  self->wants_trial = FALSE;
  set_busy (self, FALSE, TRUE);
  gb_session_connect_async (self->session, address, account, password, open_desk_cb,
                            g_object_ref (self));
}

/* What is to be done when the page is safe. */
typedef void (*AfterFlush) (GbWindow *self, const char *argument);

typedef struct {
  GbWindow *window;
  AfterFlush then;
  char *argument;
} Flush;

static void
flush_free (Flush *flush)
{
  g_object_unref (flush->window);
  g_free (flush->argument);
  g_free (flush);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Flush, flush_free)

static void
drain_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Flush) flush = user_data;

  if (!gb_desk_drain_finish (GB_DESK (object), result))
    g_debug ("something stays in the outbox until the next start");
  flush->then (flush->window, flush->argument);
}

/* What was pressed a moment ago is sent before the desk is left: whoever comes next sees it. */
static void
drain_then (Flush *flush)
{
  GbWindow *self = flush->window;

  if (self->desk == NULL) {
    flush->then (self, flush->argument);
    flush_free (flush);
    return;
  }
  if (self->is_closing)
    gtk_widget_hide (GTK_WIDGET (self));
  gb_desk_drain_async (self->desk, DRAIN_TIMEOUT_MS, drain_cb, flush);
}

static void
flush_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Flush) flush = user_data;
  GbWindow *self = flush->window;
  g_autoptr (GError) error = NULL;

  if (!self->pages->flush_finish ((GbDocumentPage *)object, result, &error)) {
    g_autofree char *reason = gb_message_for_error (error);
    g_autofree char *message = NULL;

    /* Nothing goes on, so that nothing is lost. */
    self->is_closing = FALSE;
    set_busy (self, FALSE, FALSE);
    message = g_strdup_printf (_ ("The text could not be saved. %s"), reason);
    _gb_window_show_toast (self, message, NULL);
    return;
  }
  drain_then (g_steal_pointer (&flush));
}

static void
flush_then (GbWindow *self, AfterFlush then, const char *argument)
{
  Flush *flush;

  set_busy (self, FALSE, TRUE);
  flush = g_new0 (Flush, 1);
  flush->window = g_object_ref (self);
  flush->then = then;
  flush->argument = g_strdup (argument);
  if (self->page == NULL)
    drain_then (flush);
  else
    self->pages->flush_async (self->page, flush_cb, flush);
}

static void
switch_account_now (GbWindow *self, const char *account)
{
  self->wants_trial = TRUE;
  gb_session_open_trial_async (self->session, account, open_desk_cb, g_object_ref (self));
}

static void
leave_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  set_busy (self, FALSE, FALSE);
  if (!gb_session_finish (GB_SESSION (object), result, &error))
    gb_welcome_show_error (self->welcome, GB_WELCOME_FIELD_ADDRESS, error->message);
}

static void
leave_now (GbWindow *self, const char *argument)
{
  if (!gb_session_get_is_trial (self->session))
    gb_welcome_set_office (self->welcome, gb_desk_get_portal_url (self->desk),
                           gb_account_get_id (gb_desk_get_account (self->desk)));
  gb_session_leave_async (self->session, leave_cb, g_object_ref (self));
}

static void
leave_response_cb (GtkDialog *dialog, int response, gpointer user_data)
{
  GbWindow *self = user_data;

  gtk_widget_destroy (GTK_WIDGET (dialog));
  if (response == GTK_RESPONSE_ACCEPT && self->desk != NULL)
    flush_then (self, leave_now, NULL);
}

static void
close_session_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!gb_session_finish (GB_SESSION (object), result, &error))
    g_warning ("the desk was not closed well: %s", error->message);
  self->may_close = TRUE;
  gtk_widget_destroy (GTK_WIDGET (self));
}

static void
close_now (GbWindow *self, const char *argument)
{
  /* The page lets go of the desk before the desk is closed. */
  remove_page (self);
  gb_session_close_async (self->session, close_session_cb, g_object_ref (self));
}

static void
restart_trial_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!gb_session_finish (GB_SESSION (object), result, &error))
    _gb_window_show_toast (self, error->message, NULL);
  session_changed_cb (self);
}

static void
restore_size (GbWindow *self)
{
  int width = 0;
  int height = 0;

  g_settings_get (self->settings, "window-size", "(ii)", &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), MAX (width, 360), MAX (height, 360));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
save_size (GbWindow *self)
{
  gboolean is_maximized = gtk_window_is_maximized (GTK_WINDOW (self));

  if (!is_maximized) {
    int width;
    int height;

    gtk_window_get_size (GTK_WINDOW (self), &width, &height);
    g_settings_set (self->settings, "window-size", "(ii)", width, height);
  }
  g_settings_set_boolean (self->settings, "window-maximized", is_maximized);
}

static void
gb_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gb_window_parent_class)->map (widget);
  g_debug ("the window is mapped");
}

static gboolean
gb_window_delete_event (GtkWidget *widget, GdkEventAny *event)
{
  GbWindow *self = GB_WINDOW (widget);

  if (self->may_close)
    return GDK_EVENT_PROPAGATE;
  if (!self->is_closing) {
    self->is_closing = TRUE;
    save_size (self);
    flush_then (self, close_now, NULL);
  }
  return GDK_EVENT_STOP;
}

/* Ctrl+F finds in the text while the focus is there, and documents everywhere else; typing in the
 * list searches. Both are decided here because an accelerator would win over the text. */
static gboolean
gb_window_key_press_event (GtkWidget *widget, GdkEventKey *event)
{
  GbWindow *self = GB_WINDOW (widget);
  GdkModifierType modifiers = event->state & gtk_accelerator_get_default_mod_mask ();
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (self->desk != NULL && modifiers == GDK_CONTROL_MASK && event->keyval == GDK_KEY_f &&
      !_gb_window_has_focus_in (self, self->document_pane)) {
    g_action_group_activate_action (G_ACTION_GROUP (self), "search", NULL);
    return GDK_EVENT_STOP;
  }
  if (GTK_WIDGET_CLASS (gb_window_parent_class)->key_press_event (widget, event))
    return GDK_EVENT_STOP;
  if (self->desk != NULL && _gb_window_has_focus_in (self, self->list_pane) &&
      !GTK_IS_ENTRY (focus))
    return gb_document_list_handle_key (self->list, (GdkEvent *)event);
  return GDK_EVENT_PROPAGATE;
}

static void
gb_window_constructed (GObject *object)
{
  GbWindow *self = GB_WINDOW (object);

  G_OBJECT_CLASS (gb_window_parent_class)->constructed (object);

  _gb_window_add_actions (self);
  _gb_window_accept_drops (self);
  g_settings_bind (self->settings, "show-sidebar", self->sidebar_pane, "visible",
                   G_SETTINGS_BIND_GET);
  g_signal_connect_object (self->settings, "changed::show-sidebar",
                           G_CALLBACK (update_back_buttons), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::desk", G_CALLBACK (session_desk_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::trial-stopped", G_CALLBACK (session_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::secrets-persistent",
                           G_CALLBACK (session_changed_cb), self, G_CONNECT_SWAPPED);
  restore_size (self);
  update_back_buttons (self);
  set_desk (self, gb_session_get_desk (self->session));
  _gb_window_update_actions (self);
}

static void
gb_window_dispose (GObject *object)
{
  GbWindow *self = GB_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  _gb_window_stop_import (self);
  stop_waiting_for_paint (self);
  g_clear_handle_id (&self->page_source, g_source_remove);
  g_clear_handle_id (&self->present_source, g_source_remove);
  g_clear_handle_id (&self->toast_source, g_source_remove);
  g_clear_object (&self->desk_signals);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (gb_window_parent_class)->dispose (object);
}

static void
gb_window_finalize (GObject *object)
{
  GbWindow *self = GB_WINDOW (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->damage, g_free);
  g_clear_pointer (&self->toast_document, g_free);
  g_clear_pointer (&self->pending_document, g_free);
  g_clear_pointer (&self->wanted_document, g_free);

  G_OBJECT_CLASS (gb_window_parent_class)->finalize (object);
}

static void
gb_window_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  GbWindow *self = GB_WINDOW (object);

  switch (prop_id) {
  case PROP_SESSION:
    self->session = g_value_dup_object (value);
    break;
  case PROP_SETTINGS:
    self->settings = g_value_dup_object (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gb_window_class_init (GbWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = gb_window_constructed;
  object_class->dispose = gb_window_dispose;
  object_class->finalize = gb_window_finalize;
  object_class->set_property = gb_window_set_property;

  widget_class->delete_event = gb_window_delete_event;
  widget_class->key_press_event = gb_window_key_press_event;
  widget_class->map = gb_window_map;

  properties[PROP_SESSION] =
    g_param_spec_object ("session", NULL, NULL, GB_TYPE_SESSION,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SETTINGS] =
    g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GbWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, GbWindow, welcome);
  gtk_widget_class_bind_template_child (widget_class, GbWindow, welcome_header);
  gtk_widget_class_bind_template_child (widget_class, GbWindow, outer_leaflet);
  gtk_widget_class_bind_template_child (widget_class, GbWindow, inner_leaflet);
  gtk_widget_class_bind_template_child (widget_class, GbWindow, sidebar_pane);
  gtk_widget_class_bind_template_child (widget_class, GbWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, GbWindow, list_pane);
  gtk_widget_class_bind_template_child (widget_class, GbWindow, list);
  gtk_widget_class_bind_template_child (widget_class, GbWindow, document_pane);
  gtk_widget_class_bind_template_child (widget_class, GbWindow, outer_group);
  gtk_widget_class_bind_template_child (widget_class, GbWindow, inner_group);
  gtk_widget_class_bind_template_child (widget_class, GbWindow, notice_revealer);
  gtk_widget_class_bind_template_child (widget_class, GbWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, GbWindow, notice_label);
  gtk_widget_class_bind_template_child (widget_class, GbWindow, notice_button);
  gtk_widget_class_bind_template_child (widget_class, GbWindow, toast_revealer);
  gtk_widget_class_bind_template_child (widget_class, GbWindow, toast_label);
  gtk_widget_class_bind_template_child (widget_class, GbWindow, toast_button);
  gtk_widget_class_bind_template_callback (widget_class, list_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_back_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_loaded_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, notice_response_cb);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, toast_close_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, toast_show_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_back_buttons);
  gtk_widget_class_bind_template_callback (widget_class, welcome_connect_cb);
  gtk_widget_class_bind_template_callback (widget_class, welcome_try_cb);
}

static void
gb_window_init (GbWindow *self)
{
  g_type_ensure (GB_TYPE_DOCUMENT_LIST);
  g_type_ensure (GB_TYPE_PANE);
  g_type_ensure (GB_TYPE_SIDEBAR);
  g_type_ensure (GB_TYPE_WELCOME);
  gtk_widget_init_template (GTK_WIDGET (self));

  self->cancellable = g_cancellable_new ();
  hdy_header_group_add_header_bar (self->outer_group,
                                   HDY_HEADER_BAR (gb_sidebar_get_header_bar (self->sidebar)));
  hdy_header_group_add_header_group (self->outer_group, self->inner_group);
  hdy_header_group_add_header_bar (self->inner_group,
                                   HDY_HEADER_BAR (gb_document_list_get_header_bar (self->list)));

  self->desk_signals = g_signal_group_new (GB_TYPE_DESK);
  g_signal_group_connect_swapped (self->desk_signals, "notify::network",
                                  G_CALLBACK (desk_network_cb), self);
  g_signal_group_connect_swapped (self->desk_signals, "refused", G_CALLBACK (desk_refused_cb),
                                  self);
  g_signal_group_connect_swapped (self->desk_signals, "damaged", G_CALLBACK (desk_damaged_cb),
                                  self);
}

GtkWidget *
gb_window_new (GbApplication *application, GbSession *session, GSettings *settings)
{
  return g_object_new (GB_TYPE_WINDOW, "application", application, "session", session, "settings",
                       settings, NULL);
}

void
gb_window_open_trial (GbWindow *self, const char *account)
{
  g_return_if_fail (GB_IS_WINDOW (self));

  self->wants_trial = TRUE;
  set_busy (self, TRUE, TRUE);
  gb_session_open_trial_async (self->session, account, open_desk_cb, g_object_ref (self));
}

gboolean
gb_window_get_can_resume (GbWindow *self)
{
  g_return_val_if_fail (GB_IS_WINDOW (self), FALSE);

  return self->desk == NULL && !self->is_busy && gb_session_can_resume (self->session);
}

void
gb_window_begin_resume (GbWindow *self)
{
  g_return_if_fail (GB_IS_WINDOW (self));

  self->wants_trial = FALSE;
  set_busy (self, TRUE, TRUE);
  /* Where the list is about to appear; the welcome page would only flash. */
  gtk_stack_set_visible_child_name (self->stack, "desk");
}

void
gb_window_end_resume (GbWindow *self, GAsyncResult *result)
{
  g_return_if_fail (GB_IS_WINDOW (self));

  open_desk_cb (G_OBJECT (self->session), result, g_object_ref (self));
}

/* An empty window first would be laid out and painted twice, and the list would come later. */
void
gb_window_present_soon (GbWindow *self)
{
  g_return_if_fail (GB_IS_WINDOW (self));

  if (gtk_widget_get_visible (GTK_WIDGET (self)) || !self->is_busy)
    present_now (self);
  else if (self->present_source == 0)
    self->present_source = g_timeout_add (PRESENT_DELAY_MS, present_timeout_cb, self);
}

void
gb_window_write_new (GbWindow *self)
{
  g_return_if_fail (GB_IS_WINDOW (self));

  if (self->desk != NULL && self->was_loaded)
    g_action_group_activate_action (G_ACTION_GROUP (self), "show-new-menu", NULL);
  else
    self->writes_new = gb_session_can_resume (self->session);
}

gboolean
gb_window_get_list_ready (GbWindow *self)
{
  g_return_val_if_fail (GB_IS_WINDOW (self), FALSE);

  return self->was_loaded;
}

gboolean
gb_window_get_is_closing (GbWindow *self)
{
  g_return_val_if_fail (GB_IS_WINDOW (self), FALSE);

  return self->is_closing;
}

void
_gb_window_show_document (GbWindow *self, const char *id)
{
  if (self->desk == NULL || !self->was_loaded) {
    g_free (self->wanted_document);
    self->wanted_document =
      self->desk != NULL || gb_session_can_resume (self->session) ? g_strdup (id) : NULL;
    return;
  }
  self->view_is_settled = TRUE;
  g_free (self->pending_document);
  self->pending_document = g_strdup (id);
  if (g_strcmp0 (gb_document_list_get_selected (self->list), id) == 0)
    open_pending_document (self);
  else
    gb_document_list_select (self->list, id);
  _gb_window_show_pane (self, self->document_pane);
}

void
_gb_window_show_pane (GbWindow *self, GtkWidget *pane)
{
  if (pane != self->document_pane && self->page != NULL &&
      !gtk_widget_get_visible (self->list_pane))
    g_action_group_change_action_state (self->pages->get_actions (self->page), "focus-mode",
                                        g_variant_new_boolean (FALSE));
  if (pane == self->sidebar_pane) {
    g_settings_set_boolean (self->settings, "show-sidebar", TRUE);
    hdy_leaflet_set_visible_child (self->outer_leaflet, pane);
    return;
  }
  hdy_leaflet_set_visible_child (self->outer_leaflet, GTK_WIDGET (self->inner_leaflet));
  hdy_leaflet_set_visible_child (self->inner_leaflet, pane);
}

static void
show_toast (GbWindow *self, const char *message, const char *label)
{
  gtk_label_set_text (self->toast_label, message);
  gtk_widget_set_visible (GTK_WIDGET (self->toast_button), label != NULL);
  if (label != NULL)
    gtk_button_set_label (self->toast_button, label);
  gtk_revealer_set_reveal_child (self->toast_revealer, TRUE);
  g_clear_handle_id (&self->toast_source, g_source_remove);
  self->toast_source = g_timeout_add_seconds (TOAST_TIMEOUT_S, toast_timeout_cb, self);
}

void
_gb_window_show_toast (GbWindow *self, const char *message, const char *document)
{
  g_free (self->toast_document);
  self->toast_document = g_strdup (document);
  self->toast_action = NULL;
  show_toast (self, message, document != NULL ? _ ("Sho_w") : NULL);
}

void
_gb_window_show_toast_action (GbWindow *self,
                              const char *message,
                              const char *label,
                              const char *action)
{
  g_clear_pointer (&self->toast_document, g_free);
  self->toast_action = action;
  show_toast (self, message, label);
}

void
_gb_window_switch_account (GbWindow *self, const char *account)
{
  if (self->is_busy || g_str_equal (account, gb_account_get_id (gb_desk_get_account (self->desk))))
    return;
  flush_then (self, switch_account_now, account);
}

void
_gb_window_leave_office (GbWindow *self)
{
  guint n_pending = gb_desk_get_n_pending (self->desk);
  GtkWidget *dialog;

  if (n_pending == 0) {
    flush_then (self, leave_now, NULL);
    return;
  }
  dialog = gtk_message_dialog_new (
    GTK_WINDOW (self),
    GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT | GTK_DIALOG_USE_HEADER_BAR,
    GTK_MESSAGE_QUESTION, GTK_BUTTONS_NONE,
    ngettext ("%u thing has not been sent yet", "%u things have not been sent yet", n_pending),
    n_pending);
  gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (dialog), "%s",
                                            _ ("It stays on this computer, and is sent when you "
                                               "sign in here again."));
  gtk_dialog_add_buttons (GTK_DIALOG (dialog), _ ("_Cancel"), GTK_RESPONSE_CANCEL, _ ("_Leave"),
                          GTK_RESPONSE_ACCEPT, NULL);
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);
  g_signal_connect_object (dialog, "response", G_CALLBACK (leave_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
_gb_window_restart_trial (GbWindow *self)
{
  gb_session_restart_trial_async (self->session, restart_trial_done_cb, g_object_ref (self));
  session_changed_cb (self);
}

gboolean
_gb_window_has_focus_in (GbWindow *self, GtkWidget *ancestor)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus != NULL && (focus == ancestor || gtk_widget_is_ancestor (focus, ancestor));
}
