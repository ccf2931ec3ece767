/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbPasteBar:
 *
 * Says quietly what was left out of a paste, and offers the text alone. Hidden until then.
 *
 * Signals: "as-text" (the person wants the text alone).
 */
#define GB_TYPE_PASTE_BAR (gb_paste_bar_get_type ())
G_DECLARE_FINAL_TYPE (GbPasteBar, gb_paste_bar, GB, PASTE_BAR, GtkBin)

/* notes: (element-type GbImportNote): with none, the bar is hidden. */
void gb_paste_bar_show (GbPasteBar *self, GPtrArray *notes, gboolean has_text);
void gb_paste_bar_hide (GbPasteBar *self);

G_END_DECLS
