/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One test for each promise of GbStore, through its own asynchronous functions.
 *
 * "test-store --write-fixture FOLDER" writes the database whose copy in tests/data stands for the
 * released schema; a new schema adds a new copy and never rewrites an old one. */
#define G_LOG_DOMAIN "test-store"

#include "config.h"

#include "document/gb-file-private.h"
#include "store/gb-statement.h"
#include "store/gb-store-private.h"
#include "store/gb-store.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define ID_1 "11111111-1111-4111-8111-111111111111"
#define ID_2 "22222222-2222-4222-8222-222222222222"
#define ID_3 "33333333-3333-4333-8333-333333333333"

static const char *program; /* argv[0] */

typedef struct {
  char *path;
  GFile *folder;
  GbStore *store;
} Fixture;

/* --- Waiting -----------------------------------------------------------------------------------
 */

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **out_result = user_data;

  *out_result = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static GbStore *
open_store (GFile *folder, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gb_store_open_async (folder, NULL, result_cb, &result);
  wait_for (&result);
  return gb_store_open_finish (result, error);
}

static void
close_store (GbStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  gb_store_close_async (store, result_cb, &result);
  wait_for (&result);
  g_assert_true (gb_store_close_finish (store, result, &error));
  g_assert_no_error (error);
}

static gboolean
run (GbStore *store, gboolean is_write, GbStoreFunc func, gpointer data, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (is_write)
    gb_store_write_async (store, GB_DATABASE_PRIORITY_USER, func, data, NULL, NULL, result_cb,
                          &result);
  else
    gb_store_read_async (store, GB_DATABASE_PRIORITY_USER, func, data, NULL, NULL, result_cb,
                         &result);
  wait_for (&result);
  g_assert_true (gb_store_run_get_data (result) == data);
  return gb_store_run_finish (store, result, error);
}

/* Runs a test's own function in a write transaction; it asserts by itself. */
static void
in_store (GbStore *store, GbStoreFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (run (store, TRUE, func, data, &error));
  g_assert_no_error (error);
}

/* --- Fixture -----------------------------------------------------------------------------------
 */

static void
reopen (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  if (self->store != NULL)
    close_store (self->store);
  g_clear_object (&self->store);
  self->store = open_store (self->folder, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->store);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *tmp = g_dir_make_tmp ("gb-store-XXXXXX", NULL);

  self->path = g_build_filename (tmp, "office", "zhangxiao", NULL);
  self->folder = g_file_new_for_path (self->path);
  if (data == NULL)
    reopen (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GFile) office = g_file_get_parent (self->folder);
  g_autoptr (GFile) tmp = g_file_get_parent (office);

  if (self->store != NULL)
    close_store (self->store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  if (self->store != NULL)
    g_assert_cmpuint (G_OBJECT (self->store)->ref_count, ==, 1);
  g_clear_object (&self->store);
  _gb_remove_tree (g_file_peek_path (tmp));
  g_clear_object (&self->folder);
  g_clear_pointer (&self->path, g_free);
}

static GbDocument *
document_new (const char *title, const char *text)
{
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_autofree char *body =
    g_strdup_printf ("<body xmlns=\"" GB_DOCUMENT_XHTML_NS "\"><p>%s</p></body>", escaped);
  g_autoptr (GError) error = NULL;
  GbDocument *document;

  gb_metadata_set (metadata, "title", title);
  gb_metadata_set (metadata, "column", "zcjd");
  document = gb_document_new (GB_DOCUMENT_KIND_INTERPRETATION, metadata, body, NULL, &error);
  g_assert_no_error (error);
  return document;
}

static GbEvent *
event_new (const char *document, GbEventType type, const char *revision, guint64 seq)
{
  GbEvent *event = gb_event_new (NULL, document, 1, type, revision, "zhangxiao", "张晓");

  gb_event_set_string (&event->opinion, "意见");
  gb_event_set_string (&event->device, "本机");
  event->seq = seq;
  event->accepted_at = (gint64)seq * 1000;
  return event;
}

static void
save (GbStoreTxn *txn, const char *id, GbDocument *document)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gb_store_txn_save_working_copy (txn, id, document, &error));
  g_assert_no_error (error);
}

static void
fold (GbStoreTxn *txn, const char *id, GbState state, guint boxes, const char *head)
{
  g_autoptr (GbStoreSummary) summary = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (gb_store_txn_get_summary (txn, id, &summary, &error));
  summary->state = state;
  summary->boxes = boxes;
  g_free (summary->head);
  summary->head = g_strdup (head);
  g_assert_true (gb_store_txn_set_folded (txn, summary, &error));
  g_assert_no_error (error);
}

/* --- Opening -----------------------------------------------------------------------------------
 */

static void
test_folders (Fixture *self, gconstpointer data)
{
  g_autofree char *database = g_build_filename (self->path, "desk.db", NULL);
  g_autofree char *blobs = g_build_filename (self->path, "blobs", NULL);
  GStatBuf info;

  g_assert_cmpint (g_stat (self->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_stat (blobs, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_stat (database, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_equal (gb_store_get_folder (self->store), self->folder));
}

static void
test_daily_backup (Fixture *self, gconstpointer data)
{
  g_autoptr (GFile) first = NULL;
  g_autoptr (GFile) second = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  /* The one of today is made after the open, in the background. */
  while ((first = gb_store_find_backup (self->folder)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  reopen (self);
  gb_store_backup_async (self->store, NULL, result_cb, &result);
  wait_for (&result);
  second = gb_store_backup_finish (self->store, result, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_query_exists (second, NULL));
}

static void
test_bad_folder (Fixture *self, gconstpointer data)
{
  g_autoptr (GFile) folder = g_file_new_for_path ("/proc/none/store");
  g_autoptr (GError) error = NULL;

  g_assert_null (open_store (folder, &error));
  g_assert_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_READ_ONLY);
}

static void
test_newer_is_refused (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->path, "desk.db", NULL);
  g_autoptr (GbDatabase) database = NULL;
  g_autoptr (GError) error = NULL;

  close_store (self->store);
  g_clear_object (&self->store);
  database = gb_database_open (path, &_gb_store_schema, &error);
  g_assert_no_error (error);
  g_assert_true (gb_database_execute (database, "PRAGMA user_version = 9999", NULL));
  gb_database_close (database);
  g_assert_null (open_store (self->folder, &error));
  g_assert_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_SCHEMA_TOO_NEW);
}

static gboolean
check_fixture (GbStoreTxn *txn, gpointer data, GError **error)
{
  g_autoptr (GbDocument) working = NULL;
  g_autoptr (GbDocument) revision = NULL;
  g_autoptr (GPtrArray) revisions = gb_store_txn_list_revisions (txn, ID_1, error);
  g_autoptr (GPtrArray) events = gb_store_txn_list_events (txn, ID_1, error);
  g_autoptr (GPtrArray) outbox = gb_store_txn_list_outbox (txn, NULL, error);
  g_autoptr (GPtrArray) hits = gb_store_txn_list (txn, 0, NULL, "营商", 0, 0, error);
  g_autofree char *cursor = gb_store_txn_dup_setting (txn, "cursor", error);
  const GbStoreRevision *first;

  g_assert_cmpuint (revisions->len, ==, 1);
  first = g_ptr_array_index (revisions, 0);
  g_assert_true (gb_store_txn_load_working_copy (txn, ID_1, &working, error));
  g_assert_cmpstr (gb_document_get_title (working), ==, "优化营商环境政策解读（二稿）");
  g_assert_true (gb_store_txn_load_revision (txn, ID_1, first->digest, &revision, error));
  g_assert_cmpstr (gb_document_get_digest (revision), ==, first->digest);
  g_assert_cmpuint (events->len, ==, 2);
  g_assert_cmpuint (((GbEvent *)g_ptr_array_index (events, 0))->seq, ==, 7);
  g_assert_cmpuint (((GbEvent *)g_ptr_array_index (events, 1))->seq, ==, 0);
  g_assert_cmpuint (outbox->len, ==, 1);
  g_assert_cmpuint (hits->len, ==, 1);
  g_assert_cmpstr (cursor, ==, "7");
  return TRUE;
}

static gboolean
write_fixture (GbStoreTxn *txn, gpointer data, GError **error)
{
  g_autoptr (GbDocument) first = document_new ("优化营商环境政策解读", "一稿的正文。");
  g_autoptr (GbDocument) second = document_new ("优化营商环境政策解读（二稿）", "二稿的正文。");
  g_autoptr (GbEvent) revise = event_new (ID_1, GB_EVENT_REVISE, gb_document_get_digest (first), 7);
  g_autoptr (GbEvent) submit = event_new (ID_1, GB_EVENT_SUBMIT, gb_document_get_digest (first), 0);
  g_autoptr (GbOutboxRow) row = gb_outbox_row_new (ID_1, "event:submit", submit->id);

  g_assert_true (gb_store_txn_add_revision (txn, ID_1, first, "", "zhangxiao", 1, TRUE, error));
  g_assert_true (gb_store_txn_add_event (txn, revise, error));
  g_assert_true (gb_store_txn_add_event (txn, submit, error));
  g_assert_true (gb_store_txn_enqueue (txn, row, error));
  g_assert_true (gb_store_txn_set_setting (txn, "cursor", "7", error));
  g_assert_true (gb_store_txn_set_setting (txn, "folded-for", "zhangxiao", error));
  save (txn, ID_1, second);
  fold (txn, ID_1, GB_STATE_IN_REVIEW, 1, gb_document_get_digest (first));
  return TRUE;
}

/* What that version wrote opens, whatever the version is now. */
static void
open_fixture (Fixture *self, const char *name)
{
  g_autofree char *source = g_build_filename (g_getenv ("GB_TEST_DATADIR"), name, NULL);
  g_autofree char *target = g_build_filename (self->path, "desk.db", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (source, &contents, &size, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir_with_parents (self->path, 0700), ==, 0);
  g_assert_true (g_file_set_contents (target, contents, (gssize)size, NULL));
  reopen (self);
  in_store (self->store, check_fixture, NULL);
}

static void
test_fixture_1 (Fixture *self, gconstpointer data)
{
  open_fixture (self, "store-v1.db");
}

static gboolean
check_unfolded (GbStoreTxn *txn, gpointer data, GError **error)
{
  g_autofree char *folded_for = gb_store_txn_dup_setting (txn, "folded-for", error);

  g_assert_cmpstr (folded_for, ==, "");
  return TRUE;
}

/* Unconfirmed releases stand in the list since version 3: everything is folded anew. */
static void
test_fixture_2 (Fixture *self, gconstpointer data)
{
  open_fixture (self, "store-v2.db");
  in_store (self->store, check_unfolded, NULL);
}

#define SMALL    "sm3:1111111111111111111111111111111111111111111111111111111111111111"
#define ORIGINAL "sm3:2222222222222222222222222222222222222222222222222222222222222222"
#define NEWER    "sm3:3333333333333333333333333333333333333333333333333333333333333333"

static void
assert_original (GbStoreTxn *txn, const char *digest, const char *expected, GError **error)
{
  g_autofree char *image = NULL;
  g_autofree char *original = NULL;

  g_assert_true (gb_store_txn_get_original (txn, digest, &image, &original, error));
  g_assert_cmpstr (original, ==, expected);
  g_assert_cmpstr (image, ==, expected != NULL ? SMALL : NULL);
}

static gboolean
originals_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  static const char *const digests[] = { SMALL, ORIGINAL, NEWER };

  for (gsize i = 0; i < G_N_ELEMENTS (digests); i++) {
    GbStoreBlob blob = { (char *)digests[i], (char *)"image/png", 1 };

    assert_original (txn, digests[i], NULL, error);
    g_assert_true (gb_store_txn_add_blob (txn, &blob, error));
  }
  g_assert_true (gb_store_txn_add_original (txn, SMALL, ORIGINAL, error));
  g_assert_true (gb_store_txn_add_original (txn, SMALL, ORIGINAL, error));
  assert_original (txn, SMALL, ORIGINAL, error);
  assert_original (txn, ORIGINAL, ORIGINAL, error);
  assert_original (txn, NEWER, NULL, error);
  g_assert_true (gb_store_txn_add_original (txn, SMALL, NEWER, error));
  assert_original (txn, SMALL, NEWER, error);
  return TRUE;
}

/* Pictures know their originals since version 4. */
static void
test_fixture_3 (Fixture *self, gconstpointer data)
{
  open_fixture (self, "store-v3.db");
  in_store (self->store, originals_func, NULL);
}

static gboolean
known_of_before_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) list = gb_store_txn_list_known (txn, error);
  const GbStoreKnown *known;

  g_assert_nonnull (list);
  g_assert_cmpuint (list->len, ==, 1);
  known = g_ptr_array_index (list, 0);
  g_assert_cmpstr (known->title, ==, "优化营商环境政策解读（二稿）");
  g_assert_cmpstr (known->document_number, ==, "");
  g_assert_cmpint (known->validity, ==, GB_VALIDITY_UNSET);
  return TRUE;
}

static void
test_fixture_4 (Fixture *self, gconstpointer data)
{
  open_fixture (self, "store-v4.db");
  in_store (self->store, known_of_before_func, NULL);
}

static gboolean
known_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  g_autoptr (GbDocument) plain = document_new ("某解读", "正文");
  g_autoptr (GbMetadata) metadata = gb_metadata_copy (gb_document_get_metadata (plain));
  g_autoptr (GbDocument) numbered = NULL;
  g_autoptr (GPtrArray) list = NULL;
  const GbStoreKnown *known;

  gb_metadata_set (metadata, "document-number", "示府办〔2026〕1号");
  gb_metadata_set (metadata, "index-number", "X/2026-00001");
  gb_metadata_set (metadata, "valid-from", "2026-01-01");
  gb_metadata_set (metadata, "valid-until", "2031-01-01");
  g_object_set (metadata, "validity", GB_VALIDITY_REPEALED, NULL);
  numbered = gb_document_with_metadata (plain, metadata, error);
  g_assert_nonnull (numbered);
  save (txn, ID_1, numbered);
  save (txn, ID_2, plain);
  fold (txn, ID_2, GB_STATE_DISCARDED, 0, "");

  list = gb_store_txn_list_known (txn, error);
  g_assert_nonnull (list);
  g_assert_cmpuint (list->len, ==, 1);
  known = g_ptr_array_index (list, 0);
  g_assert_cmpstr (known->id, ==, ID_1);
  g_assert_cmpstr (known->document_number, ==, "示府办〔2026〕1号");
  g_assert_cmpstr (known->index_number, ==, "X/2026-00001");
  g_assert_cmpstr (known->valid_until, ==, "2031-01-01");
  g_assert_cmpstr (known->kind, ==, "interpretation");
  g_assert_cmpint (known->validity, ==, GB_VALIDITY_REPEALED);
  g_assert_cmpint (known->published_at, ==, 0);
  return TRUE;
}

/* What other documents are compared with follows the text; what was given up is not among it. */
static void
test_known (Fixture *self, gconstpointer data)
{
  in_store (self->store, known_func, NULL);
}

/* A store of before knew numbers only inside its texts. */
static void
test_known_before (Fixture *self, gconstpointer data)
{
  const GbSchema before = { _gb_store_schema.application_id, _gb_store_schema.steps, 4 };
  g_autofree char *path = g_build_filename (self->path, "desk.db", NULL);
  g_autoptr (GError) error = NULL;
  GbDatabase *database;

  g_assert_cmpint (g_mkdir_with_parents (self->path, 0700), ==, 0);
  database = gb_database_open (path, &before, &error);
  g_assert_no_error (error);
  gb_database_execute (
    database,
    "INSERT INTO documents (n, id, created_at, modified_at, head)"
    " VALUES (1, '" ID_1 "', 1, 1, 'h'), (2, '" ID_2 "', 1, 1, 'h');"
    "INSERT INTO revisions VALUES (1, 1, 'h', '', '', 1, CAST ('<document-number>甲〔2026〕1号"
    "</document-number><validity from=\"2026-01-01\" state=\"repealed\" until=\"2031-01-01\"/>'"
    " AS BLOB)), (2, 2, 'h', '', '', 1, CAST ('<document-number>旧</document-number>' AS BLOB));"
    "INSERT INTO working_copies (document, digest, saved_at, content, base) VALUES (2, 'w', 1,"
    " CAST ('<document-number>新</document-number><index-number>X</index-number>' AS BLOB), 'h')",
    &error);
  g_assert_no_error (error);
  gb_database_close (database);
  database = gb_database_open (path, &_gb_store_schema, &error);
  g_assert_no_error (error);
  {
    g_autoptr (GbStatement) select = gb_database_prepare (
      database,
      "SELECT group_concat (document_number || '|' || index_number || '|' || validity || '|' ||"
      " valid_until, ' ') FROM documents",
      &error);
    gboolean has_row = FALSE;

    g_assert_no_error (error);
    g_assert_true (gb_statement_step (select, &has_row, &error) && has_row);
    g_assert_cmpstr (gb_statement_get_text (select, 0), ==,
                     "甲〔2026〕1号||repealed|2031-01-01 新|X||");
  }
  gb_database_close (database);
}

/* --- Texts -------------------------------------------------------------------------------------
 */

static gboolean
working_copy_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  g_autoptr (GbDocument) first = document_new ("第一稿", "正文");
  g_autoptr (GbDocument) second = document_new ("第二稿", "正文改过");
  g_autoptr (GbDocument) loaded = NULL;
  g_autoptr (GbDocument) none = NULL;
  g_autoptr (GbStoreSummary) summary = NULL;

  g_assert_true (gb_store_txn_load_working_copy (txn, ID_1, &none, error));
  g_assert_null (none);
  save (txn, ID_1, first);
  save (txn, ID_1, second);
  g_assert_true (gb_store_txn_load_working_copy (txn, ID_1, &loaded, error));
  g_assert_cmpstr (gb_document_get_digest (loaded), ==, gb_document_get_digest (second));
  g_assert_true (gb_store_txn_get_summary (txn, ID_1, &summary, error));
  g_assert_cmpstr (summary->title, ==, "第二稿");
  g_assert_cmpint (summary->kind, ==, GB_DOCUMENT_KIND_INTERPRETATION);
  g_assert_cmpstr (summary->column, ==, "zcjd");
  g_assert_cmpstr (summary->working, ==, gb_document_get_digest (second));
  g_assert_true (summary->dirty);
  g_assert_false (summary->pending || summary->refused);
  return TRUE;
}

static gboolean
drop_working_copy_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  g_autoptr (GbDocument) loaded = NULL;
  g_autoptr (GbStoreSummary) summary = NULL;

  g_assert_true (gb_store_txn_drop_working_copy (txn, ID_1, error));
  g_assert_true (gb_store_txn_load_working_copy (txn, ID_1, &loaded, error));
  g_assert_null (loaded);
  g_assert_true (gb_store_txn_get_summary (txn, ID_1, &summary, error));
  g_assert_cmpstr (summary->working, ==, "");
  g_assert_false (summary->dirty);
  return TRUE;
}

static void
test_working_copy (Fixture *self, gconstpointer data)
{
  in_store (self->store, working_copy_func, NULL);
  reopen (self);
  in_store (self->store, drop_working_copy_func, NULL);
}

static gboolean
revisions_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  g_autoptr (GbDocument) first = document_new ("一", "甲");
  g_autoptr (GbDocument) second = document_new ("二", "乙");
  g_autoptr (GbDocument) loaded = NULL;
  g_autoptr (GbDocument) none = NULL;
  g_autoptr (GbStoreSummary) summary = NULL;
  g_autoptr (GPtrArray) list = NULL;
  const char *parent = gb_document_get_digest (first);
  const GbStoreRevision *last;

  g_assert_true (gb_store_txn_add_revision (txn, ID_1, first, NULL, "a", 1, TRUE, error));
  g_assert_true (gb_store_txn_add_revision (txn, ID_1, second, parent, "b", 2, TRUE, error));
  /* Adding one again, by whoever, changes nothing of it. */
  g_assert_true (gb_store_txn_add_revision (txn, ID_1, second, "", "c", 3, FALSE, error));
  list = gb_store_txn_list_revisions (txn, ID_1, error);
  g_assert_cmpuint (list->len, ==, 2);
  last = g_ptr_array_index (list, 1);
  g_assert_cmpstr (last->digest, ==, gb_document_get_digest (second));
  g_assert_cmpstr (last->parent, ==, parent);
  g_assert_cmpstr (last->author, ==, "b");
  g_assert_cmpint (last->made_at, ==, 2);
  g_assert_true (gb_store_txn_load_revision (txn, ID_1, parent, &loaded, error));
  g_assert_cmpstr (gb_document_get_title (loaded), ==, "一");
  g_assert_true (gb_store_txn_load_revision (txn, ID_2, parent, &none, error));
  g_assert_null (none);
  g_assert_true (gb_store_txn_get_summary (txn, ID_1, &summary, error));
  g_assert_cmpstr (summary->title, ==, "二");
  /* When it was made, not when it came here. */
  g_assert_cmpint (summary->modified_at, ==, 2);
  return TRUE;
}

/* Triggers hold it even against a program with a mistake. */
static void
test_revisions_are_immutable (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->path, "desk.db", NULL);
  g_autoptr (GbDatabase) database = NULL;
  g_autoptr (GError) error = NULL;

  in_store (self->store, revisions_func, NULL);
  database = gb_database_open (path, &_gb_store_schema, &error);
  g_assert_no_error (error);
  g_assert_false (gb_database_execute (database, "UPDATE revisions SET author = 'x'", &error));
  g_assert_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CONSTRAINT);
}

static gboolean
missing_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  g_autoptr (GbDocument) here = document_new ("一", "甲");
  g_autoptr (GbDocument) newer = document_new ("二", "乙");
  g_autoptr (GbEvent) e1 = event_new (ID_1, GB_EVENT_REVISE, gb_document_get_digest (here), 1);
  g_autoptr (GbEvent) e2 = event_new (ID_1, GB_EVENT_REVISE, gb_document_get_digest (newer), 2);
  g_autoptr (GbEvent) e3 = event_new (ID_1, GB_EVENT_SUBMIT, gb_document_get_digest (newer), 3);
  g_autoptr (GbEvent) e4 = event_new (ID_2, GB_EVENT_REVISE, gb_document_get_digest (here), 4);
  g_autoptr (GPtrArray) list = NULL;
  const GbStoreRevisionName *name;

  g_assert_true (gb_store_txn_add_revision (txn, ID_1, here, NULL, "a", 1, TRUE, error));
  g_assert_true (gb_store_txn_add_event (txn, e1, error));
  g_assert_true (gb_store_txn_add_event (txn, e2, error));
  g_assert_true (gb_store_txn_add_event (txn, e3, error));
  g_assert_true (gb_store_txn_add_event (txn, e4, error));
  list = gb_store_txn_list_missing_revisions (txn, 10, error);
  g_assert_cmpuint (list->len, ==, 2);
  name = g_ptr_array_index (list, 0);
  g_assert_cmpstr (name->document, ==, ID_2);
  name = g_ptr_array_index (list, 1);
  g_assert_cmpstr (name->document, ==, ID_1);
  g_assert_cmpstr (name->digest, ==, gb_document_get_digest (newer));
  return TRUE;
}

static void
test_missing_revisions (Fixture *self, gconstpointer data)
{
  in_store (self->store, missing_func, NULL);
}

/* --- Transactions ------------------------------------------------------------------------------
 */

static gboolean
act_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  g_autoptr (GbDocument) document = document_new ("送审稿", "正文");
  g_autoptr (GbEvent) event =
    event_new (ID_1, GB_EVENT_SUBMIT, gb_document_get_digest (document), 0);
  g_autoptr (GbOutboxRow) put = NULL;
  g_autoptr (GbOutboxRow) post = NULL;
  const gboolean *fails = data;

  put = gb_outbox_row_new (ID_1, "revision", gb_document_get_digest (document));
  post = gb_outbox_row_new (ID_1, "event:submit", event->id);
  g_assert_true (gb_store_txn_add_revision (txn, ID_1, document, NULL, "a", 1, TRUE, error));
  g_assert_true (gb_store_txn_add_event (txn, event, error));
  g_assert_true (gb_store_txn_enqueue (txn, put, error));
  g_assert_true (gb_store_txn_enqueue (txn, post, error));
  g_assert_cmpint (put->row, <, post->row);
  if (!*fails)
    return TRUE;
  g_set_error_literal (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_WRONG_ROLE, "no");
  return FALSE;
}

static gboolean
count_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  g_autoptr (GbStoreSummary) summary = NULL;
  guint *out_n = data;

  return gb_store_txn_count_outbox (txn, out_n, error) &&
         gb_store_txn_get_summary (txn, ID_1, &summary, error) && (summary != NULL) == (*out_n > 0);
}

static void
test_act_is_one_transaction (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean fails = TRUE;
  guint n;

  g_assert_false (run (self->store, TRUE, act_func, &fails, &error));
  g_assert_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_WRONG_ROLE);
  in_store (self->store, count_func, &n);
  g_assert_cmpuint (n, ==, 0);

  fails = FALSE;
  in_store (self->store, act_func, &fails);
  reopen (self);
  in_store (self->store, count_func, &n);
  g_assert_cmpuint (n, ==, 2);
}

static void
test_close_cancels_what_waits (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) late = NULL;
  g_autoptr (GError) error = NULL;
  guint n;

  gb_store_close_async (self->store, result_cb, &first);
  gb_store_read_async (self->store, GB_DATABASE_PRIORITY_USER, count_func, &n, NULL, NULL,
                       result_cb, &late);
  wait_for (&first);
  wait_for (&late);
  g_assert_true (gb_store_close_finish (self->store, first, NULL));
  g_assert_false (gb_store_run_finish (self->store, late, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&late);
  g_clear_object (&first);
  g_assert_cmpuint (G_OBJECT (self->store)->ref_count, ==, 1);
  g_clear_object (&self->store);
}

/* --- Events ------------------------------------------------------------------------------------
 */

static gboolean
events_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  g_autoptr (GbEvent) waiting_1 = event_new (ID_1, GB_EVENT_SUBMIT, "", 0);
  g_autoptr (GbEvent) waiting_2 = event_new (ID_1, GB_EVENT_RECALL, "", 0);
  g_autoptr (GbEvent) accepted = event_new (ID_1, GB_EVENT_REVISE, "", 5);
  g_autoptr (GbEvent) confirmed = NULL;
  g_autoptr (GbEvent) usurper = event_new (ID_1, GB_EVENT_REVISE, "", 5);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GPtrArray) later = NULL;
  g_autoptr (GError) local = NULL;
  const GbEvent *event;

  g_assert_true (gb_store_txn_add_event (txn, waiting_1, error));
  g_assert_true (gb_store_txn_add_event (txn, waiting_2, error));
  g_assert_true (gb_store_txn_add_event (txn, accepted, error));
  list = gb_store_txn_list_events (txn, ID_1, error);
  g_assert_cmpuint (list->len, ==, 3);
  event = g_ptr_array_index (list, 0);
  g_assert_cmpstr (event->id, ==, accepted->id);
  event = g_ptr_array_index (list, 1);
  g_assert_cmpstr (event->id, ==, waiting_1->id);
  g_assert_cmpint (event->type, ==, GB_EVENT_SUBMIT);
  g_assert_cmpstr (event->opinion, ==, "意见");
  g_assert_cmpstr (event->device, ==, "本机");
  g_assert_cmpint (event->made_at, ==, waiting_1->made_at);

  confirmed = gb_event_copy (waiting_2);
  confirmed->seq = 6;
  g_assert_true (gb_store_txn_add_event (txn, confirmed, error));
  /* The waiting form does not come back over it, and it cannot be taken back. */
  g_assert_true (gb_store_txn_add_event (txn, waiting_2, error));
  g_assert_true (gb_store_txn_remove_waiting_event (txn, confirmed->id, error));
  g_assert_true (gb_store_txn_remove_waiting_event (txn, waiting_1->id, error));
  later = gb_store_txn_list_events (txn, ID_1, error);
  g_assert_cmpuint (later->len, ==, 2);
  event = g_ptr_array_index (later, 1);
  g_assert_cmpstr (event->id, ==, waiting_2->id);
  g_assert_cmpuint (event->seq, ==, 6);

  /* One place in the log is one event. */
  g_assert_false (gb_store_txn_add_event (txn, usurper, &local));
  g_assert_error (local, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CONSTRAINT);
  return TRUE;
}

static void
test_events (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->path, "desk.db", NULL);
  g_autoptr (GbDatabase) database = NULL;
  g_autoptr (GError) error = NULL;

  in_store (self->store, events_func, NULL);
  database = gb_database_open (path, &_gb_store_schema, &error);
  g_assert_false (gb_database_execute (database, "UPDATE events SET opinion = ''", &error));
  g_assert_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CONSTRAINT);
  g_clear_error (&error);
  g_assert_false (gb_database_execute (database, "DELETE FROM events", &error));
  g_assert_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CONSTRAINT);
}

/* --- Outbox ------------------------------------------------------------------------------------
 */

static gint64
enqueue (GbStoreTxn *txn, const char *document, const char *kind)
{
  g_autoptr (GbOutboxRow) row = gb_outbox_row_new (document, kind, "subject");
  g_autoptr (GError) error = NULL;

  g_assert_true (gb_store_txn_ensure_document (txn, document, &error));
  g_assert_true (gb_store_txn_enqueue (txn, row, &error));
  g_assert_no_error (error);
  return row->row;
}

static void
set_state (GbStoreTxn *txn, gint64 n, GbOutboxState state, gint64 next_at)
{
  g_autoptr (GbOutboxRow) row = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (gb_store_txn_get_outbox_row (txn, n, &row, &error));
  row->state = state;
  row->next_at = next_at;
  row->attempts++;
  gb_outbox_row_set_string (&row->error_type, state == GB_OUTBOX_REFUSED ? "wrong-state" : NULL);
  g_assert_true (gb_store_txn_update_outbox_row (txn, row, &error));
  g_assert_no_error (error);
}

static gint64
next (GbStoreTxn *txn, gint64 now, gint64 *out_next_at)
{
  g_autoptr (GbOutboxRow) row = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (gb_store_txn_next_operation (txn, now, &row, out_next_at, &error));
  g_assert_no_error (error);
  return row != NULL ? row->row : 0;
}

static gboolean
outbox_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  gint64 a1 = enqueue (txn, ID_1, "revision");
  gint64 a2 = enqueue (txn, ID_1, "event:submit");
  gint64 b1 = enqueue (txn, ID_2, "event:approve");
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GbStoreSummary) first = NULL;
  g_autoptr (GbStoreSummary) second = NULL;
  gint64 next_at;
  guint n;

  g_assert_cmpint (next (txn, 1000, NULL), ==, a1);
  set_state (txn, a1, GB_OUTBOX_SENDING, 0);
  /* What follows in the document waits for it; another document does not. */
  g_assert_cmpint (next (txn, 1000, NULL), ==, b1);
  set_state (txn, b1, GB_OUTBOX_PENDING, 5000);
  g_assert_cmpint (next (txn, 1000, &next_at), ==, 0);
  g_assert_cmpint (next_at, ==, 5000);
  g_assert_true (gb_store_txn_retry_now (txn, error));
  g_assert_cmpint (next (txn, 1000, NULL), ==, b1);
  set_state (txn, a1, GB_OUTBOX_DONE, 0);
  g_assert_cmpint (next (txn, 1000, NULL), ==, a2);
  set_state (txn, b1, GB_OUTBOX_REFUSED, 0);
  set_state (txn, a2, GB_OUTBOX_UNKNOWN, 0);
  g_assert_cmpint (next (txn, 1000, NULL), ==, a2);

  list = gb_store_txn_list_outbox (txn, NULL, error);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpstr (((GbOutboxRow *)g_ptr_array_index (list, 1))->error_type, ==, "wrong-state");
  g_assert_true (gb_store_txn_count_outbox (txn, &n, error));
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (gb_store_txn_get_summary (txn, ID_1, &first, error));
  g_assert_true (first->pending && !first->refused);
  g_assert_true (gb_store_txn_get_summary (txn, ID_2, &second, error));
  g_assert_true (!second->pending && second->refused);

  /* A refused one holds back its own document only. */
  g_assert_cmpint (enqueue (txn, ID_2, "event:publish"), >, b1);
  set_state (txn, a2, GB_OUTBOX_DONE, 0);
  g_assert_cmpint (next (txn, 1000, &next_at), ==, 0);
  g_assert_cmpint (next_at, ==, 0);
  g_assert_true (gb_store_txn_delete_outbox_row (txn, b1, error));
  g_assert_cmpint (next (txn, 1000, NULL), >, b1);
  return TRUE;
}

static gboolean
two_done_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  gint64 *rows = data;

  for (guint i = 0; i < 3; i++) {
    g_autoptr (GbOutboxRow) row = gb_outbox_row_new (ID_1, "event:submit", "subject");

    /* The first two were made 31 days ago; the second of them has still not gone. */
    row->created_at = g_get_real_time () - (i < 2 ? 31 : 1) * G_TIME_SPAN_DAY;
    g_assert_true (gb_store_txn_ensure_document (txn, ID_1, error));
    g_assert_true (gb_store_txn_enqueue (txn, row, error));
    rows[i] = row->row;
    set_state (txn, rows[i], i == 1 ? GB_OUTBOX_UNKNOWN : GB_OUTBOX_DONE, 0);
  }
  return TRUE;
}

static gboolean
is_pruned_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  const gint64 *rows = data;

  for (guint i = 0; i < 3; i++) {
    g_autoptr (GbOutboxRow) row = NULL;

    g_assert_true (gb_store_txn_get_outbox_row (txn, rows[i], &row, error));
    g_assert_true ((row == NULL) == (i == 0));
  }
  g_assert_cmpint (next (txn, 1000, NULL), ==, rows[1]);
  return TRUE;
}

static void
test_backup_prunes_outbox (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  gint64 rows[3];

  in_store (self->store, two_done_func, rows);
  gb_store_backup_async (self->store, NULL, result_cb, &result);
  wait_for (&result);
  file = gb_store_backup_finish (self->store, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (file);
  in_store (self->store, is_pruned_func, rows);
}

static void
test_outbox (Fixture *self, gconstpointer data)
{
  in_store (self->store, outbox_func, NULL);
}

static gboolean
same_key_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  g_autoptr (GbOutboxRow) first = gb_outbox_row_new (ID_1, "event:submit", "x");
  g_autoptr (GbOutboxRow) second = gb_outbox_row_new (ID_1, "event:submit", "x");

  gb_outbox_row_set_string (&second->key, first->key);
  return gb_store_txn_ensure_document (txn, ID_1, error) &&
         gb_store_txn_enqueue (txn, first, error) && gb_store_txn_enqueue (txn, second, error);
}

static void
test_outbox_key_is_unique (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (run (self->store, TRUE, same_key_func, NULL, &error));
  g_assert_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CONSTRAINT);
}

static gboolean
sending_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  gint64 *out_row = data;

  *out_row = enqueue (txn, ID_1, "event:publish");
  set_state (txn, *out_row, GB_OUTBOX_SENDING, 0);
  return TRUE;
}

static gboolean
is_unknown_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  g_autoptr (GbOutboxRow) row = NULL;
  const gint64 *n = data;

  g_assert_true (gb_store_txn_get_outbox_row (txn, *n, &row, error));
  g_assert_cmpint (row->state, ==, GB_OUTBOX_UNKNOWN);
  g_assert_cmpint (next (txn, 1, NULL), ==, *n);
  return TRUE;
}

static void
test_sending_becomes_unknown (Fixture *self, gconstpointer data)
{
  gint64 row;

  in_store (self->store, sending_func, &row);
  reopen (self);
  in_store (self->store, is_unknown_func, &row);
}

/* --- Lists, search, settings -------------------------------------------------------------------
 */

static guint
n_hits (GbStoreTxn *txn, guint boxes, const char *column, const char *query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = gb_store_txn_list (txn, boxes, column, query, 0, 0, &error);

  g_assert_no_error (error);
  return list->len;
}

static gboolean
list_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  g_autoptr (GbDocument) one = document_new ("一", "甲");
  g_autoptr (GbDocument) two = document_new ("二", "乙");
  g_autoptr (GbDocument) three = document_new ("三", "丙");
  g_autoptr (GPtrArray) list = NULL;
  guint counts[3];

  save (txn, ID_1, one);
  save (txn, ID_2, two);
  save (txn, ID_3, three);
  g_assert_cmpuint (n_hits (txn, 0, NULL, NULL), ==, 0);
  fold (txn, ID_1, GB_STATE_DRAFT, 1 | 4, gb_document_get_digest (one));
  fold (txn, ID_2, GB_STATE_PUBLISHED, 2 | 4, "");
  fold (txn, ID_3, GB_STATE_DISCARDED, 0, "");
  g_assert_cmpuint (n_hits (txn, 1, NULL, NULL), ==, 1);
  g_assert_cmpuint (n_hits (txn, 1 | 2, NULL, NULL), ==, 2);
  g_assert_cmpuint (n_hits (txn, 4, "zcjd", NULL), ==, 2);
  g_assert_cmpuint (n_hits (txn, 4, "zcwj", NULL), ==, 0);
  g_assert_true (gb_store_txn_count (txn, counts, G_N_ELEMENTS (counts), error));
  g_assert_cmpuint (counts[0], ==, 1);
  g_assert_cmpuint (counts[1], ==, 1);
  g_assert_cmpuint (counts[2], ==, 2);

  list = gb_store_txn_list (txn, 0, NULL, NULL, 0, 1, error);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (((GbStoreSummary *)g_ptr_array_index (list, 0))->id, ==, ID_2);
  g_assert_cmpint (((GbStoreSummary *)g_ptr_array_index (list, 0))->state, ==, GB_STATE_PUBLISHED);

  /* The next page, and the end. */
  g_clear_pointer (&list, g_ptr_array_unref);
  list = gb_store_txn_list (txn, 0, NULL, NULL, 1, 5, error);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (((GbStoreSummary *)g_ptr_array_index (list, 0))->id, ==, ID_1);
  g_clear_pointer (&list, g_ptr_array_unref);
  list = gb_store_txn_list (txn, 0, NULL, NULL, 2, 5, error);
  g_assert_cmpuint (list->len, ==, 0);
  return TRUE;
}

static void
test_list (Fixture *self, gconstpointer data)
{
  in_store (self->store, list_func, NULL);
}

static gboolean
search_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  g_autoptr (GbDocument) one = document_new ("优化营商环境", "正文提到陆河县");
  g_autoptr (GbDocument) two = document_new ("安全生产通知", "各乡镇人民政府");
  g_autoptr (GbDocument) changed = document_new ("安全生产意见", "各乡镇人民政府");

  save (txn, ID_1, one);
  save (txn, ID_2, two);
  fold (txn, ID_1, GB_STATE_DRAFT, 1, "");
  fold (txn, ID_2, GB_STATE_DRAFT, 2, "");
  g_assert_cmpuint (n_hits (txn, 0, NULL, "营商"), ==, 1);
  g_assert_cmpuint (n_hits (txn, 0, NULL, "陆河"), ==, 1);
  g_assert_cmpuint (n_hits (txn, 0, NULL, "乡"), ==, 1);
  g_assert_cmpuint (n_hits (txn, 0, NULL, "通知"), ==, 1);
  g_assert_cmpuint (n_hits (txn, 0, NULL, "安全 政府"), ==, 1);
  g_assert_cmpuint (n_hits (txn, 0, NULL, "安全 营商"), ==, 0);
  g_assert_cmpuint (n_hits (txn, 1, NULL, "通知"), ==, 0);
  g_assert_cmpuint (n_hits (txn, 0, NULL, ""), ==, 2);
  g_assert_cmpuint (n_hits (txn, 0, NULL, "、"), ==, 0);
  g_assert_cmpuint (n_hits (txn, 0, NULL, "\" OR *"), ==, 0);

  save (txn, ID_2, changed);
  g_assert_cmpuint (n_hits (txn, 0, NULL, "通知"), ==, 0);
  g_assert_cmpuint (n_hits (txn, 0, NULL, "意见"), ==, 1);
  return TRUE;
}

static void
test_search (Fixture *self, gconstpointer data)
{
  in_store (self->store, search_func, NULL);
}

static gboolean
settings_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  g_autofree char *none = gb_store_txn_dup_setting (txn, "cursor", error);
  g_autofree char *set = NULL;

  g_assert_cmpstr (none, ==, "");
  g_assert_true (gb_store_txn_set_setting (txn, "cursor", "1", error));
  g_assert_true (gb_store_txn_set_setting (txn, "cursor", "2", error));
  set = gb_store_txn_dup_setting (txn, "cursor", error);
  g_assert_cmpstr (set, ==, "2");
  return TRUE;
}

static void
test_settings (Fixture *self, gconstpointer data)
{
  in_store (self->store, settings_func, NULL);
}

/* --- Blobs -------------------------------------------------------------------------------------
 */

static void
test_blobs (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->path, "附件.txt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) found = NULL;
  g_autoptr (GbStoreBlob) blob = NULL;
  g_autoptr (GbStoreBlob) again = NULL;
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (GAsyncResult) added_again = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GBytes) source = g_bytes_new_static ("重点任务分工", 18);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "重点任务分工", 18, NULL));
  gb_store_add_blob_async (self->store, file, NULL, NULL, result_cb, &added);
  wait_for (&added);
  blob = gb_store_add_blob_finish (self->store, added, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (blob->type, ==, "text/plain");
  g_assert_cmpint (blob->size, ==, 18);

  gb_store_add_blob_bytes_async (self->store, source, "image/png", NULL, result_cb, &added_again);
  wait_for (&added_again);
  again = gb_store_add_blob_finish (self->store, added_again, &error);
  g_assert_cmpstr (again->digest, ==, blob->digest);
  g_assert_cmpstr (again->type, ==, "text/plain");

  found = gb_store_find_blob (self->store, blob->digest);
  g_assert_nonnull (found);
  gb_store_load_blob_async (self->store, blob->digest, NULL, result_cb, &loaded);
  wait_for (&loaded);
  bytes = gb_store_load_blob_finish (self->store, loaded, &error);
  g_assert_true (g_bytes_equal (bytes, source));
  g_assert_null (gb_store_find_blob (self->store, "sm3:00"));
}

static gboolean
unknown_original_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  g_autoptr (GError) refused = NULL;

  g_assert_false (gb_store_txn_add_original (txn, SMALL, "sm3:4", &refused));
  g_assert_error (refused, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CONSTRAINT);
  return TRUE;
}

/* A smaller picture and what it was made of know each other; neither is known without its bytes. */
static void
test_originals (Fixture *self, gconstpointer data)
{
  in_store (self->store, originals_func, NULL);
  reopen (self);
  in_store (self->store, unknown_original_func, NULL);
}

static void
test_blob_of_missing_file (Fixture *self, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent");
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (GError) error = NULL;

  gb_store_add_blob_async (self->store, file, NULL, NULL, result_cb, &added);
  wait_for (&added);
  g_assert_null (gb_store_add_blob_finish (self->store, added, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* --- A crash -----------------------------------------------------------------------------------
 */

static gboolean
autosave_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  g_autofree char *text = g_strdup_printf ("第%u次保存", *(guint *)data);
  g_autoptr (GbDocument) document = document_new ("草稿", text);

  return gb_store_txn_save_working_copy (txn, ID_1, document, error);
}

/* Saves for ever; reports each save when the store has said that it is done. */
static int
child_autosave (const char *path)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GbStore) store = open_store (folder, NULL);

  for (guint i = 1;; i++) {
    g_autofree char *line = g_strdup_printf ("%u\n", i);

    in_store (store, autosave_func, &i);
    if (write (STDOUT_FILENO, line, strlen (line)) < 0)
      return 1;
  }
}

static gboolean
load_text_func (GbStoreTxn *txn, gpointer data, GError **error)
{
  g_autoptr (GbDocument) document = NULL;
  char **out_text = data;

  if (!gb_store_txn_load_working_copy (txn, ID_1, &document, error))
    return FALSE;
  *out_text = gb_document_dup_text (document);
  return TRUE;
}

static guint64
kill_after_lines (const char *path, guint n_lines)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--child", path, NULL);
  g_autoptr (GDataInputStream) lines = NULL;
  guint64 last = 0;
  guint n = 0;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  while (TRUE) {
    g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

    if (line == NULL)
      break;
    last = g_ascii_strtoull (line, NULL, 10);
    if (++n == n_lines)
      g_subprocess_force_exit (child);
  }
  g_subprocess_wait (child, NULL, NULL);
  g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);
  return last;
}

static void
test_kill_while_saving (Fixture *self, gconstpointer data)
{
  for (guint round = 0; round < 3; round++) {
    guint64 last = kill_after_lines (self->path, 10 + round * 13);
    g_autofree char *reported = g_strdup_printf ("第%u次保存", (guint)last);
    g_autofree char *next_one = g_strdup_printf ("第%u次保存", (guint)last + 1);
    g_autofree char *text = NULL;

    reopen (self);
    in_store (self->store, load_text_func, &text);
    g_assert_true (strstr (text, reported) != NULL || strstr (text, next_one) != NULL);
    close_store (self->store);
    g_clear_object (&self->store);
  }
}

static int
run_write_fixture (const char *path)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbStore) store = open_store (folder, &error);

  g_assert_no_error (error);
  in_store (store, write_fixture, NULL);
  close_store (store);
  return 0;
}

#define ADD(name, func) g_test_add ("/store/" name, Fixture, NULL, set_up, func, tear_down)
/* The test opens the store by itself. */
#define ADD_CLOSED(name, func) g_test_add ("/store/" name, Fixture, "", set_up, func, tear_down)

/* A second program waits for the first to go, and is told if it does not. */
static void
test_one_program (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) after = NULL;
  g_autoptr (GbStore) second = open_store (self->folder, &error);
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_null (second);
  g_assert_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_IN_USE);

  gb_store_open_async (self->folder, NULL, result_cb, &result);
  close_store (self->store);
  g_clear_object (&self->store);
  wait_for (&result);
  self->store = gb_store_open_finish (result, &after);
  g_assert_no_error (after);
  g_assert_nonnull (self->store);
}

int
main (int argc, char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--child"))
    return child_autosave (argv[2]);
  if (argc == 3 && g_str_equal (argv[1], "--write-fixture"))
    return run_write_fixture (argv[2]);

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  program = argv[0];

  ADD ("folders", test_folders);
  ADD ("daily-backup", test_daily_backup);
  ADD_CLOSED ("bad-folder", test_bad_folder);
  ADD ("newer-is-refused", test_newer_is_refused);
  ADD_CLOSED ("fixture-1", test_fixture_1);
  ADD_CLOSED ("fixture-2", test_fixture_2);
  ADD_CLOSED ("fixture-3", test_fixture_3);
  ADD_CLOSED ("fixture-4", test_fixture_4);
  ADD_CLOSED ("known-before", test_known_before);
  ADD ("known", test_known);
  ADD ("one-program", test_one_program);
  ADD ("working-copy", test_working_copy);
  ADD ("revisions-are-immutable", test_revisions_are_immutable);
  ADD ("missing-revisions", test_missing_revisions);
  ADD ("act-is-one-transaction", test_act_is_one_transaction);
  ADD ("close-cancels-what-waits", test_close_cancels_what_waits);
  ADD ("events", test_events);
  ADD ("backup-prunes-outbox", test_backup_prunes_outbox);
  ADD ("outbox", test_outbox);
  ADD ("outbox-key-is-unique", test_outbox_key_is_unique);
  ADD ("sending-becomes-unknown", test_sending_becomes_unknown);
  ADD ("list", test_list);
  ADD ("search", test_search);
  ADD ("settings", test_settings);
  ADD ("blobs", test_blobs);
  ADD ("originals", test_originals);
  ADD ("blob-of-missing-file", test_blob_of_missing_file);
  ADD_CLOSED ("kill-while-saving", test_kill_while_saving);
  return g_test_run ();
}
