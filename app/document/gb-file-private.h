/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What is done with files in more than one place. */

#include <gio/gio.h>

G_BEGIN_DECLS

GBytes *_gb_read_file (GFile *file, GCancellable *cancellable, GError **error);
void _gb_remove_tree (const char *path);
char **_gb_dup_data_folders (const char *name);

G_END_DECLS
