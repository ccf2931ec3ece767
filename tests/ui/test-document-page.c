/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The document page in a real window, with the portal of the trial: every state that a person
 * comes across between an empty page and a public one. */

#include "config.h"

#include "page-rig.h"

#include "check/gb-check-group.h"
#include "check/gb-check-panel.h"
#include "document/gb-outline.h"
#include "document/gb-properties-panel.h"
#include "document/gb-relation-dialog.h"
#include "document/gb-save-template.h"
#include "document/gb-templates.h"
#include "preview/gb-preview.h"
#include "publish/gb-publish-dialog.h"
#include "publish/gb-receipt.h"
#include "review/gb-compare-window.h"
#include "review/gb-decision-dialog.h"
#include "review/gb-history.h"
#include "widgets/gb-banner-box.h"

#include <handy.h>
#include <string.h>
#include <webkit2/webkit2.h>

#define TITLE "解读《关于我市全面推进政务公开工作实施意见》"

static GbBannerBox *
banners (Rig *rig)
{
  return GB_BANNER_BOX (rig_find (GTK_WIDGET (rig->page), GB_TYPE_BANNER_BOX));
}

static gboolean
is_saved (Rig *rig, const char *id, const char *words)
{
  g_autoptr (GbOpenDocument) open = rig_load (rig, id);
  g_autofree char *text = gb_document_dup_text (open->document);

  return strstr (text, words) != NULL;
}

/* Waits until the preview shows the page. */
static void
wait_for_preview (Rig *rig)
{
  GtkWidget *preview = rig_find (GTK_WIDGET (rig->page), GB_TYPE_PREVIEW);
  GtkWidget *view;

  rig_wait_for (gb_preview_get_page (GB_PREVIEW (preview)) != NULL);
  rig_wait_for (rig_find (preview, WEBKIT_TYPE_WEB_VIEW) != NULL);
  view = rig_find (preview, WEBKIT_TYPE_WEB_VIEW);
  rig_wait_for (g_strcmp0 (webkit_web_view_get_title (WEBKIT_WEB_VIEW (view)), NULL) != 0 &&
                *webkit_web_view_get_title (WEBKIT_WEB_VIEW (view)) != '\0' &&
                !webkit_web_view_is_loading (WEBKIT_WEB_VIEW (view)));
}

/* Whoever presses and goes at once finds the act in the outbox when coming back. */
static void
test_leave_at_once (void)
{
  g_autoptr (Rig) rig = rig_new (TRUE);
  g_autofree char *id = NULL;

  rig_be (rig, "zhangxiao");
  id = rig_create (rig, TITLE);
  rig_open (rig, id);
  g_action_group_activate_action (gb_document_page_get_actions (rig->page), "submit", NULL);
  rig_be (rig, "zhangxiao");
  rig_wait_for (rig_state (rig, id) == GB_STATE_IN_REVIEW);
  rig_wait_for (gb_desk_get_n_pending (rig->desk) == 0);
}

static void
test_empty (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);

  rig_be (rig, "zhangxiao");
  rig_idle (200);
  rig_shoot ("page-empty");
  g_assert_false (rig_is_enabled (rig, "submit"));
  g_assert_false (rig_is_enabled (rig, "view-preview"));
  /* Every action can be activated without a document. */
  {
    g_auto (GStrv) names = g_action_group_list_actions (gb_document_page_get_actions (rig->page));

    for (guint i = 0; names[i] != NULL; i++)
      g_action_group_activate_action (gb_document_page_get_actions (rig->page), names[i], NULL);
  }
  rig_idle (100);
}

static void
test_autosave (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autofree char *id = NULL;
  g_autofree char *other = NULL;

  rig_be (rig, "zhangxiao");
  id = rig_create (rig, "ab");
  other = rig_create (rig, "other");
  rig_open (rig, id);
  rig_type (rig, "xyz");
  /* 500 ms after the last key, and a margin for a busy machine. */
  rig_idle (1500);
  g_assert_true (is_saved (rig, id, "xyz"));

  /* What was typed last is saved when another document is opened. */
  rig_type (rig, "q");
  rig_open (rig, other);
  g_assert_true (is_saved (rig, id, "qxyz"));
  g_assert_false (is_saved (rig, other, "q"));
}

/* The words are inside the part of the form that is not scrolled away. */
static gboolean
is_in_sight (Rig *rig, const char *words)
{
  GtkWidget *form = rig_find (GTK_WIDGET (rig->page), GB_TYPE_PROPERTIES_PANEL);
  GtkWidget *label = form != NULL ? rig_find_text (form, words) : NULL;
  int y = 0;

  return label != NULL && gtk_widget_translate_coordinates (label, form, 0, 0, NULL, &y) &&
         y >= 0 &&
         y + gtk_widget_get_allocated_height (label) <= gtk_widget_get_allocated_height (form);
}

/* Presses what the list of findings says. */
static void
go_to_listed (Rig *rig, const char *words)
{
  GtkWidget *panel = NULL;
  GtkWidget *label = NULL;
  GtkWidget *row;

  rig_wait_for ((panel = rig_find (GTK_WIDGET (rig->page), GB_TYPE_CHECK_PANEL)) != NULL);
  rig_wait_for ((label = rig_find_text (panel, words)) != NULL);
  row = rig_find (gtk_widget_get_ancestor (label, GB_TYPE_CHECK_GROUP), GTK_TYPE_LIST_BOX_ROW);
  g_assert_nonnull (row);
  g_signal_emit_by_name (row, "activate");
}

/* The form shows the field at fault, also when the notice above it takes its room afterwards. */
static void
test_field_at_fault_is_in_sight (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autofree char *id = NULL;

  rig_be (rig, "zhangxiao");
  id = rig_create_with (rig, GB_DOCUMENT_KIND_NOTICE, "title", "关于做好防汛工作的通知", "column",
                        "tzgg", "source", "本网", "publisher", "示例县人民政府办公室", "made-on",
                        "2026-01-05", NULL);
  rig_open (rig, id);
  rig_activate (rig, "submit");
  go_to_listed (rig, "Choose whether the document is open to the public.");
  rig_wait_for (is_in_sight (rig, "Choose whether the document is open to the public."));
  rig_idle (300);
  g_assert_true (is_in_sight (rig, "Choose whether the document is open to the public."));
  rig_shoot ("page-field-at-fault");
}

static void
test_submission_is_checked (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autofree char *id = NULL;
  g_autofree char *list = NULL;
  GtkWidget *panel;

  rig_be (rig, "zhangxiao");
  id = rig_create_with (rig, GB_DOCUMENT_KIND_NOTICE, "title", "关于做好防汛工作的通知", NULL);
  rig_open (rig, id);
  rig_activate (rig, "submit");
  rig_wait_for (gb_banner_box_get_text (banners (rig), "check") != NULL);
  g_assert_cmpint (rig_state (rig, id), ==, GB_STATE_DRAFT);
  /* Several are listed, and each leads to its field. */
  panel = rig_find (GTK_WIDGET (rig->page), GB_TYPE_CHECK_PANEL);
  rig_wait_for (rig_find_text (panel, "Choose whether the document is open to the public.") !=
                NULL);
  list = rig_read (panel);
  g_assert_nonnull (strstr (list, "Choose the column where it will appear."));
  rig_shoot ("page-errors");
}

static void
find_visible_error_cb (GtkWidget *widget, gpointer user_data)
{
  GtkWidget **found = user_data;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      gtk_style_context_has_class (gtk_widget_get_style_context (widget), "error"))
    *found = widget;
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), find_visible_error_cb, user_data);
}

/* A template is made of the text on the page; one of the same name is not replaced unasked. */
static void
test_save_template (void)
{
  g_autoptr (Rig) rig = rig_new (TRUE);
  g_auto (GStrv) folders = gb_templates_dup_folders ();
  const char *const own[] = { folders[0], NULL };
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) templates = NULL;
  const GbTemplate *only;
  GtkWidget *dialog = NULL;
  GtkWidget *error = NULL;

  rig_be (rig, "zhangxiao");
  id = rig_create (rig, TITLE);
  rig_open (rig, id);
  rig_activate (rig, "save-as-template");
  rig_wait_for ((dialog = rig_find_window (GB_TYPE_SAVE_TEMPLATE)) != NULL);
  rig_shoot ("dialog-template");
  gtk_window_activate_default (GTK_WINDOW (dialog));
  rig_wait_for (rig_find_window (GB_TYPE_SAVE_TEMPLATE) == NULL);
  templates = gb_templates_read (own, NULL);
  g_assert_cmpuint (templates->len, ==, 1);
  only = g_ptr_array_index (templates, 0);
  g_assert_no_error (only->error);
  g_assert_cmpstr (only->name, ==, TITLE);
  g_assert_cmpstr (gb_document_get_title (only->document), ==, TITLE);

  rig_activate (rig, "save-as-template");
  rig_wait_for ((dialog = rig_find_window (GB_TYPE_SAVE_TEMPLATE)) != NULL);
  gtk_window_activate_default (GTK_WINDOW (dialog));
  rig_wait_for ((find_visible_error_cb (dialog, &error), error) != NULL);
  rig_shoot ("dialog-template-exists");
  gtk_window_activate_default (GTK_WINDOW (dialog));
  rig_wait_for (rig_find_window (GB_TYPE_SAVE_TEMPLATE) == NULL);
}

static void
test_route (void)
{
  g_autoptr (Rig) rig = rig_new (TRUE);
  g_autofree char *id = NULL;
  g_autofree char *steps = NULL;
  g_autofree char *history = NULL;
  GtkWidget *window;

  rig_be (rig, "zhangxiao");
  id = rig_create (rig, TITLE);
  rig_open (rig, id);
  rig_shoot ("page-draft");
  g_assert_true (rig_is_enabled (rig, "submit"));
  g_assert_false (rig_is_enabled (rig, "approve"));
  rig_activate (rig, "submit");
  rig_wait_for_state (rig, id, GB_STATE_IN_REVIEW);
  rig_wait_for (rig_is_enabled (rig, "recall"));
  rig_shoot ("page-submitted");
  steps = rig_progress (rig);
  g_assert_cmpstr (steps, ==, "Drafting ✔ — 一审 ● — 二审 ○ — 三审 ○ — Publication ○");

  /* The section head sends it back. */
  rig_be (rig, "lihua");
  rig_wait_for (rig_state (rig, id) == GB_STATE_IN_REVIEW);
  rig_open (rig, id);
  rig_wait_for (rig_is_enabled (rig, "return"));
  rig_activate (rig, "show-history");
  rig_shoot ("page-reviewer");
  rig_activate (rig, "return");
  rig_shoot ("dialog-return");
  gtk_dialog_response (GTK_DIALOG (rig_find_window (GB_TYPE_DECISION_DIALOG)), GTK_RESPONSE_CANCEL);
  rig_decide (rig, "return", "政策依据不全，请补充。");
  rig_wait_for_state (rig, id, GB_STATE_RETURNED);

  /* The drafter sees why, changes the text and sends it again. */
  rig_be (rig, "zhangxiao");
  rig_wait_for (rig_state (rig, id) == GB_STATE_RETURNED);
  rig_open (rig, id);
  g_assert_cmpstr (gb_banner_box_get_text (banners (rig), "state"), ==,
                   "李华 sent it back: 政策依据不全，请补充。");
  rig_shoot ("page-returned");
  rig_type (rig, "abc");
  rig_idle (1500);
  rig_activate (rig, "submit");
  rig_wait_for_state (rig, id, GB_STATE_IN_REVIEW);

  /* The reviewer sees what has changed. */
  rig_be (rig, "lihua");
  rig_wait_for (rig_state (rig, id) == GB_STATE_IN_REVIEW);
  rig_open (rig, id);
  rig_wait_for (rig_is_enabled (rig, "compare"));
  rig_activate (rig, "compare");
  rig_wait_for (rig_find_window (GB_TYPE_COMPARE_WINDOW) != NULL);
  window = rig_find_window (GB_TYPE_COMPARE_WINDOW);
  g_assert_cmpuint (gb_compare_window_get_n_changes (GB_COMPARE_WINDOW (window)), ==, 1);
  rig_shoot ("dialog-compare");
  gtk_window_close (GTK_WINDOW (window));
  rig_wait_for (rig_find_window (GB_TYPE_COMPARE_WINDOW) == NULL);
  rig_activate (rig, "approve");
  rig_shoot ("dialog-approve");
  gtk_dialog_response (GTK_DIALOG (rig_find_window (GB_TYPE_DECISION_DIALOG)), GTK_RESPONSE_ACCEPT);
  rig_wait_for (!rig_is_enabled (rig, "approve"));
  rig_shoot ("page-approved-first");
  rig_activate (rig, "show-history");
  history = rig_read (rig_find (GTK_WIDGET (rig->page), GB_TYPE_HISTORY));
  g_assert_nonnull (strstr (history, "Approved · 一审"));
  g_assert_nonnull (strstr (history, "Sent back · 一审"));
}

static gboolean
has_body (Rig *rig, const char *id, const char *what)
{
  g_autoptr (GbOpenDocument) open = rig_load (rig, id);
  g_autofree char *body = gb_document_dup_body (open->document);

  return strstr (body, what) != NULL;
}

/* The popover of the link leads to the published documents; without a selection the title of the
 * one that is chosen comes into the text. */
static void
check_link_to (Rig *rig, const char *published)
{
  g_autofree char *id = NULL;
  g_autofree char *expected = g_strdup_printf ("<a href=\"document:%s\">《解读〈", published);
  GtkWidget *pick = NULL;
  GtkWidget *dialog = NULL;
  GtkListBox *list;
  GtkListBoxRow *row = NULL;

  rig_be (rig, "zhangxiao");
  id = rig_create (rig, "另一份");
  rig_open (rig, id);
  gtk_widget_grab_focus (rig_find (GTK_WIDGET (rig->page), WEBKIT_TYPE_WEB_VIEW));
  rig_wait_for (g_action_group_get_action_enabled (
    gtk_widget_get_action_group (GTK_WIDGET (rig->page), "editor"), "edit-link"));
  g_action_group_activate_action (gtk_widget_get_action_group (GTK_WIDGET (rig->page), "editor"),
                                  "edit-link", NULL);
  rig_wait_for ((pick = rig_find_text (gtk_widget_get_toplevel (GTK_WIDGET (rig->page)),
                                       "Published Document…")) != NULL &&
                gtk_widget_get_mapped (pick));
  rig_shoot ("popover-link");
  gtk_button_clicked (GTK_BUTTON (pick));
  rig_wait_for ((dialog = rig_find_window (GB_TYPE_RELATION_DIALOG)) != NULL);
  list = GTK_LIST_BOX (rig_find (dialog, GTK_TYPE_LIST_BOX));
  rig_wait_for ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL);
  rig_shoot ("dialog-link");
  gtk_list_box_select_row (list, row);
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
  rig_wait_for (has_body (rig, id, expected));
}

static void
test_publish (void)
{
  g_autoptr (Rig) rig = rig_new (TRUE);
  g_autofree char *id = rig_make_approved (rig, TITLE);
  GtkWidget *sheet;
  GtkWidget *receipt;
  const char *url;

  rig_be (rig, "zhaolei");
  rig_wait_for (rig_state (rig, id) == GB_STATE_APPROVED);
  rig_open (rig, id);
  rig_wait_for (rig_is_enabled (rig, "publish"));
  rig_shoot ("page-approved");
  rig_activate (rig, "suggested");
  rig_wait_for (rig_find_window (GB_TYPE_PUBLISH_DIALOG) != NULL);
  sheet = rig_find_window (GB_TYPE_PUBLISH_DIALOG);
  g_assert_cmpstr (gb_publish_dialog_get_page (GB_PUBLISH_DIALOG (sheet)), ==, "prepare");
  rig_shoot ("publish-prepare");
  gb_publish_dialog_start (GB_PUBLISH_DIALOG (sheet));
  g_assert_cmpstr (gb_publish_dialog_get_page (GB_PUBLISH_DIALOG (sheet)), ==, "progress");
  rig_wait_for (strcmp (gb_publish_dialog_get_page (GB_PUBLISH_DIALOG (sheet)), "receipt") == 0);
  receipt = rig_find (sheet, GB_TYPE_RECEIPT);
  url = gb_receipt_get_url (GB_RECEIPT (receipt));
  g_assert_true (g_str_has_prefix (url, rig->url));
  rig_shoot ("publish-receipt");
  gtk_window_close (GTK_WINDOW (sheet));
  rig_wait_for (rig_is_enabled (rig, "open-link"));
  rig_shoot ("page-published");
  g_assert_true (rig_is_enabled (rig, "withdraw"));
  rig_activate (rig, "view-preview");
  wait_for_preview (rig);
  rig_shoot ("preview-computer");
  rig_activate (rig, "preview-phone");
  wait_for_preview (rig);
  rig_shoot ("preview-phone");

  check_link_to (rig, id);

  rig_be (rig, "zhaolei");
  rig_wait_for (rig_state (rig, id) == GB_STATE_PUBLISHED);
  rig_open (rig, id);
  rig_wait_for (rig_is_enabled (rig, "withdraw"));
  rig_decide (rig, "withdraw", "内容有误。");
  rig_wait_for_state (rig, id, GB_STATE_WITHDRAWN);
  rig_activate (rig, "view-edit");
  rig_shoot ("page-withdrawn");
}

static void
test_publish_offline (void)
{
  g_autoptr (Rig) rig = rig_new (TRUE);
  g_autofree char *id = rig_make_approved (rig, TITLE);
  GtkWidget *sheet;

  rig_be (rig, "zhaolei");
  rig_wait_for (rig_state (rig, id) == GB_STATE_APPROVED);
  rig_open (rig, id);
  rig_wait_for (rig_is_enabled (rig, "publish"));
  rig_stop_portal (rig);
  rig_wait_for (gb_desk_get_network (rig->desk) == GB_NETWORK_OFFLINE);
  rig_activate (rig, "publish");
  rig_wait_for (rig_find_window (GB_TYPE_PUBLISH_DIALOG) != NULL);
  sheet = rig_find_window (GB_TYPE_PUBLISH_DIALOG);
  rig_shoot ("publish-offline-prepare");
  gb_publish_dialog_start (GB_PUBLISH_DIALOG (sheet));
  rig_wait_for (strcmp (gb_publish_dialog_get_page (GB_PUBLISH_DIALOG (sheet)), "waiting") == 0);
  rig_shoot ("publish-offline-waiting");

  /* The portal comes back, and the sheet with it. */
  rig_start_portal (rig);
  gb_desk_retry_now (rig->desk);
  rig_wait_for (strcmp (gb_publish_dialog_get_page (GB_PUBLISH_DIALOG (sheet)), "receipt") == 0);
  g_assert_cmpint (rig_state (rig, id), ==, GB_STATE_PUBLISHED);
}

static void
activate_editor (Rig *rig, const char *name)
{
  GActionGroup *actions = gtk_widget_get_action_group (GTK_WIDGET (rig->page), "editor");

  rig_wait_for (g_action_group_get_action_enabled (actions, name));
  g_action_group_activate_action (actions, name, NULL);
}

/* Whoever looks for something while the preview is shown sees the text, which has it. */
static void
test_find (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autofree char *id = NULL;
  GtkWidget *entry;
  int minimum;

  rig_be (rig, "zhangxiao");
  id = rig_create (rig, TITLE);
  rig_open (rig, id);
  rig_activate (rig, "view-preview");
  activate_editor (rig, "find-replace");
  rig_wait_for (rig_find (GTK_WIDGET (rig->page), GTK_TYPE_SEARCH_ENTRY) != NULL);
  entry = rig_find (GTK_WIDGET (rig->page), GTK_TYPE_SEARCH_ENTRY);
  gtk_entry_set_text (GTK_ENTRY (entry), "公开");

  rig_wait_for (rig_find_text (GTK_WIDGET (rig->page), "2/4") != NULL);
  g_assert_cmpint (gtk_widget_get_allocated_height (entry), >, 0);
  rig_idle (300);
  rig_shoot ("page-find");
  g_object_set (rig->page, "back-visible", TRUE, NULL);
  rig_resize (rig, 360, 640);
  rig_resize (rig, 360, 640);
  rig_shoot ("page-find-narrow");
  gtk_widget_get_preferred_width (GTK_WIDGET (rig->page), &minimum, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

/* A press of a heading goes to its section; where the panel lies over the text, it goes away. */
static void
test_outline (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autofree char *id = NULL;
  g_autofree char *empty = NULL;
  GtkWidget *row;

  rig_be (rig, "zhangxiao");
  id = rig_create (rig, TITLE);
  empty = rig_create_with (rig, GB_DOCUMENT_KIND_NOTICE, "title", "关于做好防汛工作的通知", NULL);
  rig_open (rig, id);
  rig_activate (rig, "show-outline");
  rig_wait_for (rig_find_text (GTK_WIDGET (rig->page), "（一）起草背景") != NULL);
  row = gtk_widget_get_ancestor (rig_find_text (GTK_WIDGET (rig->page), "（一）起草背景"),
                                 GTK_TYPE_LIST_BOX_ROW);
  gtk_widget_activate (row);
  rig_wait_for (gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (row)));
  rig_shoot ("page-outline");
  g_object_set (rig->page, "back-visible", TRUE, NULL);
  rig_resize (rig, 360, 640);
  /* A panel that folds goes away; it comes back over the text. */
  rig_activate (rig, "show-outline");
  rig_shoot ("page-outline-narrow");
  g_assert_true (gtk_widget_get_mapped (row));
  g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
  rig_wait_for (!gtk_widget_get_mapped (row));

  rig_open (rig, empty);
  rig_activate (rig, "show-outline");
  rig_wait_for (rig_find (GTK_WIDGET (rig->page), GB_TYPE_OUTLINE) != NULL);
  rig_wait_for (
    rig_find (rig_find (GTK_WIDGET (rig->page), GB_TYPE_OUTLINE), HDY_TYPE_STATUS_PAGE) != NULL);
  rig_resize (rig, 1000, 760);
  rig_shoot ("page-outline-empty");
}

static const char *
read_foot (Rig *rig, const char *start)
{
  static char *line = NULL;
  g_autofree char *text = rig_read (GTK_WIDGET (rig->page));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_clear_pointer (&line, g_free);
  for (guint i = 0; lines[i] != NULL && line == NULL; i++) {
    if (g_str_has_prefix (lines[i], start))
      line = g_strdup (lines[i]);
  }
  return line;
}

static void
test_zoom (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autofree char *id = NULL;
  GtkWidget *view;

  rig_be (rig, "zhangxiao");
  id = rig_create (rig, TITLE);
  rig_open (rig, id);
  view = rig_find (GTK_WIDGET (rig->page), WEBKIT_TYPE_WEB_VIEW);
  g_assert_nonnull (read_foot (rig, "100"));
  activate_editor (rig, "zoom-in");
  activate_editor (rig, "zoom-in");
  g_assert_cmpfloat (webkit_web_view_get_zoom_level (WEBKIT_WEB_VIEW (view)), ==, 1.25);
  g_assert_nonnull (read_foot (rig, "125"));
  activate_editor (rig, "zoom-out");
  g_assert_cmpfloat (webkit_web_view_get_zoom_level (WEBKIT_WEB_VIEW (view)), ==, 1.1);

  /* The wheel, with and without the key. */
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GdkEvent) event = gdk_event_new (GDK_SCROLL);

    event->scroll.window = g_object_ref (gtk_widget_get_window (view));
    event->scroll.direction = GDK_SCROLL_UP;
    event->scroll.state = i == 0 ? GDK_CONTROL_MASK : 0;
    gdk_event_set_device (
      event, gdk_seat_get_pointer (gdk_display_get_default_seat (gtk_widget_get_display (view))));
    gtk_widget_event (view, event);
    g_assert_cmpfloat (webkit_web_view_get_zoom_level (WEBKIT_WEB_VIEW (view)), ==, 1.25);
  }

  /* Whoever comes back finds it as it was left. */
  rig_be (rig, "zhangxiao");
  rig_open (rig, id);
  view = rig_find (GTK_WIDGET (rig->page), WEBKIT_TYPE_WEB_VIEW);
  g_assert_cmpfloat (webkit_web_view_get_zoom_level (WEBKIT_WEB_VIEW (view)), ==, 1.25);
  activate_editor (rig, "zoom-reset");
  g_assert_nonnull (read_foot (rig, "100"));
}

static void
test_length_hint (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autoptr (GSettings) settings = g_settings_new (GB_APP_ID);
  g_autofree char *notice = NULL;
  g_autofree char *interpretation = NULL;

  g_settings_set_uint (settings, "special-length-hint", 3);
  g_settings_set_uint (settings, "length-hint", 5);
  rig_be (rig, "zhangxiao");
  notice = rig_create_with (rig, GB_DOCUMENT_KIND_NOTICE, "title", "关于做好防汛工作的通知", NULL);
  interpretation = rig_create (rig, TITLE);
  rig_open (rig, notice);
  rig_idle (200);
  g_assert_null (read_foot (rig, "more than"));
  rig_type (rig, "a b c d ");
  rig_wait_for (g_strcmp0 (read_foot (rig, "more than"), "more than 3") == 0);
  rig_type (rig, "e f ");
  rig_wait_for (g_strcmp0 (read_foot (rig, "more than"), "more than 5") == 0);
  rig_shoot ("page-length");
  rig_open (rig, interpretation);
  rig_wait_for (read_foot (rig, "more than") == NULL);
  g_settings_reset (settings, "special-length-hint");
  g_settings_reset (settings, "length-hint");
}

static gboolean
has_focus_in (Rig *rig, GType type)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (rig->window));

  return focus != NULL && (G_TYPE_CHECK_INSTANCE_TYPE (focus, type) ||
                           gtk_widget_get_ancestor (focus, type) != NULL);
}

/* The text, the panel, and out again on the other side. */
static void
test_areas (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autofree char *id = NULL;

  rig_be (rig, "zhangxiao");
  g_assert_false (gb_document_page_move_focus (rig->page, 1, TRUE));
  id = rig_create (rig, TITLE);
  rig_open (rig, id);
  rig_activate (rig, "show-properties");
  rig_idle (300);
  if (rig_find (GTK_WIDGET (rig->page), GB_TYPE_PROPERTIES_PANEL) == NULL)
    rig_activate (rig, "show-properties");
  rig_wait_for (rig_find (GTK_WIDGET (rig->page), GB_TYPE_PROPERTIES_PANEL) != NULL);
  g_assert_true (gb_document_page_move_focus (rig->page, 1, TRUE));
  g_assert_true (has_focus_in (rig, GB_TYPE_EDITOR));
  g_assert_true (gb_document_page_move_focus (rig->page, 1, FALSE));
  g_assert_true (has_focus_in (rig, GB_TYPE_PROPERTIES_PANEL));
  g_assert_false (gb_document_page_move_focus (rig->page, 1, FALSE));
  g_assert_true (gb_document_page_move_focus (rig->page, -1, FALSE));
  g_assert_true (has_focus_in (rig, GB_TYPE_EDITOR));
  g_assert_false (gb_document_page_move_focus (rig->page, -1, FALSE));
  g_assert_true (gb_document_page_move_focus (rig->page, -1, TRUE));
  g_assert_true (has_focus_in (rig, GB_TYPE_PROPERTIES_PANEL));
}

static void
test_focus_mode (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autofree char *id = NULL;
  gboolean focus_mode = FALSE;

  rig_be (rig, "zhangxiao");
  id = rig_create (rig, TITLE);
  rig_open (rig, id);
  rig_activate (rig, "show-outline");
  rig_wait_for (rig_find (GTK_WIDGET (rig->page), GB_TYPE_OUTLINE) != NULL);
  rig_activate (rig, "focus-mode");
  g_object_get (rig->page, "focus-mode", &focus_mode, NULL);
  g_assert_true (focus_mode);
  rig_wait_for (rig_find (GTK_WIDGET (rig->page), GB_TYPE_OUTLINE) == NULL);
  rig_shoot ("page-focus-mode");
  /* Escape, in the text. */
  rig_press (rig_find (GTK_WIDGET (rig->page), WEBKIT_TYPE_WEB_VIEW), GDK_KEY_Escape, 0);
  rig_wait_for (rig_find (GTK_WIDGET (rig->page), GB_TYPE_OUTLINE) != NULL);
  g_object_get (rig->page, "focus-mode", &focus_mode, NULL);
  g_assert_false (focus_mode);
}

/* Whatever takes the focus says to a screen reader what it is, in every panel and with every bar.
 */
static void
test_names (void)
{
  static const char *const panels[] = { "show-properties", "show-outline", "show-history" };
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autofree char *id = NULL;

  rig_be (rig, "zhangxiao");
  id = rig_create (rig, TITLE);
  rig_open (rig, id);
  activate_editor (rig, "find-replace");
  for (guint i = 0; i < G_N_ELEMENTS (panels); i++) {
    g_autoptr (GVariant) state =
      g_action_group_get_action_state (gb_document_page_get_actions (rig->page), panels[i]);

    if (!g_variant_get_boolean (state))
      rig_activate (rig, panels[i]);
    rig_idle (400);
    rig_check_names (GTK_WIDGET (rig->page), 25);
  }
  rig_activate (rig, "view-preview");
  wait_for_preview (rig);
  rig_check_names (GTK_WIDGET (rig->page), 10);
}

static void
test_narrow (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autofree char *id = NULL;
  GtkAllocation allocation;

  rig_be (rig, "zhangxiao");
  id = rig_create (rig, TITLE);
  rig_open (rig, id);
  g_object_set (rig->page, "back-visible", TRUE, NULL);
  rig_resize (rig, 360, 640);
  gtk_widget_get_allocation (GTK_WIDGET (rig->page), &allocation);
  g_assert_cmpint (allocation.width, ==, 360);
  rig_shoot ("narrow-edit");
  rig_activate (rig, "show-properties");
  rig_shoot ("narrow-properties");
  rig_activate (rig, "show-properties");
  rig_activate (rig, "view-preview");
  wait_for_preview (rig);
  rig_shoot ("narrow-preview");
  gtk_widget_get_allocation (GTK_WIDGET (rig->page), &allocation);
  g_assert_cmpint (allocation.width, ==, 360);
}

/* The same page in the dark and in high contrast: for the eye, and that nothing breaks. */
static void
test_looks (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autofree char *id = NULL;
  HdyStyleManager *style = hdy_style_manager_get_default ();

  rig_be (rig, "zhangxiao");
  id = rig_create (rig, TITLE);
  rig_open (rig, id);
  rig_activate (rig, "show-properties");
  rig_shoot ("look-light");
  hdy_style_manager_set_color_scheme (style, HDY_COLOR_SCHEME_FORCE_DARK);
  rig_idle (300);
  rig_shoot ("look-dark");
  hdy_style_manager_set_color_scheme (style, HDY_COLOR_SCHEME_DEFAULT);
  g_object_set (gtk_settings_get_default (), "gtk-theme-name", "HighContrast", NULL);
  rig_idle (300);
  rig_shoot ("look-high-contrast");
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-theme-name");
}

int
main (int argc, char *argv[])
{
  rig_init (&argc, &argv);

  g_test_add_func ("/document-page/empty", test_empty);
  g_test_add_func ("/document-page/autosave", test_autosave);
  g_test_add_func ("/document-page/submission-is-checked", test_submission_is_checked);
  g_test_add_func ("/document-page/field-at-fault", test_field_at_fault_is_in_sight);
  g_test_add_func ("/document-page/route", test_route);
  g_test_add_func ("/document-page/leave-at-once", test_leave_at_once);
  g_test_add_func ("/document-page/publish", test_publish);
  g_test_add_func ("/document-page/publish-offline", test_publish_offline);
  g_test_add_func ("/document-page/save-template", test_save_template);
  g_test_add_func ("/document-page/find", test_find);
  g_test_add_func ("/document-page/outline", test_outline);
  g_test_add_func ("/document-page/zoom", test_zoom);
  g_test_add_func ("/document-page/length-hint", test_length_hint);
  g_test_add_func ("/document-page/areas", test_areas);
  g_test_add_func ("/document-page/focus-mode", test_focus_mode);
  g_test_add_func ("/document-page/names", test_names);
  g_test_add_func ("/document-page/narrow", test_narrow);
  g_test_add_func ("/document-page/looks", test_looks);

  return g_test_run ();
}
