/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbDateEntry:
 *
 * A date that can be typed in any of the usual ways (2026-11-24, 2026.11.24, 20261124,
 * 2026年11月24日) or picked from a calendar; with "with-time" also hours and minutes.
 *
 * Properties: "date" ("YYYY-MM-DD" or "YYYY-MM-DD HH:MM"; "" for none), "with-time"
 * (construct-only), "valid" (read-only: FALSE while something unreadable stands in it; "date" then
 * keeps its last good value).
 */
#define GB_TYPE_DATE_ENTRY (gb_date_entry_get_type ())
G_DECLARE_FINAL_TYPE (GbDateEntry, gb_date_entry, GB, DATE_ENTRY, GtkBox)

GtkWidget *gb_date_entry_new (gboolean with_time);

const char *gb_date_entry_get_date (GbDateEntry *self);
void gb_date_entry_set_date (GbDateEntry *self, const char *date);
gboolean gb_date_entry_get_valid (GbDateEntry *self);
GtkEntry *gb_date_entry_get_entry (GbDateEntry *self);

/* Returns: (transfer full) (nullable): NULL when it is no date. */
char *gb_date_entry_parse (const char *text, gboolean with_time);

G_END_DECLS
