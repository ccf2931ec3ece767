/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Images as a person brings them in: from the clipboard and from a file, asked what they show,
 * shown on the page from the host's store, and still there when the web process has died. */

#include "config.h"

#include "editor-blobs.h"
#include "editor-rig.h"

#include "document/gb-document.h"

#include <string.h>

#define DEADLINE_MS 10000

static Rig rig;

/* ───── Hands ───── */

static GtkDialog *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next) {
    if (GTK_IS_DIALOG (l->data) && gtk_widget_get_visible (l->data))
      return l->data;
  }
  return NULL;
}

static void
find_entry_cb (GtkWidget *widget, gpointer user_data)
{
  GtkEntry **entry = user_data;

  if (GTK_IS_ENTRY (widget))
    *entry = GTK_ENTRY (widget);
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), find_entry_cb, user_data);
}

/* Answers the dialog when it comes; what stood there before is returned: (transfer full). */
static char *
answer (const char *words)
{
  GtkEntry *entry = NULL;
  GtkDialog *dialog = NULL;
  char *before;

  for (int i = 0; i < DEADLINE_MS / 20 && dialog == NULL; i++) {
    rig_wait_ms (20);
    dialog = find_dialog ();
  }
  g_assert_nonnull (dialog);
  find_entry_cb (GTK_WIDGET (dialog), &entry);
  g_assert_nonnull (entry);
  before = g_strdup (gtk_entry_get_text (entry));
  gtk_entry_set_text (entry, words);
  gtk_dialog_response (dialog, GTK_RESPONSE_ACCEPT);
  return before;
}

static char *
wait_for (const char *pattern)
{
  g_autofree char *body = NULL;

  for (int i = 0; i < DEADLINE_MS / 50; i++) {
    g_free (body);
    body = rig_snapshot (&rig, NULL);
    if (g_regex_match_simple (pattern, body, 0, 0))
      return g_steal_pointer (&body);
    rig_wait_ms (50);
  }
  g_test_message ("%s is not in %s", pattern, body);
  g_test_fail ();
  return g_steal_pointer (&body);
}

static void
wait_until (const char *script, const char *expected)
{
  g_autofree char *seen = NULL;

  for (int i = 0; i < DEADLINE_MS / 50; i++) {
    g_free (seen);
    seen = rig_call (&rig, script);
    if (g_str_equal (seen, expected))
      return;
    rig_wait_ms (50);
  }
  rig_check_equal (seen, expected);
}

static void
paste_picture (int width, int height)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);

  gdk_pixbuf_fill (pixbuf, 0x3584e4ff);
  gtk_clipboard_set_image (gtk_clipboard_get (GDK_SELECTION_CLIPBOARD), pixbuf);
  rig_key (&rig, "<Control>v");
}

#define SHOWN                                                                                      \
  "const i = document.querySelector('#editor figure img');"                                        \
  "return i && i.complete ? i.naturalWidth + 'x' + i.naturalHeight : 'none';"

static void
test_clipboard (void)
{
  g_autofree char *before = NULL;
  g_autofree char *body = NULL;
  g_autofree char *described = NULL;
  g_autofree char *words = NULL;
  g_autofree char *sized = NULL;
  g_autoptr (GbDocument) empty = gb_document_new_from_template (GB_DOCUMENT_KIND_NOTICE);
  g_autoptr (GbDocument) document = NULL;
  g_autoptr (GError) error = NULL;

  rig_load (&rig, "", "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p id=\"a\">x</p></body>");
  rig_key (&rig, "<Control>End");
  rig_settle (&rig);
  paste_picture (40, 30);
  before = answer ("");
  g_assert_cmpstr (before, ==, "");
  body = wait_for ("<p id=\"a\">x</p><figure id=\"[^\"]*\"><img alt=\"\" src=\"sm3:[0-9a-f]{64}\"/>"
                   "</figure>");
  wait_until (SHOWN, "40x30");
  wait_until ("return String(document.querySelectorAll('figure.no-alt').length);", "1");

  /* Described afterwards, and sized. */
  rig_key (&rig, "<Control>End");
  rig_key (&rig, "Up");
  rig_settle (&rig);
  for (int i = 0; i < DEADLINE_MS / 50 && !g_action_group_get_action_enabled (
                                            gb_editor_get_actions (rig.editor), "edit-image");
       i++)
    rig_wait_ms (50);
  rig_activate (&rig, "edit-image");
  words = answer ("蓝色的方块");
  described = wait_for ("alt=\"蓝色的方块\"");
  wait_until ("return String(document.querySelectorAll('figure.no-alt').length);", "0");
  rig_activate (&rig, "image-width::50%");
  sized = wait_for ("width=\"50%\"");
  rig_activate (&rig, "toggle-caption");
  rig_type (&rig, "k");
  g_free (sized);
  sized = wait_for ("<figcaption id=\"[^\"]*\">k</figcaption>");

  document = gb_document_with_body (empty, sized, &error);
  g_assert_no_error (error);
}

/* The point of a box, in pixels of the view, as "x y". */
static void
get_point (const char *selector, double *out_x, double *out_y)
{
  g_autofree char *script =
    g_strdup_printf ("const box = document.querySelector('%s').getBoundingClientRect();"
                     "return `${box.left + box.width / 2} ${box.top + box.height / 2}`;",
                     selector);
  g_autofree char *point = rig_call (&rig, script);
  char *rest = NULL;

  *out_x = g_ascii_strtod (point, &rest);
  *out_y = g_ascii_strtod (rest, NULL);
}

static void
drag (const char *selector, double distance)
{
  double x;
  double y;

  get_point (selector, &x, &y);
  rig_point (&rig, x, y, 0);
  rig_button (&rig, 1, TRUE, x, y);
  rig_point (&rig, x + distance / 2, y, GDK_BUTTON1_MASK);
  rig_point (&rig, x + distance, y, GDK_BUTTON1_MASK);
  rig_button (&rig, 1, FALSE, x + distance, y);
}

#define CORNER ".image-frame > div"
#define SHARE                                                                                      \
  "const i = document.querySelector('figure img');"                                                \
  "return i.getAttribute('width') + ' ' +"                                                         \
  "  Math.round(i.offsetWidth / i.parentNode.clientWidth * 100) + '%';"

/* A press on the image takes it; its corner makes it larger or smaller, as far as the text is wide;
 * so do keys; undo takes it back; and a reader has no corner. */
static void
test_size (void)
{
  double x;
  double y;
  g_autofree char *before = NULL;
  g_autofree char *first = NULL;

  rig_load (
    &rig, "",
    "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p id=\"a\">x</p><p id=\"b\">y</p></body>");
  paste_picture (200, 100);
  before = answer ("图");
  wait_until (SHOWN, "200x100");
  rig_key (&rig, "<Control>Home");
  rig_settle (&rig);
  wait_until ("return String(document.querySelector('.image-frame').hidden);", "true");

  get_point ("figure img", &x, &y);
  rig_point (&rig, x, y, 0);
  rig_button (&rig, 1, TRUE, x, y);
  rig_button (&rig, 1, FALSE, x, y);
  wait_until ("return String(document.querySelector('.image-frame').hidden);", "false");

  first = rig_call (&rig, SHARE);
  drag (CORNER, 100);
  /* The image is in the middle of the text: it becomes twice as much wider. */
  wait_until ("const i = document.querySelector('figure img');"
              "return String(Math.abs(i.offsetWidth - 400) <= 4);",
              "true");
  drag (CORNER, 4000);
  wait_until (SHARE, "100% 100%");
  rig_key (&rig, "<Alt><Shift>Left");
  wait_until (SHARE, "95% 95%");
  drag (CORNER, -4000);
  wait_until (SHARE, "10% 10%");
  for (int i = 0; i < 4; i++)
    rig_key (&rig, "<Control>z");
  wait_until (SHARE, first);

  g_object_set (rig.editor, "editable", FALSE, NULL);
  wait_until ("return String(document.querySelector('.image-frame').hidden);", "true");
  g_object_set (rig.editor, "editable", TRUE, NULL);
}

static void
test_process_dies (void)
{
  g_autofree char *before = NULL;
  g_autofree char *body = NULL;
  g_autofree char *after = NULL;

  rig_load (&rig, "",
            "<body xmlns=\"http://www.w3.org/1999/xhtml\"><table id=\"t\"><tbody><tr><td>"
            "<p id=\"a\">x</p></td></tr></tbody></table><p id=\"b\"></p></body>");
  rig_key (&rig, "<Control>End");
  rig_settle (&rig);
  paste_picture (20, 10);
  before = answer ("图");
  body = wait_for ("<figure id=\"[^\"]*\"><img alt=\"图\"");
  wait_until (SHOWN, "20x10");
  webkit_web_view_terminate_web_process (WEBKIT_WEB_VIEW (rig.view));
  for (int i = 0; i < DEADLINE_MS / 20; i++) {
    gboolean is_ready;

    g_object_get (rig.editor, "ready", &is_ready, NULL);
    if (!is_ready)
      break;
    rig_wait_ms (20);
  }
  rig_wait_for (rig.editor, "ready");
  wait_until (SHOWN, "20x10");
  after = rig_snapshot (&rig, NULL);
  rig_check_equal (after, body);
}

static void
find_info_cb (GtkWidget *widget, gpointer user_data)
{
  GtkWidget **found = user_data;

  if (GTK_IS_INFO_BAR (widget) && *found == NULL)
    *found = widget;
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), find_info_cb, user_data);
}

static gboolean
is_enabled (const char *action)
{
  return g_action_group_get_action_enabled (gb_editor_get_actions (rig.editor), action);
}

static void
wait_for_action (const char *action, gboolean enabled)
{
  for (int i = 0; i < DEADLINE_MS / 20 && is_enabled (action) != enabled; i++)
    rig_wait_ms (20);
  g_assert_cmpint (is_enabled (action), ==, enabled);
}

static gboolean
uses_original (void)
{
  g_autoptr (GVariant) state =
    g_action_group_get_action_state (gb_editor_get_actions (rig.editor), "use-original");

  return g_variant_get_boolean (state);
}

static void
wait_for_state (gboolean used)
{
  for (int i = 0; i < DEADLINE_MS / 20 && uses_original () != used; i++)
    rig_wait_ms (20);
  g_assert_cmpint (uses_original (), ==, used);
}

static gboolean
shows_info (void)
{
  GtkWidget *info = NULL;

  find_info_cb (GTK_WIDGET (rig.editor), &info);
  return gtk_info_bar_get_revealed (GTK_INFO_BAR (info));
}

static void
select_figure (void)
{
  double x;
  double y;

  get_point ("figure img", &x, &y);
  rig_point (&rig, x, y, 0);
  rig_button (&rig, 1, TRUE, x, y);
  rig_button (&rig, 1, FALSE, x, y);
}

/* A picture that was made smaller is as large as it came with one press, and smaller again with
 * another one; each is a step of its own. */
static void
test_original (void)
{
  g_autofree char *before = NULL;
  g_autofree char *plain = NULL;

  rig_load (
    &rig, "",
    "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p id=\"a\">x</p><p id=\"b\">y</p></body>");
  paste_picture (2000, 50);
  before = answer ("宽图");
  wait_until (SHOWN, "1600x40");
  select_figure ();
  wait_for_action ("use-original", TRUE);
  g_assert_true (is_enabled ("save-original"));
  rig_activate (&rig, "use-original");
  wait_until (SHOWN, "2000x50");
  wait_for_action ("use-original", TRUE);
  wait_for_state (TRUE);
  rig_activate (&rig, "use-original");
  wait_until (SHOWN, "1600x40");
  rig_key (&rig, "<Control>z");
  wait_until (SHOWN, "2000x50");
  rig_key (&rig, "<Control>z");
  wait_until (SHOWN, "1600x40");

  /* Cut and put back as it was used. */
  wait_for_action ("use-original", TRUE);
  rig_activate (&rig, "use-original");
  wait_until (SHOWN, "2000x50");
  rig_key (&rig, "<Control>x");
  wait_until (SHOWN, "none");
  rig_key (&rig, "<Control>v");
  wait_until (SHOWN, "2000x50");

  /* Beside the picture there is nothing to use. */
  rig_key (&rig, "<Control>Home");
  rig_settle (&rig);
  wait_for_action ("use-original", FALSE);
  plain = rig_snapshot (&rig, NULL);
  g_assert_nonnull (strstr (plain, "宽图"));
}

static void
test_original_too_heavy (void)
{
  g_autofree char *before = NULL;

  rig_load (&rig, "", "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p id=\"a\">x</p></body>");
  editor_blobs_is_too_heavy = TRUE;
  paste_picture (1800, 45);
  before = answer ("宽图");
  wait_until (SHOWN, "1600x40");
  select_figure ();
  wait_for_action ("use-original", TRUE);
  rig_activate (&rig, "use-original");
  for (int i = 0; i < DEADLINE_MS / 50 && !shows_info (); i++)
    rig_wait_ms (50);
  g_assert_true (shows_info ());
  wait_until (SHOWN, "1600x40");
  editor_blobs_is_too_heavy = FALSE;
}

/* A picture that was small enough has no original. */
static void
test_no_original (void)
{
  g_autofree char *before = NULL;

  rig_load (&rig, "", "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p id=\"a\">x</p></body>");
  paste_picture (300, 40);
  before = answer ("图");
  wait_until (SHOWN, "300x40");
  rig_key (&rig, "<Control>End");
  rig_key (&rig, "Up");
  wait_for_action ("edit-image", TRUE);
  rig_wait_ms (200);
  g_assert_false (is_enabled ("use-original"));
  g_assert_false (is_enabled ("save-original"));
}

/* What cannot be kept is refused with words, and nothing is inserted. */
static void
test_refused (void)
{
  g_autofree char *body = NULL;
  GtkWidget *info = NULL;
  gboolean revealed = FALSE;

  rig_load (&rig, "", "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p id=\"a\">x</p></body>");
  editor_blobs_is_full = TRUE;
  paste_picture (8, 8);
  find_info_cb (GTK_WIDGET (rig.editor), &info);
  for (int i = 0; i < DEADLINE_MS / 50 && !revealed; i++) {
    rig_wait_ms (50);
    revealed = gtk_info_bar_get_revealed (GTK_INFO_BAR (info));
  }
  g_assert_true (revealed);
  editor_blobs_is_full = FALSE;
  g_assert_null (find_dialog ());
  body = rig_snapshot (&rig, NULL);
  g_assert_null (strstr (body, "figure"));
}

int
main (int argc, char **argv)
{
  int result;

  rig_init (&argc, &argv);
  rig_open (&rig, 900, 700);
  editor_blobs_begin (&rig);
  g_test_add_func ("/images/clipboard", test_clipboard);
  g_test_add_func ("/images/size", test_size);
  g_test_add_func ("/images/original", test_original);
  g_test_add_func ("/images/original-too-heavy", test_original_too_heavy);
  g_test_add_func ("/images/no-original", test_no_original);
  g_test_add_func ("/images/process-dies", test_process_dies);
  g_test_add_func ("/images/refused", test_refused);
  result = g_test_run ();
  rig_close (&rig);
  editor_blobs_end ();
  return result;
}
