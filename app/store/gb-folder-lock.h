/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One process has a folder. The kernel lets go of it when the process dies, however it dies. */
typedef struct _GbFolderLock GbFolderLock;

/* name: of the lock's file in the folder, which stays there. Creates the folder 0700 if missing.
 * Errors: G_IO_ERROR_BUSY if another process, or another lock of this one, has it. */
GbFolderLock *gb_folder_lock_new (const char *folder, const char *name, GError **error);
void gb_folder_lock_free (GbFolderLock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbFolderLock, gb_folder_lock_free)

G_END_DECLS
