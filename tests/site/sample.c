/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Documents and publications that the tests of the site share.
 */

#include "config.h"

#include "sample.h"

#include <string.h>

GbDocument *
sample_document (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("GB_TEST_DATADIR"), "site", name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  GbDocument *document = gb_document_new_from_file (file, NULL, &error);

  g_assert_no_error (error);
  return document;
}

GbPublication *
sample_publication (GbDocument *document, const char *id, gint64 published_at)
{
  GbPublication *publication = gb_publication_new ();
  GbMetadata *metadata = gb_document_get_metadata (document);
  g_autofree char *hex = g_strndup (id, 13);

  memmove (hex + 8, hex + 9, 5);
  g_free (publication->id);
  publication->id = g_strdup (id);
  g_free (publication->title);
  publication->title = g_strdup (gb_document_get_title (document));
  g_free (publication->column);
  publication->column = g_strdup (gb_metadata_get (metadata, "column"));
  g_free (publication->kind);
  publication->kind = g_strdup (gb_document_kind_to_string (gb_document_get_kind (document)));
  g_free (publication->summary);
  publication->summary = g_strdup (gb_metadata_get (metadata, "summary"));
  g_free (publication->document_number);
  publication->document_number = g_strdup (gb_metadata_get (metadata, "document-number"));
  g_free (publication->publisher);
  publication->publisher = g_strdup (gb_metadata_get (metadata, "publisher"));
  g_free (publication->path);
  publication->path = g_strdup_printf ("/%s/2026/%s.html", publication->column, hex);
  publication->published_at = published_at;
  publication->first_published_at = published_at;
  publication->validity = gb_metadata_get_validity (metadata);
  return publication;
}

GPtrArray *
sample_items (guint n_items)
{
  static const char *const titles[] = {
    "示例县人民政府办公室关于做好2026年防汛抗旱工作的通知",
    "示例县2026年国民经济和社会发展计划执行情况的公告",
    "示例县自然资源局关于补充耕地项目验收结果的公告（第3批）",
    "关于公开征求《示例县城市停车管理办法（征求意见稿）》意见的通告",
    "示例县教育局关于2026年义务教育阶段学校招生入学工作的意见",
  };
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_publication_free);

  for (guint i = 0; i < n_items; i++) {
    GbPublication *publication = gb_publication_new ();

    g_free (publication->id);
    publication->id = g_strdup_printf ("00000000-0000-4000-8000-%012u", i);
    g_free (publication->path);
    publication->path = g_strdup_printf ("/tzgg/2026/%012u.html", i);
    g_free (publication->title);
    publication->title = g_strdup (titles[i % G_N_ELEMENTS (titles)]);
    g_free (publication->column);
    publication->column = g_strdup ("tzgg");
    g_free (publication->kind);
    publication->kind = g_strdup ("notice");
    g_free (publication->publisher);
    publication->publisher = g_strdup ("示例县人民政府办公室");
    g_free (publication->summary);
    publication->summary = g_strdup ("就有关事项作出安排，明确责任单位、完成时限和工作要求。");
    publication->published_at = SAMPLE_TIME_US - (gint64)i * 26 * 3600 * G_USEC_PER_SEC;
    publication->first_published_at = publication->published_at;
    publication->validity = i == 2 ? GB_VALIDITY_REPEALED : GB_VALIDITY_UNSET;
    g_ptr_array_add (items, publication);
  }
  return items;
}
