/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The actions of the editor. One table says for each action which command of the page it runs,
 * which member of the page's state is its own state, and which one says whether it can be pressed;
 * everything else follows from it. The object owns the group and the last known state, borrows the
 * view, and lives on the main thread. Used by GbEditor, its toolbar and menus. */

#define G_LOG_DOMAIN "gb-editor"

#include "config.h"

#include "editor/gb-editor-actions.h"

#include "editor/gb-editor-bridge.h"

#include <string.h>

#define MAX_ADDRESS 2000

struct _GbEditorActions {
  GObject parent_instance;

  /* Owned */
  GSimpleActionGroup *group;
  GVariantDict *state;

  /* Borrowed */
  GbEditorView *view; /* lives as long as the editor, which owns this object */

  guint is_ready : 1;
  guint is_editable : 1;
};

G_DEFINE_FINAL_TYPE (GbEditorActions, gb_editor_actions, G_TYPE_OBJECT)

enum {
  SIGNAL_ASK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* state and needs name members of the page's state; a NULL need means that a text is enough. */
static const struct {
  const char *name;
  const char *parameter_type;
  const char *state;
  const char *state_type;
  const char *needs;
  gboolean reading; /* also without the right to write */
  gboolean asks;    /* somebody has to be asked first; the page has no command of this name */
  gboolean aside;   /* the focus stays where it is, such as in the list of headings */
} table[] = {
  { "add-column-after", NULL, NULL, NULL, "inTable", FALSE },
  { "add-column-before", NULL, NULL, NULL, "inTable", FALSE },
  { "add-row-after", NULL, NULL, NULL, "inTable", FALSE },
  { "add-row-before", NULL, NULL, NULL, "inTable", FALSE },
  { "align", "s", "align", "s", "canAlign", FALSE },
  { "bullet-list", NULL, "bulletList", "b", "canMakeList", FALSE },
  { "choose-character", NULL, NULL, NULL, "canInsertText", FALSE, TRUE },
  { "choose-table", NULL, NULL, NULL, "canSetStyle", FALSE, TRUE },
  { "delete-column", NULL, NULL, NULL, "inTable", FALSE },
  { "delete-row", NULL, NULL, NULL, "inTable", FALSE },
  { "delete-table", NULL, NULL, NULL, "inTable", FALSE },
  { "demote-heading", NULL, NULL, NULL, "canDemote", FALSE },
  { "demote-section", NULL, NULL, NULL, "canDemoteSection", FALSE, FALSE, TRUE },
  { "edit-image", NULL, NULL, NULL, "hasImage", FALSE, TRUE },
  { "edit-link", NULL, NULL, NULL, "canLink", FALSE, TRUE },
  { "image-width", "s", "imageWidth", "s", "hasImage", FALSE },
  { "indent-list", NULL, NULL, NULL, "canIndentList", FALSE },
  { "insert-break", NULL, NULL, NULL, "canBreak", FALSE },
  { "insert-date", NULL, NULL, NULL, "canInsertText", FALSE },
  { "insert-image", NULL, NULL, NULL, "canSetStyle", FALSE, TRUE },
  { "insert-rule", NULL, NULL, NULL, "canSetStyle", FALSE },
  { "insert-table", "s", NULL, NULL, "canSetStyle", FALSE },
  { "list-style", "s", "listStyle", "s", "canMakeList", FALSE },
  { "merge-cells", NULL, NULL, NULL, "canMerge", FALSE },
  { "move-section", "s", NULL, NULL, NULL, FALSE, FALSE, TRUE },
  { "move-section-down", NULL, NULL, NULL, "canMoveSectionDown", FALSE, FALSE, TRUE },
  { "move-section-up", NULL, NULL, NULL, "canMoveSectionUp", FALSE, FALSE, TRUE },
  { "narrow-column", NULL, NULL, NULL, "inTable", FALSE },
  { "ordered-list", NULL, "orderedList", "b", "canMakeList", FALSE },
  { "outdent-list", NULL, NULL, NULL, "canOutdentList", FALSE },
  { "paste", NULL, NULL, NULL, NULL, FALSE },
  { "paste-as-text", NULL, NULL, NULL, NULL, FALSE },
  { "promote-heading", NULL, NULL, NULL, "canPromote", FALSE },
  { "promote-section", NULL, NULL, NULL, "canPromoteSection", FALSE, FALSE, TRUE },
  { "redo", NULL, NULL, NULL, "canRedo", FALSE },
  { "remove-link", NULL, NULL, NULL, "hasLink", FALSE },
  { "repair-numbering", NULL, NULL, NULL, "canRepairNumbers", FALSE },
  { "select-all", NULL, NULL, NULL, NULL, TRUE },
  { "select-column", NULL, NULL, NULL, "inTable", FALSE },
  { "select-row", NULL, NULL, NULL, "inTable", FALSE },
  { "select-table", NULL, NULL, NULL, "inTable", FALSE },
  { "set-style", "s", "style", "s", "canSetStyle", FALSE },
  { "share-columns-evenly", NULL, NULL, NULL, "canShareEvenly", FALSE },
  { "split-cell", NULL, NULL, NULL, "canSplit", FALSE },
  { "toggle-bold", NULL, "bold", "b", "canMark", FALSE },
  { "toggle-caption", NULL, "caption", "b", "canHaveCaption", FALSE },
  { "toggle-header-cell", NULL, "headerCell", "b", "inTable", FALSE },
  { "toggle-header-column", NULL, "headerColumn", "b", "inTable", FALSE },
  { "toggle-header-row", NULL, "headerRow", "b", "inTable", FALSE },
  { "toggle-indent", NULL, "indented", "b", "canAlign", FALSE },
  { "toggle-italic", NULL, "italic", "b", "canMark", FALSE },
  { "toggle-number", NULL, "numbered", "b", "canNumber", FALSE },
  { "toggle-strike", NULL, "strike", "b", "canMark", FALSE },
  { "toggle-subscript", NULL, "subscript", "b", "canMark", FALSE },
  { "toggle-superscript", NULL, "superscript", "b", "canMark", FALSE },
  { "toggle-underline", NULL, "underline", "b", "canMark", FALSE },
  { "undo", NULL, NULL, NULL, "canUndo", FALSE },
  { "widen-column", NULL, NULL, NULL, "inTable", FALSE },
};

/* ^ … $ are anchored to the whole text; the same addresses as in resources/document.rng. */
#define HOST "[^\\s\"<>/?#@:]+"
#define ADDRESS_PATTERN                                                                            \
  "^(?:https?://" HOST "(?::[0-9]{1,5})?(?:[/?#][^\\s\"<>]*)?"                                     \
  "|mailto:[^\\s\"<>@]+@[^\\s\"<>@]+"                                                              \
  "|tel:\\+?[0-9\\-]{3,20}"                                                                        \
  "|#[A-Za-z][A-Za-z0-9_\\-]{0,63}"                                                                \
  "|document:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$"

static gboolean
lookup_boolean (GbEditorActions *self, const char *name)
{
  gboolean value = FALSE;

  if (g_str_equal (name, "hasLink"))
    return *gb_editor_actions_get_link (self) != '\0';
  g_variant_dict_lookup (self->state, name, "b", &value);
  return value;
}

static const char *
lookup_string (GbEditorActions *self, const char *name)
{
  const char *value = "";

  /* The dictionary keeps the variant alive until the next update. */
  g_variant_dict_lookup (self->state, name, "&s", &value);
  return value;
}

static GVariant *
state_of (GbEditorActions *self, gsize i)
{
  if (g_str_equal (table[i].state_type, "b"))
    return g_variant_new_boolean (lookup_boolean (self, table[i].state));
  return g_variant_new_string (lookup_string (self, table[i].state));
}

static void
actions_update (GbEditorActions *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    GSimpleAction *action =
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->group), table[i].name));
    gboolean enabled = self->is_ready && (self->is_editable || table[i].reading);

    if (enabled && table[i].needs != NULL)
      enabled = lookup_boolean (self, table[i].needs);
    g_simple_action_set_enabled (action, enabled);
    if (table[i].state != NULL)
      g_simple_action_set_state (action, state_of (self, i));
  }
}

static gboolean
is_aside (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    if (g_str_equal (table[i].name, name))
      return table[i].aside;
  }
  return FALSE;
}

static void
run (GbEditorActions *self, const char *name, const char *argument)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&arguments, "name", "s", name);
  g_variant_dict_insert (&arguments, "argument", "s", argument);
  if (!is_aside (name))
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
  gb_editor_view_call (self->view, "Editor.run(name, argument);", g_variant_dict_end (&arguments));
}

static void
run_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  run (GB_EDITOR_ACTIONS (user_data), g_action_get_name (G_ACTION (action)),
       parameter != NULL ? g_variant_get_string (parameter, NULL) : "");
}

static void
ask_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *name = g_action_get_name (G_ACTION (action));

  g_signal_emit (user_data, signals[SIGNAL_ASK], g_quark_from_string (name), name);
}

static void
add_action (GbEditorActions *self, gsize i)
{
  const GVariantType *type =
    table[i].parameter_type != NULL ? G_VARIANT_TYPE (table[i].parameter_type) : NULL;
  g_autoptr (GSimpleAction) action =
    table[i].state != NULL ? g_simple_action_new_stateful (table[i].name, type, state_of (self, i))
                           : g_simple_action_new (table[i].name, type);

  /* Without a handler of its own, an action with a state would change it by itself; the state is
   * the page's to say. */
  g_signal_connect_object (action, "activate", G_CALLBACK (table[i].asks ? ask_cb : run_cb), self,
                           0);
  g_action_map_add_action (G_ACTION_MAP (self->group), G_ACTION (action));
}

static void
gb_editor_actions_finalize (GObject *object)
{
  GbEditorActions *self = GB_EDITOR_ACTIONS (object);

  g_clear_object (&self->group);
  g_clear_pointer (&self->state, g_variant_dict_unref);
  G_OBJECT_CLASS (gb_editor_actions_parent_class)->finalize (object);
}

static void
gb_editor_actions_class_init (GbEditorActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gb_editor_actions_finalize;

  signals[SIGNAL_ASK] =
    g_signal_new ("ask", GB_TYPE_EDITOR_ACTIONS, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
gb_editor_actions_init (GbEditorActions *self)
{
  self->group = g_simple_action_group_new ();
  self->state = g_variant_dict_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    add_action (self, i);
  actions_update (self);
}

GbEditorActions *
gb_editor_actions_new (GbEditorView *view)
{
  GbEditorActions *self;

  g_return_val_if_fail (GB_IS_EDITOR_VIEW (view), NULL);

  self = g_object_new (GB_TYPE_EDITOR_ACTIONS, NULL);
  self->view = view;
  return self;
}

GActionGroup *
gb_editor_actions_get_group (GbEditorActions *self)
{
  g_return_val_if_fail (GB_IS_EDITOR_ACTIONS (self), NULL);

  return G_ACTION_GROUP (self->group);
}

void
gb_editor_actions_update (GbEditorActions *self, GVariant *state)
{
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_return_if_fail (GB_IS_EDITOR_ACTIONS (self));
  g_return_if_fail (state != NULL);

  g_variant_iter_init (&iter, state);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    g_variant_dict_insert_value (self->state, name, value);
  actions_update (self);
}

void
gb_editor_actions_set_enabled (GbEditorActions *self, gboolean ready, gboolean editable)
{
  g_return_if_fail (GB_IS_EDITOR_ACTIONS (self));

  self->is_ready = !!ready;
  self->is_editable = !!editable;
  actions_update (self);
}

const char *
gb_editor_actions_get_link (GbEditorActions *self)
{
  g_return_val_if_fail (GB_IS_EDITOR_ACTIONS (self), "");

  return lookup_string (self, "link");
}

const char *
gb_editor_actions_get_image_alt (GbEditorActions *self)
{
  g_return_val_if_fail (GB_IS_EDITOR_ACTIONS (self), "");

  return lookup_string (self, "imageAlt");
}

const char *
gb_editor_actions_get_style (GbEditorActions *self)
{
  g_return_val_if_fail (GB_IS_EDITOR_ACTIONS (self), "");

  return lookup_string (self, "style");
}

void
gb_editor_actions_run (GbEditorActions *self, const char *name, const char *argument)
{
  g_return_if_fail (GB_IS_EDITOR_ACTIONS (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (argument != NULL);

  run (self, name, argument);
}

void
gb_editor_actions_set_link (GbEditorActions *self, const char *href)
{
  g_return_if_fail (GB_IS_EDITOR_ACTIONS (self));
  g_return_if_fail (href != NULL);

  run (self, "set-link", href);
}

void
gb_editor_actions_link_document (GbEditorActions *self, const char *id, const char *title)
{
  g_autofree char *json = NULL;

  g_return_if_fail (GB_IS_EDITOR_ACTIONS (self));
  g_return_if_fail (id != NULL);
  g_return_if_fail (title != NULL);

  json = gb_editor_strings_to_json ("id", id, "title", title, NULL);
  run (self, "link-document", json);
}

char *
gb_editor_actions_complete_address (const char *text)
{
  g_autofree char *address = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  address = g_strstrip (g_strdup (text));
  if (*address == '\0')
    return NULL;
  if (!g_regex_match_simple ("^(?:[A-Za-z][A-Za-z0-9+.\\-]*:(?![0-9])|#)", address, G_REGEX_DEFAULT,
                             0)) {
    const char *scheme =
      strchr (address, '@') != NULL && strchr (address, '/') == NULL ? "mailto:" : "https://";
    char *completed = g_strconcat (scheme, address, NULL);

    /* A word alone is hardly an address. */
    if (strchr (address, '.') == NULL) {
      g_free (completed);
      return NULL;
    }
    g_free (address);
    address = completed;
  }
  if (strlen (address) > MAX_ADDRESS ||
      !g_regex_match_simple (ADDRESS_PATTERN, address, G_REGEX_DOLLAR_ENDONLY, 0))
    return NULL;
  return g_steal_pointer (&address);
}
