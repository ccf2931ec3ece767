/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is shown of a finding. The text is read once for all of them. Made on the thread of the
 * check and then handed to the main thread; used by GbCheckRunner and GbCheckPanel. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-item.h"

#include "check/gb-check-block.h"

#include <string.h>

#define BEFORE_CHARS 8
#define AFTER_CHARS  14
#define WHOLE_CHARS  24

#define ELLIPSIS "…"

static void
item_clear (gpointer data)
{
  GbCheckItem *self = data;

  gb_finding_free (self->finding);
  g_free (self->before);
  g_free (self->text);
  g_free (self->after);
  gb_check_mark_unref (self->mark);
  g_clear_pointer (&self->ignored, gb_event_unref);
  g_clear_pointer (&self->overridden, gb_event_unref);
}

GbCheckItem *
gb_check_item_ref (GbCheckItem *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
gb_check_item_unref (GbCheckItem *self)
{
  g_atomic_rc_box_release_full (self, item_clear);
}

/* Of block ids and of fields, which never begin with a slash. */
static char *
dup_key (const char *id, const char *field)
{
  return id != NULL ? g_strdup (id) : g_strconcat ("/", field, NULL);
}

static void
take_words (GbCheckItem *item, const char *text, glong n_chars)
{
  const GbFinding *finding = item->finding;
  glong start = finding->offset_chars;
  glong end = start + finding->length_chars;
  glong first = MAX (0, start - BEFORE_CHARS);
  glong last = MIN (n_chars, end + AFTER_CHARS);
  g_autofree char *piece = NULL;

  if (finding->length_chars == 0) {
    piece = g_utf8_substring (text, 0, MIN (n_chars, WHOLE_CHARS));
    g_free (item->after);
    item->after = g_strconcat (piece, n_chars > WHOLE_CHARS ? ELLIPSIS : NULL, NULL);
    return;
  }
  if (end > n_chars)
    return;
  g_free (item->before);
  g_free (item->text);
  g_free (item->after);
  piece = g_utf8_substring (text, first, start);
  item->before = g_strconcat (first > 0 ? ELLIPSIS : "", piece, NULL);
  item->text = g_utf8_substring (text, start, end);
  g_free (piece);
  piece = g_utf8_substring (text, end, last);
  item->after = g_strconcat (piece, last < n_chars ? ELLIPSIS : NULL, NULL);
}

static void
visit_cb (const GbCheckBlock *block, gpointer user_data)
{
  GHashTable *items_by_place = user_data;
  g_autofree char *key = dup_key (block->id, block->field);
  GPtrArray *items = g_hash_table_lookup (items_by_place, key);
  glong n_chars;

  if (items == NULL)
    return;
  n_chars = g_utf8_strlen (block->text, -1);
  for (guint i = 0; i < items->len; i++)
    take_words (g_ptr_array_index (items, i), block->text, n_chars);
}

static void
add_at_place (GHashTable *items_by_place, GbCheckItem *item)
{
  const GbFinding *finding = item->finding;
  g_autofree char *key = NULL;
  GPtrArray *items;

  if (finding->block == NULL && finding->field == NULL)
    return;
  key = dup_key (finding->block, finding->field);
  items = g_hash_table_lookup (items_by_place, key);
  if (items == NULL) {
    items = g_ptr_array_new ();
    g_hash_table_insert (items_by_place, g_steal_pointer (&key), items);
  }
  g_ptr_array_add (items, item);
}

GPtrArray *
gb_check_items_new (GbDocument *document, GPtrArray *findings)
{
  g_autoptr (GHashTable) items_by_place =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  g_autoptr (GPtrArray) marks = gb_check_marks_new (document, findings);
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_check_item_unref);

  g_return_val_if_fail (GB_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (findings != NULL, NULL);

  for (int level = GB_FINDING_LEVEL_BLOCK; level >= GB_FINDING_LEVEL_HINT; level--) {
    for (guint i = 0; i < findings->len; i++) {
      GbFinding *finding = g_ptr_array_index (findings, i);
      GbCheckItem *item;

      if (finding->level != (GbFindingLevel)level)
        continue;
      item = g_atomic_rc_box_new0 (GbCheckItem);
      item->finding = gb_finding_ref (finding);
      item->mark = gb_check_mark_ref (g_ptr_array_index (marks, i));
      item->before = g_strdup ("");
      item->text = g_strdup ("");
      item->after = g_strdup ("");
      g_ptr_array_add (items, item);
      add_at_place (items_by_place, item);
    }
  }
  if (items->len > 0)
    gb_check_block_walk (document, visit_cb, items_by_place);
  return items;
}

const char *
gb_check_item_get_block (const GbCheckItem *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->finding->block != NULL)
    return self->finding->block;
  return g_strcmp0 (self->finding->field, "title") == 0 ? "" : NULL;
}

gboolean
gb_check_item_can_mend (const GbCheckItem *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->finding->fix != NULL && *self->text != '\0' &&
         gb_check_item_get_block (self) != NULL;
}
