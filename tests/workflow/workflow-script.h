/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stories of one document for the tests of the workflow, a line an act:
 *
 *   WHO TYPE [TEXT] [opinion words]
 *
 * WHO is an account's id, TEXT the letter of a revision ("a" … "z") or "-" for none. Edition and
 * step are what the document is at then, so that a story reads as people act. */

#pragma once

#include "workflow/gb-workflow.h"

G_BEGIN_DECLS

#define SCRIPT_DOCUMENT "6f1d9c1e-3a54-4f0e-9a57-9a3b8f0f6f10"

/* The digest of revision 'a' … 'z'. Static. */
const char *script_digest (char letter);

/* One event as the document would take it now; seq and accepted_at follow its place. */
GbEvent *script_event (GbWorkflow *workflow,
                       guint n_before,
                       const char *who,
                       GbEventType type,
                       const char *digest,
                       const char *opinion);

/* rename: (nullable): "from=to", a person who is played by another. Returns: of GbEvent. */
GPtrArray *script_run (GbRoute *route, const char *story, const char *rename);
GbWorkflow *script_fold (GbRoute *route, const char *story, const char *rename);

G_END_DECLS
