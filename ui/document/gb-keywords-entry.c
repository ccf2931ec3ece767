/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Owns the list of keywords; the chips are made from it. Main thread. Used by the properties panel.
 */

#define G_LOG_DOMAIN "gb-keywords-entry"

#include "config.h"

#include "document/gb-keywords-entry.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n.h>
#include <string.h>

/* The schema's limit for one line. */
#define MAX_CHARS 500

struct _GbKeywordsEntry {
  GtkBox parent_instance;

  /* Children */
  GtkFlowBox *chips;
  GtkEntry *entry;

  /* Owned */
  GPtrArray *keywords; /* of char *, ending in NULL */

  guint is_editable : 1;
};

G_DEFINE_FINAL_TYPE (GbKeywordsEntry, gb_keywords_entry, GTK_TYPE_BOX)

enum {
  PROP_0,
  PROP_KEYWORDS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static guint
n_keywords (GbKeywordsEntry *self)
{
  return self->keywords->len - 1;
}

static gboolean
has_keyword (GbKeywordsEntry *self, const char *keyword)
{
  return g_strv_contains ((const char *const *)self->keywords->pdata, keyword);
}

static void show_chips (GbKeywordsEntry *self);

static void
changed (GbKeywordsEntry *self)
{
  show_chips (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEYWORDS]);
}

static void
remove_at (GbKeywordsEntry *self, guint index)
{
  g_ptr_array_remove_index (self->keywords, index);
  changed (self);
}

static void
chip_clicked_cb (GbKeywordsEntry *self, GtkButton *button)
{
  const char *keyword = g_object_get_data (G_OBJECT (button), "keyword");

  for (guint i = 0; i < n_keywords (self); i++) {
    if (strcmp (g_ptr_array_index (self->keywords, i), keyword) == 0) {
      remove_at (self, i);
      break;
    }
  }
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static GtkWidget *
new_chip (GbKeywordsEntry *self, const char *keyword)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (keyword);

  gtk_style_context_add_class (gtk_widget_get_style_context (box), "gb-chip");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 16);
  gtk_widget_set_tooltip_text (label, keyword);
  gtk_container_add (GTK_CONTAINER (box), label);
  if (self->is_editable) {
    GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic", GTK_ICON_SIZE_MENU);
    /* Translators: %s is a keyword */
    g_autofree char *name = g_strdup_printf (_ ("Remove “%s”"), keyword);

    gtk_button_set_relief (GTK_BUTTON (button), GTK_RELIEF_NONE);
    gtk_widget_set_tooltip_text (button, name);
    atk_object_set_name (gtk_widget_get_accessible (button), name);
    g_object_set_data_full (G_OBJECT (button), "keyword", g_strdup (keyword), g_free);
    g_signal_connect_object (button, "clicked", G_CALLBACK (chip_clicked_cb), self,
                             G_CONNECT_SWAPPED);
    gtk_container_add (GTK_CONTAINER (box), button);
  }
  return box;
}

static void
show_chips (GbKeywordsEntry *self)
{
  GList *children = gtk_container_get_children (GTK_CONTAINER (self->chips));

  for (GList *l = children; l != NULL; l = l->next)
    gtk_widget_destroy (l->data);
  g_list_free (children);

  for (guint i = 0; i < n_keywords (self); i++) {
    GtkWidget *child = gtk_flow_box_child_new ();

    gtk_widget_set_can_focus (child, FALSE);
    gtk_widget_set_halign (child, GTK_ALIGN_START);
    gtk_container_add (GTK_CONTAINER (child),
                       new_chip (self, g_ptr_array_index (self->keywords, i)));
    gtk_container_add (GTK_CONTAINER (self->chips), child);
  }
  gtk_widget_show_all (GTK_WIDGET (self->chips));
  gtk_widget_set_visible (GTK_WIDGET (self->chips), n_keywords (self) > 0);
}

static gboolean
add (GbKeywordsEntry *self, const char *text)
{
  g_auto (GStrv) words = NULL;
  gboolean any = FALSE;
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, "，", ",", 0);
  g_string_replace (plain, "、", ",", 0);
  g_string_replace (plain, "；", ",", 0);
  g_string_replace (plain, ";", ",", 0);
  words = g_strsplit (plain->str, ",", -1);
  for (guint i = 0; words[i] != NULL; i++) {
    const char *word = g_strstrip (words[i]);

    if (*word == '\0' || has_keyword (self, word) || g_utf8_strlen (word, -1) > MAX_CHARS)
      continue;
    g_ptr_array_insert (self->keywords, (int)n_keywords (self), g_strdup (word));
    any = TRUE;
  }
  return any;
}

static void
commit (GbKeywordsEntry *self)
{
  g_autofree char *text = g_strdup (gtk_entry_get_text (self->entry));

  if (*text == '\0')
    return;
  gtk_entry_set_text (self->entry, "");
  if (add (self, text))
    changed (self);
}

static void
entry_changed_cb (GbKeywordsEntry *self)
{
  const char *text = gtk_entry_get_text (self->entry);

  if (strpbrk (text, ",;") != NULL || strstr (text, "，") != NULL || strstr (text, "、") != NULL ||
      strstr (text, "；") != NULL)
    commit (self);
}

static gboolean
entry_key_press_cb (GbKeywordsEntry *self, GdkEventKey *event)
{
  if (event->keyval == GDK_KEY_BackSpace && gtk_entry_get_text_length (self->entry) == 0 &&
      self->is_editable && n_keywords (self) > 0) {
    remove_at (self, n_keywords (self) - 1);
    return GDK_EVENT_STOP;
  }
  return GDK_EVENT_PROPAGATE;
}

static gboolean
entry_focus_out_cb (GbKeywordsEntry *self)
{
  commit (self);
  return GDK_EVENT_PROPAGATE;
}

static void
gb_keywords_entry_finalize (GObject *object)
{
  GbKeywordsEntry *self = GB_KEYWORDS_ENTRY (object);

  g_ptr_array_unref (self->keywords);

  G_OBJECT_CLASS (gb_keywords_entry_parent_class)->finalize (object);
}

static void
gb_keywords_entry_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  GbKeywordsEntry *self = GB_KEYWORDS_ENTRY (object);

  switch (prop_id) {
  case PROP_KEYWORDS:
    g_value_set_boxed (value, self->keywords->pdata);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gb_keywords_entry_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_KEYWORDS:
    gb_keywords_entry_set_keywords (GB_KEYWORDS_ENTRY (object), g_value_get_boxed (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gb_keywords_entry_class_init (GbKeywordsEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gb_keywords_entry_finalize;
  object_class->get_property = gb_keywords_entry_get_property;
  object_class->set_property = gb_keywords_entry_set_property;

  properties[PROP_KEYWORDS] =
    g_param_spec_boxed ("keywords", NULL, NULL, G_TYPE_STRV,
                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gb_keywords_entry_init (GbKeywordsEntry *self)
{
  self->keywords = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->keywords, NULL);
  self->is_editable = TRUE;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);

  self->chips = GTK_FLOW_BOX (gtk_flow_box_new ());
  gtk_flow_box_set_selection_mode (self->chips, GTK_SELECTION_NONE);
  gtk_flow_box_set_column_spacing (self->chips, 6);
  gtk_flow_box_set_row_spacing (self->chips, 6);
  gtk_flow_box_set_max_children_per_line (self->chips, 6);
  gtk_widget_set_no_show_all (GTK_WIDGET (self->chips), TRUE);
  gtk_container_add (GTK_CONTAINER (self), GTK_WIDGET (self->chips));

  self->entry = GTK_ENTRY (gtk_entry_new ());
  gtk_entry_set_placeholder_text (self->entry, _ ("a keyword, then a comma"));
  gtk_widget_show (GTK_WIDGET (self->entry));
  gtk_container_add (GTK_CONTAINER (self), GTK_WIDGET (self->entry));
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (entry_changed_cb), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (commit), self);
  g_signal_connect_swapped (self->entry, "key-press-event", G_CALLBACK (entry_key_press_cb), self);
  g_signal_connect_swapped (self->entry, "focus-out-event", G_CALLBACK (entry_focus_out_cb), self);
}

GtkWidget *
gb_keywords_entry_new (void)
{
  return g_object_new (GB_TYPE_KEYWORDS_ENTRY, "visible", TRUE, NULL);
}

const char *const *
gb_keywords_entry_get_keywords (GbKeywordsEntry *self)
{
  g_return_val_if_fail (GB_IS_KEYWORDS_ENTRY (self), NULL);

  return (const char *const *)self->keywords->pdata;
}

void
gb_keywords_entry_set_keywords (GbKeywordsEntry *self, const char *const *keywords)
{
  static const char *const none[] = { NULL };

  g_return_if_fail (GB_IS_KEYWORDS_ENTRY (self));

  if (keywords == NULL)
    keywords = none;
  if (g_strv_equal (keywords, (const char *const *)self->keywords->pdata))
    return;
  g_ptr_array_set_size (self->keywords, 0);
  for (guint i = 0; keywords[i] != NULL; i++)
    g_ptr_array_add (self->keywords, g_strdup (keywords[i]));
  g_ptr_array_add (self->keywords, NULL);
  changed (self);
}

GtkEntry *
gb_keywords_entry_get_entry (GbKeywordsEntry *self)
{
  g_return_val_if_fail (GB_IS_KEYWORDS_ENTRY (self), NULL);

  return self->entry;
}

void
gb_keywords_entry_set_editable (GbKeywordsEntry *self, gboolean editable)
{
  g_return_if_fail (GB_IS_KEYWORDS_ENTRY (self));

  if (self->is_editable == editable)
    return;
  self->is_editable = editable;
  gtk_widget_set_visible (GTK_WIDGET (self->entry), editable);
  show_chips (self);
}
