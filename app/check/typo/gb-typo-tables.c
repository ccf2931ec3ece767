/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The data file: a head that names the sections, then the sections, each aligned. It is made for
 * the machine that maps it, like the language model inside it, and lies in its library folder.
 *
 * A checksum over everything is verified at start. What passes it is what the compiler wrote, and
 * the decoder follows its indices without looking again. */

#include "config.h"

#include "check/typo/gb-typo-tables.h"

#include "check/typo/gb-typo-model.h"

#include <string.h>

G_DEFINE_QUARK (gb_typo_error, gb_typo_error)

#define MAGIC     "GBTYPO\r\n"
#define VERSION   1
#define ALIGNMENT 64

typedef struct {
  guint64 offset;
  guint64 n_bytes;
} Place;

typedef struct {
  char magic[8];
  guint32 version;
  guint32 n_sections;
  guint64 n_bytes;  /* of the whole file */
  guint64 checksum; /* of all that follows the head */
  Place places[GB_TYPO_N_SECTIONS];
} Head;

static const gsize element_sizes[GB_TYPO_N_SECTIONS] = {
  [GB_TYPO_SECTION_LANGUAGE] = 1,
  [GB_TYPO_SECTION_WORDS] = sizeof (GbTypoWord),
  [GB_TYPO_SECTION_CHARACTERS] = sizeof (gunichar2),
  [GB_TYPO_SECTION_CHARACTER_FIRST] = sizeof (guint32),
  [GB_TYPO_SECTION_CHARACTER_KEYS] = sizeof (guint16),
  [GB_TYPO_SECTION_CHARACTER_ROOT] = sizeof (guint32),
  [GB_TYPO_SECTION_WORD_OF_NODE] = sizeof (guint32),
  [GB_TYPO_SECTION_SOUND_FIRST] = sizeof (guint32),
  [GB_TYPO_SECTION_SOUND_KEYS] = sizeof (guint16),
  [GB_TYPO_SECTION_SOUND_ROOT] = sizeof (guint32),
  [GB_TYPO_SECTION_FIRST_READING] = sizeof (guint32),
  [GB_TYPO_SECTION_READINGS] = sizeof (GbTypoReading),
  [GB_TYPO_SECTION_SYLLABLES] = sizeof (guint16),
  [GB_TYPO_SECTION_SOUNDS] = sizeof (guint16),
  [GB_TYPO_SECTION_CHARACTER_READINGS] = sizeof (GbTypoReadings),
  [GB_TYPO_SECTION_READINGS_OF] = sizeof (guint16),
  [GB_TYPO_SECTION_FIRST_LOOK_ALIKE] = sizeof (guint32),
  [GB_TYPO_SECTION_LOOK_ALIKES] = sizeof (gunichar2),
  [GB_TYPO_SECTION_SAME_TONE] = sizeof (guint32),
  [GB_TYPO_SECTION_LAW_COUNTS] = sizeof (guint32),
  [GB_TYPO_SECTION_LAW_FIRST] = sizeof (guint32),
  [GB_TYPO_SECTION_LAW_FOLLOWERS] = sizeof (GbTypoFollower),
};

/* Four streams of multiply and rotate: fast enough to read 30 MB at every start. It finds damage;
 * it is no defence against somebody who may write into the library folder. */
static guint64
compute_checksum (const guint8 *bytes, gsize n_bytes)
{
  const guint64 multiplier = G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  guint64 lanes[4] = { 1, 2, 3, 4 };
  guint64 sum = n_bytes;
  gsize position = 0;

  for (; position + sizeof lanes <= n_bytes; position += sizeof lanes) {
    guint64 block[4];

    memcpy (block, bytes + position, sizeof block);
    for (guint i = 0; i < 4; i++) {
      lanes[i] = (lanes[i] ^ block[i]) * multiplier;
      lanes[i] = lanes[i] << 29 | lanes[i] >> 35;
    }
  }
  for (; position < n_bytes; position++)
    lanes[0] = (lanes[0] ^ bytes[position]) * multiplier;
  for (guint i = 0; i < 4; i++) {
    sum = (sum ^ lanes[i]) * multiplier;
    sum ^= sum >> 32;
  }
  return sum;
}

static gboolean
fail_damaged (GError **error)
{
  g_set_error_literal (error, GB_TYPO_ERROR, GB_TYPO_ERROR_DAMAGED,
                       "the data for the typo check are damaged");
  return FALSE;
}

static gboolean
read_head (Head *head, const guint8 *bytes, gsize n_bytes, GError **error)
{
  if (n_bytes < sizeof *head)
    return fail_damaged (error);
  memcpy (head, bytes, sizeof *head);
  if (memcmp (head->magic, MAGIC, sizeof head->magic) != 0)
    return fail_damaged (error);
  if (head->version != VERSION || head->n_sections != GB_TYPO_N_SECTIONS) {
    g_set_error_literal (error, GB_TYPO_ERROR, GB_TYPO_ERROR_VERSION,
                         "the data for the typo check are of another version of the program");
    return FALSE;
  }
  if (head->n_bytes != n_bytes ||
      head->checksum != compute_checksum (bytes + sizeof *head, n_bytes - sizeof *head))
    return fail_damaged (error);
  for (guint i = 0; i < GB_TYPO_N_SECTIONS; i++) {
    const Place *place = &head->places[i];

    if (place->offset % ALIGNMENT != 0 || place->offset > n_bytes ||
        place->n_bytes > n_bytes - place->offset || place->n_bytes % element_sizes[i] != 0)
      return fail_damaged (error);
  }
  return TRUE;
}

static void
find_trie (GbTypoTrie *trie,
           const GbTypoSectionData *sections,
           GbTypoSection first,
           GbTypoSection keys,
           GbTypoSection root)
{
  trie->first = sections[first].bytes;
  trie->keys = sections[keys].bytes;
  trie->root = sections[root].bytes;
  trie->n_nodes = (guint32)(sections[keys].n_bytes / sizeof (guint16));
  trie->n_root = (guint32)(sections[root].n_bytes / sizeof (guint32));
}

/**
 * gb_typo_tables_init:
 * @self: (out caller-allocates): tables
 * @bytes: a data file, aligned to 64 bytes; not copied, must outlive @self
 * @n_bytes: its size in bytes
 * @error: return location
 *
 * Verifies the file and finds its parts.
 *
 * Returns: %FALSE and #GB_TYPO_ERROR for a file that is damaged or of another version
 */
gboolean
gb_typo_tables_init (GbTypoTables *self, const guint8 *bytes, gsize n_bytes, GError **error)
{
  GbTypoSectionData sections[GB_TYPO_N_SECTIONS];
  Head head;

  memset (self, 0, sizeof *self);
  if (!read_head (&head, bytes, n_bytes, error))
    return FALSE;
  for (guint i = 0; i < GB_TYPO_N_SECTIONS; i++)
    sections[i] = (GbTypoSectionData){ bytes + head.places[i].offset, head.places[i].n_bytes };
  if (!gb_kenlm_init (&self->language, sections[GB_TYPO_SECTION_LANGUAGE].bytes,
                      sections[GB_TYPO_SECTION_LANGUAGE].n_bytes, NULL))
    return fail_damaged (error);

  self->lexicon.words = sections[GB_TYPO_SECTION_WORDS].bytes;
  self->lexicon.n_words = (guint32)(sections[GB_TYPO_SECTION_WORDS].n_bytes / sizeof (GbTypoWord));
  self->lexicon.characters = sections[GB_TYPO_SECTION_CHARACTERS].bytes;
  find_trie (&self->lexicon.by_character, sections, GB_TYPO_SECTION_CHARACTER_FIRST,
             GB_TYPO_SECTION_CHARACTER_KEYS, GB_TYPO_SECTION_CHARACTER_ROOT);
  self->lexicon.word_of_node = sections[GB_TYPO_SECTION_WORD_OF_NODE].bytes;
  find_trie (&self->lexicon.by_sound, sections, GB_TYPO_SECTION_SOUND_FIRST,
             GB_TYPO_SECTION_SOUND_KEYS, GB_TYPO_SECTION_SOUND_ROOT);
  self->lexicon.first_reading = sections[GB_TYPO_SECTION_FIRST_READING].bytes;
  self->lexicon.readings = sections[GB_TYPO_SECTION_READINGS].bytes;
  self->lexicon.syllables = sections[GB_TYPO_SECTION_SYLLABLES].bytes;
  self->sounds = sections[GB_TYPO_SECTION_SOUNDS].bytes;
  self->readings = sections[GB_TYPO_SECTION_CHARACTER_READINGS].bytes;
  self->readings_of = sections[GB_TYPO_SECTION_READINGS_OF].bytes;
  self->first_look_alike = sections[GB_TYPO_SECTION_FIRST_LOOK_ALIKE].bytes;
  self->look_alikes = sections[GB_TYPO_SECTION_LOOK_ALIKES].bytes;
  self->same_tone = sections[GB_TYPO_SECTION_SAME_TONE].bytes;
  self->n_same_tone = sections[GB_TYPO_SECTION_SAME_TONE].n_bytes / sizeof (guint32);
  self->law_counts = sections[GB_TYPO_SECTION_LAW_COUNTS].bytes;
  self->law_first = sections[GB_TYPO_SECTION_LAW_FIRST].bytes;
  self->law_followers = sections[GB_TYPO_SECTION_LAW_FOLLOWERS].bytes;
  for (guint32 i = 0; i < self->lexicon.n_words; i++)
    self->law_total += self->law_counts[i];
  return TRUE;
}

/**
 * gb_typo_tables_have_same_tone:
 * @self: tables
 * @a: a character
 * @b: another character
 *
 * Returns: %TRUE if they sound alike in every respect
 */
gboolean
gb_typo_tables_have_same_tone (const GbTypoTables *self, gunichar2 a, gunichar2 b)
{
  guint32 pair = (guint32)a << 16 | b;
  gsize begin = 0;
  gsize end = self->n_same_tone;

  while (begin < end) {
    gsize middle = (begin + end) / 2;

    if (self->same_tone[middle] == pair)
      return TRUE;
    if (self->same_tone[middle] < pair)
      begin = middle + 1;
    else
      end = middle;
  }
  return FALSE;
}

/**
 * gb_typo_tables_count_pair:
 * @self: tables
 * @first: a word of the lexicon
 * @second: a word of the lexicon
 *
 * Returns: how often @second followed @first in the statutes; 0 for less than twice
 */
guint32
gb_typo_tables_count_pair (const GbTypoTables *self, guint32 first, guint32 second)
{
  guint32 begin = self->law_first[first];
  guint32 end = self->law_first[first + 1];

  while (begin < end) {
    guint32 middle = (begin + end) / 2;
    const GbTypoFollower *follower = &self->law_followers[middle];

    if (follower->word == second)
      return follower->count;
    if (follower->word < second)
      begin = middle + 1;
    else
      end = middle;
  }
  return 0;
}

/**
 * gb_typo_tables_pack:
 * @sections: the parts
 *
 * Returns: (transfer full): the data file
 */
GBytes *
gb_typo_tables_pack (const GbTypoSectionData sections[GB_TYPO_N_SECTIONS])
{
  Head head = { .magic = { 0 }, .version = VERSION, .n_sections = GB_TYPO_N_SECTIONS };
  GByteArray *file;
  gsize n_bytes = sizeof head;

  memcpy (head.magic, MAGIC, sizeof head.magic);
  for (guint i = 0; i < GB_TYPO_N_SECTIONS; i++) {
    n_bytes = (n_bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    head.places[i] = (Place){ n_bytes, sections[i].n_bytes };
    n_bytes += sections[i].n_bytes;
  }
  head.n_bytes = n_bytes;
  file = g_byte_array_sized_new ((guint)n_bytes);
  g_byte_array_set_size (file, (guint)n_bytes);
  memset (file->data, 0, n_bytes);
  for (guint i = 0; i < GB_TYPO_N_SECTIONS; i++) {
    if (sections[i].n_bytes > 0)
      memcpy (file->data + head.places[i].offset, sections[i].bytes, sections[i].n_bytes);
  }
  head.checksum = compute_checksum (file->data + sizeof head, n_bytes - sizeof head);
  memcpy (file->data, &head, sizeof head);
  return g_byte_array_free_to_bytes (file);
}
