/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor/gb-editor-actions.h"

G_BEGIN_DECLS

/**
 * GbEditorToolbar:
 *
 * The slim bar above the text. Its buttons have nothing but the names of actions of the group
 * "editor"; it scrolls when the window is narrow.
 *
 * Signal: "pick-document" (a link to a published document is wanted).
 */
#define GB_TYPE_EDITOR_TOOLBAR (gb_editor_toolbar_get_type ())
G_DECLARE_FINAL_TYPE (GbEditorToolbar, gb_editor_toolbar, GB, EDITOR_TOOLBAR, GtkBin)

void gb_editor_toolbar_set_actions (GbEditorToolbar *self, GbEditorActions *actions);
/* Asks for the address of the selection in a popover below the button. */
void gb_editor_toolbar_edit_link (GbEditorToolbar *self);
/* Asks for the size of a new table in a popover below the button. */
void gb_editor_toolbar_choose_table (GbEditorToolbar *self);
/* Whether somebody can answer "pick-document". */
void gb_editor_toolbar_set_picks_documents (GbEditorToolbar *self, gboolean picks);
/* Asks for a character. */
void gb_editor_toolbar_choose_character (GbEditorToolbar *self);

G_END_DECLS
