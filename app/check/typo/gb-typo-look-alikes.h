/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/typo/gb-kenlm.h"

G_BEGIN_DECLS

typedef struct {
  const GbKenlm *language;
  GArray *pairs; /* guint32: one character × 65536 + the other, in both directions */
} GbTypoLookAlikes;

void gb_typo_look_alikes_init (GbTypoLookAlikes *self, const GbKenlm *language);
void gb_typo_look_alikes_clear (GbTypoLookAlikes *self);
void gb_typo_look_alikes_add_groups (GbTypoLookAlikes *self, char *table);
void gb_typo_look_alikes_add_strokes (GbTypoLookAlikes *self, char *table);
void gb_typo_look_alikes_add_cangjie (GbTypoLookAlikes *self, char *table);
void gb_typo_look_alikes_sort (GbTypoLookAlikes *self);
void gb_typo_sort_pairs (GArray *pairs);

G_END_DECLS
