/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events of the client store, on the database thread inside a transaction: those that the portal
 * accepted, which never change, and those of this person that still wait. GbDesk uses them. */
#define G_LOG_DOMAIN "gb-store"

#include "config.h"

#include "store/gb-store-private.h"

static void
bind_event (GbStatement *statement, const GbEvent *event)
{
  gb_statement_bind_text (statement, ":id", event->id);
  gb_statement_bind_int64 (statement, ":edition", event->edition);
  gb_statement_bind_text (statement, ":type", gb_event_type_to_string (event->type));
  gb_statement_bind_text (statement, ":revision", event->revision);
  gb_statement_bind_text (statement, ":step", event->step);
  gb_statement_bind_text (statement, ":opinion", event->opinion);
  gb_statement_bind_text (statement, ":actor", event->actor);
  gb_statement_bind_text (statement, ":actor_name", event->actor_name);
  gb_statement_bind_text (statement, ":device", event->device);
  gb_statement_bind_int64 (statement, ":made_at", event->made_at);
  gb_statement_bind_int64 (statement, ":due_at", event->due_at);
  gb_statement_bind_text (statement, ":url", event->url);
  gb_statement_bind_text (statement, ":signature", event->signature);
  if (event->seq > 0)
    gb_statement_bind_int64 (statement, ":seq", (gint64)event->seq);
  else
    gb_statement_bind_null (statement, ":seq");
  gb_statement_bind_int64 (statement, ":accepted_at", event->accepted_at);
  gb_statement_bind_text (statement, ":prev_hash", event->prev_hash);
  gb_statement_bind_text (statement, ":hash", event->hash);
  gb_statement_bind_text (statement, ":rule", event->rule);
  gb_statement_bind_text (statement, ":place", event->place);
  gb_statement_bind_text (statement, ":words", event->words);
  gb_statement_bind_text (statement, ":mark", event->mark);
  gb_statement_bind_text (statement, ":context", event->context);
  gb_statement_bind_text (statement, ":subject", event->subject);
}

static GbEvent *
read_event (GbStatement *row)
{
  GbEventType type = GB_EVENT_REVISE;
  GbEvent *self;

  /* The type was checked when the event came; the schema keeps it as text to be readable. */
  if (!gb_event_type_from_string (gb_statement_get_text (row, 3), &type))
    g_debug ("an event of an unknown type");
  self = gb_event_new (gb_statement_get_text (row, 0), gb_statement_get_text (row, 1),
                       (guint)gb_statement_get_int64 (row, 2), type, gb_statement_get_text (row, 4),
                       gb_statement_get_text (row, 7), gb_statement_get_text (row, 8));
  gb_event_set_string (&self->step, gb_statement_get_text (row, 5));
  gb_event_set_string (&self->opinion, gb_statement_get_text (row, 6));
  gb_event_set_string (&self->device, gb_statement_get_text (row, 9));
  self->made_at = gb_statement_get_int64 (row, 10);
  self->due_at = gb_statement_get_int64 (row, 11);
  gb_event_set_string (&self->url, gb_statement_get_text (row, 12));
  gb_event_set_string (&self->signature, gb_statement_get_text (row, 13));
  self->seq = (guint64)gb_statement_get_int64 (row, 14);
  self->accepted_at = gb_statement_get_int64 (row, 15);
  gb_event_set_string (&self->prev_hash, gb_statement_get_text (row, 16));
  gb_event_set_string (&self->hash, gb_statement_get_text (row, 17));
  gb_event_set_string (&self->rule, gb_statement_get_text (row, 18));
  gb_event_set_string (&self->place, gb_statement_get_text (row, 19));
  gb_event_set_string (&self->words, gb_statement_get_text (row, 20));
  gb_event_set_string (&self->mark, gb_statement_get_text (row, 21));
  gb_event_set_string (&self->context, gb_statement_get_text (row, 22));
  gb_event_set_string (&self->subject, gb_statement_get_text (row, 23));
  return self;
}

/**
 * gb_store_txn_add_event:
 * @txn: a transaction
 * @event: with seq 0 it waits
 * @error: return location for an error
 *
 * Adds an event; its document becomes known. An accepted one replaces the waiting one of the same
 * id; adding an accepted one again does nothing, and a waiting one never replaces it.
 *
 * Returns: %TRUE, or %FALSE with a %GB_DATABASE_ERROR (%GB_DATABASE_ERROR_CONSTRAINT: another event
 *   has this place in the portal's log)
 */
gboolean
gb_store_txn_add_event (GbStoreTxn *txn, const GbEvent *event, GError **error)
{
  g_autoptr (GbStatement) insert = NULL;
  gint64 n;

  g_return_val_if_fail (txn != NULL && event != NULL, FALSE);

  if (!gb_store_txn_ensure_document (txn, event->document, error) ||
      !_gb_store_txn_need_document (txn, event->document, &n, error))
    return FALSE;
  insert = _gb_store_txn_prepare (
    txn,
    "INSERT INTO events (document, id, edition, type, revision, step, opinion, actor, actor_name,"
    " device, made_at, due_at, url, signature, seq, accepted_at, prev_hash, hash, rule, place,"
    " words, mark, context, subject)"
    " VALUES (:n, :id, :edition, :type, :revision, :step, :opinion, :actor, :actor_name,"
    " :device, :made_at, :due_at, :url, :signature, :seq, :accepted_at, :prev_hash, :hash, :rule,"
    " :place, :words, :mark, :context, :subject)"
    " ON CONFLICT (id) DO UPDATE SET edition = excluded.edition, type = excluded.type,"
    " revision = excluded.revision, step = excluded.step, opinion = excluded.opinion,"
    " actor = excluded.actor, actor_name = excluded.actor_name, device = excluded.device,"
    " made_at = excluded.made_at, due_at = excluded.due_at, url = excluded.url,"
    " signature = excluded.signature, seq = excluded.seq, accepted_at = excluded.accepted_at,"
    " prev_hash = excluded.prev_hash, hash = excluded.hash, rule = excluded.rule,"
    " place = excluded.place, words = excluded.words, mark = excluded.mark,"
    " context = excluded.context, subject = excluded.subject WHERE events.seq IS NULL",
    error);
  if (insert == NULL)
    return FALSE;
  bind_event (insert, event);
  gb_statement_bind_int64 (insert, ":n", n);
  return gb_statement_run (insert, error);
}

/**
 * gb_store_txn_list_events:
 * @txn: a transaction
 * @id: a document's UUID
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type GbEvent): the accepted ones by their place in the log,
 *   then the waiting ones in the order in which they were made; or %NULL with a %GB_DATABASE_ERROR
 */
GPtrArray *
gb_store_txn_list_events (GbStoreTxn *txn, const char *id, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_event_unref);
  g_autoptr (GbStatement) select = NULL;
  gboolean has_row;

  g_return_val_if_fail (txn != NULL && id != NULL, NULL);

  select = _gb_store_txn_prepare (
    txn,
    "SELECT e.id, d.id, e.edition, e.type, e.revision, e.step, e.opinion,"
    " e.actor, e.actor_name, e.device, e.made_at, e.due_at, e.url,"
    " e.signature, e.seq, e.accepted_at, e.prev_hash, e.hash, e.rule, e.place,"
    " e.words, e.mark, e.context, e.subject"
    " FROM events e JOIN documents d ON d.n = e.document WHERE d.id = :id"
    " ORDER BY e.seq IS NULL, e.seq, e.n",
    error);
  if (select == NULL)
    return NULL;
  gb_statement_bind_text (select, ":id", id);
  while (TRUE) {
    if (!gb_statement_step (select, &has_row, error))
      return NULL;
    if (!has_row)
      return g_steal_pointer (&list);
    g_ptr_array_add (list, read_event (select));
  }
}

/**
 * gb_store_txn_remove_waiting_event:
 * @txn: a transaction
 * @event_id: an event's id
 * @error: return location for an error
 *
 * Takes back an event that the portal refused or that was never sent. An accepted one stays.
 *
 * Returns: %TRUE, also if there was none; or %FALSE with a %GB_DATABASE_ERROR
 */
gboolean
gb_store_txn_remove_waiting_event (GbStoreTxn *txn, const char *event_id, GError **error)
{
  g_autoptr (GbStatement) delete = NULL;

  g_return_val_if_fail (txn != NULL && event_id != NULL, FALSE);

  delete = _gb_store_txn_prepare (txn, "DELETE FROM events WHERE id = :id AND seq IS NULL", error);
  if (delete == NULL)
    return FALSE;
  gb_statement_bind_text (delete, ":id", event_id);
  return gb_statement_run (delete, error);
}
