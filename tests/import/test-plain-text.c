/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Importing text: the page that started it all against a document made by hand, a second page of
 * the family, plain texts, encodings, and files that are no text. */

#include "config.h"

#include "document/gb-document-error.h"
#include "import/gb-import.h"

#include <string.h>

static GFile *
get_data_file (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("GB_TEST_DATADIR"), name, NULL);

  return g_file_new_for_path (path);
}

static GbImport *
import_data (const char *name)
{
  g_autoptr (GFile) file = get_data_file (name);
  g_autoptr (GError) error = NULL;
  GbImport *import = gb_import_file (file, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (import);
  return import;
}

static GbImport *
import_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  GbImport *import = gb_import_text (text, -1, &error);

  g_assert_no_error (error);
  return import;
}

static const char *
get_field (GbImport *import, const char *field)
{
  return gb_metadata_get (gb_document_get_metadata (import->document), field);
}

static void
assert_dropped (GbImport *import, guint i, guint line, const char *reason)
{
  const GbImportNote *note;

  g_assert_cmpuint (i, <, import->dropped->len);
  note = g_ptr_array_index (import->dropped, i);
  g_assert_cmpuint (note->line, ==, line);
  g_assert_cmpstr (note->reason, ==, reason);
  g_assert_cmpstr (note->text, !=, "");
}

static void
test_luhe (void)
{
  g_autoptr (GbImport) import = import_data ("luhe-interpretation.txt");
  g_autoptr (GFile) file = get_data_file ("luhe-interpretation.xml");
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDocument) expected = gb_document_new_from_file (file, NULL, &error);
  g_autofree char *body = gb_document_dup_body (import->document);
  g_autofree char *expected_body = NULL;

  g_assert_no_error (error);
  expected_body = gb_document_dup_body (expected);
  g_assert_cmpstr (body, ==, expected_body);
  g_assert_cmpstr (gb_document_get_digest (import->document), ==,
                   gb_document_get_digest (expected));
  g_assert_cmpuint (import->dropped->len, ==, 8);
  assert_dropped (import, 0, 1, "site name");
  assert_dropped (import, 1, 2, "breadcrumb");
  assert_dropped (import, 2, 6, "field without a value");
  assert_dropped (import, 3, 7, "font size links");
  assert_dropped (import, 4, 9, "repeated title");
  assert_dropped (import, 5, 53, "invitation to scan a code");
  assert_dropped (import, 6, 54, "decoration");
  assert_dropped (import, 7, 56, "leaving notice");
}

/* The other shape of such pages: all fields in one line, a title of two lines, an official
 * document with addressee, signature and date. */
static void
test_notice (void)
{
  g_autoptr (GbImport) import = import_data ("notice-page.txt");
  g_autofree char *body = gb_document_dup_body (import->document);

  g_assert_cmpint (gb_document_get_kind (import->document), ==, GB_DOCUMENT_KIND_NOTICE);
  g_assert_cmpstr (get_field (import, "title"), ==,
                   "示例县人民政府办公室关于印发政务公开工作要点的通知");
  g_assert_cmpstr (get_field (import, "originally-published"), ==, "2026-03-01 09:05");
  g_assert_cmpstr (get_field (import, "source"), ==, "县政府办公室");
  g_assert_cmpstr (get_field (import, "publisher"), ==, "示例县人民政府办公室");
  g_assert_cmpstr (get_field (import, "document-number"), ==, "示府办〔2026〕3号");
  g_assert_cmpstr (get_field (import, "made-on"), ==, "2026-03-01");
  g_assert_cmpstr (
    body, ==,
    "<body xmlns=\"http://www.w3.org/1999/xhtml\">"
    "<p class=\"addressee\" id=\"b1\">各镇人民政府，县政府各部门：</p>"
    "<p id=\"b2\">《政务公开工作要点》已经县人民政府同意，现印发给你们，请认真贯彻执行。</p>"
    "<h2 id=\"b3\">一、总体要求</h2>"
    "<p id=\"b4\">一、要加强领导。各单位要重视。</p>"
    "<h4 id=\"b5\">1.加强领导</h4><p id=\"b6\">各单位要重视。</p>"
    "<h4 id=\"b7\">2.提高认识</h4><p id=\"b8\">很重要。</p>"
    "<h5 id=\"b9\">（1）细分</h5><p id=\"b10\">第一。</p>"
    "<ol class=\"circled\" id=\"b11\"><li id=\"b12\"><p id=\"b13\">甲</p></li>"
    "<li id=\"b14\"><p id=\"b15\">乙</p></li></ol>"
    "<ol class=\"paren\" id=\"b16\" start=\"3\"><li id=\"b17\"><p id=\"b18\">丙</p></li>"
    "<li id=\"b19\"><p id=\"b20\">丁</p></li></ol>"
    "<p id=\"b21\">时间：3月5日</p><p id=\"b22\">2.5万元以上</p>"
    "<p class=\"signature\" id=\"b23\">示例县人民政府办公室</p>"
    "<p class=\"date\" id=\"b24\">2026年3月1日</p>"
    "<p class=\"note\" id=\"b25\">（此件公开发布）</p></body>");
  g_assert_cmpuint (import->dropped->len, ==, 7);
  assert_dropped (import, 2, 5, "number of visits");
  assert_dropped (import, 4, 26, "footer of the site");
  assert_dropped (import, 5, 27, "page control");
}

static void
test_plain (void)
{
  static const struct {
    const char *text;
    const char *title;
    const char *body;
  } cases[] = {
    { "会议通知\n时间：3月5日9:00\n地点：三楼", "会议通知", "时间：3月5日9:00\n地点：三楼\n" },
    { "只有一句话。", "", "只有一句话。\n" },
    { "标题", "", "标题\n" },
    { "这是第一段。\n这是第二段。", "", "这是第一段。\n这是第二段。\n" },
    { "一、总体要求\n内容。", "", "一、总体要求\n内容。\n" },
    { "各镇：\n内容。", "", "各镇：\n内容。\n" },
    { "标题\n　　张　三到场。\n\xc2\xa0\xc2\xa0乙\xc2\xa0 丙", "标题", "张　三到场。\n乙 丙\n" },
    { "标题\n正文。\n扫一扫在手机打开当前页\n最后一段。", "标题",
      "正文。\n扫一扫在手机打开当前页\n最后一段。\n" },
    { "标题\n正文\xe2\x80\xae反。", "标题", "正文反。\n" },
    { "标题\n来源：本网\n来源：别处\n正文", "标题", "正文\n" },
    { "a\r\nb\rc\n\nd\xe2\x80\xa8"
      "e\f"
      "f",
      "a", "b\nc\nd\ne\nf\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GbImport) import = import_text (cases[i].text);
    g_autofree char *text = gb_document_dup_text (import->document);

    g_test_message ("case %u", i);
    g_assert_cmpstr (gb_document_get_title (import->document), ==, cases[i].title);
    g_assert_cmpstr (text, ==, cases[i].body);
  }
}

static void
test_kinds (void)
{
  static const struct {
    const char *title;
    GbDocumentKind kind;
  } cases[] = {
    { "关于开展检查的通知", GB_DOCUMENT_KIND_NOTICE },
    { "关于停水的公告", GB_DOCUMENT_KIND_ANNOUNCEMENT },
    { "关于交通管制的通告", GB_DOCUMENT_KIND_CIRCULAR },
    { "关于推进工作的实施意见", GB_DOCUMENT_KIND_OPINION },
    { "《关于推进工作的实施意见》政策解读", GB_DOCUMENT_KIND_INTERPRETATION },
    { "一图看懂问答：怎样办证", GB_DOCUMENT_KIND_QA },
    { "回应群众关切", GB_DOCUMENT_KIND_RESPONSE },
    { "其他", GB_DOCUMENT_KIND_NOTICE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf ("%s\n正文。", cases[i].title);
    g_autoptr (GbImport) import = import_text (text);

    g_assert_cmpint (gb_document_get_kind (import->document), ==, cases[i].kind);
  }
}

/* The same page in every encoding is the same document. */
static void
test_encodings (void)
{
  g_autoptr (GFile) file = get_data_file ("notice-page.txt");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *with_bom = NULL;
  g_autoptr (GString) crlf = NULL;
  g_autoptr (GbImport) original = import_data ("notice-page.txt");
  gsize size = 0;

  g_assert_true (g_file_load_contents (file, NULL, &text, &size, NULL, &error));
  crlf = g_string_new (text);
  g_string_replace (crlf, "\n", "\r\n", 0);
  with_bom = g_strconcat ("\xef\xbb\xbf", crlf->str, NULL);

  for (guint i = 0; i < 4; i++) {
    static const char *const encodings[] = { "GB18030", "UTF-16", "UTF-16" };
    const char *from = i == 2 ? crlf->str : text;
    gsize n_written = 0;
    g_autofree char *encoded = NULL;
    g_autoptr (GbImport) import = NULL;

    if (i < 3)
      encoded = g_convert (from, -1, encodings[i], "UTF-8", NULL, &n_written, &error);
    g_assert_no_error (error);
    import = i < 3 ? gb_import_text (encoded, (gssize) n_written, &error)
      : gb_import_text (with_bom, -1, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (gb_document_get_digest (import->document), ==,
                     gb_document_get_digest (original->document));
  }
}

/* Copied from a page of government information, the catalogue above the text comes in the forms
 * that browsers give it; its fields are metadata, and the furniture around it is told. */
static void
test_catalogue (void)
{
  static const char *const forms[] = {
    "某县人民政府门户网站\n当前位置：首页 > 政务公开 > 文件\n"
    "索引号：\t11441700007280420Y/2021-00050\t分类：\t综合政务、命令\n"
    "发布机构：\t某县人民政府办公室\t成文日期：\t2021-01-19\n"
    "名称：\t某县人民政府办公室关于做好公开工作的通知\n"
    "文号：\t某府办函〔2021〕9号\t发布日期：\t2021-02-01 09:30\n主题词：\t\n",
    "索 引 号\n11441700007280420Y/2021-00050\n分 类\n综合政务、命令\n发文机关：\n"
    "某县人民政府办公室\n成文日期：2021年1月19日\n标　　题：\n"
    "某县人民政府办公室关于做好公开工作的通知\n发文字号：某府办函〔2021〕9号\n有效性：有效\n"
    "发布时间\n2021年02月01日 09:30\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_autofree char *page =
      g_strconcat (forms[i],
                   "【打印】【字体： 大 中 小】\n某县人民政府办公室关于做好公开工作的通知\n"
                   "发布日期：2021-02-01  浏览次数：-\n各镇人民政府：\n现将方案印发给你们。\n"
                   "一、名称：所称公开，是指主动公开。\n扫一扫在手机打开当前页\n",
                   NULL);
    g_autoptr (GbImport) import = import_text (page);
    g_autofree char *text = gb_document_dup_text (import->document);

    g_assert_cmpstr (gb_document_get_title (import->document), ==,
                     "某县人民政府办公室关于做好公开工作的通知");
    g_assert_cmpstr (text, ==,
                     "各镇人民政府：\n现将方案印发给你们。\n一、名称：所称公开，是指主动公开。\n");
    g_assert_cmpstr (get_field (import, "index-number"), ==, "11441700007280420Y/2021-00050");
    g_assert_cmpstr (get_field (import, "theme"), ==, "综合政务、命令");
    g_assert_cmpstr (get_field (import, "publisher"), ==, "某县人民政府办公室");
    g_assert_cmpstr (get_field (import, "made-on"), ==, "2021-01-19");
    g_assert_cmpstr (get_field (import, "document-number"), ==, "某府办函〔2021〕9号");
    g_assert_cmpstr (get_field (import, "originally-published"), ==, "2021-02-01 09:30");
  }
}

/* Two labels of a catalogue, or a text that speaks of one, are none. */
static void
test_no_catalogue (void)
{
  g_autoptr (GbImport) import = import_text ("办事指南\n名称：补贴申请\n文号：某府〔2021〕1号\n"
                                             "公开方式：主动公开\n索引号由系统编排。\n");
  g_autofree char *text = gb_document_dup_text (import->document);

  g_assert_cmpstr (
    text, ==, "名称：补贴申请\n文号：某府〔2021〕1号\n公开方式：主动公开\n索引号由系统编排。\n");
  g_assert_cmpstr (get_field (import, "document-number"), ==, "");
}

/* A damaged byte in UTF-8 stays one, and is told. */
static void
test_damaged (void)
{
  g_autoptr (GString) text = g_string_new ("标题\n");
  g_autoptr (GbImport) import = NULL;
  g_autofree char *body = NULL;

  for (guint i = 0; i < 10; i++)
    g_string_append (text, "正文很长。");
  g_string_append (text, "\xff\xe6");
  import = import_text (text->str);
  body = gb_document_dup_text (import->document);
  g_assert_true (g_str_has_suffix (body, "正文很长。\xef\xbf\xbd\xef\xbf\xbd\n"));
  assert_dropped (import, 0, 0, "bytes that are not UTF-8");
}

static void
test_refusals (void)
{
  static const struct {
    const char *data;
    gssize size;
  } cases[] = {
    { "", 0 },
    { " \n\xe3\x80\x80\n", -1 },
    { "\xef\xbb\xbf", -1 },
    { "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16 },
    { "PK\x03\x04\x14\0\x06\0", 8 },
    { "\xff\xff\xff\xff\xff", -1 },
    { "\xff\xfe\0\xd8\0\xd8", 6 },
    { "\xff\xfe", 2 },
    { "\x01\x02\x03\x04\x05\x06\x07", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GbImport) import = gb_import_text (cases[i].data, cases[i].size, &error);

    g_test_message ("case %u: %s", i, error != NULL ? error->message : "accepted");
    g_assert_null (import);
    g_assert_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_UNSUPPORTED);
  }
}

static void
test_files (void)
{
  static const char *const names[] = { "x.xlsx", "x", "x.docx.bak" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) missing = get_data_file ("no-such-file.TXT");
  g_autoptr (GbImport) import = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), names[i], NULL);
    g_autoptr (GFile) file = g_file_new_for_path (path);

    import = gb_import_file (file, NULL, NULL, &error);
    g_assert_null (import);
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
    g_clear_error (&error);
    g_assert_cmpint (g_mkdir_with_parents (g_get_user_runtime_dir (), 0700), ==, 0);
    g_file_set_contents (path, "x", 1, &error);
    g_assert_no_error (error);
    import = gb_import_file (file, NULL, NULL, &error);
    g_assert_null (import);
    g_assert_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_UNSUPPORTED);
    g_clear_error (&error);
  }
  import = gb_import_file (missing, NULL, NULL, &error);
  g_assert_null (import);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* A text that looks like markup stays a text. */
static void
test_hostile (void)
{
  g_autoptr (GbImport) import =
    import_text ("<script>alert(1)</script>\n]]><!DOCTYPE x>&amp;\n<p onclick='x'>");
  g_autofree char *text = gb_document_dup_text (import->document);

  g_assert_cmpstr (gb_document_get_title (import->document), ==, "<script>alert(1)</script>");
  g_assert_cmpstr (text, ==, "]]><!DOCTYPE x>&amp;\n<p onclick='x'>\n");
}

/* A field that is too long to be one is text, and long texts take no time to speak of. */
static void
test_long (void)
{
  g_autoptr (GString) text = g_string_new ("标题\n来源：");
  g_autoptr (GbImport) import = NULL;
  g_autofree char *body = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "字");
  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "\n%u.第%u项", i % 900 + 1, i);
  import = import_text (text->str);
  body = gb_document_dup_text (import->document);
  g_assert_cmpuint (strlen (body), >, 300000);
  g_assert_cmpstr (get_field (import, "source"), ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/import/luhe", test_luhe);
  g_test_add_func ("/import/notice", test_notice);
  g_test_add_func ("/import/plain", test_plain);
  g_test_add_func ("/import/kinds", test_kinds);
  g_test_add_func ("/import/catalogue", test_catalogue);
  g_test_add_func ("/import/no-catalogue", test_no_catalogue);
  g_test_add_func ("/import/encodings", test_encodings);
  g_test_add_func ("/import/damaged", test_damaged);
  g_test_add_func ("/import/refusals", test_refusals);
  g_test_add_func ("/import/files", test_files);
  g_test_add_func ("/import/hostile", test_hostile);
  g_test_add_func ("/import/long", test_long);
  return g_test_run ();
}
