/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document.h"
#include "server/gb-office.h"
#include "store/gb-office-publications.h"

G_BEGIN_DECLS

/* The public pages. What is public is rows of the database, written in the transaction of the event
 * that makes it so; pages are files under DIR/site and copies in memory, derived from the rows and
 * made again whenever they are missing. Office thread. */

/* What a publication at published_at (µs) would be: address, title and so on. The address is that
 * of the first publication, if there was one. column must be one of the site's. */
GbOfficePublication *gb_publisher_prepare (GbOffice *office,
                                           GbDocument *document,
                                           const char *id,
                                           guint edition,
                                           gint64 published_at,
                                           GError **error);
/* Renders the page and throws it away: GB_SITE_ERROR if a template fails. */
gboolean gb_publisher_try (GbOffice *office,
                           GbDocument *document,
                           const GbOfficePublication *publication,
                           GError **error);
/* The rows, search index and list of stale pages. Call it in a transaction. */
gboolean gb_publisher_put (GbOffice *office,
                           GbDocument *document,
                           const GbOfficePublication *publication,
                           GError **error);
gboolean gb_publisher_withdraw (GbOffice *office, const char *id, gint64 now, GError **error);

/* After the commit: makes the stale pages again. What fails is left for the next request or start,
 * because the publication itself is done. */
void gb_publisher_flush (GbOffice *office);
/* At start: finishes what a killed portal left, and drops pages of other templates. */
gboolean gb_publisher_start (GbOffice *office, GError **error);
/* Looks after at most n publications from *cursor on and renders what is missing; FALSE at the end.
 */
gboolean gb_publisher_reconcile (GbOffice *office, guint *cursor, guint n);

/* The page of an address, from the file or newly rendered; NULL without an error if there is none.
 * A withdrawn document's page has status 410. */
GbPage *gb_publisher_load (GbOffice *office, const char *path, GError **error);

GPtrArray *gb_publisher_to_publications (GPtrArray *rows); /* of GbPublication */

G_END_DECLS
