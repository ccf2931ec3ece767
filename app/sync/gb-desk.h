/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check-mark.h"
#include "check/gb-check.h"
#include "document/gb-document.h"
#include "site/gb-site.h"
#include "workflow/gb-workflow.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The boxes of the sidebar, in its order. */
typedef enum {
  GB_BOX_DRAFTS,
  GB_BOX_TO_REVIEW,
  GB_BOX_RETURNED,
  GB_BOX_TO_PUBLISH,
  GB_BOX_PUBLISHED,
  GB_BOX_ALL,
} GbBox;
#define GB_N_BOXES (GB_BOX_ALL + 1)

typedef enum {
  GB_NETWORK_OFFLINE,
  GB_NETWORK_SENDING, /* something of the outbox is on its way */
  GB_NETWORK_SYNCED,
  GB_NETWORK_SIGNED_OUT, /* the portal answers but wants a password */
} GbNetwork;

/* One row of the list. */
typedef struct {
  char *id; /* UUID */
  char *title;
  GbDocumentKind kind;
  char *column;
  GbState state;
  int step_index;  /* while in review, else -1 */
  char *step_name; /* 一审 …; "" otherwise */
  guint edition;
  char *author_name;
  char *unit;
  gint64 modified_at;  /* µs */
  gint64 published_at; /* µs, 0 if not public */
  char *url;           /* absolute address of the public page, "" if none */
  gboolean unratified; /* released in an emergency, and nobody has confirmed it */
  gboolean pending;    /* acts of this document wait in the outbox */
  gboolean refused;    /* an act of this document was refused and not yet seen to */
  gboolean dirty;      /* the working copy differs from the newest revision */
} GbSummary;

GbSummary *gb_summary_copy (const GbSummary *self);
void gb_summary_free (GbSummary *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbSummary, gb_summary_free)

/* Everything about one document that a page shows. */
typedef struct {
  GbSummary *summary;
  GbDocument *document; /* the working copy if there is one, else the newest revision */
  GbWorkflow *workflow; /* the portal's events, then those that wait */
  GPtrArray *events;    /* of GbEvent, the same, for the history */
  gboolean editable;    /* this person may write in it now */
  gboolean overtaken;   /* the working copy was begun from a text that is not the newest any more */
} GbOpenDocument;

void gb_open_document_free (GbOpenDocument *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbOpenDocument, gb_open_document_free)

typedef enum {
  GB_OPERATION_PENDING,
  GB_OPERATION_SENDING,
  GB_OPERATION_UNKNOWN, /* sent, no answer seen; will be asked again with the same key */
  GB_OPERATION_DONE,
  GB_OPERATION_REFUSED,
} GbOperationState;

/* One row of the outbox as a person sees it. */
typedef struct {
  gint64 row;
  char *document;
  char *title;
  char *kind; /* "blob", "revision", "event:approve" … */
  GbOperationState state;
  guint attempts;
  gint64 next_at;     /* µs, when it will be tried again; 0 if not waiting */
  char *error_type;   /* the problem's type when refused: "stale-revision" …; "" otherwise */
  char *error_detail; /* English */
  char *error_head;   /* stale-revision: the digest of the portal's text; "" otherwise */
} GbOperation;

void gb_operation_free (GbOperation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbOperation, gb_operation_free)

typedef enum {
  GB_DESK_ERROR_NOT_FOUND,
  GB_DESK_ERROR_BLOCKED,         /* blocking findings: gb_check_document_with () lists them */
  GB_DESK_ERROR_CHANGED,         /* the text on disk is newer than the one decided on: reload */
  GB_DESK_ERROR_ATTACHMENT_TYPE, /* the portal takes no such files */
  GB_DESK_ERROR_ATTACHMENT_SIZE, /* empty, or larger than the portal takes */
  GB_DESK_ERROR_SENT,            /* it may have reached the portal: it cannot be taken back */
} GbDeskError;
#define GB_DESK_ERROR (gb_desk_error_quark ())
GQuark gb_desk_error_quark (void);

/**
 * GbDesk:
 *
 * One person's desk at one office: what the windows (and `gongbaoctl`) do their work through. It
 * owns the person's local store, the outbox that sends, and the changes feed that receives.
 * Everything works without a network; acts are written to the store with their outbox rows in one
 * transaction and are visible at once, as pending. Main thread only; no call blocks.
 *
 * Properties (notified): "network" (GbNetwork), "n-pending" (guint), "last-synced-at" (gint64 µs),
 * "account" (GbAccount), "site" (GbSite, from the portal's capabilities, cached), "route",
 * "checks" (GbCheckData: what the checker knows, the portal's tables and levels over all others).
 * Signals: "changed" (const char *document, NULL = many), "refused" (const char *document,
 * const char *type, const char *detail), "accepted" (GbEvent *event: one of this person's acts),
 * "damaged" (GError: the daily check of the store found it broken).
 */
#define GB_TYPE_DESK (gb_desk_get_type ())
G_DECLARE_FINAL_TYPE (GbDesk, gb_desk, GB, DESK, GObject)

/* folder: where this person's database lies, created 0700 if missing. portal_url: "http://…".
 * account: (nullable): known from an earlier session when NULL; token: (nullable) likewise none.
 * Opening works without a network if this person has signed in here before. Errors:
 * GB_DESK_ERROR, GB_DATABASE_ERROR (newer file, damaged file …). */
void gb_desk_open_async (GFile *folder,
                         const char *portal_url,
                         GbAccount *account,
                         const char *token,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
GbDesk *gb_desk_open_finish (GAsyncResult *result, GError **error);

/* Starts sending and listening. Stop is needed before the last unref: it finishes the running
 * write, cancels the network, closes the database. */
void gb_desk_start (GbDesk *self);
void gb_desk_close_async (GbDesk *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean gb_desk_close_finish (GbDesk *self, GAsyncResult *result, GError **error);
/* Before leaving a desk: waits, at most so long, for what was pressed to reach the portal; not
 * at all while there is no network. finish says whether nothing waits any more. */
void gb_desk_drain_async (GbDesk *self,
                          guint timeout_ms,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean gb_desk_drain_finish (GbDesk *self, GAsyncResult *result);
void gb_desk_set_token (GbDesk *self, const char *token); /* after signing in again */
void gb_desk_retry_now (GbDesk *self);                    /* forget the back-off */

GbAccount *gb_desk_get_account (GbDesk *self);
GbSite *gb_desk_get_site (GbDesk *self);
/* out_problem: (out) (optional) (nullable): which table could not be read and was left out. */
GbCheckData *gb_desk_get_checks (GbDesk *self, const char **out_problem);
GbNetwork gb_desk_get_network (GbDesk *self);
guint gb_desk_get_n_pending (GbDesk *self);
const char *gb_desk_get_portal_url (GbDesk *self);

/* column: (nullable); query: (nullable). Returns: (element-type GbSummary), newest first. */
void gb_desk_list_async (GbDesk *self,
                         GbBox box,
                         const char *column,
                         const char *query,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
/* A part of it: at most limit, offset left out at the beginning. A search gives the documents in
 * the order in which their texts changed. */
void gb_desk_list_page_async (GbDesk *self,
                              GbBox box,
                              const char *column,
                              const char *query,
                              guint offset,
                              guint limit,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* For both. */
GPtrArray *gb_desk_list_finish (GbDesk *self, GAsyncResult *result, GError **error);

/* counts[GB_N_BOXES]; finish fills the array. */
void gb_desk_count_async (GbDesk *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean
gb_desk_count_finish (GbDesk *self, GAsyncResult *result, guint counts[GB_N_BOXES], GError **error);

void gb_desk_create_async (GbDesk *self,
                           GbDocument *document,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
/* Returns: (transfer full): the new UUID */
char *gb_desk_create_finish (GbDesk *self, GAsyncResult *result, GError **error);

void gb_desk_load_async (GbDesk *self,
                         const char *id,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
GbOpenDocument *gb_desk_load_finish (GbDesk *self, GAsyncResult *result, GError **error);
/* What lies around a document, for the checker. document: the text as it is now; due_at: µs, when
 * it is to become public if that is thought of, else 0. Returns: (transfer full). Errors:
 * GB_DATABASE_ERROR. */
void gb_desk_load_context_async (GbDesk *self,
                                 const char *id,
                                 GbDocument *document,
                                 gint64 due_at,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
GbCheckContext *gb_desk_load_context_finish (GbDesk *self, GAsyncResult *result, GError **error);
/* An older text, for comparing: (transfer full). */
void gb_desk_load_revision_async (GbDesk *self,
                                  const char *id,
                                  const char *digest,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GbDocument *gb_desk_load_revision_finish (GbDesk *self, GAsyncResult *result, GError **error);

/* Overwrites the working copy (autosave). Durable when it finishes. */
void gb_desk_save_async (GbDesk *self,
                         const char *id,
                         GbDocument *document,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
gboolean gb_desk_save_finish (GbDesk *self, GAsyncResult *result, GError **error);

/* Copies a file into the store. Returns: (transfer full): name, type, size and digest, to be put
 * into the document with gb_document_with_attachments (). */
void gb_desk_attach_async (GbDesk *self,
                           GFile *file,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
GbAttachment *gb_desk_attach_finish (GbDesk *self, GAsyncResult *result, GError **error);
/* Keeps an image of a text; type is its MIME type. original: (nullable): the same as large as it
 * came, of the same type; it stays on this computer until a text uses it. Returns the digest of the
 * image: (transfer full). Errors: those of attaching. */
void gb_desk_add_image_async (GbDesk *self,
                              GBytes *bytes,
                              const char *type,
                              GBytes *original,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
char *gb_desk_add_image_finish (GbDesk *self, GAsyncResult *result, GError **error);
/* What an image was made of, or what was made of it. out: (transfer full) (nullable): both digests,
 * or neither; out_fits: whether the portal would take the original. */
void gb_desk_find_original_async (GbDesk *self,
                                  const char *digest,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean gb_desk_find_original_finish (GbDesk *self,
                                       GAsyncResult *result,
                                       char **out_image,
                                       char **out_original,
                                       gboolean *out_fits,
                                       GError **error);
/* For the editor's images and for saving an attachment. */
void gb_desk_load_blob_async (GbDesk *self,
                              const char *digest,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
GBytes *gb_desk_load_blob_finish (GbDesk *self, GAsyncResult *result, GError **error);

/* One act. type: submit, recall, approve, return, schedule, unschedule, publish, emergency, ratify,
 * withdraw, discard. digest: the text that the person saw; for submit, of the working copy (a
 * revision is made of it). The rules are asked first (GB_WORKFLOW_ERROR), then event and outbox
 * rows are written together. Finishes when it is safe on disk, not when the portal has it.
 * Returns: (transfer full): the event, waiting. */
void gb_desk_act_async (GbDesk *self,
                        const char *id,
                        GbEventType type,
                        const char *digest,
                        const char *opinion,
                        gint64 due_at,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
GbEvent *gb_desk_act_finish (GbDesk *self, GAsyncResult *result, GError **error);
/* What is said of a finding: ignore, override or reinstate; gb_desk_act_finish () is its end too.
 * mark: (nullable): of the finding; subject: (nullable): the note that is taken back. */
void gb_desk_note_async (GbDesk *self,
                         const char *id,
                         GbEventType type,
                         const char *digest,
                         GbCheckMark *mark,
                         const char *subject,
                         const char *reason,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

/* The outbox, oldest first; done rows are not listed. Returns: (element-type GbOperation). */
void gb_desk_list_outbox_async (GbDesk *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GPtrArray *gb_desk_list_outbox_finish (GbDesk *self, GAsyncResult *result, GError **error);
/* Takes a pending or refused operation, and what of the same document depends on it, out of the
 * outbox; the text stays as a working copy. A sending or unknown one cannot be taken back. */
void gb_desk_cancel_operation_async (GbDesk *self,
                                     gint64 row,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean gb_desk_cancel_operation_finish (GbDesk *self, GAsyncResult *result, GError **error);

G_END_DECLS
