/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes every type of page into a folder, under its address, for the browser tests and for a look
 * at a change of the templates: render-samples FOLDER BASE_URL
 */

#include "config.h"

#include "sample.h"

#include "import/gb-import.h"

#include <gio/gio.h>
#include <string.h>

static const char *folder;

static void
write_page (const char *path, GBytes *page, GError *error)
{
  g_autofree char *name = NULL;
  g_autofree char *parent = NULL;
  g_autoptr (GError) write_error = NULL;

  g_assert_no_error (error);
  name = g_build_filename (folder, path, g_str_has_suffix (path, "/") ? "index.html" : "", NULL);
  if (g_str_has_suffix (name, "/"))
    name[strlen (name) - 1] = '\0';
  parent = g_path_get_dirname (name);
  g_assert_cmpint (g_mkdir_with_parents (parent, 0755), ==, 0);
  g_file_set_contents (name, g_bytes_get_data (page, NULL), (gssize)g_bytes_get_size (page),
                       &write_error);
  g_assert_no_error (write_error);
}

static void
write_document (GbSite *site,
                GbDocument *document,
                GbPublication *publication,
                GbPublication *other,
                gboolean preview,
                const char *path)
{
  g_autoptr (GPtrArray) related = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) page = NULL;

  if (other != NULL)
    g_ptr_array_add (related, other);
  page = gb_site_render_document (site, document, publication, related, preview, &error);
  write_page (path, page, error);
}

/* The page that the project began with, as the importer reads it. */
static void
write_luhe (GbSite *site)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("GB_TEST_DATADIR"), "luhe-interpretation.txt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbImport) import = gb_import_file (file, NULL, NULL, &error);
  g_autoptr (GbPublication) publication = NULL;

  g_assert_no_error (error);
  publication = sample_publication (import->document, SAMPLE_POLICY_ID, SAMPLE_TIME_US);
  write_document (site, import->document, publication, NULL, FALSE, "/luhe.html");
}

static void
write_documents (GbSite *site)
{
  g_autoptr (GbDocument) policy = sample_document ("notice.xml");
  g_autoptr (GbDocument) interpretation = sample_document ("interpretation.xml");
  g_autoptr (GbPublication) first = sample_publication (policy, SAMPLE_POLICY_ID, SAMPLE_TIME_US);
  g_autoptr (GbPublication) second =
    sample_publication (interpretation, SAMPLE_INTERPRETATION_ID, SAMPLE_TIME_US);
  g_autoptr (GbPublication) repealed = gb_publication_copy (first);
  g_autoptr (GbPublication) unpublished = gb_publication_new ();

  write_document (site, policy, first, second, FALSE, first->path);
  write_document (site, interpretation, second, first, FALSE, second->path);
  write_luhe (site);
  repealed->validity = GB_VALIDITY_REPEALED;
  repealed->edition = 2;
  repealed->published_at += 24 * G_TIME_SPAN_HOUR;
  write_document (site, policy, repealed, second, FALSE, "/repealed.html");
  write_document (site, interpretation, unpublished, NULL, TRUE, "/preview.html");
}

static void
write_lists (GbSite *site)
{
  GPtrArray *columns = gb_site_get_columns (site);
  g_autoptr (GPtrArray) items = sample_items (20);
  g_autoptr (GPtrArray) few = sample_items (8);
  g_autoptr (GPtrArray) none = sample_items (0);
  g_autoptr (GPtrArray) by_column = g_ptr_array_new ();
  g_autoptr (GBytes) home = NULL;
  g_autoptr (GBytes) found = NULL;
  g_autoptr (GBytes) nothing = NULL;
  g_autoptr (GBytes) missing = NULL;
  g_autoptr (GBytes) gone = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < columns->len; i++) {
    const GbSiteColumn *column = columns->pdata[i];
    g_autofree char *path = g_strdup_printf ("/%s/", column->id);
    g_autofree char *next = g_strdup_printf ("/%s/page-2.html", column->id);
    g_autoptr (GBytes) page = gb_site_render_column (site, column, items, 1, 7, &error);
    g_autoptr (GBytes) page2 = gb_site_render_column (site, column, items, 2, 7, NULL);

    write_page (path, page, error);
    write_page (next, page2, NULL);
    g_ptr_array_add (by_column, i == 1 ? none : few);
  }
  home = gb_site_render_home (site, by_column, &error);
  write_page ("/", home, error);
  found = gb_site_render_search (site, "工作", items, 2, 3, 42, &error);
  write_page ("/search-found.html", found, error);
  nothing = gb_site_render_search (site, "\"><script>", none, 1, 0, 0, &error);
  write_page ("/search-nothing.html", nothing, error);
  missing = gb_site_render_error (site, 404, NULL, &error);
  write_page ("/404.html", missing, error);
  gone = gb_site_render_error (site, 410, "内容有误，更正后重新发布。", &error);
  write_page ("/410.html", gone, error);
}

int
main (int argc, char **argv)
{
  static const char *const assets[] = {
    "/assets/article.css",
    "/assets/site.css",
    "/assets/site.js",
    "/assets/icon.svg",
  };
  g_autoptr (GbSite) site = NULL;

  if (argc != 3) {
    g_printerr ("usage: %s FOLDER BASE_URL\n", argv[0]);
    return 2;
  }
  folder = argv[1];
  site = gb_site_new_sample ();
  gb_site_set_base_url (site, argv[2]);
  write_documents (site);
  write_lists (site);
  for (gsize i = 0; i < G_N_ELEMENTS (assets); i++) {
    g_autoptr (GBytes) bytes = gb_site_get_asset (assets[i], NULL);

    g_assert_nonnull (bytes);
    write_page (assets[i], bytes, NULL);
  }
  return 0;
}
