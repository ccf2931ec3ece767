/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <webkit2/webkit2.h>

G_BEGIN_DECLS

#define GB_PREVIEW_SCHEME "gb-preview"
#define GB_PREVIEW_ORIGIN GB_PREVIEW_SCHEME "://site"

/* Answers what a previewed page asks for. path begins with a slash. The callee gives the answer to
 * gb_preview_scheme_answer (), at once or later. */
typedef void (*GbPreviewSchemeFunc) (WebKitURISchemeRequest *request,
                                     const char *path,
                                     gpointer user_data);

/* Views made with this context can be given a source. */
WebKitWebContext *gb_preview_scheme_ref_context (void);
void
gb_preview_scheme_set_source (WebKitWebView *view, GbPreviewSchemeFunc func, gpointer user_data);

/* bytes: (nullable): NULL is “not found”. */
void gb_preview_scheme_answer (WebKitURISchemeRequest *request, GBytes *bytes, const char *type);

G_END_DECLS
