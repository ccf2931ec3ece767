/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The size at which the text is shown. It owns its settings, in which the size is remembered, and
 * borrows the view; whatever changes the setting changes every view. Main thread; used by
 * GbEditor. */

#define G_LOG_DOMAIN "gb-editor"

#include "config.h"

#include "editor/gb-editor-zoom.h"

#define ZOOM_KEY "editor-zoom"

/* In percent. */
static const guint steps[] = { 50, 67, 75, 90, 100, 110, 125, 150, 175, 200, 250, 300 };

struct _GbEditorZoom {
  GObject parent_instance;

  /* Owned */
  GSettings *settings;

  /* Borrowed */
  GbEditorView *view;  /* lives as long as the editor, which owns this object */
  GActionMap *actions; /* likewise */

  double turned; /* of the wheel, in steps that are not whole yet */
};

G_DEFINE_FINAL_TYPE (GbEditorZoom, gb_editor_zoom, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_PERCENT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static guint
get_percent (GbEditorZoom *self)
{
  return g_settings_get_uint (self->settings, ZOOM_KEY);
}

static void
set_enabled (GbEditorZoom *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (self->actions, name)),
                               enabled);
}

static void
update (GbEditorZoom *self)
{
  const guint percent = get_percent (self);

  webkit_web_view_set_zoom_level (WEBKIT_WEB_VIEW (self->view), percent / 100.0);
  set_enabled (self, "zoom-in", percent < steps[G_N_ELEMENTS (steps) - 1]);
  set_enabled (self, "zoom-out", percent > steps[0]);
  set_enabled (self, "zoom-reset", percent != 100);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PERCENT]);
}

/* The next step above or below; the setting may stand between two. */
static void
zoom (GbEditorZoom *self, int direction)
{
  const guint percent = get_percent (self);
  guint next = percent;

  if (direction > 0) {
    for (gsize i = G_N_ELEMENTS (steps); i > 0 && steps[i - 1] > percent; i--)
      next = steps[i - 1];
  } else {
    for (gsize i = 0; i < G_N_ELEMENTS (steps) && steps[i] < percent; i++)
      next = steps[i];
  }
  g_settings_set_uint (self->settings, ZOOM_KEY, next);
}

static void
zoom_in_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  zoom (GB_EDITOR_ZOOM (user_data), 1);
}

static void
zoom_out_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  zoom (GB_EDITOR_ZOOM (user_data), -1);
}

static void
zoom_reset_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_settings_set_uint (GB_EDITOR_ZOOM (user_data)->settings, ZOOM_KEY, 100);
}

/* Returns: how far the wheel was turned away from the person, in steps. */
static double
get_turn (GdkEventScroll *event)
{
  switch (event->direction) {
  case GDK_SCROLL_UP:
    return 1;
  case GDK_SCROLL_DOWN:
    return -1;
  case GDK_SCROLL_SMOOTH:
    return -event->delta_y;
  case GDK_SCROLL_LEFT:
  case GDK_SCROLL_RIGHT:
  default:
    return 0;
  }
}

static gboolean
scroll_cb (GbEditorZoom *self, GdkEventScroll *event)
{
  if (!(event->state & GDK_CONTROL_MASK)) {
    self->turned = 0;
    return GDK_EVENT_PROPAGATE;
  }
  self->turned += get_turn (event);
  if (self->turned >= 1 || self->turned <= -1) {
    zoom (self, self->turned > 0 ? 1 : -1);
    self->turned = 0;
  }
  return GDK_EVENT_STOP;
}

static void
gb_editor_zoom_finalize (GObject *object)
{
  g_clear_object (&GB_EDITOR_ZOOM (object)->settings);
  G_OBJECT_CLASS (gb_editor_zoom_parent_class)->finalize (object);
}

static void
gb_editor_zoom_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_PERCENT:
    g_value_set_uint (value, get_percent (GB_EDITOR_ZOOM (object)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gb_editor_zoom_class_init (GbEditorZoomClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gb_editor_zoom_finalize;
  object_class->get_property = gb_editor_zoom_get_property;

  properties[PROP_PERCENT] = g_param_spec_uint ("percent", NULL, NULL, 50, 300, 100,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gb_editor_zoom_init (GbEditorZoom *self)
{
  self->settings = g_settings_new (GB_APP_ID);
}

GbEditorZoom *
gb_editor_zoom_new (GbEditorView *view, GActionMap *actions)
{
  static const GActionEntry entries[] = {
    { "zoom-in", zoom_in_cb },
    { "zoom-out", zoom_out_cb },
    { "zoom-reset", zoom_reset_cb },
  };
  GbEditorZoom *self;

  g_return_val_if_fail (GB_IS_EDITOR_VIEW (view), NULL);
  g_return_val_if_fail (G_IS_ACTION_MAP (actions), NULL);

  self = g_object_new (GB_TYPE_EDITOR_ZOOM, NULL);
  self->view = view;
  self->actions = actions;
  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->settings, "changed::" ZOOM_KEY, G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "scroll-event", G_CALLBACK (scroll_cb), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}
