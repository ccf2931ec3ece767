/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The outbox runner owns the operation that is on its way and the timer for the next; the desk owns
 * it, store and client. Main thread.
 *
 * One turn is: take the next operation and mark it "sending" (one transaction), ask the portal,
 * write down what came of it (one transaction), take the next. A crash between the transactions
 * leaves "sending", which the store makes "unknown" when it is opened; unknown operations are asked
 * again with the same key, so the portal answers what it answered before. */

#define G_LOG_DOMAIN "gb-outbox-runner"

#include "config.h"

#include "sync/gb-outbox-runner.h"

#include "sync/gb-backoff.h"

#include <string.h>

/* After the local database failed: it may be full or busy. */
#define STORE_RETRY_MS 5000

typedef struct _Turn Turn;

struct _GbOutboxRunner {
  GObject parent_instance;

  /* Owned */
  GbStore *store;
  GbPortalClient *client;
  GbDeskView *view;
  GCancellable *cancellable; /* cancelled by stop */
  Turn *unwritten;           /* (nullable): its outcome could not be written yet */
  GError *unwritten_error;   /* (nullable): what the portal said to it */

  guint timer;

  guint is_online : 1;
  guint is_busy : 1;    /* a turn is under way */
  guint is_sending : 1; /* within it, the portal is being asked */
  guint is_stopped : 1;
  guint has_news : 1;    /* woken during a turn */
  guint forget_wait : 1; /* the next turn begins with forgetting the back-off */
};

G_DEFINE_FINAL_TYPE (GbOutboxRunner, gb_outbox_runner, G_TYPE_OBJECT)

enum {
  PROP_SENDING = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_CHANGED,
  SIGNAL_ACCEPTED,
  SIGNAL_REFUSED,
  SIGNAL_UNANSWERED,
  SIGNAL_SIGNED_OUT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* One turn: what is sent, then what came of it. */
struct _Turn {
  GbDeskView *view;
  gboolean forget_wait;
  gint64 next_at; /* µs; when there is nothing to send now */

  GbOutboxRow *row;     /* (nullable) */
  GbDocument *document; /* revision */
  GbEvent *event;       /* event */
  char *blob_type;      /* blob */
  GFile *file;          /* blob; (nullable) when it is gone */

  GError *unreadable; /* (nullable): why it cannot even be read */

  GPtrArray *accepted; /* of GbEvent: what the portal logged for it */
};

static void
turn_free (Turn *turn)
{
  g_clear_pointer (&turn->view, _gb_desk_view_unref);
  g_clear_pointer (&turn->row, gb_outbox_row_free);
  g_clear_object (&turn->document);
  g_clear_pointer (&turn->event, gb_event_unref);
  g_clear_pointer (&turn->blob_type, g_free);
  g_clear_object (&turn->file);
  g_clear_error (&turn->unreadable);
  g_clear_pointer (&turn->accepted, g_ptr_array_unref);
  g_free (turn);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Turn, turn_free)

/* The turn is owned by the result; what is sent needs one of its own. */
static Turn *
steal_turn (Turn *turn)
{
  Turn *stolen = g_new0 (Turn, 1);

  *stolen = *turn;
  memset (turn, 0, sizeof *turn);

  return stolen;
}

/* The callbacks get the runner with a reference of their own, and the turn that it works on. */
typedef struct {
  GbOutboxRunner *runner;
  Turn *turn;
} Step;

static Step *
step_new (GbOutboxRunner *self, Turn *turn)
{
  Step *step = g_new0 (Step, 1);

  step->runner = g_object_ref (self);
  step->turn = turn;

  return step;
}

static void
step_free (Step *step)
{
  g_clear_object (&step->runner);
  g_clear_pointer (&step->turn, turn_free);
  g_free (step);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Step, step_free)

static void begin_turn (GbOutboxRunner *self);
static void write_down (GbOutboxRunner *self, Turn *turn, GError *error);

static void
set_sending (GbOutboxRunner *self, gboolean sending)
{
  if (self->is_sending == sending)
    return;

  self->is_sending = sending;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SENDING]);
}

static gboolean
timer_cb (gpointer user_data)
{
  GbOutboxRunner *self = user_data;

  self->timer = 0;
  if (self->unwritten != NULL)
    write_down (self, g_steal_pointer (&self->unwritten), g_steal_pointer (&self->unwritten_error));
  else
    begin_turn (self);

  return G_SOURCE_REMOVE;
}

static void
wait_until (GbOutboxRunner *self, gint64 at)
{
  gint64 delay_ms = (at - g_get_real_time ()) / 1000 + 1;

  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add ((guint)CLAMP (delay_ms, 1, 60 * 1000), timer_cb, self);
}

static void
end_turn (GbOutboxRunner *self, gboolean again)
{
  gboolean has_news = self->has_news;

  self->is_busy = FALSE;
  self->has_news = FALSE;
  if (again || has_news)
    begin_turn (self);
}

static gboolean
is_kind (const GbOutboxRow *row, const char *kind)
{
  return strcmp (row->kind, kind) == 0;
}

/* --- On the database thread ------------------------------------------------------------------ */

static gboolean
load_operation (GbStoreTxn *txn, Turn *turn, GError **error)
{
  GbOutboxRow *row = turn->row;

  if (is_kind (row, "blob")) {
    g_autoptr (GbStoreBlob) blob = NULL;

    if (!gb_store_txn_get_blob (txn, row->subject, &blob, error))
      return FALSE;
    turn->blob_type = g_strdup (blob != NULL ? blob->type : "application/octet-stream");
    return TRUE;
  }
  if (is_kind (row, "revision"))
    return gb_store_txn_load_revision (txn, row->document, row->subject, &turn->document, error);

  {
    g_autoptr (JsonNode) node = json_from_string (row->payload, error);

    if (node == NULL)
      return FALSE;
    turn->event = gb_event_new_from_json (node, error);
    return turn->event != NULL;
  }
}

static gboolean
take_next (GbStoreTxn *txn, gpointer data, GError **error)
{
  Turn *turn = data;

  if (turn->forget_wait && !gb_store_txn_retry_now (txn, error))
    return FALSE;
  if (!gb_store_txn_next_operation (txn, g_get_real_time (), &turn->row, &turn->next_at, error))
    return FALSE;
  if (turn->row == NULL)
    return TRUE;

  turn->row->state = GB_OUTBOX_SENDING;
  turn->row->attempts++;

  /* What is damaged here is refused like what the portal refuses: it must not hold up the rest. */
  load_operation (txn, turn, &turn->unreadable);

  return gb_store_txn_update_outbox_row (txn, turn->row, error);
}

static gboolean
write_outcome (GbStoreTxn *txn, gpointer data, GError **error)
{
  Turn *turn = data;
  GbOutboxRow *row = turn->row;
  g_autoptr (GbOutboxRow) now = NULL;

  if (!gb_store_txn_get_outbox_row (txn, row->row, &now, error))
    return FALSE;

  /* The feed may have brought the portal's acceptance before its answer, or instead of it. */
  if (now == NULL || now->state == GB_OUTBOX_DONE)
    row->state = GB_OUTBOX_DONE;
  if (row->state == GB_OUTBOX_REFUSED &&
      !_gb_desk_drop_operations (txn, row->document, row->row, TRUE, error))
    return FALSE;
  if (now != NULL && !gb_store_txn_update_outbox_row (txn, row, error))
    return FALSE;

  for (guint i = 0; i < turn->accepted->len; i++) {
    if (!_gb_desk_confirm (txn, turn->view, g_ptr_array_index (turn->accepted, i), error))
      return FALSE;
  }

  return _gb_desk_fold (txn, turn->view, row->document, NULL, error);
}

/* --- On the main thread ------------------------------------------------------------------------
 */

static void
set_problem (GbOutboxRow *row, const GError *error)
{
  const GbPortalProblem *problem = gb_portal_error_get_problem (error);

  gb_outbox_row_set_string (&row->error_type, problem != NULL ? problem->type : "");
  gb_outbox_row_set_string (&row->error_detail, problem != NULL && *problem->detail != '\0'
                                                  ? problem->detail
                                                  : error->message);
  gb_outbox_row_set_string (&row->error_head, problem != NULL ? problem->head : "");
}

static void
put_off (GbOutboxRow *row, GbOutboxState state, const GError *error)
{
  const GbPortalProblem *problem = gb_portal_error_get_problem (error);
  gint64 delay = gb_backoff_delay (row->attempts);

  if (problem != NULL)
    delay = MAX (delay, problem->retry_after_s * G_TIME_SPAN_SECOND);
  row->state = state;
  row->next_at = g_get_real_time () + delay;
  set_problem (row, error);
}

static void
refuse (GbOutboxRow *row, const char *fallback_type, const GError *error)
{
  row->state = GB_OUTBOX_REFUSED;
  row->next_at = 0;
  set_problem (row, error);
  if (*row->error_type == '\0')
    gb_outbox_row_set_string (&row->error_type, fallback_type);
}

/* These say that the portal did nothing; another failure of a server may have come after the act.
 */
static gboolean
was_not_done (const GError *error)
{
  const GbPortalProblem *problem = gb_portal_error_get_problem (error);

  return problem != NULL && (problem->status == 429 || problem->status == 503);
}

static void
judge_portal_error (GbOutboxRunner *self, GbOutboxRow *row, const GError *error)
{
  switch ((GbPortalError)error->code) {
  case GB_PORTAL_ERROR_BUSY:
    put_off (row, was_not_done (error) ? GB_OUTBOX_PENDING : GB_OUTBOX_UNKNOWN, error);
    break;
  case GB_PORTAL_ERROR_UNAUTHORIZED:
    row->state = GB_OUTBOX_PENDING;
    row->attempts--;
    row->next_at = 0;
    self->is_online = FALSE;
    break;
  case GB_PORTAL_ERROR_INSECURE:
    put_off (row, GB_OUTBOX_PENDING, error);
    break;
  case GB_PORTAL_ERROR_CONFLICT:
    /* Somebody sends the same attachment: ask for the offset again. */
    if (is_kind (row, "blob"))
      put_off (row, GB_OUTBOX_PENDING, error);
    else
      refuse (row, "wrong-state", error);
    break;
  case GB_PORTAL_ERROR_NOT_FOUND:
    refuse (row, "not-found", error);
    break;
  case GB_PORTAL_ERROR_REJECTED:
    refuse (row, "malformed", error);
    break;
  case GB_PORTAL_ERROR_OFFLINE:
  case GB_PORTAL_ERROR_PROTOCOL:
  default:
    put_off (row, GB_OUTBOX_UNKNOWN, error);
    break;
  }
}

static void
judge (GbOutboxRunner *self, GbOutboxRow *row, const GError *error)
{
  if (error == NULL) {
    row->state = GB_OUTBOX_DONE;
    row->next_at = 0;
    gb_outbox_row_set_string (&row->error_type, "");
    gb_outbox_row_set_string (&row->error_detail, "");
    gb_outbox_row_set_string (&row->error_head, "");
  } else if (error->domain == GB_PORTAL_ERROR) {
    judge_portal_error (self, row, error);
  } else {
    /* It could not even be read here. */
    refuse (row, is_kind (row, "blob") ? "blob-missing" : "malformed", error);
  }
}

static void
announce (GbOutboxRunner *self, const Turn *turn, const GError *error)
{
  const GbOutboxRow *row = turn->row;

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, row->document);
  if (row->state == GB_OUTBOX_REFUSED)
    g_signal_emit (self, signals[SIGNAL_REFUSED], 0, row->document, row->error_type,
                   row->error_detail);
  for (guint i = 0; i < turn->accepted->len; i++)
    g_signal_emit (self, signals[SIGNAL_ACCEPTED], 0, g_ptr_array_index (turn->accepted, i));
  if (g_error_matches (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_UNAUTHORIZED))
    g_signal_emit (self, signals[SIGNAL_SIGNED_OUT], 0);
  else if (g_error_matches (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_OFFLINE))
    g_signal_emit (self, signals[SIGNAL_UNANSWERED], 0);
}

typedef struct {
  GbOutboxRunner *runner;
  GError *error; /* (nullable): what the portal said */
} Outcome;

static void
outcome_free (Outcome *outcome)
{
  g_clear_object (&outcome->runner);
  g_clear_error (&outcome->error);
  g_free (outcome);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Outcome, outcome_free)

static void
write_outcome_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Outcome) outcome = user_data;
  GbOutboxRunner *self = outcome->runner;
  Turn *turn = gb_store_run_get_data (result);
  g_autoptr (GError) error = NULL;

  if (self->is_stopped)
    return;

  if (!gb_store_run_finish (GB_STORE (source), result, &error)) {
    /* The disk is full, for example. What the portal said must not be lost: write it again. */
    g_debug ("cannot write down an outcome: %s", error->message);
    self->unwritten = steal_turn (turn);
    self->unwritten_error = g_steal_pointer (&outcome->error);
    wait_until (self, g_get_real_time () + STORE_RETRY_MS * 1000);
    return;
  }

  set_sending (self, FALSE);
  announce (self, turn, outcome->error);
  end_turn (self, TRUE);
}

static void
write_down (GbOutboxRunner *self, Turn *turn, GError *error)
{
  Outcome *outcome = g_new0 (Outcome, 1);

  outcome->runner = g_object_ref (self);
  outcome->error = error;
  gb_store_write_async (self->store, GB_DATABASE_PRIORITY_SYNC, write_outcome, turn,
                        (GDestroyNotify)turn_free, NULL, write_outcome_cb, outcome);
}

static void
finish_sending (Step *step, GError *error)
{
  GbOutboxRunner *self = step->runner;

  if (self->is_stopped) {
    g_clear_error (&error);
    step_free (step);
    return;
  }

  judge (self, step->turn->row, error);
  write_down (self, g_steal_pointer (&step->turn), error);
  step_free (step);
}

static void
put_blob_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  gb_portal_client_put_blob_finish (GB_PORTAL_CLIENT (source), result, &error);
  finish_sending (user_data, error);
}

static void
put_revision_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;
  GbEvent *event = NULL;
  GError *error = NULL;

  if (gb_portal_client_put_revision_finish (GB_PORTAL_CLIENT (source), result, &event, &error) &&
      event != NULL)
    g_ptr_array_add (step->turn->accepted, event);
  finish_sending (step, error);
}

static void
post_event_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;
  g_autoptr (GbPortalReceipt) receipt = NULL;
  GError *error = NULL;

  receipt = gb_portal_client_post_event_finish (GB_PORTAL_CLIENT (source), result, &error);
  if (receipt != NULL) {
    g_ptr_array_add (step->turn->accepted, gb_event_ref (receipt->event));
    if (receipt->published != NULL)
      g_ptr_array_add (step->turn->accepted, gb_event_ref (receipt->published));
  }
  finish_sending (step, error);
}

static void
send_operation (GbOutboxRunner *self, Turn *turn)
{
  const GbOutboxRow *row = turn->row;
  Step *step = step_new (self, turn);

  if (turn->unreadable != NULL) {
    finish_sending (step, g_steal_pointer (&turn->unreadable));
  } else if (is_kind (row, "blob")) {
    turn->file = gb_store_find_blob (self->store, row->subject);
    if (turn->file == NULL)
      finish_sending (step, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                                                 "the attachment is not here any more"));
    else
      gb_portal_client_put_blob_async (self->client, row->subject, turn->file, turn->blob_type,
                                       self->cancellable, put_blob_cb, step);
  } else if (is_kind (row, "revision")) {
    if (turn->document == NULL)
      finish_sending (step, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                                                 "the text is not here any more"));
    else
      gb_portal_client_put_revision_async (self->client, row->document, turn->document,
                                           row->precondition, row->key, self->cancellable,
                                           put_revision_cb, step);
  } else {
    gb_portal_client_post_event_async (self->client, turn->event, self->cancellable, post_event_cb,
                                       step);
  }
}

static void
take_next_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbOutboxRunner) self = user_data;
  g_autoptr (GError) error = NULL;
  Turn *turn;

  if (self->is_stopped)
    return;
  if (!gb_store_run_finish (GB_STORE (source), result, &error)) {
    g_debug ("cannot read the outbox: %s", error->message);
    self->is_busy = FALSE;
    wait_until (self, g_get_real_time () + STORE_RETRY_MS * 1000);
    return;
  }

  turn = gb_store_run_get_data (result);
  if (turn->row == NULL) {
    if (turn->next_at > 0)
      wait_until (self, turn->next_at);
    end_turn (self, FALSE);
    return;
  }

  set_sending (self, TRUE);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, turn->row->document);
  send_operation (self, steal_turn (turn));
}

static void
begin_turn (GbOutboxRunner *self)
{
  Turn *turn;

  if (self->is_stopped || !self->is_online || self->view == NULL)
    return;
  if (self->is_busy) {
    self->has_news = TRUE;
    return;
  }

  g_clear_handle_id (&self->timer, g_source_remove);
  self->is_busy = TRUE;
  turn = g_new0 (Turn, 1);
  turn->view = _gb_desk_view_ref (self->view);
  turn->accepted = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_event_unref);
  turn->forget_wait = self->forget_wait;
  self->forget_wait = FALSE;
  gb_store_write_async (self->store, GB_DATABASE_PRIORITY_SYNC, take_next, turn,
                        (GDestroyNotify)turn_free, NULL, take_next_cb, g_object_ref (self));
}

static void
gb_outbox_runner_dispose (GObject *object)
{
  GbOutboxRunner *self = GB_OUTBOX_RUNNER (object);

  gb_outbox_runner_stop (self);
  g_clear_object (&self->store);
  g_clear_object (&self->client);
  g_clear_pointer (&self->view, _gb_desk_view_unref);

  G_OBJECT_CLASS (gb_outbox_runner_parent_class)->dispose (object);
}

static void
gb_outbox_runner_finalize (GObject *object)
{
  GbOutboxRunner *self = GB_OUTBOX_RUNNER (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->unwritten, turn_free);
  g_clear_error (&self->unwritten_error);

  G_OBJECT_CLASS (gb_outbox_runner_parent_class)->finalize (object);
}

static void
gb_outbox_runner_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  GbOutboxRunner *self = GB_OUTBOX_RUNNER (object);

  switch (prop_id) {
  case PROP_SENDING:
    g_value_set_boolean (value, self->is_sending);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gb_outbox_runner_class_init (GbOutboxRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gb_outbox_runner_dispose;
  object_class->finalize = gb_outbox_runner_finalize;
  object_class->get_property = gb_outbox_runner_get_property;

  properties[PROP_SENDING] =
    g_param_spec_boolean ("sending", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_ACCEPTED] = g_signal_new ("accepted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 1, GB_TYPE_EVENT);
  signals[SIGNAL_REFUSED] =
    g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_UNANSWERED] =
    g_signal_new ("unanswered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_SIGNED_OUT] =
    g_signal_new ("signed-out", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
gb_outbox_runner_init (GbOutboxRunner *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * gb_outbox_runner_new:
 * @store: the person's store
 * @client: the portal, with the person's token
 *
 * Returns: (transfer full): a runner that waits for gb_outbox_runner_set_online()
 */
GbOutboxRunner *
gb_outbox_runner_new (GbStore *store, GbPortalClient *client)
{
  GbOutboxRunner *self;

  g_return_val_if_fail (GB_IS_STORE (store), NULL);
  g_return_val_if_fail (GB_IS_PORTAL_CLIENT (client), NULL);

  self = g_object_new (GB_TYPE_OUTBOX_RUNNER, NULL);
  self->store = g_object_ref (store);
  self->client = g_object_ref (client);

  return self;
}

void
gb_outbox_runner_set_view (GbOutboxRunner *self, GbDeskView *view)
{
  g_return_if_fail (GB_IS_OUTBOX_RUNNER (self));
  g_return_if_fail (view != NULL);

  _gb_desk_view_ref (view);
  g_clear_pointer (&self->view, _gb_desk_view_unref);
  self->view = view;
}

void
gb_outbox_runner_set_online (GbOutboxRunner *self, gboolean online)
{
  g_return_if_fail (GB_IS_OUTBOX_RUNNER (self));

  if (self->is_online == online)
    return;

  self->is_online = online;
  if (online)
    gb_outbox_runner_retry_now (self);
}

void
gb_outbox_runner_wake (GbOutboxRunner *self)
{
  g_return_if_fail (GB_IS_OUTBOX_RUNNER (self));

  begin_turn (self);
}

/**
 * gb_outbox_runner_retry_now:
 *
 * Everything that waits is due at once.
 */
void
gb_outbox_runner_retry_now (GbOutboxRunner *self)
{
  g_return_if_fail (GB_IS_OUTBOX_RUNNER (self));

  self->forget_wait = TRUE;
  begin_turn (self);
}

void
gb_outbox_runner_stop (GbOutboxRunner *self)
{
  g_return_if_fail (GB_IS_OUTBOX_RUNNER (self));

  self->is_stopped = TRUE;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
}

gboolean
gb_outbox_runner_get_sending (GbOutboxRunner *self)
{
  g_return_val_if_fail (GB_IS_OUTBOX_RUNNER (self), FALSE);

  return self->is_sending;
}
