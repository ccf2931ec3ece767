/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/typo/gb-typo-lattice.h"

G_BEGIN_DECLS

typedef struct _GbTypoDecoder GbTypoDecoder;

/* A correction of a run. */
typedef struct {
  guint place;
  guint n_characters;
  guint32 word;
  GbTypoKind kind;
  float surplus; /* log10: how much more the context speaks for it than is needed at least */
} GbTypoCorrection;

GbTypoDecoder *gb_typo_decoder_new (const GbTypoWords *words);
void gb_typo_decoder_free (GbTypoDecoder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbTypoDecoder, gb_typo_decoder_free)

void gb_typo_decoder_run (GbTypoDecoder *self,
                          const gunichar2 *text,
                          guint n_characters,
                          GArray *corrections);
float gb_typo_decoder_compare (GbTypoDecoder *self,
                               const gunichar2 *text,
                               guint n_characters,
                               guint place,
                               guint length,
                               const gunichar2 *other);

G_END_DECLS
