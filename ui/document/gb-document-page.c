/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Owns the editor, preview, properties and history of the open document and the autosave between
 * the editor and the desk. Main thread. Used by the window.
 */

#define G_LOG_DOMAIN "gb-document-page"

#include "config.h"

#include "document/gb-document-page-private.h"

#include "widgets/gb-messages.h"

#include <glib/gi18n.h>
#include <string.h>

/* Below the first the page is a telephone's, below the second the panel lies over the text, below
 * the third the header bar leaves the title to the page, where it stands in large letters. */
#define NARROW_WIDTH 560
#define PANEL_WIDTH  680
#define TITLE_WIDTH  800
#define TITLE_WIDE   1000
/* A longer title would push the buttons beside it out of a header bar that is not wide. */
#define TITLE_CHARS      12
#define TITLE_CHARS_WIDE 28

#define TOAST_S          6
#define SPINNER_DELAY_MS 250
#define STATUS_DELAY_MS  100

/* One look at the desk: the document first, then the outbox. */
typedef struct {
  GbDocumentPage *self;
  GbOpenDocument *open;
} Load;

G_DEFINE_FINAL_TYPE (GbDocumentPage, gb_document_page, GTK_TYPE_BIN)

enum {
  PROP_0,
  PROP_DESK,
  PROP_DOCUMENT_ID,
  PROP_TITLE,
  PROP_BACK_VISIBLE,
  PROP_FOCUS_MODE,
  N_PROPS,
};

enum {
  SIGNAL_BACK,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static const char *
get_title (GbDocumentPage *self)
{
  GbDocument *document = self->open != NULL ? gb_autosave_get_document (self->autosave) : NULL;

  return document != NULL ? gb_document_get_title (document) : "";
}

static gboolean
toast_timeout_cb (gpointer user_data)
{
  GbDocumentPage *self = user_data;

  self->toast_source = 0;
  gtk_revealer_set_reveal_child (self->toast_revealer, FALSE);
  return G_SOURCE_REMOVE;
}

void
_gb_document_page_toast (GbDocumentPage *self, const char *text)
{
  gtk_label_set_text (self->toast_label, text);
  gtk_revealer_set_reveal_child (self->toast_revealer, TRUE);
  g_clear_handle_id (&self->toast_source, g_source_remove);
  self->toast_source = g_timeout_add_seconds (TOAST_S, toast_timeout_cb, self);
}

static void
toast_close_clicked_cb (GbDocumentPage *self)
{
  g_clear_handle_id (&self->toast_source, g_source_remove);
  gtk_revealer_set_reveal_child (self->toast_revealer, FALSE);
}

void
_gb_document_page_show_panel (GbDocumentPage *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->panel_stack, name);
  hdy_flap_set_reveal_flap (self->flap, TRUE);
}

void
_gb_document_page_mend (GbDocumentPage *self, const char *field, const char *block)
{
  gtk_stack_set_visible_child_name (self->view_stack, "edit");
  if (field != NULL && strcmp (field, "title") != 0) {
    _gb_document_page_show_panel (self, "properties");
    gb_properties_panel_focus_field (self->properties, field);
  } else if (block != NULL) {
    gb_editor_reveal (self->editor, block, 0);
  } else {
    gtk_widget_grab_focus (GTK_WIDGET (self->editor));
  }
}

/* What the desk says, taken over. */

static void
show_text (GbDocumentPage *self)
{
  GbDocument *document = self->open->document;
  g_autofree char *body = gb_document_dup_body (document);

  gb_autosave_begin (self->autosave, self->id, document, self->open->summary->modified_at);
  gb_editor_load (self->editor, gb_document_get_kind (document), gb_document_get_title (document),
                  body);
}

static void
show_properties (GbDocumentPage *self)
{
  self->is_filling = TRUE;
  gb_properties_panel_set_document (
    self->properties, self->id, gb_autosave_get_document (self->autosave), self->open->editable);
  self->is_filling = FALSE;
}

static void
show_workflow (GbDocumentPage *self)
{
  GbDocument *document = gb_autosave_get_document (self->autosave);

  gb_review_bar_set_workflow (self->review_bar, self->open->workflow,
                              gb_desk_get_account (self->desk));
  gb_history_set_events (self->history, self->open->workflow, self->open->events, self->operations,
                         gb_document_get_digest (document));
}

/* Without a document there is nothing to switch, and a reader has nothing to undo. */
static void
update_header_bar (GbDocumentPage *self)
{
  gboolean is_open = self->open != NULL;
  gboolean is_edit = g_strcmp0 (gtk_stack_get_visible_child_name (self->view_stack), "edit") == 0;

  gtk_widget_set_visible (GTK_WIDGET (self->view_squeezer), is_open);
  gtk_widget_set_visible (GTK_WIDGET (self->menu_button), is_open);
  gtk_widget_set_visible (GTK_WIDGET (self->panel_button), is_open && !self->is_narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->undo_box),
                          is_edit && !self->is_narrow && is_open && self->open->editable);
}

/* Who cannot write reads. */
static void
name_text_view (GbDocumentPage *self)
{
  gtk_container_child_set (GTK_CONTAINER (self->view_stack), GTK_WIDGET (self->editor), "title",
                           self->open->editable ? C_ ("view", "Edit") : C_ ("view", "Text"), NULL);
}

static void
update_all (GbDocumentPage *self)
{
  _gb_document_page_actions_update (self);
  _gb_document_page_status_update (self);
  update_header_bar (self);
}

/* Who sent the newest text in, if that happened after older was loaded. (nullable) */
static const GbEvent *
find_newer_text (const GbOpenDocument *older, const GbOpenDocument *newer)
{
  const char *head = gb_workflow_get_head (newer->workflow);

  if (older == NULL)
    return NULL;
  for (guint i = newer->events->len; i > 0; i--) {
    const GbEvent *event = g_ptr_array_index (newer->events, i - 1);

    if (event->type != GB_EVENT_REVISE || strcmp (event->revision, head) != 0)
      continue;
    for (guint j = 0; j < older->events->len; j++) {
      if (strcmp (((const GbEvent *)g_ptr_array_index (older->events, j))->id, event->id) == 0)
        return NULL;
    }
    return event;
  }
  return NULL;
}

/* Somebody else's text, or one from another computer, has become the newest while this one is
 * being written. */
static void
warn_overtaken (GbDocumentPage *self)
{
  gb_banner_box_show (self->banners, "overtaken", GTK_MESSAGE_WARNING,
                      _ ("Someone else has sent in a newer text meanwhile. Yours stays as it is; "
                         "compare the two in the history before you submit."),
                      _ ("_History"), "page.show-history");
}

/* The text under the eyes of a reader has been replaced. */
static void
tell_replaced (GbDocumentPage *self, const char *name)
{
  /* Translators: %s is a person’s name */
  g_autofree char *text =
    g_strdup_printf (_ ("%s has sent in a newer text. It is the one you see now."), name);
  gboolean can_compare =
    g_action_group_get_action_enabled (G_ACTION_GROUP (self->actions), "compare");

  gb_banner_box_show (self->banners, "replaced", GTK_MESSAGE_INFO, text,
                      can_compare ? _ ("_Compare…") : NULL, can_compare ? "page.compare" : NULL);
}

/* Takes open. */
static void
take (GbDocumentPage *self, GbOpenDocument *open)
{
  g_autoptr (GbOpenDocument) old = g_steal_pointer (&self->open);
  gboolean is_current = gb_autosave_get_serial (self->autosave) == self->load_serial;
  gboolean is_dirty = gb_autosave_get_dirty (self->autosave);
  GbDocument *shown = gb_autosave_get_document (self->autosave);
  const GbEvent *newer = find_newer_text (old, open);
  gboolean is_other = old != NULL && strcmp (gb_document_get_digest (open->document),
                                             gb_document_get_digest (shown)) != 0;
  gboolean is_replaced = is_other && is_current && !is_dirty;

  self->open = open;
  g_object_set (self->editor, "editable", open->editable, NULL);
  name_text_view (self);
  if (old == NULL || is_replaced)
    show_text (self);
  if (open->editable && (open->overtaken || (newer != NULL && is_dirty)))
    warn_overtaken (self);
  else if (!is_dirty)
    gb_banner_box_hide (self->banners, "overtaken");
  /* A form that is being filled in is left alone. */
  if (old == NULL || !is_dirty)
    show_properties (self);
  show_workflow (self);
  _gb_document_page_recheck (self);
  gb_preview_set_document (self->preview, open->summary, gb_autosave_get_document (self->autosave));
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  gtk_stack_set_visible_child_name (self->stack, "document");
  update_all (self);
  if (self->wants_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  if (newer != NULL && is_replaced)
    tell_replaced (self, newer->actor_name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

static void
show_load_error (GbDocumentPage *self, const GError *error)
{
  g_autofree char *message = gb_message_for_error (error);

  g_clear_handle_id (&self->spinner_source, g_source_remove);
  if (self->open != NULL) {
    gb_banner_box_show (self->banners, "load", GTK_MESSAGE_ERROR, message, _ ("_Try Again"),
                        "page.reload");
    return;
  }
  hdy_status_page_set_description (self->error_page, message);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static void
load_free (Load *load)
{
  GbDocumentPage *self = load->self;

  g_clear_pointer (&load->open, gb_open_document_free);
  g_free (load);
  self->is_loading = FALSE;
  if (self->load_again) {
    self->load_again = FALSE;
    _gb_document_page_load (self);
  }
  g_object_unref (self);
}

static void
list_outbox_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Load *load = user_data;
  GbDocumentPage *self = load->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) operations = gb_desk_list_outbox_finish (GB_DESK (source), result, &error);

  if (self->id == NULL || strcmp (load->open->summary->id, self->id) != 0 ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    load_free (load);
    return;
  }
  g_clear_pointer (&self->operations, g_ptr_array_unref);
  if (operations != NULL) {
    for (guint i = operations->len; i > 0; i--) {
      const GbOperation *operation = g_ptr_array_index (operations, i - 1);

      if (g_strcmp0 (operation->document, self->id) != 0)
        g_ptr_array_remove_index (operations, i - 1);
    }
    self->operations = g_steal_pointer (&operations);
  }
  gb_banner_box_hide (self->banners, "load");
  take (self, g_steal_pointer (&load->open));
  load_free (load);
}

static void
load_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Load *load = user_data;
  GbDocumentPage *self = load->self;
  g_autoptr (GError) error = NULL;

  load->open = gb_desk_load_finish (GB_DESK (source), result, &error);
  if (load->open == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->id != NULL)
      show_load_error (self, error);
    load_free (load);
    return;
  }
  gb_desk_list_outbox_async (self->desk, self->cancellable, list_outbox_cb, load);
}

void
_gb_document_page_load (GbDocumentPage *self)
{
  Load *load;

  if (self->id == NULL)
    return;
  if (self->is_loading) {
    self->load_again = TRUE;
    return;
  }
  self->is_loading = TRUE;
  self->load_serial = gb_autosave_get_serial (self->autosave);
  load = g_new0 (Load, 1);
  load->self = g_object_ref (self);
  gb_desk_load_async (self->desk, self->id, self->cancellable, load_cb, load);
}

/* From one document to another. */

static gboolean
spinner_timeout_cb (gpointer user_data)
{
  GbDocumentPage *self = user_data;

  self->spinner_source = 0;
  gtk_stack_set_visible_child_name (self->stack, "loading");
  return G_SOURCE_REMOVE;
}

static void
begin (GbDocumentPage *self, const char *id)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->open, gb_open_document_free);
  g_clear_pointer (&self->operations, g_ptr_array_unref);
  if (self->dialog != NULL)
    gtk_widget_destroy (self->dialog);
  gb_banner_box_clear (self->banners);
  gb_autosave_begin (self->autosave, NULL, NULL, 0);
  self->wants_list = FALSE;
  gb_check_runner_clear (self->runner);
  _gb_document_page_clear_context (self);
  gb_preview_set_document (self->preview, NULL, NULL);
  gtk_stack_set_visible_child_name (self->view_stack, "edit");
  g_free (self->id);
  self->id = g_strdup (id);
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  if (id == NULL) {
    _gb_document_page_set_focus_mode (self, FALSE);
    self->wants_focus = FALSE;
    gtk_stack_set_visible_child_name (self->stack, "empty");
  } else {
    self->spinner_source = g_timeout_add (SPINNER_DELAY_MS, spinner_timeout_cb, self);
    _gb_document_page_load (self);
  }
  update_all (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOCUMENT_ID]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

static void
switch_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbDocumentPage) self = user_data;
  g_autofree char *wanted = g_steal_pointer (&self->wanted);

  self->is_switching = FALSE;
  if (self->autosave == NULL)
    return;
  /* What could not be saved stays open; why stands above it. */
  if (!gb_autosave_flush_finish (GB_AUTOSAVE (source), result, NULL)) {
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOCUMENT_ID]);
    return;
  }
  if (g_strcmp0 (wanted, self->id) != 0 || self->open == NULL)
    begin (self, wanted);
}

/* What the person does. */

static void
editor_changed_cb (GbDocumentPage *self)
{
  if (self->open != NULL && self->open->editable)
    gb_autosave_touch_text (self->autosave);
}

static void
properties_changed_cb (GbDocumentPage *self)
{
  if (self->is_filling || self->open == NULL || !self->open->editable)
    return;
  gb_autosave_set_properties (self->autosave, gb_properties_panel_get_metadata (self->properties),
                              gb_properties_panel_get_attachments (self->properties));
}

static gboolean
status_timeout_cb (gpointer user_data)
{
  GbDocumentPage *self = user_data;

  self->status_source = 0;
  _gb_document_page_status_update (self);
  return G_SOURCE_REMOVE;
}

static void
autosave_changed_cb (GbDocumentPage *self)
{
  GbDocument *document = gb_autosave_get_document (self->autosave);
  gboolean is_dirty = gb_autosave_get_dirty (self->autosave);

  g_clear_handle_id (&self->status_source, g_source_remove);
  /* The window is not drawn anew while the letter that has changed the text is being painted. */
  if (is_dirty && gb_autosave_get_error (self->autosave) == NULL)
    self->status_source = g_timeout_add (STATUS_DELAY_MS, status_timeout_cb, self);
  else
    _gb_document_page_status_update (self);
  _gb_document_page_recheck (self);
  if (self->open == NULL || document == NULL || is_dirty)
    return;
  _gb_document_page_actions_update (self);
  gb_preview_set_document (self->preview, self->open->summary, document);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

static void
editor_crashed_cb (GbDocumentPage *self, gboolean recovered)
{
  /* The editor says what happened; what it has recovered is saved again to be sure. */
  if (recovered && self->open != NULL && self->open->editable)
    gb_autosave_touch_text (self->autosave);
}

static void
link_activated_cb (GbDocumentPage *self, const char *href)
{
  GtkWidget *top = gtk_widget_get_toplevel (GTK_WIDGET (self));
  g_autoptr (GError) error = NULL;

  if (g_str_has_prefix (href, "document:")) {
    GActionGroup *window = gtk_widget_get_action_group (GTK_WIDGET (self), "win");

    if (window != NULL)
      g_action_group_activate_action (window, "open-document",
                                      g_variant_new_string (href + strlen ("document:")));
    return;
  }
  if (!gtk_show_uri_on_window (GTK_IS_WINDOW (top) ? GTK_WINDOW (top) : NULL, href,
                               GDK_CURRENT_TIME, &error))
    _gb_document_page_toast (self, _ ("No program on this computer opens this address."));
}

void
_gb_document_page_set_focus_mode (GbDocumentPage *self, gboolean focus_mode)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "focus-mode");

  if (self->is_focus_mode == focus_mode)
    return;
  self->is_focus_mode = !!focus_mode;
  if (focus_mode) {
    self->was_panel_shown = hdy_flap_get_reveal_flap (self->flap);
    hdy_flap_set_reveal_flap (self->flap, FALSE);
    gtk_stack_set_visible_child_name (self->view_stack, "edit");
    gtk_widget_grab_focus (GTK_WIDGET (self->editor));
    _gb_document_page_toast (self, _ ("Nothing but the text. F11 or Esc brings the rest back."));
  } else {
    hdy_flap_set_reveal_flap (self->flap, self->was_panel_shown);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->review_bar), !focus_mode);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (focus_mode));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOCUS_MODE]);
}

/* Closes what lies over the text. */
static gboolean
escape (GbDocumentPage *self)
{
  if (self->is_focus_mode) {
    _gb_document_page_set_focus_mode (self, FALSE);
    return TRUE;
  }
  if (!hdy_flap_get_folded (self->flap) || !hdy_flap_get_reveal_flap (self->flap))
    return FALSE;
  hdy_flap_set_reveal_flap (self->flap, FALSE);
  return TRUE;
}

static void
editor_wanted_cb (GbDocumentPage *self)
{
  gtk_stack_set_visible_child_name (self->view_stack, "edit");
}

static void
outline_activated_cb (GbDocumentPage *self)
{
  editor_wanted_cb (self);
  escape (self);
}

static void
view_changed_cb (GbDocumentPage *self)
{
  gboolean is_edit = g_strcmp0 (gtk_stack_get_visible_child_name (self->view_stack), "edit") == 0;

  update_header_bar (self);
  /* The preview shows what stands in the editor, not what was saved last. */
  if (!is_edit)
    gb_autosave_flush_async (self->autosave, NULL, NULL);
}

static void
back_clicked_cb (GbDocumentPage *self)
{
  g_signal_emit (self, signals[SIGNAL_BACK], 0);
}

static void
reload_clicked_cb (GbDocumentPage *self)
{
  _gb_document_page_load (self);
}

static void
panel_close_clicked_cb (GbDocumentPage *self)
{
  hdy_flap_set_reveal_flap (self->flap, FALSE);
}

static void
desk_changed_cb (GbDocumentPage *self, const char *document)
{
  if (self->id != NULL && (document == NULL || strcmp (document, self->id) == 0))
    _gb_document_page_load (self);
}

static void
account_changed_cb (GbDocumentPage *self)
{
  _gb_document_page_load (self);
}

/* Images of the text, for the editor. */

static void
load_blob (const char *digest,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer callback_data,
           gpointer user_data)
{
  GbDocumentPage *self = user_data;

  gb_desk_load_blob_async (self->desk, digest, cancellable, callback, callback_data);
}

static GBytes *
load_blob_finish (GAsyncResult *result, gpointer user_data, GError **error)
{
  GbDocumentPage *self = user_data;

  return gb_desk_load_blob_finish (self->desk, result, error);
}

static void
store_image (GBytes *bytes,
             const char *type,
             GBytes *original,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer callback_data,
             gpointer user_data)
{
  GbDocumentPage *self = user_data;

  gb_desk_add_image_async (self->desk, bytes, type, original, cancellable, callback, callback_data);
}

static char *
store_image_finish (GAsyncResult *result, gpointer user_data, GError **error)
{
  GbDocumentPage *self = user_data;

  return gb_desk_add_image_finish (self->desk, result, error);
}

static void
find_original (const char *digest,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer callback_data,
               gpointer user_data)
{
  GbDocumentPage *self = user_data;

  gb_desk_find_original_async (self->desk, digest, cancellable, callback, callback_data);
}

static gboolean
find_original_finish (GAsyncResult *result,
                      char **out_image,
                      char **out_original,
                      gboolean *out_fits,
                      gpointer user_data,
                      GError **error)
{
  GbDocumentPage *self = user_data;

  return gb_desk_find_original_finish (self->desk, result, out_image, out_original, out_fits,
                                       error);
}

/* Width. */

static void
apply_width (GbDocumentPage *self, int width)
{
  gboolean is_narrow = width < NARROW_WIDTH;

  hdy_flap_set_fold_policy (self->flap, width < PANEL_WIDTH ? HDY_FLAP_FOLD_POLICY_ALWAYS
                                                            : HDY_FLAP_FOLD_POLICY_NEVER);
  gtk_widget_set_visible (GTK_WIDGET (self->panel_close_button), width < PANEL_WIDTH);
  self->is_narrow = is_narrow;
  _gb_document_page_actions_update (self);
  gtk_widget_set_visible (GTK_WIDGET (self->title_label), width >= TITLE_WIDTH);
  gtk_label_set_max_width_chars (self->title_label,
                                 width >= TITLE_WIDE ? TITLE_CHARS_WIDE : TITLE_CHARS);
  gb_review_bar_set_narrow (self->review_bar, is_narrow);
  gb_banner_box_set_narrow (self->banners, is_narrow);
  view_changed_cb (self);
}

static gboolean
squeeze_idle_cb (gpointer user_data)
{
  GbDocumentPage *self = user_data;
  gboolean fits =
    hdy_squeezer_get_visible_child (self->view_squeezer) == GTK_WIDGET (self->view_switcher);

  self->squeeze_source = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->foot_view_switcher), !fits);
  fits =
    hdy_squeezer_get_visible_child (self->primary_squeezer) == GTK_WIDGET (self->primary_button);
  gtk_widget_set_visible (GTK_WIDGET (self->foot_primary_button), self->has_primary && !fits);
  return G_SOURCE_REMOVE;
}

/* After the layout, which decides what fits, and before it is drawn. */
void
_gb_document_page_squeeze (GbDocumentPage *self)
{
  if (self->squeeze_source == 0)
    self->squeeze_source = g_idle_add_full (GDK_PRIORITY_REDRAW - 5, squeeze_idle_cb, self, NULL);
}

static gboolean
width_idle_cb (gpointer user_data)
{
  GbDocumentPage *self = user_data;

  self->narrow_source = 0;
  apply_width (self, gtk_widget_get_allocated_width (GTK_WIDGET (self)));
  return G_SOURCE_REMOVE;
}

static void
gb_document_page_size_allocate (GtkWidget *widget, GtkAllocation *allocation)
{
  GbDocumentPage *self = GB_DOCUMENT_PAGE (widget);
  int old_width = gtk_widget_get_allocated_width (widget);

  GTK_WIDGET_CLASS (gb_document_page_parent_class)->size_allocate (widget, allocation);

  /* Showing and hiding children in the middle of an allocation is not allowed. */
  if (allocation->width != old_width && self->narrow_source == 0)
    self->narrow_source = g_idle_add_full (GDK_PRIORITY_REDRAW - 5, width_idle_cb, self, NULL);
}

static gboolean
gb_document_page_key_press_event (GtkWidget *widget, GdkEventKey *event)
{
  GbDocumentPage *self = GB_DOCUMENT_PAGE (widget);

  if (GTK_WIDGET_CLASS (gb_document_page_parent_class)->key_press_event (widget, event))
    return GDK_EVENT_STOP;
  if (event->keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  if (escape (self))
    return GDK_EVENT_STOP;
  if (self->open == NULL || !self->open->editable) {
    g_signal_emit (self, signals[SIGNAL_BACK], 0);
    return GDK_EVENT_STOP;
  }
  return GDK_EVENT_PROPAGATE;
}

static void
build (GbDocumentPage *self)
{
  GtkWidget *editor = gb_editor_new ();
  GtkWidget *preview = gb_preview_new (self->desk);
  GtkWidget *form = gb_properties_panel_new (self->desk);
  GtkWidget *history = gb_history_new ();
  GtkWidget *outline = gb_outline_new (GB_EDITOR (editor));
  GtkWidget *check;

  self->editor = GB_EDITOR (editor);
  self->preview = GB_PREVIEW (preview);
  self->properties = GB_PROPERTIES_PANEL (form);
  self->history = GB_HISTORY (history);
  self->outline = GB_OUTLINE (outline);
  check = gb_check_panel_new (self->runner, gb_editor_get_findings (self->editor));
  self->check = GB_CHECK_PANEL (check);
  gtk_widget_show (editor);
  gtk_stack_add_titled (self->view_stack, editor, "edit", C_ ("view", "Edit"));
  gtk_stack_add_titled (self->view_stack, preview, "preview", C_ ("view", "Web Preview"));
  gtk_stack_add_titled (self->panel_stack, form, "properties", _ ("Properties"));
  gtk_stack_add_titled (self->panel_stack, check, "check", C_ ("panel", "Check"));
  gtk_stack_add_titled (self->panel_stack, outline, "outline", _ ("Outline"));
  gtk_stack_add_titled (self->panel_stack, history, "history", _ ("History"));
  gb_editor_set_blob_source (self->editor, load_blob, load_blob_finish, self);
  gb_editor_set_picks_documents (self->editor, TRUE);
  gb_editor_set_image_store (self->editor, store_image, store_image_finish, self);
  gb_editor_set_original_source (self->editor, find_original, find_original_finish, self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "editor",
                                  gb_editor_get_actions (self->editor));
  self->autosave = gb_autosave_new (self->desk, self->editor);
}

/* The window makes documents of them, as of files that are dropped on its list. */
static void
texts_dropped_cb (GbDocumentPage *self, char **uris)
{
  GtkWidget *window = gtk_widget_get_toplevel (GTK_WIDGET (self));

  if (G_IS_ACTION_GROUP (window))
    g_action_group_activate_action (G_ACTION_GROUP (window), "import-files",
                                    g_variant_new_strv ((const char *const *)uris, -1));
}

static void
connect_signals (GbDocumentPage *self)
{
  static const struct {
    const char *signal;
    GCallback callback;
  } of_editor[] = {
    { "changed", G_CALLBACK (editor_changed_cb) },
    { "crashed", G_CALLBACK (editor_crashed_cb) },
    { "link-activated", G_CALLBACK (link_activated_cb) },
    { "pick-document", G_CALLBACK (_gb_document_page_pick_document) },
    { "texts-dropped", G_CALLBACK (texts_dropped_cb) },
    { "wanted", G_CALLBACK (editor_wanted_cb) },
    { "escape", G_CALLBACK (escape) },
    { "notify::words", G_CALLBACK (_gb_document_page_words_update) },
    { "notify::zoom", G_CALLBACK (_gb_document_page_status_update) },
    { "notify::selected-words", G_CALLBACK (_gb_document_page_words_update) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (of_editor); i++)
    g_signal_connect_object (self->editor, of_editor[i].signal, of_editor[i].callback, self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outline, "activated", G_CALLBACK (outline_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->properties, "changed", G_CALLBACK (properties_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->autosave, "changed", G_CALLBACK (autosave_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "changed", G_CALLBACK (desk_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "refused", G_CALLBACK (desk_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "notify::account", G_CALLBACK (account_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view_squeezer, "notify::visible-child",
                           G_CALLBACK (_gb_document_page_squeeze), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->primary_squeezer, "notify::visible-child",
                           G_CALLBACK (_gb_document_page_squeeze), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view_stack, "notify::visible-child", G_CALLBACK (view_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

static void
gb_document_page_constructed (GObject *object)
{
  GbDocumentPage *self = GB_DOCUMENT_PAGE (object);

  G_OBJECT_CLASS (gb_document_page_parent_class)->constructed (object);

  g_return_if_fail (self->desk != NULL);

  build (self);
  _gb_document_page_actions_init (self);
  _gb_document_page_check_init (self);
  _gb_document_page_context_init (self);
  connect_signals (self);
  g_object_bind_property (self->panel_button, "active", self->flap, "reveal-flap",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  gtk_stack_set_visible_child_name (self->stack, "empty");
  update_all (self);
  /* Narrow until it is known to be wide: a minimum that is too large at first would make a narrow
   * window grow, and windows do not shrink by themselves. */
  apply_width (self, 0);
}

/* The text has it; a document that is still being opened will have it. */
static void
gb_document_page_grab_focus (GtkWidget *widget)
{
  GbDocumentPage *self = GB_DOCUMENT_PAGE (widget);

  self->wants_focus = self->open == NULL || self->is_switching;
  if (!self->wants_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
gb_document_page_dispose (GObject *object)
{
  GbDocumentPage *self = GB_DOCUMENT_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->toast_source, g_source_remove);
  g_clear_handle_id (&self->narrow_source, g_source_remove);
  g_clear_handle_id (&self->squeeze_source, g_source_remove);
  g_clear_handle_id (&self->status_source, g_source_remove);
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  if (self->dialog != NULL)
    gtk_widget_destroy (self->dialog);
  if (self->editor != NULL) {
    gb_editor_set_blob_source (self->editor, NULL, NULL, NULL);
    gb_editor_set_image_store (self->editor, NULL, NULL, NULL);
    gb_editor_set_original_source (self->editor, NULL, NULL, NULL);
  }
  self->editor = NULL;
  g_clear_pointer (&self->open, gb_open_document_free);
  g_clear_pointer (&self->operations, g_ptr_array_unref);
  /* Whatever comes back after this finds no document. */
  g_clear_pointer (&self->id, g_free);
  g_clear_object (&self->autosave);
  g_clear_object (&self->runner);
  _gb_document_page_clear_context (self);
  g_clear_object (&self->actions);
  g_clear_object (&self->settings);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (gb_document_page_parent_class)->dispose (object);
}

static void
gb_document_page_finalize (GObject *object)
{
  GbDocumentPage *self = GB_DOCUMENT_PAGE (object);

  g_free (self->id);
  g_free (self->wanted);

  G_OBJECT_CLASS (gb_document_page_parent_class)->finalize (object);
}

static void
gb_document_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  GbDocumentPage *self = GB_DOCUMENT_PAGE (object);

  switch (prop_id) {
  case PROP_DESK:
    g_value_set_object (value, self->desk);
    break;
  case PROP_DOCUMENT_ID:
    g_value_set_string (value, self->id);
    break;
  case PROP_TITLE:
    g_value_set_string (value, get_title (self));
    break;
  case PROP_FOCUS_MODE:
    g_value_set_boolean (value, self->is_focus_mode);
    break;
  case PROP_BACK_VISIBLE:
    g_value_set_boolean (value, gtk_widget_get_visible (GTK_WIDGET (self->back_button)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gb_document_page_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  GbDocumentPage *self = GB_DOCUMENT_PAGE (object);
  gboolean visible;

  switch (prop_id) {
  case PROP_DESK:
    self->desk = g_value_dup_object (value);
    break;
  case PROP_BACK_VISIBLE:
    visible = g_value_get_boolean (value);
    if (visible != gtk_widget_get_visible (GTK_WIDGET (self->back_button))) {
      gtk_widget_set_visible (GTK_WIDGET (self->back_button), visible);
      g_object_notify_by_pspec (object, pspec);
    }
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-document-page.ui");
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, header_bar);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, back_button);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, undo_box);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, title_label);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, state_pill);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, primary_squeezer);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, primary_button);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, foot_primary_button);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, panel_button);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, view_squeezer);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, view_switcher);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, foot_view_switcher);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, stack);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, error_page);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, banners);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, flap);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, view_stack);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, panel_stack);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, panel_close_button);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, words_label);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, selection_label);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, length_label);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, zoom_label);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, save_label);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, check_image);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, check_label);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, review_bar);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, toast_revealer);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentPage, toast_label);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, reload_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, panel_close_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, toast_close_clicked_cb);
}

static void
gb_document_page_class_init (GbDocumentPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = gb_document_page_constructed;
  object_class->dispose = gb_document_page_dispose;
  object_class->finalize = gb_document_page_finalize;
  object_class->get_property = gb_document_page_get_property;
  object_class->set_property = gb_document_page_set_property;
  widget_class->grab_focus = gb_document_page_grab_focus;
  widget_class->size_allocate = gb_document_page_size_allocate;
  widget_class->key_press_event = gb_document_page_key_press_event;

  properties[PROP_DESK] =
    g_param_spec_object ("desk", NULL, NULL, GB_TYPE_DESK,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_DOCUMENT_ID] =
    g_param_spec_string ("document-id", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_TITLE] = g_param_spec_string (
    "title", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_BACK_VISIBLE] =
    g_param_spec_boolean ("back-visible", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_FOCUS_MODE] =
    g_param_spec_boolean ("focus-mode", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_BACK] = g_signal_new ("back", GB_TYPE_DOCUMENT_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (GB_TYPE_BANNER_BOX);
  g_type_ensure (GB_TYPE_REVIEW_BAR);
  g_type_ensure (GB_TYPE_STATE_PILL);
  bind_template (widget_class);
}

static void
gb_document_page_init (GbDocumentPage *self)
{
  self->settings = g_settings_new (GB_APP_ID);
  self->runner = gb_check_runner_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gb_document_page_new (GbDesk *desk)
{
  g_return_val_if_fail (GB_IS_DESK (desk), NULL);

  return g_object_new (GB_TYPE_DOCUMENT_PAGE, "desk", desk, NULL);
}

void
gb_document_page_open (GbDocumentPage *self, const char *id)
{
  g_return_if_fail (GB_IS_DOCUMENT_PAGE (self));

  g_free (self->wanted);
  self->wanted = g_strdup (id);
  if (self->is_switching)
    return;
  self->is_switching = TRUE;
  gb_autosave_flush_async (self->autosave, switch_cb, g_object_ref (self));
}

/* An act that was pressed is written down before anybody leaves the desk. */
void
_gb_document_page_act_ended (GbDocumentPage *self)
{
  g_autoptr (GPtrArray) flushes = g_steal_pointer (&self->flushes);

  for (guint i = 0; flushes != NULL && i < flushes->len; i++)
    g_task_return_boolean (g_ptr_array_index (flushes, i), TRUE);
}

static void
flush_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbDocumentPage *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!gb_autosave_flush_finish (GB_AUTOSAVE (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (!self->is_acting) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  if (self->flushes == NULL)
    self->flushes = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->flushes, g_steal_pointer (&task));
}

void
gb_document_page_flush_async (GbDocumentPage *self,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;

  g_return_if_fail (GB_IS_DOCUMENT_PAGE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gb_document_page_flush_async);
  gb_autosave_flush_async (self->autosave, flush_cb, task);
}

gboolean
gb_document_page_flush_finish (GbDocumentPage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (GB_IS_DOCUMENT_PAGE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
is_in (GbDocumentPage *self, GtkWidget *area)
{
  GtkWidget *top = gtk_widget_get_toplevel (GTK_WIDGET (self));
  GtkWidget *focus = GTK_IS_WINDOW (top) ? gtk_window_get_focus (GTK_WINDOW (top)) : NULL;

  return focus != NULL && (focus == area || gtk_widget_is_ancestor (focus, area));
}

gboolean
gb_document_page_move_focus (GbDocumentPage *self, int step, gboolean enters)
{
  GtkWidget *areas[2];
  int n_areas = 0;
  int current;

  g_return_val_if_fail (GB_IS_DOCUMENT_PAGE (self), FALSE);

  if (self->open == NULL)
    return FALSE;
  areas[n_areas++] = gtk_stack_get_visible_child (self->view_stack);
  if (hdy_flap_get_reveal_flap (self->flap))
    areas[n_areas++] = GTK_WIDGET (self->panel_stack);
  current = step > 0 ? -1 : n_areas;
  for (int i = 0; i < n_areas && !enters; i++) {
    if (is_in (self, areas[i]))
      current = i;
  }
  /* From the header bar one goes to the text. */
  if (!enters && (current < 0 || current == n_areas))
    current = step > 0 ? -1 : 1;
  current += step;
  if (current < 0 || current >= n_areas)
    return FALSE;
  if (areas[current] == GTK_WIDGET (self->editor))
    gtk_widget_grab_focus (areas[current]);
  else
    gtk_widget_child_focus (areas[current], GTK_DIR_TAB_FORWARD);
  return TRUE;
}

GtkWidget *
gb_document_page_get_header_bar (GbDocumentPage *self)
{
  g_return_val_if_fail (GB_IS_DOCUMENT_PAGE (self), NULL);

  return GTK_WIDGET (self->header_bar);
}
