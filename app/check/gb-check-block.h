/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document.h"

G_BEGIN_DECLS

/* What a text is in its document. */
typedef enum {
  GB_CHECK_ROLE_TITLE,   /* of the metadata */
  GB_CHECK_ROLE_SUMMARY, /* of the metadata */
  GB_CHECK_ROLE_HEADING,
  GB_CHECK_ROLE_PARAGRAPH,
  GB_CHECK_ROLE_ADDRESSEE,
  GB_CHECK_ROLE_SIGNATURE,
  GB_CHECK_ROLE_DATE,
  GB_CHECK_ROLE_NOTE,
  GB_CHECK_ROLE_ITEM, /* a paragraph in a list */
  GB_CHECK_ROLE_CELL, /* a paragraph in a table, lists in cells included */
  GB_CHECK_ROLE_CAPTION,
} GbCheckRole;

/* Which kinds of characters a text has at all, so that most rules need not read it. */
typedef enum {
  GB_HAS_HAN = 1 << 0,
  GB_HAS_LATIN = 1 << 1,        /* a–z, A–Z */
  GB_HAS_DIGIT = 1 << 2,        /* 0–9 */
  GB_HAS_WIDE_LATIN = 1 << 3,   /* full-width letters and digits */
  GB_HAS_ASCII_POINT = 1 << 4,  /* , ; : ? ! */
  GB_HAS_DOT = 1 << 5,          /* . */
  GB_HAS_ASCII_PAREN = 1 << 6,  /* ( ) [ ] */
  GB_HAS_ASCII_ANGLE = 1 << 7,  /* < > */
  GB_HAS_BRACKET = 1 << 8,      /* （）《》〈〉〔〕【】 and their like */
  GB_HAS_QUOTE = 1 << 9,        /* “”‘’ */
  GB_HAS_POINT = 1 << 10,       /* ，。；：？！、 */
  GB_HAS_DASH = 1 << 11,        /* - – — ～ ~ and their like */
  GB_HAS_ELLIPSIS = 1 << 12,    /* … ⋯ */
  GB_HAS_ODD_SPACE = 1 << 13,   /* no-break, ideographic and other spaces, characters of no width */
  GB_HAS_PLACEHOLDER = 1 << 14, /* × □ ○ ＿ _ X x */
  GB_HAS_CHINESE_DIGIT = 1 << 15, /* 〇零一二三四五六七八九十百千万亿两 */
} GbTextFeatures;

/* One text of a document with its place. Immutable for rules. */
typedef struct {
  char *id;          /* (nullable): the block's; NULL for title and summary */
  const char *field; /* (nullable): "title" or "summary" */
  GbCheckRole role;
  guint level;         /* of a heading, 1–4; of an item, its depth from 1 on; otherwise 0 */
  guint table;         /* of a cell: which table of the document, from 1 on; otherwise 0 */
  guint row;           /* of a cell, from 0 on */
  guint column;        /* of a cell, from 0 on, spans of cells before it in its row counted */
  gboolean is_header;  /* of a cell: a th */
  gboolean is_quoted;  /* in a blockquote */
  const xmlNode *node; /* (nullable): the element, as long as the document is checked */
  char *text;          /* as gb_document_dup_block_text() gives it */
  gunichar *chars;     /* the same, ended by a 0 */
  guint n_chars;
  guint features; /* GbTextFeatures */
} GbCheckBlock;

GbCheckBlock *gb_check_block_new (const char *id, GbCheckRole role, const char *text);
void gb_check_block_free (GbCheckBlock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbCheckBlock, gb_check_block_free)
/* UTF-8 of length characters from offset on. */
char *gb_check_block_dup_piece (const GbCheckBlock *self, guint offset_chars, guint length_chars);

/* Calls visit for title, summary and each text of the body. The block is only lent: its id, text
 * and node are set, chars and features are not. */
void gb_check_block_walk (GbDocument *document,
                          void (*visit) (const GbCheckBlock *block, gpointer user_data),
                          gpointer user_data);

static inline gboolean
gb_char_is_digit (gunichar c)
{
  return c >= '0' && c <= '9';
}

static inline gboolean
gb_char_is_latin (gunichar c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A Chinese character: the blocks of unified ideographs, 〇 and 々. */
static inline gboolean
gb_char_is_han (gunichar c)
{
  return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf) || c == 0x3007 ||
         c == 0x3005 || (c >= 0x20000 && c <= 0x323af) || (c >= 0xf900 && c <= 0xfaff);
}

G_END_DECLS
