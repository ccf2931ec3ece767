/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gongbao-portal: options, start, signals, exit status. */
#define G_LOG_DOMAIN "gb-portal"

#include "config.h"

#include "server/gb-account-command.h"
#include "server/gb-portal-server.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#define EXIT_BAD 2

typedef struct {
  GMainLoop *loop;
  GbPortalServer *server;
  int status;
  guint int_source;
  guint term_source;
  gboolean is_started;
  gboolean is_stopping;
} Portal;

static void
stopped_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Portal *portal = user_data;

  gb_portal_server_stop_finish (GB_PORTAL_SERVER (object), result);
  g_main_loop_quit (portal->loop);
}

static void
stop (Portal *portal)
{
  /* While it opens, the wish is kept until it has opened. */
  if (!portal->is_started || portal->is_stopping) {
    portal->is_stopping = TRUE;
    return;
  }
  portal->is_stopping = TRUE;
  gb_portal_server_stop_async (portal->server, stopped_cb, portal);
}

static gboolean
signal_cb (gpointer user_data)
{
  stop (user_data);
  return G_SOURCE_CONTINUE;
}

static void
started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Portal *portal = user_data;
  g_autoptr (GError) error = NULL;

  if (!gb_portal_server_start_finish (portal->server, result, &error)) {
    g_printerr ("gongbao-portal: %s\n", error->message);
    portal->status = EXIT_BAD;
    g_main_loop_quit (portal->loop);
    return;
  }
  portal->is_started = TRUE;
  if (portal->is_stopping) {
    portal->is_stopping = FALSE;
    stop (portal);
    return;
  }
  g_print ("listening on %s\n", gb_portal_server_get_url (portal->server));
  /* Whoever started us may read from a pipe. */
  fflush (stdout);
}

static int
serve (const char *folder, gboolean trial, const char *address, int port)
{
  Portal portal = { NULL };
  g_autoptr (GError) error = NULL;

  portal.server = gb_portal_server_new (folder, trial, address, (guint16)port, &error);
  if (portal.server == NULL) {
    g_printerr ("gongbao-portal: %s\n", error->message);
    return EXIT_BAD;
  }
  portal.loop = g_main_loop_new (NULL, FALSE);
  portal.term_source = g_unix_signal_add (SIGTERM, signal_cb, &portal);
  portal.int_source = g_unix_signal_add (SIGINT, signal_cb, &portal);
  gb_portal_server_start_async (portal.server, started_cb, &portal);
  g_main_loop_run (portal.loop);
  g_source_remove (portal.term_source);
  g_source_remove (portal.int_source);
  g_clear_object (&portal.server);
  g_main_loop_unref (portal.loop);
  return portal.status;
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  g_autofree char *address = NULL;
  int port = 0;
  gboolean trial = FALSE;
  gboolean version = FALSE;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &folder, "The folder of the office's data", "DIR" },
    { "address", 0, 0, G_OPTION_ARG_STRING, &address, "Listen here (127.0.0.1)", "ADDRESS" },
    { "port", 0, 0, G_OPTION_ARG_INT, &port, "Listen here (the port of the last time)", "PORT" },
    { "trial", 0, 0, G_OPTION_ARG_NONE, &trial, "A sample county on this computer only", NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, "Print the version", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context =
    g_option_context_new ("[account add|password|disable|enable|list …]");
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (context, "The office's server: the API, and the public site.");
  /* What belongs to "account" comes after it and is not ours. */
  g_option_context_set_strict_posix (context, TRUE);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("gongbao-portal: %s\n", error->message);
    return EXIT_BAD;
  }
  if (version) {
    g_print ("gongbao-portal %s\n", GB_VERSION);
    return EXIT_SUCCESS;
  }
  if (folder == NULL || port < 0 || port > G_MAXUINT16) {
    g_printerr ("gongbao-portal: give --data DIR, and a port from 1 to 65535 if any\n");
    return EXIT_BAD;
  }
  if (argc > 1 && g_str_equal (argv[1], "account"))
    return gb_account_command_run (folder, argc - 2, argv + 2);
  if (argc > 1) {
    g_printerr ("gongbao-portal: unknown word “%s”\n", argv[1]);
    return EXIT_BAD;
  }
  return serve (folder, trial, address, port);
}
