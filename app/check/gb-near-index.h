/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check-block.h"

G_BEGIN_DECLS

/**
 * GbNearIndex:
 *
 * Names that are looked for in a text where they are nearly written: one character is another one,
 * is missing or one too many, or two neighbours are swapped (Damerau distance 1). Filled and frozen
 * once, then read by any thread.
 */
typedef struct _GbNearIndex GbNearIndex;

typedef struct {
  guint offset_chars;
  guint length_chars;
  const char *name; /* as it should be; borrowed from the index */
} GbNearMiss;

/* Whether a character can be taken for another by its sound or its look. */
typedef gboolean (*GbNearAlikeFunc) (gunichar a, gunichar b, gpointer user_data);

GbNearIndex *gb_near_index_new (void);
void gb_near_index_free (GbNearIndex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbNearIndex, gb_near_index_free)

/* name: UTF-8. Names of less than four characters have too many neighbours that are right: FALSE.
 */
gboolean gb_near_index_add (GbNearIndex *self, const char *name);
void gb_near_index_freeze (GbNearIndex *self);
/* Appends to misses (element-type GbNearMiss), in no order; they do not overlap. is_alike:
 * (nullable): without it, misses that only a likeness would explain are left out. */
void gb_near_index_find (const GbNearIndex *self,
                         const GbCheckBlock *block,
                         GbNearAlikeFunc is_alike,
                         gpointer user_data,
                         GArray *misses);

G_END_DECLS
