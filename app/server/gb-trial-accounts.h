/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/gb-database.h"

G_BEGIN_DECLS

/* Makes the five accounts of the sample county with random passwords if the office has none yet,
 * and writes them to DIR/trial-accounts.json, 0600, for the program on the same computer. If that
 * file is lost, the accounts get new passwords and the file is written again. */
gboolean gb_trial_accounts_ensure (GbDatabase *database, const char *folder, GError **error);

G_END_DECLS
