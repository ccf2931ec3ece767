/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The public page as the demonstration looks at it: read back from HTML, compared with the document
 * that it was made from, and copied into one file. */

#define G_LOG_DOMAIN "gb-cli"

#include "config.h"

#include "cli/gb-demo-page.h"

#include "cli/gb-cli-portal.h"

#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <string.h>

/* 国办发〔2017〕47号, annex 网页标签规范: three of the site, four of the column, three of the page.
 */
static const char *const mandatory_tags[] = {
  "SiteName",       "SiteDomain", "SiteIDCode",   "ColumnName", "ColumnDescription",
  "ColumnKeywords", "ColumnType", "ArticleTitle", "PubDate",    "ContentSource",
};

static const char *const block_names[] = {
  "p", "h2", "h3", "h4", "h5", "li", "td", "th", "caption", "figcaption", "blockquote",
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)

static xmlDoc *
parse_html (GBytes *html)
{
  gsize size;
  const char *data = g_bytes_get_data (html, &size);

  return htmlReadMemory (data, (int)size, NULL, "UTF-8",
                         HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                           HTML_PARSE_NONET);
}

typedef gboolean (*NodeFunc) (xmlNode *node, gpointer user_data);

/* In document order, until func returns TRUE. The next node is found before func, which may take
 * its node out. */
static gboolean
walk (xmlNode *node, NodeFunc func, gpointer user_data)
{
  while (node != NULL) {
    xmlNode *next = node->next;

    if (node->type == XML_ELEMENT_NODE &&
        (walk (node->children, func, user_data) || func (node, user_data)))
      return TRUE;
    node = next;
  }
  return FALSE;
}

static char *
dup_attribute (xmlNode *node, const char *name)
{
  xmlChar *value = xmlGetProp (node, (const xmlChar *)name);
  char *copy = g_strdup ((const char *)value);

  xmlFree (value);
  return copy;
}

/* Line breaks and runs of spaces are the renderer's business. */
static char *
dup_letters (xmlNode *node)
{
  xmlChar *content = xmlNodeGetContent (node);
  GString *letters = g_string_new (NULL);

  for (const char *at = (const char *)content; *at != '\0'; at = g_utf8_next_char (at)) {
    if (!g_unichar_isspace (g_utf8_get_char (at)))
      g_string_append_unichar (letters, g_utf8_get_char (at));
  }
  xmlFree (content);
  return g_string_free (letters, FALSE);
}

static gboolean
is_block (xmlNode *node)
{
  for (guint i = 0; i < G_N_ELEMENTS (block_names); i++) {
    if (xmlStrEqual (node->name, (const xmlChar *)block_names[i]))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_block_cb (xmlNode *node, gpointer user_data)
{
  return is_block (node);
}

/* The innermost blocks: an item that holds a paragraph is compared by its paragraph. */
static gboolean
collect_block_cb (xmlNode *node, gpointer user_data)
{
  g_autofree char *letters = NULL;

  if (!is_block (node) || walk (node->children, is_block_cb, NULL))
    return FALSE;
  letters = dup_letters (node);
  if (*letters != '\0')
    g_ptr_array_add (user_data, g_steal_pointer (&letters));
  return FALSE;
}

static GPtrArray *
collect_blocks (GbDocument *document)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func (g_free);
  xmlNode *root = xmlDocGetRootElement (gb_document_get_xml (document));

  for (xmlNode *child = root->children; child != NULL; child = child->next) {
    if (xmlStrEqual (child->name, (const xmlChar *)"body"))
      walk (child->children, collect_block_cb, blocks);
  }
  return blocks;
}

typedef struct {
  const char *name;
  char *value; /* (owned) (nullable): of the first one */
  guint n;
} Tag;

static gboolean
find_tag_cb (xmlNode *node, gpointer user_data)
{
  Tag *tag = user_data;
  g_autofree char *name = NULL;

  if (!xmlStrEqual (node->name, (const xmlChar *)"meta"))
    return FALSE;
  name = dup_attribute (node, "name");
  if (g_strcmp0 (name, tag->name) == 0 && tag->n++ == 0)
    tag->value = dup_attribute (node, "content");
  return FALSE;
}

static char *
dup_tag (xmlDoc *page, const char *name, guint *out_n)
{
  Tag tag = { .name = name };

  walk (xmlDocGetRootElement (page), find_tag_cb, &tag);
  *out_n = tag.n;
  return tag.value;
}

/* Portal time is Beijing time, to the minute. */
static char *
format_time (gint64 time_us)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (8 * 60 * 60);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  return g_date_time_format (local, "%Y-%m-%d %H:%M");
}

static void
check_tags (xmlDoc *page, GbDocument *document, gint64 published_at, GPtrArray *faults)
{
  g_autofree char *expected_time = format_time (published_at);

  for (guint i = 0; i < G_N_ELEMENTS (mandatory_tags); i++) {
    guint n;
    g_autofree char *value = dup_tag (page, mandatory_tags[i], &n);
    const char *expected = NULL;

    if (g_str_equal (mandatory_tags[i], "ArticleTitle"))
      expected = gb_document_get_title (document);
    else if (g_str_equal (mandatory_tags[i], "PubDate"))
      expected = expected_time;
    if (n != 1 || value == NULL || *value == '\0')
      g_ptr_array_add (faults, g_strdup_printf ("the tag %s is there %u times, as “%s”",
                                                mandatory_tags[i], n, value != NULL ? value : ""));
    else if (expected != NULL && !g_str_equal (value, expected))
      g_ptr_array_add (faults, g_strdup_printf ("the tag %s is “%s”, not “%s”", mandatory_tags[i],
                                                value, expected));
  }
}

typedef struct {
  const char *name;
  const char *class_name; /* (nullable) */
  xmlNode *found;
} Element;

static gboolean
find_element_cb (xmlNode *node, gpointer user_data)
{
  Element *wanted = user_data;
  g_autofree char *classes = dup_attribute (node, "class");

  if (!xmlStrEqual (node->name, (const xmlChar *)wanted->name) ||
      (wanted->class_name != NULL && g_strcmp0 (classes, wanted->class_name) != 0))
    return FALSE;
  wanted->found = node;
  return TRUE;
}

static char *
dup_element_letters (xmlDoc *page, const char *name, const char *class_name)
{
  Element wanted = { name, class_name, NULL };

  walk (xmlDocGetRootElement (page), find_element_cb, &wanted);
  return wanted.found != NULL ? dup_letters (wanted.found) : g_strdup ("");
}

static void
check_title (xmlDoc *page, GbDocument *document, GPtrArray *faults)
{
  static const char *const names[] = { "title", "h1" };
  g_autoptr (GString) title = g_string_new (gb_document_get_title (document));

  g_string_replace (title, " ", "", 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *letters = dup_element_letters (page, names[i], NULL);

    if (strstr (letters, title->str) == NULL)
      g_ptr_array_add (faults, g_strdup_printf ("<%s> lacks the title", names[i]));
  }
}

/* Every block, in its order. */
static void
check_blocks (xmlDoc *page, GbDocument *document, GPtrArray *faults)
{
  g_autoptr (GPtrArray) blocks = collect_blocks (document);
  g_autofree char *text = dup_element_letters (page, "div", "gb-article");
  const char *at = text;

  for (guint i = 0; i < blocks->len; i++) {
    const char *block = g_ptr_array_index (blocks, i);
    const char *hit = strstr (at, block);

    if (hit == NULL)
      g_ptr_array_add (faults, g_strdup_printf ("the page lacks “%s”, or has it elsewhere", block));
    else
      at = hit + strlen (block);
  }
}

GPtrArray *
gb_demo_page_check (GBytes *html, GbDocument *document, gint64 published_at)
{
  GPtrArray *faults = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (xmlDoc) page = parse_html (html);

  if (page == NULL || xmlDocGetRootElement (page) == NULL) {
    g_ptr_array_add (faults, g_strdup ("the page is no HTML"));
    return faults;
  }
  check_title (page, document, faults);
  check_tags (page, document, published_at, faults);
  check_blocks (page, document, faults);
  return faults;
}

guint
gb_demo_page_count_blocks (GbDocument *document)
{
  g_autoptr (GPtrArray) blocks = collect_blocks (document);

  return blocks->len;
}

typedef struct {
  GbPortalClient *client;
  GError *error; /* (owned) (nullable): the first one */
} Copy;

static char *
dup_data_uri (GbPortalPage *file)
{
  g_autofree char *base64 =
    g_base64_encode (g_bytes_get_data (file->bytes, NULL), g_bytes_get_size (file->bytes));

  return g_strdup_printf ("data:%s;base64,%s", file->type, base64);
}

static GbPortalPage *
fetch_file (Copy *self, const char *path)
{
  GbPortalPage *file =
    self->error == NULL ? gb_cli_get_page (self->client, path, &self->error) : NULL;

  if (file != NULL && file->status != 200) {
    g_set_error (&self->error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_NOT_FOUND,
                 "the page needs %s, which is answered with %u", path, file->status);
    g_clear_pointer (&file, gb_portal_page_free);
  }
  return file;
}

static void
set_content (xmlNode *node, GbPortalPage *file)
{
  gsize size;
  const char *data = g_bytes_get_data (file->bytes, &size);

  /* HTML keeps style and script as they are; escaping would change them. */
  xmlAddChild (node, xmlNewCDataBlock (node->doc, (const xmlChar *)data, (int)size));
}

static void
replace_by_style (Copy *self, xmlNode *link, const char *path)
{
  g_autoptr (GbPortalPage) file = fetch_file (self, path);
  xmlNode *style;

  if (file == NULL)
    return;
  style = xmlNewNode (NULL, (const xmlChar *)"style");
  xmlReplaceNode (link, style);
  xmlFreeNode (link);
  set_content (style, file);
}

static void
fill_script (Copy *self, xmlNode *script, const char *path)
{
  g_autoptr (GbPortalPage) file = fetch_file (self, path);
  xmlNode *root = xmlDocGetRootElement (script->doc);
  Element body = { "body", NULL, NULL };

  if (file == NULL)
    return;
  xmlUnsetProp (script, (const xmlChar *)"src");
  xmlUnsetProp (script, (const xmlChar *)"defer");
  set_content (script, file);
  /* "defer" works for files only; at the end of the body comes to the same. */
  if (walk (root, find_element_cb, &body)) {
    xmlUnlinkNode (script);
    xmlAddChild (body.found, script);
  }
}

static void
embed (Copy *self, xmlNode *node, const char *attribute, const char *path)
{
  g_autoptr (GbPortalPage) file = fetch_file (self, path);
  g_autofree char *uri = file != NULL ? dup_data_uri (file) : NULL;

  if (uri != NULL)
    xmlSetProp (node, (const xmlChar *)attribute, (const xmlChar *)uri);
}

static void
make_absolute (Copy *self, xmlNode *node, const char *attribute, const char *path)
{
  g_autofree char *url = g_strconcat (gb_portal_client_get_base_url (self->client), path, NULL);

  xmlSetProp (node, (const xmlChar *)attribute, (const xmlChar *)url);
}

static gboolean
copy_node_cb (xmlNode *node, gpointer user_data)
{
  Copy *self = user_data;
  const char *name = (const char *)node->name;
  g_autofree char *href = dup_attribute (node, "href");
  g_autofree char *src = dup_attribute (node, "src");
  g_autofree char *action = dup_attribute (node, "action");
  g_autofree char *rel = dup_attribute (node, "rel");

  if (src != NULL && *src == '/' && g_str_equal (name, "script"))
    fill_script (self, node, src);
  else if (src != NULL && *src == '/')
    embed (self, node, "src", src);
  else if (href != NULL && *href == '/' && g_strcmp0 (rel, "stylesheet") == 0)
    replace_by_style (self, node, href);
  else if (href != NULL && *href == '/' && g_strcmp0 (rel, "icon") == 0)
    embed (self, node, "href", href);
  else if (href != NULL && *href == '/')
    make_absolute (self, node, "href", href);
  else if (action != NULL && *action == '/')
    make_absolute (self, node, "action", action);
  return self->error != NULL;
}

/* libxml2 writes numbers for what is not ASCII when it writes a whole document; a node it writes in
 * the encoding of its buffer, which is UTF-8. */
static GBytes *
write_html (xmlDoc *page)
{
  static const char doctype[] = "<!DOCTYPE html>\n";
  xmlOutputBuffer *buffer = xmlAllocOutputBuffer (NULL);
  GBytes *bytes;

  xmlOutputBufferWriteString (buffer, doctype);
  htmlNodeDumpFormatOutput (buffer, page, xmlDocGetRootElement (page), "UTF-8", 0);
  xmlOutputBufferFlush (buffer);
  bytes = g_bytes_new (xmlOutputBufferGetContent (buffer), xmlOutputBufferGetSize (buffer));
  xmlOutputBufferClose (buffer);
  return bytes;
}

GBytes *
gb_demo_page_copy (GbPortalClient *client, GBytes *html, GError **error)
{
  g_autoptr (xmlDoc) page = parse_html (html);
  Copy copy = { client, NULL };

  walk (xmlDocGetRootElement (page), copy_node_cb, &copy);
  if (copy.error != NULL) {
    g_propagate_error (error, copy.error);
    return NULL;
  }
  return write_html (page);
}
