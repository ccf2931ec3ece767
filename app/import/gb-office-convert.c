/* SPDX-License-Identifier: GPL-3.0-or-later */

/* LibreOffice as a converter: a process of its own with a profile and a home in a private folder
 * that is removed afterwards, in a process group that is killed as a whole when its time is over.
 * One conversion at a time in this process; whoever comes later waits. Any thread; blocks. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-office-convert.h"

#include "document/gb-file-private.h"
#include "import/gb-child.h"
#include "import/gb-docx-package.h"
#include "import/gb-docx.h"
#include "import/gb-import-error.h"
#include "import/gb-office-kind.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define POLL_MS 50

/* No macros, no links to other files or addresses, whatever the file asks for. */
#define PROFILE                                                                                    \
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                                   \
  "<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\">\n"                                \
  "<item oor:path=\"/org.openoffice.Office.Common/Security/Scripting\">"                           \
  "<prop oor:name=\"DisableMacrosExecution\" oor:op=\"fuse\"><value>true</value></prop></item>\n"  \
  "<item oor:path=\"/org.openoffice.Office.Common/Security/Scripting\">"                           \
  "<prop oor:name=\"MacroSecurityLevel\" oor:op=\"fuse\"><value>3</value></prop></item>\n"         \
  "<item oor:path=\"/org.openoffice.Office.Common/Security/Scripting\">"                           \
  "<prop oor:name=\"BlockUntrustedRefererLinks\" oor:op=\"fuse\"><value>true</value></prop>"       \
  "</item>\n"                                                                                      \
  "<item oor:path=\"/org.openoffice.Office.Writer/Content/Update\">"                               \
  "<prop oor:name=\"Link\" oor:op=\"fuse\"><value>0</value></prop></item>\n"                       \
  "</oor:items>\n"

static GMutex busy_mutex;
static GCond busy_cond;
static gboolean is_busy;

static gboolean
take_turn (GCancellable *cancellable, GError **error)
{
  gboolean is_cancelled;

  g_mutex_lock (&busy_mutex);
  while (is_busy && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait_until (&busy_cond, &busy_mutex,
                       g_get_monotonic_time () + POLL_MS * G_TIME_SPAN_MILLISECOND);
  is_cancelled = g_cancellable_set_error_if_cancelled (cancellable, error);
  if (!is_cancelled)
    is_busy = TRUE;
  g_mutex_unlock (&busy_mutex);
  return !is_cancelled;
}

static void
end_turn (void)
{
  g_mutex_lock (&busy_mutex);
  is_busy = FALSE;
  g_cond_broadcast (&busy_cond);
  g_mutex_unlock (&busy_mutex);
}

static char *
find_program (GError **error)
{
  static const char *const names[] = { "soffice", "libreoffice" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    char *path = g_find_program_in_path (names[i]);

    if (path != NULL)
      return path;
  }
  g_set_error (
    error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_NO_CONVERTER,
    "files of this kind are read with LibreOffice, which is not installed; install it "
    "(package libreoffice-writer), or open the file in WPS or Word and save it as .docx");
  return NULL;
}

static void
set_converter_failed (GError **error)
{
  g_set_error (
    error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_CONVERTER_FAILED,
    "LibreOffice could not read the file, which may be damaged or protected by a password; "
    "open it in WPS or Word, take the password off and save it as .docx");
}

static char **
make_environment (const char *home)
{
  char **environment = g_get_environ ();

  environment = g_environ_setenv (environment, "HOME", home, TRUE);
  environment = g_environ_setenv (environment, "SAL_USE_VCLPLUGIN", "svp", TRUE);
  environment = g_environ_unsetenv (environment, "DISPLAY");
  environment = g_environ_unsetenv (environment, "WAYLAND_DISPLAY");
  environment = g_environ_unsetenv (environment, "DBUS_SESSION_BUS_ADDRESS");
  return environment;
}

static gboolean
write_profile (const char *folder)
{
  g_autofree char *user = g_build_filename (folder, "profile", "user", NULL);
  g_autofree char *path = g_build_filename (user, "registrymodifications.xcu", NULL);

  return g_mkdir_with_parents (user, 0700) == 0 && g_file_set_contents (path, PROFILE, -1, NULL);
}

static gboolean
run (const char *folder,
     const char *input,
     guint timeout_ms,
     GCancellable *cancellable,
     GError **error)
{
  g_autofree char *program = find_program (error);
  g_autofree char *profile = g_build_filename (folder, "profile", NULL);
  g_autofree char *profile_uri = g_filename_to_uri (profile, NULL, NULL);
  g_autofree char *option = g_strconcat ("-env:UserInstallation=", profile_uri, NULL);
  g_auto (GStrv) environment = make_environment (folder);
  const GbChildTerms terms = {
    .folder = folder,
    .environment = (const char *const *)environment,
    .max_file_bytes = GB_DOCX_MAX_FILE_BYTES,
    .timeout_ms = timeout_ms,
  };
  const char *argv[] = {
    program,       option,          "--headless",   "--norestore",           "--nologo",
    "--nodefault", "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML", "--outdir",
    folder,        input,           NULL,
  };

  if (program == NULL)
    return FALSE;
  switch (_gb_child_run (argv, &terms, cancellable)) {
  case GB_CHILD_DONE:
    return TRUE;
  case GB_CHILD_CANCELLED:
    g_cancellable_set_error_if_cancelled (cancellable, error);
    return FALSE;
  case GB_CHILD_SLOW:
    g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_CONVERTER_SLOW,
                 "LibreOffice took longer than %u seconds and was stopped; open the file in WPS "
                 "or Word and save it as .docx",
                 timeout_ms / 1000);
    return FALSE;
  case GB_CHILD_FAILED:
  default:
    set_converter_failed (error);
    return FALSE;
  }
}

/* Under a name of ours: the person's may begin with a dash, or lie. */
static char *
copy_input (GFile *file,
            const char *folder,
            GbOfficeKind kind,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *basename = g_file_get_basename (file);
  const char *dot = strrchr (basename, '.');
  g_autofree char *ending = g_ascii_strdown (dot != NULL ? dot : "", -1);
  g_autofree char *name = g_strconcat ("input",
                                       kind == GB_OFFICE_KIND_OLD_WORD ? ".doc"
                                       : kind == GB_OFFICE_KIND_RTF    ? ".rtf"
                                                                       : ending,
                                       NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) copy = g_file_new_for_path (path);

  return g_file_copy (file, copy, G_FILE_COPY_NONE, cancellable, NULL, NULL, error)
           ? g_steal_pointer (&path)
           : NULL;
}

static GbImport *
convert_and_import (GFile *file,
                    const char *folder,
                    GbOfficeKind kind,
                    guint timeout_ms,
                    GbImportPictureFunc prepare,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autofree char *input = copy_input (file, folder, kind, cancellable, error);
  g_autofree char *output = g_build_filename (folder, "input.docx", NULL);
  g_autoptr (GFile) converted = g_file_new_for_path (output);
  gboolean is_done;

  if (input == NULL)
    return NULL;
  if (!write_profile (folder)) {
    set_converter_failed (error);
    return NULL;
  }
  if (!take_turn (cancellable, error))
    return NULL;
  is_done = run (folder, input, timeout_ms, cancellable, error);
  end_turn ();
  if (!is_done)
    return NULL;
  /* It ends well also when it wrote nothing. */
  if (!g_file_query_exists (converted, NULL)) {
    set_converter_failed (error);
    return NULL;
  }
  return _gb_docx_import (converted, prepare, cancellable, error);
}

static gboolean
check_size (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                  G_FILE_QUERY_INFO_NONE, cancellable, error);

  if (info == NULL)
    return FALSE;
  if (g_file_info_get_size (info) <= GB_DOCX_MAX_FILE_BYTES)
    return TRUE;
  g_set_error (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_TOO_LARGE,
               "the file has more than %d MiB; make its pictures smaller or split it",
               GB_DOCX_MAX_FILE_BYTES / (1024 * 1024));
  return FALSE;
}

/* .odt is a zip as well; .doc and .wps are only when they are something else. */
static gboolean
is_hidden_docx (GFile *file, GbOfficeKind kind)
{
  g_autofree char *basename = g_file_get_basename (file);
  g_autofree char *lower = g_ascii_strdown (basename, -1);

  return kind == GB_OFFICE_KIND_ZIP && !g_str_has_suffix (lower, ".odt");
}

GbImport *
_gb_office_import_within (GFile *file,
                          guint timeout_ms,
                          GbImportPictureFunc prepare,
                          GCancellable *cancellable,
                          GError **error)
{
  GbOfficeKind kind;
  g_autofree char *path = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GError) folder_error = NULL;
  GbImport *import;

  if (!_gb_office_kind_recognize (file, &kind, cancellable, error) ||
      !check_size (file, cancellable, error))
    return NULL;
  if (kind == GB_OFFICE_KIND_PROTECTED || kind == GB_OFFICE_KIND_EMPTY) {
    _gb_office_kind_check_zip (file, cancellable, error);
    return NULL;
  }
  if (is_hidden_docx (file, kind))
    return _gb_docx_import (file, prepare, cancellable, error);
  path = g_dir_make_tmp ("gongbao-office-XXXXXX", &folder_error);
  if (path == NULL) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", folder_error->message);
    return NULL;
  }
  folder = g_file_new_for_path (path);
  import = convert_and_import (file, path, kind, timeout_ms, prepare, cancellable, error);
  _gb_remove_tree (g_file_peek_path (folder));
  return import;
}

/**
 * _gb_office_import:
 * @file: a file
 * @prepare: (nullable): what makes its pictures fit for a document
 * @cancellable: (nullable): a cancellable, which also kills LibreOffice
 * @error: return location for a %GB_IMPORT_ERROR, a %GB_DOCUMENT_ERROR or a %G_IO_ERROR
 *
 * Reads a file of an older or another program through LibreOffice, if that is installed.
 *
 * Returns: (transfer full): the document, or %NULL
 */
GbImport *
_gb_office_import (GFile *file,
                   GbImportPictureFunc prepare,
                   GCancellable *cancellable,
                   GError **error)
{
  return _gb_office_import_within (file, GB_OFFICE_TIMEOUT_MS, prepare, cancellable, error);
}
