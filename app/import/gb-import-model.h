/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the writer has collected, on its way to the body of a document. */

#include "import/gb-import-private.h"
#include "import/gb-import-writer.h"

#include <libxml/tree.h>

G_BEGIN_DECLS

#define GB_IMPORT_MAX_COLUMNS 200

typedef struct {
  GString *text; /* (owned) (nullable): a line break if NULL */
  GbImportMarks marks;
  const char *href; /* (nullable): lives as long as the writer; equal ones are one pointer */
} GbImportRun;

typedef enum {
  GB_IMPORT_BLOCK_TEXT,
  GB_IMPORT_BLOCK_TABLE,
  GB_IMPORT_BLOCK_FIGURE,
  GB_IMPORT_BLOCK_RULE,
} GbImportBlockType;

typedef struct {
  GbImportBlockType type;
  guint line;

  /* Of a text. */
  GbImportParagraph style; /* its label is owned below */
  char *label;             /* (owned) (nullable) */
  GPtrArray *runs;         /* (owned), of GbImportRun; of a table, its caption */
  gboolean is_quoted;

  /* Of a table. */
  GPtrArray *rows; /* (owned) (nullable), of GPtrArray of GbImportCell */
  GArray *columns; /* (owned) (nullable), of double: widths, 0 for one that is not known */

  /* Of a figure. */
  char *digest;
  char *alt;
  guint share; /* of the width of the text, in per cent; 0 for the natural width */
} GbImportBlock;

typedef struct {
  GPtrArray *blocks; /* (owned), of GbImportBlock: texts only */
  guint colspan;
  guint rowspan;
  gboolean is_header;
  double width; /* as the source says, of all columns together; 0 if it does not */
  guint column; /* when the table is put right */
} GbImportCell;

/* gb-import-model.c */
GbImportBlock *_gb_import_block_new (GbImportBlockType type, guint line);
void _gb_import_block_free (GbImportBlock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbImportBlock, _gb_import_block_free)
GPtrArray *_gb_import_blocks_new (void);
GbImportCell *_gb_import_cell_new (guint colspan, guint rowspan, gboolean is_header);
GPtrArray *_gb_import_row_new (void);

/* gb-import-runs.c */
GPtrArray *_gb_import_runs_new (void);
void _gb_import_runs_add (GPtrArray *runs,
                          const char *text,
                          gssize length,
                          GbImportMarks marks,
                          const char *href);
gboolean _gb_import_runs_normalize (GPtrArray *runs);
char *_gb_import_runs_dup_text (GPtrArray *runs);
void _gb_import_runs_prepend (GPtrArray *runs, const char *text, GbImportMarks marks);
void _gb_import_runs_remove_prefix (GPtrArray *runs, guint n_chars);
void _gb_import_runs_unmark (GPtrArray *runs, GbImportMarks mark);
void _gb_import_runs_write (xmlNode *parent, GPtrArray *runs);

/* gb-import-list.c */
void _gb_import_list_settle_label (GbImportBlock *block);
guint _gb_import_list_find_typed (GPtrArray *blocks, guint first, guint end);
guint _gb_import_list_count (GPtrArray *blocks, guint first, guint end);
void _gb_import_list_write (xmlNode *parent, GPtrArray *blocks, guint first, guint end);

/* gb-import-table.c */
gboolean _gb_import_table_write (xmlNode *parent, GbImportBlock *block);

/* gb-import-blocks.c */
guint _gb_import_blocks_get_heading (const GbImportBlock *block, const char *text);
char *_gb_import_blocks_dup_body (GPtrArray *blocks, const GbImportPage *page);

G_END_DECLS
