/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An interpretation and its policy: the parts that readers look for, words of its own, and in time.
 * What the parts are is the table "parts". */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-calendar.h"
#include "check/gb-check-families.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Before the office's own setting. */
#define COPY_PERCENT 70
#define TERM_DAYS    3
#define MAX_DAYS     100
/* Fewer pieces than these are a few sentences: a quotation weighs too much among them. */
#define MIN_PIECES 100

enum {
  COPY,
  PARTS,
  TERM,
};

/* The columns of the table "parts". */
enum {
  PART,
  WORDS,
  N_COLUMNS,
};

static const GbRule rules[] = {
  [COPY] = { "INTERP-COPY", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_DOCUMENT,
             GB_CHECK_INTERPRETING, N_ ("An interpretation explains; it does not copy the policy."),
             "政策解读不得简单摘抄要点、压缩文件（辽政办〔2022〕43号等各地政策解读工作规定）",
             GB_CERTAINTY_COPY, GB_RULE_CONTEXT },
  [PARTS] = { "INTERP-PARTS", GB_FINDING_LEVEL_HINT, GB_CHECK_SCOPE_DOCUMENT,
              GB_CHECK_KIND (GB_DOCUMENT_KIND_INTERPRETATION),
              N_ ("An interpretation has the parts that readers look for."),
              "政策解读应包括背景依据、目标任务、主要内容、涉及范围、执行标准等（各地政策解读工作规"
              "定）",
              GB_CERTAINTY_COPY },
  [TERM] = { "META-3WD", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_METADATA, GB_CHECK_INTERPRETING,
             N_ ("An interpretation is public within 3 working days after its policy."),
             "政策解读材料与政策文件同时公开，最迟3个工作日内（各地政策解读工作规定）",
             GB_CERTAINTY_COPY, GB_RULE_CONTEXT },
};

/* --- Words of its own --------------------------------------------------------------------------
 */

static void
check_copy (GbCheckRun *run, const GbCheckPolicy *policy)
{
  guint percent = gb_check_data_get_number (run->data, "interp-copy-percent", COPY_PERCENT, 100);
  const char *first = NULL;
  guint n_pieces = 0;
  guint n_known = 0;

  if (policy->grams == NULL)
    return;
  for (guint i = 0; i < run->blocks->len; i++) {
    const GbCheckBlock *block = g_ptr_array_index (run->blocks, i);

    if (block->id == NULL)
      continue;
    if (first == NULL && block->n_chars > 0)
      first = block->id;
    gb_grams_count (policy->grams, block->chars, block->n_chars, &n_pieces, &n_known);
  }
  if (n_pieces >= MIN_PIECES && n_known * 100 > n_pieces * percent) {
    g_autofree char *share = g_strdup_printf ("%u", n_known * 100 / n_pieces);

    gb_check_report_field (run, &rules[COPY], NULL, first,
                           N_ ("explain in your own words: %s percent of this text stand in %s"),
                           share, policy->title, NULL);
  }
}

/* --- Parts -------------------------------------------------------------------------------------
 */

static gboolean
has_word (GPtrArray *blocks, const char *word, gboolean only_headings)
{
  for (guint i = 0; i < blocks->len; i++) {
    const GbCheckBlock *block = g_ptr_array_index (blocks, i);

    if (block->id != NULL && (block->role == GB_CHECK_ROLE_HEADING || !only_headings) &&
        strstr (block->text, word) != NULL)
      return TRUE;
  }
  return FALSE;
}

/* Without headings the whole text is looked through: such an interpretation is short. */
static gboolean
has_headings (GPtrArray *blocks)
{
  guint n = 0;

  for (guint i = 0; i < blocks->len; i++)
    n += ((const GbCheckBlock *)g_ptr_array_index (blocks, i))->role == GB_CHECK_ROLE_HEADING;
  return n >= 2;
}

static void
check_parts (GbCheckRun *run)
{
  const GbCheckTable *table = gb_check_data_get_table (run->data, "parts");
  gboolean only_headings = has_headings (run->blocks);
  g_autoptr (GString) missing = g_string_new (NULL);
  const char *first = NULL;

  for (guint i = 0; i < run->blocks->len && first == NULL; i++)
    first = ((const GbCheckBlock *)g_ptr_array_index (run->blocks, i))->id;
  for (guint i = 0; i < table->rows->len; i++) {
    char **row = g_ptr_array_index (table->rows, i);
    g_auto (GStrv) words = NULL;
    gboolean is_there = FALSE;

    if (g_strv_length (row) < N_COLUMNS)
      continue;
    words = g_strsplit (row[WORDS], "|", -1);
    for (guint k = 0; words[k] != NULL && !is_there; k++)
      is_there = *words[k] != '\0' && has_word (run->blocks, words[k], only_headings);
    if (!is_there)
      g_string_append_printf (missing, "%s%s", missing->len > 0 ? "、" : "", row[PART]);
  }
  if (missing->len > 0 && first != NULL)
    gb_check_report_field (run, &rules[PARTS], NULL, first,
                           N_ ("say something about what readers look for: %s"), missing->str,
                           NULL);
}

/* --- In time -----------------------------------------------------------------------------------
 */

static void
check_term (GbCheckRun *run, const GbCheckPolicy *policy)
{
  guint term = gb_check_data_get_number (run->data, "interpretation-days", TERM_DAYS, MAX_DAYS);
  g_autofree char *number = NULL;
  g_autofree char *allowed = g_strdup_printf ("%u", term);
  GbCalendarAnswer answer;
  GDateYear year = 0;
  GDate day;
  guint n_days = 0;

  if (!g_date_valid (&policy->published_on))
    return;
  if (!gb_check_context_get_published_on (run->context, &day))
    day = run->today;
  answer = gb_calendar_count_working_days (gb_calendar_get (run->data), &policy->published_on, &day,
                                           &n_days, &year);
  if (n_days <= term)
    return;
  if (answer == GB_CALENDAR_KNOWN) {
    number = g_strdup_printf ("%u", n_days - term);
    gb_check_report_field (run, &rules[TERM], "relations", NULL,
                           N_ ("the term of %s working days after the policy is over by %s working "
                               "days"),
                           allowed, number, NULL);
  } else {
    number = g_strdup_printf ("%u", (guint)year);
    gb_check_report_field (run, &rules[TERM], "relations", NULL,
                           N_ ("the holiday notice of %s is not there: count yourself whether %s "
                               "working days after the policy are over"),
                           number, allowed, NULL);
  }
}

static void
check_document (GbCheckRun *run)
{
  GPtrArray *policies = run->context != NULL ? gb_check_context_get_policies (run->context) : NULL;

  if (gb_check_wants (run, &rules[PARTS]))
    check_parts (run);
  for (guint i = 0; policies != NULL && i < policies->len; i++) {
    if (gb_check_wants (run, &rules[COPY]))
      check_copy (run, g_ptr_array_index (policies, i));
    if (gb_check_wants (run, &rules[TERM]))
      check_term (run, g_ptr_array_index (policies, i));
  }
}

const GbRuleFamily gb_rules_interpretation = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
  .check_document = check_document,
};
