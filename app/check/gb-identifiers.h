/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers that name a person, a body or an account. Nothing here keeps state: any thread. All of
 * the _is_valid functions take exactly the number, in ASCII characters. */

/* GB 11643-1999: 18 characters with an existing division, an existing day of birth and the check
 * character. */
gboolean gb_id_card_is_valid (const char *id);
/* The form before 1999: 15 digits with an existing division and day of birth; it has no check. */
gboolean gb_id_card_old_is_valid (const char *id);
/* GB 32100-2015: 18 characters; the embedded organisation code is checked as well. */
gboolean gb_credit_code_is_valid (const char *code);
/* GB 11714-1997: 9 characters without the hyphen. */
gboolean gb_organisation_code_is_valid (const char *code);
/* 16 to 19 digits with the check digit of ISO/IEC 7812-1 (Luhn). */
gboolean gb_bank_card_is_valid (const char *number);
gboolean gb_mobile_is_valid (const char *number);

/* 索引号 of Guangdong's platform, USCC/YYYY-NNNNN. */
typedef enum {
  GB_INDEX_NUMBER_GOOD,
  GB_INDEX_NUMBER_FORM,  /* not USCC/YYYY-NNNNN */
  GB_INDEX_NUMBER_CHECK, /* the code's check character is wrong */
} GbIndexNumberState;

GbIndexNumberState gb_index_number_parse (const char *text, guint *out_year, guint *out_serial);

typedef enum {
  GB_IDENTIFIER_ID_CARD,       /* the check character is right */
  GB_IDENTIFIER_ID_CARD_ALIKE, /* the same form, but the check character is wrong */
  GB_IDENTIFIER_ID_CARD_OLD,
  GB_IDENTIFIER_MOBILE,
  GB_IDENTIFIER_BANK_CARD,
} GbIdentifierKind;

typedef struct {
  GbIdentifierKind kind;
  guint offset_chars;
  guint length_chars;
  char number[20]; /* ASCII, without spaces, X in upper case */
} GbIdentifier;

/* (transfer full) (element-type GbIdentifier) (nullable): NULL if there are none, which is the
 * usual case and costs one pass over the bytes. */
GArray *gb_identifiers_find (const char *text);
char *gb_identifier_mask (const GbIdentifier *self);

G_END_DECLS
