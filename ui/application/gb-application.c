/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The application owns settings, session and style. Main thread. main () runs it. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "application/gb-application.h"

#include "application/gb-session.h"
#include "application/gb-style.h"
#include "application/gb-window-private.h"
#include "settings/gb-preferences.h"
#include "widgets/gb-spoken.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

struct _GbApplication {
  GtkApplication parent_instance;

  /* Owned */
  GSettings *settings;
  GbSession *session;
  GbStyle *style;

  guint sigterm_source;
  guint sigint_source;

  /* What was asked for last while the window was closing */
  char *postponed;     /* (owned) (nullable): the name of an action, "" to activate */
  GVariant *parameter; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (GbApplication, gb_application, GTK_TYPE_APPLICATION)

static const char *const people_note =
  N_ ("The account of the trial: zhangxiao, lihua, wangqiang, chenmin or zhaolei");

static GbWindow *
get_window (GbApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next) {
    if (GB_IS_WINDOW (l->data))
      return l->data;
  }
  return NULL;
}

/* A window that closes still saves and sends; whatever is wanted then is for the next one. */
static gboolean
postpone (GbApplication *self, const char *action, GVariant *parameter)
{
  GbWindow *window = get_window (self);

  if (window == NULL || !gb_window_get_is_closing (window))
    return FALSE;
  g_free (self->postponed);
  self->postponed = g_strdup (action);
  g_clear_pointer (&self->parameter, g_variant_unref);
  if (parameter != NULL)
    self->parameter = g_variant_ref_sink (parameter);
  return TRUE;
}

static GbWindow *
ensure_window (GbApplication *self)
{
  GbWindow *window = get_window (self);

  if (window == NULL)
    window = GB_WINDOW (gb_window_new (self, self->session, self->settings));
  return window;
}

static void
resume_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  GbWindow *window = get_window (self);

  if (window != NULL)
    gb_window_end_resume (window, result);
  else if (!gb_session_finish (GB_SESSION (object), result, &error))
    g_debug ("no desk for a window that is gone: %s", error->message);
}

/* The store is opened on its own thread while this one builds the window. */
static GbWindow *
ensure_resumed_window (GbApplication *self)
{
  GbWindow *window = get_window (self);
  gboolean resumes = window != NULL ? gb_window_get_can_resume (window)
                                    : gb_session_get_desk (self->session) == NULL &&
                                        gb_session_can_resume (self->session);

  if (resumes)
    gb_session_resume_async (self->session, resume_cb, g_object_ref (self));
  window = ensure_window (self);
  if (resumes)
    gb_window_begin_resume (window);
  return window;
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbApplication *self = user_data;
  GbWindow *window = get_window (self);

  /* The window saves before it closes, and the application ends with its last window. */
  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
  else
    g_application_quit (G_APPLICATION (self));
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbApplication *self = user_data;
  const char *const authors[] = { "The Gongbao authors", NULL };

  gtk_show_about_dialog (GTK_WINDOW (get_window (self)), "program-name", _ ("Gongbao"),
                         "logo-icon-name", GB_APP_ID, "version", GB_VERSION, "comments",
                         _ ("Write, review and publish notices and policy interpretations"),
                         "website", "https://gongbao.org/", "license-type", GTK_LICENSE_GPL_3_0,
                         "authors", authors,
                         /* Translators: your names, one a line. */
                         "translator-credits", _ ("translator-credits"), NULL);
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbApplication *self = user_data;

  gtk_window_present (
    GTK_WINDOW (gb_preferences_new (GTK_WINDOW (get_window (self)), self->settings)));
}

static void
try_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *account = g_variant_get_string (parameter, NULL);
  GbWindow *window;

  if (postpone (user_data, "try", parameter))
    return;
  window = ensure_window (user_data);
  gb_window_open_trial (window, account[0] != '\0' ? account : NULL);
  gtk_window_present (GTK_WINDOW (window));
}

static void
new_draft_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbWindow *window;

  if (postpone (user_data, "new-draft", NULL))
    return;
  window = ensure_resumed_window (user_data);
  gtk_window_present (GTK_WINDOW (window));
  gb_window_write_new (window);
}

static void
show_document_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbWindow *window;

  if (postpone (user_data, "show-document", parameter))
    return;
  window = ensure_resumed_window (user_data);
  gtk_window_present (GTK_WINDOW (window));
  _gb_window_show_document (window, g_variant_get_string (parameter, NULL));
}

static const GActionEntry entries[] = {
  { "about", about_cb },
  { "new-draft", new_draft_cb },
  { "preferences", preferences_cb },
  { "quit", quit_cb },
  { "show-document", show_document_cb, "s" },
  { "try", try_cb, "s" },
};

static const struct {
  const char *action;
  const char *accels[3];
} accelerators[] = {
  { "app.preferences", { "<Primary>comma" } },
  { "app.quit", { "<Primary>q" } },
};

static gboolean
terminated_cb (gpointer user_data)
{
  g_action_group_activate_action (G_ACTION_GROUP (user_data), "quit", NULL);
  return G_SOURCE_CONTINUE;
}

static void
color_scheme_changed_cb (GbApplication *self)
{
  static const HdyColorScheme schemes[] = {
    HDY_COLOR_SCHEME_PREFER_LIGHT,
    HDY_COLOR_SCHEME_FORCE_LIGHT,
    HDY_COLOR_SCHEME_FORCE_DARK,
  };
  int scheme = g_settings_get_enum (self->settings, "color-scheme");

  hdy_style_manager_set_color_scheme (hdy_style_manager_get_default (),
                                      schemes[CLAMP (scheme, 0, 2)]);
}

static void
gb_application_startup (GApplication *application)
{
  GbApplication *self = GB_APPLICATION (application);
  g_autoptr (GAction) color_scheme = NULL;

  G_APPLICATION_CLASS (gb_application_parent_class)->startup (application);

  hdy_init ();
  gb_spoken_init ();
  gtk_window_set_default_icon_name (GB_APP_ID);
  self->settings = g_settings_new (GB_APP_ID);
  self->session = gb_session_new (self->settings);
  self->style = gb_style_new ();

  g_signal_connect_object (self->settings, "changed::color-scheme",
                           G_CALLBACK (color_scheme_changed_cb), self, G_CONNECT_SWAPPED);
  color_scheme_changed_cb (self);
  color_scheme = g_settings_create_action (self->settings, "color-scheme");
  g_action_map_add_action (G_ACTION_MAP (self), color_scheme);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action,
                                           (const char *const *)accelerators[i].accels);
  _gb_window_set_accelerators (GTK_APPLICATION (self));

  self->sigterm_source = g_unix_signal_add (SIGTERM, terminated_cb, self);
  self->sigint_source = g_unix_signal_add (SIGINT, terminated_cb, self);
}

static void
gb_application_activate (GApplication *application)
{
  GbApplication *self = GB_APPLICATION (application);

  if (postpone (self, "", NULL))
    return;
  gb_window_present_soon (ensure_resumed_window (self));
}

static void
gb_application_window_removed (GtkApplication *application, GtkWindow *window)
{
  GbApplication *self = GB_APPLICATION (application);

  GTK_APPLICATION_CLASS (gb_application_parent_class)->window_removed (application, window);
  if (self->postponed != NULL && GB_IS_WINDOW (window)) {
    g_autofree char *action = g_steal_pointer (&self->postponed);
    g_autoptr (GVariant) parameter = g_steal_pointer (&self->parameter);

    if (*action == '\0')
      g_application_activate (G_APPLICATION (application));
    else
      g_action_group_activate_action (G_ACTION_GROUP (application), action, parameter);
  }
}

static void
gb_application_shutdown (GApplication *application)
{
  GbApplication *self = GB_APPLICATION (application);

  g_clear_handle_id (&self->sigterm_source, g_source_remove);
  g_clear_handle_id (&self->sigint_source, g_source_remove);
  g_clear_object (&self->session);
  g_clear_object (&self->style);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->postponed, g_free);
  g_clear_pointer (&self->parameter, g_variant_unref);

  G_APPLICATION_CLASS (gb_application_parent_class)->shutdown (application);
}

/* --try may have its value behind “=” only, and may have none: GOption has no such thing but with a
 * callback. */
static gboolean
try_option_cb (const char *name, const char *value, gpointer data, GError **error)
{
  GbApplication *self = GB_APPLICATION (g_application_get_default ());

  g_object_set_data_full (G_OBJECT (self), "gb-try", g_strdup (value != NULL ? value : ""), g_free);
  return TRUE;
}

static int
gb_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  const char *account = g_object_get_data (G_OBJECT (application), "gb-try");
  g_autoptr (GError) error = NULL;

  if (g_variant_dict_contains (options, "version")) {
    g_print ("gongbao %s\n", GB_VERSION);
    return 0;
  }
  if (account == NULL && !g_variant_dict_contains (options, "new"))
    return -1;

  if (!g_application_register (application, NULL, &error)) {
    g_printerr ("gongbao: %s\n", error->message);
    return 1;
  }
  if (account != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (application), "try",
                                    g_variant_new_string (account));
  if (g_variant_dict_contains (options, "new"))
    g_action_group_activate_action (G_ACTION_GROUP (application), "new-draft", NULL);
  return -1;
}

static void
gb_application_class_init (GbApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);
  GtkApplicationClass *gtk_application_class = GTK_APPLICATION_CLASS (klass);

  application_class->activate = gb_application_activate;
  application_class->handle_local_options = gb_application_handle_local_options;
  application_class->shutdown = gb_application_shutdown;
  application_class->startup = gb_application_startup;

  gtk_application_class->window_removed = gb_application_window_removed;
}

static void
gb_application_init (GbApplication *self)
{
  const GOptionEntry options[] = {
    { "try", 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, try_option_cb,
      N_ ("Start the trial on this computer at once"), N_ ("ACCOUNT") },
    { "new", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Start with a new draft"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
    { NULL },
  };

  g_application_set_default (G_APPLICATION (self));
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_summary (
    G_APPLICATION (self), _ ("Write, review and publish notices and policy interpretations"));
  g_application_set_option_context_description (G_APPLICATION (self), _ (people_note));
}

GbApplication *
gb_application_new (void)
{
  return g_object_new (GB_TYPE_APPLICATION, "application-id", GB_APP_ID, "resource-base-path",
                       "/org/gongbao/Gongbao", NULL);
}
