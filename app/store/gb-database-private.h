/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/gb-database.h"

#include <sqlite3.h>

G_BEGIN_DECLS

sqlite3 *_gb_database_get_handle (GbDatabase *self);
/* Converts a result of SQLite into GB_DATABASE_ERROR. Always returns FALSE. */
gboolean _gb_database_set_error (GbDatabase *self, int result, GError **error);
/* Takes a prepared statement back into the cache. */
void _gb_database_recycle (GbDatabase *self, const char *sql, sqlite3_stmt *stmt);
GbStatement *_gb_statement_new (GbDatabase *database, const char *sql, sqlite3_stmt *stmt);
G_END_DECLS
