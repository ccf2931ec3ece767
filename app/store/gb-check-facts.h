/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check-context.h"
#include "workflow/gb-workflow.h"

G_BEGIN_DECLS

/* What the checks may know of an edition: whether the legal review is done or to come, and on which
 * day it became, or will become, public. due_at: µs, of a schedule that is asked for now; 0: none.
 */
void gb_check_facts_fill (GbWorkflow *self, gint64 due_at, GbCheckContext *context);
/* "YYYY-MM-DD" in the time of the public pages (UTC+8); NULL for 0. (transfer full) (nullable) */
char *gb_check_facts_dup_day (gint64 time);

G_END_DECLS
