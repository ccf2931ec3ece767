/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long a key takes until the page is painted again, in the program with all panels open and in
 * a page that is nothing but contenteditable, with the same text in texts of several sizes and in
 * one with 50 tables; and how long a text takes to be opened and to be handed over. Both windows
 * are there at the same time, and some keys are pressed in one, then in the other, in turns, so
 * that a busy moment of the machine meets both. The caret does not blink meanwhile: what is painted
 * is the key. Prints lines: name, value, unit, peer, the peer's value, the ratio. */

#include "config.h"

#include "key-window.h"

#include "bench-text.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

#define N_ROUNDS 6
#define N_KEYS   40

typedef struct {
  GSubprocess *process;
  GDataInputStream *output;
  GArray *keys; /* of double */
} Child;

static void
fail (const char *what)
{
  g_printerr ("bench-keys: %s\n", what);
  exit (2);
}

/* ───── Numbers ───── */

static int
compare (const void *a, const void *b)
{
  const double difference = *(const double *)a - *(const double *)b;

  return difference < 0 ? -1 : difference > 0;
}

/* part: of 1; 0.5 is the median. */
static double
quantile (GArray *values, double part)
{
  qsort (values->data, values->len, sizeof (double), compare);
  return g_array_index (values, double, MIN (values->len - 1, (guint)(part * values->len)));
}

/* ───── The two processes ───── */

static char *
read_answer (Child *child)
{
  g_autoptr (GError) error = NULL;

  for (;;) {
    g_autofree char *line = g_data_input_stream_read_line (child->output, NULL, NULL, &error);

    if (line == NULL)
      fail (error != NULL ? error->message : "a window ended too early");
    if (g_str_has_prefix (line, KEY_WINDOW_ANSWER))
      return g_strdup (line + strlen (KEY_WINDOW_ANSWER));
  }
}

static char *
ask (Child *child, const char *line)
{
  GOutputStream *input = g_subprocess_get_stdin_pipe (child->process);
  g_autoptr (GError) error = NULL;

  if (!g_output_stream_write_all (input, line, strlen (line), NULL, NULL, &error) ||
      !g_output_stream_flush (input, NULL, &error))
    fail (error->message);
  return read_answer (child);
}

static void
start (Child *child, const char *program, const char *mode, const char *text)
{
  g_autoptr (GError) error = NULL;

  child->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                     &error, program, mode, text, NULL);
  if (child->process == NULL)
    fail (error->message);
  child->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child->process));
  child->keys = g_array_new (FALSE, FALSE, sizeof (double));
}

static void
end (Child *child)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_close (g_subprocess_get_stdin_pipe (child->process), NULL, NULL);
  if (!g_subprocess_wait_check (child->process, NULL, &error))
    fail (error->message);
  g_clear_object (&child->output);
  g_clear_object (&child->process);
  g_clear_pointer (&child->keys, g_array_unref);
}

static void
press (Child *child, const char *place, guint round)
{
  g_autofree char *line = g_strdup_printf ("keys %s %u %d\n", place, round, N_KEYS);
  g_autofree char *answer = ask (child, line);
  char *rest = answer;

  for (guint i = 0; i < N_KEYS; i++) {
    double value = g_ascii_strtod (rest, &rest);

    g_array_append_val (child->keys, value);
  }
}

/* ───── What is printed ───── */

static void
print_keys (const char *name, Child *program, Child *bare)
{
  static const struct {
    const char *name;
    double part;
  } parts[] = { { "p50", 0.5 }, { "p95", 0.95 } };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    double value = quantile (program->keys, parts[i].part);
    double peer = quantile (bare->keys, parts[i].part);

    g_print ("key-%s-%s\t%.1f\tms\tbare contenteditable\t%.1f\t%.2f\n", parts[i].name, name, value,
             peer, value / peer);
  }
  g_array_set_size (program->keys, 0);
  g_array_set_size (bare->keys, 0);
}

static void
press_in_turns (const char *name, Child *program, Child *bare, gboolean in_table)
{
  for (guint round = 0; round < N_ROUNDS; round++) {
    g_autofree char *place = bench_text_dup_place (name, round, in_table);

    press (round % 2 == 0 ? program : bare, place, round);
    press (round % 2 == 0 ? bare : program, place, round);
  }
}

static void
run_text (const char *path, const char *name)
{
  Child program;
  Child bare;
  g_autofree char *opened = NULL;
  g_autofree char *loaded = NULL;
  g_autofree char *snapshot = NULL;

  start (&bare, path, "--bare", name);
  loaded = read_answer (&bare);
  start (&program, path, "--program", name);
  opened = read_answer (&program);
  press_in_turns (name, &program, &bare, FALSE);
  print_keys (name, &program, &bare);
  if (strcmp (name, "tables") == 0) {
    press_in_turns (name, &program, &bare, TRUE);
    print_keys ("in-table", &program, &bare);
  }
  snapshot = ask (&program, "snapshot\n");
  g_print ("open-%s\t%.0f\tms\t\t\t\n", name, g_ascii_strtod (opened, NULL));
  g_print ("snapshot-%s\t%.1f\tms\t\t\t\n", name, g_ascii_strtod (snapshot, NULL));
  end (&program);
  end (&bare);
}

int
main (int argc, char **argv)
{
  static const char *const texts[] = { "5000", "50000", "200000", "tables" };

  if (argc == 3 && strcmp (argv[1], "--bare") == 0) {
    key_window_run_bare (&argc, &argv, argv[2]);
  } else if (argc == 3 && strcmp (argv[1], "--program") == 0) {
    key_window_run_program (&argc, &argv, argv[2]);
  } else if (argc > 1) {
    for (int i = 1; i < argc; i++)
      run_text (argv[0], argv[i]);
  } else {
    for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
      run_text (argv[0], texts[i]);
  }
  return 0;
}
