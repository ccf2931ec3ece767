/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people say of findings, over HTTP: ignoring what stops a submission, letting pass what stops
 * a publication, and everything the portal refuses: no reason, no right, a locked rule, another
 * text, a finding that is none. */

#include "config.h"

#include "portal-harness.h"

#include "check/gb-check-mark.h"
#include "store/gb-database.h"
#include "store/gb-office-log.h"
#include "store/gb-office-schema.h"
#include "workflow/gb-workflow.h"

#include <string.h>

static Portal *portal;

#define PLACEHOLDER "联系电话：XXXX，请咨询。"

static char *
put (GbDocument *document)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (Answer) answer = put_revision (portal, id, document, NULL, "zhangxiao");

  g_assert_cmpuint (answer->status, ==, 201);
  return g_steal_pointer (&id);
}

/* The note of the first finding of a rule in a text, as it would be said of this revision. */
static GbEvent *
make_note (const char *id,
           GbEventType type,
           GbDocument *document,
           const char *rule,
           const char *account,
           const char *reason)
{
  g_autoptr (GPtrArray) findings = gb_check_document (document, GB_CHECK_STAGE_PUBLISH);
  g_autoptr (GPtrArray) marks = gb_check_marks_new (document, findings);
  GbEvent *event =
    make_act (portal, id, type, gb_document_get_digest (document), account, "", reason);

  for (guint i = 0; i < marks->len; i++) {
    const GbCheckMark *mark = marks->pdata[i];

    if (strcmp (mark->rule, rule) != 0)
      continue;
    gb_event_set_string (&event->rule, mark->rule);
    gb_event_set_string (&event->place, mark->place);
    gb_event_set_string (&event->words, mark->words);
    gb_event_set_string (&event->mark, mark->digest);
    gb_event_set_string (&event->context, mark->context);
    return event;
  }
  g_error ("no finding of %s", rule);
}

static Answer *
say (const char *id,
     GbEventType type,
     GbDocument *document,
     const char *rule,
     const char *account,
     const char *reason)
{
  g_autoptr (GbEvent) event = make_note (id, type, document, rule, account, reason);

  return post_event (portal, event, account);
}

static void
decide (const char *id, GbDocument *document, const char *account, const char *step)
{
  g_autoptr (Answer) answer =
    act (portal, id, GB_EVENT_APPROVE, gb_document_get_digest (document), account, step, "");

  g_assert_cmpuint (answer->status, ==, 201);
}

static JsonObject *
get_finding (Answer *answer)
{
  JsonArray *findings = json_object_get_array_member (answer->json, "findings");

  g_assert_cmpuint (json_array_get_length (findings), ==, 1);
  return json_array_get_object_element (findings, 0);
}

static void
assert_chain_holds (void)
{
  g_autoptr (Answer) health = NULL;

  portal_stop (portal);
  portal_start (portal, NULL); /* the log is verified at start */
  health = portal_get (portal, "/healthz", NULL);
  g_assert_cmpuint (health->status, ==, 200);
}

static void
test_whole_way (void)
{
  g_autoptr (GbDocument) document = make_notice ("关于咨询方式的通知", PLACEHOLDER);
  const char *digest = gb_document_get_digest (document);
  g_autofree char *id = put (document);
  g_autofree char *path = g_strdup_printf ("/api/v1/documents/%s", id);
  g_autoptr (Answer) blocked = act (portal, id, GB_EVENT_SUBMIT, digest, "zhangxiao", "", "");
  g_autoptr (Answer) no_reason =
    say (id, GB_EVENT_IGNORE, document, "PLACEHOLDER", "zhangxiao", " ");
  g_autoptr (Answer) ignored =
    say (id, GB_EVENT_IGNORE, document, "PLACEHOLDER", "zhangxiao", "号码确以 X 表示。");
  g_autoptr (Answer) submit = act (portal, id, GB_EVENT_SUBMIT, digest, "zhangxiao", "", "");
  g_autoptr (Answer) by_head = NULL;
  g_autoptr (Answer) still = NULL;
  g_autoptr (Answer) by_publisher = NULL;
  g_autoptr (Answer) silent = NULL;
  g_autoptr (Answer) passed = NULL;
  g_autoptr (Answer) published = NULL;
  g_autoptr (Answer) all = NULL;
  JsonArray *events;
  JsonObject *note;
  const char *const types[] = { "revise",  "ignore",   "submit",  "approve",  "approve",
                                "approve", "override", "publish", "published" };

  assert_problem (blocked, 422, "blocked");
  g_assert_cmpstr (json_object_get_string_member (get_finding (blocked), "rule"), ==,
                   "PLACEHOLDER");
  g_assert_false (json_object_get_boolean_member (get_finding (blocked), "locked"));
  assert_problem (no_reason, 422, "reason-required");
  g_assert_cmpuint (ignored->status, ==, 201);
  g_assert_cmpuint (submit->status, ==, 201);

  by_head = say (id, GB_EVENT_OVERRIDE, document, "PLACEHOLDER", "lihua", "已核实。");
  assert_problem (by_head, 403, "right-required");
  decide (id, document, "lihua", "first");
  decide (id, document, "wangqiang", "second");
  decide (id, document, "chenmin", "third");
  still = act (portal, id, GB_EVENT_PUBLISH, digest, "zhaolei", "", "");
  assert_problem (still, 422, "blocked");
  by_publisher = say (id, GB_EVENT_OVERRIDE, document, "PLACEHOLDER", "zhaolei", "已核实。");
  assert_problem (by_publisher, 403, "right-required");
  silent = say (id, GB_EVENT_OVERRIDE, document, "PLACEHOLDER", "chenmin", "");
  assert_problem (silent, 422, "reason-required");
  passed = say (id, GB_EVENT_OVERRIDE, document, "PLACEHOLDER", "chenmin", "已与起草科室核实。");
  g_assert_cmpuint (passed->status, ==, 201);
  published = act (portal, id, GB_EVENT_PUBLISH, digest, "zhaolei", "", "");
  g_assert_cmpuint (published->status, ==, 201);

  /* Both stand in the record as they were said. */
  all = portal_get (portal, path, "lihua");
  events = json_object_get_array_member (all->json, "events");
  g_assert_cmpuint (json_array_get_length (events), ==, G_N_ELEMENTS (types));
  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    JsonObject *event = json_array_get_object_element (events, i);

    g_assert_cmpstr (json_object_get_string_member (event, "type"), ==, types[i]);
    g_assert_true (json_object_has_member (event, "rule") == (i == 1 || i == 6));
  }
  note = json_array_get_object_element (events, 1);
  g_assert_cmpstr (json_object_get_string_member (note, "words"), ==, "XXXX");
  g_assert_cmpstr (json_object_get_string_member (note, "opinion"), ==, "号码确以 X 表示。");
  g_assert_cmpstr (json_object_get_string_member (note, "actor_name"), ==, "张晓");
  assert_chain_holds ();
}

/* What protects people and secrets is never let pass, whoever says so. */
static void
test_locked (void)
{
  g_autoptr (GbDocument) document =
    make_notice ("关于领取补助的通知", "领取人身份证号为11010519491231002X。");
  const char *digest = gb_document_get_digest (document);
  g_autofree char *id = put (document);
  g_autoptr (Answer) ignored =
    say (id, GB_EVENT_IGNORE, document, "SEC-IDCARD", "zhangxiao", "本人同意。");
  g_autoptr (Answer) submit = act (portal, id, GB_EVENT_SUBMIT, digest, "zhangxiao", "", "");

  assert_problem (ignored, 422, "rule-locked");
  g_assert_cmpstr (answer_get_string (ignored, "field"), ==, "rule");
  assert_problem (submit, 422, "blocked");
  g_assert_true (json_object_get_boolean_member (get_finding (submit), "locked"));
}

/* A note is about this document, this text and what is there. */
static void
test_other_texts (void)
{
  g_autoptr (GbDocument) document = make_notice ("关于咨询方式的通知", PLACEHOLDER);
  g_autoptr (GbDocument) other = make_notice ("关于咨询方式的通知", "联系电话：XXXXX，请咨询。");
  const char *digest = gb_document_get_digest (document);
  g_autofree char *id = put (document);
  g_autofree char *other_id = put (other);
  g_autoptr (GbEvent) note =
    make_note (id, GB_EVENT_IGNORE, document, "PLACEHOLDER", "zhangxiao", "如此。");
  g_autoptr (GbEvent) stale = gb_event_copy (note);
  g_autoptr (GbEvent) elsewhere = NULL;
  g_autoptr (GbEvent) override = NULL;
  g_autoptr (GbEvent) foreign = NULL;
  g_autoptr (Answer) ignored = NULL;
  g_autoptr (Answer) stale_answer = NULL;
  g_autoptr (Answer) submit = NULL;
  g_autoptr (Answer) other_submit = NULL;
  g_autoptr (Answer) not_found = NULL;
  g_autoptr (Answer) tampered = NULL;
  g_autoptr (Answer) changed = NULL;

  /* Said of one document, it is nothing for another. */
  ignored = post_event (portal, note, "zhangxiao");
  g_assert_cmpuint (ignored->status, ==, 201);
  other_submit =
    act (portal, other_id, GB_EVENT_SUBMIT, gb_document_get_digest (other), "zhangxiao", "", "");
  assert_problem (other_submit, 422, "blocked");

  /* Under the same key nothing else can be said. */
  gb_event_set_string (&note->words, "别的");
  tampered = post_event (portal, note, "zhangxiao");
  assert_problem (tampered, 422, "key-reused");

  g_free (stale->id);
  stale->id = g_uuid_string_random ();
  gb_event_set_string (&stale->revision, gb_document_get_digest (other));
  stale_answer = post_event (portal, stale, "zhangxiao");
  assert_problem (stale_answer, 409, "stale-revision");

  /* The chief can let pass only what this text has. */
  submit = act (portal, id, GB_EVENT_SUBMIT, digest, "zhangxiao", "", "");
  g_assert_cmpuint (submit->status, ==, 201);
  override = make_note (id, GB_EVENT_OVERRIDE, other, "PLACEHOLDER", "chenmin", "已核实。");
  gb_event_set_string (&override->revision, digest);
  not_found = post_event (portal, override, "chenmin");
  assert_problem (not_found, 422, "no-finding");
  g_assert_cmpstr (answer_get_string (not_found, "field"), ==, "mark");

  /* Under review the author says no more. */
  changed = say (id, GB_EVENT_IGNORE, document, "PLACEHOLDER", "zhangxiao", "又及。");
  assert_problem (changed, 409, "wrong-state");
}

/* An override is for one text: the next one needs a new one. Ignoring goes on. */
static void
test_next_text (void)
{
  g_autoptr (GbDocument) document = make_notice ("关于咨询方式的通知", PLACEHOLDER);
  g_autoptr (GbDocument) later = make_notice ("关于公布咨询方式的通知", PLACEHOLDER);
  const char *digest = gb_document_get_digest (document);
  const char *later_digest = gb_document_get_digest (later);
  g_autofree char *id = put (document);
  g_autoptr (Answer) ignored =
    say (id, GB_EVENT_IGNORE, document, "PLACEHOLDER", "zhangxiao", "如此。");
  g_autoptr (Answer) submit = act (portal, id, GB_EVENT_SUBMIT, digest, "zhangxiao", "", "");
  g_autoptr (Answer) passed =
    say (id, GB_EVENT_OVERRIDE, document, "PLACEHOLDER", "chenmin", "已核实。");
  g_autoptr (Answer) returned =
    act (portal, id, GB_EVENT_RETURN, digest, "lihua", "first", "标题请改。");
  g_autoptr (Answer) put_later = put_revision (portal, id, later, digest, "zhangxiao");
  g_autoptr (Answer) again = act (portal, id, GB_EVENT_SUBMIT, later_digest, "zhangxiao", "", "");
  g_autoptr (Answer) publish = NULL;
  g_autoptr (Answer) anew = NULL;
  g_autoptr (GbEvent) back = NULL;
  g_autoptr (Answer) by_head = NULL;
  g_autoptr (Answer) taken_back = NULL;
  g_autoptr (Answer) twice = NULL;
  g_autoptr (Answer) blocked = NULL;

  g_assert_cmpuint (ignored->status, ==, 201);
  g_assert_cmpuint (submit->status, ==, 201);
  g_assert_cmpuint (passed->status, ==, 201);
  g_assert_cmpuint (returned->status, ==, 201);
  g_assert_cmpuint (put_later->status, ==, 201);
  g_assert_cmpuint (again->status, ==, 201);
  decide (id, later, "lihua", "first");
  decide (id, later, "wangqiang", "second");
  decide (id, later, "chenmin", "third");
  publish = act (portal, id, GB_EVENT_PUBLISH, later_digest, "zhaolei", "", "");
  assert_problem (publish, 422, "blocked");
  anew = say (id, GB_EVENT_OVERRIDE, later, "PLACEHOLDER", "chenmin", "再次核实。");
  g_assert_cmpuint (anew->status, ==, 201);

  /* And it can be taken back before the text is out, by who may let it pass. */
  back = make_act (portal, id, GB_EVENT_REINSTATE, later_digest, "lihua", "", "");
  gb_event_set_string (
    &back->subject,
    json_object_get_string_member (json_object_get_object_member (anew->json, "event"), "id"));
  by_head = post_event (portal, back, "lihua");
  assert_problem (by_head, 403, "right-required");
  gb_event_set_string (&back->actor, "chenmin");
  gb_event_set_string (&back->actor_name, "陈敏");
  g_free (back->id);
  back->id = g_uuid_string_random ();
  taken_back = post_event (portal, back, "chenmin");
  g_assert_cmpuint (taken_back->status, ==, 201);
  g_free (back->id);
  back->id = g_uuid_string_random ();
  twice = post_event (portal, back, "chenmin");
  assert_problem (twice, 409, "wrong-state");
  blocked = act (portal, id, GB_EVENT_PUBLISH, later_digest, "zhaolei", "", "");
  assert_problem (blocked, 422, "blocked");
}

/* Whoever changes what was said changes the log. */
static void
test_tampered_log (void)
{
  g_autofree char *path = g_build_filename (portal->folder, "office.db", NULL);
  g_autoptr (GbDocument) document = make_notice ("关于咨询方式的通知", PLACEHOLDER);
  g_autofree char *id = put (document);
  g_autoptr (Answer) ignored =
    say (id, GB_EVENT_IGNORE, document, "PLACEHOLDER", "zhangxiao", "如此。");
  g_autoptr (GError) error = NULL;
  GbDatabase *database;
  guint64 n_events = 0;

  g_assert_cmpuint (ignored->status, ==, 201);
  portal_stop (portal);
  database = gb_database_open (path, gb_office_schema_get (), &error);
  g_assert_no_error (error);
  gb_office_verify_log (database, &n_events, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_events, >, 0);
  gb_database_execute (database, "UPDATE event SET words = '别的' WHERE type = 'ignore'", &error);
  g_assert_no_error (error);
  g_assert_false (gb_office_verify_log (database, &n_events, &error));
  g_assert_nonnull (error);
  gb_database_close (database);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  portal = portal_new ();
  g_test_add_func ("/server/notes/whole-way", test_whole_way);
  g_test_add_func ("/server/notes/locked", test_locked);
  g_test_add_func ("/server/notes/other-texts", test_other_texts);
  g_test_add_func ("/server/notes/next-text", test_next_text);
  g_test_add_func ("/server/notes/tampered-log", test_tampered_log);
  status = g_test_run ();
  assert_described (FALSE);
  portal_free (portal);

  return status;
}
