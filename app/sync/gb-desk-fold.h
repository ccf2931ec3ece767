/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/gb-store.h"
#include "sync/gb-desk.h"

G_BEGIN_DECLS

/* What lists depend on beside the events: whose desk it is and which route the office has.
 * Immutable and atomically counted, so that it can go to the database thread. */
typedef struct _GbDeskView GbDeskView;

GbDeskView *_gb_desk_view_new (GbAccount *account, GbRoute *route);
GbDeskView *_gb_desk_view_ref (GbDeskView *self);
void _gb_desk_view_unref (GbDeskView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbDeskView, _gb_desk_view_unref)
GbAccount *_gb_desk_view_get_account (GbDeskView *self);

/* --- On the database thread ---------------------------------------------------------------------
 * Functions that return a gboolean set the error with FALSE. */

/* The document's events, confirmed ones first, and their fold. out_events: (out) (optional). */
GbWorkflow *_gb_desk_load_workflow (GbStoreTxn *txn,
                                    GbDeskView *view,
                                    const char *id,
                                    GPtrArray **out_events,
                                    GError **error);
/* Writes what lists show of a document. document: (nullable): its text, when that is new. */
gboolean _gb_desk_fold (GbStoreTxn *txn,
                        GbDeskView *view,
                        const char *id,
                        GbDocument *document,
                        GError **error);
/* The same for every document, after view has changed. */
gboolean _gb_desk_fold_all (GbStoreTxn *txn, GbDeskView *view, GError **error);
/* An event that the portal accepted. The caller folds afterwards. */
gboolean _gb_desk_confirm (GbStoreTxn *txn, GbDeskView *view, const GbEvent *event, GError **error);
/* Takes an operation and every later one of its document out of the outbox, with the events that
 * wait for them; with keep_first the operation itself stays. The caller folds afterwards. */
gboolean _gb_desk_drop_operations (GbStoreTxn *txn,
                                   const char *document,
                                   gint64 first_row,
                                   gboolean keep_first,
                                   GError **error);
/* May this person write in it now? */
gboolean _gb_desk_is_editable (GbDeskView *view, GbWorkflow *workflow, const char *unit);

G_END_DECLS
