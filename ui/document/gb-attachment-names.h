/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document.h"

G_BEGIN_DECLS

/* Of the schema. */
#define GB_ATTACHMENT_NAME_MAX_CHARS 200

/* What a person typed as the name of an attachment, as the schema accepts it and with the ending of
 * the old name: (transfer full); NULL if nothing is left of it. */
char *gb_attachment_names_clean (const char *text, const char *old_name);

/* attachments: (element-type GbAttachment). Whether the first name that begins with 附件 and a
 * number is that of 附件1, the next one that of 附件2, and so on; names without a number do not
 * matter. */
gboolean gb_attachment_names_are_counted (GPtrArray *attachments);
/* Gives the names that begin with 附件 and a number the numbers of their order. */
void gb_attachment_names_count (GPtrArray *attachments);

G_END_DECLS
