/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Words as offices count them: every CJK character is one, every run of Latin letters and digits
 * is one; punctuation and spaces are none. */
guint gb_text_count_words (const char *text);

G_END_DECLS
