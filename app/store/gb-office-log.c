/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The portal's log of events with its hash chain, the revisions that the events are about, and the
 * answers given under idempotency keys. Functions without state, on the thread of the connection;
 * app/server uses them. */
#define G_LOG_DOMAIN "gb-office-log"

#include "config.h"

#include "store/gb-office-log.h"

#include "document/gb-digest.h"
#include "store/gb-statement.h"

#define EVENT_COLUMNS                                                                              \
  "seq, id, document, edition, type, revision, step, opinion, actor, actor_name, device,"          \
  " made_at, due_at, url, signature, accepted_at, prev_hash, hash, rule, place, words, mark,"      \
  " context, subject"

/* How far the clock may be behind the log: what clocks are put right by. Beyond it, every act would
 * silently get the time of a day that has not come, until that day. */
#define MAX_CLOCK_LAG (5 * G_TIME_SPAN_MINUTE)

static void
take_text (char **field, GbStatement *statement, int column)
{
  g_free (*field);
  *field = gb_statement_dup_text (statement, column);
}

/* The row in the order of EVENT_COLUMNS. */
static GbEvent *
event_from_row (GbStatement *statement, GError **error)
{
  g_autoptr (GbEvent) event = NULL;
  const char *type_name = gb_statement_get_text (statement, 4);
  GbEventType type;

  if (!gb_event_type_from_string (type_name, &type)) {
    g_set_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CORRUPT,
                 "event %" G_GINT64_FORMAT " of the log has an unknown type",
                 gb_statement_get_int64 (statement, 0));
    return NULL;
  }
  event = gb_event_new (gb_statement_get_text (statement, 1), gb_statement_get_text (statement, 2),
                        (guint)gb_statement_get_int64 (statement, 3), type,
                        gb_statement_get_text (statement, 5), gb_statement_get_text (statement, 8),
                        gb_statement_get_text (statement, 9));
  event->seq = (guint64)gb_statement_get_int64 (statement, 0);
  take_text (&event->step, statement, 6);
  take_text (&event->opinion, statement, 7);
  take_text (&event->device, statement, 10);
  event->made_at = gb_statement_get_int64 (statement, 11);
  event->due_at = gb_statement_get_int64 (statement, 12);
  take_text (&event->url, statement, 13);
  take_text (&event->signature, statement, 14);
  event->accepted_at = gb_statement_get_int64 (statement, 15);
  take_text (&event->prev_hash, statement, 16);
  take_text (&event->hash, statement, 17);
  take_text (&event->rule, statement, 18);
  take_text (&event->place, statement, 19);
  take_text (&event->words, statement, 20);
  take_text (&event->mark, statement, 21);
  take_text (&event->context, statement, 22);
  take_text (&event->subject, statement, 23);
  return g_steal_pointer (&event);
}

static GPtrArray *
collect_events (GbStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_event_unref);
  gboolean has_row;

  for (;;) {
    GbEvent *event;

    if (!gb_statement_step (statement, &has_row, error))
      return NULL;
    if (!has_row)
      return g_steal_pointer (&events);
    event = event_from_row (statement, error);
    if (event == NULL)
      return NULL;
    g_ptr_array_add (events, event);
  }
}

static gboolean
insert_event (GbDatabase *database, const GbEvent *event, GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  statement = gb_database_prepare (
    database,
    "INSERT INTO event (" EVENT_COLUMNS ") VALUES (:seq, :id, :document, :edition, :type,"
    " :revision, :step, :opinion, :actor, :actor_name, :device, :made_at, :due_at, :url,"
    " :signature, :accepted_at, :prev_hash, :hash, :rule, :place, :words, :mark, :context,"
    " :subject)",
    error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_int64 (statement, ":seq", (gint64)event->seq);
  gb_statement_bind_text (statement, ":id", event->id);
  gb_statement_bind_text (statement, ":document", event->document);
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
  gb_statement_bind_int64 (statement, ":accepted_at", event->accepted_at);
  gb_statement_bind_text (statement, ":prev_hash", event->prev_hash);
  gb_statement_bind_text (statement, ":hash", event->hash);
  gb_statement_bind_text (statement, ":rule", event->rule);
  gb_statement_bind_text (statement, ":place", event->place);
  gb_statement_bind_text (statement, ":words", event->words);
  gb_statement_bind_text (statement, ":mark", event->mark);
  gb_statement_bind_text (statement, ":context", event->context);
  gb_statement_bind_text (statement, ":subject", event->subject);
  return gb_statement_run (statement, error);
}

gboolean
gb_office_settle_time (GbDatabase *database, gint64 now, gint64 *out_time, GError **error)
{
  g_autoptr (GbStatement) statement = NULL;
  gboolean has_row;
  gint64 last;

  g_return_val_if_fail (out_time != NULL, FALSE);

  statement = gb_database_prepare (
    database, "SELECT accepted_at FROM event ORDER BY seq DESC LIMIT 1", error);
  if (statement == NULL || !gb_statement_step (statement, &has_row, error))
    return FALSE;
  last = has_row ? gb_statement_get_int64 (statement, 0) : 0;
  if (last - now > MAX_CLOCK_LAG) {
    g_set_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CLOCK,
                 "the clock of this computer is %" G_GINT64_FORMAT
                 " minutes behind the last act of the log: correct the clock; until then "
                 "nothing is accepted",
                 (last - now) / G_TIME_SPAN_MINUTE);
    return FALSE;
  }
  *out_time = MAX (now, last);
  return TRUE;
}

gboolean
gb_office_append_event (GbDatabase *database, GbEvent *event, gint64 now, GError **error)
{
  g_autoptr (GbStatement) statement = NULL;
  gboolean has_row;

  g_return_val_if_fail (event != NULL && event->seq == 0, FALSE);

  if (!gb_office_settle_time (database, now, &event->accepted_at, error))
    return FALSE;
  statement =
    gb_database_prepare (database, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1", error);
  if (statement == NULL || !gb_statement_step (statement, &has_row, error))
    return FALSE;
  event->seq = has_row ? (guint64)gb_statement_get_int64 (statement, 0) + 1 : 1;
  gb_event_set_string (&event->prev_hash, has_row ? gb_statement_get_text (statement, 1) : "");
  g_free (event->hash);
  event->hash = gb_event_compute_hash (event);
  return insert_event (database, event, error);
}

GPtrArray *
gb_office_list_events (GbDatabase *database, const char *document, GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  statement = gb_database_prepare (
    database, "SELECT " EVENT_COLUMNS " FROM event WHERE document = :document ORDER BY seq", error);
  if (statement == NULL)
    return NULL;
  gb_statement_bind_text (statement, ":document", document);
  return collect_events (statement, error);
}

GPtrArray *
gb_office_list_changes (GbDatabase *database, guint64 since, guint limit, GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  statement = gb_database_prepare (
    database, "SELECT " EVENT_COLUMNS " FROM event WHERE seq > :since ORDER BY seq LIMIT :limit",
    error);
  if (statement == NULL)
    return NULL;
  gb_statement_bind_int64 (statement, ":since", (gint64)MIN (since, (guint64)G_MAXINT64));
  gb_statement_bind_int64 (statement, ":limit", limit);
  return collect_events (statement, error);
}

gboolean
gb_office_find_event (GbDatabase *database, const char *id, GbEvent **out_event, GError **error)
{
  g_autoptr (GbStatement) statement = NULL;
  gboolean has_row;

  g_return_val_if_fail (id != NULL && out_event != NULL, FALSE);

  *out_event = NULL;
  statement =
    gb_database_prepare (database, "SELECT " EVENT_COLUMNS " FROM event WHERE id = :id", error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":id", id);
  if (!gb_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    *out_event = event_from_row (statement, error);
  return !has_row || *out_event != NULL;
}

gboolean
gb_office_get_last_seq (GbDatabase *database, guint64 *out_seq, GError **error)
{
  g_autoptr (GbStatement) statement = NULL;
  gboolean has_row;

  g_return_val_if_fail (out_seq != NULL, FALSE);

  statement = gb_database_prepare (database, "SELECT coalesce (max (seq), 0) FROM event", error);
  if (statement == NULL || !gb_statement_step (statement, &has_row, error))
    return FALSE;
  *out_seq = has_row ? (guint64)gb_statement_get_int64 (statement, 0) : 0;
  return TRUE;
}

gboolean
gb_office_verify_log (GbDatabase *database, guint64 *out_n_events, GError **error)
{
  g_autoptr (GbStatement) statement = NULL;
  g_autofree char *prev_hash = g_strdup ("");
  guint64 n_events = 0;
  gboolean has_row;

  statement =
    gb_database_prepare (database, "SELECT " EVENT_COLUMNS " FROM event ORDER BY seq", error);
  if (statement == NULL)
    return FALSE;
  for (;;) {
    g_autoptr (GbEvent) event = NULL;
    g_autofree char *hash = NULL;

    if (!gb_statement_step (statement, &has_row, error))
      return FALSE;
    if (!has_row)
      break;
    event = event_from_row (statement, error);
    if (event == NULL)
      return FALSE;
    n_events++;
    hash = gb_event_compute_hash (event);
    if (event->seq != n_events || !g_str_equal (event->prev_hash, prev_hash) ||
        !g_str_equal (event->hash, hash)) {
      g_set_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CORRUPT,
                   "the chain of the log breaks at event %" G_GUINT64_FORMAT, n_events);
      return FALSE;
    }
    g_free (prev_hash);
    prev_hash = g_steal_pointer (&hash);
  }
  if (out_n_events != NULL)
    *out_n_events = n_events;
  return TRUE;
}

gboolean
gb_office_add_revision (GbDatabase *database,
                        const char *document,
                        const char *digest,
                        const char *parent,
                        const char *author,
                        gint64 now,
                        GBytes *xml,
                        GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  statement =
    gb_database_prepare (database,
                         "INSERT INTO revision (document, digest, parent, author, accepted_at, xml)"
                         " VALUES (:document, :digest, :parent, :author, :now, :xml)"
                         " ON CONFLICT (document, digest) DO NOTHING",
                         error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":document", document);
  gb_statement_bind_text (statement, ":digest", digest);
  gb_statement_bind_text (statement, ":parent", parent);
  gb_statement_bind_text (statement, ":author", author);
  gb_statement_bind_int64 (statement, ":now", now);
  gb_statement_bind_bytes (statement, ":xml", xml);
  return gb_statement_run (statement, error);
}

gboolean
gb_office_load_revision (GbDatabase *database,
                         const char *document,
                         const char *digest,
                         GBytes **out_xml,
                         GError **error)
{
  g_autoptr (GbStatement) statement = NULL;
  gboolean has_row;

  g_return_val_if_fail (out_xml != NULL, FALSE);

  *out_xml = NULL;
  statement = gb_database_prepare (
    database, "SELECT xml FROM revision WHERE document = :document AND digest = :digest", error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":document", document);
  gb_statement_bind_text (statement, ":digest", digest);
  if (!gb_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row) {
    g_autoptr (GBytes) xml = gb_statement_dup_bytes (statement, 0);
    g_autofree char *actual = gb_digest_bytes (xml);

    /* People approved a digest; another text under it is nobody's. */
    if (!g_str_equal (actual, digest)) {
      g_set_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CORRUPT,
                   "the text %s of document %s was changed in the database: restore it from a "
                   "backup",
                   digest, document);
      return FALSE;
    }
    *out_xml = g_steal_pointer (&xml);
  }
  return TRUE;
}

gboolean
gb_office_find_revision (GbDatabase *database,
                         const char *document,
                         const char *digest,
                         char **out_parent,
                         char **out_author,
                         GError **error)
{
  g_autoptr (GbStatement) statement = NULL;
  gboolean has_row;

  g_return_val_if_fail (out_parent != NULL && out_author != NULL, FALSE);

  *out_parent = NULL;
  *out_author = NULL;
  statement = gb_database_prepare (
    database, "SELECT parent, author FROM revision WHERE document = :document AND digest = :digest",
    error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":document", document);
  gb_statement_bind_text (statement, ":digest", digest);
  if (!gb_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row) {
    *out_parent = gb_statement_dup_text (statement, 0);
    *out_author = gb_statement_dup_text (statement, 1);
  }
  return TRUE;
}

void
gb_office_answer_free (GbOfficeAnswer *self)
{
  g_free (self->account);
  g_free (self->fingerprint);
  g_free (self->body);
  g_free (self);
}

gboolean
gb_office_add_answer (GbDatabase *database,
                      const char *key,
                      const char *account,
                      const char *fingerprint,
                      guint status,
                      const char *body,
                      gint64 now,
                      GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  statement =
    gb_database_prepare (database,
                         "INSERT INTO answer (key, account, fingerprint, status, body, made_at)"
                         " VALUES (:key, :account, :fingerprint, :status, :body, :now)",
                         error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":key", key);
  gb_statement_bind_text (statement, ":account", account);
  gb_statement_bind_text (statement, ":fingerprint", fingerprint);
  gb_statement_bind_int64 (statement, ":status", status);
  gb_statement_bind_text (statement, ":body", body);
  gb_statement_bind_int64 (statement, ":now", now);
  return gb_statement_run (statement, error);
}

gboolean
gb_office_find_answer (GbDatabase *database,
                       const char *key,
                       GbOfficeAnswer **out_answer,
                       GError **error)
{
  g_autoptr (GbStatement) statement = NULL;
  gboolean has_row;

  g_return_val_if_fail (key != NULL && out_answer != NULL, FALSE);

  *out_answer = NULL;
  statement = gb_database_prepare (
    database, "SELECT account, fingerprint, status, body FROM answer WHERE key = :key", error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":key", key);
  if (!gb_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row) {
    *out_answer = g_new0 (GbOfficeAnswer, 1);
    (*out_answer)->account = gb_statement_dup_text (statement, 0);
    (*out_answer)->fingerprint = gb_statement_dup_text (statement, 1);
    (*out_answer)->status = (guint)gb_statement_get_int64 (statement, 2);
    (*out_answer)->body = gb_statement_dup_text (statement, 3);
  }
  return TRUE;
}

gboolean
gb_office_add_refusal (GbDatabase *database,
                       const GbEvent *event,
                       const char *account,
                       const char *code,
                       const char *json,
                       gint64 now,
                       GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  statement =
    gb_database_prepare (database,
                         "INSERT INTO refusal (key, document, account, code, event, made_at)"
                         " VALUES (:key, :document, :account, :code, :event, :now)",
                         error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":key", event->id);
  gb_statement_bind_text (statement, ":document", event->document);
  gb_statement_bind_text (statement, ":account", account);
  gb_statement_bind_text (statement, ":code", code);
  gb_statement_bind_text (statement, ":event", json);
  gb_statement_bind_int64 (statement, ":now", now);
  return gb_statement_run (statement, error);
}

gboolean
gb_office_add_blob (GbDatabase *database,
                    const char *digest,
                    const char *type,
                    const char *account,
                    gint64 now,
                    GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  statement =
    gb_database_prepare (database,
                         "INSERT INTO blob (digest, type, account, made_at)"
                         " VALUES (:digest, :type, :account, :now) ON CONFLICT (digest) DO NOTHING",
                         error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":digest", digest);
  gb_statement_bind_text (statement, ":type", type);
  gb_statement_bind_text (statement, ":account", account);
  gb_statement_bind_int64 (statement, ":now", now);
  return gb_statement_run (statement, error);
}

gboolean
gb_office_find_blob_type (GbDatabase *database, const char *digest, char **out_type, GError **error)
{
  g_autoptr (GbStatement) statement = NULL;
  gboolean has_row;

  g_return_val_if_fail (digest != NULL && out_type != NULL, FALSE);

  *out_type = NULL;
  statement = gb_database_prepare (database, "SELECT type FROM blob WHERE digest = :digest", error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":digest", digest);
  if (!gb_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    *out_type = gb_statement_dup_text (statement, 0);
  return TRUE;
}
