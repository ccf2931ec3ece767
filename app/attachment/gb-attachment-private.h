/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The readers of the kinds of files. Each adds to content what it finds; FALSE with the error set
 * (GB_IMPORT_ERROR, G_IO_ERROR) if the file cannot be read. */

#include "attachment/gb-attachment-reader.h"
#include "import/gb-docx-package.h"

G_BEGIN_DECLS

/* gb-attachment-ooxml.c */
gboolean _gb_attachment_read_word (GbAttachmentContent *content,
                                   GbDocxPackage *package,
                                   GCancellable *cancellable,
                                   GError **error);
gboolean _gb_attachment_read_sheets (GbAttachmentContent *content,
                                     GbDocxPackage *package,
                                     GCancellable *cancellable,
                                     GError **error);
gboolean _gb_attachment_read_slides (GbAttachmentContent *content,
                                     GbDocxPackage *package,
                                     GCancellable *cancellable,
                                     GError **error);
gboolean _gb_attachment_read_office_properties (GbAttachmentContent *content,
                                                GbDocxPackage *package,
                                                GCancellable *cancellable,
                                                GError **error);

/* gb-attachment-odf.c */
gboolean _gb_attachment_read_open_document (GbAttachmentContent *content,
                                            GbDocxPackage *package,
                                            GCancellable *cancellable,
                                            GError **error);

/* gb-attachment-pdf.c */
gboolean _gb_attachment_read_pdf (GbAttachmentContent *content,
                                  GFile *file,
                                  GCancellable *cancellable,
                                  GError **error);

G_END_DECLS
