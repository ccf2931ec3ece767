/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/gb-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbOperationRow:
 *
 * One operation of the outbox in words: what it does, to which document, how far it is, and why it
 * was refused.
 *
 * Signals: "take-back" (gint64 row): the person wants the operation out of the outbox.
 */
#define GB_TYPE_OPERATION_ROW (gb_operation_row_get_type ())
G_DECLARE_FINAL_TYPE (GbOperationRow, gb_operation_row, GB, OPERATION_ROW, GtkListBoxRow)

GtkWidget *gb_operation_row_new (const GbOperation *operation);
const char *gb_operation_row_get_document (GbOperationRow *self); /* "" if it has none */

G_END_DECLS
