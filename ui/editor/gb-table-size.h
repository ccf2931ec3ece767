/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbTableSize:
 *
 * Asks for the size of a new table: a grid to point at, and two numbers for keys, screen readers
 * and large tables.
 *
 * Signal: "chosen" (guint columns, guint rows).
 */
#define GB_TYPE_TABLE_SIZE (gb_table_size_get_type ())
G_DECLARE_FINAL_TYPE (GbTableSize, gb_table_size, GB, TABLE_SIZE, GtkBox)

G_END_DECLS
