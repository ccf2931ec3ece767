/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tables: cells are placed as HTML places them, and what does not fit is made to: every row has
 * every column, no cell covers another one, none hangs over the edge. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-widths.h"

#include "document/gb-xml-private.h"

#include <string.h>

/* Nobody reads a larger one on a page, and missing cells must not fill the memory. */
#define MAX_CELLS 20000

static GPtrArray *
get_row (const GbImportBlock *table, guint i)
{
  return g_ptr_array_index (table->rows, i);
}

static GbImportCell *
get_cell (GPtrArray *row, guint i)
{
  return g_ptr_array_index (row, i);
}

/* What is left when a cell has no place: its text goes to the last cell that has one. */
static void
give_text (GbImportCell *target, GbImportCell *cell)
{
  for (guint i = 0; i < cell->blocks->len; i++)
    g_ptr_array_add (target->blocks, g_ptr_array_index (cell->blocks, i));
  g_ptr_array_set_free_func (cell->blocks, NULL);
  g_ptr_array_set_size (cell->blocks, 0);
}

/* Places the cells of one row and narrows those that meet a cell from above. Returns the number of
 * columns that are used. */
static guint
place_row (GPtrArray *row, guint *remaining, GbImportCell **last)
{
  guint column = 0;
  guint n_used = 0;
  guint n_kept = 0;

  for (guint i = 0; i < row->len; i++) {
    GbImportCell *cell = get_cell (row, i);
    guint width = 0;

    while (column < GB_IMPORT_MAX_COLUMNS && remaining[column] > 0)
      column++;
    while (width < cell->colspan && column + width < GB_IMPORT_MAX_COLUMNS &&
           remaining[column + width] == 0)
      width++;
    if (width == 0) {
      if (*last != NULL)
        give_text (*last, cell);
      continue;
    }
    cell->colspan = width;
    for (guint k = 0; k < width; k++)
      remaining[column + k] = cell->rowspan;
    column += width;
    *last = cell;
    g_ptr_array_index (row, i) = g_ptr_array_index (row, n_kept);
    g_ptr_array_index (row, n_kept++) = cell;
  }
  g_ptr_array_set_size (row, (int)n_kept);
  for (guint k = 0; k < GB_IMPORT_MAX_COLUMNS; k++) {
    if (remaining[k] > 0)
      n_used = k + 1;
  }
  return n_used;
}

typedef struct {
  GbImportCell *cell;
  guint last_row; /* the last one that it covers */
} Cover;

static void
update_covers (GArray *covers, GPtrArray *row, guint r)
{
  for (guint i = covers->len; i > 0; i--) {
    Cover *cover = &g_array_index (covers, Cover, i - 1);

    if (row->len == 0 && cover->last_row >= r) {
      cover->cell->rowspan--;
      cover->last_row--;
    }
    /* A row that goes leaves its place to the next one. */
    if (cover->last_row < r + (row->len > 0))
      g_array_remove_index_fast (covers, i - 1);
  }
  for (guint i = 0; i < row->len; i++) {
    Cover cover = { get_cell (row, i), r + get_cell (row, i)->rowspan - 1 };

    if (cover.cell->rowspan > 1)
      g_array_append_val (covers, cover);
  }
}

/* A row that cells from above cover whole has no cells of its own, and a document has no such row:
 * it goes, and what covers it gets shorter. Returns the number of columns. */
static guint
place_rows (GbImportBlock *table)
{
  guint remaining[GB_IMPORT_MAX_COLUMNS] = { 0 };
  guint n_columns = 0;
  guint n_kept = 0;
  GbImportCell *last = NULL;
  g_autoptr (GArray) covers = g_array_new (FALSE, FALSE, sizeof (Cover));

  for (guint r = 0; r < table->rows->len; r++) {
    GPtrArray *row = get_row (table, r);
    guint n_used = place_row (row, remaining, &last);

    update_covers (covers, row, n_kept);
    for (guint k = 0; k < GB_IMPORT_MAX_COLUMNS; k++)
      remaining[k] -= remaining[k] > 0;
    if (row->len == 0)
      continue;
    n_columns = MAX (n_columns, n_used);
    g_ptr_array_index (table->rows, r) = g_ptr_array_index (table->rows, n_kept);
    g_ptr_array_index (table->rows, n_kept++) = row;
  }
  g_ptr_array_set_size (table->rows, (int)n_kept);
  return n_columns;
}

/* Cuts what hangs below the last row, and gives every row all columns. */
static void
fill_rows (GbImportBlock *table, guint n_columns)
{
  guint remaining[GB_IMPORT_MAX_COLUMNS] = { 0 };

  for (guint r = 0; r < table->rows->len; r++) {
    GPtrArray *row = get_row (table, r);
    guint column = 0;

    for (guint i = 0; i < row->len; i++) {
      GbImportCell *cell = get_cell (row, i);

      cell->rowspan = MIN (cell->rowspan, table->rows->len - r);
      while (column < n_columns && remaining[column] > 0)
        column++;
      cell->column = column;
      for (guint k = 0; k < cell->colspan && column < n_columns; k++)
        remaining[column++] = cell->rowspan;
    }
    for (guint k = 0; k < n_columns; k++) {
      if (remaining[k] == 0) {
        GbImportCell *cell = _gb_import_cell_new (1, 1, FALSE);

        cell->column = k;
        g_ptr_array_add (row, cell);
      }
      remaining[k] -= remaining[k] > 0;
    }
  }
}

static void
set_span (xmlNode *cell, const char *name, guint span)
{
  if (span > 1) {
    g_autofree char *value = g_strdup_printf ("%u", span);

    xmlNewProp (cell, (const xmlChar *)name, (const xmlChar *)value);
  }
}

static void
write_flow (xmlNode *parent, GPtrArray *blocks)
{
  for (guint i = 0; i < blocks->len;) {
    const GbImportBlock *block = g_ptr_array_index (blocks, i);
    guint n_items = _gb_import_list_count (blocks, i, blocks->len);
    xmlNode *node;

    if (n_items > 0) {
      _gb_import_list_write (parent, blocks, i, i + n_items);
      i += n_items;
      continue;
    }
    node = _gb_xml_add (parent, "p");
    if (block->style.align == GB_IMPORT_ALIGN_CENTER)
      xmlNewProp (node, (const xmlChar *)"class", (const xmlChar *)"center");
    else if (block->style.align == GB_IMPORT_ALIGN_RIGHT)
      xmlNewProp (node, (const xmlChar *)"class", (const xmlChar *)"right");
    _gb_import_runs_write (node, block->runs);
    i++;
  }
  if (blocks->len == 0)
    _gb_xml_add (parent, "p");
}

/* A row of headers heads columns; a header that begins a row heads that row. */
static const char *
find_scope (const GbImportCell *cell, gboolean heads_columns, gboolean in_first_column)
{
  if (!cell->is_header || (!heads_columns && !in_first_column))
    return NULL;
  return heads_columns ? "col" : "row";
}

static gboolean
are_all_headers (GPtrArray *row)
{
  for (guint i = 0; i < row->len; i++) {
    if (!get_cell (row, i)->is_header)
      return FALSE;
  }
  return TRUE;
}

/* One number for each column of the cell. */
static void
set_widths (xmlNode *node, const GbImportCell *cell, const guint *widths)
{
  g_autoptr (GString) value = g_string_new (NULL);

  if (widths == NULL)
    return;
  for (guint i = 0; i < cell->colspan; i++)
    g_string_append_printf (value, "%s%u", i > 0 ? "," : "", widths[cell->column + i]);
  xmlNewProp (node, (const xmlChar *)"data-colwidth", (const xmlChar *)value->str);
}

/* widths: (nullable): of all columns */
static void
write_cell (xmlNode *parent, GbImportCell *cell, const char *scope, const guint *widths)
{
  xmlNode *node = _gb_xml_add (parent, cell->is_header ? "th" : "td");

  set_span (node, "colspan", cell->colspan);
  set_span (node, "rowspan", cell->rowspan);
  set_widths (node, cell, widths);
  if (scope != NULL)
    xmlNewProp (node, (const xmlChar *)"scope", (const xmlChar *)scope);
  for (guint i = 0; i < cell->blocks->len && cell->is_header; i++)
    _gb_import_runs_unmark (((GbImportBlock *)g_ptr_array_index (cell->blocks, i))->runs,
                            GB_IMPORT_MARK_STRONG);
  write_flow (node, cell->blocks);
}

/* One paragraph for each row, its cells one after the other. */
static void
write_flat (xmlNode *parent, GbImportBlock *table)
{
  for (guint r = 0; r < table->rows->len; r++) {
    GPtrArray *row = get_row (table, r);
    xmlNode *node = NULL;

    for (guint i = 0; i < row->len; i++) {
      GPtrArray *blocks = get_cell (row, i)->blocks;

      for (guint k = 0; k < blocks->len; k++) {
        if (node != NULL)
          _gb_xml_add_text (node, " ", 1);
        else
          node = _gb_xml_add (parent, "p");
        _gb_import_runs_write (node, ((GbImportBlock *)g_ptr_array_index (blocks, k))->runs);
      }
    }
  }
}

/**
 * _gb_import_table_write:
 * @parent: the body
 * @block: a table; its spans are corrected
 *
 * Writes a table that every document may hold.
 *
 * Returns: %FALSE if the table is larger than that, and only its paragraphs are written
 */
gboolean
_gb_import_table_write (xmlNode *parent, GbImportBlock *block)
{
  guint n_columns = place_rows (block);
  g_autofree guint *widths = NULL;
  xmlNode *table;
  xmlNode *body;

  if (block->rows->len == 0)
    return TRUE;
  if ((guint64)block->rows->len * n_columns > MAX_CELLS) {
    write_flat (parent, block);
    return FALSE;
  }
  fill_rows (block, n_columns);
  widths = _gb_import_widths_settle (block, n_columns);
  table = _gb_xml_add (parent, "table");
  if (block->runs->len > 0)
    _gb_import_runs_write (_gb_xml_add (table, "caption"), block->runs);
  body = _gb_xml_add (table, "tbody");
  for (guint r = 0; r < block->rows->len; r++) {
    GPtrArray *row = get_row (block, r);
    xmlNode *node = _gb_xml_add (body, "tr");

    const gboolean heads_columns = are_all_headers (row);

    for (guint i = 0; i < row->len; i++)
      write_cell (node, get_cell (row, i), find_scope (get_cell (row, i), heads_columns, i == 0),
                  widths);
  }
  return TRUE;
}
