/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The editor as the rest of the program knows it: toolbar, info bar and web view. It owns the last
 * known text, which is what was loaded or the newest snapshot; the page only shows it. Snapshots
 * are taken while somebody writes, so that little is lost when the web process dies. Lives on the
 * main thread; used by GbDocumentPage. */

#define G_LOG_DOMAIN "gb-editor"

#include "config.h"

#include "editor/gb-editor.h"

#include "editor/gb-editor-actions.h"
#include "editor/gb-editor-clipboard.h"
#include "editor/gb-editor-find.h"
#include "editor/gb-editor-findings.h"
#include "editor/gb-editor-images.h"
#include "editor/gb-editor-menu.h"
#include "editor/gb-editor-original.h"
#include "editor/gb-editor-paste.h"
#include "editor/gb-editor-settings.h"
#include "editor/gb-editor-toolbar.h"
#include "editor/gb-editor-view.h"
#include "editor/gb-editor-zoom.h"
#include "editor/gb-paste-bar.h"
#include "widgets/gb-spoken.h"

#include <glib/gi18n.h>
#include <handy.h>
#include <libxml/parser.h>
#include <string.h>

#define SNAPSHOT_DEADLINE_MS 5000
/* A snapshot when typing pauses, and while it does not: so often that all of them take no more than
 * a hundredth of the time, between these intervals. */
#define SNAPSHOT_IDLE_MS     450
#define SNAPSHOT_SHORTEST_MS 200
#define SNAPSHOT_LONGEST_MS  1900
#define SNAPSHOT_SHARE       100
/* So many deaths of the web process within this time, and nothing written in between, and it is not
 * started again. */
#define MAX_DEATHS      3
#define DEATHS_WITHIN_S 60

enum {
  RESPONSE_COPY = 1
};

/* The text as it was last known. */
typedef struct {
  guint64 generation; /* counts loads: a snapshot of an earlier text is of no use */
  GbDocumentKind kind;
  char *title;
  char *body;          /* (nullable) until something was loaded */
  guint64 revision;    /* of the page, which counts its changes */
  GbEditorCaret caret; /* the newest in this text */
} GbEditorText;

struct _GbEditor {
  GtkBin parent_instance;

  /* Template children */
  GtkBox *box;
  GtkInfoBar *info_bar;
  GtkLabel *info_label;
  GtkWidget *info_copy;
  GbEditorToolbar *toolbar;
  GbEditorFind *find;
  GbPasteBar *paste_bar;

  /* Owned */
  GbEditorView *view; /* the box has it as a child */
  GbEditorActions *actions;
  GbEditorFindings *findings;
  GbEditorImages *images;
  GbEditorOriginal *original;
  GbEditorPaste *paste;
  GbEditorSettings *settings;
  GbEditorZoom *zoom;
  GbEditorText text;
  GbEditorCaret caret; /* the newest of all, in a text that may not be known yet */
  guint caret_revision;
  char *given;         /* (nullable): what the page begins with */
  GQueue deaths;       /* of gint64: monotonic times, in µs */
  GPtrArray *headings; /* of GbEditorHeading */
  char *section;
  guint words;
  guint selected_words;

  guint idle_source;
  guint longest_source;
  guint snapshot_interval_ms;

  guint is_editable : 1;
  guint is_ready : 1;
  guint is_dark_paper : 1;
  guint was_crashed : 1; /* until the page is back */
};

G_DEFINE_FINAL_TYPE (GbEditor, gb_editor, GTK_TYPE_BIN)

enum {
  PROP_0,
  PROP_EDITABLE,
  PROP_READY,
  PROP_WORDS,
  PROP_SELECTED_WORDS,
  PROP_STYLE_NAME,
  PROP_DARK_PAPER,
  PROP_SECTION,
  PROP_ZOOM,
  N_PROPS,
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_CRASHED,
  SIGNAL_ESCAPE,
  SIGNAL_LINK_ACTIVATED,
  SIGNAL_OUTLINE_CHANGED,
  SIGNAL_PICK_DOCUMENT,
  SIGNAL_TEXTS_DROPPED,
  SIGNAL_WANTED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* ───── Snapshots ───── */

typedef struct {
  char *title;
  char *body;
} SnapshotResult;

static void
snapshot_result_free (SnapshotResult *result)
{
  g_free (result->title);
  g_free (result->body);
  g_free (result);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SnapshotResult, snapshot_result_free)

/* Shared by the call of the page and the deadline; the one that comes first answers the task. */
typedef struct {
  GTask *task;     /* (nullable) after the answer */
  gint64 asked_at; /* monotonic time, in µs */
  guint deadline_source;
} Snapshot;

static void
snapshot_clear (Snapshot *snapshot)
{
  g_clear_handle_id (&snapshot->deadline_source, g_source_remove);
  g_clear_object (&snapshot->task);
}

static void
snapshot_unref (Snapshot *snapshot)
{
  g_rc_box_release_full (snapshot, (GDestroyNotify)snapshot_clear);
}

static void
snapshot_answer (Snapshot *snapshot)
{
  g_autoptr (GTask) task = g_steal_pointer (&snapshot->task);
  GbEditor *self = g_task_get_source_object (task);
  SnapshotResult *result = g_new0 (SnapshotResult, 1);

  g_clear_handle_id (&snapshot->deadline_source, g_source_remove);
  result->title = g_strdup (self->text.title);
  result->body = g_strdup (self->text.body);
  g_task_return_pointer (task, result, (GDestroyNotify)snapshot_result_free);
}

static gboolean
snapshot_deadline_cb (gpointer user_data)
{
  Snapshot *snapshot = user_data;
  GbEditor *self = g_task_get_source_object (snapshot->task);
  WebKitWebView *view = WEBKIT_WEB_VIEW (self->view);

  snapshot->deadline_source = 0;
  /* A page that hangs does not come back; a new one does, with the last known text. */
  if (view != NULL && !webkit_web_view_get_is_web_process_responsive (view) &&
      !gb_editor_paste_get_inserting (self->paste))
    webkit_web_view_terminate_web_process (view);
  snapshot_answer (snapshot);
  return G_SOURCE_REMOVE;
}

static void
take_over_snapshot (GbEditor *self, const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbEditorMessage) message = gb_editor_message_parse (json, &error);

  if (message == NULL || message->type != GB_EDITOR_MESSAGE_SNAPSHOT) {
    g_warning ("snapshot of the page refused: %s", error != NULL ? error->message : "no snapshot");
    return;
  }
  if (message->generation != self->text.generation)
    return;

  /* A page in which somebody writes is in no loop of deaths. */
  if (g_strcmp0 (message->body, self->text.body) != 0)
    g_queue_clear_full (&self->deaths, g_free);
  g_free (self->text.title);
  g_free (self->text.body);
  g_free (self->text.caret.block);
  self->text.title = g_steal_pointer (&message->title);
  self->text.body = g_steal_pointer (&message->body);
  self->text.caret = message->caret;
  message->caret.block = NULL;
  self->text.revision = message->revision;
}

static void
snapshot_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Snapshot *snapshot = user_data;
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;
  gboolean success = gb_editor_view_call_finish (GB_EDITOR_VIEW (object), result, &json, &error);

  if (snapshot->task != NULL) {
    GbEditor *self = g_task_get_source_object (snapshot->task);

    if (success) {
      gint64 took_ms = (g_get_monotonic_time () - snapshot->asked_at) / 1000;

      self->snapshot_interval_ms =
        (guint)CLAMP (took_ms * SNAPSHOT_SHARE, SNAPSHOT_SHORTEST_MS, SNAPSHOT_LONGEST_MS);
      take_over_snapshot (self, json);
    } else {
      g_debug ("no snapshot, the last known text has to do: %s", error->message);
    }
    snapshot_answer (snapshot);
  }
  snapshot_unref (snapshot);
}

static void
own_snapshot_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  /* take_over_snapshot () has kept it already. */
  gb_editor_snapshot_finish (GB_EDITOR (object), result, NULL, NULL, NULL);
}

static void
clear_snapshot_sources (GbEditor *self)
{
  g_clear_handle_id (&self->idle_source, g_source_remove);
  g_clear_handle_id (&self->longest_source, g_source_remove);
}

static gboolean
snapshot_due_cb (gpointer user_data)
{
  GbEditor *self = GB_EDITOR (user_data);

  /* Takes both sources away, this one among them. */
  gb_editor_snapshot_async (self, NULL, own_snapshot_cb, NULL);
  return G_SOURCE_REMOVE;
}

static void
schedule_snapshot (GbEditor *self)
{
  g_clear_handle_id (&self->idle_source, g_source_remove);
  self->idle_source = g_timeout_add (SNAPSHOT_IDLE_MS, snapshot_due_cb, self);
  if (self->longest_source == 0)
    self->longest_source = g_timeout_add (self->snapshot_interval_ms, snapshot_due_cb, self);
}

/* ───── The page ───── */

static char *
dup_theme (GbEditor *self)
{
  HdyStyleManager *manager = hdy_style_manager_get_default ();
  gboolean is_dark = hdy_style_manager_get_dark (manager);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (is_dark)
    g_ptr_array_add (names, (gpointer) "dark");
  if (is_dark && self->is_dark_paper)
    g_ptr_array_add (names, (gpointer) "dark-paper");
  if (hdy_style_manager_get_high_contrast (manager))
    g_ptr_array_add (names, (gpointer) "high-contrast");
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **)names->pdata);
}

static const char *
get_body_hint (GbDocumentKind kind)
{
  switch (kind) {
  case GB_DOCUMENT_KIND_INTERPRETATION:
    return _ ("Write here what the policy says, for whom, and what changes.");
  case GB_DOCUMENT_KIND_QA:
    return _ ("Write the first question here, and its answer below it.");
  case GB_DOCUMENT_KIND_RESPONSE:
    return _ ("Write here what people ask, and what has been found and done.");
  case GB_DOCUMENT_KIND_NOTICE:
  case GB_DOCUMENT_KIND_OPINION:
    return _ ("Write here, beginning with the offices that it is sent to.");
  case GB_DOCUMENT_KIND_ANNOUNCEMENT:
  case GB_DOCUMENT_KIND_CIRCULAR:
  default:
    return _ ("Write the text here.");
  }
}

static char *
dup_given (GbEditor *self)
{
  g_autofree char *theme = dup_theme (self);
  GbEditorGiven given = {
    .generation = self->text.generation,
    .title = self->text.title,
    .body = self->text.body,
    .editable = self->is_editable,
    .title_hint = _ ("Title"),
    .body_hint = get_body_hint (self->text.kind),
    .alt_hint = _ ("Not described yet: press the other button here"),
    .label = _ ("Text of the document"),
    .theme = theme,
    /* Whoever wrote goes on there. */
    .caret = self->was_crashed ? &self->text.caret : NULL,
  };

  gb_editor_settings_read (self->settings, &given.choices);

  return gb_editor_given_to_json (&given);
}

static void
set_ready (GbEditor *self, gboolean is_ready)
{
  gb_editor_actions_set_enabled (self->actions, is_ready, self->is_editable);
  gb_editor_original_set_enabled (self->original, is_ready, self->is_editable);
  gb_editor_find_set_enabled (self->find, is_ready, self->is_editable);
  gb_editor_findings_set_ready (self->findings, is_ready);
  if (self->is_ready == is_ready)
    return;
  self->is_ready = !!is_ready;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

static void
show_info (GbEditor *self, const char *words, gboolean can_copy)
{
  gtk_label_set_label (self->info_label, words);
  gtk_widget_set_visible (self->info_copy, can_copy);
  gtk_info_bar_set_show_close_button (self->info_bar, !can_copy);
  gtk_info_bar_set_revealed (self->info_bar, TRUE);
}

static void
give_up (GbEditor *self)
{
  set_ready (self, FALSE);
  show_info (
    self,
    _ ("The editor does not work at the moment. The text is safe: copy it, or open the document "
       "again."),
    TRUE);
  g_signal_emit (self, signals[SIGNAL_CRASHED], 0, FALSE);
}

static void
take_over_section (GbEditor *self, GVariant *state)
{
  const char *section;

  if (!g_variant_lookup (state, "section", "&s", &section) || g_str_equal (section, self->section))
    return;
  g_free (self->section);
  self->section = g_strdup (section);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SECTION]);
}

static void
take_over_caret (GbEditor *self, GVariant *state)
{
  const char *block;

  g_variant_lookup (state, "revision", "u", &self->caret_revision);
  g_variant_lookup (state, "offset", "u", &self->caret.offset);
  if (!g_variant_lookup (state, "block", "&s", &block))
    return;
  g_clear_pointer (&self->caret.block, g_free);
  /* Without a block it is in the title, or something without a text is selected. */
  if (*block != '\0' || g_strcmp0 (gb_editor_actions_get_style (self->actions), "title") == 0)
    self->caret.block = g_strdup (block);
}

/* A caret of a later text is of no use for the one that is known. */
static void
keep_caret (GbEditor *self)
{
  if (self->caret_revision != self->text.revision || self->caret.block == NULL)
    return;
  g_free (self->text.caret.block);
  self->text.caret.block = g_strdup (self->caret.block);
  self->text.caret.offset = self->caret.offset;
}

static void
take_over_state (GbEditor *self, GVariant *state)
{
  guint words;

  if (g_variant_lookup (state, "words", "u", &words) && words != self->words) {
    self->words = words;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORDS]);
  }
  if (g_variant_lookup (state, "selectedWords", "u", &words) && words != self->selected_words) {
    self->selected_words = words;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_WORDS]);
  }
  take_over_section (self, state);
  gb_editor_actions_update (self->actions, state);
  take_over_caret (self, state);
  keep_caret (self);
  gb_editor_original_update (self->original, state);
  gb_editor_find_update (self->find, state);
  gb_editor_findings_update (self->findings, state);
  if (g_variant_lookup (state, "style", "s", NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STYLE_NAME]);
}

/* Lets the page begin with what is to be shown now. */
static void
give (GbEditor *self)
{
  g_free (self->given);
  self->given = dup_given (self);
  gb_editor_view_give (self->view, self->given);
}

static void
load_page (GbEditor *self, const char *given)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&arguments, "given", "s", given);
  gb_editor_view_call (self->view, "Editor.load(given);", g_variant_dict_end (&arguments));
}

static void
handle_ready (GbEditor *self, const GbEditorMessage *message)
{
  g_autofree char *given = dup_given (self);

  /* What was changed while the page started is not shown yet: the text, the theme, the right to
   * write. */
  if (message->generation != self->text.generation || g_strcmp0 (given, self->given) != 0)
    load_page (self, given);
  g_clear_pointer (&self->given, g_free);
  gb_editor_view_give (self->view, NULL);
  set_ready (self, TRUE);
  gb_editor_find_restart (self->find);
  gb_editor_findings_restart (self->findings);
  if (self->was_crashed) {
    self->was_crashed = FALSE;
    g_signal_emit (self, signals[SIGNAL_CRASHED], 0, TRUE);
  }
}

static void
handle_changed (GbEditor *self, const GbEditorMessage *message)
{
  if (message->generation != self->text.generation)
    return;
  schedule_snapshot (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
message_cb (GbEditorView *view, const GbEditorMessage *message, GbEditor *self)
{
  switch (message->type) {
  case GB_EDITOR_MESSAGE_READY:
    handle_ready (self, message);
    break;
  case GB_EDITOR_MESSAGE_CHANGED:
    handle_changed (self, message);
    break;
  case GB_EDITOR_MESSAGE_STATE:
    take_over_state (self, message->state);
    break;
  case GB_EDITOR_MESSAGE_LINK:
    g_signal_emit (self, signals[SIGNAL_LINK_ACTIVATED], 0, message->text);
    break;
  case GB_EDITOR_MESSAGE_CHOOSE_CHARACTER:
    g_action_group_activate_action (gb_editor_actions_get_group (self->actions), "choose-character",
                                    NULL);
    break;
  case GB_EDITOR_MESSAGE_EDIT_LINK:
    g_action_group_activate_action (gb_editor_actions_get_group (self->actions), "edit-link", NULL);
    break;
  case GB_EDITOR_MESSAGE_ESCAPE:
    if (gb_editor_find_get_is_open (self->find))
      gb_editor_find_close (self->find);
    else
      g_signal_emit (self, signals[SIGNAL_ESCAPE], 0);
    break;
  case GB_EDITOR_MESSAGE_OUTLINE:
    g_ptr_array_unref (self->headings);
    self->headings = g_ptr_array_ref (message->headings);
    g_signal_emit (self, signals[SIGNAL_OUTLINE_CHANGED], 0);
    break;
  case GB_EDITOR_MESSAGE_PASTE:
    if (self->is_editable)
      gb_editor_paste_start (self->paste, message->place, message->source);
    break;
  case GB_EDITOR_MESSAGE_COPY:
    gb_editor_clipboard_set (gtk_widget_get_clipboard (GTK_WIDGET (view), GDK_SELECTION_CLIPBOARD),
                             message->slice, message->html, message->text);
    break;
  case GB_EDITOR_MESSAGE_FAILED:
    g_warning ("the page of the editor failed: %s", message->text);
    give_up (self);
    break;
  case GB_EDITOR_MESSAGE_DOCUMENT:
  case GB_EDITOR_MESSAGE_SNAPSHOT:
  default:
    g_warning ("message of the page that is none");
    break;
  }
}

static char *
question_cb (GbEditorView *view, const GbEditorMessage *message, GbEditor *self)
{
  if (message->type != GB_EDITOR_MESSAGE_DOCUMENT)
    return NULL;
  g_free (self->given);
  self->given = dup_given (self);
  return g_strdup (self->given);
}

static void
link_cb (GbEditorView *view, const char *href, GbEditor *self)
{
  g_signal_emit (self, signals[SIGNAL_LINK_ACTIVATED], 0, href);
}

static gboolean
died_too_often (GbEditor *self)
{
  gint64 now = g_get_monotonic_time ();

  g_queue_push_tail (&self->deaths, g_memdup2 (&now, sizeof now));
  while (!g_queue_is_empty (&self->deaths) &&
         now - *(gint64 *)g_queue_peek_head (&self->deaths) > DEATHS_WITHIN_S * G_USEC_PER_SEC)
    g_free (g_queue_pop_head (&self->deaths));
  return g_queue_get_length (&self->deaths) >= MAX_DEATHS;
}

static void
web_process_terminated_cb (GbEditorView *view,
                           WebKitWebProcessTerminationReason reason,
                           GbEditor *self)
{
  clear_snapshot_sources (self);
  set_ready (self, FALSE);
  /* What was composed is gone with the page: the next letter begins anew. */
  webkit_input_method_context_reset (
    webkit_web_view_get_input_method_context (WEBKIT_WEB_VIEW (view)));
  if (died_too_often (self)) {
    give_up (self);
    return;
  }
  self->was_crashed = TRUE;
  show_info (self,
             _ ("The editor stopped and was started again. Look at what you wrote last: up to two "
                "seconds of it may be missing."),
             FALSE);
  give (self);
  gb_editor_view_start (view);
}

/* ───── Widgets ───── */

/* Title and text as lines; only used when the page cannot be asked any more. */
static char *
dup_plain_text (GbEditor *self)
{
  g_autoptr (GString) text = g_string_new (self->text.title);
  g_autofree char *body = NULL;
  xmlDoc *doc = xmlReadMemory (self->text.body != NULL ? self->text.body : "",
                               self->text.body != NULL ? (int)strlen (self->text.body) : 0, NULL,
                               NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);

  for (xmlNode *node = doc != NULL ? xmlDocGetRootElement (doc)->children : NULL; node != NULL;
       node = node->next) {
    xmlChar *content = xmlNodeGetContent (node);

    g_string_append_printf (text, "\n%s", (const char *)content);
    xmlFree (content);
  }
  g_clear_pointer (&doc, xmlFreeDoc);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
info_response_cb (GbEditor *self, int response)
{
  if (response == RESPONSE_COPY) {
    g_autofree char *text = dup_plain_text (self);

    gtk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self), GDK_SELECTION_CLIPBOARD),
                            text, -1);
    return;
  }
  gtk_info_bar_set_revealed (self->info_bar, FALSE);
}

static void
failed_cb (GbEditor *self, const char *words)
{
  show_info (self, words, FALSE);
}

static void
pasted_cb (GbEditor *self, GPtrArray *notes, gboolean has_text)
{
  gb_paste_bar_show (self->paste_bar, notes, has_text);
}

static void
paste_busy_cb (GbEditor *self, gboolean is_busy, gboolean can_cancel)
{
  gb_paste_bar_set_busy (self->paste_bar, is_busy, can_cancel);
}

static void
paste_cancel_cb (GbEditor *self)
{
  gb_editor_paste_cancel (self->paste);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
as_text_cb (GbEditor *self)
{
  gb_editor_paste_redo_as_text (self->paste);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
update_theme (GbEditor *self)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *theme = NULL;

  if (!self->is_ready)
    return;
  theme = dup_theme (self);
  g_variant_dict_insert (&arguments, "names", "s", theme);
  gb_editor_view_call (self->view, "Editor.setTheme(names);", g_variant_dict_end (&arguments));
}

/* For the next text it is part of what the page is given. */
static void
settings_changed_cb (GbEditor *self)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *json = NULL;
  GbEditorChoices choices;

  if (!self->is_ready)
    return;
  gb_editor_settings_read (self->settings, &choices);
  json = gb_editor_choices_to_json (&choices);
  g_variant_dict_insert (&arguments, "given", "s", json);
  gb_editor_view_call (self->view, "Editor.setSettings(given);", g_variant_dict_end (&arguments));
}

static void
pick_document_cb (GbEditor *self)
{
  g_signal_emit (self, signals[SIGNAL_PICK_DOCUMENT], 0);
}

static void
texts_cb (GbEditor *self, char **uris)
{
  g_signal_emit (self, signals[SIGNAL_TEXTS_DROPPED], 0, uris);
}

static void
create_view (GbEditor *self)
{
  AtkObject *accessible;

  self->view = g_object_ref_sink (GB_EDITOR_VIEW (gb_editor_view_new ()));
  accessible = gtk_widget_get_accessible (GTK_WIDGET (self->view));
  atk_object_set_name (accessible, _ ("Text of the document"));
  g_signal_connect_object (self->view, "message", G_CALLBACK (message_cb), self, 0);
  g_signal_connect_object (self->view, "question", G_CALLBACK (question_cb), self, 0);
  g_signal_connect_object (self->view, "link", G_CALLBACK (link_cb), self, 0);
  g_signal_connect_object (self->view, "web-process-terminated",
                           G_CALLBACK (web_process_terminated_cb), self, 0);
  gtk_widget_show (GTK_WIDGET (self->view));
  gb_editor_view_start (self->view);
}

static void
set_editable (GbEditor *self, gboolean editable)
{
  if (self->is_editable == editable)
    return;
  self->is_editable = !!editable;
  gtk_widget_set_visible (GTK_WIDGET (self->toolbar), editable);
  gb_editor_actions_set_enabled (self->actions, self->is_ready, editable);
  gb_editor_original_set_enabled (self->original, self->is_ready, editable);
  gb_editor_find_set_enabled (self->find, self->is_ready, editable);
  if (self->is_ready) {
    g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);

    /* A boolean is refused as an argument. */
    g_variant_dict_insert (&arguments, "editable", "d", editable ? 1.0 : 0.0);
    gb_editor_view_call (self->view, "Editor.setEditable(editable);",
                         g_variant_dict_end (&arguments));
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EDITABLE]);
}

static void
set_dark_paper (GbEditor *self, gboolean dark_paper)
{
  if (self->is_dark_paper == dark_paper)
    return;
  self->is_dark_paper = !!dark_paper;
  update_theme (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DARK_PAPER]);
}

static void
gb_editor_grab_focus (GtkWidget *widget)
{
  GbEditor *self = GB_EDITOR (widget);

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  if (self->is_ready)
    gb_editor_view_call (self->view, "Editor.focus();", NULL);
}

static void
zoom_changed_cb (GbEditor *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
}

static gboolean
gb_editor_key_press_event (GtkWidget *widget, GdkEventKey *event)
{
  GbEditor *self = GB_EDITOR (widget);

  if (GTK_WIDGET_CLASS (gb_editor_parent_class)->key_press_event (widget, event))
    return GDK_EVENT_STOP;
  /* From the toolbar, and from a text that is only read. */
  if (event->keyval == GDK_KEY_Escape && gb_editor_find_get_is_open (self->find)) {
    gb_editor_find_close (self->find);
    return GDK_EVENT_STOP;
  }
  return GDK_EVENT_PROPAGATE;
}

static void
find_opened_cb (GbEditor *self)
{
  g_signal_emit (self, signals[SIGNAL_WANTED], 0);
}

static void
gb_editor_dispose (GObject *object)
{
  GbEditor *self = GB_EDITOR (object);

  if (self->paste != NULL)
    g_object_run_dispose (G_OBJECT (self->paste));
  if (self->images != NULL)
    g_object_run_dispose (G_OBJECT (self->images));
  if (self->original != NULL)
    g_object_run_dispose (G_OBJECT (self->original));
  clear_snapshot_sources (self);
  G_OBJECT_CLASS (gb_editor_parent_class)->dispose (object);
}

static void
gb_editor_finalize (GObject *object)
{
  GbEditor *self = GB_EDITOR (object);

  g_clear_object (&self->paste);
  g_clear_object (&self->images);
  g_clear_object (&self->original);
  g_clear_object (&self->findings);
  g_clear_object (&self->settings);
  g_clear_object (&self->zoom);
  g_clear_object (&self->actions);
  g_clear_object (&self->view);
  g_free (self->text.title);
  g_free (self->text.body);
  g_free (self->text.caret.block);
  g_free (self->caret.block);
  g_free (self->given);
  g_free (self->section);
  g_ptr_array_unref (self->headings);
  g_queue_clear_full (&self->deaths, g_free);
  G_OBJECT_CLASS (gb_editor_parent_class)->finalize (object);
}

static void
gb_editor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GbEditor *self = GB_EDITOR (object);

  switch (id) {
  case PROP_EDITABLE:
    g_value_set_boolean (value, self->is_editable);
    break;
  case PROP_READY:
    g_value_set_boolean (value, self->is_ready);
    break;
  case PROP_WORDS:
    g_value_set_uint (value, self->words);
    break;
  case PROP_SELECTED_WORDS:
    g_value_set_uint (value, self->selected_words);
    break;
  case PROP_STYLE_NAME:
    g_value_set_string (value, gb_editor_actions_get_style (self->actions));
    break;
  case PROP_DARK_PAPER:
    g_value_set_boolean (value, self->is_dark_paper);
    break;
  case PROP_SECTION:
    g_value_set_string (value, self->section);
    break;
  case PROP_ZOOM:
    g_object_get_property (G_OBJECT (self->zoom), "percent", value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gb_editor_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GbEditor *self = GB_EDITOR (object);

  switch (id) {
  case PROP_EDITABLE:
    set_editable (self, g_value_get_boolean (value));
    break;
  case PROP_DARK_PAPER:
    set_dark_paper (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_EDITABLE] = g_param_spec_boolean ("editable", NULL, NULL, TRUE, writable);
  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, readable);
  properties[PROP_WORDS] = g_param_spec_uint ("words", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_SELECTED_WORDS] =
    g_param_spec_uint ("selected-words", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_STYLE_NAME] = g_param_spec_string ("style-name", NULL, NULL, "", readable);
  properties[PROP_DARK_PAPER] = g_param_spec_boolean ("dark-paper", NULL, NULL, FALSE, writable);
  properties[PROP_SECTION] = g_param_spec_string ("section", NULL, NULL, "", readable);
  properties[PROP_ZOOM] = g_param_spec_uint ("zoom", NULL, NULL, 50, 300, 100, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static guint
new_signal (const char *name, GType type)
{
  return type == G_TYPE_NONE ? g_signal_new (name, GB_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                             NULL, G_TYPE_NONE, 0)
                             : g_signal_new (name, GB_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                             NULL, G_TYPE_NONE, 1, type);
}

static void
gb_editor_class_init (GbEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gb_editor_dispose;
  object_class->finalize = gb_editor_finalize;
  object_class->get_property = gb_editor_get_property;
  object_class->set_property = gb_editor_set_property;
  widget_class->grab_focus = gb_editor_grab_focus;
  widget_class->key_press_event = gb_editor_key_press_event;

  install_properties (object_class);
  signals[SIGNAL_CHANGED] = new_signal ("changed", G_TYPE_NONE);
  signals[SIGNAL_CRASHED] = new_signal ("crashed", G_TYPE_BOOLEAN);
  signals[SIGNAL_ESCAPE] = new_signal ("escape", G_TYPE_NONE);
  signals[SIGNAL_LINK_ACTIVATED] = new_signal ("link-activated", G_TYPE_STRING);
  signals[SIGNAL_PICK_DOCUMENT] = new_signal ("pick-document", G_TYPE_NONE);
  signals[SIGNAL_TEXTS_DROPPED] = new_signal ("texts-dropped", G_TYPE_STRV);
  signals[SIGNAL_OUTLINE_CHANGED] = new_signal ("outline-changed", G_TYPE_NONE);
  signals[SIGNAL_WANTED] = new_signal ("wanted", G_TYPE_NONE);

  g_type_ensure (GB_TYPE_EDITOR_FIND);
  g_type_ensure (GB_TYPE_EDITOR_TOOLBAR);
  g_type_ensure (GB_TYPE_PASTE_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, GbEditor, box);
  gtk_widget_class_bind_template_child (widget_class, GbEditor, info_bar);
  gtk_widget_class_bind_template_child (widget_class, GbEditor, info_label);
  gtk_widget_class_bind_template_child (widget_class, GbEditor, info_copy);
  gtk_widget_class_bind_template_child (widget_class, GbEditor, toolbar);
  gtk_widget_class_bind_template_child (widget_class, GbEditor, find);
  gtk_widget_class_bind_template_child (widget_class, GbEditor, paste_bar);
  gtk_widget_class_bind_template_callback (widget_class, as_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, info_response_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_cancel_cb);
}

static void
gb_editor_init (GbEditor *self)
{
  HdyStyleManager *manager;

  self->is_editable = TRUE;
  self->snapshot_interval_ms = SNAPSHOT_SHORTEST_MS;
  self->headings = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_editor_heading_free);
  self->section = g_strdup ("");
  self->text.title = g_strdup ("");
  self->settings = gb_editor_settings_new ();
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (settings_changed_cb), self,
                           G_CONNECT_SWAPPED);
  /* First of all: the web process starts while the widgets are built; its messages come by the main
   * loop. The first use of libhandy's style asks the session bus, and waits. */
  create_view (self);
  manager = hdy_style_manager_get_default ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gb_spoken_name_close_button (self->info_bar);
  gtk_box_pack_start (self->box, GTK_WIDGET (self->view), TRUE, TRUE, 0);
  self->actions = gb_editor_actions_new (self->view);
  g_signal_connect_object (self->actions, "ask::choose-character",
                           G_CALLBACK (gb_editor_toolbar_choose_character), self->toolbar,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->actions, "ask::choose-table",
                           G_CALLBACK (gb_editor_toolbar_choose_table), self->toolbar,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->actions, "ask::edit-link",
                           G_CALLBACK (gb_editor_toolbar_edit_link), self->toolbar,
                           G_CONNECT_SWAPPED);
  self->findings = gb_editor_findings_new (self->view);
  self->images = gb_editor_images_new (self->view, self->actions);
  g_signal_connect_object (self->images, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  self->original = gb_editor_original_new (self->view, self->actions);
  g_signal_connect_object (self->original, "failed", G_CALLBACK (failed_cb), self,
                           G_CONNECT_SWAPPED);
  self->paste = gb_editor_paste_new (self->view, self->images);
  g_signal_connect_object (self->paste, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->paste, "busy", G_CALLBACK (paste_busy_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->paste, "texts", G_CALLBACK (texts_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->paste, "pasted", G_CALLBACK (pasted_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->toolbar, "pick-document", G_CALLBACK (pick_document_cb), self,
                           G_CONNECT_SWAPPED);
  gb_editor_menu_attach (self->view, gb_editor_actions_get_group (self->actions));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "editor",
                                  gb_editor_actions_get_group (self->actions));
  gb_editor_toolbar_set_actions (self->toolbar, self->actions);
  self->zoom =
    gb_editor_zoom_new (self->view, G_ACTION_MAP (gb_editor_actions_get_group (self->actions)));
  g_signal_connect_object (self->zoom, "notify::percent", G_CALLBACK (zoom_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gb_editor_find_attach (self->find, self->view,
                         G_ACTION_MAP (gb_editor_actions_get_group (self->actions)));
  g_signal_connect_object (self->find, "opened", G_CALLBACK (find_opened_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (update_theme), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (update_theme), self,
                           G_CONNECT_SWAPPED);
}

/* ───── Public functions ───── */

GtkWidget *
gb_editor_new (void)
{
  return g_object_new (GB_TYPE_EDITOR, NULL);
}

void
gb_editor_set_blob_source (GbEditor *self,
                           GbEditorBlobFunc load,
                           GbEditorBlobFinish finish,
                           gpointer user_data)
{
  g_return_if_fail (GB_IS_EDITOR (self));

  gb_editor_view_set_blob_source (self->view, load, finish, user_data);
}

void
gb_editor_set_image_store (GbEditor *self,
                           GbEditorStoreFunc store,
                           GbEditorStoreFinish finish,
                           gpointer user_data)
{
  g_return_if_fail (GB_IS_EDITOR (self));

  gb_editor_images_set_store (self->images, store, finish, user_data);
}

void
gb_editor_set_original_source (GbEditor *self,
                               GbEditorOriginalFunc find,
                               GbEditorOriginalFinish finish,
                               gpointer user_data)
{
  g_return_if_fail (GB_IS_EDITOR (self));

  gb_editor_original_set_source (self->original, find, finish, user_data);
}

void
gb_editor_load (GbEditor *self, GbDocumentKind kind, const char *title, const char *body_xhtml)
{
  char *new_title;
  char *new_body;

  g_return_if_fail (GB_IS_EDITOR (self));

  clear_snapshot_sources (self);
  gb_paste_bar_hide (self->paste_bar);
  gb_editor_findings_clear (self->findings);
  /* The arguments may be our own. */
  new_title = g_strdup (title != NULL ? title : "");
  new_body = g_strdup (body_xhtml);
  g_free (self->text.title);
  g_free (self->text.body);
  g_clear_pointer (&self->text.caret.block, g_free);
  g_clear_pointer (&self->caret.block, g_free);
  self->text.title = new_title;
  self->text.body = new_body;
  self->text.revision = 0;
  self->text.kind = kind;
  self->text.generation++;

  if (self->is_ready) {
    g_autofree char *given = dup_given (self);

    load_page (self, given);
    gb_editor_find_restart (self->find);
  } else {
    give (self);
  }
}

void
gb_editor_snapshot_async (GbEditor *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  Snapshot *snapshot;

  g_return_if_fail (GB_IS_EDITOR (self));

  clear_snapshot_sources (self);
  snapshot = g_rc_box_new0 (Snapshot);
  snapshot->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (snapshot->task, gb_editor_snapshot_async);
  if (!self->is_ready) {
    snapshot_answer (snapshot);
    snapshot_unref (snapshot);
    return;
  }
  snapshot->asked_at = g_get_monotonic_time ();
  snapshot->deadline_source =
    g_timeout_add_full (G_PRIORITY_DEFAULT, SNAPSHOT_DEADLINE_MS, snapshot_deadline_cb,
                        g_rc_box_acquire (snapshot), (GDestroyNotify)snapshot_unref);
  gb_editor_view_call_async (self->view, "return JSON.stringify(Editor.snapshot());", NULL, NULL,
                             snapshot_cb, snapshot);
}

gboolean
gb_editor_snapshot_finish (GbEditor *self,
                           GAsyncResult *result,
                           char **out_title,
                           char **out_body,
                           GError **error)
{
  g_autoptr (SnapshotResult) snapshot = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  snapshot = g_task_propagate_pointer (G_TASK (result), error);
  if (snapshot == NULL)
    return FALSE;
  if (out_title != NULL)
    *out_title = g_steal_pointer (&snapshot->title);
  if (out_body != NULL)
    *out_body = g_steal_pointer (&snapshot->body);
  return TRUE;
}

void
gb_editor_set_picks_documents (GbEditor *self, gboolean picks)
{
  g_return_if_fail (GB_IS_EDITOR (self));

  gb_editor_toolbar_set_picks_documents (self->toolbar, picks);
}

void
gb_editor_link_document (GbEditor *self, const char *id, const char *title)
{
  g_return_if_fail (GB_IS_EDITOR (self));

  gb_editor_actions_link_document (self->actions, id, title);
}

GActionGroup *
gb_editor_get_actions (GbEditor *self)
{
  g_return_val_if_fail (GB_IS_EDITOR (self), NULL);

  return gb_editor_actions_get_group (self->actions);
}

GbEditorFindings *
gb_editor_get_findings (GbEditor *self)
{
  g_return_val_if_fail (GB_IS_EDITOR (self), NULL);

  return self->findings;
}

static void
go_to (GbEditor *self, const char *block, guint offset_chars)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&arguments, "block", "s", block);
  g_variant_dict_insert (&arguments, "offset", "d", (double)offset_chars);
  gb_editor_view_call (self->view, "Editor.reveal(block, offset);",
                       g_variant_dict_end (&arguments));
}

void
gb_editor_reveal (GbEditor *self, const char *block, guint offset_chars)
{
  g_return_if_fail (GB_IS_EDITOR (self));
  g_return_if_fail (block != NULL);

  if (!self->is_ready)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  go_to (self, block, offset_chars);
}

void
gb_editor_peek (GbEditor *self, const char *block)
{
  g_return_if_fail (GB_IS_EDITOR (self));
  g_return_if_fail (block != NULL);

  if (self->is_ready)
    go_to (self, block, 0);
}

GPtrArray *
gb_editor_get_headings (GbEditor *self)
{
  g_return_val_if_fail (GB_IS_EDITOR (self), NULL);

  return self->headings;
}

void
gb_editor_move_section (GbEditor *self, const char *id, const char *before)
{
  g_autofree char *json = NULL;

  g_return_if_fail (GB_IS_EDITOR (self));
  g_return_if_fail (id != NULL);
  g_return_if_fail (before != NULL);

  json = gb_editor_strings_to_json ("id", id, "before", before, NULL);
  g_action_group_activate_action (gb_editor_actions_get_group (self->actions), "move-section",
                                  g_variant_new_string (json));
}
