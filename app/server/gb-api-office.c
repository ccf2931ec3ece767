/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the office says about itself: GET /healthz, GET /capabilities, GET /checks, GET /changes.
 * Office thread. */
#define G_LOG_DOMAIN "gb-api"

#include "config.h"

#include "server/gb-api.h"

#include "server/gb-problem.h"
#include "store/gb-office-log.h"

#define MAX_CHANGES 200
#define MAX_WAIT_S  25

GbResponse *
gb_api_get_health (GbOffice *office, GbRequest *request, gpointer data)
{
  static const char text[] = "ok\n";
  g_autoptr (GBytes) body = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (GError) error = NULL;
  guint64 last_seq;

  if (!gb_office_get_last_seq (office->database, &last_seq, &error))
    return gb_problem_respond_internal (error);
  return gb_response_new_bytes (200, "text/plain; charset=utf-8", body);
}

GbResponse *
gb_api_get_capabilities (GbOffice *office, GbRequest *request, gpointer data)
{
  GbResponse *response = gb_response_new_bytes (200, "application/json", office->capabilities);

  gb_response_add_header (response, "Cache-Control", "no-cache");
  gb_response_set_etag (response, office->capabilities_etag,
                        gb_request_get_header (request, "if-none-match"));
  return response;
}

GbResponse *
gb_api_get_checks (GbOffice *office, GbRequest *request, gpointer data)
{
  GbResponse *response = gb_response_new_bytes (200, "application/json", office->checks_answer);

  gb_response_add_header (response, "Cache-Control", "no-cache");
  gb_response_set_etag (response, office->checks_etag,
                        gb_request_get_header (request, "if-none-match"));
  return response;
}

static GbResponse *
answer_changes (guint64 since, GPtrArray *events)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();
  guint64 cursor = since;

  for (guint i = 0; i < events->len; i++) {
    GbEvent *event = g_ptr_array_index (events, i);

    json_array_add_element (array, gb_event_to_json (event));
    cursor = event->seq;
  }
  json_object_set_int_member (object, "cursor", (gint64)cursor);
  json_object_set_array_member (object, "events", array);
  return gb_response_new_object (200, object);
}

GbResponse *
gb_api_get_changes (GbOffice *office, GbRequest *request, gpointer data)
{
  const char *since_text = gb_request_get_query (request, "since");
  const char *wait_text = gb_request_get_query (request, "wait");
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GError) error = NULL;
  guint64 since = 0;
  guint64 wait_s = 0;
  gint64 deadline;

  if (since_text != NULL && !gb_request_parse_uint64 (since_text, G_MAXINT64, &since))
    return gb_problem_respond_field ("malformed", "since", "since is not a cursor");
  if (wait_text != NULL && !gb_request_parse_uint64 (wait_text, G_MAXUINT32, &wait_s))
    return gb_problem_respond_field ("malformed", "wait", "wait is not a number of seconds");
  events = gb_office_list_changes (office->database, since, MAX_CHANGES, &error);
  if (events == NULL)
    return gb_problem_respond_internal (error);
  deadline = request->arrived_at + (gint64)MIN (wait_s, MAX_WAIT_S) * G_USEC_PER_SEC;
  if (events->len == 0 && g_get_monotonic_time () < deadline) {
    GbResponse *response = gb_response_new (204);

    response->wait = TRUE;
    response->wait_until = deadline;
    return response;
  }
  return answer_changes (since, events);
}
