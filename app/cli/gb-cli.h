/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document.h"

G_BEGIN_DECLS

/* Exit status, the same for every sub-command. */
typedef enum {
  GB_CLI_GOOD = 0,
  GB_CLI_BAD = 1,      /* the input was judged bad: invalid, a blocking finding, refused */
  GB_CLI_UNJUDGED = 2, /* it could not be judged: no such file, wrong use, no network */
} GbCliStatus;

/* argv[0] is the name of the sub-command. */
GbCliStatus gb_cli_check (int argc, char **argv);
GbCliStatus gb_cli_demo (int argc, char **argv);
GbCliStatus gb_cli_digest (int argc, char **argv);
GbCliStatus gb_cli_export (int argc, char **argv);
GbCliStatus gb_cli_import (int argc, char **argv);
GbCliStatus gb_cli_publish (int argc, char **argv);
GbCliStatus gb_cli_validate (int argc, char **argv);

/* Parses the arguments of a sub-command; options may be NULL. Returns the rest, which are the names
 * of files and are between min_files and max_files many; or NULL after saying what is wrong, when
 * the sub-command returns GB_CLI_UNJUDGED. */
char **gb_cli_parse (int argc,
                     char **argv,
                     const GOptionEntry *options,
                     const char *parameters,
                     const char *description,
                     guint min_files,
                     guint max_files);
/* "file:line: message" to stderr; line 0 leaves it out. */
void gb_cli_message (const char *file, guint line, const char *format, ...) G_GNUC_PRINTF (3, 4);
/* Says an error, with its line if it names one. Returns what the sub-command returns. */
GbCliStatus gb_cli_error (const char *file, const GError *error);
/* NULL after saying what is wrong, with the status in out_status. */
GbDocument *gb_cli_load (const char *file, GbCliStatus *out_status);
/* An attachment lies beside the document under its name, or under the digits of its digest:
 * (transfer full) (nullable). name: (nullable). */
GFile *gb_cli_find_attachment (const char *file, const char *name, const char *digest);
/* To a file, or to stdout if path is NULL. FALSE after saying what is wrong. */
gboolean gb_cli_write (const char *path, const void *data, gsize size);

G_END_DECLS
