/* SPDX-License-Identifier: GPL-3.0-or-later */
/* POST /documents/{id}/events: what a person does. Office thread.
 *
 * The event's id is its idempotency key. Its answer, good or a rule's refusal, is stored under the
 * key in the same transaction as the event, so that a client which lost the answer gets the same
 * one again and nothing happens twice. What is wrong with the request itself is not stored: the
 * client may correct it and use the key. */
#define G_LOG_DOMAIN "gb-api"

#include "config.h"

#include "server/gb-api.h"

#include "server/gb-acts.h"
#include "server/gb-fault.h"
#include "server/gb-publisher.h"
#include "store/gb-office-log.h"

#include <string.h>

static GbResponse *
answer_stored (const GbOfficeAnswer *answer)
{
  g_autoptr (GBytes) body = g_bytes_new (answer->body, strlen (answer->body));
  GbResponse *response = gb_response_new_bytes (
    answer->status, answer->status < 400 ? "application/json" : GB_PROBLEM_MIME, body);

  gb_response_add_header (response, "Idempotency-Replayed", "true");
  return response;
}

static gboolean
is_for_the_portal (GbEventType type)
{
  return type == GB_EVENT_REVISE || type == GB_EVENT_PUBLISHED || type == GB_EVENT_FAILED;
}

/* Only what the actor says is taken over; what the portal adds begins empty. */
static GbEvent *
copy_actors_part (const GbEvent *event)
{
  GbEvent *copy = gb_event_copy (event);

  copy->seq = 0;
  copy->accepted_at = 0;
  gb_event_set_string (&copy->url, "");
  gb_event_set_string (&copy->prev_hash, "");
  gb_event_set_string (&copy->hash, "");
  return copy;
}

static GbResponse *
refuse_event (const GError *error)
{
  g_autofree char *field = gb_event_dup_malformed_field (error);

  return field != NULL ? gb_problem_respond_field ("malformed", field, error->message)
                       : gb_problem_respond ("malformed", error->message);
}

/* The event of the body; NULL with a response if it is not one, or not one to send here. */
static GbEvent *
read_event (GbRequest *request, GbResponse **out_refusal)
{
  const char *key = gb_request_get_header (request, "idempotency-key");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GbEvent) event = NULL;

  if (key == NULL) {
    *out_refusal = gb_problem_respond ("key-required", NULL);
    return NULL;
  }
  node = gb_request_parse_json (request, &error);
  if (node == NULL) {
    *out_refusal = gb_problem_respond ("bad-json", error->message);
    return NULL;
  }
  event = gb_event_new_from_json (node, &error);
  if (event == NULL)
    *out_refusal = refuse_event (error);
  else if (!g_str_equal (event->id, key))
    *out_refusal = gb_problem_respond ("key-mismatch", NULL);
  else if (!g_str_equal (event->document, request->params[0]))
    *out_refusal = gb_problem_respond_field (
      "malformed", "document", "the event is about another document than the address");
  else if (is_for_the_portal (event->type))
    *out_refusal =
      gb_problem_respond_field ("malformed", "type", "events of this type are the portal's own");
  else if (!g_str_equal (event->actor, gb_account_get_id (request->account)) ||
           !g_str_equal (event->actor_name, gb_account_get_name (request->account)))
    *out_refusal = gb_problem_respond_field ("not-you", "actor", NULL);
  else
    return copy_actors_part (event);
  return NULL;
}

/* NULL: the key is new. */
static GbResponse *
find_stored (GbOffice *office, GbRequest *request, const GbEvent *event, GError **error)
{
  g_autoptr (GbOfficeAnswer) answer = NULL;
  g_autoptr (GbEvent) known = NULL;
  g_autofree char *fingerprint = gb_event_compute_fingerprint (event);

  if (!gb_office_find_answer (office->database, event->id, &answer, error))
    return NULL;
  if (answer != NULL) {
    if (g_str_equal (answer->account, gb_account_get_id (request->account)) &&
        g_str_equal (answer->fingerprint, fingerprint))
      return answer_stored (answer);
    return gb_problem_respond ("key-reused", NULL);
  }
  /* An id of the log that came there without a key: a revision's, or the portal's own. */
  if (!gb_office_find_event (office->database, event->id, &known, error))
    return NULL;
  return known != NULL ? gb_problem_respond ("key-reused", NULL) : NULL;
}

static gboolean
store_answer (GbOffice *office,
              GbRequest *request,
              const GbEvent *event,
              GbResponse *response,
              GError **error)
{
  g_autofree char *fingerprint = gb_event_compute_fingerprint (event);
  gsize size;
  const char *data = g_bytes_get_data (response->body, &size);
  g_autofree char *body = g_strndup (data, size);

  return gb_office_add_answer (office->database, event->id, gb_account_get_id (request->account),
                               fingerprint, response->status, body, gb_office_now (), error);
}

static GbResponse *
refuse (GbOffice *office,
        GbRequest *request,
        const GbEvent *event,
        GbWorkflow *workflow,
        GbProblem *problem,
        GError **error)
{
  g_autoptr (GbResponse) response = NULL;
  g_autoptr (JsonNode) node = gb_event_to_json (event);
  g_autofree char *json = json_to_string (node, FALSE);

  gb_problem_set_string (problem, "head", gb_workflow_get_head (workflow));
  gb_problem_set_string (problem, "state", gb_state_to_string (gb_workflow_get_state (workflow)));
  response = gb_problem_to_response (problem);
  if (!gb_office_add_refusal (office->database, event, gb_account_get_id (request->account),
                              gb_problem_get_type (problem), json, gb_office_now (), error))
    return NULL;
  /* A blob may still arrive; then the same act under the same key is right. */
  if (!g_str_equal (gb_problem_get_type (problem), "blob-missing") &&
      !store_answer (office, request, event, response, error))
    return NULL;
  return g_steal_pointer (&response);
}

static GbResponse *
answer_accepted (GbOffice *office, const GbActResult *result, GError **error)
{
  const char *id = result->event->document;
  g_autoptr (GbWorkflow) workflow = gb_acts_load_workflow (office, id, error);
  g_autoptr (JsonObject) object = json_object_new ();

  if (workflow == NULL)
    return NULL;
  json_object_set_member (object, "event", gb_event_to_json (result->event));
  if (result->published != NULL)
    json_object_set_member (object,
                            result->published->type == GB_EVENT_PUBLISHED ? "published" : "failed",
                            gb_event_to_json (result->published));
  if (!gb_api_describe (office, workflow, id, object, error))
    return NULL;
  return gb_response_new_object (201, json_object_ref (object));
}

/* Everything that must be true together: asked, answered and written in one transaction. */
static GbResponse *
act (GbOffice *office, GbRequest *request, GbEvent *event, gboolean *out_commit, GError **error)
{
  g_autoptr (GbWorkflow) workflow = NULL;
  g_autoptr (GbProblem) problem = NULL;
  g_autoptr (GbDocument) document = NULL;
  g_autoptr (GbResponse) response = find_stored (office, request, event, error);
  g_autoptr (GError) local_error = NULL;
  g_auto (GbActResult) result = { NULL, NULL };

  if (response != NULL || *error != NULL)
    return g_steal_pointer (&response);
  workflow = gb_acts_load_workflow (office, event->document, error);
  if (workflow == NULL)
    return *error == NULL ? gb_problem_respond ("not-found", "no such document") : NULL;
  problem = gb_acts_check (office, workflow, event, request->account, &document, &local_error);
  if (local_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return NULL;
  }
  *out_commit = TRUE;
  if (problem != NULL)
    return refuse (office, request, event, workflow, problem, error);
  if (!gb_acts_apply (office, event, document, &result, error))
    return NULL;
  response = answer_accepted (office, &result, error);
  if (response == NULL || !store_answer (office, request, event, response, error))
    return NULL;
  return g_steal_pointer (&response);
}

GbResponse *
gb_api_post_event (GbOffice *office, GbRequest *request, gpointer data)
{
  g_autoptr (GbResponse) response = NULL;
  g_autoptr (GbEvent) event = read_event (request, &response);
  g_autoptr (GbTransaction) transaction = NULL;
  g_autoptr (GError) error = NULL;
  gboolean commit = FALSE;

  if (event == NULL)
    return g_steal_pointer (&response);
  transaction = gb_database_begin (office->database, &error);
  if (transaction == NULL)
    return gb_problem_respond_internal (error);
  response = act (office, request, event, &commit, &error);
  if (response == NULL)
    return gb_problem_respond_internal (error);
  if (!commit)
    return g_steal_pointer (&response);
  GB_FAULT_POINT ("before-commit");
  if (!gb_transaction_commit (transaction, &error))
    return gb_problem_respond_internal (error);
  GB_FAULT_POINT ("after-commit");
  gb_publisher_flush (office);
  GB_FAULT_POINT ("after-flush");
  if (!gb_office_refresh (office, &error))
    return gb_problem_respond_internal (error);
  return g_steal_pointer (&response);
}
