/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The context menu of the text: what WebKit offers for any text, and below it the actions that
 * belong to where the caret is, such as those of a table. Keeps nothing; used by GbEditor on the
 * main thread. */

#define G_LOG_DOMAIN "gb-editor"

#include "config.h"

#include "editor/gb-editor-menu.h"

#include <glib/gi18n.h>

/* An entry without a name begins a new section. */
static const struct {
  const char *action;
  const char *label;
  const char *target; /* (nullable) */
} entries[] = {
  { NULL, NULL },
  { "promote-heading", N_ ("Promote Section") },
  { "demote-heading", N_ ("Demote Section") },
  { NULL, NULL },
  { "add-row-before", N_ ("Insert Row Above") },
  { "add-row-after", N_ ("Insert Row Below") },
  { "add-column-before", N_ ("Insert Column Before") },
  { "add-column-after", N_ ("Insert Column After") },
  { NULL, NULL },
  { "select-row", N_ ("Select Row") },
  { "select-column", N_ ("Select Column") },
  { "select-table", N_ ("Select Table") },
  { NULL, NULL },
  { "toggle-header-cell", N_ ("Header Cell") },
  { "merge-cells", N_ ("Merge Cells") },
  { "split-cell", N_ ("Split Cell") },
  { "share-columns-evenly", N_ ("Share Columns Evenly") },
  { NULL, NULL },
  { "delete-row", N_ ("Delete Row") },
  { "delete-column", N_ ("Delete Column") },
  { "delete-table", N_ ("Delete Table") },
  { NULL, NULL },
  { "toggle-caption", N_ ("Caption") },
  { "edit-image", N_ ("Describe Image…") },
  { NULL, NULL },
  { "image-width", N_ ("As Wide as the Text"), "100%" },
  { "image-width", N_ ("Half as Wide as the Text"), "50%" },
  { "image-width", N_ ("A Third of the Text"), "33%" },
  { "image-width", N_ ("Natural Width"), "" },
  { NULL, NULL },
  { "use-original", N_ ("Use the Original Picture") },
  { "save-original", N_ ("Save the Original Picture…") },
};

/* WebKit's own would take what the page may see of the clipboard. */
static void
add_paste (WebKitContextMenu *menu, GActionGroup *group)
{
  static const struct {
    const char *action;
    const char *label;
  } pastes[] = {
    { "paste", N_ ("Paste") },
    { "paste-as-text", N_ ("Paste the Text Alone") },
  };
  int position = 0;
  int i = 0;

  for (GList *l = webkit_context_menu_get_items (menu); l != NULL; l = l->next) {
    i++;
    if (webkit_context_menu_item_get_stock_action (l->data) == WEBKIT_CONTEXT_MENU_ACTION_CUT ||
        webkit_context_menu_item_get_stock_action (l->data) == WEBKIT_CONTEXT_MENU_ACTION_COPY)
      position = i;
  }
  for (guint k = 0; k < G_N_ELEMENTS (pastes); k++) {
    GAction *action = g_action_map_lookup_action (G_ACTION_MAP (group), pastes[k].action);

    if (g_action_get_enabled (action))
      webkit_context_menu_insert (
        menu, webkit_context_menu_item_new_from_gaction (action, _ (pastes[k].label), NULL),
        position++);
  }
}

static gboolean
context_menu_cb (WebKitWebView *view,
                 WebKitContextMenu *menu,
                 GdkEvent *event,
                 WebKitHitTestResult *hit_test,
                 GActionGroup *group)
{
  gboolean begins = FALSE;

  add_paste (menu, group);
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++) {
    const char *name = entries[i].action;
    GAction *action;

    if (name == NULL) {
      begins = webkit_context_menu_get_n_items (menu) > 0;
      continue;
    }
    if (!g_action_group_get_action_enabled (group, name))
      continue;
    if (begins)
      webkit_context_menu_append (menu, webkit_context_menu_item_new_separator ());
    begins = FALSE;
    action = g_action_map_lookup_action (G_ACTION_MAP (group), name);
    webkit_context_menu_append (
      menu, webkit_context_menu_item_new_from_gaction (
              action, _ (entries[i].label),
              entries[i].target != NULL ? g_variant_new_string (entries[i].target) : NULL));
  }
  return webkit_context_menu_get_n_items (menu) == 0;
}

void
gb_editor_menu_attach (GbEditorView *view, GActionGroup *group)
{
  g_return_if_fail (GB_IS_EDITOR_VIEW (view));
  g_return_if_fail (G_IS_ACTION_GROUP (group));

  /* After the view itself, which takes away what does not concern the text. */
  g_signal_connect_object (view, "context-menu", G_CALLBACK (context_menu_cb), group,
                           G_CONNECT_AFTER);
}
