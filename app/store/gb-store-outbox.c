/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox of the client store, on the database thread inside a transaction. GbDesk fills it, its
 * sender empties it. */
#define G_LOG_DOMAIN "gb-store"

#include "config.h"

#include "store/gb-store-private.h"

#define ROW_COLUMNS                                                                                \
  "SELECT o.n, d.id, o.kind, o.subject, o.key, o.precondition, o.payload, o.state, o.attempts,"    \
  " o.next_at, o.created_at, o.error_type, o.error_detail, o.error_head"                           \
  " FROM outbox o JOIN documents d ON d.n = o.document "

/* What may go: it waits, and whatever came before it in its document is done. */
#define SENDABLE                                                                                   \
  "o.state IN ('pending', 'unknown') AND NOT EXISTS"                                               \
  " (SELECT 1 FROM outbox e WHERE e.document = o.document AND e.n < o.n AND e.state <> 'done')"

static const char *const state_names[] = {
  [GB_OUTBOX_PENDING] = "pending", [GB_OUTBOX_SENDING] = "sending", [GB_OUTBOX_UNKNOWN] = "unknown",
  [GB_OUTBOX_DONE] = "done",       [GB_OUTBOX_REFUSED] = "refused",
};

static GbOutboxState
state_from_string (const char *string)
{
  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++) {
    if (g_strcmp0 (string, state_names[i]) == 0)
      return (GbOutboxState)i;
  }
  /* The schema's CHECK allows no other. */
  g_return_val_if_reached (GB_OUTBOX_UNKNOWN);
}

/**
 * gb_outbox_row_new:
 * @document: a UUID
 * @kind: "blob", "revision", "event:submit" …
 * @subject: a digest, or an event's id
 *
 * Returns: (transfer full): a pending row that is due at once, with a new key; set key to the
 *   event's id for an event
 */
GbOutboxRow *
gb_outbox_row_new (const char *document, const char *kind, const char *subject)
{
  GbOutboxRow *self = g_new0 (GbOutboxRow, 1);

  self->document = g_strdup (document);
  self->kind = g_strdup (kind);
  self->subject = g_strdup (subject);
  self->key = g_uuid_string_random ();
  self->precondition = g_strdup ("");
  self->payload = g_strdup ("");
  self->error_type = g_strdup ("");
  self->error_detail = g_strdup ("");
  self->error_head = g_strdup ("");
  self->created_at = g_get_real_time ();
  return self;
}

void
gb_outbox_row_free (GbOutboxRow *self)
{
  if (self == NULL)
    return;
  g_free (self->document);
  g_free (self->kind);
  g_free (self->subject);
  g_free (self->key);
  g_free (self->precondition);
  g_free (self->payload);
  g_free (self->error_type);
  g_free (self->error_detail);
  g_free (self->error_head);
  g_free (self);
}

/**
 * gb_outbox_row_set_string:
 * @field: a string field of a row
 * @value: (nullable): %NULL is ""
 *
 * Replaces a string.
 */
void
gb_outbox_row_set_string (char **field, const char *value)
{
  char *copy = g_strdup (value != NULL ? value : "");

  g_return_if_fail (field != NULL);

  g_free (*field);
  *field = copy;
}

static GbOutboxRow *
read_row (GbStatement *row)
{
  GbOutboxRow *self = g_new0 (GbOutboxRow, 1);

  self->row = gb_statement_get_int64 (row, 0);
  self->document = gb_statement_dup_text (row, 1);
  self->kind = gb_statement_dup_text (row, 2);
  self->subject = gb_statement_dup_text (row, 3);
  self->key = gb_statement_dup_text (row, 4);
  self->precondition = gb_statement_dup_text (row, 5);
  self->payload = gb_statement_dup_text (row, 6);
  self->state = state_from_string (gb_statement_get_text (row, 7));
  self->attempts = (guint)gb_statement_get_int64 (row, 8);
  self->next_at = gb_statement_get_int64 (row, 9);
  self->created_at = gb_statement_get_int64 (row, 10);
  self->error_type = gb_statement_dup_text (row, 11);
  self->error_detail = gb_statement_dup_text (row, 12);
  self->error_head = gb_statement_dup_text (row, 13);
  return self;
}

static gboolean
read_optional_row (GbStatement *select, GbOutboxRow **out_row, GError **error)
{
  gboolean has_row;

  *out_row = NULL;
  if (!gb_statement_step (select, &has_row, error))
    return FALSE;
  if (has_row)
    *out_row = read_row (select);
  return TRUE;
}

static void
bind_progress (GbStatement *statement, const GbOutboxRow *row)
{
  gb_statement_bind_text (statement, ":state", state_names[row->state]);
  gb_statement_bind_int64 (statement, ":attempts", row->attempts);
  gb_statement_bind_int64 (statement, ":next_at", row->next_at);
  gb_statement_bind_text (statement, ":error_type", row->error_type);
  gb_statement_bind_text (statement, ":error_detail", row->error_detail);
  gb_statement_bind_text (statement, ":error_head", row->error_head);
}

gboolean
_gb_store_txn_recover_outbox (GbStoreTxn *txn, GError **error)
{
  return gb_database_execute (txn->database,
                              "UPDATE outbox SET state = 'unknown' WHERE state = 'sending'", error);
}

/**
 * gb_store_txn_enqueue:
 * @txn: a transaction
 * @row: an operation; its row is set
 * @error: return location for an error
 *
 * Puts an operation at the end of the outbox.
 *
 * Returns: %TRUE, or %FALSE with %GB_DATABASE_ERROR_CONSTRAINT (the key is there already),
 *   %GB_DATABASE_ERROR_NOT_FOUND (no such document) or another
 */
gboolean
gb_store_txn_enqueue (GbStoreTxn *txn, GbOutboxRow *row, GError **error)
{
  g_autoptr (GbStatement) insert = NULL;
  gint64 n;

  g_return_val_if_fail (txn != NULL && row != NULL, FALSE);

  if (!_gb_store_txn_need_document (txn, row->document, &n, error))
    return FALSE;
  insert =
    _gb_store_txn_prepare (txn,
                           "INSERT INTO outbox (document, kind, subject, key, precondition,"
                           " payload, state, attempts, next_at, created_at, error_type,"
                           " error_detail, error_head)"
                           " VALUES (:n, :kind, :subject, :key, :precondition, :payload, :state,"
                           " :attempts, :next_at, :created_at, :error_type, :error_detail,"
                           " :error_head)",
                           error);
  if (insert == NULL)
    return FALSE;
  gb_statement_bind_int64 (insert, ":n", n);
  gb_statement_bind_text (insert, ":kind", row->kind);
  gb_statement_bind_text (insert, ":subject", row->subject);
  gb_statement_bind_text (insert, ":key", row->key);
  gb_statement_bind_text (insert, ":precondition", row->precondition);
  gb_statement_bind_text (insert, ":payload", row->payload);
  gb_statement_bind_int64 (insert, ":created_at", row->created_at);
  bind_progress (insert, row);
  if (!gb_statement_run (insert, error))
    return FALSE;
  row->row = gb_database_get_last_row_id (txn->database);
  return TRUE;
}

/**
 * gb_store_txn_list_outbox:
 * @txn: a transaction
 * @document: (nullable): only this document's
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type GbOutboxRow): all but the done ones, oldest first; or
 *   %NULL with a %GB_DATABASE_ERROR
 */
GPtrArray *
gb_store_txn_list_outbox (GbStoreTxn *txn, const char *document, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_outbox_row_free);
  g_autoptr (GbStatement) select = NULL;

  g_return_val_if_fail (txn != NULL, NULL);

  select =
    _gb_store_txn_prepare (txn,
                           ROW_COLUMNS "WHERE o.state <> 'done'"
                                       " AND (:document IS NULL OR d.id = :document) ORDER BY o.n",
                           error);
  if (select == NULL)
    return NULL;
  gb_statement_bind_text (select, ":document", document);
  while (TRUE) {
    GbOutboxRow *row;

    if (!read_optional_row (select, &row, error))
      return NULL;
    if (row == NULL)
      return g_steal_pointer (&list);
    g_ptr_array_add (list, row);
  }
}

/**
 * gb_store_txn_get_outbox_row:
 * @txn: a transaction
 * @row: which
 * @out_row: (out) (nullable): the operation, or %NULL if there is none
 * @error: return location for an error
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_store_txn_get_outbox_row (GbStoreTxn *txn, gint64 row, GbOutboxRow **out_row, GError **error)
{
  g_autoptr (GbStatement) select = NULL;

  g_return_val_if_fail (txn != NULL && out_row != NULL, FALSE);

  select = _gb_store_txn_prepare (txn, ROW_COLUMNS "WHERE o.n = :row", error);
  if (select == NULL)
    return FALSE;
  gb_statement_bind_int64 (select, ":row", row);
  return read_optional_row (select, out_row, error);
}

static gboolean
find_next_time (GbStoreTxn *txn, gint64 *out_next_at, GError **error)
{
  g_autoptr (GbStatement) select = NULL;
  gboolean has_row;

  select =
    _gb_store_txn_prepare (txn, "SELECT min (o.next_at) FROM outbox o WHERE " SENDABLE, error);
  if (select == NULL || !gb_statement_step (select, &has_row, error))
    return FALSE;
  *out_next_at = has_row ? gb_statement_get_int64 (select, 0) : 0;
  return TRUE;
}

/**
 * gb_store_txn_next_operation:
 * @txn: a transaction
 * @now: µs since the epoch
 * @out_row: (out) (nullable): the operation that may go now, or %NULL
 * @out_next_at: (out) (optional): µs; when to ask again if there is none; 0 = not before something
 *   changes
 * @error: return location for an error
 *
 * Operations of one document go in their order. A refused one holds back what follows it in its
 * document, and no other document.
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_store_txn_next_operation (GbStoreTxn *txn,
                             gint64 now,
                             GbOutboxRow **out_row,
                             gint64 *out_next_at,
                             GError **error)
{
  g_autoptr (GbStatement) select = NULL;

  g_return_val_if_fail (txn != NULL && out_row != NULL, FALSE);

  if (out_next_at != NULL)
    *out_next_at = 0;
  select = _gb_store_txn_prepare (
    txn, ROW_COLUMNS "WHERE " SENDABLE " AND o.next_at <= :now ORDER BY o.n LIMIT 1", error);
  if (select == NULL)
    return FALSE;
  gb_statement_bind_int64 (select, ":now", now);
  if (!read_optional_row (select, out_row, error))
    return FALSE;
  return *out_row != NULL || out_next_at == NULL || find_next_time (txn, out_next_at, error);
}

/**
 * gb_store_txn_update_outbox_row:
 * @txn: a transaction
 * @row: state, attempts, next_at and the error fields are written
 * @error: return location for an error
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR (%GB_DATABASE_ERROR_NOT_FOUND)
 */
gboolean
gb_store_txn_update_outbox_row (GbStoreTxn *txn, const GbOutboxRow *row, GError **error)
{
  g_autoptr (GbStatement) update = NULL;

  g_return_val_if_fail (txn != NULL && row != NULL, FALSE);

  update = _gb_store_txn_prepare (txn,
                                  "UPDATE outbox SET state = :state, attempts = :attempts,"
                                  " next_at = :next_at, error_type = :error_type,"
                                  " error_detail = :error_detail, error_head = :error_head"
                                  " WHERE n = :row",
                                  error);
  if (update == NULL)
    return FALSE;
  bind_progress (update, row);
  gb_statement_bind_int64 (update, ":row", row->row);
  if (!gb_statement_run (update, error))
    return FALSE;
  if (gb_database_get_n_changes (txn->database) == 1)
    return TRUE;
  g_set_error_literal (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_NOT_FOUND,
                       "no such operation in the outbox");
  return FALSE;
}

/**
 * gb_store_txn_delete_outbox_row:
 * @txn: a transaction
 * @row: which
 * @error: return location for an error
 *
 * Returns: %TRUE, also if there is none; or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_store_txn_delete_outbox_row (GbStoreTxn *txn, gint64 row, GError **error)
{
  g_autoptr (GbStatement) delete = NULL;

  g_return_val_if_fail (txn != NULL, FALSE);

  delete = _gb_store_txn_prepare (txn, "DELETE FROM outbox WHERE n = :row", error);
  if (delete == NULL)
    return FALSE;
  gb_statement_bind_int64 (delete, ":row", row);
  return gb_statement_run (delete, error);
}

/**
 * gb_store_txn_retry_now:
 * @txn: a transaction
 * @error: return location for an error
 *
 * Makes everything that waits due at once.
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_store_txn_retry_now (GbStoreTxn *txn, GError **error)
{
  g_return_val_if_fail (txn != NULL, FALSE);

  return gb_database_execute (txn->database,
                              "UPDATE outbox SET next_at = 0"
                              " WHERE state IN ('pending', 'unknown') AND next_at > 0",
                              error);
}

/**
 * gb_store_txn_prune_outbox:
 * @txn: a transaction
 * @before: µs since the epoch
 * @error: return location for an error
 *
 * Forgets the done operations that were made before that time. What they did is in the events;
 * nothing that still waits depends on a done one.
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_store_txn_prune_outbox (GbStoreTxn *txn, gint64 before, GError **error)
{
  g_autoptr (GbStatement) delete = NULL;

  g_return_val_if_fail (txn != NULL, FALSE);

  delete = _gb_store_txn_prepare (
    txn, "DELETE FROM outbox WHERE state = 'done' AND created_at < :before", error);
  if (delete == NULL)
    return FALSE;
  gb_statement_bind_int64 (delete, ":before", before);
  return gb_statement_run (delete, error);
}

/**
 * gb_store_txn_count_outbox:
 * @txn: a transaction
 * @out_waiting: (out): operations that are neither done nor refused
 * @error: return location for an error
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_store_txn_count_outbox (GbStoreTxn *txn, guint *out_waiting, GError **error)
{
  g_autoptr (GbStatement) select = NULL;
  gboolean has_row;

  g_return_val_if_fail (txn != NULL && out_waiting != NULL, FALSE);

  select = _gb_store_txn_prepare (txn,
                                  "SELECT count(*) FROM outbox"
                                  " WHERE state <> 'done' AND state <> 'refused'",
                                  error);
  if (select == NULL || !gb_statement_step (select, &has_row, error))
    return FALSE;
  *out_waiting = has_row ? (guint)gb_statement_get_int64 (select, 0) : 0;
  return TRUE;
}
