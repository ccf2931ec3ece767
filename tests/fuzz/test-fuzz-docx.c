/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reader of .docx against parts that are well-formed and make no sense: elements of real files
 * are removed, doubled, put into each other and given each other's attributes, always in the same
 * way. Whatever is read must be a document. GB_FUZZ_ROUNDS sets how often each file is changed,
 * GB_FUZZ_SEED another beginning. */

#include "config.h"

#include "../import/docx-maker.h"

#include "document/gb-text.h"
#include "import/gb-docx-package.h"
#include "import/gb-import-error.h"
#include "import/gb-import.h"

#include <glib/gstdio.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

#define DEFAULT_ROUNDS 150

static const char *const part_names[] = {
  "[Content_Types].xml", "_rels/.rels",       "word/_rels/document.xml.rels",
  "word/document.xml",   "word/styles.xml",   "word/numbering.xml",
  "word/footnotes.xml",  "word/endnotes.xml", "word/comments.xml",
  "word/header1.xml",    "word/footer1.xml",  "word/theme/theme1.xml",
};

static const char *const values[] = {
  "0",
  "1",
  "-1",
  "9",
  "99999999999",
  "",
  "true",
  "none",
  "restart",
  "begin",
  "end",
  "一",
  "rId1",
  "2147483647",
  "-2147483648",
  "center",
  "%1%2%3%4%5%6%7%8%9",
  "TOC \\o",
  "HYPERLINK \"x\" \\l",
};

static guint
get_number (const char *variable, guint otherwise)
{
  const char *value = g_getenv (variable);

  return value != NULL ? (guint)g_ascii_strtoull (value, NULL, 10) : otherwise;
}

static void
collect (xmlNode *node, GPtrArray *nodes)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next) {
    if (child->type == XML_ELEMENT_NODE) {
      g_ptr_array_add (nodes, child);
      collect (child, nodes);
    }
  }
}

static xmlNode *
pick (GRand *rand, GPtrArray *nodes)
{
  return g_ptr_array_index (nodes, g_rand_int_range (rand, 0, (gint32)nodes->len));
}

static void
change_attribute (GRand *rand, xmlNode *node)
{
  guint n = 0;

  for (xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next)
    n++;
  if (n == 0)
    return;
  n = (guint)g_rand_int_range (rand, 0, (gint32)n);
  for (xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next) {
    if (n-- == 0) {
      const char *value = values[g_rand_int_range (rand, 0, G_N_ELEMENTS (values))];

      xmlSetNsProp (node, attribute->ns, attribute->name, (const xmlChar *)value);
      return;
    }
  }
}

static void
change (GRand *rand, xmlDoc *xml)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
  xmlNode *node;
  xmlNode *other;

  collect (xmlDocGetRootElement (xml), nodes);
  if (nodes->len < 2)
    return;
  node = pick (rand, nodes);
  other = pick (rand, nodes);
  switch (g_rand_int_range (rand, 0, 6)) {
  case 0:
    xmlUnlinkNode (node);
    xmlFreeNode (node);
    break;
  case 1:
    xmlAddNextSibling (node, xmlCopyNode (node, 1));
    break;
  case 2:
    xmlAddChild (other, xmlCopyNode (node, 1));
    break;
  case 3:
    xmlNodeSetName (node, other->name);
    break;
  default:
    change_attribute (rand, node);
  }
}

/* Of one of the parts that say something. */
static GBytes *
mutate (GRand *rand, GBytes *part)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (part, &size);
  xmlDoc *xml = xmlReadMemory (data, (int)size, NULL, NULL, XML_PARSE_NONET);
  xmlChar *text = NULL;
  int length = 0;
  GBytes *bytes;

  g_assert_nonnull (xml);
  for (guint i = 0, n = (guint)g_rand_int_range (rand, 1, 8); i < n; i++)
    change (rand, xml);
  xmlDocDumpMemory (xml, &text, &length);
  bytes = g_bytes_new (text, (gsize)length);
  xmlFree (text);
  xmlFreeDoc (xml);
  return bytes;
}

static GFile *
make_mutant (GRand *rand, GbDocxPackage *package)
{
  DocxMaker *maker = docx_maker_new ("mutant.docx");

  for (guint i = 0; i < G_N_ELEMENTS (part_names); i++) {
    GBytes *part = _gb_docx_package_get_part (package, part_names[i]);
    g_autoptr (GBytes) mutant = NULL;
    gsize size = 0;
    const void *data;

    if (part == NULL)
      continue;
    /* The text most often, the frame never. */
    if (i >= 3 && g_rand_int_range (rand, 0, i == 3 ? 2 : 4) == 0)
      mutant = mutate (rand, part);
    data = g_bytes_get_data (mutant != NULL ? mutant : part, &size);
    docx_maker_add (maker, part_names[i], data, (gssize)size);
  }
  return docx_maker_finish (maker);
}

static void
check (GFile *file, guint *n_read)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbImport) import = gb_import_file (file, NULL, NULL, &error);
  g_autoptr (GbDocument) again = NULL;
  g_autofree char *text = NULL;

  if (import == NULL) {
    g_assert_true (error->domain == GB_IMPORT_ERROR);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    return;
  }
  (*n_read)++;
  again = gb_document_new_from_bytes (gb_document_get_bytes (import->document), &error);
  g_assert_no_error (error);
  text = gb_document_dup_text (again);
  g_assert_null (gb_text_find_forbidden (text));
  for (guint i = 0; i < import->dropped->len; i++) {
    const GbImportNote *note = g_ptr_array_index (import->dropped, i);

    g_assert_true (g_utf8_validate (note->text, -1, NULL));
  }
}

static void
remove_file (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);

  g_assert_true (g_file_delete (file, NULL, NULL));
  g_assert_true (g_file_delete (folder, NULL, NULL));
}

static void
test_file (gconstpointer name)
{
  g_autofree char *path = g_build_filename (g_getenv ("GB_TEST_DATADIR"), "import", name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDocxPackage) package = _gb_docx_package_new (file, NULL, &error);
  g_autoptr (GRand) rand = g_rand_new_with_seed (get_number ("GB_FUZZ_SEED", 20161110));
  guint n_rounds = get_number ("GB_FUZZ_ROUNDS", DEFAULT_ROUNDS);
  guint n_read = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < n_rounds; i++) {
    g_autoptr (GFile) mutant = make_mutant (rand, package);

    check (mutant, &n_read);
    remove_file (mutant);
  }
  g_test_message ("%u of %u read", n_read, n_rounds);
  g_assert_cmpuint (n_read, >, n_rounds / 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  xmlInitParser ();
  g_test_add_data_func ("/fuzz-docx/libreoffice", "libreoffice-notice.docx", test_file);
  g_test_add_data_func ("/fuzz-docx/npm", "npm-interpretation.docx", test_file);
  return g_test_run ();
}
