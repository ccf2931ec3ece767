/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/gb-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbPreview:
 *
 * The public page as it will be, made by the portal's own renderer and shown in a sandboxed web
 * view without a network. Links open in the browser.
 *
 * Properties: "phone" (boolean: as on a telephone, 375 pixels wide).
 */
#define GB_TYPE_PREVIEW (gb_preview_get_type ())
G_DECLARE_FINAL_TYPE (GbPreview, gb_preview, GB, PREVIEW, GtkBin)

GtkWidget *gb_preview_new (GbDesk *desk);

/* Renders when the preview is visible, and else when it becomes so. id, document: (nullable), both
 * or none; summary is of the same document. */
void gb_preview_set_document (GbPreview *self, const GbSummary *summary, GbDocument *document);
gboolean gb_preview_get_phone (GbPreview *self);
void gb_preview_set_phone (GbPreview *self, gboolean phone);
/* The rendered page, for tests: (nullable) borrowed. */
GBytes *gb_preview_get_page (GbPreview *self);

G_END_DECLS
