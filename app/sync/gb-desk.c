/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One person's desk: this file is its life — opening, the network, closing. It owns the store, the
 * client of the portal, the runner that sends and the feed that listens; windows and gongbaoctl own
 * it. Main thread. What is done with documents is in gb-desk-read.c, gb-desk-write.c and
 * gb-desk-act.c. */

#define G_LOG_DOMAIN "gb-desk"

#include "config.h"

#include "sync/gb-desk.h"

#include "portal/gb-portal-client.h"
#include "store/gb-store.h"
#include "sync/gb-changes-feed.h"
#include "sync/gb-desk-checks.h"
#include "sync/gb-desk-private.h"
#include "sync/gb-outbox-runner.h"

#include <string.h>

/* Settings of the store. */
#define ACCOUNT_SETTING      "account"
#define CAPABILITIES_SETTING "capabilities"
#define ETAG_SETTING         "capabilities-etag"
#define SYNCED_SETTING       "last-synced-at"
#define CHECKS_SETTING       "checks"
#define CHECKS_ETAG_SETTING  "checks-etag"
#define FOLDED_SETTING       "folded-for"

struct _GbDesk {
  GObject parent_instance;

  /* Owned */
  GbStore *store;
  GbPortalClient *client;
  GbOutboxRunner *runner;
  GbChangesFeed *feed;
  GbDeskView *view; /* account and route, as the database thread sees them */
  GbAccount *account;
  GbRoute *route;
  GbSite *site;
  JsonNode *capabilities; /* (nullable) until the portal has been reached once */
  char *capabilities_etag;
  GbCheckData *checks;
  char *checks_problem; /* (nullable) */
  char *checks_answer;  /* (nullable): what the portal said, being read or to be remembered */
  char *checks_etag;    /* (nullable) */
  char *device;
  GCancellable *cancellable; /* cancelled by close */

  /* Borrowed */
  GNetworkMonitor *monitor;

  GbNetwork network;
  guint n_pending;
  gint64 last_synced_at; /* µs */

  guint is_started : 1;
  guint is_signed_out : 1;
  guint is_closed : 1;
};

G_DEFINE_FINAL_TYPE (GbDesk, gb_desk, G_TYPE_OBJECT)

enum {
  PROP_NETWORK = 1,
  PROP_N_PENDING,
  PROP_LAST_SYNCED_AT,
  PROP_ACCOUNT,
  PROP_SITE,
  PROP_ROUTE,
  PROP_CHECKS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_CHANGED,
  SIGNAL_REFUSED,
  SIGNAL_ACCEPTED,
  SIGNAL_DAMAGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What the store remembers of this desk. */
typedef struct {
  GbDeskView *view; /* (nullable): fold everything for it */
  char *fold_key;   /* what the documents were last folded for */
  char *account;    /* JSON; NULL: leave it */
  char *capabilities;
  char *etag;
  char *synced_at;
  char *checks;
  char *checks_etag;
  guint n_waiting;
} Memory;

static void
memory_free (Memory *memory)
{
  g_clear_pointer (&memory->view, _gb_desk_view_unref);
  g_free (memory->fold_key);
  g_free (memory->account);
  g_free (memory->capabilities);
  g_free (memory->etag);
  g_free (memory->synced_at);
  g_free (memory->checks);
  g_free (memory->checks_etag);
  g_free (memory);
}

typedef struct {
  char *portal_url;
  GbAccount *account; /* (nullable) */
  char *token;        /* (nullable) */
  GbDesk *desk;       /* under construction */
  GError *error;      /* (nullable): why it will not be opened */
} OpenData;

static void
open_data_free (OpenData *data)
{
  g_free (data->portal_url);
  g_clear_pointer (&data->account, gb_account_unref);
  g_free (data->token);
  g_clear_object (&data->desk);
  g_clear_error (&data->error);
  g_free (data);
}

/* --- On the database thread ------------------------------------------------------------------ */

static gboolean
read_setting (GbStoreTxn *txn, const char *key, char **out_value, GError **error)
{
  *out_value = gb_store_txn_dup_setting (txn, key, error);

  return *out_value != NULL;
}

static gboolean
read_memory (GbStoreTxn *txn, gpointer data, GError **error)
{
  Memory *memory = data;

  return read_setting (txn, ACCOUNT_SETTING, &memory->account, error) &&
         read_setting (txn, CAPABILITIES_SETTING, &memory->capabilities, error) &&
         read_setting (txn, ETAG_SETTING, &memory->etag, error) &&
         read_setting (txn, SYNCED_SETTING, &memory->synced_at, error) &&
         read_setting (txn, CHECKS_SETTING, &memory->checks, error) &&
         read_setting (txn, CHECKS_ETAG_SETTING, &memory->checks_etag, error) &&
         gb_store_txn_count_outbox (txn, &memory->n_waiting, error);
}

static gboolean
write_setting (GbStoreTxn *txn, const char *key, const char *value, GError **error)
{
  return value == NULL || gb_store_txn_set_setting (txn, key, value, error);
}

static gboolean
write_memory (GbStoreTxn *txn, gpointer data, GError **error)
{
  Memory *memory = data;

  if (!write_setting (txn, ACCOUNT_SETTING, memory->account, error) ||
      !write_setting (txn, CAPABILITIES_SETTING, memory->capabilities, error) ||
      !write_setting (txn, ETAG_SETTING, memory->etag, error) ||
      !write_setting (txn, SYNCED_SETTING, memory->synced_at, error) ||
      !write_setting (txn, CHECKS_SETTING, memory->checks, error) ||
      !write_setting (txn, CHECKS_ETAG_SETTING, memory->checks_etag, error))
    return FALSE;

  if (memory->view != NULL) {
    g_autofree char *folded_for = gb_store_txn_dup_setting (txn, FOLDED_SETTING, error);

    if (folded_for == NULL)
      return FALSE;
    if (strcmp (folded_for, memory->fold_key) != 0 &&
        (!_gb_desk_fold_all (txn, memory->view, error) ||
         !gb_store_txn_set_setting (txn, FOLDED_SETTING, memory->fold_key, error)))
      return FALSE;
  }

  return gb_store_txn_count_outbox (txn, &memory->n_waiting, error);
}

gboolean
_gb_desk_count_waiting (GbStoreTxn *txn, gpointer data, GError **error)
{
  return gb_store_txn_count_outbox (txn, data, error);
}

/* --- State that is shown -----------------------------------------------------------------------
 */

static void
update_network (GbDesk *self)
{
  GbNetwork network;

  if (self->is_signed_out)
    network = GB_NETWORK_SIGNED_OUT;
  else if (!gb_changes_feed_get_online (self->feed))
    network = GB_NETWORK_OFFLINE;
  else if (gb_outbox_runner_get_sending (self->runner))
    network = GB_NETWORK_SENDING;
  else
    network = GB_NETWORK_SYNCED;

  if (self->network == network)
    return;

  self->network = network;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NETWORK]);
}

static char *
node_to_string (JsonNode *node)
{
  return node != NULL ? json_to_string (node, FALSE) : NULL;
}

static void
remember_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbDesk) self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->is_closed)
    return;
  /* It is read again from the portal after the next start. */
  if (!gb_store_run_finish (GB_STORE (source), result, &error)) {
    g_debug ("cannot remember the office: %s", error->message);
    return;
  }

  _gb_desk_emit_changed (self, NULL);
}

static gboolean
is_same_account (GbAccount *a, GbAccount *b)
{
  return strcmp (gb_account_get_name (a), gb_account_get_name (b)) == 0 &&
         strcmp (gb_account_get_unit (a), gb_account_get_unit (b)) == 0 &&
         gb_account_get_roles (a) == gb_account_get_roles (b) &&
         gb_account_get_rights (a) == gb_account_get_rights (b);
}

/* Account and route decide in which boxes documents lie. */
static Memory *
make_memory (GbDesk *self)
{
  g_autoptr (JsonNode) account = gb_account_to_json (self->account);
  g_autoptr (JsonNode) route = gb_route_to_json (self->route);
  g_autofree char *route_text = node_to_string (route);
  Memory *memory = g_new0 (Memory, 1);

  memory->view = _gb_desk_view_ref (self->view);
  memory->account = node_to_string (account);
  memory->capabilities = node_to_string (self->capabilities);
  memory->etag = g_strdup (self->capabilities_etag);
  memory->fold_key = g_strconcat (memory->account, route_text, NULL);

  return memory;
}

static void
set_view (GbDesk *self)
{
  g_clear_pointer (&self->view, _gb_desk_view_unref);
  self->view = _gb_desk_view_new (self->account, self->route);
  gb_outbox_runner_set_view (self->runner, self->view);
  gb_changes_feed_set_view (self->feed, self->view);
}

/* Takes from the capabilities what can be used; the rest stays as it was. */
static void
adopt_capabilities (GbDesk *self, JsonNode *capabilities)
{
  JsonObject *object;
  JsonNode *member;

  if (!JSON_NODE_HOLDS_OBJECT (capabilities))
    return;

  object = json_node_get_object (capabilities);
  member = json_object_get_member (object, "route");
  if (member != NULL) {
    g_autoptr (GError) error = NULL;
    GbRoute *route = gb_route_new_from_json (member, &error);

    if (route == NULL) {
      g_debug ("the portal's route: %s", error->message);
    } else {
      g_clear_pointer (&self->route, gb_route_unref);
      self->route = route;
    }
  }

  member = json_object_get_member (object, "site");
  if (member != NULL) {
    g_autoptr (GError) error = NULL;
    GbSite *site = gb_site_new_from_json (member, &error);

    if (site == NULL) {
      g_debug ("the portal's site: %s", error->message);
    } else {
      g_clear_object (&self->site);
      self->site = site;
    }
  }

  g_clear_pointer (&self->capabilities, json_node_unref);
  self->capabilities = json_node_ref (capabilities);

  /* The trial's pages are on the portal itself, whatever its description says. */
  if (gb_site_get_trial (self->site) || *gb_site_get_base_url (self->site) == '\0')
    gb_site_set_base_url (self->site, gb_desk_get_portal_url (self));
}

static void
get_capabilities_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbDesk) self = user_data;
  g_autofree char *etag = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) capabilities =
    gb_portal_client_get_capabilities_finish (GB_PORTAL_CLIENT (source), result, &etag, &error);

  if (self->is_closed)
    return;
  if (capabilities == NULL) {
    if (error != NULL)
      g_debug ("no capabilities: %s", error->message);
    return;
  }

  g_free (self->capabilities_etag);
  self->capabilities_etag = g_steal_pointer (&etag);
  adopt_capabilities (self, capabilities);
  set_view (self);
  gb_store_write_async (self->store, GB_DATABASE_PRIORITY_SYNC, write_memory, make_memory (self),
                        (GDestroyNotify)memory_free, NULL, remember_cb, g_object_ref (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SITE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROUTE]);
}

/* The tables are read on a thread; what is being checked meanwhile is checked by the old ones. */
static void
load_checks_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbDesk) self = user_data;
  g_autofree char *problem = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GbCheckData) data = _gb_desk_checks_load_finish (result, &problem, &error);
  Memory *memory;

  if (self->is_closed || data == NULL)
    return;

  g_clear_pointer (&self->checks, gb_check_data_unref);
  self->checks = g_steal_pointer (&data);
  g_free (self->checks_problem);
  self->checks_problem = g_steal_pointer (&problem);
  memory = g_new0 (Memory, 1);
  memory->checks = g_steal_pointer (&self->checks_answer);
  memory->checks_etag = g_strdup (self->checks_etag);
  gb_store_write_async (self->store, GB_DATABASE_PRIORITY_SYNC, write_memory, memory,
                        (GDestroyNotify)memory_free, NULL, remember_cb, g_object_ref (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHECKS]);
}

static void
get_checks_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbDesk) self = user_data;
  g_autofree char *etag = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node =
    gb_portal_client_get_checks_finish (GB_PORTAL_CLIENT (source), result, &etag, &error);

  if (self->is_closed)
    return;
  /* A portal of before has no tables; what it refuses is seen when it is sent. */
  if (node == NULL) {
    if (error != NULL)
      g_debug ("no tables of the office: %s", error->message);
    return;
  }

  g_free (self->checks_etag);
  self->checks_etag = g_steal_pointer (&etag);
  g_free (self->checks_answer);
  self->checks_answer = node_to_string (node);
  _gb_desk_checks_load_async (self->checks_answer, self->cancellable, load_checks_cb,
                              g_object_ref (self));
}

/* Somebody may have been given another role since. */
static void
get_account_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GbAccount) account =
    gb_portal_client_get_account_finish (GB_PORTAL_CLIENT (source), result, &error);

  if (self->is_closed)
    return;
  if (account == NULL) {
    g_debug ("no account: %s", error->message);
    return;
  }
  /* A token of somebody else must not turn this desk into theirs. */
  if (strcmp (gb_account_get_id (account), gb_account_get_id (self->account)) != 0 ||
      is_same_account (account, self->account))
    return;

  g_clear_pointer (&self->account, gb_account_unref);
  self->account = g_steal_pointer (&account);
  set_view (self);
  gb_store_write_async (self->store, GB_DATABASE_PRIORITY_SYNC, write_memory, make_memory (self),
                        (GDestroyNotify)memory_free, NULL, remember_cb, g_object_ref (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCOUNT]);
}

static void
sign_out (GbDesk *self)
{
  self->is_signed_out = TRUE;
  gb_outbox_runner_set_online (self->runner, FALSE);
  gb_changes_feed_pause (self->feed);
  update_network (self);
}

/* --- Callbacks ---------------------------------------------------------------------------------
 */

static void
online_cb (GbDesk *self)
{
  gboolean online = gb_changes_feed_get_online (self->feed);

  gb_outbox_runner_set_online (self->runner, online);
  if (online) {
    gb_portal_client_get_capabilities_async (self->client, self->capabilities_etag,
                                             self->cancellable, get_capabilities_cb,
                                             g_object_ref (self));
    gb_portal_client_get_account_async (self->client, self->cancellable, get_account_cb,
                                        g_object_ref (self));
    gb_portal_client_get_checks_async (self->client, self->checks_etag, self->cancellable,
                                       get_checks_cb, g_object_ref (self));
  }
  update_network (self);
}

static void
sending_cb (GbDesk *self)
{
  update_network (self);
}

static void
synced_cb (GbDesk *self)
{
  self->last_synced_at = g_get_real_time ();
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAST_SYNCED_AT]);
}

/* What the feed brings may be the answer to something that waits here. */
static void
rows_changed_cb (GbDesk *self, const char *id)
{
  _gb_desk_outbox_changed (self);
  _gb_desk_emit_changed (self, id);
}

static void
refused_cb (GbDesk *self, const char *id, const char *type, const char *detail)
{
  g_signal_emit (self, signals[SIGNAL_REFUSED], 0, id, type, detail);
}

static void
accepted_cb (GbDesk *self, GbEvent *event)
{
  g_signal_emit (self, signals[SIGNAL_ACCEPTED], 0, event);
}

static void
damaged_cb (GbDesk *self, const GError *error)
{
  if (!self->is_closed)
    g_signal_emit (self, signals[SIGNAL_DAMAGED], 0, error);
}

static void
network_changed_cb (GbDesk *self)
{
  gb_changes_feed_probe (self->feed);
}

static void
count_waiting_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbDesk) self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->is_closed)
    return;
  if (!gb_store_run_finish (GB_STORE (source), result, &error)) {
    g_debug ("cannot count the outbox: %s", error->message);
    return;
  }

  _gb_desk_set_n_pending (self, *(const guint *)gb_store_run_get_data (result));
}

static void
gb_desk_finalize (GObject *object)
{
  GbDesk *self = GB_DESK (object);

  if (self->runner != NULL)
    gb_outbox_runner_stop (self->runner);
  if (self->feed != NULL)
    gb_changes_feed_stop (self->feed);
  g_clear_object (&self->runner);
  g_clear_object (&self->feed);
  g_clear_object (&self->client);
  g_clear_object (&self->store);
  g_clear_object (&self->site);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->view, _gb_desk_view_unref);
  g_clear_pointer (&self->account, gb_account_unref);
  g_clear_pointer (&self->route, gb_route_unref);
  g_clear_pointer (&self->capabilities, json_node_unref);
  g_clear_pointer (&self->capabilities_etag, g_free);
  g_clear_pointer (&self->checks, gb_check_data_unref);
  g_clear_pointer (&self->checks_problem, g_free);
  g_clear_pointer (&self->checks_answer, g_free);
  g_clear_pointer (&self->checks_etag, g_free);
  g_clear_pointer (&self->device, g_free);

  G_OBJECT_CLASS (gb_desk_parent_class)->finalize (object);
}

static void
gb_desk_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  GbDesk *self = GB_DESK (object);

  switch (prop_id) {
  case PROP_NETWORK:
    g_value_set_uint (value, self->network);
    break;
  case PROP_N_PENDING:
    g_value_set_uint (value, self->n_pending);
    break;
  case PROP_LAST_SYNCED_AT:
    g_value_set_int64 (value, self->last_synced_at);
    break;
  case PROP_ACCOUNT:
    g_value_set_boxed (value, self->account);
    break;
  case PROP_SITE:
    g_value_set_object (value, self->site);
    break;
  case PROP_ROUTE:
    g_value_set_boxed (value, self->route);
    break;
  case PROP_CHECKS:
    g_value_set_boxed (value, self->checks);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gb_desk_class_init (GbDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = gb_desk_finalize;
  object_class->get_property = gb_desk_get_property;

  properties[PROP_NETWORK] = g_param_spec_uint ("network", NULL, NULL, GB_NETWORK_OFFLINE,
                                                GB_NETWORK_SIGNED_OUT, GB_NETWORK_OFFLINE, flags);
  properties[PROP_N_PENDING] = g_param_spec_uint ("n-pending", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_LAST_SYNCED_AT] =
    g_param_spec_int64 ("last-synced-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_ACCOUNT] = g_param_spec_boxed ("account", NULL, NULL, GB_TYPE_ACCOUNT, flags);
  properties[PROP_SITE] = g_param_spec_object ("site", NULL, NULL, GB_TYPE_SITE, flags);
  properties[PROP_ROUTE] = g_param_spec_boxed ("route", NULL, NULL, GB_TYPE_ROUTE, flags);
  properties[PROP_CHECKS] = g_param_spec_boxed ("checks", NULL, NULL, GB_TYPE_CHECK_DATA, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_REFUSED] =
    g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_ACCEPTED] = g_signal_new ("accepted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 1, GB_TYPE_EVENT);
  signals[SIGNAL_DAMAGED] = g_signal_new ("damaged", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
gb_desk_init (GbDesk *self)
{
  self->cancellable = g_cancellable_new ();
  self->device = g_strdup (g_get_host_name ());
  self->monitor = g_network_monitor_get_default ();
  self->network = GB_NETWORK_OFFLINE;
}

/* --- Private to the desk's files ---------------------------------------------------------------
 */

GbStore *
_gb_desk_get_store (GbDesk *self)
{
  return self->store;
}

GbPortalClient *
_gb_desk_get_client (GbDesk *self)
{
  return self->client;
}

GbDeskView *
_gb_desk_get_view (GbDesk *self)
{
  return self->view;
}

JsonNode *
_gb_desk_get_capabilities (GbDesk *self)
{
  return self->capabilities;
}

const char *
_gb_desk_get_device (GbDesk *self)
{
  return self->device;
}

GbCheckContext *
_gb_desk_new_context (GbDesk *self)
{
  GPtrArray *columns = gb_site_get_columns (self->site);
  GbCheckContext *context = gb_check_context_new ();

  for (guint i = 0; i < columns->len; i++) {
    const GbSiteColumn *column = g_ptr_array_index (columns, i);

    gb_check_context_add_column (context, column->id, column->name, column->type,
                                 (const char *const *)column->kinds);
  }
  return context;
}

void
_gb_desk_set_n_pending (GbDesk *self, guint n_pending)
{
  if (self->n_pending == n_pending)
    return;

  self->n_pending = n_pending;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_PENDING]);
}

void
_gb_desk_emit_changed (GbDesk *self, const char *id)
{
  if (!self->is_closed)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, id);
}

void
_gb_desk_outbox_changed (GbDesk *self)
{
  if (self->is_closed)
    return;

  gb_store_read_async (self->store, GB_DATABASE_PRIORITY_USER, _gb_desk_count_waiting,
                       g_new0 (guint, 1), g_free, NULL, count_waiting_cb, g_object_ref (self));
  gb_outbox_runner_wake (self->runner);
}

GbSummary *
_gb_desk_summarize (GbDesk *self, const GbStoreSummary *summary)
{
  GbSummary *copy = g_new0 (GbSummary, 1);

  copy->id = g_strdup (summary->id);
  copy->title = g_strdup (summary->title);
  copy->kind = summary->kind;
  copy->column = g_strdup (summary->column);
  copy->state = summary->state;
  copy->step_index = summary->step_index;
  copy->step_name = g_strdup (summary->step_name);
  copy->edition = summary->edition;
  copy->author_name = g_strdup (summary->author_name);
  copy->unit = g_strdup (summary->unit);
  copy->modified_at = summary->modified_at;
  copy->published_at = summary->published_at;
  copy->url = *summary->url == '/'
                ? g_strconcat (gb_site_get_base_url (self->site), summary->url, NULL)
                : g_strdup (summary->url);
  copy->unratified = summary->unratified;
  copy->pending = summary->pending;
  copy->refused = summary->refused;
  copy->dirty = summary->dirty;

  return copy;
}

/* --- Opening and closing -----------------------------------------------------------------------
 */

static void
close_failed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OpenData *data = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!gb_store_close_finish (GB_STORE (source), result, &error))
    g_debug ("cannot close the store: %s", error->message);
  g_task_return_error (task, g_steal_pointer (&data->error));
}

/* The file must not stay open behind a desk that never came to be. */
static void
fail_open (GTask *task, GError *error)
{
  OpenData *data = g_task_get_task_data (task);

  data->error = error;
  gb_store_close_async (data->desk->store, close_failed_cb, task);
}

static gboolean
adopt_memory (GbDesk *self, OpenData *data, const Memory *memory, GError **error)
{
  if (data->account != NULL) {
    self->account = gb_account_ref (data->account);
  } else if (*memory->account != '\0') {
    g_autoptr (JsonNode) node = json_from_string (memory->account, error);

    if (node == NULL)
      return FALSE;
    self->account = gb_account_new_from_json (node, error);
    if (self->account == NULL)
      return FALSE;
  } else {
    g_set_error_literal (error, GB_DESK_ERROR, GB_DESK_ERROR_NOT_FOUND,
                         "nobody has signed in here before: sign in first");
    return FALSE;
  }

  if (*memory->capabilities != '\0') {
    g_autoptr (JsonNode) node = json_from_string (memory->capabilities, NULL);

    if (node != NULL) {
      adopt_capabilities (self, node);
      self->capabilities_etag = g_strdup (memory->etag);
    }
  }
  self->last_synced_at = g_ascii_strtoll (memory->synced_at, NULL, 10);
  self->n_pending = memory->n_waiting;

  return TRUE;
}

static void
connect_parts (GbDesk *self)
{
  self->runner = gb_outbox_runner_new (self->store, self->client);
  self->feed = gb_changes_feed_new (self->store, self->client);
  set_view (self);

  g_signal_connect_object (self->store, "damaged", G_CALLBACK (damaged_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->feed, "notify::online", G_CALLBACK (online_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->feed, "changed", G_CALLBACK (rows_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->feed, "signed-out", G_CALLBACK (sign_out), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->feed, "synced", G_CALLBACK (synced_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "notify::sending", G_CALLBACK (sending_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "changed", G_CALLBACK (rows_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "refused", G_CALLBACK (refused_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "accepted", G_CALLBACK (accepted_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "signed-out", G_CALLBACK (sign_out), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "unanswered", G_CALLBACK (network_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->monitor, "network-changed", G_CALLBACK (network_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
write_memory_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OpenData *data = g_task_get_task_data (task);
  GError *error = NULL;

  if (!gb_store_run_finish (GB_STORE (source), result, &error)) {
    fail_open (g_steal_pointer (&task), error);
    return;
  }

  g_task_return_pointer (task, g_steal_pointer (&data->desk), g_object_unref);
}

static void
open_checks_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OpenData *data = g_task_get_task_data (task);
  GbDesk *self = data->desk;
  GError *error = NULL;

  self->checks = _gb_desk_checks_load_finish (result, &self->checks_problem, &error);
  if (self->checks == NULL) {
    fail_open (g_steal_pointer (&task), error);
    return;
  }

  connect_parts (self);
  gb_portal_client_set_token (self->client, data->token);
  self->is_signed_out = data->token == NULL;
  update_network (self);
  gb_store_write_async (self->store, GB_DATABASE_PRIORITY_USER, write_memory, make_memory (self),
                        (GDestroyNotify)memory_free, NULL, write_memory_cb,
                        g_steal_pointer (&task));
}

/* The first act may come at once, and is judged by the office's levels. */
static void
read_memory_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OpenData *data = g_task_get_task_data (task);
  const Memory *memory;
  GError *error = NULL;

  if (!gb_store_run_finish (GB_STORE (source), result, &error)) {
    fail_open (g_steal_pointer (&task), error);
    return;
  }
  memory = gb_store_run_get_data (result);
  if (!adopt_memory (data->desk, data, memory, &error)) {
    fail_open (g_steal_pointer (&task), error);
    return;
  }

  data->desk->checks_etag = g_strdup (memory->checks_etag);
  _gb_desk_checks_load_async (memory->checks, NULL, open_checks_cb, g_steal_pointer (&task));
}

static void
open_store_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OpenData *data = g_task_get_task_data (task);
  GError *error = NULL;

  data->desk->store = gb_store_open_finish (result, &error);
  if (data->desk->store == NULL) {
    g_task_return_error (task, error);
    return;
  }

  gb_store_read_async (data->desk->store, GB_DATABASE_PRIORITY_USER, read_memory,
                       g_new0 (Memory, 1), (GDestroyNotify)memory_free, NULL, read_memory_cb,
                       g_steal_pointer (&task));
}

/**
 * gb_desk_open_async:
 * @folder: where this person's database lies; created 0700 if missing
 * @portal_url: the office's portal, "https://…"
 * @account: (nullable): who it is; %NULL for the person of the last session
 * @token: (nullable): of a session; %NULL: signed out, but everything else works
 * @cancellable: (nullable): stops it before it has begun to write
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Opens a desk without asking the network for anything.
 */
void
gb_desk_open_async (GFile *folder,
                    const char *portal_url,
                    GbAccount *account,
                    const char *token,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  OpenData *data;
  GError *error = NULL;

  g_return_if_fail (G_IS_FILE (folder));
  g_return_if_fail (portal_url != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, gb_desk_open_async);
  data = g_new0 (OpenData, 1);
  data->portal_url = g_strdup (portal_url);
  data->account = account != NULL ? gb_account_ref (account) : NULL;
  data->token = g_strdup (token);
  data->desk = g_object_new (GB_TYPE_DESK, NULL);
  data->desk->route = gb_route_new_default ();
  data->desk->site = gb_site_new_sample ();
  g_task_set_task_data (task, data, (GDestroyNotify)open_data_free);

  data->desk->client = gb_portal_client_new (portal_url, &error);
  if (data->desk->client == NULL) {
    g_task_return_error (task, error);
    return;
  }

  gb_site_set_base_url (data->desk->site, gb_portal_client_get_base_url (data->desk->client));
  gb_store_open_async (folder, cancellable, open_store_cb, g_steal_pointer (&task));
}

/**
 * gb_desk_open_finish:
 *
 * Returns: (transfer full): the desk, to be closed with gb_desk_close_async(); or %NULL with a
 *   %GB_DATABASE_ERROR, %GB_PORTAL_ERROR_PROTOCOL for an address that is none, or
 *   %GB_DESK_ERROR_NOT_FOUND if nobody has signed in here before
 */
GbDesk *
gb_desk_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gb_desk_start:
 *
 * Begins to send and to listen.
 */
void
gb_desk_start (GbDesk *self)
{
  g_return_if_fail (GB_IS_DESK (self));

  if (self->is_started || self->is_closed)
    return;

  self->is_started = TRUE;
  if (!self->is_signed_out)
    gb_changes_feed_start (self->feed);
}

static void
close_store_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (gb_store_close_finish (GB_STORE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
write_synced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!gb_store_run_finish (GB_STORE (source), result, &error))
    g_debug ("cannot remember the time: %s", error->message);
  gb_store_close_async (GB_STORE (source), close_store_cb, user_data);
}

/**
 * gb_desk_close_async:
 * @callback: called on the main thread
 * @user_data: for @callback
 *
 * Ends sending and listening and closes the database. What is being written is finished; what is
 * being sent is asked about again after the next start.
 */
void
gb_desk_close_async (GbDesk *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Memory *memory;

  g_return_if_fail (GB_IS_DESK (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gb_desk_close_async);
  if (self->is_closed) {
    g_task_return_boolean (task, TRUE);
    return;
  }

  self->is_closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  gb_outbox_runner_stop (self->runner);
  gb_changes_feed_stop (self->feed);
  memory = g_new0 (Memory, 1);
  memory->synced_at = g_strdup_printf ("%" G_GINT64_FORMAT, self->last_synced_at);
  gb_store_write_async (self->store, GB_DATABASE_PRIORITY_USER, write_memory, memory,
                        (GDestroyNotify)memory_free, NULL, write_synced_cb,
                        g_steal_pointer (&task));
}

gboolean
gb_desk_close_finish (GbDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gb_desk_set_token:
 * @token: (nullable): of a new session of the same person; %NULL signs out
 *
 * What waits is sent at once.
 */
void
gb_desk_set_token (GbDesk *self, const char *token)
{
  g_return_if_fail (GB_IS_DESK (self));

  gb_portal_client_set_token (self->client, token);
  if (token == NULL) {
    sign_out (self);
    return;
  }

  self->is_signed_out = FALSE;
  if (self->is_started) {
    gb_changes_feed_start (self->feed);
    gb_changes_feed_probe (self->feed);
  }
  update_network (self);
}

/**
 * gb_desk_retry_now:
 *
 * Asks the portal at once, and sends everything that waits if it answers.
 */
void
gb_desk_retry_now (GbDesk *self)
{
  g_return_if_fail (GB_IS_DESK (self));

  gb_changes_feed_probe (self->feed);
  if (gb_changes_feed_get_online (self->feed))
    gb_outbox_runner_retry_now (self->runner);
}

GbAccount *
gb_desk_get_account (GbDesk *self)
{
  g_return_val_if_fail (GB_IS_DESK (self), NULL);

  return self->account;
}

GbSite *
gb_desk_get_site (GbDesk *self)
{
  g_return_val_if_fail (GB_IS_DESK (self), NULL);

  return self->site;
}

/**
 * gb_desk_get_checks:
 * @out_problem: (out) (optional) (nullable): which table could not be read and was left out
 *
 * Returns: (transfer none): what the checker knows here: the program's tables, those of the
 *   person's folders and, over them, those of the portal, whose levels decide
 */
GbCheckData *
gb_desk_get_checks (GbDesk *self, const char **out_problem)
{
  g_return_val_if_fail (GB_IS_DESK (self), NULL);

  if (out_problem != NULL)
    *out_problem = self->checks_problem;
  return self->checks;
}

GbNetwork
gb_desk_get_network (GbDesk *self)
{
  g_return_val_if_fail (GB_IS_DESK (self), GB_NETWORK_OFFLINE);

  return self->network;
}

/**
 * gb_desk_get_n_pending:
 *
 * Returns: how many operations wait in the outbox, refused ones not counted
 */
guint
gb_desk_get_n_pending (GbDesk *self)
{
  g_return_val_if_fail (GB_IS_DESK (self), 0);

  return self->n_pending;
}

const char *
gb_desk_get_portal_url (GbDesk *self)
{
  g_return_val_if_fail (GB_IS_DESK (self), NULL);

  return gb_portal_client_get_base_url (self->client);
}
