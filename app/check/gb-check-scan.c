/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What several families ask about characters and their neighbours. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-scan.h"

static gboolean
is_address_char (gunichar c)
{
  return c > ' ' && c < 0x7f && c != '<' && c != '>' && c != '"' && c != '\'' && c != '(' &&
         c != ')';
}

static gboolean
starts_with (const GbCheckBlock *block, guint i, const char *text)
{
  for (guint k = 0; text[k] != '\0'; k++) {
    if (i + k >= block->n_chars || block->chars[i + k] != (gunichar)text[k])
      return FALSE;
  }
  return TRUE;
}

/* A run of ASCII letters and signs is an address if it has "://", "www." or "@" in it. What stands
 * before its scheme, and a mark at its end, are not a part of it. */
static gboolean
look_at_run (GbScanAddress *self, const GbCheckBlock *block, guint start, guint end)
{
  for (guint i = start; i < end; i++) {
    guint first = i;

    if (starts_with (block, i, "://")) {
      while (first > start && gb_char_is_latin (block->chars[first - 1]))
        first--;
    } else if (block->chars[i] == '@') {
      while (first > start && block->chars[first - 1] != ':' && block->chars[first - 1] != ',' &&
             block->chars[first - 1] != ';')
        first--;
    } else if (!starts_with (block, i, "www.")) {
      continue;
    }
    while (end > i && (block->chars[end - 1] == ',' || block->chars[end - 1] == ';' ||
                       block->chars[end - 1] == ':' || block->chars[end - 1] == '?' ||
                       block->chars[end - 1] == '!' || block->chars[end - 1] == '.'))
      end--;
    self->start = first;
    self->end = end;
    return TRUE;
  }
  return FALSE;
}

static void
find_next (GbScanAddress *self, const GbCheckBlock *block)
{
  guint i = MAX (self->searched, self->end);

  while (i < block->n_chars) {
    guint start = i;

    while (i < block->n_chars && is_address_char (block->chars[i]))
      i++;
    if (i > start && look_at_run (self, block, start, i)) {
      self->searched = i;
      return;
    }
    while (i < block->n_chars && !is_address_char (block->chars[i]))
      i++;
  }
  self->searched = i;
  self->start = self->end = block->n_chars;
}

gboolean
gb_scan_is_in_address (GbScanAddress *self, const GbCheckBlock *block, guint offset_chars)
{
  if ((block->features & GB_HAS_LATIN) == 0)
    return FALSE;
  while (self->end <= offset_chars && self->searched < block->n_chars)
    find_next (self, block);
  return offset_chars >= self->start && offset_chars < self->end;
}

/* 十 is 10; no digit is -1. */
static int
get_chinese_digit (gunichar c)
{
  static const gunichar digits[] = { 0x3007, 0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94,
                                     0x516d, 0x4e03, 0x516b, 0x4e5d, 0x5341 };

  if (c == 0x96f6)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (digits); i++) {
    if (digits[i] == c)
      return (int)i;
  }
  return -1;
}

guint
gb_scan_chinese_number (const GbCheckBlock *block, guint i, guint *out_length)
{
  guint start = i;
  guint number = 0;
  guint last = 0;

  for (; i < block->n_chars && i - start < 4; i++) {
    int digit = get_chinese_digit (block->chars[i]);

    if (digit < 0)
      break;
    if (digit == 10) {
      number = MAX (last, 1) * 10;
      last = 0;
    } else {
      number += (guint)digit;
      last = (guint)digit;
    }
  }
  *out_length = i - start;
  return number;
}

static guint
get_arabic_number (const GbCheckBlock *block, guint i, guint *out_length)
{
  guint start = i;
  guint number = 0;

  while (i < block->n_chars && gb_char_is_digit (block->chars[i]) && i - start < 3)
    number = number * 10 + (block->chars[i++] - '0');
  *out_length = i - start;
  return number;
}

gboolean
gb_scan_label (const GbCheckBlock *block, GbScanLabel *out_label)
{
  guint i = 0;
  guint length;
  gboolean has_paren;
  gunichar mark;

  while (i < block->n_chars && (block->chars[i] == ' ' || block->chars[i] == 0x3000))
    i++;
  has_paren = i < block->n_chars && (block->chars[i] == '(' || block->chars[i] == 0xff08);
  i += has_paren;
  out_label->number = gb_scan_chinese_number (block, i, &length);
  out_label->kind = has_paren ? GB_SCAN_LABEL_PAREN_CHINESE : GB_SCAN_LABEL_CHINESE;
  if (length == 0) {
    out_label->number = get_arabic_number (block, i, &length);
    out_label->kind = has_paren ? GB_SCAN_LABEL_PAREN_ARABIC : GB_SCAN_LABEL_ARABIC;
  }
  i += length;
  if (length == 0 || out_label->number == 0 || i >= block->n_chars)
    return FALSE;
  mark = block->chars[i];
  out_label->length = has_paren ? i + 1 : i;
  if (has_paren)
    return mark == ')' || mark == 0xff09;
  if (out_label->kind == GB_SCAN_LABEL_CHINESE)
    return mark == 0x3001 || mark == '.' || mark == 0xff0e;
  return mark == 0x3001 || mark == 0xff0e ||
         (mark == '.' && (i + 1 >= block->n_chars || !gb_char_is_digit (block->chars[i + 1])));
}

guint
gb_scan_skip_label (const GbCheckBlock *block)
{
  GbScanLabel label;

  if (!gb_scan_label (block, &label))
    return 0;
  return label.kind == GB_SCAN_LABEL_CHINESE || label.kind == GB_SCAN_LABEL_ARABIC
           ? label.length + 1
           : label.length;
}
