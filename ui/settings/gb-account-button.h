/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "workflow/gb-account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbAccountButton:
 *
 * Who one is, and in the trial the way to be somebody else. It acts through "win.switch-account"
 * (string) and "win.leave-office".
 */
#define GB_TYPE_ACCOUNT_BUTTON (gb_account_button_get_type ())
G_DECLARE_FINAL_TYPE (GbAccountButton, gb_account_button, GB, ACCOUNT_BUTTON, GtkMenuButton)

/* account: (nullable): who is signed in. people: (element-type GbAccount) (nullable): whom one can
 * switch to; NULL at an office server. */
void gb_account_button_set_account (GbAccountButton *self, GbAccount *account, GPtrArray *people);

G_END_DECLS
