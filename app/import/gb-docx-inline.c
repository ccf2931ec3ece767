/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The inside of a paragraph: runs, links, fields, tracked changes. The reader borrows what it is
 * given and keeps the fields that are open, because a field may begin in one paragraph and end in
 * another. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-docx-reader.h"

#include "import/gb-import.h"

#include <string.h>

#define MAX_FIELDS            64
#define MAX_INSTRUCTION_BYTES 4096
#define PRIVATE_SYMBOLS       0xf000 /* and the 255 after it */

void
_gb_docx_field_free (GbDocxField *field)
{
  g_string_free (field->instruction, TRUE);
  g_free (field->href);
  g_free (field);
}

static GbDocxField *
get_field (GbDocxReader *self)
{
  return self->fields->len > 0 ? g_ptr_array_index (self->fields, self->fields->len - 1) : NULL;
}

/* The text of an instruction up to the next white space; quotes hold it together. */
static char *
take_word (const char **p)
{
  const char *start;
  char *word;

  while (g_ascii_isspace (**p))
    (*p)++;
  if (**p == '"') {
    start = ++(*p);
    while (**p != '\0' && **p != '"')
      (*p)++;
    word = g_strndup (start, (gsize)(*p - start));
    if (**p == '"')
      (*p)++;
    return word;
  }
  start = *p;
  while (**p != '\0' && !g_ascii_isspace (**p))
    (*p)++;
  return g_strndup (start, (gsize)(*p - start));
}

/* HYPERLINK "address" \l "place" (§17.16.5.25) */
static char *
read_hyperlink (const char *p)
{
  g_autofree char *address = NULL;
  g_autofree char *place = NULL;

  while (*p != '\0') {
    g_autofree char *word = take_word (&p);

    if (strcmp (word, "\\l") == 0 && place == NULL)
      place = take_word (&p);
    else if (strcmp (word, "\\o") == 0 || strcmp (word, "\\t") == 0)
      g_free (take_word (&p));
    else if (*word != '\\' && *word != '\0' && address == NULL)
      address = g_steal_pointer (&word);
  }
  if (address == NULL)
    return NULL;
  return place != NULL ? g_strconcat (address, "#", place, NULL) : g_steal_pointer (&address);
}

/* Results that belong to the pages of paper and not to the text. NULL: the result is kept. */
static const char *
get_omission (const char *name)
{
  static const char *const pages[] = { "PAGE", "NUMPAGES", "SECTIONPAGES", NULL };
  static const char *const tables[] = { "TOC", "INDEX", "TOA", NULL };
  g_autofree char *upper = g_ascii_strup (name, -1);

  if (g_strv_contains (tables, upper))
    return GB_DOCX_DROPPED_CONTENTS;
  return g_strv_contains (pages, upper) ? "page number" : NULL;
}

static void
begin_result (GbDocxField *field)
{
  const char *p = field->instruction->str;
  g_autofree char *name = take_word (&p);

  field->in_result = TRUE;
  field->reason = get_omission (name);
  if (g_ascii_strcasecmp (name, "HYPERLINK") == 0)
    field->href = read_hyperlink (p);
}

/* Why text at this place is left out. NULL: it is kept. */
static const char *
find_omission (GbDocxReader *self)
{
  for (guint i = 0; i < self->fields->len; i++) {
    const GbDocxField *field = g_ptr_array_index (self->fields, i);

    if (!field->in_result)
      return "";
    if (field->reason != NULL)
      return field->reason;
  }
  return NULL;
}

static const char *
find_href (GbDocxReader *self, const char *href)
{
  for (guint i = self->fields->len; href == NULL && i > 0; i--)
    href = ((GbDocxField *)g_ptr_array_index (self->fields, i - 1))->href;
  return href;
}

static void
add_text (GbDocxReader *self,
          GbDocxScope *scope,
          const char *text,
          const GbDocxRunFormat *format,
          const char *href)
{
  const char *reason = find_omission (self);

  if (*text == '\0')
    return;
  self->model->n_bytes += strlen (text);
  if (reason != NULL) {
    if (*reason != '\0') {
      g_string_append (scope->omitted, text);
      scope->omitted_reason = reason;
    }
    return;
  }
  if (format->hidden == GB_DOCX_ON) {
    g_string_append (scope->hidden, text);
    return;
  }
  _gb_docx_paragraph_add (scope->paragraph, GB_DOCX_INLINE_TEXT, text, find_href (self, href),
                          format);
}

/* A check box of a form is known only from its field (§17.16.7). */
static void
add_check_box (GbDocxReader *self, GbDocxScope *scope, xmlNode *node, const GbDocxRunFormat *format)
{
  xmlNode *box = _gb_docx_xml_find (_gb_docx_xml_find (node, "ffData"), "checkBox");
  xmlNode *state;

  if (box == NULL)
    return;
  state = _gb_docx_xml_find (box, "checked");
  if (state == NULL)
    state = _gb_docx_xml_find (box, "default");
  add_text (self, scope, state != NULL && _gb_docx_xml_is_on (state) ? "☑" : "☐", format, NULL);
}

static void
read_field_mark (GbDocxReader *self,
                 GbDocxScope *scope,
                 xmlNode *node,
                 const GbDocxRunFormat *format)
{
  const char *type = _gb_docx_xml_get (node, "fldCharType");
  GbDocxField *field = get_field (self);

  if (g_strcmp0 (type, "begin") == 0) {
    add_check_box (self, scope, node, format);
    if (self->fields->len >= MAX_FIELDS)
      return;
    field = g_new0 (GbDocxField, 1);
    field->instruction = g_string_new (NULL);
    g_ptr_array_add (self->fields, field);
  } else if (field != NULL && g_strcmp0 (type, "separate") == 0) {
    begin_result (field);
  } else if (field != NULL && g_strcmp0 (type, "end") == 0) {
    g_ptr_array_set_size (self->fields, (int)self->fields->len - 1);
  }
}

static void
read_instruction (GbDocxReader *self, xmlNode *node)
{
  GbDocxField *field = get_field (self);
  g_autofree char *text = NULL;

  if (field == NULL || field->in_result || field->instruction->len > MAX_INSTRUCTION_BYTES)
    return;
  text = _gb_docx_dup_plain_text (node);
  g_string_append (field->instruction, text);
}

/* Symbols of Wingdings and Symbol stand in a private area (§17.3.3.30). (nullable) */
static const char *
find_symbol (gunichar c)
{
  static const struct {
    guint code;
    const char *text;
  } symbols[] = {
    { 0x52, "☑" }, { 0x53, "☒" }, { 0x54, "☒" }, { 0x6c, "●" }, { 0x6e, "■" }, { 0x6f, "☐" },
    { 0x70, "☐" }, { 0x71, "☐" }, { 0x72, "☐" }, { 0x75, "◆" }, { 0xa1, "○" }, { 0xa3, "☐" },
    { 0xa7, "▪" }, { 0xa8, "☐" }, { 0xfb, "✗" }, { 0xfc, "✓" }, { 0xfd, "☒" }, { 0xfe, "☑" },
    { 0xb7, "•" }, { 0xe0, "→" }, { 0xe8, "→" }, { 0xb1, "±" }, { 0xb3, "≥" }, { 0xb4, "×" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++) {
    if (symbols[i].code == c - PRIVATE_SYMBOLS)
      return symbols[i].text;
  }
  return NULL;
}

static gboolean
is_private_symbol (gunichar c)
{
  return c >= PRIVATE_SYMBOLS && c <= PRIVATE_SYMBOLS + 0xff;
}

static void
add_symbol (GbDocxReader *self,
            GbDocxScope *scope,
            gunichar c,
            const char *font,
            const GbDocxRunFormat *format,
            const char *href)
{
  const char *symbol = find_symbol (c);

  if (symbol != NULL)
    add_text (self, scope, symbol, format, href);
  else
    _gb_docx_model_drop (self->model, scope->paragraph->line, "symbol of a special font",
                         font != NULL ? font : "…");
}

static void
read_symbol (GbDocxReader *self, GbDocxScope *scope, xmlNode *node, const GbDocxRunFormat *format)
{
  const char *value = _gb_docx_xml_get (node, "char");
  guint64 code = value != NULL ? g_ascii_strtoull (value, NULL, 16) : 0;
  char text[7] = { 0 };

  if (code < 0x20 || code > 0x10ffff || !g_unichar_validate ((gunichar)code))
    return;
  if (is_private_symbol ((gunichar)code)) {
    add_symbol (self, scope, (gunichar)code, _gb_docx_xml_get (node, "font"), format, NULL);
    return;
  }
  g_unichar_to_utf8 ((gunichar)code, text);
  add_text (self, scope, text, format, NULL);
}

static void
read_note_mark (GbDocxReader *self,
                GbDocxScope *scope,
                xmlNode *node,
                char prefix,
                const GbDocxRunFormat *format)
{
  const char *id = _gb_docx_xml_get (node, "id");
  g_autofree char *key = NULL;

  if (id == NULL || find_omission (self) != NULL)
    return;
  key = g_strdup_printf ("%c%s", prefix, id);
  _gb_docx_paragraph_add (scope->paragraph, GB_DOCX_INLINE_NOTE, key, NULL, format);
}

static void read_run_child (GbDocxReader *self,
                            GbDocxScope *scope,
                            xmlNode *node,
                            const GbDocxRunFormat *format,
                            const char *href);

static void
read_run_children (GbDocxReader *self,
                   GbDocxScope *scope,
                   xmlNode *run,
                   const GbDocxRunFormat *format,
                   const char *href)
{
  for (xmlNode *child = run->children; child != NULL; child = child->next) {
    if (child->type == XML_ELEMENT_NODE)
      read_run_child (self, scope, child, format, href);
  }
}

/* Without xml:space the white space at the ends is the file's, and so are line ends (§17.3.3.31).
 */
static char *
dup_text (xmlNode *node)
{
  char *text = _gb_docx_dup_plain_text (node);
  gboolean is_preserved = FALSE;

  for (const xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next)
    is_preserved = is_preserved || strcmp ((const char *)attribute->name, "space") == 0;
  g_strdelimit (text, "\r\n", ' ');
  return is_preserved ? text : g_strstrip (text);
}

static void
read_text (GbDocxReader *self,
           GbDocxScope *scope,
           xmlNode *node,
           const GbDocxRunFormat *format,
           const char *href)
{
  g_autofree char *text = dup_text (node);
  char *start = text;

  for (char *p = text; *p != '\0';) {
    char *next = g_utf8_next_char (p);
    gunichar c = g_utf8_get_char (p);

    if (is_private_symbol (c)) {
      *p = '\0';
      add_text (self, scope, start, format, href);
      add_symbol (self, scope, c, NULL, format, href);
      start = next;
    }
    p = next;
  }
  add_text (self, scope, start, format, href);
}

static void
read_run_child (GbDocxReader *self,
                GbDocxScope *scope,
                xmlNode *node,
                const GbDocxRunFormat *format,
                const char *href)
{
  if (_gb_docx_xml_is (node, "t")) {
    read_text (self, scope, node, format, href);
  } else if (_gb_docx_xml_is (node, "tab") || _gb_docx_xml_is (node, "ptab")) {
    add_text (self, scope, " ", format, href);
  } else if (_gb_docx_xml_is (node, "br") || _gb_docx_xml_is (node, "cr")) {
    if (find_omission (self) == NULL)
      _gb_docx_paragraph_add (scope->paragraph, GB_DOCX_INLINE_BREAK, NULL, NULL, format);
  } else if (_gb_docx_xml_is (node, "noBreakHyphen")) {
    add_text (self, scope, "-", format, href);
  } else if (_gb_docx_xml_is (node, "sym")) {
    read_symbol (self, scope, node, format);
  } else if (_gb_docx_xml_is (node, "fldChar")) {
    read_field_mark (self, scope, node, format);
  } else if (_gb_docx_xml_is (node, "instrText")) {
    read_instruction (self, node);
  } else if (_gb_docx_xml_is (node, "delText")) {
    g_autofree char *text = _gb_docx_dup_plain_text (node);

    g_string_append (scope->deleted, text);
  } else if (_gb_docx_xml_is (node, "footnoteReference")) {
    read_note_mark (self, scope, node, 'f', format);
  } else if (_gb_docx_xml_is (node, "endnoteReference")) {
    read_note_mark (self, scope, node, 'e', format);
  } else if (_gb_docx_xml_is (node, "drawing") || _gb_docx_xml_is (node, "pict") ||
             _gb_docx_xml_is (node, "object")) {
    if (find_omission (self) == NULL)
      _gb_docx_reader_read_drawing (self, scope, node);
  } else if (_gb_docx_xml_is (node, "ruby")) {
    xmlNode *base = _gb_docx_xml_find (node, "rubyBase");
    xmlNode *above = _gb_docx_xml_find (node, "rt");

    if (above != NULL) {
      g_autofree char *text = _gb_docx_dup_plain_text (above);

      _gb_docx_model_drop (self->model, scope->paragraph->line, "reading aid above characters",
                           text);
    }
    if (base != NULL)
      _gb_docx_reader_read_inlines (self, scope, base, href);
  } else if (_gb_docx_xml_is_local (node, "AlternateContent")) {
    xmlNode *branch = _gb_docx_choose_alternate (node);

    if (branch != NULL)
      read_run_children (self, scope, branch, format, href);
  }
}

static void
read_run (GbDocxReader *self, GbDocxScope *scope, xmlNode *run, const char *href)
{
  xmlNode *properties = _gb_docx_xml_find (run, "rPr");
  GbDocxRunFormat format = scope->format;

  if (properties != NULL) {
    _gb_docx_styles_apply_character (self->styles,
                                     _gb_docx_xml_get_child_val (properties, "rStyle"), &format);
    _gb_docx_styles_apply_run (self->styles, properties, &format);
  }
  read_run_children (self, scope, run, &format, href);
}

static char *
dup_link_address (GbDocxReader *self, xmlNode *node)
{
  const GbDocxRelation *relation =
    _gb_docx_relations_get (self->relations, _gb_docx_xml_get_relation (node, "id"));
  const char *anchor = _gb_docx_xml_get (node, "anchor");

  /* Places inside the file have no name in a document. */
  if (relation == NULL || !relation->is_external)
    return NULL;
  return anchor != NULL && *anchor != '\0' && strchr (relation->target, '#') == NULL
           ? g_strconcat (relation->target, "#", anchor, NULL)
           : g_strdup (relation->target);
}

/* fldSimple holds its result (§17.16.19). */
static void
read_simple_field (GbDocxReader *self, GbDocxScope *scope, xmlNode *node, const char *href)
{
  GbDocxField *field;

  if (self->fields->len >= MAX_FIELDS) {
    _gb_docx_reader_read_inlines (self, scope, node, href);
    return;
  }
  field = g_new0 (GbDocxField, 1);
  field->instruction = g_string_new (_gb_docx_xml_get (node, "instr"));
  begin_result (field);
  g_ptr_array_add (self->fields, field);
  _gb_docx_reader_read_inlines (self, scope, node, href);
  g_ptr_array_remove (self->fields, field);
}

/* A form field that nobody has filled in shows an invitation to do so. */
static void
read_control (GbDocxReader *self, GbDocxScope *scope, xmlNode *node, const char *href)
{
  xmlNode *properties = _gb_docx_xml_find (node, "sdtPr");
  xmlNode *placeholder = _gb_docx_xml_find (properties, "showingPlcHdr");
  xmlNode *content = _gb_docx_xml_find (node, "sdtContent");

  if (content == NULL)
    return;
  if (placeholder != NULL && _gb_docx_xml_is_on (placeholder)) {
    g_autofree char *text = _gb_docx_dup_plain_text (content);

    _gb_docx_model_drop (self->model, scope->paragraph->line, GB_IMPORT_DROPPED_FIELD, text);
    return;
  }
  _gb_docx_reader_read_inlines (self, scope, content, href);
}

static gboolean
is_wrapper (const xmlNode *node)
{
  static const char *const names[] = { "ins", "moveTo", "smartTag", "customXml", "dir", "bdo" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (_gb_docx_xml_is (node, names[i]))
      return TRUE;
  }
  return FALSE;
}

/**
 * _gb_docx_reader_read_inlines:
 * @self: a reader
 * @scope: the paragraph
 * @parent: an element with runs in it
 * @href: (nullable): the address of the link around it
 *
 * Reads runs and what holds runs.
 */
void
_gb_docx_reader_read_inlines (GbDocxReader *self,
                              GbDocxScope *scope,
                              xmlNode *parent,
                              const char *href)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (node->type != XML_ELEMENT_NODE)
      continue;
    if (_gb_docx_xml_is (node, "r")) {
      read_run (self, scope, node, href);
    } else if (_gb_docx_xml_is (node, "hyperlink")) {
      g_autofree char *address = dup_link_address (self, node);

      _gb_docx_reader_read_inlines (self, scope, node, address != NULL ? address : href);
    } else if (is_wrapper (node)) {
      _gb_docx_reader_read_inlines (self, scope, node, href);
    } else if (_gb_docx_xml_is (node, "fldSimple")) {
      read_simple_field (self, scope, node, href);
    } else if (_gb_docx_xml_is (node, "sdt")) {
      read_control (self, scope, node, href);
    } else if (_gb_docx_xml_is (node, "del") || _gb_docx_xml_is (node, "moveFrom")) {
      g_autofree char *text = _gb_docx_dup_plain_text (node);

      g_string_append (scope->deleted, text);
    } else if (_gb_docx_xml_is_local (node, "oMath") || _gb_docx_xml_is_local (node, "oMathPara")) {
      g_autofree char *text = _gb_docx_dup_plain_text (node);

      add_text (self, scope, text, &scope->format, href);
    } else if (_gb_docx_xml_is_local (node, "AlternateContent")) {
      xmlNode *branch = _gb_docx_choose_alternate (node);

      if (branch != NULL)
        _gb_docx_reader_read_inlines (self, scope, branch, href);
    }
  }
}
