/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session that a request belongs to; GbSignIn opens new ones. Office thread. */
#define G_LOG_DOMAIN "gb-api"

#include "config.h"

#include "server/gb-api.h"

#include "server/gb-problem.h"
#include "store/gb-office-accounts.h"

GbResponse *
gb_api_get_session (GbOffice *office, GbRequest *request, gpointer data)
{
  g_autoptr (GDateTime) time =
    g_date_time_new_from_unix_utc (request->session_expires_at / G_USEC_PER_SEC);
  g_autofree char *text = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
  JsonNode *node = gb_account_to_json (request->account);
  GbResponse *response;

  json_object_set_string_member (json_node_get_object (node), "expires_at", text);
  response = gb_response_new_json (200, node);
  json_node_unref (node);
  return response;
}

GbResponse *
gb_api_delete_session (GbOffice *office, GbRequest *request, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!gb_office_end_session (office->database, request->token_digest, &error))
    return gb_problem_respond_internal (error);
  return gb_response_new (204);
}
