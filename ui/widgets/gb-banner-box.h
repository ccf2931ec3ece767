/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbBannerBox:
 *
 * Info bars above what they are about, each known by a key, so that one that is said again
 * replaces itself. A bar has at most one button, which activates an action of the surroundings.
 */
#define GB_TYPE_BANNER_BOX (gb_banner_box_get_type ())
G_DECLARE_FINAL_TYPE (GbBannerBox, gb_banner_box, GB, BANNER_BOX, GtkBox)

/* button, action: (nullable), both or none; action is detailed: "page.save". */
void gb_banner_box_show (GbBannerBox *self,
                         const char *key,
                         GtkMessageType type,
                         const char *text,
                         const char *button,
                         const char *action);
void gb_banner_box_hide (GbBannerBox *self, const char *key);
void gb_banner_box_clear (GbBannerBox *self);
/* Buttons stand below the words. */
void gb_banner_box_set_narrow (GbBannerBox *self, gboolean narrow);
/* What a bar says, for tests: (nullable) when it is not shown. */
const char *gb_banner_box_get_text (GbBannerBox *self, const char *key);

G_END_DECLS
