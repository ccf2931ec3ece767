/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers as text. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-docx-number.h"

#include "document/gb-text.h"

#include <string.h>

static char *
dup_code_point (gunichar c)
{
  char *text = g_malloc0 (7);

  g_unichar_to_utf8 (c, text);
  return text;
}

/* a … z, then aa … zz (§17.18.59, lowerLetter). */
static char *
format_letters (guint number, char first)
{
  guint n = (number - 1) / 26 + 1;

  if (number == 0 || n > 20)
    return g_strdup_printf ("%u", number);
  return g_strnfill (n, (char)(first + (number - 1) % 26));
}

static char *
format_roman (guint number, gboolean is_upper)
{
  static const struct {
    guint value;
    const char *text;
  } parts[] = {
    { 1000, "m" }, { 900, "cm" }, { 500, "d" }, { 400, "cd" }, { 100, "c" },
    { 90, "xc" },  { 50, "l" },   { 40, "xl" }, { 10, "x" },   { 9, "ix" },
    { 5, "v" },    { 4, "iv" },   { 1, "i" },
  };
  g_autoptr (GString) text = g_string_new (NULL);

  if (number == 0 || number >= 4000)
    return g_strdup_printf ("%u", number);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    for (; number >= parts[i].value; number -= parts[i].value)
      g_string_append (text, parts[i].text);
  }
  if (is_upper)
    g_string_ascii_up (text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Digit by digit: 二〇二六. */
static char *
format_digits (guint number, const char *const digits[10])
{
  g_autofree char *decimal = g_strdup_printf ("%u", number);
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *p = decimal; *p != '\0'; p++)
    g_string_append (text, digits[*p - '0']);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* 壹 贰 叁 … by exchanging the characters of 一 二 三. */
static char *
format_legal (guint number)
{
  static const char *const pairs[][2] = {
    { "一", "壹" }, { "二", "贰" }, { "三", "叁" }, { "四", "肆" }, { "五", "伍" }, { "六", "陆" },
    { "七", "柒" }, { "八", "捌" }, { "九", "玖" }, { "十", "拾" }, { "百", "佰" }, { "千", "仟" },
  };
  g_autofree char *plain = gb_text_format_chinese_number (number);
  GString *text = g_string_new (plain);

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_string_replace (text, pairs[i][0], pairs[i][1], 0);
  if (g_str_has_prefix (text->str, "拾"))
    g_string_prepend (text, "壹");
  return g_string_free (text, FALSE);
}

/* One of a row of characters; beyond it, digits. */
static char *
format_row (guint number, const char *row)
{
  if (number == 0 || number > (guint)g_utf8_strlen (row, -1))
    return g_strdup_printf ("%u", number);
  return g_utf8_substring (row, number - 1, number);
}

static char *
format_circled (guint number)
{
  if (number >= 1 && number <= 20)
    return dup_code_point (0x2460 + number - 1);
  if (number >= 21 && number <= 35)
    return dup_code_point (0x3251 + number - 21);
  if (number >= 36 && number <= 50)
    return dup_code_point (0x32b1 + number - 36);
  return g_strdup_printf ("%u", number);
}

/* Forms whose characters are a block of Unicode of 20. */
static char *
format_block (guint number, gunichar first)
{
  return number >= 1 && number <= 20 ? dup_code_point (first + number - 1)
                                     : g_strdup_printf ("%u", number);
}

char *
_gb_docx_number_format (const char *format, guint number)
{
  static const char *const chinese[] = {
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "koreanCounting",
    "taiwaneseCountingThousand",
    "taiwaneseCounting",
    "japaneseDigitalTenThousand",
    NULL,
  };
  static const char *const legal[] = { "chineseLegalSimplified", "ideographLegalTraditional",
                                       "japaneseLegal", NULL };
  static const char *const ideographs[10] = { "〇", "一", "二", "三", "四",
                                              "五", "六", "七", "八", "九" };
  static const char *const wide[10] = {
    "０", "１", "２", "３", "４", "５", "６", "７", "８", "９"
  };
  static const char *const circled[] = { "decimalEnclosedCircle", "decimalEnclosedCircleChinese",
                                         NULL };
  static const char *const full_width[] = { "decimalFullWidth", "decimalFullWidth2", NULL };
  static const char *const by_digit[] = { "ideographDigital", "taiwaneseDigital", "koreanDigital",
                                          NULL };

  if (format == NULL || strcmp (format, "decimal") == 0)
    return g_strdup_printf ("%u", number);
  if (strcmp (format, "none") == 0)
    return g_strdup ("");
  if (g_strv_contains (chinese, format))
    return number == 0 ? g_strdup ("〇") : gb_text_format_chinese_number (number);
  if (g_strv_contains (legal, format))
    return number == 0 ? g_strdup ("零") : format_legal (number);
  if (g_strv_contains (by_digit, format))
    return format_digits (number, ideographs);
  if (g_strv_contains (full_width, format))
    return format_digits (number, wide);
  if (g_strv_contains (circled, format))
    return format_circled (number);
  if (strcmp (format, "decimalEnclosedParen") == 0)
    return format_block (number, 0x2474);
  if (strcmp (format, "decimalEnclosedFullstop") == 0)
    return format_block (number, 0x2488);
  if (strcmp (format, "decimalZero") == 0)
    return g_strdup_printf ("%02u", number);
  if (strcmp (format, "lowerLetter") == 0)
    return format_letters (number, 'a');
  if (strcmp (format, "upperLetter") == 0)
    return format_letters (number, 'A');
  if (strcmp (format, "lowerRoman") == 0)
    return format_roman (number, FALSE);
  if (strcmp (format, "upperRoman") == 0)
    return format_roman (number, TRUE);
  if (strcmp (format, "ideographTraditional") == 0)
    return format_row (number, "甲乙丙丁戊己庚辛壬癸");
  if (strcmp (format, "ideographZodiac") == 0)
    return format_row (number, "子丑寅卯辰巳午未申酉戌亥");
  if (strcmp (format, "ideographEnclosedCircle") == 0)
    return number >= 1 && number <= 10 ? dup_code_point (0x3280 + number - 1)
                                       : g_strdup_printf ("%u", number);
  if (strcmp (format, "ideographParenthesized") == 0 ||
      strcmp (format, "ideographEnclosedParen") == 0)
    return number >= 1 && number <= 10 ? dup_code_point (0x3220 + number - 1)
                                       : g_strdup_printf ("%u", number);
  return g_strdup_printf ("%u", number);
}
