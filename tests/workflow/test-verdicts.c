/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was said of findings and the findings of later texts: which is known again and which is
 * another one, what a note lets pass and what nothing does, and who may take it back when. */

#include "config.h"

#include "workflow-script.h"

#include "check/gb-check-rule.h"
#include "workflow/gb-verdicts.h"

#include <string.h>

#define COMMA "各单位,各部门要落实责任。"

/* body: the blocks. */
static GbDocument *
make_document (const char *title, const char *body)
{
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autofree char *xhtml =
    g_strconcat ("<body xmlns=\"http://www.w3.org/1999/xhtml\">", body, "</body>", NULL);
  g_autoptr (GError) error = NULL;
  GbDocument *document;

  gb_metadata_set (metadata, "title", title);
  document = gb_document_new (GB_DOCUMENT_KIND_INTERPRETATION, metadata, xhtml, NULL, &error);
  g_assert_no_error (error);
  return document;
}

static GPtrArray *
check (GbDocument *document)
{
  GDate today;

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 1, G_DATE_MARCH, 2026);
  return gb_check_document_fully (document, GB_CHECK_STAGE_PUBLISH, &today, NULL);
}

/* The which-th finding of a rule. */
static guint
find (GPtrArray *findings, const char *rule, guint which)
{
  for (guint i = 0; i < findings->len; i++) {
    const GbFinding *finding = findings->pdata[i];

    if (strcmp (finding->rule, rule) == 0 && which-- == 0)
      return i;
  }
  g_error ("no finding of %s", rule);
}

static GbEvent *
make_note (GbDocument *document, GbEventType type, const char *rule, guint which)
{
  g_autoptr (GPtrArray) findings = check (document);
  g_autoptr (GPtrArray) marks = gb_check_marks_new (document, findings);
  const GbCheckMark *mark = marks->pdata[find (findings, rule, which)];
  GbEvent *note = gb_event_new (NULL, SCRIPT_DOCUMENT, 1, type, gb_document_get_digest (document),
                                "author", "author");

  gb_event_set_string (&note->opinion, "引用原文。");
  gb_event_set_string (&note->rule, mark->rule);
  gb_event_set_string (&note->place, mark->place);
  gb_event_set_string (&note->words, mark->words);
  gb_event_set_string (&note->mark, mark->digest);
  gb_event_set_string (&note->context, mark->context);
  return note;
}

/* How many findings of the document the notes are about. */
static guint
count_known (GbDocument *document, GbEvent *note, GbEvent *other)
{
  g_autoptr (GPtrArray) findings = check (document);
  g_autoptr (GPtrArray) marks = gb_check_marks_new (document, findings);
  g_autoptr (GPtrArray) notes = g_ptr_array_new ();
  g_autoptr (GArray) verdicts = NULL;
  guint n = 0;

  g_ptr_array_add (notes, note);
  if (other != NULL)
    g_ptr_array_add (notes, other);
  verdicts = gb_verdicts_new (marks, notes, gb_document_get_digest (document));
  for (guint i = 0; i < verdicts->len; i++) {
    const GbVerdict *verdict = &g_array_index (verdicts, GbVerdict, i);

    n += verdict->ignored != NULL ? 1 : 0;
    n += verdict->overridden != NULL ? 1 : 0;
  }
  return n;
}

static void
test_known_again (void)
{
  static const struct {
    const char *what;
    const char *body;
    guint expected;
  } cases[] = {
    { "the same text", "<p id=\"b1\">" COMMA "</p>", 1 },
    { "text before it in its block", "<p id=\"b1\">按照会议要求，" COMMA "</p>", 1 },
    { "text after it in its block", "<p id=\"b1\">" COMMA "请遵照执行。</p>", 1 },
    { "a block before it", "<p id=\"b0\">各科室、各股室：</p><p id=\"b1\">" COMMA "</p>", 1 },
    { "the block moved and got another id",
      "<p id=\"b7\">各科室、各股室：</p><p id=\"b8\">" COMMA "</p>", 1 },
    { "the words are mended", "<p id=\"b1\">各单位，各部门要落实责任。</p>", 0 },
    { "another comma in the same block", "<p id=\"b1\">各单位，各部门要抓紧,落实责任。</p>", 0 },
    { "another comma in another block",
      "<p id=\"b1\">各单位，各部门要落实责任。</p><p id=\"b2\">请抓紧,办理。</p>", 0 },
    { "two alike: one was ignored", "<p id=\"b1\">" COMMA "</p><p id=\"b2\">" COMMA "</p>", 1 },
  };
  g_autoptr (GbDocument) first = make_document ("解读", "<p id=\"b1\">" COMMA "</p>");
  g_autoptr (GbEvent) note = make_note (first, GB_EVENT_IGNORE, "PUNC-HALF", 0);

  g_assert_cmpstr (note->words, ==, ",");
  g_assert_cmpstr (note->place, ==, "b1");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GbDocument) document = make_document ("解读", cases[i].body);
    guint n = count_known (document, note, NULL);

    if (n != cases[i].expected)
      g_error ("%s: %u known", cases[i].what, n);
  }
}

/* What is found in a whole block or field is another thing when that has changed. */
static void
test_whole (void)
{
  g_autoptr (GbDocument) first = make_document ("解读《陆河县办法", "<p id=\"b1\">正文。</p>");
  g_autoptr (GbDocument) other = make_document ("解读《海丰县办法", "<p id=\"b1\">正文。</p>");
  g_autoptr (GbDocument) longer =
    make_document ("解读《陆河县办法", "<p id=\"b1\">正文。</p><p id=\"b2\">又一段。</p>");
  g_autoptr (GbEvent) source = make_note (first, GB_EVENT_IGNORE, "META-SOURCE", 0);

  g_assert_cmpstr (source->place, ==, "/source");
  g_assert_cmpstr (source->words, ==, "");
  g_assert_cmpuint (count_known (longer, source, NULL), ==, 1);
  g_assert_cmpuint (count_known (other, source, NULL), ==, 1);
  gb_metadata_set (gb_document_get_metadata (other), "source", "陆河县人民政府网");
  g_assert_cmpuint (count_known (other, source, NULL), ==, 0);
}

static void
test_two_notes_two_findings (void)
{
  g_autoptr (GbDocument) document =
    make_document ("解读", "<p id=\"b1\">" COMMA "</p><p id=\"b2\">" COMMA "</p>");
  g_autoptr (GbEvent) one = make_note (document, GB_EVENT_IGNORE, "PUNC-HALF", 0);
  g_autoptr (GbEvent) two = make_note (document, GB_EVENT_IGNORE, "PUNC-HALF", 1);

  g_assert_cmpstr (one->place, ==, "b1");
  g_assert_cmpstr (two->place, ==, "b2");
  g_assert_cmpuint (count_known (document, one, two), ==, 2);
  g_assert_cmpuint (count_known (document, one, one), ==, 2);
}

/* An override is for exactly one text. */
static void
test_override_is_for_one_text (void)
{
  g_autoptr (GbDocument) document = make_document ("解读", "<p id=\"b1\">电话为XXXX，请咨询。</p>");
  g_autoptr (GbDocument) later =
    make_document ("解读", "<p id=\"b1\">电话为XXXX，请咨询。</p><p id=\"b2\">又一段。</p>");
  g_autoptr (GbEvent) override = make_note (document, GB_EVENT_OVERRIDE, "PLACEHOLDER", 0);
  g_autoptr (GbEvent) ignore = make_note (document, GB_EVENT_IGNORE, "PLACEHOLDER", 0);

  g_assert_cmpuint (count_known (document, override, NULL), ==, 1);
  g_assert_cmpuint (count_known (later, override, NULL), ==, 0);
  g_assert_cmpuint (count_known (later, ignore, NULL), ==, 1);
}

static gboolean
stops (GbDocument *document, const char *rule, GbEvent *note, GbCheckStage stage)
{
  g_autoptr (GPtrArray) findings = check (document);
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GPtrArray) notes = g_ptr_array_new ();

  g_ptr_array_add (one, findings->pdata[find (findings, rule, 0)]);
  if (note != NULL)
    g_ptr_array_add (notes, note);
  return gb_verdicts_stop (document, one, notes, stage);
}

/* Ignoring lets a finding that blocks go to the reviewers, not to the public; and nothing is said
 * of what protects people and secrets. */
static void
test_what_stops (void)
{
  static const char *const locked[] = { "SEC-IDCARD", "SEC-MARK", "META-OPENNESS" };
  g_autoptr (GbDocument) document =
    make_document ("解读", "<p id=\"b1\">电话为XXXX，身份证号11010519491231002X，机密★10年。</p>");
  g_autoptr (GbEvent) ignore = make_note (document, GB_EVENT_IGNORE, "PLACEHOLDER", 0);
  g_autoptr (GbEvent) override = make_note (document, GB_EVENT_OVERRIDE, "PLACEHOLDER", 0);

  g_assert_true (stops (document, "PLACEHOLDER", NULL, GB_CHECK_STAGE_SUBMIT));
  g_assert_false (stops (document, "PLACEHOLDER", ignore, GB_CHECK_STAGE_SUBMIT));
  g_assert_true (stops (document, "PLACEHOLDER", ignore, GB_CHECK_STAGE_PUBLISH));
  g_assert_false (stops (document, "PLACEHOLDER", override, GB_CHECK_STAGE_PUBLISH));
  g_assert_false (stops (document, "PLACEHOLDER", override, GB_CHECK_STAGE_SUBMIT));
  for (guint i = 0; i < G_N_ELEMENTS (locked); i++) {
    g_autoptr (GbEvent) by_author = make_note (document, GB_EVENT_IGNORE, locked[i], 0);
    g_autoptr (GbEvent) by_chief = make_note (document, GB_EVENT_OVERRIDE, locked[i], 0);

    g_assert_true (gb_check_is_locked (locked[i]));
    g_assert_true (stops (document, locked[i], by_author, GB_CHECK_STAGE_SUBMIT));
    g_assert_true (stops (document, locked[i], by_chief, GB_CHECK_STAGE_PUBLISH));
  }
  g_assert_false (gb_check_is_locked ("PLACEHOLDER"));
  g_assert_false (gb_check_is_locked ("NO-SUCH-RULE"));
}

static void
test_has_blocking (void)
{
  g_autoptr (GbDocument) document =
    make_document ("解读", "<p id=\"b1\">电话为XXXX，请咨询,谢谢。</p>");
  g_autoptr (GbDocument) other = make_document ("解读", "<p id=\"b1\">电话为XXXXX，请咨询。</p>");
  g_autoptr (GPtrArray) findings = check (document);
  g_autoptr (GPtrArray) others = check (other);
  g_autoptr (GbEvent) blocking = make_note (document, GB_EVENT_OVERRIDE, "PLACEHOLDER", 0);
  g_autoptr (GbEvent) comma = make_note (document, GB_EVENT_OVERRIDE, "PUNC-HALF", 0);

  g_assert_true (gb_verdicts_has_blocking (document, findings, blocking));
  g_assert_false (gb_verdicts_has_blocking (document, findings, comma));
  g_assert_false (gb_verdicts_has_blocking (other, others, blocking));
}

static GbWorkflow *
fold (GbRoute *route, GPtrArray *events, GbEvent *last)
{
  if (last != NULL)
    g_ptr_array_add (events, gb_event_ref (last));
  return gb_workflow_new (route, events);
}

static GbEvent *
make_reinstate (GbWorkflow *workflow, const char *who, const char *subject, const char *digest)
{
  GbEvent *event = script_event (workflow, 20, who, GB_EVENT_REINSTATE, digest, "");

  gb_event_set_string (&event->subject, subject);
  return event;
}

/* Ignored by the author, kept over submission, publication and the next edition, and taken back
 * once. */
static void
test_reinstate (void)
{
  g_autoptr (GbRoute) route = gb_route_new_default ();
  g_autoptr (GPtrArray) events = script_run (
    route, "author revise a\nauthor ignore a 引用\nauthor submit a\nhead return a 改\n", NULL);
  g_autoptr (GbWorkflow) workflow = fold (route, events, NULL);
  g_autoptr (GbAccount) author = gb_account_new ("author", "author", "", GB_ROLE_DRAFTER, 0);
  g_autoptr (GbAccount) head = gb_account_new ("head", "head", "", GB_ROLE_SECTION_HEAD, 0);
  const GbEvent *note = g_ptr_array_index (events, 1);
  g_autoptr (GbEvent) back = NULL;
  g_autoptr (GbEvent) by_head = NULL;
  g_autoptr (GbWorkflow) after = NULL;
  g_autoptr (GbWorkflow) again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (gb_workflow_get_notes (workflow)->len, ==, 1);
  back = make_reinstate (workflow, "author", note->id, script_digest ('a'));
  by_head = make_reinstate (workflow, "head", note->id, script_digest ('a'));
  g_assert_false (gb_workflow_check (workflow, by_head, head, NULL, &error));
  g_assert_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_WRONG_ROLE);
  g_clear_error (&error);
  gb_workflow_check (workflow, back, author, NULL, &error);
  g_assert_no_error (error);
  after = fold (route, events, back);
  g_assert_cmpuint (gb_workflow_get_notes (after)->len, ==, 0);
  g_assert_cmpuint (gb_workflow_get_ignored (after)->len, ==, 0);
  g_assert_false (gb_workflow_check (after, back, author, NULL, &error));
  g_assert_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_WRONG_STATE);
}

static void
test_not_under_review (void)
{
  g_autoptr (GbRoute) route = gb_route_new_default ();
  g_autoptr (GPtrArray) events =
    script_run (route, "author revise a\nauthor ignore a 引用\nauthor submit a\n", NULL);
  g_autoptr (GbWorkflow) workflow = fold (route, events, NULL);
  g_autoptr (GbAccount) author = gb_account_new ("author", "author", "", GB_ROLE_DRAFTER, 0);
  const GbEvent *note = g_ptr_array_index (events, 1);
  g_autoptr (GbEvent) back = make_reinstate (workflow, "author", note->id, script_digest ('a'));
  g_autoptr (GError) error = NULL;

  g_assert_false (gb_workflow_check (workflow, back, author, NULL, &error));
  g_assert_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_WRONG_STATE);
}

/* Whoever has the right may, and the role of the last step is one. */
static void
test_override_right (void)
{
  g_autoptr (GbRoute) route = gb_route_new_default ();
  g_autoptr (GPtrArray) events =
    script_run (route, "author revise a\nauthor submit a\nchief override a 已核实\n", NULL);
  g_autoptr (GbWorkflow) workflow = fold (route, events, NULL);
  const GbEvent *note = g_ptr_array_index (events, 2);
  g_autoptr (GbEvent) back = make_reinstate (workflow, "other", note->id, script_digest ('a'));
  g_autoptr (GbAccount) deputy = gb_account_new ("other", "other", "", GB_ROLE_DEPUTY, 0);
  g_autoptr (GbAccount) chosen =
    gb_account_new ("other", "other", "", GB_ROLE_DEPUTY, GB_RIGHT_OVERRIDE);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (gb_workflow_get_notes (workflow)->len, ==, 1);
  g_assert_false (gb_workflow_may (workflow, GB_EVENT_OVERRIDE, deputy, NULL));
  g_assert_true (gb_workflow_may (workflow, GB_EVENT_OVERRIDE, chosen, NULL));
  g_assert_false (gb_workflow_check (workflow, back, deputy, NULL, &error));
  g_assert_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_RIGHT_REQUIRED);
  g_clear_error (&error);
  gb_workflow_check (workflow, back, chosen, NULL, &error);
  g_assert_no_error (error);
}

/* A note that waits is about the text that is being written, in whichever edition. */
static void
test_waiting (void)
{
  g_autoptr (GbRoute) route = gb_route_new_default ();
  g_autoptr (GPtrArray) events = script_run (
    route,
    "author revise a\nauthor submit a\nhead approve a\ndeputy approve a\nchief approve a\n"
    "publisher publish a\nportal published a\nauthor ignore - 引用\nauthor revise b\n",
    NULL);
  g_autoptr (GbWorkflow) workflow = fold (route, events, NULL);

  g_assert_cmpuint (gb_workflow_get_ignored (workflow)->len, ==, 0);
  g_assert_cmpuint (gb_workflow_get_edition (workflow), ==, 2);
  g_assert_cmpuint (gb_workflow_get_notes (workflow)->len, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/workflow/verdicts/known-again", test_known_again);
  g_test_add_func ("/workflow/verdicts/whole", test_whole);
  g_test_add_func ("/workflow/verdicts/two-notes-two-findings", test_two_notes_two_findings);
  g_test_add_func ("/workflow/verdicts/override-is-for-one-text", test_override_is_for_one_text);
  g_test_add_func ("/workflow/verdicts/what-stops", test_what_stops);
  g_test_add_func ("/workflow/verdicts/has-blocking", test_has_blocking);
  g_test_add_func ("/workflow/verdicts/reinstate", test_reinstate);
  g_test_add_func ("/workflow/verdicts/not-under-review", test_not_under_review);
  g_test_add_func ("/workflow/verdicts/override-right", test_override_right);
  g_test_add_func ("/workflow/verdicts/waiting", test_waiting);

  return g_test_run ();
}
