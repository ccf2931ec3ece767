/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document.h"
#include "editor/gb-editor-heading.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbEditor:
 *
 * The writing surface: a sandboxed web view with ProseMirror, shown in the portal's article style.
 * The title is the first line of the page, the body follows. The host owns the text: the editor is
 * loaded with a title and a body, tells that something changed, and hands over snapshots when
 * asked. After the web process dies it loads the last known text by itself and says so.
 *
 * Properties: "editable" (boolean; FALSE makes a reader), "ready" (boolean, read-only), "words"
 * (guint, read-only), "selected-words" (guint, read-only), "style-name" (string, read-only: "body",
 * "h2" … of the block with the caret), "section" (string, read-only: the id of the heading whose
 * section the caret is in; "" for none), "zoom" (guint, read-only: in percent).
 * Signals: "changed" (something was typed; within 500 ms of the last key, at most 2 s while typing,
 * ask for a snapshot), "crashed" (gboolean recovered), "link-activated" (const char *href),
 * "pick-document" (a link to a published document is wanted; gb_editor_set_picks_documents ()),
 * "escape" (the key was pressed in the text, and nothing of the editor was closed by it), "wanted"
 * (somebody looks for something in the text, which has to be seen), "texts-dropped" (GStrv uris:
 * files that are texts of their own were let go over this one), "outline-changed" (the headings
 * are others now; not while an input method composes).
 * Actions: gb_editor_get_actions (), to be inserted as "editor".
 */
#define GB_TYPE_EDITOR (gb_editor_get_type ())
G_DECLARE_FINAL_TYPE (GbEditor, gb_editor, GB, EDITOR, GtkBin)

/* Returns bytes for the digest of an image, or NULL: (transfer full) (nullable). */
typedef void (*GbEditorBlobFunc) (const char *digest,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer callback_data,
                                  gpointer user_data);
typedef GBytes *(*GbEditorBlobFinish) (GAsyncResult *result, gpointer user_data, GError **error);

/* Keeps a picture, which gb_picture_prepare () has made; the answer is its digest: (transfer full).
 * original: (nullable): what it was made of. */
typedef void (*GbEditorStoreFunc) (GBytes *bytes,
                                   const char *type,
                                   GBytes *original,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer callback_data,
                                   gpointer user_data);
typedef char *(*GbEditorStoreFinish) (GAsyncResult *result, gpointer user_data, GError **error);

/* Finds what an image was made of, or what was made of it: (out) (transfer full) (nullable), both
 * digests or neither; out_fits: whether the original may stand in a text. */
typedef void (*GbEditorOriginalFunc) (const char *digest,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer callback_data,
                                      gpointer user_data);
typedef gboolean (*GbEditorOriginalFinish) (GAsyncResult *result,
                                            char **out_image,
                                            char **out_original,
                                            gboolean *out_fits,
                                            gpointer user_data,
                                            GError **error);

GtkWidget *gb_editor_new (void);
void gb_editor_set_blob_source (GbEditor *self,
                                GbEditorBlobFunc load,
                                GbEditorBlobFinish finish,
                                gpointer user_data);

/* Without one, no images can be inserted. */
void gb_editor_set_image_store (GbEditor *self,
                                GbEditorStoreFunc store,
                                GbEditorStoreFinish finish,
                                gpointer user_data);

/* Without one, no image has an original. */
void gb_editor_set_original_source (GbEditor *self,
                                    GbEditorOriginalFunc find,
                                    GbEditorOriginalFinish finish,
                                    gpointer user_data);

/* kind chooses placeholders. body_xhtml is gb_document_dup_body (). May be called before "ready".
 */
void
gb_editor_load (GbEditor *self, GbDocumentKind kind, const char *title, const char *body_xhtml);

/* What stands on the page now. body is one XHTML <body>, ready for gb_document_with_body (). Has a
 * deadline of 5 s; then, and when the web process is dead, the last known text is given. */
void gb_editor_snapshot_async (GbEditor *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean gb_editor_snapshot_finish (GbEditor *self,
                                    GAsyncResult *result,
                                    char **out_title,
                                    char **out_body,
                                    GError **error);

/* Whether "pick-document" is answered, by gb_editor_link_document (). */
void gb_editor_set_picks_documents (GbEditor *self, gboolean picks);
/* Links the selected text, or the title where none is selected, to a document of the same portal.
 */
void gb_editor_link_document (GbEditor *self, const char *id, const char *title);

GActionGroup *gb_editor_get_actions (GbEditor *self); /* borrowed */
/* What the checker has found in the text; gb-editor-findings.h: borrowed. */
typedef struct _GbEditorFindings GbEditorFindings;
GbEditorFindings *gb_editor_get_findings (GbEditor *self);

/* Puts the caret into the block (and offset, in characters) and scrolls there. */
void gb_editor_reveal (GbEditor *self, const char *block, guint offset_chars);

/* The same, and the focus stays where it is. */
void gb_editor_peek (GbEditor *self, const char *block);

/* The headings of the text in order, of GbEditorHeading: borrowed, until "outline-changed". */
GPtrArray *gb_editor_get_headings (GbEditor *self);
/* Puts a heading and everything under it in front of another one; before is "" for the end. */
void gb_editor_move_section (GbEditor *self, const char *id, const char *before);

G_END_DECLS
