/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The error domain of the document format. A code says what the caller does next: show the line,
 * ask for a smaller file, or offer another importer. */

#include "config.h"

#include "document/gb-document-error.h"

G_DEFINE_QUARK (gb_document_error, gb_document_error)
