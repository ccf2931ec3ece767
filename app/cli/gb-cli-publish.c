/* SPDX-License-Identifier: GPL-3.0-or-later */

/* gongbaoctl publish: takes documents as far on their way to the public as this account may. It
 * knows no shortcut: the portal holds the route, and what others must still do is said. */

#define G_LOG_DOMAIN "gb-cli"

#include "config.h"

#include "cli/gb-cli-portal.h"

#include "check/gb-check.h"
#include "document/gb-digest.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  /* Options */
  char *portal;
  char *account;
  char *password_file;
  char *id;

  /* Owned */
  GbPortalClient *client;
  GbPortalSession *session;
  GbRoute *route;
} Publish;

static void
publish_clear (Publish *self)
{
  g_clear_pointer (&self->session, gb_portal_session_free);
  g_clear_pointer (&self->route, gb_route_unref);
  g_clear_object (&self->client);
  g_free (self->portal);
  g_free (self->account);
  g_free (self->password_file);
  g_free (self->id);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Publish, publish_clear)

/* The same text is the same document: running the command again, also by another account, goes on
 * with it instead of making a second one. The form is that of UUID version 8 (RFC 9562 §5.8). */
static char *
dup_document_id (GbDocument *document)
{
  const char *hex = gb_document_get_digest (document) + strlen (GB_DIGEST_PREFIX);

  return g_strdup_printf ("%.8s-%.4s-8%.3s-a%.3s-%.12s", hex, hex + 8, hex + 13, hex + 17,
                          hex + 20);
}

static char *
read_password (const char *file, GError **error)
{
  g_autoptr (GIOChannel) channel = NULL;
  char *line = NULL;

  channel = g_str_equal (file, "-") ? g_io_channel_unix_new (fileno (stdin))
                                    : g_io_channel_new_file (file, "r", error);
  if (channel == NULL ||
      g_io_channel_read_line (channel, &line, NULL, NULL, error) == G_IO_STATUS_ERROR) {
    g_prefix_error (error, "cannot read the password file “%s”: ", file);
    return NULL;
  }
  return line != NULL ? g_strchomp (line) : g_strdup ("");
}

static char *
get_password (Publish *self, GError **error)
{
  const char *variable = g_getenv ("GONGBAO_PASSWORD");

  if (self->password_file != NULL)
    return read_password (self->password_file, error);
  if (variable != NULL)
    return g_strdup (variable);
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                       "give the password by --password-file or in GONGBAO_PASSWORD");
  return NULL;
}

static gboolean
connect_to_portal (Publish *self, GError **error)
{
  const char *account = self->account != NULL ? self->account : g_getenv ("GONGBAO_ACCOUNT");
  g_autofree char *password = NULL;
  g_autoptr (JsonNode) capabilities = NULL;
  JsonNode *route;

  if (self->portal == NULL || account == NULL) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                         "give the portal by --portal=URL and the account by --account=ID or in "
                         "GONGBAO_ACCOUNT");
    return FALSE;
  }
  password = get_password (self, error);
  if (password == NULL)
    return FALSE;
  self->client = gb_portal_client_new (self->portal, error);
  if (self->client == NULL)
    return FALSE;
  capabilities = gb_cli_get_capabilities (self->client, error);
  if (capabilities == NULL)
    return FALSE;
  route = json_object_get_member (json_node_get_object (capabilities), "route");
  self->route = route != NULL ? gb_route_new_from_json (route, error) : gb_route_new_default ();
  if (self->route == NULL)
    return FALSE;
  self->session = gb_cli_sign_in (self->client, account, password, error);
  return self->session != NULL;
}

static const GbAttachment *
attachment_of (GbDocument *document, const char *digest)
{
  GPtrArray *attachments = gb_document_get_attachments (document);

  for (guint i = 0; i < attachments->len; i++) {
    const GbAttachment *attachment = g_ptr_array_index (attachments, i);

    if (g_str_equal (attachment->digest, digest))
      return attachment;
  }
  return NULL;
}

static char *
guess_type (GFile *file)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_CONTENT_TYPE,
                                                  G_FILE_QUERY_INFO_NONE, NULL, NULL);
  g_autofree char *type = NULL;

  if (info != NULL)
    type = g_content_type_get_mime_type (g_file_info_get_content_type (info));
  return type != NULL ? g_steal_pointer (&type) : g_strdup ("application/octet-stream");
}

static gboolean
send_blob (Publish *self,
           const char *file,
           GbDocument *document,
           const char *digest,
           GError **error)
{
  const GbAttachment *attachment = attachment_of (document, digest);
  g_autoptr (GFile) source = NULL;
  g_autofree char *type = NULL;
  gboolean has;

  if (!gb_cli_has_blob (self->client, digest, &has, error))
    return FALSE;
  if (has)
    return TRUE;
  source = gb_cli_find_attachment (file, attachment != NULL ? attachment->name : NULL, digest);
  if (source == NULL) {
    g_set_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_REJECTED,
                 "put the file of “%s” (%s) beside the document",
                 attachment != NULL ? attachment->name : "an image", digest);
    return FALSE;
  }
  type = attachment != NULL ? g_strdup (attachment->type) : guess_type (source);
  return gb_cli_put_blob (self->client, digest, source, type, error);
}

static gboolean
send_blobs (Publish *self, const char *file, GbDocument *document, GError **error)
{
  g_auto (GStrv) digests = gb_document_dup_blob_digests (document);

  for (char **digest = digests; *digest != NULL; digest++) {
    if (!send_blob (self, file, document, *digest, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
has_blocking (const char *file, GbDocument *document)
{
  g_autoptr (GPtrArray) findings = gb_check_document (document, GB_CHECK_STAGE_SUBMIT);

  if (!gb_check_has_blocking (findings))
    return FALSE;
  for (guint i = 0; i < findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (findings, i);

    if (finding->level == GB_FINDING_LEVEL_BLOCK)
      gb_cli_message (file, 0, "%s: %s", finding->rule, finding->message);
  }
  return TRUE;
}

/* FALSE with the error only if the portal did not answer; an unknown document has no events. */
static gboolean
load_workflow (Publish *self, const char *id, GbWorkflow **out_workflow, GError **error)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GbPortalDocument) known = NULL;
  g_autoptr (GError) local = NULL;

  known = gb_cli_get_document (self->client, id, &local);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  *out_workflow = gb_workflow_new (self->route, known != NULL ? known->events : none);
  return TRUE;
}

static gboolean
act (Publish *self,
     GbWorkflow *workflow,
     const char *id,
     GbEventType type,
     const char *digest,
     GbPortalReceipt **out_receipt,
     GError **error)
{
  g_autoptr (GbEvent) event =
    gb_cli_event_new (workflow, id, self->session->account, type, digest, NULL);

  *out_receipt = gb_cli_post_event (self->client, event, error);
  return *out_receipt != NULL;
}

static void
say_what_is_needed (const char *file, GbWorkflow *workflow)
{
  int index = gb_workflow_get_step_index (workflow);
  const GbRouteStep *step;

  if (index < 0) {
    printf ("%s: %s\n", file, gb_state_to_string (gb_workflow_get_state (workflow)));
    return;
  }
  step = gb_route_get_step (gb_workflow_get_route (workflow), (guint)index);
  printf ("%s: in review; step %d of %u, %s, waits for the role %s\n", file, index + 1,
          gb_route_get_n_steps (gb_workflow_get_route (workflow)), step->name,
          gb_role_to_string (step->role));
}

/* Text and attachments, unless the portal has this text as the newest one. */
static gboolean
send_text (Publish *self,
           const char *file,
           const char *id,
           GbDocument *document,
           GbWorkflow **workflow,
           GError **error)
{
  const char *head = gb_workflow_get_head (*workflow);

  if (g_str_equal (head, gb_document_get_digest (document)))
    return TRUE;
  if (!send_blobs (self, file, document, error) ||
      !gb_cli_put_revision (self->client, id, document, head, error))
    return FALSE;
  g_clear_object (workflow);
  return load_workflow (self, id, workflow, error);
}

/* As far as this account may go: submit what is written, publish what is approved. */
static gboolean
advance (Publish *self,
         const char *file,
         const char *id,
         GbDocument *document,
         GbWorkflow **workflow,
         GError **error)
{
  const char *digest = gb_document_get_digest (document);
  g_autoptr (GbPortalReceipt) receipt = NULL;
  GbState state = gb_workflow_get_state (*workflow);

  if (state == GB_STATE_DRAFT || state == GB_STATE_RETURNED) {
    if (!act (self, *workflow, id, GB_EVENT_SUBMIT, digest, &receipt, error))
      return FALSE;
    printf ("%s: submitted as %s\n", file, id);
  } else if (state == GB_STATE_APPROVED &&
             gb_workflow_may (*workflow, GB_EVENT_PUBLISH, self->session->account, NULL)) {
    if (!act (self, *workflow, id, GB_EVENT_PUBLISH, digest, &receipt, error))
      return FALSE;
    printf ("%s: published at %s\n", file, receipt->url);
    return TRUE;
  }
  g_clear_object (workflow);
  if (!load_workflow (self, id, workflow, error))
    return FALSE;
  if (gb_workflow_get_state (*workflow) == GB_STATE_APPROVED)
    printf ("%s: approved; waits for an account that may publish\n", file);
  else
    say_what_is_needed (file, *workflow);
  return TRUE;
}

static GbCliStatus
publish_file (Publish *self, const char *file)
{
  GbCliStatus status = GB_CLI_GOOD;
  g_autoptr (GbDocument) document = gb_cli_load (file, &status);
  g_autoptr (GbWorkflow) workflow = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  if (document == NULL)
    return status;
  if (has_blocking (file, document))
    return GB_CLI_BAD;
  id = self->id != NULL ? g_strdup (self->id) : dup_document_id (document);
  if (load_workflow (self, id, &workflow, &error) &&
      send_text (self, file, id, document, &workflow, &error) &&
      advance (self, file, id, document, &workflow, &error))
    return GB_CLI_GOOD;
  gb_cli_message (file, 0, "%s", error->message);
  return gb_cli_status_of (error);
}

static char **
parse (Publish *self, int argc, char **argv)
{
  const GOptionEntry options[] = {
    { "portal", 'p', 0, G_OPTION_ARG_STRING, &self->portal, "the portal's address", "URL" },
    { "account", 'a', 0, G_OPTION_ARG_STRING, &self->account,
      "who signs in; otherwise GONGBAO_ACCOUNT", "ID" },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &self->password_file,
      "a file whose first line is the password, - for standard input; otherwise GONGBAO_PASSWORD",
      "FILE" },
    { "id", 0, 0, G_OPTION_ARG_STRING, &self->id,
      "the document that the one file is a new text of; otherwise one that follows from the text",
      "UUID" },
    G_OPTION_ENTRY_NULL,
  };

  return gb_cli_parse (argc, argv, options, "FILE…",
                       "Puts documents on a portal and submits them; publishes those that are "
                       "approved, if the account may. Says what is still needed.",
                       1, G_MAXUINT);
}

GbCliStatus
gb_cli_publish (int argc, char **argv)
{
  g_auto (Publish) self = { 0 };
  g_auto (GStrv) files = parse (&self, argc, argv);
  g_autoptr (GError) error = NULL;
  GbCliStatus worst = GB_CLI_GOOD;

  if (files == NULL)
    return GB_CLI_UNJUDGED;
  if (self.id != NULL && (!g_uuid_string_is_valid (self.id) || g_strv_length (files) != 1)) {
    fprintf (stderr, "%s: --id takes a UUID, and one file\n", g_get_prgname ());
    return GB_CLI_UNJUDGED;
  }
  if (!connect_to_portal (&self, &error)) {
    fprintf (stderr, "%s: %s\n", g_get_prgname (), error->message);
    return gb_cli_status_of (error);
  }
  for (char **file = files; *file != NULL; file++)
    worst = MAX (worst, publish_file (&self, *file));
  return worst;
}
