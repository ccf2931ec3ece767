/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbPasteBar:
 *
 * Says quietly that a large paste is on its way, and afterwards what was left out of it, and offers
 * the text alone. Hidden until then.
 *
 * Signals: "as-text" (the person wants the text alone), "cancel" (and this, that nothing is
 * pasted).
 */
#define GB_TYPE_PASTE_BAR (gb_paste_bar_get_type ())
G_DECLARE_FINAL_TYPE (GbPasteBar, gb_paste_bar, GB, PASTE_BAR, GtkBin)

/* notes: (element-type GbImportNote): with none, the bar is hidden. */
void gb_paste_bar_show (GbPasteBar *self, GPtrArray *notes, gboolean has_text);
/* Shows that something is on its way, until it is not, or gb_paste_bar_show () says what came of
 * it. */
void gb_paste_bar_set_busy (GbPasteBar *self, gboolean is_busy, gboolean can_cancel);
void gb_paste_bar_hide (GbPasteBar *self);

G_END_DECLS
