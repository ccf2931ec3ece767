/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a clipboard to the page. The page says that it wants something and where; here the targets
 * are read as other programs wrote them, rebuilt on a thread of its own, their images are kept by
 * the host's store, and the page is given the result to put in as one step. It borrows view and
 * images, owns the jobs under way, and lives on the main thread; used by GbEditor. */

#define G_LOG_DOMAIN "gb-editor"

#include "config.h"

#include "editor/gb-editor-paste.h"

#include "document/gb-document-error.h"
#include "editor/gb-editor-clipboard.h"
#include "editor/gb-picture.h"
#include "import/gb-import-clipboard.h"
#include "import/gb-import.h"
#include "widgets/gb-messages.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* In place of a place: where the last paste was. */
#define LAST_PLACE 0
/* After so long a person is told that something goes on. */
#define SLOW_MS 500
/* Of a slice of ours; more is not put on the clipboard either. */
#define MAX_SLICE_BYTES (2 * GB_DOCUMENT_MAX_BYTES)

struct _GbEditorPaste {
  GObject parent_instance;

  /* Owned */
  GCancellable *cancellable; /* cancelled in dispose */
  char *last_text;           /* (nullable): of what was pasted last */
  GHashTable *dropped;       /* target (interned) to GBytes: what the pointer carries, or carried */
  GPtrArray *jobs;           /* of Job, borrowed: those under way */

  /* Borrowed */
  GbEditorView *view;     /* lives as long as the editor, which owns this object */
  GbEditorImages *images; /* likewise */
};

G_DEFINE_FINAL_TYPE (GbEditorPaste, gb_editor_paste, G_TYPE_OBJECT)

enum {
  SIGNAL_BUSY,
  SIGNAL_PASTED,
  SIGNAL_FAILED,
  SIGNAL_TEXTS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* One paste, from the question of the page to its answer. */
typedef struct {
  GbEditorPaste *self;       /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GtkClipboard *clipboard;   /* (nullable) for a drop */
  GBytes *html;              /* (owned) (nullable) */
  char *text;                /* (owned) (nullable) */
  char *slice;               /* (owned) (nullable) */
  GbImport *import;          /* (owned) (nullable) until it is made */
  GPtrArray *digests;        /* (owned), of char *: images that the page may show */
  GPtrArray *missing;        /* (owned), of char *: images that are not kept */
  guint64 place;
  guint slow_source;
  guint next;             /* image */
  guint is_slow : 1;      /* a person was told */
  guint is_inserting : 1; /* the page has it: it cannot be taken back */
  guint has_image : 1;    /* the clipboard has a picture */
  guint is_plain : 1;
  guint replaces : 1;
} Job;

/* One bar for all of them. */
static void
tell_busy (GbEditorPaste *self)
{
  gboolean is_busy = FALSE;
  gboolean can_cancel = FALSE;

  for (guint i = 0; i < self->jobs->len; i++) {
    const Job *job = g_ptr_array_index (self->jobs, i);

    is_busy |= job->is_slow;
    can_cancel |= job->is_slow && !job->is_inserting;
  }
  g_signal_emit (self, signals[SIGNAL_BUSY], 0, is_busy, can_cancel);
}

static gboolean
slow_cb (gpointer user_data)
{
  Job *job = user_data;

  job->slow_source = 0;
  job->is_slow = TRUE;
  tell_busy (job->self);
  return G_SOURCE_REMOVE;
}

static void
job_free (Job *job)
{
  g_clear_handle_id (&job->slow_source, g_source_remove);
  g_ptr_array_remove (job->self->jobs, job);
  if (job->is_slow)
    tell_busy (job->self);
  g_object_unref (job->cancellable);
  g_object_unref (job->self);
  g_clear_pointer (&job->html, g_bytes_unref);
  g_free (job->text);
  g_free (job->slice);
  g_clear_pointer (&job->import, gb_import_free);
  g_ptr_array_unref (job->digests);
  g_ptr_array_unref (job->missing);
  g_free (job);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

static Job *
job_new (GbEditorPaste *self, guint64 place)
{
  Job *job = g_new0 (Job, 1);

  job->self = g_object_ref (self);
  job->cancellable = g_cancellable_new ();
  job->slow_source = g_timeout_add (SLOW_MS, slow_cb, job);
  g_ptr_array_add (self->jobs, job);
  job->place = place;
  job->digests = g_ptr_array_new_with_free_func (g_free);
  job->missing = g_ptr_array_new_with_free_func (g_free);
  return job;
}

static gboolean
is_over (const Job *job)
{
  return g_cancellable_is_cancelled (job->self->cancellable) ||
         g_cancellable_is_cancelled (job->cancellable);
}

static void
fail (const Job *job, const GError *error)
{
  g_autofree char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_error_matches (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_UNSUPPORTED))
    words =
      g_strdup (_ ("There is nothing on the clipboard that can stand in a text. An image of a "
                   "page has to be saved as a file first."));
  else if (g_error_matches (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_TOO_LARGE))
    words = g_strdup (_ ("What lies on the clipboard is too large for one document. Copy a part of "
                         "it."));
  else
    words = gb_message_for_error (error);
  g_signal_emit (job->self, signals[SIGNAL_FAILED], 0, words);
}

/* ───── To the page ───── */

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static char *
job_to_json (const Job *job)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "place");
  json_builder_add_int_value (builder, (gint64)job->place);
  if (job->slice != NULL) {
    add_string (builder, "slice", job->slice);
  } else {
    g_autofree char *body = gb_document_dup_body (job->import->document);

    add_string (builder, "body", body);
    json_builder_set_member_name (builder, "plain");
    json_builder_add_boolean_value (builder, job->is_plain);
  }
  json_builder_set_member_name (builder, "images");
  json_builder_begin_array (builder);
  for (guint i = 0; i < job->digests->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (job->digests, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void
note_free (GbImportNote *note)
{
  g_free (note->reason);
  g_free (note->text);
  g_free (note);
}

static void
add_note (GPtrArray *notes, const char *reason, const char *text)
{
  GbImportNote *note = g_new0 (GbImportNote, 1);

  note->reason = g_strdup (reason);
  note->text = g_strdup (text);
  g_ptr_array_add (notes, note);
}

/* What the page says: whether something was put in, and how many images of a slice were not. */
static gboolean
read_answer (const char *json, gint64 *out_images)
{
  g_autoptr (JsonNode) root = json_from_string (json, NULL);
  JsonObject *object;

  *out_images = 0;
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  object = json_node_get_object (root);
  *out_images = json_object_get_int_member_with_default (object, "images", 0);
  return json_object_get_boolean_member_with_default (object, "inserted", FALSE);
}

static void
tell_result (Job *job, gint64 n_images)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func ((GDestroyNotify)note_free);

  for (guint i = 0; job->import != NULL && i < job->import->dropped->len; i++) {
    const GbImportNote *note = g_ptr_array_index (job->import->dropped, i);

    add_note (notes, note->reason, note->text);
  }
  for (gint64 i = 0; i < MIN (n_images, 100); i++)
    add_note (notes, GB_IMPORT_DROPPED_IMAGE, "");
  g_free (job->self->last_text);
  job->self->last_text = job->is_plain ? NULL : g_steal_pointer (&job->text);
  g_signal_emit (job->self, signals[SIGNAL_PASTED], 0, notes, job->self->last_text != NULL);
}

static void
inserted_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n_images = 0;

  if (!gb_editor_view_call_finish (GB_EDITOR_VIEW (object), result, &json, &error)) {
    if (g_error_matches (error, WEBKIT_JAVASCRIPT_ERROR, WEBKIT_JAVASCRIPT_ERROR_SCRIPT_FAILED))
      g_warning ("the page cannot put in what was pasted: %s", error->message);
    return;
  }
  if (g_cancellable_is_cancelled (job->self->cancellable))
    return;
  if (read_answer (json, &n_images) || n_images > 0)
    tell_result (job, n_images);
}

static void
insert (Job *job)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *json = job_to_json (job);

  job->is_inserting = TRUE;
  if (job->is_slow)
    tell_busy (job->self);
  g_variant_dict_insert (&arguments, "given", "s", json);
  gb_editor_view_call_async (
    job->self->view,
    job->replaces ? "return Editor.replacePasted(given);" : "return Editor.insertPasted(given);",
    g_variant_dict_end (&arguments), job->self->cancellable, inserted_cb, job);
}

/* ───── Images ───── */

static void keep_next_image (Job *job);

static gboolean
leave_out_missing (Job *job, GError **error)
{
  for (guint i = 0; i < job->missing->len; i++) {
    if (!gb_import_leave_out_image (job->import, g_ptr_array_index (job->missing, i), error))
      return FALSE;
  }
  return TRUE;
}

static void
keep_image_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *digest =
    gb_editor_images_keep_finish (GB_EDITOR_IMAGES (object), result, &error);
  const GbImportImage *image = g_ptr_array_index (job->import->images, job->next);

  if (is_over (job))
    return;
  if (digest != NULL) {
    g_ptr_array_add (job->digests, g_steal_pointer (&digest));
  } else {
    g_debug ("an image is not kept: %s", error->message);
    g_ptr_array_add (job->missing, g_strdup (image->digest));
  }
  job->next++;
  keep_next_image (g_steal_pointer (&job));
}

/* job: (transfer full) */
static void
keep_next_image (Job *job)
{
  const GbImportImage *image;

  if (job->next >= job->import->images->len) {
    g_autoptr (GError) error = NULL;

    if (leave_out_missing (job, &error)) {
      insert (job);
    } else {
      fail (job, error);
      job_free (job);
    }
    return;
  }
  image = g_ptr_array_index (job->import->images, job->next);
  gb_editor_images_keep_async (job->self->images, image->bytes, image->type, image->original,
                               job->cancellable, keep_image_cb, job);
}

/* ───── What other programs wrote ───── */

/* What the thread works on: it may still be at it when the job is given up. */
typedef struct {
  GBytes *html; /* (owned) (nullable) */
  char *text;   /* (owned) (nullable) */
  gboolean is_plain;
} Source;

static void
source_free (Source *source)
{
  g_clear_pointer (&source->html, g_bytes_unref);
  g_free (source->text);
  g_free (source);
}

static void
import_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  const Source *source = task_data;
  g_autoptr (GError) error = NULL;
  GbImport *import = NULL;

  if (source->html != NULL && !source->is_plain)
    import = gb_import_clipboard_html (source->html, gb_picture_prepare, &error);
  /* A markup without a text, or no markup at all. */
  if (import == NULL && source->text != NULL &&
      (error == NULL ||
       g_error_matches (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_UNSUPPORTED))) {
    g_clear_error (&error);
    import = source->is_plain ? gb_import_clipboard_lines (source->text, &error)
                              : gb_import_clipboard_text (source->text, &error);
  }
  if (import != NULL)
    g_task_return_pointer (task, import, (GDestroyNotify)gb_import_free);
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_new_error (task, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_UNSUPPORTED, "nothing");
}

static void
import_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;

  job->import = g_task_propagate_pointer (G_TASK (result), &error);
  if (is_over (job))
    return;
  if (job->import != NULL) {
    keep_next_image (g_steal_pointer (&job));
    return;
  }
  /* A picture that a browser copied has a markup that only names it. */
  if (job->has_image && job->clipboard != NULL &&
      g_error_matches (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_UNSUPPORTED))
    gb_editor_images_paste (job->self->images, job->clipboard);
  else
    fail (job, error);
}

/* job: (transfer full) */
static void
import (Job *job)
{
  g_autoptr (GTask) task = NULL;
  Source *source;

  if (job->html == NULL && job->text == NULL) {
    if (job->has_image && job->clipboard != NULL && !job->is_plain)
      gb_editor_images_paste (job->self->images, job->clipboard);
    job_free (job);
    return;
  }
  source = g_new0 (Source, 1);
  source->html = job->html != NULL ? g_bytes_ref (job->html) : NULL;
  source->text = g_strdup (job->text);
  source->is_plain = job->is_plain;
  task = g_task_new (job->self, job->cancellable, import_cb, job);
  g_task_set_source_tag (task, import);
  g_task_set_task_data (task, source, (GDestroyNotify)source_free);
  /* Nobody waits for a thread whose work is not wanted any more. */
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, import_thread);
}

/* ───── What another document of ours wrote ───── */

static void
find_digests (Job *job)
{
  g_autoptr (GRegex) regex = g_regex_new ("sm3:[0-9a-f]{64}", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (g_regex_match (regex, job->slice, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL)) {
    char *digest = g_match_info_fetch (match, 0);

    if (g_hash_table_add (seen, digest))
      g_ptr_array_add (job->missing, g_strdup (digest));
  }
}

static void look_for_next_image (Job *job);

static void
look_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GBytes) bytes =
    gb_editor_view_load_blob_finish (GB_EDITOR_VIEW (object), result, NULL);

  if (is_over (job))
    return;
  if (bytes != NULL)
    g_ptr_array_add (job->digests, g_strdup (g_ptr_array_index (job->missing, job->next)));
  job->next++;
  look_for_next_image (g_steal_pointer (&job));
}

/* job: (transfer full). An image comes along if the office has it. */
static void
look_for_next_image (Job *job)
{
  if (job->next < job->missing->len)
    gb_editor_view_load_blob_async (job->self->view, g_ptr_array_index (job->missing, job->next),
                                    look_cb, job);
  else
    insert (job);
}

/* ───── Targets ───── */

static void
text_cb (GtkClipboard *clipboard, const char *text, gpointer user_data)
{
  g_autoptr (Job) job = user_data;

  if (is_over (job))
    return;
  job->text = g_strdup (text);
  if (job->slice != NULL) {
    find_digests (job);
    look_for_next_image (g_steal_pointer (&job));
  } else {
    import (g_steal_pointer (&job));
  }
}

static void
html_cb (GtkClipboard *clipboard, GtkSelectionData *data, gpointer user_data)
{
  Job *job = user_data;

  if (gtk_selection_data_get_length (data) > 0)
    job->html =
      g_bytes_new (gtk_selection_data_get_data (data), (gsize)gtk_selection_data_get_length (data));
  gtk_clipboard_request_text (clipboard, text_cb, job);
}

static void
slice_cb (GtkClipboard *clipboard, GtkSelectionData *data, gpointer user_data)
{
  Job *job = user_data;
  int length = gtk_selection_data_get_length (data);
  const char *content = (const char *)gtk_selection_data_get_data (data);

  if (length > 0 && length <= MAX_SLICE_BYTES && g_utf8_validate_len (content, (gsize)length, NULL))
    job->slice = g_strndup (content, (gsize)length);
  gtk_clipboard_request_text (clipboard, text_cb, job);
}

static gboolean
has_target (GdkAtom *targets, int n_targets, const char *name)
{
  GdkAtom wanted = gdk_atom_intern (name, FALSE);

  for (int i = 0; i < n_targets; i++) {
    if (targets[i] == wanted)
      return TRUE;
  }
  return FALSE;
}

static void
targets_cb (GtkClipboard *clipboard, GdkAtom *targets, int n_targets, gpointer user_data)
{
  g_autoptr (Job) job = user_data;

  if (is_over (job) || targets == NULL)
    return;
  job->has_image = gtk_targets_include_image (targets, n_targets, FALSE);
  if (!job->is_plain && has_target (targets, n_targets, GB_EDITOR_SLICE_TARGET))
    gtk_clipboard_request_contents (clipboard,
                                    gdk_atom_intern_static_string (GB_EDITOR_SLICE_TARGET),
                                    slice_cb, g_steal_pointer (&job));
  else if (!job->is_plain && has_target (targets, n_targets, "text/html"))
    gtk_clipboard_request_contents (clipboard, gdk_atom_intern_static_string ("text/html"), html_cb,
                                    g_steal_pointer (&job));
  else
    gtk_clipboard_request_text (clipboard, text_cb, g_steal_pointer (&job));
}

/* ───── Drops ───── */

/* WebKit asks for every form of what is dragged over the page, before it tells the page of it. */
static void
drag_data_received_cb (GbEditorPaste *self,
                       GdkDragContext *context,
                       int x,
                       int y,
                       GtkSelectionData *data,
                       guint info,
                       guint time)
{
  g_autofree char *target = gdk_atom_name (gtk_selection_data_get_target (data));
  int length = gtk_selection_data_get_length (data);

  /* Something else is dragged: nothing of what came before counts. */
  if (g_object_get_data (G_OBJECT (context), "gb-is-known") == NULL) {
    g_hash_table_remove_all (self->dropped);
    g_object_set_data (G_OBJECT (context), "gb-is-known", GINT_TO_POINTER (TRUE));
  }
  if (length > 0)
    g_hash_table_insert (self->dropped, (gpointer)g_intern_string (target),
                         g_bytes_new (gtk_selection_data_get_data (data), (gsize)length));
}

static GBytes *
get_dropped (GbEditorPaste *self, const char *target)
{
  return g_hash_table_lookup (self->dropped, target);
}

static char *
dup_dropped_text (GbEditorPaste *self)
{
  static const char *const targets[] = { "text/plain;charset=utf-8", "UTF8_STRING", "text/plain" };

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++) {
    GBytes *bytes = get_dropped (self, targets[i]);

    if (bytes != NULL) {
      g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

      return g_utf8_make_valid (text, -1);
    }
  }
  return NULL;
}

/* TRUE if there was a file among what was dropped. Pictures go into the text; a whole text is
 * somebody's to open beside this one. */
static gboolean
take_files (GbEditorPaste *self)
{
  GBytes *bytes = get_dropped (self, "text/uri-list");
  g_autofree char *list = NULL;
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  g_auto (GStrv) uris = NULL;
  g_auto (GStrv) text_uris = NULL;
  gboolean has_file = FALSE;

  if (bytes == NULL)
    return FALSE;
  list = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  uris = g_uri_list_extract_uris (list);
  for (guint i = 0; uris[i] != NULL; i++) {
    g_autoptr (GFile) file = NULL;
    g_autofree char *name = NULL;

    if (g_ascii_strncasecmp (uris[i], "file:", 5) != 0)
      continue;
    file = g_file_new_for_uri (uris[i]);
    name = g_file_get_basename (file);
    if (gb_import_can_import (name))
      g_strv_builder_add (texts, uris[i]);
    else
      gb_editor_images_add_file (self->images, file);
    has_file = TRUE;
  }
  text_uris = g_strv_builder_end (texts);
  if (*text_uris != NULL)
    g_signal_emit (self, signals[SIGNAL_TEXTS], 0, text_uris);
  return has_file;
}

static void
start_drop (GbEditorPaste *self, guint64 place)
{
  g_autoptr (Job) job = job_new (self, place);
  GBytes *html = get_dropped (self, "text/html");

  if (take_files (self))
    return;
  job->html = html != NULL ? g_bytes_ref (html) : NULL;
  job->text = dup_dropped_text (self);
  import (g_steal_pointer (&job));
}

/* ───── Life ───── */

static void
gb_editor_paste_dispose (GObject *object)
{
  GbEditorPaste *self = GB_EDITOR_PASTE (object);

  g_cancellable_cancel (self->cancellable);
  gb_editor_paste_cancel (self);
  G_OBJECT_CLASS (gb_editor_paste_parent_class)->dispose (object);
}

static void
gb_editor_paste_finalize (GObject *object)
{
  GbEditorPaste *self = GB_EDITOR_PASTE (object);

  g_clear_object (&self->cancellable);
  g_free (self->last_text);
  g_ptr_array_unref (self->jobs);
  g_hash_table_unref (self->dropped);
  G_OBJECT_CLASS (gb_editor_paste_parent_class)->finalize (object);
}

static void
gb_editor_paste_class_init (GbEditorPasteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gb_editor_paste_dispose;
  object_class->finalize = gb_editor_paste_finalize;

  signals[SIGNAL_BUSY] = g_signal_new ("busy", GB_TYPE_EDITOR_PASTE, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 2, G_TYPE_BOOLEAN, G_TYPE_BOOLEAN);
  signals[SIGNAL_PASTED] =
    g_signal_new ("pasted", GB_TYPE_EDITOR_PASTE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_PTR_ARRAY, G_TYPE_BOOLEAN);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", GB_TYPE_EDITOR_PASTE, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_TEXTS] = g_signal_new ("texts", GB_TYPE_EDITOR_PASTE, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRV);
}

static void
gb_editor_paste_init (GbEditorPaste *self)
{
  self->cancellable = g_cancellable_new ();
  self->jobs = g_ptr_array_new ();
  self->dropped =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_bytes_unref);
}

GbEditorPaste *
gb_editor_paste_new (GbEditorView *view, GbEditorImages *images)
{
  GbEditorPaste *self;

  g_return_val_if_fail (GB_IS_EDITOR_VIEW (view), NULL);
  g_return_val_if_fail (GB_IS_EDITOR_IMAGES (images), NULL);

  self = g_object_new (GB_TYPE_EDITOR_PASTE, NULL);
  self->view = view;
  self->images = images;
  g_signal_connect_object (view, "drag-data-received", G_CALLBACK (drag_data_received_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

void
gb_editor_paste_start (GbEditorPaste *self, guint64 place, GbEditorSource source)
{
  Job *job;

  g_return_if_fail (GB_IS_EDITOR_PASTE (self));

  if (source == GB_EDITOR_SOURCE_DROP) {
    start_drop (self, place);
    return;
  }
  job = job_new (self, place);
  job->is_plain = source == GB_EDITOR_SOURCE_CLIPBOARD_TEXT;
  job->clipboard = gtk_widget_get_clipboard (
    GTK_WIDGET (self->view),
    source == GB_EDITOR_SOURCE_SELECTION ? GDK_SELECTION_PRIMARY : GDK_SELECTION_CLIPBOARD);
  gtk_clipboard_request_targets (job->clipboard, targets_cb, job);
}

void
gb_editor_paste_cancel (GbEditorPaste *self)
{
  g_autoptr (GPtrArray) cancellables = NULL;

  g_return_if_fail (GB_IS_EDITOR_PASTE (self));

  cancellables = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->jobs->len; i++) {
    const Job *job = g_ptr_array_index (self->jobs, i);

    if (!job->is_inserting)
      g_ptr_array_add (cancellables, g_object_ref (job->cancellable));
  }
  for (guint i = 0; i < cancellables->len; i++)
    g_cancellable_cancel (g_ptr_array_index (cancellables, i));
}

gboolean
gb_editor_paste_get_inserting (GbEditorPaste *self)
{
  g_return_val_if_fail (GB_IS_EDITOR_PASTE (self), FALSE);

  for (guint i = 0; i < self->jobs->len; i++) {
    if (((const Job *)g_ptr_array_index (self->jobs, i))->is_inserting)
      return TRUE;
  }
  return FALSE;
}

void
gb_editor_paste_redo_as_text (GbEditorPaste *self)
{
  Job *job;

  g_return_if_fail (GB_IS_EDITOR_PASTE (self));

  if (self->last_text == NULL)
    return;
  job = job_new (self, LAST_PLACE);
  job->text = g_steal_pointer (&self->last_text);
  job->is_plain = TRUE;
  job->replaces = TRUE;
  import (job);
}
