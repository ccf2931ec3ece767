/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the readers write into, without a reader: every rule that they share, and calls in places
 * where they do not belong. */

#include "config.h"

#include "document/gb-document-error.h"
#include "import/gb-import-writer.h"

#include <string.h>

static GbImportWriter *writer;

static void
begin (GbImportPictureFunc prepare)
{
  writer = _gb_import_writer_new (prepare);
}

static void
paragraph (GbImportParagraph style, const char *text)
{
  _gb_import_writer_begin_paragraph (writer, &style);
  _gb_import_writer_add_text (writer, text, -1, GB_IMPORT_MARK_NONE, NULL);
}

static void
cell (guint colspan, guint rowspan, gboolean is_header, const char *text)
{
  _gb_import_writer_begin_cell (writer, colspan, rowspan, is_header);
  _gb_import_writer_add_text (writer, text, -1, GB_IMPORT_MARK_NONE, NULL);
  _gb_import_writer_end_cell (writer);
}

static GbImport *
finish (GbImportExtent extent)
{
  g_autoptr (GError) error = NULL;
  GbImport *import = _gb_import_writer_finish (writer, extent, &error);

  g_assert_no_error (error);
  g_clear_pointer (&writer, _gb_import_writer_free);
  return import;
}

static void
check_body (GbImport *import, const char *expected)
{
  g_autofree char *body = gb_document_dup_body (import->document);
  g_autoptr (GRegex) ids = g_regex_new (" id=\"[^\"]*\"", 0, 0, NULL);
  g_autofree char *actual = g_regex_replace_literal (ids, body, -1, 0, "", 0, NULL);
  g_autofree char *whole =
    g_strdup_printf ("<body xmlns=\"http://www.w3.org/1999/xhtml\">%s</body>", expected);

  if (strcmp (actual, whole) != 0) {
    g_test_message ("expected %s", whole);
    g_test_message ("     got %s", actual);
    g_test_fail ();
  }
}

static void
check (const char *expected)
{
  g_autoptr (GbImport) import = finish (GB_IMPORT_PIECE);

  check_body (import, expected);
}

#define P(...) ((GbImportParagraph){ __VA_ARGS__ })

static void
test_headings (void)
{
  begin (NULL);
  paragraph (P (.heading = 1), "总体要求");
  paragraph (P (.heading = 3), "一、工作目标");
  paragraph (P (.heading = 1), "（一）要加强领导。");
  paragraph (P (0), "（一）要加强领导。各级政府要重视。");
  paragraph (P (0), "（二）组织实施");
  paragraph (P (.looks_like_heading = 2), "保障措施");
  paragraph (P (.looks_like_heading = 2), "这是一句话。");
  paragraph (P (.looks_like_heading = 1, .align = GB_IMPORT_ALIGN_RIGHT), "示例县人民政府");
  paragraph (P (.heading = 9), "很深");
  _gb_import_writer_begin_paragraph (writer, &P (.heading = 2));
  _gb_import_writer_add_text (writer, "全部", -1, GB_IMPORT_MARK_STRONG, NULL);
  _gb_import_writer_add_text (writer, "加粗", -1, GB_IMPORT_MARK_STRONG | GB_IMPORT_MARK_EM, NULL);
  check ("<h2>总体要求</h2><h2>一、工作目标</h2><h3>（一）要加强领导。</h3>"
         "<p>（一）要加强领导。各级政府要重视。</p><h3>（二）组织实施</h3><h3>保障措施</h3>"
         "<p>这是一句话。</p><p class=\"right\">示例县人民政府</p><h5>很深</h5>"
         "<h3>全部<em>加粗</em></h3>");
}

static void
test_labels (void)
{
  begin (NULL);
  paragraph (P (.list = GB_IMPORT_LIST_AUTO, .label = "一、", .heading = 2), "目标");
  paragraph (P (.list = GB_IMPORT_LIST_AUTO, .label = "（一）"), "要做到。还要做好。");
  paragraph (P (.list = GB_IMPORT_LIST_AUTO, .label = "1."), "甲");
  paragraph (P (.list = GB_IMPORT_LIST_AUTO, .label = "·", .list_level = 2), "甲一");
  paragraph (P (.list = GB_IMPORT_LIST_CONTINUED, .list_level = 2), "甲一的下一段");
  paragraph (P (.list = GB_IMPORT_LIST_AUTO, .label = "2."), "乙");
  paragraph (P (0), "中间。");
  paragraph (P (.list = GB_IMPORT_LIST_AUTO, .label = "3."), "丙");
  paragraph (P (.list = GB_IMPORT_LIST_AUTO, .label = "第一条"), "为了。");
  paragraph (P (.list = GB_IMPORT_LIST_AUTO, .label = "1.1", .heading = 2), "范围");
  paragraph (P (.list = GB_IMPORT_LIST_CONTINUED), "没有前一项");
  check ("<h2>一、目标</h2><p>（一）要做到。还要做好。</p>"
         "<ol><li><p>甲</p><ul><li><p>甲一</p><p>甲一的下一段</p></li></ul></li>"
         "<li><p>乙</p></li></ol><p>中间。</p><ol start=\"3\"><li><p>丙</p></li></ol>"
         "<p>第一条 为了。</p><h3>1.1 范围</h3><p>没有前一项</p>");
}

static void
test_lists (void)
{
  begin (NULL);
  paragraph (P (.list = GB_IMPORT_LIST_CJK), "项");
  paragraph (P (.list = GB_IMPORT_LIST_BULLET, .list_level = 3), "深");
  paragraph (P (.list = GB_IMPORT_LIST_BULLET, .list_level = 2), "浅");
  paragraph (P (.list = GB_IMPORT_LIST_BULLET, .list_level = 1), "另一种");
  paragraph (P (0), "1.甲");
  paragraph (P (0), "2.乙");
  paragraph (P (0), "4.丁");
  paragraph (P (.list = GB_IMPORT_LIST_DECIMAL, .list_id = 1), "a");
  paragraph (P (.list = GB_IMPORT_LIST_DECIMAL, .list_id = 2), "b");
  paragraph (P (.list = GB_IMPORT_LIST_DECIMAL, .list_id = 3, .number = 2), "c");
  check (
    "<ol class=\"cjk\"><li><p>项</p><ul><li><p>深</p></li></ul><ul><li><p>浅</p></li></ul></li>"
    "</ol><ul><li><p>另一种</p></li></ul><ol><li><p>甲</p></li><li><p>乙</p></li></ol>"
    "<h4>4.丁</h4><ol><li><p>a</p></li></ol><ol><li><p>b</p></li><li><p>c</p></li></ol>");
}

static void
test_text (void)
{
  g_autoptr (GbImport) import = NULL;

  begin (NULL);
  paragraph (P (0), "\xe3\x80\x80\xe3\x80\x80  缩进 ");
  paragraph (P (0), " \xc2\xa0\xe3\x80\x80");
  _gb_import_writer_begin_paragraph (writer, &P (0));
  _gb_import_writer_add_text (writer, "甲\xc2\xa0", -1, 0, NULL);
  _gb_import_writer_add_text (writer, "\xc2\xa0乙\xe2\x80\xae", -1, GB_IMPORT_MARK_STRONG, NULL);
  _gb_import_writer_add_break (writer);
  _gb_import_writer_add_text (writer, "  丙\xe3\x80\x80丁", -1,
                              GB_IMPORT_MARK_SUB | GB_IMPORT_MARK_SUP, NULL);
  _gb_import_writer_add_break (writer);
  _gb_import_writer_begin_paragraph (writer, &P (0));
  _gb_import_writer_add_text (writer, "链接", -1, GB_IMPORT_MARK_U, "HTTPS://www.gov.cn/a b");
  _gb_import_writer_add_text (writer, "坏", -1, 0, "javascript:alert(1)");
  _gb_import_writer_add_text (writer, "内", -1, 0, "#_Toc1");
  _gb_import_writer_add_text (writer, "无主机", -1, 0, "http:///x");
  _gb_import_writer_add_text (writer, "坏", -1, 0, "javascript:alert(1)");
  _gb_import_writer_begin_paragraph (writer, &P (0));
  _gb_import_writer_add_text (writer, "姓名：", -1, 0, NULL);
  _gb_import_writer_add_text (writer, "    ", -1, GB_IMPORT_MARK_U, NULL);
  import = finish (GB_IMPORT_PIECE);
  check_body (import, "<p>缩进</p><p>甲 <strong>乙</strong><br/><sup>丙\xe3\x80\x80丁</sup></p>"
                      "<p><a href=\"https://www.gov.cn/a%20b\">链接</a>坏内无主机坏</p>"
                      "<p>姓名：<u>    </u></p>");
  g_assert_cmpuint (import->dropped->len, ==, 3);
}

static void
test_tables (void)
{
  /* Spans that overlap and hang over, a row of nothing but covers, missing cells. */
  begin (NULL);
  paragraph (P (.role = GB_IMPORT_ROLE_CAPTION), "表1");
  _gb_import_writer_begin_table (writer);
  _gb_import_writer_begin_row (writer);
  cell (1, 3, TRUE, "甲");
  cell (1, 1, TRUE, "乙");
  cell (1, 9, TRUE, "丙");
  _gb_import_writer_end_row (writer);
  _gb_import_writer_begin_row (writer);
  cell (2, 1, FALSE, "丁");
  _gb_import_writer_end_row (writer);
  _gb_import_writer_begin_row (writer);
  _gb_import_writer_end_row (writer);
  _gb_import_writer_end_table (writer);
  check ("<table><caption>表1</caption><tbody>"
         "<tr><th rowspan=\"2\" scope=\"col\"><p>甲</p></th><th scope=\"col\"><p>乙</p></th>"
         "<th rowspan=\"2\" scope=\"col\"><p>丙</p></th></tr>"
         "<tr><td><p>丁</p></td></tr></tbody></table>");

  begin (NULL);
  _gb_import_writer_begin_table (writer);
  _gb_import_writer_begin_row (writer);
  cell (2, 2, FALSE, "甲");
  _gb_import_writer_end_row (writer);
  _gb_import_writer_begin_row (writer);
  _gb_import_writer_end_row (writer);
  _gb_import_writer_begin_row (writer);
  cell (0, 0, FALSE, "乙");
  cell (0, 0, FALSE, "");
  cell (0, 0, FALSE, "丙");
  _gb_import_writer_end_table (writer);
  check ("<table><tbody><tr><td colspan=\"2\"><p>甲</p></td><td><p/></td></tr>"
         "<tr><td><p>乙</p></td><td><p/></td><td><p>丙</p></td></tr></tbody></table>");

  /* A table in a cell, a list in a cell, a table of one cell, and one of none. */
  begin (NULL);
  _gb_import_writer_begin_table (writer);
  _gb_import_writer_begin_cell (writer, 1, 1, FALSE);
  paragraph (P (.heading = 1, .align = GB_IMPORT_ALIGN_CENTER), "一、外");
  _gb_import_writer_begin_table (writer);
  cell (1, 1, FALSE, "内");
  _gb_import_writer_end_table (writer);
  paragraph (P (.list = GB_IMPORT_LIST_BULLET), "项");
  _gb_import_writer_end_cell (writer);
  cell (1, 1, FALSE, "右");
  _gb_import_writer_end_table (writer);
  _gb_import_writer_begin_table (writer);
  cell (3, 3, FALSE, "独");
  _gb_import_writer_end_table (writer);
  _gb_import_writer_begin_table (writer);
  _gb_import_writer_end_table (writer);
  check (
    "<table><tbody><tr><td><p class=\"center\">一、外</p><p>内</p><ul><li><p>项</p></li></ul></td>"
    "<td><p>右</p></td></tr></tbody></table><p>独</p>");
}

/* Every row as wide as the widest: this must not fill the memory. */
static void
test_large_tables (void)
{
  g_autoptr (GbImport) import = NULL;
  g_autofree char *text = NULL;

  begin (NULL);
  _gb_import_writer_begin_table (writer);
  for (guint i = 0; i < 3000; i++) {
    _gb_import_writer_begin_row (writer);
    cell (1, G_MAXUINT, FALSE, "甲");
  }
  _gb_import_writer_begin_row (writer);
  for (guint i = 0; i < 1000; i++)
    cell (G_MAXUINT, 1, FALSE, "乙");
  _gb_import_writer_end_table (writer);
  import = finish (GB_IMPORT_PIECE);
  text = gb_document_dup_text (import->document);
  for (guint i = 0, n = 0; text[i] != '\0'; i++) {
    n += g_str_has_prefix (text + i, "甲") || g_str_has_prefix (text + i, "乙");
    if (text[i + 1] == '\0')
      g_assert_cmpuint (n, ==, 4000);
  }
  g_assert_cmpuint (import->dropped->len, ==, 1);
}

static GBytes *
prepare (GBytes *bytes, const char **out_type, GBytes **out_original, GError **error)
{
  if (g_bytes_get_size (bytes) == 1) {
    g_set_error_literal (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_UNSUPPORTED, "refused");
    return NULL;
  }
  *out_type = "image/png";
  return g_bytes_ref (bytes);
}

static void
image (const char *data, const char *alt)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, strlen (data));

  _gb_import_writer_add_image (writer, bytes, alt);
}

static void
test_images (void)
{
  g_autoptr (GbImport) import = NULL;
  g_autofree char *body = NULL;
  g_autoptr (GRegex) noise = g_regex_new (" id=\"[^\"]*\"| src=\"[^\"]*\"", 0, 0, NULL);
  g_autofree char *bare = NULL;

  begin (prepare);
  paragraph (P (0), "前");
  image ("aa", "a\nb");
  _gb_import_writer_add_text (writer, "后", -1, 0, NULL);
  paragraph (P (.role = GB_IMPORT_ROLE_CAPTION), "图1");
  paragraph (P (.list = GB_IMPORT_LIST_BULLET), "项一");
  image ("bb", "c");
  paragraph (P (.list = GB_IMPORT_LIST_BULLET), "项二");
  _gb_import_writer_begin_table (writer);
  cell (1, 1, FALSE, "左");
  _gb_import_writer_begin_cell (writer, 1, 1, FALSE);
  image ("aa", NULL);
  _gb_import_writer_end_cell (writer);
  _gb_import_writer_end_table (writer);
  image ("x", "不行");
  import = finish (GB_IMPORT_PIECE);
  body = gb_document_dup_body (import->document);
  bare = g_regex_replace_literal (noise, body, -1, 0, "", 0, NULL);
  g_assert_cmpstr (
    bare, ==,
    "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p>前后</p>"
    "<figure><img alt=\"a b\"/><figcaption>图1</figcaption></figure>"
    "<ul><li><p>项一</p></li><li><p>项二</p></li></ul><figure><img alt=\"c\"/></figure>"
    "<table><tbody><tr><td><p>左</p></td><td><p/></td></tr></tbody></table>"
    "<figure><img alt=\"\"/></figure></body>");
  g_assert_cmpuint (import->images->len, ==, 2);
  g_assert_cmpuint (import->dropped->len, ==, 1);
  g_assert_cmpstr (((GbImportNote *)import->dropped->pdata[0])->reason, ==,
                   GB_IMPORT_DROPPED_IMAGE);
}

/* Of APP0 only the density stays: no small picture of what the large one showed once. */
static void
test_strip_thumbnail (void)
{
  static const guint8 jpeg[] = {
    0xff, 0xd8, 0xff, 0xe0, 0,    19,   'J',  'F', 'I', 'F',  0,    1, 2,    0,
    0,    72,   0,    72,   1,    1,    1,    2,   3,   0xff, 0xe0, 0, 8,    'J',
    'F',  'X',  'X',  0,    0x10, 0xff, 0xda, 0,   4,   1,    2,    3, 0xff, 0xd9,
  };
  static const guint8 stripped[] = {
    0xff, 0xd8, 0xff, 0xe0, 0, 16,   'J',  'F', 'I', 'F', 0, 1, 2,    0,    0,
    72,   0,    72,   0,    0, 0xff, 0xda, 0,   4,   1,   2, 3, 0xff, 0xd9,
  };
  g_autoptr (GBytes) given = g_bytes_new_static (jpeg, sizeof jpeg);
  g_autoptr (GError) error = NULL;
  const char *type = NULL;
  g_autoptr (GBytes) result = gb_import_strip_picture (given, &type, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (result, NULL), g_bytes_get_size (result), stripped,
                   sizeof stripped);
}

/* The picture of a program without a screen: stripped, or refused. */
static void
test_strip (void)
{
  static const guint8 jpeg[] = { 0xff, 0xd8, 0xff, 0xe1, 0, 4, 'E', 'x',  0xff,
                                 0xda, 0,    4,    1,    2, 3, 4,   0xff, 0xd9 };
  static const guint8 stripped[] = { 0xff, 0xd8, 0xff, 0xda, 0, 4, 1, 2, 3, 4, 0xff, 0xd9 };
  g_autoptr (GBytes) given = g_bytes_new_static (jpeg, sizeof jpeg);
  g_autoptr (GBytes) cut = g_bytes_new_static (jpeg, sizeof jpeg - 6);
  g_autoptr (GBytes) other = g_bytes_new_static ("GIF89a", 6);
  g_autoptr (GError) error = NULL;
  const char *type = NULL;
  g_autoptr (GBytes) result = gb_import_strip_picture (given, &type, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (type, ==, "image/jpeg");
  g_assert_cmpmem (g_bytes_get_data (result, NULL), g_bytes_get_size (result), stripped,
                   sizeof stripped);
  g_assert_null (gb_import_strip_picture (cut, &type, NULL, &error));
  g_assert_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  g_assert_null (gb_import_strip_picture (other, &type, NULL, &error));
  g_assert_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_UNSUPPORTED);
}

static void
test_footnotes (void)
{
  begin (NULL);
  paragraph (P (0), "甲");
  _gb_import_writer_add_footnote_reference (writer, "b");
  _gb_import_writer_add_text (writer, "乙", -1, 0, NULL);
  _gb_import_writer_add_footnote_reference (writer, "a");
  _gb_import_writer_begin_footnote (writer, "a");
  paragraph (P (.heading = 1), "后注");
  paragraph (P (0), "第二段");
  _gb_import_writer_end_footnote (writer);
  _gb_import_writer_begin_footnote (writer, "b");
  paragraph (P (0), "前注");
  _gb_import_writer_end_footnote (writer);
  paragraph (P (0), "丙");
  check ("<p>甲<sup>[1]</sup>乙<sup>[2]</sup></p><p>丙</p><p>[1] 前注</p><p>[2] 后注</p>"
         "<p>第二段</p>");
}

static void
test_quotes (void)
{
  begin (NULL);
  _gb_import_writer_begin_quote (writer);
  paragraph (P (.heading = 1), "引");
  paragraph (P (.list = GB_IMPORT_LIST_BULLET), "项");
  _gb_import_writer_begin_quote (writer);
  paragraph (P (0), "内");
  _gb_import_writer_end_quote (writer);
  _gb_import_writer_end_quote (writer);
  _gb_import_writer_add_rule (writer);
  paragraph (P (0), "外");
  check ("<blockquote><p>引</p><ul><li><p>项</p></li></ul><p>内</p></blockquote><hr/><p>外</p>");
}

static void
test_whole (void)
{
  g_autoptr (GbImport) import = NULL;
  GbMetadata *metadata;

  begin (NULL);
  paragraph (P (0), "首页 > 公开");
  paragraph (P (.role = GB_IMPORT_ROLE_TITLE), "示例县人民政府");
  paragraph (P (.role = GB_IMPORT_ROLE_TITLE), "关于开展检查的通知");
  paragraph (P (0), "示府〔2026〕3号");
  paragraph (P (0), "各镇：");
  _gb_import_writer_begin_table (writer);
  cell (1, 1, FALSE, "a");
  cell (1, 1, FALSE, "b");
  _gb_import_writer_end_table (writer);
  paragraph (P (.align = GB_IMPORT_ALIGN_RIGHT), "示例县人民政府");
  paragraph (P (.align = GB_IMPORT_ALIGN_RIGHT), "2026年3月1日");
  paragraph (P (0), "打印本页");
  import = finish (GB_IMPORT_WHOLE);
  check_body (import,
              "<p class=\"addressee\">各镇：</p><table><tbody><tr><td><p>a</p></td>"
              "<td><p>b</p></td></tr></tbody></table>"
              "<p class=\"signature\">示例县人民政府</p><p class=\"date\">2026年3月1日</p>");
  metadata = gb_document_get_metadata (import->document);
  g_assert_cmpstr (gb_document_get_title (import->document), ==,
                   "示例县人民政府关于开展检查的通知");
  g_assert_cmpstr (gb_metadata_get (metadata, "document-number"), ==, "示府〔2026〕3号");
  g_assert_cmpstr (gb_metadata_get (metadata, "made-on"), ==, "2026-03-01");
  g_assert_cmpuint (import->dropped->len, ==, 2);
}

/* Nothing that a reader does may fail, or lose text. */
static void
test_misuse (void)
{
  begin (NULL);
  _gb_import_writer_end_paragraph (writer);
  _gb_import_writer_end_cell (writer);
  _gb_import_writer_end_row (writer);
  _gb_import_writer_end_table (writer);
  _gb_import_writer_end_footnote (writer);
  _gb_import_writer_end_quote (writer);
  _gb_import_writer_begin_row (writer);
  cell (1, 1, FALSE, "无表");
  _gb_import_writer_begin_table (writer);
  paragraph (P (0), "标题");
  _gb_import_writer_begin_row (writer);
  cell (1, 1, FALSE, "a");
  cell (1, 1, FALSE, "b");
  _gb_import_writer_end_row (writer);
  paragraph (P (0), "两行之间");
  _gb_import_writer_begin_footnote (writer, "k");
  _gb_import_writer_begin_table (writer);
  cell (1, 1, FALSE, "注中");
  check ("<p>无表</p><table><caption>标题</caption><tbody><tr><td><p>a</p></td>"
         "<td><p>b</p><p>两行之间</p></td></tr></tbody></table><p>[1] 注中</p>");
}

static void
test_empty (void)
{
  for (guint extent = GB_IMPORT_WHOLE; extent <= GB_IMPORT_PIECE; extent++) {
    g_autoptr (GError) error = NULL;

    begin (NULL);
    paragraph (P (0), " ");
    g_assert_null (_gb_import_writer_finish (writer, (GbImportExtent)extent, &error));
    g_assert_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_UNSUPPORTED);
    g_clear_pointer (&writer, _gb_import_writer_free);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/writer/headings", test_headings);
  g_test_add_func ("/writer/labels", test_labels);
  g_test_add_func ("/writer/lists", test_lists);
  g_test_add_func ("/writer/text", test_text);
  g_test_add_func ("/writer/tables", test_tables);
  g_test_add_func ("/writer/large-tables", test_large_tables);
  g_test_add_func ("/writer/images", test_images);
  g_test_add_func ("/writer/strip", test_strip);
  g_test_add_func ("/writer/strip-thumbnail", test_strip_thumbnail);
  g_test_add_func ("/writer/footnotes", test_footnotes);
  g_test_add_func ("/writer/quotes", test_quotes);
  g_test_add_func ("/writer/whole", test_whole);
  g_test_add_func ("/writer/misuse", test_misuse);
  g_test_add_func ("/writer/empty", test_empty);
  return g_test_run ();
}
