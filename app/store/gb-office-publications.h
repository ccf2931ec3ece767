/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/gb-office-schema.h"

G_BEGIN_DECLS

/* What is, or was, public of one document. Strings are "" when unknown; times are µs. */
typedef struct {
  char *document; /* UUID */
  char *path;     /* fixed at the first publication */
  char *revision;
  guint edition;
  char *title;
  char *column;
  char *kind;
  char *summary;
  char *document_number;
  char *source;
  char *publisher;
  char *validity;
  char *index_number;
  char *valid_until; /* "YYYY-MM-DD" */
  gint64 published_at;
  gint64 first_published_at;
  gint64 withdrawn_at; /* 0 while it is public */
} GbOfficePublication;

GbOfficePublication *gb_office_publication_new (void);
void gb_office_publication_free (GbOfficePublication *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbOfficePublication, gb_office_publication_free)

/* Writes the newest edition over the one before it; path stays as it is. text: what the search
 * finds it by. Blobs and relations of the edition before are dropped: add the new ones after it, in
 * the same transaction. */
gboolean gb_office_put_publication (GbDatabase *database,
                                    const GbOfficePublication *publication,
                                    const char *text,
                                    GError **error);
gboolean gb_office_add_publication_blob (GbDatabase *database,
                                         const char *document,
                                         const char *digest,
                                         const char *name,
                                         const char *type,
                                         GError **error);
/* rel: "policy", "interpretation", or "link" for a mere link in the text. */
gboolean gb_office_add_publication_relation (GbDatabase *database,
                                             const char *document,
                                             const char *rel,
                                             const char *other,
                                             GError **error);
gboolean gb_office_withdraw_publication (GbDatabase *database,
                                         const char *document,
                                         gint64 now,
                                         GError **error);

/* Withdrawn ones are found too. out_publication: (out) (transfer full) (nullable). */
gboolean gb_office_find_publication (GbDatabase *database,
                                     const char *document,
                                     GbOfficePublication **out_publication,
                                     GError **error);
gboolean gb_office_find_publication_by_path (GbDatabase *database,
                                             const char *path,
                                             GbOfficePublication **out_publication,
                                             GError **error);

/* Public ones, the newest first. column: (nullable) for the whole site.
 * Returns: (element-type GbOfficePublication). */
GPtrArray *gb_office_list_publications (GbDatabase *database,
                                        const char *column,
                                        guint offset,
                                        guint limit,
                                        GError **error);
gboolean gb_office_count_publications (GbDatabase *database,
                                       const char *column,
                                       guint *out_count,
                                       GError **error);
/* Public ones that document names or links to, or that name it; with_linking: and those that only
 * link to it. */
GPtrArray *gb_office_list_related (GbDatabase *database,
                                   const char *document,
                                   gboolean with_linking,
                                   GError **error);
/* query: words as a person types them. */
GPtrArray *gb_office_search_publications (GbDatabase *database,
                                          const char *query,
                                          guint offset,
                                          guint limit,
                                          guint *out_n_hits,
                                          GError **error);
/* out_name, out_type: NULL unless a public document needs this blob. */
gboolean gb_office_find_public_blob (GbDatabase *database,
                                     const char *digest,
                                     char **out_name,
                                     char **out_type,
                                     GError **error);

/* due_at: µs; 0 takes the document out of the schedule. */
gboolean
gb_office_set_schedule (GbDatabase *database, const char *document, gint64 due_at, GError **error);
/* The one that is due first; out_document: NULL when nothing is scheduled. */
gboolean gb_office_next_scheduled (GbDatabase *database,
                                   char **out_document,
                                   gint64 *out_due_at,
                                   GError **error);

/* Pages whose file is not what the database says. path may end in "*". */
gboolean gb_office_add_stale_page (GbDatabase *database, const char *path, GError **error);
/* Returns: (element-type utf8). */
GPtrArray *gb_office_list_stale_pages (GbDatabase *database, GError **error);
gboolean gb_office_remove_stale_page (GbDatabase *database, const char *path, GError **error);

G_END_DECLS
