/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "site/gb-site-private.h"

#include <libxml/tree.h>

G_BEGIN_DECLS

/* The tree that a template reads: a <page> with what it shows, all of it plain strings. */

/* kind: "document", "column", "home", "search", "error", "feed", "sitemap". path: of the page, or
 * "" for one without an address of its own. */
xmlDoc *_gb_site_input_new (const GbSiteConfig *config,
                            const char *kind,
                            const char *path,
                            const GbSiteColumn *column);
void _gb_site_input_set (xmlNode *node, const char *attribute, const char *value);
void _gb_site_input_set_uint (xmlNode *node, const char *attribute, guint value);
xmlNode *_gb_site_input_add (xmlNode *parent, const char *element);
xmlNode *_gb_site_input_add_publication (xmlNode *parent,
                                         const GbSiteConfig *config,
                                         const GbPublication *publication);
void _gb_site_input_add_paging (xmlNode *parent, guint page, guint n_pages);
/* The document with its links, images, tables and attachments resolved. */
void _gb_site_input_add_document (xmlNode *page,
                                  const GbSiteConfig *config,
                                  GbDocument *document,
                                  GPtrArray *related,
                                  gboolean preview);
gboolean _gb_site_input_add_qr (xmlNode *page, const char *text, GError **error);

/* Public pages speak the time of Beijing, whatever the clock of the machine says. */
char *_gb_site_format_time (gint64 time_us, const char *format);

G_END_DECLS
