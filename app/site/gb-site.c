/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GbSite owns the description of one site and renders its pages. The portal has one on its main
 * thread, the client one for its preview. It holds no content: every page is a function of the
 * arguments, and the same arguments give the same bytes.
 */

#define G_LOG_DOMAIN "gb-site"

#include "config.h"

#include "site/gb-site.h"

#include "document/gb-digest.h"
#include "site/gb-site-input-private.h"
#include "site/gb-site-private.h"
#include "site/gb-site-template-private.h"

#include <libxml/tree.h>
#include <string.h>

#define SAMPLE_RESOURCE "/org/gongbao/Gongbao/trial/site.json"

struct _GbSite {
  GObject parent_instance;

  /* Owned */
  GbSiteConfig *config;
};

G_DEFINE_FINAL_TYPE (GbSite, gb_site, G_TYPE_OBJECT)
G_DEFINE_QUARK (gb_site_error_quark, gb_site_error)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)

static void
gb_site_finalize (GObject *object)
{
  GbSite *self = GB_SITE (object);

  g_clear_pointer (&self->config, _gb_site_config_free);

  G_OBJECT_CLASS (gb_site_parent_class)->finalize (object);
}

static void
gb_site_class_init (GbSiteClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gb_site_finalize;
}

static void
gb_site_init (GbSite *self)
{
}

static void
add_items (xmlNode *parent, const GbSiteConfig *config, GPtrArray *items)
{
  for (guint i = 0; items != NULL && i < items->len; i++)
    _gb_site_input_add_publication (parent, config, items->pdata[i]);
}

static GBytes *
render (xmlDoc *input, GError **error)
{
  return _gb_site_template_apply ("page.xsl", input, GB_SITE_OUTPUT_HTML, error);
}

static char *
column_path (const GbSiteColumn *column, guint page)
{
  if (page <= 1)
    return g_strconcat ("/", column->id, "/", NULL);
  return g_strdup_printf ("/%s/page-%u.html", column->id, page);
}

/**
 * gb_site_new_from_json:
 * @node: the description, as in the header
 * @error: return location for an error
 *
 * Returns: (transfer full): a site, or %NULL with %GB_SITE_ERROR_CONFIG
 */
GbSite *
gb_site_new_from_json (JsonNode *node, GError **error)
{
  g_autoptr (GbSiteConfig) config = NULL;
  GbSite *self;

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  config = _gb_site_config_new_from_json (node, error);
  if (config == NULL)
    return NULL;
  self = g_object_new (GB_TYPE_SITE, NULL);
  self->config = g_steal_pointer (&config);
  return self;
}

GbSite *
gb_site_new_sample (void)
{
  g_autoptr (GBytes) bytes =
    g_resources_lookup_data (SAMPLE_RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  GbSite *self;

  /* The file is part of the program and covered by a test. */
  g_assert (bytes != NULL);
  if (!json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                                   (gssize)g_bytes_get_size (bytes), NULL))
    g_assert_not_reached ();
  self = gb_site_new_from_json (json_parser_get_root (parser), NULL);
  g_assert (self != NULL);
  return self;
}

JsonNode *
gb_site_to_json (GbSite *self)
{
  g_return_val_if_fail (GB_IS_SITE (self), NULL);
  return _gb_site_config_to_json (self->config);
}

const char *
gb_site_get_name (GbSite *self)
{
  g_return_val_if_fail (GB_IS_SITE (self), NULL);
  return self->config->name;
}

const char *
gb_site_get_base_url (GbSite *self)
{
  g_return_val_if_fail (GB_IS_SITE (self), NULL);
  return self->config->base_url;
}

/**
 * gb_site_set_base_url:
 * @self: a site
 * @base_url: http or https, with or without a slash at the end
 *
 * The portal knows its port only when it listens.
 */
void
gb_site_set_base_url (GbSite *self, const char *base_url)
{
  g_return_if_fail (GB_IS_SITE (self));
  g_return_if_fail (base_url != NULL && g_str_has_prefix (base_url, "http"));

  g_free (self->config->base_url);
  self->config->base_url = g_strdup (base_url);
  while (g_str_has_suffix (self->config->base_url, "/"))
    self->config->base_url[strlen (self->config->base_url) - 1] = '\0';
}

gboolean
gb_site_get_trial (GbSite *self)
{
  g_return_val_if_fail (GB_IS_SITE (self), FALSE);
  return self->config->trial;
}

GPtrArray *
gb_site_get_columns (GbSite *self)
{
  g_return_val_if_fail (GB_IS_SITE (self), NULL);
  return self->config->columns;
}

const GbSiteColumn *
gb_site_find_column (GbSite *self, const char *id)
{
  g_return_val_if_fail (GB_IS_SITE (self), NULL);

  for (guint i = 0; i < self->config->columns->len; i++) {
    const GbSiteColumn *column = self->config->columns->pdata[i];

    if (g_strcmp0 (column->id, id) == 0)
      return column;
  }
  return NULL;
}

/**
 * gb_site_attachment_path:
 * @digest: "sm3:…"
 * @name: the file's name, with its ending
 *
 * Returns: (transfer full): "/attachments/<hex>/<name, escaped>"
 */
char *
gb_site_attachment_path (const char *digest, const char *name)
{
  g_autofree char *escaped = NULL;

  g_return_val_if_fail (gb_digest_is_valid (digest), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  escaped = g_uri_escape_string (name, NULL, FALSE);
  return g_strconcat ("/attachments/", digest + strlen (GB_DIGEST_PREFIX), "/", escaped, NULL);
}

/**
 * gb_site_render_document:
 * @self: a site
 * @document: the text
 * @publication: its publication; in a preview what is known of it, strings may be ""
 * @related: (element-type GbPublication) (nullable): public documents that this one names or that
 *   name it; links of the body to other documents are resolved among them
 * @preview: whether the page is not published yet
 * @error: return location for an error
 *
 * Returns: (transfer full): a page, or %NULL with %GB_SITE_ERROR_TEMPLATE
 */
GBytes *
gb_site_render_document (GbSite *self,
                         GbDocument *document,
                         const GbPublication *publication,
                         GPtrArray *related,
                         gboolean preview,
                         GError **error)
{
  g_autoptr (xmlDoc) input = NULL;
  const GbSiteColumn *column;
  g_autofree char *url = NULL;
  const char *path;
  xmlNode *page;

  g_return_val_if_fail (GB_IS_SITE (self), NULL);
  g_return_val_if_fail (GB_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (publication != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  path = publication->path != NULL ? publication->path : "";
  column = gb_site_find_column (self, publication->column);
  if (column == NULL)
    column =
      gb_site_find_column (self, gb_metadata_get (gb_document_get_metadata (document), "column"));
  input = _gb_site_input_new (self->config, "document", path, column);
  page = xmlDocGetRootElement (input);
  if (preview)
    _gb_site_input_set (page, "preview", "yes");
  _gb_site_input_add_publication (page, self->config, publication);
  _gb_site_input_add_document (page, self->config, document, related, preview);
  url = g_strconcat (self->config->base_url, path, NULL);
  if (*path != '\0' && !_gb_site_input_add_qr (page, url, error)) {
    g_prefix_error (error, "address of the page: ");
    return NULL;
  }
  return render (input, error);
}

GBytes *
gb_site_render_column (GbSite *self,
                       const GbSiteColumn *column,
                       GPtrArray *items,
                       guint page,
                       guint n_pages,
                       GError **error)
{
  g_autoptr (xmlDoc) input = NULL;
  g_autofree char *path = NULL;
  xmlNode *root;

  g_return_val_if_fail (GB_IS_SITE (self), NULL);
  g_return_val_if_fail (column != NULL, NULL);
  g_return_val_if_fail (page >= 1, NULL);

  path = column_path (column, page);
  input = _gb_site_input_new (self->config, "column", path, column);
  root = xmlDocGetRootElement (input);
  add_items (root, self->config, items);
  _gb_site_input_add_paging (root, page, n_pages);
  return render (input, error);
}

GBytes *
gb_site_render_home (GbSite *self, GPtrArray *by_column, GError **error)
{
  g_autoptr (xmlDoc) input = NULL;
  xmlNode *root;

  g_return_val_if_fail (GB_IS_SITE (self), NULL);

  input = _gb_site_input_new (self->config, "home", "/", NULL);
  root = xmlDocGetRootElement (input);
  for (guint i = 0; by_column != NULL && i < by_column->len && i < self->config->columns->len;
       i++) {
    const GbSiteColumn *column = self->config->columns->pdata[i];
    xmlNode *list = _gb_site_input_add (root, "list");

    _gb_site_input_set (list, "column", column->id);
    add_items (list, self->config, by_column->pdata[i]);
  }
  return render (input, error);
}

GBytes *
gb_site_render_search (GbSite *self,
                       const char *query,
                       GPtrArray *items,
                       guint page,
                       guint n_pages,
                       guint n_hits,
                       GError **error)
{
  g_autoptr (xmlDoc) input = NULL;
  g_autofree char *valid = NULL;
  g_autofree char *escaped = NULL;
  xmlNode *root;

  g_return_val_if_fail (GB_IS_SITE (self), NULL);
  g_return_val_if_fail (query != NULL, NULL);
  g_return_val_if_fail (page >= 1, NULL);

  valid = g_strstrip (g_utf8_make_valid (query, -1));
  escaped = g_uri_escape_string (valid, NULL, FALSE);
  input = _gb_site_input_new (self->config, "search", "", NULL);
  root = xmlDocGetRootElement (input);
  _gb_site_input_set (root, "query", valid);
  _gb_site_input_set (root, "query-escaped", escaped);
  _gb_site_input_set_uint (root, "hits", n_hits);
  add_items (root, self->config, items);
  _gb_site_input_add_paging (root, page, n_pages);
  return render (input, error);
}

GBytes *
gb_site_render_error (GbSite *self, guint status, const char *reason, GError **error)
{
  g_autoptr (xmlDoc) input = NULL;
  xmlNode *root;

  g_return_val_if_fail (GB_IS_SITE (self), NULL);

  input = _gb_site_input_new (self->config, "error", "", NULL);
  root = xmlDocGetRootElement (input);
  _gb_site_input_set_uint (root, "status", status);
  _gb_site_input_set (root, "reason", reason);
  return render (input, error);
}

/* RFC 4287 §4.2.15 demands a time even of a feed without entries. */
static void
set_updated (xmlNode *root, GPtrArray *items)
{
  g_autofree char *updated = NULL;
  gint64 latest = G_USEC_PER_SEC;

  for (guint i = 0; items != NULL && i < items->len; i++) {
    const GbPublication *publication = items->pdata[i];

    latest = MAX (latest, MAX (publication->published_at, publication->first_published_at));
  }
  updated = _gb_site_format_time (latest, "%Y-%m-%dT%H:%M:%S+08:00");
  _gb_site_input_set (root, "updated", updated);
}

GBytes *
gb_site_render_feed (GbSite *self, const GbSiteColumn *column, GPtrArray *items, GError **error)
{
  g_autoptr (xmlDoc) input = NULL;
  g_autofree char *path = NULL;
  xmlNode *root;

  g_return_val_if_fail (GB_IS_SITE (self), NULL);

  path =
    column != NULL ? g_strconcat ("/", column->id, "/feed.atom", NULL) : g_strdup ("/feed.atom");
  input = _gb_site_input_new (self->config, "feed", path, column);
  root = xmlDocGetRootElement (input);
  set_updated (root, items);
  add_items (root, self->config, items);
  return _gb_site_template_apply ("feed.xsl", input, GB_SITE_OUTPUT_XML, error);
}

GBytes *
gb_site_render_sitemap (GbSite *self, GPtrArray *items, GError **error)
{
  g_autoptr (xmlDoc) input = NULL;

  g_return_val_if_fail (GB_IS_SITE (self), NULL);

  input = _gb_site_input_new (self->config, "sitemap", "/sitemap.xml", NULL);
  add_items (xmlDocGetRootElement (input), self->config, items);
  return _gb_site_template_apply ("sitemap.xsl", input, GB_SITE_OUTPUT_XML, error);
}
