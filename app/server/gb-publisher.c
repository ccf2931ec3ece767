/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Public pages, derived from the database. Functions over GbOffice on the office thread; the page
 * cache that they fill is read by the main thread.
 *
 * Addresses are never turned into file names as they come: an address is either one of the fixed
 * forms for a column that the site has, or it is found in the database, where the portal wrote it.
 */
#define G_LOG_DOMAIN "gb-publisher"

#include "config.h"

#include "server/gb-publisher.h"

#include "document/gb-digest.h"
#include "document/gb-file-private.h"
#include "server/gb-attachment-types.h"
#include "server/gb-fault.h"
#include "store/gb-office-accounts.h"
#include "store/gb-office-log.h"

#include <glib/gstdio.h>
#include <string.h>

#define HTML_TYPE    "text/html; charset=utf-8"
#define ATOM_TYPE    "application/atom+xml; charset=utf-8"
#define SITEMAP_TYPE "application/xml; charset=utf-8"

#define PAGE_SIZE     20
#define HOME_SIZE     8
#define FEED_SIZE     30
#define SITEMAP_SIZE  50000 /* the protocol's limit for one file */
#define MAX_PAGE      100000
#define SIGNATURE_KEY "site-signature"

typedef enum {
  PAGE_HOME,
  PAGE_COLUMN,
  PAGE_FEED,
  PAGE_SITEMAP,
  PAGE_DOCUMENT,
} PageKind;

typedef struct {
  PageKind kind;
  const GbSiteColumn *column; /* (nullable): of the site */
  guint number;               /* PAGE_COLUMN: from 1 */
} PageName;

static GbPublication *
to_publication (const GbOfficePublication *row)
{
  GbPublication *publication = g_new0 (GbPublication, 1);

  publication->id = g_strdup (row->document);
  publication->path = g_strdup (row->path);
  publication->title = g_strdup (row->title);
  publication->column = g_strdup (row->column);
  publication->kind = g_strdup (row->kind);
  publication->summary = g_strdup (row->summary);
  publication->document_number = g_strdup (row->document_number);
  publication->source = g_strdup (row->source);
  publication->publisher = g_strdup (row->publisher);
  publication->published_at = row->published_at;
  publication->first_published_at = row->first_published_at;
  publication->edition = row->edition;
  publication->validity = gb_validity_from_string (row->validity);
  return publication;
}

GPtrArray *
gb_publisher_to_publications (GPtrArray *rows)
{
  GPtrArray *publications = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_publication_free);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (publications, to_publication (g_ptr_array_index (rows, i)));
  return publications;
}

static char *
file_of (GbOffice *office, const char *path)
{
  if (g_str_has_suffix (path, "/"))
    return g_build_filename (office->folder, "site", path, "index.html", NULL);
  return g_build_filename (office->folder, "site", path, NULL);
}

/* /, /feed.atom, /sitemap.xml, /COLUMN/, /COLUMN/feed.atom, /COLUMN/page-N.html; the rest may be a
 * document's. */
static PageName
parse_path (GbOffice *office, const char *path)
{
  PageName name = { PAGE_DOCUMENT, NULL, 1 };
  g_auto (GStrv) parts = g_strsplit (path, "/", 4);
  guint n_parts = g_strv_length (parts);
  guint64 number;

  if (g_str_equal (path, "/")) {
    name.kind = PAGE_HOME;
  } else if (g_str_equal (path, "/feed.atom")) {
    name.kind = PAGE_FEED;
  } else if (g_str_equal (path, "/sitemap.xml")) {
    name.kind = PAGE_SITEMAP;
  } else if (n_parts == 3) {
    name.column = gb_site_find_column (office->site, parts[1]);
    if (name.column == NULL)
      return name;
    if (g_str_equal (parts[2], "")) {
      name.kind = PAGE_COLUMN;
    } else if (g_str_equal (parts[2], "feed.atom")) {
      name.kind = PAGE_FEED;
    } else if (g_str_has_prefix (parts[2], "page-") && g_str_has_suffix (parts[2], ".html")) {
      g_autofree char *digits = g_strndup (parts[2] + 5, strlen (parts[2]) - 10);

      /* Page 1 is the column itself, and a number has one way to be written. */
      if (digits[0] != '0' && g_ascii_string_to_unsigned (digits, 10, 2, MAX_PAGE, &number, NULL)) {
        name.kind = PAGE_COLUMN;
        name.number = (guint)number;
      }
    }
  }
  return name;
}

static GBytes *
render_home (GbOffice *office, GError **error)
{
  g_autoptr (GPtrArray) by_column =
    g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  GPtrArray *columns = gb_site_get_columns (office->site);

  for (guint i = 0; i < columns->len; i++) {
    const GbSiteColumn *column = g_ptr_array_index (columns, i);
    g_autoptr (GPtrArray) rows =
      gb_office_list_publications (office->database, column->id, 0, HOME_SIZE, error);

    if (rows == NULL)
      return NULL;
    g_ptr_array_add (by_column, gb_publisher_to_publications (rows));
  }
  return gb_site_render_home (office->site, by_column, error);
}

/* NULL without an error: there is no page of this number. */
static GBytes *
render_column (GbOffice *office, const GbSiteColumn *column, guint number, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) items = NULL;
  guint n_items;
  guint n_pages;

  if (!gb_office_count_publications (office->database, column->id, &n_items, error))
    return NULL;
  n_pages = MAX (1, (n_items + PAGE_SIZE - 1) / PAGE_SIZE);
  if (number > n_pages)
    return NULL;
  rows = gb_office_list_publications (office->database, column->id, (number - 1) * PAGE_SIZE,
                                      PAGE_SIZE, error);
  if (rows == NULL)
    return NULL;
  items = gb_publisher_to_publications (rows);
  return gb_site_render_column (office->site, column, items, number, n_pages, error);
}

static GBytes *
render_list (GbOffice *office, PageName name, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) items = NULL;

  rows =
    gb_office_list_publications (office->database, name.column != NULL ? name.column->id : NULL, 0,
                                 name.kind == PAGE_FEED ? FEED_SIZE : SITEMAP_SIZE, error);
  if (rows == NULL)
    return NULL;
  items = gb_publisher_to_publications (rows);
  if (name.kind == PAGE_FEED)
    return gb_site_render_feed (office->site, name.column, items, error);
  return gb_site_render_sitemap (office->site, items, error);
}

static GBytes *
render_publication (GbOffice *office,
                    GbDocument *document,
                    const GbOfficePublication *row,
                    GError **error)
{
  g_autoptr (GbPublication) publication = to_publication (row);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) related = NULL;

  rows = gb_office_list_related (office->database, row->document, FALSE, error);
  if (rows == NULL)
    return NULL;
  related = gb_publisher_to_publications (rows);
  return gb_site_render_document (office->site, document, publication, related, FALSE, error);
}

static GBytes *
render_row (GbOffice *office, const GbOfficePublication *row, GError **error)
{
  g_autoptr (GBytes) xml = NULL;
  g_autoptr (GbDocument) document = NULL;

  if (!gb_office_load_revision (office->database, row->document, row->revision, &xml, error))
    return NULL;
  if (xml == NULL) {
    g_set_error_literal (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CORRUPT,
                         "the text of a public document is missing");
    return NULL;
  }
  document = gb_document_new_from_bytes (xml, error);
  if (document == NULL)
    return NULL;
  return render_publication (office, document, row, error);
}

static gboolean
write_page (GbOffice *office, const char *path, GBytes *bytes, GError **error)
{
  g_autofree char *file = file_of (office, path);
  g_autofree char *folder = g_path_get_dirname (file);

  if (g_mkdir_with_parents (folder, 0755) != 0) {
    g_set_error (error, G_IO_ERROR, (gint)g_io_error_from_errno (errno),
                 "cannot make the folder of a page: %s", g_strerror (errno));
    return FALSE;
  }
  return g_file_set_contents_full (
    file, g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes),
    G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, error);
}

static GBytes *
read_page (GbOffice *office, const char *path)
{
  g_autofree char *file = file_of (office, path);
  char *text = NULL;
  gsize length;

  if (!g_file_get_contents (file, &text, &length, NULL))
    return NULL;
  return g_bytes_new_take (text, length);
}

static const char *
type_of (PageKind kind)
{
  switch (kind) {
  case PAGE_FEED:
    return ATOM_TYPE;
  case PAGE_SITEMAP:
    return SITEMAP_TYPE;
  case PAGE_HOME:
  case PAGE_COLUMN:
  case PAGE_DOCUMENT:
  default:
    return HTML_TYPE;
  }
}

/* row: (nullable): for a document. */
static GBytes *
render (GbOffice *office, PageName name, const GbOfficePublication *row, GError **error)
{
  switch (name.kind) {
  case PAGE_HOME:
    return render_home (office, error);
  case PAGE_COLUMN:
    return render_column (office, name.column, name.number, error);
  case PAGE_FEED:
  case PAGE_SITEMAP:
    return render_list (office, name, error);
  case PAGE_DOCUMENT:
  default:
    return render_row (office, row, error);
  }
}

static GbPage *
gone_page (GbOffice *office, GError **error)
{
  g_autoptr (GBytes) bytes = gb_site_render_error (office->site, 410, NULL, error);

  return bytes != NULL ? gb_page_new (410, HTML_TYPE, bytes) : NULL;
}

GbPage *
gb_publisher_load (GbOffice *office, const char *path, GError **error)
{
  PageName name = parse_path (office, path);
  g_autoptr (GbOfficePublication) row = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GbPage) page = NULL;

  if (name.kind == PAGE_DOCUMENT) {
    if (!gb_office_find_publication_by_path (office->database, path, &row, error) || row == NULL)
      return NULL;
    if (row->withdrawn_at != 0) {
      page = gone_page (office, error);
      if (page != NULL)
        gb_page_cache_put (office->pages, path, page);
      return g_steal_pointer (&page);
    }
  }
  bytes = read_page (office, path);
  if (bytes == NULL) {
    bytes = render (office, name, row, error);
    if (bytes == NULL)
      return NULL;
    /* Serving goes on without the file; the next start will try again. */
    if (!write_page (office, path, bytes, &local_error))
      g_debug ("a page stays in memory only: %s", local_error->message);
  }
  page = gb_page_new (200, type_of (name.kind), bytes);
  gb_page_cache_put (office->pages, path, page);
  return g_steal_pointer (&page);
}

/* "/2026/" in the time zone of the public pages. */
static char *
make_path (const char *column, const char *id, gint64 published_at, guint n_digits)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (8 * 60 * 60);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (published_at / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  GString *digits = g_string_new (NULL);
  char *path;

  for (const char *c = id; *c != '\0' && digits->len < n_digits; c++) {
    if (*c != '-')
      g_string_append_c (digits, *c);
  }
  path = g_strdup_printf ("/%s/%d/%s.html", column, g_date_time_get_year (local), digits->str);
  g_string_free (digits, TRUE);
  return path;
}

/* Twelve digits are enough until two documents of one column and year share them; then more. */
static char *
find_free_path (GbOffice *office,
                const char *column,
                const char *id,
                gint64 published_at,
                GError **error)
{
  for (guint n_digits = 12;; n_digits += 4) {
    g_autofree char *path = make_path (column, id, published_at, n_digits);
    g_autoptr (GbOfficePublication) other = NULL;

    if (!gb_office_find_publication_by_path (office->database, path, &other, error))
      return NULL;
    if (other == NULL || n_digits >= 32)
      return g_steal_pointer (&path);
  }
}

static void
set_from (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static void
describe (GbOfficePublication *row, GbDocument *document)
{
  GbMetadata *metadata = gb_document_get_metadata (document);

  set_from (&row->revision, gb_document_get_digest (document));
  set_from (&row->title, gb_document_get_title (document));
  set_from (&row->column, gb_metadata_get (metadata, "column"));
  set_from (&row->kind, gb_document_kind_to_string (gb_document_get_kind (document)));
  set_from (&row->summary, gb_metadata_get (metadata, "summary"));
  set_from (&row->document_number, gb_metadata_get (metadata, "document-number"));
  set_from (&row->source, gb_metadata_get (metadata, "source"));
  set_from (&row->publisher, gb_metadata_get (metadata, "publisher"));
  set_from (&row->index_number, gb_metadata_get (metadata, "index-number"));
  set_from (&row->valid_until, gb_metadata_get (metadata, "valid-until"));
  set_from (&row->validity, gb_validity_to_string (gb_metadata_get_validity (metadata)));
}

GbOfficePublication *
gb_publisher_prepare (GbOffice *office,
                      GbDocument *document,
                      const char *id,
                      guint edition,
                      gint64 published_at,
                      GError **error)
{
  const char *column = gb_metadata_get (gb_document_get_metadata (document), "column");
  g_autoptr (GbOfficePublication) row = NULL;

  if (!gb_office_find_publication (office->database, id, &row, error))
    return NULL;
  if (row == NULL) {
    row = gb_office_publication_new ();
    set_from (&row->document, id);
    g_free (row->path);
    row->path = find_free_path (office, column, id, published_at, error);
    if (row->path == NULL)
      return NULL;
    row->first_published_at = published_at;
  }
  row->edition = edition;
  row->published_at = published_at;
  row->withdrawn_at = 0;
  describe (row, document);
  return g_steal_pointer (&row);
}

gboolean
gb_publisher_try (GbOffice *office,
                  GbDocument *document,
                  const GbOfficePublication *publication,
                  GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (GB_FAULT_IS ("render")) {
    g_set_error_literal (error, GB_SITE_ERROR, GB_SITE_ERROR_TEMPLATE, "article.xsl failed");
    return FALSE;
  }
  bytes = render_publication (office, document, publication, error);

  return bytes != NULL;
}

static gboolean
put_blobs (GbOffice *office, GbDocument *document, const char *id, GError **error)
{
  GPtrArray *attachments = gb_document_get_attachments (document);
  g_auto (GStrv) digests = gb_document_dup_blob_digests (document);

  for (guint i = 0; i < attachments->len; i++) {
    const GbAttachment *attachment = g_ptr_array_index (attachments, i);
    const char *type = gb_attachment_types_contain (attachment->type) ? attachment->type
                                                                      : "application/octet-stream";

    if (!gb_office_add_publication_blob (office->database, id, attachment->digest, attachment->name,
                                         type, error))
      return FALSE;
  }
  /* Images, which have no name; what is an attachment too keeps the name that it has above. */
  for (guint i = 0; digests[i] != NULL; i++) {
    g_autofree char *type = NULL;
    g_autofree char *name = NULL;

    if (!gb_office_find_blob_type (office->database, digests[i], &type, error))
      return FALSE;
    if (type == NULL)
      type = g_strdup ("application/octet-stream");
    name = g_strdup_printf ("%.12s.%s", digests[i] + strlen (GB_DIGEST_PREFIX),
                            gb_attachment_types_get_ending (type));
    if (!gb_office_add_publication_blob (office->database, id, digests[i], name, type, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
put_relations (GbOffice *office, GbDocument *document, const char *id, GError **error)
{
  GPtrArray *relations = gb_metadata_get_relations (gb_document_get_metadata (document));
  g_auto (GStrv) linked = gb_site_dup_linked_documents (document);

  for (guint i = 0; linked[i] != NULL; i++) {
    if (!gb_office_add_publication_relation (office->database, id, "link", linked[i], error))
      return FALSE;
  }
  for (guint i = 0; i < relations->len; i++) {
    const GbRelation *relation = g_ptr_array_index (relations, i);

    if (relation->document != NULL &&
        !gb_office_add_publication_relation (office->database, id, relation->rel,
                                             relation->document, error))
      return FALSE;
  }
  return TRUE;
}

/* The pages that list documents of a column. */
static gboolean
mark_lists (GbOffice *office, const char *column, GError **error)
{
  g_autofree char *index = g_strdup_printf ("/%s/", column);
  g_autofree char *pages = g_strdup_printf ("/%s/page-*", column);
  g_autofree char *feed = g_strdup_printf ("/%s/feed.atom", column);

  return gb_office_add_stale_page (office->database, "/", error) &&
         gb_office_add_stale_page (office->database, "/feed.atom", error) &&
         gb_office_add_stale_page (office->database, "/sitemap.xml", error) &&
         gb_office_add_stale_page (office->database, index, error) &&
         gb_office_add_stale_page (office->database, pages, error) &&
         gb_office_add_stale_page (office->database, feed, error);
}

/* The page itself and the pages that link to it. */
static gboolean
mark_document (GbOffice *office, const GbOfficePublication *row, GError **error)
{
  g_autoptr (GPtrArray) related =
    gb_office_list_related (office->database, row->document, TRUE, error);

  if (related == NULL || !gb_office_add_stale_page (office->database, row->path, error))
    return FALSE;
  for (guint i = 0; i < related->len; i++) {
    const GbOfficePublication *other = g_ptr_array_index (related, i);

    if (!gb_office_add_stale_page (office->database, other->path, error))
      return FALSE;
  }
  return mark_lists (office, row->column, error);
}

gboolean
gb_publisher_put (GbOffice *office,
                  GbDocument *document,
                  const GbOfficePublication *publication,
                  GError **error)
{
  g_autoptr (GbOfficePublication) before = NULL;
  g_autofree char *text = gb_document_dup_text (document);
  g_autofree char *indexed = NULL;

  /* What the edition before linked to, and the column that it was in. */
  if (!gb_office_find_publication (office->database, publication->document, &before, error))
    return FALSE;
  if (before != NULL && !mark_document (office, before, error))
    return FALSE;
  indexed = g_strjoin ("\n", publication->title, publication->document_number, publication->summary,
                       text, NULL);
  return gb_office_put_publication (office->database, publication, indexed, error) &&
         put_blobs (office, document, publication->document, error) &&
         put_relations (office, document, publication->document, error) &&
         mark_document (office, publication, error);
}

gboolean
gb_publisher_withdraw (GbOffice *office, const char *id, gint64 now, GError **error)
{
  g_autoptr (GbOfficePublication) row = NULL;

  if (!gb_office_find_publication (office->database, id, &row, error))
    return FALSE;
  if (row == NULL)
    return TRUE;
  return mark_document (office, row, error) &&
         gb_office_withdraw_publication (office->database, id, now, error);
}

/* "/zcjd/page-*": the files of that folder that begin with "page-". */
static void
remove_matching (GbOffice *office, const char *pattern)
{
  g_autofree char *file = file_of (office, pattern);
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *base = g_path_get_basename (file);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  base[strlen (base) - 1] = '\0';
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    if (g_str_has_prefix (name, base)) {
      g_autofree char *victim = g_build_filename (folder, name, NULL);

      g_unlink (victim);
    }
  }
}

static gboolean
is_made_at_once (const char *path)
{
  /* The site map grows with the site, and later pages of a column are seldom read: they are made
   * when somebody asks. */
  return !g_str_equal (path, "/sitemap.xml");
}

static gboolean
refresh_page (GbOffice *office, const char *path, GError **error)
{
  g_autoptr (GbPage) page = NULL;
  g_autofree char *file = NULL;
  g_autoptr (GError) local_error = NULL;

  gb_page_cache_remove (office->pages, path);
  if (g_str_has_suffix (path, "*")) {
    remove_matching (office, path);
    return gb_office_remove_stale_page (office->database, path, error);
  }
  file = file_of (office, path);
  if (g_unlink (file) != 0 && errno != ENOENT) {
    g_set_error (error, G_IO_ERROR, (gint)g_io_error_from_errno (errno),
                 "cannot remove an old page: %s", g_strerror (errno));
    return FALSE;
  }
  if (is_made_at_once (path)) {
    page = gb_publisher_load (office, path, &local_error);
    if (page == NULL && local_error != NULL) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  }
  GB_FAULT_POINT ("page-written");
  return gb_office_remove_stale_page (office->database, path, error);
}

/* A page can wait for a disk with room; a text that somebody changed needs a person. */
static void
report_page (const GError *error)
{
  if (g_error_matches (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CORRUPT))
    g_warning ("a page is not made: %s", error->message);
  else
    g_debug ("a page is left for later: %s", error->message);
}

void
gb_publisher_flush (GbOffice *office)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) paths = gb_office_list_stale_pages (office->database, &error);

  if (paths == NULL) {
    g_debug ("cannot list the stale pages: %s", error->message);
    return;
  }
  for (guint i = 0; i < paths->len; i++) {
    g_autoptr (GError) page_error = NULL;

    if (!refresh_page (office, g_ptr_array_index (paths, i), &page_error))
      report_page (page_error);
  }
}

/* Everything that a page depends on besides the database: program, templates, the site itself. */
static void
add_resources (GChecksum *checksum, const char *folder)
{
  g_auto (GStrv) names =
    g_resources_enumerate_children (folder, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  for (guint i = 0; names != NULL && names[i] != NULL; i++) {
    g_autofree char *path = g_strconcat (folder, names[i], NULL);
    g_autoptr (GBytes) bytes = NULL;

    if (g_str_has_suffix (path, "/")) {
      add_resources (checksum, path);
      continue;
    }
    bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    g_checksum_update (checksum, (const guchar *)path, (gssize)strlen (path));
    if (bytes != NULL)
      g_checksum_update (checksum, g_bytes_get_data (bytes, NULL),
                         (gssize)g_bytes_get_size (bytes));
  }
}

static char *
make_signature (GbOffice *office)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (JsonNode) site = gb_site_to_json (office->site);
  g_autofree char *text = json_to_string (site, FALSE);
  const char *base_url = gb_site_get_base_url (office->site);

  g_checksum_update (checksum, (const guchar *)GB_VERSION, -1);
  g_checksum_update (checksum, (const guchar *)text, -1);
  g_checksum_update (checksum, (const guchar *)base_url, -1);
  add_resources (checksum, "/org/gongbao/Gongbao/site/");
  return g_strdup (g_checksum_get_string (checksum));
}

gboolean
gb_publisher_start (GbOffice *office, GError **error)
{
  g_autofree char *signature = make_signature (office);
  g_autofree char *before = NULL;

  if (!gb_office_get_setting (office->database, SIGNATURE_KEY, &before, error))
    return FALSE;
  if (g_strcmp0 (signature, before) != 0) {
    g_autofree char *path = g_build_filename (office->folder, "site", NULL);

    _gb_remove_tree (path);
    if (!gb_office_set_setting (office->database, SIGNATURE_KEY, signature, error))
      return FALSE;
  }
  gb_publisher_flush (office);
  return TRUE;
}

gboolean
gb_publisher_reconcile (GbOffice *office, guint *cursor, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows =
    gb_office_list_publications (office->database, NULL, *cursor, n, &error);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const GbOfficePublication *row = g_ptr_array_index (rows, i);
    g_autofree char *file = file_of (office, row->path);
    g_autoptr (GbPage) page = NULL;
    g_autoptr (GError) page_error = NULL;

    if (g_file_test (file, G_FILE_TEST_EXISTS))
      continue;
    page = gb_publisher_load (office, row->path, &page_error);
    if (page_error != NULL)
      report_page (page_error);
  }
  *cursor += n;
  return rows != NULL && rows->len == n;
}
