/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the checker found in one attachment. Immutable, counted; any thread. */
typedef struct {
  GPtrArray *findings;   /* of GbFinding, the gravest first, each with its place in the file */
  gboolean is_looked_at; /* its text was read; FALSE: one of the findings says why not */
  gboolean can_clean;    /* gb_attachment_clean () takes something out of it */
} GbAttachmentReport;

/* digest: of the blob, "" for a file that belongs to no document; name: as people see it. Any
 * thread; blocks. A file that cannot be read has a finding that says so: NULL only for
 * G_IO_ERROR_CANCELLED, and for G_IO_ERROR_NOT_FOUND when there is no such file. */
GbAttachmentReport *gb_attachment_report_new (GFile *file,
                                              const char *digest,
                                              const char *name,
                                              GbCheckData *data,
                                              GCancellable *cancellable,
                                              GError **error);
GbAttachmentReport *gb_attachment_report_ref (GbAttachmentReport *self);
void gb_attachment_report_unref (GbAttachmentReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbAttachmentReport, gb_attachment_report_unref)

G_END_DECLS
