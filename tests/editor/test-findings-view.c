/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the checker has found, in the real page: it is underlined without touching the caret or the
 * place on the screen, moves with what is typed, leaves an input method alone, and is mended in one
 * step of undo. */

#include "config.h"

#include "editor-rig.h"

#include "editor/gb-editor-findings.h"

#include <string.h>

#define DEADLINE_MS   10000
#define BODY(content) "<body xmlns=\"http://www.w3.org/1999/xhtml\">" content "</body>"

/* Underlined text and level, in the order of the page. */
#define SHOWN                                                                                      \
  "return [...document.querySelectorAll('.gb-finding')].map((e) => e.textContent + ':' +"          \
  "/gb-finding-(block|error|warning|hint)/.exec(e.className)[1]).join(' ');"
#define SELECTED "return document.getSelection().toString();"
/* Where the page is, and where the caret is in its block. */
#define CARET                                                                                      \
  "const s = document.getSelection(), r = document.createRange();"                                 \
  "r.setStart(s.focusNode.parentElement.closest('p'), 0); r.setEnd(s.focusNode, s.focusOffset);"   \
  "return [scrollY, r.toString(), s.isCollapsed].join(' ');"

static Rig rig;

static GbEditorFindings *
get_findings (void)
{
  return gb_editor_get_findings (rig.editor);
}

static void
wait_for (const char *script, const char *expected)
{
  g_autofree char *answer = rig_call (&rig, script);

  for (int i = 0; i < DEADLINE_MS / 10 && strcmp (answer, expected) != 0; i++) {
    rig_wait_ms (10);
    g_free (answer);
    answer = rig_call (&rig, script);
  }
  rig_check_equal (answer, expected);
}

static void
check_body (const char *expected)
{
  g_autofree char *body = rig_snapshot (&rig, NULL);
  g_autofree char *plain = rig_without_ids (body);

  rig_check_equal (plain, expected);
}

static guint
show_one (const char *block, guint offset_chars, const char *text, GbFindingLevel level)
{
  const GbEditorFinding finding = {
    .block = block,
    .offset_chars = offset_chars,
    .length_chars = (guint)g_utf8_strlen (text, -1),
    .level = level,
    .text = text,
  };

  return gb_editor_findings_show (get_findings (), &finding, 1);
}

static void
keep_result_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for_result (GAsyncResult **result)
{
  for (int i = 0; i < DEADLINE_MS / 10 && *result == NULL; i++)
    rig_wait_ms (10);
  g_assert_nonnull (*result);
  return *result;
}

static void
mend (const GbEditorMend *mends, guint n_mends, guint expected_mended, guint expected_refused)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint n_mended = 0;
  guint n_refused = 0;

  gb_editor_findings_mend_async (get_findings (), mends, n_mends, NULL, keep_result_cb, &result);
  gb_editor_findings_mend_finish (get_findings (), wait_for_result (&result), &n_mended, &n_refused,
                                  &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_mended, ==, expected_mended);
  g_assert_cmpuint (n_refused, ==, expected_refused);
}

static guint
step (int direction)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint number = 0;

  gb_editor_findings_step_async (get_findings (), direction, NULL, keep_result_cb, &result);
  gb_editor_findings_step_finish (get_findings (), wait_for_result (&result), &number, &error);
  g_assert_no_error (error);
  return number;
}

static void
wait_for_current (guint number)
{
  for (int i = 0;
       i < DEADLINE_MS / 10 && gb_editor_findings_get_current (get_findings ()) != number; i++)
    rig_wait_ms (10);
  g_assert_cmpuint (gb_editor_findings_get_current (get_findings ()), ==, number);
}

/* A report comes while somebody writes in the middle of a long text: caret and place stay. */
static void
test_report (void)
{
  g_autoptr (GString) body = g_string_new ("<body xmlns=\"http://www.w3.org/1999/xhtml\">");
  const GbEditorFinding findings[] = {
    { "", 2, 1, GB_FINDING_LEVEL_HINT, "的" },     { "p0", 2, 1, GB_FINDING_LEVEL_BLOCK, "," },
    { "p79", 2, 1, GB_FINDING_LEVEL_ERROR, "," },  { "p80", 1, 2, GB_FINDING_LEVEL_WARNING, "二," },
    { "p81", 0, 0, GB_FINDING_LEVEL_WARNING, "" },
  };
  g_autofree char *before = NULL;
  g_autofree char *snapshot = NULL;

  for (guint i = 0; i < 120; i++)
    g_string_append_printf (body, "<p id=\"p%u\">一二,三四</p>", i);
  g_string_append (body, "</body>");
  rig_load (&rig, "公开的题目", body->str);
  gb_editor_reveal (rig.editor, "p80", 2);
  rig_wait_ms (200);
  before = rig_call (&rig, CARET);

  gb_editor_findings_show (get_findings (), findings, G_N_ELEMENTS (findings));
  wait_for (SHOWN, "的:hint ,:block ,:error 二,:warning");
  wait_for ("return String(document.querySelectorAll('.gb-finding-whole').length);", "1");
  wait_for (CARET, before);
  /* The caret stands in the finding that has been found around it. */
  wait_for_current (4);
  rig_type (&rig, "x");
  rig_settle (&rig);
  wait_for (SHOWN, "的:hint ,:block ,:error 二x,:warning");
  /* What is shown is not in the document. */
  snapshot = rig_snapshot (&rig, NULL);
  g_assert_null (strstr (snapshot, "gb-finding"));
  /* Another text begins without any. */
  rig_load (&rig, "t", BODY ("<p id=\"a\">一二,三</p>"));
  wait_for (SHOWN, "");
}

static void
test_moves (void)
{
  guint number;

  rig_load (&rig, "t", BODY ("<p id=\"a\">甲乙,丙</p>"));
  number = show_one ("a", 2, ",", GB_FINDING_LEVEL_ERROR);
  wait_for (SHOWN, ",:error");
  gb_editor_reveal (rig.editor, "a", 0);
  rig_wait_ms (100);
  rig_type (&rig, "xyz");
  rig_settle (&rig);
  wait_for (SHOWN, ",:error");
  gb_editor_findings_go_to (get_findings (), number);
  wait_for (SELECTED, ",");
  wait_for_current (number);
  rig_key (&rig, "Delete");
  rig_settle (&rig);
  wait_for (SHOWN, "");
  check_body (BODY ("<p>xyz甲乙丙</p>"));
}

static void
test_mend (void)
{
  const GbEditorFinding findings[] = {
    { "a", 1, 1, GB_FINDING_LEVEL_ERROR, "," },
    { "a", 3, 1, GB_FINDING_LEVEL_ERROR, "," },
    { "b", 0, 4, GB_FINDING_LEVEL_WARNING, "过往可塑" },
  };
  guint first;

  rig_load (&rig, "t", BODY ("<p id=\"a\">甲,<strong>乙,</strong>丙</p><p id=\"b\">过往可塑</p>"));
  first = gb_editor_findings_show (get_findings (), findings, G_N_ELEMENTS (findings));
  wait_for (SHOWN, ",:error ,:error 过往可塑:warning");
  mend ((GbEditorMend[]){ { first + 2, "过往可溯" } }, 1, 1, 0);
  check_body (BODY ("<p>甲,<strong>乙,</strong>丙</p><p>过往可溯</p>"));
  mend ((GbEditorMend[]){ { first, "，" }, { first + 1, "，" } }, 2, 2, 0);
  check_body (BODY ("<p>甲，<strong>乙，</strong>丙</p><p>过往可溯</p>"));
  wait_for (SHOWN, "");
  /* All alike at once, and the one before apart. */
  rig_activate (&rig, "undo");
  rig_settle (&rig);
  check_body (BODY ("<p>甲,<strong>乙,</strong>丙</p><p>过往可溯</p>"));
  rig_activate (&rig, "undo");
  rig_settle (&rig);
  check_body (BODY ("<p>甲,<strong>乙,</strong>丙</p><p>过往可塑</p>"));
}

static void
test_refused (void)
{
  guint number;

  rig_load (&rig, "t", BODY ("<p id=\"a\">过往可塑</p>"));
  number = show_one ("a", 0, "过往可塑", GB_FINDING_LEVEL_WARNING);
  wait_for (SHOWN, "过往可塑:warning");
  gb_editor_reveal (rig.editor, "a", 2);
  rig_wait_ms (100);
  rig_type (&rig, "x");
  rig_settle (&rig);
  mend ((GbEditorMend[]){ { number, "过往可溯" }, { number + 7, "x" } }, 2, 0, 2);
  check_body (BODY ("<p>过往x可塑</p>"));
  /* A text that is only read is never changed. */
  number = show_one ("a", 0, "过往", GB_FINDING_LEVEL_WARNING);
  wait_for (SHOWN, "过往:warning");
  g_object_set (rig.editor, "editable", FALSE, NULL);
  mend ((GbEditorMend[]){ { number, "x" } }, 1, 0, 0);
  check_body (BODY ("<p>过往x可塑</p>"));
  /* But gone to, it is. */
  g_assert_cmpuint (step (1), ==, number);
  wait_for ("return document.querySelector('.gb-finding-current').textContent;", "过往");
  g_object_set (rig.editor, "editable", TRUE, NULL);
}

static void
test_step (void)
{
  const GbEditorFinding findings[] = {
    { "b", 0, 1, GB_FINDING_LEVEL_ERROR, "丁" },
    { "a", 0, 1, GB_FINDING_LEVEL_ERROR, "甲" },
  };
  guint first;

  rig_load (&rig, "t", BODY ("<p id=\"a\">甲乙丙</p><p id=\"b\">丁戊</p>"));
  g_assert_cmpuint (step (1), ==, 0);
  first = gb_editor_findings_show (get_findings (), findings, G_N_ELEMENTS (findings));
  gb_editor_reveal (rig.editor, "a", 1);
  rig_wait_ms (100);
  g_assert_cmpuint (step (1), ==, first);
  wait_for (SELECTED, "丁");
  g_assert_cmpuint (step (1), ==, first + 1);
  wait_for (SELECTED, "甲");
  g_assert_cmpuint (step (-1), ==, first);
  wait_for_current (first);
}

/* A report that comes while an input method composes waits for its end, and the composition goes on
 * as if nothing had been. */
static void
test_composition (void)
{
  guint number;

  rig_use_input_method (&rig);
  rig_load (&rig, "t", BODY ("<p id=\"a\">甲,乙</p>"));
  show_one ("a", 1, ",", GB_FINDING_LEVEL_ERROR);
  wait_for (SHOWN, ",:error");
  gb_editor_reveal (rig.editor, "a", 1);
  rig_wait_ms (150);
  rig_press (&rig, GDK_KEY_n, 0);
  rig_press (&rig, GDK_KEY_i, 0);
  rig_settle (&rig);
  number = show_one ("a", 0, "甲", GB_FINDING_LEVEL_HINT);
  rig_wait_ms (300);
  wait_for (SHOWN, ",:error");
  rig_press (&rig, GDK_KEY_space, 0);
  rig_settle (&rig);
  wait_for (SHOWN, "甲:hint");
  check_body (BODY ("<p>甲" RIG_CANDIDATE ",乙</p>"));
  mend ((GbEditorMend[]){ { number, "子" } }, 1, 1, 0);
  check_body (BODY ("<p>子" RIG_CANDIDATE ",乙</p>"));
}

/* A page that dies comes back with its findings. */
static void
test_recovery (void)
{
  rig_load (&rig, "t", BODY ("<p id=\"a\">甲,乙</p>"));
  show_one ("a", 1, ",", GB_FINDING_LEVEL_ERROR);
  wait_for (SHOWN, ",:error");
  webkit_web_view_terminate_web_process (WEBKIT_WEB_VIEW (rig.view));
  for (int i = 0; i < DEADLINE_MS / 10; i++) {
    gboolean is_ready;

    g_object_get (rig.editor, "ready", &is_ready, NULL);
    if (!is_ready)
      break;
    rig_wait_ms (10);
  }
  rig_wait_for (rig.editor, "ready");
  wait_for (SHOWN, ",:error");
}

int
main (int argc, char **argv)
{
  int status;

  rig_init (&argc, &argv);
  rig_open (&rig, 1000, 700);
  g_test_add_func ("/findings/report", test_report);
  g_test_add_func ("/findings/moves", test_moves);
  g_test_add_func ("/findings/mend", test_mend);
  g_test_add_func ("/findings/refused", test_refused);
  g_test_add_func ("/findings/step", test_step);
  g_test_add_func ("/findings/recovery", test_recovery);
  g_test_add_func ("/findings/composition", test_composition);
  status = g_test_run ();
  rig_close (&rig);
  return status;
}
