/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the portal starts, refuses to start and stops; and accounts from the command line. */
#include "config.h"

#include "portal-harness.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#define SITE                                                                                              \
  "{\"name\":\"测试市人民政府门户网站\",\"domain\":\"www.test.gov.cn\",\"id_code\":"           \
  "\"9999990001\","                                                                                       \
  "\"base_url\":\"https://www.test.gov.cn\",\"sponsor\":\"测试市人民政府办公室\",\"icp\":\"\"," \
  "\"police_record\":\"\",\"contact\":\"0000-0000000\",\"allowed_hosts\":[],\"trial\":false,"             \
  "\"columns\":[{\"id\":\"tzgg\",\"name\":\"通知公告\",\"description\":\"通知和公告\","          \
  "\"keywords\":\"通知\",\"type\":\"工作动态\",\"kinds\":[\"notice\"]}]}"

/* Runs the portal to its end. input: (nullable). */
static int
run (const char *folder, const char *input, char **out_stdout, char **out_stderr, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  const char *argument;
  va_list list;

  g_ptr_array_add (arguments, (gpointer)g_getenv ("GB_PORTAL"));
  if (folder != NULL) {
    g_ptr_array_add (arguments, (gpointer) "--data");
    g_ptr_array_add (arguments, (gpointer)folder);
  }
  va_start (list, out_stderr);
  while ((argument = va_arg (list, const char *)) != NULL)
    g_ptr_array_add (arguments, (gpointer)argument);
  va_end (list);
  g_ptr_array_add (arguments, NULL);
  process = g_subprocess_newv ((const char *const *)arguments->pdata,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                 G_SUBPROCESS_FLAGS_STDERR_PIPE,
                               &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input != NULL ? input : "", NULL, out_stdout, out_stderr,
                                 &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("gongbao-portal-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static void
test_options (void)
{
  static const char *const addresses[] = { "0.0.0.0", "::", "192.0.2.1", "example.org" };
  g_autofree char *folder = make_folder ();

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_autofree char *message = NULL;

    g_assert_cmpint (run (folder, NULL, NULL, &message, "--trial", "--address", addresses[i], NULL),
                     ==, 2);
    g_assert_nonnull (strstr (message, addresses[i]));
  }
  g_assert_cmpint (run (NULL, NULL, NULL, NULL, NULL), ==, 2);
  g_assert_cmpint (run (folder, NULL, NULL, NULL, "--port", "70000", "--trial", NULL), ==, 2);
  g_assert_cmpint (run (folder, NULL, NULL, NULL, "--no-such-option", NULL), ==, 2);
  g_assert_cmpint (run (folder, NULL, NULL, NULL, "nonsense", NULL), ==, 2);
  g_assert_cmpint (run (NULL, NULL, NULL, NULL, "--version", NULL), ==, 0);
  /* An office without a description of its site. */
  g_assert_cmpint (run (folder, NULL, NULL, NULL, NULL), ==, 2);
}

/* The address stays, a second portal on the folder does not start, and files are not for others. */
static void
test_restart (void)
{
  g_autoptr (Portal) portal = portal_new ();
  g_autofree char *url = g_strdup (portal->url);
  g_autofree char *secret = g_build_filename (portal->folder, "trial-accounts.json", NULL);
  g_autofree char *database = g_build_filename (portal->folder, "office.db", NULL);
  g_autofree char *message = NULL;
  g_autoptr (Answer) answer = NULL;
  GStatBuf info;

  g_assert_cmpint (run (portal->folder, NULL, NULL, &message, "--trial", NULL), ==, 2);
  g_assert_nonnull (strstr (message, "another portal"));
  g_assert_cmpint (g_stat (secret, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (database, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (portal->folder, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0700);
  portal_stop (portal);
  g_clear_pointer (&message, g_free);
  g_assert_cmpint (run (portal->folder, NULL, NULL, &message, NULL), ==, 2);
  g_assert_nonnull (strstr (message, "folder of a trial"));
  portal_start (portal, NULL);
  g_assert_cmpstr (portal->url, ==, url);
  /* Sessions outlive the process, and so do the passwords. */
  answer = portal_get (portal, "/api/v1/sessions/current", "lihua");
  g_assert_cmpuint (answer->status, ==, 200);
  portal_sign_in (portal, "lihua");
  portal_kill (portal);
  portal_start (portal, NULL);
  g_assert_cmpstr (portal->url, ==, url);
}

static gpointer
wait_long (gpointer data)
{
  Portal *portal = data;
  g_autofree char *address =
    g_strconcat (portal->url, "/api/v1/changes?since=999999&wait=25", NULL);
  g_autofree char *bearer =
    g_strconcat ("Bearer ", g_hash_table_lookup (portal->tokens, "lihua"), NULL);
  g_autoptr (SoupSession) session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", address);
  g_autoptr (GBytes) body = NULL;

  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                bearer);
  body = soup_session_send_and_read (session, message, NULL, NULL);
  return GUINT_TO_POINTER (body != NULL ? soup_message_get_status (message) : 0);
}

/* SIGTERM does not wait for the long polls, and answers them. */
static void
test_stop (void)
{
  g_autoptr (Portal) portal = portal_new ();
  GThread *thread = g_thread_new ("wait", wait_long, portal);
  gint64 began;

  g_usleep (500 * 1000);
  began = g_get_monotonic_time ();
  portal_stop (portal);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 5 * G_USEC_PER_SEC);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_thread_join (thread)), ==, 200);
  portal_start (portal, NULL);
}

static void
test_accounts (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *nowhere = g_build_filename (folder, "nowhere", NULL);
  g_autofree char *message = NULL;
  g_autofree char *list = NULL;

  g_assert_cmpint (run (folder, "correct horse\n", NULL, NULL, "account", "add", "zhou", "--name",
                        "周一", "--unit", "教育局", "--role", "drafter", NULL),
                   ==, 0);
  g_assert_cmpint (run (folder, "correct horse\n", NULL, &message, "account", "add", "zhou",
                        "--name", "周一", "--unit", "教育局", "--role", "drafter", NULL),
                   ==, 1);
  g_assert_nonnull (strstr (message, "already"));
  g_assert_cmpint (run (folder, "short\n", NULL, NULL, "account", "add", "wu", "--name", "吴二",
                        "--unit", "教育局", "--role", "drafter", NULL),
                   ==, 1);
  g_assert_cmpint (run (folder, "correct horse\n", NULL, NULL, "account", "add", "wu", "--name",
                        "吴二", "--unit", "教育局", "--role", "king", NULL),
                   ==, 2);
  g_assert_cmpint (run (folder, "correct horse\n", NULL, NULL, "account", "add", "portal", "--name",
                        "吴二", "--unit", "教育局", "--role", "drafter", NULL),
                   ==, 2);
  g_assert_cmpint (run (folder, "correct horse\n", NULL, NULL, "account", "add", "wu", "--name",
                        "吴\u202e二", "--unit", "教育局", "--role", "drafter", NULL),
                   ==, 2);
  g_assert_cmpint (run (folder, "correct horse\n", NULL, NULL, "account", "add", "wu", "--name",
                        "\u200b", "--unit", "教育局", "--role", "drafter", NULL),
                   ==, 2);
  g_assert_cmpint (run (folder, "correct horse\n", NULL, NULL, "account", "add", "wu", NULL), ==,
                   2);
  g_assert_cmpint (run (folder, NULL, NULL, NULL, "account", "list", "x", NULL), ==, 2);
  g_assert_cmpint (run (nowhere, NULL, NULL, NULL, "account", "list", NULL), ==, 2);
  g_assert_false (g_file_test (nowhere, G_FILE_TEST_EXISTS));
  g_assert_cmpint (
    run (folder, "battery staple\n", NULL, NULL, "account", "password", "zhou", NULL), ==, 0);
  g_assert_cmpint (
    run (folder, "battery staple\n", NULL, NULL, "account", "password", "nobody", NULL), ==, 1);
  g_assert_cmpint (run (folder, NULL, NULL, NULL, "account", "disable", "zhou", NULL), ==, 0);
  g_assert_cmpint (run (folder, NULL, NULL, NULL, "account", "disable", "nobody", NULL), ==, 1);
  g_assert_cmpint (run (folder, NULL, NULL, NULL, "account", "fly", "zhou", NULL), ==, 2);
  g_assert_cmpint (run (folder, NULL, NULL, NULL, "account", NULL), ==, 2);
  g_assert_cmpint (run (folder, NULL, &list, NULL, "account", "list", NULL), ==, 0);
  g_assert_nonnull (strstr (list, "\"zhou\""));
  g_assert_null (strstr (list, "scrypt"));
}

/* An office of its own: its site, its account, no trial. */
static void
test_office (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *site = g_build_filename (folder, "site.json", NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;
  g_autoptr (SoupSession) session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  g_autoptr (SoupMessage) message = NULL;
  g_autofree char *address = NULL;
  g_autofree char *home = NULL;
  g_autoptr (SoupMessage) page = NULL;
  static const char credentials[] = "{\"account\":\"zhou\",\"password\":\"correct horse\"}";
  g_autoptr (GBytes) body = g_bytes_new_static (credentials, sizeof credentials - 1);
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GBytes) html = NULL;
  g_autofree char *message_text = NULL;
  g_autofree char *people = NULL;
  g_autoptr (GError) error = NULL;

  g_file_set_contents (site, SITE, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (run (folder, "correct horse\n", NULL, NULL, "account", "add", "zhou", "--name",
                        "周一", "--unit", "教育局", "--role", "drafter", NULL),
                   ==, 0);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, g_getenv ("GB_PORTAL"),
                              "--data", folder, NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (line, "listening on http://127.0.0.1:"));
  address = g_strconcat (line + strlen ("listening on "), "/api/v1/sessions", NULL);
  message = soup_message_new ("POST", address);
  soup_message_set_request_body_from_bytes (message, "application/json", body);
  answer = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, 201);
  home = g_strconcat (line + strlen ("listening on "), "/", NULL);
  page = soup_message_new ("GET", home);
  html = soup_session_send_and_read (session, page, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (html, NULL), (gssize)g_bytes_get_size (html),
                                  "测试市人民政府门户网站"));
  g_assert_null (
    g_strstr_len (g_bytes_get_data (html, NULL), (gssize)g_bytes_get_size (html), "试用"));
  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait (process, NULL, NULL);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);

  /* No five people with every right come in by a mistyped command, neither now nor if only the
   * accounts tell whose folder it is. */
  g_assert_cmpint (run (folder, NULL, NULL, &message_text, "--trial", NULL), ==, 2);
  g_assert_nonnull (strstr (message_text, "real office"));
  g_unlink (site);
  g_assert_cmpint (run (folder, NULL, NULL, NULL, "--trial", NULL), ==, 2);
  g_assert_cmpint (run (folder, NULL, &people, NULL, "account", "list", NULL), ==, 0);
  g_assert_nonnull (strstr (people, "zhou"));
  g_assert_null (strstr (people, "zhangxiao"));
}

/* A folder from before the setting. */
static void
test_mode_unknown (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *people = NULL;

  g_assert_cmpint (run (folder, "correct horse\n", NULL, NULL, "account", "add", "zhou", "--name",
                        "周一", "--unit", "教育局", "--role", "drafter", NULL),
                   ==, 0);
  g_assert_cmpint (run (folder, NULL, NULL, NULL, "--trial", NULL), ==, 2);
  g_assert_cmpint (run (folder, NULL, &people, NULL, "account", "list", NULL), ==, 0);
  g_assert_null (strstr (people, "zhangxiao"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/start/options", test_options);
  g_test_add_func ("/start/restart", test_restart);
  g_test_add_func ("/start/stop", test_stop);
  g_test_add_func ("/start/accounts", test_accounts);
  g_test_add_func ("/start/office", test_office);
  g_test_add_func ("/start/mode-unknown", test_mode_unknown);

  return g_test_run ();
}
