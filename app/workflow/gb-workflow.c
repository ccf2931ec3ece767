/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The state of one document, folded from its events. It owns references to the events and to the
 * route, never changes after construction, and has no clock, store or network, so that client and
 * portal come to the same answer. Any thread may read it.
 *
 * A document goes through editions; each is a small state machine of its own (GbEdition). The
 * "current" one is the newest that was not given up. A page stays public while the next edition is
 * prepared, so what is live is kept beside the editions and not inside one.
 *
 * What is possible when stands in gb-workflow-rules.c; here is what it does. */

#define G_LOG_DOMAIN "gb-workflow"

#include "config.h"

#include "workflow/gb-workflow-private.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (GbWorkflow, gb_workflow, G_TYPE_OBJECT)

G_DEFINE_QUARK (gb_workflow_error, gb_workflow_error)

static const char *const state_names[] = {
  "draft",     "in-review", "returned",  "approved",   "scheduled", "publishing",
  "published", "failed",    "withdrawn", "superseded", "discarded",
};
G_STATIC_ASSERT (G_N_ELEMENTS (state_names) == GB_N_STATES);

static GbEdition *
add_edition (GbWorkflow *self, const GbEdition *base)
{
  GbEdition *edition = _gb_edition_new (self->editions->len + 1, base);

  g_ptr_array_add (self->editions, edition);
  return edition;
}

/* The newest emergency release that nobody approved afterwards, whether it is still public or not:
 * it was public, and somebody has to answer for it. */
static GbEdition *
find_unratified (GbWorkflow *self)
{
  for (guint i = self->editions->len; i > 0; i--) {
    GbEdition *edition = g_ptr_array_index (self->editions, i - 1);

    if (edition->emergency != NULL && edition->published != NULL && !edition->is_ratified)
      return edition;
  }

  return NULL;
}

GbEdition *
_gb_workflow_find_subject (GbWorkflow *self, GbEventType type)
{
  switch (type) {
  case GB_EVENT_WITHDRAW:
    return self->live;
  case GB_EVENT_RATIFY:
    return find_unratified (self);
  default:
    return self->current;
  }
}

static void
apply_revise (GbWorkflow *self, const GbEvent *event)
{
  GbEdition *edition = self->current;

  if (_gb_edition_is_reopened_by_revise (edition)) {
    edition = add_edition (self, edition);
    self->current = edition;
  }

  /* After a failed publication the approvals are still there; another text needs new ones. */
  _gb_edition_void_decisions (edition);
  edition->emergency = NULL;
  edition->schedule = NULL;
  edition->head = event;
  if (edition->first_revise == NULL)
    edition->first_revise = event;
  if (edition->state == GB_STATE_FAILED)
    edition->state = GB_STATE_DRAFT;
  g_ptr_array_add (edition->editors, event->actor);
}

static void
apply_submit (GbEdition *edition, const GbEvent *event)
{
  _gb_edition_void_decisions (edition);
  edition->emergency = NULL;
  edition->submit = event;
  edition->step_index = 0;
  edition->state = GB_STATE_IN_REVIEW;
}

static void
apply_approve (GbWorkflow *self, GbEdition *edition, const GbEvent *event)
{
  const GbRouteStep *step = gb_route_get_step (self->route, edition->step_index);

  _gb_edition_add_decision (edition, edition->step_index, event);
  if (_gb_edition_count_approvals (edition, edition->step_index) < step->needed)
    return;

  edition->step_index++;
  if (edition->step_index == gb_route_get_n_steps (self->route)) {
    edition->is_approved = TRUE;
    edition->state = GB_STATE_APPROVED;
  }
}

static void
apply_return (GbWorkflow *self, GbEdition *edition, const GbEvent *event)
{
  guint step_index =
    edition->state == GB_STATE_IN_REVIEW ? edition->step_index : gb_route_get_n_steps (self->route);

  _gb_edition_void_decisions (edition);
  _gb_edition_add_decision (edition, step_index, event);
  edition->last_return = event;
  edition->schedule = NULL;
  edition->state = GB_STATE_RETURNED;
}

static void
apply_published (GbWorkflow *self, GbEdition *edition, const GbEvent *event)
{
  if (self->live != NULL && self->live != edition)
    self->live->state = GB_STATE_SUPERSEDED;
  self->live = edition;
  if (self->first_published == NULL)
    self->first_published = event;

  edition->published = event;
  edition->schedule = NULL;
  edition->state = GB_STATE_PUBLISHED;
}

/* A first edition is given up for good; the draft of a later one only makes way for what is, or
 * was, public. */
static void
apply_discard (GbWorkflow *self, GbEdition *edition)
{
  edition->state = GB_STATE_DISCARDED;
  if (edition->base != NULL)
    self->current = (GbEdition *)edition->base;
}

const GbEvent *
_gb_workflow_find_note (GbWorkflow *self, const char *id)
{
  for (guint i = 0; i < self->notes->len; i++) {
    const GbEvent *note = g_ptr_array_index (self->notes, i);

    if (strcmp (note->id, id) == 0)
      return note;
  }

  return NULL;
}

static void
apply (GbWorkflow *self, const GbEvent *event)
{
  GbEdition *edition = _gb_workflow_find_subject (self, event->type);

  switch (event->type) {
  case GB_EVENT_REVISE:
    apply_revise (self, event);
    break;
  case GB_EVENT_SUBMIT:
    apply_submit (edition, event);
    break;
  case GB_EVENT_RECALL:
    edition->submit = NULL;
    edition->state = GB_STATE_DRAFT;
    break;
  case GB_EVENT_APPROVE:
    apply_approve (self, edition, event);
    break;
  case GB_EVENT_RETURN:
    apply_return (self, edition, event);
    break;
  case GB_EVENT_SCHEDULE:
    edition->emergency = NULL;
    edition->schedule = event;
    edition->state = GB_STATE_SCHEDULED;
    break;
  case GB_EVENT_UNSCHEDULE:
    edition->schedule = NULL;
    edition->state = GB_STATE_APPROVED;
    break;
  case GB_EVENT_PUBLISH:
    edition->emergency = NULL;
    edition->state = GB_STATE_PUBLISHING;
    break;
  case GB_EVENT_EMERGENCY:
    edition->emergency = event;
    edition->state = GB_STATE_PUBLISHING;
    break;
  case GB_EVENT_PUBLISHED:
    apply_published (self, edition, event);
    break;
  case GB_EVENT_FAILED:
    edition->failure = event;
    edition->schedule = NULL;
    edition->state = GB_STATE_FAILED;
    break;
  case GB_EVENT_RATIFY:
    edition->is_ratified = TRUE;
    break;
  case GB_EVENT_WITHDRAW:
    edition->state = GB_STATE_WITHDRAWN;
    self->live = NULL;
    break;
  case GB_EVENT_DISCARD:
    apply_discard (self, edition);
    break;
  case GB_EVENT_IGNORE:
  case GB_EVENT_OVERRIDE:
    g_ptr_array_add (self->notes, (gpointer)event);
    break;
  case GB_EVENT_REINSTATE:
    g_ptr_array_remove (self->notes, (gpointer)_gb_workflow_find_note (self, event->subject));
    break;
  default:
    g_assert_not_reached ();
  }
}

static void
gb_workflow_finalize (GObject *object)
{
  GbWorkflow *self = GB_WORKFLOW (object);

  g_clear_pointer (&self->editions, g_ptr_array_unref);
  g_clear_pointer (&self->ignored, g_ptr_array_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_clear_pointer (&self->route, gb_route_unref);

  G_OBJECT_CLASS (gb_workflow_parent_class)->finalize (object);
}

static void
gb_workflow_class_init (GbWorkflowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gb_workflow_finalize;
}

static void
gb_workflow_init (GbWorkflow *self)
{
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_event_unref);
  self->ignored = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_event_unref);
  self->notes = g_ptr_array_new ();
  self->editions = g_ptr_array_new_with_free_func ((GDestroyNotify)_gb_edition_free);
  self->current = add_edition (self, NULL);
}

/**
 * gb_state_to_string:
 *
 * Returns: (transfer none): "draft", "in-review" …
 */
const char *
gb_state_to_string (GbState state)
{
  g_return_val_if_fail ((guint)state < GB_N_STATES, "");

  return state_names[state];
}

/**
 * gb_state_from_string:
 * @string: (nullable): a name such as "in-review"
 * @out_state: (out): the state, left alone when the name is unknown
 *
 * Returns: whether there is such a state
 */
gboolean
gb_state_from_string (const char *string, GbState *out_state)
{
  g_return_val_if_fail (out_state != NULL, FALSE);

  for (guint i = 0; i < GB_N_STATES; i++) {
    if (g_strcmp0 (state_names[i], string) == 0) {
      *out_state = i;
      return TRUE;
    }
  }

  return FALSE;
}

/**
 * gb_workflow_new:
 * @route: the office's route
 * @events: (element-type GbEvent): all events of one document in the order of their acceptance,
 *   then those that wait
 *
 * Folds the events. One that its predecessors forbid changes nothing and is listed by
 * gb_workflow_get_ignored(): a client may hold acts that the portal has not refused yet. Roles and
 * facts about the text are not looked at, because they may have changed since.
 *
 * Returns: (transfer full): the state after the last event
 */
GbWorkflow *
gb_workflow_new (GbRoute *route, GPtrArray *events)
{
  const GbAsker fold = { .knows_opinion = TRUE };
  GbWorkflow *self;

  g_return_val_if_fail (route != NULL, NULL);
  g_return_val_if_fail (events != NULL, NULL);

  self = g_object_new (GB_TYPE_WORKFLOW, NULL);
  self->route = gb_route_ref (route);
  for (guint i = 0; i < events->len; i++) {
    GbEvent *event = gb_event_ref (g_ptr_array_index (events, i));

    g_ptr_array_add (self->events, event);
    if (_gb_workflow_check_event (self, event, &fold, NULL))
      apply (self, event);
    else
      g_ptr_array_add (self->ignored, gb_event_ref (event));
  }

  return self;
}

/**
 * gb_workflow_get_state:
 *
 * Returns: the state of the newest edition that was not given up. While a next edition is prepared
 *   this is the draft's state; gb_workflow_get_live() tells what the public sees.
 */
GbState
gb_workflow_get_state (GbWorkflow *self)
{
  g_return_val_if_fail (GB_IS_WORKFLOW (self), GB_STATE_DRAFT);

  return self->current->state;
}

/**
 * gb_workflow_get_edition:
 *
 * Returns: the number of the newest edition that was not given up, from 1
 */
guint
gb_workflow_get_edition (GbWorkflow *self)
{
  g_return_val_if_fail (GB_IS_WORKFLOW (self), 0);

  return self->current->number;
}

/**
 * gb_workflow_get_edition_for:
 * @type: an act that is about to be made
 *
 * A revision of a published or withdrawn text opens the next edition; a withdrawal is about the
 * edition that is public, a ratification about the one that was released; every other act is about
 * the newest.
 *
 * Returns: what the event's "edition" must be, or 0 if there is nothing to act on
 */
guint
gb_workflow_get_edition_for (GbWorkflow *self, GbEventType type)
{
  const GbEdition *subject;

  g_return_val_if_fail (GB_IS_WORKFLOW (self), 0);

  subject = _gb_workflow_find_subject (self, type);
  if (subject == NULL)
    return 0;

  /* Numbers are never used twice: a discarded edition keeps its own. */
  return type == GB_EVENT_REVISE && _gb_edition_is_reopened_by_revise (subject)
           ? self->editions->len + 1
           : subject->number;
}

/**
 * gb_workflow_get_edition_state:
 * @edition: from 1
 *
 * Returns: the state of one edition, superseded and discarded ones included
 */
GbState
gb_workflow_get_edition_state (GbWorkflow *self, guint edition)
{
  g_return_val_if_fail (GB_IS_WORKFLOW (self), GB_STATE_DRAFT);
  g_return_val_if_fail (edition >= 1 && edition <= self->editions->len, GB_STATE_DRAFT);

  return ((const GbEdition *)g_ptr_array_index (self->editions, edition - 1))->state;
}

GbRoute *
gb_workflow_get_route (GbWorkflow *self)
{
  g_return_val_if_fail (GB_IS_WORKFLOW (self), NULL);

  return self->route;
}

/**
 * gb_workflow_get_step_index:
 *
 * Returns: the current step while in review, from 0, else -1
 */
int
gb_workflow_get_step_index (GbWorkflow *self)
{
  g_return_val_if_fail (GB_IS_WORKFLOW (self), -1);

  return self->current->state == GB_STATE_IN_REVIEW ? (int)self->current->step_index : -1;
}

/**
 * gb_workflow_get_head:
 *
 * Returns: (transfer none): the digest of the newest revision, "" if there is none
 */
const char *
gb_workflow_get_head (GbWorkflow *self)
{
  g_return_val_if_fail (GB_IS_WORKFLOW (self), "");

  return _gb_edition_get_digest (self->current);
}

/**
 * gb_workflow_get_submitted:
 *
 * Returns: (transfer none): the digest that is under review, approved or public; "" for a draft, a
 *   returned text and a discarded one
 */
const char *
gb_workflow_get_submitted (GbWorkflow *self)
{
  g_return_val_if_fail (GB_IS_WORKFLOW (self), "");

  switch (self->current->state) {
  case GB_STATE_DRAFT:
  case GB_STATE_RETURNED:
  case GB_STATE_DISCARDED:
    return "";
  default:
    return _gb_edition_get_digest (self->current);
  }
}

/**
 * gb_workflow_get_author:
 *
 * Returns: (transfer none): the account that submitted the edition, before that the one that first
 *   wrote it; "" if nobody did
 */
const char *
gb_workflow_get_author (GbWorkflow *self)
{
  g_return_val_if_fail (GB_IS_WORKFLOW (self), "");

  return _gb_edition_get_author (self->current);
}

const char *
gb_workflow_get_author_name (GbWorkflow *self)
{
  const GbEdition *edition;
  const GbEvent *event;

  g_return_val_if_fail (GB_IS_WORKFLOW (self), "");

  edition = self->current;
  event = edition->submit != NULL ? edition->submit : edition->first_revise;

  return event != NULL ? event->actor_name : "";
}

/**
 * gb_workflow_get_decisions:
 *
 * Returns: (transfer none) (element-type GbDecision): every decision on this edition in order,
 *   voided ones included. The return by a publisher after the last step has the number of steps as
 *   its step index.
 */
GPtrArray *
gb_workflow_get_decisions (GbWorkflow *self)
{
  g_return_val_if_fail (GB_IS_WORKFLOW (self), NULL);

  return self->current->decisions;
}

/**
 * gb_workflow_get_last_return:
 *
 * Returns: (transfer none) (nullable): the newest return of this edition, also after it was
 *   submitted again, so that the next reviewer sees what was asked for
 */
const GbEvent *
gb_workflow_get_last_return (GbWorkflow *self)
{
  g_return_val_if_fail (GB_IS_WORKFLOW (self), NULL);

  return self->current->last_return;
}

const GbEvent *
gb_workflow_get_live (GbWorkflow *self)
{
  g_return_val_if_fail (GB_IS_WORKFLOW (self), NULL);

  return self->live != NULL ? self->live->published : NULL;
}

/**
 * gb_workflow_get_first_published_at:
 *
 * Returns: µs since the epoch, the portal's acceptance of the first publication; 0 if there was
 *   none
 */
gint64
gb_workflow_get_first_published_at (GbWorkflow *self)
{
  g_return_val_if_fail (GB_IS_WORKFLOW (self), 0);

  return self->first_published != NULL ? self->first_published->accepted_at : 0;
}

/**
 * gb_workflow_get_failure:
 *
 * Returns: (transfer none) (nullable): why publication failed, while it has failed
 */
const GbEvent *
gb_workflow_get_failure (GbWorkflow *self)
{
  g_return_val_if_fail (GB_IS_WORKFLOW (self), NULL);

  return self->current->state == GB_STATE_FAILED ? self->current->failure : NULL;
}

/**
 * gb_workflow_get_schedule:
 *
 * Returns: (transfer none) (nullable): when it is to be published, while it is scheduled
 */
const GbEvent *
gb_workflow_get_schedule (GbWorkflow *self)
{
  g_return_val_if_fail (GB_IS_WORKFLOW (self), NULL);

  return self->current->state == GB_STATE_SCHEDULED ? self->current->schedule : NULL;
}

/**
 * gb_workflow_get_unratified:
 *
 * Returns: whether an emergency release, also one of an earlier edition or one withdrawn since,
 *   still waits for somebody else's approval
 */
gboolean
gb_workflow_get_unratified (GbWorkflow *self)
{
  g_return_val_if_fail (GB_IS_WORKFLOW (self), FALSE);

  return find_unratified (self) != NULL;
}

/**
 * gb_workflow_edited_by:
 * @account: an account's id
 *
 * Returns: whether this person put a revision of this edition, or of an earlier one that it is
 * based on and that nobody approved: such a person cannot decide on it or publish it
 */
gboolean
gb_workflow_edited_by (GbWorkflow *self, const char *account)
{
  g_return_val_if_fail (GB_IS_WORKFLOW (self), FALSE);
  g_return_val_if_fail (account != NULL, FALSE);

  return _gb_edition_is_edited_by (self->current, account);
}

/**
 * gb_workflow_get_ignored:
 *
 * Returns: (transfer none) (element-type GbEvent): events that their predecessors forbid
 */
GPtrArray *
gb_workflow_get_ignored (GbWorkflow *self)
{
  g_return_val_if_fail (GB_IS_WORKFLOW (self), NULL);

  return self->ignored;
}

/**
 * gb_workflow_get_notes:
 *
 * Returns: (transfer none) (element-type GbEvent): what people said of findings and did not take
 *   back. They are the document's, not an edition's: what was ignored in a text that is published
 *   need not be ignored again in the next one.
 */
GPtrArray *
gb_workflow_get_notes (GbWorkflow *self)
{
  g_return_val_if_fail (GB_IS_WORKFLOW (self), NULL);

  return self->notes;
}
