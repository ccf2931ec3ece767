/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From blocks to a body: 一、（一）1.（1） become headings where a line is a heading and not the
 * beginning of a paragraph, numbered paragraphs that follow each other become a list, captions join
 * what they belong to, and the last lines of an official document become its signature and date.
 * Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-model.h"

#include "document/gb-xml-private.h"

#include <string.h>

/* A line of numbered text longer than this is a paragraph, whatever it begins with. */
#define MAX_HEADING_CHARS 60
/* Longer than this, and even a style makes no heading of it. */
#define MAX_STYLED_CHARS 160

#define MAX_HEADING_LEVEL 4

#define MAX_SUBTITLES 3

static const GbImportPattern heading_patterns[] = {
  GB_IMPORT_PATTERN_HEADING_1,
  GB_IMPORT_PATTERN_HEADING_2,
  GB_IMPORT_PATTERN_HEADING_3,
  GB_IMPORT_PATTERN_HEADING_4,
};

static GbImportBlock *
get_block (GPtrArray *blocks, guint i)
{
  return g_ptr_array_index (blocks, i);
}

static guint
get_numbered_level (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (heading_patterns); i++) {
    if (_gb_import_match (heading_patterns[i], text, NULL))
      return i + 1;
  }
  return 0;
}

/* A heading is short and is no sentence: “一、要加强领导。各级政府…” begins a paragraph. */
static gboolean
is_heading_text (const char *text)
{
  return g_utf8_strlen (text, -1) <= MAX_HEADING_CHARS && strstr (text, "。") == NULL &&
         strstr (text, "；") == NULL && strchr (text, ';') == NULL;
}

/* Without a number a line has to be a heading by everything else. */
static gboolean
is_line_alone (const GbImportBlock *block, const char *text)
{
  static const char *const ends[] = { "，", "：", "、", ",", ":", "！", "？" };

  if (!is_heading_text (text) || block->style.align == GB_IMPORT_ALIGN_RIGHT)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    if (g_str_has_suffix (text, ends[i]))
      return FALSE;
  }
  return TRUE;
}

/**
 * _gb_import_blocks_get_heading:
 * @block: a text
 * @text: its text
 *
 * Returns: the level of the heading that it is, from 1; 0 for a paragraph
 */
guint
_gb_import_blocks_get_heading (const GbImportBlock *block, const char *text)
{
  guint numbered = get_numbered_level (text);

  if (block->style.role != GB_IMPORT_ROLE_NONE && block->style.role != GB_IMPORT_ROLE_TITLE)
    return 0;
  if (block->style.heading > 0 && g_utf8_strlen (text, -1) <= MAX_STYLED_CHARS)
    return numbered > 0 ? numbered : MIN (block->style.heading, MAX_HEADING_LEVEL);
  if (numbered > 0 && is_heading_text (text))
    return numbered;
  if (block->style.looks_like_heading > 0 && is_line_alone (block, text))
    return MIN (block->style.looks_like_heading, MAX_HEADING_LEVEL);
  return 0;
}

static gboolean
is_signature (const char *text)
{
  return g_utf8_strlen (text, -1) <= 40 && strpbrk (text, ".,;:!?") == NULL &&
         strstr (text, "。") == NULL && strstr (text, "，") == NULL &&
         strstr (text, "：") == NULL && strstr (text, "；") == NULL;
}

static const char *
get_alignment (const GbImportBlock *block)
{
  switch (block->style.align) {
  case GB_IMPORT_ALIGN_LEFT:
    return "left";
  case GB_IMPORT_ALIGN_CENTER:
    return "center";
  case GB_IMPORT_ALIGN_RIGHT:
    return "right";
  case GB_IMPORT_ALIGN_DEFAULT:
  default:
    return NULL;
  }
}

static gboolean
has_pattern (GPtrArray *blocks, guint i, GbImportPattern pattern)
{
  g_autofree char *text = NULL;

  if (get_block (blocks, i)->type != GB_IMPORT_BLOCK_TEXT)
    return FALSE;
  text = _gb_import_runs_dup_text (get_block (blocks, i)->runs);
  return _gb_import_match (pattern, text, NULL);
}

/* Below the title may stand when it was passed or revised, centred like it. */
static gboolean
is_below_title (GPtrArray *blocks, const GbImportPage *page, guint i)
{
  if (i > page->first + MAX_SUBTITLES)
    return FALSE;
  while (i > page->first && get_block (blocks, i - 1)->style.align == GB_IMPORT_ALIGN_CENTER)
    i--;
  return i == page->first;
}

/* The class of a paragraph of an official document (GB/T 9704-2012 §7.3.2–7.3.6). */
static const char *
find_role (GPtrArray *blocks, const GbImportPage *page, guint i, const char *text)
{
  guint n_after = page->signed_end - i - 1;

  if (!gb_document_kind_is_official (page->kind) || i >= page->signed_end)
    return NULL;
  if (is_below_title (blocks, page, i) && i + 1 < page->signed_end &&
      _gb_import_match (GB_IMPORT_PATTERN_ADDRESSEE, text, NULL))
    return "addressee";
  if (n_after == 0 && _gb_import_match (GB_IMPORT_PATTERN_NOTE, text, NULL))
    return "note";
  if (n_after <= 1 && _gb_import_match (GB_IMPORT_PATTERN_DATE, text, NULL))
    return "date";
  if (n_after >= 1 && n_after <= 2 && is_signature (text) &&
      has_pattern (blocks, i + 1, GB_IMPORT_PATTERN_DATE))
    return "signature";
  return NULL;
}

static void
write_text (xmlNode *parent, GPtrArray *blocks, const GbImportPage *page, guint i)
{
  static const char *const headings[] = { "h2", "h3", "h4", "h5" };
  GbImportBlock *block = get_block (blocks, i);
  g_autofree char *text = _gb_import_runs_dup_text (block->runs);
  guint level =
    block->is_quoted || block->style.is_verbatim ? 0 : _gb_import_blocks_get_heading (block, text);
  xmlNode *node = _gb_xml_add (parent, level > 0 ? headings[level - 1] : "p");

  if (level > 0) {
    _gb_import_runs_unmark (block->runs, GB_IMPORT_MARK_STRONG);
    _gb_import_runs_unmark (block->runs, GB_IMPORT_MARK_U);
  } else {
    const char *class = page->has_roles ? find_role (blocks, page, i, text) : NULL;

    if (class == NULL)
      class = get_alignment (block);
    if (class != NULL)
      xmlNewProp (node, (const xmlChar *)"class", (const xmlChar *)class);
  }
  _gb_import_runs_write (node, block->runs);
}

static gboolean
is_caption (GPtrArray *blocks, guint i, guint end)
{
  return i < end && get_block (blocks, i)->type == GB_IMPORT_BLOCK_TEXT &&
         get_block (blocks, i)->style.role == GB_IMPORT_ROLE_CAPTION;
}

/* Returns TRUE if the block after it is its caption, and is written. */
static gboolean
write_figure (xmlNode *parent, GPtrArray *blocks, guint i, guint end)
{
  const GbImportBlock *block = get_block (blocks, i);
  xmlNode *figure = _gb_xml_add (parent, "figure");
  xmlNode *image = _gb_xml_add (figure, "img");

  xmlNewProp (image, (const xmlChar *)"src", (const xmlChar *)block->digest);
  xmlNewProp (image, (const xmlChar *)"alt", (const xmlChar *)block->alt);
  if (block->share > 0) {
    g_autofree char *width = g_strdup_printf ("%u%%", block->share);

    xmlNewProp (image, (const xmlChar *)"width", (const xmlChar *)width);
  }
  if (!is_caption (blocks, i + 1, end) ||
      (i + 2 < end && get_block (blocks, i + 2)->type == GB_IMPORT_BLOCK_TABLE))
    return FALSE;
  _gb_import_runs_write (_gb_xml_add (figure, "figcaption"), get_block (blocks, i + 1)->runs);
  return TRUE;
}

static void
write_table (xmlNode *parent, GPtrArray *blocks, guint i, const GbImportPage *page)
{
  if (!_gb_import_table_write (parent, get_block (blocks, i)))
    _gb_import_drop (page->dropped, get_block (blocks, i)->line,
                     "lines of a table that is too large", "");
}

static guint
write_block (xmlNode *body, GPtrArray *blocks, const GbImportPage *page, guint i)
{
  GbImportBlock *block = get_block (blocks, i);

  switch (block->type) {
  case GB_IMPORT_BLOCK_TABLE:
    write_table (body, blocks, i, page);
    return 1;
  case GB_IMPORT_BLOCK_FIGURE:
    return write_figure (body, blocks, i, page->end) ? 2 : 1;
  case GB_IMPORT_BLOCK_RULE:
    _gb_xml_add (body, "hr");
    return 1;
  case GB_IMPORT_BLOCK_TEXT:
  default:
    break;
  }
  if (is_caption (blocks, i, page->end) && i + 1 < page->end &&
      get_block (blocks, i + 1)->type == GB_IMPORT_BLOCK_TABLE &&
      get_block (blocks, i + 1)->runs->len == 0) {
    GPtrArray *none = get_block (blocks, i + 1)->runs;

    get_block (blocks, i + 1)->runs = block->runs;
    block->runs = none;
    return 1;
  }
  write_text (body, blocks, page, i);
  return 1;
}

static guint
count_quoted (GPtrArray *blocks, guint first, guint end)
{
  guint i = first;

  while (i < end && get_block (blocks, i)->is_quoted)
    i++;
  return i - first;
}

static guint
write_list (xmlNode *parent, GPtrArray *blocks, guint i, guint end)
{
  guint n_items;

  if (get_block (blocks, i)->style.list == GB_IMPORT_LIST_CONTINUED)
    get_block (blocks, i)->style.list = GB_IMPORT_LIST_NONE;
  n_items = _gb_import_list_count (blocks, i, end);
  if (n_items == 0)
    n_items = _gb_import_list_find_typed (blocks, i, end);
  if (n_items > 0)
    _gb_import_list_write (parent, blocks, i, i + n_items);
  return n_items;
}

static guint
write_quote (xmlNode *body, GPtrArray *blocks, const GbImportPage *page, guint first, guint n)
{
  xmlNode *quote = _gb_xml_add (body, "blockquote");

  for (guint i = first; i < first + n;) {
    guint n_items = write_list (quote, blocks, i, first + n);

    if (n_items == 0)
      write_text (quote, blocks, page, i);
    i += MAX (n_items, 1);
  }
  return n;
}

static guint
get_item_number (const GbImportBlock *block)
{
  g_autofree char *text = NULL;
  g_autofree char *number = NULL;
  g_autoptr (GMatchInfo) match = NULL;

  if (block->type != GB_IMPORT_BLOCK_TEXT || block->style.list != GB_IMPORT_LIST_NONE)
    return 0;
  text = _gb_import_runs_dup_text (block->runs);
  if (!_gb_import_match (GB_IMPORT_PATTERN_ITEM_DECIMAL, text, &match))
    return 0;
  number = g_match_info_fetch_named (match, "n");
  return (guint)atoi (number);
}

/* 附件：1.… and the lines 2.… below it (GB/T 9704-2012 §7.3.4) name files: they are no headings,
 * and no list that begins with 2. */
static void
mark_attachments (GPtrArray *blocks, const GbImportPage *page)
{
  for (guint i = page->first; i < page->end; i++) {
    guint number = 1;

    if (!has_pattern (blocks, i, GB_IMPORT_PATTERN_FIRST_ATTACHMENT))
      continue;
    get_block (blocks, i)->style.is_verbatim = TRUE;
    while (i + 1 < page->end && get_item_number (get_block (blocks, i + 1)) == ++number)
      get_block (blocks, ++i)->style.is_verbatim = TRUE;
  }
}

/**
 * _gb_import_blocks_dup_body:
 * @blocks: (element-type GbImportBlock): blocks, as many as @page has lines, and the footnotes
 * @page: which of them are the text; behind its lines, everything is
 *
 * Returns: (transfer full): a <body> element; without a block if there is no text
 */
char *
_gb_import_blocks_dup_body (GPtrArray *blocks, const GbImportPage *page)
{
  g_autoptr (GbXmlDoc) xml = xmlNewDoc ((const xmlChar *)"1.0");
  xmlNode *body = xmlNewDocNode (xml, NULL, (const xmlChar *)"body", NULL);

  xmlSetNs (body, xmlNewNs (body, (const xmlChar *)GB_DOCUMENT_XHTML_NS, NULL));
  xmlDocSetRootElement (xml, body);
  mark_attachments (blocks, page);
  for (guint i = page->first; i < page->end;) {
    guint n_done = count_quoted (blocks, i, page->end);

    if (n_done > 0)
      n_done = write_quote (body, blocks, page, i, n_done);
    else
      n_done = write_list (body, blocks, i, page->end);
    if (n_done == 0)
      n_done = write_block (body, blocks, page, i);
    i += n_done;
  }
  for (guint i = page->lines->len; i < blocks->len; i++)
    _gb_import_runs_write (_gb_xml_add (body, "p"), get_block (blocks, i)->runs);
  return _gb_xml_dup_node (body);
}
