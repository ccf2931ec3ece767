/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The main screens in the language of the environment. In English no word of the interface is
 * Chinese; names, titles and columns come from the office and are left out of account. In either
 * language no word is cut off, in a wide window and in one of a telephone's width. */

#include "config.h"

#include "shell-rig.h"
#include "tour.h"

/* What the office and the people wrote. Longer words before those that they contain. */
static const char *const data[] = {
  TOUR_TITLE,
  TOUR_REASON,
  "示例县人民政府关于禁止燃放烟花爆竹的通告",
  "示例县人民政府门户网站",
  "示例县人民政府办公室",
  "解读全面推进政务公开工作的实施意见。",
  "全面推进政务公开。",
  "实施意见",
  "政务公开办",
  "政务公开",
  "政府办公室",
  "政策文件",
  "政策解读",
  "通知公告",
  "本网",
  "一审",
  "二审",
  "三审",
  "张晓",
  "李华",
  "王强",
  "陈敏",
  "赵蕾",
};

/* Screens that repeat what stands in the text. */
static const char *const quoting[] = { "check", "outline", NULL };

static const char *screen;
static GPtrArray *complaints; /* about the room that labels have on it */
static gboolean is_english;

/* --- Looking -----------------------------------------------------------------------------------
 */

static gboolean
has_chinese (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    if (g_unichar_get_script (g_utf8_get_char (p)) == G_UNICODE_SCRIPT_HAN)
      return TRUE;
  }
  return FALSE;
}

static char *
without_data (const char *text)
{
  GString *rest = g_string_new (text);

  for (guint i = 0; i < G_N_ELEMENTS (data); i++)
    g_string_replace (rest, data[i], "", 0);
  return g_string_free (rest, FALSE);
}

static void
check_words (GtkWidget *widget, const char *what, const char *text)
{
  g_autofree char *rest = NULL;

  if (text == NULL || !is_english || g_strv_contains (quoting, screen))
    return;
  rest = without_data (text);
  if (has_chinese (rest)) {
    g_test_message ("%s: the %s of a %s is Chinese: %s", screen, what, G_OBJECT_TYPE_NAME (widget),
                    text);
    g_test_fail ();
  }
}

static void
complain (GtkLabel *label, const char *what)
{
  g_ptr_array_add (complaints,
                   g_strdup_printf ("%s: %s: %s", screen, what, gtk_label_get_text (label)));
}

/* Titles and names may be as long as they like; they end in three dots and have a tooltip. */
static void
check_room (GtkLabel *label)
{
  GtkWidget *widget = GTK_WIDGET (label);
  GtkWidget *top = gtk_widget_get_toplevel (widget);
  int width = gtk_widget_get_allocated_width (widget);
  int height = gtk_widget_get_allocated_height (widget);
  int text_width = 0;
  int text_height = 0;
  int x = 0;

  pango_layout_get_pixel_size (gtk_label_get_layout (label), &text_width, &text_height);
  if (pango_layout_is_ellipsized (gtk_label_get_layout (label))) {
    g_autofree char *rest = without_data (gtk_label_get_text (label));

    if (g_str_equal (rest, gtk_label_get_text (label)))
      complain (label, "ends in dots");
  } else if (gtk_label_get_angle (label) == 0 &&
             (text_width > width + 1 || text_height > height + 1)) {
    complain (label, "has too little room");
  }
  if (gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW) == NULL &&
      gtk_widget_translate_coordinates (widget, top, 0, 0, &x, NULL) &&
      (x < 0 || x + MIN (text_width, width) > gtk_widget_get_allocated_width (top)))
    complain (label, "leaves the window");
}

static void
check_cb (GtkWidget *widget, gpointer user_data)
{
  g_autofree char *tooltip = NULL;
  guint *n_labels = user_data;

  if (!gtk_widget_get_mapped (widget))
    return;
  tooltip = gtk_widget_get_tooltip_text (widget);
  check_words (widget, "tooltip", tooltip);
  check_words (widget, "name", atk_object_get_name (gtk_widget_get_accessible (widget)));
  if (GTK_IS_ENTRY (widget))
    check_words (widget, "placeholder", gtk_entry_get_placeholder_text (GTK_ENTRY (widget)));
  if (GTK_IS_LABEL (widget)) {
    const char *text = gtk_label_get_text (GTK_LABEL (widget));

    check_words (widget, "text", text);
    if (text[0] != '\0')
      check_room (GTK_LABEL (widget));
    *n_labels += 1;
  } else if (GTK_IS_CONTAINER (widget)) {
    gtk_container_forall (GTK_CONTAINER (widget), check_cb, user_data);
  }
}

/* Looks at all windows that are there. Rows that have just been made have no size yet: what is cut
 * off is what stays so. */
static void
look (const char *name, guint at_least)
{
  guint n_labels = 0;

  screen = name;
  for (guint i = 0; i < 20 && (i == 0 || complaints->len > 0); i++) {
    g_autoptr (GList) windows = NULL;

    rig_idle (400);
    windows = gtk_window_list_toplevels ();
    g_ptr_array_set_size (complaints, 0);
    n_labels = 0;
    for (GList *l = windows; l != NULL; l = l->next)
      check_cb (l->data, &n_labels);
  }
  for (guint i = 0; i < complaints->len; i++) {
    g_test_message ("%s", (char *)g_ptr_array_index (complaints, i));
    g_test_fail ();
  }
  g_test_message ("%s: %u labels", name, n_labels);
  g_assert_cmpuint (n_labels, >=, at_least);
  rig_shoot (name);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  complaints = g_ptr_array_new_with_free_func (g_free);
  is_english = g_str_equal (g_getenv ("LANGUAGE"), "en");
  shell_start ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  tour_add_tests (look);
  g_test_add_func ("/tour/close", shell_close);
  status = g_test_run ();
  g_ptr_array_unref (complaints);
  shell_end ();
  return status;
}
