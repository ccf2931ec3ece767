/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the editor does by itself while somebody writes, as the hands of a person know it. The
 * scripts are those of editor-cases.h, and
 *
 *   choose:COMMAND TEXT what the popover of the characters does
 *   setting:KEY=VALUE   a boolean of the settings; the case puts it back
 *   compose:TEXT        an input method makes TEXT of some letters
 *   commit:TEXT         an input method gives TEXT at once, as the punctuation of a Chinese
 * keyboard
 */

#include "config.h"

#include "editor-cases.h"

#include "editor/gb-character-chooser.h"
#include "editor/gb-editor-toolbar.h"

#include <stdlib.h>
#include <string.h>

/* For the page to finish with a composition; longer than any timer in it. */
#define COMPOSITION_MS 400

static Rig rig;
static GSettings *settings;

static const EditorCase heading_cases[] = {
  {
    .name = "heading-is-numbered",
    .body = "<p id=\"a\"></p>",
    .script = "key:Down\nkey:<Control><Alt>1\ntype:h\nkey:Return\ntype:p\nkey:Return\n"
              "key:<Control><Alt>1\ntype:i",
    .expected = "<h2>一、h</h2><p>p</p><h2>二、i</h2>",
  },
  {
    .name = "numbering-switched-off",
    .body = "<p id=\"a\">x</p>",
    .script = "setting:number-headings=false\nkey:Down\nkey:<Control><Alt>1\n"
              "setting:number-headings=true",
    .expected = "<h2>x</h2>",
  },
  {
    .name = "number-goes-by-one-key",
    .body = "<h2 id=\"a\">一、a</h2><h2 id=\"b\">二、b</h2>",
    .script = "key:Down\nkey:Home\nkey:Right\nkey:Right\nkey:BackSpace\ntype:x",
    .expected = "<h2>xa</h2><h2>一、b</h2>",
  },
  {
    .name = "demoted-with-its-section",
    .body = "<h2 id=\"a\">一、a</h2><h2 id=\"b\">二、b</h2><h3 id=\"c\">（一）c</h3>"
            "<h2 id=\"d\">三、d</h2>",
    .script = "key:Down\nkey:Down\nkey:<Alt><Shift>Right",
    .expected = "<h2>一、a</h2><h3>（一）b</h3><h4>1.c</h4><h2>二、d</h2>",
  },
  {
    .name = "promoted-and-undone-at-once",
    .body = "<h2 id=\"a\">一、a</h2><h3 id=\"b\">（一）b</h3><h3 id=\"c\">（二）c</h3>",
    .script = "key:Down\nkey:Down\nkey:<Alt><Shift>Left\nkey:<Control>z",
    .expected = "<h2>一、a</h2><h3>（一）b</h3><h3>（二）c</h3>",
  },
  {
    .name = "repaired-in-one-press",
    .body = "<h2 id=\"a\">1、a</h2><h2 id=\"b\">b</h2><h3 id=\"c\">(2)c</h3>",
    .script = "action:repair-numbering",
    .expected = "<h2>一、a</h2><h2>二、b</h2><h3>（一）c</h3>",
  },
  {
    .name = "repair-undone-at-once",
    .body = "<h2 id=\"a\">1、a</h2><h2 id=\"b\">b</h2><h3 id=\"c\">(2)c</h3>",
    .script = "key:<Control><Alt>n\naction:undo",
    .expected = "<h2>1、a</h2><h2>b</h2><h3>(2)c</h3>",
  },
  {
    .name = "column-keys-stay-those-of-tables",
    .body = "<h2 id=\"h\">一、a</h2><table id=\"t\"><tbody><tr><td data-colwidth=\"100\">"
            "<p id=\"a\">x</p></td><td data-colwidth=\"100\"><p id=\"b\">y</p></td></tr></tbody>"
            "</table>",
    .script = "key:<Control>End\nkey:<Alt><Shift>Left",
    .expected = "<h2>一、a</h2><table><tbody><tr><td data-colwidth=\"124\"><p>x</p></td>"
                "<td data-colwidth=\"76\"><p>y</p></td></tr></tbody></table>",
  },
  {
    .name = "enter-leaves-a-heading-without-words",
    .body = "<h2 id=\"a\">一、a</h2><p id=\"b\"></p>",
    .script = "key:<Control>End\naction:set-style::h2\nkey:Return\ntype:x",
    .expected = "<h2>一、a</h2><p>x</p>",
  },
  {
    .name = "cut-closes-the-gap",
    .body = "<h2 id=\"a\">一、a</h2><h2 id=\"b\">二、b</h2><h2 id=\"c\">三、c</h2>",
    .script = "key:Down\nkey:Home\nkey:<Shift>Down\nkey:<Control>x",
    .expected = "<h2>一、b</h2><h2>二、c</h2>",
  },
};

/* Each of these comes back with one key: Backspace or undo. */
static const EditorCase typing_cases[] = {
  {
    .name = "dots",
    .body = "<p id=\"a\">甲</p>",
    .script = "key:<Control>End\ntype:...乙",
    .expected = "<p>甲……乙</p>",
  },
  {
    .name = "dots-come-back-with-backspace",
    .body = "<p id=\"a\">甲</p>",
    .script = "key:<Control>End\ntype:...\nkey:BackSpace",
    .expected = "<p>甲...</p>",
  },
  {
    .name = "dots-come-back-with-undo",
    .body = "<p id=\"a\"></p>",
    .script = "key:<Control>End\ntype:...\nkey:<Control>z",
    .expected = "<p>...</p>",
  },
  {
    .name = "four-dots-stay",
    .body = "<p id=\"a\"></p>",
    .script = "key:<Control>End\ntype:...\nkey:BackSpace\ntype:..",
    .expected = "<p>.....</p>",
  },
  {
    .name = "dashes",
    .body = "<p id=\"a\">甲</p>",
    .script = "key:<Control>End\ntype:--乙",
    .expected = "<p>甲——乙</p>",
  },
  {
    .name = "dashes-come-back",
    .body = "<p id=\"a\">甲</p>",
    .script = "key:<Control>End\ntype:--\naction:undo",
    .expected = "<p>甲--</p>",
  },
  {
    .name = "second-backspace-deletes",
    .body = "<p id=\"a\">甲</p>",
    .script = "key:<Control>End\ntype:--\nkey:BackSpace\nkey:BackSpace",
    .expected = "<p>甲-</p>",
  },
  {
    .name = "what-is-typed-after-is-another-step",
    .body = "<p id=\"a\">甲</p>",
    .script = "key:<Control>End\ntype:--乙\nkey:<Control>z\nkey:<Control>z",
    .expected = "<p>甲--</p>",
  },
  {
    .name = "punctuation-behind-chinese",
    .body = "<p id=\"a\"></p>",
    .script = "key:<Control>End\ntype:甲,乙;丙:丁!戊?己.",
    .expected = "<p>甲，乙；丙：丁！戊？己。</p>",
  },
  {
    .name = "punctuation-comes-back",
    .body = "<p id=\"a\">甲</p>",
    .script = "key:<Control>End\ntype:,\nkey:BackSpace\ntype:乙",
    .expected = "<p>甲,乙</p>",
  },
  {
    .name = "numbers-addresses-and-latin-stay",
    .body = "<p id=\"a\"></p>",
    .script = "key:<Control>End\ntype:https://www.gov.cn/a,b 1,234.5 9:30 Mr. A; b! (c)",
    .expected = "<p>https://www.gov.cn/a,b 1,234.5 9:30 Mr. A; b! (c)</p>",
  },
  {
    .name = "name-of-a-file",
    .body = "<p id=\"a\"></p>",
    .script = "key:<Control>End\ntype:附件.docx",
    .expected = "<p>附件.docx</p>",
  },
  {
    .name = "brackets",
    .body = "<p id=\"a\"></p>",
    .script = "key:<Control>End\ntype:组织(WTO)和(甲)",
    .expected = "<p>组织（WTO）和（甲）</p>",
  },
  {
    .name = "document-number",
    .body = "<p id=\"a\"></p>",
    .script = "key:<Control>End\ntype:国办发[2026]5号",
    .expected = "<p>国办发〔2026〕5号</p>",
  },
  {
    .name = "document-number-comes-back",
    .body = "<p id=\"a\"></p>",
    .script = "key:<Control>End\ntype:国办发[2026]\nkey:BackSpace",
    .expected = "<p>国办发[2026]</p>",
  },
  {
    .name = "brackets-of-other-kinds-stay",
    .body = "<p id=\"a\"></p>",
    .script = "key:<Control>End\ntype:[2026] a[2026] 甲[12]",
    .expected = "<p>[2026] a[2026] 甲[12]</p>",
  },
  {
    .name = "document-number-in-the-title",
    .title = "",
    .body = "<p id=\"a\">x</p>",
    .script = "type:粤府[2026]\nkey:Return\ntype:y",
    .expected = "<p>y</p><p>x</p>",
  },
  {
    .name = "bold-stays-bold",
    .body = "<p id=\"a\"></p>",
    .script = "key:<Control>End\naction:toggle-bold\ntype:甲...\naction:toggle-bold\ntype:b",
    .expected = "<p><strong>甲……</strong>b</p>",
  },
  {
    .name = "switched-off",
    .body = "<p id=\"a\"></p>",
    .script = "setting:smart-typing=false\nkey:<Control>End\ntype:甲,...--[2026]\n"
              "setting:smart-typing=true",
    .expected = "<p>甲,...--[2026]</p>",
  },
  {
    .name = "composed-text-is-mended-when-it-is-there",
    .body = "<p id=\"a\"></p>",
    .script = "key:<Control>End\ntype:国办发[2026\ncompose:］\ntype:5号",
    .expected = "<p>国办发〔2026〕5号</p>",
  },
  {
    .name = "three-full-stops-of-a-chinese-keyboard",
    .body = "<p id=\"a\"></p>",
    .script = "key:<Control>End\ncompose:甲\ncommit:。\ncommit:。\ncommit:。",
    .expected = "<p>甲……</p>",
  },
  {
    .name = "heading-of-a-number",
    .body = "<p id=\"a\"></p>",
    .script = "key:<Control>End\ntype:一、总体\nkey:Return\ntype:x",
    .expected = "<h2>一、总体</h2><p>x</p>",
  },
  {
    .name = "heading-of-a-number-comes-back-with-backspace",
    .body = "<p id=\"a\"></p>",
    .script = "key:<Control>End\ntype:一、\nkey:BackSpace\ntype:总体",
    .expected = "<p>一、总体</p>",
  },
  {
    .name = "heading-of-a-number-comes-back-with-undo",
    .body = "<p id=\"a\"></p>",
    .script = "key:<Control>End\ntype:（一）\nkey:<Control>z\ntype:x",
    .expected = "<p>（一）x</p>",
  },
  {
    .name = "heading-composed",
    .body = "<h2 id=\"a\">一、a</h2><p id=\"b\"></p>",
    .script = "key:<Control>End\ncompose:二\ncommit:、\ncompose:总体",
    .expected = "<h2>一、a</h2><h2>二、总体</h2>",
  },
  {
    .name = "heading-composed-at-once",
    .body = "<h2 id=\"a\">一、a</h2><p id=\"b\"></p>",
    .script = "key:<Control>End\ncompose:（一）\ncompose:总体",
    .expected = "<h2>一、a</h2><h3>（一）总体</h3>",
  },
  {
    .name = "heading-in-half-width",
    .body = "<p id=\"a\"></p>",
    .script = "key:<Control>End\ntype:一.x\nkey:Return\ntype:(一)y",
    .expected = "<h2>一、x</h2><h3>（一）y</h3>",
  },
  {
    .name = "heading-with-a-number-of-ones-own",
    .body = "<h2 id=\"a\">一、a</h2><p id=\"b\"></p><h2 id=\"c\">二、c</h2>",
    .script = "key:Down\nkey:Down\ntype:五、x",
    .expected = "<h2>一、a</h2><h2>五、x</h2><h2>六、c</h2>",
  },
  {
    .name = "points-are-no-headings",
    .body = "<p id=\"a\"></p>",
    .script = "key:<Control>End\ntype:1.x\nkey:Return\ntype:（1）y",
    .expected = "<p>1.x</p><p>（1）y</p>",
  },
  {
    .name = "points-below-a-heading-are",
    .body = "<h2 id=\"a\">一、a</h2><h3 id=\"b\">（一）b</h3><p id=\"c\"></p>",
    .script = "key:<Control>End\ntype:1.x\nkey:Return\ntype:（1）y\nkey:Return\ntype:3.z",
    .expected = "<h2>一、a</h2><h3>（一）b</h3><h4>1.x</h4><h5>（1）y</h5><p>3.z</p>",
  },
  {
    .name = "no-heading-in-a-list",
    .body = "<ul id=\"u\"><li id=\"l\"><p id=\"a\"></p></li></ul>",
    .script = "key:<Control>End\ntype:一、x",
    .expected = "<ul><li><p>一、x</p></li></ul>",
  },
  {
    .name = "no-heading-before-a-text",
    .body = "<p id=\"a\">各单位要认真贯彻落实。</p>",
    .script = "key:Down\nkey:Home\ntype:一、",
    .expected = "<p>一、各单位要认真贯彻落实。</p>",
  },
  {
    .name = "number-written-over-with-an-input-method",
    .body = "<h2 id=\"a\">一、a</h2><h2 id=\"b\">二、b</h2><h2 id=\"c\">三、c</h2>",
    .script = "key:Down\nkey:Down\nkey:Home\nkey:<Shift>Right\ncompose:五",
    .expected = "<h2>一、a</h2><h2>五、b</h2><h2>六、c</h2>",
  },
  {
    .name = "number-written-over-with-an-input-method-is-one-step",
    .body = "<h2 id=\"a\">一、a</h2><h2 id=\"b\">二、b</h2><h2 id=\"c\">三、c</h2>",
    .script = "key:Down\nkey:Down\nkey:Home\nkey:<Shift>Right\ncompose:五\nkey:<Control>z",
    .expected = "<h2>一、a</h2><h2>二、b</h2><h2>三、c</h2>",
  },
};

static const EditorCase format_cases[] = {
  {
    .name = "lists-with-chinese-numbers",
    .body = "<p id=\"a\">a</p><p id=\"b\">b</p>",
    .script = "key:Down\nkey:Home\nkey:<Control><Shift>End\naction:list-style::cjk-paren",
    .expected = "<ol class=\"cjk-paren\"><li><p>a</p></li><li><p>b</p></li></ol>",
  },
  {
    .name = "list-of-another-form",
    .body = "<ol class=\"cjk\" id=\"a\" start=\"3\"><li id=\"b\"><p id=\"c\">a</p></li></ol>",
    .script = "key:Down\naction:list-style::wide-paren",
    .expected = "<ol class=\"wide-paren\" start=\"3\"><li><p>a</p></li></ol>",
  },
  {
    .name = "list-of-the-usual-form",
    .body = "<ol class=\"circled\" id=\"a\"><li id=\"b\"><p id=\"c\">a</p></li></ol>",
    .script = "key:Down\naction:list-style::decimal",
    .expected = "<ol><li><p>a</p></li></ol>",
  },
  {
    .name = "bullets-become-numbers-by-keys",
    .body = "<p id=\"a\">a</p>",
    .script = "key:Down\nkey:<Control><Shift>8\naction:list-style::circled\nkey:End\nkey:Return\n"
              "type:b\nkey:Tab",
    .expected = "<ol class=\"circled\"><li><p>a</p><ol><li><p>b</p></li></ol></li></ol>",
  },
  {
    .name = "marks-by-keys",
    .body = "<p id=\"a\"></p>",
    .script = "key:Down\nkey:<Control><Shift>x\ntype:a\nkey:<Control><Shift>x\n"
              "key:<Control><Alt>period\ntype:2\nkey:<Control><Alt>period\n"
              "key:<Control><Alt>comma\ntype:3",
    .expected = "<p><s>a</s><sup>2</sup><sub>3</sub></p>",
  },
  {
    .name = "marks-by-actions",
    .body = "<p id=\"a\">a</p>",
    .script = "key:Down\nkey:<Control>a\naction:toggle-strike\naction:toggle-subscript\n"
              "action:toggle-superscript",
    .expected = "<p><s><sup>a</sup></s></p>",
  },
  {
    .name = "alignment-by-keys",
    .body = "<p id=\"a\">a</p><p id=\"b\">b</p><p id=\"c\">c</p><p id=\"d\" class=\"left\">d</p>",
    .script = "key:Down\nkey:<Control>l\nkey:Down\nkey:<Control>e\nkey:Down\n"
              "key:<Control><Shift>r\nkey:Down\nkey:<Control>j",
    .expected = "<p class=\"left\">a</p><p class=\"center\">b</p><p class=\"right\">c</p><p>d</p>",
  },
  {
    .name = "first-line-indent",
    .body = "<p id=\"a\">a</p><p id=\"b\" class=\"no-indent\">b</p>",
    .script = "key:Down\nkey:<Control><Alt>i\nkey:Down\naction:toggle-indent",
    .expected = "<p class=\"no-indent\">a</p><p>b</p>",
  },
  {
    .name = "quotation-and-line-by-keys",
    .body = "<p id=\"a\">a</p>",
    .script = "key:Down\nkey:<Control><Alt>q\nkey:<Control><Alt>h\ntype:b",
    .expected = "<blockquote><p>a</p></blockquote><hr/><p>b</p>",
  },
  {
    .name = "line-break-by-action",
    .body = "<p id=\"a\">ab</p>",
    .script = "key:Down\nkey:Home\nkey:Right\naction:insert-break",
    .expected = "<p>a<br/>b</p>",
  },
  {
    .name = "character",
    .body = "<p id=\"a\">a</p>",
    .script = "key:<Control>End\nchoose:insert-text ℃\ntype:b\nkey:<Control>z\nkey:<Control>z",
    .expected = "<p>a</p>",
  },
  {
    .name = "brackets-around-the-caret",
    .body = "<p id=\"a\">国办发</p>",
    .script = "key:<Control>End\nchoose:insert-pair 〔〕\ntype:2026",
    .expected = "<p>国办发〔2026〕</p>",
  },
  {
    .name = "brackets-around-the-selection",
    .body = "<p id=\"a\"><strong>甲</strong>乙</p>",
    .script = "key:Down\nkey:Home\nkey:<Shift>End\nchoose:insert-pair 《》\ntype:x",
    .expected = "<p><strong>《甲</strong>乙》x</p>",
  },
};

/* The form of a date depends on the day. */
static void
test_date (void)
{
  g_autoptr (GDateTime) before = g_date_time_new_now_local ();
  g_autofree char *body = NULL;
  g_autofree char *bare = NULL;
  g_autoptr (GDateTime) after = NULL;
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  rig_load (&rig, "", "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p id=\"a\"></p></body>");
  rig_key (&rig, "<Control>End");
  rig_key (&rig, "<Alt><Shift>d");
  rig_settle (&rig);
  body = rig_snapshot (&rig, NULL);
  bare = rig_without_ids (body);
  after = g_date_time_new_now_local ();
  first = g_date_time_format (before, "<p>%Y年%-m月%-d日</p>");
  last = g_date_time_format (after, "<p>%Y年%-m月%-d日</p>");
  if (strstr (bare, first) == NULL && strstr (bare, last) == NULL)
    rig_check_equal (bare, last);
}

typedef struct {
  GType type;
  const char *label; /* (nullable) of a button */
  GtkWidget *found;
} Search;

static void
find_cb (GtkWidget *widget, gpointer user_data)
{
  Search *search = user_data;

  if (search->found != NULL)
    return;
  if (g_type_is_a (G_OBJECT_TYPE (widget), search->type) &&
      (search->label == NULL ||
       g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), search->label) == 0))
    search->found = widget;
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), find_cb, search);
}

static gboolean
has_label (const char *text)
{
  Search search = { GTK_TYPE_LABEL, NULL, NULL };
  Search toolbar = { GB_TYPE_EDITOR_TOOLBAR, NULL, NULL };

  find_cb (rig.window, &toolbar);
  /* The first label of the bar is that of the style. */
  find_cb (toolbar.found, &search);
  return search.found != NULL && g_str_equal (gtk_label_get_text (GTK_LABEL (search.found)), text);
}

/* The bar says in words what the caret stands in. */
static void
test_style_in_words (void)
{
  static const struct {
    const char *block;
    const char *words;
  } places[] = {
    { "a", "Body Text" },     { "b", "Heading 2" }, { "c", "Bulleted List" },
    { "d", "Numbered List" }, { "e", "Signature" },
  };

  rig_load (&rig, "",
            "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p id=\"a\">a</p><h3 id=\"b\">b</h3>"
            "<ul id=\"u\"><li id=\"v\"><p id=\"c\">c</p></li></ul>"
            "<ol id=\"w\"><li id=\"x\"><p id=\"d\">d</p></li></ol>"
            "<p class=\"signature\" id=\"e\">e</p></body>");
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    gb_editor_reveal (rig.editor, places[i].block, 0);
    for (int j = 0; j < 500 && !has_label (places[i].words); j++)
      rig_wait_ms (20);
    g_assert_true (has_label (places[i].words));
  }
}

/* In a window so narrow that the button is out of sight. */
static void
test_chooser (void)
{
  Search chooser = { GB_TYPE_CHARACTER_CHOOSER, NULL, NULL };
  Search button = { GTK_TYPE_BUTTON, "〔〕", NULL };
  g_autofree char *body = NULL;
  g_autofree char *bare = NULL;

  rig_load (&rig, "", "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p id=\"a\">国办发</p></body>");
  gtk_window_resize (GTK_WINDOW (rig.window), 360, 640);
  rig_key (&rig, "<Control>End");
  rig_settle (&rig);
  rig_wait_ms (300);
  rig_key (&rig, "<Control><Alt>c");
  for (int i = 0; i < 500 && (chooser.found == NULL || !gtk_widget_get_mapped (chooser.found));
       i++) {
    rig_wait_ms (20);
    gtk_container_forall (GTK_CONTAINER (rig.window), find_cb, &chooser);
  }
  g_assert_nonnull (chooser.found);
  g_assert_true (gtk_widget_get_mapped (chooser.found));
  find_cb (chooser.found, &button);
  g_assert_nonnull (button.found);
  g_assert_cmpstr (atk_object_get_name (gtk_widget_get_accessible (button.found)), !=, NULL);
  gtk_button_clicked (GTK_BUTTON (button.found));
  rig_wait_ms (500);
  rig.n_keys = 0;
  rig_type (&rig, "2026");
  rig_wait_ms (500);
  body = rig_snapshot (&rig, NULL);
  bare = rig_without_ids (body);
  rig_check_equal (bare,
                   "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p>国办发〔2026〕</p></body>");
  gtk_window_resize (GTK_WINDOW (rig.window), 900, 700);
  rig_wait_ms (200);
}

/* What the popover of the characters does. */
static void
choose (Rig *used, const char *argument)
{
  g_auto (GStrv) words = g_strsplit (argument, " ", 2);
  g_autofree char *script = g_strdup_printf ("Editor.run('%s', '%s');", words[0], words[1]);
  g_autofree char *answer = rig_call (used, script);

  rig_check_equal (answer, "");
}

static void
set_setting (Rig *unused, const char *argument)
{
  g_auto (GStrv) parts = g_strsplit (argument, "=", 2);

  g_settings_set_boolean (settings, parts[0], g_str_equal (parts[1], "true"));
}

/* An input method stands between the keys and the page for as long as it is needed: with one,
 * letters are never typed as they are. */
static void
with_input_method (Rig *used, const char *text, gboolean composes)
{
  WebKitWebView *view = WEBKIT_WEB_VIEW (used->view);
  g_autoptr (WebKitInputMethodContext) before =
    g_object_ref (webkit_web_view_get_input_method_context (view));
  g_autofree char *seen = NULL;

  rig_use_input_method (used);
  rig_input_method_set_candidate (used->input_method, text);
  if (composes) {
    rig_press (used, GDK_KEY_n, 0);
    rig_press (used, GDK_KEY_i, 0);
    rig_press (used, GDK_KEY_space, 0);
  } else {
    rig_input_method_commit (used->input_method, text);
  }
  rig_wait_ms (COMPOSITION_MS);
  webkit_web_view_set_input_method_context (view, before);
  g_clear_object (&used->input_method);
  /* The page does not see all keys that an input method takes. */
  seen = rig_call (used, "return String(window.rigKeys);");
  used->n_keys = (guint)atoi (seen);
}

static void
compose (Rig *used, const char *text)
{
  with_input_method (used, text, TRUE);
}

static void
commit (Rig *used, const char *text)
{
  with_input_method (used, text, FALSE);
}

int
main (int argc, char **argv)
{
  int result;

  rig_init (&argc, &argv);
  settings = g_settings_new (GB_APP_ID);
  rig_open (&rig, 900, 700);
  editor_cases_add_verb ("setting", set_setting);
  editor_cases_add_verb ("choose", choose);
  editor_cases_add_verb ("compose", compose);
  editor_cases_add_verb ("commit", commit);
  editor_cases_add (&rig, "/writing/typing", typing_cases, G_N_ELEMENTS (typing_cases));
  editor_cases_add (&rig, "/writing/formats", format_cases, G_N_ELEMENTS (format_cases));
  g_test_add_func ("/writing/date", test_date);
  g_test_add_func ("/writing/style-in-words", test_style_in_words);
  g_test_add_func ("/writing/chooser", test_chooser);
  editor_cases_add (&rig, "/writing/headings", heading_cases, G_N_ELEMENTS (heading_cases));
  result = g_test_run ();
  rig_close (&rig);
  g_clear_object (&settings);
  return result;
}
