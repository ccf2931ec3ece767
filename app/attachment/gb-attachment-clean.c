/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A copy of an office file without the names in its properties: the zip is written anew, its parts
 * as they are, those with the properties in their place empty. Nothing that a reader sees changes.
 * Comments and tracked changes have names of their own and are a part of what people see; they are
 * taken out in the office program, and such a file is not cleaned here. Any thread; blocks. */

#define G_LOG_DOMAIN "gb-attachment"

#include "config.h"

#include "attachment/gb-attachment-clean.h"

#include "import/gb-import-error.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <string.h>

#define BLOCK_BYTES (64 * 1024)
/* As much as an attachment may have unpacked. */
#define MAX_BYTES (512 * 1024 * 1024)

/* Empty forms of the parts with properties (ECMA-376-2 §8, ECMA-376-1 §22.2, OpenDocument 1.3 part
 * 3 §4). */
static const struct {
  const char *name;
  const char *content;
} empty_parts[] = {
  { "docProps/core.xml",
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/"
    "core-properties\"/>\n" },
  { "docProps/app.xml", "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                        "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/"
                        "extended-properties\"/>\n" },
  { "docProps/custom.xml",
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/"
    "custom-properties\"/>\n" },
  { "meta.xml",
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<office:document-meta xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
    "office:version=\"1.3\"><office:meta/></office:document-meta>\n" },
};

typedef struct {
  struct archive *in;
  struct archive *out;
  struct archive_entry *entry; /* that is written */
  locale_t utf8;
  locale_t former;
  guint64 n_bytes;
} Copying;

static void
copying_clear (Copying *self)
{
  archive_read_free (self->in);
  archive_write_free (self->out);
  archive_entry_free (self->entry);
  if (self->utf8 != NULL) {
    uselocale (self->former);
    freelocale (self->utf8);
  }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Copying, copying_clear)

static gboolean
set_damaged (struct archive *archive, GError **error)
{
  g_debug ("clean: %s", archive_error_string (archive));
  g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_DAMAGED,
               "the file is damaged or protected, so no clean copy can be made of it; save it anew "
               "in WPS or Word");
  return FALSE;
}

static gboolean
set_unwritten (struct archive *archive, GError **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (archive_errno (archive)),
               "the clean copy cannot be written: %s", archive_error_string (archive));
  return FALSE;
}

static const char *
find_empty_part (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (empty_parts); i++) {
    if (g_ascii_strcasecmp (empty_parts[i].name, name) == 0)
      return empty_parts[i].content;
  }
  return NULL;
}

/* The size of an entry is known before its content is written, so it is read at once. */
static GByteArray *
read_entry (Copying *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autofree guint8 *block = g_malloc (BLOCK_BYTES);
  la_ssize_t n;

  while ((n = archive_read_data (self->in, block, BLOCK_BYTES)) > 0) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return NULL;
    self->n_bytes += (guint64)n;
    if (self->n_bytes > MAX_BYTES) {
      g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_TOO_LARGE,
                   "the file unpacks to more than %d MiB, so no clean copy is made of it",
                   MAX_BYTES / (1024 * 1024));
      return NULL;
    }
    g_byte_array_append (content, block, (guint)n);
  }
  if (n < 0) {
    set_damaged (self->in, error);
    return NULL;
  }
  return g_steal_pointer (&content);
}

/* "mimetype" stands uncompressed at the front (OpenDocument 1.3 part 2 §3.3); the order is that of
 * the file. Times of the entries say when it was written, and are left out. */
static gboolean
write_entry (Copying *self, const char *name, const void *content, gsize size, GError **error)
{
  archive_entry_clear (self->entry);
  archive_entry_set_pathname_utf8 (self->entry, name);
  archive_entry_set_filetype (self->entry, AE_IFREG);
  archive_entry_set_perm (self->entry, 0644);
  archive_entry_set_size (self->entry, (la_int64_t)size);
  if (strcmp (name, "mimetype") == 0)
    archive_write_zip_set_compression_store (self->out);
  else
    archive_write_zip_set_compression_deflate (self->out);
  if (archive_write_header (self->out, self->entry) != ARCHIVE_OK ||
      archive_write_data (self->out, content, size) != (la_ssize_t)size)
    return set_unwritten (self->out, error);
  return TRUE;
}

static gboolean
copy_entry (Copying *self, struct archive_entry *entry, GCancellable *cancellable, GError **error)
{
  const char *name = archive_entry_pathname_utf8 (entry);
  g_autoptr (GByteArray) content = NULL;
  const char *empty;

  if (name == NULL || archive_entry_is_encrypted (entry))
    return set_damaged (self->in, error);
  if (archive_entry_filetype (entry) == AE_IFDIR)
    return TRUE;
  empty = find_empty_part (name);
  if (empty != NULL)
    return write_entry (self, name, empty, strlen (empty), error);
  content = read_entry (self, cancellable, error);
  return content != NULL && write_entry (self, name, content->data, content->len, error);
}

static gboolean
copy_all (Copying *self, GCancellable *cancellable, GError **error)
{
  for (;;) {
    struct archive_entry *entry;
    int status = archive_read_next_header (self->in, &entry);

    if (status == ARCHIVE_EOF)
      return archive_write_close (self->out) == ARCHIVE_OK || set_unwritten (self->out, error);
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
      return set_damaged (self->in, error);
    if (!copy_entry (self, entry, cancellable, error))
      return FALSE;
  }
}

/**
 * gb_attachment_can_clean:
 * @content: what was read in a file
 *
 * Returns: %TRUE if the names of persons in it are only those in its properties, and it is of a
 * kind that gb_attachment_clean() knows
 */
gboolean
gb_attachment_can_clean (const GbAttachmentContent *content)
{
  return content->is_office && (content->traits & GB_ATTACHMENT_HAS_AUTHOR) != 0 &&
         (content->traits & (GB_ATTACHMENT_HAS_COMMENTS | GB_ATTACHMENT_HAS_CHANGES)) == 0;
}

/**
 * gb_attachment_clean:
 * @file: a local .docx, .xlsx, .pptx or OpenDocument file
 * @copy: where the copy goes; a file that is there already is replaced, and only when the copy is
 *   whole
 * @cancellable: (nullable): a cancellable
 * @error: return location for a %GB_IMPORT_ERROR or a %G_IO_ERROR
 *
 * Makes a copy without the names of persons and offices in the properties of the file.
 *
 * Returns: %FALSE if @copy was not made
 */
gboolean
gb_attachment_clean (GFile *file, GFile *copy, GCancellable *cancellable, GError **error)
{
  g_auto (Copying) copying = { 0 };
  g_autofree char *part = NULL;
  g_autoptr (GFile) part_file = NULL;
  gboolean is_whole;

  g_return_val_if_fail (g_file_peek_path (file) != NULL, FALSE);
  g_return_val_if_fail (g_file_peek_path (copy) != NULL, FALSE);

  part = g_strconcat (g_file_peek_path (copy), ".part", NULL);
  part_file = g_file_new_for_path (part);
  copying.utf8 = newlocale (LC_CTYPE_MASK, "C.UTF-8", NULL);
  if (copying.utf8 != NULL)
    copying.former = uselocale (copying.utf8);
  copying.entry = archive_entry_new ();
  copying.in = archive_read_new ();
  copying.out = archive_write_new ();
  archive_read_support_format_zip_seekable (copying.in);
  archive_write_set_format_zip (copying.out);
  if (archive_read_open_filename (copying.in, g_file_peek_path (file), BLOCK_BYTES) != ARCHIVE_OK)
    return set_damaged (copying.in, error);
  if (archive_write_open_filename (copying.out, part) != ARCHIVE_OK)
    return set_unwritten (copying.out, error);
  is_whole = copy_all (&copying, cancellable, error) &&
             g_file_move (part_file, copy, G_FILE_COPY_OVERWRITE, cancellable, NULL, NULL, error);
  if (!is_whole)
    g_file_delete (part_file, NULL, NULL);
  return is_whole;
}
