/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/gb-portal-client.h"
#include "store/gb-store.h"
#include "sync/gb-desk-fold.h"

G_BEGIN_DECLS

/**
 * GbChangesFeed:
 *
 * Listens to the portal by long polls, writes what others did to the store and fetches the texts
 * and attachments that belong to it. It is the one who knows whether the portal can be reached.
 * Main thread.
 *
 * Properties: "online" (gboolean, notified): the last poll was answered and everything up to it is
 * in the store.
 * Signals: "changed" (const char *document, NULL = many), "signed-out", "synced": caught up.
 */
#define GB_TYPE_CHANGES_FEED (gb_changes_feed_get_type ())
G_DECLARE_FINAL_TYPE (GbChangesFeed, gb_changes_feed, GB, CHANGES_FEED, GObject)

GbChangesFeed *gb_changes_feed_new (GbStore *store, GbPortalClient *client);
void gb_changes_feed_set_view (GbChangesFeed *self, GbDeskView *view);
void gb_changes_feed_start (GbChangesFeed *self);
void gb_changes_feed_pause (GbChangesFeed *self); /* until start */
void gb_changes_feed_stop (GbChangesFeed *self);  /* for good */
/* Ask at once whether the portal is there. */
void gb_changes_feed_probe (GbChangesFeed *self);
gboolean gb_changes_feed_get_online (GbChangesFeed *self);

G_END_DECLS
