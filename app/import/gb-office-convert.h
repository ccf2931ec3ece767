/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Files that only LibreOffice reads: .doc, .wps, .odt, .rtf. */

#include "import/gb-import.h"

G_BEGIN_DECLS

/* How long LibreOffice may take for one file. */
#define GB_OFFICE_TIMEOUT_MS 60000

/* Makes a .docx of file and imports that. A .docx under another name is read without LibreOffice.
 * Errors: GB_IMPORT_ERROR, GB_DOCUMENT_ERROR, G_IO_ERROR. */
GbImport *_gb_office_import (GFile *file,
                             GbImportPictureFunc prepare,
                             GCancellable *cancellable,
                             GError **error);
/* The same with another time, for tests. */
GbImport *_gb_office_import_within (GFile *file,
                                    guint timeout_ms,
                                    GbImportPictureFunc prepare,
                                    GCancellable *cancellable,
                                    GError **error);

G_END_DECLS
