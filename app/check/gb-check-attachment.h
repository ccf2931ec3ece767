/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The rules for files that are published with a document. What is in a file, app/attachment reads;
 * here are the words, levels and grounds. Any thread. */

#include "check/gb-attachment-spot.h"
#include "check/gb-check-block.h"
#include "check/gb-check.h"

G_BEGIN_DECLS

/* What a file takes along to the public besides its text, or why nobody could look into it. */
typedef enum {
  GB_ATTACHMENT_TROUBLE_MACROS,
  GB_ATTACHMENT_TROUBLE_CHANGES,
  GB_ATTACHMENT_TROUBLE_COMMENTS,
  GB_ATTACHMENT_TROUBLE_HIDDEN,
  GB_ATTACHMENT_TROUBLE_AUTHOR, /* detail: the names */
  GB_ATTACHMENT_TROUBLE_EMBEDDED,
  GB_ATTACHMENT_TROUBLE_SCRIPT,
  GB_ATTACHMENT_TROUBLE_PROTECTED,
  GB_ATTACHMENT_TROUBLE_PICTURE,
  GB_ATTACHMENT_TROUBLE_ARCHIVE,
  GB_ATTACHMENT_TROUBLE_OLD,   /* .doc, .xls, .ppt, .wps, .rtf */
  GB_ATTACHMENT_TROUBLE_OTHER, /* pictures, sound, whatever nobody reads here */
  GB_ATTACHMENT_TROUBLE_DAMAGED,
  GB_ATTACHMENT_TROUBLE_TOO_LARGE, /* more than is read */
  GB_ATTACHMENT_TROUBLE_SLOW,
  GB_ATTACHMENT_TROUBLE_NO_READER, /* poppler's programs are missing */
} GbAttachmentTrouble;

/* Runs the rules for persons and secrets over texts that are no document. blocks: (element-type
 * GbCheckBlock): each with an id, by which the findings name it; cells of one table stand together,
 * its head in row 0. Returns: (transfer full) (element-type GbFinding). */
GPtrArray *gb_check_texts (GPtrArray *blocks, GbCheckData *data);

/* spot: (transfer full). (transfer full) (nullable): NULL if the office switched the rule off. */
GbFinding *gb_attachment_finding_new_hit (const GbFinding *hit, GbAttachmentSpot *spot);
GbFinding *gb_attachment_finding_new_trouble (GbAttachmentTrouble trouble,
                                              const char *detail,
                                              GbAttachmentSpot *spot,
                                              GbCheckData *data);
/* n_more: how many of the same kind were found besides those that are listed. */
GbFinding *
gb_attachment_finding_new_more (const GbFinding *last, guint n_more, GbAttachmentSpot *spot);

G_END_DECLS
