/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can happen to a document besides the straight way: a publication at a time or one that
 * fails, acts that the portal refuses, attachments, other people's texts, emergencies, withdrawal.
 * Each in a real window with the portal of the trial. */

#include "config.h"

#include "page-rig.h"

#include "document/gb-attachment-names.h"
#include "document/gb-attachments-list.h"
#include "document/gb-properties-panel.h"
#include "library/gb-document-row.h"
#include "publish/gb-publish-dialog.h"
#include "publish/gb-receipt.h"
#include "review/gb-decision-dialog.h"
#include "review/gb-history.h"
#include "widgets/gb-date-entry.h"
#include "widgets/gb-network-button.h"
#include "widgets/gb-outbox-popover.h"
#include "widgets/gb-state-pill.h"

#include <handy.h>
#include <string.h>

#define TITLE "解读《关于我市全面推进政务公开工作实施意见》"

#define BODY(words) "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p id=\"b1\">" words "</p></body>"

static void
assert_reads (GtkWidget *root, const char *words)
{
  g_autofree char *text = rig_read (root);

  /* Pictures may be taken in another language. */
  if (g_getenv ("GB_SCREENSHOTS") == NULL && strstr (text, words) == NULL)
    g_error ("“%s” is not in:\n%s", words, text);
}

static GtkWidget *
page (Rig *rig)
{
  return GTK_WIDGET (rig->page);
}

static GtkWidget *
open_sheet (Rig *rig, const char *action)
{
  rig_activate (rig, action);
  rig_wait_for (rig_find_window (GB_TYPE_PUBLISH_DIALOG) != NULL);
  return rig_find_window (GB_TYPE_PUBLISH_DIALOG);
}

static void
wait_for_sheet (GtkWidget *sheet, const char *name)
{
  rig_wait_for (strcmp (gb_publish_dialog_get_page (GB_PUBLISH_DIALOG (sheet)), name) == 0);
}

/* The page opens no other dialog before this one is gone. */
static void
close_sheet (GtkWidget *sheet)
{
  gtk_window_close (GTK_WINDOW (sheet));
  rig_wait_for (rig_find_window (GB_TYPE_PUBLISH_DIALOG) == NULL);
}

/* label: as the program has it, with its mnemonic. */
static void
click (GtkWidget *root, const char *label)
{
  GString *plain = g_string_new (g_dgettext (GETTEXT_PACKAGE, label));
  g_autofree char *text = NULL;
  GtkWidget *button;

  g_string_replace (plain, "_", "", 0);
  text = g_string_free (plain, FALSE);
  button = rig_find_text (root, text);
  if (button == NULL)
    g_error ("there is no button “%s”", text);
  gtk_button_clicked (GTK_BUTTON (button));
  rig_idle (200);
}

static void
be_publisher (Rig *rig, const char *id, GbState state)
{
  rig_be (rig, "zhaolei");
  rig_wait_for (rig_state (rig, id) == state);
  rig_open (rig, id);
}

static GbState
state_at (GbDesk *desk, const char *id)
{
  g_autoptr (GbOpenDocument) open = rig_load_at (desk, id);

  return open != NULL ? open->summary->state : GB_N_STATES;
}

/* The row of the list, which is not part of the page. */
static void
shoot_row (Rig *rig, const char *id, const char *words, const char *name)
{
  g_autoptr (GbOpenDocument) open = rig_load (rig, id);
  GtkWidget *window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = gb_document_row_new (open->summary);

  gtk_window_set_default_size (GTK_WINDOW (window), 320, 90);
  gtk_container_add (GTK_CONTAINER (list), row);
  gtk_container_add (GTK_CONTAINER (window), list);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_show (row);
  gtk_widget_show (list);
  gtk_window_present (GTK_WINDOW (window));
  rig_idle (100);
  if (words != NULL)
    assert_reads (list, words);
  rig_shoot (name);
  gtk_widget_destroy (window);
}

static void
shoot_narrow (Rig *rig, const char *name)
{
  GtkAllocation allocation;

  rig_resize (rig, 360, 640);
  gtk_widget_get_allocation (page (rig), &allocation);
  g_assert_cmpint (allocation.width, ==, 360);
  rig_shoot (name);
  rig_resize (rig, 1000, 760);
}

/* --- Publication at a time ---------------------------------------------------------------------
 */

static void
test_schedule (void)
{
  g_autoptr (Rig) rig = rig_new (TRUE);
  g_autofree char *id = rig_make_approved (rig, TITLE);
  g_autofree char *steps = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_strdup_printf ("%d-12-31 09:00", g_date_time_get_year (now) + 1);
  g_autofree char *words = g_strconcat ("To be published: ", time, NULL);
  GtkWidget *sheet;
  GbDesk *other;

  be_publisher (rig, id, GB_STATE_APPROVED);
  rig_wait_for (rig_is_enabled (rig, "schedule"));
  sheet = open_sheet (rig, "schedule");
  rig_idle (200);
  rig_shoot ("schedule-prepare");
  gb_date_entry_set_date (GB_DATE_ENTRY (rig_find (sheet, GB_TYPE_DATE_ENTRY)), "2001-01-01 09:00");
  rig_idle (100);
  assert_reads (sheet, "The publication time must not lie in the past.");
  gb_publish_dialog_start (GB_PUBLISH_DIALOG (sheet));
  g_assert_cmpstr (gb_publish_dialog_get_page (GB_PUBLISH_DIALOG (sheet)), ==, "prepare");
  rig_shoot ("schedule-past");
  gb_date_entry_set_date (GB_DATE_ENTRY (rig_find (sheet, GB_TYPE_DATE_ENTRY)), "2099-12-31 09:00");
  rig_idle (100);
  assert_reads (sheet, "The publication time must lie within the next five years.");
  gb_publish_dialog_start (GB_PUBLISH_DIALOG (sheet));
  g_assert_cmpstr (gb_publish_dialog_get_page (GB_PUBLISH_DIALOG (sheet)), ==, "prepare");
  gb_date_entry_set_date (GB_DATE_ENTRY (rig_find (sheet, GB_TYPE_DATE_ENTRY)), time);
  gb_publish_dialog_start (GB_PUBLISH_DIALOG (sheet));
  wait_for_sheet (sheet, "scheduled");
  assert_reads (sheet, time);
  rig_shoot ("schedule-done");
  close_sheet (sheet);
  rig_wait_for_state (rig, id, GB_STATE_SCHEDULED);
  rig_wait_for (rig_is_enabled (rig, "unschedule"));
  assert_reads (page (rig), words);
  steps = rig_progress (rig);
  g_assert_true (g_str_has_suffix (steps, "Publication ●"));
  rig_shoot ("page-scheduled");
  shoot_narrow (rig, "narrow-scheduled");
  shoot_row (rig, id, "Scheduled", "row-scheduled");

  /* The way back stands beside it. */
  click (page (rig), "_Cancel the Schedule");
  rig_wait_for_state (rig, id, GB_STATE_APPROVED);
  rig_wait_for (rig_is_enabled (rig, "publish"));
  assert_reads (page (rig), "Reviewed; waiting for publication");

  /* When the time comes the page follows by itself. */
  other = rig_open_desk (rig, "zhaolei", "-2");
  rig_wait_for (state_at (other, id) == GB_STATE_APPROVED);
  rig_act_at (other, id, GB_EVENT_SCHEDULE, NULL, "", g_get_real_time () + 4 * G_USEC_PER_SEC);
  rig_wait_for_state (rig, id, GB_STATE_PUBLISHED);
  rig_wait_for (rig_is_enabled (rig, "open-link"));
  rig_close_desk (other);
}

/* --- A publication that fails ------------------------------------------------------------------
 */

static void
test_failure (void)
{
  g_autoptr (Rig) rig = rig_new (TRUE);
  g_autofree char *id = rig_make_approved (rig, TITLE);
  g_autofree char *steps = NULL;
  g_autofree char *portal = g_strdup (g_getenv ("GONGBAO_PORTAL"));
  GtkWidget *sheet;

  rig_leave (rig);
  rig_stop_portal (rig);
  g_setenv ("GONGBAO_PORTAL", g_getenv ("GB_PORTAL_FAULTY"), TRUE);
  g_setenv ("GB_FAULT", "render", TRUE);
  rig_start_portal (rig);
  be_publisher (rig, id, GB_STATE_APPROVED);
  rig_wait_for (rig_is_enabled (rig, "publish"));
  sheet = open_sheet (rig, "publish");
  gb_publish_dialog_start (GB_PUBLISH_DIALOG (sheet));
  wait_for_sheet (sheet, "failed");
  assert_reads (sheet, "Not reached: “Page is public”.");
  assert_reads (sheet, "The portal could not write the page.");
  rig_shoot ("publish-failed");
  close_sheet (sheet);
  rig_wait_for_state (rig, id, GB_STATE_FAILED);
  rig_wait_for (rig_banner (rig, "state") != NULL);
  steps = rig_progress (rig);
  g_assert_true (g_str_has_suffix (steps, "Publication ✖"));
  rig_shoot ("page-failed");
  shoot_narrow (rig, "narrow-failed");
  shoot_row (rig, id, "Failed", "row-failed");

  /* It fails again, is mended, and the sheet that is still open tries once more. */
  sheet = open_sheet (rig, "publish");
  gb_publish_dialog_start (GB_PUBLISH_DIALOG (sheet));
  wait_for_sheet (sheet, "failed");
  rig_stop_portal (rig);
  g_setenv ("GONGBAO_PORTAL", portal, TRUE);
  g_unsetenv ("GB_FAULT");
  rig_start_portal (rig);
  click (sheet, "_Try Again");
  wait_for_sheet (sheet, "receipt");
  g_assert_cmpuint (
    rig_fetch (rig, gb_receipt_get_url (GB_RECEIPT (rig_find (sheet, GB_TYPE_RECEIPT))), NULL), ==,
    200);
}

/* --- Acts that the portal refuses --------------------------------------------------------------
 */

static GtkWidget *
open_outbox (Rig *rig)
{
  HdyHeaderBar *bar = HDY_HEADER_BAR (gb_document_page_get_header_bar (rig->page));
  GtkWidget *button = rig_find (GTK_WIDGET (bar), GB_TYPE_NETWORK_BUTTON);
  GtkPopover *popover;

  if (button == NULL) {
    button = g_object_new (GB_TYPE_NETWORK_BUTTON, "visible", TRUE, NULL);
    gb_network_button_set_desk (GB_NETWORK_BUTTON (button), rig->desk);
    hdy_header_bar_pack_start (bar, button);
    rig_idle (200);
  }
  popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (button));
  gtk_popover_popup (popover);
  rig_idle (500);
  return GTK_WIDGET (popover);
}

static void
test_refused_reviewer (void)
{
  g_autoptr (Rig) rig = rig_new (TRUE);
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GbOpenDocument) open = NULL;
  GtkWidget *outbox;
  GbDesk *drafter;

  rig_be (rig, "zhangxiao");
  id = rig_create (rig, TITLE);
  rig_open (rig, id);
  rig_activate (rig, "submit");
  rig_wait_for_state (rig, id, GB_STATE_IN_REVIEW);
  rig_be (rig, "lihua");
  rig_wait_for (rig_state (rig, id) == GB_STATE_IN_REVIEW);
  rig_open (rig, id);
  rig_wait_for (rig_is_enabled (rig, "approve"));

  /* Without a network she approves, and it waits. */
  rig_stop_portal (rig);
  rig_wait_for (gb_desk_get_network (rig->desk) == GB_NETWORK_OFFLINE);
  rig_decide (rig, "approve", "同意。");
  rig_wait_for (gb_desk_get_n_pending (rig->desk) == 1);
  outbox = open_outbox (rig);
  assert_reads (outbox, "Approved");
  rig_shoot ("outbox-waiting");
  gtk_popover_popdown (GTK_POPOVER (outbox));
  rig_idle (200);
  rig_leave (rig);

  /* Meanwhile the drafter takes the text back, changes it and sends it in again. */
  rig_start_portal (rig);
  drafter = rig_open_desk (rig, "zhangxiao", "");
  rig_act_at (drafter, id, GB_EVENT_RECALL, NULL, "", 0);
  rig_act_at (drafter, id, GB_EVENT_SUBMIT, BODY ("这是修改后的正文。"), "", 0);
  rig_close_desk (drafter);

  /* Back on the network she sees the reason, the present text, and can decide on that. */
  rig_be (rig, "lihua");
  rig_open (rig, id);
  rig_wait_for (rig_banner (rig, "refused") != NULL);
  g_assert_nonnull (strstr (rig_banner (rig, "refused"), "Approved"));
  g_assert_nonnull (strstr (rig_banner (rig, "refused"), "The text was changed in the meantime."));
  open = rig_load (rig, id);
  text = gb_document_dup_text (open->document);
  g_assert_nonnull (strstr (text, "这是修改后的正文。"));
  g_assert_true (open->summary->refused);
  g_assert_cmpint (open->summary->state, ==, GB_STATE_IN_REVIEW);
  g_assert_true (rig_is_enabled (rig, "approve"));
  g_assert_true (rig_is_enabled (rig, "compare"));
  rig_shoot ("page-refused-reviewer");
  shoot_narrow (rig, "narrow-refused");
  shoot_row (rig, id, "一审 under way", "row-refused");
  outbox = open_outbox (rig);
  assert_reads (outbox, "Refused: The text was changed in the meantime.");
  rig_shoot ("outbox-refused");
  click (outbox, "Got It");
  rig_wait_for (rig_banner (rig, "refused") == NULL);
  assert_reads (outbox, "Nothing waits");
  rig_shoot ("outbox-empty");
  gtk_popover_popdown (GTK_POPOVER (outbox));
  rig_decide (rig, "approve", "");
  rig_wait_for (gb_desk_get_n_pending (rig->desk) == 0);
  rig_wait_for (!rig_is_enabled (rig, "approve"));
  g_assert_null (rig_banner (rig, "refused"));
}

static void
test_refused_drafter (void)
{
  g_autoptr (Rig) rig = rig_new (TRUE);
  g_autofree char *id = NULL;
  GbDesk *reviewer;

  rig_be (rig, "zhangxiao");
  id = rig_create (rig, TITLE);
  rig_open (rig, id);
  rig_activate (rig, "submit");
  rig_wait_for_state (rig, id, GB_STATE_IN_REVIEW);
  rig_stop_portal (rig);
  rig_wait_for (gb_desk_get_network (rig->desk) == GB_NETWORK_OFFLINE);
  rig_activate (rig, "recall");
  rig_wait_for (rig_state (rig, id) == GB_STATE_DRAFT);
  rig_leave (rig);
  rig_start_portal (rig);
  reviewer = rig_open_desk (rig, "lihua", "");
  rig_wait_for (state_at (reviewer, id) == GB_STATE_IN_REVIEW);
  rig_act_at (reviewer, id, GB_EVENT_RETURN, NULL, "政策依据不全，请补充。", 0);
  rig_close_desk (reviewer);

  rig_be (rig, "zhangxiao");
  rig_open (rig, id);
  rig_wait_for (rig_banner (rig, "refused") != NULL);
  g_assert_nonnull (strstr (rig_banner (rig, "refused"), "Recalled"));
  rig_wait_for (rig_banner (rig, "state") != NULL);
  g_assert_nonnull (strstr (rig_banner (rig, "state"), "政策依据不全，请补充。"));
  rig_activate (rig, "show-history");
  assert_reads (rig_find (page (rig), GB_TYPE_HISTORY), "Refused: Recalled");
  rig_shoot ("page-refused-drafter");

  /* The refusal does not stand in the way: the text can be mended and sent again. */
  rig_type (rig, "abc");
  rig_idle (1500);
  rig_activate (rig, "submit");
  rig_wait_for_state (rig, id, GB_STATE_IN_REVIEW);
  rig_wait_for (rig_banner (rig, "refused") == NULL);
}

/* --- Attachments -------------------------------------------------------------------------------
 */

static GFile *
make_file (Rig *rig, const char *name, gsize size)
{
  g_autoptr (GError) error = NULL;
  GFile *file = g_file_get_child (rig->folder, name);
  g_autofree char *content = g_malloc0 (size + 1);

  memset (content, ' ', size);
  if (size > 8)
    memcpy (content, "%PDF-1.4", 8);
  g_file_replace_contents (file, content, size, NULL, FALSE, 0, NULL, NULL, &error);
  g_assert_no_error (error);
  return file;
}

static GbAttachmentsList *
attachments (Rig *rig)
{
  return GB_ATTACHMENTS_LIST (rig_find (page (rig), GB_TYPE_ATTACHMENTS_LIST));
}

static char *
list_names (Rig *rig)
{
  GPtrArray *array = gb_attachments_list_get_attachments (attachments (rig));
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < array->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "",
                            ((const GbAttachment *)g_ptr_array_index (array, i))->name);
  return g_string_free (names, FALSE);
}

static void
add_file (Rig *rig, const char *name, gsize size)
{
  g_autoptr (GFile) file = make_file (rig, name, size);

  gb_attachments_list_add_file (attachments (rig), file);
}

typedef struct {
  const char *name;
  GtkWidget *found;
} Named;

static void
find_named_cb (GtkWidget *widget, gpointer user_data)
{
  Named *named = user_data;

  if (GTK_IS_BUTTON (widget) && gtk_widget_get_sensitive (widget) &&
      g_strcmp0 (gtk_widget_get_tooltip_text (widget), named->name) == 0 && named->found == NULL)
    named->found = widget;
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), find_named_cb, named);
}

/* The first button with this tooltip that can be pressed. */
static void
press (Rig *rig, const char *tooltip)
{
  Named named = { g_dgettext (GETTEXT_PACKAGE, tooltip), NULL };

  find_named_cb (GTK_WIDGET (attachments (rig)), &named);
  g_assert_nonnull (named.found);
  gtk_button_clicked (GTK_BUTTON (named.found));
  rig_idle (300);
}

static void
assert_names (Rig *rig, const char *expected)
{
  g_autofree char *names = list_names (rig);

  g_assert_cmpstr (names, ==, expected);
}

static void
show_attachments (Rig *rig)
{
  if (rig_find (page (rig), GB_TYPE_PROPERTIES_PANEL) == NULL)
    rig_activate (rig, "show-properties");
  gb_properties_panel_focus_field (
    GB_PROPERTIES_PANEL (rig_find (page (rig), GB_TYPE_PROPERTIES_PANEL)), "attachments");
}

static GtkListBoxRow *
get_attachment_row (Rig *rig, int index)
{
  return gtk_list_box_get_row_at_index (
    GTK_LIST_BOX (rig_find (GTK_WIDGET (attachments (rig)), GTK_TYPE_LIST_BOX)), index);
}

/* The pointer of the display: the grabs of a drag are the X server's. */
static void
point (const char *arguments)
{
  g_autofree char *command = g_strconcat ("xdotool ", arguments, NULL);
  g_autoptr (GError) error = NULL;

  g_spawn_command_line_sync (command, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  rig_idle (60);
}

static void
move_pointer (int x, int y)
{
  g_autofree char *arguments = g_strdup_printf ("mousemove %d %d", x, y);

  point (arguments);
}

/* A place on the name of an attachment, on the screen. */
static void
get_place (Rig *rig, int index, gboolean lower, int *out_x, int *out_y)
{
  GtkWidget *row = GTK_WIDGET (get_attachment_row (rig, index));
  GtkWidget *window = gtk_widget_get_toplevel (row);
  int height = gtk_widget_get_allocated_height (row);
  int x;
  int y;

  gdk_window_get_origin (gtk_widget_get_window (window), &x, &y);
  gtk_widget_translate_coordinates (row, window, 40, lower ? height * 3 / 4 : height / 4, out_x,
                                    out_y);
  *out_x += x;
  *out_y += y;
}

static void
drag_attachment (Rig *rig, int from, int to, gboolean lower)
{
  int x;
  int y;

  get_place (rig, from, FALSE, &x, &y);
  move_pointer (x, y);
  point ("mousedown 1");
  /* Far enough to be a drag, and then there. */
  move_pointer (x + 4, y + 16);
  get_place (rig, to, lower, &x, &y);
  move_pointer (x, y);
  move_pointer (x + 2, y);
  rig_shoot ("attachments-drag");
  point ("mouseup 1");
  rig_idle (300);
}

/* To the window, as the display does: it goes on to what has the focus, and from there outwards. */
static void
press_key (Rig *rig, guint keyval)
{
  GtkWidget *window = gtk_widget_get_toplevel (GTK_WIDGET (attachments (rig)));
  GdkDisplay *display = gtk_widget_get_display (window);
  g_autoptr (GdkEvent) event = gdk_event_new (GDK_KEY_PRESS);
  g_autofree GdkKeymapKey *keys = NULL;
  int n_keys = 0;

  gdk_keymap_get_entries_for_keyval (gdk_keymap_get_for_display (display), keyval, &keys, &n_keys);
  event->key.window = g_object_ref (gtk_widget_get_window (window));
  event->key.keyval = keyval;
  event->key.state = GDK_MOD1_MASK | GDK_SHIFT_MASK;
  event->key.hardware_keycode = n_keys > 0 ? (guint16)keys[0].keycode : 0;
  gdk_event_set_device (event, gdk_seat_get_keyboard (gdk_display_get_default_seat (display)));
  gtk_widget_event (window, event);
  rig_idle (300);
}

static void
assert_row_says (Rig *rig, int index, const char *words)
{
  GtkWidget *row = GTK_WIDGET (get_attachment_row (rig, index));

  g_assert_nonnull (strstr (atk_object_get_name (gtk_widget_get_accessible (row)), words));
}

/* By the pointer and by keys; names that are counted follow the order, others stay, and both the
 * document and its page have it. */
static void
test_attachments_order (void)
{
  g_autoptr (Rig) rig = rig_new (TRUE);
  g_autofree char *id = NULL;
  g_autoptr (GbOpenDocument) open = NULL;
  g_autofree char *html = NULL;
  GPtrArray *kept;
  GtkWidget *sheet;

  rig_be (rig, "zhangxiao");
  id = rig_create (rig, TITLE);
  rig_open (rig, id);
  show_attachments (rig);
  add_file (rig, "附件1：甲.pdf", 4000);
  rig_wait_for (gb_attachments_list_get_attachments (attachments (rig))->len == 1);
  add_file (rig, "附件2：乙.pdf", 5000);
  rig_wait_for (gb_attachments_list_get_attachments (attachments (rig))->len == 2);
  add_file (rig, "附件3：丙.pdf", 6000);
  rig_wait_for (gb_attachments_list_get_attachments (attachments (rig))->len == 3);
  rig_idle (500);
  assert_row_says (rig, 2, "3");
  assert_row_says (rig, 2, "附件3：丙.pdf");

  drag_attachment (rig, 2, 1, FALSE);
  assert_names (rig, "附件1：甲.pdf 附件2：丙.pdf 附件3：乙.pdf");
  drag_attachment (rig, 0, 1, TRUE);
  assert_names (rig, "附件1：丙.pdf 附件2：甲.pdf 附件3：乙.pdf");
  /* Dropped where it is. */
  drag_attachment (rig, 1, 1, TRUE);
  assert_names (rig, "附件1：丙.pdf 附件2：甲.pdf 附件3：乙.pdf");

  gtk_widget_grab_focus (GTK_WIDGET (get_attachment_row (rig, 2)));
  press_key (rig, GDK_KEY_Up);
  assert_names (rig, "附件1：丙.pdf 附件2：乙.pdf 附件3：甲.pdf");
  /* The focus went along. */
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (get_attachment_row (rig, 1))));
  assert_row_says (rig, 1, "附件2：乙.pdf");
  press_key (rig, GDK_KEY_Up);
  press_key (rig, GDK_KEY_Up);
  assert_names (rig, "附件1：乙.pdf 附件2：丙.pdf 附件3：甲.pdf");
  press_key (rig, GDK_KEY_Down);
  assert_names (rig, "附件1：丙.pdf 附件2：乙.pdf 附件3：甲.pdf");
  rig_idle (2500);
  open = rig_load (rig, id);
  kept = gb_document_get_attachments (open->document);
  g_assert_cmpuint (kept->len, ==, 3);
  g_assert_cmpstr (((GbAttachment *)kept->pdata[0])->name, ==, "附件1：丙.pdf");
  g_assert_cmpuint (((GbAttachment *)kept->pdata[0])->size, ==, 6000);
  g_assert_cmpstr (((GbAttachment *)kept->pdata[2])->name, ==, "附件3：甲.pdf");

  rig_get_approved (rig, id);
  be_publisher (rig, id, GB_STATE_APPROVED);
  rig_wait_for (rig_is_enabled (rig, "publish"));
  sheet = open_sheet (rig, "publish");
  gb_publish_dialog_start (GB_PUBLISH_DIALOG (sheet));
  wait_for_sheet (sheet, "receipt");
  g_clear_pointer (&open, gb_open_document_free);
  open = rig_load (rig, id);
  g_assert_cmpuint (rig_fetch (rig, open->summary->url, &html), ==, 200);
  {
    const char *first = strstr (html, ">附件1：丙.pdf<");
    const char *second = strstr (html, ">附件2：乙.pdf<");
    const char *third = strstr (html, ">附件3：甲.pdf<");

    g_assert_true (first != NULL && second != NULL && third != NULL);
    g_assert_true (first < second && second < third);
  }
}

/* Only numbers that follow the order already do so after it has changed. */
static void
test_attachment_names (void)
{
  static const struct {
    const char *names;
    gboolean are_counted;
    const char *counted;
  } cases[] = {
    { "附件1：甲.pdf|附件2.pdf", TRUE, "附件1：甲.pdf|附件2.pdf" },
    { "附件2：甲.pdf|附件1：乙.pdf", FALSE, "附件1：甲.pdf|附件2：乙.pdf" },
    { "图.png|附件1 甲.pdf|表.xlsx|附件2.pdf", TRUE, "图.png|附件1 甲.pdf|表.xlsx|附件2.pdf" },
    { "附件.pdf|附件一.pdf", TRUE, "附件.pdf|附件一.pdf" },
    { "附件99999999999999999999999.pdf", FALSE, "附件1.pdf" },
    { "", TRUE, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify)gb_attachment_free);
    g_auto (GStrv) names = g_strsplit (cases[i].names, "|", -1);
    g_auto (GStrv) counted = g_strsplit (cases[i].counted, "|", -1);

    for (guint k = 0; names[k] != NULL; k++)
      g_ptr_array_add (list, gb_attachment_new ("sm3:0", names[k], "application/pdf", 1));
    g_assert_cmpint (gb_attachment_names_are_counted (list), ==, cases[i].are_counted);
    gb_attachment_names_count (list);
    for (guint k = 0; counted[k] != NULL; k++)
      g_assert_cmpstr (((GbAttachment *)list->pdata[k])->name, ==, counted[k]);
  }
}

static void
test_attachments (void)
{
  g_autoptr (Rig) rig = rig_new (TRUE);
  g_autofree char *id = NULL;
  g_autofree char *html = NULL;
  g_autofree char *href = NULL;
  g_autofree char *file_url = NULL;
  g_autoptr (GbOpenDocument) open = NULL;
  GtkWidget *entry;
  GtkWidget *sheet;

  rig_be (rig, "zhangxiao");
  id = rig_create (rig, TITLE);
  rig_open (rig, id);
  show_attachments (rig);
  add_file (rig, "附件1：实施方案.pdf", 4000);
  add_file (rig, "附件2：责任分工表.pdf", 5000);
  add_file (rig, "virus.exe", 100);
  add_file (rig, "empty.pdf", 0);
  add_file (rig, "huge.pdf", 120 * 1024 * 1024);
  rig_wait_for (gb_attachments_list_get_attachments (attachments (rig))->len == 2);
  rig_idle (2500);
  assert_names (rig, "附件1：实施方案.pdf 附件2：责任分工表.pdf");
  assert_reads (GTK_WIDGET (attachments (rig)), "“virus.exe”: The portal does not accept files of");
  assert_reads (GTK_WIDGET (attachments (rig)), "“empty.pdf”: ");
  assert_reads (GTK_WIDGET (attachments (rig)), "“huge.pdf”: ");
  rig_shoot ("attachments-refused");
  shoot_narrow (rig, "narrow-attachments");

  press (rig, "Move down");
  assert_names (rig, "附件1：责任分工表.pdf 附件2：实施方案.pdf");
  press (rig, "Rename…");
  rig_shoot ("attachments-rename");
  rig_wait_for (rig_find (rig->window, GTK_TYPE_POPOVER) != NULL);
  entry = rig_find (rig_find (rig->window, GTK_TYPE_POPOVER), GTK_TYPE_ENTRY);
  g_assert_nonnull (entry);
  /* Saving what was moved does not take the name away that is being typed. */
  rig_idle (2500);
  g_assert_true (rig_find (rig_find (rig->window, GTK_TYPE_POPOVER), GTK_TYPE_ENTRY) == entry);
  gtk_entry_set_text (GTK_ENTRY (entry), "分工/表");
  gtk_widget_activate (entry);
  rig_idle (300);
  assert_names (rig, "分工表.pdf 附件2：实施方案.pdf");
  add_file (rig, "多余.pdf", 3000);
  rig_wait_for (gb_attachments_list_get_attachments (attachments (rig))->len == 3);
  press (rig, "Remove");
  assert_names (rig, "附件2：实施方案.pdf 多余.pdf");
  rig_idle (1500);

  /* They go with the text, and every reader can have them. */
  rig_get_approved (rig, id);
  show_attachments (rig);
  rig_shoot ("attachments-reader");
  be_publisher (rig, id, GB_STATE_APPROVED);
  rig_wait_for (rig_is_enabled (rig, "publish"));
  sheet = open_sheet (rig, "publish");
  assert_reads (sheet, "2 attachments are published with it.");
  rig_shoot ("publish-with-attachments");
  gb_publish_dialog_start (GB_PUBLISH_DIALOG (sheet));
  wait_for_sheet (sheet, "receipt");
  open = rig_load (rig, id);
  g_assert_cmpuint (rig_fetch (rig, open->summary->url, &html), ==, 200);
  g_assert_nonnull (strstr (html, "附件2：实施方案.pdf"));
  g_assert_nonnull (strstr (html, "多余.pdf"));
  g_assert_null (strstr (html, "分工表"));
  {
    const char *start = strstr (html, "href=\"/attachments/");

    g_assert_nonnull (start);
    start += strlen ("href=\"");
    href = g_strndup (start, (gsize)(strchr (start, '"') - start));
  }
  file_url = g_strconcat (rig->url, href, NULL);
  g_assert_cmpuint (rig_fetch (rig, file_url, NULL), ==, 200);
}

/* --- Texts of others that come by the feed -----------------------------------------------------
 */

static void
test_newer_text_reader (void)
{
  g_autoptr (Rig) rig = rig_new (TRUE);
  g_autofree char *id = NULL;
  GtkWidget *dialog;
  GbDesk *drafter;

  rig_be (rig, "zhangxiao");
  id = rig_create (rig, TITLE);
  rig_open (rig, id);
  rig_activate (rig, "submit");
  rig_wait_for_state (rig, id, GB_STATE_IN_REVIEW);
  rig_be (rig, "lihua");
  rig_wait_for (rig_state (rig, id) == GB_STATE_IN_REVIEW);
  rig_open (rig, id);
  rig_wait_for (rig_is_enabled (rig, "approve"));
  g_assert_nonnull (rig_find_text (page (rig), "Text"));
  g_assert_null (rig_find_text (page (rig), "Edit"));

  /* She is about to approve, when the drafter replaces the text. */
  rig_activate (rig, "approve");
  dialog = rig_find_window (GB_TYPE_DECISION_DIALOG);
  drafter = rig_open_desk (rig, "zhangxiao", "");
  rig_act_at (drafter, id, GB_EVENT_RECALL, NULL, "", 0);
  rig_act_at (drafter, id, GB_EVENT_SUBMIT, BODY ("换成了另一段正文。"), "", 0);
  rig_wait_for (rig_banner (rig, "replaced") != NULL);
  g_assert_nonnull (strstr (rig_banner (rig, "replaced"), "张晓"));
  rig_wait_for (rig_state (rig, id) == GB_STATE_IN_REVIEW);
  rig_idle (500);

  /* Her decision was about the other text, and is not taken for this one. */
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
  rig_wait_for (rig_banner (rig, "act") != NULL);
  g_assert_nonnull (strstr (rig_banner (rig, "act"), "The text was changed in the meantime."));
  g_assert_cmpuint (gb_desk_get_n_pending (rig->desk), ==, 0);
  g_assert_true (rig_is_enabled (rig, "compare"));
  rig_shoot ("page-replaced");
  rig_decide (rig, "approve", "");
  rig_wait_for (rig_banner (rig, "act") == NULL);
  rig_wait_for (!rig_is_enabled (rig, "approve"));
  rig_close_desk (drafter);
}

static void
test_newer_text_writer (void)
{
  g_autoptr (Rig) rig = rig_new (TRUE);
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GbOpenDocument) open = NULL;
  g_autofree char *second = NULL;
  GbDesk *other;
  GbDesk *reviewer;

  rig_be (rig, "zhangxiao");
  id = rig_create (rig, TITLE);
  rig_open (rig, id);
  rig_activate (rig, "submit");
  rig_wait_for_state (rig, id, GB_STATE_IN_REVIEW);
  reviewer = rig_open_desk (rig, "lihua", "");
  rig_wait_for (state_at (reviewer, id) == GB_STATE_IN_REVIEW);
  rig_act_at (reviewer, id, GB_EVENT_RETURN, NULL, "请补充。", 0);
  rig_wait_for (rig_state (rig, id) == GB_STATE_RETURNED);
  rig_wait_for (rig_is_enabled (rig, "submit"));

  /* Written and saved here, not sent; at another computer the text is sent in, and sent back. */
  rig_type (rig, "xyz");
  rig_idle (1500);
  other = rig_open_desk (rig, "zhangxiao", "-2");
  rig_wait_for (state_at (other, id) == GB_STATE_RETURNED);
  rig_act_at (other, id, GB_EVENT_SUBMIT, BODY ("另一台电脑上的正文。"), "", 0);
  rig_wait_for (rig_state (rig, id) == GB_STATE_IN_REVIEW);
  rig_wait_for (state_at (reviewer, id) == GB_STATE_IN_REVIEW);
  rig_act_at (reviewer, id, GB_EVENT_RETURN, NULL, "再改。", 0);
  rig_wait_for (rig_state (rig, id) == GB_STATE_RETURNED);
  rig_wait_for (rig_banner (rig, "overtaken") != NULL);
  open = rig_load (rig, id);
  text = gb_document_dup_text (open->document);
  g_assert_nonnull (strstr (text, "xyz"));
  rig_activate (rig, "show-history");
  rig_shoot ("page-overtaken");

  /* Whoever comes back to it later is told as well, until it is decided. */
  second = rig_create (rig, "另一篇");
  rig_open (rig, second);
  rig_wait_for (rig_banner (rig, "overtaken") == NULL);
  rig_open (rig, id);
  rig_wait_for (rig_banner (rig, "overtaken") != NULL);
  rig_type (rig, "abc");
  rig_idle (1500);
  g_assert_nonnull (rig_banner (rig, "overtaken"));
  rig_activate (rig, "submit");
  rig_wait_for_state (rig, id, GB_STATE_IN_REVIEW);
  rig_wait_for (rig_banner (rig, "overtaken") == NULL);
  rig_close_desk (other);
  rig_close_desk (reviewer);
}

/* --- Emergency ---------------------------------------------------------------------------------
 */

static void
test_emergency (void)
{
  g_autoptr (Rig) rig = rig_new (TRUE);
  g_autofree char *id = NULL;
  g_autoptr (GbOpenDocument) open = NULL;

  rig_be (rig, "zhangxiao");
  id = rig_create (rig, "关于暴雨红色预警期间停课停运的通告");
  rig_open (rig, id);
  g_assert_false (rig_is_enabled (rig, "emergency"));
  rig_activate (rig, "submit");
  rig_wait_for_state (rig, id, GB_STATE_IN_REVIEW);
  rig_be (rig, "chenmin");
  rig_wait_for (rig_state (rig, id) == GB_STATE_IN_REVIEW);
  rig_open (rig, id);
  rig_wait_for (rig_is_enabled (rig, "emergency"));
  rig_activate (rig, "emergency");
  rig_shoot ("dialog-emergency");
  gtk_dialog_response (GTK_DIALOG (rig_find_window (GB_TYPE_DECISION_DIALOG)), GTK_RESPONSE_CANCEL);
  rig_decide (rig, "emergency", "暴雨红色预警，须立即发布。");
  rig_wait_for_state (rig, id, GB_STATE_PUBLISHED);
  rig_wait_for (rig_banner (rig, "state") != NULL);
  g_assert_nonnull (strstr (rig_banner (rig, "state"), "emergency"));
  g_assert_false (rig_is_enabled (rig, "ratify"));
  rig_shoot ("page-emergency");
  shoot_narrow (rig, "narrow-emergency");
  shoot_row (rig, id, "Published", "row-emergency");
  open = rig_load (rig, id);
  g_assert_cmpuint (rig_fetch (rig, open->summary->url, NULL), ==, 200);

  rig_be (rig, "wangqiang");
  rig_wait_for (rig_state (rig, id) == GB_STATE_PUBLISHED);
  rig_open (rig, id);
  rig_wait_for (rig_is_enabled (rig, "ratify"));
  rig_shoot ("page-ratify");
  rig_decide (rig, "ratify", "同意。");
  rig_wait_for (!rig_is_enabled (rig, "ratify"));
  rig_wait_for (gb_desk_get_n_pending (rig->desk) == 0);
  rig_wait_for (rig_banner (rig, "state") == NULL);
  rig_activate (rig, "show-history");
  assert_reads (rig_find (page (rig), GB_TYPE_HISTORY), "Emergency release confirmed");
  rig_shoot ("page-ratified");
}

/* --- Withdrawal --------------------------------------------------------------------------------
 */

static void
test_withdrawal (void)
{
  g_autoptr (Rig) rig = rig_new (TRUE);
  g_autofree char *id = rig_make_approved (rig, TITLE);
  g_autofree char *url = NULL;
  g_autofree char *gone = NULL;
  g_autofree char *list = NULL;
  g_autofree char *again = NULL;
  g_autofree char *column = NULL;
  GtkWidget *sheet;

  be_publisher (rig, id, GB_STATE_APPROVED);
  rig_wait_for (rig_is_enabled (rig, "publish"));
  sheet = open_sheet (rig, "publish");
  gb_publish_dialog_start (GB_PUBLISH_DIALOG (sheet));
  wait_for_sheet (sheet, "receipt");
  url = g_strdup (gb_receipt_get_url (GB_RECEIPT (rig_find (sheet, GB_TYPE_RECEIPT))));
  close_sheet (sheet);
  rig_wait_for (rig_is_enabled (rig, "withdraw"));
  rig_activate (rig, "withdraw");
  rig_shoot ("dialog-withdraw");
  gtk_dialog_response (GTK_DIALOG (rig_find_window (GB_TYPE_DECISION_DIALOG)), GTK_RESPONSE_CANCEL);
  rig_decide (rig, "withdraw", "内容有误。");
  rig_wait_for_state (rig, id, GB_STATE_WITHDRAWN);
  rig_wait_for (rig_banner (rig, "state") != NULL);
  g_assert_nonnull (strstr (rig_banner (rig, "state"), "内容有误。"));
  g_assert_false (rig_is_enabled (rig, "open-link"));
  rig_shoot ("page-withdrawn");
  shoot_row (rig, id, "Withdrawn", "row-withdrawn");
  g_assert_cmpuint (rig_fetch (rig, url, &gone), ==, 410);
  g_assert_null (strstr (gone, "起草背景"));
  column = g_strconcat (rig->url, "/zcjd/", NULL);
  g_assert_cmpuint (rig_fetch (rig, column, &list), ==, 200);
  g_assert_null (strstr (list, "解读《关于我市"));

  /* The drafter makes a new edition of it. */
  rig_be (rig, "zhangxiao");
  rig_wait_for (rig_state (rig, id) == GB_STATE_WITHDRAWN);
  rig_open (rig, id);
  rig_shoot ("page-withdrawn-drafter");
  rig_type (rig, "abc");
  rig_idle (1500);
  rig_wait_for (rig_is_enabled (rig, "submit"));
  rig_get_approved (rig, id);
  be_publisher (rig, id, GB_STATE_APPROVED);
  rig_wait_for (rig_is_enabled (rig, "publish"));
  sheet = open_sheet (rig, "publish");
  gb_publish_dialog_start (GB_PUBLISH_DIALOG (sheet));
  wait_for_sheet (sheet, "receipt");
  g_assert_cmpuint (rig_fetch (rig, url, &again), ==, 200);
  g_assert_nonnull (strstr (again, "abc"));
}

int
main (int argc, char *argv[])
{
  rig_init (&argc, &argv);

  g_test_add_func ("/document-acts/schedule", test_schedule);
  g_test_add_func ("/document-acts/failure", test_failure);
  g_test_add_func ("/document-acts/refused-reviewer", test_refused_reviewer);
  g_test_add_func ("/document-acts/refused-drafter", test_refused_drafter);
  g_test_add_func ("/document-acts/attachments", test_attachments);
  g_test_add_func ("/document-acts/attachments-order", test_attachments_order);
  g_test_add_func ("/document-acts/attachment-names", test_attachment_names);
  g_test_add_func ("/document-acts/newer-text-reader", test_newer_text_reader);
  g_test_add_func ("/document-acts/newer-text-writer", test_newer_text_writer);
  g_test_add_func ("/document-acts/emergency", test_emergency);
  g_test_add_func ("/document-acts/withdrawal", test_withdrawal);

  return g_test_run ();
}
