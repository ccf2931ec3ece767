/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/gb-database.h"

G_BEGIN_DECLS

/* The portal's database, DIR/office.db: accounts and sessions, revisions, the log of events with
 * its hash chain, stored answers, and what is public. gb-office-accounts.h, gb-office-log.h and
 * gb-office-publications.h are the three groups of its functions. All of them belong to the
 * thread of the connection. Errors: GB_DATABASE_ERROR. A search for one row answers FALSE with an
 * error only if it failed; that there is no such row is TRUE and a NULL result. */
const GbSchema *gb_office_schema_get (void);

G_END_DECLS
