/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/gb-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbRelationsList:
 *
 * The related documents of a text, with a button to link one more.
 *
 * Signals: "changed" (the person added or removed one).
 */
#define GB_TYPE_RELATIONS_LIST (gb_relations_list_get_type ())
G_DECLARE_FINAL_TYPE (GbRelationsList, gb_relations_list, GB, RELATIONS_LIST, GtkBox)

GtkWidget *gb_relations_list_new (GbDesk *desk);

/* relations: (element-type GbRelation), copied. id: (nullable): the document they belong to. kind
 * decides whether a policy or an interpretation is looked for. */
void gb_relations_list_set_relations (GbRelationsList *self,
                                      const char *id,
                                      GbDocumentKind kind,
                                      GPtrArray *relations);
GPtrArray *gb_relations_list_get_relations (GbRelationsList *self);
void gb_relations_list_set_editable (GbRelationsList *self, gboolean editable);

G_END_DECLS
