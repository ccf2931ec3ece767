/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "import/gb-import.h"

G_BEGIN_DECLS

/* What lies on a clipboard, as a piece of a document: the document of the result has no title, its
 * body is what to insert. Any thread; may take seconds for a large text. prepare: (nullable), see
 * gb_import_file(). Errors: GB_DOCUMENT_ERROR_UNSUPPORTED if there is nothing to insert,
 * GB_DOCUMENT_ERROR_TOO_LARGE. Returns: (transfer full), or NULL. */

/* The bytes of the target “text/html”, of whichever program and encoding. */
GbImport *gb_import_clipboard_html (GBytes *html, GbImportPictureFunc prepare, GError **error);
/* Text in UTF-8: rows of a spreadsheet become a table, headings and lists are recognised. */
GbImport *gb_import_clipboard_text (const char *text, GError **error);
/* Text in UTF-8: one paragraph for each line, and nothing else. */
GbImport *gb_import_clipboard_lines (const char *text, GError **error);

G_END_DECLS
