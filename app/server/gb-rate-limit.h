/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GbRateLimit:
 *
 * Counts failures under a key within a sliding window, to slow down guessing. In memory: a restart
 * forgets, which a guesser cannot bring about. Any thread.
 */
typedef struct _GbRateLimit GbRateLimit;

GbRateLimit *gb_rate_limit_new (guint max_failures, gint64 window_us);
void gb_rate_limit_free (GbRateLimit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbRateLimit, gb_rate_limit_free)

/* now: monotonic µs. out_wait_s: (out): when FALSE, after how many seconds to try again. */
gboolean gb_rate_limit_may_try (GbRateLimit *self, const char *key, gint64 now, guint *out_wait_s);
void gb_rate_limit_add_failure (GbRateLimit *self, const char *key, gint64 now);
void gb_rate_limit_forget (GbRateLimit *self, const char *key);

G_END_DECLS
