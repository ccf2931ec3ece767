/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Words that are written wrong whatever stands around them, or nearly so: names of the state and
 * of its bodies, wordings that official style rules out, and characters that are mistaken for each
 * other. All of them are rows of the tables "severe" and "lexicon". */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-families.h"
#include "check/gb-check-typos.h"
#include "check/gb-word-index.h"

#include <glib/gi18n-lib.h>

#define STYLE "新华社《新闻信息报道中的禁用词和慎用词》（2016年7月修订）"

/* Words up to this length come about by chance where two others meet: 登记律师 is no 登纪律师. */
#define SHORT_CHARS 3
/* So much of the text around a short word is read to tell the two apart. */
#define AROUND_CHARS 8
/* log10: how much likelier the right word has to be. */
#define LEAST_GAIN 0.5

enum {
  NAME,
  WORDING,
  WORD,
  DOUBT,
  VARIANT,
};

static const GbRule rules[] = {
  [NAME] = { "SEVERE-NAME", GB_FINDING_LEVEL_BLOCK, GB_CHECK_SCOPE_TEXT, 0,
             N_ ("The names of the state, of the Party and of their bodies are written right."),
             "宪法和法律中的正式名称；政府网站检查的“严重表述错误”", GB_CERTAINTY_COPY },
  [WORDING] = { "SEVERE-WORDING", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_TEXT, 0,
                N_ ("What official style rules out is worded otherwise."), STYLE,
                GB_CERTAINTY_COPY },
  [WORD] = { "TYPO-WORD", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
             N_ ("Characters that are often mistaken are written right."), "常见错别字",
             GB_CERTAINTY_PRACTICE },
  [DOUBT] = { "TYPO-DOUBT", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_TEXT, 0,
              N_ ("Words that are often mistaken for each other are told apart."), "常见易混词",
              GB_CERTAINTY_PRACTICE },
  [VARIANT] = { "TYPO-VARIANT", GB_FINDING_LEVEL_HINT, GB_CHECK_SCOPE_TEXT, 0,
                N_ ("Of the forms of a word the recommended one is written."),
                "《第一批异形词整理表》（GF 1001—2001）；《现代汉语词典》", GB_CERTAINTY_COPY },
};

/* A row of a table. */
typedef struct {
  const GbRule *rule;
  GbFindingLevel level;
  const char *wrong; /* borrowed from the table, as are the others */
  const char *right; /* "": there is no one answer */
  const char *note;
} Row;

typedef struct {
  GbWordIndex *index;
  GPtrArray *rows;
} Wording;

static void
free_wording (gpointer data)
{
  Wording *self = data;

  gb_word_index_free (self->index);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static const GbRule *
choose_rule (gboolean is_severe, GbFindingLevel level)
{
  if (is_severe)
    return level == GB_FINDING_LEVEL_BLOCK ? &rules[NAME] : &rules[WORDING];
  switch (level) {
  case GB_FINDING_LEVEL_HINT:
    return &rules[VARIANT];
  case GB_FINDING_LEVEL_WARNING:
    return &rules[DOUBT];
  case GB_FINDING_LEVEL_ERROR:
  case GB_FINDING_LEVEL_BLOCK:
  default:
    return &rules[WORD];
  }
}

/* An office's rows are not the program's: what cannot be read is told and left out. */
static void
take_row (Wording *self, const char *table, char **cells, gboolean is_severe)
{
  g_autofree Row *row = NULL;

  if (g_strv_length (cells) < (is_severe ? 5 : 4)) {
    g_message ("table %s has other columns than the program's", table);
    return;
  }
  row = g_new0 (Row, 1);
  if (!gb_finding_level_from_string (cells[2], &row->level) ||
      (!is_severe && row->level == GB_FINDING_LEVEL_BLOCK)) {
    g_message ("table %s: “%s” has no level “%s”", table, cells[0], cells[2]);
    return;
  }
  row->rule = choose_rule (is_severe, row->level);
  row->wrong = cells[0];
  row->right = cells[1];
  row->note = is_severe ? cells[4] : "";
  if (!gb_word_index_add (self->index, cells[0], cells[3], row)) {
    g_message ("table %s: “%s” is too short, or its condition cannot be read", table, cells[0]);
    return;
  }
  g_ptr_array_add (self->rows, g_steal_pointer (&row));
}

static gpointer
build_wording (GbCheckData *data)
{
  static const char *const tables[] = { "severe", "lexicon" };
  Wording *self = g_new0 (Wording, 1);

  self->index = gb_word_index_new ();
  self->rows = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    GPtrArray *rows = gb_check_data_get_table (data, tables[i])->rows;

    for (guint k = 0; k < rows->len; k++)
      take_row (self, tables[i], g_ptr_array_index (rows, k), i == 0);
  }
  gb_word_index_freeze (self->index);
  return self;
}

static void
report (GbCheckRun *run, const GbCheckBlock *block, const Row *row, guint offset, guint length)
{
  const char *fix = *row->right != '\0' ? row->right : NULL;
  g_autofree char *alike = g_strdup_printf ("%s %s", row->rule->id, row->wrong);

  if (row->rule == &rules[NAME] || row->rule == &rules[WORDING]) {
    if (fix != NULL)
      gb_check_report_at (run, row->level, row->rule, block, offset, length, fix, alike,
                          N_ ("write “%s”: %s"), fix, row->note, NULL);
    else
      gb_check_report_at (run, row->level, row->rule, block, offset, length, NULL, alike,
                          N_ ("word “%s” otherwise: %s"), row->wrong, row->note, NULL);
  } else if (fix == NULL) {
    gb_check_report_at (run, row->level, row->rule, block, offset, length, NULL, alike,
                        N_ ("“%s” is not written so"), row->wrong, NULL);
  } else if (row->rule == &rules[VARIANT]) {
    gb_check_report_at (run, row->level, row->rule, block, offset, length, fix, alike,
                        N_ ("“%s” is the recommended form"), fix, NULL);
  } else if (row->rule == &rules[DOUBT]) {
    gb_check_report_at (run, row->level, row->rule, block, offset, length, fix, alike,
                        N_ ("look whether “%s” is meant here"), fix, NULL);
  } else {
    gb_check_report_at (run, row->level, row->rule, block, offset, length, fix, alike,
                        N_ ("write “%s”"), fix, NULL);
  }
}

/* The Han characters that go on from a place; spaces, which may yet be cleared away, divide
 * nothing. step: 1 or -1. */
static char *
dup_neighbours (const GbCheckBlock *block, guint place, int step)
{
  GString *text = g_string_new (NULL);
  guint n = 0;

  for (guint i = place; i < block->n_chars && n < AROUND_CHARS; i += (guint)step) {
    gunichar c = block->chars[i];
    char bytes[6];

    if (g_unichar_isspace (c) || g_unichar_iszerowidth (c))
      continue;
    if (!gb_char_is_han (c))
      break;
    g_string_insert_len (text, step > 0 ? -1 : 0, bytes, g_unichar_to_utf8 (c, bytes));
    n++;
  }
  return g_string_free (text, FALSE);
}

/* The rows cannot foresee all words between which a short one comes about; the language model, if
 * its data are there, knows most of them. */
static gboolean
is_by_chance (GbCheckRun *run,
              const GbCheckBlock *block,
              const Row *row,
              guint offset,
              guint length)
{
  GbTypoModel *model = NULL;
  g_autofree char *before = NULL;
  g_autofree char *behind = NULL;
  g_autofree char *text = NULL;
  g_autofree char *other = NULL;

  if ((row->rule != &rules[WORD] && row->rule != &rules[DOUBT]) || length > SHORT_CHARS ||
      g_utf8_strlen (row->right, -1) != (glong)length)
    return FALSE;
  model = gb_check_typos_get_model (run->data);
  if (model == NULL)
    return FALSE;
  /* Before the first character lies G_MAXUINT, which is behind the last one. */
  before = dup_neighbours (block, offset - 1, -1);
  behind = dup_neighbours (block, offset + length, 1);
  text = g_strconcat (before, row->wrong, behind, NULL);
  other = g_strconcat (before, row->right, behind, NULL);
  return gb_typo_model_compare (model, text, other) < LEAST_GAIN;
}

static void
check_block (GbCheckRun *run, const GbCheckBlock *block)
{
  const Wording *wording =
    gb_check_data_get_compiled (run->data, "wording", build_wording, free_wording);

  for (guint i = 0; i < block->n_chars;) {
    guint length = 1;
    const Row *row = gb_word_index_find (wording->index, block, i, &length);

    if (row != NULL && !is_by_chance (run, block, row, i, length))
      report (run, block, row, i, length);
    i += length;
  }
}

const GbRuleFamily gb_rules_wording = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
  .check_block = check_block,
  .features = GB_HAS_HAN,
};
