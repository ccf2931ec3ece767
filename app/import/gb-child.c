/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define POLL_MS 20

/* In the child, before it becomes the other program: a group of its own, and no files without end.
 */
static void
child_setup_cb (gpointer user_data)
{
  const GbChildTerms *terms = user_data;
  const struct rlimit file_size = { terms->max_file_bytes, terms->max_file_bytes };
  const struct rlimit memory = { terms->max_memory_bytes, terms->max_memory_bytes };
  const struct rlimit none = { 0, 0 };

  setsid ();
  setrlimit (RLIMIT_FSIZE, &file_size);
  /* A core would have the text of the file. */
  setrlimit (RLIMIT_CORE, &none);
  if (terms->max_memory_bytes > 0)
    setrlimit (RLIMIT_AS, &memory);
}

static GbChildResult
wait_for (GPid pid, guint timeout_ms, GCancellable *cancellable)
{
  const gint64 deadline = g_get_monotonic_time () + (gint64)timeout_ms * G_TIME_SPAN_MILLISECOND;
  int status = 0;
  pid_t ended = 0;

  while (ended == 0 && !g_cancellable_is_cancelled (cancellable) &&
         g_get_monotonic_time () < deadline) {
    ended = waitpid (pid, &status, WNOHANG);
    if (ended < 0 && errno == EINTR)
      ended = 0;
    if (ended == 0)
      g_usleep (POLL_MS * 1000);
  }
  /* Also what it left behind. */
  kill (-pid, SIGKILL);
  if (ended == 0) {
    while (waitpid (pid, &status, 0) < 0 && errno == EINTR)
      continue;
    return g_cancellable_is_cancelled (cancellable) ? GB_CHILD_CANCELLED : GB_CHILD_SLOW;
  }
  return ended == pid && WIFEXITED (status) && WEXITSTATUS (status) == 0 ? GB_CHILD_DONE
                                                                         : GB_CHILD_FAILED;
}

/**
 * _gb_child_run:
 * @argv: (array zero-terminated=1): the program and its arguments
 * @terms: where and how it may run
 * @cancellable: (nullable): a cancellable, which kills it
 *
 * Runs a program without standard input and error, and waits for it.
 *
 * Returns: how it ended
 */
GbChildResult
_gb_child_run (const char *const *argv, const GbChildTerms *terms, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  GPid pid = 0;
  int output = -1;
  gboolean is_started;

  if (g_cancellable_is_cancelled (cancellable))
    return GB_CHILD_CANCELLED;
  output = open (terms->output != NULL ? terms->output : "/dev/null",
                 O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (output < 0)
    return GB_CHILD_FAILED;
  is_started =
    g_spawn_async_with_fds (terms->folder, (char **)argv, (char **)terms->environment,
                            G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, child_setup_cb,
                            (gpointer)terms, &pid, -1, output, -1, &error);
  close (output);
  if (!is_started) {
    g_debug ("%s: %s", argv[0], error->message);
    return GB_CHILD_FAILED;
  }
  return wait_for (pid, terms->timeout_ms, cancellable);
}
