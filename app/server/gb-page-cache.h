/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One public answer as it is sent. Immutable, reference-counted. */
typedef struct {
  gatomicrefcount ref_count;
  guint status; /* 200, 404 or 410 */
  char *type;
  char *etag; /* with its quotes */
  GBytes *bytes;
} GbPage;

GbPage *gb_page_new (guint status, const char *type, GBytes *bytes);
GbPage *gb_page_ref (GbPage *self);
void gb_page_unref (GbPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbPage, gb_page_unref)

/**
 * GbPageCache:
 *
 * Public pages in memory, by path. The office thread fills it and takes out what has changed, the
 * main thread answers from it without waiting for the database. Any thread.
 */
typedef struct _GbPageCache GbPageCache;

GbPageCache *gb_page_cache_new (gsize max_bytes);
GbPageCache *gb_page_cache_ref (GbPageCache *self);
void gb_page_cache_unref (GbPageCache *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbPageCache, gb_page_cache_unref)

GbPage *gb_page_cache_lookup (GbPageCache *self, const char *path); /* (transfer full) (nullable) */
void gb_page_cache_put (GbPageCache *self, const char *path, GbPage *page);
/* path may end in "*": everything that begins so. */
void gb_page_cache_remove (GbPageCache *self, const char *path);

G_END_DECLS
