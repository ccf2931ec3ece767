/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Files that are published beside a text, as gongbaoctl check takes them. */

#include "check/gb-check.h"
#include "cli/gb-cli.h"

G_BEGIN_DECLS

typedef struct _GbCliAttachments GbCliAttachments;

/* data is borrowed and lives as long. */
GbCliAttachments *gb_cli_attachments_new (GbCheckData *data);
void gb_cli_attachments_free (GbCliAttachments *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbCliAttachments, gb_cli_attachments_free)

/* A file that can only be checked as an attachment: a PDF, a sheet … */
gboolean gb_cli_attachments_is_one (const char *name);
/* An office file that is imported as a text, and may take more than its text along. */
gboolean gb_cli_attachments_has_traits (const char *name);
/* Remembers the attachments that lie beside a document: they are checked with it. */
void gb_cli_attachments_note (GbCliAttachments *self, const char *file, GbDocument *document);
gboolean gb_cli_attachments_is_noted (GbCliAttachments *self, const char *file);

/* Both add to findings (element-type GbFinding). Of an attachment that is not beside the document
 * it is said that nobody looked. */
GbCliStatus gb_cli_attachments_check (GbCliAttachments *self,
                                      const char *file,
                                      GbDocument *document,
                                      GPtrArray *findings);
/* only_traits: its text is checked as a document already. A file that nobody could look into is
 * GB_CLI_UNJUDGED. */
GbCliStatus gb_cli_attachments_check_file (GbCliAttachments *self,
                                           const char *file,
                                           gboolean only_traits,
                                           GPtrArray *findings);

G_END_DECLS
