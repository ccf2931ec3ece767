/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in, in three steps: look the account up (office thread), compare the password (password
 * thread), write the session (office thread). It owns the password thread and the count of
 * failures; GbPortalServer uses it. */
#define G_LOG_DOMAIN "gb-sign-in"

#include "config.h"

#include "server/gb-sign-in.h"

#include "document/gb-digest.h"
#include "server/gb-password.h"
#include "server/gb-problem.h"
#include "store/gb-office-accounts.h"

#include <string.h>

#define MAX_FAILURES 5
#define WINDOW_US    (5 * 60 * G_USEC_PER_SEC)
#define TOKEN_BYTES  32
#define MAX_WAITING  64

struct _GbSignIn {
  GObject parent_instance;

  /* Owned */
  GThreadPool *passwords;
  GbRateLimit *limit;

  GbOfficeThread *office; /* (owned) */
};

/* One attempt on its way. */
typedef struct {
  GbRequest *request; /* borrowed */
  char *account;
  char *password;
  char *device;
  char *stored; /* (nullable): there is no such account */
  char *key;    /* what failures are counted under */
  gboolean is_right;
  guint wait_s; /* > 0: too many attempts */
  GbResponse *response;
} Attempt;

G_DEFINE_FINAL_TYPE (GbSignIn, gb_sign_in, G_TYPE_OBJECT)

static void
attempt_free (Attempt *attempt)
{
  if (attempt->password != NULL)
    memset (attempt->password, 0, strlen (attempt->password));
  g_free (attempt->account);
  g_free (attempt->password);
  g_free (attempt->device);
  g_free (attempt->stored);
  g_free (attempt->key);
  g_clear_pointer (&attempt->response, gb_response_free);
  g_free (attempt);
}

char *
gb_sign_in_digest_token (const char *token)
{
  return gb_digest_data (token, strlen (token));
}

static void
answer (GTask *task, GbResponse *response)
{
  Attempt *attempt = g_task_get_task_data (task);

  attempt->response = response;
  g_task_return_boolean (task, TRUE);
}

static GbResponse *
answer_session (GbAccount *account, const char *token, gint64 expires_at)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (expires_at / G_USEC_PER_SEC);
  g_autofree char *text = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "token", token);
  json_object_set_string_member (object, "expires_at", text);
  json_object_set_member (object, "account", gb_account_to_json (account));
  return gb_response_new_object (201, object);
}

/* Office thread: the third step. */
static GbResponse *
open_session (GbOffice *office, GbRequest *request, gpointer data)
{
  Attempt *attempt = data;
  gint64 now = gb_office_now ();
  gint64 expires_at = now + (gint64)GB_SESSION_DAYS * 24 * 60 * 60 * G_USEC_PER_SEC;
  g_autoptr (GbAccount) account = NULL;
  g_autofree char *token = NULL;
  g_autofree char *digest = NULL;
  g_autoptr (GError) error = NULL;

  if (!gb_office_find_account (office->database, attempt->account, &account, NULL, &error))
    return gb_problem_respond_internal (error);
  if (account == NULL)
    return gb_problem_respond ("wrong-password", NULL);
  token = gb_random_token (TOKEN_BYTES, &error);
  if (token == NULL)
    return gb_problem_respond_internal (error);
  digest = gb_sign_in_digest_token (token);
  if (!gb_office_add_session (office->database, digest, attempt->account, attempt->device, now,
                              expires_at, &error))
    return gb_problem_respond_internal (error);
  return answer_session (account, token, expires_at);
}

static void
session_opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  answer (task, gb_office_thread_handle_finish (GB_OFFICE_THREAD (object), result));
}

static GbResponse *
refuse_too_many (guint wait_s)
{
  g_autofree char *seconds = g_strdup_printf ("%u", wait_s);
  GbResponse *response = gb_problem_respond ("too-many-attempts", NULL);

  gb_response_add_header (response, "Retry-After", seconds);
  return response;
}

/* Main thread again, after the second step. */
static gboolean
compared_cb (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbSignIn *self = g_task_get_source_object (task);
  Attempt *attempt = g_task_get_task_data (task);

  if (attempt->wait_s > 0)
    answer (task, refuse_too_many (attempt->wait_s));
  else if (!attempt->is_right)
    answer (task, gb_problem_respond ("wrong-password", NULL));
  else
    gb_office_thread_handle_async (self->office, GB_DATABASE_PRIORITY_USER, open_session,
                                   attempt->request, attempt, session_opened_cb,
                                   g_steal_pointer (&task));
  return G_SOURCE_REMOVE;
}

/* Password thread: one at a time, so that nobody gets more guesses by guessing at once. */
static void
compare (gpointer data, gpointer user_data)
{
  GTask *task = data;
  GbRateLimit *limit = user_data;
  Attempt *attempt = g_task_get_task_data (task);

  if (gb_rate_limit_may_try (limit, attempt->key, g_get_monotonic_time (), &attempt->wait_s)) {
    attempt->is_right = gb_password_verify (attempt->password, attempt->stored);
    if (attempt->is_right)
      gb_rate_limit_forget (limit, attempt->key);
    else
      gb_rate_limit_add_failure (limit, attempt->key, g_get_monotonic_time ());
  }
  g_main_context_invoke (g_task_get_context (task), compared_cb, task);
}

/* Office thread: the first step. A status of 0 means: go on. */
static GbResponse *
look_up (GbOffice *office, GbRequest *request, gpointer data)
{
  Attempt *attempt = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GbAccount) account = NULL;
  g_autoptr (JsonNode) node = gb_request_parse_json (request, &error);
  const char *device;

  if (node == NULL)
    return gb_problem_respond ("bad-json", error->message);
  attempt->account = g_strdup (gb_request_get_member (node, "account", 64));
  attempt->password = g_strdup (gb_request_get_member (node, "password", GB_PASSWORD_MAX_BYTES));
  device = gb_request_get_member (node, "device", 200);
  attempt->device = g_strdup (device != NULL ? device : "");
  if (attempt->account == NULL)
    return gb_problem_respond_field ("malformed", "account", "account must be a short string");
  if (attempt->password == NULL)
    return gb_problem_respond_field ("malformed", "password", "password must be a short string");
  if (device == NULL && json_object_has_member (json_node_get_object (node), "device"))
    return gb_problem_respond_field ("malformed", "device", "device must be a short string");
  attempt->key = g_strdup_printf ("%s %s", request->remote, attempt->account);
  if (!gb_office_find_account (office->database, attempt->account, &account, &attempt->stored,
                               &error))
    return gb_problem_respond_internal (error);
  return gb_response_new (0);
}

static void
looked_up_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GbSignIn *self = g_task_get_source_object (task);
  g_autoptr (GbResponse) response =
    gb_office_thread_handle_finish (GB_OFFICE_THREAD (object), result);

  if (response->status != 0)
    answer (task, g_steal_pointer (&response));
  else if (g_thread_pool_unprocessed (self->passwords) >= MAX_WAITING)
    answer (task, refuse_too_many (10));
  else
    g_thread_pool_push (self->passwords, g_steal_pointer (&task), NULL);
}

static void
gb_sign_in_dispose (GObject *object)
{
  GbSignIn *self = GB_SIGN_IN (object);

  /* Every attempt has a reference to us, so there is none by now. */
  if (self->passwords != NULL)
    g_thread_pool_free (g_steal_pointer (&self->passwords), FALSE, TRUE);
  g_clear_object (&self->office);

  G_OBJECT_CLASS (gb_sign_in_parent_class)->dispose (object);
}

static void
gb_sign_in_finalize (GObject *object)
{
  g_clear_pointer (&GB_SIGN_IN (object)->limit, gb_rate_limit_free);

  G_OBJECT_CLASS (gb_sign_in_parent_class)->finalize (object);
}

static void
gb_sign_in_class_init (GbSignInClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gb_sign_in_dispose;
  object_class->finalize = gb_sign_in_finalize;
}

static void
gb_sign_in_init (GbSignIn *self)
{
  self->limit = gb_rate_limit_new (MAX_FAILURES, WINDOW_US);
  self->passwords = g_thread_pool_new (compare, self->limit, 1, FALSE, NULL);
}

GbSignIn *
gb_sign_in_new (GbOfficeThread *office)
{
  GbSignIn *self;

  g_return_val_if_fail (GB_IS_OFFICE_THREAD (office), NULL);

  self = g_object_new (GB_TYPE_SIGN_IN, NULL);
  self->office = g_object_ref (office);
  return self;
}

void
gb_sign_in_handle_async (GbSignIn *self,
                         GbRequest *request,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task;
  Attempt *attempt;

  g_return_if_fail (GB_IS_SIGN_IN (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gb_sign_in_handle_async);
  attempt = g_new0 (Attempt, 1);
  attempt->request = request;
  g_task_set_task_data (task, attempt, (GDestroyNotify)attempt_free);
  gb_office_thread_handle_async (self->office, GB_DATABASE_PRIORITY_USER, look_up, request, attempt,
                                 looked_up_cb, task);
}

GbResponse *
gb_sign_in_handle_finish (GbSignIn *self, GAsyncResult *result)
{
  Attempt *attempt;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  g_task_propagate_boolean (G_TASK (result), NULL);
  attempt = g_task_get_task_data (G_TASK (result));
  return g_steal_pointer (&attempt->response);
}
