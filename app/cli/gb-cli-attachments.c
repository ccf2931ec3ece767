/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The attachments of the documents that are checked, and files by themselves that would be some. */

#define G_LOG_DOMAIN "gb-cli"

#include "config.h"

#include "cli/gb-cli-attachments.h"

#include "attachment/gb-attachment-report.h"

#include <string.h>

struct _GbCliAttachments {
  GbCheckData *data; /* (borrowed) */
  GHashTable *noted; /* (owned): URIs */
};

static gboolean
has_ending (const char *name, const char *const *endings)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (guint i = 0; endings[i] != NULL; i++) {
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  }
  return FALSE;
}

static char *
dup_uri (const char *file)
{
  g_autoptr (GFile) location = g_file_new_for_commandline_arg (file);

  return g_file_get_uri (location);
}

GbCliAttachments *
gb_cli_attachments_new (GbCheckData *data)
{
  GbCliAttachments *self = g_new0 (GbCliAttachments, 1);

  self->data = data;
  self->noted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
gb_cli_attachments_free (GbCliAttachments *self)
{
  g_hash_table_unref (self->noted);
  g_free (self);
}

gboolean
gb_cli_attachments_is_one (const char *name)
{
  static const char *const endings[] = { ".pdf", ".xlsx", ".xlsm", ".pptx", ".pptm", ".docm",
                                         ".ods", ".odp",  ".csv",  ".tsv",  NULL };

  return has_ending (name, endings);
}

gboolean
gb_cli_attachments_has_traits (const char *name)
{
  static const char *const endings[] = { ".docx", ".odt", NULL };

  return has_ending (name, endings);
}

void
gb_cli_attachments_note (GbCliAttachments *self, const char *file, GbDocument *document)
{
  GPtrArray *attachments = gb_document_get_attachments (document);

  for (guint i = 0; i < attachments->len; i++) {
    const GbAttachment *attachment = g_ptr_array_index (attachments, i);
    g_autoptr (GFile) location =
      gb_cli_find_attachment (file, attachment->name, attachment->digest);

    if (location != NULL)
      g_hash_table_add (self->noted, g_file_get_uri (location));
  }
}

gboolean
gb_cli_attachments_is_noted (GbCliAttachments *self, const char *file)
{
  g_autofree char *uri = dup_uri (file);

  return g_hash_table_contains (self->noted, uri);
}

static GbAttachmentReport *
add_report (GbCliAttachments *self,
            GFile *location,
            const char *digest,
            const char *name,
            gboolean only_traits,
            GPtrArray *findings,
            GError **error)
{
  GbAttachmentReport *report =
    gb_attachment_report_new (location, digest, name, self->data, NULL, error);

  for (guint i = 0; report != NULL && i < report->findings->len; i++) {
    GbFinding *finding = g_ptr_array_index (report->findings, i);

    if (!only_traits || strcmp (finding->rule, "SEC-ATTACH-META") == 0)
      g_ptr_array_add (findings, gb_finding_ref (finding));
  }
  return report;
}

GbCliStatus
gb_cli_attachments_check (GbCliAttachments *self,
                          const char *file,
                          GbDocument *document,
                          GPtrArray *findings)
{
  GPtrArray *attachments = gb_document_get_attachments (document);
  GbCliStatus worst = GB_CLI_GOOD;

  for (guint i = 0; i < attachments->len; i++) {
    const GbAttachment *attachment = g_ptr_array_index (attachments, i);
    g_autoptr (GFile) location =
      gb_cli_find_attachment (file, attachment->name, attachment->digest);
    g_autoptr (GbAttachmentReport) report = NULL;
    g_autoptr (GError) error = NULL;

    if (location == NULL) {
      gb_cli_message (file, 0, "the attachment “%s” is not beside it and was not checked",
                      attachment->name);
      continue;
    }
    report =
      add_report (self, location, attachment->digest, attachment->name, FALSE, findings, &error);
    if (report == NULL) {
      GbCliStatus status = gb_cli_error (attachment->name, error);

      worst = MAX (worst, status);
    }
  }
  return worst;
}

GbCliStatus
gb_cli_attachments_check_file (GbCliAttachments *self,
                               const char *file,
                               gboolean only_traits,
                               GPtrArray *findings)
{
  g_autoptr (GFile) location = g_file_new_for_commandline_arg (file);
  g_autofree char *base = g_file_get_basename (location);
  g_autofree char *name = g_filename_display_name (base);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbAttachmentReport) report =
    add_report (self, location, "", name, only_traits, findings, &error);

  if (report == NULL)
    return gb_cli_error (file, error);
  return report->is_looked_at || only_traits ? GB_CLI_GOOD : GB_CLI_UNJUDGED;
}
