/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor/gb-editor.h"

G_BEGIN_DECLS

/**
 * GbOutline:
 *
 * The headings of the text, each with a press to go there; the section with the caret is selected.
 * A section is moved by dragging its heading, or by the keys of the actions below the list.
 *
 * Signals: "activated" (somebody went to a heading, and wants to see it).
 */
#define GB_TYPE_OUTLINE (gb_outline_get_type ())
G_DECLARE_FINAL_TYPE (GbOutline, gb_outline, GB, OUTLINE, GtkBin)

GtkWidget *gb_outline_new (GbEditor *editor);

G_END_DECLS
