/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An flock() on a file of the folder, held as long as the object lives. Any thread. */
#define G_LOG_DOMAIN "gb-folder-lock"

#include "config.h"

#include "store/gb-folder-lock.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

struct _GbFolderLock {
  int fd;
};

static GbFolderLock *
fail (GError **error, const char *what)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, (gint)g_io_error_from_errno (code), "%s: %s", what,
               g_strerror (code));
  return NULL;
}

GbFolderLock *
gb_folder_lock_new (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GbFolderLock *self;
  int fd;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail (error, "cannot make the data folder");
  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail (error, "cannot open the lock of the data folder");
  if (flock (fd, LOCK_EX | LOCK_NB) != 0) {
    close (fd);
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "another process uses this folder");
    return NULL;
  }
  self = g_new0 (GbFolderLock, 1);
  self->fd = fd;
  return self;
}

void
gb_folder_lock_free (GbFolderLock *self)
{
  close (self->fd);
  g_free (self);
}
