/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document.h"
#include "server/gb-office.h"
#include "server/gb-problem.h"
#include "workflow/gb-workflow.h"

G_BEGIN_DECLS

/* The acts on a document: what may be done, and what doing it changes. Office thread. Used by the
 * API, where a person acts, and by the schedule, where the portal does. */

/* The fold of a document's events; NULL with an error, or without one if it has no events. */
GbWorkflow *gb_acts_load_workflow (GbOffice *office, const char *document, GError **error);
/* NULL without an error if the document has no such revision. */
GbDocument *
gb_acts_load_document (GbOffice *office, const char *document, const char *digest, GError **error);

/* What an accepted act led to. */
typedef struct {
  GbEvent *event;     /* as it is in the log */
  GbEvent *published; /* (nullable): the portal's own event, "published" or "failed" */
} GbActResult;

void gb_act_result_clear (GbActResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GbActResult, gb_act_result_clear)

/* May this person do it now? Returns: (transfer full) (nullable): the refusal, NULL if they may;
 * with *error set neither was found out. out_document: (out) (nullable): the text it is about. */
GbProblem *gb_acts_check (GbOffice *office,
                          GbWorkflow *workflow,
                          const GbEvent *event,
                          GbAccount *actor,
                          GbDocument **out_document,
                          GError **error);
/* Appends the event and does what follows from it. Call it in a transaction; flush the publisher
 * after the commit. event: not yet referenced by others. */
gboolean gb_acts_apply (GbOffice *office,
                        GbEvent *event,
                        GbDocument *document,
                        GbActResult *result,
                        GError **error);
/* The portal's own part of a publication: a "published" event and the rows, or a "failed" one. */
GbEvent *gb_acts_release (GbOffice *office,
                          const char *id,
                          guint edition,
                          GbDocument *document,
                          GError **error);

G_END_DECLS
