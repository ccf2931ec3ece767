/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Personal information in texts and lists. What inspections find is always the same: numbers of
 * identity cards, telephones and accounts that nobody masked. Numbers are masked as notices about
 * such lists prescribe; whether a column belongs on the page at all, people decide. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-address.h"
#include "check/gb-check-families.h"
#include "check/gb-identifiers.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PRIVACY "《个人信息保护法》第二十八条"
#define REPORTS "政府网站检查通报：公开名单须隐去个人信息"

/* How far before a number the word stands that says what it is, in characters. */
#define REACH 20

/* One row of names is no list. */
#define MIN_ROWS 2

enum {
  IDCARD,
  IDCARD_OLD,
  MOBILE,
  BANK,
  ADDR,
  TABLE,
  MINOR,
};

static const GbRule rules[] = {
  [IDCARD] = { "SEC-IDCARD", GB_FINDING_LEVEL_BLOCK, GB_CHECK_SCOPE_TEXT, 0,
               N_ ("No identity number is published."), PRIVACY, GB_CERTAINTY_TEXT,
               GB_RULE_LOCKED | GB_RULE_ATTACHMENTS },
  [IDCARD_OLD] = { "SEC-IDCARD-OLD", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_TEXT, 0,
                   N_ ("No identity number of the old form is published."), PRIVACY,
                   GB_CERTAINTY_TEXT, GB_RULE_ATTACHMENTS },
  [MOBILE] = { "SEC-MOBILE", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_TEXT, 0,
               N_ ("No mobile number of a person is published."), REPORTS, GB_CERTAINTY_PRACTICE,
               GB_RULE_ATTACHMENTS },
  [BANK] = { "SEC-BANK", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_TEXT, 0,
             N_ ("No number of a bank card is published."), PRIVACY, GB_CERTAINTY_TEXT,
             GB_RULE_MAY_BLOCK | GB_RULE_ATTACHMENTS },
  [ADDR] = { "SEC-ADDR", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_TEXT, 0,
             N_ ("No list says behind which door a person lives."), REPORTS, GB_CERTAINTY_PRACTICE,
             GB_RULE_ATTACHMENTS },
  [TABLE] = { "SEC-TABLE", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_DOCUMENT, 0,
              N_ ("No table has a column of personal information."), REPORTS, GB_CERTAINTY_PRACTICE,
              GB_RULE_ATTACHMENTS },
  [MINOR] = { "SEC-MINOR", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_DOCUMENT, 0,
              N_ ("No list names children."), "《个人信息保护法》第二十八条、第三十一条",
              GB_CERTAINTY_TEXT, GB_RULE_ATTACHMENTS },
};

static const char *const account_words[] = { "账号", "帐号", "卡号", "账户", "银行卡", NULL };
static const char *const contact_words[] = { "联系电话", "咨询电话", "监督电话", "举报电话",
                                             "服务电话", "值班电话", "热线",     NULL };

static gboolean
contains_any (const char *text, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++) {
    if (strstr (text, words[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

static gboolean
stands_before (const GbCheckBlock *block, guint offset, const char *const *words)
{
  guint start = offset > REACH ? offset - REACH : 0;
  g_autofree char *before = gb_check_block_dup_piece (block, start, offset - start);

  return contains_any (before, words);
}

static void
report_card (GbCheckRun *run,
             const GbCheckBlock *block,
             const GbIdentifier *card,
             gboolean is_account)
{
  g_autofree char *mask = gb_identifier_mask (card);

  gb_check_report_at (run, is_account ? GB_FINDING_LEVEL_BLOCK : GB_FINDING_LEVEL_WARNING,
                      &rules[BANK], block, card->offset_chars, card->length_chars, mask, NULL,
                      N_ ("mask this number of a bank card"), NULL);
}

static void
report_number (GbCheckRun *run, const GbCheckBlock *block, const GbIdentifier *number)
{
  g_autofree char *mask = gb_identifier_mask (number);
  guint offset = number->offset_chars;
  guint length = number->length_chars;

  switch (number->kind) {
  case GB_IDENTIFIER_ID_CARD:
    gb_check_report (run, &rules[IDCARD], block, offset, length, mask, NULL,
                     N_ ("mask this identity number"), NULL);
    break;
  case GB_IDENTIFIER_ID_CARD_ALIKE:
    gb_check_report_at (run, GB_FINDING_LEVEL_HINT, &rules[IDCARD], block, offset, length, mask,
                        "SEC-IDCARD-ALIKE",
                        N_ ("this looks like an identity number with a wrong digit; mask it if it "
                            "is one"),
                        NULL);
    break;
  case GB_IDENTIFIER_ID_CARD_OLD:
    gb_check_report (run, &rules[IDCARD_OLD], block, offset, length, mask, NULL,
                     N_ ("mask this number if it is an identity number of the old form"), NULL);
    break;
  case GB_IDENTIFIER_MOBILE:
    if (stands_before (block, offset, contact_words))
      gb_check_report_at (run, GB_FINDING_LEVEL_HINT, &rules[MOBILE], block, offset, length, mask,
                          "SEC-MOBILE-CONTACT",
                          N_ ("leave this mobile number only if it is an office's"), NULL);
    else
      gb_check_report (run, &rules[MOBILE], block, offset, length, mask, NULL,
                       N_ ("mask this mobile number"), NULL);
    break;
  case GB_IDENTIFIER_BANK_CARD:
    /* In a table the head of the column says what it is. */
    if (block->role != GB_CHECK_ROLE_CELL)
      report_card (run, block, number, stands_before (block, offset, account_words));
    break;
  default:
    break;
  }
}

static void
check_address (GbCheckRun *run, const GbCheckBlock *block)
{
  guint offset;
  guint length;
  g_autofree char *address = NULL;
  g_autofree char *mask = NULL;

  if ((block->role != GB_CHECK_ROLE_CELL && block->role != GB_CHECK_ROLE_ITEM) ||
      !gb_address_find_home (block->text, &offset, &length))
    return;
  address = gb_check_block_dup_piece (block, offset, length);
  mask = gb_address_mask (address);
  gb_check_report (run, &rules[ADDR], block, offset, length, mask, NULL,
                   N_ ("shorten this address to the town or street office"), NULL);
}

static void
check_block (GbCheckRun *run, const GbCheckBlock *block)
{
  g_autoptr (GArray) numbers = gb_identifiers_find (block->text);

  for (guint i = 0; numbers != NULL && i < numbers->len; i++)
    report_number (run, block, &g_array_index (numbers, GbIdentifier, i));
  check_address (run, block);
}

/* --- Tables ------------------------------------------------------------------------------------
 */

/* The cells of one table, one after the other in the blocks of the run. */
typedef struct {
  GbCheckRun *run;
  guint first;
  guint end;
} Table;

typedef gboolean (*CellTest) (const GbCheckBlock *cell);

static const GbCheckBlock *
get_cell (const Table *table, guint i)
{
  return g_ptr_array_index (table->run->blocks, i);
}

static gboolean
is_masked (const GbCheckBlock *cell)
{
  return strpbrk (cell->text, "*") != NULL || strstr (cell->text, "×") != NULL ||
         strstr (cell->text, "某") != NULL || strstr (cell->text, "＊") != NULL;
}

static gboolean
is_open_text (const GbCheckBlock *cell)
{
  return (cell->features & (GB_HAS_HAN | GB_HAS_DIGIT)) != 0 && !is_masked (cell);
}

static gboolean
is_open_number (const GbCheckBlock *cell)
{
  return (cell->features & (GB_HAS_DIGIT | GB_HAS_WIDE_LATIN)) != 0 && !is_masked (cell);
}

/* Telephones of offices are for everybody. */
static gboolean
is_open_mobile (const GbCheckBlock *cell)
{
  g_autoptr (GArray) numbers = gb_identifiers_find (cell->text);

  for (guint i = 0; numbers != NULL && i < numbers->len; i++) {
    if (g_array_index (numbers, GbIdentifier, i).kind == GB_IDENTIFIER_MOBILE)
      return TRUE;
  }
  return FALSE;
}

static const struct {
  const char *heading;
  CellTest is_open;
} personal_columns[] = {
  { "身份证", is_open_number },   { "身份号码", is_open_number }, { "手机", is_open_number },
  { "联系电话", is_open_mobile }, { "联系方式", is_open_mobile }, { "银行账号", is_open_number },
  { "银行帐号", is_open_number }, { "银行卡", is_open_number },   { "卡号", is_open_number },
  { "家庭住址", is_open_text },   { "家庭地址", is_open_text },   { "居住地址", is_open_text },
};

/* The head of a table is its first row. */
static gboolean
is_head (const GbCheckBlock *cell)
{
  return cell->row == 0 && cell->role == GB_CHECK_ROLE_CELL;
}

static guint
count_rows (const Table *table, guint column, CellTest is_open)
{
  guint n_rows = 0;

  for (guint i = table->first; i < table->end; i++) {
    const GbCheckBlock *cell = get_cell (table, i);

    if (!is_head (cell) && cell->role == GB_CHECK_ROLE_CELL && cell->column == column &&
        is_open (cell))
      n_rows++;
  }
  return n_rows;
}

static void
check_columns (const Table *table)
{
  for (guint i = table->first; i < table->end; i++) {
    const GbCheckBlock *head = get_cell (table, i);

    for (guint k = 0; is_head (head) && k < G_N_ELEMENTS (personal_columns); k++) {
      if (strstr (head->text, personal_columns[k].heading) == NULL ||
          count_rows (table, head->column, personal_columns[k].is_open) < MIN_ROWS)
        continue;
      gb_check_report (table->run, &rules[TABLE], head, 0, head->n_chars, NULL, NULL,
                       N_ ("mask the column “%s”, or take it out"), personal_columns[k].heading,
                       NULL);
      break;
    }
  }
}

static gboolean
is_account_column (const Table *table, guint column)
{
  for (guint i = table->first; i < table->end; i++) {
    const GbCheckBlock *head = get_cell (table, i);

    if (is_head (head) && head->column == column && contains_any (head->text, account_words))
      return TRUE;
  }
  return FALSE;
}

static void
check_cards (const Table *table)
{
  for (guint i = table->first; i < table->end; i++) {
    const GbCheckBlock *cell = get_cell (table, i);
    g_autoptr (GArray) numbers = NULL;

    if (cell->role != GB_CHECK_ROLE_CELL || !is_open_number (cell))
      continue;
    numbers = gb_identifiers_find (cell->text);
    for (guint k = 0; numbers != NULL && k < numbers->len; k++) {
      const GbIdentifier *number = &g_array_index (numbers, GbIdentifier, k);

      if (number->kind == GB_IDENTIFIER_BANK_CARD)
        report_card (table->run, cell, number,
                     is_account_column (table, cell->column) ||
                       stands_before (cell, number->offset_chars, account_words));
    }
  }
}

/* What says that the names are those of children: the head, the caption, or the text right before
 * the table. */
static gboolean
is_about_children (const Table *table)
{
  static const char *const words[] = { "学生",     "未成年", "儿童",     "幼儿",
                                       "留守少年", "孤儿",   "中小学生", NULL };

  for (guint i = table->first > 0 ? table->first - 1 : 0; i < table->end; i++) {
    const GbCheckBlock *block = get_cell (table, i);

    if ((i < table->first || is_head (block) || block->role == GB_CHECK_ROLE_CAPTION) &&
        contains_any (block->text, words))
      return TRUE;
  }
  return FALSE;
}

static void
check_children (const Table *table)
{
  for (guint i = table->first; i < table->end; i++) {
    const GbCheckBlock *head = get_cell (table, i);

    if (!is_head (head) || strstr (head->text, "姓名") == NULL ||
        count_rows (table, head->column, is_open_text) < MIN_ROWS)
      continue;
    if (is_about_children (table))
      gb_check_report (table->run, &rules[MINOR], head, 0, head->n_chars, NULL, NULL,
                       N_ ("do not name children: mask the names, or give a number"), NULL);
    return;
  }
}

static void
check_document (GbCheckRun *run)
{
  Table table = { .run = run };

  while (table.first < run->blocks->len) {
    guint number = get_cell (&table, table.first)->table;

    table.end = table.first + 1;
    while (table.end < run->blocks->len && get_cell (&table, table.end)->table == number)
      table.end++;
    if (number > 0) {
      check_columns (&table);
      check_cards (&table);
      check_children (&table);
    }
    table.first = table.end;
  }
}

const GbRuleFamily gb_rules_privacy = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
  .check_block = check_block,
  .check_document = check_document,
  .features = GB_HAS_DIGIT | GB_HAS_WIDE_LATIN | GB_HAS_CHINESE_DIGIT,
};
