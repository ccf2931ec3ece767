/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document.h"
#include "store/gb-database-thread.h"
#include "workflow/gb-workflow.h"

G_BEGIN_DECLS

/* One document as lists need it. Strings are never NULL. The second group is what the owner of the
 * store folds out of the events and hands back with gb_store_txn_set_folded (). */
typedef struct {
  char *id; /* UUID */
  char *title;
  GbDocumentKind kind;
  char *column;
  gint64 created_at;  /* µs */
  gint64 modified_at; /* µs */
  char *working;      /* digest of the working copy, "" if there is none */
  char *base;         /* the head that it was begun from, "" if there was none */

  GbState state;
  guint boxes; /* one bit for each box of the sidebar that shows it; 0 = hidden */
  int step_index;
  char *step_name;
  guint edition;
  char *head; /* newest revision known, "" if none */
  char *author;
  char *author_name;
  char *unit;
  gint64 published_at; /* µs, 0 if not public */
  char *url;           /* path of the page on the portal, "" if none */
  gboolean unratified; /* released in an emergency, and nobody has confirmed it */

  gboolean dirty;   /* read only: there is a working copy, and it is not the head */
  gboolean pending; /* read only: operations wait in the outbox */
  gboolean refused; /* read only: an operation was refused */
} GbStoreSummary;

void gb_store_summary_free (GbStoreSummary *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbStoreSummary, gb_store_summary_free)

/* What other documents are compared with. Strings are "" when not known. */
typedef struct {
  char *id;
  char *title;
  char *document_number;
  char *index_number;
  char *kind;
  char *valid_until; /* "YYYY-MM-DD" */
  GbValidity validity;
  gint64 published_at; /* µs, 0 if not public */
} GbStoreKnown;

void gb_store_known_free (GbStoreKnown *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbStoreKnown, gb_store_known_free)

/* A snapshot that was kept. */
typedef struct {
  char *digest;
  char *parent; /* "" for the first */
  char *author; /* account id */
  gint64 made_at;
} GbStoreRevision;

void gb_store_revision_free (GbStoreRevision *self);

typedef struct {
  char *document;
  char *digest;
} GbStoreRevisionName;

void gb_store_revision_name_free (GbStoreRevisionName *self);

typedef struct {
  char *digest;
  char *type; /* MIME type */
  gint64 size;
} GbStoreBlob;

void gb_store_blob_free (GbStoreBlob *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbStoreBlob, gb_store_blob_free)

typedef enum {
  GB_OUTBOX_PENDING,
  GB_OUTBOX_SENDING,
  GB_OUTBOX_UNKNOWN, /* sent, no answer seen: ask again with the same key */
  GB_OUTBOX_DONE,
  GB_OUTBOX_REFUSED,
} GbOutboxState;

/* One operation on its way to the portal. Strings are never NULL. */
typedef struct {
  gint64 row;         /* also the order; 0 until enqueued */
  char *document;     /* UUID */
  char *kind;         /* "blob", "revision", "event:submit", "event:approve" … */
  char *subject;      /* the digest of blob or revision, the id of the event */
  char *key;          /* the idempotency key; unique */
  char *precondition; /* revision: the parent's digest, "" for the first */
  char *payload;      /* what else is sent, e.g. the event as JSON */
  GbOutboxState state;
  guint attempts;
  gint64 next_at;    /* µs; not tried before */
  gint64 created_at; /* µs */
  char *error_type;  /* the problem's type of the last failure, "" if none */
  char *error_detail;
  char *error_head; /* the portal's head when refused for it */
} GbOutboxRow;

GbOutboxRow *gb_outbox_row_new (const char *document, const char *kind, const char *subject);
void gb_outbox_row_free (GbOutboxRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbOutboxRow, gb_outbox_row_free)
void gb_outbox_row_set_string (char **field, const char *value);

/**
 * GbStore:
 *
 * What one person has of one office: documents, working copies, revisions, events, attachments,
 * the outbox, the search index and settings, in FOLDER/desk.db and FOLDER/blobs. Use it on the main
 * thread; the work is done on the store's database thread by functions that get a GbStoreTxn.
 */
#define GB_TYPE_STORE (gb_store_get_type ())
G_DECLARE_FINAL_TYPE (GbStore, gb_store, GB, STORE, GObject)

/* A transaction on the database thread, valid while the function that got it runs. */
typedef struct _GbStoreTxn GbStoreTxn;
/* All that it did is rolled back if it returns FALSE. data: its input and its output. */
typedef gboolean (*GbStoreFunc) (GbStoreTxn *txn, gpointer data, GError **error);

/* Creates folder (0700) and file if missing, migrates, checks, turns operations left "sending" by a
 * crash into "unknown", and backs up once a day (the newest 7 stay). Errors: GB_DATABASE_ERROR.
 * Signal "damaged" (GError): the daily backup found what a large file's opening did not look for.
 */
void gb_store_open_async (GFile *folder,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
GbStore *gb_store_open_finish (GAsyncResult *result, GError **error);
void gb_store_close_async (GbStore *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean gb_store_close_finish (GbStore *self, GAsyncResult *result, GError **error);
GFile *gb_store_get_folder (GbStore *self);
/* The newest backup of a folder's database, for a message: (transfer full) (nullable). */
GFile *gb_store_find_backup (GFile *folder);

/* Runs func in one transaction on the database thread. Finishes when it is on the disk. The
 * function owns nothing of the main thread: data must hold all that it needs. data_free is called
 * on the main thread. */
void gb_store_read_async (GbStore *self,
                          GbDatabasePriority priority,
                          GbStoreFunc func,
                          gpointer data,
                          GDestroyNotify data_free,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
void gb_store_write_async (GbStore *self,
                           GbDatabasePriority priority,
                           GbStoreFunc func,
                           gpointer data,
                           GDestroyNotify data_free,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
/* For both. gb_store_run_get_data () gives func's data, owned by the result. */
gboolean gb_store_run_finish (GbStore *self, GAsyncResult *result, GError **error);
gpointer gb_store_run_get_data (GAsyncResult *result);

/* Attachments: copied and hashed off both threads. type: (nullable) guesses it by name and content.
 */
void gb_store_add_blob_async (GbStore *self,
                              GFile *file,
                              const char *type,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
void gb_store_add_blob_bytes_async (GbStore *self,
                                    GBytes *bytes,
                                    const char *type,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/* For both. */
GbStoreBlob *gb_store_add_blob_finish (GbStore *self, GAsyncResult *result, GError **error);
void gb_store_load_blob_async (GbStore *self,
                               const char *digest,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GBytes *gb_store_load_blob_finish (GbStore *self, GAsyncResult *result, GError **error);
/* The file of a blob, for sending: (transfer full) (nullable) when it is not here. */
GFile *gb_store_find_blob (GbStore *self, const char *digest);
/* Checks the database, forgets what was done more than 30 days ago, and copies the database to a
 * file beside it now. Returns: (transfer full): where. */
void gb_store_backup_async (GbStore *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
GFile *gb_store_backup_finish (GbStore *self, GAsyncResult *result, GError **error);

/* --- On the database thread, inside GbStoreFunc ------------------------------------------------
 * Each returns FALSE with the error set, or TRUE. "out" may be NULL after TRUE: there is none. */

/* documents */
/* A document that the portal told of; does nothing if it is known. */
gboolean gb_store_txn_ensure_document (GbStoreTxn *txn, const char *id, GError **error);
gboolean gb_store_txn_get_summary (GbStoreTxn *txn,
                                   const char *id,
                                   GbStoreSummary **out_summary,
                                   GError **error);
/* Writes the second group of summary; modified_at only moves forward. */
gboolean gb_store_txn_set_folded (GbStoreTxn *txn, const GbStoreSummary *summary, GError **error);
/* boxes: a mask, 0 = all that are in any box. column, query: (nullable). query is words separated
 * by spaces, all of which must occur. limit: 0 = none. Returns: (element-type GbStoreSummary),
 * newest first, or NULL with the error. A page of what was found (offset, limit) is in the order of
 * the texts' last changes. */
GPtrArray *gb_store_txn_list (GbStoreTxn *txn,
                              guint boxes,
                              const char *column,
                              const char *query,
                              guint offset,
                              guint limit,
                              GError **error);
/* Returns: (element-type GbStoreKnown): every document that was not given up, or NULL with the
 * error. */
GPtrArray *gb_store_txn_list_known (GbStoreTxn *txn, GError **error);
/* counts[i] of the documents with bit i. */
gboolean gb_store_txn_count (GbStoreTxn *txn, guint *counts, guint n_counts, GError **error);

/* The text: title, kind, column, modified_at and the search index follow. The document is created
 * if it is not known. */
gboolean gb_store_txn_save_working_copy (GbStoreTxn *txn,
                                         const char *id,
                                         GbDocument *document,
                                         GError **error);
gboolean gb_store_txn_load_working_copy (GbStoreTxn *txn,
                                         const char *id,
                                         GbDocument **out_document,
                                         GError **error);
gboolean gb_store_txn_drop_working_copy (GbStoreTxn *txn, const char *id, GError **error);

/* A revision is immutable: adding it again does nothing. Title and search index follow it when
 * there is no working copy and as_newest. */
gboolean gb_store_txn_add_revision (GbStoreTxn *txn,
                                    const char *id,
                                    GbDocument *document,
                                    const char *parent,
                                    const char *author,
                                    gint64 made_at,
                                    gboolean as_newest,
                                    GError **error);
gboolean gb_store_txn_load_revision (GbStoreTxn *txn,
                                     const char *id,
                                     const char *digest,
                                     GbDocument **out_document,
                                     GError **error);
/* Returns: (element-type GbStoreRevision), oldest first. */
GPtrArray *gb_store_txn_list_revisions (GbStoreTxn *txn, const char *id, GError **error);
/* Revisions that confirmed events name and that are not here. Returns: (element-type
 * GbStoreRevisionName), those of the newest events first. */
GPtrArray *gb_store_txn_list_missing_revisions (GbStoreTxn *txn, guint limit, GError **error);

/* events */
/* seq 0: it waits. An event with the id of a waiting one confirms it. */
gboolean gb_store_txn_add_event (GbStoreTxn *txn, const GbEvent *event, GError **error);
/* Returns: (element-type GbEvent): the confirmed by seq, then the waiting in their order. */
GPtrArray *gb_store_txn_list_events (GbStoreTxn *txn, const char *id, GError **error);
gboolean gb_store_txn_remove_waiting_event (GbStoreTxn *txn, const char *event_id, GError **error);

/* blobs */
gboolean gb_store_txn_add_blob (GbStoreTxn *txn, const GbStoreBlob *blob, GError **error);
gboolean
gb_store_txn_get_blob (GbStoreTxn *txn, const char *digest, GbStoreBlob **out_blob, GError **error);
/* A picture and the larger one that it was made of; both are blobs here. */
gboolean gb_store_txn_add_original (GbStoreTxn *txn,
                                    const char *image,
                                    const char *original,
                                    GError **error);
/* digest is either of the two; out: both or neither, (transfer full). */
gboolean gb_store_txn_get_original (GbStoreTxn *txn,
                                    const char *digest,
                                    char **out_image,
                                    char **out_original,
                                    GError **error);

/* outbox */
/* Sets row->row. A key that is there already: GB_DATABASE_ERROR_CONSTRAINT. */
gboolean gb_store_txn_enqueue (GbStoreTxn *txn, GbOutboxRow *row, GError **error);
/* Returns: (element-type GbOutboxRow), oldest first, done ones left out. document: (nullable). */
GPtrArray *gb_store_txn_list_outbox (GbStoreTxn *txn, const char *document, GError **error);
gboolean
gb_store_txn_get_outbox_row (GbStoreTxn *txn, gint64 row, GbOutboxRow **out_row, GError **error);
/* The first operation that may go now: pending or unknown, due, and every earlier one of the same
 * document is done. A refused one holds back what follows it in its document, and nothing else.
 * out_next_at: (out): when there is none, the time at which one will be due, 0 if never. */
gboolean gb_store_txn_next_operation (GbStoreTxn *txn,
                                      gint64 now,
                                      GbOutboxRow **out_row,
                                      gint64 *out_next_at,
                                      GError **error);
/* Writes state, attempts, next_at and the error fields. */
gboolean gb_store_txn_update_outbox_row (GbStoreTxn *txn, const GbOutboxRow *row, GError **error);
gboolean gb_store_txn_delete_outbox_row (GbStoreTxn *txn, gint64 row, GError **error);
/* Everything that waits is due at once: back-off forgotten. */
gboolean gb_store_txn_retry_now (GbStoreTxn *txn, GError **error);
/* Forgets done operations that were made before that time (µs). */
gboolean gb_store_txn_prune_outbox (GbStoreTxn *txn, gint64 before, GError **error);
gboolean gb_store_txn_count_outbox (GbStoreTxn *txn, guint *out_waiting, GError **error);

/* settings; "" when not set. Returns NULL only with the error. */
char *gb_store_txn_dup_setting (GbStoreTxn *txn, const char *key, GError **error);
gboolean
gb_store_txn_set_setting (GbStoreTxn *txn, const char *key, const char *value, GError **error);

G_END_DECLS
