/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The state of one document, folded from its events. It owns references to the events and to the
 * route, never changes after construction, and has no clock, store or network, so that client and
 * portal come to the same answer. Any thread may read it.
 *
 * A document goes through editions; each is a small state machine of its own (Edition). The
 * "current" one is the newest that was not given up. A page stays public while the next edition is
 * prepared, so what is live is kept beside the editions and not inside one.
 *
 * One table (rules) says for each act when, by whom and on what it is possible. The same function
 * reads it for the fold, for the portal, for the client and for a button; they differ only in what
 * they know: the fold knows no roles, a button no opinion. */

#define G_LOG_DOMAIN "gb-workflow"

#include "config.h"

#include "workflow/gb-workflow.h"

#include "document/gb-digest.h"

#include <string.h>

#define PORTAL_ACTOR "portal"

/* One publication cycle. Strings and events are borrowed from the workflow's events. */
typedef struct _Edition Edition;
struct _Edition {
  guint number;
  GbState state;
  const Edition *base; /* (nullable): the edition whose text this one began with */

  const GbEvent *first_revise;
  const GbEvent *head;      /* (nullable): newest revise */
  const GbEvent *submit;    /* (nullable): newest submit; NULL after recall */
  const GbEvent *emergency; /* (nullable): the release before review */
  const GbEvent *schedule;
  const GbEvent *failure;
  const GbEvent *last_return;
  const GbEvent *published; /* (nullable): what the portal answered */

  GPtrArray *editors;   /* (owned) of const char * */
  GPtrArray *decisions; /* (owned) of GbDecision */
  guint step_index;     /* while in review */

  guint is_approved : 1; /* every step, for exactly the head */
  guint is_ratified : 1; /* approved after an emergency release */
};

struct _GbWorkflow {
  GObject parent_instance;

  /* Owned */
  GbRoute *route;
  GPtrArray *events;   /* of GbEvent: all that the rest borrows from */
  GPtrArray *ignored;  /* of GbEvent */
  GPtrArray *editions; /* of Edition, [0] is edition 1 */

  /* Borrowed from editions and events */
  Edition *current;
  Edition *live; /* (nullable) */
  const GbEvent *first_published;
};

G_DEFINE_FINAL_TYPE (GbWorkflow, gb_workflow, G_TYPE_OBJECT)

G_DEFINE_QUARK (gb_workflow_error, gb_workflow_error)

static const char *const state_names[] = {
  "draft",     "in-review", "returned",  "approved",   "scheduled", "publishing",
  "published", "failed",    "withdrawn", "superseded", "discarded",
};
G_STATIC_ASSERT (G_N_ELEMENTS (state_names) == GB_N_STATES);

static const char *const error_names[] = {
  "malformed",  "wrong-state",     "wrong-role", "own-text", "same-person",    "stale-revision",
  "wrong-step", "reason-required", "not-public", "blocked",  "right-required", "time-in-past",
};
G_STATIC_ASSERT (G_N_ELEMENTS (error_names) == GB_N_WORKFLOW_ERRORS);

#define IN(state) (1u << GB_STATE_##state)

/* Every state of an edition that is not out and not given up, except while it goes out. */
#define UNRELEASED                                                                                 \
  (IN (DRAFT) | IN (IN_REVIEW) | IN (RETURNED) | IN (APPROVED) | IN (SCHEDULED) | IN (FAILED))

typedef enum {
  RULE_REASON = 1 << 0,          /* the opinion must say why */
  RULE_NOT_EDITOR = 1 << 1,      /* not by somebody whose text it is */
  RULE_PUBLIC = 1 << 2,          /* only 主动公开 */
  RULE_UNBLOCKED = 1 << 3,       /* no blocking finding */
  RULE_APPROVED = 1 << 4,        /* all steps, for this digest */
  RULE_NOT_APPROVED = 1 << 5,    /* it would throw approvals away */
  RULE_AUTHOR = 1 << 6,          /* only by the author */
  RULE_EMERGENCY_RIGHT = 1 << 7, /* only with the right */
  RULE_PORTAL = 1 << 8,          /* only by the portal itself */
  RULE_OPTIONAL_DIGEST = 1 << 9, /* "" names the text as it is */
  RULE_ANY_DIGEST = 1 << 10,     /* brings a new text */
} RuleFlags;

typedef struct {
  guint states; /* of the current edition; 0: depends on what is public, see check_state () */
  guint roles;  /* any of these; 0: depends, see check_person () */
  RuleFlags flags;
  const char *next; /* what to do instead when the state forbids it */
} Rule;

static const Rule rules[GB_N_EVENT_TYPES] = {
  [GB_EVENT_REVISE] = {
    .states = IN (DRAFT) | IN (RETURNED) | IN (PUBLISHED) | IN (WITHDRAWN) | IN (FAILED),
    .roles = GB_ROLE_DRAFTER,
    .flags = RULE_ANY_DIGEST,
    .next = "recall it, or have it returned, before changing the text",
  },
  [GB_EVENT_SUBMIT] = {
    .states = IN (DRAFT) | IN (RETURNED) | IN (FAILED),
    .roles = GB_ROLE_DRAFTER,
    .flags = RULE_UNBLOCKED | RULE_NOT_APPROVED,
    .next = "only a draft or a returned text can be submitted",
  },
  [GB_EVENT_RECALL] = {
    .states = IN (IN_REVIEW),
    .next = "only a text under review can be recalled",
  },
  [GB_EVENT_APPROVE] = {
    .states = IN (IN_REVIEW),
    .flags = RULE_NOT_EDITOR,
    .next = "only a text under review can be approved",
  },
  /* 退回 from any step, and by the publisher who finds a mistake when checking the text once more
   * before release (复核, 公文处理工作条例 Art 25). */
  [GB_EVENT_RETURN] = {
    .states = IN (IN_REVIEW) | IN (APPROVED) | IN (SCHEDULED) | IN (FAILED),
    .flags = RULE_REASON | RULE_NOT_EDITOR,
    .next = "only a text under review, or one that waits for publication, can be returned",
  },
  [GB_EVENT_SCHEDULE] = {
    .states = IN (APPROVED) | IN (SCHEDULED) | IN (FAILED),
    .roles = GB_ROLE_PUBLISHER,
    .flags = RULE_APPROVED | RULE_NOT_EDITOR | RULE_PUBLIC | RULE_UNBLOCKED,
    .next = "it needs every approval first",
  },
  [GB_EVENT_UNSCHEDULE] = {
    .states = IN (SCHEDULED),
    .roles = GB_ROLE_PUBLISHER,
    .next = "it is not scheduled",
  },
  [GB_EVENT_PUBLISH] = {
    .states = IN (APPROVED) | IN (SCHEDULED) | IN (FAILED),
    .roles = GB_ROLE_PUBLISHER,
    .flags = RULE_APPROVED | RULE_NOT_EDITOR | RULE_PUBLIC | RULE_UNBLOCKED,
    .next = "it needs every approval first",
  },
  [GB_EVENT_EMERGENCY] = {
    .states = UNRELEASED,
    .flags = RULE_EMERGENCY_RIGHT | RULE_REASON | RULE_PUBLIC | RULE_UNBLOCKED,
    .next = "only a text that is not public yet can be released",
  },
  [GB_EVENT_PUBLISHED] = {
    .states = IN (PUBLISHING) | IN (SCHEDULED),
    .flags = RULE_PORTAL,
    .next = "nobody asked for publication",
  },
  [GB_EVENT_FAILED] = {
    .states = IN (PUBLISHING) | IN (SCHEDULED),
    .flags = RULE_PORTAL,
    .next = "nobody asked for publication",
  },
  [GB_EVENT_RATIFY] = {
    .flags = RULE_NOT_EDITOR,
    .next = "no emergency release waits for approval",
  },
  [GB_EVENT_WITHDRAW] = {
    .roles = GB_ROLE_PUBLISHER | GB_ROLE_CHIEF,
    .flags = RULE_REASON | RULE_OPTIONAL_DIGEST,
    .next = "it is not public",
  },
  [GB_EVENT_DISCARD] = {
    .states = IN (DRAFT) | IN (RETURNED),
    .flags = RULE_AUTHOR | RULE_OPTIONAL_DIGEST,
    .next = "only a draft or a returned text can be given up",
  },
};

/* What the asker knows. */
typedef struct {
  GbAccount *account;           /* (nullable): NULL in the fold and for the portal's own acts */
  const GbWorkflowFacts *facts; /* (nullable) */
  gboolean knows_roles;
  gboolean knows_opinion;
} Asker;

static void
edition_free (Edition *edition)
{
  g_ptr_array_unref (edition->editors);
  g_ptr_array_unref (edition->decisions);
  g_free (edition);
}

static Edition *
add_edition (GbWorkflow *self, const Edition *base)
{
  Edition *edition = g_new0 (Edition, 1);

  edition->base = base;
  edition->editors = g_ptr_array_new ();
  edition->decisions = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->editions, edition);
  edition->number = self->editions->len;

  return edition;
}

static gboolean
is_reopened_by_revise (const Edition *edition)
{
  return edition->state == GB_STATE_PUBLISHED || edition->state == GB_STATE_WITHDRAWN;
}

/* The newest emergency release that nobody approved afterwards, whether it is still public or not:
 * it was public, and somebody has to answer for it. */
static Edition *
find_unratified (GbWorkflow *self)
{
  for (guint i = self->editions->len; i > 0; i--) {
    Edition *edition = g_ptr_array_index (self->editions, i - 1);

    if (edition->emergency != NULL && edition->published != NULL && !edition->is_ratified)
      return edition;
  }

  return NULL;
}

/* The edition that an act of this type is about; NULL: there is none. */
static Edition *
find_subject (GbWorkflow *self, GbEventType type)
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

static gboolean
edition_edited_by (const Edition *edition, const char *account)
{
  for (; edition != NULL; edition = edition->base) {
    for (guint i = 0; i < edition->editors->len; i++) {
      if (strcmp (g_ptr_array_index (edition->editors, i), account) == 0)
        return TRUE;
    }

    /* Somebody else answered for the text that this edition began with. */
    if (edition->base != NULL && (edition->base->is_approved || edition->base->is_ratified))
      break;
  }

  return FALSE;
}

static gboolean
has_decided (const Edition *edition, const char *account)
{
  for (guint i = 0; i < edition->decisions->len; i++) {
    const GbDecision *decision = g_ptr_array_index (edition->decisions, i);

    if (decision->valid && strcmp (decision->event->actor, account) == 0)
      return TRUE;
  }

  return FALSE;
}

static gboolean
has_valid_decision (const Edition *edition)
{
  for (guint i = 0; i < edition->decisions->len; i++) {
    const GbDecision *decision = g_ptr_array_index (edition->decisions, i);

    if (decision->valid)
      return TRUE;
  }

  return FALSE;
}

static guint
count_approvals (const Edition *edition, guint step_index)
{
  guint n = 0;

  for (guint i = 0; i < edition->decisions->len; i++) {
    const GbDecision *decision = g_ptr_array_index (edition->decisions, i);

    if (decision->valid && decision->step_index == step_index &&
        decision->event->type == GB_EVENT_APPROVE)
      n++;
  }

  return n;
}

static guint
get_route_roles (GbRoute *route)
{
  guint roles = 0;

  for (guint i = 0; i < gb_route_get_n_steps (route); i++)
    roles |= gb_route_get_step (route, i)->role;

  return roles;
}

static const char *
get_digest (const Edition *edition)
{
  return edition->head != NULL ? edition->head->revision : "";
}

static const char *
get_author (const Edition *edition)
{
  const GbEvent *event = edition->submit != NULL ? edition->submit : edition->first_revise;

  return event != NULL ? event->actor : "";
}

G_GNUC_PRINTF (3, 4)
static gboolean
refuse (GError **error, GbWorkflowError code, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (GB_WORKFLOW_ERROR, code, format, args);
  va_end (args);

  return FALSE;
}

static gboolean
check_state (GbWorkflow *self, const GbEvent *event, const Edition *subject, GError **error)
{
  const Rule *rule = &rules[event->type];
  guint edition;

  if (subject == NULL)
    return refuse (error, GB_WORKFLOW_ERROR_WRONG_STATE, "not possible now: %s", rule->next);

  if (rule->states != 0 && !(rule->states & (1u << subject->state)))
    return refuse (error, GB_WORKFLOW_ERROR_WRONG_STATE, "not possible in the state \"%s\": %s",
                   gb_state_to_string (subject->state), rule->next);
  if ((rule->flags & RULE_APPROVED) && !subject->is_approved)
    return refuse (error, GB_WORKFLOW_ERROR_WRONG_STATE, "not approved: %s", rule->next);
  if ((rule->flags & RULE_NOT_APPROVED) && subject->is_approved)
    return refuse (error, GB_WORKFLOW_ERROR_WRONG_STATE,
                   "every approval is there: have it published again, or change the text");
  if (event->type == GB_EVENT_RECALL && has_valid_decision (subject))
    return refuse (error, GB_WORKFLOW_ERROR_WRONG_STATE,
                   "somebody has decided already: ask for it to be returned");

  edition = gb_workflow_get_edition_for (self, event->type);
  if (event->edition != edition)
    return refuse (error, GB_WORKFLOW_ERROR_WRONG_STATE,
                   "about edition %u, but edition %u is the one in question: look at it again",
                   event->edition, edition);

  return TRUE;
}

static gboolean
check_digest (const GbEvent *event, const Edition *subject, GError **error)
{
  RuleFlags flags = rules[event->type].flags;

  if (flags & RULE_ANY_DIGEST) {
    if (!gb_digest_is_valid (event->revision))
      return refuse (error, GB_WORKFLOW_ERROR_MALFORMED, "the revision is not a digest");
    return TRUE;
  }
  if ((flags & RULE_OPTIONAL_DIGEST) && *event->revision == '\0')
    return TRUE;
  if (*event->revision == '\0' || strcmp (event->revision, get_digest (subject)) != 0)
    return refuse (error, GB_WORKFLOW_ERROR_STALE_REVISION,
                   "the text has changed since: read the current one");

  return TRUE;
}

static gboolean
check_step (GbWorkflow *self, const GbEvent *event, const Edition *subject, GError **error)
{
  const char *current = "";

  if (event->type != GB_EVENT_APPROVE && event->type != GB_EVENT_RETURN)
    return TRUE;

  if (subject->state == GB_STATE_IN_REVIEW)
    current = gb_route_get_step (self->route, subject->step_index)->id;
  if (strcmp (event->step, current) != 0)
    return refuse (error, GB_WORKFLOW_ERROR_WRONG_STEP,
                   "names the step \"%s\", but \"%s\" is the current one", event->step, current);

  return TRUE;
}

/* The roles of which an act needs one. */
static guint
get_roles_needed (GbWorkflow *self, GbEventType type, const Edition *subject)
{
  switch (type) {
  case GB_EVENT_APPROVE:
    return gb_route_get_step (self->route, subject->step_index)->role;
  case GB_EVENT_RETURN:
    return subject->state == GB_STATE_IN_REVIEW
             ? gb_route_get_step (self->route, subject->step_index)->role
             : GB_ROLE_PUBLISHER;
  case GB_EVENT_RATIFY:
    return get_route_roles (self->route);
  default:
    return rules[type].roles;
  }
}

static gboolean
check_roles (GbWorkflow *self,
             const GbEvent *event,
             const Edition *subject,
             GbAccount *account,
             GError **error)
{
  RuleFlags flags = rules[event->type].flags;
  guint roles = get_roles_needed (self, event->type, subject);

  if (account == NULL) {
    if (flags & RULE_PORTAL)
      return TRUE;
    return refuse (error, GB_WORKFLOW_ERROR_WRONG_ROLE, "only a person can do this");
  }
  if (strcmp (gb_account_get_id (account), event->actor) != 0)
    return refuse (error, GB_WORKFLOW_ERROR_MALFORMED, "the event names another person");
  if (roles != 0 && !(gb_account_get_roles (account) & roles))
    return refuse (error, GB_WORKFLOW_ERROR_WRONG_ROLE, "this is for a person of another role");
  if ((flags & RULE_EMERGENCY_RIGHT) && !(gb_account_get_rights (account) & GB_RIGHT_EMERGENCY))
    return refuse (error, GB_WORKFLOW_ERROR_RIGHT_REQUIRED,
                   "only a person with the right to emergency release can do this");

  return TRUE;
}

static gboolean
check_person (GbWorkflow *self,
              const GbEvent *event,
              const Edition *subject,
              const Asker *asker,
              GError **error)
{
  RuleFlags flags = rules[event->type].flags;
  gboolean is_portal = strcmp (event->actor, PORTAL_ACTOR) == 0 && asker->account == NULL;

  if (((flags & RULE_PORTAL) != 0) != is_portal)
    return refuse (error, GB_WORKFLOW_ERROR_WRONG_ROLE,
                   is_portal ? "only a person can do this" : "only the portal can say this");
  if (asker->knows_roles && !check_roles (self, event, subject, asker->account, error))
    return FALSE;
  if ((flags & RULE_AUTHOR) && strcmp (event->actor, get_author (subject)) != 0)
    return refuse (error, GB_WORKFLOW_ERROR_WRONG_ROLE, "only its author can do this");
  if (event->type == GB_EVENT_RECALL && strcmp (event->actor, subject->submit->actor) != 0)
    return refuse (error, GB_WORKFLOW_ERROR_WRONG_ROLE, "only who submitted it can recall it");

  /* Sending an approved text back is no decision in its favour: an editor may. */
  if ((flags & RULE_NOT_EDITOR) &&
      !(event->type == GB_EVENT_RETURN && subject->state != GB_STATE_IN_REVIEW) &&
      edition_edited_by (subject, event->actor))
    return refuse (error, GB_WORKFLOW_ERROR_OWN_TEXT,
                   "edited this text: somebody else has to decide");

  if ((event->type == GB_EVENT_APPROVE ||
       (event->type == GB_EVENT_RETURN && subject->state == GB_STATE_IN_REVIEW)) &&
      has_decided (subject, event->actor))
    return refuse (error, GB_WORKFLOW_ERROR_SAME_PERSON,
                   "decided an earlier step: no two steps by one person");
  if (event->type == GB_EVENT_RATIFY && strcmp (event->actor, subject->emergency->actor) == 0)
    return refuse (error, GB_WORKFLOW_ERROR_SAME_PERSON,
                   "released it: somebody else has to approve afterwards");

  return TRUE;
}

/* White space is no reason. */
static gboolean
is_blank (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;
  }

  return TRUE;
}

static gboolean
check_facts (const GbEvent *event, const Edition *subject, const Asker *asker, GError **error)
{
  RuleFlags flags = rules[event->type].flags;
  const GbWorkflowFacts *facts = asker->facts;

  if (asker->knows_opinion && (flags & RULE_REASON) && is_blank (event->opinion))
    return refuse (error, GB_WORKFLOW_ERROR_REASON_REQUIRED, "say why, in the opinion");

  if (event->type == GB_EVENT_SCHEDULE && event->due_at <= 0)
    return refuse (error, GB_WORKFLOW_ERROR_TIME_IN_PAST, "name a time to publish at");

  if (facts == NULL)
    return TRUE;

  if ((flags & RULE_PUBLIC) && !facts->is_public)
    return refuse (error, GB_WORKFLOW_ERROR_NOT_PUBLIC,
                   "its openness is not 主动公开: it cannot be published");
  if ((flags & RULE_UNBLOCKED) && facts->has_blocking)
    return refuse (error, GB_WORKFLOW_ERROR_BLOCKED, "mend what the checker blocks first");
  if (event->type == GB_EVENT_SCHEDULE && event->due_at < facts->now)
    return refuse (error, GB_WORKFLOW_ERROR_TIME_IN_PAST,
                   "the time to publish at has passed: choose a later one");
  if (event->type == GB_EVENT_PUBLISHED && subject->state == GB_STATE_SCHEDULED &&
      facts->now < subject->schedule->due_at)
    return refuse (error, GB_WORKFLOW_ERROR_WRONG_STATE, "scheduled for a later time");

  return TRUE;
}

/* The order decides what a refused person is told: first whether the act is still possible at all,
 * then whether it is about the text as it is now, then whether this person may, then the rest. */
static gboolean
check (GbWorkflow *self, const GbEvent *event, const Asker *asker, GError **error)
{
  const Edition *subject = find_subject (self, event->type);

  return check_state (self, event, subject, error) && check_digest (event, subject, error) &&
         check_step (self, event, subject, error) &&
         check_person (self, event, subject, asker, error) &&
         check_facts (event, subject, asker, error);
}

static void
void_decisions (Edition *edition)
{
  for (guint i = 0; i < edition->decisions->len; i++) {
    GbDecision *decision = g_ptr_array_index (edition->decisions, i);

    decision->valid = FALSE;
  }
  edition->is_approved = FALSE;
}

static void
add_decision (Edition *edition, guint step_index, const GbEvent *event)
{
  GbDecision *decision = g_new0 (GbDecision, 1);

  decision->step_index = step_index;
  decision->event = event;
  decision->valid = TRUE;
  g_ptr_array_add (edition->decisions, decision);
}

static void
apply_revise (GbWorkflow *self, const GbEvent *event)
{
  Edition *edition = self->current;

  if (is_reopened_by_revise (edition)) {
    edition = add_edition (self, edition);
    self->current = edition;
  }

  /* After a failed publication the approvals are still there; another text needs new ones. */
  void_decisions (edition);
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
apply_submit (Edition *edition, const GbEvent *event)
{
  void_decisions (edition);
  edition->emergency = NULL;
  edition->submit = event;
  edition->step_index = 0;
  edition->state = GB_STATE_IN_REVIEW;
}

static void
apply_approve (GbWorkflow *self, Edition *edition, const GbEvent *event)
{
  const GbRouteStep *step = gb_route_get_step (self->route, edition->step_index);

  add_decision (edition, edition->step_index, event);
  if (count_approvals (edition, edition->step_index) < step->needed)
    return;

  edition->step_index++;
  if (edition->step_index == gb_route_get_n_steps (self->route)) {
    edition->is_approved = TRUE;
    edition->state = GB_STATE_APPROVED;
  }
}

static void
apply_return (GbWorkflow *self, Edition *edition, const GbEvent *event)
{
  guint step_index =
    edition->state == GB_STATE_IN_REVIEW ? edition->step_index : gb_route_get_n_steps (self->route);

  void_decisions (edition);
  add_decision (edition, step_index, event);
  edition->last_return = event;
  edition->schedule = NULL;
  edition->state = GB_STATE_RETURNED;
}

static void
apply_published (GbWorkflow *self, Edition *edition, const GbEvent *event)
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
apply_discard (GbWorkflow *self, Edition *edition)
{
  edition->state = GB_STATE_DISCARDED;
  if (edition->base != NULL)
    self->current = (Edition *)edition->base;
}

static void
apply (GbWorkflow *self, const GbEvent *event)
{
  Edition *edition = find_subject (self, event->type);

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
  self->editions = g_ptr_array_new_with_free_func ((GDestroyNotify)edition_free);
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
 * gb_workflow_error_to_string:
 *
 * Returns: (transfer none): "malformed", "wrong-state" …: the "type" of the portal's problem
 */
const char *
gb_workflow_error_to_string (GbWorkflowError code)
{
  g_return_val_if_fail ((guint)code < GB_N_WORKFLOW_ERRORS, "");

  return error_names[code];
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
  const Asker fold = { .knows_opinion = TRUE };
  GbWorkflow *self;

  g_return_val_if_fail (route != NULL, NULL);
  g_return_val_if_fail (events != NULL, NULL);

  self = g_object_new (GB_TYPE_WORKFLOW, NULL);
  self->route = gb_route_ref (route);
  for (guint i = 0; i < events->len; i++) {
    GbEvent *event = gb_event_ref (g_ptr_array_index (events, i));

    g_ptr_array_add (self->events, event);
    if (check (self, event, &fold, NULL))
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
  const Edition *subject;

  g_return_val_if_fail (GB_IS_WORKFLOW (self), 0);

  subject = find_subject (self, type);
  if (subject == NULL)
    return 0;

  /* Numbers are never used twice: a discarded edition keeps its own. */
  return type == GB_EVENT_REVISE && is_reopened_by_revise (subject) ? self->editions->len + 1
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

  return ((const Edition *)g_ptr_array_index (self->editions, edition - 1))->state;
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

  return get_digest (self->current);
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
    return get_digest (self->current);
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

  return get_author (self->current);
}

const char *
gb_workflow_get_author_name (GbWorkflow *self)
{
  const Edition *edition;
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

  return edition_edited_by (self->current, account);
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
 * gb_workflow_check:
 * @event: the act
 * @actor: (nullable): who wants it; %NULL for the portal's own events, whose actor is "portal"
 * @facts: (nullable): about the text; %NULL when unknown, then not looked at
 * @error: return location for an error
 *
 * The rules. Their sources: decisions name a text and are void for another one (公文处理工作条例
 * Art 25, 需作实质性修改的，应当报原签批人复审); no two steps by one person (太仓市民政局三审制度);
 * a return gives its reason (公文处理工作条例 Art 21); only 主动公开 goes out (政府信息公开条例 Art
 * 13); a time of publication in the past is forgery (检查指标，单项否决 “伪造发稿日期”).
 *
 * Returns: %TRUE, or %FALSE with a %GB_WORKFLOW_ERROR
 */
gboolean
gb_workflow_check (GbWorkflow *self,
                   const GbEvent *event,
                   GbAccount *actor,
                   const GbWorkflowFacts *facts,
                   GError **error)
{
  const Asker asker = { .account = actor,
                        .facts = facts,
                        .knows_roles = TRUE,
                        .knows_opinion = TRUE };

  g_return_val_if_fail (GB_IS_WORKFLOW (self), FALSE);
  g_return_val_if_fail (event != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return check (self, event, &asker, error);
}

/**
 * gb_workflow_may:
 * @type: what the person would do
 * @actor: who
 * @error: return location for an error
 *
 * The same for a button: on the text, edition and step as they are now. Opinion, time and facts
 * about the text are not looked at.
 *
 * Returns: %TRUE, or %FALSE with a %GB_WORKFLOW_ERROR that says why not
 */
gboolean
gb_workflow_may (GbWorkflow *self, GbEventType type, GbAccount *actor, GError **error)
{
  const Asker asker = { .account = actor, .knows_roles = TRUE };
  g_autoptr (GbEvent) event = NULL;
  const Edition *subject;
  const char *digest = "";

  g_return_val_if_fail (GB_IS_WORKFLOW (self), FALSE);
  g_return_val_if_fail ((guint)type < GB_N_EVENT_TYPES, FALSE);
  g_return_val_if_fail (actor != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  subject = find_subject (self, type);
  if (type == GB_EVENT_REVISE)
    digest = GB_DIGEST_PREFIX "0000000000000000000000000000000000000000000000000000000000000000";
  else if (subject != NULL)
    digest = get_digest (subject);

  event = gb_event_new ("", "", gb_workflow_get_edition_for (self, type), type, digest,
                        gb_account_get_id (actor), gb_account_get_name (actor));
  event->due_at = G_MAXINT64;
  if (subject != NULL && subject->state == GB_STATE_IN_REVIEW)
    gb_event_set_string (&event->step, gb_route_get_step (self->route, subject->step_index)->id);

  return check (self, event, &asker, error);
}
