/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The changes feed owns the poll that is under way, the timer for the next attempt and the queue of
 * attachments to fetch; the desk owns it, store and client. Main thread.
 *
 * One round: poll, write the events and the cursor in one transaction, fetch the texts that are
 * missing, poll again. While behind or offline a poll does not wait, so that its answer says at
 * once where we are; when caught up it is long. Attachments are fetched beside the rounds, because
 * they may be large. */

#define G_LOG_DOMAIN "gb-changes-feed"

#include "config.h"

#include "sync/gb-changes-feed.h"

#include "sync/gb-backoff.h"

#include <string.h>

#define CURSOR_SETTING "cursor"

#define LONG_POLL_S 25
/* The portal gives at most this many events; fewer mean that there are no more. */
#define FULL_BATCH 200
/* Changes of more documents than these are announced as "many". */
#define MANY_DOCUMENTS 20
#define TEXTS_AT_ONCE  50
/* Looked through for texts that are not known to be unavailable. */
#define MISSING_AT_ONCE 5000
/* An image says nothing of its size in the document; the portal bounds what it accepts. */
#define MAX_BLOB_BYTES (100 * 1024 * 1024)
#define MAX_ATTEMPTS   3
#define STORE_RETRY_US (5 * G_TIME_SPAN_SECOND)

struct _GbChangesFeed {
  GObject parent_instance;

  /* Owned */
  GbStore *store;
  GbPortalClient *client;
  GbDeskView *view;
  GCancellable *cancellable; /* cancelled by stop */
  GCancellable *poll;        /* (nullable): the poll under way */
  GHashTable *unavailable;   /* "document digest" to the number of attempts in vain */
  GQueue blobs;              /* of BlobWish */

  guint64 cursor;
  guint n_failures;
  guint timer;

  guint is_started : 1;
  guint is_stopped : 1;
  guint is_busy : 1; /* a round is under way */
  guint is_online : 1;
  guint is_caught_up : 1;
  guint has_cursor : 1;
  guint wants_texts : 1;
  guint is_fetching_blob : 1;
};

G_DEFINE_FINAL_TYPE (GbChangesFeed, gb_changes_feed, G_TYPE_OBJECT)

enum {
  PROP_ONLINE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_CHANGED,
  SIGNAL_SIGNED_OUT,
  SIGNAL_SYNCED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What goes to the database thread and comes back. */
typedef struct {
  GbDeskView *view;
  guint64 cursor;
  GPtrArray *events;    /* of GbEvent */
  GHashTable *changed;  /* set of document ids */
  GPtrArray *missing;   /* of GbStoreRevisionName */
  char *id;             /* a text that was fetched */
  GbDocument *document; /* and its content */
  gboolean is_head;     /* which is the newest */
} Batch;

static Batch *
batch_new (GbDeskView *view)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->view = _gb_desk_view_ref (view);
  batch->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return batch;
}

static void
batch_free (Batch *batch)
{
  g_clear_pointer (&batch->view, _gb_desk_view_unref);
  g_clear_pointer (&batch->events, g_ptr_array_unref);
  g_clear_pointer (&batch->changed, g_hash_table_unref);
  g_clear_pointer (&batch->missing, g_ptr_array_unref);
  g_clear_pointer (&batch->id, g_free);
  g_clear_object (&batch->document);
  g_free (batch);
}

typedef struct {
  char *digest;
  char *type; /* (nullable) */
  gsize max_bytes;
} BlobWish;

static void
blob_wish_free (BlobWish *wish)
{
  g_free (wish->digest);
  g_free (wish->type);
  g_free (wish);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlobWish, blob_wish_free)

typedef struct {
  GbChangesFeed *feed;
  GPtrArray *names; /* of GbStoreRevisionName, still to fetch, the last one first */
  GbStoreRevisionName *name;
} TextRound;

static void
text_round_free (TextRound *round)
{
  g_clear_object (&round->feed);
  g_clear_pointer (&round->names, g_ptr_array_unref);
  g_clear_pointer (&round->name, gb_store_revision_name_free);
  g_free (round);
}

static void poll_portal (GbChangesFeed *self);
static void fetch_texts (GbChangesFeed *self);
static void fetch_next_text (TextRound *round);
static void fetch_next_blob (GbChangesFeed *self);

static gboolean
is_running (GbChangesFeed *self)
{
  return self->is_started && !self->is_stopped;
}

static void
set_online (GbChangesFeed *self, gboolean online)
{
  if (self->is_online == online)
    return;

  self->is_online = online;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ONLINE]);
}

static gboolean
timer_cb (gpointer user_data)
{
  GbChangesFeed *self = user_data;

  self->timer = 0;
  poll_portal (self);

  return G_SOURCE_REMOVE;
}

static void
poll_later (GbChangesFeed *self, gint64 delay_us)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add ((guint)(delay_us / 1000) + 1, timer_cb, self);
}

/* The round is over; the next one begins after a wait. */
static void
fail_round (GbChangesFeed *self, const GError *error)
{
  self->is_busy = FALSE;
  self->is_caught_up = FALSE;
  if (!is_running (self))
    return;

  g_debug ("no changes: %s", error->message);
  set_online (self, FALSE);
  if (g_error_matches (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_UNAUTHORIZED)) {
    self->is_started = FALSE;
    g_signal_emit (self, signals[SIGNAL_SIGNED_OUT], 0);
    return;
  }

  self->n_failures++;
  poll_later (self, gb_backoff_delay (self->n_failures));
}

/* The store failed, the portal did not. */
static void
fail_store (GbChangesFeed *self, const GError *error)
{
  self->is_busy = FALSE;
  self->is_caught_up = FALSE;
  if (!is_running (self))
    return;

  g_debug ("cannot write changes: %s", error->message);
  poll_later (self, STORE_RETRY_US);
}

static void
end_round (GbChangesFeed *self)
{
  self->is_busy = FALSE;
  if (!is_running (self))
    return;

  if (self->is_caught_up) {
    set_online (self, TRUE);
    g_signal_emit (self, signals[SIGNAL_SYNCED], 0);
  }
  poll_portal (self);
}

static void
announce (GbChangesFeed *self, GHashTable *changed)
{
  GHashTableIter iter;
  gpointer id;

  if (self->is_stopped)
    return;
  if (g_hash_table_size (changed) > MANY_DOCUMENTS) {
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, NULL);
    return;
  }

  g_hash_table_iter_init (&iter, changed);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, id);
}

/* --- On the database thread ------------------------------------------------------------------ */

static gboolean
read_cursor (GbStoreTxn *txn, gpointer data, GError **error)
{
  Batch *batch = data;
  g_autofree char *cursor = gb_store_txn_dup_setting (txn, CURSOR_SETTING, error);

  if (cursor == NULL)
    return FALSE;
  batch->cursor = g_ascii_strtoull (cursor, NULL, 10);

  return TRUE;
}

static gboolean
write_events (GbStoreTxn *txn, gpointer data, GError **error)
{
  Batch *batch = data;
  g_autofree char *cursor = g_strdup_printf ("%" G_GUINT64_FORMAT, batch->cursor);
  GHashTableIter iter;
  gpointer id;

  for (guint i = 0; i < batch->events->len; i++) {
    const GbEvent *event = g_ptr_array_index (batch->events, i);

    if (!_gb_desk_confirm (txn, batch->view, event, error))
      return FALSE;
    g_hash_table_add (batch->changed, g_strdup (event->document));
  }

  g_hash_table_iter_init (&iter, batch->changed);
  while (g_hash_table_iter_next (&iter, &id, NULL)) {
    if (!_gb_desk_fold (txn, batch->view, id, NULL, error))
      return FALSE;
  }

  return gb_store_txn_set_setting (txn, CURSOR_SETTING, cursor, error);
}

static gboolean
list_missing (GbStoreTxn *txn, gpointer data, GError **error)
{
  Batch *batch = data;

  batch->missing = gb_store_txn_list_missing_revisions (txn, MISSING_AT_ONCE, error);

  return batch->missing != NULL;
}

static const GbEvent *
find_revise (GPtrArray *events, const char *digest, const char **out_parent)
{
  const char *parent = "";

  for (guint i = 0; i < events->len; i++) {
    const GbEvent *event = g_ptr_array_index (events, i);

    if (event->type != GB_EVENT_REVISE)
      continue;
    if (strcmp (event->revision, digest) == 0) {
      *out_parent = parent;
      return event;
    }
    parent = event->revision;
  }

  *out_parent = "";

  return NULL;
}

static gboolean
write_text (GbStoreTxn *txn, gpointer data, GError **error)
{
  Batch *batch = data;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GbWorkflow) workflow =
    _gb_desk_load_workflow (txn, batch->view, batch->id, &events, error);
  const char *digest = gb_document_get_digest (batch->document);
  const GbEvent *revise;
  const char *parent;

  if (workflow == NULL)
    return FALSE;

  revise = find_revise (events, digest, &parent);
  batch->is_head = strcmp (gb_workflow_get_head (workflow), digest) == 0;
  g_hash_table_add (batch->changed, g_strdup (batch->id));

  return gb_store_txn_add_revision (
           txn, batch->id, batch->document, parent, revise != NULL ? revise->actor : "",
           revise != NULL ? revise->accepted_at : g_get_real_time (), batch->is_head, error) &&
         _gb_desk_fold (txn, batch->view, batch->id, batch->is_head ? batch->document : NULL,
                        error);
}

/* --- Attachments -------------------------------------------------------------------------------
 */

static void
add_blob_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbChangesFeed) self = user_data;
  g_autoptr (GbStoreBlob) blob = NULL;
  g_autoptr (GError) error = NULL;

  blob = gb_store_add_blob_finish (GB_STORE (source), result, &error);
  if (blob == NULL)
    g_debug ("cannot keep an attachment: %s", error->message);
  self->is_fetching_blob = FALSE;
  fetch_next_blob (self);
}

static void
get_blob_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbChangesFeed) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
    gb_portal_client_get_blob_finish (GB_PORTAL_CLIENT (source), result, &error);
  g_autoptr (BlobWish) wish = g_queue_pop_head (&self->blobs);

  if (bytes != NULL && !self->is_stopped) {
    gb_store_add_blob_bytes_async (self->store, bytes, wish->type, self->cancellable, add_blob_cb,
                                   g_object_ref (self));
    return;
  }

  /* It is asked for again when somebody opens it. */
  if (error != NULL)
    g_debug ("cannot fetch an attachment: %s", error->message);
  self->is_fetching_blob = FALSE;
  fetch_next_blob (self);
}

static void
fetch_next_blob (GbChangesFeed *self)
{
  while (!self->is_fetching_blob && is_running (self)) {
    BlobWish *wish = g_queue_peek_head (&self->blobs);
    g_autoptr (GFile) here = NULL;

    if (wish == NULL)
      return;

    here = gb_store_find_blob (self->store, wish->digest);
    if (here != NULL) {
      blob_wish_free (g_queue_pop_head (&self->blobs));
      continue;
    }

    self->is_fetching_blob = TRUE;
    gb_portal_client_get_blob_async (self->client, wish->digest, wish->max_bytes, self->cancellable,
                                     get_blob_cb, g_object_ref (self));
  }
}

static void
wish_for_blobs (GbChangesFeed *self, GbDocument *document)
{
  g_auto (GStrv) digests = gb_document_dup_blob_digests (document);
  GPtrArray *attachments = gb_document_get_attachments (document);

  for (guint i = 0; digests[i] != NULL; i++) {
    BlobWish *wish = g_new0 (BlobWish, 1);

    wish->digest = g_strdup (digests[i]);
    wish->max_bytes = MAX_BLOB_BYTES;
    for (guint j = 0; j < attachments->len; j++) {
      const GbAttachment *attachment = g_ptr_array_index (attachments, j);

      if (strcmp (attachment->digest, digests[i]) == 0) {
        g_free (wish->type);
        wish->type = g_strdup (attachment->type);
        wish->max_bytes = (gsize)MIN (attachment->size, MAX_BLOB_BYTES);
      }
    }
    g_queue_push_tail (&self->blobs, wish);
  }

  fetch_next_blob (self);
}

/* --- Texts -------------------------------------------------------------------------------------
 */

static char *
text_key (const GbStoreRevisionName *name)
{
  return g_strconcat (name->document, " ", name->digest, NULL);
}

/* A text that the portal does not give must not stop the others for ever; it is asked for again
 * after the next start. A damaged answer may be a proxy's, and is given some chances. */
static gboolean
give_up_text (GbChangesFeed *self, const GbStoreRevisionName *name, const GError *error)
{
  char *key = text_key (name);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->unavailable, key)) + 1;

  if (g_error_matches (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_NOT_FOUND) ||
      g_error_matches (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_REJECTED))
    n = MAX_ATTEMPTS;
  else if (!g_error_matches (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_PROTOCOL))
    n = 0;
  g_hash_table_insert (self->unavailable, key, GUINT_TO_POINTER (n));

  return n >= MAX_ATTEMPTS;
}

static void
write_text_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TextRound *round = user_data;
  GbChangesFeed *self = round->feed;
  Batch *batch = gb_store_run_get_data (result);
  g_autoptr (GError) error = NULL;

  if (!gb_store_run_finish (GB_STORE (source), result, &error)) {
    self->wants_texts = TRUE;
    fail_store (self, error);
    text_round_free (round);
    return;
  }

  announce (self, batch->changed);
  if (batch->is_head)
    wish_for_blobs (self, batch->document);
  fetch_next_text (round);
}

static void
get_revision_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TextRound *round = user_data;
  GbChangesFeed *self = round->feed;
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDocument) document =
    gb_portal_client_get_revision_finish (GB_PORTAL_CLIENT (source), result, &error);
  Batch *batch;

  if (document == NULL && !is_running (self)) {
    self->is_busy = FALSE;
    self->wants_texts = TRUE;
    text_round_free (round);
    return;
  }
  if (document == NULL) {
    if (give_up_text (self, round->name, error)) {
      g_debug ("cannot fetch a text: %s", error->message);
      fetch_next_text (round);
      return;
    }
    self->wants_texts = TRUE;
    fail_round (self, error);
    text_round_free (round);
    return;
  }

  batch = batch_new (self->view);
  batch->id = g_strdup (round->name->document);
  batch->document = g_object_ref (document);
  gb_store_write_async (self->store, GB_DATABASE_PRIORITY_SYNC, write_text, batch,
                        (GDestroyNotify)batch_free, NULL, write_text_cb, round);
}

static void
fetch_next_text (TextRound *round)
{
  GbChangesFeed *self = round->feed;

  g_clear_pointer (&round->name, gb_store_revision_name_free);
  if (round->names->len == 0 || !is_running (self)) {
    self->wants_texts = self->wants_texts || round->names->len > 0;
    end_round (self);
    text_round_free (round);
    return;
  }

  round->name = g_ptr_array_steal_index (round->names, round->names->len - 1);
  gb_portal_client_get_revision_async (self->client, round->name->document, round->name->digest,
                                       self->cancellable, get_revision_cb, round);
}

static void
list_missing_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbChangesFeed) self = user_data;
  Batch *batch = gb_store_run_get_data (result);
  g_autoptr (GError) error = NULL;
  TextRound *round;

  if (!gb_store_run_finish (GB_STORE (source), result, &error)) {
    self->wants_texts = TRUE;
    fail_store (self, error);
    return;
  }

  round = g_new0 (TextRound, 1);
  round->feed = g_object_ref (self);
  round->names = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_store_revision_name_free);
  while (batch->missing->len > 0 && round->names->len < TEXTS_AT_ONCE) {
    GbStoreRevisionName *name = g_ptr_array_steal_index (batch->missing, 0);
    g_autofree char *key = text_key (name);

    if (GPOINTER_TO_UINT (g_hash_table_lookup (self->unavailable, key)) >= MAX_ATTEMPTS)
      gb_store_revision_name_free (name);
    else
      g_ptr_array_insert (round->names, 0, name);
  }

  /* The rest comes in the next rounds, so that news do not wait for a long history. */
  self->wants_texts = batch->missing->len > 0;
  fetch_next_text (round);
}

static void
fetch_texts (GbChangesFeed *self)
{
  self->wants_texts = FALSE;
  gb_store_read_async (self->store, GB_DATABASE_PRIORITY_SYNC, list_missing, batch_new (self->view),
                       (GDestroyNotify)batch_free, NULL, list_missing_cb, g_object_ref (self));
}

/* --- Rounds ------------------------------------------------------------------------------------
 */

static void
write_events_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbChangesFeed) self = user_data;
  Batch *batch = gb_store_run_get_data (result);
  g_autoptr (GError) error = NULL;

  if (!gb_store_run_finish (GB_STORE (source), result, &error)) {
    fail_store (self, error);
    return;
  }

  self->cursor = batch->cursor;
  self->is_caught_up = batch->events->len < FULL_BATCH;
  announce (self, batch->changed);
  if (batch->events->len > 0 || self->wants_texts)
    fetch_texts (self);
  else
    end_round (self);
}

static void
get_changes_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbChangesFeed) self = user_data;
  g_autoptr (GbPortalChanges) changes = NULL;
  g_autoptr (GError) error = NULL;
  Batch *batch;

  g_clear_object (&self->poll);
  changes = gb_portal_client_get_changes_finish (GB_PORTAL_CLIENT (source), result, &error);
  if (!is_running (self)) {
    self->is_busy = FALSE;
    return;
  }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    /* A probe took its place. */
    self->is_busy = FALSE;
    self->is_caught_up = FALSE;
    poll_portal (self);
    return;
  }
  if (changes == NULL) {
    fail_round (self, error);
    return;
  }

  self->n_failures = 0;
  batch = batch_new (self->view);
  batch->cursor = changes->cursor;
  batch->events = g_ptr_array_ref (changes->events);
  gb_store_write_async (self->store, GB_DATABASE_PRIORITY_SYNC, write_events, batch,
                        (GDestroyNotify)batch_free, NULL, write_events_cb, g_object_ref (self));
}

static void
read_cursor_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbChangesFeed) self = user_data;
  Batch *batch = gb_store_run_get_data (result);
  g_autoptr (GError) error = NULL;

  if (!gb_store_run_finish (GB_STORE (source), result, &error)) {
    fail_store (self, error);
    return;
  }

  self->cursor = batch->cursor;
  self->has_cursor = TRUE;
  self->is_busy = FALSE;
  poll_portal (self);
}

static void
poll_portal (GbChangesFeed *self)
{
  if (!is_running (self) || self->is_busy || self->view == NULL)
    return;

  g_clear_handle_id (&self->timer, g_source_remove);
  self->is_busy = TRUE;
  if (!self->has_cursor) {
    gb_store_read_async (self->store, GB_DATABASE_PRIORITY_SYNC, read_cursor,
                         batch_new (self->view), (GDestroyNotify)batch_free, NULL, read_cursor_cb,
                         g_object_ref (self));
    return;
  }

  self->poll = g_cancellable_new ();
  gb_portal_client_get_changes_async (self->client, self->cursor,
                                      self->is_caught_up && !self->wants_texts ? LONG_POLL_S : 0,
                                      self->poll, get_changes_cb, g_object_ref (self));
}

static void
gb_changes_feed_dispose (GObject *object)
{
  GbChangesFeed *self = GB_CHANGES_FEED (object);

  gb_changes_feed_stop (self);
  g_clear_object (&self->store);
  g_clear_object (&self->client);
  g_clear_pointer (&self->view, _gb_desk_view_unref);

  G_OBJECT_CLASS (gb_changes_feed_parent_class)->dispose (object);
}

static void
gb_changes_feed_finalize (GObject *object)
{
  GbChangesFeed *self = GB_CHANGES_FEED (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->unavailable, g_hash_table_unref);
  g_queue_clear_full (&self->blobs, (GDestroyNotify)blob_wish_free);

  G_OBJECT_CLASS (gb_changes_feed_parent_class)->finalize (object);
}

static void
gb_changes_feed_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  GbChangesFeed *self = GB_CHANGES_FEED (object);

  switch (prop_id) {
  case PROP_ONLINE:
    g_value_set_boolean (value, self->is_online);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gb_changes_feed_class_init (GbChangesFeedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gb_changes_feed_dispose;
  object_class->finalize = gb_changes_feed_finalize;
  object_class->get_property = gb_changes_feed_get_property;

  properties[PROP_ONLINE] =
    g_param_spec_boolean ("online", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_SIGNED_OUT] =
    g_signal_new ("signed-out", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_SYNCED] = g_signal_new ("synced", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gb_changes_feed_init (GbChangesFeed *self)
{
  self->cancellable = g_cancellable_new ();
  self->unavailable = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->wants_texts = TRUE;
  g_queue_init (&self->blobs);
}

/**
 * gb_changes_feed_new:
 * @store: the person's store
 * @client: the portal, with the person's token
 *
 * Returns: (transfer full): a feed that waits for gb_changes_feed_start()
 */
GbChangesFeed *
gb_changes_feed_new (GbStore *store, GbPortalClient *client)
{
  GbChangesFeed *self;

  g_return_val_if_fail (GB_IS_STORE (store), NULL);
  g_return_val_if_fail (GB_IS_PORTAL_CLIENT (client), NULL);

  self = g_object_new (GB_TYPE_CHANGES_FEED, NULL);
  self->store = g_object_ref (store);
  self->client = g_object_ref (client);

  return self;
}

void
gb_changes_feed_set_view (GbChangesFeed *self, GbDeskView *view)
{
  g_return_if_fail (GB_IS_CHANGES_FEED (self));
  g_return_if_fail (view != NULL);

  _gb_desk_view_ref (view);
  g_clear_pointer (&self->view, _gb_desk_view_unref);
  self->view = view;
}

/**
 * gb_changes_feed_start:
 *
 * Begins to listen, at once and without a long wait.
 */
void
gb_changes_feed_start (GbChangesFeed *self)
{
  g_return_if_fail (GB_IS_CHANGES_FEED (self));

  if (is_running (self))
    return;

  self->is_started = TRUE;
  self->n_failures = 0;
  self->is_caught_up = FALSE;
  poll_portal (self);
  fetch_next_blob (self);
}

/**
 * gb_changes_feed_pause:
 *
 * Ends the poll under way: there is nobody to listen for.
 */
void
gb_changes_feed_pause (GbChangesFeed *self)
{
  g_return_if_fail (GB_IS_CHANGES_FEED (self));

  self->is_started = FALSE;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->poll);
  set_online (self, FALSE);
}

void
gb_changes_feed_stop (GbChangesFeed *self)
{
  g_return_if_fail (GB_IS_CHANGES_FEED (self));

  self->is_stopped = TRUE;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->poll);
  g_cancellable_cancel (self->cancellable);
}

/**
 * gb_changes_feed_probe:
 *
 * Asks at once, without waiting for news: something suggests that the portal has come or gone.
 */
void
gb_changes_feed_probe (GbChangesFeed *self)
{
  g_return_if_fail (GB_IS_CHANGES_FEED (self));

  if (!is_running (self))
    return;

  self->n_failures = 0;
  if (self->poll != NULL && self->is_caught_up)
    g_cancellable_cancel (self->poll);
  else
    poll_portal (self);
}

gboolean
gb_changes_feed_get_online (GbChangesFeed *self)
{
  g_return_val_if_fail (GB_IS_CHANGES_FEED (self), FALSE);

  return self->is_online;
}
