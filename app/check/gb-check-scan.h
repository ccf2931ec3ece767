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

/* The character at i; 0 behind the end. */
static inline gunichar
gb_scan_char (const GbCheckBlock *block, guint i)
{
  return i < block->n_chars ? block->chars[i] : 0;
}

/* A number at the beginning of a text: 一 1 （一） （1） (GB/T 9704-2012 §7.3.3). */
typedef enum {
  GB_SCAN_LABEL_CHINESE,
  GB_SCAN_LABEL_PAREN_CHINESE,
  GB_SCAN_LABEL_ARABIC,
  GB_SCAN_LABEL_PAREN_ARABIC,
} GbScanLabelKind;

typedef struct {
  GbScanLabelKind kind;
  guint number;
  guint length; /* characters, white space at the front among them, the mark behind it not */
} GbScanLabel;

/* FALSE if the text begins without a number; parentheses may be half-width. 一 alone begins many
 * words: a number without parentheses counts only with a mark behind it. */
gboolean gb_scan_label (const GbCheckBlock *block, GbScanLabel *out_label);
/* Characters of the number at the beginning and of the mark behind it; 0 without one. */
guint gb_scan_skip_label (const GbCheckBlock *block);
/* The value of Chinese digits (〇 to 九十九, or digit by digit) from i on; 0 if there are none. */
guint gb_scan_chinese_number (const GbCheckBlock *block, guint i, guint *out_length);

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
