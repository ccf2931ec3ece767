/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor/gb-editor-images.h"

G_BEGIN_DECLS

/**
 * GbEditorPaste:
 *
 * Brings what lies on a clipboard, or was dropped, into the text.
 *
 * Signals: "busy" (gboolean is_busy: something large is on its way for half a second already, or no
 * longer; gboolean can_cancel: gb_editor_paste_cancel() still stops it), "pasted" (GPtrArray
 * *notes, of GbImportNote: what was left out, may be empty; gboolean has_text:
 * gb_editor_paste_redo_as_text() can be called), "failed" (const char *words), "texts" (GStrv uris:
 * files that can be imported were dropped on the text).
 */
#define GB_TYPE_EDITOR_PASTE (gb_editor_paste_get_type ())
G_DECLARE_FINAL_TYPE (GbEditorPaste, gb_editor_paste, GB, EDITOR_PASTE, GObject)

GbEditorPaste *gb_editor_paste_new (GbEditorView *view, GbEditorImages *images);

/* What the page asks for: place is its name for where to put it. */
void gb_editor_paste_start (GbEditorPaste *self, guint64 place, GbEditorSource source);
/* Gives up what the page has not been given yet: the text stays as it is. */
void gb_editor_paste_cancel (GbEditorPaste *self);
/* Whether the page is putting something in, and may not answer for a while. */
gboolean gb_editor_paste_get_inserting (GbEditorPaste *self);
/* Puts the text alone in the place of what was pasted last. */
void gb_editor_paste_redo_as_text (GbEditorPaste *self);

G_END_DECLS
