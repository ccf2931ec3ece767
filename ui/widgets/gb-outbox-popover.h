/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/gb-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbOutboxPopover:
 *
 * What has not reached the portal yet: each operation in words, with ways out. It asks the desk
 * while it is open. Rows open their document by the action "win.open-document".
 */
#define GB_TYPE_OUTBOX_POPOVER (gb_outbox_popover_get_type ())
G_DECLARE_FINAL_TYPE (GbOutboxPopover, gb_outbox_popover, GB, OUTBOX_POPOVER, GtkPopover)

GtkWidget *gb_outbox_popover_new (void);
void gb_outbox_popover_set_desk (GbOutboxPopover *self, GbDesk *desk); /* (nullable) */

G_END_DECLS
