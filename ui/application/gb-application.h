/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbApplication:
 *
 * The program: one instance, one window. It owns the settings and the session, and knows the whole
 * graph of objects.
 */
#define GB_TYPE_APPLICATION (gb_application_get_type ())
G_DECLARE_FINAL_TYPE (GbApplication, gb_application, GB, APPLICATION, GtkApplication)

GbApplication *gb_application_new (void);

G_END_DECLS
