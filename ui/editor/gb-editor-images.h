/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor/gb-editor-actions.h"

G_BEGIN_DECLS

/**
 * GbEditorImages:
 *
 * Brings images into the text, from a file or from the clipboard, and asks what they show.
 *
 * Signals: "failed" (const char *words: why a picture was not taken, and what to do).
 */
#define GB_TYPE_EDITOR_IMAGES (gb_editor_images_get_type ())
G_DECLARE_FINAL_TYPE (GbEditorImages, gb_editor_images, GB, EDITOR_IMAGES, GObject)

GbEditorImages *gb_editor_images_new (GbEditorView *view, GbEditorActions *actions);

void gb_editor_images_set_store (GbEditorImages *self,
                                 GbEditorStoreFunc store,
                                 GbEditorStoreFinish finish,
                                 gpointer user_data);
/* Takes a file in, asks what it shows, and puts it into the text. */
void gb_editor_images_add_file (GbEditorImages *self, GFile *file);
/* The same for the picture on a clipboard; without one, nothing. */
void gb_editor_images_paste (GbEditorImages *self, GtkClipboard *clipboard);
/* Keeps a picture that gb_picture_prepare() has made, without showing anything. original:
 * (nullable). Returns its digest: (transfer full). */
void gb_editor_images_keep_async (GbEditorImages *self,
                                  GBytes *bytes,
                                  const char *type,
                                  GBytes *original,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
char *gb_editor_images_keep_finish (GbEditorImages *self, GAsyncResult *result, GError **error);

G_END_DECLS
