/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Dates in running text. One pass over the characters, no regular expression: every block of a
 * document goes through here at each key. Nothing here keeps state, so every function may be called
 * on any thread. */

#define G_LOG_DOMAIN "gb-text-date"

#include "config.h"

#include "check/gb-text-date.h"

#include <string.h>

/* A deadline in the same year that is further back than this means the next year. */
#define MAX_DAYS_BACK 92

/**
 * gb_date_parse:
 * @text: a date of the metadata
 * @out_date: (out caller-allocates): the day
 *
 * Returns: %TRUE if @text is a day of the calendar in the form YYYY-MM-DD
 */
gboolean
gb_date_parse (const char *text, GDate *out_date)
{
  int numbers[3] = { 0 };

  g_return_val_if_fail (text != NULL, FALSE);

  if (strlen (text) != 10 || text[4] != '-' || text[7] != '-')
    return FALSE;
  for (guint i = 0, part = 0; i < 10; i++) {
    if (i == 4 || i == 7)
      part++;
    else if (g_ascii_isdigit (text[i]))
      numbers[part] = numbers[part] * 10 + (text[i] - '0');
    else
      return FALSE;
  }
  if (!g_date_valid_dmy ((GDateDay)numbers[2], (GDateMonth)numbers[1], (GDateYear)numbers[0]))
    return FALSE;
  g_date_clear (out_date, 1);
  g_date_set_dmy (out_date, (GDateDay)numbers[2], (GDateMonth)numbers[1], (GDateYear)numbers[0]);
  return TRUE;
}

typedef struct {
  const gunichar *text;
  glong length;
} Text;

static gunichar
at (const Text *text, glong position)
{
  return position >= 0 && position < text->length ? text->text[position] : 0;
}

static gboolean
is_one_of (gunichar c, const char *characters)
{
  return c != 0 && g_utf8_strchr (characters, -1, c) != NULL;
}

static gboolean
matches (const Text *text, glong position, const char *word)
{
  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p)) {
    if (at (text, position++) != g_utf8_get_char (p))
      return FALSE;
  }
  return TRUE;
}

static gboolean
matches_before (const Text *text, glong position, const char *word)
{
  return matches (text, position - g_utf8_strlen (word, -1), word);
}

static int
get_digit (gunichar c)
{
  if (c >= '0' && c <= '9')
    return (int)(c - '0');
  if (c >= 0xff10 && c <= 0xff19)
    return (int)(c - 0xff10);
  return -1;
}

static int
get_cjk_digit (gunichar c)
{
  static const gunichar digits[] = { 0x3007, 0x4e00, 0x4e8c, 0x4e09, 0x56db,
                                     0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d };

  if (c == 0x96f6 || c == 0x25cb || c == 0xff2f)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (digits); i++) {
    if (digits[i] == c)
      return (int)i;
  }
  return -1;
}

static glong
skip_spaces (const Text *text, glong position)
{
  while (is_one_of (at (text, position), " \xc2\xa0\xe3\x80\x80"))
    position++;
  return position;
}

/* Up to max Arabic digits; 0 and an unmoved position if there are none or more. */
static guint
read_digits (const Text *text, glong *position, guint max)
{
  glong end = *position;
  guint number = 0;

  while (get_digit (at (text, end)) >= 0 && end - *position <= (glong)max)
    number = number * 10 + (guint)get_digit (at (text, end++));
  if (end == *position || end - *position > (glong)max)
    return 0;
  *position = end;
  return number;
}

/* 一 to 九十九: 十, 十二, 二十, 三十一. */
static guint
read_cjk_number (const Text *text, glong *position)
{
  glong end = *position;
  int tens = 0;
  int units = 0;

  if (get_cjk_digit (at (text, end)) > 0)
    units = get_cjk_digit (at (text, end++));
  if (at (text, end) == 0x5341) {
    tens = MAX (units, 1);
    units = 0;
    end++;
    if (get_cjk_digit (at (text, end)) > 0)
      units = get_cjk_digit (at (text, end++));
  }
  if (end == *position)
    return 0;
  *position = end;
  return (guint)(tens * 10 + units);
}

/* Either of them, 1 to 99; a digit more means another number. */
static gboolean
read_number (const Text *text, glong *position, guint *out_number)
{
  glong end = *position;

  if (get_digit (at (text, end)) >= 0) {
    *out_number = read_digits (text, &end, 2);
    if (end == *position)
      return FALSE;
  } else {
    *out_number = read_cjk_number (text, &end);
  }
  if (end == *position)
    return FALSE;
  *position = end;
  return TRUE;
}

static guint
read_year (const Text *text, glong *position)
{
  guint year = 0;

  for (guint i = 0; i < 4; i++) {
    gunichar c = at (text, *position + i);
    int digit = get_digit (c) >= 0 ? get_digit (c) : get_cjk_digit (c);

    if (digit < 0)
      return 0;
    year = year * 10 + (guint)digit;
  }
  if (year < 1000 || at (text, *position + 4) == 0)
    return 0;
  *position += 4;
  return year;
}

static gboolean
is_number_character (gunichar c)
{
  return get_digit (c) >= 0 || get_cjk_digit (c) >= 0 || c == 0x5341 || c == '.' || c == 0xff0e;
}

/* 星期三, 周三, also in brackets and after a comma. 周 without brackets begins many a name, so that
 * it must end where no name goes on. */
static void
read_weekday (const Text *text, glong position, GbTextDate *date)
{
  static const char days[] = "一二三四五六日天";
  glong start = skip_spaces (text, position);
  gboolean in_brackets = is_one_of (at (text, start), "（(");
  glong word = in_brackets ? skip_spaces (text, start + 1) : start;
  glong end;
  const char *day;

  if (!in_brackets && is_one_of (at (text, word), "，,、"))
    word++;
  if (matches (text, word, "星期") || matches (text, word, "礼拜"))
    end = word + 2;
  else if (matches (text, word, "周"))
    end = word + 1;
  else
    return;
  day = at (text, end) != 0 ? g_utf8_strchr (days, -1, at (text, end)) : NULL;
  if (day == NULL)
    return;
  if (!in_brackets && end - word == 1 && g_unichar_isalnum (at (text, end + 1)) &&
      !is_one_of (at (text, end + 1), "上下前晚凌早中起至到在0123456789"))
    return;
  date->weekday = MIN (7, (guint)g_utf8_pointer_to_offset (days, day) + 1);
  date->weekday_offset_chars = (guint)word;
  date->weekday_length_chars = (guint)(end + 1 - word);
}

/* M月D日 at position, and what may follow. */
static gboolean
read_month_day (const Text *text, glong *position, GbTextDate *date)
{
  glong end = *position;

  if (!read_number (text, &end, &date->month))
    return FALSE;
  end = skip_spaces (text, end);
  if (!matches (text, end, "月"))
    return FALSE;
  end = skip_spaces (text, end + 1);
  if (!read_number (text, &end, &date->day))
    return FALSE;
  end = skip_spaces (text, end);
  if (!is_one_of (at (text, end), "日号") || matches (text, end, "号文"))
    return FALSE;
  *position = end + 1;
  return TRUE;
}

/* 2026-02-30, and nothing of a number beside it. */
static gboolean
read_iso (const Text *text, glong *position, GbTextDate *date)
{
  glong end = *position;
  glong start = end;

  date->year = read_digits (text, &end, 4);
  if (end - start != 4 || date->year < 1900 || date->year > 2100 || at (text, end) != '-')
    return FALSE;
  start = ++end;
  date->month = read_digits (text, &end, 2);
  if (end - start != 2 || at (text, end) != '-')
    return FALSE;
  start = ++end;
  date->day = read_digits (text, &end, 2);
  if (end - start != 2 || is_one_of (at (text, end), "-/_.") ||
      (at (text, end) < 0x80 && g_ascii_isalpha ((char)at (text, end))))
    return FALSE;
  *position = end;
  return TRUE;
}

static gboolean
is_lunar (const Text *text, glong position)
{
  static const char *const words[] = { "农历", "阴历", "旧历", "夏历" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (matches_before (text, position, words[i]))
      return TRUE;
  }
  return FALSE;
}

static gboolean
read_date (const Text *text, glong *position, GbTextDate *date)
{
  glong end = *position;
  GbTextDate found = { 0 };

  gunichar before = at (text, end - 1);

  if (is_one_of (before, "-/_第"))
    return FALSE;
  found.year = read_year (text, &end);
  /* 1.2026年3月1日 begins an item; 1.3月1日 is nothing. */
  if (is_number_character (before) && (found.year == 0 || !is_one_of (before, ".．")))
    return FALSE;
  if (found.year > 0) {
    end = skip_spaces (text, end);
    if (matches (text, end, "年")) {
      end = skip_spaces (text, end + 1);
      if (!read_month_day (text, &end, &found))
        return FALSE;
    } else {
      end = *position;
      if (!read_iso (text, &end, &found))
        return FALSE;
    }
  } else {
    /* 三年2月3日 and 三个月十五日 are lengths of time. */
    if (matches_before (text, end, "年") && is_number_character (at (text, end - 2)))
      return FALSE;
    if (!read_month_day (text, &end, &found))
      return FALSE;
  }
  found.offset_chars = (guint)*position;
  found.length_chars = (guint)(end - *position);
  found.is_lunar = is_lunar (text, *position);
  read_weekday (text, end, &found);
  *position = end;
  *date = found;
  return TRUE;
}

/* 5月1日至5日: the day belongs to the month before it. */
static gboolean
read_range_end (const Text *text, glong *position, const GbTextDate *first, GbTextDate *date)
{
  glong end = first->weekday > 0
                ? (glong)(first->weekday_offset_chars + first->weekday_length_chars)
                : *position;
  glong start;

  if (first->weekday > 0 && is_one_of (at (text, end), "）)"))
    end++;
  end = skip_spaces (text, end);
  if (!is_one_of (at (text, end), "至到—－～~-"))
    return FALSE;
  start = skip_spaces (text, end + 1);
  end = start;
  *date = (GbTextDate){ .year = first->year, .month = first->month, .is_lunar = first->is_lunar };
  if (!read_number (text, &end, &date->day) || !is_one_of (at (text, end), "日号"))
    return FALSE;
  date->offset_chars = (guint)start;
  date->length_chars = (guint)(end + 1 - start);
  read_weekday (text, end + 1, date);
  *position = end + 1;
  return TRUE;
}

/* The bytes of 月 and -, without one of which there is no date. */
static gboolean
may_have_date (const char *text)
{
  return strstr (text, "月") != NULL || strchr (text, '-') != NULL;
}

/**
 * gb_text_dates_find:
 * @text: UTF-8 text of one block
 *
 * Returns: (transfer full) (nullable) (element-type GbTextDate): the dates with a month and a day
 *   in it; a day after 至 is one of its own
 */
GArray *
gb_text_dates_find (const char *text)
{
  g_autofree gunichar *characters = NULL;
  g_autoptr (GArray) found = NULL;
  Text self = { 0 };

  g_return_val_if_fail (text != NULL, NULL);

  if (!may_have_date (text))
    return NULL;
  characters = g_utf8_to_ucs4_fast (text, -1, &self.length);
  self.text = characters;
  found = g_array_new (FALSE, FALSE, sizeof (GbTextDate));
  for (glong i = 0; i < self.length;) {
    GbTextDate date;
    GbTextDate last;

    if (!is_number_character (self.text[i]) || !read_date (&self, &i, &date)) {
      i++;
      continue;
    }
    g_array_append_val (found, date);
    if (read_range_end (&self, &i, &date, &last))
      g_array_append_val (found, last);
  }
  return found->len > 0 ? g_steal_pointer (&found) : NULL;
}

/**
 * gb_text_date_exists:
 * @self: a date
 *
 * Returns: %TRUE if the calendar has it; a day of the lunar calendar is not judged
 */
gboolean
gb_text_date_exists (const GbTextDate *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->is_lunar)
    return TRUE;
  if (self->month < 1 || self->month > 12 || self->day < 1 || self->day > 31)
    return FALSE;
  /* 2000 is a leap year. */
  return g_date_valid_dmy ((GDateDay)self->day, (GDateMonth)self->month,
                           (GDateYear)(self->year > 0 ? self->year : 2000));
}

static guint
get_weekday (const GbTextDate *self, guint year)
{
  GDate date;

  if (!g_date_valid_dmy ((GDateDay)self->day, (GDateMonth)self->month, (GDateYear)year))
    return 0;
  g_date_set_dmy (&date, (GDateDay)self->day, (GDateMonth)self->month, (GDateYear)year);
  return g_date_get_weekday (&date);
}

/**
 * gb_text_date_weekday_agrees:
 * @self: a date
 * @context: (nullable): the day on which the text was made
 *
 * Returns: %TRUE if its weekday is right, or if that cannot be said: without a weekday, for a date
 *   that does not exist, and without a year and @context
 */
gboolean
gb_text_date_weekday_agrees (const GbTextDate *self, const GDate *context)
{
  guint year;

  g_return_val_if_fail (self != NULL, TRUE);

  if (self->weekday == 0 || self->is_lunar || !gb_text_date_exists (self))
    return TRUE;
  if (self->year > 0)
    return get_weekday (self, self->year) == self->weekday;
  if (context == NULL || !g_date_valid (context))
    return TRUE;
  year = g_date_get_year (context);
  for (guint i = year - 1; i <= year + 1; i++) {
    if (get_weekday (self, i) == self->weekday)
      return TRUE;
  }
  return FALSE;
}

/**
 * gb_text_date_dup_weekday:
 * @self: a date
 * @written: how the text writes the weekday, 星期三 or 周三
 *
 * Returns: (transfer full) (nullable): the right one, written alike; %NULL for a date without a
 *   year or one that does not exist
 */
char *
gb_text_date_dup_weekday (const GbTextDate *self, const char *written)
{
  static const char *const days[] = { "一", "二", "三", "四", "五", "六", "日" };
  guint weekday;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (written != NULL, NULL);

  if (self->year == 0 || self->is_lunar || !gb_text_date_exists (self) || *written == '\0')
    return NULL;
  weekday = get_weekday (self, self->year);
  return g_strdup_printf ("%.*s%s",
                          (int)(g_utf8_find_prev_char (written, strchr (written, '\0')) - written),
                          written, days[weekday - 1]);
}

/* --- Deadlines ---------------------------------------------------------------------------------
 */

/* What is asked for after 前. “2015年1月1日前设立的” tells of something, and asks for nothing. */
static const char *const requests[] = {
  "报送", "报",   "上报", "提交", "反馈", "送", "完成", "办理",
  "申报", "登记", "缴",   "交",   "书面", "向", "将",   "以书面",
};

static const char *const asking[] = { "请于", "请在", "务必于", "务必在", "须于", "须在" };

static gboolean
starts_with_any (const Text *text, glong position, const char *const *words, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    if (matches (text, position, words[i]))
      return TRUE;
  }
  return FALSE;
}

static gboolean
ends_with_any (const Text *text, glong position, const char *const *words, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    if (matches_before (text, position, words[i]))
      return TRUE;
  }
  return FALSE;
}

/* Behind the date: its weekday, its bracket, an hour. */
static glong
skip_time (const Text *text, const GbTextDate *date)
{
  glong end = (glong)(date->offset_chars + date->length_chars);

  if (date->weekday > 0) {
    end = (glong)(date->weekday_offset_chars + date->weekday_length_chars);
    if (is_one_of (at (text, end), "）)"))
      end++;
  }
  while (is_number_character (at (text, end)) || is_one_of (at (text, end), "时分点：:上下午晚班 "))
    end++;
  return end;
}

static gboolean
is_deadline (const Text *text, const GbTextDate *date)
{
  static const char *const before[] = { "之前", "以前", "前" };
  static const char *const closing[] = { "截止" };
  static const char *const labels[] = { "截止时间：", "截止日期：", "截止时间为", "截止日期为",
                                        "截止时间是", "截止日期是", "截止到",     "截止至" };
  glong start = date->offset_chars;
  glong end = skip_time (text, date);

  if (ends_with_any (text, start, labels, G_N_ELEMENTS (labels)) ||
      starts_with_any (text, end, closing, G_N_ELEMENTS (closing)))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (before); i++) {
    if (!matches (text, end, before[i]))
      continue;
    end += g_utf8_strlen (before[i], -1);
    if (is_one_of (at (text, end), "，,"))
      end++;
    return ends_with_any (text, start, asking, G_N_ELEMENTS (asking)) ||
           (matches_before (text, start, "于") &&
            starts_with_any (text, end, requests, G_N_ELEMENTS (requests)));
  }
  return FALSE;
}

/**
 * gb_text_deadlines_find:
 * @text: UTF-8 text of one block
 * @dates: (nullable) (element-type GbTextDate): the dates in it
 *
 * Only what asks for something is a deadline: 请于…前, 于…前报送, …截止, 截止时间为…. A day before
 * which something was so is none.
 *
 * Returns: (transfer full) (nullable) (element-type GbTextDate): the deadlines; %NULL if there
 *   are none
 */
GArray *
gb_text_deadlines_find (const char *text, GArray *dates)
{
  g_autofree gunichar *characters = NULL;
  g_autoptr (GArray) found = NULL;
  Text self = { 0 };

  g_return_val_if_fail (text != NULL, NULL);

  if (dates == NULL || (strstr (text, "前") == NULL && strstr (text, "截止") == NULL))
    return NULL;
  characters = g_utf8_to_ucs4_fast (text, -1, &self.length);
  self.text = characters;
  found = g_array_new (FALSE, FALSE, sizeof (GbTextDate));
  for (guint i = 0; i < dates->len; i++) {
    const GbTextDate *date = &g_array_index (dates, GbTextDate, i);

    if (!date->is_lunar && gb_text_date_exists (date) && is_deadline (&self, date))
      g_array_append_vals (found, date, 1);
  }
  return found->len > 0 ? g_steal_pointer (&found) : NULL;
}

/**
 * gb_text_deadline_is_past:
 * @self: a deadline
 * @made_on: the day on which the text was made
 *
 * Returns: %TRUE if it lies before @made_on
 */
gboolean
gb_text_deadline_is_past (const GbTextDate *self, const GDate *made_on)
{
  guint year;
  GDate date;
  int days;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (g_date_valid (made_on), FALSE);

  year = self->year > 0 ? self->year : g_date_get_year (made_on);
  if (!g_date_valid_dmy ((GDateDay)self->day, (GDateMonth)self->month, (GDateYear)year))
    return FALSE;
  g_date_set_dmy (&date, (GDateDay)self->day, (GDateMonth)self->month, (GDateYear)year);
  days = g_date_days_between (&date, made_on);
  return days > 0 && (self->year > 0 || days <= MAX_DAYS_BACK);
}

/* --- Relative dates ----------------------------------------------------------------------------
 */

typedef struct {
  const char *word;
  const char *not_after;  /* characters before it that make another word of it */
  const char *not_before; /* the same after it */
  gboolean at_start;      /* only at the start of a clause */
} RelativeWord;

static const RelativeWord relative_words[] = {
  { "今年", "如当迄现至古", "轻龄", FALSE },
  { "明年", "说证声文表申分标注写载查公指开透", "度限", FALSE },
  { "去年", "过失除死离", "", FALSE },
  { "日前", "", "", TRUE },
  { "近日", "最临接靠附", "点", FALSE },
  { "昨日", "", "", FALSE },
  { "昨天", "", "", FALSE },
};

static gboolean
is_relative (const Text *text, glong position, const RelativeWord *word)
{
  gunichar before = at (text, position - 1);
  gunichar after = at (text, position + g_utf8_strlen (word->word, -1));

  if (!matches (text, position, word->word) || is_one_of (before, word->not_after) ||
      is_one_of (after, word->not_before))
    return FALSE;
  return !word->at_start || !g_unichar_isalnum (before);
}

/**
 * gb_text_relative_dates_find:
 * @text: UTF-8 text of one block
 *
 * Looks for words that say when something is only to a reader of the same day. The 日前 of
 * 6月30日前 is none, nor the 明年 of 说明年度.
 *
 * Returns: (transfer full) (nullable) (element-type GbTextRelativeDate): where they are; %NULL if
 *   there are none
 */
GArray *
gb_text_relative_dates_find (const char *text)
{
  g_autofree gunichar *characters = NULL;
  g_autoptr (GArray) found = NULL;
  Text self = { 0 };
  gboolean is_there = FALSE;

  g_return_val_if_fail (text != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (relative_words) && !is_there; i++)
    is_there = strstr (text, relative_words[i].word) != NULL;
  if (!is_there)
    return NULL;
  characters = g_utf8_to_ucs4_fast (text, -1, &self.length);
  self.text = characters;
  found = g_array_new (FALSE, FALSE, sizeof (GbTextRelativeDate));
  for (glong i = 0; i < self.length; i++) {
    for (guint k = 0; k < G_N_ELEMENTS (relative_words); k++) {
      GbTextRelativeDate date = { (guint)i, (guint)g_utf8_strlen (relative_words[k].word, -1) };

      if (is_relative (&self, i, &relative_words[k]))
        g_array_append_val (found, date);
    }
  }
  return found->len > 0 ? g_steal_pointer (&found) : NULL;
}
