/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-attachment-spot.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GbAttachmentTraits:
 * @GB_ATTACHMENT_HAS_MACROS: programs that run when it is opened
 * @GB_ATTACHMENT_HAS_CHANGES: tracked changes: what was deleted can still be read
 * @GB_ATTACHMENT_HAS_COMMENTS: remarks of those who wrote it
 * @GB_ATTACHMENT_HAS_HIDDEN: hidden sheets, rows, columns, slides or text
 * @GB_ATTACHMENT_HAS_AUTHOR: names of persons or offices in its properties
 * @GB_ATTACHMENT_HAS_EMBEDDED: other files inside, which were not read
 * @GB_ATTACHMENT_HAS_SCRIPT: JavaScript in a PDF
 * @GB_ATTACHMENT_IS_PROTECTED: it asks for a password, so nothing in it could be read
 * @GB_ATTACHMENT_IS_PICTURE: it has pages, and on most of them no text: nobody can search it or
 *   have it read out
 * @GB_ATTACHMENT_IS_ARCHIVE: a zip, rar or 7z of other files, which were not read
 * @GB_ATTACHMENT_IS_OLD: of an old office program, and not read
 * @GB_ATTACHMENT_IS_OTHER: of another kind whose text is not read here
 *
 * What else than its text a file takes along to the public.
 */
typedef enum {
  GB_ATTACHMENT_HAS_MACROS = 1 << 0,
  GB_ATTACHMENT_HAS_CHANGES = 1 << 1,
  GB_ATTACHMENT_HAS_COMMENTS = 1 << 2,
  GB_ATTACHMENT_HAS_HIDDEN = 1 << 3,
  GB_ATTACHMENT_HAS_AUTHOR = 1 << 4,
  GB_ATTACHMENT_HAS_EMBEDDED = 1 << 5,
  GB_ATTACHMENT_HAS_SCRIPT = 1 << 6,
  GB_ATTACHMENT_IS_PROTECTED = 1 << 7,
  GB_ATTACHMENT_IS_PICTURE = 1 << 8,
  GB_ATTACHMENT_IS_ARCHIVE = 1 << 9,
  GB_ATTACHMENT_IS_OLD = 1 << 10,
  GB_ATTACHMENT_IS_OTHER = 1 << 11,
} GbAttachmentTraits;

/* A piece of the text. */
typedef struct {
  GbAttachmentPlace place;
  guint number; /* 1-based; of a comment, 0 */
  char *name;   /* (nullable) (GRefString): of the sheet, shortened */
  char *text;   /* UTF-8; cells of a row have tabs between them */
} GbAttachmentPart;

typedef struct {
  GbAttachmentTraits traits;
  char *author;       /* (nullable): the names in its properties, with “、” between them */
  gboolean is_office; /* an unprotected Office Open XML or OpenDocument file */
  GPtrArray *parts;   /* of GbAttachmentPart, in the order of the file */
  gsize n_bytes;      /* of all texts */
  gboolean is_cut;    /* there was more text than is kept */
} GbAttachmentContent;

/* More is no attachment that anybody reads: a list of half a million rows. */
#define GB_ATTACHMENT_MAX_TEXT_BYTES (48 * 1024 * 1024)
#define GB_ATTACHMENT_MAX_PARTS      500000

GbAttachmentContent *gb_attachment_content_new (void);
void gb_attachment_content_free (GbAttachmentContent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbAttachmentContent, gb_attachment_content_free)

/* FALSE when nothing more would be kept. */
gboolean gb_attachment_content_has_room (const GbAttachmentContent *self);
/* text: n_bytes of it, -1 for all; blank ones are not kept. FALSE when there is no room for more.
 */
gboolean gb_attachment_content_add (GbAttachmentContent *self,
                                    GbAttachmentPlace place,
                                    guint number,
                                    const char *name,
                                    const char *text,
                                    gssize n_bytes);
/* Also sets GB_ATTACHMENT_HAS_AUTHOR; empty names, repeated ones, and those of programs and of
 * nobody (Administrator) are not kept. */
void gb_attachment_content_add_author (GbAttachmentContent *self, const char *author);

G_END_DECLS
