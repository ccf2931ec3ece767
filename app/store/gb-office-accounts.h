/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/gb-office-schema.h"
#include "workflow/gb-account.h"

G_BEGIN_DECLS

/* password: as gb_password_hash () wrote it, never in clear. now: µs since the epoch. */
gboolean gb_office_add_account (GbDatabase *database,
                                GbAccount *account,
                                const char *password,
                                gint64 now,
                                GError **error);
/* Ends the account's sessions too. Errors also: GB_DATABASE_ERROR_NOT_FOUND. */
gboolean
gb_office_set_password (GbDatabase *database, const char *id, const char *password, GError **error);
/* A disabled account cannot sign in, and its sessions end. GB_DATABASE_ERROR_NOT_FOUND. */
gboolean gb_office_set_account_enabled (GbDatabase *database,
                                        const char *id,
                                        gboolean enabled,
                                        GError **error);
/* out_account: (out) (transfer full) (nullable); out_password: (out) (optional). Enabled ones. */
gboolean gb_office_find_account (GbDatabase *database,
                                 const char *id,
                                 GbAccount **out_account,
                                 char **out_password,
                                 GError **error);
/* Returns: (element-type GbAccount), by id. */
GPtrArray *gb_office_list_accounts (GbDatabase *database, GError **error);

/* token: the digest of a session's token. */
gboolean gb_office_add_session (GbDatabase *database,
                                const char *token,
                                const char *account,
                                const char *device,
                                gint64 now,
                                gint64 expires_at,
                                GError **error);
/* out_account: NULL when there is no such session, or it has expired. */
gboolean gb_office_find_session (GbDatabase *database,
                                 const char *token,
                                 gint64 now,
                                 GbAccount **out_account,
                                 char **out_device,
                                 gint64 *out_expires_at,
                                 GError **error);
gboolean gb_office_end_session (GbDatabase *database, const char *token, GError **error);
gboolean gb_office_end_expired_sessions (GbDatabase *database, gint64 now, GError **error);

/* Small facts about the office itself; out_value: NULL when not set. */
gboolean
gb_office_get_setting (GbDatabase *database, const char *key, char **out_value, GError **error);
gboolean
gb_office_set_setting (GbDatabase *database, const char *key, const char *value, GError **error);

G_END_DECLS
