/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The web process is killed at random moments while somebody writes: while letters are composed,
 * between a key and its answer, while a text is handed over, while the page starts. Each time the
 * text comes back as far as it was known, with the caret where it was, and writing goes on.
 *
 * GB_KILLS_ROUNDS says how many times, GB_KILLS_SEED which moments; both are printed. */

#include "config.h"

#include "editor-rig.h"
#include "web-process.h"

#include <string.h>

#define N_ROUNDS    24
#define DEADLINE_MS 30000
/* What may be lost is what was written in two seconds; so much is allowed for a machine that is
 * busy with other things, and the time that it took is printed. */
#define PROMISE_US ((gint64)2 * G_USEC_PER_SEC)
#define PATIENCE   2
#define START      "始"
#define END        "末"
#define BODY(text)                                                                                 \
  "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p id=\"o\">前</p><p id=\"a\">" text               \
  "</p><p id=\"z\">后</p></body>"
/* Of that text, before anything is written. */
#define N_WORDS         4
#define FIRST_CHARACTER 0x4e00
/* As many in a row as there are ideographs from there on; no round writes so many. */
#define N_CHARACTERS 8000

/* What the page has told, and when. */
typedef struct {
  gint64 at;     /* monotonic, in µs */
  guint n_words; /* written, of this round */
} Report;

typedef struct {
  Rig rig;
  GRand *rand;
  GString *typed;  /* whole characters, in order */
  char *letters;   /* (nullable): under composition */
  GArray *reports; /* of Report */
  char *handed;    /* (nullable): newest text that a snapshot has handed over */
  guint n_deaths;  /* that the editor was told of */
  guint n_given_up;
  guint n_recovered;
  gboolean has_begun; /* the page, in the process that lives */

  /* Of the thread that kills. */
  gint delay_ms;
  gint n_killed; /* atomic */
  gint64 killed_at;
} Kills;

static Kills kills;

/* ───── What is seen ───── */

static void
crashed_cb (GbEditor *editor, gboolean recovered)
{
  if (recovered)
    kills.n_recovered++;
  else
    kills.n_given_up++;
}

static void
terminated_cb (void)
{
  kills.n_deaths++;
  kills.has_begun = FALSE;
}

static void
load_changed_cb (WebKitWebView *view, WebKitLoadEvent event)
{
  kills.has_begun |= event == WEBKIT_LOAD_COMMITTED;
}

static void
words_cb (GbEditor *editor)
{
  Report report = { .at = g_get_monotonic_time () };
  guint words;

  g_object_get (editor, "words", &words, NULL);
  report.n_words = words > N_WORDS ? words - N_WORDS : 0;
  g_array_append_val (kills.reports, report);
}

/* What stands between the two marks: (transfer full). */
static char *
dup_written (const char *body)
{
  const char *start = strstr (body, ">" START);
  const char *end = start != NULL ? strstr (start, END "</p>") : NULL;

  if (end == NULL) {
    g_test_message ("the text is another one: %s", body);
    g_test_fail ();
    return g_strdup ("");
  }
  start += strlen (">" START);
  return g_strndup (start, (gsize)(end - start));
}

static void
handed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  gint *serial = user_data;
  g_autofree char *body = NULL;
  g_autoptr (GError) error = NULL;

  gb_editor_snapshot_finish (GB_EDITOR (object), result, NULL, &body, &error);
  g_assert_no_error (error);
  /* The answer after a death is what was known before it. */
  if (*serial == 0 && g_atomic_int_get (&kills.n_killed) == 0) {
    g_free (kills.handed);
    kills.handed = dup_written (body);
  }
}

/* ───── The hand that kills ───── */

static gpointer
kill_thread (gpointer data)
{
  g_usleep ((gulong)kills.delay_ms * 1000);
  kills.killed_at = g_get_monotonic_time ();
  g_atomic_int_set (&kills.n_killed, (gint)web_process_kill ());
  return NULL;
}

static GThread *
kill_in (gint delay_ms)
{
  kills.delay_ms = delay_ms;
  g_atomic_int_set (&kills.n_killed, 0);
  return g_thread_new ("kills", kill_thread, NULL);
}

/* ───── The hand that writes ───── */

static gunichar
next_character (void)
{
  return FIRST_CHARACTER + (gunichar)(g_utf8_strlen (kills.typed->str, -1) % N_CHARACTERS);
}

static gboolean
is_dead (guint n_deaths)
{
  return kills.n_deaths > n_deaths;
}

/* Two letters and the space that makes two characters of them; with pauses, so that death may come
 * at any of them. */
static void
compose (guint n_deaths)
{
  static const guint keyvals[] = { GDK_KEY_n, GDK_KEY_i, GDK_KEY_space };
  static const char *const letters[] = { "n", "ni", NULL };
  g_autoptr (GString) candidate = g_string_new (NULL);
  gunichar first = next_character ();

  g_string_append_unichar (candidate, first);
  g_string_append_unichar (candidate, first + 1);
  rig_input_method_set_candidate (kills.rig.input_method, candidate->str);
  for (guint i = 0; i < G_N_ELEMENTS (keyvals); i++) {
    if (is_dead (n_deaths))
      return;
    if (letters[i] == NULL) {
      g_string_append (kills.typed, candidate->str);
    } else {
      g_free (kills.letters);
      kills.letters = g_strdup (letters[i]);
    }
    rig_press (&kills.rig, keyvals[i], 0);
    rig_wait_ms ((guint)g_rand_int_range (kills.rand, 0, 60));
  }
  if (!is_dead (n_deaths))
    g_clear_pointer (&kills.letters, g_free);
}

/* A character without letters, as for punctuation. */
static void
put (void)
{
  char text[8] = { 0 };

  g_unichar_to_utf8 (next_character (), text);
  g_string_append (kills.typed, text);
  rig_input_method_commit (kills.rig.input_method, text);
  rig_wait_ms ((guint)g_rand_int_range (kills.rand, 0, 40));
}

static void
write_until_dead (guint n_deaths, gboolean composes)
{
  const gint64 deadline = g_get_monotonic_time () + DEADLINE_MS * (gint64)1000;
  gint serial = 0;

  while (!is_dead (n_deaths)) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    if (composes)
      compose (n_deaths);
    else
      put ();
    /* Somebody saves, as the document page does. */
    if (g_rand_int_range (kills.rand, 0, 8) == 0)
      gb_editor_snapshot_async (kills.rig.editor, NULL, handed_cb, &serial);
  }
  serial = 1;
  rig_wait_ms (1); /* for answers that are on their way and look at the variable */
}

/* ───── What has to come back ───── */

static void
wait_for_page (void)
{
  for (guint i = 0; i < DEADLINE_MS / 10 && !kills.has_begun; i++)
    rig_wait_ms (10);
  g_assert_true (kills.has_begun);
}

static void
wait_until_alive (void)
{
  for (guint i = 0; i < DEADLINE_MS / 10; i++) {
    gboolean ready;

    g_object_get (kills.rig.editor, "ready", &ready, NULL);
    if (ready)
      return;
    rig_wait_ms (10);
  }
  g_error ("the page never came back");
}

/* What the page had told two seconds before it died. */
static void
check_promise (const char *written)
{
  const guint n_written = (guint)g_utf8_strlen (written, -1);
  gint64 first_lost = 0;

  for (guint i = 0; i < kills.reports->len && first_lost == 0; i++) {
    const Report *report = &g_array_index (kills.reports, Report, i);

    if (report->n_words > n_written && report->at < kills.killed_at)
      first_lost = report->at;
  }
  if (first_lost == 0)
    return;
  g_test_message ("lost what was written %.2f s before",
                  (double)(kills.killed_at - first_lost) / 1e6);
  g_assert_cmpint (kills.killed_at - first_lost, <, PROMISE_US * PATIENCE);
}

/* Characters in order from the first on, whole compositions, and at most the letters that were
 * seen at the end. */
static void
check_written (const char *written)
{
  const char *typed = kills.typed->str;
  gsize length = 0;

  while (written[length] != '\0' && written[length] == typed[length])
    length++;
  if (written[length] != '\0' &&
      (kills.letters == NULL || !g_str_has_prefix (kills.letters, written + length)) &&
      !g_str_has_prefix ("ni", written + length)) {
    g_test_message ("%s is no beginning of %s", written, typed);
    g_test_fail ();
  }
  if (kills.handed != NULL) {
    g_autofree char *bare = g_strdup (kills.handed);

    /* Letters that were handed over became characters, or went with the page. */
    while (*bare != '\0' && g_ascii_isalpha (bare[strlen (bare) - 1]))
      bare[strlen (bare) - 1] = '\0';
    if (!g_str_has_prefix (written, bare)) {
      g_test_message ("%s was handed over, %s came back", kills.handed, written);
      g_test_fail ();
    }
  }
}

static char *
dup_now (void)
{
  g_autofree char *body = rig_snapshot (&kills.rig, NULL);

  return dup_written (body);
}

static void
wait_for_written (const char *expected)
{
  g_autofree char *now = dup_now ();

  for (guint i = 0; i < DEADLINE_MS / 50 && !g_str_equal (now, expected) && !g_test_failed ();
       i++) {
    rig_wait_ms (50);
    g_free (now);
    now = dup_now ();
  }
  rig_check_equal (now, expected);
}

static void
wait_for_action (const char *name)
{
  GActionGroup *actions = gb_editor_get_actions (kills.rig.editor);

  for (guint i = 0; i < DEADLINE_MS / 50 && !g_action_group_get_action_enabled (actions, name); i++)
    rig_wait_ms (50);
  g_assert_true (g_action_group_get_action_enabled (actions, name));
}

/* Whoever wrote goes on where the text ends now, and takes that back. */
static void
check_writing_goes_on (const char *written)
{
  g_autofree char *more = g_strconcat (written, "终", NULL);

  rig_input_method_set_candidate (kills.rig.input_method, "终");
  rig_press (&kills.rig, GDK_KEY_z, 0);
  rig_press (&kills.rig, GDK_KEY_space, 0);
  wait_for_written (more);
  wait_for_action ("undo");
  rig_activate (&kills.rig, "undo");
  wait_for_written (written);
  wait_for_action ("redo");
}

static void
play (guint round)
{
  const gboolean composes = g_rand_boolean (kills.rand);
  const gint delay_ms = g_rand_int_range (kills.rand, 0, round % 3 == 0 ? 400 : 3500);
  const gint again_ms =
    g_rand_int_range (kills.rand, 0, 4) == 0 ? g_rand_int_range (kills.rand, 0, 400) : -1;
  const guint n_deaths = kills.n_deaths;
  const guint n_recovered = kills.n_recovered;
  g_autofree char *written = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *body = NULL;
  GThread *thread;
  gint64 killed_at;

  g_string_truncate (kills.typed, 0);
  g_clear_pointer (&kills.letters, g_free);
  g_clear_pointer (&kills.handed, g_free);
  g_array_set_size (kills.reports, 0);
  rig_input_method_set_order (kills.rig.input_method,
                              (RigOrder)g_rand_int_range (kills.rand, 0, RIG_N_ORDERS));
  rig_load (&kills.rig, "", BODY (START END));
  gb_editor_reveal (kills.rig.editor, "a", 1);
  rig_wait_ms (150);
  g_array_set_size (kills.reports, 0);

  thread = kill_in (delay_ms);
  write_until_dead (n_deaths, composes);
  g_thread_join (thread);
  killed_at = kills.killed_at;
  if (again_ms >= 0) {
    /* Once more, while the page comes back. WebKit itself ends the program when a process dies
     * before it has said who it is; it has when the page begins. */
    wait_for_page ();
    thread = kill_in (again_ms);
    rig_wait_ms ((guint)again_ms + 50);
    g_thread_join (thread);
    rig_wait_ms (100);
    kills.killed_at = killed_at;
  }
  wait_until_alive ();
  body = rig_call (&kills.rig, "return Editor.snapshot().body;");
  g_test_message ("round %u: %s, killed after %d ms%s, back after %.2f s", round,
                  composes ? "composing" : "writing", delay_ms, again_ms >= 0 ? " and again" : "",
                  (double)(g_get_monotonic_time () - killed_at) / 1e6);
  shown = dup_written (body);
  written = dup_now ();
  rig_check_equal (written, shown);
  check_written (written);
  check_promise (written);
  g_assert_cmpuint (kills.n_recovered, >, n_recovered);
  g_assert_cmpuint (kills.n_given_up, ==, 0);
  check_writing_goes_on (written);
}

static guint
read_count (const char *name, guint otherwise)
{
  const char *value = g_getenv (name);

  return value != NULL ? (guint)g_ascii_strtoull (value, NULL, 10) : otherwise;
}

static void
test_kills (void)
{
  const guint n_rounds = read_count ("GB_KILLS_ROUNDS", N_ROUNDS);
  const guint seed = read_count ("GB_KILLS_SEED", g_random_int ());

  g_test_message ("GB_KILLS_SEED=%u GB_KILLS_ROUNDS=%u", seed, n_rounds);
  kills.rand = g_rand_new_with_seed (seed);
  kills.typed = g_string_new (NULL);
  kills.reports = g_array_new (FALSE, FALSE, sizeof (Report));
  rig_open (&kills.rig, 800, 600);
  rig_use_input_method (&kills.rig);
  g_signal_connect (kills.rig.editor, "crashed", G_CALLBACK (crashed_cb), NULL);
  g_signal_connect (kills.rig.editor, "notify::words", G_CALLBACK (words_cb), NULL);
  g_signal_connect (kills.rig.view, "web-process-terminated", G_CALLBACK (terminated_cb), NULL);
  g_signal_connect (kills.rig.view, "load-changed", G_CALLBACK (load_changed_cb), NULL);
  for (guint round = 0; round < n_rounds && !g_test_failed (); round++)
    play (round);
  rig_close (&kills.rig);
  g_clear_pointer (&kills.rand, g_rand_free);
  g_string_free (g_steal_pointer (&kills.typed), TRUE);
  g_clear_pointer (&kills.reports, g_array_unref);
  g_clear_pointer (&kills.letters, g_free);
  g_clear_pointer (&kills.handed, g_free);
}

int
main (int argc, char **argv)
{
  rig_init (&argc, &argv);
  g_test_add_func ("/editor/kills", test_kills);
  return g_test_run ();
}
