/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which characters look alike, at build time: those that a table puts side by side, those whose
 * sequences of strokes are one edit apart, and those whose Cangjie codes, which spell a character's
 * components, nearly agree. */

#include "config.h"

#include "check/typo/gb-typo-look-alikes.h"

#include "check/typo/gb-typo-text.h"

#include <string.h>

/* Rarer characters are not typed by mistake. log10. */
#define MIN_STROKE_SCORE  -6.3f
#define MIN_CANGJIE_SCORE -6.0f
/* A key that so many characters share says nothing. */
#define MAX_CANGJIE_BUCKET 39

static gboolean
is_common (const GbTypoLookAlikes *self, const char *character, float min_score)
{
  GbKenlmWord word = gb_kenlm_find_word (self->language, character);

  return word != GB_KENLM_UNKNOWN && gb_kenlm_score_word (self->language, word) >= min_score;
}

static void
add_pair (GbTypoLookAlikes *self, gunichar2 a, gunichar2 b)
{
  guint32 pairs[] = { (guint32)a << 16 | b, (guint32)b << 16 | a };

  if (a != b)
    g_array_append_vals (self->pairs, pairs, G_N_ELEMENTS (pairs));
}

static void
add_all_pairs (GbTypoLookAlikes *self, const gunichar2 *characters, guint n)
{
  for (guint i = 0; i < n; i++) {
    for (guint j = i + 1; j < n; j++)
      add_pair (self, characters[i], characters[j]);
  }
}

static void
free_bucket (gpointer data)
{
  g_array_unref (data);
}

static GHashTable *
make_buckets (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_bucket);
}

static void
put (GHashTable *buckets, char *key, gunichar2 character)
{
  GArray *bucket = g_hash_table_lookup (buckets, key);

  if (bucket == NULL) {
    bucket = g_array_new (FALSE, FALSE, sizeof (gunichar2));
    g_hash_table_insert (buckets, key, bucket);
  } else {
    g_free (key);
  }
  g_array_append_val (bucket, character);
}

static void
add_buckets (GbTypoLookAlikes *self, GHashTable *buckets, guint max_size)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, buckets);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    GArray *bucket = value;

    if (bucket->len <= max_size)
      add_all_pairs (self, (const gunichar2 *)(gconstpointer)bucket->data, bucket->len);
  }
}

static char *
dup_without (const char *text, gsize place)
{
  return g_strdup_printf ("%.*s%s", (int)place, text, text + place + 1);
}

static char *
dup_masked (const char *text, gsize place)
{
  return g_strdup_printf ("%.*s?%s", (int)place, text, text + place + 1);
}

void
gb_typo_look_alikes_init (GbTypoLookAlikes *self, const GbKenlm *language)
{
  self->language = language;
  self->pairs = g_array_new (FALSE, FALSE, sizeof (guint32));
}

void
gb_typo_look_alikes_clear (GbTypoLookAlikes *self)
{
  g_clear_pointer (&self->pairs, g_array_unref);
}

/* Lines of characters that look alike, separated by tabs. */
void
gb_typo_look_alikes_add_groups (GbTypoLookAlikes *self, char *table)
{
  char *rest = table;
  char *line;

  while ((line = gb_typo_text_take_line (&rest)) != NULL) {
    guint n_characters;
    g_autofree gunichar2 *characters = gb_typo_text_decode (line, strlen (line), &n_characters);
    guint n = 0;

    if (line[0] == '#')
      continue;
    for (guint j = 0; j < n_characters; j++) {
      if (gb_typo_text_is_han (characters[j]))
        characters[n++] = characters[j];
    }
    add_all_pairs (self, characters, n);
  }
}

static void
add_stroke_edits (GbTypoLookAlikes *self,
                  GHashTable *by_strokes,
                  GHashTable *by_mask,
                  const char *strokes,
                  gunichar2 character)
{
  gsize n = strlen (strokes);

  for (gsize i = 0; i < n; i++) {
    if (n >= 4)
      put (by_mask, dup_masked (strokes, i), character);
    if (n >= 3 && (i == 0 || strokes[i] != strokes[i - 1])) {
      g_autofree char *shorter = dup_without (strokes, i);
      GArray *others = g_hash_table_lookup (by_strokes, shorter);

      for (guint j = 0; others != NULL && j < others->len; j++)
        add_pair (self, character, g_array_index (others, gunichar2, j));
    }
  }
}

/* Lines of a character, a tab and the letters of its strokes. */
void
gb_typo_look_alikes_add_strokes (GbTypoLookAlikes *self, char *table)
{
  char *rest = table;
  char *line;
  g_autoptr (GHashTable) by_strokes = make_buckets ();
  g_autoptr (GHashTable) by_mask = make_buckets ();
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  while ((line = gb_typo_text_take_line (&rest)) != NULL) {
    g_auto (GStrv) columns = g_strsplit (g_strchomp (line), "\t", -1);
    guint n;
    g_autofree gunichar2 *characters = NULL;

    if (line[0] == '#' || g_strv_length (columns) != 2 || strlen (columns[1]) < 2)
      continue;
    characters = gb_typo_text_decode (columns[0], strlen (columns[0]), &n);
    if (n == 1 && is_common (self, columns[0], MIN_STROKE_SCORE))
      put (by_strokes, g_strdup (columns[1]), characters[0]);
  }

  g_hash_table_iter_init (&iter, by_strokes);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    GArray *characters = value;

    for (guint i = 0; i < characters->len; i++)
      add_stroke_edits (self, by_strokes, by_mask, key, g_array_index (characters, gunichar2, i));
  }
  add_buckets (self, by_strokes, G_MAXUINT);
  add_buckets (self, by_mask, G_MAXUINT);
}

static void
put_cangjie (GHashTable *buckets, const char *code, gunichar2 character)
{
  gsize n = strlen (code);

  put (buckets, g_strdup (code), character);
  for (gsize i = 0; i < n && n >= 2; i++) {
    put (buckets, dup_without (code, i), character);
    if (n >= 3)
      put (buckets, dup_masked (code, i), character);
  }
  if (n >= 3) {
    put (buckets, g_strdup_printf ("…%s", code + n - MAX (2, n - 2)), character);
    put (buckets, g_strdup_printf ("%.*s…", (int)MAX (3, n - 1), code), character);
  }
}

/* What libime_tabledict writes: below [Data] lines of a code, a space and a character. */
void
gb_typo_look_alikes_add_cangjie (GbTypoLookAlikes *self, char *table)
{
  char *rest = table;
  char *line;
  g_autoptr (GHashTable) buckets = make_buckets ();
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  gboolean in_data = FALSE;

  while ((line = gb_typo_text_take_line (&rest)) != NULL) {
    g_auto (GStrv) columns = g_strsplit (line, " ", -1);
    g_autofree gunichar2 *characters = NULL;
    guint n;

    if (strcmp (line, "[Data]") == 0)
      in_data = TRUE;
    if (!in_data || g_strv_length (columns) != 2)
      continue;
    characters = gb_typo_text_decode (columns[1], strlen (columns[1]), &n);
    if (n == 1 && gb_typo_text_is_han (characters[0]) &&
        is_common (self, columns[1], MIN_CANGJIE_SCORE) &&
        g_hash_table_add (seen, GUINT_TO_POINTER (characters[0])))
      put_cangjie (buckets, columns[0], characters[0]);
  }
  add_buckets (self, buckets, MAX_CANGJIE_BUCKET);
}

static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  guint32 pair_a = *(const guint32 *)a;
  guint32 pair_b = *(const guint32 *)b;

  return pair_a < pair_b ? -1 : pair_a > pair_b;
}

/* Sorts and drops what is there twice. */
void
gb_typo_sort_pairs (GArray *pairs)
{
  guint n = 0;

  g_array_sort (pairs, compare_pairs);
  for (guint i = 0; i < pairs->len; i++) {
    guint32 pair = g_array_index (pairs, guint32, i);

    if (n == 0 || g_array_index (pairs, guint32, n - 1) != pair)
      g_array_index (pairs, guint32, n++) = pair;
  }
  g_array_set_size (pairs, n);
}

void
gb_typo_look_alikes_sort (GbTypoLookAlikes *self)
{
  gb_typo_sort_pairs (self->pairs);
}
