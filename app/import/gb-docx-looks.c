/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What paragraphs look like, and what most of a text looks like. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-docx-looks.h"

#include <string.h>

GbDocxLook
_gb_docx_get_look (const GbDocxParagraph *paragraph)
{
  GbDocxLook look = { .is_bold = TRUE, .is_red = TRUE };
  gboolean is_first = TRUE;

  for (guint i = 0; i < paragraph->inlines->len; i++) {
    const GbDocxInline *item = g_ptr_array_index (paragraph->inlines, i);
    const GbDocxRunFormat *format = &item->format;

    /* Spaces and line breaks look like nothing. */
    if (item->type != GB_DOCX_INLINE_TEXT || strspn (item->text, " \t") == strlen (item->text))
      continue;
    if (is_first) {
      look.face = format->face;
      look.size = format->size;
    }
    if (look.face != format->face)
      look.face = GB_DOCX_FACE_UNSET;
    if (look.size != format->size)
      look.size = 0;
    look.is_bold = look.is_bold && format->bold == GB_DOCX_ON;
    look.is_red = look.is_red && format->color == GB_DOCX_COLOR_RED;
    is_first = FALSE;
  }
  if (is_first)
    look.is_bold = look.is_red = FALSE;
  return look;
}

static gpointer
get_most (GHashTable *counts)
{
  GHashTableIter iter;
  gpointer key;
  gpointer value;
  gpointer most = NULL;
  gsize n = 0;

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    if (GPOINTER_TO_SIZE (value) > n) {
      n = GPOINTER_TO_SIZE (value);
      most = key;
    }
  }
  return most;
}

static void
count (GHashTable *counts, guint key, gsize n)
{
  gsize before = GPOINTER_TO_SIZE (g_hash_table_lookup (counts, GUINT_TO_POINTER (key)));

  g_hash_table_insert (counts, GUINT_TO_POINTER (key), GSIZE_TO_POINTER (before + n));
}

/* Face, size and weight of most characters. */
GbDocxUsual
_gb_docx_find_usual (const GbDocxModel *model)
{
  g_autoptr (GHashTable) faces = g_hash_table_new (g_direct_hash, g_direct_equal);
  g_autoptr (GHashTable) sizes = g_hash_table_new (g_direct_hash, g_direct_equal);
  gsize n_bold = 0;
  gsize n_all = 0;
  GbDocxUsual usual = { 0 };

  for (guint i = 0; i < model->blocks->len; i++) {
    const GbDocxBlock *block = g_ptr_array_index (model->blocks, i);

    for (guint k = 0; block->paragraph != NULL && k < block->paragraph->inlines->len; k++) {
      const GbDocxInline *item = g_ptr_array_index (block->paragraph->inlines, k);
      gsize n;

      if (item->type != GB_DOCX_INLINE_TEXT)
        continue;
      n = strlen (item->text);
      count (faces, item->format.face, n);
      count (sizes, item->format.size, n);
      n_all += n;
      n_bold += item->format.bold == GB_DOCX_ON ? n : 0;
    }
  }
  usual.face = (GbDocxFace)GPOINTER_TO_UINT (get_most (faces));
  usual.size = GPOINTER_TO_UINT (get_most (sizes));
  usual.is_bold = n_bold > n_all / 2;
  return usual;
}

gboolean
_gb_docx_is_sentence (const char *text)
{
  return g_str_has_suffix (text, "。") || g_str_has_suffix (text, "；") ||
         g_str_has_suffix (text, "：") || g_str_has_suffix (text, "，") ||
         g_str_has_suffix (text, ":");
}

gboolean
_gb_docx_is_short (const char *text, glong max_chars)
{
  return g_utf8_strlen (text, -1) <= max_chars;
}

gboolean
_gb_docx_matches (const char *pattern, const char *text)
{
  return g_regex_match_simple (pattern, text, G_REGEX_OPTIMIZE, 0);
}

/* Ranks the ways in which a paper sets headings apart, the strongest first. */
guint
_gb_docx_get_strength (const GbDocxParagraph *paragraph, const GbDocxUsual *usual)
{
  GbDocxLook look = _gb_docx_get_look (paragraph);

  /* Titles of attachments are no higher than the headings of the text. */
  if (look.face == GB_DOCX_FACE_BIAOSONG && usual->face != GB_DOCX_FACE_BIAOSONG)
    return 3;
  if (look.size != 0 && look.size >= usual->size + GB_DOCX_LARGER && usual->size != 0)
    return 100 + look.size;
  if (look.face == GB_DOCX_FACE_HEI && usual->face != GB_DOCX_FACE_HEI)
    return 3;
  if (look.face == GB_DOCX_FACE_KAI && usual->face != GB_DOCX_FACE_KAI)
    return 2;
  return look.is_bold && !usual->is_bold ? 1 : 0;
}
