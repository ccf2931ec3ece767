/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From bytes to lines: encodings, byte order marks, line ends, indentation by spaces, and files
 * that are no text at all. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-private.h"

#include "document/gb-document-error.h"
#include "document/gb-text.h"

#include <string.h>

/* A few stray controls come out of old converters; more, or one NUL, mean that it is no text. */
static gboolean
is_binary (const char *text, gsize size)
{
  gsize n_controls = 0;

  for (gsize i = 0; i < size; i++) {
    if (text[i] == '\0')
      return TRUE;
    if (g_ascii_iscntrl (text[i]) && !g_ascii_isspace (text[i]))
      n_controls++;
  }
  return n_controls > 4 + size / 1000;
}

static char *
convert (const char *data, gsize size, const char *encoding, GError **error)
{
  gsize n_written = 0;
  g_autofree char *text = g_convert (data, (gssize)size, "UTF-8", encoding, NULL, &n_written, NULL);

  if (text == NULL || is_binary (text, n_written)) {
    g_set_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_UNSUPPORTED,
                 "the file is not a text in UTF-8, UTF-16 or GB18030");
    return NULL;
  }
  return g_steal_pointer (&text);
}

static gboolean
is_space (gunichar c)
{
  return g_unichar_isspace (c) || c == 0xa0 || c == 0x3000 || c == 0x200b || c == 0xfeff;
}

static char *
trim (const char *text, gsize length)
{
  const char *end = text + length;

  while (text < end && is_space (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  while (end > text) {
    const char *last = g_utf8_prev_char (end);

    if (!is_space (g_utf8_get_char (last)))
      break;
    end = last;
  }
  return g_strndup (text, end - text);
}

/* Spaces that came from HTML: a run with a no-break space in it is one space. Ideographic spaces
 * alone are a way of writing (“张　三”) and stay. */
static char *
clean (const char *text, GPtrArray *dropped, guint line)
{
  g_autoptr (GString) result = g_string_sized_new (strlen (text));
  const char *p = text;
  gboolean has_forbidden = FALSE;

  while (*p != '\0') {
    const char *end = p;
    gboolean has_no_break = FALSE;

    while (*end != '\0' && is_space (g_utf8_get_char (end))) {
      has_no_break |= g_utf8_get_char (end) == 0xa0 || *end == '\t';
      end = g_utf8_next_char (end);
    }
    if (end > p) {
      if (has_no_break)
        g_string_append_c (result, ' ');
      else
        g_string_append_len (result, p, end - p);
      p = end;
      continue;
    }
    if (gb_text_is_allowed (g_utf8_get_char (p)))
      g_string_append_len (result, p, g_utf8_next_char (p) - p);
    else
      has_forbidden = TRUE;
    p = g_utf8_next_char (p);
  }
  if (has_forbidden)
    _gb_import_drop (dropped, line, "characters that are not allowed", result->str);
  return g_string_free (g_steal_pointer (&result), FALSE);
}

/* One damaged byte does not make GB18030 of a text in UTF-8, which would decode to nonsense without
 * a complaint. */
static gboolean
is_damaged_utf8 (const char *data, gsize size)
{
  const char *end = data + size;
  gsize n_good = 0;
  gsize n_bad = 0;

  while (data < end) {
    gunichar c = g_utf8_get_char_validated (data, end - data);

    if (c == (gunichar)-1 || c == (gunichar)-2) {
      n_bad++;
      data++;
    } else {
      n_good += c >= 0x80;
      data = g_utf8_next_char (data);
    }
  }
  return n_good > 20 * n_bad;
}

static void
import_line_free (GbImportLine *line)
{
  g_free (line->text);
  g_free (line);
}

/**
 * _gb_import_text_decode:
 * @data: the bytes of a file
 * @size: their number
 * @dropped: (element-type GbImportNote): where damage is noted
 * @error: return location for %GB_DOCUMENT_ERROR_UNSUPPORTED
 *
 * Takes UTF-8, also with a few damaged bytes (each becomes U+FFFD), UTF-16 with a byte order mark,
 * and GB18030 with its subsets GBK and GB 2312.
 *
 * Returns: (transfer full): the text in UTF-8 without a byte order mark, or %NULL
 */
char *
_gb_import_text_decode (const char *data, gsize size, GPtrArray *dropped, GError **error)
{
  g_autofree char *text = NULL;

  if (size >= 2 && (memcmp (data, "\xff\xfe", 2) == 0 || memcmp (data, "\xfe\xff", 2) == 0)) {
    text = convert (data, size, "UTF-16", error);
  } else {
    if (size >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0) {
      data += 3;
      size -= 3;
    }
    if (is_binary (data, size)) {
      g_set_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_UNSUPPORTED,
                   "the file is not a text");
      return NULL;
    }
    if (g_utf8_validate_len (data, size, NULL)) {
      text = g_strndup (data, size);
    } else if (is_damaged_utf8 (data, size)) {
      _gb_import_drop (dropped, 0, "bytes that are not UTF-8", "\357\277\275");
      text = g_utf8_make_valid (data, (gssize)size);
    } else {
      text = convert (data, size, "GB18030", error);
    }
  }
  return g_steal_pointer (&text);
}

/**
 * _gb_import_text_split:
 * @text: text in UTF-8
 * @dropped: (element-type GbImportNote): where forbidden characters are noted
 *
 * Splits at line feeds, carriage returns, form feeds, and the line and paragraph separators of
 * Unicode. Blank lines are left out but counted.
 *
 * Returns: (transfer full) (element-type GbImportLine): the lines
 */
GPtrArray *
_gb_import_text_split (const char *text, GPtrArray *dropped)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify)import_line_free);
  const char *start = text;
  guint number = 1;

  for (const char *p = text;; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    g_autofree char *trimmed = NULL;

    if (c != '\0' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && c != 0x85 && c != 0x2028 &&
        c != 0x2029)
      continue;
    trimmed = trim (start, p - start);
    if (*trimmed != '\0') {
      GbImportLine *line = g_new0 (GbImportLine, 1);

      line->number = number;
      line->text = clean (trimmed, dropped, number);
      g_ptr_array_add (lines, line);
    }
    if (c == '\0')
      return lines;
    if (c == '\r' && p[1] == '\n')
      p++;
    start = g_utf8_next_char (p);
    number++;
  }
}
