/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The web view of the editor. It owns its user content manager with the two message handlers, and
 * shares one web context with the other editors of the program: ephemeral, sandboxed, with the
 * scheme gb-editor. Whatever the page wants beyond that scheme is refused here. Lives on the main
 * thread; used by GbEditor and by the scheme, which asks it for images. */

#define G_LOG_DOMAIN "gb-editor"

#include "config.h"

#include "editor/gb-editor-view.h"

#include "editor/gb-editor-page.h"
#include "editor/gb-editor-scheme.h"

#include <string.h>

struct _GbEditorView {
  WebKitWebView parent_instance;

  /* Owned */
  GCancellable *cancellable; /* cancelled in dispose */
  WebKitUserScript *given;   /* (nullable) */

  /* Borrowed */
  GbEditorBlobFunc load_blob; /* (nullable) */
  GbEditorBlobFinish finish_blob;
  gpointer blob_data;
};

G_DEFINE_FINAL_TYPE (GbEditorView, gb_editor_view, WEBKIT_TYPE_WEB_VIEW)

enum {
  SIGNAL_MESSAGE,
  SIGNAL_QUESTION,
  SIGNAL_LINK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
message_received_cb (WebKitUserContentManager *manager,
                     WebKitJavascriptResult *js_result,
                     gpointer user_data)
{
  GbEditorView *self = GB_EDITOR_VIEW (user_data);
  g_autofree char *json = jsc_value_to_string (webkit_javascript_result_get_js_value (js_result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GbEditorMessage) message = gb_editor_message_parse (json, &error);

  if (message == NULL) {
    g_warning ("message of the page refused: %s", error->message);
    return;
  }
  g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, message);
}

static gboolean
question_received_cb (WebKitUserContentManager *manager,
                      JSCValue *value,
                      WebKitScriptMessageReply *reply,
                      gpointer user_data)
{
  GbEditorView *self = GB_EDITOR_VIEW (user_data);
  g_autofree char *json = jsc_value_to_string (value);
  g_autofree char *answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GbEditorMessage) message = gb_editor_message_parse (json, &error);

  if (message != NULL)
    g_signal_emit (self, signals[SIGNAL_QUESTION], 0, message, &answer);
  else
    g_warning ("question of the page refused: %s", error->message);

  if (answer != NULL) {
    g_autoptr (JSCValue) result = jsc_value_new_string (jsc_value_get_context (value), answer);
    webkit_script_message_reply_return_value (reply, result);
  } else {
    webkit_script_message_reply_return_error_message (reply, "no answer");
  }
  return TRUE;
}

/* One table to connect, to register and to unregister. */
static const struct {
  const char *name;
  const char *signal;
  GCallback callback;
  gboolean has_reply;
} message_handlers[] = {
  { "editor", "script-message-received::editor", G_CALLBACK (message_received_cb), FALSE },
  { "host", "script-message-with-reply-received::host", G_CALLBACK (question_received_cb), TRUE },
};

static gboolean
register_handler (WebKitUserContentManager *manager, const char *name, gboolean has_reply)
{
  return has_reply ? webkit_user_content_manager_register_script_message_handler_with_reply (
                       manager, name, NULL)
                   : webkit_user_content_manager_register_script_message_handler (manager, name);
}

/* The context lives as long as an editor does; the next one makes another. */
static WebKitWebContext *
ref_web_context (void)
{
  static GWeakRef weak_context;
  WebKitWebContext *context = g_weak_ref_get (&weak_context);

  if (context == NULL) {
    g_autoptr (WebKitWebsiteDataManager) data_manager =
      webkit_website_data_manager_new_ephemeral ();

    context = webkit_web_context_new_with_website_data_manager (data_manager);
    webkit_web_context_set_sandbox_enabled (context, TRUE);
    webkit_web_context_set_cache_model (context, WEBKIT_CACHE_MODEL_DOCUMENT_VIEWER);
    webkit_web_context_set_spell_checking_enabled (context, FALSE);
    gb_editor_scheme_register (context);
    g_weak_ref_set (&weak_context, context);
  }
  return context;
}

static WebKitSettings *
create_settings (void)
{
  return webkit_settings_new_with_settings (
    "enable-write-console-messages-to-stdout", g_getenv ("GB_WEB_INSPECTOR") != NULL,
    "enable-developer-extras", g_getenv ("GB_WEB_INSPECTOR") != NULL, "enable-html5-database",
    FALSE, "enable-html5-local-storage", FALSE, "enable-media", FALSE, "enable-webaudio", FALSE,
    "enable-webgl", FALSE, "enable-page-cache", FALSE, "enable-back-forward-navigation-gestures",
    FALSE, "enable-tabs-to-links", FALSE, "javascript-can-access-clipboard", FALSE,
    "javascript-can-open-windows-automatically", FALSE, "hardware-acceleration-policy",
    WEBKIT_HARDWARE_ACCELERATION_POLICY_NEVER, NULL);
}

static gboolean
gb_editor_view_decide_policy (WebKitWebView *view,
                              WebKitPolicyDecision *decision,
                              WebKitPolicyDecisionType type)
{
  WebKitNavigationAction *action;
  const char *uri;

  if (type == WEBKIT_POLICY_DECISION_TYPE_RESPONSE)
    return FALSE;

  action = webkit_navigation_policy_decision_get_navigation_action (
    WEBKIT_NAVIGATION_POLICY_DECISION (decision));
  uri = webkit_uri_request_get_uri (webkit_navigation_action_get_request (action));

  if (type == WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION &&
      g_strcmp0 (uri, GB_EDITOR_URI) == 0) {
    webkit_policy_decision_use (decision);
    return TRUE;
  }
  webkit_policy_decision_ignore (decision);
  if (webkit_navigation_action_is_user_gesture (action) && uri != NULL)
    g_signal_emit (view, signals[SIGNAL_LINK], 0, uri);
  return TRUE;
}

static gboolean
gb_editor_view_permission_request (WebKitWebView *view, WebKitPermissionRequest *request)
{
  webkit_permission_request_deny (request);
  return TRUE;
}

static GtkWidget *
gb_editor_view_create (WebKitWebView *view, WebKitNavigationAction *action)
{
  return NULL;
}

/* Only what concerns the text stays in the menu: nothing to reload, to download or to open. */
static gboolean
gb_editor_view_context_menu (WebKitWebView *view,
                             WebKitContextMenu *menu,
                             GdkEvent *event,
                             WebKitHitTestResult *hit_test)
{
  g_autoptr (GList) items = g_list_copy (webkit_context_menu_get_items (menu));

  for (GList *l = items; l != NULL; l = l->next) {
    switch (webkit_context_menu_item_get_stock_action (l->data)) {
    case WEBKIT_CONTEXT_MENU_ACTION_CUT:
    case WEBKIT_CONTEXT_MENU_ACTION_COPY:
    case WEBKIT_CONTEXT_MENU_ACTION_SELECT_ALL:
    case WEBKIT_CONTEXT_MENU_ACTION_INSERT_EMOJI:
    case WEBKIT_CONTEXT_MENU_ACTION_INPUT_METHODS:
    case WEBKIT_CONTEXT_MENU_ACTION_INSPECT_ELEMENT:
      break;
    default:
      webkit_context_menu_remove (menu, l->data);
    }
  }
  return webkit_context_menu_get_n_items (menu) == 0;
}

/* A navigation that is refused above fails with one of the first two errors. */
static gboolean
gb_editor_view_load_failed (WebKitWebView *view,
                            WebKitLoadEvent event,
                            const char *uri,
                            GError *error)
{
  if (!g_error_matches (error, WEBKIT_NETWORK_ERROR, WEBKIT_NETWORK_ERROR_CANCELLED) &&
      !g_error_matches (error, WEBKIT_POLICY_ERROR,
                        WEBKIT_POLICY_ERROR_FRAME_LOAD_INTERRUPTED_BY_POLICY_CHANGE))
    g_warning ("the page of the editor cannot be loaded: %s", error->message);
  return TRUE;
}

static void
gb_editor_view_constructed (GObject *object)
{
  WebKitUserContentManager *manager =
    webkit_web_view_get_user_content_manager (WEBKIT_WEB_VIEW (object));

  G_OBJECT_CLASS (gb_editor_view_parent_class)->constructed (object);

  for (gsize i = 0; i < G_N_ELEMENTS (message_handlers); i++) {
    g_signal_connect_object (manager, message_handlers[i].signal, message_handlers[i].callback,
                             object, 0);
    if (!register_handler (manager, message_handlers[i].name, message_handlers[i].has_reply))
      g_critical ("message handler %s cannot be registered", message_handlers[i].name);
  }
}

static void
gb_editor_view_dispose (GObject *object)
{
  GbEditorView *self = GB_EDITOR_VIEW (object);

  if (self->cancellable != NULL) {
    WebKitUserContentManager *manager =
      webkit_web_view_get_user_content_manager (WEBKIT_WEB_VIEW (self));

    g_cancellable_cancel (self->cancellable);
    g_clear_object (&self->cancellable);
    for (gsize i = 0; i < G_N_ELEMENTS (message_handlers); i++)
      webkit_user_content_manager_unregister_script_message_handler (manager,
                                                                     message_handlers[i].name);
  }
  G_OBJECT_CLASS (gb_editor_view_parent_class)->dispose (object);
}

static void
gb_editor_view_finalize (GObject *object)
{
  GbEditorView *self = GB_EDITOR_VIEW (object);

  g_clear_pointer (&self->given, webkit_user_script_unref);
  G_OBJECT_CLASS (gb_editor_view_parent_class)->finalize (object);
}

static void
gb_editor_view_class_init (GbEditorViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  WebKitWebViewClass *view_class = WEBKIT_WEB_VIEW_CLASS (klass);

  object_class->constructed = gb_editor_view_constructed;
  object_class->dispose = gb_editor_view_dispose;
  object_class->finalize = gb_editor_view_finalize;

  view_class->context_menu = gb_editor_view_context_menu;
  view_class->create = gb_editor_view_create;
  view_class->decide_policy = gb_editor_view_decide_policy;
  view_class->load_failed = gb_editor_view_load_failed;
  view_class->permission_request = gb_editor_view_permission_request;

  signals[SIGNAL_MESSAGE] = g_signal_new ("message", GB_TYPE_EDITOR_VIEW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_QUESTION] = g_signal_new ("question", GB_TYPE_EDITOR_VIEW, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_STRING, 1, G_TYPE_POINTER);
  signals[SIGNAL_LINK] = g_signal_new ("link", GB_TYPE_EDITOR_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
gb_editor_view_init (GbEditorView *self)
{
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
gb_editor_view_new (void)
{
  g_autoptr (WebKitWebContext) context = ref_web_context ();
  g_autoptr (WebKitUserContentManager) manager = webkit_user_content_manager_new ();
  g_autoptr (WebKitSettings) settings = create_settings ();

  gb_editor_page_add_content (manager);
  return g_object_new (GB_TYPE_EDITOR_VIEW, "web-context", context, "user-content-manager", manager,
                       "settings", settings, NULL);
}

void
gb_editor_view_start (GbEditorView *self)
{
  g_return_if_fail (GB_IS_EDITOR_VIEW (self));

  gb_editor_page_load (WEBKIT_WEB_VIEW (self));
}

void
gb_editor_view_give (GbEditorView *self, const char *json)
{
  g_return_if_fail (GB_IS_EDITOR_VIEW (self));

  gb_editor_page_give (webkit_web_view_get_user_content_manager (WEBKIT_WEB_VIEW (self)),
                       &self->given, json);
}

static void
call_async_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JSCValue) value = webkit_web_view_call_async_javascript_function_finish (
    WEBKIT_WEB_VIEW (object), result, &error);

  if (value == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (
      task, jsc_value_is_string (value) ? jsc_value_to_string (value) : g_strdup (""), g_free);
}

void
gb_editor_view_call_async (GbEditorView *self,
                           const char *script,
                           GVariant *arguments,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GVariant) sunk = arguments != NULL ? g_variant_ref_sink (arguments) : NULL;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GB_IS_EDITOR_VIEW (self));
  g_return_if_fail (script != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gb_editor_view_call_async);
  webkit_web_view_call_async_javascript_function (WEBKIT_WEB_VIEW (self), script, -1, sunk, NULL,
                                                  NULL, cancellable, call_async_cb,
                                                  g_steal_pointer (&task));
}

gboolean
gb_editor_view_call_finish (GbEditorView *self,
                            GAsyncResult *result,
                            char **out_string,
                            GError **error)
{
  g_autofree char *string = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  string = g_task_propagate_pointer (G_TASK (result), error);
  if (string == NULL)
    return FALSE;
  if (out_string != NULL)
    *out_string = g_steal_pointer (&string);
  return TRUE;
}

static void
call_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* A process that dies or a page that goes away takes its calls along; only scripts that fail are
   * mistakes. */
  if (!gb_editor_view_call_finish (GB_EDITOR_VIEW (object), result, NULL, &error) &&
      g_error_matches (error, WEBKIT_JAVASCRIPT_ERROR, WEBKIT_JAVASCRIPT_ERROR_SCRIPT_FAILED))
    g_warning ("a call of the page failed: %s", error->message);
}

void
gb_editor_view_call (GbEditorView *self, const char *script, GVariant *arguments)
{
  g_return_if_fail (GB_IS_EDITOR_VIEW (self));

  gb_editor_view_call_async (self, script, arguments, self->cancellable, call_cb, NULL);
}

void
gb_editor_view_set_blob_source (GbEditorView *self,
                                GbEditorBlobFunc load,
                                GbEditorBlobFinish finish,
                                gpointer user_data)
{
  g_return_if_fail (GB_IS_EDITOR_VIEW (self));
  g_return_if_fail ((load == NULL) == (finish == NULL));

  self->load_blob = load;
  self->finish_blob = finish;
  self->blob_data = user_data;
}

static void
load_blob_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbEditorView *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = NULL;

  if (self->finish_blob != NULL)
    bytes = self->finish_blob (result, self->blob_data, &error);

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify)g_bytes_unref);
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no such image");
}

void
gb_editor_view_load_blob_async (GbEditorView *self,
                                const char *digest,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GB_IS_EDITOR_VIEW (self));
  g_return_if_fail (digest != NULL);

  task = g_task_new (self, self->cancellable, callback, user_data);
  g_task_set_source_tag (task, gb_editor_view_load_blob_async);
  if (self->load_blob == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no source of images");
    return;
  }
  self->load_blob (digest, self->cancellable, load_blob_cb, g_steal_pointer (&task),
                   self->blob_data);
}

GBytes *
gb_editor_view_load_blob_finish (GbEditorView *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
