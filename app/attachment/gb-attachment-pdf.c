/* SPDX-License-Identifier: GPL-3.0-or-later */

/* PDF through poppler's programs: a file of unknown origin is not parsed in our own process. They
 * write into a private folder that is removed afterwards. */

#define G_LOG_DOMAIN "gb-attachment"

#include "config.h"

#include "attachment/gb-attachment-private.h"

#include "document/gb-file-private.h"
#include "import/gb-child.h"
#include "import/gb-import-error.h"

#include <errno.h>
#include <string.h>

/* What a page may cost to read: a PDF can ask for any amount. */
#define MAX_MEMORY_BYTES ((guint64)1024 * 1024 * 1024)
#define MAX_FILE_BYTES   (256 * 1024 * 1024)
#define MAX_INFO_LINES   200

static char *
find_program (const char *name, GError **error)
{
  char *path = g_find_program_in_path (name);

  if (path == NULL)
    g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_NO_CONVERTER,
                 "PDF files are read with %s, which is not installed; install it (package "
                 "poppler-utils)",
                 name);
  return path;
}

/* Runs a program of poppler. Returns: (nullable): what it wrote; NULL without an error if it could
 * not read the file. */
static char *
run (const char *folder,
     const char *program,
     const char *const *options,
     GCancellable *cancellable,
     GError **error)
{
  g_autofree char *path = find_program (program, error);
  g_autofree char *input = g_build_filename (folder, "input.pdf", NULL);
  g_autofree char *output = g_build_filename (folder, program, NULL);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  const GbChildTerms terms = {
    .folder = folder,
    .output = output,
    .max_file_bytes = GB_ATTACHMENT_MAX_TEXT_BYTES,
    .max_memory_bytes = MAX_MEMORY_BYTES,
    .timeout_ms = GB_ATTACHMENT_TIMEOUT_MS,
  };
  char *text = NULL;

  if (path == NULL)
    return NULL;
  g_ptr_array_add (argv, path);
  for (guint i = 0; options[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer)options[i]);
  g_ptr_array_add (argv, input);
  if (strcmp (program, "pdftotext") == 0)
    g_ptr_array_add (argv, (gpointer) "-");
  g_ptr_array_add (argv, NULL);
  switch (_gb_child_run ((const char *const *)argv->pdata, &terms, cancellable)) {
  case GB_CHILD_DONE:
    if (!g_file_get_contents (output, &text, NULL, error))
      return NULL;
    return text;
  case GB_CHILD_CANCELLED:
    g_cancellable_set_error_if_cancelled (cancellable, error);
    return NULL;
  case GB_CHILD_SLOW:
    g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_CONVERTER_SLOW,
                 "the PDF took longer than %d seconds to read and was given up; print it into a "
                 "new PDF, or split it",
                 GB_ATTACHMENT_TIMEOUT_MS / 1000);
    return NULL;
  case GB_CHILD_FAILED:
  default:
    return NULL;
  }
}

/* The value of "Author:          张晓" without the spaces before it; NULL if the line has another
 * name. */
static const char *
get_value (const char *line, const char *name)
{
  gsize length = strlen (name);

  if (strncmp (line, name, length) != 0 || line[length] != ':')
    return NULL;
  line += length + 1;
  return line + strspn (line, " ");
}

static void
take_properties (GbAttachmentContent *content, const char *text, guint *out_n_pages)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", MAX_INFO_LINES);

  for (guint i = 0; lines[i] != NULL; i++) {
    const char *author = get_value (lines[i], "Author");
    const char *script = get_value (lines[i], "JavaScript");
    const char *n_pages = get_value (lines[i], "Pages");

    if (author != NULL)
      gb_attachment_content_add_author (content, author);
    else if (script != NULL && g_str_has_prefix (script, "yes"))
      content->traits |= GB_ATTACHMENT_HAS_SCRIPT;
    else if (n_pages != NULL)
      *out_n_pages = (guint)g_ascii_strtoull (n_pages, NULL, 10);
  }
}

/* Pages end with a form feed. Returns: how many have a text. */
static guint
take_pages (GbAttachmentContent *content, const char *text)
{
  guint n_parts = content->parts->len;
  guint number = 1;

  for (const char *start = text; *start != '\0'; number++) {
    gsize length = strcspn (start, "\f");

    content->is_cut |= length > GB_ATTACHMENT_MAX_PIECE_BYTES;
    if (!gb_attachment_content_add (content, GB_ATTACHMENT_PLACE_PAGE, number, NULL, start,
                                    (gssize)MIN (length, GB_ATTACHMENT_MAX_PIECE_BYTES)))
      break;
    start += length + (start[length] == '\f' ? 1 : 0);
  }
  return content->parts->len - n_parts;
}

static gboolean
read_copy (GbAttachmentContent *content,
           const char *folder,
           GCancellable *cancellable,
           GError **error)
{
  static const char *const info_options[] = { "-enc", "UTF-8", NULL };
  static const char *const list_options[] = { "-list", NULL };
  static const char *const text_options[] = { "-enc", "UTF-8", "-layout", "-q", NULL };
  g_autoptr (GError) local_error = NULL;
  g_autofree char *properties = run (folder, "pdfinfo", info_options, cancellable, &local_error);
  g_autofree char *text = NULL;
  g_autofree char *attached = NULL;
  guint n_pages = 0;
  guint n_texts;

  if (local_error == NULL && properties != NULL)
    text = run (folder, "pdftotext", text_options, cancellable, &local_error);
  /* "2 embedded files" */
  if (local_error == NULL && text != NULL)
    attached = run (folder, "pdfdetach", list_options, cancellable, &local_error);
  if (local_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (properties == NULL || text == NULL) {
    g_autofree char *path = g_build_filename (folder, "input.pdf", NULL);
    g_autofree char *data = NULL;
    gsize size = 0;

    /* Both programs end with 1 for a password and for damage; a trailer with an Encrypt entry tells
     * which (ISO 32000-1 §7.6.1). */
    if (g_file_get_contents (path, &data, &size, NULL) &&
        memmem (data, size, "/Encrypt", 8) != NULL) {
      content->traits |= GB_ATTACHMENT_IS_PROTECTED;
      return TRUE;
    }
    g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_DAMAGED,
                 "the PDF is damaged or cut off; print it into a new PDF");
    return FALSE;
  }
  take_properties (content, properties, &n_pages);
  n_texts = take_pages (content, text);
  if (attached != NULL && g_ascii_isdigit (*attached) && *attached != '0')
    content->traits |= GB_ATTACHMENT_HAS_EMBEDDED;
  /* A cover that was written, and behind it what was scanned. */
  if (n_pages > 0 && n_texts * 2 < n_pages)
    content->traits |= GB_ATTACHMENT_IS_PICTURE;
  return TRUE;
}

static gboolean
check_size (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                  G_FILE_QUERY_INFO_NONE, cancellable, error);

  if (info == NULL)
    return FALSE;
  if (g_file_info_get_size (info) <= MAX_FILE_BYTES)
    return TRUE;
  g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_TOO_LARGE,
               "the PDF has more than %d MiB; split it", MAX_FILE_BYTES / (1024 * 1024));
  return FALSE;
}

gboolean
_gb_attachment_read_pdf (GbAttachmentContent *content,
                         GFile *file,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GFile) copy = NULL;
  gboolean is_read;

  if (!check_size (file, cancellable, error))
    return FALSE;
  folder = g_dir_make_tmp ("gongbao-attachment-XXXXXX", &local_error);
  if (folder == NULL) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", local_error->message);
    return FALSE;
  }
  path = g_build_filename (folder, "input.pdf", NULL);
  copy = g_file_new_for_path (path);
  is_read = g_file_copy (file, copy, G_FILE_COPY_NONE, cancellable, NULL, NULL, error) &&
            read_copy (content, folder, cancellable, error);
  _gb_remove_tree (folder);
  return is_read;
}
