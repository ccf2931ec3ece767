/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "import/gb-import.h"

G_BEGIN_DECLS

/* One of the readers behind gb_import_file(): a saved page, or a text that an office program saved
 * as one. Images lie beside it or inside it; nothing is fetched from a network. */
GbImport *_gb_import_html_file (GFile *file,
                                GbImportPictureFunc prepare,
                                GCancellable *cancellable,
                                GError **error);

G_END_DECLS
