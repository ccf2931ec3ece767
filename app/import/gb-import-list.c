/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lists: what a label says, which paragraphs belong together, and their nesting. The list of a
 * source is a sequence of paragraphs with a level; that of a document is a tree. Nothing here keeps
 * state. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-model.h"

#include "document/gb-text.h"
#include "document/gb-xml-private.h"

#include <string.h>

#define MAX_START 9999

static const struct {
  GbImportListKind kind;
  const char *element;
  const char *class;
} forms[] = {
  { GB_IMPORT_LIST_BULLET, "ul", NULL },   { GB_IMPORT_LIST_DECIMAL, "ol", NULL },
  { GB_IMPORT_LIST_PAREN, "ol", "paren" }, { GB_IMPORT_LIST_CIRCLED, "ol", "circled" },
  { GB_IMPORT_LIST_CJK, "ol", "cjk" },     { GB_IMPORT_LIST_CJK_PAREN, "ol", "cjk-paren" },
};

/* Markers that people type. The Chinese ones are those of headings. */
static const struct {
  GbImportPattern pattern;
  GbImportListKind kind;
} typed[] = {
  { GB_IMPORT_PATTERN_ITEM_DECIMAL, GB_IMPORT_LIST_DECIMAL },
  { GB_IMPORT_PATTERN_ITEM_PAREN, GB_IMPORT_LIST_PAREN },
  { GB_IMPORT_PATTERN_ITEM_CIRCLED, GB_IMPORT_LIST_CIRCLED },
  { GB_IMPORT_PATTERN_ITEM_BULLET, GB_IMPORT_LIST_BULLET },
};

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

/* What a label is: a list of a form that documents have, or GB_IMPORT_LIST_NONE. */
static GbImportListKind
classify_label (const char *label, guint *out_number)
{
  g_autofree char *line = g_strconcat (label, "\xe5\xad\x97", NULL);
  gunichar first = g_utf8_get_char (label);

  *out_number = 0;
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++) {
    g_autoptr (GMatchInfo) match = NULL;

    if (_gb_import_match (typed[i].pattern, line, &match)) {
      *out_number = get_number (match);
      return typed[i].kind;
    }
  }
  if (_gb_import_match (GB_IMPORT_PATTERN_HEADING_1, label, NULL))
    return GB_IMPORT_LIST_CJK;
  if (_gb_import_match (GB_IMPORT_PATTERN_HEADING_2, label, NULL))
    return GB_IMPORT_LIST_CJK_PAREN;
  /* The bullets of symbol fonts arrive as letters (Word: · o §, Wingdings: Ø ü) or as characters
   * for private use. */
  if (g_utf8_strlen (label, -1) == 1 &&
      (!g_unichar_isalnum (first) || strchr ("onqlmvpuw", (int)MIN (first, 0x7f)) != NULL ||
       first == 0xd8 || first == 0xfc || (first >= 0xe000 && first <= 0xf8ff)))
    return GB_IMPORT_LIST_BULLET;
  return GB_IMPORT_LIST_NONE;
}

static void
label_becomes_text (GbImportBlock *block)
{
  block->style.list = GB_IMPORT_LIST_NONE;
  _gb_import_runs_prepend (block->runs, block->label, GB_IMPORT_MARK_NONE);
  g_clear_pointer (&block->label, g_free);
}

/**
 * _gb_import_list_settle_label:
 * @block: a text with an automatic number
 *
 * Makes text of the number where it is part of a heading, or of a form that lists of documents do
 * not have; elsewhere the paragraph is an item of a real list.
 */
void
_gb_import_list_settle_label (GbImportBlock *block)
{
  g_autofree char *label = NULL;
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  GbImportListKind kind;
  guint number = 0;

  if (block->label == NULL)
    return;
  label = g_strstrip (gb_text_clean_line (block->label));
  if (*label == '\0' || block->style.list == GB_IMPORT_LIST_BULLET) {
    g_clear_pointer (&block->label, g_free);
    if (block->style.list == GB_IMPORT_LIST_AUTO)
      block->style.list = GB_IMPORT_LIST_NONE;
    return;
  }
  g_free (block->label);
  block->label = g_steal_pointer (&label);

  kind = classify_label (block->label, &number);
  text = _gb_import_runs_dup_text (block->runs);
  line = g_strconcat (block->label, text, NULL);
  if (kind == GB_IMPORT_LIST_BULLET && block->style.heading > 0) {
    /* A heading has no bullet. */
    block->style.list = GB_IMPORT_LIST_NONE;
    g_clear_pointer (&block->label, g_free);
  } else if (kind == GB_IMPORT_LIST_NONE || kind == GB_IMPORT_LIST_CJK ||
             kind == GB_IMPORT_LIST_CJK_PAREN || block->style.heading > 0 ||
             (block->style.looks_like_heading > 0 && _gb_import_blocks_get_heading (block, line))) {
    const char *last = g_utf8_prev_char (block->label + strlen (block->label));

    /* “第一条” and “1.1” stand apart from what they number. */
    if (kind == GB_IMPORT_LIST_NONE && g_unichar_isalnum (g_utf8_get_char (last))) {
      char *apart = g_strconcat (block->label, " ", NULL);

      g_free (block->label);
      block->label = apart;
    }
    label_becomes_text (block);
  } else {
    block->style.list = kind;
    if (block->style.number == 0)
      block->style.number = number;
    g_clear_pointer (&block->label, g_free);
  }
}

static const GbImportBlock *
get_block (GPtrArray *blocks, guint i)
{
  return g_ptr_array_index (blocks, i);
}

static gboolean
is_list (const GbImportBlock *block)
{
  return block->type == GB_IMPORT_BLOCK_TEXT && block->style.list != GB_IMPORT_LIST_NONE;
}

/**
 * _gb_import_list_count:
 * @blocks: (element-type GbImportBlock): blocks
 * @first: where to begin
 * @end: where to stop
 *
 * Returns: how many blocks from @first on are items of lists
 */
guint
_gb_import_list_count (GPtrArray *blocks, guint first, guint end)
{
  guint i = first;

  while (i < end && is_list (get_block (blocks, i)) &&
         get_block (blocks, i)->is_quoted == get_block (blocks, first)->is_quoted)
    i++;
  return i - first;
}

static gboolean
can_be_typed_item (const GbImportBlock *block)
{
  return block->type == GB_IMPORT_BLOCK_TEXT && block->style.list == GB_IMPORT_LIST_NONE &&
         block->style.heading == 0 && block->style.role == GB_IMPORT_ROLE_NONE &&
         block->style.align != GB_IMPORT_ALIGN_CENTER &&
         block->style.align != GB_IMPORT_ALIGN_RIGHT && !block->is_quoted &&
         !block->style.is_verbatim;
}

/* How many blocks from i on are typed items of one list: the same marker, numbers that count up. */
static guint
count_typed (GPtrArray *blocks, guint first, guint end, GbImportPattern pattern)
{
  guint first_number = 0;
  guint n_items = 0;

  for (; first + n_items < end; n_items++) {
    const GbImportBlock *block = get_block (blocks, first + n_items);
    g_autoptr (GMatchInfo) match = NULL;
    g_autofree char *text = NULL;
    guint number;

    if (!can_be_typed_item (block))
      break;
    text = _gb_import_runs_dup_text (block->runs);
    if (!_gb_import_match (pattern, text, &match))
      break;
    number = get_number (match);
    if (n_items == 0)
      first_number = number;
    else if (number != 0 && number != first_number + n_items)
      break;
  }
  return n_items;
}

static void
take_marker (GbImportBlock *block, guint i)
{
  g_autofree char *text = _gb_import_runs_dup_text (block->runs);
  g_autoptr (GMatchInfo) match = NULL;
  int start = 0;

  if (!_gb_import_match (typed[i].pattern, text, &match))
    g_assert_not_reached ();
  g_match_info_fetch_named_pos (match, "text", &start, NULL);
  block->style.list = typed[i].kind;
  block->style.number = get_number (match);
  _gb_import_runs_remove_prefix (block->runs, (guint)g_utf8_strlen (text, start));
}

/**
 * _gb_import_list_find_typed:
 * @blocks: (element-type GbImportBlock): blocks
 * @first: where to begin
 * @end: where to stop
 *
 * Finds a list whose markers were typed, at least two items of it, at @first, and makes its
 * paragraphs items of a list without the markers.
 *
 * Returns: how many items it has; 0 if there is no list
 */
guint
_gb_import_list_find_typed (GPtrArray *blocks, guint first, guint end)
{
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++) {
    guint n_items = count_typed (blocks, first, end, typed[i].pattern);

    if (n_items >= 2) {
      for (guint k = 0; k < n_items; k++)
        take_marker (g_ptr_array_index (blocks, first + k), i);
      return n_items;
    }
  }
  return 0;
}

static guint
get_level (const GbImportBlock *block)
{
  return CLAMP (block->style.list_level, 1, GB_IMPORT_MAX_LIST_LEVEL);
}

typedef struct {
  xmlNode *list; /* (nullable) */
  xmlNode *item; /* (nullable) */
  GbImportListKind kind;
  guint id;
  guint number;
} Open;

static void
open_list (xmlNode *parent, const GbImportBlock *block, Open *open)
{
  guint i = 0;

  while (i + 1 < G_N_ELEMENTS (forms) && forms[i].kind != block->style.list)
    i++;
  if (forms[i].kind != block->style.list)
    i = 0;
  open->list = _gb_xml_add (parent, forms[i].element);
  open->kind = block->style.list;
  open->id = block->style.list_id;
  open->number = block->style.number > 0 ? block->style.number : 1;
  if (forms[i].class != NULL)
    xmlNewProp (open->list, (const xmlChar *)"class", (const xmlChar *)forms[i].class);
  if (forms[i].kind != GB_IMPORT_LIST_BULLET && open->number > 1 && open->number <= MAX_START) {
    g_autofree char *start = g_strdup_printf ("%u", open->number);

    xmlNewProp (open->list, (const xmlChar *)"start", (const xmlChar *)start);
  }
}

static gboolean
goes_on (const Open *open, const GbImportBlock *block)
{
  if (open->list == NULL)
    return FALSE;
  if (block->style.list == GB_IMPORT_LIST_CONTINUED)
    return TRUE;
  /* Some programs write a list of its own for each item, and only the numbers go on. */
  return block->style.list == open->kind &&
         (block->style.list_id == open->id || block->style.number > 1) &&
         (block->style.list == GB_IMPORT_LIST_BULLET || block->style.number == 0 ||
          block->style.number == open->number);
}

/* Writes the blocks of one level and those below it; returns the first block that is above. */
static guint
write_level (xmlNode *parent, GPtrArray *blocks, guint first, guint end, guint level)
{
  Open open = { 0 };
  guint i = first;

  while (i < end) {
    const GbImportBlock *block = get_block (blocks, i);

    if (i > first && get_level (block) < level)
      break;
    if (get_level (block) > level && open.item != NULL) {
      i = write_level (open.item, blocks, i, end, get_level (block));
      continue;
    }
    if (!goes_on (&open, block))
      open_list (parent, block, &open);
    if (block->style.list != GB_IMPORT_LIST_CONTINUED || open.item == NULL ||
        open.item->parent != open.list) {
      open.item = _gb_xml_add (open.list, "li");
      open.number++;
    }
    _gb_import_runs_write (_gb_xml_add (open.item, "p"), block->runs);
    i++;
  }
  return i;
}

/**
 * _gb_import_list_write:
 * @parent: an element that may hold lists
 * @blocks: (element-type GbImportBlock): blocks
 * @first: the first item
 * @end: behind the last item
 *
 * Writes lists, nested as the levels of the items say. A list that begins with a deep level begins
 * with that one.
 */
void
_gb_import_list_write (xmlNode *parent, GPtrArray *blocks, guint first, guint end)
{
  while (first < end)
    first = write_level (parent, blocks, first, end, get_level (get_block (blocks, first)));
}
