/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns its rows, which are made anew when something else is to be said, and otherwise only learn of
 * the newest report, so that nobody who reads or presses loses the focus. Main thread; used by
 * GbCheckPanel. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-settled.h"

#include "check/gb-check-words.h"
#include "widgets/gb-messages.h"

#include <glib/gi18n.h>
#include <string.h>

#define ITEM_KEY "gb-check-item"
#define NOTE_KEY "gb-note"

struct _GbCheckSettled {
  GtkBin parent_instance;

  /* Children */
  GtkToggleButton *header;
  GtkImage *arrow;
  GtkLabel *title;
  GtkListBox *list;

  /* Owned */
  char *shown; /* (nullable): what the rows say, in one text */

  GbCheckRights rights;
};

G_DEFINE_FINAL_TYPE (GbCheckSettled, gb_check_settled, GTK_TYPE_BIN)

enum {
  SIGNAL_GO_TO,
  SIGNAL_OVERRIDE,
  SIGNAL_REINSTATE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GbCheckItem *
get_item (GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_BOX_ROW);

  return g_object_get_data (G_OBJECT (row), ITEM_KEY);
}

static void
set_item (GtkWidget *row, GbCheckItem *item)
{
  g_object_set_data_full (G_OBJECT (row), ITEM_KEY, gb_check_item_ref (item),
                          (GDestroyNotify)gb_check_item_unref);
}

static void
override_clicked_cb (GbCheckSettled *self, GtkButton *button)
{
  GbCheckItem *item = gb_check_item_ref (get_item (GTK_WIDGET (button)));

  g_signal_emit (self, signals[SIGNAL_OVERRIDE], 0, item);
  gb_check_item_unref (item);
}

static void
reinstate_clicked_cb (GbCheckSettled *self, GtkButton *button)
{
  g_autofree char *id = g_strdup (g_object_get_data (G_OBJECT (button), NOTE_KEY));

  g_signal_emit (self, signals[SIGNAL_REINSTATE], 0, id);
}

static void
row_activated_cb (GbCheckSettled *self, GtkListBoxRow *row)
{
  GbCheckItem *item = gb_check_item_ref (get_item (GTK_WIDGET (row)));

  g_signal_emit (self, signals[SIGNAL_GO_TO], 0, item);
  gb_check_item_unref (item);
}

static GtkWidget *
add_label (GtkWidget *box, const char *text, const char *style_class)
{
  GtkWidget *label =
    g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                  "xalign", 0.0, "width-chars", 8, "max-width-chars", 18, NULL);

  if (style_class != NULL)
    gtk_style_context_add_class (gtk_widget_get_style_context (label), style_class);
  gtk_container_add (GTK_CONTAINER (box), label);
  return label;
}

static GtkWidget *
new_button (const char *label, const char *spoken)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_style_context_add_class (gtk_widget_get_style_context (button), "gb-small-button");
  atk_object_set_name (gtk_widget_get_accessible (button), spoken);
  return button;
}

/* Who said what when, and the way to take it back. */
static void
add_note (GbCheckSettled *self, GtkWidget *box, const GbEvent *note, const char *words)
{
  gboolean is_override = note->type == GB_EVENT_OVERRIDE;
  g_autofree char *time =
    gb_time_to_words (note->accepted_at != 0 ? note->accepted_at : note->made_at);
  g_autofree char *full_time =
    gb_time_to_full_words (note->accepted_at != 0 ? note->accepted_at : note->made_at, TRUE);
  g_autofree char *who = is_override
                           /* Translators: who let a finding pass, and when */
                           ? g_strdup_printf (_ ("Let pass by %s · %s"), note->actor_name, time)
                           /* Translators: who ignored a finding, and when */
                           : g_strdup_printf (_ ("Ignored by %s · %s"), note->actor_name, time);
  GtkWidget *label = add_label (box, who, "gb-caption");
  GtkWidget *button;
  g_autofree char *spoken = NULL;

  gtk_widget_set_tooltip_text (label, full_time);
  add_label (box, note->opinion, "gb-quote");
  if ((self->rights & (is_override ? GB_CHECK_MAY_OVERRIDE : GB_CHECK_MAY_IGNORE)) == 0)
    return;
  /* Translators: %s are the words of a finding */
  spoken = g_strdup_printf (_ ("List it again: %s"), words);
  button = new_button (_ ("List It Again"), spoken);
  gtk_widget_set_tooltip_text (button, _ ("Takes back what was said; the finding counts again."));
  g_object_set_data_full (G_OBJECT (button), NOTE_KEY, g_strdup (note->id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (reinstate_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_container_add (GTK_CONTAINER (box), button);
}

static void
add_obstacle (GbCheckSettled *self, GtkWidget *box, const char *words)
{
  GtkWidget *button;
  g_autofree char *spoken = NULL;

  add_label (box,
             (self->rights & GB_CHECK_MAY_OVERRIDE) != 0
               ? _ ("It stops publication unless you let it pass.")
               : _ ("It stops publication until someone who signs lets it pass."),
             "gb-field-error");
  if ((self->rights & GB_CHECK_MAY_OVERRIDE) == 0)
    return;
  /* Translators: %s are the words of a finding */
  spoken = g_strdup_printf (_ ("Let it pass: %s"), words);
  button = new_button (_ ("Let It Pass…"), spoken);
  g_signal_connect_object (button, "clicked", G_CALLBACK (override_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_container_add (GTK_CONTAINER (box), button);
}

static GtkWidget *
new_row (GbCheckSettled *self, GbCheckItem *item)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *image = gtk_image_new_from_icon_name (gb_check_icon_of_level (item->finding->level),
                                                   GTK_ICON_SIZE_MENU);
  g_autofree char *markup = gb_check_describe_words (item);
  g_autofree char *message = gb_check_dup_message (item->finding);
  g_autofree char *name = NULL;
  GtkWidget *words = add_label (content, "", NULL);

  gtk_label_set_markup (GTK_LABEL (words), markup);
  name = g_strdup_printf ("%s %s", gtk_label_get_text (GTK_LABEL (words)), message);
  atk_object_set_name (gtk_widget_get_accessible (row), name);
  add_label (content, message, "gb-caption");
  gtk_widget_set_valign (image, GTK_ALIGN_START);
  gtk_style_context_add_class (gtk_widget_get_style_context (image),
                               gb_check_class_of_level (item->finding->level));
  if (item->ignored != NULL)
    add_note (self, content, item->ignored, gtk_label_get_text (GTK_LABEL (words)));
  if (item->overridden != NULL)
    add_note (self, content, item->overridden, gtk_label_get_text (GTK_LABEL (words)));
  else if (item->finding->level == GB_FINDING_LEVEL_BLOCK)
    add_obstacle (self, content, gtk_label_get_text (GTK_LABEL (words)));
  gtk_widget_set_hexpand (content, TRUE);
  g_object_set (box, "margin", 6, NULL);
  gtk_container_add (GTK_CONTAINER (box), image);
  gtk_container_add (GTK_CONTAINER (box), content);
  gtk_container_add (GTK_CONTAINER (row), box);
  set_item (row, item);
  gtk_widget_show_all (row);
  return row;
}

static void
toggled_cb (GbCheckSettled *self)
{
  gboolean expanded = gtk_toggle_button_get_active (self->header);

  gtk_image_set_from_icon_name (self->arrow, expanded ? "pan-down-symbolic" : "pan-end-symbolic",
                                GTK_ICON_SIZE_MENU);
  gtk_widget_set_visible (GTK_WIDGET (self->list), expanded);
}

static void
append_note (GString *text, const GbEvent *note)
{
  if (note != NULL)
    g_string_append_printf (text, "%s %" G_GUINT64_FORMAT " ", note->id, note->seq);
}

static char *
describe (GPtrArray *items, GbCheckRights rights)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%d\n", rights);
  for (guint i = 0; items != NULL && i < items->len; i++) {
    const GbCheckItem *item = g_ptr_array_index (items, i);

    append_note (text, item->ignored);
    append_note (text, item->overridden);
    g_string_append_printf (text, "%d %s %s%s%s\n", item->finding->level, item->finding->message,
                            item->before, item->text, item->after);
  }
  return g_string_free (text, FALSE);
}

static void
gb_check_settled_finalize (GObject *object)
{
  GbCheckSettled *self = GB_CHECK_SETTLED (object);

  g_free (self->shown);
  G_OBJECT_CLASS (gb_check_settled_parent_class)->finalize (object);
}

static void
gb_check_settled_class_init (GbCheckSettledClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gb_check_settled_finalize;

  signals[SIGNAL_GO_TO] = g_signal_new ("go-to", GB_TYPE_CHECK_SETTLED, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_OVERRIDE] = g_signal_new ("override", GB_TYPE_CHECK_SETTLED, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_REINSTATE] = g_signal_new ("reinstate", GB_TYPE_CHECK_SETTLED, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
gb_check_settled_init (GbCheckSettled *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->header =
    GTK_TOGGLE_BUTTON (g_object_new (GTK_TYPE_TOGGLE_BUTTON, "relief", GTK_RELIEF_NONE, NULL));
  self->arrow = GTK_IMAGE (gtk_image_new_from_icon_name ("pan-end-symbolic", GTK_ICON_SIZE_MENU));
  self->title = GTK_LABEL (gtk_label_new (""));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_label_set_xalign (self->title, 0);
  gtk_label_set_line_wrap (self->title, TRUE);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self->header)),
                               "gb-check-header");
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self->list)), "content");
  gtk_container_add (GTK_CONTAINER (line), GTK_WIDGET (self->arrow));
  gtk_container_add (GTK_CONTAINER (line), GTK_WIDGET (self->title));
  gtk_container_add (GTK_CONTAINER (self->header), line);
  gtk_container_add (GTK_CONTAINER (box), GTK_WIDGET (self->header));
  gtk_container_add (GTK_CONTAINER (box), GTK_WIDGET (self->list));
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_start (GTK_WIDGET (self->list), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self->list), 6);
  gtk_widget_show_all (box);
  gtk_widget_set_visible (GTK_WIDGET (self->list), FALSE);
  gtk_container_add (GTK_CONTAINER (self), box);
  g_signal_connect_object (self->header, "toggled", G_CALLBACK (toggled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
gb_check_settled_new (void)
{
  return g_object_new (GB_TYPE_CHECK_SETTLED, NULL);
}

void
gb_check_settled_set_items (GbCheckSettled *self, GPtrArray *items, GbCheckRights rights)
{
  guint n = items != NULL ? items->len : 0;
  g_autofree char *title = NULL;
  g_autofree char *shown = describe (items, rights);

  g_return_if_fail (GB_IS_CHECK_SETTLED (self));

  if (g_strcmp0 (shown, self->shown) == 0) {
    for (guint i = 0; i < n; i++)
      set_item (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int)i)),
                g_ptr_array_index (items, i));
    return;
  }
  g_free (self->shown);
  self->shown = g_steal_pointer (&shown);
  self->rights = rights;
  gtk_container_foreach (GTK_CONTAINER (self->list), (GtkCallback)gtk_widget_destroy, NULL);
  for (guint i = 0; i < n; i++)
    gtk_container_add (GTK_CONTAINER (self->list), new_row (self, g_ptr_array_index (items, i)));
  /* Translators: how many findings somebody ignored or let pass */
  title = g_strdup_printf (ngettext ("%u ignored", "%u ignored", n), n);
  gtk_label_set_label (self->title, title);
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self->header)), title);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

void
gb_check_settled_expand (GbCheckSettled *self)
{
  g_return_if_fail (GB_IS_CHECK_SETTLED (self));

  gtk_toggle_button_set_active (self->header, TRUE);
}
