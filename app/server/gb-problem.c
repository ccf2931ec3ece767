/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Refusals as application/problem+json. The table is the list of every type that the portal knows;
 * resources/openapi.yaml shows the same list to others. Owned by one request, any thread. */
#define G_LOG_DOMAIN "gb-problem"

#include "config.h"

#include "server/gb-problem.h"

#include "store/gb-database.h"

#include <string.h>

struct _GbProblem {
  guint status;
  const char *type; /* static */
  JsonObject *members;
};

typedef struct {
  const char *type;
  guint status;
  const char *title;
  const char *next;
} Kind;

static const Kind kinds[] = {
  { "bad-request", 400, "The request is malformed.", "Correct the request." },
  { "bad-json", 400, "The body is not a JSON object.", "Send one JSON object in UTF-8." },
  { "duplicate-header", 400, "A header that may appear once appears twice.", "Send it once." },
  { "key-required", 400, "An Idempotency-Key is required.",
    "Send the event's id as Idempotency-Key." },
  { "sign-in-required", 401, "You are not signed in.", "Sign in by POST /api/v1/sessions." },
  { "wrong-password", 401, "Account or password is wrong.", "Check both and try again." },
  { "not-you", 403, "The event names another person.", "Sign in as the person who acts." },
  { "own-text", 403, "Nobody decides on a text that they edited.",
    "Ask another person with this role." },
  { "same-person", 403, "One person may decide one step only.",
    "Ask another person with this role." },
  { "wrong-role", 403, "This act needs another role.", "Ask a person with this role." },
  { "right-required", 403, "This act needs a special right.", "Ask a person with this right." },
  { "not-found", 404, "There is no such thing here.", "Check the address." },
  { "method-not-allowed", 405, "The method is not allowed here.", "See the header Allow." },
  { "request-timeout", 408, "The request took too long.", "Send it again." },
  { "wrong-state", 409, "The document's state does not allow this.",
    "Fetch the document's state." },
  { "stale-revision", 409, "The text has changed since.",
    "Fetch the current revision and look at it first." },
  { "wrong-step", 409, "This is not the current step.", "Fetch the document's state." },
  { "wrong-offset", 409, "The upload goes on elsewhere.", "Continue at Upload-Offset." },
  { "precondition-failed", 412, "Somebody else has changed the text.",
    "Fetch the current head and merge." },
  { "too-large", 413, "The body is too large.", "See the limits of GET /api/v1/capabilities." },
  { "unsupported-type", 415, "This media type is not accepted.",
    "See the types of GET /api/v1/capabilities." },
  { "malformed", 422, "A member is missing or has a wrong type.", "Correct the named field." },
  { "invalid-document", 422, "The schema refuses the document.", "Correct the named line." },
  { "digest-mismatch", 422, "The content is not what its name says.",
    "Compute the digest again and send it again." },
  { "key-mismatch", 422, "Key and event differ.", "Send the event's id as Idempotency-Key." },
  { "key-reused", 422, "This key was used for another act.", "Use a new id for a new act." },
  { "blob-missing", 422, "An attachment or image has not arrived.",
    "Upload the listed blobs, then try again." },
  { "reason-required", 422, "This act needs a reason.", "Give a reason." },
  { "not-public", 422, "Only texts for proactive disclosure are published.", "Set the openness." },
  { "blocked", 422, "A finding forbids this.", "Correct the findings." },
  { "time-in-past", 422, "The time lies in the past.", "Choose a time in the future." },
  { "rule-locked", 422, "Nobody may let what this rule finds pass.", "Correct the text." },
  { "no-finding", 422, "The text has no such finding that blocks.",
    "Fetch the text and check it again." },
  { "time-too-far", 422, "The time lies too far ahead.", "Choose a time in the next five years." },
  { "precondition-required", 428, "A precondition is required.",
    "Send If-Match with the parent's digest, or If-None-Match: * for the first revision." },
  { "too-many-attempts", 429, "Too many attempts.", "Wait as long as Retry-After says." },
  { "internal", 500, "The portal failed.", "Try again; tell the operator if it stays so." },
  { "clock-wrong", 503, "The portal's clock is behind its own log.",
    "Tell the operator to correct the clock; then try again." },
  { "shutting-down", 503, "The portal is stopping.", "Try again in a moment." },
  { "storage-full", 507, "The portal's disk is full.", "Tell the operator." },
};

static const Kind *
find_kind (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (g_str_equal (kinds[i].type, type))
      return &kinds[i];
  }
  return NULL;
}

GbProblem *
gb_problem_new (const char *type, const char *detail)
{
  const Kind *kind = find_kind (type);
  GbProblem *self;

  g_return_val_if_fail (kind != NULL, NULL);

  self = g_new0 (GbProblem, 1);
  self->status = kind->status;
  self->type = kind->type;
  self->members = json_object_new ();
  json_object_set_string_member (self->members, "type", kind->type);
  json_object_set_string_member (self->members, "title", kind->title);
  json_object_set_int_member (self->members, "status", kind->status);
  json_object_set_string_member (self->members, "detail", detail != NULL ? detail : kind->title);
  json_object_set_string_member (self->members, "next", kind->next);
  return self;
}

void
gb_problem_free (GbProblem *self)
{
  json_object_unref (self->members);
  g_free (self);
}

void
gb_problem_set_string (GbProblem *self, const char *member, const char *value)
{
  json_object_set_string_member (self->members, member, value);
}

void
gb_problem_set_int (GbProblem *self, const char *member, gint64 value)
{
  json_object_set_int_member (self->members, member, value);
}

void
gb_problem_set_node (GbProblem *self, const char *member, JsonNode *node)
{
  json_object_set_member (self->members, member, node);
}

const char *
gb_problem_get_type (GbProblem *self)
{
  return self->type;
}

GbResponse *
gb_problem_to_response (GbProblem *self)
{
  GbResponse *response = gb_response_new_object (self->status, json_object_ref (self->members));

  g_free (response->content_type);
  response->content_type = g_strdup (GB_PROBLEM_MIME);
  if (self->status == 401)
    gb_response_add_header (response, "WWW-Authenticate", "Bearer realm=\"gongbao\"");
  return response;
}

GbResponse *
gb_problem_respond (const char *type, const char *detail)
{
  g_autoptr (GbProblem) problem = gb_problem_new (type, detail);

  return gb_problem_to_response (problem);
}

GbResponse *
gb_problem_respond_field (const char *type, const char *field, const char *detail)
{
  g_autoptr (GbProblem) problem = gb_problem_new (type, detail);

  gb_problem_set_string (problem, "field", field);
  return gb_problem_to_response (problem);
}

GbResponse *
gb_problem_respond_internal (GError *error)
{
  /* The operator must hear of it; the public and the client need not know what it says. */
  if (g_error_matches (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CORRUPT) ||
      g_error_matches (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CLOCK))
    g_warning ("%s", error->message);
  g_debug ("answering 5xx: %s", error->message);
  if (g_error_matches (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CLOCK))
    return gb_problem_respond ("clock-wrong", NULL);
  if (g_error_matches (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_FULL) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return gb_problem_respond ("storage-full", NULL);
  return gb_problem_respond ("internal", NULL);
}
