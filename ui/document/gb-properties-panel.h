/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/gb-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbPropertiesPanel:
 *
 * The metadata and attachments of a document as a form. It works on its own copy of the metadata;
 * whoever shows it takes the copy on "changed". The title is not here: it stands in the page.
 *
 * Signals: "changed" (the person changed a field or the attachments).
 */
#define GB_TYPE_PROPERTIES_PANEL (gb_properties_panel_get_type ())
G_DECLARE_FINAL_TYPE (GbPropertiesPanel, gb_properties_panel, GB, PROPERTIES_PANEL, GtkBin)

GtkWidget *gb_properties_panel_new (GbDesk *desk);

/* id: (nullable). Fields that say the same already are not touched, so that a person who is typing
 * is not disturbed. */
void gb_properties_panel_set_document (GbPropertiesPanel *self,
                                       const char *id,
                                       GbDocument *document,
                                       gboolean editable);
GbMetadata *gb_properties_panel_get_metadata (GbPropertiesPanel *self); /* borrowed */
GPtrArray *gb_properties_panel_get_attachments (GbPropertiesPanel *self);
/* findings: (element-type GbFinding) (nullable). Shown under the fields that were visited, or under
 * all of them once gb_properties_panel_show_all_errors () was called. */
void gb_properties_panel_set_findings (GbPropertiesPanel *self, GPtrArray *findings);
void gb_properties_panel_show_all_errors (GbPropertiesPanel *self);
/* Scrolls to a field, a property of GbMetadata or "attachments", and puts the keyboard there. */
void gb_properties_panel_focus_field (GbPropertiesPanel *self, const char *field);
void gb_properties_panel_add_attachment (GbPropertiesPanel *self);

G_END_DECLS
