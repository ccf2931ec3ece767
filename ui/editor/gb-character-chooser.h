/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbCharacterChooser:
 *
 * The characters that official texts need and keyboards do not have, in groups.
 *
 * Signal: "chosen" (const char *text, gboolean is_pair): a pair is an opening and a closing
 * character, which go around something.
 */
#define GB_TYPE_CHARACTER_CHOOSER (gb_character_chooser_get_type ())
G_DECLARE_FINAL_TYPE (GbCharacterChooser, gb_character_chooser, GB, CHARACTER_CHOOSER, GtkBox)

G_END_DECLS
