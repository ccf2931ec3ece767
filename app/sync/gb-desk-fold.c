/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From events to what lists show: the part of the desk that runs on the database thread, inside the
 * transactions of outbox, feed and acts. It has no state; everything comes in as arguments. */

#define G_LOG_DOMAIN "gb-desk-fold"

#include "config.h"

#include "sync/gb-desk-fold.h"

#include <string.h>

struct _GbDeskView {
  gatomicrefcount ref_count;

  GbAccount *account;
  GbRoute *route;
};

GbDeskView *
_gb_desk_view_new (GbAccount *account, GbRoute *route)
{
  GbDeskView *self = g_new0 (GbDeskView, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->account = gb_account_ref (account);
  self->route = gb_route_ref (route);

  return self;
}

GbDeskView *
_gb_desk_view_ref (GbDeskView *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
_gb_desk_view_unref (GbDeskView *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  gb_account_unref (self->account);
  gb_route_unref (self->route);
  g_free (self);
}

GbAccount *
_gb_desk_view_get_account (GbDeskView *self)
{
  return self->account;
}

GbWorkflow *
_gb_desk_load_workflow (GbStoreTxn *txn,
                        GbDeskView *view,
                        const char *id,
                        GPtrArray **out_events,
                        GError **error)
{
  g_autoptr (GPtrArray) events = gb_store_txn_list_events (txn, id, error);
  GbWorkflow *workflow;

  if (events == NULL)
    return NULL;

  workflow = gb_workflow_new (view->route, events);
  if (out_events != NULL)
    *out_events = g_steal_pointer (&events);

  return workflow;
}

static gboolean
may (GbDeskView *view, GbWorkflow *workflow, GbEventType type)
{
  return gb_workflow_may (workflow, type, view->account, NULL);
}

static gboolean
is_mine (GbDeskView *view, const char *author)
{
  return *author == '\0' || strcmp (author, gb_account_get_id (view->account)) == 0;
}

static guint
find_boxes (GbDeskView *view, GbWorkflow *workflow, const GbStoreSummary *summary, gboolean dirty)
{
  gboolean mine = is_mine (view, summary->author);
  gboolean publisher = (gb_account_get_roles (view->account) & GB_ROLE_PUBLISHER) != 0;
  guint boxes = 1u << GB_BOX_ALL;

  switch (summary->state) {
  case GB_STATE_DRAFT:
    if (mine)
      boxes |= 1u << GB_BOX_DRAFTS;
    break;
  case GB_STATE_RETURNED:
    if (mine)
      boxes |= 1u << GB_BOX_RETURNED;
    break;
  case GB_STATE_FAILED:
    if (may (view, workflow, GB_EVENT_PUBLISH))
      boxes |= 1u << GB_BOX_TO_PUBLISH;
    else if (mine && may (view, workflow, GB_EVENT_SUBMIT))
      boxes |= 1u << GB_BOX_DRAFTS;
    break;
  case GB_STATE_APPROVED:
  case GB_STATE_SCHEDULED:
  case GB_STATE_PUBLISHING:
    if (publisher)
      boxes |= 1u << GB_BOX_TO_PUBLISH;
    break;
  case GB_STATE_PUBLISHED:
  case GB_STATE_WITHDRAWN:
    /* A next edition that nobody else knows of yet. */
    if (dirty)
      boxes |= 1u << GB_BOX_DRAFTS;
    break;
  default:
    break;
  }

  if (may (view, workflow, GB_EVENT_APPROVE) || may (view, workflow, GB_EVENT_RATIFY))
    boxes |= 1u << GB_BOX_TO_REVIEW;
  if (gb_workflow_get_live (workflow) != NULL)
    boxes |= 1u << GB_BOX_PUBLISHED;

  return boxes;
}

/* A document without a text to show is hidden until the feed has fetched one. */
static gboolean
is_hidden (GbStoreTxn *txn, const GbStoreSummary *summary, gboolean *out_hidden, GError **error)
{
  g_autoptr (GPtrArray) revisions = NULL;

  if (summary->state == GB_STATE_DISCARDED) {
    *out_hidden = TRUE;
    return TRUE;
  }
  if (*summary->working != '\0') {
    *out_hidden = FALSE;
    return TRUE;
  }
  if (*summary->head == '\0') {
    *out_hidden = TRUE;
    return TRUE;
  }

  revisions = gb_store_txn_list_revisions (txn, summary->id, error);
  if (revisions == NULL)
    return FALSE;
  *out_hidden = revisions->len == 0;

  return TRUE;
}

static void
set_string (char **field, const char *value)
{
  char *copy = g_strdup (value);

  g_free (*field);
  *field = copy;
}

static void
describe (GbStoreSummary *summary,
          GbDeskView *view,
          GbWorkflow *workflow,
          GPtrArray *events,
          GbDocument *document)
{
  int step_index = gb_workflow_get_step_index (workflow);
  const GbEvent *live = gb_workflow_get_live (workflow);
  const char *author = gb_workflow_get_author (workflow);

  summary->state = gb_workflow_get_state (workflow);
  summary->step_index = step_index;
  set_string (&summary->step_name,
              step_index >= 0 ? gb_route_get_step (view->route, (guint)step_index)->name : "");
  summary->edition = gb_workflow_get_edition (workflow);
  set_string (&summary->head, gb_workflow_get_head (workflow));
  if (*author != '\0') {
    set_string (&summary->author, author);
    set_string (&summary->author_name, gb_workflow_get_author_name (workflow));
  } else if (*summary->author == '\0') {
    set_string (&summary->author, gb_account_get_id (view->account));
    set_string (&summary->author_name, gb_account_get_name (view->account));
  }
  if (document != NULL)
    set_string (&summary->unit, gb_metadata_get (gb_document_get_metadata (document), "unit"));
  summary->published_at = live != NULL ? live->accepted_at : 0;
  set_string (&summary->url, live != NULL ? live->url : "");
  summary->unratified = gb_workflow_get_unratified (workflow);
  if (events->len > 0) {
    const GbEvent *last = g_ptr_array_index (events, events->len - 1);

    summary->modified_at = last->seq > 0 ? last->accepted_at : last->made_at;
  }
}

gboolean
_gb_desk_fold (GbStoreTxn *txn,
               GbDeskView *view,
               const char *id,
               GbDocument *document,
               GError **error)
{
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GbWorkflow) workflow = _gb_desk_load_workflow (txn, view, id, &events, error);
  g_autoptr (GbStoreSummary) summary = NULL;
  gboolean hidden;
  gboolean dirty;

  if (workflow == NULL || !gb_store_txn_get_summary (txn, id, &summary, error))
    return FALSE;
  if (summary == NULL) {
    g_set_error_literal (error, GB_DESK_ERROR, GB_DESK_ERROR_NOT_FOUND, "no such document");
    return FALSE;
  }

  describe (summary, view, workflow, events, document);
  if (!is_hidden (txn, summary, &hidden, error))
    return FALSE;
  dirty = *summary->working != '\0' && strcmp (summary->working, summary->head) != 0;
  summary->boxes = hidden ? 0 : find_boxes (view, workflow, summary, dirty);

  return gb_store_txn_set_folded (txn, summary, error);
}

gboolean
_gb_desk_fold_all (GbStoreTxn *txn, GbDeskView *view, GError **error)
{
  g_autoptr (GPtrArray) summaries = gb_store_txn_list (txn, 0, NULL, NULL, 0, 0, error);

  if (summaries == NULL)
    return FALSE;

  for (guint i = 0; i < summaries->len; i++) {
    const GbStoreSummary *summary = g_ptr_array_index (summaries, i);

    if (!_gb_desk_fold (txn, view, summary->id, NULL, error))
      return FALSE;
  }

  return TRUE;
}

/* A waiting revise that the portal logged under another id, because another program of the same
 * person sent the same text. */
static gboolean
remove_same_revise (GbStoreTxn *txn, const GbEvent *accepted, GError **error)
{
  g_autoptr (GPtrArray) events = gb_store_txn_list_events (txn, accepted->document, error);

  if (events == NULL)
    return FALSE;

  for (guint i = 0; i < events->len; i++) {
    const GbEvent *event = g_ptr_array_index (events, i);

    if (event->seq == 0 && event->type == GB_EVENT_REVISE &&
        strcmp (event->revision, accepted->revision) == 0 &&
        strcmp (event->id, accepted->id) != 0) {
      if (!gb_store_txn_remove_waiting_event (txn, event->id, error))
        return FALSE;
      break;
    }
  }

  return TRUE;
}

/* The portal has it, whatever became of its answer. */
static gboolean
finish_operation (GbStoreTxn *txn, const GbEvent *accepted, GError **error)
{
  g_autoptr (GPtrArray) rows = gb_store_txn_list_outbox (txn, accepted->document, error);

  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < rows->len; i++) {
    GbOutboxRow *row = g_ptr_array_index (rows, i);

    if (strcmp (row->key, accepted->id) != 0)
      continue;
    row->state = GB_OUTBOX_DONE;
    row->next_at = 0;
    return gb_store_txn_update_outbox_row (txn, row, error);
  }

  return TRUE;
}

/* A working copy that says nothing new any more. */
static gboolean
drop_clean_copy (GbStoreTxn *txn, const char *id, const char *digest, GError **error)
{
  g_autoptr (GbStoreSummary) summary = NULL;

  if (!gb_store_txn_get_summary (txn, id, &summary, error))
    return FALSE;
  if (summary == NULL || strcmp (summary->working, digest) != 0)
    return TRUE;

  return gb_store_txn_drop_working_copy (txn, id, error);
}

/* What was given up is kept as a revision, so that it is still in the file and in its backups. */
static gboolean
give_up_copy (GbStoreTxn *txn, GbDeskView *view, const char *id, GError **error)
{
  g_autoptr (GbDocument) copy = NULL;

  if (!gb_store_txn_load_working_copy (txn, id, &copy, error))
    return FALSE;
  if (copy == NULL)
    return TRUE;

  return gb_store_txn_add_revision (txn, id, copy, "", gb_account_get_id (view->account),
                                    g_get_real_time (), FALSE, error) &&
         gb_store_txn_drop_working_copy (txn, id, error);
}

gboolean
_gb_desk_confirm (GbStoreTxn *txn, GbDeskView *view, const GbEvent *event, GError **error)
{
  gboolean mine = strcmp (event->actor, gb_account_get_id (view->account)) == 0;

  if (!gb_store_txn_ensure_document (txn, event->document, error))
    return FALSE;
  if (mine && event->type == GB_EVENT_REVISE &&
      (!remove_same_revise (txn, event, error) ||
       !drop_clean_copy (txn, event->document, event->revision, error)))
    return FALSE;
  if (mine && !finish_operation (txn, event, error))
    return FALSE;
  if (mine && event->type == GB_EVENT_DISCARD && !give_up_copy (txn, view, event->document, error))
    return FALSE;

  return gb_store_txn_add_event (txn, event, error);
}

static const GbEvent *
find_event (GPtrArray *events, const char *id)
{
  for (guint i = 0; i < events->len; i++) {
    const GbEvent *event = g_ptr_array_index (events, i);

    if (strcmp (event->id, id) == 0)
      return event;
  }

  return NULL;
}

/* What was said of findings waits for the text again, when the text is not sent after all. */
static gboolean
unbind_note (GbStoreTxn *txn, const GbOutboxRow *row, GPtrArray *events, GError **error)
{
  const GbEvent *event = find_event (events, row->key);
  const GbEvent *said = event;
  g_autoptr (GbEvent) note = NULL;

  if (event != NULL && event->type == GB_EVENT_REINSTATE)
    said = find_event (events, event->subject);
  if (event == NULL || event->seq != 0 || said == NULL || said->type != GB_EVENT_IGNORE)
    return TRUE;

  note = gb_event_copy (event);
  gb_event_set_string (&note->revision, "");

  return gb_store_txn_add_event (txn, note, error);
}

static gboolean
remove_event_of (GbStoreTxn *txn,
                 const GbOutboxRow *row,
                 GPtrArray *events,
                 gboolean is_refused,
                 GError **error)
{
  if (strcmp (row->kind, "blob") == 0)
    return TRUE;

  return gb_store_txn_remove_waiting_event (txn, row->key, error) &&
         (is_refused || unbind_note (txn, row, events, error));
}

gboolean
_gb_desk_drop_operations (GbStoreTxn *txn,
                          const char *document,
                          gint64 first_row,
                          gboolean keep_first,
                          GError **error)
{
  g_autoptr (GPtrArray) rows = gb_store_txn_list_outbox (txn, document, error);
  g_autoptr (GPtrArray) events = gb_store_txn_list_events (txn, document, error);

  if (rows == NULL || events == NULL)
    return FALSE;

  for (guint i = 0; i < rows->len; i++) {
    const GbOutboxRow *row = g_ptr_array_index (rows, i);
    gboolean is_refused = keep_first && row->row == first_row;

    if (row->row < first_row)
      continue;
    if (!remove_event_of (txn, row, events, is_refused, error))
      return FALSE;
    if (is_refused)
      continue;
    if (!gb_store_txn_delete_outbox_row (txn, row->row, error))
      return FALSE;
  }

  return TRUE;
}

gboolean
_gb_desk_is_editable (GbDeskView *view, GbWorkflow *workflow, const char *unit)
{
  const char *author = gb_workflow_get_author (workflow);

  if (!may (view, workflow, GB_EVENT_REVISE))
    return FALSE;

  return is_mine (view, author) ||
         (*unit != '\0' && strcmp (unit, gb_account_get_unit (view->account)) == 0);
}
