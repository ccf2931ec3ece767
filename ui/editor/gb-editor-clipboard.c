/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the editor puts on the clipboard. The clipboard owns it; main thread. */

#define G_LOG_DOMAIN "gb-editor"

#include "config.h"

#include "editor/gb-editor-clipboard.h"

#include <string.h>

enum {
  INFO_SLICE,
  INFO_HTML,
  INFO_TEXT
};

typedef struct {
  char *slice;
  char *html;
  char *text;
} Copy;

static void
get_cb (GtkClipboard *clipboard, GtkSelectionData *data, guint info, gpointer user_data)
{
  const Copy *copy = user_data;
  const char *content = info == INFO_SLICE ? copy->slice : copy->html;

  if (info == INFO_TEXT)
    gtk_selection_data_set_text (data, copy->text, -1);
  else
    gtk_selection_data_set (data, gtk_selection_data_get_target (data), 8, (const guchar *)content,
                            (int)strlen (content));
}

static void
clear_cb (GtkClipboard *clipboard, gpointer user_data)
{
  Copy *copy = user_data;

  g_free (copy->slice);
  g_free (copy->html);
  g_free (copy->text);
  g_free (copy);
}

void
gb_editor_clipboard_set (GtkClipboard *clipboard,
                         const char *slice,
                         const char *html,
                         const char *text)
{
  GtkTargetList *list = gtk_target_list_new (NULL, 0);
  GtkTargetEntry *targets;
  int n_targets = 0;
  Copy *copy;

  g_return_if_fail (GTK_IS_CLIPBOARD (clipboard));
  g_return_if_fail (slice != NULL && html != NULL && text != NULL);

  copy = g_new0 (Copy, 1);
  copy->slice = g_strdup (slice);
  /* Without it some programs take the text for another encoding. */
  copy->html = g_strconcat ("<meta charset=\"utf-8\">", html, NULL);
  copy->text = g_strdup (text);
  gtk_target_list_add (list, gdk_atom_intern_static_string (GB_EDITOR_SLICE_TARGET), 0, INFO_SLICE);
  gtk_target_list_add (list, gdk_atom_intern_static_string ("text/html"), 0, INFO_HTML);
  gtk_target_list_add_text_targets (list, INFO_TEXT);
  targets = gtk_target_table_new_from_list (list, &n_targets);
  if (gtk_clipboard_set_with_data (clipboard, targets, (guint)n_targets, get_cb, clear_cb, copy))
    /* It outlives the program where a clipboard manager runs. */
    gtk_clipboard_set_can_store (clipboard, NULL, 0);
  else
    clear_cb (clipboard, copy);
  gtk_target_table_free (targets, n_targets);
  gtk_target_list_unref (list);
}
