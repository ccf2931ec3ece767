/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/gb-blob-folder.h"
#include "store/gb-statement.h"
#include "store/gb-store.h"

G_BEGIN_DECLS

/* Lives on the stack of the database thread while a GbStoreFunc runs. */
struct _GbStoreTxn {
  GbDatabase *database; /* borrowed */
};

extern const GbSchema _gb_store_schema;

GbBlobFolder *_gb_store_get_blobs (GbStore *self); /* borrowed; any thread */

GbStatement *_gb_store_txn_prepare (GbStoreTxn *txn, const char *sql, GError **error);
/* The row of a document, 0 if there is none. */
gboolean
_gb_store_txn_find_document (GbStoreTxn *txn, const char *id, gint64 *out_n, GError **error);
/* The same, with GB_DATABASE_ERROR_NOT_FOUND instead of 0. */
gboolean
_gb_store_txn_need_document (GbStoreTxn *txn, const char *id, gint64 *out_n, GError **error);
/* Title, kind, column, time and search index of a text that is now the document's. modified_at:
 * when it became what it is, µs since the epoch; an earlier time than the document's is left alone.
 */
gboolean _gb_store_txn_describe (GbStoreTxn *txn,
                                 gint64 n,
                                 GbDocument *document,
                                 gint64 modified_at,
                                 GError **error);

/* Search: text is stored as it was indexed, because FTS5 must be told what to take out. */
gboolean _gb_store_txn_index (GbStoreTxn *txn, gint64 n, const char *text, GError **error);
char *_gb_store_search_text (GbDocument *document);

/* What an operation left "sending" by a crash becomes. */
gboolean _gb_store_txn_recover_outbox (GbStoreTxn *txn, GError **error);

G_END_DECLS
