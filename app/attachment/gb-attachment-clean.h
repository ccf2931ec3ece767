/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "attachment/gb-attachment-content.h"

G_BEGIN_DECLS

/* Whether a copy without the names of persons can be made of a file with this content. */
gboolean gb_attachment_can_clean (const GbAttachmentContent *content);

gboolean gb_attachment_clean (GFile *file, GFile *copy, GCancellable *cancellable, GError **error);

G_END_DECLS
