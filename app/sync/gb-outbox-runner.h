/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/gb-portal-client.h"
#include "store/gb-store.h"
#include "sync/gb-desk-fold.h"

G_BEGIN_DECLS

/**
 * GbOutboxRunner:
 *
 * Sends what waits in the outbox, one operation at a time, each document's in order, each exactly
 * once: an operation keeps its key until the portal has answered. Main thread.
 *
 * Properties: "sending" (gboolean, notified).
 * Signals: "changed" (const char *document): rows or state of it; "accepted" (GbEvent); "refused"
 * (const char *document, const char *type, const char *detail); "unanswered": is the portal there?;
 * "signed-out".
 */
#define GB_TYPE_OUTBOX_RUNNER (gb_outbox_runner_get_type ())
G_DECLARE_FINAL_TYPE (GbOutboxRunner, gb_outbox_runner, GB, OUTBOX_RUNNER, GObject)

GbOutboxRunner *gb_outbox_runner_new (GbStore *store, GbPortalClient *client);
void gb_outbox_runner_set_view (GbOutboxRunner *self, GbDeskView *view);
/* Sends only while online. Going online forgets the back-off of everything that waits. */
void gb_outbox_runner_set_online (GbOutboxRunner *self, gboolean online);
/* There is something new. */
void gb_outbox_runner_wake (GbOutboxRunner *self);
void gb_outbox_runner_retry_now (GbOutboxRunner *self);
/* For good. What is on its way becomes "unknown" at the next start. */
void gb_outbox_runner_stop (GbOutboxRunner *self);
gboolean gb_outbox_runner_get_sending (GbOutboxRunner *self);

G_END_DECLS
