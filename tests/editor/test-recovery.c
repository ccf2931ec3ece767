/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When the web process dies the text does not: the page comes back with what was last known, and
 * if it keeps dying the editor says so and offers the text. Also what holds the page apart from the
 * world: the policy of its scheme, and what it may say. */

#include "config.h"

#include "editor-rig.h"

#include "editor/gb-editor-scheme.h"

#include <string.h>

#define BODY_START "<body xmlns=\"http://www.w3.org/1999/xhtml\">"
#define BODY_END   "</body>"
#define PARAGRAPH  BODY_START "<p id=\"a\">甲</p>" BODY_END
#define DIGEST     "sm3:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

typedef struct {
  guint n_recovered;
  guint n_given_up;
  guint n_changed;
  char *link;
} Seen;

static void
crashed_cb (GbEditor *editor, gboolean recovered, Seen *seen)
{
  if (recovered)
    seen->n_recovered++;
  else
    seen->n_given_up++;
}

static void
changed_cb (GbEditor *editor, Seen *seen)
{
  seen->n_changed++;
}

static void
link_cb (GbEditor *editor, const char *href, Seen *seen)
{
  g_free (seen->link);
  seen->link = g_strdup (href);
}

static void
open_editor (Rig *rig, Seen *seen)
{
  rig_open (rig, 800, 600);
  g_signal_connect (rig->editor, "crashed", G_CALLBACK (crashed_cb), seen);
  g_signal_connect (rig->editor, "changed", G_CALLBACK (changed_cb), seen);
  g_signal_connect (rig->editor, "link-activated", G_CALLBACK (link_cb), seen);
}

static void
close_editor (Rig *rig, Seen *seen)
{
  rig_close (rig);
  g_clear_pointer (&seen->link, g_free);
}

static void
wait_for_count (const guint *count, guint expected)
{
  for (int i = 0; i < 500 && *count < expected; i++)
    rig_wait_ms (20);
  g_assert_cmpuint (*count, ==, expected);
}

static void
kill_page (Rig *rig)
{
  webkit_web_view_terminate_web_process (WEBKIT_WEB_VIEW (rig->view));
}

static void
test_death (void)
{
  Rig rig = { 0 };
  Seen seen = { 0 };
  g_autofree char *body = NULL;
  g_autofree char *again = NULL;
  g_autofree char *title = NULL;

  open_editor (&rig, &seen);
  rig_load (&rig, "题", PARAGRAPH);
  rig_key (&rig, "<Control>End");
  rig_type (&rig, "abc");
  rig_settle (&rig);
  wait_for_count (&seen.n_changed, MAX (seen.n_changed, 1));
  /* The editor itself takes a snapshot when typing pauses. */
  rig_wait_ms (900);

  kill_page (&rig);
  wait_for_count (&seen.n_recovered, 1);
  body = rig_snapshot (&rig, &title);
  rig_check_equal (title, "题");
  rig_check_equal (body, BODY_START "<p id=\"a\">甲abc</p>" BODY_END);

  again = rig_call (&rig, "return Editor.snapshot().body;");
  rig_check_equal (again, body);
  g_assert_cmpuint (seen.n_given_up, ==, 0);
  close_editor (&rig, &seen);
}

static void
test_death_before_the_pause (void)
{
  Rig rig = { 0 };
  Seen seen = { 0 };
  g_autofree char *body = NULL;

  open_editor (&rig, &seen);
  rig_load (&rig, "", PARAGRAPH);
  kill_page (&rig);
  /* The page is dead: the answer is what was loaded, and it is there at once. */
  body = rig_snapshot (&rig, NULL);
  rig_check_equal (body, PARAGRAPH);
  wait_for_count (&seen.n_recovered, 1);
  close_editor (&rig, &seen);
}

static void
test_many_deaths (void)
{
  Rig rig = { 0 };
  Seen seen = { 0 };
  g_autofree char *body = NULL;
  g_autofree char *text = NULL;
  gboolean ready = TRUE;

  open_editor (&rig, &seen);
  rig_load (&rig, "题", PARAGRAPH);
  kill_page (&rig);
  wait_for_count (&seen.n_recovered, 1);
  kill_page (&rig);
  wait_for_count (&seen.n_recovered, 2);
  kill_page (&rig);
  wait_for_count (&seen.n_given_up, 1);

  g_object_get (rig.editor, "ready", &ready, NULL);
  g_assert_false (ready);
  body = rig_snapshot (&rig, NULL);
  rig_check_equal (body, PARAGRAPH);
  g_assert_false (
    g_action_group_get_action_enabled (gb_editor_get_actions (rig.editor), "toggle-bold"));
  close_editor (&rig, &seen);
}

/* A page that does not answer must not keep the document page waiting. */
static void
test_hang (void)
{
  Rig rig = { 0 };
  Seen seen = { 0 };
  g_autofree char *body = NULL;
  gint64 start;

  open_editor (&rig, &seen);
  rig_load (&rig, "", PARAGRAPH);
  gb_editor_view_call (rig.view,
                       "setTimeout(() => { const end = Date.now() + 8000; "
                       "while (Date.now() < end); });",
                       NULL);
  rig_wait_ms (100);
  start = g_get_monotonic_time ();
  body = rig_snapshot (&rig, NULL);
  rig_check_equal (body, PARAGRAPH);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 7 * G_USEC_PER_SEC);
  close_editor (&rig, &seen);
}

static void
test_policy (void)
{
  Rig rig = { 0 };
  Seen seen = { 0 };
  g_autofree char *fetched = NULL;
  g_autofree char *inline_script = NULL;
  g_autofree char *navigated = NULL;
  g_autofree char *opened = NULL;
  g_autofree char *loaded = NULL;
  g_autofree char *body = NULL;

  open_editor (&rig, &seen);
  rig_load (&rig, "", PARAGRAPH);
  fetched =
    rig_call (&rig, "return await fetch('http://127.0.0.1:9/').then(() => 'yes', () => 'no');");
  rig_check_equal (fetched, "no");
  loaded = rig_call (
    &rig, "return await fetch('gb-editor://page/../../etc/passwd').then(() => 'yes', () => 'no');");
  rig_check_equal (loaded, "no");
  inline_script = rig_call (&rig, "const s = document.createElement('script');"
                                  "s.textContent = 'window.ran = true';"
                                  "document.body.append(s); s.remove();"
                                  "return String(window.ran);");
  rig_check_equal (inline_script, "undefined");
  opened = rig_call (&rig, "return String(window.open('gb-editor://page/index.html'));");
  rig_check_equal (opened, "null");
  navigated = rig_call (&rig, "location.href = 'http://127.0.0.1:9/'; return 'tried';");
  rig_check_equal (navigated, "tried");
  rig_wait_ms (200);
  body = rig_snapshot (&rig, NULL);
  rig_check_equal (body, PARAGRAPH);
  g_assert_cmpstr (webkit_web_view_get_uri (WEBKIT_WEB_VIEW (rig.view)), ==, GB_EDITOR_URI);
  g_assert_null (seen.link);
  close_editor (&rig, &seen);
}

static void
test_unknown_message (void)
{
  Rig rig = { 0 };
  Seen seen = { 0 };
  g_autofree char *answer = NULL;
  g_autofree char *body = NULL;

  open_editor (&rig, &seen);
  rig_load (&rig, "", PARAGRAPH);
  g_test_expect_message ("gb-editor", G_LOG_LEVEL_WARNING, "message of the page refused: *");
  answer = rig_call (&rig, "window.webkit.messageHandlers.editor.postMessage('{\"v\":1}');"
                           "return 'sent';");
  rig_check_equal (answer, "sent");
  rig_wait_ms (100);
  g_test_assert_expected_messages ();
  body = rig_snapshot (&rig, NULL);
  rig_check_equal (body, PARAGRAPH);
  close_editor (&rig, &seen);
}

static void
test_reader (void)
{
  Rig rig = { 0 };
  Seen seen = { 0 };
  g_autofree char *clicked = NULL;
  g_autofree char *body = NULL;

  open_editor (&rig, &seen);
  g_object_set (rig.editor, "editable", FALSE, NULL);
  rig_load (&rig, "题",
            BODY_START "<p id=\"a\"><a href=\"https://www.gov.cn/\">甲</a></p>" BODY_END);
  rig_type (&rig, "x");
  rig_settle (&rig);
  rig_activate (&rig, "select-all");
  rig_activate (&rig, "toggle-bold");
  clicked = rig_call (&rig, "document.querySelector('a').click(); return 'clicked';");
  rig_check_equal (clicked, "clicked");
  rig_wait_ms (200);
  body = rig_snapshot (&rig, NULL);
  rig_check_equal (body,
                   BODY_START "<p id=\"a\"><a href=\"https://www.gov.cn/\">甲</a></p>" BODY_END);
  g_assert_cmpstr (seen.link, ==, "https://www.gov.cn/");
  g_assert_cmpuint (seen.n_changed, ==, 0);
  close_editor (&rig, &seen);
}

/* ───── Images ───── */

static const guint8 png[] = {
  0x89, 'P',  'N',  'G',  '\r', '\n', 0x1a, '\n', 0,   0,   0,    13,   'I',  'H',
  'D',  'R',  0,    0,    0,    1,    0,    0,    0,   1,   8,    6,    0,    0,
  0,    0x1f, 0x15, 0xc4, 0x89, 0,    0,    0,    13,  'I', 'D',  'A',  'T',  'x',
  0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0xf0, 0x1f, 0,    5,   0,   1,    0xff, 0x56, 0xc7,
  0x2f, 0x0d, 0,    0,    0,    0,    'I',  'E',  'N', 'D', 0xae, 0x42, 0x60, 0x82,
};

static void
load_blob (const char *digest,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer callback_data,
           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, callback_data);

  if (g_str_equal (digest, DIGEST))
    g_task_return_pointer (task, g_bytes_new_static (png, sizeof png),
                           (GDestroyNotify)g_bytes_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no such blob");
}

static GBytes *
finish_blob (GAsyncResult *result, gpointer user_data, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_images (void)
{
  Rig rig = { 0 };
  Seen seen = { 0 };
  g_autofree char *widths = NULL;
  g_autofree char *other = g_strdup (DIGEST);
  g_autofree char *body = NULL;

  other[strlen (other) - 1] = '0';
  body =
    g_strdup_printf (BODY_START "<figure id=\"a\"><img src=\"%s\" alt=\"图\"/></figure>"
                                "<figure id=\"b\"><img src=\"%s\" alt=\"\"/></figure>" BODY_END,
                     DIGEST, other);
  open_editor (&rig, &seen);
  gb_editor_set_blob_source (rig.editor, load_blob, finish_blob, NULL);
  rig_load (&rig, "", body);
  widths = rig_call (&rig, "const images = Array.from(document.querySelectorAll('figure img'));"
                           "await Promise.allSettled(images.map((image) => image.decode()));"
                           "return images.map((image) => image.naturalWidth).join();");
  rig_check_equal (widths, "1,0");
  close_editor (&rig, &seen);
}

int
main (int argc, char **argv)
{
  rig_init (&argc, &argv);
  g_test_add_func ("/editor/recovery/death", test_death);
  g_test_add_func ("/editor/recovery/death-before-the-pause", test_death_before_the_pause);
  g_test_add_func ("/editor/recovery/many-deaths", test_many_deaths);
  g_test_add_func ("/editor/recovery/hang", test_hang);
  g_test_add_func ("/editor/page/policy", test_policy);
  g_test_add_func ("/editor/page/unknown-message", test_unknown_message);
  g_test_add_func ("/editor/page/reader", test_reader);
  g_test_add_func ("/editor/page/images", test_images);
  return g_test_run ();
}
