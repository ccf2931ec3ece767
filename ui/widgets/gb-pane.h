/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbPane:
 *
 * A bin with a natural width of its own. A leaflet folds when the natural widths of its children
 * do not fit; this says at which width, whatever the child shows at the moment.
 *
 * Properties: "natural-width" (int, pixels).
 */
#define GB_TYPE_PANE (gb_pane_get_type ())
G_DECLARE_FINAL_TYPE (GbPane, gb_pane, GB, PANE, GtkBin)

G_END_DECLS
