/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/gb-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbRelationDialog:
 *
 * Picks the policy that a text interprets, or the interpretation of a policy: one of the desk's
 * documents, or an address elsewhere. Answers GTK_RESPONSE_ACCEPT when one is chosen.
 */
#define GB_TYPE_RELATION_DIALOG (gb_relation_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GbRelationDialog, gb_relation_dialog, GB, RELATION_DIALOG, GtkDialog)

/* rel: (nullable): "policy" or "interpretation": what is looked for; NULL for any document. except:
 * (nullable): the document itself.
 */
GtkWidget *
gb_relation_dialog_new (GtkWindow *parent, GbDesk *desk, const char *rel, const char *except);

/* Returns: (transfer full) (nullable). Only for a rel. */
GbRelation *gb_relation_dialog_dup_relation (GbRelationDialog *self);
/* The id of the selected document: (nullable), borrowed. */
const char *gb_relation_dialog_get_document (GbRelationDialog *self, const char **out_title);

G_END_DECLS
