/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbTemplateDialog:
 *
 * Asks for one of the office's own templates. Files of its folders that cannot be used are listed
 * below the others, each with the reason.
 *
 * Responds %GTK_RESPONSE_ACCEPT when one was chosen.
 */
#define GB_TYPE_TEMPLATE_DIALOG (gb_template_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GbTemplateDialog, gb_template_dialog, GB, TEMPLATE_DIALOG, GtkDialog)

GtkWidget *gb_template_dialog_new (GtkWindow *parent);
/* Borrowed; NULL while none is selected. */
GbDocument *gb_template_dialog_get_document (GbTemplateDialog *self);

G_END_DECLS
