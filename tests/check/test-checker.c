/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The checker of a text that is being written, and what an office changes: only changed blocks are
 * looked at again, with the same findings as a first look; levels need a name and a reason, and
 * some cannot be changed. */

#include "config.h"

#include "check/gb-check-rule.h"
#include "check/gb-checker.h"
#include "document/gb-file-private.h"

#include <string.h>

static GDate
get_day (void)
{
  GDate day;

  g_date_clear (&day, 1);
  g_date_set_dmy (&day, 1, G_DATE_MARCH, 2026);
  return day;
}

/* texts: of paragraphs, with ids of their own. */
static GbDocument *
make_document (GPtrArray *ids, GPtrArray *texts)
{
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autoptr (GString) body = g_string_new ("<body xmlns=\"" GB_DOCUMENT_XHTML_NS "\">");
  g_autoptr (GError) error = NULL;
  GbDocument *document;

  for (guint i = 0; i < texts->len; i++)
    g_string_append_printf (body, "<p id=\"%s\">%s</p>", (char *)g_ptr_array_index (ids, i),
                            (char *)g_ptr_array_index (texts, i));
  g_string_append (body, "</body>");
  gb_metadata_set (metadata, "title", "关于做好工作的通知");
  document = gb_document_new (GB_DOCUMENT_KIND_NOTICE, metadata, body->str, NULL, &error);
  g_assert_no_error (error);
  return document;
}

static GbDocument *
make_paragraph (const char *text)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  g_ptr_array_add (ids, (gpointer) "a");
  g_ptr_array_add (texts, (gpointer)text);
  return make_document (ids, texts);
}

static char *
describe (GPtrArray *findings)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (findings, i);

    g_string_append_printf (
      text, "%s %s %s %u %u\n", finding->rule, gb_finding_level_to_string (finding->level),
      finding->block != NULL ? finding->block : "-", finding->offset_chars, finding->length_chars);
  }
  return g_string_free (text, FALSE);
}

/* What is kept from update to update is what a new checker finds. */
static void
assert_as_new (GbChecker *checker, GbDocument *document)
{
  GDate day = get_day ();
  g_autoptr (GbChecker) other = gb_checker_new (NULL, GB_CHECK_STAGE_SUBMIT, &day);
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GPtrArray) expected = NULL;
  g_autofree char *text = NULL;
  g_autofree char *expected_text = NULL;

  gb_checker_update (other, document);
  findings = gb_checker_dup_findings (checker);
  expected = gb_checker_dup_findings (other);
  text = describe (findings);
  expected_text = describe (expected);
  g_assert_cmpstr (text, ==, expected_text);
}

static void
test_incremental (void)
{
  static const char *const pieces[] = {
    "有关部门,各单位。", "他说“好的。",    "”完了。",      "一、总则",   "《甲》、《乙》。",
    "2026年08月01日。",  "办法(试行)。",   "三、附则",     "正文一句。", "粤办发[2016]22号。",
    "下午15:00开会。",   "（一）、目标。", "乙方××待定。", "",
  };
  GDate day = get_day ();
  g_autoptr (GbChecker) checker = gb_checker_new (NULL, GB_CHECK_STAGE_SUBMIT, &day);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  guint n_ids = 0;

  for (guint i = 0; i < 300; i++) {
    g_autoptr (GbDocument) document = NULL;
    guint place = texts->len > 0 ? (guint)g_test_rand_int_range (0, (int)texts->len) : 0;
    const char *piece = pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))];

    if (texts->len < 3 || g_test_rand_int_range (0, 3) == 0) {
      g_ptr_array_insert (ids, (int)place, g_strdup_printf ("p%u", n_ids++));
      g_ptr_array_insert (texts, (int)place, (gpointer)piece);
    } else if (g_test_rand_bit ()) {
      texts->pdata[place] = (gpointer)piece;
    } else {
      g_ptr_array_remove_index (ids, place);
      g_ptr_array_remove_index (texts, place);
    }
    document = make_document (ids, texts);
    gb_checker_update (checker, document);
    /* A title, a summary and one paragraph at most are new. */
    if (i > 0)
      g_assert_cmpuint (gb_checker_get_n_checked (checker), <=, 1);
    assert_as_new (checker, document);
  }
}

/* ───── An office's own ───── */

typedef struct {
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  fixture->folder = g_dir_make_tmp ("gb-checker-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  _gb_remove_tree (fixture->folder);
  g_free (fixture->folder);
}

/* The findings of a text when the office has this row of levels. */
static char *
check_with (Fixture *fixture, const char *row, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, "levels.tsv", NULL);
  g_autofree char *content = g_strconcat (
    "# source: office\n# licence: none\n# columns: rule\tlevel\tname\treason\n", row, "\n", NULL);
  const char *const folders[] = { fixture->folder, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GbCheckData) data = NULL;
  g_autoptr (GbDocument) document = make_paragraph (text);
  g_autoptr (GPtrArray) findings = NULL;
  GDate day = get_day ();

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  data = gb_check_data_new (folders, &error);
  g_assert_no_error (error);
  findings = gb_check_document_fully (document, GB_CHECK_STAGE_SUBMIT, &day, data);
  return describe (findings);
}

static void
test_levels (Fixture *fixture, gconstpointer user_data)
{
  static const struct {
    const char *row;
    const char *expected; /* (nullable): the finding is not there */
  } cases[] = {
    { "", "PLACEHOLDER block a 3" },
    { "PLACEHOLDER\twarning\t李华\t模板里有", "PLACEHOLDER warning a 3" },
    { "PLACEHOLDER\toff\t李华\t模板里有", NULL },
    /* Without a name, a reason, or a level that there is. */
    { "PLACEHOLDER\toff\t\t模板里有", "PLACEHOLDER block a 3" },
    { "PLACEHOLDER\toff\t李华\t", "PLACEHOLDER block a 3" },
    { "PLACEHOLDER\tquiet\t李华\t模板里有", "PLACEHOLDER block a 3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = check_with (fixture, cases[i].row, "联系人××。");

    g_test_message ("%s: %s", cases[i].row, text);
    if (cases[i].expected != NULL)
      g_assert_nonnull (strstr (text, cases[i].expected));
    else
      g_assert_null (strstr (text, "PLACEHOLDER"));
  }
}

/* What protects persons and secrets, and the conditions of publication, stay. */
static void
test_locked (Fixture *fixture, gconstpointer user_data)
{
  static const struct {
    const char *row;
    const char *expected;
  } cases[] = {
    { "SEC-IDCARD\toff\t李华\t不需要", "SEC-IDCARD block" },
    { "SEC-MARK\thint\t李华\t不需要", "SEC-MARK block" },
    { "META-OPENNESS\toff\t李华\t不需要", "META-OPENNESS block" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = NULL;

    g_test_expect_message ("gb-check", G_LOG_LEVEL_MESSAGE, "*cannot be changed");
    text = check_with (fixture, cases[i].row, "甲某110101190001010022，机密★10年。");
    g_test_assert_expected_messages ();
    g_assert_nonnull (strstr (text, cases[i].expected));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checker/incremental", test_incremental);
  g_test_add ("/checker/levels", Fixture, NULL, set_up, test_levels, tear_down);
  g_test_add ("/checker/locked", Fixture, NULL, set_up, test_locked, tear_down);
  return g_test_run ();
}
