/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files have no UUIDs, so that a policy is found by the title that the relation gives. */

#define G_LOG_DOMAIN "gb-cli"

#include "config.h"

#include "cli/gb-cli-context.h"

struct _GbCliContext {
  GbCatalogue *catalogue;
  GHashTable *by_title; /* title → file */
};

GbCliContext *
gb_cli_context_new (void)
{
  GbCliContext *self = g_new0 (GbCliContext, 1);

  self->catalogue = gb_catalogue_new ();
  self->by_title = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
gb_cli_context_free (GbCliContext *self)
{
  gb_catalogue_unref (self->catalogue);
  g_hash_table_unref (self->by_title);
  g_free (self);
}

gboolean
gb_cli_context_add_table (GbCliContext *self, const char *file)
{
  g_autoptr (GFile) location = g_file_new_for_commandline_arg (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes (location, NULL, NULL, &error);

  if (bytes != NULL && gb_catalogue_add_table (self->catalogue, file, bytes, &error))
    return TRUE;
  gb_cli_error (file, error);
  return FALSE;
}

void
gb_cli_context_add_document (GbCliContext *self, const char *file, GbDocument *document)
{
  GbMetadata *metadata = gb_document_get_metadata (document);
  g_autofree char *day = g_strndup (gb_metadata_get (metadata, "originally-published"), 10);
  const char *title = gb_document_get_title (document);

  gb_catalogue_add (self->catalogue, gb_catalogue_entry_new_for_document (file, document, day));
  if (*title != '\0' && !g_hash_table_contains (self->by_title, title))
    g_hash_table_insert (self->by_title, g_strdup (title), g_strdup (file));
}

GPtrArray *
gb_cli_context_list_policies (GbCliContext *self, GbDocument *document)
{
  GPtrArray *relations = gb_metadata_get_relations (gb_document_get_metadata (document));
  GPtrArray *files = g_ptr_array_new ();

  for (guint i = 0; i < relations->len; i++) {
    const GbRelation *relation = g_ptr_array_index (relations, i);
    char *file = relation->title != NULL && g_str_equal (relation->rel, "policy")
                   ? g_hash_table_lookup (self->by_title, relation->title)
                   : NULL;

    if (file != NULL)
      g_ptr_array_add (files, file);
  }
  return files;
}

GbCheckContext *
gb_cli_context_build (GbCliContext *self, const char *file)
{
  GbCheckContext *context = gb_check_context_new ();

  gb_check_context_set_document (context, file);
  gb_check_context_set_catalogue (context, self->catalogue);
  return context;
}
