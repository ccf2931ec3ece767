/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Figures, dates in figures, and the numbers of documents. Sources: GB/T 15835-2011
 * 出版物上数字用法, known from copies; GB/T 9704-2012 §7.2.5 (发文字号) and §7.3.5 (成文日期). */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-families.h"
#include "check/gb-check-scan.h"

#include <glib/gi18n-lib.h>

#define FIGURES "GB/T 15835-2011《出版物上数字用法》"
#define NUMBER  "GB/T 9704-2012 7.2.5"

#define NIAN 0x5e74 /* 年 */
#define YUE  0x6708 /* 月 */
#define RI   0x65e5 /* 日 */
#define HAO  0x53f7 /* 号 */
#define DI   0x7b2c /* 第 */

enum {
  YEAR,
  PERCENT,
  WAN,
  DECIMAL,
  ZERO,
  WIDE,
  DAY,
  MIXED,
  CLOCK,
  DOCNO_BRACKET,
  DOCNO_SPACE,
  DOCNO_ZERO,
};

static const GbRule rules[] = {
  [YEAR] = { "NUM-YEAR", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
             N_ ("A year has four digits."), FIGURES, GB_CERTAINTY_COPY },
  [PERCENT] = { "NUM-PERCENT", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
                N_ ("Both ends of a range have their %."), FIGURES, GB_CERTAINTY_COPY },
  [WAN] = { "NUM-WAN", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
            N_ ("Both ends of a range have their 万 or 亿."), FIGURES, GB_CERTAINTY_COPY },
  [DECIMAL] = { "NUM-DECIMAL", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
                N_ ("A decimal has a zero before its point."), FIGURES, GB_CERTAINTY_COPY },
  [ZERO] = { "NUM-ZERO", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
             N_ ("Months and days have no leading zeros."), "GB/T 9704-2012 7.3.5",
             GB_CERTAINTY_TEXT },
  [WIDE] = { "NUM-WIDE", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
             N_ ("Figures are half-width."), FIGURES, GB_CERTAINTY_COPY },
  [DAY] = { "NUM-DAY", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
            N_ ("A date in figures ends with 日."), FIGURES, GB_CERTAINTY_COPY },
  [MIXED] = { "NUM-MIXED", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
              N_ ("One date has one kind of figures."), FIGURES, GB_CERTAINTY_COPY },
  [CLOCK] = { "NUM-CLOCK", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_TEXT, 0,
              N_ ("下午 and the clock of 24 hours do not go together."), FIGURES,
              GB_CERTAINTY_COPY },
  [DOCNO_BRACKET] = { "DOCNO-BRACKET", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
                      N_ ("The year of a document number stands in 〔〕."), NUMBER,
                      GB_CERTAINTY_TEXT },
  [DOCNO_SPACE] = { "DOCNO-SPACE", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
                    N_ ("A document number has no spaces."), NUMBER, GB_CERTAINTY_TEXT },
  [DOCNO_ZERO] = { "DOCNO-ZERO", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
                   N_ ("The serial of a document number has neither 第 nor leading zeros."), NUMBER,
                   GB_CERTAINTY_TEXT },
};

static gunichar
char_before (const GbCheckBlock *block, guint i)
{
  return i > 0 ? block->chars[i - 1] : 0;
}

static guint
count_digits (const GbCheckBlock *block, guint i)
{
  guint start = i;

  while (gb_char_is_digit (gb_scan_char (block, i)))
    i++;
  return i - start;
}

static guint
get_number (const GbCheckBlock *block, guint i, guint n_digits)
{
  guint number = 0;

  for (guint k = 0; k < n_digits && k < 9; k++)
    number = number * 10 + (block->chars[i + k] - '0');
  return number;
}

/* ───── Dates ───── */

/* 98年底, 26年3月; not 近20年初 … which counts years. */
static void
check_short_year (GbCheckRun *run, const GbCheckBlock *block, guint i)
{
  gunichar before = char_before (block, i);
  gunichar after = gb_scan_char (block, i + 3);
  guint n_month = count_digits (block, i + 3);
  gboolean is_year =
    (n_month > 0 && n_month <= 2 && gb_scan_char (block, i + 3 + n_month) == YUE) ||
    after == 0x5e95 || after == 0x672b || after == 0x521d;
  guint year = get_number (block, i, 2);
  g_autofree char *fix = NULL;

  if (!is_year || before == DI || before == 0x3014 || before == 0x8fd1 /* 近 */ ||
      before == 0x6ee1 /* 满 */ || before == 0x8d85 /* 超 */ || before == 0x7ea6 /* 约 */ ||
      before == 0x8fc7 /* 过 */ || before == '.' || before == '-' || before == 0x2014)
    return;
  /* Only what lies in this century is certain. */
  if (year <= 50)
    fix = g_strdup_printf ("20%02u", year);
  gb_check_report (run, &rules[YEAR], block, i, 2, fix, NULL, N_ ("write the year in four digits"),
                   NULL);
}

/* 2026年03月05日: 年 or 月 stands at i. */
static void
check_zero (GbCheckRun *run, const GbCheckBlock *block, guint i)
{
  gunichar unit = block->chars[i] == NIAN ? YUE : RI;

  if (gb_scan_char (block, i + 1) == '0' && gb_char_is_digit (gb_scan_char (block, i + 2)) &&
      gb_scan_char (block, i + 3) == unit && gb_char_is_digit (char_before (block, i)))
    gb_check_report (run, &rules[ZERO], block, i + 1, 1, "", NULL, N_ ("take out the leading zero"),
                     NULL);
}

/* 8月1号 */
static void
check_day (GbCheckRun *run, const GbCheckBlock *block, guint i)
{
  guint n = count_digits (block, i + 1);

  if (n >= 1 && n <= 2 && gb_scan_char (block, i + 1 + n) == HAO &&
      gb_char_is_digit (char_before (block, i)) &&
      /* 8月1号文件 is the name of a document. */
      gb_scan_char (block, i + 2 + n) != 0x6587)
    gb_check_report (run, &rules[DAY], block, i + 1 + n, 1, "日", NULL, N_ ("write 日"), NULL);
}

static gboolean
is_chinese_digit (const GbCheckBlock *block, guint i)
{
  guint length;

  gb_scan_chinese_number (block, i, &length);
  return i < block->n_chars && length > 0;
}

/* 二〇二六年3月, 2026年三月; 年 stands at i. */
static void
check_mixed (GbCheckRun *run, const GbCheckBlock *block, guint i)
{
  guint n_chinese = 0;
  guint n_digits = 0;
  guint length;
  guint n_month;

  while (n_chinese < 4 && i > n_chinese && is_chinese_digit (block, i - n_chinese - 1) &&
         block->chars[i - n_chinese - 1] != 0x5341)
    n_chinese++;
  while (n_digits < 4 && i > n_digits && gb_char_is_digit (block->chars[i - n_digits - 1]))
    n_digits++;
  n_month = count_digits (block, i + 1);
  if (n_chinese == 4 && n_month > 0 && n_month <= 2 &&
      gb_scan_char (block, i + 1 + n_month) == YUE) {
    gb_check_report (run, &rules[MIXED], block, i - 4, 6 + n_month, NULL, NULL,
                     N_ ("write the whole date in one kind of figures"), NULL);
  } else if (n_digits == 4) {
    gb_scan_chinese_number (block, i + 1, &length);
    if (length > 0 && length <= 2 && gb_scan_char (block, i + 1 + length) == YUE &&
        gb_scan_char (block, i + 2 + length) != 0x4efd /* 月份 */)
      gb_check_report (run, &rules[MIXED], block, i - 4, 6 + length, NULL, NULL,
                       N_ ("write the whole date in one kind of figures"), NULL);
  }
}

/* 下午15:00, 晚上20时. */
static void
check_clock (GbCheckRun *run, const GbCheckBlock *block, guint i)
{
  guint start = i;
  guint hour = get_number (block, i, 2);
  gunichar after = gb_scan_char (block, i + 2);
  gunichar a;
  gunichar b;

  while (start > 0 && block->chars[start - 1] == ' ')
    start--;
  if (start < 2 || hour < 13 || hour > 24 ||
      (after != ':' && after != 0xff1a && after != 0x65f6 && after != 0x70b9))
    return;
  a = block->chars[start - 2];
  b = block->chars[start - 1];
  if ((b == 0x5348 && (a == 0x4e0b || a == 0x4e0a || a == 0x4e2d)) || /* 下午 上午 中午 */
      (b == 0x4e0a && (a == 0x665a || a == 0x65e9)) ||                /* 晚上 早上 */
      (a == 0x51cc && b == 0x6668))                                   /* 凌晨 */
    gb_check_report (run, &rules[CLOCK], block, start - 2, i + 2 - start + 2, NULL, NULL,
                     N_ ("leave out the part of the day, or write the hour of 12 hours"), NULL);
}

/* ───── Figures ───── */

static gboolean
is_range_sign (gunichar c)
{
  return c == 0xff5e || c == '~' || c == 0x2014 || c == '-' || c == 0x2013 || c == 0x301c;
}

static guint
count_decimal (const GbCheckBlock *block, guint i)
{
  guint n = count_digits (block, i);

  if (n > 0 && gb_scan_char (block, i + n) == '.' && count_digits (block, i + n + 1) > 0)
    n += 1 + count_digits (block, i + n + 1);
  return n;
}

/* 5～10%, 3～5万元: a number begins at i and has n characters. */
static void
check_range (GbCheckRun *run, const GbCheckBlock *block, guint i, guint n)
{
  guint sign = i + n;
  guint second;
  guint n_second;
  gunichar unit;
  const GbRule *rule;
  const char *mark;
  g_autofree char *number = NULL;
  g_autofree char *fix = NULL;

  if (!is_range_sign (gb_scan_char (block, sign)) || is_range_sign (char_before (block, i)) ||
      gb_char_is_latin (char_before (block, i)))
    return;
  second = sign + 1;
  n_second = count_decimal (block, second);
  unit = gb_scan_char (block, second + n_second);
  if (n_second == 0)
    return;
  if (unit == '%' || unit == 0xff05) {
    rule = &rules[PERCENT];
    mark = unit == '%' ? "%" : "％";
  } else if (unit == 0x4e07 || unit == 0x4ebf) {
    /* 100—3万元: the first number is none of 万. */
    if (n > 3)
      return;
    rule = &rules[WAN];
    mark = unit == 0x4e07 ? "万" : "亿";
  } else {
    return;
  }
  number = gb_check_block_dup_piece (block, i, n);
  fix = g_strconcat (number, mark, NULL);
  gb_check_report (run, rule, block, i, n, fix, NULL, N_ ("write %s after the first number too"),
                   mark, NULL);
}

/* .5 */
static void
check_decimal (GbCheckRun *run, const GbCheckBlock *block, guint i)
{
  gunichar before = char_before (block, i);

  if (gb_char_is_digit (gb_scan_char (block, i + 1)) &&
      (before == ' ' || gb_char_is_han (before) || before == 0xff0c || before == 0xff1a) &&
      before != DI && gb_scan_skip_label (block) <= i)
    gb_check_report (run, &rules[DECIMAL], block, i, 1, "0.", NULL,
                     N_ ("write a zero before the point"), NULL);
}

static void
check_wide (GbCheckRun *run, const GbCheckBlock *block)
{
  guint n;

  for (guint i = 0; i < block->n_chars; i += n) {
    g_autoptr (GString) fix = g_string_new (NULL);

    for (n = 0; gb_scan_char (block, i + n) >= 0xff10 && gb_scan_char (block, i + n) <= 0xff19; n++)
      g_string_append_c (fix, (char)('0' + (block->chars[i + n] - 0xff10)));
    if (n > 0)
      gb_check_report (run, &rules[WIDE], block, i, n, fix->str, NULL,
                       N_ ("write half-width figures: %s"), fix->str, NULL);
    n = MAX (n, 1);
  }
}

/* ───── Document numbers ───── */

static gboolean
is_open_bracket (gunichar c)
{
  return c == 0x3014 || c == '[' || c == 0x3010 || c == '(' || c == 0xff08 || c == 0xfe5d ||
         c == 0xff3b;
}

static gboolean
is_close_bracket (gunichar c)
{
  return c == 0x3015 || c == ']' || c == 0x3011 || c == ')' || c == 0xff09 || c == 0xfe5e ||
         c == 0xff3d;
}

static guint
skip_spaces (const GbCheckBlock *block, guint i)
{
  while (gb_scan_char (block, i) == ' ' || gb_scan_char (block, i) == 0xa0 ||
         gb_scan_char (block, i) == 0x3000)
    i++;
  return i;
}

static void
report_space (GbCheckRun *run, const GbCheckBlock *block, guint from, guint to)
{
  if (to > from)
    gb_check_report (run, &rules[DOCNO_SPACE], block, from, to - from, "", NULL,
                     N_ ("take out the space in the document number"), NULL);
}

/* 粤办发〔2016〕22号, written in any of the wrong ways; its year begins at i. Half a bracket is
 * enough to know one; “2016年8号” and “编号2016 8号” have none. */
static void
check_document_number (GbCheckRun *run, const GbCheckBlock *block, guint i)
{
  guint year = get_number (block, i, 4);
  guint start = i;
  guint end = i + 4;
  guint close;
  guint serial;
  guint n_digits;
  guint number_end;
  guint letters;
  gboolean has_open;
  gboolean has_close;
  gboolean has_di;

  while (start > 0 && block->chars[start - 1] == ' ')
    start--;
  has_open = start > 0 && is_open_bracket (block->chars[start - 1]);
  start = has_open ? start - 1 : i;
  close = skip_spaces (block, end);
  has_close = is_close_bracket (gb_scan_char (block, close));
  end = has_close ? close + 1 : end;
  serial = skip_spaces (block, end);
  has_di = gb_scan_char (block, serial) == DI;
  if (has_di)
    serial = skip_spaces (block, serial + 1);
  n_digits = count_digits (block, serial);
  number_end = skip_spaces (block, serial + n_digits);
  if ((!has_open && !has_close) || year < 1949 || year > 2100 || n_digits == 0 || n_digits > 5 ||
      gb_scan_char (block, number_end) != HAO)
    return;
  letters = start;
  while (letters > 0 && (block->chars[letters - 1] == ' ' || block->chars[letters - 1] == 0xa0 ||
                         block->chars[letters - 1] == 0x3000))
    letters--;
  if (letters == 0 || !gb_char_is_han (block->chars[letters - 1]))
    return;

  report_space (run, block, letters, start);
  if (!has_open || !has_close || block->chars[start] != 0x3014 ||
      gb_scan_char (block, close) != 0x3015) {
    g_autofree char *fix = g_strdup_printf ("〔%u〕", year);

    gb_check_report (run, &rules[DOCNO_BRACKET], block, start, end - start, fix, NULL,
                     N_ ("write the year as %s"), fix, NULL);
  } else if (end - start != 6) {
    report_space (run, block, start + 1, i);
    report_space (run, block, i + 4, close);
  }
  if (has_di || (n_digits > 1 && block->chars[serial] == '0')) {
    guint first = serial;

    while (n_digits > 1 && block->chars[first] == '0' &&
           gb_char_is_digit (gb_scan_char (block, first + 1)))
      first++;
    gb_check_report (run, &rules[DOCNO_ZERO], block, end, first - end, "", NULL,
                     N_ ("write the serial without 第 and leading zeros"), NULL);
  } else {
    report_space (run, block, end, serial);
  }
  report_space (run, block, serial + n_digits, number_end);
}

static void
check_number (GbCheckRun *run, const GbCheckBlock *block, guint i, guint n)
{
  if (n == 4)
    check_document_number (run, block, i);
  if (n == 2 && gb_scan_char (block, i + 2) == NIAN)
    check_short_year (run, block, i);
  if (n == 2)
    check_clock (run, block, i);
}

static void
check_block (GbCheckRun *run, const GbCheckBlock *block)
{
  GbScanAddress address = { 0 };
  guint n;

  if ((block->features & GB_HAS_WIDE_LATIN) != 0)
    check_wide (run, block);
  if ((block->features & GB_HAS_DIGIT) == 0)
    return;
  for (guint i = 0; i < block->n_chars; i += n) {
    gunichar c = block->chars[i];

    n = 1;
    if (c == '.' && !gb_scan_is_in_address (&address, block, i))
      check_decimal (run, block, i);
    if (c == NIAN)
      check_mixed (run, block, i);
    if (c == NIAN || c == YUE)
      check_zero (run, block, i);
    if (c == YUE)
      check_day (run, block, i);
    if (!gb_char_is_digit (c) || gb_scan_is_in_address (&address, block, i))
      continue;
    n = count_digits (block, i);
    check_number (run, block, i, n);
    n = count_decimal (block, i);
    check_range (run, block, i, n);
  }
}

const GbRuleFamily gb_rules_numbers = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
  .check_block = check_block,
  .features = GB_HAS_DIGIT | GB_HAS_WIDE_LATIN,
};
