/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/gb-portal-client.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A whole answer with a status of 2xx or 304. */
typedef struct {
  guint status;
  SoupMessage *message; /* (owned): for its headers */
  GBytes *body;         /* (owned) */
} GbPortalAnswer;

void _gb_portal_answer_free (GbPortalAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbPortalAnswer, _gb_portal_answer_free)

/* One request and its whole answer. idle_ms: how long nothing may happen. max_bytes: of the body,
 * decompressed. Errors: GB_PORTAL_ERROR, G_IO_ERROR_CANCELLED. */
void _gb_portal_send_async (SoupSession *session,
                            SoupMessage *message,
                            guint idle_ms,
                            gsize max_bytes,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
/* The same, but every status is an answer. */
void _gb_portal_fetch_async (SoupSession *session,
                             SoupMessage *message,
                             guint idle_ms,
                             gsize max_bytes,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
GbPortalAnswer *_gb_portal_send_finish (GAsyncResult *result, GError **error);

/* A message of the API with the token; path is without "/api/v1/". */
SoupMessage *
_gb_portal_client_new_message (GbPortalClient *self, const char *method, const char *path);
void _gb_portal_client_send_async (GbPortalClient *self,
                                   SoupMessage *message,
                                   gsize max_bytes,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/* Readers of answers: what is not as the API says is GB_PORTAL_ERROR_PROTOCOL. */
JsonNode *_gb_portal_answer_read_json (GbPortalAnswer *self, GError **error);
GbPortalSession *_gb_portal_read_session (GbPortalAnswer *answer, GError **error);
GbAccount *_gb_portal_read_account (GbPortalAnswer *answer, GError **error);
GbPortalChanges *_gb_portal_read_changes (GbPortalAnswer *answer, GError **error);
GbPortalDocument *_gb_portal_read_document (GbPortalAnswer *answer, GError **error);
GbPortalReceipt *_gb_portal_read_receipt (GbPortalAnswer *answer, GError **error);
/* (nullable): NULL without an error if the answer has no event. */
GbEvent *_gb_portal_read_optional_event (GbPortalAnswer *answer, GError **error);
GbPortalProblem *_gb_portal_read_problem (guint status, SoupMessageHeaders *headers, GBytes *body);
gboolean _gb_portal_answer_check_type (GbPortalAnswer *self, const char *type, GError **error);

GbPortalProblem *_gb_portal_problem_new (guint status);
void _gb_portal_problem_free (GbPortalProblem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbPortalProblem, _gb_portal_problem_free)
void _gb_portal_set_problem (GError **error, GbPortalProblem *problem);
gboolean _gb_portal_set_protocol_error (GError **error, const char *what);

G_END_DECLS
