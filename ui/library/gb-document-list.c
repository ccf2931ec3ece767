/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list owns a reference to the desk and the summaries of the box that have been read; the desk
 * reads them on the database thread. Main thread. The window uses it.
 *
 * A box may hold a hundred thousand documents, and a GtkListBox makes a widget for every row.
 * Documents are therefore read and shown in pages, the next one when the person comes near the end
 * of what is there. A change reads again what is shown, not the box. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "library/gb-document-list.h"

#include "library/gb-box-row.h"
#include "library/gb-document-row.h"
#include "widgets/gb-messages.h"
#include "widgets/gb-network-button.h"

#include <glib/gi18n.h>
#include <handy.h>

#define FIRST_ROWS       20
#define ROWS_PER_PAGE    60
#define SEARCH_DELAY_MS  200
#define REFRESH_DELAY_MS 120
#define SELECT_DELAY_MS  60
#define NEAR_THE_END_PX  800

struct _GbDocumentList {
  GtkBin parent_instance;

  /* Template children */
  HdyHeaderBar *header_bar;
  GtkWidget *back_button;
  GtkMenuButton *new_button;
  GbNetworkButton *network_button;
  GtkEntry *search_entry;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkListBox *list;
  HdyStatusPage *status;
  GtkWidget *status_new_button;
  GtkWidget *status_sample_button;
  GtkWidget *status_clear_button;
  GtkWidget *status_retry_button;

  /* Owned */
  GbDesk *desk;              /* (nullable) */
  GPtrArray *summaries;      /* (nullable) of GbSummary: as much of the box as is shown */
  GHashTable *rows;          /* id → GbDocumentRow (borrowed): those that are made */
  GCancellable *cancellable; /* (nullable) of the question under way */
  GSignalGroup *desk_signals;
  char *column; /* (nullable) */
  char *title;
  char *selected; /* (nullable) id, announced */
  char *wanted;   /* (nullable) id to be selected when it appears */

  guint refresh_source;
  guint select_source;

  GbBox box;

  guint is_updating : 1; /* selections are not the person's */
  guint is_compact : 1;
  guint is_fresh : 1;  /* another box or search: begin at the top */
  guint is_asking : 1; /* an answer is on its way */
  guint has_more : 1;  /* the box goes on behind what is shown */
};

G_DEFINE_FINAL_TYPE (GbDocumentList, gb_document_list, GTK_TYPE_BIN)

enum {
  PROP_0,
  PROP_SELECTED,
  PROP_BACK_VISIBLE,
  PROP_COMPACT,
  N_PROPS,
};

enum {
  SIGNAL_ACTIVATED,
  SIGNAL_BACK,
  SIGNAL_LOADED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static const char *
get_query (GbDocumentList *self)
{
  return gtk_entry_get_text (self->search_entry);
}

static void
set_selected (GbDocumentList *self, const char *id)
{
  if (g_strcmp0 (self->selected, id) == 0)
    return;
  g_free (self->selected);
  self->selected = g_strdup (id);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static int
sort_cb (GtkListBoxRow *a, GtkListBoxRow *b, gpointer user_data)
{
  guint left = gb_document_row_get_position (GB_DOCUMENT_ROW (a));
  guint right = gb_document_row_get_position (GB_DOCUMENT_ROW (b));

  return (left > right) - (left < right);
}

/* A row for each summary that has none yet; those are at the end. */
static void
make_rows (GbDocumentList *self)
{
  for (guint i = g_hash_table_size (self->rows); i < self->summaries->len; i++) {
    const GbSummary *summary = g_ptr_array_index (self->summaries, i);
    GtkWidget *row = gb_document_row_new (summary);

    gb_document_row_set_position (GB_DOCUMENT_ROW (row), i);
    g_hash_table_insert (self->rows,
                         (gpointer)gb_document_row_get_summary (GB_DOCUMENT_ROW (row))->id, row);
    gtk_container_add (GTK_CONTAINER (self->list), row);
  }
}

/* Brings the rows in line with the summaries. Rows of documents that stay are kept, wherever they
 * move, so that selection, focus and scrolling stay where the person left them. */
static void
sync_rows (GbDocumentList *self)
{
  g_autoptr (GHashTable) old = g_steal_pointer (&self->rows);
  GHashTableIter iter;
  gpointer row;

  self->rows = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->summaries->len; i++) {
    const GbSummary *summary = g_ptr_array_index (self->summaries, i);

    row = g_hash_table_lookup (old, summary->id);
    if (row != NULL) {
      g_hash_table_remove (old, summary->id);
      gb_document_row_update (row, summary);
    } else {
      row = gb_document_row_new (summary);
      gb_document_row_set_position (row, i);
      gtk_container_add (GTK_CONTAINER (self->list), row);
    }
    gb_document_row_set_position (row, i);
    g_hash_table_insert (self->rows, (gpointer)gb_document_row_get_summary (row)->id, row);
  }

  g_hash_table_iter_init (&iter, old);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    gtk_widget_destroy (row);
  gtk_list_box_invalidate_sort (self->list);
}

static void
hide_status_buttons (GbDocumentList *self)
{
  gtk_widget_hide (self->status_new_button);
  gtk_widget_hide (self->status_sample_button);
  gtk_widget_hide (self->status_clear_button);
  gtk_widget_hide (self->status_retry_button);
}

static const char *
get_empty_description (GbBox box)
{
  switch (box) {
  case GB_BOX_DRAFTS:
    return _ ("What you begin to write is kept here, saved while you type.");
  case GB_BOX_TO_REVIEW:
    return _ ("Nothing waits for your decision.");
  case GB_BOX_RETURNED:
    return _ ("Nothing was returned to you.");
  case GB_BOX_TO_PUBLISH:
    return _ ("Nothing that is approved waits to be published.");
  case GB_BOX_PUBLISHED:
    return _ ("What is public is listed here, with its address.");
  case GB_BOX_ALL:
  default:
    return _ ("There are no documents here yet.");
  }
}

static void
show_empty (GbDocumentList *self)
{
  g_autofree char *description = NULL;
  guint roles = gb_account_get_roles (gb_desk_get_account (self->desk));
  gboolean may_write = (roles & GB_ROLE_DRAFTER) != 0;

  hide_status_buttons (self);
  if (get_query (self)[0] != '\0') {
    hdy_status_page_set_icon_name (self->status, "edit-find-symbolic");
    hdy_status_page_set_title (self->status, _ ("No Results"));
    /* Translators: %s is what was searched for. */
    description = g_strdup_printf (_ ("Nothing here contains “%s”."), get_query (self));
    hdy_status_page_set_description (self->status, description);
    gtk_widget_show (self->status_clear_button);
  } else {
    hdy_status_page_set_icon_name (self->status, "emblem-documents-symbolic");
    hdy_status_page_set_title (self->status, _ ("Nothing Here"));
    hdy_status_page_set_description (self->status, get_empty_description (self->box));
    gtk_widget_set_visible (self->status_new_button,
                            may_write && (self->box == GB_BOX_DRAFTS || self->box == GB_BOX_ALL));
    gtk_widget_set_visible (self->status_sample_button,
                            may_write && gb_site_get_trial (gb_desk_get_site (self->desk)) &&
                              (self->box == GB_BOX_DRAFTS || self->box == GB_BOX_ALL));
  }
  gtk_stack_set_visible_child_name (self->stack, "status");
}

static void
show_error (GbDocumentList *self, const GError *error)
{
  g_autofree char *message = gb_message_for_error (error);

  hide_status_buttons (self);
  hdy_status_page_set_icon_name (self->status, "dialog-error-symbolic");
  hdy_status_page_set_title (self->status, _ ("The List Could Not Be Read"));
  hdy_status_page_set_description (self->status, message);
  gtk_widget_show (self->status_retry_button);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

/* Selects without announcing: what is selected is known already. */
static void
restore_selection (GbDocumentList *self)
{
  const char *id = self->wanted != NULL ? self->wanted : self->selected;
  GtkListBoxRow *row = id != NULL ? g_hash_table_lookup (self->rows, id) : NULL;

  if (row != NULL) {
    set_selected (self, id);
    g_clear_pointer (&self->wanted, g_free);
  }
  gtk_list_box_select_row (self->list, row);
}

/* Asks for a part of the box. What was asked before is not wanted any more. */
static void
ask (GbDocumentList *self, guint offset, guint limit, GAsyncReadyCallback callback)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->is_asking = TRUE;
  gb_desk_list_page_async (self->desk, self->box, self->column,
                           get_query (self)[0] != '\0' ? get_query (self) : NULL, offset, limit,
                           self->cancellable, callback, g_object_ref (self));
}

/* Returns: (transfer full) (nullable): NULL with the error, or without if nobody waits for it. */
static GPtrArray *
take_answer (GbDocumentList *self, GObject *desk, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GPtrArray) summaries = gb_desk_list_finish (GB_DESK (desk), result, &failure);

  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->desk != GB_DESK (desk))
    return NULL;
  self->is_asking = FALSE;
  if (summaries == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return g_steal_pointer (&summaries);
}

static void
continue_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbDocumentList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) summaries = take_answer (self, object, result, &error);

  if (error != NULL)
    g_debug ("the list does not go on: %s", error->message);
  if (summaries == NULL)
    return;

  self->has_more = summaries->len == ROWS_PER_PAGE;
  /* One that has moved since is on both pages. */
  for (guint i = 0; i < summaries->len; i++) {
    const GbSummary *summary = g_ptr_array_index (summaries, i);

    if (!g_hash_table_contains (self->rows, summary->id))
      g_ptr_array_add (self->summaries, gb_summary_copy (summary));
  }
  self->is_updating = TRUE;
  make_rows (self);
  if (self->wanted != NULL)
    restore_selection (self);
  self->is_updating = FALSE;
}

static void
continue_list (GbDocumentList *self)
{
  if (self->desk != NULL && self->has_more && !self->is_asking && self->refresh_source == 0)
    ask (self, self->summaries->len, ROWS_PER_PAGE, continue_cb);
}

static guint
get_n_wanted (GbDocumentList *self)
{
  return self->is_fresh || self->summaries == NULL ? FIRST_ROWS
                                                   : MAX (self->summaries->len, FIRST_ROWS);
}

static void
list_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbDocumentList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) summaries = take_answer (self, object, result, &error);

  if (error != NULL)
    show_error (self, error);
  if (summaries == NULL)
    return;

  self->has_more = summaries->len >= get_n_wanted (self);
  g_clear_pointer (&self->summaries, g_ptr_array_unref);
  self->summaries = g_steal_pointer (&summaries);
  self->is_updating = TRUE;
  sync_rows (self);
  restore_selection (self);
  self->is_updating = FALSE;

  if (self->is_fresh)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  self->is_fresh = FALSE;
  if (self->summaries->len > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else
    show_empty (self);
  g_signal_emit (self, signals[SIGNAL_LOADED], 0);
}

static void
refresh (GbDocumentList *self)
{
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  if (self->desk != NULL)
    ask (self, 0, get_n_wanted (self), list_cb);
  else if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static gboolean
refresh_timeout_cb (gpointer user_data)
{
  GbDocumentList *self = user_data;

  self->refresh_source = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

static void
queue_refresh (GbDocumentList *self, guint delay_ms)
{
  if (self->refresh_source == 0)
    self->refresh_source = g_timeout_add (delay_ms, refresh_timeout_cb, self);
}

static void
desk_changed_cb (GbDocumentList *self)
{
  queue_refresh (self, REFRESH_DELAY_MS);
}

static void
search_changed_cb (GbDocumentList *self)
{
  self->is_fresh = TRUE;
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  queue_refresh (self, get_query (self)[0] != '\0' ? SEARCH_DELAY_MS : 0);
}

static void
stop_search_cb (GbDocumentList *self)
{
  gb_document_list_clear_search (self);
  gb_document_list_focus (self);
}

/* Return and Down lead from the entry into what was found. */
static void
search_activate_cb (GbDocumentList *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  if (row == NULL)
    return;
  gtk_list_box_select_row (self->list, row);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static gboolean
search_key_press_cb (GbDocumentList *self, GdkEventKey *event)
{
  if (event->keyval != GDK_KEY_Down)
    return GDK_EVENT_PROPAGATE;
  gb_document_list_focus (self);
  return GDK_EVENT_STOP;
}

/* Also when the list has grown and still does not fill a tall window. */
static void
adjustment_changed_cb (GbDocumentList *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double end = gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment);

  if (self->summaries != NULL && gtk_widget_get_mapped (GTK_WIDGET (self->list)) &&
      end > gtk_adjustment_get_upper (adjustment) - NEAR_THE_END_PX)
    continue_list (self);
}

static gboolean
select_timeout_cb (gpointer user_data)
{
  GbDocumentList *self = user_data;
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  self->select_source = 0;
  if (row != NULL) {
    g_clear_pointer (&self->wanted, g_free);
    set_selected (self, gb_document_row_get_summary (GB_DOCUMENT_ROW (row))->id);
  }
  return G_SOURCE_REMOVE;
}

/* Running through the list with a held key opens only where the person stops. */
static void
row_selected_cb (GbDocumentList *self, GtkListBoxRow *row)
{
  if (self->is_updating || row == NULL)
    return;
  g_clear_handle_id (&self->select_source, g_source_remove);
  self->select_source = g_timeout_add (SELECT_DELAY_MS, select_timeout_cb, self);
}

static void
row_activated_cb (GbDocumentList *self, GtkListBoxRow *row)
{
  g_clear_handle_id (&self->select_source, g_source_remove);
  g_clear_pointer (&self->wanted, g_free);
  set_selected (self, gb_document_row_get_summary (GB_DOCUMENT_ROW (row))->id);
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

static void
back_clicked_cb (GbDocumentList *self)
{
  g_signal_emit (self, signals[SIGNAL_BACK], 0);
}

static void
clear_clicked_cb (GbDocumentList *self)
{
  gb_document_list_clear_search (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
retry_clicked_cb (GbDocumentList *self)
{
  refresh (self);
}

static void
gb_document_list_dispose (GObject *object)
{
  GbDocumentList *self = GB_DOCUMENT_LIST (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_handle_id (&self->select_source, g_source_remove);
  g_clear_object (&self->desk_signals);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (gb_document_list_parent_class)->dispose (object);
}

static void
gb_document_list_finalize (GObject *object)
{
  GbDocumentList *self = GB_DOCUMENT_LIST (object);

  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_pointer (&self->summaries, g_ptr_array_unref);
  g_clear_pointer (&self->column, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->selected, g_free);
  g_clear_pointer (&self->wanted, g_free);

  G_OBJECT_CLASS (gb_document_list_parent_class)->finalize (object);
}

static void
gb_document_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  GbDocumentList *self = GB_DOCUMENT_LIST (object);

  switch (prop_id) {
  case PROP_SELECTED:
    g_value_set_string (value, self->selected);
    break;
  case PROP_BACK_VISIBLE:
    g_value_set_boolean (value, gtk_widget_get_visible (self->back_button));
    break;
  case PROP_COMPACT:
    g_value_set_boolean (value, self->is_compact);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gb_document_list_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  GbDocumentList *self = GB_DOCUMENT_LIST (object);

  switch (prop_id) {
  case PROP_BACK_VISIBLE:
    gtk_widget_set_visible (self->back_button, g_value_get_boolean (value));
    break;
  case PROP_COMPACT:
    self->is_compact = g_value_get_boolean (value);
    gtk_widget_set_visible (GTK_WIDGET (self->network_button), self->is_compact);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gb_document_list_class_init (GbDocumentListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = gb_document_list_dispose;
  object_class->finalize = gb_document_list_finalize;
  object_class->get_property = gb_document_list_get_property;
  object_class->set_property = gb_document_list_set_property;

  properties[PROP_SELECTED] =
    g_param_spec_string ("selected", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_BACK_VISIBLE] = g_param_spec_boolean ("back-visible", NULL, NULL, FALSE,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_ACTIVATED] =
    g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_BACK] =
    g_signal_new ("back", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_LOADED] =
    g_signal_new ("loaded", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-document-list.ui");
  gtk_widget_class_bind_template_child (widget_class, GbDocumentList, header_bar);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentList, back_button);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentList, new_button);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentList, network_button);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentList, stack);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentList, scroller);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentList, list);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentList, status);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentList, status_new_button);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentList, status_sample_button);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentList, status_clear_button);
  gtk_widget_class_bind_template_child (widget_class, GbDocumentList, status_retry_button);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_press_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
}

static GMenuModel *
new_kinds_menu (void)
{
  GMenu *menu = g_menu_new ();
  GMenu *policies = g_menu_new ();
  GMenu *interpretations = g_menu_new ();
  GMenu *files = g_menu_new ();
  g_autoptr (GMenuItem) report =
    g_menu_item_new (_ ("What the Last Import Left Ou_t"), "win.show-import-report");

  for (guint i = 0; i < GB_N_DOCUMENT_KINDS; i++) {
    g_autofree char *action = g_strdup_printf ("win.new::%s", gb_document_kind_to_string (i));

    g_menu_append (gb_document_kind_is_official (i) ? policies : interpretations,
                   gb_name_of_kind (i), action);
  }
  g_menu_append (files, _ ("From a _Template…"), "win.new-from-template");
  g_menu_append (files, _ ("_Import…"), "win.import");
  g_menu_item_set_attribute (report, "hidden-when", "s", "action-disabled");
  g_menu_append_item (files, report);
  g_menu_append (files, _ ("Open the _Sample"), "win.open-sample");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (policies));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (interpretations));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (files));
  g_object_unref (policies);
  g_object_unref (interpretations);
  g_object_unref (files);
  return G_MENU_MODEL (menu);
}

static void
gb_document_list_init (GbDocumentList *self)
{
  static const char *const adjustment_signals[] = { "changed", "value-changed" };
  g_autoptr (GMenuModel) menu = new_kinds_menu ();

  g_type_ensure (GB_TYPE_NETWORK_BUTTON);
  gtk_widget_init_template (GTK_WIDGET (self));

  self->rows = g_hash_table_new (g_str_hash, g_str_equal);
  self->title = g_strdup ("");
  gtk_menu_button_set_menu_model (self->new_button, menu);
  gtk_list_box_set_sort_func (self->list, sort_cb, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (adjustment_signals); i++)
    g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller),
                             adjustment_signals[i], G_CALLBACK (adjustment_changed_cb), self,
                             G_CONNECT_SWAPPED);

  self->desk_signals = g_signal_group_new (GB_TYPE_DESK);
  g_signal_group_connect_swapped (self->desk_signals, "changed", G_CALLBACK (desk_changed_cb),
                                  self);
}

static void
clear_rows (GbDocumentList *self)
{
  self->is_updating = TRUE;
  g_hash_table_remove_all (self->rows);
  gtk_container_foreach (GTK_CONTAINER (self->list), (GtkCallback)gtk_widget_destroy, NULL);
  g_clear_pointer (&self->summaries, g_ptr_array_unref);
  self->has_more = FALSE;
  self->is_updating = FALSE;
}

void
gb_document_list_set_desk (GbDocumentList *self, GbDesk *desk)
{
  g_return_if_fail (GB_IS_DOCUMENT_LIST (self));

  if (!g_set_object (&self->desk, desk))
    return;
  g_signal_group_set_target (self->desk_signals, desk);
  gb_network_button_set_desk (self->network_button, desk);
  g_clear_handle_id (&self->select_source, g_source_remove);
  g_clear_pointer (&self->wanted, g_free);
  clear_rows (self);
  set_selected (self, NULL);
  self->is_fresh = TRUE;
  gtk_stack_set_visible_child_name (self->stack, "loading");
  refresh (self);
}

void
gb_document_list_set_box (GbDocumentList *self, GbBox box, const char *column, const char *title)
{
  g_return_if_fail (GB_IS_DOCUMENT_LIST (self));

  g_free (self->column);
  self->column = g_strdup (column);
  g_free (self->title);
  self->title = g_strdup (title);
  self->box = box;
  hdy_header_bar_set_title (self->header_bar, title);
  self->is_fresh = TRUE;
  refresh (self);
}

const char *
gb_document_list_get_selected (GbDocumentList *self)
{
  g_return_val_if_fail (GB_IS_DOCUMENT_LIST (self), NULL);

  return self->selected;
}

void
gb_document_list_select (GbDocumentList *self, const char *id)
{
  g_return_if_fail (GB_IS_DOCUMENT_LIST (self));

  g_clear_handle_id (&self->select_source, g_source_remove);
  g_free (self->wanted);
  self->wanted = g_strdup (id);
  set_selected (self, id);
  if (self->summaries != NULL) {
    self->is_updating = TRUE;
    restore_selection (self);
    self->is_updating = FALSE;
  }
}

guint
gb_document_list_get_n_items (GbDocumentList *self)
{
  g_return_val_if_fail (GB_IS_DOCUMENT_LIST (self), 0);

  return self->summaries != NULL ? self->summaries->len : 0;
}

gboolean
gb_document_list_select_first (GbDocumentList *self)
{
  g_return_val_if_fail (GB_IS_DOCUMENT_LIST (self), FALSE);

  if (self->summaries == NULL || self->summaries->len == 0)
    return FALSE;
  gb_document_list_select (self, ((GbSummary *)g_ptr_array_index (self->summaries, 0))->id);
  return TRUE;
}

void
gb_document_list_move_selection (GbDocumentList *self, int step)
{
  GtkListBoxRow *row;
  int index;

  g_return_if_fail (GB_IS_DOCUMENT_LIST (self));

  row = gtk_list_box_get_selected_row (self->list);
  index = row != NULL ? gtk_list_box_row_get_index (row) + step : 0;
  if (index < 0 || self->summaries == NULL)
    return;
  if ((guint)index + 1 >= self->summaries->len)
    continue_list (self);
  row = gtk_list_box_get_row_at_index (self->list, index);
  if (row != NULL) {
    gtk_list_box_select_row (self->list, row);
    row_selected_cb (self, row);
  }
}

const GbSummary *
gb_document_list_get_selected_summary (GbDocumentList *self)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (GB_IS_DOCUMENT_LIST (self), NULL);

  row = gtk_list_box_get_selected_row (self->list);
  return row != NULL ? gb_document_row_get_summary (GB_DOCUMENT_ROW (row)) : NULL;
}

void
gb_document_list_start_search (GbDocumentList *self)
{
  g_return_if_fail (GB_IS_DOCUMENT_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

gboolean
gb_document_list_get_is_searching (GbDocumentList *self)
{
  g_return_val_if_fail (GB_IS_DOCUMENT_LIST (self), FALSE);

  return get_query (self)[0] != '\0';
}

void
gb_document_list_clear_search (GbDocumentList *self)
{
  g_return_if_fail (GB_IS_DOCUMENT_LIST (self));

  gtk_entry_set_text (self->search_entry, "");
}

void
gb_document_list_focus (GbDocumentList *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (GB_IS_DOCUMENT_LIST (self));

  row = gtk_list_box_get_selected_row (self->list);
  if (row == NULL)
    row = gtk_list_box_get_row_at_index (self->list, 0);
  gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : GTK_WIDGET (self->search_entry));
}

gboolean
gb_document_list_handle_key (GbDocumentList *self, GdkEvent *event)
{
  g_return_val_if_fail (GB_IS_DOCUMENT_LIST (self), GDK_EVENT_PROPAGATE);

  if (!gtk_search_entry_handle_event (GTK_SEARCH_ENTRY (self->search_entry), event))
    return GDK_EVENT_PROPAGATE;
  gtk_entry_grab_focus_without_selecting (self->search_entry);
  return GDK_EVENT_STOP;
}

void
gb_document_list_set_may_write (GbDocumentList *self, gboolean may_write)
{
  g_return_if_fail (GB_IS_DOCUMENT_LIST (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self->new_button), may_write);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->new_button),
                               may_write ? _ ("Write a new document")
                                         : _ ("Only drafters write new documents"));
}

GtkWidget *
gb_document_list_get_header_bar (GbDocumentList *self)
{
  g_return_val_if_fail (GB_IS_DOCUMENT_LIST (self), NULL);

  return GTK_WIDGET (self->header_bar);
}

void
gb_document_list_show_new_menu (GbDocumentList *self)
{
  g_return_if_fail (GB_IS_DOCUMENT_LIST (self));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->new_button), TRUE);
}

void
gb_document_list_show_outbox (GbDocumentList *self)
{
  g_return_if_fail (GB_IS_DOCUMENT_LIST (self));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->network_button), TRUE);
}
