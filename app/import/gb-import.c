/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Importers make documents of foreign files: they rebuild the text in the vocabulary of the format
 * and list what they left out. Files are untrusted. The client and the command line use them;
 * nothing here keeps state, so any thread may. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import.h"

#include "document/gb-document-error.h"
#include "document/gb-file-private.h"
#include "document/gb-xml-private.h"
#include "import/gb-docx.h"
#include "import/gb-import-html.h"
#include "import/gb-import-private.h"
#include "import/gb-import-writer.h"
#include "import/gb-office-convert.h"

#include <string.h>

#define MAX_NOTE_CHARS 60

static void
import_note_free (GbImportNote *note)
{
  g_free (note->reason);
  g_free (note->text);
  g_free (note);
}

void
_gb_import_page_clear (GbImportPage *page)
{
  g_clear_pointer (&page->lines, g_ptr_array_unref);
  g_clear_pointer (&page->dropped, g_ptr_array_unref);
  g_clear_object (&page->metadata);
}

GPtrArray *
_gb_import_notes_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)import_note_free);
}

/**
 * _gb_import_drop:
 * @dropped: (element-type GbImportNote): the list
 * @line: the line of the source, 0 if it has none
 * @reason: why it is left out
 * @text: what is left out; only its beginning is kept
 *
 * Adds a note to @dropped.
 */
void
_gb_import_drop (GPtrArray *dropped, guint line, const char *reason, const char *text)
{
  GbImportNote *note = g_new0 (GbImportNote, 1);

  note->line = line;
  note->reason = g_strdup (reason);
  if (g_utf8_strlen (text, -1) > MAX_NOTE_CHARS) {
    g_autofree char *start = g_utf8_substring (text, 0, MAX_NOTE_CHARS - 1);

    note->text = g_strconcat (start, "…", NULL);
  } else {
    note->text = g_strdup (text);
  }
  g_ptr_array_add (dropped, note);
}

/**
 * gb_import_free:
 * @self: (transfer full): a result
 *
 * Frees @self.
 */
void
gb_import_free (GbImport *self)
{
  g_clear_object (&self->document);
  g_clear_pointer (&self->dropped, g_ptr_array_unref);
  g_clear_pointer (&self->images, g_ptr_array_unref);
  g_free (self);
}

/* A caption is text, and stays. */
static void
remove_figure (GbImport *self, xmlNode *figure, xmlNode *image)
{
  g_autofree char *alt = _gb_xml_dup_attribute (image, "alt");
  xmlNode *caption = _gb_xml_find (figure, "figcaption");

  _gb_import_drop (self->dropped, 0, GB_IMPORT_DROPPED_IMAGE, alt != NULL ? alt : "");
  if (caption != NULL) {
    xmlUnlinkNode (caption);
    xmlNodeSetName (caption, (const xmlChar *)"p");
    xmlAddPrevSibling (figure, caption);
  }
  xmlUnlinkNode (figure);
  xmlFreeNode (figure);
}

/**
 * gb_import_leave_out_image:
 * @self: a result
 * @digest: the digest of one of its images
 * @error: return location for a #GbDocumentError
 *
 * Takes the image out of the document and the list, and notes it.
 *
 * Returns: %FALSE with @error set if there is no document without it
 */
gboolean
gb_import_leave_out_image (GbImport *self, const char *digest, GError **error)
{
  g_autofree char *body = NULL;
  g_autofree char *rest = NULL;
  g_autoptr (GbXmlDoc) xml = NULL;
  g_autoptr (GbDocument) document = NULL;
  xmlNode *next;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (digest != NULL, FALSE);

  body = gb_document_dup_body (self->document);
  xml = _gb_xml_parse (body, strlen (body), GB_XML_MAX_DEPTH, error);
  if (xml == NULL)
    return FALSE;
  for (xmlNode *node = _gb_xml_first (xmlDocGetRootElement (xml)); node != NULL; node = next) {
    xmlNode *image = _gb_xml_find (node, "img");
    g_autofree char *src = image != NULL ? _gb_xml_dup_attribute (image, "src") : NULL;

    next = _gb_xml_next (node);
    if (g_strcmp0 (src, digest) == 0)
      remove_figure (self, node, image);
  }
  rest = _gb_xml_dup_node (xmlDocGetRootElement (xml));
  document = gb_document_with_body (self->document, rest, error);
  if (document == NULL)
    return FALSE;
  g_set_object (&self->document, document);
  for (guint i = 0; i < self->images->len; i++) {
    const GbImportImage *image = g_ptr_array_index (self->images, i);

    if (strcmp (image->digest, digest) == 0)
      g_ptr_array_remove_index (self->images, i--);
  }
  return TRUE;
}

/**
 * gb_import_text:
 * @text: the content of a text file, in UTF-8, UTF-16 with a byte order mark, or GB18030
 * @length: its bytes, or -1 if it ends with NUL
 * @error: return location for a #GbDocumentError
 *
 * Makes a document of a plain text, or of a government page that was saved as text. Furniture of
 * the page is left out and listed; title, publication time, source, publisher and author go into
 * the metadata.
 *
 * Returns: (transfer full): the document and what was left out, or %NULL with @error set
 */
GbImport *
gb_import_text (const char *text, gssize length, GError **error)
{
  static const GbImportParagraph plain;
  g_autoptr (GbImportWriter) writer = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autofree char *decoded = NULL;
  gsize size;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  size = length >= 0 ? (gsize)length : strlen (text);
  if (size > GB_DOCUMENT_MAX_BYTES) {
    g_set_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_TOO_LARGE,
                 "the text has more than %d bytes", GB_DOCUMENT_MAX_BYTES);
    return NULL;
  }
  writer = _gb_import_writer_new (NULL);
  decoded = _gb_import_text_decode (text != NULL ? text : "", size,
                                    _gb_import_writer_get_notes (writer), error);
  if (decoded == NULL)
    return NULL;
  lines = _gb_import_text_split (decoded, _gb_import_writer_get_notes (writer));
  for (guint i = 0; i < lines->len; i++) {
    const GbImportLine *line = g_ptr_array_index (lines, i);

    _gb_import_writer_set_line (writer, line->number);
    _gb_import_writer_begin_paragraph (writer, &plain);
    _gb_import_writer_add_text (writer, line->text, -1, GB_IMPORT_MARK_NONE, NULL);
  }
  return _gb_import_writer_finish (writer, GB_IMPORT_WHOLE, error);
}

static GbImport *
import_text_file (GFile *file,
                  GbImportPictureFunc prepare,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GBytes) bytes = _gb_read_file (file, cancellable, error);
  const char *data;
  gsize size = 0;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &size);
  return gb_import_text (data, (gssize)size, error);
}

static const struct {
  const char *ending;
  GbImport *(*read) (GFile *file,
                     GbImportPictureFunc prepare,
                     GCancellable *cancellable,
                     GError **error);
} readers[] = {
  { ".docx", _gb_docx_import },       { ".docm", _gb_docx_import },
  { ".doc", _gb_office_import },      { ".wps", _gb_office_import },
  { ".odt", _gb_office_import },      { ".rtf", _gb_office_import },
  { ".html", _gb_import_html_file },  { ".htm", _gb_import_html_file },
  { ".xhtml", _gb_import_html_file }, { ".txt", import_text_file },
  { ".text", import_text_file },
};

/* -1 if there is none. */
static int
find_reader (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (readers); i++) {
    if (g_str_has_suffix (lower, readers[i].ending))
      return (int)i;
  }
  return -1;
}

/**
 * gb_import_can_import:
 * @name: the name of a file
 *
 * Returns: %TRUE if @name ends as a file that gb_import_file() takes
 */
gboolean
gb_import_can_import (const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  return find_reader (name) >= 0;
}

/**
 * gb_import_get_endings:
 *
 * Returns: (transfer full): the endings of the files that gb_import_file() takes, with their dots
 */
char **
gb_import_get_endings (void)
{
  g_autoptr (GStrvBuilder) endings = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    g_strv_builder_add (endings, readers[i].ending);
  return g_strv_builder_end (endings);
}

/**
 * gb_import_file:
 * @file: a file
 * @prepare: (nullable): what makes its pictures fit for a document, on the calling thread
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GbImportError, a #GbDocumentError or a %G_IO_ERROR
 *
 * Makes a document of @file; its ending says how. Blocks on reading.
 *
 * Returns: (transfer full): the document and what was left out, or %NULL with @error set
 */
GbImport *
gb_import_file (GFile *file, GbImportPictureFunc prepare, GCancellable *cancellable, GError **error)
{
  g_autofree char *basename = NULL;
  int reader;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  basename = g_file_get_basename (file);
  reader = find_reader (basename);
  if (reader < 0) {
    const char *ending = strrchr (basename, '.');
    g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                                    G_FILE_QUERY_INFO_NONE, cancellable, error);

    /* That there is no such file comes before what kind it would be. */
    if (info == NULL)
      return NULL;
    g_set_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_UNSUPPORTED,
                 "a file of the kind “%s” cannot be imported", ending != NULL ? ending : basename);
    return NULL;
  }
  return readers[reader].read (file, prepare, cancellable, error);
}
