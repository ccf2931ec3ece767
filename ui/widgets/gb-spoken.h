/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What widgets of GTK and libhandy show and keep from screen readers, because it stands on children
 * that they do not tell of: titles of status pages, header bars and groups, the lines below the
 * titles of rows, what a list says while it is empty, the headers above its rows, and buttons
 * without a word. Main thread. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For all widgets of the program. After hdy_init (), before the first widget. */
void gb_spoken_init (void);

/* Names the button that closes the bar. The bar has to have one. */
void gb_spoken_name_close_button (GtkInfoBar *bar);
/* The window itself and the button that looks for a key. */
void gb_spoken_name_shortcuts (GtkShortcutsWindow *window);

G_END_DECLS
