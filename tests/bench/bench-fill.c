/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What several measures need: stores of a known size, and the median. Owns nothing. Main thread. */

#include "config.h"

#include "bench-fill.h"

#include "store/gb-store.h"
#include "sync/gb-desk.h"

#include <json-glib/json-glib.h>
#include <stdlib.h>

#define N_AT_ONCE 1000

typedef struct {
  GbAccount *account;
  guint first;
  guint end;
} Part;

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

static void
check (gboolean ok, const GError *error)
{
  if (ok)
    return;
  g_printerr ("filling the store: %s\n", error->message);
  exit (2);
}

static GbDocument *
new_document (guint number)
{
  static const char *const subjects[] = { "营商环境", "粮食生产", "义务教育", "医疗保险",
                                          "公共交通", "森林防火", "住房保障", "科技创新",
                                          "食品安全", "就业服务" };
  static const char *const verbs[] = { "优化", "加强", "规范", "推进", "完善", "支持", "保障" };
  const char *subject = subjects[number % G_N_ELEMENTS (subjects)];
  const char *verb = verbs[number % G_N_ELEMENTS (verbs)];
  g_autofree char *title =
    g_strdup_printf ("关于%s%s工作若干措施的通知（第%u号）", verb, subject, number);
  g_autofree char *body = g_strdup_printf (
    "<body xmlns=\"" GB_DOCUMENT_XHTML_NS
    "\"><p id=\"a\">为贯彻落实上级部署，结合本县实际，现就%s%s"
    "工作提出以下措施，请各乡镇人民政府和县政府有关部门认真执行，并于年底前报告第%u项的进展情况。</"
    "p>"
    "<p "
    "id=\"b\">各单位要明确责任人和完成时限，建立台账，按季度公布结果，接受社会监督；对工作中遇到的"
    "困难和问题，应当及时向县人民政府办公室反映。</p></body>",
    verb, subject, number);
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autoptr (GError) error = NULL;
  GbDocument *document;

  gb_metadata_set (metadata, "title", title);
  gb_metadata_set (metadata, "column", "tzgg");
  document = gb_document_new (GB_DOCUMENT_KIND_NOTICE, metadata, body, NULL, &error);
  check (document != NULL, error);
  return document;
}

static gboolean
add_document (GbStoreTxn *txn, GbAccount *account, guint number, GError **error)
{
  g_autoptr (GbDocument) document = new_document (number);
  g_autoptr (GbStoreSummary) summary = NULL;
  g_autofree char *id = g_uuid_string_random ();

  if (!gb_store_txn_save_working_copy (txn, id, document, error) ||
      !gb_store_txn_get_summary (txn, id, &summary, error))
    return FALSE;
  summary->boxes = 1u << GB_BOX_DRAFTS | 1u << GB_BOX_ALL;
  g_free (summary->author);
  summary->author = g_strdup (gb_account_get_id (account));
  g_free (summary->author_name);
  summary->author_name = g_strdup (gb_account_get_name (account));
  g_free (summary->unit);
  summary->unit = g_strdup (gb_account_get_unit (account));
  return gb_store_txn_set_folded (txn, summary, error);
}

static gboolean
add_part (GbStoreTxn *txn, gpointer data, GError **error)
{
  const Part *part = data;

  for (guint i = part->first; i < part->end; i++) {
    if (!add_document (txn, part->account, i, error))
      return FALSE;
  }
  return TRUE;
}

/* The desk remembers who it is, and for whom it has put the documents into boxes. */
static gboolean
remember (GbStoreTxn *txn, gpointer data, GError **error)
{
  g_autoptr (JsonNode) account = gb_account_to_json (data);
  g_autoptr (GbRoute) default_route = gb_route_new_default ();
  g_autoptr (JsonNode) route = gb_route_to_json (default_route);
  g_autofree char *account_text = json_to_string (account, FALSE);
  g_autofree char *route_text = json_to_string (route, FALSE);
  g_autofree char *key = g_strconcat (account_text, route_text, NULL);

  return gb_store_txn_set_setting (txn, "account", account_text, error) &&
         gb_store_txn_set_setting (txn, "folded-for", key, error);
}

static void
write_to (GbStore *store, GbStoreFunc func, gpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  gb_store_write_async (store, GB_DATABASE_PRIORITY_USER, func, data, NULL, NULL, take_result_cb,
                        &result);
  wait_for (&result);
  check (gb_store_run_finish (store, result, &error), error);
}

GbAccount *
gb_bench_new_account (void)
{
  return gb_account_new ("zhangxiao", "张晓", "政府办公室", GB_ROLE_DRAFTER, 0);
}

void
gb_bench_fill_store (GFile *folder, GbAccount *account, guint n_documents)
{
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GbStore) store = NULL;
  g_autoptr (GError) error = NULL;

  gb_store_open_async (folder, NULL, take_result_cb, &opened);
  wait_for (&opened);
  store = gb_store_open_finish (opened, &error);
  check (store != NULL, error);
  for (guint i = 0; i < n_documents; i += N_AT_ONCE) {
    Part part = { account, i, MIN (i + N_AT_ONCE, n_documents) };

    write_to (store, add_part, &part);
  }
  write_to (store, remember, account);
  gb_store_close_async (store, take_result_cb, &closed);
  wait_for (&closed);
  check (gb_store_close_finish (store, closed, &error), error);
}

static int
compare (const void *a, const void *b)
{
  const double difference = *(const double *)a - *(const double *)b;

  return difference < 0 ? -1 : difference > 0;
}

double
gb_bench_median (double *values, guint n_values)
{
  qsort (values, n_values, sizeof *values, compare);
  return values[n_values / 2];
}
