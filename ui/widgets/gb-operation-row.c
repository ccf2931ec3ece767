/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A row owns its children and the number of its operation; it is made anew when the outbox changes.
 * Main thread. The outbox popover uses it. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "widgets/gb-operation-row.h"

#include "widgets/gb-messages.h"

#include <glib/gi18n.h>

struct _GbOperationRow {
  GtkListBoxRow parent_instance;

  /* Template children */
  GtkImage *icon;
  GtkSpinner *spinner;
  GtkStack *icon_stack;
  GtkLabel *act;
  GtkLabel *title;
  GtkLabel *state;
  GtkWidget *take_back_button;

  /* Owned */
  char *document;

  gint64 operation;
};

G_DEFINE_FINAL_TYPE (GbOperationRow, gb_operation_row, GTK_TYPE_LIST_BOX_ROW)

enum {
  SIGNAL_TAKE_BACK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static char *
dup_state_words (const GbOperation *operation)
{
  g_autofree char *time = NULL;

  switch (operation->state) {
  case GB_OPERATION_PENDING:
    if (operation->attempts == 0 || operation->next_at == 0)
      return g_strdup (_ ("Waiting to be sent"));
    time = gb_time_to_words (operation->next_at);
    /* Translators: %u is a number of attempts, %s a time of day. */
    return g_strdup_printf (
      ngettext ("Tried %u time, again at %s", "Tried %u times, again at %s", operation->attempts),
      operation->attempts, time);
  case GB_OPERATION_SENDING:
    return g_strdup (_ ("Sending…"));
  case GB_OPERATION_UNKNOWN:
    return g_strdup (_ ("Sent, waiting for the answer"));
  case GB_OPERATION_DONE:
    return g_strdup (_ ("Done"));
  case GB_OPERATION_REFUSED:
    return g_strdup_printf (_ ("Refused: %s"), gb_message_for_problem (operation->error_type));
  default:
    g_return_val_if_reached (g_strdup (""));
  }
}

static const char *
get_icon_name (GbOperationState state)
{
  switch (state) {
  case GB_OPERATION_REFUSED:
    return "dialog-error-symbolic";
  case GB_OPERATION_DONE:
    return "emblem-ok-symbolic";
  case GB_OPERATION_UNKNOWN:
    return "dialog-question-symbolic";
  case GB_OPERATION_PENDING:
  case GB_OPERATION_SENDING:
  default:
    return "document-send-symbolic";
  }
}

static void
take_back_clicked_cb (GbOperationRow *self)
{
  g_signal_emit (self, signals[SIGNAL_TAKE_BACK], 0, self->operation);
}

static void
gb_operation_row_finalize (GObject *object)
{
  GbOperationRow *self = GB_OPERATION_ROW (object);

  g_clear_pointer (&self->document, g_free);

  G_OBJECT_CLASS (gb_operation_row_parent_class)->finalize (object);
}

static void
gb_operation_row_class_init (GbOperationRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = gb_operation_row_finalize;

  signals[SIGNAL_TAKE_BACK] =
    g_signal_new ("take-back", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_INT64);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-operation-row.ui");
  gtk_widget_class_bind_template_child (widget_class, GbOperationRow, icon);
  gtk_widget_class_bind_template_child (widget_class, GbOperationRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, GbOperationRow, icon_stack);
  gtk_widget_class_bind_template_child (widget_class, GbOperationRow, act);
  gtk_widget_class_bind_template_child (widget_class, GbOperationRow, title);
  gtk_widget_class_bind_template_child (widget_class, GbOperationRow, state);
  gtk_widget_class_bind_template_child (widget_class, GbOperationRow, take_back_button);
  gtk_widget_class_bind_template_callback (widget_class, take_back_clicked_cb);
}

static void
gb_operation_row_init (GbOperationRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gb_operation_row_new (const GbOperation *operation)
{
  GbOperationRow *self = g_object_new (GB_TYPE_OPERATION_ROW, NULL);
  g_autofree char *words = dup_state_words (operation);
  g_autofree char *name = NULL;
  const char *act = gb_name_of_operation (operation->kind);
  const char *title =
    operation->title != NULL && operation->title[0] != '\0' ? operation->title : _ ("Untitled");

  self->operation = operation->row;
  self->document = g_strdup (operation->document != NULL ? operation->document : "");
  gtk_label_set_text (self->act, act);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->state, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);
  if (operation->state == GB_OPERATION_REFUSED)
    gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self->state)), "error");
  gtk_image_set_from_icon_name (self->icon, get_icon_name (operation->state), GTK_ICON_SIZE_MENU);
  gtk_stack_set_visible_child (self->icon_stack, operation->state == GB_OPERATION_SENDING
                                                   ? GTK_WIDGET (self->spinner)
                                                   : GTK_WIDGET (self->icon));
  g_object_set (self->spinner, "active", operation->state == GB_OPERATION_SENDING, NULL);
  /* What was refused was never done; nothing is taken back but the notice of it. */
  if (operation->state == GB_OPERATION_REFUSED) {
    gtk_button_set_label (GTK_BUTTON (self->take_back_button), _ ("Got It"));
    gtk_widget_set_tooltip_text (self->take_back_button,
                                 _ ("Removes the refused act; the text on this computer stays."));
  }
  gtk_widget_set_visible (self->take_back_button, operation->state == GB_OPERATION_PENDING ||
                                                    operation->state == GB_OPERATION_REFUSED);
  name = g_strjoin (", ", act, title, words, NULL);
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self)), name);
  return GTK_WIDGET (self);
}

const char *
gb_operation_row_get_document (GbOperationRow *self)
{
  g_return_val_if_fail (GB_IS_OPERATION_ROW (self), "");

  return self->document;
}
