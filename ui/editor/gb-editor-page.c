/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The page of the editor, from the program's resources. Its script and its style sheets are user
 * content: the web process gets them when it is made instead of asking for each by way of the
 * network process, and the page itself may not run any script at all. Main thread; used by
 * GbEditorView. */

#define G_LOG_DOMAIN "gb-editor"

#include "config.h"

#include "editor/gb-editor-page.h"

#include "editor/gb-editor-scheme.h"

#define RESOURCE_PREFIX "/org/gongbao/Gongbao/"

/* Borrowed: resources are compiled in, and end with a NUL. */
static const char *
get_resource (const char *name)
{
  g_autofree char *path = g_strconcat (RESOURCE_PREFIX, name, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert (bytes != NULL);
  return g_bytes_get_data (bytes, NULL);
}

static void
add_style (WebKitUserContentManager *manager, const char *name)
{
  WebKitUserStyleSheet *style =
    webkit_user_style_sheet_new (get_resource (name), WEBKIT_USER_CONTENT_INJECT_TOP_FRAME,
                                 WEBKIT_USER_STYLE_LEVEL_AUTHOR, NULL, NULL);

  webkit_user_content_manager_add_style_sheet (manager, style);
  webkit_user_style_sheet_unref (style);
}

void
gb_editor_page_add_content (WebKitUserContentManager *manager)
{
  WebKitUserScript *script;

  g_return_if_fail (WEBKIT_IS_USER_CONTENT_MANAGER (manager));

  add_style (manager, "site/article.css");
  add_style (manager, "editor/editor.css");
  script =
    webkit_user_script_new (get_resource ("editor/editor.js"), WEBKIT_USER_CONTENT_INJECT_TOP_FRAME,
                            WEBKIT_USER_SCRIPT_INJECT_AT_DOCUMENT_END, NULL, NULL);
  webkit_user_content_manager_add_script (manager, script);
  webkit_user_script_unref (script);
}

void
gb_editor_page_give (WebKitUserContentManager *manager, WebKitUserScript **script, const char *json)
{
  g_autofree char *source = NULL;

  g_return_if_fail (WEBKIT_IS_USER_CONTENT_MANAGER (manager));
  g_return_if_fail (script != NULL);

  if (*script != NULL) {
    webkit_user_content_manager_remove_script (manager, *script);
    g_clear_pointer (script, webkit_user_script_unref);
  }
  if (json == NULL)
    return;

  /* JSON is an expression of the language, also with U+2028 in it (ECMAScript 2019). */
  source = g_strdup_printf ("globalThis.gbGiven = %s;", json);
  *script = webkit_user_script_new (source, WEBKIT_USER_CONTENT_INJECT_TOP_FRAME,
                                    WEBKIT_USER_SCRIPT_INJECT_AT_DOCUMENT_START, NULL, NULL);
  webkit_user_content_manager_add_script (manager, *script);
}

void
gb_editor_page_load (WebKitWebView *view)
{
  g_return_if_fail (WEBKIT_IS_WEB_VIEW (view));

  webkit_web_view_load_html (view, get_resource ("editor/index.html"), GB_EDITOR_URI);
}
