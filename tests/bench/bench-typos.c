/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The typo check: how fast it reads, how long it takes to be ready, how much memory it keeps
 * resident. One line a measure: name, value, unit, peer, the peer's value, the ratio. The peer of
 * each is its goal. */
#define G_LOG_DOMAIN "bench-typos"

#include "config.h"

#include "check/typo/gb-typo-model.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define N_TIMES       11
#define N_PAGES       20
#define GOAL_SPEED    150000.0
#define GOAL_READY_MS 20.0
#define GOAL_MIB      50.0

static void
fail (const char *what)
{
  fprintf (stderr, "bench-typos: %s\n", what);
  exit (1);
}

/* Of this process, so that what else runs does not count. */
static double
get_cpu_s (void)
{
  struct timespec now;

  if (clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now) != 0)
    fail ("no processor time");
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double
get_resident_mib (void)
{
  g_autofree char *content = NULL;
  guint64 n_pages = 0;

  if (!g_file_get_contents ("/proc/self/statm", &content, NULL, NULL) ||
      sscanf (content, "%*u %" G_GUINT64_FORMAT, &n_pages) != 1)
    fail ("no /proc/self/statm");
  return (double)n_pages * (double)sysconf (_SC_PAGESIZE) / 1024 / 1024;
}

static void
report (const char *name, double value, const char *unit, double goal)
{
  printf ("%s\t%.2f\t%s\tgoal\t%.2f\t%.4f\n", name, value, unit, goal, value / goal);
}

static double
measure_ready_ms (void)
{
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < N_TIMES; i++) {
    gint64 start = g_get_monotonic_time ();
    g_autoptr (GbTypoModel) model = gb_typo_model_new_installed (NULL);

    if (model == NULL)
      fail ("no data file");
    best = MIN (best, (double)(g_get_monotonic_time () - start) / 1000);
  }
  return best;
}

static double
measure_speed (GbTypoModel *model)
{
  g_autofree char *path = g_build_filename (
    g_getenv ("GB_TEST_DATADIR") != NULL ? g_getenv ("GB_TEST_DATADIR") : "tests/data",
    "luhe-interpretation.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  double start;
  glong n_chars = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    fail (path);
  lines = g_strsplit (text, "\n", -1);
  start = get_cpu_s ();
  for (guint page = 0; page < N_PAGES; page++) {
    for (guint i = 0; lines[i] != NULL; i++) {
      g_autoptr (GArray) typos = gb_typo_model_find (model, lines[i], GB_TYPO_FLAGS_NONE);

      n_chars += g_utf8_strlen (lines[i], -1);
    }
  }
  return (double)n_chars / (get_cpu_s () - start);
}

int
main (int argc, char **argv)
{
  double ready = measure_ready_ms ();
  double before = get_resident_mib ();
  g_autoptr (GbTypoModel) model = gb_typo_model_new_installed (NULL);
  double speed;

  if (model == NULL)
    fail ("no data file");
  speed = measure_speed (model);
  report ("typos.speed", speed, "characters/s", GOAL_SPEED);
  report ("typos.ready", ready, "ms", GOAL_READY_MS);
  report ("typos.resident", get_resident_mib () - before, "MiB", GOAL_MIB);
  return 0;
}
