/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people say of findings: leaving one as it is, letting one pass that blocks, taking that
 * back, and showing those who decide what was said. Main thread.
 */

#define G_LOG_DOMAIN "gb-document-page"

#include "config.h"

#include "document/gb-document-page-private.h"

#include "check/gb-check-words.h"
#include "review/gb-decision-dialog.h"
#include "widgets/gb-messages.h"

#include <glib/gi18n.h>

/* So many are read out before a decision; the list has them all. */
#define MAX_REMARKS 5

#define ITEM_KEY "gb-check-item"

/* A note while the text is saved and the note written down. */
typedef struct {
  GbDocumentPage *self;
  GbEventType type;
  GbCheckMark *mark; /* (nullable) */
  char *subject;     /* (nullable) */
  char *reason;
  char *digest; /* the text that the person saw */
} Note;

static void
note_free (Note *note)
{
  g_object_unref (note->self);
  g_clear_pointer (&note->mark, gb_check_mark_unref);
  g_free (note->subject);
  g_free (note->reason);
  g_free (note->digest);
  g_free (note);
}

static void
tell_done (GbDocumentPage *self, GbEventType type)
{
  switch (type) {
  case GB_EVENT_IGNORE:
    _gb_document_page_toast (self, _ ("Ignored; reviewers see it with your reason."));
    break;
  case GB_EVENT_OVERRIDE:
    _gb_document_page_toast (self, _ ("It no longer stops the publication of this version."));
    break;
  default:
    _gb_document_page_toast (self, _ ("It is listed again."));
    break;
  }
}

static void
note_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Note *note = user_data;
  GbDocumentPage *self = note->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GbEvent) event = gb_desk_act_finish (GB_DESK (source), result, &error);

  if (self->actions == NULL) {
    note_free (note);
    return;
  }
  if (event != NULL) {
    gb_banner_box_hide (self->banners, "note");
    if (g_strcmp0 (self->id, event->document) == 0)
      tell_done (self, note->type);
  } else {
    g_autofree char *message = gb_message_for_error (error);

    gb_banner_box_show (self->banners, "note", GTK_MESSAGE_ERROR, message, NULL, NULL);
  }
  _gb_document_page_load (self);
  note_free (note);
}

static void
flush_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Note *note = user_data;
  GbDocumentPage *self = note->self;

  /* Why it could not be saved stands above the text. */
  if (self->actions == NULL || !gb_autosave_flush_finish (GB_AUTOSAVE (source), result, NULL) ||
      self->open == NULL) {
    note_free (note);
    return;
  }
  gb_desk_note_async (self->desk, self->id, note->type, note->digest, note->mark, note->subject,
                      note->reason, NULL, note_cb, note);
}

static void
start_note (GbDocumentPage *self,
            GbEventType type,
            GbCheckMark *mark,
            const char *subject,
            const char *reason,
            const char *digest)
{
  Note *note;

  if (self->open == NULL)
    return;
  note = g_new0 (Note, 1);
  note->self = g_object_ref (self);
  note->type = type;
  note->mark = mark != NULL ? gb_check_mark_ref (mark) : NULL;
  note->subject = g_strdup (subject);
  note->reason = g_strdup (reason);
  note->digest = g_strdup (digest);
  gb_autosave_flush_async (self->autosave, flush_cb, note);
}

static void
response_cb (GbDocumentPage *self, int response, GbDecisionDialog *dialog)
{
  g_autofree char *reason = gb_decision_dialog_dup_opinion (dialog);
  g_autofree char *digest = g_strdup (g_object_get_data (G_OBJECT (dialog), "digest"));
  GbEventType type = gb_decision_dialog_get_event_type (dialog);
  GbCheckItem *item = g_object_get_data (G_OBJECT (dialog), ITEM_KEY);

  if (response == GTK_RESPONSE_ACCEPT)
    start_note (self, type, item->mark, NULL, reason, digest);
  gtk_widget_destroy (GTK_WIDGET (dialog));
}

static void
ask (GbDocumentPage *self, GbEventType type, GbCheckItem *item)
{
  GbDocument *document = gb_autosave_get_document (self->autosave);
  g_autofree char *message = NULL;
  GtkWidget *top = gtk_widget_get_toplevel (GTK_WIDGET (self));
  GtkWidget *dialog;

  if (self->open == NULL || self->dialog != NULL)
    return;
  dialog = gb_decision_dialog_new (GTK_IS_WINDOW (top) ? GTK_WINDOW (top) : NULL, type,
                                   self->open->workflow, document);
  message = gb_check_dup_message (item->finding);
  gb_decision_dialog_set_subject (
    GB_DECISION_DIALOG (dialog),
    *item->mark->words != '\0' ? item->mark->words : gb_document_get_title (document), message);
  g_object_set_data_full (G_OBJECT (dialog), "digest", g_strdup (gb_document_get_digest (document)),
                          g_free);
  g_object_set_data_full (G_OBJECT (dialog), ITEM_KEY, gb_check_item_ref (item),
                          (GDestroyNotify)gb_check_item_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  _gb_document_page_present (self, dialog);
}

static void
ignore_cb (GbDocumentPage *self, GbCheckItem *item)
{
  ask (self, GB_EVENT_IGNORE, item);
}

static void
override_cb (GbDocumentPage *self, GbCheckItem *item)
{
  ask (self, GB_EVENT_OVERRIDE, item);
}

static void
reinstate_cb (GbDocumentPage *self, const char *id)
{
  start_note (self, GB_EVENT_REINSTATE, NULL, id, "", NULL);
}

static void
ignore_activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbDocumentPage *self = user_data;

  gb_check_panel_ignore (self->check);
}

static void
list_activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbDocumentPage *self = user_data;

  _gb_document_page_show_panel (self, "check");
  gb_check_panel_focus_settled (self->check);
}

/* ───── What is shown of it ───── */

GbCheckRights
_gb_document_page_get_rights (GbDocumentPage *self)
{
  GbAccount *account = gb_desk_get_account (self->desk);
  GbCheckRights rights = GB_CHECK_MAY_NOTHING;

  if (self->open == NULL || account == NULL)
    return rights;
  if (self->open->editable)
    rights |= GB_CHECK_MAY_MEND;
  if (self->open->editable &&
      gb_workflow_may (self->open->workflow, GB_EVENT_IGNORE, account, NULL))
    rights |= GB_CHECK_MAY_IGNORE;
  if (gb_workflow_may (self->open->workflow, GB_EVENT_OVERRIDE, account, NULL))
    rights |= GB_CHECK_MAY_OVERRIDE;
  return rights;
}

static gboolean
is_under_decision (GbDocumentPage *self)
{
  switch (gb_workflow_get_state (self->open->workflow)) {
  case GB_STATE_IN_REVIEW:
  case GB_STATE_APPROVED:
  case GB_STATE_SCHEDULED:
    return TRUE;
  case GB_STATE_FAILED:
    return !self->open->editable;
  case GB_STATE_DRAFT:
  case GB_STATE_RETURNED:
  case GB_STATE_PUBLISHING:
  case GB_STATE_PUBLISHED:
  case GB_STATE_WITHDRAWN:
  case GB_STATE_SUPERSEDED:
  case GB_STATE_DISCARDED:
  default:
    return FALSE;
  }
}

static guint
count_obstacles (GPtrArray *settled)
{
  guint n = 0;

  for (guint i = 0; i < settled->len; i++) {
    const GbCheckItem *item = g_ptr_array_index (settled, i);

    n += item->finding->level == GB_FINDING_LEVEL_BLOCK && item->overridden == NULL ? 1 : 0;
  }
  return n;
}

void
_gb_document_page_notes_update (GbDocumentPage *self)
{
  GPtrArray *settled = gb_check_runner_get_settled (self->runner);
  guint n_obstacles;
  g_autofree char *text = NULL;

  if (self->open == NULL || settled == NULL || settled->len == 0 || !is_under_decision (self)) {
    gb_banner_box_hide (self->banners, "settled");
    return;
  }
  n_obstacles = count_obstacles (settled);
  if (n_obstacles > 0)
    /* Translators: how many findings stop the publication */
    text = g_strdup_printf (
      ngettext ("%u finding was ignored that stops publication; someone who signs has to let it "
                "pass, or send the text back.",
                "%u findings were ignored that stop publication; someone who signs has to let them "
                "pass, or send the text back.",
                n_obstacles),
      n_obstacles);
  else
    /* Translators: how many findings the author left as they are */
    text =
      g_strdup_printf (ngettext ("%u finding was left as it is, with a reason.",
                                 "%u findings were left as they are, with reasons.", settled->len),
                       settled->len);
  gb_banner_box_show (self->banners, "settled",
                      n_obstacles > 0 ? GTK_MESSAGE_WARNING : GTK_MESSAGE_INFO, text,
                      _ ("_Look at Them"), "page.list-settled");
}

char *
_gb_document_page_describe_settled (GbDocumentPage *self)
{
  GPtrArray *settled = gb_check_runner_get_settled (self->runner);
  GString *text = g_string_new (NULL);

  if (settled == NULL || settled->len == 0)
    return g_string_free (text, FALSE);
  g_string_append_printf (text,
                          /* Translators: how many findings the author left as they are */
                          ngettext ("%u finding was left as it is, with a reason.",
                                    "%u findings were left as they are, with reasons.",
                                    settled->len),
                          settled->len);
  for (guint i = 0; i < MIN (settled->len, MAX_REMARKS); i++) {
    const GbCheckItem *item = g_ptr_array_index (settled, i);
    const GbEvent *note = item->overridden != NULL ? item->overridden : item->ignored;
    g_autofree char *message = gb_check_dup_message (item->finding);

    /* Translators: the words of a finding or what is wrong, who left it as it is, and why */
    g_string_append_printf (text, _ ("\n• %s — %s: %s"),
                            *item->mark->words != '\0' ? item->mark->words : message,
                            note->actor_name, note->opinion);
  }
  if (settled->len > MAX_REMARKS)
    g_string_append (text, "\n…");
  return g_string_free (text, FALSE);
}

void
_gb_document_page_notes_init (GbDocumentPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "ignore-finding", .activate = ignore_activate_cb },
    { .name = "list-settled", .activate = list_activate_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  g_signal_connect_object (self->check, "ignore", G_CALLBACK (ignore_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->check, "override", G_CALLBACK (override_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->check, "reinstate", G_CALLBACK (reinstate_cb), self,
                           G_CONNECT_SWAPPED);
}
