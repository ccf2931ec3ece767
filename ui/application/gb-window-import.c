/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Importing in the window: from the file dialog, by dropping files on it, and the sample. One
 * import at a time; files that come while one is running wait for the next. A single file that is
 * quick opens without a dialog in between. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "application/gb-window-private.h"

#include "application/gb-import-dialog.h"
#include "import/gb-import.h"
#include "widgets/gb-import-words.h"

#include <glib/gi18n.h>

#define SAMPLE_URI      "resource:///org/gongbao/Gongbao/samples/luhe-interpretation.txt"
#define DIALOG_DELAY_MS 600
/* More than a person would read the report of. */
#define MAX_FILES 500

static void
dialog_open_document_cb (GbWindow *self, const char *document)
{
  if (self->import_dialog != NULL)
    gtk_widget_destroy (self->import_dialog);
  _gb_window_show_new_document (self, document);
}

static void
show_dialog (GbWindow *self)
{
  GtkWidget *dialog;

  if (self->import_dialog != NULL || self->importer == NULL)
    return;
  dialog = gb_import_dialog_new (GTK_WINDOW (self), self->importer);
  g_set_weak_pointer (&self->import_dialog, dialog);
  g_signal_connect_object (dialog, "open-document", G_CALLBACK (dialog_open_document_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
show_dialog_cb (gpointer user_data)
{
  GbWindow *self = user_data;

  self->import_source = 0;
  show_dialog (self);
  return G_SOURCE_REMOVE;
}

/* One file that became a draft is opened, and what was left out is said beside it. */
static void
show_single (GbWindow *self, const GbImportOutcome *outcome)
{
  g_autofree char *summary = NULL;
  g_autofree char *message = NULL;

  if (self->import_dialog != NULL)
    gtk_widget_destroy (self->import_dialog);
  _gb_window_show_new_document (self, outcome->document);
  if (outcome->dropped->len == 0)
    return;
  summary = gb_import_words_summarize (outcome->dropped);
  /* Translators: %s is a list like “Comment, Page header ×2”. */
  message = g_strdup_printf (_ ("Imported. Left out: %s"), summary);
  _gb_window_show_toast_action (self, message, _ ("_Details…"), "show-import-report");
}

static void
finished_cb (GbWindow *self, GbImporter *importer)
{
  GPtrArray *outcomes = gb_importer_get_outcomes (importer);

  if (importer != self->importer)
    return;
  g_clear_handle_id (&self->import_source, g_source_remove);
  _gb_window_update_actions (self);
  if (outcomes->len == 1 && ((GbImportOutcome *)g_ptr_array_index (outcomes, 0))->document != NULL)
    show_single (self, g_ptr_array_index (outcomes, 0));
  else
    show_dialog (self);
}

/**
 * _gb_window_import_files:
 * @self: the window
 * @files: (element-type GFile): what to import
 *
 * Begins, if somebody who may write is there and no other import is running.
 */
void
_gb_window_import_files (GbWindow *self, GPtrArray *files)
{
  if (files->len == 0)
    return;
  if (self->desk == NULL) {
    _gb_window_show_toast (
      self, _ ("Sign in to an office or begin the trial, then import the files."), NULL);
    return;
  }
  if (!g_action_group_get_action_enabled (G_ACTION_GROUP (self), "import")) {
    _gb_window_show_toast (self,
                           self->importer != NULL && gb_importer_get_is_running (self->importer)
                             ? _ ("Wait until the other files are imported.")
                             : _ ("Only drafters can import files."),
                           NULL);
    return;
  }
  if (files->len > MAX_FILES) {
    g_autofree char *message =
      g_strdup_printf (_ ("At most %u files can be imported at once."), MAX_FILES);

    _gb_window_show_toast (self, message, NULL);
    return;
  }
  g_clear_object (&self->importer);
  self->importer = gb_importer_new (self->desk, files);
  g_signal_connect_object (self->importer, "finished", G_CALLBACK (finished_cb), self,
                           G_CONNECT_SWAPPED);
  gb_importer_start (self->importer);
  _gb_window_update_actions (self);
  if (files->len > 1)
    show_dialog (self);
  else if (gb_importer_get_is_running (self->importer))
    self->import_source = g_timeout_add (DIALOG_DELAY_MS, show_dialog_cb, self);
}

/**
 * _gb_window_stop_import:
 * @self: the window
 *
 * Before another desk comes: what is under way is given up, and its report goes.
 */
void
_gb_window_stop_import (GbWindow *self)
{
  g_clear_handle_id (&self->import_source, g_source_remove);
  if (self->importer != NULL)
    gb_importer_cancel (self->importer);
  g_clear_object (&self->importer);
  if (self->import_dialog != NULL)
    gtk_widget_destroy (self->import_dialog);
}

static void
import_response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  GbWindow *self = user_data;

  if (response == GTK_RESPONSE_ACCEPT) {
    GSList *chosen = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
    g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

    for (GSList *l = chosen; l != NULL; l = l->next)
      g_ptr_array_add (files, l->data);
    g_slist_free (chosen);
    _gb_window_import_files (self, files);
  }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

/* The known kinds in any case of their letters. */
static GtkFileFilter *
make_filter (void)
{
  g_auto (GStrv) endings = gb_import_get_endings ();
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Texts of WPS, Word and others"));
  for (guint i = 0; endings[i] != NULL; i++) {
    g_autoptr (GString) pattern = g_string_new ("*");

    for (const char *p = endings[i]; *p != '\0'; p++) {
      if (g_ascii_isalpha (*p))
        g_string_append_printf (pattern, "[%c%c]", g_ascii_tolower (*p), g_ascii_toupper (*p));
      else
        g_string_append_c (pattern, *p);
    }
    gtk_file_filter_add_pattern (filter, pattern->str);
  }
  return filter;
}

/**
 * _gb_window_show_import_chooser:
 * @self: the window
 *
 * Asks for files and imports them.
 */
void
_gb_window_show_import_chooser (GbWindow *self)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
    _ ("Import Texts"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Import"), NULL);

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), make_filter ());
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (import_response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/**
 * _gb_window_import_sample:
 * @self: the window
 *
 * Makes a draft of the page that comes with the program.
 */
void
_gb_window_import_sample (GbWindow *self)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (files, g_file_new_for_uri (SAMPLE_URI));
  _gb_window_import_files (self, files);
}

/**
 * _gb_window_show_import_report:
 * @self: the window
 *
 * Shows what became of the files that were imported last.
 */
void
_gb_window_show_import_report (GbWindow *self)
{
  show_dialog (self);
}

static void
drag_data_received_cb (GbWindow *self,
                       GdkDragContext *context,
                       int x,
                       int y,
                       GtkSelectionData *data,
                       guint info,
                       guint time)
{
  g_auto (GStrv) uris = gtk_selection_data_get_uris (data);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; uris != NULL && uris[i] != NULL; i++)
    g_ptr_array_add (files, g_file_new_for_uri (uris[i]));
  gtk_drag_finish (context, files->len > 0, FALSE, time);
  _gb_window_import_files (self, files);
}

/**
 * _gb_window_accept_drops:
 * @self: the window
 *
 * Takes files that are dropped anywhere but on the text and the attachments, which take their own.
 */
void
_gb_window_accept_drops (GbWindow *self)
{
  gtk_drag_dest_set (GTK_WIDGET (self), GTK_DEST_DEFAULT_MOTION | GTK_DEST_DEFAULT_DROP, NULL, 0,
                     GDK_ACTION_COPY);
  gtk_drag_dest_add_uri_targets (GTK_WIDGET (self));
  g_signal_connect (self, "drag-data-received", G_CALLBACK (drag_data_received_cb), NULL);
}
