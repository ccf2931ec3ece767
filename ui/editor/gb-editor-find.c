/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bar for finding and replacing. It owns its widgets and actions and borrows the view; the page
 * does the work and tells the number of matches with its state. What an input method has not
 * committed yet is not in the entry's text, and so it is not looked for. Main thread; used by
 * GbEditor. */

#define G_LOG_DOMAIN "gb-editor"

#include "config.h"

#include "editor/gb-editor-find.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

struct _GbEditorFind {
  GtkBin parent_instance;

  /* Template children */
  GtkRevealer *revealer;
  GtkEntry *find_entry;
  GtkLabel *count_label;
  GtkBox *replace_row;
  GtkEntry *replace_entry;

  /* Owned */
  GCancellable *cancellable; /* cancelled in dispose */
  char *sent;                /* (nullable): the text that the page looks for */

  /* Borrowed */
  GbEditorView *view;  /* (nullable) until attached; lives as long as the editor */
  GActionMap *actions; /* lives as long as the editor */

  guint matches;
  guint match; /* 1 for the first; 0 when none is selected */

  guint n_replaced; /* by the last press */

  guint is_ready : 1;
  guint was_replaced : 1; /* until the next press of anything */
  guint is_editable : 1;
  guint is_fresh : 1; /* the next search begins at the caret */
};

G_DEFINE_FINAL_TYPE (GbEditorFind, gb_editor_find, GTK_TYPE_BIN)

enum {
  SIGNAL_OPENED,
  SIGNAL_CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
get_option (GbEditorFind *self, const char *name)
{
  g_autoptr (GVariant) state =
    g_action_get_state (g_action_map_lookup_action (self->actions, name));

  return g_variant_get_boolean (state);
}

static void
update_count (GbEditorFind *self)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self->find_entry));
  gboolean is_empty = gtk_entry_get_text_length (self->find_entry) == 0;
  g_autofree char *text = NULL;

  if (self->was_replaced)
    /* Translators: how many matches were replaced */
    text =
      g_strdup_printf (ngettext ("%u replaced", "%u replaced", self->n_replaced), self->n_replaced);
  else if (is_empty)
    text = g_strdup ("");
  else if (self->matches == 0)
    text = g_strdup (_ ("Not found"));
  else if (self->match == 0)
    /* Translators: how often a text was found */
    text = g_strdup_printf (ngettext ("%u match", "%u matches", self->matches), self->matches);
  else
    text = g_strdup_printf ("%u/%u", self->match, self->matches);

  gtk_label_set_label (self->count_label, text);
  atk_object_set_description (gtk_widget_get_accessible (GTK_WIDGET (self->find_entry)), text);
  if (!is_empty && !self->was_replaced && self->matches == 0)
    gtk_style_context_add_class (context, GTK_STYLE_CLASS_ERROR);
  else
    gtk_style_context_remove_class (context, GTK_STYLE_CLASS_ERROR);
}

static void
update_actions (GbEditorFind *self)
{
  const gboolean can_write = self->is_ready && self->is_editable;
  const struct {
    const char *name;
    gboolean enabled;
  } table[] = {
    { "find", self->is_ready },
    { "find-next", self->is_ready },
    { "find-previous", self->is_ready },
    { "find-replace", can_write },
    { "replace", can_write && self->matches > 0 },
    { "replace-all", can_write && self->matches > 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (self->actions, table[i].name)),
      table[i].enabled);
}

static char *
dup_given (GbEditorFind *self, gboolean move)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "text");
  json_builder_add_string_value (builder, gtk_entry_get_text (self->find_entry));
  json_builder_set_member_name (builder, "matchCase");
  json_builder_add_boolean_value (builder, get_option (self, "find-match-case"));
  json_builder_set_member_name (builder, "matchWidth");
  json_builder_add_boolean_value (builder, get_option (self, "find-match-width"));
  json_builder_set_member_name (builder, "fresh");
  json_builder_add_boolean_value (builder, self->is_fresh);
  json_builder_set_member_name (builder, "move");
  json_builder_add_boolean_value (builder, move);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void
send_query (GbEditorFind *self, gboolean move)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *given = NULL;

  if (!self->is_ready)
    return;
  given = dup_given (self, move);
  self->is_fresh = FALSE;
  self->was_replaced = FALSE;
  g_free (self->sent);
  self->sent = g_strdup (gtk_entry_get_text (self->find_entry));
  g_variant_dict_insert (&arguments, "given", "s", given);
  gb_editor_view_call (self->view, "Editor.find(given);", g_variant_dict_end (&arguments));
  update_count (self);
}

/* The entry waits a little for the next letter; whoever presses a key does not. */
static gboolean
send_waiting (GbEditorFind *self)
{
  if (g_strcmp0 (self->sent, gtk_entry_get_text (self->find_entry)) == 0)
    return FALSE;
  send_query (self, TRUE);
  return TRUE;
}

static void
step (GbEditorFind *self, int direction)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);

  self->was_replaced = FALSE;
  update_count (self);
  g_variant_dict_insert (&arguments, "direction", "d", (double)direction);
  gb_editor_view_call (self->view, "Editor.findStep(direction);", g_variant_dict_end (&arguments));
}

static void
take_selection_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbEditorFind) self = user_data;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (!gb_editor_view_call_finish (GB_EDITOR_VIEW (object), result, &text, &error)) {
    g_debug ("what is selected is not known: %s", error->message);
    return;
  }
  /* Whoever has typed meanwhile looks for something else. */
  if (*text != '\0' && g_strcmp0 (self->sent, gtk_entry_get_text (self->find_entry)) == 0) {
    gtk_entry_set_text (self->find_entry, text);
    gtk_editable_select_region (GTK_EDITABLE (self->find_entry), 0, -1);
    send_query (self, TRUE);
  }
}

static void
open (GbEditorFind *self, gboolean replaces)
{
  gboolean was_in_text = !gtk_widget_has_focus (GTK_WIDGET (self->find_entry)) &&
                         !gtk_widget_has_focus (GTK_WIDGET (self->replace_entry));

  gtk_widget_set_visible (GTK_WIDGET (self->replace_row), replaces);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
  if (was_in_text) {
    self->is_fresh = TRUE;
    send_query (self, FALSE);
    gb_editor_view_call_async (self->view, "return Editor.offeredText();", NULL, self->cancellable,
                               take_selection_cb, g_object_ref (self));
  }
  /* After the page has been asked: an entry that selects its text takes the selection from the
   * page. */
  gtk_widget_grab_focus (GTK_WIDGET (self->find_entry));
  self->is_fresh = FALSE;
}

static void
find_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbEditorFind *self = user_data;

  open (self, gtk_widget_get_visible (GTK_WIDGET (self->replace_row)) && self->is_editable &&
                gb_editor_find_get_is_open (self));
}

static void
find_replace_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open (GB_EDITOR_FIND (user_data), TRUE);
}

/* Also with the bar closed: the last search goes on. */
static void
find_step_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbEditorFind *self = user_data;

  if (gtk_entry_get_text_length (self->find_entry) == 0) {
    find_cb (NULL, NULL, self);
    return;
  }
  if (!gb_editor_find_get_is_open (self)) {
    gtk_widget_hide (GTK_WIDGET (self->replace_row));
    gtk_revealer_set_reveal_child (self->revealer, TRUE);
    g_signal_emit (self, signals[SIGNAL_OPENED], 0);
    self->is_fresh = TRUE;
    send_query (self, FALSE);
  } else if (send_waiting (self)) {
    return;
  }
  step (self, g_str_equal (g_action_get_name (G_ACTION (action)), "find-next") ? 1 : -1);
}

static void
replace_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbEditorFind *self = user_data;
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);

  if (!gb_editor_find_get_is_open (self) || send_waiting (self))
    return;
  self->was_replaced = FALSE;
  g_variant_dict_insert (&arguments, "text", "s", gtk_entry_get_text (self->replace_entry));
  gb_editor_view_call (self->view, "Editor.replace(text);", g_variant_dict_end (&arguments));
}

static void
replaced_all_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbEditorFind) self = user_data;
  g_autofree char *answer = NULL;
  g_autoptr (GError) error = NULL;

  if (!gb_editor_view_call_finish (GB_EDITOR_VIEW (object), result, &answer, &error)) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_warning ("replacing failed: %s", error->message);
    return;
  }
  self->n_replaced = (guint)g_ascii_strtoull (answer, NULL, 10);
  self->was_replaced = TRUE;
  update_count (self);
}

static void
replace_all_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbEditorFind *self = user_data;
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);

  if (!gb_editor_find_get_is_open (self))
    return;
  if (g_strcmp0 (self->sent, gtk_entry_get_text (self->find_entry)) != 0)
    send_query (self, FALSE);
  g_variant_dict_insert (&arguments, "text", "s", gtk_entry_get_text (self->replace_entry));
  gb_editor_view_call_async (self->view, "return Editor.replaceAll(text);",
                             g_variant_dict_end (&arguments), self->cancellable, replaced_all_cb,
                             g_object_ref (self));
}

static void
option_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  GbEditorFind *self = user_data;

  g_simple_action_set_state (action, value);
  if (gb_editor_find_get_is_open (self))
    send_query (self, TRUE);
}

/* ───── The widgets ───── */

static void
search_changed_cb (GbEditorFind *self)
{
  if (gb_editor_find_get_is_open (self))
    send_waiting (self);
}

static gboolean
focus_in_cb (GbEditorFind *self)
{
  self->is_fresh = TRUE;
  return GDK_EVENT_PROPAGATE;
}

static void
find_activate_cb (GbEditorFind *self)
{
  g_action_activate (g_action_map_lookup_action (self->actions, "find-next"), NULL);
}

static void
find_next_cb (GbEditorFind *self)
{
  g_action_activate (g_action_map_lookup_action (self->actions, "find-next"), NULL);
}

static void
find_previous_cb (GbEditorFind *self)
{
  g_action_activate (g_action_map_lookup_action (self->actions, "find-previous"), NULL);
}

static void
replace_activate_cb (GbEditorFind *self)
{
  g_action_activate (g_action_map_lookup_action (self->actions, "replace"), NULL);
}

/* What the entries leave: an input method has had the key before. */
static gboolean
gb_editor_find_key_press_event (GtkWidget *widget, GdkEventKey *event)
{
  GbEditorFind *self = GB_EDITOR_FIND (widget);
  GdkModifierType modifiers = event->state & gtk_accelerator_get_default_mod_mask ();

  if (GTK_WIDGET_CLASS (gb_editor_find_parent_class)->key_press_event (widget, event))
    return GDK_EVENT_STOP;
  if (event->keyval == GDK_KEY_Escape && modifiers == 0) {
    gb_editor_find_close (self);
    return GDK_EVENT_STOP;
  }
  if ((event->keyval == GDK_KEY_Return || event->keyval == GDK_KEY_KP_Enter) &&
      modifiers == GDK_SHIFT_MASK && gtk_widget_has_focus (GTK_WIDGET (self->find_entry))) {
    find_previous_cb (self);
    return GDK_EVENT_STOP;
  }
  return GDK_EVENT_PROPAGATE;
}

static void
gb_editor_find_dispose (GObject *object)
{
  GbEditorFind *self = GB_EDITOR_FIND (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (gb_editor_find_parent_class)->dispose (object);
}

static void
gb_editor_find_finalize (GObject *object)
{
  GbEditorFind *self = GB_EDITOR_FIND (object);

  g_clear_object (&self->cancellable);
  g_free (self->sent);
  G_OBJECT_CLASS (gb_editor_find_parent_class)->finalize (object);
}

static void
gb_editor_find_class_init (GbEditorFindClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gb_editor_find_dispose;
  object_class->finalize = gb_editor_find_finalize;
  widget_class->key_press_event = gb_editor_find_key_press_event;

  signals[SIGNAL_OPENED] = g_signal_new ("opened", GB_TYPE_EDITOR_FIND, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", GB_TYPE_EDITOR_FIND, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-editor-find.ui");
  gtk_widget_class_bind_template_child (widget_class, GbEditorFind, revealer);
  gtk_widget_class_bind_template_child (widget_class, GbEditorFind, find_entry);
  gtk_widget_class_bind_template_child (widget_class, GbEditorFind, count_label);
  gtk_widget_class_bind_template_child (widget_class, GbEditorFind, replace_row);
  gtk_widget_class_bind_template_child (widget_class, GbEditorFind, replace_entry);
  gtk_widget_class_bind_template_callback (widget_class, find_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_next_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, gb_editor_find_close);
  gtk_widget_class_bind_template_callback (widget_class, replace_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
}

static void
gb_editor_find_init (GbEditorFind *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
gb_editor_find_attach (GbEditorFind *self, GbEditorView *view, GActionMap *actions)
{
  static const GActionEntry entries[] = {
    { "find", find_cb },
    { "find-match-case", NULL, NULL, "false", option_cb },
    { "find-match-width", NULL, NULL, "true", option_cb },
    { "find-next", find_step_cb },
    { "find-previous", find_step_cb },
    { "find-replace", find_replace_cb },
    { "replace", replace_cb },
    { "replace-all", replace_all_cb },
  };

  g_return_if_fail (GB_IS_EDITOR_FIND (self));
  g_return_if_fail (GB_IS_EDITOR_VIEW (view));
  g_return_if_fail (G_IS_ACTION_MAP (actions));
  g_return_if_fail (self->view == NULL);

  self->view = view;
  self->actions = actions;
  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), self);
  update_actions (self);
}

void
gb_editor_find_set_enabled (GbEditorFind *self, gboolean ready, gboolean editable)
{
  g_return_if_fail (GB_IS_EDITOR_FIND (self));

  self->is_ready = !!ready;
  self->is_editable = !!editable;
  if (!editable)
    gtk_widget_hide (GTK_WIDGET (self->replace_row));
  update_actions (self);
}

void
gb_editor_find_update (GbEditorFind *self, GVariant *state)
{
  const guint matches = self->matches;
  gboolean is_new;

  g_return_if_fail (GB_IS_EDITOR_FIND (self));
  g_return_if_fail (state != NULL);

  is_new = g_variant_lookup (state, "matches", "u", &self->matches);
  /* There is something to replace again, such as after undoing it. */
  if (self->matches > matches)
    self->was_replaced = FALSE;
  if (!g_variant_lookup (state, "match", "u", &self->match) && !is_new)
    return;
  update_count (self);
  update_actions (self);
}

void
gb_editor_find_restart (GbEditorFind *self)
{
  g_return_if_fail (GB_IS_EDITOR_FIND (self));

  if (gb_editor_find_get_is_open (self)) {
    self->is_fresh = TRUE;
    send_query (self, FALSE);
  }
}

gboolean
gb_editor_find_get_is_open (GbEditorFind *self)
{
  g_return_val_if_fail (GB_IS_EDITOR_FIND (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer);
}

void
gb_editor_find_close (GbEditorFind *self)
{
  g_return_if_fail (GB_IS_EDITOR_FIND (self));

  if (!gb_editor_find_get_is_open (self))
    return;
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  if (self->is_ready)
    gb_editor_view_call (self->view, "Editor.endFind();", NULL);
  g_clear_pointer (&self->sent, g_free);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}
