/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The welcome page owns its children only; a password leaves it by the signal and is wiped from the
 * entry when the connection stands. Main thread. The window uses it. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "settings/gb-welcome.h"

#include <glib/gi18n.h>

struct _GbWelcome {
  GtkBin parent_instance;

  /* Template children */
  GtkButton *try_button;
  GtkStack *try_stack;
  GtkSpinner *try_spinner;
  GtkLabel *try_error;
  GtkEntry *address_entry;
  GtkLabel *address_error;
  GtkEntry *account_entry;
  GtkLabel *account_error;
  GtkEntry *password_entry;
  GtkLabel *password_error;
  GtkButton *connect_button;
  GtkSpinner *connect_spinner;
  GtkWidget *form;
};

G_DEFINE_FINAL_TYPE (GbWelcome, gb_welcome, GTK_TYPE_BIN)

enum {
  SIGNAL_TRY,
  SIGNAL_CONNECT_OFFICE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* People type host names; https is what they mean. */
static char *
complete_address (const char *typed)
{
  g_autofree char *address = g_strstrip (g_strdup (typed));
  gsize length;

  if (address[0] == '\0')
    return g_steal_pointer (&address);
  if (strstr (address, "://") == NULL) {
    char *full = g_strconcat ("https://", address, NULL);
    g_free (address);
    address = full;
  }
  length = strlen (address);
  while (length > 0 && address[length - 1] == '/')
    address[--length] = '\0';
  return g_steal_pointer (&address);
}

static gboolean
is_http_address (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);

  return uri != NULL &&
         (g_str_equal (g_uri_get_scheme (uri), "https") ||
          g_str_equal (g_uri_get_scheme (uri), "http")) &&
         g_uri_get_host (uri) != NULL && g_uri_get_host (uri)[0] != '\0';
}

static GtkLabel *
get_error_label (GbWelcome *self, GbWelcomeField field)
{
  switch (field) {
  case GB_WELCOME_FIELD_TRIAL:
    return self->try_error;
  case GB_WELCOME_FIELD_ADDRESS:
    return self->address_error;
  case GB_WELCOME_FIELD_ACCOUNT:
    return self->account_error;
  case GB_WELCOME_FIELD_PASSWORD:
    return self->password_error;
  default:
    g_return_val_if_reached (self->address_error);
  }
}

static GtkWidget *
get_field_widget (GbWelcome *self, GbWelcomeField field)
{
  switch (field) {
  case GB_WELCOME_FIELD_TRIAL:
    return GTK_WIDGET (self->try_button);
  case GB_WELCOME_FIELD_ADDRESS:
    return GTK_WIDGET (self->address_entry);
  case GB_WELCOME_FIELD_ACCOUNT:
    return GTK_WIDGET (self->account_entry);
  case GB_WELCOME_FIELD_PASSWORD:
    return GTK_WIDGET (self->password_entry);
  default:
    g_return_val_if_reached (GTK_WIDGET (self->address_entry));
  }
}

static void
set_field_error (GbWelcome *self, GbWelcomeField field, const char *message)
{
  GtkLabel *label = get_error_label (self, field);
  GtkWidget *widget = get_field_widget (self, field);

  gtk_label_set_text (label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (label), message != NULL);
  if (!GTK_IS_ENTRY (widget))
    return;
  if (message != NULL)
    gtk_style_context_add_class (gtk_widget_get_style_context (widget), "error");
  else
    gtk_style_context_remove_class (gtk_widget_get_style_context (widget), "error");
}

/* One suggested action: the trial, until somebody begins to fill in the form. */
static void
update_suggestion (GbWelcome *self)
{
  gboolean typed = gtk_entry_get_text_length (self->address_entry) > 0;
  GtkWidget *yes = GTK_WIDGET (typed ? self->connect_button : self->try_button);
  GtkWidget *no = GTK_WIDGET (typed ? self->try_button : self->connect_button);

  gtk_style_context_add_class (gtk_widget_get_style_context (yes), "suggested-action");
  gtk_style_context_remove_class (gtk_widget_get_style_context (no), "suggested-action");
}

static void
address_changed_cb (GbWelcome *self)
{
  set_field_error (self, GB_WELCOME_FIELD_ADDRESS, NULL);
  update_suggestion (self);
}

static void
account_changed_cb (GbWelcome *self)
{
  set_field_error (self, GB_WELCOME_FIELD_ACCOUNT, NULL);
}

static void
password_changed_cb (GbWelcome *self)
{
  set_field_error (self, GB_WELCOME_FIELD_PASSWORD, NULL);
}

static void
try_clicked_cb (GbWelcome *self)
{
  gb_welcome_show_error (self, GB_WELCOME_FIELD_TRIAL, NULL);
  g_signal_emit (self, signals[SIGNAL_TRY], 0);
}

static void
connect_clicked_cb (GbWelcome *self)
{
  g_autofree char *address = complete_address (gtk_entry_get_text (self->address_entry));
  g_autofree char *account = g_strstrip (g_strdup (gtk_entry_get_text (self->account_entry)));
  const char *password = gtk_entry_get_text (self->password_entry);

  gb_welcome_show_error (self, GB_WELCOME_FIELD_ADDRESS, NULL);
  if (!is_http_address (address)) {
    gb_welcome_show_error (self, GB_WELCOME_FIELD_ADDRESS,
                           address[0] == '\0'
                             ? _ ("Enter the address that your office gave you.")
                             : _ ("This is not an address. It looks like portal.example.gov.cn."));
  } else if (account[0] == '\0') {
    gb_welcome_show_error (self, GB_WELCOME_FIELD_ACCOUNT, _ ("Enter your account."));
  } else if (password[0] == '\0') {
    gb_welcome_show_error (self, GB_WELCOME_FIELD_PASSWORD, _ ("Enter your password."));
  } else {
    g_signal_emit (self, signals[SIGNAL_CONNECT_OFFICE], 0, address, account, password);
  }
}

static void
gb_welcome_class_init (GbWelcomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_TRY] = g_signal_new ("try", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CONNECT_OFFICE] =
    g_signal_new ("connect-office", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-welcome.ui");
  gtk_widget_class_bind_template_child (widget_class, GbWelcome, try_button);
  gtk_widget_class_bind_template_child (widget_class, GbWelcome, try_stack);
  gtk_widget_class_bind_template_child (widget_class, GbWelcome, try_spinner);
  gtk_widget_class_bind_template_child (widget_class, GbWelcome, try_error);
  gtk_widget_class_bind_template_child (widget_class, GbWelcome, address_entry);
  gtk_widget_class_bind_template_child (widget_class, GbWelcome, address_error);
  gtk_widget_class_bind_template_child (widget_class, GbWelcome, account_entry);
  gtk_widget_class_bind_template_child (widget_class, GbWelcome, account_error);
  gtk_widget_class_bind_template_child (widget_class, GbWelcome, password_entry);
  gtk_widget_class_bind_template_child (widget_class, GbWelcome, password_error);
  gtk_widget_class_bind_template_child (widget_class, GbWelcome, connect_button);
  gtk_widget_class_bind_template_child (widget_class, GbWelcome, connect_spinner);
  gtk_widget_class_bind_template_child (widget_class, GbWelcome, form);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, account_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, password_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, try_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_clicked_cb);
}

static void
gb_welcome_init (GbWelcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_suggestion (self);
}

void
gb_welcome_set_busy (GbWelcome *self, gboolean trial, gboolean busy)
{
  g_return_if_fail (GB_IS_WELCOME (self));

  gtk_widget_set_sensitive (self->form, !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->try_button), !busy);
  gtk_stack_set_visible_child_name (self->try_stack, busy && trial ? "busy" : "idle");
  g_object_set (self->try_spinner, "active", busy && trial, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->connect_spinner), busy && !trial);
  g_object_set (self->connect_spinner, "active", busy && !trial, NULL);
}

void
gb_welcome_show_error (GbWelcome *self, GbWelcomeField field, const char *message)
{
  g_return_if_fail (GB_IS_WELCOME (self));

  for (guint i = GB_WELCOME_FIELD_TRIAL; i <= GB_WELCOME_FIELD_PASSWORD; i++)
    set_field_error (self, i, NULL);
  if (message != NULL) {
    set_field_error (self, field, message);
    gtk_widget_grab_focus (get_field_widget (self, field));
  }
}

const char *
gb_welcome_get_error (GbWelcome *self, GbWelcomeField field)
{
  const char *text;

  g_return_val_if_fail (GB_IS_WELCOME (self), NULL);

  text = gtk_label_get_text (get_error_label (self, field));
  return text[0] != '\0' ? text : NULL;
}

void
gb_welcome_set_office (GbWelcome *self, const char *address, const char *account)
{
  g_return_if_fail (GB_IS_WELCOME (self));

  gtk_entry_set_text (self->address_entry, address != NULL ? address : "");
  gtk_entry_set_text (self->account_entry, account != NULL ? account : "");
  gtk_entry_set_text (self->password_entry, "");
}
