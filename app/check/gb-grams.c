/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A set of 64-bit hashes in one table with open addresses: a policy of 10,000 characters is one
 * array, and an interpretation is compared with it at each key. Two pieces with one hash are taken
 * for the same; among 100,000 that happens once in a billion texts. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-grams.h"

#include "check/gb-check-block.h"

#define BASE        G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)
#define FIRST_SLOTS 1024 /* a power of two */

struct _GbGrams {
  guint64 *slots; /* 0: empty */
  guint n_slots;
  guint n_used;
};

/* The last 13 characters that count, and the hash of them. */
typedef struct {
  gunichar window[GB_GRAM_CHARS];
  guint n_chars; /* since the beginning of the block */
  guint64 hash;
  guint64 leaving; /* BASE to the power of GB_GRAM_CHARS */
} Roll;

static void
roll_init (Roll *self)
{
  self->n_chars = 0;
  self->hash = 0;
  self->leaving = 1;
  for (guint i = 0; i < GB_GRAM_CHARS; i++)
    self->leaving *= BASE;
}

/* FALSE while fewer than 13 characters have been seen, and at those that do not count. */
static gboolean
roll_push (Roll *self, gunichar c, guint64 *out_hash)
{
  guint place = self->n_chars % GB_GRAM_CHARS;
  guint64 mixed;

  if (!gb_char_is_han (c) && !gb_char_is_latin (c) && !gb_char_is_digit (c))
    return FALSE;
  self->hash = self->hash * BASE + c;
  if (self->n_chars >= GB_GRAM_CHARS)
    self->hash -= self->leaving * self->window[place];
  self->window[place] = c;
  self->n_chars++;
  if (self->n_chars < GB_GRAM_CHARS)
    return FALSE;
  mixed = self->hash ^ (self->hash >> 29);
  mixed *= G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  mixed ^= mixed >> 32;
  *out_hash = mixed != 0 ? mixed : 1;
  return TRUE;
}

static guint64 *
find_slot (guint64 *slots, guint n_slots, guint64 hash)
{
  guint i = (guint)hash & (n_slots - 1);

  while (slots[i] != 0 && slots[i] != hash)
    i = (i + 1) & (n_slots - 1);
  return &slots[i];
}

static void
grow (GbGrams *self)
{
  guint n_slots = self->n_slots * 2;
  guint64 *slots = g_new0 (guint64, n_slots);

  for (guint i = 0; i < self->n_slots; i++) {
    if (self->slots[i] != 0)
      *find_slot (slots, n_slots, self->slots[i]) = self->slots[i];
  }
  g_free (self->slots);
  self->slots = slots;
  self->n_slots = n_slots;
}

GbGrams *
gb_grams_new (void)
{
  GbGrams *self = g_new0 (GbGrams, 1);

  self->n_slots = FIRST_SLOTS;
  self->slots = g_new0 (guint64, self->n_slots);
  return self;
}

void
gb_grams_free (GbGrams *self)
{
  g_free (self->slots);
  g_free (self);
}

void
gb_grams_add (GbGrams *self, const gunichar *chars, guint n_chars)
{
  Roll roll;
  guint64 hash;

  g_return_if_fail (self != NULL && chars != NULL);

  roll_init (&roll);
  for (guint i = 0; i < n_chars; i++) {
    guint64 *slot;

    if (!roll_push (&roll, chars[i], &hash))
      continue;
    if (self->n_used * 2 >= self->n_slots)
      grow (self);
    slot = find_slot (self->slots, self->n_slots, hash);
    if (*slot == 0) {
      *slot = hash;
      self->n_used++;
    }
  }
}

guint
gb_grams_get_size (const GbGrams *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_used;
}

void
gb_grams_count (const GbGrams *self,
                const gunichar *chars,
                guint n_chars,
                guint *n_pieces,
                guint *n_known)
{
  Roll roll;
  guint64 hash;

  g_return_if_fail (self != NULL && chars != NULL);

  roll_init (&roll);
  for (guint i = 0; i < n_chars; i++) {
    if (!roll_push (&roll, chars[i], &hash))
      continue;
    *n_pieces += 1;
    *n_known += *find_slot (self->slots, self->n_slots, hash) == hash ? 1 : 0;
  }
}
