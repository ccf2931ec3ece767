/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbReceipt:
 *
 * What a person wants to know after publishing: the address, its QR code and when the portal
 * accepted it; with buttons to copy the address and to open the page.
 */
#define GB_TYPE_RECEIPT (gb_receipt_get_type ())
G_DECLARE_FINAL_TYPE (GbReceipt, gb_receipt, GB, RECEIPT, GtkBin)

/* published_at: µs, the portal's. */
void gb_receipt_set (GbReceipt *self, const char *title, const char *url, gint64 published_at);
const char *gb_receipt_get_url (GbReceipt *self);

/* What the two buttons do; the document page has actions for the same. */
void gb_receipt_copy_link (GtkWidget *widget, const char *url);
gboolean gb_receipt_open_page (GtkWidget *widget, const char *url, GError **error);

G_END_DECLS
