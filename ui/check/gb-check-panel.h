/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check-group.h"
#include "check/gb-check-runner.h"
#include "editor/gb-editor-findings.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbCheckPanel:
 *
 * What the checker has found, the gravest first, in groups that say the same; each is gone to,
 * explained and mended from here. It also hands the findings over to the text.
 *
 * Signals: "go-to" (GbCheckItem *: somebody wants to see it, in the text or in the form), "told"
 * (const char *: what came of a press, in words), "ignore" and "override" (GbCheckItem *: somebody
 * wants to say why it stays as it is, or may pass), "reinstate" (const char *: the id of the event
 * that is to be taken back).
 */
#define GB_TYPE_CHECK_PANEL (gb_check_panel_get_type ())
G_DECLARE_FINAL_TYPE (GbCheckPanel, gb_check_panel, GB, CHECK_PANEL, GtkBin)

/* Both are borrowed and live as long. */
GtkWidget *gb_check_panel_new (GbCheckRunner *runner, GbEditorFindings *findings);

void gb_check_panel_set_rights (GbCheckPanel *self, GbCheckRights rights);
/* Goes to the next finding (1) or the previous one (-1) in the text; without one there, to the
 * first in the form. */
void gb_check_panel_step (GbCheckPanel *self, int direction);
/* Mends the finding with the caret, or all like it. Where there is none it goes to the next one. */
void gb_check_panel_mend (GbCheckPanel *self, gboolean alike);
/* Asks why the finding with the caret may stay as it is, or pass. Where there is none it goes to
 * the next one. */
void gb_check_panel_ignore (GbCheckPanel *self);
/* Opens what was ignored or let pass and puts the keyboard there. */
void gb_check_panel_focus_settled (GbCheckPanel *self);
/* Opens the first group and puts the keyboard there. */
void gb_check_panel_focus_first (GbCheckPanel *self);

G_END_DECLS
