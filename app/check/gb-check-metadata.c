/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a document must say about itself before others see it. The mandatory fields are those of
 * 国办发〔2017〕47号 (网页标签规范: ArticleTitle, ContentSource, ColumnName 必选),
 * 国办发〔2016〕80号 (公开属性) and 政府信息公开条例 Art 12 (生成日期, for 公文 only). */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-families.h"

#include "document/gb-text.h"
#include "document/gb-xml-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* 网页标签规范 gives ArticleTitle no limit; offices keep to this one, and lists break beyond it. */
#define MAX_TITLE_CHARS 100

#define TAGS "国办发〔2017〕47号 网页标签规范"

enum {
  TITLE,
  SOURCE,
  PUBLISHER_EMPTY,
  COLUMN,
  OPENNESS,
  WITHHOLD,
  NOTPUBLIC,
  MADEON,
  TEXT_EMPTY,
};

static const GbRule rules[] = {
  [TITLE] = { "META-TITLE", GB_FINDING_LEVEL_BLOCK, GB_CHECK_SCOPE_METADATA, 0,
              N_ ("A document has a title of at most 100 characters."), TAGS " ArticleTitle 必选",
              GB_CERTAINTY_COPY },
  [SOURCE] = { "META-SOURCE", GB_FINDING_LEVEL_BLOCK, GB_CHECK_SCOPE_METADATA, 0,
               N_ ("A document says where its text comes from."), TAGS " ContentSource 必选",
               GB_CERTAINTY_COPY },
  [PUBLISHER_EMPTY] = { "META-PUBLISHER-EMPTY", GB_FINDING_LEVEL_BLOCK, GB_CHECK_SCOPE_METADATA, 0,
                        N_ ("A document names the authority that publishes it."),
                        "政府信息公开条例（国务院令第711号）第十条", GB_CERTAINTY_PRACTICE },
  [COLUMN] = { "META-COLUMN", GB_FINDING_LEVEL_BLOCK, GB_CHECK_SCOPE_METADATA, 0,
               N_ ("A document has a column of the site."), TAGS " ColumnName 必选",
               GB_CERTAINTY_COPY },
  [OPENNESS] = { "META-OPENNESS", GB_FINDING_LEVEL_BLOCK, GB_CHECK_SCOPE_METADATA, 0,
                 N_ ("A document says whether it is open to the public."),
                 "国办发〔2016〕80号 明确主动公开、依申请公开、不予公开等属性", GB_CERTAINTY_TEXT,
                 GB_RULE_LOCKED },
  [WITHHOLD] = { "META-WITHHOLD", GB_FINDING_LEVEL_BLOCK, GB_CHECK_SCOPE_METADATA, 0,
                 N_ ("A document that is not open names the article that allows it, and why."),
                 "国办发〔2016〕80号；政府信息公开条例第十四条至第十六条", GB_CERTAINTY_TEXT,
                 GB_RULE_LOCKED },
  [NOTPUBLIC] = { "META-NOTPUBLIC", GB_FINDING_LEVEL_BLOCK, GB_CHECK_SCOPE_METADATA, 0,
                  N_ ("Only a document that is open to the public is published."),
                  "政府信息公开条例第十三条", GB_CERTAINTY_TEXT, GB_RULE_LOCKED },
  [MADEON] = { "META-MADEON", GB_FINDING_LEVEL_BLOCK, GB_CHECK_SCOPE_METADATA, GB_CHECK_OFFICIAL,
               N_ ("An official document has the date on which it was made."),
               "政府信息公开条例第十二条（生成日期）", GB_CERTAINTY_TEXT },
  [TEXT_EMPTY] = { "TEXT-EMPTY", GB_FINDING_LEVEL_BLOCK, GB_CHECK_SCOPE_DOCUMENT, 0,
                   N_ ("A document has a text."), "内容发布的基本要求", GB_CERTAINTY_PRACTICE },
};

static void
require (GbCheckRun *run, const char *field, const GbRule *rule, const char *message)
{
  if (gb_text_is_blank (gb_metadata_get (run->metadata, field)))
    gb_check_report_field (run, rule, field, NULL, message, NULL);
}

static void
check_title (GbCheckRun *run)
{
  const char *title = gb_document_get_title (run->document);

  if (gb_text_is_blank (title))
    gb_check_report_field (run, &rules[TITLE], "title", NULL, N_ ("give the document a title"),
                           NULL);
  else if (g_utf8_strlen (title, -1) > MAX_TITLE_CHARS)
    gb_check_report_field (run, &rules[TITLE], "title", NULL,
                           N_ ("shorten the title to 100 characters or less"), NULL);
}

/* Withholding needs a legal basis (政府信息公开条例 Arts 14–16) and its reason in words (国办发
 * 〔2016〕80号: 依法依规说明理由). */
static void
check_openness (GbCheckRun *run)
{
  GbOpenness openness = gb_metadata_get_openness (run->metadata);

  if (openness == GB_OPENNESS_UNSET) {
    gb_check_report_field (run, &rules[OPENNESS], "openness", NULL,
                           N_ ("choose whether the document is public, on request or withheld"),
                           NULL);
    return;
  }
  if (openness == GB_OPENNESS_PROACTIVE)
    return;
  if (*gb_metadata_get (run->metadata, "withhold-article") == '\0')
    gb_check_report_field (run, &rules[WITHHOLD], "withhold-article", NULL,
                           N_ ("choose the article that allows the document not to be public"),
                           NULL);
  else if (gb_text_is_blank (gb_metadata_get (run->metadata, "withhold-reason")))
    gb_check_report_field (run, &rules[WITHHOLD], "withhold-reason", NULL,
                           N_ ("say why the document is not public"), NULL);
  if (run->stage == GB_CHECK_STAGE_PUBLISH)
    gb_check_report_field (run, &rules[NOTPUBLIC], "openness", NULL,
                           N_ ("only a document that is public may be published"), NULL);
}

static gboolean
has_image (xmlNode *parent)
{
  for (xmlNode *node = _gb_xml_first (parent); node != NULL; node = _gb_xml_next (node)) {
    if (strcmp ((const char *)node->name, "img") == 0 || has_image (node))
      return TRUE;
  }
  return FALSE;
}

/* A skeleton of headings says nothing yet. */
static void
check_text (GbCheckRun *run)
{
  xmlNode *body;
  g_autofree char *id = NULL;

  for (guint i = 0; i < run->blocks->len; i++) {
    const GbCheckBlock *block = g_ptr_array_index (run->blocks, i);

    if (block->id != NULL && block->role != GB_CHECK_ROLE_HEADING &&
        !gb_text_is_blank (block->text))
      return;
  }
  body = _gb_xml_find (xmlDocGetRootElement (gb_document_get_xml (run->document)), "body");
  if (has_image (body))
    return;
  id = _gb_xml_dup_attribute (_gb_xml_first (body), "id");
  gb_check_report_field (run, &rules[TEXT_EMPTY], NULL, id, N_ ("write the text of the document"),
                         NULL);
}

static void
check_document (GbCheckRun *run)
{
  check_title (run);
  require (run, "source", &rules[SOURCE], N_ ("say where the text comes from"));
  require (run, "publisher", &rules[PUBLISHER_EMPTY],
           N_ ("name the authority that publishes the document"));
  require (run, "column", &rules[COLUMN], N_ ("choose a column of the site"));
  check_openness (run);
  require (run, "made-on", &rules[MADEON], N_ ("give the date of the document"));
  check_text (run);
}

const GbRuleFamily gb_rules_metadata = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
  .check_document = check_document,
};
