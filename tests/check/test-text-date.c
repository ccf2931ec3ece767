/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Dates in Chinese text: which are found, which exist, which weekday they have, what is a
 * deadline. */

#include "config.h"

#include "check/gb-text-date.h"

static GDate
make_date (guint year, guint month, guint day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  return date;
}

/* "offset+length year-month-day/weekday", joined by spaces; "!" for a date that does not exist. */
static char *
describe (const char *text)
{
  g_autoptr (GArray) dates = gb_text_dates_find (text);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; dates != NULL && i < dates->len; i++) {
    const GbTextDate *date = &g_array_index (dates, GbTextDate, i);

    g_string_append_printf (words, "%s%u+%u:%u-%u-%u", i > 0 ? " " : "", date->offset_chars,
                            date->length_chars, date->year, date->month, date->day);
    if (date->weekday > 0)
      g_string_append_printf (words, "/%u@%u+%u", date->weekday, date->weekday_offset_chars,
                              date->weekday_length_chars);
    if (!gb_text_date_exists (date))
      g_string_append_c (words, '!');
  }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
test_find (void)
{
  static const struct {
    const char *text;
    const char *found;
  } cases[] = {
    { "于2026年2月28日印发", "1+10:2026-2-28" },
    { "２０２６年２月２８日", "0+10:2026-2-28" },
    { "2026 年 2 月 28 日", "0+15:2026-2-28" },
    { "二〇二六年二月二十八日", "0+11:2026-2-28" },
    { "二○一八年十二月三十一日", "0+12:2018-12-31" },
    { "2026-02-28发布", "0+10:2026-2-28" },
    { "1.2026年2月28日", "2+10:2026-2-28" },
    { "8月1号", "0+4:0-8-1" },
    { "2026年5月1日至5日", "0+9:2026-5-1 10+2:2026-5-5" },
    /* Impossible ones. */
    { "2026年2月29日", "0+10:2026-2-29!" },
    { "2024年2月29日", "0+10:2024-2-29" },
    { "2000年2月29日", "0+10:2000-2-29" },
    { "1900年2月29日", "0+10:1900-2-29!" },
    { "2月29日", "0+5:0-2-29" },
    { "2月30日", "0+5:0-2-30!" },
    { "6月31日", "0+5:0-6-31!" },
    { "13月5日", "0+5:0-13-5!" },
    { "2026年12月0日", "0+10:2026-12-0!" },
    { "2026-02-30", "0+10:2026-2-30!" },
    { "二月三十日", "0+5:0-2-30!" },
    { "6月28日至31日", "0+5:0-6-28 6+3:0-6-31!" },
    /* The lunar year has its own months. */
    { "农历二月三十日", "2+5:0-2-30" },
    /* No dates. */
    { "有期徒刑2年6月30日", "" },
    { "3个月30日内", "" },
    { "2026年2月", "" },
    { "第2月30日", "" },
    { "2026-13-40-1", "" },
    { "GB/T 9704-2012", "" },
    { "12026-02-301", "" },
    { "0660-5512345", "" },
    { "每月15日", "" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *found = describe (cases[i].text);

    g_test_message ("%s", cases[i].text);
    g_assert_cmpstr (found, ==, cases[i].found);
  }
}

static void
test_weekday (void)
{
  GDate context = make_date (2026, 11, 24);
  static const struct {
    const char *text;
    guint weekday; /* 0: none */
    gboolean agrees;
    const char *right; /* (nullable) */
  } cases[] = {
    { "2026年11月24日（星期二）", 2, TRUE, NULL },
    { "2026年11月24日（星期三）", 3, FALSE, "星期二" },
    { "2026年11月24日(周三)", 3, FALSE, "周二" },
    { "2026年11月24日星期二", 2, TRUE, NULL },
    { "2026年11月24日，星期三上午", 3, FALSE, "星期二" },
    { "2026年11月29日（星期天）", 7, TRUE, NULL },
    { "2026年11月29日（星期日）", 7, TRUE, NULL },
    { "2024年2月29日（星期四）", 4, TRUE, NULL },
    /* No year: 24 November is a Monday in 2025, a Tuesday in 2026, a Wednesday in 2027. */
    { "11月24日（星期二）", 2, TRUE, NULL },
    { "11月24日（星期一）", 1, TRUE, NULL },
    { "11月24日（星期五）", 5, FALSE, NULL },
    /* A name, and a date that does not exist. */
    { "2026年11月24日周三宝同志", 0, TRUE, NULL },
    { "2026年11月24日周三上午", 3, FALSE, "周二" },
    { "2026年2月30日（星期三）", 3, TRUE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GArray) dates = gb_text_dates_find (cases[i].text);
    const GbTextDate *date = &g_array_index (dates, GbTextDate, 0);
    g_autofree char *written = NULL;
    g_autofree char *right = NULL;

    g_test_message ("%s", cases[i].text);
    g_assert_cmpuint (date->weekday, ==, cases[i].weekday);
    g_assert_true (gb_text_date_weekday_agrees (date, &context) == cases[i].agrees);
    if (cases[i].agrees)
      continue;
    written = g_utf8_substring (cases[i].text, date->weekday_offset_chars,
                                date->weekday_offset_chars + date->weekday_length_chars);
    right = gb_text_date_dup_weekday (date, written);
    g_assert_cmpstr (right, ==, cases[i].right);
  }
}

/* Without a year and without a day on which the text was made nothing can be said. */
static void
test_weekday_without_context (void)
{
  g_autoptr (GArray) dates = gb_text_dates_find ("11月24日（星期五）");

  g_assert_true (gb_text_date_weekday_agrees (&g_array_index (dates, GbTextDate, 0), NULL));
}

static void
test_weekday_in_range (void)
{
  g_autofree char *found = describe ("2026年5月1日（星期五）至5日（星期二）");

  g_assert_cmpstr (found, ==, "0+9:2026-5-1/5@10+3 15+2:2026-5-5/2@18+3");
}

static void
test_deadlines (void)
{
  GDate made_on = make_date (2026, 11, 24);
  static const struct {
    const char *text;
    guint n_deadlines;
    gboolean is_past;
  } cases[] = {
    { "请于2026年11月20日前将材料报送县府办。", 1, TRUE },
    { "请于2026年11月24日前将材料报送县府办。", 1, FALSE },
    { "请于2026年11月30日（星期一）前报送。", 1, FALSE },
    { "请于11月20日17时前报送。", 1, TRUE },
    { "于2026年10月31日前完成整改", 1, TRUE },
    { "截止时间：2026年10月31日。", 1, TRUE },
    { "报名至2026年10月31日截止。", 1, TRUE },
    /* In the new year. */
    { "请于1月10日前报送。", 1, FALSE },
    /* What was, and what is asked of nobody. */
    { "2015年1月1日前设立的企业", 0, FALSE },
    { "在2026年10月31日前已经完成", 0, FALSE },
    { "截至2026年9月底", 0, FALSE },
    { "请于2026年2月30日前报送。", 0, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GArray) dates = gb_text_dates_find (cases[i].text);
    g_autoptr (GArray) deadlines = gb_text_deadlines_find (cases[i].text, dates);

    g_test_message ("%s", cases[i].text);
    g_assert_cmpuint (deadlines != NULL ? deadlines->len : 0, ==, cases[i].n_deadlines);
    if (deadlines != NULL)
      g_assert_true (gb_text_deadline_is_past (&g_array_index (deadlines, GbTextDate, 0),
                                               &made_on) == cases[i].is_past);
  }
}

static void
test_relative (void)
{
  static const struct {
    const char *text;
    const char *word; /* NULL: none */
  } cases[] = {
    { "今年以来，我县大力推进", "今年" }, { "力争明年完成", "明年" }, { "较去年同期增长", "去年" },
    { "日前，市政府印发", "日前" },       { "近日印发", "近日" },     { "请于6月30日前报送", NULL },
    { "自公布之日前已经", NULL },         { "如今年轻人", NULL },     { "说明年度计划", NULL },
    { "精神文明年度考核", NULL },         { "在过去年份", NULL },     { "2026年11月24日", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GArray) found = gb_text_relative_dates_find (cases[i].text);

    g_test_message ("%s", cases[i].text);
    if (cases[i].word == NULL) {
      g_assert_null (found);
    } else {
      const GbTextRelativeDate *date = &g_array_index (found, GbTextRelativeDate, 0);
      g_autofree char *word = g_utf8_substring (cases[i].text, date->offset_chars,
                                                date->offset_chars + date->length_chars);

      g_assert_cmpstr (word, ==, cases[i].word);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/text-date/find", test_find);
  g_test_add_func ("/text-date/weekday", test_weekday);
  g_test_add_func ("/text-date/weekday-without-context", test_weekday_without_context);
  g_test_add_func ("/text-date/weekday-in-range", test_weekday_in_range);
  g_test_add_func ("/text-date/deadlines", test_deadlines);
  g_test_add_func ("/text-date/relative", test_relative);
  return g_test_run ();
}
