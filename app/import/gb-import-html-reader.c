/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The block half of the HTML reader: it walks the tree and tells the writer what each element is,
 * whichever program wrote it. Everything it knows is in GbImportHtml. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-html-private.h"

#include <string.h>

#define BLOCKS                                                                                     \
  " address article aside body caption center dd details dialog dir div dl dt fieldset "           \
  "figcaption "                                                                                    \
  "figure footer form h1 h2 h3 h4 h5 h6 header hgroup html legend main menu nav p pre section "    \
  "summary tbody td tfoot th thead tr li marquee "

static void
walk_children (GbImportHtml *self, xmlNode *node, const GbImportHtmlContext *context)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    _gb_import_html_walk (self, child, context);
}

/* ───── Paragraphs ───── */

/* The number of a paragraph of WPS and Word stands in a span that is to be ignored by programs
 * which number for themselves. */
static xmlNode *
find_label (GbImportHtml *self, xmlNode *paragraph)
{
  for (xmlNode *node = paragraph->children; node != NULL;
       node = _gb_import_html_next (node, paragraph)) {
    if (node->type == XML_ELEMENT_NODE &&
        _gb_import_styles_has (self->styles, node, "mso-list", "ignore"))
      return node;
  }
  return NULL;
}

/* “l0 level2 lfo1”: list, level and its override. */
static void
take_office_list (GbImportHtml *self, xmlNode *node, char **out_label)
{
  g_autofree char *value = _gb_import_styles_get (self->styles, node, "mso-list");
  const char *level = value != NULL ? strstr (value, "level") : NULL;
  const char *override = value != NULL ? strstr (value, "lfo") : NULL;
  xmlNode *label;

  if (level == NULL)
    return;
  label = find_label (self, node);
  if (label == NULL)
    return;
  *out_label = _gb_import_html_dup_text (label);
  self->style.list = **out_label != '\0' ? GB_IMPORT_LIST_AUTO : GB_IMPORT_LIST_BULLET;
  self->style.label = *out_label;
  self->style.list_level = (guint)MIN (g_ascii_strtoull (level + 5, NULL, 10), 99);
  self->style.list_id =
    1 + (guint)(MIN (g_ascii_strtoull (value + (*value == 'l'), NULL, 10), 9999) * 1000) +
    (override != NULL ? (guint)MIN (g_ascii_strtoull (override + 3, NULL, 10), 999) : 0);
}

static guint
find_heading (GbImportHtml *self, const xmlNode *node)
{
  const char *name = (const char *)node->name;
  g_autofree char *outline = NULL;
  g_autofree char *role = NULL;
  guint level = 0;

  if (name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && name[2] == '\0')
    level = (guint)(name[1] - '0');
  if (level == 0 && _gb_import_html_is_one_of (node, " p div ")) {
    outline = _gb_import_styles_get (self->styles, node, "mso-outline-level");
    role = _gb_import_html_dup (node, "role");
    if (outline != NULL && g_ascii_isdigit (*outline)) {
      /* Of the paper, whatever the maker of the page. */
      return (guint)(*outline - '0');
    }
    if (role != NULL && strcmp (role, "heading") == 0) {
      g_autofree char *aria = _gb_import_html_dup (node, "aria-level");

      level = aria != NULL ? (guint)CLAMP (atoi (aria), 1, 6) : 2;
    }
  }
  return level > self->heading_shift ? level - self->heading_shift : MIN (level, 1);
}

static GbImportRole
find_role (GbImportHtml *self, const xmlNode *node)
{
  if (self->in_cell)
    return GB_IMPORT_ROLE_NONE;
  if (_gb_import_html_has_class (node, "MsoTitle"))
    return GB_IMPORT_ROLE_TITLE;
  if (self->maker == GB_IMPORT_MAKER_LIBRE && _gb_import_html_has_class (node, "title"))
    return GB_IMPORT_ROLE_TITLE;
  if (self->has_single_h1 && _gb_import_html_is (node, "h1"))
    return GB_IMPORT_ROLE_TITLE;
  if (_gb_import_html_has_class (node, "MsoCaption") || _gb_import_html_is (node, "figcaption"))
    return GB_IMPORT_ROLE_CAPTION;
  return GB_IMPORT_ROLE_NONE;
}

/* A block inside another one, such as a div in a heading, takes its style along. */
static void
walk_block (GbImportHtml *self, xmlNode *node, const GbImportHtmlContext *context)
{
  const GbImportParagraph saved = self->style;
  g_autofree char *label = NULL;
  guint heading = find_heading (self, node);

  _gb_import_html_end_paragraph (self);
  if (heading > 0)
    self->style.heading = heading;
  if (node->properties != NULL) {
    GbImportRole role = find_role (self, node);

    if (role != GB_IMPORT_ROLE_NONE)
      self->style.role = role;
    if (_gb_import_html_is_one_of (node, " p h1 h2 h3 h4 h5 h6 li div "))
      take_office_list (self, node, &label);
  } else if (find_role (self, node) != GB_IMPORT_ROLE_NONE) {
    self->style.role = find_role (self, node);
  }
  walk_children (self, node, context);
  _gb_import_html_end_paragraph (self);
  self->style = saved;
}

/* ───── Lists ───── */

static GbImportListKind
find_list_kind (GbImportHtml *self, const xmlNode *node)
{
  g_autofree char *type = _gb_import_styles_get (self->styles, node, "list-style-type");

  if (type == NULL)
    type = _gb_import_styles_get (self->styles, node, "list-style");
  if (type != NULL && (strstr (type, "cjk") != NULL || strstr (type, "chinese") != NULL ||
                       strstr (type, "japanese") != NULL))
    return GB_IMPORT_LIST_CJK;
  if (type != NULL && (strstr (type, "disc") != NULL || strstr (type, "circle") != NULL ||
                       strstr (type, "square") != NULL))
    return GB_IMPORT_LIST_BULLET;
  return _gb_import_html_is (node, "ol") ? GB_IMPORT_LIST_DECIMAL : GB_IMPORT_LIST_BULLET;
}

static guint
get_count (const xmlNode *node, const char *attribute, guint otherwise)
{
  g_autofree char *value = _gb_import_html_dup (node, attribute);

  if (value == NULL || !g_ascii_isdigit (value[strspn (value, " \t\r\n")]))
    return otherwise;
  return (guint)MIN (g_ascii_strtoull (value, NULL, 10), 100000);
}

static void
walk_list (GbImportHtml *self, xmlNode *node, const GbImportHtmlContext *context)
{
  GbImportHtmlList list = {
    .parent = self->list,
    .kind = find_list_kind (self, node),
    .level = self->list != NULL ? self->list->level + 1 : 1,
    .id = ++self->n_lists,
    .number = MAX (get_count (node, "start", 1), 1) - 1,
    /* What stands before the first item has no number. */
    .has_started = TRUE,
  };
  const GbImportParagraph saved = self->style;

  _gb_import_html_end_paragraph (self);
  self->style = (GbImportParagraph){ 0 };
  self->list = &list;
  walk_children (self, node, context);
  _gb_import_html_end_paragraph (self);
  self->list = list.parent;
  self->style = saved;
}

static void
walk_item (GbImportHtml *self, xmlNode *node, const GbImportHtmlContext *context)
{
  GbImportHtmlList stray = { .kind = GB_IMPORT_LIST_BULLET, .level = 1, .number = 0 };
  const gboolean is_stray = self->list == NULL;

  _gb_import_html_end_paragraph (self);
  if (is_stray) {
    stray.id = self->n_lists;
    self->list = &stray;
  }
  self->list->number = get_count (node, "value", self->list->number + 1);
  self->list->has_started = FALSE;
  walk_block (self, node, context);
  if (is_stray)
    self->list = NULL;
}

/* ───── Tables ───── */

static gboolean
has_inner (const xmlNode *node, const char *name)
{
  for (const xmlNode *inner = node->children; inner != NULL;
       inner = _gb_import_html_next (inner, node)) {
    if (_gb_import_html_is (inner, name))
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_one_cell (const xmlNode *table)
{
  guint n_cells = 0;

  for (const xmlNode *inner = table->children; inner != NULL && n_cells < 2;
       inner = _gb_import_html_next (inner, table))
    n_cells += _gb_import_html_is_one_of (inner, " td th ");
  return n_cells == 1;
}

/* Pages were once laid out by tables in tables, and by tables of one cell. */
static gboolean
is_layout (GbImportHtml *self, const xmlNode *table)
{
  g_autofree char *role = _gb_import_html_dup (table, "role");
  g_autofree char *border = _gb_import_html_dup (table, "border");

  if (role != NULL && (strcmp (role, "presentation") == 0 || strcmp (role, "none") == 0))
    return TRUE;
  if (has_one_cell (table))
    return TRUE;
  return self->maker == GB_IMPORT_MAKER_WEB && (border == NULL || strcmp (border, "0") == 0) &&
         has_inner (table, "table");
}

static void
walk_cell (GbImportHtml *self, xmlNode *node, const GbImportHtmlContext *context)
{
  GbImportHtmlList *list = self->list;
  const GbImportParagraph saved = self->style;
  const gboolean was_in_cell = self->in_cell;
  guint colspan = get_count (node, "colspan", 1);
  /* Text of a spreadsheet that runs over empty cells. */
  const gboolean only_overflows =
    _gb_import_styles_has (self->styles, node, "mso-ignore", "colspan");

  _gb_import_html_end_paragraph (self);
  self->style = (GbImportParagraph){ 0 };
  self->list = NULL;
  self->in_cell = TRUE;
  _gb_import_writer_begin_cell (self->writer, only_overflows ? 1 : colspan,
                                get_count (node, "rowspan", 1), context->in_header);
  if (!only_overflows)
    _gb_import_writer_set_cell_width (
      self->writer, _gb_import_styles_get_width (self->styles, node, self->text_width));
  walk_children (self, node, context);
  _gb_import_html_end_paragraph (self);
  _gb_import_writer_end_cell (self->writer);
  for (guint i = 1; only_overflows && i < MIN (colspan, 200); i++) {
    _gb_import_writer_begin_cell (self->writer, 1, 1, context->in_header);
    _gb_import_writer_end_cell (self->writer);
  }
  self->in_cell = was_in_cell;
  self->list = list;
  self->style = saved;
}

/* A group says it for those of its columns that do not. */
static void
walk_columns (GbImportHtml *self, const xmlNode *node, double inherited)
{
  double width = _gb_import_styles_get_width (self->styles, node, self->text_width);
  gboolean has_columns = FALSE;

  if (width <= 0)
    width = inherited;
  for (const xmlNode *child = node->children; child != NULL; child = child->next) {
    if (_gb_import_html_is (child, "col")) {
      walk_columns (self, child, width);
      has_columns = TRUE;
    }
  }
  for (guint i = 0; !has_columns && i < MIN (get_count (node, "span", 1), 200); i++)
    _gb_import_writer_add_column (self->writer, width);
}

static void
walk_row (GbImportHtml *self, xmlNode *node, const GbImportHtmlContext *context)
{
  _gb_import_html_end_paragraph (self);
  _gb_import_writer_begin_row (self->writer);
  walk_children (self, node, context);
  _gb_import_html_end_paragraph (self);
  _gb_import_writer_end_row (self->writer);
}

static void
walk_table (GbImportHtml *self, xmlNode *node, const GbImportHtmlContext *context)
{
  GbImportHtmlList *list = self->list;
  const GbImportParagraph saved = self->style;
  const gboolean was_in_table = self->in_table;
  GbImportHtmlContext inner = *context;

  self->in_table = !is_layout (self, node);
  if (!self->in_table) {
    walk_block (self, node, context);
    self->in_table = was_in_table;
    return;
  }
  _gb_import_html_end_paragraph (self);
  self->style = (GbImportParagraph){ 0 };
  self->list = NULL;
  inner.align = GB_IMPORT_ALIGN_DEFAULT;
  _gb_import_writer_begin_table (self->writer);
  walk_children (self, node, &inner);
  _gb_import_html_end_paragraph (self);
  _gb_import_writer_end_table (self->writer);
  self->in_table = was_in_table;
  self->list = list;
  self->style = saved;
}

/* ───── Footnotes ───── */

/* The key that a link and its note share, of Word, WPS and LibreOffice; is_back: from the note to
 * the text. */
static char *
find_footnote_key (const char *href, gboolean *is_back)
{
  static const struct {
    const char *prefix;
    const char *key;
    gboolean is_back;
  } forms[] = {
    { "#_ftnref", "ftn", TRUE },
    { "#_ednref", "edn", TRUE },
    { "#_ftn", "ftn", FALSE },
    { "#_edn", "edn", FALSE },
    { "#sdfootnote", "sdfootnote", FALSE },
    { "#sdendnote", "sdendnote", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++) {
    if (g_str_has_prefix (href, forms[i].prefix)) {
      const char *number = href + strlen (forms[i].prefix);
      gsize n_digits = strspn (number, "0123456789");

      if (n_digits == 0 || n_digits > 6)
        return NULL;
      *is_back = forms[i].is_back || strcmp (number + n_digits, "anc") == 0;
      return g_strdup_printf ("%s%.*s", forms[i].key, (int)n_digits, number);
    }
  }
  return NULL;
}

/* TRUE if the link is one of a footnote, and done. */
static gboolean
walk_footnote_link (GbImportHtml *self, const char *href, const GbImportHtmlContext *context)
{
  gboolean is_back = FALSE;
  g_autofree char *key = find_footnote_key (href, &is_back);

  if (key == NULL)
    return FALSE;
  if (!is_back) {
    _gb_import_html_open_paragraph (self, context);
    _gb_import_writer_add_footnote_reference (self->writer, key);
    self->last = ']';
    self->space = 0;
  }
  return TRUE;
}

/* The note itself: (nullable) its key. */
static char *
find_footnote (GbImportHtml *self, const xmlNode *node)
{
  g_autofree char *id = NULL;
  g_autofree char *part = NULL;

  if (!_gb_import_html_is_one_of (node, " div p li "))
    return NULL;
  id = _gb_import_html_dup (node, "id");
  if (id == NULL)
    return NULL;
  part = _gb_import_styles_get (self->styles, node, "mso-element");
  if (part != NULL && (strcmp (part, "footnote") == 0 || strcmp (part, "endnote") == 0))
    return g_steal_pointer (&id);
  if ((g_str_has_prefix (id, "sdfootnote") && g_ascii_isdigit (id[10])) ||
      (g_str_has_prefix (id, "sdendnote") && g_ascii_isdigit (id[9])))
    return g_steal_pointer (&id);
  return NULL;
}

static void
walk_footnote (GbImportHtml *self,
               xmlNode *node,
               const char *key,
               const GbImportHtmlContext *context)
{
  _gb_import_html_end_paragraph (self);
  _gb_import_writer_begin_footnote (self->writer, key);
  walk_block (self, node, context);
  _gb_import_writer_end_footnote (self->writer);
}

/* The line above the notes, which stand at the end anyway. */
static gboolean
is_in_notes (GbImportHtml *self, const xmlNode *node)
{
  return node->parent != NULL && node->parent->type == XML_ELEMENT_NODE &&
         _gb_import_styles_has (self->styles, node->parent, "mso-element", "note-list");
}

/* ───── Images ───── */

/* What programs fill in by themselves says nothing. */
static gboolean
is_automatic_alt (const char *alt)
{
  return strchr (alt, '\\') != NULL ||
         g_regex_match_simple (
           "^(图片|图像|图形|Picture|Image|image|clip_image|img|IMG)?[ _-]*[0-9]*"
           "(\\.(png|jpe?g|gif|bmp|tiff?|webp|wmf|emf))?$",
           alt, G_REGEX_DEFAULT, 0);
}

static char *
dup_alt (const xmlNode *node)
{
  g_autofree char *alt = _gb_import_html_dup (node, "alt");

  if (alt == NULL || is_automatic_alt (g_strstrip (alt)))
    return g_strdup ("");
  return g_strdup (g_str_has_prefix (alt, "说明: ") ? alt + strlen ("说明: ") : alt);
}

static char *
dup_image_name (const char *src)
{
  g_autofree char *bare = g_strndup (src, strcspn (src, "?#"));
  const char *slash;

  if (g_ascii_strncasecmp (src, "data:", 5) == 0)
    return g_strdup ("");
  slash = strrchr (bare, '/');
  return g_uri_unescape_string (slash != NULL ? slash + 1 : bare, NULL);
}

static void
walk_image (GbImportHtml *self, xmlNode *node)
{
  g_autofree char *src = _gb_import_html_dup (node, "src");
  g_autofree char *alt = dup_alt (node);
  g_autofree char *name = NULL;
  g_autoptr (GBytes) bytes = NULL;

  /* What counts visitors. */
  if (get_count (node, "width", 9) <= 2 && get_count (node, "height", 9) <= 2)
    return;
  if (src == NULL || *g_strstrip (src) == '\0') {
    g_free (src);
    src = _gb_import_html_dup (node, "data-src");
  }
  if (src == NULL || *src == '\0')
    return;
  bytes = _gb_import_html_image_load (src, self->images, self->folder);
  if (bytes != NULL) {
    double width = _gb_import_styles_get_width (self->styles, node, self->text_width);

    _gb_import_writer_set_image_share (self->writer, width * 100 / self->text_width);
    _gb_import_writer_add_image (self->writer, bytes, alt);
    return;
  }
  name = dup_image_name (src);
  _gb_import_writer_drop (self->writer, GB_IMPORT_DROPPED_IMAGE,
                          *alt != '\0' || name == NULL ? alt : name);
}

/* ───── Inline ───── */

static char *
resolve (GbImportHtml *self, const char *href)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (href));

  if (self->base == NULL || *trimmed == '#' || g_uri_peek_scheme (trimmed) != NULL)
    return g_steal_pointer (&trimmed);
  {
    char *resolved = g_uri_resolve_relative (self->base, trimmed,
                                             G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_ENCODED, NULL);

    return resolved != NULL ? resolved : g_steal_pointer (&trimmed);
  }
}

static void
walk_link (GbImportHtml *self, xmlNode *node, GbImportHtmlContext *context)
{
  g_autofree char *href = _gb_import_html_dup (node, "href");
  g_autofree char *resolved = NULL;

  if (href != NULL && walk_footnote_link (self, href, context))
    return;
  if (href != NULL) {
    resolved = resolve (self, href);
    context->href = resolved;
  }
  walk_children (self, node, context);
}

static void
walk_break (GbImportHtml *self, const xmlNode *node)
{
  /* A new page of the paper. */
  if (_gb_import_styles_has (self->styles, node, "page-break-before", "always"))
    _gb_import_html_end_paragraph (self);
  else
    _gb_import_html_add_break (self);
}

static void
walk_rule (GbImportHtml *self, const xmlNode *node)
{
  _gb_import_html_end_paragraph (self);
  if (!is_in_notes (self, node) && !self->in_cell)
    _gb_import_writer_add_rule (self->writer);
}

static gboolean
is_label (GbImportHtml *self, const xmlNode *node)
{
  return node->properties != NULL &&
         _gb_import_styles_has (self->styles, node, "mso-list", "ignore");
}

static void
walk_quote (GbImportHtml *self, xmlNode *node, const GbImportHtmlContext *context)
{
  _gb_import_html_end_paragraph (self);
  _gb_import_writer_begin_quote (self->writer);
  walk_block (self, node, context);
  _gb_import_writer_end_quote (self->writer);
}

/**
 * _gb_import_html_walk:
 * @self: the reader
 * @node: any node
 * @inherited: what it inherits
 *
 * Tells the writer what @node is.
 */
void
_gb_import_html_walk (GbImportHtml *self, xmlNode *node, const GbImportHtmlContext *inherited)
{
  GbImportHtmlContext context = *inherited;
  g_autofree char *footnote = NULL;

  if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
    _gb_import_html_add_text (self, &context, (const char *)node->content);
    return;
  }
  if (node->type != XML_ELEMENT_NODE || _gb_import_html_skip (self, node))
    return;
  if (node == self->content) {
    _gb_import_html_end_paragraph (self);
    _gb_import_writer_begin_content (self->writer);
  }
  /* The writer was told the number already. */
  if (is_label (self, node) && self->style.list != GB_IMPORT_LIST_NONE)
    return;
  if (node->properties != NULL)
    footnote = find_footnote (self, node);
  _gb_import_html_inherit (self, node, &context);

  if (footnote != NULL)
    walk_footnote (self, node, footnote, &context);
  else if (_gb_import_html_is (node, "br"))
    walk_break (self, node);
  else if (_gb_import_html_is (node, "img"))
    walk_image (self, node);
  else if (_gb_import_html_is (node, "a"))
    walk_link (self, node, &context);
  else if (_gb_import_html_is (node, "hr"))
    walk_rule (self, node);
  else if (_gb_import_html_is_one_of (node, " ul ol menu dir "))
    walk_list (self, node, &context);
  else if (_gb_import_html_is (node, "li"))
    walk_item (self, node, &context);
  else if (_gb_import_html_is (node, "table"))
    walk_table (self, node, &context);
  else if (self->in_table && _gb_import_html_is_one_of (node, " colgroup col "))
    walk_columns (self, node, 0);
  else if (self->in_table && _gb_import_html_is (node, "tr"))
    walk_row (self, node, &context);
  else if (self->in_table && _gb_import_html_is_one_of (node, " td th "))
    walk_cell (self, node, &context);
  else if (_gb_import_html_is (node, "blockquote"))
    walk_quote (self, node, &context);
  else if (_gb_import_html_is_one_of (node, BLOCKS))
    walk_block (self, node, &context);
  else
    walk_children (self, node, &context);
}
