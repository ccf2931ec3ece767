/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Check characters of Chinese identifiers, and the search for such numbers in running text, where
 * they are written with full-width digits, split into groups, or stand beside numbers that only
 * look alike. Nothing here keeps state, so every function may be called on any thread. */

#define G_LOG_DOMAIN "gb-identifiers"

#include "config.h"

#include "check/gb-identifiers.h"

#include <string.h>

/* The longest number that is looked for: 19 digits of a bank card. */
#define MAX_DIGITS 19

/* GB/T 2260: the first two digits of a division code. 91 is kept for those born abroad. */
static const guint8 provinces[] = {
  11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43,
  44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83, 91,
};

static const char credit_alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

static gboolean
are_digits (const char *text, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  }
  return TRUE;
}

static guint
get_number (const char *digits, gsize n)
{
  guint number = 0;

  for (gsize i = 0; i < n; i++)
    number = number * 10 + (guint)(digits[i] - '0');
  return number;
}

static gboolean
has_province (const char *digits)
{
  guint province = get_number (digits, 2);

  for (gsize i = 0; i < G_N_ELEMENTS (provinces); i++) {
    if (provinces[i] == province)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_birthday (guint year, guint month, guint day)
{
  return year >= 1900 && year < 2100 &&
         g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

/* Everything but the check character. */
static gboolean
has_id_card_form (const char *id)
{
  return strlen (id) == 18 && are_digits (id, 17) &&
         (g_ascii_isdigit (id[17]) || g_ascii_toupper (id[17]) == 'X') && has_province (id) &&
         is_birthday (get_number (id + 6, 4), get_number (id + 10, 2), get_number (id + 12, 2));
}

static gboolean
has_id_card_check (const char *id)
{
  static const guint weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
  guint sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    sum += weights[i] * (guint)(id[i] - '0');
  return "10X98765432"[sum % 11] == g_ascii_toupper (id[17]);
}

/**
 * gb_id_card_is_valid:
 * @id: a number
 *
 * 公民身份号码 of GB 11643-1999: six digits of the division, eight of the day of birth, three in
 * sequence, one check character by ISO 7064 MOD 11-2. A small x counts as X.
 *
 * Returns: %TRUE if @id is one
 */
gboolean
gb_id_card_is_valid (const char *id)
{
  g_return_val_if_fail (id != NULL, FALSE);

  return has_id_card_form (id) && has_id_card_check (id);
}

/**
 * gb_id_card_old_is_valid:
 * @id: a number
 *
 * The 15 digits used until 1999, with two digits of a year of the 20th century.
 *
 * Returns: %TRUE if @id may be one; without a check digit that is all that can be said
 */
gboolean
gb_id_card_old_is_valid (const char *id)
{
  g_return_val_if_fail (id != NULL, FALSE);

  return strlen (id) == 15 && are_digits (id, 15) && has_province (id) &&
         is_birthday (1900 + get_number (id + 6, 2), get_number (id + 8, 2),
                      get_number (id + 10, 2));
}

/**
 * gb_organisation_code_is_valid:
 * @code: eight characters and their check character
 *
 * 组织机构代码 of GB 11714-1997, weights 3 7 9 10 5 8 4 2, check character 11 − Σ mod 11.
 *
 * Returns: %TRUE if the check character is right
 */
gboolean
gb_organisation_code_is_valid (const char *code)
{
  static const guint weights[] = { 3, 7, 9, 10, 5, 8, 4, 2 };
  guint sum = 0;

  g_return_val_if_fail (code != NULL, FALSE);

  if (strlen (code) != 9)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (weights); i++) {
    if (g_ascii_isdigit (code[i]))
      sum += weights[i] * (guint)(code[i] - '0');
    else if (g_ascii_isupper (code[i]))
      sum += weights[i] * (guint)(code[i] - 'A' + 10);
    else
      return FALSE;
  }
  return "0X987654321"[sum % 11] == code[8];
}

/* GB 32100-2015 Table 1: which bodies may stand after which register; Y is for all others. */
static gboolean
has_credit_form (const char *code)
{
  return strlen (code) == 18 && strchr ("123456789ANY", code[0]) != NULL &&
         strchr ("123459", code[1]) != NULL && are_digits (code + 2, 6) &&
         (has_province (code + 2) || strncmp (code + 2, "10", 2) == 0);
}

/**
 * gb_credit_code_is_valid:
 * @code: a code in upper case
 *
 * 统一社会信用代码 of GB 32100-2015: its own check character by ISO 7064 MOD 31-3, and that of the
 * organisation code in it. The division may be 10 (the State Council's register).
 *
 * Returns: %TRUE if @code is one
 */
gboolean
gb_credit_code_is_valid (const char *code)
{
  static const guint weights[] = { 1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28 };
  g_autofree char *organisation = NULL;
  guint sum = 0;

  g_return_val_if_fail (code != NULL, FALSE);

  if (!has_credit_form (code))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (weights); i++) {
    const char *place = strchr (credit_alphabet, code[i]);

    if (place == NULL)
      return FALSE;
    sum += weights[i] * (guint)(place - credit_alphabet);
  }
  if (credit_alphabet[(31 - sum % 31) % 31] != code[17])
    return FALSE;
  organisation = g_strndup (code + 8, 9);
  return gb_organisation_code_is_valid (organisation);
}

/**
 * gb_bank_card_is_valid:
 * @number: a number
 *
 * Returns: %TRUE if it has 16 to 19 digits, not all alike, and passes the test of Luhn
 */
gboolean
gb_bank_card_is_valid (const char *number)
{
  gsize n;
  guint sum = 0;

  g_return_val_if_fail (number != NULL, FALSE);

  n = strlen (number);
  if (n < 16 || n > MAX_DIGITS || !are_digits (number, n) || number[0] == '0')
    return FALSE;
  for (gsize i = 0; i < n; i++) {
    guint digit = (guint)(number[n - 1 - i] - '0');

    if (i % 2 == 1)
      digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 == 0;
}

/**
 * gb_mobile_is_valid:
 * @number: a number
 *
 * Returns: %TRUE if it has the form of a mobile telephone number of the mainland: 11 digits, the
 *   first two from 13 to 19
 */
gboolean
gb_mobile_is_valid (const char *number)
{
  g_return_val_if_fail (number != NULL, FALSE);

  return strlen (number) == 11 && are_digits (number, 11) && number[0] == '1' && number[1] >= '3';
}

/**
 * gb_index_number_parse:
 * @text: an index number
 * @out_year: (out) (optional): the year in it, 0 if the form is another one
 * @out_serial: (out) (optional): the serial number in it, 0 if the form is another one
 *
 * 索引号 as the public catalogue of Guangdong has it: the 18-character credit code of the body that
 * publishes, a slash, the year, a hyphen, five digits.
 *
 * Returns: whether it has that form and the check characters are right
 */
GbIndexNumberState
gb_index_number_parse (const char *text, guint *out_year, guint *out_serial)
{
  g_autofree char *code = NULL;

  g_return_val_if_fail (text != NULL, GB_INDEX_NUMBER_FORM);

  if (out_year != NULL)
    *out_year = 0;
  if (out_serial != NULL)
    *out_serial = 0;
  if (strlen (text) != 29 || text[18] != '/' || !are_digits (text + 19, 4) || text[23] != '-' ||
      !are_digits (text + 24, 5))
    return GB_INDEX_NUMBER_FORM;
  code = g_strndup (text, 18);
  for (guint i = 0; i < 18; i++) {
    if (strchr (credit_alphabet, code[i]) == NULL)
      return GB_INDEX_NUMBER_FORM;
  }
  if (out_year != NULL)
    *out_year = get_number (text + 19, 4);
  if (out_serial != NULL)
    *out_serial = get_number (text + 24, 5);
  return gb_credit_code_is_valid (code) ? GB_INDEX_NUMBER_GOOD : GB_INDEX_NUMBER_CHECK;
}

/* --- Search ------------------------------------------------------------------------------------
 */

/* A run of ASCII letters and digits, full-width ones included. */
typedef struct {
  glong start;
  glong end;
  gboolean is_number; /* digits, the last perhaps an X */
} Token;

typedef struct {
  const gunichar *text;
  glong length;
  GArray *tokens; /* of Token */
  GArray *found;  /* of GbIdentifier */
} Search;

/* 0 for what is no letter or digit. */
static char
fold (gunichar c)
{
  if (c >= 0xff01 && c <= 0xff5e)
    c -= 0xff01 - 0x21;
  return c < 0x80 && g_ascii_isalnum ((char)c) ? g_ascii_toupper ((char)c) : '\0';
}

static gboolean
is_gap (gunichar c)
{
  return c == ' ' || c == 0xa0 || c == 0x3000 || c == '-' || c == 0x2009 || c == 0x202f;
}

static void
find_tokens (Search *self)
{
  for (glong i = 0; i < self->length;) {
    Token token = { i, i, TRUE };

    while (token.end < self->length && fold (self->text[token.end]) != '\0') {
      char c = fold (self->text[token.end]);

      /* An X ends a number; what follows it makes it a word. */
      if (!g_ascii_isdigit (c) &&
          (c != 'X' || (token.end + 1 < self->length && fold (self->text[token.end + 1]) != '\0')))
        token.is_number = FALSE;
      token.end++;
    }
    if (token.end > token.start)
      g_array_append_val (self->tokens, token);
    i = MAX (token.end, i + 1);
  }
}

/* TRUE if one of words stands within reach characters before position, in the same sentence. */
static gboolean
stands_before (const Search *self, glong position, glong reach, const char *const *words)
{
  glong start = MAX (0, position - reach);
  g_autofree char *before = NULL;

  for (glong i = position - 1; i >= start; i--) {
    if (self->text[i] == 0x3002 || self->text[i] == '\n' || self->text[i] == 0xff1b) {
      start = i + 1;
      break;
    }
  }
  before = g_ucs4_to_utf8 (self->text + start, position - start, NULL, NULL, NULL);
  for (guint i = 0; before != NULL && words[i] != NULL; i++) {
    if (strstr (before, words[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_one_of (gunichar c, const char *characters)
{
  return c != 0 && g_utf8_strchr (characters, -1, c) != NULL;
}

/* A part of an address in the web, a version, a decimal fraction, an amount or a count is no number
 * of a person. */
static gboolean
is_part_of_something (const Search *self, glong start, glong end)
{
  gunichar before = start > 0 ? self->text[start - 1] : 0;
  gunichar after = end < self->length ? self->text[end] : 0;
  gunichar next = end + 1 < self->length ? self->text[end + 1] : 0;

  if (is_one_of (before, "/_=&?#@.$%￥¥第"))
    return TRUE;
  if (is_one_of (after, "/_=&@%％‰元万亿吨千米公克升个件次户人名岁年月日度瓦册份页条号"))
    return TRUE;
  return is_one_of (after, ".,") && next != 0 && fold (next) != '\0';
}

static void
add (Search *self, GbIdentifierKind kind, glong start, glong end, const char *number)
{
  GbIdentifier found = { kind, (guint)start, (guint)(end - start), "" };

  g_strlcpy (found.number, number, sizeof found.number);
  g_array_append_val (self->found, found);
}

/* A code of a body is public, and both kinds are 18 long. Where a number passes as both, only the
 * word before it can make a code of it. */
static gboolean
is_credit_code (const Search *self, const char *number, glong start)
{
  static const char *const labels[] = { "信用代码", "机构代码", "索引号", "税号", NULL };

  return gb_credit_code_is_valid (number) &&
         (!gb_id_card_is_valid (number) || stands_before (self, start, 20, labels));
}

/* Groups as people write them, by their number of digits. A row of a table has the same form, so
 * that only cards of the usual issuers are believed. */
static gboolean
are_card_groups (const guint *groups, guint n, const char *number)
{
  if (strchr ("3456", number[0]) == NULL)
    return FALSE;
  if (n == 2)
    return groups[0] == 6;
  for (guint i = 0; i + 1 < n; i++) {
    if (groups[i] != 4)
      return FALSE;
  }
  return n >= 4 && groups[n - 1] <= 4;
}

static gboolean
are_mobile_groups (const guint *groups, guint n)
{
  return (n == 2 && groups[0] == 3) || (n == 3 && groups[0] == 3) ||
         (n == 2 && (groups[0] == 7 || groups[0] == 2));
}

static gboolean
take (Search *self, glong start, glong end, const char *number, const guint *groups, guint n)
{
  gboolean is_whole = n == 1;
  gsize length = strlen (number);

  if (length == 18 && has_id_card_form (number) && !is_credit_code (self, number, start)) {
    if (has_id_card_check (number)) {
      add (self, GB_IDENTIFIER_ID_CARD, start, end, number);
      return TRUE;
    }
    if (is_whole && !gb_bank_card_is_valid (number)) {
      add (self, GB_IDENTIFIER_ID_CARD_ALIKE, start, end, number);
      return TRUE;
    }
  }
  if (is_part_of_something (self, start, end))
    return FALSE;
  if (length >= 16 && gb_bank_card_is_valid (number) && !gb_credit_code_is_valid (number) &&
      (is_whole || are_card_groups (groups, n, number))) {
    add (self, GB_IDENTIFIER_BANK_CARD, start, end, number);
    return TRUE;
  }
  if (length == 15 && is_whole && gb_id_card_old_is_valid (number)) {
    add (self, GB_IDENTIFIER_ID_CARD_OLD, start, end, number);
    return TRUE;
  }
  if (length == 13 && is_whole && strncmp (number, "86", 2) == 0 &&
      gb_mobile_is_valid (number + 2)) {
    add (self, GB_IDENTIFIER_MOBILE, start + 2, end, number + 2);
    return TRUE;
  }
  if (length == 11 && gb_mobile_is_valid (number) && (is_whole || are_mobile_groups (groups, n))) {
    add (self, GB_IDENTIFIER_MOBILE, start, end, number);
    return TRUE;
  }
  return FALSE;
}

/* The longest number that begins with the token: alone, or joined with those after it while one
 * gap is between them. Returns the number of tokens that it took. */
static guint
take_from (Search *self, guint first)
{
  char number[MAX_DIGITS + 1] = "";
  guint groups[MAX_DIGITS];
  gsize length = 0;
  glong start = 0;
  glong ends[MAX_DIGITS];
  gsize lengths[MAX_DIGITS];
  guint n = 0;

  while (first + n < self->tokens->len && n < MAX_DIGITS) {
    const Token *token = &g_array_index (self->tokens, Token, first + n);
    gsize n_chars = (gsize)(token->end - token->start);

    if (!token->is_number || length + n_chars > MAX_DIGITS)
      break;
    if (n == 0)
      start = token->start;
    else if (token->start - ends[n - 1] != 1 || !is_gap (self->text[ends[n - 1]]))
      break;
    for (gsize i = 0; i < n_chars; i++)
      number[length + i] = fold (self->text[token->start + (glong)i]);
    length += n_chars;
    groups[n] = (guint)n_chars;
    lengths[n] = length;
    ends[n] = token->end;
    n++;
    if (number[length - 1] == 'X')
      break;
  }
  for (guint k = n; k > 0; k--) {
    number[lengths[k - 1]] = '\0';
    if (take (self, start, ends[k - 1], number, groups, k))
      return k;
  }
  return 0;
}

static gboolean
has_number (const char *text)
{
  guint n = 0;

  for (const guchar *p = (const guchar *)text; *p != '\0'; p++) {
    if (g_ascii_isdigit ((char)*p) || (p[0] == 0xef && p[1] == 0xbc))
      n++;
    if (n >= 11)
      return TRUE;
  }
  return FALSE;
}

/**
 * gb_identifiers_find:
 * @text: UTF-8 text of one block
 *
 * Looks for numbers of persons and accounts, also in full-width digits and in groups with one
 * space or hyphen between them. Codes of bodies (统一社会信用代码) are public and not reported; nor
 * are numbers within web addresses, amounts and longer numbers.
 *
 * Returns: (transfer full) (nullable) (element-type GbIdentifier): what was found, in the order of
 *   the text, without overlap; %NULL if there is nothing
 */
GArray *
gb_identifiers_find (const char *text)
{
  g_autofree gunichar *characters = NULL;
  g_autoptr (GArray) tokens = NULL;
  g_autoptr (GArray) found = NULL;
  Search self = { 0 };

  g_return_val_if_fail (text != NULL, NULL);

  if (!has_number (text))
    return NULL;
  characters = g_utf8_to_ucs4_fast (text, -1, &self.length);
  tokens = g_array_new (FALSE, FALSE, sizeof (Token));
  found = g_array_new (FALSE, FALSE, sizeof (GbIdentifier));
  self.text = characters;
  self.tokens = tokens;
  self.found = found;
  find_tokens (&self);
  for (guint i = 0; i < tokens->len;) {
    guint n_taken = take_from (&self, i);

    i += MAX (1, n_taken);
  }
  return found->len > 0 ? g_steal_pointer (&found) : NULL;
}

/**
 * gb_identifier_mask:
 * @self: a number that was found
 *
 * Masks it as notices about personal information in lists prescribe: an identity number keeps its
 * first two and its last three characters, a telephone number its first three and last four, a card
 * its last four.
 *
 * Returns: (transfer full): what may be shown instead
 */
char *
gb_identifier_mask (const GbIdentifier *self)
{
  gsize n;

  g_return_val_if_fail (self != NULL, NULL);

  n = strlen (self->number);
  switch (self->kind) {
  case GB_IDENTIFIER_ID_CARD:
  case GB_IDENTIFIER_ID_CARD_ALIKE:
    return g_strdup_printf ("%.2s*************%s", self->number, self->number + n - 3);
  case GB_IDENTIFIER_ID_CARD_OLD:
    return g_strdup_printf ("%.2s**********%s", self->number, self->number + n - 3);
  case GB_IDENTIFIER_MOBILE:
    return g_strdup_printf ("%.3s****%s", self->number, self->number + n - 4);
  case GB_IDENTIFIER_BANK_CARD:
    return g_strdup_printf ("**** **** **** %s", self->number + n - 4);
  default:
    g_return_val_if_reached (NULL);
  }
}
