/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Nearly every place of a text is the beginning of no word: a table of bits over pairs of
 * characters says so at once. What is left is searched for among the sorted words. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-word-index.h"

#include <string.h>

#define N_BITS 65536

enum {
  PREV,
  NEXT,
  NOT_PREV,
  NOT_NEXT,
  N_SIDES,
};

typedef struct {
  gunichar *chars;
  guint n_chars;
  guint rank;                /* in the order of adding */
  GPtrArray *sides[N_SIDES]; /* (nullable), of gunichar *, ended by a 0 */
  gconstpointer value;
} Word;

struct _GbWordIndex {
  GArray *words; /* of Word */
  guint32 filter[N_BITS / 32];
};

static void
clear_word (gpointer data)
{
  Word *self = data;

  g_free (self->chars);
  for (guint i = 0; i < N_SIDES; i++)
    g_clear_pointer (&self->sides[i], g_ptr_array_unref);
}

GbWordIndex *
gb_word_index_new (void)
{
  GbWordIndex *self = g_new0 (GbWordIndex, 1);

  self->words = g_array_new (FALSE, TRUE, sizeof (Word));
  g_array_set_clear_func (self->words, clear_word);
  return self;
}

void
gb_word_index_free (GbWordIndex *self)
{
  g_array_unref (self->words);
  g_free (self);
}

static inline guint
get_bit (gunichar first, gunichar second)
{
  return (first * 40503u + second * 2654435769u) % N_BITS;
}

static gboolean
take_side (Word *word, const char *text)
{
  static const char *const labels[N_SIDES] = { "prev:", "next:", "!prev:", "!next:" };

  for (guint i = 0; i < N_SIDES; i++) {
    g_auto (GStrv) texts = NULL;

    if (!g_str_has_prefix (text, labels[i]) || word->sides[i] != NULL)
      continue;
    word->sides[i] = g_ptr_array_new_with_free_func (g_free);
    texts = g_strsplit (text + strlen (labels[i]), "|", -1);
    for (guint k = 0; texts[k] != NULL; k++) {
      if (*texts[k] == '\0')
        return FALSE;
      g_ptr_array_add (word->sides[i], g_utf8_to_ucs4_fast (texts[k], -1, NULL));
    }
    return word->sides[i]->len > 0;
  }
  return FALSE;
}

gboolean
gb_word_index_add (GbWordIndex *self, const char *word, const char *condition, gconstpointer value)
{
  g_auto (GStrv) sides = g_strsplit (condition, " ", -1);
  Word added = { 0 };
  glong n_chars;

  added.chars = g_utf8_to_ucs4_fast (word, -1, &n_chars);
  added.n_chars = (guint)n_chars;
  added.rank = self->words->len;
  added.value = value;
  for (guint i = 0; sides[i] != NULL; i++) {
    if (*sides[i] != '\0' && !take_side (&added, sides[i])) {
      clear_word (&added);
      return FALSE;
    }
  }
  if (n_chars < 2) {
    clear_word (&added);
    return FALSE;
  }
  g_array_append_val (self->words, added);
  return TRUE;
}

static int
compare_pairs (const Word *word, gunichar first, gunichar second)
{
  if (word->chars[0] != first)
    return word->chars[0] < first ? -1 : 1;
  if (word->chars[1] != second)
    return word->chars[1] < second ? -1 : 1;
  return 0;
}

/* Of those that begin with the same pair the longest is the first. */
static int
compare_words (gconstpointer a, gconstpointer b)
{
  const Word *word_a = a;
  const Word *word_b = b;
  int order = compare_pairs (word_a, word_b->chars[0], word_b->chars[1]);

  if (order != 0)
    return order;
  if (word_a->n_chars != word_b->n_chars)
    return word_a->n_chars > word_b->n_chars ? -1 : 1;
  return word_a->rank < word_b->rank ? -1 : word_a->rank > word_b->rank;
}

void
gb_word_index_freeze (GbWordIndex *self)
{
  g_array_sort (self->words, compare_words);
  for (guint i = 0; i < self->words->len; i++) {
    const Word *word = &g_array_index (self->words, Word, i);
    guint bit = get_bit (word->chars[0], word->chars[1]);

    self->filter[bit / 32] |= 1u << (bit % 32);
  }
}

/* TRUE if one of the texts ends (direction -1) or begins (1) at the place. */
static gboolean
has_one (GPtrArray *texts, const GbCheckBlock *block, guint place, int direction)
{
  for (guint i = 0; i < texts->len; i++) {
    const gunichar *text = g_ptr_array_index (texts, i);
    guint n = 0;
    guint start;

    while (text[n] != 0)
      n++;
    if (direction < 0 ? n > place : n > block->n_chars - place)
      continue;
    start = direction < 0 ? place - n : place;
    if (memcmp (block->chars + start, text, n * sizeof *text) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
stands_at (const Word *word, const GbCheckBlock *block, guint place)
{
  guint end = place + word->n_chars;

  if (word->n_chars > block->n_chars - place ||
      memcmp (block->chars + place, word->chars, word->n_chars * sizeof *word->chars) != 0)
    return FALSE;
  return (word->sides[PREV] == NULL || has_one (word->sides[PREV], block, place, -1)) &&
         (word->sides[NEXT] == NULL || has_one (word->sides[NEXT], block, end, 1)) &&
         (word->sides[NOT_PREV] == NULL || !has_one (word->sides[NOT_PREV], block, place, -1)) &&
         (word->sides[NOT_NEXT] == NULL || !has_one (word->sides[NOT_NEXT], block, end, 1));
}

gconstpointer
gb_word_index_find (const GbWordIndex *self,
                    const GbCheckBlock *block,
                    guint offset_chars,
                    guint *out_length_chars)
{
  gunichar first;
  gunichar second;
  guint bit;
  guint low = 0;
  guint high = self->words->len;

  if (offset_chars + 1 >= block->n_chars)
    return NULL;
  first = block->chars[offset_chars];
  second = block->chars[offset_chars + 1];
  bit = get_bit (first, second);
  if ((self->filter[bit / 32] & (1u << (bit % 32))) == 0)
    return NULL;
  while (low < high) {
    guint middle = (low + high) / 2;

    if (compare_pairs (&g_array_index (self->words, Word, middle), first, second) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < self->words->len; low++) {
    const Word *word = &g_array_index (self->words, Word, low);

    if (compare_pairs (word, first, second) != 0)
      break;
    if (stands_at (word, block, offset_chars)) {
      *out_length_chars = word->n_chars;
      return word->value;
    }
  }
  return NULL;
}
