/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns what was read of a .docx. Plain data; one thread at a time. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-docx-model.h"

#include <string.h>

/* Longer pieces stay apart, so that joining many costs no more than reading them. */
#define MAX_JOINED_BYTES 4096

static void
inline_free (GbDocxInline *item)
{
  g_free (item->text);
  g_free (item->detail);
  g_free (item);
}

static void
block_free (GbDocxBlock *block)
{
  g_clear_pointer (&block->paragraph, _gb_docx_paragraph_free);
  g_free (block->key);
  g_clear_pointer (&block->columns, g_array_unref);
  g_free (block);
}

static void
drop_free (GbDocxDrop *drop)
{
  g_free (drop->text);
  g_free (drop);
}

GbDocxModel *
_gb_docx_model_new (void)
{
  GbDocxModel *self = g_new0 (GbDocxModel, 1);

  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify)block_free);
  self->dropped = g_ptr_array_new_with_free_func ((GDestroyNotify)drop_free);
  self->text_width = GB_DOCX_TEXT_WIDTH;
  return self;
}

void
_gb_docx_model_free (GbDocxModel *self)
{
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  g_clear_pointer (&self->dropped, g_ptr_array_unref);
  g_free (self);
}

GbDocxBlock *
_gb_docx_model_add (GbDocxModel *self, GbDocxBlockType type)
{
  GbDocxBlock *block = g_new0 (GbDocxBlock, 1);

  block->type = type;
  g_ptr_array_add (self->blocks, block);
  return block;
}

void
_gb_docx_model_drop (GbDocxModel *self, guint line, const char *reason, const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  GbDocxDrop *drop;

  /* A table of contents is one thing, however many lines it has. */
  if (*stripped == '\0' ||
      (strcmp (reason, GB_DOCX_DROPPED_CONTENTS) == 0 && self->has_dropped_contents))
    return;
  self->has_dropped_contents |= strcmp (reason, GB_DOCX_DROPPED_CONTENTS) == 0;
  drop = g_new0 (GbDocxDrop, 1);
  drop->line = line;
  drop->reason = reason;
  drop->text = g_steal_pointer (&stripped);
  g_ptr_array_add (self->dropped, drop);
}

GbDocxParagraph *
_gb_docx_paragraph_new (void)
{
  GbDocxParagraph *self = g_new0 (GbDocxParagraph, 1);

  self->inlines = g_ptr_array_new_with_free_func ((GDestroyNotify)inline_free);
  return self;
}

void
_gb_docx_paragraph_free (GbDocxParagraph *self)
{
  g_clear_pointer (&self->number, _gb_docx_number_free);
  g_clear_pointer (&self->inlines, g_ptr_array_unref);
  g_free (self->text);
  g_free (self);
}

static gboolean
joins (const GbDocxInline *last, const char *detail, const GbDocxRunFormat *format)
{
  return last->type == GB_DOCX_INLINE_TEXT && strlen (last->text) < MAX_JOINED_BYTES &&
         g_strcmp0 (last->detail, detail) == 0 &&
         memcmp (&last->format, format, sizeof *format) == 0;
}

GbDocxInline *
_gb_docx_paragraph_add (GbDocxParagraph *self,
                        GbDocxInlineType type,
                        const char *text,
                        const char *detail,
                        const GbDocxRunFormat *format)
{
  GbDocxInline *last =
    self->inlines->len > 0 ? g_ptr_array_index (self->inlines, self->inlines->len - 1) : NULL;
  GbDocxInline *item;

  /* Word cuts a sentence into many runs. */
  if (type == GB_DOCX_INLINE_TEXT && last != NULL && joins (last, detail, format)) {
    char *joined = g_strconcat (last->text, text, NULL);

    g_free (last->text);
    last->text = joined;
    return last;
  }
  item = g_new0 (GbDocxInline, 1);
  item->type = type;
  item->text = g_strdup (text);
  item->detail = g_strdup (detail);
  item->format = *format;
  g_ptr_array_add (self->inlines, item);
  return item;
}

static gboolean
is_space (gunichar c)
{
  return g_unichar_isspace (c) || c == 0x200b || c == 0xfeff;
}

static char *
dup_stripped (const char *text)
{
  const char *end = text + strlen (text);

  while (*text != '\0' && is_space (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  while (end > text) {
    const char *last = g_utf8_prev_char (end);

    if (!is_space (g_utf8_get_char (last)))
      break;
    end = last;
  }
  return g_strndup (text, (gsize)(end - text));
}

void
_gb_docx_paragraph_finish (GbDocxParagraph *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->inlines->len; i++) {
    const GbDocxInline *item = g_ptr_array_index (self->inlines, i);

    if (item->type == GB_DOCX_INLINE_TEXT)
      g_string_append (text, item->text);
    else if (item->type == GB_DOCX_INLINE_BREAK)
      g_string_append_c (text, '\n');
  }
  g_free (self->text);
  self->text = dup_stripped (text->str);
}
