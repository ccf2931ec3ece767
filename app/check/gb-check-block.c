/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The texts of a document as rules read them: title, summary, and each block with its place in
 * lists and tables. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-block.h"

#include "document/gb-xml-private.h"

#include <string.h>

#define FIRST_TABLE_SIZE 0x80

typedef struct {
  void (*visit) (const GbCheckBlock *block, gpointer user_data);
  gpointer user_data;
  GString *text;
  GbCheckBlock block; /* lent to visit */
  guint n_tables;
} Walk;

/* Place in a list or table, handed down. */
typedef struct {
  guint depth; /* of lists */
  gboolean is_cell;
  gboolean is_quoted;
} Place;

static void walk_blocks (Walk *walk, xmlNode *parent, Place place);

static const guint ascii_features[FIRST_TABLE_SIZE] = {
  ['!'] = GB_HAS_ASCII_POINT,
  ['('] = GB_HAS_ASCII_PAREN,
  [')'] = GB_HAS_ASCII_PAREN,
  ['['] = GB_HAS_ASCII_PAREN,
  [']'] = GB_HAS_ASCII_PAREN,
  [','] = GB_HAS_ASCII_POINT,
  ['-'] = GB_HAS_DASH,
  ['.'] = GB_HAS_DOT,
  [':'] = GB_HAS_ASCII_POINT,
  [';'] = GB_HAS_ASCII_POINT,
  ['<'] = GB_HAS_ASCII_ANGLE,
  ['>'] = GB_HAS_ASCII_ANGLE,
  ['?'] = GB_HAS_ASCII_POINT,
  ['X'] = GB_HAS_LATIN | GB_HAS_PLACEHOLDER,
  ['x'] = GB_HAS_LATIN | GB_HAS_PLACEHOLDER,
  ['_'] = GB_HAS_PLACEHOLDER,
  ['~'] = GB_HAS_DASH,
};

static guint
get_wide_features (gunichar c)
{
  switch (c) {
  case 0x00a0: /* no-break space */
  case 0x00ad: /* soft hyphen */
  case 0x1680:
  case 0x202f:
  case 0x205f:
  case 0x2060: /* word joiner */
  case 0x3000: /* ideographic space */
    return GB_HAS_ODD_SPACE;
  case 0x00d7: /* × */
  case 0x25a1: /* □ */
  case 0x25cb: /* ○ */
  case 0x25ef: /* ◯ */
  case 0xff38: /* Ｘ */
  case 0xff3f: /* ＿ */
    return GB_HAS_PLACEHOLDER | (c == 0xff38 ? GB_HAS_WIDE_LATIN : 0);
  case 0x2018:
  case 0x2019:
  case 0x201c:
  case 0x201d:
    return GB_HAS_QUOTE;
  case 0x2026: /* … */
  case 0x22ef: /* ⋯ */
    return GB_HAS_ELLIPSIS;
  case 0x2212: /* − */
  case 0x223c: /* ∼ */
  case 0x301c: /* 〜 */
  case 0xfe4f:
  case 0xff0d: /* － */
  case 0xff5e: /* ～ */
    return GB_HAS_DASH;
  case 0x3001: /* 、 */
  case 0x3002: /* 。 */
  case 0xff01: /* ！ */
  case 0xff0c: /* ， */
  case 0xff1a: /* ： */
  case 0xff1b: /* ； */
  case 0xff1f: /* ？ */
    return GB_HAS_POINT;
  case 0x3007: /* 〇 */
    return GB_HAS_HAN | GB_HAS_CHINESE_DIGIT;
  case 0x3012 ... 0x3013:
    return 0;
  case 0x3008 ... 0x3011: /* 〈〉《》「」『』【】 */
  case 0x3014 ... 0x301b: /* 〔〕 and their like */
  case 0xff08 ... 0xff09: /* （） */
  case 0xff3b:
  case 0xff3d: /* ［］ */
  case 0xfe59 ... 0xfe5e:
    return GB_HAS_BRACKET;
  case 0xff10 ... 0xff19:
  case 0xff21 ... 0xff37:
  case 0xff39 ... 0xff3a:
  case 0xff41 ... 0xff5a:
    return GB_HAS_WIDE_LATIN;
  default:
    break;
  }
  if (c >= 0x2000 && c <= 0x200f)
    return GB_HAS_ODD_SPACE;
  if (c >= 0x2010 && c <= 0x2015)
    return GB_HAS_DASH;
  return gb_char_is_han (c) ? GB_HAS_HAN : 0;
}

/* 零一二三四五六七八九十百千万亿两 */
static gboolean
is_chinese_digit (gunichar c)
{
  switch (c) {
  case 0x96f6:
  case 0x4e00:
  case 0x4e8c:
  case 0x4e09:
  case 0x56db:
  case 0x4e94:
  case 0x516d:
  case 0x4e03:
  case 0x516b:
  case 0x4e5d:
  case 0x5341:
  case 0x767e:
  case 0x5343:
  case 0x4e07:
  case 0x4ebf:
  case 0x4e24:
    return TRUE;
  default:
    return FALSE;
  }
}

static guint
get_features (gunichar c)
{
  if (c < FIRST_TABLE_SIZE) {
    if (gb_char_is_digit (c))
      return GB_HAS_DIGIT;
    if (gb_char_is_latin (c))
      return GB_HAS_LATIN | ascii_features[c];
    return ascii_features[c];
  }
  if (c >= 0x4e00 && c <= 0x9fff)
    return GB_HAS_HAN | (is_chinese_digit (c) ? GB_HAS_CHINESE_DIGIT : 0);
  return get_wide_features (c);
}

/**
 * gb_check_block_new:
 * @id: (nullable): the id of the block
 * @role: what the text is
 * @text: UTF-8 text
 *
 * Returns: (transfer full): a block with its characters and features
 */
GbCheckBlock *
gb_check_block_new (const char *id, GbCheckRole role, const char *text)
{
  GbCheckBlock *self = g_new0 (GbCheckBlock, 1);
  glong n_chars = 0;

  self->id = g_strdup (id);
  self->role = role;
  self->text = g_strdup (text);
  self->chars = g_utf8_to_ucs4_fast (text, -1, &n_chars);
  self->n_chars = (guint)n_chars;
  for (guint i = 0; i < self->n_chars; i++)
    self->features |= get_features (self->chars[i]);
  return self;
}

void
gb_check_block_free (GbCheckBlock *self)
{
  g_free (self->id);
  g_free (self->text);
  g_free (self->chars);
  g_free (self);
}

char *
gb_check_block_dup_piece (const GbCheckBlock *self, guint offset_chars, guint length_chars)
{
  g_return_val_if_fail (offset_chars + length_chars <= self->n_chars, NULL);

  return g_ucs4_to_utf8 (self->chars + offset_chars, length_chars, NULL, NULL, NULL);
}

/* Libxml2's tree holds a document with one name space in its body, so names tell elements apart.
 * Rules read every text of a document again and again: without a copy, without a hash table. */
static gboolean
is_named (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && strcmp ((const char *)node->name, name) == 0;
}

static void
append_inline (GString *text, const xmlNode *parent)
{
  for (const xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (node->type == XML_TEXT_NODE)
      g_string_append (text, (const char *)node->content);
    else if (is_named (node, "br"))
      g_string_append_c (text, '\n');
    else
      append_inline (text, node);
  }
}

static const char *
peek_attribute (const xmlNode *node, const char *name)
{
  for (const xmlAttr *attribute = node->properties; attribute != NULL;
       attribute = attribute->next) {
    if (strcmp ((const char *)attribute->name, name) == 0 && attribute->children != NULL)
      return (const char *)attribute->children->content;
  }
  return NULL;
}

static void
visit (Walk *walk, const xmlNode *node, GbCheckRole role, guint level)
{
  g_string_truncate (walk->text, 0);
  append_inline (walk->text, node);
  walk->block.id = (char *)peek_attribute (node, "id");
  walk->block.role = role;
  walk->block.level = level;
  walk->block.node = node;
  walk->block.text = walk->text->str;
  walk->visit (&walk->block, walk->user_data);
}

static GbCheckRole
get_paragraph_role (const xmlNode *node, Place place)
{
  static const struct {
    const char *class;
    GbCheckRole role;
  } roles[] = {
    { "addressee", GB_CHECK_ROLE_ADDRESSEE },
    { "signature", GB_CHECK_ROLE_SIGNATURE },
    { "date", GB_CHECK_ROLE_DATE },
    { "note", GB_CHECK_ROLE_NOTE },
  };
  const char *class = peek_attribute (node, "class");

  if (place.is_cell)
    return GB_CHECK_ROLE_CELL;
  if (place.depth > 0)
    return GB_CHECK_ROLE_ITEM;
  for (guint i = 0; class != NULL && i < G_N_ELEMENTS (roles); i++) {
    if (strcmp (class, roles[i].class) == 0)
      return roles[i].role;
  }
  return GB_CHECK_ROLE_PARAGRAPH;
}

static guint
get_span (const xmlNode *cell)
{
  const char *span = peek_attribute (cell, "colspan");

  return span != NULL ? (guint)g_ascii_strtoull (span, NULL, 10) : 1;
}

static void
walk_row (Walk *walk, xmlNode *row, Place place)
{
  place.is_cell = TRUE;
  walk->block.column = 0;
  for (xmlNode *cell = _gb_xml_first (row); cell != NULL; cell = _gb_xml_next (cell)) {
    walk->block.is_header = is_named (cell, "th");
    walk_blocks (walk, cell, place);
    walk->block.column += get_span (cell);
  }
}

static void
walk_table (Walk *walk, xmlNode *table, Place place)
{
  walk->block.table = ++walk->n_tables;
  for (xmlNode *part = _gb_xml_first (table); part != NULL; part = _gb_xml_next (part)) {
    if (is_named (part, "caption")) {
      visit (walk, part, GB_CHECK_ROLE_CAPTION, 0);
      continue;
    }
    walk->block.row = 0;
    for (xmlNode *row = _gb_xml_first (part); row != NULL; row = _gb_xml_next (row)) {
      walk_row (walk, row, place);
      walk->block.row++;
    }
  }
  walk->block.table = walk->block.row = walk->block.column = 0;
  walk->block.is_header = FALSE;
}

static void
walk_block (Walk *walk, xmlNode *node, Place place)
{
  const char *name = (const char *)node->name;

  if (strcmp (name, "p") == 0) {
    GbCheckRole role = get_paragraph_role (node, place);

    visit (walk, node, role, role == GB_CHECK_ROLE_ITEM ? place.depth : 0);
  } else if (name[0] == 'h' && name[1] >= '2' && name[1] <= '5') {
    visit (walk, node, GB_CHECK_ROLE_HEADING, (guint)(name[1] - '1'));
  } else if (strcmp (name, "figcaption") == 0) {
    visit (walk, node, GB_CHECK_ROLE_CAPTION, 0);
  } else if (strcmp (name, "table") == 0) {
    walk_table (walk, node, place);
  } else if (strcmp (name, "ul") == 0 || strcmp (name, "ol") == 0) {
    place.depth++;
    walk_blocks (walk, node, place);
  } else {
    walk_blocks (walk, node, place);
  }
}

static void
walk_blocks (Walk *walk, xmlNode *parent, Place place)
{
  for (xmlNode *node = _gb_xml_first (parent); node != NULL; node = _gb_xml_next (node)) {
    gboolean was_quoted = walk->block.is_quoted;

    if (is_named (node, "blockquote"))
      walk->block.is_quoted = TRUE;
    walk_block (walk, node, place);
    walk->block.is_quoted = was_quoted;
  }
}

static void
visit_field (Walk *walk, GbMetadata *metadata, const char *field, GbCheckRole role)
{
  const char *text = gb_metadata_get (metadata, field);

  if (*text == '\0')
    return;
  walk->block.field = field;
  walk->block.role = role;
  walk->block.text = (char *)text;
  walk->visit (&walk->block, walk->user_data);
  walk->block.field = NULL;
}

void
gb_check_block_walk (GbDocument *document,
                     void (*visit_block) (const GbCheckBlock *block, gpointer user_data),
                     gpointer user_data)
{
  GbMetadata *metadata = gb_document_get_metadata (document);
  xmlNode *root = xmlDocGetRootElement (gb_document_get_xml (document));
  Walk walk = { .visit = visit_block, .user_data = user_data };

  walk.text = g_string_new (NULL);
  visit_field (&walk, metadata, "title", GB_CHECK_ROLE_TITLE);
  visit_field (&walk, metadata, "summary", GB_CHECK_ROLE_SUMMARY);
  walk_blocks (&walk, _gb_xml_find (root, "body"), (Place){ 0 });
  g_string_free (walk.text, TRUE);
}
