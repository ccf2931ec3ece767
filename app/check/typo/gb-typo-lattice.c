/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which words may stand where: those that the text spells, and those that somebody may have meant
 * who typed it. Of the latter there are four kinds: words that sound like the text (any number of
 * characters changed, which is what an input method does), words that sound nearly like it, words
 * with one character that looks like the typed one, and words with two neighbours swapped. */

#include "config.h"

#include "check/typo/gb-typo-lattice.h"

#define COST_SAME_TONE  2.2f
#define COST_OTHER_TONE 2.6f
#define COST_FUZZY      3.4f
#define COST_LOOK_ALIKE 4.2f
#define COST_SWAP       4.0f
/* Further characters of a word that was mistaken as a whole. */
#define FURTHER_FACTOR 0.6f
/* Words of one character fit nearly everywhere. */
#define COST_SINGLE 0.8f

/* What is rarer than this is not proposed. log10. */
#define MIN_SCORE        -6.6f
#define MIN_SCORE_SINGLE -5.2f
#define MAX_SINGLES      24
/* How much the context may speak for a word that is less likely than the text without context. */
#define SLACK 3.0f

#define MAX_LOOK_ALIKE_PLACE 5
#define MAX_DISTANCE         4 /* between the beginning of a word and what may change in it */

/* One place of the run while its candidates are looked for. */
typedef struct {
  GbTypoLattice *lattice;
  const GbTypoWords *words;
  const GbTypoLexicon *lexicon; /* the one being searched */
  guint32 word_base;            /* the number of its first word */
  const gunichar2 *text;        /* from the place on */
  const gboolean *may_change;   /* from the place on */
  const GbTypoSpanScores *as_typed;
  guint32 first_edge;
  guint n; /* characters until the end of the run */
} Search;

void
gb_typo_lattice_init (GbTypoLattice *self)
{
  self->edges = g_array_new (FALSE, FALSE, sizeof (GbTypoEdge));
  self->first[0] = 0;
}

void
gb_typo_lattice_clear (GbTypoLattice *self)
{
  g_clear_pointer (&self->edges, g_array_unref);
}

static gboolean
add_plain (GbTypoLattice *self,
           const GbTypoLexicon *lexicon,
           guint32 word_base,
           const gunichar2 *text,
           guint n)
{
  gboolean has_single = FALSE;
  guint32 node = 0;

  for (guint i = 0; i < MIN (n, GB_TYPO_MAX_WORD_CHARS); i++) {
    node = gb_typo_trie_step (&lexicon->by_character, node, text[i]);
    if (node == 0)
      break;
    if (lexicon->word_of_node[node] != GB_TYPO_NO_WORD) {
      GbTypoEdge edge = { word_base + lexicon->word_of_node[node], 0, (guint8)(i + 1), 0, 0 };

      g_array_append_val (self->edges, edge);
      has_single |= i == 0;
    }
  }
  return has_single;
}

/**
 * gb_typo_lattice_set_plain:
 * @self: a lattice
 * @words: the words
 * @text: a run of characters
 * @n_characters: at most %GB_TYPO_MAX_RUN_CHARS
 *
 * Makes it the lattice of the words that @text spells.
 */
void
gb_typo_lattice_set_plain (GbTypoLattice *self,
                           const GbTypoWords *words,
                           const gunichar2 *text,
                           guint n_characters)
{
  const GbTypoEdge unknown = { GB_TYPO_NO_WORD, 0, 1, 0, 0 };

  g_array_set_size (self->edges, 0);
  for (guint i = 0; i < n_characters; i++) {
    self->first[i] = self->edges->len;
    if (!add_plain (self, &words->tables->lexicon, 0, text + i, n_characters - i))
      g_array_append_val (self->edges, unknown);
    if (words->phrases != NULL)
      add_plain (self, words->phrases, words->tables->lexicon.n_words, text + i, n_characters - i);
  }
  self->first[n_characters] = self->edges->len;
}

static void
propose (Search *search,
         guint32 word,
         guint n_characters,
         guint n_changed,
         GbTypoKind kind,
         float cost)
{
  const GbTypoWord *entry = &search->lexicon->words[word];
  GArray *edges = search->lattice->edges;
  GbTypoEdge edge = { search->word_base + word, cost, (guint8)n_characters, (guint8)n_changed,
                      (guint8)kind };

  if (n_characters == 1)
    edge.cost += COST_SINGLE;
  if (entry->score - edge.cost + SLACK < search->as_typed->of_length[n_characters])
    return;
  for (guint32 i = search->first_edge; i < edges->len; i++) {
    GbTypoEdge *known = &g_array_index (edges, GbTypoEdge, i);

    if (known->word != edge.word)
      continue;
    if (known->n_changed > 0 && edge.cost < known->cost)
      *known = edge;
    return;
  }
  g_array_append_val (edges, edge);
}

static gboolean
has_syllable (const GbTypoReadings *readings, guint16 syllable)
{
  for (guint i = 0; i < readings->n; i++) {
    if (readings->syllables[i] == syllable)
      return TRUE;
  }
  return FALSE;
}

static const GbTypoReadings *
get_readings (const Search *search, gunichar2 character)
{
  const GbTypoTables *tables = search->words->tables;

  return &tables->readings[tables->readings_of[character]];
}

static GbTypoKind
compare_sounds (const Search *search, gunichar2 typed, gunichar2 meant, guint16 syllable)
{
  if (!has_syllable (get_readings (search, typed), syllable))
    return GB_TYPO_KIND_NEAR_SOUND;
  return gb_typo_tables_have_same_tone (search->words->tables, typed, meant)
           ? GB_TYPO_KIND_SAME_SOUND
           : GB_TYPO_KIND_OTHER_TONE;
}

static float
get_sound_cost (GbTypoKind kind)
{
  switch (kind) {
  case GB_TYPO_KIND_SAME_SOUND:
    return COST_SAME_TONE;
  case GB_TYPO_KIND_OTHER_TONE:
    return COST_OTHER_TONE;
  default:
    return COST_FUZZY;
  }
}

static void
propose_reading (Search *search, const GbTypoReading *reading, guint n_characters)
{
  const gunichar2 *meant =
    search->lexicon->characters + search->lexicon->words[reading->word].characters;
  const guint16 *syllables = search->lexicon->syllables + reading->syllables;
  GbTypoKind worst = GB_TYPO_KIND_SAME_SOUND;
  guint n_changed = 0;
  float cost = 0;

  for (guint i = 0; i < n_characters; i++) {
    GbTypoKind kind;

    if (meant[i] == search->text[i])
      continue;
    if (!search->may_change[i])
      return;
    kind = compare_sounds (search, search->text[i], meant[i], syllables[i]);
    cost += get_sound_cost (kind) * (n_changed > 0 ? FURTHER_FACTOR : 1);
    worst = MAX (worst, kind);
    n_changed++;
  }
  if (n_changed > 0)
    propose (search, reading->word, n_characters, n_changed, worst, cost);
}

/* The readings of a node come with the likeliest word first. */
static void
propose_readings (Search *search, guint32 node, guint n_characters)
{
  const GbTypoLexicon *lexicon = search->lexicon;
  float least = MAX (n_characters == 1 ? MIN_SCORE_SINGLE : MIN_SCORE,
                     search->as_typed->of_length[n_characters] + COST_SAME_TONE - SLACK);
  guint32 end = lexicon->first_reading[node + 1];

  if (n_characters == 1)
    end = MIN (end, lexicon->first_reading[node] + MAX_SINGLES);
  for (guint32 i = lexicon->first_reading[node]; i < end; i++) {
    const GbTypoReading *reading = &lexicon->readings[i];

    if (lexicon->words[reading->word].score < least)
      break;
    propose_reading (search, reading, n_characters);
  }
}

/* Follows every reading of the next character. */
static void
search_sounds (Search *search, guint32 node, guint depth)
{
  const GbTypoReadings *readings;
  guint16 sounds[GB_TYPO_MAX_READINGS];
  guint n_sounds = 0;

  if (depth == MIN (search->n, GB_TYPO_MAX_WORD_CHARS))
    return;
  readings = get_readings (search, search->text[depth]);
  for (guint i = 0; i < readings->n; i++) {
    guint16 sound = search->words->tables->sounds[readings->syllables[i]];
    gboolean is_known = FALSE;
    guint32 child;

    for (guint j = 0; j < n_sounds; j++)
      is_known |= sounds[j] == sound;
    if (is_known)
      continue;
    sounds[n_sounds++] = sound;
    child = gb_typo_trie_step (&search->lexicon->by_sound, node, sound);
    if (child == 0)
      continue;
    propose_readings (search, child, depth + 1);
    search_sounds (search, child, depth + 1);
  }
}

/* Proposes every word that begins with what leads to @node and goes on as the text from @depth. */
static void
propose_rest (Search *search,
              guint32 node,
              guint depth,
              guint n_changed,
              GbTypoKind kind,
              float cost)
{
  const GbTypoLexicon *lexicon = search->lexicon;

  for (; node != 0; depth++) {
    guint32 word = lexicon->word_of_node[node];

    if (word != GB_TYPO_NO_WORD &&
        lexicon->words[word].score >= (depth == 1 ? MIN_SCORE_SINGLE : MIN_SCORE))
      propose (search, word, depth, n_changed, kind, cost);
    if (depth == MIN (search->n, GB_TYPO_MAX_WORD_CHARS))
      return;
    node = gb_typo_trie_step (&lexicon->by_character, node, search->text[depth]);
  }
}

static void
search_swap (Search *search, guint32 node, guint depth)
{
  const GbTypoTrie *trie = &search->lexicon->by_character;
  const gunichar2 *text = search->text;
  guint32 child;

  if (depth + 1 >= search->n || text[depth] == text[depth + 1] || !search->may_change[depth + 1])
    return;
  child = gb_typo_trie_step (trie, node, text[depth + 1]);
  if (child != 0)
    child = gb_typo_trie_step (trie, child, text[depth]);
  if (child != 0)
    propose_rest (search, child, depth + 2, 2, GB_TYPO_KIND_SWAP, COST_SWAP);
}

static void
search_shapes (Search *search)
{
  const GbTypoTables *tables = search->words->tables;
  const GbTypoTrie *trie = &search->lexicon->by_character;
  guint32 node = 0;

  for (guint depth = 0; depth < MIN (search->n, MAX_LOOK_ALIKE_PLACE); depth++) {
    gunichar2 typed = search->text[depth];

    if (search->may_change[depth]) {
      for (guint32 i = tables->first_look_alike[typed]; i < tables->first_look_alike[typed + 1];
           i++) {
        guint32 child = gb_typo_trie_step (trie, node, tables->look_alikes[i]);

        if (child != 0)
          propose_rest (search, child, depth + 1, 1, GB_TYPO_KIND_LOOK_ALIKE, COST_LOOK_ALIKE);
      }
      search_swap (search, node, depth);
    }
    node = gb_typo_trie_step (trie, node, typed);
    if (node == 0)
      return;
  }
}

static void
score_spans (GbTypoSpanScores *scores,
             const GbTypoWords *words,
             const GbTypoLattice *plain,
             guint n_characters)
{
  for (guint place = n_characters; place-- > 0;) {
    float *best = scores[place].of_length;

    best[0] = 0;
    for (guint length = 1; length <= GB_TYPO_MAX_WORD_CHARS; length++)
      best[length] = -G_MAXFLOAT;
    for (guint32 i = plain->first[place]; i < plain->first[place + 1]; i++) {
      const GbTypoEdge *edge = &g_array_index (plain->edges, GbTypoEdge, i);
      float score = edge->word == GB_TYPO_NO_WORD ? GB_TYPO_SCORE_UNKNOWN
                                                  : gb_typo_words_get (words, edge->word)->score;

      best[edge->n_characters] = MAX (best[edge->n_characters], score);
      for (guint length = edge->n_characters + 1;
           length <= GB_TYPO_MAX_WORD_CHARS && place + length <= n_characters; length++)
        best[length] =
          MAX (best[length],
               score + scores[place + edge->n_characters].of_length[length - edge->n_characters]);
    }
  }
}

static gboolean
may_change_near (const gboolean *may_change, guint place, guint n_characters)
{
  for (guint i = place; i < MIN (n_characters, place + MAX_DISTANCE); i++) {
    if (may_change[i])
      return TRUE;
  }
  return FALSE;
}

static void
search_lexicon (Search *search, const GbTypoLexicon *lexicon, guint32 word_base)
{
  search->lexicon = lexicon;
  search->word_base = word_base;
  search_sounds (search, 0, 0);
  search_shapes (search);
}

/**
 * gb_typo_lattice_set_candidates:
 * @self: a lattice
 * @words: the words
 * @plain: the lattice of the words that @text spells
 * @text: a run of characters
 * @n_characters: its length
 * @may_change: (array length=n_characters): which of its characters are in doubt
 *
 * Makes it the lattice of @plain and of the words that may have been meant.
 *
 * Returns: %TRUE if there are any of the latter
 */
gboolean
gb_typo_lattice_set_candidates (GbTypoLattice *self,
                                const GbTypoWords *words,
                                const GbTypoLattice *plain,
                                const gunichar2 *text,
                                guint n_characters,
                                const gboolean *may_change)
{
  GbTypoSpanScores as_typed[GB_TYPO_MAX_RUN_CHARS + 1];
  Search search = { .lattice = self, .words = words };

  g_array_set_size (self->edges, 0);
  score_spans (as_typed, words, plain, n_characters);
  for (guint place = 0; place < n_characters; place++) {
    self->first[place] = self->edges->len;
    g_array_append_vals (self->edges,
                         &g_array_index (plain->edges, GbTypoEdge, plain->first[place]),
                         plain->first[place + 1] - plain->first[place]);
    if (!may_change_near (may_change, place, n_characters))
      continue;
    search.text = text + place;
    search.may_change = may_change + place;
    search.as_typed = &as_typed[place];
    search.first_edge = self->first[place];
    search.n = n_characters - place;
    search_lexicon (&search, &words->tables->lexicon, 0);
    if (words->phrases != NULL)
      search_lexicon (&search, words->phrases, words->tables->lexicon.n_words);
  }
  self->first[n_characters] = self->edges->len;
  return self->edges->len > plain->edges->len;
}
