/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every rule, broken and kept. */

#include "config.h"

#include "check/gb-check.h"

#define XHTML "xmlns=\"" GB_DOCUMENT_XHTML_NS "\""
#define BODY  "<body " XHTML "><h2>一、背景</h2><p>正文。</p></body>"

static GbMetadata *
make_metadata (void)
{
  GbMetadata *metadata = gb_metadata_new ();

  gb_metadata_set (metadata, "title", "标题");
  gb_metadata_set (metadata, "source", "本网");
  gb_metadata_set (metadata, "publisher", "县政府办公室");
  gb_metadata_set (metadata, "column", "zcjd");
  gb_metadata_set (metadata, "made-on", "2026-03-01");
  g_object_set (metadata, "openness", GB_OPENNESS_PROACTIVE, NULL);
  return metadata;
}

/* The rules that the document breaks, joined by spaces. */
static char *
check (GbDocumentKind kind, GbMetadata *metadata, const char *body, GbCheckStage stage)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDocument) document = gb_document_new (kind, metadata, body, NULL, &error);
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GString) rules = g_string_new (NULL);

  g_assert_no_error (error);
  findings = gb_check_document (document, stage);
  for (guint i = 0; i < findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (findings, i);

    g_assert_cmpstr (finding->message, !=, "");
    g_assert_true (finding->field != NULL || finding->block != NULL);
    g_string_append_printf (rules, "%s%s", i > 0 ? " " : "", finding->rule);
  }
  g_assert_true (gb_check_has_blocking (findings) == (findings->len > 0));
  return g_string_free (g_steal_pointer (&rules), FALSE);
}

static void
test_good (void)
{
  for (guint kind = 0; kind < GB_N_DOCUMENT_KINDS; kind++) {
    g_autoptr (GbMetadata) metadata = make_metadata ();
    g_autofree char *rules = check (kind, metadata, BODY, GB_CHECK_STAGE_PUBLISH);

    g_assert_cmpstr (rules, ==, "");
  }
}

static void
test_fields (void)
{
  static const struct {
    const char *field;
    const char *rule;
  } cases[] = {
    { "title", "META-TITLE" },
    { "source", "META-SOURCE" },
    { "publisher", "META-PUBLISHER-EMPTY" },
    { "column", "META-COLUMN" },
    { "made-on", "META-MADEON" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GbMetadata) metadata = make_metadata ();
    g_autofree char *rules = NULL;

    gb_metadata_set (metadata, cases[i].field, "");
    rules = check (GB_DOCUMENT_KIND_NOTICE, metadata, BODY, GB_CHECK_STAGE_SUBMIT);
    g_assert_cmpstr (rules, ==, cases[i].rule);
  }
}

/* An ideographic space is one key of an input method: no page has it for its title. */
static void
test_blank_fields (void)
{
  static const char *const fields[] = { "title", "source", "publisher" };
  static const char *const blanks[] = { "\xe3\x80\x80", "\xe2\x80\x8b", "\xe3\x85\xa4",
                                        "\xe2\xa0\x80", "\xc2\xa0 " };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    for (guint k = 0; k < G_N_ELEMENTS (blanks); k++) {
      g_autoptr (GbMetadata) metadata = make_metadata ();
      g_autofree char *rules = NULL;

      gb_metadata_set (metadata, fields[i], blanks[k]);
      rules = check (GB_DOCUMENT_KIND_NOTICE, metadata, BODY, GB_CHECK_STAGE_PUBLISH);
      g_assert_cmpstr (rules, !=, "");
    }
  }
}

/* An interpretation is no 公文 and has no date of its own. */
static void
test_made_on (void)
{
  g_autoptr (GbMetadata) metadata = make_metadata ();
  g_autofree char *rules = NULL;

  gb_metadata_set (metadata, "made-on", "");
  rules = check (GB_DOCUMENT_KIND_INTERPRETATION, metadata, BODY, GB_CHECK_STAGE_PUBLISH);
  g_assert_cmpstr (rules, ==, "");
}

static void
test_title (void)
{
  g_autoptr (GbMetadata) metadata = make_metadata ();
  g_autoptr (GString) title = g_string_new (NULL);
  g_autofree char *good = NULL;
  g_autofree char *long_title = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append (title, "题");
  gb_metadata_set (metadata, "title", title->str);
  good = check (GB_DOCUMENT_KIND_QA, metadata, BODY, GB_CHECK_STAGE_SUBMIT);
  g_assert_cmpstr (good, ==, "");
  gb_metadata_set (metadata, "title", g_string_append (title, "题")->str);
  long_title = check (GB_DOCUMENT_KIND_QA, metadata, BODY, GB_CHECK_STAGE_SUBMIT);
  g_assert_cmpstr (long_title, ==, "META-TITLE");
}

static void
test_openness (void)
{
  static const struct {
    GbOpenness openness;
    const char *article;
    const char *reason;
    GbCheckStage stage;
    const char *rules;
  } cases[] = {
    { GB_OPENNESS_UNSET, "", "", GB_CHECK_STAGE_SUBMIT, "META-OPENNESS" },
    { GB_OPENNESS_UNSET, "14", "x", GB_CHECK_STAGE_PUBLISH, "META-OPENNESS" },
    { GB_OPENNESS_WITHHELD, "", "", GB_CHECK_STAGE_SUBMIT, "META-WITHHOLD" },
    { GB_OPENNESS_WITHHELD, "", "理由", GB_CHECK_STAGE_SUBMIT, "META-WITHHOLD" },
    { GB_OPENNESS_ON_REQUEST, "16-1", "", GB_CHECK_STAGE_SUBMIT, "META-WITHHOLD" },
    { GB_OPENNESS_ON_REQUEST, "16-1", "理由", GB_CHECK_STAGE_SUBMIT, "" },
    { GB_OPENNESS_WITHHELD, "14", "理由", GB_CHECK_STAGE_PUBLISH, "META-NOTPUBLIC" },
    { GB_OPENNESS_WITHHELD, "", "", GB_CHECK_STAGE_PUBLISH, "META-WITHHOLD META-NOTPUBLIC" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GbMetadata) metadata = make_metadata ();
    g_autofree char *rules = NULL;

    g_object_set (metadata, "openness", cases[i].openness, "withhold-article", cases[i].article,
                  "withhold-reason", cases[i].reason, NULL);
    rules = check (GB_DOCUMENT_KIND_NOTICE, metadata, BODY, cases[i].stage);
    g_assert_cmpstr (rules, ==, cases[i].rules);
  }
}

static void
test_text (void)
{
  static const struct {
    const char *body;
    const char *rules;
  } cases[] = {
    { NULL, "TEXT-EMPTY" },
    { "<body " XHTML "><h2>一、背景</h2><p/></body>", "TEXT-EMPTY" },
    { "<body " XHTML "><p> \xc2\xa0\xe3\x80\x80<br/></p><hr/></body>", "TEXT-EMPTY" },
    { "<body " XHTML "><ul><li><p>项</p></li></ul></body>", "" },
    { "<body " XHTML "><figure><img alt='图' src='sm3:"
      "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'/></figure></body>",
      "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GbMetadata) metadata = make_metadata ();
    g_autofree char *rules =
      check (GB_DOCUMENT_KIND_QA, metadata, cases[i].body, GB_CHECK_STAGE_SUBMIT);

    g_assert_cmpstr (rules, ==, cases[i].rules);
  }
}

/* A fresh document of any kind cannot be sent by mistake, and everything it lacks is said at once.
 */
static void
test_templates (void)
{
  for (guint kind = 0; kind < GB_N_DOCUMENT_KINDS; kind++) {
    g_autoptr (GbDocument) document = gb_document_new_from_template (kind);
    g_autoptr (GPtrArray) findings = gb_check_document (document, GB_CHECK_STAGE_SUBMIT);

    g_assert_cmpuint (findings->len, >=, 5);
    g_assert_true (gb_check_has_blocking (findings));
  }
}

static void
test_levels (void)
{
  g_assert_cmpstr (gb_finding_level_to_string (GB_FINDING_LEVEL_HINT), ==, "hint");
  g_assert_cmpstr (gb_finding_level_to_string (GB_FINDING_LEVEL_BLOCK), ==, "block");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/check/good", test_good);
  g_test_add_func ("/check/fields", test_fields);
  g_test_add_func ("/check/blank-fields", test_blank_fields);
  g_test_add_func ("/check/made-on", test_made_on);
  g_test_add_func ("/check/title", test_title);
  g_test_add_func ("/check/openness", test_openness);
  g_test_add_func ("/check/text", test_text);
  g_test_add_func ("/check/templates", test_templates);
  g_test_add_func ("/check/levels", test_levels);
  return g_test_run ();
}
