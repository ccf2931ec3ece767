/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Publications whose time has come. Functions over GbOffice on the office thread, called by the
 * timer of GbOfficeThread and once at start, so that what fell due while the portal stood still
 * goes out then. */
#define G_LOG_DOMAIN "gb-scheduler"

#include "config.h"

#include "server/gb-scheduler.h"

#include "server/gb-acts.h"
#include "server/gb-publisher.h"
#include "store/gb-office-publications.h"

/* FALSE with an error, or with the document still in the schedule, would be tried for ever: what is
 * not to be published leaves the schedule in the same transaction. */
static gboolean
release (GbOffice *office, const char *id, GError **error)
{
  g_autoptr (GbTransaction) transaction = gb_database_begin (office->database, error);
  g_autoptr (GbWorkflow) workflow = NULL;
  g_autoptr (GbDocument) document = NULL;
  g_autoptr (GbEvent) event = NULL;
  g_autoptr (GError) local_error = NULL;

  if (transaction == NULL)
    return FALSE;
  workflow = gb_acts_load_workflow (office, id, &local_error);
  if (workflow != NULL && gb_workflow_get_state (workflow) == GB_STATE_SCHEDULED)
    document =
      gb_acts_load_document (office, id, gb_workflow_get_submitted (workflow), &local_error);
  if (local_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (document == NULL) {
    if (!gb_office_set_schedule (office->database, id, 0, error))
      return FALSE;
  } else {
    event = gb_acts_release (office, id, gb_workflow_get_edition (workflow), document, error);
    if (event == NULL)
      return FALSE;
  }
  return gb_transaction_commit (transaction, error);
}

void
gb_scheduler_run (GbOffice *office)
{
  g_autoptr (GError) error = NULL;

  for (;;) {
    g_autofree char *id = NULL;
    gint64 due_at;

    if (!gb_office_next_scheduled (office->database, &id, &due_at, &error) || id == NULL ||
        due_at > gb_office_now () || !release (office, id, &error))
      break;
    gb_publisher_flush (office);
  }
  if (error != NULL)
    g_debug ("a scheduled publication is left for later: %s", error->message);
  if (!gb_office_refresh (office, NULL))
    g_debug ("cannot read the schedule");
}
