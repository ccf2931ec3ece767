/* SPDX-License-Identifier: GPL-3.0-or-later */

/* gongbaoctl demo: the whole way of one document, on a real portal in a child process, by five
 * people over HTTP. Each step says what it did; what the portal must refuse is tried as well, and a
 * refusal that does not come fails the demonstration. */

#define G_LOG_DOMAIN "gb-cli"

#include "config.h"

#include "cli/gb-cli-portal.h"
#include "cli/gb-demo-page.h"

#include "check/gb-check.h"
#include "document/gb-document-error.h"
#include "document/gb-file-private.h"
#include "import/gb-import.h"
#include "sync/gb-trial.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SAMPLE_URI    "resource:///org/gongbao/Gongbao/samples/luhe-interpretation.txt"
#define PORTAL_FOLDER "data/gongbao/trial/portal"
#define OTHER_PAGE    "/zcjd/2026/000000000000.html"

typedef enum {
  PERSON_DRAFTER,
  PERSON_SECTION_HEAD,
  PERSON_DEPUTY,
  PERSON_CHIEF,
  PERSON_PUBLISHER,
} Person;
#define N_PERSONS (PERSON_PUBLISHER + 1)

static const char *const person_ids[N_PERSONS] = {
  "zhangxiao", "lihua", "wangqiang", "chenmin", "zhaolei",
};

typedef struct {
  /* Options */
  char *out;
  int port;
  gboolean keep_running;

  /* Owned */
  GFile *source;
  GFile *folder;
  GbTrial *trial;
  GbPortalClient *clients[N_PERSONS];
  GbAccount *accounts[N_PERSONS];
  GbRoute *route;
  GbDocument *document;
  GbEvent *publish; /* what the publisher sent */
  char *id;
  char *old_digest; /* of the text that was returned */
  char *url;
  GBytes *page;

  gint64 published_at; /* µs */
  guint n_step;
  GbCliStatus status;

  guint is_temporary : 1; /* nobody asked to keep folder */
  guint is_stopping : 1;
} Demo;

static void
demo_clear (Demo *self)
{
  for (guint i = 0; i < N_PERSONS; i++) {
    g_clear_object (&self->clients[i]);
    g_clear_pointer (&self->accounts[i], gb_account_unref);
  }
  g_clear_pointer (&self->route, gb_route_unref);
  g_clear_pointer (&self->publish, gb_event_unref);
  g_clear_pointer (&self->page, g_bytes_unref);
  g_clear_object (&self->document);
  g_clear_object (&self->trial);
  g_clear_object (&self->folder);
  g_clear_object (&self->source);
  g_free (self->old_digest);
  g_free (self->out);
  g_free (self->url);
  g_free (self->id);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Demo, demo_clear)

/* --- Saying ------------------------------------------------------------------------------------
 */

/* Lines come as they happen, also into a file. */
static void say (const char *format, ...) G_GNUC_PRINTF (1, 2);

static void
say (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
  fputc ('\n', stdout);
  fflush (stdout);
}

static void
begin (Demo *self, const char *title)
{
  say ("%2u. %s", ++self->n_step, title);
}

static gboolean fail (Demo *self, GbCliStatus status, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
fail (Demo *self, GbCliStatus status, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fprintf (stderr, "%s: step %u: %s\n", g_get_prgname (), self->n_step, message);
  self->status = status;
  return FALSE;
}

static gboolean
fail_with (Demo *self, const GError *error)
{
  return fail (self, gb_cli_status_of (error), "%s", error->message);
}

static const char *
name_of (Demo *self, Person person)
{
  return gb_account_get_name (self->accounts[person]);
}

/* --- Acting ------------------------------------------------------------------------------------
 */

static GbWorkflow *
load_workflow (Demo *self, Person person, GError **error)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GbPortalDocument) known = NULL;
  g_autoptr (GError) local = NULL;

  known = gb_cli_get_document (self->clients[person], self->id, &local);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  return gb_workflow_new (self->route, known != NULL ? known->events : none);
}

static GbPortalReceipt *
try_act (Demo *self,
         Person person,
         GbEventType type,
         const char *digest,
         const char *opinion,
         GbEvent **out_event,
         GError **error)
{
  g_autoptr (GbWorkflow) workflow = load_workflow (self, person, error);
  g_autoptr (GbEvent) event = NULL;

  if (workflow == NULL)
    return NULL;
  event = gb_cli_event_new (workflow, self->id, self->accounts[person], type, digest, opinion);
  if (out_event != NULL)
    *out_event = gb_event_ref (event);
  return gb_cli_post_event (self->clients[person], event, error);
}

static gboolean
act (Demo *self, Person person, GbEventType type, const char *opinion)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbPortalReceipt) receipt =
    try_act (self, person, type, gb_document_get_digest (self->document), opinion, NULL, &error);

  if (receipt == NULL)
    return fail_with (self, error);
  say ("    %s: %s%s%s → %s", name_of (self, person), gb_event_type_to_string (type),
       *opinion != '\0' ? ", " : "", opinion, receipt->state);
  return TRUE;
}

/* The portal must say no, with one of two types. */
static gboolean
act_in_vain (Demo *self,
             Person person,
             GbEventType type,
             const char *digest,
             const char *expected,
             const char *or_expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbPortalReceipt) receipt = try_act (self, person, type, digest, "同意", NULL, &error);
  const GbPortalProblem *problem;

  if (receipt != NULL)
    return fail (self, GB_CLI_BAD, "the portal accepted what it must refuse");
  problem = gb_portal_error_get_problem (error);
  if (problem == NULL)
    return fail_with (self, error);
  if (g_strcmp0 (problem->type, expected) != 0 && g_strcmp0 (problem->type, or_expected) != 0)
    return fail (self, GB_CLI_BAD, "refused as %s, not as %s", problem->type, expected);
  say ("    %s: %s is refused: %u %s", name_of (self, person), gb_event_type_to_string (type),
       problem->status, problem->type);
  return TRUE;
}

static gboolean
put_text (Demo *self, const char *parent)
{
  g_autoptr (GError) error = NULL;

  if (!gb_cli_put_revision (self->clients[PERSON_DRAFTER], self->id, self->document, parent,
                            &error))
    return fail_with (self, error);
  say ("    revision %s", gb_document_get_digest (self->document));
  return TRUE;
}

/* --- Steps -------------------------------------------------------------------------------------
 */

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **out_result = user_data;

  *out_result = g_object_ref (result);
}

/* The portal takes its port from what it remembers. */
static gboolean
remember_port (Demo *self, GFile *folder, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *path = NULL;

  if (self->port <= 0)
    return TRUE;
  path = g_build_filename (g_file_peek_path (folder), "portal.json", NULL);
  text = g_strdup_printf ("{\"port\": %d}\n", self->port);
  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static gboolean
start_portal (Demo *self)
{
  g_autoptr (GFile) folder = g_file_resolve_relative_path (self->folder, PORTAL_FOLDER);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  begin (self, "Start a portal with trial accounts");
  if (g_mkdir_with_parents (g_file_peek_path (folder), 0700) != 0)
    return fail (self, GB_CLI_UNJUDGED, "cannot create %s", g_file_peek_path (folder));
  if (!remember_port (self, folder, &error))
    return fail_with (self, error);
  self->trial = gb_trial_new (folder);
  gb_trial_start_async (self->trial, NULL, started_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (!gb_trial_start_finish (self->trial, result, &error))
    return fail_with (self, error);
  say ("    %s", gb_trial_get_url (self->trial));
  if (self->port > 0) {
    g_autofree char *end = g_strdup_printf (":%d", self->port);

    if (!g_str_has_suffix (gb_trial_get_url (self->trial), end))
      return fail (self, GB_CLI_UNJUDGED, "port %d is taken", self->port);
  }
  return TRUE;
}

static gboolean
sign_in_person (Demo *self, Person person, GError **error)
{
  const char *password = gb_trial_get_password (self->trial, person_ids[person]);
  g_autoptr (GbPortalSession) session = NULL;

  self->clients[person] = gb_portal_client_new (gb_trial_get_url (self->trial), error);
  if (self->clients[person] == NULL)
    return FALSE;
  session = gb_cli_sign_in (self->clients[person], person_ids[person],
                            password != NULL ? password : "", error);
  if (session == NULL)
    return FALSE;
  self->accounts[person] = gb_account_ref (session->account);
  say ("    %s, %s", gb_account_get_name (session->account),
       gb_account_get_unit (session->account));
  return TRUE;
}

static gboolean
sign_in (Demo *self)
{
  g_autoptr (JsonNode) capabilities = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *route;

  begin (self, "Five people sign in");
  for (guint i = 0; i < N_PERSONS; i++) {
    if (!sign_in_person (self, i, &error))
      return fail_with (self, error);
  }
  capabilities = gb_cli_get_capabilities (self->clients[PERSON_DRAFTER], &error);
  if (capabilities == NULL)
    return fail_with (self, error);
  route = json_object_get_member (json_node_get_object (capabilities), "route");
  self->route = route != NULL ? gb_route_new_from_json (route, &error) : gb_route_new_default ();
  return self->route != NULL || fail_with (self, error);
}

static gboolean
import_text (Demo *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbImport) import = gb_import_file (self->source, NULL, NULL, &error);

  begin (self, "Import the text of a government page");
  if (import == NULL)
    return fail (self, error->domain == GB_DOCUMENT_ERROR ? GB_CLI_BAD : GB_CLI_UNJUDGED, "%s",
                 error->message);
  self->document = g_object_ref (import->document);
  say ("    %s", gb_document_get_title (self->document));
  say ("    %u words in %u blocks; %u pieces of page furniture were left out",
       gb_document_count_words (self->document), gb_demo_page_count_blocks (self->document),
       import->dropped->len);
  return TRUE;
}

static gboolean
set_metadata (Demo *self, const char *const values[][2], guint n_values, GError **error)
{
  g_autoptr (GbMetadata) metadata = gb_metadata_copy (gb_document_get_metadata (self->document));
  g_autoptr (GbDocument) document = NULL;

  for (guint i = 0; i < n_values; i++)
    gb_metadata_set (metadata, values[i][0], values[i][1]);
  g_object_set (metadata, "openness", GB_OPENNESS_PROACTIVE, NULL);
  document = gb_document_with_metadata (self->document, metadata, error);
  return document != NULL && g_set_object (&self->document, document);
}

static gboolean
write_draft (Demo *self, GError **error)
{
  g_autoptr (GFile) file = g_file_get_child (self->folder, "draft.xml");
  GBytes *bytes = gb_document_get_bytes (self->document);

  return g_file_replace_contents (file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                  NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL, error);
}

static gboolean
draft_and_check (Demo *self)
{
  static const char *const values[][2] = {
    { "source", "本网" },
    { "publisher", "示例县人民政府办公室" },
    { "unit", "政府办公室" },
    { "column", "zcjd" },
  };
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) error = NULL;

  begin (self, "The drafter fills in what the page must say of itself, and checks");
  if (!set_metadata (self, values, G_N_ELEMENTS (values), &error) || !write_draft (self, &error))
    return fail_with (self, error);
  findings = gb_check_document (self->document, GB_CHECK_STAGE_PUBLISH);
  for (guint i = 0; i < findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (findings, i);

    say ("    %s %s: %s", gb_finding_level_to_string (finding->level), finding->rule,
         finding->message);
  }
  if (gb_check_has_blocking (findings))
    return fail (self, GB_CLI_BAD, "a finding stops publication");
  say ("    %u findings, none of which stops publication", findings->len);
  return TRUE;
}

static gboolean
submit (Demo *self)
{
  begin (self, "The drafter submits");
  self->id = g_uuid_string_random ();
  return put_text (self, "") && act (self, PERSON_DRAFTER, GB_EVENT_SUBMIT, "");
}

static gboolean
refuse_own_approval (Demo *self)
{
  begin (self, "Nobody approves their own text");
  return act_in_vain (self, PERSON_DRAFTER, GB_EVENT_APPROVE,
                      gb_document_get_digest (self->document), "own-text", "wrong-role");
}

static gboolean
return_and_resubmit (Demo *self)
{
  static const char *const values[][2] = {
    { "summary", "解读全面推进政务公开工作实施意见的起草背景、依据、过程和主要内容。" },
  };
  g_autoptr (GError) error = NULL;

  begin (self,
         "The section head returns it with a reason; the drafter changes it and submits again");
  if (!act (self, PERSON_SECTION_HEAD, GB_EVENT_RETURN, "请补充摘要。"))
    return FALSE;
  self->old_digest = g_strdup (gb_document_get_digest (self->document));
  if (!set_metadata (self, values, G_N_ELEMENTS (values), &error) || !write_draft (self, &error))
    return fail_with (self, error);
  return put_text (self, self->old_digest) && act (self, PERSON_DRAFTER, GB_EVENT_SUBMIT, "");
}

static gboolean
approve (Demo *self)
{
  begin (self, "Three people approve exactly this text");
  return act_in_vain (self, PERSON_SECTION_HEAD, GB_EVENT_APPROVE, self->old_digest,
                      "stale-revision", NULL) &&
         act (self, PERSON_SECTION_HEAD, GB_EVENT_APPROVE, "同意。") &&
         act_in_vain (self, PERSON_PUBLISHER, GB_EVENT_PUBLISH,
                      gb_document_get_digest (self->document), "wrong-state", NULL) &&
         act (self, PERSON_DEPUTY, GB_EVENT_APPROVE, "同意。") &&
         act (self, PERSON_CHIEF, GB_EVENT_APPROVE, "同意发布。");
}

static gboolean
publish (Demo *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbPortalReceipt) receipt = NULL;
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *time = NULL;

  begin (self, "The openness office publishes");
  receipt = try_act (self, PERSON_PUBLISHER, GB_EVENT_PUBLISH,
                     gb_document_get_digest (self->document), NULL, &self->publish, &error);
  if (receipt == NULL)
    return fail_with (self, error);
  if (*receipt->url == '\0' || receipt->published_at == 0)
    return fail (self, GB_CLI_BAD, "the receipt has no address or no time");
  self->url = g_strdup (receipt->url);
  self->published_at = receipt->published_at;
  utc = g_date_time_new_from_unix_utc (self->published_at / G_USEC_PER_SEC);
  local = g_date_time_to_local (utc);
  time = g_date_time_format (local, "%Y-%m-%d %H:%M:%S");
  say ("    %s: publish → %s at %s", name_of (self, PERSON_PUBLISHER), receipt->state, time);
  say ("    %s", self->url);
  return TRUE;
}

static GbPortalPage *
get_page (Demo *self, const char *path, guint expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbPortalPage) page = gb_cli_get_page (self->clients[PERSON_DRAFTER], path, &error);

  if (page == NULL) {
    fail_with (self, error);
    return NULL;
  }
  if (page->status != expected) {
    fail (self, GB_CLI_BAD, "%s is answered with %u, not %u", path, page->status, expected);
    return NULL;
  }
  return g_steal_pointer (&page);
}

static guint
count_of (GBytes *bytes, const char *text)
{
  g_autofree char *copy = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  guint n = 0;

  for (const char *at = strstr (copy, text); at != NULL; at = strstr (at + 1, text))
    n++;
  return n;
}

static gboolean
count_publications (Demo *self, guint *out_n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbPortalDocument) document =
    gb_cli_get_document (self->clients[PERSON_PUBLISHER], self->id, &error);

  *out_n = 0;
  if (document == NULL)
    return error != NULL ? fail_with (self, error) : fail (self, GB_CLI_BAD, "it is gone");
  for (guint i = 0; i < document->events->len; i++) {
    const GbEvent *event = g_ptr_array_index (document->events, i);

    *out_n += event->type == GB_EVENT_PUBLISHED;
  }
  return TRUE;
}

/* The portal's answer may have been lost: the same request comes again. */
static gboolean
publish_again (Demo *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbPortalReceipt) receipt = NULL;
  g_autoptr (GbPortalPage) feed = NULL;
  g_autofree char *entry = NULL;
  guint n_published;
  guint n_entries;

  begin (self, "The same request once more makes no second page");
  receipt = gb_cli_post_event (self->clients[PERSON_PUBLISHER], self->publish, &error);
  if (receipt == NULL)
    return fail_with (self, error);
  if (!receipt->replayed || !g_str_equal (receipt->url, self->url) ||
      receipt->published_at != self->published_at)
    return fail (self, GB_CLI_BAD, "the answer is another one than the first");
  if (!count_publications (self, &n_published))
    return FALSE;
  feed = get_page (self, "/zcjd/feed.atom", 200);
  if (feed == NULL)
    return FALSE;
  entry = g_strdup_printf ("href=\"%s\"", self->url);
  n_entries = count_of (feed->bytes, entry);
  if (n_published != 1 || n_entries != 1)
    return fail (self, GB_CLI_BAD, "published %u times, %u times in the feed", n_published,
                 n_entries);
  say ("    the stored answer came; published once, once in the feed");
  return TRUE;
}

static gboolean
read_page (Demo *self)
{
  g_autoptr (GbPortalPage) page = NULL;
  g_autoptr (GbPortalPage) other = NULL;
  g_autoptr (GPtrArray) faults = NULL;

  begin (self, "A reader opens the page");
  page = get_page (self, self->url, 200);
  if (page == NULL)
    return FALSE;
  if (!g_str_equal (page->type, "text/html"))
    return fail (self, GB_CLI_BAD, "the page is %s", page->type);
  self->page = g_bytes_ref (page->bytes);
  faults = gb_demo_page_check (page->bytes, self->document, self->published_at);
  for (guint i = 0; i < faults->len; i++)
    fail (self, GB_CLI_BAD, "%s", (const char *)g_ptr_array_index (faults, i));
  if (faults->len > 0)
    return FALSE;
  say ("    200; title, 10 mandatory tags and all %u blocks of the text are there",
       gb_demo_page_count_blocks (self->document));
  other = get_page (self, OTHER_PAGE, 404);
  if (other == NULL)
    return FALSE;
  say ("    404 for a page that is not there");
  return TRUE;
}

static gboolean
keep_page (Demo *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) copy = NULL;
  g_autoptr (GFile) file = g_file_get_child (self->folder, "page.html");

  if (self->is_temporary)
    return TRUE;
  begin (self, "Keep the page as one file");
  copy = gb_demo_page_copy (self->clients[PERSON_DRAFTER], self->page, &error);
  if (copy == NULL ||
      !g_file_replace_contents (file, g_bytes_get_data (copy, NULL), g_bytes_get_size (copy), NULL,
                                FALSE, G_FILE_CREATE_NONE, NULL, NULL, &error))
    return fail_with (self, error);
  say ("    %s", g_file_peek_path (file));
  return TRUE;
}

static gboolean (*const steps[]) (Demo *self) = {
  start_portal,        sign_in, import_text, draft_and_check, submit,    refuse_own_approval,
  return_and_resubmit, approve, publish,     publish_again,   read_page, keep_page,
};

/* --- Start and end -----------------------------------------------------------------------------
 */

static gboolean
stop_cb (gpointer user_data)
{
  Demo *self = user_data;

  self->is_stopping = TRUE;
  return G_SOURCE_CONTINUE;
}

static void
serve (Demo *self)
{
  guint interrupt = g_unix_signal_add (SIGINT, stop_cb, self);
  guint terminate = g_unix_signal_add (SIGTERM, stop_cb, self);

  say ("The portal goes on serving until it is interrupted.");
  say ("page: %s", self->url);
  while (!self->is_stopping && gb_trial_get_running (self->trial))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (interrupt);
  g_source_remove (terminate);
  if (!self->is_stopping)
    fail (self, GB_CLI_UNJUDGED, "the portal ended by itself");
}

static void
stop_portal (Demo *self)
{
  if (self->trial == NULL || !gb_trial_get_running (self->trial))
    return;
  gb_trial_stop (self->trial);
  while (gb_trial_get_running (self->trial))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
prepare_folder (Demo *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  self->is_temporary = self->out == NULL;
  path = self->out != NULL ? g_canonicalize_filename (self->out, NULL)
                           : g_dir_make_tmp ("gongbao-demo-XXXXXX", &error);
  if (path == NULL)
    return fail_with (self, error);
  if (g_mkdir_with_parents (path, 0755) != 0)
    return fail (self, GB_CLI_UNJUDGED, "cannot create %s", path);
  self->folder = g_file_new_for_path (path);
  return TRUE;
}

static gboolean
run_steps (Demo *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    if (!steps[i](self))
      return FALSE;
  }
  return TRUE;
}

GbCliStatus
gb_cli_demo (int argc, char **argv)
{
  g_auto (Demo) self = { 0 };
  g_auto (GStrv) files = NULL;
  const GOptionEntry options[] = {
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &self.out, "where page, draft and data are kept",
      "DIR" },
    { "port", 0, 0, G_OPTION_ARG_INT, &self.port, "the portal's port; otherwise a free one", "N" },
    { "keep-running", 0, 0, G_OPTION_ARG_NONE, &self.keep_running,
      "go on serving the page until interrupted", NULL },
    G_OPTION_ENTRY_NULL,
  };

  files = gb_cli_parse (argc, argv, options, "[FILE]",
                        "Takes one text from the import to its public page, on a portal of its own "
                        "with five people. FILE is the text; otherwise a sample is taken.",
                        0, 1);
  if (files == NULL)
    return GB_CLI_UNJUDGED;
  if (self.port < 0 || self.port > G_MAXUINT16) {
    fprintf (stderr, "%s: not a port: %d\n", g_get_prgname (), self.port);
    return GB_CLI_UNJUDGED;
  }
  self.source =
    files[0] != NULL ? g_file_new_for_commandline_arg (files[0]) : g_file_new_for_uri (SAMPLE_URI);
  if (prepare_folder (&self) && run_steps (&self)) {
    if (self.keep_running)
      serve (&self);
    else
      say ("page: %s", self.url);
  }
  stop_portal (&self);
  if (self.is_temporary && self.folder != NULL)
    _gb_remove_tree (g_file_peek_path (self.folder));
  return self.status;
}
