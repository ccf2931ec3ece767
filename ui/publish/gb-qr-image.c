/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Owns the modules of its code. Main thread. Used by the receipt.
 */

#define G_LOG_DOMAIN "gb-qr-image"

#include "config.h"

#include "publish/gb-qr-image.h"

#include "site/gb-qr.h"

#include <glib/gi18n.h>

#define QUIET_MODULES 4
#define SIZE_PX       160

struct _GbQrImage {
  GtkDrawingArea parent_instance;

  /* Owned */
  GbQr *qr; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (GbQrImage, gb_qr_image, GTK_TYPE_DRAWING_AREA)

static gboolean
gb_qr_image_draw (GtkWidget *widget, cairo_t *cr)
{
  GbQrImage *self = GB_QR_IMAGE (widget);
  int width = gtk_widget_get_allocated_width (widget);
  int height = gtk_widget_get_allocated_height (widget);
  double size;
  double module;

  if (self->qr == NULL)
    return GDK_EVENT_PROPAGATE;
  /* Whole pixels for a module, so that no edge is blurred. */
  size = MIN (width, height);
  module = MAX (1, (int)(size / (self->qr->size + 2 * QUIET_MODULES)));
  size = module * (self->qr->size + 2 * QUIET_MODULES);
  cairo_translate (cr, (int)((width - size) / 2), (int)((height - size) / 2));
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_rectangle (cr, 0, 0, size, size);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  for (guint y = 0; y < self->qr->size; y++) {
    for (guint x = 0; x < self->qr->size; x++) {
      if (self->qr->modules[y * self->qr->size + x] != 0)
        cairo_rectangle (cr, (x + QUIET_MODULES) * module, (y + QUIET_MODULES) * module, module,
                         module);
    }
  }
  cairo_fill (cr);
  return GDK_EVENT_PROPAGATE;
}

static void
gb_qr_image_finalize (GObject *object)
{
  GbQrImage *self = GB_QR_IMAGE (object);

  g_clear_pointer (&self->qr, gb_qr_free);

  G_OBJECT_CLASS (gb_qr_image_parent_class)->finalize (object);
}

static void
gb_qr_image_class_init (GbQrImageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = gb_qr_image_finalize;
  widget_class->draw = gb_qr_image_draw;
}

static void
gb_qr_image_init (GbQrImage *self)
{
  AtkObject *accessible = gtk_widget_get_accessible (GTK_WIDGET (self));

  gtk_widget_set_size_request (GTK_WIDGET (self), SIZE_PX, SIZE_PX);
  atk_object_set_role (accessible, ATK_ROLE_IMAGE);
  atk_object_set_name (accessible, _ ("QR code of the page’s address"));
}

void
gb_qr_image_set_text (GbQrImage *self, const char *text)
{
  g_return_if_fail (GB_IS_QR_IMAGE (self));

  g_clear_pointer (&self->qr, gb_qr_free);
  if (text != NULL && *text != '\0')
    self->qr = gb_qr_new (text, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
