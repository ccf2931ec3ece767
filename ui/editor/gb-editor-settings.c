/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Between GSettings and the page. Owns its settings object; lives on the main thread, used by
 * GbEditor. */

#define G_LOG_DOMAIN "gb-editor"

#include "config.h"

#include "editor/gb-editor-settings.h"

#include <gio/gio.h>

struct _GbEditorSettings {
  GObject parent_instance;

  /* Owned */
  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (GbEditorSettings, gb_editor_settings, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const struct {
  const char *key;
  gsize offset; /* of a gboolean in GbEditorChoices */
} keys[] = {
  { "number-headings", G_STRUCT_OFFSET (GbEditorChoices, numbers_headings) },
  { "smart-typing", G_STRUCT_OFFSET (GbEditorChoices, types_smartly) },
};

static void
changed_cb (GbEditorSettings *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
gb_editor_settings_finalize (GObject *object)
{
  g_clear_object (&GB_EDITOR_SETTINGS (object)->settings);
  G_OBJECT_CLASS (gb_editor_settings_parent_class)->finalize (object);
}

static void
gb_editor_settings_class_init (GbEditorSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gb_editor_settings_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", GB_TYPE_EDITOR_SETTINGS, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gb_editor_settings_init (GbEditorSettings *self)
{
  self->settings = g_settings_new (GB_APP_ID);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autofree char *signal = g_strconcat ("changed::", keys[i].key, NULL);

    g_signal_connect_object (self->settings, signal, G_CALLBACK (changed_cb), self,
                             G_CONNECT_SWAPPED);
  }
}

GbEditorSettings *
gb_editor_settings_new (void)
{
  return g_object_new (GB_TYPE_EDITOR_SETTINGS, NULL);
}

void
gb_editor_settings_read (GbEditorSettings *self, GbEditorChoices *out_choices)
{
  g_return_if_fail (GB_IS_EDITOR_SETTINGS (self));
  g_return_if_fail (out_choices != NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    G_STRUCT_MEMBER (gboolean, out_choices, keys[i].offset) =
      g_settings_get_boolean (self->settings, keys[i].key);
}
