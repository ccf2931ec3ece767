/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Somebody writes in the real page without a plan: keys, commands, selections, pasted markup. What
 * the page hands over is always a document for the library, and comes back from the page as it
 * went in. The same in every run; GB_RANDOM_EDITS=N makes more of them. random-edits.test.mjs does
 * this ten thousand times without a page. */

#include "config.h"

#include "editor-rig.h"

#include "document/gb-document.h"

#include <string.h>

#define N_SEQUENCES   120
#define LONGEST       14
#define DIGEST        "sm3:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define BODY(content) "<body xmlns=\"http://www.w3.org/1999/xhtml\">" content "</body>"

static Rig rig;

static const char *const beginnings[] = {
  BODY ("<p id=\"a\">政务公开</p>"),
  BODY ("<p id=\"p\" class=\"addressee\">各单位：</p><h2 id=\"h\">一、要求</h2><p "
        "id=\"a\">推进<strong>政务"
        "<em>公开</em></strong></p><h3 id=\"i\">（一）原则</h3><p id=\"b\">x<br/>y</p><h2 "
        "id=\"j\">二、任务"
        "</h2><ol id=\"o\"><li id=\"l\"><p id=\"c\">甲</p><ul id=\"u\"><li id=\"m\"><p "
        "id=\"d\">乙</p></li>"
        "</ul></li></ol><p id=\"s\" class=\"signature\">办公室</p>"),
  BODY (
    "<p id=\"a\">x</p><table id=\"t\"><caption id=\"k\">表1</caption><tbody><tr><th colspan=\"2\" "
    "scope=\"col\"><p id=\"b\">年</p></th><th scope=\"col\"><p id=\"c\"/></th></tr><tr><td "
    "rowspan=\"2\"><p id=\"d\">1</p></td><td><p id=\"e\">2</p></td><td><p id=\"f\">3</p></td></tr>"
    "<tr><td><p id=\"g\"/></td><td><p id=\"h\">4</p></td></tr></tbody></table>"),
  BODY ("<figure id=\"f\"><img alt=\"图\" src=\"" DIGEST "\"/><figcaption id=\"g\">图1</figcaption>"
        "</figure><hr id=\"r\"/><blockquote id=\"q\"><p id=\"a\">引</p></blockquote><p id=\"z\"/>"),
};

static const char *const keys[] = {
  "Return",
  "Return",
  "BackSpace",
  "BackSpace",
  "Delete",
  "Tab",
  "<Shift>Tab",
  "<Shift>Return",
  "<Control>b",
  "<Control>z",
  "<Control>y",
  "<Control>a",
  "<Shift>Down",
  "<Shift>Right",
  "<Shift>Right",
  "Down",
  "Up",
  "Left",
  "Right",
  "Home",
  "End",
  "<Control><Alt>1",
  "<Control><Alt>2",
  "<Alt><Shift>Up",
  "<Alt><Shift>Down",
  "<Control><Alt>0",
};

/* What the page runs with one argument. */
static const char *const commands[][2] = {
  { "add-column-after", "" },
  { "add-row-after", "" },
  { "bullet-list", "" },
  { "delete-column", "" },
  { "delete-row", "" },
  { "delete-table", "" },
  { "demote-heading", "" },
  { "indent-list", "" },
  { "insert-rule", "" },
  { "insert-table", "2x3" },
  { "merge-cells", "" },
  { "move-section-down", "" },
  { "move-section-up", "" },
  { "ordered-list", "" },
  { "outdent-list", "" },
  { "promote-heading", "" },
  { "redo", "" },
  { "repair-numbering", "" },
  { "select-column", "" },
  { "select-row", "" },
  { "select-table", "" },
  { "set-link", "https://a.cn/" },
  { "set-style", "body" },
  { "set-style", "h2" },
  { "set-style", "h4" },
  { "set-style", "quote" },
  { "set-style", "signature" },
  { "split-cell", "" },
  { "toggle-bold", "" },
  { "toggle-caption", "" },
  { "toggle-header-row", "" },
  { "toggle-superscript", "" },
  { "undo", "" },
};

static const char *const texts[] = { "abc", "1.", "一、",  "（一）", "公开",
                                     "...", "--", "\"x\"", "2026" };

static GString *log_text;

static void
go_somewhere (GRand *rand)
{
  g_autofree char *script =
    g_strdup_printf ("const blocks = [...document.querySelectorAll('#editor [id]')];"
                     "const block = blocks[Math.floor(%f * blocks.length)];"
                     "return block ? String(Editor.reveal(block.id, %d)) : '';",
                     g_rand_double (rand), g_rand_int_range (rand, 0, 4));
  g_autofree char *answer = rig_call (&rig, script);

  g_string_append_printf (log_text, "go %s; ", answer);
}

static void
run_command (GRand *rand)
{
  const char *const *command =
    commands[g_rand_int_range (rand, 0, (gint32)G_N_ELEMENTS (commands))];
  g_autofree char *script =
    g_strdup_printf ("Editor.run('%s', '%s'); return '';", command[0], command[1]);
  g_autofree char *answer = rig_call (&rig, script);

  g_string_append_printf (log_text, "%s %s%s; ", command[0], command[1], answer);
  rig_check_equal (answer, "");
}

static void
act (GRand *rand)
{
  const char *word;

  switch (g_rand_int_range (rand, 0, 8)) {
  case 0:
  case 1:
    go_somewhere (rand);
    break;
  case 2:
  case 3:
    run_command (rand);
    break;
  case 4:
    word = texts[g_rand_int_range (rand, 0, (gint32)G_N_ELEMENTS (texts))];
    g_string_append_printf (log_text, "type %s; ", word);
    rig_type (&rig, word);
    break;
  default:
    word = keys[g_rand_int_range (rand, 0, (gint32)G_N_ELEMENTS (keys))];
    g_string_append_printf (log_text, "%s; ", word);
    rig_key (&rig, word);
    break;
  }
  rig_settle (&rig);
}

/* The library takes the text, and the page gives the same text back. */
static gboolean
check_text (void)
{
  g_autoptr (GbDocument) empty = gb_document_new_from_template (GB_DOCUMENT_KIND_NOTICE);
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;
  g_autofree char *taken = rig_snapshot (&rig, &title);
  g_autoptr (GbDocument) document = gb_document_with_body (empty, taken, &error);
  g_autofree char *canonical = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GbDocument) same = NULL;

  if (document == NULL) {
    g_test_message ("%s: %s", error->message, taken);
    return FALSE;
  }
  canonical = gb_document_dup_body (document);
  gb_editor_load (rig.editor, GB_DOCUMENT_KIND_NOTICE, title, canonical);
  again = rig_snapshot (&rig, NULL);
  same = gb_document_with_body (empty, again, &error);
  g_assert_no_error (error);
  if (!g_str_equal (gb_document_get_digest (document), gb_document_get_digest (same))) {
    g_test_message ("taken %s", taken);
    g_test_message ("again %s", again);
    return FALSE;
  }
  return TRUE;
}

static void
test_sequences (gconstpointer data)
{
  const guint first = GPOINTER_TO_UINT (data);
  const char *given = g_getenv ("GB_RANDOM_EDITS");
  const guint n = (given != NULL ? (guint)g_ascii_strtoull (given, NULL, 10) : N_SEQUENCES) /
                  (guint)G_N_ELEMENTS (beginnings);

  for (guint seed = 0; seed < n; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (first * 100000 + seed);

    log_text = g_string_new (NULL);
    rig_load (&rig, "题目", beginnings[first]);
    for (int left = g_rand_int_range (rand, 1, LONGEST); left > 0; left--)
      act (rand);
    if (!check_text ()) {
      g_test_message ("beginning %u, seed %u: %s", first, seed, log_text->str);
      g_test_fail ();
    }
    g_string_free (log_text, TRUE);
  }
}

int
main (int argc, char *argv[])
{
  int result;

  rig_init (&argc, &argv);
  rig_open (&rig, 900, 700);
  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++) {
    g_autofree char *path = g_strdup_printf ("/random-edits/%u", i);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_sequences);
  }
  result = g_test_run ();
  rig_close (&rig);
  return result;
}
