/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From lines to blocks: 一、（一）1.（1） become headings where a line is a heading and not the
 * beginning of a paragraph, numbered lines that follow each other become a list, and the last lines
 * of an official document its signature and date. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "document/gb-xml-private.h"
#include "import/gb-import-private.h"

#include <string.h>

/* A line of numbered text longer than this is a paragraph, whatever it begins with. */
#define MAX_HEADING_CHARS 60

static const struct {
  GbImportPattern pattern;
  const char *element;
} headings[] = {
  { GB_IMPORT_PATTERN_HEADING_1, "h2" },
  { GB_IMPORT_PATTERN_HEADING_2, "h3" },
  { GB_IMPORT_PATTERN_HEADING_3, "h4" },
  { GB_IMPORT_PATTERN_HEADING_4, "h5" },
};

/* Lists by their markers. */
static const struct {
  GbImportPattern pattern;
  const char *element;
  const char *class;
} lists[] = {
  { GB_IMPORT_PATTERN_ITEM_DECIMAL, "ol", NULL },
  { GB_IMPORT_PATTERN_ITEM_PAREN, "ol", "paren" },
  { GB_IMPORT_PATTERN_ITEM_CIRCLED, "ol", "circled" },
  { GB_IMPORT_PATTERN_ITEM_BULLET, "ul", NULL },
};

static const char *
get_text (const GbImportPage *page, guint i)
{
  return ((const GbImportLine *)g_ptr_array_index (page->lines, i))->text;
}

static void
add_block (xmlNode *parent, const char *element, const char *class, const char *text)
{
  xmlNode *node = _gb_xml_add (parent, element);

  if (class != NULL)
    xmlNewProp (node, (const xmlChar *)"class", (const xmlChar *)class);
  _gb_xml_add_text (node, text, -1);
}

static guint
get_number (GMatchInfo *match)
{
  g_autofree char *number = g_match_info_fetch_named (match, "n");
  gunichar c;

  if (number == NULL || *number == '\0')
    return 0;
  c = g_utf8_get_char (number);
  return c >= 0x2460 && c <= 0x2473 ? c - 0x2460 + 1 : (guint)atoi (number);
}

/* How many lines from i on are items of one list: the same marker, numbers that count up. */
static guint
count_items (const GbImportPage *page, guint i, GbImportPattern pattern)
{
  guint first = 0;
  guint n_items = 0;

  for (; i + n_items < page->end; n_items++) {
    g_autoptr (GMatchInfo) match = NULL;
    guint number;

    if (!_gb_import_match (pattern, get_text (page, i + n_items), &match))
      break;
    number = get_number (match);
    if (n_items == 0)
      first = number;
    else if (number != 0 && number != first + n_items)
      break;
  }
  return n_items;
}

static void
add_list (xmlNode *body, const GbImportPage *page, guint i, guint n_items, guint kind)
{
  xmlNode *list = _gb_xml_add (body, lists[kind].element);

  if (lists[kind].class != NULL)
    xmlNewProp (list, (const xmlChar *)"class", (const xmlChar *)lists[kind].class);
  for (guint k = 0; k < n_items; k++) {
    g_autoptr (GMatchInfo) match = NULL;
    g_autofree char *text = NULL;

    if (!_gb_import_match (lists[kind].pattern, get_text (page, i + k), &match))
      g_assert_not_reached ();
    if (k == 0 && get_number (match) > 1) {
      g_autofree char *start = g_strdup_printf ("%u", get_number (match));

      xmlNewProp (list, (const xmlChar *)"start", (const xmlChar *)start);
    }
    text = g_match_info_fetch_named (match, "text");
    add_block (_gb_xml_add (list, "li"), "p", NULL, text);
  }
}

static gboolean
try_list (xmlNode *body, const GbImportPage *page, guint *i)
{
  for (guint kind = 0; kind < G_N_ELEMENTS (lists); kind++) {
    guint n_items = count_items (page, *i, lists[kind].pattern);

    if (n_items >= 2) {
      add_list (body, page, *i, n_items, kind);
      *i += n_items;
      return TRUE;
    }
  }
  return FALSE;
}

/* A heading is short and is no sentence: “一、要加强领导。各级政府…” begins a paragraph. */
static const char *
find_heading (const char *text)
{
  if (g_utf8_strlen (text, -1) > MAX_HEADING_CHARS || strstr (text, "。") != NULL ||
      strstr (text, "；") != NULL || strchr (text, ';') != NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (headings); i++) {
    if (_gb_import_match (headings[i].pattern, text, NULL))
      return headings[i].element;
  }
  return NULL;
}

static gboolean
is_signature (const char *text)
{
  return g_utf8_strlen (text, -1) <= 40 && strpbrk (text, ".,;:!?") == NULL &&
         strstr (text, "。") == NULL && strstr (text, "，") == NULL &&
         strstr (text, "：") == NULL && strstr (text, "；") == NULL;
}

/* The class of a paragraph of an official document (GB/T 9704-2012 §7.3.2–7.3.6). */
static const char *
find_class (const GbImportPage *page, guint i)
{
  const char *text = get_text (page, i);
  guint n_after = page->end - i - 1;

  if (!gb_document_kind_is_official (page->kind))
    return NULL;
  if (i == page->first && page->first + 1 < page->end &&
      _gb_import_match (GB_IMPORT_PATTERN_ADDRESSEE, text, NULL))
    return "addressee";
  if (n_after == 0 && _gb_import_match (GB_IMPORT_PATTERN_NOTE, text, NULL))
    return "note";
  if (n_after <= 1 && _gb_import_match (GB_IMPORT_PATTERN_DATE, text, NULL))
    return "date";
  if (n_after >= 1 && n_after <= 2 && is_signature (text) &&
      _gb_import_match (GB_IMPORT_PATTERN_DATE, get_text (page, i + 1), NULL))
    return "signature";
  return NULL;
}

/**
 * _gb_import_blocks_dup_body:
 * @page: a recognised page
 *
 * Returns: (transfer full): its text as a <body> element; without a block if there is no text
 */
char *
_gb_import_blocks_dup_body (GbImportPage *page)
{
  g_autoptr (GbXmlDoc) xml = xmlNewDoc ((const xmlChar *)"1.0");
  xmlNode *body = xmlNewDocNode (xml, NULL, (const xmlChar *)"body", NULL);

  xmlSetNs (body, xmlNewNs (body, (const xmlChar *)GB_DOCUMENT_XHTML_NS, NULL));
  xmlDocSetRootElement (xml, body);
  for (guint i = page->first; i < page->end;) {
    const char *heading;

    if (try_list (body, page, &i))
      continue;
    heading = find_heading (get_text (page, i));
    if (heading != NULL)
      add_block (body, heading, NULL, get_text (page, i));
    else
      add_block (body, "p", find_class (page, i), get_text (page, i));
    i++;
  }
  return _gb_xml_dup_node (body);
}
