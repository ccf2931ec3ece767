/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The document: canonical form, round trips, ids, text and refusals. */

#include "config.h"

#include "document/gb-digest.h"
#include "document/gb-document-error.h"
#include "document/gb-document.h"
#include "document/gb-text.h"

#include <string.h>

#define NS     "xmlns=\"" GB_DOCUMENT_NS "\""
#define XHTML  "xmlns=\"" GB_DOCUMENT_XHTML_NS "\""
#define DIGEST "sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
#define UUID   "4f6c0000-0000-4000-8000-000000000001"

/* One document with a body; the body's first line is line 3. */
#define DOCUMENT(body)                                                                             \
  "<document " NS " kind=\"notice\" xml:lang=\"zh-CN\">\n<meta/>\n<body " XHTML ">" body           \
  "</body></document>"
#define TABLE(rows) "<table id=\"t\"><tbody>" rows "</tbody></table>"
#define CELL(attributes, id)                                                                       \
  "<td" attributes "><p id=\"" id "\">x</p>"                                                       \
  "</td>"

static GbDocument *
parse (const char *xml, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (xml, strlen (xml));

  return gb_document_new_from_bytes (bytes, error);
}

static GbDocument *
make (const char *body)
{
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autoptr (GError) error = NULL;
  GbDocument *document = gb_document_new (GB_DOCUMENT_KIND_NOTICE, metadata, body, NULL, &error);

  g_assert_no_error (error);
  return document;
}

static void
assert_same (GbDocument *a, GbDocument *b)
{
  g_autofree char *body_a = gb_document_dup_body (a);
  g_autofree char *body_b = gb_document_dup_body (b);

  g_assert_cmpstr (body_a, ==, body_b);
  g_assert_true (g_bytes_equal (gb_document_get_bytes (a), gb_document_get_bytes (b)));
  g_assert_cmpstr (gb_document_get_digest (a), ==, gb_document_get_digest (b));
}

static void
assert_stable (GbDocument *document)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDocument) again =
    gb_document_new_from_bytes (gb_document_get_bytes (document), &error);

  g_assert_no_error (error);
  assert_same (document, again);
}

/* The exact bytes: signatures of others depend on them. */
static void
test_bytes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDocument) document =
    parse ("<?xml version='1.0' encoding='UTF-8'?><!-- a comment -->\n"
           "<g:document xmlns:g='" GB_DOCUMENT_NS "' xml:lang='zh-CN' kind='notice'><g:meta>"
           "<g:title>  关于 A&amp;B 的通知 </g:title><g:source/>"
           "<g:made-on>2026-03-01</g:made-on></g:meta>"
           "<h:body xmlns:h='" GB_DOCUMENT_XHTML_NS "'>"
           "<h:p class=' center  no-indent ' id='b1'>a<![CDATA[<b>]]>\n  c</h:p>\n"
           "<h:hr id='b2'></h:hr></h:body>"
           "<g:attachments><g:attachment size='007' type='application/pdf' name='附件1.pdf' "
           "ref='" DIGEST "'/></g:attachments></g:document>",
           &error);
  const char *expected =
    "<document " NS " kind=\"notice\" xml:lang=\"zh-CN\">\n"
    "<meta>\n"
    "<title>关于 A&amp;B 的通知</title>\n"
    "<made-on>2026-03-01</made-on>\n"
    "</meta>\n"
    "<body " XHTML ">\n"
    "<p class=\"center no-indent\" id=\"b1\">a&lt;b&gt; c</p>\n"
    "<hr id=\"b2\"></hr>\n"
    "</body>\n"
    "<attachments>\n"
    "<attachment name=\"附件1.pdf\" ref=\"" DIGEST "\" size=\"7\" type=\"application/pdf\">"
    "</attachment>\n"
    "</attachments>\n"
    "</document>";
  g_autofree char *digest = NULL;
  gsize size = 0;
  const char *data;

  g_assert_no_error (error);
  data = g_bytes_get_data (gb_document_get_bytes (document), &size);
  g_assert_cmpmem (data, size, expected, strlen (expected));
  digest = gb_digest_data (expected, strlen (expected));
  g_assert_cmpstr (gb_document_get_digest (document), ==, digest);
  g_assert_cmpstr (gb_document_get_title (document), ==, "关于 A&B 的通知");
  assert_stable (document);
}

/* Left: what is given; right: the same in canonical form. */
static void
test_inline (void)
{
  static const char *const cases[][2] = {
    { "<strong>a</strong><strong>b</strong>", "<strong>ab</strong>" },
    { "<em><strong>a</strong></em>", "<strong><em>a</em></strong>" },
    { "<span class='kai'><sup><s><u><em><strong><a "
      "href='#x'>t</a></strong></em></u></s></sup></span>",
      "<a href=\"#x\"><strong><em><u><s><sup><span "
      "class=\"kai\">t</span></sup></s></u></em></strong>"
      "</a>" },
    { "<strong>a<em>b</em></strong><em>c</em>", "<strong>a<em>b</em></strong><em>c</em>" },
    { "<strong/>a<em></em>", "a" },
    { "<a href='#x'>a</a><strong><a href='#x'>b</a></strong><a href='#y'>c</a>",
      "<a href=\"#x\">a<strong>b</strong></a><a href=\"#y\">c</a>" },
    { "<strong><strong>a</strong></strong>", "<strong>a</strong>" },
    { "<sub><sup>a</sup></sub>", "<sup>a</sup>" },
    { "<span class='hei'><span class=' kai '>a</span></span>", "<span class=\"kai\">a</span>" },
    { "<strong>a<br/>b</strong>", "<strong>a<br/>b</strong>" },
    { "<strong>a</strong><br/><strong>b</strong>", "<strong>a<br/>b</strong>" },
    { "<strong>a<br/></strong>", "<strong>a</strong><br/>" },
    { "a\n  b", "a b" },
    { "\n  a\t\n", "a" },
    { " a  b ", " a  b " },
    { "a <strong>\n b</strong>", "a <strong>b</strong>" },
    { "a\n<br/>\n b", "a<br/>b" },
    { "a&#13;b&#9;&#10;c", "a b c" },
    { "&lt;script&gt;", "&lt;script&gt;" },
    { "𠮷", "𠮷" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *given = g_strdup_printf ("<body " XHTML "><p>%s</p></body>", cases[i][0]);
    g_autofree char *expected =
      g_strdup_printf ("<body " XHTML "><p id=\"b1\">%s</p></body>", cases[i][1]);
    g_autoptr (GbDocument) document = make (given);
    g_autofree char *body = gb_document_dup_body (document);

    g_assert_cmpstr (body, ==, expected);
    assert_stable (document);
  }
}

static void
test_blocks (void)
{
  g_autoptr (GbDocument) document =
    make ("<body " XHTML "><p class='no-indent center'>a</p><p class=' '/>"
          "<ol start='01' id='l'><li><p>x</p></li></ol><ol start='007'><li><p>y</p></li></ol>"
          "<table><caption>c</caption><tbody><tr><th scope=' col' colspan='02' "
          "data-colwidth='0100,20'><p>h</p></th></tr></tbody></table></body>");
  g_autofree char *body = gb_document_dup_body (document);

  g_assert_cmpstr (
    body, ==,
    "<body " XHTML "><p class=\"center no-indent\" id=\"b1\">a</p><p id=\"b2\"/>"
    "<ol id=\"l\"><li id=\"b3\"><p id=\"b4\">x</p></li></ol>"
    "<ol id=\"b5\" start=\"7\"><li id=\"b6\"><p id=\"b7\">y</p></li></ol>"
    "<table id=\"b8\"><caption id=\"b9\">c</caption><tbody><tr><th colspan=\"2\" "
    "data-colwidth=\"100,20\" scope=\"col\"><p id=\"b10\">h</p></th></tr></tbody></table></body>");
  assert_stable (document);
}

static void
test_ids (void)
{
  g_autoptr (GbDocument) document = make (
    "<body " XHTML "><p id='b7'>a</p><p id='b7'>b</p><p>c</p><p id='x'>d</p><p id='x'/></body>");
  g_autofree char *body = gb_document_dup_body (document);

  g_assert_cmpstr (body, ==,
                   "<body " XHTML "><p id=\"b7\">a</p><p id=\"b8\">b</p><p id=\"b9\">c</p>"
                   "<p id=\"x\">d</p><p id=\"b10\"/></body>");
}

static void
test_empty (void)
{
  g_autoptr (GbDocument) none = make (NULL);
  g_autoptr (GbDocument) empty = make ("<body " XHTML "/>");
  g_autofree char *text = gb_document_dup_text (none);

  assert_same (none, empty);
  g_assert_cmpstr (text, ==, "\n");
  g_assert_cmpstr (gb_document_get_title (none), ==, "");
}

static GbMetadata *
make_metadata (void)
{
  GbMetadata *metadata = gb_metadata_new ();
  g_autoptr (GPtrArray) relations =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gb_relation_free);
  const char *const keywords[] = { "政务公开", "五公开", NULL };

  g_ptr_array_add (relations, gb_relation_new ("policy", UUID, NULL, "实施意见"));
  g_ptr_array_add (
    relations, gb_relation_new ("interpretation", NULL, "https://www.gov.cn/a?b=1&c=2", "解读"));
  gb_metadata_set_relations (metadata, relations);
  g_object_set (metadata, "title", "标题", "source", "本网", "source-url", "https://www.gov.cn/x",
                "publisher", "县政府办公室", "unit", "政务公开办", "author", "张晓",
                "document-number", "陆河府办〔2026〕3号", "index-number",
                "11441523007216748K/2026-00001", "made-on", "2026-03-01", "column", "zcjd", "genre",
                "通知", "theme", "综合政务", "keywords", keywords, "summary", "一句话", "openness",
                GB_OPENNESS_ON_REQUEST, "withhold-article", "16-1", "withhold-reason", "内部事务",
                "validity", GB_VALIDITY_IN_FORCE, "valid-from", "2026-04-01", "valid-until",
                "2031-03-31", "normative", TRUE, "needs-interpretation", TRUE,
                "originally-published", "2018-12-20 16:51", NULL);
  return metadata;
}

/* Every property survives. */
static void
test_metadata (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbMetadata) metadata = make_metadata ();
  g_autoptr (GbDocument) document =
    gb_document_new (GB_DOCUMENT_KIND_QA, metadata, NULL, NULL, &error);
  g_autoptr (GbDocument) again = NULL;

  g_assert_no_error (error);
  g_assert_true (gb_metadata_equal (metadata, gb_document_get_metadata (document)));
  again = gb_document_new_from_bytes (gb_document_get_bytes (document), &error);
  g_assert_no_error (error);
  g_assert_true (gb_metadata_equal (metadata, gb_document_get_metadata (again)));
  g_assert_cmpint (gb_document_get_kind (again), ==, GB_DOCUMENT_KIND_QA);
  assert_same (document, again);
}

/* What a person types before the rest is there must not stop a draft from being saved. */
static void
test_partial_metadata (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autoptr (GbDocument) document = NULL;

  gb_metadata_set (metadata, "withhold-reason", "只写了理由");
  gb_metadata_set (metadata, "valid-until", "2031-03-31");
  gb_metadata_set (metadata, "title", "  ");
  document = gb_document_new (GB_DOCUMENT_KIND_NOTICE, metadata, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (gb_metadata_get (gb_document_get_metadata (document), "withhold-reason"), ==,
                   "只写了理由");
  g_assert_cmpstr (gb_metadata_get (gb_document_get_metadata (document), "valid-until"), ==,
                   "2031-03-31");
  g_assert_cmpstr (gb_document_get_title (document), ==, "");
  assert_stable (document);
}

static void
test_with (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDocument) document = make ("<body " XHTML "><p id=\"q\">a</p></body>");
  g_autoptr (GbMetadata) metadata = make_metadata ();
  g_autoptr (GPtrArray) attachments =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gb_attachment_free);
  g_autoptr (GbDocument) with_metadata = NULL;
  g_autoptr (GbDocument) with_body = NULL;
  g_autoptr (GbDocument) with_attachments = NULL;
  g_auto (GStrv) blobs = NULL;
  const GbAttachment *attachment;

  with_metadata = gb_document_with_metadata (document, metadata, &error);
  g_assert_no_error (error);
  g_assert_true (gb_metadata_equal (gb_document_get_metadata (with_metadata), metadata));
  g_assert_cmpstr (gb_document_get_title (document), ==, "");

  g_ptr_array_add (attachments,
                   gb_attachment_new (DIGEST, "附件1：分工.docx", "application/x-y", 9));
  g_ptr_array_add (attachments, gb_attachment_new (DIGEST, "附件2.docx", "application/x-y", 9));
  with_attachments = gb_document_with_attachments (with_metadata, attachments, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (gb_document_get_attachments (with_attachments)->len, ==, 2);
  attachment = g_ptr_array_index (gb_document_get_attachments (with_attachments), 0);
  g_assert_cmpstr (attachment->name, ==, "附件1：分工.docx");
  g_assert_cmpuint (attachment->size, ==, 9);

  with_body = gb_document_with_body (
    with_attachments, "<body " XHTML "><figure><img alt='' src='" DIGEST "'/></figure></body>",
    &error);
  g_assert_no_error (error);
  g_assert_true (gb_metadata_equal (gb_document_get_metadata (with_body), metadata));
  g_assert_cmpuint (gb_document_get_attachments (with_body)->len, ==, 2);
  blobs = gb_document_dup_blob_digests (with_body);
  g_assert_cmpuint (g_strv_length (blobs), ==, 1);
  g_assert_cmpstr (blobs[0], ==, DIGEST);
  assert_stable (with_body);
}

static void
test_text (void)
{
  g_autoptr (GbDocument) document = make (
    "<body " XHTML "><h2>一、<strong>背景</strong></h2><p>甲<br/>乙</p>"
    "<ol><li><p>一项</p><p>续</p><ul><li><p>子项</p></li></ul></li><li><p>二项</p></li></ol>"
    "<ol class='cjk' start='11'><li><p>丙</p></li></ol><ol class='circled'><li><p>丁</p></li></ol>"
    "<ol class='cjk-paren'><li><p>戊</p></li></ol><ol class='paren'><li><p>己</p></li></ol>"
    "<ol class='wide-paren' start='2'><li><p>庚</p></li></ol>"
    "<table><caption>表1</caption><tbody><tr><th><p>A</p></th><th><p>B</p><p>C</p></th></tr>"
    "<tr><td><p>1<br/>2</p></td><td><ul><li><p>x</p></li></ul></td></tr></tbody></table>"
    "<figure><img alt='替代' src='" DIGEST "'/><figcaption>图1</figcaption></figure>"
    "<blockquote><p>引文</p></blockquote><hr/></body>");
  g_autofree char *text = gb_document_dup_text (document);

  g_assert_cmpstr (
    text, ==,
    "一、背景\n甲\n乙\n1. 一项\n  续\n  • 子项\n2. 二项\n十一、丙\n①丁\n（一）戊\n1) 己\n（2）庚\n"
    "表1\nA\tB C\n1 2\tx\n图1\n引文\n");
  /* The markers of lists are no words of the text; neighbours in a table are words of their own. */
  g_assert_cmpuint (gb_document_count_words (document), ==, 29);
  assert_stable (document);
}

static void
test_block_text (void)
{
  g_autoptr (GbDocument) document = make (
    "<body " XHTML "><p id='a'>甲<br/><em>乙</em></p><ul id='l'><li><p id='c'/></li></ul></body>");
  g_autofree char *text = gb_document_dup_block_text (document, "a");
  g_autofree char *empty = gb_document_dup_block_text (document, "c");

  g_assert_cmpstr (text, ==, "甲\n乙");
  g_assert_cmpstr (empty, ==, "");
  g_assert_null (gb_document_dup_block_text (document, "l"));
  g_assert_null (gb_document_dup_block_text (document, "none"));
}

/* Nothing but the given line, and a reason with the given words, will do. */
static void
test_refusals (void)
{
  static const struct {
    const char *xml;
    int code;
    const char *message;
  } cases[] = {
    { "", GB_DOCUMENT_ERROR_NOT_WELL_FORMED, "line 1: *empty*" },
    { "\x01\x02\xff", GB_DOCUMENT_ERROR_NOT_WELL_FORMED, "line 1: *" },
    { "plain text", GB_DOCUMENT_ERROR_NOT_WELL_FORMED, "line 1: *" },
    { "<document>\n<meta>\n</document>", GB_DOCUMENT_ERROR_NOT_WELL_FORMED, "line 3: *" },
    { "<document/>", GB_DOCUMENT_ERROR_INVALID, "line 1: *" },
    { "<!DOCTYPE document>\n<document/>", GB_DOCUMENT_ERROR_NOT_WELL_FORMED, "line 1: *DOCTYPE*" },
    { "<!DOCTYPE d [<!ENTITY a 'b'>]><d>&a;</d>", GB_DOCUMENT_ERROR_NOT_WELL_FORMED,
      "line 1: *DOCTYPE*" },
    { "<!DOCTYPE d SYSTEM 'file:///etc/passwd'><d/>", GB_DOCUMENT_ERROR_NOT_WELL_FORMED,
      "line 1: *DOCTYPE*" },
    { DOCUMENT ("\n<p id='a'>&nbsp;</p>"), GB_DOCUMENT_ERROR_NOT_WELL_FORMED, "line 4: *nbsp*" },
    { DOCUMENT ("\n<?php x ?><p id='a'/>"), GB_DOCUMENT_ERROR_NOT_WELL_FORMED,
      "line 4: *instruction*" },
    { DOCUMENT ("\n<x:p id='a'/>"), GB_DOCUMENT_ERROR_NOT_WELL_FORMED, "line 4: *prefix*" },
    { DOCUMENT ("\n<p id='a'/>\n<script>alert(1)</script>"), GB_DOCUMENT_ERROR_INVALID,
      "line 5: *script*" },
    { DOCUMENT ("\n<p id='a' style='color:red'/>"), GB_DOCUMENT_ERROR_INVALID, "line 4: *style*" },
    { DOCUMENT ("\n<p id='a' onclick='x'/>"), GB_DOCUMENT_ERROR_INVALID, "line 4: *onclick*" },
    { DOCUMENT ("\n<p id='a' class='big'/>"), GB_DOCUMENT_ERROR_INVALID, "line 4: *class*" },
    { DOCUMENT ("\n<p id='a' class='no-indent center'/>"), GB_DOCUMENT_ERROR_INVALID,
      "line 4: *class*" },
    { DOCUMENT ("\n<p/>"), GB_DOCUMENT_ERROR_INVALID, "line 4: *id*" },
    { DOCUMENT ("\n<p id='1a'/>"), GB_DOCUMENT_ERROR_INVALID, "line 4: *id*" },
    { DOCUMENT ("\n<p id='a'/>\n<p id='a'/>"), GB_DOCUMENT_ERROR_INVALID, "line 5: *twice*" },
    { DOCUMENT ("\n<p id='a'><a href='javascript:x'>y</a></p>"), GB_DOCUMENT_ERROR_INVALID,
      "line 4: *href*" },
    { DOCUMENT ("\n<p id='a'><a href='data:text/html,x'>y</a></p>"), GB_DOCUMENT_ERROR_INVALID,
      "line 4: *href*" },
    { DOCUMENT ("\n<p id='a'><a href='https:///x'>y</a></p>"), GB_DOCUMENT_ERROR_INVALID,
      "line 4: *host*" },
    { DOCUMENT ("\n<p id='a'><a href='#b'><strong><a href='#c'>y</a></strong></a></p>"),
      GB_DOCUMENT_ERROR_INVALID, "line 4: *" },
    { DOCUMENT ("\n<p id='a'><b>y</b></p>"), GB_DOCUMENT_ERROR_INVALID, "line 4: *“b”*" },
    { DOCUMENT ("\n<div><p id='a'/></div>"), GB_DOCUMENT_ERROR_INVALID, "line 4: *div*" },
    { DOCUMENT ("\n<h1 id='a'/>"), GB_DOCUMENT_ERROR_INVALID, "line 4: *h1*" },
    { DOCUMENT ("text"), GB_DOCUMENT_ERROR_INVALID, "line 3: *text*" },
    { DOCUMENT (""), GB_DOCUMENT_ERROR_INVALID, "line 3: *" },
    { DOCUMENT ("\n<p id='a'>\xe2\x80\xae</p>"), GB_DOCUMENT_ERROR_INVALID, "line 4: *U+202E*" },
    { DOCUMENT ("\n<p id='a'>&#x85;</p>"), GB_DOCUMENT_ERROR_INVALID, "line 4: *U+0085*" },
    { DOCUMENT ("\n<figure id='a'><img src='https://x/y.png' alt=''/></figure>"),
      GB_DOCUMENT_ERROR_INVALID, "line 4: *src*" },
    { DOCUMENT ("\n<figure id='a'><img src='" DIGEST "'/></figure>"), GB_DOCUMENT_ERROR_INVALID,
      "line 4: *alt*" },
    { DOCUMENT ("\n<ol id='a' start='0'><li id='b'><p id='c'/></li></ol>"),
      GB_DOCUMENT_ERROR_INVALID, "line 4: *start*" },
    { DOCUMENT ("\n<ol id='a' start='99999999999999999999'><li id='b'><p id='c'/></li></ol>"),
      GB_DOCUMENT_ERROR_INVALID, "line 4: *start*" },
    { DOCUMENT ("\n<ul id='a'><p id='c'/></ul>"), GB_DOCUMENT_ERROR_INVALID, "line 4: *“p”*" },
    { DOCUMENT (
        "\n" TABLE ("<tr>" CELL ("", "a") CELL ("", "b") "</tr>\n<tr>" CELL ("", "c") "</tr>")),
      GB_DOCUMENT_ERROR_INVALID, "line 5: *1 columns instead of 2" },
    { DOCUMENT ("\n" TABLE ("<tr>" CELL (" rowspan='3'", "a") "</tr>")), GB_DOCUMENT_ERROR_INVALID,
      "line 4: *rows*" },
    { DOCUMENT ("\n" TABLE ("<tr>" CELL ("", "a") CELL (" rowspan='2'", "b") "</tr>\n<tr>" CELL (
        " colspan='2'", "c") "</tr>")),
      GB_DOCUMENT_ERROR_INVALID, "line 5: *overlaps*" },
    { DOCUMENT ("\n" TABLE ("<tr>" CELL (" colspan='200'", "a") CELL ("", "b") "</tr>")),
      GB_DOCUMENT_ERROR_INVALID, "line 4: *200 columns*" },
    { DOCUMENT ("\n" TABLE ("<tr>" CELL (" data-colwidth='1,2'", "a") "</tr>")),
      GB_DOCUMENT_ERROR_INVALID, "line 4: *colwidth*" },
    { "<document " NS " kind='essay' xml:lang='zh-CN'><meta/><body " XHTML "><p id='a'/></body>"
      "</document>",
      GB_DOCUMENT_ERROR_INVALID, "line 1: *kind*" },
    { "<document " NS
      " kind='notice' xml:lang='zh-CN'>\n<meta>\n<title>a\nb</title></meta><body " XHTML
      "><p id='a'/></body></document>",
      GB_DOCUMENT_ERROR_INVALID, "line 3: *title*" },
    { "<document " NS
      " kind='notice' xml:lang='zh-CN'>\n<meta>\n<made-on>2026-02-30</made-on></meta>"
      "<body " XHTML "><p id='a'/></body></document>",
      GB_DOCUMENT_ERROR_INVALID, "line 3: *date*" },
    { "<document " NS
      " kind='notice' xml:lang='zh-CN'>\n<meta>\n<made-on>2026-02-03Z</made-on></meta>"
      "<body " XHTML "><p id='a'/></body></document>",
      GB_DOCUMENT_ERROR_INVALID, "line 3: *date*" },
    { "<document " NS " kind='notice' xml:lang='zh-CN'>\n<meta>\n<unknown/></meta>"
      "<body " XHTML "><p id='a'/></body></document>",
      GB_DOCUMENT_ERROR_INVALID, "line 3: *unknown*" },
    { "<document " NS " kind='notice' xml:lang='zh-CN'><meta/><body " XHTML "><p id='a'/></body>\n"
      "<attachments><attachment ref='" DIGEST "' name='a/b' type='x/y' size='1'/></attachments>"
      "</document>",
      GB_DOCUMENT_ERROR_INVALID, "line 2: *name*" },
    { "<document " NS " kind='notice' xml:lang='zh-CN'><meta/><body " XHTML "><p id='a'/></body>\n"
      "<attachments><attachment ref='" DIGEST "' name='..' type='x/y' size='1'/></attachments>"
      "</document>",
      GB_DOCUMENT_ERROR_INVALID, "line 2: *name*" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GbDocument) document = parse (cases[i].xml, &error);

    g_test_message ("case %u: %s", i, error != NULL ? error->message : "accepted");
    g_assert_null (document);
    g_assert_error (error, GB_DOCUMENT_ERROR, cases[i].code);
    g_assert_true (g_pattern_match_simple (cases[i].message, error->message));
  }
}

/* Deep nesting and great size are refused before they cost anything. */
static void
test_limits (void)
{
  g_autoptr (GString) deep = g_string_new ("<body " XHTML "><p>");
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDocument) document = NULL;
  g_autofree char *big = g_malloc0 (GB_DOCUMENT_MAX_BYTES + 1);
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < 50; i++)
    g_string_append (deep, "<em><strong>");
  document = gb_document_new (GB_DOCUMENT_KIND_NOTICE, metadata, deep->str, NULL, &error);
  g_assert_null (document);
  g_assert_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_NOT_WELL_FORMED);
  g_assert_nonnull (strstr (error->message, "deep"));
  g_clear_error (&error);

  bytes = g_bytes_new_take (g_steal_pointer (&big), GB_DOCUMENT_MAX_BYTES + 1);
  document = gb_document_new_from_bytes (bytes, &error);
  g_assert_null (document);
  g_assert_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_TOO_LARGE);
}

/* Right up to the limit, what can be made can be read. */
static void
test_deepest (void)
{
  guint n_accepted = 0;

  for (guint depth = 50; depth < 70; depth++) {
    g_autoptr (GString) body = g_string_new ("<body " XHTML "><p>");
    g_autoptr (GbMetadata) metadata = gb_metadata_new ();
    g_autoptr (GbDocument) document = NULL;

    for (guint i = 0; i < depth; i++)
      g_string_append (body, "<em>");
    g_string_append (body, "x");
    for (guint i = 0; i < depth; i++)
      g_string_append (body, "</em>");
    g_string_append (body, "</p></body>");
    document = gb_document_new (GB_DOCUMENT_KIND_NOTICE, metadata, body->str, NULL, NULL);
    if (document != NULL) {
      assert_stable (document);
      n_accepted++;
    }
  }
  g_assert_cmpuint (n_accepted, >, 5);
  g_assert_cmpuint (n_accepted, <, 20);
}

static void
test_templates (void)
{
  for (guint i = 0; i < GB_N_DOCUMENT_KINDS; i++) {
    g_autoptr (GbDocument) document = gb_document_new_from_template (i);
    GbDocumentKind kind;

    g_assert_nonnull (document);
    g_assert_cmpint (gb_document_get_kind (document), ==, i);
    g_assert_true (gb_document_kind_from_string (gb_document_kind_to_string (i), &kind));
    g_assert_cmpint (kind, ==, i);
    g_assert_cmpstr (gb_metadata_get (gb_document_get_metadata (document), "genre"), ==,
                     gb_document_kind_get_chinese_name (i));
    assert_stable (document);
  }
  g_assert_false (gb_document_kind_from_string ("essay", NULL));
  g_assert_true (gb_document_kind_is_official (GB_DOCUMENT_KIND_OPINION));
  g_assert_false (gb_document_kind_is_official (GB_DOCUMENT_KIND_INTERPRETATION));
}

/* ───── Random documents ───── */
static void
append_random_text (GString *body)
{
  static const char *const pieces[] = {
    "政", "务公开", " ", "\n", "\t ", "a", "&lt;", "&#160;", "12", "，", "𠮷", "&amp;", "  ",
  };
  guint n = g_test_rand_int_range (0, 5);

  for (guint i = 0; i < n; i++)
    g_string_append (body, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
}

static void
append_random_inline (GString *body, guint depth, gboolean in_link)
{
  static const char *const names[] = {
    "strong",
    "em",
    "u",
    "s",
    "sub",
    "sup",
    "span class='hei'",
    "span class='kai'",
    "a href='#somewhere'",
    "a href='https://www.gov.cn/?a=1&amp;b=2'",
  };
  guint n = g_test_rand_int_range (0, 4);

  append_random_text (body);
  for (guint i = 0; i < n; i++) {
    const char *name = names[g_test_rand_int_range (0, in_link ? 8 : G_N_ELEMENTS (names))];
    g_auto (GStrv) words = g_strsplit (name, " ", 2);

    if (depth == 0 || g_test_rand_int_range (0, 4) == 0) {
      g_string_append (body, "<br/>");
    } else {
      g_string_append_printf (body, "<%s>", name);
      append_random_inline (body, depth - 1, in_link || name[0] == 'a');
      g_string_append_printf (body, "</%s>", words[0]);
    }
    append_random_text (body);
  }
}

static void
append_random_paragraph (GString *body)
{
  static const char *const classes[] = {
    "", " class='center'", " class='no-indent  right'", " class='signature'", " class=''",
  };

  g_string_append_printf (body, "<p%s>", classes[g_test_rand_int_range (0, 5)]);
  append_random_inline (body, 4, FALSE);
  g_string_append (body, "</p>\n");
}

static void
append_random_list (GString *body, guint depth)
{
  static const char *const lists[] = { "ul", "ol", "ol class='cjk'", "ol start='3'" };
  const char *list = lists[g_test_rand_int_range (0, 4)];
  guint n = g_test_rand_int_range (1, 4);

  g_string_append_printf (body, "<%s>", list);
  for (guint i = 0; i < n; i++) {
    g_string_append (body, "<li>");
    append_random_paragraph (body);
    if (depth > 0 && g_test_rand_bit ())
      append_random_list (body, depth - 1);
    g_string_append (body, "</li>");
  }
  g_string_append_printf (body, "</%.2s>", list);
}

static void
append_random_table (GString *body)
{
  guint n_rows = g_test_rand_int_range (1, 4);
  guint n_columns = g_test_rand_int_range (1, 4);

  g_string_append (body, "<table><tbody>");
  for (guint i = 0; i < n_rows; i++) {
    g_string_append (body, "<tr>");
    for (guint k = 0; k < n_columns; k++) {
      g_string_append (body, i == 0 ? "<th scope='col'>" : "<td>");
      append_random_paragraph (body);
      g_string_append (body, i == 0 ? "</th>" : "</td>");
    }
    g_string_append (body, "</tr>");
  }
  g_string_append (body, "</tbody></table>");
}

static char *
make_random_body (void)
{
  GString *body = g_string_new ("<body " XHTML ">");
  guint n = g_test_rand_int_range (1, 8);

  for (guint i = 0; i < n; i++) {
    switch (g_test_rand_int_range (0, 5)) {
    case 0:
      append_random_list (body, 3);
      break;
    case 1:
      append_random_table (body);
      break;
    case 2:
      g_string_append (body, "<h3>");
      append_random_inline (body, 3, FALSE);
      g_string_append (body, "</h3>");
      break;
    case 3:
      g_string_append (body, "<blockquote>");
      append_random_paragraph (body);
      g_string_append (body, "</blockquote><hr/>");
      break;
    default:
      append_random_paragraph (body);
    }
  }
  return g_string_free (g_string_append (body, "</body>"), FALSE);
}

/* Canonical form is a fixed point, the body alone makes the same document, and no text is lost but
 * the white space that the form takes away. */
static void
test_random (void)
{
  for (guint i = 0; i < 250; i++) {
    g_autofree char *given = make_random_body ();
    g_autoptr (GbDocument) document = make (given);
    g_autofree char *body = gb_document_dup_body (document);
    g_autoptr (GbDocument) again = make (body);
    g_autofree char *text = gb_document_dup_text (document);
    g_autofree char *text_again = gb_document_dup_text (again);

    assert_stable (document);
    assert_same (document, again);
    g_assert_cmpstr (text, ==, text_again);
    g_assert_cmpuint (gb_text_count_words (text), ==, gb_text_count_words (text_again));
  }
}

static gpointer
validate_thread (gpointer user_data)
{
  for (guint i = 0; i < 50; i++) {
    g_autoptr (GbDocument) document = gb_document_new_from_template (i % GB_N_DOCUMENT_KINDS);

    g_assert_nonnull (document);
  }
  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("validate", validate_thread, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/document/bytes", test_bytes);
  g_test_add_func ("/document/inline", test_inline);
  g_test_add_func ("/document/blocks", test_blocks);
  g_test_add_func ("/document/ids", test_ids);
  g_test_add_func ("/document/empty", test_empty);
  g_test_add_func ("/document/metadata", test_metadata);
  g_test_add_func ("/document/partial-metadata", test_partial_metadata);
  g_test_add_func ("/document/with", test_with);
  g_test_add_func ("/document/text", test_text);
  g_test_add_func ("/document/block-text", test_block_text);
  g_test_add_func ("/document/refusals", test_refusals);
  g_test_add_func ("/document/limits", test_limits);
  g_test_add_func ("/document/deepest", test_deepest);
  g_test_add_func ("/document/templates", test_templates);
  g_test_add_func ("/document/random", test_random);
  g_test_add_func ("/document/threads", test_threads);
  return g_test_run ();
}
