/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sidebar owns a reference to the desk, whose counts it shows. Main thread. The window uses it
 * and acts on its signals. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "library/gb-sidebar.h"

#include "library/gb-box-row.h"
#include "settings/gb-account-button.h"
#include "widgets/gb-network-button.h"

#include <glib/gi18n.h>
#include <handy.h>

/* Changes come in bursts; one count answers them all. */
#define COUNT_DELAY_MS 150

struct _GbSidebar {
  GtkBin parent_instance;

  /* Template children */
  HdyHeaderBar *header_bar;
  GtkMenuButton *menu_button;
  GtkListBox *list;
  GbNetworkButton *network_button;
  GbAccountButton *account_button;

  /* Owned */
  GbDesk *desk;              /* (nullable) */
  GPtrArray *people;         /* (nullable) of GbAccount */
  GCancellable *cancellable; /* (nullable) of the count under way */
  GSignalGroup *desk_signals;

  guint count_source;

  guint is_filling : 1;   /* selections are of no account */
  guint is_selecting : 1; /* selections are not the person's */
};

G_DEFINE_FINAL_TYPE (GbSidebar, gb_sidebar, GTK_TYPE_BIN)

enum {
  SIGNAL_SELECTED,
  SIGNAL_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
count_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbSidebar) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GList) rows = NULL;
  guint counts[GB_N_BOXES] = { 0 };

  if (!gb_desk_count_finish (GB_DESK (object), result, counts, &error)) {
    /* The list asks the same store and shows the error with a way out. */
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_debug ("counting the boxes failed: %s", error->message);
    return;
  }
  if (self->desk != GB_DESK (object))
    return;

  rows = gtk_container_get_children (GTK_CONTAINER (self->list));
  for (GList *l = rows; l != NULL; l = l->next) {
    GbBoxRow *row = GB_BOX_ROW (l->data);

    gb_box_row_set_count (row, counts[gb_box_row_get_box (row)]);
  }
}

static gboolean
count_timeout_cb (gpointer user_data)
{
  GbSidebar *self = user_data;

  self->count_source = 0;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->desk == NULL)
    return G_SOURCE_REMOVE;
  self->cancellable = g_cancellable_new ();
  gb_desk_count_async (self->desk, self->cancellable, count_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
desk_changed_cb (GbSidebar *self)
{
  if (self->count_source == 0)
    self->count_source = g_timeout_add (COUNT_DELAY_MS, count_timeout_cb, self);
}

static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  gboolean is_column = gb_box_row_get_column (GB_BOX_ROW (row)) != NULL;
  gboolean begins =
    before == NULL || (is_column && gb_box_row_get_column (GB_BOX_ROW (before)) == NULL);
  GtkWidget *label;

  if (!begins) {
    gtk_list_box_row_set_header (row, NULL);
    return;
  }
  label = gtk_label_new (is_column ? _ ("Columns") : _ ("My Work"));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_style_context_add_class (gtk_widget_get_style_context (label), "gb-section");
  gtk_widget_set_visible (label, TRUE);
  gtk_list_box_row_set_header (row, label);
}

static void
update_site (GbSidebar *self)
{
  GbSite *site = self->desk != NULL ? gb_desk_get_site (self->desk) : NULL;
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);
  g_autofree char *column = NULL;
  GbBox box = GB_BOX_DRAFTS;

  if (selected != NULL) {
    box = gb_box_row_get_box (GB_BOX_ROW (selected));
    column = g_strdup (gb_box_row_get_column (GB_BOX_ROW (selected)));
  }

  self->is_filling = TRUE;
  gtk_container_foreach (GTK_CONTAINER (self->list), (GtkCallback)gtk_widget_destroy, NULL);
  for (guint i = 0; i < GB_N_BOXES; i++)
    gtk_list_box_insert (self->list, gb_box_row_new_for_box (i), -1);
  if (site != NULL) {
    GPtrArray *columns = gb_site_get_columns (site);

    for (guint i = 0; i < columns->len; i++) {
      const GbSiteColumn *item = g_ptr_array_index (columns, i);

      gtk_list_box_insert (self->list, gb_box_row_new_for_column (item->id, item->name), -1);
    }
    hdy_header_bar_set_title (self->header_bar, gb_site_get_name (site));
    hdy_header_bar_set_subtitle (self->header_bar,
                                 gb_site_get_trial (site) ? _ ("On this computer") : NULL);
  }
  self->is_filling = FALSE;

  if (selected != NULL)
    gb_sidebar_select (self, box, column);
  desk_changed_cb (self);
}

static void
update_account (GbSidebar *self)
{
  gb_account_button_set_account (self->account_button,
                                 self->desk != NULL ? gb_desk_get_account (self->desk) : NULL,
                                 self->people);
}

static void
row_selected_cb (GbSidebar *self, GtkListBoxRow *row)
{
  if (row == NULL || self->is_filling || self->desk == NULL)
    return;
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0, gb_box_row_get_box (GB_BOX_ROW (row)),
                 gb_box_row_get_column (GB_BOX_ROW (row)), gb_box_row_get_title (GB_BOX_ROW (row)),
                 !self->is_selecting);
}

static void
row_activated_cb (GbSidebar *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

static void
gb_sidebar_dispose (GObject *object)
{
  GbSidebar *self = GB_SIDEBAR (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->count_source, g_source_remove);
  g_clear_object (&self->desk_signals);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->people, g_ptr_array_unref);

  G_OBJECT_CLASS (gb_sidebar_parent_class)->dispose (object);
}

static void
gb_sidebar_class_init (GbSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gb_sidebar_dispose;

  signals[SIGNAL_SELECTED] =
    g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 4, G_TYPE_INT, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, GbSidebar, header_bar);
  gtk_widget_class_bind_template_child (widget_class, GbSidebar, menu_button);
  gtk_widget_class_bind_template_child (widget_class, GbSidebar, list);
  gtk_widget_class_bind_template_child (widget_class, GbSidebar, network_button);
  gtk_widget_class_bind_template_child (widget_class, GbSidebar, account_button);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
gb_sidebar_init (GbSidebar *self)
{
  GMenu *menu =
    gtk_application_get_menu_by_id (GTK_APPLICATION (g_application_get_default ()), "primary-menu");

  g_type_ensure (GB_TYPE_NETWORK_BUTTON);
  g_type_ensure (GB_TYPE_ACCOUNT_BUTTON);
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
  gtk_list_box_set_header_func (self->list, header_cb, NULL, NULL);

  self->desk_signals = g_signal_group_new (GB_TYPE_DESK);
  g_signal_group_connect_swapped (self->desk_signals, "changed", G_CALLBACK (desk_changed_cb),
                                  self);
  g_signal_group_connect_swapped (self->desk_signals, "notify::site", G_CALLBACK (update_site),
                                  self);
  g_signal_group_connect_swapped (self->desk_signals, "notify::account",
                                  G_CALLBACK (update_account), self);
}

void
gb_sidebar_set_desk (GbSidebar *self, GbDesk *desk)
{
  g_return_if_fail (GB_IS_SIDEBAR (self));

  if (g_set_object (&self->desk, desk)) {
    g_signal_group_set_target (self->desk_signals, desk);
    gb_network_button_set_desk (self->network_button, desk);
    update_site (self);
    update_account (self);
  }
}

static GtkListBoxRow *
find_row (GbSidebar *self, GbBox box, const char *column)
{
  g_autoptr (GList) rows = gtk_container_get_children (GTK_CONTAINER (self->list));
  GtkListBoxRow *fallback = NULL;

  for (GList *l = rows; l != NULL; l = l->next) {
    GbBoxRow *row = GB_BOX_ROW (l->data);

    if (gb_box_row_get_box (row) == box && g_strcmp0 (gb_box_row_get_column (row), column) == 0)
      return GTK_LIST_BOX_ROW (row);
    if (gb_box_row_get_box (row) == GB_BOX_ALL && gb_box_row_get_column (row) == NULL)
      fallback = GTK_LIST_BOX_ROW (row);
  }
  return fallback;
}

void
gb_sidebar_select (GbSidebar *self, GbBox box, const char *column)
{
  g_return_if_fail (GB_IS_SIDEBAR (self));

  self->is_selecting = TRUE;
  gtk_list_box_select_row (self->list, find_row (self, box, column));
  self->is_selecting = FALSE;
}

GtkWidget *
gb_sidebar_get_header_bar (GbSidebar *self)
{
  g_return_val_if_fail (GB_IS_SIDEBAR (self), NULL);

  return GTK_WIDGET (self->header_bar);
}

void
gb_sidebar_show_menu (GbSidebar *self)
{
  g_return_if_fail (GB_IS_SIDEBAR (self));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->menu_button), TRUE);
}

void
gb_sidebar_show_accounts (GbSidebar *self)
{
  g_return_if_fail (GB_IS_SIDEBAR (self));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->account_button), TRUE);
}

void
gb_sidebar_show_outbox (GbSidebar *self)
{
  g_return_if_fail (GB_IS_SIDEBAR (self));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->network_button), TRUE);
}

void
gb_sidebar_focus (GbSidebar *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (GB_IS_SIDEBAR (self));

  row = gtk_list_box_get_selected_row (self->list);
  gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : GTK_WIDGET (self->list));
}

void
gb_sidebar_set_people (GbSidebar *self, GPtrArray *people)
{
  g_return_if_fail (GB_IS_SIDEBAR (self));

  if (people != NULL)
    g_ptr_array_ref (people);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  self->people = people;
  update_account (self);
}
