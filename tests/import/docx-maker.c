/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "docx-maker.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

struct _DocxMaker {
  struct archive *archive;
  char *path;
};

static GPtrArray *folders;

static void
remove_folders (void)
{
  for (guint i = 0; i < folders->len; i++) {
    const char *folder = g_ptr_array_index (folders, i);
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
    g_rmdir (folder);
  }
  g_clear_pointer (&folders, g_ptr_array_unref);
}

char *
docx_maker_make_folder (void)
{
  char *folder = g_dir_make_tmp ("gongbao-docx-XXXXXX", NULL);

  g_assert_nonnull (folder);
  if (folders == NULL) {
    folders = g_ptr_array_new_with_free_func (g_free);
    atexit (remove_folders);
  }
  g_ptr_array_add (folders, g_strdup (folder));
  return folder;
}

DocxMaker *
docx_maker_new (const char *name)
{
  return docx_maker_new_locked (name, NULL);
}

DocxMaker *
docx_maker_new_locked (const char *name, const char *password)
{
  DocxMaker *self = g_new0 (DocxMaker, 1);
  g_autofree char *folder = docx_maker_make_folder ();

  self->path = g_build_filename (folder, name, NULL);
  self->archive = archive_write_new ();
  archive_write_set_format_zip (self->archive);
  if (password != NULL) {
    g_assert_cmpint (archive_write_set_options (self->archive, "zip:encryption=zipcrypt"), ==,
                     ARCHIVE_OK);
    g_assert_cmpint (archive_write_set_passphrase (self->archive, password), ==, ARCHIVE_OK);
  }
  g_assert_cmpint (archive_write_open_filename (self->archive, self->path), ==, ARCHIVE_OK);
  return self;
}

static void
begin_entry (DocxMaker *self, const char *name, guint64 size)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, (la_int64_t)size);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  g_assert_cmpint (archive_write_header (self->archive, entry), ==, ARCHIVE_OK);
  archive_entry_free (entry);
}

void
docx_maker_add (DocxMaker *self, const char *name, const void *data, gssize size)
{
  gsize n_bytes = size >= 0 ? (gsize)size : strlen (data);

  begin_entry (self, name, n_bytes);
  g_assert_cmpint (archive_write_data (self->archive, data, n_bytes), ==, n_bytes);
}

void
docx_maker_add_filling (DocxMaker *self, const char *name, char filling, guint64 n_bytes)
{
  g_autofree char *block = g_strnfill (1024 * 1024, filling);

  begin_entry (self, name, n_bytes);
  while (n_bytes > 0) {
    gsize n = MIN (n_bytes, 1024 * 1024);

    g_assert_cmpint (archive_write_data (self->archive, block, n), ==, n);
    n_bytes -= n;
  }
}

char *
docx_relation (const char *id, const char *type, const char *target)
{
  const gboolean is_external = strstr (target, "://") != NULL || strstr (target, ":\\") != NULL;

  return g_strdup_printf (
    "<Relationship Id=\"%s\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
    "relationships/%s\" Target=\"%s\"%s/>",
    id, type, target, is_external ? " TargetMode=\"External\"" : "");
}

static void
add_relations (DocxMaker *self, const char *name, const char *relations)
{
  g_autofree char *xml =
    g_strdup_printf ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                     "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"
                     "relationships\">%s</Relationships>",
                     relations);

  docx_maker_add (self, name, xml, -1);
}

void
docx_maker_add_frame (DocxMaker *self, const char *relations)
{
  g_autofree char *main_part = docx_relation ("rId1", "officeDocument", "word/document.xml");

  docx_maker_add (
    self, "[Content_Types].xml",
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" "
    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/word/document.xml\" ContentType=\"application/"
    "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>",
    -1);
  add_relations (self, "_rels/.rels", main_part);
  add_relations (self, "word/_rels/document.xml.rels", relations);
}

void
docx_maker_add_body (DocxMaker *self, const char *body)
{
  g_autofree char *xml =
    g_strdup_printf ("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
                     "<w:document " DOCX_NAMESPACES "><w:body>%s<w:sectPr/></w:body></w:document>",
                     body);

  docx_maker_add (self, "word/document.xml", xml, -1);
}

GFile *
docx_maker_finish (DocxMaker *self)
{
  GFile *file = g_file_new_for_path (self->path);

  g_assert_cmpint (archive_write_close (self->archive), ==, ARCHIVE_OK);
  archive_write_free (self->archive);
  g_free (self->path);
  g_free (self);
  return file;
}
