/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the checker knows around the open document: asked of the desk when the document is opened,
 * when its relations or its state change, and, a little later, when other documents do. Main
 * thread.
 */

#define G_LOG_DOMAIN "gb-document-page"

#include "config.h"

#include "document/gb-document-page-private.h"

#include <string.h>

/* Changes come in bursts, and everything is checked again after each. */
#define OTHERS_DELAY_S 2

/* Whatever of this document decides what lies around it. (transfer full) */
static char *
make_key (GbDocumentPage *self, GbDocument *document)
{
  GPtrArray *relations = gb_metadata_get_relations (gb_document_get_metadata (document));
  GbWorkflow *workflow = self->open->workflow;
  GString *key = g_string_new (self->id);

  g_string_append_printf (key, " %s %u %u", gb_state_to_string (gb_workflow_get_state (workflow)),
                          gb_workflow_get_edition (workflow),
                          gb_workflow_get_decisions (workflow)->len);
  for (guint i = 0; i < relations->len; i++) {
    const GbRelation *relation = g_ptr_array_index (relations, i);

    g_string_append_printf (key, " %s %s", relation->rel,
                            relation->document != NULL ? relation->document : "");
  }
  return g_string_free (key, FALSE);
}

static void
give_to_runner (GbDocumentPage *self)
{
  const char *problem = NULL;
  GbCheckData *data = gb_desk_get_checks (self->desk, &problem);

  gb_check_runner_set_surroundings (self->runner, data, problem, self->context);
}

static void
load_context_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbDocumentPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GbCheckContext) context =
    gb_desk_load_context_finish (GB_DESK (source), result, &error);

  /* Cancelled, or the store is closing: the rules that need it stay silent. */
  if (context == NULL) {
    g_debug ("what lies around the document is not known: %s", error->message);
    return;
  }
  if (self->desk == NULL)
    return;
  g_clear_pointer (&self->context, gb_check_context_unref);
  self->context = g_steal_pointer (&context);
  give_to_runner (self);
}

void
_gb_document_page_update_context (GbDocumentPage *self)
{
  GbDocument *document = gb_autosave_get_document (self->autosave);
  g_autofree char *key = NULL;

  if (self->open == NULL || document == NULL)
    return;
  key = make_key (self, document);
  if (g_strcmp0 (key, self->context_key) == 0)
    return;
  g_free (self->context_key);
  self->context_key = g_steal_pointer (&key);
  gb_desk_load_context_async (self->desk, self->id, document, 0, self->cancellable, load_context_cb,
                              g_object_ref (self));
}

void
_gb_document_page_clear_context (GbDocumentPage *self)
{
  g_clear_handle_id (&self->context_source, g_source_remove);
  g_clear_pointer (&self->context, gb_check_context_unref);
  g_clear_pointer (&self->context_key, g_free);
  if (self->runner != NULL && self->desk != NULL)
    give_to_runner (self);
}

static gboolean
others_timeout_cb (gpointer user_data)
{
  GbDocumentPage *self = user_data;

  self->context_source = 0;
  g_clear_pointer (&self->context_key, g_free);
  _gb_document_page_update_context (self);
  return G_SOURCE_REMOVE;
}

static void
desk_changed_cb (GbDocumentPage *self, const char *document)
{
  if (self->id == NULL || g_strcmp0 (document, self->id) == 0 || self->context_source != 0)
    return;
  self->context_source = g_timeout_add_seconds (OTHERS_DELAY_S, others_timeout_cb, self);
}

void
_gb_document_page_context_init (GbDocumentPage *self)
{
  give_to_runner (self);
  g_signal_connect_object (self->desk, "changed", G_CALLBACK (desk_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "notify::checks", G_CALLBACK (give_to_runner), self,
                           G_CONNECT_SWAPPED);
}
