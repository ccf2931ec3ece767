/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The readers of the kinds of files. Each adds to content what it finds; FALSE with the error set
 * (GB_IMPORT_ERROR, G_IO_ERROR) if the file cannot be read. */

#include "attachment/gb-attachment-reader.h"
#include "import/gb-docx-package.h"

#include <libxml/tree.h>

G_BEGIN_DECLS

/* One row, paragraph or page: what is longer is cut. */
#define GB_ATTACHMENT_MAX_PIECE_BYTES (8 * 1024 * 1024)

/* Whether node is an element with one of the names, " p h " (each between spaces). */
gboolean _gb_attachment_xml_is (const xmlNode *node, const char *names);

/* gb-attachment-ooxml.c, gb-attachment-sheets.c; main_part: the part that the others belong to */
gboolean _gb_attachment_read_word (GbAttachmentContent *content,
                                   GbDocxPackage *package,
                                   const char *main_part,
                                   GCancellable *cancellable,
                                   GError **error);
gboolean _gb_attachment_read_sheets (GbAttachmentContent *content,
                                     GbDocxPackage *package,
                                     const char *main_part,
                                     GCancellable *cancellable,
                                     GError **error);
gboolean _gb_attachment_read_slides (GbAttachmentContent *content,
                                     GbDocxPackage *package,
                                     const char *main_part,
                                     GCancellable *cancellable,
                                     GError **error);
gboolean _gb_attachment_read_office_properties (GbAttachmentContent *content,
                                                GbDocxPackage *package,
                                                GCancellable *cancellable,
                                                GError **error);

/* gb-attachment-odf.c */
gboolean _gb_attachment_read_open_document (GbAttachmentContent *content,
                                            GbDocxPackage *package,
                                            const char *main_part,
                                            GCancellable *cancellable,
                                            GError **error);

/* gb-attachment-lines.c */
gboolean _gb_attachment_read_lines (GbAttachmentContent *content,
                                    GFile *file,
                                    const char *name,
                                    GCancellable *cancellable,
                                    GError **error);

/* gb-attachment-pdf.c */
gboolean _gb_attachment_read_pdf (GbAttachmentContent *content,
                                  GFile *file,
                                  GCancellable *cancellable,
                                  GError **error);

G_END_DECLS
