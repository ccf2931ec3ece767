/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every screen as a screen reader has it, from another process over the accessibility bus. */

#include "config.h"

#include "at-tree.h"
#include "shell-rig.h"
#include "tour.h"

#include "document/gb-document-page.h"
#include "editor/gb-editor.h"

#include <string.h>

/* How long what is amiss may take to come right. */
#define PATIENCE_US (20 * G_USEC_PER_SEC)

static AtReader *reader;

/* --- Looking -----------------------------------------------------------------------------------
 */

/* Returns: (transfer full) (element-type utf8): what a person would not be told. */
static GPtrArray *
judge (GPtrArray *tree)
{
  GPtrArray *complaints = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < tree->len; i++) {
    const AtNode *node = g_ptr_array_index (tree, i);

    /* GTK's own, in about boxes: what they say stands on the label that they are in. */
    if (strstr (node->path, "/ label “") != NULL && g_str_equal (node->role, "link"))
      continue;
    if (at_node_needs_name (node) && !at_node_has_name (node))
      g_ptr_array_add (complaints, g_strdup_printf ("no name: %s", node->path));
    if (g_str_equal (node->role, "list item") && node->place < 0)
      g_ptr_array_add (complaints, g_strdup_printf ("no place: %s", node->path));
  }
  return complaints;
}

/* --- What stands on the screen -----------------------------------------------------------------
 */

static void
collect_spoken (GPtrArray *tree, GString *spoken)
{
  for (guint i = 0; i < tree->len; i++) {
    const AtNode *node = g_ptr_array_index (tree, i);

    g_string_append_printf (spoken, "%s\n%s\n%s\n%s\n", node->name, node->label, node->description,
                            node->text);
  }
}

/* As at-reader.c prints it. */
static char *
dup_line (const char *text)
{
  g_autofree char *start = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), 100));

  return g_strdelimit (g_steal_pointer (&start), "\t\r\n", ' ');
}

typedef struct {
  GString *spoken;
  GPtrArray *complaints;
} Words;

/* What can be read can be heard. */
static void
check_words_cb (GtkWidget *widget, gpointer user_data)
{
  Words *words = user_data;

  /* A button is called by what it does, which need not be what stands on it; that it has a name has
   * been seen. The sections of the shortcuts window are GTK's. */
  if (!gtk_widget_get_mapped (widget) || GTK_IS_BUTTON (widget) ||
      GTK_IS_SHORTCUTS_WINDOW (widget) || GTK_IS_ABOUT_DIALOG (widget))
    return;
  if (GTK_IS_LABEL (widget)) {
    g_autofree char *line = dup_line (gtk_label_get_text (GTK_LABEL (widget)));

    if (strstr (words->spoken->str, line) == NULL)
      g_ptr_array_add (words->complaints, g_strdup_printf ("is not spoken: %s", line));
  } else if (GTK_IS_CONTAINER (widget)) {
    gtk_container_forall (GTK_CONTAINER (widget), check_words_cb, user_data);
  }
}

static void
judge_words (GPtrArray *tree, GPtrArray *complaints)
{
  g_autoptr (GString) spoken = g_string_new (NULL);
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  Words words = { spoken, complaints };

  collect_spoken (tree, spoken);
  for (GList *l = windows; l != NULL; l = l->next)
    check_words_cb (l->data, &words);
}

/* What has to be there, beside what judge () asks of everything. state: (nullable). */
static const struct {
  const char *screen;
  const char *role;
  const char *name;
  const char *state;
} expected[] = {
  { "welcome", "push button", "开始试用(S)", NULL },
  { "welcome", "text", "账号(A)", "editable" },
  { "welcome", "password text", "密码(P)", "editable" },
  { "empty-drafts", "list box", "信箱和栏目", NULL },
  { "empty-drafts", "list item", "草稿", "selected" },
  { "empty-drafts", "text", "搜索稿件", "editable" },
  { "empty-drafts", "toggle button", "账号：张晓，拟稿人", NULL },
  { "menu", "check box", "侧边栏(I)", NULL },
  { "menu", "push button", "首选项(P)", NULL },
  { "shortcuts", "frame", "键盘快捷键", NULL },
  { "about", "dialog", "关于 公报", NULL },
  { "preferences", "toggle button", "智能输入", "checked" },
  { "editor", "tool bar", "格式", NULL },
  { "editor", "toggle button", "样式：正文", NULL },
  { "editor", "toggle button", "加粗（Ctrl+B）", "focusable" },
  { "editor", "toggle button", "两端对齐 (Ctrl+J)", "checked" },
  { "editor", "toggle button", "正文大小：100%", NULL },
  { "editor", "panel", "文件正文", "editable" },
  { "editor", "heading", "一、起草背景和依据", NULL },
  { "editor", "list item", "《中华人民共和国政府信息公开条例》(国务院令第492号)", NULL },
  { "properties", "combo box", "政策解读", NULL },
  { "properties", "radio button", "主动公开", NULL },
  { "properties", "text", "来源", "editable" },
  { "properties", "push button", "添加附件(A)…", NULL },
  { "outline", "list item", "第 1 级：一、起草背景和依据", "selectable" },
  { "history", "list box", "历史", NULL },
  { "find", "text", "在正文中查找", "editable" },
  { "find", "text", "替换为", "editable" },
  { "preview", "link", "政策解读", NULL },
  { "preview", "heading", "一、起草背景和依据", NULL },
  { "characters", "push button", "六角括号（发文字号）", NULL },
  { "import", "list box", "导入的文件", NULL },
  { "import", "push button", "打开 npm-circular.docx", NULL },
  { "returning", "text", "理由", "editable" },
  { "publishing", "list box", "发布前检查", NULL },
};

static const char *
check_expected (GPtrArray *tree, const char *screen)
{
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    const AtNode *node;

    if (!g_str_equal (expected[i].screen, screen))
      continue;
    node = at_tree_find (tree, expected[i].role, expected[i].name);
    if (node == NULL || (expected[i].state != NULL && !at_node_is (node, expected[i].state)))
      return expected[i].name;
  }
  return NULL;
}

/* GTK asks ATK to remove a relation from each radio button that has none, and ATK complains. */
static gboolean
is_fatal (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  return strstr (message, "atk_relation_get_relation_type") == NULL;
}

static void
log_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  if (is_fatal (domain, level, message, NULL))
    g_log_default_handler (domain, level, message, NULL);
}

/* Returns: (transfer full) (element-type AtNode) */
static GPtrArray *
read_tree (void)
{
  g_test_log_set_fatal_handler (is_fatal, NULL);
  return at_reader_look (reader);
}

/* What is being made has no name yet: what counts is what stays so. */
static void
look (const char *screen, guint at_least)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;
  g_autoptr (GPtrArray) complaints = NULL;

  do {
    g_autoptr (GPtrArray) tree = NULL;
    const char *missing;

    rig_idle (200);
    g_clear_pointer (&complaints, g_ptr_array_unref);
    tree = read_tree ();
    complaints = judge (tree);
    judge_words (tree, complaints);
    missing = check_expected (tree, screen);
    if (missing != NULL)
      g_ptr_array_add (complaints, g_strdup_printf ("is not there as it should be: %s", missing));
    g_test_message ("%s: %u objects", screen, tree->len);
  } while (complaints->len > 0 && g_get_monotonic_time () < deadline);
  for (guint i = 0; i < complaints->len; i++) {
    g_test_message ("%s: %s", screen, (char *)g_ptr_array_index (complaints, i));
    g_test_fail ();
  }
}

/* --- Cases -------------------------------------------------------------------------------------
 */

static gboolean
complains_of (const char *words)
{
  g_autoptr (GPtrArray) tree = read_tree ();
  g_autoptr (GPtrArray) complaints = judge (tree);

  judge_words (tree, complaints);
  for (guint i = 0; i < complaints->len; i++) {
    if (strstr (g_ptr_array_index (complaints, i), words) != NULL)
      return TRUE;
  }
  return FALSE;
}

/* That the walk finds what it is there for. */
static void
test_complaints (void)
{
  GtkWidget *window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *label = gtk_label_new ("unheard");

  gtk_window_set_title (GTK_WINDOW (window), "unnamed");
  gtk_container_add (GTK_CONTAINER (window), box);
  gtk_container_add (GTK_CONTAINER (box), button);
  gtk_container_add (GTK_CONTAINER (box), entry);
  gtk_container_add (GTK_CONTAINER (box), label);
  atk_object_set_name (gtk_widget_get_accessible (label), "else");
  gtk_widget_show_all (window);
  rig_wait_for (complains_of ("frame “unnamed” / filler “” / push button “”"));
  rig_wait_for (complains_of ("frame “unnamed” / filler “” / text “”"));
  atk_object_set_name (gtk_widget_get_accessible (button), "named");
  rig_wait_for (!complains_of ("/ push button “”"));
  g_assert_true (complains_of ("/ text “”"));
  gtk_widget_destroy (window);
  rig_wait_for (!complains_of ("unnamed"));
}

static gboolean
is_there (const char *role, const char *name, const char *attribute)
{
  g_autoptr (GPtrArray) tree = read_tree ();
  const AtNode *node = at_tree_find (tree, role, name);

  return node != NULL && (attribute == NULL || strstr (node->attributes, attribute) != NULL);
}

static gboolean
has_state (const char *role, const char *name, const char *state)
{
  g_autoptr (GPtrArray) tree = read_tree ();
  const AtNode *node = at_tree_find (tree, role, name);

  return node != NULL && at_node_is (node, state);
}

/* A text with all that a text can have is read as what it is, and the bar says what the caret is
 * in.
 */
static void
test_document (void)
{
  static const char *const body =
    "<body xmlns=\"http://www.w3.org/1999/xhtml\">"
    "<h2 id=\"b1\">一、总体要求</h2><h3 id=\"b2\">（一）指导思想</h3>"
    "<p id=\"b3\">全面推进政务公开，见<a href=\"https://www.gov.cn/\">中国政府网</a>。</p>"
    "<ul id=\"b4\"><li id=\"b5\"><p id=\"b6\">主动公开</p></li></ul>"
    "<table id=\"b7\"><tbody><tr><th><p id=\"b8\">单位</p></th><td><p "
    "id=\"b9\">办公室</p></td></tr></tbody></table>"
    "</body>";
  g_autofree char *id = NULL;
  GActionGroup *actions;
  GbDocumentPage *page;
  GbEditor *editor;

  shell_switch_to ("zhangxiao");
  id = shell_create_with_body (shell_get_desk (), "读屏", body);
  shell_activate ("open-document", g_variant_new_string (id));
  rig_wait_for (is_there ("heading", "一、总体要求", " level=2 "));
  rig_wait_for (is_there ("heading", "（一）指导思想", " level=3 "));
  rig_wait_for (is_there ("link", "中国政府网", NULL));
  rig_wait_for (is_there ("paragraph", "主动公开", NULL));
  rig_wait_for (is_there ("column header", "单位", NULL) || is_there ("row header", "单位", NULL));
  rig_wait_for (is_there ("table cell", "办公室", NULL));

  page = shell_find (GB_TYPE_DOCUMENT_PAGE);
  editor = shell_find (GB_TYPE_EDITOR);
  actions = gtk_widget_get_action_group (GTK_WIDGET (page), "editor");
  gb_editor_reveal (editor, "b1", 0);
  rig_wait_for (is_there ("toggle button", "样式：一级标题 一、", NULL));
  gb_editor_reveal (editor, "b3", 0);
  rig_wait_for (is_there ("toggle button", "样式：正文", NULL));
  g_assert_false (has_state ("toggle button", "加粗（Ctrl+B）", "checked"));
  g_action_group_activate_action (actions, "toggle-bold", NULL);
  rig_wait_for (has_state ("toggle button", "加粗（Ctrl+B）", "checked"));
}

/* Before the window goes: the bridge tells the last reader's end to windows that are gone. */
static void
test_end (void)
{
  g_clear_pointer (&reader, at_reader_free);
}

/* GTK waits for the registry for a while only, and complains. A reader with nothing to read ends
 * when the registry answers. */
static void
wait_for_registry (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, g_getenv ("AT_READER"), "1", NULL);

  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("NO_AT_BRIDGE");
  g_log_set_handler ("Atk", G_LOG_LEVEL_CRITICAL | G_LOG_FLAG_FATAL, log_cb, NULL);
  wait_for_registry ();
  shell_start ();
  reader = at_reader_new ();
  g_test_add_func ("/tour/complaints", test_complaints);
  tour_add_tests (look);
  g_test_add_func ("/tour/document", test_document);
  g_test_add_func ("/tour/end", test_end);
  g_test_add_func ("/tour/close", shell_close);
  status = g_test_run ();
  shell_end ();
  return status;
}
