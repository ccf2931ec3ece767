/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads the text of a file that is to be published beside a document, whatever office program made
 * it, so that the rules for the safety of persons and secrets can look at it. Any thread; blocks.
 */

#define G_LOG_DOMAIN "gb-attachment"

#include "config.h"

#include "attachment/gb-attachment-private.h"

#include "import/gb-docx-relations.h"
#include "import/gb-import-error.h"
#include "import/gb-office-kind.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

/* What a text and a compound file may have at most: both are read at once. */
#define MAX_FILE_BYTES (64 * 1024 * 1024)
/* Entries of an archive that are asked whether they are encrypted. */
#define MAX_ENTRIES 10000

/* The part that says which kind a zip is, and who reads it. */
typedef struct {
  const char *folder; /* of an Office Open XML package's main part, wherever that is */
  const char *part;
  gboolean (*read) (GbAttachmentContent *content,
                    GbDocxPackage *package,
                    const char *main_part,
                    GCancellable *cancellable,
                    GError **error);
} Kind;

static const Kind kinds[] = {
  { "word/", "word/document.xml", _gb_attachment_read_word },
  { "xl/", "xl/workbook.xml", _gb_attachment_read_sheets },
  { "ppt/", "ppt/presentation.xml", _gb_attachment_read_slides },
  { NULL, "content.xml", _gb_attachment_read_open_document },
};

gboolean
_gb_attachment_xml_is (const xmlNode *node, const char *names)
{
  const char *name = (const char *)node->name;
  gsize length;

  if (node->type != XML_ELEMENT_NODE)
    return FALSE;
  length = strlen (name);
  for (const char *p = strstr (names, name); p != NULL; p = strstr (p + 1, name)) {
    if (p > names && p[-1] == ' ' && p[length] == ' ')
      return TRUE;
  }
  return FALSE;
}

/* Programs may call the main part otherwise (word/document2.xml): then the relations of the package
 * name it. (nullable) */
static char *
find_main_part (GbDocxPackage *package, const Kind *kind, GbDocxRelations *relations)
{
  const GbDocxRelation *relation = _gb_docx_relations_find (relations, "officeDocument");

  if (kind->folder != NULL && relation != NULL && !relation->is_external &&
      g_str_has_prefix (relation->target, kind->folder) &&
      _gb_docx_package_get_part (package, relation->target) != NULL)
    return g_strdup (relation->target);
  return _gb_docx_package_has (package, kind->part) ? g_strdup (kind->part) : NULL;
}

static gboolean
read_package (GbAttachmentContent *content,
              GbDocxPackage *package,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GbDocxRelations) relations = _gb_docx_relations_new (package, "", cancellable, error);

  if (relations == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *main_part = find_main_part (package, &kinds[i], relations);

    if (main_part == NULL)
      continue;
    content->is_office = TRUE;
    return kinds[i].read (content, package, main_part, cancellable, error) &&
           _gb_attachment_read_office_properties (content, package, cancellable, error);
  }
  /* An archive of other files. */
  content->traits |= GB_ATTACHMENT_IS_ARCHIVE;
  return TRUE;
}

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
  return read_package (content, package, cancellable, error);
}

/* Only the list of its entries is read: whether one of them asks for a password. */
static gboolean
is_locked_archive (GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  gboolean is_locked = FALSE;

  archive_read_support_format_rar (archive);
  archive_read_support_format_rar5 (archive);
  archive_read_support_format_7zip (archive);
  archive_read_support_format_zip_seekable (archive);
  if (path != NULL && archive_read_open_filename (archive, path, 64 * 1024) == ARCHIVE_OK) {
    for (guint i = 0; i < MAX_ENTRIES && !is_locked; i++) {
      int status = archive_read_next_header (archive, &entry);

      is_locked = archive_read_has_encrypted_entries (archive) > 0;
      if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
        break;
      is_locked = is_locked || archive_entry_is_encrypted (entry);
    }
  }
  archive_read_free (archive);
  return is_locked;
}

/* Old office files keep their programs in a storage of that name ([MS-OVBA] §2.2.1); names of the
 * directory are UTF-16LE. */
static gboolean
take_compound (GbAttachmentContent *content, GFile *file, GCancellable *cancellable, GError **error)
{
  static const char project[] = "_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T";
  g_autofree char *data = NULL;
  gsize size = 0;

  content->traits |= GB_ATTACHMENT_IS_OLD;
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

/* rar and 7z by their first bytes. */
static gboolean
is_archive (GFile *file, GCancellable *cancellable)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, NULL);
  char head[6] = { 0 };
  gsize n = 0;

  return stream != NULL &&
         g_input_stream_read_all (G_INPUT_STREAM (stream), head, sizeof head, &n, cancellable,
                                  NULL) &&
         n == sizeof head &&
         (memcmp (head, "Rar!\x1a\x07", 6) == 0 || memcmp (head, "7z\xbc\xaf\x27\x1c", 6) == 0);
}

static gboolean
is_small (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                  G_FILE_QUERY_INFO_NONE, cancellable, error);

  if (info == NULL)
    return FALSE;
  if (g_file_info_get_size (info) <= MAX_FILE_BYTES)
    return TRUE;
  g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_TOO_LARGE,
               "the file has more than %d MiB; split it", MAX_FILE_BYTES / (1024 * 1024));
  return FALSE;
}

static gboolean
read_other (GbAttachmentContent *content,
            GFile *file,
            const char *name,
            GCancellable *cancellable,
            GError **error)
{
  if (is_text (name))
    return is_small (file, cancellable, error) &&
           _gb_attachment_read_lines (content, file, name, cancellable, error);
  if (is_archive (file, cancellable))
    content->traits |=
      is_locked_archive (file) ? GB_ATTACHMENT_IS_PROTECTED : GB_ATTACHMENT_IS_ARCHIVE;
  else
    content->traits |= GB_ATTACHMENT_IS_OTHER;
  return TRUE;
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
    if (!read_zip (content, file, cancellable, error))
      return FALSE;
    if ((content->traits & GB_ATTACHMENT_IS_ARCHIVE) != 0 && is_locked_archive (file))
      content->traits = GB_ATTACHMENT_IS_PROTECTED;
    return TRUE;
  case GB_OFFICE_KIND_PDF:
    return _gb_attachment_read_pdf (content, file, cancellable, error);
  case GB_OFFICE_KIND_OLD_WORD:
  case GB_OFFICE_KIND_COMPOUND:
    return is_small (file, cancellable, error) && take_compound (content, file, cancellable, error);
  case GB_OFFICE_KIND_RTF:
    if (is_text (name))
      return read_other (content, file, name, cancellable, error);
    content->traits |= GB_ATTACHMENT_IS_OLD;
    return TRUE;
  case GB_OFFICE_KIND_HTML:
  case GB_OFFICE_KIND_XML:
  case GB_OFFICE_KIND_UNKNOWN:
  default:
    return read_other (content, file, name, cancellable, error);
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
