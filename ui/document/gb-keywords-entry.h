/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbKeywordsEntry:
 *
 * Keywords as chips above an entry. A comma of any kind, Enter or leaving the entry makes a chip;
 * Backspace in the empty entry takes the last one back.
 *
 * Properties: "keywords" (GStrv, never NULL).
 */
#define GB_TYPE_KEYWORDS_ENTRY (gb_keywords_entry_get_type ())
G_DECLARE_FINAL_TYPE (GbKeywordsEntry, gb_keywords_entry, GB, KEYWORDS_ENTRY, GtkBox)

GtkWidget *gb_keywords_entry_new (void);

const char *const *gb_keywords_entry_get_keywords (GbKeywordsEntry *self);
void gb_keywords_entry_set_keywords (GbKeywordsEntry *self, const char *const *keywords);
GtkEntry *gb_keywords_entry_get_entry (GbKeywordsEntry *self);
void gb_keywords_entry_set_editable (GbKeywordsEntry *self, gboolean editable);

G_END_DECLS
