/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-catalogue.h"
#include "check/gb-check-data.h"
#include "server/gb-page-cache.h"
#include "site/gb-site.h"
#include "store/gb-blob-folder.h"
#include "store/gb-database.h"
#include "workflow/gb-route.h"

G_BEGIN_DECLS

/**
 * GbOffice:
 *
 * All that the portal's handlers work with. It lives on the office thread, the one thread that has
 * the database, and no other thread touches it; only its page cache is shared.
 */
typedef struct {
  GbDatabase *database; /* borrowed from the thread */

  /* Owned */
  char *folder;
  GbSite *site;
  GbRoute *route;
  GbBlobFolder *blobs;
  GbPageCache *pages;
  GBytes *capabilities; /* JSON */
  char *capabilities_etag;
  GbCheckData *checks;   /* the checker's tables with those of DIR/check */
  GBytes *checks_answer; /* JSON: what GET /checks says */
  char *checks_etag;
  GbCatalogue *catalogue; /* (nullable): of what is public; made when it is needed */

  guint64 last_seq; /* of the log; the listener watches it */
  gint64 next_due;  /* µs; the first scheduled publication, 0 = none */
  gboolean trial;
} GbOffice;

/* Opens DIR: verifies the log, reads the site, makes the trial accounts where they are wanted and
 * missing, and puts the public pages right. base_url: (nullable) replaces that of the site.
 * Errors: GB_DATABASE_ERROR, GB_SITE_ERROR, G_IO_ERROR. */
GbOffice *gb_office_new (GbDatabase *database,
                         const char *folder,
                         gboolean trial,
                         const char *base_url,
                         GbPageCache *pages,
                         GError **error);
void gb_office_free (GbOffice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbOffice, gb_office_free)

/* Reads last_seq and next_due again; after every transaction that changes them. */
gboolean gb_office_refresh (GbOffice *self, GError **error);
/* µs since the epoch. */
gint64 gb_office_now (void);

G_END_DECLS
