/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A row owns its children and a copy of its summary. Main thread. The document list uses it. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "library/gb-document-row.h"

#include "widgets/gb-messages.h"
#include "widgets/gb-state-pill.h"

#include <glib/gi18n.h>

struct _GbDocumentRow {
  GtkListBoxRow parent_instance;

  /* Template children */
  GtkLabel *title;
  GbStatePill *pill;
  GtkLabel *kind;
  GtkLabel *unit;
  GtkLabel *time;
  GtkWidget *unratified_icon;
  GtkWidget *refused_icon;

  /* Owned */
  GbSummary *summary;

  guint position;
};

G_DEFINE_FINAL_TYPE (GbDocumentRow, gb_document_row, GTK_TYPE_LIST_BOX_ROW)

static void
gb_document_row_finalize (GObject *object)
{
  GbDocumentRow *self = GB_DOCUMENT_ROW (object);

  g_clear_pointer (&self->summary, gb_summary_free);

  G_OBJECT_CLASS (gb_document_row_parent_class)->finalize (object);
}

static void
gb_document_row_class_init (GbDocumentRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = gb_document_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-document-row.ui");
  gtk_widget_class_bind_template_child (widget_class, GbDocumentRow, title);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentRow, pill);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentRow, kind);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentRow, unit);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentRow, time);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentRow, unratified_icon);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentRow, refused_icon);
}

static void
gb_document_row_init (GbDocumentRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gb_document_row_new (const GbSummary *summary)
{
  GbDocumentRow *self = g_object_new (GB_TYPE_DOCUMENT_ROW, NULL);

  gb_document_row_update (self, summary);
  return GTK_WIDGET (self);
}

void
gb_document_row_update (GbDocumentRow *self, const GbSummary *summary)
{
  gint64 time_us;
  gboolean untitled;
  g_autofree char *time = NULL;
  g_autofree char *full_time = NULL;
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *name = NULL;
  const char *title;

  g_return_if_fail (GB_IS_DOCUMENT_ROW (self));
  g_return_if_fail (summary != NULL);

  gb_summary_free (self->summary);
  self->summary = gb_summary_copy (summary);

  untitled = summary->title == NULL || summary->title[0] == '\0';
  title = untitled ? _ ("Untitled") : summary->title;
  gtk_label_set_text (self->title, title);
  if (untitled)
    gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self->title)),
                                 "dim-label");
  else
    gtk_style_context_remove_class (gtk_widget_get_style_context (GTK_WIDGET (self->title)),
                                    "dim-label");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), untitled ? NULL : title);

  gb_state_pill_set_state (self->pill, summary->state, summary->step_name, summary->pending);
  gtk_label_set_text (self->kind, gb_name_of_kind (summary->kind));
  gtk_label_set_text (self->unit, summary->unit != NULL && summary->unit[0] != '\0'
                                    ? summary->unit
                                    : summary->author_name);

  time_us = summary->state == GB_STATE_PUBLISHED && summary->published_at > 0
              ? summary->published_at
              : summary->modified_at;
  time = gb_time_to_words (time_us);
  full_time = gb_time_to_full_words (time_us, TRUE);
  gtk_label_set_text (self->time, time);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->time), full_time);
  gtk_widget_set_visible (self->unratified_icon, summary->unratified);
  gtk_widget_set_visible (self->refused_icon, summary->refused);

  g_ptr_array_add (words, (gpointer)title);
  g_ptr_array_add (words, (gpointer)gb_name_of_kind (summary->kind));
  g_ptr_array_add (
    words, (gpointer)atk_object_get_name (gtk_widget_get_accessible (GTK_WIDGET (self->pill))));
  g_ptr_array_add (words, time);
  if (summary->unratified)
    g_ptr_array_add (words, (gpointer)_ ("Emergency release; waiting to be confirmed"));
  if (summary->refused)
    g_ptr_array_add (words, (gpointer)_ ("Something was refused"));
  g_ptr_array_add (words, NULL);
  name = g_strjoinv (", ", (char **)words->pdata);
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self)), name);
}

const GbSummary *
gb_document_row_get_summary (GbDocumentRow *self)
{
  g_return_val_if_fail (GB_IS_DOCUMENT_ROW (self), NULL);

  return self->summary;
}

guint
gb_document_row_get_position (GbDocumentRow *self)
{
  g_return_val_if_fail (GB_IS_DOCUMENT_ROW (self), 0);

  return self->position;
}

void
gb_document_row_set_position (GbDocumentRow *self, guint position)
{
  g_return_if_fail (GB_IS_DOCUMENT_ROW (self));

  self->position = position;
}
