/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the public catalogue says about a document: its numbers, its days, its validity, what
 * belongs to it. What must be there at all is in gb-check-metadata.c. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-calendar.h"
#include "check/gb-check-families.h"
#include "check/gb-document-number.h"
#include "check/gb-identifiers.h"
#include "check/gb-text-date.h"

#include "document/gb-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* 政府信息公开条例 Art 26. */
#define TERM_DAYS 20

/* 《整治形式主义为基层减负若干规定》 of 2024-08-06. */
#define MAX_WORDS 5000

enum {
  DATE_ORDER,
  TERM,
  LINK_POLICY,
  LINK_INTERP,
  INDEXNO,
  DOCNO,
  VALIDITY,
  REPOST,
  SUMMARY,
  LENGTH,
};

static const GbRule rules[] = {
  [DATE_ORDER] = { "META-DATE-ORDER", GB_FINDING_LEVEL_BLOCK, GB_CHECK_SCOPE_METADATA, 0,
                   N_ ("A document is made before it is published."),
                   "《政府信息公开条例》第二十六条；政府网站检查通报：文件发布逻辑错误",
                   GB_CERTAINTY_TEXT },
  [TERM] = { "META-20WD", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_METADATA, GB_CHECK_OFFICIAL,
             N_ ("A document is public within 20 working days."), "《政府信息公开条例》第二十六条",
             GB_CERTAINTY_TEXT },
  [LINK_POLICY] = { "META-LINK-POLICY", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_METADATA,
                    GB_CHECK_KIND (GB_DOCUMENT_KIND_INTERPRETATION),
                    N_ ("An interpretation links the policy."),
                    "政策解读与政策文件相互关联（各地政策解读工作规定）", GB_CERTAINTY_COPY },
  [LINK_INTERP] = { "META-LINK-INTERP", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_METADATA,
                    GB_CHECK_OFFICIAL, N_ ("A document that needs an interpretation links it."),
                    "政策文件与解读同步起草、同步审签、同步发布（各地政策解读工作规定）",
                    GB_CERTAINTY_COPY },
  [INDEXNO] = { "META-INDEXNO", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_METADATA, GB_CHECK_OFFICIAL,
                N_ ("An index number is right."),
                "广东省政府信息公开平台索引号编制规则（统一社会信用代码/年份-流水号）；GB "
                "32100-2015",
                GB_CERTAINTY_PRACTICE },
  [DOCNO] = { "META-DOCNO", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_METADATA, GB_CHECK_OFFICIAL,
              N_ ("A document number has the form of the standard."), "GB/T 9704-2012 7.2.5",
              GB_CERTAINTY_COPY },
  [VALIDITY] = { "META-VALIDITY", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_METADATA,
                 GB_CHECK_OFFICIAL, N_ ("A normative document says from when on it is valid."),
                 "《广东省行政规范性文件管理规定》（粤府令第277号）", GB_CERTAINTY_COPY },
  [REPOST] = { "META-REPOST", GB_FINDING_LEVEL_BLOCK, GB_CHECK_SCOPE_METADATA, 0,
               N_ ("A reprinted text names its source and address."),
               "国办发〔2017〕47号（转载信息须注明来源）", GB_CERTAINTY_COPY },
  [SUMMARY] = { "META-SUMMARY", GB_FINDING_LEVEL_HINT, GB_CHECK_SCOPE_METADATA,
                GB_CHECK_OFFICIAL | GB_CHECK_KIND (GB_DOCUMENT_KIND_INTERPRETATION),
                N_ ("A document has a summary and keywords."),
                "《政府信息公开条例》第十二条（内容概述）", GB_CERTAINTY_TEXT },
  [LENGTH] = { "META-LENGTH", GB_FINDING_LEVEL_HINT, GB_CHECK_SCOPE_DOCUMENT, GB_CHECK_OFFICIAL,
               N_ ("A document has at most 5,000 characters."),
               "《整治形式主义为基层减负若干规定》（2024年）", GB_CERTAINTY_COPY },
};

static const char *
get (GbCheckRun *run, const char *field)
{
  return gb_metadata_get (run->metadata, field);
}

/* --- Days --------------------------------------------------------------------------------------
 */

/* The day of publication, if it is known: another system's, that of the portal's acceptance or of
 * the schedule, or today when it is published now. */
static gboolean
get_published_on (GbCheckRun *run, GDate *out_date)
{
  g_autofree char *day = g_strndup (get (run, "originally-published"), 10);

  if (gb_date_parse (day, out_date) ||
      (run->context != NULL && gb_check_context_get_published_on (run->context, out_date)))
    return TRUE;
  *out_date = run->today;
  return run->stage == GB_CHECK_STAGE_PUBLISH;
}

static void
check_order (GbCheckRun *run, const GDate *made_on)
{
  GDate published_on;

  if (get_published_on (run, &published_on) && g_date_compare (made_on, &published_on) > 0)
    gb_check_report_field (run, &rules[DATE_ORDER], "made-on", NULL,
                           N_ ("correct the date of the document: it lies after its publication"),
                           NULL);
}

/* Without the notice of a year the calendar gives no answer, and then none is guessed. */
static void
check_term (GbCheckRun *run, const GDate *made_on)
{
  g_autofree char *number = NULL;
  GbCalendarAnswer answer;
  GDateYear year = 0;
  GDate published_on;
  guint n_days = 0;

  get_published_on (run, &published_on);
  answer = gb_calendar_count_working_days (gb_calendar_get (run->data), made_on, &published_on,
                                           &n_days, &year);
  if (n_days <= TERM_DAYS)
    return;
  if (answer == GB_CALENDAR_KNOWN) {
    number = g_strdup_printf ("%u", n_days - TERM_DAYS);
    gb_check_report_field (run, &rules[TERM], "made-on", NULL,
                           N_ ("the term of 20 working days after this date is over by %s working "
                               "days"),
                           number, NULL);
  } else {
    number = g_strdup_printf ("%u", (guint)year);
    gb_check_report_field (run, &rules[TERM], "made-on", NULL,
                           N_ ("the holiday notice of %s is not there: count yourself whether 20 "
                               "working days are over"),
                           number, NULL);
  }
}

/* --- Numbers -----------------------------------------------------------------------------------
 */

/* Whether year is that of the document, if it says when it was made. */
static gboolean
is_other_year (GbCheckRun *run, guint year)
{
  GDate made_on;

  return year > 0 && gb_date_parse (get (run, "made-on"), &made_on) &&
         year != g_date_get_year (&made_on);
}

/* The form that the office uses, if it is not that of Guangdong. */
static gpointer
build_index_form (GbCheckData *data)
{
  const char *form = gb_check_data_get_setting (data, "index-number");
  g_autoptr (GError) error = NULL;
  GRegex *regex;

  if (*form == '\0' || strcmp (form, "guangdong") == 0 || strcmp (form, "any") == 0)
    return NULL;
  regex = g_regex_new (form, G_REGEX_ANCHORED, 0, &error);
  if (regex == NULL)
    g_message ("the setting “index-number” is no regular expression: %s", error->message);
  return regex;
}

static void
free_index_form (gpointer regex)
{
  if (regex != NULL)
    g_regex_unref (regex);
}

/* A form of the office's own is matched as a whole. */
static void
check_own_form (GbCheckRun *run, const GRegex *form, const char *number)
{
  const char *words = gb_check_data_get_setting (run->data, "index-number-form");
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *year = NULL;
  int start = 0;
  int end = 0;

  if (!g_regex_match (form, number, 0, &match) ||
      !g_match_info_fetch_pos (match, 0, &start, &end) || (gsize)end != strlen (number)) {
    gb_check_report_field (run, &rules[INDEXNO], "index-number", NULL,
                           N_ ("write the index number in the form of your office: %s"),
                           *words != '\0' ? words : g_regex_get_pattern (form), NULL);
    return;
  }
  year = g_match_info_fetch_named (match, "year");
  if (year != NULL && is_other_year (run, (guint)g_ascii_strtoull (year, NULL, 10)))
    gb_check_report_field (run, &rules[INDEXNO], "index-number", NULL,
                           N_ ("correct the year: the document was made in another one"), NULL);
}

static void
check_index_number (GbCheckRun *run)
{
  const char *number = get (run, "index-number");
  const GRegex *form =
    gb_check_data_get_compiled (run->data, "index-number", build_index_form, free_index_form);
  guint year = 0;

  if (gb_text_is_blank (number) ||
      strcmp (gb_check_data_get_setting (run->data, "index-number"), "any") == 0)
    return;
  if (form != NULL) {
    check_own_form (run, form, number);
    return;
  }
  switch (gb_index_number_parse (number, &year, NULL)) {
  case GB_INDEX_NUMBER_FORM:
    gb_check_report_field (run, &rules[INDEXNO], "index-number", NULL,
                           N_ ("write the index number as credit code, slash, year, hyphen and "
                               "five digits"),
                           NULL);
    break;
  case GB_INDEX_NUMBER_CHECK:
    gb_check_report_field (run, &rules[INDEXNO], "index-number", NULL,
                           N_ ("correct the credit code: its check character is wrong"), NULL);
    break;
  case GB_INDEX_NUMBER_GOOD:
  default:
    if (is_other_year (run, year))
      gb_check_report_field (run, &rules[INDEXNO], "index-number", NULL,
                             N_ ("correct the year: the document was made in another one"), NULL);
    break;
  }
}

static void
check_document_number (GbCheckRun *run)
{
  const char *number = get (run, "document-number");
  g_autofree char *mended = NULL;
  guint year = 0;

  if (gb_text_is_blank (number))
    return;
  if (gb_document_number_check (number, &year, &mended) == GB_DOCUMENT_NUMBER_GOOD) {
    if (is_other_year (run, year))
      gb_check_report_field (run, &rules[DOCNO], "document-number", NULL,
                             N_ ("correct the year: the document was made in another one"), NULL);
  } else if (mended != NULL) {
    gb_check_report_field (run, &rules[DOCNO], "document-number", NULL,
                           N_ ("write the document number as %s"), mended, NULL);
  } else {
    gb_check_report_field (run, &rules[DOCNO], "document-number", NULL,
                           N_ ("write the document number like 陆府〔2026〕8号"), NULL);
  }
}

/* --- Relations, validity, source ---------------------------------------------------------------
 */

static gboolean
has_relation (GbCheckRun *run, const char *rel)
{
  GPtrArray *relations = gb_metadata_get_relations (run->metadata);

  for (guint i = 0; i < relations->len; i++) {
    const GbRelation *relation = g_ptr_array_index (relations, i);

    if (strcmp (relation->rel, rel) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
check_relations (GbCheckRun *run)
{
  gboolean needs_interpretation = FALSE;

  g_object_get (run->metadata, "needs-interpretation", &needs_interpretation, NULL);
  if (needs_interpretation && !has_relation (run, "interpretation"))
    gb_check_report_field (run, &rules[LINK_INTERP], "needs-interpretation", NULL,
                           N_ ("link the interpretation that this document needs"), NULL);
  if (!has_relation (run, "policy"))
    gb_check_report_field (run, &rules[LINK_POLICY], "relations", NULL,
                           N_ ("link the policy that this text interprets"), NULL);
}

static void
check_validity (GbCheckRun *run)
{
  if (!gb_metadata_get_normative (run->metadata))
    return;
  if (gb_metadata_get_validity (run->metadata) == GB_VALIDITY_UNSET)
    gb_check_report_field (run, &rules[VALIDITY], "validity", NULL,
                           N_ ("say whether this normative document is valid"), NULL);
  else if (*get (run, "valid-from") == '\0')
    gb_check_report_field (run, &rules[VALIDITY], "valid-from", NULL,
                           N_ ("say from when on this normative document is valid"), NULL);
}

/* The office's own pages, which another system published before. */
static gboolean
is_own_source (GbCheckRun *run, const char *source)
{
  static const char *const own[] = { "本网", "本站", "本单位", "本局", "本机关", "本府" };

  for (guint i = 0; i < G_N_ELEMENTS (own); i++) {
    if (strstr (source, own[i]) != NULL)
      return TRUE;
  }
  return strcmp (source, get (run, "publisher")) == 0 || strcmp (source, get (run, "unit")) == 0;
}

/* Only what calls itself reprinted blocks: a source of another name may be a department. */
static void
check_repost (GbCheckRun *run)
{
  const char *source = get (run, "source");

  if (strstr (source, "转载") == NULL || is_own_source (run, source))
    return;
  if (*get (run, "source-url") == '\0')
    gb_check_report_field (run, &rules[REPOST], "source-url", NULL,
                           N_ ("give the address of the text that is reprinted"), NULL);
  else if (strcmp (source, "转载") == 0)
    gb_check_report_field (run, &rules[REPOST], "source", NULL,
                           N_ ("say from where the text is reprinted"), NULL);
}

static void
check_summary (GbCheckRun *run)
{
  if (gb_text_is_blank (get (run, "summary")))
    gb_check_report_field (run, &rules[SUMMARY], "summary", NULL, N_ ("write a summary"), NULL);
  else if (gb_metadata_get_keywords (run->metadata)[0] == NULL)
    gb_check_report_field (run, &rules[SUMMARY], "keywords", NULL, N_ ("give a few keywords"),
                           NULL);
}

/* Chinese characters and runs of other letters, near enough to gb_text_count_words() for a hint
 * and many times faster: this runs at each key. */
static guint
count_words (const GbCheckBlock *block)
{
  guint n = 0;
  gboolean in_run = FALSE;

  for (guint i = 0; i < block->n_chars; i++) {
    gboolean is_letter = gb_char_is_latin (block->chars[i]) || gb_char_is_digit (block->chars[i]);

    n += gb_char_is_han (block->chars[i]) || (is_letter && !in_run) ? 1 : 0;
    in_run = is_letter;
  }
  return n;
}

static void
check_length (GbCheckRun *run)
{
  const char *first = NULL;
  guint n_words = 0;

  if (!gb_check_wants (run, &rules[LENGTH]))
    return;
  for (guint i = 0; i < run->blocks->len; i++) {
    const GbCheckBlock *block = g_ptr_array_index (run->blocks, i);

    if (block->id == NULL)
      continue;
    if (first == NULL)
      first = block->id;
    n_words += count_words (block);
  }
  if (n_words > MAX_WORDS) {
    g_autofree char *number = g_strdup_printf ("%u", n_words);

    gb_check_report_field (run, &rules[LENGTH], NULL, first,
                           N_ ("shorten the text: it has %s characters, and 5,000 are usual"),
                           number, NULL);
  }
}

static void
check_document (GbCheckRun *run)
{
  GDate made_on;

  if (gb_date_parse (get (run, "made-on"), &made_on)) {
    check_order (run, &made_on);
    if (gb_check_wants (run, &rules[TERM]))
      check_term (run, &made_on);
  }
  check_repost (run);
  check_index_number (run);
  check_document_number (run);
  check_relations (run);
  check_validity (run);
  check_summary (run);
  check_length (run);
}

const GbRuleFamily gb_rules_catalogue = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
  .check_document = check_document,
};
