/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GbDatabaseError:
 * @GB_DATABASE_ERROR_FAILED: SQLite refused for another reason; the message says which
 * @GB_DATABASE_ERROR_BUSY: another process holds the lock; try again
 * @GB_DATABASE_ERROR_FULL: no space left; nothing of the transaction was written
 * @GB_DATABASE_ERROR_CORRUPT: the file is damaged; it is left as it is, and the message names the
 *   newest backup
 * @GB_DATABASE_ERROR_SCHEMA_TOO_NEW: a newer program wrote the file; update this one
 * @GB_DATABASE_ERROR_CONSTRAINT: a rule of the schema was violated; a duplicate, for example
 * @GB_DATABASE_ERROR_READ_ONLY: file or folder cannot be opened or written
 * @GB_DATABASE_ERROR_NOT_FOUND: there is no such row
 * @GB_DATABASE_ERROR_CLOCK: the computer's clock is behind what the log says
 * @GB_DATABASE_ERROR_IN_USE: another program has the folder open
 */
typedef enum {
  GB_DATABASE_ERROR_FAILED,
  GB_DATABASE_ERROR_BUSY,
  GB_DATABASE_ERROR_FULL,
  GB_DATABASE_ERROR_CORRUPT,
  GB_DATABASE_ERROR_SCHEMA_TOO_NEW,
  GB_DATABASE_ERROR_CONSTRAINT,
  GB_DATABASE_ERROR_READ_ONLY,
  GB_DATABASE_ERROR_NOT_FOUND,
  GB_DATABASE_ERROR_IN_USE,
  GB_DATABASE_ERROR_CLOCK,
} GbDatabaseError;

#define GB_DATABASE_ERROR (gb_database_error_quark ())
GQuark gb_database_error_quark (void);

/**
 * GbDatabase:
 *
 * One connection to one SQLite file: WAL, foreign keys, synchronous=FULL, files 0600. It belongs
 * to the thread that opened it, and every function asserts that it is called there.
 */
#define GB_TYPE_DATABASE (gb_database_get_type ())
G_DECLARE_FINAL_TYPE (GbDatabase, gb_database, GB, DATABASE, GObject)

typedef struct _GbStatement GbStatement;
typedef struct _GbTransaction GbTransaction;

/* What a file of one kind holds. The array of steps is append-only: step i leads from version i to
 * version i + 1, and a released step is never changed. Tie its length to the version:
 *
 *   static const char *const steps[] = { step_1, };
 *   G_STATIC_ASSERT (G_N_ELEMENTS (steps) == SCHEMA_VERSION);
 */
typedef struct {
  guint32 application_id;   /* PRAGMA application_id: refuses files of another kind */
  const char *const *steps; /* each a script of statements without parameters */
  guint n_steps;            /* the version that this program writes */
} GbSchema;

GbDatabase *gb_database_open (const char *path, const GbSchema *schema, GError **error);
void gb_database_close (GbDatabase *self);
const char *gb_database_get_path (GbDatabase *self);

/* Statements without parameters and without rows. sql must be a literal. */
gboolean gb_database_execute (GbDatabase *self, const char *sql, GError **error);
/* sql must be a literal: statements are cached by it. */
GbStatement *gb_database_prepare (GbDatabase *self, const char *sql, GError **error);
gint64 gb_database_get_last_row_id (GbDatabase *self);
guint gb_database_get_n_changes (GbDatabase *self);

gboolean gb_database_backup (GbDatabase *self, const char *path, GError **error);
char *gb_database_backup_beside (GbDatabase *self, guint n_kept, GError **error);
gboolean gb_database_check (GbDatabase *self, GError **error);
char *gb_database_find_backup (const char *path);

/* BEGIN IMMEDIATE; inside another transaction a savepoint. */
GbTransaction *gb_database_begin (GbDatabase *self, GError **error);
/* A read snapshot; writing in it fails with GB_DATABASE_ERROR_BUSY if another writer was faster. */
GbTransaction *gb_database_begin_read (GbDatabase *self, GError **error);
gboolean gb_transaction_commit (GbTransaction *self, GError **error);
/* Rolls back unless committed. */
void gb_transaction_free (GbTransaction *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbTransaction, gb_transaction_free)

G_END_DECLS
