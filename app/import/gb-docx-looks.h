/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "import/gb-docx-model.h"

G_BEGIN_DECLS

/* In half points: 小二 and larger is no size for text; two points more are seen as larger. */
#define GB_DOCX_TITLE_SIZE 36
#define GB_DOCX_LARGER     4

/* What a paragraph looks like as a whole. */
typedef struct {
  GbDocxFace face;  /* UNSET if it is mixed */
  guint size;       /* 0 if it is mixed */
  gboolean is_bold; /* all of it */
  gboolean is_red;  /* all of it */
} GbDocxLook;

/* What most of a text looks like. */
typedef struct {
  GbDocxFace face;
  guint size;
  gboolean is_bold;
} GbDocxUsual;

GbDocxLook _gb_docx_get_look (const GbDocxParagraph *paragraph);
GbDocxUsual _gb_docx_find_usual (const GbDocxModel *model);
/* How much a paragraph stands out from the text: 0 is not at all; the order is that of headings. */
guint _gb_docx_get_strength (const GbDocxParagraph *paragraph, const GbDocxUsual *usual);

/* Ends as sentences do. */
gboolean _gb_docx_is_sentence (const char *text);
gboolean _gb_docx_is_short (const char *text, glong max_chars);
gboolean _gb_docx_matches (const char *pattern, const char *text);

G_END_DECLS
