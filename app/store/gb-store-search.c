/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search index of the client store, on the database thread. The index is contentless: texts
 * keeps what was indexed, because FTS5 must be told what to take out. */
#define G_LOG_DOMAIN "gb-store"

#include "config.h"

#include "store/gb-search-terms.h"
#include "store/gb-store-private.h"

/* What a person would remember of a document: its names and numbers, then the text. */
char *
_gb_store_search_text (GbDocument *document)
{
  static const char *const fields[] = { "document-number", "index-number", "publisher", "source" };
  GbMetadata *metadata = gb_document_get_metadata (document);
  g_autofree char *body = gb_document_dup_text (document);
  g_autofree char *keywords = NULL;
  GString *text = g_string_new (gb_document_get_title (document));

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    g_string_append_printf (text, "\n%s", gb_metadata_get (metadata, fields[i]));
  keywords = g_strjoinv ("\n", (char **)gb_metadata_get_keywords (metadata));
  g_string_append_printf (text, "\n%s\n%s", keywords, body);
  return g_string_free (text, FALSE);
}

typedef struct {
  gint64 search_row; /* 0 if the document is not indexed */
  char *text;
} Indexed;

static void
indexed_clear (Indexed *self)
{
  g_clear_pointer (&self->text, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Indexed, indexed_clear)

static gboolean
load_indexed (GbStoreTxn *txn, gint64 n, Indexed *out_indexed, GError **error)
{
  g_autoptr (GbStatement) select = NULL;
  gboolean has_row;

  select =
    _gb_store_txn_prepare (txn, "SELECT search_row, text FROM texts WHERE document = :n", error);
  if (select == NULL)
    return FALSE;
  gb_statement_bind_int64 (select, ":n", n);
  if (!gb_statement_step (select, &has_row, error))
    return FALSE;
  if (has_row) {
    out_indexed->search_row = gb_statement_get_int64 (select, 0);
    out_indexed->text = gb_statement_dup_text (select, 1);
  }
  return TRUE;
}

static gboolean
remove_from_index (GbStoreTxn *txn, const Indexed *old, GError **error)
{
  g_autofree char *grams = gb_search_terms_for_text (old->text);
  g_autoptr (GbStatement) delete = NULL;

  delete = _gb_store_txn_prepare (txn,
                                  "INSERT INTO search (search, rowid, grams)"
                                  " VALUES ('delete', :row, :grams)",
                                  error);
  if (delete == NULL)
    return FALSE;
  gb_statement_bind_int64 (delete, ":row", old->search_row);
  gb_statement_bind_text (delete, ":grams", grams);
  return gb_statement_run (delete, error);
}

static gboolean
add_to_texts (GbStoreTxn *txn, gint64 n, const char *text, gint64 *out_row, GError **error)
{
  g_autoptr (GbStatement) insert = NULL;
  gboolean has_row;

  insert = _gb_store_txn_prepare (txn,
                                  "INSERT OR REPLACE INTO texts (document, search_row, text)"
                                  " VALUES (:n,"
                                  "  (SELECT coalesce (max (search_row), 0) + 1 FROM texts), :text)"
                                  " RETURNING search_row",
                                  error);
  if (insert == NULL)
    return FALSE;
  gb_statement_bind_int64 (insert, ":n", n);
  gb_statement_bind_text (insert, ":text", text);
  if (!gb_statement_step (insert, &has_row, error))
    return FALSE;
  *out_row = has_row ? gb_statement_get_int64 (insert, 0) : 0;
  return TRUE;
}

static gboolean
add_to_index (GbStoreTxn *txn, gint64 row, const char *text, GError **error)
{
  g_autofree char *grams = gb_search_terms_for_text (text);
  g_autoptr (GbStatement) insert = NULL;

  insert =
    _gb_store_txn_prepare (txn, "INSERT INTO search (rowid, grams) VALUES (:row, :grams)", error);
  if (insert == NULL)
    return FALSE;
  gb_statement_bind_int64 (insert, ":row", row);
  gb_statement_bind_text (insert, ":grams", grams);
  return gb_statement_run (insert, error);
}

gboolean
_gb_store_txn_index (GbStoreTxn *txn, gint64 n, const char *text, GError **error)
{
  g_auto (Indexed) old = { 0 };
  gint64 row;

  if (!load_indexed (txn, n, &old, error))
    return FALSE;
  if (g_strcmp0 (old.text, text) == 0)
    return TRUE;
  if (old.search_row > 0 && !remove_from_index (txn, &old, error))
    return FALSE;
  return add_to_texts (txn, n, text, &row, error) && add_to_index (txn, row, text, error);
}
