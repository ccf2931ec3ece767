/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tells the text of a page from its furniture. A page that was saved or copied as text begins with
 * the site's name, a breadcrumb, the title and a row of fields, and ends with what belongs to the
 * site. Only lines of a known form are left out, each with a note; whatever is not recognised stays
 * in the text. Works on a plain text too, which has a title at most. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-private.h"

#include <string.h>

/* So far from the start a field can still belong to the head of a page. */
#define MAX_HEAD_LINES  30
#define MAX_FIELD_CHARS 300
#define MAX_TITLE_CHARS 100
#define MAX_TITLE_LINES 3

typedef enum {
  LINE_TEXT,
  LINE_SITE_NAME,
  LINE_BREADCRUMB,
  LINE_FIELDS,
  LINE_CONTROL,
} LineType;

static const GbImportLine *
get_line (const GbImportPage *page, guint i)
{
  return g_ptr_array_index (page->lines, i);
}

static void
drop (GbImportPage *page, guint i, const char *reason)
{
  const GbImportLine *line = get_line (page, i);

  _gb_import_drop (page->dropped, line->number, reason, line->text);
}

static const char *
skip_bullet (const char *text)
{
  gunichar c = g_utf8_get_char (text);

  if (c != 0x2022 && c != 0xb7 && c != 0x25cf)
    return text;
  text = g_utf8_next_char (text);
  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return text;
}

/* A row of fields begins with one, or with a bare time. A date alone may be a date in the text, so
 * it needs a bullet before it or a breadcrumb above it. */
static gboolean
is_fields (const char *line, gboolean is_sure)
{
  const char *text = skip_bullet (line);
  g_autoptr (GMatchInfo) match = NULL;
  int start = 0;

  if (_gb_import_match (GB_IMPORT_PATTERN_DATE_TIME, text, &match)) {
    g_autofree char *hour = g_match_info_fetch_named (match, "h");

    return is_sure || text != line || (hour != NULL && *hour != '\0');
  }
  if (is_sure && _gb_import_match (GB_IMPORT_PATTERN_WEAK_LABEL, text, NULL))
    return TRUE;
  if (!_gb_import_match (GB_IMPORT_PATTERN_LABEL, text, &match))
    return FALSE;
  g_match_info_fetch_pos (match, 0, &start, NULL);
  if (start > 0) {
    g_autofree char *before = g_strstrip (g_strndup (text, start));

    return _gb_import_match (GB_IMPORT_PATTERN_DATE_TIME, before, NULL) ||
           _gb_import_match (GB_IMPORT_PATTERN_CONTROL, before, NULL);
  }
  return TRUE;
}

static LineType
classify (const char *text, gboolean has_breadcrumb, gboolean before_title)
{
  if (g_utf8_strlen (text, -1) > MAX_FIELD_CHARS)
    return LINE_TEXT;
  if (_gb_import_match (GB_IMPORT_PATTERN_BREADCRUMB, text, NULL))
    return LINE_BREADCRUMB;
  if (is_fields (text, has_breadcrumb))
    return LINE_FIELDS;
  if (_gb_import_match (GB_IMPORT_PATTERN_CONTROL, text, NULL))
    return LINE_CONTROL;
  if (before_title && _gb_import_match (GB_IMPORT_PATTERN_SITE_NAME, text, NULL))
    return LINE_SITE_NAME;
  return LINE_TEXT;
}

static gboolean
find_breadcrumb (const GbImportPage *page)
{
  for (guint i = 0; i < MIN (page->end, MAX_HEAD_LINES); i++) {
    if (_gb_import_match (GB_IMPORT_PATTERN_BREADCRUMB, get_line (page, i)->text, NULL))
      return TRUE;
  }
  return FALSE;
}

/* Returns the parts of a date as "YYYY-MM-DD" or, if it has a time and with_time, with " HH:MM". */
static char *
format_date (GMatchInfo *match, gboolean with_time)
{
  g_autofree char *year = g_match_info_fetch_named (match, "y");
  g_autofree char *month = g_match_info_fetch_named (match, "m");
  g_autofree char *day = g_match_info_fetch_named (match, "d");
  g_autofree char *hour = with_time ? g_match_info_fetch_named (match, "h") : NULL;
  g_autofree char *minute = with_time ? g_match_info_fetch_named (match, "n") : NULL;
  int y = atoi (year);
  int m = atoi (month);
  int d = atoi (day);

  if (!g_date_valid_dmy ((GDateDay)d, (GDateMonth)m, (GDateYear)y))
    return NULL;
  if (!with_time)
    return g_strdup_printf ("%04d-%02d-%02d", y, m, d);
  if (hour == NULL || *hour == '\0' || atoi (hour) > 23 || atoi (minute) > 59)
    return NULL;
  return g_strdup_printf ("%04d-%02d-%02d %02d:%02d", y, m, d, atoi (hour), atoi (minute));
}

/**
 * _gb_import_page_dup_date:
 * @text: a value of a field
 * @with_time: whether it is to have a time
 *
 * Returns: (transfer full) (nullable): "YYYY-MM-DD", or "YYYY-MM-DD HH:MM" @with_time; %NULL if
 *   @text is no such date or time
 */
char *
_gb_import_page_dup_date (const char *text, gboolean with_time)
{
  g_autoptr (GMatchInfo) match = NULL;

  return _gb_import_match (GB_IMPORT_PATTERN_DATE_TIME, text, &match)
           ? format_date (match, with_time)
           : NULL;
}

static void
take_time (GbImportPage *page, guint line, const char *value)
{
  g_autofree char *time = _gb_import_page_dup_date (value, TRUE);

  if (time != NULL)
    gb_metadata_set (page->metadata, "originally-published", time);
  else
    _gb_import_drop (page->dropped, line, "publication date without a time", value);
}

static gboolean
has_group (GMatchInfo *match, const char *name)
{
  int start = -1;

  return g_match_info_fetch_named_pos (match, name, &start, NULL) && start >= 0;
}

static void
take_field (GbImportPage *page, guint line, GMatchInfo *match, const char *label, const char *value)
{
  const char *field = NULL;

  if (has_group (match, "time")) {
    take_time (page, line, value);
    return;
  }
  if (has_group (match, "source"))
    field = "source";
  else if (has_group (match, "publisher"))
    field = "publisher";
  else if (has_group (match, "author"))
    field = "author";

  if (field == NULL)
    _gb_import_drop (page->dropped, line,
                     has_group (match, "font") ? "font size links" : "number of visits", label);
  else if (*value == '\0')
    _gb_import_drop (page->dropped, line, "field without a value", label);
  else if (*gb_metadata_get (page->metadata, field) != '\0')
    _gb_import_drop (page->dropped, line, "repeated field", label);
  else
    gb_metadata_set (page->metadata, field, value);
}

static gboolean
is_separator (gunichar c)
{
  return g_unichar_isspace (c) || c == 0xa0 || c == '|' || c == 0xff5c || c == ',' || c == ';';
}

/* Fields of a row are told apart by marks and spaces of any width. */
static char *
strip_separators (const char *text, gsize length)
{
  const char *end = text + length;

  while (text < end &&
         (g_unichar_isspace (g_utf8_get_char (text)) || g_utf8_get_char (text) == 0xa0))
    text = g_utf8_next_char (text);
  while (end > text && is_separator (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);
  return g_strndup (text, end - text);
}

/* Fields follow each other in one line, or stand in a line each. */
static void
take_fields (GbImportPage *page, const GbImportLine *line)
{
  const char *text = skip_bullet (line->text);
  g_autoptr (GMatchInfo) match = NULL;

  if (_gb_import_match (GB_IMPORT_PATTERN_WEAK_LABEL, text, &match)) {
    int end = 0;
    g_autofree char *value = NULL;

    g_match_info_fetch_pos (match, 0, NULL, &end);
    value = g_strstrip (g_strdup (text + end));
    take_time (page, line->number, value);
    return;
  }
  while (*text != '\0') {
    g_autoptr (GMatchInfo) field = NULL;
    g_autoptr (GMatchInfo) next = NULL;
    g_autofree char *value = NULL;
    g_autofree char *label = NULL;
    int start = 0;
    int end = 0;
    int next_start;

    if (!_gb_import_match (GB_IMPORT_PATTERN_LABEL, text, &field)) {
      take_time (page, line->number, text);
      return;
    }
    g_match_info_fetch_pos (field, 0, &start, &end);
    if (start > 0) {
      value = strip_separators (text, start);
      if (_gb_import_match (GB_IMPORT_PATTERN_CONTROL, value, NULL))
        _gb_import_drop (page->dropped, line->number, "page control", value);
      else if (*value != '\0')
        take_time (page, line->number, value);
      text += start;
      continue;
    }
    next_start = (int)strlen (text + end);
    if (_gb_import_match (GB_IMPORT_PATTERN_LABEL, text + end, &next))
      g_match_info_fetch_pos (next, 0, &next_start, NULL);
    value = strip_separators (text + end, next_start);
    label = strip_separators (text, end + next_start);
    take_field (page, line->number, field, label, value);
    text += end + next_start;
  }
}

/* Letters and digits alone: a title is often repeated with a mark lost or added. */
static void
append_letters (GString *letters, const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      g_string_append_unichar (letters, g_utf8_get_char (p));
  }
}

static gboolean
is_same_title (const char *a, const char *b)
{
  g_autoptr (GString) letters_a = g_string_new (NULL);
  g_autoptr (GString) letters_b = g_string_new (NULL);

  append_letters (letters_a, a);
  append_letters (letters_b, b);
  return g_string_equal (letters_a, letters_b);
}

static gboolean
is_catalogue (const GbImportPage *page, guint i)
{
  return i >= page->catalogue_first && i < page->catalogue_end;
}

static gboolean
fields_follow (const GbImportPage *page, guint i)
{
  for (guint k = i + 1; k < page->end && k <= i + MAX_TITLE_LINES; k++) {
    if (is_catalogue (page, k) || classify (get_line (page, k)->text, FALSE, FALSE) == LINE_FIELDS)
      return TRUE;
  }
  return FALSE;
}

/* A plain text may begin without a title at once. */
static gboolean
is_title (const GbImportPage *page, guint i, gboolean is_page)
{
  const char *text = get_line (page, i)->text;

  if (g_utf8_strlen (text, -1) > MAX_TITLE_CHARS)
    return FALSE;
  if (is_page)
    return TRUE;
  return i + 1 < page->lines->len && !g_str_has_suffix (text, "。") &&
         !g_str_has_suffix (text, "；") && !g_str_has_suffix (text, "，") &&
         !_gb_import_match (GB_IMPORT_PATTERN_HEADING_1, text, NULL) &&
         !_gb_import_match (GB_IMPORT_PATTERN_HEADING_2, text, NULL) &&
         !_gb_import_match (GB_IMPORT_PATTERN_HEADING_3, text, NULL) &&
         !g_str_has_suffix (text, "：") && !g_str_has_suffix (text, ":");
}

static void
recognize_head (GbImportPage *page, GString *title)
{
  const gboolean has_title = title->len > 0;
  const gboolean has_breadcrumb = find_breadcrumb (page);
  const gboolean is_page =
    has_breadcrumb || page->catalogue_end > 0 || fields_follow (page, 0) || fields_follow (page, 1);
  gboolean seen_fields = FALSE;
  guint n_title_lines = 0;

  for (; page->first < page->end && page->first < MAX (MAX_HEAD_LINES, page->content_first);
       page->first++) {
    const GbImportLine *line = get_line (page, page->first);

    if (is_catalogue (page, page->first))
      continue;
    switch (classify (line->text, has_breadcrumb, is_page && n_title_lines == 0)) {
    case LINE_SITE_NAME:
      drop (page, page->first, "site name");
      break;
    case LINE_BREADCRUMB:
      if (strstr (line->text, "解读") != NULL)
        page->kind = GB_DOCUMENT_KIND_INTERPRETATION;
      drop (page, page->first, "breadcrumb");
      break;
    case LINE_FIELDS:
      take_fields (page, line);
      seen_fields = TRUE;
      break;
    case LINE_CONTROL:
      drop (page, page->first, "page control");
      break;
    case LINE_TEXT:
      if (has_title && is_same_title (line->text, title->str) &&
          fields_follow (page, page->first)) {
        drop (page, page->first, "repeated title");
        break;
      }
      if (has_title && page->first >= page->content_first)
        return;
      if (has_title) {
        drop (page, page->first, GB_IMPORT_DROPPED_FURNITURE);
        break;
      }
      if (seen_fields && n_title_lines > 0)
        return;
      if (n_title_lines > 0 &&
          (n_title_lines == MAX_TITLE_LINES || !fields_follow (page, page->first)))
        return;
      if (!is_title (page, page->first, is_page || seen_fields) ||
          title->len + strlen (line->text) > MAX_TITLE_CHARS * 3)
        return;
      g_string_append (title, line->text);
      n_title_lines++;
      break;
    default:
      g_assert_not_reached ();
    }
  }
}

static void
drop_repeated_title (GbImportPage *page, const char *title)
{
  g_autoptr (GString) wanted = g_string_new (NULL);
  g_autoptr (GString) found = g_string_new (NULL);

  append_letters (wanted, title);
  if (wanted->len == 0)
    return;
  for (guint i = page->first; i < page->end && i < page->first + MAX_TITLE_LINES; i++) {
    append_letters (found, get_line (page, i)->text);
    if (strcmp (found->str, wanted->str) == 0) {
      for (; page->first <= i; page->first++)
        drop (page, page->first, "repeated title");
      return;
    }
  }
}

/* NULL for a line of the text. */
static const char *
get_footer_reason (const char *text)
{
  if (_gb_import_match (GB_IMPORT_PATTERN_SCAN, text, NULL))
    return "invitation to scan a code";
  if (_gb_import_match (GB_IMPORT_PATTERN_LEAVING, text, NULL))
    return "leaving notice";
  if (_gb_import_match (GB_IMPORT_PATTERN_DECORATION, text, NULL))
    return "decoration";
  if (_gb_import_match (GB_IMPORT_PATTERN_CONTROL, text, NULL))
    return "page control";
  if (_gb_import_match (GB_IMPORT_PATTERN_FOOTER, text, NULL))
    return "footer of the site";
  return NULL;
}

static void
recognize_tail (GbImportPage *page)
{
  while (page->end > page->first) {
    const char *reason = get_footer_reason (get_line (page, page->end - 1)->text);

    if (reason == NULL)
      return;
    drop (page, page->end - 1, reason);
    page->end--;
  }
}

static void
choose_kind (GbImportPage *page, const char *title)
{
  static const struct {
    const char *word;
    GbDocumentKind kind;
    gboolean at_end;
  } words[] = {
    { "问答", GB_DOCUMENT_KIND_QA, FALSE },
    { "解读", GB_DOCUMENT_KIND_INTERPRETATION, FALSE },
    { "回应", GB_DOCUMENT_KIND_RESPONSE, FALSE },
    { "通知", GB_DOCUMENT_KIND_NOTICE, TRUE },
    { "公告", GB_DOCUMENT_KIND_ANNOUNCEMENT, TRUE },
    { "通告", GB_DOCUMENT_KIND_CIRCULAR, TRUE },
    { "意见", GB_DOCUMENT_KIND_OPINION, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (words[i].at_end ? g_str_has_suffix (title, words[i].word)
                        : strstr (title, words[i].word) != NULL) {
      page->kind = words[i].kind;
      return;
    }
  }
}

/* 发文字号 stands under the title of an official document. */
static void
take_document_number (GbImportPage *page)
{
  const char *text;

  if (page->first >= page->end)
    return;
  text = get_line (page, page->first)->text;
  if (!_gb_import_match (GB_IMPORT_PATTERN_DOCUMENT_NUMBER, text, NULL))
    return;
  gb_metadata_set (page->metadata, "document-number", text);
  page->first++;
}

/* The text ends with its date (GB/T 9704-2012 §7.3.5) and perhaps a note; the attachments that may
 * follow begin with 附件 in a line of its own (§7.3.7). */
static guint
find_signed_end (const GbImportPage *page)
{
  for (guint i = page->first; i < page->end; i++) {
    guint next = i + 1;

    if (!_gb_import_match (GB_IMPORT_PATTERN_DATE, get_line (page, i)->text, NULL))
      continue;
    if (next < page->end &&
        _gb_import_match (GB_IMPORT_PATTERN_NOTE, get_line (page, next)->text, NULL))
      next++;
    if (next < page->end &&
        _gb_import_match (GB_IMPORT_PATTERN_ATTACHMENT, get_line (page, next)->text, NULL))
      return next;
  }
  return page->end;
}

static void
take_made_on (GbImportPage *page)
{
  for (guint i = page->signed_end; i > page->first && i + 2 > page->signed_end; i--) {
    g_autoptr (GMatchInfo) match = NULL;

    if (_gb_import_match (GB_IMPORT_PATTERN_DATE, get_line (page, i - 1)->text, &match)) {
      g_autofree char *date = format_date (match, FALSE);

      if (date != NULL)
        gb_metadata_set (page->metadata, "made-on", date);
      return;
    }
  }
}

static int
compare_notes (gconstpointer a, gconstpointer b)
{
  const GbImportNote *note_a = *(GbImportNote *const *)a;
  const GbImportNote *note_b = *(GbImportNote *const *)b;

  return note_a->line < note_b->line ? -1 : note_a->line > note_b->line;
}

/**
 * _gb_import_page_recognize:
 * @page: a page with its lines
 * @given_title: (nullable): its title, if the source names one
 *
 * Fills metadata and kind from the head of @page, narrows it to its text, and notes what is left
 * out, in the order of the lines.
 */
void
_gb_import_page_recognize (GbImportPage *page, const char *given_title)
{
  g_autoptr (GString) title = g_string_new (given_title);
  g_autofree char *name = NULL;

  page->kind = GB_DOCUMENT_KIND_NOTICE;
  page->first = 0;
  page->end = page->lines->len;
  recognize_tail (page);
  name = _gb_import_page_take_catalogue (page);
  /* What stands above a catalogue belongs to the site. */
  if (name != NULL && title->len == 0) {
    g_string_assign (title, name);
    page->content_first = MAX (page->content_first, page->catalogue_end);
  }
  recognize_head (page, title);
  gb_metadata_set (page->metadata, "title", title->str);
  drop_repeated_title (page, title->str);
  choose_kind (page, title->str);
  gb_metadata_set (page->metadata, "genre", gb_document_kind_get_chinese_name (page->kind));
  if (gb_document_kind_is_official (page->kind)) {
    take_document_number (page);
    page->signed_end = find_signed_end (page);
    take_made_on (page);
  }
  g_ptr_array_sort (page->dropped, compare_notes);
}
