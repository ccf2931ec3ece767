/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/gb-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbHistory:
 *
 * What happened to a document, newest first: who, when, what, with which words; what still waits to
 * be sent and what was refused.
 *
 * Signals: "compare" (const char *digest: a version is to be compared with the present one),
 * "cancel-operation" (gint64 row: a refused act is to be taken back).
 */
#define GB_TYPE_HISTORY (gb_history_get_type ())
G_DECLARE_FINAL_TYPE (GbHistory, gb_history, GB, HISTORY, GtkBin)

GtkWidget *gb_history_new (void);

/* events: (element-type GbEvent). operations: (element-type GbOperation) (nullable): of this
 * document, refused ones are shown. current: the digest of the text on the page. */
void gb_history_set_events (GbHistory *self,
                            GbWorkflow *workflow,
                            GPtrArray *events,
                            GPtrArray *operations,
                            const char *current);

G_END_DECLS
