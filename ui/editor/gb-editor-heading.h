/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A heading of the text, as the list of headings shows it. */
typedef struct {
  char *id;    /* of its block */
  char *text;  /* with its number; at most 200 characters; "" for an empty one */
  guint level; /* 2 … 5 */
} GbEditorHeading;

void gb_editor_heading_free (GbEditorHeading *self);

G_END_DECLS
