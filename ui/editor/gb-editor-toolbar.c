/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The toolbar of the editor. It borrows the actions, and owns only its widgets; the popover for an
 * address is the one place where it does more than name an action. Used by GbEditor. */

#define G_LOG_DOMAIN "gb-editor"

#include "config.h"

#include "editor/gb-editor-toolbar.h"

#include "editor/gb-character-chooser.h"
#include "editor/gb-table-size.h"

#include <glib/gi18n.h>

struct _GbEditorToolbar {
  GtkBin parent_instance;

  /* Template children */
  GtkScrolledWindow *scrolled;
  GtkWidget *box;
  GtkLabel *style_label;
  GtkPopover *link_popover;
  GtkEntry *link_entry;
  GtkLabel *link_error;
  GtkWidget *link_button;
  GtkWidget *link_apply;
  GtkWidget *link_remove;
  GtkWidget *link_pick;
  GtkPopover *table_popover;
  GbTableSize *table_size;
  GtkPopover *character_popover;
  GbCharacterChooser *character_chooser;

  /* Borrowed */
  GbEditorActions *actions; /* lives as long as the editor */
};

G_DEFINE_FINAL_TYPE (GbEditorToolbar, gb_editor_toolbar, GTK_TYPE_BIN)

enum {
  SIGNAL_PICK_DOCUMENT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const struct {
  const char *name;
  const char *label;
} styles[] = {
  { "addressee", N_ ("Addressee") },
  { "body", N_ ("Body Text") },
  { "date", N_ ("Date of Signature") },
  { "h2", N_ ("Heading 1") },
  { "h3", N_ ("Heading 2") },
  { "h4", N_ ("Heading 3") },
  { "h5", N_ ("Heading 4") },
  { "note", N_ ("Note") },
  { "quote", N_ ("Quotation") },
  { "signature", N_ ("Signature") },
  { "title", N_ ("Title") },
};

static gboolean
is_on (GbEditorToolbar *self, const char *action)
{
  g_autoptr (GVariant) state =
    g_action_group_get_action_state (gb_editor_actions_get_group (self->actions), action);

  return g_variant_get_boolean (state);
}

/* A list says more of a paragraph than that it is one. */
static const char *
get_style_name (GbEditorToolbar *self)
{
  const char *name = gb_editor_actions_get_style (self->actions);

  if (g_str_equal (name, "body") && is_on (self, "bullet-list"))
    return _ ("Bulleted List");
  if (g_str_equal (name, "body") && is_on (self, "ordered-list"))
    return _ ("Numbered List");
  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++) {
    if (g_str_equal (styles[i].name, name))
      return _ (styles[i].label);
  }
  return _ ("Body Text");
}

static void
update_style_label (GbEditorToolbar *self)
{
  const char *style = get_style_name (self);
  g_autofree char *name = NULL;

  gtk_label_set_label (self->style_label, style);
  /* Translators: of a paragraph, such as “Heading 1” */
  name = g_strdup_printf (_ ("Style: %s"), style);
  atk_object_set_name (gtk_widget_get_accessible (gtk_widget_get_ancestor (
                         GTK_WIDGET (self->style_label), GTK_TYPE_MENU_BUTTON)),
                       name);
}

static void
state_changed_cb (GActionGroup *group, const char *name, GVariant *state, GbEditorToolbar *self)
{
  update_style_label (self);
}

/* A popover is not shown at a button that is scrolled out of sight. */
static void
popup (GbEditorToolbar *self, GtkPopover *popover)
{
  GtkWidget *button = gtk_popover_get_relative_to (popover);
  int x = 0;

  if (gtk_widget_translate_coordinates (button, self->box, 0, 0, &x, NULL))
    gtk_adjustment_clamp_page (gtk_scrolled_window_get_hadjustment (self->scrolled), x,
                               x + gtk_widget_get_allocated_width (button));
  gtk_popover_popup (popover);
}

static void
show_link_error (GbEditorToolbar *self, gboolean is_wrong)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self->link_entry));

  gtk_widget_set_visible (GTK_WIDGET (self->link_error), is_wrong);
  if (is_wrong)
    gtk_style_context_add_class (context, GTK_STYLE_CLASS_ERROR);
  else
    gtk_style_context_remove_class (context, GTK_STYLE_CLASS_ERROR);
}

static void
link_changed_cb (GbEditorToolbar *self)
{
  show_link_error (self, FALSE);
  gtk_widget_set_sensitive (self->link_apply, gtk_entry_get_text_length (self->link_entry) > 0);
}

static void
apply_link_cb (GbEditorToolbar *self)
{
  g_autofree char *href =
    gb_editor_actions_complete_address (gtk_entry_get_text (self->link_entry));

  if (href == NULL) {
    show_link_error (self, TRUE);
    gtk_widget_grab_focus (GTK_WIDGET (self->link_entry));
    return;
  }
  gtk_popover_popdown (self->link_popover);
  gb_editor_actions_set_link (self->actions, href);
}

static void
remove_link_cb (GbEditorToolbar *self)
{
  gtk_popover_popdown (self->link_popover);
  g_action_group_activate_action (gb_editor_actions_get_group (self->actions), "remove-link", NULL);
}

static void
pick_document_cb (GbEditorToolbar *self)
{
  gtk_popover_popdown (self->link_popover);
  g_signal_emit (self, signals[SIGNAL_PICK_DOCUMENT], 0);
}

static void
table_size_chosen_cb (GbEditorToolbar *self, guint columns, guint rows)
{
  g_autofree char *size = g_strdup_printf ("%ux%u", columns, rows);

  gtk_popover_popdown (self->table_popover);
  gb_editor_actions_run (self->actions, "insert-table", size);
}

static void
character_chosen_cb (GbEditorToolbar *self, const char *text, gboolean is_pair)
{
  gtk_popover_popdown (self->character_popover);
  gb_editor_actions_run (self->actions, is_pair ? "insert-pair" : "insert-text", text);
}

/* What a button says to the eye when it is pointed at, it says to a screen reader. GTK calls the
 * buttons of all menus “Menu”. */
static void
name_by_tooltip_cb (GtkWidget *widget, gpointer user_data)
{
  AtkObject *accessible = gtk_widget_get_accessible (widget);
  const char *name = atk_object_get_name (accessible);
  g_autofree char *tooltip = gtk_widget_get_tooltip_text (widget);

  if (tooltip != NULL && (name == NULL || *name == '\0' || GTK_IS_MENU_BUTTON (widget)))
    atk_object_set_name (accessible, tooltip);
  if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), name_by_tooltip_cb, NULL);
}

static void
gb_editor_toolbar_class_init (GbEditorToolbarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_PICK_DOCUMENT] =
    g_signal_new ("pick-document", GB_TYPE_EDITOR_TOOLBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  g_type_ensure (GB_TYPE_CHARACTER_CHOOSER);
  g_type_ensure (GB_TYPE_TABLE_SIZE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-editor-toolbar.ui");
  gtk_widget_class_bind_template_child (widget_class, GbEditorToolbar, scrolled);
  gtk_widget_class_bind_template_child (widget_class, GbEditorToolbar, box);
  gtk_widget_class_bind_template_child (widget_class, GbEditorToolbar, style_label);
  gtk_widget_class_bind_template_child (widget_class, GbEditorToolbar, link_popover);
  gtk_widget_class_bind_template_child (widget_class, GbEditorToolbar, link_entry);
  gtk_widget_class_bind_template_child (widget_class, GbEditorToolbar, link_error);
  gtk_widget_class_bind_template_child (widget_class, GbEditorToolbar, link_button);
  gtk_widget_class_bind_template_child (widget_class, GbEditorToolbar, link_apply);
  gtk_widget_class_bind_template_child (widget_class, GbEditorToolbar, link_remove);
  gtk_widget_class_bind_template_child (widget_class, GbEditorToolbar, table_popover);
  gtk_widget_class_bind_template_child (widget_class, GbEditorToolbar, table_size);
  gtk_widget_class_bind_template_child (widget_class, GbEditorToolbar, character_popover);
  gtk_widget_class_bind_template_child (widget_class, GbEditorToolbar, character_chooser);
  gtk_widget_class_bind_template_callback (widget_class, character_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, table_size_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, link_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_link_cb);
  gtk_widget_class_bind_template_child (widget_class, GbEditorToolbar, link_pick);
  gtk_widget_class_bind_template_callback (widget_class, pick_document_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_link_cb);
}

static void
gb_editor_toolbar_init (GbEditorToolbar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  name_by_tooltip_cb (GTK_WIDGET (self), NULL);
}

void
gb_editor_toolbar_set_actions (GbEditorToolbar *self, GbEditorActions *actions)
{
  static const char *const of_style[] = { "bullet-list", "ordered-list", "set-style" };

  g_return_if_fail (GB_IS_EDITOR_TOOLBAR (self));
  g_return_if_fail (GB_IS_EDITOR_ACTIONS (actions));
  g_return_if_fail (self->actions == NULL);

  self->actions = actions;
  for (gsize i = 0; i < G_N_ELEMENTS (of_style); i++) {
    g_autofree char *signal = g_strconcat ("action-state-changed::", of_style[i], NULL);

    g_signal_connect_object (gb_editor_actions_get_group (actions), signal,
                             G_CALLBACK (state_changed_cb), self, 0);
  }
  update_style_label (self);
}

void
gb_editor_toolbar_edit_link (GbEditorToolbar *self)
{
  const char *link;

  g_return_if_fail (GB_IS_EDITOR_TOOLBAR (self));

  link = gb_editor_actions_get_link (self->actions);
  gtk_entry_set_text (self->link_entry, link);
  show_link_error (self, FALSE);
  gtk_widget_set_visible (self->link_remove, *link != '\0');
  gtk_widget_set_sensitive (self->link_apply, *link != '\0');
  popup (self, self->link_popover);
  gtk_widget_grab_focus (GTK_WIDGET (self->link_entry));
}

void
gb_editor_toolbar_choose_table (GbEditorToolbar *self)
{
  g_return_if_fail (GB_IS_EDITOR_TOOLBAR (self));

  popup (self, self->table_popover);
  gtk_widget_grab_focus (GTK_WIDGET (self->table_size));
}

void
gb_editor_toolbar_choose_character (GbEditorToolbar *self)
{
  g_return_if_fail (GB_IS_EDITOR_TOOLBAR (self));

  popup (self, self->character_popover);
  gtk_widget_grab_focus (GTK_WIDGET (self->character_chooser));
}

void
gb_editor_toolbar_set_picks_documents (GbEditorToolbar *self, gboolean picks)
{
  g_return_if_fail (GB_IS_EDITOR_TOOLBAR (self));

  gtk_widget_set_visible (self->link_pick, picks);
}
