/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One publication cycle of a document: who wrote it, what was decided, which text counts. It owns
 * its lists and borrows the events from the workflow. Used by the fold and by the rules. */

#define G_LOG_DOMAIN "gb-workflow"

#include "config.h"

#include "workflow/gb-workflow-private.h"

#include <string.h>

GbEdition *
_gb_edition_new (guint number, const GbEdition *base)
{
  GbEdition *edition = g_new0 (GbEdition, 1);

  edition->number = number;
  edition->base = base;
  edition->editors = g_ptr_array_new ();
  edition->decisions = g_ptr_array_new_with_free_func (g_free);

  return edition;
}

void
_gb_edition_free (GbEdition *edition)
{
  g_ptr_array_unref (edition->editors);
  g_ptr_array_unref (edition->decisions);
  g_free (edition);
}

gboolean
_gb_edition_is_reopened_by_revise (const GbEdition *edition)
{
  return edition->state == GB_STATE_PUBLISHED || edition->state == GB_STATE_WITHDRAWN;
}

gboolean
_gb_edition_is_edited_by (const GbEdition *edition, const char *account)
{
  for (; edition != NULL; edition = edition->base) {
    for (guint i = 0; i < edition->editors->len; i++) {
      if (strcmp (g_ptr_array_index (edition->editors, i), account) == 0)
        return TRUE;
    }

    /* Somebody else answered for the text that this edition began with. */
    if (edition->base != NULL && (edition->base->is_approved || edition->base->is_ratified))
      break;
  }

  return FALSE;
}

gboolean
_gb_edition_has_decision_by (const GbEdition *edition, const char *account)
{
  for (guint i = 0; i < edition->decisions->len; i++) {
    const GbDecision *decision = g_ptr_array_index (edition->decisions, i);

    if (decision->valid && strcmp (decision->event->actor, account) == 0)
      return TRUE;
  }

  return FALSE;
}

gboolean
_gb_edition_has_valid_decision (const GbEdition *edition)
{
  for (guint i = 0; i < edition->decisions->len; i++) {
    const GbDecision *decision = g_ptr_array_index (edition->decisions, i);

    if (decision->valid)
      return TRUE;
  }

  return FALSE;
}

guint
_gb_edition_count_approvals (const GbEdition *edition, guint step_index)
{
  guint n = 0;

  for (guint i = 0; i < edition->decisions->len; i++) {
    const GbDecision *decision = g_ptr_array_index (edition->decisions, i);

    if (decision->valid && decision->step_index == step_index &&
        decision->event->type == GB_EVENT_APPROVE)
      n++;
  }

  return n;
}

const char *
_gb_edition_get_digest (const GbEdition *edition)
{
  return edition->head != NULL ? edition->head->revision : "";
}

const char *
_gb_edition_get_author (const GbEdition *edition)
{
  const GbEvent *event = edition->submit != NULL ? edition->submit : edition->first_revise;

  return event != NULL ? event->actor : "";
}

void
_gb_edition_void_decisions (GbEdition *edition)
{
  for (guint i = 0; i < edition->decisions->len; i++) {
    GbDecision *decision = g_ptr_array_index (edition->decisions, i);

    decision->valid = FALSE;
  }
  edition->is_approved = FALSE;
}

void
_gb_edition_add_decision (GbEdition *edition, guint step_index, const GbEvent *event)
{
  GbDecision *decision = g_new0 (GbDecision, 1);

  decision->step_index = step_index;
  decision->event = event;
  decision->valid = TRUE;
  g_ptr_array_add (edition->decisions, decision);
}
