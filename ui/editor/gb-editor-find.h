/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor/gb-editor-view.h"

G_BEGIN_DECLS

/**
 * GbEditorFind:
 *
 * The bar for finding and replacing. It asks the page and shows how many matches the page reports;
 * what was found is shown in the text and is never part of it.
 *
 * Signals: "opened" (somebody wants to find something: the text has to be seen), "closed" (the
 * text takes the focus; the caret is at the match).
 */
#define GB_TYPE_EDITOR_FIND (gb_editor_find_get_type ())
G_DECLARE_FINAL_TYPE (GbEditorFind, gb_editor_find, GB, EDITOR_FIND, GtkBin)

/* Once, before anything else. The bar adds its actions to the group: "find", "find-replace",
 * "find-next", "find-previous", "find-match-case", "find-match-width", "replace", "replace-all". */
void gb_editor_find_attach (GbEditorFind *self, GbEditorView *view, GActionMap *actions);
/* Without the right to write, nothing can be replaced. */
void gb_editor_find_set_enabled (GbEditorFind *self, gboolean ready, gboolean editable);
/* Takes over what a "state" message says about matches: a{sv}. */
void gb_editor_find_update (GbEditorFind *self, GVariant *state);
/* The page shows another text, or has come back: an open search goes on there. */
void gb_editor_find_restart (GbEditorFind *self);
gboolean gb_editor_find_get_is_open (GbEditorFind *self);
void gb_editor_find_close (GbEditorFind *self);

G_END_DECLS
