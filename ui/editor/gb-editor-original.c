/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The original of the selected image. The page says which image is selected; the host's store says
 * what it was made of. It borrows view and actions, owns what was found and the file chooser, and
 * lives on the main thread; used by GbEditor. */

#define G_LOG_DOMAIN "gb-editor"

#include "config.h"

#include "editor/gb-editor-original.h"

#include "widgets/gb-messages.h"

#include <glib/gi18n.h>

struct _GbEditorOriginal {
  GObject parent_instance;

  /* Owned */
  GCancellable *cancellable;     /* cancelled in dispose */
  GCancellable *finding;         /* (nullable): of the question under way */
  GtkFileChooserNative *chooser; /* (nullable) while it is open */
  GSimpleAction *use;
  GSimpleAction *save;
  char *selected; /* the digest of the selected image; "" for none */
  char *image;    /* (nullable): the smaller one of the two */
  char *original; /* (nullable): the larger one */

  /* Borrowed */
  GbEditorView *view;        /* lives as long as the editor, which owns this object */
  GbEditorActions *actions;  /* likewise */
  GbEditorOriginalFunc find; /* (nullable) */
  GbEditorOriginalFinish finish_find;
  gpointer find_data;

  guint is_ready : 1;
  guint is_editable : 1;
  guint fits : 1; /* the original may stand in a text */
};

G_DEFINE_FINAL_TYPE (GbEditorOriginal, gb_editor_original, G_TYPE_OBJECT)

enum {
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
fail (GbEditorOriginal *self, const GError *error)
{
  g_autofree char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  words = gb_message_for_error (error);
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, words);
}

static gboolean
is_used (GbEditorOriginal *self)
{
  return self->original != NULL && g_str_equal (self->original, self->selected);
}

static void
actions_update (GbEditorOriginal *self)
{
  gboolean has_original = self->is_ready && self->original != NULL;

  g_simple_action_set_enabled (self->use, has_original && self->is_editable);
  g_simple_action_set_state (self->use, g_variant_new_boolean (is_used (self)));
  g_simple_action_set_enabled (self->save, has_original);
}

/* ───── Finding ───── */

static void
found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbEditorOriginal) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *image = NULL;
  g_autofree char *original = NULL;
  gboolean fits = FALSE;

  if (self->finish_find == NULL)
    return;
  if (!self->finish_find (result, &image, &original, &fits, self->find_data, &error)) {
    /* Nobody has asked: without an answer there is just nothing to offer. */
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_debug ("no answer about an original: %s", error->message);
    return;
  }
  /* Meanwhile another image may have been selected. */
  if (image == NULL || original == NULL ||
      (!g_str_equal (self->selected, image) && !g_str_equal (self->selected, original)))
    return;
  g_free (self->image);
  g_free (self->original);
  self->image = g_steal_pointer (&image);
  self->original = g_steal_pointer (&original);
  self->fits = !!fits;
  actions_update (self);
}

static void
select_image (GbEditorOriginal *self, const char *digest)
{
  if (g_str_equal (digest, self->selected))
    return;
  g_free (self->selected);
  self->selected = g_strdup (digest);
  g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  g_clear_pointer (&self->image, g_free);
  g_clear_pointer (&self->original, g_free);
  actions_update (self);
  if (*digest == '\0' || self->find == NULL)
    return;
  self->finding = g_cancellable_new ();
  self->find (digest, self->finding, found_cb, g_object_ref (self), self->find_data);
}

/* ───── Using ───── */

static void
use_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbEditorOriginal *self = user_data;

  if (is_used (self))
    gb_editor_actions_run (self->actions, "set-image-source", self->image);
  else if (self->fits)
    gb_editor_actions_run (self->actions, "set-image-source", self->original);
  else
    g_signal_emit (self, signals[SIGNAL_FAILED], 0,
                   _ ("The original of this picture is larger than the portal accepts. Save it "
                      "and offer it as an attachment, or keep the smaller picture."));
}

/* ───── Saving ───── */

static void
replace_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbEditorOriginal) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (object), result, NULL, &error))
    fail (self, error);
}

static void
load_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GFile) file = user_data;
  GbEditorOriginal *self = g_object_get_data (G_OBJECT (file), "gb-original");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
    gb_editor_view_load_blob_finish (GB_EDITOR_VIEW (object), result, &error);

  if (bytes == NULL)
    fail (self, error);
  else
    g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE,
                                         self->cancellable, replace_cb, g_object_ref (self));
}

static void
chosen_cb (GbEditorOriginal *self, int response, GtkFileChooserNative *chooser)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    gb_editor_original_save (self, file);
  g_clear_object (&self->chooser);
}

static void
name_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbEditorOriginal) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
    gb_editor_view_load_blob_finish (GB_EDITOR_VIEW (object), result, &error);
  GtkWidget *top = gtk_widget_get_toplevel (GTK_WIDGET (object));
  const char *alt = gb_editor_actions_get_image_alt (self->actions);
  g_autofree char *name = NULL;
  gsize size;
  const char *data;

  if (bytes == NULL) {
    fail (self, error);
    return;
  }
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  data = g_bytes_get_data (bytes, &size);
  /* It is one of the two kinds that a document holds. */
  name = g_strconcat (*alt != '\0' ? alt : _ ("Picture"),
                      size > 0 && data[0] == '\x89' ? ".png" : ".jpg", NULL);
  g_strdelimit (name, "/\\", '-');
  g_set_object (&self->chooser, NULL);
  self->chooser = gtk_file_chooser_native_new (_ ("Save Original Picture"),
                                               GTK_IS_WINDOW (top) ? GTK_WINDOW (top) : NULL,
                                               GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_do_overwrite_confirmation (GTK_FILE_CHOOSER (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbEditorOriginal *self = user_data;

  gb_editor_view_load_blob_async (self->view, self->original, name_cb, g_object_ref (self));
}

/* ───── Life ───── */

static void
gb_editor_original_dispose (GObject *object)
{
  GbEditorOriginal *self = GB_EDITOR_ORIGINAL (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->finding);
  self->find = NULL;
  self->finish_find = NULL;
  g_clear_object (&self->chooser);
  G_OBJECT_CLASS (gb_editor_original_parent_class)->dispose (object);
}

static void
gb_editor_original_finalize (GObject *object)
{
  GbEditorOriginal *self = GB_EDITOR_ORIGINAL (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->finding);
  g_clear_object (&self->use);
  g_clear_object (&self->save);
  g_free (self->selected);
  g_free (self->image);
  g_free (self->original);
  G_OBJECT_CLASS (gb_editor_original_parent_class)->finalize (object);
}

static void
gb_editor_original_class_init (GbEditorOriginalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gb_editor_original_dispose;
  object_class->finalize = gb_editor_original_finalize;

  signals[SIGNAL_FAILED] = g_signal_new ("failed", GB_TYPE_EDITOR_ORIGINAL, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
gb_editor_original_init (GbEditorOriginal *self)
{
  self->cancellable = g_cancellable_new ();
  self->selected = g_strdup ("");
  self->use = g_simple_action_new_stateful ("use-original", NULL, g_variant_new_boolean (FALSE));
  self->save = g_simple_action_new ("save-original", NULL);
}

GbEditorOriginal *
gb_editor_original_new (GbEditorView *view, GbEditorActions *actions)
{
  GbEditorOriginal *self;
  GActionMap *group;

  g_return_val_if_fail (GB_IS_EDITOR_VIEW (view), NULL);
  g_return_val_if_fail (GB_IS_EDITOR_ACTIONS (actions), NULL);

  self = g_object_new (GB_TYPE_EDITOR_ORIGINAL, NULL);
  self->view = view;
  self->actions = actions;
  g_signal_connect_object (self->use, "activate", G_CALLBACK (use_cb), self, 0);
  g_signal_connect_object (self->save, "activate", G_CALLBACK (save_cb), self, 0);
  group = G_ACTION_MAP (gb_editor_actions_get_group (actions));
  g_action_map_add_action (group, G_ACTION (self->use));
  g_action_map_add_action (group, G_ACTION (self->save));
  actions_update (self);
  return self;
}

void
gb_editor_original_set_source (GbEditorOriginal *self,
                               GbEditorOriginalFunc find,
                               GbEditorOriginalFinish finish,
                               gpointer user_data)
{
  g_return_if_fail (GB_IS_EDITOR_ORIGINAL (self));
  g_return_if_fail ((find == NULL) == (finish == NULL));

  self->find = find;
  self->finish_find = finish;
  self->find_data = user_data;
}

void
gb_editor_original_update (GbEditorOriginal *self, GVariant *state)
{
  const char *digest;

  g_return_if_fail (GB_IS_EDITOR_ORIGINAL (self));
  g_return_if_fail (state != NULL);

  if (g_variant_lookup (state, "imageSrc", "&s", &digest))
    select_image (self, digest);
}

void
gb_editor_original_set_enabled (GbEditorOriginal *self, gboolean ready, gboolean editable)
{
  g_return_if_fail (GB_IS_EDITOR_ORIGINAL (self));

  self->is_ready = !!ready;
  self->is_editable = !!editable;
  actions_update (self);
}

void
gb_editor_original_save (GbEditorOriginal *self, GFile *file)
{
  g_autoptr (GFile) target = NULL;

  g_return_if_fail (GB_IS_EDITOR_ORIGINAL (self));
  g_return_if_fail (G_IS_FILE (file));

  if (self->original == NULL)
    return;
  target = g_file_dup (file);
  g_object_set_data_full (G_OBJECT (target), "gb-original", g_object_ref (self), g_object_unref);
  gb_editor_view_load_blob_async (self->view, self->original, load_cb, g_steal_pointer (&target));
}
