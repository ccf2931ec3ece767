/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor/gb-editor-actions.h"

G_BEGIN_DECLS

/**
 * GbEditorOriginal:
 *
 * What the selected image was made of, if it was made smaller for the page: puts it into the text
 * in place of the smaller one and back ("use-original"), and saves it elsewhere ("save-original").
 *
 * Signals: "failed" (const char *words: why that is not possible, and what to do).
 */
#define GB_TYPE_EDITOR_ORIGINAL (gb_editor_original_get_type ())
G_DECLARE_FINAL_TYPE (GbEditorOriginal, gb_editor_original, GB, EDITOR_ORIGINAL, GObject)

/* Adds its actions to the group of actions. */
GbEditorOriginal *gb_editor_original_new (GbEditorView *view, GbEditorActions *actions);

void gb_editor_original_set_source (GbEditorOriginal *self,
                                    GbEditorOriginalFunc find,
                                    GbEditorOriginalFinish finish,
                                    gpointer user_data);
/* Takes over the member "imageSrc" of a "state" message: a{sv}. */
void gb_editor_original_update (GbEditorOriginal *self, GVariant *state);
void gb_editor_original_set_enabled (GbEditorOriginal *self, gboolean ready, gboolean editable);
/* Writes the original of the selected image to a file, which is overwritten. */
void gb_editor_original_save (GbEditorOriginal *self, GFile *file);

G_END_DECLS
