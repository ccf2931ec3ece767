/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/typo/gb-typo-model.h"
#include "check/typo/gb-typo-tables.h"

G_BEGIN_DECLS

/* Longer runs of characters without punctuation are cut. */
#define GB_TYPO_MAX_RUN_CHARS 128

/* The program's words and an office's phrases under one numbering: the phrases come behind. */
typedef struct {
  const GbTypoTables *tables;
  const GbTypoLexicon *phrases; /* (nullable) */
} GbTypoWords;

static inline const GbTypoWord *
gb_typo_words_get (const GbTypoWords *self, guint32 word)
{
  guint32 n_words = self->tables->lexicon.n_words;

  return word < n_words ? &self->tables->lexicon.words[word]
                        : &self->phrases->words[word - n_words];
}

static inline const gunichar2 *
gb_typo_words_get_characters (const GbTypoWords *self, guint32 word)
{
  guint32 n_words = self->tables->lexicon.n_words;

  return word < n_words
           ? self->tables->lexicon.characters + self->tables->lexicon.words[word].characters
           : self->phrases->characters + self->phrases->words[word - n_words].characters;
}

/* A word that may stand at a place of the run. */
typedef struct {
  guint32 word; /* or GB_TYPO_NO_WORD for a character that no word begins with */
  float cost;   /* log10 of how rarely somebody types the text for this word */
  guint8 n_characters;
  guint8 n_changed; /* characters that are not as in the text */
  guint8 kind;      /* GbTypoKind, if any is */
} GbTypoEdge;

typedef struct {
  GArray *edges; /* GbTypoEdge, in the order of the places they begin at */
  guint32 first[GB_TYPO_MAX_RUN_CHARS + 1];
} GbTypoLattice;

/* The best score of the text as it is, word by word without context, from a place on. */
typedef struct {
  float of_length[GB_TYPO_MAX_WORD_CHARS + 1];
} GbTypoSpanScores;

void gb_typo_lattice_init (GbTypoLattice *self);
void gb_typo_lattice_clear (GbTypoLattice *self);
void gb_typo_lattice_set_plain (GbTypoLattice *self,
                                const GbTypoWords *words,
                                const gunichar2 *text,
                                guint n_characters);
gboolean gb_typo_lattice_set_candidates (GbTypoLattice *self,
                                         const GbTypoWords *words,
                                         const GbTypoLattice *plain,
                                         const gunichar2 *text,
                                         guint n_characters,
                                         const gboolean *may_change);

G_END_DECLS
