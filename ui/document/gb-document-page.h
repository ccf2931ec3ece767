/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/gb-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbDocumentPage:
 *
 * The third pane: one document, read or written, with its header bar, properties, history, preview
 * and the acts of the workflow. Autosaves; flushes when it is closed.
 *
 * Properties: "desk" (construct-only), "document-id" (nullable, read-only), "title" (read-only),
 * "back-visible" (boolean: the pane is alone, show the back button).
 * Signals: "back" (the back button or Escape in the reader), "notify" as usual.
 * The page inserts the action group "page" into itself.
 */
#define GB_TYPE_DOCUMENT_PAGE (gb_document_page_get_type ())
G_DECLARE_FINAL_TYPE (GbDocumentPage, gb_document_page, GB, DOCUMENT_PAGE, GtkBin)

GtkWidget *gb_document_page_new (GbDesk *desk);

/* Shows another document; the one before is saved first. id NULL shows the empty state. */
void gb_document_page_open (GbDocumentPage *self, const char *id);
/* Saves what is not saved yet. Call before closing the window or changing the account. */
void gb_document_page_flush_async (GbDocumentPage *self,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean gb_document_page_flush_finish (GbDocumentPage *self, GAsyncResult *result, GError **error);
GActionGroup *gb_document_page_get_actions (GbDocumentPage *self);
/* The page's own HdyHeaderBar, for a header group. Borrowed. */
GtkWidget *gb_document_page_get_header_bar (GbDocumentPage *self);

typedef struct {
  const char *action;    /* detailed: "page.submit" */
  const char *accels[4]; /* ending in NULL */
} GbAccelerator;

/* Goes to the next (1) or previous (-1) of the areas of the page, the text and the panel; enters:
 * from outside, to the first or the last of them. FALSE: there is none, and the focus stays. */
gboolean gb_document_page_move_focus (GbDocumentPage *self, int step, gboolean enters);

/* The keys of the page's actions, to be given to the application. Static. */
const GbAccelerator *gb_document_page_get_accelerators (guint *out_n);

G_END_DECLS
