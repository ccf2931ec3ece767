/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Owns its copy of the relations. Main thread. Used by the properties panel.
 */

#define G_LOG_DOMAIN "gb-relations-list"

#include "config.h"

#include "document/gb-relations-list.h"

#include "document/gb-relation-dialog.h"

#include <glib/gi18n.h>

struct _GbRelationsList {
  GtkBox parent_instance;

  /* Children */
  GtkListBox *list;
  GtkButton *add_button;

  /* Owned */
  GbDesk *desk;
  GPtrArray *relations; /* of GbRelation */
  char *id;             /* (nullable) */

  GbDocumentKind kind;

  guint is_editable : 1;
};

G_DEFINE_FINAL_TYPE (GbRelationsList, gb_relations_list, GTK_TYPE_BOX)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void show_relations (GbRelationsList *self);

static void
remove_clicked_cb (GbRelationsList *self, GtkButton *button)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"));

  g_ptr_array_remove_index (self->relations, index);
  show_relations (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->add_button));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static GtkWidget *
new_row (GbRelationsList *self, guint index)
{
  const GbRelation *relation = g_ptr_array_index (self->relations, index);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = gtk_label_new (relation->title);
  GtkWidget *rel = gtk_label_new (
    g_strcmp0 (relation->rel, "policy") == 0 ? _ ("Policy") : C_ ("relation", "Interpretation"));

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_line_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (title), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (title), 3);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (title, relation->href != NULL ? relation->href : relation->title);
  gtk_label_set_xalign (GTK_LABEL (rel), 0);
  gtk_style_context_add_class (gtk_widget_get_style_context (rel), "gb-caption");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_container_add (GTK_CONTAINER (texts), title);
  gtk_container_add (GTK_CONTAINER (texts), rel);
  gtk_container_add (GTK_CONTAINER (box), texts);
  if (self->is_editable) {
    GtkWidget *button =
      gtk_button_new_from_icon_name ("list-remove-symbolic", GTK_ICON_SIZE_BUTTON);

    gtk_button_set_relief (GTK_BUTTON (button), GTK_RELIEF_NONE);
    gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
    gtk_widget_set_tooltip_text (button, _ ("Remove the link"));
    atk_object_set_name (gtk_widget_get_accessible (button), _ ("Remove the link"));
    g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (index));
    g_signal_connect_object (button, "clicked", G_CALLBACK (remove_clicked_cb), self,
                             G_CONNECT_SWAPPED);
    gtk_container_add (GTK_CONTAINER (box), button);
  }
  g_object_set (box, "margin", 6, "margin-start", 9, NULL);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_container_add (GTK_CONTAINER (row), box);
  gtk_widget_show_all (row);
  return row;
}

static void
show_relations (GbRelationsList *self)
{
  GList *rows = gtk_container_get_children (GTK_CONTAINER (self->list));

  for (GList *l = rows; l != NULL; l = l->next)
    gtk_widget_destroy (l->data);
  g_list_free (rows);
  for (guint i = 0; i < self->relations->len; i++)
    gtk_container_add (GTK_CONTAINER (self->list), new_row (self, i));
  gtk_widget_set_visible (GTK_WIDGET (self->list), self->relations->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->add_button), self->is_editable);
}

static void
dialog_response_cb (GbRelationsList *self, int response, GtkDialog *dialog)
{
  GbRelation *relation = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    relation = gb_relation_dialog_dup_relation (GB_RELATION_DIALOG (dialog));
  gtk_widget_destroy (GTK_WIDGET (dialog));
  if (relation == NULL)
    return;
  g_ptr_array_add (self->relations, relation);
  show_relations (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
add_clicked_cb (GbRelationsList *self)
{
  GtkWidget *top = gtk_widget_get_toplevel (GTK_WIDGET (self));
  const char *rel = gb_document_kind_is_official (self->kind) ? "interpretation" : "policy";
  GtkWidget *dialog = gb_relation_dialog_new (GTK_IS_WINDOW (top) ? GTK_WINDOW (top) : NULL,
                                              self->desk, rel, self->id);

  g_signal_connect_object (dialog, "response", G_CALLBACK (dialog_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
gb_relations_list_dispose (GObject *object)
{
  GbRelationsList *self = GB_RELATIONS_LIST (object);

  g_clear_object (&self->desk);

  G_OBJECT_CLASS (gb_relations_list_parent_class)->dispose (object);
}

static void
gb_relations_list_finalize (GObject *object)
{
  GbRelationsList *self = GB_RELATIONS_LIST (object);

  g_ptr_array_unref (self->relations);
  g_free (self->id);

  G_OBJECT_CLASS (gb_relations_list_parent_class)->finalize (object);
}

static void
gb_relations_list_class_init (GbRelationsListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gb_relations_list_dispose;
  object_class->finalize = gb_relations_list_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", GB_TYPE_RELATIONS_LIST, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gb_relations_list_init (GbRelationsList *self)
{
  self->relations = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_relation_free);
  self->is_editable = TRUE;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self->list)), "content");
  gtk_widget_set_no_show_all (GTK_WIDGET (self->list), TRUE);
  gtk_container_add (GTK_CONTAINER (self), GTK_WIDGET (self->list));

  self->add_button = GTK_BUTTON (gtk_button_new_with_mnemonic (_ ("_Link a document…")));
  gtk_widget_set_no_show_all (GTK_WIDGET (self->add_button), TRUE);
  gtk_widget_show (GTK_WIDGET (self->add_button));
  gtk_container_add (GTK_CONTAINER (self), GTK_WIDGET (self->add_button));
  g_signal_connect_swapped (self->add_button, "clicked", G_CALLBACK (add_clicked_cb), self);
}

GtkWidget *
gb_relations_list_new (GbDesk *desk)
{
  GbRelationsList *self = g_object_new (GB_TYPE_RELATIONS_LIST, "visible", TRUE, NULL);

  self->desk = g_object_ref (desk);
  return GTK_WIDGET (self);
}

void
gb_relations_list_set_relations (GbRelationsList *self,
                                 const char *id,
                                 GbDocumentKind kind,
                                 GPtrArray *relations)
{
  g_return_if_fail (GB_IS_RELATIONS_LIST (self));
  g_return_if_fail (relations != NULL);

  g_free (self->id);
  self->id = g_strdup (id);
  self->kind = kind;
  g_ptr_array_set_size (self->relations, 0);
  for (guint i = 0; i < relations->len; i++)
    g_ptr_array_add (self->relations, gb_relation_copy (g_ptr_array_index (relations, i)));
  show_relations (self);
}

GPtrArray *
gb_relations_list_get_relations (GbRelationsList *self)
{
  g_return_val_if_fail (GB_IS_RELATIONS_LIST (self), NULL);

  return self->relations;
}

void
gb_relations_list_set_editable (GbRelationsList *self, gboolean editable)
{
  g_return_if_fail (GB_IS_RELATIONS_LIST (self));

  if (self->is_editable == editable)
    return;
  self->is_editable = editable;
  show_relations (self);
}
