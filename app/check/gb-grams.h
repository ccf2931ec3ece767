/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The length of a piece, in characters that count. */
#define GB_GRAM_CHARS 13

/* The pieces of 13 characters that a text consists of, as a set of their hashes. Only letters,
 * digits and Chinese characters count. Built by one thread, then read by any. */
typedef struct _GbGrams GbGrams;

GbGrams *gb_grams_new (void);
void gb_grams_free (GbGrams *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbGrams, gb_grams_free)

/* One block of the text: no piece goes over its end. */
void gb_grams_add (GbGrams *self, const gunichar *chars, guint n_chars);
guint gb_grams_get_size (const GbGrams *self);
/* Adds to *n_pieces how many pieces these characters have, and to *n_known how many of them are in
 * the set. */
void gb_grams_count (const GbGrams *self,
                     const gunichar *chars,
                     guint n_chars,
                     guint *n_pieces,
                     guint *n_known);

G_END_DECLS
