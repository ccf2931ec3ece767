/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How often the checker doubts a text in which nothing is wrong: errors and warnings of all rules
 * in 10,000 characters of proofread texts, with each of them printed. Without an argument it reads
 * tests/data/proofread; any other folder with
 *
 *     build/tests/check/test-false-alarms FOLDER…
 *
 * in which all that can be imported, documents and Markdown are texts. GB_ALARM_LIMIT sets another
 * limit than one. */

#include "config.h"

#include "check/gb-check.h"
#include "check/gb-text-date.h"
#include "import/gb-import.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT     1.0 /* in 10,000 characters */
#define MAX_DEPTH 8

typedef struct {
  GHashTable *by_rule; /* id → how many */
  guint n_alarms;
  guint n_files;
  glong n_chars;
} Count;

static void
count_clear (Count *count)
{
  g_hash_table_unref (count->by_rule);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Count, count_clear)

static void
count_init (Count *count)
{
  memset (count, 0, sizeof *count);
  count->by_rule = g_hash_table_new (g_str_hash, g_str_equal);
}

static double
get_rate (const Count *count)
{
  return count->n_chars > 0 ? (double)count->n_alarms * 10000 / (double)count->n_chars : 0;
}

/* ───── Texts ───── */

/* Headings, emphasis and comments of Markdown are not what a proofreader read. */
static char *
strip_markdown (const char *text)
{
  static const struct {
    const char *pattern;
    const char *replacement;
  } steps[] = {
    { "<!--(?:.|\n)*?-->", "" },
    { "(?m)^[ \t]*#+[ \t]*", "" },
    { "\\*\\*|__", "" },
  };
  char *stripped = g_strdup (text);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (GRegex) regex = g_regex_new (steps[i].pattern, 0, 0, NULL);
    char *next = g_regex_replace (regex, stripped, -1, 0, steps[i].replacement, 0, NULL);

    g_free (stripped);
    stripped = next;
  }
  return stripped;
}

static GbDocument *
import_markdown (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *stripped = NULL;
  g_autoptr (GbImport) import = NULL;

  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  stripped = strip_markdown (text);
  import = gb_import_text (stripped, -1, error);
  return import != NULL ? g_object_ref (import->document) : NULL;
}

/* (nullable): %NULL without an error if it is no text. */
static GbDocument *
load (const char *path, GError **error)
{
  if (g_str_has_suffix (path, ".md"))
    return import_markdown (path, error);
  if (g_str_has_suffix (path, ".xml")) {
    g_autofree char *content = NULL;
    g_autoptr (GBytes) bytes = NULL;
    gsize size = 0;

    if (!g_file_get_contents (path, &content, &size, error))
      return NULL;
    bytes = g_bytes_new (content, size);
    return gb_document_new_from_bytes (bytes, error);
  }
  if (gb_import_can_import (path)) {
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autoptr (GbImport) import = gb_import_file (file, NULL, NULL, error);

    return import != NULL ? g_object_ref (import->document) : NULL;
  }
  return NULL;
}

/* An imported file does not say what it is, and most titles do. */
static GbDocumentKind
guess_kind (GbDocument *document)
{
  static const struct {
    const char *ending;
    GbDocumentKind kind;
  } kinds[] = {
    { "公告", GB_DOCUMENT_KIND_ANNOUNCEMENT }, { "通告", GB_DOCUMENT_KIND_CIRCULAR },
    { "意见", GB_DOCUMENT_KIND_OPINION },      { "解读", GB_DOCUMENT_KIND_INTERPRETATION },
    { "问题解答", GB_DOCUMENT_KIND_QA },
  };
  const char *title = gb_document_get_title (document);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (g_str_has_suffix (title, kinds[i].ending))
      return kinds[i].kind;
  }
  return gb_document_get_kind (document);
}

/* As if it were written in the program: with its kind, and a date. */
static GbDocument *
complete (GbDocument *document)
{
  g_autoptr (GbMetadata) metadata = gb_metadata_copy (gb_document_get_metadata (document));
  g_autofree char *body = gb_document_dup_body (document);
  g_autoptr (GError) error = NULL;
  GbDocument *completed;

  if (*gb_metadata_get (metadata, "made-on") == '\0')
    gb_metadata_set (metadata, "made-on", "2026-11-24");
  completed = gb_document_new (guess_kind (document), metadata, body, NULL, &error);
  g_assert_no_error (error);
  return completed;
}

/* Nobody completed the form of these texts, so what is said of it says nothing about them. */
static gboolean
is_about_text (const GbFinding *finding)
{
  return finding->field == NULL || strcmp (finding->field, "title") == 0 ||
         strcmp (finding->field, "summary") == 0;
}

/* ───── Counting ───── */

static void
tell_alarm (const char *path, GbDocument *document, const GbFinding *finding)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = NULL;
  g_autofree char *words = NULL;

  if (finding->block != NULL)
    text = gb_document_dup_block_text (document, finding->block);
  else if (finding->field != NULL)
    text = g_strdup (gb_metadata_get (gb_document_get_metadata (document), finding->field));
  if (text != NULL) {
    glong n = g_utf8_strlen (text, -1);
    glong first = MAX (0, (glong)finding->offset_chars - 8);
    glong last = MIN (n, (glong)finding->offset_chars + finding->length_chars + 8);

    words = g_utf8_substring (text, MIN (first, n), MAX (last, MIN (first, n)));
  }
  g_test_message ("%s: %s %s “%s”: %s", name, gb_finding_level_to_string (finding->level),
                  finding->rule, words != NULL ? words : "", finding->message);
}

static void
count_document (Count *count, const char *path, GbDocument *document)
{
  g_autoptr (GbDocument) completed = complete (document);
  g_autofree char *text = gb_document_dup_text (completed);
  g_autoptr (GPtrArray) findings = NULL;
  GDate day;

  /* Read on the day it was made. */
  if (!gb_date_parse (gb_metadata_get (gb_document_get_metadata (completed), "made-on"), &day))
    g_error ("%s has no date", path);
  findings = gb_check_document_fully (completed, GB_CHECK_STAGE_SUBMIT, &day, NULL);
  count->n_files++;
  count->n_chars += g_utf8_strlen (text, -1);
  for (guint i = 0; i < findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (findings, i);
    guint n;

    if (finding->level < GB_FINDING_LEVEL_WARNING || !is_about_text (finding))
      continue;
    tell_alarm (path, completed, finding);
    n = GPOINTER_TO_UINT (g_hash_table_lookup (count->by_rule, finding->rule));
    g_hash_table_insert (count->by_rule, (gpointer)finding->rule, GUINT_TO_POINTER (n + 1));
    count->n_alarms++;
  }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static void
count_folder (Count *count, const char *folder, guint depth)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_names);
  for (guint i = 0; i < paths->len; i++) {
    const char *path = g_ptr_array_index (paths, i);
    g_autoptr (GbDocument) document = NULL;

    if (g_file_test (path, G_FILE_TEST_IS_DIR)) {
      if (depth < MAX_DEPTH)
        count_folder (count, path, depth + 1);
      continue;
    }
    document = load (path, &error);
    if (error != NULL)
      g_error ("%s: %s", path, error->message);
    if (document != NULL)
      count_document (count, path, document);
  }
}

static double
get_limit (void)
{
  const char *limit = g_getenv ("GB_ALARM_LIMIT");

  return limit != NULL ? g_ascii_strtod (limit, NULL) : LIMIT;
}

static void
tell_rates (const Count *count)
{
  g_autoptr (GList) rules =
    g_list_sort (g_hash_table_get_keys (count->by_rule), (GCompareFunc)strcmp);

  for (GList *l = rules; l != NULL; l = l->next) {
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (count->by_rule, l->data));

    g_test_message ("%-20s %4u  %.3f", (const char *)l->data, n,
                    (double)n * 10000 / (double)count->n_chars);
  }
  g_test_message ("%u alarms in %ld characters of %u texts: %.3f in 10,000 (at most %.2f)",
                  count->n_alarms, count->n_chars, count->n_files, get_rate (count), get_limit ());
}

static void
test_folder (gconstpointer data)
{
  g_auto (Count) count = { 0 };

  count_init (&count);
  count_folder (&count, data, 0);
  tell_rates (&count);
  g_assert_cmpuint (count.n_files, >, 0);
  g_assert_cmpfloat (get_rate (&count), <=, get_limit ());
}

/* That nothing is counted is only worth something if what is wrong is. */
static void
test_counts (void)
{
  static const char text[] = "县人民政府关于做好防汛工作的通知\n\n各镇人民政府，县政府各部门：\n\n"
                             "为切实做好防汛工作，现将有关事项通知如下。\n\n"
                             "各单位要加强领导,确保安全。联系电话由各镇自行公布，共１２个。\n\n"
                             "特此通知。\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (GbImport) import = gb_import_text (text, -1, &error);
  g_auto (Count) count = { 0 };

  g_assert_no_error (error);
  count_init (&count);
  count_document (&count, "text", import->document);
  tell_rates (&count);
  g_assert_cmpuint (count.n_alarms, ==, 2);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (count.by_rule, "PUNC-HALF")), ==, 1);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (count.by_rule, "NUM-WIDE")), ==, 1);
  g_assert_cmpfloat (get_rate (&count), >, LIMIT);
}

static void
test_markdown (void)
{
  g_autofree char *text = strip_markdown ("# 甲\n<!-- 乙\n丙 -->\n## **丁**戊\n己#庚\n");

  g_assert_cmpstr (text, ==, "甲\n\n丁戊\n己#庚\n");
}

int
main (int argc, char **argv)
{
  g_autofree char *own = NULL;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  for (int i = 1; i < argc; i++) {
    g_autofree char *path = g_strdup_printf ("/false-alarms/folder-%d", i);

    g_test_add_data_func (path, argv[i], test_folder);
  }
  if (argc > 1)
    return g_test_run ();
  own = g_build_filename (g_getenv ("GB_TEST_DATADIR"), "proofread", NULL);
  g_test_add_func ("/false-alarms/counts", test_counts);
  g_test_add_func ("/false-alarms/markdown", test_markdown);
  g_test_add_data_func ("/false-alarms/proofread", own, test_folder);
  return g_test_run ();
}
