/* SPDX-License-Identifier: GPL-3.0-or-later */

/* .txt by line, and .csv (RFC 4180, with commas, semicolons or tabs) by row. Nothing here keeps
 * state. */

#define G_LOG_DOMAIN "gb-attachment"

#include "config.h"

#include "attachment/gb-attachment-private.h"

#include "document/gb-document-error.h"
#include "import/gb-import-error.h"
#include "import/gb-import-private.h"

#include <string.h>

static gboolean
has_ending (const char *name, const char *ending)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_str_has_suffix (lower, ending);
}

static void
take_lines (GbAttachmentContent *content, const char *text)
{
  guint number = 1;

  for (const char *start = text; *start != '\0'; number++) {
    gsize length = strcspn (start, "\r\n");

    if (!gb_attachment_content_add (content, GB_ATTACHMENT_PLACE_LINE, number, NULL, start,
                                    (gssize)MIN (length, GB_ATTACHMENT_MAX_PIECE_BYTES)))
      return;
    content->is_cut |= length > GB_ATTACHMENT_MAX_PIECE_BYTES;
    start += length;
    start += *start == '\r' && start[1] == '\n' ? 2 : *start != '\0';
  }
}

/* What stands most often in the first line. */
static char
find_separator (const char *text)
{
  static const char separators[] = ",;\t";
  guint counts[sizeof separators] = { 0 };
  guint best = 0;

  for (const char *p = text; *p != '\0' && *p != '\n' && *p != '\r'; p++) {
    const char *found = strchr (separators, *p);

    if (found != NULL)
      counts[found - separators]++;
  }
  for (guint i = 1; i < strlen (separators); i++) {
    if (counts[i] > counts[best])
      best = i;
  }
  return separators[best];
}

/* Appends a row with tabs between its cells; returns where the next one begins. A quoted cell may
 * have line breaks, which become spaces. */
static const char *
take_row (const char *p, char separator, GString *row)
{
  gboolean is_quoted = FALSE;
  gboolean is_start = TRUE;

  for (; *p != '\0'; p++) {
    if (is_quoted && *p == '"' && p[1] == '"') {
      g_string_append_c (row, '"');
      p++;
    } else if (*p == '"' && (is_quoted || is_start)) {
      is_quoted = !is_quoted;
    } else if (!is_quoted && (*p == '\n' || *p == '\r')) {
      return p + (*p == '\r' && p[1] == '\n' ? 2 : 1);
    } else if (!is_quoted && *p == separator) {
      g_string_append_c (row, '\t');
      is_start = TRUE;
      continue;
    } else {
      g_string_append_c (row, *p == '\n' || *p == '\r' || *p == '\t' ? ' ' : *p);
    }
    is_start = FALSE;
    if (row->len > GB_ATTACHMENT_MAX_PIECE_BYTES)
      return p + 1;
  }
  return p;
}

static void
take_rows (GbAttachmentContent *content, const char *text)
{
  g_autoptr (GString) row = g_string_new (NULL);
  char separator = find_separator (text);

  for (guint number = 1; *text != '\0'; number++) {
    g_string_truncate (row, 0);
    text = take_row (text, separator, row);
    if (!gb_attachment_content_add (content, GB_ATTACHMENT_PLACE_ROW, number, NULL, row->str,
                                    (gssize)row->len))
      return;
  }
}

static char *
decode (const char *data, gsize size, GError **error)
{
  g_autoptr (GPtrArray) notes = _gb_import_notes_new ();
  g_autoptr (GError) local_error = NULL;
  char *text = _gb_import_text_decode (data, size, notes, &local_error);

  if (text == NULL)
    g_set_error_literal (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_DAMAGED, local_error->message);
  return text;
}

gboolean
_gb_attachment_read_lines (GbAttachmentContent *content,
                           GFile *file,
                           const char *name,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autofree char *data = NULL;
  g_autofree char *text = NULL;
  gsize size = 0;

  if (!g_file_load_contents (file, cancellable, &data, &size, NULL, error))
    return FALSE;
  text = decode (data, size, error);
  if (text == NULL)
    return FALSE;
  if (has_ending (name, ".csv") || has_ending (name, ".tsv"))
    take_rows (content, text);
  else
    take_lines (content, text);
  return TRUE;
}
