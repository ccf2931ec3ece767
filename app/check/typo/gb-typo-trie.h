/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A trie over 16-bit keys. The children of a node lie together, sorted by key; a node is the place
 * of its key. Node 0 is the root, whose children are looked up directly. */
typedef struct {
  const guint32 *first; /* n_nodes + 1: a node's first child */
  const guint16 *keys;  /* n_nodes */
  const guint32 *root;  /* n_root: the root's child for a key, or 0 */
  guint32 n_nodes;
  guint32 n_root;
} GbTypoTrie;

/* Returns: the child of @node for @key, or 0 */
static inline guint32
gb_typo_trie_step (const GbTypoTrie *self, guint32 node, guint16 key)
{
  guint32 begin;
  guint32 end;

  if (node == 0)
    return key < self->n_root ? self->root[key] : 0;
  begin = self->first[node];
  end = self->first[node + 1];
  while (begin < end) {
    guint32 middle = (begin + end) / 2;

    if (self->keys[middle] == key)
      return middle;
    if (self->keys[middle] < key)
      begin = middle + 1;
    else
      end = middle;
  }
  return 0;
}

typedef struct {
  const guint16 *keys; /* borrowed until the trie is built */
  guint32 n_keys;      /* at least one */
  guint32 value;
} GbTypoTrieItem;

typedef struct {
  GArray *first; /* guint32 */
  GArray *keys;  /* guint16 */
  GArray *root;  /* guint32 */
  GArray *nodes; /* guint32: for each item in its sorted order, the node it ends at */
} GbTypoTrieArrays;

void gb_typo_trie_arrays_init (GbTypoTrieArrays *self, GArray *items, guint32 n_root);
void gb_typo_trie_arrays_clear (GbTypoTrieArrays *self);
GbTypoTrie gb_typo_trie_arrays_view (const GbTypoTrieArrays *self);

G_END_DECLS
