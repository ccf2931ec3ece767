/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Marks that come in pairs. They are followed with a stack, not counted: 《A》的通知》、《B has as
 * many of one as of the other. Quotation marks have a stack of their own, because a quotation may
 * go through several paragraphs. Sources: GB/T 15834-2011 标点符号用法, known from copies. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-families.h"
#include "check/gb-check-scan.h"

#include <glib/gi18n-lib.h>

#define MARKS       "GB/T 15834-2011《标点符号用法》"
#define BOOK_OPEN   0x300a /* 《 */
#define BOOK_CLOSE  0x300b /* 》 */
#define SMALL_OPEN  0x3008 /* 〈 */
#define SMALL_CLOSE 0x3009 /* 〉 */

enum {
  PAIR,
  ANGLE,
  NEST,
  BOOKSEP,
};

static const GbRule rules[] = {
  [PAIR] = { "PUNC-PAIR", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_TEXT, 0,
             N_ ("Brackets and quotation marks come in pairs."), MARKS, GB_CERTAINTY_COPY,
             GB_RULE_MAY_BLOCK },
  [ANGLE] = { "PUNC-ANGLE", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
              N_ ("Titles stand in 《》, not in signs of comparison."), MARKS " 4.15",
              GB_CERTAINTY_COPY },
  [NEST] = { "PUNC-NEST", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
             N_ ("A title within a title stands in 〈〉."), MARKS " 4.15.3.4", GB_CERTAINTY_COPY },
  [BOOKSEP] = { "PUNC-BOOKSEP", GB_FINDING_LEVEL_HINT, GB_CHECK_SCOPE_TEXT, 0,
                N_ ("No mark stands between titles that follow each other."), MARKS " 4.5.3.5",
                GB_CERTAINTY_COPY },
};

typedef struct {
  gunichar c;
  guint offset;
} Mark;

/* The mark that closes c, with both widths of parentheses taken for one; 0 if c opens nothing. */
static gunichar
get_close (gunichar c)
{
  switch (c) {
  case BOOK_OPEN:
    return BOOK_CLOSE;
  case SMALL_OPEN:
    return SMALL_CLOSE;
  case 0x3014: /* 〔 */
    return 0x3015;
  case 0x3010: /* 【 */
    return 0x3011;
  case '(':
  case 0xff08:
    return ')';
  default:
    return 0;
  }
}

static gboolean
is_close (gunichar c)
{
  return c == BOOK_CLOSE || c == SMALL_CLOSE || c == 0x3015 || c == 0x3011 || c == ')' ||
         c == 0xff09;
}

static void
report_alone (GbCheckRun *run, const GbCheckBlock *block, guint offset, gboolean is_opening)
{
  /* A title with half a 书名号 is what inspections count first. */
  GbFindingLevel level =
    block->role == GB_CHECK_ROLE_TITLE ? GB_FINDING_LEVEL_BLOCK : GB_FINDING_LEVEL_WARNING;
  g_autofree char *mark = gb_check_block_dup_piece (block, offset, 1);

  gb_check_report_at (run, level, &rules[PAIR], block, offset, 1, NULL, NULL,
                      is_opening ? N_ ("%s is not closed; add the other half or take it out")
                                 : N_ ("%s is not opened; add the other half or take it out"),
                      mark, NULL);
}

/* 1) and a) number things. */
static gboolean
is_enumerator (const GbCheckBlock *block, guint i)
{
  guint start = i;

  while (start > 0 &&
         (gb_char_is_digit (block->chars[start - 1]) || gb_char_is_latin (block->chars[start - 1])))
    start--;
  return start < i && i - start <= 3 &&
         (start == 0 || !gb_char_is_latin (block->chars[start - 1])) &&
         (start == 0 || block->chars[start - 1] == ' ' || block->chars[start - 1] == 0x3000 ||
          block->chars[start - 1] == '\n' || block->chars[start - 1] == 0xff1b ||
          block->chars[start - 1] == 0xff1a || block->chars[start - 1] == ';');
}

/* Closes the innermost mark that c closes: what was opened after it stays open. FALSE if there is
 * none. */
static gboolean
close_mark (GbCheckRun *run, const GbCheckBlock *block, GArray *stack, gunichar c)
{
  gunichar wanted = c == 0xff09 ? ')' : c;

  for (guint i = stack->len; i > 0; i--) {
    if (get_close (g_array_index (stack, Mark, i - 1).c) != wanted)
      continue;
    for (guint k = i; k < stack->len; k++)
      report_alone (run, block, g_array_index (stack, Mark, k).offset, TRUE);
    g_array_set_size (stack, i - 1);
    return TRUE;
  }
  return FALSE;
}

/* Returns: TRUE if every bracket has its other half */
static gboolean
check_brackets (GbCheckRun *run, const GbCheckBlock *block)
{
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (Mark));
  GbScanAddress address = { 0 };
  gboolean is_whole = TRUE;

  for (guint i = 0; i < block->n_chars; i++) {
    gunichar c = block->chars[i];

    if (c < 0x80 && gb_scan_is_in_address (&address, block, i))
      continue;
    if (get_close (c) != 0) {
      Mark mark = { c, i };

      g_array_append_val (stack, mark);
    } else if (is_close (c)) {
      guint depth = stack->len;

      if (!close_mark (run, block, stack, c)) {
        if ((c == ')' || c == 0xff09) && is_enumerator (block, i))
          continue;
        report_alone (run, block, i, FALSE);
        is_whole = FALSE;
      } else if (depth != stack->len + 1) {
        is_whole = FALSE;
      }
    }
  }
  for (guint i = 0; i < stack->len; i++)
    report_alone (run, block, g_array_index (stack, Mark, i).offset, TRUE);
  return is_whole && stack->len == 0;
}

/* 《 within 《, with only other marks between them; only where all halves are there, because half a
 * mark makes everything behind it look as if it were inside. */
static void
check_nesting (GbCheckRun *run, const GbCheckBlock *block)
{
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (Mark));

  for (guint i = 0; i < block->n_chars; i++) {
    gunichar c = block->chars[i];

    if (c == BOOK_OPEN || c == SMALL_OPEN) {
      Mark mark = { c, i };
      gboolean is_wrong = stack->len > 0 && c == BOOK_OPEN &&
                          g_array_index (stack, Mark, stack->len - 1).c == BOOK_OPEN;

      /* Remembered as what it should be, so that a third level is judged rightly. */
      if (is_wrong) {
        gb_check_report (run, &rules[NEST], block, i, 1, "〈", NULL, N_ ("write %s within a title"),
                         "〈", NULL);
        mark.c = SMALL_OPEN;
      }
      g_array_append_val (stack, mark);
    } else if ((c == BOOK_CLOSE || c == SMALL_CLOSE) && stack->len > 0) {
      Mark mark = g_array_index (stack, Mark, stack->len - 1);

      g_array_set_size (stack, stack->len - 1);
      if (mark.c == SMALL_OPEN && c == BOOK_CLOSE)
        gb_check_report (run, &rules[NEST], block, i, 1, "〉", NULL, N_ ("write %s within a title"),
                         "〉", NULL);
    }
  }
}

/* ───── < and > ───── */

static gboolean
is_angle (const GbCheckBlock *block, guint i)
{
  gunichar before = i > 0 ? block->chars[i - 1] : 0;
  gunichar after = i + 1 < block->n_chars ? block->chars[i + 1] : 0;

  if (block->chars[i] != '<' && block->chars[i] != '>')
    return FALSE;
  /* a<5, ->, =>, <br> and breadcrumbs compare, point or divide. */
  if (gb_char_is_digit (before) || gb_char_is_digit (after) || before == '-' || before == '=' ||
      before == ' ' || after == ' ' || after == '=' || after == '/' || before == '/')
    return FALSE;
  return gb_char_is_chinese (before) || gb_char_is_chinese (after);
}

/* The depth of 《 at i. */
static guint
get_book_depth (const GbCheckBlock *block, guint i)
{
  guint depth = 0;

  for (guint k = 0; k < i; k++) {
    if (block->chars[k] == BOOK_OPEN)
      depth++;
    else if (block->chars[k] == BOOK_CLOSE && depth > 0)
      depth--;
  }
  return depth;
}

static void
report_angle (GbCheckRun *run, const GbCheckBlock *block, guint i, const char *fix)
{
  gb_check_report (run, &rules[ANGLE], block, i, 1, fix, NULL,
                   fix != NULL ? N_ ("write %s around a title")
                               : N_ ("write the marks of titles, %s, and see which half is lost"),
                   fix != NULL ? fix : "《》", NULL);
}

/* TRUE if the last mark of titles before i is an opening one. */
static gboolean
is_open_before (const GbCheckBlock *block, guint i)
{
  while (i > 0) {
    gunichar c = block->chars[--i];

    if (c == BOOK_OPEN || c == BOOK_CLOSE || c == '<' || c == '>')
      return c == BOOK_OPEN;
  }
  return FALSE;
}

static gboolean
is_closed_after (const GbCheckBlock *block, guint i)
{
  for (i++; i < block->n_chars; i++) {
    gunichar c = block->chars[i];

    if (c == BOOK_OPEN || c == BOOK_CLOSE || c == '<' || c == '>')
      return c == BOOK_CLOSE;
  }
  return FALSE;
}

/* What to write is certain where < and > follow each other without another mark of titles, and
 * where the other half is there: 《…>. */
static void
check_angles (GbCheckRun *run, const GbCheckBlock *block)
{
  for (guint i = 0; i < block->n_chars; i++) {
    guint close = i + 1;
    gboolean is_inner;

    if (!is_angle (block, i))
      continue;
    while (close < block->n_chars && block->chars[close] != '<' && block->chars[close] != '>' &&
           block->chars[close] != BOOK_OPEN && block->chars[close] != BOOK_CLOSE)
      close++;
    if (block->chars[i] == '<' && close < block->n_chars && block->chars[close] == '>' &&
        is_angle (block, close)) {
      is_inner = get_book_depth (block, i) % 2 == 1;
      report_angle (run, block, i, is_inner ? "〈" : "《");
      report_angle (run, block, close, is_inner ? "〉" : "》");
      i = close;
    } else if (block->chars[i] == '<') {
      report_angle (run, block, i, is_closed_after (block, i) ? "《" : NULL);
    } else {
      report_angle (run, block, i, is_open_before (block, i) ? "》" : NULL);
    }
  }
}

/* ───── 》、《 ───── */

static void
check_separators (GbCheckRun *run, const GbCheckBlock *block)
{
  for (guint i = 1; i + 1 < block->n_chars; i++) {
    gunichar before = block->chars[i - 1];
    gunichar after = block->chars[i + 1];

    if (block->chars[i] == 0x3001 &&
        ((before == BOOK_CLOSE && after == BOOK_OPEN) || (before == 0x201d && after == 0x201c)))
      gb_check_report (run, &rules[BOOKSEP], block, i, 1, "", NULL,
                       N_ ("take out the mark between titles or quotations"), NULL);
  }
}

static void
check_block (GbCheckRun *run, const GbCheckBlock *block)
{
  if ((block->features & (GB_HAS_BRACKET | GB_HAS_ASCII_PAREN)) != 0 &&
      check_brackets (run, block) && (block->features & GB_HAS_BRACKET) != 0)
    check_nesting (run, block);
  if ((block->features & GB_HAS_ASCII_ANGLE) != 0)
    check_angles (run, block);
  check_separators (run, block);
}

/* ───── Quotations ───── */

/* A quotation that is opened in one paragraph and not closed there. */
typedef struct {
  const GbCheckBlock *block;
  guint offset;
} Quotation;

static gunichar
get_quote_close (gunichar c)
{
  return c == 0x201c ? 0x201d : c == 0x2018 ? 0x2019 : 0;
}

/* it’s has no quotation in it. */
static gboolean
is_apostrophe (const GbCheckBlock *block, guint i)
{
  return block->chars[i] == 0x2019 && i > 0 && gb_char_is_latin (block->chars[i - 1]);
}

static gboolean
is_first (const GbCheckBlock *block, guint i)
{
  while (i > 0 && g_unichar_isspace (block->chars[i - 1]))
    i--;
  return i == 0;
}

/* open: (inout): the quotation of former paragraphs that goes on here. One that goes on may be
 * opened anew at the beginning of each paragraph. */
static void
check_quotes (GbCheckRun *run, const GbCheckBlock *block, Quotation *open)
{
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (Mark));

  for (guint i = 0; i < block->n_chars; i++) {
    gunichar c = block->chars[i];

    if (c == 0x201c && open->block != NULL && is_first (block, i))
      continue;
    if (get_quote_close (c) != 0) {
      Mark mark = { c, i };

      g_array_append_val (stack, mark);
    } else if ((c == 0x201d || c == 0x2019) && !is_apostrophe (block, i)) {
      if (stack->len > 0 && get_quote_close (g_array_index (stack, Mark, stack->len - 1).c) == c)
        g_array_set_size (stack, stack->len - 1);
      else if (c == 0x201d && open->block != NULL)
        open->block = NULL;
      else
        report_alone (run, block, i, FALSE);
    }
  }
  for (guint i = 0; i < stack->len; i++) {
    Mark mark = g_array_index (stack, Mark, i);

    if (mark.c == 0x201c && i + 1 == stack->len) {
      if (open->block == NULL) {
        open->block = block;
        open->offset = mark.offset;
      }
    } else {
      report_alone (run, block, mark.offset, TRUE);
    }
  }
}

/* Only paragraphs go on: a title, a heading and a cell are whole. */
static gboolean
may_go_on (const GbCheckBlock *block)
{
  return block->role == GB_CHECK_ROLE_PARAGRAPH || block->role == GB_CHECK_ROLE_ITEM ||
         block->role == GB_CHECK_ROLE_HEADING;
}

static void
check_document (GbCheckRun *run)
{
  Quotation open = { NULL, 0 };

  for (guint i = 0; i < run->blocks->len; i++) {
    const GbCheckBlock *block = g_ptr_array_index (run->blocks, i);

    if (open.block != NULL && !may_go_on (block)) {
      report_alone (run, open.block, open.offset, TRUE);
      open.block = NULL;
    }
    if ((block->features & GB_HAS_QUOTE) == 0)
      continue;
    check_quotes (run, block, &open);
    if (open.block != NULL && !may_go_on (block)) {
      report_alone (run, open.block, open.offset, TRUE);
      open.block = NULL;
    }
  }
  if (open.block != NULL)
    report_alone (run, open.block, open.offset, TRUE);
}

const GbRuleFamily gb_rules_pairs = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
  .check_block = check_block,
  .check_document = check_document,
  .features = GB_HAS_BRACKET | GB_HAS_ASCII_PAREN | GB_HAS_ASCII_ANGLE | GB_HAS_QUOTE,
};
