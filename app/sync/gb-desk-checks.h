/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check.h"
#include "sync/gb-desk-fold.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Reads the tables that this desk checks by: the program's, those of the person's folders, and over
 * them those of the office's portal. On a thread, because files are read. answer: (nullable): what
 * GET /checks said, as text. */
void _gb_desk_checks_load_async (const char *answer,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* Returns: (transfer full): the tables. out_problem: (out) (transfer full) (nullable): what could
 * not be read, in words, and was left out. NULL only if it was cancelled. */
GbCheckData *_gb_desk_checks_load_finish (GAsyncResult *result, char **out_problem, GError **error);

/* On the database thread: adds to a context what the store knows around a document. due_at: µs, of
 * a schedule that is asked for; 0 for none. with_others: FALSE leaves out the catalogue and the
 * policies, which cost most. */
gboolean _gb_desk_fill_context (GbStoreTxn *txn,
                                GbDeskView *view,
                                GbWorkflow *workflow,
                                GbCheckContext *context,
                                const char *id,
                                GbDocument *document,
                                gint64 due_at,
                                gboolean with_others,
                                GError **error);

G_END_DECLS
