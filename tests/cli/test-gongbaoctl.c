/* SPDX-License-Identifier: GPL-3.0-or-later */

/* gongbaoctl as scripts use it: output, messages and every exit status. */

#include "config.h"

#include "document/gb-digest.h"
#include "document/gb-document.h"
#include "document/gb-file-private.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#define GOOD_DOCUMENT                                                                              \
  "<document xmlns=\"" GB_DOCUMENT_NS "\" kind=\"qa\" xml:lang=\"zh-CN\">\n<meta>"                 \
  "<title>题</title><source>本网</source><publisher>县政府</publisher><column>zcjd</column>" \
  "<openness>on-request</openness><withhold-basis article=\"14\">理由</withhold-basis></meta>\n" \
  "<body xmlns=\"" GB_DOCUMENT_XHTML_NS "\">\n<p id=\"a\">文</p></body></document>"

typedef struct {
  char *folder; /* where files of a test go */
  int status;
  char *output;
  char *messages;
} Fixture;

static void
clear_run (Fixture *fixture)
{
  g_clear_pointer (&fixture->output, g_free);
  g_clear_pointer (&fixture->messages, g_free);
}

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("gb-cli-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  _gb_remove_tree (fixture->folder);
  g_free (fixture->folder);
  clear_run (fixture);
}

/* Words of the command after "gongbaoctl", divided by spaces; @ stands for the folder of the data,
 * and everything happens in the test's folder. */
static void
run (Fixture *fixture, const char *command)
{
  g_autoptr (GString) line = g_string_new (command);
  g_auto (GStrv) words = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  clear_run (fixture);
  g_string_replace (line, "@", g_getenv ("GB_TEST_DATADIR"), 0);
  words = g_strsplit (line->str, " ", -1);
  g_strv_builder_add (builder, g_getenv ("GB_GONGBAOCTL"));
  for (guint i = 0; words[i] != NULL && *line->str != '\0'; i++)
    g_strv_builder_add (builder, words[i]);
  argv = g_strv_builder_end (builder);

  g_subprocess_launcher_set_cwd (launcher, fixture->folder);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *)argv, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &fixture->output,
                                                &fixture->messages, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  fixture->status = g_subprocess_get_exit_status (process);
  g_test_message ("gongbaoctl %s: %d", command, fixture->status);
}

static void
write_file (Fixture *fixture, const char *name, const char *content, gssize size)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, content, size, &error));
}

static char *
read_file (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  char *content = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, &error));
  return content;
}

static void
assert_run (Fixture *fixture, const char *command, int status)
{
  run (fixture, command);
  if (fixture->status != status)
    g_test_message ("%s", fixture->messages);
  g_assert_cmpint (fixture->status, ==, status);
}

static void
assert_says (Fixture *fixture, const char *pattern)
{
  g_test_message ("%s", fixture->messages);
  g_assert_true (g_pattern_match_simple (pattern, fixture->messages));
}

static void
test_use (Fixture *fixture, gconstpointer user_data)
{
  static const char *const commands[] = { "check", "digest", "export", "import", "validate" };

  assert_run (fixture, "--version", 0);
  g_assert_cmpstr (fixture->output, ==, "gongbaoctl " GB_VERSION "\n");
  assert_run (fixture, "--help", 0);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_assert_nonnull (strstr (fixture->output, commands[i]));
  assert_run (fixture, "", 2);
  g_assert_cmpstr (fixture->output, ==, "");
  g_assert_nonnull (strstr (fixture->messages, "Usage"));
  assert_run (fixture, "fly", 2);
  g_assert_nonnull (strstr (fixture->messages, "fly"));

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autofree char *help = g_strdup_printf ("%s --help", commands[i]);
    g_autofree char *unknown = g_strdup_printf ("%s --fly x", commands[i]);

    assert_run (fixture, help, 0);
    g_assert_nonnull (strstr (fixture->output, "FILE"));
    assert_run (fixture, unknown, 2);
    if (strcmp (commands[i], "export") != 0)
      assert_run (fixture, commands[i], 2);
  }
}

static void
test_import (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *document = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *path =
    g_build_filename (g_getenv ("GB_TEST_DATADIR"), "luhe-interpretation.xml", NULL);

  assert_run (fixture, "import @/luhe-interpretation.txt -o luhe.xml", 0);
  g_assert_cmpstr (fixture->output, ==, "");
  assert_says (fixture, "*luhe-interpretation.txt:1: dropped site name: *");
  assert_says (fixture, "*luhe-interpretation.txt:56: dropped leaving notice: *");
  document = read_file (fixture, "luhe.xml");
  g_assert_true (g_file_get_contents (path, &expected, NULL, NULL));
  g_assert_cmpstr (document, ==, g_strchomp (expected));

  assert_run (fixture, "import @/luhe-interpretation.txt", 0);
  g_assert_cmpstr (fixture->output, ==, document);
  assert_run (fixture, "validate luhe.xml", 0);
  g_assert_cmpstr (fixture->output, ==, "");
  g_assert_cmpstr (fixture->messages, ==, "");

  write_file (fixture, "empty.txt", "", 0);
  write_file (fixture, "binary.txt", "\x89PNG\0\0", 6);
  assert_run (fixture, "import empty.txt", 1);
  assert_says (fixture, "empty.txt: *no text*");
  assert_run (fixture, "import binary.txt", 1);
  g_assert_cmpstr (fixture->output, ==, "");
  assert_run (fixture, "import x.pdf", 2);
  assert_run (fixture, "import missing.txt", 2);
  assert_says (fixture, "missing.txt: *");
  assert_run (fixture, "import @/luhe-interpretation.txt -o no/such/folder.xml", 2);
}

/* Office files: what was left out is listed, images lie beside the document under their digests. */
static void
test_import_office (Fixture *fixture, gconstpointer user_data)
{
  static const char image[] = "a94be57b8b28a1aa502ae534ef74d8ca3ba938e80f0a38d6ed4032b83b1adb10";
  g_autofree char *document = NULL;
  g_autofree char *bytes = NULL;

  assert_run (fixture, "import @/import/libreoffice-notice.docx -o notice.xml", 0);
  g_assert_cmpstr (fixture->output, ==, "");
  assert_says (fixture, "*libreoffice-notice.docx:3: dropped tracked deletion: *");
  document = read_file (fixture, "notice.xml");
  g_assert_nonnull (strstr (document, image));
  bytes = read_file (fixture, image);
  g_assert_true (g_str_has_prefix (bytes, "\x89PNG"));
  assert_run (fixture, "validate notice.xml", 0);

  assert_run (fixture, "import @/import/libreoffice-notice.docx", 0);
  g_assert_cmpstr (fixture->output, ==, document);
  assert_says (fixture, "*images are not written*");

  /* Several: a folder, and the worst status. */
  write_file (fixture, "bad.docx", "no zip", 6);
  assert_run (fixture, "import @/import/npm-interpretation.docx @/notice-page.txt bad.docx -o .",
              1);
  assert_says (fixture, "*bad.docx: this is not a .docx*");
  assert_run (fixture, "validate npm-interpretation.xml notice-page.xml", 0);
  assert_run (fixture, "import @/notice-page.txt @/notice-page.txt -o .", 2);
  assert_says (fixture, "*another file of this call*");
  assert_run (fixture, "import @/notice-page.txt bad.docx", 2);
  assert_says (fixture, "*name a folder*");
  assert_run (fixture, "import missing.docx", 2);
}

static void
test_validate (Fixture *fixture, gconstpointer user_data)
{
  write_file (
    fixture, "bad.xml",
    "<document xmlns=\"" GB_DOCUMENT_NS "\" kind=\"notice\" xml:lang=\"zh-CN\">\n<meta/>\n"
    "<body xmlns=\"" GB_DOCUMENT_XHTML_NS "\">\n<p id=\"a\" style=\"x\">y</p></body></document>",
    -1);
  write_file (fixture, "broken.xml", "<document>\n<meta>", -1);

  assert_run (fixture, "validate @/luhe-interpretation.xml", 0);
  assert_run (fixture, "validate bad.xml", 1);
  assert_says (fixture, "bad.xml:4: *style*");
  assert_run (fixture, "validate broken.xml", 1);
  assert_says (fixture, "broken.xml:2: *");
  assert_run (fixture, "validate missing.xml", 2);
  assert_says (fixture, "missing.xml: *");
  /* The worst of all, and all are told. */
  assert_run (fixture, "validate missing.xml @/luhe-interpretation.xml bad.xml", 2);
  assert_says (fixture, "missing.xml: *bad.xml:4: *");
  assert_run (fixture, "digest bad.xml", 1);
  assert_run (fixture, "check bad.xml", 1);
  assert_run (fixture, "export bad.xml --to=text", 1);
}

static void
test_digest (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("GB_TEST_DATADIR"), "luhe-interpretation.xml", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDocument) document = gb_document_new_from_file (file, NULL, &error);
  g_autofree char *expected = NULL;

  g_assert_no_error (error);
  expected = g_strdup_printf ("%s\n", gb_document_get_digest (document));
  assert_run (fixture, "digest @/luhe-interpretation.xml", 0);
  g_assert_cmpstr (fixture->output, ==, expected);
  assert_run (fixture, "digest @/luhe-interpretation.xml missing.xml", 2);
  g_assert_true (g_str_has_prefix (fixture->output, gb_document_get_digest (document)));
  g_assert_true (g_str_has_suffix (fixture->output, "luhe-interpretation.xml\n"));
}

/* One JSON object a line, with every member that scripts rely on. */
static void
assert_finding (const char *line, const char *rule, const char *field)
{
  static const char *const members[] = {
    "rule", "level", "block", "offset", "length", "text", "message", "fix",
  };
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *object;

  json_parser_load_from_data (parser, line, -1, &error);
  g_assert_no_error (error);
  object = json_node_get_object (json_parser_get_root (parser));
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    g_assert_true (json_object_has_member (object, members[i]));
  g_assert_cmpstr (json_object_get_string_member (object, "rule"), ==, rule);
  g_assert_cmpstr (json_object_get_string_member (object, "level"), ==, "block");
  g_assert_cmpstr (json_object_get_string_member (object, "field"), ==, field);
}

/* A log of SARIF 2.1.0 has one run with a tool and results, each of a rule that the tool names. */
static void
test_sarif (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *log;
  JsonObject *run;
  JsonArray *rules;
  JsonArray *results;

  assert_run (fixture, "check @/luhe-interpretation.xml --format=sarif --date=2018-12-20", 1);
  json_parser_load_from_data (parser, fixture->output, -1, &error);
  g_assert_no_error (error);
  log = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpstr (json_object_get_string_member (log, "version"), ==, "2.1.0");
  run = json_array_get_object_element (json_object_get_array_member (log, "runs"), 0);
  rules = json_object_get_array_member (
    json_object_get_object_member (json_object_get_object_member (run, "tool"), "driver"), "rules");
  results = json_object_get_array_member (run, "results");
  g_assert_cmpuint (json_array_get_length (results), >, 10);
  for (guint i = 0; i < json_array_get_length (results); i++) {
    JsonObject *result = json_array_get_object_element (results, i);
    const char *id = json_object_get_string_member (result, "ruleId");
    gboolean is_known = FALSE;

    for (guint k = 0; k < json_array_get_length (rules); k++)
      is_known =
        is_known ||
        g_strcmp0 (json_object_get_string_member (json_array_get_object_element (rules, k), "id"),
                   id) == 0;
    g_assert_true (is_known);
    g_assert_nonnull (json_object_get_array_member (result, "locations"));
  }
}

/* Documents, pages and office files of a folder, in the order of their names. */
static void
test_check_folder (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "pages", "2026", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  write_file (fixture, "pages/b.txt", "标题\n正文，是这样,的。\n", -1);
  write_file (fixture, "pages/2026/a.txt", "标题\n正文对吗?对。\n", -1);
  write_file (fixture, "pages/c.bin", "x", -1);
  assert_run (fixture, "check pages --format=text", 1);
  g_assert_nonnull (strstr (fixture->output, "pages/2026/a.txt: error: “?”"));
  g_assert_nonnull (strstr (fixture->output, "pages/b.txt: error: “,”"));
  g_assert_null (strstr (fixture->output, "c.bin"));
  /* Once each. */
  g_assert_null (strstr (strstr (fixture->output, "b.txt: error: “,”") + 1, "b.txt: error: “,”"));
  assert_run (fixture, "check pages/b.txt pages/missing.txt", 2);
}

static void
write_notice (Fixture *fixture, const char *name, const char *number, const char *text)
{
  g_autofree char *xml = g_strdup_printf (
    "<document xmlns=\"" GB_DOCUMENT_NS "\" kind=\"notice\" xml:lang=\"zh-CN\">\n<meta>"
    "<title>关于做好工作的通知</title><source>本网</source><publisher>县政府</publisher>"
    "<document-number>%s</document-number><made-on>2026-03-01</made-on><column>tzgg</column>"
    "<openness>proactive</openness></meta>\n"
    "<body xmlns=\"" GB_DOCUMENT_XHTML_NS "\">\n<p id=\"a\">%s</p></body></document>",
    number, text);

  write_file (fixture, name, xml, -1);
}

/* Files that are checked together know each other, and what a list says of others. */
static void
test_check_catalogue (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "set", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  write_notice (fixture, "set/a.xml", "陆府〔2026〕8号", "按陆府〔2016〕22号办理。");
  write_notice (fixture, "set/b.xml", "陆府〔2026〕8号", "正文。");
  write_notice (fixture, "set/c.xml", "陆府〔2026〕9号", "正文。");
  assert_run (fixture, "check set --date=2026-03-01", 0);
  g_assert_nonnull (strstr (fixture->output, "[META-DOCNO-DUP]"));
  g_assert_nonnull (strstr (fixture->output, "a.xml"));
  g_assert_null (strstr (fixture->output, "set/c.xml:2: warning"));
  g_assert_null (strstr (fixture->output, "CITE-ABOLISHED"));
  assert_run (fixture, "check set/a.xml --date=2026-03-01", 0);
  g_assert_null (strstr (fixture->output, "META-DOCNO-DUP"));

  write_file (fixture, "list.tsv", "number\ttitle\tstatus\n陆府〔2016〕22号\t甲\t废止\n", -1);
  assert_run (fixture, "check set/a.xml --date=2026-03-01 --catalogue=list.tsv", 0);
  g_assert_nonnull (strstr (fixture->output, "[CITE-ABOLISHED]"));
  write_file (fixture, "list.tsv", "number\tstatus\n陆府〔2016〕22号\t也许\n", -1);
  assert_run (fixture, "check set/a.xml --catalogue=list.tsv", 2);
  assert_run (fixture, "check set/a.xml --catalogue=missing.tsv", 2);
}

/* Files that are published beside a text: by themselves, with the document that they belong to (and
 * then only once), and office files that are imported. */
static void
test_check_attachments (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "with", NULL);
  g_autofree char *list = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *line = NULL;
  g_autofree char *document = NULL;
  g_auto (GStrv) parts = NULL;
  g_autoptr (GFile) file = NULL;

  assert_run (fixture, "check @/attachment/list.xlsx", 1);
  g_assert_nonnull (
    strstr (fixture->output, "list.xlsx: block: sheet “补贴名单”, row 2: “110101190001010014”: "));
  assert_run (fixture, "check @/attachment/notice.pdf --format=json", 1);
  g_assert_nonnull (strstr (fixture->output, "\"attachment\":null,\"place\":\"page 1\","
                                             "\"reason\":\"SEC-IDCARD\""));
  assert_run (fixture, "check @/attachment/notice.pdf --format=sarif", 1);
  g_assert_nonnull (strstr (fixture->output, "\"page 1\""));
  assert_run (fixture, "check @/attachment/notice.docx", 1);
  g_assert_nonnull (strstr (fixture->output, "[SEC-IDCARD]"));
  g_assert_nonnull (strstr (fixture->output, "“张晓、李华”"));
  g_assert_null (strstr (fixture->output, "[SEC-ATTACH-PII]"));
  /* A file by itself that cannot be read was not judged. */
  write_file (fixture, "broken.pdf", "%PDF-1.7\nx", -1);
  assert_run (fixture, "check broken.pdf", 2);
  g_assert_nonnull (strstr (fixture->output, "[SEC-ATTACH-UNREAD]"));

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  write_file (fixture, "with/名单.csv", "姓名,身份证号\n甲,110101190001010014\n", -1);
  list = g_build_filename (folder, "名单.csv", NULL);
  file = g_file_new_for_path (list);
  digest = gb_digest_file (file, NULL, NULL, NULL);
  line = g_strdup_printf (
    "<attachments><attachment ref=\"%s\" name=\"名单.csv\" "
    "type=\"text/csv\" size=\"1\"/><attachment ref=\"sm3:%064d\" "
    "name=\"无.pdf\" type=\"application/pdf\" size=\"1\"/></attachments></document>",
    digest, 1);
  parts = g_strsplit (GOOD_DOCUMENT, "</document>", 2);
  document = g_strconcat (parts[0], line, NULL);
  write_file (fixture, "with/z.xml", document, -1);
  assert_run (fixture, "check with --date=2026-03-01", 1);
  g_assert_nonnull (strstr (fixture->output, "z.xml: block: 名单.csv, table, row 2: "));
  g_assert_null (strstr (fixture->output, "名单.csv: block"));
  g_assert_nonnull (strstr (fixture->messages, "“无.pdf” is not beside it"));
}

static void
test_check (Fixture *fixture, gconstpointer user_data)
{
  g_auto (GStrv) lines = NULL;

  assert_run (fixture, "check @/luhe-interpretation.xml --format=json", 1);
  lines = g_strsplit (fixture->output, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >, 4);
  assert_finding (lines[0], "META-PUBLISHER-EMPTY", "publisher");
  assert_finding (lines[1], "META-COLUMN", "column");
  assert_finding (lines[2], "META-OPENNESS", "openness");
  g_assert_nonnull (strstr (lines[3], "\"error\""));

  assert_run (fixture, "check @/luhe-interpretation.xml", 1);
  g_assert_nonnull (strstr (fixture->output, "[META-PUBLISHER-EMPTY]"));

  write_file (
    fixture, "empty.xml",
    "<document xmlns=\"" GB_DOCUMENT_NS "\" kind=\"qa\" xml:lang=\"zh-CN\">\n<meta>"
    "<title>题</title><source>本网</source><publisher>县政府</publisher><column>zcjd</column>"
    "<openness>on-request</openness><withhold-basis article=\"14\">理由</withhold-basis></meta>\n"
    "<body xmlns=\"" GB_DOCUMENT_XHTML_NS "\">\n<p id=\"a\"/></body></document>",
    -1);
  assert_run (fixture, "check empty.xml", 1);
  g_assert_true (g_str_has_prefix (fixture->output, "empty.xml:4: block: "));
  g_assert_nonnull (strstr (fixture->output, "[TEXT-EMPTY]"));

  write_file (fixture, "good.xml", GOOD_DOCUMENT, -1);
  assert_run (fixture, "check good.xml --date=2026-03-01", 0);
  g_assert_cmpstr (fixture->output, ==, "");
  assert_run (fixture, "check good.xml --stage=publish", 1);
  g_assert_nonnull (strstr (fixture->output, "[META-NOTPUBLIC]"));

  assert_run (fixture, "check good.xml --format=xml", 2);
  assert_run (fixture, "check good.xml --stage=print", 2);
  assert_run (fixture, "check good.xml --date=2026-02-30", 2);
  assert_run (fixture, "check good.xml --date=today", 2);
  assert_run (fixture, "check missing.xml", 2);
}

static void
test_export (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *text = NULL;
  g_autofree char *page = NULL;

  assert_run (fixture, "export @/luhe-interpretation.xml --to=text -o luhe.txt", 0);
  text = read_file (fixture, "luhe.txt");
  g_assert_true (
    g_str_has_prefix (text, "解读《关于我市全面推进政务公开工作实施意见》\n\n党的十八大以来"));
  g_assert_nonnull (strstr (text, "\n1. 《中华人民共和国政府信息公开条例》(国务院令第492号)\n2. "));

  assert_run (fixture, "export @/luhe-interpretation.xml --to=html -o luhe.html", 0);
  page = read_file (fixture, "luhe.html");
  g_assert_nonnull (strstr (page, "<h2"));
  g_assert_nonnull (strstr (page, "起草背景和依据"));

  assert_run (fixture, "export @/luhe-interpretation.xml", 2);
  assert_run (fixture, "export @/luhe-interpretation.xml --to=parchment", 2);
  assert_run (fixture, "export missing.xml --to=text", 2);
  assert_run (fixture, "export @/luhe-interpretation.xml --to=html --site=missing.json", 2);
  assert_run (fixture, "export @/luhe-interpretation.xml --to=text -o no/such/folder.txt", 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/gongbaoctl/use", Fixture, NULL, set_up, test_use, tear_down);
  g_test_add ("/gongbaoctl/import", Fixture, NULL, set_up, test_import, tear_down);
  g_test_add ("/gongbaoctl/import-office", Fixture, NULL, set_up, test_import_office, tear_down);
  g_test_add ("/gongbaoctl/validate", Fixture, NULL, set_up, test_validate, tear_down);
  g_test_add ("/gongbaoctl/digest", Fixture, NULL, set_up, test_digest, tear_down);
  g_test_add ("/gongbaoctl/check-catalogue", Fixture, NULL, set_up, test_check_catalogue,
              tear_down);
  g_test_add ("/gongbaoctl/check-folder", Fixture, NULL, set_up, test_check_folder, tear_down);
  g_test_add ("/gongbaoctl/sarif", Fixture, NULL, set_up, test_sarif, tear_down);
  g_test_add ("/gongbaoctl/check-attachments", Fixture, NULL, set_up, test_check_attachments,
              tear_down);
  g_test_add ("/gongbaoctl/check", Fixture, NULL, set_up, test_check, tear_down);
  g_test_add ("/gongbaoctl/export", Fixture, NULL, set_up, test_export, tear_down);
  return g_test_run ();
}
