/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The public site as answers: pages with ETag, assets, attachments as downloads, search, errors as
 * pages. No state; the two functions of the header belong to different threads. */
#define G_LOG_DOMAIN "gb-public-site"

#include "config.h"

#include "server/gb-public-site.h"

#include "document/gb-digest.h"
#include "server/gb-api.h"
#include "server/gb-problem.h"
#include "server/gb-publisher.h"
#include "store/gb-office-publications.h"

#include <string.h>

#define HTML_TYPE         "text/html; charset=utf-8"
#define SEARCH_PAGE_SIZE  20
#define SEARCH_MAX_PAGE   500
#define SEARCH_MAX_CHARS  100
#define ATTACHMENT_PREFIX "/attachments/"
/* A page can be withdrawn at any moment, so a copy is asked about before each use. */
#define CACHE_PAGE  "no-cache"
#define CACHE_ASSET "public, max-age=300"

static const char policy[] =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

static void
secure (GbResponse *response)
{
  gb_response_add_header (response, "Content-Security-Policy", policy);
  gb_response_add_header (response, "Referrer-Policy", "strict-origin-when-cross-origin");
}

static GbResponse *
answer_page (GbPage *page, GbRequest *request)
{
  GbResponse *response = gb_response_new_bytes (page->status, page->type, page->bytes);

  secure (response);
  gb_response_add_header (response, "Cache-Control", CACHE_PAGE);
  gb_response_set_etag (response, page->etag, gb_request_get_header (request, "if-none-match"));
  return response;
}

static GbResponse *
answer_asset (GbRequest *request)
{
  const char *type = NULL;
  g_autoptr (GBytes) bytes = gb_site_get_asset (request->path, &type);
  g_autofree char *etag = NULL;
  GbResponse *response;

  if (bytes == NULL)
    return NULL;
  response = gb_response_new_bytes (200, type, bytes);
  secure (response);
  gb_response_add_header (response, "Cache-Control", CACHE_ASSET);
  etag = gb_response_make_etag (bytes);
  gb_response_set_etag (response, etag, gb_request_get_header (request, "if-none-match"));
  return response;
}

GbResponse *
gb_public_site_answer_cached (GbPageCache *pages, GbRequest *request)
{
  g_autoptr (GbPage) page = gb_page_cache_lookup (pages, request->path);

  if (page != NULL)
    return answer_page (page, request);
  return answer_asset (request);
}

static GbResponse *
answer_error (GbOffice *office, guint status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = gb_site_render_error (office->site, status, NULL, &error);
  GbResponse *response;

  if (bytes == NULL)
    return gb_problem_respond_internal (error);
  response = gb_response_new_bytes (status, HTML_TYPE, bytes);
  secure (response);
  gb_response_add_header (response, "Cache-Control", CACHE_PAGE);
  return response;
}

static GbResponse *
answer_search (GbOffice *office, GbRequest *request)
{
  const char *given = gb_request_get_query (request, "q");
  const char *page_text = gb_request_get_query (request, "page");
  g_autofree char *query =
    g_utf8_substring (given != NULL ? given : "", 0,
                      MIN (g_utf8_strlen (given != NULL ? given : "", -1), SEARCH_MAX_CHARS));
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  GbResponse *response;
  guint64 page = 1;
  guint n_hits;
  guint n_pages;

  g_strstrip (query);
  if (page_text != NULL &&
      (!gb_request_parse_uint64 (page_text, SEARCH_MAX_PAGE, &page) || page == 0))
    return answer_error (office, 404);
  rows =
    gb_office_search_publications (office->database, query, (guint)(page - 1) * SEARCH_PAGE_SIZE,
                                   SEARCH_PAGE_SIZE, &n_hits, &error);
  if (rows == NULL)
    return gb_problem_respond_internal (error);
  n_pages = MAX (1, (n_hits + SEARCH_PAGE_SIZE - 1) / SEARCH_PAGE_SIZE);
  if (page > n_pages)
    return answer_error (office, 404);
  items = gb_publisher_to_publications (rows);
  bytes = gb_site_render_search (office->site, query, items, (guint)page,
                                 MIN (n_pages, SEARCH_MAX_PAGE), n_hits, &error);
  if (bytes == NULL)
    return gb_problem_respond_internal (error);
  response = gb_response_new_bytes (200, HTML_TYPE, bytes);
  secure (response);
  gb_response_add_header (response, "Cache-Control", "no-store");
  return response;
}

/* RFC 6266 and 8187: names are Chinese more often than not. */
static char *
make_disposition (const char *name)
{
  g_autofree char *escaped = g_uri_escape_string (name, NULL, FALSE);

  return g_strdup_printf ("attachment; filename*=UTF-8''%s", escaped);
}

/* /attachments/HEX/NAME: only what a public document shows, whatever else lies in the folder. The
 * name of the address is for people; the file's own name comes from the document. */
static GbResponse *
answer_attachment (GbOffice *office, GbRequest *request)
{
  const char *rest = request->path + strlen (ATTACHMENT_PREFIX);
  g_autofree char *hex = g_strndup (rest, strcspn (rest, "/"));
  g_autofree char *digest = g_strconcat (GB_DIGEST_PREFIX, hex, NULL);
  g_autofree char *name = NULL;
  g_autofree char *type = NULL;
  g_autofree char *disposition = NULL;
  g_autofree char *etag = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  GbResponse *response;

  if (!gb_digest_is_valid (digest) || strchr (rest, '/') == NULL)
    return answer_error (office, 404);
  if (!gb_office_find_public_blob (office->database, digest, &name, &type, &error))
    return gb_problem_respond_internal (error);
  if (name == NULL)
    return answer_error (office, 404);
  bytes = gb_api_map_blob (office, digest, &error);
  if (bytes == NULL)
    return error != NULL ? gb_problem_respond_internal (error) : answer_error (office, 404);
  response = gb_response_new_bytes (200, type, bytes);
  response->allow_ranges = TRUE;
  disposition = make_disposition (name);
  gb_response_add_header (response, "Content-Disposition", disposition);
  gb_response_add_header (response, "Content-Security-Policy", "default-src 'none'; sandbox");
  gb_response_add_header (response, "Cache-Control", CACHE_PAGE);
  etag = g_strdup_printf ("\"%.32s\"", hex);
  gb_response_set_etag (response, etag, gb_request_get_header (request, "if-none-match"));
  return response;
}

/* Where search engines look for the list of pages; the results of a search are no pages. */
static GbResponse *
answer_robots (GbOffice *office, GbRequest *request)
{
  g_autofree char *text = g_strdup_printf (
    "User-agent: *\nDisallow: /search\nDisallow: /api/\n\nSitemap: %s/sitemap.xml\n",
    gb_site_get_base_url (office->site));
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autofree char *etag = gb_response_make_etag (bytes);
  GbResponse *response = gb_response_new_bytes (200, "text/plain; charset=utf-8", bytes);

  secure (response);
  gb_response_add_header (response, "Cache-Control", CACHE_ASSET);
  gb_response_set_etag (response, etag, gb_request_get_header (request, "if-none-match"));
  return response;
}

/* "/zcjd" is "/zcjd/". */
static GbResponse *
answer_redirect (GbOffice *office, GbRequest *request)
{
  g_autofree char *target = NULL;
  GbResponse *response;

  if (strchr (request->path + 1, '/') != NULL ||
      gb_site_find_column (office->site, request->path + 1) == NULL)
    return NULL;
  target = g_strconcat (request->path, "/", NULL);
  response = gb_response_new (301);
  secure (response);
  gb_response_add_header (response, "Location", target);
  return response;
}

GbResponse *
gb_public_site_handle (GbOffice *office, GbRequest *request, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbPage) page = NULL;
  GbResponse *response;

  if (g_str_equal (request->path, "/search"))
    return answer_search (office, request);
  if (g_str_equal (request->path, "/robots.txt"))
    return answer_robots (office, request);
  if (g_str_has_prefix (request->path, ATTACHMENT_PREFIX))
    return answer_attachment (office, request);
  page = gb_publisher_load (office, request->path, &error);
  if (page != NULL)
    return answer_page (page, request);
  if (error != NULL)
    return gb_problem_respond_internal (error);
  response = answer_redirect (office, request);
  return response != NULL ? response : answer_error (office, 404);
}
