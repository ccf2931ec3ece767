/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a place in a file is called by those who look for it. */
typedef enum {
  GB_ATTACHMENT_PLACE_FILE, /* the file as a whole */
  GB_ATTACHMENT_PLACE_PARAGRAPH,
  GB_ATTACHMENT_PLACE_LINE,
  GB_ATTACHMENT_PLACE_PAGE,
  GB_ATTACHMENT_PLACE_ROW, /* of a sheet or table */
  GB_ATTACHMENT_PLACE_SLIDE,
  GB_ATTACHMENT_PLACE_COMMENT,
  GB_ATTACHMENT_PLACE_DRAWING, /* a text box */
} GbAttachmentPlace;

/* Where something was found in a file that is published with a document. */
typedef struct {
  char *digest; /* the attachment's; "" for a file that belongs to no document */
  char *name;   /* the attachment's, as people see it */
  GbAttachmentPlace place;
  guint number;     /* 1-based; of a file, comment or drawing, 0 */
  char *sheet;      /* (nullable): of a row */
  const char *rule; /* (nullable): the rule for texts that it breaks; static */
  char *before;     /* the words before it in its place, a few; "" if there are none */
  char *text;       /* the words that are meant; "" for the whole place */
  char *after;
} GbAttachmentSpot;

/* Strings that may be NULL in the struct stay so; the others are "". */
GbAttachmentSpot *gb_attachment_spot_new (const char *digest, const char *name);
void gb_attachment_spot_free (GbAttachmentSpot *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbAttachmentSpot, gb_attachment_spot_free)
void gb_attachment_spot_set_string (char **field, const char *value);
/* “sheet ‘补贴名单’, row 4”: (transfer full) (nullable): NULL for the whole file. translated: in
 * the language of the program, otherwise in English. */
char *gb_attachment_spot_dup_place (const GbAttachmentSpot *self, gboolean translated);

G_END_DECLS
