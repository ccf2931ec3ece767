/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor/gb-editor-view.h"

G_BEGIN_DECLS

/**
 * GbEditorZoom:
 *
 * How large the text is shown: by the actions "zoom-in", "zoom-out" and "zoom-reset", and by the
 * wheel with the control key. It is remembered for every text.
 *
 * Properties: "percent" (guint, read-only: 50 … 300).
 */
#define GB_TYPE_EDITOR_ZOOM (gb_editor_zoom_get_type ())
G_DECLARE_FINAL_TYPE (GbEditorZoom, gb_editor_zoom, GB, EDITOR_ZOOM, GObject)

/* Adds its actions to the group; view lives as long as this object. */
GbEditorZoom *gb_editor_zoom_new (GbEditorView *view, GActionMap *actions);

G_END_DECLS
