/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/gb-office.h"
#include "server/gb-request.h"
#include "server/gb-response.h"

G_BEGIN_DECLS

/* What the public sees: pages, assets, attachments, search. */

/* Main thread: the answer if it needs no database: a page in memory or an asset. (nullable) */
GbResponse *gb_public_site_answer_cached (GbPageCache *pages, GbRequest *request);
/* Office thread: everything else. */
GbResponse *gb_public_site_handle (GbOffice *office, GbRequest *request, gpointer data);

G_END_DECLS
