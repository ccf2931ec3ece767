/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the steps of the importers hand to each other. */

#include "import/gb-import.h"

G_BEGIN_DECLS

/* One line of the source that is not blank. */
typedef struct {
  guint number; /* 1-based, in the source */
  char *text;   /* (owned): without white space at the ends */
} GbImportLine;

/* What recognising a page found: lines[first … end-1] are the text. One line stands for each block
 * that the writer has, and is too long to be a line of a page for one that is no text. */
typedef struct {
  GPtrArray *lines;   /* (owned), of GbImportLine */
  GPtrArray *dropped; /* (owned), of GbImportNote */
  GbMetadata *metadata;
  GbDocumentKind kind;
  guint first;
  guint end;
  guint signed_end;      /* after date and note; attachments may follow */
  guint catalogue_first; /* lines[catalogue_first … catalogue_end-1] are its catalogue, if any */
  guint catalogue_end;
  guint content_first; /* the first line that is known to be text; 0 if that is not known */
  gboolean has_roles;  /* the last lines may be signature and date */
} GbImportPage;

void _gb_import_page_clear (GbImportPage *page);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GbImportPage, _gb_import_page_clear)

/* gb-import.c */
GPtrArray *_gb_import_notes_new (void);
void _gb_import_drop (GPtrArray *dropped, guint line, const char *reason, const char *text);

/* gb-import-picture.c */
guint _gb_import_picture_get_width (GBytes *bytes);

/* gb-import-text.c */
GPtrArray *_gb_import_text_split (const char *text, GPtrArray *dropped);
char *_gb_import_text_decode (const char *data, gsize size, GPtrArray *dropped, GError **error);

/* gb-import-page.c: title is that of the source, if it names one (nullable) */
void _gb_import_page_recognize (GbImportPage *page, const char *title);
char *_gb_import_page_dup_date (const char *text, gboolean with_time);

/* gb-import-catalogue.c */
char *_gb_import_page_take_catalogue (GbImportPage *page);

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
  GB_IMPORT_PATTERN_ATTACHMENT,
  GB_IMPORT_PATTERN_FIRST_ATTACHMENT,
  GB_IMPORT_PATTERN_CONTENTS,
  GB_IMPORT_PATTERN_TABLE_CAPTION,
  GB_IMPORT_PATTERN_FIGURE_CAPTION,
} GbImportPattern;
#define GB_N_IMPORT_PATTERNS (GB_IMPORT_PATTERN_FIGURE_CAPTION + 1)

gboolean _gb_import_match (GbImportPattern pattern, const char *text, GMatchInfo **out_match);

G_END_DECLS
