/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GbStore owns one person's folder at one office: the database thread, the blob folder and the
 * timer of the daily backup. It lives on the main thread; GbDesk and gongbaoctl use it. */
#define G_LOG_DOMAIN "gb-store"

#include "config.h"

#include "store/gb-store.h"

#include "store/gb-folder-lock.h"
#include "store/gb-store-private.h"

#include <glib/gstdio.h>

#define DATABASE_NAME          "desk.db"
#define LOCK_NAME              "desk.lock"
#define BLOB_FOLDER            "blobs"
#define LOCK_WAIT_MS           3000
#define LOCK_STEP_MS           50
#define N_BACKUPS_KEPT         7
#define BACKUP_AFTER_S         (24 * 60 * 60)
#define BACKUP_FIRST_LOOK_S    5 /* not while the person waits for the list */
#define BACKUP_LOOK_INTERVAL_S (60 * 60)
/* Long enough to answer what became of something, and for every repeat of an answer. */
#define DONE_KEPT_US (30 * G_TIME_SPAN_DAY)

struct _GbStore {
  GObject parent_instance;

  /* Owned */
  GFile *folder;
  GbDatabaseThread *thread; /* (nullable) until the folder exists */
  GbBlobFolder *blobs;      /* (nullable) until the folder exists */
  GbFolderLock *lock;       /* (nullable) until the folder exists, and once it is closed */

  guint backup_source;
};

typedef struct {
  GbStoreFunc func;
  gpointer data;            /* (owned) */
  GDestroyNotify data_free; /* (nullable) */
  gboolean is_write;
} Run;

static void
run_free (Run *self)
{
  if (self->data_free != NULL)
    self->data_free (self->data);
  g_free (self);
}

G_DEFINE_FINAL_TYPE (GbStore, gb_store, G_TYPE_OBJECT)

enum {
  SIGNAL_DAMAGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
dup_database_path (GFile *folder)
{
  return g_build_filename (g_file_peek_path (folder), DATABASE_NAME, NULL);
}

GbBlobFolder *
_gb_store_get_blobs (GbStore *self)
{
  return self->blobs;
}

GbStatement *
_gb_store_txn_prepare (GbStoreTxn *txn, const char *sql, GError **error)
{
  return gb_database_prepare (txn->database, sql, error);
}

static gboolean
run_in_transaction (GbDatabase *database, Run *run, GError **error)
{
  GbStoreTxn txn = { .database = database };
  g_autoptr (GbTransaction) transaction = NULL;

  transaction =
    run->is_write ? gb_database_begin (database, error) : gb_database_begin_read (database, error);
  return transaction != NULL && run->func (&txn, run->data, error) &&
         gb_transaction_commit (transaction, error);
}

static void
run_job (GTask *task, GbDatabase *database)
{
  GError *error = NULL;

  if (run_in_transaction (database, g_task_get_task_data (task), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
run_async (GbStore *self, Run *run, GbDatabasePriority priority, gpointer tag, GTask *task)
{
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, run, (GDestroyNotify)run_free);
  gb_database_thread_run (self->thread, priority, task, run_job);
}

static Run *
run_new (GbStoreFunc func, gpointer data, GDestroyNotify data_free, gboolean is_write)
{
  Run *self = g_new0 (Run, 1);

  self->func = func;
  self->data = data;
  self->data_free = data_free;
  self->is_write = is_write;
  return self;
}

static gboolean
prune (GbDatabase *database, GError **error)
{
  g_autoptr (GbTransaction) transaction = gb_database_begin (database, error);
  GbStoreTxn txn = { .database = database };

  return transaction != NULL &&
         gb_store_txn_prune_outbox (&txn, g_get_real_time () - DONE_KEPT_US, error) &&
         gb_transaction_commit (transaction, error);
}

/* A damaged file must not take the place of a good copy. */
static void
backup_job (GTask *task, GbDatabase *database)
{
  GError *error = NULL;
  char *path = NULL;

  if (gb_database_check (database, &error) && prune (database, &error))
    path = gb_database_backup_beside (database, N_BACKUPS_KEPT, &error);
  if (path != NULL)
    g_task_return_pointer (task, path, g_free);
  else
    g_task_return_error (task, error);
}

/* A day counts by the copy's own time, so that a program that is started every morning makes one
 * a day, and one that runs for weeks does too. */
static gboolean
is_backup_due (GbStore *self)
{
  g_autofree char *path = dup_database_path (self->folder);
  g_autofree char *backup = gb_database_find_backup (path);
  GStatBuf info;

  if (backup == NULL || g_stat (backup, &info) != 0)
    return TRUE;
  return g_get_real_time () / G_USEC_PER_SEC - info.st_mtime >= BACKUP_AFTER_S;
}

static void
daily_backup_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = gb_store_backup_finish (GB_STORE (source), result, &error);

  if (file != NULL)
    return;
  /* Unless it is damaged, the data itself is safe; the next hour tries again. */
  g_debug ("daily backup: %s", error->message);
  if (g_error_matches (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CORRUPT))
    g_signal_emit (source, signals[SIGNAL_DAMAGED], 0, error);
}

static gboolean
look_for_backup_cb (gpointer user_data)
{
  GbStore *self = user_data;

  if (is_backup_due (self))
    gb_store_backup_async (self, NULL, daily_backup_cb, NULL);
  return G_SOURCE_CONTINUE;
}

static gboolean
first_look_for_backup_cb (gpointer user_data)
{
  GbStore *self = user_data;

  self->backup_source = g_timeout_add_seconds (BACKUP_LOOK_INTERVAL_S, look_for_backup_cb, self);
  look_for_backup_cb (self);
  return G_SOURCE_REMOVE;
}

static void
recover_job (GTask *task, GbDatabase *database)
{
  g_autoptr (GbTransaction) transaction = NULL;
  GbStoreTxn txn = { .database = database };
  GError *error = NULL;

  transaction = gb_database_begin (database, &error);
  if (transaction != NULL && _gb_store_txn_recover_outbox (&txn, &error) &&
      gb_transaction_commit (transaction, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
recover_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbStore *self = GB_STORE (source);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (task, error);
    return;
  }
  self->backup_source = g_timeout_add_seconds (BACKUP_FIRST_LOOK_S, first_look_for_backup_cb, self);
  g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

/* Two programs on one folder, which a second session bus makes possible, would each save the text
 * that they show over the other's. Whoever comes second waits a little, because the first may be
 * on its way out: a person who signs in again, a program that is started anew. */
static GbFolderLock *
lock_folder (const char *folder, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + LOCK_WAIT_MS * 1000;

  for (;;) {
    g_autoptr (GError) local_error = NULL;
    GbFolderLock *lock = gb_folder_lock_new (folder, LOCK_NAME, &local_error);

    if (lock != NULL)
      return lock;
    if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_BUSY)) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
    if (g_get_monotonic_time () >= deadline) {
      g_set_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_IN_USE,
                   "another program has %s open", folder);
      return NULL;
    }
    g_usleep (LOCK_STEP_MS * 1000);
  }
}

/* Runs on a GTask thread: the folder may lie on a slow home directory. */
static void
make_folders_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autofree char *path = g_build_filename (task_data, BLOB_FOLDER, NULL);
  GError *error = NULL;
  GbStore *self = source;
  GbBlobFolder *blobs = NULL;

  /* Nobody else looks at the store before this task is done. */
  self->lock = lock_folder (task_data, &error);
  if (self->lock != NULL)
    blobs = gb_blob_folder_new (path, &error);
  if (blobs != NULL)
    g_task_return_pointer (task, blobs, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
make_folders_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autofree char *path = NULL;
  GbStore *self = GB_STORE (source);
  GError *error = NULL;
  GTask *recover;

  self->blobs = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->blobs == NULL) {
    if (error->domain == G_IO_ERROR && error->code != G_IO_ERROR_CANCELLED) {
      error->domain = GB_DATABASE_ERROR;
      error->code =
        error->code == G_IO_ERROR_NO_SPACE ? GB_DATABASE_ERROR_FULL : GB_DATABASE_ERROR_READ_ONLY;
    }
    g_task_return_error (task, error);
    return;
  }
  path = dup_database_path (self->folder);
  self->thread = gb_database_thread_new (path, &_gb_store_schema);
  recover = g_task_new (self, g_task_get_cancellable (task), recover_cb, g_object_ref (task));
  g_task_set_source_tag (recover, make_folders_cb);
  gb_database_thread_run (self->thread, GB_DATABASE_PRIORITY_USER, recover, recover_job);
}

static void
close_thread_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbStore *self = g_task_get_source_object (task);
  GError *error = NULL;

  g_clear_pointer (&self->lock, gb_folder_lock_free);
  if (gb_database_thread_close_finish (GB_DATABASE_THREAD (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
gb_store_dispose (GObject *object)
{
  GbStore *self = GB_STORE (object);

  g_clear_handle_id (&self->backup_source, g_source_remove);
  g_clear_object (&self->thread);
  g_clear_pointer (&self->lock, gb_folder_lock_free);
  g_clear_object (&self->blobs);
  g_clear_object (&self->folder);

  G_OBJECT_CLASS (gb_store_parent_class)->dispose (object);
}

static void
gb_store_class_init (GbStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gb_store_dispose;

  signals[SIGNAL_DAMAGED] = g_signal_new ("damaged", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
gb_store_init (GbStore *self)
{
}

/**
 * gb_store_open_async:
 * @folder: a local folder, created 0700 if it is missing
 * @cancellable: (nullable): to stop it
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Opens one person's store, and keeps every other program from it until it is closed. Operations
 * that a crash left "sending" become "unknown". A backup is made soon afterwards when the newest
 * one is older than a day, and again every day while the store is open.
 */
void
gb_store_open_async (GFile *folder,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GbStore) self = NULL;
  g_autoptr (GTask) task = NULL;
  g_autoptr (GTask) make = NULL;

  g_return_if_fail (G_IS_FILE (folder));
  g_return_if_fail (g_file_peek_path (folder) != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, gb_store_open_async);
  self = g_object_new (GB_TYPE_STORE, NULL);
  self->folder = g_object_ref (folder);
  make = g_task_new (self, cancellable, make_folders_cb, g_steal_pointer (&task));
  g_task_set_source_tag (make, gb_store_open_async);
  g_task_set_task_data (make, g_file_get_path (folder), g_free);
  g_task_run_in_thread (make, make_folders_thread);
}

/**
 * gb_store_open_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the store, or %NULL with a %GB_DATABASE_ERROR or
 *   %G_IO_ERROR_CANCELLED; %GB_DATABASE_ERROR_IN_USE if another program has it. After
 * %GB_DATABASE_ERROR_CORRUPT gb_store_find_backup () gives the copy to put in the place of the
 * damaged file.
 */
GbStore *
gb_store_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gb_store_close_async:
 * @self: a store
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Finishes the running write, fails what is queued with %G_IO_ERROR_CANCELLED, and closes the
 * database. Nothing can be done with the store afterwards.
 */
void
gb_store_close_async (GbStore *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (GB_IS_STORE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gb_store_close_async);
  g_clear_handle_id (&self->backup_source, g_source_remove);
  gb_database_thread_close_async (self->thread, close_thread_cb, task);
}

/**
 * gb_store_close_finish:
 * @self: a store
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %TRUE
 */
gboolean
gb_store_close_finish (GbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gb_store_get_folder:
 * @self: a store
 *
 * Returns: the folder that it was opened with
 */
GFile *
gb_store_get_folder (GbStore *self)
{
  g_return_val_if_fail (GB_IS_STORE (self), NULL);

  return self->folder;
}

/**
 * gb_store_find_backup:
 * @folder: a store's folder, open or not
 *
 * Returns: (transfer full) (nullable): the newest copy of its database
 */
GFile *
gb_store_find_backup (GFile *folder)
{
  g_autofree char *path = NULL;
  g_autofree char *backup = NULL;

  g_return_val_if_fail (G_IS_FILE (folder), NULL);

  path = dup_database_path (folder);
  backup = gb_database_find_backup (path);
  return backup != NULL ? g_file_new_for_path (backup) : NULL;
}

/**
 * gb_store_read_async:
 * @self: a store
 * @priority: which queue
 * @func: runs on the database thread
 * @data: for @func: its input and its output
 * @data_free: (nullable): frees @data, on the main thread
 * @cancellable: (nullable): stops it if it has not begun
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Runs @func on one consistent state of the database. It must not write.
 */
void
gb_store_read_async (GbStore *self,
                     GbDatabasePriority priority,
                     GbStoreFunc func,
                     gpointer data,
                     GDestroyNotify data_free,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_return_if_fail (GB_IS_STORE (self));
  g_return_if_fail (func != NULL);

  run_async (self, run_new (func, data, data_free, FALSE), priority, gb_store_read_async,
             g_task_new (self, cancellable, callback, user_data));
}

/**
 * gb_store_write_async:
 * @self: a store
 * @priority: which queue
 * @func: runs on the database thread
 * @data: for @func: its input and its output
 * @data_free: (nullable): frees @data, on the main thread
 * @cancellable: (nullable): stops it if it has not begun
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Runs @func in one transaction: all that it did is on the disk when this finishes well, and none
 * of it otherwise.
 */
void
gb_store_write_async (GbStore *self,
                      GbDatabasePriority priority,
                      GbStoreFunc func,
                      gpointer data,
                      GDestroyNotify data_free,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_return_if_fail (GB_IS_STORE (self));
  g_return_if_fail (func != NULL);

  run_async (self, run_new (func, data, data_free, TRUE), priority, gb_store_write_async,
             g_task_new (self, cancellable, callback, user_data));
}

/**
 * gb_store_run_finish:
 * @self: a store
 * @result: the result of gb_store_read_async () or gb_store_write_async ()
 * @error: return location for an error
 *
 * Returns: %TRUE, or %FALSE with the error of the function, a %GB_DATABASE_ERROR or
 *   %G_IO_ERROR_CANCELLED
 */
gboolean
gb_store_run_finish (GbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gb_store_run_get_data:
 * @result: the result of gb_store_read_async () or gb_store_write_async ()
 *
 * Returns: (transfer none): the data that was given with it
 */
gpointer
gb_store_run_get_data (GAsyncResult *result)
{
  Run *run;

  g_return_val_if_fail (G_IS_TASK (result), NULL);

  run = g_task_get_task_data (G_TASK (result));
  return run->data;
}

/**
 * gb_store_backup_async:
 * @self: a store
 * @cancellable: (nullable): stops it if it has not begun
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Checks the database, forgets operations that were done long ago, and copies it into the folder
 * "backups"; the newest 7 copies stay. Attachments are files that never change and are not copied.
 * A damaged database is not copied: it would push out a good copy.
 */
void
gb_store_backup_async (GbStore *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GB_IS_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gb_store_backup_async);
  gb_database_thread_run (self->thread, GB_DATABASE_PRIORITY_BACKGROUND, g_steal_pointer (&task),
                          backup_job);
}

/**
 * gb_store_backup_finish:
 * @self: a store
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the copy, or %NULL with a %GB_DATABASE_ERROR or %G_IO_ERROR_CANCELLED
 */
GFile *
gb_store_backup_finish (GbStore *self, GAsyncResult *result, GError **error)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  path = g_task_propagate_pointer (G_TASK (result), error);
  return path != NULL ? g_file_new_for_path (path) : NULL;
}
