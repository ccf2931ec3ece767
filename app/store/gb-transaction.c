/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GbTransaction is a guard on the stack of the database's thread: leaving the scope rolls back
 * what was not committed. Inside another transaction it is a savepoint. Only app/store uses it. */
#define G_LOG_DOMAIN "gb-database"

#include "config.h"

#include "store/gb-database.h"

#include "store/gb-database-private.h"

struct _GbTransaction {
  GbDatabase *database; /* (owned) */

  guint is_nested : 1;
  guint is_committed : 1;
};

static GbTransaction *
transaction_new (GbDatabase *database, const char *begin, GError **error)
{
  gboolean is_nested = !sqlite3_get_autocommit (_gb_database_get_handle (database));
  GbTransaction *self;

  /* SQLite matches the innermost savepoint of a name, so that one name nests. */
  if (!gb_database_execute (database, is_nested ? "SAVEPOINT nested" : begin, error))
    return NULL;
  self = g_new0 (GbTransaction, 1);
  self->database = g_object_ref (database);
  self->is_nested = is_nested;
  return self;
}

/**
 * gb_database_begin:
 * @self: a database
 * @error: return location for an error
 *
 * Takes the write lock now, so that no later statement can be refused as busy.
 *
 * Returns: (transfer full): the guard, or %NULL with %GB_DATABASE_ERROR_BUSY or another
 */
GbTransaction *
gb_database_begin (GbDatabase *self, GError **error)
{
  g_return_val_if_fail (GB_IS_DATABASE (self), NULL);

  return transaction_new (self, "BEGIN IMMEDIATE", error);
}

/**
 * gb_database_begin_read:
 * @self: a database
 * @error: return location for an error
 *
 * One consistent state for several queries.
 *
 * Returns: (transfer full): the guard, or %NULL with a %GB_DATABASE_ERROR
 */
GbTransaction *
gb_database_begin_read (GbDatabase *self, GError **error)
{
  g_return_val_if_fail (GB_IS_DATABASE (self), NULL);

  return transaction_new (self, "BEGIN", error);
}

/**
 * gb_transaction_commit:
 * @self: a transaction
 * @error: return location for an error
 *
 * When it returns %TRUE for an outermost transaction, everything is on the disk. After a failure
 * nothing is; the guard rolls back.
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_transaction_commit (GbTransaction *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (!self->is_committed, FALSE);

  if (!gb_database_execute (self->database, self->is_nested ? "RELEASE nested" : "COMMIT", error))
    return FALSE;
  self->is_committed = TRUE;
  return TRUE;
}

void
gb_transaction_free (GbTransaction *self)
{
  g_autoptr (GError) error = NULL;

  if (self == NULL)
    return;
  /* A full disk makes SQLite roll back by itself; then there is nothing left to undo. */
  if (!self->is_committed && !sqlite3_get_autocommit (_gb_database_get_handle (self->database)) &&
      !gb_database_execute (self->database,
                            self->is_nested ? "ROLLBACK TO nested; RELEASE nested" : "ROLLBACK",
                            &error))
    g_debug ("rollback: %s", error->message);
  g_clear_object (&self->database);
  g_free (self);
}
