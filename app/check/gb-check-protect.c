/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Names that are nearly written: bodies of the state, administrative divisions, set phrases, and
 * an office's own, out of the tables "protected-…" and "protected". */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-families.h"
#include "check/gb-check-typos.h"
#include "check/gb-near-index.h"

#include <glib/gi18n-lib.h>

/* What is nearly a name of so many characters can hardly be anything else. */
#define LONG_CHARS 7

enum {
  NEAR,
};

static const GbRule rules[] = {
  [NEAR] = { "PROTECT-NEAR", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_TEXT, 0,
             N_ ("Names of bodies and places, and set phrases, have no character wrong."),
             "机构、地名和固定表述的正式写法", GB_CERTAINTY_PRACTICE },
};

static void
free_index (gpointer data)
{
  gb_near_index_free (data);
}

static gpointer
build_index (GbCheckData *data)
{
  static const char *const tables[] = { "protected-bodies", "protected-places", "protected-phrases",
                                        "protected" };
  GbNearIndex *self = gb_near_index_new ();

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    GPtrArray *rows = gb_check_data_get_table (data, tables[i])->rows;

    for (guint k = 0; k < rows->len; k++) {
      const char *name = *(char **)g_ptr_array_index (rows, k);

      if (!gb_near_index_add (self, name))
        g_message ("table %s: “%s” is too short to be protected", tables[i], name);
    }
  }
  gb_near_index_freeze (self);
  return self;
}

static gboolean
are_alike (gunichar a, gunichar b, gpointer model)
{
  return gb_typo_model_are_alike (model, a, b);
}

static gboolean
is_word (GbTypoModel *model, const GbCheckBlock *block, guint offset, guint length)
{
  return offset + length <= block->n_chars &&
         gb_typo_model_has_word (model, block->chars + offset, length);
}

/* What is nearly a name may be a word of its own; and what is left of a short name may be the end
 * of one word and another one: 评审委员会 is no 审判委员会. */
static gboolean
is_right_otherwise (GbTypoModel *model, const GbCheckBlock *block, const GbNearMiss *miss)
{
  guint end = miss->offset_chars + miss->length_chars;

  if (model == NULL)
    return FALSE;
  if (is_word (model, block, miss->offset_chars, miss->length_chars))
    return TRUE;
  return g_utf8_strlen (miss->name, -1) < LONG_CHARS &&
         ((miss->offset_chars > 0 && is_word (model, block, miss->offset_chars - 1, 2)) ||
          is_word (model, block, end - 1, 2));
}

static void
check_block (GbCheckRun *run, const GbCheckBlock *block)
{
  const GbNearIndex *index =
    gb_check_data_get_compiled (run->data, "protected", build_index, free_index);
  g_autoptr (GArray) misses = NULL;
  GbTypoModel *model;

  if (!gb_check_wants (run, &rules[NEAR]))
    return;
  model = gb_check_typos_get_model (run->data);
  misses = g_array_new (FALSE, FALSE, sizeof (GbNearMiss));
  gb_near_index_find (index, block, model != NULL ? are_alike : NULL, model, misses);
  for (guint i = 0; i < misses->len; i++) {
    const GbNearMiss *miss = &g_array_index (misses, GbNearMiss, i);
    g_autofree char *alike = NULL;

    if (gb_check_is_reported (run, block, miss->offset_chars, miss->length_chars) ||
        is_right_otherwise (model, block, miss))
      continue;
    alike = g_strconcat (rules[NEAR].id, " ", miss->name, NULL);
    gb_check_report (run, &rules[NEAR], block, miss->offset_chars, miss->length_chars, miss->name,
                     alike, N_ ("look whether “%s” is meant here"), miss->name, NULL);
  }
}

const GbRuleFamily gb_rules_protect = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
  .check_block = check_block,
  .features = GB_HAS_HAN,
};
