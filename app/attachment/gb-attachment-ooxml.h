/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the readers of .docx, .xlsx and .pptx share. */

#include "attachment/gb-attachment-private.h"
#include "import/gb-docx-xml.h"

G_BEGIN_DECLS

/* Where the walk through a part is. */
typedef struct {
  GbAttachmentContent *content;
  GbAttachmentPlace place;
  guint number;
  const char *name; /* (nullable): of a sheet */
  gpointer more;    /* what one kind needs besides */
} GbAttachmentReading;

void _gb_attachment_ooxml_append (GbAttachmentContent *content, GString *text, xmlNode *parent);
/* Adds the text below node as one piece. */
gboolean _gb_attachment_ooxml_add (GbAttachmentReading *reading, xmlNode *node);
gboolean _gb_attachment_ooxml_read (GbDocxPackage *package,
                                    const char *name,
                                    guint depth,
                                    GbDocxElementFunc func,
                                    GbAttachmentReading *reading,
                                    GCancellable *cancellable,
                                    GError **error);
/* All parts whose names begin so. */
gboolean _gb_attachment_ooxml_read_all (GbDocxPackage *package,
                                        const char *prefix,
                                        guint depth,
                                        GbDocxElementFunc func,
                                        GbAttachmentReading *reading,
                                        GCancellable *cancellable,
                                        GError **error);
gboolean _gb_attachment_ooxml_comment_cb (xmlNode *node, gpointer user_data, GError **error);

G_END_DECLS
