/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may do what, when: every situation × act × person. The tables below are the rules written
 * down a second time, by hand and without looking at the code that holds them. In the checker's
 * list of rules they are PROC-STATE (which acts a state allows), PROC-HASH (the digest that an act
 * names), PROC-SAMEPERSON (own texts and two steps) and PROC-COMMENT (acts that need a reason). */

#include "config.h"

#include "workflow-script.h"

#include <string.h>

/* The people, one column each. */
typedef struct {
  char letter;
  const char *id;
  guint roles;
  guint rights;
  const char *plays; /* (nullable): whom this person replaces in the story */
} Person;

#define ALL_ROLES ((1u << GB_N_ROLES) - 1)

static const Person people[] = {
  { 'a', "author", GB_ROLE_DRAFTER, 0, NULL }, /* wrote and submitted it */
  { 'A', "omniauthor", ALL_ROLES, GB_RIGHT_EMERGENCY, "author=omniauthor" },
  { 'd', "drafter", GB_ROLE_DRAFTER, 0, NULL },              /* another drafter */
  { 'h', "head", GB_ROLE_SECTION_HEAD, 0, NULL },            /* first step */
  { 'D', "deputy", GB_ROLE_DEPUTY, 0, NULL },                /* second step */
  { 'c', "chief", GB_ROLE_CHIEF, GB_RIGHT_EMERGENCY, NULL }, /* third step */
  { 'p', "publisher", GB_ROLE_PUBLISHER, 0, NULL },
  { 's', "secrecy", GB_ROLE_SECRECY, 0, NULL },
  { 'l', "legal", GB_ROLE_LEGAL, 0, NULL },
  { 'n', "nobody", 0, 0, NULL },                        /* an account without a role */
  { 'O', "omni", ALL_ROLES, GB_RIGHT_EMERGENCY, NULL }, /* every role, took no part so far */
  { 'H', "omnihead", ALL_ROLES, GB_RIGHT_EMERGENCY, "head=omnihead" }, /* decided the first step */
  { 'P', "portal", 0, 0, NULL }, /* the portal itself, no account */
};

/* The situations, one row each. */
typedef struct {
  const char *name;
  GbState state;
  const char *story;
} Situation;

#define WRITTEN   "author revise a\n"
#define SUBMITTED WRITTEN "author submit a\n"
#define STEP_2    SUBMITTED "head approve a\n"
#define STEP_3    STEP_2 "deputy approve a\n"
#define APPROVED  STEP_3 "chief approve a\n"
#define OUT       APPROVED "publisher publish a\nportal published a\n"

static const Situation situations[] = {
  { "empty", GB_STATE_DRAFT, "" },
  { "draft", GB_STATE_DRAFT, WRITTEN },
  { "recalled", GB_STATE_DRAFT, SUBMITTED "author recall a\n" },
  { "review-1", GB_STATE_IN_REVIEW, SUBMITTED },
  { "review-2", GB_STATE_IN_REVIEW, STEP_2 },
  { "review-3", GB_STATE_IN_REVIEW, STEP_3 },
  { "returned", GB_STATE_RETURNED, STEP_3 "chief return a why\n" },
  { "approved", GB_STATE_APPROVED, APPROVED },
  { "scheduled", GB_STATE_SCHEDULED, APPROVED "publisher schedule a\n" },
  { "publishing", GB_STATE_PUBLISHING, APPROVED "publisher publish a\n" },
  { "published", GB_STATE_PUBLISHED, OUT },
  { "failed", GB_STATE_FAILED, APPROVED "publisher publish a\nportal failed a disk\n" },
  { "withdrawn", GB_STATE_WITHDRAWN, OUT "publisher withdraw a wrong\n" },
  { "discarded", GB_STATE_DISCARDED, WRITTEN "author discard a\n" },
  { "next-draft", GB_STATE_DRAFT, OUT "author revise b\n" },
  { "next-review", GB_STATE_IN_REVIEW, OUT "author revise b\nauthor submit b\n" },
  { "emergency-sent", GB_STATE_PUBLISHING, WRITTEN "chief emergency a flood\n" },
  { "emergency-out", GB_STATE_PUBLISHED, WRITTEN "chief emergency a flood\nportal published a\n" },
  { "emergency-failed", GB_STATE_FAILED,
    WRITTEN "chief emergency a flood\nportal failed a disk\n" },
};

/* What happens: '.' it is accepted; otherwise the refusal. */
static const struct {
  char letter;
  GbWorkflowError code;
} refusals[] = {
  { 's', GB_WORKFLOW_ERROR_WRONG_STATE },    { 'r', GB_WORKFLOW_ERROR_WRONG_ROLE },
  { 'o', GB_WORKFLOW_ERROR_OWN_TEXT },       { 'p', GB_WORKFLOW_ERROR_SAME_PERSON },
  { 'S', GB_WORKFLOW_ERROR_STALE_REVISION }, { 'R', GB_WORKFLOW_ERROR_RIGHT_REQUIRED },
};

/* Every cell that is not listed here is a refusal for the state ('s'). */
static const struct {
  GbEventType type;
  const char *situation;
  const char *expected; /* a A d h D c p s l n O H P */
} table[] = {
  /* A text may be changed while nobody is asked to decide on it, by whoever drafts. */
  { GB_EVENT_REVISE, "empty", "...rrrrrrr..r" },
  { GB_EVENT_REVISE, "draft", "...rrrrrrr..r" },
  { GB_EVENT_REVISE, "recalled", "...rrrrrrr..r" },
  { GB_EVENT_REVISE, "returned", "...rrrrrrr..r" },
  { GB_EVENT_REVISE, "published", "...rrrrrrr..r" },
  { GB_EVENT_REVISE, "failed", "...rrrrrrr..r" },
  { GB_EVENT_REVISE, "withdrawn", "...rrrrrrr..r" },
  { GB_EVENT_REVISE, "next-draft", "...rrrrrrr..r" },
  { GB_EVENT_REVISE, "emergency-out", "...rrrrrrr..r" },
  { GB_EVENT_REVISE, "emergency-failed", "...rrrrrrr..r" },

  /* Nothing to submit in an empty document; approvals are not thrown away by submitting again. */
  { GB_EVENT_SUBMIT, "empty", "SSSSSSSSSSSSS" },
  { GB_EVENT_SUBMIT, "draft", "...rrrrrrr..r" },
  { GB_EVENT_SUBMIT, "recalled", "...rrrrrrr..r" },
  { GB_EVENT_SUBMIT, "returned", "...rrrrrrr..r" },
  { GB_EVENT_SUBMIT, "next-draft", "...rrrrrrr..r" },
  { GB_EVENT_SUBMIT, "emergency-failed", "...rrrrrrr..r" },

  /* Only before the first decision, only by who submitted. */
  { GB_EVENT_RECALL, "review-1", "..rrrrrrrrrrr" },
  { GB_EVENT_RECALL, "next-review", "..rrrrrrrrrrr" },

  { GB_EVENT_APPROVE, "review-1", "ror.rrrrrr..r" },
  { GB_EVENT_APPROVE, "review-2", "rorr.rrrrr.pr" },
  { GB_EVENT_APPROVE, "review-3", "rorrr.rrrr.pr" },
  { GB_EVENT_APPROVE, "next-review", "ror.rrrrrr..r" },

  /* From any step by its person; once approved, by the publisher who checks it again. */
  { GB_EVENT_RETURN, "review-1", "ror.rrrrrr..r" },
  { GB_EVENT_RETURN, "review-2", "rorr.rrrrr.pr" },
  { GB_EVENT_RETURN, "review-3", "rorrr.rrrr.pr" },
  { GB_EVENT_RETURN, "next-review", "ror.rrrrrr..r" },
  { GB_EVENT_RETURN, "approved", "r.rrrr.rrr..r" },
  { GB_EVENT_RETURN, "scheduled", "r.rrrr.rrr..r" },
  { GB_EVENT_RETURN, "failed", "r.rrrr.rrr..r" },
  { GB_EVENT_RETURN, "emergency-failed", "r.rrrr.rrr..r" },

  { GB_EVENT_SCHEDULE, "approved", "rorrrr.rrr..r" },
  { GB_EVENT_SCHEDULE, "scheduled", "rorrrr.rrr..r" },
  { GB_EVENT_SCHEDULE, "failed", "rorrrr.rrr..r" },

  { GB_EVENT_UNSCHEDULE, "scheduled", "r.rrrr.rrr..r" },

  { GB_EVENT_PUBLISH, "approved", "rorrrr.rrr..r" },
  { GB_EVENT_PUBLISH, "scheduled", "rorrrr.rrr..r" },
  { GB_EVENT_PUBLISH, "failed", "rorrrr.rrr..r" },

  { GB_EVENT_EMERGENCY, "empty", "SSSSSSSSSSSSS" },
  { GB_EVENT_EMERGENCY, "draft", "R.RRR.RRRR..r" },
  { GB_EVENT_EMERGENCY, "recalled", "R.RRR.RRRR..r" },
  { GB_EVENT_EMERGENCY, "review-1", "R.RRR.RRRR..r" },
  { GB_EVENT_EMERGENCY, "review-2", "R.RRR.RRRR..r" },
  { GB_EVENT_EMERGENCY, "review-3", "R.RRR.RRRR..r" },
  { GB_EVENT_EMERGENCY, "returned", "R.RRR.RRRR..r" },
  { GB_EVENT_EMERGENCY, "approved", "R.RRR.RRRR..r" },
  { GB_EVENT_EMERGENCY, "scheduled", "R.RRR.RRRR..r" },
  { GB_EVENT_EMERGENCY, "failed", "R.RRR.RRRR..r" },
  { GB_EVENT_EMERGENCY, "next-draft", "R.RRR.RRRR..r" },
  { GB_EVENT_EMERGENCY, "next-review", "R.RRR.RRRR..r" },
  { GB_EVENT_EMERGENCY, "emergency-failed", "R.RRR.RRRR..r" },

  { GB_EVENT_PUBLISHED, "scheduled", "rrrrrrrrrrrr." },
  { GB_EVENT_PUBLISHED, "publishing", "rrrrrrrrrrrr." },
  { GB_EVENT_PUBLISHED, "emergency-sent", "rrrrrrrrrrrr." },
  { GB_EVENT_FAILED, "scheduled", "rrrrrrrrrrrr." },
  { GB_EVENT_FAILED, "publishing", "rrrrrrrrrrrr." },
  { GB_EVENT_FAILED, "emergency-sent", "rrrrrrrrrrrr." },

  /* Anybody who reviews, but neither who wrote it nor who released it. */
  { GB_EVENT_RATIFY, "emergency-out", "ror..prrrr..r" },

  /* As long as something is public, also while the next edition is prepared. */
  { GB_EVENT_WITHDRAW, "published", "r.rrr..rrr..r" },
  { GB_EVENT_WITHDRAW, "next-draft", "r.rrr..rrr..r" },
  { GB_EVENT_WITHDRAW, "next-review", "r.rrr..rrr..r" },
  { GB_EVENT_WITHDRAW, "emergency-out", "r.rrr..rrr..r" },

  { GB_EVENT_DISCARD, "empty", "rrrrrrrrrrrrr" },
  { GB_EVENT_DISCARD, "draft", "..rrrrrrrrrrr" },
  { GB_EVENT_DISCARD, "recalled", "..rrrrrrrrrrr" },
  { GB_EVENT_DISCARD, "returned", "..rrrrrrrrrrr" },
  { GB_EVENT_DISCARD, "next-draft", "..rrrrrrrrrrr" },

  /* Whoever may write may say that a finding is none. */
  { GB_EVENT_IGNORE, "empty", "...rrrrrrr..r" },
  { GB_EVENT_IGNORE, "draft", "...rrrrrrr..r" },
  { GB_EVENT_IGNORE, "recalled", "...rrrrrrr..r" },
  { GB_EVENT_IGNORE, "returned", "...rrrrrrr..r" },
  { GB_EVENT_IGNORE, "published", "...rrrrrrr..r" },
  { GB_EVENT_IGNORE, "failed", "...rrrrrrr..r" },
  { GB_EVENT_IGNORE, "withdrawn", "...rrrrrrr..r" },
  { GB_EVENT_IGNORE, "next-draft", "...rrrrrrr..r" },
  { GB_EVENT_IGNORE, "emergency-out", "...rrrrrrr..r" },
  { GB_EVENT_IGNORE, "emergency-failed", "...rrrrrrr..r" },

  /* Who signs lets pass what blocks, in a text that others wrote. */
  { GB_EVENT_OVERRIDE, "review-1", "RoRRR.RRRR..r" },
  { GB_EVENT_OVERRIDE, "review-2", "RoRRR.RRRR..r" },
  { GB_EVENT_OVERRIDE, "review-3", "RoRRR.RRRR..r" },
  { GB_EVENT_OVERRIDE, "approved", "RoRRR.RRRR..r" },
  { GB_EVENT_OVERRIDE, "scheduled", "RoRRR.RRRR..r" },
  { GB_EVENT_OVERRIDE, "failed", "RoRRR.RRRR..r" },
  { GB_EVENT_OVERRIDE, "next-review", "RoRRR.RRRR..r" },
  { GB_EVENT_OVERRIDE, "emergency-failed", "RoRRR.RRRR..r" },

  /* Nothing was said that could be taken back: test-verdicts.c has the rest. */
};

/* What else an act needs, whoever makes it. */
static const struct {
  GbEventType type;
  gboolean names_text; /* another digest: stale-revision */
  gboolean needs_text; /* no digest: stale-revision */
  gboolean names_step; /* another step: wrong-step */
  gboolean needs_reason;
  gboolean needs_public;
  gboolean needs_unblocked;
  gboolean needs_future;
  gboolean needs_unlocked;
  gboolean needs_finding;
} needs[GB_N_EVENT_TYPES] = {
  { GB_EVENT_REVISE },
  { GB_EVENT_SUBMIT, .names_text = TRUE, .needs_text = TRUE, .needs_unblocked = TRUE },
  { GB_EVENT_RECALL, .names_text = TRUE, .needs_text = TRUE },
  { GB_EVENT_APPROVE, .names_text = TRUE, .needs_text = TRUE, .names_step = TRUE },
  { GB_EVENT_RETURN, .names_text = TRUE, .needs_text = TRUE, .names_step = TRUE,
    .needs_reason = TRUE },
  { GB_EVENT_SCHEDULE, .names_text = TRUE, .needs_text = TRUE, .needs_public = TRUE,
    .needs_unblocked = TRUE, .needs_future = TRUE },
  { GB_EVENT_UNSCHEDULE, .names_text = TRUE, .needs_text = TRUE },
  { GB_EVENT_PUBLISH, .names_text = TRUE, .needs_text = TRUE, .needs_public = TRUE,
    .needs_unblocked = TRUE },
  { GB_EVENT_EMERGENCY, .names_text = TRUE, .needs_text = TRUE, .needs_reason = TRUE,
    .needs_public = TRUE, .needs_unblocked = TRUE },
  { GB_EVENT_PUBLISHED, .names_text = TRUE, .needs_text = TRUE },
  { GB_EVENT_FAILED, .names_text = TRUE, .needs_text = TRUE },
  { GB_EVENT_RATIFY, .names_text = TRUE, .needs_text = TRUE },
  { GB_EVENT_WITHDRAW, .names_text = TRUE, .needs_reason = TRUE },
  { GB_EVENT_DISCARD, .names_text = TRUE },
  { GB_EVENT_IGNORE, .names_text = TRUE, .needs_reason = TRUE, .needs_unlocked = TRUE },
  { GB_EVENT_OVERRIDE, .names_text = TRUE, .needs_text = TRUE, .needs_reason = TRUE,
    .needs_unlocked = TRUE, .needs_finding = TRUE },
  { GB_EVENT_REINSTATE },
};

#define NOW G_GINT64_CONSTANT (1798761600000000) /* 2027-01-01: after every story */
#define GOOD_FACTS                                                                                 \
  {                                                                                                \
    .is_public = TRUE, .has_blocking = FALSE, .has_finding = TRUE, .now = NOW                      \
  }

static const char *
expected_of (GbEventType type, const Situation *situation)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    if (table[i].type == type && strcmp (table[i].situation, situation->name) == 0)
      return table[i].expected;
  }

  return "sssssssssssss";
}

/* The digest that a person would name who looks at the document. */
static const char *
digest_of (GbEventType type, const Situation *situation)
{
  gboolean is_next = g_str_has_prefix (situation->name, "next-");

  if (type == GB_EVENT_REVISE)
    return script_digest ('z');
  if (strcmp (situation->name, "empty") == 0)
    return "";
  if (is_next && type != GB_EVENT_WITHDRAW && type != GB_EVENT_RATIFY)
    return script_digest ('b');

  return script_digest ('a');
}

typedef struct {
  const Situation *situation;
  const Person *person;
  GbAccount *account; /* (nullable) for the portal */
  GPtrArray *events;
  GbWorkflow *workflow;
} Case;

static void
case_clear (Case *self)
{
  g_clear_pointer (&self->account, gb_account_unref);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_clear_object (&self->workflow);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

static void
case_init (Case *self, GbRoute *route, const Situation *situation, const Person *person)
{
  self->situation = situation;
  self->person = person;
  self->account = person->letter == 'P' ? NULL
                                        : gb_account_new (person->id, person->id, "办公室",
                                                          person->roles, person->rights);
  self->events = script_run (route, situation->story, person->plays);
  self->workflow = gb_workflow_new (route, self->events);
}

static GbEvent *
case_event (Case *self, GbEventType type)
{
  GbEvent *event = script_event (self->workflow, self->events->len, self->person->id, type,
                                 digest_of (type, self->situation), "意见");

  if (type == GB_EVENT_SCHEDULE)
    event->due_at = NOW + 1;

  return event;
}

static void
assert_refused (Case *self,
                const GbEvent *event,
                const GbWorkflowFacts *facts,
                GbWorkflowError code,
                const char *what)
{
  g_autoptr (GError) error = NULL;
  gboolean accepted = gb_workflow_check (self->workflow, event, self->account, facts, &error);

  if (accepted || !g_error_matches (error, GB_WORKFLOW_ERROR, (int)code))
    g_error ("%s, %s by %s, %s: expected %s, got %s", self->situation->name,
             gb_event_type_to_string (event->type), self->person->id, what,
             gb_workflow_error_to_string (code),
             accepted ? "acceptance" : gb_workflow_error_to_string ((GbWorkflowError)error->code));
  g_assert_cmpstr (error->message, !=, "");
}

/* Does the fold of the events and this one take it? */
static gboolean
fold_takes (Case *self, GbEvent *event)
{
  g_autoptr (GbWorkflow) after = NULL;
  gboolean taken;

  g_ptr_array_add (self->events, gb_event_ref (event));
  after = gb_workflow_new (gb_workflow_get_route (self->workflow), self->events);
  taken = gb_workflow_get_ignored (after)->len == 0;
  g_ptr_array_remove_index (self->events, self->events->len - 1);

  return taken;
}

static void
check_cell (Case *self, GbEventType type, char expected)
{
  const GbWorkflowFacts facts = GOOD_FACTS;
  g_autoptr (GbEvent) event = case_event (self, type);
  g_autoptr (GError) error = NULL;

  if (expected == '.') {
    gboolean accepted = gb_workflow_check (self->workflow, event, self->account, &facts, &error);

    if (!accepted)
      g_error ("%s, %s by %s: expected acceptance, got %s", self->situation->name,
               gb_event_type_to_string (type), self->person->id, error->message);
    g_assert_true (fold_takes (self, event));
    if (self->account != NULL) {
      g_assert_true (gb_workflow_may (self->workflow, type, self->account, &error));
      g_assert_no_error (error);
    }
    return;
  }

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    if (refusals[i].letter != expected)
      continue;

    assert_refused (self, event, &facts, refusals[i].code, "as it is");
    /* The fold knows no roles and rights: what only they forbid it takes as accepted. */
    if (strchr ("sSop", expected) != NULL)
      g_assert_false (fold_takes (self, event));
    if (self->account != NULL) {
      g_assert_false (gb_workflow_may (self->workflow, type, self->account, &error));
      g_assert_error (error, GB_WORKFLOW_ERROR, (int)refusals[i].code);
    }
    return;
  }

  g_assert_not_reached ();
}

static void
test_table (void)
{
  g_autoptr (GbRoute) route = gb_route_new_default ();
  guint n_cells = 0;

  for (guint s = 0; s < G_N_ELEMENTS (situations); s++) {
    for (guint p = 0; p < G_N_ELEMENTS (people); p++) {
      g_auto (Case) self = { 0 };

      case_init (&self, route, &situations[s], &people[p]);
      g_assert_cmpuint (gb_workflow_get_ignored (self.workflow)->len, ==, 0);
      g_assert_cmpstr (gb_state_to_string (gb_workflow_get_state (self.workflow)), ==,
                       gb_state_to_string (situations[s].state));

      for (guint type = 0; type < GB_N_EVENT_TYPES; type++) {
        check_cell (&self, type, expected_of (type, &situations[s])[p]);
        n_cells++;
      }
    }
  }

  g_test_message ("%u cells", n_cells);
}

/* Each row of the table names a situation that exists and has one letter for each person. */
static void
test_table_is_complete (void)
{
  guint states = 0;

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    gboolean found = FALSE;

    for (guint s = 0; s < G_N_ELEMENTS (situations); s++)
      found = found || strcmp (situations[s].name, table[i].situation) == 0;
    g_assert_true (found);
    g_assert_cmpuint (strlen (table[i].expected), ==, G_N_ELEMENTS (people));
    for (guint j = i + 1; j < G_N_ELEMENTS (table); j++)
      g_assert_false (table[i].type == table[j].type &&
                      strcmp (table[i].situation, table[j].situation) == 0);
  }

  for (guint i = 0; i < GB_N_EVENT_TYPES; i++)
    g_assert_cmpuint (needs[i].type, ==, i);

  /* "superseded" is the state of an edition, never that of a document. */
  for (guint s = 0; s < G_N_ELEMENTS (situations); s++)
    states |= 1u << situations[s].state;
  g_assert_cmpuint (states, ==, ((1u << GB_N_STATES) - 1) & ~(1u << GB_STATE_SUPERSEDED));
}

static void
check_texts (Case *self, GbEventType type)
{
  const GbWorkflowFacts facts = GOOD_FACTS;

  if (needs[type].names_text) {
    g_autoptr (GbEvent) event = case_event (self, type);

    gb_event_set_string (&event->revision, script_digest ('y'));
    assert_refused (self, event, &facts, GB_WORKFLOW_ERROR_STALE_REVISION, "stale digest");
    g_assert_false (fold_takes (self, event));
  }
  if (needs[type].needs_text) {
    g_autoptr (GbEvent) event = case_event (self, type);

    gb_event_set_string (&event->revision, "");
    assert_refused (self, event, &facts, GB_WORKFLOW_ERROR_STALE_REVISION, "no digest");
    g_assert_false (fold_takes (self, event));
  }
  if (type == GB_EVENT_REVISE) {
    g_autoptr (GbEvent) event = case_event (self, type);

    gb_event_set_string (&event->revision, "sm3:0");
    assert_refused (self, event, &facts, GB_WORKFLOW_ERROR_MALFORMED, "bad digest");
    g_assert_false (fold_takes (self, event));
  }
}

static void
check_edition_and_step (Case *self, GbEventType type)
{
  const GbWorkflowFacts facts = GOOD_FACTS;
  g_autoptr (GbEvent) older = case_event (self, type);
  g_autoptr (GbEvent) newer = case_event (self, type);

  /* A note that waits for its text is about no edition yet. */
  if (gb_event_type_is_note (type) && *older->revision == '\0')
    return;
  older->edition--;
  assert_refused (self, older, &facts, GB_WORKFLOW_ERROR_WRONG_STATE, "earlier edition");
  g_assert_false (fold_takes (self, older));
  newer->edition++;
  assert_refused (self, newer, &facts, GB_WORKFLOW_ERROR_WRONG_STATE, "later edition");
  g_assert_false (fold_takes (self, newer));

  if (needs[type].names_step) {
    const char *const steps[] = { "", "first", "second", "third", "fourth" };

    for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
      g_autoptr (GbEvent) event = case_event (self, type);

      if (strcmp (event->step, steps[i]) == 0)
        continue;
      gb_event_set_string (&event->step, steps[i]);
      assert_refused (self, event, &facts, GB_WORKFLOW_ERROR_WRONG_STEP, "another step");
      g_assert_false (fold_takes (self, event));
    }
  }
}

static void
check_reason (Case *self, GbEventType type)
{
  const char *const blanks[] = { "", " ", "\n\t", "　　", "\xc2\xa0", "\u200b", "\u3164" };
  const GbWorkflowFacts facts = GOOD_FACTS;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (blanks); i++) {
    g_autoptr (GbEvent) event = case_event (self, type);

    gb_event_set_string (&event->opinion, blanks[i]);
    if (needs[type].needs_reason) {
      assert_refused (self, event, &facts, GB_WORKFLOW_ERROR_REASON_REQUIRED, "no reason");
      g_assert_false (fold_takes (self, event));
    } else {
      gb_workflow_check (self->workflow, event, self->account, &facts, &error);
      g_assert_no_error (error);
    }
  }
}

static void
check_one_fact (Case *self,
                GbEventType type,
                const GbWorkflowFacts *facts,
                gboolean needed,
                GbWorkflowError code,
                const char *what)
{
  g_autoptr (GbEvent) event = case_event (self, type);
  g_autoptr (GError) error = NULL;

  if (needed) {
    assert_refused (self, event, facts, code, what);
  } else {
    gb_workflow_check (self->workflow, event, self->account, facts, &error);
    g_assert_no_error (error);
  }

  /* Unknown facts forbid nothing. */
  gb_workflow_check (self->workflow, event, self->account, NULL, &error);
  g_assert_no_error (error);
}

static void
check_facts (Case *self, GbEventType type)
{
  const GbWorkflowFacts good = GOOD_FACTS;
  GbWorkflowFacts not_public = GOOD_FACTS;
  GbWorkflowFacts blocked = GOOD_FACTS;
  GbWorkflowFacts later = GOOD_FACTS;
  GbWorkflowFacts locked = GOOD_FACTS;
  GbWorkflowFacts not_found = GOOD_FACTS;

  not_public.is_public = FALSE;
  check_one_fact (self, type, &not_public, needs[type].needs_public, GB_WORKFLOW_ERROR_NOT_PUBLIC,
                  "not public");
  blocked.has_blocking = TRUE;
  check_one_fact (self, type, &blocked, needs[type].needs_unblocked, GB_WORKFLOW_ERROR_BLOCKED,
                  "blocked");
  locked.is_locked = TRUE;
  check_one_fact (self, type, &locked, needs[type].needs_unlocked, GB_WORKFLOW_ERROR_RULE_LOCKED,
                  "locked");
  not_found.has_finding = FALSE;
  check_one_fact (self, type, &not_found, needs[type].needs_finding, GB_WORKFLOW_ERROR_NO_FINDING,
                  "not found");
  later.now = NOW + 2;
  check_one_fact (self, type, &later, needs[type].needs_future, GB_WORKFLOW_ERROR_TIME_IN_PAST,
                  "time in the past");
  if (needs[type].needs_future) {
    g_autoptr (GbEvent) event = case_event (self, type);

    event->due_at = 0;
    assert_refused (self, event, NULL, GB_WORKFLOW_ERROR_TIME_IN_PAST, "no time");
    event->due_at = NOW + GB_WORKFLOW_MAX_AHEAD + 1;
    assert_refused (self, event, &good, GB_WORKFLOW_ERROR_TIME_TOO_FAR, "too far");
  }
}

static void
check_other_name (Case *self, GbEventType type)
{
  const GbWorkflowFacts facts = GOOD_FACTS;
  g_autoptr (GbEvent) event = NULL;
  g_autoptr (GError) error = NULL;

  if (self->account == NULL)
    return;

  event = case_event (self, type);
  gb_event_set_string (&event->actor, "somebody");
  g_assert_false (gb_workflow_check (self->workflow, event, self->account, &facts, &error));
  g_assert_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_MALFORMED);
  g_clear_error (&error);

  /* Nobody speaks for the portal, and the portal decides nothing. */
  gb_event_set_string (&event->actor, "portal");
  g_assert_false (gb_workflow_check (self->workflow, event, self->account, &facts, &error));
  g_assert_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_MALFORMED);
  g_clear_error (&error);
  g_assert_false (gb_workflow_check (self->workflow, event, NULL, &facts, &error));
  g_assert_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_WRONG_ROLE);
}

/* Every accepted cell, with one thing wrong at a time. */
static void
test_needs (void)
{
  g_autoptr (GbRoute) route = gb_route_new_default ();

  for (guint s = 0; s < G_N_ELEMENTS (situations); s++) {
    for (guint p = 0; p < G_N_ELEMENTS (people); p++) {
      g_auto (Case) self = { 0 };

      case_init (&self, route, &situations[s], &people[p]);
      for (guint type = 0; type < GB_N_EVENT_TYPES; type++) {
        if (expected_of (type, &situations[s])[p] != '.')
          continue;

        check_texts (&self, type);
        check_edition_and_step (&self, type);
        check_reason (&self, type);
        check_facts (&self, type);
        check_other_name (&self, type);
      }
    }
  }
}

/* The portal publishes a scheduled text at its time, not before. */
static void
test_schedule_waits (void)
{
  g_autoptr (GbRoute) route = gb_route_new_default ();
  g_autoptr (GPtrArray) events = script_run (route, APPROVED "publisher schedule a\n", NULL);
  g_autoptr (GbWorkflow) workflow = gb_workflow_new (route, events);
  g_autoptr (GbEvent) published =
    script_event (workflow, events->len, "portal", GB_EVENT_PUBLISHED, script_digest ('a'), "");
  gint64 due_at = gb_workflow_get_schedule (workflow)->due_at;
  GbWorkflowFacts facts = { .is_public = TRUE, .now = due_at - 1 };
  g_autoptr (GError) error = NULL;

  g_assert_false (gb_workflow_check (workflow, published, NULL, &facts, &error));
  g_assert_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_WRONG_STATE);
  g_clear_error (&error);
  facts.now = due_at;
  g_assert_true (gb_workflow_check (workflow, published, NULL, &facts, &error));
  g_assert_no_error (error);
}

static void
test_names (void)
{
  GbState state = GB_STATE_DRAFT;

  for (guint i = 0; i < GB_N_STATES; i++) {
    g_assert_true (gb_state_from_string (gb_state_to_string (i), &state));
    g_assert_cmpuint (state, ==, i);
  }
  g_assert_false (gb_state_from_string ("", &state));
  g_assert_false (gb_state_from_string (NULL, &state));
  g_assert_cmpstr (gb_state_to_string (GB_STATE_IN_REVIEW), ==, "in-review");
  g_assert_cmpstr (gb_state_to_string (GB_STATE_SUPERSEDED), ==, "superseded");

  for (guint i = 0; i < GB_N_WORKFLOW_ERRORS; i++) {
    for (guint j = i + 1; j < GB_N_WORKFLOW_ERRORS; j++)
      g_assert_cmpstr (gb_workflow_error_to_string (i), !=, gb_workflow_error_to_string (j));
  }
  g_assert_cmpstr (gb_workflow_error_to_string (GB_WORKFLOW_ERROR_MALFORMED), ==, "malformed");
  g_assert_cmpstr (gb_workflow_error_to_string (GB_WORKFLOW_ERROR_TIME_IN_PAST), ==,
                   "time-in-past");
  g_assert_cmpstr (gb_workflow_error_to_string (GB_WORKFLOW_ERROR_STALE_REVISION), ==,
                   "stale-revision");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/workflow/table/is-complete", test_table_is_complete);
  g_test_add_func ("/workflow/table/every-cell", test_table);
  g_test_add_func ("/workflow/table/needs", test_needs);
  g_test_add_func ("/workflow/table/schedule-waits", test_schedule_waits);
  g_test_add_func ("/workflow/table/names", test_names);

  return g_test_run ();
}
