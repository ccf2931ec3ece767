/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The web processes of this one, found in /proc: the sandbox stands between, so that they are
 * grandchildren. Keeps no state. */

#include "config.h"

#include "web-process.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

/* As the kernel cuts it. */
#define NAME "WebKitWebProces"

/* Returns FALSE for a process that is gone. */
static gboolean
read_stat (int pid, char *name, gsize size, int *out_parent)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *stat = NULL;
  const char *open;
  char *close;

  if (!g_file_get_contents (path, &stat, NULL, NULL))
    return FALSE;
  open = strchr (stat, '(');
  close = strrchr (stat, ')');
  if (open == NULL || close == NULL)
    return FALSE;
  *close = '\0';
  g_strlcpy (name, open + 1, size);
  /* ") S 123": the state and the parent. */
  *out_parent = strlen (close + 1) > 3 ? (int)g_ascii_strtoll (close + 4, NULL, 10) : 0;
  return TRUE;
}

static gboolean
is_ours (int pid)
{
  char name[32];
  int parent = 0;

  for (int depth = 0; depth < 16 && pid > 1; depth++) {
    if (!read_stat (pid, name, sizeof name, &parent))
      return FALSE;
    if (parent == getpid ())
      return TRUE;
    pid = parent;
  }
  return FALSE;
}

guint
web_process_kill (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *entry;
  guint n_killed = 0;

  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL) {
    int pid = (int)g_ascii_strtoll (entry, NULL, 10);
    int parent;
    char name[32];

    if (pid > 1 && read_stat (pid, name, sizeof name, &parent) && g_str_equal (name, NAME) &&
        is_ours (pid) && kill (pid, SIGKILL) == 0)
      n_killed++;
  }
  return n_killed;
}
