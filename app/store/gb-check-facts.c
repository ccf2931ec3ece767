/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the fold of a document tells the checks. Functions without state; the portal and the desk
 * use them. */

#define G_LOG_DOMAIN "gb-store"

#include "config.h"

#include "store/gb-check-facts.h"

#include <string.h>

/* What an opinion is recognised by where the route has no step for it. */
static const char *const legal_words[] = { "合法性审核", "合法性审查", "法制审核" };

static gboolean
is_legal_opinion (const char *opinion)
{
  for (guint i = 0; i < G_N_ELEMENTS (legal_words); i++) {
    if (strstr (opinion, legal_words[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

static GbCheckLegal
find_legal (GbWorkflow *self)
{
  GbRoute *route = gb_workflow_get_route (self);
  GPtrArray *decisions = gb_workflow_get_decisions (self);
  GbCheckLegal legal = GB_CHECK_LEGAL_NONE;

  for (guint i = 0; i < gb_route_get_n_steps (route); i++) {
    if (gb_route_get_step (route, i)->kind == GB_STEP_LEGAL)
      legal = GB_CHECK_LEGAL_PLANNED;
  }
  for (guint i = 0; i < decisions->len; i++) {
    const GbDecision *decision = g_ptr_array_index (decisions, i);
    const GbRouteStep *step = gb_route_get_step (route, decision->step_index);

    if (decision->valid && decision->event->type == GB_EVENT_APPROVE &&
        ((step != NULL && step->kind == GB_STEP_LEGAL) ||
         is_legal_opinion (decision->event->opinion)))
      return GB_CHECK_LEGAL_DONE;
  }
  return legal;
}

static GDateTime *
to_public_time (gint64 time)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (8 * 60 * 60);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);

  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

char *
gb_check_facts_dup_day (gint64 time)
{
  g_autoptr (GDateTime) day = time > 0 ? to_public_time (time) : NULL;

  return day != NULL ? g_date_time_format (day, "%Y-%m-%d") : NULL;
}

/* The first publication is the one that terms end with, whatever editions follow. */
void
gb_check_facts_fill (GbWorkflow *self, gint64 due_at, GbCheckContext *context)
{
  g_autoptr (GDateTime) time = NULL;
  const GbEvent *schedule;
  gint64 at;
  GDate day;

  g_return_if_fail (GB_IS_WORKFLOW (self));
  g_return_if_fail (context != NULL);

  gb_check_context_set_legal (context, find_legal (self));
  schedule = gb_workflow_get_schedule (self);
  at = gb_workflow_get_first_published_at (self);
  if (at == 0)
    at = due_at > 0 || schedule == NULL ? due_at : schedule->due_at;
  time = at > 0 ? to_public_time (at) : NULL;
  if (time == NULL)
    return;
  g_date_clear (&day, 1);
  g_date_set_dmy (&day, (GDateDay)g_date_time_get_day_of_month (time),
                  (GDateMonth)g_date_time_get_month (time), (GDateYear)g_date_time_get_year (time));
  gb_check_context_set_published_on (context, &day);
}
