/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document.h"
#include "portal/gb-portal-client.h"

G_BEGIN_DECLS

/* What a public page lacks of its document. Returns: (element-type utf8): empty if nothing. */
GPtrArray *gb_demo_page_check (GBytes *html, GbDocument *document, gint64 published_at);
/* How many paragraphs, headings, items and cells the document has: what the check compares. */
guint gb_demo_page_count_blocks (GbDocument *document);
/* The page as one file that needs no server: style sheets, scripts and images inside, links whole.
 * Errors: GB_PORTAL_ERROR. */
GBytes *gb_demo_page_copy (GbPortalClient *client, GBytes *html, GError **error);

G_END_DECLS
