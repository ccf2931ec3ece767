/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules on personal information, secrecy, dates and the catalogue: each with what it must find
 * and with what it must leave alone. All numbers of persons here are invented. */

#include "config.h"

#include "check/gb-check-rule.h"
#include "check/gb-check.h"

#include <string.h>

#define XHTML   "xmlns=\"" GB_DOCUMENT_XHTML_NS "\""
#define ID_CARD "441523199001010012"
#define CARD    "6222600260001072444"

static GbMetadata *
make_metadata (void)
{
  GbMetadata *metadata = gb_metadata_new ();

  gb_metadata_set (metadata, "title", "关于开展检查的通知");
  gb_metadata_set (metadata, "source", "本网");
  gb_metadata_set (metadata, "publisher", "县政府办公室");
  gb_metadata_set (metadata, "column", "tzgg");
  gb_metadata_set (metadata, "made-on", "2026-11-20");
  g_object_set (metadata, "openness", GB_OPENNESS_PROACTIVE, NULL);
  return metadata;
}

static GPtrArray *
check_at (GbDocumentKind kind, GbMetadata *metadata, const char *body, GbCheckStage stage)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *xhtml = g_strdup_printf ("<body " XHTML ">%s</body>", body);
  g_autoptr (GbDocument) document = gb_document_new (kind, metadata, xhtml, NULL, &error);
  GDate today;

  g_assert_no_error (error);
  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 24, G_DATE_NOVEMBER, 2026);
  return gb_check_document_fully (document, stage, &today, NULL);
}

static const GbFinding *
find (GPtrArray *findings, const char *rule)
{
  for (guint i = 0; i < findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (findings, i);

    if (strcmp (finding->rule, rule) == 0)
      return finding;
  }
  return NULL;
}

typedef struct {
  const char *rule;
  const char *body;
  const char *level; /* NULL: the rule finds nothing */
  const char *fix;   /* (nullable) */
} TextCase;

static const TextCase text_cases[] = {
  { "SEC-IDCARD", "<p>身份证" ID_CARD "</p>", "block", "44*************012" },
  { "SEC-IDCARD", "<p>身份证４４１５２３１９９００１０１００１２</p>", "block",
    "44*************012" },
  { "SEC-IDCARD", "<ul><li><p>" ID_CARD "</p></li></ul>", "block", "44*************012" },
  { "SEC-IDCARD", "<p>441523199001010013</p>", "hint", "44*************013" },
  { "SEC-IDCARD", "<p>44*************012</p>", NULL, NULL },
  { "SEC-IDCARD", "<p>统一社会信用代码114403006955506492</p>", NULL, NULL },
  { "SEC-IDCARD-OLD", "<p>441523900101001</p>", "warning", "44**********001" },
  { "SEC-IDCARD-OLD", "<p>441523900231001</p>", NULL, NULL },
  { "SEC-MOBILE", "<p>张三 13800138000</p>", "warning", "138****8000" },
  { "SEC-MOBILE", "<p>联系电话：13800138000</p>", "hint", "138****8000" },
  { "SEC-MOBILE", "<p>受理编号138001380001</p>", NULL, NULL },
  { "SEC-MOBILE", "<p>电话：0660-5512345</p>", NULL, NULL },
  { "SEC-BANK", "<p>收款账号：" CARD "</p>", "block", "**** **** **** 2444" },
  { "SEC-BANK", "<p>订单" CARD "</p>", "warning", "**** **** **** 2444" },
  { "SEC-BANK", "<p>收款账号：6222600260001072445</p>", NULL, NULL },
  { "SEC-BANK",
    "<table><tbody><tr><td><p>银行账号</p></td></tr><tr><td><p>" CARD
    "</p></td></tr></tbody></table>",
    "block", "**** **** **** 2444" },
  { "SEC-BANK",
    "<table><tbody><tr><td><p>编号</p></td></tr><tr><td><p>" CARD "</p></td></tr></tbody></table>",
    "warning", "**** **** **** 2444" },
  { "SEC-ADDR", "<ul><li><p>张三，河田镇人民路12号3栋201室</p></li></ul>", "warning", "河田镇" },
  { "SEC-ADDR", "<p>河田镇人民路12号3栋201室</p>", NULL, NULL },
  { "SEC-ADDR", "<ul><li><p>政务服务中心2号楼203室</p></li></ul>", NULL, NULL },
  { "SEC-TABLE",
    "<table><tbody><tr><th><p>姓名</p></th><th><p>身份证号码</p></th></tr>"
    "<tr><td><p>甲</p></td><td><p>1</p></td></tr><tr><td><p>乙</p></td><td><p>2</p></td></tr>"
    "</tbody></table>",
    "warning", NULL },
  { "SEC-TABLE",
    "<table><tbody><tr><th><p>身份证号码</p></th></tr><tr><td><p>44*************012</p></td></tr>"
    "<tr><td><p>44*************013</p></td></tr></tbody></table>",
    NULL, NULL },
  { "SEC-TABLE",
    "<table><tbody><tr><th><p>联系电话</p></th></tr><tr><td><p>0660-5512345</p></td></tr>"
    "<tr><td><p>0660-5512346</p></td></tr></tbody></table>",
    NULL, NULL },
  { "SEC-TABLE",
    "<table><tbody><tr><th><p>联系电话</p></th></tr><tr><td><p>13800138000</p></td></tr>"
    "<tr><td><p>13800138001</p></td></tr></tbody></table>",
    "warning", NULL },
  { "SEC-MINOR",
    "<table><caption>受资助学生名单</caption><tbody><tr><th><p>姓名</p></th></tr>"
    "<tr><td><p>张三</p></td></tr><tr><td><p>李四</p></td></tr></tbody></table>",
    "warning", NULL },
  { "SEC-MINOR",
    "<table><caption>受资助学生名单</caption><tbody><tr><th><p>姓名</p></th></tr>"
    "<tr><td><p>张某</p></td></tr><tr><td><p>李某</p></td></tr></tbody></table>",
    NULL, NULL },
  { "SEC-MINOR",
    "<table><caption>受表彰干部名单</caption><tbody><tr><th><p>姓名</p></th></tr>"
    "<tr><td><p>张三</p></td></tr><tr><td><p>李四</p></td></tr></tbody></table>",
    NULL, NULL },
  { "SEC-MARK", "<p>机密★1年</p>", "block", NULL },
  { "SEC-MARK", "<p>秘密 ★</p>", "block", NULL },
  { "SEC-MARK", "<p>绝密30年</p>", "block", NULL },
  { "SEC-MARK", "<p>此件为内部资料，请妥善保管。</p>", "warning", NULL },
  { "SEC-MARK", "<p>保守商业秘密2年。</p>", NULL, NULL },
  { "SEC-MARK", "<p>机密级国家秘密不超过二十年。</p>", NULL, NULL },
  { "SEC-MARK", "<p>内部资料性出版物管理办法</p>", NULL, NULL },
  { "SEC-HIDDEN", "<p>中\xe2\x80\x8b文</p>", "error", "" },
  { "SEC-HIDDEN", "<p>中 文</p>", NULL, NULL },
  { "SEC-LINK-PRIVATE", "<p>见<a href='http://192.168.1.5/a'>这里</a></p>", "block", NULL },
  { "SEC-LINK-PRIVATE", "<p>见<a href='http://10.0.0.1/a'>这里</a></p>", "block", NULL },
  { "SEC-LINK-PRIVATE", "<p>见<a href='http://172.31.0.1/a'>这里</a></p>", "block", NULL },
  { "SEC-LINK-PRIVATE", "<p>见<a href='http://localhost/a'>这里</a></p>", "block", NULL },
  { "SEC-LINK-PRIVATE", "<p>见<a href='http://oa/a'>这里</a></p>", "block", NULL },
  { "SEC-LINK-PRIVATE", "<p>见<a href='http://172.32.0.1/a'>这里</a></p>", NULL, NULL },
  { "SEC-LINK-PRIVATE", "<p>见<a href='https://10.gov.cn/a'>这里</a></p>", NULL, NULL },
  { "SEC-LINK-EXT", "<p>见<a href='https://example.com/a'>这里</a></p>", "hint", NULL },
  { "SEC-LINK-EXT", "<p>见<a href='https://www.gov.cn/a'>这里</a></p>", NULL, NULL },
  { "SEC-LINK-EXT", "<p>见<a href='mailto:a@example.com'>这里</a></p>", NULL, NULL },
  { "DATE-IMPOSSIBLE", "<p>2026年2月29日印发。</p>", "error", NULL },
  { "DATE-IMPOSSIBLE", "<p>2026-02-30印发。</p>", "error", NULL },
  { "DATE-IMPOSSIBLE", "<p>2024年2月29日印发。</p>", NULL, NULL },
  { "DATE-WEEKDAY", "<p>2026年11月24日（星期三）上午</p>", "warning", "星期二" },
  { "DATE-WEEKDAY", "<p>2026年11月24日（星期二）上午</p>", NULL, NULL },
  { "DATE-WEEKDAY", "<p>11月24日（星期一）上午</p>", NULL, NULL },
  { "DATE-PAST-DEADLINE", "<p>请于2026年11月19日前报送县府办。</p>", "warning", NULL },
  { "DATE-PAST-DEADLINE", "<p>请于2026年11月20日前报送县府办。</p>", NULL, NULL },
  { "DATE-PAST-DEADLINE", "<p>2015年1月1日前设立的企业</p>", NULL, NULL },
  { "DATE-RELATIVE", "<p>今年以来，我县推进改革。</p>", "hint", NULL },
  { "DATE-RELATIVE", "<p>2026年6月30日前完成。</p>", NULL, NULL },
};

static void
test_text (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (text_cases); i++) {
    const TextCase *test = &text_cases[i];
    g_autoptr (GbMetadata) metadata = make_metadata ();
    g_autoptr (GPtrArray) findings =
      check_at (GB_DOCUMENT_KIND_NOTICE, metadata, test->body, GB_CHECK_STAGE_SUBMIT);
    const GbFinding *finding = find (findings, test->rule);

    g_test_message ("%s %s", test->rule, test->body);
    if (test->level == NULL) {
      g_assert_null (finding);
      continue;
    }
    g_assert_nonnull (finding);
    g_assert_cmpstr (gb_finding_level_to_string (finding->level), ==, test->level);
    g_assert_cmpstr (finding->fix, ==, test->fix);
    g_assert_nonnull (finding->block);
    g_assert_cmpuint (finding->length_chars, >, 0);
  }
}

/* What blocks stops the desk, the portal and the command line, and nothing that only warns does. */
static void
test_blocking (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (text_cases); i++) {
    const TextCase *test = &text_cases[i];
    g_autoptr (GError) error = NULL;
    g_autoptr (GbMetadata) metadata = make_metadata ();
    g_autofree char *xhtml = g_strdup_printf ("<body " XHTML ">%s</body>", test->body);
    g_autoptr (GbDocument) document =
      gb_document_new (GB_DOCUMENT_KIND_NOTICE, metadata, xhtml, NULL, &error);
    g_autoptr (GPtrArray) findings = gb_check_document (document, GB_CHECK_STAGE_SUBMIT);

    g_test_message ("%s %s", test->rule, test->body);
    g_assert_no_error (error);
    g_assert_true ((find (findings, test->rule) != NULL) ==
                   (g_strcmp0 (test->level, "block") == 0));
  }
}

/* Everything that can be mended is mended at once, and then there is nothing left to mend. */
static void
test_mend (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbMetadata) metadata = make_metadata ();
  g_autoptr (GbDocument) document =
    gb_document_new (GB_DOCUMENT_KIND_NOTICE, metadata,
                     "<body " XHTML "><p>身份证" ID_CARD "，手机13800138000，账号" CARD
                     "，2026年11月24日（星期三）。</p></body>",
                     NULL, &error);
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GbDocument) mended = NULL;
  g_autofree char *text = NULL;
  guint n_mended = 0;
  GDate today;

  g_assert_no_error (error);
  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 24, G_DATE_NOVEMBER, 2026);
  findings = gb_check_document_fully (document, GB_CHECK_STAGE_SUBMIT, &today, NULL);
  mended = gb_check_mend (document, findings, &n_mended, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_mended, ==, 4);
  text = gb_document_dup_text (mended);
  g_assert_cmpstr (text, ==,
                   "身份证44*************012，手机138****8000，账号**** **** **** 2444，"
                   "2026年11月24日（星期二）。\n");
  left = gb_check_document_fully (mended, GB_CHECK_STAGE_SUBMIT, &today, NULL);
  for (guint i = 0; i < left->len; i++)
    g_assert_null (((const GbFinding *)g_ptr_array_index (left, i))->fix);
}

/* One field changed in a form that is in order. */
static const struct {
  const char *rule;
  GbDocumentKind kind;
  const char *field;
  const char *value;
  GbCheckStage stage;
  const char *level; /* NULL: nothing */
} field_cases[] = {
  { "META-DATE-ORDER", GB_DOCUMENT_KIND_NOTICE, "made-on", "2026-11-25", GB_CHECK_STAGE_PUBLISH,
    "block" },
  { "META-DATE-ORDER", GB_DOCUMENT_KIND_NOTICE, "made-on", "2026-11-24", GB_CHECK_STAGE_PUBLISH,
    NULL },
  { "META-DATE-ORDER", GB_DOCUMENT_KIND_NOTICE, "made-on", "2026-11-25", GB_CHECK_STAGE_SUBMIT,
    NULL },
  { "META-DATE-ORDER", GB_DOCUMENT_KIND_NOTICE, "originally-published", "2026-11-19 10:00",
    GB_CHECK_STAGE_SUBMIT, "block" },
  { "META-20WD", GB_DOCUMENT_KIND_NOTICE, "made-on", "2026-10-26", GB_CHECK_STAGE_SUBMIT,
    "warning" },
  /* 10 October is a working Saturday; 20 working days before 24 November is 27 October. */
  { "META-20WD", GB_DOCUMENT_KIND_NOTICE, "made-on", "2026-10-27", GB_CHECK_STAGE_SUBMIT, NULL },
  { "META-20WD", GB_DOCUMENT_KIND_INTERPRETATION, "made-on", "2026-10-01", GB_CHECK_STAGE_SUBMIT,
    NULL },
  { "META-INDEXNO", GB_DOCUMENT_KIND_NOTICE, "index-number", "11441700007280420Y/2026-00050",
    GB_CHECK_STAGE_SUBMIT, NULL },
  { "META-INDEXNO", GB_DOCUMENT_KIND_NOTICE, "index-number", "11441700007280420Y/2025-00050",
    GB_CHECK_STAGE_SUBMIT, "error" },
  { "META-INDEXNO", GB_DOCUMENT_KIND_NOTICE, "index-number", "11441700007280420X/2026-00050",
    GB_CHECK_STAGE_SUBMIT, "error" },
  { "META-INDEXNO", GB_DOCUMENT_KIND_NOTICE, "index-number", "2026-00050", GB_CHECK_STAGE_SUBMIT,
    "error" },
  { "META-DOCNO", GB_DOCUMENT_KIND_NOTICE, "document-number", "陆府〔2026〕8号",
    GB_CHECK_STAGE_SUBMIT, NULL },
  { "META-DOCNO", GB_DOCUMENT_KIND_NOTICE, "document-number", "陆府[2026]8号",
    GB_CHECK_STAGE_SUBMIT, "error" },
  { "META-DOCNO", GB_DOCUMENT_KIND_NOTICE, "document-number", "陆府〔2025〕8号",
    GB_CHECK_STAGE_SUBMIT, "error" },
  { "META-DOCNO", GB_DOCUMENT_KIND_QA, "document-number", "八号", GB_CHECK_STAGE_SUBMIT, NULL },
  { "META-LINK-POLICY", GB_DOCUMENT_KIND_INTERPRETATION, "unit", "县府办", GB_CHECK_STAGE_SUBMIT,
    "warning" },
  { "META-LINK-POLICY", GB_DOCUMENT_KIND_NOTICE, "unit", "县府办", GB_CHECK_STAGE_SUBMIT, NULL },
  { "META-REPOST", GB_DOCUMENT_KIND_NOTICE, "source", "转载自新华社", GB_CHECK_STAGE_SUBMIT,
    "block" },
  { "META-REPOST", GB_DOCUMENT_KIND_NOTICE, "source", "县农业农村局", GB_CHECK_STAGE_SUBMIT, NULL },
  { "META-SUMMARY", GB_DOCUMENT_KIND_NOTICE, "summary", "", GB_CHECK_STAGE_SUBMIT, "hint" },
  { "SEC-LINK-PRIVATE", GB_DOCUMENT_KIND_NOTICE, "source-url", "http://10.1.1.1/a",
    GB_CHECK_STAGE_SUBMIT, "block" },
  { "SEC-LINK-PRIVATE", GB_DOCUMENT_KIND_NOTICE, "source-url", "https://www.gov.cn/a",
    GB_CHECK_STAGE_SUBMIT, NULL },
};

static void
test_fields (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (field_cases); i++) {
    g_autoptr (GbMetadata) metadata = make_metadata ();
    g_autoptr (GPtrArray) findings = NULL;
    const GbFinding *finding;

    gb_metadata_set (metadata, field_cases[i].field, field_cases[i].value);
    findings = check_at (field_cases[i].kind, metadata, "<p>正文。</p>", field_cases[i].stage);
    finding = find (findings, field_cases[i].rule);
    g_test_message ("%s %s", field_cases[i].rule, field_cases[i].value);
    if (field_cases[i].level == NULL) {
      g_assert_null (finding);
    } else {
      g_assert_nonnull (finding);
      g_assert_cmpstr (gb_finding_level_to_string (finding->level), ==, field_cases[i].level);
      g_assert_nonnull (finding->field);
    }
  }
}

/* Without the notice of the next year nobody knows when the term ends. */
static void
test_no_notice (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbMetadata) metadata = make_metadata ();
  g_autoptr (GbDocument) document = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  const GbFinding *finding;
  GDate today;

  document = gb_document_new (GB_DOCUMENT_KIND_NOTICE, metadata,
                              "<body " XHTML "><p>正文。</p></body>", NULL, &error);
  g_assert_no_error (error);
  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 1, G_DATE_FEBRUARY, 2027);
  findings = gb_check_document_fully (document, GB_CHECK_STAGE_SUBMIT, &today, NULL);
  finding = find (findings, "META-20WD");
  g_assert_nonnull (finding);
  g_assert_nonnull (strstr (finding->message, "holiday notice of 2027"));
}

static void
test_relations (void)
{
  g_autoptr (GbMetadata) metadata = make_metadata ();
  g_autoptr (GPtrArray) relations =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gb_relation_free);
  g_autoptr (GPtrArray) missing = NULL;
  g_autoptr (GPtrArray) linked = NULL;
  g_autoptr (GPtrArray) policy = NULL;

  g_object_set (metadata, "needs-interpretation", TRUE, NULL);
  missing = check_at (GB_DOCUMENT_KIND_NOTICE, metadata, "<p>正文。</p>", GB_CHECK_STAGE_SUBMIT);
  g_assert_nonnull (find (missing, "META-LINK-INTERP"));
  g_ptr_array_add (relations,
                   gb_relation_new ("interpretation", NULL, "https://www.gov.cn/a", "解读"));
  g_ptr_array_add (relations, gb_relation_new ("policy", NULL, "https://www.gov.cn/b", "政策"));
  gb_metadata_set_relations (metadata, relations);
  linked = check_at (GB_DOCUMENT_KIND_NOTICE, metadata, "<p>正文。</p>", GB_CHECK_STAGE_SUBMIT);
  g_assert_null (find (linked, "META-LINK-INTERP"));
  policy =
    check_at (GB_DOCUMENT_KIND_INTERPRETATION, metadata, "<p>正文。</p>", GB_CHECK_STAGE_SUBMIT);
  g_assert_null (find (policy, "META-LINK-POLICY"));
}

static void
test_validity (void)
{
  g_autoptr (GbMetadata) metadata = make_metadata ();
  g_autoptr (GPtrArray) plain = NULL;
  g_autoptr (GPtrArray) unset = NULL;
  g_autoptr (GPtrArray) no_day = NULL;
  g_autoptr (GPtrArray) good = NULL;

  plain = check_at (GB_DOCUMENT_KIND_NOTICE, metadata, "<p>正文。</p>", GB_CHECK_STAGE_SUBMIT);
  g_assert_null (find (plain, "META-VALIDITY"));
  g_object_set (metadata, "normative", TRUE, NULL);
  unset = check_at (GB_DOCUMENT_KIND_NOTICE, metadata, "<p>正文。</p>", GB_CHECK_STAGE_SUBMIT);
  g_assert_cmpstr (find (unset, "META-VALIDITY")->field, ==, "validity");
  g_object_set (metadata, "validity", GB_VALIDITY_IN_FORCE, NULL);
  no_day = check_at (GB_DOCUMENT_KIND_NOTICE, metadata, "<p>正文。</p>", GB_CHECK_STAGE_SUBMIT);
  g_assert_cmpstr (find (no_day, "META-VALIDITY")->field, ==, "valid-from");
  gb_metadata_set (metadata, "valid-from", "2026-12-20");
  good = check_at (GB_DOCUMENT_KIND_NOTICE, metadata, "<p>正文。</p>", GB_CHECK_STAGE_SUBMIT);
  g_assert_null (find (good, "META-VALIDITY"));
}

static void
test_repost_with_address (void)
{
  g_autoptr (GbMetadata) metadata = make_metadata ();
  g_autoptr (GPtrArray) findings = NULL;

  gb_metadata_set (metadata, "source", "转载自新华社");
  gb_metadata_set (metadata, "source-url", "https://www.news.cn/a");
  findings = check_at (GB_DOCUMENT_KIND_NOTICE, metadata, "<p>正文。</p>", GB_CHECK_STAGE_SUBMIT);
  g_assert_null (find (findings, "META-REPOST"));
}

static void
test_summary (void)
{
  static const char *const keywords[] = { "检查", NULL };
  g_autoptr (GbMetadata) metadata = make_metadata ();
  g_autoptr (GPtrArray) no_keywords = NULL;
  g_autoptr (GPtrArray) good = NULL;

  gb_metadata_set (metadata, "summary", "概述");
  no_keywords =
    check_at (GB_DOCUMENT_KIND_NOTICE, metadata, "<p>正文。</p>", GB_CHECK_STAGE_SUBMIT);
  g_assert_cmpstr (find (no_keywords, "META-SUMMARY")->field, ==, "keywords");
  g_object_set (metadata, "keywords", keywords, NULL);
  good = check_at (GB_DOCUMENT_KIND_NOTICE, metadata, "<p>正文。</p>", GB_CHECK_STAGE_SUBMIT);
  g_assert_null (find (good, "META-SUMMARY"));
}

static void
test_length (void)
{
  g_autoptr (GbMetadata) metadata = make_metadata ();
  g_autoptr (GString) body = g_string_new ("<p>");
  g_autoptr (GPtrArray) good = NULL;
  g_autoptr (GPtrArray) too_long = NULL;
  g_autoptr (GPtrArray) answer = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append (body, "字");
  g_string_append (body, "</p>");
  good = check_at (GB_DOCUMENT_KIND_NOTICE, metadata, body->str, GB_CHECK_STAGE_SUBMIT);
  g_assert_null (find (good, "META-LENGTH"));
  g_string_append (body, "<p>2026年</p>");
  too_long = check_at (GB_DOCUMENT_KIND_NOTICE, metadata, body->str, GB_CHECK_STAGE_SUBMIT);
  g_assert_nonnull (find (too_long, "META-LENGTH"));
  answer = check_at (GB_DOCUMENT_KIND_QA, metadata, body->str, GB_CHECK_STAGE_SUBMIT);
  g_assert_null (find (answer, "META-LENGTH"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/rules/text", test_text);
  g_test_add_func ("/rules/blocking", test_blocking);
  g_test_add_func ("/rules/mend", test_mend);
  g_test_add_func ("/rules/fields", test_fields);
  g_test_add_func ("/rules/no-notice", test_no_notice);
  g_test_add_func ("/rules/relations", test_relations);
  g_test_add_func ("/rules/validity", test_validity);
  g_test_add_func ("/rules/repost-with-address", test_repost_with_address);
  g_test_add_func ("/rules/summary", test_summary);
  g_test_add_func ("/rules/length", test_length);
  return g_test_run ();
}
