/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/gb-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbDocumentRow:
 *
 * One document in the list: its title in at most two lines, kind, state, unit, time, and marks for
 * what waits to be sent or was refused.
 */
#define GB_TYPE_DOCUMENT_ROW (gb_document_row_get_type ())
G_DECLARE_FINAL_TYPE (GbDocumentRow, gb_document_row, GB, DOCUMENT_ROW, GtkListBoxRow)

GtkWidget *gb_document_row_new (const GbSummary *summary);
/* Shows the summary, which must be of the same document. */
void gb_document_row_update (GbDocumentRow *self, const GbSummary *summary);
const GbSummary *gb_document_row_get_summary (GbDocumentRow *self);

/* Where the row belongs in the list; see gtk_list_box_set_sort_func (). */
guint gb_document_row_get_position (GbDocumentRow *self);
void gb_document_row_set_position (GbDocumentRow *self, guint position);

G_END_DECLS
