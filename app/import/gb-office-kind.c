/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tells the kinds of office files apart by their first bytes and, for compound files ([MS-CFB]), by
 * the names in their directory. Reads a few kilobytes, or the file block by block where the
 * directory is scattered. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-office-kind.h"

#include "import/gb-import-error.h"

#include <string.h>

#define HEAD_BYTES      1024
#define DIRECTORY_BYTES (16 * 1024)
#define BLOCK_BYTES     (256 * 1024)
#define MAX_BLOCKS      1024
#define MAX_NAME_BYTES  64

static guint32
read_u32 (const guint8 *data)
{
  return (guint32)data[0] | (guint32)data[1] << 8 | (guint32)data[2] << 16 | (guint32)data[3] << 24;
}

/* Names of the directory are UTF-16LE. */
static gboolean
has_name (const guint8 *directory, gsize size, const char *name)
{
  gsize length = strlen (name);
  g_autofree char *wide = g_malloc0 (2 * length);

  for (gsize i = 0; i < length; i++)
    wide[2 * i] = name[i];
  return memmem (directory, size, wide, 2 * length) != NULL;
}

static GbOfficeKind
recognize_names (const guint8 *data, gsize size)
{
  if (has_name (data, size, "EncryptedPackage"))
    return GB_OFFICE_KIND_PROTECTED;
  return has_name (data, size, "WordDocument") ? GB_OFFICE_KIND_OLD_WORD : GB_OFFICE_KIND_COMPOUND;
}

/* Some programs scatter the directory over the file: then any place will do. */
static GbOfficeKind
search_names (GFileInputStream *stream, GCancellable *cancellable)
{
  g_autofree guint8 *block = g_malloc (BLOCK_BYTES);
  GbOfficeKind kind = GB_OFFICE_KIND_COMPOUND;
  gsize n_kept = 0;

  if (!g_seekable_seek (G_SEEKABLE (stream), 0, G_SEEK_SET, cancellable, NULL))
    return kind;
  for (guint i = 0; i < MAX_BLOCKS && kind != GB_OFFICE_KIND_PROTECTED; i++) {
    gsize size = 0;
    GbOfficeKind found;

    if (!g_input_stream_read_all (G_INPUT_STREAM (stream), block + n_kept, BLOCK_BYTES - n_kept,
                                  &size, cancellable, NULL))
      return kind;
    found = recognize_names (block, n_kept + size);
    if (found != GB_OFFICE_KIND_COMPOUND)
      kind = found;
    if (size < BLOCK_BYTES - n_kept)
      return kind;
    /* A name may lie on the border of two blocks. */
    n_kept = MAX_NAME_BYTES;
    memmove (block, block + BLOCK_BYTES - n_kept, n_kept);
  }
  return kind;
}

/* The directory is a chain of sectors; its beginning has the streams that tell. */
static GbOfficeKind
recognize_compound (GFileInputStream *stream, const guint8 *head, GCancellable *cancellable)
{
  guint shift = head[30] == 12 ? 12 : 9;
  guint32 sector = read_u32 (head + 48);
  g_autofree guint8 *directory = g_malloc0 (DIRECTORY_BYTES);
  gsize size = 0;
  GbOfficeKind kind;

  if (!g_seekable_seek (G_SEEKABLE (stream), ((goffset)sector + 1) << shift, G_SEEK_SET,
                        cancellable, NULL) ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), directory, DIRECTORY_BYTES, &size,
                                cancellable, NULL))
    return search_names (stream, cancellable);
  kind = recognize_names (directory, size);
  return kind != GB_OFFICE_KIND_COMPOUND ? kind : search_names (stream, cancellable);
}

static gboolean
starts_with (const guint8 *data, gsize size, const char *text)
{
  return size >= strlen (text) &&
         g_ascii_strncasecmp ((const char *)data, text, strlen (text)) == 0;
}

/**
 * _gb_office_kind_recognize:
 * @file: a file
 * @out_kind: (out): what it is
 * @cancellable: (nullable): a cancellable
 * @error: return location for a %G_IO_ERROR
 *
 * Returns: %FALSE if @file could not be read
 */
gboolean
_gb_office_kind_recognize (GFile *file,
                           GbOfficeKind *out_kind,
                           GCancellable *cancellable,
                           GError **error)
{
  static const char compound[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  guint8 head[HEAD_BYTES] = { 0 };
  const guint8 *start = head;
  gsize size = 0;

  *out_kind = GB_OFFICE_KIND_UNKNOWN;
  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), head, sizeof head, &size,
                                                  cancellable, error))
    return FALSE;
  if (size >= 512 && memcmp (head, compound, 8) == 0) {
    *out_kind = recognize_compound (stream, head, cancellable);
    return TRUE;
  }
  if (size >= 3 && memcmp (head, "\xef\xbb\xbf", 3) == 0)
    start += 3;
  while (start < head + size && g_ascii_isspace (*start))
    start++;
  size -= (gsize)(start - head);
  if (size == 0)
    *out_kind = GB_OFFICE_KIND_EMPTY;
  else if (size >= 4 &&
           (memcmp (start, "PK\x03\x04", 4) == 0 || memcmp (start, "PK\x05\x06", 4) == 0))
    *out_kind = GB_OFFICE_KIND_ZIP;
  else if (starts_with (start, size, "{\\rtf"))
    *out_kind = GB_OFFICE_KIND_RTF;
  else if (starts_with (start, size, "%PDF-"))
    *out_kind = GB_OFFICE_KIND_PDF;
  else if (starts_with (start, size, "<!doctype html") || starts_with (start, size, "<html"))
    *out_kind = GB_OFFICE_KIND_HTML;
  else if (starts_with (start, size, "<?xml"))
    *out_kind = GB_OFFICE_KIND_XML;
  return TRUE;
}

static const char *
get_name (GbOfficeKind kind)
{
  switch (kind) {
  case GB_OFFICE_KIND_COMPOUND:
    return "a file of an old office program and not a .docx; open it there and save it as .docx";
  case GB_OFFICE_KIND_RTF:
    return "an .rtf under another name; give it the ending .rtf";
  case GB_OFFICE_KIND_HTML:
    return "a web page under another name; give it the ending .html";
  case GB_OFFICE_KIND_PDF:
    return "a PDF under another name, and those cannot be imported; ask for the file that it was "
           "made of";
  case GB_OFFICE_KIND_XML:
    return "an XML file and not a .docx; open it in WPS or Word and save it as .docx";
  case GB_OFFICE_KIND_UNKNOWN:
  case GB_OFFICE_KIND_ZIP:
  case GB_OFFICE_KIND_OLD_WORD:
  case GB_OFFICE_KIND_PROTECTED:
  case GB_OFFICE_KIND_EMPTY:
  default:
    return NULL;
  }
}

/**
 * _gb_office_kind_check_zip:
 * @file: a file that calls itself a .docx
 * @cancellable: (nullable): a cancellable
 * @error: return location for a %GB_IMPORT_ERROR or a %G_IO_ERROR
 *
 * Returns: %TRUE if @file begins as a zip; else @error says what it is, and what to do with it
 */
gboolean
_gb_office_kind_check_zip (GFile *file, GCancellable *cancellable, GError **error)
{
  GbOfficeKind kind;

  if (!_gb_office_kind_recognize (file, &kind, cancellable, error))
    return FALSE;
  switch (kind) {
  case GB_OFFICE_KIND_ZIP:
    return TRUE;
  case GB_OFFICE_KIND_PROTECTED:
    g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_PROTECTED, GB_OFFICE_PROTECTED_MESSAGE);
    return FALSE;
  case GB_OFFICE_KIND_OLD_WORD:
    g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_OLD_WORD,
                 "this is an old Word file under another name; give it the ending .doc, or open it "
                 "in WPS or Word and save it as .docx");
    return FALSE;
  case GB_OFFICE_KIND_EMPTY:
    g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_DAMAGED,
                 "the file is empty; ask for it again");
    return FALSE;
  case GB_OFFICE_KIND_COMPOUND:
  case GB_OFFICE_KIND_RTF:
  case GB_OFFICE_KIND_HTML:
  case GB_OFFICE_KIND_PDF:
  case GB_OFFICE_KIND_XML:
    g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_OTHER_FORMAT, "this is %s",
                 get_name (kind));
    return FALSE;
  case GB_OFFICE_KIND_UNKNOWN:
  default:
    g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_DAMAGED,
                 "this is not a .docx, or the file is damaged; ask for it again, or open it in WPS "
                 "or Word and save it anew");
    return FALSE;
  }
}
