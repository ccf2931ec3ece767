/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Dates in the text: days that do not exist, weekdays of other days, deadlines that are over. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-families.h"
#include "check/gb-text-date.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ACCURACY "《党政机关公文处理工作条例》第二十条（时间、数字准确）"

enum {
  IMPOSSIBLE,
  WEEKDAY,
  PAST_DEADLINE,
  RELATIVE,
};

static const GbRule rules[] = {
  [IMPOSSIBLE] = { "DATE-IMPOSSIBLE", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
                   N_ ("A date is one of the calendar."), ACCURACY, GB_CERTAINTY_TEXT },
  [WEEKDAY] = { "DATE-WEEKDAY", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_TEXT, 0,
                N_ ("A weekday is that of its date."), ACCURACY, GB_CERTAINTY_TEXT },
  [PAST_DEADLINE] = { "DATE-PAST-DEADLINE", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_DOCUMENT, 0,
                      N_ ("A deadline is not over when the document is made."), ACCURACY,
                      GB_CERTAINTY_PRACTICE },
  [RELATIVE] = { "DATE-RELATIVE", GB_FINDING_LEVEL_HINT, GB_CHECK_SCOPE_TEXT, GB_CHECK_OFFICIAL,
                 N_ ("An official document gives full dates."), "公文写作惯例",
                 GB_CERTAINTY_PRACTICE },
};

static void
report_weekday (GbCheckRun *run, const GbCheckBlock *block, const GbTextDate *date)
{
  g_autofree char *written =
    gb_check_block_dup_piece (block, date->weekday_offset_chars, date->weekday_length_chars);
  g_autofree char *right = gb_text_date_dup_weekday (date, written);

  if (right != NULL)
    gb_check_report (run, &rules[WEEKDAY], block, date->weekday_offset_chars,
                     date->weekday_length_chars, right, NULL,
                     N_ ("this date is a %s, or the date is wrong"), right, NULL);
  else
    gb_check_report (run, &rules[WEEKDAY], block, date->weekday_offset_chars,
                     date->weekday_length_chars, NULL, NULL,
                     N_ ("this weekday is not that of the date"), NULL);
}

static void
check_dates (GbCheckRun *run, const GbCheckBlock *block)
{
  g_autoptr (GArray) dates = gb_text_dates_find (block->text);

  for (guint i = 0; dates != NULL && i < dates->len; i++) {
    const GbTextDate *date = &g_array_index (dates, GbTextDate, i);

    if (!gb_text_date_exists (date))
      gb_check_report (run, &rules[IMPOSSIBLE], block, date->offset_chars, date->length_chars, NULL,
                       NULL, N_ ("the calendar does not have this day"), NULL);
    else if (!gb_text_date_weekday_agrees (date, &run->today))
      report_weekday (run, block, date);
  }
}

static void
check_relative (GbCheckRun *run, const GbCheckBlock *block)
{
  g_autoptr (GArray) dates = gb_text_relative_dates_find (block->text);

  for (guint i = 0; dates != NULL && i < dates->len; i++) {
    const GbTextRelativeDate *date = &g_array_index (dates, GbTextRelativeDate, i);

    gb_check_report (run, &rules[RELATIVE], block, date->offset_chars, date->length_chars, NULL,
                     NULL, N_ ("give the year or the date instead, if it can be given"), NULL);
  }
}

static void
check_block (GbCheckRun *run, const GbCheckBlock *block)
{
  check_dates (run, block);
  check_relative (run, block);
}

/* The day on which the document was made is in the form, so that its deadlines are looked at each
 * time. */
static void
check_document (GbCheckRun *run)
{
  GDate made_on;

  if (!gb_date_parse (gb_metadata_get (run->metadata, "made-on"), &made_on))
    return;
  for (guint i = 0; i < run->blocks->len; i++) {
    const GbCheckBlock *block = g_ptr_array_index (run->blocks, i);
    g_autoptr (GArray) dates = NULL;
    g_autoptr (GArray) deadlines = NULL;

    if ((block->features & (GB_HAS_DIGIT | GB_HAS_WIDE_LATIN | GB_HAS_CHINESE_DIGIT)) == 0 ||
        (strstr (block->text, "前") == NULL && strstr (block->text, "截止") == NULL))
      continue;
    dates = gb_text_dates_find (block->text);
    deadlines = gb_text_deadlines_find (block->text, dates);
    for (guint k = 0; deadlines != NULL && k < deadlines->len; k++) {
      const GbTextDate *date = &g_array_index (deadlines, GbTextDate, k);

      if (gb_text_deadline_is_past (date, &made_on))
        gb_check_report (run, &rules[PAST_DEADLINE], block, date->offset_chars, date->length_chars,
                         NULL, NULL, N_ ("this deadline is over before the document is made"),
                         NULL);
    }
  }
}

const GbRuleFamily gb_rules_dates = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
  .check_block = check_block,
  .check_document = check_document,
  .features = GB_HAS_HAN | GB_HAS_DIGIT, /* the dates of 2026-02-30 as well */
};
