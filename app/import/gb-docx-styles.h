/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* styles.xml: what a paragraph and a run look like after all inheritance (ECMA-376-1 §17.7). Only
 * what an importer asks is kept: faces are classes of faces, not names. */

#include "import/gb-docx-xml.h"

G_BEGIN_DECLS

typedef enum {
  GB_DOCX_FACE_UNSET,
  GB_DOCX_FACE_OTHER,
  GB_DOCX_FACE_SONG,
  GB_DOCX_FACE_FANGSONG, /* 仿宋: the text of official documents (GB/T 9704-2012 §5.2.2) */
  GB_DOCX_FACE_BIAOSONG, /* 小标宋: their titles (§7.3.1) */
  GB_DOCX_FACE_HEI,      /* 黑体: 一、 (§7.3.3) */
  GB_DOCX_FACE_KAI,      /* 楷体: （一） (§7.3.3) */
} GbDocxFace;
#define GB_N_DOCX_FACES (GB_DOCX_FACE_KAI + 1)

/* Three values: what is not said is inherited. */
typedef enum {
  GB_DOCX_UNSET,
  GB_DOCX_OFF,
  GB_DOCX_ON,
} GbDocxSwitch;

typedef enum {
  GB_DOCX_POSITION_UNSET,
  GB_DOCX_POSITION_BASE,
  GB_DOCX_POSITION_SUPER,
  GB_DOCX_POSITION_SUB,
} GbDocxPosition;

typedef enum {
  GB_DOCX_COLOR_UNSET,
  GB_DOCX_COLOR_OTHER,
  GB_DOCX_COLOR_RED, /* the letterhead (GB/T 9704-2012 §7.2.4) */
} GbDocxColor;

typedef struct {
  GbDocxSwitch bold;
  GbDocxSwitch italic;
  GbDocxSwitch underline;
  GbDocxSwitch strike;
  GbDocxSwitch hidden;
  GbDocxPosition position;
  GbDocxFace face;
  GbDocxColor color;
  guint size; /* in half points; 0 is not said */
} GbDocxRunFormat;

typedef enum {
  GB_DOCX_ALIGN_UNSET,
  GB_DOCX_ALIGN_JUSTIFY,
  GB_DOCX_ALIGN_LEFT,
  GB_DOCX_ALIGN_CENTER,
  GB_DOCX_ALIGN_RIGHT,
} GbDocxAlign;

/* What the name of a style means; the same in every language, except for what WPS and old files
 * write. */
typedef enum {
  GB_DOCX_ROLE_NONE,
  GB_DOCX_ROLE_TITLE,
  GB_DOCX_ROLE_HEADING,
  GB_DOCX_ROLE_CAPTION,
  GB_DOCX_ROLE_QUOTE,
  GB_DOCX_ROLE_CONTENTS, /* a line of a table of contents */
  GB_DOCX_ROLE_RULE,     /* an empty paragraph that shows a line */
} GbDocxRole;

typedef struct {
  GbDocxRole role;
  GbDocxAlign align;
  int outline;                 /* 0 … 8, 9 is text; -1 is not said */
  int num_id;                  /* 0 takes a number away; -1 is not said */
  int level;                   /* of the number, 0 … 8; -1 is not said */
  const char *style_for_level; /* (nullable): the style that brought the number; borrowed */
} GbDocxParagraphFormat;

typedef struct _GbDocxStyles GbDocxStyles;

/* theme: (nullable): theme1.xml, where faces may be named. */
GbDocxStyles *
_gb_docx_styles_new (GBytes *part, GBytes *theme, GCancellable *cancellable, GError **error);
void _gb_docx_styles_free (GbDocxStyles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbDocxStyles, _gb_docx_styles_free)

/* What a paragraph is before its own properties. style, table_style: (nullable). Both formats are
 * complete afterwards. */
void _gb_docx_styles_get_paragraph (GbDocxStyles *self,
                                    const char *style,
                                    GbDocxParagraphFormat *out_paragraph,
                                    GbDocxRunFormat *out_run);
/* Lays a character style over a format: bold upon bold is not bold (§17.7.3). */
void
_gb_docx_styles_apply_character (GbDocxStyles *self, const char *style, GbDocxRunFormat *format);
/* Lays rPr or pPr over a format. properties: (nullable). */
void _gb_docx_styles_apply_run (GbDocxStyles *self, xmlNode *properties, GbDocxRunFormat *format);
void _gb_docx_styles_apply_paragraph (GbDocxStyles *self,
                                      xmlNode *properties,
                                      GbDocxParagraphFormat *format);
/* The number of the style that stands for a list style: numStyleLink. -1 if there is none. */
int _gb_docx_styles_get_num_id (GbDocxStyles *self, const char *style);

GbDocxFace _gb_docx_face_from_name (const char *name);

G_END_DECLS
