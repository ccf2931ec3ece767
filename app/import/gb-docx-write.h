/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "import/gb-docx-model.h"
#include "import/gb-import-writer.h"

G_BEGIN_DECLS

/* Hands a model to the writer that all readers share. media: (element-type utf8 GBytes). */
void _gb_docx_write (const GbDocxModel *model, GHashTable *media, GbImportWriter *writer);

G_END_DECLS
