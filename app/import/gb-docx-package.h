/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The zip around a .docx and other office files (ECMA-376 part 2): its parts, read under limits. */

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is read at all. A text of the size that a document may have needs far less. */
#define GB_DOCX_MAX_FILE_BYTES (128 * 1024 * 1024)
#define GB_DOCX_MAX_PART_BYTES (64 * 1024 * 1024)
#define GB_DOCX_MAX_XML_BYTES  (96 * 1024 * 1024)
#define GB_DOCX_MAX_ENTRIES    10000
/* From this size on, text that packs better than this is no text. */
#define GB_DOCX_BOMB_BYTES (16 * 1024 * 1024)
#define GB_DOCX_BOMB_RATIO 200
/* Pictures: one, and all of a document. */
#define GB_DOCX_MAX_IMAGE_BYTES (20 * 1024 * 1024)
#define GB_DOCX_MAX_MEDIA_BYTES (96 * 1024 * 1024)

/**
 * GbDocxPackage:
 *
 * An open .docx: its XML parts are in memory, its media stay in the file until they are asked for.
 * Nothing is written to the disk. Names of parts are compared without regard to case (ECMA-376-2
 * §6.2.2.3) and have no slash at the front. One thread at a time.
 */
typedef struct _GbDocxPackage GbDocxPackage;

GbDocxPackage *_gb_docx_package_new (GFile *file, GCancellable *cancellable, GError **error);
void _gb_docx_package_free (GbDocxPackage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbDocxPackage, _gb_docx_package_free)

GBytes *_gb_docx_package_get_part (GbDocxPackage *self, const char *name);
gboolean _gb_docx_package_has (GbDocxPackage *self, const char *name);
GPtrArray *_gb_docx_package_list (GbDocxPackage *self, const char *prefix);
gboolean _gb_docx_package_load_media (GbDocxPackage *self,
                                      GHashTable *media,
                                      GCancellable *cancellable,
                                      GError **error);

G_END_DECLS
