/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Owns the newest text of the open document and the properties not yet in it; borrows the editor,
 * which lives in the same page. Main thread. Used by the document page.
 */

#define G_LOG_DOMAIN "gb-autosave"

#include "config.h"

#include "document/gb-autosave.h"

#define QUIET_MS 300
/* With the page's own pauses, the snapshot and the disk of a busy computer it stays below the two
 * seconds that may be lost (tests/ui/test-program-kill.c). */
#define LONGEST_MS 1000
#define RETRY_MS   5000

struct _GbAutosave {
  GObject parent_instance;

  /* Owned */
  GbDesk *desk;
  GbDocument *document;   /* (nullable): newest that was built */
  GbDocument *saved;      /* (nullable): newest that is on disk */
  GbMetadata *metadata;   /* (nullable): properties to be put in */
  GPtrArray *attachments; /* (nullable): likewise */
  GPtrArray *flushes;     /* of GTask */
  GError *error;          /* (nullable) */
  char *id;               /* (nullable) */

  /* Borrowed */
  GbEditor *editor; /* (nullable) once the page is gone */

  guint timeout_source;
  guint serial;
  gint64 dirty_since; /* monotonic µs; 0 when nothing is dirty */
  gint64 saved_at;    /* µs */

  guint text_dirty : 1;
  guint properties_dirty : 1;
  guint is_running : 1;
};

typedef struct {
  GbAutosave *self;
  GbDocument *document;
} Saving;

G_DEFINE_FINAL_TYPE (GbAutosave, gb_autosave, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void run (GbAutosave *self);

static gboolean
is_dirty (GbAutosave *self)
{
  return self->text_dirty || self->properties_dirty;
}

static void
emit_changed (GbAutosave *self)
{
  self->serial++;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
end_flushes (GbAutosave *self)
{
  g_autoptr (GPtrArray) flushes = g_steal_pointer (&self->flushes);

  self->flushes = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < flushes->len; i++) {
    GTask *task = g_ptr_array_index (flushes, i);

    if (self->error != NULL)
      g_task_return_error (task, g_error_copy (self->error));
    else
      g_task_return_boolean (task, TRUE);
  }
}

static gboolean
timeout_cb (gpointer user_data)
{
  GbAutosave *self = user_data;

  self->timeout_source = 0;
  run (self);
  return G_SOURCE_REMOVE;
}

static void
schedule_in (GbAutosave *self, guint delay_ms)
{
  g_clear_handle_id (&self->timeout_source, g_source_remove);
  self->timeout_source = g_timeout_add (delay_ms, timeout_cb, self);
}

/* Waits for a pause, but never past the longest interval. */
static void
schedule (GbAutosave *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 rest_ms;

  if (self->dirty_since == 0)
    self->dirty_since = now;
  if (self->is_running)
    return;
  rest_ms = LONGEST_MS - (now - self->dirty_since) / 1000;
  schedule_in (self, (guint)CLAMP (rest_ms, 0, QUIET_MS));
}

static void
finish_run (GbAutosave *self, GError *error)
{
  self->is_running = FALSE;
  g_clear_error (&self->error);
  self->error = error;
  if (error == NULL)
    self->saved_at = g_get_real_time ();
  if (!is_dirty (self))
    self->dirty_since = 0;
  emit_changed (self);

  if (error != NULL) {
    end_flushes (self);
    schedule_in (self, RETRY_MS);
  } else if (is_dirty (self) && self->flushes->len > 0) {
    run (self);
  } else if (is_dirty (self)) {
    schedule (self);
  } else {
    end_flushes (self);
  }
}

static void
save_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = user_data;
  g_autoptr (GbAutosave) self = saving->self;
  g_autoptr (GbDocument) document = saving->document;
  GError *error = NULL;

  g_free (saving);

  if (gb_desk_save_finish (GB_DESK (source), result, &error))
    g_set_object (&self->saved, document);
  else
    self->properties_dirty = TRUE;
  finish_run (self, error);
}

/* body, title: (nullable) when the text has not changed. */
static GbDocument *
build (GbAutosave *self, const char *title, const char *body, GError **error)
{
  g_autoptr (GbMetadata) metadata = NULL;
  g_autofree char *old_body = NULL;
  const char *old_title = gb_document_get_title (self->document);

  if (self->metadata != NULL)
    metadata = gb_metadata_copy (self->metadata);
  else
    metadata = gb_metadata_copy (gb_document_get_metadata (self->document));
  gb_metadata_set (metadata, "title", title != NULL ? title : old_title);
  if (body == NULL)
    old_body = gb_document_dup_body (self->document);
  return gb_document_new (
    gb_document_get_kind (self->document), metadata, body != NULL ? body : old_body,
    self->attachments != NULL ? self->attachments : gb_document_get_attachments (self->document),
    error);
}

static void
build_and_save (GbAutosave *self, const char *title, const char *body)
{
  g_autoptr (GbDocument) document = NULL;
  GError *error = NULL;
  Saving *saving;

  self->properties_dirty = FALSE;
  document = build (self, title, body, &error);
  if (document == NULL) {
    /* What was typed stays in the page; the next change tries again. */
    self->text_dirty |= body != NULL;
    self->properties_dirty |= body == NULL;
    finish_run (self, error);
    return;
  }
  g_clear_object (&self->metadata);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_set_object (&self->document, document);
  if (self->saved != NULL &&
      g_strcmp0 (gb_document_get_digest (self->saved), gb_document_get_digest (document)) == 0) {
    finish_run (self, NULL);
    return;
  }
  saving = g_new0 (Saving, 1);
  saving->self = g_object_ref (self);
  saving->document = g_object_ref (document);
  gb_desk_save_async (self->desk, self->id, document, NULL, save_cb, saving);
}

static void
snapshot_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbAutosave) self = user_data;
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;
  GError *error = NULL;

  if (!gb_editor_snapshot_finish (GB_EDITOR (source), result, &title, &body, &error)) {
    self->text_dirty = TRUE;
    finish_run (self, error);
    return;
  }
  build_and_save (self, title, body);
}

static void
run (GbAutosave *self)
{
  g_clear_handle_id (&self->timeout_source, g_source_remove);
  if (self->is_running || self->id == NULL)
    return;
  if (!is_dirty (self)) {
    end_flushes (self);
    return;
  }
  self->is_running = TRUE;
  if (self->text_dirty && self->editor != NULL) {
    self->text_dirty = FALSE;
    gb_editor_snapshot_async (self->editor, NULL, snapshot_cb, g_object_ref (self));
    return;
  }
  self->text_dirty = FALSE;
  build_and_save (self, NULL, NULL);
}

static void
gb_autosave_dispose (GObject *object)
{
  GbAutosave *self = GB_AUTOSAVE (object);

  g_clear_handle_id (&self->timeout_source, g_source_remove);
  g_clear_weak_pointer (&self->editor);
  g_clear_object (&self->desk);
  g_clear_object (&self->document);
  g_clear_object (&self->saved);
  g_clear_object (&self->metadata);

  G_OBJECT_CLASS (gb_autosave_parent_class)->dispose (object);
}

static void
gb_autosave_finalize (GObject *object)
{
  GbAutosave *self = GB_AUTOSAVE (object);

  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_ptr_array_unref (self->flushes);
  g_clear_error (&self->error);
  g_free (self->id);

  G_OBJECT_CLASS (gb_autosave_parent_class)->finalize (object);
}

static void
gb_autosave_class_init (GbAutosaveClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gb_autosave_dispose;
  object_class->finalize = gb_autosave_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", GB_TYPE_AUTOSAVE, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
gb_autosave_init (GbAutosave *self)
{
  self->flushes = g_ptr_array_new_with_free_func (g_object_unref);
}

GbAutosave *
gb_autosave_new (GbDesk *desk, GbEditor *editor)
{
  GbAutosave *self = g_object_new (GB_TYPE_AUTOSAVE, NULL);

  self->desk = g_object_ref (desk);
  g_set_weak_pointer (&self->editor, editor);
  return self;
}

void
gb_autosave_begin (GbAutosave *self, const char *id, GbDocument *document, gint64 saved_at)
{
  g_return_if_fail (GB_IS_AUTOSAVE (self));
  g_return_if_fail ((id != NULL) == (document != NULL));

  g_clear_handle_id (&self->timeout_source, g_source_remove);
  self->text_dirty = FALSE;
  self->properties_dirty = FALSE;
  self->dirty_since = 0;
  g_clear_object (&self->metadata);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self->id);
  self->id = g_strdup (id);
  g_set_object (&self->document, document);
  g_set_object (&self->saved, document);
  self->saved_at = saved_at;
  emit_changed (self);
}

void
gb_autosave_touch_text (GbAutosave *self)
{
  gboolean was_dirty;

  g_return_if_fail (GB_IS_AUTOSAVE (self));

  if (self->id == NULL)
    return;
  was_dirty = gb_autosave_get_dirty (self);
  self->text_dirty = TRUE;
  schedule (self);
  /* While somebody writes, each letter says the same. */
  if (was_dirty)
    self->serial++;
  else
    emit_changed (self);
}

void
gb_autosave_set_properties (GbAutosave *self, GbMetadata *metadata, GPtrArray *attachments)
{
  g_return_if_fail (GB_IS_AUTOSAVE (self));

  if (self->id == NULL)
    return;
  g_clear_object (&self->metadata);
  self->metadata = gb_metadata_copy (metadata);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  self->attachments = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_attachment_free);
  for (guint i = 0; i < attachments->len; i++)
    g_ptr_array_add (self->attachments, gb_attachment_copy (g_ptr_array_index (attachments, i)));
  self->properties_dirty = TRUE;
  schedule (self);
  emit_changed (self);
}

GbDocument *
gb_autosave_get_document (GbAutosave *self)
{
  g_return_val_if_fail (GB_IS_AUTOSAVE (self), NULL);

  return self->document;
}

gboolean
gb_autosave_get_dirty (GbAutosave *self)
{
  g_return_val_if_fail (GB_IS_AUTOSAVE (self), FALSE);

  return is_dirty (self) || self->is_running;
}

guint
gb_autosave_get_serial (GbAutosave *self)
{
  g_return_val_if_fail (GB_IS_AUTOSAVE (self), 0);

  return self->serial;
}

gint64
gb_autosave_get_saved_at (GbAutosave *self)
{
  g_return_val_if_fail (GB_IS_AUTOSAVE (self), 0);

  return self->saved_at;
}

const GError *
gb_autosave_get_error (GbAutosave *self)
{
  g_return_val_if_fail (GB_IS_AUTOSAVE (self), NULL);

  return self->error;
}

void
gb_autosave_flush_async (GbAutosave *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GB_IS_AUTOSAVE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gb_autosave_flush_async);
  if (!gb_autosave_get_dirty (self)) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  g_ptr_array_add (self->flushes, g_steal_pointer (&task));
  run (self);
}

gboolean
gb_autosave_flush_finish (GbAutosave *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (GB_IS_AUTOSAVE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
