/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "application/gb-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbSignInDialog:
 *
 * Asks for the password again when the token has expired. It signs in by itself, says what is
 * wrong under the field, and goes away when the token is there.
 */
#define GB_TYPE_SIGN_IN_DIALOG (gb_sign_in_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GbSignInDialog, gb_sign_in_dialog, GB, SIGN_IN_DIALOG, GtkDialog)

GtkWidget *gb_sign_in_dialog_new (GtkWindow *parent, GbSession *session);

G_END_DECLS
