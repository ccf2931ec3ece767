/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads a zip of unknown origin through libarchive, from a stream and never all at once. Its sizes
 * are counted while it is unpacked and not believed; entries that nobody needs are skipped, so that
 * archives inside the archive are never opened. Blocks on the disk; one thread at a time. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-docx-package.h"

#include "import/gb-import-error.h"
#include "import/gb-office-kind.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <string.h>

#define BLOCK_BYTES (64 * 1024)

struct _GbDocxPackage {
  /* Owned */
  GFile *file;
  GHashTable *parts; /* lower-case name → GBytes */
  GHashTable *names; /* lower-case names of all entries */
};

/* One walk through the file. */
typedef struct {
  GInputStream *stream;
  GCancellable *cancellable; /* (nullable) */
  GError *error;             /* (nullable): of the stream */
  struct archive *archive;
  char *block;
  locale_t utf8;      /* (nullable) */
  locale_t former;    /* of the thread */
  guint64 n_read;     /* bytes of the file */
  guint64 n_unpacked; /* bytes made of them */
} Walk;

static void
walk_clear (Walk *walk)
{
  if (walk->archive != NULL)
    archive_read_free (walk->archive);
  if (walk->utf8 != NULL) {
    uselocale (walk->former);
    freelocale (walk->utf8);
  }
  g_clear_object (&walk->stream);
  g_clear_error (&walk->error);
  g_clear_pointer (&walk->block, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

static la_ssize_t
read_cb (struct archive *archive, void *user_data, const void **out_block)
{
  Walk *walk = user_data;
  gssize n;

  g_clear_error (&walk->error);
  n = g_input_stream_read (walk->stream, walk->block, BLOCK_BYTES, walk->cancellable, &walk->error);
  if (n < 0) {
    archive_set_error (archive, EIO, "%s", walk->error->message);
    return -1;
  }
  walk->n_read += (guint64)n;
  *out_block = walk->block;
  return n;
}

static la_int64_t
seek_cb (struct archive *archive, void *user_data, la_int64_t offset, int whence)
{
  Walk *walk = user_data;
  GSeekType type = whence == SEEK_CUR ? G_SEEK_CUR : whence == SEEK_END ? G_SEEK_END : G_SEEK_SET;

  g_clear_error (&walk->error);
  if (!g_seekable_seek (G_SEEKABLE (walk->stream), offset, type, walk->cancellable, &walk->error))
    return ARCHIVE_FATAL;
  return g_seekable_tell (G_SEEKABLE (walk->stream));
}

static void
set_damaged (GError **error)
{
  g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_DAMAGED,
               "the file is damaged or cut off; ask for it again, or open it in WPS or Word and "
               "save it anew");
}

static void
set_too_large (GError **error, guint64 limit)
{
  g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_TOO_LARGE,
               "the file has more than %" G_GUINT64_FORMAT " MiB; make its pictures smaller or "
               "split it",
               limit / (1024 * 1024));
}

/* What the stream said wins: a cancelled or failing read is no damage. */
static void
set_walk_error (Walk *walk, GError **error)
{
  const char *message = archive_error_string (walk->archive);

  if (walk->error != NULL && walk->error->domain == G_IO_ERROR &&
      walk->error->code != G_IO_ERROR_INVALID_ARGUMENT) {
    g_propagate_error (error, g_steal_pointer (&walk->error));
    return;
  }
  g_debug ("zip: %s", message != NULL ? message : "no reason");
  set_damaged (error);
}

static gboolean
walk_start (Walk *walk, GFile *file, GCancellable *cancellable, GError **error)
{
  walk->stream = G_INPUT_STREAM (g_file_read (file, cancellable, error));
  if (walk->stream == NULL)
    return FALSE;
  /* libarchive keeps names in the encoding of the locale, which may not have their characters. */
  walk->utf8 = newlocale (LC_CTYPE_MASK, "C.UTF-8", NULL);
  if (walk->utf8 != NULL)
    walk->former = uselocale (walk->utf8);
  walk->cancellable = cancellable;
  walk->block = g_malloc (BLOCK_BYTES);
  walk->archive = archive_read_new ();
  if (G_IS_SEEKABLE (walk->stream) && g_seekable_can_seek (G_SEEKABLE (walk->stream))) {
    archive_read_support_format_zip_seekable (walk->archive);
    archive_read_set_seek_callback (walk->archive, seek_cb);
  } else {
    archive_read_support_format_zip_streamable (walk->archive);
  }
  if (archive_read_open2 (walk->archive, walk, NULL, read_cb, NULL, NULL) != ARCHIVE_OK) {
    set_walk_error (walk, error);
    return FALSE;
  }
  return TRUE;
}

/* An entry without a name that can be read gets the empty one. */
static gboolean
walk_next (Walk *walk, struct archive_entry **out_entry, char **out_name, GError **error)
{
  const char *name;
  int status;

  *out_entry = NULL;
  *out_name = NULL;
  if (g_cancellable_set_error_if_cancelled (walk->cancellable, error))
    return FALSE;
  status = archive_read_next_header (walk->archive, out_entry);
  if (status == ARCHIVE_EOF) {
    *out_entry = NULL;
    return TRUE;
  }
  if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
    set_walk_error (walk, error);
    return FALSE;
  }
  name = archive_entry_pathname_utf8 (*out_entry);
  if (name == NULL)
    name = archive_entry_pathname (*out_entry);
  *out_name = g_ascii_strdown (name != NULL ? name : "", -1);
  g_strdelimit (*out_name, "\\", '/');
  while (**out_name == '/')
    memmove (*out_name, *out_name + 1, strlen (*out_name));
  return TRUE;
}

/* NULL without an error: the entry has more than max_bytes. */
static GBytes *
walk_unpack (Walk *walk, gsize max_bytes, GError **error)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (BLOCK_BYTES);

  for (;;) {
    la_ssize_t n;

    if (g_cancellable_set_error_if_cancelled (walk->cancellable, error))
      return NULL;
    n = archive_read_data (walk->archive, buffer, BLOCK_BYTES);
    if (n == 0)
      return g_byte_array_free_to_bytes (g_steal_pointer (&data));
    if (n < 0) {
      set_walk_error (walk, error);
      return NULL;
    }
    walk->n_unpacked += (guint64)n;
    if (data->len + (gsize)n > max_bytes)
      return NULL;
    g_byte_array_append (data, buffer, (guint)n);
  }
}

static gboolean
is_xml_part (const char *name)
{
  static const char *const unwanted[] = {
    "customxml/",     "word/charts/",     "word/diagrams/",  "word/embeddings/", "word/glossary/",
    "word/fonttable", "word/websettings", "word/commentsex", "word/commentsid",
  };

  if (!g_str_has_suffix (name, ".xml") && !g_str_has_suffix (name, ".rels"))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (unwanted); i++) {
    if (g_str_has_prefix (name, unwanted[i]))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_part (GbDocxPackage *self,
           Walk *walk,
           struct archive_entry *entry,
           const char *name,
           GError **error)
{
  g_autoptr (GError) part_error = NULL;
  GBytes *bytes;

  if (archive_entry_is_encrypted (entry)) {
    g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_PROTECTED, GB_OFFICE_PROTECTED_MESSAGE);
    return FALSE;
  }
  bytes = walk_unpack (walk, GB_DOCX_MAX_PART_BYTES, &part_error);
  if (bytes == NULL && part_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&part_error));
    return FALSE;
  }
  if (bytes == NULL || walk->n_unpacked > GB_DOCX_MAX_XML_BYTES ||
      (walk->n_unpacked > GB_DOCX_BOMB_BYTES &&
       walk->n_unpacked / GB_DOCX_BOMB_RATIO > walk->n_read)) {
    g_clear_pointer (&bytes, g_bytes_unref);
    g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_TOO_LARGE,
                 "the file unpacks to far more than a document has, so it was not read; if you "
                 "trust it, split it into smaller files");
    return FALSE;
  }
  g_hash_table_insert (self->parts, g_strdup (name), bytes);
  return TRUE;
}

static gboolean
read_parts (GbDocxPackage *self, GCancellable *cancellable, GError **error)
{
  g_auto (Walk) walk = { 0 };
  guint n_entries = 0;

  if (!walk_start (&walk, self->file, cancellable, error))
    return FALSE;
  for (;;) {
    struct archive_entry *entry;
    g_autofree char *name = NULL;

    if (!walk_next (&walk, &entry, &name, error))
      return FALSE;
    if (entry == NULL)
      break;
    if (++n_entries > GB_DOCX_MAX_ENTRIES) {
      g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_TOO_LARGE,
                   "the file has more than %d parts, so it was not read; save it anew in WPS or "
                   "Word",
                   GB_DOCX_MAX_ENTRIES);
      return FALSE;
    }
    if (!g_hash_table_add (self->names, g_strdup (name)))
      continue;
    if ((is_xml_part (name) || g_str_equal (name, "mimetype")) &&
        !read_part (self, &walk, entry, name, error))
      return FALSE;
  }
  return TRUE;
}

/* What the beginning of the file and its size say. */
static gboolean
check_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info =
    g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                       G_FILE_QUERY_INFO_NONE, cancellable, error);

  if (info == NULL)
    return FALSE;
  if (!_gb_office_kind_check_zip (file, cancellable, error))
    return FALSE;
  if (g_file_info_get_size (info) > GB_DOCX_MAX_FILE_BYTES) {
    set_too_large (error, GB_DOCX_MAX_FILE_BYTES);
    return FALSE;
  }
  return TRUE;
}

/**
 * _gb_docx_package_new:
 * @file: a file
 * @cancellable: (nullable): a cancellable
 * @error: return location for a %GB_IMPORT_ERROR or a %G_IO_ERROR
 *
 * Opens @file and reads its XML parts. What it is does not depend on its name: a file that is no
 * zip is refused with a message that says what it is instead.
 *
 * Returns: (transfer full): the package, or %NULL
 */
GbDocxPackage *
_gb_docx_package_new (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GbDocxPackage) self = NULL;

  if (!check_file (file, cancellable, error))
    return NULL;
  self = g_new0 (GbDocxPackage, 1);
  self->file = g_object_ref (file);
  self->parts =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!read_parts (self, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * _gb_docx_package_free:
 * @self: (transfer full): a package
 *
 * Closes @self.
 */
void
_gb_docx_package_free (GbDocxPackage *self)
{
  g_clear_object (&self->file);
  g_clear_pointer (&self->parts, g_hash_table_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_free (self);
}

/**
 * _gb_docx_package_get_part:
 * @self: a package
 * @name: the name of an XML part, "word/document.xml"
 *
 * Returns: (transfer none) (nullable): its content, or %NULL if there is none of that name
 */
GBytes *
_gb_docx_package_get_part (GbDocxPackage *self, const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_hash_table_lookup (self->parts, lower);
}

/**
 * _gb_docx_package_has:
 * @self: a package
 * @name: the name of a part of any kind
 *
 * Returns: %TRUE if the archive has it
 */
gboolean
_gb_docx_package_has (GbDocxPackage *self, const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_hash_table_contains (self->names, lower);
}

/* "slide2.xml" before "slide10.xml". */
static int
compare_names (gconstpointer a, gconstpointer b)
{
  const char *name_a = *(const char *const *)a;
  const char *name_b = *(const char *const *)b;
  gsize length_a = strlen (name_a);
  gsize length_b = strlen (name_b);

  if (length_a != length_b)
    return length_a < length_b ? -1 : 1;
  return strcmp (name_a, name_b);
}

/**
 * _gb_docx_package_list:
 * @self: a package
 * @prefix: the beginning of names: a folder "word/embeddings/", or "ppt/slides/slide"
 *
 * Returns: (transfer container) (element-type utf8): the lower-case names of parts of any kind, in
 *   the order of their numbers
 */
GPtrArray *
_gb_docx_package_list (GbDocxPackage *self, const char *prefix)
{
  g_autofree char *lower = g_ascii_strdown (prefix, -1);
  GPtrArray *names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->names);
  while (g_hash_table_iter_next (&iter, &name, NULL)) {
    if (g_str_has_prefix (name, lower) && strlen (name) > strlen (lower))
      g_ptr_array_add (names, name);
  }
  g_ptr_array_sort (names, compare_names);
  return names;
}

/**
 * _gb_docx_package_load_media:
 * @self: a package
 * @media: (element-type utf8 GBytes): the lower-case names that are wanted, with %NULL; those that
 *   are there and not too large get their content, the values are owned by the table
 * @cancellable: (nullable): a cancellable
 * @error: return location for a %GB_IMPORT_ERROR or a %G_IO_ERROR
 *
 * Reads pictures. One that is damaged, protected or larger than %GB_DOCX_MAX_IMAGE_BYTES stays
 * %NULL, and so do all after %GB_DOCX_MAX_MEDIA_BYTES.
 *
 * Returns: %FALSE if the file could not be read any more
 */
gboolean
_gb_docx_package_load_media (GbDocxPackage *self,
                             GHashTable *media,
                             GCancellable *cancellable,
                             GError **error)
{
  g_auto (Walk) walk = { 0 };
  guint64 n_kept = 0;

  if (g_hash_table_size (media) == 0)
    return TRUE;
  if (!walk_start (&walk, self->file, cancellable, error))
    return FALSE;
  for (guint n_entries = 0; n_entries < GB_DOCX_MAX_ENTRIES; n_entries++) {
    struct archive_entry *entry;
    g_autofree char *name = NULL;
    g_autoptr (GBytes) bytes = NULL;
    gpointer known = NULL;

    if (!walk_next (&walk, &entry, &name, error))
      return FALSE;
    if (entry == NULL)
      break;
    if (!g_hash_table_lookup_extended (media, name, NULL, &known) || known != NULL ||
        archive_entry_is_encrypted (entry) || n_kept >= GB_DOCX_MAX_MEDIA_BYTES)
      continue;
    bytes =
      walk_unpack (&walk, MIN (GB_DOCX_MAX_IMAGE_BYTES, GB_DOCX_MAX_MEDIA_BYTES - n_kept), NULL);
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (bytes == NULL)
      continue;
    n_kept += g_bytes_get_size (bytes);
    g_hash_table_replace (media, g_steal_pointer (&name), g_steal_pointer (&bytes));
  }
  return TRUE;
}
