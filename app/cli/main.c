/* SPDX-License-Identifier: GPL-3.0-or-later */

/* gongbaoctl: the library on the command line. One sub-command a file; this one chooses. */

#define G_LOG_DOMAIN "gb-cli"

#include "config.h"

#include "cli/gb-cli.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static const struct {
  const char *name;
  GbCliStatus (*run) (int argc, char **argv);
  const char *summary;
} commands[] = {
  { "check", gb_cli_check, "say what must be put right before others see a document" },
  { "demo", gb_cli_demo, "take one text from the import to its public page" },
  { "digest", gb_cli_digest, "print the digest of a document" },
  { "export", gb_cli_export, "write a document as text or as a web page" },
  { "import", gb_cli_import, "make a document of a text file" },
  { "publish", gb_cli_publish, "put documents on a portal, submit them, publish what is approved" },
  { "validate", gb_cli_validate, "say line and reason of what makes a document invalid" },
};

static void
print_help (FILE *stream)
{
  fprintf (stream, "Usage: gongbaoctl COMMAND [OPTION…] FILE…\n\nCommands:\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (stream, "  %-10s %s\n", commands[i].name, commands[i].summary);
  fprintf (stream, "\n“gongbaoctl COMMAND --help” explains a command.\n"
                   "Exit status: 0 good, 1 the input was judged bad, 2 it could not be judged.\n");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_set_prgname ("gongbaoctl");

  if (argc < 2) {
    print_help (stderr);
    return GB_CLI_UNJUDGED;
  }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0) {
    print_help (stdout);
    return GB_CLI_GOOD;
  }
  if (strcmp (argv[1], "--version") == 0) {
    printf ("gongbaoctl %s\n", GB_VERSION);
    return GB_CLI_GOOD;
  }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (strcmp (argv[1], commands[i].name) == 0)
      return commands[i].run (argc - 1, argv + 1);
  }
  fprintf (stderr, "gongbaoctl: unknown command “%s”; see gongbaoctl --help\n", argv[1]);
  return GB_CLI_UNJUDGED;
}
