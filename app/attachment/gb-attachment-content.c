/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was read in an attachment. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-attachment"

#include "config.h"

#include "attachment/gb-attachment-content.h"

#include "document/gb-text.h"

#include <string.h>

/* A sheet's name has 31 characters at most ([MS-OI29500] §2.1.579); others are no names. */
#define MAX_NAME_BYTES 120
/* Names in the properties of one file, all together. */
#define MAX_AUTHOR_BYTES 400

static void
part_free (gpointer data)
{
  GbAttachmentPart *part = data;

  g_clear_pointer (&part->name, g_ref_string_release);
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

/* Rows of one sheet share its name. */
static char *
ref_name (GbAttachmentContent *self, const char *name)
{
  const GbAttachmentPart *last =
    self->parts->len > 0 ? g_ptr_array_index (self->parts, self->parts->len - 1) : NULL;
  g_autofree char *valid = NULL;

  if (name == NULL)
    return NULL;
  valid = g_utf8_make_valid (name, (gssize)strnlen (name, MAX_NAME_BYTES));
  if (last != NULL && last->name != NULL && strcmp (last->name, valid) == 0)
    return g_ref_string_acquire (last->name);
  return g_ref_string_new (valid);
}

gboolean
gb_attachment_content_has_room (const GbAttachmentContent *self)
{
  return self->n_bytes < GB_ATTACHMENT_MAX_TEXT_BYTES && self->parts->len < GB_ATTACHMENT_MAX_PARTS;
}

gboolean
gb_attachment_content_add (GbAttachmentContent *self,
                           GbAttachmentPlace place,
                           guint number,
                           const char *name,
                           const char *text,
                           gssize n_bytes)
{
  gsize length = n_bytes < 0 ? strlen (text) : (gsize)n_bytes;
  GbAttachmentPart *part;
  g_autofree char *valid = NULL;

  if (length == 0)
    return TRUE;
  if (!gb_attachment_content_has_room (self)) {
    self->is_cut = TRUE;
    return FALSE;
  }
  if (length > GB_ATTACHMENT_MAX_TEXT_BYTES - self->n_bytes) {
    self->is_cut = TRUE;
    length = GB_ATTACHMENT_MAX_TEXT_BYTES - self->n_bytes;
  }
  valid = g_utf8_make_valid (text, (gssize)length);
  if (gb_text_is_blank (valid))
    return TRUE;
  self->n_bytes += length;
  part = g_new0 (GbAttachmentPart, 1);
  part->place = place;
  part->number = number;
  part->name = ref_name (self, name);
  part->text = g_steal_pointer (&valid);
  g_ptr_array_add (self->parts, part);
  return TRUE;
}

/* Programs put themselves, or the user that they made up, where a person's name belongs. */
static gboolean
is_nobody (const char *name)
{
  static const char *const nobodies[] = {
    "admin",
    "administrator",
    "user",
    "windows user",
    "windows 用户",
    "微软用户",
    "微软中国",
    "unknown",
    "un-named",
    "unnamed",
    "root",
    "pc",
    "lenovo",
    "dell",
    "hp",
    "microsoft",
    "microsoft office",
    "wps office",
    "wps",
    "openpyxl",
    "python-docx",
    "apache poi",
    "xlsxwriter",
    "libreoffice",
    "test",
    "home",
    "china",
    "anonymous",
    "owner",
    "kingsoft",
  };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (nobodies); i++) {
    if (strcmp (lower, nobodies[i]) == 0)
      return TRUE;
  }
  return gb_text_is_blank (name);
}

void
gb_attachment_content_add_author (GbAttachmentContent *self, const char *author)
{
  g_autofree char *name = g_utf8_make_valid (author, (gssize)strnlen (author, MAX_AUTHOR_BYTES));
  g_auto (GStrv) known = g_strsplit (self->author != NULL ? self->author : "", "、", -1);
  char *names;

  g_strstrip (name);
  if (is_nobody (name) || g_strv_contains ((const char *const *)known, name) ||
      (self->author != NULL && strlen (self->author) > MAX_AUTHOR_BYTES))
    return;
  names = self->author != NULL ? g_strconcat (self->author, "、", name, NULL) : g_strdup (name);
  g_free (self->author);
  self->author = names;
  self->traits |= GB_ATTACHMENT_HAS_AUTHOR;
}
