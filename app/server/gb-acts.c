/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Acts on a document. The rules themselves are in app/workflow; here are the facts they need, which
 * come from the portal's own reading of the text and never from the client, and the consequences,
 * which are rows written in the transaction of the event. Functions without state. */
#define G_LOG_DOMAIN "gb-acts"

#include "config.h"

#include "server/gb-acts.h"

#include "check/gb-check.h"
#include "server/gb-office-rules.h"
#include "server/gb-publisher.h"
#include "store/gb-office-log.h"
#include "workflow/gb-verdicts.h"

#define PORTAL_ACTOR "portal"
#define PORTAL_NAME  "portal"

void
gb_act_result_clear (GbActResult *result)
{
  g_clear_pointer (&result->event, gb_event_unref);
  g_clear_pointer (&result->published, gb_event_unref);
}

GbWorkflow *
gb_acts_load_workflow (GbOffice *office, const char *document, GError **error)
{
  g_autoptr (GPtrArray) events = gb_office_list_events (office->database, document, error);

  if (events == NULL || events->len == 0)
    return NULL;
  return gb_workflow_new (office->route, events);
}

GbDocument *
gb_acts_load_document (GbOffice *office, const char *document, const char *digest, GError **error)
{
  g_autoptr (GBytes) xml = NULL;

  if (!gb_office_load_revision (office->database, document, digest, &xml, error) || xml == NULL)
    return NULL;
  return gb_document_new_from_bytes (xml, error);
}

static gboolean
is_release (GbEventType type)
{
  return type == GB_EVENT_SCHEDULE || type == GB_EVENT_PUBLISH || type == GB_EVENT_EMERGENCY;
}

/* What stops publication is also what may be overridden. */
static GbCheckStage
get_stage (GbEventType type)
{
  return is_release (type) || type == GB_EVENT_OVERRIDE ? GB_CHECK_STAGE_PUBLISH
                                                        : GB_CHECK_STAGE_SUBMIT;
}

/* A reader must be able to get everything that the text shows, so it must have arrived. */
static GbProblem *
check_blobs (GbOffice *office, GbDocument *document)
{
  g_auto (GStrv) digests = gb_document_dup_blob_digests (document);
  JsonArray *missing = json_array_new ();
  JsonNode *node;
  GbProblem *problem;

  for (guint i = 0; digests[i] != NULL; i++) {
    if (gb_blob_folder_get_size (office->blobs, digests[i]) < 0)
      json_array_add_string_element (missing, digests[i]);
  }
  if (json_array_get_length (missing) == 0) {
    json_array_unref (missing);
    return NULL;
  }
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, missing);
  problem = gb_problem_new ("blob-missing", NULL);
  gb_problem_set_node (problem, "missing", node);
  return problem;
}

static GbProblem *
check_column (GbOffice *office, GbDocument *document)
{
  const char *column = gb_metadata_get (gb_document_get_metadata (document), "column");
  GbProblem *problem;

  if (gb_site_find_column (office->site, column) != NULL)
    return NULL;
  problem = gb_problem_new ("blocked", "the column is not one of this site: choose another");
  gb_problem_set_string (problem, "field", "column");
  return problem;
}

/* Those that stop the act, for what was said of them. */
static void
add_findings (GbProblem *problem,
              GbDocument *document,
              GPtrArray *findings,
              GPtrArray *notes,
              GbCheckStage stage)
{
  g_autoptr (GPtrArray) marks = gb_check_marks_new (document, findings);
  g_autoptr (GArray) verdicts = gb_verdicts_new (marks, notes, gb_document_get_digest (document));
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (findings, i);
    JsonObject *object;

    if (!gb_verdict_stops (&g_array_index (verdicts, GbVerdict, i), finding, stage))
      continue;
    object = json_object_new ();
    json_object_set_string_member (object, "rule", finding->rule);
    if (finding->field != NULL)
      json_object_set_string_member (object, "field", finding->field);
    if (finding->block != NULL)
      json_object_set_string_member (object, "block", finding->block);
    json_object_set_string_member (object, "message", finding->message);
    json_object_set_boolean_member (object, "locked", gb_check_is_locked (finding->rule));
    json_array_add_object_element (array, object);
  }
  json_node_take_array (node, array);
  gb_problem_set_node (problem, "findings", node);
}

static GbProblem *
refusal_to_problem (const GError *refusal)
{
  GbWorkflowError code = (GbWorkflowError)refusal->code;
  GbProblem *problem = gb_problem_new (gb_workflow_error_to_string (code), refusal->message);

  if (code == GB_WORKFLOW_ERROR_REASON_REQUIRED)
    gb_problem_set_string (problem, "field", "opinion");
  if (code == GB_WORKFLOW_ERROR_NOT_PUBLIC)
    gb_problem_set_string (problem, "field", "openness");
  if (code == GB_WORKFLOW_ERROR_TIME_IN_PAST || code == GB_WORKFLOW_ERROR_TIME_TOO_FAR)
    gb_problem_set_string (problem, "field", "due_at");
  if (code == GB_WORKFLOW_ERROR_RULE_LOCKED)
    gb_problem_set_string (problem, "field", "rule");
  if (code == GB_WORKFLOW_ERROR_NO_FINDING)
    gb_problem_set_string (problem, "field", "mark");
  return problem;
}

GbProblem *
gb_acts_check (GbOffice *office,
               GbWorkflow *workflow,
               const GbEvent *event,
               GbAccount *actor,
               GbDocument **out_document,
               GError **error)
{
  g_autoptr (GbDocument) document = NULL;
  g_autoptr (GbCheckContext) context = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) refusal = NULL;
  g_autoptr (GError) local_error = NULL;
  GbProblem *problem = NULL;
  GbWorkflowFacts facts = { 0 };
  GPtrArray *notes = gb_workflow_get_notes (workflow);
  GbCheckStage stage = get_stage (event->type);

  *out_document = NULL;
  facts.now = gb_office_now ();
  if (*event->revision != '\0') {
    document = gb_acts_load_document (office, event->document, event->revision, &local_error);
    if (local_error != NULL) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
    if (document == NULL)
      return gb_problem_new ("stale-revision", "the document has no such revision");
    context = gb_office_rules_build_context (office, workflow, event->document, document,
                                             event->due_at, error);
    if (context == NULL)
      return NULL;
    findings = gb_check_document_with (document, stage, office->checks, context);
    facts.is_public =
      gb_metadata_get_openness (gb_document_get_metadata (document)) == GB_OPENNESS_PROACTIVE;
    facts.has_blocking = gb_verdicts_stop (document, findings, notes, stage);
    facts.is_locked = gb_check_is_locked (event->rule);
    facts.has_finding =
      event->type == GB_EVENT_OVERRIDE && gb_verdicts_has_blocking (document, findings, event);
  }
  if (!gb_workflow_check (workflow, event, actor, &facts, &refusal)) {
    problem = refusal_to_problem (refusal);
    if (refusal->code == GB_WORKFLOW_ERROR_BLOCKED)
      add_findings (problem, document, findings, notes, stage);
    return problem;
  }
  if (event->type == GB_EVENT_SUBMIT || is_release (event->type))
    problem = check_blobs (office, document);
  if (problem == NULL && is_release (event->type))
    problem = check_column (office, document);
  if (problem == NULL)
    *out_document = g_steal_pointer (&document);
  return problem;
}

static GbEvent *
fail_release (GbOffice *office, GbEvent *event, const char *reason, gint64 now, GError **error)
{
  g_autoptr (GbEvent) failed = gb_event_new (NULL, event->document, event->edition, GB_EVENT_FAILED,
                                             event->revision, PORTAL_ACTOR, PORTAL_NAME);

  gb_event_set_string (&failed->opinion, reason);
  if (!gb_office_append_event (office->database, failed, now, error))
    return NULL;
  return g_steal_pointer (&failed);
}

GbEvent *
gb_acts_release (GbOffice *office,
                 const char *id,
                 guint edition,
                 GbDocument *document,
                 GError **error)
{
  g_autoptr (GbEvent) event =
    gb_event_new (NULL, id, edition, GB_EVENT_PUBLISHED, gb_document_get_digest (document),
                  PORTAL_ACTOR, PORTAL_NAME);
  g_autoptr (GbOfficePublication) row = NULL;
  g_autoptr (GError) local_error = NULL;
  gint64 now;

  /* The year in the page's path is that of the log's time. */
  if (!gb_office_settle_time (office->database, gb_office_now (), &now, error))
    return NULL;
  if (!gb_office_set_schedule (office->database, id, 0, error))
    return NULL;
  row = gb_publisher_prepare (office, document, id, edition, now, error);
  if (row == NULL)
    return NULL;
  if (!gb_publisher_try (office, document, row, &local_error)) {
    if (local_error->domain != GB_SITE_ERROR) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
    return fail_release (office, event, local_error->message, now, error);
  }
  gb_event_set_string (&event->url, row->path);
  if (!gb_office_append_event (office->database, event, now, error))
    return NULL;
  /* The log's time is never before that of its predecessor; the page says what the log says. */
  if (row->first_published_at == row->published_at)
    row->first_published_at = event->accepted_at;
  row->published_at = event->accepted_at;
  if (!gb_publisher_put (office, document, row, error))
    return NULL;
  return g_steal_pointer (&event);
}

gboolean
gb_acts_apply (GbOffice *office,
               GbEvent *event,
               GbDocument *document,
               GbActResult *result,
               GError **error)
{
  if (!gb_office_append_event (office->database, event, gb_office_now (), error))
    return FALSE;
  result->event = gb_event_ref (event);
  switch (event->type) {
  case GB_EVENT_PUBLISH:
  case GB_EVENT_EMERGENCY:
    result->published = gb_acts_release (office, event->document, event->edition, document, error);
    return result->published != NULL;
  case GB_EVENT_SCHEDULE:
    return gb_office_set_schedule (office->database, event->document, event->due_at, error);
  case GB_EVENT_WITHDRAW:
    return gb_publisher_withdraw (office, event->document, event->accepted_at, error);
  case GB_EVENT_UNSCHEDULE:
  case GB_EVENT_RETURN:
    return gb_office_set_schedule (office->database, event->document, 0, error);
  case GB_EVENT_REVISE:
  case GB_EVENT_SUBMIT:
  case GB_EVENT_RECALL:
  case GB_EVENT_APPROVE:
  case GB_EVENT_PUBLISHED:
  case GB_EVENT_FAILED:
  case GB_EVENT_RATIFY:
  case GB_EVENT_DISCARD:
  case GB_EVENT_IGNORE:
  case GB_EVENT_OVERRIDE:
  case GB_EVENT_REINSTATE:
  default:
    return TRUE;
  }
}
