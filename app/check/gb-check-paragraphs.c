/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Paragraphs as wholes: their last mark, sentences that run into each other, places that were left
 * to be filled in, and spaces that stand for a layout. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-families.h"
#include "check/gb-check-scan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Shorter ones are lines of their own kind: a list of names, an address. */
#define MIN_SENTENCE_CHARS 30

enum {
  END,
  RUNON,
  PLACEHOLDER,
  SPACE,
};

static const GbRule rules[] = {
  [END] = { "PUNC-END", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_TEXT, 0,
            N_ ("A paragraph ends with a mark."), "GB/T 15834-2011《标点符号用法》",
            GB_CERTAINTY_COPY },
  [RUNON] = { "PUNC-RUNON", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_TEXT, 0,
              N_ ("一是, 二是 … begin after a mark."), "GB/T 15834-2011《标点符号用法》",
              GB_CERTAINTY_PRACTICE },
  [PLACEHOLDER] = { "PLACEHOLDER", GB_FINDING_LEVEL_BLOCK, GB_CHECK_SCOPE_TEXT, 0,
                    N_ ("Nothing is left to be filled in."), "发布前核稿的基本要求",
                    GB_CERTAINTY_PRACTICE },
  [SPACE] = { "CLEAN-SPACE", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
              N_ ("Spaces are no layout: indents are a matter of style."),
              "GB/T 9704-2012 7.3.3（每自然段左空二字，由样式实现）", GB_CERTAINTY_PRACTICE },
};

/* ───── The last mark ───── */

static gboolean
is_final (gunichar c)
{
  return c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0xff1b || c == 0xff1a || c == 0x2026 ||
         c == 0x2014 || c == 0xff0c || c == 0x3001 || c == '.' || c == '!' || c == '?' ||
         c == ';' || c == ':' || c == ',';
}

static gboolean
is_closing (gunichar c)
{
  return c == 0x201d || c == 0x2019 || c == 0xff09 || c == ')' || c == 0x300b || c == 0x3011 ||
         c == 0x3015 || g_unichar_isspace (c);
}

static gboolean
contains_one_of (const GbCheckBlock *block, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++) {
    if (strstr (block->text, words[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

/* “2019年4月3日 国务院令第711号修订”: how a statute came about stands below its title, in lines
 * without a mark. */
static gboolean
is_history (const GbCheckBlock *block, guint end)
{
  static const gunichar ends[][2] = {
    { 0x516c, 0x5e03 }, { 0x4fee, 0x8ba2 }, { 0x901a, 0x8fc7 }, { 0x4fee, 0x6b63 },
    { 0x65bd, 0x884c }, { 0x53d1, 0x5e03 }, { 0x6279, 0x51c6 }, { 0x5370, 0x53d1 },
  };

  if (end < 2 || block->n_chars < 5 || !gb_char_is_digit (block->chars[0]) ||
      block->chars[4] != 0x5e74)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    if (block->chars[end - 2] == ends[i][0] && block->chars[end - 1] == ends[i][1])
      return TRUE;
  }
  return FALSE;
}

/* Text that is centred or at the right is a title, a signature or a caption. */
static gboolean
is_set_apart (const GbCheckBlock *block)
{
  xmlChar *class;
  gboolean is_apart;

  if (block->node == NULL)
    return FALSE;
  class = xmlGetNoNsProp ((xmlNode *)block->node, (const xmlChar *)"class");
  is_apart = class != NULL && (strstr ((const char *)class, "center") != NULL ||
                               strstr ((const char *)class, "right") != NULL);
  xmlFree (class);
  return is_apart;
}

/* Figures and what belongs to them do not make a sentence, and change when they are put right. */
static guint
count_sentence_chars (const GbCheckBlock *block)
{
  guint n = 0;

  for (guint i = 0; i < block->n_chars; i++) {
    gunichar c = block->chars[i];

    n += !gb_char_is_digit (c) && c != '%' && c != '*' && c != 0x2026 && c != 0x3014 &&
         c != 0x3015 && c != 0x4e07 && c != 0x4ebf && !g_unichar_isspace (c);
  }
  return n;
}

static void
check_end (GbCheckRun *run, const GbCheckBlock *block)
{
  static const char *const contact_words[] = { "联系人", "联系电话", "电话", "邮箱", "网址",
                                               "地址",   "传真",     "邮编", NULL };
  guint end = block->n_chars;
  gboolean has_closing = FALSE;

  if (block->role != GB_CHECK_ROLE_PARAGRAPH || block->n_chars < MIN_SENTENCE_CHARS ||
      count_sentence_chars (block) < MIN_SENTENCE_CHARS)
    return;
  while (end > 0 && is_closing (block->chars[end - 1])) {
    has_closing = has_closing || !g_unichar_isspace (block->chars[end - 1]);
    end--;
  }
  if (end == 0 || is_final (block->chars[end - 1]))
    return;
  /* A note in parentheses, a title at the end of a list of documents. */
  if (has_closing && (block->chars[0] == 0xff08 || block->chars[0] == '(' ||
                      block->chars[0] == 0x300a || block->chars[0] == 0x3010))
    return;
  if (gb_scan_skip_label (block) > 0 || g_str_has_prefix (block->text, "附") ||
      contains_one_of (block, contact_words) || is_set_apart (block) || is_history (block, end))
    return;
  if (!gb_char_is_han (block->chars[end - 1]) && !has_closing)
    return;
  gb_check_report (run, &rules[END], block, end - 1, 1, NULL, NULL,
                   N_ ("end the paragraph with a mark"), NULL);
}

/* ───── 一是 ───── */

static const gunichar ordinals[] = { 0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94 };

static gboolean
is_ordinal (const GbCheckBlock *block, guint i)
{
  if (i + 1 >= block->n_chars || block->chars[i + 1] != 0x662f /* 是 */)
    return FALSE;
  for (guint k = 0; k < G_N_ELEMENTS (ordinals); k++) {
    if (block->chars[i] == ordinals[k])
      return TRUE;
  }
  return FALSE;
}

/* 第一是, 之一是, 十一是, 星期一是 are no beginnings. */
static gboolean
joins_word (gunichar c)
{
  static const gunichar words[] = {
    0x7b2c, 0x4e4b, 0x552f, 0x7edf, 0x4e07, 0x671f, 0x5468, 0x5341, 0x767e, 0x5343, 0x96f6, 0x6bcf,
    0x540c, 0x4efb, 0x5176, 0x5f52, 0x5408, 0x4e13, 0x4e0d, 0x9010, 0x8fdb, 0x72ec, 0x4ee5, 0x521d,
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (words[i] == c)
      return TRUE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (ordinals); i++) {
    if (ordinals[i] == c)
      return TRUE;
  }
  return FALSE;
}

/* One alone may be anything; two of them enumerate. */
static void
check_run_on (GbCheckRun *run, const GbCheckBlock *block)
{
  guint n_ordinals = 0;

  for (guint i = 0; i < block->n_chars; i++)
    n_ordinals += is_ordinal (block, i);
  if (n_ordinals < 2)
    return;
  for (guint i = 1; i < block->n_chars; i++) {
    if (is_ordinal (block, i) && gb_char_is_han (block->chars[i - 1]) &&
        !joins_word (block->chars[i - 1]))
      gb_check_report (run, &rules[RUNON], block, i, 2, NULL, NULL,
                       N_ ("a mark is missing before this"), NULL);
  }
}

/* ───── Places to fill in ───── */

static gboolean
is_masked (const GbCheckBlock *block, guint start, guint end)
{
  return (start > 0 && gb_char_is_digit (block->chars[start - 1])) ||
         (end < block->n_chars && gb_char_is_digit (block->chars[end]));
}

static void
report_placeholder (GbCheckRun *run, const GbCheckBlock *block, guint start, guint length)
{
  gb_check_report (run, &rules[PLACEHOLDER], block, start, length, NULL, NULL,
                   N_ ("fill in what was left open, or take it out"), NULL);
}

/* Runs of × X □ ○: a place for a text, but for digits that were masked on purpose. */
static void
check_signs (GbCheckRun *run, const GbCheckBlock *block)
{
  guint n;

  for (guint i = 0; i < block->n_chars; i += n) {
    gunichar c = block->chars[i];
    gunichar before = i > 0 ? block->chars[i - 1] : 0;
    gunichar after;

    for (n = 1; i + n < block->n_chars && block->chars[i + n] == c; n++)
      continue;
    after = i + n < block->n_chars ? block->chars[i + n] : 0;
    if ((c == 0xd7 && n >= 2) || (c == 0x25a1 && n >= 2)) {
      if (!is_masked (block, i, i + n))
        report_placeholder (run, block, i, n);
    } else if (c == 'X' && n >= 3) {
      if (!gb_char_is_latin (before) && !gb_char_is_latin (after) && !is_masked (block, i, i + n))
        report_placeholder (run, block, i, n);
    }
  }
}

static gboolean
is_inside_word (gunichar before, gunichar after)
{
  return gb_char_is_latin (before) || gb_char_is_latin (after) || gb_char_is_digit (after);
}

static void
check_words (GbCheckRun *run, const GbCheckBlock *block)
{
  static const char *const words[] = { "待核实", "待定", "（此处", "(此处",
                                       "TO"
                                       "DO" };

  for (guint w = 0; w < G_N_ELEMENTS (words); w++) {
    const char *p = block->text;

    while ((p = strstr (p, words[w])) != NULL) {
      guint start = (guint)g_utf8_strlen (block->text, p - block->text);
      guint length = (guint)g_utf8_strlen (words[w], -1);
      gunichar before = start > 0 ? block->chars[start - 1] : 0;
      gunichar after = start + length < block->n_chars ? block->chars[start + length] : 0;

      p += strlen (words[w]);
      /* 待定价, 等待定性, 有待核实 and words with it inside them. */
      if (words[w][0] == 'T' ? is_inside_word (before, after)
                             : (w < 2 && (gb_char_is_han (after) || before == 0x7b49 /* 等 */ ||
                                          before == 0x6709 /* 有 */)))
        continue;
      report_placeholder (run, block, start, length);
    }
  }
}

/* ───── Spaces ───── */

static gboolean
is_odd_space (gunichar c)
{
  return c == 0xa0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200d) || c == 0x202f || c == 0x205f ||
         c == 0x2060 || c == 0xfeff;
}

static gboolean
is_any_space (gunichar c)
{
  return c == ' ' || c == '\t' || is_odd_space (c);
}

/* 第一条　…: a number and its text are divided by an ideographic space (立法技术规范). */
static gboolean
follows_article (const GbCheckBlock *block, guint i)
{
  gunichar last = i > 0 ? block->chars[i - 1] : 0;

  return i <= 12 && block->chars[0] == 0x7b2c &&
         (last == 0x6761 || last == 0x7ae0 || last == 0x8282 || last == 0x7f16 || last == 0x6b3e ||
          last == 0x90e8 || last == 0x5206);
}

/* 目　录, 张　三: two characters are spread to the width of three or four. */
static gboolean
is_spread (const GbCheckBlock *block)
{
  return block->role == GB_CHECK_ROLE_HEADING || block->role == GB_CHECK_ROLE_CELL ||
         block->role == GB_CHECK_ROLE_CAPTION || block->role == GB_CHECK_ROLE_SIGNATURE ||
         block->n_chars <= 8;
}

static void
check_spaces (GbCheckRun *run, const GbCheckBlock *block)
{
  guint n;

  for (guint i = 0; i < block->n_chars; i += n) {
    gunichar before = i > 0 ? block->chars[i - 1] : 0;
    gunichar after;
    gboolean has_odd = FALSE;
    gboolean is_wide = TRUE;
    gboolean is_needed;

    for (n = 0; i + n < block->n_chars && is_any_space (block->chars[i + n]); n++) {
      has_odd = has_odd || is_odd_space (block->chars[i + n]);
      is_wide = is_wide && block->chars[i + n] == 0x3000;
    }
    after = i + n < block->n_chars ? block->chars[i + n] : 0;
    if (n == 0 || !has_odd) {
      n = MAX (n, 1);
      continue;
    }
    if (i > 0 && is_wide && (follows_article (block, i) || is_spread (block)))
      continue;
    /* A space between words of Latin letters stays a plain one. */
    is_needed = before != 0 && after != 0 && before != '\n' && after != '\n' &&
                !(gb_char_is_chinese (before) || gb_char_is_chinese (after));
    gb_check_report (run, &rules[SPACE], block, i, n, is_needed ? " " : "", NULL,
                     N_ ("take out spaces that stand for a layout"), NULL);
  }
}

static void
check_block (GbCheckRun *run, const GbCheckBlock *block)
{
  check_end (run, block);
  if ((block->features & GB_HAS_CHINESE_DIGIT) != 0)
    check_run_on (run, block);
  if ((block->features & GB_HAS_PLACEHOLDER) != 0)
    check_signs (run, block);
  check_words (run, block);
  if ((block->features & GB_HAS_ODD_SPACE) != 0)
    check_spaces (run, block);
}

const GbRuleFamily gb_rules_paragraphs = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
  .check_block = check_block,
};
