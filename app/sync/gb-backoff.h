/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GB_BACKOFF_FIRST   (1 * G_TIME_SPAN_SECOND)
#define GB_BACKOFF_LONGEST (30 * G_TIME_SPAN_SECOND)

/* How long to wait before the next attempt, in µs: 1, 2, 4 … 30 s after 1, 2, 3 … failures, less up
 * to a half by chance, so that a whole office does not come back in the same moment. */
static inline gint64
gb_backoff_delay (guint n_failures)
{
  gint64 delay = GB_BACKOFF_FIRST;

  while (n_failures > 1 && delay < GB_BACKOFF_LONGEST) {
    delay *= 2;
    n_failures--;
  }
  delay = MIN (delay, GB_BACKOFF_LONGEST);

  return delay - (gint64)(g_random_double () * ((double)delay / 2));
}

G_END_DECLS
