/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document.h"

G_BEGIN_DECLS

typedef enum {
  GB_COMPARE_SAME,
  GB_COMPARE_ADDED,
  GB_COMPARE_REMOVED,
} GbCompareKind;

/* A run of characters. */
typedef struct {
  GbCompareKind kind;
  char *text;
} GbComparePiece;

/* A block of text, or a field of the metadata. */
typedef struct {
  char *field;       /* (nullable): a property of GbMetadata, "attachments"; NULL for a block */
  char *name;        /* element name of a block: "p", "h2" …; "" for a field */
  GPtrArray *pieces; /* of GbComparePiece */
  gboolean changed;
} GbCompareBlock;

/* What has to be added to and removed from older to get newer: fields that differ first, then all
 * blocks in order. Blocks are matched by their ids. Returns: (transfer full). */
GPtrArray *gb_compare_documents (GbDocument *older, GbDocument *newer);

/* Pieces of two texts, by characters. Returns: (transfer full) (element-type GbComparePiece). */
GPtrArray *gb_compare_texts (const char *older, const char *newer);

guint gb_compare_count_changes (GPtrArray *blocks);

G_END_DECLS
