/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The button owns its popover and a reference to the desk. Main thread. The sidebar and the list's
 * header bar show one each. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "widgets/gb-network-button.h"

#include "widgets/gb-outbox-popover.h"

#include <glib/gi18n.h>

struct _GbNetworkButton {
  GtkMenuButton parent_instance;

  /* Template children */
  GtkStack *symbol_stack;
  GtkImage *icon;
  GtkSpinner *spinner;
  GtkLabel *label;

  /* Owned */
  GbDesk *desk; /* (nullable) */
  GSignalGroup *desk_signals;

  /* Borrowed */
  GbOutboxPopover *popover; /* owned by the menu button */

  guint is_compact : 1;
};

G_DEFINE_FINAL_TYPE (GbNetworkButton, gb_network_button, GTK_TYPE_MENU_BUTTON)

enum {
  PROP_0,
  PROP_COMPACT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static char *
dup_words (GbNetwork network, guint n_pending)
{
  switch (network) {
  case GB_NETWORK_OFFLINE:
    if (n_pending == 0)
      return g_strdup (_ ("Offline"));
    return g_strdup_printf (
      ngettext ("Offline, %u item to send", "Offline, %u items to send", n_pending), n_pending);
  case GB_NETWORK_SENDING:
    return g_strdup (_ ("Sending"));
  case GB_NETWORK_SIGNED_OUT:
    return g_strdup (_ ("Signed out"));
  case GB_NETWORK_SYNCED:
  default:
    if (n_pending == 0)
      return g_strdup (_ ("Up to date"));
    return g_strdup_printf (ngettext ("%u item to send", "%u items to send", n_pending), n_pending);
  }
}

static const char *
get_icon_name (GbNetwork network)
{
  switch (network) {
  case GB_NETWORK_OFFLINE:
    return "network-offline-symbolic";
  case GB_NETWORK_SIGNED_OUT:
    return "dialog-password-symbolic";
  case GB_NETWORK_SENDING:
  case GB_NETWORK_SYNCED:
  default:
    return "emblem-ok-symbolic";
  }
}

static void
update (GbNetworkButton *self)
{
  GbNetwork network = GB_NETWORK_OFFLINE;
  guint n_pending = 0;
  gboolean is_sending;
  g_autofree char *words = NULL;
  g_autofree char *number = NULL;
  AtkObject *accessible;

  if (self->desk != NULL) {
    network = gb_desk_get_network (self->desk);
    n_pending = gb_desk_get_n_pending (self->desk);
  }
  is_sending = network == GB_NETWORK_SENDING;
  words = dup_words (network, n_pending);
  number = g_strdup_printf ("%u", n_pending);

  gtk_image_set_from_icon_name (self->icon, get_icon_name (network), GTK_ICON_SIZE_MENU);
  gtk_stack_set_visible_child (self->symbol_stack,
                               is_sending ? GTK_WIDGET (self->spinner) : GTK_WIDGET (self->icon));
  g_object_set (self->spinner, "active", is_sending, NULL);
  gtk_label_set_text (self->label, self->is_compact ? number : words);
  gtk_widget_set_visible (GTK_WIDGET (self->label), !self->is_compact || n_pending > 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self),
                               self->is_compact ? words : _ ("Show what waits to be sent"));

  accessible = gtk_widget_get_accessible (GTK_WIDGET (self));
  if (g_strcmp0 (atk_object_get_name (accessible), words) != 0)
    atk_object_set_name (accessible, words);
}

static void
gb_network_button_dispose (GObject *object)
{
  GbNetworkButton *self = GB_NETWORK_BUTTON (object);

  g_clear_object (&self->desk_signals);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (gb_network_button_parent_class)->dispose (object);
}

static void
gb_network_button_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  GbNetworkButton *self = GB_NETWORK_BUTTON (object);

  switch (prop_id) {
  case PROP_COMPACT:
    g_value_set_boolean (value, self->is_compact);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gb_network_button_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  GbNetworkButton *self = GB_NETWORK_BUTTON (object);

  switch (prop_id) {
  case PROP_COMPACT:
    if (self->is_compact != g_value_get_boolean (value)) {
      self->is_compact = g_value_get_boolean (value);
      update (self);
      g_object_notify_by_pspec (object, pspec);
    }
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gb_network_button_class_init (GbNetworkButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gb_network_button_dispose;
  object_class->get_property = gb_network_button_get_property;
  object_class->set_property = gb_network_button_set_property;

  properties[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-network-button.ui");
  gtk_widget_class_bind_template_child (widget_class, GbNetworkButton, symbol_stack);
  gtk_widget_class_bind_template_child (widget_class, GbNetworkButton, icon);
  gtk_widget_class_bind_template_child (widget_class, GbNetworkButton, spinner);
  gtk_widget_class_bind_template_child (widget_class, GbNetworkButton, label);
}

static void
gb_network_button_init (GbNetworkButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->popover = GB_OUTBOX_POPOVER (gb_outbox_popover_new ());
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self), GTK_WIDGET (self->popover));

  self->desk_signals = g_signal_group_new (GB_TYPE_DESK);
  g_signal_group_connect_swapped (self->desk_signals, "notify::network", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->desk_signals, "notify::n-pending", G_CALLBACK (update),
                                  self);
  update (self);
}

void
gb_network_button_set_desk (GbNetworkButton *self, GbDesk *desk)
{
  g_return_if_fail (GB_IS_NETWORK_BUTTON (self));

  if (g_set_object (&self->desk, desk)) {
    g_signal_group_set_target (self->desk_signals, desk);
    gb_outbox_popover_set_desk (self->popover, desk);
    update (self);
  }
}
