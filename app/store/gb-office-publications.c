/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the portal shows to the public, its search index, the schedule, and the list of pages that
 * must be made again. Functions without state, on the thread of the connection; app/server uses
 * them inside the transaction of the event that changes what is public. */
#define G_LOG_DOMAIN "gb-office-publications"

#include "config.h"

#include "store/gb-office-publications.h"

#include "store/gb-search-terms.h"
#include "store/gb-statement.h"

#define PUBLICATION_COLUMNS                                                                        \
  "p.document, p.path, p.revision, p.edition, p.title, p.column_id, p.kind, p.summary,"            \
  " p.document_number, p.source, p.publisher, p.validity, p.published_at, p.first_published_at,"   \
  " p.withdrawn_at, p.index_number, p.valid_until"

GbOfficePublication *
gb_office_publication_new (void)
{
  GbOfficePublication *self = g_new0 (GbOfficePublication, 1);

  self->document = g_strdup ("");
  self->path = g_strdup ("");
  self->revision = g_strdup ("");
  self->title = g_strdup ("");
  self->column = g_strdup ("");
  self->kind = g_strdup ("");
  self->summary = g_strdup ("");
  self->document_number = g_strdup ("");
  self->source = g_strdup ("");
  self->publisher = g_strdup ("");
  self->validity = g_strdup ("");
  self->index_number = g_strdup ("");
  self->valid_until = g_strdup ("");
  return self;
}

void
gb_office_publication_free (GbOfficePublication *self)
{
  g_free (self->document);
  g_free (self->path);
  g_free (self->revision);
  g_free (self->title);
  g_free (self->column);
  g_free (self->kind);
  g_free (self->summary);
  g_free (self->document_number);
  g_free (self->source);
  g_free (self->publisher);
  g_free (self->validity);
  g_free (self->index_number);
  g_free (self->valid_until);
  g_free (self);
}

/* The row in the order of PUBLICATION_COLUMNS. */
static GbOfficePublication *
publication_from_row (GbStatement *statement)
{
  GbOfficePublication *self = g_new0 (GbOfficePublication, 1);

  self->document = gb_statement_dup_text (statement, 0);
  self->path = gb_statement_dup_text (statement, 1);
  self->revision = gb_statement_dup_text (statement, 2);
  self->edition = (guint)gb_statement_get_int64 (statement, 3);
  self->title = gb_statement_dup_text (statement, 4);
  self->column = gb_statement_dup_text (statement, 5);
  self->kind = gb_statement_dup_text (statement, 6);
  self->summary = gb_statement_dup_text (statement, 7);
  self->document_number = gb_statement_dup_text (statement, 8);
  self->source = gb_statement_dup_text (statement, 9);
  self->publisher = gb_statement_dup_text (statement, 10);
  self->validity = gb_statement_dup_text (statement, 11);
  self->published_at = gb_statement_get_int64 (statement, 12);
  self->first_published_at = gb_statement_get_int64 (statement, 13);
  self->withdrawn_at = gb_statement_get_int64 (statement, 14);
  self->index_number = gb_statement_dup_text (statement, 15);
  self->valid_until = gb_statement_dup_text (statement, 16);
  return self;
}

static GPtrArray *
collect_publications (GbStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) publications =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gb_office_publication_free);
  gboolean has_row;

  for (;;) {
    if (!gb_statement_step (statement, &has_row, error))
      return NULL;
    if (!has_row)
      return g_steal_pointer (&publications);
    g_ptr_array_add (publications, publication_from_row (statement));
  }
}

static gboolean
find_one (GbStatement *statement, GbOfficePublication **out_publication, GError **error)
{
  gboolean has_row;

  *out_publication = NULL;
  if (!gb_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    *out_publication = publication_from_row (statement);
  return TRUE;
}

/* One statement with the parameter :document. */
static gboolean
run_for_document (GbStatement *statement, const char *document, GError **error)
{
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":document", document);
  return gb_statement_run (statement, error);
}

static gboolean
drop_search_row (GbDatabase *database, const char *document, GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  statement = gb_database_prepare (database,
                                   "DELETE FROM publication_search WHERE rowid ="
                                   " (SELECT row FROM publication WHERE document = :document)",
                                   error);
  return run_for_document (statement, document, error);
}

static gboolean
drop_parts (GbDatabase *database, const char *document, GError **error)
{
  g_autoptr (GbStatement) blobs = NULL;
  g_autoptr (GbStatement) relations = NULL;

  blobs = gb_database_prepare (database, "DELETE FROM publication_blob WHERE document = :document",
                               error);
  if (!run_for_document (blobs, document, error))
    return FALSE;
  relations = gb_database_prepare (
    database, "DELETE FROM publication_relation WHERE document = :document", error);
  return run_for_document (relations, document, error);
}

static gboolean
upsert_publication (GbDatabase *database, const GbOfficePublication *publication, GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  statement = gb_database_prepare (
    database,
    "INSERT INTO publication (document, path, revision, edition, title, column_id, kind, summary,"
    " document_number, source, publisher, validity, published_at, first_published_at,"
    " index_number, valid_until)"
    " VALUES (:document, :path, :revision, :edition, :title, :column, :kind, :summary,"
    " :document_number, :source, :publisher, :validity, :published_at, :first_published_at,"
    " :index_number, :valid_until)"
    " ON CONFLICT (document) DO UPDATE SET revision = excluded.revision,"
    " edition = excluded.edition, title = excluded.title, column_id = excluded.column_id,"
    " kind = excluded.kind, summary = excluded.summary,"
    " document_number = excluded.document_number, source = excluded.source,"
    " publisher = excluded.publisher, validity = excluded.validity,"
    " index_number = excluded.index_number, valid_until = excluded.valid_until,"
    " published_at = excluded.published_at, withdrawn_at = 0",
    error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":document", publication->document);
  gb_statement_bind_text (statement, ":path", publication->path);
  gb_statement_bind_text (statement, ":revision", publication->revision);
  gb_statement_bind_int64 (statement, ":edition", publication->edition);
  gb_statement_bind_text (statement, ":title", publication->title);
  gb_statement_bind_text (statement, ":column", publication->column);
  gb_statement_bind_text (statement, ":kind", publication->kind);
  gb_statement_bind_text (statement, ":summary", publication->summary);
  gb_statement_bind_text (statement, ":document_number", publication->document_number);
  gb_statement_bind_text (statement, ":source", publication->source);
  gb_statement_bind_text (statement, ":publisher", publication->publisher);
  gb_statement_bind_text (statement, ":validity", publication->validity);
  gb_statement_bind_text (statement, ":index_number", publication->index_number);
  gb_statement_bind_text (statement, ":valid_until", publication->valid_until);
  gb_statement_bind_int64 (statement, ":published_at", publication->published_at);
  gb_statement_bind_int64 (statement, ":first_published_at", publication->first_published_at);
  return gb_statement_run (statement, error);
}

gboolean
gb_office_put_publication (GbDatabase *database,
                           const GbOfficePublication *publication,
                           const char *text,
                           GError **error)
{
  g_autofree char *terms = NULL;
  g_autoptr (GbStatement) search = NULL;

  g_return_val_if_fail (publication != NULL && text != NULL, FALSE);

  if (!drop_search_row (database, publication->document, error) ||
      !drop_parts (database, publication->document, error) ||
      !upsert_publication (database, publication, error))
    return FALSE;
  search = gb_database_prepare (database,
                                "INSERT INTO publication_search (rowid, terms)"
                                " SELECT row, :terms FROM publication WHERE document = :document",
                                error);
  if (search == NULL)
    return FALSE;
  terms = gb_search_terms_for_text (text);
  gb_statement_bind_text (search, ":terms", terms);
  return run_for_document (search, publication->document, error);
}

gboolean
gb_office_add_publication_blob (GbDatabase *database,
                                const char *document,
                                const char *digest,
                                const char *name,
                                const char *type,
                                GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  statement = gb_database_prepare (
    database,
    "INSERT INTO publication_blob (document, digest, name, type)"
    " VALUES (:document, :digest, :name, :type) ON CONFLICT (digest, document) DO NOTHING",
    error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":digest", digest);
  gb_statement_bind_text (statement, ":name", name);
  gb_statement_bind_text (statement, ":type", type);
  return run_for_document (statement, document, error);
}

gboolean
gb_office_add_publication_relation (GbDatabase *database,
                                    const char *document,
                                    const char *rel,
                                    const char *other,
                                    GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  statement = gb_database_prepare (database,
                                   "INSERT INTO publication_relation (document, rel, other)"
                                   " VALUES (:document, :rel, :other)"
                                   " ON CONFLICT (document, rel, other) DO NOTHING",
                                   error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":rel", rel);
  gb_statement_bind_text (statement, ":other", other);
  return run_for_document (statement, document, error);
}

gboolean
gb_office_withdraw_publication (GbDatabase *database,
                                const char *document,
                                gint64 now,
                                GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  if (!drop_search_row (database, document, error))
    return FALSE;
  statement = gb_database_prepare (
    database, "UPDATE publication SET withdrawn_at = :now WHERE document = :document", error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_int64 (statement, ":now", now);
  return run_for_document (statement, document, error);
}

gboolean
gb_office_find_publication (GbDatabase *database,
                            const char *document,
                            GbOfficePublication **out_publication,
                            GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  statement = gb_database_prepare (
    database, "SELECT " PUBLICATION_COLUMNS " FROM publication p WHERE p.document = :document",
    error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":document", document);
  return find_one (statement, out_publication, error);
}

gboolean
gb_office_find_publication_by_path (GbDatabase *database,
                                    const char *path,
                                    GbOfficePublication **out_publication,
                                    GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  statement = gb_database_prepare (
    database, "SELECT " PUBLICATION_COLUMNS " FROM publication p WHERE p.path = :path", error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":path", path);
  return find_one (statement, out_publication, error);
}

/* Two literals, because one with an OR would not use the index by column. */
static GbStatement *
prepare_by_column (GbDatabase *database,
                   const char *column,
                   const char *sql_all,
                   const char *sql_column,
                   GError **error)
{
  GbStatement *statement;

  statement = gb_database_prepare (database, column != NULL ? sql_column : sql_all, error);
  if (statement != NULL && column != NULL)
    gb_statement_bind_text (statement, ":column", column);
  return statement;
}

GPtrArray *
gb_office_list_publications (GbDatabase *database,
                             const char *column,
                             guint offset,
                             guint limit,
                             GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  statement =
    prepare_by_column (database, column,
                       "SELECT " PUBLICATION_COLUMNS " FROM publication p WHERE withdrawn_at = 0"
                       " ORDER BY published_at DESC, row DESC LIMIT :limit OFFSET :offset",
                       "SELECT " PUBLICATION_COLUMNS " FROM publication p WHERE withdrawn_at = 0"
                       " AND column_id = :column"
                       " ORDER BY published_at DESC, row DESC LIMIT :limit OFFSET :offset",
                       error);
  if (statement == NULL)
    return NULL;
  gb_statement_bind_int64 (statement, ":limit", limit);
  gb_statement_bind_int64 (statement, ":offset", offset);
  return collect_publications (statement, error);
}

static gboolean
read_count (GbStatement *statement, guint *out_count, GError **error)
{
  gboolean has_row;

  if (!gb_statement_step (statement, &has_row, error))
    return FALSE;
  *out_count = has_row ? (guint)gb_statement_get_int64 (statement, 0) : 0;
  return TRUE;
}

gboolean
gb_office_count_publications (GbDatabase *database,
                              const char *column,
                              guint *out_count,
                              GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  g_return_val_if_fail (out_count != NULL, FALSE);

  statement = prepare_by_column (
    database, column, "SELECT count(*) FROM publication WHERE withdrawn_at = 0",
    "SELECT count(*) FROM publication WHERE withdrawn_at = 0 AND column_id = :column", error);
  return statement != NULL && read_count (statement, out_count, error);
}

GPtrArray *
gb_office_list_related (GbDatabase *database,
                        const char *document,
                        gboolean with_linking,
                        GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  statement = gb_database_prepare (
    database,
    "SELECT " PUBLICATION_COLUMNS " FROM publication p WHERE p.withdrawn_at = 0"
    " AND p.document <> :document AND p.document IN ("
    "  SELECT other FROM publication_relation WHERE document = :document"
    "  UNION SELECT document FROM publication_relation WHERE other = :document"
    "   AND (rel <> 'link' OR :with_linking))"
    " ORDER BY p.published_at DESC, p.row DESC",
    error);
  if (statement == NULL)
    return NULL;
  gb_statement_bind_int64 (statement, ":with_linking", with_linking ? 1 : 0);
  gb_statement_bind_text (statement, ":document", document);
  return collect_publications (statement, error);
}

GPtrArray *
gb_office_search_publications (GbDatabase *database,
                               const char *query,
                               guint offset,
                               guint limit,
                               guint *out_n_hits,
                               GError **error)
{
  g_autofree char *match = NULL;
  g_autoptr (GbStatement) count = NULL;
  g_autoptr (GbStatement) statement = NULL;

  g_return_val_if_fail (query != NULL && out_n_hits != NULL, NULL);

  *out_n_hits = 0;
  match = gb_search_terms_for_query (query);
  if (match == NULL || *match == '\0')
    return g_ptr_array_new_with_free_func ((GDestroyNotify)gb_office_publication_free);
  count = gb_database_prepare (
    database, "SELECT count(*) FROM publication_search WHERE publication_search MATCH :match",
    error);
  if (count == NULL)
    return NULL;
  gb_statement_bind_text (count, ":match", match);
  if (!read_count (count, out_n_hits, error))
    return NULL;
  statement = gb_database_prepare (
    database,
    "SELECT " PUBLICATION_COLUMNS " FROM publication p WHERE p.withdrawn_at = 0 AND p.row IN"
    " (SELECT rowid FROM publication_search WHERE publication_search MATCH :match)"
    " ORDER BY p.published_at DESC, p.row DESC LIMIT :limit OFFSET :offset",
    error);
  if (statement == NULL)
    return NULL;
  gb_statement_bind_text (statement, ":match", match);
  gb_statement_bind_int64 (statement, ":limit", limit);
  gb_statement_bind_int64 (statement, ":offset", offset);
  return collect_publications (statement, error);
}

gboolean
gb_office_find_public_blob (GbDatabase *database,
                            const char *digest,
                            char **out_name,
                            char **out_type,
                            GError **error)
{
  g_autoptr (GbStatement) statement = NULL;
  gboolean has_row;

  g_return_val_if_fail (out_name != NULL && out_type != NULL, FALSE);

  *out_name = NULL;
  *out_type = NULL;
  statement = gb_database_prepare (database,
                                   "SELECT b.name, b.type FROM publication_blob b"
                                   " JOIN publication p ON p.document = b.document"
                                   " WHERE b.digest = :digest AND p.withdrawn_at = 0 LIMIT 1",
                                   error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":digest", digest);
  if (!gb_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row) {
    *out_name = gb_statement_dup_text (statement, 0);
    *out_type = gb_statement_dup_text (statement, 1);
  }
  return TRUE;
}

gboolean
gb_office_set_schedule (GbDatabase *database, const char *document, gint64 due_at, GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  if (due_at == 0) {
    statement =
      gb_database_prepare (database, "DELETE FROM schedule WHERE document = :document", error);
    return run_for_document (statement, document, error);
  }
  statement =
    gb_database_prepare (database,
                         "INSERT INTO schedule (document, due_at) VALUES (:document, :due_at)"
                         " ON CONFLICT (document) DO UPDATE SET due_at = excluded.due_at",
                         error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_int64 (statement, ":due_at", due_at);
  return run_for_document (statement, document, error);
}

gboolean
gb_office_next_scheduled (GbDatabase *database,
                          char **out_document,
                          gint64 *out_due_at,
                          GError **error)
{
  g_autoptr (GbStatement) statement = NULL;
  gboolean has_row;

  g_return_val_if_fail (out_document != NULL && out_due_at != NULL, FALSE);

  *out_document = NULL;
  *out_due_at = 0;
  statement = gb_database_prepare (
    database, "SELECT document, due_at FROM schedule ORDER BY due_at LIMIT 1", error);
  if (statement == NULL || !gb_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row) {
    *out_document = gb_statement_dup_text (statement, 0);
    *out_due_at = gb_statement_get_int64 (statement, 1);
  }
  return TRUE;
}

static gboolean
run_for_path (GbDatabase *database, const char *sql, const char *path, GError **error)
{
  g_autoptr (GbStatement) statement = NULL;

  statement = gb_database_prepare (database, sql, error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":path", path);
  return gb_statement_run (statement, error);
}

gboolean
gb_office_add_stale_page (GbDatabase *database, const char *path, GError **error)
{
  return run_for_path (
    database, "INSERT INTO stale_page (path) VALUES (:path) ON CONFLICT DO NOTHING", path, error);
}

gboolean
gb_office_remove_stale_page (GbDatabase *database, const char *path, GError **error)
{
  return run_for_path (database, "DELETE FROM stale_page WHERE path = :path", path, error);
}

GPtrArray *
gb_office_list_stale_pages (GbDatabase *database, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GbStatement) statement = NULL;
  gboolean has_row;

  statement = gb_database_prepare (database, "SELECT path FROM stale_page ORDER BY path", error);
  if (statement == NULL)
    return NULL;
  for (;;) {
    if (!gb_statement_step (statement, &has_row, error))
      return NULL;
    if (!has_row)
      return g_steal_pointer (&paths);
    g_ptr_array_add (paths, gb_statement_dup_text (statement, 0));
  }
}
