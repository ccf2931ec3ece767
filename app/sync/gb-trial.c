/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The portal on this computer. It owns the child process and what it knows of the accounts; the
 * application owns it. Main thread. */

#define G_LOG_DOMAIN "gb-trial"

#include "config.h"

#include "sync/gb-trial.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#define ACCOUNTS_RESOURCE "/org/gongbao/Gongbao/trial/accounts.json"
#define ACCOUNTS_FILE     "trial-accounts.json"
#define PORTAL_PROGRAM    "gongbao-portal"
#define READY_LINE        "listening on "
#define READY_TIMEOUT_S   20

struct _GbTrial {
  GObject parent_instance;

  /* Owned */
  GFile *folder;
  GSubprocess *process;  /* (nullable) while not running */
  char *url;             /* (nullable) until the first start */
  char *last_words;      /* (nullable): the newest line of its standard error */
  GPtrArray *accounts;   /* of GbAccount */
  GHashTable *passwords; /* account id to password */
  GTask *starting;       /* (nullable) */

  guint timeout;

  guint is_running : 1;
  guint is_stopping : 1; /* asked to end, and has not yet */
  guint start_again : 1; /* when it has ended */
};

G_DEFINE_FINAL_TYPE (GbTrial, gb_trial, G_TYPE_OBJECT)

G_DEFINE_QUARK (gb_trial_error, gb_trial_error)

enum {
  PROP_RUNNING = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* A stream of the child, read line by line to its end, so that it never blocks on a full pipe. */
typedef struct {
  GWeakRef trial;
  GSubprocess *process; /* a later child must not be taken for this one */
  GDataInputStream *stream;
  gboolean is_output; /* not standard error */
} Reader;

static void
reader_free (Reader *reader)
{
  g_weak_ref_clear (&reader->trial);
  g_clear_object (&reader->process);
  g_clear_object (&reader->stream);
  g_free (reader);
}

static void
set_running (GbTrial *self, gboolean running)
{
  if (self->is_running == running)
    return;

  self->is_running = running;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

static void
fail_start (GbTrial *self, const char *what)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->starting);

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (task != NULL)
    g_task_return_new_error (task, GB_TRIAL_ERROR, GB_TRIAL_ERROR_NOT_READY, "%s%s%s", what,
                             self->last_words != NULL ? ": " : "",
                             self->last_words != NULL ? self->last_words : "");
}

/* --- Accounts ----------------------------------------------------------------------------------
 */

static void
read_accounts (GbTrial *self, JsonNode *root)
{
  JsonArray *array;

  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    return;

  array = json_node_get_array (root);
  g_ptr_array_set_size (self->accounts, 0);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);
    g_autoptr (GError) error = NULL;
    GbAccount *account = gb_account_new_from_json (node, &error);
    JsonNode *password;

    if (account == NULL) {
      g_debug ("a trial account: %s", error->message);
      continue;
    }
    g_ptr_array_add (self->accounts, account);
    password = json_object_get_member (json_node_get_object (node), "password");
    if (password != NULL && json_node_get_value_type (password) == G_TYPE_STRING)
      g_hash_table_insert (self->passwords, g_strdup (gb_account_get_id (account)),
                           json_node_dup_string (password));
  }
}

static void
load_accounts_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbTrial) self = user_data;
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GTask) task = NULL;

  if (g_file_load_contents_finish (G_FILE (source), result, &contents, NULL, NULL, &error))
    root = json_from_string (contents, &error);
  if (root == NULL) {
    g_free (self->last_words);
    self->last_words = g_strdup (error->message);
    fail_start (self, "the trial accounts cannot be read");
    return;
  }

  read_accounts (self, root);
  task = g_steal_pointer (&self->starting);
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (task == NULL)
    return;

  if (self->process == NULL) {
    self->starting = g_steal_pointer (&task);
    fail_start (self, "the portal ended");
    return;
  }
  set_running (self, TRUE);
  g_task_return_boolean (task, TRUE);
}

/* --- The child ---------------------------------------------------------------------------------
 */

static void
handle_line (GbTrial *self, gboolean is_output, const char *line)
{
  g_autoptr (GFile) file = NULL;

  if (!is_output) {
    g_debug ("portal: %s", line);
    g_free (self->last_words);
    self->last_words = g_strdup (line);
    return;
  }
  if (!g_str_has_prefix (line, READY_LINE) || self->starting == NULL)
    return;

  g_free (self->url);
  self->url = g_strdup (line + strlen (READY_LINE));
  g_strchomp (self->url);
  file = g_file_get_child (self->folder, ACCOUNTS_FILE);
  g_file_load_contents_async (file, NULL, load_accounts_cb, g_object_ref (self));
}

static void
read_line_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Reader *reader = user_data;
  g_autofree char *line =
    g_data_input_stream_read_line_finish_utf8 (reader->stream, result, NULL, NULL);
  g_autoptr (GbTrial) self = g_weak_ref_get (&reader->trial);

  /* The end of the stream, or bytes that are no text: the process' end says the rest. */
  if (line == NULL) {
    reader_free (reader);
    return;
  }

  if (self != NULL && self->process == reader->process)
    handle_line (self, reader->is_output, line);
  g_data_input_stream_read_line_async (reader->stream, G_PRIORITY_DEFAULT, NULL, read_line_cb,
                                       reader);
}

static void
read_lines (GbTrial *self, GInputStream *stream, gboolean is_output)
{
  Reader *reader = g_new0 (Reader, 1);

  g_weak_ref_init (&reader->trial, self);
  reader->process = g_object_ref (self->process);
  reader->stream = g_data_input_stream_new (stream);
  reader->is_output = is_output;
  g_data_input_stream_read_line_async (reader->stream, G_PRIORITY_DEFAULT, NULL, read_line_cb,
                                       reader);
}

typedef struct {
  GWeakRef trial;
} Watch;

static gboolean
timeout_cb (gpointer user_data)
{
  GbTrial *self = user_data;

  self->timeout = 0;
  gb_trial_stop (self);
  fail_start (self, "the portal did not listen in time");

  return G_SOURCE_REMOVE;
}

/* Between fork and exec: a portal of an application that crashed must not stay behind. */
static void
child_setup (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static void launch (GbTrial *self);

static void
wait_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Watch *watch = user_data;
  g_autoptr (GbTrial) self = g_weak_ref_get (&watch->trial);

  g_weak_ref_clear (&watch->trial);
  g_free (watch);
  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  if (self == NULL || self->process != G_SUBPROCESS (source))
    return;

  g_clear_object (&self->process);
  set_running (self, FALSE);
  self->is_stopping = FALSE;
  if (self->start_again) {
    self->start_again = FALSE;
    launch (self);
  } else {
    fail_start (self, "the portal ended");
  }
}

static void
launch (GbTrial *self)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autofree char *program = gb_trial_find_program ();
  Watch *watch;
  GError *error = NULL;

  if (program == NULL) {
    g_autoptr (GTask) task = g_steal_pointer (&self->starting);

    g_task_return_new_error (task, GB_TRIAL_ERROR, GB_TRIAL_ERROR_NO_PROGRAM,
                             PORTAL_PROGRAM " is not installed");
    return;
  }

  launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_set_child_setup (launcher, child_setup, NULL, NULL);
  g_clear_pointer (&self->last_words, g_free);
  self->process = g_subprocess_launcher_spawn (launcher, &error, program, "--data",
                                               g_file_peek_path (self->folder), "--trial", NULL);
  if (self->process == NULL) {
    g_autoptr (GTask) task = g_steal_pointer (&self->starting);

    g_task_return_error (task, error);
    return;
  }

  self->timeout = g_timeout_add_seconds (READY_TIMEOUT_S, timeout_cb, self);
  read_lines (self, g_subprocess_get_stdout_pipe (self->process), TRUE);
  read_lines (self, g_subprocess_get_stderr_pipe (self->process), FALSE);
  watch = g_new0 (Watch, 1);
  g_weak_ref_init (&watch->trial, self);
  g_subprocess_wait_async (self->process, NULL, wait_cb, watch);
}

static char *
find_near (const char *executable)
{
  g_autofree char *folder = g_path_get_dirname (executable);

  /* Beside it when installed; in a build tree, some levels up and down again. */
  for (guint level = 0; level < 4; level++) {
    g_autofree char *beside = g_build_filename (folder, PORTAL_PROGRAM, NULL);
    g_autofree char *built = g_build_filename (folder, "app", "server", PORTAL_PROGRAM, NULL);
    char *parent;

    if (level == 0 && g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
      return g_steal_pointer (&beside);
    if (g_file_test (built, G_FILE_TEST_IS_EXECUTABLE))
      return g_steal_pointer (&built);
    parent = g_path_get_dirname (folder);
    g_free (folder);
    folder = parent;
  }

  return NULL;
}

static void
gb_trial_dispose (GObject *object)
{
  GbTrial *self = GB_TRIAL (object);

  gb_trial_stop (self);
  g_clear_handle_id (&self->timeout, g_source_remove);

  G_OBJECT_CLASS (gb_trial_parent_class)->dispose (object);
}

static void
gb_trial_finalize (GObject *object)
{
  GbTrial *self = GB_TRIAL (object);

  g_clear_object (&self->folder);
  g_clear_object (&self->process);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->last_words, g_free);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_clear_pointer (&self->passwords, g_hash_table_unref);

  G_OBJECT_CLASS (gb_trial_parent_class)->finalize (object);
}

static void
gb_trial_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  GbTrial *self = GB_TRIAL (object);

  switch (prop_id) {
  case PROP_RUNNING:
    g_value_set_boolean (value, self->is_running);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gb_trial_class_init (GbTrialClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gb_trial_dispose;
  object_class->finalize = gb_trial_finalize;
  object_class->get_property = gb_trial_get_property;

  properties[PROP_RUNNING] =
    g_param_spec_boolean ("running", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gb_trial_init (GbTrial *self)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (ACCOUNTS_RESOURCE, 0, NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;

  self->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_account_unref);
  self->passwords = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  /* The file is compiled into the program: it cannot be missing. */
  g_assert (bytes != NULL);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  root = json_from_string (text, NULL);
  read_accounts (self, root);
}

/**
 * gb_trial_new:
 * @folder: the portal's data directory; it is kept between starts
 *
 * Returns: (transfer full): a trial that is not running yet
 */
GbTrial *
gb_trial_new (GFile *folder)
{
  GbTrial *self;

  g_return_val_if_fail (G_IS_FILE (folder), NULL);

  self = g_object_new (GB_TYPE_TRIAL, NULL);
  self->folder = g_object_ref (folder);

  return self;
}

/**
 * gb_trial_start_async:
 * @cancellable: (nullable): makes the call fail; the portal goes on starting
 * @callback: called on the main thread
 * @user_data: for @callback
 */
void
gb_trial_start_async (GbTrial *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GB_IS_TRIAL (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gb_trial_start_async);
  if (self->starting != NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, "the portal is starting");
    return;
  }
  if (self->is_running && !self->is_stopping) {
    g_task_return_boolean (task, TRUE);
    return;
  }

  self->starting = g_steal_pointer (&task);
  if (self->process != NULL)
    self->start_again = TRUE;
  else
    launch (self);
}

/**
 * gb_trial_start_finish:
 *
 * Returns: %TRUE when the portal listens, or %FALSE with a %GB_TRIAL_ERROR
 */
gboolean
gb_trial_start_finish (GbTrial *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gb_trial_stop:
 *
 * Asks the portal to end; it finishes what it is doing. "running" follows when it has ended.
 */
void
gb_trial_stop (GbTrial *self)
{
  g_return_if_fail (GB_IS_TRIAL (self));

  if (self->process == NULL)
    return;

  self->is_stopping = TRUE;
  g_subprocess_send_signal (self->process, SIGTERM);
}

gboolean
gb_trial_get_running (GbTrial *self)
{
  g_return_val_if_fail (GB_IS_TRIAL (self), FALSE);

  return self->is_running;
}

/**
 * gb_trial_get_url:
 *
 * Returns: (transfer none) (nullable): where the portal listened last, "http://127.0.0.1:…"
 */
const char *
gb_trial_get_url (GbTrial *self)
{
  g_return_val_if_fail (GB_IS_TRIAL (self), NULL);

  return self->url;
}

/**
 * gb_trial_get_accounts:
 *
 * Returns: (transfer none) (element-type GbAccount): the people of the sample county
 */
GPtrArray *
gb_trial_get_accounts (GbTrial *self)
{
  g_return_val_if_fail (GB_IS_TRIAL (self), NULL);

  return self->accounts;
}

/**
 * gb_trial_get_password:
 * @account: an account's id
 *
 * Returns: (transfer none) (nullable): the password, known once the portal has started
 */
const char *
gb_trial_get_password (GbTrial *self, const char *account)
{
  g_return_val_if_fail (GB_IS_TRIAL (self), NULL);
  g_return_val_if_fail (account != NULL, NULL);

  return g_hash_table_lookup (self->passwords, account);
}

GPid
gb_trial_get_pid (GbTrial *self)
{
  const char *identifier;

  g_return_val_if_fail (GB_IS_TRIAL (self), 0);

  identifier = self->process != NULL ? g_subprocess_get_identifier (self->process) : NULL;

  return identifier != NULL ? (GPid)g_ascii_strtoll (identifier, NULL, 10) : 0;
}

/**
 * gb_trial_find_program:
 *
 * Returns: (transfer full) (nullable): the path of gongbao-portal: $GONGBAO_PORTAL, beside this
 *   program or in its build tree, or in the installation's bin directory
 */
char *
gb_trial_find_program (void)
{
  const char *named = g_getenv ("GONGBAO_PORTAL");
  g_autofree char *self_exe = NULL;
  g_autofree char *installed = NULL;

  if (named != NULL && *named != '\0')
    return g_strdup (named);

  self_exe = g_file_read_link ("/proc/self/exe", NULL);
  if (self_exe != NULL) {
    char *near = find_near (self_exe);

    if (near != NULL)
      return near;
  }

  installed = g_build_filename (GB_BINDIR, PORTAL_PROGRAM, NULL);

  return g_file_test (installed, G_FILE_TEST_IS_EXECUTABLE) ? g_steal_pointer (&installed) : NULL;
}
