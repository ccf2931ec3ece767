/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Builds tries, at build time for the data file and at run time for an office's phrases. */

#include "config.h"

#include "check/typo/gb-typo-trie.h"

typedef struct {
  guint32 begin;
  guint32 end;
  guint32 depth;
} Range;

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const GbTypoTrieItem *item_a = a;
  const GbTypoTrieItem *item_b = b;
  guint32 n = MIN (item_a->n_keys, item_b->n_keys);

  for (guint32 i = 0; i < n; i++) {
    if (item_a->keys[i] != item_b->keys[i])
      return (int)item_a->keys[i] - (int)item_b->keys[i];
  }
  if (item_a->n_keys != item_b->n_keys)
    return item_a->n_keys < item_b->n_keys ? -1 : 1;
  return item_a->value < item_b->value ? -1 : item_a->value > item_b->value;
}

/**
 * gb_typo_trie_arrays_init:
 * @self: (out caller-allocates): the arrays of a trie
 * @items: (element-type GbTypoTrieItem): what it is to hold; will be sorted
 * @n_root: how many keys there are
 *
 * Builds a trie in order of depth.
 */
void
gb_typo_trie_arrays_init (GbTypoTrieArrays *self, GArray *items, guint32 n_root)
{
  g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (Range));
  Range all = { 0, items->len, 0 };
  guint16 no_key = 0;

  self->first = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->keys = g_array_new (FALSE, FALSE, sizeof (guint16));
  self->root = g_array_sized_new (FALSE, TRUE, sizeof (guint32), n_root);
  self->nodes = g_array_sized_new (FALSE, TRUE, sizeof (guint32), items->len);
  g_array_set_size (self->root, n_root);
  g_array_set_size (self->nodes, items->len);
  g_array_sort (items, compare_items);

  g_array_append_val (self->keys, no_key);
  g_array_append_val (queue, all);
  for (guint32 node = 0; node < queue->len; node++) {
    Range range = g_array_index (queue, Range, node);
    guint32 i = range.begin;

    g_array_append_val (self->first, self->keys->len);
    for (; i < range.end && g_array_index (items, GbTypoTrieItem, i).n_keys == range.depth; i++)
      g_array_index (self->nodes, guint32, i) = node;
    while (i < range.end) {
      guint16 key = g_array_index (items, GbTypoTrieItem, i).keys[range.depth];
      Range child = { i, i, range.depth + 1 };

      while (child.end < range.end &&
             g_array_index (items, GbTypoTrieItem, child.end).keys[range.depth] == key)
        child.end++;
      if (node == 0)
        g_array_index (self->root, guint32, key) = queue->len;
      g_array_append_val (self->keys, key);
      g_array_append_val (queue, child);
      i = child.end;
    }
  }
  g_array_append_val (self->first, self->keys->len);
}

void
gb_typo_trie_arrays_clear (GbTypoTrieArrays *self)
{
  g_clear_pointer (&self->first, g_array_unref);
  g_clear_pointer (&self->keys, g_array_unref);
  g_clear_pointer (&self->root, g_array_unref);
  g_clear_pointer (&self->nodes, g_array_unref);
}

/**
 * gb_typo_trie_arrays_view:
 * @self: the arrays of a trie
 *
 * Returns: the trie, which lives as long as its arrays
 */
GbTypoTrie
gb_typo_trie_arrays_view (const GbTypoTrieArrays *self)
{
  return (GbTypoTrie){
    .first = (const guint32 *)(gconstpointer)self->first->data,
    .keys = (const guint16 *)(gconstpointer)self->keys->data,
    .root = (const guint32 *)(gconstpointer)self->root->data,
    .n_nodes = self->keys->len,
    .n_root = self->root->len,
  };
}
