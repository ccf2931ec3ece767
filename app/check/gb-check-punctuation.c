/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Single marks: half-width ones in Chinese text. Brackets, which come in pairs, have their own
 * file. Sources: GB/T 15834-2011 标点符号用法, known from copies. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-families.h"
#include "check/gb-check-scan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MARKS "GB/T 15834-2011《标点符号用法》"

enum {
  HALF,
};

static const GbRule rules[] = {
  [HALF] = { "PUNC-HALF", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
             N_ ("Chinese text has full-width marks."), MARKS, GB_CERTAINTY_COPY },
};

static const char *
get_full_mark (gunichar c)
{
  switch (c) {
  case ',':
    return "，";
  case ';':
    return "；";
  case ':':
    return "：";
  case '?':
    return "？";
  case '!':
    return "！";
  default:
    return NULL;
  }
}

/* A mark belongs to Chinese text if a Chinese character, or a mark of Chinese text, stands beside
 * it; the one after it may follow spaces. 1,234 and 16:51 and an address are none. */
static gboolean
is_in_chinese (const GbCheckBlock *block, guint i, guint next)
{
  gunichar before = i > 0 ? block->chars[i - 1] : 0;
  gunichar after = block->chars[next];

  if (gb_char_is_digit (before) && gb_char_is_digit (after) && next == i + 1)
    return FALSE;
  return gb_char_is_chinese (before) || gb_char_is_chinese (after);
}

static void
check_half (GbCheckRun *run, const GbCheckBlock *block)
{
  GbScanAddress address = { 0 };

  for (guint i = 0; i < block->n_chars; i++) {
    const char *full = get_full_mark (block->chars[i]);
    guint next = i + 1;

    if (full == NULL || gb_scan_is_in_address (&address, block, i))
      continue;
    while (block->chars[next] == ' ')
      next++;
    if (is_in_chinese (block, i, next))
      gb_check_report (run, &rules[HALF], block, i, next - i, full, NULL,
                       N_ ("write the full-width mark %s"), full, NULL);
  }
}

static void
check_block (GbCheckRun *run, const GbCheckBlock *block)
{
  if ((block->features & GB_HAS_ASCII_POINT) != 0 && (block->features & GB_HAS_HAN) != 0)
    check_half (run, block);
}

const GbRuleFamily gb_rules_punctuation = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
  .check_block = check_block,
  .features = GB_HAS_ASCII_POINT,
};
