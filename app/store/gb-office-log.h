/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/gb-office-schema.h"
#include "workflow/gb-event.h"

G_BEGIN_DECLS

/* ── Events ── */

/* The time that an act gets which is accepted now: now, but never before the last one, for a clock
 * may be put back a little. Errors: GB_DATABASE_ERROR_CLOCK if it is minutes behind. */
gboolean gb_office_settle_time (GbDatabase *database, gint64 now, gint64 *out_time, GError **error);
/* Gives the event its place: seq, accepted_at (never before that of the event before it), prev_hash
 * and hash are set, and the row is written. Call it inside a transaction, before anybody else has a
 * reference to event. now: µs since the epoch. A known id is GB_DATABASE_ERROR_CONSTRAINT. */
gboolean gb_office_append_event (GbDatabase *database, GbEvent *event, gint64 now, GError **error);
/* Returns: (element-type GbEvent): the events of one document, in order of seq. */
GPtrArray *gb_office_list_events (GbDatabase *database, const char *document, GError **error);
/* Accepted events with seq > since, in order, at most limit. */
GPtrArray *
gb_office_list_changes (GbDatabase *database, guint64 since, guint limit, GError **error);
gboolean
gb_office_find_event (GbDatabase *database, const char *id, GbEvent **out_event, GError **error);
/* The seq of the newest event, 0 if there is none. */
gboolean gb_office_get_last_seq (GbDatabase *database, guint64 *out_seq, GError **error);
/* Reads the whole log and computes its chain again. A gap or a changed row is
 * GB_DATABASE_ERROR_CORRUPT; the message names the event. */
gboolean gb_office_verify_log (GbDatabase *database, guint64 *out_n_events, GError **error);

/* ── Revisions ── */

/* Adding a known digest again changes nothing. */
gboolean gb_office_add_revision (GbDatabase *database,
                                 const char *document,
                                 const char *digest,
                                 const char *parent,
                                 const char *author,
                                 gint64 now,
                                 GBytes *xml,
                                 GError **error);
/* out_xml: (out) (nullable): NULL when the document has no such revision. Fails with
 * GB_DATABASE_ERROR_CORRUPT when the text is not that of its digest. */
gboolean gb_office_load_revision (GbDatabase *database,
                                  const char *document,
                                  const char *digest,
                                  GBytes **out_xml,
                                  GError **error);
/* out_parent, out_author: (out): NULL when the document has no such revision. */
gboolean gb_office_find_revision (GbDatabase *database,
                                  const char *document,
                                  const char *digest,
                                  char **out_parent,
                                  char **out_author,
                                  GError **error);

/* ── Answers under their idempotency keys ── */

typedef struct {
  char *account;
  char *fingerprint;
  guint status;
  char *body; /* JSON */
} GbOfficeAnswer;

void gb_office_answer_free (GbOfficeAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbOfficeAnswer, gb_office_answer_free)

gboolean gb_office_add_answer (GbDatabase *database,
                               const char *key,
                               const char *account,
                               const char *fingerprint,
                               guint status,
                               const char *body,
                               gint64 now,
                               GError **error);
gboolean gb_office_find_answer (GbDatabase *database,
                                const char *key,
                                GbOfficeAnswer **out_answer,
                                GError **error);
/* What somebody tried and a rule refused; event: its JSON. */
gboolean gb_office_add_refusal (GbDatabase *database,
                                const GbEvent *event,
                                const char *account,
                                const char *code,
                                const char *json,
                                gint64 now,
                                GError **error);

/* ── Blobs: the files lie in a GbBlobFolder, the type that the uploader gave is here ── */

gboolean gb_office_add_blob (GbDatabase *database,
                             const char *digest,
                             const char *type,
                             const char *account,
                             gint64 now,
                             GError **error);
/* out_type: NULL when not known. */
gboolean gb_office_find_blob_type (GbDatabase *database,
                                   const char *digest,
                                   char **out_type,
                                   GError **error);

G_END_DECLS
