/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A chooser of characters: one button each, with its name for screen readers and as a tooltip. Owns
 * its widgets, lives on the main thread, used by GbEditorToolbar. */

#define G_LOG_DOMAIN "gb-editor"

#include "config.h"

#include "editor/gb-character-chooser.h"

#include <glib/gi18n.h>

#define COLUMNS 7

struct _GbCharacterChooser {
  GtkBox parent_instance;

  /* Children */
  GtkWidget *first;
};

G_DEFINE_FINAL_TYPE (GbCharacterChooser, gb_character_chooser, GTK_TYPE_BOX)

enum {
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* An entry without a text begins a group. */
static const struct {
  const char *text; /* (nullable) */
  const char *name;
  gboolean is_pair;
} characters[] = {
  { NULL, N_ ("Brackets") },
  { "〔〕", N_ ("Brackets of document numbers"), TRUE },
  { "《》", N_ ("Title marks"), TRUE },
  { "〈〉", N_ ("Title marks inside title marks"), TRUE },
  { "（）", N_ ("Round brackets"), TRUE },
  { "【】", N_ ("Square brackets"), TRUE },
  { "“”", N_ ("Quotation marks"), TRUE },
  { "‘’", N_ ("Quotation marks inside quotation marks"), TRUE },
  { NULL, N_ ("Punctuation") },
  { "——", N_ ("Dash") },
  { "……", N_ ("Ellipsis") },
  { "—", N_ ("Joining line") },
  { "～", N_ ("Wave dash") },
  { "·", N_ ("Middle dot") },
  { "、", N_ ("Enumeration comma") },
  { NULL, N_ ("Units and Signs") },
  { "№", N_ ("Number sign") },
  { "℃", N_ ("Degree Celsius") },
  { "°", N_ ("Degree") },
  { "㎡", N_ ("Square metre") },
  { "m³", N_ ("Cubic metre") },
  { "km²", N_ ("Square kilometre") },
  { "‰", N_ ("Per mille") },
  { "§", N_ ("Section sign") },
  { "±", N_ ("Plus or minus") },
  { "×", N_ ("Multiplication sign") },
  { "÷", N_ ("Division sign") },
  { "≤", N_ ("Less than or equal") },
  { "≥", N_ ("Greater than or equal") },
  { "≈", N_ ("Almost equal") },
  { "￥", N_ ("Yuan sign") },
  { "→", N_ ("Arrow") },
  { "※", N_ ("Reference mark") },
  { "★", N_ ("Star") },
  { "□", N_ ("Empty box") },
  { "√", N_ ("Check mark") },
  { NULL, N_ ("Numbers in Circles") },
  { "①", N_ ("1 in a circle") },
  { "②", N_ ("2 in a circle") },
  { "③", N_ ("3 in a circle") },
  { "④", N_ ("4 in a circle") },
  { "⑤", N_ ("5 in a circle") },
  { "⑥", N_ ("6 in a circle") },
  { "⑦", N_ ("7 in a circle") },
  { "⑧", N_ ("8 in a circle") },
  { "⑨", N_ ("9 in a circle") },
  { "⑩", N_ ("10 in a circle") },
};

static void
clicked_cb (GtkButton *button, gpointer user_data)
{
  gsize i = GPOINTER_TO_SIZE (user_data);
  GtkWidget *self = gtk_widget_get_ancestor (GTK_WIDGET (button), GB_TYPE_CHARACTER_CHOOSER);

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, characters[i].text, characters[i].is_pair);
}

static GtkWidget *
create_button (gsize i)
{
  GtkWidget *button = gtk_button_new_with_label (characters[i].text);

  gtk_button_set_relief (GTK_BUTTON (button), GTK_RELIEF_NONE);
  gtk_widget_set_tooltip_text (button, _ (characters[i].name));
  atk_object_set_name (gtk_widget_get_accessible (button), _ (characters[i].name));
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), GSIZE_TO_POINTER (i));
  return button;
}

static GtkGrid *
add_group (GbCharacterChooser *self, const char *name)
{
  GtkWidget *title = gtk_label_new (name);
  GtkWidget *grid = gtk_grid_new ();

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_style_context_add_class (gtk_widget_get_style_context (title), GTK_STYLE_CLASS_DIM_LABEL);
  atk_object_set_name (gtk_widget_get_accessible (grid), name);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_container_add (GTK_CONTAINER (self), title);
  gtk_container_add (GTK_CONTAINER (self), grid);
  return GTK_GRID (grid);
}

static void
gb_character_chooser_grab_focus (GtkWidget *widget)
{
  gtk_widget_grab_focus (GB_CHARACTER_CHOOSER (widget)->first);
}

static void
gb_character_chooser_class_init (GbCharacterChooserClass *klass)
{
  GTK_WIDGET_CLASS (klass)->grab_focus = gb_character_chooser_grab_focus;

  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", GB_TYPE_CHARACTER_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static void
gb_character_chooser_init (GbCharacterChooser *self)
{
  GtkGrid *grid = NULL;
  int index = 0;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 3);
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self)), "gb-characters");
  for (gsize i = 0; i < G_N_ELEMENTS (characters); i++) {
    GtkWidget *button;

    if (characters[i].text == NULL) {
      grid = add_group (self, _ (characters[i].name));
      index = 0;
      continue;
    }
    button = create_button (i);
    if (self->first == NULL)
      self->first = button;
    gtk_grid_attach (grid, button, index % COLUMNS, index / COLUMNS, 1, 1);
    index++;
  }
  gtk_container_foreach (GTK_CONTAINER (self), (GtkCallback)gtk_widget_show_all, NULL);
}
