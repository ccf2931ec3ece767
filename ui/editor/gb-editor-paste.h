/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor/gb-editor-images.h"

G_BEGIN_DECLS

/**
 * GbEditorPaste:
 *
 * Brings what lies on a clipboard, or was dropped, into the text.
 *
 * Signals: "pasted" (GPtrArray *notes, of GbImportNote: what was left out, may be empty; gboolean
 * has_text: gb_editor_paste_redo_as_text() can be called), "failed" (const char *words),
 * "texts" (GStrv uris: files that can be imported were dropped on the text).
 */
#define GB_TYPE_EDITOR_PASTE (gb_editor_paste_get_type ())
G_DECLARE_FINAL_TYPE (GbEditorPaste, gb_editor_paste, GB, EDITOR_PASTE, GObject)

GbEditorPaste *gb_editor_paste_new (GbEditorView *view, GbEditorImages *images);

/* What the page asks for: place is its name for where to put it. */
void gb_editor_paste_start (GbEditorPaste *self, guint64 place, GbEditorSource source);
/* Puts the text alone in the place of what was pasted last. */
void gb_editor_paste_redo_as_text (GbEditorPaste *self);

G_END_DECLS
