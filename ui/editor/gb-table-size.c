/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The chooser for the size of a table. The two spin buttons hold the size; the grid only shows it
 * and sets it by the pointer. Owns its widgets, lives on the main thread, used by GbEditorToolbar.
 */

#define G_LOG_DOMAIN "gb-editor"

#include "config.h"

#include "editor/gb-table-size.h"

#include <glib/gi18n.h>

/* What the grid shows; the numbers go as far as the page makes tables. */
#define GRID_COLUMNS 8
#define GRID_ROWS    8
#define CELL_PX      22
#define MAX_SIZE     100
#define FIRST_SIZE   3

struct _GbTableSize {
  GtkBox parent_instance;

  /* Children */
  GtkWidget *grid;
  GtkSpinButton *columns;
  GtkSpinButton *rows;
};

G_DEFINE_FINAL_TYPE (GbTableSize, gb_table_size, GTK_TYPE_BOX)

enum {
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
draw_cb (GtkWidget *grid, cairo_t *cr, GbTableSize *self)
{
  GtkStyleContext *context = gtk_widget_get_style_context (grid);
  int columns = gtk_spin_button_get_value_as_int (self->columns);
  int rows = gtk_spin_button_get_value_as_int (self->rows);

  for (int row = 0; row < GRID_ROWS; row++) {
    for (int column = 0; column < GRID_COLUMNS; column++) {
      gboolean is_in = column < columns && row < rows;
      GdkRGBA colour;

      gtk_style_context_save (context);
      gtk_style_context_set_state (context,
                                   is_in ? GTK_STATE_FLAG_SELECTED : GTK_STATE_FLAG_NORMAL);
      gtk_style_context_lookup_color (
        context, is_in ? "theme_selected_bg_color" : "unfocused_insensitive_color", &colour);
      gdk_cairo_set_source_rgba (cr, &colour);
      gtk_style_context_restore (context);
      cairo_rectangle (cr, column * CELL_PX + 2.5, row * CELL_PX + 2.5, CELL_PX - 5, CELL_PX - 5);
      if (is_in)
        cairo_fill_preserve (cr);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
    }
  }
  return TRUE;
}

static void
point_at (GbTableSize *self, double x, double y)
{
  gtk_spin_button_set_value (self->columns, CLAMP ((int)(x / CELL_PX) + 1, 1, GRID_COLUMNS));
  gtk_spin_button_set_value (self->rows, CLAMP ((int)(y / CELL_PX) + 1, 1, GRID_ROWS));
}

static gboolean
motion_cb (GtkWidget *grid, GdkEventMotion *event, GbTableSize *self)
{
  point_at (self, event->x, event->y);
  return TRUE;
}

static void
choose (GbTableSize *self)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, gtk_spin_button_get_value_as_int (self->columns),
                 gtk_spin_button_get_value_as_int (self->rows));
}

static gboolean
release_cb (GtkWidget *grid, GdkEventButton *event, GbTableSize *self)
{
  if (event->button != GDK_BUTTON_PRIMARY)
    return FALSE;
  point_at (self, event->x, event->y);
  choose (self);
  return TRUE;
}

/* Without an activation of its own, a number that was typed is only taken over by leaving it. */
static void
activate_cb (GbTableSize *self)
{
  gtk_spin_button_update (self->columns);
  gtk_spin_button_update (self->rows);
  choose (self);
}

static GtkSpinButton *
add_number (GbTableSize *self, GtkGrid *numbers, int row, const char *label)
{
  GtkWidget *name = gtk_label_new_with_mnemonic (label);
  GtkWidget *spin = gtk_spin_button_new_with_range (1, MAX_SIZE, 1);

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), FIRST_SIZE);
  gtk_entry_set_activates_default (GTK_ENTRY (spin), FALSE);
  gtk_label_set_mnemonic_widget (GTK_LABEL (name), spin);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_grid_attach (numbers, name, 0, row, 1, 1);
  gtk_grid_attach (numbers, spin, 1, row, 1, 1);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self->grid);
  g_signal_connect_swapped (spin, "activate", G_CALLBACK (activate_cb), self);
  return GTK_SPIN_BUTTON (spin);
}

static void
gb_table_size_grab_focus (GtkWidget *widget)
{
  gtk_widget_grab_focus (GTK_WIDGET (GB_TABLE_SIZE (widget)->columns));
}

static void
gb_table_size_class_init (GbTableSizeClass *klass)
{
  GTK_WIDGET_CLASS (klass)->grab_focus = gb_table_size_grab_focus;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", GB_TYPE_TABLE_SIZE, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
}

static void
gb_table_size_init (GbTableSize *self)
{
  GtkGrid *numbers = GTK_GRID (gtk_grid_new ());
  GtkWidget *insert = gtk_button_new_with_mnemonic (_ ("_Insert Table"));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 9);

  self->grid = gtk_drawing_area_new ();
  gtk_widget_set_size_request (self->grid, GRID_COLUMNS * CELL_PX, GRID_ROWS * CELL_PX);
  gtk_widget_set_halign (self->grid, GTK_ALIGN_CENTER);
  gtk_widget_add_events (self->grid,
                         GDK_POINTER_MOTION_MASK | GDK_BUTTON_PRESS_MASK | GDK_BUTTON_RELEASE_MASK);
  atk_object_set_name (gtk_widget_get_accessible (self->grid), _ ("Size of the table"));
  g_signal_connect (self->grid, "motion-notify-event", G_CALLBACK (motion_cb), self);
  g_signal_connect (self->grid, "button-release-event", G_CALLBACK (release_cb), self);
  gtk_container_add (GTK_CONTAINER (self), self->grid);

  gtk_grid_set_row_spacing (numbers, 6);
  gtk_grid_set_column_spacing (numbers, 12);
  self->columns = add_number (self, numbers, 0, _ ("_Columns"));
  self->rows = add_number (self, numbers, 1, _ ("_Rows"));
  g_signal_connect (self->grid, "draw", G_CALLBACK (draw_cb), self);
  gtk_container_add (GTK_CONTAINER (self), GTK_WIDGET (numbers));

  gtk_style_context_add_class (gtk_widget_get_style_context (insert),
                               GTK_STYLE_CLASS_SUGGESTED_ACTION);
  g_signal_connect_swapped (insert, "clicked", G_CALLBACK (choose), self);
  gtk_container_add (GTK_CONTAINER (self), insert);
  gtk_container_foreach (GTK_CONTAINER (self), (GtkCallback)gtk_widget_show_all, NULL);
}
