/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/gb-desk.h"

G_BEGIN_DECLS

/* The skeleton of a kind, with unit, author, source, publisher and column filled in from the
 * account and the site. Returns: (transfer full). */
GbDocument *gb_new_document (GbDesk *desk, GbDocumentKind kind);
/* The same for a text from elsewhere; what it says itself is kept. Returns: (transfer full). */
GbDocument *gb_new_document_fill (GbDesk *desk, GbDocument *document);

G_END_DECLS
