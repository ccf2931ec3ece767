/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The acts of the workflow and the views of the page as actions of the group "page". What may be
 * done is asked of the workflow in one place. Main thread.
 */

#define G_LOG_DOMAIN "gb-document-page"

#include "config.h"

#include "document/gb-document-page-private.h"

#include "document/gb-relation-dialog.h"
#include "document/gb-save-template.h"
#include "publish/gb-publish-dialog.h"
#include "publish/gb-receipt.h"
#include "review/gb-compare-window.h"
#include "review/gb-decision-dialog.h"
#include "widgets/gb-messages.h"

#include <glib/gi18n.h>
#include <string.h>

/* An act while the text is saved and the act written down. */
typedef struct {
  GbDocumentPage *self;
  GbEventType type;
  char *opinion;
  char *digest; /* (nullable): what the person was asked about; else the text on the page */
} Act;

/* Keys that the editor and the window leave free. */
static const GbAccelerator accelerators[] = {
  { "page.suggested", { "<Primary>Return" } },
  { "page.submit", { "<Primary><Alt>s" } },
  { "page.recall", { "<Primary><Alt>b" } },
  { "page.approve", { "<Primary><Alt>a" } },
  { "page.return", { "<Primary><Shift>Return" } },
  { "page.publish", { "<Primary><Alt>p" } },
  { "page.schedule", { "<Primary><Alt>t" } },
  { "page.unschedule", { "<Primary><Alt>u" } },
  { "page.emergency", { "<Primary><Alt>e" } },
  { "page.ratify", { "<Primary><Alt>r" } },
  { "page.withdraw", { "<Primary><Alt>w" } },
  { "page.discard", { "<Primary><Shift>Delete" } },
  { "page.save", { "<Primary>s" } },
  { "page.attach", { "<Primary><Shift>a" } },
  { "page.compare", { "<Primary><Shift>d" } },
  { "page.view-edit", { "<Alt>1" } },
  { "page.view-preview", { "<Alt>2" } },
  { "page.preview-phone", { "<Alt>3" } },
  { "page.show-properties", { "<Alt>Return" } },
  { "page.show-history", { "<Primary><Shift>h" } },
  { "page.show-outline", { "<Primary><Shift>e" } },
  { "page.show-check", { "F7" } },
  { "page.next-finding", { "F8" } },
  { "page.previous-finding", { "<Shift>F8" } },
  { "page.mend-finding", { "<Primary>F8", "<Primary>period" } },
  { "page.mend-alike", { "<Primary><Shift>F8" } },
  { "page.ignore-finding", { "<Primary>F7" } },
  { "page.copy-link", { "<Primary><Shift>c" } },
  { "page.open-link", { "<Primary><Alt>o" } },
  { "page.show-receipt", { "<Primary><Shift>q" } },
  { "page.take-back", { "<Primary><Alt>k" } },
  { "page.reload", { "<Primary>r" } },
  { "editor.find", { "<Primary>f" } },
  { "editor.find-next", { "F3", "<Primary>g" } },
  { "editor.find-previous", { "<Shift>F3", "<Primary><Shift>g" } },
  { "editor.find-replace", { "<Primary>h" } },
  { "editor.zoom-in", { "<Primary>plus", "<Primary>equal", "<Primary>KP_Add" } },
  { "editor.zoom-out", { "<Primary>minus", "<Primary>KP_Subtract" } },
  { "editor.zoom-reset", { "<Primary>0", "<Primary>KP_0" } },
  { "page.focus-mode", { "F11" } },
};

/* Actions that are an act of the workflow. */
static const struct {
  const char *name;
  GbEventType type;
} act_actions[] = {
  { "submit", GB_EVENT_SUBMIT },         { "recall", GB_EVENT_RECALL },
  { "approve", GB_EVENT_APPROVE },       { "return", GB_EVENT_RETURN },
  { "publish", GB_EVENT_PUBLISH },       { "schedule", GB_EVENT_SCHEDULE },
  { "unschedule", GB_EVENT_UNSCHEDULE }, { "emergency", GB_EVENT_EMERGENCY },
  { "ratify", GB_EVENT_RATIFY },         { "withdraw", GB_EVENT_WITHDRAW },
  { "discard", GB_EVENT_DISCARD },
};

static void
act_free (Act *act)
{
  g_object_unref (act->self);
  g_free (act->opinion);
  g_free (act->digest);
  g_free (act);
}

static GtkWindow *
get_window (GbDocumentPage *self)
{
  GtkWidget *top = gtk_widget_get_toplevel (GTK_WIDGET (self));

  return GTK_IS_WINDOW (top) ? GTK_WINDOW (top) : NULL;
}

/* The page was closed while something was under way. */
static gboolean
is_gone (GbDocumentPage *self)
{
  return self->actions == NULL;
}

static void
set_acting (GbDocumentPage *self, gboolean acting)
{
  self->is_acting = acting;
  _gb_document_page_actions_update (self);
  if (!acting)
    _gb_document_page_act_ended (self);
}

/* Who has the document next, for the message after an act. */
static char *
describe_next (GbWorkflow *workflow)
{
  GbRoute *route = gb_workflow_get_route (workflow);
  int index = gb_workflow_get_step_index (workflow);
  const GbRouteStep *step;

  if (index < 0)
    return g_strdup (_ ("ready for publication"));
  step = gb_route_get_step (route, (guint)index);
  return g_strdup_printf ("%s (%s)", step->name, gb_name_of_role (step->role));
}

static char *
describe_approval (GbDocumentPage *self)
{
  GbRoute *route = gb_workflow_get_route (self->open->workflow);
  guint next = (guint)(gb_workflow_get_step_index (self->open->workflow) + 1);
  g_autofree char *digest = gb_digest_to_short (gb_document_get_digest (self->open->document));

  if (next >= gb_route_get_n_steps (route))
    /* Translators: %s is the version that was approved */
    return g_strdup_printf (_ ("Approved version %s; it is ready for publication."), digest);
  /* Translators: the version that was approved, and the next step */
  return g_strdup_printf (_ ("Approved version %s; next: %s."), digest,
                          gb_route_get_step (route, next)->name);
}

static char *
describe_done (GbDocumentPage *self, GbEventType type)
{
  switch (type) {
  case GB_EVENT_SUBMIT: {
    GbRoute *route = gb_workflow_get_route (self->open->workflow);
    const GbRouteStep *step = gb_route_get_step (route, 0);

    /* Translators: the first step of the review, and its role */
    return g_strdup_printf (_ ("Submitted; next: %s (%s)."), step->name,
                            gb_name_of_role (step->role));
  }
  case GB_EVENT_RECALL:
    return g_strdup (_ ("Taken back; you can go on writing."));
  case GB_EVENT_APPROVE:
    return describe_approval (self);
  case GB_EVENT_RETURN:
    /* Translators: %s is a person’s name */
    return g_strdup_printf (_ ("Sent back to %s."),
                            gb_workflow_get_author_name (self->open->workflow));
  case GB_EVENT_UNSCHEDULE:
    return g_strdup (_ ("The schedule was cancelled."));
  case GB_EVENT_EMERGENCY:
    return g_strdup (_ ("Released; it has to be confirmed by someone else."));
  case GB_EVENT_RATIFY:
    return g_strdup (_ ("The emergency release is confirmed."));
  case GB_EVENT_WITHDRAW:
    return g_strdup (_ ("Taken off the portal."));
  case GB_EVENT_DISCARD:
    return g_strdup (_ ("The draft was given up."));
  case GB_EVENT_REVISE:
  case GB_EVENT_SCHEDULE:
  case GB_EVENT_PUBLISH:
  case GB_EVENT_PUBLISHED:
  case GB_EVENT_FAILED:
  case GB_EVENT_IGNORE:
  case GB_EVENT_OVERRIDE:
  case GB_EVENT_REINSTATE:
  default:
    return describe_next (self->open->workflow);
  }
}

static void
tell_done (GbDocumentPage *self, GbEventType type)
{
  g_autofree char *done = describe_done (self, type);
  GbNetwork network = gb_desk_get_network (self->desk);
  g_autofree char *text = NULL;

  if (network == GB_NETWORK_OFFLINE || network == GB_NETWORK_SIGNED_OUT)
    text = g_strdup_printf ("%s %s", done, _ ("It waits on this computer until it can be sent."));
  _gb_document_page_toast (self, text != NULL ? text : done);
}

static void
act_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Act *act = user_data;
  GbDocumentPage *self = act->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GbEvent) event = gb_desk_act_finish (GB_DESK (source), result, &error);

  if (is_gone (self)) {
    act_free (act);
    return;
  }
  if (event != NULL) {
    gb_banner_box_hide (self->banners, "act");
    if (self->open != NULL && g_strcmp0 (self->id, event->document) == 0)
      tell_done (self, act->type);
    _gb_document_page_load (self);
  } else if (g_error_matches (error, GB_DESK_ERROR, GB_DESK_ERROR_BLOCKED)) {
    _gb_document_page_check (self, act->type == GB_EVENT_SUBMIT ? GB_CHECK_STAGE_SUBMIT
                                                                : GB_CHECK_STAGE_PUBLISH);
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_autofree char *message = gb_message_for_error (error);

    gb_banner_box_show (self->banners, "act", GTK_MESSAGE_ERROR, message, NULL, NULL);
    _gb_document_page_load (self);
  }
  set_acting (self, FALSE);
  act_free (act);
}

/* The text that the act is about. */
static const char *
get_digest (GbDocumentPage *self, GbEventType type)
{
  const GbEvent *live = gb_workflow_get_live (self->open->workflow);

  if ((type == GB_EVENT_RATIFY || type == GB_EVENT_WITHDRAW) && live != NULL)
    return live->revision;
  return gb_document_get_digest (gb_autosave_get_document (self->autosave));
}

static void
flush_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Act *act = user_data;
  GbDocumentPage *self = act->self;

  if (is_gone (self)) {
    act_free (act);
    return;
  }
  /* Why it could not be saved stands above the text. */
  if (!gb_autosave_flush_finish (GB_AUTOSAVE (source), result, NULL) || self->open == NULL ||
      (act->type == GB_EVENT_SUBMIT && !_gb_document_page_check (self, GB_CHECK_STAGE_SUBMIT))) {
    set_acting (self, FALSE);
    act_free (act);
    return;
  }
  gb_desk_act_async (self->desk, self->id, act->type,
                     act->digest != NULL ? act->digest : get_digest (self, act->type), act->opinion,
                     0, NULL, act_cb, act);
}

/* digest: (nullable) */
static void
start_act (GbDocumentPage *self, GbEventType type, const char *opinion, const char *digest)
{
  Act *act;

  if (self->is_acting || self->open == NULL)
    return;
  act = g_new0 (Act, 1);
  act->self = g_object_ref (self);
  act->type = type;
  act->opinion = g_strdup (opinion);
  act->digest = g_strdup (digest);
  set_acting (self, TRUE);
  gb_autosave_flush_async (self->autosave, flush_cb, act);
}

static void
clear_dialog_cb (GbDocumentPage *self, GtkWidget *dialog)
{
  if (self->dialog == dialog)
    self->dialog = NULL;
}

void
_gb_document_page_present (GbDocumentPage *self, GtkWidget *dialog)
{
  self->dialog = dialog;
  g_signal_connect_object (dialog, "destroy", G_CALLBACK (clear_dialog_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
decision_response_cb (GbDocumentPage *self, int response, GbDecisionDialog *dialog)
{
  g_autofree char *opinion = gb_decision_dialog_dup_opinion (dialog);
  g_autofree char *digest = g_strdup (g_object_get_data (G_OBJECT (dialog), "digest"));
  GbEventType type = gb_decision_dialog_get_event_type (dialog);

  gtk_widget_destroy (GTK_WIDGET (dialog));
  if (response == GTK_RESPONSE_ACCEPT)
    start_act (self, type, opinion, digest);
}

static void
ask (GbDocumentPage *self, GbEventType type)
{
  GtkWidget *dialog = gb_decision_dialog_new (get_window (self), type, self->open->workflow,
                                              gb_autosave_get_document (self->autosave));

  if (type == GB_EVENT_APPROVE) {
    g_autofree char *remarks = _gb_document_page_describe_settled (self);

    gb_decision_dialog_set_remarks (GB_DECISION_DIALOG (dialog), remarks);
  }
  /* A newer text may arrive while the dialog is open; nobody decides on what they have not seen. */
  if (type == GB_EVENT_APPROVE || type == GB_EVENT_RETURN)
    g_object_set_data_full (G_OBJECT (dialog), "digest", g_strdup (get_digest (self, type)),
                            g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (decision_response_cb), self,
                           G_CONNECT_SWAPPED);
  _gb_document_page_present (self, dialog);
}

static void
discard_response_cb (GbDocumentPage *self, int response, GtkDialog *dialog)
{
  gtk_widget_destroy (GTK_WIDGET (dialog));
  if (response == GTK_RESPONSE_ACCEPT)
    start_act (self, GB_EVENT_DISCARD, "", NULL);
}

static void
ask_discard (GbDocumentPage *self)
{
  GtkWidget *dialog =
    gtk_message_dialog_new (get_window (self), GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT,
                            GTK_MESSAGE_QUESTION, GTK_BUTTONS_NONE,
                            /* Translators: %s is a title */
                            _ ("Give up “%s”?"), gtk_label_get_text (self->title_label));
  GtkWidget *button;

  gtk_message_dialog_format_secondary_text (
    GTK_MESSAGE_DIALOG (dialog),
    _ ("The draft leaves all boxes and cannot be edited any more. Its history is kept. What is "
       "public stays public."));
  gtk_dialog_add_button (GTK_DIALOG (dialog), _ ("_Keep"), GTK_RESPONSE_CANCEL);
  button = gtk_dialog_add_button (GTK_DIALOG (dialog), _ ("_Give Up"), GTK_RESPONSE_ACCEPT);
  gtk_style_context_add_class (gtk_widget_get_style_context (button),
                               GTK_STYLE_CLASS_DESTRUCTIVE_ACTION);
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);
  g_signal_connect_object (dialog, "response", G_CALLBACK (discard_response_cb), self,
                           G_CONNECT_SWAPPED);
  _gb_document_page_present (self, dialog);
}

static void
mend_cb (GbDocumentPage *self, const char *field, const char *block)
{
  _gb_document_page_mend (self, field, block);
}

static void
show_publish_dialog (GbDocumentPage *self, gboolean schedule)
{
  GtkWidget *dialog = gb_publish_dialog_new (get_window (self), self->desk, self->open, schedule);

  g_signal_connect_object (dialog, "mend", G_CALLBACK (mend_cb), self, G_CONNECT_SWAPPED);
  _gb_document_page_present (self, dialog);
}

static void
perform (GbDocumentPage *self, GbEventType type)
{
  switch (type) {
  case GB_EVENT_SUBMIT:
  case GB_EVENT_RECALL:
  case GB_EVENT_UNSCHEDULE:
    start_act (self, type, "", NULL);
    break;
  case GB_EVENT_APPROVE:
  case GB_EVENT_RETURN:
  case GB_EVENT_EMERGENCY:
  case GB_EVENT_RATIFY:
  case GB_EVENT_WITHDRAW:
    ask (self, type);
    break;
  case GB_EVENT_PUBLISH:
  case GB_EVENT_SCHEDULE:
    show_publish_dialog (self, type == GB_EVENT_SCHEDULE);
    break;
  case GB_EVENT_DISCARD:
    ask_discard (self);
    break;
  case GB_EVENT_REVISE:
  case GB_EVENT_PUBLISHED:
  case GB_EVENT_FAILED:
  case GB_EVENT_IGNORE:
  case GB_EVENT_OVERRIDE:
  case GB_EVENT_REINSTATE:
  default:
    g_assert_not_reached ();
  }
}

static void
act_activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbDocumentPage *self = user_data;
  const char *name = g_action_get_name (G_ACTION (action));

  if (self->open == NULL || self->dialog != NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (act_actions); i++) {
    if (strcmp (act_actions[i].name, name) == 0)
      perform (self, act_actions[i].type);
  }
}

/* The one act that comes next, by state and role. Returns: (nullable): the name of its action. */
static const char *
find_suggested (GbDocumentPage *self)
{
  static const char *const order[] = { "approve", "submit", "publish", "ratify" };

  if (self->open == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
    GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), order[i]);

    /* What is scheduled goes out by itself; sooner is possible, but nobody is asked to. */
    if (strcmp (order[i], "publish") == 0 &&
        gb_workflow_get_state (self->open->workflow) == GB_STATE_SCHEDULED)
      continue;
    if (g_action_get_enabled (action))
      return order[i];
  }
  return NULL;
}

static void
suggested_activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbDocumentPage *self = user_data;
  const char *name = find_suggested (self);

  if (name != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (self->actions), name, NULL);
}

static void
save_activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbDocumentPage *self = user_data;

  /* How it went stands in the foot and, if badly, above the text. */
  gb_autosave_flush_async (self->autosave, NULL, NULL);
}

static void
attach_activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbDocumentPage *self = user_data;

  _gb_document_page_show_panel (self, "properties");
  gb_properties_panel_focus_field (self->properties, "attachments");
  gb_properties_panel_add_attachment (self->properties);
}

static void
save_template_response_cb (GbDocumentPage *self, int response, GtkDialog *dialog)
{
  /* Any other response is the dialog's own business: it is still at it. */
  if (response == GTK_RESPONSE_ACCEPT)
    _gb_document_page_toast (
      self, _ ("The template is saved. It is offered under “New”, “From a Template”."));
  if (response < 0)
    gtk_widget_destroy (GTK_WIDGET (dialog));
}

static void
flush_for_template_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbDocumentPage) self = user_data;
  GbDocument *document;
  GtkWidget *dialog;

  /* If it cannot be saved the foot of the page says so; the text is the newest all the same. */
  gb_autosave_flush_finish (GB_AUTOSAVE (source), result, NULL);
  document = is_gone (self) ? NULL : gb_autosave_get_document (self->autosave);
  if (document == NULL || self->dialog != NULL)
    return;
  dialog = gb_save_template_new (get_window (self), document);
  g_signal_connect_object (dialog, "response", G_CALLBACK (save_template_response_cb), self,
                           G_CONNECT_SWAPPED);
  _gb_document_page_present (self, dialog);
}

static void
save_template_activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbDocumentPage *self = user_data;

  gb_autosave_flush_async (self->autosave, flush_for_template_cb, g_object_ref (self));
}

static void
pick_response_cb (GbDocumentPage *self, int response, GbRelationDialog *dialog)
{
  const char *title = NULL;
  const char *id = gb_relation_dialog_get_document (dialog, &title);

  if (response == GTK_RESPONSE_ACCEPT && id != NULL)
    gb_editor_link_document (self->editor, id, title);
  gtk_widget_destroy (GTK_WIDGET (dialog));
}

void
_gb_document_page_pick_document (GbDocumentPage *self)
{
  GtkWidget *dialog;

  if (self->dialog != NULL)
    return;
  dialog = gb_relation_dialog_new (get_window (self), self->desk, NULL, self->id);
  g_signal_connect_object (dialog, "response", G_CALLBACK (pick_response_cb), self,
                           G_CONNECT_SWAPPED);
  _gb_document_page_present (self, dialog);
}

static void
view_activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbDocumentPage *self = user_data;
  gboolean is_edit = strcmp (g_action_get_name (G_ACTION (action)), "view-edit") == 0;

  gtk_stack_set_visible_child_name (self->view_stack, is_edit ? "edit" : "preview");
  if (is_edit)
    gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
panel_change_state_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  GbDocumentPage *self = user_data;
  const char *name = g_action_get_name (G_ACTION (action)) + strlen ("show-");

  if (g_variant_get_boolean (value))
    _gb_document_page_show_panel (self, name);
  else
    hdy_flap_set_reveal_flap (self->flap, FALSE);
}

static void
phone_change_state_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  GbDocumentPage *self = user_data;

  gtk_stack_set_visible_child_name (self->view_stack, "preview");
  gb_preview_set_phone (self->preview, g_variant_get_boolean (value));
}

static void
copy_link_activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbDocumentPage *self = user_data;

  gb_receipt_copy_link (GTK_WIDGET (self), self->open->summary->url);
  _gb_document_page_toast (self, _ ("The address was copied."));
}

static void
open_link_activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbDocumentPage *self = user_data;
  g_autoptr (GError) error = NULL;

  if (!gb_receipt_open_page (GTK_WIDGET (self), self->open->summary->url, &error))
    _gb_document_page_toast (self, _ ("No browser was found. Copy the address instead."));
}

static void
receipt_activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbDocumentPage *self = user_data;

  if (self->dialog == NULL)
    show_publish_dialog (self, FALSE);
}

static void
load_revision_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbDocumentPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDocument) older = gb_desk_load_revision_finish (GB_DESK (source), result, &error);

  if (older == NULL) {
    g_autofree char *message = NULL;

    if (is_gone (self) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      return;
    message = gb_message_for_error (error);
    gb_banner_box_show (self->banners, "compare", GTK_MESSAGE_ERROR, message, NULL, NULL);
    return;
  }
  if (self->open == NULL || self->dialog != NULL)
    return;
  _gb_document_page_present (
    self,
    gb_compare_window_new (get_window (self), older, gb_autosave_get_document (self->autosave)));
}

static void
compare_with (GbDocumentPage *self, const char *digest)
{
  gb_banner_box_hide (self->banners, "compare");
  gb_desk_load_revision_async (self->desk, self->id, digest, self->cancellable, load_revision_cb,
                               g_object_ref (self));
}

/* The text that was last sent in or decided on before the present one. */
static const char *
find_last_version (GbDocumentPage *self)
{
  const char *present;

  if (self->open == NULL)
    return NULL;
  present = gb_document_get_digest (gb_autosave_get_document (self->autosave));
  for (guint i = self->open->events->len; i > 0; i--) {
    const GbEvent *event = g_ptr_array_index (self->open->events, i - 1);

    if ((event->type == GB_EVENT_SUBMIT || event->type == GB_EVENT_RETURN ||
         event->type == GB_EVENT_PUBLISHED) &&
        *event->revision != '\0' && strcmp (event->revision, present) != 0)
      return event->revision;
  }
  return NULL;
}

static void
compare_activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbDocumentPage *self = user_data;
  const char *digest = find_last_version (self);

  if (digest != NULL)
    compare_with (self, digest);
}

static void
cancel_operation_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbDocumentPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!gb_desk_cancel_operation_finish (GB_DESK (source), result, &error) && !is_gone (self)) {
    g_autofree char *message = gb_message_for_error (error);

    gb_banner_box_show (self->banners, "act", GTK_MESSAGE_ERROR, message, NULL, NULL);
  }
  _gb_document_page_load (self);
}

static void
take_back (GbDocumentPage *self, gint64 row)
{
  gb_desk_cancel_operation_async (self->desk, row, NULL, cancel_operation_cb, g_object_ref (self));
}

static void
take_back_activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbDocumentPage *self = user_data;
  const GbOperation *refused = _gb_document_page_find_refused (self);

  if (refused != NULL)
    take_back (self, refused->row);
}

static void
reload_activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  _gb_document_page_load (GB_DOCUMENT_PAGE (user_data));
}

static void
history_compare_cb (GbDocumentPage *self, const char *digest)
{
  compare_with (self, digest);
}

static void
history_cancel_cb (GbDocumentPage *self, gint64 row)
{
  take_back (self, row);
}

static void
panel_changed_cb (GbDocumentPage *self)
{
  static const char *const panels[] = { "check", "history", "outline", "properties" };
  const char *shown = gtk_stack_get_visible_child_name (self->panel_stack);
  gboolean is_shown = hdy_flap_get_reveal_flap (self->flap);

  for (gsize i = 0; i < G_N_ELEMENTS (panels); i++) {
    g_autofree char *name = g_strconcat ("show-", panels[i], NULL);
    GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

    g_simple_action_set_state (
      G_SIMPLE_ACTION (action),
      g_variant_new_boolean (is_shown && g_strcmp0 (shown, panels[i]) == 0));
  }
}

static void
focus_mode_change_state_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  _gb_document_page_set_focus_mode (GB_DOCUMENT_PAGE (user_data), g_variant_get_boolean (value));
}

static void
phone_changed_cb (GbDocumentPage *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "preview-phone");

  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_boolean (gb_preview_get_phone (self->preview)));
}

static void
set_enabled (GbDocumentPage *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* What was never sent is not in the workflow yet: submitting it sends it first, and giving it up
 * concerns this computer alone. */
static gboolean
has_unsent_text (GbDocumentPage *self)
{
  const char *head = gb_workflow_get_head (self->open->workflow);
  GbDocument *document = gb_autosave_get_document (self->autosave);

  return self->open->editable && strcmp (gb_document_get_digest (document), head) != 0;
}

static gboolean
may (GbDocumentPage *self, GbEventType type)
{
  GbAccount *account = gb_desk_get_account (self->desk);

  if (self->open == NULL || self->is_acting || account == NULL)
    return FALSE;
  if (gb_workflow_may (self->open->workflow, type, account, NULL))
    return TRUE;
  return (type == GB_EVENT_SUBMIT || type == GB_EVENT_DISCARD) && has_unsent_text (self);
}

static void
update_acts (GbDocumentPage *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (act_actions); i++)
    set_enabled (self, act_actions[i].name, may (self, act_actions[i].type));
}

static void
update_primary_button (GbDocumentPage *self, const char *suggested)
{
  static const struct {
    const char *name;
    const char *action;
    const char *label;
  } looks[] = {
    { "submit", "page.submit", N_ ("_Submit for Review") },
    { "publish", "page.publish", N_ ("_Publish…") },
    { "ratify", "page.ratify", N_ ("_Confirm Release…") },
  };
  GtkButton *const buttons[] = { self->primary_button, self->foot_primary_button };
  gboolean is_shown = FALSE;

  /* Approving has its button at the foot, beside sending back: one suggested act on the screen. */
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++) {
    if (g_strcmp0 (suggested, looks[i].name) != 0)
      continue;
    is_shown = TRUE;
    for (guint j = 0; j < G_N_ELEMENTS (buttons); j++) {
      gtk_button_set_label (buttons[j], _ (looks[i].label));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (buttons[j]), looks[i].action);
    }
  }
  /* While an act is written down the button stays where it is, off. */
  if (is_shown || !self->is_acting)
    self->has_primary = is_shown;
  gtk_widget_set_visible (GTK_WIDGET (self->primary_button), self->has_primary);
  _gb_document_page_squeeze (self);
}

const GbOperation *
_gb_document_page_find_refused (GbDocumentPage *self)
{
  for (guint i = 0; self->operations != NULL && i < self->operations->len; i++) {
    const GbOperation *operation = g_ptr_array_index (self->operations, i);

    if (operation->state == GB_OPERATION_REFUSED)
      return operation;
  }
  return NULL;
}

void
_gb_document_page_actions_update (GbDocumentPage *self)
{
  gboolean is_open = self->open != NULL;
  gboolean is_public = is_open && *self->open->summary->url != '\0';
  const char *suggested;

  update_acts (self);
  set_enabled (self, "save", is_open && self->open->editable);
  set_enabled (self, "attach", is_open && self->open->editable);
  set_enabled (self, "save-as-template", is_open);
  set_enabled (self, "view-edit", is_open);
  set_enabled (self, "view-preview", is_open);
  set_enabled (self, "preview-phone", is_open);
  set_enabled (self, "show-properties", is_open);
  set_enabled (self, "show-history", is_open);
  set_enabled (self, "show-outline", is_open);
  set_enabled (self, "show-check", is_open);
  set_enabled (self, "list-findings", is_open);
  set_enabled (self, "next-finding", is_open);
  set_enabled (self, "previous-finding", is_open);
  set_enabled (self, "mend-finding", is_open && self->open->editable);
  set_enabled (self, "mend-alike", is_open && self->open->editable);
  set_enabled (self, "ignore-finding",
               is_open && (_gb_document_page_get_rights (self) &
                           (GB_CHECK_MAY_IGNORE | GB_CHECK_MAY_OVERRIDE)) != 0);
  set_enabled (self, "list-settled", is_open);
  set_enabled (self, "focus-mode", is_open);
  set_enabled (self, "compare", find_last_version (self) != NULL);
  set_enabled (self, "copy-link", is_public);
  set_enabled (self, "open-link", is_public);
  set_enabled (self, "show-receipt",
               is_public && gb_workflow_get_state (self->open->workflow) == GB_STATE_PUBLISHED);
  set_enabled (self, "take-back", _gb_document_page_find_refused (self) != NULL);
  suggested = find_suggested (self);
  set_enabled (self, "suggested", suggested != NULL);
  update_primary_button (self, suggested);
}

void
_gb_document_page_actions_init (GbDocumentPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "suggested", .activate = suggested_activate_cb },
    { .name = "save", .activate = save_activate_cb },
    { .name = "attach", .activate = attach_activate_cb },
    { .name = "compare", .activate = compare_activate_cb },
    { .name = "view-edit", .activate = view_activate_cb },
    { .name = "view-preview", .activate = view_activate_cb },
    { .name = "preview-phone", .state = "false", .change_state = phone_change_state_cb },
    { .name = "show-properties", .state = "false", .change_state = panel_change_state_cb },
    { .name = "show-history", .state = "false", .change_state = panel_change_state_cb },
    { .name = "show-outline", .state = "false", .change_state = panel_change_state_cb },
    { .name = "show-check", .state = "false", .change_state = panel_change_state_cb },
    { .name = "focus-mode", .state = "false", .change_state = focus_mode_change_state_cb },
    { .name = "copy-link", .activate = copy_link_activate_cb },
    { .name = "open-link", .activate = open_link_activate_cb },
    { .name = "show-receipt", .activate = receipt_activate_cb },
    { .name = "take-back", .activate = take_back_activate_cb },
    { .name = "reload", .activate = reload_activate_cb },
    { .name = "save-as-template", .activate = save_template_activate_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  for (guint i = 0; i < G_N_ELEMENTS (act_actions); i++) {
    g_autoptr (GSimpleAction) action = g_simple_action_new (act_actions[i].name, NULL);

    g_signal_connect_object (action, "activate", G_CALLBACK (act_activate_cb), self, 0);
    g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
  }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "page", G_ACTION_GROUP (self->actions));

  g_signal_connect_object (self->history, "compare", G_CALLBACK (history_compare_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->history, "cancel-operation", G_CALLBACK (history_cancel_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (panel_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panel_stack, "notify::visible-child",
                           G_CALLBACK (panel_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->preview, "notify::phone", G_CALLBACK (phone_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

const GbAccelerator *
gb_document_page_get_accelerators (guint *out_n)
{
  g_return_val_if_fail (out_n != NULL, NULL);

  *out_n = G_N_ELEMENTS (accelerators);
  return accelerators;
}

GActionGroup *
gb_document_page_get_actions (GbDocumentPage *self)
{
  g_return_val_if_fail (GB_IS_DOCUMENT_PAGE (self), NULL);

  return G_ACTION_GROUP (self->actions);
}
