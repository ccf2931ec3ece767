/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Publication: once, whole, and whatever happens to the portal in between. */
#include "config.h"

#include "portal-harness.h"

#include "store/gb-database.h"
#include "store/gb-office-schema.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_KILLS 12

/* One for all tests; each has its own documents, and leaves the portal running. */
static Portal *portal;

static char *
new_id (void)
{
  return g_uuid_string_random ();
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *c = strstr (text, part); c != NULL; c = strstr (c + 1, part))
    n++;
  return n;
}

static char *
get_text (const char *path)
{
  g_autoptr (Answer) answer = portal_get (portal, path, NULL);

  g_assert_cmpuint (answer->status, ==, 200);
  return answer_dup_text (answer);
}

/* One document, one page, in every list exactly once. */
static void
assert_published_once (const char *id, const char *title)
{
  g_autofree char *path = g_strdup_printf ("/api/v1/documents/%s", id);
  g_autoptr (Answer) document = portal_get (portal, path, "lihua");
  JsonArray *events;
  g_autofree char *page = NULL;
  g_autofree char *column = get_text ("/tzgg/");
  g_autofree char *feed = get_text ("/feed.atom");
  g_autofree char *link = NULL;
  const char *page_path;
  guint n_published = 0;

  g_assert_cmpuint (document->status, ==, 200);
  g_assert_cmpstr (answer_get_string (document, "state"), ==, "published");
  events = json_object_get_array_member (document->json, "events");
  for (guint i = 0; i < json_array_get_length (events); i++) {
    JsonObject *event = json_array_get_object_element (events, i);

    if (g_str_equal (json_object_get_string_member (event, "type"), "published"))
      n_published++;
  }
  g_assert_cmpuint (n_published, ==, 1);
  page_path = strstr (answer_get_string (document, "url"), "/tzgg/");
  page = get_text (page_path);
  g_assert_nonnull (strstr (page, title));
  link = g_strdup_printf ("href=\"%s\"", page_path);
  g_assert_cmpuint (count (column, link), ==, 1);
  g_assert_cmpuint (count (feed, page_path), >=, 1);
}

/* The page carries what it must, PubDate among it, which is the portal's own time (PROC-PUBDATE),
 * and searching finds it by two characters. */
static void
test_page (void)
{
  static const char *const tags[] = {
    "name=\"SiteName\"",      "name=\"SiteDomain\"",        "name=\"SiteIDCode\"",
    "name=\"ColumnName\"",    "name=\"ColumnDescription\"", "name=\"ColumnKeywords\"",
    "name=\"ColumnType\"",    "name=\"ArticleTitle\"",      "name=\"PubDate\"",
    "name=\"ContentSource\"",
  };
  g_autofree char *id = new_id ();
  g_autoptr (GbDocument) document =
    make_notice ("关于优化营商环境的通知", "各单位要加强督办落实，压实责任。");
  g_autofree char *path = publish_document (portal, id, document);
  g_autofree char *page = get_text (path);
  g_autofree char *home = get_text ("/");
  g_autofree char *sitemap = get_text ("/sitemap.xml");
  g_autofree char *robots = get_text ("/robots.txt");
  g_autofree char *title_hit = get_text ("/search?q=%E8%90%A5%E5%95%86");
  g_autofree char *text_hit = get_text ("/search?q=%E7%9D%A3%E5%8A%9E");
  g_autofree char *no_hit = get_text ("/search?q=%E5%95%86%E8%90%A5");
  g_autofree char *missing = NULL;
  g_autoptr (Answer) none = portal_get (portal, "/nowhere", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    g_assert_nonnull (strstr (page, tags[i]));
  g_assert_null (strstr (page, "<script>"));
  g_assert_null (strstr (page, " style="));
  g_assert_nonnull (strstr (home, path));
  g_assert_nonnull (strstr (sitemap, path));
  g_assert_nonnull (strstr (robots, "/sitemap.xml\n"));
  g_assert_nonnull (strstr (title_hit, path));
  g_assert_nonnull (strstr (text_hit, path));
  g_assert_null (strstr (no_hit, path));
  /* A trial says so on every page, even on that of an error. */
  missing = answer_dup_text (none);
  g_assert_nonnull (strstr (page, "试用"));
  g_assert_nonnull (strstr (home, "试用"));
  g_assert_nonnull (strstr (title_hit, "试用"));
  g_assert_nonnull (strstr (missing, "试用"));
  assert_described (FALSE);
}

/* The same key twice, another key afterwards: one page. */
static void
test_twice (void)
{
  g_autofree char *id = new_id ();
  g_autoptr (GbDocument) document = make_notice ("关于防汛工作的通知", "正文。");
  const char *digest = gb_document_get_digest (document);
  g_autoptr (GbEvent) publish = NULL;
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) later = NULL;
  g_autoptr (Answer) other = NULL;

  approve_all (portal, id, document);
  publish = make_act (portal, id, GB_EVENT_PUBLISH, digest, "zhaolei", "", "");
  first = post_event (portal, publish, "zhaolei");
  again = post_event (portal, publish, "zhaolei");
  g_assert_cmpuint (first->status, ==, 201);
  g_assert_cmpint (answer_get_int (first, "published_at"), >, 0);
  g_assert_true (g_bytes_equal (first->body, again->body));
  /* The answer outlives the portal's process. */
  portal_stop (portal);
  portal_start (portal, NULL);
  later = post_event (portal, publish, "zhaolei");
  g_assert_cmpuint (later->status, ==, 201);
  g_assert_cmpstr (answer_get_header (later, "Idempotency-Replayed"), ==, "true");
  g_assert_true (g_bytes_equal (first->body, later->body));
  other = act (portal, id, GB_EVENT_PUBLISH, digest, "zhaolei", "", "");
  assert_problem (other, 409, "wrong-state");
  assert_published_once (id, "关于防汛工作的通知");
}

/* Killed where it hurts: after the restart the client's repeat is answered and there is one page.
 */
static void
test_killed_at (gconstpointer data)
{
  const char *fault = data;
  g_autofree char *id = new_id ();
  g_autoptr (GbDocument) document = make_notice ("关于森林防火的通知", "正文。");
  g_autoptr (GbEvent) publish = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *json = NULL;
  g_autofree char *path = g_strdup_printf ("/api/v1/documents/%s/events", id);
  g_autoptr (Answer) cut = NULL;
  g_autoptr (Answer) answer = NULL;

  approve_all (portal, id, document);
  publish =
    make_act (portal, id, GB_EVENT_PUBLISH, gb_document_get_digest (document), "zhaolei", "", "");
  node = gb_event_to_json (publish);
  json = json_to_string (node, FALSE);
  body = g_bytes_new (json, strlen (json));
  portal_stop (portal);
  portal_start (portal, fault);
  cut = portal_try_send (portal, "POST", path, "zhaolei", "application/json", body,
                         "Idempotency-Key", publish->id, NULL);
  g_assert_null (cut);
  portal_wait_dead (portal);
  portal_start (portal, NULL);
  if (!g_str_equal (fault, "before-commit"))
    assert_published_once (id, "关于森林防火的通知");
  answer = post_event (portal, publish, "zhaolei");
  g_assert_cmpuint (answer->status, ==, 201);
  assert_published_once (id, "关于森林防火的通知");
}

typedef struct {
  GSubprocess *process;
  guint delay_us;
} Killer;

static gpointer
kill_later (gpointer data)
{
  Killer *killer = data;

  g_usleep (killer->delay_us);
  g_subprocess_send_signal (killer->process, SIGKILL);
  return NULL;
}

/* Killed at any moment around publication, by an uninvolved process. */
static void
test_killed_anywhere (void)
{
  for (guint i = 0; i < N_KILLS; i++) {
    g_autofree char *id = new_id ();
    g_autofree char *title = g_strdup_printf ("第%u次通知", i);
    g_autoptr (GbDocument) document = make_notice (title, "正文。");
    g_autoptr (GbEvent) publish = NULL;
    g_autoptr (JsonNode) node = NULL;
    g_autofree char *json = NULL;
    g_autoptr (GBytes) body = NULL;
    g_autofree char *path = g_strdup_printf ("/api/v1/documents/%s/events", id);
    g_autoptr (Answer) maybe = NULL;
    g_autoptr (Answer) answer = NULL;
    Killer killer;
    GThread *thread;

    approve_all (portal, id, document);
    publish =
      make_act (portal, id, GB_EVENT_PUBLISH, gb_document_get_digest (document), "zhaolei", "", "");
    node = gb_event_to_json (publish);
    json = json_to_string (node, FALSE);
    body = g_bytes_new (json, strlen (json));
    killer.process = portal->process;
    killer.delay_us = (guint)g_test_rand_int_range (0, 25 * 1000);
    thread = g_thread_new ("kill", kill_later, &killer);
    maybe = portal_try_send (portal, "POST", path, "zhaolei", "application/json", body,
                             "Idempotency-Key", publish->id, NULL);
    g_thread_join (thread);
    portal_wait_dead (portal);
    portal_start (portal, NULL);
    answer = post_event (portal, publish, "zhaolei");
    g_assert_cmpuint (answer->status, ==, 201);
    /* Who was told that it is public was told the truth. */
    if (maybe != NULL)
      g_assert_true (g_bytes_equal (maybe->body, answer->body));
    assert_published_once (id, title);
  }
}

/* Pages are derived: without them the portal makes them again. */
static void
test_pages_made_again (void)
{
  g_autofree char *id = new_id ();
  g_autoptr (GbDocument) document = make_notice ("关于防灾减灾的通知", "正文。");
  g_autofree char *path = publish_document (portal, id, document);
  g_autofree char *before = get_text (path);
  g_autofree char *file = g_build_filename (portal->folder, "site", path, NULL);
  g_autofree char *after = NULL;

  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
  portal_stop (portal);
  g_assert_cmpint (g_unlink (file), ==, 0);
  portal_start (portal, NULL);
  after = get_text (path);
  g_assert_cmpstr (before, ==, after);
  for (guint i = 0; i < 100 && !g_file_test (file, G_FILE_TEST_EXISTS); i++)
    g_usleep (50 * 1000);
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
}

static void
wait_for_state (const char *id, const char *state)
{
  g_autofree char *path = g_strdup_printf ("/api/v1/documents/%s", id);

  for (guint i = 0; i < 100; i++) {
    g_autoptr (Answer) answer = portal_get (portal, path, "lihua");

    if (g_strcmp0 (answer_get_string (answer, "state"), state) == 0)
      return;
    g_usleep (100 * 1000);
  }
  g_error ("%s never became %s", id, state);
}

/* At its time, and at the next start if its time passed while nobody was there. */
static void
test_scheduled (void)
{
  g_autofree char *id = new_id ();
  g_autofree char *late_id = new_id ();
  g_autoptr (GbDocument) document = make_notice ("定时发布的通知", "正文。");
  g_autoptr (GbDocument) late = make_notice ("停机时到期的通知", "正文。");
  g_autoptr (GbEvent) schedule = NULL;
  g_autoptr (GbEvent) late_schedule = NULL;
  g_autoptr (Answer) answer = NULL;
  g_autoptr (Answer) late_answer = NULL;

  approve_all (portal, id, document);
  schedule =
    make_act (portal, id, GB_EVENT_SCHEDULE, gb_document_get_digest (document), "zhaolei", "", "");
  schedule->due_at = g_get_real_time () + 1500 * 1000;
  answer = post_event (portal, schedule, "zhaolei");
  g_assert_cmpuint (answer->status, ==, 201);
  g_assert_cmpstr (answer_get_string (answer, "state"), ==, "scheduled");
  wait_for_state (id, "published");
  g_assert_cmpint (g_get_real_time (), >=, schedule->due_at);
  assert_published_once (id, "定时发布的通知");

  approve_all (portal, late_id, late);
  late_schedule =
    make_act (portal, late_id, GB_EVENT_SCHEDULE, gb_document_get_digest (late), "zhaolei", "", "");
  late_schedule->due_at = g_get_real_time () + 2000 * 1000;
  late_answer = post_event (portal, late_schedule, "zhaolei");
  g_assert_cmpuint (late_answer->status, ==, 201);
  portal_kill (portal);
  while (g_get_real_time () < late_schedule->due_at)
    g_usleep (100 * 1000);
  portal_start (portal, NULL);
  wait_for_state (late_id, "published");
  assert_published_once (late_id, "停机时到期的通知");
}

/* Policy and interpretation link to each other, whichever came first. */
static void
test_related (void)
{
  g_autofree char *policy_id = new_id ();
  g_autofree char *other_id = new_id ();
  g_autoptr (GbDocument) policy = make_notice ("关于促进就业的通知", "正文。");
  g_autoptr (GbDocument) notice = make_notice ("《关于促进就业的通知》的说明", "正文。");
  g_autoptr (GbMetadata) metadata = gb_metadata_copy (gb_document_get_metadata (notice));
  g_autoptr (GPtrArray) relations =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gb_relation_free);
  g_autoptr (GbDocument) other = NULL;
  g_autofree char *policy_path = publish_document (portal, policy_id, policy);
  g_autofree char *before = get_text (policy_path);
  g_autofree char *other_path = NULL;
  g_autofree char *after = NULL;
  g_autofree char *back = NULL;

  g_ptr_array_add (relations, gb_relation_new ("policy", policy_id, NULL, "关于促进就业的通知"));
  gb_metadata_set_relations (metadata, relations);
  other = gb_document_with_metadata (notice, metadata, NULL);
  other_path = publish_document (portal, other_id, other);
  after = get_text (policy_path);
  back = get_text (other_path);
  g_assert_null (strstr (before, other_path));
  g_assert_nonnull (strstr (after, other_path));
  g_assert_nonnull (strstr (back, policy_path));
}

/* A second edition takes the first one's address. */
static void
test_edition (void)
{
  g_autofree char *id = new_id ();
  g_autoptr (GbDocument) document = make_notice ("关于供水的通知", "第一版。");
  g_autoptr (GbDocument) second = make_notice ("关于供水的通知", "第二版。");
  const char *digest = gb_document_get_digest (second);
  g_autofree char *path = publish_document (portal, id, document);
  g_autoptr (Answer) put =
    put_revision (portal, id, second, gb_document_get_digest (document), "zhangxiao");
  static const struct {
    GbEventType type;
    const char *account;
    const char *step;
  } acts[] = {
    { GB_EVENT_SUBMIT, "zhangxiao", "" },        { GB_EVENT_APPROVE, "lihua", "first" },
    { GB_EVENT_APPROVE, "wangqiang", "second" }, { GB_EVENT_APPROVE, "chenmin", "third" },
    { GB_EVENT_PUBLISH, "zhaolei", "" },
  };
  g_autofree char *page = NULL;

  g_assert_cmpuint (put->status, ==, 201);
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++) {
    g_autoptr (GbEvent) event =
      make_act (portal, id, acts[i].type, digest, acts[i].account, acts[i].step, "");
    g_autoptr (Answer) answer = NULL;
    g_autofree char *live = get_text (path);

    /* The first edition stays public until the second one is. */
    g_assert_nonnull (strstr (live, "第一版"));
    event->edition = 2;
    answer = post_event (portal, event, acts[i].account);
    g_assert_cmpuint (answer->status, ==, 201);
  }
  page = get_text (path);
  g_assert_nonnull (strstr (page, "第二版"));
  g_assert_null (strstr (page, "第一版"));
}

static void
run_sql (const char *sql)
{
  g_autofree char *path = g_build_filename (portal->folder, "office.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDatabase) database = gb_database_open (path, gb_office_schema_get (), &error);

  g_assert_no_error (error);
  gb_database_execute (database, sql, &error);
  g_assert_no_error (error);
  gb_database_close (database);
}

/* A log that somebody has rewritten is not served. */
static void
test_rewritten_log (void)
{
  g_autofree char *id = new_id ();
  g_autoptr (GbDocument) document = make_notice ("关于供电的通知", "正文。");
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;

  g_free (publish_document (portal, id, document));
  portal_stop (portal);
  run_sql ("UPDATE event SET actor_name = '某人' WHERE seq = 2");
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, g_getenv ("GB_PORTAL"),
                              "--data", portal->folder, "--trial", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &message, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 2);
  g_assert_nonnull (strstr (message, "event 2"));
  run_sql ("UPDATE event SET actor_name = '张晓' WHERE seq = 2");
  portal_start (portal, NULL);
}

/* A text that somebody has changed in the database is not that which was approved: nobody gets it.
 */
static void
test_changed_text (void)
{
  g_autofree char *id = new_id ();
  g_autoptr (GbDocument) document = make_notice ("关于供水的通知", "原来的正文。");
  const char *digest = gb_document_get_digest (document);
  g_autofree char *address = g_strdup_printf ("/api/v1/documents/%s/revisions/%s", id, digest);
  g_autoptr (Answer) refused = NULL;
  g_autoptr (Answer) text = NULL;
  g_autoptr (Answer) good = NULL;

  approve_all (portal, id, document);
  run_sql ("UPDATE revision SET xml = CAST (replace (CAST (xml AS TEXT), '原来的', '后来的')"
           " AS BLOB)");
  text = portal_get (portal, address, "lihua");
  assert_problem (text, 500, "internal");
  refused = act (portal, id, GB_EVENT_PUBLISH, digest, "zhaolei", "", "");
  assert_problem (refused, 500, "internal");
  run_sql ("UPDATE revision SET xml = CAST (replace (CAST (xml AS TEXT), '后来的', '原来的')"
           " AS BLOB)");
  good = act (portal, id, GB_EVENT_PUBLISH, digest, "zhaolei", "", "");
  g_assert_cmpuint (good->status, ==, 201);
  assert_published_once (id, "关于供水的通知");
}

/* While the clock is behind the log, nothing is accepted; a little does no harm. */
static void
test_clock (void)
{
  g_autofree char *id = new_id ();
  g_autoptr (GbDocument) document = make_notice ("关于时钟的通知", "正文。");
  const char *digest = gb_document_get_digest (document);
  g_autoptr (GbEvent) publish = NULL;
  g_autoptr (Answer) refused = NULL;
  g_autoptr (Answer) good = NULL;

  approve_all (portal, id, document);
  publish = make_act (portal, id, GB_EVENT_PUBLISH, digest, "zhaolei", "", "");
  run_sql ("UPDATE event SET accepted_at = accepted_at + 3600000000"
           " WHERE seq = (SELECT max (seq) FROM event)");
  refused = post_event (portal, publish, "zhaolei");
  assert_problem (refused, 503, "clock-wrong");
  run_sql ("UPDATE event SET accepted_at = accepted_at - 3600000000"
           " WHERE seq = (SELECT max (seq) FROM event)");
  /* The same act, sent again by itself. */
  good = post_event (portal, publish, "zhaolei");
  g_assert_cmpuint (good->status, ==, 201);
  assert_published_once (id, "关于时钟的通知");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/publish/page", test_page);
  g_test_add_func ("/publish/twice", test_twice);
  g_test_add_data_func ("/publish/killed-before-commit", "before-commit", test_killed_at);
  g_test_add_data_func ("/publish/killed-after-commit", "after-commit", test_killed_at);
  g_test_add_data_func ("/publish/killed-with-a-page-written", "page-written", test_killed_at);
  g_test_add_data_func ("/publish/killed-before-the-answer", "after-flush", test_killed_at);
  g_test_add_func ("/publish/killed-anywhere", test_killed_anywhere);
  g_test_add_func ("/publish/pages-made-again", test_pages_made_again);
  g_test_add_func ("/publish/scheduled", test_scheduled);
  g_test_add_func ("/publish/related", test_related);
  g_test_add_func ("/publish/edition", test_edition);
  g_test_add_func ("/publish/changed-text", test_changed_text);
  g_test_add_func ("/publish/clock", test_clock);
  g_test_add_func ("/publish/rewritten-log", test_rewritten_log);

  portal = portal_new ();
  status = g_test_run ();
  portal_free (portal);
  return status;
}
