/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the readers of foreign files write into. A reader says what it finds, in the order of the
 * source: paragraphs with what their style says, runs of text with marks, images, tables,
 * footnotes, and what it leaves out. The writer decides what that is in the vocabulary of a
 * document, so that the same paper becomes the same document whichever file it comes in:
 *
 * - a heading by its number (一、（一）1.（1）) has the level of the number, whatever its style
 * says; a style without a number gives the level of the style;
 * - the label of an automatic number becomes text where it is part of a heading or where documents
 *   have no list of that form, and a real list otherwise; numbers that were typed, and count up
 *   from paragraph to paragraph, become a list too;
 * - spaces at the beginning of a paragraph are an indentation and go; so do empty paragraphs;
 * - images stand behind the paragraph, list or table in which they were found;
 * - widths become proportions of the columns of a table, and the share of the text that an image
 *   takes; columns that are all the same, and images in their natural width, have none;
 * - cells that overlap, hang over the edge or are missing are put right.
 *
 * A call in a wrong place (text without a paragraph, a cell without a row, an end without a
 * beginning) does the obvious thing and never fails, because sources are untrusted: no text that
 * was handed over is lost. Limits: %GB_IMPORT_MAX_LIST_LEVEL, 200 columns, and the size of a
 * document, over which _gb_import_writer_finish() fails.
 *
 * One writer belongs to one thread. */

#include "import/gb-import.h"

G_BEGIN_DECLS

#define GB_IMPORT_MAX_LIST_LEVEL 9

typedef struct _GbImportWriter GbImportWriter;

typedef enum {
  GB_IMPORT_ALIGN_DEFAULT, /* justified: say left only where somebody chose it */
  GB_IMPORT_ALIGN_LEFT,
  GB_IMPORT_ALIGN_CENTER,
  GB_IMPORT_ALIGN_RIGHT,
} GbImportAlign;

typedef enum {
  GB_IMPORT_LIST_NONE,
  GB_IMPORT_LIST_AUTO,      /* as the label says; a label of another form becomes text */
  GB_IMPORT_LIST_BULLET,    /* • */
  GB_IMPORT_LIST_DECIMAL,   /* 1. */
  GB_IMPORT_LIST_PAREN,     /* 1) */
  GB_IMPORT_LIST_CIRCLED,   /* ① */
  GB_IMPORT_LIST_CJK,       /* 一、 */
  GB_IMPORT_LIST_CJK_PAREN, /* （一） */
  GB_IMPORT_LIST_CONTINUED, /* a further paragraph of the item before it, which has no label */
} GbImportListKind;

typedef enum {
  GB_IMPORT_ROLE_NONE,
  GB_IMPORT_ROLE_TITLE,   /* of the whole paper: goes into the metadata of a file */
  GB_IMPORT_ROLE_CAPTION, /* of the table after it or the image before it */
} GbImportRole;

/* What the source says of a paragraph. All zeros is an ordinary one. */
typedef struct {
  GbImportRole role;
  gboolean is_verbatim; /* a paragraph, whatever it looks like */
  guint heading;        /* level by style: 1 is the highest (Word's Heading 1); 0 is none */
  /* Level that only the face suggests, for papers that make headings by hand (whole paragraph in
   * 黑体: 1, 楷体: 2, bold: 3); 0 is none. Counts for short lines that are no sentence. */
  guint looks_like_heading;
  GbImportAlign align;
  GbImportListKind list;
  guint list_level; /* from 1; 0 means 1 */
  guint list_id;    /* tells neighbouring lists apart; 0 if the source does not say */
  guint number;     /* of the item; 0: one more than the item before, or as the label says */
  const char *label; /* (nullable): the automatic number as shown, "（一）" or "1."; copied. A list
                      * that is one by its markup (ul, ol) has none and always stays a list. */
} GbImportParagraph;

typedef enum {
  GB_IMPORT_MARK_NONE = 0,
  GB_IMPORT_MARK_STRONG = 1 << 0,
  GB_IMPORT_MARK_EM = 1 << 1,
  GB_IMPORT_MARK_U = 1 << 2,
  GB_IMPORT_MARK_S = 1 << 3,
  GB_IMPORT_MARK_SUB = 1 << 4,
  GB_IMPORT_MARK_SUP = 1 << 5,
} GbImportMarks;

/* prepare: (nullable): what makes a picture fit for a document, see gb_import_file(). */
GbImportWriter *_gb_import_writer_new (GbImportPictureFunc prepare);
void _gb_import_writer_free (GbImportWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbImportWriter, _gb_import_writer_free)

/* The place in the source that notes name from now on: a line of a text, a paragraph of others;
 * counted from 1, 0 for none. */
void _gb_import_writer_set_line (GbImportWriter *self, guint line);
/* Notes what is left out: reason is one of GB_IMPORT_DROPPED_*, or short English in lower case;
 * text is its beginning, or what tells a person which one it was. */
void _gb_import_writer_drop (GbImportWriter *self, const char *reason, const char *text);
/* The same list, for what takes one: borrowed, of GbImportNote. */
GPtrArray *_gb_import_writer_get_notes (GbImportWriter *self);

/* A field of the metadata that the source names, of a whole paper: a string property of
 * #GbMetadata. A value that a document may not hold is left out. */
void _gb_import_writer_set_field (GbImportWriter *self, const char *field, const char *value);
/* The text of a page begins here: lines before it are its head, where only known ones mean
 * something, and the others are noted as furniture. */
void _gb_import_writer_begin_content (GbImportWriter *self);

/* A paragraph that is still open ends with the next one. */
void _gb_import_writer_begin_paragraph (GbImportWriter *self, const GbImportParagraph *paragraph);
void _gb_import_writer_end_paragraph (GbImportWriter *self);
/* Literal text, in valid UTF-8; length in bytes or -1. White space has been collapsed already as
 * the source asks; tabs and line feeds become spaces, characters that documents may not hold go.
 * href: (nullable): an address; one that documents may not hold is dropped with a note. */
void _gb_import_writer_add_text (GbImportWriter *self,
                                 const char *text,
                                 gssize length,
                                 GbImportMarks marks,
                                 const char *href);
void _gb_import_writer_add_break (GbImportWriter *self);
/* How wide the source shows the next image, in per cent of the width of its text. */
void _gb_import_writer_set_image_share (GbImportWriter *self, double per_cent);
/* Inside or outside a paragraph. alt: (nullable). A picture that is refused is noted. */
void _gb_import_writer_add_image (GbImportWriter *self, GBytes *bytes, const char *alt);
/* name: (nullable): what a note calls a picture that nobody described. */
void _gb_import_writer_add_named_image (GbImportWriter *self,
                                        GBytes *bytes,
                                        const char *alt,
                                        const char *name);
void _gb_import_writer_add_rule (GbImportWriter *self);

/* Paragraphs in between are quoted. May be nested, which makes no difference. */
void _gb_import_writer_begin_quote (GbImportWriter *self);
void _gb_import_writer_end_quote (GbImportWriter *self);

/* Paragraphs between begin_table and the first cell are its caption. A table in a cell, and one of
 * a single cell, leave only their paragraphs. Spans: 0 means 1. */
void _gb_import_writer_begin_table (GbImportWriter *self);
/* The next column of the table that has begun, where the source lists them. Widths are of any unit,
 * the same for the whole table; 0 is one that the source does not say. */
void _gb_import_writer_add_column (GbImportWriter *self, double width);
void _gb_import_writer_begin_row (GbImportWriter *self);
void _gb_import_writer_begin_cell (GbImportWriter *self,
                                   guint colspan,
                                   guint rowspan,
                                   gboolean is_header);
/* Of the cell that has begun, over all of its columns. */
void _gb_import_writer_set_cell_width (GbImportWriter *self, double width);
void _gb_import_writer_end_cell (GbImportWriter *self);
void _gb_import_writer_end_row (GbImportWriter *self);
void _gb_import_writer_end_table (GbImportWriter *self);

/* Footnotes and endnotes become text: [1] where they are referred to, and paragraphs that begin
 * with [1] at the end of the body. key is any name that joins the two; the numbers follow the
 * references. The mark of the source itself is not to be handed over. */
void _gb_import_writer_add_footnote_reference (GbImportWriter *self, const char *key);
void _gb_import_writer_begin_footnote (GbImportWriter *self, const char *key);
void _gb_import_writer_end_footnote (GbImportWriter *self);

typedef enum {
  /* A whole paper: furniture of pages, title, document number and date are recognised and go into
   * the metadata (gb-import-page.c), and its kind follows from the title. */
  GB_IMPORT_WHOLE,
  /* A piece of one: everything is body. */
  GB_IMPORT_PIECE,
} GbImportExtent;

/* Errors: GB_DOCUMENT_ERROR_UNSUPPORTED if there is nothing in it, GB_DOCUMENT_ERROR_TOO_LARGE. To
 * be called once. Returns: (transfer full). */
GbImport *_gb_import_writer_finish (GbImportWriter *self, GbImportExtent extent, GError **error);

G_END_DECLS
