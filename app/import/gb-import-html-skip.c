/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What of a foreign HTML text is not text: it is left out, and said where somebody could miss it.
 * Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-html-private.h"

#include <string.h>

/* Never shown, so nobody misses them. */
#define SILENT                                                                                     \
  " head link meta script style template noscript noframes param source track base area map rp "   \
  "title bgsound datalist "
#define EMBEDDED " iframe frame object embed applet video audio "
#define FIELDS   " input select textarea button "

static void
drop (GbImportHtml *self, const xmlNode *node, const char *reason, const char *attribute)
{
  g_autofree char *text = _gb_import_html_dup_text (node);
  g_autofree char *value = attribute != NULL ? _gb_import_html_dup (node, attribute) : NULL;

  _gb_import_writer_drop (self->writer, reason, *text != '\0' || value == NULL ? text : value);
}

static void
drop_text (GbImportHtml *self, const xmlNode *node, const char *reason)
{
  g_autofree char *text = _gb_import_html_dup_text (node);

  if (*text != '\0')
    _gb_import_writer_drop (self->writer, reason, text);
}

/* ───── Comments ───── */

/* “[A1]” before the words is a link to their place. */
static const char *
skip_anchor (const char *text)
{
  const char *close = *text == '[' ? strchr (text, ']') : NULL;

  return close != NULL && close - text < 12 ? close + 1 + strspn (close + 1, " ") : text;
}

static void
drop_comments (GbImportHtml *self, const xmlNode *list)
{
  guint n_found = 0;

  for (const xmlNode *node = list; node != NULL; node = _gb_import_html_next (node, list)) {
    if (node->type == XML_ELEMENT_NODE &&
        _gb_import_styles_has (self->styles, node, "mso-element", "comment") &&
        !_gb_import_styles_has (self->styles, node, "mso-element", "comment-list")) {
      g_autofree char *text = _gb_import_html_dup_text (node);

      _gb_import_writer_drop (self->writer, GB_IMPORT_DROPPED_COMMENT, skip_anchor (text));
      n_found++;
    }
  }
  if (n_found == 0)
    drop_text (self, list, GB_IMPORT_DROPPED_COMMENT);
  self->n_comments += n_found;
}

/* A mark in the text; the comment itself, if it came along, is noted with its words. */
static gboolean
is_comment_mark (const xmlNode *node)
{
  g_autofree char *id = NULL;

  if (_gb_import_html_has_class (node, "MsoCommentReference") ||
      _gb_import_html_has_class (node, "msocomanchor") ||
      _gb_import_html_has_class (node, "msocomoff"))
    return TRUE;
  id = _gb_import_html_is (node, "a") ? _gb_import_html_dup (node, "id") : NULL;
  return id != NULL && g_str_has_prefix (id, "cmnt_ref");
}

/* ───── Revisions ───── */

/* <del> alone is a way to strike text out; with a date or an author it was tracked. */
static gboolean
is_tracked_deletion (const xmlNode *node)
{
  g_autofree char *cite = NULL;
  g_autofree char *date = NULL;

  if (_gb_import_html_has_class (node, "msoDel"))
    return TRUE;
  if (!_gb_import_html_is (node, "del"))
    return FALSE;
  cite = _gb_import_html_dup (node, "cite");
  date = _gb_import_html_dup (node, "datetime");
  return cite != NULL || date != NULL;
}

/* ───── What is hidden ───── */

static gboolean
is_hidden (GbImportHtml *self, const xmlNode *node, gboolean *out_silently)
{
  g_autofree char *display = _gb_import_styles_get (self->styles, node, "display");
  g_autofree char *hide = _gb_import_styles_get (self->styles, node, "mso-hide");
  g_autofree char *visibility = _gb_import_styles_get (self->styles, node, "visibility");

  /* The dots and page numbers of a table of contents. */
  *out_silently = hide != NULL && strcmp (hide, "screen") == 0;
  return (display != NULL && strcmp (display, "none") == 0) ||
         (hide != NULL && strcmp (hide, "all") == 0) ||
         (visibility != NULL && strcmp (visibility, "hidden") == 0) ||
         xmlHasProp (node, (const xmlChar *)"hidden") != NULL;
}

/* ───── Parts of a paper ───── */

static gboolean
skip_part (GbImportHtml *self, const xmlNode *node)
{
  g_autofree char *part = _gb_import_styles_get (self->styles, node, "mso-element");
  g_autofree char *title = NULL;

  if (part != NULL && strcmp (part, "comment-list") == 0) {
    drop_comments (self, node);
    return TRUE;
  }
  if (part != NULL && (strcmp (part, "header") == 0 || strcmp (part, "footer") == 0)) {
    drop_text (self, node, *part == 'h' ? GB_IMPORT_DROPPED_HEADER : GB_IMPORT_DROPPED_FOOTER);
    return TRUE;
  }
  title = self->maker == GB_IMPORT_MAKER_LIBRE ? _gb_import_html_dup (node, "title") : NULL;
  if (title != NULL && _gb_import_html_is (node, "div") &&
      (strcmp (title, "header") == 0 || strcmp (title, "footer") == 0)) {
    drop_text (self, node, *title == 'h' ? GB_IMPORT_DROPPED_HEADER : GB_IMPORT_DROPPED_FOOTER);
    return TRUE;
  }
  return FALSE;
}

/* The last row of tables of Word and Excel only measures the columns. */
static gboolean
is_measuring_row (const xmlNode *node)
{
  g_autofree char *height = _gb_import_html_dup (node, "height");
  g_autofree char *text = NULL;

  if (height == NULL || strcmp (height, "0") != 0)
    return FALSE;
  text = _gb_import_html_dup_text (node);
  return *text == '\0';
}

static gboolean
is_invisible_field (const xmlNode *node)
{
  g_autofree char *type = _gb_import_html_dup (node, "type");

  return type != NULL && g_ascii_strcasecmp (type, "hidden") == 0;
}

/**
 * _gb_import_html_skip:
 * @self: the reader
 * @node: an element
 *
 * Returns: %TRUE if @node is left out with all that is in it
 */
gboolean
_gb_import_html_skip (GbImportHtml *self, const xmlNode *node)
{
  gboolean silently;

  if (_gb_import_html_is_one_of (node, SILENT))
    return TRUE;
  if (_gb_import_html_is_one_of (node, EMBEDDED)) {
    drop (self, node, GB_IMPORT_DROPPED_EMBEDDED,
          _gb_import_html_is (node, "object") ? "data" : "src");
    return TRUE;
  }
  if (_gb_import_html_is_one_of (node, " svg canvas ")) {
    drop (self, node, GB_IMPORT_DROPPED_DRAWING, NULL);
    return TRUE;
  }
  if (_gb_import_html_is_one_of (node, FIELDS)) {
    if (!is_invisible_field (node))
      drop (self, node, GB_IMPORT_DROPPED_FIELD, "value");
    return TRUE;
  }
  if (node->properties == NULL)
    return FALSE;
  if (is_comment_mark (node)) {
    if (self->n_comments == 0)
      drop_text (self, node, GB_IMPORT_DROPPED_COMMENT);
    return TRUE;
  }
  if (is_tracked_deletion (node)) {
    drop_text (self, node, GB_IMPORT_DROPPED_DELETION);
    return TRUE;
  }
  if (skip_part (self, node) || (_gb_import_html_is (node, "tr") && is_measuring_row (node)))
    return TRUE;
  if (is_hidden (self, node, &silently)) {
    if (!silently)
      drop_text (self, node, GB_IMPORT_DROPPED_HIDDEN);
    return TRUE;
  }
  return FALSE;
}
