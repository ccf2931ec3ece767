/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The inline half of the HTML reader: characters, spaces and line breaks, and the marks that
 * elements and styles put on them. Everything it knows is in GbImportHtml. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-html-private.h"

#include "document/gb-text.h"

#include <string.h>

/* ───── Paragraphs ───── */

void
_gb_import_html_end_paragraph (GbImportHtml *self)
{
  if (self->is_open)
    _gb_import_writer_end_paragraph (self->writer);
  self->is_open = FALSE;
  self->space = 0;
  self->last = 0;
  self->n_breaks = 0;
  self->n_indents = 0;
}

/* LibreOffice writes numbered headings as items of a list: the number is part of the heading. */
static char *
dup_heading_label (const GbImportHtmlList *list)
{
  g_autofree char *number = gb_text_format_chinese_number (list->number);

  switch (list->kind) {
  case GB_IMPORT_LIST_CJK:
    return g_strdup_printf ("%s、", number);
  case GB_IMPORT_LIST_CJK_PAREN:
    return g_strdup_printf ("（%s）", number);
  case GB_IMPORT_LIST_PAREN:
    return g_strdup_printf ("（%u）", list->number);
  case GB_IMPORT_LIST_DECIMAL:
    return g_strdup_printf ("%u.", list->number);
  case GB_IMPORT_LIST_NONE:
  case GB_IMPORT_LIST_AUTO:
  case GB_IMPORT_LIST_BULLET:
  case GB_IMPORT_LIST_CIRCLED:
  case GB_IMPORT_LIST_CONTINUED:
  default:
    return NULL;
  }
}

void
_gb_import_html_open_paragraph (GbImportHtml *self, const GbImportHtmlContext *context)
{
  GbImportParagraph style = self->style;
  GbImportHtmlList *list = self->list;
  g_autofree char *label = NULL;

  if (self->is_open)
    return;
  style.align = context->align;
  if (list != NULL && style.list == GB_IMPORT_LIST_NONE && style.role == GB_IMPORT_ROLE_NONE) {
    if (style.heading > 0 && !list->has_started) {
      label = dup_heading_label (list);
      style.label = label;
      style.list = label != NULL ? GB_IMPORT_LIST_AUTO : GB_IMPORT_LIST_NONE;
    } else if (style.heading == 0) {
      style.list = list->has_started ? GB_IMPORT_LIST_CONTINUED : list->kind;
      style.list_level = list->level;
      style.list_id = list->id;
      style.number = list->number;
    }
    list->has_started = TRUE;
  }
  _gb_import_writer_begin_paragraph (self->writer, &style);
  self->is_open = TRUE;
  /* A second paragraph of the same element has no number of its own. */
  self->style.label = NULL;
  if (self->style.list != GB_IMPORT_LIST_NONE)
    self->style.list = GB_IMPORT_LIST_CONTINUED;
}

/* ───── Characters ───── */

static gboolean
is_html_space (gunichar c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static gboolean
is_indent (gunichar c)
{
  return c == 0xa0 || c == 0x3000;
}

/* Chinese text that is broken in the source, as Word does after some 70 characters, has no space
 * there (CSS Text 3 §4.1.3). */
static gboolean
needs_space (const GbImportHtml *self, gunichar next)
{
  if (self->space == 0 || !self->is_open || self->last == 0)
    return FALSE;
  return self->space == ' ' || !g_unichar_iswide (self->last) || !g_unichar_iswide (next);
}

static void
flush_text (GbImportHtml *self, const GbImportHtmlContext *context, GString *text)
{
  if (text->len > 0)
    _gb_import_writer_add_text (self->writer, text->str, (gssize)text->len, context->marks,
                                context->href);
  g_string_truncate (text, 0);
}

/* What a page writes as two line breaks, or as a line break and an indentation, is a paragraph. */
static void
settle_breaks (GbImportHtml *self)
{
  if (self->n_breaks == 0)
    return;
  if (self->is_open && self->n_breaks == 1 && self->n_indents < 2)
    _gb_import_writer_add_break (self->writer);
  else
    _gb_import_html_end_paragraph (self);
  self->n_breaks = 0;
  self->n_indents = 0;
  self->space = 0;
  self->last = 0;
}

/* A space belongs to the element that it stands in. */
static void
add_space (GbImportHtml *self, const GbImportHtmlContext *context, GString *text)
{
  if (self->space_marks == context->marks && self->space_href == context->href) {
    g_string_append_c (text, ' ');
    return;
  }
  flush_text (self, context, text);
  _gb_import_writer_add_text (self->writer, " ", 1, self->space_marks,
                              self->space_href == context->href ? context->href : NULL);
}

static void
add_character (GbImportHtml *self, const GbImportHtmlContext *context, gunichar c, GString *text)
{
  if (is_html_space (c) && !context->keeps_spaces) {
    if (self->space == 0) {
      self->space_marks = context->marks;
      self->space_href = context->href;
    }
    if (self->space != '\n')
      self->space = c == '\n' || c == '\r' ? '\n' : ' ';
    return;
  }
  if (is_indent (c) && (self->n_breaks > 0 || !self->is_open)) {
    /* One ideographic space is an indentation, no-break spaces come in pairs. */
    self->n_indents += c == 0x3000 ? 2 : 1;
    return;
  }
  if (self->n_breaks > 0) {
    flush_text (self, context, text);
    settle_breaks (self);
  }
  if (needs_space (self, c))
    add_space (self, context, text);
  _gb_import_html_open_paragraph (self, context);
  self->space = 0;
  self->n_indents = 0;
  self->last = c;
  g_string_append_unichar (text, c);
}

/**
 * _gb_import_html_add_text:
 * @self: the reader
 * @context: the marks of the text
 * @text: text as it stands in the source
 *
 * Hands @text to the writer, its spaces collapsed as HTML asks.
 */
void
_gb_import_html_add_text (GbImportHtml *self, const GbImportHtmlContext *context, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) out = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (context->keeps_spaces && (c == '\n' || c == '\r')) {
      if (c == '\n' || p[1] != '\n') {
        flush_text (self, context, out);
        _gb_import_html_add_break (self);
      }
    } else {
      add_character (self, context, c, out);
    }
  }
  flush_text (self, context, out);
}

/* Waits for what comes next: at the end of a paragraph a line break is nothing. */
void
_gb_import_html_add_break (GbImportHtml *self)
{
  self->n_breaks += self->is_open;
  self->space = 0;
  self->n_indents = 0;
}

/* ───── Marks ───── */

static void
set_mark (GbImportHtmlContext *context, GbImportMarks mark, gboolean is_set)
{
  if (is_set)
    context->marks |= mark;
  else
    context->marks &= ~mark;
}

static void
take_element (const xmlNode *node, GbImportHtmlContext *context)
{
  static const struct {
    const char *names;
    GbImportMarks mark;
  } elements[] = {
    { " b strong ", GB_IMPORT_MARK_STRONG },
    { " i em cite dfn var ", GB_IMPORT_MARK_EM },
    { " u ", GB_IMPORT_MARK_U },
    { " s strike del ", GB_IMPORT_MARK_S },
    { " sub ", GB_IMPORT_MARK_SUB },
    { " sup ", GB_IMPORT_MARK_SUP },
  };

  for (guint i = 0; i < G_N_ELEMENTS (elements); i++) {
    if (_gb_import_html_is_one_of (node, elements[i].names))
      set_mark (context, elements[i].mark, TRUE);
  }
}

static void
take_weight (const char *weight, GbImportHtmlContext *context)
{
  set_mark (context, GB_IMPORT_MARK_STRONG,
            g_str_has_prefix (weight, "bold") ||
              (g_ascii_isdigit (*weight) && g_ascii_strtoull (weight, NULL, 10) >= 600));
}

static void
take_vertical (const char *align, GbImportHtmlContext *context)
{
  if (strcmp (align, "super") == 0)
    set_mark (context, GB_IMPORT_MARK_SUP, TRUE);
  else if (strcmp (align, "sub") == 0)
    set_mark (context, GB_IMPORT_MARK_SUB, TRUE);
}

static void
take_style (GbImportHtml *self, const xmlNode *node, GbImportHtmlContext *context)
{
  g_autofree char *weight = _gb_import_styles_get (self->styles, node, "font-weight");
  g_autofree char *slant = _gb_import_styles_get (self->styles, node, "font-style");
  g_autofree char *line = _gb_import_styles_get (self->styles, node, "text-decoration");
  g_autofree char *more_line = _gb_import_styles_get (self->styles, node, "text-decoration-line");
  /* WPS. */
  g_autofree char *underline = _gb_import_styles_get (self->styles, node, "text-underline");
  g_autofree char *vertical = _gb_import_styles_get (self->styles, node, "vertical-align");
  g_autofree char *space = _gb_import_styles_get (self->styles, node, "white-space");

  if (weight != NULL && strcmp (weight, "inherit") != 0)
    take_weight (weight, context);
  if (slant != NULL && strcmp (slant, "inherit") != 0)
    set_mark (context, GB_IMPORT_MARK_EM,
              strcmp (slant, "italic") == 0 || g_str_has_prefix (slant, "oblique"));
  for (guint i = 0; i < 2; i++) {
    const char *value = i == 0 ? line : more_line;

    if (value != NULL && strstr (value, "underline") != NULL)
      set_mark (context, GB_IMPORT_MARK_U, TRUE);
    if (value != NULL && strstr (value, "line-through") != NULL)
      set_mark (context, GB_IMPORT_MARK_S, TRUE);
  }
  if (underline != NULL && strcmp (underline, "none") != 0)
    set_mark (context, GB_IMPORT_MARK_U, TRUE);
  if (vertical != NULL && !_gb_import_html_is_one_of (node, " td th tr img table "))
    take_vertical (vertical, context);
  if (space != NULL)
    context->keeps_spaces = g_str_has_prefix (space, "pre") && strcmp (space, "pre-line") != 0;
}

static void
take_align (GbImportHtml *self, const xmlNode *node, GbImportHtmlContext *context)
{
  g_autofree char *align = _gb_import_styles_get (self->styles, node, "text-align");

  if (align == NULL && !_gb_import_html_is_one_of (node, " img table hr iframe input ")) {
    align = _gb_import_html_dup (node, "align");
    if (align != NULL) {
      char *lower = g_ascii_strdown (align, -1);

      g_free (align);
      align = lower;
    }
  }
  if (_gb_import_html_is (node, "center"))
    context->align = GB_IMPORT_ALIGN_CENTER;
  if (align == NULL)
    return;
  if (strstr (align, "center") != NULL)
    context->align = GB_IMPORT_ALIGN_CENTER;
  else if (strcmp (align, "right") == 0 || strcmp (align, "end") == 0)
    context->align = GB_IMPORT_ALIGN_RIGHT;
  else if (strcmp (align, "left") == 0 && self->maker == GB_IMPORT_MAKER_OFFICE && !self->in_cell)
    /* In Chinese papers somebody chose it; pages have it everywhere. */
    context->align = GB_IMPORT_ALIGN_LEFT;
  else
    context->align = GB_IMPORT_ALIGN_DEFAULT;
}

/* Its underline is that of the revision. */
static gboolean
is_tracked_insertion (const xmlNode *node)
{
  return _gb_import_html_is (node, "ins") || _gb_import_html_has_class (node, "msoIns");
}

/**
 * _gb_import_html_inherit:
 * @self: the reader
 * @node: an element
 * @context: what @node inherits; changed to what its content inherits
 */
void
_gb_import_html_inherit (GbImportHtml *self, const xmlNode *node, GbImportHtmlContext *context)
{
  take_element (node, context);
  /* A tracked insertion is text like any other. */
  if (_gb_import_html_is (node, "ins") && node->properties == NULL)
    set_mark (context, GB_IMPORT_MARK_U, TRUE);
  if (_gb_import_html_is_one_of (node, " pre textarea "))
    context->keeps_spaces = TRUE;
  if (_gb_import_html_is_one_of (node, " th thead "))
    context->in_header = TRUE;
  if (node->properties != NULL && !is_tracked_insertion (node))
    take_style (self, node, context);
  if (node->properties != NULL || _gb_import_html_is (node, "center"))
    take_align (self, node, context);
}
