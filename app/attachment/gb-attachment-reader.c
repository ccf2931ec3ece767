/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads the text of a file that is to be published beside a document, whatever office program made
 * it, so that the rules for the safety of persons and secrets can look at it. Any thread; blocks.
 */

#define G_LOG_DOMAIN "gb-attachment"

#include "config.h"

#include "attachment/gb-attachment-private.h"

#include "import/gb-import-error.h"
#include "import/gb-import-private.h"
#include "import/gb-office-kind.h"

#include <string.h>

/* The part that says which kind a zip is, and who reads it. */
typedef struct {
  const char *part;
  gboolean (*read) (GbAttachmentContent *content,
                    GbDocxPackage *package,
                    GCancellable *cancellable,
                    GError **error);
} Kind;

static const Kind kinds[] = {
  { "word/document.xml", _gb_attachment_read_word },
  { "xl/workbook.xml", _gb_attachment_read_sheets },
  { "ppt/presentation.xml", _gb_attachment_read_slides },
  { "content.xml", _gb_attachment_read_open_document },
};

static gboolean
read_zip (GbAttachmentContent *content, GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GbDocxPackage) package = _gb_docx_package_new (file, cancellable, &local_error);

  if (g_error_matches (local_error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_PROTECTED)) {
    content->traits |= GB_ATTACHMENT_IS_PROTECTED;
    return TRUE;
  }
  if (package == NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (!_gb_docx_package_has (package, kinds[i].part))
      continue;
    content->is_office = TRUE;
    return kinds[i].read (content, package, cancellable, error) &&
           _gb_attachment_read_office_properties (content, package, cancellable, error);
  }
  /* An archive of other files. */
  content->traits |= GB_ATTACHMENT_HAS_EMBEDDED | GB_ATTACHMENT_IS_UNREAD;
  return TRUE;
}

static gboolean
read_lines (GbAttachmentContent *content, GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) notes = _gb_import_notes_new ();
  g_autofree char *data = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize size = 0;

  if (!g_file_load_contents (file, cancellable, &data, &size, NULL, error))
    return FALSE;
  text = _gb_import_text_decode (data, size, notes, error);
  if (text == NULL)
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (!gb_attachment_content_add (content, GB_ATTACHMENT_PLACE_LINE, i + 1, NULL, lines[i]))
      break;
  }
  return TRUE;
}

/* Old office files keep their programs in a storage of that name ([MS-OVBA] §2.2.1); names of the
 * directory are UTF-16LE. */
static gboolean
take_compound (GbAttachmentContent *content, GFile *file, GCancellable *cancellable, GError **error)
{
  static const char project[] = "_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T";
  g_autofree char *data = NULL;
  gsize size = 0;

  content->traits |= GB_ATTACHMENT_IS_UNREAD;
  if (!g_file_load_contents (file, cancellable, &data, &size, NULL, error))
    return FALSE;
  if (memmem (data, size, project, sizeof project) != NULL)
    content->traits |= GB_ATTACHMENT_HAS_MACROS;
  return TRUE;
}

static gboolean
is_text (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_str_has_suffix (lower, ".txt") || g_str_has_suffix (lower, ".csv") ||
         g_str_has_suffix (lower, ".tsv");
}

static gboolean
read_kind (GbAttachmentContent *content,
           GFile *file,
           const char *name,
           GbOfficeKind kind,
           GCancellable *cancellable,
           GError **error)
{
  switch (kind) {
  case GB_OFFICE_KIND_PROTECTED:
    content->traits |= GB_ATTACHMENT_IS_PROTECTED;
    return TRUE;
  case GB_OFFICE_KIND_EMPTY:
    return TRUE;
  case GB_OFFICE_KIND_ZIP:
    return read_zip (content, file, cancellable, error);
  case GB_OFFICE_KIND_PDF:
    return _gb_attachment_read_pdf (content, file, cancellable, error);
  case GB_OFFICE_KIND_OLD_WORD:
  case GB_OFFICE_KIND_COMPOUND:
    return take_compound (content, file, cancellable, error);
  case GB_OFFICE_KIND_RTF:
  case GB_OFFICE_KIND_HTML:
  case GB_OFFICE_KIND_XML:
  case GB_OFFICE_KIND_UNKNOWN:
  default:
    if (is_text (name))
      return read_lines (content, file, cancellable, error);
    content->traits |= GB_ATTACHMENT_IS_UNREAD;
    return TRUE;
  }
}

/**
 * gb_attachment_read:
 * @file: a file
 * @name: its name for people; the ending tells a text from other files, all else is known by its
 *   content
 * @cancellable: (nullable): a cancellable
 * @error: return location for a %GB_IMPORT_ERROR or a %G_IO_ERROR
 *
 * Reads text (UTF-8, GB18030, UTF-16), .docx, .xlsx, .pptx, OpenDocument and PDF; of other files it
 * says that they were not read. Nothing of a file is executed and nothing is fetched; sizes are
 * limited.
 *
 * Returns: (transfer full): what is in it, or %NULL if it is damaged, too large or cannot be opened
 */
GbAttachmentContent *
gb_attachment_read (GFile *file, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr (GbAttachmentContent) content = NULL;
  GbOfficeKind kind;

  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (!_gb_office_kind_recognize (file, &kind, cancellable, error))
    return NULL;
  content = gb_attachment_content_new ();
  if (!read_kind (content, file, name, kind, cancellable, error))
    return NULL;
  return g_steal_pointer (&content);
}
