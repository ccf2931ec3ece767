/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/gb-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbSidebar:
 *
 * The first pane: boxes with their counts, the site's columns, and at the foot the network and the
 * person. It follows the desk by itself.
 *
 * Signals: "selected" (int box, const char *column, const char *title, gboolean by_hand): another
 * box or column is to be shown, by_hand if the person chose it here; "activated" (): the person is
 * done choosing and wants to see it.
 */
#define GB_TYPE_SIDEBAR (gb_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (GbSidebar, gb_sidebar, GB, SIDEBAR, GtkBin)

void gb_sidebar_set_desk (GbSidebar *self, GbDesk *desk); /* (nullable) */
/* Selects the row; an unknown column selects GB_BOX_ALL. */
void gb_sidebar_select (GbSidebar *self, GbBox box, const char *column);
GtkWidget *gb_sidebar_get_header_bar (GbSidebar *self);
void gb_sidebar_show_menu (GbSidebar *self);
void gb_sidebar_show_accounts (GbSidebar *self);
void gb_sidebar_show_outbox (GbSidebar *self);
void gb_sidebar_focus (GbSidebar *self);
/* The five people of the trial, or nobody. people: (element-type GbAccount) (nullable). */
void gb_sidebar_set_people (GbSidebar *self, GPtrArray *people);

G_END_DECLS
