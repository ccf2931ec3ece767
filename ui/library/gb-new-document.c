/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Functions without a state. Main thread. The window's actions use them. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "library/gb-new-document.h"

static void
set_if_empty (GbMetadata *metadata, const char *property, const char *value)
{
  if (value != NULL && gb_metadata_get (metadata, property)[0] == '\0')
    gb_metadata_set (metadata, property, value);
}

static const char *
find_column (GbSite *site, GbDocumentKind kind)
{
  GPtrArray *columns = gb_site_get_columns (site);

  for (guint i = 0; i < columns->len; i++) {
    const GbSiteColumn *column = g_ptr_array_index (columns, i);

    if (column->kinds != NULL &&
        g_strv_contains ((const char *const *)column->kinds, gb_document_kind_to_string (kind)))
      return column->id;
  }
  return NULL;
}

GbDocument *
gb_new_document (GbDesk *desk, GbDocumentKind kind)
{
  g_autoptr (GbDocument) skeleton = gb_document_new_from_template (kind);

  return gb_new_document_fill (desk, skeleton);
}

GbDocument *
gb_new_document_fill (GbDesk *desk, GbDocument *document)
{
  GbAccount *account = gb_desk_get_account (desk);
  GbSite *site = gb_desk_get_site (desk);
  g_autoptr (GbMetadata) metadata = gb_metadata_copy (gb_document_get_metadata (document));
  g_autoptr (GError) error = NULL;
  GbDocument *filled;

  set_if_empty (metadata, "unit", gb_account_get_unit (account));
  set_if_empty (metadata, "author", gb_account_get_name (account));
  set_if_empty (metadata, "source", gb_account_get_unit (account));
  set_if_empty (metadata, "publisher", gb_account_get_unit (account));
  set_if_empty (metadata, "column", find_column (site, gb_document_get_kind (document)));

  filled = gb_document_with_metadata (document, metadata, &error);
  if (filled == NULL) {
    /* A name of the office that the schema refuses: the person can still write. */
    g_warning ("the defaults are not valid: %s", error->message);
    return g_object_ref (document);
  }
  return filled;
}
