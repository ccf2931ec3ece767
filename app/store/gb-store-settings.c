/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small values of the client store (the cursor of the feed, cached capabilities, the account), on
 * the database thread inside a transaction. GbDesk uses them. */
#define G_LOG_DOMAIN "gb-store"

#include "config.h"

#include "store/gb-store-private.h"

/**
 * gb_store_txn_dup_setting:
 * @txn: a transaction
 * @key: a name
 * @error: return location for an error
 *
 * Returns: (transfer full): the value, "" when it is not set; or %NULL with a %GB_DATABASE_ERROR
 */
char *
gb_store_txn_dup_setting (GbStoreTxn *txn, const char *key, GError **error)
{
  g_autoptr (GbStatement) select = NULL;
  gboolean has_row;

  g_return_val_if_fail (txn != NULL && key != NULL, NULL);

  select = _gb_store_txn_prepare (txn, "SELECT value FROM settings WHERE key = :key", error);
  if (select == NULL)
    return NULL;
  gb_statement_bind_text (select, ":key", key);
  if (!gb_statement_step (select, &has_row, error))
    return NULL;
  return has_row ? gb_statement_dup_text (select, 0) : g_strdup ("");
}

/**
 * gb_store_txn_set_setting:
 * @txn: a transaction
 * @key: a name
 * @value: its value
 * @error: return location for an error
 *
 * What is there already is not written again, so that the transaction does not wait for the disk.
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_store_txn_set_setting (GbStoreTxn *txn, const char *key, const char *value, GError **error)
{
  g_autoptr (GbStatement) insert = NULL;

  g_return_val_if_fail (txn != NULL && key != NULL && value != NULL, FALSE);

  insert = _gb_store_txn_prepare (txn,
                                  "INSERT INTO settings (key, value) VALUES (:key, :value)"
                                  " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
                                  " WHERE value <> excluded.value",
                                  error);
  if (insert == NULL)
    return FALSE;
  gb_statement_bind_text (insert, ":key", key);
  gb_statement_bind_text (insert, ":value", value);
  return gb_statement_run (insert, error);
}
