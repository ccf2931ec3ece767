/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbNumberEntry:
 *
 * An entry for document numbers (发文字号, GB/T 9704-2012 §7.2.5): any bracket becomes 〔 or 〕, a
 * year after the office's name gets its brackets, and on leaving 号 is added, 第 and leading zeros
 * are dropped.
 */
#define GB_TYPE_NUMBER_ENTRY (gb_number_entry_get_type ())
G_DECLARE_FINAL_TYPE (GbNumberEntry, gb_number_entry, GB, NUMBER_ENTRY, GtkEntry)

GtkWidget *gb_number_entry_new (void);

/* is_final: the person has left the entry. Returns: (transfer full). */
char *gb_number_entry_tidy (const char *text, gboolean is_final);

G_END_DECLS
