/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GB_KENLM_ERROR (gb_kenlm_error_quark ())
GQuark gb_kenlm_error_quark (void);

typedef enum {
  GB_KENLM_ERROR_UNSUPPORTED, /* not such a file, or of another kind, order or version */
  GB_KENLM_ERROR_TRUNCATED,
} GbKenlmError;

/* A word of the model; 0 is the unknown word. */
typedef guint32 GbKenlmWord;

#define GB_KENLM_UNKNOWN 0u

/* What the score of the next word depends on. All zeros is the beginning. */
typedef struct {
  GbKenlmWord last;
  GbKenlmWord before_last;
  guint8 length;      /* words that count: 0, 1 or 2 */
  float last_backoff; /* log10, of “last” alone */
  float both_backoff; /* log10, of the two */
} GbKenlmState;

/* Views into the bytes of a model; they must live as long. Read-only: any thread may use it. */
typedef struct {
  const guint8 *unigrams;
  const guint8 *bigrams;
  const guint8 *trigrams;
  const float *bigram_scores;
  const float *bigram_backoffs;
  const float *trigram_scores;
  const guint64 *vocabulary; /* hashes, sorted */
  const guint64 *offsets;    /* where the high bits of a bigram's pointer go up */
  guint64 n_offsets;
  guint64 n_vocabulary;
  guint64 n_grams[3];
  guint word_bits;
  guint score_bits;
  guint backoff_bits;
  guint pointer_bits; /* those that lie beside the bigram */
  guint bigram_bits;
  guint trigram_bits;
} GbKenlm;

gboolean gb_kenlm_init (GbKenlm *self, const guint8 *bytes, gsize n_bytes, GError **error);
GbKenlmWord gb_kenlm_find_word (const GbKenlm *self, const char *word);
float gb_kenlm_score_word (const GbKenlm *self, GbKenlmWord word);
float gb_kenlm_score (const GbKenlm *self,
                      const GbKenlmState *state,
                      GbKenlmWord word,
                      GbKenlmState *next);

G_END_DECLS
