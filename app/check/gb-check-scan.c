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
