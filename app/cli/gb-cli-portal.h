/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/gb-cli.h"
#include "portal/gb-portal-client.h"
#include "workflow/gb-workflow.h"

G_BEGIN_DECLS

/* The portal's requests one after the other, for commands that have nothing else to do meanwhile.
 * Errors: GB_PORTAL_ERROR. */
GbPortalSession *
gb_cli_sign_in (GbPortalClient *client, const char *account, const char *password, GError **error);
JsonNode *gb_cli_get_capabilities (GbPortalClient *client, GError **error);
/* NULL without an error if the portal does not know the document. */
GbPortalDocument *gb_cli_get_document (GbPortalClient *client, const char *id, GError **error);
gboolean gb_cli_put_revision (GbPortalClient *client,
                              const char *id,
                              GbDocument *document,
                              const char *parent,
                              GError **error);
gboolean
gb_cli_has_blob (GbPortalClient *client, const char *digest, gboolean *out_has, GError **error);
gboolean gb_cli_put_blob (GbPortalClient *client,
                          const char *digest,
                          GFile *file,
                          const char *type,
                          GError **error);
/* Sends the same event again when no answer comes: the portal takes it once. */
GbPortalReceipt *gb_cli_post_event (GbPortalClient *client, const GbEvent *event, GError **error);
GbPortalPage *gb_cli_get_page (GbPortalClient *client, const char *path, GError **error);

/* What account does now: edition and step are those that the workflow expects. */
GbEvent *gb_cli_event_new (GbWorkflow *workflow,
                           const char *document,
                           GbAccount *account,
                           GbEventType type,
                           const char *digest,
                           const char *opinion);
/* The exit status that an error means: refused is bad, no answer is unjudged. */
GbCliStatus gb_cli_status_of (const GError *error);

G_END_DECLS
