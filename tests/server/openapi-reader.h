/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads as much of resources/openapi.yaml (GB_OPENAPI in the environment) as is needed to compare
 * it with what the portal answers: path, method, status, media type. The file keeps to the layout
 * that it has: two spaces a level, one key a line. */

/* path: as it was asked for. */
void openapi_reader_record (const char *method, const char *path, guint status, const char *type);
/* Fails the test with a list of what differs. */
void openapi_reader_assert (gboolean with_all);

G_END_DECLS
