/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The dialog owns a reference to the session. Main thread. The window shows it. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "settings/gb-sign-in-dialog.h"

#include <glib/gi18n.h>

struct _GbSignInDialog {
  GtkDialog parent_instance;

  /* Template children */
  GtkLabel *explanation;
  GtkEntry *password_entry;
  GtkLabel *error;
  GtkWidget *sign_in_button;
  GtkSpinner *spinner;

  /* Owned */
  GbSession *session;
};

G_DEFINE_FINAL_TYPE (GbSignInDialog, gb_sign_in_dialog, GTK_TYPE_DIALOG)

static void
set_busy (GbSignInDialog *self, gboolean busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->password_entry), !busy);
  gtk_widget_set_sensitive (self->sign_in_button,
                            !busy && gtk_entry_get_text_length (self->password_entry) > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  g_object_set (self->spinner, "active", busy, NULL);
}

static void
show_error (GbSignInDialog *self, const char *message)
{
  gtk_label_set_text (self->error, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), message != NULL);
}

static void
sign_in_again_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbSignInDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean signed_in = gb_session_finish (GB_SESSION (object), result, &error);

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  if (signed_in || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    gtk_widget_destroy (GTK_WIDGET (self));
    return;
  }
  set_busy (self, FALSE);
  show_error (self, error->message);
  gtk_widget_grab_focus (GTK_WIDGET (self->password_entry));
}

static void
password_changed_cb (GbSignInDialog *self)
{
  show_error (self, NULL);
  gtk_widget_set_sensitive (self->sign_in_button,
                            gtk_entry_get_text_length (self->password_entry) > 0);
}

static void
gb_sign_in_dialog_response (GtkDialog *dialog, int response)
{
  GbSignInDialog *self = GB_SIGN_IN_DIALOG (dialog);

  if (response != GTK_RESPONSE_OK) {
    gtk_widget_destroy (GTK_WIDGET (self));
    return;
  }
  if (gb_session_get_desk (self->session) == NULL) {
    gtk_widget_destroy (GTK_WIDGET (self));
    return;
  }
  set_busy (self, TRUE);
  show_error (self, NULL);
  gb_session_sign_in_again_async (self->session, gtk_entry_get_text (self->password_entry),
                                  sign_in_again_cb, g_object_ref (self));
}

static void
gb_sign_in_dialog_dispose (GObject *object)
{
  GbSignInDialog *self = GB_SIGN_IN_DIALOG (object);

  g_clear_object (&self->session);

  G_OBJECT_CLASS (gb_sign_in_dialog_parent_class)->dispose (object);
}

static void
gb_sign_in_dialog_class_init (GbSignInDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gb_sign_in_dialog_dispose;
  GTK_DIALOG_CLASS (klass)->response = gb_sign_in_dialog_response;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-sign-in-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GbSignInDialog, explanation);
  gtk_widget_class_bind_template_child (widget_class, GbSignInDialog, password_entry);
  gtk_widget_class_bind_template_child (widget_class, GbSignInDialog, error);
  gtk_widget_class_bind_template_child (widget_class, GbSignInDialog, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, GbSignInDialog, spinner);
  gtk_widget_class_bind_template_callback (widget_class, password_changed_cb);
}

static void
gb_sign_in_dialog_init (GbSignInDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_dialog_set_default_response (GTK_DIALOG (self), GTK_RESPONSE_OK);
}

GtkWidget *
gb_sign_in_dialog_new (GtkWindow *parent, GbSession *session)
{
  GbSignInDialog *self =
    g_object_new (GB_TYPE_SIGN_IN_DIALOG, "use-header-bar", TRUE, "transient-for", parent, NULL);
  GbAccount *account = gb_desk_get_account (gb_session_get_desk (session));
  g_autofree char *text = NULL;

  self->session = g_object_ref (session);
  /* Translators: a person's name and the address of a server. */
  text = g_strdup_printf (
    _ ("%s at %s: enter the password again. What you wrote and decided is kept "
       "and is sent afterwards."),
    gb_account_get_name (account), gb_desk_get_portal_url (gb_session_get_desk (session)));
  gtk_label_set_text (self->explanation, text);
  return GTK_WIDGET (self);
}
