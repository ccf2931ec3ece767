/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds what was most probably meant by a run of characters without punctuation: the sequence of
 * words that is best by the language model less the cost of the mistakes, all mistakes of the run
 * at once. What is to be reported then needs evidence: the model must have seen the proposed word
 * beside its neighbours, or the gain must be the larger.
 *
 * A decoder is working memory: one thread at a time. It borrows its words. */

#include "config.h"

#include "check/typo/gb-typo-decoder.h"

#include <math.h>
#include <string.h>

#define BEAM 6

/* Characters of a word are in doubt if its −log10 p, and what it costs the word after it beyond
 * the usual, come to more than this. */
#define DOUBT       3.0f
#define USUAL_SCORE 2.0f

/* What the gain must exceed the cost by. log10. */
#define MARGIN            0.4f
#define MARGIN_ONE_LINK   0.7f /* more, if the word was seen with one of its neighbours only */
#define MARGIN_NO_LINK    2.0f /* more, if with none */
#define MARGIN_WHOLE_WORD 1.5f /* more, if no character of a word is as typed */

/* Shorter phrases are too easily met by chance. */
#define MIN_PHRASE_CHARS 4

/* How much the statutes' counts weigh beside the general model. */
#define LAW_WEIGHT 0.2f

typedef struct {
  guint32 word; /* the previous one, or GB_TYPO_NO_WORD */
  GbKenlmState language;
} State;

typedef struct {
  State state;
  float score;
  guint32 edge; /* the last one */
  guint16 from; /* where that begins */
  guint8 slot;  /* in the beam there */
} Hypothesis;

typedef struct {
  Hypothesis slots[BEAM];
  guint n;
} Beam;

/* A word of the best sequence. */
typedef struct {
  GbTypoEdge edge;
  guint place;
  float score;      /* log10 p after the words before it */
  gboolean is_seen; /* after the word before it, by the model or in the statutes */
} Step;

typedef struct {
  Step steps[GB_TYPO_MAX_RUN_CHARS];
  guint n;
  float score; /* of the words, without the costs */
} Path;

struct _GbTypoDecoder {
  const GbTypoWords *words;

  GbTypoLattice plain;
  GbTypoLattice full;
  GbTypoLattice reverted;
  Path plain_path;
  Path full_path;
  Path reverted_path;
  Beam beams[GB_TYPO_MAX_RUN_CHARS + 1];
};

GbTypoDecoder *
gb_typo_decoder_new (const GbTypoWords *words)
{
  GbTypoDecoder *self = g_new (GbTypoDecoder, 1);

  self->words = words;
  gb_typo_lattice_init (&self->plain);
  gb_typo_lattice_init (&self->full);
  gb_typo_lattice_init (&self->reverted);
  return self;
}

void
gb_typo_decoder_free (GbTypoDecoder *self)
{
  gb_typo_lattice_clear (&self->plain);
  gb_typo_lattice_clear (&self->full);
  gb_typo_lattice_clear (&self->reverted);
  g_free (self);
}

static guint32
get_law_count (const GbTypoTables *tables, guint32 word)
{
  return word < tables->lexicon.n_words ? tables->law_counts[word] : 0;
}

/* The probability of a word in the statutes, after another if that is in them (Witten-Bell). */
static float
get_law_probability (const GbTypoTables *tables, guint32 previous, guint32 word)
{
  guint32 count = get_law_count (tables, word);
  guint32 previous_count = get_law_count (tables, previous);
  float alone = (float)count / (float)tables->law_total;
  float n_followers;
  float n_pairs;

  if (previous_count == 0)
    return alone;
  n_followers = (float)(tables->law_first[previous + 1] - tables->law_first[previous] + 1);
  n_pairs = count > 0 ? (float)gb_typo_tables_count_pair (tables, previous, word) : 0;
  return (n_pairs + n_followers * alone) / ((float)previous_count + n_followers);
}

/* log10 p of a word after a state. */
static float
score_word (const GbTypoWords *words, const State *state, guint32 word, State *next)
{
  const GbTypoTables *tables = words->tables;
  const GbTypoWord *entry;
  float score;
  float in_law;

  next->word = word;
  if (word == GB_TYPO_NO_WORD) {
    memset (&next->language, 0, sizeof next->language);
    return GB_TYPO_SCORE_UNKNOWN;
  }
  entry = gb_typo_words_get (words, word);
  if (entry->language_word == GB_KENLM_UNKNOWN) {
    memset (&next->language, 0, sizeof next->language);
    score = entry->score;
  } else {
    score =
      gb_kenlm_score (&tables->language, &state->language, entry->language_word, &next->language);
  }
  in_law = get_law_probability (tables, state->word, word);
  return log10f ((1 - LAW_WEIGHT) * exp10f (score) + LAW_WEIGHT * in_law);
}

static gboolean
is_same_state (const State *a, const State *b)
{
  return a->word == b->word && a->language.length == b->language.length &&
         (a->language.length < 2 || a->language.before_last == b->language.before_last);
}

static guint
find_worst (const Beam *beam)
{
  guint worst = 0;

  for (guint i = 1; i < beam->n; i++) {
    if (beam->slots[i].score < beam->slots[worst].score)
      worst = i;
  }
  return worst;
}

static void
keep_if_good (Beam *beam, const Hypothesis *hypothesis)
{
  guint worst;

  if (beam->n < BEAM) {
    beam->slots[beam->n++] = *hypothesis;
    return;
  }
  worst = find_worst (beam);
  if (beam->slots[worst].score < hypothesis->score)
    beam->slots[worst] = *hypothesis;
}

/* Equal states arise only from one edge: a word ends at a place in one way. */
static void
follow_edge (GbTypoDecoder *self,
             const Beam *from,
             guint place,
             guint32 edge_number,
             const GbTypoEdge *edge)
{
  Beam *to = &self->beams[place + edge->n_characters];
  Hypothesis merged[BEAM];
  guint n_merged = 0;
  float bar = to->n < BEAM ? -G_MAXFLOAT : to->slots[find_worst (to)].score;

  for (guint slot = 0; slot < from->n; slot++) {
    Hypothesis next = { .edge = edge_number, .from = (guint16)place, .slot = (guint8)slot };
    guint i = 0;

    /* A probability is one at most. */
    if (from->slots[slot].score - edge->cost <= bar)
      continue;
    next.score = from->slots[slot].score - edge->cost +
                 score_word (self->words, &from->slots[slot].state, edge->word, &next.state);
    while (i < n_merged && !is_same_state (&merged[i].state, &next.state))
      i++;
    if (i == n_merged)
      merged[n_merged++] = next;
    else if (next.score > merged[i].score)
      merged[i] = next;
  }
  for (guint i = 0; i < n_merged; i++)
    keep_if_good (to, &merged[i]);
}

static void
trace_path (GbTypoDecoder *self, const GbTypoLattice *lattice, guint n_characters, Path *path)
{
  const Beam *beam = &self->beams[n_characters];
  guint slot = 0;
  guint place = n_characters;

  for (guint i = 1; i < beam->n; i++) {
    if (beam->slots[i].score > beam->slots[slot].score)
      slot = i;
  }
  path->n = 0;
  while (place > 0) {
    const Hypothesis *hypothesis = &self->beams[place].slots[slot];
    Step *step = &path->steps[path->n++];

    step->edge = g_array_index (lattice->edges, GbTypoEdge, hypothesis->edge);
    step->place = hypothesis->from;
    place = hypothesis->from;
    slot = hypothesis->slot;
  }
  for (guint i = 0; i < path->n / 2; i++) {
    Step step = path->steps[i];

    path->steps[i] = path->steps[path->n - 1 - i];
    path->steps[path->n - 1 - i] = step;
  }
}

static gboolean
is_seen_in_law (const GbTypoTables *tables, guint32 previous, guint32 word)
{
  return get_law_count (tables, previous) > 0 && get_law_count (tables, word) > 0 &&
         gb_typo_tables_count_pair (tables, previous, word) > 0;
}

static void
score_path (GbTypoDecoder *self, Path *path)
{
  State state = { .word = GB_TYPO_NO_WORD };

  path->score = 0;
  for (guint i = 0; i < path->n; i++) {
    Step *step = &path->steps[i];
    State next;

    step->score = score_word (self->words, &state, step->edge.word, &next);
    step->is_seen = next.language.length == 2 ||
                    is_seen_in_law (self->words->tables, state.word, step->edge.word);
    path->score += step->score;
    state = next;
  }
}

/* Viterbi's search, with a beam. */
static void
find_best_path (GbTypoDecoder *self, const GbTypoLattice *lattice, guint n_characters, Path *path)
{
  const Hypothesis beginning = { .state = { .word = GB_TYPO_NO_WORD } };

  for (guint i = 0; i <= n_characters; i++)
    self->beams[i].n = 0;
  keep_if_good (&self->beams[0], &beginning);
  for (guint place = 0; place < n_characters; place++) {
    const Beam *beam = &self->beams[place];

    if (beam->n == 0)
      continue;
    for (guint32 i = lattice->first[place]; i < lattice->first[place + 1]; i++)
      follow_edge (self, beam, place, i, &g_array_index (lattice->edges, GbTypoEdge, i));
  }
  trace_path (self, lattice, n_characters, path);
  score_path (self, path);
}

static gboolean
mark_doubts (const Path *path, gboolean *may_change)
{
  gboolean has_doubt = FALSE;

  for (guint i = 0; i < path->n; i++) {
    const Step *step = &path->steps[i];
    float doubt = -step->score;
    gboolean is_in_doubt;

    if (i + 1 < path->n)
      doubt += MAX (0, -path->steps[i + 1].score - USUAL_SCORE);
    is_in_doubt = doubt > DOUBT;
    for (guint j = 0; j < step->edge.n_characters; j++)
      may_change[step->place + j] = is_in_doubt;
    has_doubt |= is_in_doubt;
  }
  return has_doubt;
}

/* The best reading of the text with all corrections but one. */
static const Path *
revert (GbTypoDecoder *self,
        const gunichar2 *text,
        guint n_characters,
        guint reverted,
        guint n_changed)
{
  gunichar2 other[GB_TYPO_MAX_RUN_CHARS];

  if (n_changed == 1)
    return &self->plain_path;
  memcpy (other, text, n_characters * sizeof *other);
  for (guint i = 0; i < self->full_path.n; i++) {
    const Step *step = &self->full_path.steps[i];

    if (i != reverted && step->edge.n_changed > 0)
      memcpy (other + step->place, gb_typo_words_get_characters (self->words, step->edge.word),
              step->edge.n_characters * sizeof *other);
  }
  gb_typo_lattice_set_plain (&self->reverted, self->words, other, n_characters);
  find_best_path (self, &self->reverted, n_characters, &self->reverted_path);
  return &self->reverted_path;
}

static gboolean
has_step (const Path *path, const Step *step)
{
  for (guint i = 0; i < path->n; i++) {
    if (path->steps[i].place == step->place)
      return path->steps[i].edge.n_characters == step->edge.n_characters;
  }
  return FALSE;
}

/* A phrase of the list of which most characters are as typed is evidence by itself. The language
 * model does not know it, so that it was never seen beside others. */
static gboolean
is_phrase (GbTypoDecoder *self, const GbTypoEdge *edge)
{
  const GbTypoWord *word = gb_typo_words_get (self->words, edge->word);

  return word->language_word == GB_KENLM_UNKNOWN && word->score >= GB_TYPO_SCORE_PHRASE &&
         edge->n_characters >= MIN_PHRASE_CHARS && edge->n_changed * 2 <= edge->n_characters &&
         (edge->n_changed == 1 || edge->kind <= GB_TYPO_KIND_OTHER_TONE);
}

/* What the gain must exceed the cost by, by the evidence there is. */
static float
get_margin (GbTypoDecoder *self, const Path *path, guint number, const Path *without)
{
  const Step *step = &path->steps[number];
  guint n_links = step->is_seen + (number + 1 < path->n && path->steps[number + 1].is_seen);
  float margin = MARGIN;

  if (is_phrase (self, &step->edge))
    return MARGIN;
  if (n_links == 0)
    margin += MARGIN_NO_LINK;
  else if (n_links == 1)
    margin += MARGIN_ONE_LINK;
  if (step->edge.n_characters > 1 && step->edge.n_changed == step->edge.n_characters &&
      step->edge.kind != GB_TYPO_KIND_SAME_SOUND && step->edge.kind != GB_TYPO_KIND_SWAP &&
      !has_step (without, step))
    margin += MARGIN_WHOLE_WORD;
  return margin;
}

static void
report (GbTypoDecoder *self, const gunichar2 *text, guint n_characters, GArray *corrections)
{
  const Path *path = &self->full_path;
  guint n_changed = 0;

  for (guint i = 0; i < path->n; i++)
    n_changed += path->steps[i].edge.n_changed > 0;
  for (guint i = 0; i < path->n; i++) {
    const Step *step = &path->steps[i];
    const Path *without;
    GbTypoCorrection correction;

    if (step->edge.n_changed == 0)
      continue;
    without = revert (self, text, n_characters, i, n_changed);
    correction = (GbTypoCorrection){
      .place = step->place,
      .n_characters = step->edge.n_characters,
      .word = step->edge.word,
      .kind = step->edge.kind,
      .surplus =
        path->score - without->score - step->edge.cost - get_margin (self, path, i, without),
    };
    if (correction.surplus >= 0)
      g_array_append_val (corrections, correction);
  }
}

/**
 * gb_typo_decoder_run:
 * @self: a decoder
 * @text: a run of Han characters
 * @n_characters: at most %GB_TYPO_MAX_RUN_CHARS
 * @corrections: (element-type GbTypoCorrection): what is found is added to it
 *
 * Looks for words that were meant otherwise.
 */
void
gb_typo_decoder_run (GbTypoDecoder *self,
                     const gunichar2 *text,
                     guint n_characters,
                     GArray *corrections)
{
  gboolean may_change[GB_TYPO_MAX_RUN_CHARS];

  g_return_if_fail (n_characters <= GB_TYPO_MAX_RUN_CHARS);

  gb_typo_lattice_set_plain (&self->plain, self->words, text, n_characters);
  find_best_path (self, &self->plain, n_characters, &self->plain_path);
  if (!mark_doubts (&self->plain_path, may_change) ||
      !gb_typo_lattice_set_candidates (&self->full, self->words, &self->plain, text, n_characters,
                                       may_change))
    return;
  find_best_path (self, &self->full, n_characters, &self->full_path);
  report (self, text, n_characters, corrections);
}

/**
 * gb_typo_decoder_compare:
 * @self: a decoder
 * @text: a run of Han characters
 * @n_characters: at most %GB_TYPO_MAX_RUN_CHARS
 * @place: where something else could stand
 * @length: how many characters of @text that would replace
 * @other: (array length=length): what could stand there
 *
 * Returns: by how much (log10) @other is likelier there than what stands there
 */
float
gb_typo_decoder_compare (GbTypoDecoder *self,
                         const gunichar2 *text,
                         guint n_characters,
                         guint place,
                         guint length,
                         const gunichar2 *other)
{
  gunichar2 changed[GB_TYPO_MAX_RUN_CHARS];

  g_return_val_if_fail (n_characters <= GB_TYPO_MAX_RUN_CHARS, 0);
  g_return_val_if_fail (place + length <= n_characters, 0);

  memcpy (changed, text, n_characters * sizeof *changed);
  memcpy (changed + place, other, length * sizeof *changed);
  gb_typo_lattice_set_plain (&self->plain, self->words, text, n_characters);
  find_best_path (self, &self->plain, n_characters, &self->plain_path);
  gb_typo_lattice_set_plain (&self->reverted, self->words, changed, n_characters);
  find_best_path (self, &self->reverted, n_characters, &self->reverted_path);
  return self->reverted_path.score - self->plain_path.score;
}
