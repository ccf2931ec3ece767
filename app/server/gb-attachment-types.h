/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GB_BLOB_MAX_BYTES (64 * 1024 * 1024)

/* The media types of attachments and images that the portal accepts. Nothing that a browser would
 * run is among them (no HTML, no SVG, no XML); they are served as downloads all the same. */
guint gb_attachment_types_count (void);
const char *gb_attachment_types_get (guint index);
gboolean gb_attachment_types_contain (const char *type);
/* "png" for "image/png"; "bin" for what is not in the list. */
const char *gb_attachment_types_get_ending (const char *type);

G_END_DECLS
