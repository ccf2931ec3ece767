/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GbImportError:
 * @GB_IMPORT_ERROR_PROTECTED: it asks for a password; take the password off and import again
 * @GB_IMPORT_ERROR_OLD_WORD: an old Word file (.doc, .wps) under another ending; give it its own
 * @GB_IMPORT_ERROR_OTHER_FORMAT: the content is of another kind than the ending says; the message
 *   names the kind
 * @GB_IMPORT_ERROR_DAMAGED: cut off, or not made by a word processor; ask for the file again
 * @GB_IMPORT_ERROR_TOO_LARGE: more than is read, or a small file that unpacks to a large one
 * @GB_IMPORT_ERROR_EMPTY: there is no text in it
 * @GB_IMPORT_ERROR_NO_CONVERTER: LibreOffice is needed for this kind and is not installed
 * @GB_IMPORT_ERROR_CONVERTER_FAILED: LibreOffice could not read the file
 * @GB_IMPORT_ERROR_CONVERTER_SLOW: LibreOffice was given up after its time was over
 *
 * Why a file was refused. A code says what the person does next; the message says it in English.
 */
typedef enum {
  GB_IMPORT_ERROR_PROTECTED,
  GB_IMPORT_ERROR_OLD_WORD,
  GB_IMPORT_ERROR_OTHER_FORMAT,
  GB_IMPORT_ERROR_DAMAGED,
  GB_IMPORT_ERROR_TOO_LARGE,
  GB_IMPORT_ERROR_EMPTY,
  GB_IMPORT_ERROR_NO_CONVERTER,
  GB_IMPORT_ERROR_CONVERTER_FAILED,
  GB_IMPORT_ERROR_CONVERTER_SLOW,
} GbImportError;

#define GB_IMPORT_ERROR (gb_import_error_quark ())
GQuark gb_import_error_quark (void);

G_END_DECLS
