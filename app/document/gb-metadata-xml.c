/* SPDX-License-Identifier: GPL-3.0-or-later */

/* GbMetadata to and from the <meta> element. The order of writing is that of the schema; what is
 * not given is not written. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-metadata"

#include "config.h"

#include "document/gb-document-private.h"

#include <string.h>

static void
add_line (xmlNode *parent, const char *name, const char *value)
{
  g_autofree char *line = g_strstrip (g_strdup (value));

  if (*line != '\0')
    _gb_xml_add_text (_gb_xml_add (parent, name), line, -1);
}

static void
add_property (xmlNode *meta, GbMetadata *self, const char *property)
{
  add_line (meta, property, gb_metadata_get (self, property));
}

static void
set_attribute (xmlNode *node, const char *name, const char *value)
{
  g_autofree char *line = g_strstrip (g_strdup (value));

  if (*line != '\0')
    xmlNewProp (node, (const xmlChar *)name, (const xmlChar *)line);
}

static void
add_keywords (xmlNode *meta, GbMetadata *self)
{
  const char *const *keywords = gb_metadata_get_keywords (self);
  xmlNode *list;

  if (keywords[0] == NULL)
    return;
  list = _gb_xml_add (meta, "keywords");
  for (guint i = 0; keywords[i] != NULL; i++)
    add_line (list, "keyword", keywords[i]);
}

static void
add_withhold_basis (xmlNode *meta, GbMetadata *self)
{
  const char *article = gb_metadata_get (self, "withhold-article");
  g_autofree char *reason = g_strstrip (g_strdup (gb_metadata_get (self, "withhold-reason")));
  xmlNode *basis;

  if (*article == '\0' && *reason == '\0')
    return;
  basis = _gb_xml_add (meta, "withhold-basis");
  set_attribute (basis, "article", article);
  _gb_xml_add_text (basis, reason, -1);
}

static void
add_validity (xmlNode *meta, GbMetadata *self)
{
  const char *state = gb_validity_to_string (gb_metadata_get_validity (self));
  const char *from = gb_metadata_get (self, "valid-from");
  const char *until = gb_metadata_get (self, "valid-until");
  xmlNode *validity;

  if (*state == '\0' && *from == '\0' && *until == '\0')
    return;
  validity = _gb_xml_add (meta, "validity");
  set_attribute (validity, "state", state);
  set_attribute (validity, "from", from);
  set_attribute (validity, "until", until);
}

static void
add_relations (xmlNode *meta, GbMetadata *self)
{
  GPtrArray *relations = gb_metadata_get_relations (self);
  xmlNode *list;

  if (relations->len == 0)
    return;
  list = _gb_xml_add (meta, "related");
  for (guint i = 0; i < relations->len; i++) {
    const GbRelation *relation = g_ptr_array_index (relations, i);
    g_autofree char *title = g_strstrip (g_strdup (relation->title));
    xmlNode *node = _gb_xml_add (list, "relation");

    set_attribute (node, "rel", relation->rel);
    if (relation->document != NULL)
      set_attribute (node, "document", relation->document);
    else
      set_attribute (node, "href", relation->href);
    _gb_xml_add_text (node, title, -1);
  }
}

static void
read_keywords (xmlNode *list, GbMetadata *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) keywords = NULL;

  for (xmlNode *node = _gb_xml_first (list); node != NULL; node = _gb_xml_next (node)) {
    g_autofree char *keyword = _gb_xml_dup_content (node);

    g_strv_builder_add (builder, keyword);
  }
  keywords = g_strv_builder_end (builder);
  g_object_set (self, "keywords", keywords, NULL);
}

static void
read_validity (xmlNode *node, GbMetadata *self)
{
  g_autofree char *state = _gb_xml_dup_attribute (node, "state");
  g_autofree char *from = _gb_xml_dup_attribute (node, "from");
  g_autofree char *until = _gb_xml_dup_attribute (node, "until");

  g_object_set (self, "validity",
                (int)gb_validity_from_string (state != NULL ? g_strstrip (state) : NULL),
                "valid-from", from, "valid-until", until, NULL);
}

static void
read_relations (xmlNode *list, GbMetadata *self)
{
  g_autoptr (GPtrArray) relations =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gb_relation_free);

  for (xmlNode *node = _gb_xml_first (list); node != NULL; node = _gb_xml_next (node)) {
    g_autofree char *rel = g_strstrip (_gb_xml_dup_attribute (node, "rel"));
    g_autofree char *document = _gb_xml_dup_attribute (node, "document");
    g_autofree char *href = _gb_xml_dup_attribute (node, "href");
    g_autofree char *title = _gb_xml_dup_content (node);

    g_ptr_array_add (relations, gb_relation_new (rel, document, href, title));
  }
  gb_metadata_set_relations (self, relations);
}

/* The elements that are one text each bear the names of their properties. */
static void
read_field (xmlNode *node, GbMetadata *self)
{
  const char *name = (const char *)node->name;
  g_autofree char *content = _gb_xml_dup_content (node);

  if (strcmp (name, "keywords") == 0) {
    read_keywords (node, self);
  } else if (strcmp (name, "openness") == 0) {
    g_object_set (self, "openness", (int)gb_openness_from_string (content), NULL);
  } else if (strcmp (name, "withhold-basis") == 0) {
    g_autofree char *article = _gb_xml_dup_attribute (node, "article");

    gb_metadata_set (self, "withhold-article", article != NULL ? g_strstrip (article) : NULL);
    gb_metadata_set (self, "withhold-reason", content);
  } else if (strcmp (name, "validity") == 0) {
    read_validity (node, self);
  } else if (strcmp (name, "normative") == 0 || strcmp (name, "needs-interpretation") == 0) {
    g_object_set (self, name, TRUE, NULL);
  } else if (strcmp (name, "related") == 0) {
    read_relations (node, self);
  } else {
    gb_metadata_set (self, name, content);
  }
}

/**
 * _gb_metadata_from_xml:
 * @meta: a <meta> element that the schema accepts
 *
 * Returns: (transfer full): what it says
 */
GbMetadata *
_gb_metadata_from_xml (xmlNode *meta)
{
  GbMetadata *self = gb_metadata_new ();

  for (xmlNode *node = _gb_xml_first (meta); node != NULL; node = _gb_xml_next (node))
    read_field (node, self);
  return self;
}

/**
 * _gb_metadata_to_xml:
 * @self: metadata
 * @document: the root element
 *
 * Appends a <meta> element to @document, in canonical form. Values are written as they are; whether
 * the schema accepts them shows afterwards.
 */
void
_gb_metadata_to_xml (GbMetadata *self, xmlNode *document)
{
  static const char *const before[] = { "title",   "source", "source-url",      "publisher",
                                        "unit",    "author", "document-number", "index-number",
                                        "made-on", "column", "genre",           "theme" };
  xmlNode *meta = _gb_xml_add (document, "meta");
  gboolean needs_interpretation = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    add_property (meta, self, before[i]);
  add_keywords (meta, self);
  add_property (meta, self, "summary");
  add_line (meta, "openness", gb_openness_to_string (gb_metadata_get_openness (self)));
  add_withhold_basis (meta, self);
  add_validity (meta, self);
  if (gb_metadata_get_normative (self))
    _gb_xml_add (meta, "normative");
  g_object_get (self, "needs-interpretation", &needs_interpretation, NULL);
  if (needs_interpretation)
    _gb_xml_add (meta, "needs-interpretation");
  add_relations (meta, self);
  add_property (meta, self, "originally-published");
}
