/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a page says, read back with an HTML parser, and what it must never contain.
 */

#include "config.h"

#include "sample.h"

#include "site/gb-site.h"

#include <libxml/HTMLparser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlXPathContext, xmlXPathFreeContext)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlXPathObject, xmlXPathFreeObject)

typedef struct {
  GbSite *site;
  GbDocument *policy;
  GbDocument *interpretation;
  GbPublication *policy_page;
  GbPublication *interpretation_page;
  GPtrArray *related; /* the interpretation */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->site = gb_site_new_sample ();
  gb_site_set_base_url (fixture->site, "http://127.0.0.1:8080/");
  fixture->policy = sample_document ("notice.xml");
  fixture->interpretation = sample_document ("interpretation.xml");
  fixture->policy_page = sample_publication (fixture->policy, SAMPLE_POLICY_ID, SAMPLE_TIME_US);
  fixture->interpretation_page =
    sample_publication (fixture->interpretation, SAMPLE_INTERPRETATION_ID, SAMPLE_TIME_US);
  fixture->related = g_ptr_array_new ();
  g_ptr_array_add (fixture->related, fixture->interpretation_page);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->site);
  g_clear_object (&fixture->policy);
  g_clear_object (&fixture->interpretation);
  g_clear_pointer (&fixture->policy_page, gb_publication_free);
  g_clear_pointer (&fixture->interpretation_page, gb_publication_free);
  g_clear_pointer (&fixture->related, g_ptr_array_unref);
}

static xmlDoc *
parse_html (GBytes *page)
{
  gsize size;
  const char *data = g_bytes_get_data (page, &size);

  g_assert_true (g_utf8_validate_len (data, size, NULL));
  g_assert_true (g_str_has_prefix (data, "<!DOCTYPE html>\n<html lang=\"zh-CN\">"));
  return htmlReadMemory (data, (int)size, NULL, "UTF-8",
                         HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
}

static char *
evaluate (xmlDoc *doc, const char *expression)
{
  g_autoptr (xmlXPathContext) context = xmlXPathNewContext (doc);
  g_autoptr (xmlXPathObject) object = NULL;
  xmlChar *text;
  char *copy;

  xmlXPathRegisterNs (context, BAD_CAST "atom", BAD_CAST "http://www.w3.org/2005/Atom");
  xmlXPathRegisterNs (context, BAD_CAST "map",
                      BAD_CAST "http://www.sitemaps.org/schemas/sitemap/0.9");
  object = xmlXPathEvalExpression (BAD_CAST expression, context);
  g_assert_nonnull (object);
  text = xmlXPathCastToString (object);
  copy = g_strdup ((const char *)text);
  xmlFree (text);
  return copy;
}

#define assert_value(doc, expression, value)                                                       \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *found = evaluate (doc, expression);                                           \
                                                                                                   \
    g_assert_cmpstr (found, ==, value);                                                            \
  }                                                                                                \
  G_STMT_END

/* What the policy of the public pages forbids, and what would run if it did not. */
static void
assert_harmless (xmlDoc *doc)
{
  assert_value (doc, "count(//@style | //style)", "0");
  assert_value (doc, "count(//script)", "1");
  assert_value (doc, "string(//script/@src)", "/assets/site.js");
  assert_value (doc, "string(//script)", "");
  assert_value (doc, "count(//@*[starts-with(name(), 'on')])", "0");
  assert_value (doc, "count(//iframe | //object | //embed | //base | //marquee | //font)", "0");
  assert_value (
    doc, "count(//@href[starts-with(translate(., 'JAVSCRIPT', 'javscript'), 'javascript:')])", "0");
  assert_value (doc, "count(//@*[starts-with(., 'data:')])", "0");
  /* Ids are unique. */
  assert_value (doc, "count(//*[@id = preceding::*/@id or @id = ancestor::*/@id])", "0");
}

static xmlDoc *
render (Fixture *fixture, gboolean preview)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) page = gb_site_render_document (
    fixture->site, fixture->policy, fixture->policy_page, fixture->related, preview, &error);
  xmlDoc *doc;

  g_assert_no_error (error);
  doc = parse_html (page);
  assert_harmless (doc);
  return doc;
}

static void
test_meta_tags (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {
    "SiteName",       "SiteDomain", "SiteIDCode",   "ColumnName", "ColumnDescription",
    "ColumnKeywords", "ColumnType", "ArticleTitle", "PubDate",    "ContentSource",
    "Keywords",       "Author",     "Description",  "Image",      "Url",
  };
  g_autoptr (xmlDoc) doc = render (fixture, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    /* viewport and robots come before; after them the order is that of the annex. */
    g_autofree char *name = g_strdup_printf ("string((//head/meta[@name])[%u]/@name)", i + 3);
    g_autofree char *content =
      g_strdup_printf ("count(//meta[@name='%s'][@content!=''])", names[i]);

    assert_value (doc, name, names[i]);
    assert_value (doc, content, "1");
  }
  assert_value (doc, "string(//meta[@name='SiteName']/@content)", "示例县人民政府门户网站");
  assert_value (doc, "string(//meta[@name='SiteIDCode']/@content)", "9999990000");
  assert_value (doc, "string(//meta[@name='ColumnName']/@content)", "政策文件");
  assert_value (doc, "string(//meta[@name='ColumnType']/@content)", "政策文件");
  assert_value (doc, "string(//meta[@name='PubDate']/@content)", "2026-03-03 17:26");
  assert_value (doc, "string(//meta[@name='ContentSource']/@content)", "本网");
  assert_value (doc, "string(//meta[@name='Keywords']/@content)", "政务公开,政策解读,通知");
  assert_value (doc, "string(//meta[@name='Url']/@content)",
                "http://127.0.0.1:8080/zcwj/2026/9a8b7c6d5e4f.html");
  assert_value (doc, "string(//link[@rel='canonical']/@href)",
                "http://127.0.0.1:8080/zcwj/2026/9a8b7c6d5e4f.html");
}

static void
test_article (Fixture *fixture, gconstpointer data)
{
  g_autoptr (xmlDoc) doc = render (fixture, FALSE);

  assert_value (doc, "string(/html/@lang)", "zh-CN");
  assert_value (doc, "count(//h1)", "1");
  assert_value (doc, "string(//h1)",
                "示例县人民政府办公室关于印发《示例县全面推进政务公开工作实施方案》的通知");
  assert_value (doc, "string(//div[@class='site-name'])", "示例县人民政府门户网站");
  assert_value (doc, "string(//nav[@class='breadcrumb'])", "您现在所在的位置：首页政策文件正文");
  assert_value (doc, "string(//ul[@class='meta-facts']/li[1])", "发布时间：2026-03-03 17:26");
  assert_value (doc, "string(//ul[@class='meta-facts']/li[2])", "来源：本网");
  assert_value (doc, "string(//ul[@class='meta-facts']/li[3])", "发布机构：示例县人民政府办公室");
  assert_value (doc, "string(//span[@class='font-size'])", "【字体：大中小】");
  assert_value (doc, "count(//*[@data-needs-script][not(@hidden)])", "0");
  assert_value (doc, "string(//div[@class='qr']/p)", "扫一扫在手机打开当前页");
  assert_value (doc, "string(//dialog/p[1])",
                "您访问的链接即将离开“示例县人民政府”门户网站，是否继续？");
  assert_value (doc, "string(//dialog//button[1])", "放弃");
  assert_value (doc, "string(//dialog//button[2])", "继续访问");
  assert_value (doc, "string(//aside[@class='banner'])",
                "试用站点：本站内容仅供试用，不是政府网站。");
  assert_value (doc, "count(//footer//li[contains(., '网站标识码：9999990000')])", "1");
  assert_value (doc, "count(//footer//li[contains(., '主办单位：示例县人民政府办公室')])", "1");
  assert_value (doc, "count(//footer//li[contains(., 'ICP')])", "0");
}

static void
test_catalogue (Fixture *fixture, gconstpointer data)
{
  static const char *const fields[] = {
    "索引号",   "11999999MB0000000X/2026-00012",
    "分类",     "综合政务、政务公开、通知",
    "发布机构", "示例县人民政府办公室",
    "成文日期", "2026-03-02",
    "名称",     "示例县人民政府办公室关于印发《示例县全面推进政务公开工作实施方案》的通知",
    "文号",     "示府办〔2026〕12号",
    "发布日期", "2026-03-03",
    "主题词",   "政务公开　政策解读　通知",
  };
  g_autoptr (xmlDoc) doc = render (fixture, FALSE);
  g_autoptr (GBytes) other = gb_site_render_document (
    fixture->site, fixture->interpretation, fixture->interpretation_page, NULL, FALSE, NULL);
  g_autoptr (xmlDoc) other_doc = parse_html (other);

  assert_value (doc, "count(//dl/div)", "8");
  for (guint i = 0; i < G_N_ELEMENTS (fields); i += 2) {
    g_autofree char *name = g_strdup_printf ("string(//dl/div[%u]/dt)", i / 2 + 1);
    g_autofree char *value = g_strdup_printf ("string(//dl/div[%u]/dd)", i / 2 + 1);

    assert_value (doc, name, fields[i]);
    assert_value (doc, value, fields[i + 1]);
  }
  assert_value (other_doc, "count(//dl)", "0");
}

static void
test_body (Fixture *fixture, gconstpointer data)
{
  g_autoptr (xmlDoc) doc = render (fixture, FALSE);

  assert_value (doc, "count(//div[@class='gb-article']//*[@id])", "47");
  assert_value (doc, "string(//p[@id='b4']/@class)", "date");
  assert_value (doc, "string(//ol[@id='b13']/@class)", "paren");
  assert_value (doc, "string(//table/caption)", "重点任务分工及进度安排");
  assert_value (doc, "string(//div[table][@tabindex='0']/@aria-label)", "重点任务分工及进度安排");
  assert_value (doc, "count(//th[@scope='col'])", "4");
  assert_value (doc, "string(//td[@rowspan])", "2026年6月底前");
  assert_value (doc, "string(//col[2]/@width)", "44%");
  assert_value (doc, "string(//figure/img/@width)", "80%");
  assert_value (
    doc, "string(//figure/img/@src)",
    "/attachments/1111111111111111111111111111111111111111111111111111111111111111/image");
  assert_value (doc, "string(string-length(//figure/img/@alt) > 10)", "true");
}

/* A broad table gets its room, counted in columns and not in cells. */
static void
test_broad_tables (Fixture *fixture, gconstpointer data)
{
  static const struct {
    guint n_plain;
    guint span; /* one more cell of so many columns; 0: none */
    const char *classes;
  } tables[] = {
    { 3, 0, "table" },
    { 2, 2, "table table-wide" },
    { 8, 0, "table table-wide" },
    { 1, 8, "table table-broad" },
    { 14, 0, "table table-broad" },
    { 12, 3, "table table-broadest" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GString) body = g_string_new ("<body xmlns=\"http://www.w3.org/1999/xhtml\">"
                                             "<table id=\"t\"><tbody><tr>");
    g_autoptr (GbDocument) document = NULL;
    g_autoptr (xmlDoc) doc = NULL;
    guint n = 0;

    for (; n < tables[i].n_plain; n++)
      g_string_append_printf (body, "<td><p id=\"p%u\">一</p></td>", n);
    if (tables[i].span > 0)
      g_string_append_printf (body, "<td colspan=\"%u\"><p id=\"s\">一</p></td>", tables[i].span);
    g_string_append (body, "</tr></tbody></table></body>");
    document = gb_document_with_body (fixture->policy, body->str, &error);
    g_assert_no_error (error);
    g_set_object (&fixture->policy, document);
    doc = render (fixture, FALSE);
    assert_value (doc, "string(//div[table]/@class)", tables[i].classes);
  }
}

static void
test_links (Fixture *fixture, gconstpointer data)
{
  g_autoptr (xmlDoc) doc = render (fixture, FALSE);

  /* A host on the list, a foreign one, a document of the portal, one that is not public, a block.
   */
  assert_value (doc, "count(//p[@id='b6']/a)", "4");
  assert_value (doc, "string(//p[@id='b6']/a[1]/@class)", "");
  assert_value (doc, "string(//p[@id='b6']/a[2]/@class)", "leaves");
  assert_value (doc, "string(//p[@id='b6']/a[2]/@href)",
                "https://www.example.org/standard?a=1&b=2");
  assert_value (doc, "string(//p[@id='b6']/a[2]/@rel)", "noopener noreferrer");
  assert_value (doc, "string(//p[@id='b6']/a[3]/@href)", "/zcjd/2026/4f6c0a1b2c3d.html");
  assert_value (doc, "string(//p[@id='b6']/a[4]/@href)", "#b20");
  assert_value (doc, "contains(//p[@id='b6'], '并与尚未公布的配套文件相衔接')", "true");
  assert_value (doc, "string(//p[@id='b2']/a/@href)", "mailto:zwgk@example.com");
  /* The notes for paper. */
  assert_value (doc, "count(//section[@class='print-addresses']//li)", "2");
  assert_value (doc, "string(//p[@id='b6']/sup[2])", "[2]");
}

static void
test_linked_documents (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) linked = gb_site_dup_linked_documents (fixture->policy);

  g_assert_cmpuint (g_strv_length (linked), ==, 2);
  g_assert_cmpstr (linked[0], ==, SAMPLE_INTERPRETATION_ID);
  g_assert_cmpstr (linked[1], ==, "00000000-0000-4000-8000-000000000000");
}

static void
test_attachments (Fixture *fixture, gconstpointer data)
{
  g_autoptr (xmlDoc) doc = render (fixture, FALSE);
  g_autofree char *path = gb_site_attachment_path (
    "sm3:2222222222222222222222222222222222222222222222222222222222222222", "甲/乙?.pdf");

  assert_value (doc, "count(//section[contains(@class, 'attachments')]//li)", "2");
  assert_value (doc, "string((//span[@class='file-facts'])[1])", "（DOCX，25.3 KB）");
  assert_value (doc, "string((//span[@class='file-facts'])[2])", "（XLSX，3.2 MB）");
  assert_value (
    doc, "string((//section[contains(@class, 'attachments')]//a)[1]/@href)",
    "/attachments/2222222222222222222222222222222222222222222222222222222222222222/"
    "%E9%99%84%E4%BB%B61%EF%BC%9A%E9%87%8D%E7%82%B9%E4%BB%BB%E5%8A%A1%E5%88%86%E5%B7%A5%E5%8F%8A"
    "%E8%BF%9B%E5%BA%A6%E5%AE%89%E6%8E%92.docx");
  g_assert_cmpstr (path, ==,
                   "/attachments/2222222222222222222222222222222222222222222222222222222222222222/"
                   "%E7%94%B2%2F%E4%B9%99%3F.pdf");
}

static void
test_related (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) policy = g_ptr_array_new ();
  g_autoptr (xmlDoc) doc = render (fixture, FALSE);
  g_autoptr (GBytes) back = NULL;
  g_autoptr (xmlDoc) back_doc = NULL;

  assert_value (doc, "string(//section[h2='相关解读']//a/@href)", "/zcjd/2026/4f6c0a1b2c3d.html");
  assert_value (doc, "count(//section[h2='相关解读']//li)", "1");
  assert_value (doc, "string(//section[h2='相关政策']//a)", "中华人民共和国政府信息公开条例");

  g_ptr_array_add (policy, fixture->policy_page);
  back = gb_site_render_document (fixture->site, fixture->interpretation,
                                  fixture->interpretation_page, policy, FALSE, NULL);
  back_doc = parse_html (back);
  assert_value (back_doc, "string(//section[h2='相关政策']//a/@href)",
                "/zcwj/2026/9a8b7c6d5e4f.html");
  assert_value (back_doc, "count(//section[h2='相关解读'])", "0");
  assert_value (back_doc, "string(//p[@id='b1']/a/@href)", "/zcwj/2026/9a8b7c6d5e4f.html");
  assert_value (back_doc, "count(//ul[@class='meta-facts']/li/a[@class='leaves'])", "1");
}

/* The title of a text that is not public does not leak. */
static void
test_related_hidden (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) page = gb_site_render_document (fixture->site, fixture->policy,
                                                     fixture->policy_page, NULL, FALSE, NULL);
  g_autoptr (xmlDoc) doc = parse_html (page);

  assert_value (doc, "count(//section[h2='相关解读'])", "0");
  assert_value (doc, "count(//p[@id='b6']/a)", "3");
}

static void
test_validity (Fixture *fixture, gconstpointer data)
{
  g_autoptr (xmlDoc) repealed = NULL;
  g_autoptr (xmlDoc) expired = NULL;

  fixture->policy_page->validity = GB_VALIDITY_REPEALED;
  fixture->policy_page->edition = 2;
  fixture->policy_page->published_at += G_TIME_SPAN_DAY;
  repealed = render (fixture, FALSE);
  assert_value (repealed, "string(//p[@class='validity-note'])", "（该文件已废止）");
  assert_value (repealed, "string(//h1/strong)", "【已废止】");
  assert_value (repealed, "string(//meta[@name='PubDate']/@content)", "2026-03-03 17:26");
  assert_value (repealed, "string(//ul[@class='meta-facts']/li[2])", "更新时间：2026-03-04 17:26");

  fixture->policy_page->validity = GB_VALIDITY_EXPIRED;
  expired = render (fixture, FALSE);
  assert_value (expired, "string(//h1/strong)", "【已失效】");
}

static void
test_preview (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GbPublication) unknown = gb_publication_new ();
  g_autoptr (xmlDoc) doc = render (fixture, TRUE);
  g_autoptr (GBytes) page =
    gb_site_render_document (fixture->site, fixture->interpretation, unknown, NULL, TRUE, NULL);
  g_autoptr (xmlDoc) bare = parse_html (page);

  assert_value (doc, "count(//aside[contains(@class, 'banner-preview')])", "1");
  assert_value (doc, "string(//meta[@name='PubDate']/@content)", "");
  assert_value (doc, "string(//ul[@class='meta-facts']/li[1])", "发布时间：发布时确定");
  assert_value (doc, "count(//time[ancestor::div[@class='meta']])", "0");
  assert_value (doc, "count(//meta[@name='Url'])", "0");
  assert_value (bare, "string(//meta[@name='ColumnName']/@content)", "政策解读");
  assert_value (bare, "count(//svg)", "0");
  assert_value (bare, "string(//div[@class='qr']/p)", "扫一扫在手机打开当前页");
}

static void
test_hostile (Fixture *fixture, gconstpointer data)
{
  static const char *const titles[] = {
    "</title><script>alert(1)</script>",
    "\" onmouseover=\"alert(1)",
    "' onfocus='alert(1)' autofocus='",
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt;&amp;&#60;script&#62;",
    "]]><svg/onload=alert(1)>",
    "{{constructor.constructor('alert(1)')()}} ${7*7} {@url}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++) {
    g_autoptr (GbMetadata) metadata = gb_metadata_copy (gb_document_get_metadata (fixture->policy));
    g_autoptr (GbDocument) document = NULL;
    g_autoptr (GPtrArray) items = sample_items (1);
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) page = NULL;
    g_autoptr (GBytes) search = NULL;
    g_autoptr (GBytes) feed = NULL;
    g_autoptr (xmlDoc) doc = NULL;
    g_autoptr (xmlDoc) search_doc = NULL;
    g_autoptr (xmlDoc) feed_doc = NULL;
    GbPublication *item = items->pdata[0];

    gb_metadata_set (metadata, "title", titles[i]);
    gb_metadata_set (metadata, "publisher", titles[i]);
    gb_metadata_set (metadata, "summary", titles[i]);
    document = gb_document_with_metadata (fixture->policy, metadata, &error);
    g_assert_no_error (error);
    page =
      gb_site_render_document (fixture->site, document, fixture->policy_page, NULL, FALSE, &error);
    g_assert_no_error (error);
    doc = parse_html (page);
    assert_harmless (doc);
    assert_value (doc, "string(//h1)", titles[i]);
    assert_value (doc, "string(//meta[@name='ArticleTitle']/@content)", titles[i]);
    assert_value (doc, "string(//meta[@name='Description']/@content)", titles[i]);

    g_free (item->title);
    item->title = g_strdup (titles[i]);
    search = gb_site_render_search (fixture->site, titles[i], items, 1, 1, 1, &error);
    g_assert_no_error (error);
    search_doc = parse_html (search);
    assert_harmless (search_doc);
    assert_value (search_doc, "string(//input[@name='q']/@value)", titles[i]);
    assert_value (search_doc, "string(//ol[@class='results']//h2//mark)", titles[i]);

    feed = gb_site_render_feed (fixture->site, NULL, items, &error);
    g_assert_no_error (error);
    feed_doc = xmlReadMemory (g_bytes_get_data (feed, NULL), (int)g_bytes_get_size (feed), NULL,
                              NULL, XML_PARSE_NONET);
    g_assert_nonnull (feed_doc);
    assert_value (feed_doc, "string(//atom:entry/atom:title)", titles[i]);
  }
}

/* A query is whatever a stranger sends. */
static void
test_hostile_query (Fixture *fixture, gconstpointer data)
{
  static const char *const queries[] = {
    "\x01\x02控制\x7f",
    "\xff\xfe\x80",
    "\xe2\x80\xae"
    "反",
    "  ",
    "%00%0a&page=9#",
    "a\r\nSet-Cookie: x=1",
  };
  g_autoptr (GPtrArray) none = sample_items (0);

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) page =
      gb_site_render_search (fixture->site, queries[i], none, 2, 4, 31, &error);
    g_autoptr (xmlDoc) doc = NULL;

    g_assert_no_error (error);
    doc = parse_html (page);
    assert_harmless (doc);
    assert_value (
      doc, "count(//nav[@class='paging']//a[contains(@href, '#') or contains(@href, ' ')])", "0");
    g_assert_null (memchr (g_bytes_get_data (page, NULL), 0x01, g_bytes_get_size (page)));
    g_assert_null (memchr (g_bytes_get_data (page, NULL), 0x7f, g_bytes_get_size (page)));
  }
}

static void
test_column (Fixture *fixture, gconstpointer data)
{
  const GbSiteColumn *column = gb_site_find_column (fixture->site, "tzgg");
  g_autoptr (GPtrArray) items = sample_items (20);
  g_autoptr (GPtrArray) none = sample_items (0);
  g_autoptr (GBytes) page = gb_site_render_column (fixture->site, column, items, 2, 7, NULL);
  g_autoptr (xmlDoc) doc = parse_html (page);
  g_autoptr (GBytes) empty_page = gb_site_render_column (fixture->site, column, none, 1, 1, NULL);
  g_autoptr (xmlDoc) empty = parse_html (empty_page);

  assert_harmless (doc);
  assert_value (doc, "string(//h1)", "通知公告");
  assert_value (doc, "count(//main//li[a[starts-with(@href, '/tzgg/2026/')]])", "20");
  assert_value (doc, "string((//main//time)[1])", "2026-03-03 17:26");
  assert_value (doc, "count(//main//strong[@class='mark'])", "1");
  assert_value (doc, "string(//nav[@class='paging']//a[@rel='prev']/@href)", "/tzgg/");
  assert_value (doc, "string(//nav[@class='paging']//a[@rel='next']/@href)", "/tzgg/page-3.html");
  assert_value (doc, "string(//nav[@class='paging']//a[@aria-current]/@href)", "/tzgg/page-2.html");
  assert_value (doc, "string(//meta[@name='ColumnType']/@content)", "工作动态");
  assert_value (doc, "count(//meta[@name='ArticleTitle'])", "0");
  assert_value (empty, "string(//p[@class='empty'])", "本栏目暂无内容");
  assert_value (empty, "count(//nav[@class='paging'])", "0");
}

static void
test_home (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) items = sample_items (3);
  g_autoptr (GPtrArray) none = sample_items (0);
  g_autoptr (GPtrArray) by_column = g_ptr_array_new ();
  g_autoptr (GBytes) page = NULL;
  g_autoptr (xmlDoc) doc = NULL;

  g_ptr_array_add (by_column, none);
  g_ptr_array_add (by_column, none);
  g_ptr_array_add (by_column, items);
  page = gb_site_render_home (fixture->site, by_column, NULL);
  doc = parse_html (page);
  assert_harmless (doc);
  assert_value (doc, "string(//title)", "示例县人民政府门户网站");
  assert_value (doc, "count(//section[@class='column'])", "3");
  assert_value (doc, "count(//p[@class='empty'])", "2");
  assert_value (doc, "count(//main//time)", "3");
  assert_value (doc, "string(//meta[@name='ColumnType']/@content)", "首页");
}

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) missing = gb_site_render_error (fixture->site, 404, NULL, NULL);
  g_autoptr (GBytes) gone = gb_site_render_error (fixture->site, 410, "内容有误。", NULL);
  g_autoptr (GBytes) broken = gb_site_render_error (fixture->site, 500, NULL, NULL);
  g_autoptr (xmlDoc) missing_doc = parse_html (missing);
  g_autoptr (xmlDoc) gone_doc = parse_html (gone);
  g_autoptr (xmlDoc) broken_doc = parse_html (broken);

  assert_value (missing_doc, "string(//h1)", "页面不存在");
  assert_value (gone_doc, "string(//h1)", "页面已撤回");
  assert_value (gone_doc, "count(//p[. = '说明：内容有误。'])", "1");
  assert_value (broken_doc, "string(//h1)", "暂时无法访问");
  assert_value (gone_doc, "string(//meta[@name='robots']/@content)", "noindex");
}

static xmlDoc *
parse_xml (GBytes *bytes)
{
  xmlDoc *doc = xmlReadMemory (g_bytes_get_data (bytes, NULL), (int)g_bytes_get_size (bytes), NULL,
                               NULL, XML_PARSE_NONET);

  g_assert_nonnull (doc);
  return doc;
}

static void
test_feed (Fixture *fixture, gconstpointer data)
{
  const GbSiteColumn *column = gb_site_find_column (fixture->site, "tzgg");
  g_autoptr (GPtrArray) items = sample_items (3);
  g_autoptr (GPtrArray) none = sample_items (0);
  g_autoptr (GBytes) bytes = gb_site_render_feed (fixture->site, column, items, NULL);
  g_autoptr (GBytes) empty_bytes = gb_site_render_feed (fixture->site, NULL, none, NULL);
  g_autoptr (xmlDoc) doc = parse_xml (bytes);
  g_autoptr (xmlDoc) empty = parse_xml (empty_bytes);

  /* RFC 4287 §4.1.1, §4.1.2: what a feed and an entry must have. */
  assert_value (doc, "string(/atom:feed/atom:id)", "http://127.0.0.1:8080/tzgg/feed.atom");
  assert_value (doc, "string(/atom:feed/atom:updated)", "2026-03-03T17:26:40+08:00");
  assert_value (doc, "string(/atom:feed/atom:link[@rel='self']/@href)",
                "http://127.0.0.1:8080/tzgg/feed.atom");
  assert_value (doc, "string(/atom:feed/atom:title)", "通知公告_示例县人民政府门户网站");
  assert_value (
    doc,
    "count(/atom:feed/atom:entry[atom:id and atom:title and atom:updated and atom:link[@href]])",
    "3");
  assert_value (doc, "string(//atom:entry[1]/atom:id)",
                "urn:uuid:00000000-0000-4000-8000-000000000000");
  assert_value (doc, "string(//atom:entry[1]/atom:link/@href)",
                "http://127.0.0.1:8080/tzgg/2026/000000000000.html");
  assert_value (doc, "starts-with(//atom:entry[3]/atom:title, '【已废止】')", "true");
  assert_value (empty, "string(/atom:feed/atom:updated)", "1970-01-01T08:00:01+08:00");
  assert_value (empty, "count(//atom:entry)", "0");
}

static void
test_sitemap (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) items = sample_items (3);
  g_autoptr (GBytes) bytes = gb_site_render_sitemap (fixture->site, items, NULL);
  g_autoptr (xmlDoc) doc = parse_xml (bytes);

  assert_value (doc, "count(/map:urlset/map:url)", "7");
  assert_value (doc, "string(//map:url[1]/map:loc)", "http://127.0.0.1:8080/");
  assert_value (doc, "string(//map:url[5]/map:lastmod)", "2026-03-03T17:26:40+08:00");
}

static void
test_determinism (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GbSite) again = gb_site_new_sample ();
  g_autoptr (GBytes) first = gb_site_render_document (
    fixture->site, fixture->policy, fixture->policy_page, fixture->related, FALSE, NULL);
  g_autoptr (GBytes) second = NULL;

  gb_site_set_base_url (again, "http://127.0.0.1:8080");
  second = gb_site_render_document (again, fixture->policy, fixture->policy_page, fixture->related,
                                    FALSE, NULL);
  g_assert_cmpmem (g_bytes_get_data (first, NULL), g_bytes_get_size (first),
                   g_bytes_get_data (second, NULL), g_bytes_get_size (second));
}

static void
test_time_to_render (Fixture *fixture, gconstpointer data)
{
  enum {
    N = 50
  };
  gint64 start = g_get_monotonic_time ();
  double ms;

  for (guint i = 0; i < N; i++) {
    g_autoptr (GBytes) page = gb_site_render_document (
      fixture->site, fixture->policy, fixture->policy_page, fixture->related, FALSE, NULL);

    g_assert_nonnull (page);
  }
  ms = (double)(g_get_monotonic_time () - start) / 1000 / N;
  g_test_minimized_result (ms, "a page takes %.2f ms", ms);
  /* It takes about one; with sanitizers on a busy machine some hundreds. */
  g_assert_cmpfloat (ms, <, 1000);
}

static void
test_config (Fixture *fixture, gconstpointer data)
{
  static const char *const bad[] = {
    "[]",
    "{}",
    "{\"name\":\"x\",\"base_url\":\"http://x\"}",
    "{\"name\":\"\",\"base_url\":\"http://x\",\"columns\":[]}",
    "{\"name\":7,\"base_url\":\"http://x\",\"columns\":[]}",
    "{\"name\":\"x\",\"base_url\":\"ftp://x\",\"columns\":[]}",
    "{\"name\":\"x\",\"base_url\":\"\",\"columns\":[]}",
    "{\"name\":\"x\",\"base_url\":\"http://x\",\"id_code\":\"12\",\"columns\":[]}",
    "{\"name\":\"x\",\"base_url\":\"http://x\",\"columns\":[7]}",
    "{\"name\":\"x\",\"base_url\":\"http://x\",\"columns\":[{\"id\":\"../x\",\"name\":\"n\"}]}",
    "{\"name\":\"x\",\"base_url\":\"http://x\",\"columns\":[{\"id\":\"assets\",\"name\":\"n\"}]}",
    "{\"name\":\"x\",\"base_url\":\"http://"
    "x\",\"columns\":[{\"id\":\"a\",\"name\":\"n\"},{\"id\":\"a\",\"name\":\"m\"}]}",
    "{\"name\":\"x\",\"base_url\":\"http://x\",\"allowed_hosts\":[1],\"columns\":[]}",
  };
  g_autoptr (JsonNode) node = gb_site_to_json (fixture->site);
  g_autoptr (GbSite) copy = gb_site_new_from_json (node, NULL);
  g_autoptr (JsonNode) again = gb_site_to_json (copy);
  g_autofree char *first = json_to_string (node, FALSE);
  g_autofree char *second = json_to_string (again, FALSE);

  g_assert_cmpstr (first, ==, second);
  g_assert_true (gb_site_get_trial (copy));
  g_assert_cmpuint (gb_site_get_columns (copy)->len, ==, 3);
  g_assert_cmpstr (gb_site_get_base_url (copy), ==, "http://127.0.0.1:8080");

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (JsonNode) bad_node = json_from_string (bad[i], NULL);
    g_autoptr (GError) error = NULL;

    g_assert_null (gb_site_new_from_json (bad_node, &error));
    g_assert_error (error, GB_SITE_ERROR, GB_SITE_ERROR_CONFIG);
  }
}

/* Off trial: no banner, search engines welcome, the records of the operator in the footer. */
static void
test_real_site (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonNode) node = json_from_string (
    "{\"name\":\"某县人民政府网站\",\"domain\":\"www.mou.gov.cn\",\"id_code\":\"bm01000001\","
    "\"base_url\":\"https://www.mou.gov.cn\",\"icp\":\"某ICP备00000000号\",\"columns\":[]}",
    NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbSite) site = gb_site_new_from_json (node, &error);
  g_autoptr (GBytes) page = NULL;
  g_autoptr (xmlDoc) doc = NULL;

  g_assert_no_error (error);
  page = gb_site_render_home (site, NULL, &error);
  g_assert_no_error (error);
  doc = parse_html (page);
  assert_value (doc, "count(//aside[@class='banner'])", "0");
  assert_value (doc, "count(//meta[@name='robots'])", "0");
  assert_value (doc, "count(//footer//li[. = 'ICP备案号：某ICP备00000000号'])", "1");
  assert_value (doc, "contains(//dialog, '即将离开“某县人民政府”门户网站')", "true");
}

static void
test_assets (Fixture *fixture, gconstpointer data)
{
  static const char *const refused[] = {
    "/assets/",          "/assets/page.xsl", "/assets/../document.rng",
    "/assets/site.css/", "assets/site.css",  "",
  };
  const char *type = NULL;
  g_autoptr (GBytes) style = gb_site_get_asset ("/assets/article.css", &type);

  g_assert_nonnull (style);
  g_assert_cmpstr (type, ==, "text/css; charset=utf-8");
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_null (gb_site_get_asset (refused[i], NULL));
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  add ("/site/document/meta-tags", test_meta_tags);
  add ("/site/document/article", test_article);
  add ("/site/document/catalogue", test_catalogue);
  add ("/site/document/body", test_body);
  add ("/site/document/broad-tables", test_broad_tables);
  add ("/site/document/links", test_links);
  add ("/site/document/linked-documents", test_linked_documents);
  add ("/site/document/attachments", test_attachments);
  add ("/site/document/related", test_related);
  add ("/site/document/related-hidden", test_related_hidden);
  add ("/site/document/validity", test_validity);
  add ("/site/document/preview", test_preview);
  add ("/site/document/hostile", test_hostile);
  add ("/site/document/determinism", test_determinism);
  add ("/site/document/time", test_time_to_render);
  add ("/site/search/hostile", test_hostile_query);
  add ("/site/column", test_column);
  add ("/site/home", test_home);
  add ("/site/errors", test_errors);
  add ("/site/feed", test_feed);
  add ("/site/sitemap", test_sitemap);
  add ("/site/config", test_config);
  add ("/site/real", test_real_site);
  add ("/site/assets", test_assets);
  return g_test_run ();
}
