/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Owns the rows found by the last search; a search that is overtaken by the next is cancelled. Main
 * thread. Used by the list of related documents.
 */

#define G_LOG_DOMAIN "gb-relation-dialog"

#include "config.h"

#include "document/gb-relation-dialog.h"

#include "widgets/gb-messages.h"

#include <glib/gi18n.h>

/* Whoever finds more than that searches for another word. */
#define MAX_FOUND 200

struct _GbRelationDialog {
  GtkDialog parent_instance;

  /* Template children */
  GtkSearchEntry *search_entry;
  GtkListBox *list;
  GtkLabel *placeholder;
  GtkEntry *title_entry;
  GtkEntry *address_entry;
  GtkLabel *address_hint;
  GtkExpander *address_expander;

  /* Owned */
  GbDesk *desk;
  GPtrArray *found;          /* (nullable), of GbSummary */
  GCancellable *cancellable; /* of the running search */
  char *rel;                 /* (nullable): any document */
  char *except;              /* (nullable) */
};

G_DEFINE_FINAL_TYPE (GbRelationDialog, gb_relation_dialog, GTK_TYPE_DIALOG)

/* Which kinds are policies, and which interpret them. */
static gboolean
fits (GbRelationDialog *self, const GbSummary *summary)
{
  if (g_strcmp0 (summary->id, self->except) == 0)
    return FALSE;
  if (self->rel == NULL)
    return TRUE;
  if (g_strcmp0 (self->rel, "policy") == 0)
    return gb_document_kind_is_official (summary->kind);
  return !gb_document_kind_is_official (summary->kind);
}

static GtkWidget *
new_row (const GbSummary *summary)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *title = gtk_label_new (summary->title);
  g_autofree char *time = gb_time_to_words (summary->published_at);
  g_autofree char *about = NULL;
  GtkWidget *detail;

  if (*time != '\0')
    about = g_strdup_printf ("%s · %s", gb_name_of_kind (summary->kind), time);
  else
    about = g_strdup_printf ("%s · %s", gb_name_of_kind (summary->kind),
                             gb_name_of_state (summary->state));
  detail = gtk_label_new (about);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_line_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (title), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (title), 2);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (detail), 0);
  gtk_style_context_add_class (gtk_widget_get_style_context (detail), "gb-caption");
  g_object_set (box, "margin", 9, NULL);
  gtk_container_add (GTK_CONTAINER (box), title);
  gtk_container_add (GTK_CONTAINER (box), detail);
  gtk_container_add (GTK_CONTAINER (row), box);
  g_object_set_data_full (G_OBJECT (row), "summary", gb_summary_copy (summary),
                          (GDestroyNotify)gb_summary_free);
  gtk_widget_show_all (row);
  return row;
}

static const GbSummary *
get_selected (GbRelationDialog *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  return row != NULL ? g_object_get_data (G_OBJECT (row), "summary") : NULL;
}

static void
update_response (GbRelationDialog *self)
{
  const char *address = gtk_entry_get_text (self->address_entry);
  gboolean is_address =
    g_uri_is_valid (address, G_URI_FLAGS_NONE, NULL) &&
    (g_str_has_prefix (address, "https://") || g_str_has_prefix (address, "http://"));

  gtk_widget_set_visible (GTK_WIDGET (self->address_hint), *address != '\0' && !is_address);
  gtk_dialog_set_response_sensitive (GTK_DIALOG (self), GTK_RESPONSE_ACCEPT,
                                     is_address || get_selected (self) != NULL);
}

static void
show_found (GbRelationDialog *self)
{
  GList *rows = gtk_container_get_children (GTK_CONTAINER (self->list));

  for (GList *l = rows; l != NULL; l = l->next)
    gtk_widget_destroy (l->data);
  g_list_free (rows);
  for (guint i = 0; self->found != NULL && i < self->found->len; i++) {
    const GbSummary *summary = g_ptr_array_index (self->found, i);

    if (fits (self, summary))
      gtk_container_add (GTK_CONTAINER (self->list), new_row (summary));
  }
  update_response (self);
}

static void
list_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbRelationDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = gb_desk_list_finish (GB_DESK (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL) {
    g_autofree char *message = gb_message_for_error (error);

    gtk_label_set_text (self->placeholder, message);
  } else {
    gtk_label_set_text (self->placeholder,
                        self->rel != NULL
                          ? _ ("No published document of this kind was found. Search for another "
                               "word, or give an address below.")
                          : _ ("No published document was found. Search for another word."));
  }
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = g_steal_pointer (&found);
  show_found (self);
}

static void
search (GbRelationDialog *self)
{
  const char *query = gtk_entry_get_text (GTK_ENTRY (self->search_entry));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  gb_desk_list_page_async (self->desk, GB_BOX_PUBLISHED, NULL, *query != '\0' ? query : NULL, 0,
                           MAX_FOUND, self->cancellable, list_cb, g_object_ref (self));
}

static void
row_activated_cb (GbRelationDialog *self)
{
  gtk_dialog_response (GTK_DIALOG (self), GTK_RESPONSE_ACCEPT);
}

static void
selection_changed_cb (GbRelationDialog *self)
{
  if (get_selected (self) != NULL)
    gtk_entry_set_text (self->address_entry, "");
  update_response (self);
}

static void
address_changed_cb (GbRelationDialog *self)
{
  if (gtk_entry_get_text_length (self->address_entry) > 0)
    gtk_list_box_unselect_all (self->list);
  update_response (self);
}

static void
gb_relation_dialog_dispose (GObject *object)
{
  GbRelationDialog *self = GB_RELATION_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->found, g_ptr_array_unref);

  G_OBJECT_CLASS (gb_relation_dialog_parent_class)->dispose (object);
}

static void
gb_relation_dialog_finalize (GObject *object)
{
  GbRelationDialog *self = GB_RELATION_DIALOG (object);

  g_free (self->rel);
  g_free (self->except);

  G_OBJECT_CLASS (gb_relation_dialog_parent_class)->finalize (object);
}

static void
gb_relation_dialog_class_init (GbRelationDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gb_relation_dialog_dispose;
  object_class->finalize = gb_relation_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-relation-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GbRelationDialog, search_entry);
  gtk_widget_class_bind_template_child (widget_class, GbRelationDialog, list);
  gtk_widget_class_bind_template_child (widget_class, GbRelationDialog, placeholder);
  gtk_widget_class_bind_template_child (widget_class, GbRelationDialog, title_entry);
  gtk_widget_class_bind_template_child (widget_class, GbRelationDialog, address_entry);
  gtk_widget_class_bind_template_child (widget_class, GbRelationDialog, address_hint);
  gtk_widget_class_bind_template_child (widget_class, GbRelationDialog, address_expander);
  gtk_widget_class_bind_template_callback (widget_class, search);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, selection_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
}

static void
gb_relation_dialog_init (GbRelationDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gb_relation_dialog_new (GtkWindow *parent, GbDesk *desk, const char *rel, const char *except)
{
  GbRelationDialog *self =
    g_object_new (GB_TYPE_RELATION_DIALOG, "transient-for", parent, "use-header-bar", TRUE, NULL);
  GtkWidget *button;

  self->desk = g_object_ref (desk);
  self->rel = g_strdup (rel);
  self->except = g_strdup (except);
  if (rel == NULL)
    gtk_window_set_title (GTK_WINDOW (self), _ ("Link to a Document"));
  else
    gtk_window_set_title (GTK_WINDOW (self), g_strcmp0 (rel, "policy") == 0
                                               ? _ ("Link a policy")
                                               : _ ("Link an interpretation"));
  gtk_widget_set_visible (GTK_WIDGET (self->address_expander), rel != NULL);
  gtk_dialog_add_button (GTK_DIALOG (self), _ ("_Cancel"), GTK_RESPONSE_CANCEL);
  button = gtk_dialog_add_button (GTK_DIALOG (self), _ ("_Link"), GTK_RESPONSE_ACCEPT);
  gtk_style_context_add_class (gtk_widget_get_style_context (button),
                               GTK_STYLE_CLASS_SUGGESTED_ACTION);
  gtk_dialog_set_default_response (GTK_DIALOG (self), GTK_RESPONSE_ACCEPT);
  update_response (self);
  search (self);
  return GTK_WIDGET (self);
}

GbRelation *
gb_relation_dialog_dup_relation (GbRelationDialog *self)
{
  const GbSummary *summary;
  const char *address;
  g_autofree char *title = NULL;

  g_return_val_if_fail (GB_IS_RELATION_DIALOG (self), NULL);
  g_return_val_if_fail (self->rel != NULL, NULL);

  summary = get_selected (self);
  if (summary != NULL)
    return gb_relation_new (self->rel, summary->id, NULL, summary->title);
  address = gtk_entry_get_text (self->address_entry);
  if (*address == '\0')
    return NULL;
  title = g_strstrip (g_strdup (gtk_entry_get_text (self->title_entry)));
  return gb_relation_new (self->rel, NULL, address, *title != '\0' ? title : address);
}

const char *
gb_relation_dialog_get_document (GbRelationDialog *self, const char **out_title)
{
  const GbSummary *summary;

  g_return_val_if_fail (GB_IS_RELATION_DIALOG (self), NULL);
  g_return_val_if_fail (out_title != NULL, NULL);

  summary = get_selected (self);
  if (summary == NULL)
    return NULL;
  *out_title = summary->title;
  return summary->id;
}
