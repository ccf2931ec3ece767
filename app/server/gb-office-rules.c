/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an office decided about the rules of the checker. The portal reads it once, at its start, so
 * that everybody is judged by the same; a change takes effect with the next start, and who made it
 * and why is in the audit. */
#define G_LOG_DOMAIN "gb-office"

#include "config.h"

#include "server/gb-office-rules.h"

#include "check/gb-check-rule.h"
#include "server/gb-acts.h"
#include "server/gb-response.h"
#include "store/gb-check-facts.h"
#include "store/gb-office-checks.h"
#include "store/gb-office-publications.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define FOLDER "check"
/* What every desk fetches. */
#define MAX_TABLE_BYTES (8 * 1024 * 1024)
#define BATCH           1000

/* --- The audit ---------------------------------------------------------------------------------
 */

static const GbOfficeRuleChange *
find_last (GPtrArray *changes, const char *rule)
{
  for (guint i = changes->len; i > 0; i--) {
    const GbOfficeRuleChange *change = g_ptr_array_index (changes, i - 1);

    if (strcmp (change->rule, rule) == 0)
      return change;
  }
  return NULL;
}

static gboolean
append (GbOffice *office,
        GPtrArray *changes,
        const char *rule,
        const char *level,
        const char *name,
        const char *reason,
        GError **error)
{
  g_autoptr (GbOfficeRuleChange) change = gb_office_rule_change_new (rule, level, name, reason);

  if (!gb_office_append_rule_change (office->database, change, gb_office_now (), error))
    return FALSE;
  g_ptr_array_add (changes, g_steal_pointer (&change));
  return TRUE;
}

static gboolean
is_changed_now (GArray *now, const char *rule)
{
  for (guint i = 0; i < now->len; i++) {
    if (strcmp (g_array_index (now, GbRuleChange, i).rule, rule) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
audit_changes (GbOffice *office, GPtrArray *changes, GArray *now, GError **error)
{
  guint n_before = changes->len;

  for (guint i = 0; i < now->len; i++) {
    const GbRuleChange *change = &g_array_index (now, GbRuleChange, i);
    const GbOfficeRuleChange *last = find_last (changes, change->rule);

    if ((last == NULL || strcmp (last->level, change->level) != 0 ||
         strcmp (last->name, change->name) != 0 || strcmp (last->reason, change->reason) != 0) &&
        !append (office, changes, change->rule, change->level, change->name, change->reason, error))
      return FALSE;
  }
  /* A row that is gone gives the rule its own level back; nobody has signed for that. */
  for (guint i = 0; i < n_before; i++) {
    const GbOfficeRuleChange *change = g_ptr_array_index (changes, i);

    if (find_last (changes, change->rule) == change && *change->level != '\0' &&
        !is_changed_now (now, change->rule) &&
        !append (office, changes, change->rule, "", "", "the row is gone from levels.tsv", error))
      return FALSE;
  }
  return TRUE;
}

/* (transfer full) (nullable): all changes so far, with those that were found now. */
static GPtrArray *
audit (GbOffice *office, GError **error)
{
  g_autoptr (GPtrArray) changes = gb_office_list_rule_changes (office->database, error);
  g_autoptr (GArray) now = gb_rules_list_changes (office->checks);
  g_autoptr (GbTransaction) transaction =
    changes != NULL ? gb_database_begin (office->database, error) : NULL;

  if (transaction == NULL || !audit_changes (office, changes, now, error) ||
      !gb_transaction_commit (transaction, error))
    return NULL;
  return g_steal_pointer (&changes);
}

/* --- What desks are told -----------------------------------------------------------------------
 */

static void
make_answer (GbOffice *office, GPtrArray *files, GPtrArray *changes)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *tables = json_array_new ();
  JsonArray *array = json_array_new ();
  char *text;

  for (guint i = 0; i < files->len; i++) {
    const GbCheckFile *file = g_ptr_array_index (files, i);
    JsonObject *table = json_object_new ();
    gsize size = 0;
    const char *data = g_bytes_get_data (file->bytes, &size);
    g_autofree char *content = g_strndup (data, size);

    json_object_set_string_member (table, "name", file->name);
    json_object_set_string_member (table, "content", content);
    json_array_add_object_element (tables, table);
  }
  for (guint i = 0; i < changes->len; i++) {
    const GbOfficeRuleChange *change = g_ptr_array_index (changes, i);
    JsonObject *row = json_object_new ();

    json_object_set_string_member (row, "rule", change->rule);
    json_object_set_string_member (row, "level", change->level);
    json_object_set_string_member (row, "name", change->name);
    json_object_set_string_member (row, "reason", change->reason);
    json_object_set_int_member (row, "made_at", change->made_at);
    json_object_set_string_member (row, "hash", change->hash);
    json_array_add_object_element (array, row);
  }
  json_object_set_array_member (object, "tables", tables);
  json_object_set_array_member (object, "changes", array);
  json_node_take_object (node, object);
  text = json_to_string (node, FALSE);
  office->checks_answer = g_bytes_new_take (text, strlen (text));
  office->checks_etag = gb_response_make_etag (office->checks_answer);
}

static gboolean
check_size (GPtrArray *files, GError **error)
{
  gsize n_bytes = 0;

  for (guint i = 0; i < files->len; i++)
    n_bytes += g_bytes_get_size (((const GbCheckFile *)g_ptr_array_index (files, i))->bytes);
  if (n_bytes <= MAX_TABLE_BYTES)
    return TRUE;
  g_set_error_literal (error, GB_CHECK_DATA_ERROR, GB_CHECK_DATA_ERROR_TOO_LARGE,
                       "the tables in the folder check are larger than 8 MiB together");
  return FALSE;
}

gboolean
gb_office_rules_start (GbOffice *office, GError **error)
{
  g_autofree char *folder = g_build_filename (office->folder, FOLDER, NULL);
  g_autoptr (GPtrArray) files = gb_check_files_read (folder, error);
  g_autoptr (GPtrArray) changes = NULL;

  if (files == NULL || !check_size (files, error))
    return FALSE;
  office->checks = gb_check_data_new_with_files (NULL, files, error);
  if (office->checks == NULL)
    return FALSE;
  changes = audit (office, error);
  if (changes == NULL)
    return FALSE;
  make_answer (office, files, changes);
  return TRUE;
}

/* --- What lies around a document ---------------------------------------------------------------
 */

static void
add_columns (GbOffice *office, GbCheckContext *context)
{
  GPtrArray *columns = gb_site_get_columns (office->site);

  for (guint i = 0; i < columns->len; i++) {
    const GbSiteColumn *column = g_ptr_array_index (columns, i);

    gb_check_context_add_column (context, column->id, column->name, column->type,
                                 (const char *const *)column->kinds);
  }
}

static GbCatalogueEntry *
make_entry (const GbOfficePublication *row)
{
  GbCatalogueEntry *entry = gb_catalogue_entry_new ();
  g_autofree char *day = gb_check_facts_dup_day (row->first_published_at);

  gb_catalogue_entry_set (&entry->id, row->document);
  gb_catalogue_entry_set (&entry->title, row->title);
  gb_catalogue_entry_set (&entry->document_number, row->document_number);
  gb_catalogue_entry_set (&entry->index_number, row->index_number);
  gb_catalogue_entry_set (&entry->kind, row->kind);
  gb_catalogue_entry_set (&entry->published_on, day);
  gb_catalogue_entry_set (&entry->valid_until, row->valid_until);
  entry->status = gb_catalogue_status_from_validity (gb_validity_from_string (row->validity));
  return entry;
}

/* Made when it is asked for; gb_office_refresh() drops it after each act. */
static gboolean
ensure_catalogue (GbOffice *office, GError **error)
{
  g_autoptr (GbCatalogue) catalogue = gb_catalogue_new ();
  guint n = BATCH;

  for (guint offset = 0; office->catalogue == NULL && n == BATCH; offset += BATCH) {
    g_autoptr (GPtrArray) rows =
      gb_office_list_publications (office->database, NULL, offset, BATCH, error);

    if (rows == NULL)
      return FALSE;
    n = rows->len;
    for (guint i = 0; i < rows->len; i++)
      gb_catalogue_add (catalogue, make_entry (g_ptr_array_index (rows, i)));
  }
  if (office->catalogue == NULL)
    office->catalogue = g_steal_pointer (&catalogue);
  return TRUE;
}

static gboolean
add_policies (GbOffice *office, GbDocument *document, GbCheckContext *context, GError **error)
{
  GPtrArray *relations = gb_metadata_get_relations (gb_document_get_metadata (document));

  for (guint i = 0; i < relations->len; i++) {
    const GbRelation *relation = g_ptr_array_index (relations, i);
    g_autoptr (GbOfficePublication) row = NULL;
    g_autoptr (GbDocument) policy = NULL;
    g_autoptr (GError) local_error = NULL;
    g_autofree char *day = NULL;

    if (strcmp (relation->rel, "policy") != 0 || relation->document == NULL)
      continue;
    if (!gb_office_find_publication (office->database, relation->document, &row, error))
      return FALSE;
    if (row == NULL || row->withdrawn_at != 0)
      continue;
    policy = gb_acts_load_document (office, relation->document, row->revision, &local_error);
    if (local_error != NULL) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
    day = gb_check_facts_dup_day (row->first_published_at);
    gb_check_context_add_policy (context, relation->document, row->title, day, policy);
  }
  return TRUE;
}

GbCheckContext *
gb_office_rules_build_context (GbOffice *office,
                               GbWorkflow *workflow,
                               const char *id,
                               GbDocument *document,
                               gint64 due_at,
                               GError **error)
{
  g_autoptr (GbCheckContext) context = gb_check_context_new ();

  gb_check_context_set_document (context, id);
  gb_check_facts_fill (workflow, due_at, context);
  if (!gb_check_blocks_by_context (office->checks))
    return g_steal_pointer (&context);
  add_columns (office, context);
  if (!ensure_catalogue (office, error) || !add_policies (office, document, context, error))
    return NULL;
  gb_check_context_set_catalogue (context, office->catalogue);
  return g_steal_pointer (&context);
}
