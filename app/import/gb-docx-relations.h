/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a part of a .docx refers to (ECMA-376-2 §6.5). */

#include "import/gb-docx-package.h"

G_BEGIN_DECLS

typedef struct {
  char *type;   /* the last word of its type: "image", "hyperlink", "officeDocument" */
  char *target; /* an address, or the lower-case name of a part */
  gboolean is_external;
} GbDocxRelation;

typedef struct _GbDocxRelations GbDocxRelations;

/* part: the name of the part, "" for the package itself. A part without relations has none. */
GbDocxRelations *_gb_docx_relations_new (GbDocxPackage *package,
                                         const char *part,
                                         GCancellable *cancellable,
                                         GError **error);
void _gb_docx_relations_free (GbDocxRelations *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbDocxRelations, _gb_docx_relations_free)

/* Borrowed. id: (nullable). (nullable) */
const GbDocxRelation *_gb_docx_relations_get (GbDocxRelations *self, const char *id);
/* The first of a type: borrowed, (nullable). */
const GbDocxRelation *_gb_docx_relations_find (GbDocxRelations *self, const char *type);
/* All, in the order of the file: borrowed, of GbDocxRelation. */
GPtrArray *_gb_docx_relations_get_all (GbDocxRelations *self);

G_END_DECLS
