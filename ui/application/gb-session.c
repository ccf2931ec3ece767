/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The session owns the desk, the trial's portal, the tokens and the settings. The application owns
 * the session; the window asks it for another desk, after it has saved what is on the page. Main
 * thread.
 *
 * In the trial and when resuming, the desk is opened on the local store at once, and the token
 * follows when the portal has given one: the list never waits for the network. Portal, keyring and
 * network are not even asked before the window says that the list is on the screen, so that they do
 * not take the processor away from it. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "application/gb-session.h"

#include "portal/gb-portal-client.h"
#include "settings/gb-secrets.h"
#include "sync/gb-trial.h"
#include "widgets/gb-messages.h"

#include <glib/gi18n.h>

#define TRIAL_OFFICE    "trial"
#define DEFAULT_ACCOUNT "zhangxiao"
/* For the case that no list comes: it cannot be read, or nobody looks. */
#define CONNECT_DELAY_MS 1500

struct _GbSession {
  GObject parent_instance;

  /* Owned */
  GSettings *settings;
  GbSecrets *secrets;
  GbTrial *trial;            /* (nullable) */
  GbDesk *desk;              /* (nullable) */
  GbPortalClient *client;    /* (nullable) signs in and out; carries the desk's token */
  GCancellable *cancellable; /* of signing in; a new one for each desk */
  char *office;              /* (nullable) "trial" or the server's address */
  char *account;             /* (nullable) */

  guint connect_source; /* the network waits for the list, or for the next attempt */

  guint trial_was_started : 1;
  guint trial_is_starting : 1;
  guint desk_is_started : 1;
  guint is_signing_in : 1;
};

/* A way to a desk. */
typedef struct {
  char *office;
  char *url;
  char *account;
  char *password;         /* (nullable) */
  char *token;            /* (nullable) */
  GbAccount *person;      /* (nullable) when the local store knows */
  GbPortalClient *client; /* (nullable) */
} Opening;

G_DEFINE_QUARK (gb_session_error, gb_session_error)
G_DEFINE_FINAL_TYPE (GbSession, gb_session, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_DESK,
  PROP_TRIAL_STOPPED,
  PROP_SECRETS_PERSISTENT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static Opening *
opening_new (const char *office, const char *url, const char *account)
{
  Opening *self = g_new0 (Opening, 1);

  self->office = g_strdup (office);
  self->url = g_strdup (url);
  self->account = g_strdup (account);
  return self;
}

static void
opening_free (Opening *self)
{
  g_free (self->office);
  g_free (self->url);
  g_free (self->account);
  if (self->password != NULL)
    memset (self->password, 0, strlen (self->password));
  g_free (self->password);
  g_free (self->token);
  g_clear_pointer (&self->person, gb_account_unref);
  g_clear_object (&self->client);
  g_free (self);
}

static gboolean
is_trial (const char *office)
{
  return g_strcmp0 (office, TRIAL_OFFICE) == 0;
}

/* host_port, as folder names go. */
static char *
dup_office_folder_name (const char *office)
{
  g_autoptr (GUri) uri = NULL;
  int port;

  if (is_trial (office))
    return g_strdup (TRIAL_OFFICE);
  uri = g_uri_parse (office, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return g_uri_escape_string (office, NULL, FALSE);
  port = g_uri_get_port (uri);
  if (port < 0)
    port = g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80;
  return g_strdup_printf ("%s_%d", g_uri_get_host (uri), port);
}

static GFile *
new_person_folder (const char *office, const char *account)
{
  g_autofree char *name = dup_office_folder_name (office);
  g_autofree char *person = g_uri_escape_string (account, NULL, FALSE);

  return g_file_new_build_filename (g_get_user_data_dir (), "gongbao", name, person, NULL);
}

static char *
dup_device_name (GbSession *self)
{
  g_autofree char *name = g_settings_get_string (self->settings, "device-name");

  return name[0] != '\0' ? g_steal_pointer (&name) : g_strdup (g_get_host_name ());
}

/* The library's codes become what the form can say. */
static GError *
translate_error (const GError *error)
{
  const GbPortalProblem *problem = gb_portal_error_get_problem (error);
  g_autofree char *message = NULL;

  if (error->domain == GB_SESSION_ERROR)
    return g_error_copy (error);
  if (error->domain == GB_PORTAL_ERROR) {
    switch ((GbPortalError)error->code) {
    case GB_PORTAL_ERROR_OFFLINE:
      return g_error_new_literal (GB_SESSION_ERROR, GB_SESSION_ERROR_UNREACHABLE,
                                  _ ("The server does not answer. Check the address, and whether "
                                     "this computer is connected to the network."));
    case GB_PORTAL_ERROR_INSECURE:
      return g_error_new_literal (GB_SESSION_ERROR, GB_SESSION_ERROR_INSECURE,
                                  _ ("The connection is not safe: the server’s certificate is not "
                                     "trusted. Ask the person who runs the server; do not enter "
                                     "your password anywhere else."));
    case GB_PORTAL_ERROR_NOT_FOUND:
    case GB_PORTAL_ERROR_PROTOCOL:
      return g_error_new_literal (GB_SESSION_ERROR, GB_SESSION_ERROR_NOT_A_PORTAL,
                                  _ ("There is no Gongbao portal at this address. Check it with "
                                     "the person who runs the server."));
    case GB_PORTAL_ERROR_UNAUTHORIZED:
      return g_error_new_literal (GB_SESSION_ERROR, GB_SESSION_ERROR_WRONG_PASSWORD,
                                  _ ("Account or password is wrong."));
    case GB_PORTAL_ERROR_BUSY:
      if (problem != NULL && problem->status == 429) {
        guint minutes = MAX (1, (problem->retry_after_s + 59) / 60);

        return g_error_new (GB_SESSION_ERROR, GB_SESSION_ERROR_TOO_MANY,
                            ngettext ("Too many wrong passwords. Try again in %u minute.",
                                      "Too many wrong passwords. Try again in %u minutes.",
                                      minutes),
                            minutes);
      }
      return g_error_new_literal (GB_SESSION_ERROR, GB_SESSION_ERROR_UNREACHABLE,
                                  _ ("The server is busy. Try again in a minute."));
    case GB_PORTAL_ERROR_CONFLICT:
    case GB_PORTAL_ERROR_REJECTED:
    default:
      break;
    }
  }
  if (error->domain == GB_TRIAL_ERROR)
    return g_error_new_literal (GB_SESSION_ERROR, GB_SESSION_ERROR_TRIAL,
                                error->code == GB_TRIAL_ERROR_NO_PROGRAM
                                  ? _ ("The program gongbao-portal is missing. Install it, then "
                                       "try again.")
                                  : _ ("The portal of the trial does not start. Try again; if it "
                                       "goes on, start gongbao-portal in a terminal to see why."));
  message = gb_message_for_error (error);
  return g_error_new_literal (GB_SESSION_ERROR, GB_SESSION_ERROR_FAILED, message);
}

static void
return_translated (GTask *task, const GError *error)
{
  g_debug ("no desk: %s", error->message);
  g_task_return_error (task, translate_error (error));
}

static void queue_connect (GbSession *self);

static void
start_desk (GbSession *self)
{
  if (self->desk != NULL && !self->desk_is_started) {
    self->desk_is_started = TRUE;
    gb_desk_start (self->desk);
  }
}

static void
close_forgotten_desk_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!gb_desk_close_finish (GB_DESK (object), result, &error))
    g_debug ("closing the desk: %s", error->message);
}

static void
desk_sign_in_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!gb_session_finish (GB_SESSION (object), result, &error)) {
    g_debug ("signing in to the trial: %s", error->message);
    queue_connect (GB_SESSION (object));
  }
}

/* The trial knows its passwords: nobody is asked when a token has expired. */
static void
desk_network_cb (GbSession *self)
{
  if (gb_session_get_is_trial (self) && !self->is_signing_in && self->desk_is_started &&
      gb_desk_get_network (self->desk) == GB_NETWORK_SIGNED_OUT)
    gb_session_sign_in_again_async (self, NULL, desk_sign_in_cb, NULL);
}

/* Most starts change nothing, and each write would wait for the disk or the bus. */
static void
remember (GbSession *self, const char *key, const char *value)
{
  g_autofree char *old = g_settings_get_string (self->settings, key);

  if (!g_str_equal (old, value))
    g_settings_set_string (self->settings, key, value);
}

static void
adopt_desk (GbSession *self, GbDesk *desk, Opening *opening)
{
  g_autoptr (GbDesk) old = g_steal_pointer (&self->desk);

  g_clear_handle_id (&self->connect_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->is_signing_in = FALSE;

  self->desk = desk;
  self->desk_is_started = FALSE;
  g_set_object (&self->client, opening->client);
  g_free (self->office);
  self->office = g_strdup (opening->office);
  g_free (self->account);
  self->account = g_strdup (opening->account);
  remember (self, "office", self->office);
  remember (self, "account", self->account);
  if (is_trial (self->office))
    remember (self, "trial-url", opening->url);
  g_signal_connect_object (self->desk, "notify::network", G_CALLBACK (desk_network_cb), self,
                           G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESK]);

  if (old != NULL) {
    g_signal_handlers_disconnect_by_data (old, self);
    gb_desk_close_async (old, close_forgotten_desk_cb, NULL);
  }
}

static void
open_desk_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbSession *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GbDesk *desk = gb_desk_open_finish (result, &error);

  if (desk == NULL) {
    return_translated (task, error);
    return;
  }
  adopt_desk (self, desk, opening);
  if (opening->token != NULL)
    start_desk (self);
  g_task_return_boolean (task, TRUE);
}

/* Consumes the task, whose data is an Opening. */
static void
open_desk (GbSession *self, GTask *task)
{
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GFile) folder = new_person_folder (opening->office, opening->account);
  g_autoptr (GError) error = NULL;

  if (self->desk != NULL && g_strcmp0 (self->office, opening->office) == 0 &&
      g_strcmp0 (self->account, opening->account) == 0 &&
      g_strcmp0 (gb_desk_get_portal_url (self->desk), opening->url) == 0) {
    if (opening->token != NULL) {
      gb_desk_set_token (self->desk, opening->token);
      start_desk (self);
    }
    g_task_return_boolean (task, TRUE);
    g_object_unref (task);
    return;
  }

  if (opening->client == NULL) {
    opening->client = gb_portal_client_new (opening->url, &error);
    if (opening->client == NULL) {
      return_translated (task, error);
      g_object_unref (task);
      return;
    }
  }
  gb_desk_open_async (folder, opening->url, opening->person, opening->token, NULL, open_desk_cb,
                      task);
}

static GbAccount *
find_person (GbSession *self, const char *account)
{
  GPtrArray *people = self->trial != NULL ? gb_trial_get_accounts (self->trial) : NULL;

  for (guint i = 0; people != NULL && i < people->len; i++) {
    GbAccount *person = g_ptr_array_index (people, i);

    if (g_str_equal (gb_account_get_id (person), account))
      return person;
  }
  return NULL;
}

static void
trial_running_cb (GbSession *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRIAL_STOPPED]);
}

static void
start_trial (GbSession *self, GAsyncReadyCallback callback, GTask *task)
{
  self->trial_was_started = TRUE;
  self->trial_is_starting = TRUE;
  gb_trial_start_async (self->trial, NULL, callback, task);
}

static gboolean
start_trial_finish (GbSession *self, GAsyncResult *result, GError **error)
{
  gboolean started = gb_trial_start_finish (self->trial, result, error);

  self->trial_is_starting = FALSE;
  trial_running_cb (self);
  return started;
}

static void
ensure_trial (GbSession *self)
{
  g_autoptr (GFile) folder = NULL;

  if (self->trial != NULL)
    return;
  folder =
    g_file_new_build_filename (g_get_user_data_dir (), "gongbao", TRIAL_OFFICE, "portal", NULL);
  self->trial = gb_trial_new (folder);
  g_signal_connect_object (self->trial, "notify::running", G_CALLBACK (trial_running_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
sign_in_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbPortalSession) session =
    gb_portal_client_sign_in_finish (GB_PORTAL_CLIENT (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  self->is_signing_in = FALSE;
  if (session == NULL) {
    return_translated (task, error);
    return;
  }
  if (!is_trial (self->office))
    gb_secrets_store (self->secrets, self->office, self->account, session->token);
  gb_desk_set_token (self->desk, session->token);
  start_desk (self);
  g_task_return_boolean (task, TRUE);
}

/* Consumes the task. Gives the desk that is open a token. */
static void
sign_in (GbSession *self, const char *password, GTask *task)
{
  g_autofree char *device = dup_device_name (self);

  self->is_signing_in = TRUE;
  gb_portal_client_sign_in_async (self->client, self->account, password, device, self->cancellable,
                                  sign_in_cb, task);
}

static void
reopen_trial_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!gb_session_finish (GB_SESSION (object), result, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  g_task_return_boolean (task, TRUE);
}

static void
close_moved_desk_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!gb_desk_close_finish (GB_DESK (object), result, &error))
    g_debug ("closing the desk: %s", error->message);
  gb_session_open_trial_async (self, self->account, reopen_trial_cb, g_steal_pointer (&task));
}

static void
attach_trial_started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  const char *url;
  const char *password;

  if (!start_trial_finish (self, result, &error)) {
    return_translated (task, error);
    return;
  }
  if (self->desk == NULL || !gb_session_get_is_trial (self)) {
    g_task_return_boolean (task, TRUE);
    return;
  }

  url = gb_trial_get_url (self->trial);
  if (g_strcmp0 (url, gb_desk_get_portal_url (self->desk)) != 0) {
    /* The port was taken in the meantime; the desk's address cannot be changed. */
    g_autoptr (GbDesk) desk = g_steal_pointer (&self->desk);

    g_debug ("the trial moved from %s to %s", gb_desk_get_portal_url (desk), url);
    g_settings_set_string (self->settings, "trial-url", url);
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESK]);
    gb_desk_close_async (desk, close_moved_desk_cb, g_steal_pointer (&task));
    return;
  }

  password = gb_trial_get_password (self->trial, self->account);
  if (password == NULL) {
    g_task_return_new_error (task, GB_SESSION_ERROR, GB_SESSION_ERROR_TRIAL,
                             _ ("The trial does not know the account “%s”."), self->account);
    return;
  }
  gb_desk_retry_now (self->desk);
  sign_in (self, password, g_steal_pointer (&task));
}

/* Consumes the task. The portal's process, if it was never started, and a token. */
static void
attach_trial (GbSession *self, GTask *task)
{
  start_trial (self, attach_trial_started_cb, task);
}

static void
attach_in_background_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* "trial-stopped" and the desk's "network" tell the window. */
  if (!gb_session_finish (GB_SESSION (object), result, &error)) {
    g_debug ("attaching the trial: %s", error->message);
    queue_connect (GB_SESSION (object));
  }
}

static void
resume_lookup_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbSession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = gb_secrets_lookup_finish (GB_SECRETS (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->desk == NULL)
    return;
  if (token != NULL) {
    gb_portal_client_set_token (self->client, token);
    gb_desk_set_token (self->desk, token);
  }
  start_desk (self);
}

static void
connect_now (GbSession *self)
{
  g_clear_handle_id (&self->connect_source, g_source_remove);
  if (self->desk == NULL)
    return;
  if (self->desk_is_started)
    desk_network_cb (self);
  else if (!is_trial (self->office))
    gb_secrets_lookup_async (self->secrets, self->office, self->account, self->cancellable,
                             resume_lookup_cb, g_object_ref (self));
  /* Once it has ended it stays so until the person starts it again: the window says it. */
  else if (!self->trial_was_started || gb_trial_get_running (self->trial))
    attach_trial (self, g_task_new (self, NULL, attach_in_background_cb, NULL));
}

static gboolean
connect_timeout_cb (gpointer user_data)
{
  GbSession *self = user_data;

  self->connect_source = 0;
  connect_now (self);
  return G_SOURCE_REMOVE;
}

/* The network, as soon as the list is on the screen; and again when the trial gave no token. */
static void
queue_connect (GbSession *self)
{
  if (self->desk != NULL && self->connect_source == 0)
    self->connect_source = g_timeout_add (CONNECT_DELAY_MS, connect_timeout_cb, self);
}

static void
open_trial_desk_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbSession *self = GB_SESSION (object);
  g_autoptr (GError) error = NULL;

  if (!gb_session_finish (self, result, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  queue_connect (self);
  g_task_return_boolean (task, TRUE);
}

static void
open_trial_desk (GbSession *self, const char *url, const char *account, GTask *task)
{
  Opening *opening = opening_new (TRIAL_OFFICE, url, account);
  GbAccount *person = find_person (self, account);
  GTask *inner = g_task_new (self, NULL, open_trial_desk_cb, task);

  opening->person = person != NULL ? gb_account_ref (person) : NULL;
  g_task_set_task_data (inner, opening, (GDestroyNotify)opening_free);
  open_desk (self, inner);
}

static void
first_trial_started_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!start_trial_finish (self, result, &error)) {
    return_translated (task, error);
    return;
  }
  open_trial_desk (self, gb_trial_get_url (self->trial), g_task_get_task_data (task),
                   g_object_ref (task));
}

static void
connect_sign_in_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbSession *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbPortalSession) session =
    gb_portal_client_sign_in_finish (GB_PORTAL_CLIENT (object), result, &error);

  if (session == NULL) {
    return_translated (task, error);
    return;
  }
  opening->token = g_strdup (session->token);
  opening->person = gb_account_ref (session->account);
  g_free (opening->account);
  opening->account = g_strdup (gb_account_get_id (session->account));
  gb_secrets_store (self->secrets, opening->office, opening->account, opening->token);
  open_desk (self, g_steal_pointer (&task));
}

static void
connect_capabilities_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbSession *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) capabilities = NULL;
  g_autofree char *device = NULL;

  capabilities =
    gb_portal_client_get_capabilities_finish (GB_PORTAL_CLIENT (object), result, NULL, &error);
  if (error != NULL) {
    return_translated (task, error);
    return;
  }
  device = dup_device_name (self);
  gb_portal_client_sign_in_async (opening->client, opening->account, opening->password, device,
                                  NULL, connect_sign_in_cb, g_steal_pointer (&task));
}

static void
resume_desk_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbSession *self = GB_SESSION (object);
  g_autoptr (GError) error = NULL;

  if (!gb_session_finish (self, result, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  queue_connect (self);
  g_task_return_boolean (task, TRUE);
}

static void
sign_out_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* Without a network the token expires by itself. */
  if (!gb_portal_client_sign_out_finish (GB_PORTAL_CLIENT (object), result, &error))
    g_debug ("signing out: %s", error->message);
}

static void
close_desk_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (self->trial != NULL)
    gb_trial_stop (self->trial);
  if (!gb_desk_close_finish (GB_DESK (object), result, &error)) {
    return_translated (task, error);
    return;
  }
  g_task_return_boolean (task, TRUE);
}

static void
gb_session_dispose (GObject *object)
{
  GbSession *self = GB_SESSION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->connect_source, g_source_remove);
  if (self->trial != NULL)
    gb_trial_stop (self->trial);
  g_clear_object (&self->trial);
  g_clear_object (&self->desk);
  g_clear_object (&self->client);
  g_clear_object (&self->secrets);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (gb_session_parent_class)->dispose (object);
}

static void
gb_session_finalize (GObject *object)
{
  GbSession *self = GB_SESSION (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->office, g_free);
  g_clear_pointer (&self->account, g_free);

  G_OBJECT_CLASS (gb_session_parent_class)->finalize (object);
}

static void
gb_session_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  GbSession *self = GB_SESSION (object);

  switch (prop_id) {
  case PROP_DESK:
    g_value_set_object (value, self->desk);
    break;
  case PROP_TRIAL_STOPPED:
    g_value_set_boolean (value, gb_session_get_trial_stopped (self));
    break;
  case PROP_SECRETS_PERSISTENT:
    g_value_set_boolean (value, gb_session_get_secrets_persistent (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gb_session_class_init (GbSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gb_session_dispose;
  object_class->finalize = gb_session_finalize;
  object_class->get_property = gb_session_get_property;

  properties[PROP_DESK] =
    g_param_spec_object ("desk", NULL, NULL, GB_TYPE_DESK,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_TRIAL_STOPPED] =
    g_param_spec_boolean ("trial-stopped", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SECRETS_PERSISTENT] =
    g_param_spec_boolean ("secrets-persistent", NULL, NULL, TRUE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
secrets_persistent_cb (GbSession *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SECRETS_PERSISTENT]);
}

static void
gb_session_init (GbSession *self)
{
  self->cancellable = g_cancellable_new ();
  self->secrets = gb_secrets_new ();
  g_signal_connect_object (self->secrets, "notify::persistent", G_CALLBACK (secrets_persistent_cb),
                           self, G_CONNECT_SWAPPED);
}

GbSession *
gb_session_new (GSettings *settings)
{
  GbSession *self = g_object_new (GB_TYPE_SESSION, NULL);

  self->settings = g_object_ref (settings);
  return self;
}

GbDesk *
gb_session_get_desk (GbSession *self)
{
  g_return_val_if_fail (GB_IS_SESSION (self), NULL);

  return self->desk;
}

gboolean
gb_session_get_is_trial (GbSession *self)
{
  g_return_val_if_fail (GB_IS_SESSION (self), FALSE);

  return self->desk != NULL && is_trial (self->office);
}

gboolean
gb_session_get_trial_stopped (GbSession *self)
{
  g_return_val_if_fail (GB_IS_SESSION (self), FALSE);

  return gb_session_get_is_trial (self) && self->trial_was_started && !self->trial_is_starting &&
         !gb_trial_get_running (self->trial);
}

gboolean
gb_session_get_secrets_persistent (GbSession *self)
{
  g_return_val_if_fail (GB_IS_SESSION (self), FALSE);

  return gb_secrets_get_persistent (self->secrets);
}

GPtrArray *
gb_session_get_people (GbSession *self)
{
  g_return_val_if_fail (GB_IS_SESSION (self), NULL);

  return gb_session_get_is_trial (self) ? gb_trial_get_accounts (self->trial) : NULL;
}

gboolean
gb_session_can_resume (GbSession *self)
{
  g_autofree char *office = NULL;
  g_autofree char *account = NULL;

  g_return_val_if_fail (GB_IS_SESSION (self), FALSE);

  office = g_settings_get_string (self->settings, "office");
  account = g_settings_get_string (self->settings, "account");
  return office[0] != '\0' && account[0] != '\0';
}

void
gb_session_resume_async (GbSession *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autofree char *office = NULL;
  g_autofree char *account = NULL;
  GTask *task;
  GTask *inner;

  g_return_if_fail (GB_IS_SESSION (self));
  g_return_if_fail (gb_session_can_resume (self));

  office = g_settings_get_string (self->settings, "office");
  account = g_settings_get_string (self->settings, "account");
  if (is_trial (office)) {
    gb_session_open_trial_async (self, account, callback, user_data);
    return;
  }

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gb_session_resume_async);
  inner = g_task_new (self, NULL, resume_desk_cb, task);
  g_task_set_task_data (inner, opening_new (office, office, account), (GDestroyNotify)opening_free);
  open_desk (self, inner);
}

void
gb_session_open_trial_async (GbSession *self,
                             const char *account,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *office = NULL;
  g_autofree char *id = NULL;
  g_autofree char *url = NULL;

  g_return_if_fail (GB_IS_SESSION (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gb_session_open_trial_async);
  ensure_trial (self);

  office = g_settings_get_string (self->settings, "office");
  if (account != NULL)
    id = g_strdup (account);
  else if (is_trial (office))
    id = g_settings_get_string (self->settings, "account");
  if (id == NULL || id[0] == '\0') {
    g_free (id);
    id = g_strdup (DEFAULT_ACCOUNT);
  }
  if (find_person (self, id) == NULL) {
    g_task_return_new_error (task, GB_SESSION_ERROR, GB_SESSION_ERROR_TRIAL,
                             _ ("The trial does not know the account “%s”."), id);
    return;
  }

  url = g_strdup (gb_trial_get_url (self->trial));
  if (url == NULL)
    url = g_settings_get_string (self->settings, "trial-url");
  if (url[0] != '\0') {
    open_trial_desk (self, url, id, g_steal_pointer (&task));
    return;
  }
  g_task_set_task_data (task, g_steal_pointer (&id), g_free);
  start_trial (self, first_trial_started_cb, g_steal_pointer (&task));
}

void
gb_session_connect_async (GbSession *self,
                          const char *address,
                          const char *account,
                          const char *password,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  Opening *opening;

  g_return_if_fail (GB_IS_SESSION (self));
  g_return_if_fail (address != NULL && account != NULL && password != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gb_session_connect_async);
  opening = opening_new (address, address, account);
  opening->password = g_strdup (password);
  g_task_set_task_data (task, opening, (GDestroyNotify)opening_free);
  opening->client = gb_portal_client_new (address, &error);
  if (opening->client == NULL) {
    g_task_return_new_error (task, GB_SESSION_ERROR, GB_SESSION_ERROR_INSECURE,
                             _ ("The address must begin with https://, so that nobody on the way "
                                "can read your password."));
    return;
  }
  gb_portal_client_get_capabilities_async (opening->client, NULL, NULL, connect_capabilities_cb,
                                           g_steal_pointer (&task));
}

void
gb_session_sign_in_again_async (GbSession *self,
                                const char *password,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GB_IS_SESSION (self));
  g_return_if_fail (self->desk != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gb_session_sign_in_again_async);
  if (gb_session_get_is_trial (self))
    password = gb_trial_get_password (self->trial, self->account);
  if (password == NULL) {
    g_task_return_new_error (task, GB_SESSION_ERROR, GB_SESSION_ERROR_WRONG_PASSWORD,
                             _ ("Enter your password."));
    return;
  }
  sign_in (self, password, g_steal_pointer (&task));
}

void
gb_session_restart_trial_async (GbSession *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (GB_IS_SESSION (self));
  g_return_if_fail (gb_session_get_is_trial (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gb_session_restart_trial_async);
  attach_trial (self, task);
}

static void
close_desk (GbSession *self, GTask *task)
{
  g_autoptr (GbDesk) desk = g_steal_pointer (&self->desk);

  g_clear_handle_id (&self->connect_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  if (desk == NULL) {
    if (self->trial != NULL)
      gb_trial_stop (self->trial);
    g_task_return_boolean (task, TRUE);
    g_object_unref (task);
    return;
  }
  g_signal_handlers_disconnect_by_data (desk, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESK]);
  gb_desk_close_async (desk, close_desk_cb, task);
}

void
gb_session_list_is_shown (GbSession *self)
{
  g_return_if_fail (GB_IS_SESSION (self));

  if (self->connect_source != 0)
    connect_now (self);
}

void
gb_session_leave_async (GbSession *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (GB_IS_SESSION (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gb_session_leave_async);
  if (self->desk != NULL && !is_trial (self->office)) {
    gb_secrets_clear (self->secrets, self->office, self->account);
    if (self->client != NULL && gb_portal_client_get_token (self->client) != NULL)
      gb_portal_client_sign_out_async (self->client, NULL, sign_out_cb, NULL);
  }
  g_settings_set_string (self->settings, "office", "");
  g_settings_set_string (self->settings, "account", "");
  self->trial_was_started = FALSE;
  close_desk (self, task);
}

void
gb_session_close_async (GbSession *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (GB_IS_SESSION (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gb_session_close_async);
  close_desk (self, task);
}

gboolean
gb_session_finish (GbSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
