/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main thread's side of the office. It owns the database thread; the GbOffice that it keeps a
 * pointer to is made, used and freed only by jobs on that thread. Besides requests it runs two
 * chores there: scheduled publications, and putting back pages that are missing. */
#define G_LOG_DOMAIN "gb-office-thread"

#include "config.h"

#include "server/gb-office-thread.h"

#include "server/gb-problem.h"
#include "server/gb-publisher.h"
#include "server/gb-scheduler.h"

#define CACHE_BYTES     (64u * 1024 * 1024)
#define RECONCILE_STEP  20
#define LONGEST_WAIT_MS (60 * 1000)
#define OVERDUE_WAIT_MS 1000

struct _GbOfficeThread {
  GObject parent_instance;

  /* Owned */
  GbDatabaseThread *thread;
  GbPageCache *pages;
  char *folder;

  GbOffice *office; /* only jobs look into it */

  guint64 last_seq;
  gint64 armed_due; /* what schedule_source waits for */
  guint schedule_source;
  guint cursor; /* of the reconciliation; only its jobs, one after the other, use it */

  guint is_trial : 1;
  guint is_closing : 1;
};

typedef struct {
  GbHandler handler;
  GbRequest *request; /* borrowed */
  gpointer data;      /* borrowed */
  GbResponse *response;
  guint64 last_seq;
  gint64 next_due;
} Call;

typedef struct {
  char *base_url;
  guint64 last_seq;
  gint64 next_due;
} Opening;

G_DEFINE_FINAL_TYPE (GbOfficeThread, gb_office_thread, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_LAST_SEQ,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void run_schedule (GbOfficeThread *self);

static void
call_free (Call *call)
{
  g_clear_pointer (&call->response, gb_response_free);
  g_free (call);
}

static void
opening_free (Opening *opening)
{
  g_free (opening->base_url);
  g_free (opening);
}

static gboolean
schedule_due_cb (gpointer user_data)
{
  GbOfficeThread *self = user_data;

  self->schedule_source = 0;
  run_schedule (self);
  return G_SOURCE_REMOVE;
}

/* The clock may be set while we wait, so a long wait is cut into pieces. What is overdue could not
 * be published a moment ago, or the portal has just started: not at once again. */
static void
arm_schedule (GbOfficeThread *self, gint64 next_due)
{
  gint64 wait_ms;

  if (self->schedule_source != 0 && next_due == self->armed_due)
    return;
  g_clear_handle_id (&self->schedule_source, g_source_remove);
  if (next_due == 0 || self->is_closing)
    return;
  wait_ms = (next_due - gb_office_now ()) / 1000 + 1;
  self->armed_due = next_due;
  self->schedule_source = g_timeout_add (
    wait_ms > 0 ? (guint)MIN (wait_ms, LONGEST_WAIT_MS) : OVERDUE_WAIT_MS, schedule_due_cb, self);
}

static void
take_news (GbOfficeThread *self, guint64 last_seq, gint64 next_due)
{
  arm_schedule (self, next_due);
  if (last_seq <= self->last_seq)
    return;
  self->last_seq = last_seq;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAST_SEQ]);
}

static void
handle_job (GTask *task, GbDatabase *database)
{
  GbOfficeThread *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);

  if (self->office == NULL) {
    call->response = gb_problem_respond ("shutting-down", NULL);
  } else {
    call->response = call->handler (self->office, call->request, call->data);
    call->last_seq = self->office->last_seq;
    call->next_due = self->office->next_due;
  }
  g_task_return_boolean (task, TRUE);
}

static GbResponse *
schedule_handler (GbOffice *office, GbRequest *request, gpointer data)
{
  gb_scheduler_run (office);
  return gb_response_new (204);
}

static void
schedule_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbResponse) response =
    gb_office_thread_handle_finish (GB_OFFICE_THREAD (object), result);
}

static void
run_schedule (GbOfficeThread *self)
{
  gb_office_thread_handle_async (self, GB_DATABASE_PRIORITY_SYNC, schedule_handler, NULL, NULL,
                                 schedule_cb, NULL);
}

static GbResponse *
reconcile_handler (GbOffice *office, GbRequest *request, gpointer data)
{
  guint *cursor = data;

  return gb_response_new (gb_publisher_reconcile (office, cursor, RECONCILE_STEP) ? 202 : 204);
}

static void
reconcile_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GbOfficeThread *self = GB_OFFICE_THREAD (object);
  g_autoptr (GbResponse) response = gb_office_thread_handle_finish (self, result);

  if (response->status == 202 && !self->is_closing)
    gb_office_thread_handle_async (self, GB_DATABASE_PRIORITY_BACKGROUND, reconcile_handler, NULL,
                                   &self->cursor, reconcile_cb, NULL);
}

static void
open_job (GTask *task, GbDatabase *database)
{
  GbOfficeThread *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;

  self->office =
    gb_office_new (database, self->folder, self->is_trial, opening->base_url, self->pages, &error);
  if (self->office == NULL) {
    g_task_return_error (task, error);
    return;
  }
  opening->last_seq = self->office->last_seq;
  opening->next_due = self->office->next_due;
  g_task_return_boolean (task, TRUE);
}

static void
close_job (GTask *task, GbDatabase *database)
{
  GbOfficeThread *self = g_task_get_source_object (task);

  g_clear_pointer (&self->office, gb_office_free);
  g_task_return_boolean (task, TRUE);
}

static void
thread_closed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!gb_database_thread_close_finish (GB_DATABASE_THREAD (object), result, &error))
    g_debug ("closing the database: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
office_freed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GbOfficeThread *self = GB_OFFICE_THREAD (object);

  gb_database_thread_close_async (self->thread, thread_closed_cb, user_data);
}

static void
gb_office_thread_dispose (GObject *object)
{
  GbOfficeThread *self = GB_OFFICE_THREAD (object);

  g_clear_handle_id (&self->schedule_source, g_source_remove);
  g_clear_object (&self->thread);

  G_OBJECT_CLASS (gb_office_thread_parent_class)->dispose (object);
}

static void
gb_office_thread_finalize (GObject *object)
{
  GbOfficeThread *self = GB_OFFICE_THREAD (object);

  g_clear_pointer (&self->pages, gb_page_cache_unref);
  g_clear_pointer (&self->folder, g_free);

  G_OBJECT_CLASS (gb_office_thread_parent_class)->finalize (object);
}

static void
gb_office_thread_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  GbOfficeThread *self = GB_OFFICE_THREAD (object);

  switch (prop_id) {
  case PROP_LAST_SEQ:
    g_value_set_uint64 (value, self->last_seq);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gb_office_thread_class_init (GbOfficeThreadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gb_office_thread_dispose;
  object_class->finalize = gb_office_thread_finalize;
  object_class->get_property = gb_office_thread_get_property;

  properties[PROP_LAST_SEQ] =
    g_param_spec_uint64 ("last-seq", NULL, NULL, 0, G_MAXUINT64, 0,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gb_office_thread_init (GbOfficeThread *self)
{
  self->pages = gb_page_cache_new (CACHE_BYTES);
}

GbOfficeThread *
gb_office_thread_new (const char *folder, gboolean trial)
{
  g_autofree char *path = NULL;
  GbOfficeThread *self;

  g_return_val_if_fail (folder != NULL, NULL);

  self = g_object_new (GB_TYPE_OFFICE_THREAD, NULL);
  self->folder = g_strdup (folder);
  self->is_trial = trial;
  path = g_build_filename (folder, "office.db", NULL);
  self->thread = gb_database_thread_new (path, gb_office_schema_get ());
  return self;
}

GbPageCache *
gb_office_thread_get_pages (GbOfficeThread *self)
{
  g_return_val_if_fail (GB_IS_OFFICE_THREAD (self), NULL);

  return self->pages;
}

void
gb_office_thread_open_async (GbOfficeThread *self,
                             const char *base_url,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Opening *opening;

  g_return_if_fail (GB_IS_OFFICE_THREAD (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gb_office_thread_open_async);
  opening = g_new0 (Opening, 1);
  opening->base_url = g_strdup (base_url);
  g_task_set_task_data (task, opening, (GDestroyNotify)opening_free);
  gb_database_thread_run (self->thread, GB_DATABASE_PRIORITY_USER, g_steal_pointer (&task),
                          open_job);
}

gboolean
gb_office_thread_open_finish (GbOfficeThread *self, GAsyncResult *result, GError **error)
{
  Opening *opening;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  opening = g_task_get_task_data (G_TASK (result));
  take_news (self, opening->last_seq, opening->next_due);
  gb_office_thread_handle_async (self, GB_DATABASE_PRIORITY_BACKGROUND, reconcile_handler, NULL,
                                 &self->cursor, reconcile_cb, NULL);
  return TRUE;
}

void
gb_office_thread_handle_async (GbOfficeThread *self,
                               GbDatabasePriority priority,
                               GbHandler handler,
                               GbRequest *request,
                               gpointer data,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Call *call;

  g_return_if_fail (GB_IS_OFFICE_THREAD (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gb_office_thread_handle_async);
  call = g_new0 (Call, 1);
  call->handler = handler;
  call->request = request;
  call->data = data;
  g_task_set_task_data (task, call, (GDestroyNotify)call_free);
  gb_database_thread_run (self->thread, priority, g_steal_pointer (&task), handle_job);
}

GbResponse *
gb_office_thread_handle_finish (GbOfficeThread *self, GAsyncResult *result)
{
  Call *call;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  /* The only failure is that the thread was closed before the job began. */
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return gb_problem_respond ("shutting-down", NULL);
  call = g_task_get_task_data (G_TASK (result));
  if (call->last_seq > 0 || call->next_due > 0)
    take_news (self, call->last_seq, call->next_due);
  return g_steal_pointer (&call->response);
}

void
gb_office_thread_close_async (GbOfficeThread *self,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;
  g_autoptr (GTask) job = NULL;

  g_return_if_fail (GB_IS_OFFICE_THREAD (self));

  self->is_closing = TRUE;
  g_clear_handle_id (&self->schedule_source, g_source_remove);
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gb_office_thread_close_async);
  job = g_task_new (self, NULL, office_freed_cb, task);
  gb_database_thread_run (self->thread, GB_DATABASE_PRIORITY_BACKGROUND, g_steal_pointer (&job),
                          close_job);
}

void
gb_office_thread_close_finish (GbOfficeThread *self, GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
