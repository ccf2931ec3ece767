/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the steps of the text importer hand to each other. */

#include "import/gb-import.h"

G_BEGIN_DECLS

/* One line of the source that is not blank. */
typedef struct {
  guint number; /* 1-based, in the source */
  char *text;   /* (owned): without white space at the ends */
} GbImportLine;

/* What recognising a page found: lines[first … end-1] are the text. */
typedef struct {
  GPtrArray *lines;   /* (owned), of GbImportLine */
  GPtrArray *dropped; /* (owned), of GbImportNote */
  GbMetadata *metadata;
  GbDocumentKind kind;
  guint first;
  guint end;
} GbImportPage;

/* gb-import.c */
void _gb_import_drop (GPtrArray *dropped, guint line, const char *reason, const char *text);

/* gb-import-text.c */
GPtrArray *_gb_import_text_split (const char *text, GPtrArray *dropped);
char *_gb_import_text_decode (const char *data, gsize size, GPtrArray *dropped, GError **error);

/* gb-import-page.c */
void _gb_import_page_recognize (GbImportPage *page);

/* gb-import-blocks.c */
char *_gb_import_blocks_dup_body (GbImportPage *page);

/* gb-import-pattern.c: regular expressions over whole lines, compiled once */
typedef enum {
  GB_IMPORT_PATTERN_SITE_NAME,
  GB_IMPORT_PATTERN_BREADCRUMB,
  GB_IMPORT_PATTERN_LABEL,
  GB_IMPORT_PATTERN_WEAK_LABEL,
  GB_IMPORT_PATTERN_DATE_TIME,
  GB_IMPORT_PATTERN_CONTROL,
  GB_IMPORT_PATTERN_SCAN,
  GB_IMPORT_PATTERN_LEAVING,
  GB_IMPORT_PATTERN_DECORATION,
  GB_IMPORT_PATTERN_FOOTER,
  GB_IMPORT_PATTERN_DOCUMENT_NUMBER,
  GB_IMPORT_PATTERN_HEADING_1,
  GB_IMPORT_PATTERN_HEADING_2,
  GB_IMPORT_PATTERN_HEADING_3,
  GB_IMPORT_PATTERN_HEADING_4,
  GB_IMPORT_PATTERN_ITEM_DECIMAL,
  GB_IMPORT_PATTERN_ITEM_PAREN,
  GB_IMPORT_PATTERN_ITEM_CIRCLED,
  GB_IMPORT_PATTERN_ITEM_BULLET,
  GB_IMPORT_PATTERN_DATE,
  GB_IMPORT_PATTERN_ADDRESSEE,
  GB_IMPORT_PATTERN_NOTE,
} GbImportPattern;
#define GB_N_IMPORT_PATTERNS (GB_IMPORT_PATTERN_NOTE + 1)

gboolean _gb_import_match (GbImportPattern pattern, const char *text, GMatchInfo **out_match);

G_END_DECLS
