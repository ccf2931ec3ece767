/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Single marks: half-width ones in Chinese text, doubled ones, ellipses, ranges, and the marks
 * behind a number. Brackets, which come in pairs, have their own file. Sources: GB/T 15834-2011
 * 标点符号用法, known from copies. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-families.h"
#include "check/gb-check-scan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MARKS "GB/T 15834-2011《标点符号用法》"
/* Longer runs of points lead to a page number. */
#define MAX_ELLIPSIS_DOTS 6

enum {
  HALF,
  HALFPAREN,
  DUP,
  ELLIPSIS,
  RANGE,
  DENG,
  LABEL,
};

static const GbRule rules[] = {
  [HALF] = { "PUNC-HALF", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
             N_ ("Chinese text has full-width marks."), MARKS, GB_CERTAINTY_COPY },
  [HALFPAREN] = { "PUNC-HALFPAREN", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
                  N_ ("Chinese text has full-width parentheses."), MARKS, GB_CERTAINTY_COPY },
  [DUP] = { "PUNC-DUP", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
            N_ ("A mark that divides stands once."), MARKS, GB_CERTAINTY_COPY },
  [ELLIPSIS] = { "PUNC-ELLIPSIS", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
                 N_ ("An ellipsis has six dots in the width of two characters."), MARKS " 4.11",
                 GB_CERTAINTY_COPY },
  [RANGE] = { "PUNC-RANGE", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
              N_ ("Years are joined by —, values by ～."), MARKS " 4.13", GB_CERTAINTY_COPY },
  [DENG] = { "PUNC-DENG", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
             N_ ("No mark stands before 等 at the end of a list."), MARKS " 4.5.3.5",
             GB_CERTAINTY_COPY },
  [LABEL] = { "PUNC-LABEL", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
              N_ ("After 一 stands 、, after 1 a point, after （一） nothing."),
              "GB/T 9704-2012 7.3.3；" MARKS, GB_CERTAINTY_COPY },
};

static const char *
get_full_mark (gunichar c)
{
  switch (c) {
  case ',':
    return "，";
  case ';':
    return "；";
  case ':':
    return "：";
  case '?':
    return "？";
  case '!':
    return "！";
  default:
    return NULL;
  }
}

/* A mark belongs to Chinese text if a Chinese character, or a mark of Chinese text, stands beside
 * it; the one after it may follow spaces. 1,234 and 16:51 and an address are none. */
static gboolean
is_in_chinese (const GbCheckBlock *block, guint i, guint next)
{
  gunichar before = i > 0 ? block->chars[i - 1] : 0;
  gunichar after = gb_scan_char (block, next);

  if (gb_char_is_digit (before) && gb_char_is_digit (after) && next == i + 1)
    return FALSE;
  return gb_char_is_chinese (before) || gb_char_is_chinese (after);
}

static void
check_half (GbCheckRun *run, const GbCheckBlock *block)
{
  GbScanAddress address = { 0 };

  for (guint i = 0; i < block->n_chars; i++) {
    const char *full = get_full_mark (block->chars[i]);
    guint next = i + 1;

    if (full == NULL || gb_scan_is_in_address (&address, block, i))
      continue;
    while (gb_scan_char (block, next) == ' ')
      next++;
    if (is_in_chinese (block, i, next))
      gb_check_report (run, &rules[HALF], block, i, next - i, full, NULL,
                       N_ ("write the full-width mark %s"), full, NULL);
  }
}

/* A point after a Chinese character ends a sentence; at the beginning it may belong to a number,
 * and between letters and digits to a name. */
static void
check_half_stop (GbCheckRun *run, const GbCheckBlock *block)
{
  for (guint i = 1; i < block->n_chars; i++) {
    gunichar after = gb_scan_char (block, i + 1);

    if (block->chars[i] != '.' || !gb_char_is_han (block->chars[i - 1]) ||
        gb_scan_skip_label (block) > i || after == '.' || gb_char_is_digit (after) ||
        gb_char_is_latin (after))
      continue;
    gb_check_report (run, &rules[HALF], block, i, 1, "。", NULL,
                     N_ ("write the full-width mark %s"), "。", NULL);
  }
}

/* ───── Parentheses ───── */

/* (2026) with a serial and 号 behind it is the year of a document number. */
static gboolean
is_year (const GbCheckBlock *block, guint open, guint close)
{
  guint i = close + 1;

  if (close != open + 5)
    return FALSE;
  for (guint k = open + 1; k < close; k++) {
    if (!gb_char_is_digit (block->chars[k]))
      return FALSE;
  }
  while (gb_scan_char (block, i) == ' ' || gb_scan_char (block, i) == 0x7b2c) /* 第 */
    i++;
  return gb_char_is_digit (gb_scan_char (block, i));
}

/* f(x) and call() are no Chinese text; （见附件 1) with one half is. */
static gboolean
has_chinese_neighbour (const GbCheckBlock *block, guint open, guint close)
{
  gboolean has_latin = FALSE;

  for (guint i = open + 1; i < close; i++) {
    if (gb_char_is_chinese (block->chars[i]))
      return TRUE;
    has_latin = has_latin || gb_char_is_latin (block->chars[i]);
  }
  if (has_latin)
    return FALSE;
  return (open > 0 && gb_char_is_chinese (block->chars[open - 1])) ||
         gb_char_is_chinese (gb_scan_char (block, close + 1));
}

/* What all parentheses of a document have in common. */
typedef struct {
  GbCheckRun *run;      /* (nullable): NULL to count only */
  GbFindingLevel level; /* of what is reported */
  guint n_half;
  guint n_full;
} Parens;

static void
report_paren (const Parens *parens, const GbCheckBlock *block, guint i)
{
  const char *full = block->chars[i] == '(' ? "（" : "）";

  if (block->chars[i] == '(' || block->chars[i] == ')')
    gb_check_report_at (parens->run, parens->level, &rules[HALFPAREN], block, i, 1, full, NULL,
                        N_ ("write the full-width parenthesis %s"), full, NULL);
}

static void
look_at_parens (Parens *parens, const GbCheckBlock *block)
{
  g_autofree guint *open = g_new (guint, block->n_chars);
  GbScanAddress address = { 0 };
  guint depth = 0;

  for (guint i = 0; i < block->n_chars; i++) {
    gunichar c = block->chars[i];

    parens->n_full += c == 0xff08 || c == 0xff09;
    if ((c != '(' && c != ')' && c != 0xff08 && c != 0xff09) ||
        gb_scan_is_in_address (&address, block, i))
      continue;
    if (c == '(' || c == 0xff08) {
      open[depth++] = i;
    } else if (depth > 0) {
      guint start = open[--depth];

      if (is_year (block, start, i) || !has_chinese_neighbour (block, start, i))
        continue;
      parens->n_half += (block->chars[start] == '(') + (c == ')');
      if (parens->run != NULL) {
        report_paren (parens, block, start);
        report_paren (parens, block, i);
      }
    }
  }
}

static guint
count_half_marks (const GbCheckBlock *block)
{
  guint n = 0;

  for (guint i = 0; i < block->n_chars; i++)
    n += get_full_mark (block->chars[i]) != NULL && is_in_chinese (block, i, i + 1);
  return n;
}

/* Law collections have half-width parentheses throughout, among full-width marks: that is how they
 * were set, not a slip of the hand, and is only mentioned. A text that mixes both, or has other
 * half-width marks, has slips. One paragraph shows no habit. */
static GbFindingLevel
choose_paren_level (GbCheckRun *run)
{
  enum {
    MIN_HALF = 8
  };
  Parens parens = { NULL };
  guint n_marks = 0;

  for (guint i = 0; i < run->blocks->len; i++) {
    const GbCheckBlock *block = g_ptr_array_index (run->blocks, i);

    if ((block->features & GB_HAS_HAN) == 0)
      continue;
    if ((block->features & (GB_HAS_ASCII_PAREN | GB_HAS_BRACKET)) != 0)
      look_at_parens (&parens, block);
    if ((block->features & GB_HAS_ASCII_POINT) != 0)
      n_marks += count_half_marks (block);
  }
  return parens.n_half >= MIN_HALF && parens.n_full * 20 <= parens.n_half &&
             n_marks * 20 <= parens.n_half
           ? GB_FINDING_LEVEL_HINT
           : GB_FINDING_LEVEL_ERROR;
}

static void
check_document (GbCheckRun *run)
{
  Parens parens = { run, choose_paren_level (run) };

  for (guint i = 0; i < run->blocks->len; i++) {
    const GbCheckBlock *block = g_ptr_array_index (run->blocks, i);

    if ((block->features & GB_HAS_ASCII_PAREN) != 0 && (block->features & GB_HAS_HAN) != 0)
      look_at_parens (&parens, block);
  }
}

/* ───── Runs of marks ───── */

static guint
count_run (const GbCheckBlock *block, guint start)
{
  guint i = start;

  while (i < block->n_chars && block->chars[i] == block->chars[start])
    i++;
  return i - start;
}

static void
report_ellipsis (GbCheckRun *run, const GbCheckBlock *block, guint i, guint n)
{
  gb_check_report (run, &rules[ELLIPSIS], block, i, n, "……", NULL, N_ ("write the ellipsis as ……"),
                   NULL);
}

static void
check_runs (GbCheckRun *run, const GbCheckBlock *block)
{
  guint n;

  for (guint i = 0; i < block->n_chars; i += n) {
    gunichar c = block->chars[i];
    gboolean is_chinese;

    n = count_run (block, i);
    switch (c) {
    case '.':
      is_chinese = (i > 0 && gb_char_is_chinese (block->chars[i - 1])) ||
                   gb_char_is_chinese (gb_scan_char (block, i + n));
      if (n >= 3 && n <= MAX_ELLIPSIS_DOTS && is_chinese)
        report_ellipsis (run, block, i, n);
      break;
    case 0x2026: /* … */
      if (n == 1)
        report_ellipsis (run, block, i, n);
      break;
    case 0x3002: /* 。 */
      if (n >= 3) {
        report_ellipsis (run, block, i, n);
        break;
      }
      G_GNUC_FALLTHROUGH;
    case 0xff0c: /* ， */
    case 0xff1b: /* ； */
    case 0xff1a: /* ： */
    case 0x3001: /* 、 */
      if (n > 1) {
        g_autofree char *mark = gb_check_block_dup_piece (block, i, 1);

        gb_check_report (run, &rules[DUP], block, i, n, mark, NULL, N_ ("write %s once"), mark,
                         NULL);
      }
      break;
    default:
      break;
    }
  }
}

/* ───── Ranges ───── */

static guint
count_digits (const GbCheckBlock *block, guint i)
{
  guint start = i;

  while (gb_char_is_digit (gb_scan_char (block, i)))
    i++;
  return i - start;
}

static gboolean
is_join (gunichar c)
{
  return c == '-' || c == '~' || c == 0x2013 || c == 0xff0d || c == 0xff5e || c == 0x301c ||
         c == 0x2014 || c == 0x2212;
}

/* Units after which a range is one of values: 天 人 元 万 亿 米 … */
static gboolean
is_unit (gunichar c)
{
  static const gunichar units[] = {
    0x5929, 0x4eba, 0x5143, 0x4e07, 0x4ebf, 0x7c73, 0x4e2a, 0x540d, 0x4ef6, 0x500d, 0x5468,
    0x5c81, 0x5ea6, 0x5428, 0x516c, 0x5206, 0x5c0f, 0x6b21, 0x6237, 0x4ea9, 0x5bb6, '%',
  };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    if (units[i] == c)
      return TRUE;
  }
  return FALSE;
}

/* GB/T 9704-2012年版 names a standard. */
static gboolean
is_year_number (const GbCheckBlock *block, guint i)
{
  return (block->chars[i] == '1' && block->chars[i + 1] == '9') ||
         (block->chars[i] == '2' && block->chars[i + 1] == '0');
}

/* i: a joining sign with n_before digits before it; those after it are counted here. */
static void
check_range (GbCheckRun *run, const GbCheckBlock *block, guint i, guint n_before)
{
  guint n_after = count_digits (block, i + 1);
  gunichar c = block->chars[i];
  gunichar unit = gb_scan_char (block, i + 1 + n_after);
  gunichar before = i > n_before ? block->chars[i - n_before - 1] : 0;

  /* A telephone number, a date in figures, the number of a standard or of a building. */
  if (n_after == 0 || is_join (before) || is_join (unit) || gb_char_is_latin (before) ||
      before == '.' || before == '/')
    return;
  if (n_before == 4 && n_after == 4 && unit == 0x5e74 /* 年 */ && c != 0x2014 &&
      is_year_number (block, i - 4) && is_year_number (block, i + 1))
    gb_check_report (run, &rules[RANGE], block, i, 1, "—", NULL, N_ ("join years by —"), NULL);
  else if (n_before <= 3 && n_after <= 3 && is_unit (unit) && c != 0xff5e && c != 0x2014)
    gb_check_report (run, &rules[RANGE], block, i, 1, "～", NULL, N_ ("join values by ～"), NULL);
}

static void
check_ranges (GbCheckRun *run, const GbCheckBlock *block)
{
  guint n_digits = 0;

  for (guint i = 0; i < block->n_chars; i++) {
    gunichar c = block->chars[i];

    if (gb_char_is_digit (c)) {
      n_digits++;
      continue;
    }
    if (n_digits > 0 && is_join (c))
      check_range (run, block, i, n_digits);
    n_digits = 0;
  }
}

/* ───── 等 ───── */

/* 、等级 is a word of its own. */
static gboolean
begins_word (gunichar c)
{
  return c == 0x7ea7 || c == 0x540c || c == 0x5f85 || c == 0x989d || c == 0x6548 || c == 0x4ef7 ||
         c == 0x8ddd || c == 0x5019 || c == 0x5916 || c == 0x6b21 || c == 0x6bd4;
}

static void
check_deng (GbCheckRun *run, const GbCheckBlock *block)
{
  for (guint i = 1; i + 1 < block->n_chars; i++) {
    if (block->chars[i] == 0x3001 && block->chars[i + 1] == 0x7b49 &&
        !begins_word (gb_scan_char (block, i + 2)))
      gb_check_report (run, &rules[DENG], block, i, 1, "", NULL, N_ ("take out the mark before 等"),
                       NULL);
  }
}

/* ───── Labels ───── */

static gboolean
is_mark_after_label (gunichar c)
{
  return c == 0x3001 || c == 0xff0c || c == '.' || c == 0xff0e || c == ',' || c == 0x3002 ||
         c == 0xff1a || c == ':';
}

/* 一、 1. （一） （1） at the beginning of a block. */
static void
check_label (GbCheckRun *run, const GbCheckBlock *block)
{
  GbScanLabel label;
  gunichar mark;
  guint n;

  if (!gb_scan_label (block, &label))
    return;
  mark = gb_scan_char (block, label.length);
  n = is_mark_after_label (mark) ? 1 : 0;
  if (n == 0)
    return;
  switch (label.kind) {
  case GB_SCAN_LABEL_CHINESE:
    /* “十，” may begin a sentence, and “一：” be a proverb: only a point is a slip. */
    if (mark == '.' || mark == 0xff0e)
      gb_check_report (run, &rules[LABEL], block, label.length, n, "、", NULL,
                       N_ ("write 、 after the number"), NULL);
    break;
  case GB_SCAN_LABEL_ARABIC:
    if ((mark == 0x3001 || mark == 0xff0e) &&
        !gb_char_is_digit (gb_scan_char (block, label.length + 1)))
      gb_check_report (run, &rules[LABEL], block, label.length, n, ".", NULL,
                       N_ ("write a point after the number"), NULL);
    break;
  case GB_SCAN_LABEL_PAREN_CHINESE:
  case GB_SCAN_LABEL_PAREN_ARABIC:
  default:
    gb_check_report (run, &rules[LABEL], block, label.length, n, "", NULL,
                     N_ ("write no mark after a number in parentheses"), NULL);
  }
}

static void
check_block (GbCheckRun *run, const GbCheckBlock *block)
{
  const gboolean has_han = (block->features & GB_HAS_HAN) != 0;

  if ((block->features & GB_HAS_ASCII_POINT) != 0 && has_han)
    check_half (run, block);
  if ((block->features & GB_HAS_DOT) != 0 && has_han)
    check_half_stop (run, block);
  check_runs (run, block);
  if ((block->features & GB_HAS_DASH) != 0 && (block->features & GB_HAS_DIGIT) != 0)
    check_ranges (run, block);
  check_deng (run, block);
  check_label (run, block);
}

const GbRuleFamily gb_rules_punctuation = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
  .check_block = check_block,
  .check_document = check_document,
  .features = GB_HAS_ASCII_POINT | GB_HAS_DOT | GB_HAS_ASCII_PAREN | GB_HAS_POINT |
              GB_HAS_ELLIPSIS | GB_HAS_DASH | GB_HAS_BRACKET,
};
