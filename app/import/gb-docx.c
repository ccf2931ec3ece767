/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reader of .docx: package → styles and numbers → model → rules → writer. The file is untrusted
 * at every step; each step has its limits. Nothing here keeps state, so any thread may read. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-docx.h"

#include "document/gb-document-error.h"
#include "import/gb-docx-package.h"
#include "import/gb-docx-reader.h"
#include "import/gb-docx-relations.h"
#include "import/gb-docx-rules.h"
#include "import/gb-docx-write.h"
#include "import/gb-import-error.h"

#include <string.h>

/* Headers of hundreds of sections say the same. */
#define MAX_MARGINS 200

typedef struct {
  GbDocxPackage *package;
  GbDocxRelations *relations; /* of the main part */
  GbDocxStyles *styles;
  GbDocxNumbering *numbering;
  GbDocxModel *model;
  GHashTable *media; /* name → GBytes or NULL */
  char *main_part;
} Import;

static void
media_free_cb (gpointer bytes)
{
  if (bytes != NULL)
    g_bytes_unref (bytes);
}

static void
import_clear (Import *import)
{
  g_clear_pointer (&import->package, _gb_docx_package_free);
  g_clear_pointer (&import->relations, _gb_docx_relations_free);
  g_clear_pointer (&import->numbering, _gb_docx_numbering_free);
  g_clear_pointer (&import->styles, _gb_docx_styles_free);
  g_clear_pointer (&import->model, _gb_docx_model_free);
  g_clear_pointer (&import->media, g_hash_table_unref);
  g_free (import->main_part);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

/* What kind of package it is, when it is no text. NULL if even that cannot be said. */
static const char *
get_other_kind (GbDocxPackage *package)
{
  GBytes *type = _gb_docx_package_get_part (package, "mimetype");

  if (type != NULL) {
    gsize size = 0;
    const char *data = g_bytes_get_data (type, &size);

    if (memmem (data, size, "opendocument.text", 17) != NULL)
      return "a text of LibreOffice (.odt) under another name; give it the ending .odt";
    return "a file of another program under the name .docx; open it there and save it as .docx";
  }
  if (_gb_docx_package_has (package, "xl/workbook.xml"))
    return "a spreadsheet under the name .docx; copy the table from it and paste it instead";
  if (_gb_docx_package_has (package, "ppt/presentation.xml"))
    return "a presentation under the name .docx; copy the text from it and paste it instead";
  return NULL;
}

static gboolean
find_main_part (Import *import, GCancellable *cancellable, GError **error)
{
  g_autoptr (GbDocxRelations) relations =
    _gb_docx_relations_new (import->package, "", cancellable, error);
  const GbDocxRelation *relation;
  const char *other;

  if (relations == NULL)
    return FALSE;
  relation = _gb_docx_relations_find (relations, "officeDocument");
  import->main_part = g_strdup (relation != NULL ? relation->target : "word/document.xml");
  other = get_other_kind (import->package);
  if (other != NULL) {
    g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_OTHER_FORMAT, "this is %s", other);
    return FALSE;
  }
  if (_gb_docx_package_get_part (import->package, import->main_part) == NULL) {
    g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_DAMAGED,
                 "there is no text in the file, or it is not a .docx; open it in WPS or Word and "
                 "save it anew");
    return FALSE;
  }
  return TRUE;
}

static GBytes *
get_related_part (Import *import, const char *type)
{
  const GbDocxRelation *relation = _gb_docx_relations_find (import->relations, type);

  return relation != NULL && !relation->is_external
           ? _gb_docx_package_get_part (import->package, relation->target)
           : NULL;
}

static gboolean
read_definitions (Import *import, GCancellable *cancellable, GError **error)
{
  import->relations =
    _gb_docx_relations_new (import->package, import->main_part, cancellable, error);
  if (import->relations == NULL)
    return FALSE;
  import->styles = _gb_docx_styles_new (get_related_part (import, "styles"),
                                        get_related_part (import, "theme"), cancellable, error);
  if (import->styles == NULL)
    return FALSE;
  import->numbering = _gb_docx_numbering_new (get_related_part (import, "numbering"),
                                              import->styles, cancellable, error);
  return import->numbering != NULL;
}

static gboolean
read_notes (Import *import,
            GbDocxReader *reader,
            const char *type,
            const char *element,
            GCancellable *cancellable,
            GError **error)
{
  const GbDocxRelation *relation = _gb_docx_relations_find (import->relations, type);
  g_autoptr (GbDocxRelations) relations = NULL;

  if (relation == NULL || relation->is_external)
    return TRUE;
  relations = _gb_docx_relations_new (import->package, relation->target, cancellable, error);
  if (relations == NULL)
    return FALSE;
  reader->relations = relations;
  return _gb_docx_reader_read_notes (reader,
                                     _gb_docx_package_get_part (import->package, relation->target),
                                     element, cancellable, error);
}

static gboolean
read_text (Import *import, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) fields =
    g_ptr_array_new_with_free_func ((GDestroyNotify)_gb_docx_field_free);
  GbDocxReader reader = {
    .styles = import->styles,
    .numbering = import->numbering,
    .relations = import->relations,
    .media = import->media,
    .model = import->model,
    .fields = fields,
  };
  gboolean is_read = _gb_docx_reader_read_body (
                       &reader, _gb_docx_package_get_part (import->package, import->main_part),
                       cancellable, error) &&
                     read_notes (import, &reader, "footnotes", "footnote", cancellable, error) &&
                     read_notes (import, &reader, "endnotes", "endnote", cancellable, error);

  g_clear_pointer (&reader.carry, _gb_docx_paragraph_free);
  return is_read;
}

/* ───── What is left out as a whole ───── */

typedef struct {
  GbDocxModel *model;
  const char *reason;
  GHashTable *seen; /* (nullable) */
  GString *text;
} Omission;

static gboolean
omit_comment_cb (xmlNode *node, gpointer user_data, GError **error)
{
  const Omission *omission = user_data;
  g_autofree char *text = _gb_docx_dup_plain_text (node);

  if (_gb_docx_xml_is (node, "comment"))
    _gb_docx_model_drop (omission->model, 0, omission->reason, text);
  return TRUE;
}

static gboolean
gather_text_cb (xmlNode *node, gpointer user_data, GError **error)
{
  Omission *omission = user_data;
  g_autofree char *text = _gb_docx_dup_plain_text (node);

  g_string_append (omission->text, text);
  return TRUE;
}

/* A damaged comment or header is no reason to refuse the text. */
static void
omit_comments (Import *import, GCancellable *cancellable)
{
  Omission omission = { .model = import->model, .reason = GB_IMPORT_DROPPED_COMMENT };
  g_autoptr (GError) error = NULL;

  if (!_gb_docx_xml_walk (get_related_part (import, "comments"), 1, omit_comment_cb, &omission,
                          cancellable, &error))
    g_debug ("comments: %s", error->message);
}

/* Page numbers alone are no text: digits and the lines beside them. */
static gboolean
is_page_number (const char *text)
{
  return g_regex_match_simple ("^[\\s0-9—–\\-一第页共/]*$", text, 0, 0);
}

static void
omit_margins (Import *import, GCancellable *cancellable)
{
  GPtrArray *relations = _gb_docx_relations_get_all (import->relations);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = 0;

  for (guint i = 0; i < relations->len && n < MAX_MARGINS; i++) {
    const GbDocxRelation *relation = g_ptr_array_index (relations, i);
    const gboolean is_header = strcmp (relation->type, "header") == 0;
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    Omission omission = { .text = text };
    const char *reason;

    if ((!is_header && strcmp (relation->type, "footer") != 0) || relation->is_external)
      continue;
    n++;
    if (!_gb_docx_xml_walk (_gb_docx_package_get_part (import->package, relation->target), 1,
                            gather_text_cb, &omission, cancellable, &error))
      g_debug ("margin: %s", error->message);
    g_strstrip (text->str);
    reason = is_page_number (text->str) ? "page number"
             : is_header                ? GB_IMPORT_DROPPED_HEADER
                                        : GB_IMPORT_DROPPED_FOOTER;
    if (g_hash_table_add (seen, g_strconcat (reason, text->str, NULL)))
      _gb_docx_model_drop (import->model, 0, reason, text->str);
  }
}

/**
 * _gb_docx_import:
 * @file: a file
 * @prepare: (nullable): what makes its pictures fit for a document
 * @cancellable: (nullable): a cancellable
 * @error: return location for a %GB_IMPORT_ERROR, a %GB_DOCUMENT_ERROR or a %G_IO_ERROR
 *
 * Reads a .docx of Word, WPS, LibreOffice or another program.
 *
 * Returns: (transfer full): the document, or %NULL
 */
GbImport *
_gb_docx_import (GFile *file,
                 GbImportPictureFunc prepare,
                 GCancellable *cancellable,
                 GError **error)
{
  g_auto (Import) import = { 0 };
  g_autoptr (GbImportWriter) writer = NULL;
  g_autoptr (GError) local_error = NULL;
  GbImport *result;

  import.package = _gb_docx_package_new (file, cancellable, error);
  import.media = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, media_free_cb);
  import.model = _gb_docx_model_new ();
  if (import.package == NULL || !find_main_part (&import, cancellable, error) ||
      !read_definitions (&import, cancellable, error) || !read_text (&import, cancellable, error))
    return NULL;
  omit_comments (&import, cancellable);
  omit_margins (&import, cancellable);
  _gb_docx_rules_apply (import.model);
  if (!_gb_docx_package_load_media (import.package, import.media, cancellable, error))
    return NULL;
  g_clear_pointer (&import.package, _gb_docx_package_free);

  writer = _gb_import_writer_new (prepare);
  _gb_docx_write (import.model, import.media, writer);
  g_clear_pointer (&import.model, _gb_docx_model_free);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  result = _gb_import_writer_finish (writer, GB_IMPORT_WHOLE, &local_error);
  if (g_error_matches (local_error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_UNSUPPORTED)) {
    g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_EMPTY,
                 "there is no text in the file; if it is a scan, ask for the file that it was "
                 "made of");
    return NULL;
  }
  if (result == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return result;
}
