/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When, by whom and on what each act is possible: one table, read by one function for the fold, for
 * the portal, for the client and for a button. They differ only in what they know: the fold knows
 * no roles, a button no opinion. */

#define G_LOG_DOMAIN "gb-workflow"

#include "config.h"

#include "workflow/gb-workflow-private.h"

#include "document/gb-digest.h"
#include "document/gb-text.h"

#include <string.h>

#define PORTAL_ACTOR "portal"

static const char *const error_names[] = {
  "malformed",      "wrong-state",  "wrong-role",      "own-text",    "same-person",
  "stale-revision", "wrong-step",   "reason-required", "not-public",  "blocked",
  "right-required", "time-in-past", "time-too-far",    "rule-locked", "no-finding",
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
  RULE_OVERRIDE_RIGHT = 1 << 11, /* only with the right, or the role of the last step */
  RULE_UNLOCKED = 1 << 12,       /* not about a rule that protects people and secrets */
  RULE_FOUND = 1 << 13,          /* about a finding that the text has */
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
  /* While the text may be changed; it is sent with the text. */
  [GB_EVENT_IGNORE] = {
    .states = IN (DRAFT) | IN (RETURNED) | IN (PUBLISHED) | IN (WITHDRAWN) | IN (FAILED),
    .roles = GB_ROLE_DRAFTER,
    .flags = RULE_REASON | RULE_OPTIONAL_DIGEST | RULE_UNLOCKED,
    .next = "recall it, or have it returned, before a finding is ignored",
  },
  /* 公文处理工作条例 Art 22: who signs answers for it. */
  [GB_EVENT_OVERRIDE] = {
    .states = IN (IN_REVIEW) | IN (APPROVED) | IN (SCHEDULED) | IN (FAILED),
    .flags = RULE_REASON | RULE_OVERRIDE_RIGHT | RULE_NOT_EDITOR | RULE_UNLOCKED | RULE_FOUND,
    .next = "only what stops a text under review, or one that waits for publication, can be let "
            "pass",
  },
  /* When and by whom depends on what is taken back, see find_rule (). */
  [GB_EVENT_REINSTATE] = {
    .flags = RULE_OPTIONAL_DIGEST,
    .next = "it is not in force: somebody has taken it back already",
  },
};

static guint
get_route_roles (GbRoute *route)
{
  guint roles = 0;

  for (guint i = 0; i < gb_route_get_n_steps (route); i++)
    roles |= gb_route_get_step (route, i)->role;

  return roles;
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

/* Taking back is possible where and for whom saying it is; NULL: it is not in force. */
static const Rule *
find_rule (GbWorkflow *self, const GbEvent *event)
{
  const GbEvent *note;

  if (event->type != GB_EVENT_REINSTATE)
    return &rules[event->type];
  note = _gb_workflow_find_note (self, event->subject);

  return note != NULL ? &rules[note->type] : NULL;
}

static gboolean
check_state (GbWorkflow *self, const GbEvent *event, const GbEdition *subject, GError **error)
{
  const Rule *rule = find_rule (self, event);
  guint edition;

  if (rule == NULL)
    return refuse (error, GB_WORKFLOW_ERROR_WRONG_STATE, "not possible now: %s",
                   rules[event->type].next);
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
  if (event->type == GB_EVENT_RECALL && _gb_edition_has_valid_decision (subject))
    return refuse (error, GB_WORKFLOW_ERROR_WRONG_STATE,
                   "somebody has decided already: ask for it to be returned");

  /* A note that waits is about the text that is being written, which has no edition yet. */
  if (gb_event_type_is_note (event->type) && *event->revision == '\0')
    return TRUE;

  edition = gb_workflow_get_edition_for (self, event->type);
  if (event->edition != edition)
    return refuse (error, GB_WORKFLOW_ERROR_WRONG_STATE,
                   "about edition %u, but edition %u is the one in question: look at it again",
                   event->edition, edition);

  return TRUE;
}

static gboolean
check_digest (const GbEvent *event, const GbEdition *subject, GError **error)
{
  RuleFlags flags = rules[event->type].flags;

  if (flags & RULE_ANY_DIGEST) {
    if (!gb_digest_is_valid (event->revision))
      return refuse (error, GB_WORKFLOW_ERROR_MALFORMED, "the revision is not a digest");
    return TRUE;
  }
  if ((flags & RULE_OPTIONAL_DIGEST) && *event->revision == '\0')
    return TRUE;
  if (*event->revision == '\0' || strcmp (event->revision, _gb_edition_get_digest (subject)) != 0)
    return refuse (error, GB_WORKFLOW_ERROR_STALE_REVISION,
                   "the text has changed since: read the current one");

  return TRUE;
}

static gboolean
check_step (GbWorkflow *self, const GbEvent *event, const GbEdition *subject, GError **error)
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
get_roles_needed (GbWorkflow *self, GbEventType type, const GbEdition *subject)
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
may_override (GbWorkflow *self, GbAccount *account)
{
  guint last = gb_route_get_n_steps (self->route) - 1;

  return (gb_account_get_rights (account) & GB_RIGHT_OVERRIDE) != 0 ||
         (gb_account_get_roles (account) & gb_route_get_step (self->route, last)->role) != 0;
}

static gboolean
check_roles (GbWorkflow *self,
             const GbEvent *event,
             const GbEdition *subject,
             GbAccount *account,
             GError **error)
{
  const Rule *rule = find_rule (self, event);
  RuleFlags flags = rule->flags;
  guint roles = get_roles_needed (self, (GbEventType)(rule - rules), subject);

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
  if ((flags & RULE_OVERRIDE_RIGHT) && !may_override (self, account))
    return refuse (error, GB_WORKFLOW_ERROR_RIGHT_REQUIRED,
                   "only a person who signs, or has the right to override, can do this");

  return TRUE;
}

static gboolean
check_person (GbWorkflow *self,
              const GbEvent *event,
              const GbEdition *subject,
              const GbAsker *asker,
              GError **error)
{
  RuleFlags flags = rules[event->type].flags;
  gboolean is_portal = strcmp (event->actor, PORTAL_ACTOR) == 0 && asker->account == NULL;

  if (((flags & RULE_PORTAL) != 0) != is_portal)
    return refuse (error, GB_WORKFLOW_ERROR_WRONG_ROLE,
                   is_portal ? "only a person can do this" : "only the portal can say this");
  if (asker->knows_roles && !check_roles (self, event, subject, asker->account, error))
    return FALSE;
  if ((flags & RULE_AUTHOR) && strcmp (event->actor, _gb_edition_get_author (subject)) != 0)
    return refuse (error, GB_WORKFLOW_ERROR_WRONG_ROLE, "only its author can do this");
  if (event->type == GB_EVENT_RECALL && strcmp (event->actor, subject->submit->actor) != 0)
    return refuse (error, GB_WORKFLOW_ERROR_WRONG_ROLE, "only who submitted it can recall it");

  /* Sending an approved text back is no decision in its favour: an editor may. */
  if ((flags & RULE_NOT_EDITOR) &&
      !(event->type == GB_EVENT_RETURN && subject->state != GB_STATE_IN_REVIEW) &&
      _gb_edition_is_edited_by (subject, event->actor))
    return refuse (error, GB_WORKFLOW_ERROR_OWN_TEXT,
                   "edited this text: somebody else has to decide");

  if ((event->type == GB_EVENT_APPROVE ||
       (event->type == GB_EVENT_RETURN && subject->state == GB_STATE_IN_REVIEW)) &&
      _gb_edition_has_decision_by (subject, event->actor))
    return refuse (error, GB_WORKFLOW_ERROR_SAME_PERSON,
                   "decided an earlier step: no two steps by one person");
  if (event->type == GB_EVENT_RATIFY && strcmp (event->actor, subject->emergency->actor) == 0)
    return refuse (error, GB_WORKFLOW_ERROR_SAME_PERSON,
                   "released it: somebody else has to approve afterwards");

  return TRUE;
}

/* 保密审查 is an answer, not a nod (保守国家秘密法 Art 35). */
static gboolean
is_secrecy_review (GbWorkflow *self, const GbEvent *event, const GbEdition *subject)
{
  return event->type == GB_EVENT_APPROVE && subject->state == GB_STATE_IN_REVIEW &&
         gb_route_get_step (self->route, subject->step_index)->kind == GB_STEP_SECRECY;
}

static gboolean
check_facts (GbWorkflow *self,
             const GbEvent *event,
             const GbEdition *subject,
             const GbAsker *asker,
             GError **error)
{
  RuleFlags flags = rules[event->type].flags;
  const GbWorkflowFacts *facts = asker->facts;

  if (asker->knows_opinion && (flags & RULE_REASON) && gb_text_is_blank (event->opinion))
    return refuse (error, GB_WORKFLOW_ERROR_REASON_REQUIRED, "say why, in the opinion");
  if (asker->knows_opinion && is_secrecy_review (self, event, subject) &&
      gb_text_is_blank (event->opinion))
    return refuse (error, GB_WORKFLOW_ERROR_REASON_REQUIRED,
                   "write down what the review of secrecy found");

  if (event->type == GB_EVENT_SCHEDULE && event->due_at <= 0)
    return refuse (error, GB_WORKFLOW_ERROR_TIME_IN_PAST, "name a time to publish at");

  if (facts == NULL)
    return TRUE;

  if ((flags & RULE_UNLOCKED) && facts->is_locked)
    return refuse (error, GB_WORKFLOW_ERROR_RULE_LOCKED,
                   "the rule %s protects people or secrets, or is the law's own: mend the text",
                   event->rule);
  if ((flags & RULE_FOUND) && !facts->has_finding)
    return refuse (error, GB_WORKFLOW_ERROR_NO_FINDING,
                   "nothing like it blocks this text: look at what the checker finds now");
  if ((flags & RULE_PUBLIC) && !facts->is_public)
    return refuse (error, GB_WORKFLOW_ERROR_NOT_PUBLIC,
                   "its openness is not 主动公开: it cannot be published");
  if ((flags & RULE_UNBLOCKED) && facts->has_blocking)
    return refuse (error, GB_WORKFLOW_ERROR_BLOCKED, "mend what the checker blocks first");
  if (event->type == GB_EVENT_SCHEDULE && event->due_at < facts->now)
    return refuse (error, GB_WORKFLOW_ERROR_TIME_IN_PAST,
                   "the time to publish at has passed: choose a later one");
  if (event->type == GB_EVENT_SCHEDULE && event->due_at - facts->now > GB_WORKFLOW_MAX_AHEAD)
    return refuse (error, GB_WORKFLOW_ERROR_TIME_TOO_FAR,
                   "the time to publish at is more than five years ahead: choose an earlier one");
  if (event->type == GB_EVENT_PUBLISHED && subject->state == GB_STATE_SCHEDULED &&
      facts->now < subject->schedule->due_at)
    return refuse (error, GB_WORKFLOW_ERROR_WRONG_STATE, "scheduled for a later time");

  return TRUE;
}

/* The order decides what a refused person is told: first whether the act is still possible at all,
 * then whether it is about the text as it is now, then whether this person may, then the rest. */
gboolean
_gb_workflow_check_event (GbWorkflow *self,
                          const GbEvent *event,
                          const GbAsker *asker,
                          GError **error)
{
  const GbEdition *subject = _gb_workflow_find_subject (self, event->type);

  return check_state (self, event, subject, error) && check_digest (event, subject, error) &&
         check_step (self, event, subject, error) &&
         check_person (self, event, subject, asker, error) &&
         check_facts (self, event, subject, asker, error);
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
 * gb_workflow_check:
 * @event: the act
 * @actor: (nullable): who wants it; %NULL for the portal's own events, whose actor is "portal"
 * @facts: (nullable): about the text; %NULL when unknown, then not looked at
 * @error: return location for an error
 *
 * The rules. Their sources: decisions name a text and are void for another one (公文处理工作条例
 * Art 25, 需作实质性修改的，应当报原签批人复审); no two steps by one person (太仓市民政局三审制度);
 * a return gives its reason (公文处理工作条例 Art 21); only 主动公开 goes out (政府信息公开条例 Art
 * 13); a time of publication in the past is forgery (检查指标，单项否决 “伪造发稿日期”); who lets a
 * finding pass that blocks says why, and not of their own text (公文处理工作条例 Art 22, 签发).
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
  const GbAsker asker = { .account = actor,
                          .facts = facts,
                          .knows_roles = TRUE,
                          .knows_opinion = TRUE };

  g_return_val_if_fail (GB_IS_WORKFLOW (self), FALSE);
  g_return_val_if_fail (event != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return _gb_workflow_check_event (self, event, &asker, error);
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
  const GbAsker asker = { .account = actor, .knows_roles = TRUE };
  g_autoptr (GbEvent) event = NULL;
  const GbEdition *subject;
  const char *digest = "";

  g_return_val_if_fail (GB_IS_WORKFLOW (self), FALSE);
  g_return_val_if_fail ((guint)type < GB_N_EVENT_TYPES, FALSE);
  g_return_val_if_fail (actor != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  subject = _gb_workflow_find_subject (self, type);
  if (type == GB_EVENT_REVISE)
    digest = GB_DIGEST_PREFIX "0000000000000000000000000000000000000000000000000000000000000000";
  else if (subject != NULL)
    digest = _gb_edition_get_digest (subject);

  event = gb_event_new ("", "", gb_workflow_get_edition_for (self, type), type, digest,
                        gb_account_get_id (actor), gb_account_get_name (actor));
  event->due_at = G_MAXINT64;
  if (subject != NULL && subject->state == GB_STATE_IN_REVIEW)
    gb_event_set_string (&event->step, gb_route_get_step (self->route, subject->step_index)->id);

  return _gb_workflow_check_event (self, event, &asker, error);
}
