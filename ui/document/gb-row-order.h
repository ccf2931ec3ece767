/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A row is to be moved so that it has the index "to" afterwards. */
typedef void (*GbRowOrderFunc) (gpointer user_data, guint from, guint to);

/* Lets the rows of a list be moved by dragging them, and by Alt+Shift and an arrow while one has
 * the focus: the same keys as for the sections of a text. The list is not changed here. user_data
 * lives as long as the list. */
void gb_row_order_attach (GtkListBox *list, GbRowOrderFunc move, gpointer user_data);
/* What a row that may be moved has as its child, around everything else. A row without one stays
 * where it is. */
GtkWidget *gb_row_order_new_handle (void);

G_END_DECLS
