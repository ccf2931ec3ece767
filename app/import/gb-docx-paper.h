/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "import/gb-docx-model.h"

G_BEGIN_DECLS

/* 示府办〔2026〕3号, with whatever brackets somebody found on the keyboard; 签发人 may stand
 * beside. */
#define GB_DOCX_NUMBER_PATTERN                                                                     \
  "^[\\p{Han}A-Za-z]{1,20}\\s*[〔\\[［【（(]\\s*(19|20)[0-9]{2}\\s*[〕\\]］】）)]\\s*"     \
  "第?\\s*[0-9]{1,5}\\s*号"

/* head: (element-type GbDocxBlock): the first paragraphs. Everything before the document number, if
 * there is one, must be an element of a letterhead. Returns how many paragraphs belong to it;
 * out_number is the index of the number's paragraph, or -1. */
guint _gb_docx_paper_measure_letterhead (GPtrArray *head, int *out_number);
/* Drops the first n paragraphs of head, except for the number. */
void _gb_docx_paper_take_letterhead (GbDocxModel *model, GPtrArray *head, guint n);
/* Leaves the number alone, without what stands beside it, and with the brackets of the standard. */
void _gb_docx_paper_clean_number (GbDocxModel *model, GbDocxParagraph *paragraph);
/* 版记: copies to, printed by and when. */
void _gb_docx_paper_drop_record_block (GbDocxModel *model);

G_END_DECLS
