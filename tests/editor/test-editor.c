/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The editor as the hands of a person know it: keys, actions and the clipboard on one side, the
 * XHTML that comes out on the other. editor-cases.h says what the scripts are made of. */

#include "config.h"

#include "editor-cases.h"

static Rig rig;

static const EditorCase cases[] = {
  {
    .name = "title-then-text",
    .body = "<p id=\"a\"></p>",
    .script = "type:通知\nkey:Return\ntype:正文\nkey:Return\ntype:x y",
    .expected = "<p>正文</p><p>x y</p>",
  },
  {
    .name = "bold",
    .body = "<p id=\"a\">甲</p>",
    .script = "key:Down\nkey:End\ntype:b\nkey:<Control>b\ntype:c\naction:toggle-bold\ntype:d",
    .expected = "<p>甲b<strong>c</strong>d</p>",
  },
  {
    .name = "marks-nest-in-one-order",
    .body = "<p id=\"a\">abc</p>",
    .script = "action:toggle-underline\nkey:<Control>a\naction:toggle-underline\n"
              "action:toggle-italic\naction:toggle-bold",
    .expected = "<p><strong><em><u>abc</u></em></strong></p>",
  },
  {
    .name = "heading-by-key-and-body-after-it",
    .body = "<p id=\"a\"></p>",
    .script = "key:Down\nkey:<Control><Alt>1\ntype:h\nkey:Return\ntype:p",
    .expected = "<h2>一、h</h2><p>p</p>",
  },
  {
    .name = "heading-by-action",
    .body = "<p id=\"a\">h</p>",
    .script = "key:Down\naction:set-style::h5\nkey:Down\naction:set-style::h3",
    .expected = "<h3>（一）h</h3>",
  },
  {
    .name = "role-is-not-handed-on",
    .body = "<p id=\"a\">县政府</p>",
    .script = "key:Down\naction:set-style::signature\nkey:End\nkey:Return\ntype:x",
    .expected = "<p class=\"signature\">县政府</p><p>x</p>",
  },
  {
    .name = "alignment-is-handed-on",
    .body = "<p id=\"a\">x</p>",
    .script = "key:Down\naction:align::center\nkey:End\nkey:Return\ntype:y",
    .expected = "<p class=\"center\">x</p><p class=\"center\">y</p>",
  },
  {
    .name = "justify-is-no-class",
    .body = "<p id=\"a\" class=\"right no-indent\">x</p>",
    .script = "key:Down\naction:align::justify",
    .expected = "<p class=\"no-indent\">x</p>",
  },
  {
    .name = "bullet-list",
    .body = "<p id=\"a\">a</p>",
    .script = "key:Down\naction:bullet-list\nkey:End\nkey:Return\ntype:b\nkey:Tab\nkey:Return\n"
              "type:c\nkey:Return\nkey:Return\nkey:Return\ntype:d",
    .expected = "<ul><li><p>a</p><ul><li><p>b</p></li><li><p>c</p></li></ul></li></ul><p>d</p>",
  },
  {
    .name = "list-changes-its-kind-and-goes",
    .body = "<ul id=\"a\"><li id=\"b\"><p id=\"c\">a</p></li></ul>",
    .script = "key:Down\naction:ordered-list",
    .expected = "<ol><li><p>a</p></li></ol>",
  },
  {
    .name = "list-is-left",
    .body = "<ul id=\"a\"><li id=\"b\"><p id=\"c\">a</p></li></ul>",
    .script = "key:Down\naction:bullet-list",
    .expected = "<p>a</p>",
  },
  {
    .name = "heading-leaves-the-list",
    .body = "<ul id=\"a\"><li id=\"b\"><p id=\"c\">a</p></li></ul>",
    .script = "key:Down\naction:set-style::h2",
    .expected = "<h2>一、a</h2>",
  },
  {
    .name = "quote-and-back",
    .body = "<p id=\"a\">a</p>",
    .script = "key:Down\naction:set-style::quote\naction:set-style::body\naction:set-style::quote",
    .expected = "<blockquote><p>a</p></blockquote>",
  },
  {
    .name = "undo-redo",
    .body = "<p id=\"a\">a</p>",
    .script = "key:<Control>End\naction:toggle-bold\ntype:b\naction:undo\nkey:Return\ntype:c\n"
              "action:undo\naction:undo\naction:redo",
    .expected = "<p>a</p><p>c</p>",
  },
  {
    .name = "table",
    .body = "<p id=\"a\"></p>",
    .script = "key:Down\naction:insert-table::3x3\ntype:a\nkey:Tab\ntype:b\naction:delete-column\n"
              "action:add-row-after\naction:delete-row\naction:delete-row\naction:delete-row\n"
              "type:x",
    .expected = "<table><tbody><tr><td><p>x</p></td><td><p/></td></tr></tbody></table><p/>",
  },
  {
    .name = "table-cells",
    .body = "<p id=\"a\"></p>",
    .script = "key:Down\naction:insert-table::3x3\ntype:a\nkey:Tab\ntype:b\naction:delete-column\n"
              "key:<Shift>Tab\naction:delete-row\naction:toggle-header-row",
    .expected = "<table><tbody><tr><th scope=\"col\"><p/></th><th scope=\"col\"><p/></th></tr>"
                "<tr><td><p/></td><td><p/></td></tr></tbody></table><p/>",
  },
  {
    .name = "table-tab-behind-the-last-cell",
    .body = "<p id=\"a\"></p>",
    .script = "key:Down\naction:insert-table::2x1\ntype:a\nkey:Tab\ntype:b\nkey:Tab\ntype:c\n"
              "key:<Shift>Tab\ntype:d",
    .expected = "<table><tbody><tr><th scope=\"col\"><p>a</p></th><th scope=\"col\"><p>d</p></th>"
                "</tr><tr><td><p>c</p></td><td><p/></td></tr></tbody></table><p/>",
  },
  {
    .name = "table-caption",
    .body = "<p id=\"a\"></p>",
    .script = "key:Down\naction:insert-table::1x1\ntype:a\naction:toggle-caption\ntype:表1\n"
              "key:Return\ntype:b",
    .expected = "<table><caption>表1</caption><tbody><tr><th scope=\"col\"><p>ba</p></th></tr>"
                "</tbody></table><p/>",
  },
  {
    .name = "table-columns-by-keys",
    .body = "<table id=\"t\"><tbody><tr><td data-colwidth=\"100\"><p id=\"a\">x</p></td>"
            "<td data-colwidth=\"100\"><p id=\"b\">y</p></td></tr></tbody></table>",
    .script = "key:Down\nkey:Down\nkey:<Alt><Shift>Right\nkey:Tab\nkey:<Alt><Shift>Right\n"
              "key:<Alt><Shift>Right",
    .expected = "<table><tbody><tr><td data-colwidth=\"76\"><p>x</p></td>"
                "<td data-colwidth=\"124\"><p>y</p></td></tr></tbody></table>",
  },
  {
    .name = "table-column-aligned",
    .body = "<table id=\"t\"><tbody><tr><td><p id=\"a\">x</p></td></tr><tr><td><p id=\"b\">y</p>"
            "</td></tr></tbody></table>",
    .script = "key:Down\nkey:Down\naction:select-column\naction:align::right",
    .expected = "<table><tbody><tr><td><p class=\"right\">x</p></td></tr><tr><td>"
                "<p class=\"right\">y</p></td></tr></tbody></table>",
  },
  {
    .name = "table-goes",
    .body = "<table id=\"t\"><tbody><tr><td><p id=\"a\">x</p></td></tr></tbody></table>",
    .script = "key:Down\nkey:Down\naction:delete-row\ntype:y",
    .expected = "<p>y</p>",
  },
  {
    .name = "link",
    .body = "<p id=\"a\">abc</p>",
    .script = "key:Down\nkey:Home\nkey:<Shift>Right\nkey:<Shift>Right\nlink:https://www.gov.cn/\n"
              "key:End\ntype:d",
    .expected = "<p><a href=\"https://www.gov.cn/\">ab</a>cd</p>",
  },
  {
    .name = "link-refused",
    .body = "<p id=\"a\">abc</p>",
    .script = "key:Down\nkey:<Control>a\nlink:javascript:alert(1)",
    .expected = "<p>abc</p>",
  },
  {
    .name = "link-removed",
    .body = "<p id=\"a\"><a href=\"https://www.gov.cn/\">a<strong>b</strong></a>c</p>",
    .script = "key:Down\nkey:Home\nkey:Right\naction:remove-link",
    .expected = "<p>a<strong>b</strong>c</p>",
  },
  {
    .name = "rule",
    .body = "<p id=\"a\">a</p>",
    .script = "key:Down\naction:insert-rule\ntype:b",
    .expected = "<p>a</p><hr/><p>b</p>",
  },
  {
    .name = "line-break",
    .body = "<p id=\"a\"></p>",
    .script = "key:Down\ntype:a\nkey:<Shift>Return\ntype:b",
    .expected = "<p>a<br/>b</p>",
  },
  {
    .name = "backspace-joins",
    .body = "<p id=\"a\">a</p><p id=\"b\">b</p>",
    .script = "key:<Control>End\nkey:Left\nkey:BackSpace",
    .expected = "<p>ab</p>",
  },
  {
    .name = "paste-keeps-to-the-schema",
    .body = "<p id=\"a\"></p>",
    .script = "key:Down\n"
              "html:<h1>T</h1><p style=\"color:red\" onclick=\"x()\">a <b>b</b><script>evil()"
              "</script><font color=\"red\">c</font> <a href=\"javascript:x()\">d</a></p>"
              "<div><img src=\"http://example.com/x.png\">e</div><iframe src=\"x\"></iframe>",
    .expected = "<h2>T</h2><p>a <strong>b</strong>c d</p><p>e</p>",
  },
  {
    .name = "paste-table",
    .body = "<p id=\"a\"></p>",
    .script = "key:Down\n"
              "html:<table><caption>C</caption><thead><tr><th>a</th></tr></thead><tbody><tr>"
              "<td>b</td></tr></tbody></table>",
    .expected = "<table><caption>C</caption><tbody><tr><th "
                "scope=\"col\"><p>a</p></th></tr><tr><td><p>b</p></td>"
                "</tr></tbody></table>",
  },
  {
    .name = "paste-list",
    .body = "<p id=\"a\"></p>",
    .script = "key:Down\nhtml:<ol start=\"3\"><li>a<ul><li>b</li></ul></li></ol>",
    .expected = "<ol start=\"3\"><li><p>a</p><ul><li><p>b</p></li></ul></li></ol>",
  },
  {
    .name = "paste-plain-text-keeps-paragraphs",
    .body = "<p id=\"a\">x</p>",
    .script = "key:<Control>End\ntext:a|b <b>|c",
    .expected = "<p>xa</p><p>b &lt;b&gt;</p><p>c</p>",
  },
  {
    .name = "paste-into-the-title-is-plain",
    .body = "<p id=\"a\">x</p>",
    .script = "html:<p><b>b</b></p>",
    .expected = "<p>x</p>",
  },
};

static void
wait_for_words (guint expected)
{
  guint words = 0;

  for (int i = 0; i < 500; i++) {
    g_object_get (rig.editor, "words", &words, NULL);
    if (words == expected)
      return;
    rig_wait_ms (20);
  }
  g_assert_cmpuint (words, ==, expected);
}

/* While somebody types, the tools around the text wait; in the end they are right. */
static void
test_words_after_a_burst (void)
{
  rig_load (&rig, "题", "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p id=\"a\"></p></body>");
  wait_for_words (0);
  rig_key (&rig, "Down");
  rig_type (&rig, "各县人民政府要把政策解读");
  wait_for_words (12);
  rig_key (&rig, "BackSpace");
  rig_type (&rig, "释");
  rig_key (&rig, "BackSpace");
  wait_for_words (11);
  rig_type (&rig, "说明");
  gb_editor_peek (rig.editor, "a");
  wait_for_words (13);
}

int
main (int argc, char **argv)
{
  int result;

  rig_init (&argc, &argv);
  rig_open (&rig, 900, 700);
  editor_cases_add (&rig, "/editor/case", cases, G_N_ELEMENTS (cases));
  g_test_add_func ("/editor/words-after-a-burst", test_words_after_a_burst);
  result = g_test_run ();
  rig_close (&rig);
  return result;
}
