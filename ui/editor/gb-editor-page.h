/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <webkit2/webkit2.h>

G_BEGIN_DECLS

/* Gives a view's manager the script and the style sheets of the page, before it is loaded. */
void gb_editor_page_add_content (WebKitUserContentManager *manager);
/* Loads the page, which is empty: script and styles find it. */
void gb_editor_page_load (WebKitWebView *view);

G_END_DECLS
