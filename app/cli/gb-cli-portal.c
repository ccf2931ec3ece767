/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests to a portal, waited for. A command of gongbaoctl has no main loop of its own, so that
 * turning the default context here is no nested loop. */

#define G_LOG_DOMAIN "gb-cli"

#include "config.h"

#include "cli/gb-cli-portal.h"

#define DEVICE         "gongbaoctl"
#define N_TRIES        3
#define RETRY_AFTER_MS 500

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **out_result = user_data;

  *out_result = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

GbPortalSession *
gb_cli_sign_in (GbPortalClient *client, const char *account, const char *password, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gb_portal_client_sign_in_async (client, account, password, DEVICE, NULL, result_cb, &result);
  return gb_portal_client_sign_in_finish (client, wait_for (&result), error);
}

JsonNode *
gb_cli_get_capabilities (GbPortalClient *client, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gb_portal_client_get_capabilities_async (client, NULL, NULL, result_cb, &result);
  return gb_portal_client_get_capabilities_finish (client, wait_for (&result), NULL, error);
}

GbPortalDocument *
gb_cli_get_document (GbPortalClient *client, const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local = NULL;
  GbPortalDocument *document;

  gb_portal_client_get_document_async (client, id, NULL, result_cb, &result);
  document = gb_portal_client_get_document_finish (client, wait_for (&result), &local);
  if (local != NULL && !g_error_matches (local, GB_PORTAL_ERROR, GB_PORTAL_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local));
  return document;
}

gboolean
gb_cli_put_revision (GbPortalClient *client,
                     const char *id,
                     GbDocument *document,
                     const char *parent,
                     GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gb_portal_client_put_revision_async (client, id, document, parent, NULL, NULL, result_cb,
                                       &result);
  return gb_portal_client_put_revision_finish (client, wait_for (&result), NULL, error);
}

gboolean
gb_cli_has_blob (GbPortalClient *client, const char *digest, gboolean *out_has, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  gint64 offset;

  gb_portal_client_head_blob_async (client, digest, NULL, result_cb, &result);
  return gb_portal_client_head_blob_finish (client, wait_for (&result), out_has, &offset, error);
}

gboolean
gb_cli_put_blob (GbPortalClient *client,
                 const char *digest,
                 GFile *file,
                 const char *type,
                 GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gb_portal_client_put_blob_async (client, digest, file, type, NULL, result_cb, &result);
  return gb_portal_client_put_blob_finish (client, wait_for (&result), error);
}

GbPortalReceipt *
gb_cli_post_event (GbPortalClient *client, const GbEvent *event, GError **error)
{
  g_autoptr (GError) local = NULL;

  for (guint i = 0; i < N_TRIES; i++) {
    g_autoptr (GAsyncResult) result = NULL;
    GbPortalReceipt *receipt;

    g_clear_error (&local);
    gb_portal_client_post_event_async (client, event, NULL, result_cb, &result);
    receipt = gb_portal_client_post_event_finish (client, wait_for (&result), &local);
    if (receipt != NULL)
      return receipt;
    if (!g_error_matches (local, GB_PORTAL_ERROR, GB_PORTAL_ERROR_OFFLINE))
      break;
    g_usleep (RETRY_AFTER_MS * 1000);
  }
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

GbPortalPage *
gb_cli_get_page (GbPortalClient *client, const char *path, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gb_portal_client_get_page_async (client, path, NULL, result_cb, &result);
  return gb_portal_client_get_page_finish (client, wait_for (&result), error);
}

/**
 * gb_cli_event_new:
 * @workflow: the document's state
 * @document: its UUID
 * @account: who acts
 * @type: what is done
 * @digest: the text that it is about
 * @opinion: (nullable): opinion or reason
 *
 * Returns: (transfer full): the event, not yet asked for
 */
GbEvent *
gb_cli_event_new (GbWorkflow *workflow,
                  const char *document,
                  GbAccount *account,
                  GbEventType type,
                  const char *digest,
                  const char *opinion)
{
  GbEvent *event =
    gb_event_new (NULL, document, gb_workflow_get_edition_for (workflow, type), type, digest,
                  gb_account_get_id (account), gb_account_get_name (account));
  int step = gb_workflow_get_step_index (workflow);

  gb_event_set_string (&event->device, DEVICE);
  gb_event_set_string (&event->opinion, opinion);
  if (step >= 0 && (type == GB_EVENT_APPROVE || type == GB_EVENT_RETURN))
    gb_event_set_string (&event->step,
                         gb_route_get_step (gb_workflow_get_route (workflow), (guint)step)->id);
  return event;
}

GbCliStatus
gb_cli_status_of (const GError *error)
{
  if (error->domain == GB_WORKFLOW_ERROR)
    return GB_CLI_BAD;
  if (g_error_matches (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_CONFLICT) ||
      g_error_matches (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_REJECTED))
    return GB_CLI_BAD;
  return GB_CLI_UNJUDGED;
}
