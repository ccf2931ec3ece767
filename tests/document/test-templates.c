/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An office's own templates: what is found in folders, what is refused and why, and what a template
 * keeps of the document that it was made of. */

#include "config.h"

#include "document/gb-document-error.h"
#include "document/gb-templates.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#define DIGEST "sm3:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define START                                                                                      \
  "<document xmlns=\"https://gongbao.org/ns/document/1\" kind=\"notice\" xml:lang=\"zh-CN\">"      \
  "<meta><genre>通知</genre></meta><body xmlns=\"http://www.w3.org/1999/xhtml\">"
#define END "</body></document>"

typedef struct {
  char *own;    /* the person's folder */
  char *system; /* one of the system's */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->own = g_dir_make_tmp ("gb-templates-XXXXXX", NULL);
  fixture->system = g_dir_make_tmp ("gb-templates-XXXXXX", NULL);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_remove (path);
  }
  g_rmdir (folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_folder (fixture->own);
  remove_folder (fixture->system);
  g_free (fixture->own);
  g_free (fixture->system);
}

static void
put (const char *folder, const char *name, const char *content)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);
}

static GPtrArray *
read_all (Fixture *fixture)
{
  const char *const folders[] = { fixture->own, fixture->system, "/nowhere/at/all", NULL };

  return gb_templates_read (folders, NULL);
}

static void
test_found (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) templates = NULL;
  g_autofree char *hidden = g_build_filename (fixture->own, "folder.xml", NULL);
  g_autofree char *pipe = g_build_filename (fixture->own, "pipe.xml", NULL);
  GbTemplate *first;
  GbTemplate *second;
  g_autofree char *text = NULL;

  put (fixture->own, "放假通知.xml", START "<p id=\"a\">自己的</p>" END);
  put (fixture->system, "放假通知.xml", START "<p id=\"a\">单位的</p>" END);
  put (fixture->system, "会议通知.xml", START "<p id=\"a\">会议</p>" END);
  put (fixture->own, ".hidden.xml", "no XML");
  put (fixture->own, "copy.xml~", "no XML");
  g_assert_cmpint (g_mkdir (hidden, 0700), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);

  templates = read_all (fixture);
  g_assert_cmpuint (templates->len, ==, 2);
  first = g_ptr_array_index (templates, 0);
  second = g_ptr_array_index (templates, 1);
  g_assert_cmpstr (first->name, ==, "放假通知");
  g_assert_no_error (first->error);
  g_assert_cmpint (gb_document_get_kind (first->document), ==, GB_DOCUMENT_KIND_NOTICE);
  text = gb_document_dup_text (first->document);
  g_assert_cmpstr (text, ==, "自己的\n");
  g_assert_cmpstr (second->name, ==, "会议通知");
  g_assert_true (g_str_has_prefix (second->path, fixture->system));
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *name;
    const char *content;
  } files[] = {
    { "a.xml", "<document" },
    { "b.xml", START "<p id=\"a\" style=\"color:red\">x</p>" END },
    { "c.docx", "PK" },
    { "d.xml", START "<figure id=\"a\"><img alt=\"\" src=\"" DIGEST "\"/></figure>" END },
    { "e.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]>" START "<p id=\"a\">&a;</p>" END },
    { "f.xml", "" },
  };
  g_autoptr (GPtrArray) templates = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    put (fixture->own, files[i].name, files[i].content);
  templates = read_all (fixture);
  g_assert_cmpuint (templates->len, ==, G_N_ELEMENTS (files));
  for (guint i = 0; i < templates->len; i++) {
    GbTemplate *template = g_ptr_array_index (templates, i);

    g_test_message ("%s: %s", template->name, template->error->message);
    g_assert_null (template->document);
  }
#define ERROR_OF(i) (((GbTemplate *)g_ptr_array_index (templates, i))->error)
  g_assert_error (ERROR_OF (0), GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_NOT_WELL_FORMED);
  g_assert_error (ERROR_OF (1), GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_INVALID);
  g_assert_error (ERROR_OF (2), GB_TEMPLATE_ERROR, GB_TEMPLATE_ERROR_NAME);
  g_assert_error (ERROR_OF (3), GB_TEMPLATE_ERROR, GB_TEMPLATE_ERROR_BLOBS);
  g_assert_error (ERROR_OF (4), GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_NOT_WELL_FORMED);
  g_assert_error (ERROR_OF (5), GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_NOT_WELL_FORMED);
#undef ERROR_OF
}

static void
test_too_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) templates = NULL;
  GbTemplate *last;

  for (guint i = 0; i <= GB_TEMPLATES_MAX; i++) {
    g_autofree char *name = g_strdup_printf ("%03u.xml", i);

    put (fixture->own, name, START "<p id=\"a\">x</p>" END);
  }
  templates = read_all (fixture);
  g_assert_cmpuint (templates->len, ==, GB_TEMPLATES_MAX + 1);
  last = g_ptr_array_index (templates, GB_TEMPLATES_MAX);
  g_assert_error (last->error, GB_TEMPLATE_ERROR, GB_TEMPLATE_ERROR_TOO_MANY);
}

/* What is no folder cannot be read, and that is said. */
static void
test_no_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->own, "file", NULL);
  const char *const folders[] = { path, NULL };
  g_autoptr (GPtrArray) templates = NULL;
  GbTemplate *only;

  put (fixture->own, "file", "x");
  templates = gb_templates_read (folders, NULL);
  g_assert_cmpuint (templates->len, ==, 1);
  only = g_ptr_array_index (templates, 0);
  g_assert_error (only->error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
}

static void
test_saved (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autoptr (GPtrArray) relations =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gb_relation_free);
  g_autofree char *folder = g_build_filename (fixture->own, "new", NULL);
  const char *const folders[] = { folder, NULL };
  g_autoptr (GPtrArray) templates = NULL;
  g_autoptr (GbDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *again = NULL;
  GbTemplate *only;
  GbMetadata *kept;
  g_autofree char *body = NULL;
  g_autofree char *expected = NULL;

  gb_metadata_set (metadata, "title", "关于某某的通知");
  gb_metadata_set (metadata, "genre", "通知");
  gb_metadata_set (metadata, "document-number", "示府〔2026〕1号");
  gb_metadata_set (metadata, "made-on", "2026-01-09");
  gb_metadata_set (metadata, "unit", "政府办公室");
  g_object_set (metadata, "openness", GB_OPENNESS_PROACTIVE, NULL);
  g_ptr_array_add (relations,
                   gb_relation_new ("interpretation", NULL, "https://www.example.org/a", "解读"));
  gb_metadata_set_relations (metadata, relations);
  document = gb_document_new (
    GB_DOCUMENT_KIND_NOTICE, metadata,
    "<body xmlns=\"http://www.w3.org/1999/xhtml\"><h2 id=\"a\">一、甲</h2></body>", NULL, &error);
  g_assert_no_error (error);

  path = gb_templates_save (folder, "我的通知", document, FALSE, &error);
  g_assert_no_error (error);
  templates = gb_templates_read (folders, NULL);
  g_assert_cmpuint (templates->len, ==, 1);
  only = g_ptr_array_index (templates, 0);
  g_assert_no_error (only->error);
  g_assert_cmpstr (only->path, ==, path);
  g_assert_cmpstr (only->name, ==, "我的通知");
  kept = gb_document_get_metadata (only->document);
  g_assert_cmpstr (gb_metadata_get (kept, "title"), ==, "关于某某的通知");
  g_assert_cmpstr (gb_metadata_get (kept, "genre"), ==, "通知");
  g_assert_cmpint (gb_metadata_get_openness (kept), ==, GB_OPENNESS_PROACTIVE);
  g_assert_cmpstr (gb_metadata_get (kept, "document-number"), ==, "");
  g_assert_cmpstr (gb_metadata_get (kept, "made-on"), ==, "");
  g_assert_cmpstr (gb_metadata_get (kept, "unit"), ==, "");
  g_assert_cmpuint (gb_metadata_get_relations (kept)->len, ==, 0);
  body = gb_document_dup_body (only->document);
  expected = gb_document_dup_body (document);
  g_assert_cmpstr (body, ==, expected);

  again = gb_templates_save (folder, "我的通知", document, FALSE, &error);
  g_assert_null (again);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_clear_error (&error);
  again = gb_templates_save (folder, "我的通知", document, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, path);
  remove_folder (folder);
}

static void
test_not_saved (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "", ".", "..", ".a", "a/b", "../a", "a\nb", "a~", "\xff" };
  g_autoptr (GbDocument) plain = gb_document_new_from_template (GB_DOCUMENT_KIND_NOTICE);
  g_autoptr (GbDocument) picture = NULL;
  g_autofree char *long_name = g_strnfill (300, 'a');
  g_autofree char *file = g_build_filename (fixture->own, "file", NULL);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i <= G_N_ELEMENTS (names); i++) {
    const char *name = i < G_N_ELEMENTS (names) ? names[i] : long_name;

    g_assert_null (gb_templates_save (fixture->own, name, plain, FALSE, &error));
    g_assert_error (error, GB_TEMPLATE_ERROR, GB_TEMPLATE_ERROR_NAME);
    g_clear_error (&error);
  }
  picture = gb_document_with_body (plain,
                                   "<body xmlns=\"http://www.w3.org/1999/xhtml\"><figure id=\"a\">"
                                   "<img alt=\"\" src=\"" DIGEST "\"/></figure></body>",
                                   &error);
  g_assert_no_error (error);
  g_assert_null (gb_templates_save (fixture->own, "a", picture, FALSE, &error));
  g_assert_error (error, GB_TEMPLATE_ERROR, GB_TEMPLATE_ERROR_BLOBS);
  g_clear_error (&error);
  put (fixture->own, "file", "x");
  g_assert_null (gb_templates_save (file, "a", plain, FALSE, &error));
  g_assert_nonnull (error);
}

static void
test_folders (void)
{
  g_auto (GStrv) folders = gb_templates_dup_folders ();
  g_autofree char *own = g_build_filename (g_get_user_data_dir (), "gongbao", "templates", NULL);

  g_assert_cmpstr (folders[0], ==, own);
  g_assert_cmpuint (g_strv_length (folders), ==,
                    1 + g_strv_length ((char **)g_get_system_data_dirs ()));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/templates/found", Fixture, NULL, set_up, test_found, tear_down);
  g_test_add ("/templates/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/templates/too-many", Fixture, NULL, set_up, test_too_many, tear_down);
  g_test_add ("/templates/no-folder", Fixture, NULL, set_up, test_no_folder, tear_down);
  g_test_add ("/templates/saved", Fixture, NULL, set_up, test_saved, tear_down);
  g_test_add ("/templates/not-saved", Fixture, NULL, set_up, test_not_saved, tear_down);
  g_test_add_func ("/templates/folders", test_folders);
  return g_test_run ();
}
