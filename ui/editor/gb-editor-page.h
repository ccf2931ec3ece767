/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <webkit2/webkit2.h>

G_BEGIN_DECLS

/* Gives a view's manager the script and the style sheets of the page, before it is loaded. */
void gb_editor_page_add_content (WebKitUserContentManager *manager);
/* What the page finds when it starts, as JSON; it need not ask for it then. It is in time only
 * while the page has not been loaded. NULL takes away what an earlier call of the same script slot
 * gave. script: (inout) (transfer full) (nullable): the caller's slot, cleared with NULL. */
void gb_editor_page_give (WebKitUserContentManager *manager,
                          WebKitUserScript **script,
                          const char *json);
/* Loads the page, which is empty: script and styles find it. */
void gb_editor_page_load (WebKitWebView *view);

G_END_DECLS
