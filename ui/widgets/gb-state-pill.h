/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "workflow/gb-workflow.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbStatePill:
 *
 * The state of a document in a word, a symbol and a colour, never in a colour alone. While
 * something is on its way to the public, the symbol is a spinner.
 */
#define GB_TYPE_STATE_PILL (gb_state_pill_get_type ())
G_DECLARE_FINAL_TYPE (GbStatePill, gb_state_pill, GB, STATE_PILL, GtkBin)

/* detail: (nullable): the step's name while in review, "二审". pending: the state holds on this
 * computer but the portal does not know it yet. */
void
gb_state_pill_set_state (GbStatePill *self, GbState state, const char *detail, gboolean pending);

G_END_DECLS
