/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of headings beside the text. It owns its rows and borrows the editor, which tells the
 * headings and the section with the caret. While the list has the focus it leads, and the text
 * follows it; otherwise it follows the caret. Main thread; used by GbDocumentPage. */

#define G_LOG_DOMAIN "gb-document-page"

#include "config.h"

#include "document/gb-outline.h"

#include <glib/gi18n.h>
#include <handy.h>
#include <string.h>

#define INDENT_PX   14
#define FIRST_LEVEL 2
#define ID_KEY      "gb-heading"
#define DRAG_TARGET "application/x-gongbao-section"

struct _GbOutline {
  GtkBin parent_instance;

  /* Template children */
  GtkStack *stack;
  HdyStatusPage *empty_page;
  GtkScrolledWindow *scroller;
  GtkListBox *list;
  GtkBox *tools;

  /* Borrowed */
  GbEditor *editor;      /* lives as long as the page, which has both */
  GtkListBoxRow *marked; /* (nullable): the row that a drag is over */

  guint reveal_source;

  guint is_updating : 1; /* what is selected now is not the person's doing */
};

G_DEFINE_FINAL_TYPE (GbOutline, gb_outline, GTK_TYPE_BIN)

enum {
  SIGNAL_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const GtkTargetEntry drag_targets[] = {
  { (char *)DRAG_TARGET, GTK_TARGET_SAME_APP, 0 },
};

static const char *
get_id (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), ID_KEY);
}

static GtkLabel *
get_label (GtkListBoxRow *row)
{
  GtkWidget *box = gtk_bin_get_child (GTK_BIN (row));

  return GTK_LABEL (gtk_bin_get_child (GTK_BIN (box)));
}

static GtkListBoxRow *
find_row (GbOutline *self, const char *id)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++) {
    if (g_strcmp0 (get_id (row), id) == 0)
      return row;
  }
  return NULL;
}

static gboolean
has_focus (GbOutline *self)
{
  return gtk_container_get_focus_child (GTK_CONTAINER (self->list)) != NULL &&
         gtk_widget_has_focus (gtk_container_get_focus_child (GTK_CONTAINER (self->list)));
}

/* ───── The rows ───── */

static void
update_row (GtkListBoxRow *row, const GbEditorHeading *heading)
{
  GtkLabel *label = get_label (row);
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (label));
  const gboolean is_empty = *heading->text == '\0';
  const char *text = is_empty ? _ ("Heading without text") : heading->text;
  g_autofree char *name = NULL;

  g_object_set_data_full (G_OBJECT (row), ID_KEY, g_strdup (heading->id), g_free);
  gtk_label_set_text (label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), text);
  gtk_widget_set_margin_start (GTK_WIDGET (label), INDENT_PX * (int)(heading->level - FIRST_LEVEL));
  if (is_empty)
    gtk_style_context_add_class (context, GTK_STYLE_CLASS_DIM_LABEL);
  else
    gtk_style_context_remove_class (context, GTK_STYLE_CLASS_DIM_LABEL);
  if (heading->level == FIRST_LEVEL)
    gtk_style_context_add_class (context, "gb-strong");
  else
    gtk_style_context_remove_class (context, "gb-strong");
  /* Translators: a heading as a screen reader reads it: its level, 1 to 4, and its text */
  name = g_strdup_printf (_ ("Level %u: %s"), heading->level - FIRST_LEVEL + 1, text);
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (row)), name);
}

static void
select_row (GbOutline *self, GtkListBoxRow *row)
{
  self->is_updating = TRUE;
  gtk_list_box_select_row (self->list, row);
  self->is_updating = FALSE;
}

static gboolean
reveal_cb (gpointer user_data)
{
  GbOutline *self = user_data;
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  GtkAllocation allocation;

  self->reveal_source = 0;
  if (row == NULL)
    return G_SOURCE_REMOVE;
  gtk_widget_get_allocation (GTK_WIDGET (row), &allocation);
  gtk_adjustment_clamp_page (adjustment, allocation.y, allocation.y + allocation.height);
  return G_SOURCE_REMOVE;
}

/* Rows that are new have no place yet. */
static void
reveal_later (GbOutline *self)
{
  if (self->reveal_source == 0)
    self->reveal_source = g_idle_add_full (GDK_PRIORITY_REDRAW + 10, reveal_cb, self, NULL);
}

static void
follow_caret (GbOutline *self)
{
  g_autofree char *section = NULL;
  GtkListBoxRow *row;

  if (has_focus (self))
    return;
  g_object_get (self->editor, "section", &section, NULL);
  row = find_row (self, section);
  if (row == gtk_list_box_get_selected_row (self->list))
    return;
  select_row (self, row);
  reveal_later (self);
}

static void
unmark (GbOutline *self)
{
  if (self->marked == NULL)
    return;
  gtk_style_context_remove_class (gtk_widget_get_style_context (GTK_WIDGET (self->marked)),
                                  "gb-drop-above");
  gtk_style_context_remove_class (gtk_widget_get_style_context (GTK_WIDGET (self->marked)),
                                  "gb-drop-below");
  self->marked = NULL;
}

static gboolean
is_editable (GbOutline *self)
{
  gboolean editable;

  g_object_get (self->editor, "editable", &editable, NULL);
  return editable;
}

static void
drag_begin_cb (GtkWidget *widget, GdkDragContext *context, GbOutline *self)
{
  GtkAllocation allocation;
  cairo_surface_t *surface;
  cairo_t *cr;

  gtk_widget_get_allocation (widget, &allocation);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, allocation.width, allocation.height);
  cr = cairo_create (surface);
  gtk_widget_draw (widget, cr);
  cairo_destroy (cr);
  gtk_drag_set_icon_surface (context, surface);
  cairo_surface_destroy (surface);
}

static void
drag_data_get_cb (GtkWidget *widget,
                  GdkDragContext *context,
                  GtkSelectionData *data,
                  guint info,
                  guint time,
                  gpointer user_data)
{
  const char *id = get_id (GTK_LIST_BOX_ROW (gtk_widget_get_parent (widget)));

  gtk_selection_data_set (data, gdk_atom_intern_static_string (DRAG_TARGET), 8, (const guchar *)id,
                          (int)strlen (id));
}

static GtkWidget *
create_row (GbOutline *self)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_event_box_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  g_object_set (box, "border-width", 6, "visible-window", FALSE, NULL);
  gtk_container_add (GTK_CONTAINER (box), label);
  gtk_container_add (GTK_CONTAINER (row), box);
  g_signal_connect_object (box, "drag-begin", G_CALLBACK (drag_begin_cb), self, 0);
  g_signal_connect_object (box, "drag-data-get", G_CALLBACK (drag_data_get_cb), self, 0);
  gtk_widget_show_all (row);
  return row;
}

static void
update_dragging (GbOutline *self)
{
  const gboolean editable = is_editable (self);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++) {
    GtkWidget *box = gtk_bin_get_child (GTK_BIN (row));

    if (editable)
      gtk_drag_source_set (box, GDK_BUTTON1_MASK, drag_targets, G_N_ELEMENTS (drag_targets),
                           GDK_ACTION_MOVE);
    else
      gtk_drag_source_unset (box);
  }
}

static void
update_state (GbOutline *self)
{
  const gboolean editable = is_editable (self);
  const gboolean is_empty = gtk_list_box_get_row_at_index (self->list, 0) == NULL;

  gtk_stack_set_visible_child_name (self->stack, is_empty ? "empty" : "list");
  hdy_status_page_set_description (
    self->empty_page,
    editable ? _ ("Give a line the style “Heading 1”, or press Ctrl+Alt+1 in it. Headings stand "
                  "here, and take you to their sections.")
             : _ ("There is nothing to find one’s way by."));
  gtk_widget_set_visible (GTK_WIDGET (self->tools), editable);
}

/* Rows are used again: only what differs is drawn anew. */
static void
update_rows (GbOutline *self)
{
  GPtrArray *headings = gb_editor_get_headings (self->editor);
  const gboolean had_focus = has_focus (self);
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);
  g_autofree char *id = selected != NULL ? g_strdup (get_id (selected)) : NULL;
  GtkListBoxRow *row;

  unmark (self);
  self->is_updating = TRUE;
  for (guint i = 0; i < headings->len; i++) {
    row = gtk_list_box_get_row_at_index (self->list, (int)i);
    if (row == NULL) {
      row = GTK_LIST_BOX_ROW (create_row (self));
      gtk_container_add (GTK_CONTAINER (self->list), GTK_WIDGET (row));
    }
    update_row (row, g_ptr_array_index (headings, i));
  }
  while ((row = gtk_list_box_get_row_at_index (self->list, (int)headings->len)) != NULL)
    gtk_widget_destroy (GTK_WIDGET (row));
  self->is_updating = FALSE;

  row = find_row (self, id);
  select_row (self, row);
  if (had_focus && row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
  reveal_later (self);
  update_dragging (self);
  update_state (self);
  follow_caret (self);
}

static void
editable_cb (GbOutline *self)
{
  update_dragging (self);
  update_state (self);
}

/* ───── What a person does ───── */

/* By the arrow keys, and before a click becomes an activation. */
static void
row_selected_cb (GbOutline *self, GtkListBoxRow *row)
{
  if (!self->is_updating && row != NULL)
    gb_editor_peek (self->editor, get_id (row));
}

static void
row_activated_cb (GbOutline *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
  gb_editor_reveal (self->editor, get_id (row), 0);
}

static gboolean
key_press_cb (GbOutline *self, GdkEventKey *event)
{
  static const struct {
    guint keyval;
    const char *action;
  } keys[] = {
    { GDK_KEY_Up, "move-section-up" },
    { GDK_KEY_Down, "move-section-down" },
    { GDK_KEY_Left, "promote-section" },
    { GDK_KEY_Right, "demote-section" },
  };
  GdkModifierType modifiers = event->state & gtk_accelerator_get_default_mod_mask ();

  if (modifiers != (GDK_MOD1_MASK | GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    if (event->keyval == keys[i].keyval) {
      g_action_group_activate_action (gb_editor_get_actions (self->editor), keys[i].action, NULL);
      return GDK_EVENT_STOP;
    }
  }
  return GDK_EVENT_PROPAGATE;
}

/* The row at a height, and whether its lower half was meant. */
static GtkListBoxRow *
get_drop_row (GbOutline *self, int y, gboolean *out_below)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_y (self->list, y);
  GtkAllocation allocation;

  *out_below = FALSE;
  if (row == NULL) {
    guint n = gb_editor_get_headings (self->editor)->len;

    *out_below = TRUE;
    return n > 0 ? gtk_list_box_get_row_at_index (self->list, (int)n - 1) : NULL;
  }
  gtk_widget_get_allocation (GTK_WIDGET (row), &allocation);
  *out_below = y > allocation.y + allocation.height / 2;
  return row;
}

static gboolean
drag_motion_cb (GbOutline *self, GdkDragContext *context, int x, int y, guint time)
{
  gboolean below;
  GtkListBoxRow *row = get_drop_row (self, y, &below);

  unmark (self);
  if (row == NULL || gtk_drag_dest_find_target (GTK_WIDGET (self->list), context, NULL) == GDK_NONE)
    return FALSE;
  self->marked = row;
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (row)),
                               below ? "gb-drop-below" : "gb-drop-above");
  gdk_drag_status (context, GDK_ACTION_MOVE, time);
  return TRUE;
}

static void
drag_leave_cb (GbOutline *self)
{
  unmark (self);
}

static void
drag_data_received_cb (GbOutline *self,
                       GdkDragContext *context,
                       int x,
                       int y,
                       GtkSelectionData *data,
                       guint info,
                       guint time)
{
  gboolean below;
  GtkListBoxRow *row = get_drop_row (self, y, &below);
  g_autofree char *id = NULL;

  if (row == NULL || gtk_selection_data_get_length (data) <= 0) {
    gtk_drag_finish (context, FALSE, FALSE, time);
    return;
  }
  id = g_strndup ((const char *)gtk_selection_data_get_data (data),
                  (gsize)gtk_selection_data_get_length (data));
  if (below)
    row = gtk_list_box_get_row_at_index (self->list, gtk_list_box_row_get_index (row) + 1);
  gb_editor_move_section (self->editor, id, row != NULL ? get_id (row) : "");
  gtk_drag_finish (context, TRUE, FALSE, time);
}

static void
gb_outline_dispose (GObject *object)
{
  GbOutline *self = GB_OUTLINE (object);

  g_clear_handle_id (&self->reveal_source, g_source_remove);
  self->marked = NULL;
  G_OBJECT_CLASS (gb_outline_parent_class)->dispose (object);
}

static void
gb_outline_class_init (GbOutlineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gb_outline_dispose;

  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", GB_TYPE_OUTLINE, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-outline.ui");
  gtk_widget_class_bind_template_child (widget_class, GbOutline, stack);
  gtk_widget_class_bind_template_child (widget_class, GbOutline, empty_page);
  gtk_widget_class_bind_template_child (widget_class, GbOutline, scroller);
  gtk_widget_class_bind_template_child (widget_class, GbOutline, list);
  gtk_widget_class_bind_template_child (widget_class, GbOutline, tools);
  gtk_widget_class_bind_template_callback (widget_class, drag_data_received_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_motion_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_press_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
}

static void
gb_outline_init (GbOutline *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drag_dest_set (GTK_WIDGET (self->list), GTK_DEST_DEFAULT_DROP, drag_targets,
                     G_N_ELEMENTS (drag_targets), GDK_ACTION_MOVE);
}

GtkWidget *
gb_outline_new (GbEditor *editor)
{
  GbOutline *self;

  g_return_val_if_fail (GB_IS_EDITOR (editor), NULL);

  self = g_object_new (GB_TYPE_OUTLINE, "visible", TRUE, NULL);
  self->editor = editor;
  g_signal_connect_object (editor, "outline-changed", G_CALLBACK (update_rows), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "notify::section", G_CALLBACK (follow_caret), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "notify::editable", G_CALLBACK (editable_cb), self,
                           G_CONNECT_SWAPPED);
  update_rows (self);
  return GTK_WIDGET (self);
}
