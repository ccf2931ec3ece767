/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "workflow/gb-account.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  GB_TRIAL_ERROR_NO_PROGRAM, /* gongbao-portal is not installed */
  GB_TRIAL_ERROR_NOT_READY,  /* it ended, or did not listen in time; the message has its last words
                              */
} GbTrialError;
#define GB_TRIAL_ERROR (gb_trial_error_quark ())
GQuark gb_trial_error_quark (void);

/**
 * GbTrial:
 *
 * “Try it on this computer”: a gongbao-portal with trial accounts as a child process, on loopback.
 * It keeps its data between starts, and its address as long as the port is free. The child dies
 * with this process. Main thread only; no call blocks.
 *
 * Property: "running" (gboolean, read-only, notified): FALSE when the child has ended by itself.
 */
#define GB_TYPE_TRIAL (gb_trial_get_type ())
G_DECLARE_FINAL_TYPE (GbTrial, gb_trial, GB, TRIAL, GObject)

/* folder: the portal's data directory; created by the portal. */
GbTrial *gb_trial_new (GFile *folder);

/* Starts the portal, or does nothing if it runs; finishes when it listens. Can be called again
 * after "running" went FALSE. */
void gb_trial_start_async (GbTrial *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean gb_trial_start_finish (GbTrial *self, GAsyncResult *result, GError **error);
/* SIGTERM, without waiting: the portal finishes what it is doing. */
void gb_trial_stop (GbTrial *self);

gboolean gb_trial_get_running (GbTrial *self);
const char *gb_trial_get_url (GbTrial *self); /* (nullable) until the first start */
/* Of GbAccount; the five of the sample county, also before the first start. */
GPtrArray *gb_trial_get_accounts (GbTrial *self);
const char *gb_trial_get_password (GbTrial *self, const char *account); /* (nullable) */
GPid gb_trial_get_pid (GbTrial *self);                                  /* 0 while not running */

/* Where gongbao-portal is: $GONGBAO_PORTAL, beside this program, or in the installation's bin
 * directory. Returns: (transfer full) (nullable). */
char *gb_trial_find_program (void);

G_END_DECLS
