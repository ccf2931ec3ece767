/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Drawings: pictures are kept, text boxes give their text, what else there is (lines, charts,
 * embedded files) is left out with a note. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-docx-reader.h"

#include "import/gb-import.h"

#include <string.h>

/* Programs put the name of the file there when nobody described the picture; where it lay on
 * somebody's disk is nobody's business. */
static const char *
get_words (const char *text)
{
  static const char *const endings[] = { ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf" };
  g_autofree char *lower = NULL;

  if (text == NULL || *text == '\0' || strchr (text, '\\') != NULL)
    return NULL;
  lower = g_ascii_strdown (text, -1);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    if (g_str_has_suffix (lower, endings[i]))
      return NULL;
  }
  return text;
}

/* What a note shows of a drawing that nobody described. */
static const char *
get_name (xmlNode *node)
{
  xmlNode *properties = _gb_docx_xml_find_below (node, "docPr");
  const char *name = get_words (_gb_docx_xml_get (properties, "name"));
  /* Artistic text, in which some offices write their letterhead. */
  const char *text =
    get_words (_gb_docx_xml_get (_gb_docx_xml_find_below (node, "textpath"), "string"));

  if (text != NULL)
    return text;
  return name != NULL ? name : "…";
}

static void
add_image (GbDocxReader *self, GbDocxScope *scope, const char *id, const char *alt, double width)
{
  const GbDocxRelation *relation = _gb_docx_relations_get (self->relations, id);

  if (relation == NULL)
    return;
  if (relation->is_external) {
    g_autofree char *name = g_path_get_basename (relation->target);

    _gb_docx_model_drop (self->model, scope->paragraph->line, GB_IMPORT_DROPPED_IMAGE,
                         alt != NULL ? alt : name);
    return;
  }
  g_hash_table_insert (self->media, g_strdup (relation->target), NULL);
  _gb_docx_paragraph_add (scope->paragraph, GB_DOCX_INLINE_IMAGE, relation->target, alt,
                          &scope->format)
    ->width = width;
}

/* What a drawing says of its picture before it comes to it. */
typedef struct {
  const char *alt; /* (nullable) */
  double width;    /* in twips; 0 if it is not known */
} Drawing;

/* English metric units, of which a twip has 635 (§20.4.2.7). */
static double
read_emus (xmlNode *extent)
{
  const char *text = _gb_docx_xml_get (extent, "cx");

  return text != NULL ? (double)g_ascii_strtoull (text, NULL, 10) / 635 : 0;
}

/* "width:100pt;height:50pt", of a shape in VML: twips, 0 for other units. */
static double
read_style_width (xmlNode *shape)
{
  const char *style = _gb_docx_xml_get (shape, "style");
  const char *width = style != NULL ? strstr (style, "width:") : NULL;
  double number;
  char *end;

  if (width == NULL || (width > style && width[-1] != ';' && !g_ascii_isspace (width[-1])))
    return 0;
  number = g_ascii_strtod (width + strlen ("width:"), &end);
  if (number <= 0 || number > 100000)
    return 0;
  if (g_str_has_prefix (end, "pt"))
    return number * 20;
  return g_str_has_prefix (end, "in") ? number * 1440 : 0;
}

/* Goes through a drawing; returns TRUE if something of it was kept. */
static gboolean
walk (GbDocxReader *self, GbDocxScope *scope, xmlNode *node, Drawing *drawing)
{
  gboolean is_kept = FALSE;

  for (xmlNode *child = node->children; child != NULL; child = child->next) {
    if (child->type != XML_ELEMENT_NODE)
      continue;
    if (_gb_docx_xml_is_local (child, "AlternateContent")) {
      xmlNode *branch = _gb_docx_choose_alternate (child);

      if (branch != NULL)
        is_kept |= walk (self, scope, branch, drawing);
    } else if (_gb_docx_xml_is_local (child, "docPr") || _gb_docx_xml_is_local (child, "cNvPr")) {
      const char *words = get_words (_gb_docx_xml_get (child, "descr"));

      if (words == NULL)
        words = get_words (_gb_docx_xml_get (child, "title"));
      if (words != NULL)
        drawing->alt = words;
    } else if (_gb_docx_xml_is_local (child, "extent")) {
      drawing->width = read_emus (child);
    } else if (_gb_docx_xml_is_local (child, "wgp")) {
      /* Of many pictures together. */
      drawing->width = 0;
      is_kept |= walk (self, scope, child, drawing);
    } else if (_gb_docx_xml_is_local (child, "blip")) {
      const char *id = _gb_docx_xml_get_relation (child, "embed");

      add_image (self, scope, id != NULL ? id : _gb_docx_xml_get_relation (child, "link"),
                 drawing->alt, drawing->width);
      is_kept = TRUE;
    } else if (_gb_docx_xml_is_local (child, "imagedata")) {
      const char *words = get_words (_gb_docx_xml_get (child, "title"));

      if (words == NULL)
        words = get_words (_gb_docx_xml_get (node, "alt"));
      add_image (self, scope, _gb_docx_xml_get_relation (child, "id"),
                 words != NULL ? words : drawing->alt, read_style_width (node));
      is_kept = TRUE;
    } else if (_gb_docx_xml_is (child, "txbxContent")) {
      g_ptr_array_add (scope->boxes, child);
      is_kept = TRUE;
    } else {
      is_kept |= walk (self, scope, child, drawing);
    }
  }
  return is_kept;
}

static gboolean
is_horizontal_rule (xmlNode *node)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next) {
    if (!_gb_docx_xml_is_local (child, "rect"))
      continue;
    for (const xmlAttr *attribute = child->properties; attribute != NULL;
         attribute = attribute->next) {
      if (strcmp ((const char *)attribute->name, "hr") == 0)
        return TRUE;
    }
  }
  return FALSE;
}

/**
 * _gb_docx_reader_read_drawing:
 * @self: a reader
 * @scope: the paragraph in which it stands
 * @node: a drawing, pict or object
 *
 * Adds its pictures to the paragraph and its text boxes to the scope.
 */
void
_gb_docx_reader_read_drawing (GbDocxReader *self, GbDocxScope *scope, xmlNode *node)
{
  Drawing drawing = { 0 };
  gboolean is_kept;

  if (is_horizontal_rule (node)) {
    scope->has_rule = TRUE;
    return;
  }
  is_kept = walk (self, scope, node, &drawing);
  if (_gb_docx_xml_find_below (node, "OLEObject") != NULL)
    _gb_docx_model_drop (self->model, scope->paragraph->line, GB_IMPORT_DROPPED_EMBEDDED,
                         drawing.alt != NULL ? drawing.alt : get_name (node));
  else if (!is_kept)
    _gb_docx_model_drop (self->model, scope->paragraph->line, GB_IMPORT_DROPPED_DRAWING,
                         drawing.alt != NULL ? drawing.alt : get_name (node));
}

static gboolean
has_content (xmlNode *node)
{
  return _gb_docx_xml_find_below (node, "txbxContent") != NULL ||
         _gb_docx_xml_find_below (node, "blip") != NULL ||
         _gb_docx_xml_find_below (node, "imagedata") != NULL ||
         _gb_docx_xml_find_below (node, "t") != NULL;
}

xmlNode *
_gb_docx_choose_alternate (xmlNode *node)
{
  xmlNode *first = NULL;

  for (xmlNode *child = node->children; child != NULL; child = child->next) {
    if (!_gb_docx_xml_is_local (child, "Choice") && !_gb_docx_xml_is_local (child, "Fallback"))
      continue;
    if (first == NULL)
      first = child;
    if (has_content (child))
      return child;
  }
  return first;
}
