/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pages as files: the text of a site without the site, its fields, its images; and markup that is
 * made to hurt, which costs a bounded time and memory and comes out as its text. */

#include "config.h"

#include "document/gb-document-error.h"
#include "document/gb-text.h"
#include "import/gb-import-clipboard.h"
#include "import/gb-import.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static GbImport *
import_page (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("GB_TEST_DATADIR"), "pages", name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  GbImport *import = gb_import_file (file, NULL, NULL, &error);

  g_assert_no_error (error);
  return import;
}

static char *
dup_bare_body (GbImport *import)
{
  g_autofree char *body = gb_document_dup_body (import->document);
  g_autoptr (GRegex) noise =
    g_regex_new (" id=\"[^\"]*\"| xmlns=\"[^\"]*\"| src=\"[^\"]*\"", 0, 0, NULL);

  return g_regex_replace_literal (noise, body, -1, 0, "", 0, NULL);
}

static void
check_body (GbImport *import, const char *expected)
{
  g_autofree char *bare = dup_bare_body (import);

  if (strcmp (bare, expected) != 0) {
    g_test_message ("expected %s", expected);
    g_test_message ("     got %s", bare);
    g_test_fail ();
  }
}

static const char *
get_field (GbImport *import, const char *field)
{
  return gb_metadata_get (gb_document_get_metadata (import->document), field);
}

static guint
count_notes (GbImport *import, const char *reason)
{
  guint n = 0;

  for (guint i = 0; i < import->dropped->len; i++) {
    const GbImportNote *note = g_ptr_array_index (import->dropped, i);

    n += strcmp (note->reason, reason) == 0;
  }
  return n;
}

static void
test_government_page (void)
{
  g_autoptr (GbImport) import = import_page ("gov-notice.html");

  check_body (
    import, "<body><p class=\"addressee\">各镇人民政府，县政府各部门：</p>"
            "<p>为全面推进政务公开，现就有关事项通知如下。</p><h2>一、检查内容</h2>"
            "<p>（一）公开目录是否完整，更新是否及时。</p>"
            "<table><tbody><tr><th scope=\"col\"><p>序号</p></th><th scope=\"col\"><p>项目</p></th>"
            "</tr><tr><td><p>1</p></td><td><p>目录</p></td></tr></tbody></table>"
            "<p class=\"signature\">示例县人民政府办公室</p><p class=\"date\">2026年3月1日</p>"
            "</body>");
  g_assert_cmpstr (gb_document_get_title (import->document), ==, "关于开展政务公开检查的通知");
  g_assert_cmpint (gb_document_get_kind (import->document), ==, GB_DOCUMENT_KIND_NOTICE);
  g_assert_cmpstr (get_field (import, "source"), ==, "县政府办公室");
  g_assert_cmpstr (get_field (import, "originally-published"), ==, "2026-03-01 09:05");
  g_assert_cmpstr (get_field (import, "document-number"), ==, "示府办〔2026〕3号");
  g_assert_cmpstr (get_field (import, "made-on"), ==, "2026-03-01");
  g_assert_cmpuint (count_notes (import, GB_IMPORT_DROPPED_FURNITURE), >=, 5);
  g_assert_cmpuint (count_notes (import, "breadcrumb"), ==, 1);
}

static void
test_unknown_page (void)
{
  g_autoptr (GbImport) import = import_page ("unknown-site.html");

  check_body (import,
              "<body><h2>一、背景</h2><p>为了落实要求，<a href=\"https://www.gov.cn/\">制定</a>"
              "本办法。</p><h2>二、主要内容</h2><figure><img alt=\"&#x56FE;&#x89E3;\"/>"
              "</figure><p>共三章。</p></body>");
  g_assert_cmpstr (gb_document_get_title (import->document), ==, "《办法》政策解读");
  g_assert_cmpint (gb_document_get_kind (import->document), ==, GB_DOCUMENT_KIND_INTERPRETATION);
  g_assert_cmpstr (get_field (import, "source"), ==, "本网");
  /* The image beside the page came along; the one outside its folder is not looked for. */
  g_assert_cmpuint (import->images->len, ==, 1);
  g_assert_cmpuint (count_notes (import, GB_IMPORT_DROPPED_IMAGE), ==, 1);
}

static void
test_office_page (void)
{
  g_autoptr (GbImport) import = import_page ("libreoffice-article.html");

  g_assert_cmpstr (gb_document_get_title (import->document), ==, "关于推进政务公开工作的通知");
  g_assert_cmpstr (get_field (import, "made-on"), ==, "2026-03-01");
  g_assert_cmpuint (count_notes (import, GB_IMPORT_DROPPED_HEADER), ==, 1);
}

/* ───── Made to hurt ───── */

static GbImport *
read_html (const char *html, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (html, size);
  g_autoptr (GError) error = NULL;
  GbImport *import = gb_import_clipboard_html (bytes, NULL, &error);

  g_assert_no_error (error);
  return import;
}

static char *
dup_text (const char *html)
{
  g_autoptr (GbImport) import = read_html (html, strlen (html));

  return gb_document_dup_text (import->document);
}

static void
repeat (GString *text, const char *piece, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append (text, piece);
}

/* start, many times piece, end: the words in end arrive, and so do those of the pieces. */
static void
test_many (gconstpointer data)
{
  const char *const *parts = data;
  g_autoptr (GString) html = g_string_new (parts[0]);
  g_autofree char *text = NULL;

  repeat (html, parts[1], (guint)atoi (parts[3]));
  g_string_append (html, parts[2]);
  text = dup_text (html->str);
  if (strstr (text, "最后的话") == NULL) {
    g_test_message ("the last words of “%s” are lost", parts[1]);
    g_test_fail ();
  }
}

static const char *const many[][4] = {
  { "", "<div>", "最后的话", "300000" },
  { "", "<b>", "最后的话", "300000" },
  { "", "<b><i>", "</b>最后的话", "200000" },
  { "", "<p><font>", "最后的话", "200000" },
  { "", "<table><tr><td>", "最后的话", "50000" },
  { "", "<ul><li>", "最后的话", "50000" },
  { "", "<blockquote>", "最后的话", "50000" },
  { "<p>字</p>", "</i>", "最后的话", "500000" },
  { "<div><span><b><i><u><s>", "</p>", "最后的话", "500000" },
  { "<p ", "a=1 ", ">最后的话", "200000" },
  { "<p ", "a ", ">最后的话", "300000" },
  { "<p class='", "a ", "'>最后的话", "300000" },
  { "<p style='", "color:red;", "'>最后的话", "200000" },
  { "<style>", ".a{font-weight:bold}", "</style><p class=a>最后的话", "100000" },
  { "<style>", "{", "</style>最后的话", "300000" },
  { "", "<!--", "最后的话", "300000" },
  { "", "<![if !x]>", "最后的话", "200000" },
  { "", "<![if support]>", "最后的话", "200000" },
  { "", "<!x", ">最后的话", "300000" },
  { "", "<", "最后的话", "500000" },
  { "", "<a x='", "'>最后的话", "100000" },
  { "", "<a href=x", ">最后的话", "100000" },
  { "", "<script>x</script>", "最后的话", "100000" },
  { "", "&amp;", "最后的话", "500000" },
  { "", "&", "最后的话", "500000" },
  { "", "&#x41;", "最后的话", "300000" },
  { "", "<br>", "最后的话", "500000" },
  { "", "<br>字", "最后的话", "100000" },
  { "", "<b>字</b>文", "最后的话", "100000" },
  { "<table><tr><td>a<td>", "<b>字</b>文", "最后的话</table>", "50000" },
  { "<li>", "<b>字</b>文", "最后的话", "50000" },
  { "", "\xc2\xa0", "最后的话", "500000" },
  { "<p>", "<a href='https://e.com/1'>x</a>", "最后的话</p>", "50000" },
  { "<p>", "<a href='javascript:x'>x</a>", "最后的话</p>", "50000" },
  { "<table>", "<tr></tr>", "<tr><td>a<td>最后的话</table>", "300000" },
  { "<table><tr>", "<td>", "最后的话</table>", "200000" },
  { "<table>", "<tr><td colspan=99999999 rowspan=99999999>", "a<td>最后的话</table>", "20000" },
  { "<table>", "<tr><td rowspan=200>a", "<td>最后的话</table>", "20000" },
  { "", "<svg>", "</svg>最后的话", "1" },
  { "", "<o:p>字</o:p>", "最后的话", "200000" },
  { "<p style='mso-list:l0 level1 lfo1'>", "<span style='mso-list:Ignore'>1.</span>", "最后的话",
    "50000" },
  { "", "<h1>一、题</h1>", "最后的话", "30000" },
  { "", "<p>1.甲</p>", "最后的话", "30000" },
  { "", "<ol start=999999999999999999999><li value=-5>", "最后的话", "3000" },
};

/* Nothing of a hostile markup is a document: it has no place in one. */
static void
test_scripts (void)
{
  static const char html[] =
    "<p onclick='evil()' style='background:url(javascript:evil())'>字<script>evil()</script>"
    "<img src=x onerror=evil()><a href=' javascript:evil()'>一</a><a "
    "href='JaVaScRiPt&colon;evil()'>二</a>"
    "<a href='data:text/html,<script>evil()</script>'>三</a><a href='vbscript:evil'>四</a>"
    "<iframe srcdoc='<script>evil()</script>'></iframe><svg onload=evil()></svg>"
    "<math><mtext></p><style><img src=x onerror=evil()></style>"
    "<form action=javascript:evil()><button formaction=javascript:evil()>x</button></form>"
    "<a href='https://evil.example/\" onclick=\"evil()'>五</a>"
    "<a href='file:///etc/passwd'>六</a><link rel=import href=evil><base href='javascript:'>"
    "<object data=evil></object><embed src=evil><template><p>evil</p></template>"
    "<noscript><p>evil</p></noscript><p>&lt;script&gt;字&lt;/script&gt;</p>";
  g_autoptr (GbImport) import = read_html (html, strlen (html));
  g_autofree char *body = dup_bare_body (import);
  g_autofree char *text = gb_document_dup_text (import->document);

  g_assert_null (strstr (body, "evil()"));
  g_assert_null (strstr (body, "javascript"));
  g_assert_null (strstr (body, "onclick"));
  g_assert_null (strstr (body, "href"));
  for (guint i = 0; i < 6; i++) {
    static const char *const words[] = { "一", "二", "三", "四", "五", "六" };

    g_assert_nonnull (strstr (text, words[i]));
  }
  g_assert_nonnull (strstr (text, "<script>字</script>"));
}

/* No file of the person comes in under a false name. */
static void
test_files (void)
{
  static const char *const sources[] = {
    "file:///etc/passwd",           "/etc/passwd",
    "file:///proc/self/environ",    "file:////tmp/msohtmlclip1/../../etc/passwd",
    "file:///tmp/ksohtml/link.png", "file://host/share/x.png",
    "http://127.0.0.1:1/x.png",     "data:image/png;base64,",
    "data:image/png;base64,####",   "data:image/svg+xml;base64,PHN2Zy8+",
    "data:text/html;base64,PHA+",   "",
  };
  g_autofree char *folder = g_build_filename (g_get_tmp_dir (), "ksohtml", NULL);
  g_autofree char *link = g_build_filename (folder, "link.png", NULL);

  g_mkdir_with_parents (folder, 0700);
  g_assert_cmpint (g_file_test (link, G_FILE_TEST_IS_SYMLINK) ? 0 : symlink ("/etc/passwd", link),
                   ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++) {
    g_autofree char *html = g_strdup_printf ("<p>字<img src=\"%s\"></p>", sources[i]);
    g_autoptr (GbImport) import = read_html (html, strlen (html));

    g_assert_cmpuint (import->images->len, ==, 0);
  }
  g_remove (link);
  g_rmdir (folder);
}

/* A picture that an office program laid out beside its clipboard. */
static void
test_clipboard_files (void)
{
  g_autofree char *folder = g_build_filename (g_get_tmp_dir (), "msohtmlclip1", "01", NULL);
  g_autofree char *picture = g_build_filename (folder, "clip_image001.png", NULL);
  g_autofree char *source =
    g_build_filename (g_getenv ("GB_TEST_DATADIR"), "pages", "tu.png", NULL);
  g_autofree char *data = NULL;
  g_autofree char *html = NULL;
  g_autoptr (GbImport) import = NULL;
  gsize size;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_get_contents (source, &data, &size, NULL));
  g_assert_true (g_file_set_contents (picture, data, (gssize)size, NULL));
  html = g_strdup_printf ("<p class=MsoNormal>字<img alt=图 src=\"file://%s\"></p>", picture);
  import = read_html (html, strlen (html));
  g_assert_cmpuint (import->images->len, ==, 1);
  g_remove (picture);
  g_rmdir (folder);
}

static void
test_encodings (void)
{
  static const char nuls[] = "\0<p>\0字\0</p>\0\0";
  static const char broken[] = "<p>\xff\xfe\xfd\x80\x81 字\xe5</p>";
  g_autoptr (GbImport) with_nuls = read_html (nuls, sizeof nuls - 1);
  g_autoptr (GbImport) with_bytes = read_html (broken, sizeof broken - 1);
  g_autofree char *text = gb_document_dup_text (with_nuls->document);

  g_assert_cmpstr (text, ==, "字\n");
  g_assert_nonnull (with_bytes);
}

static void
test_nothing (void)
{
  static const char *const nothing[] = {
    "",           "<p></p>",       "<script>x</script>",
    "<!-- x -->", "<p>&nbsp;</p>", "<img src='https://e.com/x.png'>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (nothing); i++) {
    g_autoptr (GBytes) bytes = g_bytes_new_static (nothing[i], strlen (nothing[i]));
    g_autoptr (GError) error = NULL;

    g_assert_null (gb_import_clipboard_html (bytes, NULL, &error));
    g_assert_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_UNSUPPORTED);
  }
}

/* The memory of all of the above. */
static void
test_memory (void)
{
  struct rusage usage;

  g_assert_cmpint (getrusage (RUSAGE_SELF, &usage), ==, 0);
  g_test_message ("%ld MB", usage.ru_maxrss / 1024);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (usage.ru_maxrss, <, 1536 * 1024);
#endif
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/html/government-page", test_government_page);
  g_test_add_func ("/html/unknown-page", test_unknown_page);
  g_test_add_func ("/html/office-page", test_office_page);
  g_test_add_func ("/html/scripts", test_scripts);
  g_test_add_func ("/html/files", test_files);
  g_test_add_func ("/html/clipboard-files", test_clipboard_files);
  g_test_add_func ("/html/encodings", test_encodings);
  g_test_add_func ("/html/nothing", test_nothing);
  for (guint i = 0; i < G_N_ELEMENTS (many); i++) {
    g_autofree char *path = g_strdup_printf ("/html/many/%u", i);

    g_test_add_data_func (path, many[i], test_many);
  }
  g_test_add_func ("/html/memory", test_memory);
  return g_test_run ();
}
