/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The head and the foot of official paper: letterhead (GB/T 9704-2012 §7.2) and record block
 * (§7.4), which a page on a portal has in another form. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-docx-paper.h"

#include "import/gb-docx-looks.h"

#define MAX_FOOT_BLOCKS 8

/* 示例县人民政府文件 */
static gboolean
is_file_mark (const char *text)
{
  return _gb_docx_is_short (text, 60) && _gb_docx_matches ("^.{2,50}文\\s*件$", text);
}

static const char *
get_head_reason (const GbDocxParagraph *paragraph)
{
  const char *text = paragraph->text;
  GbDocxLook look = _gb_docx_get_look (paragraph);

  if (_gb_docx_matches ("^[0-9]{6}$", text))
    return "copy number";
  if (_gb_docx_matches ("^(绝密|机密|秘密)([★☆*].{0,12})?$", text))
    return "secrecy mark";
  if (_gb_docx_matches ("^(特急|加急|特提|平急|急件|紧急)$", text))
    return "urgency mark";
  if (_gb_docx_matches ("^签\\s*发\\s*人\\s*[:：]", text))
    return "signer";
  if (_gb_docx_matches ("^[★☆\\-—–_=─━\\s]+$", text))
    return "decoration";
  if (is_file_mark (text) ||
      (look.is_red && (look.size >= GB_DOCX_TITLE_SIZE || look.size == 0) &&
       _gb_docx_is_short (text, 60) && !_gb_docx_is_sentence (text) &&
       !_gb_docx_matches ("(通知|公告|通告|意见|解读|方案|办法|报告|函)$", text)))
    return "letterhead";
  return NULL;
}

static void
drop_block (GbDocxModel *model, GbDocxBlock *block, const char *reason)
{
  _gb_docx_model_drop (model, block->paragraph->line, reason, block->paragraph->text);
  block->is_dropped = TRUE;
}

/* The number alone, without what stands beside it, and with the brackets of the standard. */
void
_gb_docx_paper_clean_number (GbDocxModel *model, GbDocxParagraph *paragraph)
{
  g_autoptr (GRegex) regex = g_regex_new (GB_DOCX_NUMBER_PATTERN, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  GbDocxRunFormat format = { 0 };
  g_autofree char *number = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  int end = 0;

  if (!g_regex_match (regex, paragraph->text, 0, &match))
    return;
  g_match_info_fetch_pos (match, 0, NULL, &end);
  number = g_strndup (paragraph->text, (gsize)end);
  _gb_docx_model_drop (model, paragraph->line, "signer", paragraph->text + end);
  for (const char *p = number; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isspace (c) || c == 0x7b2c)
      continue;
    if (c == '[' || c == 0xff3b || c == 0x3010 || c == 0xff08 || c == '(')
      c = 0x3014;
    else if (c == ']' || c == 0xff3d || c == 0x3011 || c == 0xff09 || c == ')')
      c = 0x3015;
    g_string_append_unichar (text, c);
  }
  g_ptr_array_set_size (paragraph->inlines, 0);
  _gb_docx_paragraph_add (paragraph, GB_DOCX_INLINE_TEXT, text->str, NULL, &format);
  _gb_docx_paragraph_finish (paragraph);
}

static GbDocxParagraph *
get_paragraph (GPtrArray *head, guint i)
{
  return ((GbDocxBlock *)g_ptr_array_index (head, i))->paragraph;
}

/* Letterhead: everything before the document number, if there is one, must be one of its elements.
 * Returns how many paragraphs belong to it; out_number is the index of the number's paragraph, or
 * -1. */
guint
_gb_docx_paper_measure_letterhead (GPtrArray *head, int *out_number)
{
  gboolean has_mark = FALSE;
  guint n = 0;

  *out_number = -1;
  for (; n < head->len; n++) {
    const GbDocxParagraph *paragraph = get_paragraph (head, n);
    const char *reason = get_head_reason (paragraph);

    if (_gb_docx_matches (GB_DOCX_NUMBER_PATTERN, paragraph->text) &&
        _gb_docx_is_short (paragraph->text, 60)) {
      if (*out_number >= 0)
        break;
      *out_number = (int)n;
      continue;
    }
    if (reason == NULL)
      break;
    has_mark = has_mark || is_file_mark (paragraph->text);
  }
  return has_mark || *out_number >= 0 ? n : 0;
}

void
_gb_docx_paper_take_letterhead (GbDocxModel *model, GPtrArray *head, guint n)
{
  for (guint i = 0; i < n; i++) {
    GbDocxBlock *block = g_ptr_array_index (head, i);
    const char *reason = get_head_reason (block->paragraph);

    if (reason != NULL)
      drop_block (model, block, reason);
    else
      _gb_docx_paper_clean_number (model, block->paragraph);
  }
}

static gboolean
is_record_line (const char *text)
{
  return _gb_docx_matches ("^(抄\\s*送|抄\\s*报|分\\s*送|主\\s*送|送)\\s*[:：]", text) ||
         _gb_docx_matches ("[0-9〇一二三四五六七八九十]{4}年.{1,3}月.{1,3}日\\s*印\\s*发$", text) ||
         _gb_docx_matches ("^[（(]?共印\\s*[0-9]+\\s*份[）)]?[。.]?$", text);
}

/* 版记: copies to, printed by and when (§7.4). It may be a table. */
void
_gb_docx_paper_drop_record_block (GbDocxModel *model)
{
  guint n_blocks = 0;
  gboolean in_table = FALSE;
  guint i = model->blocks->len;

  /* Notes come after the text. */
  for (guint k = 0; k < model->blocks->len; k++) {
    if (((GbDocxBlock *)g_ptr_array_index (model->blocks, k))->type == GB_DOCX_BLOCK_NOTE) {
      i = k;
      break;
    }
  }
  while (i > 0 && n_blocks < MAX_FOOT_BLOCKS) {
    GbDocxBlock *block = g_ptr_array_index (model->blocks, i - 1);

    if (block->type == GB_DOCX_BLOCK_TABLE_END)
      in_table = TRUE;
    if (block->type == GB_DOCX_BLOCK_TABLE)
      in_table = FALSE;
    if (block->paragraph != NULL && *block->paragraph->text != '\0') {
      if (!is_record_line (block->paragraph->text) && !in_table)
        return;
      if (is_record_line (block->paragraph->text))
        drop_block (model, block, "record block");
      else if (in_table)
        return;
      n_blocks++;
    }
    i--;
  }
}
