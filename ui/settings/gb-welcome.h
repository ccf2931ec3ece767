/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  GB_WELCOME_FIELD_TRIAL, /* the trial could not start */
  GB_WELCOME_FIELD_ADDRESS,
  GB_WELCOME_FIELD_ACCOUNT,
  GB_WELCOME_FIELD_PASSWORD,
} GbWelcomeField;

/**
 * GbWelcome:
 *
 * The first start: try it on this computer, or connect to the office server. It knows no network;
 * its owner does what the signals ask for and tells how it went.
 *
 * Signals: "try" (), "connect-office" (const char *address, const char *account, const char
 * *password). The address is complete: "https://host".
 */
#define GB_TYPE_WELCOME (gb_welcome_get_type ())
G_DECLARE_FINAL_TYPE (GbWelcome, gb_welcome, GB, WELCOME, GtkBin)

/* While busy nothing can be typed, and a spinner turns at what is being done. */
void gb_welcome_set_busy (GbWelcome *self, gboolean trial, gboolean busy);
/* Says under the field what is wrong, and puts the focus there. message NULL clears all. */
void gb_welcome_show_error (GbWelcome *self, GbWelcomeField field, const char *message);
/* What stands under the field: (nullable). */
const char *gb_welcome_get_error (GbWelcome *self, GbWelcomeField field);
/* Fills in what is known from before. */
void gb_welcome_set_office (GbWelcome *self, const char *address, const char *account);

G_END_DECLS
