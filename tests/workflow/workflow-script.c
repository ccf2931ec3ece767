/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "workflow-script.h"

#include "document/gb-digest.h"

#include <string.h>

#define FIRST_SEQ    100
#define FIRST_TIME   G_GINT64_CONSTANT (1767225600000000) /* 2026-01-01T00:00:00Z */
#define TIME_BETWEEN G_TIME_SPAN_MINUTE

const char *
script_digest (char letter)
{
  static char digests[26][GB_DIGEST_LENGTH + 1];
  char *digest;

  g_assert (letter >= 'a' && letter <= 'z');
  digest = digests[letter - 'a'];
  if (*digest == '\0') {
    g_strlcpy (digest, GB_DIGEST_PREFIX, sizeof digests[0]);
    for (guint i = strlen (GB_DIGEST_PREFIX); i < GB_DIGEST_LENGTH; i += 2) {
      digest[i] = "0123456789abcdef"[letter / 16];
      digest[i + 1] = "0123456789abcdef"[letter % 16];
    }
  }

  return digest;
}

GbEvent *
script_event (GbWorkflow *workflow,
              guint n_before,
              const char *who,
              GbEventType type,
              const char *digest,
              const char *opinion)
{
  GbEvent *event = gb_event_new (
    NULL, SCRIPT_DOCUMENT, gb_workflow_get_edition_for (workflow, type), type, digest, who, who);
  int step_index = gb_workflow_get_step_index (workflow);

  gb_event_set_string (&event->opinion, opinion);
  event->seq = FIRST_SEQ + n_before;
  event->accepted_at = FIRST_TIME + n_before * TIME_BETWEEN;
  if (type == GB_EVENT_SCHEDULE)
    event->due_at = event->accepted_at + G_TIME_SPAN_DAY;
  if (type == GB_EVENT_PUBLISHED)
    gb_event_set_string (&event->url, "/zcjd/2026/6f1d9c1e3a54.html");
  if (step_index >= 0 && (type == GB_EVENT_APPROVE || type == GB_EVENT_RETURN))
    gb_event_set_string (
      &event->step, gb_route_get_step (gb_workflow_get_route (workflow), (guint)step_index)->id);

  return event;
}

static const char *
renamed (const char *who, const char *rename)
{
  const char *equals = rename != NULL ? strchr (rename, '=') : NULL;

  if (equals != NULL && strlen (who) == (gsize)(equals - rename) &&
      strncmp (who, rename, equals - rename) == 0)
    return equals + 1;

  return who;
}

GPtrArray *
script_run (GbRoute *route, const char *story, const char *rename)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_event_unref);
  g_auto (GStrv) lines = g_strsplit (story, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    g_autoptr (GbWorkflow) workflow = gb_workflow_new (route, events);
    g_auto (GStrv) words = g_strsplit (g_strstrip (lines[i]), " ", 4);
    GbEventType type = GB_EVENT_REVISE;
    const char *digest = "";
    gboolean known;

    if (g_strv_length (words) == 0 || *words[0] == '\0')
      continue;
    g_assert_cmpuint (g_strv_length (words), >=, 3);
    known = gb_event_type_from_string (words[1], &type);
    g_assert_true (known);
    if (strcmp (words[2], "-") != 0)
      digest = script_digest (*words[2]);
    g_ptr_array_add (events, script_event (workflow, events->len, renamed (words[0], rename), type,
                                           digest, words[3]));
  }

  return g_steal_pointer (&events);
}

GbWorkflow *
script_fold (GbRoute *route, const char *story, const char *rename)
{
  g_autoptr (GPtrArray) events = script_run (route, story, rename);

  return gb_workflow_new (route, events);
}
