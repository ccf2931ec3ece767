/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/gb-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbAttachmentsList:
 *
 * The attachments of a document: added by a file chooser or by dropping files, ordered, renamed,
 * saved elsewhere, removed. A file that is refused leaves a line that says why.
 *
 * Signals: "changed" (the person changed the list).
 */
#define GB_TYPE_ATTACHMENTS_LIST (gb_attachments_list_get_type ())
G_DECLARE_FINAL_TYPE (GbAttachmentsList, gb_attachments_list, GB, ATTACHMENTS_LIST, GtkBox)

GtkWidget *gb_attachments_list_new (GbDesk *desk);

/* attachments: (element-type GbAttachment), copied. */
void gb_attachments_list_set_attachments (GbAttachmentsList *self, GPtrArray *attachments);
GPtrArray *gb_attachments_list_get_attachments (GbAttachmentsList *self);
void gb_attachments_list_set_editable (GbAttachmentsList *self, gboolean editable);
/* Opens the file chooser. */
void gb_attachments_list_choose (GbAttachmentsList *self);
/* Takes a file in, after those that wait; why it is refused is told in the list. */
void gb_attachments_list_add_file (GbAttachmentsList *self, GFile *file);

G_END_DECLS
