/* SPDX-License-Identifier: GPL-3.0-or-later */

/* HTML out of clipboards and files: which program wrote it, and the order in which its parts are
 * read. Untrusted; nothing here keeps state, so any thread may. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-html.h"

#include "document/gb-document-error.h"
#include "import/gb-import-html-private.h"
#include "import/gb-import-widths.h"

#include <string.h>

/* In pixels: A4 with the margins of a new document. */
#define OFFICE_TEXT_WIDTH (415.3 / 72 * 96)
#define LIBRE_TEXT_WIDTH  (17 / 2.54 * 96)

static gboolean
has_office_markup (const xmlNode *node)
{
  for (const xmlAttr *attribute = node->properties; attribute != NULL;
       attribute = attribute->next) {
    const char *name = (const char *)attribute->name;
    g_autofree char *value = NULL;

    if (g_str_has_prefix (name, "xmlns:") && strchr ("ovwx", name[6]) != NULL)
      return TRUE;
    if (strcmp (name, "style") != 0 && strcmp (name, "class") != 0)
      continue;
    value = _gb_import_html_dup (node, name);
    if (value != NULL && (strstr (value, "mso-") != NULL || g_str_has_prefix (value, "Mso")))
      return TRUE;
  }
  return FALSE;
}

static GbImportMaker
find_maker (xmlNode *root)
{
  for (xmlNode *node = root; node != NULL; node = _gb_import_html_next (node, root)) {
    g_autofree char *name = NULL;
    g_autofree char *content = NULL;

    if (node->type != XML_ELEMENT_NODE)
      continue;
    if (has_office_markup (node))
      return GB_IMPORT_MAKER_OFFICE;
    if (!_gb_import_html_is (node, "meta"))
      continue;
    name = _gb_import_html_dup (node, "name");
    content = _gb_import_html_dup (node, "content");
    if (name == NULL || content == NULL || g_ascii_strcasecmp (name, "generator") != 0)
      continue;
    if (strstr (content, "LibreOffice") != NULL || strstr (content, "OpenOffice") != NULL)
      return GB_IMPORT_MAKER_LIBRE;
    if (strstr (content, "Microsoft") != NULL || strstr (content, "WPS") != NULL)
      return GB_IMPORT_MAKER_OFFICE;
  }
  return GB_IMPORT_MAKER_WEB;
}

static void
read_base (GbImportHtml *self, xmlNode *root)
{
  for (xmlNode *node = root; node != NULL; node = _gb_import_html_next (node, root)) {
    g_autofree char *href = NULL;

    if (!_gb_import_html_is (node, "base"))
      continue;
    href = _gb_import_html_dup (node, "href");
    if (href != NULL && (g_ascii_strncasecmp (href, "http://", 7) == 0 ||
                         g_ascii_strncasecmp (href, "https://", 8) == 0)) {
      self->base = g_steal_pointer (&href);
      return;
    }
  }
}

/* What a picture as wide as the text measures: what the sheet says of the paper, or A4 with the
 * margins that the program begins with. */
static double
find_text_width (GbImportHtml *self)
{
  const double said = _gb_import_styles_get_text_width (self->styles);

  if (self->maker == GB_IMPORT_MAKER_WEB)
    return GB_IMPORT_TEXT_WIDTH;
  if (said > 0)
    return said;
  return self->maker == GB_IMPORT_MAKER_LIBRE ? LIBRE_TEXT_WIDTH : OFFICE_TEXT_WIDTH;
}

/* A page has its title in the only h1, and its headings begin with h2; what was copied out of one
 * begins with what it begins with. In papers the levels are those of the paper. */
static void
choose_levels (GbImportHtml *self, xmlNode *root)
{
  guint n_h1 = 0;

  if (self->maker == GB_IMPORT_MAKER_OFFICE || self->maker == GB_IMPORT_MAKER_LIBRE)
    return;
  for (xmlNode *node = root; node != NULL; node = _gb_import_html_next (node, root))
    n_h1 += _gb_import_html_is (node, "h1");
  self->has_single_h1 = n_h1 == 1 && self->extent == GB_IMPORT_WHOLE;
  self->heading_shift = n_h1 == 0 || self->has_single_h1 ? 1 : 0;
}

/* In the text only the marks of comments stand; their words come at the end, if at all. */
static void
count_comments (GbImportHtml *self, xmlNode *root)
{
  for (xmlNode *node = root; node != NULL; node = _gb_import_html_next (node, root)) {
    if (node->type == XML_ELEMENT_NODE && node->properties != NULL &&
        _gb_import_styles_has (self->styles, node, "mso-element", "comment-list"))
      self->n_comments++;
  }
}

/**
 * _gb_import_html_read:
 * @bytes: an HTML text of any encoding
 * @extent: whether it is a whole paper
 * @images: where its images may come from
 * @folder: (nullable): the path of the folder of its file
 * @prepare: (nullable): what makes pictures fit for a document
 * @error: return location for a #GbDocumentError
 *
 * Returns: (transfer full): the document, what was left out, and the images; or %NULL
 */
GbImport *
_gb_import_html_read (GBytes *bytes,
                      GbImportExtent extent,
                      GbImportImages images,
                      const char *folder,
                      GbImportPictureFunc prepare,
                      GError **error)
{
  g_auto (GbImportHtmlSource) source = { 0 };
  g_autoptr (GbImportWriter) writer = _gb_import_writer_new (prepare);
  g_autoptr (GbImportStyles) styles = NULL;
  GbImportHtml self = { 0 };
  const GbImportHtmlContext context = { 0 };
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  xmlNode *root;

  if (!_gb_import_html_source_parse (&source, data, size, _gb_import_writer_get_notes (writer),
                                     error))
    return NULL;
  styles = _gb_import_styles_new (source.styles->str);
  self.writer = writer;
  self.styles = styles;
  self.extent = extent;
  self.images = images;
  self.folder = folder;
  root = xmlDocGetRootElement (source.tree);
  if (root != NULL) {
    self.maker =
      strstr (source.styles->str, "mso-") != NULL ? GB_IMPORT_MAKER_OFFICE : find_maker (root);
    self.text_width = find_text_width (&self);
    read_base (&self, root);
    if (extent == GB_IMPORT_WHOLE) {
      _gb_import_html_page_read_head (&self, root);
      if (self.maker == GB_IMPORT_MAKER_WEB)
        _gb_import_html_page_tidy (&self, root);
    }
    choose_levels (&self, root);
    count_comments (&self, root);
    _gb_import_html_walk (&self, root, &context);
    _gb_import_html_end_paragraph (&self);
  }
  g_free (self.base);
  return _gb_import_writer_finish (writer, extent, error);
}

/* Images that were saved inside make it larger than a document may be. */
static GBytes *
read_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autoptr (GByteArray) data = g_byte_array_new ();
  gssize n = 1;

  if (stream == NULL)
    return NULL;
  while (n > 0 && data->len <= GB_IMPORT_HTML_MAX_BYTES) {
    guint8 chunk[65536];

    n = g_input_stream_read (G_INPUT_STREAM (stream), chunk, sizeof chunk, cancellable, error);
    if (n > 0)
      g_byte_array_append (data, chunk, (guint)n);
  }
  return n < 0 ? NULL : g_byte_array_free_to_bytes (g_steal_pointer (&data));
}

GbImport *
_gb_import_html_file (GFile *file,
                      GbImportPictureFunc prepare,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GBytes) bytes = read_file (file, cancellable, error);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *path = folder != NULL ? g_file_get_path (folder) : NULL;

  if (bytes == NULL)
    return NULL;
  return _gb_import_html_read (bytes, GB_IMPORT_WHOLE, GB_IMPORT_IMAGES_BESIDE, path, prepare,
                               error);
}
