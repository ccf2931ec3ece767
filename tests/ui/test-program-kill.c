/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Somebody writes in a process of its own, with page, autosave and store, and that process is
 * killed at random moments as by a power cut. What was written up to two seconds before is there
 * afterwards, nothing stands twice, and the store is sound.
 *
 * GB_KILLS_ROUNDS says how many times, GB_KILLS_SEED which moments; both are printed.
 *
 *   test-program-kill --write FOLDER is the process that writes. It says each character before it
 *   presses the key: "typed COUNT TIME", the time monotonic, in microseconds. */

#include "config.h"

#include "page-rig.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <webkit2/webkit2.h>

#define N_ROUNDS   5
#define LONGEST_MS 6000
#define PROMISE_US ((gint64)2 * G_USEC_PER_SEC)
/* For a machine that is busy with other things; what was lost is printed. */
#define PATIENCE        2
#define FIRST_CHARACTER 0x4e00
#define ACCOUNT         "zhangxiao"
#define BODY                                                                                       \
  "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p id=\"b0\">前文。</p><p "                     \
  "id=\"b1\">后文。</p></body>"

static void
use_folder (Rig *rig, const char *path)
{
  g_rmdir (g_file_peek_path (rig->folder));
  g_object_unref (rig->folder);
  rig->folder = g_file_new_for_path (path);
}

/* ───── The process that writes ───── */

static char *
dup_character (guint index)
{
  char text[8] = { 0 };

  g_unichar_to_utf8 (FIRST_CHARACTER + index, text);
  return g_strdup (text);
}

static void
say_typed (guint count)
{
  g_print ("typed %u %" G_GINT64_FORMAT "\n", count, g_get_monotonic_time ());
  fflush (stdout);
}

static G_NORETURN void
write_on (const char *folder)
{
  Rig *rig = rig_new (FALSE);
  g_autofree char *id = NULL;
  GtkWidget *view = NULL;

  use_folder (rig, folder);
  rig_be (rig, ACCOUNT);
  id = rig_create_with_body (rig, GB_DOCUMENT_KIND_NOTICE, "关于试写的通知", BODY);
  rig_open (rig, id);
  g_print ("id %s\n", id);
  fflush (stdout);
  for (guint count = 1;; count++) {
    g_autofree char *text = dup_character (count - 1);

    say_typed (count);
    if (count == 1) {
      /* Puts the caret there, too. */
      rig_type (rig, text);
      view = rig_find (GTK_WIDGET (rig->page), WEBKIT_TYPE_WEB_VIEW);
    } else {
      rig_press (view, gdk_unicode_to_keyval (g_utf8_get_char (text)), 0);
      rig_idle ((guint)g_random_int_range (0, 60));
    }
  }
}

/* ───── The process that kills and looks ───── */

typedef struct {
  char *id;
  GArray *times; /* of gint64: when each character was typed */
  gint64 first;  /* of them */
} Log;

static void
read_line (Log *log, const char *line)
{
  if (g_str_has_prefix (line, "id ")) {
    log->id = g_strdup (line + 3);
  } else if (g_str_has_prefix (line, "typed ")) {
    const char *time = strrchr (line, ' ');
    gint64 at = g_ascii_strtoll (time, NULL, 10);

    g_array_append_val (log->times, at);
    if (log->first == 0)
      log->first = at;
  }
}

static GSubprocess *
start_writer (const char *self, const char *folder)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  /* What it leaves behind when it is killed goes with the folder. */
  g_subprocess_launcher_setenv (launcher, "TMPDIR", folder, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, self, "--write", folder, NULL);
  g_assert_no_error (error);
  return process;
}

/* Lets it write for so long, and kills it. Returns: when. */
static gint64
let_write (GSubprocess *process, Log *log, gint delay_ms)
{
  g_autoptr (GDataInputStream) lines =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  gint64 killed_at = 0;
  char *line;

  while ((line = g_data_input_stream_read_line (lines, NULL, NULL, NULL)) != NULL) {
    read_line (log, line);
    g_free (line);
    if (killed_at == 0 && log->first > 0 &&
        g_get_monotonic_time () - log->first > (gint64)delay_ms * 1000) {
      killed_at = g_get_monotonic_time ();
      g_subprocess_send_signal (process, SIGKILL);
    }
  }
  g_subprocess_wait (process, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (process));
  return killed_at;
}

static void
check_store (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, ACCOUNT, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n_databases = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;

    if (!g_str_has_suffix (name, ".db"))
      continue;
    n_databases++;
    g_assert_cmpint (sqlite3_open (file, &database), ==, SQLITE_OK);
    g_assert_cmpint (sqlite3_prepare_v2 (database, "PRAGMA integrity_check", -1, &statement, NULL),
                     ==, SQLITE_OK);
    g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
    g_assert_cmpstr ((const char *)sqlite3_column_text (statement, 0), ==, "ok");
    sqlite3_finalize (statement);
    sqlite3_close (database);
  }
  g_assert_cmpuint (n_databases, >, 0);
}

/* How many characters are there, from the first on, each once. */
static guint
count_written (const char *text)
{
  g_autofree char *first = dup_character (0);
  const char *p = strstr (text, first);
  guint count = 0;

  for (; p != NULL && g_utf8_get_char (p) == FIRST_CHARACTER + count; p = g_utf8_next_char (p))
    count++;
  if (p != NULL && !g_str_has_prefix (p, "后文。")) {
    g_test_message ("the text is another one: %s", text);
    g_test_fail ();
  }
  if (strstr (text, "前文。") == NULL || strstr (text, "后文。") == NULL) {
    g_test_message ("something is missing: %s", text);
    g_test_fail ();
  }
  return count;
}

static void
check_text (const char *folder, const Log *log, gint64 killed_at, gint delay_ms)
{
  Rig *rig = rig_new (FALSE);
  g_autoptr (GbOpenDocument) open = NULL;
  g_autofree char *text = NULL;
  g_autofree char *other = g_dir_make_tmp ("gongbao-kill-XXXXXX", NULL);
  gint64 lost = 0;
  guint n_written;
  GbDesk *desk;

  use_folder (rig, folder);
  desk = rig_open_desk (rig, ACCOUNT, "");
  open = rig_load_at (desk, log->id);
  g_assert_nonnull (open);
  text = gb_document_dup_text (open->document);
  n_written = count_written (text);
  if (n_written < log->times->len)
    lost = MAX (killed_at - g_array_index (log->times, gint64, n_written), 0);
  g_test_message ("killed after %d ms: %u of %u characters are there, lost what was written in the "
                  "last %.2f s",
                  delay_ms, n_written, log->times->len, (double)lost / 1e6);
  g_assert_cmpuint (n_written, <=, log->times->len);
  g_assert_cmpint (lost, <, PROMISE_US * PATIENCE);
  rig_close_desk (desk);
  /* The folder goes with the last round. */
  g_object_unref (rig->folder);
  rig->folder = g_file_new_for_path (other);
  rig_free (rig);
}

static guint
read_count (const char *name, guint otherwise)
{
  const char *value = g_getenv (name);

  return value != NULL ? (guint)g_ascii_strtoull (value, NULL, 10) : otherwise;
}

static void
test_kills (gconstpointer data)
{
  const guint n_rounds = read_count ("GB_KILLS_ROUNDS", N_ROUNDS);
  const guint seed = read_count ("GB_KILLS_SEED", g_random_int ());
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Rig *rig = rig_new (FALSE);
  g_autofree char *folder = g_file_get_path (rig->folder);

  g_test_message ("GB_KILLS_SEED=%u GB_KILLS_ROUNDS=%u", seed, n_rounds);
  for (guint round = 0; round < n_rounds && !g_test_failed (); round++) {
    const gint delay_ms = g_rand_int_range (rand, 0, LONGEST_MS);
    g_autoptr (GSubprocess) process = start_writer (data, folder);
    Log log = { .times = g_array_new (FALSE, FALSE, sizeof (gint64)) };
    gint64 killed_at = let_write (process, &log, delay_ms);

    g_assert_nonnull (log.id);
    check_store (folder);
    check_text (folder, &log, killed_at, delay_ms);
    g_array_unref (log.times);
    g_free (log.id);
  }
  rig_free (rig);
}

int
main (int argc, char **argv)
{
  const char *folder = argc == 3 && g_str_equal (argv[1], "--write") ? argv[2] : NULL;
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  rig_init (&argc, &argv);
  if (folder != NULL)
    write_on (folder);
  g_test_add_data_func ("/program/kills", self, test_kills);
  return g_test_run ();
}
