/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a desk checks by, and what it knows around a document. The portal's tables win: what it
 * refuses is refused here too, before anybody presses the button in vain. */

#define G_LOG_DOMAIN "gb-desk"

#include "config.h"

#include "sync/gb-desk-checks.h"

#include "store/gb-check-facts.h"
#include "sync/gb-desk-private.h"

#include <string.h>

/* --- Tables ------------------------------------------------------------------------------------
 */

typedef struct {
  char *answer; /* (nullable) */
  char *problem;
} Load;

static void
load_free (Load *load)
{
  g_free (load->answer);
  g_free (load->problem);
  g_free (load);
}

/* (transfer full) (element-type GbCheckFile): none of an answer that is not understood. */
static GPtrArray *
read_answer (const char *answer)
{
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_check_file_free);
  g_autoptr (JsonNode) node = answer != NULL ? json_from_string (answer, NULL) : NULL;
  JsonNode *member;
  JsonArray *tables;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return files;
  member = json_object_get_member (json_node_get_object (node), "tables");
  if (member == NULL || !JSON_NODE_HOLDS_ARRAY (member))
    return files;
  tables = json_node_get_array (member);
  for (guint i = 0; i < json_array_get_length (tables); i++) {
    JsonNode *table = json_array_get_element (tables, i);
    const char *name = NULL;
    const char *content = NULL;
    g_autoptr (GBytes) bytes = NULL;

    if (!JSON_NODE_HOLDS_OBJECT (table))
      continue;
    name = json_object_get_string_member_with_default (json_node_get_object (table), "name", NULL);
    content =
      json_object_get_string_member_with_default (json_node_get_object (table), "content", NULL);
    if (name == NULL || content == NULL)
      continue;
    bytes = g_bytes_new (content, strlen (content));
    g_ptr_array_add (files, gb_check_file_new (name, bytes));
  }
  return files;
}

/* A person's broken table must not take the office's levels with it, nor the other way round. */
static void
load_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Load *load = task_data;
  g_auto (GStrv) folders = gb_check_data_dup_folders ();
  g_autoptr (GPtrArray) files = read_answer (load->answer);
  g_autoptr (GError) error = NULL;
  GbCheckData *data = gb_check_data_new_with_files ((const char *const *)folders, files, &error);

  if (data == NULL) {
    load->problem = g_strdup (error->message);
    data = gb_check_data_new_with_files (NULL, files, NULL);
  }
  if (data == NULL)
    data = gb_check_data_new ((const char *const *)folders, NULL);
  if (data == NULL)
    data = gb_check_data_ref_shipped ();
  g_task_return_pointer (task, data, (GDestroyNotify)gb_check_data_unref);
}

void
_gb_desk_checks_load_async (const char *answer,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Load *load = g_new0 (Load, 1);

  load->answer = g_strdup (answer);
  g_task_set_source_tag (task, _gb_desk_checks_load_async);
  g_task_set_task_data (task, load, (GDestroyNotify)load_free);
  g_task_run_in_thread (task, load_thread);
}

GbCheckData *
_gb_desk_checks_load_finish (GAsyncResult *result, char **out_problem, GError **error)
{
  Load *load = g_task_get_task_data (G_TASK (result));

  *out_problem = g_strdup (load->problem);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Context -----------------------------------------------------------------------------------
 */

static GbCatalogueEntry *
make_entry (const GbStoreKnown *known)
{
  GbCatalogueEntry *entry = gb_catalogue_entry_new ();
  g_autofree char *day = gb_check_facts_dup_day (known->published_at);

  gb_catalogue_entry_set (&entry->id, known->id);
  gb_catalogue_entry_set (&entry->title, known->title);
  gb_catalogue_entry_set (&entry->document_number, known->document_number);
  gb_catalogue_entry_set (&entry->index_number, known->index_number);
  gb_catalogue_entry_set (&entry->kind, known->kind);
  gb_catalogue_entry_set (&entry->published_on, day);
  gb_catalogue_entry_set (&entry->valid_until, known->valid_until);
  entry->status = gb_catalogue_status_from_validity (known->validity);
  return entry;
}

static gboolean
add_catalogue (GbStoreTxn *txn, GbCheckContext *context, GError **error)
{
  g_autoptr (GPtrArray) list = gb_store_txn_list_known (txn, error);
  g_autoptr (GbCatalogue) catalogue = gb_catalogue_new ();

  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    gb_catalogue_add (catalogue, make_entry (g_ptr_array_index (list, i)));
  gb_check_context_set_catalogue (context, catalogue);
  return TRUE;
}

/* The public text of a policy, or the newest while it is not public. */
static gboolean
add_policy (GbStoreTxn *txn,
            GbDeskView *view,
            const GbRelation *relation,
            GbCheckContext *context,
            GError **error)
{
  g_autoptr (GbStoreSummary) summary = NULL;
  g_autoptr (GbWorkflow) workflow = NULL;
  g_autoptr (GbDocument) document = NULL;
  g_autofree char *day = NULL;
  const GbEvent *live;

  if (!gb_store_txn_get_summary (txn, relation->document, &summary, error))
    return FALSE;
  if (summary == NULL)
    return TRUE;
  workflow = _gb_desk_load_workflow (txn, view, relation->document, NULL, error);
  if (workflow == NULL)
    return FALSE;
  live = gb_workflow_get_live (workflow);
  if (!gb_store_txn_load_revision (txn, relation->document,
                                   live != NULL ? live->revision : gb_workflow_get_head (workflow),
                                   &document, error))
    return FALSE;
  if (document == NULL &&
      !gb_store_txn_load_working_copy (txn, relation->document, &document, error))
    return FALSE;
  if (live != NULL)
    day = gb_check_facts_dup_day (gb_workflow_get_first_published_at (workflow));
  gb_check_context_add_policy (context, relation->document, summary->title, day, document);
  return TRUE;
}

gboolean
_gb_desk_fill_context (GbStoreTxn *txn,
                       GbDeskView *view,
                       GbWorkflow *workflow,
                       GbCheckContext *context,
                       const char *id,
                       GbDocument *document,
                       gint64 due_at,
                       gboolean with_others,
                       GError **error)
{
  GPtrArray *relations = gb_metadata_get_relations (gb_document_get_metadata (document));

  gb_check_context_set_document (context, id);
  gb_check_facts_fill (workflow, due_at, context);
  if (!with_others)
    return TRUE;
  for (guint i = 0; i < relations->len; i++) {
    const GbRelation *relation = g_ptr_array_index (relations, i);

    if (strcmp (relation->rel, "policy") == 0 && relation->document != NULL &&
        !add_policy (txn, view, relation, context, error))
      return FALSE;
  }
  return add_catalogue (txn, context, error);
}
