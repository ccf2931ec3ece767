/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns its files, what became of them, and the import that is under way; borrows nothing. Lives on
 * the main thread; files are read on threads of GTask. The window makes one for each time that
 * somebody imports. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "application/gb-importer.h"

#include "document/gb-document-error.h"
#include "editor/gb-picture.h"
#include "import/gb-import.h"
#include "library/gb-new-document.h"
#include "widgets/gb-messages.h"

#include <glib/gi18n.h>

struct _GbImporter {
  GObject parent_instance;

  /* Owned */
  GbDesk *desk;
  GPtrArray *files;    /* of GFile */
  GPtrArray *outcomes; /* of GbImportOutcome */
  GCancellable *cancellable;
  char *current;
  GbImport *import; /* (nullable): what the current file became */

  guint n_images; /* of it that are stored */

  guint is_running : 1;
};

G_DEFINE_FINAL_TYPE (GbImporter, gb_importer, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  SIGNAL_FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void import_next (GbImporter *self);

static void
outcome_free (GbImportOutcome *outcome)
{
  g_free (outcome->name);
  g_free (outcome->document);
  g_free (outcome->title);
  g_free (outcome->problem);
  g_clear_pointer (&outcome->dropped, g_ptr_array_unref);
  g_free (outcome);
}

static char *
dup_name (GFile *file)
{
  g_autofree char *basename = g_file_get_basename (file);

  return basename != NULL ? g_filename_display_name (basename) : g_file_get_parse_name (file);
}

static GbImportOutcome *
add_outcome (GbImporter *self)
{
  GbImportOutcome *outcome = g_new0 (GbImportOutcome, 1);

  outcome->name = dup_name (g_ptr_array_index (self->files, self->outcomes->len));
  g_ptr_array_add (self->outcomes, outcome);
  return outcome;
}

static char *
dup_problem (const GError *error)
{
  g_auto (GStrv) endings = NULL;
  g_autofree char *list = NULL;

  if (!g_error_matches (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_UNSUPPORTED))
    return gb_message_for_error (error);
  endings = gb_import_get_endings ();
  list = g_strjoinv (" ", endings);
  /* Translators: %s is a list like “.docx .txt”. */
  return g_strdup_printf (_ ("There is no text in it that can be imported. Files of these kinds "
                             "can: %s"),
                          list);
}

static void
fail (GbImporter *self, const GError *error)
{
  GbImportOutcome *outcome = add_outcome (self);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    outcome->is_cancelled = TRUE;
    outcome->problem = g_strdup (_ ("Not imported, because the import was cancelled."));
  } else {
    outcome->problem = dup_problem (error);
  }
  import_next (self);
}

static void
create_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbImporter) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = gb_desk_create_finish (GB_DESK (object), result, &error);
  g_autoptr (GbImport) import = g_steal_pointer (&self->import);
  GbImportOutcome *outcome;

  if (id == NULL) {
    fail (self, error);
    return;
  }
  outcome = add_outcome (self);
  outcome->document = g_steal_pointer (&id);
  outcome->title = g_strdup (gb_document_get_title (import->document));
  outcome->dropped = g_ptr_array_ref (import->dropped);
  import_next (self);
}

/* What the office does not take, and not that something is wrong here. */
static gboolean
is_refused_image (const GError *error)
{
  return g_error_matches (error, GB_DESK_ERROR, GB_DESK_ERROR_ATTACHMENT_SIZE) ||
         g_error_matches (error, GB_DESK_ERROR, GB_DESK_ERROR_ATTACHMENT_TYPE);
}

/* The text comes without the image that is next, and the report names it. */
static gboolean
leave_out_image (GbImporter *self)
{
  const GbImportImage *image = g_ptr_array_index (self->import->images, self->n_images);
  g_autofree char *digest = g_strdup (image->digest);
  g_autoptr (GError) error = NULL;

  if (gb_import_leave_out_image (self->import, digest, &error))
    return TRUE;
  g_debug ("an image cannot be left out: %s", error->message);
  return FALSE;
}

static void store_next_image (GbImporter *self);

static void
store_image_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbImporter) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *digest = gb_desk_add_image_finish (GB_DESK (object), result, &error);

  if (digest != NULL) {
    self->n_images++;
  } else if (!is_refused_image (error) || !leave_out_image (self)) {
    g_clear_pointer (&self->import, gb_import_free);
    fail (self, error);
    return;
  }
  store_next_image (self);
}

static void
store_next_image (GbImporter *self)
{
  if (self->n_images < self->import->images->len) {
    const GbImportImage *image = g_ptr_array_index (self->import->images, self->n_images);

    gb_desk_add_image_async (self->desk, image->bytes, image->type, image->original,
                             self->cancellable, store_image_cb, g_object_ref (self));
  } else {
    g_autoptr (GbDocument) document = gb_new_document_fill (self->desk, self->import->document);

    gb_desk_create_async (self->desk, document, self->cancellable, create_cb, g_object_ref (self));
  }
}

static void
import_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbImporter) self = user_data;
  g_autoptr (GError) error = NULL;

  self->import = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->import == NULL) {
    fail (self, error);
    return;
  }
  self->n_images = 0;
  store_next_image (self);
}

static void
import_free_cb (gpointer data)
{
  gb_import_free (data);
}

static void
import_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  GbImport *import = gb_import_file (G_FILE (task_data), gb_picture_prepare, cancellable, &error);

  if (import == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, import, import_free_cb);
}

static void
import_next (GbImporter *self)
{
  g_autoptr (GTask) task = NULL;
  guint i = self->outcomes->len;

  g_clear_pointer (&self->current, g_free);
  if (i == self->files->len) {
    self->current = g_strdup ("");
    self->is_running = FALSE;
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
    return;
  }
  self->current = dup_name (g_ptr_array_index (self->files, i));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  /* A thread that is cancelled ends by itself and says so. */
  task = g_task_new (NULL, self->cancellable, import_cb, g_object_ref (self));
  g_task_set_source_tag (task, import_next);
  g_task_set_task_data (task, g_object_ref (g_ptr_array_index (self->files, i)), g_object_unref);
  g_task_run_in_thread (task, import_thread);
}

static void
gb_importer_finalize (GObject *object)
{
  GbImporter *self = GB_IMPORTER (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->outcomes, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->current, g_free);
  g_clear_pointer (&self->import, gb_import_free);

  G_OBJECT_CLASS (gb_importer_parent_class)->finalize (object);
}

static void
gb_importer_class_init (GbImporterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gb_importer_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gb_importer_init (GbImporter *self)
{
  self->outcomes = g_ptr_array_new_with_free_func ((GDestroyNotify)outcome_free);
  self->cancellable = g_cancellable_new ();
  self->current = g_strdup ("");
}

GbImporter *
gb_importer_new (GbDesk *desk, GPtrArray *files)
{
  GbImporter *self;

  g_return_val_if_fail (GB_IS_DESK (desk), NULL);
  g_return_val_if_fail (files != NULL, NULL);

  self = g_object_new (GB_TYPE_IMPORTER, NULL);
  self->desk = g_object_ref (desk);
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < files->len; i++)
    g_ptr_array_add (self->files, g_object_ref (g_ptr_array_index (files, i)));
  return self;
}

void
gb_importer_start (GbImporter *self)
{
  g_return_if_fail (GB_IS_IMPORTER (self));
  g_return_if_fail (!self->is_running && self->outcomes->len == 0);

  self->is_running = TRUE;
  import_next (self);
}

void
gb_importer_cancel (GbImporter *self)
{
  g_return_if_fail (GB_IS_IMPORTER (self));

  g_cancellable_cancel (self->cancellable);
}

gboolean
gb_importer_get_is_running (GbImporter *self)
{
  g_return_val_if_fail (GB_IS_IMPORTER (self), FALSE);

  return self->is_running;
}

guint
gb_importer_get_n_files (GbImporter *self)
{
  g_return_val_if_fail (GB_IS_IMPORTER (self), 0);

  return self->files->len;
}

const char *
gb_importer_get_current (GbImporter *self)
{
  g_return_val_if_fail (GB_IS_IMPORTER (self), "");

  return self->current;
}

GPtrArray *
gb_importer_get_outcomes (GbImporter *self)
{
  g_return_val_if_fail (GB_IS_IMPORTER (self), NULL);

  return self->outcomes;
}
