/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The catalogue that stands above the text on the pages of government information: 索引号, 分类,
 * 发布机构, 成文日期, 名称, 文号, 发布日期, 主题词 (政府信息公开条例 Art. 26 and its platforms).
 * Copied as text, a table of them becomes fields in one line with tabs between them, a field in a
 * line, or a label in one line and its value in the next. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-private.h"

#include <string.h>

/* So far from the start a catalogue can begin, and so many fields are more than a chance. */
#define MAX_HEAD_LINES  30
#define MIN_FIELDS      3
#define MAX_VALUE_CHARS 300

typedef struct {
  const char *label;
  const char *field; /* (nullable): a property of GbMetadata; NULL for one that has none */
} Field;

static const Field fields[] = {
  { "索引号", "index-number" },
  { "分类", "theme" },
  { "主题分类", "theme" },
  { "发布机构", "publisher" },
  { "发文机关", "publisher" },
  { "发布单位", "publisher" },
  { "成文日期", "made-on" },
  { "生成日期", "made-on" },
  { "名称", "title" },
  { "标题", "title" },
  { "文号", "document-number" },
  { "发文字号", "document-number" },
  { "发布日期", "originally-published" },
  { "发布时间", "originally-published" },
  { "主题词", "keywords" },
  { "关键词", "keywords" },
  { "内容概述", "summary" },
  { "体裁", NULL },
  { "体裁分类", NULL },
  { "组配分类", NULL },
  { "公开方式", NULL },
  { "公开时限", NULL },
  { "公开范围", NULL },
  { "有效性", NULL },
  { "时效", NULL },
  { "统一编号", NULL },
};

typedef struct {
  const Field *field;
  guint line; /* in the source */
  GString *value;
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_string_free (entry->value, TRUE);
  g_free (entry);
}

static const char *
skip_spaces (const char *text)
{
  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return text;
}

/* Labels are spaced out to the width of their column: 索 引 号, 文　　号. */
static const char *
skip_label (const char *text, const char *label)
{
  for (const char *p = label; *p != '\0'; p = g_utf8_next_char (p)) {
    if (p != label)
      text = skip_spaces (text);
    if (g_utf8_get_char (text) != g_utf8_get_char (p))
      return NULL;
    text = g_utf8_next_char (text);
  }
  return text;
}

/* A label ends with a colon, with the tab of the next cell, or with its line. */
static const Field *
find_field (const char *text, const char **out_value)
{
  const Field *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    const char *end = skip_label (text, fields[i].label);
    const char *after = end != NULL ? skip_spaces (end) : NULL;

    if (end == NULL)
      continue;
    if (*after == ':')
      after++;
    else if (g_str_has_prefix (after, "："))
      after += strlen ("：");
    else if (*after != '\0' && memchr (end, '\t', after - end) == NULL)
      continue;
    found = &fields[i];
    *out_value = skip_spaces (after);
  }
  return found;
}

static gboolean
is_cell_start (const char *line, const char *p)
{
  return p == line || g_unichar_isspace (g_utf8_get_char (g_utf8_find_prev_char (line, p)));
}

static Entry *
get_last (GPtrArray *entries)
{
  return entries->len > 0 ? g_ptr_array_index (entries, entries->len - 1) : NULL;
}

/* Returns: FALSE if no field begins the line */
static gboolean
read_fields (GPtrArray *entries, const GbImportLine *line)
{
  const char *p = line->text;
  const char *value = NULL;

  if (find_field (p, &value) == NULL)
    return FALSE;
  while (*p != '\0') {
    const Field *field = is_cell_start (line->text, p) ? find_field (p, &value) : NULL;

    if (field != NULL) {
      Entry *entry = g_new0 (Entry, 1);

      entry->field = field;
      entry->line = line->number;
      entry->value = g_string_new (NULL);
      g_ptr_array_add (entries, entry);
      p = value;
    } else {
      g_string_append_unichar (get_last (entries)->value, g_utf8_get_char (p));
      p = g_utf8_next_char (p);
    }
  }
  return TRUE;
}

/* A line is the value of the label above it if another field follows. Below the last label, which
 * is often an empty 主题词, anything may stand: only a date is known to belong to it. */
static gboolean
is_value (const GbImportPage *page, guint i, const Entry *entry)
{
  const char *field = entry->field->field;
  const GbImportLine *line = g_ptr_array_index (page->lines, i);
  const GbImportLine *next = i + 1 < page->end ? g_ptr_array_index (page->lines, i + 1) : NULL;
  const char *value = NULL;
  g_autofree char *date = NULL;

  if (entry->value->len > 0)
    return FALSE;
  if (next != NULL && find_field (next->text, &value) != NULL)
    return TRUE;
  if (g_strcmp0 (field, "made-on") == 0 || g_strcmp0 (field, "originally-published") == 0)
    date = _gb_import_page_dup_date (line->text, FALSE);
  return date != NULL;
}

/* Appends the fields of line @i. Returns: FALSE if the line can be no part of a catalogue */
static gboolean
read_line (GPtrArray *entries, const GbImportPage *page, guint i)
{
  const GbImportLine *line = g_ptr_array_index (page->lines, i);
  Entry *entry = get_last (entries);

  if (g_utf8_strlen (line->text, -1) > MAX_VALUE_CHARS)
    return FALSE;
  if (read_fields (entries, line))
    return TRUE;
  if (entry == NULL || !is_value (page, i, entry))
    return FALSE;
  g_string_append (entry->value, line->text);
  return TRUE;
}

static gboolean
has_label (GPtrArray *entries, const char *label)
{
  for (guint i = 0; i < entries->len; i++) {
    const Entry *entry = g_ptr_array_index (entries, i);

    if (strcmp (entry->field->label, label) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
take_keywords (GbMetadata *metadata, const char *value)
{
  g_auto (GStrv) keywords = g_regex_split_simple ("[\\s,，;；、]+", value, G_REGEX_DEFAULT, 0);

  g_object_set (metadata, "keywords", keywords, NULL);
}

static void
take_entry (GbImportPage *page, const Entry *entry, char **out_name)
{
  const char *field = entry->field->field;
  g_autofree char *note = g_strdup_printf ("%s：%s", entry->field->label, entry->value->str);
  g_autofree char *value = g_strstrip (g_strdup (entry->value->str));
  g_autofree char *date = NULL;

  if (field == NULL) {
    _gb_import_drop (page->dropped, entry->line, "field of the catalogue", note);
    return;
  }
  if (*value == '\0') {
    _gb_import_drop (page->dropped, entry->line, "field without a value", note);
    return;
  }
  if (strcmp (field, "title") == 0) {
    g_free (*out_name);
    *out_name = g_steal_pointer (&value);
    return;
  }
  if (strcmp (field, "keywords") == 0) {
    take_keywords (page->metadata, value);
    return;
  }
  if (*gb_metadata_get (page->metadata, field) != '\0') {
    _gb_import_drop (page->dropped, entry->line, "repeated field", note);
    return;
  }
  if (strcmp (field, "made-on") == 0 || strcmp (field, "originally-published") == 0) {
    date = _gb_import_page_dup_date (value, strcmp (field, "made-on") != 0);
    if (date == NULL) {
      _gb_import_drop (
        page->dropped, entry->line,
        *field == 'm' ? "date that does not exist" : "publication date without a time", note);
      return;
    }
    gb_metadata_set (page->metadata, field, date);
    return;
  }
  gb_metadata_set (page->metadata, field, value);
}

/**
 * _gb_import_page_take_catalogue:
 * @page: a page with its lines, before its head is recognised
 *
 * Tells @page which of its lines are a catalogue, and takes their fields into the metadata; fields
 * that the metadata does not have are noted as left out. A single 发布机构： is no catalogue.
 *
 * Returns: (transfer full) (nullable): the name that the catalogue gives the document
 */
char *
_gb_import_page_take_catalogue (GbImportPage *page)
{
  char *name = NULL;

  for (guint first = 0; first < MIN (page->end, MAX_HEAD_LINES); first++) {
    g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
    guint i = first;

    while (i < page->end && read_line (entries, page, i))
      i++;
    if (entries->len < MIN_FIELDS || !has_label (entries, "索引号"))
      continue;
    for (guint k = 0; k < entries->len; k++)
      take_entry (page, g_ptr_array_index (entries, k), &name);
    page->catalogue_first = first;
    page->catalogue_end = i;
    return name;
  }
  return NULL;
}
