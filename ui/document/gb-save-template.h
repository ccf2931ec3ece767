/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbSaveTemplate:
 *
 * Asks what a template is to be called, and makes it of a document. It stays open until that has
 * worked; what is wrong stands under the name.
 *
 * Responds %GTK_RESPONSE_ACCEPT when the template is written.
 */
#define GB_TYPE_SAVE_TEMPLATE (gb_save_template_get_type ())
G_DECLARE_FINAL_TYPE (GbSaveTemplate, gb_save_template, GB, SAVE_TEMPLATE, GtkDialog)

GtkWidget *gb_save_template_new (GtkWindow *parent, GbDocument *document);

G_END_DECLS
