/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Owns its info bars. Main thread. Used by the document page and the preview.
 */

#define G_LOG_DOMAIN "gb-banner-box"

#include "config.h"

#include "widgets/gb-banner-box.h"

#include "widgets/gb-spoken.h"

#include <glib/gi18n.h>

struct _GbBannerBox {
  GtkBox parent_instance;

  /* Owned */
  GHashTable *bars; /* key → GtkInfoBar, which the box holds */

  guint is_narrow : 1;
};

G_DEFINE_FINAL_TYPE (GbBannerBox, gb_banner_box, GTK_TYPE_BOX)

static const char *
icon_for (GtkMessageType type)
{
  switch (type) {
  case GTK_MESSAGE_ERROR:
    return "dialog-error-symbolic";
  case GTK_MESSAGE_WARNING:
    return "dialog-warning-symbolic";
  case GTK_MESSAGE_INFO:
  case GTK_MESSAGE_QUESTION:
  case GTK_MESSAGE_OTHER:
  default:
    return "dialog-information-symbolic";
  }
}

static void
response_cb (GbBannerBox *self, int response, GtkInfoBar *bar)
{
  gb_banner_box_hide (self, g_object_get_data (G_OBJECT (bar), "key"));
}

/* Beside the words where there is room, else below them. */
static void
apply_width (GbBannerBox *self, GtkWidget *bar)
{
  GtkWidget *button = g_object_get_data (G_OBJECT (bar), "button");

  gtk_orientable_set_orientation (GTK_ORIENTABLE (g_object_get_data (G_OBJECT (bar), "body")),
                                  self->is_narrow ? GTK_ORIENTATION_VERTICAL
                                                  : GTK_ORIENTATION_HORIZONTAL);
  if (button != NULL)
    gtk_widget_set_halign (button, self->is_narrow ? GTK_ALIGN_START : GTK_ALIGN_END);
}

static GtkWidget *
new_bar (GbBannerBox *self,
         const char *key,
         GtkMessageType type,
         const char *text,
         const char *button,
         const char *action)
{
  GtkWidget *bar = gtk_info_bar_new ();
  GtkWidget *content = gtk_info_bar_get_content_area (GTK_INFO_BAR (bar));
  GtkWidget *image = gtk_image_new_from_icon_name (icon_for (type), GTK_ICON_SIZE_BUTTON);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_info_bar_set_message_type (GTK_INFO_BAR (bar), type);
  gtk_info_bar_set_show_close_button (GTK_INFO_BAR (bar), TRUE);
  gb_spoken_name_close_button (GTK_INFO_BAR (bar));
  g_object_set_data_full (G_OBJECT (bar), "key", g_strdup (key), g_free);
  g_object_set_data (G_OBJECT (bar), "label", label);
  g_signal_connect_object (bar, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);

  gtk_widget_set_valign (image, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_start (image, 6);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_can_focus (label, FALSE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_container_add (GTK_CONTAINER (content), image);
  gtk_container_add (GTK_CONTAINER (content), body);
  gtk_container_add (GTK_CONTAINER (body), label);
  if (button != NULL) {
    /* Not an action widget of the bar: its responses would close it before the action has run. */
    GtkWidget *widget = gtk_button_new_with_mnemonic (button);

    gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (widget), action);
    gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
    gtk_container_add (GTK_CONTAINER (body), widget);
    g_object_set_data (G_OBJECT (bar), "button", widget);
  }
  g_object_set_data (G_OBJECT (bar), "body", body);
  apply_width (self, bar);
  atk_object_set_role (gtk_widget_get_accessible (bar), ATK_ROLE_ALERT);
  atk_object_set_name (gtk_widget_get_accessible (bar), text);
  gtk_widget_show_all (bar);
  return bar;
}

static void
gb_banner_box_finalize (GObject *object)
{
  GbBannerBox *self = GB_BANNER_BOX (object);

  g_hash_table_unref (self->bars);

  G_OBJECT_CLASS (gb_banner_box_parent_class)->finalize (object);
}

static void
gb_banner_box_class_init (GbBannerBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gb_banner_box_finalize;
}

static void
gb_banner_box_init (GbBannerBox *self)
{
  self->bars = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
}

void
gb_banner_box_show (GbBannerBox *self,
                    const char *key,
                    GtkMessageType type,
                    const char *text,
                    const char *button,
                    const char *action)
{
  GtkWidget *bar;

  g_return_if_fail (GB_IS_BANNER_BOX (self));
  g_return_if_fail (key != NULL);
  g_return_if_fail (text != NULL);
  g_return_if_fail ((button != NULL) == (action != NULL));

  if (g_strcmp0 (gb_banner_box_get_text (self, key), text) == 0)
    return;
  gb_banner_box_hide (self, key);
  bar = new_bar (self, key, type, text, button, action);
  g_hash_table_insert (self->bars, g_strdup (key), bar);
  gtk_container_add (GTK_CONTAINER (self), bar);
}

void
gb_banner_box_hide (GbBannerBox *self, const char *key)
{
  GtkWidget *bar;

  g_return_if_fail (GB_IS_BANNER_BOX (self));

  bar = g_hash_table_lookup (self->bars, key);
  if (bar == NULL)
    return;
  /* The key may belong to the bar. */
  g_hash_table_remove (self->bars, key);
  gtk_widget_destroy (bar);
}

void
gb_banner_box_clear (GbBannerBox *self)
{
  g_return_if_fail (GB_IS_BANNER_BOX (self));

  g_hash_table_remove_all (self->bars);
  gtk_container_foreach (GTK_CONTAINER (self), (GtkCallback)gtk_widget_destroy, NULL);
}

void
gb_banner_box_set_narrow (GbBannerBox *self, gboolean narrow)
{
  GHashTableIter iter;
  gpointer bar;

  g_return_if_fail (GB_IS_BANNER_BOX (self));

  if (self->is_narrow == narrow)
    return;
  self->is_narrow = narrow;
  g_hash_table_iter_init (&iter, self->bars);
  while (g_hash_table_iter_next (&iter, NULL, &bar))
    apply_width (self, bar);
}

const char *
gb_banner_box_get_text (GbBannerBox *self, const char *key)
{
  GtkWidget *bar;

  g_return_val_if_fail (GB_IS_BANNER_BOX (self), NULL);

  bar = g_hash_table_lookup (self->bars, key);
  if (bar == NULL)
    return NULL;
  return gtk_label_get_text (g_object_get_data (G_OBJECT (bar), "label"));
}
