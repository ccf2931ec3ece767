/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms for full-text search, pure functions for any thread; client and portal index with them.
 * FTS5's own "trigram" finds no word of two characters, and most Chinese words have two. So every
 * two neighbouring ideographs are one term, and the last one of a run is a term too:
 *
 *   优化营商环境 5G  →  优化 化营 营商 商环 环境 境 5g
 *
 * A word is then a phrase (营商环境 is "营商 商环 环境"), one character a prefix (营*). The table's
 * tokenizer is "ascii", for which every character beyond ASCII is a letter: unicode61 knows only
 * the Unicode of 2012 and would split at newer ideographs. */
#define G_LOG_DOMAIN "gb-store"

#include "config.h"

#include "store/gb-search-terms.h"

#include <string.h>

/* Ideographs, kana and hangul are written without spaces. */
static gboolean
is_dense (gunichar c)
{
  switch (g_unichar_get_script (c)) {
  case G_UNICODE_SCRIPT_HAN:
  case G_UNICODE_SCRIPT_HIRAGANA:
  case G_UNICODE_SCRIPT_KATAKANA:
  case G_UNICODE_SCRIPT_BOPOMOFO:
  case G_UNICODE_SCRIPT_HANGUL:
    return TRUE;
  default:
    return FALSE;
  }
}

static gboolean
is_letter (gunichar c)
{
  return g_unichar_isalnum (c) || is_dense (c);
}

/* Full-width and half-width forms, and upper and lower case, are the same word. */
static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);

  return normal != NULL ? g_utf8_casefold (normal, -1) : g_strdup ("");
}

static const char *
next_run (const char *at, gboolean dense)
{
  while (*at != '\0') {
    gunichar c = g_utf8_get_char (at);

    if (!is_letter (c) || is_dense (c) != dense)
      break;
    at = g_utf8_next_char (at);
  }
  return at;
}

/* with_last: also the last character alone. */
static void
append_dense (GString *grams, const char *start, const char *end, gboolean with_last)
{
  const char *at = start;

  while (at < end) {
    const char *second = g_utf8_next_char (at);
    const char *stop = second < end ? g_utf8_next_char (second) : end;

    if (second < end || with_last || at == start) {
      g_string_append_len (grams, at, stop - at);
      g_string_append_c (grams, ' ');
    }
    at = second;
  }
}

static void
append_word (GString *grams, const char *start, const char *end, gboolean with_last)
{
  if (is_dense (g_utf8_get_char (start))) {
    append_dense (grams, start, end, with_last);
    return;
  }
  g_string_append_len (grams, start, end - start);
  g_string_append_c (grams, ' ');
}

static char *
split_grams (const char *folded, gboolean with_last)
{
  GString *grams = g_string_sized_new (strlen (folded) * 3);
  const char *at = folded;

  while (*at != '\0') {
    gunichar c = g_utf8_get_char (at);
    const char *end;

    if (!is_letter (c)) {
      at = g_utf8_next_char (at);
      continue;
    }
    end = next_run (at, is_dense (c));
    /* In the middle of a query the last character stands alone as it does in the index, or the
     * phrase would have a gap there. */
    append_word (grams, at, end, with_last || *end != '\0');
    at = end;
  }
  return g_string_free (grams, FALSE);
}

/**
 * gb_search_terms_for_text:
 * @text: UTF-8
 *
 * Returns: (transfer full): what goes into the column of an FTS5 table with tokenize = 'ascii'
 */
char *
gb_search_terms_for_text (const char *text)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  folded = fold (text);
  return split_grams (folded, TRUE);
}

/* One word of the query as a phrase. The last token may be the start of one: "5" finds 5g, and a
 * single 营 finds every pair that begins with it. A pair is whole. */
static void
append_phrase (GString *match, const char *word)
{
  g_autofree char *grams = split_grams (word, FALSE);
  const char *last;

  g_strchomp (grams);
  if (*grams == '\0')
    return;
  last = strrchr (grams, ' ');
  last = last != NULL ? last + 1 : grams;
  g_string_append_printf (match, "%s\"%s\"", match->len > 0 ? " AND " : "", grams);
  if (!is_dense (g_utf8_get_char (last)) || *g_utf8_next_char (last) == '\0')
    g_string_append (match, "*");
}

/**
 * gb_search_terms_for_query:
 * @query: words as a person types them, separated by spaces; all must occur
 *
 * Returns: (transfer full) (nullable): an expression for MATCH; %NULL if there is nothing to look
 *   for, as in a query of nothing but punctuation
 */
char *
gb_search_terms_for_query (const char *query)
{
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;
  GString *match = NULL;
  gboolean is_empty;

  g_return_val_if_fail (query != NULL, NULL);

  folded = fold (query);
  words = g_strsplit_set (folded, " \t\n", -1);
  match = g_string_new (NULL);

  for (char **word = words; *word != NULL; word++)
    append_phrase (match, *word);
  is_empty = match->len == 0;
  return g_string_free (match, is_empty);
}
