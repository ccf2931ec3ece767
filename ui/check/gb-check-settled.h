/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check-group.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbCheckSettled:
 *
 * The findings that somebody ignored or let pass, folded, each with who said so, when and why.
 *
 * Signals: "go-to" and "override" (GbCheckItem *), "reinstate" (const char *: the id of the event
 * that is to be taken back).
 */
#define GB_TYPE_CHECK_SETTLED (gb_check_settled_get_type ())
G_DECLARE_FINAL_TYPE (GbCheckSettled, gb_check_settled, GB, CHECK_SETTLED, GtkBin)

GtkWidget *gb_check_settled_new (void);

/* items: (nullable) (element-type GbCheckItem). It is hidden when there are none. */
void gb_check_settled_set_items (GbCheckSettled *self, GPtrArray *items, GbCheckRights rights);
void gb_check_settled_expand (GbCheckSettled *self);

G_END_DECLS
