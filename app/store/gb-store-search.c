/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search index, on the database thread. FTS5's own "trigram" finds no word of two characters,
 * and most Chinese words have two. So every two neighbouring ideographs are one token, and the last
 * one of a run is a token too:
 *
 *   优化营商环境 5G  →  优化 化营 营商 商环 环境 境 5g
 *
 * A word is then a phrase (营商环境 is "营商 商环 环境"), one character a prefix (营*). */
#define G_LOG_DOMAIN "gb-store"

#include "config.h"

#include "store/gb-store-private.h"

#include <string.h>

/* Ideographs, kana and hangul are written without spaces. */
static gboolean
is_dense (gunichar c)
{
  switch (g_unichar_get_script (c)) {
  case G_UNICODE_SCRIPT_HAN:
  case G_UNICODE_SCRIPT_HIRAGANA:
  case G_UNICODE_SCRIPT_KATAKANA:
  case G_UNICODE_SCRIPT_BOPOMOFO:
  case G_UNICODE_SCRIPT_HANGUL:
    return TRUE;
  default:
    return FALSE;
  }
}

static gboolean
is_letter (gunichar c)
{
  return g_unichar_isalnum (c) || is_dense (c);
}

/* Full-width and half-width forms, and upper and lower case, are the same word. */
static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);

  return normal != NULL ? g_utf8_casefold (normal, -1) : g_strdup ("");
}

static const char *
next_run (const char *at, gboolean dense)
{
  while (*at != '\0') {
    gunichar c = g_utf8_get_char (at);

    if (!is_letter (c) || is_dense (c) != dense)
      break;
    at = g_utf8_next_char (at);
  }
  return at;
}

/* with_last: also the last character alone, for the index. */
static void
append_dense (GString *grams, const char *start, const char *end, gboolean with_last)
{
  const char *at = start;

  while (at < end) {
    const char *second = g_utf8_next_char (at);
    const char *stop = second < end ? g_utf8_next_char (second) : end;

    if (second < end || with_last || at == start) {
      g_string_append_len (grams, at, stop - at);
      g_string_append_c (grams, ' ');
    }
    at = second;
  }
}

static void
append_word (GString *grams, const char *start, const char *end, gboolean with_last)
{
  if (is_dense (g_utf8_get_char (start))) {
    append_dense (grams, start, end, with_last);
    return;
  }
  g_string_append_len (grams, start, end - start);
  g_string_append_c (grams, ' ');
}

static char *
split_grams (const char *folded, gboolean with_last)
{
  GString *grams = g_string_sized_new (strlen (folded) * 3);
  const char *at = folded;

  while (*at != '\0') {
    gunichar c = g_utf8_get_char (at);
    const char *end;

    if (!is_letter (c)) {
      at = g_utf8_next_char (at);
      continue;
    }
    end = next_run (at, is_dense (c));
    append_word (grams, at, end, with_last);
    at = end;
  }
  return g_string_free (grams, FALSE);
}

char *
_gb_store_search_grams (const char *text)
{
  g_autofree char *folded = fold (text);

  return split_grams (folded, TRUE);
}

/* One word of the query as a phrase. The last token may be the start of one: "5" finds 5g, and a
 * single 营 finds every pair that begins with it. A pair is whole. */
static void
append_phrase (GString *match, const char *word)
{
  g_autofree char *grams = split_grams (word, FALSE);
  const char *last;

  g_strchomp (grams);
  if (*grams == '\0')
    return;
  last = strrchr (grams, ' ');
  last = last != NULL ? last + 1 : grams;
  g_string_append_printf (match, "%s\"%s\"", match->len > 0 ? " AND " : "", grams);
  if (!is_dense (g_utf8_get_char (last)) || *g_utf8_next_char (last) == '\0')
    g_string_append (match, "*");
}

char *
_gb_store_search_match (const char *query)
{
  g_autofree char *folded = fold (query);
  g_auto (GStrv) words = g_strsplit_set (folded, " \t\n", -1);
  GString *match = g_string_new (NULL);
  gboolean is_empty;

  for (char **word = words; *word != NULL; word++)
    append_phrase (match, *word);
  is_empty = match->len == 0;
  return g_string_free (match, is_empty);
}

/* What a person would remember of a document: its names and numbers, then the text. */
char *
_gb_store_search_text (GbDocument *document)
{
  static const char *const fields[] = { "document-number", "index-number", "publisher", "source" };
  GbMetadata *metadata = gb_document_get_metadata (document);
  g_autofree char *body = gb_document_dup_text (document);
  g_autofree char *keywords = NULL;
  GString *text = g_string_new (gb_document_get_title (document));

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    g_string_append_printf (text, "\n%s", gb_metadata_get (metadata, fields[i]));
  keywords = g_strjoinv ("\n", (char **)gb_metadata_get_keywords (metadata));
  g_string_append_printf (text, "\n%s\n%s", keywords, body);
  return g_string_free (text, FALSE);
}

typedef struct {
  gint64 search_row; /* 0 if the document is not indexed */
  char *text;
} Indexed;

static void
indexed_clear (Indexed *self)
{
  g_clear_pointer (&self->text, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Indexed, indexed_clear)

static gboolean
load_indexed (GbStoreTxn *txn, gint64 n, Indexed *out_indexed, GError **error)
{
  g_autoptr (GbStatement) select = NULL;
  gboolean has_row;

  select =
    _gb_store_txn_prepare (txn, "SELECT search_row, text FROM texts WHERE document = :n", error);
  if (select == NULL)
    return FALSE;
  gb_statement_bind_int64 (select, ":n", n);
  if (!gb_statement_step (select, &has_row, error))
    return FALSE;
  if (has_row) {
    out_indexed->search_row = gb_statement_get_int64 (select, 0);
    out_indexed->text = gb_statement_dup_text (select, 1);
  }
  return TRUE;
}

static gboolean
remove_from_index (GbStoreTxn *txn, const Indexed *old, GError **error)
{
  g_autofree char *grams = _gb_store_search_grams (old->text);
  g_autoptr (GbStatement) delete = NULL;

  delete = _gb_store_txn_prepare (txn,
                                  "INSERT INTO search (search, rowid, grams)"
                                  " VALUES ('delete', :row, :grams)",
                                  error);
  if (delete == NULL)
    return FALSE;
  gb_statement_bind_int64 (delete, ":row", old->search_row);
  gb_statement_bind_text (delete, ":grams", grams);
  return gb_statement_run (delete, error);
}

static gboolean
add_to_texts (GbStoreTxn *txn, gint64 n, const char *text, gint64 *out_row, GError **error)
{
  g_autoptr (GbStatement) insert = NULL;
  gboolean has_row;

  insert = _gb_store_txn_prepare (txn,
                                  "INSERT OR REPLACE INTO texts (document, search_row, text)"
                                  " VALUES (:n,"
                                  "  (SELECT coalesce (max (search_row), 0) + 1 FROM texts), :text)"
                                  " RETURNING search_row",
                                  error);
  if (insert == NULL)
    return FALSE;
  gb_statement_bind_int64 (insert, ":n", n);
  gb_statement_bind_text (insert, ":text", text);
  if (!gb_statement_step (insert, &has_row, error))
    return FALSE;
  *out_row = has_row ? gb_statement_get_int64 (insert, 0) : 0;
  return TRUE;
}

static gboolean
add_to_index (GbStoreTxn *txn, gint64 row, const char *text, GError **error)
{
  g_autofree char *grams = _gb_store_search_grams (text);
  g_autoptr (GbStatement) insert = NULL;

  insert =
    _gb_store_txn_prepare (txn, "INSERT INTO search (rowid, grams) VALUES (:row, :grams)", error);
  if (insert == NULL)
    return FALSE;
  gb_statement_bind_int64 (insert, ":row", row);
  gb_statement_bind_text (insert, ":grams", grams);
  return gb_statement_run (insert, error);
}

gboolean
_gb_store_txn_index (GbStoreTxn *txn, gint64 n, const char *text, GError **error)
{
  g_auto (Indexed) old = { 0 };
  gint64 row;

  if (!load_indexed (txn, n, &old, error))
    return FALSE;
  if (g_strcmp0 (old.text, text) == 0)
    return TRUE;
  if (old.search_row > 0 && !remove_from_index (txn, &old, error))
    return FALSE;
  return add_to_texts (txn, n, text, &row, error) && add_to_index (txn, row, text, error);
}
