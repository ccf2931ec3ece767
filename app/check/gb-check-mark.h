/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check.h"

G_BEGIN_DECLS

/**
 * GbCheckMark:
 *
 * By what a finding is known again after the text around it has changed: what people say of it is
 * bound to this. A finding is the same if the same rule finds the same words in the same block; or,
 * when the block was divided or moved, the same words with the same text around them. Other words
 * are another finding. What is no text, such as a table or the form, is known by what it holds.
 */
typedef struct {
  const char *rule; /* static */
  char *place;      /* the block's id, or "/" and the name of a field; "" for the whole document */
  char *words;      /* what was found, shortened to GB_CHECK_MARK_WORDS characters */
  char *digest;     /* "sm3:…" of what was found */
  char *context;    /* "sm3:…" of it with what stands around it */
} GbCheckMark;

#define GB_CHECK_MARK_WORDS 60

/* findings: (element-type GbFinding). Reads the whole text: belongs on a thread. Returns: (transfer
 * full) (element-type GbCheckMark): one for each, in their order. */
GPtrArray *gb_check_marks_new (GbDocument *document, GPtrArray *findings);

GbCheckMark *gb_check_mark_ref (GbCheckMark *self);
void gb_check_mark_unref (GbCheckMark *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbCheckMark, gb_check_mark_unref)

/* Whether nobody may ignore or override what this rule finds: secrecy, people, the law's own
 * conditions. A rule that is not known here is not locked. */
gboolean gb_check_is_locked (const char *rule);

G_END_DECLS
