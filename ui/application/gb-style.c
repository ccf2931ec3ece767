/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns the providers; those that do not apply are not on the screen. Main thread. The application
 * uses it. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "application/gb-style.h"

#include <handy.h>

struct _GbStyle {
  GObject parent_instance;

  /* Owned */
  GtkCssProvider *common;
  GtkCssProvider *dark;
  GtkCssProvider *contrast;
};

G_DEFINE_FINAL_TYPE (GbStyle, gb_style, G_TYPE_OBJECT)

static GtkCssProvider *
new_provider (const char *path)
{
  GtkCssProvider *provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, path);
  return provider;
}

static void
set_applied (GtkCssProvider *provider, guint priority, gboolean applied)
{
  GdkScreen *screen = gdk_screen_get_default ();

  gtk_style_context_remove_provider_for_screen (screen, GTK_STYLE_PROVIDER (provider));
  if (applied)
    gtk_style_context_add_provider_for_screen (screen, GTK_STYLE_PROVIDER (provider), priority);
}

static void
update (GbStyle *self)
{
  HdyStyleManager *manager = hdy_style_manager_get_default ();

  set_applied (self->dark, GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1,
               hdy_style_manager_get_dark (manager));
  set_applied (self->contrast, GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 2,
               hdy_style_manager_get_high_contrast (manager));
}

static void
gb_style_dispose (GObject *object)
{
  GbStyle *self = GB_STYLE (object);

  /* The providers stay on the screen: taking them off would restyle widgets that are going away. */
  g_clear_object (&self->common);
  g_clear_object (&self->dark);
  g_clear_object (&self->contrast);

  G_OBJECT_CLASS (gb_style_parent_class)->dispose (object);
}

static void
gb_style_class_init (GbStyleClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gb_style_dispose;
}

static void
gb_style_init (GbStyle *self)
{
  HdyStyleManager *manager = hdy_style_manager_get_default ();

  self->common = new_provider ("/org/gongbao/Gongbao/style/style.css");
  self->dark = new_provider ("/org/gongbao/Gongbao/style/style-dark.css");
  self->contrast = new_provider ("/org/gongbao/Gongbao/style/style-hc.css");
  set_applied (self->common, GTK_STYLE_PROVIDER_PRIORITY_APPLICATION, TRUE);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

GbStyle *
gb_style_new (void)
{
  return g_object_new (GB_TYPE_STYLE, NULL);
}
