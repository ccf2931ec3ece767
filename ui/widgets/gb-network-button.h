/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/gb-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbNetworkButton:
 *
 * A quiet word about the network: everything sent, sending, or offline with so many things waiting.
 * It opens the outbox.
 *
 * Properties: "compact" (boolean): only the symbol and the number, for a narrow header bar.
 */
#define GB_TYPE_NETWORK_BUTTON (gb_network_button_get_type ())
G_DECLARE_FINAL_TYPE (GbNetworkButton, gb_network_button, GB, NETWORK_BUTTON, GtkMenuButton)

void gb_network_button_set_desk (GbNetworkButton *self, GbDesk *desk); /* (nullable) */

G_END_DECLS
