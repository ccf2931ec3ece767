/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Owns its copy of the attachments and the queue of files that wait to be taken into the desk's
 * store, one at a time. Main thread. Used by the properties panel.
 */

#define G_LOG_DOMAIN "gb-attachments-list"

#include "config.h"

#include "document/gb-attachments-list.h"

#include "document/gb-attachment-names.h"
#include "document/gb-row-order.h"
#include "widgets/gb-messages.h"

#include <glib/gi18n.h>
#include <string.h>

struct _GbAttachmentsList {
  GtkBox parent_instance;

  /* Children */
  GtkListBox *list;
  GtkLabel *error_label;
  GtkButton *add_button;
  GtkSpinner *spinner;

  /* Owned */
  GbDesk *desk;
  GPtrArray *attachments; /* of GbAttachment */
  GQueue *waiting;        /* of GFile */
  GCancellable *cancellable;
  GtkFileChooserNative *chooser; /* (nullable) while it is open */

  guint focus_source;
  guint focus_index;

  guint is_editable : 1;
  guint is_adding : 1;
};

/* Where the bytes of an attachment are to be written. */
typedef struct {
  GbAttachmentsList *self;
  GFile *file;
} Save;

G_DEFINE_FINAL_TYPE (GbAttachmentsList, gb_attachments_list, GTK_TYPE_BOX)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void show_attachments (GbAttachmentsList *self);
static void add_next (GbAttachmentsList *self);

static void
save_free (Save *save)
{
  g_object_unref (save->self);
  g_object_unref (save->file);
  g_free (save);
}

static void
changed (GbAttachmentsList *self)
{
  show_attachments (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
set_error (GbAttachmentsList *self, const char *message)
{
  gtk_label_set_text (self->error_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), message != NULL);
}

static void
add_error (GbAttachmentsList *self, const char *name, const GError *error)
{
  const char *before = gtk_label_get_text (self->error_label);
  g_autofree char *reason = gb_message_for_error (error);
  /* Translators: first the name of a file, then why it was refused */
  g_autofree char *line = g_strdup_printf (_ ("“%s”: %s"), name, reason);
  g_autofree char *all =
    *before != '\0' ? g_strdup_printf ("%s\n%s", before, line) : g_strdup (line);

  set_error (self, all);
}

static guint
get_index (GtkWidget *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW);

  return (guint)gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
}

static gboolean
focus_idle_cb (gpointer user_data)
{
  GbAttachmentsList *self = user_data;
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int)self->focus_index);

  self->focus_source = 0;
  gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : GTK_WIDGET (self->add_button));
  return G_SOURCE_REMOVE;
}

/* Also brings it into sight, so it has to wait until the new rows have their place. An index beyond
 * the last row means the button below them. */
static void
focus_row (GbAttachmentsList *self, guint index)
{
  self->focus_index = index;
  if (self->focus_source == 0)
    self->focus_source = g_idle_add_full (G_PRIORITY_LOW, focus_idle_cb, self, NULL);
}

static void
move (GbAttachmentsList *self, guint from, guint to)
{
  const gboolean are_counted = gb_attachment_names_are_counted (self->attachments);
  GbAttachment *attachment;

  if (to >= self->attachments->len || from >= self->attachments->len || from == to)
    return;
  attachment = g_ptr_array_steal_index (self->attachments, from);
  g_ptr_array_insert (self->attachments, (int)to, attachment);
  if (are_counted)
    gb_attachment_names_count (self->attachments);
  changed (self);
  focus_row (self, to);
}

static void
up_clicked_cb (GbAttachmentsList *self, GtkWidget *button)
{
  guint index = get_index (button);

  /* Above the first there is nothing: an index beyond the last, which moves nothing. */
  move (self, index, index - 1);
}

static void
down_clicked_cb (GbAttachmentsList *self, GtkWidget *button)
{
  guint index = get_index (button);

  move (self, index, index + 1);
}

static void
remove_clicked_cb (GbAttachmentsList *self, GtkWidget *button)
{
  const gboolean are_counted = gb_attachment_names_are_counted (self->attachments);

  g_ptr_array_remove_index (self->attachments, get_index (button));
  if (are_counted)
    gb_attachment_names_count (self->attachments);
  changed (self);
  focus_row (self, self->attachments->len);
}

static void
rename_activate_cb (GbAttachmentsList *self, GtkEntry *entry)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (entry), GTK_TYPE_POPOVER);
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (entry), "index"));
  GbAttachment *attachment = g_ptr_array_index (self->attachments, index);
  g_autofree char *name = gb_attachment_names_clean (gtk_entry_get_text (entry), attachment->name);

  gtk_popover_popdown (GTK_POPOVER (popover));
  if (name == NULL || strcmp (name, attachment->name) == 0)
    return;
  g_free (attachment->name);
  attachment->name = g_steal_pointer (&name);
  changed (self);
}

static gboolean
destroy_idle_cb (gpointer user_data)
{
  gtk_widget_destroy (user_data);
  return G_SOURCE_REMOVE;
}

/* Without animations the popover is still at work when it says that it is closed. */
static void
rename_closed_cb (GtkWidget *popover)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, destroy_idle_cb, g_object_ref (popover),
                   g_object_unref);
}

static void
rename_clicked_cb (GbAttachmentsList *self, GtkWidget *button)
{
  guint index = get_index (button);
  const GbAttachment *attachment = g_ptr_array_index (self->attachments, index);
  GtkWidget *row = gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW);
  GtkWidget *popover = gtk_popover_new (row);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *done = gtk_button_new_with_mnemonic (_ ("_Rename"));

  gtk_entry_set_text (GTK_ENTRY (entry), attachment->name);
  gtk_entry_set_max_length (GTK_ENTRY (entry), GB_ATTACHMENT_NAME_MAX_CHARS);
  gtk_entry_set_width_chars (GTK_ENTRY (entry), 24);
  atk_object_set_name (gtk_widget_get_accessible (entry), _ ("Name of the attachment"));
  g_object_set_data (G_OBJECT (entry), "index", GUINT_TO_POINTER (index));
  g_signal_connect_object (entry, "activate", G_CALLBACK (rename_activate_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (done, "clicked", G_CALLBACK (gtk_widget_activate), entry);
  gtk_style_context_add_class (gtk_widget_get_style_context (done),
                               GTK_STYLE_CLASS_SUGGESTED_ACTION);
  g_object_set (box, "margin", 6, NULL);
  gtk_container_add (GTK_CONTAINER (box), entry);
  gtk_container_add (GTK_CONTAINER (box), done);
  gtk_container_add (GTK_CONTAINER (popover), box);
  gtk_widget_show_all (box);
  g_signal_connect (popover, "closed", G_CALLBACK (rename_closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
  gtk_widget_grab_focus (entry);
}

static void
replace_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Save *save = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_autofree char *name = g_file_get_basename (save->file);

    add_error (save->self, name, error);
  }
  save_free (save);
}

static void
load_blob_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Save *save = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = gb_desk_load_blob_finish (GB_DESK (source), result, &error);

  if (bytes == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
      g_autofree char *name = g_file_get_basename (save->file);

      add_error (save->self, name, error);
    }
    save_free (save);
    return;
  }
  g_file_replace_contents_bytes_async (save->file, bytes, NULL, FALSE, G_FILE_CREATE_NONE,
                                       save->self->cancellable, replace_cb, save);
}

static void
save_response_cb (GbAttachmentsList *self, int response, GtkFileChooserNative *chooser)
{
  const char *digest = g_object_get_data (G_OBJECT (chooser), "digest");

  if (response == GTK_RESPONSE_ACCEPT) {
    Save *save = g_new0 (Save, 1);

    save->self = g_object_ref (self);
    save->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
    set_error (self, NULL);
    gb_desk_load_blob_async (self->desk, digest, self->cancellable, load_blob_cb, save);
  }
  g_clear_object (&self->chooser);
}

static GtkFileChooserNative *
new_chooser (GbAttachmentsList *self, const char *title, GtkFileChooserAction action)
{
  GtkWidget *top = gtk_widget_get_toplevel (GTK_WIDGET (self));

  g_set_object (&self->chooser, NULL);
  self->chooser = gtk_file_chooser_native_new (title, GTK_IS_WINDOW (top) ? GTK_WINDOW (top) : NULL,
                                               action, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  return self->chooser;
}

static void
save_clicked_cb (GbAttachmentsList *self, GtkWidget *button)
{
  const GbAttachment *attachment = g_ptr_array_index (self->attachments, get_index (button));
  GtkFileChooserNative *chooser =
    new_chooser (self, _ ("Save Attachment"), GTK_FILE_CHOOSER_ACTION_SAVE);

  gtk_file_chooser_set_do_overwrite_confirmation (GTK_FILE_CHOOSER (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), attachment->name);
  g_object_set_data_full (G_OBJECT (chooser), "digest", g_strdup (attachment->digest), g_free);
  g_signal_connect_object (chooser, "response", G_CALLBACK (save_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static GtkWidget *
add_button (GtkWidget *box,
            const char *icon,
            const char *name,
            GCallback callback,
            GbAttachmentsList *self,
            gboolean sensitive)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon, GTK_ICON_SIZE_MENU);

  gtk_button_set_relief (GTK_BUTTON (button), GTK_RELIEF_NONE);
  gtk_widget_set_tooltip_text (button, name);
  atk_object_set_name (gtk_widget_get_accessible (button), name);
  gtk_widget_set_sensitive (button, sensitive);
  gtk_style_context_add_class (gtk_widget_get_style_context (button), "gb-small-button");
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_container_add (GTK_CONTAINER (box), button);
  return button;
}

static GtkWidget *
new_row (GbAttachmentsList *self, guint index)
{
  const GbAttachment *attachment = g_ptr_array_index (self->attachments, index);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *name = gtk_label_new (attachment->name);
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autofree char *size = g_format_size (attachment->size);
  GtkWidget *detail = gtk_label_new (size);
  GtkWidget *handle = self->is_editable ? gb_row_order_new_handle () : NULL;
  g_autofree char *words =
    /* Translators: an attachment as a screen reader reads it: its place, how many there are, its
     * name and its size */
    g_strdup_printf (_ ("Attachment %u of %u: %s, %s"), index + 1, self->attachments->len,
                     attachment->name, size);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_line_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (name), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (detail), 0);
  gtk_widget_set_hexpand (detail, TRUE);
  gtk_style_context_add_class (gtk_widget_get_style_context (detail), "gb-caption");
  gtk_container_add (GTK_CONTAINER (box), name);
  gtk_container_add (GTK_CONTAINER (foot), detail);
  if (self->is_editable) {
    add_button (foot, "go-up-symbolic", _ ("Move up"), G_CALLBACK (up_clicked_cb), self, index > 0);
    add_button (foot, "go-down-symbolic", _ ("Move down"), G_CALLBACK (down_clicked_cb), self,
                index + 1 < self->attachments->len);
    add_button (foot, "document-edit-symbolic", _ ("Rename…"), G_CALLBACK (rename_clicked_cb), self,
                TRUE);
  }
  add_button (foot, "document-save-symbolic", _ ("Save as…"), G_CALLBACK (save_clicked_cb), self,
              TRUE);
  if (self->is_editable)
    add_button (foot, "list-remove-symbolic", _ ("Remove"), G_CALLBACK (remove_clicked_cb), self,
                TRUE);
  gtk_container_add (GTK_CONTAINER (box), foot);
  g_object_set (box, "margin", 6, "margin-start", 9, NULL);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  atk_object_set_name (gtk_widget_get_accessible (row), words);
  if (handle != NULL) {
    gtk_container_add (GTK_CONTAINER (handle), box);
    gtk_container_add (GTK_CONTAINER (row), handle);
  } else {
    gtk_container_add (GTK_CONTAINER (row), box);
  }
  gtk_widget_show_all (row);
  return row;
}

static void
show_attachments (GbAttachmentsList *self)
{
  GList *rows = gtk_container_get_children (GTK_CONTAINER (self->list));

  for (GList *l = rows; l != NULL; l = l->next)
    gtk_widget_destroy (l->data);
  g_list_free (rows);
  for (guint i = 0; i < self->attachments->len; i++)
    gtk_container_add (GTK_CONTAINER (self->list), new_row (self, i));
  gtk_widget_set_visible (GTK_WIDGET (self->list), self->attachments->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->add_button), self->is_editable);
}

static void
attach_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbAttachmentsList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_queue_pop_head (self->waiting);
  GbAttachment *attachment = gb_desk_attach_finish (GB_DESK (source), result, &error);

  self->is_adding = FALSE;
  if (attachment != NULL) {
    g_ptr_array_add (self->attachments, attachment);
    changed (self);
    focus_row (self, self->attachments->len);
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_autofree char *name = g_file_get_basename (file);

    add_error (self, name, error);
    focus_row (self, self->attachments->len);
  }
  add_next (self);
}

static void
add_next (GbAttachmentsList *self)
{
  GFile *file = g_queue_peek_head (self->waiting);

  gtk_widget_set_visible (GTK_WIDGET (self->spinner), file != NULL);
  g_object_set (self->spinner, "active", file != NULL, NULL);
  if (file == NULL || self->is_adding || self->desk == NULL)
    return;
  self->is_adding = TRUE;
  gb_desk_attach_async (self->desk, file, self->cancellable, attach_cb, g_object_ref (self));
}

static void
choose_response_cb (GbAttachmentsList *self, int response, GtkFileChooserNative *chooser)
{
  if (response == GTK_RESPONSE_ACCEPT) {
    GSList *files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));

    set_error (self, NULL);
    for (GSList *l = files; l != NULL; l = l->next)
      gb_attachments_list_add_file (self, l->data);
    g_slist_free_full (files, g_object_unref);
  }
  g_clear_object (&self->chooser);
}

static void
drag_data_received_cb (GbAttachmentsList *self,
                       GdkDragContext *context,
                       int x,
                       int y,
                       GtkSelectionData *data)
{
  g_auto (GStrv) uris = gtk_selection_data_get_uris (data);

  if (uris == NULL || !self->is_editable)
    return;
  set_error (self, NULL);
  for (guint i = 0; uris[i] != NULL; i++) {
    g_autoptr (GFile) file = g_file_new_for_uri (uris[i]);

    gb_attachments_list_add_file (self, file);
  }
}

static void
gb_attachments_list_dispose (GObject *object)
{
  GbAttachmentsList *self = GB_ATTACHMENTS_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->focus_source, g_source_remove);
  g_clear_object (&self->chooser);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (gb_attachments_list_parent_class)->dispose (object);
}

static void
gb_attachments_list_finalize (GObject *object)
{
  GbAttachmentsList *self = GB_ATTACHMENTS_LIST (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->attachments);
  g_queue_free_full (self->waiting, g_object_unref);

  G_OBJECT_CLASS (gb_attachments_list_parent_class)->finalize (object);
}

static void
gb_attachments_list_class_init (GbAttachmentsListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gb_attachments_list_dispose;
  object_class->finalize = gb_attachments_list_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", GB_TYPE_ATTACHMENTS_LIST, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gb_attachments_list_init (GbAttachmentsList *self)
{
  self->attachments = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_attachment_free);
  self->waiting = g_queue_new ();
  self->cancellable = g_cancellable_new ();
  self->is_editable = TRUE;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self->list)), "content");
  gtk_widget_set_no_show_all (GTK_WIDGET (self->list), TRUE);
  gb_row_order_attach (self->list, (GbRowOrderFunc)move, self);
  gtk_container_add (GTK_CONTAINER (self), GTK_WIDGET (self->list));

  self->error_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->error_label, 0);
  gtk_label_set_line_wrap (self->error_label, TRUE);
  gtk_label_set_line_wrap_mode (self->error_label, PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_no_show_all (GTK_WIDGET (self->error_label), TRUE);
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self->error_label)),
                               "gb-field-error");
  gtk_container_add (GTK_CONTAINER (self), GTK_WIDGET (self->error_label));

  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_widget_set_no_show_all (GTK_WIDGET (self->spinner), TRUE);
  gtk_container_add (GTK_CONTAINER (self), GTK_WIDGET (self->spinner));

  self->add_button = GTK_BUTTON (gtk_button_new_with_mnemonic (_ ("_Add attachments…")));
  gtk_widget_set_no_show_all (GTK_WIDGET (self->add_button), TRUE);
  gtk_widget_show (GTK_WIDGET (self->add_button));
  gtk_container_add (GTK_CONTAINER (self), GTK_WIDGET (self->add_button));
  g_signal_connect_swapped (self->add_button, "clicked", G_CALLBACK (gb_attachments_list_choose),
                            self);

  gtk_drag_dest_set (GTK_WIDGET (self), GTK_DEST_DEFAULT_ALL, NULL, 0, GDK_ACTION_COPY);
  gtk_drag_dest_add_uri_targets (GTK_WIDGET (self));
  g_signal_connect (self, "drag-data-received", G_CALLBACK (drag_data_received_cb), NULL);
}

GtkWidget *
gb_attachments_list_new (GbDesk *desk)
{
  GbAttachmentsList *self = g_object_new (GB_TYPE_ATTACHMENTS_LIST, "visible", TRUE, NULL);

  self->desk = g_object_ref (desk);
  return GTK_WIDGET (self);
}

static gboolean
has_same (GPtrArray *left, GPtrArray *right)
{
  if (left->len != (right != NULL ? right->len : 0))
    return FALSE;
  for (guint i = 0; i < left->len; i++) {
    const GbAttachment *a = g_ptr_array_index (left, i);
    const GbAttachment *b = g_ptr_array_index (right, i);

    if (!g_str_equal (a->digest, b->digest) || !g_str_equal (a->name, b->name) ||
        !g_str_equal (a->type, b->type) || a->size != b->size)
      return FALSE;
  }
  return TRUE;
}

void
gb_attachments_list_set_attachments (GbAttachmentsList *self, GPtrArray *attachments)
{
  g_return_if_fail (GB_IS_ATTACHMENTS_LIST (self));

  set_error (self, NULL);
  /* After each save the document comes back as it is here: a name that is being typed must not go
   * away with the rows. */
  if (has_same (self->attachments, attachments))
    return;
  g_ptr_array_set_size (self->attachments, 0);
  for (guint i = 0; attachments != NULL && i < attachments->len; i++)
    g_ptr_array_add (self->attachments, gb_attachment_copy (g_ptr_array_index (attachments, i)));
  show_attachments (self);
}

GPtrArray *
gb_attachments_list_get_attachments (GbAttachmentsList *self)
{
  g_return_val_if_fail (GB_IS_ATTACHMENTS_LIST (self), NULL);

  return self->attachments;
}

void
gb_attachments_list_set_editable (GbAttachmentsList *self, gboolean editable)
{
  g_return_if_fail (GB_IS_ATTACHMENTS_LIST (self));

  if (self->is_editable == editable)
    return;
  self->is_editable = editable;
  set_error (self, NULL);
  show_attachments (self);
}

void
gb_attachments_list_choose (GbAttachmentsList *self)
{
  GtkFileChooserNative *chooser;

  g_return_if_fail (GB_IS_ATTACHMENTS_LIST (self));

  chooser = new_chooser (self, _ ("Add Attachments"), GTK_FILE_CHOOSER_ACTION_OPEN);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (choose_response_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
gb_attachments_list_add_file (GbAttachmentsList *self, GFile *file)
{
  g_return_if_fail (GB_IS_ATTACHMENTS_LIST (self));
  g_return_if_fail (G_IS_FILE (file));

  g_queue_push_tail (self->waiting, g_object_ref (file));
  add_next (self);
}
