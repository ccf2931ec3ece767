/* SPDX-License-Identifier: GPL-3.0-or-later */

/* gongbaoctl check: what is wrong with a document before others see it. */

#define G_LOG_DOMAIN "gb-cli"

#include "config.h"

#include "cli/gb-cli.h"

#include "check/gb-check.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

typedef struct {
  GbCheckStage stage;
  gboolean as_json;
} CheckOptions;

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_number (JsonBuilder *builder, const char *name, guint value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

/* The piece of text that a finding is about: NULL for one about a field or a whole block. */
static char *
dup_finding_text (GbDocument *document, const GbFinding *finding)
{
  g_autofree char *text = NULL;

  if (finding->block == NULL || finding->length_chars == 0)
    return NULL;
  text = gb_document_dup_block_text (document, finding->block);
  if (text == NULL ||
      (glong)finding->offset_chars + (glong)finding->length_chars > g_utf8_strlen (text, -1))
    return NULL;
  return g_utf8_substring (text, finding->offset_chars,
                           (glong)finding->offset_chars + finding->length_chars);
}

static void
append_json (GString *output, GbDocument *document, const GbFinding *finding)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = dup_finding_text (document, finding);
  g_autofree char *line = NULL;

  json_builder_begin_object (builder);
  add_string (builder, "rule", finding->rule);
  add_string (builder, "level", gb_finding_level_to_string (finding->level));
  add_string (builder, "field", finding->field);
  add_string (builder, "block", finding->block);
  add_number (builder, "offset", finding->offset_chars);
  add_number (builder, "length", finding->length_chars);
  add_string (builder, "text", text);
  add_string (builder, "message", finding->message);
  add_string (builder, "fix", NULL);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  line = json_to_string (root, FALSE);
  g_string_append_printf (output, "%s\n", line);
}

/* The line of a block in the file as it is, which need not be canonical. 0 if it is not found. */
static guint
find_line (const char *file, const char *block)
{
  g_autoptr (GFile) location = g_file_new_for_commandline_arg (file);
  g_autofree char *content = NULL;
  g_autofree char *pattern = NULL;
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  int start = 0;
  guint line = 1;

  if (block == NULL || !g_file_load_contents (location, NULL, &content, NULL, NULL, NULL) ||
      !g_utf8_validate (content, -1, NULL))
    return 0;
  pattern = g_strdup_printf ("\\sid\\s*=\\s*[\"']%s[\"']", block);
  regex = g_regex_new (pattern, 0, 0, NULL);
  if (regex == NULL || !g_regex_match (regex, content, 0, &match))
    return 0;
  g_match_info_fetch_pos (match, 0, &start, NULL);
  for (int i = 0; i < start; i++)
    line += content[i] == '\n';
  return line;
}

static void
append_text (GString *output, const char *file, const GbFinding *finding)
{
  guint line = find_line (file, finding->block);

  g_string_append (output, file);
  if (line > 0)
    g_string_append_printf (output, ":%u", line);
  g_string_append_printf (output, ": %s: %s [%s]\n", gb_finding_level_to_string (finding->level),
                          finding->message, finding->rule);
}

static GbCliStatus
check_file (const char *file, const CheckOptions *options)
{
  GbCliStatus status = GB_CLI_GOOD;
  g_autoptr (GbDocument) document = gb_cli_load (file, &status);
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GString) output = g_string_new (NULL);

  if (document == NULL)
    return status;
  findings = gb_check_document (document, options->stage);
  for (guint i = 0; i < findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (findings, i);

    if (options->as_json)
      append_json (output, document, finding);
    else
      append_text (output, file, finding);
  }
  if (!gb_cli_write (NULL, output->str, output->len))
    return GB_CLI_UNJUDGED;
  return gb_check_has_blocking (findings) ? GB_CLI_BAD : GB_CLI_GOOD;
}

static gboolean
is_date (const char *text)
{
  int year;
  int month;
  int day;

  return strlen (text) == strlen ("YYYY-MM-DD") &&
         sscanf (text, "%4d-%2d-%2d", &year, &month, &day) == 3 &&
         g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

/**
 * gb_cli_check:
 * @argc: the number of arguments
 * @argv: the arguments
 *
 * Prints the findings, a line each. A finding that blocks makes the document bad.
 *
 * Returns: the exit status
 */
GbCliStatus
gb_cli_check (int argc, char **argv)
{
  g_autofree char *format = NULL;
  g_autofree char *stage = NULL;
  g_autofree char *date = NULL;
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, "How to print findings: text or json",
      "FORMAT" },
    { "stage", 0, 0, G_OPTION_ARG_STRING, &stage, "What it is checked for: submit or publish",
      "STAGE" },
    { "date", 0, 0, G_OPTION_ARG_STRING, &date, "The day that counts as today", "YYYY-MM-DD" },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (GStrv) files =
    gb_cli_parse (argc, argv, entries, "FILE",
                  "Prints what must be put right before others see a document.", 1, 1);
  CheckOptions options = { GB_CHECK_STAGE_SUBMIT, FALSE };

  if (files == NULL)
    return GB_CLI_UNJUDGED;
  if (format != NULL && strcmp (format, "json") != 0 && strcmp (format, "text") != 0) {
    gb_cli_message (g_get_prgname (), 0, "unknown format “%s”", format);
    return GB_CLI_UNJUDGED;
  }
  if (stage != NULL && strcmp (stage, "submit") != 0 && strcmp (stage, "publish") != 0) {
    gb_cli_message (g_get_prgname (), 0, "unknown stage “%s”", stage);
    return GB_CLI_UNJUDGED;
  }
  if (date != NULL && !is_date (date)) {
    gb_cli_message (g_get_prgname (), 0, "“%s” is no date of the form YYYY-MM-DD", date);
    return GB_CLI_UNJUDGED;
  }
  options.as_json = g_strcmp0 (format, "json") == 0;
  if (g_strcmp0 (stage, "publish") == 0)
    options.stage = GB_CHECK_STAGE_PUBLISH;
  return check_file (files[0], &options);
}
