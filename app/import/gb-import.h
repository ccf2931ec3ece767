/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document.h"

G_BEGIN_DECLS

/* What an import made, and what it left out. */
typedef struct {
  GbDocument *document;
  GPtrArray *dropped; /* of GbImportNote */
} GbImport;

typedef struct {
  guint line;   /* 1-based line of the source; 0 if it has none */
  char *reason; /* English, lower case, e.g. "breadcrumb" */
  char *text;   /* what was left out, shortened */
} GbImportNote;

void gb_import_free (GbImport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbImport, gb_import_free)

/* TRUE if the ending of a file name is one that gb_import_file() knows. */
gboolean gb_import_can_import (const char *name);
/* Chooses by the file's ending. Errors: GB_DOCUMENT_ERROR, G_IO_ERROR. */
GbImport *gb_import_file (GFile *file, GCancellable *cancellable, GError **error);
GbImport *gb_import_text (const char *text, gssize length, GError **error);

G_END_DECLS
