/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window of the preferences: switches bound to settings, and nothing else. Main thread. The
 * application shows it. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "settings/gb-preferences.h"

#define WIDTH  520
#define HEIGHT 320

struct _GbPreferences {
  HdyPreferencesWindow parent_instance;

  /* Template children */
  GtkSwitch *number_headings;
  GtkSwitch *smart_typing;
};

G_DEFINE_FINAL_TYPE (GbPreferences, gb_preferences, HDY_TYPE_PREFERENCES_WINDOW)

static void
gb_preferences_class_init (GbPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, GbPreferences, number_headings);
  gtk_widget_class_bind_template_child (widget_class, GbPreferences, smart_typing);
}

static void
gb_preferences_init (GbPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gb_preferences_new (GtkWindow *parent, GSettings *settings)
{
  GbPreferences *self;
  int room = WIDTH;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  /* No wider than the window that it lies over. */
  if (parent != NULL)
    gtk_window_get_size (parent, &room, NULL);
  self = g_object_new (GB_TYPE_PREFERENCES, "transient-for", parent, "default-width",
                       MIN (WIDTH, room), "default-height", HEIGHT, NULL);
  g_settings_bind (settings, "number-headings", self->number_headings, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "smart-typing", self->smart_typing, "active", G_SETTINGS_BIND_DEFAULT);
  return GTK_WIDGET (self);
}
