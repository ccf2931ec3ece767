/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GB_TYPO_ERROR (gb_typo_error_quark ())
GQuark gb_typo_error_quark (void);

typedef enum {
  GB_TYPO_ERROR_MISSING, /* the data file is not there or cannot be read: install it */
  GB_TYPO_ERROR_DAMAGED, /* it is cut off or changed: install it again */
  GB_TYPO_ERROR_VERSION, /* it was made for another version of the program: install this one's */
} GbTypoError;

/* How a word was probably mistaken. The order is that of the cost. */
typedef enum {
  GB_TYPO_KIND_SAME_SOUND,
  GB_TYPO_KIND_OTHER_TONE,
  GB_TYPO_KIND_NEAR_SOUND, /* zh for z, n for l, -ng for -n … */
  GB_TYPO_KIND_LOOK_ALIKE,
  GB_TYPO_KIND_SWAP,
} GbTypoKind;

typedef enum {
  GB_TYPO_FLAGS_NONE = 0,
  GB_TYPO_FLAGS_FEWER = 1 << 0, /* report what is surer only */
} GbTypoFlags;

typedef struct {
  guint offset_chars;
  guint length_chars;
  char *suggestion; /* as long as what it replaces */
  GbTypoKind kind;
  double certainty; /* 0 to 1: how often such a suggestion is right */
} GbTypo;

void gb_typo_clear (GbTypo *self);

typedef struct _GbTypoModel GbTypoModel;

GbTypoModel *gb_typo_model_new (const char *path, GError **error);
GbTypoModel *gb_typo_model_new_installed (GError **error);
GbTypoModel *gb_typo_model_new_with_phrases (GbTypoModel *base, const char *const *phrases);
GbTypoModel *gb_typo_model_ref (GbTypoModel *self);
void gb_typo_model_unref (GbTypoModel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbTypoModel, gb_typo_model_unref)

GArray *gb_typo_model_find (GbTypoModel *self, const char *text, GbTypoFlags flags);
GArray *gb_typo_model_find_pairs (GbTypoModel *self, const char *text);
double gb_typo_model_compare (GbTypoModel *self, const char *text, const char *other);

/* Whether one character can be taken for the other: they sound nearly the same, or look alike. */
gboolean gb_typo_model_are_alike (GbTypoModel *self, gunichar a, gunichar b);
/* Whether the language model has seen the word, or it is a phrase. */
gboolean gb_typo_model_has_word (GbTypoModel *self, const gunichar *characters, guint n_characters);

G_END_DECLS
