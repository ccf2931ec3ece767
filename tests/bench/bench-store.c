/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The client store with 1,000 and with N drafts (100,000, or the first argument): search, list,
 * counts, autosave, opening. The peer of a large store is the small one: the ratio says whether the
 * cost stays flat. One line a measure: name, value, unit, peer, the peer's value, the ratio. */
#define G_LOG_DOMAIN "bench-store"

#include "config.h"

#include "store/gb-statement.h"
#include "store/gb-store-private.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>

#define N_SMALL   1000
#define N_LARGE   100000
#define N_TIMES   21
#define N_LISTED  200
#define N_PHRASES 40 /* about 600 characters */

static const char *const phrases[] = {
  "优化营商环境", "推进政务公开", "规范性文件",   "安全生产责任", "乡村振兴工作", "财政资金管理",
  "行政审批事项", "公共资源交易", "义务教育阶段", "医疗保障待遇", "环境保护督察", "基层治理体系",
};

typedef struct {
  double common_ms; /* a word that every draft has */
  double pair_ms;   /* two words */
  double rare_ms;   /* a word that one draft has */
  double list_ms;   /* the newest without a query */
  double count_ms;  /* of the boxes */
  double save_ms;   /* autosave of 80 kB, to the disk */
  double open_ms;   /* with the check of the file */
} Measures;

static double
median (double *values, guint n)
{
  for (guint i = 1; i < n; i++) {
    for (guint j = i; j > 0 && values[j - 1] > values[j]; j--) {
      double swap = values[j];

      values[j] = values[j - 1];
      values[j - 1] = swap;
    }
  }
  return values[n / 2];
}

static void
require (gboolean ok, const GError *error)
{
  if (ok)
    return;
  fprintf (stderr, "bench-store: %s\n", error != NULL ? error->message : "failed");
  exit (1);
}

static char *
text_new (guint n, guint n_phrases)
{
  GString *text = g_string_new ("关于印发工作方案的通知");

  g_string_append_printf (text, "〔2026〕%u号", n);
  for (guint i = 0; i < n_phrases; i++)
    g_string_append_printf (text, "，%s%u", phrases[(n * 7 + i * i) % G_N_ELEMENTS (phrases)],
                            (n + i) % 97);
  return g_string_free (text, FALSE);
}

/* The rows that a save writes, without the parsing of 100,000 documents. */
static void
add_draft (GbStoreTxn *txn, guint n)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *text = text_new (n, N_PHRASES);
  g_autoptr (GbStatement) update = NULL;
  g_autoptr (GError) error = NULL;
  gint64 row;

  require (gb_store_txn_ensure_document (txn, id, &error), error);
  require (_gb_store_txn_need_document (txn, id, &row, &error), error);
  update = _gb_store_txn_prepare (txn,
                                  "UPDATE documents SET title = :title, boxes = :boxes,"
                                  " modified_at = :now WHERE n = :n",
                                  &error);
  require (update != NULL, error);
  gb_statement_bind_text (update, ":title", "关于印发工作方案的通知");
  gb_statement_bind_int64 (update, ":boxes", 1 << (n % 5));
  gb_statement_bind_int64 (update, ":now", n);
  gb_statement_bind_int64 (update, ":n", row);
  require (gb_statement_run (update, &error), error);
  require (_gb_store_txn_index (txn, row, text, &error), error);
}

static void
fill (GbDatabase *database, guint n_drafts)
{
  g_autoptr (GError) error = NULL;
  GbStoreTxn txn = { database };

  for (guint n = 0; n < n_drafts;) {
    g_autoptr (GbTransaction) transaction = gb_database_begin (database, &error);

    require (transaction != NULL, error);
    for (guint i = 0; i < 1000 && n < n_drafts; i++)
      add_draft (&txn, n++);
    require (gb_transaction_commit (transaction, &error), error);
  }
}

static double
measure_list (GbDatabase *database, const char *query)
{
  GbStoreTxn txn = { database };
  double times[N_TIMES];

  for (guint i = 0; i < N_TIMES; i++) {
    g_autoptr (GError) error = NULL;
    gint64 start = g_get_monotonic_time ();
    g_autoptr (GPtrArray) list = gb_store_txn_list (&txn, 0, NULL, query, 0, N_LISTED, &error);

    require (list != NULL && list->len > 0, error);
    times[i] = (double)(g_get_monotonic_time () - start) / 1000;
  }
  return median (times, N_TIMES);
}

static double
measure_count (GbDatabase *database)
{
  GbStoreTxn txn = { database };
  double times[N_TIMES];
  guint counts[6];

  for (guint i = 0; i < N_TIMES; i++) {
    g_autoptr (GError) error = NULL;
    gint64 start = g_get_monotonic_time ();

    require (gb_store_txn_count (&txn, counts, G_N_ELEMENTS (counts), &error), error);
    times[i] = (double)(g_get_monotonic_time () - start) / 1000;
  }
  return median (times, N_TIMES);
}

static GbDocument *
document_new (guint n)
{
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autofree char *text = text_new (n, 1400); /* 80 kB */
  g_autofree char *body =
    g_strdup_printf ("<body xmlns=\"" GB_DOCUMENT_XHTML_NS "\"><p>%s</p></body>", text);
  g_autoptr (GError) error = NULL;
  GbDocument *document;

  gb_metadata_set (metadata, "title", "正在写的一份");
  document = gb_document_new (GB_DOCUMENT_KIND_NOTICE, metadata, body, NULL, &error);
  require (document != NULL, error);
  return document;
}

static double
measure_save (GbDatabase *database)
{
  g_autofree char *id = g_uuid_string_random ();
  GbStoreTxn txn = { database };
  double times[N_TIMES];

  for (guint i = 0; i < N_TIMES; i++) {
    g_autoptr (GbDocument) document = document_new (i);
    g_autoptr (GError) error = NULL;
    gint64 start = g_get_monotonic_time ();
    g_autoptr (GbTransaction) transaction = gb_database_begin (database, &error);

    require (transaction != NULL, error);
    require (gb_store_txn_save_working_copy (&txn, id, document, &error), error);
    require (gb_transaction_commit (transaction, &error), error);
    times[i] = (double)(g_get_monotonic_time () - start) / 1000;
  }
  return median (times, N_TIMES);
}

static GbDatabase *
open_database (const char *path, double *out_ms)
{
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  GbDatabase *database = gb_database_open (path, &_gb_store_schema, &error);

  require (database != NULL, error);
  *out_ms = (double)(g_get_monotonic_time () - start) / 1000;
  return database;
}

static void
measure (const char *folder, guint n_drafts, Measures *out_measures)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };
  g_autofree char *path = g_build_filename (folder, "desk.db", NULL);
  g_autofree char *rare = g_strdup_printf ("〔2026〕%u号", n_drafts / 2);
  double unused;
  GbDatabase *database = open_database (path, &unused);

  fill (database, n_drafts);
  g_clear_object (&database);
  database = open_database (path, &out_measures->open_ms);
  out_measures->common_ms = measure_list (database, "通知");
  out_measures->pair_ms = measure_list (database, "营商 公开");
  out_measures->rare_ms = measure_list (database, rare);
  out_measures->list_ms = measure_list (database, NULL);
  out_measures->count_ms = measure_count (database);
  out_measures->save_ms = measure_save (database);
  g_clear_object (&database);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *file = g_strconcat (path, suffixes[i], NULL);

    g_unlink (file);
  }
}

static void
print (const char *name, double value, double peer)
{
  printf ("%s\t%.2f\tms\t%u drafts\t%.2f\t%.2f\n", name, value, N_SMALL, peer, value / peer);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("gb-bench-XXXXXX", NULL);
  guint n_drafts = argc > 1 ? (guint)g_ascii_strtoull (argv[1], NULL, 10) : N_LARGE;
  Measures small;
  Measures large;

  require (folder != NULL && n_drafts >= N_SMALL, NULL);
  measure (folder, N_SMALL, &small);
  measure (folder, n_drafts, &large);
  g_rmdir (folder);

  print ("store-search-common-word", large.common_ms, small.common_ms);
  print ("store-search-two-words", large.pair_ms, small.pair_ms);
  print ("store-search-rare-word", large.rare_ms, small.rare_ms);
  print ("store-list-newest", large.list_ms, small.list_ms);
  print ("store-count-boxes", large.count_ms, small.count_ms);
  print ("store-autosave-80kB", large.save_ms, small.save_ms);
  print ("store-open-and-check", large.open_ms, small.open_ms);
  return 0;
}
