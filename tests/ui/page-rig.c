/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "gb-page-rig"

#include "config.h"

#include "page-rig.h"

#include "application/gb-style.h"
#include "document/gb-file-private.h"
#include "editor/gb-editor.h"
#include "portal/gb-portal-client.h"
#include "review/gb-decision-dialog.h"
#include "review/gb-review-bar.h"
#include "widgets/gb-banner-box.h"
#include "widgets/gb-spoken.h"

#include <gdk/gdkx.h>
#include <handy.h>
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <webkit2/webkit2.h>

static char *home; /* removed at the end */

static void
remove_home (void)
{
  _gb_remove_tree (home);
  g_free (home);
}

/* G_TEST_OPTION_ISOLATE_DIRS would also hide the system's data, and with them the icons, so that
 * GTK has no check marks to draw. */
static void
isolate (void)
{
  static const char *const variables[] = { "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
                                           "XDG_RUNTIME_DIR", "XDG_STATE_HOME" };

  home = g_dir_make_tmp ("gongbao-home-XXXXXX", NULL);
  g_assert_nonnull (home);
  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    g_setenv (variables[i], home, TRUE);
  atexit (remove_home);
}

void
rig_init (int *argc, char ***argv)
{
  static GbStyle *style;

  gdk_set_allowed_backends ("x11"); /* only take_focus () needs it */
  isolate ();
  g_test_init (argc, argv, NULL);
  /* Pictures can be taken in any language; what is said is compared in English. */
  if (g_getenv ("GB_SCREENSHOTS") != NULL)
    g_test_set_nonfatal_assertions ();
  else
    g_unsetenv ("LANGUAGE");
  setlocale (LC_ALL, "");
  gtk_init (argc, argv);
  hdy_init ();
  gb_spoken_init ();
  bindtextdomain (GETTEXT_PACKAGE, GB_TEST_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  style = gb_style_new ();
  g_assert_nonnull (style);
}

static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

void
rig_iterate (void)
{
  guint source = g_timeout_add (10, wake_cb, NULL);

  g_main_context_iteration (NULL, TRUE);
  if (g_main_context_find_source_by_id (NULL, source) != NULL)
    g_source_remove (source);
}

void
rig_idle (guint time_ms)
{
  gint64 end = g_get_monotonic_time () + (gint64)time_ms * 1000;

  while (g_get_monotonic_time () < end)
    rig_iterate ();
}

static void
take_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **out_result = user_data;

  *out_result = g_object_ref (result);
}

Rig *
rig_new (gboolean with_portal)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_dir_make_tmp ("gongbao-page-XXXXXX", &error);
  Rig *self = g_new0 (Rig, 1);

  g_assert_no_error (error);
  self->folder = g_file_new_for_path (path);
  /* Nothing listens on the port of discard. */
  self->url = g_strdup ("http://127.0.0.1:9");
  if (with_portal) {
    g_autoptr (GFile) data = g_file_get_child (self->folder, "portal");

    self->trial = gb_trial_new (data);
    rig_start_portal (self);
  }
  return self;
}

void
rig_free (Rig *self)
{
  rig_leave (self);
  if (self->trial != NULL)
    rig_stop_portal (self);
  g_clear_object (&self->trial);
  _gb_remove_tree (g_file_peek_path (self->folder));
  g_object_unref (self->folder);
  g_free (self->url);
  g_free (self);
}

void
rig_start_portal (Rig *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  gb_trial_start_async (self->trial, NULL, take_result_cb, &result);
  rig_wait_for (result != NULL);
  gb_trial_start_finish (self->trial, result, &error);
  g_assert_no_error (error);
  g_free (self->url);
  self->url = g_strdup (gb_trial_get_url (self->trial));
}

void
rig_stop_portal (Rig *self)
{
  if (!gb_trial_get_running (self->trial))
    return;
  gb_trial_stop (self->trial);
  rig_wait_for (!gb_trial_get_running (self->trial));
}

void
rig_leave (Rig *self)
{
  g_autoptr (GAsyncResult) flushed = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GError) error = NULL;

  if (self->desk == NULL)
    return;
  gb_document_page_flush_async (self->page, take_result_cb, &flushed);
  rig_wait_for (flushed != NULL);
  gb_document_page_flush_finish (self->page, flushed, &error);
  g_assert_no_error (error);
  g_clear_pointer (&self->window, gtk_widget_destroy);
  self->page = NULL;
  gb_desk_close_async (self->desk, take_result_cb, &closed);
  rig_wait_for (closed != NULL);
  gb_desk_close_finish (self->desk, closed, &error);
  g_assert_no_error (error);
  g_clear_object (&self->desk);
}

static GbAccount *
find_account (const char *id)
{
  static const struct {
    const char *id;
    const char *name;
    guint role;
    guint rights;
  } people[] = {
    { "zhangxiao", "张晓", GB_ROLE_DRAFTER, 0 },
    { "lihua", "李华", GB_ROLE_SECTION_HEAD, 0 },
    { "wangqiang", "王强", GB_ROLE_DEPUTY, 0 },
    { "chenmin", "陈敏", GB_ROLE_CHIEF, GB_RIGHT_EMERGENCY },
    { "zhaolei", "赵蕾", GB_ROLE_PUBLISHER, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (people); i++) {
    if (strcmp (people[i].id, id) == 0)
      return gb_account_new (id, people[i].name, "政府办公室", people[i].role, people[i].rights);
  }
  g_assert_not_reached ();
}

static char *
sign_in (Rig *self, const char *account)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GbPortalClient) client = gb_portal_client_new (self->url, &error);
  g_autoptr (GbPortalSession) session = NULL;

  g_assert_no_error (error);
  gb_portal_client_sign_in_async (client, account, gb_trial_get_password (self->trial, account),
                                  "test", NULL, take_result_cb, &result);
  rig_wait_for (result != NULL);
  session = gb_portal_client_sign_in_finish (client, result, &error);
  g_assert_no_error (error);
  return g_strdup (gb_portal_client_get_token (client));
}

GbDesk *
rig_open_desk (Rig *self, const char *account, const char *computer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *name = g_strconcat (account, computer, NULL);
  g_autoptr (GFile) folder = g_file_get_child (self->folder, name);
  g_autoptr (GbAccount) person = find_account (account);
  g_autofree char *token = NULL;
  GbDesk *desk;

  if (self->trial != NULL && gb_trial_get_running (self->trial))
    token = sign_in (self, account);
  gb_desk_open_async (folder, self->url, person, token, NULL, take_result_cb, &result);
  rig_wait_for (result != NULL);
  desk = gb_desk_open_finish (result, &error);
  g_assert_no_error (error);
  gb_desk_start (desk);
  if (token != NULL)
    rig_wait_for (gb_desk_get_network (desk) == GB_NETWORK_SYNCED);
  return desk;
}

void
rig_close_desk (GbDesk *desk)
{
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GError) error = NULL;

  gb_desk_close_async (desk, take_result_cb, &closed);
  rig_wait_for (closed != NULL);
  gb_desk_close_finish (desk, closed, &error);
  g_assert_no_error (error);
  g_object_unref (desk);
}

void
rig_be (Rig *self, const char *account)
{
  rig_leave (self);
  self->desk = rig_open_desk (self, account, "");
  self->window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  self->page = GB_DOCUMENT_PAGE (gb_document_page_new (self->desk));
  gtk_container_add (GTK_CONTAINER (self->window), GTK_WIDGET (self->page));
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1000, 760);
  gtk_window_present (GTK_WINDOW (self->window));
  rig_idle (100);
}

void
rig_resize (Rig *self, int width, int height)
{
  /* Twice, because the first step makes the page take less room. */
  for (guint i = 0; i < 2; i++) {
    gtk_window_resize (GTK_WINDOW (self->window), width, height);
    rig_idle (300);
  }
}

static char *
create (Rig *self, GbDocument *document)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  char *id;

  gb_desk_create_async (self->desk, document, NULL, take_result_cb, &result);
  rig_wait_for (result != NULL);
  id = gb_desk_create_finish (self->desk, result, &error);
  g_assert_no_error (error);
  return id;
}

char *
rig_create_with_body (Rig *self, GbDocumentKind kind, const char *title, const char *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autoptr (GbDocument) document = NULL;
  static const char *const keywords[] = { "政务公开", "实施意见", NULL };

  gb_metadata_set (metadata, "title", title);
  gb_metadata_set (metadata, "source", "本网");
  gb_metadata_set (metadata, "publisher", "示例县人民政府办公室");
  gb_metadata_set (metadata, "unit", "政府办公室");
  gb_metadata_set (metadata, "column", "zcjd");
  gb_metadata_set (metadata, "summary", "解读全面推进政务公开工作的实施意见。");
  g_object_set (metadata, "openness", GB_OPENNESS_PROACTIVE, "keywords", keywords, NULL);
  document = gb_document_new (kind, metadata, body, NULL, &error);
  g_assert_no_error (error);
  return create (self, document);
}

char *
rig_create (Rig *self, const char *title)
{
  static const char *const body =
    "<body xmlns=\"http://www.w3.org/1999/xhtml\">"
    "<p "
    "id=\"b1\">"
    "党的十八大以来，党中央、国务院高度重视政务公开工作，习近平总书记和李克强总理在多个场合、"
    "多次会议上均对推进政务公开工作提出要求。</p>"
    "<h2 id=\"b2\">一、起草背景和依据</h2><h3 id=\"b3\">（一）起草背景</h3>"
    "<p "
    "id=\"b4\">"
    "全面推进政务公开，是加快建设法治政府、创新政府、廉洁政府和服务型政府的重要组成部分。</p>"
    "</body>";

  return rig_create_with_body (self, GB_DOCUMENT_KIND_INTERPRETATION, title, body);
}

char *
rig_create_with (Rig *self, GbDocumentKind kind, const char *property, ...)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autoptr (GbDocument) document = NULL;
  va_list args;

  va_start (args, property);
  while (property != NULL) {
    gb_metadata_set (metadata, property, va_arg (args, const char *));
    property = va_arg (args, const char *);
  }
  va_end (args);
  document = gb_document_new (kind, metadata, NULL, NULL, &error);
  g_assert_no_error (error);
  return create (self, document);
}

static gboolean
shows_text (Rig *self)
{
  GtkWidget *editor = rig_find (GTK_WIDGET (self->page), GB_TYPE_EDITOR);
  gboolean ready = FALSE;

  if (editor != NULL)
    g_object_get (editor, "ready", &ready, NULL);
  return ready;
}

void
rig_open (Rig *self, const char *id)
{
  gb_document_page_open (self->page, id);
  rig_wait_for (shows_text (self));
  rig_idle (300);
}

GbOpenDocument *
rig_load_at (GbDesk *desk, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GbOpenDocument *open;

  gb_desk_load_async (desk, id, NULL, take_result_cb, &result);
  rig_wait_for (result != NULL);
  open = gb_desk_load_finish (desk, result, &error);
  if (open == NULL)
    g_assert_error (error, GB_DESK_ERROR, GB_DESK_ERROR_NOT_FOUND);
  return open;
}

GbOpenDocument *
rig_load (Rig *self, const char *id)
{
  return rig_load_at (self->desk, id);
}

GbState
rig_state (Rig *self, const char *id)
{
  g_autoptr (GbOpenDocument) open = rig_load (self, id);

  return open != NULL ? open->summary->state : GB_N_STATES;
}

/* Gives the window the focus that a person's window has; under Xvfb no window manager does it. */
static void
take_focus (Rig *self)
{
  GtkWidget *editor = rig_find (GTK_WIDGET (self->page), GB_TYPE_EDITOR);
  GdkWindow *window = gtk_widget_get_window (self->window);
  Display *display = gdk_x11_display_get_xdisplay (gtk_widget_get_display (self->window));

  gtk_widget_grab_focus (editor);
  XSetInputFocus (display, gdk_x11_window_get_xid (window), RevertToParent, CurrentTime);
  XFlush (display);
  rig_wait_for (gtk_window_has_toplevel_focus (GTK_WINDOW (self->window)));
  gb_editor_reveal (GB_EDITOR (editor), "b1", 0);
  rig_idle (300);
}

void
rig_press (GtkWidget *widget, guint keyval, GdkModifierType modifiers)
{
  GdkDisplay *display = gtk_widget_get_display (widget);
  GdkDevice *keyboard = gdk_seat_get_keyboard (gdk_display_get_default_seat (display));
  g_autofree GdkKeymapKey *keys = NULL;
  int n_keys = 0;

  gdk_keymap_get_entries_for_keyval (gdk_keymap_get_for_display (display), keyval, &keys, &n_keys);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GdkEvent) event = gdk_event_new (i == 0 ? GDK_KEY_PRESS : GDK_KEY_RELEASE);

    event->key.window = g_object_ref (gtk_widget_get_window (widget));
    event->key.time = GDK_CURRENT_TIME;
    event->key.keyval = keyval;
    event->key.state = modifiers;
    event->key.hardware_keycode = n_keys > 0 ? (guint16)keys[0].keycode : 0;
    gdk_event_set_device (event, keyboard);
    gtk_widget_event (widget, event);
  }
}

void
rig_type (Rig *self, const char *text)
{
  GtkWidget *view;

  take_focus (self);
  view = rig_find (GTK_WIDGET (self->page), WEBKIT_TYPE_WEB_VIEW);
  g_assert_nonnull (view);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    rig_press (view, gdk_unicode_to_keyval (g_utf8_get_char (p)), 0);
    rig_idle (30);
  }
}

void
rig_activate (Rig *self, const char *action)
{
  g_assert_true (rig_is_enabled (self, action));
  g_action_group_activate_action (gb_document_page_get_actions (self->page), action, NULL);
  rig_idle (200);
}

gboolean
rig_is_enabled (Rig *self, const char *action)
{
  return g_action_group_get_action_enabled (gb_document_page_get_actions (self->page), action);
}

typedef gboolean (*Match) (GtkWidget *widget, gconstpointer data);

typedef struct {
  Match match;
  gconstpointer data;
  GtkWidget *found;
} Search;

static void
search_cb (GtkWidget *widget, gpointer user_data)
{
  Search *search = user_data;

  if (search->found != NULL || !gtk_widget_get_mapped (widget))
    return;
  if (search->match (widget, search->data))
    search->found = widget;
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), search_cb, search);
}

static gboolean
is_of_type (GtkWidget *widget, gconstpointer data)
{
  return g_type_is_a (G_OBJECT_TYPE (widget), *(const GType *)data);
}

GtkWidget *
rig_find (GtkWidget *root, GType type)
{
  Search search = { is_of_type, &type, NULL };

  search_cb (root, &search);
  return search.found;
}

static gboolean
has_text (GtkWidget *widget, gconstpointer data)
{
  g_autofree char *plain = NULL;

  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL) {
    GString *label = g_string_new (gtk_button_get_label (GTK_BUTTON (widget)));

    if (gtk_button_get_use_underline (GTK_BUTTON (widget)))
      g_string_replace (label, "_", "", 0);
    plain = g_string_free (label, FALSE);
  } else if (GTK_IS_LABEL (widget)) {
    plain = g_strdup (gtk_label_get_text (GTK_LABEL (widget)));
  }
  return g_strcmp0 (plain, data) == 0;
}

GtkWidget *
rig_find_text (GtkWidget *root, const char *text)
{
  Search search = { has_text, text, NULL };

  search_cb (root, &search);
  return search.found;
}

static void
read_cb (GtkWidget *widget, gpointer user_data)
{
  GString *text = user_data;

  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), read_cb, text);
}

char *
rig_read (GtkWidget *root)
{
  GString *text = g_string_new (NULL);

  read_cb (root, text);
  return g_string_free (text, FALSE);
}

GtkWidget *
rig_find_window (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  GtkWidget *found = NULL;

  for (GList *l = windows; l != NULL; l = l->next) {
    if (g_type_is_a (G_OBJECT_TYPE (l->data), type) && gtk_widget_get_visible (l->data))
      found = l->data;
  }
  return found;
}

static gboolean
has_name (AtkObject *accessible)
{
  const char *name = atk_object_get_name (accessible);
  g_autoptr (AtkRelationSet) relations = NULL;

  if (name != NULL && name[0] != '\0')
    return TRUE;
  relations = atk_object_ref_relation_set (accessible);
  return relations != NULL && atk_relation_set_contains (relations, ATK_RELATION_LABELLED_BY);
}

static void
check_name_cb (GtkWidget *widget, gpointer user_data)
{
  guint *n_checked = user_data;

  if (!gtk_widget_get_visible (widget) || !gtk_widget_get_child_visible (widget))
    return;
  if (gtk_widget_get_can_focus (widget) && !GTK_IS_SCROLLED_WINDOW (widget) &&
      !GTK_IS_WINDOW (widget)) {
    GtkWidget *combo = gtk_widget_get_ancestor (widget, GTK_TYPE_COMBO_BOX);
    /* The button of a combo box is no part of what a screen reader sees. */
    AtkObject *accessible = gtk_widget_get_accessible (combo != NULL ? combo : widget);

    *n_checked += 1;
    if (!has_name (accessible)) {
      g_autofree char *path = gtk_widget_path_to_string (gtk_widget_get_path (widget));

      g_test_message ("no name: %s %s", G_OBJECT_TYPE_NAME (widget), path);
      g_test_fail ();
    }
  }
  if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), check_name_cb, user_data);
}

void
rig_check_names (GtkWidget *root, guint at_least)
{
  guint n_checked = 0;

  check_name_cb (root, &n_checked);
  g_test_message ("%u focusable widgets", n_checked);
  g_assert_cmpuint (n_checked, >=, at_least);
}

void
rig_shoot (const char *name)
{
  const char *folder = g_getenv ("GB_SCREENSHOTS");
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autofree char *file = NULL;
  g_autofree char *path = NULL;
  GdkWindow *root = gdk_get_default_root_window ();

  if (folder == NULL)
    return;
  rig_idle (900);
  pixbuf = gdk_pixbuf_get_from_window (root, 0, 0, gdk_window_get_width (root),
                                       gdk_window_get_height (root));
  file = g_strconcat (name, ".png", NULL);
  path = g_build_filename (folder, file, NULL);
  gdk_pixbuf_save (pixbuf, path, "png", NULL, NULL);
}

void
rig_wait_for_state (Rig *self, const char *id, GbState state)
{
  rig_wait_for (rig_state (self, id) == state);
  rig_wait_for (gb_desk_get_n_pending (self->desk) == 0);
  rig_idle (200);
}

void
rig_decide (Rig *self, const char *action, const char *opinion)
{
  GtkWidget *dialog;

  rig_activate (self, action);
  rig_wait_for (rig_find_window (GB_TYPE_DECISION_DIALOG) != NULL);
  dialog = rig_find_window (GB_TYPE_DECISION_DIALOG);
  gb_decision_dialog_set_opinion (GB_DECISION_DIALOG (dialog), opinion);
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
}

/* Approvals of the present round that the portal has accepted: the state alone does not tell one
 * step from the next. */
static guint
count_approvals (Rig *self, const char *id)
{
  g_autoptr (GbOpenDocument) open = rig_load (self, id);
  guint n = 0;

  for (guint i = 0; open != NULL && i < open->events->len; i++) {
    const GbEvent *event = g_ptr_array_index (open->events, i);

    if (event->seq > 0 && event->type == GB_EVENT_SUBMIT)
      n = 0;
    else if (event->seq > 0 && event->type == GB_EVENT_APPROVE)
      n++;
  }
  return n;
}

void
rig_get_approved (Rig *self, const char *id)
{
  static const char *const reviewers[] = { "lihua", "wangqiang", "chenmin" };

  rig_activate (self, "submit");
  rig_wait_for_state (self, id, GB_STATE_IN_REVIEW);
  for (guint i = 0; i < G_N_ELEMENTS (reviewers); i++) {
    rig_be (self, reviewers[i]);
    rig_wait_for (rig_state (self, id) == GB_STATE_IN_REVIEW);
    rig_open (self, id);
    rig_wait_for (rig_is_enabled (self, "approve"));
    rig_decide (self, "approve", "");
    rig_wait_for (count_approvals (self, id) >= i + 1);
    rig_wait_for_state (self, id,
                        i + 1 < G_N_ELEMENTS (reviewers) ? GB_STATE_IN_REVIEW : GB_STATE_APPROVED);
  }
}

char *
rig_make_approved (Rig *self, const char *title)
{
  char *id;

  rig_be (self, "zhangxiao");
  id = rig_create (self, title);
  rig_open (self, id);
  rig_get_approved (self, id);
  return id;
}

const char *
rig_banner (Rig *self, const char *key)
{
  GtkWidget *box = rig_find (GTK_WIDGET (self->page), GB_TYPE_BANNER_BOX);

  return box != NULL ? gb_banner_box_get_text (GB_BANNER_BOX (box), key) : NULL;
}

char *
rig_progress (Rig *self)
{
  return gb_review_bar_dup_progress (
    GB_REVIEW_BAR (rig_find (GTK_WIDGET (self->page), GB_TYPE_REVIEW_BAR)));
}

guint
rig_fetch (Rig *self, const char *url, char **out_text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GbPortalClient) client = gb_portal_client_new (self->url, &error);
  g_autoptr (GbPortalPage) page = NULL;

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (url, self->url));
  gb_portal_client_get_page_async (client, url + strlen (self->url), NULL, take_result_cb, &result);
  rig_wait_for (result != NULL);
  page = gb_portal_client_get_page_finish (client, result, &error);
  g_assert_no_error (error);
  if (out_text != NULL)
    *out_text = g_strndup (g_bytes_get_data (page->bytes, NULL), g_bytes_get_size (page->bytes));
  return page->status;
}

static void
write_at (GbDesk *desk, const GbOpenDocument *open, const char *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GbDocument) document = gb_document_new (
    gb_document_get_kind (open->document), gb_document_get_metadata (open->document), body,
    gb_document_get_attachments (open->document), &error);

  g_assert_no_error (error);
  gb_desk_save_async (desk, open->summary->id, document, NULL, take_result_cb, &result);
  rig_wait_for (result != NULL);
  gb_desk_save_finish (desk, result, &error);
  g_assert_no_error (error);
}

static gboolean
is_pending (GbDesk *desk, const char *id)
{
  g_autoptr (GbOpenDocument) open = rig_load_at (desk, id);

  return open->summary->pending;
}

void
rig_act_at (GbDesk *desk,
            const char *id,
            GbEventType type,
            const char *body,
            const char *opinion,
            gint64 due_at)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GbOpenDocument) open = rig_load_at (desk, id);
  g_autoptr (GbEvent) event = NULL;

  g_assert_nonnull (open);
  if (body != NULL) {
    write_at (desk, open, body);
    g_clear_pointer (&open, gb_open_document_free);
    open = rig_load_at (desk, id);
  }
  gb_desk_act_async (desk, id, type, gb_document_get_digest (open->document), opinion, due_at, NULL,
                     take_result_cb, &result);
  rig_wait_for (result != NULL);
  event = gb_desk_act_finish (desk, result, &error);
  g_assert_no_error (error);
  rig_wait_for (!is_pending (desk, id));
}
