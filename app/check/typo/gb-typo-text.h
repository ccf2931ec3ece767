/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gunichar2 *gb_typo_text_decode (const char *text, gsize n_bytes, guint *n_characters);
char *gb_typo_text_take_line (char **rest);
char *gb_typo_text_encode (const gunichar2 *characters, guint n_characters);

/* Whether a character is written in words here: a Han character of the basic plane, or 〇. */
static inline gboolean
gb_typo_text_is_han (gunichar2 character)
{
  return (character >= 0x4e00 && character <= 0x9fff) ||
         (character >= 0x3400 && character <= 0x4dbf) || character == 0x3007;
}

G_END_DECLS
