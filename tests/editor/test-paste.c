/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The clipboard and drops as a person uses them, with the bytes that other programs write: every
 * way of pasting, every kind of place, between two documents, taken back at once, and what is said
 * of what was left out. What becomes of which markup is tests/import/test-clipboard.c. */

#include "config.h"

#include "editor-blobs.h"
#include "editor-cases.h"
#include "editor-rig.h"

#include "editor/gb-editor-clipboard.h"
#include "editor/gb-paste-bar.h"

#include <string.h>

#define DEADLINE_MS 10000

static Rig rig;

/* ───── The clipboard of another program ───── */

typedef struct {
  char *html; /* (nullable) */
  char *text; /* (nullable) */
} Clip;

static void
get_cb (GtkClipboard *clipboard, GtkSelectionData *data, guint info, gpointer user_data)
{
  const Clip *clip = user_data;

  if (info == 0)
    gtk_selection_data_set (data, gtk_selection_data_get_target (data), 8,
                            (const guchar *)clip->html, (int)strlen (clip->html));
  else
    gtk_selection_data_set_text (data, clip->text, -1);
}

static void
clear_cb (GtkClipboard *clipboard, gpointer user_data)
{
  Clip *clip = user_data;

  g_free (clip->html);
  g_free (clip->text);
  g_free (clip);
}

static void
set_clipboard (GdkAtom selection, const char *html, const char *text)
{
  GtkTargetEntry targets[2];
  guint n_targets = 0;
  Clip *clip = g_new0 (Clip, 1);

  clip->html = g_strdup (html);
  clip->text = g_strdup (text);
  if (html != NULL)
    targets[n_targets++] = (GtkTargetEntry){ (char *)"text/html", 0, 0 };
  if (text != NULL)
    targets[n_targets++] = (GtkTargetEntry){ (char *)"UTF8_STRING", 0, 1 };
  g_assert_true (gtk_clipboard_set_with_data (gtk_clipboard_get (selection), targets, n_targets,
                                              get_cb, clear_cb, clip));
}

/* ───── Lines of scripts ───── */

/* HTML, and behind a “|” the text of the same. */
static void
clip (Rig *unused, const char *argument)
{
  g_auto (GStrv) parts = g_strsplit (argument, "|", 2);
  g_autofree char *text = parts[1] != NULL ? g_strcompress (parts[1]) : NULL;

  set_clipboard (GDK_SELECTION_CLIPBOARD, *parts[0] != '\0' ? parts[0] : NULL, text);
}

static void
wait_ms (Rig *unused, const char *argument)
{
  rig_wait_ms ((guint)atoi (argument));
}

/* A file of the corpus, as its program put it on the clipboard. */
static void
paste_file (Rig *unused, const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("GB_TEST_DATADIR"), "clipboard", name, NULL);
  g_autofree char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  set_clipboard (GDK_SELECTION_CLIPBOARD, content, "text");
  rig_key (&rig, "<Control>v");
  rig_settle (&rig);
  rig_wait_ms (250);
}

/* Keys that come before the clipboard has been read. */
static void
paste_and_type (Rig *unused, const char *text)
{
  rig_key (&rig, "<Control>v");
  rig_type (&rig, text);
  rig_settle (&rig);
  rig_wait_ms (250);
}

#define AT_END "key:<Control>End\n"

static const EditorCase cases[] = {
  {
    .name = "headings-and-lists",
    .body = "<p id=\"a\"></p>",
    .script = "key:Down\npaste:libreoffice-writer-numbered-headings.html",
    .expected = "<h2>一、总体要求</h2><p>内容。</p><h3>（一）指导思想</h3><p>内容。</p>"
                "<h3>（二）工作目标</h3><h2>二、重点任务</h2><p>内容。</p>",
  },
  {
    .name = "one-line-joins",
    .body = "<p id=\"a\">ab</p>",
    .script = AT_END "key:Left\nclip:<h2>x <i>y</i></h2>|x y\nkey:<Control>v\nwait:250\ntype:z",
    .expected = "<p>ax <em>yz</em>b</p>",
  },
  {
    .name = "paragraphs-split",
    .body = "<p id=\"a\">ab</p>",
    .script = AT_END "key:Left\nhtml:<p>x</p><h2>h</h2><p>y</p>",
    .expected = "<p>ax</p><h2>h</h2><p>yb</p>",
  },
  {
    .name = "undone-at-once",
    .body = "<p id=\"a\"></p>",
    .script =
      "key:Down\ntype:ab\nhtml:<p>x</p><table><tr><td>1</td><td>2</td></tr></table><p>y</p>\n"
      "type:c\nkey:<Control>z\nkey:<Control>z",
    .expected = "<p>ab</p>",
  },
  {
    .name = "what-is-typed-meanwhile-comes-behind",
    .body = "<p id=\"a\">a</p>",
    .script = AT_END "clip:<p><b>b</b>c</p>|bc\nmeanwhile:de",
    .expected = "<p>a<strong>b</strong>cde</p>",
  },
  {
    .name = "text-alone",
    .body = "<p id=\"a\">a</p>",
    .script =
      AT_END "clip:<h2>b</h2><p><b>c</b></p>|（一）b\\n1.c\\n2.d\nkey:<Control><Shift>v\nwait:250",
    .expected = "<p>a（一）b</p><p>1.c</p><p>2.d</p>",
  },
  {
    .name = "text-alone-takes-the-marks-of-the-place",
    .body = "<p id=\"a\"><strong>a</strong></p>",
    .script = AT_END "clip:<p>b</p>|b\nkey:<Control><Shift>v\nwait:250",
    .expected = "<p><strong>ab</strong></p>",
  },
  {
    .name = "shift-insert",
    .body = "<p id=\"a\">a</p>",
    .script = AT_END "clip:<p><b>b</b></p>|b\nkey:<Shift>Insert\nwait:250",
    .expected = "<p>a<strong>b</strong></p>",
  },
  {
    .name = "from-the-menu",
    .body = "<p id=\"a\">a</p>",
    .script =
      AT_END "clip:<p><b>b</b></p>|b\naction:paste\nwait:250\naction:paste-as-text\nwait:250",
    .expected = "<p>a<strong>bb</strong></p>",
  },
  {
    .name = "rows-of-a-spreadsheet",
    .body = "<p id=\"a\"></p>",
    .script = "key:Down\nclip:|甲\\t乙\\n1\\t\"2\\n3\"\\n\nkey:<Control>v\nwait:250",
    .expected = "<table><tbody><tr><td><p>甲</p></td><td><p>乙</p></td></tr>"
                "<tr><td><p>1</p></td><td><p>2<br/>3</p></td></tr></tbody></table>",
  },
  {
    .name = "a-table-fills-cells",
    .body = "<table id=\"t\"><tbody><tr><td><p id=\"a\">a</p></td><td><p id=\"b\">b</p></td></tr>"
            "<tr><td><p id=\"c\">c</p></td><td><p id=\"d\">d</p></td></tr></tbody></table>",
    .script = "key:Down\nkey:Down\nkey:Home\nhtml:<table><tr><td>1</td><td>2</td></tr></table>",
    .expected = "<table><tbody><tr><td><p>1</p></td><td><p>2</p></td></tr>"
                "<tr><td><p>c</p></td><td><p>d</p></td></tr></tbody></table>",
  },
  {
    .name = "a-cell-takes-what-fits",
    .body = "<table id=\"t\"><tbody><tr><td><p id=\"a\"></p></td><td><p id=\"b\">b</p></td></tr>"
            "</tbody></table>",
    .script = "key:Down\nkey:Down\nkey:Home\nhtml:<h2>h</h2><ul><li>l</li></ul><table><tr><td>1</"
              "td><td>2</td></tr></"
              "table><p>p</p>",
    .expected = "<table><tbody><tr><td><p>h</p><ul><li><p>l</p></li></ul><p>1</p><p>2</p><p>p</p>"
                "</td><td><p>b</p></td></tr></tbody></table>",
  },
  {
    .name = "an-item-takes-what-fits",
    .body = "<ul id=\"u\"><li id=\"i\"><p id=\"a\">a</p></li></ul><p id=\"z\">z</p>",
    .script = "key:Down\nkey:End\nhtml:<p>x</p><h2>h</h2>"
              "<table><tr><td>1</td><td>2</td></tr></table>",
    .expected = "<ul><li><p>ax</p><p>h</p></li></ul><table><tbody><tr><td><p>1</p></td>"
                "<td><p>2</p></td></tr></tbody></table><p>z</p>",
  },
  {
    .name = "items-join-a-list",
    .body = "<ol id=\"u\"><li id=\"i\"><p id=\"a\">a</p></li></ol>",
    .script = "key:Down\nkey:End\nkey:Return\nhtml:<ul><li>x</li><li>y</li></ul>",
    .expected = "<ol><li><p>a</p></li><li><p>x</p></li><li><p>y</p></li></ol>",
  },
  {
    .name = "a-title-takes-a-line",
    .body = "<p id=\"a\">a</p>",
    .script = "key:<Control>Home\nhtml:<h1>题</h1><p>x</p>",
    .expected = "<p>x</p><p>a</p>",
  },
  {
    .name = "a-caption-takes-a-line",
    .body =
      "<table id=\"t\"><caption id=\"c\">c</caption><tbody><tr><td><p id=\"a\">a</p></td></tr>"
      "</tbody></table>",
    .script = "key:Down\nkey:Down\nkey:End\nkey:End\nhtml:<p>x</p><p><b>y</b></p>",
    .expected = "<table><caption>cx <strong>y</strong></caption><tbody><tr><td><p>a</p></td></tr>"
                "</tbody></table>",
  },
  {
    .name = "copies-keep-everything",
    .body = "<p class=\"center\" id=\"a\">a<span class=\"hei\">b</span></p>"
            "<ol class=\"cjk\" id=\"o\" start=\"3\"><li id=\"l\"><p id=\"p\">c</p></li></ol>"
            "<p class=\"note\" id=\"n\">d</p>",
    .script = "key:Down\nkey:Home\nkey:<Control><Shift>End\nkey:<Control>c\nwait:150\nkey:<Control>"
              "End\nkey:<"
              "Control>v\n"
              "wait:250",
    .expected =
      "<p class=\"center\">a<span class=\"hei\">b</span></p><ol class=\"cjk\" start=\"3\">"
      "<li><p>c</p></li></ol><p class=\"note\">da<span class=\"hei\">b</span></p>"
      "<ol class=\"cjk\" start=\"3\"><li><p>c</p></li></ol><p class=\"note\">d</p>",
  },
  {
    .name = "cut-and-pasted",
    .body = "<p id=\"a\">ab</p><p id=\"b\">c</p>",
    .script =
      "key:Down\nkey:Home\nkey:<Shift>Right\nkey:<Control>x\nwait:150\nkey:<Control>End\nkey:<"
      "Control>v\nwait:250",
    .expected = "<p>b</p><p>ca</p>",
  },
  {
    .name = "text-of-a-cell-is-text",
    .body = "<table id=\"t\"><tbody><tr><td><p id=\"a\">a<strong>b</strong></p></td></tr></tbody>"
            "</table><p id=\"z\">z</p>",
    .script = "key:Down\nkey:Down\nkey:Home\nkey:<Shift>End\nkey:<Control>c\nwait:150\nkey:<"
              "Control>End\nkey:<Control>"
              "v\nwait:250",
    .expected = "<table><tbody><tr><td><p>a<strong>b</strong></p></td></tr></tbody></table>"
                "<p>za<strong>b</strong></p>",
  },
};

/* ───── Tests of their own ───── */

static char *
wait_for (const char *pattern)
{
  g_autofree char *bare = NULL;

  for (int i = 0; i < DEADLINE_MS / 50; i++) {
    g_autofree char *body = rig_snapshot (&rig, NULL);

    g_free (bare);
    bare = rig_without_ids (body);
    if (g_regex_match_simple (pattern, bare, 0, 0))
      return g_steal_pointer (&bare);
    rig_wait_ms (50);
  }
  g_test_message ("%s is not in %s", pattern, bare);
  g_test_fail ();
  return g_steal_pointer (&bare);
}

static void
find_bar_cb (GtkWidget *widget, gpointer user_data)
{
  GtkWidget **found = user_data;

  if (GB_IS_PASTE_BAR (widget))
    *found = widget;
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), find_bar_cb, user_data);
}

static void
find_widget_cb (GtkWidget *widget, gpointer user_data)
{
  gpointer *wanted = user_data;

  if (g_type_is_a (G_OBJECT_TYPE (widget), (GType)wanted[0]) && wanted[1] == NULL)
    wanted[1] = widget;
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), find_widget_cb, user_data);
}

static gpointer
find_in_bar (GType type)
{
  GtkWidget *bar = NULL;
  gpointer wanted[2] = { (gpointer)type, NULL };

  find_bar_cb (GTK_WIDGET (rig.editor), &bar);
  g_assert_nonnull (bar);
  gtk_container_forall (GTK_CONTAINER (bar), find_widget_cb, wanted);
  g_assert_nonnull (wanted[1]);
  return wanted[1];
}

static void
find_text_button_cb (GtkWidget *widget, gpointer user_data)
{
  GtkButton **found = user_data;

  if (G_OBJECT_TYPE (widget) == GTK_TYPE_BUTTON &&
      gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    *found = GTK_BUTTON (widget);
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), find_text_button_cb, user_data);
}

/* The one that pastes the text alone: the other one of the bar opens the list. */
static GtkButton *
find_text_button (void)
{
  GtkWidget *menu_button = find_in_bar (GTK_TYPE_MENU_BUTTON);
  GtkButton *found = NULL;

  gtk_container_forall (GTK_CONTAINER (gtk_widget_get_parent (menu_button)), find_text_button_cb,
                        &found);
  g_assert_nonnull (found);
  return found;
}

static gboolean
wait_for_bar (gboolean revealed)
{
  GtkInfoBar *info = find_in_bar (GTK_TYPE_INFO_BAR);

  for (int i = 0; i < DEADLINE_MS / 50; i++) {
    if (gtk_info_bar_get_revealed (info) == revealed)
      return TRUE;
    rig_wait_ms (50);
  }
  return FALSE;
}

#define BODY(content) "<body xmlns=\"http://www.w3.org/1999/xhtml\">" content "</body>"
#define PIXEL                                                                                      \
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+"                                  \
  "M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

static void
save_screenshot (const char *name)
{
  const char *folder = g_getenv ("GB_SCREENSHOTS");
  g_autofree char *path = NULL;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  GdkWindow *window;

  if (folder == NULL)
    return;
  rig_wait_ms (500);
  path = g_build_filename (folder, name, NULL);
  window = gtk_widget_get_window (rig.window);
  pixbuf = gdk_pixbuf_get_from_window (window, 0, 0, gdk_window_get_width (window),
                                       gdk_window_get_height (window));
  gdk_pixbuf_save (pixbuf, path, "png", NULL, NULL);
}

/* What is left out is said, and the text alone takes its place. */
static void
test_bar (void)
{
  GtkLabel *label;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  rig_load (&rig, "", BODY ("<p id=\"a\">a</p>"));
  g_assert_true (wait_for_bar (FALSE));
  rig_key (&rig, "<Control>End");
  set_clipboard (GDK_SELECTION_CLIPBOARD,
                 "<p>b<del datetime=\"2026\">旧</del><b>c</b></p><p>d</p>"
                 "<img src=\"https://example.com/x.png\" alt=\"示意图\">",
                 "bc\nd");
  rig_key (&rig, "<Control>v");
  first = wait_for ("<p>ab<strong>c</strong></p><p>d</p>");
  g_assert_true (wait_for_bar (TRUE));
  label = find_in_bar (GTK_TYPE_LABEL);
  g_assert_nonnull (strchr (gtk_label_get_text (label), '2'));
  save_screenshot ("paste-bar.png");

  gtk_button_clicked (find_text_button ());
  second = wait_for ("<p>abc</p><p>d</p>");
  g_assert_true (wait_for_bar (FALSE));
  rig_key (&rig, "<Control>z");
  third = wait_for ("<body[^>]*><p>a</p></body>");
}

/* The same when something was typed since: it stays. */
static void
test_bar_later (void)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  rig_load (&rig, "", BODY ("<p id=\"a\">a</p>"));
  rig_key (&rig, "<Control>End");
  set_clipboard (GDK_SELECTION_CLIPBOARD,
                 "<h2>h</h2><p>b<strike>c</strike><del cite=\"x\">d</del></p>", "h\nbc");
  rig_key (&rig, "<Control>v");
  g_free (wait_for ("<h2>h</h2><p>b<s>c</s></p>"));
  rig_key (&rig, "<Control>End");
  rig_type (&rig, "z");
  first = wait_for ("<s>cz</s></p>|<s>c</s>z</p>");
  g_assert_true (wait_for_bar (TRUE));
  gtk_button_clicked (find_text_button ());
  second = wait_for ("<p>ah</p><p>bc<s>z</s></p>");
}

/* Images that came along are kept and shown; those that cannot be kept are said. */
static void
test_images (void)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  rig_load (&rig, "", BODY ("<p id=\"a\">a</p>"));
  rig_key (&rig, "<Control>End");
  set_clipboard (GDK_SELECTION_CLIPBOARD,
                 "<p>x</p><img alt=\"点\" src=\"data:image/png;base64," PIXEL "\"><p>y</p>",
                 "x\ny");
  rig_key (&rig, "<Control>v");
  first = wait_for ("<p>ax</p><figure><img alt=\"点\" src=\"sm3:[0-9a-f]{64}\"/></figure><p>y</p>");
  g_assert_cmpuint (g_hash_table_size (editor_blobs), ==, 1);
  g_assert_true (wait_for_bar (FALSE));

  editor_blobs_is_full = TRUE;
  rig_key (&rig, "<Control>End");
  rig_key (&rig, "<Control>v");
  second = wait_for ("<p>yx</p><p>y</p></body>");
  g_assert_true (wait_for_bar (TRUE));
  editor_blobs_is_full = FALSE;
}

/* Nothing to paste is said, and changes nothing. */
static void
test_nothing (void)
{
  GtkWidget *info = NULL;
  g_autofree char *body = NULL;

  rig_load (&rig, "", BODY ("<p id=\"a\">a</p>"));
  set_clipboard (GDK_SELECTION_CLIPBOARD, "<img src=\"https://example.com/x.png\">", NULL);
  rig_key (&rig, "<Control>v");
  for (int i = 0; i < DEADLINE_MS / 50 && info == NULL; i++) {
    gpointer wanted[2] = { (gpointer)GTK_TYPE_INFO_BAR, NULL };

    rig_wait_ms (50);
    gtk_container_forall (GTK_CONTAINER (rig.editor), find_widget_cb, wanted);
    if (gtk_info_bar_get_revealed (GTK_INFO_BAR (wanted[1])))
      info = wanted[1];
  }
  g_assert_nonnull (info);
  body = rig_snapshot (&rig, NULL);
  g_assert_cmpstr (body, ==, BODY ("<p id=\"a\">a</p>"));
}

/* From one document into another: with the image that the office has, without the other one. */
static void
test_between_documents (void)
{
  g_autofree char *digest = NULL;
  g_autofree char *body = NULL;
  g_autofree char *pasted = NULL;
  g_autofree char *expected = NULL;
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, editor_blobs);
  g_assert_true (g_hash_table_iter_next (&iter, &key, NULL));
  digest = g_strdup (key);
  body = g_strdup_printf (
    "<body xmlns=\"http://www.w3.org/1999/xhtml\"><h2 id=\"h\">一、x</h2><figure id=\"f\">"
    "<img alt=\"k\" src=\"%s\" width=\"50%%\"/><figcaption id=\"c\">图</figcaption></figure>"
    "<figure id=\"g\"><img alt=\"l\" src=\"sm3:%064d\"/></figure><p id=\"p\">y</p></body>",
    digest, 0);
  rig_load (&rig, "", body);
  rig_key (&rig, "<Control><Shift>End");
  rig_key (&rig, "<Control>c");
  rig_settle (&rig);
  rig_wait_ms (250);

  rig_load (&rig, "", BODY ("<p id=\"h\"></p>"));
  rig_key (&rig, "<Control>End");
  rig_key (&rig, "<Control>v");
  expected = g_strdup_printf ("<h2>一、x</h2><figure><img alt=\"k\" src=\"%s\" width=\"50%%\"/>"
                              "<figcaption>图</figcaption></figure><p>y</p>",
                              digest);
  pasted = wait_for (expected);
  g_assert_true (wait_for_bar (TRUE));
}

/* Other programs get markup and text, without what only the page understands. */
static void
test_for_others (void)
{
  GtkClipboard *clipboard = gtk_clipboard_get (GDK_SELECTION_CLIPBOARD);
  GtkSelectionData *html;
  g_autofree char *text = NULL;
  g_autofree char *markup = NULL;

  rig_load (&rig, "", BODY ("<h2 id=\"h\">一、x</h2><p id=\"p\">y</p>"));
  rig_key (&rig, "<Control><Shift>End");
  rig_key (&rig, "<Control>c");
  rig_settle (&rig);
  rig_wait_ms (250);
  html = gtk_clipboard_wait_for_contents (clipboard, gdk_atom_intern ("text/html", FALSE));
  g_assert_nonnull (html);
  markup = g_strndup ((const char *)gtk_selection_data_get_data (html),
                      (gsize)gtk_selection_data_get_length (html));
  gtk_selection_data_free (html);
  text = gtk_clipboard_wait_for_text (clipboard);
  g_assert_cmpstr (markup, ==, "<meta charset=\"utf-8\"><h2>一、x</h2><p>y</p>");
  g_assert_cmpstr (text, ==, "一、x\n\ny");
}

/* The other mouse button pastes what is selected elsewhere, where it is pressed. */
static void
test_selection (void)
{
  g_autofree char *place = NULL;
  g_autofree char *pasted = NULL;
  g_auto (GStrv) parts = NULL;
  double x;
  double y;

  rig_load (&rig, "", BODY ("<p id=\"a\">a</p><p id=\"b\">b</p>"));
  set_clipboard (GDK_SELECTION_CLIPBOARD, "<p>no</p>", "no");
  set_clipboard (GDK_SELECTION_PRIMARY, "<p><b>yes</b></p>", "yes");
  place = rig_call (&rig, "const r = document.getElementById('b').getBoundingClientRect();"
                          "const range = document.createRange();"
                          "range.selectNodeContents(document.getElementById('b'));"
                          "const t = range.getBoundingClientRect();"
                          "return (t.right + 2) + ' ' + (r.top + r.height / 2);");
  parts = g_strsplit (place, " ", 2);
  x = g_ascii_strtod (parts[0], NULL);
  y = g_ascii_strtod (parts[1], NULL);
  rig_point (&rig, x, y, 0);
  rig_button (&rig, 2, TRUE, x, y);
  rig_button (&rig, 2, FALSE, x, y);
  pasted = wait_for ("<p>a</p><p>b<strong>yes</strong></p>");
}

/* ───── Drops ───── */

/* What WebKit asks the source of a drag for, as it arrives. */
static void
receive (GdkDragContext *context, const char *target)
{
  GtkSelectionData *data = gtk_clipboard_wait_for_contents (
    gtk_clipboard_get (GDK_SELECTION_CLIPBOARD), gdk_atom_intern (target, FALSE));

  g_assert_nonnull (data);
  g_signal_emit_by_name (rig.view, "drag-data-received", context, 10, 10, data, 0,
                         GDK_CURRENT_TIME);
  gtk_selection_data_free (data);
}

static GdkDragContext *
begin_drag (void)
{
  return gdk_drag_begin (gtk_widget_get_window (rig.window), NULL);
}

/* The page is told of a drop by an event; what it may see of it is of no use. */
#define DROP_BEHIND(id)                                                                            \
  "const range = document.createRange();"                                                          \
  "range.selectNodeContents(document.getElementById('" id "'));"                                   \
  "const place = range.getBoundingClientRect();"                                                   \
  "document.getElementById('" id "').dispatchEvent(new DragEvent('drop', { bubbles: true,"         \
  "  cancelable: true, dataTransfer: new DataTransfer(), clientX: place.right - 1,"                \
  "  clientY: place.top + place.height / 2 }));"                                                   \
  "return '';"

static void
test_drop (void)
{
  g_autoptr (GdkDragContext) first = NULL;
  g_autoptr (GdkDragContext) second = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *answer_2 = NULL;
  g_autofree char *dropped = NULL;
  g_autofree char *again = NULL;

  rig_load (&rig, "", BODY ("<p id=\"a\">a</p><p id=\"b\">b</p>"));
  set_clipboard (GDK_SELECTION_CLIPBOARD, "<p><b>c</b><script>x</script></p>", "c");
  first = begin_drag ();
  receive (first, "text/html");
  receive (first, "UTF8_STRING");
  answer = rig_call (&rig, DROP_BEHIND ("a"));
  dropped = wait_for ("<p>a<strong>c</strong></p><p>b</p>");

  /* Text alone, of another drag: nothing of the first one is left. */
  set_clipboard (GDK_SELECTION_CLIPBOARD, NULL, "d");
  second = begin_drag ();
  receive (second, "UTF8_STRING");
  answer_2 = rig_call (&rig, DROP_BEHIND ("b"));
  again = wait_for ("<p>a<strong>c</strong></p><p>bd</p>");
}

static void
get_uris_cb (GtkClipboard *clipboard, GtkSelectionData *data, guint info, gpointer user_data)
{
  const char *uris = user_data;

  gtk_selection_data_set (data, gtk_selection_data_get_target (data), 8, (const guchar *)uris,
                          (int)strlen (uris));
}

static GtkWidget *
wait_for_dialog (void)
{
  for (int i = 0; i < DEADLINE_MS / 50; i++) {
    g_autoptr (GList) windows = gtk_window_list_toplevels ();

    for (GList *l = windows; l != NULL; l = l->next) {
      if (GTK_IS_DIALOG (l->data) && gtk_widget_get_visible (l->data))
        return l->data;
    }
    rig_wait_ms (50);
  }
  g_error ("no dialog came");
}

/* A picture that is dropped is asked about, and stands where it was let go. */
static void
test_drop_file (void)
{
  static const GtkTargetEntry target = { (char *)"text/uri-list", 0, 0 };
  g_autofree char *path = g_build_filename (g_getenv ("GB_TEST_DATADIR"), "pages", "tu.png", NULL);
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *uris = g_strdup_printf ("file://%s\r\n", absolute);
  g_autoptr (GdkDragContext) context = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *dropped = NULL;

  rig_load (&rig, "", BODY ("<p id=\"a\">a</p><p id=\"b\">b</p>"));
  g_assert_true (gtk_clipboard_set_with_data (gtk_clipboard_get (GDK_SELECTION_CLIPBOARD), &target,
                                              1, get_uris_cb, NULL, uris));
  context = begin_drag ();
  receive (context, "text/uri-list");
  gtk_clipboard_clear (gtk_clipboard_get (GDK_SELECTION_CLIPBOARD));
  answer = rig_call (&rig, DROP_BEHIND ("a"));
  gtk_dialog_response (GTK_DIALOG (wait_for_dialog ()), GTK_RESPONSE_ACCEPT);
  dropped = wait_for ("<p>a</p><figure><img alt=\"\" src=\"sm3:[0-9a-f]{64}\"/></figure><p>b</p>");
}

static void
texts_dropped_cb (GbEditor *editor, char **uris, gpointer user_data)
{
  *(char ***)user_data = g_strdupv (uris);
}

/* A text that is dropped is handed to the window; this one stays as it is. */
static void
test_drop_text (void)
{
  static const GtkTargetEntry target = { (char *)"text/uri-list", 0, 0 };
  g_auto (GStrv) told = NULL;
  g_autoptr (GdkDragContext) context = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *text = NULL;
  gulong handler =
    g_signal_connect (rig.editor, "texts-dropped", G_CALLBACK (texts_dropped_cb), &told);

  rig_load (&rig, "", BODY ("<p id=\"a\">a</p>"));
  g_assert_true (gtk_clipboard_set_with_data (
    gtk_clipboard_get (GDK_SELECTION_CLIPBOARD), &target, 1, get_uris_cb, NULL,
    (gpointer) "file:///tmp/%E9%80%9A%E7%9F%A5.DOCX\r\nhttps://a.cn/b.docx\r\n"));
  context = begin_drag ();
  receive (context, "text/uri-list");
  gtk_clipboard_clear (gtk_clipboard_get (GDK_SELECTION_CLIPBOARD));
  answer = rig_call (&rig, DROP_BEHIND ("a"));
  for (int i = 0; i < DEADLINE_MS / 50 && told == NULL; i++)
    rig_wait_ms (50);
  g_signal_handler_disconnect (rig.editor, handler);
  g_assert_nonnull (told);
  g_assert_cmpuint (g_strv_length (told), ==, 1);
  g_assert_cmpstr (told[0], ==, "file:///tmp/%E9%80%9A%E7%9F%A5.DOCX");
  text = wait_for ("<p>a</p>");
}

int
main (int argc, char **argv)
{
  int result;

  rig_init (&argc, &argv);
  rig_open (&rig, 900, 700);
  editor_blobs_begin (&rig);
  editor_cases_add_verb ("clip", clip);
  editor_cases_add_verb ("meanwhile", paste_and_type);
  editor_cases_add_verb ("paste", paste_file);
  editor_cases_add_verb ("wait", wait_ms);
  editor_cases_add (&rig, "/paste/case", cases, G_N_ELEMENTS (cases));
  g_test_add_func ("/paste/bar", test_bar);
  g_test_add_func ("/paste/bar-later", test_bar_later);
  g_test_add_func ("/paste/images", test_images);
  g_test_add_func ("/paste/nothing", test_nothing);
  g_test_add_func ("/paste/between-documents", test_between_documents);
  g_test_add_func ("/paste/for-others", test_for_others);
  g_test_add_func ("/paste/selection", test_selection);
  g_test_add_func ("/paste/drop", test_drop);
  g_test_add_func ("/paste/drop-file", test_drop_file);
  g_test_add_func ("/paste/drop-text", test_drop_text);
  result = g_test_run ();
  rig_close (&rig);
  editor_blobs_end ();
  return result;
}
