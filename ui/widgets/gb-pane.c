/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A pane owns its child. Main thread. Only the window's template uses it. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "widgets/gb-pane.h"

struct _GbPane {
  GtkBin parent_instance;

  int natural_width; /* pixels */
};

G_DEFINE_FINAL_TYPE (GbPane, gb_pane, GTK_TYPE_BIN)

enum {
  PROP_0,
  PROP_NATURAL_WIDTH,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
gb_pane_get_preferred_width (GtkWidget *widget, int *minimum, int *natural)
{
  GbPane *self = GB_PANE (widget);

  GTK_WIDGET_CLASS (gb_pane_parent_class)->get_preferred_width (widget, minimum, natural);
  *natural = MAX (*minimum, self->natural_width);
}

static void
gb_pane_get_preferred_width_for_height (GtkWidget *widget, int height, int *minimum, int *natural)
{
  gb_pane_get_preferred_width (widget, minimum, natural);
}

static GtkSizeRequestMode
gb_pane_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
gb_pane_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  GbPane *self = GB_PANE (object);

  switch (prop_id) {
  case PROP_NATURAL_WIDTH:
    g_value_set_int (value, self->natural_width);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gb_pane_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  GbPane *self = GB_PANE (object);

  switch (prop_id) {
  case PROP_NATURAL_WIDTH:
    if (self->natural_width != g_value_get_int (value)) {
      self->natural_width = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      g_object_notify_by_pspec (object, pspec);
    }
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gb_pane_class_init (GbPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = gb_pane_get_property;
  object_class->set_property = gb_pane_set_property;

  widget_class->get_preferred_width = gb_pane_get_preferred_width;
  widget_class->get_preferred_width_for_height = gb_pane_get_preferred_width_for_height;
  widget_class->get_request_mode = gb_pane_get_request_mode;

  properties[PROP_NATURAL_WIDTH] =
    g_param_spec_int ("natural-width", NULL, NULL, 0, G_MAXINT, 0,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gb_pane_init (GbPane *self)
{
}
