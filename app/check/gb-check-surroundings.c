/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A document beside the others: the column that it stands in, numbers and titles that another one
 * has already, and the legal review. Silent where nothing is known of them. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-families.h"

#include "document/gb-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Before the office's own setting. */
#define ALIKE_PERCENT 90

enum {
  COLTYPE,
  DOCNO_DUP,
  INDEXNO_DUP,
  TITLE_DUP,
  LEGAL,
};

static const GbRule rules[] = {
  [COLTYPE] = { "META-COLTYPE", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_METADATA, 0,
                N_ ("A document stands in a column for its kind."),
                "国办发〔2017〕47号 网页标签规范 ColumnType", GB_CERTAINTY_COPY, GB_RULE_CONTEXT },
  [DOCNO_DUP] = { "META-DOCNO-DUP", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_METADATA,
                  GB_CHECK_OFFICIAL, N_ ("No other document has this document number."),
                  "《党政机关公文处理工作条例》第九条（发文字号：发文机关代字、年份、发文顺序号）",
                  GB_CERTAINTY_TEXT, GB_RULE_CONTEXT },
  [INDEXNO_DUP] = { "META-INDEXNO-DUP", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_METADATA, 0,
                    N_ ("No other document has this index number."),
                    "《政府信息公开条例》第十二条（索引）", GB_CERTAINTY_PRACTICE,
                    GB_RULE_CONTEXT },
  [TITLE_DUP] = { "META-TITLE-DUP", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_METADATA, 0,
                  N_ ("No other public document has this title."),
                  "重复发布检查（内容管理系统的标题查重）", GB_CERTAINTY_PRACTICE,
                  GB_RULE_CONTEXT },
  [LEGAL] = { "META-LEGAL", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_METADATA, GB_CHECK_OFFICIAL,
              N_ ("A normative document has passed the legal review."),
              "国办发〔2018〕115号（行政规范性文件合法性审核）", GB_CERTAINTY_COPY,
              GB_RULE_CONTEXT },
};

/* --- The column --------------------------------------------------------------------------------
 */

static const GbCheckColumn *
find_column (GbCheckRun *run)
{
  GPtrArray *columns = gb_check_context_get_columns (run->context);
  const char *id = gb_metadata_get (run->metadata, "column");

  for (guint i = 0; i < columns->len; i++) {
    const GbCheckColumn *column = g_ptr_array_index (columns, i);

    if (strcmp (column->id, id) == 0)
      return column;
  }
  return NULL;
}

static gboolean
takes_kind (GbCheckRun *run, const GbCheckColumn *column)
{
  gboolean is_interpreting = (GB_CHECK_INTERPRETING & GB_CHECK_KIND (run->kind)) != 0;
  gboolean is_official = (GB_CHECK_OFFICIAL & GB_CHECK_KIND (run->kind)) != 0;

  if (column->kinds[0] != NULL)
    return g_strv_contains ((const char *const *)column->kinds,
                            gb_document_kind_to_string (run->kind));
  /* The site says nothing of kinds: its ColumnType may. */
  if (strstr (column->type, "解读") != NULL)
    return !is_official;
  if (strstr (column->type, "文件") != NULL || strstr (column->type, "公告") != NULL)
    return !is_interpreting;
  return TRUE;
}

static void
check_column (GbCheckRun *run)
{
  const GbCheckColumn *column = find_column (run);

  if (column != NULL && !takes_kind (run, column))
    gb_check_report_field (run, &rules[COLTYPE], "column", NULL,
                           N_ ("choose a column for this kind of document: %s is none"),
                           column->name, NULL);
}

/* --- The catalogue -----------------------------------------------------------------------------
 */

static void
check_numbers (GbCheckRun *run, GbCatalogue *catalogue, const char *id)
{
  const char *number = gb_metadata_get (run->metadata, "document-number");
  const char *index = gb_metadata_get (run->metadata, "index-number");
  const GbCatalogueEntry *other = NULL;

  if (!gb_text_is_blank (number))
    other = gb_catalogue_find_number (catalogue, number, id);
  if (other != NULL)
    gb_check_report_field (run, &rules[DOCNO_DUP], "document-number", NULL,
                           N_ ("give another document number: %s has this one"), other->title,
                           NULL);
  other = gb_text_is_blank (index) ? NULL : gb_catalogue_find_index (catalogue, index, id);
  if (other != NULL)
    gb_check_report_field (run, &rules[INDEXNO_DUP], "index-number", NULL,
                           N_ ("give another index number: %s has this one"), other->title, NULL);
}

static void
check_title (GbCheckRun *run, GbCatalogue *catalogue, const char *id)
{
  const char *title = gb_document_get_title (run->document);
  guint percent = gb_check_data_get_number (run->data, "title-alike-percent", ALIKE_PERCENT, 100);
  const GbCatalogueEntry *other;
  g_autofree char *name = NULL;

  if (gb_text_is_blank (title))
    return;
  other =
    gb_catalogue_find_alike (catalogue, title, gb_document_kind_to_string (run->kind), percent, id);
  if (other == NULL)
    return;
  name = *other->published_on != '\0'
           ? g_strdup_printf ("%s（%s）", other->title, other->published_on)
           : g_strdup (other->title);
  gb_check_report_field (run, &rules[TITLE_DUP], "title", NULL,
                         N_ ("make sure that this is not published already: %s"), name, NULL);
}

/* --- The legal review --------------------------------------------------------------------------
 */

static void
check_legal (GbCheckRun *run)
{
  GbCheckLegal legal = gb_check_context_get_legal (run->context);

  if (!gb_metadata_get_normative (run->metadata))
    return;
  if (legal == GB_CHECK_LEGAL_NONE ||
      (legal == GB_CHECK_LEGAL_PLANNED && run->stage == GB_CHECK_STAGE_PUBLISH))
    gb_check_report_field (run, &rules[LEGAL], "normative", NULL,
                           N_ ("have the legal review done, and its opinion (合法性审核) written "
                               "into an approval"),
                           NULL);
}

static void
check_document (GbCheckRun *run)
{
  GbCatalogue *catalogue;

  if (run->context == NULL)
    return;
  catalogue = gb_check_context_get_catalogue (run->context);
  check_column (run);
  if (catalogue != NULL) {
    const char *id = gb_check_context_get_document (run->context);

    check_numbers (run, catalogue, id);
    if (gb_check_wants (run, &rules[TITLE_DUP]))
      check_title (run, catalogue, id);
  }
  check_legal (run);
}

const GbRuleFamily gb_rules_surroundings = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
  .check_document = check_document,
};
