/* SPDX-License-Identifier: GPL-3.0-or-later */

/* gongbaoctl import: documents out of foreign files. */

#define G_LOG_DOMAIN "gb-cli"

#include "config.h"

#include "cli/gb-cli.h"

#include "document/gb-digest.h"
#include "document/gb-document-error.h"
#include "import/gb-import-error.h"
#include "import/gb-import.h"

#include <string.h>

#define MAX_FILES 1000

/* A file that was looked at and refused is bad; one that could not be read is not judged. */
static GbCliStatus
get_status (const char *file, const GError *error)
{
  if (!gb_import_can_import (file))
    return GB_CLI_UNJUDGED;
  if (error->domain == GB_IMPORT_ERROR)
    return error->code == GB_IMPORT_ERROR_NO_CONVERTER ||
               error->code == GB_IMPORT_ERROR_CONVERTER_SLOW
             ? GB_CLI_UNJUDGED
             : GB_CLI_BAD;
  return error->domain == GB_DOCUMENT_ERROR ? GB_CLI_BAD : GB_CLI_UNJUDGED;
}

/* Beside the document under the digits of their digests, where “gongbaoctl publish” looks. */
static gboolean
write_images (const char *file, const char *output, GPtrArray *images)
{
  g_autofree char *folder = NULL;

  if (images->len == 0)
    return TRUE;
  if (output == NULL || strcmp (output, "-") == 0) {
    gb_cli_message (file, 0,
                    "its %u images are not written; name a file with --output to have "
                    "them beside it",
                    images->len);
    return TRUE;
  }
  folder = g_path_get_dirname (output);
  for (guint i = 0; i < images->len; i++) {
    const GbImportImage *image = g_ptr_array_index (images, i);
    g_autofree char *path =
      g_build_filename (folder, image->digest + strlen (GB_DIGEST_PREFIX), NULL);
    gsize size = 0;
    const void *data = g_bytes_get_data (image->bytes, &size);

    if (!gb_cli_write (path, data, size))
      return FALSE;
  }
  return TRUE;
}

/* output: (nullable): stdout */
static GbCliStatus
import_file (const char *name, const char *output)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbImport) import = gb_import_file (file, NULL, NULL, &error);
  gsize size = 0;
  const void *data;

  if (import == NULL) {
    gb_cli_error (name, error);
    return get_status (name, error);
  }
  for (guint i = 0; i < import->dropped->len; i++) {
    const GbImportNote *note = g_ptr_array_index (import->dropped, i);

    gb_cli_message (name, note->line, "dropped %s: %s", note->reason, note->text);
  }
  data = g_bytes_get_data (gb_document_get_bytes (import->document), &size);
  return write_images (name, output, import->images) && gb_cli_write (output, data, size)
           ? GB_CLI_GOOD
           : GB_CLI_UNJUDGED;
}

/* FOLDER/name.xml: (transfer full). */
static char *
get_path (const char *folder, const char *name)
{
  g_autofree char *basename = g_path_get_basename (name);
  char *dot = strrchr (basename, '.');
  g_autofree char *output = NULL;

  if (dot != NULL && dot != basename)
    *dot = '\0';
  output = g_strconcat (basename, ".xml", NULL);
  return g_build_filename (folder, output, NULL);
}

static GbCliStatus
import_files (char **names, const char *folder)
{
  GbCliStatus worst = GB_CLI_GOOD;
  g_autoptr (GHashTable) outputs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (folder == NULL || !g_file_test (folder, G_FILE_TEST_IS_DIR)) {
    gb_cli_message ("import", 0, "for several files, name a folder with --output");
    return GB_CLI_UNJUDGED;
  }
  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *output = get_path (folder, names[i]);
    GbCliStatus status;

    if (g_hash_table_contains (outputs, output)) {
      gb_cli_message (names[i], 0, "another file of this call became %s already; import it alone",
                      output);
      status = GB_CLI_UNJUDGED;
    } else {
      status = import_file (names[i], output);
    }
    g_hash_table_add (outputs, g_steal_pointer (&output));
    worst = MAX (worst, status);
  }
  return worst;
}

/**
 * gb_cli_import:
 * @argc: the number of arguments
 * @argv: the arguments
 *
 * Writes the canonical form of each document, byte for byte, its images beside it, and lists on
 * stderr what was left out.
 *
 * Returns: the exit status
 */
GbCliStatus
gb_cli_import (int argc, char **argv)
{
  g_autofree char *output = NULL;
  const GOptionEntry options[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
      "Write the document to this file; for several files, a folder", "OUT" },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) endings = gb_import_get_endings ();
  g_autofree char *list = g_strjoinv (" ", endings);
  g_autofree char *description = g_strdup_printf ("Makes documents of files (%s).", list);
  g_auto (GStrv) files = gb_cli_parse (argc, argv, options, "FILE…", description, 1, MAX_FILES);

  if (files == NULL)
    return GB_CLI_UNJUDGED;
  if (files[1] != NULL)
    return import_files (files, output);
  if (output != NULL && g_file_test (output, G_FILE_TEST_IS_DIR)) {
    g_autofree char *path = get_path (output, files[0]);

    return import_file (files[0], path);
  }
  return import_file (files[0], output);
}
