/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An office's own templates: documents in a folder, beside the skeletons that the program ships.
 * Nothing is kept here and nothing is watched; reading blocks, and belongs on a thread. */

#include "config.h"

#include "document/gb-templates.h"

#include "document/gb-file-private.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define FOLDER    "gongbao/templates"
#define EXTENSION ".xml"
/* Bytes of a name: 80 Chinese characters. */
#define MAX_NAME 240

G_DEFINE_QUARK (gb_template_error, gb_template_error)

void
gb_template_free (GbTemplate *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->path);
  g_clear_object (&self->document);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * gb_templates_dup_folders:
 *
 * Returns: (transfer full): where templates are looked for, see _gb_dup_data_folders()
 */
char **
gb_templates_dup_folders (void)
{
  return _gb_dup_data_folders (FOLDER);
}

static GbDocument *
read_document (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GbDocument) document = NULL;
  g_auto (GStrv) blobs = NULL;

  if (!g_str_has_suffix (path, EXTENSION)) {
    g_set_error (error, GB_TEMPLATE_ERROR, GB_TEMPLATE_ERROR_NAME, "not a file %s", EXTENSION);
    return NULL;
  }
  document = gb_document_new_from_file (file, cancellable, error);
  if (document == NULL)
    return NULL;
  blobs = gb_document_dup_blob_digests (document);
  if (blobs[0] != NULL) {
    g_set_error_literal (error, GB_TEMPLATE_ERROR, GB_TEMPLATE_ERROR_BLOBS,
                         "images and attachments are not in the file");
    return NULL;
  }
  return g_steal_pointer (&document);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Names of the files that may be templates, sorted; what is hidden or a copy that an editor keeps
 * is none. Only regular files: reading anything else may never end. A folder that is not there has
 * no files. */
static GPtrArray *
list_files (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &local_error);
  const char *name;

  if (dir == NULL) {
    if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      return g_steal_pointer (&names);
    g_propagate_error (error, g_steal_pointer (&local_error));
    return NULL;
  }
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (name[0] != '.' && !g_str_has_suffix (name, "~") &&
        g_file_test (path, G_FILE_TEST_IS_REGULAR))
      g_ptr_array_add (names, g_strdup (name));
  }
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

static char *
dup_shown_name (const char *file_name)
{
  g_autofree char *name = g_filename_display_name (file_name);

  if (g_str_has_suffix (name, EXTENSION))
    name[strlen (name) - strlen (EXTENSION)] = '\0';
  return g_steal_pointer (&name);
}

static GbTemplate *
add_template (GPtrArray *templates, const char *name, const char *folder)
{
  GbTemplate *template = g_new0 (GbTemplate, 1);

  template->name = dup_shown_name (name);
  template->path = g_build_filename (folder, name, NULL);
  g_ptr_array_add (templates, template);
  return template;
}

static void
read_folder (GPtrArray *templates, GHashTable *seen, const char *folder, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) names = list_files (folder, &error);

  if (names == NULL) {
    add_template (templates, "", folder)->error = g_steal_pointer (&error);
    return;
  }
  for (guint i = 0; i < names->len && !g_cancellable_is_cancelled (cancellable); i++) {
    const char *file_name = g_ptr_array_index (names, i);
    GbTemplate *template;

    if (!g_hash_table_add (seen, g_strdup (file_name)))
      continue;
    template = add_template (templates, file_name, folder);
    if (i < GB_TEMPLATES_MAX)
      template->document = read_document (template->path, cancellable, &template->error);
    else
      g_set_error (&template->error, GB_TEMPLATE_ERROR, GB_TEMPLATE_ERROR_TOO_MANY,
                   "more than %d files", GB_TEMPLATES_MAX);
  }
}

/**
 * gb_templates_read:
 * @folders: paths of folders, %NULL-terminated; those that do not exist have no files
 * @cancellable: (nullable): a cancellable
 *
 * Reads all files of the folders. A file hides those of the same name in later folders. Blocks.
 *
 * Returns: (transfer full) (element-type GbTemplate): every file, usable or not; fewer when
 *   cancelled
 */
GPtrArray *
gb_templates_read (const char *const *folders, GCancellable *cancellable)
{
  GPtrArray *templates = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_template_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_return_val_if_fail (folders != NULL, templates);

  for (guint i = 0; folders[i] != NULL; i++)
    read_folder (templates, seen, folders[i], cancellable);
  return templates;
}

/* Only what the next document of this kind will have as well. */
static GbDocument *
strip (GbDocument *document, GError **error)
{
  static const char *const own[] = {
    "source",
    "source-url",
    "publisher",
    "unit",
    "author",
    "document-number",
    "made-on",
    "column",
    "valid-from",
    "valid-until",
    "summary",
    "index-number",
    "originally-published",
  };
  g_autoptr (GbMetadata) metadata = gb_metadata_copy (gb_document_get_metadata (document));
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    gb_metadata_set (metadata, own[i], "");
  g_object_set (metadata, "validity", GB_VALIDITY_UNSET, NULL);
  gb_metadata_set_relations (metadata, none);
  return gb_document_with_metadata (document, metadata, error);
}

static gboolean
is_name (const char *name)
{
  return *name != '\0' && *name != '.' && strlen (name) <= MAX_NAME &&
         g_utf8_validate (name, -1, NULL) && strpbrk (name, "/\\\n\r\t") == NULL &&
         !g_str_has_suffix (name, "~");
}

/**
 * gb_templates_save:
 * @folder: the folder, made if it is not there
 * @name: what the template is called, UTF-8; it becomes the file's name
 * @document: a document; what belongs to it alone (number, dates, who published it where, its
 *   relations) is left out
 * @replace: whether a template of this name may be replaced
 * @error: return location for a #GbTemplateError, %G_IO_ERROR_EXISTS or a %G_FILE_ERROR
 *
 * Makes a template of a document. Blocks.
 *
 * Returns: (transfer full): the path of the file, or %NULL with @error set
 */
char *
gb_templates_save (const char *folder,
                   const char *name,
                   GbDocument *document,
                   gboolean replace,
                   GError **error)
{
  g_autoptr (GbDocument) stripped = NULL;
  g_auto (GStrv) blobs = NULL;
  g_autofree char *file_name = NULL;
  g_autofree char *path = NULL;
  gsize size;
  const char *data;

  g_return_val_if_fail (folder != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (GB_IS_DOCUMENT (document), NULL);

  if (!is_name (name)) {
    g_set_error_literal (error, GB_TEMPLATE_ERROR, GB_TEMPLATE_ERROR_NAME, "no name of a file");
    return NULL;
  }
  blobs = gb_document_dup_blob_digests (document);
  if (blobs[0] != NULL) {
    g_set_error_literal (error, GB_TEMPLATE_ERROR, GB_TEMPLATE_ERROR_BLOBS,
                         "images and attachments cannot be in the file");
    return NULL;
  }
  stripped = strip (document, error);
  if (stripped == NULL)
    return NULL;
  file_name = g_strconcat (name, EXTENSION, NULL);
  path = g_build_filename (folder, file_name, NULL);
  if (!replace && g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "%s is there already", path);
    return NULL;
  }
  if (g_mkdir_with_parents (folder, 0700) != 0) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", folder,
                 g_strerror (errno));
    return NULL;
  }
  data = g_bytes_get_data (gb_document_get_bytes (stripped), &size);
  if (!g_file_set_contents_full (path, data, (gssize)size, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                 error))
    return NULL;
  return g_steal_pointer (&path);
}
