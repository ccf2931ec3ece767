/* SPDX-License-Identifier: GPL-3.0-or-later */

/* gongbaoctl check: what is wrong with a document before others see it. */

#define G_LOG_DOMAIN "gb-cli"

#include "config.h"

#include "cli/gb-cli.h"

#include "cli/gb-cli-attachments.h"
#include "cli/gb-cli-context.h"
#include "cli/gb-cli-findings.h"
#include "import/gb-import-error.h"
#include "import/gb-import.h"

#include <stdio.h>
#include <string.h>

/* As deep as a folder is looked through. */
#define MAX_DEPTH 16
#define MAX_FILES 10000

typedef struct {
  GbCheckStage stage;
  GDate today;
  GbCheckData *data;             /* (owned) */
  GbCliContext *context;         /* (owned) */
  GbCliAttachments *attachments; /* (owned) */
  GbCliFindings *findings;       /* (owned) */
  GbCliFindingsFormat format;
} CheckOptions;

typedef GbCliStatus (*FileFunc) (const char *file, CheckOptions *options);

static void
check_options_clear (CheckOptions *options)
{
  g_clear_pointer (&options->attachments, gb_cli_attachments_free);
  g_clear_pointer (&options->data, gb_check_data_unref);
  g_clear_pointer (&options->context, gb_cli_context_free);
  g_clear_pointer (&options->findings, gb_cli_findings_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CheckOptions, check_options_clear)

/* A document, or an old page or office file that becomes one first. NULL with GB_CLI_GOOD: here it
 * can only be read as an attachment. */
static GbDocument *
load (const char *file, GbCliStatus *out_status)
{
  g_autoptr (GFile) location = NULL;
  g_autoptr (GbImport) import = NULL;
  g_autoptr (GError) error = NULL;

  if (!gb_import_can_import (file))
    return gb_cli_load (file, out_status);
  location = g_file_new_for_commandline_arg (file);
  import = gb_import_file (location, NULL, NULL, &error);
  if (import != NULL)
    return g_object_ref (import->document);
  *out_status = gb_cli_attachments_has_traits (file) &&
                    g_error_matches (error, GB_IMPORT_ERROR, GB_IMPORT_ERROR_NO_CONVERTER)
                  ? GB_CLI_GOOD
                  : gb_cli_error (file, error);
  return NULL;
}

/* Lines are written at once; a log is written when it is whole. */
static GbCliStatus
write_findings (CheckOptions *options)
{
  g_autofree char *text = gb_cli_findings_take (options->findings);

  return gb_cli_write (NULL, text, strlen (text)) ? GB_CLI_GOOD : GB_CLI_UNJUDGED;
}

/* The text of a policy is read again: among thousands of files few are named by others. */
static GbCheckContext *
build_context (const char *file, GbDocument *document, CheckOptions *options)
{
  GbCheckContext *context = gb_cli_context_build (options->context, file);
  g_autoptr (GPtrArray) policies = gb_cli_context_list_policies (options->context, document);

  for (guint i = 0; i < policies->len; i++) {
    const char *name = g_ptr_array_index (policies, i);
    GbCliStatus status = GB_CLI_GOOD;
    g_autoptr (GbDocument) policy = load (name, &status);
    g_autofree char *day = NULL;

    if (policy == NULL)
      continue;
    day =
      g_strndup (gb_metadata_get (gb_document_get_metadata (policy), "originally-published"), 10);
    gb_check_context_add_policy (context, name, gb_document_get_title (policy), day, policy);
  }
  return context;
}

static GbCliStatus
report_findings (const char *file, GbDocument *document, GPtrArray *findings, CheckOptions *options)
{
  gb_cli_findings_add (options->findings, file, document, findings);
  if (options->format != GB_CLI_FINDINGS_SARIF && write_findings (options) != GB_CLI_GOOD)
    return GB_CLI_UNJUDGED;
  return gb_check_has_blocking (findings) ? GB_CLI_BAD : GB_CLI_GOOD;
}

static GbCliStatus
check_attachment (const char *file, CheckOptions *options)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_finding_free);
  GbCliStatus read = gb_cli_attachments_check_file (options->attachments, file, FALSE, findings);
  GbCliStatus found = report_findings (file, NULL, findings, options);

  return MAX (read, found);
}

static GbCliStatus
check_file (const char *file, CheckOptions *options)
{
  GbCliStatus status = GB_CLI_GOOD;
  GbCliStatus found;
  g_autoptr (GbDocument) document = NULL;
  g_autoptr (GbCheckContext) context = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  if (gb_cli_attachments_is_noted (options->attachments, file))
    return GB_CLI_GOOD;
  if (gb_cli_attachments_is_one (file))
    return check_attachment (file, options);
  document = load (file, &status);
  if (document == NULL)
    return status != GB_CLI_GOOD ? status : check_attachment (file, options);
  context = build_context (file, document, options);
  findings = gb_check_document_fully_with (document, options->stage, &options->today, options->data,
                                           context);
  if (gb_cli_attachments_has_traits (file))
    status = gb_cli_attachments_check_file (options->attachments, file, TRUE, findings);
  else
    status = gb_cli_attachments_check (options->attachments, file, document, findings);
  found = report_findings (file, document, findings, options);
  return MAX (status, found);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static gboolean
is_checkable (const char *name)
{
  return g_str_has_suffix (name, ".xml") || gb_import_can_import (name) ||
         gb_cli_attachments_is_one (name);
}

/* What the files know of each other; one that cannot be read is reported when it is checked. */
static GbCliStatus
note_file (const char *file, CheckOptions *options)
{
  g_autoptr (GbDocument) document = NULL;
  g_autoptr (GFile) location = g_file_new_for_commandline_arg (file);

  if (gb_cli_attachments_is_one (file))
    return GB_CLI_GOOD;
  if (gb_import_can_import (file)) {
    g_autoptr (GbImport) import = gb_import_file (location, NULL, NULL, NULL);

    document = import != NULL ? g_object_ref (import->document) : NULL;
  } else {
    document = gb_document_new_from_file (location, NULL, NULL);
  }
  if (document != NULL) {
    gb_cli_context_add_document (options->context, file, document);
    gb_cli_attachments_note (options->attachments, file, document);
  }
  return GB_CLI_GOOD;
}

/* In the order of the names; hidden files and links to folders are left out. */
static GbCliStatus
walk_folder (const char *folder, guint depth, CheckOptions *options, FileFunc visit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GbCliStatus worst = GB_CLI_GOOD;
  const char *name;

  if (dir == NULL)
    return gb_cli_error (folder, error);
  while ((name = g_dir_read_name (dir)) != NULL) {
    if (*name != '.')
      g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  }
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++) {
    GbCliStatus status = GB_CLI_GOOD;

    name = g_ptr_array_index (names, i);
    if (!g_file_test (name, G_FILE_TEST_IS_DIR)) {
      if (is_checkable (name))
        status = visit (name, options);
    } else if (!g_file_test (name, G_FILE_TEST_IS_SYMLINK) && depth < MAX_DEPTH) {
      status = walk_folder (name, depth + 1, options, visit);
    }
    worst = MAX (worst, status);
  }
  return worst;
}

static GbCliStatus
walk_all (char **files, CheckOptions *options, FileFunc visit)
{
  GbCliStatus worst = GB_CLI_GOOD;

  for (guint i = 0; files[i] != NULL; i++) {
    GbCliStatus status = g_file_test (files[i], G_FILE_TEST_IS_DIR)
                           ? walk_folder (files[i], 0, options, visit)
                           : visit (files[i], options);

    worst = MAX (worst, status);
  }
  return worst;
}

static GbCliStatus
check_all (char **files, CheckOptions *options)
{
  gboolean is_alone = files[1] == NULL && !g_file_test (files[0], G_FILE_TEST_IS_DIR);
  GbCliStatus worst;

  if (!is_alone)
    walk_all (files, options, note_file);
  worst = walk_all (files, options, check_file);
  if (options->format == GB_CLI_FINDINGS_SARIF && write_findings (options) != GB_CLI_GOOD)
    return GB_CLI_UNJUDGED;
  return worst;
}

/* date: (nullable): today */
static gboolean
take_date (const char *date, GDate *out_date)
{
  g_autoptr (GDateTime) now = NULL;
  int year;
  int month;
  int day;

  if (date == NULL) {
    now = g_date_time_new_now_local ();
    g_date_time_get_ymd (now, &year, &month, &day);
  } else if (strlen (date) != strlen ("YYYY-MM-DD") ||
             sscanf (date, "%4d-%2d-%2d", &year, &month, &day) != 3 ||
             !g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year)) {
    gb_cli_message (g_get_prgname (), 0, "“%s” is no date of the form YYYY-MM-DD", date);
    return FALSE;
  }
  g_date_clear (out_date, 1);
  g_date_set_dmy (out_date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  return TRUE;
}

/* name: (nullable): text */
static gboolean
take_format (const char *name, GbCliFindingsFormat *out_format)
{
  static const char *const names[] = { "text", "json", "sarif" };

  *out_format = GB_CLI_FINDINGS_TEXT;
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (names); i++) {
    if (strcmp (name, names[i]) == 0) {
      *out_format = (GbCliFindingsFormat)i;
      return TRUE;
    }
  }
  if (name == NULL)
    return TRUE;
  gb_cli_message (g_get_prgname (), 0, "unknown format “%s”; there are text, json and sarif", name);
  return FALSE;
}

/**
 * gb_cli_check:
 * @argc: the number of arguments
 * @argv: the arguments
 *
 * Prints the findings of each file. A finding that blocks makes the document bad; of several
 * files the worst counts.
 *
 * Returns: the exit status
 */
GbCliStatus
gb_cli_check (int argc, char **argv)
{
  g_autofree char *format = NULL;
  g_autofree char *stage = NULL;
  g_autofree char *date = NULL;
  g_auto (GStrv) catalogues = NULL;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, "How to print findings: text, json or sarif",
      "FORMAT" },
    { "stage", 0, 0, G_OPTION_ARG_STRING, &stage, "What it is checked for: submit or publish",
      "STAGE" },
    { "catalogue", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &catalogues,
      "A list of known documents: those that are repealed, expired or renamed", "FILE" },
    { "date", 0, 0, G_OPTION_ARG_STRING, &date, "The day that counts as today", "YYYY-MM-DD" },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) files = gb_cli_parse (
    argc, argv, entries, "FILE…",
    "Prints what must be put right before others see a document and its attachments. Of "
    "a folder, all documents and all files that can be imported or attached are "
    "checked.",
    1, MAX_FILES);
  g_auto (CheckOptions) options = { GB_CHECK_STAGE_SUBMIT };
  g_auto (GStrv) folders = gb_check_data_dup_folders ();
  g_autoptr (GError) error = NULL;

  if (files == NULL || !take_format (format, &options.format) || !take_date (date, &options.today))
    return GB_CLI_UNJUDGED;
  if (stage != NULL && strcmp (stage, "submit") != 0 && strcmp (stage, "publish") != 0) {
    gb_cli_message (g_get_prgname (), 0, "unknown stage “%s”", stage);
    return GB_CLI_UNJUDGED;
  }
  if (g_strcmp0 (stage, "publish") == 0)
    options.stage = GB_CHECK_STAGE_PUBLISH;
  options.data = gb_check_data_new ((const char *const *)folders, &error);
  if (options.data == NULL) {
    gb_cli_error (g_get_prgname (), error);
    return GB_CLI_UNJUDGED;
  }
  options.attachments = gb_cli_attachments_new (options.data);
  options.context = gb_cli_context_new ();
  for (guint i = 0; catalogues != NULL && catalogues[i] != NULL; i++) {
    if (!gb_cli_context_add_table (options.context, catalogues[i]))
      return GB_CLI_UNJUDGED;
  }
  options.findings = gb_cli_findings_new (options.format);
  return check_all (files, &options);
}
