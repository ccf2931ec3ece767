/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "gb-shell-rig"

#include "config.h"

#include "shell-rig.h"

#include <libintl.h>
#include <locale.h>

GbApplication *shell_application;
GtkWindow *shell_window;

static void
removed_cb (GtkApplication *app, GtkWindow *removed, gpointer user_data)
{
  if (removed == shell_window)
    shell_window = NULL;
}

void
shell_start (void)
{
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, GB_TEST_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname (GB_APP_ID);

  shell_application = gb_application_new ();
  g_application_set_flags (G_APPLICATION (shell_application), G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (shell_application), NULL, &error);
  g_assert_no_error (error);
  g_application_activate (G_APPLICATION (shell_application));
  shell_window = gtk_application_get_windows (GTK_APPLICATION (shell_application))->data;
  g_signal_connect (shell_application, "window-removed", G_CALLBACK (removed_cb), NULL);
  rig_wait_for (gtk_widget_get_mapped (GTK_WIDGET (shell_window)));
}

void
shell_end (void)
{
  g_object_unref (shell_application);
}

static void
find_type_cb (GtkWidget *widget, gpointer user_data)
{
  gpointer *pair = user_data;

  if (pair[1] == NULL && g_type_is_a (G_OBJECT_TYPE (widget), GPOINTER_TO_SIZE (pair[0])))
    pair[1] = widget;
  if (pair[1] == NULL && GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), find_type_cb, pair);
}

gpointer
shell_find (GType type)
{
  gpointer pair[2] = { GSIZE_TO_POINTER (type), NULL };

  find_type_cb (GTK_WIDGET (shell_window), pair);
  return pair[1];
}

void
shell_activate (const char *action, GVariant *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (shell_window), action, parameter);
}

gboolean
shell_is_enabled (const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (shell_window), action);
}

static void
take_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

GbDesk *
shell_get_desk (void)
{
  GbDesk *desk = NULL;

  rig_wait_for (shell_find (GB_TYPE_DOCUMENT_PAGE) != NULL);
  g_object_get (shell_find (GB_TYPE_DOCUMENT_PAGE), "desk", &desk, NULL);
  g_object_unref (desk); /* the window's reference lives on */
  return desk;
}

void
shell_open_trial (const char *account)
{
  gb_window_open_trial (GB_WINDOW (shell_window), account);
  rig_wait_for (gb_window_get_list_ready (GB_WINDOW (shell_window)));
  rig_wait_for (shell_is_enabled ("search"));
  shell_get_desk ();
}

void
shell_switch_to (const char *account)
{
  shell_activate ("switch-account", g_variant_new_string (account));
  rig_wait_for (!shell_is_enabled ("search"));
  rig_wait_for (shell_is_enabled ("search"));
  shell_get_desk ();
}

char *
shell_create (GbDesk *desk, const char *title)
{
  return shell_create_with_body (
    desk, title,
    "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p id=\"b1\">全面推进政务公开。</p></body>");
}

char *
shell_create_with_body (GbDesk *desk, const char *title, const char *body)
{
  static const char *const keywords[] = { "政务公开", "实施意见", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autoptr (GbDocument) document = NULL;
  char *id;

  gb_metadata_set (metadata, "title", title);
  gb_metadata_set (metadata, "source", "本网");
  gb_metadata_set (metadata, "publisher", "示例县人民政府办公室");
  gb_metadata_set (metadata, "unit", "政府办公室");
  gb_metadata_set (metadata, "column", "zcjd");
  gb_metadata_set (metadata, "summary", "解读全面推进政务公开工作的实施意见。");
  g_object_set (metadata, "openness", GB_OPENNESS_PROACTIVE, "keywords", keywords, NULL);
  document = gb_document_new (GB_DOCUMENT_KIND_INTERPRETATION, metadata, body, NULL, &error);
  g_assert_no_error (error);
  gb_desk_create_async (desk, document, NULL, take_result_cb, &result);
  rig_wait_for (result != NULL);
  id = gb_desk_create_finish (desk, result, &error);
  g_assert_no_error (error);
  return id;
}

void
shell_act (GbDesk *desk, const char *id, GbEventType type, const char *opinion)
{
  rig_act_at (desk, id, type, NULL, opinion, 0);
}

void
shell_close (void)
{
  shell_activate ("close", NULL);
  rig_wait_for (shell_window == NULL);
}
