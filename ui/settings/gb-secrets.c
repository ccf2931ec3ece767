/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns the tokens that no keyring would take. libsecret talks to the keyring by D-Bus without
 * blocking. Main thread. The session uses it. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "settings/gb-secrets.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

struct _GbSecrets {
  GObject parent_instance;

  /* Owned */
  GHashTable *memory; /* "office account" → token */

  guint is_persistent : 1;
};

G_DEFINE_FINAL_TYPE (GbSecrets, gb_secrets, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_PERSISTENT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static const SecretSchema schema = {
  GB_APP_ID ".Token",
  SECRET_SCHEMA_NONE,
  {
    { "office", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
  },
};

static char *
dup_key (const char *office, const char *account)
{
  return g_strdup_printf ("%s %s", office, account);
}

static void
set_persistent (GbSecrets *self, gboolean persistent)
{
  if (self->is_persistent != persistent) {
    self->is_persistent = persistent;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PERSISTENT]);
  }
}

static void
lookup_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  char *token = secret_password_lookup_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (error != NULL) {
    g_debug ("the keyring gives nothing: %s", error->message);
    set_persistent (g_task_get_source_object (task), FALSE);
  }
  g_task_return_pointer (task, token, (GDestroyNotify)secret_password_free);
}

static void
store_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbSecrets) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean stored = secret_password_store_finish (result, &error);

  if (!stored)
    g_debug ("the keyring takes nothing: %s", error->message);
  set_persistent (self, stored);
}

static void
clear_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    g_debug ("the keyring clears nothing: %s", error->message);
}

static void
gb_secrets_finalize (GObject *object)
{
  GbSecrets *self = GB_SECRETS (object);

  g_clear_pointer (&self->memory, g_hash_table_unref);

  G_OBJECT_CLASS (gb_secrets_parent_class)->finalize (object);
}

static void
gb_secrets_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_PERSISTENT:
    g_value_set_boolean (value, gb_secrets_get_persistent (GB_SECRETS (object)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gb_secrets_class_init (GbSecretsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gb_secrets_finalize;
  object_class->get_property = gb_secrets_get_property;

  properties[PROP_PERSISTENT] =
    g_param_spec_boolean ("persistent", NULL, NULL, TRUE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gb_secrets_init (GbSecrets *self)
{
  self->is_persistent = TRUE;
  self->memory = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

GbSecrets *
gb_secrets_new (void)
{
  return g_object_new (GB_TYPE_SECRETS, NULL);
}

gboolean
gb_secrets_get_persistent (GbSecrets *self)
{
  g_return_val_if_fail (GB_IS_SECRETS (self), FALSE);

  return self->is_persistent;
}

void
gb_secrets_lookup_async (GbSecrets *self,
                         const char *office,
                         const char *account,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *key = NULL;
  const char *token;

  g_return_if_fail (GB_IS_SECRETS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gb_secrets_lookup_async);
  key = dup_key (office, account);
  token = g_hash_table_lookup (self->memory, key);
  if (token != NULL) {
    g_task_return_pointer (task, g_strdup (token), g_free);
    return;
  }
  secret_password_lookup (&schema, cancellable, lookup_cb, g_steal_pointer (&task), "office",
                          office, "account", account, NULL);
}

char *
gb_secrets_lookup_finish (GbSecrets *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
gb_secrets_store (GbSecrets *self, const char *office, const char *account, const char *token)
{
  g_autofree char *label = NULL;

  g_return_if_fail (GB_IS_SECRETS (self));
  g_return_if_fail (token != NULL);

  g_hash_table_replace (self->memory, dup_key (office, account), g_strdup (token));
  /* Translators: shown by the keyring; an account and the address of a server. */
  label = g_strdup_printf (_ ("Gongbao: %s at %s"), account, office);
  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, token, NULL, store_cb,
                         g_object_ref (self), "office", office, "account", account, NULL);
}

void
gb_secrets_clear (GbSecrets *self, const char *office, const char *account)
{
  g_autofree char *key = NULL;

  g_return_if_fail (GB_IS_SECRETS (self));

  key = dup_key (office, account);
  g_hash_table_remove (self->memory, key);
  secret_password_clear (&schema, NULL, clear_cb, NULL, "office", office, "account", account, NULL);
}
