/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/gb-office-thread.h"
#include "server/gb-rate-limit.h"

G_BEGIN_DECLS

#define GB_SESSION_DAYS 30

/**
 * GbSignIn:
 *
 * POST /sessions. Comparing a password takes a tenth of a second by intent, so it happens on a
 * thread of its own, one at a time: neither the main thread nor the office thread ever waits for
 * it, and the count of failures is exact. Main thread.
 */
#define GB_TYPE_SIGN_IN (gb_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (GbSignIn, gb_sign_in, GB, SIGN_IN, GObject)

GbSignIn *gb_sign_in_new (GbOfficeThread *office);
/* request: must live until the callback. */
void gb_sign_in_handle_async (GbSignIn *self,
                              GbRequest *request,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
GbResponse *gb_sign_in_handle_finish (GbSignIn *self, GAsyncResult *result);

/* The form in which a token is stored. */
char *gb_sign_in_digest_token (const char *token);

G_END_DECLS
