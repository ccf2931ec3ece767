/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/gb-desk.h"

#include <handy.h>

G_BEGIN_DECLS

/**
 * GbPublishDialog:
 *
 * One sheet for a publication: what, where, when and what speaks against it; then the progress;
 * then the receipt. Without a network it says what happens, and may be closed. A document that is
 * public already gets its receipt at once.
 *
 * Signals: "mend" (const char *field, const char *block, one of them may be NULL: the person wants
 * to see to a finding; the sheet closes itself).
 */
#define GB_TYPE_PUBLISH_DIALOG (gb_publish_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GbPublishDialog, gb_publish_dialog, GB, PUBLISH_DIALOG, HdyWindow)

/* open is copied as far as it is needed. schedule: begin with “at a time”. */
GtkWidget *gb_publish_dialog_new (GtkWindow *parent,
                                  GbDesk *desk,
                                  const GbOpenDocument *open,
                                  gboolean schedule);

/* "prepare", "progress", "receipt", "waiting", "scheduled" or "failed". */
const char *gb_publish_dialog_get_page (GbPublishDialog *self);
/* Presses the button. */
void gb_publish_dialog_start (GbPublishDialog *self);

G_END_DECLS
