/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbStyle:
 *
 * The program's style sheets on the default screen: the common one, and on top of it those for dark
 * and for high contrast while the desktop asks for them.
 */
#define GB_TYPE_STYLE (gb_style_get_type ())
G_DECLARE_FINAL_TYPE (GbStyle, gb_style, GB, STYLE, GObject)

GbStyle *gb_style_new (void);

G_END_DECLS
