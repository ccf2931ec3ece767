/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What several families ask about characters and their neighbours. */

#include "check/gb-check-block.h"

G_BEGIN_DECLS

/* A Chinese character, or a mark that only Chinese text has. */
static inline gboolean
gb_char_is_chinese (gunichar c)
{
  return gb_char_is_han (c) || (c >= 0x3001 && c <= 0x301b) || (c >= 0xff01 && c <= 0xff0f) ||
         c == 0xff1a || c == 0xff1b || c == 0xff1f || (c >= 0x2018 && c <= 0x201d);
}

/* Remembers the address that was found last, so that a text is searched once however often it is
 * asked about; starts as { 0 } with each block. */
typedef struct {
  guint start;
  guint end;
  guint searched; /* no address begins before this one that has not been found */
} GbScanAddress;

/* TRUE if the character is a part of a web or e-mail address. Ask in ascending order. */
gboolean gb_scan_is_in_address (GbScanAddress *self, const GbCheckBlock *block, guint offset_chars);

G_END_DECLS
