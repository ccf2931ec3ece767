/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "attachment/gb-attachment-content.h"

G_BEGIN_DECLS

/* How long another program may take for one file. */
#define GB_ATTACHMENT_TIMEOUT_MS 60000

GbAttachmentContent *
gb_attachment_read (GFile *file, const char *name, GCancellable *cancellable, GError **error);

G_END_DECLS
