/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bar above a text into which something was pasted. It owns its rows, and knows nothing of the
 * editor. Main thread; used by GbEditor. */

#define G_LOG_DOMAIN "gb-editor"

#include "config.h"

#include "editor/gb-paste-bar.h"

#include "import/gb-import.h"
#include "widgets/gb-import-words.h"
#include "widgets/gb-spoken.h"

#include <glib/gi18n.h>

/* Nobody reads a longer list; the label has the count. */
#define MAX_ROWS 200
#define PULSE_MS 100

struct _GbPasteBar {
  GtkBin parent_instance;

  /* Template children */
  GtkInfoBar *bar;
  GtkLabel *label;
  GtkMenuButton *details;
  GtkButton *as_text;
  GtkButton *cancel;
  GtkProgressBar *progress;
  GtkWidget *progress_box;
  GtkWidget *result_box;
  GtkListBox *list;
  GtkPopover *popover;

  guint pulse_source; /* while something is pasted */
};

G_DEFINE_FINAL_TYPE (GbPasteBar, gb_paste_bar, GTK_TYPE_BIN)

enum {
  SIGNAL_AS_TEXT,
  SIGNAL_CANCEL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Closed, it is out of the way, and what goes on goes on. */
static void
response_cb (GbPasteBar *self)
{
  gb_paste_bar_hide (self);
}

static void
cancel_cb (GbPasteBar *self)
{
  g_signal_emit (self, signals[SIGNAL_CANCEL], 0);
}

static gboolean
pulse_cb (gpointer user_data)
{
  gtk_progress_bar_pulse (GB_PASTE_BAR (user_data)->progress);
  return G_SOURCE_CONTINUE;
}

static void
show_part (GbPasteBar *self, GtkWidget *part)
{
  gtk_widget_set_visible (self->progress_box, part == self->progress_box);
  gtk_widget_set_visible (self->result_box, part == self->result_box);
  gtk_info_bar_set_revealed (self->bar, TRUE);
}

static void
as_text_cb (GbPasteBar *self)
{
  gb_paste_bar_hide (self);
  g_signal_emit (self, signals[SIGNAL_AS_TEXT], 0);
}

static void
add_row (GbPasteBar *self, const GbImportNote *note)
{
  const char *name = gb_import_words_for_reason (note->reason);
  /* Translators: what kind of thing was left out, and its beginning. */
  g_autofree char *words =
    *note->text != '\0' ? g_strdup_printf (_ ("%s: %s"), name, note->text) : g_strdup (name);
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  g_object_set (label, "margin", 6, NULL);
  gtk_widget_show (label);
  gtk_list_box_insert (self->list, label, -1);
}

static void
gb_paste_bar_dispose (GObject *object)
{
  g_clear_handle_id (&GB_PASTE_BAR (object)->pulse_source, g_source_remove);
  G_OBJECT_CLASS (gb_paste_bar_parent_class)->dispose (object);
}

static void
gb_paste_bar_class_init (GbPasteBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gb_paste_bar_dispose;

  signals[SIGNAL_CANCEL] = g_signal_new ("cancel", GB_TYPE_PASTE_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_AS_TEXT] = g_signal_new ("as-text", GB_TYPE_PASTE_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-paste-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, GbPasteBar, bar);
  gtk_widget_class_bind_template_child (widget_class, GbPasteBar, label);
  gtk_widget_class_bind_template_child (widget_class, GbPasteBar, details);
  gtk_widget_class_bind_template_child (widget_class, GbPasteBar, as_text);
  gtk_widget_class_bind_template_child (widget_class, GbPasteBar, cancel);
  gtk_widget_class_bind_template_child (widget_class, GbPasteBar, list);
  gtk_widget_class_bind_template_child (widget_class, GbPasteBar, popover);
  gtk_widget_class_bind_template_child (widget_class, GbPasteBar, progress);
  gtk_widget_class_bind_template_child (widget_class, GbPasteBar, progress_box);
  gtk_widget_class_bind_template_child (widget_class, GbPasteBar, result_box);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, response_cb);
  gtk_widget_class_bind_template_callback (widget_class, as_text_cb);
}

/* In a narrow window the words of a button get shorter; the page does not get wider. */
static void
let_shrink (GtkBin *button)
{
  GtkWidget *label = gtk_bin_get_child (button);

  if (GTK_IS_LABEL (label))
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
}

static void
gb_paste_bar_init (GbPasteBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gb_spoken_name_close_button (self->bar);
  let_shrink (GTK_BIN (self->details));
  let_shrink (GTK_BIN (self->as_text));
  let_shrink (GTK_BIN (self->cancel));
}

void
gb_paste_bar_show (GbPasteBar *self, GPtrArray *notes, gboolean has_text)
{
  g_autoptr (GList) rows = NULL;
  g_autofree char *kinds = NULL;
  g_autofree char *words = NULL;

  g_return_if_fail (GB_IS_PASTE_BAR (self));
  g_return_if_fail (notes != NULL);

  if (notes->len == 0) {
    gb_paste_bar_hide (self);
    return;
  }
  rows = gtk_container_get_children (GTK_CONTAINER (self->list));
  for (GList *l = rows; l != NULL; l = l->next)
    gtk_widget_destroy (l->data);
  for (guint i = 0; i < MIN (notes->len, MAX_ROWS); i++)
    add_row (self, g_ptr_array_index (notes, i));
  kinds = gb_import_words_summarize (notes);
  words = g_strdup_printf (ngettext ("Pasted; %u thing was left out (%s).",
                                     "Pasted; %u things were left out (%s).", notes->len),
                           notes->len, kinds);
  gtk_label_set_label (self->label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->as_text), has_text);
  g_clear_handle_id (&self->pulse_source, g_source_remove);
  show_part (self, self->result_box);
}

void
gb_paste_bar_set_busy (GbPasteBar *self, gboolean is_busy, gboolean can_cancel)
{
  g_return_if_fail (GB_IS_PASTE_BAR (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel), can_cancel);
  if (is_busy == (self->pulse_source != 0))
    return;
  if (!is_busy) {
    gb_paste_bar_hide (self);
    return;
  }
  self->pulse_source = g_timeout_add (PULSE_MS, pulse_cb, self);
  gtk_label_set_label (self->label,
                       _ ("Something large is being pasted. You can go on writing meanwhile."));
  show_part (self, self->progress_box);
}

void
gb_paste_bar_hide (GbPasteBar *self)
{
  g_return_if_fail (GB_IS_PASTE_BAR (self));

  g_clear_handle_id (&self->pulse_source, g_source_remove);
  gtk_popover_popdown (self->popover);
  gtk_info_bar_set_revealed (self->bar, FALSE);
}
