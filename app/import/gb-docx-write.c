/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the model of a .docx to calls of the writer. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-docx-write.h"

/* Where everything goes. Borrowed. */
typedef struct {
  GbImportWriter *writer;
  GHashTable *media;
  double text_width; /* in twips */
} Output;

static GbImportMarks
get_marks (const GbDocxRunFormat *format)
{
  GbImportMarks marks = GB_IMPORT_MARK_NONE;

  if (format->bold == GB_DOCX_ON)
    marks |= GB_IMPORT_MARK_STRONG;
  if (format->italic == GB_DOCX_ON)
    marks |= GB_IMPORT_MARK_EM;
  if (format->underline == GB_DOCX_ON)
    marks |= GB_IMPORT_MARK_U;
  if (format->strike == GB_DOCX_ON)
    marks |= GB_IMPORT_MARK_S;
  if (format->position == GB_DOCX_POSITION_SUPER)
    marks |= GB_IMPORT_MARK_SUP;
  if (format->position == GB_DOCX_POSITION_SUB)
    marks |= GB_IMPORT_MARK_SUB;
  return marks;
}

static void
write_image (const GbDocxInline *item, const Output *out)
{
  GBytes *bytes = g_hash_table_lookup (out->media, item->text);
  g_autofree char *name = g_path_get_basename (item->text);

  if (bytes != NULL) {
    _gb_import_writer_set_image_share (out->writer, item->width * 100 / out->text_width);
    _gb_import_writer_add_named_image (out->writer, bytes, item->detail, name);
  } else {
    _gb_import_writer_drop (out->writer, GB_IMPORT_DROPPED_IMAGE,
                            item->detail != NULL ? item->detail : name);
  }
}

/* A break at either end of a paragraph breaks nothing; pages end there. */
static gboolean
is_outer_break (const GbDocxParagraph *paragraph, guint i)
{
  gboolean has_before = FALSE;
  gboolean has_after = FALSE;

  for (guint k = 0; k < paragraph->inlines->len; k++) {
    const GbDocxInline *item = g_ptr_array_index (paragraph->inlines, k);

    if (item->type == GB_DOCX_INLINE_BREAK)
      continue;
    has_before = has_before || k < i;
    has_after = has_after || k > i;
  }
  return !has_before || !has_after;
}

/* What a style does to the whole of a caption or quotation emphasises nothing. */
static GbImportMarks
get_common_marks (const GbDocxParagraph *paragraph)
{
  GbImportMarks common = GB_IMPORT_MARK_STRONG | GB_IMPORT_MARK_EM;

  if (paragraph->format.role == GB_DOCX_ROLE_NONE)
    return GB_IMPORT_MARK_NONE;
  for (guint i = 0; i < paragraph->inlines->len; i++) {
    const GbDocxInline *item = g_ptr_array_index (paragraph->inlines, i);

    if (item->type == GB_DOCX_INLINE_TEXT)
      common &= get_marks (&item->format);
  }
  return common;
}

static void
write_inlines (const GbDocxParagraph *paragraph, const Output *out)
{
  GbImportMarks common = get_common_marks (paragraph);

  for (guint i = 0; i < paragraph->inlines->len; i++) {
    const GbDocxInline *item = g_ptr_array_index (paragraph->inlines, i);

    switch (item->type) {
    case GB_DOCX_INLINE_TEXT:
      _gb_import_writer_add_text (out->writer, item->text, -1, get_marks (&item->format) & ~common,
                                  item->detail);
      break;
    case GB_DOCX_INLINE_BREAK:
      if (!is_outer_break (paragraph, i))
        _gb_import_writer_add_break (out->writer);
      break;
    case GB_DOCX_INLINE_IMAGE:
      write_image (item, out);
      break;
    case GB_DOCX_INLINE_NOTE:
      _gb_import_writer_add_footnote_reference (out->writer, item->text);
      break;
    default:
      g_assert_not_reached ();
    }
  }
}

static GbImportAlign
get_align (GbDocxAlign align)
{
  switch (align) {
  case GB_DOCX_ALIGN_CENTER:
    return GB_IMPORT_ALIGN_CENTER;
  case GB_DOCX_ALIGN_RIGHT:
    return GB_IMPORT_ALIGN_RIGHT;
  case GB_DOCX_ALIGN_LEFT:
  /* Chinese text that is set left is usually meant to be even: nobody chose it. */
  case GB_DOCX_ALIGN_JUSTIFY:
  case GB_DOCX_ALIGN_UNSET:
  default:
    return GB_IMPORT_ALIGN_DEFAULT;
  }
}

static GbImportRole
get_role (const GbDocxParagraph *paragraph)
{
  if (paragraph->is_title)
    return GB_IMPORT_ROLE_TITLE;
  return paragraph->format.role == GB_DOCX_ROLE_CAPTION ? GB_IMPORT_ROLE_CAPTION
                                                        : GB_IMPORT_ROLE_NONE;
}

static void
write_paragraph (const GbDocxParagraph *paragraph, const Output *out)
{
  const GbDocxParagraphFormat *format = &paragraph->format;
  const GbDocxNumber *number = paragraph->number;
  gboolean is_quote = format->role == GB_DOCX_ROLE_QUOTE;
  GbImportParagraph style = {
    .role = get_role (paragraph),
    .heading = format->outline >= 0 && format->outline < 9 ? (guint)format->outline + 1 : 0,
    .looks_like_heading = paragraph->looks_like_heading,
    .align = get_align (format->align),
  };

  _gb_import_writer_set_line (out->writer, paragraph->line);
  if (number != NULL) {
    style.list = number->is_bullet ? GB_IMPORT_LIST_BULLET : GB_IMPORT_LIST_AUTO;
    style.list_level = (guint)MAX (format->level, 0) + 1;
    style.list_id = (guint)format->num_id;
    style.number = number->is_bullet ? 0 : number->number;
    style.label = number->label;
  }
  if (number != NULL && number->is_bullet && style.heading > 0)
    style.list = GB_IMPORT_LIST_NONE;
  if (is_quote)
    _gb_import_writer_begin_quote (out->writer);
  _gb_import_writer_begin_paragraph (out->writer, &style);
  write_inlines (paragraph, out);
  _gb_import_writer_end_paragraph (out->writer);
  if (is_quote)
    _gb_import_writer_end_quote (out->writer);
}

static void
write_block (const GbDocxBlock *block, const Output *out)
{
  switch (block->type) {
  case GB_DOCX_BLOCK_PARAGRAPH:
    write_paragraph (block->paragraph, out);
    break;
  case GB_DOCX_BLOCK_RULE:
    _gb_import_writer_add_rule (out->writer);
    break;
  case GB_DOCX_BLOCK_TABLE:
    _gb_import_writer_begin_table (out->writer);
    for (guint i = 0; block->columns != NULL && i < block->columns->len; i++)
      _gb_import_writer_add_column (out->writer, g_array_index (block->columns, double, i));
    break;
  case GB_DOCX_BLOCK_TABLE_END:
    _gb_import_writer_end_table (out->writer);
    break;
  case GB_DOCX_BLOCK_ROW:
    _gb_import_writer_begin_row (out->writer);
    break;
  case GB_DOCX_BLOCK_ROW_END:
    _gb_import_writer_end_row (out->writer);
    break;
  case GB_DOCX_BLOCK_CELL:
    _gb_import_writer_begin_cell (out->writer, block->colspan, block->rowspan, block->is_header);
    _gb_import_writer_set_cell_width (out->writer, block->width);
    break;
  case GB_DOCX_BLOCK_CELL_END:
    _gb_import_writer_end_cell (out->writer);
    break;
  case GB_DOCX_BLOCK_NOTE:
    _gb_import_writer_begin_footnote (out->writer, block->key);
    break;
  case GB_DOCX_BLOCK_NOTE_END:
    _gb_import_writer_end_footnote (out->writer);
    break;
  default:
    g_assert_not_reached ();
  }
}

void
_gb_docx_write (const GbDocxModel *model, GHashTable *media, GbImportWriter *writer)
{
  const Output out = { .writer = writer, .media = media, .text_width = model->text_width };

  for (guint i = 0; i < model->dropped->len; i++) {
    const GbDocxDrop *drop = g_ptr_array_index (model->dropped, i);

    _gb_import_writer_set_line (writer, drop->line);
    _gb_import_writer_drop (writer, drop->reason, drop->text);
  }
  for (guint i = 0; i < model->blocks->len; i++) {
    const GbDocxBlock *block = g_ptr_array_index (model->blocks, i);

    if (!block->is_dropped)
      write_block (block, &out);
  }
}
