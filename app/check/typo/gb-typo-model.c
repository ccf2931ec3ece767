/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The typo check: the data file, mapped, and perhaps an office's phrases. Nothing changes after it
 * is made, so that any thread may look for typos; each call has a decoder of its own, taken from
 * those that are idle. */

#include "config.h"

#include "check/typo/gb-typo-model.h"

#include "check/typo/gb-typo-decoder.h"
#include "check/typo/gb-typo-text.h"

#include <math.h>
#include <string.h>

#define DATA_FILE "typo-model.bin"
/* Where it lies below a build folder. */
#define BUILD_FOLDER "app/check/typo"
#define MAX_LEVELS   4

/* Characters before a document's year in which its authorities may be abbreviated: 汕尾府办规. */
#define YEAR_DISTANCE 5

/* What the setting “fewer alarms” asks beyond the usual. log10. */
#define FEWER_SURPLUS 1.0f

struct _GbTypoModel {
  gatomicrefcount references;

  /* Owned */
  GMappedFile *file;
  GbTypoLexiconBuilder *phrase_builder; /* (nullable) */
  GAsyncQueue *idle;                    /* GbTypoDecoder */

  GbTypoTables tables;
  GbTypoLexicon phrases;
  GbTypoWords words;
};

/* Two words that writers take for each other, both right by themselves. */
typedef struct {
  const char *one;
  const char *other;
  float least; /* log10: by how much the other must be likelier */
} Pair;

void
gb_typo_clear (GbTypo *self)
{
  g_clear_pointer (&self->suggestion, g_free);
}

static void
clear_typo (gpointer data)
{
  gb_typo_clear (data);
}

static void
free_decoder (gpointer data)
{
  gb_typo_decoder_free (data);
}

static GbTypoModel *
make_model (GMappedFile *file)
{
  GbTypoModel *self = g_new0 (GbTypoModel, 1);

  g_atomic_ref_count_init (&self->references);
  self->file = g_mapped_file_ref (file);
  self->idle = g_async_queue_new_full (free_decoder);
  self->words.tables = &self->tables;
  return self;
}

/**
 * gb_typo_model_new:
 * @path: a data file that gb-typo-compile made
 * @error: return location
 *
 * Maps and verifies a data file.
 *
 * Returns: (transfer full): the typo check; %NULL and #GB_TYPO_ERROR if the file is not there, is
 *   damaged or of another version
 */
GbTypoModel *
gb_typo_model_new (const char *path, GError **error)
{
  g_autoptr (GError) file_error = NULL;
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GbTypoModel) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  file = g_mapped_file_new (path, FALSE, &file_error);
  if (file == NULL) {
    g_set_error_literal (error, GB_TYPO_ERROR, GB_TYPO_ERROR_MISSING, file_error->message);
    return NULL;
  }
  self = make_model (file);
  if (!gb_typo_tables_init (&self->tables, (const guint8 *)g_mapped_file_get_contents (file),
                            g_mapped_file_get_length (file), error))
    return NULL;
  return g_steal_pointer (&self);
}

/* In the build folder that the program is in, or where it is installed. */
static char *
find_data_file (void)
{
  g_autofree char *folder = g_file_read_link ("/proc/self/exe", NULL);

  for (guint level = 0; folder != NULL && level < MAX_LEVELS; level++) {
    g_autofree char *parent = g_path_get_dirname (folder);
    g_autofree char *built = g_build_filename (parent, BUILD_FOLDER, DATA_FILE, NULL);

    if (g_file_test (built, G_FILE_TEST_IS_REGULAR))
      return g_steal_pointer (&built);
    g_free (folder);
    folder = g_steal_pointer (&parent);
  }
  return g_build_filename (GB_PKGLIBDIR, DATA_FILE, NULL);
}

/**
 * gb_typo_model_new_installed:
 * @error: return location
 *
 * Like gb_typo_model_new() for the program's own data file. `GB_TYPO_MODEL` in the environment
 * names another one.
 *
 * Returns: (transfer full): the typo check, or %NULL and #GB_TYPO_ERROR
 */
GbTypoModel *
gb_typo_model_new_installed (GError **error)
{
  const char *chosen = g_getenv ("GB_TYPO_MODEL");
  g_autofree char *path = chosen != NULL ? g_strdup (chosen) : find_data_file ();

  return gb_typo_model_new (path, error);
}

static guint
decode_phrase (const char *phrase, gunichar2 *characters)
{
  guint n;
  g_autofree gunichar2 *decoded = gb_typo_text_decode (phrase, strlen (phrase), &n);

  if (n < 2 || n > GB_TYPO_MAX_WORD_CHARS)
    return 0;
  for (guint i = 0; i < n; i++) {
    if (!gb_typo_text_is_han (decoded[i]))
      return 0;
  }
  memcpy (characters, decoded, n * sizeof *characters);
  return n;
}

static gboolean
is_known (const GbTypoLexicon *lexicon, const gunichar2 *characters, guint n)
{
  guint32 node = 0;
  guint32 word;

  for (guint i = 0; i < n; i++) {
    node = gb_typo_trie_step (&lexicon->by_character, node, characters[i]);
    if (node == 0)
      return FALSE;
  }
  word = lexicon->word_of_node[node];
  return word != GB_TYPO_NO_WORD && (lexicon->words[word].language_word != GB_KENLM_UNKNOWN ||
                                     lexicon->words[word].score >= GB_TYPO_SCORE_PHRASE);
}

/**
 * gb_typo_model_new_with_phrases:
 * @base: a typo check without phrases
 * @phrases: (array zero-terminated=1): UTF-8; those that are not of two to seven Han characters are
 *   passed over
 *
 * Makes a typo check that takes the phrases of an office for right, and proposes them. It shares
 * the mapped file with @base. Those that the data file has are passed over, too.
 *
 * Returns: (transfer full): the typo check
 */
GbTypoModel *
gb_typo_model_new_with_phrases (GbTypoModel *base, const char *const *phrases)
{
  GbTypoModel *self;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_return_val_if_fail (base != NULL && base->words.phrases == NULL, NULL);

  self = make_model (base->file);
  self->tables = base->tables;
  self->phrase_builder = gb_typo_lexicon_builder_new ();
  for (guint i = 0; phrases[i] != NULL; i++) {
    gunichar2 characters[GB_TYPO_MAX_WORD_CHARS];
    guint n = decode_phrase (phrases[i], characters);
    guint32 word;

    if (n == 0 || is_known (&self->tables.lexicon, characters, n) ||
        !g_hash_table_add (seen, (gpointer)phrases[i]))
      continue;
    word = gb_typo_lexicon_builder_add_word (self->phrase_builder, characters, n, GB_KENLM_UNKNOWN,
                                             GB_TYPO_SCORE_PHRASE);
    gb_typo_lexicon_builder_add_phrase_readings (self->phrase_builder, word, self->tables.readings,
                                                 self->tables.readings_of);
  }
  if (g_hash_table_size (seen) == 0)
    return self;
  gb_typo_lexicon_builder_finish (self->phrase_builder, self->tables.sounds,
                                  self->tables.lexicon.by_sound.n_root, &self->phrases);
  self->words.phrases = &self->phrases;
  return self;
}

GbTypoModel *
gb_typo_model_ref (GbTypoModel *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
gb_typo_model_unref (GbTypoModel *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_async_queue_unref (self->idle);
  g_clear_pointer (&self->phrase_builder, gb_typo_lexicon_builder_free);
  g_mapped_file_unref (self->file);
  g_free (self);
}

static GbTypoDecoder *
take_decoder (GbTypoModel *self)
{
  GbTypoDecoder *decoder = g_async_queue_try_pop (self->idle);

  return decoder != NULL ? decoder : gb_typo_decoder_new (&self->words);
}

/* Whether the year of a document number follows, as in 粤办发〔2016〕22号: then the last word is an
 * abbreviation of authorities that no dictionary has. One of the brackets may be missing. */
static gboolean
is_before_year (const gunichar2 *text, guint place, guint n_characters)
{
  static const gunichar2 opening[] = { 0x3014, '[', 0xff08, '(', 0x3010, 0xff3b, 0x300a, ' ' };
  static const gunichar2 closing[] = { 0x3015, ']', 0xff09, ')', 0x3011, 0xff3d, 0x300b };
  gboolean has_bracket = FALSE;
  guint n_digits = 0;
  guint start = place;

  for (gboolean is_opening = TRUE; is_opening && place < n_characters; place += is_opening) {
    is_opening = FALSE;
    for (guint i = 0; i < G_N_ELEMENTS (opening); i++)
      is_opening |= text[place] == opening[i];
  }
  has_bracket = place > start && text[place - 1] != ' ';
  while (place + n_digits < n_characters && text[place + n_digits] >= '0' &&
         text[place + n_digits] <= '9')
    n_digits++;
  for (guint i = 0; i < G_N_ELEMENTS (closing) && place + n_digits < n_characters; i++)
    has_bracket |= text[place + n_digits] == closing[i];
  return n_digits == 4 && has_bracket;
}

static double
get_certainty (float surplus)
{
  return 1 / (1 + exp (-1.4 - 1.1 * (double)surplus));
}

static void
add_typos (GbTypoModel *self,
           GArray *typos,
           const GArray *corrections,
           guint offset,
           guint last_allowed,
           GbTypoFlags flags)
{
  for (guint i = 0; i < corrections->len; i++) {
    const GbTypoCorrection *correction = &g_array_index (corrections, GbTypoCorrection, i);
    GbTypo typo = { offset + correction->place, correction->n_characters, NULL, correction->kind,
                    get_certainty (correction->surplus) };

    if (typo.offset_chars + typo.length_chars > last_allowed ||
        ((flags & GB_TYPO_FLAGS_FEWER) != 0 && correction->surplus < FEWER_SURPLUS))
      continue;
    typo.suggestion = gb_typo_text_encode (
      gb_typo_words_get_characters (&self->words, correction->word), correction->n_characters);
    g_array_append_val (typos, typo);
  }
}

/* The end of the run of Han characters that begins at @place. */
static guint
find_run_end (const gunichar2 *text, guint place, guint n_characters)
{
  guint end = place;

  while (end < n_characters && end - place < GB_TYPO_MAX_RUN_CHARS &&
         gb_typo_text_is_han (text[end]))
    end++;
  return end;
}

/**
 * gb_typo_model_find:
 * @self: a typo check
 * @text: UTF-8, of one block: words do not go on into the next
 * @flags: how
 *
 * Looks for words that were probably meant otherwise. May be called on any thread.
 *
 * Returns: (transfer full) (element-type GbTypo): what is found, in the order of the text; the
 *   places do not overlap
 */
GArray *
gb_typo_model_find (GbTypoModel *self, const char *text, GbTypoFlags flags)
{
  GArray *typos = g_array_new (FALSE, FALSE, sizeof (GbTypo));
  g_autoptr (GArray) corrections = g_array_new (FALSE, FALSE, sizeof (GbTypoCorrection));
  g_autofree gunichar2 *characters = NULL;
  GbTypoDecoder *decoder;
  guint n;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  g_array_set_clear_func (typos, clear_typo);
  decoder = take_decoder (self);
  characters = gb_typo_text_decode (text, strlen (text), &n);
  for (guint place = 0; place < n;) {
    guint end = find_run_end (characters, place, n);

    if (end - place > 1) {
      g_array_set_size (corrections, 0);
      gb_typo_decoder_run (decoder, characters + place, end - place, corrections);
      add_typos (self, typos, corrections, place,
                 is_before_year (characters, end, n) ? end - MIN (end, YEAR_DISTANCE) : end, flags);
    }
    place = MAX (end, place + 1);
  }
  g_async_queue_push (self->idle, decoder);
  return typos;
}

static guint
match (const gunichar2 *text, guint place, guint end, const char *word)
{
  guint n;
  g_autofree gunichar2 *characters = gb_typo_text_decode (word, strlen (word), &n);

  return place + n <= end && memcmp (text + place, characters, n * sizeof *characters) == 0 ? n : 0;
}

static void
compare_pair (GbTypoDecoder *decoder,
              GArray *typos,
              const gunichar2 *text,
              guint begin,
              guint end,
              guint place,
              const char *other,
              float least)
{
  guint n;
  g_autofree gunichar2 *characters = gb_typo_text_decode (other, strlen (other), &n);
  float gain =
    gb_typo_decoder_compare (decoder, text + begin, end - begin, place - begin, n, characters);
  GbTypo typo = { place, n, NULL, GB_TYPO_KIND_SAME_SOUND, get_certainty (gain - least) };

  if (gain < least)
    return;
  typo.suggestion = g_strdup (other);
  g_array_append_val (typos, typo);
}

static void
find_pairs_in_run (GbTypoDecoder *decoder,
                   GArray *typos,
                   const gunichar2 *text,
                   guint begin,
                   guint end)
{
  static const Pair pairs[] = {
    { "试行", "施行", 1.5f }, { "交纳", "缴纳", 1.5f }, { "中止", "终止", 1.5f },
    { "截止", "截至", 1.0f }, { "权利", "权力", 1.5f }, { "制定", "制订", 2.0f },
    { "启事", "启示", 1.0f }, { "报道", "报到", 1.0f }, { "期间", "其间", 1.5f },
    { "的", "地", 1.0f },     { "的", "得", 1.0f },     { "地", "得", 1.0f },
  };

  for (guint place = begin; place < end; place++) {
    for (guint i = 0; i < G_N_ELEMENTS (pairs); i++) {
      const Pair *pair = &pairs[i];

      if (match (text, place, end, pair->one) > 0)
        compare_pair (decoder, typos, text, begin, end, place, pair->other, pair->least);
      else if (match (text, place, end, pair->other) > 0)
        compare_pair (decoder, typos, text, begin, end, place, pair->one, pair->least);
    }
  }
}

/**
 * gb_typo_model_find_pairs:
 * @self: a typo check
 * @text: UTF-8, of one block
 *
 * Looks for the usual pairs, of which both are words and the context alone decides: 的, 地 and 得,
 * 施行 and 试行 and the like. Much less certain than gb_typo_model_find().
 *
 * Returns: (transfer full) (element-type GbTypo): what is found
 */
GArray *
gb_typo_model_find_pairs (GbTypoModel *self, const char *text)
{
  GArray *typos = g_array_new (FALSE, FALSE, sizeof (GbTypo));
  g_autofree gunichar2 *characters = NULL;
  GbTypoDecoder *decoder;
  guint n;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  g_array_set_clear_func (typos, clear_typo);
  decoder = take_decoder (self);
  characters = gb_typo_text_decode (text, strlen (text), &n);
  for (guint place = 0; place < n;) {
    guint end = find_run_end (characters, place, n);

    if (end - place > 1)
      find_pairs_in_run (decoder, typos, characters, place, end);
    place = MAX (end, place + 1);
  }
  g_async_queue_push (self->idle, decoder);
  return typos;
}

static gboolean
sound_alike (const GbTypoTables *tables, gunichar2 a, gunichar2 b)
{
  const GbTypoReadings *readings_a = &tables->readings[tables->readings_of[a]];
  const GbTypoReadings *readings_b = &tables->readings[tables->readings_of[b]];

  for (guint i = 0; i < readings_a->n; i++) {
    for (guint k = 0; k < readings_b->n; k++) {
      if (tables->sounds[readings_a->syllables[i]] == tables->sounds[readings_b->syllables[k]])
        return TRUE;
    }
  }
  return FALSE;
}

gboolean
gb_typo_model_are_alike (GbTypoModel *self, gunichar a, gunichar b)
{
  const GbTypoTables *tables = &self->tables;

  if (a > G_MAXUINT16 || b > G_MAXUINT16)
    return FALSE;
  for (guint32 i = tables->first_look_alike[a]; i < tables->first_look_alike[a + 1]; i++) {
    if (tables->look_alikes[i] == b)
      return TRUE;
  }
  return sound_alike (tables, (gunichar2)a, (gunichar2)b);
}

gboolean
gb_typo_model_has_word (GbTypoModel *self, const gunichar *characters, guint n_characters)
{
  gunichar2 word[GB_TYPO_MAX_WORD_CHARS];

  if (n_characters == 0 || n_characters > GB_TYPO_MAX_WORD_CHARS)
    return FALSE;
  for (guint i = 0; i < n_characters; i++) {
    if (characters[i] > G_MAXUINT16)
      return FALSE;
    word[i] = (gunichar2)characters[i];
  }
  return is_known (&self->tables.lexicon, word, n_characters) ||
         (self->words.phrases != NULL && is_known (&self->phrases, word, n_characters));
}

/* Returns: FALSE if text has other characters in between than Han ones. */
static gboolean
is_one_run (const gunichar2 *text, guint n_characters)
{
  return n_characters > 0 && find_run_end (text, 0, n_characters) == n_characters;
}

/**
 * gb_typo_model_compare:
 * @self: a typo check
 * @text: UTF-8, at most a few words
 * @other: UTF-8, of the same number of characters
 *
 * Returns: by how much (log10) @other is likelier than @text; 0 where the two cannot be compared
 */
double
gb_typo_model_compare (GbTypoModel *self, const char *text, const char *other)
{
  g_autofree gunichar2 *characters = NULL;
  g_autofree gunichar2 *others = NULL;
  GbTypoDecoder *decoder;
  guint n, n_others;
  float gain;

  g_return_val_if_fail (self != NULL && text != NULL && other != NULL, 0);

  characters = gb_typo_text_decode (text, strlen (text), &n);
  others = gb_typo_text_decode (other, strlen (other), &n_others);
  if (n != n_others || n > GB_TYPO_MAX_RUN_CHARS || !is_one_run (characters, n) ||
      !is_one_run (others, n))
    return 0;
  decoder = take_decoder (self);
  gain = gb_typo_decoder_compare (decoder, characters, n, 0, n, others);
  g_async_queue_push (self->idle, decoder);
  return gain;
}
