/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor/gb-editor-view.h"

G_BEGIN_DECLS

/* Adds to the context menu of the view what can be done where the pointer is: actions of the group
 * "editor" that can be activated now. group: (transfer none), kept by the view. */
void gb_editor_menu_attach (GbEditorView *view, GActionGroup *group);

G_END_DECLS
