/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns a reference to the importer and shows what it says. Closing it while files are read stops
 * the import. Main thread. The window shows it. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "application/gb-import-dialog.h"

#include "import/gb-import.h"
#include "widgets/gb-import-words.h"

#include <glib/gi18n.h>

/* A paper with thousands of comments has a list of this many. */
#define MAX_NOTES 200
#define PULSE_MS  150

struct _GbImportDialog {
  GtkDialog parent_instance;

  /* Template children */
  GtkStack *stack;
  GtkLabel *progress_label;
  GtkProgressBar *progress_bar;
  GtkLabel *summary_label;
  GtkListBox *list;
  GtkButton *stop_button;
  GtkButton *close_button;

  /* Owned */
  GbImporter *importer;

  guint pulse_source;
};

G_DEFINE_FINAL_TYPE (GbImportDialog, gb_import_dialog, GTK_TYPE_DIALOG)

enum {
  SIGNAL_OPEN_DOCUMENT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show_progress (GbImportDialog *self)
{
  guint n_files = gb_importer_get_n_files (self->importer);
  guint n_done = gb_importer_get_outcomes (self->importer)->len;
  g_autofree char *text =
    /* Translators: how many files are done, how many there are, and the name of the next one. */
    g_strdup_printf (_ ("%u of %u: %s"), MIN (n_done + 1, n_files), n_files,
                     gb_importer_get_current (self->importer));

  gtk_label_set_text (self->progress_label, text);
  if (n_files > 1)
    gtk_progress_bar_set_fraction (self->progress_bar, (double)n_done / n_files);
}

/* Nobody knows how long one file takes. */
static gboolean
pulse_cb (gpointer user_data)
{
  GbImportDialog *self = user_data;

  gtk_progress_bar_pulse (self->progress_bar);
  return G_SOURCE_CONTINUE;
}

static char *
format_note (const GbImportNote *note)
{
  const char *words = gb_import_words_for_reason (note->reason);

  if (note->text[0] == '\0')
    return g_strdup (words);
  /* Translators: what was left out of a text, and how it begins. */
  return g_strdup_printf (_ ("%s: %s"), words, note->text);
}

static void
add_notes (HdyExpanderRow *row, GPtrArray *dropped)
{
  for (guint i = 0; i < MIN (dropped->len, MAX_NOTES); i++) {
    g_autofree char *text = format_note (g_ptr_array_index (dropped, i));
    GtkWidget *label = gtk_label_new (text);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_line_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
    g_object_set (label, "margin-start", 18, "margin-end", 12, "margin-top", 6, "margin-bottom", 6,
                  NULL);
    gtk_container_add (GTK_CONTAINER (row), label);
  }
  if (dropped->len > MAX_NOTES) {
    g_autofree char *text =
      g_strdup_printf (ngettext ("… and %u more", "… and %u more", dropped->len - MAX_NOTES),
                       dropped->len - MAX_NOTES);
    GtkWidget *label = gtk_label_new (text);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    g_object_set (label, "margin", 6, "margin-start", 18, NULL);
    gtk_container_add (GTK_CONTAINER (row), label);
  }
}

static char *
describe (const GbImportOutcome *outcome)
{
  g_autofree char *summary = NULL;

  if (outcome->problem != NULL)
    return g_strdup (outcome->problem);
  if (outcome->dropped->len == 0)
    return g_strdup (_ ("Imported completely"));
  summary = gb_import_words_summarize (outcome->dropped);
  /* Translators: %s is a list like “Comment, Page header ×2”. */
  return g_strdup_printf (_ ("Imported. Left out: %s"), summary);
}

static void
open_clicked_cb (GtkButton *button, gpointer user_data)
{
  GbImportDialog *self = user_data;

  g_signal_emit (self, signals[SIGNAL_OPEN_DOCUMENT], 0,
                 g_object_get_data (G_OBJECT (button), "document"));
}

static GtkWidget *
make_open_button (GbImportDialog *self, const GbImportOutcome *outcome)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Open"));
  g_autofree char *name = g_strdup_printf (_ ("Open %s"), outcome->name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  atk_object_set_name (gtk_widget_get_accessible (button), name);
  g_object_set_data_full (G_OBJECT (button), "document", g_strdup (outcome->document), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (open_clicked_cb), self, 0);
  return button;
}

/* Not of those in its buttons. libhandy cuts them off at the end of the first line. */
static void
wrap_labels_cb (GtkWidget *widget, gpointer user_data)
{
  if (GTK_IS_LABEL (widget)) {
    gtk_label_set_ellipsize (GTK_LABEL (widget), PANGO_ELLIPSIZE_NONE);
    gtk_label_set_line_wrap (GTK_LABEL (widget), TRUE);
    gtk_label_set_line_wrap_mode (GTK_LABEL (widget), PANGO_WRAP_WORD_CHAR);
  } else if (GTK_IS_CONTAINER (widget) && !GTK_IS_BUTTON (widget)) {
    gtk_container_forall (GTK_CONTAINER (widget), wrap_labels_cb, NULL);
  }
}

static void
add_outcome (GbImportDialog *self, const GbImportOutcome *outcome)
{
  GtkWidget *row;
  GtkWidget *icon;
  g_autofree char *description = describe (outcome);
  g_autofree char *spoken = NULL;
  gboolean has_notes = outcome->dropped != NULL && outcome->dropped->len > 0;

  if (has_notes) {
    row = hdy_expander_row_new ();
    hdy_expander_row_set_subtitle (HDY_EXPANDER_ROW (row), description);
    wrap_labels_cb (row, NULL);
  } else {
    row = hdy_action_row_new ();
    hdy_action_row_set_subtitle (HDY_ACTION_ROW (row), description);
    hdy_action_row_set_subtitle_lines (HDY_ACTION_ROW (row), 0);
    hdy_action_row_set_title_lines (HDY_ACTION_ROW (row), 0);
  }
  hdy_preferences_row_set_title (HDY_PREFERENCES_ROW (row), outcome->name);
  /* Translators: the name of a file, and what became of it. */
  spoken = g_strdup_printf (_ ("%s. %s"), outcome->name, description);
  atk_object_set_name (gtk_widget_get_accessible (row), spoken);
  icon = gtk_image_new_from_icon_name (outcome->problem == NULL ? "emblem-ok-symbolic"
                                       : outcome->is_cancelled  ? "action-unavailable-symbolic"
                                                                : "dialog-warning-symbolic",
                                       GTK_ICON_SIZE_BUTTON);
  atk_object_set_name (gtk_widget_get_accessible (icon),
                       outcome->problem == NULL ? _ ("Imported") : _ ("Not imported"));
  if (has_notes) {
    hdy_expander_row_add_prefix (HDY_EXPANDER_ROW (row), icon);
    hdy_expander_row_add_action (HDY_EXPANDER_ROW (row), make_open_button (self, outcome));
    add_notes (HDY_EXPANDER_ROW (row), outcome->dropped);
    /* What somebody asked for is seen at once. */
    hdy_expander_row_set_expanded (HDY_EXPANDER_ROW (row),
                                   gb_importer_get_n_files (self->importer) == 1);
  } else {
    hdy_action_row_add_prefix (HDY_ACTION_ROW (row), icon);
    if (outcome->document != NULL)
      gtk_container_add (GTK_CONTAINER (row), make_open_button (self, outcome));
  }
  gtk_container_add (GTK_CONTAINER (self->list), row);
}

static char *
summarize (GPtrArray *outcomes)
{
  guint n_good = 0;
  g_autofree char *good = NULL;
  g_autofree char *bad = NULL;
  guint n_bad;

  for (guint i = 0; i < outcomes->len; i++)
    n_good += ((const GbImportOutcome *)g_ptr_array_index (outcomes, i))->document != NULL;
  n_bad = outcomes->len - n_good;
  good = g_strdup_printf (ngettext ("%u draft was made.", "%u drafts were made.", n_good), n_good);
  if (n_bad == 0)
    return g_steal_pointer (&good);
  bad = g_strdup_printf (
    ngettext ("%u file was not imported.", "%u files were not imported.", n_bad), n_bad);
  /* Translators: two sentences: how many drafts were made, how many files were not imported. */
  return n_good > 0 ? g_strdup_printf (_ ("%s %s"), good, bad) : g_steal_pointer (&bad);
}

static void
show_report (GbImportDialog *self)
{
  GPtrArray *outcomes = gb_importer_get_outcomes (self->importer);
  g_autofree char *summary = summarize (outcomes);

  g_clear_handle_id (&self->pulse_source, g_source_remove);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Imported Files"));
  gtk_label_set_text (self->summary_label, summary);
  for (guint i = 0; i < outcomes->len; i++)
    add_outcome (self, g_ptr_array_index (outcomes, i));
  gtk_widget_show_all (GTK_WIDGET (self->list));
  gtk_stack_set_visible_child_name (self->stack, "report");
  gtk_widget_hide (GTK_WIDGET (self->stop_button));
  gtk_widget_show (GTK_WIDGET (self->close_button));
  gtk_widget_grab_focus (GTK_WIDGET (self->close_button));
}

static void
gb_import_dialog_response (GtkDialog *dialog, int response)
{
  GbImportDialog *self = GB_IMPORT_DIALOG (dialog);

  if (gb_importer_get_is_running (self->importer)) {
    gtk_widget_set_sensitive (GTK_WIDGET (self->stop_button), FALSE);
    gtk_label_set_text (self->progress_label, _ ("Stopping…"));
    gb_importer_cancel (self->importer);
  } else {
    gtk_widget_destroy (GTK_WIDGET (self));
  }
}

/* GtkDialog has made a response of it. The import is not over when somebody closes the dialog: the
 * report comes first. */
static gboolean
gb_import_dialog_delete_event (GtkWidget *widget, GdkEventAny *event)
{
  GbImportDialog *self = GB_IMPORT_DIALOG (widget);

  return self->importer != NULL && gb_importer_get_is_running (self->importer);
}

static void
gb_import_dialog_dispose (GObject *object)
{
  GbImportDialog *self = GB_IMPORT_DIALOG (object);

  g_clear_handle_id (&self->pulse_source, g_source_remove);
  g_clear_object (&self->importer);

  G_OBJECT_CLASS (gb_import_dialog_parent_class)->dispose (object);
}

static void
gb_import_dialog_class_init (GbImportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkDialogClass *dialog_class = GTK_DIALOG_CLASS (klass);

  object_class->dispose = gb_import_dialog_dispose;
  widget_class->delete_event = gb_import_dialog_delete_event;
  dialog_class->response = gb_import_dialog_response;

  signals[SIGNAL_OPEN_DOCUMENT] =
    g_signal_new ("open-document", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GbImportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, GbImportDialog, progress_label);
  gtk_widget_class_bind_template_child (widget_class, GbImportDialog, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, GbImportDialog, summary_label);
  gtk_widget_class_bind_template_child (widget_class, GbImportDialog, list);
  gtk_widget_class_bind_template_child (widget_class, GbImportDialog, stop_button);
  gtk_widget_class_bind_template_child (widget_class, GbImportDialog, close_button);
}

static void
gb_import_dialog_init (GbImportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gb_import_dialog_new (GtkWindow *parent, GbImporter *importer)
{
  GbImportDialog *self;

  g_return_val_if_fail (GB_IS_IMPORTER (importer), NULL);

  self =
    g_object_new (GB_TYPE_IMPORT_DIALOG, "transient-for", parent, "use-header-bar", TRUE, NULL);
  self->importer = g_object_ref (importer);
  if (gb_importer_get_is_running (importer)) {
    show_progress (self);
    if (gb_importer_get_n_files (importer) == 1)
      self->pulse_source = g_timeout_add (PULSE_MS, pulse_cb, self);
    g_signal_connect_object (importer, "changed", G_CALLBACK (show_progress), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (importer, "finished", G_CALLBACK (show_report), self,
                             G_CONNECT_SWAPPED);
  } else {
    show_report (self);
  }
  return GTK_WIDGET (self);
}
