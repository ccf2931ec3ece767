/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the person may do with a finding. */
typedef enum {
  GB_CHECK_MAY_NOTHING = 0,
  GB_CHECK_MAY_MEND = 1 << 0,
  GB_CHECK_MAY_IGNORE = 1 << 1,   /* say why it stays as it is */
  GB_CHECK_MAY_OVERRIDE = 1 << 2, /* let pass what blocks */
} GbCheckRights;

/**
 * GbCheckGroup:
 *
 * Findings that say the same: a line with their number, and behind it why, and each one with the
 * words around it.
 *
 * Properties: "expanded" (boolean). Signals: "go-to" (GbCheckItem *), "mend" (GPtrArray *, of
 * GbCheckItem: to be mended together), "ignore" and "override" (GbCheckItem *).
 */
#define GB_TYPE_CHECK_GROUP (gb_check_group_get_type ())
G_DECLARE_FINAL_TYPE (GbCheckGroup, gb_check_group, GB, CHECK_GROUP, GtkBin)

GtkWidget *gb_check_group_new (void);

/* items: (element-type GbCheckItem): at least one, all of one level. Rows that stay keep the
 * focus. */
void gb_check_group_set_items (GbCheckGroup *self, GPtrArray *items, GbCheckRights rights);
/* Marks the row of a finding, by its number in the editor; 0 for none. */
void gb_check_group_mark (GbCheckGroup *self, guint number);
/* An image's name and style class. */
const char *gb_check_icon_of_level (GbFindingLevel level);
const char *gb_check_class_of_level (GbFindingLevel level);

G_END_DECLS
