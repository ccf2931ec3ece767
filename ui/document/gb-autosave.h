/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor/gb-editor.h"
#include "sync/gb-desk.h"

G_BEGIN_DECLS

/**
 * GbAutosave:
 *
 * Brings what a person types and fills in to the desk's store: 300 ms after the last change and at
 * most 1.5 s after the first one that is not saved, one save at a time. What could not be saved
 * stays dirty and is tried again.
 *
 * Signals: "changed" (dirty, saved-at, error or document).
 */
#define GB_TYPE_AUTOSAVE (gb_autosave_get_type ())
G_DECLARE_FINAL_TYPE (GbAutosave, gb_autosave, GB, AUTOSAVE, GObject)

GbAutosave *gb_autosave_new (GbDesk *desk, GbEditor *editor);

/* From now on it is about this document, which is on disk as it is. Nothing may be dirty. id NULL
 * ends it. saved_at: µs. */
void gb_autosave_begin (GbAutosave *self, const char *id, GbDocument *document, gint64 saved_at);

void gb_autosave_touch_text (GbAutosave *self);
/* Both are copied. The title is not taken from metadata: it stands in the text. */
void gb_autosave_set_properties (GbAutosave *self, GbMetadata *metadata, GPtrArray *attachments);

/* The newest text that was built, saved or not: (nullable) borrowed. */
GbDocument *gb_autosave_get_document (GbAutosave *self);
gboolean gb_autosave_get_dirty (GbAutosave *self); /* something is not on disk yet */
/* Grows with every change and every save: what was read from the store before it may be old. */
guint gb_autosave_get_serial (GbAutosave *self);
gint64 gb_autosave_get_saved_at (GbAutosave *self);     /* µs */
const GError *gb_autosave_get_error (GbAutosave *self); /* (nullable): why the last save failed */

/* Saves at once what is dirty. Succeeds when nothing is. */
void gb_autosave_flush_async (GbAutosave *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean gb_autosave_flush_finish (GbAutosave *self, GAsyncResult *result, GError **error);

G_END_DECLS
