/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GbDocumentError:
 * @GB_DOCUMENT_ERROR_NOT_WELL_FORMED: not XML, or XML with a DOCTYPE; the message names the line
 * @GB_DOCUMENT_ERROR_INVALID: the schema or a rule beside it refuses the document; the message
 *   names line and reason
 * @GB_DOCUMENT_ERROR_TOO_LARGE: more than %GB_DOCUMENT_MAX_BYTES
 * @GB_DOCUMENT_ERROR_UNSUPPORTED: a file of a kind that cannot be imported
 */
typedef enum {
  GB_DOCUMENT_ERROR_NOT_WELL_FORMED,
  GB_DOCUMENT_ERROR_INVALID,
  GB_DOCUMENT_ERROR_TOO_LARGE,
  GB_DOCUMENT_ERROR_UNSUPPORTED,
} GbDocumentError;

#define GB_DOCUMENT_ERROR (gb_document_error_quark ())
GQuark gb_document_error_quark (void);

G_END_DECLS
