/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "workflow/gb-workflow.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbReviewBar:
 *
 * Where a document is on its way (拟稿 ✔ — 一审 ✔ — 二审 ● — 三审 ○), who is waited for, and the
 * buttons of the person whose turn it is. The buttons activate actions of the group "page"; one
 * that is off says why.
 */
#define GB_TYPE_REVIEW_BAR (gb_review_bar_get_type ())
G_DECLARE_FINAL_TYPE (GbReviewBar, gb_review_bar, GB, REVIEW_BAR, GtkBin)

void gb_review_bar_set_workflow (GbReviewBar *self, GbWorkflow *workflow, GbAccount *account);
/* Progress above, buttons below. */
void gb_review_bar_set_narrow (GbReviewBar *self, gboolean narrow);
/* The progress in one line of words: (transfer full). */
char *gb_review_bar_dup_progress (GbReviewBar *self);

G_END_DECLS
