/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GbStatement owns one prepared statement of a GbDatabase while it is in use, on the database's
 * thread; freeing it gives the statement back to the cache. Only app/store uses it. */
#define G_LOG_DOMAIN "gb-statement"

#include "config.h"

#include "store/gb-statement.h"

#include "store/gb-database-private.h"

#include <errno.h>

struct _GbStatement {
  /* Owned */
  GbDatabase *database;
  char *sql;
  sqlite3_stmt *stmt;
  char *bind_error; /* (nullable): the first bind that failed */
};

GbStatement *
_gb_statement_new (GbDatabase *database, const char *sql, sqlite3_stmt *stmt)
{
  GbStatement *self = g_new0 (GbStatement, 1);

  self->database = g_object_ref (database);
  self->sql = g_strdup (sql);
  self->stmt = stmt;
  return self;
}

/* 0 is no parameter for SQLite: binding to it is SQLITE_RANGE. */
static int
find_parameter (GbStatement *self, const char *name)
{
  return sqlite3_bind_parameter_index (self->stmt, name);
}

static void
note_bind (GbStatement *self, const char *name, int result)
{
  if (result != SQLITE_OK && self->bind_error == NULL)
    self->bind_error = g_strdup_printf ("cannot bind %s: %s", name, sqlite3_errstr (result));
}

/**
 * gb_statement_free:
 * @self: (nullable): a statement
 *
 * Ends the statement.
 */
void
gb_statement_free (GbStatement *self)
{
  if (self == NULL)
    return;
  _gb_database_recycle (self->database, self->sql, self->stmt);
  g_clear_object (&self->database);
  g_free (self->bind_error);
  g_free (self->sql);
  g_free (self);
}

/**
 * gb_statement_bind_null:
 * @self: a statement
 * @name: a parameter with its colon
 *
 * Binds NULL.
 */
void
gb_statement_bind_null (GbStatement *self, const char *name)
{
  g_return_if_fail (self != NULL);

  note_bind (self, name, sqlite3_bind_null (self->stmt, find_parameter (self, name)));
}

/**
 * gb_statement_bind_int64:
 * @self: a statement
 * @name: a parameter with its colon
 * @value: the value
 *
 * Binds a number.
 */
void
gb_statement_bind_int64 (GbStatement *self, const char *name, gint64 value)
{
  g_return_if_fail (self != NULL);

  note_bind (self, name, sqlite3_bind_int64 (self->stmt, find_parameter (self, name), value));
}

/**
 * gb_statement_bind_text:
 * @self: a statement
 * @name: a parameter with its colon
 * @value: (nullable): UTF-8; %NULL binds NULL
 *
 * Binds a copy of a string.
 */
void
gb_statement_bind_text (GbStatement *self, const char *name, const char *value)
{
  int index;

  g_return_if_fail (self != NULL);

  index = find_parameter (self, name);
  note_bind (self, name, sqlite3_bind_text (self->stmt, index, value, -1, SQLITE_TRANSIENT));
}

/**
 * gb_statement_bind_bytes:
 * @self: a statement
 * @name: a parameter with its colon
 * @value: (nullable): %NULL binds NULL
 *
 * Binds a blob; a reference is held until it is bound anew.
 */
void
gb_statement_bind_bytes (GbStatement *self, const char *name, GBytes *value)
{
  gconstpointer data;
  gsize size;
  int index;

  g_return_if_fail (self != NULL);

  index = find_parameter (self, name);
  if (value == NULL) {
    gb_statement_bind_null (self, name);
    return;
  }
  data = g_bytes_get_data (value, &size);
  /* A blob at NULL would be NULL for SQLite, not empty. */
  note_bind (self, name,
             sqlite3_bind_blob64 (self->stmt, index, size > 0 ? data : "", size, SQLITE_TRANSIENT));
}

/**
 * gb_statement_step:
 * @self: a statement
 * @out_has_row: (out): %TRUE: a row is there to read; %FALSE: the statement is done
 * @error: return location for an error
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_statement_step (GbStatement *self, gboolean *out_has_row, GError **error)
{
  int result;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (out_has_row != NULL, FALSE);
  g_assert (_gb_database_get_handle (self->database) == sqlite3_db_handle (self->stmt));

  *out_has_row = FALSE;
  if (self->bind_error != NULL) {
    g_set_error_literal (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_FAILED, self->bind_error);
    return FALSE;
  }
  errno = 0;
  result = sqlite3_step (self->stmt);
  if (result != SQLITE_ROW && result != SQLITE_DONE)
    return _gb_database_set_error (self->database, result, error);
  *out_has_row = result == SQLITE_ROW;
  return TRUE;
}

/**
 * gb_statement_run:
 * @self: a statement
 * @error: return location for an error
 *
 * Steps to the end, dropping rows, and resets the statement for the next binds.
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_statement_run (GbStatement *self, GError **error)
{
  gboolean has_row = TRUE;
  gboolean ok = TRUE;

  g_return_val_if_fail (self != NULL, FALSE);

  while (ok && has_row)
    ok = gb_statement_step (self, &has_row, error);
  gb_statement_reset (self);
  return ok;
}

/**
 * gb_statement_reset:
 * @self: a statement
 *
 * Forgets the row, the binds and the failed bind.
 */
void
gb_statement_reset (GbStatement *self)
{
  g_return_if_fail (self != NULL);

  sqlite3_reset (self->stmt);
  sqlite3_clear_bindings (self->stmt);
  g_clear_pointer (&self->bind_error, g_free);
}

/**
 * gb_statement_get_is_null:
 * @self: a statement with a row
 * @column: the column, from 0
 *
 * Returns: whether the value is NULL
 */
gboolean
gb_statement_get_is_null (GbStatement *self, int column)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return sqlite3_column_type (self->stmt, column) == SQLITE_NULL;
}

/**
 * gb_statement_get_int64:
 * @self: a statement with a row
 * @column: the column, from 0
 *
 * Returns: the number; 0 for NULL
 */
gint64
gb_statement_get_int64 (GbStatement *self, int column)
{
  int type;

  g_return_val_if_fail (self != NULL, 0);

  type = sqlite3_column_type (self->stmt, column);
  g_return_val_if_fail (type == SQLITE_INTEGER || type == SQLITE_NULL, 0);
  return sqlite3_column_int64 (self->stmt, column);
}

/**
 * gb_statement_get_text:
 * @self: a statement with a row
 * @column: the column, from 0
 *
 * Returns: (nullable): the string, valid until the next step; %NULL for NULL
 */
const char *
gb_statement_get_text (GbStatement *self, int column)
{
  int type;

  g_return_val_if_fail (self != NULL, NULL);

  type = sqlite3_column_type (self->stmt, column);
  g_return_val_if_fail (type == SQLITE_TEXT || type == SQLITE_NULL, NULL);
  return (const char *)sqlite3_column_text (self->stmt, column);
}

/**
 * gb_statement_dup_text:
 * @self: a statement with a row
 * @column: the column, from 0
 *
 * Returns: (transfer full): the string; "" for NULL
 */
char *
gb_statement_dup_text (GbStatement *self, int column)
{
  const char *text = gb_statement_get_text (self, column);

  return g_strdup (text != NULL ? text : "");
}

/**
 * gb_statement_dup_bytes:
 * @self: a statement with a row
 * @column: the column, from 0
 *
 * Returns: (transfer full) (nullable): a copy of the blob; %NULL for NULL
 */
GBytes *
gb_statement_dup_bytes (GbStatement *self, int column)
{
  int type;

  g_return_val_if_fail (self != NULL, NULL);

  type = sqlite3_column_type (self->stmt, column);
  g_return_val_if_fail (type == SQLITE_BLOB || type == SQLITE_NULL, NULL);
  if (type == SQLITE_NULL)
    return NULL;
  return g_bytes_new (sqlite3_column_blob (self->stmt, column),
                      (gsize)sqlite3_column_bytes (self->stmt, column));
}
