/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Owns references to both versions and the comparison. Main thread. Used by the document page.
 */

#define G_LOG_DOMAIN "gb-compare-window"

#include "config.h"

#include "review/gb-compare-window.h"

#include "review/gb-compare.h"
#include "widgets/gb-messages.h"

#include <glib/gi18n.h>
#include <string.h>

struct _GbCompareWindow {
  HdyWindow parent_instance;

  /* Template children */
  HdyHeaderBar *header_bar;
  GtkTextView *view;
  GtkToggleButton *changes_button;
  GtkToggleButton *older_button;
  GtkLabel *summary;
  GtkButton *previous_button;
  GtkButton *next_button;

  /* Owned */
  GbDocument *older;
  GbDocument *newer;
  GPtrArray *blocks; /* of GbCompareBlock */
  GPtrArray *marks;  /* of GtkTextMark, borrowed from the buffer: where changes are */

  guint current; /* index into marks */
};

G_DEFINE_FINAL_TYPE (GbCompareWindow, gb_compare_window, HDY_TYPE_WINDOW)

static void
create_tags (GbCompareWindow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);

  /* Underlined and struck out as well as coloured, for those who do not see the colours. */
  gtk_text_buffer_create_tag (buffer, "added", "background", "#d3f0d8", "foreground", "#10531c",
                              "underline", PANGO_UNDERLINE_SINGLE, NULL);
  gtk_text_buffer_create_tag (buffer, "removed", "background", "#fadcd9", "foreground", "#8c1810",
                              "strikethrough", TRUE, NULL);
  gtk_text_buffer_create_tag (buffer, "heading", "weight", PANGO_WEIGHT_BOLD, NULL);
  gtk_text_buffer_create_tag (buffer, "title", "weight", PANGO_WEIGHT_BOLD, "scale", 1.3,
                              "pixels-below-lines", 12, NULL);
  gtk_text_buffer_create_tag (buffer, "field", "scale", 0.9, NULL);
}

static void
insert (GbCompareWindow *self, const char *text, const char *tag, const char *other_tag)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  if (tag != NULL && other_tag != NULL)
    gtk_text_buffer_insert_with_tags_by_name (buffer, &end, text, -1, tag, other_tag, NULL);
  else if (tag != NULL || other_tag != NULL)
    gtk_text_buffer_insert_with_tags_by_name (buffer, &end, text, -1, tag != NULL ? tag : other_tag,
                                              NULL);
  else
    gtk_text_buffer_insert (buffer, &end, text, -1);
}

static void
mark_change (GbCompareWindow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  g_ptr_array_add (self->marks, gtk_text_buffer_create_mark (buffer, NULL, &end, TRUE));
}

/* What the metadata keeps as a number is shown by its name. */
static char *
field_value_to_words (const char *field, const char *value)
{
  if (strcmp (field, "openness") == 0)
    return g_strdup (gb_name_of_openness ((GbOpenness)g_ascii_strtoll (value, NULL, 10)));
  if (strcmp (field, "validity") == 0)
    return g_strdup (gb_name_of_validity ((GbValidity)g_ascii_strtoll (value, NULL, 10)));
  if (strcmp (field, "withhold-article") == 0)
    return g_strdup (gb_name_of_withhold_article (value));
  return g_strdup (value);
}

static void
show_block (GbCompareWindow *self, const GbCompareBlock *block, gboolean is_older_only)
{
  const char *base = NULL;
  gboolean any = FALSE;

  if (block->field != NULL) {
    const char *name = gb_name_of_field (block->field);

    if (is_older_only)
      return;
    insert (self, *name != '\0' ? name : block->field, "heading", "field");
    insert (self, "  ", NULL, NULL);
    base = "field";
  } else if (block->name[0] == 'h' && g_ascii_isdigit (block->name[1])) {
    base = "heading";
  }
  if (block->changed && !is_older_only)
    mark_change (self);
  for (guint i = 0; i < block->pieces->len; i++) {
    const GbComparePiece *piece = g_ptr_array_index (block->pieces, i);
    g_autofree char *words = block->field != NULL ? field_value_to_words (block->field, piece->text)
                                                  : g_strdup (piece->text);

    if (is_older_only && piece->kind == GB_COMPARE_ADDED)
      continue;
    any = TRUE;
    if (is_older_only || piece->kind == GB_COMPARE_SAME)
      insert (self, words, base, NULL);
    else
      insert (self, words, piece->kind == GB_COMPARE_ADDED ? "added" : "removed", base);
  }
  if (any || block->field != NULL)
    insert (self, "\n", NULL, NULL);
}

static void
update_buttons (GbCompareWindow *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->previous_button), self->current > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), self->current + 1 < self->marks->len);
}

static void
update_summary (GbCompareWindow *self)
{
  guint n = self->marks->len;
  g_autofree char *text = NULL;

  if (n == 0)
    text = g_strdup (_ ("The two versions say the same."));
  else
    text = g_strdup_printf (
      /* Translators: how many places differ */
      ngettext ("%u change", "%u changes", n), n);
  gtk_label_set_text (self->summary, text);
}

static void
show_comparison (GbCompareWindow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  gboolean is_older_only = gtk_toggle_button_get_active (self->older_button);
  GtkTextIter start;

  if (self->blocks == NULL)
    return;
  g_ptr_array_set_size (self->marks, 0);
  self->current = 0;
  gtk_text_buffer_set_text (buffer, "", 0);
  if (is_older_only)
    insert (self, gb_document_get_title (self->older), "title", NULL);
  else
    insert (self, gb_document_get_title (self->newer), "title", NULL);
  insert (self, "\n", NULL, NULL);
  for (guint i = 0; i < self->blocks->len; i++)
    show_block (self, g_ptr_array_index (self->blocks, i), is_older_only);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
  update_summary (self);
  update_buttons (self);
}

static void
go_to (GbCompareWindow *self, guint index)
{
  GtkTextMark *mark;

  if (index >= self->marks->len)
    return;
  self->current = index;
  mark = g_ptr_array_index (self->marks, index);
  gtk_text_view_scroll_to_mark (self->view, mark, 0.1, FALSE, 0, 0);
  update_buttons (self);
}

static void
previous_clicked_cb (GbCompareWindow *self)
{
  if (self->current > 0)
    go_to (self, self->current - 1);
}

static void
next_clicked_cb (GbCompareWindow *self)
{
  go_to (self, self->current + 1);
}

static void
gb_compare_window_dispose (GObject *object)
{
  GbCompareWindow *self = GB_COMPARE_WINDOW (object);

  g_clear_object (&self->older);
  g_clear_object (&self->newer);

  G_OBJECT_CLASS (gb_compare_window_parent_class)->dispose (object);
}

static void
gb_compare_window_finalize (GObject *object)
{
  GbCompareWindow *self = GB_COMPARE_WINDOW (object);

  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  g_ptr_array_unref (self->marks);

  G_OBJECT_CLASS (gb_compare_window_parent_class)->finalize (object);
}

static void
gb_compare_window_class_init (GbCompareWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkBindingSet *bindings = gtk_binding_set_by_class (klass);

  object_class->dispose = gb_compare_window_dispose;
  object_class->finalize = gb_compare_window_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-compare-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GbCompareWindow, header_bar);
  gtk_widget_class_bind_template_child (widget_class, GbCompareWindow, view);
  gtk_widget_class_bind_template_child (widget_class, GbCompareWindow, changes_button);
  gtk_widget_class_bind_template_child (widget_class, GbCompareWindow, older_button);
  gtk_widget_class_bind_template_child (widget_class, GbCompareWindow, summary);
  gtk_widget_class_bind_template_child (widget_class, GbCompareWindow, previous_button);
  gtk_widget_class_bind_template_child (widget_class, GbCompareWindow, next_button);
  gtk_widget_class_bind_template_callback (widget_class, show_comparison);
  gtk_widget_class_bind_template_callback (widget_class, previous_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_clicked_cb);

  g_signal_new_class_handler ("cancel", G_TYPE_FROM_CLASS (klass),
                              G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (gtk_window_close),
                              NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_binding_entry_add_signal (bindings, GDK_KEY_Escape, 0, "cancel", 0);
}

static void
gb_compare_window_init (GbCompareWindow *self)
{
  self->marks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  create_tags (self);
}

GtkWidget *
gb_compare_window_new (GtkWindow *parent, GbDocument *older, GbDocument *newer)
{
  GbCompareWindow *self;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *subtitle = NULL;

  g_return_val_if_fail (GB_IS_DOCUMENT (older), NULL);
  g_return_val_if_fail (GB_IS_DOCUMENT (newer), NULL);

  self = g_object_new (GB_TYPE_COMPARE_WINDOW, "transient-for", parent, NULL);
  self->older = g_object_ref (older);
  self->newer = g_object_ref (newer);
  self->blocks = gb_compare_documents (older, newer);
  from = gb_digest_to_short (gb_document_get_digest (older));
  to = gb_digest_to_short (gb_document_get_digest (newer));
  subtitle = g_strdup_printf ("%s → %s", from, to);
  hdy_header_bar_set_subtitle (self->header_bar, subtitle);
  show_comparison (self);
  return GTK_WIDGET (self);
}

guint
gb_compare_window_get_n_changes (GbCompareWindow *self)
{
  g_return_val_if_fail (GB_IS_COMPARE_WINDOW (self), 0);

  return gb_compare_count_changes (self->blocks);
}
