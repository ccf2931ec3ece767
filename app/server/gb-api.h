/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/gb-office.h"
#include "server/gb-request.h"
#include "server/gb-response.h"

G_BEGIN_DECLS

/* The handlers of the API v1, by resource; resources/openapi.yaml says what they do. Office thread.
 * Where the endpoint asks for it, request->account is the signed-in person. data is unused. */
GbResponse *gb_api_get_health (GbOffice *office, GbRequest *request, gpointer data);
GbResponse *gb_api_get_capabilities (GbOffice *office, GbRequest *request, gpointer data);

GbResponse *gb_api_get_checks (GbOffice *office, GbRequest *request, gpointer data);

GbResponse *gb_api_get_session (GbOffice *office, GbRequest *request, gpointer data);
GbResponse *gb_api_delete_session (GbOffice *office, GbRequest *request, gpointer data);

GbResponse *gb_api_get_changes (GbOffice *office, GbRequest *request, gpointer data);

GbResponse *gb_api_get_document (GbOffice *office, GbRequest *request, gpointer data);
GbResponse *gb_api_get_revision (GbOffice *office, GbRequest *request, gpointer data);
GbResponse *gb_api_put_revision (GbOffice *office, GbRequest *request, gpointer data);
GbResponse *gb_api_post_event (GbOffice *office, GbRequest *request, gpointer data);

GbResponse *gb_api_head_blob (GbOffice *office, GbRequest *request, gpointer data);
GbResponse *gb_api_get_blob (GbOffice *office, GbRequest *request, gpointer data);
GbResponse *gb_api_put_blob (GbOffice *office, GbRequest *request, gpointer data);

/* What a document's answers have in common: state, head, edition, and where it is public. */
struct _GbWorkflow;
gboolean gb_api_describe (GbOffice *office,
                          struct _GbWorkflow *workflow,
                          const char *id,
                          JsonObject *object,
                          GError **error);
/* A file as the body, mapped, not read. NULL without an error if there is none. */
GBytes *gb_api_map_blob (GbOffice *office, const char *digest, GError **error);

G_END_DECLS
