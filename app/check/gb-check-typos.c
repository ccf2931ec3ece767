/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Words that were probably meant otherwise, by the language model on this computer. Its judgement
 * is a suggestion and never blocks. The model is opened once for the shipped tables and once for
 * each office's, whose table "phrases" it takes for right. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-typos.h"

#include "check/gb-check-families.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the judgement rests on: resources/check/typos/README. */
#define GROUND "本机语言模型（libime 词语模型、法规用词统计、规范用语表）"

enum {
  MODEL,
  PAIRS,
  DATA,
};

static const GbRule rules[] = {
  [MODEL] = { "TYPO-MODEL", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_TEXT, 0,
              N_ ("Words are written with the characters that are meant."), GROUND,
              GB_CERTAINTY_PRACTICE },
  [PAIRS] = { "TYPO-PAIRS", GB_FINDING_LEVEL_HINT, GB_CHECK_SCOPE_TEXT, 0,
              N_ ("的, 地 and 得, 施行 and 试行 and other usual pairs are told apart."), GROUND,
              GB_CERTAINTY_PRACTICE, GB_RULE_OFF },
  [DATA] = { "TYPO-DATA", GB_FINDING_LEVEL_HINT, GB_CHECK_SCOPE_DOCUMENT, 0,
             N_ ("The data of the typo check are installed."), GROUND, GB_CERTAINTY_PRACTICE },
};

typedef struct {
  GbTypoModel *model; /* (nullable): if there is an error */
  GError *error;
  GbTypoFlags flags;
} Typos;

static void
free_typos (gpointer data)
{
  Typos *self = data;

  g_clear_pointer (&self->model, gb_typo_model_unref);
  g_clear_error (&self->error);
  g_free (self);
}

static gboolean
wants_fewer (GbCheckData *data)
{
  GPtrArray *rows = gb_check_data_get_table (data, "typos")->rows;

  for (guint i = 0; i < rows->len; i++) {
    char **row = g_ptr_array_index (rows, i);

    if (strcmp (row[0], "fewer-alarms") == 0)
      return strcmp (row[1], "yes") == 0;
  }
  return FALSE;
}

static GbTypoModel *
add_phrases (GbTypoModel *base, GbCheckData *data)
{
  GPtrArray *rows = gb_check_data_get_table (data, "phrases")->rows;
  g_autofree const char **phrases = g_new0 (const char *, rows->len + 1);

  for (guint i = 0; i < rows->len; i++)
    phrases[i] = *(char **)g_ptr_array_index (rows, i);
  return gb_typo_model_new_with_phrases (base, phrases);
}

static gpointer
build_typos (GbCheckData *data)
{
  Typos *self = g_new0 (Typos, 1);
  g_autoptr (GbTypoModel) base = gb_typo_model_new_installed (&self->error);

  if (base != NULL)
    self->model = add_phrases (base, data);
  if (wants_fewer (data))
    self->flags |= GB_TYPO_FLAGS_FEWER;
  return self;
}

static const Typos *
get_typos (GbCheckData *data)
{
  return gb_check_data_get_compiled (data, "typos", build_typos, free_typos);
}

GbTypoModel *
gb_check_typos_get_model (GbCheckData *data)
{
  return get_typos (data)->model;
}

static gboolean
is_on (GbCheckRun *run, const GbRule *rule)
{
  GbFindingLevel level = rule->level;

  return gb_rules_get_level (run->levels, rule, &level);
}

static void
report (GbCheckRun *run, const GbRule *rule, const GbCheckBlock *block, const GArray *typos)
{
  for (guint i = 0; i < typos->len; i++) {
    const GbTypo *typo = &g_array_index (typos, GbTypo, i);
    g_autofree char *written = NULL;
    g_autofree char *alike = NULL;

    if (gb_check_is_reported (run, block, typo->offset_chars, typo->length_chars))
      continue;
    written = gb_check_block_dup_piece (block, typo->offset_chars, typo->length_chars);
    alike = g_strdup_printf ("%s %s %s", rule->id, written, typo->suggestion);

    gb_check_report (run, rule, block, typo->offset_chars, typo->length_chars, typo->suggestion,
                     alike, N_ ("look whether “%s” is meant here"), typo->suggestion, NULL);
  }
}

/* Names, which no dictionary has, are what such lines are made of. */
static gboolean
is_names (GbCheckRole role)
{
  return role == GB_CHECK_ROLE_ADDRESSEE || role == GB_CHECK_ROLE_SIGNATURE ||
         role == GB_CHECK_ROLE_DATE;
}

static void
check_block (GbCheckRun *run, const GbCheckBlock *block)
{
  const Typos *typos;

  if ((block->features & GB_HAS_HAN) == 0 || is_names (block->role))
    return;
  typos = get_typos (run->data);
  if (typos->model == NULL)
    return;
  if (is_on (run, &rules[MODEL])) {
    GbTypoFlags flags = typos->flags;
    g_autoptr (GArray) found = NULL;

    /* Tables are often lists of names. */
    if (block->role == GB_CHECK_ROLE_CELL)
      flags |= GB_TYPO_FLAGS_FEWER;
    found = gb_typo_model_find (typos->model, block->text, flags);
    report (run, &rules[MODEL], block, found);
  }
  if (is_on (run, &rules[PAIRS])) {
    g_autoptr (GArray) found = gb_typo_model_find_pairs (typos->model, block->text);

    report (run, &rules[PAIRS], block, found);
  }
}

static const char *
find_body_block (GbCheckRun *run)
{
  for (guint i = 0; i < run->blocks->len; i++) {
    const GbCheckBlock *block = g_ptr_array_index (run->blocks, i);

    if (block->id != NULL)
      return block->id;
  }
  return NULL;
}

/* Without its data the check finds nothing, which must not look like a text without typos. */
static void
check_document (GbCheckRun *run)
{
  const Typos *typos = get_typos (run->data);
  const char *block = find_body_block (run);

  if (typos->error == NULL || block == NULL || !is_on (run, &rules[MODEL]))
    return;
  if (g_error_matches (typos->error, GB_TYPO_ERROR, GB_TYPO_ERROR_MISSING))
    gb_check_report_field (
      run, &rules[DATA], NULL, block,
      N_ ("typos were not looked for: the check's data are missing, install Gongbao again"), NULL);
  else
    gb_check_report_field (
      run, &rules[DATA], NULL, block,
      N_ ("typos were not looked for: the check's data are damaged, install Gongbao again"), NULL);
}

const GbRuleFamily gb_rules_typos = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
  .check_block = check_block,
  .check_document = check_document,
  .features = GB_HAS_HAN,
};
