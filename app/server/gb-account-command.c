/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts from the command line. Runs in the operator's terminal, beside a running portal if need
 * be: the database takes care of that. Passwords come from standard input, never from arguments,
 * which every user of the computer can read. */
#define G_LOG_DOMAIN "gb-account-command"

#include "config.h"

#include "server/gb-account-command.h"

#include "document/gb-text.h"
#include "server/gb-office.h"
#include "server/gb-password.h"
#include "store/gb-office-accounts.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define MIN_PASSWORD 8

#define EXIT_USAGE 2

static int
fail (const char *message, int status)
{
  g_printerr ("gongbao-portal: %s\n", message);
  return status;
}

/* One line of standard input; a terminal does not show it. */
static char *
read_password (void)
{
  char line[GB_PASSWORD_MAX_BYTES + 2];
  struct termios before;
  gboolean is_terminal = tcgetattr (STDIN_FILENO, &before) == 0;
  gboolean is_read;

  if (is_terminal) {
    struct termios silent = before;

    silent.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent);
    g_printerr ("password: ");
  }
  is_read = fgets (line, sizeof line, stdin) != NULL;
  if (is_terminal) {
    tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
    g_printerr ("\n");
  }
  if (!is_read)
    return NULL;
  line[strcspn (line, "\r\n")] = '\0';
  if (strlen (line) < MIN_PASSWORD || !g_utf8_validate (line, -1, NULL))
    return NULL;
  return g_strdup (line);
}

static char *
read_hash (GError **error)
{
  g_autofree char *password = read_password ();

  if (password == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "standard input must give a password of %d to %d bytes", MIN_PASSWORD,
                 GB_PASSWORD_MAX_BYTES);
    return NULL;
  }
  return gb_password_hash (password, error);
}

static gboolean
parse_roles (char **names, guint *out_roles, GError **error)
{
  *out_roles = 0;
  for (guint i = 0; names != NULL && names[i] != NULL; i++) {
    GbRole role = gb_role_from_string (names[i]);

    if (role == 0) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "no role “%s”", names[i]);
      return FALSE;
    }
    *out_roles |= role;
  }
  if (*out_roles == 0) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         "give at least one --role");
    return FALSE;
  }
  return TRUE;
}

static gboolean
is_id (const char *id)
{
  return *id != '\0' && strlen (id) <= 64 &&
         id[strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789._-")] == '\0' &&
         !g_str_equal (id, "portal");
}

/* Shown beside texts, so it may hold no more than they. */
static gboolean
check_shown (const char *option, const char *value, GError **error)
{
  if (g_utf8_validate (value, -1, NULL) && gb_text_find_forbidden (value) == NULL &&
      strpbrk (value, "\t\r\n") == NULL && !gb_text_is_blank (value))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "%s is empty or has characters that are not shown", option);
  return FALSE;
}

static gboolean
add (GbDatabase *database, int argc, char **argv, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *unit = NULL;
  g_auto (GStrv) role_names = NULL;
  gboolean emergency = FALSE;
  gboolean override = FALSE;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, "The person's name", "NAME" },
    { "unit", 0, 0, G_OPTION_ARG_STRING, &unit, "The person's unit", "UNIT" },
    { "role", 0, 0, G_OPTION_ARG_STRING_ARRAY, &role_names, "A role; may be repeated", "ROLE" },
    { "emergency", 0, 0, G_OPTION_ARG_NONE, &emergency, "May release before review", NULL },
    { "override", 0, 0, G_OPTION_ARG_NONE, &override, "May let a blocking finding pass", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("ID");
  g_autoptr (GbAccount) account = NULL;
  g_autofree char *hash = NULL;
  g_autoptr (GError) local_error = NULL;
  guint roles;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;
  if (argc != 2 || !is_id (argv[1]) || name == NULL || unit == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         "usage: account add ID --name NAME --unit UNIT --role ROLE; "
                         "an id has lower-case letters, digits and . _ -");
    return FALSE;
  }
  if (!check_shown ("--name", name, error) || !check_shown ("--unit", unit, error) ||
      !parse_roles (role_names, &roles, error))
    return FALSE;
  hash = read_hash (error);
  if (hash == NULL)
    return FALSE;
  account =
    gb_account_new (argv[1], name, unit, roles,
                    (emergency ? GB_RIGHT_EMERGENCY : 0) | (override ? GB_RIGHT_OVERRIDE : 0));
  if (gb_office_add_account (database, account, hash, gb_office_now (), &local_error))
    return TRUE;
  if (g_error_matches (local_error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CONSTRAINT))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                 "there is an account “%s” already: choose another id", argv[1]);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
change_password (GbDatabase *database, const char *id, GError **error)
{
  g_autofree char *hash = read_hash (error);

  return hash != NULL && gb_office_set_password (database, id, hash, error);
}

static gboolean
list (GbDatabase *database, GError **error)
{
  g_autoptr (GPtrArray) accounts = gb_office_list_accounts (database, error);

  if (accounts == NULL)
    return FALSE;
  for (guint i = 0; i < accounts->len; i++) {
    g_autoptr (JsonNode) node = gb_account_to_json (g_ptr_array_index (accounts, i));
    g_autofree char *text = json_to_string (node, FALSE);

    g_print ("%s\n", text);
  }
  return TRUE;
}

static gboolean
is_usage (int argc, char **argv)
{
  static const char *const with_id[] = { "password", "disable", "enable" };

  if (argc < 1)
    return FALSE;
  if (g_str_equal (argv[0], "list"))
    return argc == 1;
  if (g_str_equal (argv[0], "add"))
    return argc >= 2;
  for (guint i = 0; i < G_N_ELEMENTS (with_id); i++) {
    if (g_str_equal (argv[0], with_id[i]))
      return argc == 2;
  }
  return FALSE;
}

static gboolean
is_usage_error (const GError *error)
{
  return error->domain == G_OPTION_ERROR ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

int
gb_account_command_run (const char *folder, int argc, char **argv)
{
  g_autofree char *path = g_build_filename (folder, "office.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDatabase) database = NULL;
  gboolean done;

  if (!is_usage (argc, argv))
    return fail ("usage: account add ID …, account password|disable|enable ID, account list",
                 EXIT_USAGE);
  /* Only who adds the first account begins an office; a mistyped folder must not become one. */
  if (!g_str_equal (argv[0], "add") && !g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_autofree char *message = g_strdup_printf ("there is no office in %s", folder);

    return fail (message, EXIT_USAGE);
  }
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail ("cannot make the data folder", EXIT_USAGE);
  database = gb_database_open (path, gb_office_schema_get (), &error);
  if (database == NULL)
    return fail (error->message, EXIT_USAGE);
  if (g_str_equal (argv[0], "add"))
    done = add (database, argc, argv, &error);
  else if (g_str_equal (argv[0], "password"))
    done = change_password (database, argv[1], &error);
  else if (g_str_equal (argv[0], "disable") || g_str_equal (argv[0], "enable"))
    done =
      gb_office_set_account_enabled (database, argv[1], g_str_equal (argv[0], "enable"), &error);
  else
    done = list (database, &error);
  if (!done)
    return fail (error->message, is_usage_error (error) ? EXIT_USAGE : 1);
  return 0;
}
