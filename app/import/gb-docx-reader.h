/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* From document.xml and its notes to a model: what both halves of the reader share. */

#include "import/gb-docx-model.h"
#include "import/gb-docx-relations.h"

G_BEGIN_DECLS

/* Of text; far above what a document may have, so that a reader stops in time. */
#define GB_DOCX_MAX_TEXT_BYTES (32 * 1024 * 1024)
#define GB_DOCX_MAX_BLOCKS     400000

/* A complex field that is open (ECMA-376-1 §17.16.18). */
typedef struct {
  GString *instruction; /* (owned) */
  char *href;           /* (owned) (nullable) */
  const char *reason;   /* (nullable): its result is left out */
  gboolean in_result;
} GbDocxField;

typedef struct {
  /* Borrowed */
  GbDocxStyles *styles;
  GbDocxNumbering *numbering;
  GbDocxRelations *relations; /* of the part that is read */
  GHashTable *media;          /* names of parts → NULL: the images that are wanted */
  GbDocxModel *model;

  /* Owned */
  GPtrArray *fields;      /* of GbDocxField; the innermost is last */
  GbDocxParagraph *carry; /* (nullable): its end is a tracked deletion: the next goes on */

  guint n_paragraphs;
} GbDocxReader;

/* What one paragraph gathers while it is read. */
typedef struct {
  GbDocxParagraph *paragraph; /* (owned) */
  GbDocxRunFormat format;     /* of its runs, before their own properties */
  GPtrArray *boxes;           /* (owned), of xmlNode: text boxes that hang on it; borrowed nodes */
  GString *deleted;           /* (owned) */
  GString *hidden;            /* (owned) */
  GString *omitted;           /* (owned): results of fields that are left out */
  const char *omitted_reason; /* (nullable) */
  gboolean has_rule;
} GbDocxScope;

/* gb-docx-inline.c */
void _gb_docx_reader_read_inlines (GbDocxReader *self,
                                   GbDocxScope *scope,
                                   xmlNode *parent,
                                   const char *href);
void _gb_docx_field_free (GbDocxField *field);

/* gb-docx-drawing.c: drawing, pict, object */
void _gb_docx_reader_read_drawing (GbDocxReader *self, GbDocxScope *scope, xmlNode *node);
/* mc:AlternateContent: the branch to read, the same thing twice otherwise. (nullable) */
xmlNode *_gb_docx_choose_alternate (xmlNode *node);

/* gb-docx-body.c */
void _gb_docx_reader_read_blocks (GbDocxReader *self, xmlNode *parent);
gboolean _gb_docx_reader_read_body (GbDocxReader *self,
                                    GBytes *part,
                                    GCancellable *cancellable,
                                    GError **error);
/* Footnotes or endnotes: element is "footnote" or "endnote". */
gboolean _gb_docx_reader_read_notes (GbDocxReader *self,
                                     GBytes *part,
                                     const char *element,
                                     GCancellable *cancellable,
                                     GError **error);
/* gb-docx-table.c */
void _gb_docx_reader_read_table (GbDocxReader *self, xmlNode *table);

/* (transfer full): the text of everything below a node, for notes. */
char *_gb_docx_dup_plain_text (xmlNode *node);

G_END_DECLS
