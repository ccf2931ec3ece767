/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/gb-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbOutboxRow:
 *
 * One operation of the outbox in words: what it does, to which document, how far it is, and why it
 * was refused.
 *
 * Signals: "take-back" (gint64 row): the person wants the operation out of the outbox.
 */
#define GB_TYPE_OUTBOX_ROW (gb_outbox_row_get_type ())
G_DECLARE_FINAL_TYPE (GbOutboxRow, gb_outbox_row, GB, OUTBOX_ROW, GtkListBoxRow)

GtkWidget *gb_outbox_row_new (const GbOperation *operation);
const char *gb_outbox_row_get_document (GbOutboxRow *self); /* "" if it has none */

G_END_DECLS
