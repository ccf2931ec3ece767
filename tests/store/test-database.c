/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One test for each promise of GbDatabase, GbStatement and GbTransaction. Where a promise is about
 * a crash, a child process (this program again) is killed in the middle. */
#define G_LOG_DOMAIN "test-database"

#include "config.h"

#include "document/gb-file-private.h"
#include "store/gb-database.h"
#include "store/gb-statement.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const steps_1[] = {
  "CREATE TABLE notes (n INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;"
  "CREATE TABLE marks (note INTEGER NOT NULL REFERENCES notes (n)) STRICT;",
};
static const char *const steps_2[] = {
  "CREATE TABLE notes (n INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;"
  "CREATE TABLE marks (note INTEGER NOT NULL REFERENCES notes (n)) STRICT;",
  "ALTER TABLE notes ADD COLUMN title TEXT NOT NULL DEFAULT '';",
};
/* Slow enough to be killed in the middle, after its first statement has changed something. */
static const char *const steps_slow[] = {
  "CREATE TABLE notes (n INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;"
  "CREATE TABLE marks (note INTEGER NOT NULL REFERENCES notes (n)) STRICT;",
  "DELETE FROM notes;"
  "CREATE TABLE many (x INTEGER) STRICT;"
  "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100000000)"
  "  INSERT INTO many SELECT x FROM c;",
};
static const char *const steps_broken[] = {
  "CREATE TABLE notes (n INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;"
  "CREATE TABLE marks (note INTEGER NOT NULL REFERENCES notes (n)) STRICT;",
  "DELETE FROM notes; ALTER TABLE nothing ADD COLUMN x INTEGER;",
};
static const GbSchema schema_1 = { 77, steps_1, 1 };
static const GbSchema schema_2 = { 77, steps_2, 2 };
static const GbSchema schema_slow = { 77, steps_slow, 2 };
static const GbSchema schema_broken = { 77, steps_broken, 2 };
static const GbSchema schema_other = { 78, steps_1, 1 };

static const char *program; /* argv[0] */

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("gb-database-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->path = g_build_filename (self->folder, "notes.db", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  _gb_remove_tree (self->folder);
  g_free (self->path);
  g_free (self->folder);
}

static GbDatabase *
open_database (const char *path, const GbSchema *schema)
{
  g_autoptr (GError) error = NULL;
  GbDatabase *database = gb_database_open (path, schema, &error);

  g_assert_no_error (error);
  g_assert_nonnull (database);
  return database;
}

static gint64
query (GbDatabase *database, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbStatement) statement = gb_database_prepare (database, sql, &error);
  gboolean has_row;

  g_assert_no_error (error);
  g_assert_true (gb_statement_step (statement, &has_row, &error));
  g_assert_no_error (error);
  g_assert_true (has_row);
  return gb_statement_get_int64 (statement, 0);
}

static gboolean
add_note (GbDatabase *database, const char *body, GError **error)
{
  g_autoptr (GbStatement) insert =
    gb_database_prepare (database, "INSERT INTO notes (body) VALUES (:body)", error);

  if (insert == NULL)
    return FALSE;
  gb_statement_bind_text (insert, ":body", body);
  return gb_statement_run (insert, error);
}

static void
add_notes (GbDatabase *database, guint n)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++) {
    g_assert_true (add_note (database, "一段文字", &error));
    g_assert_no_error (error);
  }
}

static void
test_open_sets_pragmas (Fixture *self, gconstpointer data)
{
  g_autoptr (GbDatabase) database = open_database (self->path, &schema_1);

  g_assert_cmpint (query (database, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (query (database, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (query (database, "PRAGMA busy_timeout"), >=, 1000);
  g_assert_cmpint (query (database, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (query (database, "PRAGMA application_id"), ==, 77);
  g_assert_cmpint (
    query (database, "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'"), ==, 1);
}

static void
assert_private (const char *path, const char *suffix)
{
  g_autofree char *name = g_strconcat (path, suffix, NULL);
  GStatBuf info;

  g_assert_cmpint (g_stat (name, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
}

static void
test_files_are_private (Fixture *self, gconstpointer data)
{
  mode_t old = umask (0);
  g_autoptr (GbDatabase) database = open_database (self->path, &schema_1);

  add_notes (database, 1);
  umask (old);
  assert_private (self->path, "");
  assert_private (self->path, "-wal");
  assert_private (self->path, "-shm");
}

static void
test_strict_and_foreign_keys (Fixture *self, gconstpointer data)
{
  g_autoptr (GbDatabase) database = open_database (self->path, &schema_1);
  g_autoptr (GError) error = NULL;

  g_assert_false (gb_database_execute (database, "INSERT INTO marks VALUES (7)", &error));
  g_assert_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CONSTRAINT);
  g_clear_error (&error);
  g_assert_false (gb_database_execute (database, "INSERT INTO marks VALUES ('x')", &error));
  g_assert_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CONSTRAINT);
}

static void
test_statement (Fixture *self, gconstpointer data)
{
  g_autoptr (GbDatabase) database = open_database (self->path, &schema_1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbStatement) select = NULL;
  g_autoptr (GbStatement) typed = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a\0b", 3);
  g_autoptr (GBytes) got = NULL;
  gboolean has_row;

  /* A wrong name is an error of the next step, not silence. */
  select = gb_database_prepare (database, "SELECT body FROM notes WHERE n = :n", &error);
  g_assert_no_error (error);
  gb_statement_bind_int64 (select, ":m", 1);
  g_assert_false (gb_statement_step (select, &has_row, &error));
  g_assert_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_FAILED);
  g_assert_false (has_row);
  g_clear_error (&error);
  gb_statement_reset (select);
  gb_statement_bind_int64 (select, ":n", 1);
  g_assert_true (gb_statement_step (select, &has_row, &error));
  g_assert_false (has_row);

  typed = gb_database_prepare (database, "SELECT :t, :i, :b, :n, :e", &error);
  g_assert_no_error (error);
  gb_statement_bind_text (typed, ":t", "公报");
  gb_statement_bind_int64 (typed, ":i", G_MAXINT64);
  gb_statement_bind_bytes (typed, ":b", bytes);
  gb_statement_bind_text (typed, ":n", NULL);
  gb_statement_bind_text (typed, ":e", "");
  g_assert_true (gb_statement_step (typed, &has_row, &error));
  g_assert_true (has_row);
  g_assert_cmpstr (gb_statement_get_text (typed, 0), ==, "公报");
  g_assert_cmpint (gb_statement_get_int64 (typed, 1), ==, G_MAXINT64);
  got = gb_statement_dup_bytes (typed, 2);
  g_assert_true (g_bytes_equal (got, bytes));
  g_assert_true (gb_statement_get_is_null (typed, 3));
  g_assert_null (gb_statement_get_text (typed, 3));
  g_assert_cmpstr (gb_statement_get_text (typed, 4), ==, "");
  g_assert_true (gb_statement_step (typed, &has_row, &error));
  g_assert_false (has_row);
}

/* Two statements of one text at a time, and one after the other from the cache. */
static void
test_statement_cache (Fixture *self, gconstpointer data)
{
  g_autoptr (GbDatabase) database = open_database (self->path, &schema_1);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++) {
    g_autoptr (GbStatement) first = gb_database_prepare (database, "SELECT :x", &error);
    g_autoptr (GbStatement) second = gb_database_prepare (database, "SELECT :x", &error);
    gboolean has_row;

    g_assert_no_error (error);
    /* The bind of the round before is gone. */
    g_assert_true (gb_statement_step (second, &has_row, &error));
    g_assert_true (gb_statement_get_is_null (second, 0));
    gb_statement_bind_int64 (first, ":x", 5);
    g_assert_true (gb_statement_step (first, &has_row, &error));
    g_assert_cmpint (gb_statement_get_int64 (first, 0), ==, 5);
  }
}

static void
test_transaction_rolls_back (Fixture *self, gconstpointer data)
{
  g_autoptr (GbDatabase) database = open_database (self->path, &schema_1);
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (GbTransaction) transaction = gb_database_begin (database, &error);

    g_assert_no_error (error);
    add_notes (database, 3);
    g_assert_cmpint (query (database, "SELECT count(*) FROM notes"), ==, 3);
  }
  g_assert_cmpint (query (database, "SELECT count(*) FROM notes"), ==, 0);
  {
    g_autoptr (GbTransaction) transaction = gb_database_begin (database, &error);

    add_notes (database, 2);
    g_assert_true (gb_transaction_commit (transaction, &error));
  }
  g_assert_cmpint (query (database, "SELECT count(*) FROM notes"), ==, 2);
}

static void
test_transaction_nests (Fixture *self, gconstpointer data)
{
  g_autoptr (GbDatabase) database = open_database (self->path, &schema_1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbTransaction) outer = gb_database_begin (database, &error);

  add_notes (database, 1);
  {
    g_autoptr (GbTransaction) inner = gb_database_begin (database, &error);

    g_assert_no_error (error);
    add_notes (database, 1);
  }
  {
    g_autoptr (GbTransaction) inner = gb_database_begin (database, &error);

    add_notes (database, 1);
    g_assert_true (gb_transaction_commit (inner, &error));
  }
  g_assert_true (gb_transaction_commit (outer, &error));
  g_assert_cmpint (query (database, "SELECT count(*) FROM notes"), ==, 2);
}

static void
test_migrates_with_backup (Fixture *self, gconstpointer data)
{
  g_autofree char *backup = NULL;
  g_autoptr (GbDatabase) database = open_database (self->path, &schema_1);
  g_autoptr (GbDatabase) copy = NULL;

  add_notes (database, 5);
  gb_database_close (database);
  g_assert_null (gb_database_find_backup (self->path));

  g_clear_object (&database);
  database = open_database (self->path, &schema_2);
  g_assert_cmpint (query (database, "PRAGMA user_version"), ==, 2);
  g_assert_cmpint (query (database, "SELECT count(title) FROM notes"), ==, 5);

  backup = gb_database_find_backup (self->path);
  g_assert_nonnull (backup);
  assert_private (backup, "");
  copy = open_database (backup, &schema_1);
  g_assert_cmpint (query (copy, "SELECT count(*) FROM notes"), ==, 5);
}

static void
test_broken_migration_changes_nothing (Fixture *self, gconstpointer data)
{
  g_autoptr (GbDatabase) database = open_database (self->path, &schema_1);
  g_autoptr (GError) error = NULL;

  add_notes (database, 5);
  g_clear_object (&database);
  g_assert_null (gb_database_open (self->path, &schema_broken, &error));
  g_assert_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_FAILED);
  database = open_database (self->path, &schema_1);
  g_assert_cmpint (query (database, "SELECT count(*) FROM notes"), ==, 5);
}

static char *
dup_contents (const char *path, gsize *out_size)
{
  g_autoptr (GError) error = NULL;
  char *contents;

  g_assert_true (g_file_get_contents (path, &contents, out_size, &error));
  g_assert_no_error (error);
  return contents;
}

static void
test_newer_file_is_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (GbDatabase) database = open_database (self->path, &schema_2);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize before_size;
  gsize after_size;

  add_notes (database, 1);
  g_clear_object (&database);
  before = dup_contents (self->path, &before_size);
  g_assert_null (gb_database_open (self->path, &schema_1, &error));
  g_assert_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_SCHEMA_TOO_NEW);
  after = dup_contents (self->path, &after_size);
  g_assert_cmpmem (before, before_size, after, after_size);
}

static void
test_other_program_is_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (GbDatabase) database = open_database (self->path, &schema_1);
  g_autoptr (GError) error = NULL;

  g_clear_object (&database);
  g_assert_null (gb_database_open (self->path, &schema_other, &error));
  g_assert_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_FAILED);
}

static void
overwrite (const char *path, long offset, gsize size)
{
  g_autofree char *garbage = g_strnfill (size, 'x');
  FILE *file = g_fopen (path, "r+b");

  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, offset, SEEK_SET), ==, 0);
  g_assert_cmpuint (fwrite (garbage, 1, size, file), ==, size);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
test_damaged_file_is_kept (Fixture *self, gconstpointer data)
{
  g_autoptr (GbDatabase) database = open_database (self->path, &schema_1);
  g_autofree char *backup = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  gsize before_size;
  gsize after_size;

  add_notes (database, 2000);
  backup = gb_database_backup_beside (database, 3, &error);
  g_assert_no_error (error);
  g_clear_object (&database);
  /* Inside the table's tree: the header is fine, so that only the check finds it. */
  overwrite (self->path, 4096 * 3, 4096 * 2);
  before = dup_contents (self->path, &before_size);

  g_assert_null (gb_database_open (self->path, &schema_1, &error));
  g_assert_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CORRUPT);
  g_assert_nonnull (strstr (error->message, backup));
  after = dup_contents (self->path, &after_size);
  g_assert_cmpmem (before, before_size, after, after_size);

  g_clear_error (&error);
  overwrite (self->path, 0, 4096);
  g_assert_null (gb_database_open (self->path, &schema_1, &error));
  g_assert_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CORRUPT);

  /* An empty file would be a new database, and all that was in it gone without a word. */
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (self->path, "", 0, NULL));
  g_assert_null (gb_database_open (self->path, &schema_1, &error));
  g_assert_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CORRUPT);
  g_assert_nonnull (strstr (error->message, backup));
}

static void
test_backups_are_pruned (Fixture *self, gconstpointer data)
{
  static const char *const old[] = {
    "notes.db-20200101T000000Z-v1",
    "notes.db-20200102T000000Z-v1",
    "notes.db-20200103T000000Z-v1",
  };
  g_autoptr (GbDatabase) database = open_database (self->path, &schema_1);
  g_autofree char *folder = g_build_filename (self->folder, "backups", NULL);
  g_autofree char *newest = NULL;
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (old); i++) {
    g_autofree char *path = g_build_filename (folder, old[i], NULL);

    g_assert_true (g_file_set_contents (path, "", 0, NULL));
  }
  newest = gb_database_backup_beside (database, 2, &error);
  g_assert_no_error (error);
  found = gb_database_find_backup (self->path);
  g_assert_cmpstr (found, ==, newest);
  for (guint i = 0; i < G_N_ELEMENTS (old); i++) {
    g_autofree char *path = g_build_filename (folder, old[i], NULL);

    g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, i == 2);
  }
}

static void
test_missing_folder (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "none", "notes.db", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (gb_database_open (path, &schema_1, &error));
  g_assert_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_READ_ONLY);
}

/* A page limit is SQLite's own full disk. */
static void
test_full_database (Fixture *self, gconstpointer data)
{
  g_autoptr (GbDatabase) database = open_database (self->path, &schema_1);
  g_autoptr (GError) error = NULL;
  gint64 n_before;

  add_notes (database, 10);
  g_assert_cmpint (query (database, "PRAGMA max_page_count = 8"), ==, 8);
  n_before = query (database, "SELECT count(*) FROM notes");
  {
    g_autoptr (GbTransaction) transaction = gb_database_begin (database, &error);
    g_autofree char *large = g_strnfill (100000, 'x');

    g_assert_false (add_note (database, large, &error));
    g_assert_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_FULL);
  }
  g_clear_error (&error);
  g_assert_cmpint (query (database, "SELECT count(*) FROM notes"), ==, n_before);
  /* Something short still fits: the database goes on working. */
  g_assert_true (add_note (database, "短", &error));
  g_assert_no_error (error);
}

/* --- Children ----------------------------------------------------------------------------------
 */

/* Writes notes one by one and reports each on its standard output after it was committed. */
static int
child_write (const char *path)
{
  g_autoptr (GbDatabase) database = open_database (path, &schema_1);

  for (guint i = 1;; i++) {
    g_autofree char *line = g_strdup_printf ("%u\n", i);

    add_notes (database, 1);
    if (write (STDOUT_FILENO, line, strlen (line)) < 0)
      return 1;
  }
}

static int
child_migrate (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDatabase) database = NULL;

  if (write (STDOUT_FILENO, "0\n", 2) < 0)
    return 1;
  database = gb_database_open (path, &schema_slow, &error);
  return database != NULL ? 0 : 1;
}

/* A file limit is what a quota looks like. */
static int
child_fill (const char *path)
{
  const struct rlimit limit = { 2 * 1024 * 1024, 2 * 1024 * 1024 };
  g_autoptr (GbDatabase) database = open_database (path, &schema_1);
  g_autofree char *large = g_strnfill (100000, 'x');
  g_autoptr (GError) error = NULL;
  guint n = 0;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  while (add_note (database, large, &error))
    n++;
  g_assert_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_FULL);
  /* What was committed is there, and reading goes on. */
  g_assert_cmpint (query (database, "SELECT count(*) FROM notes"), ==, n);
  g_assert_cmpuint (n, >, 0);
  return (int)n;
}

static int
child_add_hundred (const char *path)
{
  g_autoptr (GbDatabase) database = open_database (path, &schema_1);

  add_notes (database, 100);
  return 0;
}

static const struct {
  const char *name;
  int (*func) (const char *path);
} children[] = {
  { "write", child_write },
  { "migrate", child_migrate },
  { "fill", child_fill },
  { "add-hundred", child_add_hundred },
};

static GSubprocess *
start_child (Fixture *self, const char *name, GSubprocessFlags flags)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *child = g_subprocess_new (flags, &error, program, "--child", name, self->path, NULL);

  g_assert_no_error (error);
  return child;
}

/* Reads lines until n_lines came, kills the child, and gives back the last whole line's number. */
static guint64
kill_after (GSubprocess *child, guint n_lines, guint delay_ms)
{
  g_autoptr (GDataInputStream) lines =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  guint64 last = 0;
  guint n = 0;

  while (TRUE) {
    g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

    if (line == NULL)
      break;
    last = g_ascii_strtoull (line, NULL, 10);
    if (++n == n_lines) {
      g_usleep (delay_ms * 1000);
      g_subprocess_force_exit (child);
    }
  }
  g_subprocess_wait (child, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (child));
  g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);
  return last;
}

static void
test_kill_in_write (Fixture *self, gconstpointer data)
{
  for (guint round = 0; round < 5; round++) {
    g_autoptr (GSubprocess) child = start_child (self, "write", G_SUBPROCESS_FLAGS_STDOUT_PIPE);
    g_autoptr (GbDatabase) database = NULL;
    guint64 n_reported = kill_after (child, 20 + round * 7, 0);
    gint64 n;

    database = open_database (self->path, &schema_1);
    n = query (database, "SELECT count(*) FROM notes");
    /* One may have been committed and not reported any more. */
    g_assert_cmpint (n, >=, (gint64)n_reported);
    g_assert_cmpint (n, <=, (gint64)n_reported + 1);
    g_assert_true (gb_database_execute (database, "DELETE FROM notes", NULL));
  }
}

static void
test_kill_in_migration (Fixture *self, gconstpointer data)
{
  g_autoptr (GbDatabase) database = open_database (self->path, &schema_1);
  g_autoptr (GSubprocess) child = NULL;
  g_autofree char *backup = NULL;

  add_notes (database, 5);
  g_clear_object (&database);
  child = start_child (self, "migrate", G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  kill_after (child, 1, 700);

  /* The copy was made before the step, and the step has left no trace. */
  backup = gb_database_find_backup (self->path);
  g_assert_nonnull (backup);
  database = open_database (self->path, &schema_1);
  g_assert_cmpint (query (database, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (query (database, "SELECT count(*) FROM notes"), ==, 5);
  g_assert_cmpint (query (database, "SELECT count(*) FROM sqlite_schema WHERE name = 'many'"), ==,
                   0);
  g_clear_object (&database);
  database = open_database (self->path, &schema_2);
  g_assert_cmpint (query (database, "SELECT count(title) FROM notes"), ==, 5);
}

static void
test_full_disk (Fixture *self, gconstpointer data)
{
  g_autoptr (GSubprocess) child = start_child (self, "fill", G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GbDatabase) database = NULL;
  g_autoptr (GError) error = NULL;
  int n;

  g_assert_true (g_subprocess_wait (child, NULL, &error));
  g_assert_true (g_subprocess_get_if_exited (child));
  n = g_subprocess_get_exit_status (child);
  g_assert_cmpint (n, >, 0);
  database = open_database (self->path, &schema_1);
  g_assert_cmpint (query (database, "SELECT count(*) FROM notes"), ==, n);
  add_notes (database, 1);
}

static void
test_two_processes (Fixture *self, gconstpointer data)
{
  g_autoptr (GbDatabase) database = NULL;
  g_autoptr (GPtrArray) running = g_ptr_array_new_with_free_func (g_object_unref);

  /* Three start at once on no file at all: one creates, all write. */
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (running, start_child (self, "add-hundred", G_SUBPROCESS_FLAGS_NONE));
  for (guint i = 0; i < running->len; i++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (g_subprocess_wait_check (g_ptr_array_index (running, i), NULL, &error));
    g_assert_no_error (error);
  }
  database = open_database (self->path, &schema_1);
  g_assert_cmpint (query (database, "SELECT count(*) FROM notes"), ==, 300);
}

static int
run_child (const char *name, const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (children); i++) {
    if (g_str_equal (children[i].name, name))
      return children[i].func (path);
  }
  return 1;
}

#define ADD(name, func) g_test_add ("/database/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--child"))
    return run_child (argv[2], argv[3]);

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  program = argv[0];

  ADD ("open-sets-pragmas", test_open_sets_pragmas);
  ADD ("files-are-private", test_files_are_private);
  ADD ("strict-and-foreign-keys", test_strict_and_foreign_keys);
  ADD ("statement", test_statement);
  ADD ("statement-cache", test_statement_cache);
  ADD ("transaction-rolls-back", test_transaction_rolls_back);
  ADD ("transaction-nests", test_transaction_nests);
  ADD ("migrates-with-backup", test_migrates_with_backup);
  ADD ("broken-migration-changes-nothing", test_broken_migration_changes_nothing);
  ADD ("newer-file-is-refused", test_newer_file_is_refused);
  ADD ("other-program-is-refused", test_other_program_is_refused);
  ADD ("damaged-file-is-kept", test_damaged_file_is_kept);
  ADD ("backups-are-pruned", test_backups_are_pruned);
  ADD ("missing-folder", test_missing_folder);
  ADD ("full-database", test_full_database);
  ADD ("full-disk", test_full_disk);
  ADD ("kill-in-write", test_kill_in_write);
  ADD ("kill-in-migration", test_kill_in_migration);
  ADD ("two-processes", test_two_processes);
  return g_test_run ();
}
