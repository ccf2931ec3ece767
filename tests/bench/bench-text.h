/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The texts that the editor is measured with, as they may stand in a document and in any page. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "tables" or a number of characters, which the text is a little longer than. Returns: (transfer
 * full): blocks, of which every paragraph has the id p0, p1, …, and in the tables t0, t1, … the
 * paragraph in the middle. */
char *bench_text_new (const char *name);

/* Where the key is pressed in a round; different in each. in_table: only of "tables". Returns:
 * (transfer full): the id of a paragraph of at least 10 characters. */
char *bench_text_dup_place (const char *name, guint round, gboolean in_table);

/* n: any. Returns: a character that is typed next. */
gunichar bench_text_get_key (guint n);

G_END_DECLS
