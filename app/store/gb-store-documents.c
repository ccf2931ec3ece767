/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents of the client store as lists show them, on the database thread inside a transaction.
 * GbDesk uses them. */
#define G_LOG_DOMAIN "gb-store"

#include "config.h"

#include "store/gb-search-terms.h"
#include "store/gb-store-private.h"

/* One query gives all that a row of the list shows. */
#define SUMMARY_COLUMNS                                                                            \
  "SELECT d.id, d.title, d.kind, d.column_id, d.created_at, d.modified_at, d.state, d.boxes,"      \
  " d.step_index, d.step_name, d.edition, d.head, d.author, d.author_name, d.unit,"                \
  " d.published_at, d.url, w.digest,"                                                              \
  " EXISTS (SELECT 1 FROM outbox o WHERE o.document = d.n"                                         \
  "         AND o.state IN ('pending', 'sending', 'unknown') AND o.state <> 'done'),"              \
  " EXISTS (SELECT 1 FROM outbox o WHERE o.document = d.n"                                         \
  "         AND o.state = 'refused' AND o.state <> 'done'), d.unratified, w.base "

#define IN_LIST                                                                                    \
  "((:boxes = 0 AND d.boxes <> 0) OR (d.boxes & :boxes) <> 0)"                                     \
  " AND (:column IS NULL OR d.column_id = :column)"

void
gb_store_summary_free (GbStoreSummary *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->title);
  g_free (self->column);
  g_free (self->working);
  g_free (self->base);
  g_free (self->step_name);
  g_free (self->head);
  g_free (self->author);
  g_free (self->author_name);
  g_free (self->unit);
  g_free (self->url);
  g_free (self);
}

static GbStoreSummary *
read_summary (GbStatement *row)
{
  GbStoreSummary *self = g_new0 (GbStoreSummary, 1);
  const char *kind = gb_statement_get_text (row, 2);
  const char *state = gb_statement_get_text (row, 6);

  self->id = gb_statement_dup_text (row, 0);
  self->title = gb_statement_dup_text (row, 1);
  if (!gb_document_kind_from_string (kind, &self->kind))
    g_debug ("a document of an unknown kind");
  self->column = gb_statement_dup_text (row, 3);
  self->created_at = gb_statement_get_int64 (row, 4);
  self->modified_at = gb_statement_get_int64 (row, 5);
  if (!gb_state_from_string (state, &self->state))
    g_debug ("a document in an unknown state");
  self->boxes = (guint)gb_statement_get_int64 (row, 7);
  self->step_index = (int)gb_statement_get_int64 (row, 8);
  self->step_name = gb_statement_dup_text (row, 9);
  self->edition = (guint)gb_statement_get_int64 (row, 10);
  self->head = gb_statement_dup_text (row, 11);
  self->author = gb_statement_dup_text (row, 12);
  self->author_name = gb_statement_dup_text (row, 13);
  self->unit = gb_statement_dup_text (row, 14);
  self->published_at = gb_statement_get_int64 (row, 15);
  self->url = gb_statement_dup_text (row, 16);
  self->working = gb_statement_dup_text (row, 17);
  self->pending = gb_statement_get_int64 (row, 18) != 0;
  self->refused = gb_statement_get_int64 (row, 19) != 0;
  self->unratified = gb_statement_get_int64 (row, 20) != 0;
  self->base = gb_statement_dup_text (row, 21);
  self->dirty = *self->working != '\0' && !g_str_equal (self->working, self->head);
  return self;
}

gboolean
_gb_store_txn_find_document (GbStoreTxn *txn, const char *id, gint64 *out_n, GError **error)
{
  g_autoptr (GbStatement) select = NULL;
  gboolean has_row;

  *out_n = 0;
  select = _gb_store_txn_prepare (txn, "SELECT n FROM documents WHERE id = :id", error);
  if (select == NULL)
    return FALSE;
  gb_statement_bind_text (select, ":id", id);
  if (!gb_statement_step (select, &has_row, error))
    return FALSE;
  if (has_row)
    *out_n = gb_statement_get_int64 (select, 0);
  return TRUE;
}

gboolean
_gb_store_txn_need_document (GbStoreTxn *txn, const char *id, gint64 *out_n, GError **error)
{
  if (!_gb_store_txn_find_document (txn, id, out_n, error))
    return FALSE;
  if (*out_n > 0)
    return TRUE;
  g_set_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_NOT_FOUND, "no document %s", id);
  return FALSE;
}

static gboolean
index_document (GbStoreTxn *txn, gint64 n, GbDocument *document, GError **error)
{
  g_autofree char *text = _gb_store_search_text (document);

  return _gb_store_txn_index (txn, n, text, error);
}

gboolean
_gb_store_txn_describe (GbStoreTxn *txn,
                        gint64 n,
                        GbDocument *document,
                        gint64 modified_at,
                        GError **error)
{
  GbMetadata *metadata = gb_document_get_metadata (document);
  g_autoptr (GbStatement) update = NULL;

  update = _gb_store_txn_prepare (txn,
                                  "UPDATE documents SET title = :title, kind = :kind,"
                                  " column_id = :column, document_number = :number,"
                                  " index_number = :index, validity = :validity,"
                                  " valid_until = :until,"
                                  " modified_at = max (modified_at, :modified)"
                                  " WHERE n = :n",
                                  error);
  if (update == NULL)
    return FALSE;
  gb_statement_bind_int64 (update, ":n", n);
  gb_statement_bind_text (update, ":title", gb_document_get_title (document));
  gb_statement_bind_text (update, ":kind",
                          gb_document_kind_to_string (gb_document_get_kind (document)));
  gb_statement_bind_text (update, ":column", gb_metadata_get (metadata, "column"));
  gb_statement_bind_text (update, ":number", gb_metadata_get (metadata, "document-number"));
  gb_statement_bind_text (update, ":index", gb_metadata_get (metadata, "index-number"));
  gb_statement_bind_text (update, ":validity",
                          gb_validity_to_string (gb_metadata_get_validity (metadata)));
  gb_statement_bind_text (update, ":until", gb_metadata_get (metadata, "valid-until"));
  gb_statement_bind_int64 (update, ":modified", modified_at);
  return gb_statement_run (update, error) && index_document (txn, n, document, error);
}

/**
 * gb_store_txn_ensure_document:
 * @txn: a transaction
 * @id: a UUID
 * @error: return location for an error
 *
 * Makes a document known that has no text yet. It is in no box.
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_store_txn_ensure_document (GbStoreTxn *txn, const char *id, GError **error)
{
  g_autoptr (GbStatement) insert = NULL;

  g_return_val_if_fail (txn != NULL && id != NULL, FALSE);

  insert = _gb_store_txn_prepare (txn,
                                  "INSERT INTO documents (id, created_at, modified_at)"
                                  " VALUES (:id, :now, 0) ON CONFLICT (id) DO NOTHING",
                                  error);
  if (insert == NULL)
    return FALSE;
  gb_statement_bind_text (insert, ":id", id);
  gb_statement_bind_int64 (insert, ":now", g_get_real_time ());
  return gb_statement_run (insert, error);
}

/**
 * gb_store_txn_get_summary:
 * @txn: a transaction
 * @id: a UUID
 * @out_summary: (out) (nullable): the document, or %NULL if it is not known
 * @error: return location for an error
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_store_txn_get_summary (GbStoreTxn *txn,
                          const char *id,
                          GbStoreSummary **out_summary,
                          GError **error)
{
  g_autoptr (GbStatement) select = NULL;
  gboolean has_row;

  g_return_val_if_fail (txn != NULL && id != NULL && out_summary != NULL, FALSE);

  *out_summary = NULL;
  select = _gb_store_txn_prepare (txn,
                                  SUMMARY_COLUMNS
                                  "FROM documents d LEFT JOIN working_copies w ON w.document = d.n"
                                  " WHERE d.id = :id",
                                  error);
  if (select == NULL)
    return FALSE;
  gb_statement_bind_text (select, ":id", id);
  if (!gb_statement_step (select, &has_row, error))
    return FALSE;
  if (has_row)
    *out_summary = read_summary (select);
  return TRUE;
}

/**
 * gb_store_txn_set_folded:
 * @txn: a transaction
 * @summary: its second group and modified_at are written
 * @error: return location for an error
 *
 * Keeps what the events of a document amount to, so that lists need not fold them.
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR (%GB_DATABASE_ERROR_NOT_FOUND)
 */
gboolean
gb_store_txn_set_folded (GbStoreTxn *txn, const GbStoreSummary *summary, GError **error)
{
  g_autoptr (GbStatement) update = NULL;
  gint64 n;

  g_return_val_if_fail (txn != NULL && summary != NULL, FALSE);

  if (!_gb_store_txn_need_document (txn, summary->id, &n, error))
    return FALSE;
  update = _gb_store_txn_prepare (txn,
                                  "UPDATE documents SET modified_at = max (modified_at, :modified),"
                                  " state = :state, boxes = :boxes, step_index = :step_index,"
                                  " step_name = :step_name, edition = :edition, head = :head,"
                                  " author = :author, author_name = :author_name, unit = :unit,"
                                  " published_at = :published_at, url = :url,"
                                  " unratified = :unratified WHERE n = :n",
                                  error);
  if (update == NULL)
    return FALSE;
  gb_statement_bind_int64 (update, ":n", n);
  gb_statement_bind_int64 (update, ":modified", summary->modified_at);
  gb_statement_bind_text (update, ":state", gb_state_to_string (summary->state));
  gb_statement_bind_int64 (update, ":boxes", summary->boxes);
  gb_statement_bind_int64 (update, ":step_index", summary->step_index);
  gb_statement_bind_text (update, ":step_name", summary->step_name);
  gb_statement_bind_int64 (update, ":edition", summary->edition);
  gb_statement_bind_text (update, ":head", summary->head);
  gb_statement_bind_text (update, ":author", summary->author);
  gb_statement_bind_text (update, ":author_name", summary->author_name);
  gb_statement_bind_text (update, ":unit", summary->unit);
  gb_statement_bind_int64 (update, ":published_at", summary->published_at);
  gb_statement_bind_text (update, ":url", summary->url);
  gb_statement_bind_int64 (update, ":unratified", summary->unratified);
  return gb_statement_run (update, error);
}

static GPtrArray *
read_summaries (GbStatement *select, GError **error)
{
  g_autoptr (GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gb_store_summary_free);
  gboolean has_row;

  while (TRUE) {
    if (!gb_statement_step (select, &has_row, error))
      return NULL;
    if (!has_row)
      return g_steal_pointer (&list);
    g_ptr_array_add (list, read_summary (select));
  }
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const GbStoreSummary *first = *(GbStoreSummary *const *)a;
  const GbStoreSummary *second = *(GbStoreSummary *const *)b;

  return (first->modified_at < second->modified_at) - (first->modified_at > second->modified_at);
}

static GbStatement *
prepare_list (GbStoreTxn *txn, const char *query, const char *match, GError **error)
{
  GbStatement *select;

  if (query == NULL)
    return _gb_store_txn_prepare (
      txn,
      SUMMARY_COLUMNS "FROM documents d LEFT JOIN working_copies w ON w.document = d.n"
                      " WHERE " IN_LIST
                      " ORDER BY d.modified_at DESC, d.n DESC LIMIT :limit OFFSET :offset",
      error);

  /* CROSS JOIN keeps the index of search in front: its rows come newest first, and the limit ends
   * the scan, so that a common word costs no more than a rare one. */
  select = _gb_store_txn_prepare (txn,
                                  SUMMARY_COLUMNS
                                  "FROM search CROSS JOIN texts t ON t.search_row = search.rowid"
                                  " CROSS JOIN documents d ON d.n = t.document"
                                  " LEFT JOIN working_copies w ON w.document = d.n"
                                  " WHERE search MATCH :match AND " IN_LIST
                                  " ORDER BY search.rowid DESC LIMIT :limit OFFSET :offset",
                                  error);
  if (select != NULL)
    gb_statement_bind_text (select, ":match", match);
  return select;
}

/**
 * gb_store_txn_list:
 * @txn: a transaction
 * @boxes: which boxes, as bits; 0 = all documents that are in any
 * @column: (nullable): only this column
 * @query: (nullable): words that must all occur; "" is like %NULL
 * @offset: how many to leave out at the beginning
 * @limit: how many at most; 0 = all
 * @error: return location for an error
 *
 * A limited search ends with its last hit, and gives the documents in the order in which their
 * texts changed: to sort by anything else, all hits would have to be read first.
 *
 * Returns: (transfer full) (element-type GbStoreSummary): the newest first, or %NULL with a
 *   %GB_DATABASE_ERROR
 */
GPtrArray *
gb_store_txn_list (GbStoreTxn *txn,
                   guint boxes,
                   const char *column,
                   const char *query,
                   guint offset,
                   guint limit,
                   GError **error)
{
  g_autofree char *match = NULL;
  g_autoptr (GbStatement) select = NULL;
  GPtrArray *list;

  g_return_val_if_fail (txn != NULL, NULL);

  if (query != NULL && *query == '\0')
    query = NULL;
  if (query != NULL) {
    match = gb_search_terms_for_query (query);
    /* Nothing but punctuation was typed. */
    if (match == NULL)
      return g_ptr_array_new_with_free_func ((GDestroyNotify)gb_store_summary_free);
  }
  select = prepare_list (txn, query, match, error);
  if (select == NULL)
    return NULL;
  gb_statement_bind_int64 (select, ":boxes", boxes);
  gb_statement_bind_text (select, ":column", column);
  gb_statement_bind_int64 (select, ":limit", limit > 0 ? (gint64)limit : -1);
  gb_statement_bind_int64 (select, ":offset", offset);
  list = read_summaries (select, error);
  if (list != NULL && query != NULL && limit == 0)
    g_ptr_array_sort (list, compare_newest_first);
  return list;
}

/**
 * gb_store_txn_count:
 * @txn: a transaction
 * @counts: (array length=n_counts) (out caller-allocates): element i: documents with bit i
 * @n_counts: at most 32
 * @error: return location for an error
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_store_txn_count (GbStoreTxn *txn, guint *counts, guint n_counts, GError **error)
{
  g_autoptr (GbStatement) select = NULL;
  gboolean has_row;

  g_return_val_if_fail (txn != NULL && counts != NULL && n_counts <= 32, FALSE);

  for (guint i = 0; i < n_counts; i++)
    counts[i] = 0;
  select =
    _gb_store_txn_prepare (txn, "SELECT boxes, count(*) FROM documents GROUP BY boxes", error);
  if (select == NULL)
    return FALSE;
  while (TRUE) {
    guint boxes;

    if (!gb_statement_step (select, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    boxes = (guint)gb_statement_get_int64 (select, 0);
    for (guint i = 0; i < n_counts; i++) {
      if ((boxes & (1u << i)) != 0)
        counts[i] += (guint)gb_statement_get_int64 (select, 1);
    }
  }
}

/**
 * gb_store_txn_list_known:
 * @txn: a transaction
 * @error: return location for an error
 *
 * What other documents are compared with: number, title, validity of each document that was not
 * given up.
 *
 * Returns: (transfer full) (element-type GbStoreKnown): all of them, or %NULL with a
 *   %GB_DATABASE_ERROR
 */
GPtrArray *
gb_store_txn_list_known (GbStoreTxn *txn, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_store_known_free);
  g_autoptr (GbStatement) select = NULL;
  gboolean has_row;

  g_return_val_if_fail (txn != NULL, NULL);

  select = _gb_store_txn_prepare (txn,
                                  "SELECT id, title, document_number, index_number, kind, validity,"
                                  " valid_until, published_at FROM documents"
                                  " WHERE state <> 'discarded'",
                                  error);
  if (select == NULL)
    return NULL;
  while (TRUE) {
    GbStoreKnown *known;

    if (!gb_statement_step (select, &has_row, error))
      return NULL;
    if (!has_row)
      return g_steal_pointer (&list);
    known = g_new0 (GbStoreKnown, 1);
    known->id = gb_statement_dup_text (select, 0);
    known->title = gb_statement_dup_text (select, 1);
    known->document_number = gb_statement_dup_text (select, 2);
    known->index_number = gb_statement_dup_text (select, 3);
    known->kind = gb_statement_dup_text (select, 4);
    known->validity = gb_validity_from_string (gb_statement_get_text (select, 5));
    known->valid_until = gb_statement_dup_text (select, 6);
    known->published_at = gb_statement_get_int64 (select, 7);
    g_ptr_array_add (list, known);
  }
}

void
gb_store_known_free (GbStoreKnown *self)
{
  g_free (self->id);
  g_free (self->title);
  g_free (self->document_number);
  g_free (self->index_number);
  g_free (self->kind);
  g_free (self->valid_until);
  g_free (self);
}
