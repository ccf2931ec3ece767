/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Citations of what another text has taken the place of, by the table "superseded". */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-families.h"
#include "check/gb-text-date.h"

#include <glib/gi18n-lib.h>
#include <string.h>

enum {
  SUPERSEDED,
};

/* The columns of the table. */
enum {
  OLD,
  NEW,
  SINCE,
  N_COLUMNS,
};

static const GbRule rules[] = {
  [SUPERSEDED] = { "CITE-SUPERSEDED", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_TEXT, 0,
                   N_ ("A basis that is cited is in force."),
                   "《党政机关公文处理工作条例》第二十条（引文准确）；《政府信息公开条例》（2019年"
                   "修订）",
                   GB_CERTAINTY_COPY },
};

/* “2007年4月5日国务院令第492号公布” tells of what was, and cites nothing. */
static gboolean
is_history (const char *after)
{
  static const char *const words[] = { "公布", "发布", "颁布", "印发", "修订", "同时废止", "废止" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (g_str_has_prefix (after, words[i]))
      return TRUE;
  }
  return FALSE;
}

static void
check_row (GbCheckRun *run, const GbCheckBlock *block, char **row)
{
  const char *found = strstr (block->text, row[OLD]);
  GDate since;

  if (found == NULL || !gb_date_parse (row[SINCE], &since) ||
      g_date_compare (&run->today, &since) < 0 || strstr (block->text, row[NEW]) != NULL)
    return;
  for (; found != NULL; found = strstr (found + strlen (row[OLD]), row[OLD])) {
    if (is_history (found + strlen (row[OLD])))
      continue;
    gb_check_report (run, &rules[SUPERSEDED], block,
                     (guint)g_utf8_pointer_to_offset (block->text, found),
                     (guint)g_utf8_strlen (row[OLD], -1), NULL, row[OLD],
                     N_ ("%s has taken the place of this since %s; cite what is in force"),
                     row[NEW], row[SINCE], NULL);
  }
}

static void
check_block (GbCheckRun *run, const GbCheckBlock *block)
{
  const GbCheckTable *table = gb_check_data_get_table (run->data, "superseded");

  for (guint i = 0; i < table->rows->len; i++) {
    char **row = g_ptr_array_index (table->rows, i);

    if (g_strv_length (row) >= N_COLUMNS && *row[OLD] != '\0' && *row[NEW] != '\0')
      check_row (run, block, row);
  }
}

const GbRuleFamily gb_rules_citations = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
  .check_block = check_block,
  .features = GB_HAS_DIGIT,
};
