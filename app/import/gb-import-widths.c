/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Widths of columns and pictures: what sources say becomes what a document can hold, which are
 * proportions of the columns of a table and the share of the text that a picture takes. Sources are
 * untrusted, so that every number has limits. Keeps no state; any thread. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-widths.h"

#include <math.h>

/* More than any paper has. */
#define MAX_PIXELS 100000.0
/* A character with its margins, as in ui/editor/web/src/columns.js. */
#define MIN_WIDTH 36
#define MAX_WIDTH 9999
/* Columns that differ by less were meant to be the same. */
#define SAME_RATIO 1.05
/* Per cent of the text: what nobody sees. */
#define SAME_SHARE 3.0
#define MIN_SHARE  10.0
#define MAX_SHARE  100.0

double
_gb_import_widths_parse (const char *value)
{
  static const struct {
    const char *name;
    double pixels;
  } units[] = {
    { "px", 1 },
    { "pt", 96.0 / 72 },
    { "cm", 96 / 2.54 },
    { "mm", 96 / 25.4 },
    { "in", 96 },
    { "pc", 16 },
    { "em", 16 },
    { "rem", 16 },
    { "*", 1 },
    { "", 1 },
    { "%", GB_IMPORT_TEXT_WIDTH / 100.0 },
  };
  double number;
  char *end;

  if (value == NULL)
    return 0;
  number = g_ascii_strtod (value, &end);
  if (end == value || !isfinite (number) || number <= 0)
    return 0;
  while (g_ascii_isspace (*end))
    end++;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    if (g_ascii_strcasecmp (end, units[i].name) == 0)
      return MIN (number * units[i].pixels, MAX_PIXELS);
  }
  return 0;
}

/* ───── Columns ───── */

static GbImportCell *
get_cell (const GbImportBlock *table, guint row, guint i)
{
  return g_ptr_array_index ((GPtrArray *)g_ptr_array_index (table->rows, row), i);
}

static guint
count_cells (const GbImportBlock *table, guint row)
{
  return ((GPtrArray *)g_ptr_array_index (table->rows, row))->len;
}

static gboolean
are_same (const double *widths, guint n_columns)
{
  double least = widths[0];
  double most = widths[0];

  for (guint i = 1; i < n_columns; i++) {
    least = MIN (least, widths[i]);
    most = MAX (most, widths[i]);
  }
  return most <= least * SAME_RATIO;
}

/* Some programs write a list of columns that are all the same, and the truth into the cells. */
static void
take_columns (const GbImportBlock *table, double *widths, guint n_columns)
{
  if (table->columns == NULL || table->columns->len < n_columns)
    return;
  for (guint i = 0; i < n_columns; i++)
    widths[i] = g_array_index (table->columns, double, i);
  if (are_same (widths, n_columns)) {
    for (guint i = 0; i < n_columns; i++)
      widths[i] = 0;
  }
}

/* The first cell that is alone in its column tells its width; then those over several columns tell
 * the one that is left. */
static void
take_cells (const GbImportBlock *table, double *widths)
{
  for (guint span = 1; span <= GB_IMPORT_MAX_COLUMNS; span++) {
    gboolean has_wider = FALSE;

    for (guint r = 0; r < table->rows->len; r++) {
      for (guint i = 0; i < count_cells (table, r); i++) {
        const GbImportCell *cell = get_cell (table, r, i);
        double rest = cell->width;
        guint n_missing = 0;
        guint missing = 0;

        has_wider |= cell->colspan > span;
        if (cell->colspan != span || cell->width <= 0)
          continue;
        for (guint k = cell->column; k < cell->column + span; k++) {
          rest -= widths[k];
          if (widths[k] <= 0) {
            n_missing++;
            missing = k;
          }
        }
        if (n_missing == 1 && rest > 0)
          widths[missing] = rest;
      }
    }
    if (!has_wider)
      return;
  }
}

/* A column that nobody knows has its share of what is left of the text, as in a browser, or is as
 * wide as the others are on the average. Returns FALSE if nothing is known. */
static gboolean
complete (double *widths, guint n_columns)
{
  double sum = 0;
  double other;
  guint n_known = 0;

  for (guint i = 0; i < n_columns; i++) {
    sum += widths[i];
    n_known += widths[i] > 0;
  }
  if (n_known == 0)
    return FALSE;
  other = (GB_IMPORT_TEXT_WIDTH - sum) / MAX (n_columns - n_known, 1);
  if (other < MIN_WIDTH)
    other = sum / n_known;
  for (guint i = 0; i < n_columns; i++) {
    if (widths[i] <= 0)
      widths[i] = other;
  }
  return TRUE;
}

guint *
_gb_import_widths_settle (const GbImportBlock *table, guint n_columns)
{
  g_autofree double *widths = g_new0 (double, n_columns);
  guint *settled;
  double sum = 0;

  if (n_columns < 2)
    return NULL;
  take_columns (table, widths, n_columns);
  take_cells (table, widths);
  if (!complete (widths, n_columns) || are_same (widths, n_columns))
    return NULL;
  for (guint i = 0; i < n_columns; i++)
    sum += widths[i];
  settled = g_new0 (guint, n_columns);
  for (guint i = 0; i < n_columns; i++)
    settled[i] =
      (guint)CLAMP (round (widths[i] / sum * GB_IMPORT_TEXT_WIDTH), MIN_WIDTH, MAX_WIDTH);
  return settled;
}

/* ───── Pictures ───── */

guint
_gb_import_widths_share (double share, guint natural)
{
  double natural_share = MIN (natural * 100.0 / GB_IMPORT_TEXT_WIDTH, MAX_SHARE);

  if (!isfinite (share) || share <= 0)
    return 0;
  /* A small sign is shown as it is. */
  if (share < MIN_SHARE && natural_share <= MIN_SHARE)
    return 0;
  share = CLAMP (share, MIN_SHARE, MAX_SHARE);
  if (natural > 0 && fabs (share - natural_share) <= SAME_SHARE)
    return 0;
  return (guint)round (share);
}
