/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GbSecrets:
 *
 * Where the tokens that keep a person signed in are: in the desktop's keyring, and nowhere else. If
 * there is no keyring, in memory until the program ends; "persistent" is FALSE then, and the window
 * says so.
 *
 * Properties: "persistent" (boolean, read-only, notified).
 */
#define GB_TYPE_SECRETS (gb_secrets_get_type ())
G_DECLARE_FINAL_TYPE (GbSecrets, gb_secrets, GB, SECRETS, GObject)

GbSecrets *gb_secrets_new (void);
gboolean gb_secrets_get_persistent (GbSecrets *self);

void gb_secrets_lookup_async (GbSecrets *self,
                              const char *office,
                              const char *account,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* Returns: (transfer full) (nullable): NULL without an error if there is none. */
char *gb_secrets_lookup_finish (GbSecrets *self, GAsyncResult *result, GError **error);
/* Always succeeds; see "persistent". */
void gb_secrets_store (GbSecrets *self, const char *office, const char *account, const char *token);
void gb_secrets_clear (GbSecrets *self, const char *office, const char *account);

G_END_DECLS
