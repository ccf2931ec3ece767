/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that are no .docx, are broken, protected, or made to do harm: each is refused with a reason
 * that says what to do, or read as far as it is text, and none takes more memory than it should. */

#include "config.h"

#include "docx-maker.h"

#include "document/gb-document-error.h"
#include "import/gb-docx-package.h"
#include "import/gb-docx-xml.h"
#include "import/gb-import-error.h"
#include "import/gb-import.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"

static GFile *
make_file (const char *data, gsize size)
{
  g_autofree char *folder = docx_maker_make_folder ();
  g_autofree char *path = g_build_filename (folder, "file.docx", NULL);

  g_assert_true (g_file_set_contents (path, data, (gssize)size, NULL));
  return g_file_new_for_path (path);
}

static GFile *
make_docx (const char *body)
{
  DocxMaker *maker = docx_maker_new ("file.docx");

  docx_maker_add_frame (maker, "");
  docx_maker_add_body (maker, body);
  return docx_maker_finish (maker);
}

static void
assert_refused (GFile *file, GbImportError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbImport) import = gb_import_file (file, NULL, NULL, &error);

  g_assert_null (import);
  g_test_message ("%s", error->message);
  g_assert_error (error, GB_IMPORT_ERROR, (int)code);
}

static char *
import_text (GFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbImport) import = gb_import_file (file, NULL, NULL, &error);

  g_assert_no_error (error);
  return gb_document_dup_text (import->document);
}

/* Of the process so far, in MiB; 0 where the system does not say. */
static guint64
get_peak_memory (void)
{
  g_autofree char *status = NULL;
  const char *peak;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  peak = strstr (status, "VmHWM:");
  return peak != NULL ? g_ascii_strtoull (peak + strlen ("VmHWM:"), NULL, 10) / 1024 : 0;
}

/* A compound file with a directory of these names (MS-CFB §2.2, §2.6). */
static GFile *
make_compound (const char *const *names)
{
  guint8 data[4 * 512] = { 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1 };

  data[30] = 9;
  data[48] = 1;
  for (guint i = 0; names[i] != NULL; i++) {
    for (guint k = 0; names[i][k] != '\0'; k++)
      data[2 * 512 + 128 * i + 2 * k] = (guint8)names[i][k];
  }
  return make_file ((const char *)data, sizeof data);
}

static void
append_wide (GFile *file, gsize n_zeros, const char *name)
{
  g_autoptr (GFileOutputStream) stream = g_file_append_to (file, G_FILE_CREATE_NONE, NULL, NULL);
  gsize size = n_zeros + 2 * strlen (name);
  g_autofree char *data = g_malloc0 (size);

  for (gsize i = 0; name[i] != '\0'; i++)
    data[n_zeros + 2 * i] = name[i];
  g_assert_true (
    g_output_stream_write_all (G_OUTPUT_STREAM (stream), data, size, NULL, NULL, NULL));
}

static void
test_other_kinds (void)
{
  static const char *const word[] = { "Root Entry", "WordDocument", "1Table", NULL };
  static const char *const encrypted[] = { "Root Entry", "EncryptionInfo", "EncryptedPackage",
                                           NULL };
  static const char *const excel[] = { "Root Entry", "Workbook", NULL };
  static const char *const none[] = { NULL };
  static const struct {
    const char *data;
    GbImportError code;
  } cases[] = {
    { "", GB_IMPORT_ERROR_DAMAGED },
    { "  \n", GB_IMPORT_ERROR_DAMAGED },
    { "{\\rtf1\\ansi x}", GB_IMPORT_ERROR_OTHER_FORMAT },
    { "<!DOCTYPE html><html>", GB_IMPORT_ERROR_OTHER_FORMAT },
    { "%PDF-1.7\n", GB_IMPORT_ERROR_OTHER_FORMAT },
    { "<?xml version=\"1.0\"?><a/>", GB_IMPORT_ERROR_OTHER_FORMAT },
    { "就是一段文字", GB_IMPORT_ERROR_DAMAGED },
    { "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", GB_IMPORT_ERROR_DAMAGED },
    { "PK\x03\x04", GB_IMPORT_ERROR_DAMAGED },
    { "PK\x05\x06", GB_IMPORT_ERROR_DAMAGED },
  };
  g_autoptr (GFile) old = make_compound (word);
  g_autoptr (GFile) locked = make_compound (encrypted);
  g_autoptr (GFile) sheet = make_compound (excel);
  g_autoptr (GFile) scattered = make_compound (none);

  assert_refused (old, GB_IMPORT_ERROR_OLD_WORD);
  assert_refused (locked, GB_IMPORT_ERROR_PROTECTED);
  assert_refused (sheet, GB_IMPORT_ERROR_OTHER_FORMAT);
  /* The directory goes on far behind its beginning. */
  append_wide (scattered, 300 * 1024, "EncryptedPackage");
  assert_refused (scattered, GB_IMPORT_ERROR_PROTECTED);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GFile) file = make_file (cases[i].data, strlen (cases[i].data));

    assert_refused (file, cases[i].code);
  }
}

static void
test_other_packages (void)
{
  static const struct {
    const char *name;
    const char *data;
    GbImportError code;
  } cases[] = {
    { "mimetype", "application/vnd.oasis.opendocument.text", GB_IMPORT_ERROR_OTHER_FORMAT },
    { "mimetype", "application/epub+zip", GB_IMPORT_ERROR_OTHER_FORMAT },
    { "xl/workbook.xml", "<a/>", GB_IMPORT_ERROR_OTHER_FORMAT },
    { "ppt/presentation.xml", "<a/>", GB_IMPORT_ERROR_OTHER_FORMAT },
    { "readme.txt", "x", GB_IMPORT_ERROR_DAMAGED },
    { "inner.docx", "PK\x03\x04", GB_IMPORT_ERROR_DAMAGED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    DocxMaker *maker = docx_maker_new ("file.docx");
    g_autoptr (GFile) file = NULL;

    docx_maker_add (maker, cases[i].name, cases[i].data, -1);
    file = docx_maker_finish (maker);
    assert_refused (file, cases[i].code);
  }
}

/* Cut off at every place, and with every kind of byte changed: never a crash, and never a text that
 * was not there. */
static void
test_broken (void)
{
  g_autoptr (GFile) whole = make_docx (P ("第一段。") P ("第二段。"));
  g_autofree char *data = NULL;
  gsize size = 0;
  guint n_read = 0;

  g_assert_true (g_file_load_contents (whole, NULL, &data, &size, NULL, NULL));
  for (gsize i = 0; i < size; i += 7) {
    g_autoptr (GFile) file = make_file (data, i);
    g_autoptr (GError) error = NULL;
    g_autoptr (GbImport) import = gb_import_file (file, NULL, NULL, &error);

    g_assert_null (import);
    g_assert_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_DAMAGED);
  }
  for (gsize i = 0; i < size; i += 3) {
    g_autofree char *copy = g_memdup2 (data, size);
    g_autoptr (GFile) file = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (GbImport) import = NULL;

    copy[i] ^= 0x55;
    file = make_file (copy, size);
    import = gb_import_file (file, NULL, NULL, &error);
    if (import != NULL) {
      g_autofree char *text = gb_document_dup_text (import->document);

      g_assert_cmpstr (text, ==, "第一段。\n第二段。\n");
      n_read++;
    } else {
      g_assert_true (error->domain == GB_IMPORT_ERROR || error->domain == G_IO_ERROR);
    }
  }
  g_assert_cmpuint (n_read, <, size / 3);
}

/* A part that unpacks to far more than it is packed. */
static void
test_bombs (void)
{
  static const struct {
    const char *name;
    guint64 n_bytes;
  } cases[] = {
    { "word/document.xml", 200ull * 1024 * 1024 },
    { "word/styles.xml", 300ull * 1024 * 1024 },
    { "word/document.xml", 17ull * 1024 * 1024 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    DocxMaker *maker = docx_maker_new ("bomb.docx");
    g_autoptr (GFile) file = NULL;

    docx_maker_add_frame (maker, "");
    docx_maker_add_filling (maker, cases[i].name, ' ', cases[i].n_bytes);
    file = docx_maker_finish (maker);
    assert_refused (file, GB_IMPORT_ERROR_TOO_LARGE);
  }
}

/* What nobody reads may be large: media without a reference, archives in the archive. */
static void
test_ignored_bombs (void)
{
  DocxMaker *maker = docx_maker_new ("bomb.docx");
  g_autofree char *relation = docx_relation ("i", "image", "media/image1.png");
  g_autoptr (GFile) file = NULL;
  g_autofree char *text = NULL;

  docx_maker_add_frame (maker, relation);
  docx_maker_add_filling (maker, "word/embeddings/nested.zip", 'P', 128ull * 1024 * 1024);
  docx_maker_add_filling (maker, "customXml/item1.xml", ' ', 128ull * 1024 * 1024);
  docx_maker_add_filling (maker, "word/media/image1.png", ' ', 128ull * 1024 * 1024);
  docx_maker_add_body (
    maker, P ("正文。") "<w:p><w:r><w:drawing><a:blip r:embed=\"i\"/></w:drawing></w:r></w:p>");
  file = docx_maker_finish (maker);
  text = import_text (file);
  g_assert_cmpstr (text, ==, "正文。\n");
}

static void
test_many_entries (void)
{
  DocxMaker *maker = docx_maker_new ("many.docx");
  g_autoptr (GFile) file = NULL;

  docx_maker_add_frame (maker, "");
  docx_maker_add_body (maker, P ("正文。"));
  for (guint i = 0; i < GB_DOCX_MAX_ENTRIES; i++) {
    g_autofree char *name = g_strdup_printf ("word/media/%u.bin", i);

    docx_maker_add (maker, name, "", 0);
  }
  file = docx_maker_finish (maker);
  assert_refused (file, GB_IMPORT_ERROR_TOO_LARGE);
}

/* 200 MB that begin as a zip; sparse, so that the disk does not mind. */
static void
test_large_file (void)
{
  g_autoptr (GFile) file = make_file ("PK\x03\x04", 4);

  g_assert_cmpint (truncate (g_file_peek_path (file), 200 * 1024 * 1024), ==, 0);
  assert_refused (file, GB_IMPORT_ERROR_TOO_LARGE);
}

static void
test_entities (void)
{
  static const char *const documents[] = {
    "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
    "<w:document " DOCX_NAMESPACES "><w:body>" P ("&x;") "</w:body></w:document>",
    "<!DOCTYPE d SYSTEM \"http://127.0.0.1:9/x.dtd\">"
    "<w:document " DOCX_NAMESPACES "><w:body>" P ("x") "</w:body></w:document>",
    "<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
    "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>"
    "<w:document " DOCX_NAMESPACES "><w:body>" P ("&c;") "</w:body></w:document>",
    "<w:document " DOCX_NAMESPACES "><w:body>" P ("&undeclared;") "</w:body></w:document>",
    "<w:document " DOCX_NAMESPACES "><w:body><w:p></w:body></w:document>",
    "<w:document " DOCX_NAMESPACES "><w:body>",
    "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (documents); i++) {
    DocxMaker *maker = docx_maker_new ("entity.docx");
    g_autoptr (GFile) file = NULL;

    docx_maker_add_frame (maker, "");
    docx_maker_add (maker, "word/document.xml", documents[i], -1);
    file = docx_maker_finish (maker);
    assert_refused (file, GB_IMPORT_ERROR_DAMAGED);
  }
}

/* The same text in the namespaces of the strict form, in UTF-16. */
static void
test_forms (void)
{
  g_autoptr (GString) strict =
    g_string_new ("<w:document " DOCX_NAMESPACES "><w:body>" P ("正文。") "</w:body></w:document>");
  static const char utf16[] =
    "<?xml version=\"1.0\" encoding=\"UTF-16\"?>"
    "<w:document " DOCX_NAMESPACES "><w:body>" P ("正文。") "</w:body></w:document>";
  gsize size = 0;
  g_autofree char *wide = g_convert (utf16, -1, "UTF-16", "UTF-8", NULL, &size, NULL);
  const struct {
    const char *data;
    gssize size;
  } documents[] = { { strict->str, -1 }, { wide, (gssize)size } };

  g_string_replace (strict, "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    "http://purl.oclc.org/ooxml/wordprocessingml/main", 0);
  for (guint i = 0; i < G_N_ELEMENTS (documents); i++) {
    DocxMaker *maker = docx_maker_new ("form.docx");
    g_autoptr (GFile) file = NULL;
    g_autofree char *text = NULL;

    docx_maker_add_frame (maker, "");
    docx_maker_add (maker, "word/document.xml", i == 0 ? strict->str : documents[i].data,
                    documents[i].size);
    file = docx_maker_finish (maker);
    text = import_text (file);
    g_assert_cmpstr (text, ==, "正文。\n");
  }
}

static GBytes *
take_any_picture (GBytes *bytes, const char **out_type, GBytes **out_original, GError **error)
{
  *out_type = "image/png";
  return g_bytes_ref (bytes);
}

/* Pictures whose names are not ASCII, as they are and as addresses write them, in any locale. */
static void
test_names (void)
{
  g_autofree char *relations = NULL;
  g_autofree char *first = docx_relation ("i1", "image", "media/图1.png");
  g_autofree char *second = docx_relation ("i2", "image", "media/%E5%9B%BE2.png");
  DocxMaker *maker = docx_maker_new ("names.docx");
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GbImport) import = NULL;

  relations = g_strconcat (first, second, NULL);
  docx_maker_add_frame (maker, relations);
  docx_maker_add_body (
    maker, P ("正文。") "<w:p><w:r><w:drawing><a:blip r:embed=\"i1\"/></w:drawing></w:r></w:p>"
                        "<w:p><w:r><w:drawing><a:blip r:embed=\"i2\"/></w:drawing></w:r></w:p>");
  docx_maker_add (maker, "word/media/图1.png", "no png", -1);
  docx_maker_add (maker, "word/media/图2.png", "no png", -1);
  file = docx_maker_finish (maker);
  import = gb_import_file (file, take_any_picture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (import->images->len, ==, 1);
  g_assert_cmpuint (import->dropped->len, ==, 0);
}

/* Zips with passwords of their own. */
static void
test_encrypted_zip (void)
{
  DocxMaker *maker = docx_maker_new_locked ("locked.docx", "secret");
  g_autoptr (GFile) file = NULL;

  docx_maker_add_frame (maker, "");
  docx_maker_add_body (maker, P ("正文。"));
  file = docx_maker_finish (maker);
  assert_refused (file, GB_IMPORT_ERROR_PROTECTED);
}

static void
test_no_text (void)
{
  static const char *const bodies[] = { "", "<w:p/>", P (" "), "<w:sectPr/>", "<x/>" };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (GFile) file = make_docx (bodies[i]);

    assert_refused (file, GB_IMPORT_ERROR_EMPTY);
  }
}

static char *
repeat (const char *before, const char *piece, guint n, const char *after)
{
  GString *text = g_string_new (before);

  for (guint i = 0; i < n; i++)
    g_string_append (text, piece);
  g_string_append (text, after);
  return g_string_free (text, FALSE);
}

static void
test_deep (void)
{
  g_autofree char *open = repeat ("", "<w:sdt><w:sdtContent>", GB_DOCX_MAX_DEPTH, P ("深。"));
  g_autofree char *body = repeat (open, "</w:sdtContent></w:sdt>", GB_DOCX_MAX_DEPTH, "");
  g_autofree char *tables = repeat ("", "<w:tbl><w:tr><w:tc>", 40, P ("内。"));
  g_autofree char *nested = repeat (tables, "</w:tc></w:tr></w:tbl>", 40, P ("外。"));
  g_autoptr (GFile) deep = make_docx (body);
  g_autoptr (GFile) file = make_docx (nested);
  g_autofree char *text = NULL;

  assert_refused (deep, GB_IMPORT_ERROR_DAMAGED);
  text = import_text (file);
  g_assert_cmpstr (text, ==, "内。\n外。\n");
}

/* What is long in one direction takes time and memory in proportion, not more. */
static void
test_long (void)
{
  g_autofree char *runs = repeat ("<w:p>", "<w:r><w:t>字</w:t></w:r>", 100000, "</w:p>");
  g_autofree char *fields = repeat ("<w:p>", "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>",
                                    20000, "<w:r><w:t>字</w:t></w:r></w:p>" P ("后"));
  g_autofree char *rows =
    repeat ("<w:tbl>",
            "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>" P ("a") "</w:tc></w:tr>",
            20000, "</w:tbl>");
  g_autofree char *cells =
    repeat ("<w:tbl><w:tr>", "<w:tc>" P ("a") "</w:tc>", 20000, "</w:tr></w:tbl>");
  const char *bodies[] = { runs, fields, rows, cells };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (GFile) file = make_docx (bodies[i]);
    g_autofree char *text = import_text (file);

    g_assert_cmpstr (text, !=, "");
  }
}

/* A table that would need a gigabyte as a tree. */
static void
test_large_table (void)
{
  g_autofree char *row = repeat ("<w:tr>", "<w:tc><w:p/></w:tc>", 1000, "</w:tr>");
  g_autofree char *body = repeat ("<w:tbl>", row, 700, "</w:tbl>");
  g_autoptr (GFile) file = make_docx (body);

  assert_refused (file, GB_IMPORT_ERROR_TOO_LARGE);
}

/* Numbers that lead out of any table of ours. */
static void
test_strange_values (void)
{
  g_autoptr (GFile) file =
    make_docx ("<w:p><w:pPr><w:numPr><w:ilvl w:val=\"99\"/><w:numId w:val=\"-5\"/></w:numPr>"
               "<w:outlineLvl w:val=\"77\"/><w:pStyle w:val=\"nowhere\"/></w:pPr>"
               "<w:r><w:rPr><w:sz w:val=\"99999999999\"/><w:color w:val=\"zzzzzz\"/></w:rPr>"
               "<w:t>一。</w:t></w:r></w:p>"
               "<w:tbl><w:tr><w:trPr><w:gridBefore w:val=\"4000000000\"/></w:trPr><w:tc><w:tcPr>"
               "<w:gridSpan w:val=\"-1\"/></w:tcPr>" P (
                 "二") "</w:tc><w:tc><w:tcPr><w:gridSpan "
                       "w:val=\"99999\"/><w:vMerge/></w:tcPr>" P (
                         "三") "</w:tc></w:tr></w:tbl>"
                               "<w:p><w:r><w:footnoteReference w:id=\"7\"/><w:sym "
                               "w:char=\"D800\"/><w:sym w:char=\"110000\"/>"
                               "<w:t>四\xe2\x80\xae</w:t></w:r></w:p>"
                               "<w:p><w:r><w:fldChar w:fldCharType=\"end\"/><w:fldChar "
                               "w:fldCharType=\"separate\"/>"
                               "<w:t>五</w:t></w:r></w:p>");
  g_autofree char *text = import_text (file);

  for (guint i = 0; i < 5; i++) {
    static const char *const words[] = { "一", "二", "三", "四", "五" };

    g_assert_nonnull (strstr (text, words[i]));
  }
}

/* Definitions that are damaged are a reason to refuse; what is left out anyway is none. */
static void
test_damaged_parts (void)
{
  static const struct {
    const char *type;
    const char *name;
    gboolean is_needed;
  } cases[] = {
    { "styles", "styles.xml", TRUE },       { "numbering", "numbering.xml", TRUE },
    { "footnotes", "footnotes.xml", TRUE }, { "comments", "comments.xml", FALSE },
    { "header", "header1.xml", FALSE },     { "theme", "theme/theme1.xml", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    DocxMaker *maker = docx_maker_new ("parts.docx");
    g_autofree char *relation = docx_relation ("x", cases[i].type, cases[i].name);
    g_autofree char *name = g_strconcat ("word/", cases[i].name, NULL);
    g_autoptr (GFile) file = NULL;

    docx_maker_add_frame (maker, relation);
    docx_maker_add (maker, name, "<w:broken", -1);
    docx_maker_add_body (maker, P ("正文。"));
    file = docx_maker_finish (maker);
    if (cases[i].is_needed) {
      assert_refused (file, GB_IMPORT_ERROR_DAMAGED);
    } else {
      g_autofree char *text = import_text (file);

      g_assert_cmpstr (text, ==, "正文。\n");
    }
  }
}

static void
test_cancel (void)
{
  g_autoptr (GFile) file = make_docx (P ("正文。"));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GbImport) import = NULL;

  g_cancellable_cancel (cancellable);
  import = gb_import_file (file, NULL, cancellable, &error);
  g_assert_null (import);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_missing (void)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/file.docx");
  g_autoptr (GError) error = NULL;
  g_autoptr (GbImport) import = gb_import_file (file, NULL, NULL, &error);

  g_assert_null (import);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* Last: all of the above in one process. */
static void
test_memory (void)
{
#ifdef __SANITIZE_ADDRESS__
  const gboolean has_sanitizer = TRUE;
#else
  const gboolean has_sanitizer = FALSE;
#endif
  guint64 peak = get_peak_memory ();

  if (has_sanitizer || peak == 0) {
    g_test_skip ("the memory of this process says nothing");
    return;
  }
  g_test_message ("peak %" G_GUINT64_FORMAT " MiB", peak);
  g_assert_cmpuint (peak, <, 700);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/docx/other-kinds", test_other_kinds);
  g_test_add_func ("/docx/other-packages", test_other_packages);
  g_test_add_func ("/docx/broken", test_broken);
  g_test_add_func ("/docx/bombs", test_bombs);
  g_test_add_func ("/docx/ignored-bombs", test_ignored_bombs);
  g_test_add_func ("/docx/many-entries", test_many_entries);
  g_test_add_func ("/docx/large-file", test_large_file);
  g_test_add_func ("/docx/entities", test_entities);
  g_test_add_func ("/docx/forms", test_forms);
  g_test_add_func ("/docx/names", test_names);
  g_test_add_func ("/docx/encrypted-zip", test_encrypted_zip);
  g_test_add_func ("/docx/no-text", test_no_text);
  g_test_add_func ("/docx/deep", test_deep);
  g_test_add_func ("/docx/long", test_long);
  g_test_add_func ("/docx/large-table", test_large_table);
  g_test_add_func ("/docx/strange-values", test_strange_values);
  g_test_add_func ("/docx/damaged-parts", test_damaged_parts);
  g_test_add_func ("/docx/cancel", test_cancel);
  g_test_add_func ("/docx/missing", test_missing);
  g_test_add_func ("/docx/memory", test_memory);
  return g_test_run ();
}
