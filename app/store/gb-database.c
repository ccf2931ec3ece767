/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GbDatabase owns one SQLite connection and its cache of prepared statements. It lives on the
 * thread that opened it: the database thread of the client, the main thread of the portal. */
#define G_LOG_DOMAIN "gb-database"

#include "config.h"

#include "store/gb-database.h"

#include "store/gb-database-private.h"
#include "store/gb-statement.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define BUSY_TIMEOUT_MS 5000
/* Up to here the check costs a tenth of a second; 100,000 drafts would cost most of one. */
#define CHECKED_AT_OPEN_BYTES (64 * 1024 * 1024)
#define BUSY_RETRY_MS         10

struct _GbDatabase {
  GObject parent_instance;

  /* Owned */
  char *path;
  sqlite3 *handle;        /* (nullable) once closed */
  GHashTable *statements; /* SQL to an idle sqlite3_stmt */

  /* Borrowed */
  GThread *thread; /* the only one that may use it */
};

G_DEFINE_QUARK (gb_database_error, gb_database_error)
G_DEFINE_FINAL_TYPE (GbDatabase, gb_database, G_TYPE_OBJECT)

static GbDatabaseError
code_from_result (int result, int system_error)
{
  switch (result & 0xff) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return GB_DATABASE_ERROR_BUSY;
  case SQLITE_FULL:
    return GB_DATABASE_ERROR_FULL;
  case SQLITE_IOERR:
    /* A quota or a file size limit reaches us as a failed write. */
    if (system_error == ENOSPC || system_error == EFBIG || system_error == EDQUOT)
      return GB_DATABASE_ERROR_FULL;
    return GB_DATABASE_ERROR_FAILED;
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return GB_DATABASE_ERROR_CORRUPT;
  case SQLITE_CONSTRAINT:
    return GB_DATABASE_ERROR_CONSTRAINT;
  case SQLITE_READONLY:
  case SQLITE_CANTOPEN:
  case SQLITE_PERM:
  case SQLITE_AUTH:
    return GB_DATABASE_ERROR_READ_ONLY;
  default:
    return GB_DATABASE_ERROR_FAILED;
  }
}

static gboolean
set_corrupt (GbDatabase *self, const char *reason, GError **error)
{
  g_autofree char *backup = gb_database_find_backup (self->path);

  g_set_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CORRUPT,
               "the database %s is damaged (%s); the file is left as it is, and the newest backup "
               "is %s",
               self->path, reason, backup != NULL ? backup : "missing");
  return FALSE;
}

/* SQLite takes an empty file for a new database. Where copies lie beside it, it is one whose
 * content was lost. */
static gboolean
check_not_emptied (GbDatabase *self, GError **error)
{
  g_autofree char *backup = NULL;
  GStatBuf info;

  if (g_stat (self->path, &info) != 0 || info.st_size > 0)
    return TRUE;
  backup = gb_database_find_backup (self->path);
  return backup == NULL || set_corrupt (self, "it is empty", error);
}

static gboolean
query_int64 (GbDatabase *self, const char *sql, gint64 *out_value, GError **error)
{
  g_autoptr (GbStatement) statement = gb_database_prepare (self, sql, error);
  gboolean has_row;

  *out_value = 0;
  if (statement == NULL || !gb_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    *out_value = gb_statement_get_int64 (statement, 0);
  return TRUE;
}

/* A pragma does not fail when it has no effect: what it says afterwards counts. */
static gboolean
set_pragma (GbDatabase *self, const char *set, const char *get, gint64 wanted, GError **error)
{
  gint64 value;

  if (!gb_database_execute (self, set, error) || !query_int64 (self, get, &value, error))
    return FALSE;
  if (value == wanted)
    return TRUE;
  g_set_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_FAILED, "%s has no effect", set);
  return FALSE;
}

static gboolean
try_wal (GbDatabase *self, GError **error)
{
  g_autoptr (GbStatement) statement = NULL;
  gboolean has_row;

  statement = gb_database_prepare (self, "PRAGMA journal_mode = WAL", error);
  if (statement == NULL || !gb_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row && g_strcmp0 (gb_statement_get_text (statement, 0), "wal") == 0)
    return TRUE;
  g_set_error_literal (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_FAILED,
                       "this file system cannot hold a database with a write-ahead log");
  return FALSE;
}

/* The change of the journal does not wait for a lock by itself, unlike everything else. */
static gboolean
set_wal (GbDatabase *self, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + BUSY_TIMEOUT_MS * 1000;

  while (TRUE) {
    g_autoptr (GError) local = NULL;

    if (try_wal (self, &local))
      return TRUE;
    if (!g_error_matches (local, GB_DATABASE_ERROR, GB_DATABASE_ERROR_BUSY) ||
        g_get_monotonic_time () > deadline) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
    g_usleep (BUSY_RETRY_MS * 1000);
  }
}

static gboolean
set_pragmas (GbDatabase *self, GError **error)
{
  return set_wal (self, error) &&
         set_pragma (self, "PRAGMA foreign_keys = ON", "PRAGMA foreign_keys", 1, error) &&
         set_pragma (self, "PRAGMA synchronous = FULL", "PRAGMA synchronous", 2, error) &&
         set_pragma (self, "PRAGMA trusted_schema = OFF", "PRAGMA trusted_schema", 0, error);
}

/* Before anything is written: is this file ours, and not from the future? One snapshot, for
 * another process may be creating it. */
static gboolean
check_identity (GbDatabase *self, const GbSchema *schema, gint64 *out_version, GError **error)
{
  g_autoptr (GbTransaction) snapshot = gb_database_begin_read (self, error);
  gint64 application_id;
  gint64 n_objects;

  if (snapshot == NULL || !query_int64 (self, "PRAGMA user_version", out_version, error) ||
      !query_int64 (self, "PRAGMA application_id", &application_id, error) ||
      !query_int64 (self, "SELECT count(*) FROM sqlite_schema", &n_objects, error))
    return FALSE;

  if (n_objects > 0 && application_id != (gint32)schema->application_id) {
    g_set_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_FAILED,
                 "%s is the database of another program", self->path);
    return FALSE;
  }
  if (*out_version > schema->n_steps) {
    g_set_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_SCHEMA_TOO_NEW,
                 "%s was written by a newer version of this program (format %" G_GINT64_FORMAT
                 ", this one knows %u); it was not touched",
                 self->path, *out_version, schema->n_steps);
    return FALSE;
  }
  return TRUE;
}

/* PRAGMA takes no parameters. Both numbers are the program's own, so that this is the one place
 * where SQL is put together. */
static gboolean
set_identity (GbDatabase *self, guint32 application_id, guint version, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %u",
                                          (gint32)application_id, version);

  return gb_database_execute (self, sql, error);
}

/* Another process may have been faster, so the version is read again inside the lock. */
static gboolean
migrate_step (GbDatabase *self, const GbSchema *schema, guint step, GError **error)
{
  g_autoptr (GbTransaction) transaction = gb_database_begin (self, error);
  gint64 version;

  if (transaction == NULL || !query_int64 (self, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version > step)
    return TRUE;
  if (!gb_database_execute (self, schema->steps[step], error) ||
      !set_identity (self, schema->application_id, step + 1, error)) {
    g_prefix_error (error, "migration to format %u: ", step + 1);
    return FALSE;
  }
  return gb_transaction_commit (transaction, error);
}

static gboolean
migrate (GbDatabase *self, const GbSchema *schema, guint version, GError **error)
{
  if (version > 0 && version < schema->n_steps) {
    g_autofree char *backup = gb_database_backup_beside (self, 0, error);

    if (backup == NULL) {
      g_prefix_error (error, "backup before the migration: ");
      return FALSE;
    }
  }
  for (guint step = version; step < schema->n_steps; step++) {
    if (!migrate_step (self, schema, step, error))
      return FALSE;
  }
  return TRUE;
}

/* A large file is checked before each backup, in the background, and by every page that is read. */
static gboolean
check_at_open (GbDatabase *self, GError **error)
{
  GStatBuf info;

  if (g_stat (self->path, &info) == 0 && info.st_size > CHECKED_AT_OPEN_BYTES)
    return TRUE;
  return gb_database_check (self, error);
}

/* SQLite gives its other files the mode of this one. */
static gboolean
create_private_file (const char *path, GError **error)
{
  int fd = g_open (path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);

  if (fd >= 0)
    return g_close (fd, error);
  if (errno == EEXIST && g_chmod (path, 0600) == 0)
    return TRUE;
  g_set_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_READ_ONLY, "cannot open %s: %s", path,
               g_strerror (errno));
  return FALSE;
}

static gboolean
connect_file (GbDatabase *self, GError **error)
{
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  int result = sqlite3_open_v2 (self->path, &self->handle, flags, NULL);

  if (result == SQLITE_OK)
    result = sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
  if (result == SQLITE_OK)
    result = sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  return result == SQLITE_OK || _gb_database_set_error (self, result, error);
}

static void
gb_database_finalize (GObject *object)
{
  GbDatabase *self = GB_DATABASE (object);

  gb_database_close (self);
  g_clear_pointer (&self->statements, g_hash_table_unref);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (gb_database_parent_class)->finalize (object);
}

static void
gb_database_class_init (GbDatabaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gb_database_finalize;
}

static void
gb_database_init (GbDatabase *self)
{
  self->thread = g_thread_self ();
  self->statements =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)sqlite3_finalize);
}

sqlite3 *
_gb_database_get_handle (GbDatabase *self)
{
  g_assert (self->thread == g_thread_self ());
  return self->handle;
}

gboolean
_gb_database_set_error (GbDatabase *self, int result, GError **error)
{
  /* SQLite keeps the system's error of a statement, but not that of the commit which ends it. */
  int system_error = errno;
  const char *reason = sqlite3_errstr (result);
  GbDatabaseError code;

  if (self->handle != NULL && sqlite3_extended_errcode (self->handle) == result)
    reason = sqlite3_errmsg (self->handle);
  code = code_from_result (result, system_error);
  if (code == GB_DATABASE_ERROR_CORRUPT)
    return set_corrupt (self, reason, error);
  g_set_error_literal (error, GB_DATABASE_ERROR, code, reason);
  return FALSE;
}

void
_gb_database_recycle (GbDatabase *self, const char *sql, sqlite3_stmt *stmt)
{
  g_assert (self->thread == g_thread_self ());

  sqlite3_reset (stmt);
  sqlite3_clear_bindings (stmt);
  if (g_hash_table_contains (self->statements, sql))
    sqlite3_finalize (stmt);
  else
    g_hash_table_insert (self->statements, g_strdup (sql), stmt);
}

/**
 * gb_database_open:
 * @path: the file, created with mode 0600 if it is missing; its folder must exist
 * @schema: what it holds; static
 * @error: return location for an error
 *
 * Opens a database and brings it to the newest version of @schema. A file of an older version is
 * copied to the folder "backups" beside it before the first step. Each step is one transaction: a
 * crash leaves the file at a version, never between two. A file of up to 64 MiB is checked as a
 * whole.
 *
 * Returns: (transfer full): the database, bound to this thread, or %NULL with a
 *   %GB_DATABASE_ERROR; the file is then as it was after the last step that succeeded
 */
GbDatabase *
gb_database_open (const char *path, const GbSchema *schema, GError **error)
{
  g_autoptr (GbDatabase) self = NULL;
  gint64 version;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (schema != NULL, NULL);

  self = g_object_new (GB_TYPE_DATABASE, NULL);
  self->path = g_strdup (path);
  if (!check_not_emptied (self, error) || !create_private_file (path, error) ||
      !connect_file (self, error) || !check_identity (self, schema, &version, error) ||
      !set_pragmas (self, error) || !check_at_open (self, error) ||
      !migrate (self, schema, (guint)version, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * gb_database_close:
 * @self: a database
 *
 * Folds the write-ahead log into the file if no other connection is open. Closing twice is fine.
 * All statements and transactions must be gone.
 */
void
gb_database_close (GbDatabase *self)
{
  int result;

  g_return_if_fail (GB_IS_DATABASE (self));
  g_assert (self->thread == g_thread_self ());

  g_hash_table_remove_all (self->statements);
  result = sqlite3_close (self->handle);
  if (result == SQLITE_OK)
    self->handle = NULL;
  else
    g_critical ("a statement outlives its database");
}

/**
 * gb_database_get_path:
 * @self: a database
 *
 * Returns: the path that it was opened with
 */
const char *
gb_database_get_path (GbDatabase *self)
{
  g_return_val_if_fail (GB_IS_DATABASE (self), NULL);

  return self->path;
}

/**
 * gb_database_execute:
 * @self: a database
 * @sql: a literal of one or more statements
 * @error: return location for an error
 *
 * Runs statements that need no parameters; rows are dropped.
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR; statements before the failed one stay done
 */
gboolean
gb_database_execute (GbDatabase *self, const char *sql, GError **error)
{
  int result;

  g_return_val_if_fail (GB_IS_DATABASE (self), FALSE);
  g_return_val_if_fail (sql != NULL, FALSE);
  g_assert (self->thread == g_thread_self ());

  errno = 0;
  result = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);
  return result == SQLITE_OK || _gb_database_set_error (self, result, error);
}

/**
 * gb_database_prepare:
 * @self: a database
 * @sql: a literal of one statement, with named parameters (":id")
 * @error: return location for an error
 *
 * Returns: (transfer full): the statement, or %NULL with a %GB_DATABASE_ERROR
 */
GbStatement *
gb_database_prepare (GbDatabase *self, const char *sql, GError **error)
{
  g_autofree char *key = NULL;
  sqlite3_stmt *stmt = NULL;
  int result;

  g_return_val_if_fail (GB_IS_DATABASE (self), NULL);
  g_return_val_if_fail (sql != NULL, NULL);
  g_assert (self->thread == g_thread_self ());

  if (g_hash_table_steal_extended (self->statements, sql, (gpointer *)&key, (gpointer *)&stmt))
    return _gb_statement_new (self, sql, stmt);

  result = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
  if (result != SQLITE_OK) {
    _gb_database_set_error (self, result, error);
    return NULL;
  }
  return _gb_statement_new (self, sql, stmt);
}

/**
 * gb_database_get_last_row_id:
 * @self: a database
 *
 * Returns: the row id of the last INSERT on this connection
 */
gint64
gb_database_get_last_row_id (GbDatabase *self)
{
  g_return_val_if_fail (GB_IS_DATABASE (self), 0);

  return sqlite3_last_insert_rowid (_gb_database_get_handle (self));
}

/**
 * gb_database_get_n_changes:
 * @self: a database
 *
 * Returns: how many rows the last INSERT, UPDATE or DELETE changed
 */
guint
gb_database_get_n_changes (GbDatabase *self)
{
  g_return_val_if_fail (GB_IS_DATABASE (self), 0);

  return (guint)sqlite3_changes (_gb_database_get_handle (self));
}

/**
 * gb_database_check:
 * @self: a database
 * @error: return location for an error
 *
 * Reads the structure of the whole file (PRAGMA quick_check).
 *
 * Returns: %TRUE if it is sound, or %FALSE with %GB_DATABASE_ERROR_CORRUPT
 */
gboolean
gb_database_check (GbDatabase *self, GError **error)
{
  g_autoptr (GbStatement) statement = NULL;
  gboolean has_row;

  g_return_val_if_fail (GB_IS_DATABASE (self), FALSE);

  statement = gb_database_prepare (self, "PRAGMA quick_check(1)", error);
  if (statement == NULL || !gb_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row && g_strcmp0 (gb_statement_get_text (statement, 0), "ok") != 0)
    return set_corrupt (self, gb_statement_get_text (statement, 0), error);
  return TRUE;
}
