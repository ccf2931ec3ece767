/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/gb-desk.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What went wrong on the way to a desk, so that the form can say it at the right field. */
typedef enum {
  GB_SESSION_ERROR_TRIAL,          /* the trial's portal does not start */
  GB_SESSION_ERROR_UNREACHABLE,    /* no answer from the address */
  GB_SESSION_ERROR_NOT_A_PORTAL,   /* something answers, but not a portal */
  GB_SESSION_ERROR_INSECURE,       /* the certificate is refused, or it is not https */
  GB_SESSION_ERROR_WRONG_PASSWORD, /* or an unknown account: the portal does not say which */
  GB_SESSION_ERROR_TOO_MANY,       /* tries; the message says when to try again */
  GB_SESSION_ERROR_FAILED,         /* anything else, the local store for example */
} GbSessionError;
#define GB_SESSION_ERROR (gb_session_error_quark ())
GQuark gb_session_error_quark (void);

/**
 * GbSession:
 *
 * Where the person works and as whom: nowhere yet, in the trial on this computer, or at an office
 * server. It starts the trial's portal, signs in, opens the desk and remembers it in the settings.
 * The messages of its errors are translated sentences. Main thread; no call blocks.
 *
 * Properties, read-only, notified: "desk" (GbDesk, nullable); "trial-stopped" (boolean): the
 * trial's portal has ended by itself or did not start; "secrets-persistent" (boolean): FALSE when
 * there is no keyring and the person has to sign in again at the next start.
 */
#define GB_TYPE_SESSION (gb_session_get_type ())
G_DECLARE_FINAL_TYPE (GbSession, gb_session, GB, SESSION, GObject)

GbSession *gb_session_new (GSettings *settings);

GbDesk *gb_session_get_desk (GbSession *self); /* (nullable) */
gboolean gb_session_get_is_trial (GbSession *self);
gboolean gb_session_get_trial_stopped (GbSession *self);
gboolean gb_session_get_secrets_persistent (GbSession *self);
/* The five people of the trial; NULL at an office. Borrowed, of GbAccount. */
GPtrArray *gb_session_get_people (GbSession *self);

/* TRUE if there is an office to go back to. */
gboolean gb_session_can_resume (GbSession *self);
/* Opens what was open last. The local store is enough: the network follows by itself, after
 * gb_session_list_is_shown () or a while. */
void gb_session_resume_async (GbSession *self, GAsyncReadyCallback callback, gpointer user_data);
/* The person sees the documents: now portal, keyring and network may take their time. */
void gb_session_list_is_shown (GbSession *self);
/* account: (nullable): the one used last, or the drafter. Also switches the account. */
void gb_session_open_trial_async (GbSession *self,
                                  const char *account,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
void gb_session_connect_async (GbSession *self,
                               const char *address,
                               const char *account,
                               const char *password,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* A new token for the desk that is open. password: (nullable) in the trial. */
void gb_session_sign_in_again_async (GbSession *self,
                                     const char *password,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/* Starts the trial's portal again after it has ended. */
void
gb_session_restart_trial_async (GbSession *self, GAsyncReadyCallback callback, gpointer user_data);
/* Signs out, forgets the token, closes the desk. The local store stays. */
void gb_session_leave_async (GbSession *self, GAsyncReadyCallback callback, gpointer user_data);
/* Closes the desk and ends the trial; the next start resumes. */
void gb_session_close_async (GbSession *self, GAsyncReadyCallback callback, gpointer user_data);
/* For all of the above. */
gboolean gb_session_finish (GbSession *self, GAsyncResult *result, GError **error);

G_END_DECLS
