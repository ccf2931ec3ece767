/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Blocks and cells: plain memory that belongs to one writer. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-model.h"

GbImportBlock *
_gb_import_block_new (GbImportBlockType type, guint line)
{
  GbImportBlock *self = g_new0 (GbImportBlock, 1);

  self->type = type;
  self->line = line;
  self->runs = _gb_import_runs_new ();
  return self;
}

void
_gb_import_block_free (GbImportBlock *self)
{
  g_free (self->label);
  g_ptr_array_unref (self->runs);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->columns, g_array_unref);
  g_free (self->digest);
  g_free (self->alt);
  g_free (self);
}

GPtrArray *
_gb_import_blocks_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)_gb_import_block_free);
}

static void
import_cell_free (GbImportCell *self)
{
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

GbImportCell *
_gb_import_cell_new (guint colspan, guint rowspan, gboolean is_header)
{
  GbImportCell *self = g_new0 (GbImportCell, 1);

  self->blocks = _gb_import_blocks_new ();
  self->colspan = CLAMP (colspan, 1, GB_IMPORT_MAX_COLUMNS);
  self->rowspan = CLAMP (rowspan, 1, GB_IMPORT_MAX_COLUMNS);
  self->is_header = is_header;
  return self;
}

GPtrArray *
_gb_import_row_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)import_cell_free);
}
