/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tables (ECMA-376-1 §17.4). A cell that is merged downwards is written as many cells, each but the
 * first saying that it goes on; here it becomes one cell with a span. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-docx-reader.h"

#include "import/gb-import.h"

#include <string.h>

#define MAX_COLUMNS 200

typedef struct _Cell Cell;
struct _Cell {
  GPtrArray *nodes; /* (owned), of xmlNode: the cell, and those that went on from it */
  guint column;
  guint colspan;
  guint rowspan;
  double width;     /* in twips; 0 if it is not known */
  gboolean goes_on; /* from the row above */
  Cell *owner;      /* (nullable): the cell further up with which it is written */
};

typedef struct {
  GPtrArray *cells; /* (owned), of Cell */
  gboolean is_header;
} Row;

static void
cell_free (Cell *cell)
{
  g_ptr_array_unref (cell->nodes);
  g_free (cell);
}

static void
row_free (Row *row)
{
  g_ptr_array_unref (row->cells);
  g_free (row);
}

/* Rows and cells may stand in content controls and marks of changes. */
static void
collect (xmlNode *parent, const char *name, GPtrArray *found)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (_gb_docx_xml_is (node, name)) {
      g_ptr_array_add (found, node);
    } else if (_gb_docx_xml_is (node, "sdt")) {
      xmlNode *content = _gb_docx_xml_find (node, "sdtContent");

      if (content != NULL)
        collect (content, name, found);
    } else if (_gb_docx_xml_is (node, "customXml") || _gb_docx_xml_is (node, "ins") ||
               _gb_docx_xml_is (node, "moveTo")) {
      collect (node, name, found);
    }
  }
}

static Cell *
add_cell (Row *row, guint column, guint colspan)
{
  Cell *cell = g_new0 (Cell, 1);

  cell->nodes = g_ptr_array_new ();
  cell->column = column;
  cell->colspan = colspan;
  cell->rowspan = 1;
  g_ptr_array_add (row->cells, cell);
  return cell;
}

static gboolean
is_continued (xmlNode *properties, const char *name)
{
  xmlNode *merge = _gb_docx_xml_find (properties, name);

  return merge != NULL && g_strcmp0 (_gb_docx_xml_get (merge, "val"), "restart") != 0;
}

/* Twips, or fiftieths of a per cent of the text, of which only the proportion counts (§17.4.71). */
static double
read_width (xmlNode *properties)
{
  xmlNode *node = _gb_docx_xml_find (properties, "tcW");
  const char *type = _gb_docx_xml_get (node, "type");
  const char *text = _gb_docx_xml_get (node, "w");
  double number = _gb_docx_xml_parse_number (text);

  if (text == NULL || (type != NULL && strcmp (type, "auto") == 0))
    return 0;
  if (g_str_has_suffix (text, "%"))
    return number / 100 * GB_DOCX_TEXT_WIDTH;
  return type != NULL && strcmp (type, "pct") == 0 ? number / 5000 * GB_DOCX_TEXT_WIDTH : number;
}

/* Returns the column after the cell. */
static guint
read_cell (Row *row, xmlNode *node, guint column)
{
  xmlNode *properties = _gb_docx_xml_find (node, "tcPr");
  guint colspan = (guint)_gb_docx_xml_parse_int (
    _gb_docx_xml_get_child_val (properties, "gridSpan"), 1, MAX_COLUMNS, 1);
  Cell *cell;

  if (is_continued (properties, "hMerge") && row->cells->len > 0) {
    cell = g_ptr_array_index (row->cells, row->cells->len - 1);
    cell->colspan = MIN (cell->colspan + colspan, MAX_COLUMNS);
    cell->width += read_width (properties);
  } else {
    cell = add_cell (row, column, colspan);
    cell->width = read_width (properties);
    cell->goes_on = is_continued (properties, "vMerge");
  }
  g_ptr_array_add (cell->nodes, node);
  return column + colspan;
}

static guint
get_gap (xmlNode *properties, const char *name)
{
  return (guint)_gb_docx_xml_parse_int (_gb_docx_xml_get_child_val (properties, name), 0,
                                        MAX_COLUMNS, 0);
}

static Row *
read_row (xmlNode *node)
{
  xmlNode *properties = _gb_docx_xml_find (node, "trPr");
  xmlNode *header = _gb_docx_xml_find (properties, "tblHeader");
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
  Row *row = g_new0 (Row, 1);
  guint column = get_gap (properties, "gridBefore");

  row->cells = g_ptr_array_new_with_free_func ((GDestroyNotify)cell_free);
  row->is_header = header != NULL && _gb_docx_xml_is_on (header);
  if (column > 0)
    add_cell (row, 0, column);
  collect (node, "tc", nodes);
  for (guint i = 0; i < nodes->len; i++)
    column = read_cell (row, g_ptr_array_index (nodes, i), column);
  return row;
}

/* Joins the cells that go on from the row above. Cells of a row are sorted by their columns. */
static void
merge_row (const Row *above, Row *row)
{
  guint k = 0;

  for (guint i = 0; i < row->cells->len; i++) {
    Cell *cell = g_ptr_array_index (row->cells, i);
    Cell *owner;

    while (k < above->cells->len &&
           ((Cell *)g_ptr_array_index (above->cells, k))->column < cell->column)
      k++;
    if (!cell->goes_on || k == above->cells->len)
      continue;
    owner = g_ptr_array_index (above->cells, k);
    if (owner->column != cell->column)
      continue;
    if (owner->owner != NULL)
      owner = owner->owner;
    cell->owner = owner;
    owner->rowspan++;
    g_ptr_array_add (owner->nodes, g_ptr_array_index (cell->nodes, 0));
  }
}

static void
write_cell (GbDocxReader *self, const Cell *cell, gboolean is_header)
{
  GbDocxBlock *block = _gb_docx_model_add (self->model, GB_DOCX_BLOCK_CELL);

  block->colspan = cell->colspan;
  block->rowspan = cell->rowspan;
  block->is_header = is_header;
  block->width = cell->width;
  for (guint i = 0; i < cell->nodes->len; i++)
    _gb_docx_reader_read_blocks (self, g_ptr_array_index (cell->nodes, i));
  _gb_docx_model_add (self->model, GB_DOCX_BLOCK_CELL_END);
}

/* (nullable) */
static GArray *
read_columns (xmlNode *table)
{
  xmlNode *grid = _gb_docx_xml_find (table, "tblGrid");
  GArray *columns;

  if (grid == NULL)
    return NULL;
  columns = g_array_new (FALSE, FALSE, sizeof (double));
  for (xmlNode *node = grid->children; node != NULL && columns->len < MAX_COLUMNS;
       node = node->next) {
    if (_gb_docx_xml_is (node, "gridCol")) {
      double width = _gb_docx_xml_parse_number (_gb_docx_xml_get (node, "w"));

      g_array_append_val (columns, width);
    }
  }
  return columns;
}

static gboolean
is_deleted (xmlNode *row)
{
  return _gb_docx_xml_find (_gb_docx_xml_find (row, "trPr"), "del") != NULL;
}

static GPtrArray *
read_rows (GbDocxReader *self, xmlNode *table)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)row_free);

  collect (table, "tr", nodes);
  for (guint i = 0; i < nodes->len; i++) {
    xmlNode *node = g_ptr_array_index (nodes, i);

    if (is_deleted (node)) {
      g_autofree char *text = _gb_docx_dup_plain_text (node);

      _gb_docx_model_drop (self->model, self->n_paragraphs + 1, GB_IMPORT_DROPPED_DELETION, text);
    } else {
      g_ptr_array_add (rows, read_row (node));
    }
  }
  return rows;
}

/**
 * _gb_docx_reader_read_table:
 * @self: a reader
 * @table: a tbl
 *
 * Adds a table to the model. Tables in its cells are added inside them.
 */
void
_gb_docx_reader_read_table (GbDocxReader *self, xmlNode *table)
{
  g_autoptr (GPtrArray) rows = read_rows (self, table);
  gboolean in_head = TRUE;

  for (guint r = 1; r < rows->len; r++)
    merge_row (g_ptr_array_index (rows, r - 1), g_ptr_array_index (rows, r));
  _gb_docx_model_add (self->model, GB_DOCX_BLOCK_TABLE)->columns = read_columns (table);
  for (guint r = 0; r < rows->len; r++) {
    const Row *row = g_ptr_array_index (rows, r);

    /* Only the first rows repeat at the top of a page (§17.4.78). */
    in_head = in_head && row->is_header;
    _gb_docx_model_add (self->model, GB_DOCX_BLOCK_ROW);
    for (guint i = 0; i < row->cells->len; i++) {
      const Cell *cell = g_ptr_array_index (row->cells, i);

      if (cell->owner == NULL)
        write_cell (self, cell, in_head);
    }
    _gb_docx_model_add (self->model, GB_DOCX_BLOCK_ROW_END);
  }
  _gb_docx_model_add (self->model, GB_DOCX_BLOCK_TABLE_END);
}
