/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document.h"

#include <handy.h>

G_BEGIN_DECLS

/**
 * GbCompareWindow:
 *
 * What changed between two versions of a text, block by block, or the older one alone. Read-only.
 */
#define GB_TYPE_COMPARE_WINDOW (gb_compare_window_get_type ())
G_DECLARE_FINAL_TYPE (GbCompareWindow, gb_compare_window, GB, COMPARE_WINDOW, HdyWindow)

GtkWidget *gb_compare_window_new (GtkWindow *parent, GbDocument *older, GbDocument *newer);

guint gb_compare_window_get_n_changes (GbCompareWindow *self);

G_END_DECLS
