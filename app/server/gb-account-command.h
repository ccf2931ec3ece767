/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "gongbao-portal --data DIR account add|password|disable|enable|list …". argv[0] is the first word
 * after "account". Returns: the exit status: 0, 1 (refused: no such account …) or 2. */
int gb_account_command_run (const char *folder, int argc, char **argv);

G_END_DECLS
