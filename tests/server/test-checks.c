/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an office changed about the rules, over real HTTP: it decides what the portal refuses, desks
 * can read it, what is locked stays, and the audit keeps who changed what and why. */
#include "config.h"

#include "portal-harness.h"

#include "store/gb-database.h"
#include "store/gb-office-schema.h"
#include "store/gb-statement.h"

#include <glib/gstdio.h>
#include <string.h>

#define LEVELS "# columns: rule\tlevel\tname\treason\n"
#define NUMBER "示府办〔2026〕77号"

static Portal *portal;

static char *
get_check_path (const char *name)
{
  g_autofree char *folder = g_build_filename (portal->folder, "check", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  return g_build_filename (folder, name, NULL);
}

/* Writes a table of the office, or takes it away, and starts the portal again. */
static void
restart_with (const char *name, const char *text)
{
  g_autofree char *path = get_check_path (name);

  portal_stop (portal);
  if (text != NULL)
    g_assert_true (g_file_set_contents (path, text, -1, NULL));
  else
    g_assert_cmpint (g_remove (path), ==, 0);
  portal_start (portal, NULL);
}

static GbDocument *
make_numbered (const char *title, const char *text, const char *number)
{
  g_autoptr (GbDocument) notice = make_notice (title, text);
  g_autoptr (GbMetadata) metadata = gb_metadata_copy (gb_document_get_metadata (notice));
  g_autoptr (GError) error = NULL;
  GbDocument *document;

  gb_metadata_set (metadata, "document-number", number);
  gb_metadata_set (metadata, "index-number", "");
  document = gb_document_with_metadata (notice, metadata, &error);
  g_assert_no_error (error);
  return document;
}

/* What the portal says to a submission of a new document. */
static Answer *
submit (GbDocument *document)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (Answer) put = put_revision (portal, id, document, NULL, "zhangxiao");

  g_assert_cmpuint (put->status, ==, 201);
  return act (portal, id, GB_EVENT_SUBMIT, gb_document_get_digest (document), "zhangxiao", "", "");
}

static gboolean
names_rule (Answer *answer, const char *rule)
{
  JsonArray *findings = json_object_get_array_member (answer->json, "findings");

  for (guint i = 0; i < json_array_get_length (findings); i++) {
    if (g_str_equal (
          json_object_get_string_member (json_array_get_object_element (findings, i), "rule"),
          rule))
      return TRUE;
  }
  return FALSE;
}

static JsonArray *
get_changes (Answer *answer)
{
  return json_object_get_array_member (answer->json, "changes");
}

static const char *
get_change (Answer *answer, guint index, const char *member)
{
  return json_object_get_string_member (json_array_get_object_element (get_changes (answer), index),
                                        member);
}

static void
test_default (void)
{
  g_autoptr (GbDocument) document = make_notice ("关于试点工作的通知", "联系人××。");
  g_autoptr (Answer) answer = submit (document);
  g_autoptr (Answer) checks = portal_get (portal, "/api/v1/checks", "zhangxiao");
  g_autoptr (Answer) nobody = portal_get (portal, "/api/v1/checks", NULL);
  g_autoptr (Answer) same = NULL;

  assert_problem (answer, 422, "blocked");
  g_assert_true (names_rule (answer, "PLACEHOLDER"));
  assert_problem (nobody, 401, "sign-in-required");
  g_assert_cmpuint (checks->status, ==, 200);
  g_assert_cmpuint (json_array_get_length (get_changes (checks)), ==, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (checks->json, "tables")),
                    ==, 0);
  same = portal_send (portal, "GET", "/api/v1/checks", "zhangxiao", NULL, NULL, "If-None-Match",
                      answer_get_header (checks, "ETag"), NULL);
  g_assert_cmpuint (same->status, ==, 304);
}

/* A rule that is lowered lets pass, one that is raised stops, and both are in the audit. */
static void
test_levels (void)
{
  g_autoptr (GbDocument) lowered = make_notice ("关于第二批试点的通知", "联系人××。");
  g_autoptr (GbDocument) raised = make_notice ("关于第三批试点的通知", "有关部门,各单位。");
  g_autoptr (Answer) before = submit (raised);
  g_autoptr (Answer) passed = NULL;
  g_autoptr (Answer) stopped = NULL;
  g_autoptr (Answer) checks = NULL;

  g_assert_cmpuint (before->status, ==, 201);
  restart_with ("levels.tsv", LEVELS "PLACEHOLDER\twarning\t李华\t模板里有\n"
                                     "PUNC-HALF\tblock\t王芳\t规范标点\n"
                                     "PUNC-DENG\toff\t\t没有签名\n");
  passed = submit (lowered);
  g_assert_cmpuint (passed->status, ==, 201);
  stopped = submit (raised);
  assert_problem (stopped, 422, "blocked");
  g_assert_true (names_rule (stopped, "PUNC-HALF"));

  checks = portal_get (portal, "/api/v1/checks", "lihua");
  g_assert_cmpuint (json_array_get_length (get_changes (checks)), ==, 2);
  g_assert_cmpstr (get_change (checks, 0, "rule"), ==, "PLACEHOLDER");
  g_assert_cmpstr (get_change (checks, 0, "level"), ==, "warning");
  g_assert_cmpstr (get_change (checks, 0, "name"), ==, "李华");
  g_assert_cmpstr (get_change (checks, 0, "reason"), ==, "模板里有");
  g_assert_cmpstr (get_change (checks, 1, "rule"), ==, "PUNC-HALF");
  g_assert_cmpint (
    json_object_get_int_member (json_array_get_object_element (get_changes (checks), 1), "made_at"),
    >, 0);
}

/* The same row again is no change; another reason is one, and so is a row that is gone. */
static void
test_audit (void)
{
  g_autoptr (Answer) same = NULL;
  g_autoptr (Answer) other = NULL;
  g_autoptr (Answer) gone = NULL;
  g_autofree char *hash = NULL;

  portal_stop (portal);
  portal_start (portal, NULL);
  same = portal_get (portal, "/api/v1/checks", "lihua");
  g_assert_cmpuint (json_array_get_length (get_changes (same)), ==, 2);
  hash = g_strdup (get_change (same, 1, "hash"));

  restart_with ("levels.tsv", LEVELS "PLACEHOLDER\twarning\t李华\t模板里有\n"
                                     "PUNC-HALF\tblock\t王芳\t上级通报\n");
  other = portal_get (portal, "/api/v1/checks", "lihua");
  g_assert_cmpuint (json_array_get_length (get_changes (other)), ==, 3);
  g_assert_cmpstr (get_change (other, 1, "hash"), ==, hash);
  g_assert_cmpstr (get_change (other, 2, "reason"), ==, "上级通报");

  restart_with ("levels.tsv", NULL);
  gone = portal_get (portal, "/api/v1/checks", "lihua");
  g_assert_cmpuint (json_array_get_length (get_changes (gone)), ==, 5);
  g_assert_cmpstr (get_change (gone, 3, "level"), ==, "");
  g_assert_cmpstr (get_change (gone, 4, "level"), ==, "");
}

/* What protects persons and secrets, and the conditions of publication, no file can change. */
static void
test_locked (void)
{
  g_autoptr (GbDocument) marked = make_notice ("关于第四批试点的通知", "机密★10年。");
  g_autoptr (Answer) answer = NULL;
  g_autoptr (Answer) checks = NULL;

  restart_with ("levels.tsv", LEVELS "SEC-MARK\toff\t李华\t不需要\nSEC-IDCARD\thint\t李华\t无\n");
  answer = submit (marked);
  assert_problem (answer, 422, "blocked");
  g_assert_true (names_rule (answer, "SEC-MARK"));
  checks = portal_get (portal, "/api/v1/checks", "lihua");
  g_assert_cmpuint (json_array_get_length (get_changes (checks)), ==, 5);
  restart_with ("levels.tsv", NULL);
}

/* Rules that need the catalogue stop a text where the office wants it. */
static void
test_context (void)
{
  g_autofree char *first_id = g_uuid_string_random ();
  g_autoptr (GbDocument) first = make_numbered ("关于防汛值守的通知", "正文。", NUMBER);
  g_autoptr (GbDocument) second = make_numbered ("关于森林防火的通知", "正文。", NUMBER);
  g_autoptr (GbDocument) third =
    make_numbered ("关于防汛值守的通知", "另一正文。", "示府办〔2026〕78号");
  g_autofree char *path = publish_document (portal, first_id, first);
  g_autoptr (Answer) allowed = submit (second);
  g_autoptr (Answer) number = NULL;
  g_autoptr (Answer) title = NULL;
  g_autoptr (Answer) own = NULL;

  g_assert_cmpuint (allowed->status, ==, 201);
  restart_with ("levels.tsv", LEVELS "META-DOCNO-DUP\tblock\t李华\t曾经重号\n"
                                     "META-TITLE-DUP\tblock\t李华\t曾经重复\n");
  number = submit (second);
  assert_problem (number, 422, "blocked");
  g_assert_true (names_rule (number, "META-DOCNO-DUP"));
  g_assert_false (names_rule (number, "META-TITLE-DUP"));
  title = submit (third);
  assert_problem (title, 422, "blocked");
  g_assert_true (names_rule (title, "META-TITLE-DUP"));
  restart_with ("levels.tsv", NULL);
}

/* The office's own tables count, and desks get them as they are. */
static void
test_tables (void)
{
  static const char text[] = "# columns: old\tnew\tsince\n粤府令第1号\t粤府令第2号\t2020-01-01\n";
  g_autoptr (GbDocument) document = make_notice ("关于第五批试点的通知", "依据粤府令第1号。");
  g_autoptr (Answer) stopped = NULL;
  g_autoptr (Answer) checks = NULL;
  JsonArray *tables;

  restart_with ("superseded.tsv", text);
  restart_with ("levels.tsv", LEVELS "CITE-SUPERSEDED\tblock\t李华\t依据要准\n");
  stopped = submit (document);
  assert_problem (stopped, 422, "blocked");
  g_assert_true (names_rule (stopped, "CITE-SUPERSEDED"));
  checks = portal_get (portal, "/api/v1/checks", "lihua");
  tables = json_object_get_array_member (checks->json, "tables");
  g_assert_cmpuint (json_array_get_length (tables), ==, 2);
  g_assert_cmpstr (
    json_object_get_string_member (json_array_get_object_element (tables, 1), "name"), ==,
    "superseded");
  g_assert_cmpstr (
    json_object_get_string_member (json_array_get_object_element (tables, 1), "content"), ==, text);
  restart_with ("superseded.tsv", NULL);
  restart_with ("levels.tsv", NULL);
}

/* Runs the portal to its end: it must refuse the folder. */
static char *
refuse_start (void)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *message = NULL;

  process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error,
                      g_getenv ("GB_PORTAL"), "--data", portal->folder, "--trial", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &message, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 2);
  return message;
}

static void
test_bad_table (void)
{
  g_autofree char *path = get_check_path ("superseded.tsv");
  g_autofree char *message = NULL;

  portal_stop (portal);
  g_assert_true (g_file_set_contents (path, "a\tb\n", -1, NULL));
  message = refuse_start ();
  g_assert_nonnull (strstr (message, "superseded.tsv:1"));
  g_assert_cmpint (g_remove (path), ==, 0);
  portal_start (portal, NULL);
}

/* Whoever makes the audit say something else is found at the next start. */
static void
test_tampered (void)
{
  g_autofree char *path = g_build_filename (portal->folder, "office.db", NULL);
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;
  GbDatabase *database;

  portal_stop (portal);
  database = gb_database_open (path, gb_office_schema_get (), &error);
  g_assert_no_error (error);
  g_assert_false (
    gb_database_execute (database, "UPDATE rule_change SET name = '' WHERE row = 1", NULL));
  g_assert_true (gb_database_execute (database, "DROP TRIGGER rule_changes_are_immutable", NULL));
  g_assert_true (
    gb_database_execute (database, "UPDATE rule_change SET name = '无' WHERE row = 1", NULL));
  gb_database_close (database);
  message = refuse_start ();
  g_assert_nonnull (strstr (message, "change 1 of the rules"));
}

/* An office of before: what the catalogue needs is taken out of the texts that are public. */
static void
test_older_office (void)
{
  const GbSchema *now = gb_office_schema_get ();
  const GbSchema before = { now->application_id, now->steps, 1 };
  g_autofree char *folder = g_dir_make_tmp ("gongbao-office-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "office.db", NULL);
  g_autoptr (GError) error = NULL;
  GbDatabase *database = gb_database_open (path, &before, &error);

  g_assert_no_error (error);
  gb_database_execute (
    database,
    "INSERT INTO revision VALUES ('a', 'd', '', '', 0, CAST ('<meta><index-number>X/2026-1"
    "</index-number><validity from=\"2026-01-01\" until=\"2031-01-01\"/></meta>' AS BLOB)),"
    " ('b', 'd', '', '', 0, CAST ('<meta/>' AS BLOB));"
    "INSERT INTO publication (document, path, revision, edition, title, column_id, kind, summary,"
    " document_number, source, publisher, validity, published_at, first_published_at) VALUES"
    " ('a', '/a', 'd', 1, '', '', '', '', '', '', '', '', 1, 1),"
    " ('b', '/b', 'd', 1, '', '', '', '', '', '', '', '', 1, 1),"
    " ('c', '/c', 'none', 1, '', '', '', '', '', '', '', '', 1, 1)",
    &error);
  g_assert_no_error (error);
  gb_database_close (database);
  database = gb_database_open (path, now, &error);
  g_assert_no_error (error);
  {
    g_autoptr (GbStatement) select = gb_database_prepare (
      database,
      "SELECT group_concat (document || index_number || ' ' || valid_until, ',') FROM publication",
      &error);
    gboolean has_row = FALSE;

    g_assert_no_error (error);
    g_assert_true (gb_statement_step (select, &has_row, &error) && has_row);
    g_assert_cmpstr (gb_statement_get_text (select, 0), ==, "aX/2026-1 2031-01-01,b ,c ");
  }
  gb_database_close (database);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  portal = portal_new ();
  g_test_add_func ("/checks/older-office", test_older_office);
  g_test_add_func ("/checks/default", test_default);
  g_test_add_func ("/checks/levels", test_levels);
  g_test_add_func ("/checks/audit", test_audit);
  g_test_add_func ("/checks/locked", test_locked);
  g_test_add_func ("/checks/context", test_context);
  g_test_add_func ("/checks/tables", test_tables);
  g_test_add_func ("/checks/bad-table", test_bad_table);
  g_test_add_func ("/checks/tampered", test_tampered);
  status = g_test_run ();
  portal_free (portal);
  return status;
}
