/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* TRUE if text names a home down to its door. The range, in characters, is that of the address. */
gboolean gb_address_find_home (const char *text, guint *out_offset_chars, guint *out_length_chars);
/* (transfer full) (nullable): address cut after its town, township or street office; NULL if it
 * names none, or if nothing comes after it. */
char *gb_address_mask (const char *address);

G_END_DECLS
