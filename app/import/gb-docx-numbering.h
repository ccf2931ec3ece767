/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* numbering.xml: the automatic numbers of paragraphs (ECMA-376-1 §17.9), counted along the text. */

#include "import/gb-docx-styles.h"

G_BEGIN_DECLS

typedef struct {
  char *label;  /* (owned): as it is shown, "（一）"; a bullet is "•" */
  guint number; /* of its own level */
  gboolean is_bullet;
} GbDocxNumber;

void _gb_docx_number_free (GbDocxNumber *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbDocxNumber, _gb_docx_number_free)

/**
 * GbDocxNumbering:
 *
 * The definitions, and how far each list has counted. One thread at a time.
 */
typedef struct _GbDocxNumbering GbDocxNumbering;

GbDocxNumbering *_gb_docx_numbering_new (GBytes *part,
                                         GbDocxStyles *styles,
                                         GCancellable *cancellable,
                                         GError **error);
void _gb_docx_numbering_free (GbDocxNumbering *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbDocxNumbering, _gb_docx_numbering_free)

/* level: 0 … 8, or -1 where the style that brings the number decides; style: (nullable): that one.
 * Returns: the level that counts. */
int _gb_docx_numbering_get_level (GbDocxNumbering *self, int num_id, int level, const char *style);
/* Counts one paragraph. Returns: (transfer full) (nullable): NULL if nothing is shown. */
GbDocxNumber *_gb_docx_numbering_count (GbDocxNumbering *self, int num_id, int level);

G_END_DECLS
