/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Between UTF-8 and arrays with one 16-bit unit a character. */

#include "config.h"

#include "check/typo/gb-typo-text.h"

#define REPLACEMENT 0xfffd

/**
 * gb_typo_text_decode:
 * @text: UTF-8; what is not valid becomes U+FFFD, a byte a character
 * @n_bytes: its length in bytes
 * @n_characters: (out): its length in characters
 *
 * Returns: (transfer full): one unit a character; U+FFFD for those beyond U+FFFF
 */
gunichar2 *
gb_typo_text_decode (const char *text, gsize n_bytes, guint *n_characters)
{
  gunichar2 *characters = g_new (gunichar2, n_bytes + 1);
  const char *end = text + n_bytes;
  guint n = 0;

  for (const char *at = text; at < end;) {
    gunichar character = g_utf8_get_char_validated (at, end - at);

    if (character >= 0xfffffffe) {
      characters[n++] = REPLACEMENT;
      at++;
      continue;
    }
    characters[n++] = character <= G_MAXUINT16 ? (gunichar2)character : REPLACEMENT;
    at = g_utf8_next_char (at);
  }
  *n_characters = n;
  return characters;
}

/**
 * gb_typo_text_encode:
 * @characters: characters that gb_typo_text_decode() gave
 * @n_characters: how many
 *
 * Returns: (transfer full): UTF-8
 */
char *
gb_typo_text_encode (const gunichar2 *characters, guint n_characters)
{
  GString *text = g_string_sized_new (3 * (gsize)n_characters);

  for (guint i = 0; i < n_characters; i++)
    g_string_append_unichar (text, characters[i]);
  return g_string_free (text, FALSE);
}

/**
 * gb_typo_text_take_line:
 * @rest: (inout): what is left of a text, which is cut into lines
 *
 * Returns: (nullable): the next line, without its end
 */
char *
gb_typo_text_take_line (char **rest)
{
  char *line = *rest;
  char *end = line;

  if (*line == '\0')
    return NULL;
  while (*end != '\n' && *end != '\0')
    end++;
  *rest = *end == '\n' ? end + 1 : end;
  *end = '\0';
  return line;
}
