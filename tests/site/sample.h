/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "site/gb-site.h"

G_BEGIN_DECLS

/* The content of the tests: a policy, its interpretation, an announcement that
 * links to the policy, and as many further items as a list of
 * several pages needs. */
#define SAMPLE_ANNOUNCEMENT_ID   "1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d"
#define SAMPLE_POLICY_ID         "9a8b7c6d-5e4f-4a3b-9c2d-1e0f9a8b7c6d"
#define SAMPLE_INTERPRETATION_ID "4f6c0a1b-2c3d-4e5f-8a9b-0c1d2e3f4a5b"
/* 2026-03-03 17:26:40 in Beijing. */
#define SAMPLE_TIME_US (G_GINT64_CONSTANT (1772530000) * G_USEC_PER_SEC)

GbDocument *sample_document (const char *name);
GbPublication *sample_publication (GbDocument *document, const char *id, gint64 published_at);
GPtrArray *sample_items (guint n_items); /* of GbPublication */

G_END_DECLS
