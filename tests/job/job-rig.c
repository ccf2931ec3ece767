/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program as a person uses it: its own GbApplication with a real window, a real web view, and a
 * real portal as its child. The test only turns the main context, which the program never does
 * itself. Main thread. */

#include "config.h"

#include "job-rig.h"

#include "editor/gb-editor-view.h"
#include "editor/gb-editor.h"
#include "library/gb-document-list.h"
#include "publish/gb-publish-dialog.h"
#include "review/gb-decision-dialog.h"

#include <gdk/gdkx.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define DEADLINE_MS 60000

/* An input method that commits whole texts when the test says so. */
#define JOB_TYPE_INPUT_METHOD (job_input_method_get_type ())
G_DECLARE_FINAL_TYPE (JobInputMethod, job_input_method, JOB, INPUT_METHOD, WebKitInputMethodContext)

struct _JobInputMethod {
  WebKitInputMethodContext parent_instance;
};

G_DEFINE_FINAL_TYPE (JobInputMethod, job_input_method, WEBKIT_TYPE_INPUT_METHOD_CONTEXT)

static gboolean
job_input_method_filter_key_event (WebKitInputMethodContext *context, GdkEventKey *event)
{
  return FALSE;
}

static void
job_input_method_get_preedit (WebKitInputMethodContext *context,
                              char **text,
                              GList **underlines,
                              guint *cursor_offset)
{
  if (text != NULL)
    *text = g_strdup ("");
  if (underlines != NULL)
    *underlines = NULL;
  if (cursor_offset != NULL)
    *cursor_offset = 0;
}

static void
job_input_method_class_init (JobInputMethodClass *klass)
{
  WebKitInputMethodContextClass *context_class = WEBKIT_INPUT_METHOD_CONTEXT_CLASS (klass);

  context_class->filter_key_event = job_input_method_filter_key_event;
  context_class->get_preedit = job_input_method_get_preedit;
}

static void
job_input_method_init (JobInputMethod *self)
{
}

static gboolean
timeout_cb (gpointer user_data)
{
  gboolean *done = user_data;

  *done = TRUE;
  return G_SOURCE_REMOVE;
}

void
job_wait_ms (guint milliseconds)
{
  gboolean done = FALSE;

  g_timeout_add (milliseconds, timeout_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

void
job_wait (Job *job, const char *what, JobCondition condition, gpointer data)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_MS * (gint64)1000;

  while (!condition (job, data)) {
    if (g_get_monotonic_time () > deadline) {
      job_picture (job, "given-up");
      g_error ("waited in vain: %s", what);
    }
    job_wait_ms (20);
  }
}

typedef struct {
  GType type;
  GtkWidget *found;
} Search;

static void
search_cb (GtkWidget *widget, gpointer user_data)
{
  Search *search = user_data;

  if (search->found != NULL)
    return;
  if (g_type_is_a (G_OBJECT_TYPE (widget), search->type) && gtk_widget_get_mapped (widget))
    search->found = widget;
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), search_cb, search);
}

GtkWidget *
job_find (Job *job, GType type)
{
  Search search = { .type = type };
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL && search.found == NULL; l = l->next)
    search_cb (l->data, &search);

  return search.found;
}

GbDocumentPage *
job_get_page (Job *job)
{
  GtkWidget *page = job_find (job, GB_TYPE_DOCUMENT_PAGE);

  return page != NULL ? GB_DOCUMENT_PAGE (page) : NULL;
}

GbDesk *
job_get_desk (Job *job)
{
  GbDocumentPage *page = job_get_page (job);
  g_autoptr (GbDesk) desk = NULL;

  if (page == NULL)
    return NULL;
  /* The window drops the page before it drops the desk. */
  g_object_get (page, "desk", &desk, NULL);
  return desk;
}

static gboolean
has_list (Job *job, gpointer data)
{
  return gb_window_get_list_ready (job->window) && job_get_desk (job) != NULL;
}

static void
take_focus (Job *job)
{
  GdkWindow *window = gtk_widget_get_window (GTK_WIDGET (job->window));

  /* No window manager does it under Xvfb. */
  XSetInputFocus (gdk_x11_display_get_xdisplay (gdk_display_get_default ()),
                  gdk_x11_window_get_xid (window), RevertToParent, CurrentTime);
  gdk_display_sync (gdk_display_get_default ());
  job_wait_ms (100);
}

void
job_start (Job *job, const char *account)
{
  g_autoptr (GError) error = NULL;
  GtkWindow *window;

  job->application = gb_application_new ();
  g_application_register (G_APPLICATION (job->application), NULL, &error);
  g_assert_no_error (error);
  g_action_group_activate_action (G_ACTION_GROUP (job->application), "try",
                                  g_variant_new_string (account));
  window = gtk_application_get_active_window (GTK_APPLICATION (job->application));
  if (window == NULL)
    window = gtk_application_get_windows (GTK_APPLICATION (job->application))->data;
  job->window = GB_WINDOW (window);
  job_wait (job, "the desk opens", has_list, NULL);
  take_focus (job);
}

static gboolean
has_no_window (Job *job, gpointer data)
{
  return gtk_application_get_windows (GTK_APPLICATION (job->application)) == NULL;
}

void
job_quit (Job *job)
{
  g_action_group_activate_action (G_ACTION_GROUP (job->application), "quit", NULL);
  job_wait (job, "the window closes", has_no_window, NULL);
  g_clear_object (&job->application);
}

static gboolean
is_signed_in_as (Job *job, gpointer data)
{
  GbDesk *desk = job_get_desk (job);

  return desk != NULL && strcmp (gb_account_get_id (gb_desk_get_account (desk)), data) == 0 &&
         gb_window_get_list_ready (job->window);
}

void
job_switch_account (Job *job, const char *account)
{
  g_action_group_activate_action (G_ACTION_GROUP (job->window), "switch-account",
                                  g_variant_new_string (account));
  job_wait (job, account, is_signed_in_as, (gpointer)account);
}

void
job_select_box (Job *job, const char *box)
{
  g_action_group_change_action_state (G_ACTION_GROUP (job->window), "box",
                                      g_variant_new_string (box));
}

static gboolean
shows_document (Job *job, gpointer data)
{
  g_autofree char *id = NULL;
  GbDocumentPage *page = job_get_page (job);

  if (page == NULL)
    return FALSE;
  g_object_get (page, "document-id", &id, NULL);
  /* The id is there before the text: what is typed until then goes nowhere. */
  return id != NULL &&
         g_action_group_get_action_enabled (gb_document_page_get_actions (page), "show-outline");
}

static gboolean
has_row (Job *job, gpointer data)
{
  GtkWidget *list = job_find (job, GB_TYPE_DOCUMENT_LIST);

  if (list == NULL)
    return FALSE;
  if (gb_document_list_get_selected (GB_DOCUMENT_LIST (list)) != NULL)
    return TRUE;
  g_action_group_activate_action (G_ACTION_GROUP (job->window), "next-document", NULL);
  return FALSE;
}

static gboolean
is_editor_ready (Job *job, gpointer data)
{
  GtkWidget *editor = job_find (job, GB_TYPE_EDITOR);
  gboolean ready = FALSE;

  if (editor != NULL)
    g_object_get (editor, "ready", &ready, NULL);
  return ready;
}

void
job_open_first (Job *job, const char *box)
{
  job_select_box (job, box);
  job_wait (job, "a row in the box", has_row, NULL);
  job_wait (job, "the document opens", shows_document, NULL);
  job_wait (job, "the editor is ready", is_editor_ready, NULL);
  job_wait_ms (300);
}

void
job_new (Job *job, const char *kind)
{
  g_action_group_activate_action (G_ACTION_GROUP (job->window), "new", g_variant_new_string (kind));
  job_wait (job, "the new document opens", shows_document, NULL);
  job_wait (job, "the editor is ready", is_editor_ready, NULL);
  job_wait_ms (500);
}

static GtkWidget *
get_view (Job *job)
{
  GtkWidget *view = job_find (job, GB_TYPE_EDITOR_VIEW);

  g_assert_nonnull (view);
  return view;
}

void
job_press (Job *job, guint keyval, GdkModifierType modifiers)
{
  GtkWidget *view = get_view (job);
  GdkDisplay *display = gtk_widget_get_display (view);
  g_autofree GdkKeymapKey *keys = NULL;
  int n_keys = 0;

  gdk_keymap_get_entries_for_keyval (gdk_keymap_get_for_display (display), keyval, &keys, &n_keys);
  for (int i = 0; i < 2; i++) {
    g_autoptr (GdkEvent) event = gdk_event_new (i == 0 ? GDK_KEY_PRESS : GDK_KEY_RELEASE);

    event->key.window = g_object_ref (gtk_widget_get_window (view));
    event->key.time = GDK_CURRENT_TIME;
    event->key.keyval = keyval;
    event->key.state = modifiers;
    event->key.hardware_keycode = n_keys > 0 ? (guint16)keys[0].keycode : 0;
    gdk_event_set_device (event, gdk_seat_get_keyboard (gdk_display_get_default_seat (display)));
    gtk_widget_event (view, event);
  }
  job_wait_ms (60);
}

void
job_type (Job *job, const char *text)
{
  GtkWidget *view = get_view (job);
  g_autoptr (JobInputMethod) method = g_object_new (JOB_TYPE_INPUT_METHOD, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  gtk_widget_grab_focus (view);
  webkit_web_view_set_input_method_context (WEBKIT_WEB_VIEW (view),
                                            WEBKIT_INPUT_METHOD_CONTEXT (method));
  for (guint i = 0; lines[i] != NULL; i++) {
    if (i > 0)
      job_press (job, GDK_KEY_Return, 0);
    if (*lines[i] == '\0')
      continue;
    g_signal_emit_by_name (method, "preedit-started");
    g_signal_emit_by_name (method, "committed", lines[i]);
    g_signal_emit_by_name (method, "preedit-changed");
    g_signal_emit_by_name (method, "preedit-finished");
    job_wait_ms (120);
  }
}

static void
flush_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean *done = user_data;

  gb_document_page_flush_finish (GB_DOCUMENT_PAGE (object), result, &error);
  g_assert_no_error (error);
  *done = TRUE;
}

static gboolean
is_true (Job *job, gpointer data)
{
  return *(gboolean *)data;
}

void
job_wait_saved (Job *job)
{
  gboolean done = FALSE;

  gb_document_page_flush_async (job_get_page (job), flush_cb, &done);
  job_wait (job, "the text is saved", is_true, &done);
}

static gboolean
may_act (Job *job, gpointer data)
{
  GbDocumentPage *page = job_get_page (job);

  return page != NULL &&
         g_action_group_get_action_enabled (gb_document_page_get_actions (page), data);
}

static gboolean
has_dialog (Job *job, gpointer data)
{
  return job_find (job, GB_TYPE_DECISION_DIALOG) != NULL ||
         job_find (job, GB_TYPE_PUBLISH_DIALOG) != NULL;
}

static gboolean
has_no_decision (Job *job, gpointer data)
{
  return job_find (job, GB_TYPE_DECISION_DIALOG) == NULL;
}

void
job_act (Job *job, const char *action, const char *opinion)
{
  GtkWidget *dialog;

  job_wait (job, action, may_act, (gpointer)action);
  g_action_group_activate_action (gb_document_page_get_actions (job_get_page (job)), action, NULL);
  if (strcmp (action, "submit") == 0 || strcmp (action, "recall") == 0)
    return;

  job_wait (job, "the dialog", has_dialog, NULL);
  dialog = job_find (job, GB_TYPE_DECISION_DIALOG);
  if (dialog != NULL) {
    job_picture (job, action);
    if (opinion != NULL)
      gb_decision_dialog_set_opinion (GB_DECISION_DIALOG (dialog), opinion);
    gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
    job_wait (job, "the dialog closes", has_no_decision, NULL);
  } else {
    dialog = job_find (job, GB_TYPE_PUBLISH_DIALOG);
    job_picture (job, action);
    gb_publish_dialog_start (GB_PUBLISH_DIALOG (dialog));
  }
}

typedef struct {
  gboolean done;
  GbState state;
  char *url;
  char *text;
  GString *log;
} Loaded;

static void
load_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Loaded *loaded = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GbOpenDocument) open = gb_desk_load_finish (GB_DESK (object), result, &error);

  g_assert_no_error (error);
  loaded->state = gb_workflow_get_state (open->workflow);
  for (guint i = 0; i < open->events->len; i++) {
    const GbEvent *event = g_ptr_array_index (open->events, i);

    if (event->seq > 0)
      g_string_append_printf (loaded->log, "%s %s\n", gb_event_type_to_string (event->type),
                              event->actor);
  }
  loaded->url = g_strdup (open->summary->url);
  loaded->text = gb_document_dup_text (open->document);
  loaded->done = TRUE;
}

static void
loaded_clear (Loaded *loaded)
{
  g_clear_pointer (&loaded->url, g_free);
  g_clear_pointer (&loaded->text, g_free);
  if (loaded->log != NULL)
    g_string_free (loaded->log, TRUE);
  loaded->log = NULL;
}

static void
load (Job *job, Loaded *loaded)
{
  g_autofree char *id = NULL;

  g_object_get (job_get_page (job), "document-id", &id, NULL);
  g_assert_nonnull (id);
  loaded->log = g_string_new (NULL);
  gb_desk_load_async (job_get_desk (job), id, NULL, load_cb, loaded);
  while (!loaded->done)
    g_main_context_iteration (NULL, TRUE);
}

GbState
job_get_state (Job *job)
{
  Loaded loaded = { 0 };

  load (job, &loaded);
  loaded_clear (&loaded);
  return loaded.state;
}

char *
job_dup_page_address (Job *job)
{
  Loaded loaded = { 0 };
  char *address;

  load (job, &loaded);
  address = g_steal_pointer (&loaded.url);
  loaded_clear (&loaded);
  return address;
}

char *
job_read_log (Job *job)
{
  Loaded loaded = { 0 };
  char *log;

  load (job, &loaded);
  log = g_string_free (g_steal_pointer (&loaded.log), FALSE);
  loaded_clear (&loaded);
  return log;
}

static gboolean
has_text (Job *job, gpointer data)
{
  Loaded loaded = { 0 };
  gboolean found;

  load (job, &loaded);
  found = strstr (loaded.text, data) != NULL;
  loaded_clear (&loaded);
  return found;
}

void
job_wait_text (Job *job, const char *text)
{
  job_wait (job, "what was typed is saved", has_text, (gpointer)text);
}

static gboolean
is_in_state (Job *job, gpointer data)
{
  return job_get_state (job) == GPOINTER_TO_UINT (data);
}

void
job_wait_state (Job *job, GbState state)
{
  job_wait (job, gb_state_to_string (state), is_in_state, GUINT_TO_POINTER (state));
}

static gboolean
has_pending (Job *job, gpointer data)
{
  return gb_desk_get_n_pending (job_get_desk (job)) == GPOINTER_TO_UINT (data);
}

void
job_wait_pending (Job *job, guint n_pending)
{
  job_wait (job, "the outbox", has_pending, GUINT_TO_POINTER (n_pending));
}

/* The portal that is a child of this process, or 0. */
static GPid
find_portal (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename ("/proc", name, "stat", NULL);
    g_autofree char *stat = NULL;
    char *end;

    if (!g_ascii_isdigit (*name) || !g_file_get_contents (path, &stat, NULL, NULL))
      continue;
    end = strrchr (stat, ')');
    if (strstr (stat, "(gongbao-portal)") != NULL && end != NULL && end[2] != 'Z' &&
        atoi (end + 4) == (int)getpid ())
      return atoi (name);
  }
  return 0;
}

static gboolean
has_no_portal (Job *job, gpointer data)
{
  return find_portal () == 0;
}

static gboolean
has_portal (Job *job, gpointer data)
{
  return find_portal () != 0;
}

static gboolean
is_offline (Job *job, gpointer data)
{
  return gb_desk_get_network (job_get_desk (job)) == GB_NETWORK_OFFLINE;
}

void
job_kill_portal (Job *job)
{
  GPid pid = find_portal ();

  g_assert_cmpint (pid, !=, 0);
  kill (pid, SIGKILL);
  job_wait (job, "the portal is dead", has_no_portal, NULL);
  job_wait (job, "the desk is offline", is_offline, NULL);
}

static gboolean
may_restart (Job *job, gpointer data)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (job->window), "restart-trial");
}

static gboolean
is_synced (Job *job, gpointer data)
{
  return gb_desk_get_network (job_get_desk (job)) == GB_NETWORK_SYNCED;
}

void
job_restart_portal (Job *job)
{
  job_wait (job, "the portal may be started again", may_restart, NULL);
  g_action_group_activate_action (G_ACTION_GROUP (job->window), "restart-trial", NULL);
  job_wait (job, "the portal is back", has_portal, NULL);
  job_wait (job, "everything is sent", is_synced, NULL);
}

char *
job_browse (const char *address)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *profile = g_dir_make_tmp ("gongbao-browser-XXXXXX", &error);
  g_autofree char *data = g_strconcat ("--user-data-dir=", profile, NULL);
  g_autoptr (GSubprocess) browser = NULL;
  g_autoptr (GSubprocess) remove = NULL;
  char *html = NULL;

  g_assert_no_error (error);
  browser = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                              &error, "chromium", "--headless", "--no-sandbox", "--disable-gpu",
                              "--disable-quic", "--no-first-run", "--disable-background-networking",
                              "--disable-component-update", "--disable-sync", data, "--dump-dom",
                              address, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (browser, NULL, NULL, &html, NULL, &error);
  g_assert_no_error (error);
  remove = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "rm", "-rf", profile, NULL);
  g_subprocess_wait (remove, NULL, NULL);

  return html;
}

void
job_picture (Job *job, const char *name)
{
  const char *folder = g_getenv ("GB_TEST_PICTURES");
  g_autoptr (GdkPixbuf) picture = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL;
  g_autofree char *path = NULL;
  GdkWindow *root = gdk_get_default_root_window ();

  if (folder == NULL)
    return;
  job_wait_ms (700);
  file = g_strconcat (name, ".png", NULL);
  path = g_build_filename (folder, file, NULL);
  picture = gdk_pixbuf_get_from_window (root, 0, 0, gdk_window_get_width (root),
                                        gdk_window_get_height (root));
  gdk_pixbuf_save (picture, path, "png", &error, NULL);
  g_assert_no_error (error);
}
