/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document.h"

G_BEGIN_DECLS

/* What an import made, and what it left out. */
typedef struct {
  GbDocument *document;
  GPtrArray *dropped; /* of GbImportNote */
  GPtrArray *images;  /* of GbImportImage: those that the document shows, each once */
} GbImport;

typedef struct {
  guint line;   /* 1-based place in the source (line, or paragraph); 0 if it has none */
  char *reason; /* English, lower case, e.g. "breadcrumb" */
  char *text;   /* what was left out, shortened */
} GbImportNote;

/* To be stored before the document is. */
typedef struct {
  char *digest; /* names it in the document */
  char *type;   /* MIME type */
  GBytes *bytes;
  GBytes
    *original; /* (nullable): the same as large as it came, of the same type, if it was larger */
} GbImportImage;

/* Makes a picture fit for a document, or says why not; out_type is a static string. out_original is
 * (optional): where the picture was made smaller, as large as it came, of the same type; else NULL.
 * Any thread. */
typedef GBytes *(*GbImportPictureFunc) (GBytes *bytes,
                                        const char **out_type,
                                        GBytes **out_original,
                                        GError **error);

/* Reasons that more than one kind of file has. */
#define GB_IMPORT_DROPPED_ADDRESS   "address of a link"
#define GB_IMPORT_DROPPED_CHARACTER "characters that are not allowed"
#define GB_IMPORT_DROPPED_COMMENT   "comment"
#define GB_IMPORT_DROPPED_DELETION  "tracked deletion"
#define GB_IMPORT_DROPPED_DRAWING   "drawing"
#define GB_IMPORT_DROPPED_EMBEDDED  "embedded object"
#define GB_IMPORT_DROPPED_FIELD     "form field"
#define GB_IMPORT_DROPPED_FOOTER    "page footer"
#define GB_IMPORT_DROPPED_FURNITURE "part of the page around the text"
#define GB_IMPORT_DROPPED_HEADER    "page header"
#define GB_IMPORT_DROPPED_HIDDEN    "hidden text"
#define GB_IMPORT_DROPPED_IMAGE     "image"

/* Takes an image that could not be stored out of the document, and notes it. Errors:
 * GB_DOCUMENT_ERROR. */
gboolean gb_import_leave_out_image (GbImport *self, const char *digest, GError **error);
void gb_import_free (GbImport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbImport, gb_import_free)

/* TRUE if the ending of a file name is one that gb_import_file() knows. */
gboolean gb_import_can_import (const char *name);
/* The endings of file names that it knows: ".docx", ".txt" …; (transfer full). */
char **gb_import_get_endings (void);
/* Chooses by the file's ending. prepare: (nullable): without it, PNG and JPEG are taken, stripped
 * of what they tell beside the picture, and other images are dropped. Errors: GB_IMPORT_ERROR,
 * GB_DOCUMENT_ERROR, G_IO_ERROR. */
GbImport *gb_import_file (GFile *file,
                          GbImportPictureFunc prepare,
                          GCancellable *cancellable,
                          GError **error);
GbImport *gb_import_text (const char *text, gssize length, GError **error);
/* A GbImportPictureFunc for programs that decode no pictures. */
GBytes *gb_import_strip_picture (GBytes *bytes,
                                 const char **out_type,
                                 GBytes **out_original,
                                 GError **error);

G_END_DECLS
