/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts, sessions and settings of the portal. Functions without state, on the thread of the
 * connection; app/server uses them. */
#define G_LOG_DOMAIN "gb-office-accounts"

#include "config.h"

#include "store/gb-office-accounts.h"

#include "store/gb-statement.h"

static gboolean
run_found (GbDatabase *database, GbStatement *statement, const char *id, GError **error)
{
  if (!gb_statement_run (statement, error))
    return FALSE;
  if (gb_database_get_n_changes (database) == 0) {
    g_set_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_NOT_FOUND, "no account “%s”", id);
    return FALSE;
  }
  return TRUE;
}

static gboolean
end_sessions_of (GbDatabase *database, const char *account, GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  statement = gb_database_prepare (database, "DELETE FROM session WHERE account = :account", error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":account", account);
  return gb_statement_run (statement, error);
}

/* Columns: id, name, unit, roles, rights. */
static GbAccount *
account_from_row (GbStatement *statement)
{
  return gb_account_new (gb_statement_get_text (statement, 0), gb_statement_get_text (statement, 1),
                         gb_statement_get_text (statement, 2),
                         (guint)gb_statement_get_int64 (statement, 3),
                         (guint)gb_statement_get_int64 (statement, 4));
}

gboolean
gb_office_add_account (GbDatabase *database,
                       GbAccount *account,
                       const char *password,
                       gint64 now,
                       GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  g_return_val_if_fail (account != NULL && password != NULL, FALSE);

  statement =
    gb_database_prepare (database,
                         "INSERT INTO account (id, name, unit, roles, rights, password, created_at)"
                         " VALUES (:id, :name, :unit, :roles, :rights, :password, :now)",
                         error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":id", gb_account_get_id (account));
  gb_statement_bind_text (statement, ":name", gb_account_get_name (account));
  gb_statement_bind_text (statement, ":unit", gb_account_get_unit (account));
  gb_statement_bind_int64 (statement, ":roles", gb_account_get_roles (account));
  gb_statement_bind_int64 (statement, ":rights", gb_account_get_rights (account));
  gb_statement_bind_text (statement, ":password", password);
  gb_statement_bind_int64 (statement, ":now", now);
  return gb_statement_run (statement, error);
}

/* Both changes end the account's sessions, in one transaction with the change. */
static gboolean
run_and_end_sessions (GbDatabase *database, GbStatement *statement, const char *id, GError **error)
{
  return run_found (database, statement, id, error) && end_sessions_of (database, id, error);
}

gboolean
gb_office_set_password (GbDatabase *database, const char *id, const char *password, GError **error)
{
  g_autoptr (GbTransaction) transaction = NULL;
  g_autoptr (GbStatement) statement = NULL;

  g_return_val_if_fail (id != NULL && password != NULL, FALSE);

  transaction = gb_database_begin (database, error);
  if (transaction == NULL)
    return FALSE;
  statement =
    gb_database_prepare (database, "UPDATE account SET password = :password WHERE id = :id", error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":password", password);
  gb_statement_bind_text (statement, ":id", id);
  return run_and_end_sessions (database, statement, id, error) &&
         gb_transaction_commit (transaction, error);
}

gboolean
gb_office_set_account_enabled (GbDatabase *database,
                               const char *id,
                               gboolean enabled,
                               GError **error)
{
  g_autoptr (GbTransaction) transaction = NULL;
  g_autoptr (GbStatement) statement = NULL;

  g_return_val_if_fail (id != NULL, FALSE);

  transaction = gb_database_begin (database, error);
  if (transaction == NULL)
    return FALSE;
  statement =
    gb_database_prepare (database, "UPDATE account SET enabled = :enabled WHERE id = :id", error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_int64 (statement, ":enabled", enabled ? 1 : 0);
  gb_statement_bind_text (statement, ":id", id);
  return run_and_end_sessions (database, statement, id, error) &&
         gb_transaction_commit (transaction, error);
}

gboolean
gb_office_find_account (GbDatabase *database,
                        const char *id,
                        GbAccount **out_account,
                        char **out_password,
                        GError **error)
{
  g_autoptr (GbStatement) statement = NULL;
  gboolean has_row;

  g_return_val_if_fail (id != NULL && out_account != NULL, FALSE);

  *out_account = NULL;
  if (out_password != NULL)
    *out_password = NULL;
  statement = gb_database_prepare (database,
                                   "SELECT id, name, unit, roles, rights, password FROM account"
                                   " WHERE id = :id AND enabled = 1",
                                   error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":id", id);
  if (!gb_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row) {
    *out_account = account_from_row (statement);
    if (out_password != NULL)
      *out_password = gb_statement_dup_text (statement, 5);
  }
  return TRUE;
}

GPtrArray *
gb_office_list_accounts (GbDatabase *database, GError **error)
{
  g_autoptr (GPtrArray) accounts =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gb_account_unref);
  g_autoptr (GbStatement) statement = NULL;
  gboolean has_row;

  statement = gb_database_prepare (
    database, "SELECT id, name, unit, roles, rights FROM account ORDER BY id", error);
  if (statement == NULL)
    return NULL;
  for (;;) {
    if (!gb_statement_step (statement, &has_row, error))
      return NULL;
    if (!has_row)
      return g_steal_pointer (&accounts);
    g_ptr_array_add (accounts, account_from_row (statement));
  }
}

gboolean
gb_office_add_session (GbDatabase *database,
                       const char *token,
                       const char *account,
                       const char *device,
                       gint64 now,
                       gint64 expires_at,
                       GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  g_return_val_if_fail (token != NULL && account != NULL && device != NULL, FALSE);

  statement = gb_database_prepare (
    database,
    "INSERT INTO session (token, account, device, created_at, expires_at)"
    " SELECT :token, id, :device, :now, :expires FROM account WHERE id = :account AND enabled = 1",
    error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":token", token);
  gb_statement_bind_text (statement, ":account", account);
  gb_statement_bind_text (statement, ":device", device);
  gb_statement_bind_int64 (statement, ":now", now);
  gb_statement_bind_int64 (statement, ":expires", expires_at);
  return run_found (database, statement, account, error);
}

gboolean
gb_office_find_session (GbDatabase *database,
                        const char *token,
                        gint64 now,
                        GbAccount **out_account,
                        char **out_device,
                        gint64 *out_expires_at,
                        GError **error)
{
  g_autoptr (GbStatement) statement = NULL;
  gboolean has_row;

  g_return_val_if_fail (token != NULL && out_account != NULL, FALSE);

  *out_account = NULL;
  if (out_device != NULL)
    *out_device = NULL;
  statement =
    gb_database_prepare (database,
                         "SELECT a.id, a.name, a.unit, a.roles, a.rights, s.device, s.expires_at"
                         " FROM session s JOIN account a ON a.id = s.account"
                         " WHERE s.token = :token AND s.expires_at > :now AND a.enabled = 1",
                         error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":token", token);
  gb_statement_bind_int64 (statement, ":now", now);
  if (!gb_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row) {
    *out_account = account_from_row (statement);
    if (out_device != NULL)
      *out_device = gb_statement_dup_text (statement, 5);
    if (out_expires_at != NULL)
      *out_expires_at = gb_statement_get_int64 (statement, 6);
  }
  return TRUE;
}

gboolean
gb_office_end_session (GbDatabase *database, const char *token, GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  statement = gb_database_prepare (database, "DELETE FROM session WHERE token = :token", error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":token", token);
  return gb_statement_run (statement, error);
}

gboolean
gb_office_end_expired_sessions (GbDatabase *database, gint64 now, GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  statement = gb_database_prepare (database, "DELETE FROM session WHERE expires_at <= :now", error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_int64 (statement, ":now", now);
  return gb_statement_run (statement, error);
}

gboolean
gb_office_get_setting (GbDatabase *database, const char *key, char **out_value, GError **error)
{
  g_autoptr (GbStatement) statement = NULL;
  gboolean has_row;

  g_return_val_if_fail (key != NULL && out_value != NULL, FALSE);

  *out_value = NULL;
  statement = gb_database_prepare (database, "SELECT value FROM setting WHERE key = :key", error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":key", key);
  if (!gb_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    *out_value = gb_statement_dup_text (statement, 0);
  return TRUE;
}

gboolean
gb_office_set_setting (GbDatabase *database, const char *key, const char *value, GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  statement = gb_database_prepare (database,
                                   "INSERT INTO setting (key, value) VALUES (:key, :value)"
                                   " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                                   error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":key", key);
  gb_statement_bind_text (statement, ":value", value);
  return gb_statement_run (statement, error);
}
