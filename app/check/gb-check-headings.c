/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The title, and the numbers of headings. Sources: GB/T 9704-2012 §7.2.6 (标题), §7.3.3
 * (结构层次序数); what is usual beyond them is marked as practice. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-families.h"
#include "check/gb-check-scan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_TITLE_CHARS 36
#define N_LEVELS        4

enum {
  SKIP,
  DUP,
  KIND,
  GUANYU,
  PUNCT,
  LONG,
};

static const GbRule rules[] = {
  [SKIP] = { "SEQ-SKIP", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_DOCUMENT, 0,
             N_ ("The numbers of headings follow each other."), "GB/T 9704-2012 7.3.3",
             GB_CERTAINTY_TEXT },
  [DUP] = { "SEQ-DUP", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_DOCUMENT, 0,
            N_ ("No two headings beside each other have the same number."), "GB/T 9704-2012 7.3.3",
            GB_CERTAINTY_TEXT },
  [KIND] = { "TITLE-KIND", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_METADATA, GB_CHECK_OFFICIAL,
             N_ ("The title of an official document ends with its kind."), "GB/T 9704-2012 7.3.1",
             GB_CERTAINTY_PRACTICE },
  [GUANYU] = { "TITLE-GUANYU", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_METADATA,
               GB_CHECK_KIND (GB_DOCUMENT_KIND_NOTICE) | GB_CHECK_KIND (GB_DOCUMENT_KIND_OPINION),
               N_ ("The title says what the document is about: 关于…的…."),
               "党政机关公文处理工作条例第九条（标题由发文机关名称、事由和文种组成）",
               GB_CERTAINTY_TEXT },
  [PUNCT] = { "TITLE-PUNCT", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_TEXT, 0,
              N_ ("A title has no marks but those of titles and quotations."),
              "公文标题一般不用标点符号", GB_CERTAINTY_PRACTICE },
  [LONG] = { "TITLE-LONG", GB_FINDING_LEVEL_HINT, GB_CHECK_SCOPE_TEXT, 0,
             N_ ("A title has at most 36 characters."), "公文写作惯例", GB_CERTAINTY_PRACTICE },
};

/* ───── Title ───── */

static void
check_title_marks (GbCheckRun *run, const GbCheckBlock *block)
{
  guint depth = 0;

  for (guint i = 0; i < block->n_chars; i++) {
    gunichar c = block->chars[i];

    /* The name of another text keeps its marks. */
    if (c == 0x300a || c == 0x201c)
      depth++;
    else if ((c == 0x300b || c == 0x201d) && depth > 0)
      depth--;
    if (depth > 0 || (c != 0x3002 && c != 0xff1b && c != 0xff0c && c != ';' && c != ','))
      continue;
    gb_check_report (run, &rules[PUNCT], block, i, 1, i + 1 == block->n_chars ? "" : NULL, NULL,
                     N_ ("take the mark out of the title"), NULL);
  }
}

/* The title of a text that is passed on may end with its name: 关于转发《…的通知》的通知 is one
 * still.
 */
/* Laws, plans and the kinds of official documents that this program has no page for are published
 * under one of its kinds, and have names of their own. */
static gboolean
is_law (const char *title)
{
  static const char *const ends[] = {
    "法",   "条例", "规定", "办法", "细则", "规则", "决定",   "章程", "准则", "规程", "解释",
    "命令", "公报", "纪要", "令",   "决议", "通报", "批复",   "函",   "议案", "报告", "请示",
    "方案", "规划", "计划", "预案", "要点", "目录", "修正案", "标准", "规范", "协定", "清单",
  };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    if (g_str_has_suffix (title, ends[i]))
      return TRUE;
  }
  return FALSE;
}

static void
check_title_form (GbCheckRun *run)
{
  const char *title = gb_document_get_title (run->document);
  const char *kind = gb_document_kind_get_chinese_name (run->kind);
  g_autofree char *bare = g_strstrip (g_strdup (title));
  char *note = strrchr (bare, '(');

  if (*bare == '\0')
    return;
  /* （试行）, （2026年版） */
  if (g_str_has_suffix (bare, "）"))
    note = g_strrstr (bare, "（");
  if (note != NULL && note != bare)
    *note = '\0';
  if (is_law (bare))
    return;
  if (!g_str_has_suffix (bare, kind))
    gb_check_report_field (run, &rules[KIND], "title", NULL,
                           N_ ("end the title with %s, or choose another kind of document"), kind,
                           NULL);
  if (strstr (bare, "关于") == NULL && strstr (bare, "转发") == NULL &&
      strstr (bare, "印发") == NULL)
    gb_check_report_field (run, &rules[GUANYU], "title", NULL,
                           N_ ("say with 关于 what the document is about"), NULL);
}

static void
check_block (GbCheckRun *run, const GbCheckBlock *block)
{
  if (block->role != GB_CHECK_ROLE_TITLE)
    return;
  check_title_marks (run, block);
  if (block->n_chars > MAX_TITLE_CHARS)
    gb_check_report (run, &rules[LONG], block, 0, block->n_chars, NULL, NULL,
                     N_ ("shorten the title to 36 characters, if it can be"), NULL);
}

/* ───── Headings ───── */

static const GbScanLabelKind kinds[N_LEVELS] = {
  GB_SCAN_LABEL_CHINESE,
  GB_SCAN_LABEL_PAREN_CHINESE,
  GB_SCAN_LABEL_ARABIC,
  GB_SCAN_LABEL_PAREN_ARABIC,
};

/* numbers: the last number of each level; 0 before the first. */
static void
check_heading (GbCheckRun *run, const GbCheckBlock *block, guint *numbers)
{
  GbScanLabel label;
  guint level = block->level;
  guint last;
  g_autofree char *expected = NULL;

  if (level < 1 || level > N_LEVELS)
    return;
  for (guint i = level; i < N_LEVELS; i++)
    numbers[i] = 0;
  if (!gb_scan_label (block, &label) || label.kind != kinds[level - 1])
    return;
  last = numbers[level - 1];
  numbers[level - 1] = label.number;
  expected = g_strdup_printf ("%u", last + 1);
  if (last > 0 && label.number == last)
    gb_check_report (run, &rules[DUP], block, 0, label.length, NULL, NULL,
                     N_ ("this number was used before; here would stand number %s"), expected,
                     NULL);
  else if (label.number != last + 1)
    gb_check_report (run, &rules[SKIP], block, 0, label.length, NULL, NULL,
                     N_ ("a number is left out before this; here would stand number %s"), expected,
                     NULL);
}

/* A paragraph with a number counts among the headings: 二、 may be a long sentence. */
static void
pass_paragraph (const GbCheckBlock *block, guint *numbers)
{
  GbScanLabel label;

  if (!gb_scan_label (block, &label))
    return;
  for (guint level = 0; level < N_LEVELS; level++) {
    if (kinds[level] != label.kind)
      continue;
    numbers[level] = label.number;
    for (guint i = level + 1; i < N_LEVELS; i++)
      numbers[i] = 0;
  }
}

static void
check_document (GbCheckRun *run)
{
  guint numbers[N_LEVELS] = { 0 };

  check_title_form (run);
  for (guint i = 0; i < run->blocks->len; i++) {
    const GbCheckBlock *block = g_ptr_array_index (run->blocks, i);

    if (block->role == GB_CHECK_ROLE_HEADING)
      check_heading (run, block, numbers);
    else if (block->role == GB_CHECK_ROLE_PARAGRAPH)
      pass_paragraph (block, numbers);
  }
}

const GbRuleFamily gb_rules_headings = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
  .check_block = check_block,
  .check_document = check_document,
};
