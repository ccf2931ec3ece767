/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor/gb-editor-bridge.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * GbEditorSettings:
 *
 * What a person has chosen for writing, in whichever text: the keys of the settings that the page
 * has to know.
 *
 * Signals: "changed" (one of them is another now).
 */
#define GB_TYPE_EDITOR_SETTINGS (gb_editor_settings_get_type ())
G_DECLARE_FINAL_TYPE (GbEditorSettings, gb_editor_settings, GB, EDITOR_SETTINGS, GObject)

GbEditorSettings *gb_editor_settings_new (void);
void gb_editor_settings_read (GbEditorSettings *self, GbEditorChoices *out_choices);

G_END_DECLS
