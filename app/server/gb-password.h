/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GB_PASSWORD_MAX_BYTES 256

/* scrypt (RFC 7914) with N = 2^15, r = 8, p = 1: 32 MiB and about a tenth of a second, so call it
 * off the main thread. Returns: (transfer full): "scrypt:15:8:1:SALT:HASH", NULL if the system has
 * no random numbers or no memory. */
char *gb_password_hash (const char *password, GError **error);
/* Takes the same time whether it fits or not. stored: (nullable): NULL when there is no such
 * account; then it takes as long and answers FALSE. */
gboolean gb_password_verify (const char *password, const char *stored);

/* n_bytes random bytes as base64url without padding. */
char *gb_random_token (gsize n_bytes, GError **error);
/* A password that can be read aloud and typed: four groups of four letters and digits. */
char *gb_password_generate (GError **error);

G_END_DECLS
