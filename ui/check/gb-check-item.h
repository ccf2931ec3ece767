/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check-mark.h"
#include "workflow/gb-event.h"

G_BEGIN_DECLS

/* A finding with the words around it. Only what stands behind number changes once it is made, on
 * the main thread. */
typedef struct {
  GbFinding *finding;
  char *before; /* what stands before it in its block, shortened */
  char *text;   /* what is meant; "" when it is the whole block or field */
  char *after;  /* shortened; for a whole block, its beginning */
  GbCheckMark *mark;
  guint number;        /* in the editor; 0 when it is not about the text there */
  GbEvent *ignored;    /* (nullable): somebody left it as it is, and said why */
  GbEvent *overridden; /* (nullable): somebody let it pass in this text */
} GbCheckItem;

/* findings: (element-type GbFinding). Reads the whole text: belongs on a thread. Returns: (transfer
 * full) (element-type GbCheckItem): one for each, the gravest first, otherwise in their order. */
GPtrArray *gb_check_items_new (GbDocument *document, GPtrArray *findings);

GbCheckItem *gb_check_item_ref (GbCheckItem *self);
void gb_check_item_unref (GbCheckItem *self);

/* The id of the block in the editor, "" for the title; NULL: it is not about the text there. */
const char *gb_check_item_get_block (const GbCheckItem *self);
/* Whether a press can mend it. */
gboolean gb_check_item_can_mend (const GbCheckItem *self);

G_END_DECLS
