/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of the document format share with each other, and with nobody else. */

#include "document/gb-document.h"

#include <libxml/tree.h>

G_BEGIN_DECLS

#define GB_RESOURCE_PREFIX "/org/gongbao/Gongbao"

/* Deeper nesting than this is refused before anything recursive looks at a tree. */
#define GB_XML_MAX_DEPTH 64

/* xmlFree is a variable, so it needs a function to be an autoptr cleanup. */
static inline void
_gb_xml_char_free (xmlChar *string)
{
  if (string != NULL)
    xmlFree (string);
}
typedef xmlChar GbXmlChar;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbXmlChar, _gb_xml_char_free)
typedef xmlDoc GbXmlDoc;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbXmlDoc, xmlFreeDoc)

/* gb-xml.c */
GbXmlDoc *_gb_xml_parse (const char *data, gsize size, int max_depth, GError **error);
char *_gb_xml_clean_message (const char *message);
void _gb_xml_set_error (GError **error, xmlNode *node, const char *format, ...)
  G_GNUC_PRINTF (3, 4);
gboolean _gb_xml_is (const xmlNode *node, const char *ns, const char *name);
xmlNode *_gb_xml_first (xmlNode *parent);
xmlNode *_gb_xml_next (xmlNode *node);
xmlNode *_gb_xml_find (xmlNode *parent, const char *name);
char *_gb_xml_dup_attribute (const xmlNode *node, const char *name);
char *_gb_xml_dup_content (const xmlNode *node);
xmlNode *_gb_xml_add (xmlNode *parent, const char *name);
void _gb_xml_add_text (xmlNode *parent, const char *text, gssize length);

char *_gb_xml_dup_node (xmlNode *node);
GBytes *_gb_read_file (GFile *file, GCancellable *cancellable, GError **error);

/* gb-schema.c */
gboolean _gb_schema_validate (xmlDoc *xml, GError **error);

/* gb-document-rules.c: what the schema cannot say */
gboolean _gb_rules_check (xmlDoc *xml, GError **error);
gboolean _gb_rules_needs_id (const xmlNode *node);
gboolean _gb_rules_is_text_block (const xmlNode *node);

/* gb-metadata-xml.c */
GbMetadata *_gb_metadata_from_xml (xmlNode *meta);
void _gb_metadata_to_xml (GbMetadata *self, xmlNode *document);

/* gb-inline.c */
void _gb_inline_copy (xmlNode *target, xmlNode *source);

/* gb-canonical.c */
void _gb_canonical_add_body (xmlNode *document, xmlNode *body);
GBytes *_gb_canonical_serialize (xmlDoc *xml);

G_END_DECLS
