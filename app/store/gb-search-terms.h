/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *gb_search_terms_for_text (const char *text);
char *gb_search_terms_for_query (const char *query);

G_END_DECLS
