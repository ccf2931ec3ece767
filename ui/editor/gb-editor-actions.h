/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor/gb-editor-view.h"

G_BEGIN_DECLS

/**
 * GbEditorActions:
 *
 * The formatting of the text as stateful actions: what is down, what can be pressed, and what a
 * press does in the page.
 *
 * Signals: "ask" (const char *name; detailed by it: an action needs an answer from somebody before
 * the page can do anything, such as an address for "edit-link").
 */
#define GB_TYPE_EDITOR_ACTIONS (gb_editor_actions_get_type ())
G_DECLARE_FINAL_TYPE (GbEditorActions, gb_editor_actions, GB, EDITOR_ACTIONS, GObject)

GbEditorActions *gb_editor_actions_new (GbEditorView *view);

GActionGroup *gb_editor_actions_get_group (GbEditorActions *self); /* borrowed */
/* Takes over the members of a "state" message: a{sv}. */
void gb_editor_actions_update (GbEditorActions *self, GVariant *state);
/* Without a page, or in a reader, nothing can be pressed but what does not change the text. */
void gb_editor_actions_set_enabled (GbEditorActions *self, gboolean ready, gboolean editable);

const char *gb_editor_actions_get_link (GbEditorActions *self); /* borrowed; "" for none */
/* What the selected image shows, as somebody has said: borrowed; "" for nothing. */
const char *gb_editor_actions_get_image_alt (GbEditorActions *self);
const char *gb_editor_actions_get_style (GbEditorActions *self); /* borrowed */
/* Runs a command of the page that needs what somebody was asked for. */
void gb_editor_actions_run (GbEditorActions *self, const char *name, const char *argument);
void gb_editor_actions_set_link (GbEditorActions *self, const char *href);

/* To a document of the same portal. */
void gb_editor_actions_link_document (GbEditorActions *self, const char *id, const char *title);

/* What stands in an entry as an address: "www.gov.cn" gets its https://, "a@b.cn" its mailto:.
 * Returns NULL for what no link may point to: (transfer full) (nullable). */
char *gb_editor_actions_complete_address (const char *text);

G_END_DECLS
