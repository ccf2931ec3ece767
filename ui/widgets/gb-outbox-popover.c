/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The popover owns a reference to the desk and the cancellable of its question. Main thread. The
 * network button shows it. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "widgets/gb-outbox-popover.h"

#include "widgets/gb-messages.h"
#include "widgets/gb-operation-row.h"

#include <glib/gi18n.h>

struct _GbOutboxPopover {
  GtkPopover parent_instance;

  /* Template children */
  GtkLabel *headline;
  GtkLabel *explanation;
  GtkLabel *error;
  GtkStack *stack;
  GtkListBox *list;
  GtkWidget *retry_button;

  /* Owned */
  GbDesk *desk;              /* (nullable) */
  GCancellable *cancellable; /* (nullable) of the question under way */
  GSignalGroup *desk_signals;
};

G_DEFINE_FINAL_TYPE (GbOutboxPopover, gb_outbox_popover, GTK_TYPE_POPOVER)

static void
update_headline (GbOutboxPopover *self)
{
  guint n_pending = gb_desk_get_n_pending (self->desk);
  gint64 synced_at = 0;
  g_autofree char *time = NULL;
  g_autofree char *words = NULL;

  g_object_get (self->desk, "last-synced-at", &synced_at, NULL);
  time = gb_time_to_words (synced_at);

  switch (gb_desk_get_network (self->desk)) {
  case GB_NETWORK_OFFLINE:
    gtk_label_set_text (self->headline, _ ("The server cannot be reached"));
    words = synced_at > 0 ? g_strdup_printf (_ ("Last reached %s. Go on working: what you submit, "
                                                "decide or publish is sent when it is back."),
                                             time)
                          : g_strdup (_ ("Go on working: what you submit, decide or publish is "
                                         "sent when it is back."));
    break;
  case GB_NETWORK_SIGNED_OUT:
    gtk_label_set_text (self->headline, _ ("You are signed out"));
    words = g_strdup (_ ("Sign in again, and what waits here is sent."));
    break;
  case GB_NETWORK_SENDING:
    gtk_label_set_text (self->headline, _ ("Sending"));
    words = g_strdup_printf (
      ngettext ("%u item is on its way.", "%u items are on their way.", n_pending), n_pending);
    break;
  case GB_NETWORK_SYNCED:
  default:
    gtk_label_set_text (self->headline, _ ("Up to date"));
    words = synced_at > 0
              ? g_strdup_printf (_ ("Drafts stay on this computer until you submit them. Last "
                                    "checked %s."),
                                 time)
              : g_strdup (_ ("Drafts stay on this computer until you submit them."));
    break;
  }
  gtk_label_set_text (self->explanation, words);
}

static void
show_error (GbOutboxPopover *self, const GError *error)
{
  g_autofree char *message = error != NULL ? gb_message_for_error (error) : NULL;

  gtk_label_set_text (self->error, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), message != NULL);
}

static void update (GbOutboxPopover *self);

static void
cancel_operation_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbOutboxPopover) self = user_data;
  g_autoptr (GError) error = NULL;

  gb_desk_cancel_operation_finish (GB_DESK (object), result, &error);
  if (self->desk != GB_DESK (object))
    return;
  show_error (self, error);
  update (self);
}

static void
take_back_cb (GbOutboxPopover *self, gint64 row)
{
  if (self->desk != NULL)
    gb_desk_cancel_operation_async (self->desk, row, NULL, cancel_operation_cb,
                                    g_object_ref (self));
}

static void
list_outbox_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbOutboxPopover) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) operations = gb_desk_list_outbox_finish (GB_DESK (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (operations == NULL) {
    show_error (self, error);
    return;
  }

  gtk_container_foreach (GTK_CONTAINER (self->list), (GtkCallback)gtk_widget_destroy, NULL);
  for (guint i = 0; i < operations->len; i++) {
    GtkWidget *row = gb_operation_row_new (g_ptr_array_index (operations, i));

    g_signal_connect_object (row, "take-back", G_CALLBACK (take_back_cb), self, G_CONNECT_SWAPPED);
    gtk_list_box_insert (self->list, row, -1);
  }
  gtk_stack_set_visible_child_name (self->stack, operations->len > 0 ? "list" : "empty");
}

static void
update (GbOutboxPopover *self)
{
  if (self->desk == NULL || !gtk_widget_get_visible (GTK_WIDGET (self)))
    return;

  update_headline (self);
  gtk_widget_set_visible (self->retry_button,
                          gb_desk_get_network (self->desk) == GB_NETWORK_OFFLINE ||
                            (gb_desk_get_network (self->desk) != GB_NETWORK_SIGNED_OUT &&
                             gb_desk_get_n_pending (self->desk) > 0));
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  gb_desk_list_outbox_async (self->desk, self->cancellable, list_outbox_cb, g_object_ref (self));
}

static void
row_activated_cb (GbOutboxPopover *self, GtkListBoxRow *row)
{
  const char *document = gb_operation_row_get_document (GB_OPERATION_ROW (row));
  GtkWidget *window = gtk_widget_get_toplevel (GTK_WIDGET (self));
  GActionGroup *actions = gtk_widget_get_action_group (window, "win");

  if (document[0] == '\0' || actions == NULL)
    return;
  g_action_group_activate_action (actions, "open-document", g_variant_new_string (document));
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
retry_clicked_cb (GbOutboxPopover *self)
{
  if (self->desk != NULL)
    gb_desk_retry_now (self->desk);
}

static void
visible_changed_cb (GbOutboxPopover *self)
{
  show_error (self, NULL);
  update (self);
}

static void
gb_outbox_popover_dispose (GObject *object)
{
  GbOutboxPopover *self = GB_OUTBOX_POPOVER (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk_signals);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (gb_outbox_popover_parent_class)->dispose (object);
}

static void
gb_outbox_popover_class_init (GbOutboxPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gb_outbox_popover_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-outbox-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, GbOutboxPopover, headline);
  gtk_widget_class_bind_template_child (widget_class, GbOutboxPopover, explanation);
  gtk_widget_class_bind_template_child (widget_class, GbOutboxPopover, error);
  gtk_widget_class_bind_template_child (widget_class, GbOutboxPopover, stack);
  gtk_widget_class_bind_template_child (widget_class, GbOutboxPopover, list);
  gtk_widget_class_bind_template_child (widget_class, GbOutboxPopover, retry_button);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, visible_changed_cb);
}

static void
gb_outbox_popover_init (GbOutboxPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->desk_signals = g_signal_group_new (GB_TYPE_DESK);
  g_signal_group_connect_swapped (self->desk_signals, "changed", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->desk_signals, "notify::network", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->desk_signals, "notify::n-pending", G_CALLBACK (update),
                                  self);
}

GtkWidget *
gb_outbox_popover_new (void)
{
  return g_object_new (GB_TYPE_OUTBOX_POPOVER, NULL);
}

void
gb_outbox_popover_set_desk (GbOutboxPopover *self, GbDesk *desk)
{
  g_return_if_fail (GB_IS_OUTBOX_POPOVER (self));

  if (g_set_object (&self->desk, desk)) {
    g_signal_group_set_target (self->desk_signals, desk);
    gtk_container_foreach (GTK_CONTAINER (self->list), (GtkCallback)gtk_widget_destroy, NULL);
    gtk_stack_set_visible_child_name (self->stack, "empty");
    update (self);
  }
}
