/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A column of the site (栏目). The four texts are the mandatory Column* meta tags of
 * 国办发〔2017〕47号, annex 网页标签规范. */
typedef struct {
  char *id; /* in addresses: [a-z0-9-]+ */
  char *name;
  char *description;
  char *keywords;
  char *type;              /* ColumnType, a value of the annex */
  char **kinds;            /* document kinds that usually belong here; may be empty */
  guint fresh_within_days; /* 0 = no rule */
} GbSiteColumn;

/* One published document as lists and pages need it. Strings are "" when unknown. */
typedef struct {
  char *id;   /* UUID */
  char *path; /* "/zcjd/2026/4f6c…e1.html": fixed at the first publication */
  char *title;
  char *column;
  char *kind;
  char *summary;
  char *document_number;
  char *source;
  char *publisher;
  gint64 published_at;       /* µs; the portal's acceptance of this edition */
  gint64 first_published_at; /* µs; the page's PubDate */
  guint edition;
  GbValidity validity;
} GbPublication;

GbPublication *gb_publication_new (void);
GbPublication *gb_publication_copy (const GbPublication *self);
void gb_publication_free (GbPublication *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbPublication, gb_publication_free)

/* Errors: what is at fault decides the code. */
typedef enum {
  GB_SITE_ERROR_CONFIG,   /* the site's description */
  GB_SITE_ERROR_TEMPLATE, /* a template */
} GbSiteError;
#define GB_SITE_ERROR (gb_site_error_quark ())
GQuark gb_site_error_quark (void);

/**
 * GbSite:
 *
 * The one renderer of public pages: the portal, the client's preview and static export use it, so
 * a difference between preview and page is a bug. It owns the site's description (the "site"
 * object of GET /capabilities) and the compiled XSLT of resources/site/, which can read no file and
 * no network. Pages are whole UTF-8 HTML documents. Not thread-safe.
 */
#define GB_TYPE_SITE (gb_site_get_type ())
G_DECLARE_FINAL_TYPE (GbSite, gb_site, GB, SITE, GObject)

/* {"name","domain","id_code","base_url","sponsor","icp","police_record","contact","allowed_hosts":[…],
 *  "trial":bool,"columns":[{"id","name","description","keywords","type","kinds":[…]}]} */
GbSite *gb_site_new_from_json (JsonNode *node, GError **error);
/* The sample county of resources/trial/site.json, for a client that knows no portal yet. */
GbSite *gb_site_new_sample (void);
JsonNode *gb_site_to_json (GbSite *self);

const char *gb_site_get_name (GbSite *self);
const char *gb_site_get_base_url (GbSite *self); /* no slash at the end */
void gb_site_set_base_url (GbSite *self, const char *base_url);
gboolean gb_site_get_trial (GbSite *self);
GPtrArray *gb_site_get_columns (GbSite *self); /* of GbSiteColumn, borrowed */
const GbSiteColumn *gb_site_find_column (GbSite *self, const char *id); /* (nullable) */

/* Where an attachment or image of a page lies: "/attachments/<hex>/<name, escaped>". */
char *gb_site_attachment_path (const char *digest, const char *name);

/* The documents of the same portal that the text links to: UUIDs, each once, in their order.
 * Returns: (transfer full) (array zero-terminated=1). */
char **gb_site_dup_linked_documents (GbDocument *document);

/* related: (element-type GbPublication) (nullable): the public documents that this one names or
 * links to, and those that name it. With preview TRUE the page says so, and
 * publication->published_at is not claimed. */
GBytes *gb_site_render_document (GbSite *self,
                                 GbDocument *document,
                                 const GbPublication *publication,
                                 GPtrArray *related,
                                 gboolean preview,
                                 GError **error);
/* items: (element-type GbPublication), one page of them; page counts from 1. */
GBytes *gb_site_render_column (GbSite *self,
                               const GbSiteColumn *column,
                               GPtrArray *items,
                               guint page,
                               guint n_pages,
                               GError **error);
/* by_column: one GPtrArray of GbPublication for each column, in their order. */
GBytes *gb_site_render_home (GbSite *self, GPtrArray *by_column, GError **error);
GBytes *gb_site_render_search (GbSite *self,
                               const char *query,
                               GPtrArray *items,
                               guint page,
                               guint n_pages,
                               guint n_hits,
                               GError **error);
/* status: 404, or 410 for a withdrawn page; reason: (nullable), public. */
GBytes *gb_site_render_error (GbSite *self, guint status, const char *reason, GError **error);
/* column: (nullable) for the whole site. Atom 1.0 (RFC 4287). */
GBytes *
gb_site_render_feed (GbSite *self, const GbSiteColumn *column, GPtrArray *items, GError **error);
GBytes *gb_site_render_sitemap (GbSite *self, GPtrArray *items, GError **error);

/* The files beside the pages: "/assets/site.css", "/assets/article.css", "/assets/site.js", … .
 * Returns: (transfer full) (nullable); out_type is static. */
GBytes *gb_site_get_asset (const char *path, const char **out_type);

G_END_DECLS
