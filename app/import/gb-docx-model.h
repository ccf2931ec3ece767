/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A .docx as it was read, before anybody decided what its paragraphs are: a flat row of blocks. */

#include "import/gb-docx-numbering.h"
#include "import/gb-docx-styles.h"

G_BEGIN_DECLS

typedef enum {
  GB_DOCX_INLINE_TEXT,
  GB_DOCX_INLINE_BREAK,
  GB_DOCX_INLINE_IMAGE,
  GB_DOCX_INLINE_NOTE,
} GbDocxInlineType;

typedef struct {
  GbDocxInlineType type;
  char *text;   /* (owned): the text; the name of the image's part; the key of the footnote */
  char *detail; /* (owned) (nullable): the address of a text; the words for an image */
  GbDocxRunFormat format;
  double width; /* of an image, in twips; 0 if it is not known */
} GbDocxInline;

typedef struct {
  guint line; /* from 1, of the whole text */
  GbDocxParagraphFormat format;
  GbDocxNumber *number; /* (owned) (nullable) */
  GPtrArray *inlines;   /* (owned), of GbDocxInline */
  char *text;           /* (owned): of all, without white space at the ends */

  /* What the rules found. */
  gboolean is_title;
  gboolean is_subtitle;
  guint looks_like_heading; /* 0 is none */
} GbDocxParagraph;

typedef enum {
  GB_DOCX_BLOCK_PARAGRAPH,
  GB_DOCX_BLOCK_RULE,
  GB_DOCX_BLOCK_TABLE,
  GB_DOCX_BLOCK_TABLE_END,
  GB_DOCX_BLOCK_ROW,
  GB_DOCX_BLOCK_ROW_END,
  GB_DOCX_BLOCK_CELL,
  GB_DOCX_BLOCK_CELL_END,
  GB_DOCX_BLOCK_NOTE, /* a footnote or endnote */
  GB_DOCX_BLOCK_NOTE_END,
} GbDocxBlockType;

typedef struct {
  GbDocxBlockType type;
  GbDocxParagraph *paragraph; /* (owned) (nullable) */
  char *key;                  /* (owned) (nullable): of the footnote */
  guint colspan;
  guint rowspan;
  gboolean is_header;
  double width;    /* of a cell, in twips; 0 if it is not known */
  GArray *columns; /* (owned) (nullable): of a table, of double: widths in twips */
  gboolean is_in_table;
  gboolean is_dropped; /* by the rules; its note is written already */
} GbDocxBlock;

/* In twips: A4 with the margins of a new document of Word. */
#define GB_DOCX_TEXT_WIDTH 8306

#define GB_DOCX_DROPPED_CONTENTS "table of contents"

typedef struct {
  guint line;
  const char *reason; /* a static string */
  char *text;         /* (owned) */
} GbDocxDrop;

typedef struct {
  GPtrArray *blocks;  /* (owned), of GbDocxBlock */
  GPtrArray *dropped; /* (owned), of GbDocxDrop */
  guint64 n_bytes;    /* of text so far */
  double text_width;  /* of a line of the paper, in twips */
  gboolean has_dropped_contents;
} GbDocxModel;

GbDocxModel *_gb_docx_model_new (void);
void _gb_docx_model_free (GbDocxModel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbDocxModel, _gb_docx_model_free)

/* Borrowed; to be filled. */
GbDocxBlock *_gb_docx_model_add (GbDocxModel *self, GbDocxBlockType type);
/* reason: a static string. Notes nothing for a text that is blank. */
void _gb_docx_model_drop (GbDocxModel *self, guint line, const char *reason, const char *text);

GbDocxParagraph *_gb_docx_paragraph_new (void);
void _gb_docx_paragraph_free (GbDocxParagraph *self);
/* text, detail: (nullable). Returns: what holds it now: borrowed. */
GbDocxInline *_gb_docx_paragraph_add (GbDocxParagraph *self,
                                      GbDocxInlineType type,
                                      const char *text,
                                      const char *detail,
                                      const GbDocxRunFormat *format);
/* Sets the text from the inlines. */
void _gb_docx_paragraph_finish (GbDocxParagraph *self);

G_END_DECLS
