/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The document: it owns its canonical tree and bytes, its metadata and its attachments, and never
 * changes after it was made, so that any thread may read it. Everything that becomes a document
 * goes through build_document (): schema, rules, canonical copy, digest. The editor, the store, the
 * server and the command line use it. */

#define G_LOG_DOMAIN "gb-document"

#include "config.h"

#include "document/gb-document-private.h"

#include "document/gb-digest.h"
#include "document/gb-document-error.h"
#include "document/gb-file-private.h"
#include "document/gb-text.h"

#include <string.h>

struct _GbDocument {
  GObject parent_instance;

  /* Owned */
  xmlDoc *xml;
  GBytes *bytes;
  char *digest;
  GbMetadata *metadata;
  GPtrArray *attachments; /* of GbAttachment */

  GbDocumentKind kind;
};

G_DEFINE_FINAL_TYPE (GbDocument, gb_document, G_TYPE_OBJECT)

static const struct {
  const char *name;
  const char *chinese_name;
  gboolean is_official;
} kinds[] = {
  [GB_DOCUMENT_KIND_NOTICE] = { "notice", "通知", TRUE },
  [GB_DOCUMENT_KIND_ANNOUNCEMENT] = { "announcement", "公告", TRUE },
  [GB_DOCUMENT_KIND_CIRCULAR] = { "circular", "通告", TRUE },
  [GB_DOCUMENT_KIND_OPINION] = { "opinion", "意见", TRUE },
  [GB_DOCUMENT_KIND_INTERPRETATION] = { "interpretation", "政策解读", FALSE },
  [GB_DOCUMENT_KIND_QA] = { "qa", "问答解读", FALSE },
  [GB_DOCUMENT_KIND_RESPONSE] = { "response", "回应关切", FALSE },
};
G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == GB_N_DOCUMENT_KINDS);

static xmlNode *
add_root (xmlDoc *xml, GbDocumentKind kind)
{
  xmlNode *root = xmlNewDocNode (xml, NULL, (const xmlChar *)"document", NULL);

  xmlSetNs (root, xmlNewNs (root, (const xmlChar *)GB_DOCUMENT_NS, NULL));
  xmlDocSetRootElement (xml, root);
  xmlNewProp (root, (const xmlChar *)"kind", (const xmlChar *)kinds[kind].name);
  xmlNodeSetLang (root, (const xmlChar *)"zh-CN");
  return root;
}

static void
add_attachments (xmlNode *root, GPtrArray *attachments)
{
  xmlNode *list;

  if (attachments == NULL || attachments->len == 0)
    return;
  list = _gb_xml_add (root, "attachments");
  for (guint i = 0; i < attachments->len; i++) {
    const GbAttachment *attachment = g_ptr_array_index (attachments, i);
    g_autofree char *size = g_strdup_printf ("%" G_GUINT64_FORMAT, attachment->size);
    xmlNode *node = _gb_xml_add (list, "attachment");

    xmlNewProp (node, (const xmlChar *)"ref", (const xmlChar *)attachment->digest);
    xmlNewProp (node, (const xmlChar *)"name", (const xmlChar *)attachment->name);
    xmlNewProp (node, (const xmlChar *)"type", (const xmlChar *)attachment->type);
    xmlNewProp (node, (const xmlChar *)"size", (const xmlChar *)size);
  }
}

static GPtrArray *
read_attachments (xmlNode *root)
{
  GPtrArray *attachments = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_attachment_free);
  xmlNode *list = _gb_xml_find (root, "attachments");

  if (list == NULL)
    return attachments;
  for (xmlNode *node = _gb_xml_first (list); node != NULL; node = _gb_xml_next (node)) {
    g_autofree char *digest = _gb_xml_dup_attribute (node, "ref");
    g_autofree char *name = g_strstrip (_gb_xml_dup_attribute (node, "name"));
    g_autofree char *type = _gb_xml_dup_attribute (node, "type");
    g_autofree char *size = _gb_xml_dup_attribute (node, "size");

    g_ptr_array_add (attachments,
                     gb_attachment_new (digest, name, type, g_ascii_strtoull (size, NULL, 10)));
  }
  return attachments;
}

/* Takes any tree, and makes of it the one canonical document that says the same. */
static GbDocument *
build_document (xmlDoc *source, GError **error)
{
  g_autoptr (GbDocument) self = NULL;
  g_autofree char *kind = NULL;
  xmlNode *source_root = xmlDocGetRootElement (source);
  xmlNode *root;

  if (!_gb_schema_validate (source, error) || !_gb_rules_check (source, error))
    return NULL;

  self = g_object_new (GB_TYPE_DOCUMENT, NULL);
  kind = g_strstrip (_gb_xml_dup_attribute (source_root, "kind"));
  if (!gb_document_kind_from_string (kind, &self->kind))
    g_assert_not_reached ();
  self->metadata = _gb_metadata_from_xml (_gb_xml_find (source_root, "meta"));
  self->attachments = read_attachments (source_root);

  self->xml = xmlNewDoc ((const xmlChar *)"1.0");
  root = add_root (self->xml, self->kind);
  _gb_metadata_to_xml (self->metadata, root);
  _gb_canonical_add_body (root, _gb_xml_find (source_root, "body"));
  add_attachments (root, self->attachments);

  self->bytes = _gb_canonical_serialize (self->xml);
  if (g_bytes_get_size (self->bytes) > GB_DOCUMENT_MAX_BYTES) {
    g_set_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_TOO_LARGE,
                 "the document has more than %d bytes", GB_DOCUMENT_MAX_BYTES);
    return NULL;
  }
  self->digest = gb_digest_bytes (self->bytes);
  return g_steal_pointer (&self);
}

/* The page and the importers may write classes in any order. */
static int
compare_classes (gconstpointer a, gconstpointer b)
{
  gboolean a_is_indent = strcmp (*(char *const *)a, "no-indent") == 0;
  gboolean b_is_indent = strcmp (*(char *const *)b, "no-indent") == 0;

  return a_is_indent - b_is_indent;
}

static void
sort_classes (xmlNode *node)
{
  g_autofree char *value = _gb_xml_dup_attribute (node, "class");
  g_autofree char *sorted = NULL;
  g_auto (GStrv) tokens = NULL;

  if (value == NULL)
    return;
  tokens = g_strsplit (g_strstrip (value), " ", -1);
  if (tokens[0] == NULL) {
    xmlUnsetProp (node, (const xmlChar *)"class");
    return;
  }
  qsort (tokens, g_strv_length (tokens), sizeof *tokens, compare_classes);
  sorted = g_strjoinv (" ", tokens);
  xmlSetProp (node, (const xmlChar *)"class", (const xmlChar *)sorted);
}

/* The greatest N of the ids "bN" that are in use. */
static guint64
find_last_id (xmlNode *node)
{
  g_autofree char *id = _gb_xml_dup_attribute (node, "id");
  guint64 last = 0;

  if (id != NULL && id[0] == 'b' && id[1] != '\0' && strlen (id) < 12 &&
      strspn (id + 1, "0123456789") == strlen (id + 1))
    last = g_ascii_strtoull (id + 1, NULL, 10);
  for (xmlNode *child = _gb_xml_first (node); child != NULL; child = _gb_xml_next (child)) {
    guint64 inner =
      find_last_id (child); /* MAX() would look twice, and twice as often each level */

    last = MAX (last, inner);
  }
  return last;
}

static void
complete_blocks (xmlNode *node, GHashTable *ids, guint64 *last)
{
  if (_gb_rules_needs_id (node)) {
    g_autofree char *id = _gb_xml_dup_attribute (node, "id");

    if (id == NULL || !g_hash_table_add (ids, g_strdup (id))) {
      g_autofree char *new_id = g_strdup_printf ("b%" G_GUINT64_FORMAT, ++*last);

      xmlSetProp (node, (const xmlChar *)"id", (const xmlChar *)new_id);
    }
    if (_gb_xml_is (node, GB_DOCUMENT_XHTML_NS, "p"))
      sort_classes (node);
  }
  for (xmlNode *child = _gb_xml_first (node); child != NULL; child = _gb_xml_next (child))
    complete_blocks (child, ids, last);
}

static void
gb_document_finalize (GObject *object)
{
  GbDocument *self = GB_DOCUMENT (object);

  g_clear_pointer (&self->xml, xmlFreeDoc);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->digest);
  g_clear_object (&self->metadata);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);

  G_OBJECT_CLASS (gb_document_parent_class)->finalize (object);
}

static void
gb_document_class_init (GbDocumentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gb_document_finalize;
}

static void
gb_document_init (GbDocument *self)
{
}

/**
 * gb_document_kind_to_string:
 * @kind: a kind
 *
 * Returns: the schema's word for it
 */
const char *
gb_document_kind_to_string (GbDocumentKind kind)
{
  g_return_val_if_fail ((guint)kind < GB_N_DOCUMENT_KINDS, NULL);
  return kinds[kind].name;
}

/**
 * gb_document_kind_from_string:
 * @string: (nullable): a word
 * @out_kind: (out) (optional): the kind
 *
 * Returns: %TRUE if the schema knows @string as a kind
 */
gboolean
gb_document_kind_from_string (const char *string, GbDocumentKind *out_kind)
{
  for (guint i = 0; string != NULL && i < GB_N_DOCUMENT_KINDS; i++) {
    if (strcmp (kinds[i].name, string) == 0) {
      if (out_kind != NULL)
        *out_kind = (GbDocumentKind)i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * gb_document_kind_get_chinese_name:
 * @kind: a kind
 *
 * Returns: the trade's own name, for public pages and metadata; it is not translated
 */
const char *
gb_document_kind_get_chinese_name (GbDocumentKind kind)
{
  g_return_val_if_fail ((guint)kind < GB_N_DOCUMENT_KINDS, NULL);
  return kinds[kind].chinese_name;
}

/**
 * gb_document_kind_is_official:
 * @kind: a kind
 *
 * Returns: %TRUE for the kinds of 公文 that carry a document number (《党政机关公文处理工作条例》
 *   Art 8); interpretations are not among them
 */
gboolean
gb_document_kind_is_official (GbDocumentKind kind)
{
  g_return_val_if_fail ((guint)kind < GB_N_DOCUMENT_KINDS, FALSE);
  return kinds[kind].is_official;
}

/**
 * gb_attachment_new:
 * @digest: the digest that names the blob
 * @name: the name as the reader sees it, with its ending
 * @type: the MIME type
 * @size: the size in bytes
 *
 * Returns: (transfer full): an attachment
 */
GbAttachment *
gb_attachment_new (const char *digest, const char *name, const char *type, guint64 size)
{
  GbAttachment *self;

  g_return_val_if_fail (digest != NULL && name != NULL && type != NULL, NULL);

  self = g_new0 (GbAttachment, 1);
  self->digest = g_strdup (digest);
  self->name = g_strdup (name);
  self->type = g_strdup (type);
  self->size = size;
  return self;
}

/**
 * gb_attachment_copy:
 * @self: an attachment
 *
 * Returns: (transfer full): a copy
 */
GbAttachment *
gb_attachment_copy (const GbAttachment *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return gb_attachment_new (self->digest, self->name, self->type, self->size);
}

/**
 * gb_attachment_free:
 * @self: (transfer full): an attachment
 *
 * Frees @self.
 */
void
gb_attachment_free (GbAttachment *self)
{
  g_free (self->digest);
  g_free (self->name);
  g_free (self->type);
  g_free (self);
}

/**
 * gb_document_new:
 * @kind: its kind
 * @metadata: what it says about itself; copied
 * @body_xhtml: (nullable): one <body xmlns="http://www.w3.org/1999/xhtml"> element; %NULL for one
 *   empty paragraph
 * @attachments: (element-type GbAttachment) (nullable): its attachments, in order; copied
 * @error: return location for a #GbDocumentError
 *
 * Makes a document from its parts. Blocks without an id are given one, a repeated id keeps its
 * first owner, and a body without blocks gets an empty paragraph; nothing else is repaired. Lines
 * in error messages count from the start of @body_xhtml.
 *
 * Returns: (transfer full): the document, or %NULL with @error set
 */
GbDocument *
gb_document_new (GbDocumentKind kind,
                 GbMetadata *metadata,
                 const char *body_xhtml,
                 GPtrArray *attachments,
                 GError **error)
{
  static const char empty_body[] = "<body xmlns=\"" GB_DOCUMENT_XHTML_NS "\"><p/></body>";
  g_autoptr (GbXmlDoc) xml = NULL;
  g_autoptr (GHashTable) ids = NULL;
  xmlNode *body;
  xmlNode *root;
  guint64 last_id;

  g_return_val_if_fail ((guint)kind < GB_N_DOCUMENT_KINDS, NULL);
  g_return_val_if_fail (GB_IS_METADATA (metadata), NULL);

  if (body_xhtml == NULL)
    body_xhtml = empty_body;
  xml = _gb_xml_parse (body_xhtml, strlen (body_xhtml), GB_XML_MAX_DEPTH - 1, error);
  if (xml == NULL)
    return NULL;
  body = xmlDocGetRootElement (xml);
  if (!_gb_xml_is (body, GB_DOCUMENT_XHTML_NS, "body")) {
    _gb_xml_set_error (error, body, "the root is not an XHTML body element");
    return NULL;
  }

  if (body->children == NULL)
    _gb_xml_add (body, "p");
  ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  last_id = find_last_id (body);
  complete_blocks (body, ids, &last_id);

  xmlUnlinkNode (body);
  root = add_root (xml, kind);
  _gb_metadata_to_xml (metadata, root);
  xmlAddChild (root, body);
  add_attachments (root, attachments);
  return build_document (xml, error);
}

/**
 * gb_document_new_from_bytes:
 * @bytes: an XML file
 * @error: return location for a #GbDocumentError
 *
 * Reads a document in any serialisation. What the schema or the rules beside it refuse is refused,
 * with line and reason in the message; nothing is repaired.
 *
 * Returns: (transfer full): the document, or %NULL with @error set
 */
GbDocument *
gb_document_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (GbXmlDoc) xml = NULL;
  gsize size = 0;
  const char *data;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  xml = _gb_xml_parse (data != NULL ? data : "", size, GB_XML_MAX_DEPTH, error);
  if (xml == NULL)
    return NULL;
  return build_document (xml, error);
}

/**
 * gb_document_new_from_file:
 * @file: a file
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GbDocumentError or a %G_IO_ERROR
 *
 * Like gb_document_new_from_bytes(). Blocks on reading, and reads no more than a document may have.
 *
 * Returns: (transfer full): the document, or %NULL with @error set
 */
GbDocument *
gb_document_new_from_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  bytes = _gb_read_file (file, cancellable, error);
  if (bytes == NULL)
    return NULL;
  return gb_document_new_from_bytes (bytes, error);
}

/**
 * gb_document_new_from_template:
 * @kind: a kind
 *
 * Returns: (transfer full): the skeleton of @kind that the program ships
 */
GbDocument *
gb_document_new_from_template (GbDocumentKind kind)
{
  g_autofree char *path = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GbDocument) self = NULL;

  g_return_val_if_fail ((guint)kind < GB_N_DOCUMENT_KINDS, NULL);

  path = g_strdup_printf (GB_RESOURCE_PREFIX "/templates/%s.xml", kinds[kind].name);
  bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (bytes != NULL)
    self = gb_document_new_from_bytes (bytes, NULL);
  g_return_val_if_fail (self != NULL, NULL);
  return g_steal_pointer (&self);
}

/**
 * gb_document_with_metadata:
 * @self: a document
 * @metadata: other metadata; copied
 * @error: return location for a #GbDocumentError
 *
 * Returns: (transfer full): a copy with other metadata, or %NULL with @error set
 */
GbDocument *
gb_document_with_metadata (GbDocument *self, GbMetadata *metadata, GError **error)
{
  g_autofree char *body = NULL;

  g_return_val_if_fail (GB_IS_DOCUMENT (self), NULL);

  body = gb_document_dup_body (self);
  return gb_document_new (self->kind, metadata, body, self->attachments, error);
}

/**
 * gb_document_with_body:
 * @self: a document
 * @body_xhtml: (nullable): as for gb_document_new()
 * @error: return location for a #GbDocumentError
 *
 * Returns: (transfer full): a copy with another body, or %NULL with @error set
 */
GbDocument *
gb_document_with_body (GbDocument *self, const char *body_xhtml, GError **error)
{
  g_return_val_if_fail (GB_IS_DOCUMENT (self), NULL);
  return gb_document_new (self->kind, self->metadata, body_xhtml, self->attachments, error);
}

/**
 * gb_document_with_attachments:
 * @self: a document
 * @attachments: (element-type GbAttachment) (nullable): other attachments; copied
 * @error: return location for a #GbDocumentError
 *
 * Returns: (transfer full): a copy with other attachments, or %NULL with @error set
 */
GbDocument *
gb_document_with_attachments (GbDocument *self, GPtrArray *attachments, GError **error)
{
  g_autofree char *body = NULL;

  g_return_val_if_fail (GB_IS_DOCUMENT (self), NULL);

  body = gb_document_dup_body (self);
  return gb_document_new (self->kind, self->metadata, body, attachments, error);
}

/**
 * gb_document_get_kind:
 * @self: a document
 *
 * Returns: its kind
 */
GbDocumentKind
gb_document_get_kind (GbDocument *self)
{
  g_return_val_if_fail (GB_IS_DOCUMENT (self), GB_DOCUMENT_KIND_NOTICE);
  return self->kind;
}

/**
 * gb_document_get_title:
 * @self: a document
 *
 * Returns: (transfer none): its title, never %NULL
 */
const char *
gb_document_get_title (GbDocument *self)
{
  g_return_val_if_fail (GB_IS_DOCUMENT (self), "");
  return gb_metadata_get (self->metadata, "title");
}

/**
 * gb_document_get_metadata:
 * @self: a document
 *
 * Returns: (transfer none): what it says about itself; copy it before you change it
 */
GbMetadata *
gb_document_get_metadata (GbDocument *self)
{
  g_return_val_if_fail (GB_IS_DOCUMENT (self), NULL);
  return self->metadata;
}

/**
 * gb_document_get_attachments:
 * @self: a document
 *
 * Returns: (transfer none) (element-type GbAttachment): its attachments, in order
 */
GPtrArray *
gb_document_get_attachments (GbDocument *self)
{
  g_return_val_if_fail (GB_IS_DOCUMENT (self), NULL);
  return self->attachments;
}

/**
 * gb_document_get_bytes:
 * @self: a document
 *
 * Returns: (transfer none): its canonical form
 */
GBytes *
gb_document_get_bytes (GbDocument *self)
{
  g_return_val_if_fail (GB_IS_DOCUMENT (self), NULL);
  return self->bytes;
}

/**
 * gb_document_get_digest:
 * @self: a document
 *
 * Returns: (transfer none): the SM3 digest of its canonical form
 */
const char *
gb_document_get_digest (GbDocument *self)
{
  g_return_val_if_fail (GB_IS_DOCUMENT (self), NULL);
  return self->digest;
}

/**
 * gb_document_get_xml:
 * @self: a document
 *
 * Returns: (transfer none): its tree, read-only. Elements that hold elements hold no text.
 */
xmlDoc *
gb_document_get_xml (GbDocument *self)
{
  g_return_val_if_fail (GB_IS_DOCUMENT (self), NULL);
  return self->xml;
}

/**
 * gb_document_dup_body:
 * @self: a document
 *
 * Returns: (transfer full): its <body> element with its namespace, as UTF-8 text without
 *   declaration
 */
char *
gb_document_dup_body (GbDocument *self)
{
  g_return_val_if_fail (GB_IS_DOCUMENT (self), NULL);
  return _gb_xml_dup_node (_gb_xml_find (xmlDocGetRootElement (self->xml), "body"));
}

static void
collect_images (xmlNode *parent, GStrvBuilder *builder, GHashTable *seen)
{
  for (xmlNode *node = _gb_xml_first (parent); node != NULL; node = _gb_xml_next (node)) {
    if (_gb_xml_is (node, GB_DOCUMENT_XHTML_NS, "img")) {
      char *digest = _gb_xml_dup_attribute (node, "src");

      if (g_hash_table_add (seen, digest))
        g_strv_builder_add (builder, digest);
    }
    collect_images (node, builder, seen);
  }
}

/**
 * gb_document_dup_blob_digests:
 * @self: a document
 *
 * Returns: (transfer full): the digests of the images and attachments that it needs, each once,
 *   images first; %NULL-terminated
 */
char **
gb_document_dup_blob_digests (GbDocument *self)
{
  g_autoptr (GStrvBuilder) builder = NULL;
  g_autoptr (GHashTable) seen = NULL;

  g_return_val_if_fail (GB_IS_DOCUMENT (self), NULL);

  builder = g_strv_builder_new ();
  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  collect_images (xmlDocGetRootElement (self->xml), builder, seen);
  for (guint i = 0; i < self->attachments->len; i++) {
    const GbAttachment *attachment = g_ptr_array_index (self->attachments, i);

    if (g_hash_table_add (seen, g_strdup (attachment->digest)))
      g_strv_builder_add (builder, attachment->digest);
  }
  return g_strv_builder_end (builder);
}
