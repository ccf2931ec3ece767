/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Public pages in memory. A mutex guards the table; pages are immutable, so that a page which is
 * just being sent may be replaced at any time. */
#define G_LOG_DOMAIN "gb-page-cache"

#include "config.h"

#include "server/gb-page-cache.h"

#include "server/gb-response.h"

#include <string.h>

struct _GbPageCache {
  gatomicrefcount ref_count;
  GMutex mutex;
  GHashTable *pages; /* guarded by mutex; path → GbPage */
  gsize size;        /* guarded by mutex; bytes of all pages */
  gsize max_bytes;
};

GbPage *
gb_page_new (guint status, const char *type, GBytes *bytes)
{
  GbPage *self = g_new0 (GbPage, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->status = status;
  self->type = g_strdup (type);
  self->etag = gb_response_make_etag (bytes);
  self->bytes = g_bytes_ref (bytes);
  return self;
}

GbPage *
gb_page_ref (GbPage *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
gb_page_unref (GbPage *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->type);
  g_free (self->etag);
  g_bytes_unref (self->bytes);
  g_free (self);
}

GbPageCache *
gb_page_cache_new (gsize max_bytes)
{
  GbPageCache *self = g_new0 (GbPageCache, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->pages =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)gb_page_unref);
  self->max_bytes = max_bytes;
  return self;
}

GbPageCache *
gb_page_cache_ref (GbPageCache *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
gb_page_cache_unref (GbPageCache *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->pages);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

GbPage *
gb_page_cache_lookup (GbPageCache *self, const char *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GbPage *page = g_hash_table_lookup (self->pages, path);

  return page != NULL ? gb_page_ref (page) : NULL;
}

static void
forget_size (GbPageCache *self, GbPage *page)
{
  if (page != NULL)
    self->size -= g_bytes_get_size (page->bytes);
}

void
gb_page_cache_put (GbPageCache *self, const char *path, GbPage *page)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gsize size = g_bytes_get_size (page->bytes);

  /* Rare and cheap to recover from: the pages are files too. */
  if (self->size + size > self->max_bytes) {
    g_hash_table_remove_all (self->pages);
    self->size = 0;
  }
  forget_size (self, g_hash_table_lookup (self->pages, path));
  g_hash_table_replace (self->pages, g_strdup (path), gb_page_ref (page));
  self->size += size;
}

void
gb_page_cache_remove (GbPageCache *self, const char *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gsize length = strlen (path);
  GHashTableIter iter;
  gpointer key;
  gpointer page;

  if (length == 0 || path[length - 1] != '*') {
    forget_size (self, g_hash_table_lookup (self->pages, path));
    g_hash_table_remove (self->pages, path);
    return;
  }
  g_hash_table_iter_init (&iter, self->pages);
  while (g_hash_table_iter_next (&iter, &key, &page)) {
    if (strncmp (key, path, length - 1) != 0)
      continue;
    forget_size (self, page);
    g_hash_table_iter_remove (&iter);
  }
}
