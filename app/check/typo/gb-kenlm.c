/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads one kind of KenLM's binary files, the quantised trie of order 3 whose pointers are packed
 * (“quantised array trie”), as libime's zh_CN.lm is one. Written from the format:
 *
 *   magic, order, counts of unigrams, bigrams and trigrams
 *   vocabulary   the sorted MurmurHash64A of each word; its place, from 1, is the word's number
 *   quantisers   tables of floats: scores and backoffs of bigrams, scores of trigrams
 *   unigrams     score, backoff, number of its first bigram
 *   bigrams      packed bits: word, backoff, score, number of its first trigram
 *   trigrams     packed bits: word, score
 *
 * An n-gram is stored backwards: below a word lie the words before it. */

#include "config.h"

#include "check/typo/gb-kenlm.h"

#include <string.h>

G_DEFINE_QUARK (gb_kenlm_error, gb_kenlm_error)

#define MAGIC           "mmap lm http://kheafield.com/code format version 5\n"
#define PARAMETERS      88 /* where the fixed parameters lie, behind the magic and its test values */
#define COUNTS          (PARAMETERS + 20)
#define AFTER_COUNTS    136
#define ORDER           3
#define KIND_PACKED     5 /* QUANT_ARRAY_TRIE */
#define UNIGRAM_SIZE    16
#define MAX_GRAMS       (1u << 30)
#define MAX_QUANTUM     16
#define READ_AHEAD      8 /* bytes behind packed bits, so that eight can be read at once */
#define ALIGNMENT_SLACK 7

static guint64
read_u64 (const guint8 *bytes)
{
  guint64 value;

  memcpy (&value, bytes, sizeof value);
  return value;
}

static float
read_float (const guint8 *bytes)
{
  float value;

  memcpy (&value, bytes, sizeof value);
  return value;
}

static guint64
read_bits (const guint8 *bytes, guint64 position, guint n_bits)
{
  return (read_u64 (bytes + (position >> 3)) >> (position & 7)) &
         ((G_GUINT64_CONSTANT (1) << n_bits) - 1);
}

static guint
count_bits (guint64 value)
{
  return value == 0 ? 0 : 64 - (guint)__builtin_clzll (value);
}

/* Austin Appleby's MurmurHash64A (public domain), which numbers KenLM's vocabulary. */
static guint64
hash_word (const char *word, gsize length)
{
  const guint64 multiplier = G_GUINT64_CONSTANT (0xc6a4a7935bd1e995);
  guint64 hash = length * multiplier;
  gsize position = 0;

  for (; position + 8 <= length; position += 8) {
    guint64 block = read_u64 ((const guint8 *)word + position) * multiplier;

    block = (block ^ block >> 47) * multiplier;
    hash = (hash ^ block) * multiplier;
  }
  if (position < length) {
    guint64 tail = 0;

    for (gsize i = position; i < length; i++)
      tail |= (guint64)(guchar)word[i] << (8 * (i - position));
    hash = (hash ^ tail) * multiplier;
  }
  hash = (hash ^ hash >> 47) * multiplier;
  return hash ^ hash >> 47;
}

/* How many of a pointer's bits lie beside the bigrams, so that table and bits take least room. */
static guint
choose_pointer_bits (guint64 n_entries, guint64 max_pointer, guint max_high_bits)
{
  guint needed = count_bits (max_pointer);
  guint best = 0;
  gint64 least = G_MAXINT64;

  for (guint high = 0; high <= MIN (needed, max_high_bits); high++) {
    gint64 change =
      (gint64)(max_pointer >> (needed - high)) * 64 - (gint64)n_entries * (gint64)high;

    if (change < least) {
      least = change;
      best = high;
    }
  }
  return needed - best;
}

static gboolean
fail_truncated (GError **error)
{
  g_set_error_literal (error, GB_KENLM_ERROR, GB_KENLM_ERROR_TRUNCATED,
                       "the language model ends too early");
  return FALSE;
}

static gboolean
read_parameters (GbKenlm *self, const guint8 *bytes, gsize n_bytes, GError **error)
{
  if (n_bytes < strlen (MAGIC) || memcmp (bytes, MAGIC, strlen (MAGIC)) != 0) {
    g_set_error_literal (error, GB_KENLM_ERROR, GB_KENLM_ERROR_UNSUPPORTED,
                         "not a KenLM file of version 5");
    return FALSE;
  }
  if (n_bytes < AFTER_COUNTS + 8)
    return fail_truncated (error);
  if (bytes[PARAMETERS] != ORDER || bytes[PARAMETERS + 8] != KIND_PACKED) {
    g_set_error_literal (error, GB_KENLM_ERROR, GB_KENLM_ERROR_UNSUPPORTED,
                         "not a quantised, packed trie of order 3");
    return FALSE;
  }
  for (guint i = 0; i < ORDER; i++) {
    self->n_grams[i] = read_u64 (bytes + COUNTS + 8 * i);
    if (self->n_grams[i] == 0 || self->n_grams[i] > MAX_GRAMS) {
      g_set_error_literal (error, GB_KENLM_ERROR, GB_KENLM_ERROR_UNSUPPORTED,
                           "the language model's counts make no sense");
      return FALSE;
    }
  }
  return TRUE;
}

/**
 * gb_kenlm_init:
 * @self: (out caller-allocates): a model
 * @bytes: the file, aligned to eight bytes; not copied, must outlive @self
 * @n_bytes: its size in bytes
 * @error: return location
 *
 * Finds the parts of the file. Their extent is checked, their content is believed.
 *
 * Returns: %FALSE and #GB_KENLM_ERROR for a file that is none, is of another kind or ends too early
 */
gboolean
gb_kenlm_init (GbKenlm *self, const guint8 *bytes, gsize n_bytes, GError **error)
{
  gsize position = AFTER_COUNTS;
  guint max_high_bits;

  g_return_val_if_fail (((gsize)bytes & 7) == 0, FALSE);

  memset (self, 0, sizeof *self);
  if (!read_parameters (self, bytes, n_bytes, error))
    return FALSE;

  self->n_vocabulary = read_u64 (bytes + position);
  self->vocabulary = (const guint64 *)(gconstpointer)(bytes + position + 8);
  position += 8 + 8 * self->n_grams[0];
  if (self->n_vocabulary >= self->n_grams[0] + 1 || position + 8 > n_bytes)
    return fail_truncated (error);

  self->score_bits = bytes[position + 1];
  self->backoff_bits = bytes[position + 2];
  if (self->score_bits > MAX_QUANTUM || self->backoff_bits > MAX_QUANTUM) {
    g_set_error_literal (error, GB_KENLM_ERROR, GB_KENLM_ERROR_UNSUPPORTED,
                         "the language model's tables make no sense");
    return FALSE;
  }
  self->bigram_scores = (const float *)(gconstpointer)(bytes + position + 8);
  self->bigram_backoffs = self->bigram_scores + (1u << self->score_bits);
  self->trigram_scores = self->bigram_backoffs + (1u << self->backoff_bits);
  position += 8 + sizeof (float) * (2u * (1u << self->score_bits) + (1u << self->backoff_bits));

  self->unigrams = bytes + position;
  position += (self->n_grams[0] + 2) * UNIGRAM_SIZE;
  if (position + 8 > n_bytes)
    return fail_truncated (error);

  max_high_bits = bytes[position + 1];
  self->word_bits = count_bits (self->n_grams[0]);
  self->pointer_bits = choose_pointer_bits (self->n_grams[1] + 1, self->n_grams[2], max_high_bits);
  self->n_offsets = (self->n_grams[2] >> self->pointer_bits) + 1;
  self->offsets = (const guint64 *)(gconstpointer)(bytes + ((position + 7) & ~(gsize)7) + 8);
  position += 8 * (1 + self->n_offsets) + ALIGNMENT_SLACK;

  self->bigrams = bytes + position;
  self->bigram_bits = self->word_bits + self->score_bits + self->backoff_bits + self->pointer_bits;
  position += ((1 + self->n_grams[1]) * self->bigram_bits + 7) / 8 + READ_AHEAD;

  self->trigrams = bytes + position;
  self->trigram_bits = self->word_bits + self->score_bits;
  position += ((1 + self->n_grams[2]) * self->trigram_bits + 7) / 8 + READ_AHEAD;
  return position <= n_bytes || fail_truncated (error);
}

/**
 * gb_kenlm_find_word:
 * @self: a model
 * @word: UTF-8
 *
 * Returns: the word's number, or %GB_KENLM_UNKNOWN
 */
GbKenlmWord
gb_kenlm_find_word (const GbKenlm *self, const char *word)
{
  guint64 hash = hash_word (word, strlen (word));
  guint64 begin = 0;
  guint64 end = self->n_vocabulary;

  while (begin < end) {
    guint64 middle = (begin + end) / 2;

    if (self->vocabulary[middle] < hash)
      begin = middle + 1;
    else
      end = middle;
  }
  if (begin == self->n_vocabulary || self->vocabulary[begin] != hash)
    return GB_KENLM_UNKNOWN;
  return (GbKenlmWord)begin + 1;
}

/**
 * gb_kenlm_score_word:
 * @self: a model
 * @word: one of its words
 *
 * Returns: log10 of the word's probability without context
 */
float
gb_kenlm_score_word (const GbKenlm *self, GbKenlmWord word)
{
  return read_float (self->unigrams + (gsize)word * UNIGRAM_SIZE);
}

/* The place of a word among sorted packed entries. */
static inline gboolean
find_packed (const guint8 *entries,
             guint entry_bits,
             guint word_bits,
             guint64 begin,
             guint64 end,
             GbKenlmWord word,
             guint64 *place)
{
  while (begin < end) {
    guint64 middle = (begin + end) / 2;
    guint64 found = read_bits (entries, middle * entry_bits, word_bits);

    if (found == word) {
      *place = middle;
      return TRUE;
    }
    if (found < word)
      begin = middle + 1;
    else
      end = middle;
  }
  return FALSE;
}

/* The trigrams below a bigram. The low bits of the pointers lie beside the bigrams; the high bits
 * are how often the table of offsets went up until there. */
static void
get_trigrams (const GbKenlm *self, guint64 bigram, guint64 *begin, guint64 *end)
{
  guint64 position =
    bigram * self->bigram_bits + self->word_bits + self->backoff_bits + self->score_bits;
  guint64 low = 0;
  guint64 high = self->n_offsets;

  while (low < high) {
    guint64 middle = (low + high) / 2;

    if (self->offsets[middle] <= bigram)
      low = middle + 1;
    else
      high = middle;
  }
  *begin =
    (low - 1) << self->pointer_bits | read_bits (self->bigrams, position, self->pointer_bits);
  while (low < self->n_offsets && self->offsets[low] <= bigram + 1)
    low++;
  *end = (low - 1) << self->pointer_bits |
         read_bits (self->bigrams, position + self->bigram_bits, self->pointer_bits);
}

/**
 * gb_kenlm_score:
 * @self: a model
 * @state: what came before
 * @word: a word of the model
 * @next: (out): what comes before the word after it; not the same as @state
 *
 * Returns: log10 of the probability of @word after @state, the number that KenLM itself gives
 */
float
gb_kenlm_score (const GbKenlm *self,
                const GbKenlmState *state,
                GbKenlmWord word,
                GbKenlmState *next)
{
  const guint8 *unigram = self->unigrams + (gsize)word * UNIGRAM_SIZE;
  float score = read_float (unigram);
  guint64 begin = read_u64 (unigram + 8);
  guint64 end = read_u64 (unigram + UNIGRAM_SIZE + 8);
  guint64 bigram;
  guint64 trigram;
  guint64 position;

  next->last = word;
  next->before_last = state->last;
  next->length = 1;
  next->last_backoff = read_float (unigram + 4);
  next->both_backoff = 0;
  if (state->length == 0)
    return score;
  if (!find_packed (self->bigrams, self->bigram_bits, self->word_bits, begin, end, state->last,
                    &bigram))
    return score + state->last_backoff + state->both_backoff;

  position = bigram * self->bigram_bits + self->word_bits;
  next->length = 2;
  next->both_backoff =
    self->bigram_backoffs[read_bits (self->bigrams, position, self->backoff_bits)];
  score =
    self->bigram_scores[read_bits (self->bigrams, position + self->backoff_bits, self->score_bits)];
  if (state->length < 2)
    return score;
  get_trigrams (self, bigram, &begin, &end);
  if (find_packed (self->trigrams, self->trigram_bits, self->word_bits, begin, end,
                   state->before_last, &trigram))
    return self->trigram_scores[read_bits (
      self->trigrams, trigram * self->trigram_bits + self->word_bits, self->score_bits)];
  return score + state->both_backoff;
}
