/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor/gb-editor-bridge.h"
#include "editor/gb-editor.h"

#include <webkit2/webkit2.h>

G_BEGIN_DECLS

/**
 * GbEditorView:
 *
 * The web view with the page of the editor, in a sandboxed process without a network. It knows
 * messages and calls, and nothing about documents.
 *
 * Signals: "message" (GbEditorMessage *, valid during the emission), "question" (GbEditorMessage *;
 * returns the answer as JSON, (transfer full)), "link" (const char *href: something on the page
 * wants to leave it).
 */
#define GB_TYPE_EDITOR_VIEW (gb_editor_view_get_type ())
G_DECLARE_FINAL_TYPE (GbEditorView, gb_editor_view, GB, EDITOR_VIEW, WebKitWebView)

GtkWidget *gb_editor_view_new (void);

/* Loads the page, also again after the web process has died. */
void gb_editor_view_start (GbEditorView *self);

/* The document that the page is to begin with, as JSON (nullable: none). Saves it the question, if
 * it is not there yet; if it is, it has asked already, and this changes nothing. */
void gb_editor_view_give (GbEditorView *self, const char *json);

/* Runs a literal script body, which names its arguments; numbers (d) and strings (s) only. The
 * result is a string or nothing. arguments: (transfer floating) (nullable). */
void gb_editor_view_call_async (GbEditorView *self,
                                const char *script,
                                GVariant *arguments,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean gb_editor_view_call_finish (GbEditorView *self,
                                     GAsyncResult *result,
                                     char **out_string,
                                     GError **error);
/* The same for a call that returns nothing; a failure is a warning. */
void gb_editor_view_call (GbEditorView *self, const char *script, GVariant *arguments);

void gb_editor_view_set_blob_source (GbEditorView *self,
                                     GbEditorBlobFunc load,
                                     GbEditorBlobFinish finish,
                                     gpointer user_data);
void gb_editor_view_load_blob_async (GbEditorView *self,
                                     const char *digest,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
GBytes *gb_editor_view_load_blob_finish (GbEditorView *self, GAsyncResult *result, GError **error);

G_END_DECLS
