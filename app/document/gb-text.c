/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Small functions over UTF-8 text that every part agrees on. Nothing here keeps state, so every
 * function may be called on any thread. */

#define G_LOG_DOMAIN "gb-text"

#include "config.h"

#include "document/gb-text.h"

#include <string.h>

/* The iteration marks 々 and 〻 and the zero 〇 belong to the Han script, so the script decides. */
static gboolean
is_cjk_character (gunichar c)
{
  switch (g_unichar_get_script (c)) {
  case G_UNICODE_SCRIPT_HAN:
  case G_UNICODE_SCRIPT_HIRAGANA:
  case G_UNICODE_SCRIPT_KATAKANA:
  case G_UNICODE_SCRIPT_HANGUL:
  case G_UNICODE_SCRIPT_BOPOMOFO:
    return g_unichar_isalnum (c);
  default:
    return FALSE;
  }
}

/**
 * gb_text_count_words:
 * @text: UTF-8 text
 *
 * Counts words as Chinese offices do (字数): each CJK character is one, each run of other letters
 * and digits is one. A combining mark continues its run; anything else ends it.
 *
 * Returns: the number of words
 */
guint
gb_text_count_words (const char *text)
{
  guint n_words = 0;
  gboolean in_run = FALSE;

  g_return_val_if_fail (text != NULL, 0);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (is_cjk_character (c)) {
      n_words++;
      in_run = FALSE;
    } else if (g_unichar_isalnum (c)) {
      if (!in_run)
        n_words++;
      in_run = TRUE;
    } else if (!g_unichar_ismark (c)) {
      in_run = FALSE;
    }
  }
  return n_words;
}

/**
 * gb_text_is_allowed:
 * @c: a character
 *
 * Bidirectional controls are refused because they let a text read differently from what was
 * approved; the others because they are invisible or have no meaning in XML and HTML.
 *
 * Returns: %TRUE if a document may hold @c
 */
gboolean
gb_text_is_allowed (gunichar c)
{
  if (c < 0x20)
    return c == '\t' || c == '\n' || c == '\r';
  if (c >= 0x7f && c <= 0x9f)
    return FALSE;
  if (c == 0x2028 || c == 0x2029)
    return FALSE;
  if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
    return FALSE;
  if (c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb))
    return FALSE;
  if (c >= 0xe0000 && c <= 0xe007f)
    return FALSE;
  if ((c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe)
    return FALSE;
  return c <= 0x10ffff && !(c >= 0xd800 && c <= 0xdfff);
}

/**
 * gb_text_find_forbidden:
 * @text: UTF-8 text
 *
 * Returns: (nullable): a pointer into @text to the first character that gb_text_is_allowed()
 *   refuses, or %NULL if there is none
 */
const char *
gb_text_find_forbidden (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    if (!gb_text_is_allowed (g_utf8_get_char (p)))
      return p;
  }
  return NULL;
}

/* Characters that take part in the shape of others or fill a place, and show nothing by
 * themselves: marks without a base, and what Unicode calls default-ignorable or leaves blank
 * although it is a letter or a symbol by category (the fillers of Hangul, the empty braille cell,
 * the place of a missing object). */
static gboolean
is_unseen (gunichar c)
{
  switch (c) {
  case 0x115f:
  case 0x1160:
  case 0x2800:
  case 0x3164:
  case 0xffa0:
  case 0xfffc:
    return TRUE;
  default:
    return !g_unichar_isgraph (c) || g_unichar_isspace (c) || g_unichar_ismark (c);
  }
}

/**
 * gb_text_is_blank:
 * @text: UTF-8 text
 *
 * Whether a reader would see nothing: white space, characters of no width, fillers.
 *
 * Returns: %TRUE if no character of @text can be seen
 */
gboolean
gb_text_is_blank (const char *text)
{
  g_return_val_if_fail (text != NULL, TRUE);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    if (!is_unseen (g_utf8_get_char (p)))
      return FALSE;
  }
  return TRUE;
}

/**
 * gb_text_clean_line:
 * @text: UTF-8 text
 *
 * Makes of @text what a single-line field may hold: forbidden characters are left out, and each
 * run of ASCII white space that has a tab or line break in it becomes one space. The ends are not
 * trimmed, so that an entry bound to the field does not lose the space that was just typed.
 *
 * Returns: (transfer full): the clean text
 */
char *
gb_text_clean_line (const char *text)
{
  GString *clean;
  const char *p = text;

  g_return_val_if_fail (text != NULL, NULL);

  clean = g_string_sized_new (strlen (text));
  while (*p != '\0') {
    gsize n_white = strspn (p, " \t\n\r");

    if (n_white > 0) {
      if (strcspn (p, "\t\n\r") < n_white)
        g_string_append_c (clean, ' ');
      else
        g_string_append_len (clean, p, n_white);
      p += n_white;
    } else {
      if (gb_text_is_allowed (g_utf8_get_char (p)))
        g_string_append_len (clean, p, g_utf8_next_char (p) - p);
      p = g_utf8_next_char (p);
    }
  }
  return g_string_free (clean, FALSE);
}

/**
 * gb_text_format_chinese_number:
 * @number: a number
 *
 * Writes @number as the numbering of headings and lists does: 一, 十, 十二, 二十, 一百零一. Numbers
 * that such numbering never reaches are written with digits.
 *
 * Returns: (transfer full): the numeral
 */
char *
gb_text_format_chinese_number (guint number)
{
  static const char *const digits[] = {
    "零", "一", "二", "三", "四", "五", "六", "七", "八", "九",
  };
  static const struct {
    guint value;
    const char *name;
  } units[] = { { 1000, "千" }, { 100, "百" }, { 10, "十" }, { 1, "" } };
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean skipped = FALSE;

  if (number == 0 || number > 9999)
    return g_strdup_printf ("%u", number);

  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    guint digit = number / units[i].value % 10;

    if (digit == 0) {
      skipped = text->len > 0;
      continue;
    }
    if (skipped)
      g_string_append (text, digits[0]);
    skipped = FALSE;
    if (number >= 20 || units[i].value != 10)
      g_string_append (text, digits[digit]);
    g_string_append (text, units[i].name);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
