/* SPDX-License-Identifier: GPL-3.0-or-later */

/* gongbaoctl validate and digest: is a file a document, and which. */

#define G_LOG_DOMAIN "gb-cli"

#include "config.h"

#include "cli/gb-cli.h"

#include <stdio.h>

static GbCliStatus
worse (GbCliStatus a, GbCliStatus b)
{
  return a > b ? a : b;
}

/**
 * gb_cli_validate:
 * @argc: the number of arguments
 * @argv: the arguments
 *
 * Says nothing about documents that are valid.
 *
 * Returns: the exit status, the worst of all files
 */
GbCliStatus
gb_cli_validate (int argc, char **argv)
{
  g_auto (GStrv) files =
    gb_cli_parse (argc, argv, NULL, "FILE…",
                  "Says line and reason of what makes a document invalid.", 1, G_MAXUINT);
  GbCliStatus worst = GB_CLI_GOOD;

  if (files == NULL)
    return GB_CLI_UNJUDGED;
  for (guint i = 0; files[i] != NULL; i++) {
    GbCliStatus status = GB_CLI_GOOD;
    g_autoptr (GbDocument) document = gb_cli_load (files[i], &status);

    worst = worse (worst, status);
  }
  return worst;
}

/**
 * gb_cli_digest:
 * @argc: the number of arguments
 * @argv: the arguments
 *
 * Prints the digest of a document's canonical form; of several, each with the file's name.
 *
 * Returns: the exit status, the worst of all files
 */
GbCliStatus
gb_cli_digest (int argc, char **argv)
{
  g_auto (GStrv) files =
    gb_cli_parse (argc, argv, NULL, "FILE…",
                  "Prints the SM3 digest of the canonical form of a document.", 1, G_MAXUINT);
  g_autoptr (GString) lines = g_string_new (NULL);
  GbCliStatus worst = GB_CLI_GOOD;

  if (files == NULL)
    return GB_CLI_UNJUDGED;
  for (guint i = 0; files[i] != NULL; i++) {
    GbCliStatus status = GB_CLI_GOOD;
    g_autoptr (GbDocument) document = gb_cli_load (files[i], &status);

    worst = worse (worst, status);
    if (document != NULL && files[1] == NULL)
      g_string_append_printf (lines, "%s\n", gb_document_get_digest (document));
    else if (document != NULL)
      g_string_append_printf (lines, "%s  %s\n", gb_document_get_digest (document), files[i]);
  }
  return gb_cli_write (NULL, lines->str, lines->len) ? worst : GB_CLI_UNJUDGED;
}
