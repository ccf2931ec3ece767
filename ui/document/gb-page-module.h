/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document-page.h"

#include <gmodule.h>

G_BEGIN_DECLS

/**
 * GbPageModule:
 *
 * What the window calls of the document page. Page, editor and preview need WebKit, which takes
 * longer to load than everything else together; they lie in a module of their own that is loaded
 * when the list of documents is on the screen. This table is all that is looked up in it.
 */
typedef struct {
  GtkWidget *(*create) (GbDesk *desk); /* a GbDocumentPage */
  void (*open) (GbDocumentPage *page, const char *id);
  void (*flush_async) (GbDocumentPage *page, GAsyncReadyCallback callback, gpointer user_data);
  gboolean (*flush_finish) (GbDocumentPage *page, GAsyncResult *result, GError **error);
  GActionGroup *(*get_actions) (GbDocumentPage *page);
  GtkWidget *(*get_header_bar) (GbDocumentPage *page);
  gboolean (*move_focus) (GbDocumentPage *page, int step, gboolean enters);
  const GbAccelerator *(*get_accelerators) (guint *out_n);
} GbPageModule;

#define GB_PAGE_MODULE_SYMBOL "gb_page_module"

/* Weak: in the program it is found in the module, while tests have everything in one piece. */
extern G_MODULE_EXPORT const GbPageModule gb_page_module __attribute__ ((weak));

G_END_DECLS
