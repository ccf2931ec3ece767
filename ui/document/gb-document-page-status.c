/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the page says about its document: title, state, foot and info bars. Everything is computed
 * from the page's present state, so that nothing has to be taken back. Main thread.
 */

#define G_LOG_DOMAIN "gb-document-page"

#include "config.h"

#include "document/gb-document-page-private.h"

#include "widgets/gb-messages.h"

#include <glib/gi18n.h>
#include <string.h>

static void
update_title (GbDocumentPage *self)
{
  GbDocument *document = gb_autosave_get_document (self->autosave);
  const char *title = document != NULL ? gb_document_get_title (document) : "";
  GbWorkflow *workflow;
  GbState state;

  if (self->open == NULL) {
    gtk_label_set_text (self->title_label, "");
    gtk_widget_hide (GTK_WIDGET (self->state_pill));
    return;
  }
  gtk_label_set_text (self->title_label, *title != '\0' ? title : _ ("Untitled"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title_label), title);
  workflow = self->open->workflow;
  state = gb_workflow_get_state (workflow);
  gb_state_pill_set_state (self->state_pill, state,
                           state == GB_STATE_IN_REVIEW ? self->open->summary->step_name : NULL,
                           self->open->summary->pending);
  gtk_widget_show (GTK_WIDGET (self->state_pill));
}

/* 公文; an interpretation may be as long as it has to. */
static gboolean
is_official (GbDocumentKind kind)
{
  return kind == GB_DOCUMENT_KIND_NOTICE || kind == GB_DOCUMENT_KIND_ANNOUNCEMENT ||
         kind == GB_DOCUMENT_KIND_CIRCULAR || kind == GB_DOCUMENT_KIND_OPINION;
}

static void
update_words (GbDocumentPage *self)
{
  g_autofree char *words_text = NULL;
  guint words;
  guint selected;

  g_object_get (self->editor, "words", &words, "selected-words", &selected, NULL);
  /* Translators: the length of a text; %'u is a number such as 1,234 */
  words_text = g_strdup_printf (ngettext ("%'u word", "%'u words", words), words);
  gtk_label_set_text (self->words_label, words_text);
  gtk_widget_set_visible (GTK_WIDGET (self->selection_label), selected > 0);
  if (selected > 0) {
    /* Translators: how much of the text is selected */
    g_autofree char *selected_text =
      g_strdup_printf (ngettext ("%'u selected", "%'u selected", selected), selected);

    gtk_label_set_text (self->selection_label, selected_text);
  }
}

/* The rules against formalism of 2024 (整治形式主义为基层减负若干规定) ask for at most 5,000
 * characters as a rule (一般), and 4,000 in a document on one task: a hint, and never a fault. */
static void
update_length (GbDocumentPage *self)
{
  GbDocument *document = gb_autosave_get_document (self->autosave);
  const guint limits[] = { g_settings_get_uint (self->settings, "special-length-hint"),
                           g_settings_get_uint (self->settings, "length-hint") };
  g_autofree char *text = NULL;
  g_autofree char *hint = NULL;
  guint reached = 0;
  guint words;

  g_object_get (self->editor, "words", &words, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++) {
    if (limits[i] > 0 && words > limits[i])
      reached = MAX (reached, limits[i]);
  }
  if (document == NULL || self->open == NULL || reached == 0 ||
      !is_official (gb_document_get_kind (document))) {
    gtk_widget_hide (GTK_WIDGET (self->length_label));
    return;
  }
  /* Translators: how long a text is said to be; %'u is a number such as 5,000 */
  text = g_strdup_printf (ngettext ("more than %'u", "more than %'u", reached), reached);
  /* Translators: both are numbers, such as 5,000 and 4,000 */
  hint =
    g_strdup_printf (_ ("A hint only: an official document should, as a rule, have no more than "
                        "%'u characters, and one on a single task no more than %'u."),
                     limits[1], limits[0]);
  gtk_label_set_text (self->length_label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->length_label), hint);
  gtk_widget_show (GTK_WIDGET (self->length_label));
}

static void
update_zoom (GbDocumentPage *self)
{
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;
  guint percent;

  g_object_get (self->editor, "zoom", &percent, NULL);
  /* Translators: a size in percent, such as 100 % */
  text = g_strdup_printf (_ ("%u %%"), percent);
  gtk_label_set_text (self->zoom_label, text);
  /* Translators: a size in percent, such as 100 % */
  name = g_strdup_printf (_ ("Size of the text: %u %%"), percent);
  atk_object_set_name (gtk_widget_get_accessible (gtk_widget_get_ancestor (
                         GTK_WIDGET (self->zoom_label), GTK_TYPE_MENU_BUTTON)),
                       name);
}

static void
update_save_state (GbDocumentPage *self)
{
  const GError *error = gb_autosave_get_error (self->autosave);
  g_autofree char *text = NULL;

  if (self->open == NULL) {
    text = g_strdup ("");
  } else if (error != NULL) {
    text = g_strdup (_ ("Not saved"));
  } else if (gb_autosave_get_dirty (self->autosave)) {
    text = g_strdup (_ ("Saving…"));
  } else if (!self->open->editable) {
    text = g_strdup (_ ("Read only"));
  } else if (gb_autosave_get_saved_at (self->autosave) == 0) {
    text = g_strdup (_ ("Saved"));
  } else {
    g_autoptr (GDateTime) utc =
      g_date_time_new_from_unix_utc (gb_autosave_get_saved_at (self->autosave) / G_USEC_PER_SEC);
    g_autoptr (GDateTime) local = g_date_time_to_local (utc);
    g_autofree char *time = g_date_time_format (local, "%H:%M:%S");

    /* Translators: %s is a time such as 10:31:07 */
    text = g_strdup_printf (_ ("Saved %s"), time);
  }
  gtk_label_set_text (self->save_label, text);
}

static void
update_save_banner (GbDocumentPage *self)
{
  const GError *error = gb_autosave_get_error (self->autosave);
  g_autofree char *reason = NULL;
  g_autofree char *text = NULL;

  if (error == NULL) {
    gb_banner_box_hide (self->banners, "save");
    return;
  }
  reason = gb_message_for_error (error);
  /* Translators: %s says why, and what to do */
  text = g_strdup_printf (_ ("The text is not saved. %s"), reason);
  gb_banner_box_show (self->banners, "save", GTK_MESSAGE_ERROR, text, _ ("_Save Now"), "page.save");
}

static char *
quote (const char *format, const char *name, const char *words)
{
  GString *text = g_string_new (format);

  g_string_replace (text, "{name}", name, 0);
  g_string_replace (text, "{words}", words, 0);
  return g_string_free (text, FALSE);
}

static void
update_refused_banner (GbDocumentPage *self)
{
  const GbOperation *refused = _gb_document_page_find_refused (self);
  g_autofree char *text = NULL;

  if (refused == NULL) {
    gb_banner_box_hide (self->banners, "refused");
    return;
  }
  /* Translators: {name} is an act, such as “Approved”, {words} says why it was refused and what to
   * do; keep both as they are */
  text = quote (_ ("The portal refused “{name}”. {words} The present state is shown here."),
                gb_name_of_operation (refused->kind), gb_message_for_problem (refused->error_type));
  gb_banner_box_show (self->banners, "refused", GTK_MESSAGE_ERROR, text, _ ("_Got It"),
                      "page.take-back");
}

static const GbEvent *
find_newest (GbDocumentPage *self, GbEventType type)
{
  for (guint i = self->open->events->len; i > 0; i--) {
    const GbEvent *event = g_ptr_array_index (self->open->events, i - 1);

    if (event->type == type)
      return event;
  }
  return NULL;
}

static void
update_state_banner (GbDocumentPage *self)
{
  GbWorkflow *workflow = self->open->workflow;
  const GbEvent *event = NULL;
  g_autofree char *text = NULL;

  switch (gb_workflow_get_state (workflow)) {
  case GB_STATE_RETURNED:
    event = gb_workflow_get_last_return (workflow);
    if (event == NULL)
      break;
    /* Translators: {name} is who sent it back, {words} the reason; keep both as they are */
    text = quote (_ ("{name} sent it back: {words}"), event->actor_name, event->opinion);
    gb_banner_box_show (self->banners, "state", GTK_MESSAGE_WARNING, text, _ ("_History"),
                        "page.show-history");
    return;
  case GB_STATE_FAILED:
    event = gb_workflow_get_failure (workflow);
    text = gb_message_for_failure (event);
    gb_banner_box_show (self->banners, "state", GTK_MESSAGE_ERROR, text, _ ("Publish _Again…"),
                        "page.publish");
    return;
  case GB_STATE_WITHDRAWN:
    event = find_newest (self, GB_EVENT_WITHDRAW);
    if (event == NULL)
      break;
    /* Translators: {name} is who took it off, {words} the reason; keep both as they are */
    text = quote (_ ("{name} took it off the portal: {words}"), event->actor_name, event->opinion);
    gb_banner_box_show (self->banners, "state", GTK_MESSAGE_INFO, text, NULL, NULL);
    return;
  case GB_STATE_PUBLISHED:
    if (gb_workflow_get_unratified (workflow)) {
      gb_banner_box_show (self->banners, "state", GTK_MESSAGE_WARNING,
                          _ ("Published in an emergency, before it was reviewed. Someone else has "
                             "to confirm it."),
                          NULL, NULL);
      return;
    }
    if (self->open->editable) {
      gb_banner_box_show (self->banners, "state", GTK_MESSAGE_INFO,
                          _ ("This text is public. What you change becomes the next edition, which "
                             "is reviewed anew."),
                          NULL, NULL);
      return;
    }
    break;
  case GB_STATE_DRAFT:
  case GB_STATE_IN_REVIEW:
  case GB_STATE_APPROVED:
  case GB_STATE_SCHEDULED:
  case GB_STATE_PUBLISHING:
  case GB_STATE_SUPERSEDED:
  case GB_STATE_DISCARDED:
  default:
    break;
  }
  gb_banner_box_hide (self->banners, "state");
}

void
_gb_document_page_words_update (GbDocumentPage *self)
{
  update_words (self);
  update_length (self);
}

void
_gb_document_page_status_update (GbDocumentPage *self)
{
  update_title (self);
  _gb_document_page_words_update (self);
  update_zoom (self);
  update_save_state (self);
  if (self->open == NULL)
    return;
  update_save_banner (self);
  update_refused_banner (self);
  update_state_banner (self);
}
