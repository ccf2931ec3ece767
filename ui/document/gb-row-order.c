/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows of a list that are moved by hand. What is dragged is a row of the same list and nothing
 * else; files that are dropped on a list pass by. Keeps the mark of the row that a drag is over
 * with the list. Main thread; used by GbAttachmentsList. */

#define G_LOG_DOMAIN "gb-row-order"

#include "config.h"

#include "document/gb-row-order.h"

#define DRAG_TARGET "application/x-gongbao-row"
#define KEY         "gb-row-order"

static const GtkTargetEntry targets[] = {
  { (char *)DRAG_TARGET, GTK_TARGET_SAME_APP, 0 },
};

typedef struct {
  GtkListBox *list; /* owns this */
  GbRowOrderFunc move;
  gpointer user_data;
} RowOrder;

/* ───── A row ───── */

static GtkListBoxRow *
get_row (GtkWidget *widget)
{
  GtkWidget *row = widget != NULL ? gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_BOX_ROW) : NULL;

  return row != NULL ? GTK_LIST_BOX_ROW (row) : NULL;
}

static void
drag_begin_cb (GtkWidget *handle, GdkDragContext *context)
{
  GtkWidget *row = GTK_WIDGET (get_row (handle));
  GtkAllocation allocation;
  cairo_surface_t *surface;
  cairo_t *cr;

  gtk_widget_get_allocation (row, &allocation);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, allocation.width, allocation.height);
  cr = cairo_create (surface);
  gtk_widget_draw (row, cr);
  cairo_destroy (cr);
  gtk_drag_set_icon_surface (context, surface);
  cairo_surface_destroy (surface);
}

/* Which row it is, the widget that is dragged says; the target needs some content. */
static void
drag_data_get_cb (GtkWidget *handle, GdkDragContext *context, GtkSelectionData *data)
{
  gtk_selection_data_set (data, gdk_atom_intern_static_string (DRAG_TARGET), 8,
                          (const guchar *)"row", 3);
}

GtkWidget *
gb_row_order_new_handle (void)
{
  GtkWidget *handle = gtk_event_box_new ();

  gtk_event_box_set_visible_window (GTK_EVENT_BOX (handle), FALSE);
  gtk_drag_source_set (handle, GDK_BUTTON1_MASK, targets, G_N_ELEMENTS (targets), GDK_ACTION_MOVE);
  g_signal_connect (handle, "drag-begin", G_CALLBACK (drag_begin_cb), NULL);
  g_signal_connect (handle, "drag-data-get", G_CALLBACK (drag_data_get_cb), NULL);
  return handle;
}

/* ───── The list ───── */

static void
unmark_cb (GtkWidget *row, gpointer user_data)
{
  GtkStyleContext *style = gtk_widget_get_style_context (row);

  gtk_style_context_remove_class (style, "gb-drop-above");
  gtk_style_context_remove_class (style, "gb-drop-below");
}

static void
unmark (RowOrder *self)
{
  gtk_container_foreach (GTK_CONTAINER (self->list), unmark_cb, NULL);
}

/* The row that is dragged, if it is one of this list. */
static GtkListBoxRow *
get_dragged (RowOrder *self, GdkDragContext *context)
{
  GtkListBoxRow *row = get_row (gtk_drag_get_source_widget (context));

  return row != NULL && gtk_widget_get_parent (GTK_WIDGET (row)) == GTK_WIDGET (self->list) ? row
                                                                                            : NULL;
}

/* The row at a height, and whether its lower half was meant; below all rows, the last one. */
static GtkListBoxRow *
get_row_at (RowOrder *self, int y, gboolean *out_below)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_y (self->list, y);
  GtkAllocation allocation;

  *out_below = TRUE;
  if (row == NULL) {
    g_autoptr (GList) rows = gtk_container_get_children (GTK_CONTAINER (self->list));

    return rows != NULL ? g_list_last (rows)->data : NULL;
  }
  gtk_widget_get_allocation (GTK_WIDGET (row), &allocation);
  *out_below = y > allocation.y + allocation.height / 2;
  return row;
}

static gboolean
drag_motion_cb (GtkWidget *list, GdkDragContext *context, int x, int y, guint time, RowOrder *self)
{
  gboolean below;
  GtkListBoxRow *row = get_row_at (self, y, &below);

  unmark (self);
  if (row == NULL || get_dragged (self, context) == NULL)
    return FALSE;
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (row)),
                               below ? "gb-drop-below" : "gb-drop-above");
  gdk_drag_status (context, GDK_ACTION_MOVE, time);
  return TRUE;
}

static void
drag_leave_cb (GtkWidget *list, GdkDragContext *context, guint time, RowOrder *self)
{
  unmark (self);
}

static gboolean
drag_drop_cb (GtkWidget *list, GdkDragContext *context, int x, int y, guint time, RowOrder *self)
{
  gboolean below;
  GtkListBoxRow *dragged = get_dragged (self, context);
  GtkListBoxRow *row = get_row_at (self, y, &below);
  int from;
  int to;

  if (dragged == NULL || row == NULL)
    return FALSE;
  from = gtk_list_box_row_get_index (dragged);
  to = gtk_list_box_row_get_index (row) + (below ? 1 : 0);
  /* The row leaves a gap behind it. */
  if (to > from)
    to--;
  gtk_drag_finish (context, TRUE, FALSE, time);
  unmark (self);
  if (to != from)
    self->move (self->user_data, (guint)from, (guint)to);
  return TRUE;
}

/* ───── Keys ───── */

static gboolean
key_press_cb (GtkWidget *list, GdkEventKey *event, RowOrder *self)
{
  GdkModifierType modifiers = event->state & gtk_accelerator_get_default_mod_mask ();
  GtkWidget *focus = gtk_container_get_focus_child (GTK_CONTAINER (list));
  int from;

  if (modifiers != (GDK_MOD1_MASK | GDK_SHIFT_MASK) || focus == NULL ||
      (event->keyval != GDK_KEY_Up && event->keyval != GDK_KEY_Down))
    return GDK_EVENT_PROPAGATE;
  from = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (focus));
  if (!GTK_IS_EVENT_BOX (gtk_bin_get_child (GTK_BIN (focus))))
    return GDK_EVENT_PROPAGATE;
  if (event->keyval == GDK_KEY_Down)
    self->move (self->user_data, (guint)from, (guint)from + 1);
  else if (from > 0)
    self->move (self->user_data, (guint)from, (guint)from - 1);
  return GDK_EVENT_STOP;
}

void
gb_row_order_attach (GtkListBox *list, GbRowOrderFunc move, gpointer user_data)
{
  RowOrder *self;

  g_return_if_fail (GTK_IS_LIST_BOX (list));
  g_return_if_fail (move != NULL);

  self = g_new0 (RowOrder, 1);
  self->list = list;
  self->move = move;
  self->user_data = user_data;
  g_object_set_data_full (G_OBJECT (list), KEY, self, g_free);
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (list)), "gb-row-order");
  gtk_drag_dest_set (GTK_WIDGET (list), 0, targets, G_N_ELEMENTS (targets), GDK_ACTION_MOVE);
  g_signal_connect (list, "drag-motion", G_CALLBACK (drag_motion_cb), self);
  g_signal_connect (list, "drag-leave", G_CALLBACK (drag_leave_cb), self);
  g_signal_connect (list, "drag-drop", G_CALLBACK (drag_drop_cb), self);
  g_signal_connect (list, "key-press-event", G_CALLBACK (key_press_cb), self);
}
