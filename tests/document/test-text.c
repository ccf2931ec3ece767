/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Word counts, forbidden characters, clean lines and Chinese numerals. */

#include "config.h"

#include "document/gb-text.h"

static void
test_words (void)
{
  static const struct {
    const char *text;
    guint n_words;
  } cases[] = {
    { "", 0 },
    { " \t\n", 0 },
    { "，。！？《》", 0 },
    { "政务公开", 4 },
    { "政务公开，五公开。", 7 },
    { "2018年12月20日", 6 },
    { "Gongbao 公报", 3 },
    { "A4纸abc123 def", 4 },
    { "ＡＢＣ１２", 1 },
    { "粤办发〔2016〕22号", 6 },
    { "〇々", 2 },
    { "𠮷野家", 3 },
    { "café", 1 },
    { "cafe\xcc\x81s", 1 },
    { "かな한글", 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("case %u", i);
    g_assert_cmpuint (gb_text_count_words (cases[i].text), ==, cases[i].n_words);
  }
}

static void
test_forbidden (void)
{
  static const gunichar forbidden[] = {
    0x0,    0x7,    0x1b,   0x7f,   0x85,   0x2028, 0x2029,  0x202a,  0x202e,
    0x2066, 0x2069, 0xfeff, 0xfff9, 0xfdd0, 0xffff, 0xe0041, 0x1fffe, 0xd800,
  };
  static const gunichar allowed[] = {
    '\t', '\n', '\r', ' ', 'a', 0xa0, 0x3000, 0x4e2d, 0x20bb7, 0x200b, 0xfffd,
  };

  for (guint i = 0; i < G_N_ELEMENTS (forbidden); i++) {
    g_test_message ("U+%04X", forbidden[i]);
    g_assert_false (gb_text_is_allowed (forbidden[i]));
  }
  for (guint i = 0; i < G_N_ELEMENTS (allowed); i++) {
    g_test_message ("U+%04X", allowed[i]);
    g_assert_true (gb_text_is_allowed (allowed[i]));
  }
  g_assert_null (gb_text_find_forbidden ("中文"));
  g_assert_cmpstr (gb_text_find_forbidden ("中\xe2\x80\xae文"), ==, "\xe2\x80\xae文");
}

static void
test_blank (void)
{
  static const char *const blank[] = {
    "",
    " \t\n",
    "\u00a0\u3000\u2003",
    "\u200b",
    "\u200d\u200c\u2060\u00ad",
    "\ufe0f\u180b\u034f",
    "\u3164\uffa0\u115f\u1160",
    "\u2800",
    "\ufffc",
    "\u202e \x07",
  };
  static const char *const seen[] = { "不", "a", "1", "。", "\u200b不", "e\u0301", "\U00020bb7" };

  for (guint i = 0; i < G_N_ELEMENTS (blank); i++) {
    g_test_message ("blank %u", i);
    g_assert_true (gb_text_is_blank (blank[i]));
  }
  for (guint i = 0; i < G_N_ELEMENTS (seen); i++) {
    g_test_message ("seen %u", i);
    g_assert_false (gb_text_is_blank (seen[i]));
  }
}

static void
test_clean_line (void)
{
  static const char *const cases[][2] = {
    { "", "" },
    { "标题", "标题" },
    { "两\n行", "两 行" },
    { "两 \r\n\t 行", "两 行" },
    { "a  b ", "a  b " },
    { "\xe2\x80\xae反\xef\xbb\xbf", "反" },
    { "bell\x07", "bell" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *clean = gb_text_clean_line (cases[i][0]);

    g_assert_cmpstr (clean, ==, cases[i][1]);
  }
}

static void
test_numerals (void)
{
  static const struct {
    guint number;
    const char *numeral;
  } cases[] = {
    { 1, "一" },
    { 10, "十" },
    { 11, "十一" },
    { 20, "二十" },
    { 21, "二十一" },
    { 100, "一百" },
    { 101, "一百零一" },
    { 110, "一百一十" },
    { 1001, "一千零一" },
    { 1010, "一千零一十" },
    { 9999, "九千九百九十九" },
    { 0, "0" },
    { 10000, "10000" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *numeral = gb_text_format_chinese_number (cases[i].number);

    g_assert_cmpstr (numeral, ==, cases[i].numeral);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/text/words", test_words);
  g_test_add_func ("/text/forbidden", test_forbidden);
  g_test_add_func ("/text/blank", test_blank);
  g_test_add_func ("/text/clean-line", test_clean_line);
  g_test_add_func ("/text/numerals", test_numerals);
  return g_test_run ();
}
