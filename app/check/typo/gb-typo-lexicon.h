/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/typo/gb-typo-trie.h"

G_BEGIN_DECLS

/* Text is worked on as one 16-bit unit a character; what lies beyond U+FFFF is U+FFFD here. */
#define GB_TYPO_MAX_WORD_CHARS 7
#define GB_TYPO_MAX_READINGS   5 /* of one character */
#define GB_TYPO_NO_WORD        G_MAXUINT32

/* log10 of the probability of what the language model does not know. KenLM's own unknown word has
 * about −14, which would make every rare character look wrong. */
#define GB_TYPO_SCORE_UNKNOWN   -8.0f
#define GB_TYPO_SCORE_DICT_ONLY -7.0f
#define GB_TYPO_SCORE_PHRASE    -6.0f

typedef struct {
  guint32 language_word; /* of the language model, or 0 */
  guint32 characters;    /* where they begin in the lexicon's */
  float score;           /* log10 of its probability without context */
  guint32 n_characters;
} GbTypoWord;

typedef struct {
  guint32 word;
  guint32 syllables; /* where they begin in the lexicon's */
} GbTypoReading;

/* Words by their characters and by their sounds. */
typedef struct {
  const GbTypoWord *words;
  const gunichar2 *characters;
  GbTypoTrie by_character;
  const guint32 *word_of_node; /* or GB_TYPO_NO_WORD */
  GbTypoTrie by_sound;
  const guint32 *first_reading;  /* of a node; one more than there are nodes */
  const GbTypoReading *readings; /* the likeliest word of a node first */
  const guint16 *syllables;
  guint32 n_words;
} GbTypoLexicon;

/* The toneless syllables of a character. */
typedef struct {
  guint16 n;
  guint16 syllables[GB_TYPO_MAX_READINGS];
} GbTypoReadings;

typedef struct _GbTypoLexiconBuilder GbTypoLexiconBuilder;

GbTypoLexiconBuilder *gb_typo_lexicon_builder_new (void);
void gb_typo_lexicon_builder_free (GbTypoLexiconBuilder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbTypoLexiconBuilder, gb_typo_lexicon_builder_free)

guint32 gb_typo_lexicon_builder_add_word (GbTypoLexiconBuilder *self,
                                          const gunichar2 *characters,
                                          guint32 n_characters,
                                          guint32 language_word,
                                          float score);
void gb_typo_lexicon_builder_add_reading (GbTypoLexiconBuilder *self,
                                          guint32 word,
                                          const guint16 *syllables);
GbTypoWord *gb_typo_lexicon_builder_get_word (GbTypoLexiconBuilder *self, guint32 word);
void gb_typo_lexicon_builder_finish (GbTypoLexiconBuilder *self,
                                     const guint16 *sounds,
                                     guint32 n_sounds,
                                     GbTypoLexicon *lexicon);
void gb_typo_lexicon_builder_add_phrase_readings (GbTypoLexiconBuilder *self,
                                                  guint32 word,
                                                  const GbTypoReadings *readings,
                                                  const guint16 *readings_of);

G_END_DECLS
