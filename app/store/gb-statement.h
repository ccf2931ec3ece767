/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/gb-database.h"

G_BEGIN_DECLS

/* One prepared statement. Free it before the transaction that it runs in ends. A bind that fails
 * (no such name, out of memory) is reported by the next step, so that binds need no checks. */
void gb_statement_free (GbStatement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbStatement, gb_statement_free)

/* name is with its colon: ":id". */
void gb_statement_bind_null (GbStatement *self, const char *name);
void gb_statement_bind_int64 (GbStatement *self, const char *name, gint64 value);
void gb_statement_bind_text (GbStatement *self, const char *name, const char *value); /* or NULL */
void gb_statement_bind_bytes (GbStatement *self, const char *name, GBytes *value);    /* or NULL */

/* out_has_row: (out): FALSE when done. Never the error and a row both. */
gboolean gb_statement_step (GbStatement *self, gboolean *out_has_row, GError **error);
/* For statements without rows: step to the end and reset, so that it can be bound again. */
gboolean gb_statement_run (GbStatement *self, GError **error);
void gb_statement_reset (GbStatement *self); /* also clears the binds */

/* column counts from 0. A wrong type is the schema's fault and a critical: tables are STRICT. */
gboolean gb_statement_get_is_null (GbStatement *self, int column);
gint64 gb_statement_get_int64 (GbStatement *self, int column);
const char *gb_statement_get_text (GbStatement *self, int column); /* until the next step; NULL */
char *gb_statement_dup_text (GbStatement *self, int column);       /* "" instead of NULL */
GBytes *gb_statement_dup_bytes (GbStatement *self, int column);    /* (nullable) */

G_END_DECLS
