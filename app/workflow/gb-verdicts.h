/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check-mark.h"
#include "workflow/gb-workflow.h"

G_BEGIN_DECLS

/* What people said of the findings of a text.
 *
 * Findings are made anew at every look, so what is said of one cannot point at it. It is an event
 * of the document that carries the finding's mark (GbCheckMark), and is brought together with the
 * findings of a text here, by desk, portal and window alike:
 *
 * - "ignore": whoever writes leaves a finding as it is and says why. It holds for the document, in
 *   all later texts and editions that still have the finding. Until the text is sent it waits with
 *   it: its revision is "". It lets a finding that blocks pass at submission, so that the people
 *   who decide can see it; never at publication.
 * - "override": a person who signs, or has the right, lets a finding that blocks pass in exactly
 *   the text with this digest. Any change of the text voids it, like an approval.
 * - "reinstate" takes one of both back.
 *
 * A note stands for one finding: of two that are alike, one that was ignored leaves the other. What
 * locked rules find is never let pass, whatever a log says. */
typedef struct {
  const GbEvent *ignored;    /* (nullable): borrowed from the notes */
  const GbEvent *overridden; /* (nullable): likewise */
} GbVerdict;

/* marks: (element-type GbCheckMark), of the text with this digest; notes: (element-type GbEvent),
 * of gb_workflow_get_notes (). Returns: (transfer full): an array of GbVerdict, one for each mark;
 * valid as long as the notes. */
GArray *gb_verdicts_new (GPtrArray *marks, GPtrArray *notes, const char *digest);

/* Whether a finding stops the act, for what was said of it. */
gboolean gb_verdict_stops (const GbVerdict *self, const GbFinding *finding, GbCheckStage stage);

/* The same for all findings of a text: TRUE if one stops it. */
gboolean
gb_verdicts_stop (GbDocument *document, GPtrArray *findings, GPtrArray *notes, GbCheckStage stage);
/* Whether the text has the finding that the note is about, and it blocks. */
gboolean gb_verdicts_has_blocking (GbDocument *document, GPtrArray *findings, const GbEvent *note);

G_END_DECLS
