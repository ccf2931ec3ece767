/* SPDX-License-Identifier: GPL-3.0-or-later */

/* gongbaoctl import: a document out of a foreign file. */

#define G_LOG_DOMAIN "gb-cli"

#include "config.h"

#include "cli/gb-cli.h"

#include "import/gb-import.h"

/**
 * gb_cli_import:
 * @argc: the number of arguments
 * @argv: the arguments
 *
 * Writes the canonical form of the document, byte for byte, and lists on stderr what was left out.
 *
 * Returns: the exit status
 */
GbCliStatus
gb_cli_import (int argc, char **argv)
{
  g_autofree char *output = NULL;
  const GOptionEntry options[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Write the document to this file", "OUT" },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) files =
    gb_cli_parse (argc, argv, options, "FILE", "Makes a document of a text file (.txt).", 1, 1);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GbImport) import = NULL;
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  const void *data;

  if (files == NULL)
    return GB_CLI_UNJUDGED;

  file = g_file_new_for_commandline_arg (files[0]);
  import = gb_import_file (file, NULL, NULL, &error);
  if (import == NULL) {
    GbCliStatus status = gb_cli_error (files[0], error);

    return gb_import_can_import (files[0]) ? status : GB_CLI_UNJUDGED;
  }
  for (guint i = 0; i < import->dropped->len; i++) {
    const GbImportNote *note = g_ptr_array_index (import->dropped, i);

    gb_cli_message (files[0], note->line, "dropped %s: %s", note->reason, note->text);
  }
  data = g_bytes_get_data (gb_document_get_bytes (import->document), &size);
  return gb_cli_write (output, data, size) ? GB_CLI_GOOD : GB_CLI_UNJUDGED;
}
