/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Waiting for the outbox to empty before a desk is left. The task owns what it listens with. Main
 * thread; the window uses it. */

#define G_LOG_DOMAIN "gb-desk"

#include "config.h"

#include "sync/gb-desk-private.h"

typedef struct {
  gulong pending_handler;
  gulong network_handler;
  guint timeout_ms;
  guint timeout;
} Drain;

/* Consumes the reference that the listeners hold. */
static void
end_drain (GTask *task)
{
  GbDesk *desk = g_task_get_source_object (task);
  Drain *drain = g_task_get_task_data (task);

  g_clear_signal_handler (&drain->pending_handler, desk);
  g_clear_signal_handler (&drain->network_handler, desk);
  g_clear_handle_id (&drain->timeout, g_source_remove);
  g_task_return_boolean (task, gb_desk_get_n_pending (desk) == 0);
  g_object_unref (task);
}

static gboolean
is_worth_waiting (GbDesk *desk)
{
  GbNetwork network = gb_desk_get_network (desk);

  return gb_desk_get_n_pending (desk) > 0 &&
         (network == GB_NETWORK_SYNCED || network == GB_NETWORK_SENDING);
}

static void
state_changed_cb (GTask *task)
{
  if (!is_worth_waiting (g_task_get_source_object (task)))
    end_drain (task);
}

static gboolean
timeout_cb (gpointer user_data)
{
  GTask *task = user_data;
  Drain *drain = g_task_get_task_data (task);

  drain->timeout = 0;
  end_drain (task);
  return G_SOURCE_REMOVE;
}

/* The number that is shown may be older than an act that has just been written. */
static void
count_waiting_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbDesk *desk = g_task_get_source_object (task);
  Drain *drain = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!gb_store_run_finish (GB_STORE (source), result, &error)) {
    g_debug ("cannot count the outbox: %s", error->message);
    g_task_return_boolean (task, FALSE);
    return;
  }

  _gb_desk_set_n_pending (desk, *(const guint *)gb_store_run_get_data (result));
  if (!is_worth_waiting (desk)) {
    g_task_return_boolean (task, gb_desk_get_n_pending (desk) == 0);
    return;
  }
  drain->pending_handler =
    g_signal_connect_swapped (desk, "notify::n-pending", G_CALLBACK (state_changed_cb), task);
  drain->network_handler =
    g_signal_connect_swapped (desk, "notify::network", G_CALLBACK (state_changed_cb), task);
  drain->timeout = g_timeout_add (drain->timeout_ms, timeout_cb, g_steal_pointer (&task));
}

/**
 * gb_desk_drain_async:
 * @timeout_ms: how long to wait at most
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Waits until everything that was pressed has reached the portal. Without a network it waits for
 * nothing, because nothing could be sent.
 */
void
gb_desk_drain_async (GbDesk *self,
                     guint timeout_ms,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task;
  Drain *drain;

  g_return_if_fail (GB_IS_DESK (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gb_desk_drain_async);
  drain = g_new0 (Drain, 1);
  drain->timeout_ms = timeout_ms;
  g_task_set_task_data (task, drain, g_free);
  gb_store_read_async (_gb_desk_get_store (self), GB_DATABASE_PRIORITY_USER, _gb_desk_count_waiting,
                       g_new0 (guint, 1), g_free, NULL, count_waiting_cb, task);
}

/**
 * gb_desk_drain_finish:
 *
 * Returns: whether nothing waits any more; what does is sent after the next start
 */
gboolean
gb_desk_drain_finish (GbDesk *self, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
