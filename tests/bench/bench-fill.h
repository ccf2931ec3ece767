/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "workflow/gb-account.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A drafter of the sample county. Returns: (transfer full). */
GbAccount *gb_bench_new_account (void);
/* Fills the folder of a store with that many drafts of the account, as if its desk had made them.
 * Ends the program if it cannot. */
void gb_bench_fill_store (GFile *folder, GbAccount *account, guint n_documents);
/* Sorts. Returns: the median. */
double gb_bench_median (double *values, guint n_values);

G_END_DECLS
