/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Owns the text that was on the page when it was opened, and follows the desk while the act is on
 * its way. Main thread. Used by the document page.
 */

#define G_LOG_DOMAIN "gb-publish-dialog"

#include "config.h"

#include "publish/gb-publish-dialog.h"

#include "publish/gb-receipt.h"
#include "widgets/gb-date-entry.h"
#include "widgets/gb-messages.h"
#include "workflow/gb-verdicts.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/* The lines of the progress. */
typedef enum {
  LINE_SAVED,    /* the act is safe on this computer */
  LINE_SENT,     /* text and attachments have arrived */
  LINE_ACCEPTED, /* the portal has taken the act */
  LINE_PUBLIC,   /* the page is there */
  N_LINES,
} Line;

static const char *const line_texts[N_LINES] = {
  [LINE_SAVED] = N_ ("Saved on this computer"),
  [LINE_SENT] = N_ ("Text and attachments sent"),
  [LINE_ACCEPTED] = N_ ("Request accepted by the portal"),
  [LINE_PUBLIC] = N_ ("Page is public"),
};

struct _GbPublishDialog {
  HdyWindow parent_instance;

  /* Template children */
  GtkStack *stack;
  GtkButton *cancel_button;
  GtkButton *publish_button;
  HdyHeaderBar *header_bar;
  GtkLabel *title_label;
  GtkLabel *about_label;
  GtkLabel *site_label;
  GtkLabel *column_label;
  GtkRadioButton *now_button;
  GtkRadioButton *later_button;
  GtkBox *time_box;
  GtkLabel *time_error;
  GtkListBox *findings;
  GtkBox *lines;
  GbReceipt *receipt;
  HdyStatusPage *scheduled_page;
  HdyStatusPage *failed_page;

  /* Children */
  GbDateEntry *time_entry;
  GtkStack *line_signs[N_LINES];

  /* Owned */
  GbDesk *desk;
  GbDocument *document;
  GbWorkflow *workflow;
  GbSummary *summary;
  GCancellable *cancellable;
  GbCheckContext *context; /* (nullable) until the desk has told what lies around the text */
  gint64 context_due_at;   /* µs: the time that it is for, 0 for now; -1: it was not asked for */
  char *event_id;          /* (nullable) until the act is on its way */

  gint64 refused_row; /* the operation to be taken back before another try; 0 if none */

  guint is_scheduling : 1;
  guint is_looking : 1; /* a look at the desk is under way */
  guint look_again : 1;
};

/* One look at the desk: the document first, then the outbox. */
typedef struct {
  GbPublishDialog *self;
  GbOpenDocument *open;
} Look;

G_DEFINE_FINAL_TYPE (GbPublishDialog, gb_publish_dialog, HDY_TYPE_WINDOW)

enum {
  SIGNAL_MEND,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void look (GbPublishDialog *self);

static void
show_page (GbPublishDialog *self, const char *name)
{
  gboolean is_preparing = strcmp (name, "prepare") == 0;

  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (GTK_WIDGET (self->publish_button), is_preparing);
  gtk_button_set_label (self->cancel_button, is_preparing ? _ ("_Cancel") : _ ("_Close"));
}

/* What is checked before publication. */

static void
mend_clicked_cb (GbPublishDialog *self, GtkButton *button)
{
  g_signal_emit (self, signals[SIGNAL_MEND], 0, g_object_get_data (G_OBJECT (button), "field"),
                 g_object_get_data (G_OBJECT (button), "block"));
  gtk_window_close (GTK_WINDOW (self));
}

static void
add_finding (GbPublishDialog *self,
             GbFindingLevel level,
             const char *text,
             const GbFinding *finding)
{
  static const struct {
    const char *symbol;
    const char *word;
    const char *style_class;
  } signs[] = {
    [GB_FINDING_LEVEL_HINT] = { "✔", NC_ ("finding", "fine"), "gb-state-published" },
    [GB_FINDING_LEVEL_WARNING] = { "⚠", NC_ ("finding", "warning"), "gb-state-returned" },
    [GB_FINDING_LEVEL_ERROR] = { "⚠", NC_ ("finding", "warning"), "gb-state-returned" },
    [GB_FINDING_LEVEL_BLOCK] = { "✖", NC_ ("finding", "obstacle"), "gb-state-failed" },
  };
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *sign = gtk_label_new (signs[level].symbol);
  GtkWidget *label = gtk_label_new (text);

  gtk_style_context_add_class (gtk_widget_get_style_context (sign), "gb-finding-sign");
  gtk_style_context_add_class (gtk_widget_get_style_context (sign), signs[level].style_class);
  gtk_label_set_width_chars (GTK_LABEL (sign), 2);
  gtk_widget_set_valign (sign, GTK_ALIGN_START);
  atk_object_set_name (gtk_widget_get_accessible (sign),
                       g_dpgettext2 (NULL, "finding", signs[level].word));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_container_add (GTK_CONTAINER (box), sign);
  gtk_container_add (GTK_CONTAINER (box), label);
  if (finding != NULL && (finding->field != NULL || finding->block != NULL)) {
    GtkWidget *button = gtk_button_new_with_label (_ ("Show"));

    gtk_style_context_add_class (gtk_widget_get_style_context (button), "gb-small-button");
    gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
    g_object_set_data_full (G_OBJECT (button), "field", g_strdup (finding->field), g_free);
    g_object_set_data_full (G_OBJECT (button), "block", g_strdup (finding->block), g_free);
    g_signal_connect_object (button, "clicked", G_CALLBACK (mend_clicked_cb), self,
                             G_CONNECT_SWAPPED);
    gtk_container_add (GTK_CONTAINER (box), button);
  }
  g_object_set (box, "margin", 9, NULL);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_container_add (GTK_CONTAINER (row), box);
  gtk_container_add (GTK_CONTAINER (self->findings), row);
}

static gboolean
add_review_finding (GbPublishDialog *self)
{
  g_autoptr (GError) error = NULL;
  GbEventType type = self->is_scheduling ? GB_EVENT_SCHEDULE : GB_EVENT_PUBLISH;
  g_autofree char *reason = NULL;

  if (gb_workflow_may (self->workflow, type, gb_desk_get_account (self->desk), &error)) {
    add_finding (self, GB_FINDING_LEVEL_HINT, _ ("All reviews approve this version."), NULL);
    return TRUE;
  }
  reason = gb_message_for_error (error);
  add_finding (self, GB_FINDING_LEVEL_BLOCK, reason, NULL);
  return FALSE;
}

static void
add_passed (GbPublishDialog *self, const GbFinding *finding, const GbEvent *override)
{
  g_autofree char *text =
    /* Translators: what was found, who let it pass, and why */
    g_strdup_printf (_ ("%s (let pass by %s: %s)"), gb_message_for_finding (finding),
                     override->actor_name, override->opinion);

  add_finding (self, GB_FINDING_LEVEL_WARNING, text, finding);
}

static gboolean
add_check_findings (GbPublishDialog *self)
{
  g_autoptr (GPtrArray) findings = gb_check_document_with (
    self->document, GB_CHECK_STAGE_PUBLISH, gb_desk_get_checks (self->desk, NULL), self->context);
  g_autoptr (GPtrArray) marks = gb_check_marks_new (self->document, findings);
  g_autoptr (GArray) verdicts = gb_verdicts_new (marks, gb_workflow_get_notes (self->workflow),
                                                 gb_document_get_digest (self->document));
  gboolean is_ready = TRUE;
  guint n = 0;

  for (guint i = 0; i < findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (findings, i);
    const GbVerdict *verdict = &g_array_index (verdicts, GbVerdict, i);

    if (finding->level == GB_FINDING_LEVEL_HINT)
      continue;
    n++;
    if (gb_verdict_stops (verdict, finding, GB_CHECK_STAGE_PUBLISH)) {
      is_ready = FALSE;
    } else if (verdict->overridden != NULL) {
      add_passed (self, finding, verdict->overridden);
      continue;
    }
    add_finding (self, finding->level, gb_message_for_finding (finding), finding);
  }
  if (n == 0)
    add_finding (self, GB_FINDING_LEVEL_HINT, _ ("The check of text and properties found nothing."),
                 NULL);
  return is_ready;
}

static void
add_other_findings (GbPublishDialog *self)
{
  guint n = gb_document_get_attachments (self->document)->len;

  if (n > 0) {
    /* Translators: %u attachments are published with the text */
    g_autofree char *text = g_strdup_printf (
      ngettext ("%u attachment is published with it.", "%u attachments are published with it.", n),
      n);

    add_finding (self, GB_FINDING_LEVEL_HINT, text, NULL);
  }
  if (gb_desk_get_network (self->desk) == GB_NETWORK_OFFLINE)
    add_finding (self, GB_FINDING_LEVEL_WARNING,
                 _ ("There is no connection to the portal. The publication waits on this computer "
                    "and is sent by itself when the connection is back."),
                 NULL);
  else if (gb_desk_get_network (self->desk) == GB_NETWORK_SIGNED_OUT)
    add_finding (self, GB_FINDING_LEVEL_WARNING,
                 _ ("You are signed out. The publication is sent after you sign in again."), NULL);
}

/* 0 when nothing usable stands there. */
static gint64
get_due_at (GbPublishDialog *self)
{
  const char *date = gb_date_entry_get_date (self->time_entry);
  int year;
  int month;
  int day;
  int hour;
  int minute;
  g_autoptr (GDateTime) time = NULL;

  if (sscanf (date, "%d-%d-%d %d:%d", &year, &month, &day, &hour, &minute) != 5)
    return 0;
  time = g_date_time_new_local (year, month, day, hour, minute, 0);
  return time != NULL ? g_date_time_to_unix (time) * G_USEC_PER_SEC : 0;
}

static const char *
check_time (GbPublishDialog *self)
{
  gint64 due_at;

  if (!self->is_scheduling)
    return NULL;
  due_at = get_due_at (self);
  if (due_at == 0)
    return _ ("Give day and time, such as 2026-11-24 09:00.");
  if (due_at <= g_get_real_time ())
    return gb_message_for_problem ("time-in-past");
  if (due_at - g_get_real_time () > GB_WORKFLOW_MAX_AHEAD)
    return gb_message_for_problem ("time-too-far");
  return NULL;
}

static void update_prepare (GbPublishDialog *self);

static void
load_context_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbPublishDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GbCheckContext) context =
    gb_desk_load_context_finish (GB_DESK (source), result, &error);

  /* Closed meanwhile; the portal looks at it in any case. */
  if (context == NULL) {
    g_debug ("what lies around the document is not known: %s", error->message);
    return;
  }
  if (self->desk == NULL || self->event_id != NULL)
    return;
  g_clear_pointer (&self->context, gb_check_context_unref);
  self->context = g_steal_pointer (&context);
  update_prepare (self);
}

/* What blocks depends on the day on which the text becomes public. */
static void
update_context (GbPublishDialog *self)
{
  gint64 due_at = self->is_scheduling ? get_due_at (self) : 0;

  if (due_at == self->context_due_at)
    return;
  self->context_due_at = due_at;
  gb_desk_load_context_async (self->desk, self->summary->id, self->document, due_at,
                              self->cancellable, load_context_cb, g_object_ref (self));
}

static void
update_prepare (GbPublishDialog *self)
{
  const char *time_error;
  gboolean is_ready;

  if (self->desk == NULL)
    return;
  self->is_scheduling = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->later_button));
  gtk_widget_set_visible (GTK_WIDGET (self->time_box), self->is_scheduling);
  time_error = check_time (self);
  gtk_label_set_text (self->time_error, time_error != NULL ? time_error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->time_error), time_error != NULL);

  gtk_container_foreach (GTK_CONTAINER (self->findings), (GtkCallback)gtk_widget_destroy, NULL);
  update_context (self);
  is_ready = add_review_finding (self);
  is_ready &= add_check_findings (self);
  add_other_findings (self);
  gtk_widget_show_all (GTK_WIDGET (self->findings));

  gtk_button_set_label (self->publish_button,
                        self->is_scheduling ? _ ("_Schedule") : _ ("_Publish"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->publish_button), is_ready && time_error == NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->publish_button),
                               is_ready ? time_error : gb_message_for_problem ("blocked"));
}

/* Tomorrow at nine, when people read. */
static void
suggest_time (GbPublishDialog *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) tomorrow = g_date_time_add_days (now, 1);
  g_autofree char *time = g_date_time_format (tomorrow, "%Y-%m-%d 09:00");

  gb_date_entry_set_date (self->time_entry, time);
}

/* On its way. */

static void
build_lines (GbPublishDialog *self)
{
  for (guint i = 0; i < N_LINES; i++) {
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *signs = gtk_stack_new ();
    GtkWidget *spinner = gtk_spinner_new ();
    GtkWidget *done = gtk_label_new ("✔");
    GtkWidget *failed = gtk_label_new ("✖");
    GtkWidget *label = gtk_label_new (_ (line_texts[i]));

    gtk_spinner_start (GTK_SPINNER (spinner));
    gtk_style_context_add_class (gtk_widget_get_style_context (done), "gb-state-published");
    gtk_style_context_add_class (gtk_widget_get_style_context (failed), "gb-state-failed");
    gtk_stack_add_named (GTK_STACK (signs), gtk_label_new ("○"), "to-come");
    gtk_stack_add_named (GTK_STACK (signs), spinner, "now");
    gtk_stack_add_named (GTK_STACK (signs), done, "done");
    gtk_stack_add_named (GTK_STACK (signs), failed, "failed");
    gtk_widget_set_size_request (signs, 20, -1);
    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_container_add (GTK_CONTAINER (box), signs);
    gtk_container_add (GTK_CONTAINER (box), label);
    gtk_container_add (GTK_CONTAINER (self->lines), box);
    self->line_signs[i] = GTK_STACK (signs);
  }
  gtk_widget_show_all (GTK_WIDGET (self->lines));
}

static void
show_progress (GbPublishDialog *self, Line current)
{
  for (guint i = 0; i < N_LINES; i++) {
    const char *name = i < current ? "done" : i == current ? "now" : "to-come";

    gtk_stack_set_visible_child_name (self->line_signs[i], name);
  }
  show_page (self, "progress");
}

static void
show_failure (GbPublishDialog *self, Line line, const char *reason)
{
  g_autofree char *text = NULL;

  /* Translators: first the step that failed, such as “Page is public”, then the reason */
  text = g_strdup_printf (_ ("Not reached: “%s”. %s\nWhat was done before it is kept."),
                          _ (line_texts[line]), reason);
  hdy_status_page_set_description (self->failed_page, text);
  show_page (self, "failed");
}

static void
show_receipt (GbPublishDialog *self, const GbSummary *summary)
{
  gb_receipt_set (self->receipt, summary->title, summary->url, summary->published_at);
  show_page (self, "receipt");
}

static void
show_scheduled (GbPublishDialog *self, GbWorkflow *workflow)
{
  const GbEvent *schedule = gb_workflow_get_schedule (workflow);
  g_autofree char *time =
    gb_time_to_full_words (schedule != NULL ? schedule->due_at : get_due_at (self), FALSE);
  /* Translators: %s is a date and time */
  g_autofree char *text = g_strdup_printf (
    _ ("The portal publishes it on %s by itself. Until then you can cancel it."), time);

  hdy_status_page_set_description (self->scheduled_page, text);
  show_page (self, "scheduled");
}

static Line
get_current_line (GPtrArray *operations, const char *document)
{
  Line line = LINE_PUBLIC;

  for (guint i = 0; i < operations->len; i++) {
    const GbOperation *operation = g_ptr_array_index (operations, i);

    if (strcmp (operation->document, document) != 0)
      continue;
    if (g_str_has_prefix (operation->kind, "event:"))
      line = MIN (line, LINE_ACCEPTED);
    else
      line = MIN (line, LINE_SENT);
  }
  return line;
}

static const GbOperation *
find_refused (GPtrArray *operations, const char *document)
{
  for (guint i = 0; i < operations->len; i++) {
    const GbOperation *operation = g_ptr_array_index (operations, i);

    if (strcmp (operation->document, document) == 0 && operation->state == GB_OPERATION_REFUSED)
      return operation;
  }
  return NULL;
}

static void
show_what_is (GbPublishDialog *self, const GbOpenDocument *open, GPtrArray *operations)
{
  GbState state = gb_workflow_get_state (open->workflow);
  Line line = get_current_line (operations, self->summary->id);
  const GbOperation *refused = find_refused (operations, self->summary->id);
  GbNetwork network = gb_desk_get_network (self->desk);

  self->refused_row = refused != NULL ? refused->row : 0;
  if (refused != NULL) {
    show_failure (self, line, gb_message_for_problem (refused->error_type));
  } else if (state == GB_STATE_FAILED) {
    g_autofree char *reason = gb_message_for_failure (gb_workflow_get_failure (open->workflow));

    show_failure (self, LINE_PUBLIC, reason);
  } else if (state == GB_STATE_PUBLISHED && !open->summary->pending) {
    show_receipt (self, open->summary);
  } else if (state == GB_STATE_SCHEDULED && !open->summary->pending) {
    show_scheduled (self, open->workflow);
  } else if (network == GB_NETWORK_OFFLINE || network == GB_NETWORK_SIGNED_OUT) {
    show_page (self, "waiting");
  } else {
    show_progress (self, line);
  }
}

static void
look_free (Look *a_look)
{
  GbPublishDialog *self = a_look->self;

  g_clear_pointer (&a_look->open, gb_open_document_free);
  g_free (a_look);
  self->is_looking = FALSE;
  if (self->look_again && !g_cancellable_is_cancelled (self->cancellable)) {
    self->look_again = FALSE;
    look (self);
  }
  g_object_unref (self);
}

static void
list_outbox_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Look *a_look = user_data;
  g_autoptr (GPtrArray) operations = gb_desk_list_outbox_finish (GB_DESK (source), result, NULL);

  if (operations != NULL && !g_cancellable_is_cancelled (a_look->self->cancellable))
    show_what_is (a_look->self, a_look->open, operations);
  look_free (a_look);
}

static void
load_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Look *a_look = user_data;

  a_look->open = gb_desk_load_finish (GB_DESK (source), result, NULL);
  if (a_look->open == NULL) {
    look_free (a_look);
    return;
  }
  gb_desk_list_outbox_async (a_look->self->desk, a_look->self->cancellable, list_outbox_cb, a_look);
}

static void
look (GbPublishDialog *self)
{
  Look *a_look;

  if (self->is_looking) {
    self->look_again = TRUE;
    return;
  }
  self->is_looking = TRUE;
  a_look = g_new0 (Look, 1);
  a_look->self = g_object_ref (self);
  gb_desk_load_async (self->desk, self->summary->id, self->cancellable, load_cb, a_look);
}

static void
desk_changed_cb (GbPublishDialog *self)
{
  if (self->event_id != NULL)
    look (self);
  else if (strcmp (gb_publish_dialog_get_page (self), "prepare") == 0)
    update_prepare (self);
}

static void
act_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbPublishDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GbEvent) event = gb_desk_act_finish (GB_DESK (source), result, &error);

  if (event == NULL) {
    g_autofree char *message = NULL;

    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      return;
    message = gb_message_for_error (error);
    show_failure (self, LINE_SAVED, message);
    return;
  }
  g_free (self->event_id);
  self->event_id = g_strdup (event->id);
  show_progress (self, LINE_SENT);
  look (self);
}

static void
act (GbPublishDialog *self)
{
  show_progress (self, LINE_SAVED);
  gb_desk_act_async (
    self->desk, self->summary->id, self->is_scheduling ? GB_EVENT_SCHEDULE : GB_EVENT_PUBLISH,
    gb_document_get_digest (self->document), "", self->is_scheduling ? get_due_at (self) : 0,
    self->cancellable, act_cb, g_object_ref (self));
}

static void
cancel_operation_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbPublishDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!gb_desk_cancel_operation_finish (GB_DESK (source), result, &error)) {
    g_autofree char *message = NULL;

    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      return;
    message = gb_message_for_error (error);
    show_failure (self, LINE_SAVED, message);
    return;
  }
  act (self);
}

static void
retry_clicked_cb (GbPublishDialog *self)
{
  gint64 row = self->refused_row;

  self->refused_row = 0;
  if (row == 0)
    act (self);
  else
    gb_desk_cancel_operation_async (self->desk, row, self->cancellable, cancel_operation_cb,
                                    g_object_ref (self));
}

static void
retry_network_clicked_cb (GbPublishDialog *self)
{
  gb_desk_retry_now (self->desk);
}

static void
gb_publish_dialog_dispose (GObject *object)
{
  GbPublishDialog *self = GB_PUBLISH_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->desk);
  g_clear_object (&self->document);
  g_clear_object (&self->workflow);
  g_clear_pointer (&self->context, gb_check_context_unref);

  G_OBJECT_CLASS (gb_publish_dialog_parent_class)->dispose (object);
}

static void
gb_publish_dialog_finalize (GObject *object)
{
  GbPublishDialog *self = GB_PUBLISH_DIALOG (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->summary, gb_summary_free);
  g_free (self->event_id);

  G_OBJECT_CLASS (gb_publish_dialog_parent_class)->finalize (object);
}

static void
gb_publish_dialog_class_init (GbPublishDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkBindingSet *bindings = gtk_binding_set_by_class (klass);

  object_class->dispose = gb_publish_dialog_dispose;
  object_class->finalize = gb_publish_dialog_finalize;

  signals[SIGNAL_MEND] = g_signal_new ("mend", GB_TYPE_PUBLISH_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  g_signal_new_class_handler ("cancel", GB_TYPE_PUBLISH_DIALOG, G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION,
                              G_CALLBACK (gtk_window_close), NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_binding_entry_add_signal (bindings, GDK_KEY_Escape, 0, "cancel", 0);

  g_type_ensure (GB_TYPE_RECEIPT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-publish-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GbPublishDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, GbPublishDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, GbPublishDialog, publish_button);
  gtk_widget_class_bind_template_child (widget_class, GbPublishDialog, header_bar);
  gtk_widget_class_bind_template_child (widget_class, GbPublishDialog, title_label);
  gtk_widget_class_bind_template_child (widget_class, GbPublishDialog, about_label);
  gtk_widget_class_bind_template_child (widget_class, GbPublishDialog, site_label);
  gtk_widget_class_bind_template_child (widget_class, GbPublishDialog, column_label);
  gtk_widget_class_bind_template_child (widget_class, GbPublishDialog, now_button);
  gtk_widget_class_bind_template_child (widget_class, GbPublishDialog, later_button);
  gtk_widget_class_bind_template_child (widget_class, GbPublishDialog, time_box);
  gtk_widget_class_bind_template_child (widget_class, GbPublishDialog, time_error);
  gtk_widget_class_bind_template_child (widget_class, GbPublishDialog, findings);
  gtk_widget_class_bind_template_child (widget_class, GbPublishDialog, lines);
  gtk_widget_class_bind_template_child (widget_class, GbPublishDialog, receipt);
  gtk_widget_class_bind_template_child (widget_class, GbPublishDialog, scheduled_page);
  gtk_widget_class_bind_template_child (widget_class, GbPublishDialog, failed_page);
  gtk_widget_class_bind_template_callback (widget_class, gb_publish_dialog_start);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
  gtk_widget_class_bind_template_callback (widget_class, retry_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_network_clicked_cb);
}

static void
gb_publish_dialog_init (GbPublishDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->context_due_at = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->time_entry = GB_DATE_ENTRY (gb_date_entry_new (TRUE));
  atk_object_set_name (
    gtk_widget_get_accessible (GTK_WIDGET (gb_date_entry_get_entry (self->time_entry))),
    _ ("Time of publication"));
  gtk_container_add (GTK_CONTAINER (self->time_box), GTK_WIDGET (self->time_entry));
  gtk_box_reorder_child (self->time_box, GTK_WIDGET (self->time_entry), 0);
  build_lines (self);
}

static void
show_subject (GbPublishDialog *self)
{
  GbSite *site = gb_desk_get_site (self->desk);
  const char *column_id = gb_metadata_get (gb_document_get_metadata (self->document), "column");
  const GbSiteColumn *column = gb_site_find_column (site, column_id);
  g_autofree char *digest = gb_digest_to_short (gb_document_get_digest (self->document));
  g_autofree char *version = NULL;
  g_autofree char *about = NULL;

  gtk_label_set_text (self->title_label, gb_document_get_title (self->document));
  version = g_strdup_printf (_ ("Version %s"), digest);
  about =
    g_strdup_printf ("%s · %s", gb_name_of_kind (gb_document_get_kind (self->document)), version);
  gtk_label_set_text (self->about_label, about);
  gtk_label_set_text (self->site_label, gb_site_get_name (site));
  gtk_label_set_text (self->column_label,
                      column != NULL ? column->name : _ ("No column is chosen"));
}

GtkWidget *
gb_publish_dialog_new (GtkWindow *parent,
                       GbDesk *desk,
                       const GbOpenDocument *open,
                       gboolean schedule)
{
  GbPublishDialog *self;
  GbState state;

  g_return_val_if_fail (GB_IS_DESK (desk), NULL);
  g_return_val_if_fail (open != NULL, NULL);

  self = g_object_new (GB_TYPE_PUBLISH_DIALOG, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  self->document = g_object_ref (open->document);
  self->workflow = g_object_ref (open->workflow);
  self->summary = gb_summary_copy (open->summary);
  show_subject (self);

  state = gb_workflow_get_state (open->workflow);
  if (state == GB_STATE_PUBLISHED && !open->summary->pending) {
    show_receipt (self, open->summary);
  } else {
    gtk_toggle_button_set_active (
      GTK_TOGGLE_BUTTON (schedule ? self->later_button : self->now_button), TRUE);
    suggest_time (self);
    show_page (self, "prepare");
    update_prepare (self);
    g_signal_connect_object (self->later_button, "toggled", G_CALLBACK (update_prepare), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->time_entry, "notify::date", G_CALLBACK (update_prepare), self,
                             G_CONNECT_SWAPPED);
  }
  g_signal_connect_object (desk, "changed", G_CALLBACK (desk_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "refused", G_CALLBACK (desk_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::network", G_CALLBACK (desk_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

const char *
gb_publish_dialog_get_page (GbPublishDialog *self)
{
  g_return_val_if_fail (GB_IS_PUBLISH_DIALOG (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}

void
gb_publish_dialog_start (GbPublishDialog *self)
{
  g_return_if_fail (GB_IS_PUBLISH_DIALOG (self));

  if (gtk_widget_get_sensitive (GTK_WIDGET (self->publish_button)) &&
      strcmp (gb_publish_dialog_get_page (self), "prepare") == 0)
    act (self);
}
