/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GbDatabaseThread: order, priority, cancelling and shutdown. */
#define G_LOG_DOMAIN "test-database-thread"

#include "config.h"

#include "store/gb-database-thread.h"

#include <glib/gstdio.h>

static const char *const steps[] = { "CREATE TABLE notes (n INTEGER PRIMARY KEY) STRICT;" };
static const GbSchema schema = { 77, steps, 1 };

typedef struct {
  char *folder;
  GbDatabaseThread *thread;
  GThread *main_thread;

  GMutex gate;    /* held by the test: the blocking job waits for it */
  GString *order; /* of the jobs that ran; the database thread's until it is idle */
  guint n_done;   /* callbacks */
  guint n_failed; /* callbacks with CANCELLED */
  guint n_freed;  /* task data freed on the main thread */
  gboolean closed;
} Fixture;

typedef struct {
  Fixture *fixture;
  char name;
} JobData;

static void
job_data_free (JobData *self)
{
  /* Data of the main thread is let go there. */
  g_assert_true (g_thread_self () == self->fixture->main_thread);
  self->fixture->n_freed++;
  g_free (self);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *path = NULL;

  self->folder = g_dir_make_tmp ("gb-thread-XXXXXX", NULL);
  path = g_build_filename (self->folder, "notes.db", NULL);
  self->thread = gb_database_thread_new (path, &schema);
  self->main_thread = g_thread_self ();
  self->order = g_string_new (NULL);
  g_mutex_init (&self->gate);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "notes.db", "notes.db-wal", "notes.db-shm" };

  g_clear_object (&self->thread);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (self->folder, names[i], NULL);

    g_unlink (path);
  }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_string_free (self->order, TRUE);
  g_mutex_clear (&self->gate);
}

static void
note_job (GTask *task, GbDatabase *database)
{
  JobData *data = g_task_get_task_data (task);

  g_assert_true (g_thread_self () != data->fixture->main_thread);
  g_assert_nonnull (database);
  g_string_append_c (data->fixture->order, data->name);
  g_task_return_boolean (task, TRUE);
}

static void
gate_job (GTask *task, GbDatabase *database)
{
  JobData *data = g_task_get_task_data (task);

  g_mutex_lock (&data->fixture->gate);
  g_mutex_unlock (&data->fixture->gate);
  note_job (task, database);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *self = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_thread_self () == self->main_thread);
  self->n_done++;
  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    self->n_failed++;
  }
}

static void
run (Fixture *self,
     char name,
     GbDatabasePriority priority,
     GCancellable *cancellable,
     GbDatabaseJobFunc func)
{
  GTask *task = g_task_new (NULL, cancellable, done_cb, self);
  JobData *data = g_new0 (JobData, 1);

  data->fixture = self;
  data->name = name;
  g_task_set_task_data (task, data, (GDestroyNotify)job_data_free);
  gb_database_thread_run (self->thread, priority, task, func);
}

static void
wait_for (Fixture *self, guint n_done)
{
  while (self->n_done < n_done || self->n_freed < n_done)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_order_and_priority (Fixture *self, gconstpointer data)
{
  g_mutex_lock (&self->gate);
  run (self, 'g', GB_DATABASE_PRIORITY_USER, NULL, gate_job);
  run (self, '5', GB_DATABASE_PRIORITY_BACKGROUND, NULL, note_job);
  run (self, '3', GB_DATABASE_PRIORITY_SYNC, NULL, note_job);
  run (self, '4', GB_DATABASE_PRIORITY_SYNC, NULL, note_job);
  run (self, '1', GB_DATABASE_PRIORITY_USER, NULL, note_job);
  run (self, '2', GB_DATABASE_PRIORITY_USER, NULL, note_job);
  /* The gate job may not have started: it is the first of the highest queue either way. */
  g_mutex_unlock (&self->gate);
  wait_for (self, 6);
  g_assert_cmpuint (self->n_failed, ==, 0);
  /* The thread may have taken 5 before 3 came in no case: the gate was closed. */
  g_assert_cmpstr (self->order->str, ==, "g12345");
}

static void
test_cancelled_job_does_not_run (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_mutex_lock (&self->gate);
  run (self, 'g', GB_DATABASE_PRIORITY_USER, NULL, gate_job);
  run (self, 'x', GB_DATABASE_PRIORITY_USER, cancellable, note_job);
  g_cancellable_cancel (cancellable);
  g_mutex_unlock (&self->gate);
  wait_for (self, 2);
  g_assert_cmpuint (self->n_failed, ==, 1);
  g_assert_cmpstr (self->order->str, ==, "g");
}

static void
close_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *self = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_true (gb_database_thread_close_finish (self->thread, result, &error));
  g_assert_no_error (error);
  self->closed = TRUE;
}

static void
test_close (Fixture *self, gconstpointer data)
{
  g_mutex_lock (&self->gate);
  run (self, 'g', GB_DATABASE_PRIORITY_USER, NULL, gate_job);
  /* Wait until it runs, so that it is not one of the queued ones. */
  g_usleep (300000);
  run (self, 'x', GB_DATABASE_PRIORITY_USER, NULL, note_job);
  run (self, 'y', GB_DATABASE_PRIORITY_BACKGROUND, NULL, note_job);
  gb_database_thread_close_async (self->thread, close_cb, self);
  g_mutex_unlock (&self->gate);
  while (!self->closed)
    g_main_context_iteration (NULL, TRUE);
  wait_for (self, 3);
  g_assert_cmpstr (self->order->str, ==, "g");
  g_assert_cmpuint (self->n_failed, ==, 2);

  run (self, 'z', GB_DATABASE_PRIORITY_USER, NULL, note_job);
  wait_for (self, 4);
  g_assert_cmpuint (self->n_failed, ==, 3);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (G_OBJECT (self->thread)->ref_count, ==, 1);
}

/* Dropping the thread without closing it joins it too. */
static void
test_drop (Fixture *self, gconstpointer data)
{
  run (self, 'a', GB_DATABASE_PRIORITY_USER, NULL, note_job);
  wait_for (self, 1);
  g_clear_object (&self->thread);
  g_assert_cmpstr (self->order->str, ==, "a");
}

static void
open_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError **out_error = user_data;

  g_assert_false (gb_database_thread_open_finish (GB_DATABASE_THREAD (source), result, out_error));
}

static void
test_open_fails (Fixture *self, gconstpointer data)
{
  g_autoptr (GbDatabaseThread) thread = NULL;
  g_autoptr (GError) error = NULL;

  thread = gb_database_thread_new ("/nonexistent/notes.db", &schema);
  gb_database_thread_open_async (thread, NULL, open_cb, &error);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_READ_ONLY);
}

static void
use_elsewhere_job (GTask *task, GbDatabase *database)
{
  g_task_return_pointer (task, g_object_ref (database), g_object_unref);
}

static void
take_database_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GbDatabase **out_database = user_data;

  *out_database = g_task_propagate_pointer (G_TASK (result), NULL);
}

static void
test_other_thread_is_refused (Fixture *self, gconstpointer data)
{
  if (g_test_subprocess ()) {
    GbDatabase *database = NULL;

    gb_database_thread_run (self->thread, GB_DATABASE_PRIORITY_USER,
                            g_task_new (NULL, NULL, take_database_cb, &database),
                            use_elsewhere_job);
    while (database == NULL)
      g_main_context_iteration (NULL, TRUE);
    gb_database_execute (database, "SELECT 1", NULL);
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*g_thread_self*");
}

#define ADD(name, func)                                                                            \
  g_test_add ("/database-thread/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("order-and-priority", test_order_and_priority);
  ADD ("cancelled-job-does-not-run", test_cancelled_job_does_not_run);
  ADD ("close", test_close);
  ADD ("drop", test_drop);
  ADD ("open-fails", test_open_fails);
  ADD ("other-thread-is-refused", test_other_thread_is_refused);
  return g_test_run ();
}
