/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is read in files that are to be published: real ones of LibreOffice, and made ones with what
 * hides in them. */

#include "config.h"

#include "docx-maker.h"

#include "attachment/gb-attachment-clean.h"
#include "attachment/gb-attachment-reader.h"
#include "attachment/gb-attachment-report.h"
#include "import/gb-import-error.h"

#include <string.h>

#define SHEET_NS                                                                                   \
  "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "                           \
  "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define RELATION_TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static GbAttachmentContent *
read_good (GFile *file, const char *name)
{
  g_autoptr (GError) error = NULL;
  GbAttachmentContent *content = gb_attachment_read (file, name, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (content);
  return content;
}

static GbAttachmentContent *
read_data_file (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("GB_TEST_DATADIR"), "attachment", name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return read_good (file, name);
}

static GFile *
make_file (const char *name, const char *data, gssize size)
{
  g_autofree char *folder = docx_maker_make_folder ();
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, data, size, NULL));
  return g_file_new_for_path (path);
}

/* "row 2 of 补贴名单: 甲某|110…" in one line each. */
static char *
describe (GbAttachmentContent *content)
{
  static const char *const places[] = { "file", "paragraph", "line",    "page",
                                        "row",  "slide",     "comment", "drawing" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < content->parts->len; i++) {
    const GbAttachmentPart *part = g_ptr_array_index (content->parts, i);
    g_autofree char *line = g_strdelimit (g_strdup (part->text), "\t\n", '|');

    g_string_append_printf (text, "%s %u%s%s: %s\n", places[part->place], part->number,
                            part->name != NULL ? " of " : "", part->name != NULL ? part->name : "",
                            line);
  }
  return g_string_free (text, FALSE);
}

static void
test_sheets (void)
{
  static const char *const names[] = { "list.xlsx", "list.ods" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GbAttachmentContent) content = read_data_file (names[i]);
    g_autofree char *text = describe (content);

    g_test_message ("%s: %s", names[i], text);
    g_assert_nonnull (strstr (text, "row 1 of 补贴名单: 姓名|身份证号|金额\n"));
    g_assert_nonnull (strstr (text, "row 4 of 补贴名单: 丙某|11010119000101017X|700\n"));
    g_assert_nonnull (strstr (text, "row 2 of 底稿: 13800138000\n"));
    g_assert_nonnull (strstr (text, "comment 0: 请核对\n"));
    g_assert_cmpint (content->traits, ==,
                     GB_ATTACHMENT_HAS_HIDDEN | GB_ATTACHMENT_HAS_AUTHOR |
                       GB_ATTACHMENT_HAS_COMMENTS);
    g_assert_nonnull (strstr (content->author, "张晓"));
    g_assert_nonnull (strstr (content->author, "李华"));
  }
}

static void
test_texts (void)
{
  static const char *const names[] = { "notice.docx", "notice.odt" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GbAttachmentContent) content = read_data_file (names[i]);
    g_autofree char *text = describe (content);

    g_test_message ("%s: %s", names[i], text);
    g_assert_nonnull (strstr (text, "paragraph 1: 关于发放补贴的通知\n"));
    g_assert_nonnull (strstr (text, "paragraph 2: 乙某身份证号 110101190001010022，请核对。\n"));
    g_assert_nonnull (strstr (text, ": 咨询|13800138000\n"));
    g_assert_cmpint (content->traits, ==, GB_ATTACHMENT_HAS_AUTHOR);
  }
}

static void
test_pdf (void)
{
  g_autoptr (GbAttachmentContent) content = read_data_file ("notice.pdf");
  const GbAttachmentPart *part;

  g_assert_cmpuint (content->parts->len, ==, 1);
  part = g_ptr_array_index (content->parts, 0);
  g_assert_cmpint (part->place, ==, GB_ATTACHMENT_PLACE_PAGE);
  g_assert_cmpuint (part->number, ==, 1);
  g_assert_nonnull (strstr (part->text, "乙某身份证号"));
  g_assert_nonnull (strstr (part->text, "110101190001010022"));
  g_assert_cmpint (content->traits, ==, GB_ATTACHMENT_HAS_AUTHOR);
  g_assert_cmpstr (content->author, ==, "张晓");
}

/* A page of a scanner, a PDF with a program in it, one with a password, a damaged one. */
static void
test_pdf_traits (void)
{
#define PDF(catalog, trailer)                                                                      \
  "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R" catalog ">>endobj\n"                              \
  "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"                                             \
  "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"                               \
  "trailer<</Root 1 0 R/Size 4" trailer ">>\n%%EOF\n"
  g_autoptr (GFile) scan = make_file ("scan.pdf", PDF ("", ""), -1);
  g_autoptr (GFile) script =
    make_file ("script.pdf",
               PDF ("/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(a\\(1\\))>>]>>>>", ""), -1);
  g_autoptr (GFile) locked =
    make_file ("locked.pdf",
               PDF ("", "/Encrypt<</Filter/Standard/V 1/R 2/P -1"
                        "/O(12345678901234567890123456789012)/U(12345678901234567890123456789012)>>"
                        "/ID[(1234567890123456)(1234567890123456)]"),
               -1);
  g_autoptr (GFile) damaged = make_file ("damaged.pdf", "%PDF-1.7\nnothing", -1);
  g_autoptr (GbAttachmentContent) content = read_good (scan, "scan.pdf");
  g_autoptr (GbAttachmentContent) with_script = read_good (script, "script.pdf");
  g_autoptr (GbAttachmentContent) with_password = read_good (locked, "locked.pdf");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (content->traits, ==, GB_ATTACHMENT_IS_PICTURE);
  g_assert_cmpint (with_script->traits, ==, GB_ATTACHMENT_IS_PICTURE | GB_ATTACHMENT_HAS_SCRIPT);
  g_assert_cmpint (with_password->traits, ==, GB_ATTACHMENT_IS_PROTECTED);
  g_assert_null (gb_attachment_read (damaged, "damaged.pdf", NULL, &error));
  g_assert_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_DAMAGED);
}

static void
test_plain (void)
{
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  g_autofree char *gbk =
    g_convert ("姓名,电话\r\n甲某,13800138000\r\n", -1, "GB18030", "UTF-8", NULL, &size, &error);
  g_autoptr (GFile) file = make_file ("a.csv", gbk, (gssize)size);
  g_autoptr (GFile) empty = make_file ("b.txt", "", 0);
  g_autoptr (GFile) other = make_file ("c.png", "\x89PNG\r\n\x1a\n", -1);
  g_autoptr (GFile) missing = g_file_new_for_path ("/nonexistent/d.txt");
  g_autoptr (GbAttachmentContent) content = read_good (file, "名单.CSV");
  g_autoptr (GbAttachmentContent) nothing = read_good (empty, "b.txt");
  g_autoptr (GbAttachmentContent) unread = read_good (other, "c.png");
  g_autofree char *text = describe (content);

  g_assert_cmpstr (text, ==, "row 1: 姓名|电话\nrow 2: 甲某|13800138000\n");
  g_assert_cmpint (content->traits, ==, 0);
  g_assert_cmpuint (nothing->parts->len, ==, 0);
  g_assert_cmpint (unread->traits, ==, GB_ATTACHMENT_IS_OTHER);
  g_assert_null (gb_attachment_read (missing, "d.txt", NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* Deleted text, hidden text, remarks, a program and a file inside. */
static void
test_word_traits (void)
{
  DocxMaker *maker = docx_maker_new ("a.docx");
  g_autoptr (GFile) file = NULL;
  g_autoptr (GbAttachmentContent) content = NULL;
  g_autofree char *text = NULL;

  docx_maker_add_frame (maker, "");
  docx_maker_add_body (
    maker, "<w:p><w:r><w:t>留</w:t></w:r><w:del w:id='1' w:author='a'><w:r><w:delText>删"
           "</w:delText></w:r></w:del></w:p><w:sdt><w:sdtContent><w:p><w:r><w:rPr>"
           "<w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p></w:sdtContent></w:sdt>");
  docx_maker_add (maker, "word/comments.xml",
                  "<w:comments " DOCX_NAMESPACES "><w:comment w:id='0' w:author='王强'><w:p><w:r>"
                  "<w:t>不妥</w:t></w:r></w:p></w:comment></w:comments>",
                  -1);
  docx_maker_add (maker, "word/footer1.xml",
                  "<w:ftr " DOCX_NAMESPACES "><w:p><w:r><w:t>脚</w:t></w:r></w:p></w:ftr>", -1);
  docx_maker_add (maker, "word/vbaProject.bin", "x", -1);
  docx_maker_add (maker, "word/embeddings/a.xlsx", "x", -1);
  file = docx_maker_finish (maker);
  content = read_good (file, "a.docx");
  text = describe (content);
  g_assert_cmpstr (text, ==,
                   "paragraph 1: 留删\nparagraph 2: 藏\nparagraph 3: 脚\ncomment 0: 不妥\n");
  g_assert_cmpint (content->traits, ==,
                   GB_ATTACHMENT_HAS_CHANGES | GB_ATTACHMENT_HAS_HIDDEN |
                     GB_ATTACHMENT_HAS_COMMENTS | GB_ATTACHMENT_HAS_MACROS |
                     GB_ATTACHMENT_HAS_EMBEDDED | GB_ATTACHMENT_HAS_AUTHOR);
  g_assert_cmpstr (content->author, ==, "王强");
}

/* Inline strings, rich strings with a reading, numbers, a hidden row and a hidden column, a string
 * that is not there. */
static void
test_cells (void)
{
  DocxMaker *maker = docx_maker_new ("a.xlsx");
  g_autoptr (GFile) file = NULL;
  g_autoptr (GbAttachmentContent) content = NULL;
  g_autofree char *text = NULL;

  docx_maker_add (maker, "xl/workbook.xml",
                  "<workbook " SHEET_NS "><sheets><sheet name='表' sheetId='1' r:id='r1'/>"
                  "<sheet name='外' sheetId='2' r:id='r2'/></sheets></workbook>",
                  -1);
  docx_maker_add (
    maker, "xl/_rels/workbook.xml.rels",
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
    "<Relationship Id='r1' Type='" RELATION_TYPE "worksheet' Target='worksheets/sheet1.xml'/>"
    "<Relationship Id='r2' Type='" RELATION_TYPE
    "worksheet' Target='file:///etc/passwd' TargetMode='External'/></Relationships>",
    -1);
  docx_maker_add (maker, "xl/sharedStrings.xml",
                  "<sst " SHEET_NS "><si><r><t>身份</t></r><r><t>证号</t></r><rPh><t>sfz</t></rPh>"
                  "</si></sst>",
                  -1);
  docx_maker_add (
    maker, "xl/worksheets/sheet1.xml",
    "<worksheet " SHEET_NS "><cols><col min='1' max='1' hidden='1'/></cols><sheetData>"
    "<row r='3'><c t='s'><v>0</v></c><c t='s'><v>7</v></c><c t='inlineStr'><is><t>甲\n乙</t></is>"
    "</c><c><v>13800138000</v></c><c><f>1+1</f><v>2</v></c></row></sheetData></worksheet>",
    -1);
  file = docx_maker_finish (maker);
  content = read_good (file, "a.xlsx");
  text = describe (content);
  g_assert_cmpstr (text, ==, "row 3 of 表: 身份证号||甲 乙|13800138000|2\n");
  /* Nothing stands in the hidden column that nobody may see. */
  g_assert_cmpint (content->traits, ==, GB_ATTACHMENT_HAS_HIDDEN);
}

static void
test_slides (void)
{
#define SLIDE(text)                                                                                \
  "<p:sld xmlns:p='http://schemas.openxmlformats.org/presentationml/2006/main' "                   \
  "xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'><p:cSld><p:spTree><p:sp>"       \
  "<p:txBody><a:p><a:r><a:t>" text "</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld>"      \
  "</p:sld>"
  DocxMaker *maker = docx_maker_new ("a.pptx");
  g_autoptr (GFile) file = NULL;
  g_autoptr (GbAttachmentContent) content = NULL;
  g_autofree char *text = NULL;

  docx_maker_add (maker, "ppt/presentation.xml", "<p/>", -1);
  docx_maker_add (maker, "ppt/slides/slide1.xml", SLIDE ("一"), -1);
  docx_maker_add (maker, "ppt/slides/slide2.xml", SLIDE ("二"), -1);
  docx_maker_add (maker, "ppt/notesSlides/notesSlide2.xml", SLIDE ("备注"), -1);
  file = docx_maker_finish (maker);
  content = read_good (file, "a.pptx");
  text = describe (content);
  g_assert_cmpstr (text, ==, "slide 1: 一\nslide 2: 二\nslide 2: 备注\n");
}

/* Passwords, archives of other files, old files with macros. */
static void
test_closed (void)
{
  static const char macros[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
  static const char project[] = "_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T";
  DocxMaker *locked = docx_maker_new_locked ("a.docx", "secret");
  DocxMaker *archive = docx_maker_new ("a.zip");
  g_autofree char *old = g_malloc0 (4096);
  g_autoptr (GFile) locked_file = NULL;
  g_autoptr (GFile) archive_file = NULL;
  g_autoptr (GFile) old_file = NULL;
  g_autoptr (GbAttachmentContent) a = NULL;
  g_autoptr (GbAttachmentContent) b = NULL;
  g_autoptr (GbAttachmentContent) c = NULL;

  docx_maker_add_frame (locked, "");
  docx_maker_add_body (locked, "<w:p/>");
  docx_maker_add (archive, "名单.txt", "x", -1);
  memcpy (old, macros, 8);
  memcpy (old + 2048, project, sizeof project);
  locked_file = docx_maker_finish (locked);
  archive_file = docx_maker_finish (archive);
  old_file = make_file ("a.xls", old, 4096);
  a = read_good (locked_file, "a.docx");
  b = read_good (archive_file, "a.zip");
  c = read_good (old_file, "a.xls");
  g_assert_cmpint (a->traits, ==, GB_ATTACHMENT_IS_PROTECTED);
  g_assert_cmpint (b->traits, ==, GB_ATTACHMENT_IS_ARCHIVE);
  g_assert_cmpint (c->traits, ==, GB_ATTACHMENT_HAS_MACROS | GB_ATTACHMENT_IS_OLD);
}

/* Entities, bombs, and archives that are cut off: an error, and no more memory than the limits. */
static void
test_hostile (void)
{
  DocxMaker *entity = docx_maker_new ("entity.xlsx");
  DocxMaker *bomb = docx_maker_new ("bomb.xlsx");
  GFile *files[3];
  g_autofree char *data = NULL;
  g_autofree char *whole =
    g_build_filename (g_getenv ("GB_TEST_DATADIR"), "attachment", "list.xlsx", NULL);
  gsize size = 0;

  docx_maker_add (entity, "xl/workbook.xml",
                  "<!DOCTYPE w [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><workbook>&e;</workbook>",
                  -1);
  docx_maker_add (bomb, "xl/workbook.xml", "<workbook/>", -1);
  docx_maker_add_filling (bomb, "xl/worksheets/sheet1.xml", ' ', G_GUINT64_CONSTANT (300000000));
  g_assert_true (g_file_get_contents (whole, &data, &size, NULL));
  files[0] = docx_maker_finish (entity);
  files[1] = docx_maker_finish (bomb);
  files[2] = make_file ("cut.xlsx", data, (gssize)size / 2);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GbAttachmentContent) content = gb_attachment_read (files[i], "a.xlsx", NULL, &error);

    g_assert_null (content);
    g_assert_true (error->domain == GB_IMPORT_ERROR);
    g_test_message ("%s", error->message);
    g_clear_object (&files[i]);
  }
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  static const char *const names[] = { "list.xlsx", "notice.pdf", "list.ods" };

  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path =
      g_build_filename (g_getenv ("GB_TEST_DATADIR"), "attachment", names[i], NULL);
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autoptr (GError) error = NULL;

    g_assert_null (gb_attachment_read (file, names[i], cancellable, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  }
}

/* The names are gone, the text is the same, and what cannot be cleaned is left as it is. */
static void
test_clean (void)
{
  static const char *const names[] = { "notice.docx", "notice.odt" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path =
      g_build_filename (g_getenv ("GB_TEST_DATADIR"), "attachment", names[i], NULL);
    g_autofree char *folder = docx_maker_make_folder ();
    g_autofree char *copy_path = g_build_filename (folder, names[i], NULL);
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autoptr (GFile) copy = g_file_new_for_path (copy_path);
    g_autoptr (GbAttachmentContent) before = read_good (file, names[i]);
    g_autofree char *text = describe (before);
    g_autoptr (GError) error = NULL;
    g_autoptr (GbAttachmentContent) after = NULL;
    g_autofree char *text_after = NULL;

    g_assert_true (gb_attachment_can_clean (before));
    g_assert_true (gb_attachment_clean (file, copy, NULL, &error));
    g_assert_no_error (error);
    after = read_good (copy, names[i]);
    text_after = describe (after);
    g_assert_cmpstr (text_after, ==, text);
    g_assert_cmpint (after->traits, ==, 0);
    g_assert_null (after->author);
    g_assert_false (gb_attachment_can_clean (after));
  }
}

static void
test_clean_refused (void)
{
  g_autoptr (GbAttachmentContent) with_comments = read_data_file ("list.xlsx");
  g_autoptr (GbAttachmentContent) pdf = read_data_file ("notice.pdf");
  g_autofree char *path =
    g_build_filename (g_getenv ("GB_TEST_DATADIR"), "attachment", "notice.pdf", NULL);
  g_autofree char *folder = docx_maker_make_folder ();
  g_autofree char *copy_path = g_build_filename (folder, "notice.pdf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) copy = g_file_new_for_path (copy_path);
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (gb_attachment_can_clean (with_comments));
  g_assert_false (gb_attachment_can_clean (pdf));
  g_assert_false (gb_attachment_clean (file, copy, NULL, &error));
  g_assert_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_DAMAGED);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
}

/* ───── What the rules find ───── */

static GbAttachmentReport *
check_file (GFile *file, const char *name)
{
  g_autoptr (GbCheckData) data = gb_check_data_ref_shipped ();
  g_autoptr (GError) error = NULL;
  GbAttachmentReport *report = gb_attachment_report_new (file, "", name, data, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (report);
  return report;
}

/* "block SEC-ATTACH-PII SEC-IDCARD row 2 of 补贴名单: 110…" in one line each. */
static char *
describe_report (const GbAttachmentReport *report)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < report->findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (report->findings, i);
    const GbAttachmentSpot *spot = finding->attachment;
    g_autofree char *place = gb_attachment_spot_dup_place (spot, FALSE);

    g_assert_cmpstr (finding->source, !=, "");
    g_assert_null (finding->fix);
    g_assert_null (finding->block);
    g_string_append_printf (
      text, "%s %s %s | %s | %s\n", gb_finding_level_to_string (finding->level), finding->rule,
      spot->rule != NULL ? spot->rule : "-", place != NULL ? place : "file", spot->text);
  }
  g_test_message ("%s", text->str);
  return g_string_free (text, FALSE);
}

static char *
check_text (const char *name, const char *text)
{
  g_autoptr (GFile) file = make_file (name, text, -1);
  g_autoptr (GbAttachmentReport) report = check_file (file, name);

  g_assert_true (report->is_looked_at);
  return describe_report (report);
}

/* A valid number blocks, wherever it stands; the column is named once. */
static void
test_report_sheets (void)
{
  static const char *const names[] = { "list.xlsx", "list.ods" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path =
      g_build_filename (g_getenv ("GB_TEST_DATADIR"), "attachment", names[i], NULL);
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autoptr (GbAttachmentReport) report = check_file (file, names[i]);
    g_autofree char *text = describe_report (report);

    g_assert_true (gb_check_has_blocking (report->findings));
    g_assert_true (report->is_looked_at);
    g_assert_false (report->can_clean);
    g_assert_true (g_str_has_prefix (
      text, "block SEC-ATTACH-PII SEC-IDCARD | sheet “补贴名单”, row 2 | 110101190001010014\n"
            "block SEC-ATTACH-PII SEC-IDCARD | sheet “补贴名单”, row 3 | 110101190001010022\n"
            "block SEC-ATTACH-PII SEC-IDCARD | sheet “补贴名单”, row 4 | 11010119000101017X\n"
            "warning SEC-ATTACH-PII SEC-TABLE | sheet “补贴名单”, row 1 | 身份证号\n"
            "warning SEC-ATTACH-PII SEC-MOBILE | sheet “底稿”, row 2 | 13800138000\n"));
    g_assert_nonnull (strstr (text, "warning SEC-ATTACH-META - | file | \n"));
  }
}

static void
test_report_pdf (void)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("GB_TEST_DATADIR"), "attachment", "notice.pdf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GbAttachmentReport) report = check_file (file, "notice.pdf");
  g_autofree char *text = describe_report (report);

  g_assert_cmpstr (text, ==,
                   "block SEC-ATTACH-PII SEC-IDCARD | page 1 | 110101190001010022\n"
                   "warning SEC-ATTACH-PII SEC-MOBILE | page 1 | 13800138000\n"
                   "warning SEC-ATTACH-META - | file | \n");
}

/* Marks of secrecy keep their rule; masked numbers and telephones of offices are quiet. */
static void
test_report_texts (void)
{
  g_autofree char *mark = check_text ("a.txt", "机密★1年\n通知\n");
  g_autofree char *good =
    check_text ("b.csv", "序号,姓名,身份证号,联系电话\n1,张*,35*************123,0660-5512345\n"
                         "2,李*,35*************456,0660-5512346\n");
  g_autofree char *quoted =
    check_text ("c.csv", "救助对象名单;;\r\n姓名;家庭住址;银行卡号\r\n"
                         "\"李华\";\"幸福路2号\n3栋2单元101室\";6222021234567890120\r\n"
                         "王强;幸福路2号3栋2单元102室;4111111111111111\r\n");
  g_autofree char *children = check_text ("受助学生名单.csv", "序号,姓名\n1,李华\n2,王强\n");

  g_assert_cmpstr (mark, ==, "block SEC-MARK SEC-MARK | line 1 | 机密★1年\n");
  g_assert_cmpstr (good, ==, "");
  g_assert_nonnull (
    strstr (quoted, "block SEC-ATTACH-PII SEC-BANK | table, row 4 | 4111111111111111\n"));
  g_assert_nonnull (strstr (quoted, "SEC-ADDR | table, row 4 | "));
  g_assert_nonnull (strstr (quoted, "SEC-TABLE | table, row 2 | 家庭住址\n"));
  g_assert_nonnull (strstr (quoted, "SEC-TABLE | table, row 2 | 银行卡号\n"));
  g_assert_cmpstr (children, ==, "warning SEC-ATTACH-PII SEC-MINOR | table, row 1 | 姓名\n");
}

/* A long list: a hundred are named, the others counted, and the column is named once though the
 * list is looked at in pieces. */
static void
test_report_long (void)
{
  g_autoptr (GString) list = g_string_new ("姓名,身份证号,手机号\n");
  g_autofree char *text = NULL;
  guint n_numbers = 0;

  for (guint i = 0; i < 9000; i++)
    g_string_append_printf (list, "李华,110101190001010014,13%09u\n", i);
  text = check_text ("list.csv", list->str);
  for (const char *p = strstr (text, "SEC-IDCARD | table"); p != NULL;
       p = strstr (p + 1, "SEC-IDCARD | table"))
    n_numbers++;
  g_assert_cmpuint (n_numbers, ==, 100);
  g_assert_nonnull (strstr (text, "block SEC-ATTACH-PII SEC-IDCARD | file | \n"));
  g_assert_nonnull (strstr (text, "SEC-TABLE | table, row 1 | 身份证号\n"));
  g_assert_null (strstr (strstr (text, "SEC-TABLE | table, row 1 | 身份证号") + 1,
                         "SEC-TABLE | table, row 1 | 身份证号"));
}

/* Whatever cannot be looked into says so. */
static void
test_report_unread (void)
{
  static const struct {
    const char *name;
    const char *data;
    const char *expected;
  } files[] = {
    { "a.pdf", "%PDF-1.7\nnothing", "warning SEC-ATTACH-UNREAD - | file | \n" },
    { "a.xlsx", "PK\x03\x04 nothing", "warning SEC-ATTACH-UNREAD - | file | \n" },
    { "a.rtf", "{\\rtf1 x}", "hint SEC-ATTACH-UNREAD - | file | \n" },
    { "a.rar", "Rar!\x1a\x07 nothing", "warning SEC-ATTACH-UNREAD - | file | \n" },
    { "a.jpg", "\xff\xd8\xff", "hint SEC-ATTACH-UNREAD - | file | \n" },
    { "a.pdf",
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 "
      "0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"
      "endobj\ntrailer<</Root 1 0 R/Size 4>>\n%%EOF\n",
      "hint SEC-ATTACH-UNREAD - | file | \n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (GFile) file = make_file (files[i].name, files[i].data, -1);
    g_autoptr (GbAttachmentReport) report = check_file (file, files[i].name);
    g_autofree char *text = describe_report (report);

    g_assert_cmpstr (text, ==, files[i].expected);
    g_assert_false (report->is_looked_at);
  }
}

/* An office may not switch off what protects people; what a file takes along, it may. */
static void
test_report_levels (void)
{
  g_autofree char *folder = docx_maker_make_folder ();
  g_autofree char *levels = g_build_filename (folder, "levels.tsv", NULL);
  const char *const folders[] = { folder, NULL };
  g_autofree char *path =
    g_build_filename (g_getenv ("GB_TEST_DATADIR"), "attachment", "notice.pdf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbCheckData) data = NULL;
  g_autoptr (GbAttachmentReport) report = NULL;
  g_autofree char *text = NULL;

  g_assert_true (
    g_file_set_contents (levels,
                         "# source: x\n# licence: x\n# columns: rule\tlevel\twho\twhy\n"
                         "SEC-ATTACH-META\toff\t张晓\t试\n"
                         "SEC-ATTACH-PII\toff\t张晓\t试\n"
                         "SEC-IDCARD\thint\t张晓\t试\n"
                         "SEC-MOBILE\thint\t张晓\t试\n",
                         -1, NULL));
  data = gb_check_data_new (folders, &error);
  g_assert_no_error (error);
  report = gb_attachment_report_new (file, "", "notice.pdf", data, NULL, &error);
  g_assert_no_error (error);
  text = describe_report (report);
  g_assert_cmpstr (text, ==,
                   "block SEC-ATTACH-PII SEC-IDCARD | page 1 | 110101190001010022\n"
                   "hint SEC-ATTACH-PII SEC-MOBILE | page 1 | 13800138000\n");
}

/* What asks for more memory than there is: long names, one string in every cell, millions of empty
 * lines, a row without end. */
static void
test_hostile_size (void)
{
  DocxMaker *maker = docx_maker_new ("a.xlsx");
  g_autoptr (GString) strings = g_string_new ("<sst " SHEET_NS "><si><t>");
  g_autoptr (GString) rows = g_string_new ("<worksheet " SHEET_NS "><sheetData>");
  g_autoptr (GString) book = g_string_new ("<workbook " SHEET_NS "><sheets><sheet name='");
  g_autofree char *lines = g_strnfill (20 * 1000 * 1000, '\n');
  g_autofree char *commas = g_strnfill (20 * 1000 * 1000, ',');
  g_autoptr (GFile) sheets = NULL;
  g_autoptr (GFile) text = make_file ("a.txt", lines, -1);
  g_autoptr (GFile) table = make_file ("a.csv", commas, -1);
  g_autoptr (GbAttachmentContent) content = NULL;
  g_autoptr (GbAttachmentContent) empty = read_good (text, "a.txt");
  g_autoptr (GbAttachmentContent) wide = read_good (table, "a.csv");

  for (guint i = 0; i < 1000000; i++)
    g_string_append (strings, "名");
  g_string_append (strings, "</t></si></sst>");
  for (guint i = 0; i < 100000; i++)
    g_string_append (book, "x");
  g_string_append (book, "' sheetId='1' r:id='r1'/></sheets></workbook>");
  for (guint i = 0; i < 100; i++) {
    g_string_append (rows, "<row>");
    for (guint k = 0; k < 300; k++)
      g_string_append (rows, "<c t='s'><v>0</v></c>");
    g_string_append (rows, "</row>");
  }
  g_string_append (rows, "</sheetData></worksheet>");
  docx_maker_add (maker, "xl/workbook.xml", book->str, -1);
  docx_maker_add (
    maker, "xl/_rels/workbook.xml.rels",
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
    "<Relationship Id='r1' Type='" RELATION_TYPE "worksheet' Target='worksheets/sheet1.xml'/>"
    "</Relationships>",
    -1);
  docx_maker_add (maker, "xl/sharedStrings.xml", strings->str, -1);
  docx_maker_add (maker, "xl/worksheets/sheet1.xml", rows->str, -1);
  sheets = docx_maker_finish (maker);
  content = read_good (sheets, "a.xlsx");
  g_assert_true (content->is_cut);
  g_assert_cmpuint (content->n_bytes, <=, GB_ATTACHMENT_MAX_TEXT_BYTES);
  for (guint i = 0; i < content->parts->len; i++) {
    const GbAttachmentPart *part = g_ptr_array_index (content->parts, i);

    g_assert_cmpuint (strlen (part->name), <, 200);
  }
  g_assert_cmpuint (empty->parts->len, ==, 0);
  g_assert_cmpuint (wide->parts->len, <, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/attachment/sheets", test_sheets);
  g_test_add_func ("/attachment/texts", test_texts);
  g_test_add_func ("/attachment/pdf", test_pdf);
  g_test_add_func ("/attachment/pdf-traits", test_pdf_traits);
  g_test_add_func ("/attachment/plain", test_plain);
  g_test_add_func ("/attachment/word-traits", test_word_traits);
  g_test_add_func ("/attachment/cells", test_cells);
  g_test_add_func ("/attachment/slides", test_slides);
  g_test_add_func ("/attachment/closed", test_closed);
  g_test_add_func ("/attachment/hostile", test_hostile);
  g_test_add_func ("/attachment/cancelled", test_cancelled);
  g_test_add_func ("/attachment/clean", test_clean);
  g_test_add_func ("/attachment/clean-refused", test_clean_refused);
  g_test_add_func ("/attachment/report/sheets", test_report_sheets);
  g_test_add_func ("/attachment/report/pdf", test_report_pdf);
  g_test_add_func ("/attachment/report/texts", test_report_texts);
  g_test_add_func ("/attachment/report/long", test_report_long);
  g_test_add_func ("/attachment/report/unread", test_report_unread);
  g_test_add_func ("/attachment/report/levels", test_report_levels);
  g_test_add_func ("/attachment/hostile-size", test_hostile_size);
  return g_test_run ();
}
