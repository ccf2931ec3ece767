/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents and their revisions. Office thread.
 *
 * A revision is named by its digest, so that sending it twice is sending it once. Its parent must
 * be the head (If-Match), or there must be none yet (If-None-Match: *): who has not seen the newest
 * text cannot replace it. */
#define G_LOG_DOMAIN "gb-api"

#include "config.h"

#include "server/gb-api.h"

#include "document/gb-digest.h"
#include "document/gb-document-error.h"
#include "server/gb-acts.h"
#include "server/gb-fault.h"
#include "store/gb-office-log.h"
#include "store/gb-office-publications.h"

#include <string.h>

gboolean
gb_api_describe (GbOffice *office,
                 GbWorkflow *workflow,
                 const char *id,
                 JsonObject *object,
                 GError **error)
{
  g_autoptr (GbOfficePublication) row = NULL;
  const char *base_url = gb_site_get_base_url (office->site);

  json_object_set_string_member (object, "head", gb_workflow_get_head (workflow));
  json_object_set_string_member (object, "state",
                                 gb_state_to_string (gb_workflow_get_state (workflow)));
  json_object_set_int_member (object, "edition", gb_workflow_get_edition (workflow));
  if (!gb_office_find_publication (office->database, id, &row, error))
    return FALSE;
  if (row != NULL && row->withdrawn_at == 0) {
    g_autofree char *url = g_strconcat (base_url, row->path, NULL);

    json_object_set_string_member (object, "url", url);
    json_object_set_int_member (object, "published_at", row->published_at);
  }
  return TRUE;
}

/* error: (nullable): a failure rather than an absence. */
static GbResponse *
answer_absent (const GError *error, const char *what)
{
  if (error != NULL)
    return gb_problem_respond_internal ((GError *)error);
  return gb_problem_respond ("not-found", what);
}

GbResponse *
gb_api_get_document (GbOffice *office, GbRequest *request, gpointer data)
{
  const char *id = request->params[0];
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = gb_office_list_events (office->database, id, &error);
  g_autoptr (GbWorkflow) workflow = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *etag = NULL;
  JsonArray *array;
  GbResponse *response;

  if (events == NULL || events->len == 0)
    return answer_absent (error, "no such document");
  workflow = gb_workflow_new (office->route, events);
  object = json_object_new ();
  array = json_array_new ();
  json_object_set_string_member (object, "id", id);
  for (guint i = 0; i < events->len; i++)
    json_array_add_element (array, gb_event_to_json (g_ptr_array_index (events, i)));
  json_object_set_array_member (object, "events", array);
  if (!gb_api_describe (office, workflow, id, object, &error))
    return gb_problem_respond_internal (error);
  response = gb_response_new_object (200, json_object_ref (object));
  etag = g_strdup_printf ("\"%s\"", gb_workflow_get_head (workflow));
  /* The tag names the text, as If-Match does when a revision is put; the events may grow under the
   * same tag, so that it is not one to answer 304 by. */
  gb_response_add_header (response, "ETag", etag);
  return response;
}

GbResponse *
gb_api_get_revision (GbOffice *office, GbRequest *request, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) xml = NULL;
  g_autofree char *etag = NULL;
  GbResponse *response;

  if (!gb_office_load_revision (office->database, request->params[0], request->params[1], &xml,
                                &error) ||
      xml == NULL)
    return answer_absent (error, "no such revision");
  response = gb_response_new_bytes (200, GB_DOCUMENT_MIME, xml);
  gb_response_add_header (response, "Cache-Control", "private, max-age=31536000, immutable");
  etag = g_strdup_printf ("\"%s\"", request->params[1]);
  gb_response_set_etag (response, etag, gb_request_get_header (request, "if-none-match"));
  return response;
}

/* If-Match: "DIGEST" with or without its quotes, or If-None-Match: *. */
static GbResponse *
read_precondition (GbRequest *request, char **out_parent)
{
  const char *if_match = gb_request_get_header (request, "if-match");
  const char *if_none_match = gb_request_get_header (request, "if-none-match");
  g_autofree char *digest = NULL;
  gsize length;

  if (if_match == NULL && if_none_match == NULL)
    return gb_problem_respond ("precondition-required", NULL);
  if (if_match == NULL) {
    if (!g_str_equal (if_none_match, "*"))
      return gb_problem_respond_field ("bad-request", "If-None-Match",
                                       "If-None-Match must be * here");
    *out_parent = g_strdup ("");
    return NULL;
  }
  length = strlen (if_match);
  if (length > 2 && if_match[0] == '"' && if_match[length - 1] == '"')
    digest = g_strndup (if_match + 1, length - 2);
  else
    digest = g_strdup (if_match);
  if (if_none_match != NULL || !gb_digest_is_valid (digest))
    return gb_problem_respond_field ("bad-request", "If-Match",
                                     "If-Match must be one digest in quotes");
  *out_parent = g_steal_pointer (&digest);
  return NULL;
}

static GbDocument *
read_document (GbRequest *request, GbResponse **out_refusal)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDocument) document = gb_document_new_from_bytes (request->body, &error);
  const char *digest = request->params[1];

  if (document == NULL) {
    *out_refusal = g_error_matches (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_TOO_LARGE)
                     ? gb_problem_respond ("too-large", error->message)
                     : gb_problem_respond ("invalid-document", error->message);
    return NULL;
  }
  /* Not canonical, or another text: in both cases not what the client thinks it has signed. */
  if (!g_str_equal (gb_document_get_digest (document), digest) ||
      !g_bytes_equal (gb_document_get_bytes (document), request->body)) {
    g_autoptr (GbProblem) problem = gb_problem_new (
      "digest-mismatch", "the canonical form of the body has another digest than the address");

    gb_problem_set_string (problem, "digest", gb_document_get_digest (document));
    *out_refusal = gb_problem_to_response (problem);
    return NULL;
  }
  return g_steal_pointer (&document);
}

static const GbEvent *
find_newest_revise (GPtrArray *events, const char *digest)
{
  for (guint i = events->len; i > 0; i--) {
    const GbEvent *event = g_ptr_array_index (events, i - 1);

    if (event->type == GB_EVENT_REVISE && (digest == NULL || g_str_equal (event->revision, digest)))
      return event;
  }
  return NULL;
}

static GbResponse *
answer_revision (GbOffice *office, guint status, const GbEvent *event, GPtrArray *events)
{
  g_autoptr (GbWorkflow) workflow = gb_workflow_new (office->route, events);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GError) error = NULL;

  json_object_set_member (object, "event", gb_event_to_json (event));
  if (!gb_api_describe (office, workflow, event->document, object, &error))
    return gb_problem_respond_internal (error);
  return gb_response_new_object (status, json_object_ref (object));
}

static GbResponse *
refuse_overtaken (GPtrArray *events, const char *head)
{
  g_autoptr (GbProblem) problem = gb_problem_new (
    "precondition-failed", *head != '\0' ? "the head is another revision" : "there is no head yet");
  const GbEvent *last = find_newest_revise (events, NULL);

  gb_problem_set_string (problem, "head", head);
  gb_problem_set_string (problem, "by", last != NULL ? last->actor : "");
  gb_problem_set_string (problem, "by_name", last != NULL ? last->actor_name : "");
  gb_problem_set_int (problem, "at", last != NULL ? last->accepted_at : 0);
  return gb_problem_to_response (problem);
}

/* The client may name the event that its revision becomes, so that it knows it again. */
static GbResponse *
read_event_id (GbOffice *office, GbRequest *request, char **out_id)
{
  const char *key = gb_request_get_header (request, "idempotency-key");
  g_autoptr (GbEvent) event = NULL;
  g_autoptr (GError) error = NULL;

  if (key == NULL)
    return NULL;
  if (!g_uuid_string_is_valid (key))
    return gb_problem_respond_field ("bad-request", "Idempotency-Key",
                                     "Idempotency-Key must be a UUID");
  *out_id = g_ascii_strdown (key, -1);
  if (!gb_office_find_event (office->database, *out_id, &event, &error))
    return gb_problem_respond_internal (error);
  return event != NULL ? gb_problem_respond ("key-reused", NULL) : NULL;
}

static GbResponse *
refuse_revise (const GError *refusal, GbWorkflow *workflow)
{
  g_autoptr (GbProblem) problem =
    gb_problem_new (gb_workflow_error_to_string ((GbWorkflowError)refusal->code), refusal->message);

  gb_problem_set_string (problem, "head", gb_workflow_get_head (workflow));
  gb_problem_set_string (problem, "state", gb_state_to_string (gb_workflow_get_state (workflow)));
  return gb_problem_to_response (problem);
}

static gboolean
store_revision (GbOffice *office,
                GbRequest *request,
                GbEvent *event,
                GbDocument *document,
                const char *parent,
                GError **error)
{
  return gb_office_add_revision (office->database, request->params[0], request->params[1], parent,
                                 gb_account_get_id (request->account), gb_office_now (),
                                 gb_document_get_bytes (document), error) &&
         gb_office_append_event (office->database, event, gb_office_now (), error);
}

/* Inside the transaction: the parent is right, or this very revision was put before. */
static GbResponse *
accept_revision (GbOffice *office,
                 GbRequest *request,
                 GbDocument *document,
                 const char *parent,
                 gboolean *out_commit,
                 GError **error)
{
  const char *id = request->params[0];
  const char *digest = request->params[1];
  const char *account = gb_account_get_id (request->account);
  g_autoptr (GPtrArray) events = gb_office_list_events (office->database, id, error);
  g_autoptr (GbWorkflow) workflow = NULL;
  g_autoptr (GbEvent) event = NULL;
  g_autoptr (GError) refusal = NULL;
  g_autofree char *known_parent = NULL;
  g_autofree char *known_author = NULL;
  g_autofree char *event_id = NULL;
  GbResponse *response;
  const char *head;

  if (events == NULL ||
      !gb_office_find_revision (office->database, id, digest, &known_parent, &known_author, error))
    return NULL;
  workflow = gb_workflow_new (office->route, events);
  head = gb_workflow_get_head (workflow);
  if (known_parent != NULL && (g_str_equal (digest, head) || (g_str_equal (known_parent, parent) &&
                                                              g_str_equal (known_author, account) &&
                                                              !g_str_equal (parent, head))))
    return answer_revision (office, 200, find_newest_revise (events, digest), events);
  if (!g_str_equal (parent, head))
    return refuse_overtaken (events, head);
  response = read_event_id (office, request, &event_id);
  if (response != NULL)
    return response;
  event = gb_event_new (event_id, id, gb_workflow_get_edition_for (workflow, GB_EVENT_REVISE),
                        GB_EVENT_REVISE, digest, account, gb_account_get_name (request->account));
  gb_event_set_string (&event->device, request->device);
  if (!gb_workflow_check (workflow, event, request->account, NULL, &refusal))
    return refuse_revise (refusal, workflow);
  if (!store_revision (office, request, event, document, parent, error))
    return NULL;
  *out_commit = TRUE;
  g_ptr_array_add (events, gb_event_ref (event));
  return answer_revision (office, 201, event, events);
}

GbResponse *
gb_api_put_revision (GbOffice *office, GbRequest *request, gpointer data)
{
  g_autofree char *parent = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GbResponse) response = read_precondition (request, &parent);
  g_autoptr (GbDocument) document = NULL;
  g_autoptr (GbTransaction) transaction = NULL;
  gboolean commit = FALSE;

  if (response != NULL)
    return g_steal_pointer (&response);
  document = read_document (request, &response);
  if (document == NULL)
    return g_steal_pointer (&response);
  transaction = gb_database_begin (office->database, &error);
  if (transaction == NULL)
    return gb_problem_respond_internal (error);
  response = accept_revision (office, request, document, parent, &commit, &error);
  if (response == NULL)
    return gb_problem_respond_internal (error);
  if (!commit)
    return g_steal_pointer (&response);
  if (!gb_transaction_commit (transaction, &error) || !gb_office_refresh (office, &error))
    return gb_problem_respond_internal (error);
  GB_FAULT_POINT ("revision-committed");
  return g_steal_pointer (&response);
}
