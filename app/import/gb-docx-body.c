/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Paragraphs and what holds paragraphs. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-docx-reader.h"

#include "import/gb-import-error.h"
#include "import/gb-import.h"

#include <string.h>

/* Instructions of fields are no text, except for who asks for one. */
static void
append_text (GString *text, xmlNode *node, gboolean is_root)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next) {
    if (child->type == XML_TEXT_NODE) {
      xmlNode *parent = child->parent;

      if (_gb_docx_xml_is_local (parent, "t") || _gb_docx_xml_is_local (parent, "delText") ||
          is_root)
        g_string_append (text, (const char *)child->content);
    } else if (child->type == XML_ELEMENT_NODE) {
      if (_gb_docx_xml_is_local (child, "Fallback"))
        continue;
      append_text (text, child, FALSE);
      if (_gb_docx_xml_is (child, "p") || _gb_docx_xml_is (child, "tab"))
        g_string_append_c (text, ' ');
    }
  }
}

char *
_gb_docx_dup_plain_text (xmlNode *node)
{
  GString *text = g_string_new (NULL);

  append_text (text, node, TRUE);
  return g_string_free (text, FALSE);
}

static void
scope_clear (GbDocxScope *scope)
{
  g_clear_pointer (&scope->paragraph, _gb_docx_paragraph_free);
  g_clear_pointer (&scope->boxes, g_ptr_array_unref);
  g_string_free (scope->deleted, TRUE);
  g_string_free (scope->hidden, TRUE);
  g_string_free (scope->omitted, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GbDocxScope, scope_clear)

static void
count_number (GbDocxReader *self, GbDocxParagraph *paragraph)
{
  GbDocxParagraphFormat *format = &paragraph->format;

  if (format->num_id <= 0)
    return;
  format->level = _gb_docx_numbering_get_level (self->numbering, format->num_id, format->level,
                                                format->style_for_level);
  paragraph->number = _gb_docx_numbering_count (self->numbering, format->num_id, format->level);
}

static gboolean
has_content (const GbDocxParagraph *paragraph)
{
  for (guint i = 0; i < paragraph->inlines->len; i++) {
    const GbDocxInline *item = g_ptr_array_index (paragraph->inlines, i);

    if (item->type != GB_DOCX_INLINE_BREAK)
      return TRUE;
  }
  return FALSE;
}

/* A paragraph whose end was deleted runs on into the next. */
static void
take_carry (GbDocxReader *self, GbDocxParagraph *paragraph)
{
  GbDocxParagraph *carry = g_steal_pointer (&self->carry);

  if (carry == NULL)
    return;
  for (guint i = 0; i < carry->inlines->len; i++) {
    const GbDocxInline *item = g_ptr_array_index (carry->inlines, i);

    _gb_docx_paragraph_add (paragraph, item->type, item->text, item->detail, &item->format)->width =
      item->width;
  }
  _gb_docx_paragraph_free (carry);
}

static void
drop_scope (GbDocxReader *self, const GbDocxScope *scope)
{
  guint line = scope->paragraph->line;

  _gb_docx_model_drop (self->model, line, GB_IMPORT_DROPPED_DELETION, scope->deleted->str);
  _gb_docx_model_drop (self->model, line, GB_IMPORT_DROPPED_HIDDEN, scope->hidden->str);
  if (scope->omitted_reason != NULL)
    _gb_docx_model_drop (self->model, line, scope->omitted_reason, scope->omitted->str);
}

/* A text box is a piece of its own: a field around it does not reach in. */
static void
read_boxes (GbDocxReader *self, GPtrArray *boxes)
{
  for (guint i = 0; i < boxes->len; i++) {
    GPtrArray *outer = self->fields;

    self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify)_gb_docx_field_free);
    _gb_docx_reader_read_blocks (self, g_ptr_array_index (boxes, i));
    g_ptr_array_unref (self->fields);
    self->fields = outer;
  }
}

/* Damaged files begin fields that never end. An instruction ends with its paragraph at the latest,
 * and a heading is no line of a table of contents: no text is lost to either. */
static void
end_lost_fields (GbDocxReader *self, gboolean is_heading)
{
  for (guint i = self->fields->len; i > 0; i--) {
    const GbDocxField *field = g_ptr_array_index (self->fields, i - 1);

    if (is_heading ? field->reason != NULL : !field->in_result)
      g_ptr_array_remove_index (self->fields, i - 1);
  }
}

/* The end of the paragraph was deleted, or it is a large first letter in a frame of its own. */
static gboolean
runs_on (xmlNode *properties)
{
  xmlNode *mark = _gb_docx_xml_find (properties, "rPr");
  const char *drop_cap = _gb_docx_xml_get (_gb_docx_xml_find (properties, "framePr"), "dropCap");

  return _gb_docx_xml_find (mark, "del") != NULL || _gb_docx_xml_find (mark, "moveFrom") != NULL ||
         (drop_cap != NULL && strcmp (drop_cap, "none") != 0);
}

static void
read_paragraph (GbDocxReader *self, xmlNode *node)
{
  g_auto (GbDocxScope) scope = {
    .paragraph = _gb_docx_paragraph_new (),
    .boxes = g_ptr_array_new (),
    .deleted = g_string_new (NULL),
    .hidden = g_string_new (NULL),
    .omitted = g_string_new (NULL),
  };
  GbDocxParagraph *paragraph = scope.paragraph;
  xmlNode *properties = _gb_docx_xml_find (node, "pPr");

  paragraph->line = ++self->n_paragraphs;
  _gb_docx_styles_get_paragraph (self->styles, _gb_docx_xml_get_child_val (properties, "pStyle"),
                                 &paragraph->format, &scope.format);
  _gb_docx_styles_apply_paragraph (self->styles, properties, &paragraph->format);
  take_carry (self, paragraph);
  if (paragraph->format.outline >= 0 && paragraph->format.outline < 9)
    end_lost_fields (self, TRUE);
  _gb_docx_reader_read_inlines (self, &scope, node, NULL);
  end_lost_fields (self, FALSE);
  drop_scope (self, &scope);
  if (runs_on (properties)) {
    self->carry = g_steal_pointer (&scope.paragraph);
    read_boxes (self, scope.boxes);
    return;
  }
  _gb_docx_paragraph_finish (paragraph);
  /* An empty paragraph has its number too, and the next one counts on. */
  count_number (self, paragraph);
  if (scope.has_rule || (paragraph->format.role == GB_DOCX_ROLE_RULE && !has_content (paragraph)))
    _gb_docx_model_add (self->model, GB_DOCX_BLOCK_RULE);
  if (has_content (paragraph))
    _gb_docx_model_add (self->model, GB_DOCX_BLOCK_PARAGRAPH)->paragraph =
      g_steal_pointer (&scope.paragraph);
  read_boxes (self, scope.boxes);
}

static void
flush_carry (GbDocxReader *self)
{
  GbDocxParagraph *carry = g_steal_pointer (&self->carry);

  if (carry == NULL)
    return;
  _gb_docx_paragraph_finish (carry);
  if (has_content (carry))
    _gb_docx_model_add (self->model, GB_DOCX_BLOCK_PARAGRAPH)->paragraph = carry;
  else
    _gb_docx_paragraph_free (carry);
}

static void
read_control (GbDocxReader *self, xmlNode *node)
{
  xmlNode *properties = _gb_docx_xml_find (node, "sdtPr");
  xmlNode *content = _gb_docx_xml_find (node, "sdtContent");
  xmlNode *gallery = _gb_docx_xml_find (properties, "docPartObj");
  const char *name = _gb_docx_xml_get_child_val (gallery, "docPartGallery");
  xmlNode *placeholder = _gb_docx_xml_find (properties, "showingPlcHdr");
  const char *reason = NULL;

  if (content == NULL)
    return;
  if (g_strcmp0 (name, "Table of Contents") == 0)
    reason = GB_DOCX_DROPPED_CONTENTS;
  else if (placeholder != NULL && _gb_docx_xml_is_on (placeholder))
    reason = GB_IMPORT_DROPPED_FIELD;
  if (reason != NULL) {
    g_autofree char *text = _gb_docx_dup_plain_text (content);

    _gb_docx_model_drop (self->model, self->n_paragraphs + 1, reason, text);
    return;
  }
  _gb_docx_reader_read_blocks (self, content);
}

static void
read_block (GbDocxReader *self, xmlNode *node)
{
  if (_gb_docx_xml_is (node, "p")) {
    read_paragraph (self, node);
  } else if (_gb_docx_xml_is (node, "tbl")) {
    flush_carry (self);
    _gb_docx_reader_read_table (self, node);
  } else if (_gb_docx_xml_is (node, "sdt")) {
    read_control (self, node);
  } else if (_gb_docx_xml_is (node, "customXml") || _gb_docx_xml_is (node, "ins") ||
             _gb_docx_xml_is (node, "moveTo")) {
    _gb_docx_reader_read_blocks (self, node);
  } else if (_gb_docx_xml_is (node, "del") || _gb_docx_xml_is (node, "moveFrom")) {
    g_autofree char *text = _gb_docx_dup_plain_text (node);

    _gb_docx_model_drop (self->model, self->n_paragraphs + 1, GB_IMPORT_DROPPED_DELETION, text);
  } else if (_gb_docx_xml_is (node, "altChunk")) {
    _gb_docx_model_drop (self->model, self->n_paragraphs + 1, GB_IMPORT_DROPPED_EMBEDDED, "…");
  } else if (_gb_docx_xml_is_local (node, "AlternateContent")) {
    xmlNode *branch = _gb_docx_choose_alternate (node);

    if (branch != NULL)
      _gb_docx_reader_read_blocks (self, branch);
  }
}

/**
 * _gb_docx_reader_read_blocks:
 * @self: a reader
 * @parent: an element with paragraphs and tables in it
 *
 * Adds them to the model.
 */
void
_gb_docx_reader_read_blocks (GbDocxReader *self, xmlNode *parent)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (node->type == XML_ELEMENT_NODE)
      read_block (self, node);
  }
  flush_carry (self);
}

static gboolean
check_size (GbDocxReader *self, GError **error)
{
  if (self->model->n_bytes <= GB_DOCX_MAX_TEXT_BYTES &&
      self->model->blocks->len <= GB_DOCX_MAX_BLOCKS)
    return TRUE;
  g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_TOO_LARGE,
               "there is more text than a document may have; split the file and import its parts");
  return FALSE;
}

/* The last section says it of the paper (§17.6.17). */
static void
read_text_width (GbDocxReader *self, xmlNode *section)
{
  xmlNode *margins = _gb_docx_xml_find (section, "pgMar");
  double width =
    _gb_docx_xml_parse_number (_gb_docx_xml_get (_gb_docx_xml_find (section, "pgSz"), "w")) -
    _gb_docx_xml_parse_number (_gb_docx_xml_get (margins, "left")) -
    _gb_docx_xml_parse_number (_gb_docx_xml_get (margins, "right"));

  if (margins != NULL && width > 0)
    self->model->text_width = width;
}

static gboolean
body_cb (xmlNode *node, gpointer user_data, GError **error)
{
  GbDocxReader *self = user_data;

  /* document/body/…: there is one body, and w:background beside it has nothing to read. */
  if (_gb_docx_xml_is (node->parent, "body")) {
    read_block (self, node);
    if (_gb_docx_xml_is (node, "sectPr"))
      read_text_width (self, node);
  }
  return check_size (self, error);
}

/**
 * _gb_docx_reader_read_body:
 * @self: a reader
 * @part: document.xml
 * @cancellable: (nullable): a cancellable
 * @error: return location for a %GB_IMPORT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE if @part was read to its end
 */
gboolean
_gb_docx_reader_read_body (GbDocxReader *self,
                           GBytes *part,
                           GCancellable *cancellable,
                           GError **error)
{
  if (!_gb_docx_xml_walk (part, 2, body_cb, self, cancellable, error))
    return FALSE;
  flush_carry (self);
  g_ptr_array_set_size (self->fields, 0);
  return TRUE;
}

typedef struct {
  GbDocxReader *reader;
  const char *element;
} Notes;

/* Notes with a type are the lines between text and notes (§17.11.10). */
static gboolean
note_cb (xmlNode *node, gpointer user_data, GError **error)
{
  const Notes *notes = user_data;
  GbDocxReader *self = notes->reader;
  const char *type = _gb_docx_xml_get (node, "type");
  const char *id = _gb_docx_xml_get (node, "id");

  if (!_gb_docx_xml_is (node, notes->element) || id == NULL ||
      (type != NULL && strcmp (type, "normal") != 0))
    return TRUE;
  _gb_docx_model_add (self->model, GB_DOCX_BLOCK_NOTE)->key =
    g_strdup_printf ("%c%s", notes->element[0], id);
  _gb_docx_reader_read_blocks (self, node);
  g_ptr_array_set_size (self->fields, 0);
  _gb_docx_model_add (self->model, GB_DOCX_BLOCK_NOTE_END);
  return check_size (self, error);
}

/**
 * _gb_docx_reader_read_notes:
 * @self: a reader, with the relations of @part
 * @part: (nullable): footnotes.xml or endnotes.xml
 * @element: what a note is called there
 * @cancellable: (nullable): a cancellable
 * @error: return location for a %GB_IMPORT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE if @part was read to its end
 */
gboolean
_gb_docx_reader_read_notes (GbDocxReader *self,
                            GBytes *part,
                            const char *element,
                            GCancellable *cancellable,
                            GError **error)
{
  Notes notes = { .reader = self, .element = element };

  return _gb_docx_xml_walk (part, 1, note_cb, &notes, cancellable, error);
}
