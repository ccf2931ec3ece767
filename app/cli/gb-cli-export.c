/* SPDX-License-Identifier: GPL-3.0-or-later */

/* gongbaoctl export: a document as something else. */

#define G_LOG_DOMAIN "gb-cli"

#include "config.h"

#include "cli/gb-cli.h"

#include "site/gb-site.h"

#include <string.h>

static GBytes *
export_text (GbDocument *document)
{
  g_autofree char *body = gb_document_dup_text (document);
  const char *title = gb_document_get_title (document);
  char *text = *title != '\0' ? g_strdup_printf ("%s\n\n%s", title, body) : g_strdup (body);

  return g_bytes_new_take (text, strlen (text));
}

/* The page as the portal would show it, of the sample site unless another is given. It claims no
 * publication, for there was none. */
static GBytes *
export_html (GbDocument *document, const char *site_file, GError **error)
{
  g_autoptr (GbPublication) publication = gb_publication_new ();
  g_autoptr (GbSite) site = NULL;
  g_autoptr (JsonParser) parser = NULL;

  if (site_file == NULL) {
    site = gb_site_new_sample ();
  } else {
    parser = json_parser_new ();
    if (!json_parser_load_from_file (parser, site_file, error) ||
        (site = gb_site_new_from_json (json_parser_get_root (parser), error)) == NULL)
      return NULL;
  }
  return gb_site_render_document (site, document, publication, NULL, TRUE, error);
}

/**
 * gb_cli_export:
 * @argc: the number of arguments
 * @argv: the arguments
 *
 * Writes a document as plain text or as the web page that the portal would make of it.
 *
 * Returns: the exit status
 */
GbCliStatus
gb_cli_export (int argc, char **argv)
{
  g_autofree char *format = NULL;
  g_autofree char *output = NULL;
  g_autofree char *site = NULL;
  const GOptionEntry options[] = {
    { "to", 0, 0, G_OPTION_ARG_STRING, &format, "What to make: text or html", "FORMAT" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Write it to this file", "OUT" },
    { "site", 0, 0, G_OPTION_ARG_FILENAME, &site, "The description of the site, for html", "JSON" },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) files =
    gb_cli_parse (argc, argv, options, "FILE", "Writes a document as text or as a web page.", 1, 1);
  GbCliStatus status = GB_CLI_GOOD;
  g_autoptr (GbDocument) document = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  const void *data;

  if (files == NULL)
    return GB_CLI_UNJUDGED;
  if (format == NULL || (strcmp (format, "text") != 0 && strcmp (format, "html") != 0)) {
    gb_cli_message (g_get_prgname (), 0, "say --to=text or --to=html");
    return GB_CLI_UNJUDGED;
  }
  document = gb_cli_load (files[0], &status);
  if (document == NULL)
    return status;

  if (strcmp (format, "text") == 0) {
    bytes = export_text (document);
  } else {
    bytes = export_html (document, site, &error);
    if (bytes == NULL) {
      gb_cli_error (site != NULL ? site : files[0], error);
      return GB_CLI_UNJUDGED;
    }
  }
  data = g_bytes_get_data (bytes, &size);
  return gb_cli_write (output, data, size) ? GB_CLI_GOOD : GB_CLI_UNJUDGED;
}
