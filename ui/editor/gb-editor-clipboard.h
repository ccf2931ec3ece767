/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A piece of a document in the page's own form. */
#define GB_EDITOR_SLICE_TARGET "application/x-gongbao-slice+json"

/* Puts a copy on the clipboard: the page's own form, and what other programs read. The strings are
 * copied. */
void gb_editor_clipboard_set (GtkClipboard *clipboard,
                              const char *slice,
                              const char *html,
                              const char *text);

G_END_DECLS
