/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One act: the rules are asked, then the event and everything that has to reach the portal before
 * it are put into the store and the outbox in one transaction, on the database thread. */

#define G_LOG_DOMAIN "gb-desk"

#include "config.h"

#include "sync/gb-desk.h"

#include "sync/gb-desk-checks.h"
#include "sync/gb-desk-private.h"
#include "workflow/gb-verdicts.h"

#include <string.h>

typedef struct {
  GbDeskView *view;
  GbCheckData *checks;
  GbCheckContext *context; /* filled on the database thread */
  char *device;
  char *id;
  GbEventType type;
  char *digest;
  char *opinion;
  gint64 due_at;     /* µs */
  GbCheckMark *mark; /* (nullable): of the finding that a note is about */
  char *subject;     /* (nullable): the id of the note that is taken back */

  GbEvent *event; /* the answer */
} Act;

static void
act_free (Act *act)
{
  g_clear_pointer (&act->view, _gb_desk_view_unref);
  g_clear_pointer (&act->checks, gb_check_data_unref);
  g_clear_pointer (&act->context, gb_check_context_unref);
  g_free (act->device);
  g_free (act->id);
  g_free (act->digest);
  g_free (act->opinion);
  g_clear_pointer (&act->mark, gb_check_mark_unref);
  g_free (act->subject);
  g_clear_pointer (&act->event, gb_event_unref);
  g_free (act);
}

static gboolean
fail (GError **error, GbDeskError code, const char *message)
{
  g_set_error_literal (error, GB_DESK_ERROR, (int)code, message);

  return FALSE;
}

/* What the person acts on: for a text that goes out of their hands, the working copy. */
static gboolean
brings_text (GbEventType type)
{
  return type == GB_EVENT_SUBMIT || type == GB_EVENT_EMERGENCY;
}

static gboolean
load_text (GbStoreTxn *txn,
           const Act *act,
           GbWorkflow *workflow,
           GbDocument **out_document,
           GError **error)
{
  const char *head = gb_workflow_get_head (workflow);

  *out_document = NULL;
  if (brings_text (act->type) &&
      !gb_store_txn_load_working_copy (txn, act->id, out_document, error))
    return FALSE;
  if (*out_document == NULL &&
      !gb_store_txn_load_revision (txn, act->id, head, out_document, error))
    return FALSE;

  return TRUE;
}

static GbEvent *
make_event (const Act *act, GbWorkflow *workflow, GbEventType type, const char *digest)
{
  GbAccount *account = _gb_desk_view_get_account (act->view);
  int step_index = gb_workflow_get_step_index (workflow);
  GbEvent *event =
    gb_event_new (NULL, act->id, gb_workflow_get_edition_for (workflow, type), type, digest,
                  gb_account_get_id (account), gb_account_get_name (account));

  gb_event_set_string (&event->device, act->device);
  if (type == GB_EVENT_REVISE)
    return event;

  gb_event_set_string (&event->opinion, act->opinion);
  event->due_at = act->due_at;
  if (step_index >= 0 && (type == GB_EVENT_APPROVE || type == GB_EVENT_RETURN))
    gb_event_set_string (
      &event->step, gb_route_get_step (gb_workflow_get_route (workflow), (guint)step_index)->id);

  return event;
}

/* --- The outbox --------------------------------------------------------------------------------
 */

static gboolean
enqueue_blobs (GbStoreTxn *txn, const Act *act, GbDocument *document, GError **error)
{
  g_auto (GStrv) digests = gb_document_dup_blob_digests (document);

  for (guint i = 0; digests[i] != NULL; i++) {
    g_autoptr (GbOutboxRow) row = gb_outbox_row_new (act->id, "blob", digests[i]);

    if (!gb_store_txn_enqueue (txn, row, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
enqueue_revision (GbStoreTxn *txn,
                  const Act *act,
                  const GbEvent *revise,
                  const char *parent,
                  GError **error)
{
  g_autoptr (GbOutboxRow) row = gb_outbox_row_new (act->id, "revision", revise->revision);

  gb_outbox_row_set_string (&row->key, revise->id);
  gb_outbox_row_set_string (&row->precondition, parent);

  return gb_store_txn_enqueue (txn, row, error);
}

static gboolean
enqueue_event (GbStoreTxn *txn, const Act *act, const GbEvent *event, GError **error)
{
  g_autofree char *kind = g_strconcat ("event:", gb_event_type_to_string (event->type), NULL);
  g_autoptr (GbOutboxRow) row = gb_outbox_row_new (act->id, kind, event->id);
  g_autoptr (JsonNode) node = gb_event_to_json (event);
  g_autofree char *payload = json_to_string (node, FALSE);

  gb_outbox_row_set_string (&row->key, event->id);
  gb_outbox_row_set_string (&row->payload, payload);

  return gb_store_txn_enqueue (txn, row, error);
}

/* What was refused is answered by this act; it must not hold it back. */
static gboolean
clear_refused (GbStoreTxn *txn, const Act *act, GError **error)
{
  g_autoptr (GPtrArray) rows = gb_store_txn_list_outbox (txn, act->id, error);

  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < rows->len; i++) {
    const GbOutboxRow *row = g_ptr_array_index (rows, i);

    if (row->state == GB_OUTBOX_REFUSED && !gb_store_txn_delete_outbox_row (txn, row->row, error))
      return FALSE;
  }

  return TRUE;
}

/* --- The text ----------------------------------------------------------------------------------
 */

/* Makes a revision of a text that the portal does not know yet, and folds it in. */
static gboolean
revise (GbStoreTxn *txn,
        const Act *act,
        GbDocument *document,
        GbWorkflow **workflow,
        GError **error)
{
  GbAccount *account = _gb_desk_view_get_account (act->view);
  g_autofree char *parent = g_strdup (gb_workflow_get_head (*workflow));
  const char *digest = gb_document_get_digest (document);
  g_autoptr (GbEvent) event = NULL;

  event = make_event (act, *workflow, GB_EVENT_REVISE, digest);
  if (!gb_workflow_check (*workflow, event, account, NULL, error) ||
      !gb_store_txn_add_revision (txn, act->id, document, parent, event->actor, event->made_at,
                                  TRUE, error) ||
      !gb_store_txn_add_event (txn, event, error) || !enqueue_blobs (txn, act, document, error) ||
      !enqueue_revision (txn, act, event, parent, error))
    return FALSE;

  g_clear_object (workflow);
  *workflow = _gb_desk_load_workflow (txn, act->view, act->id, NULL, error);

  return *workflow != NULL;
}

static GbCheckStage
get_stage (GbEventType type)
{
  return type == GB_EVENT_SUBMIT ? GB_CHECK_STAGE_SUBMIT : GB_CHECK_STAGE_PUBLISH;
}

static gboolean
find_facts (GbStoreTxn *txn,
            const Act *act,
            GbWorkflow *workflow,
            GbDocument *document,
            GbWorkflowFacts *facts,
            GError **error)
{
  GbCheckStage stage = get_stage (act->type);
  g_autoptr (GPtrArray) findings = NULL;

  if (!_gb_desk_fill_context (txn, act->view, workflow, act->context, act->id, document,
                              act->due_at, gb_check_blocks_by_context (act->checks), error))
    return FALSE;

  facts->now = g_get_real_time ();
  facts->is_public =
    gb_metadata_get_openness (gb_document_get_metadata (document)) == GB_OPENNESS_PROACTIVE;

  /* The stage of publication is also that of openness, which has its own refusal. */
  findings = gb_check_document_with (document, stage, act->checks, act->context);
  facts->has_blocking =
    gb_verdicts_stop (document, findings, gb_workflow_get_notes (workflow), stage);
  facts->is_locked = gb_check_is_locked (act->event->rule);
  facts->has_finding =
    act->type == GB_EVENT_OVERRIDE && gb_verdicts_has_blocking (document, findings, act->event);

  return TRUE;
}

static gboolean
needs_facts (GbEventType type)
{
  return type == GB_EVENT_SUBMIT || type == GB_EVENT_SCHEDULE || type == GB_EVENT_PUBLISH ||
         type == GB_EVENT_EMERGENCY || type == GB_EVENT_OVERRIDE;
}

static gboolean
check_act (GbStoreTxn *txn,
           const Act *act,
           GbWorkflow *workflow,
           GbDocument *document,
           GError **error)
{
  GbAccount *account = _gb_desk_view_get_account (act->view);
  GbWorkflowFacts facts = { 0 };
  g_autoptr (GError) reason = NULL;
  gboolean has_facts = document != NULL && needs_facts (act->type);

  if (has_facts && !find_facts (txn, act, workflow, document, &facts, error))
    return FALSE;
  if (gb_workflow_check (workflow, act->event, account, has_facts ? &facts : NULL, &reason))
    return TRUE;

  if (g_error_matches (reason, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_BLOCKED))
    return fail (error, GB_DESK_ERROR_BLOCKED, reason->message);
  g_propagate_error (error, g_steal_pointer (&reason));

  return FALSE;
}

/* --- Notes on findings -------------------------------------------------------------------------
 */

/* A note that waits for its text: gb-verdicts.h. */
static gboolean
is_unbound (const GbEvent *event)
{
  return event->seq == 0 && gb_event_type_is_note (event->type) && *event->revision == '\0';
}

/* Takes those that wait out of the store, so that the fold is without them. */
static GPtrArray *
take_unbound (GbStoreTxn *txn, const Act *act, GError **error)
{
  g_autoptr (GPtrArray) events = gb_store_txn_list_events (txn, act->id, error);
  g_autoptr (GPtrArray) unbound = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_event_unref);

  if (events == NULL)
    return NULL;

  for (guint i = 0; i < events->len; i++) {
    GbEvent *event = g_ptr_array_index (events, i);

    if (!is_unbound (event))
      continue;
    if (!gb_store_txn_remove_waiting_event (txn, event->id, error))
      return NULL;
    g_ptr_array_add (unbound, gb_event_ref (event));
  }

  return g_steal_pointer (&unbound);
}

/* A text that goes out takes along what was said of its findings. What is not possible any more, as
 * when somebody else submitted it meanwhile, goes on waiting. */
static gboolean
bind_notes (GbStoreTxn *txn, const Act *act, GbWorkflow **workflow, GError **error)
{
  GbAccount *account = _gb_desk_view_get_account (act->view);
  g_autoptr (GPtrArray) unbound = take_unbound (txn, act, error);

  if (unbound == NULL)
    return FALSE;

  for (guint i = 0; i < unbound->len; i++) {
    const GbEvent *note = g_ptr_array_index (unbound, i);
    g_autoptr (GbEvent) event = gb_event_copy (note);

    g_clear_object (workflow);
    *workflow = _gb_desk_load_workflow (txn, act->view, act->id, NULL, error);
    if (*workflow == NULL)
      return FALSE;
    gb_event_set_string (&event->revision, gb_workflow_get_head (*workflow));
    event->edition = gb_workflow_get_edition_for (*workflow, event->type);
    if (!gb_workflow_check (*workflow, event, account, NULL, NULL)) {
      if (!gb_store_txn_add_event (txn, note, error))
        return FALSE;
      continue;
    }
    if (!gb_store_txn_add_event (txn, event, error) || !enqueue_event (txn, act, event, error))
      return FALSE;
  }

  g_clear_object (workflow);
  *workflow = _gb_desk_load_workflow (txn, act->view, act->id, NULL, error);

  return *workflow != NULL;
}

static GbEvent *
make_note (const Act *act, GbWorkflow *workflow, const char *digest)
{
  GbEvent *event = make_event (act, workflow, act->type, digest);

  gb_event_set_string (&event->subject, act->subject);
  if (act->mark == NULL)
    return event;
  gb_event_set_string (&event->rule, act->mark->rule);
  gb_event_set_string (&event->place, act->mark->place);
  gb_event_set_string (&event->words, act->mark->words);
  gb_event_set_string (&event->mark, act->mark->digest);
  gb_event_set_string (&event->context, act->mark->context);

  return event;
}

static const GbEvent *
find_subject (GbWorkflow *workflow, const char *id)
{
  GPtrArray *notes = gb_workflow_get_notes (workflow);

  for (guint i = 0; i < notes->len; i++) {
    const GbEvent *note = g_ptr_array_index (notes, i);

    if (g_strcmp0 (note->id, id) == 0)
      return note;
  }

  return NULL;
}

/* Ignoring waits for the text; what was let pass, or is so no more, is sent at once. */
static gboolean
write_note (GbStoreTxn *txn, gpointer data, GError **error)
{
  Act *act = data;
  g_autoptr (GbWorkflow) workflow = _gb_desk_load_workflow (txn, act->view, act->id, NULL, error);
  GbAccount *account = _gb_desk_view_get_account (act->view);
  g_autoptr (GbDocument) document = NULL;
  const GbEvent *subject;
  const char *digest = act->digest;
  gboolean waits;

  if (workflow == NULL)
    return FALSE;
  subject = find_subject (workflow, act->subject);
  waits = act->type == GB_EVENT_IGNORE || (subject != NULL && subject->type == GB_EVENT_IGNORE);
  if (act->type == GB_EVENT_REINSTATE)
    digest = gb_workflow_get_head (workflow);
  act->event = make_note (act, workflow, waits ? "" : digest);
  if (waits) {
    const GbWorkflowFacts facts = { .is_locked = gb_check_is_locked (act->event->rule) };
    gboolean was_sent = subject == NULL || !is_unbound (subject);

    return gb_workflow_check (workflow, act->event, account, &facts, error) &&
           (was_sent ? gb_store_txn_add_event (txn, act->event, error)
                     : gb_store_txn_remove_waiting_event (txn, subject->id, error)) &&
           _gb_desk_fold (txn, act->view, act->id, NULL, error);
  }

  return gb_store_txn_load_revision (txn, act->id, gb_workflow_get_head (workflow), &document,
                                     error) &&
         check_act (txn, act, workflow, document, error) && clear_refused (txn, act, error) &&
         gb_store_txn_add_event (txn, act->event, error) &&
         enqueue_event (txn, act, act->event, error) &&
         _gb_desk_fold (txn, act->view, act->id, NULL, error);
}

/* --- Giving up ---------------------------------------------------------------------------------
 */

/* A text that no portal has seen is given up here and now; it is kept as a revision, so that it is
 * still in the file and in its backups. */
static gboolean
discard_here (GbStoreTxn *txn, Act *act, GbWorkflow *workflow, gboolean *out_done, GError **error)
{
  g_autoptr (GPtrArray) rows = gb_store_txn_list_outbox (txn, act->id, error);
  g_autoptr (GPtrArray) events = gb_store_txn_list_events (txn, act->id, error);
  g_autoptr (GbDocument) copy = NULL;
  GbState state = gb_workflow_get_state (workflow);
  gboolean is_known = FALSE;

  *out_done = FALSE;
  if (rows == NULL || events == NULL ||
      !gb_store_txn_load_working_copy (txn, act->id, &copy, error))
    return FALSE;

  for (guint i = 0; i < rows->len; i++) {
    const GbOutboxRow *row = g_ptr_array_index (rows, i);

    is_known = is_known || row->state == GB_OUTBOX_SENDING || row->state == GB_OUTBOX_UNKNOWN;
  }
  for (guint i = 0; i < events->len; i++)
    is_known = is_known || ((const GbEvent *)g_ptr_array_index (events, i))->seq > 0;

  /* The portal's document is given up by an event, unless only the changes to it are meant. */
  if (is_known && (copy == NULL || state == GB_STATE_DRAFT || state == GB_STATE_RETURNED))
    return TRUE;

  *out_done = TRUE;
  if (!is_known && rows->len > 0 &&
      !_gb_desk_drop_operations (txn, act->id, ((const GbOutboxRow *)rows->pdata[0])->row, FALSE,
                                 error))
    return FALSE;
  if (copy != NULL &&
      (!gb_store_txn_add_revision (txn, act->id, copy, gb_workflow_get_head (workflow),
                                   gb_account_get_id (_gb_desk_view_get_account (act->view)),
                                   g_get_real_time (), FALSE, error) ||
       !gb_store_txn_drop_working_copy (txn, act->id, error)))
    return FALSE;

  return _gb_desk_fold (txn, act->view, act->id, NULL, error);
}

/* Taking something back or giving it up is not a decision on a text: it must not fail because an
 * unsent working copy lies over the text that the portal has. */
static const char *
get_digest (const Act *act, GbWorkflow *workflow)
{
  switch (act->type) {
  case GB_EVENT_DISCARD:
    return "";
  case GB_EVENT_RECALL:
  case GB_EVENT_UNSCHEDULE:
    return gb_workflow_get_head (workflow);
  default:
    return act->digest;
  }
}

/* --- The act -----------------------------------------------------------------------------------
 */

static gboolean
write_act (GbStoreTxn *txn, gpointer data, GError **error)
{
  Act *act = data;
  g_autoptr (GbWorkflow) workflow = _gb_desk_load_workflow (txn, act->view, act->id, NULL, error);
  g_autoptr (GbDocument) document = NULL;
  gboolean done = FALSE;

  if (workflow == NULL || !load_text (txn, act, workflow, &document, error))
    return FALSE;
  if (brings_text (act->type)) {
    if (document == NULL)
      return fail (error, GB_DESK_ERROR_NOT_FOUND, "no such document");
    if (strcmp (gb_document_get_digest (document), act->digest) != 0)
      return fail (error, GB_DESK_ERROR_CHANGED, "the text is another one by now: read it again");
    if (strcmp (gb_workflow_get_head (workflow), act->digest) != 0 &&
        !revise (txn, act, document, &workflow, error))
      return FALSE;
    if (!bind_notes (txn, act, &workflow, error))
      return FALSE;
  }

  act->event = make_event (act, workflow, act->type, get_digest (act, workflow));
  if (act->type == GB_EVENT_DISCARD) {
    if (!discard_here (txn, act, workflow, &done, error))
      return FALSE;
    if (done)
      return TRUE;
  }

  return check_act (txn, act, workflow, document, error) && clear_refused (txn, act, error) &&
         gb_store_txn_add_event (txn, act->event, error) &&
         enqueue_event (txn, act, act->event, error) &&
         _gb_desk_fold (txn, act->view, act->id, brings_text (act->type) ? document : NULL, error);
}

static void
act_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbDesk *self = g_task_get_source_object (task);
  const Act *act = gb_store_run_get_data (result);
  GError *error = NULL;

  if (!gb_store_run_finish (GB_STORE (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }

  _gb_desk_outbox_changed (self);
  _gb_desk_emit_changed (self, act->id);
  g_task_return_pointer (task, gb_event_ref (act->event), (GDestroyNotify)gb_event_unref);
}

static Act *
act_new (GbDesk *self, const char *id, GbEventType type, const char *digest, const char *opinion)
{
  Act *act = g_new0 (Act, 1);

  act->view = _gb_desk_view_ref (_gb_desk_get_view (self));
  act->checks = gb_check_data_ref (gb_desk_get_checks (self, NULL));
  act->context = _gb_desk_new_context (self);
  act->device = g_strdup (_gb_desk_get_device (self));
  act->id = g_strdup (id);
  act->type = type;
  act->digest = g_strdup (digest != NULL ? digest : "");
  act->opinion = g_strdup (opinion != NULL ? opinion : "");

  return act;
}

/**
 * gb_desk_act_async:
 * @id: a document's UUID
 * @type: submit, recall, approve, return, schedule, unschedule, publish, emergency, ratify,
 *   withdraw or discard
 * @digest: the text that the person saw; for submit and emergency that of the working copy, if
 *   there is one; "" is enough for withdraw, and not looked at for recall, unschedule and discard
 * @opinion: (nullable): opinion or reason
 * @due_at: µs since the epoch, for schedule; 0 otherwise
 * @cancellable: (nullable): stops it before it has begun to write
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Discarding a text that the portal does not know happens here and now; discarding changes to a
 * published one gives up the changes only.
 */
void
gb_desk_act_async (GbDesk *self,
                   const char *id,
                   GbEventType type,
                   const char *digest,
                   const char *opinion,
                   gint64 due_at,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  GTask *task;
  Act *act;

  g_return_if_fail (GB_IS_DESK (self));
  g_return_if_fail (id != NULL);
  g_return_if_fail ((guint)type < GB_N_EVENT_TYPES);
  g_return_if_fail (type != GB_EVENT_REVISE && !gb_event_type_is_note (type));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gb_desk_act_async);
  act = act_new (self, id, type, digest, opinion);
  act->due_at = type == GB_EVENT_SCHEDULE ? due_at : 0;
  gb_store_write_async (_gb_desk_get_store (self), GB_DATABASE_PRIORITY_USER, write_act, act,
                        (GDestroyNotify)act_free, cancellable, act_cb, task);
}

/**
 * gb_desk_act_finish:
 *
 * Returns: (transfer full): the event, waiting; or %NULL with a %GB_WORKFLOW_ERROR,
 *   %GB_DESK_ERROR_BLOCKED, %GB_DESK_ERROR_CHANGED, %GB_DESK_ERROR_NOT_FOUND or a
 *   %GB_DATABASE_ERROR
 */
GbEvent *
gb_desk_act_finish (GbDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gb_desk_note_async:
 * @id: a document's UUID
 * @type: ignore, override or reinstate
 * @digest: (nullable): override: the text that the person saw; not looked at otherwise
 * @mark: (nullable): ignore and override: the finding's
 * @subject: (nullable): reinstate: the id of the note that is taken back
 * @reason: (nullable): why; ignore and override need one
 * @cancellable: (nullable): stops it before it has begun to write
 * @callback: called on the main thread; gb_desk_act_finish() is its end
 * @user_data: for @callback
 *
 * What is said of a finding (gb-verdicts.h). An ignore, and taking one back, is safe on disk when
 * this finishes and is sent with the text; one that was never sent is forgotten when it is taken
 * back. An override is sent like any other act.
 */
void
gb_desk_note_async (GbDesk *self,
                    const char *id,
                    GbEventType type,
                    const char *digest,
                    GbCheckMark *mark,
                    const char *subject,
                    const char *reason,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task;
  Act *act;

  g_return_if_fail (GB_IS_DESK (self));
  g_return_if_fail (id != NULL);
  g_return_if_fail (gb_event_type_is_note (type));
  g_return_if_fail ((mark != NULL) == (type != GB_EVENT_REINSTATE));
  g_return_if_fail ((subject != NULL) == (type == GB_EVENT_REINSTATE));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gb_desk_note_async);
  act = act_new (self, id, type, digest, reason);
  act->mark = mark != NULL ? gb_check_mark_ref (mark) : NULL;
  act->subject = g_strdup (subject);
  gb_store_write_async (_gb_desk_get_store (self), GB_DATABASE_PRIORITY_USER, write_note, act,
                        (GDestroyNotify)act_free, cancellable, act_cb, task);
}
