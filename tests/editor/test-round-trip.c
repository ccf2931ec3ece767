/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the editor is given it gives back: whatever the schema allows comes out of the page as it
 * went in, down to the digest. Bodies are those of the templates, a list of hard cases, and many
 * that are made at random. The words that the page counts are those that the library counts. */

#include "config.h"

#include "editor-rig.h"

#include "document/gb-document.h"

#include <string.h>

#define BODY_START "<body xmlns=\"http://www.w3.org/1999/xhtml\">"
#define BODY_END   "</body>"

#define N_RANDOM 60
#define DIGEST   "sm3:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static Rig rig;

static const char *const hard_cases[] = {
  "<p id=\"a\"></p>",
  "<p id=\"a\"><br/></p><p id=\"b\">a<br/><br/>b<br/></p>",
  "<p id=\"a\"> a  b </p><p id=\"b\">\n  a\n  <strong>b</strong>\tc\n</p>",
  "<p id=\"a\">&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; \" ' 𠮷 é 　</p>",
  "<p id=\"a\">a<strong>b<br/></strong><em><br/>c</em></p>",
  "<p id=\"a\"><span class=\"kai\"><strong><a href=\"https://a.cn/?a=1&amp;b=2\">x</a></strong>y"
  "</span></p>",
  "<p id=\"a\"><sub><sup>x</sup></sub><sup><sub>y</sub></sup></p>",
  "<p id=\"a\"><span class=\"hei\">a<span class=\"kai\">b</span></span><strong></strong></p>",
  "<p id=\"a\"><strong>a</strong><strong>b</strong><em>c</em><strong><em>d</em></strong></p>",
  "<p id=\"a\" class=\" right  no-indent \">x</p><p id=\"b\" class=\"note\">y</p>",
  "<ol id=\"a\" start=\"1\"><li id=\"b\"><p id=\"c\"></p></li></ol>",
  "<ol id=\"a\" start=\"9999\" class=\"circled\"><li id=\"b\"><p id=\"c\">x</p><p id=\"d\">y</p>"
  "<ol id=\"e\"><li id=\"f\"><p id=\"g\">z</p></li></ol><p id=\"h\">w</p></li></ol>",
  "<table id=\"a\"><tbody><tr><td colspan=\"2\" data-colwidth=\"0010,20\"><p id=\"b\">a</p></td>"
  "<th rowspan=\"2\" scope=\"row\"><p id=\"c\"/></th></tr><tr><td><p id=\"d\"/></td><td>"
  "<p id=\"e\"/></td></tr></tbody></table>",
  "<table id=\"a\"><caption id=\"b\">表<strong>1</strong></caption><tbody><tr><td><ul id=\"c\">"
  "<li id=\"d\"><p id=\"e\">x</p></li></ul><p id=\"f\" class=\"center\">y</p></td></tr></tbody>"
  "</table>",
  "<figure id=\"a\"><img src=\"" DIGEST "\" alt=\"\"/></figure>",
  "<figure id=\"a\"><img src=\"" DIGEST "\" alt=\"图 &quot;1&quot; &lt;\" width=\"50%\"/>"
  "<figcaption id=\"b\">图1<br/>x</figcaption></figure><p id=\"c\"/>",
  "<blockquote id=\"a\"><p id=\"b\">x</p><ul id=\"c\"><li id=\"d\"><p id=\"e\">y</p></li></ul>"
  "</blockquote><hr id=\"f\"/>",
  "<hr id=\"a\"/>",
  "<p id=\"x\"><a href=\"#x\">a</a><a href=\"tel:+86-10\">b</a><a href=\"mailto:a@b.cn\">c</a>"
  "<a href=\"document:01234567-89ab-cdef-0123-456789abcdef\">d</a></p>",
};

/* ───── Random bodies ───── */

typedef struct {
  GRand *rand;
  GString *out;
  guint next_id;
} Maker;

static guint
pick (Maker *maker, guint n)
{
  return (guint)g_rand_int_range (maker->rand, 0, (gint32)n);
}

static void
add_id (Maker *maker)
{
  g_string_append_printf (maker->out, " id=\"r%u\"", maker->next_id++);
}

static void
make_inline (Maker *maker, guint depth, gboolean links)
{
  static const char *const texts[] = {
    "公开", "word ", " ", "&amp;", "𠮷", "80号", "a\n b", "，", "x", "　",
  };
  static const char *const tags[] = { "strong", "em", "u", "s", "sub", "sup" };
  guint n = pick (maker, 4);

  for (guint i = 0; i < n; i++) {
    guint kind = depth < 4 ? pick (maker, 12) : 0;

    if (kind < 6) {
      g_string_append (maker->out, texts[pick (maker, G_N_ELEMENTS (texts))]);
    } else if (kind == 6) {
      g_string_append (maker->out, "<br/>");
    } else if (kind == 7 && links) {
      g_string_append_printf (maker->out, "<a href=\"https://a.cn/%u\">", pick (maker, 2));
      make_inline (maker, depth + 1, FALSE);
      g_string_append (maker->out, "</a>");
    } else if (kind == 8) {
      g_string_append_printf (maker->out, "<span class=\"%s\">",
                              pick (maker, 2) == 0 ? "hei" : "kai");
      make_inline (maker, depth + 1, links);
      g_string_append (maker->out, "</span>");
    } else {
      const char *tag = tags[pick (maker, G_N_ELEMENTS (tags))];

      g_string_append_printf (maker->out, "<%s>", tag);
      make_inline (maker, depth + 1, links);
      g_string_append_printf (maker->out, "</%s>", tag);
    }
  }
}

static void
make_text_block (Maker *maker, const char *tag, const char *class)
{
  g_string_append_printf (maker->out, "<%s", tag);
  add_id (maker);
  if (class != NULL)
    g_string_append_printf (maker->out, " class=\"%s\"", class);
  g_string_append_c (maker->out, '>');
  make_inline (maker, 0, TRUE);
  g_string_append_printf (maker->out, "</%s>", tag);
}

static void
make_paragraph (Maker *maker)
{
  static const char *const classes[] = {
    NULL,        "left",      "center", "right", "no-indent", "left no-indent",
    "addressee", "signature", "date",   "note",
  };

  make_text_block (maker, "p", classes[pick (maker, G_N_ELEMENTS (classes))]);
}

static void
make_list (Maker *maker, guint depth)
{
  static const char *const classes[] = {
    "", " class=\"paren\"", " class=\"circled\"", " class=\"cjk\"", " start=\"3\"",
  };
  const char *tag = pick (maker, 2) == 0 ? "ul" : "ol";
  guint n = 1 + pick (maker, 3);

  g_string_append_printf (maker->out, "<%s", tag);
  add_id (maker);
  if (g_str_equal (tag, "ol"))
    g_string_append (maker->out, classes[pick (maker, G_N_ELEMENTS (classes))]);
  g_string_append_c (maker->out, '>');
  for (guint i = 0; i < n; i++) {
    g_string_append (maker->out, "<li");
    add_id (maker);
    g_string_append_c (maker->out, '>');
    make_paragraph (maker);
    if (depth < 3 && pick (maker, 3) == 0)
      make_list (maker, depth + 1);
    g_string_append (maker->out, "</li>");
  }
  g_string_append_printf (maker->out, "</%s>", tag);
}

static void
make_flow (Maker *maker)
{
  guint n = 1 + pick (maker, 2);

  for (guint i = 0; i < n; i++) {
    if (pick (maker, 4) == 0)
      make_list (maker, 1);
    else
      make_paragraph (maker);
  }
}

/* Two kinds of rows that fit each other: one wide cell, or two single ones. */
static void
make_table (Maker *maker)
{
  guint n = 1 + pick (maker, 3);

  g_string_append (maker->out, "<table");
  add_id (maker);
  g_string_append_c (maker->out, '>');
  if (pick (maker, 2) == 0)
    make_text_block (maker, "caption", NULL);
  g_string_append (maker->out, "<tbody>");
  for (guint i = 0; i < n; i++) {
    gboolean is_wide = pick (maker, 2) == 0;

    g_string_append (maker->out, "<tr>");
    for (guint k = 0; k < (is_wide ? 1u : 2u); k++) {
      g_string_append_printf (maker->out, "<th%s>", is_wide ? " colspan=\"2\"" : "");
      make_flow (maker);
      g_string_append (maker->out, "</th>");
    }
    g_string_append (maker->out, "</tr>");
  }
  g_string_append (maker->out, "</tbody></table>");
}

static void
make_figure (Maker *maker)
{
  g_string_append (maker->out, "<figure");
  add_id (maker);
  g_string_append (maker->out, "><img src=\"" DIGEST "\" alt=\"图\"/>");
  if (pick (maker, 2) == 0)
    make_text_block (maker, "figcaption", NULL);
  g_string_append (maker->out, "</figure>");
}

static void
make_block (Maker *maker)
{
  static const char *const headings[] = { "h2", "h3", "h4", "h5" };

  switch (pick (maker, 8)) {
  case 0:
    make_text_block (maker, headings[pick (maker, 4)], NULL);
    break;
  case 1:
    make_list (maker, 0);
    break;
  case 2:
    make_table (maker);
    break;
  case 3:
    make_figure (maker);
    break;
  case 4:
    g_string_append (maker->out, "<blockquote");
    add_id (maker);
    g_string_append_c (maker->out, '>');
    make_flow (maker);
    g_string_append (maker->out, "</blockquote>");
    break;
  case 5:
    g_string_append (maker->out, "<hr");
    add_id (maker);
    g_string_append (maker->out, "/>");
    break;
  default:
    make_paragraph (maker);
    break;
  }
}

static char *
make_body (guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Maker maker = { .rand = rand, .out = g_string_new (NULL) };
  guint n = 1 + pick (&maker, 8);

  for (guint i = 0; i < n; i++)
    make_block (&maker);
  return g_string_free (maker.out, FALSE);
}

/* ───── Comparing ───── */

static void
check_words (GbDocument *document)
{
  guint expected = gb_document_count_words (document);
  guint words = 0;

  for (int i = 0; i < 40; i++) {
    g_object_get (rig.editor, "words", &words, NULL);
    if (words == expected)
      break;
    rig_wait_ms (25);
  }
  g_assert_cmpuint (words, ==, expected);
}

static void
check_round_trip (GbDocument *document)
{
  g_autofree char *given = gb_document_dup_body (document);
  g_autofree char *taken = NULL;
  g_autofree char *title = NULL;
  g_autoptr (GbDocument) again = NULL;
  g_autoptr (GError) error = NULL;

  gb_editor_load (rig.editor, GB_DOCUMENT_KIND_NOTICE, "标题 <&\"𠮷", given);
  /* Calls are answered in order, so that this is the text that was loaded. */
  taken = rig_snapshot (&rig, &title);
  rig_check_equal (title, "标题 <&\"𠮷");
  again = gb_document_with_body (document, taken, &error);
  g_assert_no_error (error);
  if (again == NULL ||
      !g_str_equal (gb_document_get_digest (document), gb_document_get_digest (again))) {
    g_test_message ("given %s", given);
    g_test_message ("taken %s", taken);
    g_test_fail ();
  }
  check_words (document);
}

static void
check_body (const char *content)
{
  g_autofree char *body = g_strconcat (BODY_START, content, BODY_END, NULL);
  g_autoptr (GbDocument) empty = gb_document_new_from_template (GB_DOCUMENT_KIND_NOTICE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDocument) document = gb_document_with_body (empty, body, &error);

  g_assert_no_error (error);
  if (document != NULL)
    check_round_trip (document);
}

static void
test_hard_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hard_cases); i++)
    check_body (hard_cases[i]);
}

static void
test_templates (void)
{
  for (GbDocumentKind kind = 0; kind < GB_N_DOCUMENT_KINDS; kind++) {
    g_autoptr (GbDocument) document = gb_document_new_from_template (kind);

    check_round_trip (document);
  }
}

static void
test_random (void)
{
  for (guint32 seed = 1; seed <= N_RANDOM; seed++) {
    g_autofree char *content = make_body (seed);

    check_body (content);
  }
}

/* 1000 paragraphs, as long as any document of an office. */
static void
test_long (void)
{
  g_autoptr (GString) content = g_string_new (NULL);

  for (int i = 0; i < 1000; i++)
    g_string_append_printf (content, "<p id=\"b%d\">第%d段：推进决策、执行、管理公开。</p>", i, i);
  check_body (content->str);
}

int
main (int argc, char **argv)
{
  int result;

  rig_init (&argc, &argv);
  rig_open (&rig, 800, 600);
  g_test_add_func ("/editor/round-trip/hard-cases", test_hard_cases);
  g_test_add_func ("/editor/round-trip/templates", test_templates);
  g_test_add_func ("/editor/round-trip/random", test_random);
  g_test_add_func ("/editor/round-trip/long", test_long);
  result = g_test_run ();
  rig_close (&rig);
  return result;
}
