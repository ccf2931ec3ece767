/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers of persons, bodies and accounts: which are real, which only look alike, and what masking
 * leaves. All numbers of persons here are invented. */

#include "config.h"

#include "check/gb-address.h"
#include "check/gb-identifiers.h"

#include <string.h>

static void
test_id_card (void)
{
  g_assert_true (gb_id_card_is_valid ("441523199001010012"));
  g_assert_true (gb_id_card_is_valid ("11010519491231002X"));
  g_assert_true (gb_id_card_is_valid ("11010519491231002x"));
  g_assert_true (gb_id_card_is_valid ("441523200002291237"));
  g_assert_false (gb_id_card_is_valid ("441523199001010013"));
  g_assert_false (gb_id_card_is_valid ("44152319900101001"));
  g_assert_false (gb_id_card_is_valid ("4415231990010100122"));
  g_assert_false (gb_id_card_is_valid ("44152319900101001a"));
  /* Right check characters: 30 February, 29 February 1900, a division that is none. */
  g_assert_false (gb_id_card_is_valid ("441523199002300011"));
  g_assert_false (gb_id_card_is_valid ("441523190002291230"));
  g_assert_false (gb_id_card_is_valid ("99152319900101001X"));
  g_assert_false (gb_id_card_is_valid (""));
}

static void
test_id_card_old (void)
{
  g_assert_true (gb_id_card_old_is_valid ("441523900101001"));
  g_assert_false (gb_id_card_old_is_valid ("441523900231001"));
  g_assert_false (gb_id_card_old_is_valid ("991523900101001"));
  g_assert_false (gb_id_card_old_is_valid ("44152390010100"));
}

static void
test_credit_code (void)
{
  static const char *const good[] = { "11441200MB2C91453G", "11441700007280420Y",
                                      "114403006955506492", "11441300007187648G",
                                      "11620622013933539B" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autofree char *other = g_strdup (good[i]);
    g_autofree char *organisation = NULL;

    g_assert_true (gb_credit_code_is_valid (good[i]));
    organisation = g_strndup (good[i] + 8, 9);
    g_assert_true (gb_organisation_code_is_valid (organisation));
    other[17] = other[17] == '0' ? '1' : '0';
    g_assert_false (gb_credit_code_is_valid (other));
  }
  /* Two digits exchanged; a letter that the alphabet does not have. */
  g_assert_false (gb_credit_code_is_valid ("11441700007284020Y"));
  g_assert_false (gb_credit_code_is_valid ("I1441700007280420Y"));
  g_assert_false (gb_credit_code_is_valid ("11441700007280420O"));
  g_assert_false (gb_credit_code_is_valid ("11441700007280420y"));
  g_assert_false (gb_credit_code_is_valid (""));
}

static void
test_index_number (void)
{
  static const struct {
    const char *text;
    GbIndexNumberState state;
    guint year;
    guint serial;
  } cases[] = {
    { "11441700007280420Y/2021-00050", GB_INDEX_NUMBER_GOOD, 2021, 50 },
    { "11441700007280420X/2021-00050", GB_INDEX_NUMBER_CHECK, 2021, 50 },
    { "11441700007280420Y/2021-0050", GB_INDEX_NUMBER_FORM, 0, 0 },
    { "11441700007280420Y/21-000500", GB_INDEX_NUMBER_FORM, 0, 0 },
    { "11441700007280420Y-2021-00050", GB_INDEX_NUMBER_FORM, 0, 0 },
    { "006939748/2004-00170", GB_INDEX_NUMBER_FORM, 0, 0 },
    { "１1441700007280420Y/2021-0005", GB_INDEX_NUMBER_FORM, 0, 0 },
    { "", GB_INDEX_NUMBER_FORM, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint year = 1;
    guint serial = 1;

    g_assert_cmpint (gb_index_number_parse (cases[i].text, &year, &serial), ==, cases[i].state);
    g_assert_cmpuint (year, ==, cases[i].year);
    g_assert_cmpuint (serial, ==, cases[i].serial);
  }
}

static void
test_bank_card (void)
{
  g_assert_true (gb_bank_card_is_valid ("6222600260001072444"));
  g_assert_true (gb_bank_card_is_valid ("4111111111111111"));
  g_assert_false (gb_bank_card_is_valid ("6222600260001072445"));
  g_assert_false (gb_bank_card_is_valid ("411111111111111"));
  g_assert_false (gb_bank_card_is_valid ("0000000000000000"));
  g_assert_false (gb_bank_card_is_valid ("41111111111111111111"));
}

static void
test_mobile (void)
{
  g_assert_true (gb_mobile_is_valid ("13800138000"));
  g_assert_true (gb_mobile_is_valid ("19912345678"));
  g_assert_false (gb_mobile_is_valid ("12800138000"));
  g_assert_false (gb_mobile_is_valid ("138001380000"));
  g_assert_false (gb_mobile_is_valid ("1380013800"));
}

/* What is found, "KIND@offset+length number mask", joined by "; ". */
static char *
describe (const char *text)
{
  static const char *const kinds[] = { "ID", "ALIKE", "OLD", "MOBILE", "BANK" };
  g_autoptr (GArray) found = gb_identifiers_find (text);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; found != NULL && i < found->len; i++) {
    const GbIdentifier *identifier = &g_array_index (found, GbIdentifier, i);
    g_autofree char *mask = gb_identifier_mask (identifier);

    g_string_append_printf (words, "%s%s@%u+%u %s", i > 0 ? "; " : "", kinds[identifier->kind],
                            identifier->offset_chars, identifier->length_chars, mask);
  }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
test_find (void)
{
  static const struct {
    const char *text;
    const char *found;
  } cases[] = {
    { "身份证号441523199001010012，", "ID@4+18 44*************012" },
    { "身份证号：１１０１０５１９４９１２３１００２Ｘ。", "ID@5+18 11*************02X" },
    { "441523 19900101 0012", "ID@0+20 44*************012" },
    { "441523-19900101-001 2", "ID@0+21 44*************012" },
    { "11010519491231002x", "ID@0+18 11*************02X" },
    { "441523199001010013", "ALIKE@0+18 44*************013" },
    { "441523199002300011", "" },
    { "4415231990010100123", "" },
    { "A441523199001010012", "" },
    { "441523199001010012B", "" },
    { "44*************012", "" },
    { "统一社会信用代码114403006955506492", "" },
    { "11441700007280420Y/2021-00050", "" },
    { "信用代码：115002190001019874", "" },
    { "115002190001019874", "ID@0+18 11*************874" },
    { "441523900101001", "OLD@0+15 44**********001" },
    { "441523900231001", "" },
    { "电话13800138000", "MOBILE@2+11 138****8000" },
    { "138 0013 8000", "MOBILE@0+13 138****8000" },
    { "138-0013-8000、", "MOBILE@0+13 138****8000" },
    { "+8613800138000", "MOBILE@3+11 138****8000" },
    { "138****8000", "" },
    /* Twelve digits; an amount; a fraction; a count; an address; a landline. */
    { "138001380001", "" },
    { "13800138000元", "" },
    { "13800138000.50", "" },
    { "￥13800138000", "" },
    { "http://gd.gov.cn/a/13800138000.html", "" },
    { "0660-5512345", "" },
    { "12345678901", "" },
    { "账号：6222600260001072444", "BANK@3+19 **** **** **** 2444" },
    { "6222 6002 6000 1072 444", "BANK@0+23 **** **** **** 2444" },
    { "622260 0260001072444", "BANK@0+20 **** **** **** 2444" },
    { "订单202611240001234561", "BANK@2+18 **** **** **** 4561" },
    { "6222600260001072445", "" },
    { "2018 2019 2020 2029", "" },
    { "**** **** **** 2444", "" },
    { "441523199001010012和13800138000", "ID@0+18 44*************012; MOBILE@19+11 138****8000" },
    { "", "" },
    { "没有数字", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *found = describe (cases[i].text);

    g_test_message ("%s", cases[i].text);
    g_assert_cmpstr (found, ==, cases[i].found);
  }
}

/* A masked text has nothing in it any more. */
static void
test_masks_hold (void)
{
  static const char *const numbers[] = { "441523199001010012", "11010519491231002X",
                                         "441523199001010013", "441523900101001",
                                         "13800138000",        "6222600260001072444",
                                         "4111111111111111" };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autoptr (GArray) found = gb_identifiers_find (numbers[i]);
    g_autofree char *mask = NULL;

    g_assert_nonnull (found);
    mask = gb_identifier_mask (&g_array_index (found, GbIdentifier, 0));
    g_assert_null (gb_identifiers_find (mask));
  }
}

static void
test_address (void)
{
  static const struct {
    const char *text;
    const char *address; /* NULL: no home */
    const char *mask;
  } cases[] = {
    { "陆河县河田镇人民路12号3栋201室", "陆河县河田镇人民路12号3栋201室", "陆河县河田镇" },
    { "幸福街道和平花园5栋2单元", "幸福街道和平花园5栋2单元", "幸福街道" },
    { "和平路8号502房", "和平路8号502房", NULL },
    { "张三，河田镇朝阳路3号1室，男", "河田镇朝阳路3号1室", "河田镇" },
    { "陆河县河田镇人民路12号", NULL, NULL },
    { "河田镇政务服务中心2号楼203室", NULL, NULL },
    { "县政府办公楼3号楼502室", NULL, NULL },
    { "第12号令第3章", NULL, NULL },
    { "河田镇", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint offset = 0;
    guint length = 0;
    g_autofree char *address = NULL;
    g_autofree char *mask = NULL;

    g_test_message ("%s", cases[i].text);
    g_assert_true (gb_address_find_home (cases[i].text, &offset, &length) ==
                   (cases[i].address != NULL));
    if (cases[i].address == NULL)
      continue;
    address = g_utf8_substring (cases[i].text, offset, offset + length);
    g_assert_cmpstr (address, ==, cases[i].address);
    mask = gb_address_mask (address);
    g_assert_cmpstr (mask, ==, cases[i].mask);
  }
  g_assert_null (gb_address_mask ("河田镇"));
  g_assert_null (gb_address_mask ("镇"));
  g_assert_null (gb_address_mask (""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/identifiers/id-card", test_id_card);
  g_test_add_func ("/identifiers/id-card-old", test_id_card_old);
  g_test_add_func ("/identifiers/credit-code", test_credit_code);
  g_test_add_func ("/identifiers/index-number", test_index_number);
  g_test_add_func ("/identifiers/bank-card", test_bank_card);
  g_test_add_func ("/identifiers/mobile", test_mobile);
  g_test_add_func ("/identifiers/find", test_find);
  g_test_add_func ("/identifiers/masks-hold", test_masks_hold);
  g_test_add_func ("/identifiers/address", test_address);
  return g_test_run ();
}
