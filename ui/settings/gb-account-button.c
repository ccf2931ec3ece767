/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The button owns its popover. Main thread. The sidebar shows it. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "settings/gb-account-button.h"

#include "widgets/gb-messages.h"

#include <glib/gi18n.h>
#include <handy.h>

struct _GbAccountButton {
  GtkMenuButton parent_instance;

  /* Template children */
  HdyAvatar *avatar;
  GtkLabel *name;
  GtkLabel *role;
  GtkPopover *popover;
  GtkWidget *people_box;
  GtkListBox *people_list;
  GtkButton *leave_button;
};

G_DEFINE_FINAL_TYPE (GbAccountButton, gb_account_button, GTK_TYPE_MENU_BUTTON)

static char *
dup_role_words (GbAccount *account)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  guint roles = gb_account_get_roles (account);

  for (guint i = 0; i < GB_N_ROLES; i++) {
    if (roles & (1u << i))
      g_ptr_array_add (words, (gpointer)gb_name_of_role (1u << i));
  }
  g_ptr_array_add (words, NULL);
  /* Translators: between the roles of one person. */
  return g_strjoinv (C_ ("roles", ", "), (char **)words->pdata);
}

static GtkWidget *
new_person_row (GbAccount *person, gboolean is_current)
{
  g_autofree char *roles = dup_role_words (person);
  g_autofree char *subtitle = NULL;
  GtkWidget *row = hdy_action_row_new ();
  GtkWidget *avatar = hdy_avatar_new (32, gb_account_get_name (person), TRUE);

  subtitle = g_strdup_printf ("%s · %s", roles, gb_account_get_unit (person));
  hdy_preferences_row_set_title (HDY_PREFERENCES_ROW (row), gb_account_get_name (person));
  hdy_action_row_set_subtitle (HDY_ACTION_ROW (row), subtitle);
  gtk_widget_set_visible (avatar, TRUE);
  hdy_action_row_add_prefix (HDY_ACTION_ROW (row), avatar);
  if (is_current) {
    GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic", GTK_ICON_SIZE_BUTTON);

    gtk_widget_set_visible (mark, TRUE);
    atk_object_set_name (gtk_widget_get_accessible (mark), _ ("Signed in"));
    gtk_container_add (GTK_CONTAINER (row), mark);
  }
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "gb-account", gb_account_ref (person),
                          (GDestroyNotify)gb_account_unref);
  atk_object_set_name (gtk_widget_get_accessible (row), gb_account_get_name (person));
  atk_object_set_description (gtk_widget_get_accessible (row), subtitle);
  gtk_widget_set_visible (row, TRUE);
  return row;
}

static void
activate (GbAccountButton *self, const char *action, GVariant *parameter)
{
  g_autoptr (GVariant) owned = parameter != NULL ? g_variant_ref_sink (parameter) : NULL;
  GActionGroup *actions =
    gtk_widget_get_action_group (gtk_widget_get_toplevel (GTK_WIDGET (self)), "win");

  gtk_popover_popdown (self->popover);
  if (actions != NULL)
    g_action_group_activate_action (actions, action, owned);
}

static void
person_activated_cb (GbAccountButton *self, GtkListBoxRow *row)
{
  GbAccount *person = g_object_get_data (G_OBJECT (row), "gb-account");

  activate (self, "switch-account", g_variant_new_string (gb_account_get_id (person)));
}

static void
leave_clicked_cb (GbAccountButton *self)
{
  activate (self, "leave-office", NULL);
}

static void
gb_account_button_class_init (GbAccountButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-account-button.ui");
  gtk_widget_class_bind_template_child (widget_class, GbAccountButton, avatar);
  gtk_widget_class_bind_template_child (widget_class, GbAccountButton, name);
  gtk_widget_class_bind_template_child (widget_class, GbAccountButton, role);
  gtk_widget_class_bind_template_child (widget_class, GbAccountButton, popover);
  gtk_widget_class_bind_template_child (widget_class, GbAccountButton, people_box);
  gtk_widget_class_bind_template_child (widget_class, GbAccountButton, people_list);
  gtk_widget_class_bind_template_child (widget_class, GbAccountButton, leave_button);
  gtk_widget_class_bind_template_callback (widget_class, person_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_clicked_cb);
}

static void
gb_account_button_init (GbAccountButton *self)
{
  g_type_ensure (HDY_TYPE_AVATAR);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
gb_account_button_set_account (GbAccountButton *self, GbAccount *account, GPtrArray *people)
{
  g_autofree char *roles = NULL;
  g_autofree char *accessible_name = NULL;
  const char *name;

  g_return_if_fail (GB_IS_ACCOUNT_BUTTON (self));

  name = account != NULL ? gb_account_get_name (account) : "";
  roles = account != NULL ? dup_role_words (account) : g_strdup ("");
  hdy_avatar_set_text (self->avatar, name);
  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->role, roles);
  /* Translators: read by a screen reader: a person's name and roles. */
  accessible_name = g_strdup_printf (_ ("Account: %s, %s"), name, roles);
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self)), accessible_name);
  gtk_widget_set_tooltip_text (
    GTK_WIDGET (self), people != NULL ? _ ("Be another person of the trial") : _ ("Account"));

  gtk_container_foreach (GTK_CONTAINER (self->people_list), (GtkCallback)gtk_widget_destroy, NULL);
  for (guint i = 0; people != NULL && i < people->len; i++) {
    GbAccount *person = g_ptr_array_index (people, i);
    gboolean is_current =
      account != NULL && g_str_equal (gb_account_get_id (person), gb_account_get_id (account));

    gtk_list_box_insert (self->people_list, new_person_row (person, is_current), -1);
  }
  gtk_widget_set_visible (self->people_box, people != NULL);
  gtk_button_set_label (self->leave_button,
                        people != NULL ? _ ("_Leave the Trial") : _ ("_Sign Out"));
}
