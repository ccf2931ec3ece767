/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Citations of what another text has taken the place of, by the table "superseded" and by the
 * catalogue. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-families.h"
#include "check/gb-check-scan.h"
#include "check/gb-text-date.h"

#include <glib/gi18n-lib.h>
#include <string.h>

enum {
  SUPERSEDED,
  ABOLISHED,
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
  [ABOLISHED] = { "CITE-ABOLISHED", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_TEXT, 0,
                  N_ ("A document that is cited holds, as far as the catalogue knows it."),
                  "《党政机关公文处理工作条例》第二十条（引文准确）、第三十三条（废止、撤销）",
                  GB_CERTAINTY_TEXT, GB_RULE_CONTEXT },
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

/* --- The catalogue -----------------------------------------------------------------------------
 */

static gboolean
is_opening (gunichar c)
{
  return c == 0x3014 || c == '[' || c == 0xff3b || c == 0x3010 || c == '(' || c == 0xff08;
}

static gboolean
is_closing (gunichar c)
{
  return c == 0x3015 || c == ']' || c == 0xff3d || c == 0x3011 || c == ')' || c == 0xff09;
}

static guint
read_digits (const GbCheckBlock *block, guint *i)
{
  guint number = 0;

  for (; gb_char_is_digit (gb_scan_char (block, *i)) && number < 100000; (*i)++)
    number = number * 10 + block->chars[*i] - '0';
  return number;
}

/* 〔2016〕22号 from i on. out_end: behind 号. */
static gboolean
read_number (const GbCheckBlock *block, guint i, guint *out_year, guint *out_serial, guint *out_end)
{
  guint k = i + 1;

  if (!is_opening (block->chars[i]))
    return FALSE;
  *out_year = read_digits (block, &k);
  if (k != i + 5 || !is_closing (gb_scan_char (block, k)))
    return FALSE;
  k++;
  while (gb_scan_char (block, k) == ' ' || gb_scan_char (block, k) == 0xa0)
    k++;
  *out_serial = read_digits (block, &k);
  if (*out_serial == 0 || gb_scan_char (block, k) != 0x53f7) /* 号 */
    return FALSE;
  *out_end = k + 1;
  return TRUE;
}

/* The letters of the office before the year, spaces left out: FALSE if the text has others. */
static gboolean
has_letters (const GbCheckBlock *block, guint end, const char *number, guint *out_start)
{
  const char *open = strstr (number, "〔");
  const char *p = open;
  guint i = end;

  if (open == NULL)
    open = p = strpbrk (number, "[(");
  while (p != NULL && p > number) {
    p = g_utf8_prev_char (p);
    if (g_unichar_isspace (g_utf8_get_char (p)))
      continue;
    while (i > 0 && g_unichar_isspace (block->chars[i - 1]))
      i--;
    if (i == 0 || block->chars[i - 1] != g_utf8_get_char (p))
      return FALSE;
    i--;
  }
  *out_start = i;
  return open != NULL && open > number;
}

/* A sentence that itself tells of the end, or of the change, cites what was. */
static gboolean
tells_of_end (const GbCheckBlock *block, guint start, guint end)
{
  static const char *const words[] = { "废止", "失效", "停止执行", "不再执行", "修订", "修改",
                                       "代替", "替代", "更名",     "同时撤销", "清理", NULL };
  g_autofree char *sentence = NULL;

  while (start > 0 && block->chars[start - 1] != 0x3002) /* 。 */
    start--;
  while (end < block->n_chars && block->chars[end] != 0x3002)
    end++;
  sentence = gb_check_block_dup_piece (block, start, end - start);
  for (guint i = 0; words[i] != NULL; i++) {
    if (strstr (sentence, words[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_run_out (GbCheckRun *run, const GbCatalogueEntry *entry)
{
  GDate until;

  return gb_date_parse (entry->valid_until, &until) && g_date_compare (&until, &run->today) < 0;
}

static void
report_entry (GbCheckRun *run,
              const GbCheckBlock *block,
              const GbCatalogueEntry *entry,
              guint start,
              guint end)
{
  const GbRule *rule = &rules[ABOLISHED];
  const char *number = entry->document_number;
  guint length = end - start;
  gboolean has_successor = *entry->successor != '\0';

  if (entry->status == GB_CATALOGUE_RENAMED && has_successor)
    gb_check_report (run, rule, block, start, length, NULL, number,
                     N_ ("cite this document as %s, which is its name now"), entry->successor,
                     NULL);
  else if (entry->status == GB_CATALOGUE_RENAMED)
    gb_check_report (run, rule, block, start, length, NULL, number,
                     N_ ("cite this document by its new name: the catalogue has it as renamed"),
                     NULL);
  else if (entry->status == GB_CATALOGUE_ABOLISHED && has_successor)
    gb_check_report (run, rule, block, start, length, NULL, number,
                     N_ ("this document is repealed; cite %s, which has taken its place"),
                     entry->successor, NULL);
  else if (entry->status == GB_CATALOGUE_ABOLISHED)
    gb_check_report (run, rule, block, start, length, NULL, number,
                     N_ ("cite what is in force: the catalogue has this document as repealed"),
                     NULL);
  else if (entry->status == GB_CATALOGUE_EXPIRED || has_run_out (run, entry))
    gb_check_report (run, rule, block, start, length, NULL, number,
                     N_ ("cite what is in force: the catalogue has this document as expired"),
                     NULL);
}

/* The document's own number is no citation. */
static gboolean
is_own (GbCheckRun *run, const GbCatalogueEntry *entry)
{
  const char *id = gb_check_context_get_document (run->context);

  return (*id != '\0' && strcmp (entry->id, id) == 0) ||
         strcmp (entry->document_number, gb_metadata_get (run->metadata, "document-number")) == 0;
}

static void
check_number (GbCheckRun *run,
              GbCatalogue *catalogue,
              const GbCheckBlock *block,
              guint i,
              guint *out_end)
{
  guint year = 0;
  guint serial = 0;
  guint start = 0;
  GPtrArray *entries;

  if (!read_number (block, i, &year, &serial, out_end))
    return;
  entries = gb_catalogue_find_serial (catalogue, year, serial);
  for (guint k = 0; entries != NULL && k < entries->len; k++) {
    const GbCatalogueEntry *entry = g_ptr_array_index (entries, k);

    if (has_letters (block, i, entry->document_number, &start) && !is_own (run, entry) &&
        !tells_of_end (block, start, *out_end)) {
      report_entry (run, block, entry, start, *out_end);
      return;
    }
  }
}

static void
check_catalogue (GbCheckRun *run, const GbCheckBlock *block)
{
  GbCatalogue *catalogue =
    run->context != NULL ? gb_check_context_get_catalogue (run->context) : NULL;

  for (guint i = 0; catalogue != NULL && i < block->n_chars; i++) {
    guint end = i;

    check_number (run, catalogue, block, i, &end);
    i = MAX (end, i + 1) - 1;
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
  check_catalogue (run, block);
}

const GbRuleFamily gb_rules_citations = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
  .check_block = check_block,
  .features = GB_HAS_DIGIT,
};
