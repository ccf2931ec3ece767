/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A pill owns nothing but its children. Main thread. The list's rows and the document's header bar
 * use it. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "widgets/gb-state-pill.h"

#include "widgets/gb-messages.h"

#include <glib/gi18n.h>

struct _GbStatePill {
  GtkBin parent_instance;

  /* Template children */
  GtkWidget *box;
  GtkStack *symbol_stack;
  GtkLabel *symbol;
  GtkSpinner *spinner;
  GtkLabel *label;
  GtkWidget *pending_icon;

  const char *style_class; /* static; (nullable) before the first state */
};

G_DEFINE_FINAL_TYPE (GbStatePill, gb_state_pill, GTK_TYPE_BIN)

static char *
dup_words (GbState state, const char *detail)
{
  if (state == GB_STATE_IN_REVIEW && detail != NULL && detail[0] != '\0') {
    /* Translators: the state of a document; %s is the step of the route, "一审". */
    return g_strdup_printf (C_ ("state", "%s under way"), detail);
  }
  return g_strdup (gb_name_of_state (state));
}

static void
gb_state_pill_class_init (GbStatePillClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-state-pill.ui");
  gtk_widget_class_bind_template_child (widget_class, GbStatePill, box);
  gtk_widget_class_bind_template_child (widget_class, GbStatePill, symbol_stack);
  gtk_widget_class_bind_template_child (widget_class, GbStatePill, symbol);
  gtk_widget_class_bind_template_child (widget_class, GbStatePill, spinner);
  gtk_widget_class_bind_template_child (widget_class, GbStatePill, label);
  gtk_widget_class_bind_template_child (widget_class, GbStatePill, pending_icon);
  gtk_widget_class_set_css_name (widget_class, "gb-state-pill");
}

static void
gb_state_pill_init (GbStatePill *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
gb_state_pill_set_state (GbStatePill *self, GbState state, const char *detail, gboolean pending)
{
  g_autofree char *words = NULL;
  g_autofree char *tooltip = NULL;
  GtkStyleContext *context;
  gboolean is_busy;

  g_return_if_fail (GB_IS_STATE_PILL (self));
  g_return_if_fail ((guint)state < GB_N_STATES);

  context = gtk_widget_get_style_context (self->box);
  if (self->style_class != NULL)
    gtk_style_context_remove_class (context, self->style_class);
  self->style_class = gb_class_of_state (state);
  gtk_style_context_add_class (context, self->style_class);

  is_busy = state == GB_STATE_PUBLISHING;
  gtk_stack_set_visible_child (self->symbol_stack,
                               is_busy ? GTK_WIDGET (self->spinner) : GTK_WIDGET (self->symbol));
  g_object_set (self->spinner, "active", is_busy, NULL);
  gtk_label_set_text (self->symbol, gb_symbol_of_state (state));

  words = dup_words (state, detail);
  gtk_label_set_text (self->label, words);
  gtk_widget_set_visible (self->pending_icon, pending);
  if (pending)
    tooltip = g_strdup_printf (_ ("%s — waiting to be sent"), words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), tooltip);
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self)),
                       tooltip != NULL ? tooltip : words);
}
