/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pieces of documents out of what other programs put on the clipboard. Keeps no state; any thread.
 * The editor uses it. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-clipboard.h"

#include "import/gb-import-html-private.h"

#include "document/gb-document-error.h"

#include <string.h>

GbImport *
gb_import_clipboard_html (GBytes *html, GbImportPictureFunc prepare, GError **error)
{
  g_return_val_if_fail (html != NULL, NULL);

  return _gb_import_html_read (html, GB_IMPORT_PIECE, GB_IMPORT_IMAGES_CLIPBOARD, NULL, prepare,
                               error);
}

/* ───── Rows of a spreadsheet ───── */

/* One field from p on, and what ends it: a tab, a line feed or the end. A field with a line feed or
 * a quotation mark in it is quoted by the spreadsheet. */
static const char *
read_field (const char *p, GString *field)
{
  g_string_truncate (field, 0);
  if (*p == '"') {
    const char *q = p + 1;

    while (*q != '\0' && (*q != '"' || q[1] == '"')) {
      g_string_append_c (field, *q);
      q += *q == '"' ? 2 : 1;
    }
    if (*q == '"' && (q[1] == '\t' || q[1] == '\n' || q[1] == '\0'))
      return q + 1;
    /* A quotation mark that only begins the text. */
    g_string_truncate (field, 0);
  }
  while (*p != '\0' && *p != '\t' && *p != '\n')
    g_string_append_c (field, *p++);
  return p;
}

/* The number of columns if every row has as many, else 0; lines that only begin with a tab are
 * indented text. */
static guint
count_columns (const char *text)
{
  g_autoptr (GString) field = g_string_new (NULL);
  guint n_columns = 0;
  gboolean has_first = FALSE;

  for (const char *p = text; *p != '\0';) {
    guint n = 1;

    p = read_field (p, field);
    has_first |= field->len > 0;
    for (; *p == '\t'; p = read_field (p + 1, field))
      n++;
    if (n_columns != 0 && n != n_columns)
      return 0;
    n_columns = n;
    if (*p == '\n')
      p++;
  }
  return has_first ? n_columns : 0;
}

static void
add_cell (GbImportWriter *writer, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  _gb_import_writer_begin_cell (writer, 1, 1, FALSE);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (i > 0)
      _gb_import_writer_add_break (writer);
    _gb_import_writer_add_text (writer, lines[i], -1, GB_IMPORT_MARK_NONE, NULL);
  }
  _gb_import_writer_end_cell (writer);
}

static void
add_rows (GbImportWriter *writer, const char *text)
{
  g_autoptr (GString) field = g_string_new (NULL);

  _gb_import_writer_begin_table (writer);
  for (const char *p = text; *p != '\0';) {
    _gb_import_writer_begin_row (writer);
    p = read_field (p, field);
    add_cell (writer, field->str);
    while (*p == '\t') {
      p = read_field (p + 1, field);
      add_cell (writer, field->str);
    }
    _gb_import_writer_end_row (writer);
    if (*p == '\n')
      p++;
  }
  _gb_import_writer_end_table (writer);
}

/* ───── Text ───── */

/* Valid, with line feeds alone. */
static char *
clean_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p++) {
    if (*p != '\r')
      g_string_append_c (clean, *p);
    else if (p[1] != '\n')
      g_string_append_c (clean, '\n');
  }
  return g_string_free (clean, FALSE);
}

static void
add_lines (GbImportWriter *writer, const char *text, const GbImportParagraph *style)
{
  g_autoptr (GPtrArray) lines = _gb_import_text_split (text, _gb_import_writer_get_notes (writer));

  for (guint i = 0; i < lines->len; i++) {
    const GbImportLine *line = g_ptr_array_index (lines, i);

    _gb_import_writer_begin_paragraph (writer, style);
    _gb_import_writer_add_text (writer, line->text, -1, GB_IMPORT_MARK_NONE, NULL);
  }
}

static gboolean
is_too_large (const char *text, GError **error)
{
  if (strlen (text) <= GB_DOCUMENT_MAX_BYTES)
    return FALSE;
  g_set_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_TOO_LARGE,
               "the text has more than %d bytes", GB_DOCUMENT_MAX_BYTES);
  return TRUE;
}

GbImport *
gb_import_clipboard_text (const char *text, GError **error)
{
  static const GbImportParagraph plain;
  g_autoptr (GbImportWriter) writer = NULL;
  g_autofree char *clean = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (is_too_large (text, error))
    return NULL;
  writer = _gb_import_writer_new (NULL);
  clean = clean_text (text);
  if (count_columns (clean) > 1)
    add_rows (writer, clean);
  else
    add_lines (writer, clean, &plain);
  return _gb_import_writer_finish (writer, GB_IMPORT_PIECE, error);
}

GbImport *
gb_import_clipboard_lines (const char *text, GError **error)
{
  static const GbImportParagraph verbatim = { .is_verbatim = TRUE };
  g_autoptr (GbImportWriter) writer = NULL;
  g_autofree char *clean = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (is_too_large (text, error))
    return NULL;
  writer = _gb_import_writer_new (NULL);
  clean = clean_text (text);
  add_lines (writer, clean, &verbatim);
  return _gb_import_writer_finish (writer, GB_IMPORT_PIECE, error);
}
