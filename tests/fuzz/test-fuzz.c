/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every parser against files that went wrong: valid ones are mutated, always in the same way, and
 * whatever is still accepted must hold what documents promise. It is most worth under the address
 * and undefined-behaviour sanitizers. GB_FUZZ_ROUNDS sets how often each file is mutated,
 * GB_FUZZ_SEED another beginning. */

#include "config.h"

#include "check/gb-check.h"
#include "document/gb-document-error.h"
#include "document/gb-text.h"
#include "import/gb-import-clipboard.h"
#include "import/gb-import.h"

#include <string.h>

#define DEFAULT_ROUNDS 400

/* What hand-made attacks are made of. */
static const char *const splinters[] = {
  "<",
  ">",
  "\"",
  "&",
  "&#0;",
  "&#x202e;",
  "&lt;",
  "&nbsp;",
  "]]>",
  "<![CDATA[",
  "<!--",
  "-->",
  "<!DOCTYPE d [<!ENTITY a 'aaaa'>]>",
  "<?x y?>",
  "<p id='b1'>",
  "</p>",
  "<script>",
  " onclick='x'",
  " style='x'",
  " id='b1'",
  " class='center center'",
  " colspan='200'",
  " rowspan='99'",
  " xmlns='urn:x'",
  " xmlns:p='http://www.w3.org/1999/xhtml'",
  "<br/>",
  "<strong><em><u><s><sub>",
  "</sub></s></u></em></strong>",
  "<table id='t9'><tbody><tr><td><p id='t8'/></td></tr></tbody></table>",
  "<ol id='o9' start='3'><li id='o8'><p id='o7'/></li></ol>",
  "<a href='https://www.gov.cn/'>",
  "</a>",
  "\xff",
  "\xe2\x80\xae",
  "\xed\xa0\x80",
  "\xf0\xa0\xae\xb7",
  "\xc2\xa0",
  "\r\n",
  "\t",
  "一、",
  "（一）",
  "1.",
  "①",
  "<table><tr><td rowspan=3 colspan=2>",
  "<td rowspan=0 colspan=-1>",
  "</table>",
  "<p style='mso-list:l0 level3 lfo1'><span style='mso-list:Ignore'>（1）</span>",
  "<![if !supportLists]>",
  "<div style='mso-element:footnote' id=ftn1>",
  "<a style='mso-footnote-id:ftn1' href='#_ftn1'>",
  "<del datetime=x>",
  "<blockquote><ul><li>",
  "<h1>",
  "<img src='data:image/png;base64,iVBORw0KGgo='>",
  "<style>.a{display:none}",
  "\0",
  "来源：",
  "发布时间：2026-13-45 25:61",
  "首页 > ",
  "扫一扫",
};

static guint
get_number (const char *variable, guint otherwise)
{
  const char *value = g_getenv (variable);

  return value != NULL ? (guint)g_ascii_strtoull (value, NULL, 10) : otherwise;
}

static gsize
pick (GRand *rand, gsize end)
{
  return end > 0 ? (gsize)g_rand_int_range (rand, 0, (gint32)MIN (end, G_MAXINT32)) : 0;
}

static void
mutate_once (GRand *rand, GString *data)
{
  gsize position = pick (rand, data->len);
  gsize length = pick (rand, MIN (data->len - position, 200));
  const char *splinter = splinters[pick (rand, G_N_ELEMENTS (splinters))];
  g_autofree char *piece = NULL;

  switch (g_rand_int_range (rand, 0, 8)) {
  case 0:
    g_string_erase (data, position, length);
    break;
  case 1:
    piece = g_memdup2 (data->str + position, length);
    g_string_insert_len (data, pick (rand, data->len), piece, length);
    break;
  case 2:
    if (data->len > 0)
      data->str[position] = (char)g_rand_int_range (rand, 0, 256);
    break;
  case 3:
    if (data->len > 0)
      data->str[position] ^= (char)(1 << g_rand_int_range (rand, 0, 8));
    break;
  case 4:
    g_string_truncate (data, position);
    break;
  default:
    g_string_insert (data, position, splinter);
  }
}

static void
mutate (GRand *rand, GString *data)
{
  guint n = g_rand_int_range (rand, 1, 4);

  for (guint i = 0; i < n; i++)
    mutate_once (rand, data);
}

/* What is accepted is canonical, has a text, and can be checked. */
static void
assert_sound (GbDocument *document)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDocument) again =
    gb_document_new_from_bytes (gb_document_get_bytes (document), &error);
  g_autofree char *body = gb_document_dup_body (document);
  g_autofree char *text = gb_document_dup_text (document);
  g_auto (GStrv) blobs = gb_document_dup_blob_digests (document);
  g_autoptr (GPtrArray) findings = gb_check_document (document, GB_CHECK_STAGE_PUBLISH);
  g_autoptr (GbDocument) rebuilt = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (gb_document_get_digest (again), ==, gb_document_get_digest (document));
  rebuilt = gb_document_with_body (document, body, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (gb_document_get_digest (rebuilt), ==, gb_document_get_digest (document));
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_null (gb_text_find_forbidden (text));
  g_assert_nonnull (findings);
  g_assert_nonnull (blobs);
}

static void
assert_refused (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (error->domain == GB_DOCUMENT_ERROR);
  g_assert_cmpstr (error->message, !=, "");
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

static gboolean
try_document (GString *data)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data->str, data->len);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDocument) document = gb_document_new_from_bytes (bytes, &error);

  if (document == NULL) {
    assert_refused (error);
    return FALSE;
  }
  assert_sound (document);
  return TRUE;
}

static gboolean
try_body (GString *data)
{
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDocument) document =
    gb_document_new (GB_DOCUMENT_KIND_QA, metadata, data->str, NULL, &error);

  if (document == NULL) {
    assert_refused (error);
    return FALSE;
  }
  assert_sound (document);
  return TRUE;
}

static gboolean
try_import (GString *data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbImport) import = gb_import_text (data->str, (gssize)data->len, &error);

  if (import == NULL) {
    assert_refused (error);
    return FALSE;
  }
  assert_sound (import->document);
  for (guint i = 0; i < import->dropped->len; i++) {
    const GbImportNote *note = g_ptr_array_index (import->dropped, i);

    g_assert_true (g_utf8_validate (note->text, -1, NULL));
  }
  return TRUE;
}

/* Whatever a clipboard holds, the schema never refuses what is made of it. */
static gboolean
try_clipboard (GString *data)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data->str, data->len);
  g_autofree char *text = g_strndup (data->str, data->len);
  gboolean is_accepted = FALSE;

  for (guint i = 0; i < 3; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GbImport) import = i == 0   ? gb_import_clipboard_html (bytes, NULL, &error)
                                  : i == 1 ? gb_import_clipboard_text (text, &error)
                                           : gb_import_clipboard_lines (text, &error);

    if (import == NULL) {
      assert_refused (error);
      if (error->code != GB_DOCUMENT_ERROR_UNSUPPORTED)
        g_error ("form %u: %s", i, error->message);
      continue;
    }
    is_accepted = TRUE;
    assert_sound (import->document);
    for (guint k = 0; k < import->dropped->len; k++) {
      const GbImportNote *note = g_ptr_array_index (import->dropped, k);

      g_assert_true (g_utf8_validate (note->text, -1, NULL));
    }
  }
  return is_accepted;
}

static void
fuzz (const char *data, gsize size, gboolean (*try) (GString *data))
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (get_number ("GB_FUZZ_SEED", 20161110));
  guint n_rounds = get_number ("GB_FUZZ_ROUNDS", DEFAULT_ROUNDS);
  guint n_accepted = 0;
  g_autoptr (GString) original = g_string_new_len (data, (gssize)size);

  g_assert_true (try (original));
  for (guint i = 0; i < n_rounds; i++) {
    g_autoptr (GString) mutated = g_string_new_len (data, (gssize)size);

    mutate (rand, mutated);
    n_accepted += try (mutated);
  }
  g_test_message ("%u of %u accepted", n_accepted, n_rounds);
}

static char *
load (const char *name, gsize *out_size)
{
  g_autofree char *path = g_build_filename (g_getenv ("GB_TEST_DATADIR"), name, NULL);
  g_autoptr (GError) error = NULL;
  char *data = NULL;

  g_assert_true (g_file_get_contents (path, &data, out_size, &error));
  return data;
}

static void
test_documents (void)
{
  for (guint kind = 0; kind < GB_N_DOCUMENT_KINDS; kind++) {
    g_autoptr (GbDocument) document = gb_document_new_from_template (kind);
    gsize size = 0;
    const char *data = g_bytes_get_data (gb_document_get_bytes (document), &size);

    fuzz (data, size, try_document);
  }
}

static void
test_file (gconstpointer name)
{
  gsize size = 0;
  g_autofree char *data = load (name, &size);

  fuzz (data, size, g_str_has_suffix (name, ".xml") ? try_document : try_import);
}

static void
test_bodies (void)
{
  gsize size = 0;
  g_autofree char *data = load ("fuzz/body.xhtml", &size);

  fuzz (data, size, try_body);
}

static void
test_gb18030 (void)
{
  gsize size = 0;
  gsize n_written = 0;
  g_autofree char *data = load ("notice-page.txt", &size);
  g_autofree char *encoded =
    g_convert (data, (gssize)size, "GB18030", "UTF-8", NULL, &n_written, NULL);

  fuzz (encoded, n_written, try_import);
}

/* Every clipboard of the corpus, each a few times. */
static void
test_clipboards (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("GB_TEST_DATADIR"), "clipboard", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (get_number ("GB_FUZZ_SEED", 20161110));
  guint n_rounds = get_number ("GB_FUZZ_ROUNDS", DEFAULT_ROUNDS) / 10;
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *data = NULL;
    gsize size = 0;

    if (!g_str_has_suffix (name, ".html"))
      continue;
    g_assert_true (g_file_get_contents (path, &data, &size, NULL));
    for (guint i = 0; i < n_rounds; i++) {
      g_autoptr (GString) mutated = g_string_new_len (data, (gssize)size);

      for (guint k = 0; k < 4; k++)
        mutate (rand, mutated);
      try_clipboard (mutated);
    }
  }
}

/* No valid file in it at all. */
static void
test_noise (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (get_number ("GB_FUZZ_SEED", 20161110));

  for (guint i = 0; i < get_number ("GB_FUZZ_ROUNDS", DEFAULT_ROUNDS); i++) {
    g_autoptr (GString) data = g_string_new (NULL);
    guint n = g_rand_int_range (rand, 0, 300);

    for (guint k = 0; k < n; k++)
      g_string_append_c (data, (char)g_rand_int_range (rand, 0, i % 2 == 0 ? 256 : 128));
    try_document (data);
    try_body (data);
    try_import (data);
    try_clipboard (data);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/fuzz/templates", test_documents);
  g_test_add_data_func ("/fuzz/document", "fuzz/everything.xml", test_file);
  g_test_add_func ("/fuzz/body", test_bodies);
  g_test_add_data_func ("/fuzz/page", "luhe-interpretation.txt", test_file);
  g_test_add_data_func ("/fuzz/notice", "notice-page.txt", test_file);
  g_test_add_func ("/fuzz/gb18030", test_gb18030);
  g_test_add_func ("/fuzz/clipboards", test_clipboards);
  g_test_add_func ("/fuzz/noise", test_noise);
  return g_test_run ();
}
