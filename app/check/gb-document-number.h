/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is wrong with a 发文字号 (GB/T 9704-2012 7.2.5: the year in full in 〔〕, a serial number
 * without 第 and without zeros before it, 号). */
typedef enum {
  GB_DOCUMENT_NUMBER_GOOD = 0,
  GB_DOCUMENT_NUMBER_BRACKET = 1 << 0, /* another bracket than 〔〕, or one that is missing */
  GB_DOCUMENT_NUMBER_SPACE = 1 << 1,
  GB_DOCUMENT_NUMBER_ZERO = 1 << 2, /* 08号 */
  GB_DOCUMENT_NUMBER_DI = 1 << 3,   /* 第8号 */
  GB_DOCUMENT_NUMBER_HAO = 1 << 4,  /* no 号 */
  GB_DOCUMENT_NUMBER_WIDE = 1 << 5, /* full-width digits */
  GB_DOCUMENT_NUMBER_FORM = 1 << 6, /* no document number at all */
} GbDocumentNumberProblems;

/* The number of a document by itself. Numbers of orders and announcements (国务院令第711号,
 * 公告2026年 第3号) are good. out_year: 0 if there is none in it. out_mended: (nullable): what it
 * should be, if that is certain. */
GbDocumentNumberProblems
gb_document_number_check (const char *text, guint *out_year, char **out_mended);

G_END_DECLS
