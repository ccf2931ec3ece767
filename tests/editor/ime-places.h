/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor-rig.h"

G_BEGIN_DECLS

/* Where the caret is, and what the text must be after each step, without ids. A title that is not
 * empty stands before the text, and then a line. */
typedef struct {
  const char *name;
  const char *body;  /* what is loaded, with ids */
  const char *block; /* (nullable): the one with the caret; NULL for the title */
  guint offset;
  const char *action;    /* (nullable): an action before the first key */
  const char *start;     /* the body as it was loaded */
  const char *committed; /* n i space:       the candidate, once */
  const char *raw;       /* h Return:        the letter; this Return makes no new line */
  const char *split;     /* Return:          a new line */
  const char *next;      /* n i space again: the candidate on the new line */
} ImePlace;

enum {
  IME_PLACE_EMPTY,
  IME_PLACE_MIDDLE,
};

extern const ImePlace ime_places[];
extern const guint ime_n_places;

/* Loads the text and puts the caret there. */
void ime_place_enter (const ImePlace *self, Rig *rig);
/* What stands in the editor, in the form of a place: (transfer full). */
char *ime_place_dup_text (Rig *rig);
/* Undoes everything: back through states that the writer has seen, never through half a
 * composition. */
void ime_place_check_undo (const ImePlace *self, Rig *rig);

G_END_DECLS
