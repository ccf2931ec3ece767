/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of the document format share with each other, and with nobody else. */

#include "document/gb-document.h"
#include "document/gb-xml-private.h"

G_BEGIN_DECLS

#define GB_RESOURCE_PREFIX "/org/gongbao/Gongbao"

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
