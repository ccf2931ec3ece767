/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/typo/gb-kenlm.h"
#include "check/typo/gb-typo-lexicon.h"

G_BEGIN_DECLS

#define GB_TYPO_N_CHARACTERS (G_MAXUINT16 + 1)

/* A word that followed another one in the statutes. */
typedef struct {
  guint32 word;
  guint32 count;
} GbTypoFollower;

/* The parts of the data file, in this order. */
typedef enum {
  GB_TYPO_SECTION_LANGUAGE, /* zh_CN.lm as it is */
  GB_TYPO_SECTION_WORDS,
  GB_TYPO_SECTION_CHARACTERS,
  GB_TYPO_SECTION_CHARACTER_FIRST,
  GB_TYPO_SECTION_CHARACTER_KEYS,
  GB_TYPO_SECTION_CHARACTER_ROOT,
  GB_TYPO_SECTION_WORD_OF_NODE,
  GB_TYPO_SECTION_SOUND_FIRST,
  GB_TYPO_SECTION_SOUND_KEYS,
  GB_TYPO_SECTION_SOUND_ROOT,
  GB_TYPO_SECTION_FIRST_READING,
  GB_TYPO_SECTION_READINGS,
  GB_TYPO_SECTION_SYLLABLES,
  GB_TYPO_SECTION_SOUNDS,
  GB_TYPO_SECTION_CHARACTER_READINGS,
  GB_TYPO_SECTION_READINGS_OF,
  GB_TYPO_SECTION_FIRST_LOOK_ALIKE,
  GB_TYPO_SECTION_LOOK_ALIKES,
  GB_TYPO_SECTION_SAME_TONE,
  GB_TYPO_SECTION_LAW_COUNTS,
  GB_TYPO_SECTION_LAW_FIRST,
  GB_TYPO_SECTION_LAW_FOLLOWERS,
  GB_TYPO_N_SECTIONS,
} GbTypoSection;

typedef struct {
  gconstpointer bytes;
  gsize n_bytes;
} GbTypoSectionData;

/* Everything the decoder looks up. Views into the bytes of the data file. */
typedef struct {
  GbKenlm language;
  GbTypoLexicon lexicon;
  const guint16 *sounds; /* of a syllable */
  const GbTypoReadings *readings;
  const guint16 *readings_of;      /* of a character */
  const guint32 *first_look_alike; /* of a character; one more than there are characters */
  const gunichar2 *look_alikes;
  const guint32 *same_tone;            /* sorted pairs: one character × 65536 + the other */
  const guint32 *law_counts;           /* of a word, in the statutes */
  const guint32 *law_first;            /* of a word; one more than there are words */
  const GbTypoFollower *law_followers; /* sorted by word */
  gsize n_same_tone;
  guint64 law_total;
} GbTypoTables;

gboolean
gb_typo_tables_init (GbTypoTables *self, const guint8 *bytes, gsize n_bytes, GError **error);
gboolean gb_typo_tables_have_same_tone (const GbTypoTables *self, gunichar2 a, gunichar2 b);
guint32 gb_typo_tables_count_pair (const GbTypoTables *self, guint32 first, guint32 second);
GBytes *gb_typo_tables_pack (const GbTypoSectionData sections[GB_TYPO_N_SECTIONS]);

G_END_DECLS
