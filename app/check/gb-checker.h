/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check.h"

G_BEGIN_DECLS

/**
 * GbChecker:
 *
 * The findings of one document while it is written. It keeps what the rules found in each block, so
 * that an update looks only at the blocks that are new or changed, and then at what needs the whole
 * document. Belongs to one thread at a time; the findings may be handed to others.
 */
#define GB_TYPE_CHECKER (gb_checker_get_type ())
G_DECLARE_FINAL_TYPE (GbChecker, gb_checker, GB, CHECKER, GObject)

/* today: the day that counts as today. data: (nullable): NULL is what the program ships. */
GbChecker *gb_checker_new (GbCheckData *data, GbCheckStage stage, const GDate *today);
/* context: (nullable): what lies around the document. Another one is taken up with the next update,
 * which then looks at everything again. */
void gb_checker_set_context (GbChecker *self, GbCheckContext *context);
/* TRUE leaves out the rules that never block. Takes effect with the next update. */
void gb_checker_set_blocking_only (GbChecker *self, gboolean blocking_only);
void gb_checker_update (GbChecker *self, GbDocument *document);
/* (transfer full) (element-type GbFinding): in the order of form and text; none before the first
 * update. */
GPtrArray *gb_checker_dup_findings (GbChecker *self);
/* How many blocks the last update looked at: those that were new or changed. */
guint gb_checker_get_n_checked (GbChecker *self);

G_END_DECLS
