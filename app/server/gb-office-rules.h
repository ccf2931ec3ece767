/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check.h"
#include "server/gb-office.h"
#include "workflow/gb-workflow.h"

G_BEGIN_DECLS

/* The checker's tables of this office, DIR/check, and what the portal knows around a document.
 * Office thread. */

/* Reads the tables, writes what changed about the levels of rules into the audit, and makes the
 * answer of GET /checks. Errors: GB_CHECK_DATA_ERROR, GB_DATABASE_ERROR, G_IO_ERROR. */
gboolean gb_office_rules_start (GbOffice *office, GError **error);
/* What lies around a document: (transfer full). due_at: µs, of a schedule that is asked for; 0 for
 * none. The catalogue and the policies are in it only if they can change what blocks. */
GbCheckContext *gb_office_rules_build_context (GbOffice *office,
                                               GbWorkflow *workflow,
                                               const char *id,
                                               GbDocument *document,
                                               gint64 due_at,
                                               GError **error);

G_END_DECLS
