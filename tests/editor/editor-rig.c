/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A window with the real editor in it, and the hands of a person: keys, actions, and an input
 * method that is scripted and stands where ibus or fcitx would stand. WebKit then does all that it
 * does for a person; nothing is faked inside the page. Everything runs on the main thread. Only a
 * test may turn the main context by hand, as is done here; the program never does. */

#include "config.h"

#include "editor-rig.h"

#include "ui/gongbao-ui-resources.h"

#include <gdk/gdkx.h>
#include <handy.h>
#include <locale.h>

#define DEADLINE_MS     10000
#define FOCUS_SETTLE_MS 150

struct _RigInputMethod {
  WebKitInputMethodContext parent_instance;

  /* Owned */
  GString *preedit; /* the letters typed and not yet committed */
  char *candidate;

  RigOrder order;
};

G_DEFINE_FINAL_TYPE (RigInputMethod, rig_input_method, WEBKIT_TYPE_INPUT_METHOD_CONTEXT)

static void
clear_preedit (RigInputMethod *self)
{
  g_string_truncate (self->preedit, 0);
  g_signal_emit_by_name (self, "preedit-changed");
  g_signal_emit_by_name (self, "preedit-finished");
}

static void
commit (RigInputMethod *self, const char *text)
{
  if (self->order == RIG_ORDER_PREEDIT_FIRST)
    clear_preedit (self);

  g_signal_emit_by_name (self, "committed", text);

  if (self->order == RIG_ORDER_COMMIT_FIRST)
    clear_preedit (self);
}

/* Letters extend the preedit and BackSpace shortens it, a space commits the candidate, Return
 * commits the letters as they are, Escape drops them. Everything else is left to the page. */
static gboolean
rig_input_method_filter_key_event (WebKitInputMethodContext *context, GdkEventKey *event)
{
  RigInputMethod *self = RIG_INPUT_METHOD (context);
  gboolean composing = self->preedit->len > 0;

  if (event->type != GDK_KEY_PRESS)
    return composing;

  if (event->keyval >= GDK_KEY_a && event->keyval <= GDK_KEY_z && event->state == 0) {
    g_string_append_c (self->preedit, (char)gdk_keyval_to_unicode (event->keyval));
    if (!composing)
      g_signal_emit_by_name (self, "preedit-started");
    g_signal_emit_by_name (self, "preedit-changed");
    return TRUE;
  }

  if (composing && event->keyval == GDK_KEY_space) {
    commit (self, self->candidate);
    return TRUE;
  }

  if (composing && event->keyval == GDK_KEY_Return) {
    g_autofree char *letters = g_strdup (self->preedit->str);

    commit (self, letters);
    return TRUE;
  }

  if (composing && event->keyval == GDK_KEY_BackSpace && self->preedit->len > 1) {
    g_string_truncate (self->preedit, self->preedit->len - 1);
    g_signal_emit_by_name (self, "preedit-changed");
    return TRUE;
  }

  if (composing && (event->keyval == GDK_KEY_BackSpace || event->keyval == GDK_KEY_Escape)) {
    clear_preedit (self);
    return TRUE;
  }

  return FALSE;
}

/* WebKit calls this while it handles "preedit-changed". The caret is at the end of the preedit:
 * an input method that always reports 0 gets its candidate window in the wrong place. */
static void
rig_input_method_get_preedit (WebKitInputMethodContext *context,
                              char **text,
                              GList **underlines,
                              guint *cursor_offset)
{
  RigInputMethod *self = RIG_INPUT_METHOD (context);
  guint length = (guint)g_utf8_strlen (self->preedit->str, -1);

  if (text != NULL)
    *text = g_strdup (self->preedit->str);
  if (underlines != NULL)
    *underlines =
      length > 0 ? g_list_append (NULL, webkit_input_method_underline_new (0, length)) : NULL;
  if (cursor_offset != NULL)
    *cursor_offset = length;
}

/* The page took the caret away: drop the letters, as an input method does. */
static void
rig_input_method_reset (WebKitInputMethodContext *context)
{
  g_string_truncate (RIG_INPUT_METHOD (context)->preedit, 0);
}

static void
rig_input_method_finalize (GObject *object)
{
  g_string_free (RIG_INPUT_METHOD (object)->preedit, TRUE);
  g_free (RIG_INPUT_METHOD (object)->candidate);

  G_OBJECT_CLASS (rig_input_method_parent_class)->finalize (object);
}

static void
rig_input_method_class_init (RigInputMethodClass *klass)
{
  WebKitInputMethodContextClass *context_class = WEBKIT_INPUT_METHOD_CONTEXT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = rig_input_method_finalize;

  context_class->filter_key_event = rig_input_method_filter_key_event;
  context_class->get_preedit = rig_input_method_get_preedit;
  context_class->reset = rig_input_method_reset;
}

static void
rig_input_method_init (RigInputMethod *self)
{
  self->preedit = g_string_new (NULL);
  self->candidate = g_strdup (RIG_CANDIDATE);
}

void
rig_input_method_set_order (RigInputMethod *self, RigOrder order)
{
  g_return_if_fail (RIG_IS_INPUT_METHOD (self));

  self->order = order;
}

void
rig_input_method_set_candidate (RigInputMethod *self, const char *candidate)
{
  g_return_if_fail (RIG_IS_INPUT_METHOD (self));

  g_free (self->candidate);
  self->candidate = g_strdup (candidate);
}

void
rig_input_method_commit (RigInputMethod *self, const char *text)
{
  g_return_if_fail (RIG_IS_INPUT_METHOD (self));

  g_signal_emit_by_name (self, "committed", text);
}

static gboolean
timeout_cb (gpointer user_data)
{
  gboolean *done = user_data;

  *done = TRUE;
  return G_SOURCE_REMOVE;
}

void
rig_wait_ms (guint milliseconds)
{
  gboolean done = FALSE;

  if (milliseconds == 0)
    return;

  g_timeout_add (milliseconds, timeout_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

void
rig_wait_for (gpointer object, const char *property)
{
  gboolean value = FALSE;

  for (int i = 0; i < DEADLINE_MS / 20; i++) {
    g_object_get (object, property, &value, NULL);
    if (value)
      return;
    rig_wait_ms (20);
  }
  g_error ("%s never became true", property);
}

/* Gives the window the focus that a person's window has, so that document.hasFocus () is true.
 * Under Xvfb no window manager does it, and without this it depends on where the pointer is. */
void
rig_take_focus (Rig *rig)
{
  GdkWindow *window = gtk_widget_get_window (rig->window);
  Display *display = gdk_x11_display_get_xdisplay (gtk_widget_get_display (rig->window));

  gtk_widget_grab_focus (GTK_WIDGET (rig->editor));
  XSetInputFocus (display, gdk_x11_window_get_xid (window), RevertToParent, CurrentTime);
  XFlush (display);
  rig_wait_for (rig->window, "has-toplevel-focus");
}

static void
find_view_cb (GtkWidget *widget, gpointer user_data)
{
  GbEditorView **view = user_data;

  if (GB_IS_EDITOR_VIEW (widget))
    *view = GB_EDITOR_VIEW (widget);
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), find_view_cb, user_data);
}

void
rig_init (int *argc, char ***argv)
{
  gdk_set_allowed_backends ("x11"); /* only rig_take_focus () needs it */
  setlocale (LC_ALL, "");
  /* Folders are not isolated: the sandbox of WebKit keeps files in the runtime folder of the user,
   * which has to be there before the first test and after it. Nothing else is written. */
  g_test_init (argc, argv, NULL);
  g_test_set_nonfatal_assertions (); /* one run reports every failing case */
  gtk_init (argc, argv);
  hdy_init ();
  g_resources_register (gongbao_ui_get_resource ());
}

static void
count_keys (Rig *rig)
{
  g_autofree char *answer =
    rig_call (rig, "if (window.rigKeys === undefined)"
                   "  addEventListener('keyup', () => { window.rigKeys += 1; }, true);"
                   "window.rigKeys = 0;"
                   "Editor.focus();"
                   "return 'counted';");

  rig_check_equal (answer, "counted");
  rig->n_keys = 0;
  rig_wait_ms (FOCUS_SETTLE_MS);
}

void
rig_load (Rig *rig, const char *title, const char *body)
{
  gb_editor_load (rig->editor, GB_DOCUMENT_KIND_NOTICE, title, body);
  /* Calls are answered in order: the load is done when this is. */
  count_keys (rig);
}

void
rig_make (Rig *rig, int width, int height)
{
  rig->window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  rig->editor = GB_EDITOR (gb_editor_new ());
  rig->view = NULL;
  find_view_cb (GTK_WIDGET (rig->editor), &rig->view);
  g_assert_nonnull (rig->view);
  gtk_window_set_default_size (GTK_WINDOW (rig->window), width, height);
  gtk_container_add (GTK_CONTAINER (rig->window), GTK_WIDGET (rig->editor));
}

void
rig_show (Rig *rig)
{
  gtk_widget_show (GTK_WIDGET (rig->editor));
  gtk_widget_show (rig->window);
  rig_wait_for (rig->editor, "ready");
  rig_take_focus (rig);
  count_keys (rig);
}

void
rig_open (Rig *rig, int width, int height)
{
  rig_make (rig, width, height);
  rig_show (rig);
}

void
rig_use_input_method (Rig *rig)
{
  rig->input_method = g_object_new (RIG_TYPE_INPUT_METHOD, NULL);
  webkit_web_view_set_input_method_context (WEBKIT_WEB_VIEW (rig->view),
                                            WEBKIT_INPUT_METHOD_CONTEXT (rig->input_method));
}

void
rig_close (Rig *rig)
{
  gtk_widget_destroy (rig->window);
  g_clear_object (&rig->input_method);
}

void
rig_settle (Rig *rig)
{
  g_autofree char *expected = g_strdup_printf ("%u", rig->n_keys);

  for (int i = 0; i < DEADLINE_MS / 10; i++) {
    g_autofree char *seen = rig_call (rig, "return String(window.rigKeys);");

    if (g_str_equal (seen, expected))
      return;
    rig_wait_ms (10);
  }
  g_error ("the page never saw all keys");
}

static void
collect_cb (GtkWidget *widget, gpointer user_data)
{
  GList **children = user_data;

  *children = g_list_append (*children, widget);
}

static GtkWidget *
find_widget (GtkWidget *root, GType type, const char *name)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) &&
      (name == NULL ||
       g_strcmp0 (atk_object_get_name (gtk_widget_get_accessible (root)), name) == 0))
    return root;
  if (GTK_IS_CONTAINER (root)) {
    g_autoptr (GList) children = NULL;

    gtk_container_forall (GTK_CONTAINER (root), collect_cb, &children);
    for (GList *l = children; l != NULL && found == NULL; l = l->next)
      found = find_widget (l->data, type, name);
  }
  return found;
}

GtkWidget *
rig_find_widget (Rig *rig, GType type, const char *name)
{
  return find_widget (GTK_WIDGET (rig->editor), type, name);
}

/* Presses and releases one key. The event enters at the widget, as it does from the X server, so
 * the view asks the input method first and the page second. */
void
rig_press (Rig *rig, guint keyval, GdkModifierType modifiers)
{
  GdkDisplay *display = gtk_widget_get_display (rig->window);
  GdkDevice *keyboard = gdk_seat_get_keyboard (gdk_display_get_default_seat (display));
  g_autofree GdkKeymapKey *keys = NULL;
  int n_keys = 0;

  rig->n_keys++;
  gdk_keymap_get_entries_for_keyval (gdk_keymap_get_for_display (display), keyval, &keys, &n_keys);
  for (int i = 0; i < 2; i++) {
    g_autoptr (GdkEvent) event = gdk_event_new (i == 0 ? GDK_KEY_PRESS : GDK_KEY_RELEASE);

    event->key.window = g_object_ref (gtk_widget_get_window (GTK_WIDGET (rig->view)));
    event->key.time = GDK_CURRENT_TIME;
    event->key.keyval = keyval;
    event->key.state = modifiers;
    event->key.hardware_keycode = n_keys > 0 ? (guint16)keys[0].keycode : 0;
    gdk_event_set_device (event, keyboard);
    gtk_widget_event (GTK_WIDGET (rig->view), event);
  }
}

void
rig_type (Rig *rig, const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    rig_press (rig, c == '\n' ? GDK_KEY_Return : gdk_unicode_to_keyval (c), 0);
  }
}

void
rig_key (Rig *rig, const char *accelerator)
{
  guint keyval;
  GdkModifierType modifiers;

  gtk_accelerator_parse (accelerator, &keyval, &modifiers);
  g_assert_cmpuint (keyval, !=, 0);
  rig_press (rig, keyval, modifiers);
}

static GdkDevice *
get_pointer (Rig *rig)
{
  GdkDisplay *display = gtk_widget_get_display (rig->window);

  return gdk_seat_get_pointer (gdk_display_get_default_seat (display));
}

void
rig_point (Rig *rig, double x, double y, GdkModifierType modifiers)
{
  g_autoptr (GdkEvent) event = gdk_event_new (GDK_MOTION_NOTIFY);

  event->motion.window = g_object_ref (gtk_widget_get_window (GTK_WIDGET (rig->view)));
  event->motion.time = GDK_CURRENT_TIME;
  event->motion.x = event->motion.x_root = x;
  event->motion.y = event->motion.y_root = y;
  event->motion.state = modifiers;
  gdk_event_set_device (event, get_pointer (rig));
  gtk_widget_event (GTK_WIDGET (rig->view), event);
}

void
rig_button (Rig *rig, guint button, gboolean down, double x, double y)
{
  g_autoptr (GdkEvent) event = gdk_event_new (down ? GDK_BUTTON_PRESS : GDK_BUTTON_RELEASE);

  event->button.window = g_object_ref (gtk_widget_get_window (GTK_WIDGET (rig->view)));
  event->button.time = GDK_CURRENT_TIME;
  event->button.x = event->button.x_root = x;
  event->button.y = event->button.y_root = y;
  event->button.button = button;
  event->button.state = down ? 0 : (GdkModifierType)(GDK_BUTTON1_MASK << (button - 1));
  gdk_event_set_device (event, get_pointer (rig));
  gtk_widget_event (GTK_WIDGET (rig->view), event);
}

void
rig_activate (Rig *rig, const char *detailed_name)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;
  g_autoptr (GError) error = NULL;

  g_action_parse_detailed_name (detailed_name, &name, &target, &error);
  g_assert_no_error (error);
  g_action_group_activate_action (gb_editor_get_actions (rig->editor), name, target);
}

static void
result_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **out = user_data;

  *out = g_object_ref (result);
}

char *
rig_call (Rig *rig, const char *script)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *answer = NULL;

  gb_editor_view_call_async (rig->view, script, NULL, NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  if (!gb_editor_view_call_finish (rig->view, result, &answer, &error))
    return g_strdup (error->message);
  return answer;
}

char *
rig_snapshot (Rig *rig, char **out_title)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *body = NULL;

  gb_editor_snapshot_async (rig->editor, NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  gb_editor_snapshot_finish (rig->editor, result, out_title, &body, &error);
  g_assert_no_error (error);
  return body;
}

char *
rig_without_ids (const char *body)
{
  g_autoptr (GRegex) ids = g_regex_new (" id=\"[^\"]*\"", 0, 0, NULL);

  return g_regex_replace_literal (ids, body, -1, 0, "", 0, NULL);
}

void
rig_check_equal (const char *actual, const char *expected)
{
  if (g_strcmp0 (actual, expected) == 0)
    return;

  g_test_message ("expected %s", expected);
  g_test_message ("     got %s", actual);
  g_test_fail ();
}
