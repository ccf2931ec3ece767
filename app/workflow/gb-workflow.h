/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "workflow/gb-account.h"
#include "workflow/gb-event.h"
#include "workflow/gb-route.h"

G_BEGIN_DECLS

typedef enum {
  GB_STATE_DRAFT,
  GB_STATE_IN_REVIEW,
  GB_STATE_RETURNED,
  GB_STATE_APPROVED,
  GB_STATE_SCHEDULED,
  GB_STATE_PUBLISHING,
  GB_STATE_PUBLISHED,
  GB_STATE_FAILED,
  GB_STATE_WITHDRAWN,
  GB_STATE_SUPERSEDED,
  GB_STATE_DISCARDED,
} GbState;
#define GB_N_STATES (GB_STATE_DISCARDED + 1)

const char *gb_state_to_string (GbState state); /* "draft", "in-review", … */
gboolean gb_state_from_string (const char *string, GbState *out_state);

/* A code is what a refusal means; the portal's problem "type" is its string. */
typedef enum {
  GB_WORKFLOW_ERROR_MALFORMED,       /* "malformed": not an event */
  GB_WORKFLOW_ERROR_WRONG_STATE,     /* "wrong-state": not possible in this state */
  GB_WORKFLOW_ERROR_WRONG_ROLE,      /* "wrong-role": the step is for another role */
  GB_WORKFLOW_ERROR_OWN_TEXT,        /* "own-text": the actor edited it since the last approval */
  GB_WORKFLOW_ERROR_SAME_PERSON,     /* "same-person": decided an earlier step (太仓, §5.1) */
  GB_WORKFLOW_ERROR_STALE_REVISION,  /* "stale-revision": the digest is not the submitted one */
  GB_WORKFLOW_ERROR_WRONG_STEP,      /* "wrong-step": the step named is not the current one */
  GB_WORKFLOW_ERROR_REASON_REQUIRED, /* "reason-required": returning, withdrawing, emergency */
  GB_WORKFLOW_ERROR_NOT_PUBLIC,      /* "not-public": openness is not 主动公开 */
  GB_WORKFLOW_ERROR_BLOCKED,         /* "blocked": a blocking finding */
  GB_WORKFLOW_ERROR_RIGHT_REQUIRED,  /* "right-required": emergency, override without the right */
  GB_WORKFLOW_ERROR_TIME_IN_PAST,    /* "time-in-past": 伪造发稿日期 */
  GB_WORKFLOW_ERROR_TIME_TOO_FAR,    /* "time-too-far": after GB_WORKFLOW_MAX_AHEAD */
  GB_WORKFLOW_ERROR_RULE_LOCKED,     /* "rule-locked": nobody may ignore or override this rule */
  GB_WORKFLOW_ERROR_NO_FINDING,      /* "no-finding": nothing like it blocks this text */
} GbWorkflowError;
#define GB_N_WORKFLOW_ERRORS (GB_WORKFLOW_ERROR_NO_FINDING + 1)

/* How far ahead publication may be scheduled, in µs: a slip of the pen in the year is refused, and
 * nothing waits for longer than people stay in office. */
#define GB_WORKFLOW_MAX_AHEAD (5 * 366 * G_TIME_SPAN_DAY)

#define GB_WORKFLOW_ERROR (gb_workflow_error_quark ())
GQuark gb_workflow_error_quark (void);
const char *gb_workflow_error_to_string (GbWorkflowError code);

/* One decision, as the history shows it. Borrowed from the workflow. */
typedef struct {
  guint step_index;     /* of the route; its number of steps for a return by the publisher */
  const GbEvent *event; /* approve or return */
  gboolean valid;       /* FALSE once a change or a return voided it */
} GbDecision;

/**
 * GbWorkflow:
 *
 * The state of a document: a pure fold over its events in order. Immutable. It knows no clock, no
 * store and no network, so client and portal come to the same answer.
 */
#define GB_TYPE_WORKFLOW (gb_workflow_get_type ())
G_DECLARE_FINAL_TYPE (GbWorkflow, gb_workflow, GB, WORKFLOW, GObject)

/* events: (element-type GbEvent), the portal's in order of seq, then those that wait. An event
 * that its predecessors forbid is skipped and listed by gb_workflow_get_ignored (). */
GbWorkflow *gb_workflow_new (GbRoute *route, GPtrArray *events);

GbState gb_workflow_get_state (GbWorkflow *self);
guint gb_workflow_get_edition (GbWorkflow *self); /* the newest not given up */
/* What the "edition" of an event of this type must be now; 0 if there is nothing to act on. */
guint gb_workflow_get_edition_for (GbWorkflow *self, GbEventType type);
GbState gb_workflow_get_edition_state (GbWorkflow *self, guint edition);
GbRoute *gb_workflow_get_route (GbWorkflow *self);
int gb_workflow_get_step_index (GbWorkflow *self);        /* current step while in review, or -1 */
const char *gb_workflow_get_head (GbWorkflow *self);      /* newest revision, "" if none */
const char *gb_workflow_get_submitted (GbWorkflow *self); /* the digest under review or approved */
const char *gb_workflow_get_author (GbWorkflow *self);    /* who submitted or first revised */
const char *gb_workflow_get_author_name (GbWorkflow *self);
GPtrArray *gb_workflow_get_decisions (GbWorkflow *self);       /* of GbDecision, this edition */
const GbEvent *gb_workflow_get_last_return (GbWorkflow *self); /* (nullable) */
/* The edition that the public sees: (nullable) when none, and after withdrawal. */
const GbEvent *gb_workflow_get_live (GbWorkflow *self); /* its published event */
gint64 gb_workflow_get_first_published_at (GbWorkflow *self);
const GbEvent *gb_workflow_get_failure (GbWorkflow *self);
const GbEvent *gb_workflow_get_schedule (GbWorkflow *self);
gboolean gb_workflow_get_unratified (GbWorkflow *self); /* an emergency release awaits approval */
gboolean gb_workflow_edited_by (GbWorkflow *self, const char *account);
/* Of GbEvent: the ignores and overrides that nobody took back, of all editions, in order. Which of
 * them a text still has: gb-verdicts.h. */
GPtrArray *gb_workflow_get_notes (GbWorkflow *self);
GPtrArray *gb_workflow_get_ignored (GbWorkflow *self);

/* Facts about the text that a decision depends on and the fold cannot know. */
typedef struct {
  gboolean is_public;    /* openness is 主动公开 */
  gboolean has_blocking; /* a blocking finding at the stage of the act, and no note lets it pass */
  gboolean is_locked;    /* ignore, override: the rule is one that nobody may change */
  gboolean has_finding;  /* override: the text has this finding, and it blocks */
  gint64 now;            /* µs; for schedule */
} GbWorkflowFacts;

/* May actor add this event now? The one place where the rules are (design: nobody decides on a
 * text they edited since the last approval; no two steps by one person; an approval names a
 * digest; returning needs a reason; publishing needs 主动公开, all approvals for exactly this
 * digest and no blocking finding; ignoring a finding needs a reason, letting one pass that blocks
 * also the right and somebody else's text). actor: NULL for the portal's own events. facts:
 * (nullable) when unknown, then not looked at. Errors: GB_WORKFLOW_ERROR, message English, says
 * what to do. */
gboolean gb_workflow_check (GbWorkflow *self,
                            const GbEvent *event,
                            GbAccount *actor,
                            const GbWorkflowFacts *facts,
                            GError **error);
/* The same for a button: may this person do it at all, as things are? opinion is not looked at. */
gboolean gb_workflow_may (GbWorkflow *self, GbEventType type, GbAccount *actor, GError **error);

G_END_DECLS
