/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document.h"
#include "portal/gb-portal-error.h"
#include "workflow/gb-account.h"
#include "workflow/gb-event.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct {
  char *token;
  char *expires_at; /* RFC 3339 */
  GbAccount *account;
} GbPortalSession;

void gb_portal_session_free (GbPortalSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbPortalSession, gb_portal_session_free)

typedef struct {
  guint64 cursor;
  GPtrArray *events; /* of GbEvent, in order of seq */
} GbPortalChanges;

void gb_portal_changes_free (GbPortalChanges *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbPortalChanges, gb_portal_changes_free)

typedef struct {
  char *id;
  char *head; /* "" if none */
  char *state;
  guint edition;
  char *url;         /* "" if not public */
  GPtrArray *events; /* of GbEvent */
} GbPortalDocument;

void gb_portal_document_free (GbPortalDocument *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbPortalDocument, gb_portal_document_free)

/* The portal's answer to an event. */
typedef struct {
  GbEvent *event;     /* what was sent, as accepted */
  GbEvent *published; /* (nullable): for publish and emergency: the portal's own event */
  char *head;         /* "" if not said */
  char *state;
  char *url;           /* absolute; "" unless published */
  gint64 published_at; /* µs; 0 unless published */
  gboolean replayed;   /* it had been accepted before: this is the stored answer */
} GbPortalReceipt;

void gb_portal_receipt_free (GbPortalReceipt *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbPortalReceipt, gb_portal_receipt_free)

/* What a reader of the public site gets. */
typedef struct {
  guint status; /* HTTP */
  char *type;   /* MIME type, "" if not said */
  GBytes *bytes;
} GbPortalPage;

void gb_portal_page_free (GbPortalPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbPortalPage, gb_portal_page_free)

/**
 * GbPortalClient:
 *
 * The portal's API v1, one function for each request. Main context of the thread that made it; no
 * call blocks, each can be cancelled at every stage, has a time-out and a limit on the size of the
 * answer. It keeps no state but the address and the token, follows no redirects, and never repeats
 * a request by itself. Errors: GB_PORTAL_ERROR, G_IO_ERROR_CANCELLED.
 */
#define GB_TYPE_PORTAL_CLIENT (gb_portal_client_get_type ())
G_DECLARE_FINAL_TYPE (GbPortalClient, gb_portal_client, GB, PORTAL_CLIENT, GObject)

/* base_url: "https://portal.example.gov.cn", with or without a path; NULL with
 * GB_PORTAL_ERROR_PROTOCOL if it is no http(s) address. Plain http is for loopback only. */
GbPortalClient *gb_portal_client_new (const char *base_url, GError **error);
const char *gb_portal_client_get_base_url (GbPortalClient *self);          /* no slash at the end */
void gb_portal_client_set_token (GbPortalClient *self, const char *token); /* (nullable) */
const char *gb_portal_client_get_token (GbPortalClient *self);
/* For requests but the long poll, which has its wait on top; 30 s by default. */
void gb_portal_client_set_timeout (GbPortalClient *self, guint timeout_ms);

/* The token of the new session is set. */
void gb_portal_client_sign_in_async (GbPortalClient *self,
                                     const char *account,
                                     const char *password,
                                     const char *device,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
GbPortalSession *
gb_portal_client_sign_in_finish (GbPortalClient *self, GAsyncResult *result, GError **error);
void gb_portal_client_get_account_async (GbPortalClient *self,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
GbAccount *
gb_portal_client_get_account_finish (GbPortalClient *self, GAsyncResult *result, GError **error);
void gb_portal_client_sign_out_async (GbPortalClient *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean
gb_portal_client_sign_out_finish (GbPortalClient *self, GAsyncResult *result, GError **error);

/* etag: (nullable): of the copy that is cached. Returns: (nullable): NULL without an error when the
 * cached copy is still right (304). out_etag: (out) (transfer full): set when not NULL is returned.
 */
void gb_portal_client_get_capabilities_async (GbPortalClient *self,
                                              const char *etag,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
JsonNode *gb_portal_client_get_capabilities_finish (GbPortalClient *self,
                                                    GAsyncResult *result,
                                                    char **out_etag,
                                                    GError **error);

/* The office's tables for the checker, likewise; for people who are signed in. */
void gb_portal_client_get_checks_async (GbPortalClient *self,
                                        const char *etag,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
JsonNode *gb_portal_client_get_checks_finish (GbPortalClient *self,
                                              GAsyncResult *result,
                                              char **out_etag,
                                              GError **error);

/* wait_s: 0 answers at once, else at most 25. */
void gb_portal_client_get_changes_async (GbPortalClient *self,
                                         guint64 since,
                                         guint wait_s,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
GbPortalChanges *
gb_portal_client_get_changes_finish (GbPortalClient *self, GAsyncResult *result, GError **error);

void gb_portal_client_get_document_async (GbPortalClient *self,
                                          const char *id,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
GbPortalDocument *
gb_portal_client_get_document_finish (GbPortalClient *self, GAsyncResult *result, GError **error);

/* The answer is validated, and its digest is the one asked for. */
void gb_portal_client_get_revision_async (GbPortalClient *self,
                                          const char *id,
                                          const char *digest,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
GbDocument *
gb_portal_client_get_revision_finish (GbPortalClient *self, GAsyncResult *result, GError **error);
/* event_id: (nullable): a UUID, the id that the portal's "revise" event will have.
 * parent: "" or NULL for the first revision of a document. Succeeds if it is there already.
 * out_event: (out) (optional) (nullable): the accepted "revise" event, if the portal gave it. */
void gb_portal_client_put_revision_async (GbPortalClient *self,
                                          const char *id,
                                          GbDocument *document,
                                          const char *parent,
                                          const char *event_id,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean gb_portal_client_put_revision_finish (GbPortalClient *self,
                                               GAsyncResult *result,
                                               GbEvent **out_event,
                                               GError **error);

/* out_complete: TRUE: the portal has it; else out_offset bytes of it. */
void gb_portal_client_head_blob_async (GbPortalClient *self,
                                       const char *digest,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean gb_portal_client_head_blob_finish (GbPortalClient *self,
                                            GAsyncResult *result,
                                            gboolean *out_complete,
                                            gint64 *out_offset,
                                            GError **error);
/* Asks for the offset and sends the rest in pieces; does nothing if the portal has it. Calling it
 * again after a failure goes on where it stopped. */
void gb_portal_client_put_blob_async (GbPortalClient *self,
                                      const char *digest,
                                      GFile *file,
                                      const char *type,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean
gb_portal_client_put_blob_finish (GbPortalClient *self, GAsyncResult *result, GError **error);
/* max_bytes: what the document says of its size. The digest is verified. */
void gb_portal_client_get_blob_async (GbPortalClient *self,
                                      const char *digest,
                                      gsize max_bytes,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
GBytes *
gb_portal_client_get_blob_finish (GbPortalClient *self, GAsyncResult *result, GError **error);

/* The event's id is the idempotency key: after GB_PORTAL_ERROR_OFFLINE send the same event again.
 */
void gb_portal_client_post_event_async (GbPortalClient *self,
                                        const GbEvent *event,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
GbPortalReceipt *
gb_portal_client_post_event_finish (GbPortalClient *self, GAsyncResult *result, GError **error);

/* path: of this portal, "/zcjd/…", or a whole http(s) address. Sent without the token. */
void gb_portal_client_get_page_async (GbPortalClient *self,
                                      const char *path,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
GbPortalPage *
gb_portal_client_get_page_finish (GbPortalClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
