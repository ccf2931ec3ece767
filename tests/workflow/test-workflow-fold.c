/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whole stories: what the fold says after many acts, over editions, and about acts that came too
 * late. */

#include "config.h"

#include "workflow-script.h"

#include <string.h>

#define ROUND(text)                                                                                \
  "author submit " text "\n"                                                                       \
  "head approve " text "\n"                                                                        \
  "deputy approve " text "\n"                                                                      \
  "chief approve " text "\n"
#define OUT(text) "publisher publish " text "\nportal published " text "\n"
#define FIRST     "author revise a\n" ROUND ("a") OUT ("a")

static GbRoute *
make_route (const char *json)
{
  g_autoptr (JsonNode) node = json_from_string (json, NULL);
  g_autoptr (GError) error = NULL;
  GbRoute *route = gb_route_new_from_json (node, &error);

  g_assert_no_error (error);

  return route;
}

static GbWorkflow *
fold (const char *story)
{
  g_autoptr (GbRoute) route = gb_route_new_default ();

  return script_fold (route, story, NULL);
}

static void
assert_state (GbWorkflow *workflow, GbState state)
{
  g_assert_cmpstr (gb_state_to_string (gb_workflow_get_state (workflow)), ==,
                   gb_state_to_string (state));
}

static void
assert_all_taken (GbWorkflow *workflow)
{
  GPtrArray *ignored = gb_workflow_get_ignored (workflow);

  for (guint i = 0; i < ignored->len; i++) {
    const GbEvent *event = g_ptr_array_index (ignored, i);

    g_test_message ("ignored: %s %s", event->actor, gb_event_type_to_string (event->type));
  }
  g_assert_cmpuint (ignored->len, ==, 0);
}

static guint
count_valid (GbWorkflow *workflow)
{
  GPtrArray *decisions = gb_workflow_get_decisions (workflow);
  guint n = 0;

  for (guint i = 0; i < decisions->len; i++) {
    const GbDecision *decision = g_ptr_array_index (decisions, i);

    if (decision->valid)
      n++;
  }

  return n;
}

static void
test_empty (void)
{
  g_autoptr (GbWorkflow) workflow = fold ("");

  assert_state (workflow, GB_STATE_DRAFT);
  g_assert_cmpuint (gb_workflow_get_edition (workflow), ==, 1);
  g_assert_cmpint (gb_workflow_get_step_index (workflow), ==, -1);
  g_assert_cmpstr (gb_workflow_get_head (workflow), ==, "");
  g_assert_cmpstr (gb_workflow_get_submitted (workflow), ==, "");
  g_assert_cmpstr (gb_workflow_get_author (workflow), ==, "");
  g_assert_cmpstr (gb_workflow_get_author_name (workflow), ==, "");
  g_assert_cmpuint (gb_workflow_get_decisions (workflow)->len, ==, 0);
  g_assert_null (gb_workflow_get_last_return (workflow));
  g_assert_null (gb_workflow_get_live (workflow));
  g_assert_null (gb_workflow_get_failure (workflow));
  g_assert_null (gb_workflow_get_schedule (workflow));
  g_assert_cmpint (gb_workflow_get_first_published_at (workflow), ==, 0);
  g_assert_false (gb_workflow_get_unratified (workflow));
  g_assert_false (gb_workflow_edited_by (workflow, "author"));
  g_assert_cmpuint (gb_workflow_get_edition_for (workflow, GB_EVENT_REVISE), ==, 1);
  g_assert_cmpuint (gb_workflow_get_edition_for (workflow, GB_EVENT_WITHDRAW), ==, 0);
  g_assert_cmpuint (gb_workflow_get_edition_for (workflow, GB_EVENT_RATIFY), ==, 0);
}

static void
test_straight (void)
{
  g_autoptr (GbWorkflow) workflow = fold (FIRST);
  GPtrArray *decisions = gb_workflow_get_decisions (workflow);

  assert_all_taken (workflow);
  assert_state (workflow, GB_STATE_PUBLISHED);
  g_assert_cmpstr (gb_workflow_get_author (workflow), ==, "author");
  g_assert_cmpstr (gb_workflow_get_head (workflow), ==, script_digest ('a'));
  g_assert_cmpstr (gb_workflow_get_submitted (workflow), ==, script_digest ('a'));
  g_assert_cmpuint (decisions->len, ==, 3);
  for (guint i = 0; i < decisions->len; i++) {
    const GbDecision *decision = g_ptr_array_index (decisions, i);

    g_assert_true (decision->valid);
    g_assert_cmpuint (decision->step_index, ==, i);
    g_assert_cmpuint (decision->event->type, ==, GB_EVENT_APPROVE);
  }
  g_assert_nonnull (gb_workflow_get_live (workflow));
  g_assert_cmpuint (gb_workflow_get_live (workflow)->type, ==, GB_EVENT_PUBLISHED);
  g_assert_cmpint (gb_workflow_get_first_published_at (workflow), ==,
                   gb_workflow_get_live (workflow)->accepted_at);
  g_assert_cmpuint (gb_workflow_get_edition_for (workflow, GB_EVENT_REVISE), ==, 2);
  g_assert_cmpuint (gb_workflow_get_edition_for (workflow, GB_EVENT_WITHDRAW), ==, 1);
}

/* 公文处理工作条例 Art 25: what was changed after approval goes back to the first approver. */
static void
test_return_starts_again (void)
{
  g_autoptr (GbWorkflow) returned =
    fold ("author revise a\nauthor submit a\nhead approve a\ndeputy return a see-2");
  g_autoptr (GbWorkflow) revised =
    fold ("author revise a\nauthor submit a\nhead approve a\ndeputy return a see-2\n"
          "author revise b");
  g_autoptr (GbWorkflow) again =
    fold ("author revise a\nauthor submit a\nhead approve a\ndeputy return a see-2\n"
          "author revise b\nauthor submit b");
  g_autoptr (GbWorkflow) done =
    fold ("author revise a\nauthor submit a\nhead approve a\ndeputy return a see-2\n"
          "author revise b\n" ROUND ("b"));

  assert_all_taken (returned);
  assert_state (returned, GB_STATE_RETURNED);
  g_assert_cmpuint (gb_workflow_get_decisions (returned)->len, ==, 2);
  g_assert_cmpuint (count_valid (returned), ==, 1);
  g_assert_cmpstr (gb_workflow_get_last_return (returned)->opinion, ==, "see-2");
  g_assert_cmpstr (gb_workflow_get_submitted (returned), ==, "");

  assert_state (revised, GB_STATE_RETURNED);
  g_assert_cmpuint (count_valid (revised), ==, 0);

  assert_all_taken (again);
  assert_state (again, GB_STATE_IN_REVIEW);
  g_assert_cmpint (gb_workflow_get_step_index (again), ==, 0);
  g_assert_cmpuint (count_valid (again), ==, 0);
  g_assert_nonnull (gb_workflow_get_last_return (again));

  assert_all_taken (done);
  assert_state (done, GB_STATE_APPROVED);
  g_assert_cmpuint (gb_workflow_get_decisions (done)->len, ==, 5);
  g_assert_cmpuint (count_valid (done), ==, 3);
}

/* The same text may be submitted again, but not with the old approvals. */
static void
test_return_unchanged (void)
{
  g_autoptr (GbWorkflow) workflow =
    fold ("author revise a\nauthor submit a\nhead approve a\ndeputy return a why\n"
          "author submit a\ndeputy approve a\n");

  assert_state (workflow, GB_STATE_IN_REVIEW);
  g_assert_cmpint (gb_workflow_get_step_index (workflow), ==, 1);
}

static void
test_recall (void)
{
  g_autoptr (GbWorkflow) recalled = fold ("author revise a\nauthor submit a\nauthor recall a\n");
  g_autoptr (GbWorkflow) too_late =
    fold ("author revise a\nauthor submit a\nhead approve a\nauthor recall a\n");
  g_autoptr (GbWorkflow) second_round =
    fold ("author revise a\nauthor submit a\nhead return a why\nauthor submit a\n"
          "author recall a\n");
  g_autoptr (GbWorkflow) by_other = fold ("author revise a\ncolleague submit a\nauthor recall a\n");

  assert_all_taken (recalled);
  assert_state (recalled, GB_STATE_DRAFT);
  assert_state (too_late, GB_STATE_IN_REVIEW);
  g_assert_cmpuint (gb_workflow_get_ignored (too_late)->len, ==, 1);
  assert_all_taken (second_round);
  assert_state (second_round, GB_STATE_DRAFT);
  assert_state (by_other, GB_STATE_IN_REVIEW);
  g_assert_cmpstr (gb_workflow_get_author (by_other), ==, "colleague");
}

/* Whoever put a revision since the last valid final approval decides nothing on it. */
static void
test_editors (void)
{
  g_autoptr (GbWorkflow) edited =
    fold ("author revise a\nauthor submit a\nhead return a why\nhead revise b\n"
          "author submit b\nhead approve b\n");
  g_autoptr (GbWorkflow) next = fold (FIRST "colleague revise b\ncolleague submit b\n");
  g_autoptr (GbWorkflow) next_by_author =
    fold (FIRST "colleague revise b\ncolleague submit b\nauthor approve b\n");
  g_autoptr (GbWorkflow) voided = fold ("author revise a\n" ROUND (
    "a") "publisher publish a\nportal failed a disk\ncolleague revise b\n");

  g_assert_true (gb_workflow_edited_by (edited, "author"));
  g_assert_true (gb_workflow_edited_by (edited, "head"));
  g_assert_false (gb_workflow_edited_by (edited, "deputy"));
  g_assert_cmpuint (gb_workflow_get_ignored (edited)->len, ==, 1);
  g_assert_cmpint (gb_workflow_get_step_index (edited), ==, 0);

  /* Others answered for edition 1: its author may review edition 2. */
  g_assert_true (gb_workflow_edited_by (next, "colleague"));
  g_assert_false (gb_workflow_edited_by (next, "author"));
  assert_all_taken (next_by_author);
  g_assert_cmpint (gb_workflow_get_step_index (next_by_author), ==, 1);

  /* An approval that was voided covers nobody's text. */
  g_assert_true (gb_workflow_edited_by (voided, "author"));
  g_assert_true (gb_workflow_edited_by (voided, "colleague"));
}

/* An emergency text has no approval: its editors stay editors in the next edition, until it is
 * ratified. */
static void
test_editors_after_emergency (void)
{
#define RELEASED "author revise a\nchief emergency a flood\nportal published a\n"
  g_autoptr (GbWorkflow) next = fold (RELEASED "colleague revise b\n");
  g_autoptr (GbWorkflow) before = fold (RELEASED "head ratify a\ncolleague revise b\n");
  g_autoptr (GbWorkflow) after = fold (RELEASED "colleague revise b\nhead ratify a\n");

  g_assert_true (gb_workflow_edited_by (next, "author"));
  g_assert_true (gb_workflow_get_unratified (next));
  assert_all_taken (before);
  g_assert_false (gb_workflow_edited_by (before, "author"));
  g_assert_true (gb_workflow_edited_by (before, "colleague"));
  g_assert_false (gb_workflow_get_unratified (before));
  assert_all_taken (after);
  g_assert_false (gb_workflow_edited_by (after, "author"));
  g_assert_false (gb_workflow_get_unratified (after));
#undef RELEASED
}

static void
test_same_person (void)
{
  g_autoptr (GbWorkflow) twice =
    fold ("author revise a\nauthor submit a\nhead approve a\nhead approve a\n");
  g_autoptr (GbWorkflow) returns =
    fold ("author revise a\nauthor submit a\nhead approve a\nhead return a why\n");
  g_autoptr (GbWorkflow) next_round =
    fold ("author revise a\nauthor submit a\nhead approve a\ndeputy return a why\n"
          "author submit a\ndeputy approve a\n");

  g_assert_cmpint (gb_workflow_get_step_index (twice), ==, 1);
  g_assert_cmpuint (gb_workflow_get_ignored (twice)->len, ==, 1);
  assert_state (returns, GB_STATE_IN_REVIEW);
  g_assert_cmpint (gb_workflow_get_step_index (next_round), ==, 1);
}

static void
test_several_people (void)
{
  g_autoptr (GbRoute) route =
    make_route ("{\"id\":\"r\",\"name\":\"会签\",\"steps\":["
                "{\"id\":\"sign\",\"name\":\"会签\",\"role\":\"deputy\",\"kind\":\"countersign\","
                "\"needed\":3},"
                "{\"id\":\"last\",\"name\":\"终审\",\"role\":\"chief\",\"kind\":\"final\"}]}");
  g_autoptr (GbWorkflow) two = script_fold (
    route, "author revise a\nauthor submit a\none approve a\none approve a\ntwo approve a", NULL);
  g_autoptr (GbWorkflow) three = script_fold (
    route, "author revise a\nauthor submit a\none approve a\ntwo approve a\nthree approve a", NULL);
  g_autoptr (GbWorkflow) again = script_fold (
    route,
    "author revise a\nauthor submit a\none approve a\ntwo approve a\nthree return a why\n"
    "author submit a\none approve a",
    NULL);

  g_assert_cmpint (gb_workflow_get_step_index (two), ==, 0);
  g_assert_cmpuint (gb_workflow_get_ignored (two)->len, ==, 1);
  assert_all_taken (three);
  g_assert_cmpint (gb_workflow_get_step_index (three), ==, 1);
  assert_all_taken (again);
  g_assert_cmpint (gb_workflow_get_step_index (again), ==, 0);
  g_assert_cmpuint (count_valid (again), ==, 1);
}

/* An approval names a text; one that was under way when the text changed does not count. */
static void
test_late_approval (void)
{
  g_autoptr (GbRoute) route = gb_route_new_default ();
  g_autoptr (GPtrArray) events =
    script_run (route,
                "author revise a\nauthor submit a\nhead return a why\nauthor revise b\n"
                "author submit b\n",
                NULL);
  g_autoptr (GbWorkflow) before = gb_workflow_new (route, events);
  g_autoptr (GbWorkflow) after = NULL;
  g_autoptr (GbEvent) late =
    script_event (before, events->len, "head", GB_EVENT_APPROVE, script_digest ('a'), "");

  g_ptr_array_add (events, gb_event_ref (late));
  after = gb_workflow_new (route, events);
  assert_state (after, GB_STATE_IN_REVIEW);
  g_assert_cmpint (gb_workflow_get_step_index (after), ==, 0);
  g_assert_cmpuint (gb_workflow_get_ignored (after)->len, ==, 1);
  g_assert_true (g_ptr_array_index (gb_workflow_get_ignored (after), 0) == late);
}

static void
test_publisher_returns (void)
{
  g_autoptr (GbWorkflow) returned =
    fold ("author revise a\n" ROUND ("a") "publisher return a typo\n");
  g_autoptr (GbWorkflow) scheduled =
    fold ("author revise a\n" ROUND ("a") "publisher schedule a\npublisher return a typo\n");
  GPtrArray *decisions = gb_workflow_get_decisions (returned);
  const GbDecision *last = g_ptr_array_index (decisions, decisions->len - 1);

  assert_all_taken (returned);
  assert_state (returned, GB_STATE_RETURNED);
  g_assert_cmpuint (last->step_index, ==, 3);
  g_assert_cmpuint (count_valid (returned), ==, 1);
  assert_all_taken (scheduled);
  assert_state (scheduled, GB_STATE_RETURNED);
  g_assert_null (gb_workflow_get_schedule (scheduled));
}

static void
test_schedule (void)
{
  g_autoptr (GbWorkflow) scheduled =
    fold ("author revise a\n" ROUND ("a") "publisher schedule a\n");
  g_autoptr (GbWorkflow) twice =
    fold ("author revise a\n" ROUND ("a") "publisher schedule a\npublisher schedule a\n");
  g_autoptr (GbWorkflow) undone =
    fold ("author revise a\n" ROUND ("a") "publisher schedule a\npublisher unschedule a\n");
  g_autoptr (GbWorkflow) out =
    fold ("author revise a\n" ROUND ("a") "publisher schedule a\nportal published a\n");
  g_autoptr (GbWorkflow) early =
    fold ("author revise a\n" ROUND ("a") "publisher schedule a\n" OUT ("a"));

  g_assert_nonnull (gb_workflow_get_schedule (scheduled));
  assert_all_taken (twice);
  assert_state (undone, GB_STATE_APPROVED);
  g_assert_null (gb_workflow_get_schedule (undone));
  assert_all_taken (out);
  assert_state (out, GB_STATE_PUBLISHED);
  assert_all_taken (early);
  assert_state (early, GB_STATE_PUBLISHED);
}

static void
test_failure (void)
{
#define FAILED "author revise a\n" ROUND ("a") "publisher publish a\nportal failed a disk\n"
  g_autoptr (GbWorkflow) failed = fold (FAILED);
  g_autoptr (GbWorkflow) retried = fold (FAILED OUT ("a"));
  g_autoptr (GbWorkflow) changed = fold (FAILED "author revise b\npublisher publish b\n");

  assert_state (failed, GB_STATE_FAILED);
  g_assert_cmpstr (gb_workflow_get_failure (failed)->opinion, ==, "disk");
  assert_all_taken (retried);
  assert_state (retried, GB_STATE_PUBLISHED);
  g_assert_null (gb_workflow_get_failure (retried));

  /* Another text needs new approvals. */
  assert_state (changed, GB_STATE_DRAFT);
  g_assert_cmpuint (gb_workflow_get_ignored (changed)->len, ==, 1);
  g_assert_cmpuint (count_valid (changed), ==, 0);
#undef FAILED
}

static void
test_editions (void)
{
  g_autoptr (GbWorkflow) draft = fold (FIRST "author revise b\n");
  g_autoptr (GbWorkflow) second = fold (FIRST "author revise b\n" ROUND ("b") OUT ("b"));
  g_autoptr (GbWorkflow) third = fold (FIRST "author revise b\n" ROUND ("b")
                                         OUT ("b") "author revise a\n" ROUND ("a") OUT ("a"));

  assert_all_taken (draft);
  assert_state (draft, GB_STATE_DRAFT);
  g_assert_cmpuint (gb_workflow_get_edition (draft), ==, 2);
  g_assert_cmpuint (gb_workflow_get_decisions (draft)->len, ==, 0);
  g_assert_cmpuint (gb_workflow_get_live (draft)->edition, ==, 1);
  g_assert_cmpuint (gb_workflow_get_edition_state (draft, 1), ==, GB_STATE_PUBLISHED);

  assert_all_taken (second);
  assert_state (second, GB_STATE_PUBLISHED);
  g_assert_cmpuint (gb_workflow_get_live (second)->edition, ==, 2);
  g_assert_cmpuint (gb_workflow_get_edition_state (second, 1), ==, GB_STATE_SUPERSEDED);
  g_assert_cmpint (gb_workflow_get_first_published_at (second), <,
                   gb_workflow_get_live (second)->accepted_at);

  /* Back to an earlier text is a new edition like any other. */
  assert_all_taken (third);
  g_assert_cmpuint (gb_workflow_get_edition (third), ==, 3);
  g_assert_cmpstr (gb_workflow_get_head (third), ==, script_digest ('a'));
  g_assert_cmpuint (gb_workflow_get_edition_state (third, 2), ==, GB_STATE_SUPERSEDED);
}

static void
test_discard (void)
{
  g_autoptr (GbWorkflow) first = fold ("author revise a\nauthor discard a\nauthor revise b\n");
  g_autoptr (GbWorkflow) second = fold (FIRST "author revise b\nauthor discard b\n");
  g_autoptr (GbWorkflow) third =
    fold (FIRST "author revise b\nauthor discard -\nauthor revise c\n");
  g_autoptr (GbWorkflow) by_other = fold ("author revise a\ncolleague discard a\n");

  assert_state (first, GB_STATE_DISCARDED);
  g_assert_cmpuint (gb_workflow_get_ignored (first)->len, ==, 1);

  assert_all_taken (second);
  assert_state (second, GB_STATE_PUBLISHED);
  g_assert_cmpuint (gb_workflow_get_edition (second), ==, 1);
  g_assert_cmpstr (gb_workflow_get_head (second), ==, script_digest ('a'));
  g_assert_cmpuint (gb_workflow_get_decisions (second)->len, ==, 3);
  g_assert_cmpuint (gb_workflow_get_edition_for (second, GB_EVENT_REVISE), ==, 3);

  assert_all_taken (third);
  g_assert_cmpuint (gb_workflow_get_edition (third), ==, 3);
  g_assert_cmpuint (gb_workflow_get_edition_state (third, 2), ==, GB_STATE_DISCARDED);

  assert_state (by_other, GB_STATE_DRAFT);
}

static void
test_withdraw (void)
{
  g_autoptr (GbWorkflow) withdrawn = fold (FIRST "chief withdraw a wrong-figures\n");
  g_autoptr (GbWorkflow) drafted = fold (FIRST "author revise b\npublisher withdraw a wrong\n");
  g_autoptr (GbWorkflow) discarded =
    fold (FIRST "author revise b\npublisher withdraw a wrong\nauthor discard b\n");
  g_autoptr (GbWorkflow) again =
    fold (FIRST "publisher withdraw - wrong\nauthor revise b\n" ROUND ("b") OUT ("b"));
  g_autoptr (GbWorkflow) twice = fold (FIRST "chief withdraw a one\nchief withdraw a two\n");

  assert_all_taken (withdrawn);
  assert_state (withdrawn, GB_STATE_WITHDRAWN);
  g_assert_null (gb_workflow_get_live (withdrawn));
  g_assert_cmpint (gb_workflow_get_first_published_at (withdrawn), >, 0);

  assert_all_taken (drafted);
  assert_state (drafted, GB_STATE_DRAFT);
  g_assert_null (gb_workflow_get_live (drafted));
  g_assert_cmpuint (gb_workflow_get_edition_state (drafted, 1), ==, GB_STATE_WITHDRAWN);

  assert_all_taken (discarded);
  assert_state (discarded, GB_STATE_WITHDRAWN);

  assert_all_taken (again);
  assert_state (again, GB_STATE_PUBLISHED);
  g_assert_cmpuint (gb_workflow_get_edition_state (again, 1), ==, GB_STATE_WITHDRAWN);

  g_assert_cmpuint (gb_workflow_get_ignored (twice)->len, ==, 1);
}

static void
test_emergency (void)
{
#define REVIEW "author revise a\nauthor submit a\nhead approve a\n"
  g_autoptr (GbWorkflow) out = fold (REVIEW "chief emergency a flood\nportal published a\n");
  g_autoptr (GbWorkflow) withdrawn =
    fold (REVIEW "chief emergency a flood\nportal published a\nchief withdraw a over\n");
  g_autoptr (GbWorkflow) late = fold (REVIEW "chief emergency a flood\nportal published a\n"
                                             "chief withdraw a over\ndeputy ratify a\n");
  g_autoptr (GbWorkflow) two =
    fold (REVIEW "chief emergency a flood\nportal published a\nauthor revise b\n"
                 "chief emergency b flood\nportal published b\ndeputy ratify b\n");
  g_autoptr (GbWorkflow) both =
    fold (REVIEW "chief emergency a flood\nportal published a\nauthor revise b\n"
                 "chief emergency b flood\nportal published b\ndeputy ratify b\nhead ratify a\n");
  g_autoptr (GbWorkflow) failed =
    fold (REVIEW "chief emergency a flood\nportal failed a disk\nauthor submit a\n");

  assert_all_taken (out);
  assert_state (out, GB_STATE_PUBLISHED);
  g_assert_true (gb_workflow_get_unratified (out));

  /* It was public without an approval: taking it down does not settle that. */
  assert_all_taken (withdrawn);
  g_assert_true (gb_workflow_get_unratified (withdrawn));
  assert_all_taken (late);
  g_assert_false (gb_workflow_get_unratified (late));

  assert_all_taken (two);
  g_assert_true (gb_workflow_get_unratified (two));
  assert_all_taken (both);
  g_assert_false (gb_workflow_get_unratified (both));

  /* Nothing went out: back to the ordinary way. */
  assert_all_taken (failed);
  assert_state (failed, GB_STATE_IN_REVIEW);
  g_assert_false (gb_workflow_get_unratified (failed));
#undef REVIEW
}

/* Folding is pure: the same events give the same answer, however often and in whatever pieces. */
static void
test_pure (void)
{
  g_autoptr (GbRoute) route = gb_route_new_default ();
  g_autoptr (GString) story = g_string_new (FIRST);
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GbWorkflow) one = NULL;
  g_autoptr (GbWorkflow) two = NULL;

  for (guint i = 1; i < 20; i++) {
    char text[2] = { (char)('a' + i), '\0' };

    g_string_append_printf (story, "author revise %s\nauthor submit %s\nhead return %s again\n",
                            text, text, text);
    g_string_append_printf (story, "author submit %s\nhead approve %s\ndeputy approve %s\n", text,
                            text, text);
    g_string_append_printf (story, "chief approve %s\npublisher publish %s\nportal published %s\n",
                            text, text, text);
  }

  events = script_run (route, story->str, NULL);
  one = gb_workflow_new (route, events);
  two = gb_workflow_new (route, events);
  assert_all_taken (one);
  g_assert_cmpuint (gb_workflow_get_edition (one), ==, 20);
  g_assert_cmpuint (gb_workflow_get_edition (two), ==, 20);
  for (guint i = 1; i < 20; i++)
    g_assert_cmpuint (gb_workflow_get_edition_state (one, i), ==, GB_STATE_SUPERSEDED);
  g_assert_true (gb_workflow_get_live (one) == gb_workflow_get_live (two));
  g_assert_true (gb_workflow_get_route (one) == route);
}

/* PROC-SECRECY: the review of secrecy is given in words; other approvals may be a nod. */
static void
test_secrecy_in_words (void)
{
  static const char json[] =
    "{\"id\":\"s\",\"name\":\"保密\",\"steps\":["
    "{\"id\":\"first\",\"name\":\"一审\",\"role\":\"section-head\",\"kind\":\"review\"},"
    "{\"id\":\"secrecy\",\"name\":\"保密审查\",\"role\":\"secrecy\",\"kind\":\"secrecy\"}]}";
  g_autoptr (GbRoute) route = make_route (json);
  g_autoptr (GbAccount) account = NULL;
  g_autoptr (GbWorkflow) workflow = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GbEvent) nod = NULL;
  g_autoptr (GbEvent) words = NULL;

  account = gb_account_new ("secrecy", "保密员", "办公室", GB_ROLE_SECRECY, 0);
  workflow = script_fold (route, "author revise a\nauthor submit a\nhead approve a\n", NULL);
  g_assert_cmpint (gb_workflow_get_step_index (workflow), ==, 1);
  nod = script_event (workflow, 3, "secrecy", GB_EVENT_APPROVE, script_digest ('a'), " ");
  words = script_event (workflow, 3, "secrecy", GB_EVENT_APPROVE, script_digest ('a'),
                        "不涉密，同意公开");
  g_assert_false (gb_workflow_check (workflow, nod, account, NULL, &error));
  g_assert_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_REASON_REQUIRED);
  g_clear_error (&error);
  gb_workflow_check (workflow, words, account, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (gb_workflow_may (workflow, GB_EVENT_APPROVE, account, &error));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/workflow/fold/empty", test_empty);
  g_test_add_func ("/workflow/fold/straight", test_straight);
  g_test_add_func ("/workflow/fold/return-starts-again", test_return_starts_again);
  g_test_add_func ("/workflow/fold/return-unchanged", test_return_unchanged);
  g_test_add_func ("/workflow/fold/recall", test_recall);
  g_test_add_func ("/workflow/fold/editors", test_editors);
  g_test_add_func ("/workflow/fold/editors-after-emergency", test_editors_after_emergency);
  g_test_add_func ("/workflow/fold/same-person", test_same_person);
  g_test_add_func ("/workflow/fold/several-people", test_several_people);
  g_test_add_func ("/workflow/fold/late-approval", test_late_approval);
  g_test_add_func ("/workflow/fold/publisher-returns", test_publisher_returns);
  g_test_add_func ("/workflow/fold/schedule", test_schedule);
  g_test_add_func ("/workflow/fold/failure", test_failure);
  g_test_add_func ("/workflow/fold/editions", test_editions);
  g_test_add_func ("/workflow/fold/discard", test_discard);
  g_test_add_func ("/workflow/fold/withdraw", test_withdraw);
  g_test_add_func ("/workflow/fold/emergency", test_emergency);
  g_test_add_func ("/workflow/fold/pure", test_pure);
  g_test_add_func ("/workflow/fold/secrecy-in-words", test_secrecy_in_words);

  return g_test_run ();
}
