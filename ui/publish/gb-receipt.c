/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Owns the address it shows. Main thread. Used by the publication sheet.
 */

#define G_LOG_DOMAIN "gb-receipt"

#include "config.h"

#include "publish/gb-receipt.h"

#include "publish/gb-qr-image.h"
#include "widgets/gb-messages.h"

#include <glib/gi18n.h>

struct _GbReceipt {
  GtkBin parent_instance;

  /* Template children */
  GtkLabel *title_label;
  GtkLabel *time_label;
  GtkLabel *url_label;
  GtkLabel *result_label;
  GbQrImage *qr_image;

  /* Owned */
  char *url;
};

G_DEFINE_FINAL_TYPE (GbReceipt, gb_receipt, GTK_TYPE_BIN)

static void
copy_clicked_cb (GbReceipt *self)
{
  gb_receipt_copy_link (GTK_WIDGET (self), self->url);
  gtk_label_set_text (self->result_label, _ ("The address was copied."));
}

static void
open_clicked_cb (GbReceipt *self)
{
  g_autoptr (GError) error = NULL;

  if (gb_receipt_open_page (GTK_WIDGET (self), self->url, &error))
    gtk_label_set_text (self->result_label, _ ("The page opens in the browser."));
  else
    gtk_label_set_text (self->result_label, _ ("No browser was found. Copy the address instead."));
}

static void
gb_receipt_finalize (GObject *object)
{
  GbReceipt *self = GB_RECEIPT (object);

  g_free (self->url);

  G_OBJECT_CLASS (gb_receipt_parent_class)->finalize (object);
}

static void
gb_receipt_class_init (GbReceiptClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = gb_receipt_finalize;

  g_type_ensure (GB_TYPE_QR_IMAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-receipt.ui");
  gtk_widget_class_bind_template_child (widget_class, GbReceipt, title_label);
  gtk_widget_class_bind_template_child (widget_class, GbReceipt, time_label);
  gtk_widget_class_bind_template_child (widget_class, GbReceipt, url_label);
  gtk_widget_class_bind_template_child (widget_class, GbReceipt, result_label);
  gtk_widget_class_bind_template_child (widget_class, GbReceipt, qr_image);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked_cb);
}

static void
gb_receipt_init (GbReceipt *self)
{
  self->url = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
gb_receipt_set (GbReceipt *self, const char *title, const char *url, gint64 published_at)
{
  g_autofree char *time = gb_time_to_full_words (published_at, TRUE);
  g_autofree char *line = NULL;

  g_return_if_fail (GB_IS_RECEIPT (self));

  g_free (self->url);
  self->url = g_strdup (url);
  gtk_label_set_text (self->title_label, title);
  /* Translators: %s is a date and time */
  line = g_strdup_printf (_ ("Accepted by the portal on %s"), time);
  gtk_label_set_text (self->time_label, line);
  gtk_label_set_text (self->url_label, url);
  gb_qr_image_set_text (self->qr_image, url);
  gtk_label_set_text (self->result_label, "");
}

const char *
gb_receipt_get_url (GbReceipt *self)
{
  g_return_val_if_fail (GB_IS_RECEIPT (self), NULL);

  return self->url;
}

void
gb_receipt_copy_link (GtkWidget *widget, const char *url)
{
  GtkClipboard *clipboard;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (url != NULL);

  clipboard = gtk_widget_get_clipboard (widget, GDK_SELECTION_CLIPBOARD);
  gtk_clipboard_set_text (clipboard, url, -1);
  gtk_clipboard_store (clipboard);
}

gboolean
gb_receipt_open_page (GtkWidget *widget, const char *url, GError **error)
{
  GtkWidget *top;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), FALSE);
  g_return_val_if_fail (url != NULL, FALSE);

  top = gtk_widget_get_toplevel (widget);
  return gtk_show_uri_on_window (GTK_IS_WINDOW (top) ? GTK_WINDOW (top) : NULL, url,
                                 GDK_CURRENT_TIME, error);
}
