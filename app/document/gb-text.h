/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Words as offices count them: every CJK character is one, every run of Latin letters and digits
 * is one; punctuation and spaces are none. */
guint gb_text_count_words (const char *text);

/* FALSE for characters that no document may hold: controls, bidirectional embeddings, overrides
 * and isolates, line and paragraph separators, byte order marks, tags and noncharacters. Tab and
 * line feed are allowed; canonical form makes spaces of them. */
gboolean gb_text_is_allowed (gunichar c);
/* The first character of text that is not allowed, or NULL. */
const char *gb_text_find_forbidden (const char *text);
/* TRUE if nothing of text can be seen: white space, characters of no width, fillers. */
gboolean gb_text_is_blank (const char *text);
/* A copy without forbidden characters, every run of white space with a tab or line break in it as
 * one space: what a single-line field may hold. Not trimmed. */
char *gb_text_clean_line (const char *text);

/* 一 … 九千九百九十九; larger numbers as digits. */
char *gb_text_format_chinese_number (guint number);

G_END_DECLS
