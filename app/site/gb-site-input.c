/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The input of the templates: one tree with the site, the publication and what is shown of it.
 * What XSLT 1.0 cannot or should not do is done here: times, sizes, hosts, the addresses of links.
 * Text goes into the tree as text, so that only the serialiser ever writes markup. Only GbSite
 * uses this, on its thread.
 */

#define G_LOG_DOMAIN "gb-site-input"

#include "config.h"

#include "site/gb-qr.h"
#include "site/gb-site-input-private.h"

#include <string.h>

#define DOCUMENT_SCHEME "document:"
#define EIGHT_HOURS     "+08:00"

/* Characters that XML has no place for, and the ones that turn the direction of text around. */
static gboolean
character_is_harmful (gunichar c)
{
  if (c < 0x20)
    return c != '\t' && c != '\n' && c != '\r';
  return (c >= 0x7f && c <= 0x9f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
         (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
}

static char *
clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *string = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (!character_is_harmful (c))
      g_string_append_unichar (string, c);
  }
  return g_string_free (string, FALSE);
}

void
_gb_site_input_set (xmlNode *node, const char *attribute, const char *value)
{
  g_autofree char *text = NULL;

  if (value == NULL || *value == '\0')
    return;
  text = clean (value);
  xmlSetProp (node, BAD_CAST attribute, BAD_CAST text);
}

void
_gb_site_input_set_uint (xmlNode *node, const char *attribute, guint value)
{
  char text[16];

  g_snprintf (text, sizeof text, "%u", value);
  xmlSetProp (node, BAD_CAST attribute, BAD_CAST text);
}

xmlNode *
_gb_site_input_add (xmlNode *parent, const char *element)
{
  /* Not xmlNewChild (): it would give the child its parent's namespace. */
  return xmlAddChild (parent, xmlNewDocNode (parent->doc, NULL, BAD_CAST element, NULL));
}

char *
_gb_site_format_time (gint64 time_us, const char *format)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;

  if (time_us <= 0)
    return g_strdup ("");
  utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  zone = g_time_zone_new_identifier (EIGHT_HOURS);
  if (utc == NULL || zone == NULL)
    return g_strdup ("");
  local = g_date_time_to_timezone (utc, zone);
  return g_date_time_format (local, format);
}

static void
set_time (xmlNode *node, const char *prefix, gint64 time_us)
{
  g_autofree char *minute = _gb_site_format_time (time_us, "%Y-%m-%d %H:%M");
  g_autofree char *date = _gb_site_format_time (time_us, "%Y-%m-%d");
  g_autofree char *iso = _gb_site_format_time (time_us, "%Y-%m-%dT%H:%M:%S" EIGHT_HOURS);
  g_autofree char *date_name = g_strconcat (prefix, "-date", NULL);
  g_autofree char *iso_name = g_strconcat (prefix, "-iso", NULL);

  _gb_site_input_set (node, prefix, minute);
  _gb_site_input_set (node, date_name, date);
  _gb_site_input_set (node, iso_name, iso);
}

static void
add_column (xmlNode *parent, const GbSiteColumn *column, gboolean current)
{
  xmlNode *node = _gb_site_input_add (parent, "column");
  g_autofree char *path = g_strconcat ("/", column->id, "/", NULL);

  _gb_site_input_set (node, "id", column->id);
  _gb_site_input_set (node, "name", column->name);
  _gb_site_input_set (node, "description", column->description);
  _gb_site_input_set (node, "keywords", column->keywords);
  _gb_site_input_set (node, "type", column->type);
  _gb_site_input_set (node, "path", path);
  if (current)
    _gb_site_input_set (node, "current", "yes");
}

/* “示例县人民政府门户网站” is named “示例县人民政府”门户网站 in the leaving notice. */
static char *
dup_short_name (const char *name)
{
  static const char *const endings[] = { "门户网站", "网站" };

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i]) && strlen (name) > strlen (endings[i]))
      return g_strndup (name, strlen (name) - strlen (endings[i]));
  return g_strdup (name);
}

static void
add_site (xmlNode *page, const GbSiteConfig *config, const GbSiteColumn *column)
{
  xmlNode *site = _gb_site_input_add (page, "site");
  g_autofree char *short_name = dup_short_name (config->name);

  _gb_site_input_set (site, "name", config->name);
  _gb_site_input_set (site, "short-name", short_name);
  _gb_site_input_set (site, "domain", config->domain);
  _gb_site_input_set (site, "id-code", config->id_code);
  _gb_site_input_set (site, "base-url", config->base_url);
  _gb_site_input_set (site, "sponsor", config->sponsor);
  _gb_site_input_set (site, "icp", config->icp);
  _gb_site_input_set (site, "police-record", config->police_record);
  _gb_site_input_set (site, "contact", config->contact);
  if (config->trial)
    _gb_site_input_set (site, "trial", "yes");
  for (guint i = 0; i < config->columns->len; i++)
    add_column (site, config->columns->pdata[i], config->columns->pdata[i] == column);
}

xmlDoc *
_gb_site_input_new (const GbSiteConfig *config,
                    const char *kind,
                    const char *path,
                    const GbSiteColumn *column)
{
  xmlDoc *doc = xmlNewDoc (BAD_CAST "1.0");
  xmlNode *page = xmlNewDocNode (doc, NULL, BAD_CAST "page", NULL);

  xmlDocSetRootElement (doc, page);
  _gb_site_input_set (page, "kind", kind);
  if (*path != '\0') {
    g_autofree char *url = g_strconcat (config->base_url, path, NULL);

    _gb_site_input_set (page, "path", path);
    _gb_site_input_set (page, "url", url);
  }
  add_site (page, config, column);
  return doc;
}

static const char *
publication_kind_name (const char *kind, gboolean *out_interprets)
{
  GbDocumentKind value;

  *out_interprets = FALSE;
  if (!gb_document_kind_from_string (kind, &value))
    return "";
  *out_interprets = value == GB_DOCUMENT_KIND_INTERPRETATION || value == GB_DOCUMENT_KIND_QA ||
                    value == GB_DOCUMENT_KIND_RESPONSE;
  return gb_document_kind_get_chinese_name (value);
}

static const GbSiteColumn *
find_column (const GbSiteConfig *config, const char *id)
{
  for (guint i = 0; i < config->columns->len; i++) {
    const GbSiteColumn *column = config->columns->pdata[i];

    if (g_strcmp0 (column->id, id) == 0)
      return column;
  }
  return NULL;
}

xmlNode *
_gb_site_input_add_publication (xmlNode *parent,
                                const GbSiteConfig *config,
                                const GbPublication *publication)
{
  xmlNode *node = _gb_site_input_add (parent, "publication");
  const GbSiteColumn *column = find_column (config, publication->column);
  gint64 first = publication->first_published_at > 0 ? publication->first_published_at
                                                     : publication->published_at;
  gboolean interprets;
  const char *kind_name = publication_kind_name (publication->kind, &interprets);

  _gb_site_input_set (node, "id", publication->id);
  _gb_site_input_set (node, "path", publication->path);
  if (publication->path != NULL && *publication->path != '\0') {
    g_autofree char *url = g_strconcat (config->base_url, publication->path, NULL);

    _gb_site_input_set (node, "url", url);
  }
  _gb_site_input_set (node, "title", publication->title);
  _gb_site_input_set (node, "kind", publication->kind);
  _gb_site_input_set (node, "kind-name", kind_name);
  if (interprets)
    _gb_site_input_set (node, "interprets", "yes");
  _gb_site_input_set (node, "column", publication->column);
  if (column != NULL)
    _gb_site_input_set (node, "column-name", column->name);
  _gb_site_input_set (node, "summary", publication->summary);
  _gb_site_input_set (node, "document-number", publication->document_number);
  _gb_site_input_set (node, "source", publication->source);
  _gb_site_input_set (node, "publisher", publication->publisher);
  _gb_site_input_set_uint (node, "edition", publication->edition);
  if (publication->validity != GB_VALIDITY_UNSET)
    _gb_site_input_set (node, "validity", gb_validity_to_string (publication->validity));
  set_time (node, "first-published", first);
  set_time (node, "published", publication->published_at > 0 ? publication->published_at : first);
  return node;
}

void
_gb_site_input_add_paging (xmlNode *parent, guint page, guint n_pages)
{
  xmlNode *node = _gb_site_input_add (parent, "paging");
  guint first = page > 3 ? page - 2 : 1;
  guint last = MIN (page + 2, n_pages);

  _gb_site_input_set_uint (node, "page", page);
  _gb_site_input_set_uint (node, "pages", n_pages);
  for (guint i = first; i <= last; i++)
    _gb_site_input_set_uint (_gb_site_input_add (node, "near"), "page", i);
}

/* ───── The document ───── */

static gboolean
host_is_allowed (const GbSiteConfig *config, const char *host)
{
  g_autoptr (GUri) base = g_uri_parse (config->base_url, G_URI_FLAGS_NONE, NULL);
  g_autofree char *subdomain = g_strconcat (".", config->domain, NULL);

  if (base != NULL && g_ascii_strcasecmp (g_uri_get_host (base), host) == 0)
    return TRUE;
  if (*config->domain != '\0') {
    gsize length = strlen (host), tail = strlen (subdomain);

    if (g_ascii_strcasecmp (config->domain, host) == 0 ||
        (length > tail && g_ascii_strcasecmp (host + length - tail, subdomain) == 0))
      return TRUE;
  }
  for (guint i = 0; config->allowed_hosts[i] != NULL; i++)
    if (g_ascii_strcasecmp (config->allowed_hosts[i], host) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
address_leaves (const GbSiteConfig *config, const char *address)
{
  g_autoptr (GUri) uri =
    g_uri_parse (address, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host == NULL || !host_is_allowed (config, host);
}

static const GbPublication *
find_publication (GPtrArray *related, const char *id)
{
  for (guint i = 0; related != NULL && i < related->len; i++) {
    const GbPublication *publication = related->pdata[i];

    if (g_strcmp0 (publication->id, id) == 0)
      return publication;
  }
  return NULL;
}

static gboolean
node_is (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && node->ns != NULL &&
         g_str_equal ((const char *)node->ns->href, GB_DOCUMENT_XHTML_NS) &&
         g_str_equal ((const char *)node->name, name);
}

/* Everything that the walk over the body needs and collects. */
typedef struct {
  const GbSiteConfig *config;
  GPtrArray *related;
  GHashTable *ids;       /* the blocks that a #link can name */
  GHashTable *addresses; /* http(s) address → its number in print, counting from 1 */
  xmlNode *addresses_node;
} Walk;

static xmlNode *
next_in_tree (xmlNode *node, const xmlNode *root)
{
  if (node->children != NULL && node->type == XML_ELEMENT_NODE)
    return node->children;
  while (node != root && node->next == NULL)
    node = node->parent;
  return node == root ? NULL : node->next;
}

static void
number_address (Walk *walk, xmlNode *link, const char *address)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (walk->addresses, address));

  if (number == 0) {
    xmlNode *node = _gb_site_input_add (walk->addresses_node, "address");

    number = g_hash_table_size (walk->addresses) + 1;
    g_hash_table_insert (walk->addresses, g_strdup (address), GUINT_TO_POINTER (number));
    _gb_site_input_set (node, "href", address);
    _gb_site_input_set_uint (node, "number", number);
  }
  _gb_site_input_set_uint (link, "number", number);
}

/* A link without a destination keeps no "to": the template shows its text alone. */
static void
resolve_link (Walk *walk, xmlNode *link)
{
  g_autofree char *href = (char *)xmlGetNoNsProp (link, BAD_CAST "href");

  if (href == NULL)
    return;
  if (g_str_has_prefix (href, DOCUMENT_SCHEME)) {
    const GbPublication *target = find_publication (walk->related, href + strlen (DOCUMENT_SCHEME));

    if (target != NULL)
      _gb_site_input_set (link, "to", target->path);
  } else if (*href == '#') {
    if (g_hash_table_contains (walk->ids, href + 1))
      _gb_site_input_set (link, "to", href);
  } else if (g_str_has_prefix (href, "http://") || g_str_has_prefix (href, "https://")) {
    _gb_site_input_set (link, "to", href);
    if (address_leaves (walk->config, href))
      _gb_site_input_set (link, "leaves", "yes");
    number_address (walk, link, href);
  } else if (g_str_has_prefix (href, "mailto:") || g_str_has_prefix (href, "tel:")) {
    _gb_site_input_set (link, "to", href);
  }
}

static void
resolve_image (xmlNode *image)
{
  g_autofree char *src = (char *)xmlGetNoNsProp (image, BAD_CAST "src");
  g_autofree char *path = NULL;

  if (src == NULL)
    return;
  path = gb_site_attachment_path (src, "image");
  _gb_site_input_set (image, "to", path);
}

/* The widths of the columns in pixels become shares of the page, because the policy of the pages
 * allows no style attribute and a phone has fewer pixels than the editor. */
static void
resolve_table (xmlNode *table)
{
  g_autoptr (GArray) widths = g_array_new (FALSE, FALSE, sizeof (guint));
  xmlNode *body = table->children;
  xmlNode *row;
  guint total = 0;

  while (body != NULL && !node_is (body, "tbody"))
    body = body->next;
  row = body != NULL ? body->children : NULL;
  while (row != NULL && !node_is (row, "tr"))
    row = row->next;
  for (xmlNode *cell = row != NULL ? row->children : NULL; cell != NULL; cell = cell->next) {
    g_autofree char *text = NULL;
    g_auto (GStrv) parts = NULL;

    if (cell->type != XML_ELEMENT_NODE)
      continue;
    text = (char *)xmlGetNoNsProp (cell, BAD_CAST "data-colwidth");
    if (text == NULL)
      return;
    parts = g_strsplit (text, ",", -1);
    for (guint i = 0; parts[i] != NULL; i++) {
      guint width = (guint)g_ascii_strtoull (parts[i], NULL, 10);

      if (width == 0)
        return;
      total += width;
      g_array_append_val (widths, width);
    }
  }
  for (guint i = 0; i < widths->len; i++) {
    xmlNode *node = _gb_site_input_add (table, "width");

    _gb_site_input_set_uint (node, "percent", g_array_index (widths, guint, i) * 100 / total);
  }
}

char **
gb_site_dup_linked_documents (GbDocument *document)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  xmlNode *root;

  g_return_val_if_fail (GB_IS_DOCUMENT (document), NULL);

  root = xmlDocGetRootElement (gb_document_get_xml (document));
  for (xmlNode *node = root; node != NULL; node = next_in_tree (node, root)) {
    xmlChar *href;

    if (!node_is (node, "a"))
      continue;
    href = xmlGetNoNsProp (node, BAD_CAST "href");
    if (href != NULL && g_str_has_prefix ((const char *)href, DOCUMENT_SCHEME)) {
      const char *id = (const char *)href + strlen (DOCUMENT_SCHEME);

      if (!g_ptr_array_find_with_equal_func (found, id, g_str_equal, NULL))
        g_ptr_array_add (found, g_strdup (id));
    }
    xmlFree (href);
  }
  g_ptr_array_add (found, NULL);
  return (char **)g_ptr_array_steal (found, NULL);
}

static void
collect_ids (Walk *walk, xmlNode *root)
{
  for (xmlNode *node = root; node != NULL; node = next_in_tree (node, root)) {
    char *id;

    if (node->type != XML_ELEMENT_NODE)
      continue;
    id = (char *)xmlGetNoNsProp (node, BAD_CAST "id");
    if (id != NULL)
      g_hash_table_add (walk->ids, id);
  }
}

static void
resolve_body (const GbSiteConfig *config, GPtrArray *related, xmlNode *page, xmlNode *root)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, xmlFree, NULL);
  g_autoptr (GHashTable) addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Walk walk = { config, related, ids, addresses, _gb_site_input_add (page, "addresses") };
  xmlNode *next;

  collect_ids (&walk, root);
  for (xmlNode *node = root; node != NULL; node = next) {
    next = next_in_tree (node, root);
    if (node_is (node, "a"))
      resolve_link (&walk, node);
    else if (node_is (node, "img"))
      resolve_image (node);
    else if (node_is (node, "table"))
      resolve_table (node);
  }
}

static char *
format_size (guint64 size)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (size < 1024)
    return g_strdup_printf ("%" G_GUINT64_FORMAT " 字节", size);
  if (size < 1024 * 1024) {
    g_ascii_formatd (number, sizeof number, "%.1f", (double)size / 1024);
    return g_strconcat (number, " KB", NULL);
  }
  g_ascii_formatd (number, sizeof number, "%.1f", (double)size / (1024 * 1024));
  return g_strconcat (number, " MB", NULL);
}

/* The ending of the name, as the reader knows it: "DOCX". */
static char *
dup_type_label (const GbAttachment *attachment)
{
  const char *dot = strrchr (attachment->name, '.');
  const char *slash = strchr (attachment->type, '/');

  if (dot != NULL && dot[1] != '\0' && strlen (dot + 1) <= 8 && g_str_is_ascii (dot + 1))
    return g_ascii_strup (dot + 1, -1);
  return g_ascii_strup (slash != NULL ? slash + 1 : attachment->type, -1);
}

static void
add_attachments (xmlNode *page, GPtrArray *attachments)
{
  xmlNode *list = _gb_site_input_add (page, "attachments");

  for (guint i = 0; i < attachments->len; i++) {
    const GbAttachment *attachment = attachments->pdata[i];
    xmlNode *node = _gb_site_input_add (list, "attachment");
    g_autofree char *path = gb_site_attachment_path (attachment->digest, attachment->name);
    g_autofree char *size = format_size (attachment->size);
    g_autofree char *label = dup_type_label (attachment);

    _gb_site_input_set (node, "name", attachment->name);
    _gb_site_input_set (node, "path", path);
    _gb_site_input_set (node, "type", attachment->type);
    _gb_site_input_set (node, "label", label);
    _gb_site_input_set (node, "size", size);
  }
}

/* The box of related texts: what the portal knows to be public, and addresses elsewhere. A relation
 * to a text that is not public shows only in a preview, so that its title does not leak. */
static void
add_related (xmlNode *page,
             const GbSiteConfig *config,
             GbDocument *document,
             GPtrArray *related,
             gboolean preview)
{
  xmlNode *list = _gb_site_input_add (page, "related");
  GPtrArray *relations = gb_metadata_get_relations (gb_document_get_metadata (document));

  for (guint i = 0; related != NULL && i < related->len; i++)
    _gb_site_input_add_publication (list, config, related->pdata[i]);
  for (guint i = 0; relations != NULL && i < relations->len; i++) {
    const GbRelation *relation = relations->pdata[i];
    xmlNode *node;

    if (relation->href == NULL &&
        (!preview || find_publication (related, relation->document) != NULL))
      continue;
    node = _gb_site_input_add (list, "relation");
    _gb_site_input_set (node, "rel", relation->rel);
    _gb_site_input_set (node, "title", relation->title);
    if (relation->href != NULL) {
      _gb_site_input_set (node, "href", relation->href);
      if (address_leaves (config, relation->href))
        _gb_site_input_set (node, "leaves", "yes");
    }
  }
}

static void
add_first_image (xmlNode *page, const GbSiteConfig *config, xmlNode *root)
{
  for (xmlNode *node = root; node != NULL; node = next_in_tree (node, root)) {
    g_autofree char *path = NULL;
    g_autofree char *url = NULL;

    if (!node_is (node, "img"))
      continue;
    path = (char *)xmlGetNoNsProp (node, BAD_CAST "to");
    if (path == NULL)
      return;
    url = g_strconcat (config->base_url, path, NULL);
    _gb_site_input_set (page, "image", url);
    return;
  }
}

void
_gb_site_input_add_document (xmlNode *page,
                             const GbSiteConfig *config,
                             GbDocument *document,
                             GPtrArray *related,
                             gboolean preview)
{
  xmlNode *source = xmlDocGetRootElement (gb_document_get_xml (document));
  xmlNode *root = xmlDocCopyNode (source, page->doc, 1);
  GbMetadata *metadata = gb_document_get_metadata (document);
  const char *source_url = gb_metadata_get (metadata, "source-url");

  _gb_site_input_set (page, "kind-name",
                      gb_document_kind_get_chinese_name (gb_document_get_kind (document)));
  if (gb_document_kind_is_official (gb_document_get_kind (document)))
    _gb_site_input_set (page, "official", "yes");
  if (*source_url != '\0' && address_leaves (config, source_url))
    _gb_site_input_set (page, "source-leaves", "yes");
  add_attachments (page, gb_document_get_attachments (document));
  add_related (page, config, document, related, preview);
  resolve_body (config, related, page, root);
  add_first_image (page, config, root);
  xmlAddChild (page, root);
}

gboolean
_gb_site_input_add_qr (xmlNode *page, const char *text, GError **error)
{
  g_autoptr (GbQr) qr = gb_qr_new (text, error);
  g_autofree char *path = NULL;
  xmlNode *node;

  if (qr == NULL)
    return FALSE;
  path = gb_qr_to_path (qr);
  node = _gb_site_input_add (page, "qr");
  _gb_site_input_set_uint (node, "size", qr->size);
  _gb_site_input_set (node, "path", path);
  return TRUE;
}
