/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Putting fixes in the place of what was found. A fix changes text only: marks, links and blocks
 * stay as they are, and the result goes through the schema like every other body. Nothing here
 * keeps state. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check.h"

#include "document/gb-xml-private.h"

#include <string.h>

/* One text that is written anew: the fixes of its findings in the order of their places, none over
 * another. */
typedef struct {
  GPtrArray *fixes; /* of GbFinding, borrowed */
  guint next;       /* the first that is not made yet */
  guint offset;     /* of the character that is read next */
  guint n_mended;
} Rewrite;

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const GbFinding *finding_a = *(GbFinding *const *)a;
  const GbFinding *finding_b = *(GbFinding *const *)b;

  if (finding_a->offset_chars != finding_b->offset_chars)
    return finding_a->offset_chars < finding_b->offset_chars ? -1 : 1;
  return (int)finding_a->length_chars - (int)finding_b->length_chars;
}

/* Of fixes that lie over each other the first is made; the others are found again, if they still
 * hold, when the text is checked again. Two that touch are no trouble. */
static void
drop_overlapping (GPtrArray *fixes)
{
  guint n = 0;
  guint end = 0;

  g_ptr_array_sort (fixes, compare_places);
  for (guint i = 0; i < fixes->len; i++) {
    const GbFinding *finding = fixes->pdata[i];
    gboolean is_same_place =
      n > 0 && ((GbFinding *)fixes->pdata[n - 1])->offset_chars == finding->offset_chars;

    if (finding->offset_chars < end || is_same_place)
      continue;
    end = finding->offset_chars + finding->length_chars;
    fixes->pdata[n++] = fixes->pdata[i];
  }
  g_ptr_array_set_size (fixes, (int)n);
}

static const GbFinding *
peek_fix (const Rewrite *self)
{
  return self->next < self->fixes->len ? self->fixes->pdata[self->next] : NULL;
}

static void
insert_here (Rewrite *self, GString *target)
{
  const GbFinding *fix = peek_fix (self);

  while (fix != NULL && fix->length_chars == 0 && fix->offset_chars == self->offset) {
    g_string_append (target, fix->fix);
    self->next++;
    self->n_mended++;
    fix = peek_fix (self);
  }
}

/* A fix as long as what it takes the place of is written character by character, so that a mark
 * that ends inside stays where it was; any other goes where the range begins. */
static void
replace_character (Rewrite *self, const GbFinding *fix, const char *character, GString *target)
{
  guint place = self->offset - fix->offset_chars;
  glong n_chars = g_utf8_strlen (fix->fix, -1);

  if (n_chars == (glong)fix->length_chars) {
    const char *p = g_utf8_offset_to_pointer (fix->fix, place);

    g_string_append_len (target, p, g_utf8_next_char (p) - p);
  } else if (place == 0) {
    g_string_append (target, fix->fix);
  }
  if (place + 1 == fix->length_chars) {
    self->next++;
    self->n_mended++;
  }
}

static char *
rewrite_text (Rewrite *self, const char *text)
{
  GString *target = g_string_sized_new (strlen (text) + 16);

  if (self->offset == 0)
    insert_here (self, target);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    const GbFinding *fix = peek_fix (self);

    if (fix != NULL && self->offset >= fix->offset_chars)
      replace_character (self, fix, p, target);
    else
      g_string_append_len (target, p, g_utf8_next_char (p) - p);
    self->offset++;
    insert_here (self, target);
  }
  return g_string_free (target, FALSE);
}

static void
rewrite_inline (Rewrite *self, xmlNode *parent)
{
  xmlNode *next;

  for (xmlNode *node = parent->children; node != NULL; node = next) {
    next = node->next;
    if (node->type == XML_TEXT_NODE) {
      g_autofree char *text = rewrite_text (self, (const char *)node->content);

      xmlNodeSetContent (node, (const xmlChar *)text);
    } else if (_gb_xml_is (node, GB_DOCUMENT_XHTML_NS, "br")) {
      /* No fix reaches over a line break: drop_impossible () saw to that. */
      self->offset++;
    } else if (node->type == XML_ELEMENT_NODE) {
      rewrite_inline (self, node);
    }
  }
}

/* Findings of a text that has become another one since, and those over a line break, are left. */
static void
drop_impossible (GPtrArray *fixes, const char *text)
{
  glong n_chars = g_utf8_strlen (text, -1);

  for (guint i = fixes->len; i > 0; i--) {
    const GbFinding *finding = fixes->pdata[i - 1];
    gsize end = (gsize)finding->offset_chars + finding->length_chars;
    g_autofree char *piece = NULL;

    if (end > (gsize)n_chars) {
      g_ptr_array_remove_index (fixes, i - 1);
      continue;
    }
    piece = g_utf8_substring (text, finding->offset_chars, (glong)end);
    if (strchr (piece, '\n') != NULL || strchr (finding->fix, '\n') != NULL)
      g_ptr_array_remove_index (fixes, i - 1);
  }
  drop_overlapping (fixes);
}

static void
append_inline (GString *text, const xmlNode *parent)
{
  for (const xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (node->type == XML_TEXT_NODE)
      g_string_append (text, (const char *)node->content);
    else if (_gb_xml_is (node, GB_DOCUMENT_XHTML_NS, "br"))
      g_string_append_c (text, '\n');
    else
      append_inline (text, node);
  }
}

static guint
rewrite_block (xmlNode *block, GPtrArray *fixes)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Rewrite rewrite = { .fixes = fixes };

  append_inline (text, block);
  drop_impossible (fixes, text->str);
  rewrite_inline (&rewrite, block);
  return rewrite.n_mended;
}

static guint
rewrite_blocks (xmlNode *parent, GHashTable *by_block)
{
  guint n = 0;

  for (xmlNode *node = _gb_xml_first (parent); node != NULL; node = _gb_xml_next (node)) {
    g_autofree char *id = _gb_xml_dup_attribute (node, "id");
    GPtrArray *fixes = id != NULL ? g_hash_table_lookup (by_block, id) : NULL;

    n += fixes != NULL ? rewrite_block (node, fixes) : rewrite_blocks (node, by_block);
  }
  return n;
}

static guint
rewrite_field (GbMetadata *metadata, const char *field, GPtrArray *fixes)
{
  Rewrite rewrite = { .fixes = fixes };
  g_autofree char *text = NULL;

  drop_impossible (fixes, gb_metadata_get (metadata, field));
  text = rewrite_text (&rewrite, gb_metadata_get (metadata, field));
  gb_metadata_set (metadata, field, text);
  return rewrite.n_mended;
}

static void
add_to (GHashTable *table, const char *key, GbFinding *finding)
{
  GPtrArray *fixes = g_hash_table_lookup (table, key);

  if (fixes == NULL) {
    fixes = g_ptr_array_new ();
    g_hash_table_insert (table, (gpointer)key, fixes);
  }
  g_ptr_array_add (fixes, finding);
}

/**
 * gb_check_mend:
 * @document: a document
 * @findings: (element-type GbFinding): findings of exactly this document
 * @out_n_mended: (out) (optional): how many fixes were made
 * @error: return location for an error
 *
 * Makes the fixes of @findings in a copy. Where two lie over each other the first is made: check
 * the copy to see whether the other is still needed.
 *
 * Returns: (transfer full): the copy, or %NULL with %GB_DOCUMENT_ERROR
 */
GbDocument *
gb_check_mend (GbDocument *document, GPtrArray *findings, guint *out_n_mended, GError **error)
{
  g_autoptr (GHashTable) by_block = NULL;
  g_autoptr (GHashTable) by_field = NULL;
  g_autoptr (GbMetadata) metadata = NULL;
  g_autoptr (GbXmlDoc) xml = NULL;
  g_autoptr (GbDocument) described = NULL;
  g_autofree char *body = NULL;
  g_autofree char *new_body = NULL;
  GHashTableIter iter;
  gpointer field;
  gpointer fixes;
  guint n = 0;

  g_return_val_if_fail (GB_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (findings != NULL, NULL);

  by_block =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
  by_field =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < findings->len; i++) {
    GbFinding *finding = g_ptr_array_index (findings, i);

    if (finding->fix != NULL && finding->block != NULL)
      add_to (by_block, finding->block, finding);
    else if (finding->fix != NULL && finding->field != NULL)
      add_to (by_field, finding->field, finding);
  }

  body = gb_document_dup_body (document);
  xml = _gb_xml_parse (body, strlen (body), GB_XML_MAX_DEPTH, error);
  if (xml == NULL)
    return NULL;
  n += rewrite_blocks (xmlDocGetRootElement (xml), by_block);
  new_body = _gb_xml_dup_node (xmlDocGetRootElement (xml));
  metadata = gb_metadata_copy (gb_document_get_metadata (document));
  g_hash_table_iter_init (&iter, by_field);
  while (g_hash_table_iter_next (&iter, &field, &fixes))
    n += rewrite_field (metadata, field, fixes);
  if (out_n_mended != NULL)
    *out_n_mended = n;
  described = gb_document_with_metadata (document, metadata, error);
  return described != NULL ? gb_document_with_body (described, new_body, error) : NULL;
}
