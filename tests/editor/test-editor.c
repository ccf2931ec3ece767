/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The editor as the hands of a person know it: keys, actions and the clipboard on one side, the
 * XHTML that comes out on the other. Every case is a small script; its lines are
 *
 *   type:TEXT           one key for each character
 *   key:ACCELERATOR     one key with modifiers
 *   action:NAME         an action of the group "editor", with its target as in menus
 *   link:ADDRESS        what the popover does when an address is applied
 *   html:MARKUP         puts markup on the clipboard and pastes it
 *   text:TEXT           puts plain text on the clipboard and pastes it; | is a line break
 */

#include "config.h"

#include "editor-rig.h"

#include "document/gb-document.h"
#include "document/gb-text.h"
#include "editor/gb-editor-actions.h"

#include <string.h>

#define BODY_START "<body xmlns=\"http://www.w3.org/1999/xhtml\">"
#define BODY_END   "</body>"

#define CASE_DEADLINE_MS 3000

static Rig rig;

typedef struct {
  const char *name;
  const char *body; /* what is loaded, without the body element */
  const char *script;
  const char *expected; /* without the body element and without ids */
} Case;

static const Case cases[] = {
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
    .expected = "<h2>h</h2><p>p</p>",
  },
  {
    .name = "heading-by-action",
    .body = "<p id=\"a\">h</p>",
    .script = "key:Down\naction:set-style::h5\nkey:Down\naction:set-style::h3",
    .expected = "<h3>h</h3>",
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
    .expected = "<h2>a</h2>",
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
    .expected = "<table><caption>C</caption><tbody><tr><th><p>a</p></th></tr><tr><td><p>b</p></td>"
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

/* ───── The clipboard ───── */

typedef struct {
  char *content;
  gboolean is_html;
} Clip;

static void
clip_get_cb (GtkClipboard *clipboard, GtkSelectionData *data, guint info, gpointer user_data)
{
  Clip *clip = user_data;

  if (clip->is_html)
    gtk_selection_data_set (data, gtk_selection_data_get_target (data), 8,
                            (const guchar *)clip->content, (int)strlen (clip->content));
  else
    gtk_selection_data_set_text (data, clip->content, -1);
}

static void
clip_clear_cb (GtkClipboard *clipboard, gpointer user_data)
{
  Clip *clip = user_data;

  g_free (clip->content);
  g_free (clip);
}

static void
paste (const char *content, gboolean is_html)
{
  static const GtkTargetEntry html_targets[] = { { (char *)"text/html", 0, 0 } };
  static const GtkTargetEntry text_targets[] = { { (char *)"UTF8_STRING", 0, 0 } };
  GtkClipboard *clipboard = gtk_clipboard_get (GDK_SELECTION_CLIPBOARD);
  Clip *clip = g_new0 (Clip, 1);

  clip->content = g_strdelimit (g_strdup (content), is_html ? "" : "|", '\n');
  clip->is_html = is_html;
  g_assert_true (gtk_clipboard_set_with_data (clipboard, is_html ? html_targets : text_targets, 1,
                                              clip_get_cb, clip_clear_cb, clip));
  rig_key (&rig, "<Control>v");
  rig_settle (&rig);
  rig_wait_ms (150);
}

/* ───── Scripts ───── */

static void
set_link (const char *href)
{
  g_autofree char *complete = gb_editor_actions_complete_address (href);

  if (complete != NULL) {
    g_autofree char *answer = NULL;
    g_autofree char *script = g_strdup_printf ("Editor.run('set-link', '%s');", complete);

    answer = rig_call (&rig, script);
    rig_check_equal (answer, "");
  }
}

static void
run_line (const char *line)
{
  const char *argument = strchr (line, ':');

  g_assert_nonnull (argument);
  argument++;
  if (g_str_has_prefix (line, "type:"))
    rig_type (&rig, argument);
  else if (g_str_has_prefix (line, "key:"))
    rig_key (&rig, argument);
  else if (g_str_has_prefix (line, "action:"))
    rig_activate (&rig, argument);
  else if (g_str_has_prefix (line, "link:"))
    set_link (argument);
  else if (g_str_has_prefix (line, "html:"))
    paste (argument, TRUE);
  else if (g_str_has_prefix (line, "text:"))
    paste (argument, FALSE);
  else
    g_error ("no such line: %s", line);
  rig_settle (&rig);
  /* The state of the actions follows the selection. */
  rig_wait_ms (40);
}

static char *
dup_bare_body (void)
{
  g_autofree char *body = rig_snapshot (&rig, NULL);
  g_autofree char *bare = rig_without_ids (body);

  g_assert_true (g_str_has_prefix (bare, BODY_START));
  g_assert_true (g_str_has_suffix (bare, BODY_END));
  return g_strndup (bare + strlen (BODY_START),
                    strlen (bare) - strlen (BODY_START) - strlen (BODY_END));
}

/* Whatever was done, the host's own rules accept it, and no id is missing or twice there. */
static void
check_valid (void)
{
  g_autofree char *body = rig_snapshot (&rig, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDocument) empty = gb_document_new_from_template (GB_DOCUMENT_KIND_NOTICE);
  g_autoptr (GbDocument) document = gb_document_with_body (empty, body, &error);
  g_autofree char *canonical = NULL;

  g_assert_no_error (error);
  canonical = gb_document_dup_body (document);
  rig_check_equal (body, canonical);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *body = g_strconcat (BODY_START, test->body, BODY_END, NULL);
  g_auto (GStrv) lines = g_strsplit (test->script, "\n", -1);
  g_autofree char *actual = NULL;

  rig_load (&rig, "", body);
  for (char **line = lines; *line != NULL; line++)
    run_line (*line);

  for (int i = 0; i < CASE_DEADLINE_MS / 50; i++) {
    g_free (actual);
    actual = dup_bare_body ();
    if (g_str_equal (actual, test->expected))
      break;
    rig_wait_ms (50);
  }
  rig_check_equal (actual, test->expected);
  check_valid ();
}

int
main (int argc, char **argv)
{
  int result;

  rig_init (&argc, &argv);
  rig_open (&rig, 900, 700);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/editor/case/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  result = g_test_run ();
  rig_close (&rig);
  return result;
}
