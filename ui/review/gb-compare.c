/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pure functions over two immutable documents. Used by the comparison window.
 */

#define G_LOG_DOMAIN "gb-compare"

#include "config.h"

#include "review/gb-compare.h"

#include <libxml/tree.h>
#include <string.h>

/* Above these a table of the longest common subsequence would take too much memory; then what
 * stands between equal beginning and end counts as exchanged. */
#define MAX_CELLS (16 * 1024 * 1024)

/* An equal run shorter than this between two changes is noise to a reader. */
#define MIN_SAME_CHARS 2

typedef struct {
  char *id;
  const char *name;
  char *text;
} Block;

static void
block_free (Block *block)
{
  g_free (block->id);
  g_free (block->text);
  g_free (block);
}

static void
piece_free (GbComparePiece *piece)
{
  g_free (piece->text);
  g_free (piece);
}

static void
compare_block_free (GbCompareBlock *block)
{
  g_free (block->field);
  g_free (block->name);
  g_ptr_array_unref (block->pieces);
  g_free (block);
}

static GPtrArray *
new_pieces (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)piece_free);
}

/* Takes text; neighbours of one kind become one. */
static void
add_piece (GPtrArray *pieces, GbCompareKind kind, char *text)
{
  GbComparePiece *last = pieces->len > 0 ? g_ptr_array_index (pieces, pieces->len - 1) : NULL;
  GbComparePiece *piece;

  if (*text == '\0') {
    g_free (text);
    return;
  }
  if (last != NULL && last->kind == kind) {
    char *both = g_strconcat (last->text, text, NULL);

    g_free (text);
    g_free (last->text);
    last->text = both;
    return;
  }
  piece = g_new0 (GbComparePiece, 1);
  piece->kind = kind;
  piece->text = text;
  g_ptr_array_add (pieces, piece);
}

static char *
slice (const gunichar *chars, glong length)
{
  return g_ucs4_to_utf8 (chars, length, NULL, NULL, NULL);
}

/* table[i][j]: length of the longest common subsequence of a[i…] and b[j…]. equal compares. */
static guint16 *
new_table (glong n, glong m, gboolean (*equal) (gpointer, glong, glong), gpointer data)
{
  guint16 *table = g_new0 (guint16, (gsize)(n + 1) * (gsize)(m + 1));

  for (glong i = n - 1; i >= 0; i--) {
    for (glong j = m - 1; j >= 0; j--) {
      guint16 *cell = &table[i * (m + 1) + j];

      if (equal (data, i, j))
        *cell = (guint16)(table[(i + 1) * (m + 1) + j + 1] + 1);
      else
        *cell = MAX (table[(i + 1) * (m + 1) + j], table[i * (m + 1) + j + 1]);
    }
  }
  return table;
}

typedef struct {
  const gunichar *a;
  const gunichar *b;
} Texts;

static gboolean
chars_equal (gpointer data, glong i, glong j)
{
  Texts *texts = data;

  return texts->a[i] == texts->b[j];
}

static gboolean
fits (glong n, glong m)
{
  return n < G_MAXUINT16 && m < G_MAXUINT16 && (n + 1) * (m + 1) <= MAX_CELLS;
}

static void
add_middle (GPtrArray *pieces, const gunichar *a, glong n, const gunichar *b, glong m)
{
  Texts texts = { a, b };
  g_autofree guint16 *table = NULL;
  glong i = 0;
  glong j = 0;

  if (!fits (n, m) || n == 0 || m == 0) {
    add_piece (pieces, GB_COMPARE_REMOVED, slice (a, n));
    add_piece (pieces, GB_COMPARE_ADDED, slice (b, m));
    return;
  }
  table = new_table (n, m, chars_equal, &texts);
  while (i < n || j < m) {
    if (i < n && j < m && a[i] == b[j]) {
      add_piece (pieces, GB_COMPARE_SAME, slice (a + i, 1));
      i++;
      j++;
    } else if (j == m || (i < n && table[(i + 1) * (m + 1) + j] >= table[i * (m + 1) + j + 1])) {
      add_piece (pieces, GB_COMPARE_REMOVED, slice (a + i, 1));
      i++;
    } else {
      add_piece (pieces, GB_COMPARE_ADDED, slice (b + j, 1));
      j++;
    }
  }
}

/* Between two changes a lone equal character reads worse than a longer change. Within one change
 * what was removed comes before what was added. */
static GPtrArray *
smooth (GPtrArray *pieces)
{
  GPtrArray *smoothed = new_pieces ();
  g_autoptr (GString) removed = g_string_new (NULL);
  g_autoptr (GString) added = g_string_new (NULL);

  for (guint i = 0; i < pieces->len; i++) {
    const GbComparePiece *piece = g_ptr_array_index (pieces, i);
    gboolean is_inner = i > 0 && i + 1 < pieces->len;

    if (piece->kind == GB_COMPARE_SAME &&
        (!is_inner || g_utf8_strlen (piece->text, -1) >= MIN_SAME_CHARS)) {
      add_piece (smoothed, GB_COMPARE_REMOVED, g_strdup (removed->str));
      add_piece (smoothed, GB_COMPARE_ADDED, g_strdup (added->str));
      g_string_truncate (removed, 0);
      g_string_truncate (added, 0);
      add_piece (smoothed, GB_COMPARE_SAME, g_strdup (piece->text));
      continue;
    }
    if (piece->kind != GB_COMPARE_ADDED)
      g_string_append (removed, piece->text);
    if (piece->kind != GB_COMPARE_REMOVED)
      g_string_append (added, piece->text);
  }
  add_piece (smoothed, GB_COMPARE_REMOVED, g_strdup (removed->str));
  add_piece (smoothed, GB_COMPARE_ADDED, g_strdup (added->str));
  return smoothed;
}

GPtrArray *
gb_compare_texts (const char *older, const char *newer)
{
  g_autoptr (GPtrArray) pieces = new_pieces ();
  g_autofree gunichar *a = NULL;
  g_autofree gunichar *b = NULL;
  glong n;
  glong m;
  glong before = 0;
  glong after = 0;

  g_return_val_if_fail (older != NULL, NULL);
  g_return_val_if_fail (newer != NULL, NULL);

  a = g_utf8_to_ucs4_fast (older, -1, &n);
  b = g_utf8_to_ucs4_fast (newer, -1, &m);
  while (before < n && before < m && a[before] == b[before])
    before++;
  while (after < n - before && after < m - before && a[n - 1 - after] == b[m - 1 - after])
    after++;
  add_piece (pieces, GB_COMPARE_SAME, slice (a, before));
  add_middle (pieces, a + before, n - before - after, b + before, m - before - after);
  add_piece (pieces, GB_COMPARE_SAME, slice (a + n - after, after));
  return smooth (pieces);
}

static gboolean
is_text_block (const char *name)
{
  static const char *const names[] = { "p", "h2", "h3", "h4", "h5", "caption", "figcaption", NULL };

  return g_strv_contains (names, name);
}

static void
collect (xmlNode *parent, GPtrArray *blocks)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next) {
    const char *name = (const char *)node->name;
    xmlChar *text = NULL;
    xmlChar *id = NULL;
    Block *block;

    if (node->type != XML_ELEMENT_NODE)
      continue;
    if (is_text_block (name))
      text = xmlNodeGetContent (node);
    else if (strcmp (name, "img") == 0)
      text = xmlGetNoNsProp (node, BAD_CAST "alt");
    else if (strcmp (name, "hr") == 0)
      text = xmlStrdup (BAD_CAST "———");
    if (text == NULL) {
      collect (node, blocks);
      continue;
    }
    /* An image has no id; its digest tells it from another one. */
    id = xmlGetNoNsProp (node, BAD_CAST (strcmp (name, "img") == 0 ? "src" : "id"));
    block = g_new0 (Block, 1);
    block->id = g_strdup ((const char *)id);
    block->name = name;
    block->text = g_strdup ((const char *)text);
    g_ptr_array_add (blocks, block);
    xmlFree (text);
    xmlFree (id);
  }
}

static GPtrArray *
get_blocks (GbDocument *document)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func ((GDestroyNotify)block_free);
  xmlNode *root = xmlDocGetRootElement (gb_document_get_xml (document));

  for (xmlNode *node = root->children; node != NULL; node = node->next) {
    if (node->type == XML_ELEMENT_NODE && strcmp ((const char *)node->name, "body") == 0)
      collect (node, blocks);
  }
  return blocks;
}

static void
add_block (GPtrArray *result, const Block *block, GPtrArray *pieces)
{
  GbCompareBlock *compared = g_new0 (GbCompareBlock, 1);

  compared->name = g_strdup (block->name);
  compared->pieces = pieces;
  for (guint i = 0; i < pieces->len; i++) {
    const GbComparePiece *piece = g_ptr_array_index (pieces, i);

    compared->changed |= piece->kind != GB_COMPARE_SAME;
  }
  g_ptr_array_add (result, compared);
}

static void
add_whole_block (GPtrArray *result, const Block *block, GbCompareKind kind)
{
  GPtrArray *pieces = new_pieces ();

  add_piece (pieces, kind, g_strdup (block->text));
  add_block (result, block, pieces);
}

typedef struct {
  GPtrArray *a;
  GPtrArray *b;
} Blocks;

static gboolean
ids_equal (gpointer data, glong i, glong j)
{
  Blocks *blocks = data;
  const Block *one = g_ptr_array_index (blocks->a, i);
  const Block *other = g_ptr_array_index (blocks->b, j);

  return g_strcmp0 (one->id, other->id) == 0;
}

static void
compare_blocks (GPtrArray *result, GPtrArray *a, GPtrArray *b)
{
  Blocks blocks = { a, b };
  glong n = a->len;
  glong m = b->len;
  g_autofree guint16 *table = NULL;
  glong i = 0;
  glong j = 0;

  if (fits (n, m))
    table = new_table (n, m, ids_equal, &blocks);
  while (i < n || j < m) {
    if (i < n && j < m && ids_equal (&blocks, i, j)) {
      const Block *one = g_ptr_array_index (a, i++);
      const Block *other = g_ptr_array_index (b, j++);

      add_block (result, other, gb_compare_texts (one->text, other->text));
    } else if (j == m || (i < n && (table == NULL ||
                                    table[(i + 1) * (m + 1) + j] >= table[i * (m + 1) + j + 1]))) {
      add_whole_block (result, g_ptr_array_index (a, i++), GB_COMPARE_REMOVED);
    } else {
      add_whole_block (result, g_ptr_array_index (b, j++), GB_COMPARE_ADDED);
    }
  }
}

static char *
dup_value (GObject *metadata, GParamSpec *pspec)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, pspec->value_type);
  g_object_get_property (metadata, pspec->name, &value);
  if (G_VALUE_HOLDS_STRING (&value))
    return g_value_dup_string (&value);
  if (G_VALUE_HOLDS (&value, G_TYPE_STRV)) {
    const char *const *words = g_value_get_boxed (&value);

    return words != NULL ? g_strjoinv ("、", (char **)words) : g_strdup ("");
  }
  if (G_VALUE_HOLDS_BOOLEAN (&value))
    return g_strdup (g_value_get_boolean (&value) ? "✔" : "");
  if (G_VALUE_HOLDS_INT (&value))
    return g_strdup_printf ("%d", g_value_get_int (&value));
  return g_strdup ("");
}

/* Takes both values. */
static void
add_field (GPtrArray *result, const char *field, char *older, char *newer)
{
  GbCompareBlock *compared;

  if (g_strcmp0 (older, newer) != 0) {
    compared = g_new0 (GbCompareBlock, 1);
    compared->field = g_strdup (field);
    compared->name = g_strdup ("");
    compared->pieces = new_pieces ();
    compared->changed = TRUE;
    add_piece (compared->pieces, GB_COMPARE_REMOVED, g_strdup (older));
    add_piece (compared->pieces, GB_COMPARE_ADDED, g_strdup (newer));
    g_ptr_array_add (result, compared);
  }
  g_free (older);
  g_free (newer);
}

static char *
list_attachments (GbDocument *document)
{
  GPtrArray *attachments = gb_document_get_attachments (document);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < attachments->len; i++) {
    const GbAttachment *attachment = g_ptr_array_index (attachments, i);

    g_string_append_printf (names, "%s%s (%.8s)", i > 0 ? "、" : "", attachment->name,
                            attachment->digest + strlen ("sm3:"));
  }
  return g_string_free (names, FALSE);
}

static char *
list_relations (GbDocument *document)
{
  GPtrArray *relations = gb_metadata_get_relations (gb_document_get_metadata (document));
  GString *titles = g_string_new (NULL);

  for (guint i = 0; i < relations->len; i++) {
    const GbRelation *relation = g_ptr_array_index (relations, i);

    g_string_append_printf (titles, "%s%s", i > 0 ? "、" : "", relation->title);
  }
  return g_string_free (titles, FALSE);
}

static void
compare_fields (GPtrArray *result, GbDocument *older, GbDocument *newer)
{
  GObject *a = G_OBJECT (gb_document_get_metadata (older));
  GObject *b = G_OBJECT (gb_document_get_metadata (newer));
  guint n;
  g_autofree GParamSpec **pspecs = g_object_class_list_properties (G_OBJECT_GET_CLASS (a), &n);

  for (guint i = 0; i < n; i++)
    add_field (result, pspecs[i]->name, dup_value (a, pspecs[i]), dup_value (b, pspecs[i]));
  add_field (result, "relations", list_relations (older), list_relations (newer));
  add_field (result, "attachments", list_attachments (older), list_attachments (newer));
}

GPtrArray *
gb_compare_documents (GbDocument *older, GbDocument *newer)
{
  GPtrArray *result;
  g_autoptr (GPtrArray) a = NULL;
  g_autoptr (GPtrArray) b = NULL;

  g_return_val_if_fail (GB_IS_DOCUMENT (older), NULL);
  g_return_val_if_fail (GB_IS_DOCUMENT (newer), NULL);

  result = g_ptr_array_new_with_free_func ((GDestroyNotify)compare_block_free);
  a = get_blocks (older);
  b = get_blocks (newer);
  compare_fields (result, older, newer);
  compare_blocks (result, a, b);
  return result;
}

guint
gb_compare_count_changes (GPtrArray *blocks)
{
  guint n = 0;

  g_return_val_if_fail (blocks != NULL, 0);

  for (guint i = 0; i < blocks->len; i++) {
    const GbCompareBlock *block = g_ptr_array_index (blocks, i);

    n += block->changed ? 1 : 0;
  }
  return n;
}
