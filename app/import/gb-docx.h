/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "import/gb-import.h"

G_BEGIN_DECLS

/* Makes a document of a .docx. prepare: (nullable), see gb_import_file(). Any thread; blocks on the
 * disk. Errors: GB_IMPORT_ERROR, GB_DOCUMENT_ERROR, G_IO_ERROR. */
GbImport *_gb_docx_import (GFile *file,
                           GbImportPictureFunc prepare,
                           GCancellable *cancellable,
                           GError **error);

G_END_DECLS
