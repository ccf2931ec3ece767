/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Relations by id. Targets are resolved against the folder of their part and never leave the
 * package. Immutable after it is made. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-docx-relations.h"

#include "import/gb-docx-xml.h"

#include <string.h>

#define MAX_RELATIONS 50000

struct _GbDocxRelations {
  /* Owned */
  GHashTable *by_id; /* id → GbDocxRelation, borrowed from all */
  GPtrArray *all;
  char *folder; /* of the part, with a slash at the end or empty */
};

static void
relation_free (GbDocxRelation *relation)
{
  g_free (relation->type);
  g_free (relation->target);
  g_free (relation);
}

/* "media/image1.png" of word/document.xml is word/media/image1.png; ".." goes up, not out. */
static char *
resolve (const char *folder, const char *target)
{
  g_autofree char *joined =
    *target == '/' ? g_strdup (target + 1) : g_strconcat (folder, target, NULL);
  g_autofree char *decoded = g_uri_unescape_string (joined, NULL);
  g_autofree char *lower = g_ascii_strdown (decoded != NULL ? decoded : joined, -1);
  g_auto (GStrv) steps = g_strsplit (lower, "/", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; steps[i] != NULL; i++) {
    if (strcmp (steps[i], "..") == 0) {
      if (kept->len > 0)
        g_ptr_array_set_size (kept, (int)kept->len - 1);
    } else if (*steps[i] != '\0' && strcmp (steps[i], ".") != 0) {
      g_ptr_array_add (kept, steps[i]);
    }
  }
  g_ptr_array_add (kept, NULL);
  return g_strjoinv ("/", (char **)kept->pdata);
}

static gboolean
element_cb (xmlNode *node, gpointer user_data, GError **error)
{
  GbDocxRelations *self = user_data;
  const char *id = _gb_docx_xml_get (node, "Id");
  const char *type = _gb_docx_xml_get (node, "Type");
  const char *target = _gb_docx_xml_get (node, "Target");
  const char *slash;
  GbDocxRelation *relation;

  if (!_gb_docx_xml_is_local (node, "Relationship") || id == NULL || type == NULL ||
      target == NULL || self->all->len >= MAX_RELATIONS)
    return TRUE;
  slash = strrchr (type, '/');
  relation = g_new0 (GbDocxRelation, 1);
  relation->type = g_strdup (slash != NULL ? slash + 1 : type);
  relation->is_external = g_strcmp0 (_gb_docx_xml_get (node, "TargetMode"), "External") == 0;
  relation->target = relation->is_external ? g_strdup (target) : resolve (self->folder, target);
  g_ptr_array_add (self->all, relation);
  g_hash_table_insert (self->by_id, g_strdup (id), relation);
  return TRUE;
}

GbDocxRelations *
_gb_docx_relations_new (GbDocxPackage *package,
                        const char *part,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GbDocxRelations) self = g_new0 (GbDocxRelations, 1);
  const char *slash = strrchr (part, '/');
  g_autofree char *name = NULL;

  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->all = g_ptr_array_new_with_free_func ((GDestroyNotify)relation_free);
  self->folder = slash != NULL ? g_strndup (part, (gsize)(slash + 1 - part)) : g_strdup ("");
  name = g_strdup_printf ("%s_rels/%s.rels", self->folder, slash != NULL ? slash + 1 : part);
  if (!_gb_docx_xml_walk (_gb_docx_package_get_part (package, name), 1, element_cb, self,
                          cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
_gb_docx_relations_free (GbDocxRelations *self)
{
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->all, g_ptr_array_unref);
  g_free (self->folder);
  g_free (self);
}

const GbDocxRelation *
_gb_docx_relations_get (GbDocxRelations *self, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
}

const GbDocxRelation *
_gb_docx_relations_find (GbDocxRelations *self, const char *type)
{
  for (guint i = 0; i < self->all->len; i++) {
    const GbDocxRelation *relation = g_ptr_array_index (self->all, i);

    if (strcmp (relation->type, type) == 0)
      return relation;
  }
  return NULL;
}

GPtrArray *
_gb_docx_relations_get_all (GbDocxRelations *self)
{
  return self->all;
}
