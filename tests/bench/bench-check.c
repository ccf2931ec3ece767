/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How fast the rules read: characters a second over texts of 10 kB, 1 MB and 10 MB, without and
 * with the language model's typos, beside autocorrect-node if GB_AUTOCORRECT names a folder that
 * has it (npm install --prefix FOLDER autocorrect-node); what one key costs in a text of 200,000
 * characters; and the memory of the findings' owner. One line a measure: name, value, unit, peer,
 * the peer's value, the ratio. */

#define G_LOG_DOMAIN "bench-check"

#include "config.h"

#include "check/gb-checker.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define N_TIMES 5
#define N_KEYS  41

/* Text as offices write it, with a fault now and then. */
static const char *const sentences[] = {
  "各县（市、区）人民政府要把政策解读与政策文件同步组织、同步审签、同步部署，主动回应群众关切。",
  "根据《某县人民政府关于全面推进政务公开工作的实施意见》（某府〔2026〕12号）要求，现就有关事项通知"
  "如下：",
  "到2026年底前,完成率达到95%"
  "以上，公开事项由120项增加到160项，办理时限由15个工作日缩短到10个工作日。",
  "一是加强组织领导，二是落实工作责任，三是强化监督检查，四是严格责任追究，确保各项工作落到实处。",
  "联系人：政府办公室，联系电话：0660-5523021，地址：某县陆河大道1号，邮编：516700。",
};

static GbDocument *
make_document (gsize n_bytes, const char *changed)
{
  g_autoptr (GString) body = g_string_new ("<body xmlns=\"" GB_DOCUMENT_XHTML_NS "\">");
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autoptr (GError) error = NULL;
  GbDocument *document;
  guint n_text = 0;

  for (guint i = 0; n_text < n_bytes; i++) {
    g_string_append_printf (body, "<p id=\"p%u\">", i);
    for (guint k = 0; k < 3 && n_text < n_bytes; k++) {
      const char *sentence = sentences[(i + k) % G_N_ELEMENTS (sentences)];

      g_string_append (body, sentence);
      n_text += (guint)strlen (sentence);
    }
    if (i == 7)
      g_string_append (body, changed);
    g_string_append (body, "</p>");
  }
  g_string_append (body, "</body>");
  gb_metadata_set (metadata, "title", "关于做好政务公开工作的通知");
  document = gb_document_new (GB_DOCUMENT_KIND_NOTICE, metadata, body->str, NULL, &error);
  if (document == NULL) {
    g_printerr ("bench-check: %s\n", error->message);
    exit (1);
  }
  return document;
}

static int
compare (const void *a, const void *b)
{
  const double difference = *(const double *)a - *(const double *)b;

  return difference < 0 ? -1 : difference > 0;
}

static double
median (double *values, guint n)
{
  qsort (values, n, sizeof *values, compare);
  return values[n / 2];
}

static GDate
get_day (void)
{
  GDate day;

  g_date_clear (&day, 1);
  g_date_set_dmy (&day, 24, G_DATE_NOVEMBER, 2026);
  return day;
}

/* Tables in which an office switched the language model off. */
static GbCheckData *
make_plain_data (void)
{
  g_autofree char *folder = g_dir_make_tmp ("gb-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "levels.tsv", NULL);
  const char *const folders[] = { folder, NULL };
  g_autoptr (GError) error = NULL;
  GbCheckData *data;

  g_file_set_contents (path,
                       "# source: none\n# licence: none\n# columns: rule\tlevel\tname\treason\n"
                       "TYPO-MODEL\toff\tbench\tbench\n",
                       -1, NULL);
  data = gb_check_data_new (folders, &error);
  g_remove (path);
  g_rmdir (folder);
  if (data == NULL) {
    g_printerr ("bench-check: %s\n", error->message);
    exit (1);
  }
  return data;
}

/* Characters a second. */
static double
measure (GbDocument *document, glong n_chars, GbCheckData *data)
{
  double seconds[N_TIMES];
  GDate day = get_day ();

  for (guint i = 0; i < N_TIMES; i++) {
    gint64 start = g_get_monotonic_time ();
    g_autoptr (GPtrArray) findings =
      gb_check_document_fully (document, GB_CHECK_STAGE_SUBMIT, &day, data);

    seconds[i] = (double)(g_get_monotonic_time () - start) / 1e6;
    if (findings->len == 0)
      exit (1);
  }
  return (double)n_chars / median (seconds, N_TIMES);
}

/* 0 if it is not there. */
static double
measure_peer (const char *script, const char *text, glong n_chars)
{
  const char *folder = g_getenv ("GB_AUTOCORRECT");
  g_autofree char *file = NULL;
  g_autofree char *output = NULL;
  const char *argv[] = { "node", script, NULL, NULL };

  if (folder == NULL)
    return 0;
  file = g_build_filename (g_get_tmp_dir (), "gb-bench-check.txt", NULL);
  argv[2] = file;
  if (!g_file_set_contents (file, text, -1, NULL) ||
      !g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL,
                     NULL, NULL))
    return 0;
  g_remove (file);
  return output != NULL && g_ascii_strtod (output, NULL) > 0
           ? (double)n_chars / g_ascii_strtod (output, NULL)
           : 0;
}

static void
print_speed (const char *name, double value, double peer)
{
  if (peer > 0)
    g_print ("%s\t%.2f\tM chars/s\tautocorrect-node\t%.2f\t%.2f\n", name, value / 1e6, peer / 1e6,
             value / peer);
  else
    g_print ("%s\t%.2f\tM chars/s\t-\t-\t-\n", name, value / 1e6);
}

static void
run_speed (const char *script, GbCheckData *plain)
{
  static const struct {
    const char *name;
    gsize n_bytes;
    gboolean has_typos; /* the model takes half a minute for the largest */
  } sizes[] = {
    { "check-10kB", 10 * 1000, TRUE },
    { "check-1MB", 1000 * 1000, TRUE },
    { "check-10MB", 10 * 1000 * 1000, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GbDocument) document = make_document (sizes[i].n_bytes, "");
    g_autofree char *text = gb_document_dup_text (document);
    g_autofree char *with_typos = g_strconcat (sizes[i].name, "-typos", NULL);
    glong n_chars = g_utf8_strlen (text, -1);
    double peer = measure_peer (script, text, n_chars);

    print_speed (sizes[i].name, measure (document, n_chars, plain), peer);
    if (sizes[i].has_typos)
      print_speed (with_typos, measure (document, n_chars, NULL), peer);
  }
}

/* One paragraph is another one, as after a key. */
static void
run_keys (void)
{
  GDate day = get_day ();
  g_autoptr (GbChecker) checker = gb_checker_new (NULL, GB_CHECK_STAGE_SUBMIT, &day);
  double times[N_KEYS];

  for (guint i = 0; i <= N_KEYS; i++) {
    g_autofree char *changed = g_strdup_printf ("第%u次修改。", i);
    g_autoptr (GbDocument) document = make_document (600 * 1000, changed);
    gint64 start = g_get_monotonic_time ();

    gb_checker_update (checker, document);
    if (i > 0)
      times[i - 1] = (double)(g_get_monotonic_time () - start) / 1000;
  }
  g_print ("check-key-200000\t%.2f\tms\tgoal\t5\t%.2f\n", median (times, N_KEYS),
           times[N_KEYS / 2] / 5);
}

int
main (int argc, char **argv)
{
  g_autofree char *script = g_build_filename (GB_BENCH_SOURCES, "autocorrect.mjs", NULL);
  g_autoptr (GbCheckData) plain = make_plain_data ();

  run_speed (script, plain);
  run_keys ();
  return 0;
}
