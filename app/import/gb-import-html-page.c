/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A page that was saved as a file: what the site says of it in its head, and what belongs to the
 * site and not to the text. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-html-private.h"

#include <string.h>

/* Of the whole text, in per cent: what has more of it is not furniture, and what has less is not
 * the text. */
#define MAX_FURNITURE_PERCENT 40
#define MIN_CONTENT_PERCENT   40

/* A list of links has so many at least. */
#define MIN_LINKS 3

/* ───── The head ───── */

/* The tags that every government site has to have (《政府网站发展指引》, 国办发〔2017〕47号,
 * annex). */
static const struct {
  const char *name;
  const char *field;
} tags[] = {
  { "ArticleTitle", "title" },
  { "ContentSource", "source" },
  { "Author", "author" },
  { "Url", "source-url" },
};

/* 2017-04-12 21:37, also with seconds. */
static void
take_date (GbImportHtml *self, const char *content)
{
  g_autofree char *minutes = g_strndup (content, strlen ("2017-04-12 21:37"));

  _gb_import_writer_set_field (self->writer, "originally-published", minutes);
}

static void
take_tag (GbImportHtml *self, const xmlNode *node)
{
  g_autofree char *name = _gb_import_html_dup (node, "name");
  g_autofree char *content = _gb_import_html_dup (node, "content");

  if (name == NULL || content == NULL)
    return;
  g_strstrip (content);
  if (g_ascii_strcasecmp (name, "PubDate") == 0)
    take_date (self, content);
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++) {
    if (g_ascii_strcasecmp (name, tags[i].name) == 0 && *content != '\0')
      _gb_import_writer_set_field (self->writer, tags[i].field, content);
  }
}

/**
 * _gb_import_html_page_read_head:
 * @self: the reader
 * @root: the root of the tree
 *
 * Takes what a government page says of itself.
 */
void
_gb_import_html_page_read_head (GbImportHtml *self, xmlNode *root)
{
  for (xmlNode *node = root; node != NULL; node = _gb_import_html_next (node, root)) {
    if (_gb_import_html_is (node, "meta"))
      take_tag (self, node);
  }
}

/* ───── Measures ───── */

typedef struct {
  gsize n_chars;
  gsize n_link_chars;
  guint n_links;
  gboolean has_h1;
} Measure;

/* Larger than any page of a site; what it costs to look at grows with the depth as well. */
#define MAX_NODES 50000

static gsize
count_chars (const xmlNode *text)
{
  gsize n = 0;

  for (const xmlChar *p = text->content; *p != '\0'; p++)
    n += *p > ' ' && (*p & 0xc0) != 0x80;
  return n;
}

static gboolean
is_in_link (const xmlNode *node, const xmlNode *root)
{
  for (; node != NULL && node != root; node = node->parent) {
    if (_gb_import_html_is (node, "a"))
      return TRUE;
  }
  return FALSE;
}

static void
measure (const xmlNode *root, Measure *result)
{
  *result = (Measure){ 0 };
  for (const xmlNode *node = root; node != NULL; node = _gb_import_html_next (node, root)) {
    if (node->type == XML_TEXT_NODE) {
      gsize n = count_chars (node);

      result->n_chars += n;
      if (n > 0 && is_in_link (node, root->parent))
        result->n_link_chars += n;
    }
    result->n_links += _gb_import_html_is (node, "a");
    result->has_h1 |= _gb_import_html_is (node, "h1");
  }
}

static void
drop_node (GbImportHtml *self, xmlNode *node)
{
  g_autofree char *text = _gb_import_html_dup_text (node);

  if (*text != '\0')
    _gb_import_writer_drop (self->writer, GB_IMPORT_DROPPED_FURNITURE, text);
  xmlUnlinkNode (node);
  xmlFreeNode (node);
}

/* ───── Furniture ───── */

static gboolean
has_furniture_name (const xmlNode *node)
{
  static const char *const roles[] = { "banner",     "complementary", "contentinfo",
                                       "navigation", "search",        NULL };
  g_autofree char *role = _gb_import_html_dup (node, "role");

  return _gb_import_html_is_one_of (node, " nav footer aside header dialog form ") ||
         (role != NULL && g_strv_contains (roles, role));
}

static void
drop_named_furniture (GbImportHtml *self, xmlNode *body, const Measure *whole)
{
  for (xmlNode *node = body; node != NULL;) {
    xmlNode *next = NULL;
    Measure part;

    if (node != body && node->type == XML_ELEMENT_NODE && has_furniture_name (node)) {
      measure (node, &part);
      if (!part.has_h1 && part.n_chars * 100 <= whole->n_chars * MAX_FURNITURE_PERCENT) {
        next = node->next;
        for (xmlNode *up = node; next == NULL && up != body && up->parent != body; up = up->parent)
          next = up->parent->next;
        drop_node (self, node);
        node = next;
        continue;
      }
    }
    node = _gb_import_html_next (node, body);
  }
}

/* ───── The content ───── */

/* What the systems behind government sites call it. */
static gboolean
has_content_name (const xmlNode *node)
{
  static const char *const names[] = {
    "zoom",           "ucap-content",      "trs_editor",      "trs_ueditor",
    "pages_content",  "article-content",   "article_content", "articlecontent",
    "news_content",   "detail-content",    "detail_content",  "vsb_content",
    "v_news_content", "custom_unionstyle", "xxgk_content",    "js_content",
    "artcontent",     "con_text",          "zoomcon",         NULL,
  };
  static const char *const attributes[] = { "id", "class" };

  if (_gb_import_html_is_one_of (node, " article main ucapcontent "))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++) {
    g_autofree char *value = _gb_import_html_dup (node, attributes[i]);
    g_autofree char *lower = NULL;
    g_auto (GStrv) words = NULL;

    if (value == NULL)
      continue;
    lower = g_ascii_strdown (value, -1);
    words = g_strsplit_set (lower, " \t\r\n", 20);
    for (guint k = 0; words[k] != NULL; k++) {
      if (g_strv_contains (names, words[k]))
        return TRUE;
    }
  }
  return FALSE;
}

/* The innermost one: templates put one into the other. */
static xmlNode *
find_content (xmlNode *body, const Measure *whole)
{
  xmlNode *content = NULL;

  for (xmlNode *node = body; node != NULL; node = _gb_import_html_next (node, body)) {
    Measure part;

    if (node->type != XML_ELEMENT_NODE || !has_content_name (node))
      continue;
    measure (node, &part);
    if ((part.n_chars - part.n_link_chars) * 100 >=
        (whole->n_chars - whole->n_link_chars) * MIN_CONTENT_PERCENT)
      content = node;
  }
  return content;
}

static void
drop_after (GbImportHtml *self, xmlNode *body, xmlNode *content)
{
  for (xmlNode *node = content; node != body; node = node->parent) {
    while (node->next != NULL)
      drop_node (self, node->next);
  }
}

static gboolean
is_link_list (const xmlNode *node)
{
  Measure part;

  if (!_gb_import_html_is_one_of (node, " div ul ol dl p table section "))
    return FALSE;
  measure (node, &part);
  return part.n_links >= MIN_LINKS && !part.has_h1 &&
         part.n_link_chars * 100 >= part.n_chars * 80 && part.n_link_chars / part.n_links <= 40;
}

static gboolean
contains (const xmlNode *node, const xmlNode *inner)
{
  for (; inner != NULL; inner = inner->parent) {
    if (inner == node)
      return TRUE;
  }
  return FALSE;
}

static void
drop_link_lists (GbImportHtml *self, xmlNode *parent, const xmlNode *content)
{
  xmlNode *next;

  for (xmlNode *node = parent->children; node != NULL; node = next) {
    next = node->next;
    if (node == content || node->type != XML_ELEMENT_NODE)
      continue;
    if (is_link_list (node) && !contains (node, content))
      drop_node (self, node);
    else
      drop_link_lists (self, node, content);
  }
}

static guint
count_nodes (xmlNode *root)
{
  guint n = 0;

  for (xmlNode *node = root; node != NULL; node = _gb_import_html_next (node, root))
    n++;
  return n;
}

/**
 * _gb_import_html_page_tidy:
 * @self: the reader
 * @root: the root of the tree; changed
 *
 * Takes away what belongs to the site: what is marked as such, lists of links, and what stands
 * behind the text where the text is known by its name. Everything is noted.
 */
void
_gb_import_html_page_tidy (GbImportHtml *self, xmlNode *root)
{
  xmlNode *body = root;
  Measure whole;

  while (body != NULL && !_gb_import_html_is (body, "body"))
    body = _gb_import_html_next (body, root);
  if (body == NULL || count_nodes (body) > MAX_NODES)
    return;
  measure (body, &whole);
  drop_named_furniture (self, body, &whole);
  self->content = find_content (body, &whole);
  if (self->content != NULL)
    drop_after (self, body, (xmlNode *)self->content);
  drop_link_lists (self, body, self->content);
}
