/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <handy.h>

G_BEGIN_DECLS

/**
 * GbPreferences:
 *
 * What a person chooses once and for all texts. Every switch applies at once.
 */
#define GB_TYPE_PREFERENCES (gb_preferences_get_type ())
G_DECLARE_FINAL_TYPE (GbPreferences, gb_preferences, GB, PREFERENCES, HdyPreferencesWindow)

GtkWidget *gb_preferences_new (GtkWindow *parent, GSettings *settings);

G_END_DECLS
