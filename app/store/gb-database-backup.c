/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies of a database, made with SQLite's backup API on the database's thread into the folder
 * "backups" beside the file, named so that the newest sorts last. */
#define G_LOG_DOMAIN "gb-database"

#include "config.h"

#include "store/gb-database.h"

#include "store/gb-database-private.h"
#include "store/gb-statement.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define BACKUP_FOLDER "backups"

static gboolean
copy_pages (GbDatabase *self, sqlite3 *target, GError **error)
{
  sqlite3_backup *backup =
    sqlite3_backup_init (target, "main", _gb_database_get_handle (self), "main");
  int result;

  if (backup == NULL)
    return _gb_database_set_error (self, sqlite3_extended_errcode (target), error);
  result = sqlite3_backup_step (backup, -1);
  sqlite3_backup_finish (backup);
  return result == SQLITE_DONE || _gb_database_set_error (self, result, error);
}

static gboolean
copy_to (GbDatabase *self, const char *path, GError **error)
{
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  sqlite3 *target = NULL;
  int result = sqlite3_open_v2 (path, &target, flags, NULL);
  gboolean ok;

  ok = result == SQLITE_OK ? copy_pages (self, target, error)
                           : _gb_database_set_error (self, result, error);
  sqlite3_close (target);
  return ok;
}

static gboolean
set_file_error (const char *path, GError **error)
{
  int saved = errno;

  g_set_error (error, GB_DATABASE_ERROR,
               saved == ENOSPC || saved == EDQUOT ? GB_DATABASE_ERROR_FULL
                                                  : GB_DATABASE_ERROR_READ_ONLY,
               "cannot write %s: %s", path, g_strerror (saved));
  return FALSE;
}

static gboolean
create_empty (const char *path, GError **error)
{
  int fd = g_open (path, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0)
    return set_file_error (path, error);
  return g_close (fd, error);
}

/**
 * gb_database_backup:
 * @self: a database
 * @path: where the copy goes; its folder is created 0700 if missing
 * @error: return location for an error
 *
 * Copies the whole database. The file appears under @path only when it is complete.
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_database_backup (GbDatabase *self, const char *path, GError **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *partial = NULL;

  g_return_val_if_fail (GB_IS_DATABASE (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  folder = g_path_get_dirname (path);
  partial = g_strconcat (path, ".partial", NULL);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return set_file_error (folder, error);
  if (!create_empty (partial, error))
    return FALSE;
  if (!copy_to (self, partial, error)) {
    g_unlink (partial);
    return FALSE;
  }
  return g_rename (partial, path) == 0 || set_file_error (path, error);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

/* The names of a database's backups, oldest first. */
static GPtrArray *
list_backups (const char *folder, const char *base)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *prefix = g_strconcat (base, "-", NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    if (g_str_has_prefix (name, prefix) && !g_str_has_suffix (name, ".partial"))
      g_ptr_array_add (names, g_strdup (name));
  }
  g_ptr_array_sort (names, compare_names);
  return names;
}

static char *
dup_backup_folder (const char *path)
{
  g_autofree char *parent = g_path_get_dirname (path);

  return g_build_filename (parent, BACKUP_FOLDER, NULL);
}

static void
prune_backups (const char *folder, const char *base, guint n_kept)
{
  g_autoptr (GPtrArray) names = list_backups (folder, base);

  for (guint i = 0; i + n_kept < names->len; i++) {
    g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);

    if (g_unlink (path) != 0)
      g_debug ("an old backup stays: %s", g_strerror (errno));
  }
}

static gboolean
get_version (GbDatabase *self, guint *out_version, GError **error)
{
  g_autoptr (GbStatement) statement = gb_database_prepare (self, "PRAGMA user_version", error);
  gboolean has_row;

  if (statement == NULL || !gb_statement_step (statement, &has_row, error))
    return FALSE;
  *out_version = has_row ? (guint)gb_statement_get_int64 (statement, 0) : 0;
  return TRUE;
}

/**
 * gb_database_backup_beside:
 * @self: a database
 * @n_kept: how many of its backups stay, the new one included; 0 = all
 * @error: return location for an error
 *
 * Backs up to backups/NAME-TIME-vVERSION in the folder of the database, and removes the oldest.
 *
 * Returns: (transfer full): the path of the copy, or %NULL with a %GB_DATABASE_ERROR
 */
char *
gb_database_backup_beside (GbDatabase *self, guint n_kept, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  g_autofree char *folder = NULL;
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;
  g_autofree char *target = NULL;
  guint version;

  g_return_val_if_fail (GB_IS_DATABASE (self), NULL);

  if (!get_version (self, &version, error))
    return NULL;
  folder = dup_backup_folder (gb_database_get_path (self));
  base = g_path_get_basename (gb_database_get_path (self));
  name = g_strdup_printf ("%s-%s-v%u", base, stamp, version);
  target = g_build_filename (folder, name, NULL);
  if (!gb_database_backup (self, target, error))
    return NULL;
  if (n_kept > 0)
    prune_backups (folder, base, n_kept);
  return g_steal_pointer (&target);
}

/**
 * gb_database_find_backup:
 * @path: the path of a database
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): the path of its newest backup
 */
char *
gb_database_find_backup (const char *path)
{
  g_autofree char *folder = NULL;
  g_autofree char *base = NULL;
  g_autoptr (GPtrArray) names = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  folder = dup_backup_folder (path);
  base = g_path_get_basename (path);
  names = list_backups (folder, base);
  if (names->len == 0)
    return NULL;
  return g_build_filename (folder, g_ptr_array_index (names, names->len - 1), NULL);
}
