/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a desk with many documents answers, and how fast: the first page of a box, a page far down,
 * a search for two characters that most documents have, the counts, and opening the desk at all.
 * The peer is the same desk with 200 documents, in the same run. bench-list [DOCUMENTS] */

#include "config.h"

#include "bench-fill.h"

#include "sync/gb-desk.h"

#include <stdlib.h>

#define N_DOCUMENTS      100000
#define N_PEER_DOCUMENTS 200
#define N_TRIES          9
#define PAGE             60

typedef struct {
  GbDesk *desk;
  const char *query; /* (nullable) */
  guint offset;
} Question;

/* Returns: milliseconds. */
typedef double (*Measure) (const Question *question);

static void
fail (const GError *error)
{
  g_printerr ("bench-list: %s\n", error->message);
  exit (2);
}

static void
take_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **out_result = user_data;

  *out_result = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static double
since (gint64 begin)
{
  return (double)(g_get_monotonic_time () - begin) / 1000.0;
}

static double
list (const Question *question)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) summaries = NULL;
  g_autoptr (GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();

  gb_desk_list_page_async (question->desk, GB_BOX_DRAFTS, NULL, question->query, question->offset,
                           PAGE, NULL, take_result_cb, &result);
  wait_for (&result);
  summaries = gb_desk_list_finish (question->desk, result, &error);
  if (summaries == NULL)
    fail (error);
  g_assert (summaries->len > 0 || question->offset > 0);
  return since (begin);
}

static double
count (const Question *question)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();
  guint counts[GB_N_BOXES];

  gb_desk_count_async (question->desk, NULL, take_result_cb, &result);
  wait_for (&result);
  if (!gb_desk_count_finish (question->desk, result, counts, &error))
    fail (error);
  return since (begin);
}

static GbDesk *
open_desk (const char *folder, double *out_time)
{
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();
  GbDesk *desk;

  gb_desk_open_async (file, "http://127.0.0.1:1", NULL, NULL, NULL, take_result_cb, &result);
  wait_for (&result);
  desk = gb_desk_open_finish (result, &error);
  if (desk == NULL)
    fail (error);
  *out_time = since (begin);
  return desk;
}

static void
close_desk (GbDesk *desk)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  gb_desk_close_async (desk, take_result_cb, &result);
  wait_for (&result);
  if (!gb_desk_close_finish (desk, result, &error))
    fail (error);
}

static char *
make_store (guint n_documents)
{
  g_autoptr (GbAccount) account = gb_bench_new_account ();
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("gongbao-bench-XXXXXX", &error);
  g_autoptr (GFile) folder = NULL;

  if (path == NULL)
    fail (error);
  folder = g_file_new_for_path (path);
  gb_bench_fill_store (folder, account, n_documents);
  return path;
}

static double
repeat (Measure measure, const Question *question)
{
  double values[N_TRIES];

  for (guint i = 0; i < N_TRIES; i++)
    values[i] = measure (question);
  return gb_bench_median (values, N_TRIES);
}

static void
print (const char *name, double value, double peer)
{
  g_print ("%s\t%.1f\tms\tthe same with %u documents\t%.1f\t%.1f\n", name, value, N_PEER_DOCUMENTS,
           peer, value / peer);
}

static void
remove_folder (const char *folder)
{
  const char *const argv[] = { "rm", "-rf", "--", folder, NULL };

  g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

int
main (int argc, char **argv)
{
  guint n_documents = argc > 1 ? (guint)g_ascii_strtoull (argv[1], NULL, 10) : N_DOCUMENTS;
  g_autofree char *large_folder = make_store (n_documents);
  g_autofree char *small_folder = make_store (N_PEER_DOCUMENTS);
  double large_open;
  double small_open;
  g_autoptr (GbDesk) large = open_desk (large_folder, &large_open);
  g_autoptr (GbDesk) small = open_desk (small_folder, &small_open);
  const struct {
    const char *name;
    Measure measure;
    const char *query;
    guint offset;
  } measures[] = {
    { "list-first-page", list, NULL, 0 },      { "list-page-1000", list, NULL, 1000 * PAGE },
    { "list-search-common", list, "措施", 0 }, { "list-search-rare", list, "第199号", 0 },
    { "list-count", count, NULL, 0 },
  };

  print ("list-open", large_open, small_open);
  for (guint i = 0; i < G_N_ELEMENTS (measures); i++) {
    Question in_large = { large, measures[i].query, measures[i].offset };
    Question in_small = { small, measures[i].query, measures[i].offset };

    print (measures[i].name, repeat (measures[i].measure, &in_large),
           repeat (measures[i].measure, &in_small));
  }
  close_desk (large);
  close_desk (small);
  remove_folder (large_folder);
  remove_folder (small_folder);
  return 0;
}
