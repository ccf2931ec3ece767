/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Importing in the window: one file, several at once, good and bad ones, stopping, and whom it is
 * offered to. One application for all cases, in this order. */

#include "config.h"

#include "shell-rig.h"

#include "application/gb-import-dialog.h"
#include "application/gb-window-private.h"
#include "library/gb-document-list.h"

#include <handy.h>
#include <string.h>

#define IMAGE_DIGEST "sm3:a94be57b8b28a1aa502ae534ef74d8ca3ba938e80f0a38d6ed4032b83b1adb10"

static GFile *
get_data_file (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("GB_TEST_DATADIR"), name, NULL);

  return g_file_new_for_path (path);
}

/* In the home of the test, which goes with it. */
static char *
make_folder (void)
{
  char *folder = g_mkdtemp (g_build_filename (g_get_home_dir (), "gb-import-XXXXXX", NULL));

  g_assert_nonnull (folder);
  return folder;
}

static GFile *
make_file (const char *folder, const char *name, const char *content)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  return g_file_new_for_path (path);
}

/* Takes the file. */
static void
import_one (GFile *file)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (files, file);
  _gb_window_import_files (GB_WINDOW (shell_window), files);
}

static GtkWidget *
get_dialog (void)
{
  return GB_WINDOW (shell_window)->import_dialog;
}

static void
assert_reads (GtkWidget *widget, const char *words)
{
  g_autofree char *text = rig_read (widget);

  if (strstr (text, words) == NULL) {
    g_test_message ("“%s” is not in:\n%s", words, text);
    g_test_fail ();
  }
}

static void
collect_buttons_cb (GtkWidget *widget, gpointer user_data)
{
  if (GTK_IS_BUTTON (widget) && g_object_get_data (G_OBJECT (widget), "document") != NULL)
    g_ptr_array_add (user_data, widget);
  if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), collect_buttons_cb, user_data);
}

static void
load_blob_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GBytes **out_bytes = user_data;

  *out_bytes = gb_desk_load_blob_finish (GB_DESK (object), result, &error);
  g_assert_no_error (error);
}

static gboolean
is_open (const char *title)
{
  const GbSummary *summary =
    gb_document_list_get_selected_summary (shell_find (GB_TYPE_DOCUMENT_LIST));

  return summary != NULL && g_strcmp0 (summary->title, title) == 0;
}

/* As the page of a document does with what is dropped on its text. */
static void
import_by_uri (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  const char *const uris[] = { uri, NULL };

  g_action_group_activate_action (G_ACTION_GROUP (shell_window), "import-files",
                                  g_variant_new_strv (uris, -1));
  g_object_unref (file);
}

/* A draft with its picture is opened at once; what was left out can be looked at. */
static void
test_single (void)
{
  GbWindow *window = GB_WINDOW (shell_window);
  g_autoptr (GBytes) bytes = NULL;

  /* Before there is a desk. */
  import_one (get_data_file ("notice-page.txt"));
  g_assert_null (window->importer);
  g_assert_cmpstr (gtk_label_get_text (window->toast_label), ==,
                   "请先登录单位或开始试用，再导入文件。");

  shell_open_trial ("zhangxiao");
  g_assert_false (shell_is_enabled ("show-import-report"));
  import_by_uri (get_data_file ("import/libreoffice-notice.docx"));
  rig_wait_for (is_open ("示例县关于印发规划的通知"));
  g_assert_null (get_dialog ());
  rig_wait_for (gtk_revealer_get_child_revealed (window->toast_revealer));
  g_assert_nonnull (strstr (gtk_label_get_text (window->toast_label), "修订中删除的文字"));
  gb_desk_load_blob_async (shell_get_desk (), IMAGE_DIGEST, NULL, load_blob_cb, &bytes);
  rig_wait_for (bytes != NULL);
  rig_shoot ("import-single");

  gtk_button_clicked (window->toast_button);
  rig_wait_for (get_dialog () != NULL && gtk_widget_get_mapped (get_dialog ()));
  assert_reads (get_dialog (), "libreoffice-notice.docx");
  assert_reads (get_dialog (), "已生成 1 篇草稿。");
  assert_reads (get_dialog (), "修订中删除的文字：删去的字");
  rig_idle (300);
  rig_shoot ("import-report-single");
  gtk_dialog_response (GTK_DIALOG (get_dialog ()), GTK_RESPONSE_CLOSE);
  rig_wait_for (get_dialog () == NULL);
}

/* A file that is refused is not lost in a message that goes away. */
static void
test_refused (void)
{
  g_autofree char *folder = make_folder ();

  import_one (make_file (folder, "坏.docx", "no zip"));
  rig_wait_for (get_dialog () != NULL && gtk_widget_get_mapped (get_dialog ()));
  assert_reads (get_dialog (), "坏.docx");
  assert_reads (get_dialog (), "文件已损坏或不完整");
  assert_reads (get_dialog (), "1 个文件未导入。");
  gtk_dialog_response (GTK_DIALOG (get_dialog ()), GTK_RESPONSE_CLOSE);
  rig_wait_for (get_dialog () == NULL);
}

static void
test_several (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();

  g_ptr_array_add (files, get_data_file ("import/npm-interpretation.docx"));
  g_ptr_array_add (files, make_file (folder, "旧.docx", "{\\rtf1 x}"));
  g_ptr_array_add (files, get_data_file ("notice-page.txt"));
  g_ptr_array_add (files, make_file (folder, "表.xlsx", "x"));
  g_ptr_array_add (files, make_file (folder, "纯文本.txt", "标题\n一段话。"));
  g_ptr_array_add (files, g_file_new_for_path ("/nowhere/没有.docx"));
  _gb_window_import_files (GB_WINDOW (shell_window), files);
  g_assert_false (shell_is_enabled ("import"));
  g_assert_nonnull (get_dialog ());
  rig_wait_for (!gb_importer_get_is_running (GB_WINDOW (shell_window)->importer));
  g_assert_true (shell_is_enabled ("import"));
  rig_wait_for (gtk_widget_get_mapped (get_dialog ()));
  rig_idle (300);
  assert_reads (get_dialog (), "已生成 3 篇草稿。3 个文件未导入。");
  assert_reads (get_dialog (), "已完整导入");
  assert_reads (get_dialog (), "可导入的文件类型");
  assert_reads (get_dialog (), "文件的实际格式与后缀不符");
  rig_shoot ("import-report");

  collect_buttons_cb (get_dialog (), buttons);
  g_assert_cmpuint (buttons->len, ==, 3);
  gtk_button_clicked (g_ptr_array_index (buttons, 0));
  rig_wait_for (is_open ("《示例县营商环境意见》政策解读"));
  g_assert_null (get_dialog ());
}

/* What is done stays; the rest is named as not imported. */
static void
test_stop (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *outcomes;
  guint n_made = 0;
  guint n_cancelled = 0;
  g_autoptr (GString) text = g_string_new ("标题");

  for (guint i = 0; i < 20000; i++)
    g_string_append (text, "\n一段话。");
  for (guint i = 0; i < 60; i++) {
    g_autofree char *name = g_strdup_printf ("第%u号.txt", i);

    g_ptr_array_add (files, make_file (folder, name, text->str));
  }
  _gb_window_import_files (GB_WINDOW (shell_window), files);
  outcomes = gb_importer_get_outcomes (GB_WINDOW (shell_window)->importer);
  rig_wait_for (outcomes->len >= 3);
  rig_shoot ("import-progress");
  gtk_window_close (GTK_WINDOW (get_dialog ()));
  rig_wait_for (!gb_importer_get_is_running (GB_WINDOW (shell_window)->importer));
  g_assert_cmpuint (outcomes->len, ==, 60);
  for (guint i = 0; i < outcomes->len; i++) {
    const GbImportOutcome *outcome = g_ptr_array_index (outcomes, i);

    n_made += outcome->document != NULL;
    n_cancelled += outcome->is_cancelled;
  }
  g_assert_cmpuint (n_made, >=, 3);
  g_assert_cmpuint (n_made + n_cancelled, ==, 60);
  g_assert_cmpuint (n_cancelled, >, 0);
  assert_reads (get_dialog (), "导入已取消");
  gtk_dialog_response (GTK_DIALOG (get_dialog ()), GTK_RESPONSE_CLOSE);
  rig_wait_for (get_dialog () == NULL);
}

/* The report fits a small screen, and can be seen again from the menu. */
static void
test_narrow (void)
{
  int width = 0;

  gtk_window_resize (shell_window, 360, 640);
  rig_idle (300);
  shell_activate ("show-import-report", NULL);
  rig_wait_for (get_dialog () != NULL && gtk_widget_get_mapped (get_dialog ()));
  gtk_window_resize (GTK_WINDOW (get_dialog ()), 340, 480);
  rig_idle (300);
  gtk_window_get_size (GTK_WINDOW (get_dialog ()), &width, NULL);
  g_assert_cmpint (width, <=, 360);
  rig_shoot ("import-report-narrow");
  gtk_dialog_response (GTK_DIALOG (get_dialog ()), GTK_RESPONSE_CLOSE);
  rig_wait_for (get_dialog () == NULL);
  gtk_window_resize (shell_window, 1200, 800);
  rig_idle (300);
  shell_activate ("show-new-menu", NULL);
  rig_wait_for (rig_find_text (GTK_WIDGET (shell_window), "上次导入的结果(T)") != NULL);
  rig_idle (300);
  rig_shoot ("import-menu");
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (
    rig_find_text (GTK_WIDGET (shell_window), "上次导入的结果(T)"), GTK_TYPE_POPOVER)));
  rig_idle (300);
}

static void
drag_data_get_cb (GtkWidget *widget,
                  GdkDragContext *context,
                  GtkSelectionData *data,
                  guint info,
                  guint time,
                  gpointer user_data)
{
  char *uris[] = { user_data, NULL };

  gtk_selection_data_set_uris (data, uris);
}

/* With the mouse of the display. */
static void
move_mouse (const char *words)
{
  g_autofree char *command = g_strconcat ("xdotool ", words, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  rig_idle (150);
}

/* From a window of another program, as far as X knows, to the list. */
static void
test_drop (void)
{
  g_autoptr (GFile) file = get_data_file ("import/npm-interpretation.docx");
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *program = g_find_program_in_path ("xdotool");
  GtkWidget *source = gtk_window_new (GTK_WINDOW_POPUP);
  GtkWidget *handle = gtk_button_new_with_label ("file");
  const GtkTargetEntry target = { (char *)"text/uri-list", 0, 0 };

  if (program == NULL) {
    g_test_skip ("xdotool is not installed");
    return;
  }
  gtk_container_add (GTK_CONTAINER (source), handle);
  gtk_window_move (GTK_WINDOW (source), 1220, 20);
  gtk_window_resize (GTK_WINDOW (source), 60, 60);
  gtk_drag_source_set (handle, GDK_BUTTON1_MASK, &target, 1, GDK_ACTION_COPY);
  g_signal_connect (handle, "drag-data-get", G_CALLBACK (drag_data_get_cb), uri);
  gtk_widget_show_all (source);
  rig_idle (300);
  move_mouse ("mousemove 1250 50 mousedown 1");
  move_mouse ("mousemove 1200 80");
  move_mouse ("mousemove 700 300");
  move_mouse ("mousemove 380 600");
  move_mouse ("mousemove 384 604");
  rig_shoot ("import-drag");
  move_mouse ("mouseup 1");
  rig_wait_for (GB_WINDOW (shell_window)->importer != NULL &&
                gb_importer_get_n_files (GB_WINDOW (shell_window)->importer) == 1);
  rig_wait_for (!gb_importer_get_is_running (GB_WINDOW (shell_window)->importer));
  rig_wait_for (is_open ("《示例县营商环境意见》政策解读"));
  gtk_widget_destroy (source);
}

/* Somebody who only decides is told so, and nothing is made. */
static void
test_rights (void)
{
  GbWindow *window = GB_WINDOW (shell_window);

  shell_switch_to ("lihua");
  g_assert_false (shell_is_enabled ("import"));
  g_assert_false (shell_is_enabled ("show-import-report"));
  import_one (get_data_file ("notice-page.txt"));
  g_assert_null (window->importer);
  g_assert_cmpstr (gtk_label_get_text (window->toast_label), ==, "只有拟稿人可以导入文件。");
  shell_close ();
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  shell_start ();
  g_test_add_func ("/import/single", test_single);
  g_test_add_func ("/import/refused", test_refused);
  g_test_add_func ("/import/several", test_several);
  g_test_add_func ("/import/stop", test_stop);
  g_test_add_func ("/import/narrow", test_narrow);
  g_test_add_func ("/import/drop", test_drop);
  g_test_add_func ("/import/rights", test_rights);
  status = g_test_run ();
  shell_end ();
  return status;
}
