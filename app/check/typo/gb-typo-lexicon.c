/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Collects words with their readings and lays them out for the decoder. Used by the compiler of the
 * data file and for the phrases of an office. */

#include "config.h"

#include "check/typo/gb-typo-lexicon.h"

#include <string.h>

/* A phrase of characters with several readings is entered under this many combinations at most. */
#define MAX_COMBINATIONS 16

struct _GbTypoLexiconBuilder {
  /* Owned */
  GArray *words;      /* GbTypoWord */
  GArray *characters; /* gunichar2 */
  GArray *readings;   /* GbTypoReading, as they came */
  GArray *syllables;  /* guint16 */

  /* Owned, once it is finished */
  GbTypoTrieArrays by_character;
  GbTypoTrieArrays by_sound;
  GArray *word_of_node;    /* guint32 */
  GArray *first_reading;   /* guint32 */
  GArray *sorted_readings; /* GbTypoReading */
};

GbTypoLexiconBuilder *
gb_typo_lexicon_builder_new (void)
{
  GbTypoLexiconBuilder *self = g_new0 (GbTypoLexiconBuilder, 1);

  self->words = g_array_new (FALSE, FALSE, sizeof (GbTypoWord));
  self->characters = g_array_new (FALSE, FALSE, sizeof (gunichar2));
  self->readings = g_array_new (FALSE, FALSE, sizeof (GbTypoReading));
  self->syllables = g_array_new (FALSE, FALSE, sizeof (guint16));
  return self;
}

void
gb_typo_lexicon_builder_free (GbTypoLexiconBuilder *self)
{
  g_array_unref (self->words);
  g_array_unref (self->characters);
  g_array_unref (self->readings);
  g_array_unref (self->syllables);
  gb_typo_trie_arrays_clear (&self->by_character);
  gb_typo_trie_arrays_clear (&self->by_sound);
  g_clear_pointer (&self->word_of_node, g_array_unref);
  g_clear_pointer (&self->first_reading, g_array_unref);
  g_clear_pointer (&self->sorted_readings, g_array_unref);
  g_free (self);
}

/**
 * gb_typo_lexicon_builder_add_word:
 * @self: a builder
 * @characters: the word
 * @n_characters: 1 to %GB_TYPO_MAX_WORD_CHARS
 * @language_word: its number in the language model, or 0
 * @score: log10 of its probability
 *
 * A word may be added once only.
 *
 * Returns: its number
 */
guint32
gb_typo_lexicon_builder_add_word (GbTypoLexiconBuilder *self,
                                  const gunichar2 *characters,
                                  guint32 n_characters,
                                  guint32 language_word,
                                  float score)
{
  GbTypoWord word = { language_word, self->characters->len, score, n_characters };

  g_return_val_if_fail (n_characters > 0 && n_characters <= GB_TYPO_MAX_WORD_CHARS, 0);

  g_array_append_vals (self->characters, characters, n_characters);
  g_array_append_val (self->words, word);
  return self->words->len - 1;
}

GbTypoWord *
gb_typo_lexicon_builder_get_word (GbTypoLexiconBuilder *self, guint32 word)
{
  return &g_array_index (self->words, GbTypoWord, word);
}

/**
 * gb_typo_lexicon_builder_add_reading:
 * @self: a builder
 * @word: one of its words
 * @syllables: as many as the word has characters
 *
 * Says how a word may sound.
 */
void
gb_typo_lexicon_builder_add_reading (GbTypoLexiconBuilder *self,
                                     guint32 word,
                                     const guint16 *syllables)
{
  GbTypoReading reading = { word, self->syllables->len };

  g_array_append_vals (self->syllables, syllables,
                       gb_typo_lexicon_builder_get_word (self, word)->n_characters);
  g_array_append_val (self->readings, reading);
}

/**
 * gb_typo_lexicon_builder_add_phrase_readings:
 * @self: a builder
 * @word: one of its words
 * @readings: readings of characters
 * @readings_of: for each of 65536 characters, which of @readings are its own
 *
 * Gives a phrase the readings of its characters. One with a character that has none gets none.
 */
void
gb_typo_lexicon_builder_add_phrase_readings (GbTypoLexiconBuilder *self,
                                             guint32 word,
                                             const GbTypoReadings *readings,
                                             const guint16 *readings_of)
{
  const GbTypoWord *entry = gb_typo_lexicon_builder_get_word (self, word);
  const gunichar2 *characters = &g_array_index (self->characters, gunichar2, entry->characters);
  guint choice[GB_TYPO_MAX_WORD_CHARS] = { 0 };
  guint n = entry->n_characters;

  for (guint i = 0; i < n; i++) {
    if (readings[readings_of[characters[i]]].n == 0)
      return;
  }
  for (guint combination = 0; combination < MAX_COMBINATIONS; combination++) {
    guint16 syllables[GB_TYPO_MAX_WORD_CHARS] = { 0 };
    guint turn = 0;

    for (guint i = 0; i < n; i++)
      syllables[i] = readings[readings_of[characters[i]]].syllables[choice[i]];
    gb_typo_lexicon_builder_add_reading (self, word, syllables);
    for (; turn < n; turn++) {
      if (++choice[turn] < readings[readings_of[characters[turn]]].n)
        break;
      choice[turn] = 0;
    }
    if (turn == n)
      return;
  }
}

static void
index_characters (GbTypoLexiconBuilder *self)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (GbTypoTrieItem));
  guint32 no_word = GB_TYPO_NO_WORD;

  for (guint32 i = 0; i < self->words->len; i++) {
    const GbTypoWord *word = gb_typo_lexicon_builder_get_word (self, i);
    GbTypoTrieItem item = { &g_array_index (self->characters, guint16, word->characters),
                            word->n_characters, i };

    g_array_append_val (items, item);
  }
  gb_typo_trie_arrays_init (&self->by_character, items, G_MAXUINT16 + 1);
  self->word_of_node = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint32 i = 0; i < self->by_character.keys->len; i++)
    g_array_append_val (self->word_of_node, no_word);
  for (guint32 i = 0; i < items->len; i++)
    g_array_index (self->word_of_node, guint32,
                   g_array_index (self->by_character.nodes, guint32, i)) =
      g_array_index (items, GbTypoTrieItem, i).value;
}

static int
compare_readings (gconstpointer a, gconstpointer b, gpointer user_data)
{
  GbTypoLexiconBuilder *self = user_data;
  const GbTypoReading *reading_a = a;
  const GbTypoReading *reading_b = b;
  float score_a = gb_typo_lexicon_builder_get_word (self, reading_a->word)->score;
  float score_b = gb_typo_lexicon_builder_get_word (self, reading_b->word)->score;

  if (score_a != score_b)
    return score_a > score_b ? -1 : 1;
  return reading_a->syllables < reading_b->syllables ? -1 : 1;
}

/* The items come sorted by sound, so that the readings of a node are a row of them. */
static void
lay_out_readings (GbTypoLexiconBuilder *self, GArray *items)
{
  guint32 n_nodes = self->by_sound.keys->len;

  self->first_reading = g_array_sized_new (FALSE, TRUE, sizeof (guint32), n_nodes + 1);
  g_array_set_size (self->first_reading, n_nodes + 1);
  self->sorted_readings = g_array_new (FALSE, FALSE, sizeof (GbTypoReading));
  for (guint32 i = 0; i < items->len; i++)
    g_array_index (self->first_reading, guint32,
                   g_array_index (self->by_sound.nodes, guint32, i) + 1)++;
  for (guint32 node = 0; node < n_nodes; node++)
    g_array_index (self->first_reading, guint32, node + 1) +=
      g_array_index (self->first_reading, guint32, node);
  g_array_set_size (self->sorted_readings, items->len);
  for (guint32 i = 0; i < items->len;) {
    guint32 node = g_array_index (self->by_sound.nodes, guint32, i);
    guint32 place = g_array_index (self->first_reading, guint32, node);
    GbTypoReading *row = &g_array_index (self->sorted_readings, GbTypoReading, place);
    gsize n = 0;

    for (; i < items->len && g_array_index (self->by_sound.nodes, guint32, i) == node; i++)
      row[n++] = g_array_index (self->readings, GbTypoReading,
                                g_array_index (items, GbTypoTrieItem, i).value);
    g_qsort_with_data (row, (gint)n, sizeof *row, compare_readings, self);
  }
}

static void
index_sounds (GbTypoLexiconBuilder *self, const guint16 *sounds, guint32 n_sounds)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (GbTypoTrieItem));
  g_autofree guint16 *keys = g_new (guint16, self->syllables->len + 1);

  for (guint32 i = 0; i < self->syllables->len; i++)
    keys[i] = sounds[g_array_index (self->syllables, guint16, i)];
  for (guint32 i = 0; i < self->readings->len; i++) {
    const GbTypoReading *reading = &g_array_index (self->readings, GbTypoReading, i);
    GbTypoTrieItem item = { keys + reading->syllables,
                            gb_typo_lexicon_builder_get_word (self, reading->word)->n_characters,
                            i };

    g_array_append_val (items, item);
  }
  gb_typo_trie_arrays_init (&self->by_sound, items, n_sounds);
  lay_out_readings (self, items);
}

/**
 * gb_typo_lexicon_builder_finish:
 * @self: a builder; nothing can be added afterwards
 * @sounds: for each syllable, its sound: syllables that are often confused have the same
 * @n_sounds: how many sounds there are
 * @lexicon: (out caller-allocates): the words, which live as long as @self
 *
 * Builds the tries.
 */
void
gb_typo_lexicon_builder_finish (GbTypoLexiconBuilder *self,
                                const guint16 *sounds,
                                guint32 n_sounds,
                                GbTypoLexicon *lexicon)
{
  g_return_if_fail (self->word_of_node == NULL);

  index_characters (self);
  index_sounds (self, sounds, n_sounds);
  *lexicon = (GbTypoLexicon){
    .words = (const GbTypoWord *)(gconstpointer)self->words->data,
    .characters = (const gunichar2 *)(gconstpointer)self->characters->data,
    .by_character = gb_typo_trie_arrays_view (&self->by_character),
    .word_of_node = (const guint32 *)(gconstpointer)self->word_of_node->data,
    .by_sound = gb_typo_trie_arrays_view (&self->by_sound),
    .first_reading = (const guint32 *)(gconstpointer)self->first_reading->data,
    .readings = (const GbTypoReading *)(gconstpointer)self->sorted_readings->data,
    .syllables = (const guint16 *)(gconstpointer)self->syllables->data,
    .n_words = self->words->len,
  };
}
