/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a desk shows: lists, counts, documents, texts, attachments, the outbox. Each function reads
 * one consistent state of the store on the database thread. */

#define G_LOG_DOMAIN "gb-desk"

#include "config.h"

#include "sync/gb-desk.h"

#include "sync/gb-desk-checks.h"
#include "sync/gb-desk-private.h"

#include <string.h>

/* An image says nothing of its size in the document; the portal bounds what it accepts. */
#define MAX_BLOB_BYTES (100 * 1024 * 1024)

/* A question to the store, and its answer. */
typedef struct {
  GbDeskView *view;
  guint boxes;
  char *column; /* (nullable) */
  char *query;  /* (nullable) */
  char *id;
  char *digest;
  guint offset;
  guint limit; /* 0 = all */

  GPtrArray *list;  /* of GbStoreSummary, or of GbOutboxRow */
  GPtrArray *names; /* of char *: the titles of the rows */
  guint counts[GB_N_BOXES];
  GbStoreSummary *summary;
  GbDocument *document;
  GbWorkflow *workflow;
  GPtrArray *events;
  GbCheckContext *context;
  gint64 due_at; /* µs */
} Question;

static Question *
question_new (GbDesk *self)
{
  Question *question = g_new0 (Question, 1);

  question->view = _gb_desk_view_ref (_gb_desk_get_view (self));

  return question;
}

static void
question_free (Question *question)
{
  g_clear_pointer (&question->view, _gb_desk_view_unref);
  g_free (question->column);
  g_free (question->query);
  g_free (question->id);
  g_free (question->digest);
  g_clear_pointer (&question->list, g_ptr_array_unref);
  g_clear_pointer (&question->names, g_ptr_array_unref);
  g_clear_pointer (&question->summary, gb_store_summary_free);
  g_clear_object (&question->document);
  g_clear_object (&question->workflow);
  g_clear_pointer (&question->events, g_ptr_array_unref);
  g_clear_pointer (&question->context, gb_check_context_unref);
  g_free (question);
}

/* Every reading function is this one: ask, and let a converter make the answer of it. */
static void
ask (GbDesk *self,
     gpointer tag,
     GbStoreFunc func,
     Question *question,
     GAsyncReadyCallback converter,
     GCancellable *cancellable,
     GAsyncReadyCallback callback,
     gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  gb_store_read_async (_gb_desk_get_store (self), GB_DATABASE_PRIORITY_USER, func, question,
                       (GDestroyNotify)question_free, cancellable, converter, task);
}

/* Returns: (nullable): the answer; NULL when the task has returned the error. */
static Question *
get_answer (GObject *source, GAsyncResult *result, GTask *task)
{
  GError *error = NULL;

  if (gb_store_run_finish (GB_STORE (source), result, &error))
    return gb_store_run_get_data (result);

  g_task_return_error (task, error);

  return NULL;
}

/* --- Lists -------------------------------------------------------------------------------------
 */

static gboolean
read_list (GbStoreTxn *txn, gpointer data, GError **error)
{
  Question *question = data;

  question->list = gb_store_txn_list (txn, question->boxes, question->column, question->query,
                                      question->offset, question->limit, error);

  return question->list != NULL;
}

static void
list_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbDesk *self = g_task_get_source_object (task);
  Question *answer = get_answer (source, result, task);
  GPtrArray *list;

  if (answer == NULL)
    return;

  list = g_ptr_array_new_full (answer->list->len, (GDestroyNotify)gb_summary_free);
  for (guint i = 0; i < answer->list->len; i++)
    g_ptr_array_add (list, _gb_desk_summarize (self, g_ptr_array_index (answer->list, i)));
  g_task_return_pointer (task, list, (GDestroyNotify)g_ptr_array_unref);
}

/**
 * gb_desk_list_async:
 * @box: which box
 * @column: (nullable): the id of a column; %NULL for all
 * @query: (nullable): words separated by spaces, all of which must occur; %NULL for everything
 * @cancellable: (nullable): ends the wait
 * @callback: called on the main thread
 * @user_data: for @callback
 */
void
gb_desk_list_async (GbDesk *self,
                    GbBox box,
                    const char *column,
                    const char *query,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  gb_desk_list_page_async (self, box, column, query, 0, 0, cancellable, callback, user_data);
}

/**
 * gb_desk_list_page_async:
 * @box: which box
 * @column: (nullable): the id of a column; %NULL for all
 * @query: (nullable): words separated by spaces, all of which must occur; %NULL for everything
 * @offset: how many to leave out at the beginning
 * @limit: how many at most; 0 for all
 * @cancellable: (nullable): ends the wait
 * @callback: called on the main thread
 * @user_data: for @callback
 */
void
gb_desk_list_page_async (GbDesk *self,
                         GbBox box,
                         const char *column,
                         const char *query,
                         guint offset,
                         guint limit,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  Question *question;

  g_return_if_fail (GB_IS_DESK (self));
  g_return_if_fail ((guint)box < GB_N_BOXES);

  question = question_new (self);
  question->boxes = 1u << box;
  question->column = g_strdup (column);
  question->query = g_strdup (query);
  question->offset = offset;
  question->limit = limit;
  ask (self, gb_desk_list_page_async, read_list, question, list_cb, cancellable, callback,
       user_data);
}

/**
 * gb_desk_list_finish:
 *
 * Returns: (transfer full) (element-type GbSummary): newest first; or %NULL with a
 *   %GB_DATABASE_ERROR
 */
GPtrArray *
gb_desk_list_finish (GbDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
read_counts (GbStoreTxn *txn, gpointer data, GError **error)
{
  Question *question = data;

  return gb_store_txn_count (txn, question->counts, GB_N_BOXES, error);
}

static void
count_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *answer = get_answer (source, result, task);

  if (answer != NULL)
    g_task_return_pointer (task, g_memdup2 (answer->counts, sizeof answer->counts), g_free);
}

void
gb_desk_count_async (GbDesk *self,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_return_if_fail (GB_IS_DESK (self));

  ask (self, gb_desk_count_async, read_counts, question_new (self), count_cb, cancellable, callback,
       user_data);
}

/**
 * gb_desk_count_finish:
 * @counts: (out): how many documents lie in each box
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_desk_count_finish (GbDesk *self, GAsyncResult *result, guint counts[GB_N_BOXES], GError **error)
{
  g_autofree guint *answer = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  answer = g_task_propagate_pointer (G_TASK (result), error);
  if (answer == NULL)
    return FALSE;

  memcpy (counts, answer, sizeof *answer * GB_N_BOXES);

  return TRUE;
}

/* --- One document ------------------------------------------------------------------------------
 */

static gboolean
not_found (GError **error, const char *message)
{
  g_set_error_literal (error, GB_DESK_ERROR, GB_DESK_ERROR_NOT_FOUND, message);

  return FALSE;
}

static gboolean
read_document (GbStoreTxn *txn, gpointer data, GError **error)
{
  Question *question = data;

  if (!gb_store_txn_get_summary (txn, question->id, &question->summary, error))
    return FALSE;
  if (question->summary == NULL)
    return not_found (error, "no such document");

  question->workflow =
    _gb_desk_load_workflow (txn, question->view, question->id, &question->events, error);
  if (question->workflow == NULL ||
      !gb_store_txn_load_working_copy (txn, question->id, &question->document, error))
    return FALSE;
  if (question->document == NULL &&
      !gb_store_txn_load_revision (txn, question->id, gb_workflow_get_head (question->workflow),
                                   &question->document, error))
    return FALSE;
  if (question->document == NULL)
    return not_found (error, "the text has not arrived yet");

  return TRUE;
}

/* Where a text was sent in last; -1 if it never was. */
static int
find_revise (GPtrArray *events, const char *digest)
{
  for (guint i = events->len; i > 0; i--) {
    const GbEvent *event = g_ptr_array_index (events, i - 1);

    if (event->type == GB_EVENT_REVISE && strcmp (event->revision, digest) == 0)
      return (int)i - 1;
  }

  return -1;
}

/* A text that was taken back is not older than what is left. */
static gboolean
is_overtaken (const GbStoreSummary *summary, const char *head, GPtrArray *events)
{
  int base = find_revise (events, summary->base);

  return summary->dirty && strcmp (summary->base, head) != 0 &&
         (base >= 0 || *summary->base == '\0') && find_revise (events, head) > base;
}

static void
load_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbDesk *self = g_task_get_source_object (task);
  Question *answer = get_answer (source, result, task);
  GbOpenDocument *document;

  if (answer == NULL)
    return;

  document = g_new0 (GbOpenDocument, 1);
  document->summary = _gb_desk_summarize (self, answer->summary);
  document->document = g_steal_pointer (&answer->document);
  document->workflow = g_steal_pointer (&answer->workflow);
  document->events = g_steal_pointer (&answer->events);
  document->editable =
    _gb_desk_is_editable (_gb_desk_get_view (self), document->workflow, answer->summary->unit);
  document->overtaken =
    is_overtaken (answer->summary, gb_workflow_get_head (document->workflow), document->events);
  g_task_return_pointer (task, document, (GDestroyNotify)gb_open_document_free);
}

/**
 * gb_desk_load_async:
 * @id: a document's UUID
 * @cancellable: (nullable): ends the wait
 * @callback: called on the main thread
 * @user_data: for @callback
 */
void
gb_desk_load_async (GbDesk *self,
                    const char *id,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  Question *question;

  g_return_if_fail (GB_IS_DESK (self));
  g_return_if_fail (id != NULL);

  question = question_new (self);
  question->id = g_strdup (id);
  ask (self, gb_desk_load_async, read_document, question, load_cb, cancellable, callback,
       user_data);
}

/**
 * gb_desk_load_finish:
 *
 * Returns: (transfer full): the document as it is now, waiting acts included; or %NULL with
 *   %GB_DESK_ERROR_NOT_FOUND or a %GB_DATABASE_ERROR
 */
GbOpenDocument *
gb_desk_load_finish (GbDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
read_context (GbStoreTxn *txn, gpointer data, GError **error)
{
  Question *question = data;

  question->workflow = _gb_desk_load_workflow (txn, question->view, question->id, NULL, error);

  return question->workflow != NULL &&
         _gb_desk_fill_context (txn, question->view, question->workflow, question->context,
                                question->id, question->document, question->due_at, TRUE, error);
}

static void
load_context_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *answer = get_answer (source, result, task);

  if (answer != NULL)
    g_task_return_pointer (task, g_steal_pointer (&answer->context),
                           (GDestroyNotify)gb_check_context_unref);
}

/**
 * gb_desk_load_context_async:
 * @id: a document's UUID
 * @document: its text as it is now, whose relations name the policies
 * @due_at: µs since the epoch, when it is to become public; 0 if that is open
 * @cancellable: (nullable): ends the wait
 * @callback: called on the main thread
 * @user_data: for @callback
 */
void
gb_desk_load_context_async (GbDesk *self,
                            const char *id,
                            GbDocument *document,
                            gint64 due_at,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  Question *question;

  g_return_if_fail (GB_IS_DESK (self));
  g_return_if_fail (id != NULL);
  g_return_if_fail (GB_IS_DOCUMENT (document));

  question = question_new (self);
  question->id = g_strdup (id);
  question->document = g_object_ref (document);
  question->context = _gb_desk_new_context (self);
  question->due_at = due_at;
  ask (self, gb_desk_load_context_async, read_context, question, load_context_cb, cancellable,
       callback, user_data);
}

/**
 * gb_desk_load_context_finish:
 *
 * Returns: (transfer full): what is known around the document; or %NULL with a %GB_DATABASE_ERROR
 */
GbCheckContext *
gb_desk_load_context_finish (GbDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
read_revision (GbStoreTxn *txn, gpointer data, GError **error)
{
  Question *question = data;

  if (!gb_store_txn_load_revision (txn, question->id, question->digest, &question->document, error))
    return FALSE;
  if (question->document == NULL)
    return not_found (error, "no such revision here");

  return TRUE;
}

static void
load_revision_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *answer = get_answer (source, result, task);

  if (answer != NULL)
    g_task_return_pointer (task, g_steal_pointer (&answer->document), g_object_unref);
}

/**
 * gb_desk_load_revision_async:
 * @id: a document's UUID
 * @digest: of a revision, as events name it
 * @cancellable: (nullable): ends the wait
 * @callback: called on the main thread
 * @user_data: for @callback
 */
void
gb_desk_load_revision_async (GbDesk *self,
                             const char *id,
                             const char *digest,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  Question *question;

  g_return_if_fail (GB_IS_DESK (self));
  g_return_if_fail (id != NULL && digest != NULL);

  question = question_new (self);
  question->id = g_strdup (id);
  question->digest = g_strdup (digest);
  ask (self, gb_desk_load_revision_async, read_revision, question, load_revision_cb, cancellable,
       callback, user_data);
}

/**
 * gb_desk_load_revision_finish:
 *
 * Returns: (transfer full): the text, or %NULL with %GB_DESK_ERROR_NOT_FOUND or a
 *   %GB_DATABASE_ERROR
 */
GbDocument *
gb_desk_load_revision_finish (GbDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Attachments -------------------------------------------------------------------------------
 */

static void
keep_blob_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GbStoreBlob) blob = gb_store_add_blob_finish (GB_STORE (source), result, &error);

  /* It can be shown even if it cannot be kept. */
  if (blob == NULL)
    g_debug ("cannot keep an attachment: %s", error->message);
  g_task_return_pointer (task, g_bytes_ref (g_task_get_task_data (task)),
                         (GDestroyNotify)g_bytes_unref);
}

static void
get_blob_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbDesk *self = g_task_get_source_object (task);
  GCancellable *cancellable;
  GError *error = NULL;
  GBytes *bytes = gb_portal_client_get_blob_finish (GB_PORTAL_CLIENT (source), result, &error);

  if (bytes == NULL) {
    g_task_return_error (task, error);
    return;
  }

  g_task_set_task_data (task, bytes, (GDestroyNotify)g_bytes_unref);
  cancellable = g_task_get_cancellable (task);
  gb_store_add_blob_bytes_async (_gb_desk_get_store (self), bytes, NULL, cancellable, keep_blob_cb,
                                 g_steal_pointer (&task));
}

static void
load_blob_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GBytes *bytes = gb_store_load_blob_finish (GB_STORE (source), result, &error);

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify)g_bytes_unref);
  else
    g_task_return_error (task, error);
}

/**
 * gb_desk_load_blob_async:
 * @digest: of an image or attachment
 * @cancellable: (nullable): ends the wait
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Reads it from the store, or fetches it from the portal if it is not here yet.
 */
void
gb_desk_load_blob_async (GbDesk *self,
                         const char *digest,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GFile) file = NULL;

  g_return_if_fail (GB_IS_DESK (self));
  g_return_if_fail (digest != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gb_desk_load_blob_async);
  file = gb_store_find_blob (_gb_desk_get_store (self), digest);
  if (file != NULL)
    gb_store_load_blob_async (_gb_desk_get_store (self), digest, cancellable, load_blob_cb,
                              g_steal_pointer (&task));
  else
    gb_portal_client_get_blob_async (_gb_desk_get_client (self), digest, MAX_BLOB_BYTES,
                                     cancellable, get_blob_cb, g_steal_pointer (&task));
}

/**
 * gb_desk_load_blob_finish:
 *
 * Returns: (transfer full): the content, or %NULL with a %G_IO_ERROR, a %GB_DATABASE_ERROR or, if
 *   it is not here and cannot be fetched now, a %GB_PORTAL_ERROR
 */
GBytes *
gb_desk_load_blob_finish (GbDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- The outbox --------------------------------------------------------------------------------
 */

static gboolean
read_outbox (GbStoreTxn *txn, gpointer data, GError **error)
{
  Question *question = data;

  question->list = gb_store_txn_list_outbox (txn, NULL, error);
  if (question->list == NULL)
    return FALSE;

  question->names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < question->list->len; i++) {
    const GbOutboxRow *row = g_ptr_array_index (question->list, i);
    g_autoptr (GbStoreSummary) summary = NULL;

    if (!gb_store_txn_get_summary (txn, row->document, &summary, error))
      return FALSE;
    g_ptr_array_add (question->names, g_strdup (summary != NULL ? summary->title : ""));
  }

  return TRUE;
}

static GbOperation *
make_operation (const GbOutboxRow *row, const char *title)
{
  static const GbOperationState states[] = {
    [GB_OUTBOX_PENDING] = GB_OPERATION_PENDING, [GB_OUTBOX_SENDING] = GB_OPERATION_SENDING,
    [GB_OUTBOX_UNKNOWN] = GB_OPERATION_UNKNOWN, [GB_OUTBOX_DONE] = GB_OPERATION_DONE,
    [GB_OUTBOX_REFUSED] = GB_OPERATION_REFUSED,
  };
  GbOperation *operation = g_new0 (GbOperation, 1);

  operation->row = row->row;
  operation->document = g_strdup (row->document);
  operation->title = g_strdup (title);
  operation->kind = g_strdup (row->kind);
  operation->state = states[row->state];
  operation->attempts = row->attempts;
  operation->next_at = row->next_at;
  operation->error_type = g_strdup (row->error_type);
  operation->error_detail = g_strdup (row->error_detail);
  operation->error_head = g_strdup (row->error_head);

  return operation;
}

static void
list_outbox_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *answer = get_answer (source, result, task);
  GPtrArray *list;

  if (answer == NULL)
    return;

  list = g_ptr_array_new_full (answer->list->len, (GDestroyNotify)gb_operation_free);
  for (guint i = 0; i < answer->list->len; i++)
    g_ptr_array_add (list, make_operation (g_ptr_array_index (answer->list, i),
                                           g_ptr_array_index (answer->names, i)));
  g_task_return_pointer (task, list, (GDestroyNotify)g_ptr_array_unref);
}

void
gb_desk_list_outbox_async (GbDesk *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (GB_IS_DESK (self));

  ask (self, gb_desk_list_outbox_async, read_outbox, question_new (self), list_outbox_cb,
       cancellable, callback, user_data);
}

/**
 * gb_desk_list_outbox_finish:
 *
 * Returns: (transfer full) (element-type GbOperation): oldest first, done ones left out; or %NULL
 *   with a %GB_DATABASE_ERROR
 */
GPtrArray *
gb_desk_list_outbox_finish (GbDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
