/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The dialog owns a reference to the document; a thread writes the file. Main thread. The page
 * shows it. */

#define G_LOG_DOMAIN "gb-page"

#include "config.h"

#include "document/gb-save-template.h"

#include "document/gb-templates.h"
#include "widgets/gb-messages.h"

#include <glib/gi18n.h>

#define RESPONSE_SAVE 1

struct _GbSaveTemplate {
  GtkDialog parent_instance;

  /* Children */
  GtkEntry *entry;
  GtkLabel *error;
  GtkWidget *save_button;

  /* Owned */
  GbDocument *document;

  guint replaces : 1; /* the person was told that there is one of this name */
};

G_DEFINE_FINAL_TYPE (GbSaveTemplate, gb_save_template, GTK_TYPE_DIALOG)

typedef struct {
  char *folder;
  char *name;
  GbDocument *document;
  gboolean replaces;
} Job;

static void
job_free (Job *job)
{
  g_free (job->folder);
  g_free (job->name);
  g_object_unref (job->document);
  g_free (job);
}

static void
show_error (GbSaveTemplate *self, const char *words)
{
  gtk_label_set_text (self->error, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), words != NULL);
}

static void
set_busy (GbSaveTemplate *self, gboolean is_busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->entry), !is_busy);
  gtk_dialog_set_response_sensitive (GTK_DIALOG (self), RESPONSE_SAVE,
                                     !is_busy && gtk_entry_get_text_length (self->entry) > 0);
}

static void
save_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GbSaveTemplate *self = GB_SAVE_TEMPLATE (object);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *words = NULL;

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  if (path != NULL) {
    gtk_dialog_response (GTK_DIALOG (self), GTK_RESPONSE_ACCEPT);
    return;
  }
  set_busy (self, FALSE);
  self->replaces = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  if (self->replaces) {
    words = g_strdup (_ ("There is a template of this name. Choose another name, or replace it."));
    gtk_button_set_label (GTK_BUTTON (self->save_button), _ ("_Replace"));
  } else {
    words = gb_message_for_error (error);
  }
  show_error (self, words);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
save_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Job *job = task_data;
  g_autoptr (GError) error = NULL;
  char *path = gb_templates_save (job->folder, job->name, job->document, job->replaces, &error);

  if (path != NULL)
    g_task_return_pointer (task, path, g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
save (GbSaveTemplate *self)
{
  g_auto (GStrv) folders = gb_templates_dup_folders ();
  g_autoptr (GTask) task = g_task_new (self, NULL, save_cb, NULL);
  Job *job = g_new0 (Job, 1);

  job->folder = g_strdup (folders[0]);
  job->name = g_strstrip (g_strdup (gtk_entry_get_text (self->entry)));
  job->document = g_object_ref (self->document);
  job->replaces = self->replaces;
  show_error (self, NULL);
  set_busy (self, TRUE);
  g_task_set_source_tag (task, save);
  g_task_set_task_data (task, job, (GDestroyNotify)job_free);
  g_task_run_in_thread (task, save_thread);
}

static void
changed_cb (GbSaveTemplate *self)
{
  self->replaces = FALSE;
  gtk_button_set_label (GTK_BUTTON (self->save_button), _ ("_Save"));
  show_error (self, NULL);
  set_busy (self, FALSE);
}

static void
gb_save_template_response (GtkDialog *dialog, int response)
{
  if (response == RESPONSE_SAVE)
    save (GB_SAVE_TEMPLATE (dialog));
}

static void
gb_save_template_finalize (GObject *object)
{
  g_clear_object (&GB_SAVE_TEMPLATE (object)->document);
  G_OBJECT_CLASS (gb_save_template_parent_class)->finalize (object);
}

static void
gb_save_template_class_init (GbSaveTemplateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gb_save_template_finalize;
  GTK_DIALOG_CLASS (klass)->response = gb_save_template_response;
}

static GtkLabel *
new_label (const char *text)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new_with_mnemonic (text));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_line_wrap (label, TRUE);
  gtk_label_set_max_width_chars (label, 36);
  return label;
}

static void
gb_save_template_init (GbSaveTemplate *self)
{
  GtkBox *content = GTK_BOX (gtk_dialog_get_content_area (GTK_DIALOG (self)));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkLabel *name = new_label (_ ("_Name of the template"));
  GtkLabel *hint =
    new_label (_ ("Title and text are kept; number, dates, and where it was published are not."));

  self->entry = GTK_ENTRY (gtk_entry_new ());
  self->error = new_label ("");
  gtk_entry_set_activates_default (self->entry, TRUE);
  gtk_entry_set_max_length (self->entry, 80);
  gtk_label_set_mnemonic_widget (name, GTK_WIDGET (self->entry));
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self->error)), "error");
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (hint)), "gb-caption");
  g_object_set (box, "margin", 18, NULL);
  gtk_container_add (GTK_CONTAINER (box), GTK_WIDGET (name));
  gtk_container_add (GTK_CONTAINER (box), GTK_WIDGET (self->entry));
  gtk_container_add (GTK_CONTAINER (box), GTK_WIDGET (self->error));
  gtk_container_add (GTK_CONTAINER (box), GTK_WIDGET (hint));
  gtk_widget_show_all (box);
  gtk_widget_hide (GTK_WIDGET (self->error));
  gtk_container_add (GTK_CONTAINER (content), box);
}

GtkWidget *
gb_save_template_new (GtkWindow *parent, GbDocument *document)
{
  GbSaveTemplate *self;
  const char *title;

  g_return_val_if_fail (GB_IS_DOCUMENT (document), NULL);

  self = g_object_new (GB_TYPE_SAVE_TEMPLATE, "transient-for", parent, "use-header-bar", TRUE,
                       "modal", TRUE, "destroy-with-parent", TRUE, "resizable", FALSE, "title",
                       _ ("Save as a Template"), NULL);
  self->document = g_object_ref (document);
  gtk_dialog_add_button (GTK_DIALOG (self), _ ("_Cancel"), GTK_RESPONSE_CANCEL);
  self->save_button = gtk_dialog_add_button (GTK_DIALOG (self), _ ("_Save"), RESPONSE_SAVE);
  gtk_style_context_add_class (gtk_widget_get_style_context (self->save_button),
                               GTK_STYLE_CLASS_SUGGESTED_ACTION);
  gtk_dialog_set_default_response (GTK_DIALOG (self), RESPONSE_SAVE);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (changed_cb), self);
  title = gb_document_get_title (document);
  gtk_entry_set_text (self->entry,
                      *title != '\0' ? title : gb_name_of_kind (gb_document_get_kind (document)));
  set_busy (self, FALSE);
  return GTK_WIDGET (self);
}
