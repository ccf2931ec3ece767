/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check-item.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GbCheckRunner:
 *
 * Checks the open document with all rules, on a thread, one text at a time; of the texts that come
 * meanwhile only the newest is checked. What was found in a block stays known until it changes.
 *
 * Signals: "changed" (what was found is there, or nothing is known any more).
 */
#define GB_TYPE_CHECK_RUNNER (gb_check_runner_get_type ())
G_DECLARE_FINAL_TYPE (GbCheckRunner, gb_check_runner, GB, CHECK_RUNNER, GObject)

GbCheckRunner *gb_check_runner_new (void);

/* What the document is checked by: the tables, why some of them could not be read (nullable), and
 * what lies around it (nullable). The open document is checked again if they are other ones. */
void gb_check_runner_set_surroundings (GbCheckRunner *self,
                                       GbCheckData *data,
                                       const char *problem,
                                       GbCheckContext *context);
/* document: (nullable): none is open. */
void gb_check_runner_set_document (GbCheckRunner *self, GbDocument *document);
/* Another document: what is known about the last one is forgotten. */
void gb_check_runner_clear (GbCheckRunner *self);

/* notes: (nullable) (element-type GbEvent): what was said of findings, of gb_workflow_get_notes ().
 */
void gb_check_runner_set_notes (GbCheckRunner *self, GPtrArray *notes);

/* (nullable) (element-type GbCheckItem): those of which nothing was said; borrowed, until
 * "changed"; NULL before the first result. */
GPtrArray *gb_check_runner_get_items (GbCheckRunner *self);
/* (nullable) (element-type GbCheckItem): those that were ignored or let pass; likewise. */
GPtrArray *gb_check_runner_get_settled (GbCheckRunner *self);
/* (transfer full) (element-type GbFinding): those of which nothing was said, without the words;
 * empty before the first result. */
GPtrArray *gb_check_runner_dup_findings (GbCheckRunner *self);
guint gb_check_runner_count (GbCheckRunner *self, GbFindingLevel level);
/* (nullable): why an office's own lists could not be read; technical, in English. */
const char *gb_check_runner_get_problem (GbCheckRunner *self);

G_END_DECLS
