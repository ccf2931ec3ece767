/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Walks over a part of a .docx and looks at its elements. Elements and attributes are known by
 * their local names in the namespaces of WordprocessingML, transitional (ECMA-376-1) or strict
 * (ISO/IEC 29500-1). */

#include <gio/gio.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

/* Deeper elements than this no word processor makes: tables in tables in text boxes … */
#define GB_DOCX_MAX_DEPTH 200
/* Elements and attributes of one piece that is handed over: some 70,000 cells of a table. */
#define GB_DOCX_MAX_ALIVE 1000000

/* node: an element that is complete; it is freed afterwards. FALSE ends the walk: the function has
 * set the error. */
typedef gboolean (*GbDocxElementFunc) (xmlNode *node, gpointer user_data, GError **error);

gboolean _gb_docx_xml_walk (GBytes *part,
                            guint depth,
                            GbDocxElementFunc func,
                            gpointer user_data,
                            GCancellable *cancellable,
                            GError **error);

/* Elements of WordprocessingML. node: (nullable). */
gboolean _gb_docx_xml_is (const xmlNode *node, const char *name);
xmlNode *_gb_docx_xml_find (xmlNode *parent, const char *name);
/* An element of any namespace, by its local name. */
gboolean _gb_docx_xml_is_local (const xmlNode *node, const char *name);
/* The first element below node, at any depth, by its local name. */
xmlNode *_gb_docx_xml_find_below (xmlNode *node, const char *name);

/* Attributes without a namespace or in one of WordprocessingML: borrowed, (nullable). */
const char *_gb_docx_xml_get (const xmlNode *node, const char *name);
/* Attributes of relationships: r:id, r:embed, r:link. */
const char *_gb_docx_xml_get_relation (const xmlNode *node, const char *name);
/* The attribute "val" of the child of that name: borrowed, (nullable). */
const char *_gb_docx_xml_get_child_val (xmlNode *parent, const char *name);
/* Whole numbers between min and max; fallback if there is none. */
int _gb_docx_xml_parse_int (const char *text, int min, int max, int fallback);
/* A measure, a decimal number of at most a hundred thousand: 0 for what is none. text: (nullable).
 */
double _gb_docx_xml_parse_number (const char *text);
/* ST_OnOff of an element that is there: TRUE without a value (ECMA-376-1 §17.17.4). */
gboolean _gb_docx_xml_is_on (const xmlNode *node);

G_END_DECLS
