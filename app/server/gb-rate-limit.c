/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Failures by key in a sliding window. Owned by the listener, used from the thread that compares
 * passwords; a mutex guards the table. */
#define G_LOG_DOMAIN "gb-rate-limit"

#include "config.h"

#include "server/gb-rate-limit.h"

/* Beyond this many keys the old ones are looked through; it bounds the memory that a guesser with
 * many names can take. */
#define SWEEP_AT 4096

struct _GbRateLimit {
  GMutex mutex;
  GHashTable *failures; /* guarded by mutex; key → GArray of gint64, oldest first */
  guint max_failures;
  gint64 window_us;
};

GbRateLimit *
gb_rate_limit_new (guint max_failures, gint64 window_us)
{
  GbRateLimit *self = g_new0 (GbRateLimit, 1);

  g_mutex_init (&self->mutex);
  self->failures =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  self->max_failures = max_failures;
  self->window_us = window_us;
  return self;
}

void
gb_rate_limit_free (GbRateLimit *self)
{
  g_mutex_clear (&self->mutex);
  g_hash_table_unref (self->failures);
  g_free (self);
}

static void
drop_old (GbRateLimit *self, GArray *times, gint64 now)
{
  guint n_old = 0;

  while (n_old < times->len && g_array_index (times, gint64, n_old) <= now - self->window_us)
    n_old++;
  if (n_old > 0)
    g_array_remove_range (times, 0, n_old);
}

static void
sweep (GbRateLimit *self, gint64 now)
{
  GHashTableIter iter;
  gpointer times;

  g_hash_table_iter_init (&iter, self->failures);
  while (g_hash_table_iter_next (&iter, NULL, &times)) {
    drop_old (self, times, now);
    if (((GArray *)times)->len == 0)
      g_hash_table_iter_remove (&iter);
  }
}

gboolean
gb_rate_limit_may_try (GbRateLimit *self, const char *key, gint64 now, guint *out_wait_s)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GArray *times = g_hash_table_lookup (self->failures, key);
  gint64 wait_us;

  if (times == NULL)
    return TRUE;
  drop_old (self, times, now);
  if (times->len < self->max_failures)
    return TRUE;
  wait_us = g_array_index (times, gint64, times->len - self->max_failures) + self->window_us - now;
  *out_wait_s = (guint)((MAX (wait_us, 1) + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
  return FALSE;
}

void
gb_rate_limit_add_failure (GbRateLimit *self, const char *key, gint64 now)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GArray *times = g_hash_table_lookup (self->failures, key);

  if (times == NULL) {
    if (g_hash_table_size (self->failures) >= SWEEP_AT)
      sweep (self, now);
    times = g_array_new (FALSE, FALSE, sizeof (gint64));
    g_hash_table_insert (self->failures, g_strdup (key), times);
  }
  g_array_append_val (times, now);
}

void
gb_rate_limit_forget (GbRateLimit *self, const char *key)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_hash_table_remove (self->failures, key);
}
