/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/gb-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbBoxRow:
 *
 * One row of the sidebar: a box with its count, or a column of the site.
 */
#define GB_TYPE_BOX_ROW (gb_box_row_get_type ())
G_DECLARE_FINAL_TYPE (GbBoxRow, gb_box_row, GB, BOX_ROW, GtkListBoxRow)

GtkWidget *gb_box_row_new_for_box (GbBox box);
GtkWidget *gb_box_row_new_for_column (const char *column, const char *name);

GbBox gb_box_row_get_box (GbBoxRow *self);          /* GB_BOX_ALL for a column */
const char *gb_box_row_get_column (GbBoxRow *self); /* (nullable) for a box */
const char *gb_box_row_get_title (GbBoxRow *self);
void gb_box_row_set_count (GbBoxRow *self, guint count);

/* "drafts", "to-review" …: what the settings and the action "win.box" call a box. */
const char *gb_box_to_string (GbBox box);
gboolean gb_box_from_string (const char *string, GbBox *out_box);
/* What the person reads. */
const char *gb_name_of_box (GbBox box);

G_END_DECLS
