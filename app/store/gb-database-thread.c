/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GbDatabaseThread owns a thread, the connection on it, and the queue of jobs for it. It is made,
 * used and dropped on the main thread; the worker sees only the queue. GbStore uses it. */
#define G_LOG_DOMAIN "gb-database"

#include "config.h"

#include "store/gb-database-thread.h"

typedef struct {
  GTask *task; /* (owned) */
  GbDatabaseJobFunc func;
} Job;

struct _GbDatabaseThread {
  GObject parent_instance;

  /* Owned */
  char *path;
  GThread *thread; /* (nullable) once joined */

  /* Borrowed */
  const GbSchema *schema; /* static */

  /* Owned; guarded by mutex */
  GMutex mutex;
  GCond cond;
  GQueue queues[GB_N_DATABASE_PRIORITIES]; /* of Job */
  GTask *close_task;                       /* (nullable) */
  gboolean is_closing;

  /* Owned by the worker */
  GbDatabase *database; /* (nullable) until the first job */
};

G_DEFINE_FINAL_TYPE (GbDatabaseThread, gb_database_thread, G_TYPE_OBJECT)

static Job *
job_new (GTask *task, GbDatabaseJobFunc func)
{
  Job *self = g_new0 (Job, 1);

  self->task = task;
  self->func = func;
  return self;
}

static gboolean
unref_task_cb (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

/* The task may hold the last reference to the store and to data of the main thread, so it is let
 * go there. g_main_context_invoke () is no way: it may run at once, on the worker. */
static void
release_task (GTask *task)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_callback (source, unref_task_cb, task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static void
job_cancel (Job *self)
{
  g_task_return_new_error (self->task, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                           "the database was closed before it came to this");
  release_task (self->task);
  g_free (self);
}

static Job *
pop_job (GbDatabaseThread *self)
{
  for (guint i = 0; i < GB_N_DATABASE_PRIORITIES; i++) {
    Job *job = g_queue_pop_head (&self->queues[i]);

    if (job != NULL)
      return job;
  }
  return NULL;
}

/* Returns NULL when the thread is to end. */
static Job *
wait_for_job (GbDatabaseThread *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Job *job = NULL;

  while (!self->is_closing && (job = pop_job (self)) == NULL)
    g_cond_wait (&self->cond, &self->mutex);
  return job;
}

static gboolean
ensure_open (GbDatabaseThread *self, GError **error)
{
  if (self->database == NULL)
    self->database = gb_database_open (self->path, self->schema, error);
  return self->database != NULL;
}

static void
job_run (Job *self, GbDatabaseThread *thread)
{
  GError *error = NULL;

  if (!g_task_return_error_if_cancelled (self->task)) {
    if (ensure_open (thread, &error))
      self->func (self->task, thread->database);
    else
      g_task_return_error (self->task, error);
  }
  release_task (self->task);
  g_free (self);
}

static void
cancel_queued (GbDatabaseThread *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Job *job;

  while ((job = pop_job (self)) != NULL)
    job_cancel (job);
}

static gpointer
thread_main (gpointer user_data)
{
  GbDatabaseThread *self = user_data;
  GTask *close_task;
  Job *job;

  while ((job = wait_for_job (self)) != NULL)
    job_run (job, self);
  cancel_queued (self);
  if (self->database != NULL)
    gb_database_close (self->database);
  g_clear_object (&self->database);

  g_mutex_lock (&self->mutex);
  close_task = g_steal_pointer (&self->close_task);
  g_mutex_unlock (&self->mutex);
  /* From here on the main thread may join and drop self. */
  if (close_task != NULL) {
    g_task_return_boolean (close_task, TRUE);
    release_task (close_task);
  }
  return NULL;
}

static void
stop (GbDatabaseThread *self, GTask *close_task)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->is_closing = TRUE;
  self->close_task = close_task;
  g_cond_signal (&self->cond);
}

static void
join (GbDatabaseThread *self)
{
  if (self->thread == NULL)
    return;
  g_assert (self->thread != g_thread_self ());
  g_thread_join (g_steal_pointer (&self->thread));
}

static void
open_job (GTask *task, GbDatabase *database)
{
  g_task_return_boolean (task, TRUE);
}

static void
gb_database_thread_constructed (GObject *object)
{
  GbDatabaseThread *self = GB_DATABASE_THREAD (object);

  G_OBJECT_CLASS (gb_database_thread_parent_class)->constructed (object);

  self->thread = g_thread_new ("gb-database", thread_main, self);
}

static void
gb_database_thread_finalize (GObject *object)
{
  GbDatabaseThread *self = GB_DATABASE_THREAD (object);

  /* Nobody can be waiting for a close task: it would hold a reference. */
  if (self->thread != NULL)
    stop (self, NULL);
  join (self);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (gb_database_thread_parent_class)->finalize (object);
}

static void
gb_database_thread_class_init (GbDatabaseThreadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = gb_database_thread_constructed;
  object_class->finalize = gb_database_thread_finalize;
}

static void
gb_database_thread_init (GbDatabaseThread *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
}

/**
 * gb_database_thread_new:
 * @path: the file
 * @schema: what it holds; static
 *
 * Starts the thread. The file is opened by the first job.
 *
 * Returns: (transfer full): the thread
 */
GbDatabaseThread *
gb_database_thread_new (const char *path, const GbSchema *schema)
{
  GbDatabaseThread *self;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (schema != NULL, NULL);

  self = g_object_new (GB_TYPE_DATABASE_THREAD, NULL);
  self->path = g_strdup (path);
  self->schema = schema;
  return self;
}

/**
 * gb_database_thread_open_async:
 * @self: a database thread
 * @cancellable: (nullable): stops it if it has not begun
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Opens the file if it is not open.
 */
void
gb_database_thread_open_async (GbDatabaseThread *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GB_IS_DATABASE_THREAD (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gb_database_thread_open_async);
  gb_database_thread_run (self, GB_DATABASE_PRIORITY_USER, g_steal_pointer (&task), open_job);
}

/**
 * gb_database_thread_open_finish:
 * @self: a database thread
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR or %G_IO_ERROR_CANCELLED
 */
gboolean
gb_database_thread_open_finish (GbDatabaseThread *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gb_database_thread_run:
 * @self: a database thread
 * @priority: which queue
 * @task: (transfer full): the task that @func returns
 * @func: runs on the database thread
 *
 * Queues a job. Jobs of one priority run in order. After the close the task fails with
 * %G_IO_ERROR_CANCELLED.
 */
void
gb_database_thread_run (GbDatabaseThread *self,
                        GbDatabasePriority priority,
                        GTask *task,
                        GbDatabaseJobFunc func)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (GB_IS_DATABASE_THREAD (self));
  g_return_if_fail (priority < GB_N_DATABASE_PRIORITIES);
  g_return_if_fail (G_IS_TASK (task));
  g_return_if_fail (func != NULL);

  /* A job that ran has an effect: its result is not to be hidden by a late cancel. */
  g_task_set_check_cancellable (task, FALSE);
  /* Only this thread sets is_closing. Outside the lock, for the callback may come at once. */
  if (self->is_closing) {
    job_cancel (job_new (task, func));
    return;
  }
  locker = g_mutex_locker_new (&self->mutex);
  g_queue_push_tail (&self->queues[priority], job_new (task, func));
  g_cond_signal (&self->cond);
}

/**
 * gb_database_thread_close_async:
 * @self: a database thread that is not being closed
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Finishes the running job, fails the queued ones, closes the file and ends the thread.
 */
void
gb_database_thread_close_async (GbDatabaseThread *self,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task;

  g_return_if_fail (GB_IS_DATABASE_THREAD (self));
  g_return_if_fail (!self->is_closing);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gb_database_thread_close_async);
  stop (self, task);
}

/**
 * gb_database_thread_close_finish:
 * @self: a database thread
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %TRUE; the thread has ended
 */
gboolean
gb_database_thread_close_finish (GbDatabaseThread *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  join (self);
  return g_task_propagate_boolean (G_TASK (result), error);
}
