/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Findings as lines for people, as JSON Lines and as SARIF. */

#define G_LOG_DOMAIN "gb-cli"

#include "config.h"

#include "cli/gb-cli-findings.h"

#include "check/gb-check-rule.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define SARIF_SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

struct _GbCliFindings {
  GbCliFindingsFormat format;
  GString *output;      /* (owned): text and JSON Lines */
  JsonBuilder *results; /* (owned) (nullable): an open array of SARIF results */
  GHashTable *rules;    /* (owned): the rules that SARIF describes */
};

/* ───── One finding ───── */

/* The piece of text that a finding is about: NULL for one about a field or a whole block. */
static char *
dup_finding_text (GbDocument *document, const GbFinding *finding)
{
  g_autofree char *text = NULL;

  if (finding->attachment != NULL)
    return *finding->attachment->text != '\0' ? g_strdup (finding->attachment->text) : NULL;
  if (finding->length_chars == 0)
    return NULL;
  if (finding->block != NULL)
    text = gb_document_dup_block_text (document, finding->block);
  else if (finding->field != NULL)
    text = g_strdup (gb_metadata_get (gb_document_get_metadata (document), finding->field));
  if (text == NULL ||
      (glong)finding->offset_chars + (glong)finding->length_chars > g_utf8_strlen (text, -1))
    return NULL;
  return g_utf8_substring (text, finding->offset_chars,
                           (glong)finding->offset_chars + finding->length_chars);
}

/* “名单.xlsx, sheet ‘补贴名单’, row 4”; without the name for a file that belongs to no document,
 * and NULL for the whole of that. */
static char *
dup_place (const GbFinding *finding)
{
  const GbAttachmentSpot *spot = finding->attachment;
  g_autofree char *place = spot != NULL ? gb_attachment_spot_dup_place (spot, FALSE) : NULL;

  if (spot == NULL || *spot->digest == '\0')
    return g_steal_pointer (&place);
  return place != NULL ? g_strconcat (spot->name, ", ", place, NULL) : g_strdup (spot->name);
}

/* The line of a block in the file as it is, which need not be canonical. 0 if it is not found. */
static guint
find_line (const char *content, const char *block)
{
  g_autofree char *pattern = NULL;
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  int start = 0;
  guint line = 1;

  if (block == NULL || content == NULL)
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

/* (nullable): a file that is no UTF-8 has no lines to name. */
static char *
load (const char *file)
{
  g_autoptr (GFile) location = g_file_new_for_commandline_arg (file);
  g_autofree char *content = NULL;

  if (!g_file_load_contents (location, NULL, &content, NULL, NULL, NULL) ||
      !g_utf8_validate (content, -1, NULL))
    return NULL;
  return g_steal_pointer (&content);
}

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

static void
begin_object (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}

static void
begin_array (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
}

/* ───── Lines ───── */

static void
append_json (GbCliFindings *self, const char *file, GbDocument *document, const GbFinding *finding)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  const GbAttachmentSpot *spot = finding->attachment;
  g_autofree char *place = spot != NULL ? gb_attachment_spot_dup_place (spot, FALSE) : NULL;
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
  add_string (builder, "fix", finding->fix);
  add_string (builder, "source", finding->source);
  add_string (builder, "certainty", gb_certainty_to_string (finding->certainty));
  add_string (builder, "file", file);
  if (spot != NULL) {
    add_string (builder, "attachment", *spot->digest != '\0' ? spot->name : NULL);
    add_string (builder, "place", place);
    add_string (builder, "reason", spot->rule);
  }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  line = json_to_string (root, FALSE);
  g_string_append_printf (self->output, "%s\n", line);
}

static void
append_text (GbCliFindings *self,
             const char *file,
             const char *content,
             GbDocument *document,
             const GbFinding *finding)
{
  guint line = find_line (content, finding->block);
  g_autofree char *text = dup_finding_text (document, finding);
  g_autofree char *place = dup_place (finding);

  g_string_append (self->output, file);
  if (line > 0)
    g_string_append_printf (self->output, ":%u", line);
  g_string_append_printf (self->output, ": %s: ", gb_finding_level_to_string (finding->level));
  if (place != NULL)
    g_string_append_printf (self->output, "%s: ", place);
  if (text != NULL)
    g_string_append_printf (self->output, "“%s”: ", text);
  g_string_append_printf (self->output, "%s [%s]\n", finding->message, finding->rule);
}

/* ───── SARIF ───── */

static const char *
get_sarif_level (GbFindingLevel level)
{
  switch (level) {
  case GB_FINDING_LEVEL_BLOCK:
  case GB_FINDING_LEVEL_ERROR:
    return "error";
  case GB_FINDING_LEVEL_WARNING:
    return "warning";
  case GB_FINDING_LEVEL_HINT:
  default:
    return "note";
  }
}

/* A URI reference: relative names stay relative (§3.4.3). */
static char *
make_uri (const char *file)
{
  g_autofree char *scheme = g_uri_parse_scheme (file);

  if (scheme != NULL)
    return g_strdup (file);
  if (g_path_is_absolute (file))
    return g_filename_to_uri (file, NULL, NULL);
  return g_uri_escape_string (file, "/", FALSE);
}

static void
add_place (JsonBuilder *builder, const char *file, const char *content, const GbFinding *finding)
{
  guint line = find_line (content, finding->block);
  g_autofree char *in_file = dup_place (finding);
  const char *place = in_file != NULL          ? in_file
                      : finding->block != NULL ? finding->block
                                               : finding->field;
  g_autofree char *uri = make_uri (file);

  begin_array (builder, "locations");
  json_builder_begin_object (builder);
  begin_object (builder, "physicalLocation");
  begin_object (builder, "artifactLocation");
  add_string (builder, "uri", uri != NULL ? uri : file);
  json_builder_end_object (builder);
  if (line > 0) {
    begin_object (builder, "region");
    add_number (builder, "startLine", line);
    json_builder_end_object (builder);
  }
  json_builder_end_object (builder);
  if (place != NULL) {
    begin_array (builder, "logicalLocations");
    json_builder_begin_object (builder);
    add_string (builder, "name", place);
    add_string (builder, "kind",
                in_file != NULL          ? "attachment"
                : finding->block != NULL ? "element"
                                         : "member");
    json_builder_end_object (builder);
    json_builder_end_array (builder);
  }
  json_builder_end_object (builder);
  json_builder_end_array (builder);
}

static void
add_result (GbCliFindings *self,
            const char *file,
            const char *content,
            GbDocument *document,
            const GbFinding *finding)
{
  JsonBuilder *builder = self->results;
  g_autofree char *text = dup_finding_text (document, finding);

  g_hash_table_add (self->rules, (gpointer)finding->rule);
  json_builder_begin_object (builder);
  add_string (builder, "ruleId", finding->rule);
  add_string (builder, "level", get_sarif_level (finding->level));
  begin_object (builder, "message");
  add_string (builder, "text", finding->message);
  json_builder_end_object (builder);
  add_place (builder, file, content, finding);
  begin_object (builder, "properties");
  add_string (builder, "level", gb_finding_level_to_string (finding->level));
  add_number (builder, "offset", finding->offset_chars);
  add_number (builder, "length", finding->length_chars);
  add_string (builder, "text", text);
  add_string (builder, "fix", finding->fix);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static void
add_rules (GbCliFindings *self, JsonBuilder *builder)
{
  g_autoptr (GList) ids = g_list_sort (g_hash_table_get_keys (self->rules), (GCompareFunc)strcmp);

  begin_array (builder, "rules");
  for (GList *l = ids; l != NULL; l = l->next) {
    const GbRule *rule = gb_rules_find (l->data);

    json_builder_begin_object (builder);
    add_string (builder, "id", rule->id);
    begin_object (builder, "shortDescription");
    add_string (builder, "text", rule->summary);
    json_builder_end_object (builder);
    begin_object (builder, "help");
    add_string (builder, "text", rule->source);
    json_builder_end_object (builder);
    begin_object (builder, "defaultConfiguration");
    add_string (builder, "level", get_sarif_level (rule->level));
    json_builder_end_object (builder);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static char *
make_log (GbCliFindings *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) results = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *json = NULL;

  json_builder_end_array (self->results);
  results = json_builder_get_root (self->results);
  json_builder_begin_object (builder);
  add_string (builder, "$schema", SARIF_SCHEMA);
  add_string (builder, "version", "2.1.0");
  begin_array (builder, "runs");
  json_builder_begin_object (builder);
  begin_object (builder, "tool");
  begin_object (builder, "driver");
  add_string (builder, "name", "gongbaoctl");
  add_string (builder, "version", GB_VERSION);
  add_rules (self, builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "results");
  json_builder_add_value (builder, g_steal_pointer (&results));
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json = json_to_string (root, TRUE);
  return g_strconcat (json, "\n", NULL);
}

/* ───── Public functions ───── */

GbCliFindings *
gb_cli_findings_new (GbCliFindingsFormat format)
{
  GbCliFindings *self = g_new0 (GbCliFindings, 1);

  self->format = format;
  self->output = g_string_new (NULL);
  self->rules = g_hash_table_new (g_str_hash, g_str_equal);
  if (format == GB_CLI_FINDINGS_SARIF) {
    self->results = json_builder_new ();
    json_builder_begin_array (self->results);
  }
  return self;
}

void
gb_cli_findings_free (GbCliFindings *self)
{
  g_string_free (self->output, TRUE);
  g_hash_table_unref (self->rules);
  g_clear_object (&self->results);
  g_free (self);
}

void
gb_cli_findings_add (GbCliFindings *self,
                     const char *file,
                     GbDocument *document,
                     GPtrArray *findings)
{
  g_autofree char *content = load (file);

  for (guint i = 0; i < findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (findings, i);

    switch (self->format) {
    case GB_CLI_FINDINGS_JSON:
      append_json (self, file, document, finding);
      break;
    case GB_CLI_FINDINGS_SARIF:
      add_result (self, file, content, document, finding);
      break;
    case GB_CLI_FINDINGS_TEXT:
    default:
      append_text (self, file, content, document, finding);
    }
  }
}

char *
gb_cli_findings_take (GbCliFindings *self)
{
  char *text;

  if (self->format == GB_CLI_FINDINGS_SARIF)
    return make_log (self);
  text = g_strdup (self->output->str);
  g_string_truncate (self->output, 0);
  return text;
}
