/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Working copies and revisions of the client store, on the database thread inside a transaction.
 * A working copy is overwritten by autosave; a revision is never changed. GbDesk uses them. */
#define G_LOG_DOMAIN "gb-store"

#include "config.h"

#include "store/gb-store-private.h"

void
gb_store_revision_free (GbStoreRevision *self)
{
  if (self == NULL)
    return;
  g_free (self->digest);
  g_free (self->parent);
  g_free (self->author);
  g_free (self);
}

void
gb_store_revision_name_free (GbStoreRevisionName *self)
{
  if (self == NULL)
    return;
  g_free (self->document);
  g_free (self->digest);
  g_free (self);
}

/* Column 0 of the row is content. */
static gboolean
read_document (GbStatement *row, GbDocument **out_document, GError **error)
{
  g_autoptr (GBytes) bytes = gb_statement_dup_bytes (row, 0);

  *out_document = gb_document_new_from_bytes (bytes, error);
  return *out_document != NULL;
}

static gboolean
put_working_copy (GbStoreTxn *txn, gint64 n, GbDocument *document, GError **error)
{
  g_autoptr (GbStatement) insert = NULL;

  insert = _gb_store_txn_prepare (txn,
                                  "INSERT INTO working_copies"
                                  " (document, digest, saved_at, content, base)"
                                  " SELECT n, :digest, :now, :content, head FROM documents"
                                  " WHERE n = :n"
                                  " ON CONFLICT (document) DO UPDATE SET digest = excluded.digest,"
                                  " saved_at = excluded.saved_at, content = excluded.content,"
                                  " base = CASE WHEN working_copies.digest = excluded.base"
                                  " THEN excluded.base ELSE working_copies.base END",
                                  error);
  if (insert == NULL)
    return FALSE;
  gb_statement_bind_int64 (insert, ":n", n);
  gb_statement_bind_text (insert, ":digest", gb_document_get_digest (document));
  gb_statement_bind_int64 (insert, ":now", g_get_real_time ());
  gb_statement_bind_bytes (insert, ":content", gb_document_get_bytes (document));
  return gb_statement_run (insert, error);
}

/**
 * gb_store_txn_save_working_copy:
 * @txn: a transaction
 * @id: a UUID; a document that is not known is created
 * @document: the text
 * @error: return location for an error
 *
 * Replaces the working copy. Title, kind, column, time and the search index follow the text. The
 * copy remembers the head that it was begun from.
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_store_txn_save_working_copy (GbStoreTxn *txn,
                                const char *id,
                                GbDocument *document,
                                GError **error)
{
  gint64 n;

  g_return_val_if_fail (txn != NULL && id != NULL, FALSE);
  g_return_val_if_fail (GB_IS_DOCUMENT (document), FALSE);

  return gb_store_txn_ensure_document (txn, id, error) &&
         _gb_store_txn_need_document (txn, id, &n, error) &&
         put_working_copy (txn, n, document, error) &&
         _gb_store_txn_describe (txn, n, document, g_get_real_time (), error);
}

/**
 * gb_store_txn_load_working_copy:
 * @txn: a transaction
 * @id: a UUID
 * @out_document: (out) (nullable): the text, or %NULL if there is no working copy
 * @error: return location for an error
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR or a %GB_DOCUMENT_ERROR
 */
gboolean
gb_store_txn_load_working_copy (GbStoreTxn *txn,
                                const char *id,
                                GbDocument **out_document,
                                GError **error)
{
  g_autoptr (GbStatement) select = NULL;
  gboolean has_row;

  g_return_val_if_fail (txn != NULL && id != NULL && out_document != NULL, FALSE);

  *out_document = NULL;
  select = _gb_store_txn_prepare (txn,
                                  "SELECT w.content FROM working_copies w"
                                  " JOIN documents d ON d.n = w.document WHERE d.id = :id",
                                  error);
  if (select == NULL)
    return FALSE;
  gb_statement_bind_text (select, ":id", id);
  if (!gb_statement_step (select, &has_row, error))
    return FALSE;
  return !has_row || read_document (select, out_document, error);
}

/**
 * gb_store_txn_drop_working_copy:
 * @txn: a transaction
 * @id: a UUID
 * @error: return location for an error
 *
 * Forgets the working copy, if there is one: its text is a revision now, or was given up.
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_store_txn_drop_working_copy (GbStoreTxn *txn, const char *id, GError **error)
{
  g_autoptr (GbStatement) delete = NULL;

  g_return_val_if_fail (txn != NULL && id != NULL, FALSE);

  delete = _gb_store_txn_prepare (txn,
                                  "DELETE FROM working_copies WHERE document ="
                                  " (SELECT n FROM documents WHERE id = :id)",
                                  error);
  if (delete == NULL)
    return FALSE;
  gb_statement_bind_text (delete, ":id", id);
  return gb_statement_run (delete, error);
}

static gboolean
has_working_copy (GbStoreTxn *txn, gint64 n, gboolean *out_has, GError **error)
{
  g_autoptr (GbStatement) select = NULL;

  select = _gb_store_txn_prepare (txn, "SELECT 1 FROM working_copies WHERE document = :n", error);
  if (select == NULL)
    return FALSE;
  gb_statement_bind_int64 (select, ":n", n);
  return gb_statement_step (select, out_has, error);
}

static gboolean
put_revision (GbStoreTxn *txn,
              gint64 n,
              GbDocument *document,
              const char *parent,
              const char *author,
              gint64 made_at,
              GError **error)
{
  g_autoptr (GbStatement) insert = NULL;

  insert = _gb_store_txn_prepare (txn,
                                  "INSERT INTO revisions"
                                  " (document, digest, parent, author, made_at, content)"
                                  " VALUES (:n, :digest, :parent, :author, :made_at, :content)"
                                  " ON CONFLICT (document, digest) DO NOTHING",
                                  error);
  if (insert == NULL)
    return FALSE;
  gb_statement_bind_int64 (insert, ":n", n);
  gb_statement_bind_text (insert, ":digest", gb_document_get_digest (document));
  gb_statement_bind_text (insert, ":parent", parent != NULL ? parent : "");
  gb_statement_bind_text (insert, ":author", author != NULL ? author : "");
  gb_statement_bind_int64 (insert, ":made_at", made_at);
  gb_statement_bind_bytes (insert, ":content", gb_document_get_bytes (document));
  return gb_statement_run (insert, error);
}

/**
 * gb_store_txn_add_revision:
 * @txn: a transaction
 * @id: a UUID; a document that is not known is created
 * @document: the text
 * @parent: (nullable): the digest that it was made from; "" for the first
 * @author: (nullable): an account's id
 * @made_at: µs since the epoch
 * @as_newest: whether lists and search are to show this text when there is no working copy
 * @error: return location for an error
 *
 * Keeps a snapshot for good. One that is here already stays as it is.
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_store_txn_add_revision (GbStoreTxn *txn,
                           const char *id,
                           GbDocument *document,
                           const char *parent,
                           const char *author,
                           gint64 made_at,
                           gboolean as_newest,
                           GError **error)
{
  gboolean has_copy;
  gint64 n;

  g_return_val_if_fail (txn != NULL && id != NULL, FALSE);
  g_return_val_if_fail (GB_IS_DOCUMENT (document), FALSE);

  if (!gb_store_txn_ensure_document (txn, id, error) ||
      !_gb_store_txn_need_document (txn, id, &n, error) ||
      !put_revision (txn, n, document, parent, author, made_at, error) ||
      !has_working_copy (txn, n, &has_copy, error))
    return FALSE;
  /* Its own time: one that is fetched is not new because it is new here. */
  return !as_newest || has_copy || _gb_store_txn_describe (txn, n, document, made_at, error);
}

/**
 * gb_store_txn_load_revision:
 * @txn: a transaction
 * @id: a UUID
 * @digest: which
 * @out_document: (out) (nullable): the text, or %NULL if it is not here
 * @error: return location for an error
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR or a %GB_DOCUMENT_ERROR
 */
gboolean
gb_store_txn_load_revision (GbStoreTxn *txn,
                            const char *id,
                            const char *digest,
                            GbDocument **out_document,
                            GError **error)
{
  g_autoptr (GbStatement) select = NULL;
  gboolean has_row;

  g_return_val_if_fail (txn != NULL && id != NULL && out_document != NULL, FALSE);

  *out_document = NULL;
  select = _gb_store_txn_prepare (txn,
                                  "SELECT r.content FROM revisions r"
                                  " JOIN documents d ON d.n = r.document"
                                  " WHERE d.id = :id AND r.digest = :digest",
                                  error);
  if (select == NULL)
    return FALSE;
  gb_statement_bind_text (select, ":id", id);
  gb_statement_bind_text (select, ":digest", digest);
  if (!gb_statement_step (select, &has_row, error))
    return FALSE;
  return !has_row || read_document (select, out_document, error);
}

/**
 * gb_store_txn_list_revisions:
 * @txn: a transaction
 * @id: a UUID
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type GbStoreRevision): in the order in which they came here,
 *   or %NULL with a %GB_DATABASE_ERROR
 */
GPtrArray *
gb_store_txn_list_revisions (GbStoreTxn *txn, const char *id, GError **error)
{
  g_autoptr (GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gb_store_revision_free);
  g_autoptr (GbStatement) select = NULL;
  gboolean has_row;

  g_return_val_if_fail (txn != NULL && id != NULL, NULL);

  select = _gb_store_txn_prepare (txn,
                                  "SELECT r.digest, r.parent, r.author, r.made_at FROM revisions r"
                                  " JOIN documents d ON d.n = r.document WHERE d.id = :id"
                                  " ORDER BY r.n",
                                  error);
  if (select == NULL)
    return NULL;
  gb_statement_bind_text (select, ":id", id);
  while (TRUE) {
    GbStoreRevision *revision;

    if (!gb_statement_step (select, &has_row, error))
      return NULL;
    if (!has_row)
      return g_steal_pointer (&list);
    revision = g_new0 (GbStoreRevision, 1);
    revision->digest = gb_statement_dup_text (select, 0);
    revision->parent = gb_statement_dup_text (select, 1);
    revision->author = gb_statement_dup_text (select, 2);
    revision->made_at = gb_statement_get_int64 (select, 3);
    g_ptr_array_add (list, revision);
  }
}

/**
 * gb_store_txn_list_missing_revisions:
 * @txn: a transaction
 * @limit: how many at most
 * @error: return location for an error
 *
 * What is to be fetched: revisions that accepted events name and that are not here.
 *
 * Returns: (transfer full) (element-type GbStoreRevisionName): of the newest events first, or
 *   %NULL with a %GB_DATABASE_ERROR
 */
GPtrArray *
gb_store_txn_list_missing_revisions (GbStoreTxn *txn, guint limit, GError **error)
{
  g_autoptr (GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gb_store_revision_name_free);
  g_autoptr (GbStatement) select = NULL;
  gboolean has_row;

  g_return_val_if_fail (txn != NULL, NULL);

  select = _gb_store_txn_prepare (txn,
                                  "SELECT d.id, e.revision FROM events e"
                                  " JOIN documents d ON d.n = e.document"
                                  " WHERE e.seq IS NOT NULL AND e.revision <> '' AND NOT EXISTS"
                                  " (SELECT 1 FROM revisions r"
                                  "  WHERE r.document = e.document AND r.digest = e.revision)"
                                  " GROUP BY e.document, e.revision ORDER BY max (e.seq) DESC"
                                  " LIMIT :limit",
                                  error);
  if (select == NULL)
    return NULL;
  gb_statement_bind_int64 (select, ":limit", limit);
  while (TRUE) {
    GbStoreRevisionName *name;

    if (!gb_statement_step (select, &has_row, error))
      return NULL;
    if (!has_row)
      return g_steal_pointer (&list);
    name = g_new0 (GbStoreRevisionName, 1);
    name->document = gb_statement_dup_text (select, 0);
    name->digest = gb_statement_dup_text (select, 1);
    g_ptr_array_add (list, name);
  }
}
