/* SPDX-License-Identifier: GPL-3.0-or-later */

/* 发文字号: good ones, flawed ones and what they become, and what is none. */

#include "config.h"

#include "check/gb-document-number.h"

#define BRACKET GB_DOCUMENT_NUMBER_BRACKET
#define SPACE   GB_DOCUMENT_NUMBER_SPACE

static void
test_check (void)
{
  static const struct {
    const char *text;
    guint problems;
    guint year;
    const char *mended;
  } cases[] = {
    { "陆府〔2026〕8号", GB_DOCUMENT_NUMBER_GOOD, 2026, NULL },
    { "阳府办函〔2021〕9号", GB_DOCUMENT_NUMBER_GOOD, 2021, NULL },
    { "深府规〔2026〕1号", GB_DOCUMENT_NUMBER_GOOD, 2026, NULL },
    { "粤府令第277号", GB_DOCUMENT_NUMBER_GOOD, 0, NULL },
    { "国务院令第711号", GB_DOCUMENT_NUMBER_GOOD, 0, NULL },
    { "国家税务总局公告2016年第8号", GB_DOCUMENT_NUMBER_GOOD, 2016, NULL },
    { "陆府[2026]8号", BRACKET, 2026, "陆府〔2026〕8号" },
    { "陆府（2026）8号", BRACKET, 2026, "陆府〔2026〕8号" },
    { "陆府【2026】8号", BRACKET, 2026, "陆府〔2026〕8号" },
    { "陆府﹝2026﹞8号", BRACKET, 2026, "陆府〔2026〕8号" },
    { "陆府2026〕8号", BRACKET, 2026, "陆府〔2026〕8号" },
    { "陆府〔2026 8号", BRACKET | SPACE, 2026, "陆府〔2026〕8号" },
    { "陆府 〔2026〕8号", SPACE, 2026, "陆府〔2026〕8号" },
    { "陆府〔2026〕08号", GB_DOCUMENT_NUMBER_ZERO, 2026, "陆府〔2026〕8号" },
    { "陆府〔2026〕第8号", GB_DOCUMENT_NUMBER_DI, 2026, "陆府〔2026〕8号" },
    { "陆府〔2026〕8", GB_DOCUMENT_NUMBER_HAO, 2026, "陆府〔2026〕8号" },
    { "陆府〔２０２６〕８号", GB_DOCUMENT_NUMBER_WIDE, 2026, "陆府〔2026〕8号" },
    { "陆府〔26〕8号", GB_DOCUMENT_NUMBER_FORM, 0, NULL },
    { "〔2026〕8号", GB_DOCUMENT_NUMBER_FORM, 0, NULL },
    { "陆府2026年8号", GB_DOCUMENT_NUMBER_FORM, 0, NULL },
    { "陆府20268号", GB_DOCUMENT_NUMBER_FORM, 0, NULL },
    { "陆河县人民政府办公室各镇各单位〔2026〕8号", GB_DOCUMENT_NUMBER_FORM, 0, NULL },
    { "八号文", GB_DOCUMENT_NUMBER_FORM, 0, NULL },
    { "", GB_DOCUMENT_NUMBER_FORM, 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *mended = NULL;
    guint year = 1;

    g_test_message ("%s", cases[i].text);
    g_assert_cmpuint (gb_document_number_check (cases[i].text, &year, &mended), ==,
                      cases[i].problems);
    g_assert_cmpuint (year, ==, cases[i].year);
    g_assert_cmpstr (mended, ==, cases[i].mended);
    if (mended != NULL)
      g_assert_cmpuint (gb_document_number_check (mended, NULL, NULL), ==, GB_DOCUMENT_NUMBER_GOOD);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/document-number/check", test_check);
  return g_test_run ();
}
