/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The widths of other programs, in one unit: the CSS pixel, 96 to the inch. */

#include "import/gb-import-model.h"

G_BEGIN_DECLS

/* The text column of a published page, in pixels. */
#define GB_IMPORT_TEXT_WIDTH 760

/* value: (nullable): "72", "54.0pt", "3cm", "30%", "64*"; a share is one of the text column.
 * Returns: pixels, or 0 for what is none. */
double _gb_import_widths_parse (const char *value);

/* Returns: (transfer full) (nullable): what data-colwidth says for each of the columns; NULL where
 * the source said nothing, or that all are the same, which is what a table without widths has. */
guint *_gb_import_widths_settle (const GbImportBlock *table, guint n_columns);

/* The share of the text column that an image takes, in per cent, as a document may have it. share:
 * what the source shows, in per cent, 0 if it does not say; natural: the width of the picture in
 * pixels, 0 if unknown. Returns: 0 for the natural width. */
guint _gb_import_widths_share (double share, guint natural);

G_END_DECLS
