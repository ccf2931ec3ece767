/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of a .docx. In tests/data/import: files of LibreOffice, docx (npm) and python-docx
 * (NAME.docx with NAME.expected), and cases written by hand after what Word and WPS write
 * (NAME.case: sections “=== part”, with the markup inside the part, and “=== expected”). With
 * GB_TEST_UPDATE=1 in the environment the expectations are written anew, for a person to read. */

#include "config.h"

#include "docx-maker.h"

#include "import/gb-import.h"

#include <glib/gstdio.h>
#include <string.h>

#define SECTION "=== "

/* One line for each thing, so that a difference can be seen. */
static char *
describe (GbImport *import)
{
  static const char *const fields[] = { "title", "document-number", "made-on" };
  g_autofree char *body = gb_document_dup_body (import->document);
  g_autoptr (GRegex) ids = g_regex_new (" id=\"[^\"]*\"", 0, 0, NULL);
  g_autoptr (GRegex) ends =
    g_regex_new ("(</(p|h[2-5]|li|ul|ol|tr|table|figure|blockquote)>|<hr/>)", 0, 0, NULL);
  g_autofree char *bare = g_regex_replace_literal (ids, body, -1, 0, "", 0, NULL);
  g_autofree char *lines = g_regex_replace (ends, bare, -1, 0, "\\1\n", 0, NULL);
  const char *start = strchr (lines, '>') + 1;
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "kind: %s\n",
                          gb_document_kind_to_string (gb_document_get_kind (import->document)));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    const char *value = gb_metadata_get (gb_document_get_metadata (import->document), fields[i]);

    if (*value != '\0')
      g_string_append_printf (text, "%s: %s\n", fields[i], value);
  }
  g_string_append_len (text, start, (gssize)(strlen (start) - strlen ("</body>")));
  for (guint i = 0; i < import->images->len; i++) {
    const GbImportImage *image = g_ptr_array_index (import->images, i);

    g_string_append_printf (text, "image: %s %s\n", image->digest, image->type);
  }
  for (guint i = 0; i < import->dropped->len; i++) {
    const GbImportNote *note = g_ptr_array_index (import->dropped, i);

    g_string_append_printf (text, "dropped %u %s: %s\n", note->line, note->reason, note->text);
  }
  return g_string_free (text, FALSE);
}

static char *
import_and_describe (GFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbImport) import = gb_import_file (file, NULL, NULL, &error);

  return import != NULL ? describe (import) : g_strdup_printf ("refused: %s\n", error->message);
}

static void
compare (const char *actual, const char *expected)
{
  g_auto (GStrv) left = g_strsplit (actual, "\n", -1);
  g_auto (GStrv) right = g_strsplit (expected, "\n", -1);

  for (guint i = 0; left[i] != NULL || right[i] != NULL; i++) {
    if (g_strcmp0 (left[i], right[i]) != 0) {
      g_test_message ("line %u", i + 1);
      g_test_message ("expected %s", right[i]);
      g_test_message ("     got %s", left[i]);
      g_test_fail ();
      return;
    }
  }
}

static gboolean
wants_update (void)
{
  return g_getenv ("GB_TEST_UPDATE") != NULL;
}

static void
test_file (gconstpointer data)
{
  const char *path = data;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *actual = import_and_describe (file);
  g_autoptr (GString) expected_path = g_string_new (path);
  g_autofree char *expected = NULL;

  g_string_replace (expected_path, ".docx", ".expected", 0);
  if (wants_update ())
    g_assert_true (g_file_set_contents (expected_path->str, actual, -1, NULL));
  g_assert_true (g_file_get_contents (expected_path->str, &expected, NULL, NULL));
  compare (actual, expected);
}

/* Where a section's part lies, and what stands around its markup. */
static const struct {
  const char *section;
  const char *name;
  const char *element;
} parts[] = {
  { "styles", "word/styles.xml", "w:styles" },
  { "numbering", "word/numbering.xml", "w:numbering" },
  { "footnotes", "word/footnotes.xml", "w:footnotes" },
  { "endnotes", "word/endnotes.xml", "w:endnotes" },
  { "comments", "word/comments.xml", "w:comments" },
  { "header", "word/header1.xml", "w:hdr" },
  { "footer", "word/footer1.xml", "w:ftr" },
};

static const guint8 png[] = {
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48,
  0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00,
  0x00, 0x1f, 0x15, 0xc4, 0x89, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78,
  0xda, 0x63, 0x64, 0xf8, 0xcf, 0x50, 0x0f, 0x00, 0x03, 0x86, 0x01, 0x80, 0x5a, 0x34,
  0x7d, 0x6b, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
};

/* The sections of a case: name → content. */
static GHashTable *
split_case (const char *text)
{
  GHashTable *sections = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) pieces = g_strsplit (text, "\n" SECTION, -1);

  for (guint i = 0; pieces[i] != NULL; i++) {
    const char *piece = i == 0 ? pieces[0] + strlen (SECTION) : pieces[i];
    const char *end = strchr (piece, '\n');

    g_assert_nonnull (end);
    g_hash_table_insert (sections, g_strndup (piece, (gsize)(end - piece)), g_strdup (end + 1));
  }
  return sections;
}

static GFile *
make_case (GHashTable *sections)
{
  DocxMaker *maker = docx_maker_new ("case.docx");
  const char *given = g_hash_table_lookup (sections, "relations");
  g_autoptr (GString) relations = g_string_new (given);
  const char *body = g_hash_table_lookup (sections, "body");

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    const char *content = g_hash_table_lookup (sections, parts[i].section);
    g_autofree char *xml = NULL;
    g_autofree char *id = g_strdup_printf ("part%u", i);
    g_autofree char *relation = NULL;

    if (content == NULL)
      continue;
    xml = g_strdup_printf ("<%s " DOCX_NAMESPACES ">%s</%s>", parts[i].element, content,
                           parts[i].element);
    docx_maker_add (maker, parts[i].name, xml, -1);
    relation = docx_relation (id, parts[i].section, parts[i].name + strlen ("word/"));
    g_string_append (relations, relation);
  }
  docx_maker_add_frame (maker, relations->str);
  docx_maker_add (maker, "word/media/image1.png", png, sizeof png);
  docx_maker_add (maker, "word/media/image2.emf", "EMF", 3);
  g_assert_nonnull (body);
  docx_maker_add_body (maker, body);
  return docx_maker_finish (maker);
}

static void
test_case (gconstpointer data)
{
  const char *path = data;
  g_autofree char *text = NULL;
  g_autofree char *actual = NULL;
  g_autoptr (GHashTable) sections = NULL;
  g_autoptr (GFile) file = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  sections = split_case (text);
  file = make_case (sections);
  actual = import_and_describe (file);
  if (wants_update ()) {
    char *end = strstr (text, "\n" SECTION "expected\n");
    g_autofree char *updated = NULL;

    if (end != NULL)
      *end = '\0';
    updated = g_strconcat (g_strchomp (text), "\n" SECTION "expected\n", actual, NULL);
    g_assert_true (g_file_set_contents (path, updated, -1, NULL));
  } else {
    compare (actual, g_hash_table_lookup (sections, "expected"));
  }
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  folder = g_build_filename (g_getenv ("GB_TEST_DATADIR"), "import", NULL);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    if (g_str_has_suffix (name, ".docx") || g_str_has_suffix (name, ".case"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  }
  g_ptr_array_sort (paths, compare_paths);
  g_assert_cmpuint (paths->len, >, 5);
  for (guint i = 0; i < paths->len; i++) {
    const char *path = g_ptr_array_index (paths, i);
    g_autofree char *basename = g_path_get_basename (path);
    g_autofree char *test = g_strconcat ("/docx/", basename, NULL);

    g_test_add_data_func (test, path, g_str_has_suffix (path, ".docx") ? test_file : test_case);
  }
  return g_test_run ();
}
