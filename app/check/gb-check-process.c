/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules of the way to publication. They are kept where the acts are: app/workflow refuses an
 * act that breaks them, on the desk and on the portal, and the portal's log keeps every act. They
 * stand here so that the list of rules is whole, and nothing is looked for in the text. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-families.h"

#include <glib/gi18n-lib.h>

#define RULE(id, summary, source, certainty)                                                       \
  {                                                                                                \
    id, GB_FINDING_LEVEL_BLOCK, GB_CHECK_SCOPE_PROCESS, 0, summary, source, certainty,             \
      GB_RULE_LOCKED | GB_RULE_WORKFLOW                                                            \
  }

static const GbRule rules[] = {
  RULE ("PROC-STATE",
        N_ ("Only what every step has approved is published."),
        "政府网站信息发布“先审后发”、三审制（各地信息发布审核制度）",
        GB_CERTAINTY_COPY),
  RULE ("PROC-HASH",
        N_ ("What is published is exactly the text that was approved."),
        "《党政机关公文处理工作条例》第二十五条（作实质性修改的，应当报原签批人复审）",
        GB_CERTAINTY_TEXT),
  RULE ("PROC-SAMEPERSON",
        N_ ("No two steps are decided by one person."),
        "各地信息发布审核制度（任意两个审核环节不得由同一人完成）",
        GB_CERTAINTY_COPY),
  RULE ("PROC-COMMENT",
        N_ ("Who sends a text back says why."),
        "《党政机关公文处理工作条例》第二十一条（退回起草单位并说明理由）",
        GB_CERTAINTY_TEXT),
  RULE ("PROC-PUBDATE",
        N_ ("The time of publication is that of the portal’s acceptance."),
        "政府网站检查单项否决：弄虚作假（如伪造发稿日期）",
        GB_CERTAINTY_COPY),
  RULE ("PROC-SECRECY",
        N_ ("The review of secrecy is given in words."),
        "《保守国家秘密法》第三十五条（信息公开保密审查）",
        GB_CERTAINTY_TEXT),
  RULE ("PROC-LEDGER",
        N_ ("Every act is kept in a log that nobody can change unseen."),
        "《网络安全法》第二十一条（留存日志不少于六个月）",
        GB_CERTAINTY_TEXT),
};

const GbRuleFamily gb_rules_process = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
};
