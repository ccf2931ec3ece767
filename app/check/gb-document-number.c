/* SPDX-License-Identifier: GPL-3.0-or-later */

/* 发文字号: the letters of the office, the year in 〔〕, the serial number, 号. Nothing here keeps
 * state, so every function may be called on any thread. */

#define G_LOG_DOMAIN "gb-document-number"

#include "config.h"

#include "check/gb-document-number.h"

#include <string.h>

#define OPEN  "[〔\\[［【（(﹝〖<〈]"
#define CLOSE "[〕\\]］】）)﹞〗>〉]"
#define GAP   "[ \\x{a0}\\x{3000}]*"
#define DIGIT "[0-9０-９]"

/* Letters, bracket, year, bracket, 第, zeros, serial number, 号. */
#define LOOSE                                                                                      \
  GAP "(" OPEN "?)" GAP "([12１２]" DIGIT "{3})" GAP "(" CLOSE "?)" GAP "(第?)" GAP "([0０]*)"    \
      "([1-9１-９]" DIGIT "{0,4})" GAP

/* Who reads such a number finds the year first; before it may be what ends no other word. */
static GRegex *
get_good (void)
{
  static GRegex *regex;

  if (g_once_init_enter (&regex))
    g_once_init_leave (
      &regex,
      g_regex_new ("^[\\x{4e00}-\\x{9fff}A-Za-z]{2,12}〔((?:19|20)[0-9]{2})〕[1-9][0-9]{0,4}号$",
                   G_REGEX_OPTIMIZE, 0, NULL));
  return regex;
}

/* Orders and announcements have no 〔〕. */
static GRegex *
get_order (void)
{
  static GRegex *regex;

  if (g_once_init_enter (&regex))
    g_once_init_leave (
      &regex,
      g_regex_new ("^[\\x{4e00}-\\x{9fff}A-Za-z]{1,30}(?:令|公告|通告)(?:((?:19|20)[0-9]{2})年)?"
                   "第[1-9][0-9]{0,4}号$",
                   G_REGEX_OPTIMIZE, 0, NULL));
  return regex;
}

static GRegex *
get_loose (void)
{
  static GRegex *regex;

  if (g_once_init_enter (&regex))
    g_once_init_leave (
      &regex,
      g_regex_new (
        "^" GAP "([\\x{4e00}-\\x{9fff}A-Za-z][\\x{4e00}-\\x{9fff}A-Za-z \\x{a0}\\x{3000}]*)" LOOSE
        "(号?)" GAP "$",
        G_REGEX_OPTIMIZE, 0, NULL));
  return regex;
}

static char *
fold_digits (const char *text)
{
  GString *folded = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    g_string_append_unichar (folded, c >= 0xff10 && c <= 0xff19 ? c - 0xff10 + '0' : c);
  }
  return g_string_free (folded, FALSE);
}

static char *
drop_spaces (const char *text)
{
  GString *rest = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      g_string_append_unichar (rest, g_utf8_get_char (p));
  }
  return g_string_free (rest, FALSE);
}

static gboolean
has_space (const char *text)
{
  g_autofree char *rest = drop_spaces (text);

  return strcmp (rest, text) != 0;
}

/* The groups of LOOSE, the first of which has the number first. out_mended: without the office. */
static GbDocumentNumberProblems
judge (GMatchInfo *match, int first, guint *out_year, char **out_mended)
{
  g_autofree char *open = g_match_info_fetch (match, first);
  g_autofree char *year = g_match_info_fetch (match, first + 1);
  g_autofree char *close = g_match_info_fetch (match, first + 2);
  g_autofree char *di = g_match_info_fetch (match, first + 3);
  g_autofree char *zeros = g_match_info_fetch (match, first + 4);
  g_autofree char *serial = g_match_info_fetch (match, first + 5);
  g_autofree char *whole = g_match_info_fetch (match, 0);
  g_autofree char *plain_year = fold_digits (year);
  g_autofree char *plain_serial = fold_digits (serial);
  GbDocumentNumberProblems problems = GB_DOCUMENT_NUMBER_GOOD;

  /* 陆府20268号 and 公告2026第8号 are no flawed brackets. */
  if (*open == '\0' && *close == '\0')
    return GB_DOCUMENT_NUMBER_FORM;
  if (strcmp (open, "〔") != 0 || strcmp (close, "〕") != 0)
    problems |= GB_DOCUMENT_NUMBER_BRACKET;
  if (has_space (whole))
    problems |= GB_DOCUMENT_NUMBER_SPACE;
  if (*zeros != '\0')
    problems |= GB_DOCUMENT_NUMBER_ZERO;
  if (*di != '\0')
    problems |= GB_DOCUMENT_NUMBER_DI;
  if (strcmp (year, plain_year) != 0 || strcmp (serial, plain_serial) != 0)
    problems |= GB_DOCUMENT_NUMBER_WIDE;
  *out_year = (guint)g_ascii_strtoull (plain_year, NULL, 10);
  *out_mended = g_strdup_printf ("〔%s〕%s号", plain_year, plain_serial);
  return problems;
}

static guint
fetch_year (GMatchInfo *match)
{
  g_autofree char *year = g_match_info_fetch (match, 1);

  return year != NULL ? (guint)g_ascii_strtoull (year, NULL, 10) : 0;
}

/**
 * gb_document_number_check:
 * @text: what stands where a document number belongs
 * @out_year: (out) (optional): its year, or 0
 * @out_mended: (out) (optional) (nullable) (transfer full): the number as it should be, if there is
 *   something wrong that can be put right
 *
 * Returns: what is wrong with it
 */
GbDocumentNumberProblems
gb_document_number_check (const char *text, guint *out_year, char **out_mended)
{
  g_autoptr (GMatchInfo) good = NULL;
  g_autoptr (GMatchInfo) order = NULL;
  g_autoptr (GMatchInfo) loose = NULL;
  GbDocumentNumberProblems problems = GB_DOCUMENT_NUMBER_FORM;
  g_autofree char *office = NULL;
  g_autofree char *office_plain = NULL;
  g_autofree char *number = NULL;
  g_autofree char *hao = NULL;
  guint year = 0;

  g_return_val_if_fail (text != NULL, GB_DOCUMENT_NUMBER_FORM);

  if (out_year != NULL)
    *out_year = 0;
  if (out_mended != NULL)
    *out_mended = NULL;
  if (g_regex_match (get_good (), text, 0, &good) ||
      g_regex_match (get_order (), text, 0, &order)) {
    if (out_year != NULL)
      *out_year = fetch_year (order != NULL ? order : good);
    return GB_DOCUMENT_NUMBER_GOOD;
  }
  if (!g_regex_match (get_loose (), text, 0, &loose))
    return GB_DOCUMENT_NUMBER_FORM;
  problems = judge (loose, 2, &year, &number);
  if (problems & GB_DOCUMENT_NUMBER_FORM)
    return GB_DOCUMENT_NUMBER_FORM;
  hao = g_match_info_fetch (loose, 8);
  if (*hao == '\0')
    problems |= GB_DOCUMENT_NUMBER_HAO;
  office = g_match_info_fetch (loose, 1);
  office_plain = drop_spaces (office);
  if (g_utf8_strlen (office_plain, -1) < 2 || g_utf8_strlen (office_plain, -1) > 12)
    return GB_DOCUMENT_NUMBER_FORM;
  if (out_year != NULL)
    *out_year = year;
  if (out_mended != NULL)
    *out_mended = g_strconcat (office_plain, number, NULL);
  return problems;
}
