/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Owns nothing. Main thread. Used by the application, and by those who have a bar with a close
 * button.
 */

#define G_LOG_DOMAIN "gb-spoken"

#include "config.h"

#include "widgets/gb-spoken.h"

#include <glib/gi18n.h>
#include <gtk/gtk-a11y.h>
#include <handy.h>

typedef GtkContainerAccessible GbContainerAccessible;
typedef GtkContainerAccessibleClass GbContainerAccessibleClass;
typedef GtkListBoxAccessible GbListAccessible;
typedef GtkListBoxAccessibleClass GbListAccessibleClass;
typedef GtkListBoxRowAccessible GbRowAccessible;
typedef GtkListBoxRowAccessibleClass GbRowAccessibleClass;

static GType gb_container_accessible_get_type (void);
static GType gb_list_accessible_get_type (void);
static GType gb_row_accessible_get_type (void);

G_DEFINE_TYPE (GbContainerAccessible, gb_container_accessible, GTK_TYPE_CONTAINER_ACCESSIBLE)
G_DEFINE_TYPE (GbListAccessible, gb_list_accessible, GTK_TYPE_LIST_BOX_ACCESSIBLE)
G_DEFINE_TYPE (GbRowAccessible, gb_row_accessible, GTK_TYPE_LIST_BOX_ROW_ACCESSIBLE)

static gboolean
is_said (const char *text)
{
  return text != NULL && text[0] != '\0';
}

/* --- Pages, header bars, groups ----------------------------------------------------------------
 */

static const char *
container_get_name (AtkObject *accessible)
{
  GtkWidget *widget = gtk_accessible_get_widget (GTK_ACCESSIBLE (accessible));
  const char *name = ATK_OBJECT_CLASS (gb_container_accessible_parent_class)->get_name (accessible);

  if (is_said (name) || widget == NULL)
    return name;
  if (HDY_IS_STATUS_PAGE (widget))
    return hdy_status_page_get_title (HDY_STATUS_PAGE (widget));
  if (HDY_IS_HEADER_BAR (widget))
    return hdy_header_bar_get_title (HDY_HEADER_BAR (widget));
  if (HDY_IS_PREFERENCES_GROUP (widget))
    return hdy_preferences_group_get_title (HDY_PREFERENCES_GROUP (widget));
  return name;
}

static const char *
container_get_description (AtkObject *accessible)
{
  GtkWidget *widget = gtk_accessible_get_widget (GTK_ACCESSIBLE (accessible));
  const char *description =
    ATK_OBJECT_CLASS (gb_container_accessible_parent_class)->get_description (accessible);

  if (is_said (description) || widget == NULL)
    return description;
  if (HDY_IS_STATUS_PAGE (widget))
    return hdy_status_page_get_description (HDY_STATUS_PAGE (widget));
  if (HDY_IS_HEADER_BAR (widget))
    return hdy_header_bar_get_subtitle (HDY_HEADER_BAR (widget));
  if (HDY_IS_PREFERENCES_GROUP (widget))
    return hdy_preferences_group_get_description (HDY_PREFERENCES_GROUP (widget));
  return description;
}

static void
gb_container_accessible_class_init (GbContainerAccessibleClass *klass)
{
  ATK_OBJECT_CLASS (klass)->get_name = container_get_name;
  ATK_OBJECT_CLASS (klass)->get_description = container_get_description;
}

static void
gb_container_accessible_init (GbContainerAccessible *self)
{
}

/* --- Lists -------------------------------------------------------------------------------------
 */

/* GTK has no way to ask for what it shows in place of rows. */
static void
find_placeholder_cb (GtkWidget *child, gpointer user_data)
{
  GtkWidget **out_label = user_data;

  if (GTK_IS_LABEL (child) && gtk_widget_get_child_visible (child))
    *out_label = child;
}

static const char *
list_get_description (AtkObject *accessible)
{
  GtkWidget *widget = gtk_accessible_get_widget (GTK_ACCESSIBLE (accessible));
  const char *description =
    ATK_OBJECT_CLASS (gb_list_accessible_parent_class)->get_description (accessible);
  GtkWidget *label = NULL;

  if (is_said (description) || widget == NULL ||
      gtk_list_box_get_row_at_index (GTK_LIST_BOX (widget), 0) != NULL)
    return description;
  gtk_container_forall (GTK_CONTAINER (widget), find_placeholder_cb, &label);
  return label != NULL ? gtk_label_get_text (GTK_LABEL (label)) : description;
}

static void
gb_list_accessible_class_init (GbListAccessibleClass *klass)
{
  ATK_OBJECT_CLASS (klass)->get_description = list_get_description;
}

static void
gb_list_accessible_init (GbListAccessible *self)
{
}

static void
collect_words_cb (GtkWidget *child, gpointer user_data)
{
  GString *words = user_data;

  if (GTK_IS_LABEL (child) && gtk_widget_get_visible (child)) {
    const char *name = atk_object_get_name (gtk_widget_get_accessible (child));

    if (is_said (name))
      g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", name);
  } else if (GTK_IS_CONTAINER (child) && !GTK_IS_BUTTON (child)) {
    gtk_container_foreach (GTK_CONTAINER (child), collect_words_cb, words);
  }
}

/* A row that nobody has named is called by what stands on it. */
static const char *
row_get_name (AtkObject *accessible)
{
  GtkWidget *widget = gtk_accessible_get_widget (GTK_ACCESSIBLE (accessible));
  const char *name = ATK_OBJECT_CLASS (gb_row_accessible_parent_class)->get_name (accessible);
  GString *words;

  /* libhandy labels its own by their titles. */
  if (is_said (name) || widget == NULL || HDY_IS_PREFERENCES_ROW (widget))
    return name;
  words = g_string_new (NULL);
  gtk_container_foreach (GTK_CONTAINER (widget), collect_words_cb, words);
  g_object_set_data_full (G_OBJECT (accessible), "gb-words", words->str, g_free);
  return g_string_free (words, FALSE);
}

/* The first row below a header says it. */
static const char *
row_get_description (AtkObject *accessible)
{
  GtkWidget *widget = gtk_accessible_get_widget (GTK_ACCESSIBLE (accessible));
  const char *description =
    ATK_OBJECT_CLASS (gb_row_accessible_parent_class)->get_description (accessible);
  GtkWidget *header;

  if (is_said (description) || widget == NULL)
    return description;
  if (HDY_IS_ACTION_ROW (widget) && is_said (hdy_action_row_get_subtitle (HDY_ACTION_ROW (widget))))
    return hdy_action_row_get_subtitle (HDY_ACTION_ROW (widget));
  if (HDY_IS_EXPANDER_ROW (widget) &&
      is_said (hdy_expander_row_get_subtitle (HDY_EXPANDER_ROW (widget))))
    return hdy_expander_row_get_subtitle (HDY_EXPANDER_ROW (widget));
  header = gtk_list_box_row_get_header (GTK_LIST_BOX_ROW (widget));
  return GTK_IS_LABEL (header) ? gtk_label_get_text (GTK_LABEL (header)) : description;
}

static void
gb_row_accessible_class_init (GbRowAccessibleClass *klass)
{
  ATK_OBJECT_CLASS (klass)->get_name = row_get_name;
  ATK_OBJECT_CLASS (klass)->get_description = row_get_description;
}

static void
gb_row_accessible_init (GbRowAccessible *self)
{
}

/* --- Public ------------------------------------------------------------------------------------
 */

/* The classes live as long as the program. A class inherits the type when it is made, so the
 * general ones come first. */
void
gb_spoken_init (void)
{
  const struct {
    GType widget;
    GType accessible;
  } types[] = {
    { GTK_TYPE_LIST_BOX, gb_list_accessible_get_type () },
    { GTK_TYPE_LIST_BOX_ROW, gb_row_accessible_get_type () },
    { HDY_TYPE_ACTION_ROW, gb_row_accessible_get_type () },
    { HDY_TYPE_EXPANDER_ROW, gb_row_accessible_get_type () },
    { HDY_TYPE_HEADER_BAR, gb_container_accessible_get_type () },
    { HDY_TYPE_PREFERENCES_GROUP, gb_container_accessible_get_type () },
    { HDY_TYPE_STATUS_PAGE, gb_container_accessible_get_type () },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    gtk_widget_class_set_accessible_type (g_type_class_ref (types[i].widget), types[i].accessible);
}

static void
name_close_button_cb (GtkWidget *widget, gpointer user_data)
{
  if (GTK_IS_BUTTON (widget) &&
      gtk_style_context_has_class (gtk_widget_get_style_context (widget), "close"))
    atk_object_set_name (gtk_widget_get_accessible (widget), _ ("Close"));
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), name_close_button_cb, NULL);
}

void
gb_spoken_name_close_button (GtkInfoBar *bar)
{
  g_return_if_fail (GTK_IS_INFO_BAR (bar));

  name_close_button_cb (GTK_WIDGET (bar), NULL);
}

static void
name_toggle_cb (GtkWidget *widget, gpointer user_data)
{
  if (GTK_IS_TOGGLE_BUTTON (widget) && !GTK_IS_MENU_BUTTON (widget)) {
    gtk_widget_set_tooltip_text (widget, _ ("Search for a key or an action"));
    atk_object_set_name (gtk_widget_get_accessible (widget), _ ("Search for a key or an action"));
  }
}

void
gb_spoken_name_shortcuts (GtkShortcutsWindow *window)
{
  GtkWidget *bar = gtk_window_get_titlebar (GTK_WINDOW (window));

  g_return_if_fail (GTK_IS_SHORTCUTS_WINDOW (window));

  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (window)), _ ("Keyboard Shortcuts"));
  if (GTK_IS_CONTAINER (bar))
    gtk_container_forall (GTK_CONTAINER (bar), name_toggle_cb, NULL);
}
