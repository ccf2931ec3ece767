/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "application/gb-importer.h"

#include <handy.h>

G_BEGIN_DECLS

/**
 * GbImportDialog:
 *
 * How far an import is, with a way to stop it, and at the end what became of each file and what was
 * left out of it. Signal: "open-document" (id) when the person wants to see a draft.
 */
#define GB_TYPE_IMPORT_DIALOG (gb_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GbImportDialog, gb_import_dialog, GB, IMPORT_DIALOG, GtkDialog)

GtkWidget *gb_import_dialog_new (GtkWindow *parent, GbImporter *importer);

G_END_DECLS
