/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Reading and building XML, for the document format and for what makes documents of other formats.
 */

#include <gio/gio.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

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

G_END_DECLS
