/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The dialog owns what was read of the folders; a thread reads them while it is already on the
 * screen. Main thread. The window shows it. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "library/gb-template-dialog.h"

#include "document/gb-document-error.h"
#include "document/gb-templates.h"
#include "widgets/gb-messages.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#define WIDTH  420
#define HEIGHT 480

struct _GbTemplateDialog {
  GtkDialog parent_instance;

  /* Template children */
  GtkListBox *list;
  GtkLabel *placeholder;
  GtkLabel *folder_error;

  /* Owned */
  GPtrArray *templates;      /* (nullable), of GbTemplate */
  GCancellable *cancellable; /* cancelled in dispose */
};

G_DEFINE_FINAL_TYPE (GbTemplateDialog, gb_template_dialog, GTK_TYPE_DIALOG)

/* What to do about a file: (transfer full). The schema's own words say where it is wrong. */
static char *
dup_reason (const GError *error)
{
  if (g_error_matches (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_NOT_WELL_FORMED) ||
      g_error_matches (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_INVALID))
    return g_strdup_printf (
      /* Translators: %s is a technical message in English, such as “line 5: …” */
      _ ("This is no document of Gongbao, or another program has changed it. Save it as a template "
         "anew, or have this mended: %s"),
      error->message);
  if (g_error_matches (error, GB_TEMPLATE_ERROR, GB_TEMPLATE_ERROR_NAME))
    return g_strdup (_ ("Templates are files that end in .xml. Import this one, and save it as a "
                        "template."));
  return gb_message_for_error (error);
}

static GtkWidget *
new_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    gtk_style_context_add_class (gtk_widget_get_style_context (label), style);
  return label;
}

static GtkWidget *
new_row (const GbTemplate *template)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gboolean is_good = template->document != NULL;
  g_autofree char *reason = is_good ? NULL : dup_reason (template->error);
  g_autofree char *name = NULL;

  g_object_set (box, "margin", 9, NULL);
  if (is_good) {
    const char *kind = gb_name_of_kind (gb_document_get_kind (template->document));

    gtk_container_add (GTK_CONTAINER (box), new_label (template->name, NULL));
    gtk_container_add (GTK_CONTAINER (box), new_label (kind, "gb-caption"));
    name = g_strdup_printf ("%s, %s", template->name, kind);
    gtk_widget_set_tooltip_text (row, template->path);
  } else {
    g_autofree char *title = g_strdup_printf ("⚠ %s", template->path);

    gtk_container_add (GTK_CONTAINER (box), new_label (title, NULL));
    gtk_container_add (GTK_CONTAINER (box), new_label (reason, "error"));
    name = g_strdup_printf ("%s: %s", template->path, reason);
    gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  }
  atk_object_set_name (gtk_widget_get_accessible (row), name);
  g_object_set_data (G_OBJECT (row), "document", template->document);
  gtk_container_add (GTK_CONTAINER (row), box);
  gtk_widget_show_all (row);
  return row;
}

static void
add_rows (GbTemplateDialog *self, gboolean good)
{
  for (guint i = 0; i < self->templates->len; i++) {
    const GbTemplate *template = g_ptr_array_index (self->templates, i);

    if ((template->document != NULL) == good)
      gtk_container_add (GTK_CONTAINER (self->list), new_row (template));
  }
}

static void
update_response (GbTemplateDialog *self)
{
  gtk_dialog_set_response_sensitive (GTK_DIALOG (self), GTK_RESPONSE_ACCEPT,
                                     gb_template_dialog_get_document (self) != NULL);
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GbTemplateDialog *self = GB_TEMPLATE_DIALOG (object);
  g_autoptr (GPtrArray) templates = g_task_propagate_pointer (G_TASK (result), NULL);
  GtkListBoxRow *first;

  /* The only error is that the dialog is gone. */
  if (templates == NULL)
    return;
  self->templates = g_steal_pointer (&templates);
  gtk_label_set_text (self->placeholder, _ ("There are no templates yet."));
  add_rows (self, TRUE);
  add_rows (self, FALSE);
  first = gtk_list_box_get_row_at_index (self->list, 0);
  if (first != NULL && gtk_list_box_row_get_selectable (first)) {
    gtk_list_box_select_row (self->list, first);
    gtk_widget_grab_focus (GTK_WIDGET (first));
  }
  update_response (self);
}

static void
read_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_auto (GStrv) folders = gb_templates_dup_folders ();
  GPtrArray *templates = gb_templates_read ((const char *const *)folders, cancellable);

  g_task_return_pointer (task, templates, (GDestroyNotify)g_ptr_array_unref);
}

static void
row_activated_cb (GbTemplateDialog *self)
{
  gtk_dialog_response (GTK_DIALOG (self), GTK_RESPONSE_ACCEPT);
}

static void
show_folder_error (GbTemplateDialog *self, const char *folder, const char *reason)
{
  g_autofree char *text =
    g_strdup_printf (_ ("The folder %s cannot be opened: %s"), folder, reason);

  gtk_label_set_text (self->folder_error, text);
  gtk_widget_show (GTK_WIDGET (self->folder_error));
}

static void
open_folder_cb (GbTemplateDialog *self)
{
  g_auto (GStrv) folders = gb_templates_dup_folders ();
  g_autofree char *uri = g_filename_to_uri (folders[0], NULL, NULL);
  g_autoptr (GError) error = NULL;

  if (g_mkdir_with_parents (folders[0], 0700) != 0)
    show_folder_error (self, folders[0], g_strerror (errno));
  else if (!gtk_show_uri_on_window (GTK_WINDOW (self), uri, gtk_get_current_event_time (), &error))
    show_folder_error (self, folders[0], error->message);
}

static void
gb_template_dialog_dispose (GObject *object)
{
  GbTemplateDialog *self = GB_TEMPLATE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (gb_template_dialog_parent_class)->dispose (object);
}

static void
gb_template_dialog_finalize (GObject *object)
{
  GbTemplateDialog *self = GB_TEMPLATE_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->templates, g_ptr_array_unref);
  G_OBJECT_CLASS (gb_template_dialog_parent_class)->finalize (object);
}

static void
gb_template_dialog_class_init (GbTemplateDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gb_template_dialog_dispose;
  object_class->finalize = gb_template_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-template-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GbTemplateDialog, list);
  gtk_widget_class_bind_template_child (widget_class, GbTemplateDialog, placeholder);
  gtk_widget_class_bind_template_child (widget_class, GbTemplateDialog, folder_error);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_response);
  gtk_widget_class_bind_template_callback (widget_class, open_folder_cb);
}

static void
gb_template_dialog_init (GbTemplateDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gb_template_dialog_new (GtkWindow *parent)
{
  GbTemplateDialog *self =
    g_object_new (GB_TYPE_TEMPLATE_DIALOG, "transient-for", parent, "use-header-bar", TRUE, NULL);
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, read_cb, NULL);
  GtkWidget *button;
  int room = WIDTH;

  /* No wider than the window that it lies over. */
  if (parent != NULL)
    gtk_window_get_size (parent, &room, NULL);
  gtk_window_set_default_size (GTK_WINDOW (self), MIN (WIDTH, room), HEIGHT);

  gtk_dialog_add_button (GTK_DIALOG (self), _ ("_Cancel"), GTK_RESPONSE_CANCEL);
  button = gtk_dialog_add_button (GTK_DIALOG (self), _ ("_Write"), GTK_RESPONSE_ACCEPT);
  gtk_style_context_add_class (gtk_widget_get_style_context (button),
                               GTK_STYLE_CLASS_SUGGESTED_ACTION);
  gtk_dialog_set_default_response (GTK_DIALOG (self), GTK_RESPONSE_ACCEPT);
  update_response (self);
  g_task_set_source_tag (task, gb_template_dialog_new);
  g_task_run_in_thread (task, read_thread);
  return GTK_WIDGET (self);
}

GbDocument *
gb_template_dialog_get_document (GbTemplateDialog *self)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (GB_IS_TEMPLATE_DIALOG (self), NULL);

  row = gtk_list_box_get_selected_row (self->list);
  return row != NULL ? g_object_get_data (G_OBJECT (row), "document") : NULL;
}
