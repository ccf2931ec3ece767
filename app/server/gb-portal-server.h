/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GbPortalServer:
 *
 * The portal: listens, hands requests to the office thread and answers them. It holds the lock of
 * its folder, so that two portals never serve one office. Main thread; nothing there blocks.
 */
#define GB_TYPE_PORTAL_SERVER (gb_portal_server_get_type ())
G_DECLARE_FINAL_TYPE (GbPortalServer, gb_portal_server, GB, PORTAL_SERVER, GObject)

/* address: (nullable): an IP address, 127.0.0.1 by default; a trial refuses any but loopback.
 * port: 0 takes the one of the last time, which DIR/portal.json remembers.
 * Errors: G_IO_ERROR_INVALID_ARGUMENT for what is refused. */
GbPortalServer *gb_portal_server_new (const char *folder,
                                      gboolean trial,
                                      const char *address,
                                      guint16 port,
                                      GError **error);

/* Takes lock and port, opens the office, begins to answer. Errors: G_IO_ERROR (BUSY: another portal
 * has the folder; ADDRESS_IN_USE), GB_DATABASE_ERROR, GB_SITE_ERROR. */
void gb_portal_server_start_async (GbPortalServer *self,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean gb_portal_server_start_finish (GbPortalServer *self, GAsyncResult *result, GError **error);
/* "http://127.0.0.1:8080", once started. */
const char *gb_portal_server_get_url (GbPortalServer *self);

/* Accepts nothing new, answers what is under way for a few seconds, closes the database. */
void gb_portal_server_stop_async (GbPortalServer *self,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
void gb_portal_server_stop_finish (GbPortalServer *self, GAsyncResult *result);

G_END_DECLS
