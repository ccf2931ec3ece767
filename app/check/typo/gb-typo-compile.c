/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes the data file of the typo check when the program is built:
 *
 *   gb-typo-compile LANGUAGE-MODEL WORDS CANGJIE PHRASES TABLES-FOLDER OUTPUT
 *
 * LANGUAGE-MODEL is libime's zh_CN.lm, WORDS what libime_pinyindict dumps of its dictionary (word,
 * syllables, weight), CANGJIE what libime_tabledict dumps, PHRASES the table of set phrases; the
 * folder holds the project's tables, which its README describes. */

#include "config.h"

#include "check/typo/gb-typo-look-alikes.h"
#include "check/typo/gb-typo-tables.h"
#include "check/typo/gb-typo-text.h"

#include <gio/gio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A reading that the dictionary gives less weight is a rare one, and misleads. */
#define MIN_READING_WEIGHT -2.3

typedef struct {
  guint32 first;
  guint32 second;
  guint32 count;
} LawPair;

typedef struct {
  GbKenlm language;
  GbTypoLexiconBuilder *lexicon;
  GHashTable *words;     /* word → its number + 1 */
  GHashTable *syllables; /* spelling → its number + 1 */
  GHashTable *sounds;    /* spelling → its number + 1 */
  GArray *sound_of;      /* guint16, of a syllable */
  GArray *readings;      /* GbTypoReadings; the first is of characters that have none */
  guint16 readings_of[GB_TYPO_N_CHARACTERS];
  GArray *same_tone; /* guint32 pairs */
  GPtrArray *arrays; /* GArray: what the sections show */
  guint32 n_words;
} Compiler;

G_GNUC_NORETURN static void
fail (const char *what, const GError *error)
{
  fprintf (stderr, "gb-typo-compile: %s%s%s\n", what, error != NULL ? ": " : "",
           error != NULL ? error->message : "");
  exit (1);
}

static char *
load (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *content = NULL;

  if (!g_file_get_contents (path, &content, NULL, &error))
    fail (path, error);
  return content;
}

static char *
load_table (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return load (path);
}

static char *
load_compressed_table (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GConverter) converter =
    G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  g_autoptr (GFileInputStream) raw = g_file_read (file, NULL, &error);
  g_autoptr (GInputStream) input = NULL;
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();

  if (raw == NULL)
    fail (path, error);
  input = g_converter_input_stream_new (G_INPUT_STREAM (raw), converter);
  if (g_output_stream_splice (output, input, G_OUTPUT_STREAM_SPLICE_NONE, NULL, &error) < 0 ||
      !g_output_stream_write_all (output, "", 1, NULL, NULL, &error) ||
      !g_output_stream_close (output, NULL, &error))
    fail (path, error);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (output));
}

/* The number of a name in a table that numbers names as they come. */
static guint
number_name (GHashTable *names, const char *name)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (names, name));

  if (number == 0) {
    number = g_hash_table_size (names) + 1;
    g_hash_table_insert (names, g_strdup (name), GUINT_TO_POINTER (number));
  }
  return number - 1;
}

/* How a syllable sounds to many: zh, ch, sh like z, c, s; l like n; -ang, -eng, -ing like -an, -en,
 * -in. */
static char *
dup_sound (const char *syllable)
{
  GString *sound = g_string_new (syllable);

  if (sound->len > 1 && sound->str[1] == 'h')
    g_string_erase (sound, 1, 1);
  if (sound->str[0] == 'l')
    sound->str[0] = 'n';
  if (sound->len > 2 && g_str_has_suffix (sound->str, "ng") && sound->str[sound->len - 3] != 'o')
    g_string_truncate (sound, sound->len - 1);
  return g_string_free (sound, FALSE);
}

static guint16
number_syllable (Compiler *self, const char *syllable)
{
  guint number = number_name (self->syllables, syllable);

  if (number == self->sound_of->len) {
    g_autofree char *name = dup_sound (syllable);
    guint16 sound = (guint16)number_name (self->sounds, name);

    g_array_append_val (self->sound_of, sound);
  }
  return (guint16)number;
}

static gboolean
is_word (const gunichar2 *characters, guint n)
{
  for (guint i = 0; i < n; i++) {
    if (!gb_typo_text_is_han (characters[i]))
      return FALSE;
  }
  return n >= 1 && n <= GB_TYPO_MAX_WORD_CHARS;
}

static void
add_character_reading (Compiler *self, gunichar2 character, const char *syllable)
{
  guint16 *place = &self->readings_of[character];
  GbTypoReadings *readings;

  if (*place == 0) {
    GbTypoReadings none = { 0 };

    *place = (guint16)self->readings->len;
    g_array_append_val (self->readings, none);
  }
  readings = &g_array_index (self->readings, GbTypoReadings, *place);
  if (readings->n < GB_TYPO_MAX_READINGS)
    readings->syllables[readings->n++] = number_syllable (self, syllable);
}

/* Returns: FALSE for a single character that the language model does not know */
static gboolean
find_or_add_word (Compiler *self,
                  const char *text,
                  const gunichar2 *characters,
                  guint n,
                  guint32 *word)
{
  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (self->words, text));
  GbKenlmWord language_word;

  if (known > 0) {
    *word = known - 1;
    return TRUE;
  }
  language_word = gb_kenlm_find_word (&self->language, text);
  if (language_word == GB_KENLM_UNKNOWN && n == 1)
    return FALSE;
  *word = gb_typo_lexicon_builder_add_word (self->lexicon, characters, n, language_word,
                                            language_word != GB_KENLM_UNKNOWN
                                              ? gb_kenlm_score_word (&self->language, language_word)
                                              : GB_TYPO_SCORE_DICT_ONLY);
  g_hash_table_insert (self->words, g_strdup (text), GUINT_TO_POINTER (*word + 1));
  self->n_words++;
  return TRUE;
}

static void
add_word_line (Compiler *self, const char *text, const char *spelling, double weight)
{
  g_auto (GStrv) syllables = g_strsplit (spelling, "'", -1);
  guint16 numbers[GB_TYPO_MAX_WORD_CHARS];
  guint32 word;
  guint n;
  g_autofree gunichar2 *characters = gb_typo_text_decode (text, strlen (text), &n);

  if (!is_word (characters, n) || g_strv_length (syllables) != n)
    return;
  if (n == 1) {
    if (weight <= MIN_READING_WEIGHT)
      return;
    add_character_reading (self, characters[0], spelling);
  }
  if (!find_or_add_word (self, text, characters, n, &word))
    return;
  for (guint i = 0; i < n; i++)
    numbers[i] = number_syllable (self, syllables[i]);
  gb_typo_lexicon_builder_add_reading (self->lexicon, word, numbers);
}

static void
add_words (Compiler *self, char *dump)
{
  char *rest = dump;
  char *line;

  while ((line = gb_typo_text_take_line (&rest)) != NULL) {
    g_auto (GStrv) columns = g_strsplit (line, " ", -1);

    if (g_strv_length (columns) == 3)
      add_word_line (self, columns[0], columns[1], g_ascii_strtod (columns[2], NULL));
  }
  if (self->n_words == 0)
    fail ("the dump of the dictionary has no words", NULL);
}

static void
add_phrase (Compiler *self, const char *phrase)
{
  guint n;
  guint32 word;
  gboolean is_new = !g_hash_table_contains (self->words, phrase);
  g_autofree gunichar2 *characters = gb_typo_text_decode (phrase, strlen (phrase), &n);
  GbTypoWord *entry;

  if (!is_word (characters, n) || n == 1)
    fail (phrase, NULL);
  find_or_add_word (self, phrase, characters, n, &word);
  entry = gb_typo_lexicon_builder_get_word (self->lexicon, word);
  if (entry->language_word == 0)
    entry->score = GB_TYPO_SCORE_PHRASE;
  if (is_new)
    gb_typo_lexicon_builder_add_phrase_readings (
      self->lexicon, word, (const GbTypoReadings *)(gconstpointer)self->readings->data,
      self->readings_of);
}

/* A line each; those that begin with “#” are comments. */
static void
add_phrases (Compiler *self, char *table)
{
  char *rest = table;
  char *line;

  while ((line = gb_typo_text_take_line (&rest)) != NULL) {
    if (line[0] != '#' && *g_strstrip (line) != '\0')
      add_phrase (self, line);
  }
}

/* Lines of a character, those that sound like it, and those that differ in the tone. */
static void
add_tones (Compiler *self, char *table)
{
  char *rest = table;
  char *line;

  while ((line = gb_typo_text_take_line (&rest)) != NULL) {
    g_auto (GStrv) columns = g_strsplit (line, "\t", -1);
    g_autofree gunichar2 *character = NULL;
    g_autofree gunichar2 *others = NULL;
    guint n;
    guint n_others;

    if (line[0] == '#' || g_strv_length (columns) < 2)
      continue;
    character = gb_typo_text_decode (columns[0], strlen (columns[0]), &n);
    others = gb_typo_text_decode (columns[1], strlen (columns[1]), &n_others);
    for (guint j = 0; n == 1 && j < n_others; j++) {
      guint32 pairs[] = { (guint32)character[0] << 16 | others[j],
                          (guint32)others[j] << 16 | character[0] };

      g_array_append_vals (self->same_tone, pairs, G_N_ELEMENTS (pairs));
    }
  }
  gb_typo_sort_pairs (self->same_tone);
}

static int
compare_law_pairs (gconstpointer a, gconstpointer b)
{
  const LawPair *pair_a = a;
  const LawPair *pair_b = b;

  if (pair_a->first != pair_b->first)
    return pair_a->first < pair_b->first ? -1 : 1;
  return pair_a->second < pair_b->second ? -1 : pair_a->second > pair_b->second;
}

static gboolean
find_word (Compiler *self, const char *text, guint32 *word)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->words, text));

  *word = number - 1;
  return number > 0;
}

static GArray *
read_law_counts (Compiler *self, char *table)
{
  GArray *counts = g_array_sized_new (FALSE, TRUE, sizeof (guint32), self->n_words);
  char *rest = table;
  char *line;
  guint32 word;

  g_array_set_size (counts, self->n_words);
  while ((line = gb_typo_text_take_line (&rest)) != NULL) {
    g_auto (GStrv) columns = g_strsplit (line, "\t", -1);

    if (g_strv_length (columns) == 2 && find_word (self, columns[0], &word))
      g_array_index (counts, guint32, word) = (guint32)g_ascii_strtoull (columns[1], NULL, 10);
  }
  return counts;
}

static GArray *
read_law_pairs (Compiler *self, char *table)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (LawPair));
  char *rest = table;
  char *line;

  while ((line = gb_typo_text_take_line (&rest)) != NULL) {
    g_auto (GStrv) columns = g_strsplit (line, "\t", -1);
    LawPair pair;

    if (g_strv_length (columns) != 3 || !find_word (self, columns[0], &pair.first) ||
        !find_word (self, columns[1], &pair.second))
      continue;
    pair.count = (guint32)g_ascii_strtoull (columns[2], NULL, 10);
    g_array_append_val (pairs, pair);
  }
  g_array_sort (pairs, compare_law_pairs);
  return pairs;
}

/* Takes the array. */
static void
set_section (Compiler *self, GbTypoSectionData *section, GArray *array)
{
  g_ptr_array_add (self->arrays, array);
  section->bytes = array->data;
  section->n_bytes = (gsize)array->len * g_array_get_element_size (array);
}

static void
set_law (Compiler *self, const char *folder, GbTypoSectionData *sections)
{
  g_autofree char *count_table = load_compressed_table (folder, "law-unigrams.tsv.gz");
  g_autofree char *pair_table = load_compressed_table (folder, "law-bigrams.tsv.gz");
  g_autoptr (GArray) pairs = read_law_pairs (self, pair_table);
  GArray *first = g_array_sized_new (FALSE, TRUE, sizeof (guint32), self->n_words + 1);
  GArray *followers = g_array_new (FALSE, FALSE, sizeof (GbTypoFollower));

  g_array_set_size (first, self->n_words + 1);
  for (guint i = 0; i < pairs->len; i++) {
    const LawPair *pair = &g_array_index (pairs, LawPair, i);
    GbTypoFollower follower = { pair->second, pair->count };

    g_array_index (first, guint32, pair->first + 1) = i + 1;
    g_array_append_val (followers, follower);
  }
  for (guint word = 0; word < self->n_words; word++)
    g_array_index (first, guint32, word + 1) =
      MAX (g_array_index (first, guint32, word), g_array_index (first, guint32, word + 1));
  set_section (self, &sections[GB_TYPO_SECTION_LAW_COUNTS], read_law_counts (self, count_table));
  set_section (self, &sections[GB_TYPO_SECTION_LAW_FIRST], first);
  set_section (self, &sections[GB_TYPO_SECTION_LAW_FOLLOWERS], followers);
}

static void
set_look_alikes (Compiler *self,
                 const char *folder,
                 const char *cangjie_path,
                 GbTypoSectionData *sections)
{
  g_autofree char *groups = load_table (folder, "same_stroke.txt");
  g_autofree char *strokes = load_table (folder, "stroke.txt");
  g_autofree char *cangjie = load (cangjie_path);
  GArray *first = g_array_sized_new (FALSE, TRUE, sizeof (guint32), GB_TYPO_N_CHARACTERS + 1);
  GArray *others = g_array_new (FALSE, FALSE, sizeof (gunichar2));
  GbTypoLookAlikes look_alikes;
  guint i = 0;

  gb_typo_look_alikes_init (&look_alikes, &self->language);
  gb_typo_look_alikes_add_groups (&look_alikes, groups);
  gb_typo_look_alikes_add_strokes (&look_alikes, strokes);
  gb_typo_look_alikes_add_cangjie (&look_alikes, cangjie);
  gb_typo_look_alikes_sort (&look_alikes);

  for (guint32 character = 0; character < GB_TYPO_N_CHARACTERS; character++) {
    g_array_append_val (first, others->len);
    for (; i < look_alikes.pairs->len &&
           g_array_index (look_alikes.pairs, guint32, i) >> 16 == character;
         i++) {
      gunichar2 other = (gunichar2)g_array_index (look_alikes.pairs, guint32, i);

      g_array_append_val (others, other);
    }
  }
  g_array_append_val (first, others->len);
  set_section (self, &sections[GB_TYPO_SECTION_FIRST_LOOK_ALIKE], first);
  set_section (self, &sections[GB_TYPO_SECTION_LOOK_ALIKES], others);
  gb_typo_look_alikes_clear (&look_alikes);
}

static void
set_trie (GbTypoSectionData *sections,
          const GbTypoTrie *trie,
          GbTypoSection first,
          GbTypoSection keys,
          GbTypoSection root)
{
  sections[first] =
    (GbTypoSectionData){ trie->first, ((gsize)trie->n_nodes + 1) * sizeof (guint32) };
  sections[keys] = (GbTypoSectionData){ trie->keys, (gsize)trie->n_nodes * sizeof (guint16) };
  sections[root] = (GbTypoSectionData){ trie->root, (gsize)trie->n_root * sizeof (guint32) };
}

static void
set_lexicon (Compiler *self, GbTypoSectionData *sections)
{
  GbTypoLexicon lexicon;
  guint32 n_nodes;
  guint32 n_readings;
  gsize n_characters = 0;
  gsize n_syllables = 0;

  gb_typo_lexicon_builder_finish (self->lexicon,
                                  (const guint16 *)(gconstpointer)self->sound_of->data,
                                  g_hash_table_size (self->sounds), &lexicon);
  n_nodes = lexicon.by_sound.n_nodes;
  n_readings = lexicon.first_reading[n_nodes];
  for (guint32 i = 0; i < lexicon.n_words; i++)
    n_characters += lexicon.words[i].n_characters;
  for (guint32 i = 0; i < n_readings; i++)
    n_syllables += lexicon.words[lexicon.readings[i].word].n_characters;

  sections[GB_TYPO_SECTION_WORDS] =
    (GbTypoSectionData){ lexicon.words, lexicon.n_words * sizeof (GbTypoWord) };
  sections[GB_TYPO_SECTION_CHARACTERS] =
    (GbTypoSectionData){ lexicon.characters, n_characters * sizeof (gunichar2) };
  set_trie (sections, &lexicon.by_character, GB_TYPO_SECTION_CHARACTER_FIRST,
            GB_TYPO_SECTION_CHARACTER_KEYS, GB_TYPO_SECTION_CHARACTER_ROOT);
  sections[GB_TYPO_SECTION_WORD_OF_NODE] =
    (GbTypoSectionData){ lexicon.word_of_node,
                         (gsize)lexicon.by_character.n_nodes * sizeof (guint32) };
  set_trie (sections, &lexicon.by_sound, GB_TYPO_SECTION_SOUND_FIRST, GB_TYPO_SECTION_SOUND_KEYS,
            GB_TYPO_SECTION_SOUND_ROOT);
  sections[GB_TYPO_SECTION_FIRST_READING] =
    (GbTypoSectionData){ lexicon.first_reading, ((gsize)n_nodes + 1) * sizeof (guint32) };
  sections[GB_TYPO_SECTION_READINGS] =
    (GbTypoSectionData){ lexicon.readings, n_readings * sizeof (GbTypoReading) };
  sections[GB_TYPO_SECTION_SYLLABLES] =
    (GbTypoSectionData){ lexicon.syllables, n_syllables * sizeof (guint16) };
  set_section (self, &sections[GB_TYPO_SECTION_SOUNDS], g_steal_pointer (&self->sound_of));
  set_section (self, &sections[GB_TYPO_SECTION_CHARACTER_READINGS],
               g_steal_pointer (&self->readings));
  sections[GB_TYPO_SECTION_READINGS_OF] =
    (GbTypoSectionData){ self->readings_of, sizeof self->readings_of };
  set_section (self, &sections[GB_TYPO_SECTION_SAME_TONE], g_steal_pointer (&self->same_tone));
}

static void
free_array (gpointer data)
{
  g_array_unref (data);
}

static Compiler *
make_compiler (void)
{
  Compiler *self = g_new0 (Compiler, 1);

  self->lexicon = gb_typo_lexicon_builder_new ();
  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->syllables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->sounds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->sound_of = g_array_new (FALSE, FALSE, sizeof (guint16));
  self->readings = g_array_new (FALSE, TRUE, sizeof (GbTypoReadings));
  self->same_tone = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->arrays = g_ptr_array_new_with_free_func (free_array);
  g_array_set_size (self->readings, 1);
  return self;
}

static void
free_compiler (Compiler *self)
{
  gb_typo_lexicon_builder_free (self->lexicon);
  g_hash_table_unref (self->words);
  g_hash_table_unref (self->syllables);
  g_hash_table_unref (self->sounds);
  g_ptr_array_unref (self->arrays);
  g_free (self);
}

int
main (int argc, char **argv)
{
  Compiler *self = make_compiler ();
  GbTypoSectionData sections[GB_TYPO_N_SECTIONS] = { 0 };
  g_autoptr (GMappedFile) language = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autofree char *dump = NULL;
  g_autofree char *phrases = NULL;
  g_autofree char *tones = NULL;

  if (argc != 7)
    fail ("usage: gb-typo-compile LANGUAGE-MODEL WORDS CANGJIE PHRASES TABLES-FOLDER OUTPUT", NULL);
  language = g_mapped_file_new (argv[1], FALSE, &error);
  if (language == NULL ||
      !gb_kenlm_init (&self->language, (const guint8 *)g_mapped_file_get_contents (language),
                      g_mapped_file_get_length (language), &error))
    fail (argv[1], error);
  sections[GB_TYPO_SECTION_LANGUAGE] = (GbTypoSectionData){ g_mapped_file_get_contents (language),
                                                            g_mapped_file_get_length (language) };

  dump = load (argv[2]);
  phrases = load (argv[4]);
  tones = load_table (argv[5], "same_pinyin.txt");
  add_words (self, dump);
  add_phrases (self, phrases);
  add_tones (self, tones);
  set_law (self, argv[5], sections);
  set_look_alikes (self, argv[5], argv[3], sections);
  set_lexicon (self, sections);
  file = gb_typo_tables_pack (sections);
  if (!g_file_set_contents (argv[6], g_bytes_get_data (file, NULL), (gssize)g_bytes_get_size (file),
                            &error))
    fail (argv[6], error);
  free_compiler (self);
  return 0;
}
