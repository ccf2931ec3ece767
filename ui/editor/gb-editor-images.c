/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Images on their way into the text: read, prepared on a thread of their own, kept by the host's
 * store, described by the person, and only then named to the page. It borrows view and actions,
 * owns the dialogs, and lives on the main thread; used by GbEditor. */

#define G_LOG_DOMAIN "gb-editor"

#include "config.h"

#include "editor/gb-editor-images.h"

#include "editor/gb-editor-bridge.h"
#include "editor/gb-picture.h"
#include "widgets/gb-messages.h"

#include <glib/gi18n.h>

/* Of the schema. */
#define MAX_ALT_CHARS 500

struct _GbEditorImages {
  GObject parent_instance;

  /* Owned */
  GCancellable *cancellable;     /* cancelled in dispose */
  GtkFileChooserNative *chooser; /* (nullable) while it is open */
  GtkWidget *dialog;             /* (nullable) while it is open; owned by GTK */
  char *digest;                  /* (nullable) of the image that the dialog is about to insert */
  GQueue waiting;                /* of char *: images that it is not yet about */

  /* Borrowed */
  GbEditorView *view;       /* lives as long as the editor, which owns this object */
  GbEditorActions *actions; /* likewise */
  GbEditorStoreFunc store;  /* (nullable) */
  GbEditorStoreFinish finish_store;
  gpointer store_data;
};

G_DEFINE_FINAL_TYPE (GbEditorImages, gb_editor_images, G_TYPE_OBJECT)

enum {
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
fail (GbEditorImages *self, const GError *error)
{
  g_autofree char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  words = gb_message_for_error (error);
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, words);
}

static GtkWindow *
find_window (GbEditorImages *self)
{
  GtkWidget *top = gtk_widget_get_toplevel (GTK_WIDGET (self->view));

  return GTK_IS_WINDOW (top) ? GTK_WINDOW (top) : NULL;
}

/* ───── What it shows ───── */

static void
insert_image (GbEditorImages *self, const char *alt)
{
  g_autofree char *json = NULL;

  json = gb_editor_strings_to_json ("src", self->digest, "alt", alt, NULL);
  gb_editor_actions_run (self->actions, "insert-image", json);
}

static void ask_for_words (GbEditorImages *self, const char *digest);

static void
ask_next (GbEditorImages *self)
{
  g_autofree char *digest = g_queue_pop_head (&self->waiting);

  if (digest != NULL)
    ask_for_words (self, digest);
}

static void
response_cb (GbEditorImages *self, int response, GtkDialog *dialog)
{
  GtkEntry *entry = g_object_get_data (G_OBJECT (dialog), "entry");
  g_autofree char *alt = g_strdup (gtk_entry_get_text (entry));

  self->dialog = NULL;
  gtk_widget_destroy (GTK_WIDGET (dialog));
  if (response == GTK_RESPONSE_ACCEPT) {
    if (self->digest != NULL)
      insert_image (self, alt);
    else
      gb_editor_actions_run (self->actions, "set-image-alt", alt);
  }
  g_clear_pointer (&self->digest, g_free);
  ask_next (self);
}

/* digest: (nullable): of an image to be inserted; without it, the selected one is described. */
static void
ask_for_words (GbEditorImages *self, const char *digest)
{
  GtkWidget *dialog;
  GtkWidget *box;
  GtkWidget *label = gtk_label_new (
    _ ("What does the picture show? One sentence for people who cannot see it, read aloud by their "
       "programs. Leave it empty only for now."));
  GtkWidget *entry = gtk_entry_new ();

  if (self->dialog != NULL)
    gtk_widget_destroy (self->dialog);
  g_free (self->digest);
  self->digest = g_strdup (digest);
  dialog = gtk_dialog_new_with_buttons (
    _ ("Describe Image"), find_window (self),
    GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT | GTK_DIALOG_USE_HEADER_BAR, _ ("_Cancel"),
    GTK_RESPONSE_CANCEL, digest != NULL ? _ ("_Insert") : _ ("_Apply"), GTK_RESPONSE_ACCEPT, NULL);
  self->dialog = dialog;
  g_signal_connect (dialog, "destroy", G_CALLBACK (gtk_widget_destroyed), &self->dialog);
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
  box = gtk_dialog_get_content_area (GTK_DIALOG (dialog));
  g_object_set (box, "margin", 12, "spacing", 9, NULL);
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), entry);
  gtk_entry_set_max_length (GTK_ENTRY (entry), MAX_ALT_CHARS);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  if (digest == NULL)
    gtk_entry_set_text (GTK_ENTRY (entry), gb_editor_actions_get_image_alt (self->actions));
  gtk_container_add (GTK_CONTAINER (box), label);
  gtk_container_add (GTK_CONTAINER (box), entry);
  gtk_widget_show_all (box);
  g_object_set_data (G_OBJECT (dialog), "entry", entry);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ───── Into the store ───── */

typedef struct {
  GBytes *bytes;
  const char *type;
  GBytes *original; /* (nullable) */
} Prepared;

static void
prepared_free (Prepared *prepared)
{
  g_bytes_unref (prepared->bytes);
  g_clear_pointer (&prepared->original, g_bytes_unref);
  g_free (prepared);
}

static void
store_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbEditorImages) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *digest = NULL;

  if (self->finish_store == NULL)
    return;
  digest = self->finish_store (result, self->store_data, &error);
  if (digest == NULL)
    fail (self, error);
  else if (self->dialog != NULL && self->digest != NULL)
    g_queue_push_tail (&self->waiting, g_steal_pointer (&digest));
  else
    ask_for_words (self, digest);
}

static void
prepare_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GbEditorImages *self = GB_EDITOR_IMAGES (object);
  g_autoptr (GError) error = NULL;
  Prepared *prepared = g_task_propagate_pointer (G_TASK (result), &error);

  if (prepared == NULL) {
    fail (self, error);
    return;
  }
  if (self->store != NULL)
    self->store (prepared->bytes, prepared->type, prepared->original, self->cancellable, store_cb,
                 g_object_ref (self), self->store_data);
  prepared_free (prepared);
}

static void
prepare_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Prepared *prepared;
  GError *error = NULL;
  const char *type;
  GBytes *original = NULL;
  GBytes *bytes = gb_picture_prepare (task_data, &type, &original, &error);

  if (bytes == NULL) {
    g_task_return_error (task, error);
    return;
  }
  prepared = g_new0 (Prepared, 1);
  prepared->bytes = bytes;
  prepared->type = type;
  prepared->original = original;
  g_task_return_pointer (task, prepared, (GDestroyNotify)prepared_free);
}

/* bytes: (transfer full) */
static void
add_bytes (GbEditorImages *self, GBytes *bytes)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, prepare_cb, NULL);

  g_task_set_source_tag (task, add_bytes);
  g_task_set_task_data (task, bytes, (GDestroyNotify)g_bytes_unref);
  g_task_run_in_thread (task, prepare_in_thread);
}

/* ───── From a file ───── */

static void
load_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbEditorImages) self = user_data;
  g_autoptr (GError) error = NULL;
  GBytes *bytes = g_file_load_bytes_finish (G_FILE (object), result, NULL, &error);

  if (bytes != NULL)
    add_bytes (self, bytes);
  else
    fail (self, error);
}

static void
query_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbEditorImages) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (object), result, &error);

  /* Nothing is read of what is too large anyway. */
  if (info != NULL && g_file_info_get_size (info) > GB_PICTURE_MAX_BYTES)
    g_set_error_literal (&error, GB_PICTURE_ERROR, GB_PICTURE_ERROR_SIZE, "too large a file");
  if (error != NULL) {
    fail (self, error);
    return;
  }
  g_file_load_bytes_async (G_FILE (object), self->cancellable, load_cb, g_object_ref (self));
}

static void
chosen_cb (GbEditorImages *self, int response, GtkFileChooserNative *chooser)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    gb_editor_images_add_file (self, file);
  g_clear_object (&self->chooser);
}

static void
choose (GbEditorImages *self)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Pictures"));
  gtk_file_filter_add_pixbuf_formats (filter);
  g_set_object (&self->chooser, NULL);
  self->chooser = gtk_file_chooser_native_new (_ ("Insert Image"), find_window (self),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* ───── From the clipboard ───── */

static void
clipboard_image_cb (GtkClipboard *clipboard, GdkPixbuf *pixbuf, gpointer user_data)
{
  g_autoptr (GbEditorImages) self = user_data;
  g_autoptr (GError) error = NULL;
  char *buffer;
  gsize size;

  if (pixbuf == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  if (gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &size, "png", &error, NULL))
    add_bytes (self, g_bytes_new_take (buffer, size));
  else
    fail (self, error);
}

static void
ask_cb (GbEditorImages *self, const char *name)
{
  if (g_str_equal (name, "insert-image"))
    choose (self);
  else
    ask_for_words (self, NULL);
}

static void
gb_editor_images_dispose (GObject *object)
{
  GbEditorImages *self = GB_EDITOR_IMAGES (object);

  g_cancellable_cancel (self->cancellable);
  self->store = NULL;
  self->finish_store = NULL;
  g_clear_object (&self->chooser);
  if (self->dialog != NULL)
    gtk_widget_destroy (self->dialog);
  G_OBJECT_CLASS (gb_editor_images_parent_class)->dispose (object);
}

static void
gb_editor_images_finalize (GObject *object)
{
  GbEditorImages *self = GB_EDITOR_IMAGES (object);

  g_clear_object (&self->cancellable);
  g_free (self->digest);
  g_queue_clear_full (&self->waiting, g_free);
  G_OBJECT_CLASS (gb_editor_images_parent_class)->finalize (object);
}

static void
gb_editor_images_class_init (GbEditorImagesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gb_editor_images_dispose;
  object_class->finalize = gb_editor_images_finalize;

  signals[SIGNAL_FAILED] = g_signal_new ("failed", GB_TYPE_EDITOR_IMAGES, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
gb_editor_images_init (GbEditorImages *self)
{
  self->cancellable = g_cancellable_new ();
}

GbEditorImages *
gb_editor_images_new (GbEditorView *view, GbEditorActions *actions)
{
  static const char *const asked[] = { "ask::insert-image", "ask::edit-image" };
  GbEditorImages *self;

  g_return_val_if_fail (GB_IS_EDITOR_VIEW (view), NULL);
  g_return_val_if_fail (GB_IS_EDITOR_ACTIONS (actions), NULL);

  self = g_object_new (GB_TYPE_EDITOR_IMAGES, NULL);
  self->view = view;
  self->actions = actions;
  for (gsize i = 0; i < G_N_ELEMENTS (asked); i++)
    g_signal_connect_object (actions, asked[i], G_CALLBACK (ask_cb), self, G_CONNECT_SWAPPED);
  return self;
}

void
gb_editor_images_set_store (GbEditorImages *self,
                            GbEditorStoreFunc store,
                            GbEditorStoreFinish finish,
                            gpointer user_data)
{
  g_return_if_fail (GB_IS_EDITOR_IMAGES (self));
  g_return_if_fail ((store == NULL) == (finish == NULL));

  self->store = store;
  self->finish_store = finish;
  self->store_data = user_data;
}

void
gb_editor_images_add_file (GbEditorImages *self, GFile *file)
{
  g_return_if_fail (GB_IS_EDITOR_IMAGES (self));
  g_return_if_fail (G_IS_FILE (file));

  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_DEFAULT, self->cancellable, query_cb, g_object_ref (self));
}

void
gb_editor_images_paste (GbEditorImages *self, GtkClipboard *clipboard)
{
  g_return_if_fail (GB_IS_EDITOR_IMAGES (self));
  g_return_if_fail (GTK_IS_CLIPBOARD (clipboard));

  gtk_clipboard_request_image (clipboard, clipboard_image_cb, g_object_ref (self));
}

static void
keep_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbEditorImages *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  char *digest = NULL;

  if (self->finish_store != NULL)
    digest = self->finish_store (result, self->store_data, &error);
  if (digest != NULL)
    g_task_return_pointer (task, digest, g_free);
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "no store any more");
}

void
gb_editor_images_keep_async (GbEditorImages *self,
                             GBytes *bytes,
                             const char *type,
                             GBytes *original,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GB_IS_EDITOR_IMAGES (self));
  g_return_if_fail (bytes != NULL && type != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gb_editor_images_keep_async);
  if (self->store == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "no store of images");
    return;
  }
  self->store (bytes, type, original, cancellable, keep_cb, g_steal_pointer (&task),
               self->store_data);
}

char *
gb_editor_images_keep_finish (GbEditorImages *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
