/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was read in an attachment. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-attachment"

#include "config.h"

#include "attachment/gb-attachment-content.h"

#include "document/gb-text.h"

#include <string.h>

static void
part_free (gpointer data)
{
  GbAttachmentPart *part = data;

  g_free (part->name);
  g_free (part->text);
  g_free (part);
}

GbAttachmentContent *
gb_attachment_content_new (void)
{
  GbAttachmentContent *self = g_new0 (GbAttachmentContent, 1);

  self->parts = g_ptr_array_new_with_free_func (part_free);
  return self;
}

void
gb_attachment_content_free (GbAttachmentContent *self)
{
  g_free (self->author);
  g_ptr_array_unref (self->parts);
  g_free (self);
}

gboolean
gb_attachment_content_add (GbAttachmentContent *self,
                           GbAttachmentPlace place,
                           guint number,
                           const char *name,
                           const char *text)
{
  GbAttachmentPart *part;

  if (gb_text_is_blank (text))
    return TRUE;
  self->n_bytes += strlen (text);
  if (self->n_bytes > GB_ATTACHMENT_MAX_TEXT_BYTES) {
    self->is_cut = TRUE;
    return FALSE;
  }
  part = g_new0 (GbAttachmentPart, 1);
  part->place = place;
  part->number = number;
  part->name = g_strdup (name);
  part->text = g_utf8_make_valid (text, -1);
  g_ptr_array_add (self->parts, part);
  return TRUE;
}

void
gb_attachment_content_add_author (GbAttachmentContent *self, const char *author)
{
  g_autofree char *name = g_utf8_make_valid (author, -1);
  g_auto (GStrv) known = g_strsplit (self->author != NULL ? self->author : "", "、", -1);
  char *names;

  g_strstrip (name);
  if (gb_text_is_blank (name) || g_strv_contains ((const char *const *)known, name))
    return;
  names = self->author != NULL ? g_strconcat (self->author, "、", name, NULL) : g_strdup (name);
  g_free (self->author);
  self->author = names;
  self->traits |= GB_ATTACHMENT_HAS_AUTHOR;
}
