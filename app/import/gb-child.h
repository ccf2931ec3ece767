/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Another program that reads a file of unknown origin for us: in a process group of its own, with
 * limits, killed as a whole when its time is over or nobody wants its answer any more. */

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  GB_CHILD_DONE,      /* it ended by itself and well */
  GB_CHILD_FAILED,    /* it did not start, or ended badly */
  GB_CHILD_SLOW,      /* it was killed when its time was over */
  GB_CHILD_CANCELLED, /* it was killed because of the cancellable */
} GbChildResult;

typedef struct {
  const char *folder;             /* where it works */
  const char *const *environment; /* (nullable): NULL for that of this process */
  const char *output;             /* (nullable): the file that takes its standard output */
  guint64 max_file_bytes;         /* of each file that it writes */
  guint64 max_memory_bytes;       /* of its address space; 0: no limit */
  guint timeout_ms;
} GbChildTerms;

/* Any thread; blocks. argv[0] is a full path. */
GbChildResult
_gb_child_run (const char *const *argv, const GbChildTerms *terms, GCancellable *cancellable);

G_END_DECLS
