/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

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
 * (const char *: what came of a press, in words).
 */
#define GB_TYPE_CHECK_PANEL (gb_check_panel_get_type ())
G_DECLARE_FINAL_TYPE (GbCheckPanel, gb_check_panel, GB, CHECK_PANEL, GtkBin)

/* Both are borrowed and live as long. */
GtkWidget *gb_check_panel_new (GbCheckRunner *runner, GbEditorFindings *findings);

/* Whether the text may be written. */
void gb_check_panel_set_editable (GbCheckPanel *self, gboolean editable);
/* Goes to the next finding (1) or the previous one (-1) in the text; without one there, to the
 * first in the form. */
void gb_check_panel_step (GbCheckPanel *self, int direction);
/* Mends the finding with the caret, or all like it. Where there is none it goes to the next one. */
void gb_check_panel_mend (GbCheckPanel *self, gboolean alike);
/* Opens the first group and puts the keyboard there. */
void gb_check_panel_focus_first (GbCheckPanel *self);

G_END_DECLS
