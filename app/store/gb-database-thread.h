/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/gb-database.h"

G_BEGIN_DECLS

/* Jobs of one priority run in the order in which they came; those of another may overtake them. */
typedef enum {
  GB_DATABASE_PRIORITY_USER,       /* a person waits for it, or it holds what they typed */
  GB_DATABASE_PRIORITY_SYNC,       /* outbox and feed */
  GB_DATABASE_PRIORITY_BACKGROUND, /* backups, checks, indexing */
} GbDatabasePriority;
#define GB_N_DATABASE_PRIORITIES (GB_DATABASE_PRIORITY_BACKGROUND + 1)

/**
 * GbDatabaseThread:
 *
 * One thread with one connection and a queue of jobs. Create, use and unref it on the main thread;
 * the database never leaves the thread.
 */
#define GB_TYPE_DATABASE_THREAD (gb_database_thread_get_type ())
G_DECLARE_FINAL_TYPE (GbDatabaseThread, gb_database_thread, GB, DATABASE_THREAD, GObject)

/* Runs on the database thread; it must call g_task_return_*. */
typedef void (*GbDatabaseJobFunc) (GTask *task, GbDatabase *database);

/* schema must be static. The file is opened by the first job. */
GbDatabaseThread *gb_database_thread_new (const char *path, const GbSchema *schema);
/* Opens the file if that has not happened yet, and says how it went. */
void gb_database_thread_open_async (GbDatabaseThread *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean
gb_database_thread_open_finish (GbDatabaseThread *self, GAsyncResult *result, GError **error);
/* task: (transfer full). The job is not started if the task's cancellable is cancelled by then; a
 * running job is never interrupted, so that "saved" and "not saved" are always known. */
void gb_database_thread_run (GbDatabaseThread *self,
                             GbDatabasePriority priority,
                             GTask *task,
                             GbDatabaseJobFunc func);
/* Finishes the running job, fails the queued ones with G_IO_ERROR_CANCELLED, closes, joins. */
void gb_database_thread_close_async (GbDatabaseThread *self,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean
gb_database_thread_close_finish (GbDatabaseThread *self, GAsyncResult *result, GError **error);

G_END_DECLS
