/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the sub-commands of gongbaoctl share: arguments, messages, exit status, output. Results go
 * to stdout or to a file, everything else to stderr. */

#define G_LOG_DOMAIN "gb-cli"

#include "config.h"

#include "cli/gb-cli.h"

#include "document/gb-digest.h"

#include "document/gb-document-error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/**
 * gb_cli_parse:
 * @argc: the number of arguments
 * @argv: the arguments, the name of the sub-command first
 * @options: (nullable): the options it takes
 * @parameters: how its files are called in the help
 * @description: one sentence about it
 * @min_files: how many files it needs
 * @max_files: how many files it takes
 *
 * Parses the arguments of a sub-command. With --help it prints the help and exits.
 *
 * Returns: (transfer full) (nullable): the names of the files, %NULL-terminated, or %NULL after
 *   saying on stderr what is wrong
 */
char **
gb_cli_parse (int argc,
              char **argv,
              const GOptionEntry *options,
              const char *parameters,
              const char *description,
              guint min_files,
              guint max_files)
{
  g_auto (GStrv) files = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strdup_printf ("gongbaoctl %s", argv[0]);
  const GOptionEntry rest[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);
  guint n_files;

  g_set_prgname (name);
  g_option_context_set_summary (context, description);
  if (options != NULL)
    g_option_context_add_main_entries (context, options, NULL);
  g_option_context_add_main_entries (context, rest, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    fprintf (stderr, "%s: %s\n", name, error->message);
    return NULL;
  }
  n_files = files != NULL ? g_strv_length (files) : 0;
  if (n_files < min_files || n_files > max_files) {
    fprintf (stderr, "%s: usage: %s [OPTION…] %s\n", name, name, parameters);
    return NULL;
  }
  return files != NULL ? g_steal_pointer (&files) : g_new0 (char *, 1);
}

/**
 * gb_cli_message:
 * @file: the file that it is about
 * @line: the line, 0 if there is none
 * @format: a printf() format
 * @...: its arguments
 *
 * Writes one line to stderr.
 */
void
gb_cli_message (const char *file, guint line, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (line > 0)
    fprintf (stderr, "%s:%u: %s\n", file, line, message);
  else
    fprintf (stderr, "%s: %s\n", file, message);
}

/**
 * gb_cli_error:
 * @file: the file that it is about
 * @error: what went wrong
 *
 * Writes @error to stderr. Errors of the document format name their line, which then stands where
 * editors and compilers put it.
 *
 * Returns: the exit status that @error means
 */
GbCliStatus
gb_cli_error (const char *file, const GError *error)
{
  const char *message = error->message;
  guint line = 0;

  if (error->domain == GB_DOCUMENT_ERROR && g_str_has_prefix (message, "line ")) {
    char *end = NULL;

    line = (guint)g_ascii_strtoull (message + strlen ("line "), &end, 10);
    if (g_str_has_prefix (end, ": "))
      message = end + strlen (": ");
  }
  gb_cli_message (file, line, "%s", message);
  return error->domain == GB_DOCUMENT_ERROR ? GB_CLI_BAD : GB_CLI_UNJUDGED;
}

/**
 * gb_cli_load:
 * @file: the name of a document file
 * @out_status: (out): the exit status, if it cannot be loaded
 *
 * Returns: (transfer full) (nullable): the document, or %NULL after saying on stderr what is wrong
 */
GbDocument *
gb_cli_load (const char *file, GbCliStatus *out_status)
{
  g_autoptr (GFile) location = g_file_new_for_commandline_arg (file);
  g_autoptr (GError) error = NULL;
  GbDocument *document = gb_document_new_from_file (location, NULL, &error);

  if (document == NULL)
    *out_status = gb_cli_error (file, error);
  return document;
}

GFile *
gb_cli_find_attachment (const char *file, const char *name, const char *digest)
{
  g_autoptr (GFile) document = g_file_new_for_commandline_arg (file);
  g_autoptr (GFile) folder = g_file_get_parent (document);
  const char *const names[] = { name, digest + strlen (GB_DIGEST_PREFIX) };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GFile) candidate = NULL;
    g_autofree char *actual = NULL;

    if (names[i] == NULL || strchr (names[i], G_DIR_SEPARATOR) != NULL)
      continue;
    candidate = g_file_get_child (folder, names[i]);
    actual = gb_digest_file (candidate, NULL, NULL, NULL);
    if (g_strcmp0 (actual, digest) == 0)
      return g_steal_pointer (&candidate);
  }
  return NULL;
}

/**
 * gb_cli_write:
 * @path: (nullable): the name of a file; %NULL and "-" are stdout
 * @data: what to write
 * @size: its bytes
 *
 * Writes a result. A file is replaced only when all of it is there.
 *
 * Returns: %TRUE, or %FALSE after saying on stderr what is wrong
 */
gboolean
gb_cli_write (const char *path, const void *data, gsize size)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL || strcmp (path, "-") == 0) {
    if (fwrite (data, 1, size, stdout) == size && fflush (stdout) == 0)
      return TRUE;
    gb_cli_message ("stdout", 0, "%s", g_strerror (errno));
    return FALSE;
  }
  file = g_file_new_for_commandline_arg (path);
  if (g_file_replace_contents (file, data, size, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL,
                               &error))
    return TRUE;
  gb_cli_error (path, error);
  return FALSE;
}
