/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check-block.h"

G_BEGIN_DECLS

/**
 * GbWordIndex:
 *
 * Many words that are looked for at once, each with the neighbours that it must and must not have.
 * Filled and frozen once, then read by any thread.
 */
typedef struct _GbWordIndex GbWordIndex;

GbWordIndex *gb_word_index_new (void);
void gb_word_index_free (GbWordIndex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbWordIndex, gb_word_index_free)

/* Of words with the same characters the first one added is found. word: UTF-8; condition: "", or
 * "prev:", "next:", "!prev:" and "!next:", divided by spaces, each with texts divided by "|";
 * value: borrowed. Returns: FALSE if the word has less than two characters or the condition cannot
 * be read. */
gboolean
gb_word_index_add (GbWordIndex *self, const char *word, const char *condition, gconstpointer value);
void gb_word_index_freeze (GbWordIndex *self);
/* The value of the longest word that begins at a character and has the neighbours it wants.
 * Returns: (nullable) (transfer none). */
gconstpointer gb_word_index_find (const GbWordIndex *self,
                                  const GbCheckBlock *block,
                                  guint offset_chars,
                                  guint *out_length_chars);

G_END_DECLS
