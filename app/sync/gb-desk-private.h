/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/gb-portal-client.h"
#include "store/gb-store.h"
#include "sync/gb-desk-fold.h"
#include "sync/gb-desk.h"

G_BEGIN_DECLS

/* What the files of GbDesk share. Borrowed. */
GbStore *_gb_desk_get_store (GbDesk *self);
GbPortalClient *_gb_desk_get_client (GbDesk *self);
GbDeskView *_gb_desk_get_view (GbDesk *self);
JsonNode *_gb_desk_get_capabilities (GbDesk *self); /* (nullable) before the first contact */
const char *_gb_desk_get_device (GbDesk *self);
/* (transfer full): with the columns of the site. */
GbCheckContext *_gb_desk_new_context (GbDesk *self);

/* On the database thread; data is a guint. */
gboolean _gb_desk_count_waiting (GbStoreTxn *txn, gpointer data, GError **error);
void _gb_desk_set_n_pending (GbDesk *self, guint n_pending);
void _gb_desk_emit_changed (GbDesk *self, const char *id);
/* Rows came or went: count them, and send what can be sent. */
void _gb_desk_outbox_changed (GbDesk *self);

/* Whether the portal would take such a file; size in bytes. Errors: those of attaching. */
gboolean _gb_desk_check_attachment (GbDesk *self, goffset size, const char *type, GError **error);

/* Main thread: the site is needed for the address. */
GbSummary *_gb_desk_summarize (GbDesk *self, const GbStoreSummary *summary);

G_END_DECLS
